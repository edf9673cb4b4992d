"""Hidden checks of lab 6.

The references are the plain formulas of the text, written with Paddle so that they have gradients, too; one check compares with
`nn.GRUCell` itself, in float64. Parameters are drawn about half as large as standard normal: large enough that gates open and
close and every term counts, small enough that nothing is flattened away.
"""

from __future__ import annotations

import numpy as np
import paddle
from paddle import nn

from autograder.checking import default_dtype, equal, question, say, unchanged

BLOCKS = "zrh"
MATRICES = (*(f"W_x{g}" for g in BLOCKS), *(f"W_h{g}" for g in BLOCKS), "W_hq")
BIASES = (*(f"b_{g}" for g in BLOCKS), "b_q")
UPDATE_GATE = ("W_xz", "W_hz", "b_z")
FORM_ONLY = 1e6  # a tolerance with which only kind and shape are compared


def shapes(features, hidden, outputs):
    """Return the shape of each of the eleven parameters by its name."""
    of_blocks = {}
    for g in BLOCKS:
        of_blocks |= {f"W_x{g}": [features, hidden], f"W_h{g}": [hidden, hidden], f"b_{g}": [hidden]}
    return of_blocks | {"W_hq": [hidden, outputs], "b_q": [outputs]}


def draw_params(draw, features, hidden, outputs=2, dtype="float32"):
    """Return random parameters; no bias is zero, or its loss would not show."""
    return {name: 0.5 * draw.tensor(*shape, dtype=dtype) for name, shape in shapes(features, hidden, outputs).items()}


def gates(x, h, params):
    """Return reset gate and update gate, each [batch, hidden]."""
    r = nn.functional.sigmoid(paddle.matmul(x, params["W_xr"]) + paddle.matmul(h, params["W_hr"]) + params["b_r"])
    z = nn.functional.sigmoid(paddle.matmul(x, params["W_xz"]) + paddle.matmul(h, params["W_hz"]) + params["b_z"])
    return r, z


def step(x, h, params):
    """Return the next state, reset after the product."""
    r, z = gates(x, h, params)
    candidate = paddle.tanh(paddle.matmul(x, params["W_xh"]) + r * paddle.matmul(h, params["W_hh"]) + params["b_h"])
    return z * h + (1 - z) * candidate


def step_before(x, h, params):
    """Return the next state, reset before the product."""
    r, z = gates(x, h, params)
    candidate = paddle.tanh(paddle.matmul(x, params["W_xh"]) + paddle.matmul(r * h, params["W_hh"]) + params["b_h"])
    return z * h + (1 - z) * candidate


def run(inputs, h0, params, one_step=step):
    """Return the states after each step, [batch, time, hidden], and the last one."""
    states = [h0]
    for t in range(inputs.shape[1]):
        states.append(one_step(inputs[:, t], states[-1], params))
    return paddle.stack(states[1:], axis=1), states[-1]


def gradients(function, *args, of):
    """Return the gradients of sum(function(*args) * of), nested as `args` are; None where nothing flows."""
    leaves = []

    def leaf(value):
        if isinstance(value, dict):
            return {name: leaf(item) for name, item in value.items()}
        leaves.append(value.detach())
        leaves[-1].stop_gradient = False
        return leaves[-1]

    result = function(*[leaf(arg) for arg in args])
    pairs = zip(result, of, strict=True) if isinstance(of, list) else [(result, of)]
    total = sum((part * weights).sum() for part, weights in pairs if weights is not None)
    found = iter(paddle.grad([total], leaves, allow_unused=True))
    return [{name: next(found) for name in arg} if isinstance(arg, dict) else next(found) for arg in args]


def same_gradients(got, want, *, of, names):
    """Compare gradients by argument; `names` are the arguments' names."""
    for name, mine, right in zip(names, got, want, strict=True):
        if isinstance(right, dict):
            right = {key: value for key, value in right.items() if value is not None}
            mine = {key: mine[key] for key in right}
            same_gradients(list(mine.values()), list(right.values()), of=of, names=[f"params['{key}']" for key in right])
            continue
        en = f"No gradient reaches `{name}` through `{of}`. Is the result made by Paddle operations all the way?"
        zh = f"梯度经过 `{of}` 传不到 `{name}`。是不是从头到尾都用飞桨的运算？"
        assert mine is not None, say(en, zh)
        equal([mine], [right], of=of, parts=[f"gradient of {name}"], tolerance=1e-4)


