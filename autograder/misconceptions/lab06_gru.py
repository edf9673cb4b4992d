"""Known wrong answers to lab 6, and correct versions for follow-through."""

import paddle
from paddle import nn

sigmoid = nn.functional.sigmoid


def _sum(x, h, params, g):
    return x @ params[f"W_x{g}"] + h @ params[f"W_h{g}"] + params[f"b_{g}"]


def _gates(x, h, params):
    return sigmoid(_sum(x, h, params, "r")), sigmoid(_sum(x, h, params, "z"))


def _step(x, h, params):
    r, z = _gates(x, h, params)
    return z * h + (1 - z) * paddle.tanh(x @ params["W_xh"] + r * (h @ params["W_hh"]) + params["b_h"])


def _step_before(x, h, params):
    r, z = _gates(x, h, params)
    return z * h + (1 - z) * paddle.tanh(x @ params["W_xh"] + (r * h) @ params["W_hh"] + params["b_h"])


def _run(inputs, h0, params, reset_after=True):
    step = _step if reset_after else _step_before
    states = [h0]
    for t in range(inputs.shape[1]):
        states.append(step(inputs[:, t], states[-1], params))
    return paddle.stack(states[1:], axis=1), states[-1]


def _trainable(params):
    for tensor in params.values():
        tensor.stop_gradient = False
    return params


# -- correct versions ----------------------------------------------------------------------------------------------------------


def correct__gru_gates(x, h, params):
    """Return reset gate and update gate."""
    return tuple(F.sigmoid(F.linear(x, params[f"W_x{g}"], params[f"b_{g}"]) + F.linear(h, params[f"W_h{g}"])) for g in "rz")  # noqa: F821 - of the lab's given imports


def correct__gru_step(x, h, params):
    """Return the next state, reset after the product."""
    r, z = (F.sigmoid(F.linear(x, params[f"W_x{g}"], params[f"b_{g}"]) + F.linear(h, params[f"W_h{g}"])) for g in "rz")  # noqa: F821 - of the lab's given imports
    new = paddle.tanh(F.linear(x, params["W_xh"], params["b_h"]) + r * F.linear(h, params["W_hh"]))  # noqa: F821 - of the lab's given imports
    return new + z * (h - new)


def correct__gru_step_reset_before(x, h, params):
    """Return the next state, reset before the product."""
    r, z = (F.sigmoid(F.linear(x, params[f"W_x{g}"], params[f"b_{g}"]) + F.linear(h, params[f"W_h{g}"])) for g in "rz")  # noqa: F821 - of the lab's given imports
    new = paddle.tanh(F.linear(x, params["W_xh"], params["b_h"]) + F.linear(r * h, params["W_hh"]))  # noqa: F821 - of the lab's given imports
    return new + z * (h - new)


# -- init_gru_params -----------------------------------------------------------------------------------------------------------


def _drawn(features, hidden, outputs, scale=0.01, blocks="zrh"):
    params = {}
    for g in blocks:
        params[f"W_x{g}"] = paddle.randn([features, hidden]) * scale
        params[f"W_h{g}"] = paddle.randn([hidden, hidden]) * scale
        params[f"b_{g}"] = paddle.zeros([hidden])
    params["W_hq"] = paddle.randn([hidden, outputs]) * scale
    params["b_q"] = paddle.zeros([outputs])
    return params


def init_gru_params__no_readout(features, hidden, outputs):
    """Nine tensors make the cell, but two more are needed to get an answer out of its state.

    zh: 单元需要九个张量，但要从状态得到答案，还缺两个。
    """
    params = _drawn(features, hidden, outputs)
    return _trainable({name: tensor for name, tensor in params.items() if not name.endswith("q")})


def init_gru_params__third_gate(features, hidden, outputs):
    """These are fourteen tensors, as many as the LSTM has: one block too many. A GRU has two gates and a candidate, and no
    output gate.

    zh: 这里有十四个张量，和 LSTM 一样多，多了一块。GRU 只有两个门和一个候选状态，没有输出门。
    """
    return _trainable(_drawn(features, hidden, outputs, blocks="zrho"))


def init_gru_params__gates_share_weights(features, hidden, outputs):
    """The two gates were given the same tensors. Then they are always open to the same degree, and there is only one gate.

    zh: 两个门用了同样的张量。这样它们打开的程度永远相同，实际上只有一个门。
    """
    params = _drawn(features, hidden, outputs)
    return _trainable(params | {"W_xr": params["W_xz"], "W_hr": params["W_hz"]})


def init_gru_params__state_weights_shared(features, hidden, outputs):
    """All blocks were given the same weights for the old state. They look at the same state, but each with its own weights.

    zh: 三块用了同样的状态权重。它们看的是同一个状态，但各有各的权重。
    """
    params = _drawn(features, hidden, outputs)
    return _trainable(params | {"W_hr": params["W_hz"], "W_hh": params["W_hz"]})


def init_gru_params__standard_deviation_one(features, hidden, outputs):
    """The weights are a hundred times too large: `paddle.randn` alone draws with standard deviation 1. With such weights the gates are
    shut or wide open from the first step on, where they hardly learn.

    zh: 权重大了一百倍：`paddle.randn` 本身的标准差是 1。权重这么大，门从第一步起就不是全关就是全开，几乎学不动。
    """
    return _trainable(_drawn(features, hidden, outputs, scale=1.0))


def init_gru_params__variance_for_deviation(features, hidden, outputs):
    """The variance of the weights is 0.01, so their standard deviation is 0.1. In N(0, 0.01²) it is the standard deviation
    that is 0.01.

    zh: 这样得到的权重方差是 0.01，标准差就成了 0.1。N(0, 0.01²) 里，等于 0.01 的是标准差。
    """
    return _trainable(_drawn(features, hidden, outputs, scale=0.1))


def init_gru_params__all_zero(features, hidden, outputs):
    """All weights start at zero. Then all hidden units compute the same and get the same gradient, so that they remain
    copies of one another.

    zh: 权重全部从零开始。这样所有隐藏单元算出的值相同，得到的梯度也相同，于是永远是彼此的副本。
    """
    return _trainable(_drawn(features, hidden, outputs, scale=0.0))


