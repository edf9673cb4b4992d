"""Hidden checks of lab 2.

The references are the plain formulas of the text, written with Paddle so that they have gradients, too. Parameters are drawn about
half as large as standard normal: large enough that every term counts, small enough that tanh does not flatten the differences away.
"""

from __future__ import annotations

import numpy as np
import paddle

from autograder.checking import equal, question, say, unchanged

MATRICES = ("W_xh", "W_hh", "W_hq")
BIASES = ("b_h", "b_q")
FORM_ONLY = 1e6  # a tolerance with which only kind and shape are compared
PARAMS = {"W_xh": "[features, hidden]", "W_hh": "[hidden, hidden]", "b_h": "[hidden]", "W_hq": "[hidden, outputs]", "b_q": "[outputs]"}


def draw_params(draw, features, hidden, outputs=2):
    """Return random parameters; no bias is zero, or its loss would not show."""
    return {
        "W_xh": 0.5 * draw.tensor(features, hidden),
        "W_hh": 0.5 * draw.tensor(hidden, hidden),
        "b_h": 0.5 * draw.tensor(hidden),
        "W_hq": draw.tensor(hidden, outputs),
        "b_q": draw.tensor(outputs),
    }


def step(x, h, params):
    """Return tanh(x W_xh + h W_hh + b_h)."""
    return paddle.tanh(paddle.matmul(x, params["W_xh"]) + paddle.matmul(h, params["W_hh"]) + params["b_h"])


def run(inputs, h0, params):
    """Return the states after each step, [batch, time, hidden], and the last one."""
    states = [h0]
    for t in range(inputs.shape[1]):
        states.append(step(inputs[:, t], states[-1], params))
    return paddle.stack(states[1:], axis=1), states[-1]


def logits(h, params):
    """Return h W_hq + b_q."""
    return paddle.matmul(h, params["W_hq"]) + params["b_q"]


def gradients(function, *args, of):
    """Return the gradients of sum(function(*args) * of), nested as `args` are; None where nothing flows."""
    leaves = []

    def leaf(value):
        if isinstance(value, dict):
            return {name: leaf(item) for name, item in value.items()}
        leaves.append(value.detach())
        leaves[-1].stop_gradient = False
        return leaves[-1]

    total = (function(*[leaf(arg) for arg in args]) * of).sum()
    found = iter(paddle.grad([total], leaves, allow_unused=True))
    return [{name: next(found) for name in arg} if isinstance(arg, dict) else next(found) for arg in args]


def same_gradients(got, want, *, of, names):
    """Compare gradients by argument; `names` are the arguments' names."""
    for name, mine, right in zip(names, got, want, strict=True):
        if isinstance(right, dict):
            mine = {key: mine[key] for key in right if right[key] is not None}
            right = {key: value for key, value in right.items() if value is not None}
            same_gradients(list(mine.values()), list(right.values()), of=of, names=[f"params['{key}']" for key in right])
            continue
        en = f"No gradient reaches `{name}` through `{of}`. Is the result made by Paddle operations all the way?"
        zh = f"梯度经过 `{of}` 传不到 `{name}`。是不是从头到尾都用飞桨的运算？"
        assert mine is not None, say(en, zh)
        equal([mine], [right], of=of, parts=[f"gradient of {name}"], tolerance=1e-4)


# -- init_rnn_params -----------------------------------------------------------------------------------------------------------


def five(got):
    """Return `got`, or fail with a sentence if it is not a dict of the five parameters."""
    en = f"Return a dict with the names {', '.join(PARAMS)}, no more and no less."
    zh = f"应返回字典，名称恰好是 {'、'.join(PARAMS)}。"
    assert type(got) is dict and set(got) == set(PARAMS), say(en, zh)
    return got


@question("init_rnn_params", points=1, pattern=True)
def check_params_have_their_shapes(student, draw):
    """The five parameters have the names and shapes of the table, whatever the sizes.

    zh: 无论尺寸是多少，五个参数的名称和形状都与表格一致。
    """
    for (features, hidden, outputs), got in student.init_rnn_params.each(draw.sizes("features", "hidden", "outputs")):
        shapes = {
            "W_xh": [features, hidden], "W_hh": [hidden, hidden], "b_h": [hidden], "W_hq": [hidden, outputs], "b_q": [outputs],
        }  # fmt: skip
        equal(
            five(got),
            {name: np.zeros(shape, "float32") for name, shape in shapes.items()},
            of="init_rnn_params",
            dims=PARAMS,
            tolerance=FORM_ONLY,
        )


