"""Known wrong answers to lab 2, and correct versions for follow-through."""

import paddle
from paddle import nn


def _step(x, h, params):
    return paddle.tanh(x @ params["W_xh"] + h @ params["W_hh"] + params["b_h"])


def _run(inputs, h0, params):
    states = [h0]
    for t in range(inputs.shape[1]):
        states.append(_step(inputs[:, t], states[-1], params))
    return paddle.stack(states[1:], axis=1), states[-1]


def _logits(h, params):
    return h @ params["W_hq"] + params["b_q"]


def _trainable(params):
    for tensor in params.values():
        tensor.stop_gradient = False
    return params


# -- correct versions ----------------------------------------------------------------------------------------------------------


def correct__rnn_step(x, h, params):
    """Return the next hidden state."""
    return paddle.tanh(F.linear(x, params["W_xh"], params["b_h"]) + F.linear(h, params["W_hh"]))  # noqa: F821 - of the lab's given imports


def correct__run_rnn(inputs, h0, params):
    """Return the states after each step and the last one."""
    h, states = h0, []
    for x in paddle.unbind(inputs, axis=1):
        h = paddle.tanh(F.linear(x, params["W_xh"], params["b_h"]) + F.linear(h, params["W_hh"]))  # noqa: F821 - of the lab's given imports
        states.append(h)
    return paddle.stack(states, axis=1), h


def correct__readout(h, params):
    """Return the logits."""
    return F.linear(h, params["W_hq"], params["b_q"])  # noqa: F821 - of the lab's given imports


# -- init_rnn_params -----------------------------------------------------------------------------------------------------------


def _drawn(features, hidden, outputs, scale=0.01):
    return {
        "W_xh": paddle.randn([features, hidden]) * scale,
        "W_hh": paddle.randn([hidden, hidden]) * scale,
        "b_h": paddle.zeros([hidden]),
        "W_hq": paddle.randn([hidden, outputs]) * scale,
        "b_q": paddle.zeros([outputs]),
    }


def init_rnn_params__standard_deviation_one(features, hidden, outputs):
    """The weights are a hundred times too large: `paddle.randn` alone draws with standard deviation 1. With such weights
    tanh is pushed to −1 and 1 from the first step on, where it hardly learns.

    zh: 权重大了一百倍：`paddle.randn` 本身的标准差是 1。权重这么大，从第一步起 tanh 就被推到 −1 和 1 附近，几乎学不动。
    """
    return _trainable(_drawn(features, hidden, outputs, scale=1.0))


def init_rnn_params__variance_for_deviation(features, hidden, outputs):
    """The variance of the weights is 0.01, so their standard deviation is 0.1. In N(0, 0.01²) it is the standard deviation
    that is 0.01.

    zh: 这样得到的权重方差是 0.01，标准差就成了 0.1。N(0, 0.01²) 里，等于 0.01 的是标准差。
    """
    return _trainable(_drawn(features, hidden, outputs, scale=0.1))


def init_rnn_params__all_zero(features, hidden, outputs):
    """All weights start at zero. Then all hidden units compute the same and get the same gradient, so that they remain
    copies of one another.

    zh: 权重全部从零开始。这样所有隐藏单元算出的值相同，得到的梯度也相同，于是永远是彼此的副本。
    """
    return _trainable(_drawn(features, hidden, outputs, scale=0.0))


def init_rnn_params__uniform(features, hidden, outputs):
    """The weights are drawn evenly between 0 and 0.01 (`paddle.rand`): none of them is negative. The text asks for a
    normal distribution around 0; one letter in the function's name makes the difference.

    zh: 权重是在 0 到 0.01 之间均匀抽取的（`paddle.rand`），没有一个是负数。题目要的是以 0 为中心的正态分布，函数名只差一个字母。
    """
    params = _drawn(features, hidden, outputs)
    return _trainable({name: paddle.rand(tensor.shape) * 0.01 if name[0] == "W" else tensor for name, tensor in params.items()})


