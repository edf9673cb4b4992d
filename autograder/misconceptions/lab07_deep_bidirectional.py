"""Known wrong answers to lab 7, and correct versions of the questions that later ones use."""

import paddle
from paddle import nn

GATES = {"rnn": "h", "lstm": "ifco", "gru": "rzh"}
PARTS = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")


def _gates(x, h, params, names):
    return [nn.functional.sigmoid(x @ params[f"W_x{name}"] + h @ params[f"W_h{name}"] + params[f"b_{name}"]) for name in names]


def _step(kind, x, state, params):
    if kind == "rnn":
        return paddle.tanh(x @ params["W_xh"] + state @ params["W_hh"] + params["b_h"])
    if kind == "gru":
        z, r = _gates(x, state, params, "zr")
        return z * state + (1 - z) * paddle.tanh(x @ params["W_xh"] + params["b_h"] + r * (state @ params["W_hh"] + params["b_hc"]))
    h, c = state
    i, f, o = _gates(x, h, params, "ifo")
    c = f * c + i * paddle.tanh(x @ params["W_xc"] + h @ params["W_hc"] + params["b_c"])
    return o * paddle.tanh(c), c


def _run(kind, inputs, state, params):
    if state is None:
        hidden = next(tensor.shape[0] for name, tensor in params.items() if name.startswith("W_h"))
        zeros = paddle.zeros([inputs.shape[0], hidden], dtype=inputs.dtype)
        state = (zeros, zeros) if kind == "lstm" else zeros
    outputs = []
    for t in range(inputs.shape[1]):
        state = _step(kind, inputs[:, t], state, params)
        outputs.append(state[0] if kind == "lstm" else state)
    return paddle.stack(outputs, axis=1), state


def _start(states, number):
    return None if states is None else states[number]


def _stack(kind, inputs, states, layers):
    finals = []
    for number, params in enumerate(layers):
        inputs, final = _run(kind, inputs, _start(states, number), params)
        finals.append(final)
    return inputs, finals


def _flip(x, axis=1):
    return paddle.flip(x, axis=axis)


def _two(kind, inputs, states, params):
    ahead, f = _run(kind, inputs, _start(states, 0), params[0])
    behind, b = _run(kind, _flip(inputs), _start(states, 1), params[1])
    return ahead, _flip(behind), f, b


def _cell(kind, weights, ending):
    params = {}
    piles = [paddle.chunk(weights[f"{part}_{ending}"], len(GATES[kind])) for part in PARTS]
    for gate, w_x, w_h, b_x, b_h in zip(GATES[kind], *piles, strict=True):
        params[f"W_x{gate}"], params[f"W_h{gate}"], params[f"b_{gate}"] = w_x.T, w_h.T, b_x + b_h
        if kind == "gru" and gate == "h":
            params["b_h"], params["b_hc"] = b_x, b_h
    return params


def _shape_of(weights):
    depth = 0
    while f"weight_ih_l{depth}" in weights:
        depth += 1
    return depth, 2 if "weight_ih_l0_reverse" in weights else 1


def _nest(kind, weights):
    depth, directions = _shape_of(weights)
    return [[_cell(kind, weights, f"l{number}{ending}") for ending in ("", "_reverse")[:directions]] for number in range(depth)]


def _unpack(kind, states, cells):
    if states is None:
        return [None] * cells
    return list(zip(*map(paddle.unbind, states), strict=True)) if kind == "lstm" else list(paddle.unbind(states))


def _pack(kind, finals):
    if kind == "lstm":
        return paddle.stack([h for h, _ in finals]), paddle.stack([c for _, c in finals])
    return paddle.stack(finals)


# -- correct versions ----------------------------------------------------------------------------------------------------------


def correct__bidirectional_rnn(kind, inputs, states, params):
    """Return the states of both directions, side by side, and the two final states."""
    runs = []
    for number, direction in enumerate((1, -1)):
        start = None if states is None else states[number]
        states_of_steps, final = run_cell(kind, inputs[:, ::direction], start, params[number])  # noqa: F821 - given in the lab
        runs.append((states_of_steps[:, ::direction], final))
    return paddle.concat([states_of_steps for states_of_steps, _ in runs], axis=2), tuple(final for _, final in runs)


