# ---
# jupyter:
#   handed_in:
#     language: en
#     ran: true
# ---

# %%
import numpy as np

DTYPE = "float64"  # I had trouble with rounding in the last course


def exact(tensor):
    return paddle.cast(tensor, DTYPE)


# %% question="init_rnn_params"
def init_rnn_params(features, hidden, outputs):
    """..."""
    shapes = {"W_xh": (features, hidden), "W_hh": (hidden, hidden), "b_h": (hidden,), "W_hq": (hidden, outputs), "b_q": (outputs,)}
    params = {}
    for name, shape in shapes.items():
        values = np.random.normal(0, 0.01, shape) if name.startswith("W") else np.zeros(shape)
        params[name] = paddle.to_tensor(values, dtype=DTYPE, stop_gradient=False)
    return params


# %% question="init_rnn_state"
def init_rnn_state(batch, hidden):
    """..."""
    return paddle.zeros([batch, hidden], dtype=DTYPE)


# %% question="rnn_step"
def rnn_step(x, h, params):
    """..."""
    x, h = exact(x), exact(h)
    W_xh, W_hh, b_h = [exact(params[name]) for name in ("W_xh", "W_hh", "b_h")]
    return paddle.tanh(x @ W_xh + h @ W_hh + b_h)


# %% question="run_rnn"
def run_rnn(inputs, h0, params):
    """..."""
    h = exact(h0)
    outputs = []
    for t in range(inputs.shape[1]):
        h = rnn_step(inputs[:, t], h, params)
        outputs.append(paddle.unsqueeze(h, axis=1))
    return paddle.concat(outputs, axis=1), h


# %% question="readout"
def readout(h, params):
    """..."""
    return exact(h) @ exact(params["W_hq"]) + exact(params["b_q"])


# %% question="many_to_one"
def many_to_one(inputs, h0, params):
    """..."""
    logits = readout(run_rnn(inputs, h0, params)[0], params)  # at every step
    return logits[:, -1]


# %% question="many_to_many"
def many_to_many(inputs, h0, params):
    """..."""
    outputs = run_rnn(inputs, h0, params)[0]
    logits = [readout(outputs[:, t], params) for t in range(outputs.shape[1])]
    return paddle.stack(logits, axis=1)


# %% question="to_paddle_cell"
def to_paddle_cell(params):
    """..."""
    features, hidden = params["W_xh"].shape
    cell = nn.SimpleRNNCell(features, hidden)
    rnn = nn.SimpleRNN(features, hidden)
    for layer, end in ((cell, ""), (rnn, "_l0")):
        getattr(layer, "weight_ih" + end).set_value(paddle.transpose(params["W_xh"], [1, 0]).astype("float32"))
        getattr(layer, "weight_hh" + end).set_value(paddle.transpose(params["W_hh"], [1, 0]).astype("float32"))
        getattr(layer, "bias_ih" + end).set_value(params["b_h"].astype("float32"))
        getattr(layer, "bias_hh" + end).set_value(np.zeros(hidden, "float32"))
    return cell, rnn
