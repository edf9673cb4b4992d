"""Hidden checks of lab 13.

Theory of operation. Most answers of this lab are *evidence*: numbers that the learner chose freely. Nothing is compared with an
expected value. Each check takes the numbers, refuses what is no fair evidence (form, size, range), puts them into Paddle's own layers
in float64, and measures whether the claim of the article fails as the question asks. Two learners with the same idea return different
numbers, so a misconception is recognised by the sentence that a check ends with (`pattern=True`); therefore each way to miss has a
sentence of its own, and none of them holds a number.

The verdicts are the one exception: a letter for each of fourteen sentences. A wrong choice is answered with what is wrong with it.
"""

from __future__ import annotations

import numpy as np
import paddle
from paddle import nn

from autograder.checking import default_dtype, equal, question, say, unchanged

GATES = {"rnn": "h", "lstm": "ifco", "gru": "rzh"}  # in Paddle's order
LAYERS = {"rnn": nn.SimpleRNN, "lstm": nn.LSTM, "gru": nn.GRU}
LIMIT = 10.0
UNITS = 32

# -- evidence: form, size, range -------------------------------------------------------------------------------------------


def parts(got, names, function):
    """Return the parts of an answer, which is a tuple or list of as many things as there are names."""
    words = ", ".join(names)
    assert isinstance(got, (tuple, list)) and len(got) == len(names), say(
        f"`{function}` returns {len(names)} things, `({words})`.", f"`{function}` 应返回 {len(names)} 样东西：`({words})`。"
    )
    return got


def numbers(value, name, ndim):
    """Return a part of the evidence as a float64 array with `ndim` axes; missing ones are added in front.

    Fails for what is not made of numbers, has too many axes, is empty or not finite, or lies beyond the limit.
    """
    try:
        array = np.asarray(value, "float64")
    except (TypeError, ValueError, OverflowError):
        array = None
    assert array is not None and not isinstance(value, (str, dict)), say(
        f"`{name}` is not made of numbers (or its rows are not equally long).", f"`{name}` 不全是数（或者各行不一样长）。"
    )
    if ndim == 0 and array.size == 1:
        array = array.reshape(())
    en, zh = (("one number", "一个数"), ("a list of numbers", "一列数"), ("a matrix", "一个矩阵"))[ndim]
    assert array.ndim <= ndim and array.size > 0, say(f"`{name}` should be {en}.", f"`{name}` 应当是{zh}。")
    assert np.isfinite(array).all(), say(f"`{name}` contains NaN or infinity.", f"`{name}` 里有 NaN 或无穷大。")
    assert (np.abs(array) <= LIMIT).all(), say(
        f"`{name}` holds a number beyond ±10. That would not be fair evidence.", f"`{name}` 里有超出 ±10 的数。这样的证据不公平。"
    )
    return array.reshape((1,) * (ndim - array.ndim) + array.shape)


def sequence(value, name, features=None):
    """Return a sequence of the evidence as an array [time, features]; a list of numbers has one feature."""
    array = numbers(value, name, 2)
    if np.ndim(value) < 2 and features in (None, 1):
        array = array.reshape([-1, 1])
    return array


def of_kind(params, name, kind, blocks=None):
    """Return the parameters of a cell as float64 arrays, W_x [features, hidden], W_h [hidden, hidden], b [hidden].

    Plain numbers stand for one feature and one unit. Fails if names are missing or shapes do not belong together.
    """
    blocks = GATES[kind] if blocks is None else blocks
    wanted = [f"{part}{gate}" for gate in blocks for part in ("W_x", "W_h", "b_")]
    assert type(params) is dict, say(f"`{name}` is no dict.", f"`{name}` 不是字典。")
    missing = [key for key in wanted if key not in params]
    assert not missing, say(f"`{name}` lacks {', '.join(missing)}.", f"`{name}` 里缺少 {'、'.join(missing)}。")
    arrays = {key: numbers(params[key], f"{name}['{key}']", 1 if key[0] == "b" else 2) for key in wanted}
    features, hidden = arrays[f"W_x{blocks[0]}"].shape
    shapes = {"W_x": (features, hidden), "W_h": (hidden, hidden), "b_": (hidden,)}
    odd = [key for key in wanted if arrays[key].shape != shapes[key[:3] if key[0] == "W" else "b_"]]
    assert not odd, say(
        f"The shapes in `{name}` do not belong together; the first that is odd is that of `{odd[0] if odd else ''}`.",
        f"`{name}` 里的形状彼此不相配；第一个不对的是 `{odd[0] if odd else ''}`。",
    )
    assert max(features, hidden) <= UNITS, say(f"`{name}` has more than 32 units or features.", f"`{name}` 的单元或特征超过了 32 个。")
    return arrays


def one_unit_gru(params, name):
    """Return the nine parameters of a GRU with one feature and one unit."""
    arrays = of_kind(params, name, "gru")
    assert arrays["W_xh"].shape == (1, 1), say(
        f"`{name}` has more than one feature or unit; nine plain numbers are asked for.",
        f"`{name}` 的特征或单元不止一个；这里要的是九个普通的数。",
    )
    return arrays


def a_state(value, name, ndim):
    """Return a state of the evidence: numbers from -1 to 1."""
    array = numbers(value, name, ndim)
    assert (np.abs(array) <= 1).all(), say(
        f"`{name}` holds a number beyond ±1; no state of such a cell does.", f"`{name}` 里有超出 ±1 的数；这种单元的状态不会这样。"
    )
    return array


# -- measuring with Paddle -------------------------------------------------------------------------------------------------


def layer_with(kind, arrays):
    """Return Paddle's layer in float64, with these parameters."""
    w_x, w_h, b = ([arrays[f"{part}{gate}"] for gate in GATES[kind]] for part in ("W_x", "W_h", "b_"))
    with default_dtype("float64"):
        layer = LAYERS[kind](input_size=w_x[0].shape[0], hidden_size=w_x[0].shape[1])
    layer.weight_ih_l0.set_value(np.concatenate([block.T for block in w_x]))
    layer.weight_hh_l0.set_value(np.concatenate([block.T for block in w_h]))
    layer.bias_ih_l0.set_value(np.concatenate(b))
    layer.bias_hh_l0.set_value(np.zeros(sum(block.size for block in b)))
    return layer


