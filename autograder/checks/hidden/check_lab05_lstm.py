"""Hidden checks of lab 5.

The references are the plain formulas of the text, written with Paddle so that they have gradients, too. Parameters are drawn about
half as large as standard normal: large enough that every term counts, small enough that no gate is stuck at 0 or 1.

What a learner's `gate_extremes` and `set_forget_bias` have done is judged by what a step then does, computed here.
"""

from __future__ import annotations

import numpy as np
import paddle
from paddle.nn.functional import sigmoid

from autograder.checking import equal, question, say, unchanged

BLOCKS = "ifoc"
DIMS = {}
for block in BLOCKS:
    DIMS |= {f"W_x{block}": "[features, hidden]", f"W_h{block}": "[hidden, hidden]", f"b_{block}": "[hidden]"}
DIMS |= {"W_hq": "[hidden, outputs]", "b_q": "[outputs]"}
MATRICES = tuple(name for name in DIMS if name.startswith("W"))
BIASES = tuple(name for name in DIMS if name.startswith("b"))
FORM_ONLY = 1e30  # a tolerance with which only kind and shape are compared
STATE = "[batch, hidden]"


def draw_params(draw, features, hidden, outputs=2, dtype="float32"):
    """Return random parameters; no bias is zero, or its loss would not show."""
    params = {}
    for block in BLOCKS:
        params[f"W_x{block}"] = 0.5 * draw.tensor(features, hidden, dtype=dtype)
        params[f"W_h{block}"] = 0.5 * draw.tensor(hidden, hidden, dtype=dtype)
        params[f"b_{block}"] = 0.5 * draw.tensor(hidden, dtype=dtype)
    params["W_hq"] = draw.tensor(hidden, outputs, dtype=dtype)
    params["b_q"] = draw.tensor(outputs, dtype=dtype)
    return params


def draw_states(draw, batch, hidden, dtype="float32"):
    """Return a hidden and a cell state; the cell state is larger than any hidden state could be."""
    return draw.tensor(batch, hidden, dtype=dtype), 1.5 * draw.tensor(batch, hidden, dtype=dtype)


def switches(x, h, params):
    """Return the three gates and the candidate as a dict i, f, o, g."""
    total = {b: paddle.matmul(x, params[f"W_x{b}"]) + paddle.matmul(h, params[f"W_h{b}"]) + params[f"b_{b}"] for b in BLOCKS}
    return {"i": sigmoid(total["i"]), "f": sigmoid(total["f"]), "o": sigmoid(total["o"]), "g": paddle.tanh(total["c"])}


def step(x, h, c, params):
    """Return the next (h, c)."""
    now = switches(x, h, params)
    c = now["f"] * c + now["i"] * now["g"]
    return now["o"] * paddle.tanh(c), c


def run(inputs, state, params):
    """Return the hidden states after each step, [batch, time, hidden], and the final (h, c)."""
    h, c = state
    states = []
    for t in range(inputs.shape[1]):
        h, c = step(inputs[:, t], h, c, params)
        states.append(h)
    return paddle.stack(states, axis=1), (h, c)


def panel(inputs, state, params):
    """Return gates, candidate and cell state at every step, each [batch, time, hidden]."""
    h, c = state
    found = {key: [] for key in "ifogc"}
    for t in range(inputs.shape[1]):
        now = switches(inputs[:, t], h, params)
        h, c = step(inputs[:, t], h, c, params)
        for key, value in (now | {"c": c}).items():
            found[key].append(value)
    return {key: paddle.stack(rows, axis=1) for key, rows in found.items()}


def reach(inputs, state, params):
    """Return the normalised length of d sum(c_T) / d c_t, [batch, time]."""
    h, c = state
    c = c.detach()
    c.stop_gradient = False
    cells = []
    for t in range(inputs.shape[1]):
        h, c = step(inputs[:, t], h, c, params)
        cells.append(c)
    found = paddle.grad([cells[-1].sum()], cells)
    return paddle.stack([(one**2).sum(axis=1).sqrt() for one in found], axis=1) / c.shape[1] ** 0.5


def gradients(function, *args, of):
    """Return the gradients of sum(function(*args) * of), nested as `args` are; None where nothing flows."""
    leaves = []

    def leaf(value):
        if isinstance(value, dict):
            return {name: leaf(item) for name, item in value.items()}
        if isinstance(value, tuple):
            return tuple(leaf(item) for item in value)
        leaves.append(value.detach())
        leaves[-1].stop_gradient = False
        return leaves[-1]

    total = (function(*[leaf(arg) for arg in args]) * of).sum()
    found = iter(paddle.grad([total], leaves, allow_unused=True))

    def nested(arg):
        if isinstance(arg, dict):
            return {name: nested(item) for name, item in arg.items()}
        return tuple(nested(item) for item in arg) if isinstance(arg, tuple) else next(found)

    return [nested(arg) for arg in args]


