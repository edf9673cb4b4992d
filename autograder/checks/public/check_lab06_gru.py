"""Public checks of lab 6: one small example a question, with numbers that can be computed by hand."""

from __future__ import annotations

import math

import numpy as np
import paddle

from autograder.checking import equal, question, say

GATES = "zrh"
SHAPES = {
    **{f"W_x{g}": [4, 6] for g in GATES},
    **{f"W_h{g}": [6, 6] for g in GATES},
    **{f"b_{g}": [6] for g in GATES},
    "W_hq": [6, 2],
    "b_q": [2],
}

# One feature, two hidden units. Each gate hears one thing only, so that every number can be followed on paper.
TINY = {
    "W_xz": [[0.0, 1.0]], "W_hz": [[0.0, 0.0], [0.0, 0.0]], "b_z": [1.0, 0.0],
    "W_xr": [[0.0, 0.0]], "W_hr": [[2.0, 0.0], [0.0, 0.0]], "b_r": [0.0, -1.0],
    "W_xh": [[1.0, 0.0]], "W_hh": [[0.5, 1.0], [-1.0, 0.0]], "b_h": [0.0, 0.25],
    "W_hq": [[2.0], [-1.0]], "b_q": [3.0],
}  # fmt: skip
PULSES = np.array([[[1.0], [0.0], [0.0]], [[0.0], [0.0], [-2.0]]], "float32")  # two sequences of three steps
START = np.array([[0.0, 0.0], [0.5, -0.5]], "float32")


def tensors(params=TINY):
    """Return the numbers of `params` as Paddle tensors."""
    return {name: paddle.to_tensor(value) for name, value in params.items()}


def sigmoid(a):
    """Return 1 / (1 + e^-a) of a number."""
    return 1 / (1 + math.exp(-a))


def gates(x, h):
    """Return (r, z) of TINY for one number x and two units h."""
    return (sigmoid(2 * h[0]), sigmoid(-1)), (sigmoid(1), sigmoid(x))


def step(x, h, *, before=False):
    """Return the next two units of TINY, number by number."""
    r, z = gates(x, h)
    after = (r[0] * (0.5 * h[0] - h[1]), r[1] * h[0])
    heard = (0.5 * r[0] * h[0] - r[1] * h[1], r[0] * h[0]) if before else after
    candidate = (math.tanh(x + heard[0]), math.tanh(heard[1] + 0.25))
    return [z[k] * h[k] + (1 - z[k]) * candidate[k] for k in (0, 1)]


def states(*, before=False):
    """Return the states of TINY on PULSES from START, [batch, time, hidden] = [2, 3, 2]."""
    found = np.zeros([2, 3, 2], "float32")
    for row in range(2):
        h = [float(number) for number in START[row]]
        for t in range(3):
            h = step(float(PULSES[row, t, 0]), h, before=before)
            found[row, t] = h
    return found


@question("init_gru_params")
def check_params_have_their_names_and_shapes(student, draw):
    """There are eleven tensors, each with the name and shape of the table.

    zh: 一共十一个张量，名称和形状都与表格一致。
    """
    got = student.init_gru_params(4, 6, 2)
    assert type(got) is dict, say("`init_gru_params` returns a dict.", "`init_gru_params` 应返回字典。")
    assert set(got) == set(SHAPES), say(f"The names are {', '.join(SHAPES)}, no more and no less.", f"名称应恰好是 {'、'.join(SHAPES)}。")
    for name, shape in SHAPES.items():
        has = list(np.shape(got[name]))
        assert has == shape, say(f"`{name}` has shape {has}; expected {shape}.", f"`{name}` 的形状是 {has}，应为 {shape}。")


@question("init_gru_params")
def check_params_can_be_trained(student, draw):
    """Every tensor is one that Paddle keeps gradients for.

    zh: 每个张量都会被飞桨记录梯度。
    """
    student.init_gru_params(4, 6, 2)
    for part, kind in student.init_gru_params.leaves.items():
        name = part.removeprefix("result['").removesuffix("']")
        en = f"`{name}` is {'a NumPy array' if kind == 'array' else 'a tensor with stop_gradient = True'}; a trainable tensor is wanted."
        zh = f"`{name}` 是{' NumPy 数组' if kind == 'array' else ' stop_gradient = True 的张量'}，应为可训练的张量。"
        assert kind == "trainable tensor", say(en, zh)


@question("init_gru_params")
def check_weights_are_small_and_biases_zero(student, draw):
    """Weights are small random numbers, biases are zero.

    zh: 权重是小随机数，偏置为零。
    """
    got = student.init_gru_params(4, 6, 2)
    for name in SHAPES:
        if name.startswith("W"):
            assert 0 < np.abs(got[name]).max() < 0.1, say(f"`{name}` is not small and random.", f"`{name}` 不是小随机数。")
        else:
            assert not np.any(got[name]), say(f"`{name}` is not zero.", f"`{name}` 不是零。")


@question("init_gru_state")
def check_state_is_zero_for_each_sequence(student, draw):
    """Three sequences and six hidden units give zeros of shape [3, 6].

    zh: 三条序列、六个隐藏单元，得到形状为 [3, 6] 的零。
    """
    equal(student.init_gru_state(3, 6), np.zeros([3, 6], "float32"), of="init_gru_state", dims="[batch, hidden]")


