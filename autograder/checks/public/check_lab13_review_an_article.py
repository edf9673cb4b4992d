"""Public checks of lab 13.

For evidence they measure the main point with plain formulas; the hidden checks measure once more with Paddle's layers, other inputs
and all side conditions. For the verdicts they look at the form only: three choices can be tried out in no time, and a reviewer has to
know without being told.
"""

from __future__ import annotations

import numpy as np
import paddle

from autograder.checking import equal, question, say

LIMIT = 10.0


def parts(got, names, function):
    """Return the parts of an answer, which is a tuple or list of as many things as there are names."""
    words = ", ".join(names)
    assert isinstance(got, (tuple, list)) and len(got) == len(names), say(
        f"`{function}` returns {len(names)} things, `({words})`.", f"`{function}` 应返回 {len(names)} 样东西：`({words})`。"
    )
    return got


def numbers(value, name):
    """Return a part of the evidence as a float64 array: finite numbers, none beyond the limit."""
    try:
        array = np.asarray(value, "float64")
    except (TypeError, ValueError, OverflowError):
        array = None
    assert array is not None and array.size > 0 and not isinstance(value, (str, dict)), say(
        f"`{name}` is not made of numbers (or its rows are not equally long).", f"`{name}` 不全是数（或者各行不一样长）。"
    )
    assert np.isfinite(array).all(), say(f"`{name}` contains NaN or infinity.", f"`{name}` 里有 NaN 或无穷大。")
    assert (np.abs(array) <= LIMIT).all(), say(
        f"`{name}` holds a number beyond ±10. That would not be fair evidence.", f"`{name}` 里有超出 ±10 的数。这样的证据不公平。"
    )
    return array


def dict_of(params, name, gates, one_unit=True):
    """Return the parameters of a cell: W_x, W_h and b for each of `gates`."""
    wanted = [f"{part}{gate}" for gate in gates for part in ("W_x", "W_h", "b_")]
    assert type(params) is dict, say(f"`{name}` is no dict.", f"`{name}` 不是字典。")
    missing = [key for key in wanted if key not in params]
    assert not missing, say(f"`{name}` lacks {', '.join(missing)}.", f"`{name}` 里缺少 {'、'.join(missing)}。")
    arrays = {key: numbers(params[key], f"{name}['{key}']") for key in wanted}
    if one_unit:
        assert all(array.size == 1 for array in arrays.values()), say(
            f"`{name}` has more than one feature or unit; plain numbers are asked for.",
            f"`{name}` 的特征或单元不止一个；这里要的是普通的数。",
        )
        return {key: array.reshape(()) for key, array in arrays.items()}
    return arrays


def sigmoid(a):
    """Return 1 / (1 + e^-a)."""
    return 0.5 * (1 + np.tanh(0.5 * a))


def gru_parts(x, h, p):
    """Return r, z and the candidate of a one-unit GRU."""
    r, z = (sigmoid(x * p[f"W_x{gate}"] + h * p[f"W_h{gate}"] + p[f"b_{gate}"]) for gate in "rz")
    return r, z, np.tanh(x * p["W_xh"] + r * (h * p["W_hh"]) + p["b_h"])


@question("counterexample_dropped_input", pattern=True)
def check_final_states_by_the_formula(student, draw):
    """By the formula of lab 2, two sequences that differ in the first number only have final states that differ by at least 0.5.

    zh: 按实验 2 的公式，两条只有第一个数不同的序列，最终状态至少相差 0.5。
    """
    names = ("first", "second", "w_x", "w_h", "b")
    got = [numbers(one, name) for one, name in zip(parts(student.counterexample_dropped_input(), names, names[0]), names, strict=True)]
    first, second = got[0].reshape(-1), got[1].reshape(-1)
    assert len(first) == len(second), say("The two sequences are not equally long.", "两条序列不一样长。")
    assert len(first) >= 5, say("The sequences have fewer than 5 numbers.", "序列不到 5 个数。")
    assert not np.array_equal(first, second), say("The two sequences are the same.", "两条序列一模一样。")
    assert np.array_equal(first[1:], second[1:]), say(
        "The sequences differ behind the first number, too; the cell need not remember anything for that.",
        "两条序列在第一个数之后也有不同；那样单元什么都不必记住。",
    )
    finals = []
    for sequence in (first, second):
        h = 0.0
        for x in sequence:
            h = np.tanh(x * got[2].reshape(()) + got[3].reshape(()) * h + got[4].reshape(()))
        finals.append(h)
    assert abs(finals[0] - finals[1]) >= 0.5, say("The final states differ by less than 0.5.", "最终状态相差不到 0.5。")