def correct__from_paddle(kind, weights):
    """Return the parameters of every cell, layer by layer."""

    def one_cell(ending):
        return cell_params(  # noqa: F821 - given in the lab
            kind, weights["weight_ih" + ending], weights["weight_hh" + ending], weights["bias_ih" + ending], weights["bias_hh" + ending]
        )

    names = [name.removeprefix("weight_ih") for name in weights if name.startswith("weight_ih_l")]
    depth = sum("reverse" not in name for name in names)
    return [[one_cell(ending) for ending in (f"_l{number}", f"_l{number}_reverse") if ending in names] for number in range(depth)]


# -- stacked_rnn -----------------------------------------------------------------------------------------------------------------


def stacked_rnn__raw_input_for_every_layer(kind, inputs, states, layers):
    """Every layer reads the inputs of the network. Follow the upward arrows of the figure: what arrives at layer 2?

    zh: 每一层读的都是网络的输入。顺着图中向上的箭头看：到达第 2 层的是什么？
    """
    runs = [_run(kind, inputs, _start(states, number), params) for number, params in enumerate(layers)]
    return runs[-1][0], [final for _, final in runs]


def stacked_rnn__states_ignored(kind, inputs, states, layers):
    """All layers start from zeros, whatever `states` says. The caller may want to go on from where a run has ended.

    zh: 不管 `states` 是什么，各层都从零开始。调用者可能想从上一次结束的地方接着走。
    """
    return _stack(kind, inputs, None, layers)


def stacked_rnn__first_state_for_all(kind, inputs, states, layers):
    """Every layer starts from the first state in the list. Each layer has an initial state of its own.

    zh: 每一层都从列表里的第一个状态出发。各层有各自的初始状态。
    """
    return _stack(kind, inputs, None if states is None else [states[0]] * len(layers), layers)


def stacked_rnn__final_state_passed_up(kind, inputs, states, layers):
    """A layer starts from the final state of the layer below it. What goes up is the sequence of states, as inputs; what a
    layer remembers before the first step is given for each layer.

    zh: 一层从下面一层的最终状态出发。向上传的是作为输入的状态序列；每层在第一步之前记得什么，是另外给定的。
    """
    state, finals = _start(states, 0), []
    for params in layers:
        inputs, state = _run(kind, inputs, state, params)
        finals.append(state)
    return inputs, finals


def stacked_rnn__first_layer_only_returned(kind, inputs, states, layers):
    """The outputs are those of the bottom layer. The layers above it have read them and should have the last word.

    zh: 返回的是最底层的输出。上面的各层读过它们，该由最上面一层说了算。
    """
    return _run(kind, inputs, _start(states, 0), layers[0])[0], _stack(kind, inputs, states, layers)[1]


def stacked_rnn__one_set_of_parameters(kind, inputs, states, layers):
    """All layers use the parameters of the first one. Time steps share their parameters, layers do not.

    zh: 各层用的都是第一层的参数。共用参数的是时间步，不是层。
    """
    return _stack(kind, inputs, states, [layers[0]] * len(layers))


def stacked_rnn__only_the_top_state(kind, inputs, states, layers):
    """Only the top layer's final state is returned. To go on later, every layer needs its own.

    zh: 只返回了最上面一层的最终状态。以后要接着走，每一层都需要自己的状态。
    """
    outputs, finals = _stack(kind, inputs, states, layers)
    return outputs, finals[-1]


def stacked_rnn__finals_from_the_top_down(kind, inputs, states, layers):
    """The final states are listed from the top down. The bottom layer comes first, as in `layers` and `states`.

    zh: 最终状态是从上往下排的。最底层应在前，与 `layers` 和 `states` 一致。
    """
    outputs, finals = _stack(kind, inputs, states, layers)
    return outputs, finals[::-1]


# -- bidirectional_rnn -----------------------------------------------------------------------------------------------------------


def bidirectional_rnn__not_flipped_back(kind, inputs, states, params):
    """The backward states are left in the order in which they were made: at the first step stands the state of the last. Each
    step should have the two states that belong to it.

    zh: 反向的状态还保持着计算时的次序：第一步处放的是最后一步的状态。每一步旁边应当是属于这一步的两个状态。
    """
    ahead, behind, f, b = _two(kind, inputs, states, params)
    return paddle.concat([ahead, _flip(behind)], axis=-1), (f, b)


def bidirectional_rnn__summed(kind, inputs, states, params):
    """The two states of a step are added. Then nobody can tell any more what came from which side; they should stand side by side.

    zh: 每一步的两个状态相加了。这样就分不清哪些来自哪一边；它们应当并排放着。
    """
    ahead, behind, f, b = _two(kind, inputs, states, params)
    return ahead + behind, (f, b)