def init_rnn_params__transposed(features, hidden, outputs):
    """The matrices are the other way round, [out, in]. Paddle's own recurrent layers keep them like that; in this lab
    the input comes first, so that `x @ W` fits.

    zh: 矩阵的方向反了，成了 [out, in]。飞桨自带的循环层是这样存放的；本实验中输入在前，这样 `x @ W` 才对得上。
    """
    params = _drawn(features, hidden, outputs)
    return _trainable({name: tensor.t() if name[0] == "W" else tensor for name, tensor in params.items()})


def init_rnn_params__biases_as_rows(features, hidden, outputs):
    """The biases are matrices with one row. A bias is a plain vector here, with a single axis.

    zh: 偏置成了只有一行的矩阵。这里的偏置是普通向量，只有一个轴。
    """
    params = _drawn(features, hidden, outputs)
    return _trainable({name: tensor.unsqueeze(0) if name[0] == "b" else tensor for name, tensor in params.items()})


def init_rnn_params__random_biases(features, hidden, outputs):
    """The biases are random, too. Only the weights have to differ at the start; read the formula for the biases again.

    zh: 偏置也取了随机数。开始时需要各不相同的只是权重；请再看一遍偏置的公式。
    """
    params = _drawn(features, hidden, outputs)
    return _trainable({name: paddle.randn(tensor.shape) * 0.01 if name[0] == "b" else tensor for name, tensor in params.items()})


def init_rnn_params__not_trainable(features, hidden, outputs):
    """The numbers are right, but Paddle will keep no gradients for them: new tensors are not trained unless you say so.

    zh: 数值是对的，但飞桨不会为它们记录梯度：新建的张量要你打开开关才会参与训练。
    """
    return _drawn(features, hidden, outputs)


def init_rnn_params__only_weights_trainable(features, hidden, outputs):
    """The weights can be trained, the biases cannot. They start at zero, but they are to be learnt as well.

    zh: 权重可以训练，偏置却不行。偏置虽然从零开始，同样是要学习的参数。
    """
    params = _drawn(features, hidden, outputs)
    _trainable({name: tensor for name, tensor in params.items() if name[0] == "W"})
    return params


def init_rnn_params__fixed_seed(features, hidden, outputs):
    """A seed is set inside the function, so that every network starts from the same numbers. Whoever calls the function
    decides about seeds.

    zh: 函数里固定了随机种子，每个网络都从同样的数出发。种子该由调用者决定。
    """
    paddle.seed(0)
    return _trainable(_drawn(features, hidden, outputs))


# -- init_rnn_state ------------------------------------------------------------------------------------------------------------


def init_rnn_state__axes_exchanged(batch, hidden):
    """The two axes are exchanged: every sequence has a row of its own, so the batch comes first.

    zh: 两个轴对调了：每条序列占一行，批次在前。
    """
    return paddle.zeros([hidden, batch])


def init_rnn_state__no_batch(batch, hidden):
    """There is one state for all sequences. Each sequence of the batch needs its own memory.

    zh: 所有序列共用了一个状态。批次里的每条序列都需要自己的记忆。
    """
    return paddle.zeros([hidden])


def init_rnn_state__layer_axis(batch, hidden):
    """There is one axis too many in front. Paddle's layers want such an axis for stacked layers; this cell has only one.

    zh: 最前面多了一个轴。飞桨的层用这个轴表示叠起来的各层；这里的单元只有一层。
    """
    return paddle.zeros([1, batch, hidden])


def init_rnn_state__random(batch, hidden):
    """The state starts with random numbers, as weights do. But before anything is read there is nothing to remember.

    zh: 状态像权重一样取了随机数。可是还什么都没读，没有什么可记的。
    """
    return paddle.randn([batch, hidden]) * 0.01


def init_rnn_state__ones(batch, hidden):
    """The state starts at one. For this cell 1 is the strongest memory that there is; nothing has been read yet.

    zh: 状态从 1 开始。对这个单元来说，1 是最强的记忆，而此时还什么都没读。
    """
    return paddle.ones([batch, hidden])


