"""Hidden checks of lab 3.

The witness is Paddle's autograd in float64, through the formulas of the text and through `nn.SimpleRNN`. Functions whose gradient is
to be measured are made by the lab's own `loss_of`, where the student's code runs. Parameters are drawn about half as large as
standard normal: large enough that every term counts, small enough that tanh does not flatten the differences away.
"""

from __future__ import annotations

import numpy as np
import paddle
from paddle import nn

from autograder.checking import default_dtype, equal, question, say, unchanged

CELL = ("W_xh", "W_hh", "b_h")
CELL_DIMS = {"W_xh": "[features, hidden]", "W_hh": "[hidden, hidden]", "b_h": "[hidden]"}
ALL_DIMS = {**CELL_DIMS, "W_hq": "[hidden, outputs]", "b_q": "[outputs]"}
FORM_ONLY = 1e6  # a tolerance with which only kind and shape are compared
LOOSE = 1e-5  # whoever computes a part in float32 loses the one point that is given for precision, and no other
CLIPPED = 1e-6  # a tolerance with which a constant beside the norm shows where it does harm: at tiny gradients


def draw_params(draw, features, hidden, outputs=2):
    """Return random float64 parameters; no bias is zero, or its loss would not show."""
    return {
        "W_xh": 0.5 * draw.array(features, hidden),
        "W_hh": 0.5 * draw.array(hidden, hidden),
        "b_h": 0.5 * draw.array(hidden),
        "W_hq": draw.array(hidden, outputs),
        "b_q": draw.array(outputs),
    }


def draw_case(draw, batch, time, features, hidden, outputs=2):
    """Return inputs, a first state that is not zero, targets and parameters."""
    inputs, h0, targets = draw.array(batch, time, features), draw.array(batch, hidden), draw.array(batch, time, outputs)
    return inputs, h0, targets, draw_params(draw, features, hidden, outputs)


def forward(inputs, h0, params):
    """Return the states, [batch, time, hidden], in NumPy."""
    h, states = h0, []
    for t in range(inputs.shape[1]):
        h = np.tanh(inputs[:, t] @ params["W_xh"] + h @ params["W_hh"] + params["b_h"])
        states.append(h)
    return np.stack(states, axis=1)


def loss_value(inputs, h0, targets, params):
    """Return half the squared error, averaged over the batch."""
    errors = forward(inputs, h0, params) @ params["W_hq"] + params["b_q"] - targets
    return float(np.sum(errors**2)) / (2 * len(inputs))


def leaves(arrays):
    """Return Paddle tensors with gradients, by name."""
    return {name: paddle.to_tensor(array, stop_gradient=False) for name, array in arrays.items()}


def autograd(inputs, h0, targets, params, chunk=None):
    """Return (loss, gradients by name) for each chunk; the state that enters a chunk is a constant. Without `chunk` all is one."""
    steps = inputs.shape[1]
    chunk = chunk or steps
    h, found = paddle.to_tensor(h0), []
    for start in range(0, steps, chunk):
        p = leaves({**params, "inputs": inputs, "h0": h.numpy()})
        h, loss = p["h0"], 0.0
        for t in range(start, min(start + chunk, steps)):
            h = paddle.tanh(p["inputs"][:, t] @ p["W_xh"] + h @ p["W_hh"] + p["b_h"])
            loss = loss + ((h @ p["W_hq"] + p["b_q"] - paddle.to_tensor(targets[:, t])) ** 2).sum() / (2 * len(inputs))
        gradients = paddle.grad([loss], list(p.values()))
        found.append((loss.item(), {name: gradient.numpy() for name, gradient in zip(p, gradients, strict=True)}))
    return found


def triple(got, name, parts):
    """Return `got`, or fail with a sentence if it is not three things."""
    is_triple = isinstance(got, tuple | list) and len(got) == 3
    assert is_triple, say(f"`{name}` returns three things, `{parts}`.", f"`{name}` 应返回三样东西：`{parts}`。")
    return got


# -- numeric_gradient ----------------------------------------------------------------------------------------------------------