def init_gru_params__uniform(features, hidden, outputs):
    """The weights are drawn evenly between 0 and 0.01 (`paddle.rand`): none of them is negative. The text asks for a
    normal distribution around 0.

    zh: 权重是在 0 到 0.01 之间均匀抽取的（`paddle.rand`），没有一个是负数。题目要的是以 0 为中心的正态分布。
    """
    params = _drawn(features, hidden, outputs)
    return _trainable({name: paddle.rand(tensor.shape) * 0.01 if name[0] == "W" else tensor for name, tensor in params.items()})


def init_gru_params__transposed(features, hidden, outputs):
    """The matrices are the other way round, [out, in], as Paddle's own recurrent layers keep them. In this course the input
    comes first, so that `x @ W` fits.

    zh: 矩阵的方向反了，成了 [out, in]，飞桨自带的循环层就是这样存放的。本课程中输入在前，这样 `x @ W` 才对得上。
    """
    params = _drawn(features, hidden, outputs)
    return _trainable({name: tensor.t() if name[0] == "W" else tensor for name, tensor in params.items()})


def init_gru_params__biases_as_rows(features, hidden, outputs):
    """The biases are matrices with one row. A bias is a plain vector here, with a single axis.

    zh: 偏置成了只有一行的矩阵。这里的偏置是普通向量，只有一个轴。
    """
    params = _drawn(features, hidden, outputs)
    return _trainable({name: tensor.unsqueeze(0) if name[0] == "b" else tensor for name, tensor in params.items()})


def init_gru_params__random_biases(features, hidden, outputs):
    """The biases are random, too. Only the weights have to differ at the start; read the formula for the biases again.

    zh: 偏置也取了随机数。开始时需要各不相同的只是权重；请再看一遍偏置的公式。
    """
    params = _drawn(features, hidden, outputs)
    return _trainable({name: paddle.randn(tensor.shape) * 0.01 if name[0] == "b" else tensor for name, tensor in params.items()})


def init_gru_params__not_trainable(features, hidden, outputs):
    """The numbers are right, but Paddle will keep no gradients for them: new tensors are not trained unless you say so.

    zh: 数值是对的，但飞桨不会为它们记录梯度：新建的张量要你打开开关才会参与训练。
    """
    return _drawn(features, hidden, outputs)


def init_gru_params__only_weights_trainable(features, hidden, outputs):
    """The weights can be trained, the biases cannot. They start at zero, but they are to be learnt as well.

    zh: 权重可以训练，偏置却不行。偏置虽然从零开始，同样是要学习的参数。
    """
    params = _drawn(features, hidden, outputs)
    _trainable({name: tensor for name, tensor in params.items() if name[0] == "W"})
    return params


def init_gru_params__fixed_seed(features, hidden, outputs):
    """A seed is set inside the function, so that every network starts from the same numbers. Whoever calls the function
    decides about seeds.

    zh: 函数里固定了随机种子，每个网络都从同样的数出发。种子该由调用者决定。
    """
    paddle.seed(0)
    return _trainable(_drawn(features, hidden, outputs))


# -- init_gru_state ------------------------------------------------------------------------------------------------------------


def init_gru_state__two_states(batch, hidden):
    """Two states are returned, as an LSTM needs them. A GRU has one: its hidden state is its memory.

    zh: 返回了两个状态，那是 LSTM 需要的。GRU 只有一个：隐藏状态就是它的记忆。
    """
    return paddle.zeros([batch, hidden]), paddle.zeros([batch, hidden])


def init_gru_state__axes_exchanged(batch, hidden):
    """The two axes are exchanged: every sequence has a row of its own, so the batch comes first.

    zh: 两个轴对调了：每条序列占一行，批次在前。
    """
    return paddle.zeros([hidden, batch])


def init_gru_state__no_batch(batch, hidden):
    """There is one state for all sequences. Each sequence of the batch needs its own memory.

    zh: 所有序列共用了一个状态。批次里的每条序列都需要自己的记忆。
    """
    return paddle.zeros([hidden])


def init_gru_state__layer_axis(batch, hidden):
    """There is one axis too many in front. Paddle's layers want such an axis for stacked layers; this cell has only one.

    zh: 最前面多了一个轴。飞桨的层用这个轴表示叠起来的各层；这里的单元只有一层。
    """
    return paddle.zeros([1, batch, hidden])


def init_gru_state__random(batch, hidden):
    """The state starts with random numbers, as weights do. But before anything is read there is nothing to remember.

    zh: 状态像权重一样取了随机数。可是还什么都没读，没有什么可记的。
    """
    return paddle.randn([batch, hidden]) * 0.01


# -- gru_gates -----------------------------------------------------------------------------------------------------------------


def gru_gates__order_exchanged(x, h, params):
    """Both gates are right, but they come in the wrong order: the text asks for the reset gate first.

    zh: 两个门都对，但顺序反了：题目要求先返回重置门。
    """
    r, z = _gates(x, h, params)
    return z, r


def gru_gates__share_the_weights_of_z(x, h, params):
    """Both gates use the weights of the update gate, so they are the same numbers. Each gate has a question of its own to answer.

    zh: 两个门用的都是更新门的权重，所以数值完全相同。每个门要回答的问题不同。
    """
    _, z = _gates(x, h, params)
    return z, z


def gru_gates__share_the_weights_of_r(x, h, params):
    """Both gates use the weights of the reset gate, so they are the same numbers. Each gate has a question of its own to answer.

    zh: 两个门用的都是重置门的权重，所以数值完全相同。每个门要回答的问题不同。
    """
    r, _ = _gates(x, h, params)
    return r, r


def gru_gates__tanh(x, h, params):
    """The sums go through a tanh, so that a gate can be negative. What share of a state should −0.5 be?

    zh: 和经过的是 tanh，门就可能是负数。“保留 −0.5 的状态”是什么意思呢？
    """
    return paddle.tanh(_sum(x, h, params, "r")), paddle.tanh(_sum(x, h, params, "z"))