@question("counterexample_misprint", pattern=True)
def check_both_values_at_one_place(student, draw):
    """At z, tanh is at least 0.5 in size, and the two values are those of the printed formula and of tanh.

    zh: 在 z 处，tanh 的大小不小于 0.5，两个值分别是印出来的公式和 tanh 的值。
    """
    names = ("z", "printed", "true")
    got = parts(student.counterexample_misprint(), names, "counterexample_misprint")
    z, printed, true = (numbers(one, name) for one, name in zip(got, names, strict=True))
    assert abs(np.tanh(z)) >= 0.5, say(
        "At this z, tanh itself is too near to 0 to tell the two formulas apart.", "在这个 z 处，tanh 本身太接近 0，分不清两个公式。"
    )
    assert abs(true - np.tanh(z)) < 1e-6, say("The third number is not tanh(z).", "第三个数不是 tanh(z)。")
    assert abs(printed - true) > 1e-6, say(
        "You mended the formula: what you computed for it is tanh. Take it as it is printed.",
        "你把公式改对了：算出来的就是 tanh。请照印的样子算。",
    )
    e = np.exp(-z)
    assert abs(printed - (e - e) / (e + e)) < 1e-6, say(
        "The second number is not what the printed formula gives; take it sign by sign.",
        "第二个数不是印出来的公式给出的值；请逐个符号照着算。",
    )


@question("influence")
def check_influence_of_two_words(student, draw):
    """Two words, one feature, one unit: three rows, two columns; the first row is zero, and the last word moves the last state only.

    zh: 两个词、一个特征、一个单元：三行两列；第一行是零，最后一个词只影响最后的状态。
    """
    params = {"W_xh": paddle.to_tensor([[1.0]]), "W_hh": paddle.to_tensor([[2.0]]), "b_h": paddle.to_tensor([0.0])}
    got = student.influence(paddle.to_tensor([[[0.0], [-1.0]]]), paddle.zeros([1, 1]), params)
    moved = abs(np.tanh(2 * np.tanh(1.0) - 1) - np.tanh(-1.0))
    want = np.array([[0.0, 0.0], [np.tanh(1.0), 0.0], [moved, np.tanh(1.0)]])
    equal(got, want, of="influence", dims="[time + 1, time]", tolerance=1e-5)


@question("counterexample_output_is_state", pattern=True)
def check_one_answer_for_two_states(student, draw):
    """Two states between −1 and 1 that differ by at least 1 in some unit have the same answer.

    zh: 两个在 −1 与 1 之间的状态，在某个单元上至少相差 1，答案却相同。
    """
    names = ("h_a", "h_b", "W_hq", "b_q")
    got = parts(student.counterexample_output_is_state(), names, "counterexample_output_is_state")
    h_a, h_b, weights, bias = (numbers(one, name) for one, name in zip(got, names, strict=True))
    h_a, h_b = h_a.reshape(-1), h_b.reshape(-1)
    assert len(h_a) == len(h_b) >= 2, say(
        "The two states are not equally long, or have one unit only.", "两个状态不一样长，或者只有一个单元。"
    )
    assert max(np.abs(h_a).max(), np.abs(h_b).max()) <= 1, say(
        "A state holds a number beyond ±1; no state of such a cell does.", "状态里有超出 ±1 的数；这种单元的状态不会这样。"
    )
    weights = weights.reshape([len(h_a), -1]) if weights.ndim < 2 and weights.size == len(h_a) else weights
    assert weights.ndim == 2 and weights.shape[0] == len(h_a) and bias.size == weights.shape[1], say(
        "`W_hq` is [hidden, outputs] and `b_q` is [outputs]; yours do not fit.",
        "`W_hq` 应为 [hidden, outputs]，`b_q` 应为 [outputs]；你的对不上。",
    )
    assert (np.abs(weights).max(axis=0) >= 0.5).all(), say(
        "An answer of your readout hardly listens to the state: a column of `W_hq` has no entry of 0.5 or more in size.",
        "读出的某个答案几乎没有听状态：`W_hq` 有一列，所有元素的大小都不到 0.5。",
    )
    assert np.abs(h_a - h_b).max() >= 1, say("The two states differ by less than 1 in every unit.", "两个状态在每个单元上都相差不到 1。")
    assert np.abs((h_a - h_b) @ weights).max() <= 1e-6, say(
        "The two answers differ; the readout can tell these states apart.", "两个答案不同；这个读出分得清这两个状态。"
    )


