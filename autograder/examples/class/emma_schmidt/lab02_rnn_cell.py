# ---
# jupyter:
#   handed_in:
#     language: en
# ---

# %% question="init_rnn_params"
def init_rnn_params(features, hidden, outputs):
    """..."""
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
    return paddle.zeros([batch, hidden])


# %% question="rnn_step"
def rnn_step(x, h, params):
    """..."""
    return paddle.tanh(x @ params["W_xh"] + h @ params["W_hh"] + params["b_h"])


# %% question="run_rnn"
def run_rnn(inputs, h0, params):
    """..."""
    h = h0
    outputs = []
    for t in range(inputs.shape[1]):
        h = rnn_step(inputs[:, t], h, params)
        outputs.append(h)
    outputs = paddle.stack(outputs, axis=1)
    return outputs, h


# %% [markdown]
# Had to leave for my shift here. I know how many-to-many goes, so I write that one down; the rest tomorrow.

# %% question="many_to_many"
def many_to_many(inputs, h0, params):
    """..."""
    outputs, h = run_rnn(inputs, h0, params)
    return readout(outputs, params)