def gru_gates__not_squashed(x, h, params):
    """The sums are right, but nothing squashes them: a gate lies between 0 and 1.

    zh: 求和是对的，但没有经过压缩：门的取值在 0 与 1 之间。
    """
    return _sum(x, h, params, "r"), _sum(x, h, params, "z")


def gru_gates__state_ignored(x, h, params):
    """The gates look at the input alone. Whether something is to be kept depends on what is there, too.

    zh: 门只看了输入。要不要保留，也取决于现在记着什么。
    """
    return sigmoid(x @ params["W_xr"] + params["b_r"]), sigmoid(x @ params["W_xz"] + params["b_z"])


def gru_gates__input_ignored(x, h, params):
    """The gates look at the old state alone. They never hear what is being read.

    zh: 门只看了旧状态，读到了什么它完全不知道。
    """
    return sigmoid(h @ params["W_hr"] + params["b_r"]), sigmoid(h @ params["W_hz"] + params["b_z"])


def gru_gates__no_bias(x, h, params):
    """The biases are missing. They decide how far a gate is open when input and state have nothing to say.

    zh: 少了偏置。当输入和状态都没有什么可说时，门开多大由偏置决定。
    """
    return sigmoid(x @ params["W_xr"] + h @ params["W_hr"]), sigmoid(x @ params["W_xz"] + h @ params["W_hz"])


def gru_gates__weights_transposed(x, h, params):
    """The weights of the old state are used the wrong way round. They are square, so nothing complains; but rows belong to the old
    units and columns to the new ones.

    zh: 状态权重用反了方向。它们是方阵，所以不会报错；但行对应旧单元，列对应新单元。
    """
    r = sigmoid(x @ params["W_xr"] + h @ params["W_hr"].T + params["b_r"])
    return r, sigmoid(x @ params["W_xz"] + h @ params["W_hz"].T + params["b_z"])


def gru_gates__update_gate_reversed(x, h, params):
    """The update gate is returned as 1 − z. Here it is the plain sigmoid; what it means is decided in the next question.

    zh: 更新门返回的是 1 − z。这里只要 sigmoid 本身；它的含义由下一题决定。
    """
    r, z = _gates(x, h, params)
    return r, 1 - z


def gru_gates__overflow(x, h, params):
    """The sigmoid was written as e^a / (1 + e^a). For large a both parts are infinite, and their quotient is NaN.

    zh: sigmoid 写成了 e^a / (1 + e^a)。a 很大时，分子和分母都是无穷大，相除得到 NaN。
    """
    powers = [paddle.exp(_sum(x, h, params, g)) for g in "rz"]
    return tuple(power / (1 + power) for power in powers)


def gru_gates__cut_from_gradients(x, h, params):
    """The numbers are right, but they make a detour on which Paddle loses track of where they come from: no gate could be trained.

    zh: 数值是对的，但中途绕了一段路，飞桨不再知道它们从何而来：门就没法训练了。
    """
    r, z = _gates(x, h, params)
    return r.detach(), z.detach()


# -- gru_step ------------------------------------------------------------------------------------------------------------------


def gru_step__z_and_1_minus_z_swapped(x, h, params):
    """z and 1 − z are exchanged. In this lab z is the share of the old state that is kept.

    zh: z 和 1 − z 对调了。在本实验中，z 是旧状态保留的比例。
    """
    r, z = _gates(x, h, params)
    return (1 - z) * h + z * paddle.tanh(x @ params["W_xh"] + r * (h @ params["W_hh"]) + params["b_h"])


def gru_step__reset_before_the_product(x, h, params):
    """The reset gate is multiplied into the old state before the product with W_hh. That is the other form of the GRU; look
    where the bracket stands in this one.

    zh: 重置门是在与 W_hh 相乘之前乘到旧状态上的。那是 GRU 的另一种形式；看看这里的括号在哪里。
    """
    return _step_before(x, h, params)


def gru_step__reset_on_the_input(x, h, params):
    """The reset gate is multiplied into the input's part of the candidate. What it decides about is how much of the past is seen.

    zh: 重置门乘到了候选状态的输入项上。它要决定的，是能看到多少过去。
    """
    r, z = _gates(x, h, params)
    return z * h + (1 - z) * paddle.tanh(r * (x @ params["W_xh"]) + h @ params["W_hh"] + params["b_h"])


def gru_step__reset_on_everything(x, h, params):
    """The reset gate is multiplied into the whole sum of the candidate, input and bias included. It touches one term only.

    zh: 重置门乘到了候选状态的整个和上，连输入和偏置也在内。它只作用于其中一项。
    """
    r, z = _gates(x, h, params)
    return z * h + (1 - z) * paddle.tanh(r * _sum(x, h, params, "h"))


def gru_step__reset_on_the_bias(x, h, params):
    """The candidate's bias stands inside the bracket, so that the reset gate mutes it, too. In this lab b_h stands outside.

    zh: 候选状态的偏置放进了括号，于是重置门把它也减弱了。在本实验中，b_h 在括号外面。
    """
    r, z = _gates(x, h, params)
    return z * h + (1 - z) * paddle.tanh(x @ params["W_xh"] + r * (h @ params["W_hh"] + params["b_h"]))


def gru_step__reset_after_tanh(x, h, params):
    """The reset gate is multiplied into the finished candidate, behind the tanh. It belongs inside, to the old state's part.

    zh: 重置门乘到了已经算好的候选状态上，在 tanh 外面。它应当在里面，作用于旧状态那一项。
    """
    r, z = _gates(x, h, params)
    return z * h + (1 - z) * r * paddle.tanh(_sum(x, h, params, "h"))


def gru_step__reset_ignored(x, h, params):
    """The reset gate has no part in the result: the candidate always sees the whole old state.

    zh: 重置门没有起作用：候选状态总是看到全部旧状态。
    """
    _, z = _gates(x, h, params)
    return z * h + (1 - z) * paddle.tanh(_sum(x, h, params, "h"))


def gru_step__reset_is_the_share_forgotten(x, h, params):
    """The old state's part is multiplied with 1 − r. An open reset gate, r = 1, lets the candidate see everything.

    zh: 旧状态那一项乘的是 1 − r。重置门打开（r = 1）时，候选状态应当看到全部。
    """
    r, z = _gates(x, h, params)
    return z * h + (1 - z) * paddle.tanh(x @ params["W_xh"] + (1 - r) * (h @ params["W_hh"]) + params["b_h"])