def same_gradients(got, want, *, of, names):
    """Compare gradients by argument; `names` are the arguments' names."""
    for name, mine, right in zip(names, got, want, strict=True):
        if isinstance(right, dict):
            keys = [key for key, value in right.items() if value is not None]
            same_gradients([mine[key] for key in keys], [right[key] for key in keys], of=of, names=[f"params['{key}']" for key in keys])
        elif isinstance(right, tuple):
            same_gradients(list(mine), list(right), of=of, names=[f"{name}, part {part}" for part in ("h", "c")])
        else:
            en = f"No gradient reaches `{name}` through `{of}`. Is the result made by Paddle operations all the way?"
            zh = f"梯度经过 `{of}` 传不到 `{name}`。是不是从头到尾都用飞桨的运算？"
            assert mine is not None, say(en, zh)
            equal([mine], [right], of=of, parts=[f"gradient of {name}"], tolerance=1e-4)


# -- init_lstm_params ----------------------------------------------------------------------------------------------------------


def fourteen(got):
    """Return `got`, or fail with a sentence if it is not a dict of the 14 parameters."""
    assert type(got) is dict, say("`init_lstm_params` returns a dict.", "`init_lstm_params` 应返回字典。")
    missing = [name for name in DIMS if name not in got]
    assert not missing, say(f"The dict lacks {', '.join(missing)}.", f"字典里缺少 {'、'.join(missing)}。")
    assert len(got) == len(DIMS), say("The dict has more than the 14 names of the table.", "字典里的名称比表格中的 14 个多。")
    return got


@question("init_lstm_params", points=1, pattern=True)
def check_the_fourteen_have_their_shapes(student, draw):
    """The 14 parameters have the names and shapes of the table, whatever the sizes, and can be trained.

    zh: 无论尺寸是多少，14 个参数的名称和形状都与表格一致，而且可以训练。
    """
    for features, hidden, outputs in draw.sizes("features", "hidden", "outputs"):
        got = fourteen(student.init_lstm_params(features, hidden, outputs))
        sizes = {"features": features, "hidden": hidden, "outputs": outputs}
        want = {name: np.zeros([sizes[word] for word in dims.strip("[]").split(", ")], "float32") for name, dims in DIMS.items()}
        equal(got, want, of="init_lstm_params", dims=DIMS, tolerance=FORM_ONLY)
    for part, kind in student.init_lstm_params.leaves.items():
        name = part.removeprefix("result['").removesuffix("']")
        assert kind in ("tensor", "trainable tensor"), say(f"`{name}` is no Paddle tensor.", f"`{name}` 不是飞桨张量。")
        assert kind == "trainable tensor", say(
            f"`{name}` has stop_gradient = True, so training would never change it.",
            f"`{name}` 的 stop_gradient 是 True，训练时它永远不会改变。",
        )


@question("init_lstm_params", points=1, pattern=True)
def check_weights_are_normal_and_each_drawn_by_itself(student, draw):
    """Weights are drawn anew at each call, each matrix by itself, with mean 0 and standard deviation 0.01.

    zh: 每次调用都重新抽取权重，每个矩阵各抽各的，均值为 0，标准差为 0.01。
    """
    size = 32  # the same for all matrices, so that one drawn once and used twice is found
    first = fourteen(student.init_lstm_params(size, size, size))
    student.seed(20_000)
    second = fourteen(student.init_lstm_params(size, size, size))
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
        assert abs(weights.mean()) < 0.002, say(f"The mean of `{name}` is not 0.", f"`{name}` 的均值不是 0。")
        assert not np.array_equal(first[name], second[name]), say(
            f"`{name}` is the same at every call, whatever the seed outside.", f"无论外面的随机种子是什么，每次调用得到的 `{name}` 都一样。"
        )
        assert min(weights.std(axis=0).min(), weights.std(axis=1).min()) > 0.003, say(
            f"Rows or columns of `{name}` repeat; each entry is drawn by itself.", f"`{name}` 的行或列有重复；每个元素都应独立抽取。"
        )
    related = np.corrcoef([np.ravel(first[name]) for name in MATRICES]) - np.eye(len(MATRICES))
    if np.abs(related).max() > 0.5:
        one, other = (MATRICES[place] for place in np.unravel_index(np.abs(related).argmax(), related.shape))
        words = say(
            f"`{one}` and `{other}` hold the same numbers; each matrix is drawn by itself.",
            f"`{one}` 和 `{other}` 里的数相同；每个矩阵都应单独抽取。",
        )
        raise AssertionError(words)