def run(kind, arrays, inputs, h0=None):
    """Return the states of one sequence [time, features] as Paddle's layer computes them, [time, hidden]."""
    layer = layer_with(kind, arrays)
    start = np.zeros([1, 1, layer.hidden_size]) if h0 is None else np.reshape(h0, [1, 1, -1]).astype("float64")
    with paddle.no_grad():
        outputs, _ = layer(paddle.to_tensor(np.asarray(inputs, "float64")[None]), paddle.to_tensor(start))
    return outputs[0].numpy()


def gate(name, arrays, x, h):
    """Return one gate of a GRU for an input [features] and a state [hidden], by Paddle's sigmoid."""
    total = np.reshape(x, [1, -1]) @ arrays[f"W_x{name}"] + np.reshape(h, [1, -1]) @ arrays[f"W_h{name}"] + arrays[f"b_{name}"]
    return nn.functional.sigmoid(paddle.to_tensor(total))[0].numpy()


def candidate_of(arrays, x, h):
    """Return the candidate of a one-unit GRU: what `nn.GRU` puts in the state's place when its update gate is shut."""
    shut = {"W_xz": np.zeros((1, 1)), "W_hz": np.zeros((1, 1)), "b_z": np.array([-50.0])}
    return run("gru", arrays | shut, np.reshape(x, [1, 1]), h0=h)[0, 0]


def first_gradient(w_hh, inputs, squash, direction):
    """Return the norm of the gradient of h_1 for h_t = squash(x_t + h_{t-1} W_hh), and the largest size of a state."""
    w_hh, inputs = paddle.to_tensor(w_hh), paddle.to_tensor(inputs)
    first = h = squash(inputs[:1])
    h.stop_gradient = False
    largest = h.abs().max().item()
    for t in range(1, len(inputs)):
        h = squash(inputs[t : t + 1] + h @ w_hh)
        largest = max(largest, h.abs().max().item())
    (h[0] * paddle.to_tensor(direction / np.linalg.norm(direction))).sum().backward()
    return first.grad.norm().item(), largest


def start_gradient(layer, inputs):
    """Return the norm of the derivative of sum(h_T) with respect to h_0, for an LSTM from h_0 = c_0 = 0."""
    h0, c0 = (paddle.zeros([1, 1, layer.hidden_size], dtype="float64") for _ in range(2))
    h0.stop_gradient = False
    outputs, _ = layer(paddle.to_tensor(inputs[None]), (h0, c0))
    outputs[:, -1].sum().backward()
    return h0.grad.norm().item()


# -- one cell: sentences 1 to 4 --------------------------------------------------------------------------------------------


@question("counterexample_dropped_input", points=1, pattern=True)
def check_the_cell_still_knows_its_first_input(student, draw):
    """Two sequences that differ in the first number only lead Paddle's layer to final states that differ by at least 0.5.

    zh: 两条只有第一个数不同的序列，让飞桨的层得到的最终状态至少相差 0.5。
    """
    names = ("first", "second", "w_x", "w_h", "b")
    got = parts(student.counterexample_dropped_input(), names, "counterexample_dropped_input")
    first, second = (numbers(value, name, 2).reshape(-1) for value, name in zip(got[:2], names[:2], strict=True))
    w_x, w_h, b = (numbers(value, name, 0) for value, name in zip(got[2:], names[2:], strict=True))
    assert len(first) == len(second) <= 1000, say("The two sequences are not equally long.", "两条序列不一样长。")
    assert len(first) >= 5, say("The sequences have fewer than 5 numbers.", "序列不到 5 个数。")
    assert not np.array_equal(first, second), say("The two sequences are the same.", "两条序列一模一样。")
    assert np.array_equal(first[1:], second[1:]), say(
        "The sequences differ behind the first number, too; the cell need not remember anything for that.",
        "两条序列在第一个数之后也有不同；那样单元什么都不必记住。",
    )
    arrays = {"W_xh": w_x.reshape(1, 1), "W_hh": w_h.reshape(1, 1), "b_h": b.reshape(1)}
    finals = [run("rnn", arrays, one.reshape(-1, 1))[-1, 0] for one in (first, second)]
    if abs(finals[0] - finals[1]) >= 0.5:
        return
    assert w_h != 0, say(
        "In Paddle's layer the final states differ by less than 0.5: `w_h` is 0, so no state knows of the one before.",
        "在飞桨的层里，最终状态相差不到 0.5：`w_h` 是 0，没有哪个状态知道前一个状态。",
    )
    assert abs(w_h) > 1, say(
        "In Paddle's layer the final states differ by less than 0.5: the first input has faded on the way.",
        "在飞桨的层里，最终状态相差不到 0.5：第一个输入在路上变淡了。",
    )
    raise AssertionError(
        say(
            "In Paddle's layer the final states differ by less than 0.5: both sequences end up in nearly the same state.",
            "在飞桨的层里，最终状态相差不到 0.5：两条序列最后到了几乎相同的状态。",
        )
    )


