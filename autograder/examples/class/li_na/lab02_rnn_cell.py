# ---
# jupyter:
#   handed_in:
#     language: zh
#     ran: true
# ---

# %% question="init_rnn_params"
def init_rnn_params(features, hidden, outputs):
    """..."""

    def normal(*shape):
        # 均值 0，标准差 0.01
        return paddle.normal(mean=0.0, std=0.01, shape=shape)

    params = {
        "W_xh": normal(features, hidden),
        "W_hh": normal(hidden, hidden),
        "b_h": paddle.zeros([hidden]),
        "W_hq": normal(hidden, outputs),
        "b_q": paddle.zeros([outputs]),
    }
    for p in params.values():
        p.stop_gradient = False  # 打开梯度，否则训练不动
    return params


# %% question="init_rnn_state"
def init_rnn_state(batch, hidden):
    """..."""
    return paddle.zeros(shape=[batch, hidden], dtype="float32")


# %% question="rnn_step"
def rnn_step(x, h, params):
    """..."""
    # 把 x 和 h 左右拼起来，把两个权重上下拼起来，一次矩阵乘法就够了
    xh = paddle.concat([x, h], axis=1)  # [batch, features + hidden]
    W = paddle.concat([params["W_xh"], params["W_hh"]], axis=0)  # [features + hidden, hidden]
    return paddle.tanh(paddle.matmul(xh, W) + params["b_h"])


# %%
# 自己验证一下：拼起来算和分开算是一样的
x, h = paddle.randn([3, 4]), paddle.randn([3, 6])
p = {"W_xh": paddle.randn([4, 6]), "W_hh": paddle.randn([6, 6]), "b_h": paddle.randn([6])}
print((rnn_step(x, h, p) - paddle.tanh(x @ p["W_xh"] + h @ p["W_hh"] + p["b_h"])).abs().max().item() < 1e-6)

# %% question="run_rnn"
def run_rnn(inputs, h0, params):
    """..."""
    # 输入部分与状态无关，所有时间步可以一次算完，循环里只剩状态部分
    from_input = inputs @ params["W_xh"] + params["b_h"]  # [batch, time, hidden]
    h = h0
    outputs = []
    for t in range(inputs.shape[1]):
        h = paddle.tanh(from_input[:, t] + h @ params["W_hh"])
        outputs.append(h)
    return paddle.stack(outputs, axis=1), h


# %% question="readout"
def readout(h, params):
    """..."""
    return paddle.matmul(h, params["W_hq"]) + params["b_q"]


# %% question="many_to_one"
def many_to_one(inputs, h0, params):
    """..."""
    return readout(run_rnn(inputs, h0, params)[1], params)


# %% question="many_to_many"
def many_to_many(inputs, h0, params):
    """..."""
    return readout(run_rnn(inputs, h0, params)[0], params)


# %% question="to_paddle_cell"
def to_paddle_cell(params):
    """..."""
    features, hidden = params["W_xh"].shape
    cell = nn.SimpleRNNCell(features, hidden)
    rnn = nn.SimpleRNN(features, hidden)
    # 两个偏置各放一半，合起来正好是 b_h
    values = [params["W_xh"].T, params["W_hh"].T, params["b_h"] / 2, params["b_h"] / 2]
    for layer in (cell, rnn):
        for parameter, value in zip(layer.parameters(), values):
            parameter.set_value(value)
    return cell, rnn