@question("size_and_work")
def check_two_small_stacks(student, draw):
    """One layer with one feature and two units has 2 + 4 + 2 + 2 = 10 parameters, a second layer adds 4 + 4 + 2 + 2 = 12.

    zh: 一层、一个特征、两个单元，有 2 + 4 + 2 + 2 = 10 个参数；再加一层，多 4 + 4 + 2 + 2 = 12 个。
    """
    equal(student.size_and_work(1, 7, 1, 2), (10, 7), of="size_and_work", parts=("parameters", "cell_steps"))
    equal(student.size_and_work(2, 3, 1, 2), (22, 6), of="size_and_work", parts=("parameters", "cell_steps"))


@question("recursive_net")
def check_a_leaf_a_pair_and_a_tree(student, draw):
    """A leaf is itself; a pair and a tree of three leaves follow the formula.

    zh: 叶子就是它自己；一对叶子和三片叶子的树符合公式。
    """
    params = {"W_left": paddle.to_tensor([[2.0]]), "W_right": paddle.to_tensor([[-1.0]]), "c": paddle.to_tensor([0.5])}
    leaves = paddle.to_tensor([[1.0], [3.0], [0.25]])
    equal(student.recursive_net(1, leaves, params), np.array([3.0], "float32"), of="recursive_net (a leaf)", dims="[hidden]")
    pair = np.tanh(np.array([2 * 1.0 - 3.0 + 0.5], "float32"))
    equal(student.recursive_net((0, 1), leaves, params), pair, of="recursive_net", dims="[hidden]")
    equal(student.recursive_net((2, (0, 1)), leaves, params), np.tanh(2 * 0.25 - pair + 0.5), of="recursive_net", dims="[hidden]")


def last_gradients(matrix, inputs, squashed):
    """Return the norm of the gradient of h_1 and the largest size of a state, by the formula of lab 3."""
    h, states = np.zeros(len(matrix)), []
    for x in inputs:
        h = x + h @ matrix
        h = np.tanh(h) if squashed else h
        states.append(h)
    g = draw_direction(len(matrix))
    for h in reversed(states[1:]):
        g = (g * (1 - h**2) if squashed else g) @ matrix.T
    return np.linalg.norm(g), np.abs(states).max()


def draw_direction(size):
    """Return a random direction of length 1."""
    direction = np.random.default_rng(7).standard_normal(size)
    return direction / np.linalg.norm(direction)


