"""Known wrong answers to lab 3, and correct versions for follow-through."""

import itertools

import numpy as np

CELL = ("W_xh", "W_hh", "b_h")


def _norm(a):
    return np.sqrt(np.sum(a**2))


def _forward(inputs, h0, params):
    h, states = h0, []
    for t in range(inputs.shape[1]):
        h = np.tanh(inputs[:, t] @ params["W_xh"] + h @ params["W_hh"] + params["b_h"])
        states.append(h)
    return np.stack(states, axis=1)


def _readout_loss(outputs, targets, params):
    errors = outputs @ params["W_hq"] + params["b_q"] - targets
    d_answers = errors / len(outputs)
    grads = {"W_hq": np.einsum("bth,bto->ho", outputs, d_answers), "b_q": d_answers.sum(axis=(0, 1))}
    return float(np.sum(errors**2)) / (2 * len(outputs)), d_answers @ params["W_hq"].T, grads


def _from_delta(delta, x, h, params):
    grads = {"W_xh": x.T @ delta, "W_hh": h.T @ delta, "b_h": delta.sum(axis=0)}
    return delta @ params["W_xh"].T, delta @ params["W_hh"].T, grads


def _step(d_h_new, x, h, h_new, params):
    return _from_delta(d_h_new * (1 - h_new**2), x, h, params)


def _before(h0, outputs, t):
    return outputs[:, t - 1] if t > 0 else h0


def _backward(d_outputs, inputs, h0, outputs, params):
    carried, columns = np.zeros_like(h0), []
    grads = {name: np.zeros_like(params[name]) for name in CELL}
    for t in range(inputs.shape[1] - 1, -1, -1):
        d_x, carried, step = _step(d_outputs[:, t] + carried, inputs[:, t], _before(h0, outputs, t), outputs[:, t], params)
        columns.insert(0, d_x)
        grads = {name: grads[name] + step[name] for name in CELL}
    return np.stack(columns, axis=1), carried, grads


# -- correct versions ----------------------------------------------------------------------------------------------------------


def correct__rnn_step_backward(d_h_new, x, h, h_new, params):
    """Return the gradients of input, old state and parameters."""
    delta = d_h_new * (1 - h_new * h_new)
    d_x, d_h = np.matmul(delta, params["W_xh"].T), np.matmul(delta, params["W_hh"].T)
    return d_x, d_h, {"W_xh": np.matmul(x.T, delta), "W_hh": np.matmul(h.T, delta), "b_h": np.sum(delta, 0)}


def correct__rnn_backward(d_outputs, inputs, h0, outputs, params):
    """Return the gradients of inputs, first state and parameters: all deltas first, then one sum for each parameter."""
    deltas = np.zeros_like(outputs)
    d_h = np.zeros_like(h0)
    for t in range(outputs.shape[1] - 1, -1, -1):
        deltas[:, t] = (d_outputs[:, t] + d_h) * (1 - outputs[:, t] ** 2)
        d_h = deltas[:, t] @ params["W_hh"].T
    before = np.concatenate([h0[:, None], outputs[:, :-1]], axis=1)
    grads = {
        "W_xh": np.einsum("btf,bth->fh", inputs, deltas),
        "W_hh": np.einsum("btg,bth->gh", before, deltas),
        "b_h": deltas.sum(axis=(0, 1)),
    }
    return deltas @ params["W_xh"].T, d_h, grads


# -- numeric_gradient ------------------------------------------------------------------------------------------------------------


def _differences(x, entry):
    gradient = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        gradient[place] = entry(place)
    return gradient


def _moved(x, place, by):
    moved = x.copy()
    moved[place] += by
    return moved


def numeric_gradient__one_sided(f, x, step=1e-5):
    """Each entry is moved to one side only. With both sides the error falls with the square of the step.

    zh: 每个元素只往一边移动。往两边各移一次，误差才按步长的平方减小。
    """
    return _differences(x, lambda place: (f(_moved(x, place, step)) - f(x)) / step)


def numeric_gradient__divided_by_one_step(f, x, step=1e-5):
    """All entries are twice too large: between the two points at which `f` is called lie two steps, not one.

    zh: 所有元素都大了一倍：调用 `f` 的两个点之间隔着两个步长，而不是一个。
    """
    return _differences(x, lambda place: (f(_moved(x, place, step)) - f(_moved(x, place, -step))) / step)


def numeric_gradient__all_entries_at_once(f, x, step=1e-5):
    """All entries are moved together, so the result is one number everywhere: the sum of the whole gradient. Move one
    entry at a time.

    zh: 所有元素一起移动了，所以到处都是同一个数：整个梯度之和。每次只能移动一个元素。
    """
    return np.full_like(x, (f(x + step) - f(x - step)) / (2 * step))