def bidirectional_rnn__never_flipped(kind, inputs, states, params):
    """Both cells read from left to right. That makes two forward layers side by side; the second one should meet the last
    input first.

    zh: 两个单元都从左往右读，成了并排的两个正向层。第二个单元应当先遇到最后一个输入。
    """
    ahead, f = _run(kind, inputs, _start(states, 0), params[0])
    behind, b = _run(kind, inputs, _start(states, 1), params[1])
    return paddle.concat([ahead, behind], axis=-1), (f, b)


def bidirectional_rnn__flipped_after_reading(kind, inputs, states, params):
    """The second cell reads from left to right, and only its outputs are turned round. It has to *read* in the other order.

    zh: 第二个单元是从左往右读的，只是把输出翻转了过来。要换个次序的，是它**读**的过程。
    """
    ahead, f = _run(kind, inputs, _start(states, 0), params[0])
    behind, b = _run(kind, inputs, _start(states, 1), params[1])
    return paddle.concat([ahead, _flip(behind)], axis=-1), (f, b)


def bidirectional_rnn__batch_flipped(kind, inputs, states, params):
    """The batch was turned round, not the time: the second cell reads other sequences, from left to right. Which axis is time?

    zh: 翻转的是批次而不是时间：第二个单元读的是别的序列，而且仍从左往右。时间是哪个轴？
    """
    ahead, f = _run(kind, inputs, _start(states, 0), params[0])
    behind, b = _run(kind, _flip(inputs, 0), _start(states, 1), params[1])
    return paddle.concat([ahead, _flip(behind, 0)], axis=-1), (f, b)


def bidirectional_rnn__backward_first(kind, inputs, states, params):
    """The backward state stands before the forward one. Paddle and this lab put the forward state first.

    zh: 反向状态放在了正向状态前面。飞桨和本实验都是正向在前。
    """
    ahead, behind, f, b = _two(kind, inputs, states, params)
    return paddle.concat([behind, ahead], axis=-1), (f, b)


def bidirectional_rnn__joined_along_time(kind, inputs, states, params):
    """The two sequences of states are joined one after the other in time. Each step should get wider, not the sequence longer.

    zh: 两串状态沿时间首尾相接了。应当是每一步变宽，而不是序列变长。
    """
    ahead, behind, f, b = _two(kind, inputs, states, params)
    return paddle.concat([ahead, behind], axis=1), (f, b)


def bidirectional_rnn__same_parameters(kind, inputs, states, params):
    """Both directions use the parameters of the forward cell. The backward cell has its own.

    zh: 两个方向用的都是正向单元的参数。反向单元有自己的参数。
    """
    ahead, behind, f, b = _two(kind, inputs, states, (params[0], params[0]))
    return paddle.concat([ahead, behind], axis=-1), (f, b)


def bidirectional_rnn__states_ignored(kind, inputs, states, params):
    """Both directions start from zeros, whatever `states` says.

    zh: 不管 `states` 是什么，两个方向都从零开始。
    """
    ahead, behind, f, b = _two(kind, inputs, None, params)
    return paddle.concat([ahead, behind], axis=-1), (f, b)


def bidirectional_rnn__one_state_for_both(kind, inputs, states, params):
    """Both directions start from the forward cell's initial state. The pair has one for each.

    zh: 两个方向都从正向单元的初始状态出发。那一对状态里，两个方向各有一个。
    """
    ahead, behind, f, b = _two(kind, inputs, None if states is None else (states[0], states[0]), params)
    return paddle.concat([ahead, behind], axis=-1), (f, b)


def bidirectional_rnn__backward_goes_on(kind, inputs, states, params):
    """The backward cell goes on from where the forward cell ended. The two do not know of each other; each has its own initial state.

    zh: 反向单元从正向单元结束的地方接着走。两个单元互不相干，各有自己的初始状态。
    """
    ahead, f = _run(kind, inputs, _start(states, 0), params[0])
    behind, b = _run(kind, _flip(inputs), f, params[1])
    return paddle.concat([ahead, _flip(behind)], axis=-1), (f, b)