# -- rnn_step ------------------------------------------------------------------------------------------------------------------


def rnn_step__no_tanh(x, h, params):
    """The sum is right, but nothing squashes it: over many steps the state can grow without bound.

    zh: 求和是对的，但没有经过压缩：走很多步之后，状态可以无限增大。
    """
    return x @ params["W_xh"] + h @ params["W_hh"] + params["b_h"]


def rnn_step__no_bias(x, h, params):
    """One of the three terms inside the tanh is missing: a number for each unit that depends neither on the input nor
    on the state.

    zh: tanh 里的三项少了一项：每个单元都有一个既不取决于输入、也不取决于状态的数。
    """
    return paddle.tanh(x @ params["W_xh"] + h @ params["W_hh"])


def rnn_step__tanh_before_sum(x, h, params):
    """The tanh is taken of the input part alone, and the rest is added afterwards. Follow the arrows of the figure: what
    goes into the tanh?

    zh: 只对输入部分取了 tanh，其余的是后来才加上的。顺着图中的箭头看：进入 tanh 的是什么？
    """
    return paddle.tanh(x @ params["W_xh"]) + h @ params["W_hh"] + params["b_h"]


def rnn_step__two_tanhs(x, h, params):
    """Input part and state part are squashed one by one and then added: such a sum can leave the range from −1 to 1.
    There is only one tanh in the formula.

    zh: 输入部分和状态部分分别压缩之后再相加，这样的和会超出 −1 到 1。公式里只有一个 tanh。
    """
    return paddle.tanh(x @ params["W_xh"]) + paddle.tanh(h @ params["W_hh"] + params["b_h"])


def rnn_step__bias_after_tanh(x, h, params):
    """The bias is added after the squashing, so the state can leave the range from −1 to 1. Look where the parenthesis closes.

    zh: 偏置是在压缩之后才加的，状态会超出 −1 到 1。看看括号在哪里结束。
    """
    return paddle.tanh(x @ params["W_xh"] + h @ params["W_hh"]) + params["b_h"]


def rnn_step__sigmoid(x, h, params):
    """The sum goes through a sigmoid, which lies between 0 and 1: no unit could ever be negative.

    zh: 和经过的是 sigmoid，取值在 0 与 1 之间：任何单元都不可能为负。
    """
    return nn.functional.sigmoid(x @ params["W_xh"] + h @ params["W_hh"] + params["b_h"])


def rnn_step__relu(x, h, params):
    """The sum goes through a ReLU. That has no upper bound, so the state can grow from step to step, and no unit could
    ever be negative.

    zh: 和经过的是 ReLU。它没有上界，状态会一步步增大，而且任何单元都不可能为负。
    """
    return nn.functional.relu(x @ params["W_xh"] + h @ params["W_hh"] + params["b_h"])


def rnn_step__state_ignored(x, h, params):
    """The old state has no part in the new one: this cell forgets everything at each step.

    zh: 旧状态没有参与新状态的计算：这个单元每走一步就忘掉一切。
    """
    return paddle.tanh(x @ params["W_xh"] + params["b_h"])


def rnn_step__input_ignored(x, h, params):
    """The input has no part in the new state: this cell never hears what it is told.

    zh: 输入没有参与新状态的计算：这个单元什么都听不进去。
    """
    return paddle.tanh(h @ params["W_hh"] + params["b_h"])


def rnn_step__weights_transposed(x, h, params):
    """W_hh is used the wrong way round. It is square, so nothing complains; but its rows belong to the old units and its
    columns to the new ones.

    zh: W_hh 用反了方向。它是方阵，所以不会报错；但它的行对应旧单元，列对应新单元。
    """
    return paddle.tanh(x @ params["W_xh"] + h @ params["W_hh"].T + params["b_h"])


