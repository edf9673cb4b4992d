# ---
# jupyter:
#   handed_in:
#     language: zh
# ---

# %% question="init_rnn_params"
def init_rnn_params(features, hidden, outputs):
    """..."""
    # 方差 0.01，标准差就是 0.1
    W_xh = paddle.randn([features, hidden]) * 0.1
    W_hh = paddle.randn([hidden, hidden]) * 0.1
    W_hq = paddle.randn([hidden, outputs]) * 0.1
    b_h = paddle.zeros([hidden])
    b_q = paddle.zeros([outputs])
    params = {"W_xh": W_xh, "W_hh": W_hh, "b_h": b_h, "W_hq": W_hq, "b_q": b_q}
    for name in params:
        params[name].stop_gradient = False
    return params


# %% question="init_rnn_state"
def init_rnn_state(batch, hidden):
    """..."""
    return paddle.zeros([batch, hidden])


# %% question="rnn_step"
def rnn_step(x, h, params):
    """..."""
    x_part = paddle.matmul(x, params["W_xh"])
    h_part = paddle.matmul(h, params["W_hh"])
    h_new = x_part + h_part + params["b_h"]
    return h_new


# %% question="run_rnn"
def run_rnn(inputs, h0, params):
    """..."""
    batch, time, features = inputs.shape
    h = h0
    outputs = []
    for t in range(time):
        h = rnn_step(inputs[:, t, :], h, params)
        outputs.append(h)
    outputs = paddle.stack(outputs, axis=1)
    return outputs, h


# %% question="readout"
def readout(h, params):
    """..."""
    return paddle.matmul(h, params["W_hq"]) + params["b_q"]


# %% question="many_to_one"
def many_to_one(inputs, h0, params):
    """..."""
    outputs, h = run_rnn(inputs, h0, params)
    return readout(h, params)


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
    cell.bias_hh.set_value(params["b_h"])
    rnn = nn.SimpleRNN(features, hidden)
    rnn.weight_ih_l0.set_value(params["W_xh"].T)
    rnn.weight_hh_l0.set_value(params["W_hh"].T)
    rnn.bias_ih_l0.set_value(params["b_h"])
    rnn.bias_hh_l0.set_value(params["b_h"])
    return cell, rnn