def bidirectional_rnn__last_step_taken_for_final(kind, inputs, states, params):
    """As final states you return what stands at the last step. There the backward cell has read one input only; it ends at the first.

    zh: 你把最后一步处的两个状态当成了最终状态。在那里，反向单元只读过一个输入；它是在第一步结束的。
    """
    ahead, behind, f, b = _two(kind, inputs, states, params)
    at_the_end = (behind[:, -1], b[1]) if kind == "lstm" else behind[:, -1]
    return paddle.concat([ahead, behind], axis=-1), (f, at_the_end)


# -- deep_parameter_count --------------------------------------------------------------------------------------------------------


def _count(kind, features, hidden, num_layers, directions, *, biases=2, above=None, gates=None):
    gates = len(GATES[kind]) if gates is None else gates
    above = directions * hidden if above is None else above
    return sum(directions * gates * hidden * (reads + hidden + biases) for reads in [features] + [above] * (num_layers - 1))


def deep_parameter_count__second_layer_reads_one_direction(kind, features, hidden, num_layers, directions):
    """From layer 2 on you let a cell read `hidden` numbers (or you counted a forward stack and doubled it, which comes to the same). If the
    layer below has two directions, how wide is what it puts out?

    zh: 从第 2 层起，你让每个单元读 `hidden` 个数（或者先算单向的一叠再乘以二，结果一样）。如果下面一层有两个方向，它的输出有多宽？
    """
    return _count(kind, features, hidden, num_layers, directions, above=hidden)


def deep_parameter_count__every_layer_reads_the_inputs(kind, features, hidden, num_layers, directions):
    """You count as if every layer read the features. Only the bottom layer does.

    zh: 你算的时候好像每一层读的都是特征。只有最底层才是。
    """
    return _count(kind, features, hidden, num_layers, directions, above=features)


def deep_parameter_count__one_bias(kind, features, hidden, num_layers, directions):
    """Each cell is counted with one bias. Paddle keeps two, one with the input weights and one with the hidden weights.

    zh: 每个单元只算了一个偏置。飞桨有两个：一个随输入权重，一个随隐藏权重。
    """
    return _count(kind, features, hidden, num_layers, directions, biases=1)


def deep_parameter_count__no_bias(kind, features, hidden, num_layers, directions):
    """The biases are not counted.

    zh: 偏置没有算进去。
    """
    return _count(kind, features, hidden, num_layers, directions, biases=0)


def deep_parameter_count__gates_forgotten(kind, features, hidden, num_layers, directions):
    """You count each cell as if it had one set of weights. An LSTM has one for each of three gates and for its candidate; a GRU for two
    gates and its candidate.

    zh: 每个单元只按一组权重来算。LSTM 的三个门和候选状态各有一组；GRU 的两个门和候选状态各有一组。
    """
    return _count(kind, features, hidden, num_layers, directions, gates=1)


def deep_parameter_count__directions_share(kind, features, hidden, num_layers, directions):
    """You count one cell for each layer, as if both directions shared it.

    zh: 每层只算了一个单元，好像两个方向共用它。
    """
    return _count(kind, features, hidden, num_layers, directions) // directions


def deep_parameter_count__everything_twice(kind, features, hidden, num_layers, directions):
    """Your number is twice what it should be, as it comes out when sizes are added up over `state_dict()`, where each parameter has
    two names.

    zh: 你的结果是应有的两倍。对 `state_dict()` 求和就会这样：里面每个参数都有两个名称。
    """
    return 2 * _count(kind, features, hidden, num_layers, directions)


# -- final_states ----------------------------------------------------------------------------------------------------------------


def _halves(outputs):
    half = outputs.shape[-1] // 2
    return outputs[:, :, :half], outputs[:, :, half:]


def final_states__both_at_the_last_step(layer_outputs):
    """Both halves are taken at the last step. There the backward state has read the last input and nothing else; where has it read all?

    zh: 两半都取自最后一步。反向状态在那里只读过最后一个输入；它在哪里读完了全部？
    """
    return paddle.stack([half[:, -1] for outputs in layer_outputs for half in _halves(outputs)])


def final_states__both_at_the_first_step(layer_outputs):
    """Both halves are taken at the first step. There the forward state has read the first input and nothing else.

    zh: 两半都取自第一步。正向状态在那里只读过第一个输入。
    """
    return paddle.stack([half[:, 0] for outputs in layer_outputs for half in _halves(outputs)])


def final_states__ends_exchanged(layer_outputs):
    """Forward is taken at the first step and backward at the last: these are the states that have read least.

    zh: 正向取了第一步，反向取了最后一步：这恰好是读得最少的两个状态。
    """
    return paddle.stack([state for outputs in layer_outputs for state in (_halves(outputs)[0][:, 0], _halves(outputs)[1][:, -1])])