@question("counterexample_misprint", points=1, pattern=True)
def check_the_printed_formula_gives_another_value(student, draw):
    """At z, tanh is at least 0.5 in size; both values are what the printed formula and tanh give there.

    zh: 在 z 处，tanh 的大小不小于 0.5；两个值分别是印出来的公式和 tanh 在那里的值。
    """
    names = ("z", "printed", "true")
    got = parts(student.counterexample_misprint(), names, "counterexample_misprint")
    z, printed, true = (numbers(value, name, 0) for value, name in zip(got, names, strict=True))
    value = paddle.tanh(paddle.to_tensor(z, dtype="float64")).item()
    assert abs(value) >= 0.5, say(
        "At this z, tanh itself is too near to 0 to tell the two formulas apart.", "在这个 z 处，tanh 本身太接近 0，分不清两个公式。"
    )
    assert abs(true + value) > 1e-6, say("The third number is tanh(z) with the wrong sign.", "第三个数是 tanh(z)，但符号反了。")
    assert abs(true - value) < 1e-6, say("The third number is not tanh(z).", "第三个数不是 tanh(z)。")
    assert abs(printed - value) > 1e-6, say(
        "You mended the formula: what you computed for it is tanh. Take it as it is printed.",
        "你把公式改对了：算出来的就是 tanh。请照印的样子算。",
    )
    exponential = paddle.exp(-paddle.to_tensor(z, dtype="float64"))
    by_article = ((exponential - exponential) / (exponential + exponential)).item()
    assert abs(printed - by_article) < 1e-6, say(
        "The second number is not what the printed formula gives; take it sign by sign.",
        "第二个数不是印出来的公式给出的值；请逐个符号照着算。",
    )


def influence_case(draw, batch, time, features, hidden):
    """Return inputs, h0 and lively float64 parameters."""
    params = {"W_xh": draw.tensor(features, hidden, dtype="float64"), "W_hh": 0.6 * draw.tensor(hidden, hidden, dtype="float64")}
    params["b_h"] = 0.5 * draw.tensor(hidden, dtype="float64")
    return 0.5 * draw.tensor(batch, time, features, dtype="float64"), 0.5 * draw.tensor(batch, hidden, dtype="float64"), params


@question("influence", points=1)
def check_influence_of_every_word_on_every_state(student, draw):
    """Rows are the states h_0 to h_T, columns the words; each entry is the largest change of a state when 1 is added to a word.

    zh: 行是状态 h_0 到 h_T，列是各个词；每个元素是给一个词加 1 时，一个状态的最大变化。
    """
    for batch, time, features, hidden in draw.sizes("batch", "time", "features", "hidden"):
        inputs, h0, params = influence_case(draw, batch, time, features, hidden)
        layer = layer_with("rnn", {name: tensor.numpy() for name, tensor in params.items()})
        x = inputs.numpy()
        bumped = np.stack([x + (np.arange(time) == s)[:, None] for s in range(time)])  # [time, batch, time, features]
        with paddle.no_grad():
            start = h0.unsqueeze(0)
            plain = layer(inputs, start)[0].numpy()
            moved = [layer(paddle.to_tensor(one), start)[0].numpy() for one in bumped]
        want = np.zeros([time + 1, time])
        for s, outputs in enumerate(moved):
            want[1:, s] = np.abs(outputs - plain).max(axis=(0, 2))
        got = student.influence(inputs, h0, params)
        unchanged(student.influence)
        equal(got, want, of="influence", dims="[time + 1, time]", tolerance=1e-5)


@question("counterexample_output_is_state", points=1, pattern=True)
def check_different_states_with_the_same_answer(student, draw):
    """Two states that differ by at least 1 in some unit have the same answer, although the readout listens to the state.

    zh: 两个状态在某个单元上至少相差 1，答案却相同，而读出确实在听状态。
    """
    names = ("h_a", "h_b", "W_hq", "b_q")
    got = parts(student.counterexample_output_is_state(), names, "counterexample_output_is_state")
    states = [a_state(value, name, 2).reshape(-1) for value, name in zip(got[:2], names[:2], strict=True)]
    hidden = len(states[0])
    assert len(states[1]) == hidden, say("The two states are not equally long.", "两个状态不一样长。")
    assert 2 <= hidden <= UNITS, say("The states have 2 to 32 units.", "状态应有 2 到 32 个单元。")
    weights, bias = numbers(got[2], "W_hq", 2), numbers(got[3], "b_q", 1)
    if np.ndim(got[2]) == 1:
        weights = weights.T  # one output, given as a list of its weights
    assert weights.shape[0] == hidden and bias.shape == (weights.shape[1],), say(
        "`W_hq` is [hidden, outputs] and `b_q` is [outputs]; yours do not fit.",
        "`W_hq` 应为 [hidden, outputs]，`b_q` 应为 [outputs]；你的对不上。",
    )
    assert (np.abs(weights).max(axis=0) >= 0.5).all(), say(
        "An answer of your readout hardly listens to the state: a column of `W_hq` has no entry of 0.5 or more in size.",
        "读出的某个答案几乎没有听状态：`W_hq` 有一列，所有元素的大小都不到 0.5。",
    )
    difference = np.abs(states[0] - states[1]).max()
    assert difference >= 1, say("The two states differ by less than 1 in every unit.", "两个状态在每个单元上都相差不到 1。")
    answers = nn.functional.linear(paddle.to_tensor(np.stack(states)), paddle.to_tensor(weights), paddle.to_tensor(bias)).numpy()
    assert np.abs(answers[0] - answers[1]).max() <= 1e-6, say(
        "The two answers differ; the readout can tell these states apart.", "两个答案不同；这个读出分得清这两个状态。"
    )


# -- time, depth and trees: sentences 5 to 7 -------------------------------------------------------------------------------


@question("size_and_work", points=1)
def check_parameters_and_steps_of_stacks(student, draw):
    """For several stacks and lengths: the trained numbers of the layer, each once, and the steps that its cells make.

    zh: 对几种层数和长度：层里要训练的数的个数（每个只数一次），以及单元走的总步数。
    """
    cases = [(1, 5, 4, 6), (1, 50, 4, 6), (3, 1, 4, 6), (1, 3, 4, 6), (1, 1, 1, 1)]
    cases += [tuple(int(size) for size in sizes) for sizes in draw.sizes("layers", "steps", "features", "hidden")]
    for layers, steps, features, hidden in cases:
        layer = nn.SimpleRNN(input_size=features, hidden_size=hidden, num_layers=layers)
        parameters = sum(int(np.prod(parameter.shape)) for parameter in layer.parameters())
        got = student.size_and_work(layers, steps, features, hidden)
        equal(got, (parameters, layers * steps), of="size_and_work", parts=("parameters", "cell_steps"))