@question("init_rnn_params", points=1, pattern=True)
def check_weights_are_normal_with_deviation_one_hundredth(student, draw):
    """Weights are drawn anew at each call, each by itself, with mean 0 and standard deviation 0.01.

    zh: 每次调用都重新抽取权重，每个元素独立，均值为 0，标准差为 0.01。
    """
    size = 40  # the same for all three matrices, so that one drawn once and used twice is found
    first = five(student.init_rnn_params(size, size, size))
    student.seed(20_000)
    second = five(student.init_rnn_params(size, size, size))
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
    for one, other in (("W_xh", "W_hh"), ("W_hh", "W_hq"), ("W_xh", "W_hq")):
        related = np.corrcoef(np.ravel(first[one]), np.ravel(first[other]))[0, 1]
        assert abs(related) < 0.5, say(
            f"`{one}` and `{other}` hold the same numbers; each matrix is drawn by itself.",
            f"`{one}` 和 `{other}` 里的数相同；每个矩阵都应单独抽取。",
        )


@question("init_rnn_params", points=1, pattern=True)
def check_biases_start_at_zero(student, draw):
    """Biases start at zero.

    zh: 偏置从零开始。
    """
    got = five(student.init_rnn_params(5, 7, 3))
    for name in BIASES:
        assert not np.any(got[name]), say(f"`{name}` is not zero.", f"`{name}` 不是零。")


@question("init_rnn_params", points=1, pattern=True)
def check_every_parameter_can_be_trained(student, draw):
    """Every parameter is a Paddle tensor for which gradients are kept.

    zh: 每个参数都是会记录梯度的飞桨张量。
    """
    five(student.init_rnn_params(3, 5, 2))
    for part, kind in student.init_rnn_params.leaves.items():
        name = part.removeprefix("result['").removesuffix("']")
        assert kind in ("tensor", "trainable tensor"), say(f"`{name}` is no Paddle tensor.", f"`{name}` 不是飞桨张量。")
        assert kind == "trainable tensor", say(
            f"`{name}` has stop_gradient = True, so training would never change it.",
            f"`{name}` 的 stop_gradient 是 True，训练时它永远不会改变。",
        )


# -- init_rnn_state ------------------------------------------------------------------------------------------------------------


@question("init_rnn_state", points=1)
def check_state_has_a_row_for_each_sequence(student, draw):
    """The initial state has one row for each sequence and one column for each hidden unit.

    zh: 初始状态每条序列一行，每个隐藏单元一列。
    """
    for sizes, got in student.init_rnn_state.each(draw.sizes("batch", "hidden")):
        equal(got, np.zeros(sizes, "float32"), of="init_rnn_state", dims="[batch, hidden]", tolerance=FORM_ONLY)


@question("init_rnn_state", points=1)
def check_state_starts_at_zero(student, draw):
    """Nothing has been read yet: the initial state is zero, in a Paddle tensor.

    zh: 还什么都没有读：初始状态为零，是飞桨张量。
    """
    for sizes, got in student.init_rnn_state.each(draw.sizes("batch", "hidden")):
        equal(got, np.zeros(sizes, "float32"), of="init_rnn_state", dims="[batch, hidden]", tolerance=0.0)
        assert student.init_rnn_state.leaves["result"] != "array", say(
            "The initial state is a NumPy array; a Paddle tensor is wanted.", "初始状态是 NumPy 数组，应为飞桨张量。"
        )


# -- rnn_step ------------------------------------------------------------------------------------------------------------------


def step_case(draw, batch, features, hidden):
    """Return arguments for rnn_step."""
    return draw.tensor(batch, features), draw.tensor(batch, hidden), draw_params(draw, features, hidden)


@question("rnn_step", points=2)
def check_step_is_tanh_of_the_sum(student, draw):
    """One step is tanh of input part plus state part plus bias, for every size.

    zh: 无论尺寸多大，一步的结果都是输入部分、状态部分与偏置之和的 tanh。
    """
    cases = [step_case(draw, *sizes) for sizes in draw.sizes("batch", "features", "hidden")]
    for args, got in student.rnn_step.each(cases):
        equal(got, step(*args), of="rnn_step", dims="[batch, hidden]")


