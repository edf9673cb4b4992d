# ---
# jupyter:
#   handed_in:
#     language: en
#     ran: true
# ---

# %% question="init_rnn_params"
def init_rnn_params(features, hidden, outputs):
    """..."""
    small = nn.initializer.Normal(mean=0.0, std=0.01)
    zero = nn.initializer.Constant(0.0)

    def parameter(shape, start):
        return paddle.create_parameter(shape, dtype="float32", default_initializer=start)

    return dict(
        W_xh=parameter([features, hidden], small),
        W_hh=parameter([hidden, hidden], small),
        b_h=parameter([hidden], zero),
        W_hq=parameter([hidden, outputs], small),
        b_q=parameter([outputs], zero),
    )


# %% question="init_rnn_state"
def init_rnn_state(batch, hidden):
    """..."""
    return paddle.full([batch, hidden], 0.0)


# %% question="rnn_step"
def rnn_step(x, h, params):
    """..."""
    a = F.linear(x, params["W_xh"], params["b_h"])  # F.linear keeps [in, out], like the lab
    b = F.linear(h, params["W_hh"])
    return F.tanh(a + b)


# %% question="run_rnn"
def run_rnn(inputs, h0, params):
    """..."""
    states = [h0]
    for x in paddle.unbind(inputs, axis=1):
        states.append(rnn_step(x, states[-1], params))
    outputs = paddle.stack(states[1:], axis=1)
    return outputs, outputs[:, -1]


# %% question="readout"
def readout(h, params):
    """..."""
    return F.linear(h, params["W_hq"], params["b_q"])


# %% question="many_to_one"
def many_to_one(inputs, h0, params):
    """..."""
    outputs, _ = run_rnn(inputs, h0, params)
    return readout(outputs[:, -1, :], params)


# %% question="many_to_many"
def many_to_many(inputs, h0, params):
    """..."""
    outputs, _ = run_rnn(inputs, h0, params)
    return readout(outputs, params)


# %% question="to_paddle_cell"
def to_paddle_cell(params):
    """..."""
    features, hidden = params["W_xh"].shape
    cell = nn.SimpleRNNCell(input_size=features, hidden_size=hidden)
    rnn = nn.SimpleRNN(input_size=features, hidden_size=hidden)
    weights = {
        "weight_ih": params["W_xh"].t(),
        "weight_hh": params["W_hh"].t(),
        "bias_ih": paddle.zeros_like(params["b_h"]),
        "bias_hh": params["b_h"],
    }
    cell.set_state_dict(weights)
    rnn.set_state_dict({name + "_l0": value for name, value in weights.items()})
    return cell, rnn