def step_case(draw, batch, features, hidden, dtype="float32"):
    """Return arguments for a step; the old state is not zero, or its loss would not show."""
    x, h = draw.tensor(batch, features, dtype=dtype), draw.tensor(batch, hidden, dtype=dtype)
    return x, h, draw_params(draw, features, hidden, dtype=dtype)


# -- init_gru_params -----------------------------------------------------------------------------------------------------------


def eleven(got):
    """Return `got`, or fail with a sentence if it is not a dict of the eleven parameters."""
    assert type(got) is dict, say("`init_gru_params` returns a dict.", "`init_gru_params` 应返回字典。")
    names = [*MATRICES, *BIASES]
    missing = [f"`{name}`" for name in names if name not in got]
    assert not missing, say(f"{', '.join(missing)} missing: there are eleven tensors.", f"缺少 {'、'.join(missing)}：一共有十一个张量。")
    extra = len(got) - len(names)
    assert not extra, say(f"{extra} tensors too many: there are eleven, and no more.", f"多了 {extra} 个张量：一共只有十一个。")
    return got


@question("init_gru_params", points=1, pattern=True)
def check_params_have_their_shapes(student, draw):
    """The eleven parameters have the names and shapes of the table, whatever the sizes.

    zh: 无论尺寸是多少，十一个参数的名称和形状都与表格一致。
    """
    for sizes in draw.sizes("features", "hidden", "outputs"):
        got = eleven(student.init_gru_params(*sizes))
        want = {name: np.zeros(shape, "float32") for name, shape in shapes(*sizes).items()}
        words = {name: f"[{', '.join(shape)}]" for name, shape in shapes("features", "hidden", "outputs").items()}
        equal(got, want, of="init_gru_params", dims=words, tolerance=FORM_ONLY)


@question("init_gru_params", points=1, pattern=True)
def check_weights_are_normal_with_deviation_one_hundredth(student, draw):
    """Weights are drawn anew at each call, each by itself, with mean 0 and standard deviation 0.01.

    zh: 每次调用都重新抽取权重，每个元素独立，均值为 0，标准差为 0.01。
    """
    size = 40  # the same for all matrices, so that one drawn once and used twice is found
    first = eleven(student.init_gru_params(size, size, size))
    student.seed(20_000)
    second = eleven(student.init_gru_params(size, size, size))
    for name in MATRICES:
        weights = np.asarray(first[name], "float64")
        deviation = weights.std()
        assert deviation > 0, say(
            f"All numbers of `{name}` are the same, so all hidden units will stay the same.",
            f"`{name}` 里的数全都相同，所有隐藏单元将永远一样。",
        )
        assert 0.008 < deviation < 0.012, say(
            f"The standard deviation of `{name}` is about {deviation:.1g}; it should be 0.01.",
            f"`{name}` 的标准差约为 {deviation:.1g}，应为 0.01。",
        )
        assert abs(weights.mean()) < 0.0015, say(f"The mean of `{name}` is not 0.", f"`{name}` 的均值不是 0。")
        assert not np.array_equal(first[name], second[name]), say(
            f"`{name}` is the same at every call, whatever the seed outside.", f"无论外面的随机种子是什么，每次调用得到的 `{name}` 都一样。"
        )
        assert min(weights.std(axis=0).min(), weights.std(axis=1).min()) > 0.003, say(
            f"Rows or columns of `{name}` repeat; each entry is drawn by itself.", f"`{name}` 的行或列有重复；每个元素都应独立抽取。"
        )
    related = np.abs(np.corrcoef([np.ravel(first[name]) for name in MATRICES])) > 0.5
    pairs = [f"`{MATRICES[one]}` = `{MATRICES[other]}`" for one, other in zip(*np.nonzero(np.triu(related, 1)), strict=True)]
    assert not pairs, say(
        f"Some matrices hold the same numbers ({', '.join(pairs)}); each is drawn by itself.",
        f"有些矩阵里的数相同（{'、'.join(pairs)}）；每个矩阵都应单独抽取。",
    )


@question("init_gru_params", points=1, pattern=True)
def check_biases_start_at_zero(student, draw):
    """Biases start at zero.

    zh: 偏置从零开始。
    """
    got = eleven(student.init_gru_params(5, 7, 3))
    for name in BIASES:
        assert not np.any(got[name]), say(f"`{name}` is not zero.", f"`{name}` 不是零。")