@question("init_lstm_params", points=1, pattern=True)
def check_biases_start_at_zero(student, draw):
    """All five biases start at zero.

    zh: 五个偏置都从零开始。
    """
    got = fourteen(student.init_lstm_params(5, 7, 3))
    for name in BIASES:
        assert not np.any(got[name]), say(f"`{name}` is not zero.", f"`{name}` 不是零。")


# -- init_lstm_state -----------------------------------------------------------------------------------------------------------


@question("init_lstm_state", points=1)
def check_two_states_start_at_zero(student, draw):
    """There are two states, hidden and cell, both zero, with a row for each sequence.

    zh: 有两份状态，隐藏状态和细胞状态，都是零，每条序列一行。
    """
    for batch, hidden in draw.sizes("batch", "hidden"):
        zeros = np.zeros([batch, hidden], "float32")
        got = student.init_lstm_state(batch, hidden)
        equal(got, (zeros, zeros), of="init_lstm_state", parts=("h", "c"), dims=(STATE, STATE), tolerance=0.0)
        assert "array" not in student.init_lstm_state.leaves.values(), say(
            "A state is a NumPy array; a Paddle tensor is wanted.", "有一份状态是 NumPy 数组，应为飞桨张量。"
        )


# -- lstm_step -----------------------------------------------------------------------------------------------------------------

STEP = {"of": "lstm_step", "parts": ("h", "c"), "dims": (STATE, STATE)}


def step_case(draw, batch, features, hidden, dtype="float32"):
    """Return arguments for lstm_step."""
    return (
        draw.tensor(batch, features, dtype=dtype),
        *draw_states(draw, batch, hidden, dtype),
        draw_params(draw, features, hidden, dtype=dtype),
    )


def two_expected(got):
    """Fail with a sentence if `got` is not a pair."""
    assert isinstance(got, tuple | list) and len(got) == 2, say(
        "`lstm_step` returns two states, `(h, c)`.", "`lstm_step` 应返回两份状态：`(h, c)`。"
    )


@question("lstm_step", points=2)
def check_memory_is_edited(student, draw):
    """The new cell state is what the forget gate leaves of the old one plus what the input gate lets in, for every size.

    zh: 无论尺寸多大，新的细胞状态都等于遗忘门留下的旧记忆加上输入门放进来的内容。
    """
    cases = [step_case(draw, *sizes) for sizes in draw.sizes("batch", "features", "hidden")]
    for args, got in student.lstm_step.each(cases):
        two_expected(got)
        equal(got[1:], step(*args)[1:], of="lstm_step", parts=["c"], dims=[STATE])


@question("lstm_step", points=1)
def check_memory_is_shown_through_the_output_gate(student, draw):
    """The new hidden state is what the output gate shows of the new cell state, for every size.

    zh: 无论尺寸多大，新的隐藏状态都是输出门从新的细胞状态里亮出来的部分。
    """
    cases = [step_case(draw, *sizes) for sizes in draw.sizes("batch", "features", "hidden")]
    for args, got in student.lstm_step.each(cases):
        two_expected(got)
        equal(got[:1], step(*args)[:1], of="lstm_step", parts=["h"], dims=[STATE])


@question("lstm_step", points=1)
def check_step_withstands_large_numbers(student, draw):
    """Large inputs and a large memory give finite states, and a hidden state between −1 and 1.

    zh: 输入和记忆都很大时，状态仍是有限的数，隐藏状态在 −1 与 1 之间。
    """
    # One feature with weights of ±1: large terms cannot cancel, so the result does not hang on the order of summation.
    x = paddle.to_tensor([[1000.0], [-1000.0], [60.0]])
    h, c, params = draw.tensor(3, 5), 40.0 * draw.tensor(3, 5), draw_params(draw, 1, 5)
    for block in BLOCKS:
        params[f"W_x{block}"] = paddle.sign(params[f"W_x{block}"])
    equal(student.lstm_step(x, h, c, params), step(x, h, c, params), **STEP)


@question("lstm_step", points=1)
def check_step_leaves_its_arguments_alone(student, draw):
    """A step gives new states and leaves input, old states and parameters as they were; it works in float64, too.

    zh: 走一步给出新状态，而输入、旧状态和参数都保持原样；用 float64 也可以。
    """
    args = step_case(draw, 3, 4, 6, dtype="float64")
    got = student.lstm_step(*args)
    unchanged(student.lstm_step)
    equal(got, step(*args), **STEP)


@question("lstm_step", points=1)
def check_step_lets_gradients_through(student, draw):
    """Gradients flow through a step to the input, both old states and the parameters.

    zh: 梯度能经过这一步，传到输入、两份旧状态和参数。
    """
    args = step_case(draw, 3, 4, 6)
    for part in (0, 1):
        weights = draw.tensor(3, 6)
        student.lstm_step(*args)
        unchanged(student.lstm_step)  # writing into an argument would end the next line with an exception that explains less
        got, _ = student.lstm_step.gradients(*args, of=[None if other != part else weights for other in (0, 1)])
        want = gradients(lambda *args, part=part: step(*args)[part], *args, of=weights)
        same_gradients(got, want, of="lstm_step", names=("x", "h", "c", "params"))