@question("counterexample_tanh_range", pattern=True)
def check_one_gradient_survives_and_one_vanishes(student, draw):
    """With `W_tanh` and tanh a tenth of the gradient or more is left after 49 steps; with `W_linear` and no tanh, at most a millionth.

    zh: 用 `W_tanh` 和 tanh，梯度走过 49 步至少还剩十分之一；用 `W_linear` 而没有 tanh，至多剩百万分之一。
    """
    names = ("W_tanh", "W_linear")
    got = parts(student.counterexample_tanh_range(), names, "counterexample_tanh_range")
    matrices = [np.atleast_2d(numbers(one, name)) for one, name in zip(got, names, strict=True)]
    for matrix, name in zip(matrices, names, strict=True):
        assert matrix.ndim == 2 and matrix.shape[0] == matrix.shape[1] <= 32, say(
            f"`{name}` is no square matrix with 1 to 32 units.", f"`{name}` 不是 1 到 32 个单元的方阵。"
        )
    norm, largest = last_gradients(matrices[0], 0.01 * draw.array(50, len(matrices[0])), squashed=True)
    if norm < 0.1 and largest > 0.2:
        raise AssertionError(
            say(
                "With `W_tanh` the states do not stay near 0 but grow to where tanh is flatter, and there the gradient vanishes.",
                "用 `W_tanh` 时，状态没有留在 0 附近，而是增大到 tanh 较平的地方，梯度就在那里消失了。",
            )
        )
    lost, _ = last_gradients(matrices[1], 3.0 * draw.array(50, len(matrices[1])), squashed=False)
    assert norm >= 0.1 or lost <= 1e-6, say(
        "With `W_tanh` less than a tenth is left, and with `W_linear` the gradient does not vanish. Have the two been exchanged?",
        "用 `W_tanh` 时剩下不到十分之一，用 `W_linear` 时梯度又没有消失。两者是不是放反了？",
    )
    assert norm >= 0.1, say("With `W_tanh` less than a tenth of the gradient is left.", "用 `W_tanh` 时，梯度只剩不到十分之一。")
    assert lost <= 1e-6, say("With `W_linear` the gradient does not vanish.", "用 `W_linear` 时，梯度没有消失。")


def lstm_gradient(p, inputs):
    """Return the norm of the derivative of sum(h_T) with respect to h_0, step by step with the formula of lab 5."""
    hidden = p["b_i"].shape[1]
    h0 = paddle.zeros([1, hidden], dtype="float64")
    h0.stop_gradient = False
    h, c = h0, paddle.zeros_like(h0)
    for x in inputs:
        sums = {gate: x @ p[f"W_x{gate}"] + h @ p[f"W_h{gate}"] + p[f"b_{gate}"] for gate in "ifoc"}
        i, f, o = (paddle.nn.functional.sigmoid(sums[gate]) for gate in "ifo")
        c = f * c + i * paddle.tanh(sums["c"])
        h = o * paddle.tanh(c)
    h.sum().backward()
    return h0.grad.norm().item()


@question("counterexample_lstm_explodes", pattern=True)
def check_gradient_of_an_lstm_by_the_formula(student, draw):
    """Twelve parameters and 20 to 50 steps, at the end of which a change of h_0 has grown a thousandfold.

    zh: 十二个参数，20 到 50 步；走到最后，h_0 的变化放大到了一千倍。
    """
    got = parts(student.counterexample_lstm_explodes(), ("params", "inputs"), "counterexample_lstm_explodes")
    arrays = {key: np.atleast_2d(array) for key, array in dict_of(got[0], "params", "ifoc", one_unit=False).items()}
    features, hidden = arrays["W_xi"].shape
    shapes = {"W_x": (features, hidden), "W_h": (hidden, hidden), "b_": (1, hidden)}
    odd = [key for key, array in arrays.items() if array.shape != shapes[key[:3] if key[0] == "W" else "b_"]]
    assert not odd and max(features, hidden) <= 32, say(
        "The shapes in `params` do not belong together, or there are more than 32 units or features.",
        "`params` 里的形状彼此不相配，或者单元、特征超过了 32 个。",
    )
    inputs = numbers(got[1], "inputs")
    inputs = inputs.reshape([-1, 1]) if features == 1 else np.atleast_2d(inputs)
    assert inputs.ndim == 2 and inputs.shape[1] == features, say(
        "`inputs` has another number of features than `W_xi`.", "`inputs` 的特征个数与 `W_xi` 不一致。"
    )
    assert 20 <= len(inputs) <= 50, say("The sequence has fewer than 20 or more than 50 steps.", "序列不到 20 步，或者超过 50 步。")
    tensors = {key: paddle.to_tensor(array) for key, array in arrays.items()}
    assert lstm_gradient(tensors, paddle.to_tensor(inputs[:, None])) >= 1000, say(
        "At the end the gradient is below 1000.", "到最后，梯度不到 1000。"
    )