@question("numeric_gradient", points=1)
def check_differences_equal_the_gradient(student, draw):
    """With the default step, the differences give the gradient of the loss with respect to arrays of one, two and three axes.

    zh: 用默认步长时，差分给出损失对一维、二维、三维数组的梯度。
    """
    for sizes in draw.sizes("batch", "time", "features", "hidden"):
        case = draw_case(draw, *sizes)
        inputs, h0, _, params = case
        want = autograd(*case)[0][1]
        for name in ("b_h", "W_hh", "inputs", "h0"):
            got = student.numeric_gradient(student.loss_of(name, *case), {**params, "inputs": inputs, "h0": h0}[name])
            equal(got, want[name], of="numeric_gradient", dims="the shape of x", tolerance=1e-6)


@question("numeric_gradient", points=1)
def check_differences_are_central_and_use_the_step(student, draw):
    """With a large step the result is what the formula gives: to both sides, by the step that was passed in.

    zh: 步长较大时，结果与公式一致：向两边各走一步，步长用传入的值。
    """
    for features, hidden in draw.sizes("features", "hidden"):
        inputs, h0, targets, params = case = draw_case(draw, 2, 3, features, hidden)
        for step in (0.5, 0.01):
            want = np.zeros_like(params["W_xh"])
            for place in np.ndindex(want.shape):
                sides = []
                for sign in (1, -1):
                    moved = params["W_xh"].copy()
                    moved[place] += sign * step
                    sides.append(loss_value(inputs, h0, targets, {**params, "W_xh": moved}))
                want[place] = (sides[0] - sides[1]) / (2 * step)
            got = student.numeric_gradient(student.loss_of("W_xh", *case), params["W_xh"], step)
            equal(got, want, of="numeric_gradient", dims="the shape of x", tolerance=1e-7)


@question("numeric_gradient", points=1)
def check_x_stays_as_it_was(student, draw):
    """The array at which the gradient is measured stays as it was, to the last digit.

    zh: 被求梯度的数组保持原样，一位数字也不差。
    """
    case = draw_case(draw, 3, 4, 2, 5)
    want = autograd(*case)[0][1]
    for name in ("W_hh", "b_h"):
        got = student.numeric_gradient(student.loss_of(name, *case), case[3][name], 1e-4)
        unchanged(student.numeric_gradient)
        equal(got, want[name], of="numeric_gradient", dims="the shape of x", tolerance=1e-5)


# -- relative_error ------------------------------------------------------------------------------------------------------------


def right_error(a, b):
    """Return |a - b| / (|a| + |b|)."""
    return float(np.linalg.norm(np.ravel(a - b)) / (np.linalg.norm(np.ravel(a)) + np.linalg.norm(np.ravel(b))))


@question("relative_error", points=1)
def check_error_is_relative_to_both(student, draw):
    """The error compares the difference with the size of both arrays, near or far, large or tiny, in either order.

    zh: 无论两个数组是近是远、是大是小、谁先谁后，误差都是差异与两者大小之比。
    """
    for first, second, third in draw.sizes("first", "second", "third"):
        for shape in ((first,), (first, second), (first, second, third)):
            a, b = draw.array(*shape), draw.array(*shape)
            for other in (b, 3 * a, a + 1e-4 * b):
                want = right_error(a, other)
                equal(student.relative_error(a, other), want, of="relative_error")
                equal(student.relative_error(other, a), want, of="relative_error")
                equal(student.relative_error(1e-12 * a, 1e-12 * other), want, of="relative_error", tolerance=1e-7)
    unchanged(student.relative_error)


@question("relative_error", points=1)
def check_error_of_zeros_and_of_other_shapes(student, draw):
    """Two arrays of zeros have error 0, one of zeros and another error 1; different shapes are refused with a ValueError.

    zh: 两个全零数组的误差为 0，一个全零、另一个不全零时为 1；形状不同则抛出 ValueError。
    """
    for rows, columns in ((3, 4), (1, 5), (1, 1)):
        zeros, a = np.zeros([rows, columns]), draw.array(rows, columns)
        equal(student.relative_error(zeros, zeros), 0.0, of="relative_error")
        equal(student.relative_error(zeros, a), 1.0, of="relative_error")
    for a, b in ((draw.array(3), draw.array(3, 1)), (draw.array(4, 5), draw.array(5)), (draw.array(2, 3), draw.array(3, 2))):
        raised = student.relative_error.error(a, b)
        assert raised == "ValueError", say(
            "Arrays of different shapes were compared. That is to be refused with a ValueError.",
            "两个形状不同的数组也被拿来比较了。这种情形应抛出 ValueError。",
        )