def numeric_gradient__never_put_back(f, x, step=1e-5):
    """One copy is used for all entries, and an entry that was moved is not put back before the next one is: the places where
    `f` is called drift away from `x`.

    zh: 所有元素共用一份拷贝，移动过的元素没有放回原处就去移下一个：调用 `f` 的位置越来越偏离 `x`。
    """
    moved = x.copy()

    def entry(place):
        moved[place] += step
        above = f(moved)
        moved[place] -= 2 * step
        return (above - f(moved)) / (2 * step)

    return _differences(x, entry)


def numeric_gradient__writes_into_x(f, x, step=1e-5):
    """The gradient is right, but the steps are taken in `x` itself. Adding and taking away again leaves errors of rounding in
    the caller's array.

    zh: 梯度是对的，但步子是在 `x` 本身上走的。加上再减回去，会在调用者的数组里留下舍入误差。
    """

    def entry(place):
        x[place] += step
        above = f(x)
        x[place] -= 2 * step
        below = f(x)
        x[place] += step
        return (above - below) / (2 * step)

    return _differences(x, entry)


def numeric_gradient__own_step(f, x, step=1e-5):
    """The `step` that is passed in makes no difference: a fixed one is used.

    zh: 传进来的 `step` 不起作用：用的是固定的步长。
    """
    return _differences(x, lambda place: (f(_moved(x, place, 1e-5)) - f(_moved(x, place, -1e-5))) / 2e-5)


def numeric_gradient__flat(f, x, step=1e-5):
    """The numbers are right, but stand in one long row. The gradient has the shape of `x`.

    zh: 数值是对的，但排成了一长行。梯度的形状应与 `x` 相同。
    """
    return _differences(x, lambda place: (f(_moved(x, place, step)) - f(_moved(x, place, -step))) / (2 * step)).ravel()


def numeric_gradient__wrong_sign(f, x, step=1e-5):
    """All signs are exchanged: the value below was taken first, the one above was subtracted from it.

    zh: 正负号全反了：先取了下边的值，再减去上边的值。
    """
    return _differences(x, lambda place: (f(_moved(x, place, -step)) - f(_moved(x, place, step))) / (2 * step))


# -- relative_error --------------------------------------------------------------------------------------------------------------


def _refuse(a, b):
    if a.shape != b.shape:
        raise ValueError("the shapes differ")


def relative_error__absolute(a, b):
    """This is the norm of the difference itself. Whether it is much depends on how large the arrays are.

    zh: 这是差异本身的范数。它算不算大，要看数组本身有多大。
    """
    _refuse(a, b)
    return float(_norm(a - b))


def relative_error__of_the_first_only(a, b):
    """The difference is compared with the first array only, so the order of the two makes a difference.

    zh: 差异只与第一个数组比较，于是谁先谁后结果就不同。
    """
    _refuse(a, b)
    return 0.0 if not _norm(a - b) else float(_norm(a - b) / _norm(a)) if _norm(a) else 1.0


def relative_error__entry_by_entry(a, b):
    """The largest relative error of a single entry is returned. An entry that is nearly zero then decides alone; the formula
    takes one norm of the whole array.

    zh: 返回的是单个元素的最大相对误差。这样，一个几乎为零的元素就能独自决定结果；公式是对整个数组取一个范数。
    """
    _refuse(a, b)
    size = np.abs(a) + np.abs(b)
    return float(np.max(np.where(size > 0, np.abs(a - b) / np.where(size > 0, size, 1), 0)))


def relative_error__squared(a, b):
    """The sums of squares are divided without taking their roots. A norm is a root.

    zh: 直接拿平方和相除，没有开方。范数是要开方的。
    """
    _refuse(a, b)
    size = np.sum(a**2) + np.sum(b**2)
    return float(np.sum((a - b) ** 2) / size) if size else 0.0


def relative_error__zero_by_zero(a, b):
    """Two arrays of zeros give 0 / 0, which is no number. They are equal, so their error is 0.

    zh: 两个全零数组得到 0 / 0，不是一个数。它们相等，误差应为 0。
    """
    _refuse(a, b)
    with np.errstate(invalid="ignore"):
        return float(np.float64(_norm(a - b)) / (_norm(a) + _norm(b)))


def relative_error__constant_added(a, b):
    """A small constant was added to the denominator. For gradients that are small themselves it is not small, and it hides
    their errors.

    zh: 分母里加了一个小常数。当梯度本身很小时，它就不小了，会把误差掩盖住。
    """
    _refuse(a, b)
    return float(_norm(a - b) / (_norm(a) + _norm(b) + 1e-8))