def final_states__directions_apart(layer_outputs):
    """All forward states come first, then all backward ones. Paddle goes layer by layer, and in each layer forward before backward.

    zh: 先放了所有正向状态，再放所有反向状态。飞桨是一层一层排的，每层先正向后反向。
    """
    halves = [_halves(outputs) for outputs in layer_outputs]
    return paddle.stack([ahead[:, -1] for ahead, _ in halves] + [behind[:, 0] for _, behind in halves])


def final_states__backward_first(layer_outputs):
    """In each layer the backward state comes before the forward one.

    zh: 每一层里，反向状态排在了正向状态前面。
    """
    return paddle.stack([state for outputs in layer_outputs for state in (_halves(outputs)[1][:, 0], _halves(outputs)[0][:, -1])])


def final_states__top_layer_only(layer_outputs):
    """Only the top layer's states are returned. `h` has those of every layer.

    zh: 只返回了最上面一层的状态。`h` 里有每一层的。
    """
    ahead, behind = _halves(layer_outputs[-1])
    return paddle.stack([ahead[:, -1], behind[:, 0]])


def final_states__batch_first(layer_outputs):
    """The batch axis comes first. Paddle's states have the axis of layers and directions in front, even when the inputs are batch-first.

    zh: 批次轴放到了最前面。即使输入是批次在前，飞桨的状态也把表示层和方向的轴放在最前。
    """
    states = [state for outputs in layer_outputs for state in (_halves(outputs)[0][:, -1], _halves(outputs)[1][:, 0])]
    return paddle.stack(states, axis=1)


def final_states__halves_not_parted(layer_outputs):
    """One vector of `2 * hidden` numbers is taken for each layer, both halves at the last step. The two directions have entries of
    their own.

    zh: 每层只取了一个长度为 `2 * hidden` 的向量，两半都在最后一步。两个方向应当各占一项。
    """
    return paddle.stack([outputs[:, -1] for outputs in layer_outputs])


# -- summary_of_sequence -----------------------------------------------------------------------------------------------------------


def _both_finals(h):
    return paddle.concat([h[-2], h[-1]], axis=-1)


def summary_of_sequence__last_step_of_both(outputs, h, directions):
    """You take the outputs of the last step. Their forward half has read everything; their backward half has read the last input only.

    zh: 你取了最后一步的输出。它的正向那一半读完了全部内容，反向那一半却只读过最后一个输入。
    """
    return outputs[:, -1]


def summary_of_sequence__only_the_last_state(outputs, h, directions):
    """`h[-1]` alone is the backward direction of the top layer. Half of the summary is missing.

    zh: 单独一个 `h[-1]` 只是最上面一层反向的状态。概括少了一半。
    """
    return h[-1]


def summary_of_sequence__bottom_layer(outputs, h, directions):
    """These are the final states of the bottom layer: `h` begins with it. The layers above have made more of the sequence.

    zh: 这是最底层的最终状态：`h` 是从它开始排的。上面的各层对序列的加工更多。
    """
    return paddle.concat([h[number] for number in range(directions)], axis=-1)


def summary_of_sequence__summed(outputs, h, directions):
    """The two states are added. Side by side they keep apart what came from which direction.

    zh: 两个状态相加了。并排放着才能分清哪些来自哪个方向。
    """
    return h[-1] if directions == 1 else h[-2] + h[-1]


def summary_of_sequence__backward_first(outputs, h, directions):
    """Both states are there, but the backward one stands first.

    zh: 两个状态都有了，但反向的排在了前面。
    """
    return h[-1] if directions == 1 else paddle.concat([h[-1], h[-2]], axis=-1)


def summary_of_sequence__all_layers(outputs, h, directions):
    """The final states of all layers are put side by side. The top layer has read the others; only its states are asked for.

    zh: 把所有层的最终状态都拼上了。最上面一层已经读过下面各层，要的只是它的状态。
    """
    return paddle.concat(list(paddle.unbind(h)), axis=-1)


def summary_of_sequence__reshaped(outputs, h, directions):
    """`reshape` runs through the numbers in the order in which they lie: all sequences forward, then all backward. So a row mixes
    states of different sequences.

    zh: `reshape` 按数在内存中的次序来排：先是所有序列的正向状态，再是所有序列的反向状态。这样一行里混进了不同序列的状态。
    """
    return h[-directions:].reshape([h.shape[1], -1])


