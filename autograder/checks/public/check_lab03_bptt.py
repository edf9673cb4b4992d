"""Public checks of lab 3: one small example a question, with numbers that can be computed by hand or by one formula of the text."""

from __future__ import annotations

import numpy as np

from autograder.checking import equal, question, say

# One feature, one hidden unit, one output: every gradient can be written down.
UNIT = {
    "W_xh": np.array([[2.0]]),
    "W_hh": np.array([[-0.5]]),
    "b_h": np.array([0.25]),
    "W_hq": np.array([[1.5]]),
    "b_q": np.array([-1.0]),
}
CELL = ("W_xh", "W_hh", "b_h")
CELL_DIMS = {"W_xh": "[features, hidden]", "W_hh": "[hidden, hidden]", "b_h": "[hidden]"}
ONE = np.array([[1.0]])


def states_of_unit(x, h):
    """Return the states of UNIT for the numbers `x`, starting from `h`, as a list."""
    states = []
    for number in x:
        h = np.tanh(2.0 * number - 0.5 * h + 0.25)
        states.append(h)
    return states


@question("numeric_gradient")
def check_gradient_of_a_parabola(student, draw):
    """As a function of `b_q` the loss is a parabola: its gradient is the sum of the errors over the steps.

    zh: 作为 `b_q` 的函数，损失是一条抛物线：它的梯度等于各步误差之和。
    """
    silent = {name: 0 * array for name, array in UNIT.items()}  # all states are 0, so that the answers are b_q
    f = student.loss_of("b_q", np.zeros([1, 3, 1]), np.zeros([1, 1]), np.array([[[1.0], [2.0], [4.0]]]), silent)
    equal(student.numeric_gradient(f, np.array([5.0])), np.array([4.0 + 3.0 + 1.0]), of="numeric_gradient", dims="[1]", tolerance=1e-6)


@question("numeric_gradient")
def check_gradient_has_the_shape_of_x(student, draw):
    """The gradient has the shape of `x`, here `[3, 5, 4]`.

    zh: 梯度的形状与 `x` 相同，这里是 `[3, 5, 4]`。
    """
    params = {
        "W_xh": draw.array(4, 2), "W_hh": draw.array(2, 2), "b_h": draw.array(2), "W_hq": draw.array(2, 1), "b_q": draw.array(1),
    }  # fmt: skip
    inputs = draw.array(3, 5, 4)
    f = student.loss_of("inputs", inputs, draw.array(3, 2), draw.array(3, 5, 1), params)
    got = student.numeric_gradient(f, inputs)
    has = list(np.shape(got))
    assert has == [3, 5, 4], say(
        f"The gradient has shape {has}; `x` has shape [3, 5, 4].", f"梯度的形状是 {has}，而 `x` 的形状是 [3, 5, 4]。"
    )


@question("relative_error")
def check_error_of_two_arrows(student, draw):
    """The arrows (3, 0) and (0, 4) are 5 apart and 7 long together.

    zh: 箭头 (3, 0) 与 (0, 4) 相距 5，长度合计 7。
    """
    equal(student.relative_error(np.array([3.0, 0.0]), np.array([0.0, 4.0])), 5 / 7, of="relative_error")


@question("relative_error")
def check_error_of_opposite_and_of_equal_arrays(student, draw):
    """Opposite arrays have error 1, equal ones error 0.

    zh: 方向相反的数组误差为 1，相等的数组误差为 0。
    """
    a = np.array([[1.0, -2.0], [0.5, 3.0]])
    equal(student.relative_error(a, -a), 1.0, of="relative_error")
    equal(student.relative_error(a, a), 0.0, of="relative_error")


@question("rnn_step_backward")
def check_one_unit_backwards(student, draw):
    """One unit: input 3, old state 5, new state 0.6. The slope of tanh is 0.64, and so is delta.

    zh: 一个单元：输入 3，旧状态 5，新状态 0.6。tanh 的斜率是 0.64，delta 也是 0.64。
    """
    got = triple(student.rnn_step_backward(ONE, 3 * ONE, 5 * ONE, 0.6 * ONE, UNIT), "rnn_step_backward", "(d_x, d_h, grads)")
    equal(got[0], 0.64 * 2.0 * ONE, of="rnn_step_backward", dims="[batch, features]")
    equal(got[1], 0.64 * -0.5 * ONE, of="rnn_step_backward", dims="[batch, hidden]")
    want = {"W_xh": 0.64 * 3 * ONE, "W_hh": 0.64 * 5 * ONE, "b_h": np.array([0.64])}
    equal(got[2], want, of="rnn_step_backward", dims=CELL_DIMS)