def gru_step__reset_on_what_is_kept(x, h, params):
    """The reset gate also mutes the old state in the mixture. There z alone decides; otherwise nothing could be kept while r is 0.

    zh: 在混合时，重置门也减弱了旧状态。那里只由 z 决定；否则只要 r 为 0，就什么都保留不住。
    """
    r, z = _gates(x, h, params)
    return z * (r * h) + (1 - z) * paddle.tanh(x @ params["W_xh"] + r * (h @ params["W_hh"]) + params["b_h"])


def gru_step__gates_share_weights(x, h, params):
    """One gate does the work of both: z and r are the same numbers. Each has its own weights.

    zh: 一个门做了两个门的事：z 和 r 数值相同。它们各有各的权重。
    """
    _, z = _gates(x, h, params)
    return z * h + (1 - z) * paddle.tanh(x @ params["W_xh"] + z * (h @ params["W_hh"]) + params["b_h"])


def gru_step__gates_exchanged(x, h, params):
    """The two gates have changed places: the reset gate mixes, and the update gate mutes. In which order does `gru_gates` return them?

    zh: 两个门换了位置：用重置门去混合，用更新门去减弱。`gru_gates` 是按什么顺序返回的？
    """
    z, r = _gates(x, h, params)
    return z * h + (1 - z) * paddle.tanh(x @ params["W_xh"] + r * (h @ params["W_hh"]) + params["b_h"])


def gru_step__tanh_on_gates(x, h, params):
    """The gates went through a tanh, so that they can be negative. A share lies between 0 and 1.

    zh: 门经过的是 tanh，就可能是负数。比例应当在 0 与 1 之间。
    """
    r, z = paddle.tanh(_sum(x, h, params, "r")), paddle.tanh(_sum(x, h, params, "z"))
    return z * h + (1 - z) * paddle.tanh(x @ params["W_xh"] + r * (h @ params["W_hh"]) + params["b_h"])


def gru_step__sigmoid_candidate(x, h, params):
    """The candidate went through a sigmoid, so that nothing negative can ever be written. Only gates are shares.

    zh: 候选状态经过的是 sigmoid，永远写不进负数。只有门才是比例。
    """
    r, z = _gates(x, h, params)
    return z * h + (1 - z) * sigmoid(x @ params["W_xh"] + r * (h @ params["W_hh"]) + params["b_h"])


def gru_step__candidate_not_squashed(x, h, params):
    """The candidate was not squashed, so that the state can grow from step to step.

    zh: 候选状态没有经过压缩，状态会一步步增大。
    """
    r, z = _gates(x, h, params)
    return z * h + (1 - z) * (x @ params["W_xh"] + r * (h @ params["W_hh"]) + params["b_h"])


def gru_step__previous_state_left_out(x, h, params):
    """The new state is made of the candidate alone, a share of it. What becomes of the old state that is to be kept?

    zh: 新状态只含候选状态的一部分。要保留的旧状态到哪里去了？
    """
    r, z = _gates(x, h, params)
    return (1 - z) * paddle.tanh(x @ params["W_xh"] + r * (h @ params["W_hh"]) + params["b_h"])


def gru_step__candidate_in_full(x, h, params):
    """The candidate is added in full to what is kept, so that the two shares make more than one.

    zh: 候选状态被全部加到了保留的部分上，两个比例之和超过了 1。
    """
    r, z = _gates(x, h, params)
    return z * h + paddle.tanh(x @ params["W_xh"] + r * (h @ params["W_hh"]) + params["b_h"])


def gru_step__candidate_alone(x, h, params):
    """The candidate itself is returned. It still has to be mixed with the old state.

    zh: 返回的是候选状态本身，它还应当与旧状态混合。
    """
    r, _ = _gates(x, h, params)
    return paddle.tanh(x @ params["W_xh"] + r * (h @ params["W_hh"]) + params["b_h"])


def gru_step__no_candidate_bias(x, h, params):
    """The candidate lacks a term that depends neither on the input nor on the state.

    zh: 候选状态少了一项，这一项既不取决于输入，也不取决于状态。
    """
    r, z = _gates(x, h, params)
    return z * h + (1 - z) * paddle.tanh(x @ params["W_xh"] + r * (h @ params["W_hh"]))


def gru_step__input_not_in_candidate(x, h, params):
    """The input has no part in the candidate: what is written never tells of what was read.

    zh: 输入没有参与候选状态：写进去的东西与读到的内容无关。
    """
    r, z = _gates(x, h, params)
    return z * h + (1 - z) * paddle.tanh(r * (h @ params["W_hh"]) + params["b_h"])


def gru_step__weights_transposed(x, h, params):
    """W_hh is used the wrong way round. It is square, so nothing complains; but its rows belong to the old units and its
    columns to the new ones.

    zh: W_hh 用反了方向。它是方阵，所以不会报错；但它的行对应旧单元，列对应新单元。
    """
    r, z = _gates(x, h, params)
    return z * h + (1 - z) * paddle.tanh(x @ params["W_xh"] + r * (h @ params["W_hh"].T) + params["b_h"])


def gru_step__overwrites_the_state(x, h, params):
    """The numbers are right, but they are written into the tensor that the caller passed in. The caller's old state is lost.

    zh: 数值是对的，但写进了调用者传进来的张量里，调用者原来的状态就丢了。
    """
    h[:] = _step(x, h, params)
    return h


def gru_step__cut_from_gradients(x, h, params):
    """The numbers are right, but they make a detour on which Paddle loses track of where they come from: nothing could be trained.

    zh: 数值是对的，但中途绕了一段路，飞桨不再知道它们从何而来：什么都训练不了。
    """
    return paddle.to_tensor(_step(x, h, params).numpy())


# -- gru_step_reset_before -------------------------------------------------------------------------------------------------------


def gru_step_reset_before__reset_after(x, h, params):
    """This is `gru_step` once more: the reset gate comes after the product with W_hh. Here it comes before.

    zh: 这和 `gru_step` 完全一样：重置门在与 W_hh 相乘之后。这里它应当在之前。
    """
    return _step(x, h, params)


