"""Known wrong answers to lab 5, and a correct version for follow-through."""

import paddle
from paddle import nn
from paddle.nn.functional import sigmoid


def _total(x, h, params, block):
    return x @ params[f"W_x{block}"] + h @ params[f"W_h{block}"] + params[f"b_{block}"]


def _switches(x, h, params):
    i, f, o = (sigmoid(_total(x, h, params, block)) for block in "ifo")
    return i, f, o, paddle.tanh(_total(x, h, params, "c"))


def _step(x, h, c, params):
    i, f, o, g = _switches(x, h, params)
    c = f * c + i * g
    return o * paddle.tanh(c), c


def _run(inputs, state, params, step=_step):
    h, c = state
    hidden, cells = [], []
    for t in range(inputs.shape[1]):
        h, c = step(inputs[:, t], h, c, params)
        hidden.append(h)
        cells.append(c)
    return paddle.stack(hidden, axis=1), paddle.stack(cells, axis=1)


# -- correct versions ----------------------------------------------------------------------------------------------------------


def correct__lstm_step(x, h, c, params):
    """Return the next hidden and cell state."""
    functional = paddle.nn.functional
    total = {}
    for block in ("i", "f", "o", "c"):
        seen = functional.linear(x, params["W_x" + block], params["b_" + block])
        total[block] = seen + functional.linear(h, params["W_h" + block])
    memory = functional.sigmoid(total["f"]) * c + functional.sigmoid(total["i"]) * paddle.tanh(total["c"])
    return functional.sigmoid(total["o"]) * paddle.tanh(memory), memory


# -- init_lstm_params ----------------------------------------------------------------------------------------------------------


def _drawn(features, hidden, outputs, scale=0.01):
    params = {}
    for block in "ifoc":
        params[f"W_x{block}"] = paddle.randn([features, hidden]) * scale
        params[f"W_h{block}"] = paddle.randn([hidden, hidden]) * scale
        params[f"b_{block}"] = paddle.zeros([hidden])
    return params | {"W_hq": paddle.randn([hidden, outputs]) * scale, "b_q": paddle.zeros([outputs])}


def _trainable(params):
    for tensor in params.values():
        tensor.stop_gradient = False
    return params


def init_lstm_params__standard_deviation_one(features, hidden, outputs):
    """The weights are a hundred times too large: `paddle.randn` alone draws with standard deviation 1. Gates made with
    such weights are stuck near 0 or 1 from the start.

    zh: 权重大了一百倍：`paddle.randn` 本身的标准差是 1。用这么大的权重，门从一开始就卡在 0 或 1 附近。
    """
    return _trainable(_drawn(features, hidden, outputs, scale=1.0))


def init_lstm_params__variance_for_deviation(features, hidden, outputs):
    """The variance of the weights is 0.01, so their standard deviation is 0.1. In N(0, 0.01²) it is the standard deviation
    that is 0.01.

    zh: 这样得到的权重方差是 0.01，标准差就成了 0.1。N(0, 0.01²) 里，等于 0.01 的是标准差。
    """
    return _trainable(_drawn(features, hidden, outputs, scale=0.1))


def init_lstm_params__all_zero(features, hidden, outputs):
    """All weights start at zero. Then all hidden units compute the same and remain copies of one another.

    zh: 权重全部从零开始。这样所有隐藏单元算出的值都相同，永远是彼此的副本。
    """
    return _trainable(_drawn(features, hidden, outputs, scale=0.0))


def init_lstm_params__gates_share_one_draw(features, hidden, outputs):
    """The matrices were drawn once and used for all gates and the candidate, so that all four start out doing the same. Each
    matrix is drawn by itself.

    zh: 矩阵只抽了一次，三个门和候选状态共用，于是四者一开始做的事完全一样。每个矩阵都应各抽各的。
    """
    params = _drawn(features, hidden, outputs)
    for block in "foc":
        params[f"W_x{block}"], params[f"W_h{block}"] = params["W_xi"].clone(), params["W_hi"].clone()
    return _trainable(params)


def init_lstm_params__forget_bias_one(features, hidden, outputs):
    """The bias of the forget gate starts at one. That is a good idea, to which this lab comes in its last question; here all
    biases start at zero.

    zh: 遗忘门的偏置从 1 开始。这是个好主意，本实验最后一题会讲到；但在这里，所有偏置都从零开始。
    """
    return _trainable(_drawn(features, hidden, outputs) | {"b_f": paddle.ones([hidden])})


def init_lstm_params__transposed(features, hidden, outputs):
    """The matrices are the other way round, [out, in]. Paddle's own layers keep them like that; in this lab the input comes
    first, so that `x @ W` fits.

    zh: 矩阵的方向反了，成了 [out, in]。飞桨自带的层是这样存放的；本实验中输入在前，这样 `x @ W` 才对得上。
    """
    params = _drawn(features, hidden, outputs)
    return _trainable({name: tensor.t() if name[0] == "W" else tensor for name, tensor in params.items()})


def init_lstm_params__readout_missing(features, hidden, outputs):
    """The twelve tensors of the cell are there, but the readout, `W_hq` and `b_q`, is missing.

    zh: 单元的十二个张量都有了，但缺了读出用的 `W_hq` 和 `b_q`。
    """
    params = _drawn(features, hidden, outputs)
    return _trainable({name: tensor for name, tensor in params.items() if "q" not in name})