def summary_of_sequence__mean_over_time(outputs, h, directions):
    """You average the outputs over all steps. That can serve as a summary, too; but here the states that have read everything
    are asked for.

    zh: 你对所有步的输出求了平均。这也可以当作一种概括，但这里要的是读完全部内容的状态。
    """
    return outputs.mean(axis=1)


# -- from_paddle -------------------------------------------------------------------------------------------------------------------


def from_paddle__reverse_overlooked(kind, weights):
    """Only the names without `_reverse` are read, so the backward cells are missing.

    zh: 只读了不带 `_reverse` 的名称，反向单元就丢了。
    """
    return [layer[:1] for layer in _nest(kind, weights)]


def from_paddle__forward_twice(kind, weights):
    """Both directions of a layer have the forward cell's parameters.

    zh: 一层的两个方向放的都是正向单元的参数。
    """
    return [[layer[0]] * len(layer) for layer in _nest(kind, weights)]


def from_paddle__backward_first(kind, weights):
    """In each layer the backward cell comes first.

    zh: 每一层里反向单元排在了前面。
    """
    return [layer[::-1] for layer in _nest(kind, weights)]


def from_paddle__first_layer_only(kind, weights):
    """Only layer 0 is read. Look for the next number as long as there is one.

    zh: 只读了第 0 层。只要下一个层号还在，就该继续找。
    """
    return _nest(kind, weights)[:1]


def from_paddle__directions_outside(kind, weights):
    """The nesting is the other way round: a list for each direction that holds the layers. A layer is a list of its directions.

    zh: 嵌套反了：外层按方向分，里面才是各层。应当每层是一个列表，里面放它的各个方向。
    """
    return [list(cells) for cells in zip(*_nest(kind, weights), strict=True)]


def from_paddle__flat_list(kind, weights):
    """All cells stand in one flat list. Each layer should be a list of its own, with one or two dicts in it.

    zh: 所有单元排成了一个平铺的列表。每一层应当自成一个列表，里面有一个或两个字典。
    """
    return [cell for layer in _nest(kind, weights) for cell in layer]


def from_paddle__counted_by_entries(kind, weights):
    """The number of layers was worked out from how many entries there are. A `state_dict()` has each tensor twice, so a layer is
    looked for that does not exist.

    zh: 层数是由条目的个数推算出来的。`state_dict()` 里每个张量出现两次，于是去找了并不存在的层。
    """
    directions = 2 if "weight_ih_l0_reverse" in weights else 1
    depth = len(weights) // (4 * directions)
    return [[_cell(kind, weights, f"l{number}{ending}") for ending in ("", "_reverse")[:directions]] for number in range(depth)]


def from_paddle__weights_exchanged(kind, weights):
    """Input weights and hidden weights are exchanged on their way into `cell_params`.

    zh: 交给 `cell_params` 时，输入权重和隐藏权重弄反了。
    """
    exchanged = {name.replace("_ih_", "_??_").replace("_hh_", "_ih_").replace("_??_", "_hh_"): tensor for name, tensor in weights.items()}
    return _nest(kind, exchanged)


# -- run_like_paddle -----------------------------------------------------------------------------------------------------------------


def _like_paddle(kind, weights, inputs, states, *, above=lambda outputs, inputs: outputs, order=None, both=None):
    layers = _nest(kind, weights)
    directions = len(layers[0])
    starts = _unpack(kind, states, len(layers) * directions)
    finals, outputs = [], inputs
    for number, layer in enumerate(layers):
        own = starts[number * directions : (number + 1) * directions] if order is None else order(starts, number, len(layers))
        reads = inputs if number == 0 else above(outputs, inputs)
        if directions == 2:
            outputs, last = (both or _side_by_side)(kind, reads, own, layer)
            finals.extend(last)
        else:
            outputs, last = _run(kind, reads, own[0], layer[0])
            finals.append(last)
    return outputs, finals


def _side_by_side(kind, inputs, states, params):
    ahead, behind, f, b = _two(kind, inputs, states, params)
    return paddle.concat([ahead, behind], axis=-1), (f, b)


def run_like_paddle__raw_input_for_layer_2(kind, weights, inputs, states=None):
    """The second layer reads the inputs of the network. It should read what the layer below puts out, both halves of it.

    zh: 第二层读的是网络的输入。它应当读下面一层的输出，而且两半都要读。
    """
    outputs, finals = _like_paddle(kind, weights, inputs, states, above=lambda outputs, inputs: inputs)
    return outputs, _pack(kind, finals)