# -- run_lstm ------------------------------------------------------------------------------------------------------------------


def run_expected(got):
    """Fail with a sentence if `got` is not (outputs, (h, c))."""
    en = "`run_lstm` returns two things, the outputs and the pair of final states: `(outputs, (h, c))`."
    zh = "`run_lstm` 应返回两样东西，输出和两份最终状态组成的元组：`(outputs, (h, c))`。"
    nested = isinstance(got, tuple | list) and len(got) == 2 and isinstance(got[1], tuple | list) and len(got[1]) == 2
    assert nested, say(en, zh)


def run_case(draw, batch, time, features, hidden, dtype="float32"):
    """Return arguments for run_lstm and its like; no first state is zero, or its loss would not show."""
    inputs = draw.tensor(batch, time, features, dtype=dtype)
    return inputs, draw_states(draw, batch, hidden, dtype), draw_params(draw, features, hidden, dtype=dtype)


@question("run_lstm", points=1)
def check_every_hidden_state_in_order(student, draw):
    """`outputs` holds the hidden state after each step, in the order of time, for every size.

    zh: 无论尺寸多大，`outputs` 都按时间顺序保存每一步之后的隐藏状态。
    """
    cases = [run_case(draw, *sizes) for sizes in draw.sizes("batch", "time", "features", "hidden")]
    for args, got in student.run_lstm.each(cases):
        run_expected(got)
        equal(got[:1], run(*args)[:1], of="run_lstm", parts=["outputs"], dims=["[batch, time, hidden]"])


@question("run_lstm", points=1)
def check_final_states_are_the_last_ones(student, draw):
    """`(h, c)` are the hidden and the cell state after the last step.

    zh: `(h, c)` 是最后一步之后的隐藏状态和细胞状态。
    """
    cases = [run_case(draw, *sizes) for sizes in draw.sizes("batch", "time", "features", "hidden")]
    for args, got in student.run_lstm.each(cases):
        run_expected(got)
        equal(got[1], run(*args)[1], of="run_lstm", parts=("h", "c"), dims=(STATE, STATE))


@question("run_lstm", points=1)
def check_run_repeats_and_leaves_its_arguments_alone(student, draw):
    """A run draws nothing at random, and leaves inputs, first states and parameters as they were; it works in float64, too.

    zh: 运行过程不抽取任何随机数，输入、初始状态和参数都保持原样；用 float64 也可以。
    """
    args = run_case(draw, 2, 6, 4, 3, dtype="float64")
    dims = ("[batch, time, hidden]", (STATE, STATE))
    for seed in (1, 30_000):
        student.seed(seed)
        got = student.run_lstm(*args)
        unchanged(student.run_lstm)
        equal(got, run(*args), of="run_lstm", parts=("outputs", "(h, c)"), dims=dims)


@question("run_lstm", points=1)
def check_gradients_reach_the_first_states(student, draw):
    """Gradients of the last output flow back through every step, to the inputs, both first states and the parameters.

    zh: 最后一个输出的梯度能逐步传回去，到达输入、两份初始状态和参数。
    """
    args = run_case(draw, 3, 4, 2, 5)
    weights = draw.tensor(3, 4, 5)
    weights[:, :3] = 0.0  # only the last output counts
    student.run_lstm(*args)
    unchanged(student.run_lstm)
    got, _ = student.run_lstm.gradients(*args, of=[weights, None])
    want = gradients(lambda *args: run(*args)[0], *args, of=weights)
    same_gradients(got, want, of="run_lstm", names=("inputs", "state", "params"))


# -- gates ---------------------------------------------------------------------------------------------------------------------


def panel_case(student, draw, keys, **kwargs):
    """Compare these keys of the learner's dict for several sizes."""
    cases = [run_case(draw, *sizes, **kwargs) for sizes in draw.sizes("batch", "time", "features", "hidden")]
    for args, got in student.gates.each(cases):
        assert type(got) is dict and set(got) == set("ifogc"), say(
            "`gates` returns a dict with the keys i, f, o, g, c, no more and no less.", "`gates` 应返回字典，键恰好是 i、f、o、g、c。"
        )
        want = panel(*args)
        dims = dict.fromkeys(keys, "[batch, time, hidden]")
        equal({key: got[key] for key in keys}, {key: want[key] for key in keys}, of="gates", dims=dims)


@question("gates", points=1)
def check_gates_of_every_step(student, draw):
    """The three gates are those of every step, in the order of time, for every size.

    zh: 无论尺寸多大，三个门都按时间顺序给出每一步的值。
    """
    panel_case(student, draw, "ifo")


