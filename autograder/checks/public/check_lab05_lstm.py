"""Public checks of lab 5: one small example a question, with numbers that can be computed by hand."""

from __future__ import annotations

import math

import numpy as np
import paddle

from autograder.checking import equal, question, say

BLOCKS = "ifoc"
SHAPES = {f"W_x{block}": [4, 6] for block in BLOCKS} | {f"W_h{block}": [6, 6] for block in BLOCKS} | {f"b_{block}": [6] for block in BLOCKS}
SHAPES |= {"W_hq": [6, 2], "b_q": [2]}

# One feature, one hidden unit: weight from the input, weight from the state, bias; different for each block.
TINY_NUMBERS = {"i": (1.0, 0.5, -0.25), "f": (-0.5, 1.0, 0.75), "o": (2.0, -1.0, 0.5), "c": (1.5, -0.5, 0.25)}
TINY = {f"W_x{block}": paddle.to_tensor([[numbers[0]]]) for block, numbers in TINY_NUMBERS.items()}
TINY |= {f"W_h{block}": paddle.to_tensor([[numbers[1]]]) for block, numbers in TINY_NUMBERS.items()}
TINY |= {f"b_{block}": paddle.to_tensor([numbers[2]]) for block, numbers in TINY_NUMBERS.items()}
INPUTS = paddle.to_tensor([[[1.0], [0.0], [-2.0]], [[0.5], [-1.0], [0.0]]])  # two sequences of three steps
START = (paddle.to_tensor([[0.5], [-0.25]]), paddle.to_tensor([[2.0], [-1.0]]))


def sigmoid(number: float) -> float:
    """Return 1 / (1 + e^-number)."""
    return 1.0 / (1.0 + math.exp(-number))


def tiny_run() -> dict[str, np.ndarray]:
    """Return gates, candidate and both states of TINY on INPUTS from START, number by number, each [2, 3, 1]."""
    found = {key: np.zeros([2, 3, 1], "float32") for key in "ifogch"}
    for row in range(2):
        h, c = START[0].numpy()[row, 0], START[1].numpy()[row, 0]
        for t in range(3):
            x = INPUTS.numpy()[row, t, 0]
            total = {block: x * numbers[0] + h * numbers[1] + numbers[2] for block, numbers in TINY_NUMBERS.items()}
            i, f, o, g = sigmoid(total["i"]), sigmoid(total["f"]), sigmoid(total["o"]), math.tanh(total["c"])
            c = f * c + i * g
            h = o * math.tanh(c)
            for key, value in zip("ifogch", (i, f, o, g, c, h), strict=True):
                found[key][row, t, 0] = value
    return found


@question("init_lstm_params")
def check_the_fourteen_have_their_names_and_shapes(student, draw):
    """There are 14 tensors, each with the name and shape of the table.

    zh: 一共 14 个张量，名称和形状都与表格一致。
    """
    got = student.init_lstm_params(4, 6, 2)
    assert type(got) is dict, say("`init_lstm_params` returns a dict.", "`init_lstm_params` 应返回字典。")
    assert set(got) == set(SHAPES), say(f"The names are {', '.join(SHAPES)}, no more and no less.", f"名称应恰好是 {'、'.join(SHAPES)}。")
    for name, shape in SHAPES.items():
        has = list(np.shape(got[name]))
        assert has == shape, say(f"`{name}` has shape {has}; expected {shape}.", f"`{name}` 的形状是 {has}，应为 {shape}。")


@question("init_lstm_params")
def check_weights_are_small_and_trainable(student, draw):
    """Weights are small random numbers, biases are zero, and gradients are kept for all of them.

    zh: 权重是小随机数，偏置为零，而且都会记录梯度。
    """
    got = student.init_lstm_params(4, 6, 2)
    for name, value in got.items():
        if name.startswith("W"):
            assert 0 < np.abs(value).max() < 0.1, say(f"`{name}` is not small and random.", f"`{name}` 不是小随机数。")
        else:
            assert not np.any(value), say(f"`{name}` is not zero.", f"`{name}` 不是零。")
    for part, kind in student.init_lstm_params.leaves.items():
        assert kind == "trainable tensor", say(f"{part} is not a trainable tensor.", f"{part} 不是可训练的张量。")