def relative_error__shapes_broadcast(a, b):
    """Arrays of different shapes are compared as if nothing were wrong: NumPy broadcasts them.

    zh: 形状不同的数组也照样比较：NumPy 自动做了广播。
    """
    size = _norm(a) + _norm(b)
    return float(_norm(a - b) / size) if size else 0.0


# -- rnn_step_backward -------------------------------------------------------------------------------------------------------------


def rnn_step_backward__slope_forgotten(d_h_new, x, h, h_new, params):
    """The gradient goes past tanh as if it were not there. On the way back through tanh it is multiplied by its slope.

    zh: 梯度绕过了 tanh，好像它不存在。往回穿过 tanh 时，要乘以它的斜率。
    """
    return _from_delta(d_h_new, x, h, params)


def rnn_step_backward__slope_of_the_old_state(d_h_new, x, h, h_new, params):
    """The slope of tanh is taken at the state before the step. What comes out of this tanh is the new state.

    zh: tanh 的斜率取在了旧状态处。从这个 tanh 里出来的是新状态。
    """
    return _from_delta(d_h_new * (1 - h**2), x, h, params)


def rnn_step_backward__tanh_twice(d_h_new, x, h, h_new, params):
    """The slope is taken as 1 − tanh²(h_new). But `h_new` has gone through tanh already: it *is* the tanh.

    zh: 斜率写成了 1 − tanh²(h_new)。但 `h_new` 已经经过 tanh 了：它本身就是那个 tanh 值。
    """
    return _from_delta(d_h_new * (1 - np.tanh(h_new) ** 2), x, h, params)


def rnn_step_backward__slope_not_squared(d_h_new, x, h, h_new, params):
    """The slope is taken as 1 − h. The derivative of tanh has a square in it.

    zh: 斜率写成了 1 − h。tanh 的导数里有平方。
    """
    return _from_delta(d_h_new * (1 - h_new), x, h, params)


def rnn_step_backward__slope_of_sigmoid(d_h_new, x, h, h_new, params):
    """The slope h (1 − h) belongs to the sigmoid. This cell uses tanh.

    zh: 斜率 h (1 − h) 是 sigmoid 的。这个单元用的是 tanh。
    """
    return _from_delta(d_h_new * h_new * (1 - h_new), x, h, params)


def rnn_step_backward__weights_not_transposed(d_h_new, x, h, h_new, params):
    """The gradient of the old state is multiplied by `W_hh` the way the state is going forward. On the way back rows and columns
    exchange their parts; the matrix is square, so the shapes do not tell.

    zh: 求旧状态的梯度时，`W_hh` 用了前向时的方向。往回走时，行与列的角色要互换；它是方阵，从形状上看不出来。
    """
    delta = d_h_new * (1 - h_new**2)
    d_x, _, grads = _from_delta(delta, x, h, params)
    return d_x, delta @ params["W_hh"], grads


def rnn_step_backward__old_state_gets_delta(d_h_new, x, h, h_new, params):
    """`d_h` is delta itself. From the sum back to the old state the gradient still has to go through a matrix.

    zh: `d_h` 就是 delta 本身。从求和处回到旧状态，梯度还要经过一个矩阵。
    """
    delta = d_h_new * (1 - h_new**2)
    d_x, _, grads = _from_delta(delta, x, h, params)
    return d_x, delta, grads


def rnn_step_backward__outer_product_transposed(d_h_new, x, h, h_new, params):
    """The gradient of `W_hh` is transposed. Its entry in row i and column j belongs to the way from old unit i to new unit j.

    zh: `W_hh` 的梯度转置了。它第 i 行第 j 列的元素，对应从旧单元 i 到新单元 j 的那条路。
    """
    d_x, d_h, grads = _step(d_h_new, x, h, h_new, params)
    return d_x, d_h, {**grads, "W_hh": grads["W_hh"].T}


def rnn_step_backward__new_state_in_the_product(d_h_new, x, h, h_new, params):
    """The gradient of `W_hh` is made with the new state. What this matrix was multiplied by is the state before the step.

    zh: `W_hh` 的梯度用了新状态。与这个矩阵相乘的是这一步之前的状态。
    """
    delta = d_h_new * (1 - h_new**2)
    d_x, d_h, grads = _from_delta(delta, x, h, params)
    return d_x, d_h, {**grads, "W_hh": h_new.T @ delta}


def rnn_step_backward__bias_not_summed(d_h_new, x, h, h_new, params):
    """The gradient of the bias has a row for each sequence. One bias serves all of them, so their parts are added.

    zh: 偏置的梯度里每条序列各占一行。所有序列共用一个偏置，它们的份额应当相加。
    """
    delta = d_h_new * (1 - h_new**2)
    d_x, d_h, grads = _from_delta(delta, x, h, params)
    return d_x, d_h, {**grads, "b_h": delta}