@question("gates", points=1)
def check_candidate_and_memory_of_every_step(student, draw):
    """Candidate and cell state are those of every step, the cell state after its step, for every size.

    zh: 无论尺寸多大，都按时间顺序给出每一步的候选状态和这一步之后的细胞状态。
    """
    panel_case(student, draw, "gc")


@question("gates", points=1)
def check_panel_leaves_its_arguments_alone(student, draw):
    """Nothing that was passed in is changed, and all values are Paddle tensors; it works in float64, too.

    zh: 传进来的都不改动，得到的值都是飞桨张量；用 float64 也可以。
    """
    args = run_case(draw, 2, 4, 3, 5, dtype="float64")
    got = student.gates(*args)
    unchanged(student.gates)
    assert type(got) is dict and set(got) == set("ifogc"), say(
        "`gates` returns a dict with the keys i, f, o, g, c, no more and no less.", "`gates` 应返回字典，键恰好是 i、f、o、g、c。"
    )
    equal(got, panel(*args), of="gates", dims=dict.fromkeys("ifogc", "[batch, time, hidden]"))
    kinds = set(student.gates.leaves.values())
    assert kinds <= {"tensor", "trainable tensor"}, say("The values are no Paddle tensors.", "字典里的值不是飞桨张量。")


# -- to_paddle_lstm ------------------------------------------------------------------------------------------------------------

LAYERS = {  # parameters of Paddle's two layers: input weights, hidden weights, two biases
    "cell": ("weight_ih", "weight_hh", "bias_ih", "bias_hh"),
    "lstm": ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"),
}


def paddle_layers(student, params):
    """Return the student's (cell, lstm), or fail with a sentence if that is not what came."""
    got = student.to_paddle_lstm(params)
    kinds = [student.to_paddle_lstm.leaves.get(f"result[{number}]") for number in (0, 1)]
    assert isinstance(got, tuple | list) and len(got) == 2 and kinds == ["model", "model"], say(
        "`to_paddle_lstm` returns the two layers, `(cell, lstm)`.", "`to_paddle_lstm` 应返回两个层：`(cell, lstm)`。"
    )
    return got


def stacked(params, name):
    """Return the four blocks of `name` ("W_x", "W_h" or "b_") as Paddle keeps them."""
    return np.concatenate([params[f"{name}{block}"].numpy().T for block in "ifco"])


@question("to_paddle_lstm", points=1)
def check_blocks_are_copied(student, draw):
    """Paddle's parameters hold the given ones, block by block, in Paddle's order.

    zh: 飞桨的参数里逐块放着给定的参数，顺序按飞桨的约定。
    """
    for features, hidden in draw.sizes("features", "hidden"):
        params = draw_params(draw, features, hidden)
        for name, layer in zip(LAYERS, paddle_layers(student, params), strict=True):
            values = layer.parameters()
            assert sorted(values) == sorted(LAYERS[name]), say(
                f"`{name}` is not the layer of Paddle that was asked for, with its four parameters.",
                f"`{name}` 不是题目要求的那种飞桨层（应有四个参数）。",
            )
            dims = ("[4 * hidden, features]", "[4 * hidden, hidden]")
            for parameter, block, dim in zip(LAYERS[name][:2], ("W_x", "W_h"), dims, strict=True):
                equal([values[parameter]], [stacked(params, block)], of=name, parts=[parameter], dims=[dim])
            biases_add_up(name, *(values[parameter] for parameter in LAYERS[name][2:]), stacked(params, "b_"))
    unchanged(student.to_paddle_lstm)


def biases_add_up(name, bias_ih, bias_hh, wanted):
    """Fail if Paddle's two biases do not make `wanted` together; the sentence says how they miss it."""
    total = bias_ih + bias_hh
    if np.allclose(total, wanted, rtol=1e-5, atol=1e-5):
        return
    if np.allclose(total, 2 * wanted, rtol=1e-5, atol=1e-5):
        words = say(f"The two biases of `{name}` make twice your biases together.", f"`{name}` 的两个偏置合起来是你的偏置的两倍。")
    elif np.allclose(bias_ih, wanted) or np.allclose(bias_hh, wanted):
        words = say(f"One bias of `{name}` is right, but the other one is not zero.", f"`{name}` 的一个偏置是对的，但另一个不是零。")
    else:
        words = say(f"The two biases of `{name}` do not make your biases together.", f"`{name}` 的两个偏置合起来不等于你的偏置。")
    raise AssertionError(words)


