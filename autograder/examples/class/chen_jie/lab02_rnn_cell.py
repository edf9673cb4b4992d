# ---
# jupyter:
#   handed_in:
#     language: zh
# ---

# %% question="init_rnn_params"
def init_rnn_params(features, hidden, outputs):
    """..."""
    params = {}
    params["W_xh"] = paddle.randn([features, hidden]) * 0.01
    params["W_hh"] = paddle.randn([hidden, hidden]) * 0.01
    params["b_h"] = paddle.zeros([hidden])
    params["W_hq"] = paddle.randn([hidden, outputs]) * 0.01
    params["b_q"] = paddle.zeros([outputs])
    for key in params.keys():
        params[key].stop_gradient = False
    return params


# %% question="init_rnn_state"
def init_rnn_state(batch, hidden):
    """..."""
    return paddle.zeros([batch, hidden])


# %% question="rnn_step"
def rnn_step(x, h, params):
    """..."""
    # 交之前又改了一下
    return paddle.tanh(paddle.matmul(x， params["W_xh"]) + paddle.matmul(h, params["W_hh"]) + params["b_h"])


# %% question="run_rnn"
def run_rnn(inputs, h0, params):
    """..."""
    h = h0
    states = []
    for t in range(inputs.shape[1]):
        h = rnn_step(inputs[:, t], h, params)
        states.append(h)
    return paddle.stack(states, axis=1), h


# %% question="readout"
def readout(h, params):
    """..."""
    return paddle.matmul(h, params["W_hq"]) + params["b_q"]


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
    n_in, n_hidden = params["W_xh"].shape
    cell = nn.SimpleRNNCell(n_in, n_hidden)
    rnn = nn.SimpleRNN(n_in, n_hidden)
    cell.weight_ih.set_value(params["W_xh"].T)
    cell.weight_hh.set_value(params["W_hh"].T)
    cell.bias_ih.set_value(params["b_h"])
    rnn.weight_ih_l0.set_value(params["W_xh"].T)
    rnn.weight_hh_l0.set_value(params["W_hh"].T)
    rnn.bias_ih_l0.set_value(params["b_h"])
    return cell, rnn