def rnn_step__batch_mean(x, h, params):
    """The old states are averaged over the batch, so every sequence remembers what the others have read. Each row is a
    sequence of its own.

    zh: 旧状态在批次上取了平均，于是每条序列都记住了别人读到的内容。每一行都是一条单独的序列。
    """
    return paddle.tanh(x @ params["W_xh"] + h.mean(axis=0, keepdim=True) @ params["W_hh"] + params["b_h"])


def rnn_step__overwrites_the_state(x, h, params):
    """The numbers are right, but they are written into the tensor that the caller passed in. The caller's old state is lost.

    zh: 数值是对的，但写进了调用者传进来的张量里，调用者原来的状态就丢了。
    """
    h[:] = _step(x, h, params)
    return h


def rnn_step__cut_from_gradients(x, h, params):
    """The numbers are right, but they make a detour on which Paddle loses track of where they come from: nothing could be trained.

    zh: 数值是对的，但中途绕了一段路，飞桨不再知道它们从何而来：什么都训练不了。
    """
    return paddle.to_tensor(_step(x, h, params).numpy())


# -- run_rnn -------------------------------------------------------------------------------------------------------------------


def run_rnn__state_not_carried(inputs, h0, params):
    """Every step starts from `h0` again. The state that comes out of a step has to go into the next one.

    zh: 每一步都重新从 `h0` 出发。上一步得到的状态要进入下一步。
    """
    states = [_step(inputs[:, t], h0, params) for t in range(inputs.shape[1])]
    return paddle.stack(states, axis=1), states[-1]


def run_rnn__h0_ignored(inputs, h0, params):
    """The run starts from zeros, whatever `h0` is. The caller may want to go on from a state that is not zero.

    zh: 不管 `h0` 是什么，都从零开始。调用者可能想从一个非零的状态继续。
    """
    return _run(inputs, paddle.zeros_like(h0), params)


def run_rnn__carried_across_batch(inputs, h0, params):
    """The sequences are read one after the other, and each starts with the final state of the one before. They belong side by
    side, each with its own row of `h0`.

    zh: 各条序列被首尾相接地读了，后一条从前一条的最终状态开始。它们应当并排前进，各从 `h0` 中自己那一行出发。
    """
    rows, h = [], h0[:1]
    for row in range(inputs.shape[0]):
        outputs, h = _run(inputs[row : row + 1], h, params)
        rows.append(outputs)
    outputs = paddle.concat(rows, axis=0)
    return outputs, outputs[:, -1]


def run_rnn__first_row_for_all(inputs, h0, params):
    """Every sequence starts from the first row of `h0`. Each has a row of its own.

    zh: 每条序列都从 `h0` 的第一行出发。每条序列都有自己的一行。
    """
    return _run(inputs, h0[:1].expand_as(h0), params)


def run_rnn__time_first(inputs, h0, params):
    """The states are right, but time is the first axis of `outputs`. Here the batch comes first.

    zh: 状态是对的，但 `outputs` 的第一个轴成了时间。这里批次在前。
    """
    outputs, h = _run(inputs, h0, params)
    return outputs.transpose([1, 0, 2]), h


def run_rnn__reshaped_to_batch_first(inputs, h0, params):
    """The states were stacked with time in front and then reshaped. Reshaping does not exchange axes: it deals the same numbers
    out in the same order, to the wrong sequences.

    zh: 状态是按时间在前叠起来的，之后又用了 reshape。reshape 并不交换轴：它只是把同样的数按同样的顺序重新分配，分给了错误的序列。
    """
    outputs, h = _run(inputs, h0, params)
    return outputs.transpose([1, 0, 2]).reshape(outputs.shape), h


def run_rnn__inputs_reshaped(inputs, h0, params):
    """The inputs were brought to time first by reshaping. Reshaping does not exchange axes: what reaches a step are numbers of
    other steps and other sequences.

    zh: 为了让时间在前，对输入用了 reshape。reshape 并不交换轴：送进一步的，是别的时间步、别的序列的数。
    """
    h, states = h0, []
    for x in inputs.reshape([inputs.shape[1], inputs.shape[0], -1]):
        h = _step(x, h, params)
        states.append(h)
    return paddle.stack(states, axis=1), h