def rnn_step_backward__averaged_over_the_batch(d_h_new, x, h, h_new, params):
    """The gradients of the parameters are divided by the batch size. Several ways are added; whether the loss is an average is
    already told by `d_h_new`.

    zh: 参数的梯度除以了批次大小。几条路是相加的；损失是不是取平均，`d_h_new` 里已经有了。
    """
    d_x, d_h, grads = _step(d_h_new, x, h, h_new, params)
    return d_x, d_h, {name: grad / len(x) for name, grad in grads.items()}


def rnn_step_backward__in_place(d_h_new, x, h, h_new, params):
    """The results are right, but delta was written into `d_h_new`, which belongs to the caller.

    zh: 结果是对的，但 delta 写进了 `d_h_new`，而它是调用者的。
    """
    d_h_new *= 1 - h_new**2
    return _from_delta(d_h_new, x, h, params)


# -- rnn_backward --------------------------------------------------------------------------------------------------------------------


def rnn_backward__nothing_carried(d_outputs, inputs, h0, outputs, params):
    """Each step hears only what the loss says of its own state. What comes back from the step after it is missing, so nothing
    goes through time.

    zh: 每一步只用了损失对自己那个状态的影响，缺了后一步传回来的部分，梯度根本没有穿过时间。
    """
    found = [_step(d_outputs[:, t], inputs[:, t], _before(h0, outputs, t), outputs[:, t], params) for t in range(inputs.shape[1])]
    grads = {name: sum(step[2][name] for step in found) for name in CELL}
    return np.stack([step[0] for step in found], axis=1), found[0][1], grads


def rnn_backward__only_the_last_state_read(d_outputs, inputs, h0, outputs, params):
    """Only what the loss says of the last state goes back. `d_outputs` has something to say at every step.

    zh: 往回传的只有损失对最后一个状态的影响。`d_outputs` 在每一步都有内容。
    """
    last = np.zeros_like(d_outputs)
    last[:, -1] = d_outputs[:, -1]
    return _backward(last, inputs, h0, outputs, params)


def rnn_backward__not_added_up(d_outputs, inputs, h0, outputs, params):
    """The gradients of the parameters are those of the first step alone: each step overwrote what the later ones had left. All steps
    use the same parameters, so all have a part in it.

    zh: 参数的梯度只剩第一步的：每走一步都覆盖了后面各步的结果。所有步共用同一组参数，每一步都有份。
    """
    d_inputs, d_h0, _ = _backward(d_outputs, inputs, h0, outputs, params)
    carried = np.zeros_like(h0)
    for t in range(inputs.shape[1] - 1, -1, -1):
        _, carried, grads = _step(d_outputs[:, t] + carried, inputs[:, t], _before(h0, outputs, t), outputs[:, t], params)
    return d_inputs, d_h0, grads


def rnn_backward__averaged_over_time(d_outputs, inputs, h0, outputs, params):
    """The gradients of the parameters are averaged over the steps. The ways by which a parameter acts are added.

    zh: 参数的梯度对时间步取了平均。一个参数起作用的几条路是相加的。
    """
    d_inputs, d_h0, grads = _backward(d_outputs, inputs, h0, outputs, params)
    return d_inputs, d_h0, {name: grad / inputs.shape[1] for name, grad in grads.items()}


def rnn_backward__forward_in_time(d_outputs, inputs, h0, outputs, params):
    """The loop runs from the first step to the last. A gradient is handed on against time: step t needs what step t + 1 returns.

    zh: 循环从第一步走到了最后一步。梯度是逆着时间传的：第 t 步要用第 t + 1 步的结果。
    """
    carried, columns = np.zeros_like(h0), []
    grads = {name: np.zeros_like(params[name]) for name in CELL}
    for t in range(inputs.shape[1]):
        d_x, carried, step = _step(d_outputs[:, t] + carried, inputs[:, t], _before(h0, outputs, t), outputs[:, t], params)
        columns.append(d_x)
        grads = {name: grads[name] + step[name] for name in CELL}
    return np.stack(columns, axis=1), carried, grads


def rnn_backward__inputs_reversed(d_outputs, inputs, h0, outputs, params):
    """The gradients of the inputs stand in the order in which they were found, from the last step to the first.

    zh: 输入的梯度按求出的先后排列，从最后一步排到了第一步。
    """
    d_inputs, d_h0, grads = _backward(d_outputs, inputs, h0, outputs, params)
    return d_inputs[:, ::-1].copy(), d_h0, grads