@question("to_paddle_lstm", points=1)
def check_cell_takes_the_same_step(student, draw):
    """`cell` computes what `lstm_step` computes.

    zh: `cell` 算出的结果与 `lstm_step` 相同。
    """
    for batch, features, hidden in draw.sizes("batch", "features", "hidden"):
        x, h, c, params = step_case(draw, batch, features, hidden)
        cell, _ = paddle_layers(student, params)
        got = cell(x, (h, c))
        assert isinstance(got, tuple | list) and len(got) == 2 and len(got[1]) == 2, say(
            "`cell` is no nn.LSTMCell.", "`cell` 不是 nn.LSTMCell。"
        )
        equal(got[1], step(x, h, c, params), of="cell", parts=("h", "c"), dims=(STATE, STATE))


@question("to_paddle_lstm", points=1)
def check_lstm_makes_the_same_run(student, draw):
    """`lstm` computes the outputs and both final states of `run_lstm`.

    zh: `lstm` 算出的输出和两份最终状态与 `run_lstm` 相同。
    """
    for sizes in draw.sizes("batch", "time", "features", "hidden"):
        inputs, state, params = run_case(draw, *sizes)
        _, lstm = paddle_layers(student, params)
        outputs, final = run(inputs, state, params)
        got = lstm(inputs, tuple(one.unsqueeze(0) for one in state))
        dims = ("[batch, time, hidden]", ("[1, batch, hidden]",) * 2)
        equal(got, (outputs, tuple(one.unsqueeze(0) for one in final)), of="lstm", parts=("outputs", "(h, c)"), dims=dims)


@question("to_paddle_lstm", points=1)
def check_paddle_has_the_same_gradients(student, draw):
    """Paddle's layer, trained on the same loss, gets the same gradients.

    zh: 对于同样的损失，飞桨的层得到同样的梯度。
    """
    inputs, state, params = run_case(draw, 3, 5, 4, 6)
    weights = draw.tensor(3, 5, 6)
    _, lstm = paddle_layers(student, params)
    by_argument, by_parameter = lstm.gradients(inputs, tuple(one.unsqueeze(0) for one in state), of=[weights, None])
    of_inputs, _, of_params = gradients(lambda *args: run(*args)[0], inputs, state, params, of=weights)
    mine = [by_argument[0], *(by_parameter.get(name) for name in LAYERS["lstm"][:3])]
    want = [of_inputs, *(paddle.to_tensor(stacked(of_params, name)) for name in ("W_x", "W_h", "b_"))]
    same_gradients(mine, want, of="lstm", names=("inputs", *LAYERS["lstm"][:3]))


# -- gate_extremes -------------------------------------------------------------------------------------------------------------


def extreme(student, params, mode):
    """Return the learner's parameters for `mode` as tensors, once their form is right and nothing passed in was changed."""
    got = student.gate_extremes(params, mode)
    assert type(got) is dict and set(got) == set(params), say(
        "`gate_extremes` returns a dict with the names of `params`, no more and no less.",
        "`gate_extremes` 应返回字典，名称与 `params` 相同，不多也不少。",
    )
    equal(got, {name: value.numpy() for name, value in params.items()}, of="gate_extremes", dims=DIMS, tolerance=FORM_ONLY)
    unchanged(student.gate_extremes)
    return {name: paddle.to_tensor(np.asarray(value, "float32")) for name, value in got.items()}


NAMES = {"i": ("input", "输入"), "f": ("forget", "遗忘"), "o": ("output", "输出")}


def lively_steps(draw, hidden, features):
    """Yield inputs and states for a few steps: usual ones, and inputs up to a thousand times as large."""
    for scale in (1.0, 10.0, 1000.0):
        yield scale * draw.tensor(3, features), *draw_states(draw, 3, hidden)


def explained(mode, changed, cases, wanted):
    """Return a sentence about the first gate that is not as `wanted`, {gate: 0 or 1}; None if all of them are."""
    for gate, value in wanted.items():
        en, zh = NAMES[gate]
        found = np.concatenate([np.ravel(switches(x, h, changed)[gate].numpy()) for x, h, _ in cases])
        distance = np.abs(found - value).max()
        if np.ptp(found) > 1e-3:
            return say(f"In mode {mode}, the {en} gate still depends on what is read.", f"{mode} 模式下，{zh}门仍取决于读到的内容。")
        if distance > 0.99:
            return say(f"In mode {mode}, the {en} gate stands the wrong way.", f"{mode} 模式下，{zh}门的方向反了。")
        if abs(distance - 0.5) < 0.01:
            return say(f"In mode {mode}, the {en} gate is half open.", f"{mode} 模式下，{zh}门是半开的。")
        if distance > 0.01:
            return say(f"In mode {mode}, the {en} gate is neither open nor closed.", f"{mode} 模式下，{zh}门既没有全开，也没有全关。")
        if distance > 0:
            return say(f"In mode {mode}, the {en} gate is nearly right, not exactly.", f"{mode} 模式下，{zh}门很接近，但还不完全到位。")
    return None