@question("counterexample_shared_gate", pattern=True)
def check_gates_at_two_inputs(student, draw):
    """At x = 1: r ≥ 0.9 and z ≤ 0.1; at x = −1: r ≤ 0.1 and z ≥ 0.9; for h = −1, 0 and 1.

    zh: x = 1 时 r ≥ 0.9、z ≤ 0.1；x = −1 时 r ≤ 0.1、z ≥ 0.9；对 h = −1、0、1 都成立。
    """
    p = dict_of(student.counterexample_shared_gate(), "counterexample_shared_gate()", "rz")
    found = {}
    for x in (1, -1):
        for h in (-1, 0, 1):
            found[x, h] = [sigmoid(x * p[f"W_x{gate}"] + h * p[f"W_h{gate}"] + p[f"b_{gate}"]) for gate in "rz"]
    assert any(abs(r - z) > 1e-9 for r, z in found.values()), say(
        "r and z are the same number everywhere, as with shared weights.", "处处 r 与 z 都是同一个数，正像共用权重那样。"
    )
    for (x, _), (r, z) in found.items():
        if x < 0:
            r, z = z, r
        assert r >= 0.9 and z <= 0.1, say(
            "For some input and state a gate is not far enough open or closed.", "对某个输入和状态，有的门开得或关得还不够。"
        )


@question("counterexample_third_gate", pattern=True)
def check_one_step_from_plus_to_minus(student, draw):
    """By the formula of lab 6, one step leads from +0.5 to −0.5 or less.

    zh: 按实验 6 的公式，一步就从 +0.5 到了 −0.5 或更低。
    """
    got = parts(student.counterexample_third_gate(), ("x", "params"), "counterexample_third_gate")
    _, z, candidate = gru_parts(numbers(got[0], "x").reshape(-1)[0], 0.5, dict_of(got[1], "params", "rzh"))
    after = 0.5 * z + (1 - z) * candidate
    assert abs(after - 0.5) > 0.05, say("The state hardly moves: nothing is written.", "状态几乎没有动：什么也没写进去。")
    assert after < 0.05, say("The new state is still positive.", "新状态仍然是正的。")
    assert after <= -0.5, say("The new state is above −0.5.", "新状态还高于 −0.5。")


@question("counterexample_reset_forgets", pattern=True)
def check_keeper_and_eraser(student, draw):
    """At x = 1, `keeper` has r ≥ 0.95 and holds its state, `eraser` has r ≤ 0.05 and loses it.

    zh: x = 1 时，`keeper` 的 r ≥ 0.95 却保住状态，`eraser` 的 r ≤ 0.05 却丢掉状态。
    """
    names = ("keeper", "eraser")
    got = parts(student.counterexample_reset_forgets(), names, "counterexample_reset_forgets")
    keeper, eraser = (dict_of(one, name, "rzh") for one, name in zip(got, names, strict=True))
    steps = {(name, h): gru_parts(1.0, h, p) for name, p in (("keeper", keeper), ("eraser", eraser)) for h in (-0.9, 0.9)}
    new = {(name, h): z * h + (1 - z) * candidate for (name, h), (_, z, candidate) in steps.items()}
    assert all(steps["keeper", h][0] >= 0.95 for h in (-0.9, 0.9)), say(
        "In `keeper` the reset gate is below 0.95.", "`keeper` 的重置门不到 0.95。"
    )
    assert all(steps["eraser", h][0] <= 0.05 for h in (-0.9, 0.9)), say(
        "In `eraser` the reset gate is above 0.05.", "`eraser` 的重置门超过了 0.05。"
    )
    assert all(abs(new["keeper", h] - h) <= 0.05 for h in (-0.9, 0.9)), say(
        "`keeper` moves its state by more than 0.05.", "`keeper` 让状态变动了 0.05 以上。"
    )
    assert abs(new["eraser", -0.9] - new["eraser", 0.9]) <= 0.05, say(
        "The two new states of `eraser` still tell which was the old one.", "`eraser` 的两个新状态仍能看出原来是哪一个。"
    )