@question("init_gru_params", points=1, pattern=True)
def check_every_parameter_can_be_trained(student, draw):
    """Every parameter is a Paddle tensor for which gradients are kept.

    zh: 每个参数都是会记录梯度的飞桨张量。
    """
    eleven(student.init_gru_params(3, 5, 2))
    for part, kind in student.init_gru_params.leaves.items():
        name = part.removeprefix("result['").removesuffix("']")
        assert kind in ("tensor", "trainable tensor"), say(f"`{name}` is no Paddle tensor.", f"`{name}` 不是飞桨张量。")
        assert kind == "trainable tensor", say(
            f"`{name}` has stop_gradient = True, so training would never change it.",
            f"`{name}` 的 stop_gradient 是 True，训练时它永远不会改变。",
        )


# -- init_gru_state ------------------------------------------------------------------------------------------------------------


@question("init_gru_state", points=1)
def check_state_is_one_tensor_of_zeros(student, draw):
    """The initial state is a single Paddle tensor of zeros, with a row for each sequence.

    zh: 初始状态是单独一个全零的飞桨张量，每条序列一行。
    """
    for batch, hidden in draw.sizes("batch", "hidden"):
        got = student.init_gru_state(batch, hidden)
        equal(got, np.zeros([batch, hidden], "float32"), of="init_gru_state", dims="[batch, hidden]", tolerance=0.0)
        assert student.init_gru_state.leaves["result"] != "array", say(
            "The initial state is a NumPy array; a Paddle tensor is wanted.", "初始状态是 NumPy 数组，应为飞桨张量。"
        )


# -- gru_gates -----------------------------------------------------------------------------------------------------------------

GATE_PARTS = {"of": "gru_gates", "parts": ("r", "z"), "dims": ("[batch, hidden]", "[batch, hidden]")}


@question("gru_gates", points=2)
def check_gates_are_sigmoids_with_weights_of_their_own(student, draw):
    """Reset gate first, update gate second: each a sigmoid of input part, state part and bias, with its own parameters.

    zh: 先是重置门，再是更新门：都是输入项、状态项与偏置之和的 sigmoid，各用自己的参数。
    """
    cases = [step_case(draw, *sizes) for sizes in draw.sizes("batch", "features", "hidden")]
    for args, got in student.gru_gates.each(cases):
        equal(got, gates(*args), **GATE_PARTS)
    unchanged(student.gru_gates)


@question("gru_gates", points=1)
def check_gates_stay_right_for_large_numbers(student, draw):
    """Large inputs give gates of 0 and 1, not NaN.

    zh: 输入很大时，门等于 0 或 1，而不是 NaN。
    """
    # One feature with weights of ±1: large terms cannot cancel, so the result does not hang on the order of summation.
    x = paddle.to_tensor([[1000.0], [-1000.0], [300.0]])
    h, params = draw.tensor(3, 5), draw_params(draw, 1, 5)
    params |= {name: paddle.sign(params[name]) for name in ("W_xr", "W_xz")}
    equal(student.gru_gates(x, h, params), gates(x, h, params), **GATE_PARTS)


@question("gru_gates", points=1)
def check_gates_let_gradients_through(student, draw):
    """Gradients flow through both gates to the input, the old state and the six parameters.

    zh: 梯度能经过两个门，传到输入、旧状态和六个参数。
    """
    args = step_case(draw, 3, 4, 6)
    weights = [draw.tensor(3, 6), draw.tensor(3, 6)]
    equal(student.gru_gates(*args), gates(*args), **GATE_PARTS)
    got, _ = student.gru_gates.gradients(*args, of=weights)
    same_gradients(got, gradients(gates, *args, of=weights), of="gru_gates", names=("x", "h", "params"))


# -- gru_step ------------------------------------------------------------------------------------------------------------------


@question("gru_step", points=2)
def check_step_mixes_old_state_and_candidate(student, draw):
    """One step mixes old state and candidate, unit by unit, for every size.

    zh: 无论尺寸多大，一步的结果都是旧状态与候选状态逐单元的混合。
    """
    cases = [step_case(draw, *sizes) for sizes in draw.sizes("batch", "features", "hidden")]
    for args, got in student.gru_step.each(cases):
        equal(got, step(*args), of="gru_step", dims="[batch, hidden]")