@question("rnn_step_backward")
def check_every_gradient_has_the_shape_of_its_array(student, draw):
    """Batch 3, 4 features, 6 hidden units: every gradient has the shape of what it belongs to.

    zh: 批次 3，特征 4，隐藏单元 6：每个梯度的形状都与所属的数组相同。
    """
    x, h, h_new = draw.array(3, 4), draw.array(3, 6), np.tanh(draw.array(3, 6))
    params = {"W_xh": draw.array(4, 6), "W_hh": draw.array(6, 6), "b_h": draw.array(6)}
    got = triple(student.rnn_step_backward(draw.array(3, 6), x, h, h_new, params), "rnn_step_backward", "(d_x, d_h, grads)")
    same_shapes(got, {"d_x": x, "d_h": h}, params)


@question("rnn_backward")
def check_two_steps_of_one_unit(student, draw):
    """Two steps of one unit, both read out: the gradient of step 1 comes in two ways, and the weights are used twice.

    zh: 一个单元走两步，每步都读出：第 1 步的梯度有两个来源，权重用了两次。
    """
    x, start = [1.0, -0.5], 0.2
    first, second = states_of_unit(x, start)
    late = 2.0 * (1 - second**2)  # delta of step 2; the loss says 2 there
    early = (3.0 + late * -0.5) * (1 - first**2)  # delta of step 1; the loss says 3 there
    d_outputs, inputs = np.array([[[3.0], [2.0]]]), np.array([[[1.0], [-0.5]]])
    got = student.rnn_backward(d_outputs, inputs, start * ONE, np.array([[[first], [second]]]), UNIT)
    d_inputs, d_h0, grads = triple(got, "rnn_backward", "(d_inputs, d_h0, grads)")
    equal(d_inputs, np.array([[[2.0 * early], [2.0 * late]]]), of="rnn_backward", dims="[batch, time, features]")
    equal(d_h0, -0.5 * early * ONE, of="rnn_backward", dims="[batch, hidden]")
    want = {
        "W_xh": (x[0] * early + x[1] * late) * ONE,
        "W_hh": (start * early + first * late) * ONE,
        "b_h": np.array([early + late]),
    }
    equal(grads, want, of="rnn_backward", dims=CELL_DIMS)


@question("rnn_backward")
def check_backward_shapes(student, draw):
    """Batch 3, 5 steps, 4 features, 6 hidden units: every gradient has the shape of what it belongs to.

    zh: 批次 3，时间步 5，特征 4，隐藏单元 6：每个梯度的形状都与所属的数组相同。
    """
    inputs, h0, outputs = draw.array(3, 5, 4), draw.array(3, 6), np.tanh(draw.array(3, 5, 6))
    params = {"W_xh": draw.array(4, 6), "W_hh": draw.array(6, 6), "b_h": draw.array(6)}
    got = triple(student.rnn_backward(draw.array(3, 5, 6), inputs, h0, outputs, params), "rnn_backward", "(d_inputs, d_h0, grads)")
    same_shapes(got, {"d_inputs": inputs, "d_h0": h0}, params)


@question("gradient_by_step")
def check_norms_double_with_weight_one_half(student, draw):
    """The example of the docstring: slope 1 and weight 0.5 halve the gradient at each step back.

    zh: 文档字符串里的例子：斜率 1、权重 0.5，每往回一步梯度减半。
    """
    got = student.gradient_by_step(np.array([[8.0]]), np.zeros([1, 4, 1]), {"W_hh": np.array([[0.5]])})
    equal(got, np.array([1.0, 2.0, 4.0, 8.0]), of="gradient_by_step", dims="[time]")


@question("gradient_by_step")
def check_norms_with_slopes(student, draw):
    """One unit with states 0.1, 0.6 and 0.8: the slopes of the last two take part, that of the first does not.

    zh: 一个单元，状态为 0.1、0.6、0.8：后两个状态的斜率起作用，第一个的不起作用。
    """
    got = student.gradient_by_step(ONE, np.array([[[0.1], [0.6], [0.8]]]), {"W_hh": np.array([[-2.0]])})
    equal(got, np.array([2 * 0.36 * 2 * 0.64, 2 * 0.36, 1.0]), of="gradient_by_step", dims="[time]")