def run_rnn__outputs_reversed(inputs, h0, params):
    """The states are right, but the last one comes first. `outputs` follows the order of time.

    zh: 状态是对的，但最后一个排到了最前面。`outputs` 要按时间顺序排列。
    """
    outputs, h = _run(inputs, h0, params)
    return outputs.flip(axis=1), h


def run_rnn__read_backwards(inputs, h0, params):
    """The sequences are read from their end to their beginning.

    zh: 序列是从末尾往开头读的。
    """
    return _run(inputs.flip(axis=1), h0, params)


def run_rnn__state_before_each_step(inputs, h0, params):
    """`outputs` holds the state before each step, beginning with `h0`, instead of the state after it.

    zh: `outputs` 里保存的是每一步之前的状态（从 `h0` 开始），而不是每一步之后的状态。
    """
    outputs, h = _run(inputs, h0, params)
    return paddle.concat([h0.unsqueeze(1), outputs[:, :-1]], axis=1), h


def run_rnn__one_step_short(inputs, h0, params):
    """The last step is never taken: the state returned as final is the one before it.

    zh: 最后一步没有走：作为最终状态返回的，是它之前的那个状态。
    """
    outputs, _ = _run(inputs, h0, params)
    return outputs, outputs[:, -2] if inputs.shape[1] > 1 else h0


def run_rnn__first_state_returned(inputs, h0, params):
    """`outputs` is right, but what is returned as final state is the `h0` that came in.

    zh: `outputs` 是对的，但作为最终状态返回的却是传进来的 `h0`。
    """
    return _run(inputs, h0, params)[0], h0


def run_rnn__last_sequence_for_last_step(inputs, h0, params):
    """The final state is taken as `outputs[-1]`. The first axis counts sequences, so these are all states of the last
    sequence.

    zh: 最终状态取成了 `outputs[-1]`。第一个轴数的是序列，所以取到的是最后一条序列的全部状态。
    """
    outputs, _ = _run(inputs, h0, params)
    return outputs, outputs[-1]


def run_rnn__new_weights_each_step(inputs, h0, params):
    """Each step draws weights of its own. There is only one cell: all steps share the parameters that were passed in.

    zh: 每一步都另外抽取了权重。单元只有一个：所有时间步共用传进来的那组参数。
    """
    h, states = h0, []
    for t in range(inputs.shape[1]):
        fresh = _drawn(inputs.shape[2], h0.shape[1], 1)
        h = _step(inputs[:, t], h, fresh)
        states.append(h)
    return paddle.stack(states, axis=1), h


def run_rnn__overwrites_h0(inputs, h0, params):
    """The results are right, but each new state is written into `h0` itself. The caller's first state is gone.

    zh: 结果是对的，但每个新状态都写进了 `h0` 本身，调用者的初始状态就没了。
    """
    h, states = h0, []
    for t in range(inputs.shape[1]):
        h[:] = _step(inputs[:, t], h, params)
        states.append(h.clone())
    return paddle.stack(states, axis=1), h


def run_rnn__same_tensor_collected(inputs, h0, params):
    """One tensor is overwritten at each step and collected again and again. A list holds no copies: in the end all its
    entries are the same tensor with the last numbers in it.

    zh: 每一步都改写同一个张量，又反复把它收进列表。列表里放的不是拷贝：到最后，所有元素都是同一个张量，里面是最后一步的数。
    """
    h, states = h0.clone(), []
    for t in range(inputs.shape[1]):
        h[:] = _step(inputs[:, t], h, params)
        states.append(h)
    return paddle.stack(states, axis=1), h