@question("rnn_step", points=1)
def check_step_stays_within_one_for_large_numbers(student, draw):
    """Large inputs give a state of ±1, not NaN or infinity.

    zh: 输入很大时状态为 ±1，而不是 NaN 或无穷大。
    """
    # One feature with weights of ±1: large terms cannot cancel, so the result does not hang on the order of summation.
    x = paddle.to_tensor([[1000.0], [-1000.0], [300.0]])
    h, params = draw.tensor(3, 5), draw_params(draw, 1, 5)
    params["W_xh"] = paddle.sign(params["W_xh"])
    equal(student.rnn_step(x, h, params), step(x, h, params), of="rnn_step", dims="[batch, hidden]")


@question("rnn_step", points=1)
def check_step_leaves_its_arguments_alone(student, draw):
    """A step gives the new state and leaves input, old state and parameters as they were.

    zh: 走一步给出新状态，而输入、旧状态和参数都保持原样。
    """
    args = step_case(draw, 3, 4, 6)
    got = student.rnn_step(*args)
    unchanged(student.rnn_step)
    equal(got, step(*args), of="rnn_step", dims="[batch, hidden]")


@question("rnn_step", points=1)
def check_step_lets_gradients_through(student, draw):
    """Gradients flow through a step to the input, the old state and the parameters.

    zh: 梯度能经过这一步，传到输入、旧状态和参数。
    """
    args = step_case(draw, 3, 4, 6)
    weights = draw.tensor(3, 6)
    student.rnn_step(*args)
    unchanged(student.rnn_step)  # writing into an argument would end the next line with an exception that explains less
    got, _ = student.rnn_step.gradients(*args, of=weights)
    same_gradients(got, gradients(step, *args, of=weights), of="rnn_step", names=("x", "h", "params"))


# -- run_rnn -------------------------------------------------------------------------------------------------------------------

RUN_PARTS = ("outputs", "h")
RUN_DIMS = ("[batch, time, hidden]", "[batch, hidden]")


def pair_expected(got):
    """Fail with a sentence if `got` is not the two results of run_rnn."""
    is_pair = isinstance(got, tuple | list) and len(got) == 2
    assert is_pair, say("`run_rnn` returns two things, `(outputs, h)`.", "`run_rnn` 应返回两样东西：`(outputs, h)`。")


def close(one, other):
    """Whether two results are arrays of the same shape and, up to rounding, the same numbers."""
    if not isinstance(one, np.ndarray) or not isinstance(other, np.ndarray) or one.shape != other.shape:
        return False
    return np.allclose(one, other, rtol=1e-5, atol=1e-5, equal_nan=True)


def run_case(draw, batch, time, features, hidden):
    """Return arguments for run_rnn; the first state is not zero, or its loss would not show."""
    return draw.tensor(batch, time, features), draw.tensor(batch, hidden), draw_params(draw, features, hidden)


@question("run_rnn", points=2)
def check_every_state_in_order(student, draw):
    """`outputs` holds the state after each step, in the order of time, for every size.

    zh: 无论尺寸多大，`outputs` 都按时间顺序保存每一步之后的状态。
    """
    cases = [run_case(draw, *sizes) for sizes in draw.sizes("batch", "time", "features", "hidden")]
    for args, got in student.run_rnn.each(cases):
        pair_expected(got)
        equal(got[:1], run(*args)[:1], of="run_rnn", parts=["outputs"], dims=["[batch, time, hidden]"])


@question("run_rnn", points=1)
def check_final_state_is_the_last_one(student, draw):
    """`h` is the state after the last step, `[batch, hidden]`.

    zh: `h` 是最后一步之后的状态，形状为 `[batch, hidden]`。
    """
    cases = [run_case(draw, *sizes) for sizes in draw.sizes("batch", "time", "features", "hidden")]
    for args, got in student.run_rnn.each(cases):
        pair_expected(got)
        equal(got[1:], run(*args)[1:], of="run_rnn", parts=["h"], dims=["[batch, hidden]"])