@question("gate_extremes", points=1, pattern=True)
def check_erase_leaves_nothing_of_the_old_memory(student, draw):
    """In mode "erase" the new memory is what is written, whatever was in it before.

    zh: “erase” 模式下，不管原来记忆里有什么，新记忆只有写入的内容。
    """
    for features, hidden in draw.sizes("features", "hidden"):
        params = draw_params(draw, features, hidden)
        changed = extreme(student, params, "erase")
        cases = list(lively_steps(draw, hidden, features))
        for x, h, c in cases:
            written = switches(x, h, params)["i"] * switches(x, h, params)["g"]
            _, once = step(x, h, c, changed)
            _, twice = step(x, h, 100.0 * c, changed)
            assert np.array_equal(once.numpy(), twice.numpy()), explained("erase", changed, cases, {"f": 0}) or say(
                "In mode erase, the new memory still depends on the old one.", "erase 模式下，新记忆仍与旧记忆有关。"
            )
            assert np.allclose(once.numpy(), written.numpy(), atol=1e-5), say(
                "In mode erase, what is written is not what it was before.", "erase 模式下，写入的内容与原来不同。"
            )


@question("gate_extremes", points=1, pattern=True)
def check_keep_keeps_to_the_last_bit(student, draw):
    """In mode "keep" the memory is the same after many steps, to the last bit, whatever is read.

    zh: “keep” 模式下，不管读到什么，走很多步之后记忆仍然一个比特都不差。
    """
    for features, hidden in draw.sizes("features", "hidden"):
        params = draw_params(draw, features, hidden)
        changed = extreme(student, params, "keep")
        cases = list(lively_steps(draw, hidden, features))
        for x, first_h, c in cases:
            start = c * paddle.to_tensor([[1.0], [0.001], [10.0]])
            h, c = first_h, start
            for _ in range(20):
                h, c = step(x, h, c, changed)
            assert np.array_equal(c.numpy(), start.numpy()), explained("keep", changed, cases, {"f": 1, "i": 0}) or say(
                "In mode keep, the memory is not exactly what it was.", "keep 模式下，记忆与原来不完全相同。"
            )
            shown = switches(x, first_h, params)["o"] * paddle.tanh(start)
            assert np.allclose(step(x, first_h, start, changed)[0].numpy(), shown.numpy(), atol=1e-5), say(
                "In mode keep, what is shown is not what it was before.", "keep 模式下，亮出的内容与原来不同。"
            )


@question("gate_extremes", points=1, pattern=True)
def check_hide_shows_nothing_and_edits_on(student, draw):
    """In mode "hide" the hidden state is 0, and the memory is edited as before.

    zh: “hide” 模式下，隐藏状态为 0，而记忆照旧编辑。
    """
    for features, hidden in draw.sizes("features", "hidden"):
        params = draw_params(draw, features, hidden)
        changed = extreme(student, params, "hide")
        cases = list(lively_steps(draw, hidden, features))
        for x, h, c in cases:
            now_h, now_c = step(x, h, c, changed)
            assert not np.any(now_h.numpy()), explained("hide", changed, cases, {"o": 0}) or say(
                "In mode hide, the hidden state is not exactly 0.", "hide 模式下，隐藏状态不完全为 0。"
            )
            assert np.allclose(now_c.numpy(), step(x, h, c, params)[1].numpy(), atol=1e-5), say(
                "In mode hide, the memory is not edited as before.", "hide 模式下，记忆的编辑与原来不同。"
            )


# -- memory_gradient -----------------------------------------------------------------------------------------------------------


def same_reach(got, want, *, tolerance=1e-5):
    """Compare memory gradients, relative to the right ones: they may be as small as one likes.

    They are float64: in float32, contributions by the lane and by the gates can cancel to a number with few right digits.
    """
    want = want.numpy()
    equal(got, want, of="memory_gradient", dims="[batch, time]", tolerance=FORM_ONLY)
    equal(np.asarray(got, "float64") / want, np.ones(want.shape), of="memory_gradient", dims="[batch, time]", tolerance=tolerance)


@question("memory_gradient", points=2)
def check_memory_gradient_counts_every_way(student, draw):
    """The gradient at every step is that of the whole computation, by the lane and by the gates, for every size.

    zh: 无论尺寸多大，每一步的梯度都包括全部路径：既有直道，也有经过门的路。
    """
    cases = [run_case(draw, *sizes, dtype="float64") for sizes in draw.sizes("batch", "time", "features", "hidden")]
    for args, got in student.memory_gradient.each(cases):
        same_reach(got, reach(*args))