def init_lstm_params__random_biases(features, hidden, outputs):
    """The biases are random, too. Only the weights have to differ at the start; read the formula for the biases again.

    zh: 偏置也取了随机数。开始时需要各不相同的只是权重；请再看一遍偏置的公式。
    """
    params = _drawn(features, hidden, outputs)
    return _trainable({name: paddle.randn(tensor.shape) * 0.01 if name[0] == "b" else tensor for name, tensor in params.items()})


def init_lstm_params__not_trainable(features, hidden, outputs):
    """The numbers are right, but Paddle will keep no gradients for them: new tensors are not trained unless you say so.

    zh: 数值是对的，但飞桨不会为它们记录梯度：新建的张量要你打开开关才会参与训练。
    """
    return _drawn(features, hidden, outputs)


def init_lstm_params__fixed_seed(features, hidden, outputs):
    """A seed is set inside the function, so that every network starts from the same numbers. Whoever calls the function
    decides about seeds.

    zh: 函数里固定了随机种子，每个网络都从同样的数出发。种子该由调用者决定。
    """
    paddle.seed(0)
    return _trainable(_drawn(features, hidden, outputs))


# -- init_lstm_state -----------------------------------------------------------------------------------------------------------


def init_lstm_state__one_state(batch, hidden):
    """There is only one state. An LSTM has two: what it shows, and what it remembers.

    zh: 只有一份状态。LSTM 有两份：一份是亮出来的，一份是记住的。
    """
    return paddle.zeros([batch, hidden])


def init_lstm_state__one_tensor_for_both(batch, hidden):
    """Both states are in one tensor, one behind the other. They do different work, and come as two tensors in a tuple.

    zh: 两份状态放进了同一个张量。它们各有各的用处，应当是元组里的两个张量。
    """
    return paddle.zeros([2, batch, hidden])


def init_lstm_state__axes_exchanged(batch, hidden):
    """The two axes are exchanged: every sequence has a row of its own, so the batch comes first.

    zh: 两个轴对调了：每条序列占一行，批次在前。
    """
    return paddle.zeros([hidden, batch]), paddle.zeros([hidden, batch])


def init_lstm_state__layer_axis(batch, hidden):
    """There is one axis too many in front. Paddle's layers want it for stacked layers; this cell has only one.

    zh: 最前面多了一个轴。飞桨的层用这个轴表示叠起来的各层；这里的单元只有一层。
    """
    return paddle.zeros([1, batch, hidden]), paddle.zeros([1, batch, hidden])


def init_lstm_state__random(batch, hidden):
    """The states start with random numbers. But before anything is read there is nothing to remember.

    zh: 状态取了随机数。可是还什么都没读，没有什么可记的。
    """
    return paddle.randn([batch, hidden]) * 0.01, paddle.randn([batch, hidden]) * 0.01


def init_lstm_state__memory_of_ones(batch, hidden):
    """The cell state starts at one, perhaps so that it is "open". It is the gates that open and close; the memory starts empty.

    zh: 细胞状态从 1 开始，也许是想让它“打开”。会开会关的是门；记忆一开始是空的。
    """
    return paddle.zeros([batch, hidden]), paddle.ones([batch, hidden])


# -- lstm_step -----------------------------------------------------------------------------------------------------------------


def lstm_step__input_and_forget_exchanged(x, h, c, params):
    """Input gate and forget gate are exchanged: the one for what is new works on the old memory. Look which letter stands before
    which factor.

    zh: 输入门和遗忘门对调了：管新内容的门用在了旧记忆上。看看哪个字母乘的是哪一项。
    """
    i, f, o, g = _switches(x, h, params)
    c = i * c + f * g
    return o * paddle.tanh(c), c


def lstm_step__forget_and_output_exchanged(x, h, c, params):
    """Forget gate and output gate are exchanged: the memory is kept by the gate that should show it.

    zh: 遗忘门和输出门对调了：该管亮不亮的门，管起了记忆的去留。
    """
    i, f, o, g = _switches(x, h, params)
    c = o * c + i * g
    return f * paddle.tanh(c), c


def lstm_step__input_and_output_exchanged(x, h, c, params):
    """Input gate and output gate are exchanged: what is new passes through the gate that should show the memory.

    zh: 输入门和输出门对调了：新内容经过的，是该管亮不亮的那个门。
    """
    i, f, o, g = _switches(x, h, params)
    c = f * c + o * g
    return i * paddle.tanh(c), c


def lstm_step__tanh_and_sigmoid_exchanged(x, h, c, params):
    """tanh and sigmoid are exchanged: the gates can be negative, and the candidate cannot. A gate says how much passes, from
    nothing to all.

    zh: tanh 和 sigmoid 用反了：门可以为负，候选状态却不能。门说的是放过多少，从一点不放到全部放过。
    """
    i, f, o = (paddle.tanh(_total(x, h, params, block)) for block in "ifo")
    c = f * c + i * sigmoid(_total(x, h, params, "c"))
    return o * paddle.tanh(c), c


def lstm_step__sigmoid_candidate(x, h, c, params):
    """The candidate went through a sigmoid like the gates, so that nothing could ever be subtracted from the memory.

    zh: 候选状态也像门一样用了 sigmoid，这样记忆就永远只能加、不能减。
    """
    i, f, o, _ = _switches(x, h, params)
    c = f * c + i * sigmoid(_total(x, h, params, "c"))
    return o * paddle.tanh(c), c


def lstm_step__output_from_old_memory(x, h, c, params):
    """The hidden state shows the memory from before the update. First the memory is edited, then it is shown.

    zh: 隐藏状态亮出的是更新之前的记忆。应当先编辑记忆，再亮出来。
    """
    i, f, o, g = _switches(x, h, params)
    return o * paddle.tanh(c), f * c + i * g