@question("gru_step", points=1)
def check_step_equals_paddles_own_cell_in_float64(student, draw):
    """In float64, one step equals Paddle's `nn.GRUCell` to one billionth.

    zh: 在 float64 下，一步的结果与飞桨的 `nn.GRUCell` 相差不到十亿分之一。
    """
    for batch, features, hidden in draw.sizes("batch", "features", "hidden"):
        x, h, params = step_case(draw, batch, features, hidden, dtype="float64")
        with default_dtype("float64"):
            cell = nn.GRUCell(input_size=features, hidden_size=hidden)
        cell.weight_ih.set_value(paddle.concat([params[f"W_x{g}"].T for g in "rzh"]))
        cell.weight_hh.set_value(paddle.concat([params[f"W_h{g}"].T for g in "rzh"]))
        cell.bias_ih.set_value(paddle.concat([params[f"b_{g}"] for g in "rzh"]))
        cell.bias_hh.set_value(paddle.zeros([3 * hidden], dtype="float64"))
        got = student.gru_step(x, h, params)
        is_exact = not isinstance(got, np.ndarray) or got.dtype != np.float32
        assert is_exact, say("float64 tensors went in, and a float32 result came out.", "传入的是 float64 张量，返回的却是 float32。")
        equal(got, cell(x, h)[1], of="gru_step", dims="[batch, hidden]")


@question("gru_step", points=1)
def check_gates_decide_at_their_ends(student, draw):
    """With z at 1 the state stays as it was; with z at 0 it is replaced, and r says what the candidate sees.

    zh: z 等于 1 时状态保持不变；z 等于 0 时状态被换掉，而 r 决定候选状态能看到什么。
    """
    x, h, params = step_case(draw, 3, 4, 6)
    for z, r in [(1, 1), (1, 0), (0, 1), (0, 0)]:
        ends = params | {"b_z": paddle.full([6], 100.0 * z - 50), "b_r": paddle.full([6], 100.0 * r - 50)}
        equal(student.gru_step(x, h, ends), step(x, h, ends), of="gru_step", dims="[batch, hidden]")


@question("gru_step", points=1)
def check_step_leaves_its_arguments_alone(student, draw):
    """A step gives the new state and leaves input, old state and parameters as they were.

    zh: 走一步给出新状态，而输入、旧状态和参数都保持原样。
    """
    args = step_case(draw, 3, 4, 6)
    got = student.gru_step(*args)
    unchanged(student.gru_step)
    equal(got, step(*args), of="gru_step", dims="[batch, hidden]")


@question("gru_step", points=1)
def check_step_lets_gradients_through(student, draw):
    """Gradients flow through a step to the input, the old state and the nine parameters.

    zh: 梯度能经过这一步，传到输入、旧状态和九个参数。
    """
    args = step_case(draw, 3, 4, 6)
    weights = draw.tensor(3, 6)
    student.gru_step(*args)
    unchanged(student.gru_step)  # writing into an argument would end the next line with an exception that explains less
    got, _ = student.gru_step.gradients(*args, of=weights)
    same_gradients(got, gradients(step, *args, of=weights), of="gru_step", names=("x", "h", "params"))


# -- gru_step_reset_before -------------------------------------------------------------------------------------------------------


@question("gru_step_reset_before", points=1)
def check_old_state_is_muted_before_the_product(student, draw):
    """The reset gate mutes the old state before the product with W_hh, and nothing else.

    zh: 重置门在与 W_hh 相乘之前减弱旧状态，别的什么都不动。
    """
    cases = [step_case(draw, *sizes) for sizes in draw.sizes("batch", "features", "hidden")]
    for args, got in student.gru_step_reset_before.each(cases):
        equal(got, step_before(*args), of="gru_step_reset_before", dims="[batch, hidden]")


@question("gru_step_reset_before", points=1)
def check_reset_before_is_exact_in_float64(student, draw):
    """In float64 the step is right to one billionth, and the arguments stay as they were.

    zh: 在 float64 下误差不到十亿分之一，参数都保持原样。
    """
    cases = [step_case(draw, *sizes, dtype="float64") for sizes in draw.sizes("batch", "features", "hidden")]
    for args, got in student.gru_step_reset_before.each(cases):
        unchanged(student.gru_step_reset_before)
        is_exact = not isinstance(got, np.ndarray) or got.dtype != np.float32
        assert is_exact, say("float64 tensors went in, and a float32 result came out.", "传入的是 float64 张量，返回的却是 float32。")
        equal(got, step_before(*args), of="gru_step_reset_before", dims="[batch, hidden]")