# -- rnn_step_backward -----------------------------------------------------------------------------------------------------------


def step_case(draw, batch, features, hidden):
    """Return arguments of rnn_step_backward and the gradients that Paddle finds, by name."""
    x, h, params = draw.array(batch, features), draw.array(batch, hidden), draw_params(draw, features, hidden)
    d_h_new = draw.array(batch, hidden)
    p = leaves({"x": x, "h": h, **{name: params[name] for name in CELL}})
    h_new = paddle.tanh(p["x"] @ p["W_xh"] + p["h"] @ p["W_hh"] + p["b_h"])
    gradients = paddle.grad([(h_new * paddle.to_tensor(d_h_new)).sum()], list(p.values()))
    want = {name: gradient.numpy() for name, gradient in zip(p, gradients, strict=True)}
    return (d_h_new, x, h, h_new.numpy(), params), want


def step_backward(student, args):
    """Call rnn_step_backward; fail with a sentence unless three things come back."""
    return triple(student.rnn_step_backward(*args), "rnn_step_backward", "(d_x, d_h, grads)")


@question("rnn_step_backward", points=1)
def check_gradient_of_the_input(student, draw):
    """`d_x` is what Paddle's autograd finds for the input, for every size.

    zh: 无论尺寸多大，`d_x` 都与飞桨自动求出的输入的梯度一致。
    """
    for sizes in draw.sizes("batch", "features", "hidden"):
        args, want = step_case(draw, *sizes)
        equal(
            list(step_backward(student, args)[:1]),
            [want["x"]],
            of="rnn_step_backward",
            parts=["d_x"],
            dims=["[batch, features]"],
            tolerance=LOOSE,
        )


@question("rnn_step_backward", points=1)
def check_gradient_of_the_old_state(student, draw):
    """`d_h` is what Paddle's autograd finds for the state before the step, for every size.

    zh: 无论尺寸多大，`d_h` 都与飞桨自动求出的旧状态的梯度一致。
    """
    for sizes in draw.sizes("batch", "features", "hidden"):
        args, want = step_case(draw, *sizes)
        equal(
            list(step_backward(student, args)[1:2]),
            [want["h"]],
            of="rnn_step_backward",
            parts=["d_h"],
            dims=["[batch, hidden]"],
            tolerance=LOOSE,
        )


@question("rnn_step_backward", points=2)
def check_gradients_of_the_parameters(student, draw):
    """`grads` holds what Paddle's autograd finds for the three parameters, summed over the batch.

    zh: `grads` 里是飞桨自动求出的三个参数的梯度，对批次求和。
    """
    for sizes in draw.sizes("batch", "features", "hidden"):
        args, want = step_case(draw, *sizes)
        equal(step_backward(student, args)[2], {name: want[name] for name in CELL}, of="rnn_step_backward", dims=CELL_DIMS, tolerance=LOOSE)


@question("rnn_step_backward", points=1)
def check_step_backward_leaves_its_arguments_alone(student, draw):
    """A step back leaves gradient, input, states and parameters as they were.

    zh: 往回走一步，传入的梯度、输入、状态和参数都保持原样。
    """
    args, want = step_case(draw, 3, 4, 6)
    got = step_backward(student, args)
    unchanged(student.rnn_step_backward)
    equal(list(got[:2]), [want["x"], want["h"]], of="rnn_step_backward", parts=("d_x", "d_h"), tolerance=LOOSE)
    equal(got[2], {name: want[name] for name in CELL}, of="rnn_step_backward", dims=CELL_DIMS, tolerance=LOOSE)


# -- rnn_backward ----------------------------------------------------------------------------------------------------------------