def joining_params(draw, hidden):
    """Return float64 parameters of a recursive network."""
    matrices = {name: 0.7 * draw.tensor(hidden, hidden, dtype="float64") for name in ("W_left", "W_right")}
    return matrices | {"c": 0.5 * draw.tensor(hidden, dtype="float64")}


@question("recursive_net", points=1)
def check_a_chain_is_the_recurrent_layer(student, draw):
    """Along a chain, the recursive network gives the final state of `nn.SimpleRNN`, started from leaf 0; a leaf alone is itself.

    zh: 沿着链，递归网络给出 `nn.SimpleRNN` 从 0 号叶子出发的最终状态；单独一片叶子就是它自己。
    """
    for words, hidden in draw.sizes("words", "hidden"):
        leaves, params = draw.tensor(words + 1, hidden, dtype="float64"), joining_params(draw, hidden)
        layer = layer_with("rnn", {"W_xh": params["W_right"].numpy(), "W_hh": params["W_left"].numpy(), "b_h": params["c"].numpy()})
        tree = 0
        for word in range(1, words + 1):
            tree = (tree, word)
        _, final = layer(leaves[1:].unsqueeze(0), leaves[0].reshape([1, 1, hidden]))
        got = student.recursive_net(tree, leaves, params)
        unchanged(student.recursive_net)
        equal(got, final.reshape([hidden]), of="recursive_net", dims="[hidden]")
        equal(student.recursive_net(words, leaves, params), leaves[words], of="recursive_net (a leaf)", dims="[hidden]")


def value_of(tree, leaves, params):
    """Return the value of a tree by the formula, a NumPy array [hidden]."""
    if isinstance(tree, int):
        return leaves[tree]
    left, right = (value_of(part, leaves, params) for part in tree)
    return np.tanh(left @ params["W_left"] + right @ params["W_right"] + params["c"])


@question("recursive_net", points=1)
def check_other_trees_follow_the_formula(student, draw):
    """Balanced trees, trees that lean to the right, and trees with a leaf that occurs twice follow the formula, node by node.

    zh: 平衡的树、向右倾的树、同一片叶子出现两次的树，都逐个节点符合公式。
    """
    trees = [(0, 1), ((0, 1), (2, 3)), (0, (1, (2, 3))), ((3, (1, 2)), ((0, 0), (2, 1))), (((2, 1), 0), 3)]
    for hidden in (4, 1):
        leaves, params = draw.tensor(4, hidden, dtype="float64"), joining_params(draw, hidden)
        arrays = {name: tensor.numpy() for name, tensor in params.items()}
        for tree in trees:
            want = value_of(tree, leaves.numpy(), arrays)
            equal(student.recursive_net(tree, leaves, params), want, of="recursive_net", dims="[hidden]")


# -- gradients: sentences 8 and 9 ------------------------------------------------------------------------------------------


def square(value, name):
    """Return a square matrix of the evidence."""
    matrix = numbers(value, name, 2)
    assert matrix.shape[0] == matrix.shape[1] <= UNITS, say(
        f"`{name}` is no square matrix with 1 to 32 units.", f"`{name}` 不是 1 到 32 个单元的方阵。"
    )
    return matrix


def gradients_of(matrix, draw, loudness, squash):
    """Return the median gradient of h_1 and the largest state over three draws of inputs and directions."""
    found = [first_gradient(matrix, loudness * draw.array(50, len(matrix)), squash, draw.array(len(matrix))) for _ in range(3)]
    return float(np.median([norm for norm, _ in found])), min(largest for _, largest in found)


@question("counterexample_tanh_range", points=1, pattern=True)
def check_a_gradient_survives_tanh(student, draw):
    """With `W_tanh`, tanh and quiet inputs, at least a tenth of the gradient is left after 49 steps.

    zh: 用 `W_tanh`、tanh 和安静的输入，梯度走过 49 步后至少还剩十分之一。
    """
    got = parts(student.counterexample_tanh_range(), ("W_tanh", "W_linear"), "counterexample_tanh_range")
    norm, largest = gradients_of(square(got[0], "W_tanh"), draw, 0.01, paddle.tanh)
    if norm < 0.1 and largest > 0.2:
        raise AssertionError(
            say(
                "With `W_tanh` the states do not stay near 0 but grow to where tanh is flatter, and there the gradient vanishes.",
                "用 `W_tanh` 时，状态没有留在 0 附近，而是增大到 tanh 较平的地方，梯度就在那里消失了。",
            )
        )
    assert norm >= 0.1, say(
        "With `W_tanh` the states stay small, but less than a tenth of the gradient is left: the matrix shrinks it.",
        "用 `W_tanh` 时，状态一直很小，但梯度只剩不到十分之一：是矩阵让它缩小的。",
    )


@question("counterexample_tanh_range", points=1, pattern=True)
def check_a_gradient_vanishes_without_tanh(student, draw):
    """With `W_linear` and no squashing, the gradient falls to a millionth or less, while states are larger than 2.

    zh: 用 `W_linear` 而且不压缩，梯度降到百万分之一以下，而状态的大小超过 2。
    """
    got = parts(student.counterexample_tanh_range(), ("W_tanh", "W_linear"), "counterexample_tanh_range")
    norm, largest = gradients_of(square(got[1], "W_linear"), draw, 3.0, lambda h: h)
    assert norm <= 1e-6, say(
        "With `W_linear` the gradient does not vanish: more than a millionth of it is left (or it explodes).",
        "用 `W_linear` 时，梯度没有消失：剩下的超过百万分之一（甚至爆炸了）。",
    )
    assert largest > 2, say("With `W_linear` no state is larger than 2.", "用 `W_linear` 时，没有哪个状态的大小超过 2。")