def run_rnn__detached_between_steps(inputs, h0, params):
    """The numbers are right, but each step is cut off from the one before, so that no gradient gets back to the beginning.

    zh: 数值是对的，但每一步都与上一步切断了联系，梯度传不回开头。
    """
    h, states = h0, []
    for t in range(inputs.shape[1]):
        h = _step(inputs[:, t], h.detach(), params)
        states.append(h)
    return paddle.stack(states, axis=1), h


def run_rnn__cut_from_gradients(inputs, h0, params):
    """The numbers are right, but on their way they leave Paddle: no gradient gets back to any argument, and nothing could be trained.

    zh: 数值是对的，但中途离开了飞桨：梯度传不回任何参数，什么都训练不了。
    """
    outputs, h = _run(inputs, h0, params)
    return paddle.to_tensor(outputs.numpy()), paddle.to_tensor(h.numpy())


# -- readout -------------------------------------------------------------------------------------------------------------------


def readout__softmax(h, params):
    """These are probabilities: a softmax was applied. Logits are the scores before it.

    zh: 这是概率：已经做过 softmax 了。logits 是在它之前的得分。
    """
    return nn.functional.softmax(_logits(h, params), axis=-1)


def readout__no_bias(h, params):
    """The product is right, but something is to be added to every row of it.

    zh: 乘积是对的，但每一行还要加上一项。
    """
    return h @ params["W_hq"]


def readout__tanh(h, params):
    """The scores went through a tanh. That is for the state; a score may have any size.

    zh: 得分经过了 tanh。那是给状态用的；得分的大小没有限制。
    """
    return paddle.tanh(_logits(h, params))


def readout__decided(h, params):
    """These are the numbers of the winning classes. Which one wins can still be decided by whoever uses the scores; the scores
    themselves would be lost.

    zh: 这是得分最高的类别编号。谁得分最高，使用者自己可以判断；而得分本身却丢失了。
    """
    return _logits(h, params).argmax(axis=-1)


def readout__last_step_only(h, params):
    """Of states for every step only the last is read out. Which states are to be read is decided by the caller; this function
    answers for all it gets.

    zh: 传入每一步的状态时，只读出了最后一步。要读哪些状态由调用者决定；传进来多少，这个函数就读出多少。
    """
    return _logits(h[:, -1] if h.ndim == 3 else h, params)


# -- many_to_one ---------------------------------------------------------------------------------------------------------------


def many_to_one__first_state(inputs, h0, params):
    """The answer is read out after the first step, when most of the sequence has not been read.

    zh: 读完第一步就给出了答案，而此时序列的大部分还没有读。
    """
    return _logits(_run(inputs, h0, params)[0][:, 0], params)


def many_to_one__one_step_early(inputs, h0, params):
    """The answer is read out one step before the end: the last piece of each sequence has no part in it.

    zh: 答案早了一步读出：每条序列的最后一项没有参与。
    """
    outputs, h = _run(inputs, h0, params)
    return _logits(outputs[:, -2] if inputs.shape[1] > 1 else h, params)


def many_to_one__last_sequence_for_last_step(inputs, h0, params):
    """`outputs[-1]` is not the last step but the last sequence of the batch: the first axis counts sequences.

    zh: `outputs[-1]` 不是最后一步，而是批次里的最后一条序列：第一个轴数的是序列。
    """
    return _logits(_run(inputs, h0, params)[0][-1], params)


def many_to_one__mean_over_time(inputs, h0, params):
    """The states of all steps are averaged before the readout. That can be useful; here the answer comes from the
    state that has seen everything.

    zh: 读出之前先把各步的状态取了平均。这种做法有时有用；但这里的答案要由看过全部内容的那个状态给出。
    """
    return _logits(_run(inputs, h0, params)[0].mean(axis=1), params)


def many_to_one__every_step(inputs, h0, params):
    """There is an answer at every step. One for each sequence is asked here.

    zh: 每一步都给了一个答案。这里每条序列只要一个。
    """
    return _logits(_run(inputs, h0, params)[0], params)