def gru_step_reset_before__reset_twice(x, h, params):
    """The reset gate is used before the product and after it. It is used only once.

    zh: 重置门在相乘之前和之后各用了一次。它只用一次。
    """
    r, z = _gates(x, h, params)
    return z * h + (1 - z) * paddle.tanh(x @ params["W_xh"] + r * ((r * h) @ params["W_hh"]) + params["b_h"])


def gru_step_reset_before__reset_on_what_is_kept(x, h, params):
    """The old state was replaced by r · h for good, so that the part which z keeps is muted as well. The reset is for the
    candidate alone.

    zh: 旧状态整个换成了 r · h，于是 z 保留的那部分也被减弱了。重置只针对候选状态。
    """
    r, z = _gates(x, h, params)
    return z * (r * h) + (1 - z) * paddle.tanh(x @ params["W_xh"] + (r * h) @ params["W_hh"] + params["b_h"])


def gru_step_reset_before__update_gate_sees_muted_state(x, h, params):
    """The update gate was computed from the muted state. Both gates look at the old state as it is.

    zh: 更新门是由减弱之后的状态算出来的。两个门看的都是原来的旧状态。
    """
    r, _ = _gates(x, h, params)
    _, z = _gates(x, r * h, params)
    return z * h + (1 - z) * paddle.tanh(x @ params["W_xh"] + (r * h) @ params["W_hh"] + params["b_h"])


def gru_step_reset_before__reset_ignored(x, h, params):
    """The reset gate has no part in the result: the candidate always sees the whole old state.

    zh: 重置门没有起作用：候选状态总是看到全部旧状态。
    """
    _, z = _gates(x, h, params)
    return z * h + (1 - z) * paddle.tanh(_sum(x, h, params, "h"))


def gru_step_reset_before__reset_on_the_weights(x, h, params):
    """The reset gate was multiplied into W_hh itself after averaging over the batch, so the sequences disturb one another.
    Each row has a gate of its own.

    zh: 重置门在批次上取平均之后乘到了 W_hh 上，各条序列就互相干扰了。每一行都有自己的门。
    """
    r, z = _gates(x, h, params)
    muted = r.mean(axis=0).unsqueeze(-1) * params["W_hh"]
    return z * h + (1 - z) * paddle.tanh(x @ params["W_xh"] + h @ muted + params["b_h"])


def gru_step_reset_before__reset_on_the_input(x, h, params):
    """The reset gate is multiplied into the input's part of the candidate. What it decides about is how much of the past is seen.

    zh: 重置门乘到了候选状态的输入项上。它要决定的，是能看到多少过去。
    """
    r, z = _gates(x, h, params)
    return z * h + (1 - z) * paddle.tanh(r * (x @ params["W_xh"]) + h @ params["W_hh"] + params["b_h"])


def gru_step_reset_before__z_and_1_minus_z_swapped(x, h, params):
    """The reset is in its place, but z and 1 − z are exchanged. In this lab z keeps in both forms.

    zh: 重置的位置是对的，但 z 和 1 − z 对调了。在本实验的两种形式里，z 都是保留的比例。
    """
    r, z = _gates(x, h, params)
    return (1 - z) * h + z * paddle.tanh(x @ params["W_xh"] + (r * h) @ params["W_hh"] + params["b_h"])


def gru_step_reset_before__no_candidate_bias(x, h, params):
    """The candidate lacks a term that depends neither on the input nor on the state.

    zh: 候选状态少了一项，这一项既不取决于输入，也不取决于状态。
    """
    r, z = _gates(x, h, params)
    return z * h + (1 - z) * paddle.tanh(x @ params["W_xh"] + (r * h) @ params["W_hh"])


def gru_step_reset_before__overwrites_the_state(x, h, params):
    """The old state was muted in place, in the tensor that the caller passed in; and what z keeps is muted, too.

    zh: 直接在调用者传进来的张量里减弱了旧状态；而且 z 保留的部分也被减弱了。
    """
    r, z = _gates(x, h, params)
    h[:] = r * h
    return z * h + (1 - z) * paddle.tanh(x @ params["W_xh"] + h @ params["W_hh"] + params["b_h"])


def gru_step_reset_before__cut_from_gradients(x, h, params):
    """The numbers are right, but they make a detour on which Paddle loses track of where they come from: nothing could be trained.

    zh: 数值是对的，但中途绕了一段路，飞桨不再知道它们从何而来：什么都训练不了。
    """
    return paddle.to_tensor(_step_before(x, h, params).numpy())


# -- run_gru -------------------------------------------------------------------------------------------------------------------


def run_gru__always_after(inputs, h0, params, reset_after=True):
    """`reset_after` has no effect: every run takes `gru_step`.

    zh: `reset_after` 没有起作用：每次用的都是 `gru_step`。
    """
    return _run(inputs, h0, params)


def run_gru__always_before(inputs, h0, params, reset_after=True):
    """`reset_after` has no effect: every run takes `gru_step_reset_before`.

    zh: `reset_after` 没有起作用：每次用的都是 `gru_step_reset_before`。
    """
    return _run(inputs, h0, params, reset_after=False)


def run_gru__forms_exchanged(inputs, h0, params, reset_after=True):
    """The two forms are exchanged: `reset_after=True` means that the reset comes after the product.

    zh: 两种形式对调了：`reset_after=True` 的意思是重置在相乘之后。
    """
    return _run(inputs, h0, params, reset_after=not reset_after)


def run_gru__state_not_carried(inputs, h0, params, reset_after=True):
    """Every step starts from `h0` again. The state that comes out of a step has to go into the next one.

    zh: 每一步都重新从 `h0` 出发。上一步得到的状态要进入下一步。
    """
    step = _step if reset_after else _step_before
    states = [step(inputs[:, t], h0, params) for t in range(inputs.shape[1])]
    return paddle.stack(states, axis=1), states[-1]


def run_gru__h0_ignored(inputs, h0, params, reset_after=True):
    """The run starts from zeros, whatever `h0` is. The caller may want to go on from a state that is not zero.

    zh: 不管 `h0` 是什么，都从零开始。调用者可能想从一个非零的状态继续。
    """
    return _run(inputs, paddle.zeros_like(h0), params, reset_after)