@question("gru_gates")
def check_gates_of_two_sequences(student, draw):
    """The reset gate is returned first, the update gate second, each a sigmoid with weights of its own.

    zh: 先返回重置门，再返回更新门；两者都经过 sigmoid，各用各的权重。
    """
    x = PULSES[:, 2]
    want = [gates(float(x[row, 0]), START[row]) for row in range(2)]
    both = tuple(np.array([pair[k] for pair in want], "float32") for k in (0, 1))
    got = student.gru_gates(paddle.to_tensor(x), paddle.to_tensor(START), tensors())
    equal(got, both, of="gru_gates", parts=("r", "z"), dims=("[batch, hidden]", "[batch, hidden]"))


@question("gru_step")
def check_step_of_one_unit(student, draw):
    """The example of the docstring: r = 0.5, z = 0.75, old state 0.5, candidate tanh(1.5).

    zh: 文档字符串里的例子：r = 0.5，z = 0.75，旧状态 0.5，候选状态 tanh(1.5)。
    """
    names = {"W_xr": [[0.0]], "W_hr": [[0.0]], "b_r": [0.0], "W_xz": [[0.0]], "W_hz": [[0.0]], "b_z": [math.log(3)]}
    params = tensors(names | {"W_xh": [[1.0]], "W_hh": [[2.0]], "b_h": [0.0]})
    got = student.gru_step(paddle.to_tensor([[1.0]]), paddle.to_tensor([[0.5]]), params)
    want = np.array([[0.75 * 0.5 + 0.25 * math.tanh(1.5)]], "float32")
    equal(got, want, of="gru_step", dims="[batch, hidden]")


@question("gru_step")
def check_step_of_two_sequences(student, draw):
    """Two sequences and two units at once; here it matters where the reset stands.

    zh: 两条序列、两个单元一起算；这时重置放在哪里就有区别了。
    """
    got = student.gru_step(paddle.to_tensor(PULSES[:, 0]), paddle.to_tensor(START), tensors())
    equal(got, states()[:, 0], of="gru_step", dims="[batch, hidden]")


@question("gru_step_reset_before")
def check_reset_before_of_two_sequences(student, draw):
    """The old state is muted before it meets W_hh; the part that z keeps is not muted.

    zh: 旧状态先被重置门减弱，再与 W_hh 相乘；z 保留的那部分不受影响。
    """
    got = student.gru_step_reset_before(paddle.to_tensor(PULSES[:, 0]), paddle.to_tensor(START), tensors())
    equal(got, states(before=True)[:, 0], of="gru_step_reset_before", dims="[batch, hidden]")


@question("run_gru")
def check_run_gives_every_state_and_the_last(student, draw):
    """Two sequences of three steps, with either cell: every state in order, and the final state.

    zh: 两条三步的序列，两种单元各走一遍：按顺序给出每个状态，以及最终状态。
    """
    dims = ("[batch, time, hidden]", "[batch, hidden]")
    for reset_after in (True, False):
        got = student.run_gru(paddle.to_tensor(PULSES), paddle.to_tensor(START), tensors(), reset_after=reset_after)
        want = states(before=not reset_after)
        equal(got, (want, want[:, -1]), of="run_gru", parts=("outputs", "h"), dims=dims)


@question("swap_update_gate")
def check_swapped_gate_is_one_minus_the_old(student, draw):
    """With the new parameters, the update gate is what 1 − z was before.

    zh: 用新参数算出的更新门，等于原来的 1 − z。
    """
    got = student.swap_update_gate(tensors())
    assert type(got) is dict, say("`swap_update_gate` returns a dict.", "`swap_update_gate` 应返回字典。")
    assert set(got) == set(TINY), say("The eleven names stay the same.", "十一个名称保持不变。")
    inside = PULSES[:, 2] @ np.asarray(got["W_xz"]) + START @ np.asarray(got["W_hz"]) + np.asarray(got["b_z"])
    kept = np.array([gates(float(PULSES[row, 2, 0]), START[row])[1] for row in range(2)])
    close = np.allclose(1 / (1 + np.exp(-inside)), 1 - kept, atol=1e-5)
    assert close, say("The new update gate is not 1 − z.", "新的更新门不等于 1 − z。")


@question("to_paddle_gru")
def check_paddle_computes_the_same(student, draw):
    """Paddle's cell and layer, filled with the tiny cell's numbers, give its states.

    zh: 飞桨的单元和层填入这个小单元的参数后，得到同样的状态。
    """
    got = student.to_paddle_gru(tensors())
    assert isinstance(got, tuple | list) and len(got) == 2, say("Return the two layers, `(cell, gru)`.", "应返回两个层：`(cell, gru)`。")
    cell, gru = got
    want = states()
    equal(cell(paddle.to_tensor(PULSES[:, 0]), paddle.to_tensor(START))[1], want[:, 0], of="cell", dims="[batch, hidden]")
    outputs, h = gru(paddle.to_tensor(PULSES), paddle.to_tensor(START).unsqueeze(0))
    equal(outputs, want, of="gru", dims="[batch, time, hidden]")
    equal(h, want[None, :, -1], of="gru", dims="[1, batch, hidden]")


@question("parameter_ratio")
def check_counts_of_the_docstring(student, draw):
    """Four features and six hidden units: 66, 198 and 264 parameters, as 1 : 3 : 4.

    zh: 四个特征、六个隐藏单元：参数各有 66、198、264 个，比例为 1 : 3 : 4。
    """
    counts, ratios = {"RNN": 66, "GRU": 198, "LSTM": 264}, {"RNN": 1.0, "GRU": 3.0, "LSTM": 4.0}
    keys = dict.fromkeys(counts, "")
    equal(student.parameter_ratio(4, 6), (counts, ratios), of="parameter_ratio", parts=("counts", "ratios"), dims=(keys, keys))