@question("counterexample_reset_place", pattern=True)
def check_two_places_of_the_reset(student, draw):
    """By the formulas, the new states with the reset before and after the product differ by at least 0.1 in some unit.

    zh: 按公式，在相乘之前和之后重置，新状态在某个单元上至少相差 0.1。
    """
    names = ("x", "h", "params")
    got = parts(student.counterexample_reset_place(), names, "counterexample_reset_place")
    x, h = numbers(got[0], "x").reshape(-1), numbers(got[1], "h").reshape(-1)
    p = dict_of(got[2], "params", "rzh", one_unit=False)
    sizes = {"W_x": (len(x), len(h)), "W_h": (len(h), len(h)), "b_": (len(h),)}
    wanted = {key: sizes[key[:3] if key[0] == "W" else "b_"] for key in p}
    odd = [key for key, array in p.items() if array.size != np.prod(wanted[key])]
    assert not odd, say(
        f"`{odd[0] if odd else ''}` does not fit an input and a state of these sizes.",
        f"`{odd[0] if odd else ''}` 与输入、状态的尺寸对不上。",
    )
    assert np.abs(h).max() <= 1, say("`h` holds a number beyond ±1; no state of a GRU does.", "`h` 里有超出 ±1 的数；GRU 的状态不会这样。")
    p = {key: array.reshape(wanted[key]) for key, array in p.items()}
    r, z = (sigmoid(x @ p[f"W_x{gate}"] + h @ p[f"W_h{gate}"] + p[f"b_{gate}"]) for gate in "rz")
    candidates = [np.tanh(x @ p["W_xh"] + term + p["b_h"]) for term in (r * (h @ p["W_hh"]), (r * h) @ p["W_hh"])]
    assert np.abs((1 - z) * (candidates[0] - candidates[1])).max() >= 0.1, say(
        "The two forms differ by less than 0.1 in every unit.", "两种形式在每个单元上都相差不到 0.1。"
    )


@question("counterexample_z_both_ways", pattern=True)
def check_two_readings_of_one_sentence(student, draw):
    """By the formula and by the words the new state differs by at least 1.

    zh: 按公式与按文字，新状态至少相差 1。
    """
    names = ("x", "h", "params")
    got = parts(student.counterexample_z_both_ways(), names, "counterexample_z_both_ways")
    x, h = numbers(got[0], "x").reshape(-1)[0], numbers(got[1], "h").reshape(-1)[0]
    assert abs(h) <= 1, say("`h` lies beyond ±1; no state of a GRU does.", "`h` 超出了 ±1；GRU 的状态不会这样。")
    _, z, candidate = gru_parts(x, h, dict_of(got[2], "params", "rzh"))
    assert abs((2 * z - 1) * (h - candidate)) >= 1, say("The two readings differ by less than 1.", "两种读法相差不到 1。")


@question("verdicts")
def check_every_sentence_has_a_verdict(student, draw):
    """Each of the fourteen sentences has one of the letters A, B and C. (Whether it is right is not checked here.)

    zh: 十四句话各有 A、B、C 中的一个字母。（这里不检查对不对。）
    """
    got = student.verdicts()
    assert type(got) is dict, say(
        "`verdicts` returns a dict, number of the sentence to letter.", "`verdicts` 应返回字典：句子的编号对应字母。"
    )
    missing = [str(number) for number in range(1, 15) if number not in got]
    assert not missing, say(f"These sentences have no verdict yet: {', '.join(missing)}.", f"这些句子还没有判断：{'、'.join(missing)}。")
    others = [str(number) for number in range(1, 15) if str(got[number]).strip().upper() not in ("A", "B", "C")]
    assert not others, say(
        f"These verdicts are none of A, B and C: {', '.join(others)}.", f"这些判断不是 A、B、C 之一：{'、'.join(others)}。"
    )