def backward_case(draw, batch, time, features, hidden):
    """Return arguments of rnn_backward, with something said by the loss at every step, and the gradients that Paddle finds."""
    inputs, h0, params = draw.array(batch, time, features), draw.array(batch, hidden), draw_params(draw, features, hidden)
    d_outputs = draw.array(batch, time, hidden)
    p = leaves({"inputs": inputs, "h0": h0, **{name: params[name] for name in CELL}})
    h, total = p["h0"], 0.0
    for t in range(time):
        h = paddle.tanh(p["inputs"][:, t] @ p["W_xh"] + h @ p["W_hh"] + p["b_h"])
        total = total + (h * paddle.to_tensor(d_outputs[:, t])).sum()
    gradients = paddle.grad([total], list(p.values()))
    want = {name: gradient.numpy() for name, gradient in zip(p, gradients, strict=True)}
    return (d_outputs, inputs, h0, forward(inputs, h0, params), params), want


def backward(student, args):
    """Call rnn_backward; fail with a sentence unless three things come back."""
    return triple(student.rnn_backward(*args), "rnn_backward", "(d_inputs, d_h0, grads)")


BACKWARD = {"of": "rnn_backward", "parts": ("d_inputs", "d_h0"), "dims": ("[batch, time, features]", "[batch, hidden]"), "tolerance": LOOSE}


@question("rnn_backward", points=2)
def check_gradients_of_inputs_and_first_state(student, draw):
    """`d_inputs` and `d_h0` are what Paddle's autograd finds, for every size.

    zh: 无论尺寸多大，`d_inputs` 和 `d_h0` 都与飞桨自动求出的梯度一致。
    """
    for sizes in draw.sizes("batch", "time", "features", "hidden"):
        args, want = backward_case(draw, *sizes)
        equal(list(backward(student, args)[:2]), [want["inputs"], want["h0"]], **BACKWARD)


@question("rnn_backward", points=2)
def check_shared_parameters_collect_from_every_step(student, draw):
    """`grads` holds what Paddle's autograd finds for the three parameters, summed over all steps.

    zh: `grads` 里是飞桨自动求出的三个参数的梯度，对所有时间步求和。
    """
    for sizes in draw.sizes("batch", "time", "features", "hidden"):
        args, want = backward_case(draw, *sizes)
        equal(backward(student, args)[2], {name: want[name] for name in CELL}, of="rnn_backward", dims=CELL_DIMS, tolerance=LOOSE)


@question("rnn_backward", points=1)
def check_backward_equals_paddles_layer(student, draw):
    """With a loss on the last state only, the gradients are those of `nn.SimpleRNN` with copied weights, to 1e-8.

    zh: 只对最后一个状态计算损失时，梯度与拷入权重的 `nn.SimpleRNN` 一致，误差不超过 1e-8。
    """
    (d_outputs, inputs, h0, outputs, params), _ = backward_case(draw, 2, 6, 3, 5)
    d_outputs[:, :-1] = 0
    with default_dtype("float64"):
        rnn = nn.SimpleRNN(input_size=3, hidden_size=5)
    layer = {"weight_ih_l0": params["W_xh"].T, "weight_hh_l0": params["W_hh"].T, "bias_ih_l0": params["b_h"], "bias_hh_l0": np.zeros(5)}
    for name, array in layer.items():
        getattr(rnn, name).set_value(array)
    p = leaves({"inputs": inputs, "h0": h0[None]})
    _, h = rnn(p["inputs"], p["h0"])
    (h[0] * paddle.to_tensor(d_outputs[:, -1])).sum().backward()
    got = backward(student, (d_outputs, inputs, h0, outputs, params))
    equal(list(got[:2]), [p["inputs"].grad, p["h0"].grad[0]], **BACKWARD)
    want = {"W_xh": rnn.weight_ih_l0.grad.T, "W_hh": rnn.weight_hh_l0.grad.T, "b_h": rnn.bias_ih_l0.grad}
    equal(got[2], want, of="rnn_backward", dims=CELL_DIMS, tolerance=LOOSE)
    pairs = [(got[0], p["inputs"].grad), (got[1], p["h0"].grad[0]), *((got[2][name], want[name]) for name in CELL)]
    furthest = max(np.abs(mine.astype("float64") - right.numpy()).max() for mine, right in pairs)
    assert furthest < 1e-8, say(
        "The gradients are right to five digits only. Is a part of them computed in float32? float64 is asked for.",
        "梯度只有五位数字是对的。是不是有一部分用了 float32 计算？题目要求 float64。",
    )