def rnn_backward__wraps_around(d_outputs, inputs, h0, outputs, params):
    """The state before the first step is taken as `outputs[:, -1]`. In Python, index −1 is the last one; before the first step
    stands `h0`.

    zh: 第一步之前的状态取成了 `outputs[:, -1]`。在 Python 里下标 −1 是最后一个；第一步之前是 `h0`。
    """
    return _backward_with(d_outputs, inputs, h0, outputs, params, lambda t: outputs[:, t - 1])


def rnn_backward__h0_before_every_step(d_outputs, inputs, h0, outputs, params):
    """Every step gets `h0` as the state before it. That holds for the first step only.

    zh: 每一步之前的状态都用了 `h0`。只有第一步才是这样。
    """
    return _backward_with(d_outputs, inputs, h0, outputs, params, lambda t: h0)


def rnn_backward__zeros_before_the_first_step(d_outputs, inputs, h0, outputs, params):
    """The state before the first step is taken to be zero. It is passed in, and need not be zero.

    zh: 第一步之前的状态当成了零。它是传进来的，不一定是零。
    """
    return _backward_with(d_outputs, inputs, h0, outputs, params, lambda t: _before(np.zeros_like(h0), outputs, t))


def _backward_with(d_outputs, inputs, h0, outputs, params, before):
    d_inputs, d_h0, grads = _backward(d_outputs, inputs, h0, outputs, params)
    carried, w_hh = np.zeros_like(h0), np.zeros_like(params["W_hh"])
    for t in range(inputs.shape[1] - 1, -1, -1):
        delta = (d_outputs[:, t] + carried) * (1 - outputs[:, t] ** 2)
        carried, w_hh = delta @ params["W_hh"].T, w_hh + before(t).T @ delta
    return d_inputs, d_h0, {**grads, "W_hh": w_hh}


def rnn_backward__first_state_left_out(d_outputs, inputs, h0, outputs, params):
    """`d_h0` is the gradient of the first step's state, not that of the state before it: the last step of the way is missing.

    zh: `d_h0` 是第一步得到的状态的梯度，而不是在它之前的状态的：最后还差一步没有走。
    """
    d_inputs, _, grads = _backward(d_outputs, inputs, h0, outputs, params)
    carried = np.zeros_like(h0)
    for t in range(inputs.shape[1] - 1, 0, -1):
        carried = _step(d_outputs[:, t] + carried, inputs[:, t], _before(h0, outputs, t), outputs[:, t], params)[1]
    return d_inputs, d_outputs[:, 0] + carried, grads


def rnn_backward__in_place(d_outputs, inputs, h0, outputs, params):
    """The results are right, but what comes back from later steps was added to `d_outputs` itself, which belongs to the caller.

    zh: 结果是对的，但后面各步传回来的部分加到了 `d_outputs` 本身上，而它是调用者的。
    """
    result = _backward(d_outputs, inputs, h0, outputs, params)
    for t in range(inputs.shape[1] - 1, 0, -1):
        d_outputs[:, t - 1] += (d_outputs[:, t] * (1 - outputs[:, t] ** 2)) @ params["W_hh"].T
    return result


# -- gradient_by_step ------------------------------------------------------------------------------------------------------------------


def _gradients(d_last, outputs, params):
    found = [d_last]
    for t in range(outputs.shape[1] - 1, 0, -1):
        found.insert(0, (found[0] * (1 - outputs[:, t] ** 2)) @ params["W_hh"].T)
    return found


def gradient_by_step__reversed(d_last, outputs, params):
    """The norms stand in the order in which they were found: the last step comes first.

    zh: 范数按求出的先后排列：最后一步排到了最前面。
    """
    return np.array([_norm(g) for g in _gradients(d_last, outputs, params)[::-1]])


def gradient_by_step__slope_forgotten(d_last, outputs, params):
    """Only the weights take part. A step back goes through tanh, too, and its slope belongs to the product.

    zh: 只用了权重。往回走一步也要穿过 tanh，它的斜率也在连乘之中。
    """
    return np.array([_norm(g) for g in _gradients(d_last, np.zeros_like(outputs), params)])


def gradient_by_step__weights_not_transposed(d_last, outputs, params):
    """`W_hh` is used the way the state is going forward. On the way back rows and columns exchange their parts.

    zh: `W_hh` 用了前向时的方向。往回走时，行与列的角色要互换。
    """
    return np.array([_norm(g) for g in _gradients(d_last, outputs, {"W_hh": params["W_hh"].T})])


def gradient_by_step__one_step_too_far(d_last, outputs, params):
    """The last entry has gone through a step already, and the first one belongs to `h0`. `d_last` is the gradient of the last state:
    its own norm comes last.

    zh: 最后一个元素已经穿过了一步，第一个元素其实属于 `h0`。`d_last` 是最后一个状态的梯度，它自己的范数排在最后。
    """
    return np.array([_norm((g * (1 - outputs[:, t] ** 2)) @ params["W_hh"].T) for t, g in enumerate(_gradients(d_last, outputs, params))])