@question("gru_step_reset_before", points=1)
def check_reset_before_lets_gradients_through(student, draw):
    """Gradients flow through the step to the input, the old state and the nine parameters.

    zh: 梯度能经过这一步，传到输入、旧状态和九个参数。
    """
    args = step_case(draw, 3, 4, 6)
    weights = draw.tensor(3, 6)
    student.gru_step_reset_before(*args)
    unchanged(student.gru_step_reset_before)
    got, _ = student.gru_step_reset_before.gradients(*args, of=weights)
    want = gradients(step_before, *args, of=weights)
    same_gradients(got, want, of="gru_step_reset_before", names=("x", "h", "params"))


# -- run_gru -------------------------------------------------------------------------------------------------------------------

RUN_PARTS = {"of": "run_gru", "parts": ("outputs", "h"), "dims": ("[batch, time, hidden]", "[batch, hidden]")}


def run_case(draw, batch, time, features, hidden):
    """Return arguments for run_gru; the first state is not zero, or its loss would not show."""
    return draw.tensor(batch, time, features), draw.tensor(batch, hidden), draw_params(draw, features, hidden)


@question("run_gru", points=1)
def check_run_with_the_reset_after_the_product(student, draw):
    """Unless told otherwise, a run takes `gru_step`: every state in order, and the final one, for every size.

    zh: 不另说明时用 `gru_step` 走：无论尺寸多大，都按顺序给出每个状态和最终状态。
    """
    cases = [run_case(draw, *sizes) for sizes in draw.sizes("batch", "time", "features", "hidden")]
    for args, got in student.run_gru.each(cases):
        equal(got, run(*args), **RUN_PARTS)
    unchanged(student.run_gru)


@question("run_gru", points=1)
def check_run_with_the_reset_before_the_product(student, draw):
    """With `reset_after=False` a run takes `gru_step_reset_before`.

    zh: `reset_after=False` 时用 `gru_step_reset_before` 走。
    """
    for sizes in draw.sizes("batch", "time", "features", "hidden"):
        args = run_case(draw, *sizes)
        equal(student.run_gru(*args, reset_after=False), run(*args, one_step=step_before), **RUN_PARTS)
    unchanged(student.run_gru)


@question("run_gru", points=1)
def check_gradients_reach_the_first_step(student, draw):
    """Gradients of the outputs and of the final state flow back through every step to the first.

    zh: 输出和最终状态的梯度能逐步传回第一步。
    """
    args = run_case(draw, 3, 5, 2, 4)
    weights = [draw.tensor(3, 5, 4), draw.tensor(3, 4)]
    equal(student.run_gru(*args), run(*args), **RUN_PARTS)
    unchanged(student.run_gru)
    got, _ = student.run_gru.gradients(*args, of=weights)
    same_gradients(got, gradients(run, *args, of=weights), of="run_gru", names=("inputs", "h0", "params"))


# -- swap_update_gate ------------------------------------------------------------------------------------------------------------


def z_replaces(x, h, params):
    """Return the next state of a cell in which z is the share that is replaced."""
    r, z = gates(x, h, params)
    candidate = paddle.tanh(paddle.matmul(x, params["W_xh"]) + r * paddle.matmul(h, params["W_hh"]) + params["b_h"])
    return (1 - z) * h + z * candidate


def swapped_params(student, params):
    """Return what swap_update_gate gives, or fail with a sentence if it is not a dict like `params`."""
    got = student.swap_update_gate(params)
    words = {name: f"[{', '.join(shape)}]" for name, shape in shapes("features", "hidden", "outputs").items()}
    equal(got, params, of="swap_update_gate", dims=words, tolerance=FORM_ONLY)
    return got


