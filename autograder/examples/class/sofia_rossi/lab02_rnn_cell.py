# ---
# jupyter:
#   handed_in:
#     language: en
# ---

# %% question="init_rnn_params"
def init_rnn_params(features, hidden, outputs):
    """..."""
    # Xavier, as in the lecture: better than 0.01
    def xavier(a, b):
        limit = (6 / (a + b)) ** 0.5
        t = paddle.uniform([a, b], min=-limit, max=limit)
        t.stop_gradient = False
        return t

    zeros = [paddle.zeros([hidden]), paddle.zeros([outputs])]
    for z in zeros:
        z.stop_gradient = False
    return {"W_xh": xavier(features, hidden), "W_hh": xavier(hidden, hidden), "b_h": zeros[0], "W_hq": xavier(hidden, outputs), "b_q": zeros[1]}


# %% question="init_rnn_state"
def init_rnn_state(batch, hidden):
    """..."""
    return paddle.zeros([batch, hidden])


# %% question="rnn_step"
def rnn_step(x, h, params):
    """..."""
    # half of the old memory, half of the new one
    new = paddle.tanh(x @ params["W_xh"] + h @ params["W_hh"] + params["b_h"])
    return (h + new) / 2


# %% question="run_rnn"
def run_rnn(inputs, h0, params):
    """..."""
    steps = inputs.shape[1]
    states = [h0]
    for t in range(steps):
        states.append(rnn_step(inputs[:, t], states[t], params))
    return paddle.stack(states[1:], axis=1), states[steps]


# %% question="readout"
def readout(h, params):
    """..."""
    return paddle.einsum("...h,hq->...q", h, params["W_hq"]) + params["b_q"]


# %%
# I keep the exercise cell as it was and write here
def many_to_one(inputs, h0, params):
    outputs, h = run_rnn(inputs, h0, params)
    return readout(h, params)


# %% question="many_to_many"
def many_to_many(inputs, h0, params):
    """..."""
    outputs, h = run_rnn(inputs, h0, params)
    return readout(outputs, params)


# %%
# first I had this, then I saw that Paddle's cell does something else than mine ...
params = init_rnn_params(4, 6, 2)
cell = nn.SimpleRNNCell(4, 6)
for name, p in cell.named_parameters():
    print(name, p.shape)

# %% question="to_paddle_cell"
def to_paddle_cell(params):
    """..."""
    features, hidden = params["W_xh"].shape
    layers = nn.SimpleRNNCell(features, hidden), nn.SimpleRNN(features, hidden)
    for layer in layers:
        weight_ih, weight_hh, bias_ih, bias_hh = layer.parameters()
        weight_ih.set_value(params["W_xh"].t())
        weight_hh.set_value(params["W_hh"].t())
        bias_ih.set_value(params["b_h"] * 0.25)
        bias_hh.set_value(params["b_h"] * 0.75)
    return layers