def lstm_evidence(student):
    """Return the layer and the inputs [time, features] that the learner chose."""
    got = parts(student.counterexample_lstm_explodes(), ("params", "inputs"), "counterexample_lstm_explodes")
    arrays = of_kind(got[0], "params", "lstm")
    features = len(arrays["W_xi"])
    inputs = sequence(got[1], "inputs", features)
    assert inputs.shape[1] == features, say("`inputs` has another number of features than `W_xi`.", "`inputs` 的特征个数与 `W_xi` 不一致。")
    assert len(inputs) >= 20, say("The sequence has fewer than 20 steps.", "序列不到 20 步。")
    assert len(inputs) <= 50, say("The sequence has more than 50 steps.", "序列超过 50 步。")
    return layer_with("lstm", arrays), inputs


@question("counterexample_lstm_explodes", points=1, pattern=True)
def check_a_gradient_of_an_lstm_is_huge(student, draw):
    """In `nn.LSTM` with these parameters, a change of h_0 arrives at the end at least a thousand times larger.

    zh: 用这些参数的 `nn.LSTM`，h_0 的变化传到最后，至少放大到一千倍。
    """
    layer, inputs = lstm_evidence(student)
    norm = start_gradient(layer, inputs)
    assert norm > 0, say(
        "h_0 has no influence at all on the end: no way leads through the weights of the hidden state.",
        "h_0 对结尾毫无影响：没有一条路经过隐藏状态的权重。",
    )
    assert norm >= 1, say("The gradient fades: at the end it is smaller than 1.", "梯度变淡了：到最后小于 1。")
    assert norm >= 1000, say("The gradient grows, but at the end it is below 1000.", "梯度有所增长，但到最后不到 1000。")


@question("counterexample_lstm_explodes", points=1, pattern=True)
def check_the_steps_make_it_grow(student, draw):
    """The gradient after 20 steps is at least ten times the gradient after 10.

    zh: 20 步之后的梯度，至少是 10 步之后的 10 倍。
    """
    layer, inputs = lstm_evidence(student)
    after_10, after_20 = (start_gradient(layer, inputs[:steps]) for steps in (10, 20))
    assert after_20 > 0, say("h_0 has no influence on the state after 20 steps.", "20 步之后，h_0 已毫无影响。")
    assert after_20 >= 10 * after_10, say(
        "From 10 steps to 20 the gradient does not become ten times larger.", "从 10 步到 20 步，梯度没有增大到 10 倍。"
    )


# -- the GRU: sentences 10 to 14 -------------------------------------------------------------------------------------------


@question("counterexample_shared_gate", points=1, pattern=True)
def check_two_gates_do_the_opposite(student, draw):
    """For each state, x = 1 opens the reset gate and closes the update gate, and x = −1 does the reverse.

    zh: 无论状态如何，x = 1 打开重置门、关闭更新门，x = −1 正好相反。
    """
    arrays = of_kind(student.counterexample_shared_gate(), "counterexample_shared_gate()", "gru", blocks="rz")
    assert arrays["W_xr"].shape == (1, 1), say("Two gates of one unit and one feature are asked for.", "要的是一个单元、一个特征的两个门。")
    found = {(x, h): (gate("r", arrays, x, h).item(), gate("z", arrays, x, h).item()) for x in (1.0, -1.0) for h in (-1.0, 0.0, 1.0)}
    assert any(abs(r - z) > 1e-9 for r, z in found.values()), say(
        "r and z are the same number everywhere, as with shared weights.", "处处 r 与 z 都是同一个数，正像共用权重那样。"
    )
    at = {x: [pair for (input_, _), pair in found.items() if input_ == x] for x in (1.0, -1.0)}
    opened = all(r >= 0.9 and z <= 0.1 for r, z in at[1.0])
    closed = all(r <= 0.1 and z >= 0.9 for r, z in at[-1.0])
    if all(r <= 0.1 and z >= 0.9 for r, z in at[1.0]) and all(r >= 0.9 and z <= 0.1 for r, z in at[-1.0]):
        raise AssertionError(
            say("The two inputs are exchanged: at x = 1 the reset gate is closed.", "两个输入弄反了：x = 1 时重置门是关的。")
        )
    still = all(np.allclose(found[1.0, h], found[-1.0, h]) for h in (-1.0, 0.0, 1.0))
    assert not still, say("The gates do not answer to the input at all.", "两个门对输入毫无反应。")
    assert opened and closed, say(
        "For some input and state a gate is not far enough open or closed.", "对某个输入和状态，有的门开得或关得还不够。"
    )


@question("counterexample_third_gate", points=1, pattern=True)
def check_a_positive_state_turns_negative(student, draw):
    """`nn.GRU` with these numbers goes from +0.5 to −0.5 or less in one step.

    zh: 用这些数的 `nn.GRU`，一步就从 +0.5 到了 −0.5 或更低。
    """
    got = parts(student.counterexample_third_gate(), ("x", "params"), "counterexample_third_gate")
    x, arrays = numbers(got[0], "x", 0), one_unit_gru(got[1], "params")
    after = run("gru", arrays, x.reshape(1, 1), h0=0.5)[0, 0]
    if after <= -0.5:
        return
    z = gate("z", arrays, x, 0.5).item()
    candidate = candidate_of(arrays, x, 0.5)
    assert candidate <= 0.05, say("What your third block writes is positive.", "你的第三块写入的内容是正的。")
    assert candidate < -0.05, say(
        "Your third block gives about 0: at best the state is erased, and nothing negative is written.",
        "你的第三块给出的大约是 0：状态至多被擦掉，并没有写上负的内容。",
    )
    assert z < 0.9, say("The update gate is near 1, so the old state is kept.", "更新门接近 1，所以旧状态被保留了。")
    raise AssertionError(say("Something negative is written, but the new state is above −0.5.", "写入的内容是负的，但新状态还高于 −0.5。"))