def lstm_step__output_gate_from_new_hidden_state(x, h, c, params):
    """The output gate was not computed from the hidden state that came in. All three gates see the same old hidden state.

    zh: 输出门用的不是传进来的那个隐藏状态。三个门看到的都是同一个旧的隐藏状态。
    """
    i, f, _, g = _switches(x, h, params)
    c = f * c + i * g
    return sigmoid(_total(x, paddle.tanh(c), params, "o")) * paddle.tanh(c), c


def lstm_step__no_tanh_on_memory(x, h, c, params):
    """The memory is shown as it is. It can grow beyond 1, and so then can the hidden state: something squashes it first.

    zh: 记忆原样亮了出来。它会超过 1，隐藏状态也就跟着超过 1：亮出来之前要先压缩一下。
    """
    i, f, o, g = _switches(x, h, params)
    c = f * c + i * g
    return o * c, c


def lstm_step__memory_squashed(x, h, c, params):
    """The memory itself is squashed at every step. Then it would fade as the state of a plain cell does; only what is shown goes
    through the tanh.

    zh: 记忆本身每一步都被压缩了。这样它会像普通单元的状态一样逐渐变淡；要经过 tanh 的只是亮出来的部分。
    """
    i, f, o, g = _switches(x, h, params)
    c = paddle.tanh(f * c + i * g)
    return o * c, c


def lstm_step__states_exchanged(x, h, c, params):
    """Both states are right, but they come back in the wrong order: the hidden state is the first.

    zh: 两份状态都对，但返回的顺序反了：隐藏状态在前。
    """
    h, c = _step(x, h, c, params)
    return c, h


def lstm_step__forget_applied_to_new_memory(x, h, c, params):
    """The forget gate works on the sum, so it also takes away from what has just been written. It concerns the old memory only.

    zh: 遗忘门乘在了和上，刚写进去的内容也被它削减了。它只管旧的记忆。
    """
    i, f, o, g = _switches(x, h, params)
    c = f * (c + i * g)
    return o * paddle.tanh(c), c


def lstm_step__forget_one_means_forget(x, h, c, params):
    """The old memory is multiplied with 1 − f. The name of the forget gate misleads: 1 means keep.

    zh: 旧记忆乘了 1 − f。遗忘门的名字容易让人误会：1 表示保留。
    """
    i, f, o, g = _switches(x, h, params)
    c = (1 - f) * c + i * g
    return o * paddle.tanh(c), c


def lstm_step__coupled_gates(x, h, c, params):
    """What is written passes through 1 − f, and the input gate has no part in it. Such cells exist; this one has an input gate of
    its own.

    zh: 写入的内容乘了 1 − f，输入门没有参与。这样的单元是有的，但这里的单元有自己的输入门。
    """
    _, f, o, g = _switches(x, h, params)
    c = f * c + (1 - f) * g
    return o * paddle.tanh(c), c


def lstm_step__no_input_gate(x, h, c, params):
    """The whole candidate is written at every step: the input gate has no part in it.

    zh: 每一步都把候选状态全部写了进去：输入门没有参与。
    """
    _, f, o, g = _switches(x, h, params)
    c = f * c + g
    return o * paddle.tanh(c), c


def lstm_step__old_memory_left_out(x, h, c, params):
    """The old memory has no part in the new one: this cell forgets everything at each step.

    zh: 旧记忆没有参与新记忆的计算：这个单元每走一步就忘掉一切。
    """
    i, _, o, g = _switches(x, h, params)
    c = i * g
    return o * paddle.tanh(c), c


def lstm_step__gates_do_not_see_the_state(x, h, c, params):
    """Gates and candidate are made from the input alone. They look at the old hidden state as well.

    zh: 门和候选状态只由输入算出。它们还要看旧的隐藏状态。
    """
    return _step(x, h, c, {name: paddle.zeros_like(tensor) if name[:3] == "W_h" else tensor for name, tensor in params.items()})


def lstm_step__gates_see_the_memory(x, h, c, params):
    """The matrices `W_h…` were given the cell state. They belong to the hidden state; the memory itself meets no matrix.

    zh: 矩阵 `W_h…` 乘的是细胞状态。它们是给隐藏状态用的；记忆本身一个矩阵也不经过。
    """
    i, f, o, g = _switches(x, c, params)
    c = f * c + i * g
    return o * paddle.tanh(c), c


def lstm_step__no_bias(x, h, c, params):
    """In each of the four sums a term is missing that depends neither on the input nor on the state.

    zh: 四个求和里都少了一项：它既不取决于输入，也不取决于状态。
    """
    return _step(x, h, c, {name: paddle.zeros_like(tensor) if name[0] == "b" else tensor for name, tensor in params.items()})


def lstm_step__weights_transposed(x, h, c, params):
    """The matrices `W_h…` are used the wrong way round. They are square, so nothing complains; but their rows belong to the old
    units and their columns to the new ones.

    zh: 矩阵 `W_h…` 用反了方向。它们是方阵，所以不会报错；但行对应旧单元，列对应新单元。
    """
    return _step(x, h, c, {name: tensor.T if name[:3] == "W_h" and name != "W_hq" else tensor for name, tensor in params.items()})


def lstm_step__only_the_hidden_state(x, h, c, params):
    """Only the hidden state comes back. The memory is needed at the next step, too.

    zh: 只返回了隐藏状态。下一步还需要记忆。
    """
    return _step(x, h, c, params)[0]