@question("run_rnn", points=1)
def check_sequences_do_not_touch(student, draw):
    """Each sequence gives the same states alone as in a batch with others.

    zh: 每条序列单独运行，与放在批次里和别的序列一起运行，得到的状态相同。
    """
    inputs, h0, params = run_case(draw, 4, 3, 2, 5)
    together = student.run_rnn(inputs, h0, params)
    equal(together, run(inputs, h0, params), of="run_rnn", parts=RUN_PARTS, dims=RUN_DIMS, tolerance=FORM_ONLY)
    rows = [(inputs[row : row + 1], h0[row : row + 1], params) for row in range(4)]
    for row, (_, alone) in enumerate(student.run_rnn.each(rows)):
        pair_expected(alone)
        assert close(together[0][row : row + 1], alone[0]), say(
            "A sequence gives other states alone than in a batch. Each sequence starts from its own row of `h0`.",
            "一条序列单独运行，与放在批次里运行，得到的状态不同。每条序列都从 `h0` 中自己那一行出发。",
        )
    equal(together, run(inputs, h0, params), of="run_rnn", parts=RUN_PARTS, dims=RUN_DIMS)


@question("run_rnn", points=1)
def check_run_leaves_its_arguments_alone(student, draw):
    """A run draws nothing at random and leaves inputs, first state and parameters as they were.

    zh: 运行过程不抽取任何随机数，输入、初始状态和参数都保持原样。
    """
    args = run_case(draw, 2, 6, 4, 3)
    first = student.run_rnn(*args)
    unchanged(student.run_rnn)
    pair_expected(first)
    student.seed(30_000)
    second = student.run_rnn(*args)
    pair_expected(second)
    assert close(first[0], second[0]) and close(first[1], second[1]), say(
        "The same arguments gave different states. Every step uses the parameters that were passed in, and nothing is drawn.",
        "同样的参数得到了不同的状态。每一步都应使用传入的参数，不应抽取随机数。",
    )
    equal(first, run(*args), of="run_rnn", parts=RUN_PARTS, dims=RUN_DIMS)


@question("run_rnn", points=1)
def check_gradients_reach_the_first_step(student, draw):
    """Gradients of the final state flow back through every step to the first.

    zh: 最终状态的梯度能逐步传回第一步。
    """
    args = run_case(draw, 3, 4, 2, 5)
    weights = draw.tensor(3, 5)
    student.run_rnn(*args)
    unchanged(student.run_rnn)
    got, _ = student.run_rnn.gradients(*args, of=[None, weights])
    want = gradients(lambda *args: run(*args)[1], *args, of=weights)
    same_gradients(got, want, of="run_rnn", names=("inputs", "h0", "params"))


# -- readout -------------------------------------------------------------------------------------------------------------------


def readout_case(draw, *sizes):
    """Return arguments for readout: states of the sizes before the last, and parameters."""
    *_, hidden, outputs = sizes
    return draw.tensor(*sizes[:-1]), draw_params(draw, 3, hidden, outputs)


@question("readout", points=1)
def check_readout_of_one_state(student, draw):
    """One state for each sequence gives one row of logits each: state times weights plus bias.

    zh: 每条序列一个状态，各得一行 logits：状态乘权重再加偏置。
    """
    cases = [readout_case(draw, *sizes) for sizes in draw.sizes("batch", "hidden", "outputs")]
    for args, got in student.readout.each(cases):
        equal(got, logits(*args), of="readout", dims="[batch, outputs]")
    unchanged(student.readout)


@question("readout", points=1)
def check_readout_of_every_step(student, draw):
    """States of every step give logits of every step.

    zh: 每一步的状态给出每一步的 logits。
    """
    cases = [readout_case(draw, *sizes) for sizes in draw.sizes("batch", "time", "hidden", "outputs")]
    for args, got in student.readout.each(cases):
        equal(got, logits(*args), of="readout", dims="[batch, time, outputs]")


@question("readout", points=1)
def check_readout_lets_gradients_through(student, draw):
    """Gradients flow through the readout to the states and its two parameters.

    zh: 梯度能经过读出，传到状态和它的两个参数。
    """
    args = draw.tensor(3, 5), draw_params(draw, 4, 5, 2)
    weights = draw.tensor(3, 2)
    got, _ = student.readout.gradients(*args, of=weights)
    same_gradients(got, gradients(logits, *args, of=weights), of="readout", names=("h", "params"))


# -- many_to_one and many_to_many ------------------------------------------------------------------------------------------------


def task_case(draw, batch, time, features, hidden, outputs):
    """Return arguments for many_to_one and many_to_many."""
    return draw.tensor(batch, time, features), draw.tensor(batch, hidden), draw_params(draw, features, hidden, outputs)


