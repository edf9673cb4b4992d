# ---
# jupyter:
#   handed_in:
#     language: en
# ---

# %% question="init_rnn_params"
def init_rnn_params(features, hidden, outputs):
    """..."""
    W_xh = 0.01 * paddle.randn([features, hidden])
    W_hh = 0.01 * paddle.randn([hidden, hidden])
    b_h = paddle.zeros([hidden])
    W_hq = 0.01 * paddle.randn([hidden, outputs])
    b_q = paddle.zeros([outputs])
    return {"W_xh": W_xh, "W_hh": W_hh, "b_h": b_h, "W_hq": W_hq, "b_q": b_q}


# %% question="init_rnn_state"
def init_rnn_state(batch, hidden):
    """..."""
    return paddle.zeros((batch, hidden))


# %% question="rnn_step"
def rnn_step(x, h, params):
    """..."""
    z = x @ params["W_xh"] + h @ params["W_hh"] + params["b_h"]
    return paddle.tanh(z)


# %% question="run_rnn"
def run_rnn(inputs, h0, params):
    """..."""
    outputs = []
    for t in range(inputs.shape[1]):
        h = rnn_step(inputs[:, t, :], h0, params)
        outputs.append(h)
    return paddle.stack(outputs, axis=1), h


# %% question="readout"
def readout(h, params):
    """..."""
    o = h @ params["W_hq"] + params["b_q"]
    return F.softmax(o)  # so that they sum up to 1


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
    cell.bias_hh.set_value(paddle.zeros([hidden]))
    rnn = nn.SimpleRNN(features, hidden)
    # ... and the same for rnn, later
    return cell, rnn