@question("init_lstm_state")
def check_two_states_of_zeros(student, draw):
    """Three sequences and six hidden units give two states of zeros, each [3, 6].

    zh: 三条序列、六个隐藏单元，得到两份全零的状态，形状都是 [3, 6]。
    """
    zeros = np.zeros([3, 6], "float32")
    equal(student.init_lstm_state(3, 6), (zeros, zeros), of="init_lstm_state", parts=("h", "c"), dims=("[batch, hidden]",) * 2)


@question("lstm_step")
def check_step_with_half_open_gates(student, draw):
    """The example of the docstring: all parameters zero, so every gate is 0.5 and the candidate 0; c = 2 becomes 1, h = 0.5 tanh(1).

    zh: 文档字符串里的例子：参数全为零，每个门都是 0.5，候选状态是 0；c = 2 变成 1，h = 0.5 tanh(1)。
    """
    zero = {name: paddle.zeros_like(value) for name, value in TINY.items()}
    got = student.lstm_step(paddle.ones([1, 1]), paddle.zeros([1, 1]), paddle.to_tensor([[2.0]]), zero)
    want = (np.array([[0.5 * math.tanh(1.0)]], "float32"), np.array([[1.0]], "float32"))
    equal(got, want, of="lstm_step", parts=("h", "c"), dims=("[batch, hidden]",) * 2)


@question("lstm_step")
def check_step_of_one_small_unit(student, draw):
    """One hidden unit with different numbers in each block, for two sequences at once.

    zh: 一个隐藏单元，各部分的数都不同，两条序列一起算。
    """
    want = tiny_run()
    got = student.lstm_step(INPUTS[:, 0], *START, TINY)
    equal(got, (want["h"][:, 0], want["c"][:, 0]), of="lstm_step", parts=("h", "c"), dims=("[batch, hidden]",) * 2)


@question("run_lstm")
def check_run_gives_hidden_states_and_both_final_ones(student, draw):
    """Two sequences of three steps: every hidden state in order, and both final states.

    zh: 两条三步的序列：按顺序给出每个隐藏状态，以及两份最终状态。
    """
    want = tiny_run()
    dims = ("[batch, time, hidden]", ("[batch, hidden]", "[batch, hidden]"))
    got = student.run_lstm(INPUTS, START, TINY)
    equal(got, (want["h"], (want["h"][:, -1], want["c"][:, -1])), of="run_lstm", parts=("outputs", "(h, c)"), dims=dims)


@question("gates")
def check_panel_of_one_small_unit(student, draw):
    """Two sequences of three steps: three gates, candidate and cell state at every step.

    zh: 两条三步的序列：给出每一步的三个门、候选状态和细胞状态。
    """
    want = {key: value for key, value in tiny_run().items() if key != "h"}
    equal(student.gates(INPUTS, START, TINY), want, of="gates", dims=dict.fromkeys("ifogc", "[batch, time, hidden]"))


@question("to_paddle_lstm")
def check_paddle_computes_the_same(student, draw):
    """Paddle's cell and layer, filled with the small unit's numbers, give its states.

    zh: 飞桨的单元和层填入这个小单元的参数后，得到同样的状态。
    """
    got = student.to_paddle_lstm(TINY)
    assert isinstance(got, tuple | list) and len(got) == 2, say("Return the two layers, `(cell, lstm)`.", "应返回两个层：`(cell, lstm)`。")
    cell, lstm = got
    want = tiny_run()
    h, c = cell(INPUTS[:, 0], START)[1]
    equal((h, c), (want["h"][:, 0], want["c"][:, 0]), of="cell", parts=("h", "c"), dims=("[batch, hidden]",) * 2)
    outputs, (h, c) = lstm(INPUTS, tuple(state.unsqueeze(0) for state in START))
    equal(outputs, want["h"], of="lstm", dims="[batch, time, hidden]")
    equal((h, c), (want["h"][None, :, -1], want["c"][None, :, -1]), of="lstm", parts=("h", "c"), dims=("[1, batch, hidden]",) * 2)