def last_logits(inputs, h0, params):
    """Return the logits of the final state."""
    return logits(run(inputs, h0, params)[1], params)


def all_logits(inputs, h0, params):
    """Return the logits of every state."""
    return logits(run(inputs, h0, params)[0], params)


@question("many_to_one", points=2)
def check_answer_comes_from_the_last_state(student, draw):
    """Each sequence gets one row of logits, read out of its final state.

    zh: 每条序列得到一行 logits，由它的最终状态读出。
    """
    cases = [task_case(draw, *sizes) for sizes in draw.sizes("batch", "time", "features", "hidden", "outputs")]
    for args, got in student.many_to_one.each(cases):
        equal(got, last_logits(*args), of="many_to_one", dims="[batch, outputs]")
    unchanged(student.many_to_one)


@question("many_to_one", points=1)
def check_answer_depends_on_every_step(student, draw):
    """Every step of a sequence has its part in the answer, and gradients flow back to it.

    zh: 序列的每一步都对答案有影响，梯度能传回每一步。
    """
    args = task_case(draw, 2, 5, 3, 4, 6)
    weights = draw.tensor(2, 6)
    got, _ = student.many_to_one.gradients(*args, of=weights)
    same_gradients(got, gradients(last_logits, *args, of=weights), of="many_to_one", names=("inputs", "h0", "params"))


@question("many_to_many", points=2)
def check_answers_come_from_every_state(student, draw):
    """Every step gets logits of its own, read out of the state after that step.

    zh: 每一步都有自己的 logits，由这一步之后的状态读出。
    """
    cases = [task_case(draw, *sizes) for sizes in draw.sizes("batch", "time", "features", "hidden", "outputs")]
    for args, got in student.many_to_many.each(cases):
        equal(got, all_logits(*args), of="many_to_many", dims="[batch, time, outputs]")
    unchanged(student.many_to_many)


@question("many_to_many", points=1)
def check_no_answer_knows_the_future(student, draw):
    """An answer depends on the steps up to its own and on no later one.

    zh: 每个答案只取决于到这一步为止的输入，与后面的输入无关。
    """
    inputs, h0, params = task_case(draw, 3, 6, 2, 5, 4)
    weights = draw.tensor(3, 6, 4)
    weights[:, 3:] = 0.0  # only the first three answers count
    got, _ = student.many_to_many.gradients(inputs, h0, params, of=weights)
    later = got[0] is None or not np.any(np.asarray(got[0])[:, 3:])
    assert later, say("An answer depends on inputs that come after its step.", "某一步的答案受到了后面输入的影响。")
    same_gradients(got, gradients(all_logits, inputs, h0, params, of=weights), of="many_to_many", names=("inputs", "h0", "params"))


# -- to_paddle_cell ------------------------------------------------------------------------------------------------------------

LAYERS = {  # parameters of Paddle's two layers: input weights, hidden weights, two biases
    "cell": ("weight_ih", "weight_hh", "bias_ih", "bias_hh"),
    "rnn": ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"),
}


def paddle_layers(student, *many_params):
    """Return the student's (cell, rnn) for each of some parameters, or fail with a sentence if that is not what came."""
    return [two_layers(student, got) for _, got in student.to_paddle_cell.each((params,) for params in many_params)]


def two_layers(student, got):
    """Return the last result of to_paddle_cell, or fail with a sentence if it is not two layers."""
    kinds = [student.to_paddle_cell.leaves.get(f"result[{number}]") for number in (0, 1)]
    assert isinstance(got, tuple | list) and len(got) == 2 and kinds == ["model", "model"], say(
        "`to_paddle_cell` returns the two layers, `(cell, rnn)`.", "`to_paddle_cell` 应返回两个层：`(cell, rnn)`。"
    )
    return got


