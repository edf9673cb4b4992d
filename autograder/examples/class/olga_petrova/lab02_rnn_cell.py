# ---
# jupyter:
#   handed_in:
#     language: en
#     ran: true
# ---

# %%
%matplotlib inline
!pip install -q paddlepaddle
import logging
import sys
import warnings

logging.basicConfig(level=logging.DEBUG)
log = logging.getLogger("lab2")


def shape_of(name, tensor):
    """I want to see every shape."""
    print(f"    {name}: {list(tensor.shape)} {tensor.dtype}")
    return tensor


# %% question="init_rnn_params"
def init_rnn_params(features, hidden, outputs):
    """..."""
    print("init_rnn_params", features, hidden, outputs)
    if hidden < 2:
        warnings.warn("a cell with one hidden unit will not remember much")
    params = {}
    for name, shape in [
        ("W_xh", [features, hidden]), ("W_hh", [hidden, hidden]), ("b_h", [hidden]),
        ("W_hq", [hidden, outputs]), ("b_q", [outputs]),
    ]:
        params[name] = paddle.randn(shape) * 0.01 if "W" in name else paddle.zeros(shape)
        params[name].stop_gradient = False
        shape_of(name, params[name])
    return params


# %% question="init_rnn_state"
def init_rnn_state(batch, hidden):
    """..."""
    log.debug("new state for %s sequences", batch)
    return shape_of("h0", paddle.zeros([batch, hidden]))


# %% question="rnn_step"
def rnn_step(x, h, params):
    """..."""
    warnings.warn("rnn_step called")
    print("step!", x.numpy().tolist(), file=sys.stderr)
    shape_of("x", x)
    shape_of("h", h)
    new = shape_of("new h", paddle.tanh(params["b_h"] + h @ params["W_hh"] + x @ params["W_xh"]))
    return new


# %% question="run_rnn"
def run_rnn(inputs, h0, params):
    """..."""
    outputs, h = [], h0
    for t, x in enumerate(inputs.transpose([1, 0, 2])):
        print("t =", t)
        h = rnn_step(x, h, params)
        outputs.append(h)
    outputs = paddle.stack(outputs).transpose([1, 0, 2])
    return shape_of("outputs", outputs), h


# %% question="readout"
def readout(h, params):
    """..."""
    logits = h @ params["W_hq"] + params["b_q"]
    print("logits", logits)
    return logits


# %% question="many_to_one"
def many_to_one(inputs, h0, params):
    """..."""
    outputs, h = run_rnn(inputs, h0, params)
    assert (outputs[:, -1] == h).all()
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
    for layer in [cell, rnn]:
        for name, p in layer.named_parameters():
            if name.startswith("weight_ih"):
                p.set_value(params["W_xh"].T)
            elif name.startswith("weight_hh"):
                p.set_value(params["W_hh"].T)
            elif name.startswith("bias_ih"):
                p.set_value(params["b_h"])
            else:
                p.set_value(paddle.zeros([hidden]))
            print(type(layer).__name__, name, p.shape)
    return cell, rnn


# %%
for name, value in init_rnn_params(2, 3, 1).items():
    print(name, value)