@question("counterexample_reset_forgets", points=1, pattern=True)
def check_reset_neither_forgets_nor_keeps(student, draw):
    """`keeper` holds its state with the reset gate at 1, and `eraser` loses it with the reset gate at 0.

    zh: `keeper` 的重置门为 1 却保住了状态，`eraser` 的重置门为 0 却丢掉了状态。
    """
    names = ("keeper", "eraser")
    got = parts(student.counterexample_reset_forgets(), names, "counterexample_reset_forgets")
    keeper, eraser = (one_unit_gru(value, name) for value, name in zip(got, names, strict=True))
    old = (-0.9, 0.9)
    by_the_book = [(gate("r", keeper, 1.0, h).item(), gate("r", eraser, 1.0, h).item()) for h in old]
    assert not all(r_keeper <= 0.05 and r_eraser >= 0.95 for r_keeper, r_eraser in by_the_book), say(
        "The reset gate of `keeper` is 0 and that of `eraser` is 1, as the sentence has it. The other ends are asked for.",
        "`keeper` 的重置门是 0，`eraser` 的是 1，正如那句话所说。题目要的是另外两头。",
    )
    assert all(gate("r", keeper, 1.0, h).item() >= 0.95 for h in old), say(
        "In `keeper` the reset gate is below 0.95.", "`keeper` 的重置门不到 0.95。"
    )
    assert all(gate("r", eraser, 1.0, h).item() <= 0.05 for h in old), say(
        "In `eraser` the reset gate is above 0.05.", "`eraser` 的重置门超过了 0.05。"
    )
    kept = [run("gru", keeper, [[1.0]], h0=h)[0, 0] for h in old]
    erased = [run("gru", eraser, [[1.0]], h0=h)[0, 0] for h in old]
    keeps = max(abs(new - h) for new, h in zip(kept, old, strict=True)) <= 0.05
    erases = abs(erased[0] - erased[1]) <= 0.05
    assert keeps or erases, say(
        "`keeper` moves its state, and the new states of `eraser` still tell the old ones apart: the update gate is set for neither.",
        "`keeper` 改动了状态，而 `eraser` 的新状态仍能看出原来是哪一个：更新门两边都没有设好。",
    )
    assert keeps, say("`keeper` moves its state by more than 0.05.", "`keeper` 让状态变动了 0.05 以上。")
    assert erases, say("The two new states of `eraser` still tell which was the old one.", "`eraser` 的两个新状态仍能看出原来是哪一个。")


@question("counterexample_reset_place", points=1, pattern=True)
def check_the_place_of_the_reset_matters(student, draw):
    """The new states with the reset before and after the product differ by at least 0.1 in some unit.

    zh: 在相乘之前和之后重置，新状态在某个单元上至少相差 0.1。
    """
    names = ("x", "h", "params")
    got = parts(student.counterexample_reset_place(), names, "counterexample_reset_place")
    arrays = of_kind(got[2], "params", "gru")
    features, hidden = arrays["W_xh"].shape
    x, h = numbers(got[0], "x", 2).reshape(-1), a_state(got[1], "h", 2).reshape(-1)
    assert len(x) == features and len(h) == hidden, say(
        "`x` or `h` does not fit the shapes in `params`.", "`x` 或 `h` 与 `params` 的形状对不上。"
    )
    r, z = gate("r", arrays, x, h), gate("z", arrays, x, h)
    after = run("gru", arrays, x[None], h0=h)[0]
    candidate = paddle.tanh(paddle.to_tensor(x @ arrays["W_xh"] + (r * h) @ arrays["W_hh"] + arrays["b_h"])).numpy()
    difference = np.abs(after - (z * h + (1 - z) * candidate)).max()
    if difference >= 0.1:
        return
    assert hidden > 1, say("With one hidden unit the place of the reset makes no difference.", "只有一个隐藏单元时，重置放在哪里都一样。")
    assert np.any(h != 0), say("The old state is zero, so there is nothing to reset.", "旧状态是零，没有可重置的东西。")
    listens = arrays["W_hh"] - np.diag(np.diag(arrays["W_hh"]))
    assert np.any(listens != 0), say(
        "In `W_hh` each unit listens to itself only; then the place of the reset makes no difference.",
        "在 `W_hh` 里，每个单元只听自己；这时重置放在哪里都一样。",
    )
    assert np.any(r < 0.99), say("The reset gate is open for every unit: nothing is muted.", "重置门对每个单元都是打开的：什么也没有减弱。")
    raise AssertionError(say("The two forms differ by less than 0.1 in every unit.", "两种形式在每个单元上都相差不到 0.1。"))


@question("counterexample_z_both_ways", points=1, pattern=True)
def check_formula_and_words_disagree(student, draw):
    """The new state by the formula (as in `nn.GRU`) and the one by the words differ by at least 1.

    zh: 按公式（与 `nn.GRU` 相同）得到的新状态，与按文字得到的新状态，至少相差 1。
    """
    names = ("x", "h", "params")
    got = parts(student.counterexample_z_both_ways(), names, "counterexample_z_both_ways")
    x, h, arrays = numbers(got[0], "x", 0), a_state(got[1], "h", 0), one_unit_gru(got[2], "params")
    by_formula = run("gru", arrays, x.reshape(1, 1), h0=h)[0, 0]
    mirrored = {name: -array if name in ("W_xz", "W_hz", "b_z") else array for name, array in arrays.items()}
    by_words = run("gru", mirrored, x.reshape(1, 1), h0=h)[0, 0]  # 1 - sigmoid(a) = sigmoid(-a)
    if abs(by_formula - by_words) >= 1:
        return
    z = gate("z", arrays, x, h).item()
    assert not 0.4 < z < 0.6, say("The update gate is half open, and there both readings agree.", "更新门半开半闭，这时两种读法一致。")
    assert abs(candidate_of(arrays, x, h) - h) >= 0.2, say(
        "The candidate is nearly the old state, so nothing can be seen of the gate.", "候选状态与旧状态几乎相同，看不出门的作用。"
    )
    raise AssertionError(say("The two readings differ by less than 1.", "两种读法相差不到 1。"))


# -- verdicts --------------------------------------------------------------------------------------------------------------