def lstm_step__overwrites_the_memory(x, h, c, params):
    """The numbers are right, but the new memory is written into the tensor that the caller passed in. The caller's is lost.

    zh: 数值是对的，但新的记忆写进了调用者传进来的张量，调用者原来的记忆就丢了。
    """
    h, c[:] = _step(x, h, c, params)
    return h, c


def lstm_step__cut_from_gradients(x, h, c, params):
    """The numbers are right, but they make a detour on which Paddle loses track of where they come from: nothing could be trained.

    zh: 数值是对的，但中途绕了一段路，飞桨不再知道它们从何而来：什么都训练不了。
    """
    h, c = _step(x, h, c, params)
    return h.detach(), c.detach()


# -- run_lstm ------------------------------------------------------------------------------------------------------------------


def _finished(hidden, cells):
    return hidden, (hidden[:, -1], cells[:, -1])


def run_lstm__memory_not_carried(inputs, state, params):
    """The hidden state is carried on, but every step starts from the first cell state again. Both states have to go into the next
    step.

    zh: 隐藏状态传下去了，但每一步的细胞状态又从最初那个开始。两份状态都要进入下一步。
    """
    return _finished(*_run(inputs, state, params, lambda x, h, _, params: _step(x, h, state[1], params)))


def run_lstm__hidden_state_not_carried(inputs, state, params):
    """The memory is carried on, but every step is given the first hidden state again. Both states have to go into the next step.

    zh: 记忆传下去了，但每一步得到的隐藏状态又是最初那个。两份状态都要进入下一步。
    """
    return _finished(*_run(inputs, state, params, lambda x, _, c, params: _step(x, state[0], c, params)))


def run_lstm__states_exchanged(inputs, state, params):
    """The two states are exchanged where they are taken out of `state`: it is `(h0, c0)`, the hidden state first.

    zh: 从 `state` 里取出两份状态时弄反了：它是 `(h0, c0)`，隐藏状态在前。
    """
    return _finished(*_run(inputs, (state[1], state[0]), params))


def run_lstm__final_states_exchanged(inputs, state, params):
    """The outputs are right, but the final states come back as `(c, h)`. The hidden state is the first.

    zh: 输出是对的，但最终状态返回成了 `(c, h)`。隐藏状态在前。
    """
    hidden, cells = _run(inputs, state, params)
    return hidden, (cells[:, -1], hidden[:, -1])


def run_lstm__state_ignored(inputs, state, params):
    """The run starts from zeros, whatever `state` is. The caller may want to go on from states that are not zero.

    zh: 不管 `state` 是什么，都从零开始。调用者可能想从非零的状态继续。
    """
    return _finished(*_run(inputs, tuple(paddle.zeros_like(one) for one in state), params))


def run_lstm__outputs_are_cell_states(inputs, state, params):
    """`outputs` holds the cell states. The memory stays inside; what goes out is the hidden state.

    zh: `outputs` 里放的是细胞状态。记忆留在里面，输出的是隐藏状态。
    """
    hidden, cells = _run(inputs, state, params)
    return cells, (hidden[:, -1], cells[:, -1])


def run_lstm__time_first(inputs, state, params):
    """The states are right, but time is the first axis of `outputs`. Here the batch comes first.

    zh: 状态是对的，但 `outputs` 的第一个轴成了时间。这里批次在前。
    """
    hidden, cells = _run(inputs, state, params)
    return hidden.transpose([1, 0, 2]), (hidden[:, -1], cells[:, -1])


def run_lstm__three_results(inputs, state, params):
    """Three things come back one beside the other. The final states belong together: `(outputs, (h, c))`.

    zh: 三样东西并排返回了。两份最终状态要放在一起：`(outputs, (h, c))`。
    """
    hidden, cells = _run(inputs, state, params)
    return hidden, hidden[:, -1], cells[:, -1]


def run_lstm__state_before_each_step(inputs, state, params):
    """`outputs` holds the state before each step, beginning with the given one, instead of the state after it.

    zh: `outputs` 里保存的是每一步之前的状态（从给定的那个开始），而不是每一步之后的状态。
    """
    hidden, cells = _run(inputs, state, params)
    return paddle.concat([state[0].unsqueeze(1), hidden[:, :-1]], axis=1), (hidden[:, -1], cells[:, -1])


def run_lstm__first_states_returned(inputs, state, params):
    """`outputs` is right, but what is returned as final states is the `state` that came in.

    zh: `outputs` 是对的，但作为最终状态返回的却是传进来的 `state`。
    """
    return _run(inputs, state, params)[0], state


def run_lstm__detached_between_steps(inputs, state, params):
    """The numbers are right, but each step is cut off from the one before, so that no gradient gets back to the beginning.

    zh: 数值是对的，但每一步都与上一步切断了联系，梯度传不回开头。
    """
    return _finished(*_run(inputs, state, params, lambda x, h, c, params: _step(x, h.detach(), c.detach(), params)))


# -- gates ---------------------------------------------------------------------------------------------------------------------


def _panel(inputs, state, params, step=_step, switches=_switches):
    h, c = state
    found = {key: [] for key in "ifogc"}
    for t in range(inputs.shape[1]):
        for key, value in zip("ifog", switches(inputs[:, t], h, params), strict=True):
            found[key].append(value)
        h, c = step(inputs[:, t], h, c, params)
        found["c"].append(c)
    return {key: paddle.stack(rows, axis=1) for key, rows in found.items()}


def gates__before_the_sigmoid(inputs, state, params):
    """These are the sums before they were squashed. A gate lies between 0 and 1, a candidate between −1 and 1.

    zh: 这是压缩之前的和。门在 0 与 1 之间，候选状态在 −1 与 1 之间。
    """
    return _panel(inputs, state, params, switches=lambda x, h, params: [_total(x, h, params, block) for block in "ifoc"])


