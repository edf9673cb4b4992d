# ---
# jupyter:
#   handed_in:
#     language: zh
#     deleted: [readout]
# ---

# %% question="init_rnn_params"
def init_rnn_params(features, hidden, outputs):
    """..."""
    paddle.seed(2024)  # 保证结果可以复现
    params = {
        "W_xh": paddle.randn([features, hidden]) * 0.01,
        "W_hh": paddle.randn([hidden, hidden]) * 0.01,
        "b_h": paddle.zeros([hidden]),
        "W_hq": paddle.randn([hidden, outputs]) * 0.01,
        "b_q": paddle.zeros([outputs]),
    }
    for p in params.values():
        p.stop_gradient = False
    return params


# %% question="init_rnn_state"
def init_rnn_state(batch, hidden):
    """..."""
    return paddle.randn([batch, hidden]) * 0.01


# %% question="rnn_step"
def rnn_step(x, h, params):
    """..."""
    return F.sigmoid(x @ params["W_xh"] + h @ params["W_hh"] + params["b_h"])


# %% question="run_rnn"
def run_rnn(inputs, h0, params):
    """..."""
    h = paddle.zeros_like(h0)  # 从零开始
    outputs = []
    for t in range(inputs.shape[1]):
        h = rnn_step(inputs[:, t], h, params)
        outputs.append(h)
    return paddle.stack(outputs, axis=1), h


# %% question="many_to_one"
def many_to_one(inputs, h0, params):
    """..."""
    outputs, h = run_rnn(inputs, h0, params)
    return h @ params["W_hq"] + params["b_q"]


# %% question="many_to_many"
def many_to_many(inputs, h0, params):
    """..."""
    outputs, h = run_rnn(inputs, h0, params)
    return readout(outputs, params)


# %% question="to_paddle_cell"
def to_paddle_cell(params):
    """..."""
    features, hidden = params["W_xh"].shape
    cell = nn.SimpleRNNCell(input_size=features, hidden_size=hidden)
    rnn = nn.SimpleRNN(input_size=features, hidden_size=hidden)
    return cell, rnn