@question("rnn_backward", points=1)
def check_backward_leaves_its_arguments_alone(student, draw):
    """The way back leaves gradients, inputs, states and parameters as they were.

    zh: 往回走完整条序列，传入的梯度、输入、状态和参数都保持原样。
    """
    args, want = backward_case(draw, 3, 5, 2, 4)
    got = backward(student, args)
    unchanged(student.rnn_backward)
    equal(list(got[:2]), [want["inputs"], want["h0"]], **BACKWARD)
    equal(got[2], {name: want[name] for name in CELL}, of="rnn_backward", dims=CELL_DIMS, tolerance=LOOSE)


# -- gradient_by_step --------------------------------------------------------------------------------------------------------------


def right_norms(d_last, outputs, params):
    """Return the norms of the gradients of h_1 ... h_T, from products of matrices written out for each sequence."""
    squares = np.zeros(outputs.shape[1])
    for row, states in zip(d_last, outputs, strict=True):
        g = row
        squares[-1] += g @ g
        for t in range(len(states) - 1, 0, -1):
            g = g @ (np.diag(1 - states[t] ** 2) @ params["W_hh"].T)
            squares[t - 1] += g @ g
    return np.sqrt(squares)


@question("gradient_by_step", points=2)
def check_norms_follow_the_product(student, draw):
    """The norms are those of the product of slopes and weights, from the first step to the last.

    zh: 各步的范数由斜率与权重的连乘得到，从第一步排到最后一步。
    """
    for batch, time, features, hidden in draw.sizes("batch", "time", "features", "hidden"):
        inputs, h0, _, params = draw_case(draw, batch, time, features, hidden)
        params["W_hh"] *= 2  # so that the norms of early steps are not lost in the tolerance
        args = 10 * draw.array(batch, hidden), forward(inputs, h0, params), params
        equal(student.gradient_by_step(*args), right_norms(*args), of="gradient_by_step", dims="[time]")


@question("gradient_by_step", points=1)
def check_norms_vanish_and_explode_over_many_steps(student, draw):
    """Over forty steps of slope 1, as in a net without tanh, the norms shrink or grow by the same factor at each step.

    zh: 连走四十步，斜率都是 1（相当于没有 tanh 的网络），范数每一步按同样的倍数缩小或增大。
    """
    turn = np.linalg.qr(draw.array(4, 4))[0]  # turns without stretching
    d_last = draw.array(3, 4)
    for factor in (0.5, 1.5):
        got = student.gradient_by_step(d_last, np.zeros([3, 40, 4]), {"W_hh": factor * turn})
        want = np.sqrt(np.sum(d_last**2)) * factor ** np.arange(39.0, -1, -1)
        equal(got, want, of="gradient_by_step", dims="[time]", tolerance=FORM_ONLY)  # the values differ by powers of ten
        assert np.all(got > 0), say("A norm is not positive.", "有一个范数不是正数。")
        equal(np.log(got), np.log(want), of="gradient_by_step", dims="[time]")


@question("gradient_by_step", points=1)
def check_norms_leave_their_arguments_alone(student, draw):
    """Measuring leaves gradient, states and parameters as they were.

    zh: 测量过程中，传入的梯度、状态和参数都保持原样。
    """
    args = draw.array(3, 5), np.tanh(draw.array(3, 4, 5)), {"W_hh": draw.array(5, 5)}
    got = student.gradient_by_step(*args)
    unchanged(student.gradient_by_step)
    equal(got, right_norms(*args), of="gradient_by_step", dims="[time]")


# -- spectral_radius ---------------------------------------------------------------------------------------------------------------


