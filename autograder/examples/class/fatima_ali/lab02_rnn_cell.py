# ---
# jupyter:
#   handed_in:
#     language: en
# ---

# %% given=1
import warnings

warnings.filterwarnings("ignore")

import numpy as np
import paddle
import paddle.nn.functional as F
from paddle import nn

from autograder import check, hint

# %% question="init_rnn_params"
def init_rnn_params(features, hidden, outputs):
    """..."""
    W_xh = paddle.to_tensor(np.random.normal(0, 0.01, (features, hidden)))
    W_hh = paddle.to_tensor(np.random.normal(0, 0.01, (hidden, hidden)))
    b_h = paddle.zeros([hidden])
    W_hq = paddle.to_tensor(np.random.normal(0, 0.01, (hidden, outputs)))
    b_q = paddle.zeros([outputs])
    return W_xh, W_hh, b_h, W_hq, b_q


# %% question="init_rnn_state"
def init_rnn_state(batch, hidden):
    """..."""
    return np.zeros((batch, hidden))


# %% question="rnn_step" fails="NameError: name 'tanh' is not defined"
def rnn_step(x, h, params):
    """..."""
    return tanh(x @ params["W_xh"] + h @ params["W_hh"] + params["b_h"])


# %% question="run_rnn"
def run_rnn(inputs, h0, params):
    """..."""
    h = h0
    outputs = []
    for t in range(inputs.shape[1]):
        h = rnn_step(inputs[:, t], h, params)
        outputs.append(h)
    outputs = paddle.stack(outputs, axis=1)


# %% question="readout"
def readout(h, params):
    """..."""
    return h @ params["W_ho"] + params["b_o"]


# %% question="many_to_one"
def many_to_one(inputs, h0, params):
    """..."""
    outputs, h = run_rnn(inputs, params)
    return readout(h, params)


# %% question="many_to_many"
def many_to_many(inputs, h0, params):
    """..."""
    outputs, h = run_rnn(inputs, h0, params)
    logits = [readout(outputs[:, t], params) for t in range(inputs.shape[1])]
    return logits


# %% question="to_paddle_cell"
def to_paddle_cell(params):
    """..."""
    features, hidden = params["W_xh"].shape
    cell = nn.SimpleRNNCell(features, hidden)
    cell.weight_ih.set_value(params["W_xh"])
    cell.weight_hh.set_value(params["W_hh"])
    cell.bias_ih.set_value(params["b_h"])
    rnn = nn.SimpleRNN(features, hidden)
    rnn.weight_ih_l0.set_value(params["W_xh"])
    rnn.weight_hh_l0.set_value(params["W_hh"])
    rnn.bias_ih_l0.set_value(params["b_h"])
    return cell, rnn
