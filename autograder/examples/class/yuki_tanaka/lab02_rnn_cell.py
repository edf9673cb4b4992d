# ---
# jupyter:
#   handed_in:
#     language: en
# ---

# %% question="init_rnn_params"
def init_rnn_params(features, hidden, outputs):
    """..."""
    def trainable(t):
        t.stop_gradient = False
        return t

    return {
        "W_xh": trainable(paddle.randn([features, hidden]) * 0.01),
        "W_hh": trainable(paddle.randn([hidden, hidden]) * 0.01),
        "b_h": trainable(paddle.randn([hidden]) * 0.01),
        "W_hq": trainable(paddle.randn([hidden, outputs]) * 0.01),
        "b_q": trainable(paddle.randn([outputs]) * 0.01),
    }


# %% question="init_rnn_state"
def init_rnn_state(batch, hidden):
    """..."""
    return paddle.zeros([batch, hidden])


# %% question="rnn_step"
def rnn_step(x, h, params):
    """..."""
    # no new memory: the state is updated where it lies
    h[:] = paddle.tanh(x @ params["W_xh"] + h @ params["W_hh"] + params["b_h"])
    return h


# %% question="run_rnn"
def run_rnn(inputs, h0, params):
    """..."""
    h = h0
    outputs = []
    for t in range(inputs.shape[1]):
        h = rnn_step(inputs[:, t], h, params)
        outputs.append(h)
    return paddle.stack(outputs, axis=1), h


# %% question="readout"
def readout(h, params):
    """..."""
    return h @ params["W_hq"] + params["b_q"]


# %% question="many_to_one"
def many_to_one(inputs, h0, params):
    """..."""
    outputs, h = run_rnn(inputs, h0, params)
    return readout(outputs.mean(axis=1), params)


# %% question="many_to_many"
def many_to_many(inputs, h0, params):
    """..."""
    outputs, h = run_rnn(inputs, h0, params)
    return readout(outputs, params)


# %% question="to_paddle_cell"
def to_paddle_cell(params):
    """..."""
    features, hidden = params["W_xh"].shape
    cell = nn.SimpleRNNCell(features, hidden)
    cell.weight_ih.set_value(params["W_xh"].T)
    cell.weight_hh.set_value(params["W_hh"].T)
    cell.bias_ih.set_value(params["b_h"])
    cell.bias_hh.set_value(paddle.zeros([hidden]))
    return cell, nn.RNN(cell)