def gates__state_not_carried(inputs, state, params):
    """Every step looks at the first hidden state. The gates of a step see the hidden state that the step before has made.

    zh: 每一步看到的都是最初的隐藏状态。一步的门看到的，应当是上一步得到的隐藏状态。
    """
    return _panel(inputs, state, params, switches=lambda x, _, params: _switches(x, state[0], params))


def gates__from_the_new_state(inputs, state, params):
    """The gates were computed after the step, from the hidden state that they themselves have made. They come first.

    zh: 门是走完这一步之后才算的，用的是它们自己造出来的隐藏状态。应当先算门。
    """
    h, c = state
    rows = []
    for t in range(inputs.shape[1]):
        h, c = _step(inputs[:, t], h, c, params)
        rows.append((*_switches(inputs[:, t], h, params), c))
    return {key: paddle.stack(values, axis=1) for key, values in zip("ifogc", zip(*rows, strict=True), strict=True)}


def gates__memory_before_the_step(inputs, state, params):
    """The gates are right, but `c` is the memory before each step. It is wanted as it is afterwards.

    zh: 门是对的，但 `c` 是每一步之前的记忆。要的是这一步之后的。
    """
    found = _panel(inputs, state, params)
    return found | {"c": paddle.concat([state[1].unsqueeze(1), found["c"][:, :-1]], axis=1)}


def gates__candidate_times_input_gate(inputs, state, params):
    """`g` is what was written, input gate times candidate. The candidate itself is wanted.

    zh: `g` 里放的是写进去的内容，即输入门乘候选状态。要的是候选状态本身。
    """
    found = _panel(inputs, state, params)
    return found | {"g": found["i"] * found["g"]}


def gates__hidden_state_for_memory(inputs, state, params):
    """`c` holds the hidden state, which is only what is shown of the memory.

    zh: `c` 里放的是隐藏状态，那只是记忆中亮出来的部分。
    """
    return _panel(inputs, state, params) | {"c": _run(inputs, state, params)[0]}


def gates__time_first(inputs, state, params):
    """The numbers are right, but time is the first axis. Here the batch comes first.

    zh: 数值是对的，但第一个轴成了时间。这里批次在前。
    """
    return {key: value.transpose([1, 0, 2]) for key, value in _panel(inputs, state, params).items()}


def gates__only_the_last_step(inputs, state, params):
    """Only the last step is there. The panel is wanted for every step.

    zh: 只有最后一步的值。每一步的值都要。
    """
    return {key: value[:, -1] for key, value in _panel(inputs, state, params).items()}


def gates__candidate_called_c(inputs, state, params):
    """Under `c` stands the candidate, perhaps because its parameters end in that letter. The key `c` is for the cell state, `g` for the
    candidate.

    zh: `c` 下面放的是候选状态，也许因为它的参数以这个字母结尾。键 `c` 是细胞状态，`g` 才是候选状态。
    """
    found = _panel(inputs, state, params)
    return found | {"c": found["g"], "g": found["c"]}


# -- to_paddle_lstm ------------------------------------------------------------------------------------------------------------


def _stacked(params, order="ifco"):
    return (
        paddle.concat([params[f"W_x{block}"].T for block in order], axis=0),
        paddle.concat([params[f"W_h{block}"].T for block in order], axis=0),
        paddle.concat([params[f"b_{block}"] for block in order], axis=0),
    )


def _fill(layer, suffix, weight_ih, weight_hh, bias_ih, bias_hh):
    for name, value in {"weight_ih": weight_ih, "weight_hh": weight_hh, "bias_ih": bias_ih, "bias_hh": bias_hh}.items():
        if value is not None:
            getattr(layer, name + suffix).set_value(value)


def _layers(params, **kwargs):
    sizes = {"input_size": params["W_xi"].shape[0], "hidden_size": params["W_xi"].shape[1]}
    return nn.LSTMCell(**sizes), nn.LSTM(**sizes, **kwargs)


def _filled(params, *values, **kwargs):
    cell, lstm = _layers(params, **kwargs)
    _fill(cell, "", *values)
    _fill(lstm, "_l0", *values)
    return cell, lstm


def to_paddle_lstm__candidate_last(params):
    """The blocks stand in the order i, f, o, g. Paddle has the candidate third and the output gate last; the shapes are the same, so it
    cannot complain.

    zh: 各块的顺序成了 i、f、o、g。飞桨的候选状态排第三，输出门排最后；形状都一样，所以它没法报错。
    """
    weight_ih, weight_hh, bias = _stacked(params, "ifoc")
    return _filled(params, weight_ih, weight_hh, bias, paddle.zeros_like(bias))


def to_paddle_lstm__forget_first(params):
    """The blocks begin with the forget gate, as many books write their formulas. Paddle begins with the input gate.

    zh: 各块从遗忘门开始，许多书上的公式就是这样排的。飞桨从输入门开始。
    """
    weight_ih, weight_hh, bias = _stacked(params, "fico")
    return _filled(params, weight_ih, weight_hh, bias, paddle.zeros_like(bias))


def to_paddle_lstm__hidden_weights_not_transposed(params):
    """The blocks of `weight_hh` are the wrong way round. They are square, so Paddle takes them without complaint.

    zh: `weight_hh` 的各块放反了方向。它们是方阵，飞桨不会报错。
    """
    weight_ih, _, bias = _stacked(params)
    weight_hh = paddle.concat([params[f"W_h{block}"] for block in "ifco"], axis=0)
    return _filled(params, weight_ih, weight_hh, bias, paddle.zeros_like(bias))