def gradient_by_step__slope_of_the_state_reached(d_last, outputs, params):
    """The slope is taken at the state to which the gradient goes. On its way back from state t + 1 to state t it goes through the tanh
    that made state t + 1.

    zh: 斜率取在了梯度要到达的那个状态处。从第 t + 1 个状态退回第 t 个，穿过的是得到第 t + 1 个状态的那个 tanh。
    """
    found = [d_last]
    for t in range(outputs.shape[1] - 1, 0, -1):
        found.insert(0, (found[0] * (1 - outputs[:, t - 1] ** 2)) @ params["W_hh"].T)
    return np.array([_norm(g) for g in found])


def gradient_by_step__weights_before_slope(d_last, outputs, params):
    """Weights and slope are in the wrong order. The way back goes through tanh first, and then through the matrix.

    zh: 权重与斜率的次序反了。往回走，先穿过 tanh，再穿过矩阵。
    """
    found = [d_last]
    for t in range(outputs.shape[1] - 1, 0, -1):
        found.insert(0, (found[0] @ params["W_hh"].T) * (1 - outputs[:, t] ** 2))
    return np.array([_norm(g) for g in found])


def gradient_by_step__squared(d_last, outputs, params):
    """These are sums of squares. A norm is the root of it.

    zh: 这是平方和。范数是它的平方根。
    """
    return np.array([np.sum(g**2) for g in _gradients(d_last, outputs, params)])


def gradient_by_step__one_for_each_sequence(d_last, outputs, params):
    """There is a norm for each sequence. One number for each step is asked, over all entries of the batch.

    zh: 每条序列各有一个范数。题目要的是每一步一个数，取遍整个批次的所有元素。
    """
    return np.stack([np.sqrt(np.sum(g**2, axis=1)) for g in _gradients(d_last, outputs, params)], axis=1)


def gradient_by_step__largest_entry(d_last, outputs, params):
    """These are the largest entries. A norm takes all entries together.

    zh: 这是最大的元素。范数要把所有元素合在一起算。
    """
    return np.array([np.max(np.abs(g)) for g in _gradients(d_last, outputs, params)])


# -- spectral_radius -------------------------------------------------------------------------------------------------------------------


def spectral_radius__largest_singular_value(matrix):
    """This is the largest singular value, the most by which the matrix can stretch a vector in *one* product. It is never smaller than
    the spectral radius, and often larger.

    zh: 这是最大奇异值，即矩阵**一次**最多能把向量拉长多少。它不会小于谱半径，而且常常更大。
    """
    return float(np.linalg.norm(matrix, 2))


def spectral_radius__sign_kept(matrix):
    """The largest real part is returned. A negative or complex eigenvalue may be larger in size.

    zh: 返回的是最大的实部。负的或复的特征值，大小可能更大。
    """
    return float(np.max(np.linalg.eigvals(matrix).real))


def spectral_radius__real_part_only(matrix):
    """Only the real parts of the eigenvalues were looked at. The size of a complex number has two parts.

    zh: 只看了特征值的实部。复数的大小由两部分决定。
    """
    return float(np.max(np.abs(np.linalg.eigvals(matrix).real)))


def spectral_radius__abs_after_max(matrix):
    """The largest eigenvalue was chosen first, and its size taken afterwards. A very negative one then never wins.

    zh: 先选了最大的特征值，再取它的大小。这样，很负的特征值永远选不上。
    """
    return float(np.abs(np.max(np.linalg.eigvals(matrix))))


def spectral_radius__taken_for_symmetric(matrix):
    """The eigenvalues were computed by a function for symmetric matrices, which looks at one half of the matrix only.

    zh: 特征值是用对称矩阵的函数算的，它只看矩阵的一半。
    """
    return float(np.max(np.abs(np.linalg.eigvalsh(matrix))))


def spectral_radius__all_entries(matrix):
    """This is the norm of all entries. It says nothing of what happens when one multiplies again and again.

    zh: 这是所有元素的范数。它说明不了反复相乘会怎样。
    """
    return float(_norm(matrix))


# -- clip_by_global_norm -----------------------------------------------------------------------------------------------------------------


def clip_by_global_norm__each_array_alone(grads, max_norm):
    """Each array is shortened by itself. The arrays then no longer stand in the same proportion, and the direction of the whole changes.

    zh: 每个数组各自缩短。这样数组之间的比例就变了，整体的方向也就变了。
    """
    return {name: grad * (max_norm / max(_norm(grad), max_norm)) for name, grad in grads.items()}