def run_gru__time_first(inputs, h0, params, reset_after=True):
    """The states are right, but time is the first axis of `outputs`. Here the batch comes first.

    zh: 状态是对的，但 `outputs` 的第一个轴成了时间。这里批次在前。
    """
    outputs, h = _run(inputs, h0, params, reset_after)
    return outputs.transpose([1, 0, 2]), h


def run_gru__outputs_reversed(inputs, h0, params, reset_after=True):
    """The states are right, but the last one comes first. `outputs` follows the order of time.

    zh: 状态是对的，但最后一个排到了最前面。`outputs` 要按时间顺序排列。
    """
    outputs, h = _run(inputs, h0, params, reset_after)
    return outputs.flip(axis=1), h


def run_gru__state_before_each_step(inputs, h0, params, reset_after=True):
    """`outputs` holds the state before each step, beginning with `h0`, instead of the state after it.

    zh: `outputs` 里保存的是每一步之前的状态（从 `h0` 开始），而不是每一步之后的状态。
    """
    outputs, h = _run(inputs, h0, params, reset_after)
    return paddle.concat([h0.unsqueeze(1), outputs[:, :-1]], axis=1), h


def run_gru__first_state_returned(inputs, h0, params, reset_after=True):
    """`outputs` is right, but what is returned as final state is the `h0` that came in.

    zh: `outputs` 是对的，但作为最终状态返回的却是传进来的 `h0`。
    """
    return _run(inputs, h0, params, reset_after)[0], h0


def run_gru__last_sequence_for_last_step(inputs, h0, params, reset_after=True):
    """The final state is taken as `outputs[-1]`. The first axis counts sequences, so these are all states of the last
    sequence.

    zh: 最终状态取成了 `outputs[-1]`。第一个轴数的是序列，所以取到的是最后一条序列的全部状态。
    """
    outputs, _ = _run(inputs, h0, params, reset_after)
    return outputs, outputs[-1]


def run_gru__layer_axis(inputs, h0, params, reset_after=True):
    """The final state has one axis too many in front. Paddle's layers return it like that; yours is `[batch, hidden]`.

    zh: 最终状态最前面多了一个轴。飞桨的层是这样返回的；你的应当是 `[batch, hidden]`。
    """
    outputs, h = _run(inputs, h0, params, reset_after)
    return outputs, h.unsqueeze(0)


def run_gru__overwrites_h0(inputs, h0, params, reset_after=True):
    """The results are right, but each new state is written into `h0` itself. The caller's first state is gone.

    zh: 结果是对的，但每个新状态都写进了 `h0` 本身，调用者的初始状态就没了。
    """
    step = _step if reset_after else _step_before
    h, states = h0, []
    for t in range(inputs.shape[1]):
        h[:] = step(inputs[:, t], h, params)
        states.append(h.clone())
    return paddle.stack(states, axis=1), h


def run_gru__detached_between_steps(inputs, h0, params, reset_after=True):
    """The numbers are right, but each step is cut off from the one before, so that no gradient gets back to the beginning.

    zh: 数值是对的，但每一步都与上一步切断了联系，梯度传不回开头。
    """
    step = _step if reset_after else _step_before
    h, states = h0, []
    for t in range(inputs.shape[1]):
        h = step(inputs[:, t], h.detach(), params)
        states.append(h)
    return paddle.stack(states, axis=1), h


# -- swap_update_gate ------------------------------------------------------------------------------------------------------------


def _negated(params, names):
    return {name: -tensor if name in names else tensor for name, tensor in params.items()}


def swap_update_gate__bias_forgotten(params):
    """The two matrices of the update gate changed their sign, but its bias did not. The whole sum has to.

    zh: 更新门的两个矩阵变了号，偏置却没有。要变号的是整个和。
    """
    return _negated(params, ("W_xz", "W_hz"))


def swap_update_gate__only_the_bias(params):
    """Only the bias changed its sign. Then z becomes 1 − z only where input and state have nothing to say.

    zh: 只有偏置变了号。这样，只有当输入和状态都没有什么可说时，z 才变成 1 − z。
    """
    return _negated(params, ("b_z",))


def swap_update_gate__state_weights_forgotten(params):
    """The weights from the old state kept their sign. The sum inside the sigmoid has three terms.

    zh: 来自旧状态的权重没有变号。sigmoid 里的和有三项。
    """
    return _negated(params, ("W_xz", "b_z"))


def swap_update_gate__both_gates(params):
    """The reset gate changed its sign, too. It means the same in both kinds of cell.

    zh: 重置门也变了号。它在两种单元里的含义相同。
    """
    return _negated(params, ("W_xz", "W_hz", "b_z", "W_xr", "W_hr", "b_r"))


def swap_update_gate__everything(params):
    """All tensors changed their sign, those of the candidate and the readout included. Only one gate has changed its meaning.

    zh: 所有张量都变了号，连候选状态和读出也不例外。含义变了的只有一个门。
    """
    return _negated(params, params)


def swap_update_gate__wrong_gate(params):
    """The reset gate changed its sign, and the update gate did not. The letters are easily confused.

    zh: 变号的是重置门，更新门却没有变。这两个字母很容易弄混。
    """
    return _negated(params, ("W_xr", "W_hr", "b_r"))


def swap_update_gate__gates_exchanged(params):
    """The two gates exchanged their tensors. What is to be exchanged is z and 1 − z, two values of one gate.

    zh: 两个门互换了张量。要互换的是 z 和 1 − z，它们是同一个门的两个值。
    """
    exchanged = {f"{name[:-1]}{'r' if name[-1] == 'z' else 'z'}": params[name] for name in params if name[-1] in "rz"}
    return params | exchanged


def swap_update_gate__one_minus_the_weights(params):
    """Each tensor w of the update gate became 1 − w. It is the gate that has to become 1 − z; what its weights must be for that follows
    from the sigmoid.

    zh: 更新门的每个张量 w 都变成了 1 − w。要变成 1 − z 的是门的值；为此权重该怎样变，要由 sigmoid 的性质推出来。
    """
    return {name: 1 - tensor if name in ("W_xz", "W_hz", "b_z") else tensor for name, tensor in params.items()}