@question("swap_update_gate", points=1)
def check_other_kind_of_cell_computes_the_same(student, draw):
    """A cell in which z replaces computes with the new parameters what `gru_step` computes with the old ones.

    zh: “z 换上新状态”的单元用新参数算出的结果，与 `gru_step` 用原参数算出的相同。
    """
    for batch, features, hidden in draw.sizes("batch", "features", "hidden"):
        x, h, params = step_case(draw, batch, features, hidden, dtype="float64")
        got = {name: paddle.to_tensor(np.asarray(value, "float64")) for name, value in swapped_params(student, params).items()}
        same = np.allclose(z_replaces(x, h, got).numpy(), step(x, h, params).numpy(), rtol=1e-6, atol=1e-6)
        en = "With the new parameters, a cell in which z replaces the state does not compute the same."
        assert same, say(en, "用新参数时，“z 换上新状态”的单元算出的结果不同。")


@question("swap_update_gate", points=1)
def check_reset_gate_candidate_and_readout_stay(student, draw):
    """Only the update gate changes; the other eight tensors keep their values.

    zh: 变的只有更新门，其余八个张量的值保持不变。
    """
    for features, hidden, outputs in draw.sizes("features", "hidden", "outputs"):
        params = draw_params(draw, features, hidden, outputs)
        got = swapped_params(student, params)
        for name in (name for name in params if name not in UPDATE_GATE):
            same = np.allclose(got[name], params[name].numpy(), rtol=1e-6, atol=1e-6)
            assert same, say(f"`{name}` has changed; it is no part of the update gate.", f"`{name}` 变了，而它不属于更新门。")
        flipped = all(np.allclose(got[name], -params[name].numpy(), rtol=1e-6, atol=1e-6) for name in UPDATE_GATE)
        en = "The sum inside the sigmoid of z does not change its sign for every input and state."
        assert flipped, say(en, "z 的 sigmoid 里面的和，并不是对所有输入和状态都变号。")


@question("swap_update_gate", points=1)
def check_swap_leaves_the_old_parameters_alone(student, draw):
    """The dict that was passed in keeps its tensors; swapping twice gives the parameters that one began with.

    zh: 传进来的字典和张量保持原样；连续交换两次，得到最初的参数。
    """
    params = draw_params(draw, 4, 6, 3)
    once = swapped_params(student, params)
    unchanged(student.swap_update_gate)
    z_before, z_after = (gates(paddle.ones([1, 4]), paddle.zeros([1, 6]), one)[1].numpy() for one in (params, tensors(once)))
    assert np.allclose(z_before + z_after, 1, atol=1e-5), say("The new update gate is not 1 − z.", "新的更新门不等于 1 − z。")
    twice = swapped_params(student, tensors(once))
    for name, value in params.items():
        same = np.allclose(twice[name], value.numpy(), rtol=1e-5, atol=1e-5)
        assert same, say(f"Swapped twice, `{name}` is not what it was.", f"交换两次之后，`{name}` 与原来不同。")


def tensors(arrays):
    """Return a dict of arrays as Paddle tensors."""
    return {name: paddle.to_tensor(np.asarray(value)) for name, value in arrays.items()}


# -- to_paddle_gru -------------------------------------------------------------------------------------------------------------

LAYERS = {  # parameters of Paddle's two layers: input weights, state weights, two biases
    "cell": ("weight_ih", "weight_hh", "bias_ih", "bias_hh"),
    "gru": ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"),
}
WEIGHTS = {"x": "[3 * hidden, features]", "h": "[3 * hidden, hidden]"}  # what the blocks of the two weights read
GRU_PARTS = {"of": "gru", "parts": ("outputs", "h"), "dims": ("[batch, time, hidden]", "[1, batch, hidden]")}


def paddle_layers(student, params):
    """Return the student's (cell, gru), or fail with a sentence if that is not what came."""
    got = student.to_paddle_gru(params)
    kinds = [student.to_paddle_gru.leaves.get(f"result[{number}]") for number in (0, 1)]
    assert isinstance(got, tuple | list) and len(got) == 2 and kinds == ["model", "model"], say(
        "`to_paddle_gru` returns the two layers, `(cell, gru)`.", "`to_paddle_gru` 应返回两个层：`(cell, gru)`。"
    )
    return got