@question("spectral_radius")
def check_radius_of_small_matrices(student, draw):
    """A matrix with eigenvalues 2 and −3, and a quarter turn that stretches by 2.

    zh: 一个特征值为 2 和 −3 的矩阵，以及一个旋转四分之一圈并拉长到 2 倍的矩阵。
    """
    equal(student.spectral_radius(np.array([[2.0, 0.0], [1.0, -3.0]])), 3.0, of="spectral_radius")
    equal(student.spectral_radius(np.array([[0.0, 2.0], [-2.0, 0.0]])), 2.0, of="spectral_radius")


@question("clip_by_global_norm")
def check_clipping_an_arrow_of_length_five(student, draw):
    """Entries 3 and 4 in two arrays have global norm 5: with limit 2.5 both are halved.

    zh: 两个数组里的 3 和 4，全局范数是 5：上限为 2.5 时，两者都减半。
    """
    got = student.clip_by_global_norm({"a": np.array([3.0]), "b": np.array([[4.0]])}, 2.5)
    equal(got, {"a": np.array([1.5]), "b": np.array([[2.0]])}, of="clip_by_global_norm", dims={"a": "[1]", "b": "[1, 1]"})


@question("clip_by_global_norm")
def check_short_gradients_stay(student, draw):
    """The same arrays with limit 6 stay as they are.

    zh: 同样的数组，上限为 6 时保持不变。
    """
    got = student.clip_by_global_norm({"a": np.array([3.0]), "b": np.array([[4.0]])}, 6.0)
    equal(got, {"a": np.array([3.0]), "b": np.array([[4.0]])}, of="clip_by_global_norm", dims={"a": "[1]", "b": "[1, 1]"})


@question("truncated_bptt")
def check_two_chunks_of_one_step(student, draw):
    """Two steps of one unit in chunks of one: each chunk has a loss and gradients of its own, and the state goes on.

    zh: 一个单元走两步，每段一步：每段有自己的损失和梯度，状态接着往下传。
    """
    x, start, targets = [1.0, -0.5], 0.2, [0.5, 2.0]
    got = student.truncated_bptt(np.array([[[1.0], [-0.5]]]), start * ONE, np.array([[[targets[0]], [targets[1]]]]), UNIT, 1)
    losses, grads, h = triple(got, "truncated_bptt", "(losses, grads, h)")
    states = states_of_unit(x, start)
    errors = [1.5 * state - 1.0 - target for state, target in zip(states, targets, strict=True)]
    equal(losses, [error**2 / 2 for error in errors], of="truncated_bptt", parts=("losses[0]", "losses[1]"))
    want = []
    for number, before, state, error in zip(x, [start, states[0]], states, errors, strict=True):
        delta = error * 1.5 * (1 - state**2)
        want.append({
            "W_xh": number * delta * ONE, "W_hh": before * delta * ONE, "b_h": np.array([delta]),
            "W_hq": state * error * ONE, "b_q": np.array([error]),
        })  # fmt: skip
    dims = {**CELL_DIMS, "W_hq": "[hidden, outputs]", "b_q": "[outputs]"}
    equal(grads, want, of="truncated_bptt", parts=("grads[0]", "grads[1]"), dims=[dims, dims])
    equal(h, states[-1] * ONE, of="truncated_bptt", dims="[batch, hidden]")


def triple(got, name, parts):
    """Return `got`, or fail with a sentence if it is not three things."""
    assert isinstance(got, tuple | list) and len(got) == 3, say(
        f"`{name}` returns three things, `{parts}`.", f"`{name}` 应返回三样东西：`{parts}`。"
    )
    return got


def same_shapes(got, arrays, params):
    """Compare the shapes of two gradients and of a dict of three with those of what they belong to."""
    assert type(got[2]) is dict and set(got[2]) == set(CELL), say(
        "`grads` is a dict with the names W_xh, W_hh and b_h, no more and no less.", "`grads` 应为字典，名称恰好是 W_xh、W_hh 和 b_h。"
    )
    pairs = [*zip(arrays, got[:2], arrays.values(), strict=True), *((name, got[2][name], params[name]) for name in CELL)]
    for name, gradient, array in pairs:
        has, wanted = list(np.shape(gradient)), list(array.shape)
        assert has == wanted, say(
            f"The gradient `{name}` has shape {has}; expected {wanted}.", f"梯度 `{name}` 的形状是 {has}，应为 {wanted}。"
        )