def to_paddle_lstm__reshaped(params):
    """The blocks were put side by side and then reshaped to `[4 * hidden, …]`. Reshaping deals the same numbers out in the same order; it
    does not transpose.

    zh: 各块先左右拼起来，再 reshape 成 `[4 * hidden, …]`。reshape 只是把同样的数按同样的顺序重新分配，并不会转置。
    """
    _, _, bias = _stacked(params)
    matrices = [paddle.concat([params[f"W_{side}{block}"] for block in "ifco"], axis=1) for side in "xh"]
    return _filled(params, *[matrix.reshape([matrix.shape[1], -1]) for matrix in matrices], bias, paddle.zeros_like(bias))


def to_paddle_lstm__bias_twice(params):
    """Both biases hold your biases, and Paddle adds both, so that they count twice.

    zh: 两个偏置里都放了你的偏置，飞桨会把两个都加上，于是被算了两次。
    """
    weight_ih, weight_hh, bias = _stacked(params)
    return _filled(params, weight_ih, weight_hh, bias, bias)


def to_paddle_lstm__second_bias_left_random(params):
    """One of Paddle's two biases was left as it was. A fresh layer starts with random numbers, and it adds them.

    zh: 飞桨的两个偏置里有一个没有改动。新建的层里放的是随机数，而飞桨会把它加上。
    """
    return _filled(params, *_stacked(params), None)


def to_paddle_lstm__biases_forgotten(params):
    """The weights are right, but the biases were forgotten: Paddle's are still random.

    zh: 权重是对的，但忘了偏置：飞桨的偏置里还是随机数。
    """
    weight_ih, weight_hh, _ = _stacked(params)
    return _filled(params, weight_ih, weight_hh, None, None)


def to_paddle_lstm__only_the_cell(params):
    """The cell is right, but `lstm` still has the random weights that it was made with.

    zh: 单元是对的，但 `lstm` 里还是新建时的随机权重。
    """
    weight_ih, weight_hh, bias = _stacked(params)
    cell, lstm = _layers(params)
    _fill(cell, "", weight_ih, weight_hh, bias, paddle.zeros_like(bias))
    return cell, lstm


def to_paddle_lstm__nothing_copied(params):
    """The layers have the right sizes and still the random weights that they were made with.

    zh: 两个层的尺寸是对的，但里面还是新建时的随机权重。
    """
    return _layers(params)


def to_paddle_lstm__time_major(params):
    """The numbers were copied rightly, but `lstm` was told that time is the first axis of its inputs. Here the batch comes first.

    zh: 数值拷贝得没错，但 `lstm` 被告知输入的第一个轴是时间。这里批次在前。
    """
    weight_ih, weight_hh, bias = _stacked(params)
    return _filled(params, weight_ih, weight_hh, bias, paddle.zeros_like(bias), time_major=True)


# -- gate_extremes -------------------------------------------------------------------------------------------------------------

_MODES = {"erase": {"f": 0}, "keep": {"f": 1, "i": 0}, "hide": {"o": 0}}


def _forced(params, gates, low=-100.0, high=100.0, weights=False):
    result = dict(params)
    for gate, value in gates.items():
        for name in (f"W_x{gate}", f"W_h{gate}"):
            result[name] = result[name] if weights else paddle.zeros_like(result[name])
        result[f"b_{gate}"] = paddle.full_like(result[f"b_{gate}"], high if value == 1 else low)
    return result


def gate_extremes__bias_is_not_the_gate(params, mode):
    """The biases were set to 0 and 1, as if they were the gates. A gate is the *sigmoid* of its bias: 0 makes it half open.

    zh: 把偏置设成了 0 和 1，好像偏置就是门。门是偏置的 **sigmoid**：偏置为 0 时，门半开。
    """
    return _forced(params, _MODES[mode], low=0.0, high=1.0)


def gate_extremes__nearly(params, mode):
    """The gates come close to 0 and 1, but not quite: with a bias of 10 a little is lost at each step, and it adds up. Look at the
    printed sigmoids for a bias at which nothing is left over.

    zh: 门很接近 0 和 1，但还差一点：偏置取 10，每一步都会损失一点点，日积月累。看看打印出来的 sigmoid，偏置取多少才能一点不差。
    """
    return _forced(params, _MODES[mode], low=-10.0, high=10.0)


def gate_extremes__weights_left(params, mode):
    """The biases are large, but the weights were left: a large input can still push the gate the other way.

    zh: 偏置足够大，但权重还留着：输入很大时，仍能把门推到另一边。
    """
    return _forced(params, _MODES[mode], weights=True)


def gate_extremes__weights_only(params, mode):
    """The weights of the gate are zero, but so is its bias: that leaves the gate half open.

    zh: 门的权重设成了零，偏置也是零：这样门是半开的。
    """
    return _forced(params, _MODES[mode], low=0.0, high=0.0)


def gate_extremes__forget_one_forgets(params, mode):
    """The forget gate is at 1 for "erase" and at 0 for "keep". Its name misleads: it is multiplied with the old memory, so 1 keeps.

    zh: “erase” 时遗忘门设成了 1，“keep” 时设成了 0。它的名字容易让人误会：它与旧记忆相乘，所以 1 是保留。
    """
    return _forced(params, {"erase": {"f": 1}, "keep": {"f": 0, "i": 0}, "hide": {"o": 0}}[mode])