@question("to_paddle_gru", points=1, pattern=True)
def check_blocks_are_stacked_in_paddles_order(student, draw):
    """Paddle's parameters hold the given ones: blocks r, z, c, each transposed; the biases make b_r, b_z and b_h.

    zh: 飞桨的参数里放的正是给定的参数：按 r、z、c 的顺序分块，每块转置；偏置合起来是 b_r、b_z 和 b_h。
    """
    for features, hidden in draw.sizes("features", "hidden"):
        params = draw_params(draw, features, hidden)
        for layer, model in zip(LAYERS, paddle_layers(student, params), strict=True):
            values = model.parameters()
            assert sorted(values) == sorted(LAYERS[layer]), say(
                f"`{layer}` is not the layer of Paddle that was asked for, with its four parameters.",
                f"`{layer}` 不是题目要求的那种飞桨层（应有四个参数）。",
            )
            for name, side in zip(LAYERS[layer], WEIGHTS, strict=False):
                want = [params[f"W_{side}{g}"].numpy().T for g in "rzh"]
                equal(values[name], np.concatenate(want), of=f"{layer}.{name}", dims=WEIGHTS[side], tolerance=FORM_ONLY)
                blocks_agree(f"{layer}.{name}", np.split(values[name], 3), want)
            inputs, states = (np.split(values[name], 3) for name in LAYERS[layer][2:])
            biases_agree(layer, inputs, states, [params[f"b_{g}"].numpy() for g in "rzh"])
    unchanged(student.to_paddle_gru)


def close(one, other):
    """Whether two arrays of one shape hold the same numbers, up to rounding."""
    return one.shape == other.shape and np.allclose(one, other, rtol=1e-5, atol=1e-5)


def blocks_agree(name, got, want):
    """Fail if the three blocks of a weight are not the wanted ones; the sentence says how they miss it."""
    if all(close(one, other) for one, other in zip(got, want, strict=True)):
        return
    found = [next((g for g, other in zip("rzc", want, strict=True) if close(one, other)), "?") for one in got]
    signs = [g for g, one, other in zip("rzc", got, want, strict=True) if close(one, -other)]
    if sorted(found) == ["c", "r", "z"]:
        order = ", ".join(found)
        words = say(f"The blocks of `{name}` are in the order {order}.", f"`{name}` 中各块的顺序是 {order}。")
    elif signs:
        words = say(f"The sign of block {', '.join(signs)} of `{name}` is reversed.", f"`{name}` 中 {'、'.join(signs)} 块的符号反了。")
    elif got[0].shape[0] == got[0].shape[1] and all(close(one.T, other) for one, other in zip(got, want, strict=True)):
        words = say(f"The blocks of `{name}` are not transposed.", f"`{name}` 的各块没有转置。")
    elif np.allclose(np.sort(np.ravel(got)), np.sort(np.ravel(want)), rtol=1e-5, atol=1e-5):
        words = say(f"`{name}` holds the right numbers in the wrong places.", f"`{name}` 里的数是对的，但放错了地方。")
    else:
        words = say(f"`{name}` does not hold your weights.", f"`{name}` 里放的不是你的权重。")
    raise AssertionError(words)


def biases_agree(layer, inputs, states, want):
    """Fail if the two biases of `layer`, in blocks r, z, c, do not do what ours do; the sentence says how they miss it."""
    if all(close(inputs[k] + states[k], want[k]) for k in (0, 1)) and close(inputs[2], want[2]) and close(states[2], 0 * want[2]):
        return
    if all(close(one + other, 2 * bias) for one, other, bias in zip(inputs, states, want, strict=True)):
        words = say(f"The two biases of `{layer}` make twice yours together.", f"`{layer}` 的两个偏置合起来是你的两倍。")
    elif all(close(one, bias) for one, bias in zip(inputs, want, strict=True)):
        en = f"The first bias of `{layer}` holds yours, but the second is not zero."
        words = say(en, f"`{layer}` 的第一个偏置里是你的偏置，但第二个不是零。")
    elif close(states[2], want[2]):
        en = f"`b_h` stands in the second bias of `{layer}`, inside the bracket that the reset gate mutes."
        words = say(en, f"`b_h` 放在了 `{layer}` 的第二个偏置里，也就是会被重置门减弱的括号里面。")
    elif close(inputs[2] + states[2], want[2]):
        en = f"A part of `b_h` stands in the second bias of `{layer}`, inside the bracket that the reset gate mutes."
        words = say(en, f"`b_h` 有一部分放在了 `{layer}` 的第二个偏置里，也就是会被重置门减弱的括号里面。")
    else:
        words = say(f"The two biases of `{layer}` together are not yours.", f"`{layer}` 的两个偏置合起来不是你的偏置。")
    raise AssertionError(words)