def clip_by_global_norm__by_value(grads, max_norm):
    """Each number is cut off at the limit by itself. That turns the arrow.

    zh: 每个数各自在界限处削掉。这会让箭头转向。
    """
    return {name: np.clip(grad, -max_norm, max_norm) for name, grad in grads.items()}


def clip_by_global_norm__scaled_up(grads, max_norm):
    """Gradients that are shorter than the limit are made longer. Clipping only shortens.

    zh: 比上限短的梯度被放大了。裁剪只会缩短。
    """
    norm = np.sqrt(sum(np.sum(grad**2) for grad in grads.values()))
    factor = max_norm / norm if norm > 0 else 1.0
    return {name: grad * factor for name, grad in grads.items()}


def clip_by_global_norm__scaled_up_and_zero_by_zero(grads, max_norm):
    """Every gradient is stretched or shortened to the limit, and gradients that are all zero give NaN. Clipping only shortens.

    zh: 不管长短，梯度一律被拉到上限那么长，全零的梯度则得到 NaN。裁剪只会缩短。
    """
    norm = np.sqrt(sum(np.sum(grad**2) for grad in grads.values()))
    with np.errstate(divide="ignore", invalid="ignore"):
        return {name: grad * (np.float64(max_norm) / norm) for name, grad in grads.items()}


def clip_by_global_norm__zero_by_zero(grads, max_norm):
    """Gradients that are all zero are divided by their norm, which gives NaN. After one such update all weights would be NaN.

    zh: 全零的梯度除以了自己的范数，得到 NaN。这样更新一次，所有权重都会变成 NaN。
    """
    norm = np.sqrt(sum(np.sum(grad**2) for grad in grads.values()))
    with np.errstate(divide="ignore", invalid="ignore"):
        return {name: grad / norm * min(norm, max_norm) for name, grad in grads.items()}


def clip_by_global_norm__norms_added(grads, max_norm):
    """The norms of the arrays were added. The length of the whole is the root of the sum of their squares.

    zh: 把各数组的范数直接相加了。整体的长度是它们的平方和再开方。
    """
    norm = sum(_norm(grad) for grad in grads.values())
    return {name: grad * (max_norm / max(norm, max_norm)) for name, grad in grads.items()}


def clip_by_global_norm__root_forgotten(grads, max_norm):
    """The sum of squares is compared with the limit. A norm is the root of it.

    zh: 拿平方和去与上限比较了。范数是它的平方根。
    """
    norm = sum(np.sum(grad**2) for grad in grads.values())
    return {name: grad * (max_norm / max(norm, max_norm)) for name, grad in grads.items()}


def clip_by_global_norm__constant_added(grads, max_norm):
    """A small constant was added to the norm, as if to guard against a division by zero. The formula needs no guard, and the result is a
    little too short.

    zh: 范数里加了一个小常数，像是为了防止除以零。公式本来就不会除以零，加了之后结果略微偏短。
    """
    norm = np.sqrt(sum(np.sum(grad**2) for grad in grads.values()))
    return {name: grad * min(1.0, max_norm / (norm + 1e-6)) for name, grad in grads.items()}


def clip_by_global_norm__in_place(grads, max_norm):
    """The result is right, but the caller's own arrays were shortened.

    zh: 结果是对的，但调用者自己的数组也被缩短了。
    """
    norm = np.sqrt(sum(np.sum(grad**2) for grad in grads.values()))
    for grad in grads.values():
        grad *= max_norm / max(norm, max_norm)
    return dict(grads)


# -- truncated_bptt --------------------------------------------------------------------------------------------------------------------


def _chunks(inputs, h0, targets, params, chunk, carry):
    """Return losses, gradients and state; `carry(outputs)` is the state with which the next chunk begins."""
    h, losses, grads = h0, [], []
    for start in range(0, inputs.shape[1], chunk):
        part = inputs[:, start : start + chunk]
        outputs = _forward(part, h, params)
        loss, d_outputs, readout = _readout_loss(outputs, targets[:, start : start + chunk], params)
        losses.append(loss)
        grads.append({**_backward(d_outputs, part, h, outputs, params)[2], **readout})
        h = carry(outputs)
    return losses, grads, h


def _last(outputs):
    return outputs[:, -1]


def truncated_bptt__not_detached(inputs, h0, targets, params, chunk):
    """The gradient of each chunk goes back across its border to the very beginning. Nothing is saved this way: the state at the start
    of a chunk is to be a constant.

    zh: 每一段的梯度都越过了边界，一直传到最开头。这样什么也没省下：段首的状态应当视为常数。
    """
    losses, grads, h = _chunks(inputs, h0, targets, params, chunk, _last)
    outputs = _forward(inputs, h0, params)
    for k, start in enumerate(range(0, inputs.shape[1], chunk)):
        end = start + chunk
        _, d_part, _ = _readout_loss(outputs[:, start:end], targets[:, start:end], params)
        d_outputs = np.zeros_like(outputs)
        d_outputs[:, start:end] = d_part
        grads[k].update(_backward(d_outputs, inputs, h0, outputs, params)[2])
    return losses, grads, h