@question("gate_extremes")
def check_modes_work_on_one_small_unit(student, draw):
    """One step of the small unit erases, keeps or hides, also for an input of 1000.

    zh: 小单元走一步，能擦除、保持或隐藏，输入为 1000 时也一样。
    """
    for number in (1.0, -1000.0):
        for mode in ("erase", "keep", "hide"):
            got = student.gate_extremes(TINY, mode)
            assert type(got) is dict and set(got) == set(TINY), say(
                "`gate_extremes` returns a dict with the names of `params`.", "`gate_extremes` 应返回字典，名称与 `params` 相同。"
            )
            for name, value in TINY.items():
                equal(np.zeros(np.shape(got[name])), np.zeros(value.shape), of="gate_extremes", dims=name)
            h, c, old = 0.5, 0.001, TINY_NUMBERS
            total = {
                block: number * _only(got[f"W_x{block}"]) + h * _only(got[f"W_h{block}"]) + _only(got[f"b_{block}"]) for block in BLOCKS
            }
            i, f, o = (float(_exactly(total[block])) for block in "ifo")
            if mode == "erase":
                assert f == 0.0, say("In mode erase, a share of the old memory is left.", "erase 模式下，旧记忆还留下了一部分。")
                before = number * old["i"][0] + h * old["i"][1] + old["i"][2]
                assert abs(i - _exactly(before)) < 1e-5, say(
                    "In mode erase, what is written is not what it was before.", "erase 模式下，写入的内容与原来不同。"
                )
            elif mode == "keep":
                g = math.tanh(total["c"])
                kept = np.float32(f) * np.float32(c) + np.float32(i) * np.float32(g) == np.float32(c)
                assert kept, say("In mode keep, a memory of 0.001 is not kept exactly.", "keep 模式下，0.001 这份记忆没有完全保持住。")
            else:
                assert o == 0.0, say("In mode hide, a share of the memory is still shown.", "hide 模式下，记忆还亮出了一部分。")


def _only(value: np.ndarray) -> float:
    """Return the only number of an array."""
    return float(np.ravel(value)[0])


def _exactly(number: float) -> np.float32:
    """Return the sigmoid as float32 arithmetic gives it."""
    return np.float32(1.0) / (np.float32(1.0) + np.exp(np.float32(-number), dtype="float32")) if number > -88 else np.float32(0.0)


@question("memory_gradient")
def check_half_open_gates_halve_the_gradient(student, draw):
    """The example of the docstring: with forget gates of 0.5 the gradient halves at each step back: 0.25, 0.5, 1.

    zh: 文档字符串里的例子：遗忘门为 0.5 时，每往回一步梯度减半：0.25、0.5、1。
    """
    zero = {name: paddle.zeros_like(value) for name, value in TINY.items()}
    got = student.memory_gradient(paddle.ones([2, 3, 1]), (paddle.zeros([2, 1]), paddle.zeros([2, 1])), zero)
    equal(got, np.array([[0.25, 0.5, 1.0]] * 2, "float32"), of="memory_gradient", dims="[batch, time]")


@question("memory_gradient")
def check_the_way_by_the_hidden_state_counts(student, draw):
    """For the small unit the gradients are those that one sees by nudging the memory of a step and running on.

    zh: 对于小单元，梯度应当与这样看到的一致：把某一步的记忆拨动一点，再继续运行下去。
    """
    nudge = 1e-4
    want = np.zeros([2, 3], "float32")
    for row in range(2):
        for t in range(3):
            want[row, t] = abs(final_memory(row, t, nudge) - final_memory(row, t, -nudge)) / (2 * nudge)
    got = student.memory_gradient(INPUTS, START, TINY)
    equal(got, want, of="memory_gradient", dims="[batch, time]", tolerance=1e-3)


def final_memory(row: int, nudged: int, nudge: float) -> float:
    """Return the last cell state of one sequence of INPUTS, with `nudge` added to the memory after the step `nudged`."""
    h, c = (float(state.numpy()[row, 0]) for state in START)
    for t in range(3):
        x = float(INPUTS.numpy()[row, t, 0])
        total = {block: x * numbers[0] + h * numbers[1] + numbers[2] for block, numbers in TINY_NUMBERS.items()}
        c = sigmoid(total["f"]) * c + sigmoid(total["i"]) * math.tanh(total["c"]) + (nudge if t == nudged else 0.0)
        h = sigmoid(total["o"]) * math.tanh(c)
    return c


@question("set_forget_bias")
def check_forget_bias_is_three(student, draw):
    """After `set_forget_bias(lstm, 3.0)` the two biases of the forget gate add up to 3.

    zh: 调用 `set_forget_bias(lstm, 3.0)` 之后，遗忘门的两个偏置之和为 3。
    """
    lstm = student.new_lstm(4, 6)
    student.set_forget_bias(lstm, 3.0)
    after = lstm.parameters()
    total = (after["bias_ih_l0"] + after["bias_hh_l0"])[6:12]
    assert np.allclose(total, 3.0, atol=1e-5), say("The two biases of the forget gate do not add up to 3.", "遗忘门的两个偏置之和不是 3。")
