# ---
# jupyter:
#   handed_in:
#     language: en
# ---

# %% question="init_rnn_params"
def init_rnn_params(features, hidden, outputs):
    """..."""
    W_xh = paddle.randn([features, hidden])
    W_hh = paddle.randn([hidden, hidden])
    b_h = paddle.zeros([hidden])
    W_hq = paddle.randn([hidden, outputs])
    b_q = paddle.zeros([outputs])
    params = dict(W_xh=W_xh, W_hh=W_hh, b_h=b_h, W_hq=W_hq, b_q=b_q)
    for tensor in params.values():
        tensor.stop_gradient = False
    return params


# %% question="init_rnn_state"
def init_rnn_state(batch, hidden):
    """..."""
    return paddle.zeros([batch, hidden])


# %% question="rnn_step"
def rnn_step(x, h, params):
    """..."""
    return paddle.tanh(x @ params["W_xh"] + h @ params["W_hh"] + params["b_h"])


# %% question="run_rnn"
def run_rnn(inputs, h0, params):
    """..."""
    h = h0
    t = 0
    while t < inputs.shape[1]:
        h = rnn_step(inputs[:, t], h, params)
        if t == 0:
            outputs = h.unsqueeze(1)
        else:
            outputs = paddle.concat([outputs, h.unsqueeze(1)], axis=1)
    return outputs, h


# %% question="readout"
def readout(h, params):
    """..."""
    return h @ params["W_hq"]


# %% question="many_to_one"
def many_to_one(inputs, h0, params):
    """..."""
    outputs, h = run_rnn(inputs, h0, params)
    return readout(h, params)


# %% question="many_to_many"
def many_to_many(inputs, h0, params):
    """..."""
    logits = many_to_one(inputs, h0, params)
    return paddle.stack([logits] * inputs.shape[1], axis=1)  # once for every step


# %% question="to_paddle_cell"
def to_paddle_cell(params):
    """..."""
    features, hidden = params["W_xh"].shape
    cell = nn.SimpleRNNCell(features, hidden)
    rnn = nn.SimpleRNN(features, hidden)
    cell.weight_ih.set_value(params["W_xh"].T)
    cell.weight_hh.set_value(params["W_hh"].T)
    rnn.weight_ih_l0.set_value(params["W_xh"].T)
    rnn.weight_hh_l0.set_value(params["W_hh"].T)
    return cell, rnn