@question("memory_gradient", points=1)
def check_memory_gradient_of_a_long_sequence(student, draw):
    """Over 25 steps the gradient is right where it is small, too, and the arguments stay as they are.

    zh: 走 25 步，梯度很小的地方也是对的，而且传进来的参数保持原样。
    """
    args = run_case(draw, 2, 25, 3, 4, dtype="float64")
    for block in "ifoc":  # weaker weights: the forget gates stay around a half, and the gradient fades
        args[2][f"W_x{block}"] *= 0.3
        args[2][f"W_h{block}"] *= 0.3
        args[2][f"b_{block}"] *= 0.3
    got = student.memory_gradient(*args)
    unchanged(student.memory_gradient)
    same_reach(got, reach(*args))


# -- set_forget_bias -----------------------------------------------------------------------------------------------------------


def fresh(student, draw, features, hidden):
    """Return a new nn.LSTM of the learner's process with biases drawn here, and its parameters."""
    lstm = student.new_lstm(features, hidden)
    shapes = {"weight_ih_l0": (4 * hidden, features), "weight_hh_l0": (4 * hidden, hidden)}
    shapes |= {"bias_ih_l0": (4 * hidden,), "bias_hh_l0": (4 * hidden,)}
    before = {name: draw.array(*shape, dtype="float32") for name, shape in shapes.items()}
    lstm.set_state_dict(before)
    return lstm, before


@question("set_forget_bias", points=1)
def check_forget_biases_add_up_to_the_value(student, draw):
    """For every hidden unit the two biases of the forget gate add up to the value.

    zh: 对每个隐藏单元，遗忘门的两个偏置之和都等于给定的值。
    """
    for features, hidden in draw.sizes("features", "hidden"):
        for value in (3.0, -0.75, 0.0):
            lstm, _ = fresh(student, draw, features, hidden)
            student.set_forget_bias(lstm, value)
            after = lstm.parameters()
            total = (after["bias_ih_l0"] + after["bias_hh_l0"])[hidden : 2 * hidden]
            twice = value != 0 and np.allclose(total, 2 * value, atol=1e-5)
            assert not twice, say("The two biases of the forget gate add up to twice the value.", "遗忘门的两个偏置之和是给定值的两倍。")
            assert np.allclose(total, value, atol=1e-5), say(
                "The two biases of the forget gate do not add up to the value.", "遗忘门的两个偏置之和不等于给定的值。"
            )


@question("set_forget_bias", points=1)
def check_nothing_else_is_changed(student, draw):
    """Weights, and the biases of the other gates and of the candidate, are as they were.

    zh: 权重、其他门的偏置和候选状态的偏置都保持原样。
    """
    for features, hidden in draw.sizes("features", "hidden"):
        lstm, before = fresh(student, draw, features, hidden)
        student.set_forget_bias(lstm, 2.5)
        after = lstm.parameters()
        others = np.r_[0:hidden, 2 * hidden : 4 * hidden]
        for name in ("weight_ih_l0", "weight_hh_l0"):
            assert np.array_equal(after[name], before[name]), say("The weights are not as they were.", "权重与原来不同。")
        total = (after["bias_ih_l0"] + after["bias_hh_l0"])[others]
        assert np.allclose(total, (before["bias_ih_l0"] + before["bias_hh_l0"])[others], atol=1e-5), say(
            "Biases of another gate or of the candidate have changed.", "其他门或候选状态的偏置变了。"
        )


@question("set_forget_bias", points=1)
def check_layer_works_with_the_new_bias(student, draw):
    """The layer computes with the new bias, and can still be trained.

    zh: 层用新的偏置来计算，并且仍然可以训练。
    """
    lstm, before = fresh(student, draw, 3, 5)
    student.set_forget_bias(lstm, 2.0)
    total = before["bias_ih_l0"] + before["bias_hh_l0"]
    total[5:10] = 2.0
    params = {}
    for place, block in enumerate("ifco"):
        rows = slice(5 * place, 5 * (place + 1))
        params[f"W_x{block}"] = paddle.to_tensor(before["weight_ih_l0"][rows].T)
        params[f"W_h{block}"] = paddle.to_tensor(before["weight_hh_l0"][rows].T)
        params[f"b_{block}"] = paddle.to_tensor(total[rows])
    inputs, state, _ = run_case(draw, 2, 4, 3, 5)
    outputs, _ = run(inputs, state, params)
    got = lstm(inputs, tuple(one.unsqueeze(0) for one in state))
    equal(got[:1], (outputs,), of="lstm", parts=["outputs"], dims=["[batch, time, hidden]"])
    _, by_parameter = lstm.gradients(inputs, tuple(one.unsqueeze(0) for one in state), of=[draw.tensor(2, 4, 5), None])
    for name in ("bias_ih_l0", "bias_hh_l0"):
        assert by_parameter.get(name) is not None, say("A bias can no longer be trained.", "有一个偏置不能再训练了。")
