# ---
# jupyter:
#   handed_in:
#     language: zh
#     ran: true
#     file: lab2 (1).ipynb
# ---

# %% question="init_rnn_params"
def init_rnn_params(features, hidden, outputs):
    """..."""
    # 逐个元素抽取，慢一点但看得明白
    import random

    def gauss(rows, columns):
        table = [[random.gauss(0.0, 0.01) for _ in range(columns)] for _ in range(rows)]
        return paddle.to_tensor(table, dtype="float32", stop_gradient=False)

    def zeros(n):
        return paddle.to_tensor([0.0] * n, stop_gradient=False)

    return {
        "W_xh": gauss(features, hidden),
        "W_hh": gauss(hidden, hidden),
        "b_h": zeros(hidden),
        "W_hq": gauss(hidden, outputs),
        "b_q": zeros(outputs),
    }


# %% question="init_rnn_state"
def init_rnn_state(batch, hidden):
    """..."""
    return paddle.to_tensor([[0.0] * hidden for _ in range(batch)])


# %% question="rnn_step"
def rnn_step(x, h, params):
    """..."""
    # 一个隐藏单元一个隐藏单元地算，和公式里的求和一样
    units = []
    for k in range(h.shape[1]):
        total = params["b_h"][k]
        for j in range(x.shape[1]):
            total = total + x[:, j] * params["W_xh"][j, k]
        for i in range(h.shape[1]):
            total = total + h[:, i] * params["W_hh"][i, k]
        units.append(paddle.tanh(total))
    return paddle.stack(units, axis=1)


# %% question="run_rnn"
def run_rnn(inputs, h0, params):
    """..."""
    outputs = paddle.zeros([h0.shape[0], 0, h0.shape[1]])
    h = h0
    for x in inputs.split(inputs.shape[1], axis=1):  # 每一段是 [batch, 1, features]
        h = rnn_step(x.squeeze(1), h, params)
        outputs = paddle.concat([outputs, h.unsqueeze(1)], axis=1)
    return outputs, h


# %% question="readout"
def readout(h, params):
    """..."""
    return paddle.add(paddle.matmul(h, params["W_hq"]), params["b_q"])


# %% question="many_to_one"
def many_to_one(inputs, h0, params):
    """..."""
    h = h0
    for t in range(inputs.shape[1]):
        h = rnn_step(inputs[:, t], h, params)
    return readout(h, params)


# %% question="many_to_many"
def many_to_many(inputs, h0, params):
    """..."""
    outputs, _ = run_rnn(inputs, h0, params)
    answers = []
    for t in range(outputs.shape[1]):
        answers.append(readout(outputs[:, t], params))
    return paddle.stack(answers, axis=1)


# %% question="to_paddle_cell"
def to_paddle_cell(params):
    """..."""
    features, hidden = params["W_xh"].shape
    cell = nn.SimpleRNNCell(features, hidden)
    rnn = nn.SimpleRNN(features, hidden)
    with paddle.no_grad():
        for source, target in [("W_xh", "weight_ih"), ("W_hh", "weight_hh")]:
            for layer, name in [(cell, target), (rnn, target + "_l0")]:
                getattr(layer, name).set_value(paddle.transpose(params[source], perm=[1, 0]))
        for layer, suffix in [(cell, ""), (rnn, "_l0")]:
            getattr(layer, "bias_ih" + suffix).set_value(params["b_h"])
            getattr(layer, "bias_hh" + suffix).set_value(params["b_h"] * 0)
    return cell, rnn