@question("spectral_radius", points=1)
def check_radius_of_known_eigenvalues(student, draw):
    """Matrices made from known eigenvalues, the largest of them negative: its size counts, not its sign.

    zh: 由已知特征值构造的矩阵，最大的一个是负数：看的是大小，不是正负。
    """
    for (hidden,) in draw.sizes("hidden"):
        values = np.linspace(0.1, 1.0, hidden) * 1.7
        values[-1] = -1.7
        turn = np.linalg.qr(draw.array(hidden, hidden))[0]
        skewed = turn @ (np.diag(values) + np.triu(draw.array(hidden, hidden), 1)) @ turn.T  # not symmetric
        equal(student.spectral_radius(skewed), 1.7, of="spectral_radius", tolerance=1e-6)
    unchanged(student.spectral_radius)


@question("spectral_radius", points=1)
def check_radius_of_complex_eigenvalues(student, draw):
    """A matrix that turns while it stretches has complex eigenvalues; the result is their size, a plain number.

    zh: 边旋转边拉伸的矩阵，特征值是复数；结果是它们的大小，一个普通的数。
    """
    for angle, stretch in ((0.7, 1.3), (1.2, 0.4), (2.5, 2.0)):
        turn = stretch * np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
        basis = np.eye(2) + 0.3 * np.tanh(draw.array(2, 2))
        equal(student.spectral_radius(np.linalg.inv(basis) @ turn @ basis), stretch, of="spectral_radius")


# -- clip_by_global_norm -------------------------------------------------------------------------------------------------------------


def draw_grads(draw, features, hidden, outputs):
    """Return gradients of the shapes of five parameters, of very different sizes."""
    return {
        "W_xh": 3 * draw.array(features, hidden),
        "W_hh": draw.array(hidden, hidden),
        "b_h": 0.1 * draw.array(hidden),
        "W_hq": draw.array(hidden, outputs),
        "b_q": 5 * draw.array(outputs),
    }


def length(grads):
    """Return the global norm."""
    return float(np.sqrt(sum(np.sum(grad**2) for grad in grads.values())))


@question("clip_by_global_norm", points=1)
def check_long_gradients_are_clipped_as_paddle_does(student, draw):
    """Gradients that are too long are shortened together, as `paddle.nn.ClipGradByGlobalNorm` does it, whatever their size.

    zh: 过长的梯度整体缩短，与 `paddle.nn.ClipGradByGlobalNorm` 的结果一致，不论梯度本身是大是小。
    """
    for sizes in draw.sizes("features", "hidden", "outputs"):
        for size, share in ((1.0, 0.01), (1.0, 0.99), (1e-6, 0.5)):
            grads = {name: size * grad for name, grad in draw_grads(draw, *sizes).items()}
            limit = share * length(grads)
            pairs = [(paddle.zeros(list(grad.shape), "float64"), paddle.to_tensor(grad)) for grad in grads.values()]
            for parameter, _ in pairs:
                parameter.need_clip = True  # as parameters of a layer have it
            clipped = [gradient.numpy() for _, gradient in nn.ClipGradByGlobalNorm(limit)(pairs)]
            want = dict(zip(grads, clipped, strict=True))
            got = student.clip_by_global_norm(grads, limit)
            equal(got, want, of="clip_by_global_norm", dims=ALL_DIMS, tolerance=CLIPPED)
            enlarged = [{name: array / size for name, array in found.items()} for found in (got, want)]
            equal(*enlarged, of="clip_by_global_norm", dims=ALL_DIMS, tolerance=CLIPPED)  # tiny gradients are no longer within it


def shortens(student, grads):
    """Fail unless gradients that are too long come out shorter, and not as nothing: who returns them as they are does not clip."""
    got = student.clip_by_global_norm(grads, 0.5 * length(grads))
    equal(got, grads, of="clip_by_global_norm", dims=ALL_DIMS, tolerance=FORM_ONLY)
    assert 0 < length(got) < 0.9 * length(grads), say(
        "Gradients that are twice as long as the limit are not shortened, or nothing is left of them.",
        "长度为上限两倍的梯度没有被缩短，或者什么也没剩下。",
    )


@question("clip_by_global_norm", points=1)
def check_gradients_within_the_limit_stay(student, draw):
    """Gradients that are short enough stay as they are; only longer ones are shortened.

    zh: 足够短的梯度保持不变，只缩短更长的。
    """
    for sizes in draw.sizes("features", "hidden", "outputs"):
        grads = draw_grads(draw, *sizes)
        for factor in (1.01, 3.0, 1e6):
            equal(student.clip_by_global_norm(grads, factor * length(grads)), grads, of="clip_by_global_norm", dims=ALL_DIMS)
        shortens(student, grads)