RIGHT = {1: "B", 2: "C", 3: "C", 4: "B", 5: "A", 6: "A", 7: "A", 8: "B", 9: "C", 10: "B", 11: "C", 12: "B", 13: "B", 14: "C"}

# What is wrong with each wrong choice.
WRONG_CHOICES = {
    (1, "A"): (
        "Where would a word get into this formula? In Paddle's layer your two sequences had different final states; here they cannot.",
        "词从哪里进入这个公式？你的两条序列在飞桨的层里有不同的最终状态，按这个公式却不可能不同。",
    ),
    (1, "C"): (
        "Take b away, and there is still no input in it. Constants may be added up; their number is not what is wrong.",
        "去掉 b，里面还是没有输入。几个常数可以加在一起，多一个少一个并不是错处。",
    ),
    (2, "A"): (
        "What did the printed formula give at your z, and what did tanh give? Look at the numerator sign by sign.",
        "在你的 z 处，印出来的公式给出多少，tanh 又给出多少？请逐个符号看一看分子。",
    ),
    (2, "B"): (
        "The sigmoid is 1 / (1 + e^-z), and is 0.5 at z = 0. The printed formula never gives 0.5.",
        "sigmoid 是 1 / (1 + e^-z)，在 z = 0 处等于 0.5。印出来的公式从来得不到 0.5。",
    ),
    (3, "A"): (
        "In your table the row of h_0 is zero: no word moves it, the first one neither. And count the rows.",
        "在你的表里，h_0 那一行全是零：没有哪个词动得了它，第一个词也不例外。再数一数有几行。",
    ),
    (3, "B"): (
        "The first word does have a state before it: the zeros from which the reading begins. That is what h_0 is for.",
        "第一个词前面是有状态的：开始读之前的那些零。h_0 就是干这个用的。",
    ),
    (4, "A"): (
        "You found two different states with the same answer. If y and h were the same thing, that could not be.",
        "你找到了两个不同的状态，答案却相同。如果 y 和 h 是同一样东西，这就不可能。",
    ),
    (4, "C"): (
        "Then an answer would know nothing of the words before. The readout takes the state, in which the traces of all of them are.",
        "那样的话，答案对前面的词就一无所知了。读出用的是状态，所有词的痕迹都在状态里。",
    ),
    (5, "B"): (
        "No parameter carries an index t. The steps differ all the same, since their inputs and old states do. Look at your counts.",
        "没有哪个参数带下标 t。各步照样不同，因为输入和旧状态不同。请看你数出来的个数。",
    ),
    (5, "C"): (
        "How long the state is was fixed when the layer was built; the very same layer has read 5 words and 50.",
        "状态有多长，建层的时候就定好了；同一个层既读了 5 个词，也读了 50 个词。",
    ),
    (6, "B"): (
        "Unrolled, three steps use one cell three times. Three layers are three cells. Compare the parameters that you counted.",
        "展开之后，三步是把一个单元用三次；三层却是三个单元。请比较你数出来的参数个数。",
    ),
    (6, "C"): (
        "Then three layers would have no more parameters than one. Your function counted 240 against 72.",
        "那样的话，三层的参数就不会比一层多。你的函数数出来的是 240 对 72。",
    ),
    (7, "B"): (
        "If the tree played no part, all trees over the same words would give the same vector. Yours did not.",
        "如果与树无关，同样的词不管用哪棵树，都会得到同一个向量。你测到的并非如此。",
    ),
    (7, "C"): (
        "A tree that is read as a chain gives another vector: the balanced tree in your measurement was not what the RNN computes.",
        "把树当作链来读，得到的是另一个向量：在你的测量里，平衡的树与 RNN 算出来的不同。",
    ),
    (8, "A"): (
        "Your first matrix passes a gradient through 49 steps of tanh; your second loses it without any tanh. Both halves fail.",
        "你的第一个矩阵让梯度穿过了 49 步 tanh；第二个没有 tanh，却把梯度弄丢了。两半都不成立。",
    ),
    (8, "C"): (
        "They do vanish through tanh, where its slope is small or W_hh shrinks; lab 3 has measured both.",
        "经过 tanh，梯度当然也会消失：斜率小的地方会，W_hh 收缩时也会，实验 3 两样都量过。",
    ),
    (9, "A"): (
        "You have built an LSTM whose gradient grows at every step, with all of its gates below 1.",
        "你搭出了一个 LSTM，所有的门都不到 1，梯度却一步一步地增大。",
    ),
    (9, "B"): (
        "A sigmoid never rises above 1, whatever its bias. So the forget gate is not where the growth comes from.",
        "不管偏置多大，sigmoid 都不会超过 1。所以增长不是从遗忘门来的。",
    ),
    (10, "A"): (
        "With the same weights r and z would be one number. Yours were nearly 1 and nearly 0 at the same moment.",
        "权重相同的话，r 和 z 就是同一个数。你的两个门在同一时刻，一个接近 1，一个接近 0。",
    ),
    (10, "C"): (
        "In your two gates the weights of the input differ, and they have to: that is where W_xr and W_xz come from.",
        "你的两个门里，来自输入的权重就不同，而且必须不同：所以才有 W_xr 和 W_xz 两个名字。",
    ),
    (11, "A"): (
        "A number between 0 and 1 can only take a share; your cell turned +0.5 into something negative.",
        "0 与 1 之间的数只能取几成；而你的单元把 +0.5 变成了负的。",
    ),
    (11, "B"): (
        "A GRU has no output gate: its state is shown as it is. Count the blocks of its weights: r, z, and what else?",
        "GRU 没有输出门，它的状态原样亮出来。数一数它的权重有哪几块：r、z，还有什么？",
    ),
    (12, "A"): (
        "With r near 1 your keeper kept everything; with r near 0 your eraser lost everything. The sentence says the reverse.",
        "r 接近 1 时，你的 keeper 什么都保住了；r 接近 0 时，你的 eraser 什么都丢了。这句话说的正好相反。",
    ),
    (12, "C"): (
        "That describes z. Put r = 0 and z = 1: by this reading all would be lost, and nn.GRU keeps all.",
        "那说的是 z。令 r = 0、z = 1：照这种说法应当全部丢失，而 nn.GRU 全部保留。",
    ),
    (13, "A"): (
        "Your arrays gave two different states. A factor may be pulled through a product with a number, but not through one with a matrix.",
        "你的数组得到了两个不同的状态。与一个数相乘时，因子可以提到外面；与矩阵相乘时不行。",
    ),
    (13, "C"): (
        "Your evidence has a single bias, outside the bracket, and the two forms differed all the same.",
        "你的证据里只有一个偏置，而且在括号外面，两种形式照样不同。",
    ),
    (14, "A"): (
        "Put z = 1 into the formula: what is left of the candidate? The words say the reverse, and your two numbers differ by more than 1.",
        "把 z = 1 代入公式：候选状态还剩多少？文字说的正好相反，你的两个数相差超过 1。",
    ),
    (14, "B"): (
        "The formula is that of nn.GRU; the words fit another, equally good convention. Neither is wrong by itself.",
        "公式正是 nn.GRU 的公式；文字符合另一种同样好的约定。单独来看，哪个都没有错。",
    ),
}