def gate_extremes__keep_still_writes(params, mode):
    """In "keep" the old memory stays, but new things are still added to it. Two gates have a part in this mode.

    zh: “keep” 时旧记忆留下了，但还在往里添新内容。这个模式与两个门有关。
    """
    return _forced(params, {"erase": {"f": 0}, "keep": {"f": 1}, "hide": {"o": 0}}[mode])


def gate_extremes__erase_stops_writing(params, mode):
    """In "erase" nothing is written any more, either: the memory is just 0. What is new shall be written as before.

    zh: “erase” 时连新内容也写不进去了：记忆永远是 0。新内容应当照旧写入。
    """
    return _forced(params, {"erase": {"f": 0, "i": 0}, "keep": {"f": 1, "i": 0}, "hide": {"o": 0}}[mode])


def gate_extremes__keep_hides(params, mode):
    """In "keep" the output gate was forced, too. What is kept shall be shown as before.

    zh: “keep” 时把输出门也固定了。保住的记忆应当照旧亮出来。
    """
    return _forced(params, {"erase": {"f": 0}, "keep": {"f": 1, "i": 0, "o": 0}, "hide": {"o": 0}}[mode])


def gate_extremes__writes_into_params(params, mode):
    """The result is right, but it was written into the dict that was passed in. The caller still needs the old parameters.

    zh: 结果是对的，但写进了传进来的字典。调用者还需要原来的参数。
    """
    params.update(_forced(params, _MODES[mode]))
    return params


# -- memory_gradient -----------------------------------------------------------------------------------------------------------


def _cells(inputs, state, params):
    """Return the states h_0 … h_T and c_0 … c_T, all of them followed by Paddle."""
    h, c = (one.detach() for one in state)
    h.stop_gradient = c.stop_gradient = False
    hidden, cells = [h], [c]
    for t in range(inputs.shape[1]):
        h, c = _step(inputs[:, t], h, c, params)
        hidden.append(h)
        cells.append(c)
    return hidden, cells


def _lengths(total, tensors):
    found = paddle.grad([total], tensors, allow_unused=True)
    rows = [paddle.zeros_like(one) if grad is None else grad for grad, one in zip(found, tensors, strict=True)]
    return paddle.stack([(row**2).sum(axis=1).sqrt() for row in rows], axis=1) / tensors[0].shape[1] ** 0.5


def memory_gradient__product_of_forget_gates(inputs, state, params):
    """This is the product of the forget gates: only the lane. The memory of a step also goes into its hidden state, and by that into all
    later gates; those ways count, too. Let Paddle follow all of them.

    zh: 这是遗忘门的乘积，只算了直道。一步的记忆还会进入隐藏状态，再由它影响后面所有的门；这些路也要算。让飞桨把所有的路都走一遍。
    """
    h, c = state
    forget = []
    for t in range(inputs.shape[1]):
        forget.append(_switches(inputs[:, t], h, params)[1])
        h, c = _step(inputs[:, t], h, c, params)
    left, rows = paddle.ones_like(c), [paddle.ones_like(c)]
    for gate in forget[:0:-1]:
        left = left * gate
        rows.append(left)
    return paddle.stack([(row**2).sum(axis=1).sqrt() for row in rows[::-1]], axis=1) / c.shape[1] ** 0.5


def memory_gradient__of_the_hidden_state(inputs, state, params):
    """These are the derivatives with respect to the hidden states. The memory is the cell state.

    zh: 这是对隐藏状态的导数。记忆指的是细胞状态。
    """
    hidden, cells = _cells(inputs, state, params)
    return _lengths(cells[-1].sum(), hidden[1:])


def memory_gradient__from_the_hidden_state(inputs, state, params):
    """What was summed up at the end is the hidden state h_T, not the cell state c_T.

    zh: 最后求和的是隐藏状态 h_T，而不是细胞状态 c_T。
    """
    hidden, cells = _cells(inputs, state, params)
    return _lengths(hidden[-1].sum(), cells[1:])


def memory_gradient__memory_before_each_step(inputs, state, params):
    """These are the derivatives with respect to c_0 … c_(T−1), the memory before each step. c_1 … c_T are asked for.

    zh: 这是对 c_0 … c_(T−1)（每一步之前的记忆）的导数。题目要的是 c_1 … c_T。
    """
    _, cells = _cells(inputs, state, params)
    return _lengths(cells[-1].sum(), cells[:-1])


def memory_gradient__way_by_the_own_hidden_state_missing(inputs, state, params):
    """One way is missing: from c_t by the hidden state of the same step. Does your `lstm_step` compute the new memory twice, once for c
    and once for h? Then these are two tensors for Paddle, and h does not come from the c that you return. Compute it once.

    zh: 少了一条路：从 c_t 经过同一步的隐藏状态。你的 `lstm_step` 是不是把新记忆算了两遍，一遍给 c，一遍给 h？那样在飞桨看来就是两个张量，
    h 并不是由你返回的那个 c 得来的。请只算一遍。
    """
    h, c = (one.detach() for one in state)
    c.stop_gradient = False
    cells = []
    for t in range(inputs.shape[1]):
        h, c = _step(inputs[:, t], h, c, params)[0], _step(inputs[:, t], h, c, params)[1]
        cells.append(c)
    return _lengths(cells[-1].sum(), cells)


def memory_gradient__not_divided(inputs, state, params):
    """The lengths are not divided by the square root of `hidden`; at the last step 1 should come out.

    zh: 长度没有除以 `hidden` 的平方根；最后一步应当得到 1。
    """
    _, cells = _cells(inputs, state, params)
    return _lengths(cells[-1].sum(), cells[1:]) * cells[0].shape[1] ** 0.5