def many_to_one__softmax(inputs, h0, params):
    """These are probabilities: a softmax was applied after the readout. Logits are asked for.

    zh: 这是概率：读出之后又做了 softmax。题目要的是 logits。
    """
    return nn.functional.softmax(_logits(_run(inputs, h0, params)[1], params), axis=-1)


def many_to_one__h0_ignored(inputs, h0, params):
    """The sequence is read from zeros, whatever `h0` is. The state to begin with is passed in.

    zh: 不管 `h0` 是什么，都从零开始读。初始状态是传进来的。
    """
    return _logits(_run(inputs, paddle.zeros_like(h0), params)[1], params)


# -- many_to_many --------------------------------------------------------------------------------------------------------------


def many_to_many__last_state_everywhere(inputs, h0, params):
    """Every step has the answer of the last one. An answer may know only what was read up to its own step.

    zh: 每一步给的都是最后一步的答案。每个答案只能知道到它那一步为止读过的内容。
    """
    outputs, h = _run(inputs, h0, params)
    return _logits(h.unsqueeze(1).expand_as(outputs), params)


def many_to_many__only_the_last(inputs, h0, params):
    """There is one answer for each sequence. Here every step gets one of its own.

    zh: 每条序列只给了一个答案。这里每一步都要有自己的答案。
    """
    return _logits(_run(inputs, h0, params)[1], params)


def many_to_many__time_first(inputs, h0, params):
    """The answers are right, but time is the first axis. Here the batch comes first.

    zh: 答案是对的，但第一个轴成了时间。这里批次在前。
    """
    return _logits(_run(inputs, h0, params)[0].transpose([1, 0, 2]), params)


def many_to_many__reversed(inputs, h0, params):
    """The answers are right, but the last one comes first. They follow the order of time.

    zh: 答案是对的，但最后一个排到了最前面。答案要按时间顺序排列。
    """
    return _logits(_run(inputs, h0, params)[0].flip(axis=1), params)


def many_to_many__one_step_early(inputs, h0, params):
    """Each answer comes from the state before its step, so it has not heard the input of that step yet.

    zh: 每个答案用的都是这一步之前的状态，还没有读到这一步的输入。
    """
    outputs, _ = _run(inputs, h0, params)
    return _logits(paddle.concat([h0.unsqueeze(1), outputs[:, :-1]], axis=1), params)


def many_to_many__state_not_carried(inputs, h0, params):
    """Every step starts from `h0` again, so no answer knows anything of the steps before.

    zh: 每一步都重新从 `h0` 出发，所以答案对之前的步骤一无所知。
    """
    states = [_step(inputs[:, t], h0, params) for t in range(inputs.shape[1])]
    return _logits(paddle.stack(states, axis=1), params)


def many_to_many__softmax(inputs, h0, params):
    """These are probabilities: a softmax was applied after the readout. Logits are asked for.

    zh: 这是概率：读出之后又做了 softmax。题目要的是 logits。
    """
    return nn.functional.softmax(_logits(_run(inputs, h0, params)[0], params), axis=-1)


# -- to_paddle_cell ------------------------------------------------------------------------------------------------------------


def _fill(layer, suffix, weight_ih, weight_hh, bias_ih, bias_hh):
    for name, value in {"weight_ih": weight_ih, "weight_hh": weight_hh, "bias_ih": bias_ih, "bias_hh": bias_hh}.items():
        getattr(layer, name + suffix).set_value(value)


def _layers(params):
    sizes = {"input_size": params["W_xh"].shape[0], "hidden_size": params["W_xh"].shape[1]}
    return nn.SimpleRNNCell(**sizes), nn.SimpleRNN(**sizes)


def to_paddle_cell__hidden_weights_not_transposed(params):
    """`weight_hh` is the wrong way round. It is square, so Paddle takes it without complaint, but reads its rows as you read your
    columns.

    zh: `weight_hh` 放反了方向。它是方阵，飞桨不会报错，但飞桨把它的行当成你的列来读。
    """
    cell, rnn = _layers(params)
    for layer, suffix in ((cell, ""), (rnn, "_l0")):
        _fill(layer, suffix, params["W_xh"].T, params["W_hh"], params["b_h"], paddle.zeros_like(params["b_h"]))
    return cell, rnn