def swap_update_gate__candidate_too(params):
    """The candidate changed its sign as well. What is written stays the same; only the share of it is called differently.

    zh: 候选状态也变了号。写进去的内容不变，变的只是对比例的称呼。
    """
    return _negated(params, ("W_xz", "W_hz", "b_z", "W_xh", "W_hh", "b_h"))


def swap_update_gate__nothing_changed(params):
    """The parameters are the same as before, and so is z.

    zh: 参数和原来一样，z 也就没有变。
    """
    return dict(params)


def swap_update_gate__only_the_gate_returned(params):
    """The three tensors of the update gate are right, but the other eight are missing. The new cell needs all eleven.

    zh: 更新门的三个张量是对的，但少了其余八个。新的单元需要全部十一个。
    """
    return {name: -params[name] for name in ("W_xz", "W_hz", "b_z")}


def swap_update_gate__overwrites_the_dict(params):
    """The numbers are right, but they were put into the dict that the caller passed in. The caller's own cell is broken now.

    zh: 数值是对的，但改的是调用者传进来的字典。调用者自己的单元就此坏了。
    """
    for name in ("W_xz", "W_hz", "b_z"):
        params[name] = -params[name]
    return params


# -- to_paddle_gru -------------------------------------------------------------------------------------------------------------


def _stacked(params, order="rzh"):
    weights = [paddle.concat([params[f"W_{side}{g}"].T for g in order]) for side in "xh"]
    return [*weights, paddle.concat([params[f"b_{g}"] for g in order])]


def _new(params, **settings):
    sizes = {"input_size": params["W_xh"].shape[0], "hidden_size": params["W_xh"].shape[1]}
    return nn.GRUCell(**sizes), nn.GRU(**sizes, **settings)


def _filled(params, weight_ih, weight_hh, bias_ih, bias_hh=None, **settings):
    values = {"weight_ih": weight_ih, "weight_hh": weight_hh, "bias_ih": bias_ih}
    values["bias_hh"] = paddle.zeros_like(bias_ih) if bias_hh is None else bias_hh
    layers = _new(params, **settings)
    for layer, suffix in zip(layers, ("", "_l0"), strict=True):
        for name, value in values.items():
            getattr(layer, name + suffix).set_value(value)
    return layers


def to_paddle_gru__order_z_r_c(params):
    """The blocks are stacked in the order z, r, c. The shapes fit, but Paddle takes your update gate for its reset gate.

    zh: 各块是按 z、r、c 的顺序叠放的。形状对得上，但飞桨会把你的更新门当成重置门。
    """
    return _filled(params, *_stacked(params, "zrh"))


def to_paddle_gru__candidate_first(params):
    """The candidate's block comes first. In Paddle the gates come first, and the candidate is the last of the three.

    zh: 候选状态那一块排在了最前面。在飞桨里，门在前，候选状态是三块中的最后一块。
    """
    return _filled(params, *_stacked(params, "hrz"))


def to_paddle_gru__hidden_weights_not_transposed(params):
    """The blocks of `weight_hh` are the wrong way round. They are square, so Paddle takes them without complaint.

    zh: `weight_hh` 的各块放反了方向。它们是方阵，所以飞桨不会报错。
    """
    weight_ih, _, bias = _stacked(params)
    return _filled(params, weight_ih, paddle.concat([params[f"W_h{g}"] for g in "rzh"]), bias)


def to_paddle_gru__reshaped(params):
    """The matrices were put side by side and then reshaped instead of transposed. The shapes fit, but the numbers land in wrong places.

    zh: 矩阵是左右拼起来之后用 reshape 变成这个形状的，而不是转置。形状对得上，数却放错了地方。
    """
    _, _, bias = _stacked(params)
    features, hidden = params["W_xh"].shape
    sides = [paddle.concat([params[f"W_{side}{g}"] for g in "rzh"], axis=1) for side in "xh"]
    return _filled(params, sides[0].reshape([3 * hidden, features]), sides[1].reshape([3 * hidden, hidden]), bias)


def to_paddle_gru__candidate_bias_inside(params):
    """All biases were put into the second bias, `bias_hh`. For the gates that is as good, but there the candidate's bias is
    muted by the reset gate.

    zh: 所有偏置都放进了第二个偏置 `bias_hh`。对门来说没有区别，但候选状态的偏置在那里会被重置门减弱。
    """
    weight_ih, weight_hh, bias = _stacked(params)
    return _filled(params, weight_ih, weight_hh, paddle.zeros_like(bias), bias)


def to_paddle_gru__biases_halved(params):
    """Each bias was shared out half and half. Gates do not mind, but half of `b_h` now stands where the reset gate mutes it.

    zh: 每个偏置都对半分给了两边。门无所谓，但 `b_h` 有一半落在了会被重置门减弱的地方。
    """
    weight_ih, weight_hh, bias = _stacked(params)
    return _filled(params, weight_ih, weight_hh, bias / 2, bias / 2)


def to_paddle_gru__bias_twice(params):
    """Both biases hold all of yours, and Paddle uses both, so that they count twice.

    zh: 两个偏置里都放了你的全部偏置，飞桨两个都用，于是算了两次。
    """
    weight_ih, weight_hh, bias = _stacked(params)
    return _filled(params, weight_ih, weight_hh, bias, bias)


def to_paddle_gru__second_bias_left_random(params):
    """The second bias, `bias_hh`, was left as it was. A fresh layer starts with random numbers, and it uses them.

    zh: 第二个偏置 `bias_hh` 没有改动。新建的层里放的是随机数，而飞桨会用到它。
    """
    weight_ih, weight_hh, bias = _stacked(params)
    bound = weight_hh.shape[1] ** -0.5
    return _filled(params, weight_ih, weight_hh, bias, paddle.uniform(bias.shape, min=-bound, max=bound))