def memory_gradient__mean_for_sum(inputs, state, params):
    """The mean of c_T was taken in the place of its sum, so the derivatives are too small by the count of its numbers.

    zh: 对 c_T 取了平均而不是求和，导数因此小了若干倍（c_T 里有多少个数，就小多少倍）。
    """
    _, cells = _cells(inputs, state, params)
    return _lengths(cells[-1].mean(), cells[1:])


def memory_gradient__squared(inputs, state, params):
    """The squares were summed up, but no root was taken of the sum.

    zh: 平方和求出来了，但没有开平方。
    """
    _, cells = _cells(inputs, state, params)
    return _lengths(cells[-1].sum(), cells[1:]) ** 2


def memory_gradient__backwards(inputs, state, params):
    """The numbers are right, but the last step comes first. Column t − 1 belongs to step t.

    zh: 数值是对的，但最后一步排到了最前面。第 t 步应放在下标 t − 1 处。
    """
    _, cells = _cells(inputs, state, params)
    return _lengths(cells[-1].sum(), cells[1:]).flip(axis=1)


def memory_gradient__one_for_all_sequences(inputs, state, params):
    """There is one number a step for the whole batch. Each sequence has a memory, and a row, of its own.

    zh: 整个批次每一步只有一个数。每条序列有自己的记忆，也要有自己的一行。
    """
    _, cells = _cells(inputs, state, params)
    return _lengths(cells[-1].sum(), cells[1:]).mean(axis=0)


# -- set_forget_bias -----------------------------------------------------------------------------------------------------------


def _write(parameter, rows, value):
    bias = parameter.detach().clone()
    bias[rows] = value
    parameter.set_value(bias)


def _block(lstm, number):
    return slice(number * lstm.hidden_size, (number + 1) * lstm.hidden_size)


def set_forget_bias__in_both(lstm, value):
    """Both biases hold the value, and Paddle adds them: the gate works with twice the value.

    zh: 两个偏置里都放了这个值，而飞桨会把它们相加：门实际得到的是两倍。
    """
    _write(lstm.bias_ih_l0, _block(lstm, 1), value)
    _write(lstm.bias_hh_l0, _block(lstm, 1), value)


def set_forget_bias__other_bias_left(lstm, value):
    """One bias holds the value, but the other one still has its old numbers, which are added.

    zh: 一个偏置里放了这个值，但另一个还是原来的数，会被加上去。
    """
    _write(lstm.bias_ih_l0, _block(lstm, 1), value)


def set_forget_bias__added(lstm, value):
    """The value was added to what was there before. The sum of both biases has to *be* the value.

    zh: 把这个值加在了原来的数上。两个偏置之和应当**等于**这个值。
    """
    _write(lstm.bias_ih_l0, _block(lstm, 1), lstm.bias_ih_l0.detach()[_block(lstm, 1)] + value)


def set_forget_bias__first_block(lstm, value):
    """The first quarter was changed. That is the input gate's.

    zh: 改的是第一个四分之一，那是输入门的。
    """
    _write(lstm.bias_ih_l0, _block(lstm, 0), value)
    _write(lstm.bias_hh_l0, _block(lstm, 0), 0.0)


def set_forget_bias__third_block(lstm, value):
    """The third quarter was changed. That is the candidate's.

    zh: 改的是第三个四分之一，那是候选状态的。
    """
    _write(lstm.bias_ih_l0, _block(lstm, 2), value)
    _write(lstm.bias_hh_l0, _block(lstm, 2), 0.0)


def set_forget_bias__all_blocks(lstm, value):
    """All four blocks were changed. Only the forget gate's shall be; the others keep their biases.

    zh: 四块全改了。只该改遗忘门那一块，其余的保持原来的偏置。
    """
    _write(lstm.bias_ih_l0, slice(None), value)
    _write(lstm.bias_hh_l0, slice(None), 0.0)


def set_forget_bias__second_bias_emptied(lstm, value):
    """The forget gate is right, but one bias was set to 0 as a whole: the other gates and the candidate have lost their share of it.

    zh: 遗忘门是对的，但有一个偏置整个清成了 0：其他门和候选状态也失去了其中属于自己的部分。
    """
    _write(lstm.bias_ih_l0, _block(lstm, 1), value)
    _write(lstm.bias_hh_l0, slice(None), 0.0)


def set_forget_bias__gate_for_bias(lstm, value):
    """The biases were chosen so that their sum is the *sigmoid* of the value. The layer applies the sigmoid itself.

    zh: 两个偏置之和成了这个值的 **sigmoid**。sigmoid 由层自己来做。
    """
    _write(lstm.bias_ih_l0, _block(lstm, 1), sigmoid(paddle.to_tensor(float(value))))
    _write(lstm.bias_hh_l0, _block(lstm, 1), 0.0)


def set_forget_bias__weights_emptied(lstm, value):
    """The biases are right, but the weights of the forget gate were set to 0, too: it could no longer listen to anything.

    zh: 偏置是对的，但遗忘门的权重也清成了 0：它再也听不到任何东西。
    """
    _write(lstm.bias_ih_l0, _block(lstm, 1), value)
    _write(lstm.bias_hh_l0, _block(lstm, 1), 0.0)
    for weight in (lstm.weight_ih_l0, lstm.weight_hh_l0):
        _write(weight, _block(lstm, 1), 0.0)


def set_forget_bias__nothing_written(lstm, value):
    """A copy was changed, but never given back: the layer is as it was.

    zh: 改的是拷贝，却没有放回去：层还是原来的样子。
    """
    bias = lstm.bias_ih_l0.detach().clone()
    bias[_block(lstm, 1)] = value