def to_paddle_cell__bias_twice(params):
    """Both biases hold `b_h`, and Paddle adds both, so that it counts twice.

    zh: 两个偏置里都放了 `b_h`，飞桨会把两个都加上，于是它被算了两次。
    """
    cell, rnn = _layers(params)
    for layer, suffix in ((cell, ""), (rnn, "_l0")):
        _fill(layer, suffix, params["W_xh"].T, params["W_hh"].T, params["b_h"], params["b_h"])
    return cell, rnn


def to_paddle_cell__second_bias_left_random(params):
    """One of Paddle's two biases was left as it was. A fresh layer starts with random numbers, and it adds them.

    zh: 飞桨的两个偏置里有一个没有改动。新建的层里放的是随机数，而飞桨会把它加上。
    """
    cell, rnn = _layers(params)
    for layer, suffix in ((cell, ""), (rnn, "_l0")):
        kept = getattr(layer, "bias_hh" + suffix).clone()
        _fill(layer, suffix, params["W_xh"].T, params["W_hh"].T, params["b_h"], kept)
    return cell, rnn


def to_paddle_cell__biases_forgotten(params):
    """The two matrices are right, but the biases were forgotten: Paddle's are still random.

    zh: 两个矩阵是对的，但忘了偏置：飞桨的偏置里还是随机数。
    """
    cell, rnn = _layers(params)
    for layer, suffix in ((cell, ""), (rnn, "_l0")):
        kept = [getattr(layer, name + suffix).clone() for name in ("bias_ih", "bias_hh")]
        _fill(layer, suffix, params["W_xh"].T, params["W_hh"].T, *kept)
    return cell, rnn


def to_paddle_cell__only_the_cell(params):
    """The cell is right, but `rnn` still has the random weights that it was made with.

    zh: 单元是对的，但 `rnn` 里还是新建时的随机权重。
    """
    cell, rnn = _layers(params)
    _fill(cell, "", params["W_xh"].T, params["W_hh"].T, params["b_h"], paddle.zeros_like(params["b_h"]))
    return cell, rnn


def to_paddle_cell__nothing_copied(params):
    """The layers have the right sizes and still the random weights that they were made with.

    zh: 两个层的尺寸是对的，但里面还是新建时的随机权重。
    """
    return _layers(params)


def to_paddle_cell__time_major(params):
    """The numbers were copied rightly, but `rnn` was told that time is the first axis of its inputs. Here the batch comes first,
    which is Paddle's default.

    zh: 数值拷贝得没错，但 `rnn` 被告知输入的第一个轴是时间。这里批次在前，这也是飞桨的默认约定。
    """
    cell, _ = _layers(params)
    rnn = nn.SimpleRNN(input_size=params["W_xh"].shape[0], hidden_size=params["W_xh"].shape[1], time_major=True)
    for layer, suffix in ((cell, ""), (rnn, "_l0")):
        _fill(layer, suffix, params["W_xh"].T, params["W_hh"].T, params["b_h"], paddle.zeros_like(params["b_h"]))
    return cell, rnn


def to_paddle_cell__wrapped_cell(params):
    """The second layer is made with `nn.RNN` around the cell. It computes nearly the same, but returns its final state in another
    shape; `nn.SimpleRNN` is asked for.

    zh: 第二个层是用 `nn.RNN` 包住单元得到的。计算几乎相同，但它返回的最终状态形状不同；题目要的是 `nn.SimpleRNN`。
    """
    cell, _ = _layers(params)
    _fill(cell, "", params["W_xh"].T, params["W_hh"].T, params["b_h"], paddle.zeros_like(params["b_h"]))
    return cell, nn.RNN(cell)