def to_paddle_gru__biases_forgotten(params):
    """The weights are right, but the biases were forgotten: Paddle's are still random.

    zh: 权重是对的，但忘了偏置：飞桨的偏置里还是随机数。
    """
    weight_ih, weight_hh, bias = _stacked(params)
    bound = weight_hh.shape[1] ** -0.5
    random = [paddle.uniform(bias.shape, min=-bound, max=bound) for _ in range(2)]
    return _filled(params, weight_ih, weight_hh, *random)


def to_paddle_gru__update_gate_negated(params):
    """The update gate was negated, as for a cell in which z replaces. Paddle's z keeps, as yours does.

    zh: 更新门变了号，好像飞桨的 z 表示“换掉”。其实飞桨的 z 与你的一样，是保留的比例。
    """
    return _filled(params, *_stacked(_negated(params, ("W_xz", "W_hz", "b_z"))))


def to_paddle_gru__nothing_copied(params):
    """The layers have the right sizes and still the random weights that they were made with.

    zh: 两个层的尺寸是对的，但里面还是新建时的随机权重。
    """
    return _new(params)


def to_paddle_gru__only_the_cell(params):
    """The cell is right, but `gru` still has the random weights that it was made with.

    zh: 单元是对的，但 `gru` 里还是新建时的随机权重。
    """
    cell, _ = _filled(params, *_stacked(params))
    return cell, _new(params)[1]


def to_paddle_gru__wrapped_cell(params):
    """The second layer is made with `nn.RNN` around the cell. It computes nearly the same, but returns its final state in another
    shape; `nn.GRU` is asked for.

    zh: 第二个层是用 `nn.RNN` 包住单元得到的。计算几乎相同，但它返回的最终状态形状不同；题目要的是 `nn.GRU`。
    """
    cell, _ = _filled(params, *_stacked(params))
    return cell, nn.RNN(cell)


def to_paddle_gru__time_major(params):
    """The numbers were copied rightly, but `gru` was told that time is the first axis of its inputs. Here the batch comes
    first, which is Paddle's default.

    zh: 数值拷贝得没错，但 `gru` 被告知输入的第一个轴是时间。这里批次在前，这也是飞桨的默认约定。
    """
    return _filled(params, *_stacked(params), time_major=True)


# -- parameter_ratio -----------------------------------------------------------------------------------------------------------


def _ratios(counts):
    return counts, {kind: count / counts["RNN"] for kind, count in counts.items()}


def _counts(block, answer=0, blocks=(1, 3, 4)):
    return dict(zip(("RNN", "GRU", "LSTM"), (number * block + answer for number in blocks), strict=True))


def parameter_ratio__candidate_forgotten(features, hidden, outputs=0, biases=1):
    """Only the gates were counted for GRU and LSTM. The candidate is a block, too; without it nothing new could be written.

    zh: 对 GRU 和 LSTM 只数了门。候选状态也是一块；没有它，就写不进任何新内容。
    """
    block = features * hidden + hidden * hidden + biases * hidden
    return _ratios(_counts(block, hidden * outputs + outputs, blocks=(1, 2, 3)))


def parameter_ratio__third_gate(features, hidden, outputs=0, biases=1):
    """The GRU was given as many blocks as the LSTM. It has one gate less.

    zh: 把 GRU 的块数算得和 LSTM 一样多了。它少一个门。
    """
    block = features * hidden + hidden * hidden + biases * hidden
    return _ratios(_counts(block, hidden * outputs + outputs, blocks=(1, 4, 4)))


def parameter_ratio__biases_forgotten(features, hidden, outputs=0, biases=1):
    """The biases of the blocks are missing. Each is `hidden` numbers more.

    zh: 少算了各块的偏置。每个偏置都是 `hidden` 个数。
    """
    return _ratios(_counts(features * hidden + hidden * hidden, hidden * outputs + outputs))


def parameter_ratio__one_number_for_a_bias(features, hidden, outputs=0, biases=1):
    """A bias was counted as a single number. It has one for each hidden unit.

    zh: 把偏置当成了一个数。每个隐藏单元都有一个偏置。
    """
    return _ratios(_counts(features * hidden + hidden * hidden + biases, hidden * outputs + (outputs > 0)))


def parameter_ratio__always_one_bias(features, hidden, outputs=0, biases=1):
    """The argument `biases` has no effect. Paddle's layers keep two for each block.

    zh: 参数 `biases` 没有起作用。飞桨的层每块有两个偏置。
    """
    return _ratios(_counts(features * hidden + hidden * hidden + hidden, hidden * outputs + outputs))


def parameter_ratio__recurrent_weights_forgotten(features, hidden, outputs=0, biases=1):
    """The weights from the old state are missing. Without them there would be no recurrence.

    zh: 少算了来自旧状态的权重。没有它们，就谈不上循环了。
    """
    return _ratios(_counts(features * hidden + biases * hidden, hidden * outputs + outputs))


def parameter_ratio__readout_multiplied(features, hidden, outputs=0, biases=1):
    """The readout was counted once for each block. There is only one, whatever the cell is made of.

    zh: 每块都算了一次读出。不管单元由几块组成，读出只有一个。
    """
    block = features * hidden + hidden * hidden + biases * hidden
    return _ratios(_counts(block + hidden * outputs + outputs))


def parameter_ratio__readout_ignored(features, hidden, outputs=0, biases=1):
    """The argument `outputs` has no effect: the readout is never counted.

    zh: 参数 `outputs` 没有起作用：从来没有把读出算进去。
    """
    return _ratios(_counts(features * hidden + hidden * hidden + biases * hidden))


def parameter_ratio__readout_without_bias(features, hidden, outputs=0, biases=1):
    """The readout's matrix was counted, its bias was not.

    zh: 读出的矩阵算了，偏置没有算。
    """
    return _ratios(_counts(features * hidden + hidden * hidden + biases * hidden, hidden * outputs))


def parameter_ratio__ratio_rounded(features, hidden, outputs=0, biases=1):
    """The ratios were cut to whole numbers (`//`). With a readout they are none.

    zh: 比值被截成了整数（`//`）。算上读出时，比值并不是整数。
    """
    block = features * hidden + hidden * hidden + biases * hidden
    counts = _counts(block, hidden * outputs + outputs)
    return counts, {kind: count // counts["RNN"] for kind, count in counts.items()}
