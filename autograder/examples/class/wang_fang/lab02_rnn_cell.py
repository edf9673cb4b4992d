# ---
# jupyter:
#   handed_in:
#     language: zh
# ---

# %% question="init_rnn_params"
def init_rnn_params(features, hidden, outputs):
    """..."""
    params = {
        "W_xh": paddle.randn([hidden, features]) * 0.01,  # 和飞桨一样，输出在前
        "W_hh": paddle.randn([hidden, hidden]) * 0.01,
        "b_h": paddle.zeros([hidden]),
        "W_hq": paddle.randn([outputs, hidden]) * 0.01,
        "b_q": paddle.zeros([outputs]),
    }
    for v in params.values():
        v.stop_gradient = False
    return params


# %% question="init_rnn_state"
def init_rnn_state(batch, hidden):
    """..."""
    return paddle.zeros([1, batch, hidden])  # [层数, 批次, 隐藏单元]


# %% question="rnn_step"
def rnn_step(x, h, params):
    """..."""
    return paddle.tanh(
        paddle.matmul(x, params["W_xh"]) + paddle.matmul(h, params["W_hh"], transpose_y=True) + params["b_h"]
    )


# %% question="run_rnn"
def run_rnn(inputs, h0, params):
    """..."""
    h = h0
    outputs = []
    for t in range(inputs.shape[1]):
        h = rnn_step(inputs[:, t], h, params)
        outputs.append(h)
    return paddle.stack(outputs), h


# %% question="readout"
def readout(h, params):
    """..."""
    return h @ params["W_hq"] + params["b_q"]


# %% question="many_to_one"
def many_to_one(inputs, h0, params):
    """..."""
    _, h = run_rnn(inputs, h0, params)
    return readout(h, params)


# %% question="many_to_many"
def many_to_many(inputs, h0, params):
    """..."""
    outputs, _ = run_rnn(inputs, h0, params)
    return readout(outputs, params)


# %% question="to_paddle_cell"
def to_paddle_cell(params):
    """..."""
    features, hidden = params["W_xh"].shape
    cell = nn.SimpleRNNCell(features, hidden)
    rnn = nn.SimpleRNN(features, hidden)
    cell.weight_ih.set_value(params["W_xh"].T)
    cell.weight_hh.set_value(params["W_hh"])  # 方阵，不用转置
    cell.bias_ih.set_value(params["b_h"])
    cell.bias_hh.set_value(paddle.zeros([hidden]))
    rnn.weight_ih_l0.set_value(params["W_xh"].T)
    rnn.weight_hh_l0.set_value(params["W_hh"])
    rnn.bias_ih_l0.set_value(params["b_h"])
    rnn.bias_hh_l0.set_value(paddle.zeros([hidden]))
    return cell, rnn