def judged(student, number):
    """Fail unless the verdict on one sentence is right, with what is wrong with the choice that was made."""
    got = student.verdicts()
    assert type(got) is dict, say(
        "`verdicts` returns a dict, number of the sentence to letter.", "`verdicts` 应返回字典：句子的编号对应字母。"
    )
    letter = got.get(number, got.get(str(number)))
    assert letter is not None, say(f"There is no verdict on sentence {number}.", f"第 {number} 句还没有判断。")
    letter = letter.strip().upper() if isinstance(letter, str) else letter
    assert letter in ("A", "B", "C"), say(
        f"The verdict on sentence {number} is none of A, B and C.", f"第 {number} 句的判断不是 A、B、C 之一。"
    )
    if letter != RIGHT[number]:
        en, zh = WRONG_CHOICES[number, letter]
        raise AssertionError(say(f"Sentence {number}, choice {letter}: {en}", f"第 {number} 句选 {letter}：{zh}"))


@question("verdicts", points=1, pattern=True)
def check_verdict_01_the_formula_of_the_cell(student, draw):
    """The verdict on sentence 1, the formula of the cell, is right.

    zh: 对第 1 句（单元的公式）的判断正确。
    """
    judged(student, 1)


@question("verdicts", points=1, pattern=True)
def check_verdict_02_the_formula_of_tanh(student, draw):
    """The verdict on sentence 2, the formula of tanh, is right.

    zh: 对第 2 句（tanh 的公式）的判断正确。
    """
    judged(student, 2)


@question("verdicts", points=1, pattern=True)
def check_verdict_03_the_first_state(student, draw):
    """The verdict on sentence 3, the state h_0, is right.

    zh: 对第 3 句（状态 h_0）的判断正确。
    """
    judged(student, 3)


@question("verdicts", points=1, pattern=True)
def check_verdict_04_outputs_and_states(student, draw):
    """The verdict on sentence 4, y(t) and h(t), is right.

    zh: 对第 4 句（y(t) 与 h(t)）的判断正确。
    """
    judged(student, 4)


@question("verdicts", points=1, pattern=True)
def check_verdict_05_words_and_parameters(student, draw):
    """The verdict on sentence 5, fifty words and five, is right.

    zh: 对第 5 句（五十个词与五个词）的判断正确。
    """
    judged(student, 5)


@question("verdicts", points=1, pattern=True)
def check_verdict_06_layers_and_steps(student, draw):
    """The verdict on sentence 6, layers and time steps, is right.

    zh: 对第 6 句（层与时间步）的判断正确。
    """
    judged(student, 6)


@question("verdicts", points=1, pattern=True)
def check_verdict_07_recursive_and_recurrent(student, draw):
    """The verdict on sentence 7, recursive and recurrent, is right.

    zh: 对第 7 句（递归与循环）的判断正确。
    """
    judged(student, 7)


@question("verdicts", points=1, pattern=True)
def check_verdict_08_the_range_of_tanh(student, draw):
    """The verdict on sentence 8, the range of tanh, is right.

    zh: 对第 8 句（tanh 的范围）的判断正确。
    """
    judged(student, 8)


@question("verdicts", points=1, pattern=True)
def check_verdict_09_gradients_of_an_lstm(student, draw):
    """The verdict on sentence 9, the gradients of an LSTM, is right.

    zh: 对第 9 句（LSTM 的梯度）的判断正确。
    """
    judged(student, 9)


@question("verdicts", points=1, pattern=True)
def check_verdict_10_the_weights_of_two_gates(student, draw):
    """The verdict on sentence 10, the weights of the two gates, is right.

    zh: 对第 10 句（两个门的权重）的判断正确。
    """
    judged(student, 10)


@question("verdicts", points=1, pattern=True)
def check_verdict_11_the_third_gate(student, draw):
    """The verdict on sentence 11, the third gate, is right.

    zh: 对第 11 句（第三个门）的判断正确。
    """
    judged(student, 11)


@question("verdicts", points=1, pattern=True)
def check_verdict_12_the_reset_gate(student, draw):
    """The verdict on sentence 12, the reset gate, is right.

    zh: 对第 12 句（重置门）的判断正确。
    """
    judged(student, 12)


@question("verdicts", points=1, pattern=True)
def check_verdict_13_the_place_of_the_reset(student, draw):
    """The verdict on sentence 13, the place of the reset, is right.

    zh: 对第 13 句（重置的位置）的判断正确。
    """
    judged(student, 13)


@question("verdicts", points=1, pattern=True)
def check_verdict_14_what_z_means(student, draw):
    """The verdict on sentence 14, what z means, is right.

    zh: 对第 14 句（z 的含义）的判断正确。
    """
    judged(student, 14)