def run_like_paddle__states_ignored(kind, weights, inputs, states=None):
    """Every cell starts from zeros, whatever `states` says.

    zh: 不管 `states` 是什么，每个单元都从零开始。
    """
    outputs, finals = _like_paddle(kind, weights, inputs, None)
    return outputs, _pack(kind, finals)


def run_like_paddle__directions_apart(kind, weights, inputs, states=None):
    """The states are taken for all forward ones first and then all backward ones. In Paddle they go layer by layer, forward before
    backward in each.

    zh: 状态被当成了先所有正向、后所有反向。飞桨是一层一层排的，每层先正向后反向。
    """
    directions = 2 if "weight_ih_l0_reverse" in weights else 1
    outputs, finals = _like_paddle(kind, weights, inputs, states, order=lambda starts, number, depth: starts[number::depth])
    return outputs, _pack(kind, [final for start in range(directions) for final in finals[start::directions]])


def run_like_paddle__same_states_for_every_layer(kind, weights, inputs, states=None):
    """Every layer starts from the first layer's initial states. Each layer has entries of its own.

    zh: 每一层都从第一层的初始状态出发。各层有自己的那几项。
    """
    outputs, finals = _like_paddle(kind, weights, inputs, states, order=lambda starts, number, depth: starts[: len(starts) // depth])
    return outputs, _pack(kind, finals)


def run_like_paddle__top_states_only(kind, weights, inputs, states=None):
    """Only the top layer's final states are returned. Paddle returns those of all layers.

    zh: 只返回了最上面一层的最终状态。飞桨返回所有层的。
    """
    outputs, finals = _like_paddle(kind, weights, inputs, states)
    return outputs, _pack(kind, finals[-2 if "weight_ih_l0_reverse" in weights else -1 :])


def run_like_paddle__states_not_packed(kind, weights, inputs, states=None):
    """The final states are a list with one state for each cell. Paddle returns them stacked.

    zh: 最终状态还是每个单元一项的列表。飞桨返回的是叠起来的张量。
    """
    return _like_paddle(kind, weights, inputs, states)


def run_like_paddle__summed(kind, weights, inputs, states=None):
    """The two directions are added. The weights of the next layer are 2 * hidden wide: it wants them side by side.

    zh: 两个方向相加了。下一层的权重宽度是 2 * hidden：它要的是两者并排。
    """

    def added(kind, inputs, states, params):
        ahead, behind, f, b = _two(kind, inputs, states, params)
        return ahead + behind, (f, b)

    outputs, finals = _like_paddle(kind, weights, inputs, states, both=added)
    return outputs, _pack(kind, finals)


def run_like_paddle__two_separate_stacks(kind, weights, inputs, states=None):
    """The forward cell of layer 2 reads the forward half of layer 1 only, the backward cell the backward half. Both should read both
    halves: that is why their input weights are 2 * hidden wide.

    zh: 第 2 层的正向单元只读了第 1 层的正向那一半，反向单元只读了反向那一半。两个单元都应当读两半，
    正因如此，它们的输入权重宽度才是 2 * hidden。
    """
    depth, directions = _shape_of(weights)
    if directions == 1 or depth == 1:
        outputs, finals = _like_paddle(kind, weights, inputs, states)
        return outputs, _pack(kind, finals)
    layers, starts = _nest(kind, weights), _unpack(kind, states, 2 * depth)
    ahead, behind, finals = inputs, _flip(inputs), []
    for number, (forward, backward) in enumerate(layers):
        hidden = next(tensor.shape[1] for tensor in forward.values())
        if number:
            forward = {name: tensor[:hidden] if name.startswith("W_x") else tensor for name, tensor in forward.items()}
            backward = {name: tensor[hidden:] if name.startswith("W_x") else tensor for name, tensor in backward.items()}
        ahead, f = _run(kind, ahead, starts[2 * number], forward)
        behind, b = _run(kind, behind, starts[2 * number + 1], backward)
        finals += [f, b]
    return paddle.concat([ahead, _flip(behind)], axis=-1), _pack(kind, finals)


def run_like_paddle__cut_from_gradients(kind, weights, inputs, states=None):
    """The numbers are right, but they make a detour on which Paddle loses track of where they come from: nothing could be trained.

    zh: 数值是对的，但中途绕了一段路，飞桨不再知道它们从何而来：什么都训练不了。
    """
    outputs, finals = _like_paddle(kind, weights, inputs, states)
    return outputs.detach(), _pack(kind, finals)


# -- can_see_the_future ----------------------------------------------------------------------------------------------------------------


def _answers(model, inputs):
    """Return the answers in evaluation mode; the model keeps its mode."""
    was_training = model.training
    model.eval()
    answers = model(inputs)
    if was_training:
        model.train()
    return answers


def _moved(before, after):
    return before.shape[1] > 0 and bool((before - after).abs().max().item() > 1e-6)


def _with_other(inputs, where):
    changed = inputs.clone()
    changed[:, where] = changed[:, where] + 1.0
    return changed


def can_see_the_future__changed_step_compared(model, inputs):
    """The answer at the changed step is compared, too. It may move: an answer may depend on the input of its own step.

    zh: 被改动的那一步的答案也参与了比较。它当然会动：答案可以取决于自己这一步的输入。
    """
    return _moved(_answers(model, inputs), _answers(model, _with_other(inputs, -1)))


def can_see_the_future__past_changed(model, inputs):
    """You change the first step and watch the later ones. That they move is the point of a recurrent model: it remembers. Change the
    future, watch the past.

    zh: 你改动了第一步，去看后面各步。它们会动正是循环模型的意义：它有记忆。应当改动未来，观察过去。
    """
    return _moved(_answers(model, inputs)[:, 1:], _answers(model, _with_other(inputs, 0))[:, 1:])


def can_see_the_future__only_the_first_answer(model, inputs):
    """You change the last step and look at the first answer only. In a model that forgets fast, nothing of the change arrives there; the
    answer right before the changed step shows it best.

    zh: 你改动最后一步，却只看第一个答案。模型忘得快的话，变化传不到那里；紧挨着被改动的那一步，看得最清楚。
    """
    if inputs.shape[1] == 1:
        return False
    return _moved(_answers(model, inputs)[:, :1], _answers(model, _with_other(inputs, -1))[:, :1])


def can_see_the_future__only_the_last_but_one_answer(model, inputs):
    """You change the last step and look at the answer right before it only. Other answers may look ahead, too: compare all that
    come before the changed step.

    zh: 你改动最后一步，却只看紧挨着它的那个答案。别的答案也可能往后看：被改动那一步之前的所有答案都要比较。
    """
    return _moved(_answers(model, inputs)[:, -2:-1], _answers(model, _with_other(inputs, -1))[:, -2:-1])


def can_see_the_future__chance_counted(model, inputs):
    """The model is asked in the mode in which it came. With dropout two calls differ anyhow, and chance is taken for a look ahead.

    zh: 模型传入时是什么模式，你就用什么模式去问它。有 dropout 时两次结果本来就不同，随机性被当成了往后看。
    """
    return _moved(model(inputs)[:, :-1], model(_with_other(inputs, -1))[:, :-1])


def can_see_the_future__mode_not_restored(model, inputs):
    """The verdict is right, but the model is left in evaluation mode. Whoever goes on training it will train without dropout and not
    know why.

    zh: 判断是对的，但模型被留在了评估模式。接着训练它的人，会在不知情的情况下关掉 dropout。
    """
    model.eval()
    return _moved(model(inputs)[:, :-1], model(_with_other(inputs, -1))[:, :-1])


def can_see_the_future__asks_for_the_direction(model, inputs):
    """You ask the layers whether they are bidirectional. There are other ways to look ahead, a mean over all steps for one; and with one
    step there is no future. Judge what the model does.

    zh: 你去问各个层是不是双向的。往后看还有别的方式，比如对所有步求平均；而且只有一步时根本没有未来。要看模型做了什么。
    """
    return any(getattr(layer, "num_directions", 1) == 2 for layer in model.sublayers(include_self=True))


def can_see_the_future__order_changed_only(model, inputs):
    """You turn the later steps round in time. A mean over all steps does not notice that, and neither does anyone if only one later step is
    left. Put in other numbers.

    zh: 你只是把后面各步的次序颠倒了。对所有步求平均的模型看不出区别；后面只剩一步时，谁也看不出区别。要换成别的数。
    """
    half = inputs.shape[1] // 2
    changed = paddle.concat([inputs[:, :half], _flip(inputs[:, half:])], axis=1)
    return _moved(_answers(model, inputs)[:, :half], _answers(model, changed)[:, :half])