@question("to_paddle_gru", points=1, pattern=True)
def check_cell_takes_the_same_step(student, draw):
    """`cell` computes what `gru_step` computes.

    zh: `cell` 算出的结果与 `gru_step` 相同。
    """
    for batch, features, hidden in draw.sizes("batch", "features", "hidden"):
        x, h, params = step_case(draw, batch, features, hidden)
        cell, _ = paddle_layers(student, params)
        got = cell(x, h)
        assert isinstance(got, tuple | list) and len(got) == 2, say("`cell` is no nn.GRUCell.", "`cell` 不是 nn.GRUCell。")
        equal(got[1], step(x, h, params), of="cell", dims="[batch, hidden]")


@question("to_paddle_gru", points=1, pattern=True)
def check_gru_makes_the_same_run(student, draw):
    """`gru` computes the outputs and the final state of `run_gru`, from a given state and, without one, from zeros.

    zh: `gru` 算出的输出和最终状态与 `run_gru` 相同：给出初始状态时从它出发，不给时从零开始。
    """
    for sizes in draw.sizes("batch", "time", "features", "hidden"):
        inputs, h0, params = run_case(draw, *sizes)
        _, gru = paddle_layers(student, params)
        for start, got in ((h0, gru(inputs, h0.unsqueeze(0))), (paddle.zeros_like(h0), gru(inputs))):
            outputs, h = run(inputs, start, params)
            equal(got, (outputs, h.unsqueeze(0)), **GRU_PARTS)


@question("to_paddle_gru", points=1, pattern=True)
def check_paddle_has_the_same_gradients(student, draw):
    """Paddle's layer, trained on the same loss, gets the same gradients.

    zh: 对于同样的损失，飞桨的层得到同样的梯度。
    """
    inputs, h0, params = run_case(draw, 3, 5, 4, 6)
    weights = draw.tensor(3, 5, 6)
    _, gru = paddle_layers(student, params)
    by_argument, by_parameter = gru.gradients(inputs, h0.unsqueeze(0), of=[weights, None])
    of_inputs, _, of_params = gradients(lambda *args: run(*args)[0], inputs, h0, params, of=weights)
    mine = [by_argument[0], *(by_parameter.get(name) for name in LAYERS["gru"][:3])]
    want = [
        of_inputs,
        paddle.concat([of_params[f"W_x{g}"].T for g in "rzh"]),
        paddle.concat([of_params[f"W_h{g}"].T for g in "rzh"]),
        paddle.concat([of_params[f"b_{g}"] for g in "rzh"]),
    ]
    same_gradients(mine, want, of="gru", names=("inputs", *LAYERS["gru"][:3]))


# -- parameter_ratio -----------------------------------------------------------------------------------------------------------

KINDS = {"RNN": 1, "GRU": 3, "LSTM": 4}
RATIO_PARTS = {"of": "parameter_ratio", "parts": ("counts", "ratios"), "dims": (dict.fromkeys(KINDS, ""), dict.fromkeys(KINDS, ""))}


def ratio(features, hidden, outputs=0, biases=1):
    """Return counts and ratios as the text defines them."""
    block = features * hidden + hidden * hidden + biases * hidden
    counts = {kind: blocks * block + hidden * outputs + outputs for kind, blocks in KINDS.items()}
    return counts, {kind: count / counts["RNN"] for kind, count in counts.items()}


@question("parameter_ratio", points=1)
def check_cells_are_as_one_three_four(student, draw):
    """Cells alone, with one bias or two for each block, are exactly as 1 : 3 : 4.

    zh: 只数单元时，无论每块一个偏置还是两个，比例都正好是 1 : 3 : 4。
    """
    for features, hidden in draw.sizes("features", "hidden"):
        equal(student.parameter_ratio(features, hidden), ratio(features, hidden), **RATIO_PARTS)
        equal(student.parameter_ratio(features, hidden, biases=2), ratio(features, hidden, biases=2), **RATIO_PARTS)


@question("parameter_ratio", points=1)
def check_readout_is_counted_once(student, draw):
    """A readout is added once for each kind of net, whatever the number of blocks.

    zh: 不论有多少块，每种网络的读出都只加一次。
    """
    for features, hidden, outputs in draw.sizes("features", "hidden", "outputs"):
        for biases in (1, 2):
            got = student.parameter_ratio(features, hidden, outputs=outputs, biases=biases)
            equal(got, ratio(features, hidden, outputs, biases), **RATIO_PARTS)