@question("clip_by_global_norm", points=1)
def check_zero_gradients_stay_zero(student, draw):
    """Gradients that are all zero stay zero; others do not become zero.

    zh: 全零的梯度仍然为零，其他梯度不会变成零。
    """
    for sizes in draw.sizes("features", "hidden", "outputs"):
        grads = draw_grads(draw, *sizes)
        zeros = {name: 0 * grad for name, grad in grads.items()}
        for limit in (0.5, 20.0):
            equal(student.clip_by_global_norm(zeros, limit), zeros, of="clip_by_global_norm", dims=ALL_DIMS)
        shortens(student, grads)


@question("clip_by_global_norm", points=1)
def check_clipping_makes_new_arrays(student, draw):
    """The caller's gradients are not shortened: the result is a dict of its own.

    zh: 调用者手里的梯度不会被改动：结果是另一个字典。
    """
    grads = draw_grads(draw, 4, 6, 2)
    got = student.clip_by_global_norm(grads, 0.7)
    unchanged(student.clip_by_global_norm)
    want = {name: grad * 0.7 / length(grads) for name, grad in grads.items()}
    equal(got, want, of="clip_by_global_norm", dims=ALL_DIMS, tolerance=CLIPPED)


# -- truncated_bptt ------------------------------------------------------------------------------------------------------------------


def truncated(student, case, chunk):
    """Call truncated_bptt; fail with a sentence unless losses, gradients and a state come back."""
    inputs, h0, targets, params = case
    return triple(student.truncated_bptt(inputs, h0, targets, params, chunk), "truncated_bptt", "(losses, grads, h)")


def same_grads(got, want):
    """Compare the gradients of all chunks with what Paddle found."""
    parts = [f"grads[{k}]" for k in range(len(want))]
    equal(
        got,
        [{name: found[name] for name in ALL_DIMS} for _, found in want],
        of="truncated_bptt",
        parts=parts,
        dims=[ALL_DIMS] * len(want),
        tolerance=LOOSE,
    )


@question("truncated_bptt", points=2)
def check_gradients_stay_within_their_chunk(student, draw):
    """Each chunk has the gradients of its own loss, with the state at its start held constant.

    zh: 每一段给出自己那份损失的梯度，段首的状态视为常数。
    """
    for sizes in draw.sizes("batch", "time", "features", "hidden"):
        case = draw_case(draw, *sizes)
        for chunk in (1, 2, 3):
            same_grads(truncated(student, case, chunk)[1], autograd(*case, chunk=chunk))


@question("truncated_bptt", points=1)
def check_state_passes_from_chunk_to_chunk(student, draw):
    """The losses are those of an unbroken run, and so is the final state: every chunk starts where the one before ended.

    zh: 各段的损失以及最终状态，都与不切断时一致：每一段都从上一段结束的地方出发。
    """
    for sizes in draw.sizes("batch", "time", "features", "hidden"):
        case = draw_case(draw, *sizes)
        for chunk in (1, 3):
            losses, _, h = truncated(student, case, chunk)
            equal(losses, [loss for loss, _ in autograd(*case, chunk=chunk)], of="truncated_bptt", tolerance=LOOSE)
            equal(
                [h],
                [forward(case[0], case[1], case[3])[:, -1]],
                of="truncated_bptt",
                parts=["h"],
                dims=["[batch, hidden]"],
                tolerance=LOOSE,
            )


@question("truncated_bptt", points=1)
def check_one_chunk_for_all_is_the_whole_gradient(student, draw):
    """A chunk at least as long as the sequence gives the whole gradient, and all arguments stay as they were.

    zh: 段长不小于序列长度时，得到完整的梯度，传入的参数都保持原样。
    """
    case = draw_case(draw, 3, 5, 4, 2, 6)
    for chunk in (5, 9):
        got = truncated(student, case, chunk)
        unchanged(student.truncated_bptt)
        same_grads(got[1], autograd(*case))