@question("to_paddle_cell", points=1, pattern=True)
def check_weights_are_copied(student, draw):
    """Paddle's parameters hold the given ones, in Paddle's shapes.

    zh: 飞桨的参数里放的正是给定的参数，形状按飞桨的约定。
    """
    drawn = [draw_params(draw, *sizes) for sizes in draw.sizes("features", "hidden")]
    for params, layers in zip(drawn, paddle_layers(student, *drawn), strict=True):
        for name, layer in zip(LAYERS, layers, strict=True):
            values = layer.parameters()
            assert sorted(values) == sorted(LAYERS[name]), say(
                f"`{name}` is not the layer of Paddle that was asked for, with its four parameters.",
                f"`{name}` 不是题目要求的那种飞桨层（应有四个参数）。",
            )
            matrices = [values[parameter] for parameter in LAYERS[name][:2]]
            want = [params["W_xh"].T, params["W_hh"].T]
            equal(matrices, want, of=name, parts=LAYERS[name][:2], dims=("[hidden, features]", "[hidden, hidden]"))
            biases_add_up(name, *(values[parameter] for parameter in LAYERS[name][2:]), params["b_h"].numpy())
    unchanged(student.to_paddle_cell)


def biases_add_up(name, bias_ih, bias_hh, b_h):
    """Fail if Paddle's two biases do not make `b_h` together; the sentence says how they miss it."""
    if np.allclose(bias_ih + bias_hh, b_h, rtol=1e-5, atol=1e-5):
        return
    if np.allclose(bias_ih + bias_hh, 2 * b_h, rtol=1e-5, atol=1e-5):
        words = say(f"The two biases of `{name}` make twice `b_h` together.", f"`{name}` 的两个偏置合起来是 `b_h` 的两倍。")
    elif np.allclose(bias_ih, b_h) or np.allclose(bias_hh, b_h):
        words = say(f"One bias of `{name}` holds `b_h`, but the other one is not zero.", f"`{name}` 的一个偏置是 `b_h`，但另一个不是零。")
    else:
        words = say(f"The two biases of `{name}` do not make `b_h` together.", f"`{name}` 的两个偏置合起来不等于 `b_h`。")
    raise AssertionError(words)


@question("to_paddle_cell", points=1, pattern=True)
def check_cell_takes_the_same_step(student, draw):
    """`cell` computes what `rnn_step` computes.

    zh: `cell` 算出的结果与 `rnn_step` 相同。
    """
    cases = [step_case(draw, *sizes) for sizes in draw.sizes("batch", "features", "hidden")]
    for (x, h, params), (cell, _) in zip(cases, paddle_layers(student, *(case[2] for case in cases)), strict=True):
        got = cell(x, h)
        assert isinstance(got, tuple | list) and len(got) == 2, say("`cell` is no nn.SimpleRNNCell.", "`cell` 不是 nn.SimpleRNNCell。")
        equal(got[1], step(x, h, params), of="cell", dims="[batch, hidden]")


@question("to_paddle_cell", points=1, pattern=True)
def check_rnn_makes_the_same_run(student, draw):
    """`rnn` computes the outputs and the final state of `run_rnn`.

    zh: `rnn` 算出的输出和最终状态与 `run_rnn` 相同。
    """
    cases = [run_case(draw, *sizes) for sizes in draw.sizes("batch", "time", "features", "hidden")]
    for (inputs, h0, params), (_, rnn) in zip(cases, paddle_layers(student, *(case[2] for case in cases)), strict=True):
        outputs, h = run(inputs, h0, params)
        dims = ("[batch, time, hidden]", "[1, batch, hidden]")
        equal(rnn(inputs, h0.unsqueeze(0)), (outputs, h.unsqueeze(0)), of="rnn", parts=("outputs", "h"), dims=dims)


@question("to_paddle_cell", points=1, pattern=True)
def check_paddle_has_the_same_gradients(student, draw):
    """Paddle's layer, trained on the same loss, gets the same gradients.

    zh: 对于同样的损失，飞桨的层得到同样的梯度。
    """
    inputs, h0, params = run_case(draw, 3, 5, 4, 6)
    weights = draw.tensor(3, 5, 6)
    ((_, rnn),) = paddle_layers(student, params)
    by_argument, by_parameter = rnn.gradients(inputs, h0.unsqueeze(0), of=[weights, None])
    of_inputs, _, of_params = gradients(lambda *args: run(*args)[0], inputs, h0, params, of=weights)
    mine = [by_argument[0], *(by_parameter.get(name) for name in LAYERS["rnn"][:3])]
    want = [of_inputs, of_params["W_xh"].T, of_params["W_hh"].T, of_params["b_h"]]
    same_gradients(mine, want, of="rnn", names=("inputs", *LAYERS["rnn"][:3]))