def truncated_bptt__state_reset(inputs, h0, targets, params, chunk):
    """Every chunk starts from `h0` again, so the memory ends at each border. Only the gradient is to be cut.

    zh: 每一段都重新从 `h0` 出发，记忆在每个边界处都断了。要切断的只是梯度。
    """
    losses, grads, _ = _chunks(inputs, h0, targets, params, chunk, lambda outputs: h0)
    last_start = (inputs.shape[1] - 1) // chunk * chunk
    return losses, grads, _forward(inputs[:, last_start:], h0, params)[:, -1]


def truncated_bptt__state_never_handed_on(inputs, h0, targets, params, chunk):
    """The state in hand stays `h0` from beginning to end: every chunk starts from it, and it is what comes back. The last state of a chunk
    is to be handed on.

    zh: 手里的状态从头到尾都是 `h0`：每一段都从它出发，返回的也是它。每一段的最后一个状态应当交给下一段。
    """
    return _chunks(inputs, h0, targets, params, chunk, lambda outputs: h0)


def truncated_bptt__state_zeroed(inputs, h0, targets, params, chunk):
    """Every chunk but the first starts from zeros, so the memory ends at each border. Only the gradient is to be cut.

    zh: 除第一段外，每一段都从零出发，记忆在每个边界处都断了。要切断的只是梯度。
    """
    losses, grads, _ = _chunks(inputs, h0, targets, params, chunk, lambda outputs: np.zeros_like(h0))
    last_start = (inputs.shape[1] - 1) // chunk * chunk
    start = np.zeros_like(h0) if last_start else h0
    return losses, grads, _forward(inputs[:, last_start:], start, params)[:, -1]


def truncated_bptt__first_state_handed_on(inputs, h0, targets, params, chunk):
    """What is handed on is the state after the first step of a chunk. The next chunk goes on from the last one.

    zh: 交下去的是一段里第一步之后的状态。下一段要从最后一个状态接着走。
    """
    return _chunks(inputs, h0, targets, params, chunk, lambda outputs: outputs[:, 0])


def truncated_bptt__short_chunk_dropped(inputs, h0, targets, params, chunk):
    """Steps at the end that do not fill a chunk are left out. The last chunk may be shorter.

    zh: 末尾凑不满一段的时间步被丢掉了。最后一段可以短一些。
    """
    whole = inputs.shape[1] // chunk * chunk
    if whole == 0:
        return [], [], h0
    return _chunks(inputs[:, :whole], h0, targets[:, :whole], params, chunk, _last)


def truncated_bptt__gradients_pile_up(inputs, h0, targets, params, chunk):
    """Each chunk's gradients contain those of all chunks before it: the dict was not begun anew.

    zh: 每一段的梯度里都含有前面各段的：没有重新建一个字典。
    """
    losses, grads, h = _chunks(inputs, h0, targets, params, chunk, _last)
    for before, after in itertools.pairwise(grads):
        after.update({name: after[name] + before[name] for name in after})
    return losses, grads, h


def truncated_bptt__one_sum_for_all(inputs, h0, targets, params, chunk):
    """The gradients of all chunks are added to a single dict. One dict for each chunk is asked, in a list.

    zh: 所有段的梯度加到了一个字典里。题目要的是每段一个字典，放在列表里。
    """
    losses, grads, h = _chunks(inputs, h0, targets, params, chunk, _last)
    return losses, {name: sum(grad[name] for grad in grads) for name in grads[0]}, h


def truncated_bptt__readout_left_out(inputs, h0, targets, params, chunk):
    """The gradients of the readout, `W_hq` and `b_q`, are missing.

    zh: 缺了读出部分 `W_hq` 和 `b_q` 的梯度。
    """
    losses, grads, h = _chunks(inputs, h0, targets, params, chunk, _last)
    return losses, [{name: grad[name] for name in CELL} for grad in grads], h


def truncated_bptt__batch_cut(inputs, h0, targets, params, chunk):
    """The sequences were dealt out to the chunks, not the steps: the first axis counts sequences.

    zh: 分到各段里的是序列，而不是时间步：第一个轴数的是序列。
    """
    losses, grads, last = [], [], []
    for start in range(0, len(inputs), chunk):
        rows = slice(start, start + chunk)
        found = _chunks(inputs[rows], h0[rows], targets[rows], params, inputs.shape[1], _last)
        losses, grads = losses + found[0], grads + found[1]
        last.append(found[2])
    return losses, grads, np.concatenate(last)
