"""Hidden checks of lab 7.

The references are Paddle's own layers, filled with weights drawn here: about half as large as standard normal, so that every term
counts and nothing is flattened. The learner's functions get the same weights, taken apart as the text's `cell_params` does it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import paddle
from paddle import nn

from autograder.checking import default_dtype, equal, question, say, unchanged

KINDS = ("rnn", "lstm", "gru")
GATES = {"rnn": "h", "lstm": "ifco", "gru": "rzh"}
LAYERS = {"rnn": nn.SimpleRNN, "lstm": nn.LSTM, "gru": nn.GRU}
PARTS = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
H_DIMS = "[layers * directions, batch, hidden]"


def paddle_layer(draw, kind, features, hidden, layers=1, directions=1, dtype="float32"):
    """Return Paddle's layer with weights drawn here; no bias is zero, or its loss would not show."""
    with default_dtype(dtype):
        layer = LAYERS[kind](features, hidden, num_layers=layers, direction="bidirect" if directions == 2 else "forward")
    for parameter in layer.parameters():
        parameter.set_value(0.5 * draw.tensor(*parameter.shape, dtype=dtype))
    return layer


def weights_of(layer):
    """Return the weights of a layer by name, each once."""
    return {name: parameter.detach() for name, parameter in layer.named_parameters()}


def cell_params(kind, weights, ending):
    """Return the parameters of the cell `ending`, "l0" or "l1_reverse" say, under the names of labs 2, 5 and 6."""
    params = {}
    piles = [paddle.chunk(weights[f"{part}_{ending}"], len(GATES[kind])) for part in PARTS]
    for gate, w_x, w_h, b_x, b_h in zip(GATES[kind], *piles, strict=True):
        params[f"W_x{gate}"], params[f"W_h{gate}"], params[f"b_{gate}"] = w_x.T, w_h.T, b_x + b_h
        if kind == "gru" and gate == "h":
            params["b_h"], params["b_hc"] = b_x, b_h
    return params


def draw_states(draw, kind, cells, batch, hidden, dtype="float32"):
    """Return initial states in Paddle's form; none is zero."""
    made = [draw.tensor(cells, batch, hidden, dtype=dtype) for _ in range(2 if kind == "lstm" else 1)]
    return tuple(made) if kind == "lstm" else made[0]


def split(kind, states):
    """Return states in Paddle's form as a list with one state for each cell."""
    if kind == "lstm":
        return [(states[0][cell], states[1][cell]) for cell in range(states[0].shape[0])]
    return [states[cell] for cell in range(states.shape[0])]


def state_dims(kind, cells):
    """Return the words for the shapes of a list of states."""
    return tuple(("[batch, hidden]", "[batch, hidden]") if kind == "lstm" else "[batch, hidden]" for _ in range(cells))


def pair_expected(got, name):
    """Fail with a sentence if `got` is not a pair."""
    is_pair = isinstance(got, tuple | list) and len(got) == 2
    assert is_pair, say(f"`{name}` returns two things.", f"`{name}` 应返回两样东西。")


def layer_gradients(layer, inputs, states, of):
    """Return the gradients of sum(outputs * of) with respect to inputs, states (a list of tensors) and the weights by name."""
    layer.train()  # in eval() Paddle's recurrent layers keep nothing for the way back
    inputs = inputs.detach()
    inputs.stop_gradient = False
    parts = [part.detach() for part in (states if isinstance(states, tuple) else (states,))]
    for part in parts:
        part.stop_gradient = False
    layer.clear_gradients()
    outputs, _ = layer(inputs, tuple(parts) if isinstance(states, tuple) else parts[0])
    (outputs * of).sum().backward()
    return inputs.grad, [part.grad for part in parts], {name: parameter.grad for name, parameter in layer.named_parameters()}


def same_gradient(got, want, *, of, name, tolerance=1e-4):
    """Compare one gradient; a missing one gets a sentence of its own."""
    en = f"No gradient reaches `{name}` through `{of}`. Is the result made by Paddle operations all the way?"
    zh = f"梯度经过 `{of}` 传不到 `{name}`。是不是从头到尾都用飞桨的运算？"
    assert got is not None, say(en, zh)
    equal([got], [want], of=of, parts=[f"gradient of {name}"], tolerance=tolerance)


# -- stacked_rnn -------------------------------------------------------------------------------------------------------------


def stack_case(draw, kind, batch, time, features, hidden, depth):
    """Return Paddle's stacked layer, inputs, initial states in Paddle's form, and the list of the layers' parameters."""
    layer = paddle_layer(draw, kind, features, hidden, layers=depth)
    params = [cell_params(kind, weights_of(layer), f"l{number}") for number in range(depth)]
    return layer, draw.tensor(batch, time, features), draw_states(draw, kind, depth, batch, hidden), params


@question("stacked_rnn", points=2)
def check_top_layer_reads_the_layer_below(student, draw):
    """The outputs are those of the top layer, each layer reading the one below, for every kind, depth and size.

    zh: 输出是最上面一层的输出，每一层读它下面一层；对各种单元、层数和尺寸都成立。
    """
    for sizes in draw.sizes("batch", "time", "features", "hidden"):
        for kind, depth in zip(KINDS, (2, 3, 2), strict=True):
            layer, inputs, states, params = stack_case(draw, kind, *sizes, depth)
            got = student.stacked_rnn(kind, inputs, split(kind, states), params)
            pair_expected(got, "stacked_rnn")
            equal(got[:1], layer(inputs, states)[:1], of="stacked_rnn", parts=["outputs"], dims=["[batch, time, hidden]"])


@question("stacked_rnn", points=1)
def check_every_layer_keeps_its_own_state(student, draw):
    """Every layer starts from its own state (zeros if there is none) and gives back its own final state, also with a single layer.

    zh: 每一层从自己的状态出发（没有时从零开始），并交回自己的最终状态；只有一层时也一样。
    """
    for kind, depth in zip(KINDS, (3, 1, 2), strict=True):
        layer, inputs, states, params = stack_case(draw, kind, 3, 4, 5, 5, depth)  # features = hidden: shapes give nothing away
        for given in (states, None):
            got = student.stacked_rnn(kind, inputs, None if given is None else split(kind, given), params)
            unchanged(student.stacked_rnn)
            pair_expected(got, "stacked_rnn")
            outputs, h = layer(inputs, given)
            dims = ("[batch, time, hidden]", state_dims(kind, depth))
            equal(got, (outputs, split(kind, h)), of="stacked_rnn", parts=("outputs", "finals"), dims=dims)


@question("stacked_rnn", points=1)
def check_gradients_reach_the_bottom_layer(student, draw):
    """Gradients of the top layer's outputs reach the inputs and the parameters of the bottom layer.

    zh: 最上层输出的梯度能传到输入和最底层的参数。
    """
    layer, inputs, states, params = stack_case(draw, "gru", 3, 4, 2, 5, 2)
    weights = draw.tensor(3, 4, 5)
    args = ("gru", inputs, split("gru", states), params)
    got = student.stacked_rnn.gradients(*args, of=[weights, None])[0]
    by_inputs, _, by_weights = layer_gradients(layer, inputs, states, weights)
    same_gradient(got[1], by_inputs, of="stacked_rnn", name="inputs")
    for number in range(2):
        want = by_weights[f"weight_ih_l{number}"][:5].T  # the reset gate's rows come first
        same_gradient(got[3][number]["W_xr"], want, of="stacked_rnn", name=f"layers[{number}]['W_xr']")


# -- bidirectional_rnn -------------------------------------------------------------------------------------------------------


def both_ways_case(draw, kind, batch, time, features, hidden):
    """Return Paddle's bidirectional layer, inputs, initial states in Paddle's form, and the pair of parameters."""
    layer = paddle_layer(draw, kind, features, hidden, directions=2)
    params = tuple(cell_params(kind, weights_of(layer), ending) for ending in ("l0", "l0_reverse"))
    return layer, draw.tensor(batch, time, features), draw_states(draw, kind, 2, batch, hidden), params


@question("bidirectional_rnn", points=2)
def check_states_of_a_step_stand_side_by_side(student, draw):
    """At each step the forward and the backward state of that very step stand side by side, for every kind and size.

    zh: 每一步都是这一步的正向状态与反向状态并排；对各种单元和尺寸都成立。
    """
    for sizes in draw.sizes("batch", "time", "features", "hidden"):
        for kind in KINDS:
            layer, inputs, states, params = both_ways_case(draw, kind, *sizes)
            got = student.bidirectional_rnn(kind, inputs, tuple(split(kind, states)), params)
            pair_expected(got, "bidirectional_rnn")
            equal(got[:1], layer(inputs, states)[:1], of="bidirectional_rnn", parts=["outputs"], dims=["[batch, time, 2 * hidden]"])


@question("bidirectional_rnn", points=1)
def check_final_states_have_read_everything(student, draw):
    """Each direction gives back the state in which it has read everything: forward after the last step, backward after the first.

    zh: 每个方向交回的都是读完全部内容时的状态：正向是最后一步之后的，反向是第一步之后的。
    """
    for kind in KINDS:
        for sizes in ((4, 5, 3, 2), (1, 1, 2, 3), (3, 2, 1, 1)):
            layer, inputs, states, params = both_ways_case(draw, kind, *sizes)
            got = student.bidirectional_rnn(kind, inputs, tuple(split(kind, states)), params)
            pair_expected(got, "bidirectional_rnn")
            want = tuple(split(kind, layer(inputs, states)[1]))
            equal(got[1:], [want], of="bidirectional_rnn", parts=["finals"], dims=[state_dims(kind, 2)])


@question("bidirectional_rnn", points=1)
def check_both_directions_start_from_zeros_without_states(student, draw):
    """Without initial states both directions start from zeros; arguments stay as they are.

    zh: 没有初始状态时，两个方向都从零开始；传入的参数保持原样。
    """
    for kind in KINDS:
        layer, inputs, states, params = both_ways_case(draw, kind, 3, 5, 2, 4)
        for given in (None, states):
            got = student.bidirectional_rnn(kind, inputs, None if given is None else tuple(split(kind, given)), params)
            unchanged(student.bidirectional_rnn)
            outputs, h = layer(inputs, given)
            dims = ("[batch, time, 2 * hidden]", state_dims(kind, 2))
            equal(got, (outputs, tuple(split(kind, h))), of="bidirectional_rnn", parts=("outputs", "finals"), dims=dims)


@question("bidirectional_rnn", points=1)
def check_gradients_reach_both_directions(student, draw):
    """Gradients reach the inputs and the parameters of both directions.

    zh: 梯度能传到输入和两个方向的参数。
    """
    layer, inputs, states, params = both_ways_case(draw, "rnn", 3, 4, 2, 5)
    weights = draw.tensor(3, 4, 10)
    got = student.bidirectional_rnn.gradients("rnn", inputs, tuple(split("rnn", states)), params, of=[weights, None])[0]
    by_inputs, (by_states,), by_weights = layer_gradients(layer, inputs, states, weights)
    same_gradient(got[1], by_inputs, of="bidirectional_rnn", name="inputs")
    for number, ending in enumerate(("l0", "l0_reverse")):
        same_gradient(got[2][number], by_states[number], of="bidirectional_rnn", name=f"states[{number}]")
        for name, part in (("W_xh", "weight_ih"), ("W_hh", "weight_hh")):
            want = by_weights[f"{part}_{ending}"].T
            same_gradient(got[3][number][name], want, of="bidirectional_rnn", name=f"params[{number}]['{name}']")


# -- deep_parameter_count ----------------------------------------------------------------------------------------------------


def count_all(student, shapes, directions):
    """Compare the count with Paddle's layer for every kind and each (features, hidden, layers)."""
    for kind in KINDS:
        for features, hidden, layers in shapes:
            layer = LAYERS[kind](features, hidden, num_layers=layers, direction="bidirect" if directions == 2 else "forward")
            want = sum(int(np.prod(parameter.shape)) for parameter in layer.parameters())
            equal(student.deep_parameter_count(kind, features, hidden, layers, directions), want, of="deep_parameter_count")


@question("deep_parameter_count", points=1)
def check_count_of_forward_layers(student, draw):
    """The count is right for forward layers of each kind, alone and stacked.

    zh: 各种单元的单向层，单层和多层，个数都正确。
    """
    count_all(student, ((3, 5, 1), (7, 2, 1), (1, 1, 1), (3, 5, 2), (6, 4, 4)), 1)


@question("deep_parameter_count", points=1)
def check_count_of_one_bidirectional_layer(student, draw):
    """The count is right for a single bidirectional layer of each kind.

    zh: 各种单元的单个双向层，个数都正确。
    """
    count_all(student, ((3, 5, 1), (8, 2, 1), (1, 1, 1)), 2)


@question("deep_parameter_count", points=1)
def check_count_of_deep_bidirectional_layers(student, draw):
    """The count is right for stacked bidirectional layers of each kind.

    zh: 各种单元的多层双向层，个数都正确。
    """
    count_all(student, ((3, 5, 2), (4, 3, 3), (10, 4, 2), (1, 1, 4)), 2)


# -- final_states --------------------------------------------------------------------------------------------------------------

FINAL_DIMS = "[2 * layers, batch, hidden]"


def outputs_of_each_layer(draw, kind, batch, time, features, hidden, depth):
    """Return the list of the layers' outputs of a bidirectional stack and its final hidden states, both computed by Paddle."""
    layer_outputs, finals = [], []
    outputs = draw.tensor(batch, time, features)
    for number in range(depth):
        layer = paddle_layer(draw, kind, features if number == 0 else 2 * hidden, hidden, directions=2)
        outputs, h = layer(outputs)
        layer_outputs.append(outputs.detach())
        finals.append(h[0] if kind == "lstm" else h)
    return layer_outputs, paddle.concat(finals).detach()


@question("final_states", points=2)
def check_final_states_are_those_that_paddle_returns(student, draw):
    """Layer by layer, forward at its last step and backward at the first, as Paddle returns them.

    zh: 一层一层地排，正向取最后一步，反向取第一步，与飞桨返回的相同。
    """
    for sizes in draw.sizes("batch", "time", "features", "hidden"):
        for kind, depth in zip(KINDS, (2, 3, 1), strict=True):
            layer_outputs, h = outputs_of_each_layer(draw, kind, *sizes, depth)
            equal(student.final_states(layer_outputs), h, of="final_states", dims=FINAL_DIMS)


@question("final_states", points=1)
def check_final_states_leave_the_outputs_alone(student, draw):
    """The outputs stay as they were, and their dtype is kept.

    zh: 输出保持原样，数据类型也不变。
    """
    layer_outputs = [draw.tensor(3, 4, 10, dtype="float64") for _ in range(2)]
    got = student.final_states(layer_outputs)
    unchanged(student.final_states)
    equal(got, wanted_final_states(layer_outputs), of="final_states", dims=FINAL_DIMS)
    same_dtype(got, "float64", "final_states")


@question("final_states", points=1)
def check_gradients_reach_the_final_steps(student, draw):
    """Gradients flow back to the states that were taken, and to no others.

    zh: 梯度传回所取的状态，不传到别的状态。
    """
    layer_outputs = [draw.tensor(3, 4, 10), draw.tensor(3, 4, 10)]
    weights = draw.tensor(4, 3, 5)
    (got,), _ = student.final_states.gradients(layer_outputs, of=weights)
    for number in range(2):
        want = np.zeros([3, 4, 10], "float32")
        want[:, -1, :5], want[:, 0, 5:] = weights[2 * number].numpy(), weights[2 * number + 1].numpy()
        same_gradient(got[number], want, of="final_states", name=f"layer_outputs[{number}]")


def wanted_final_states(layer_outputs):
    """Return what the formula of the text gives."""
    half = layer_outputs[0].shape[-1] // 2
    return np.stack([part for layer in layer_outputs for part in (layer.numpy()[:, -1, :half], layer.numpy()[:, 0, half:])])


def same_dtype(got, dtype, name):
    """Fail with a sentence if a result was rounded to another dtype."""
    assert got.dtype == dtype, say(
        f"`{name}` was given {dtype} and returned {got.dtype}.", f"`{name}` 收到 {dtype}，返回的却是 {got.dtype}。"
    )


# -- summary_of_sequence -----------------------------------------------------------------------------------------------------

SUMMARY_DIMS = "[batch, directions * hidden]"


def read_by_paddle(draw, kind, batch, time, features, hidden, depth, directions):
    """Return (outputs, h) of Paddle's layer on random inputs; of an LSTM h is the hidden state only."""
    layer = paddle_layer(draw, kind, features, hidden, layers=depth, directions=directions)
    outputs, h = layer(draw.tensor(batch, time, features))
    return outputs.detach(), (h[0] if kind == "lstm" else h).detach()


@question("summary_of_sequence", points=2)
def check_summary_of_both_directions(student, draw):
    """The summary of a bidirectional layer holds the top layer's forward and backward state that have read everything, side by side.

    zh: 双向层的概括，是最上面一层读完全部内容的正向状态与反向状态，两者并排。
    """
    for sizes in draw.sizes("batch", "time", "features", "hidden"):
        for kind, depth in zip(KINDS, (1, 2, 3), strict=True):
            outputs, h = read_by_paddle(draw, kind, *sizes, depth, 2)
            want = np.concatenate([h.numpy()[-2], h.numpy()[-1]], axis=1)
            equal(student.summary_of_sequence(outputs, h, 2), want, of="summary_of_sequence", dims=SUMMARY_DIMS)


@question("summary_of_sequence", points=1)
def check_summary_of_one_direction(student, draw):
    """The summary of a forward layer is the top layer's last state; arguments stay as they are.

    zh: 单向层的概括是最上面一层的最后一个状态；传入的参数保持原样。
    """
    for sizes in draw.sizes("batch", "time", "features", "hidden"):
        for kind, depth in zip(KINDS, (3, 1, 2), strict=True):
            outputs, h = read_by_paddle(draw, kind, *sizes, depth, 1)
            got = student.summary_of_sequence(outputs, h, 1)
            unchanged(student.summary_of_sequence)
            equal(got, h.numpy()[-1], of="summary_of_sequence", dims=SUMMARY_DIMS)


# -- from_paddle -------------------------------------------------------------------------------------------------------------


def taken_apart(kind, weights, depth, directions):
    """Return what from_paddle should return."""
    endings = ("", "_reverse")[:directions]
    return [[cell_params(kind, weights, f"l{number}{ending}") for ending in endings] for number in range(depth)]


def compare_nest(got, want):
    """Compare a list of layers, each a list of directions, each a dict."""
    en = f"{len(want)} layers with {len(want[0])} directions each make a list of {len(want)} lists of {len(want[0])} dicts."
    zh = f"{len(want)} 层、每层 {len(want[0])} 个方向，应得到由 {len(want)} 个列表组成的列表，每个列表里有 {len(want[0])} 个字典。"
    is_nest = isinstance(got, tuple | list) and len(got) == len(want)
    is_nest = is_nest and all(isinstance(layer, tuple | list) and len(layer) == len(want[0]) for layer in got)
    assert is_nest, say(en, zh)
    dims = {name: "[hidden]" if name.startswith("b") else "[in, hidden]" for name in want[0][0]}
    for layer, wanted in zip(got, want, strict=True):
        for cell, wanted_cell in zip(layer, wanted, strict=True):
            equal(cell, wanted_cell, of="from_paddle", dims=dims)


@question("from_paddle", points=1)
def check_cells_of_a_deep_bidirectional_layer(student, draw):
    """Every layer has its own two cells, forward before backward, for every kind.

    zh: 对各种单元，每一层都有自己的两个单元，先正向后反向。
    """
    for kind, depth in zip(KINDS, (2, 3, 2), strict=True):
        weights = weights_of(paddle_layer(draw, kind, 4, 3, layers=depth, directions=2))
        compare_nest(student.from_paddle(kind, weights), taken_apart(kind, weights, depth, 2))
        unchanged(student.from_paddle)


@question("from_paddle", points=1)
def check_depth_and_directions_are_read_from_the_names(student, draw):
    """Forward layers, single layers and stacks of up to twelve are told apart by their names.

    zh: 单向的层、单独一层、多达十二层的堆叠，都能由名称分辨出来。
    """
    for kind, depth, directions in (("rnn", 1, 1), ("gru", 2, 1), ("lstm", 1, 2), ("rnn", 12, 1), ("rnn", 3, 2)):
        weights = weights_of(paddle_layer(draw, kind, 3, 2, layers=depth, directions=directions))
        compare_nest(student.from_paddle(kind, weights), taken_apart(kind, weights, depth, directions))


@question("from_paddle", points=1)
def check_a_state_dict_with_double_names_is_read_once(student, draw):
    """A `state_dict()`, which lists each tensor under two names, gives the same as the parameters listed once.

    zh: `state_dict()` 把每个张量列在两个名称之下，结果应与只列一次时相同。
    """
    for kind, directions in (("gru", 2), ("lstm", 1)):
        layer = paddle_layer(draw, kind, 4, 3, layers=2, directions=directions)
        weights = {name: tensor.detach() for name, tensor in layer.state_dict().items()}
        compare_nest(student.from_paddle(kind, weights), taken_apart(kind, weights, 2, directions))


# -- run_like_paddle -----------------------------------------------------------------------------------------------------------

RUN = {"of": "run_like_paddle", "parts": ("outputs", "states")}
OUTPUT_DIMS = "[batch, time, directions * hidden]"


def run_dims(kind):
    """Return the words for the shapes of outputs and states."""
    return (OUTPUT_DIMS, (H_DIMS, H_DIMS) if kind == "lstm" else H_DIMS)


@question("run_like_paddle", points=1)
def check_outputs_and_states_of_deep_bidirectional_layers(student, draw):
    """Deep bidirectional layers of each kind give Paddle's outputs and final states, from initial states and from zeros.

    zh: 各种单元的多层双向层，无论从给定的初始状态还是从零开始，都给出与飞桨相同的输出和最终状态。
    """
    for sizes, depth in zip(draw.sizes("batch", "time", "features", "hidden"), (2, 3, 2, 2, 2, 3, 2), strict=True):
        for kind in KINDS:
            layer = paddle_layer(draw, kind, *sizes[2:], layers=depth, directions=2)
            inputs, states = draw.tensor(*sizes[:3]), draw_states(draw, kind, 2 * depth, sizes[0], sizes[3])
            for given in (states, None):
                args = (kind, weights_of(layer), inputs, *([] if given is None else [given]))
                got = student.run_like_paddle(*args)
                pair_expected(got, "run_like_paddle")
                equal(got, layer(inputs, given), dims=run_dims(kind), **RUN)


@question("run_like_paddle", points=1)
def check_outputs_and_states_of_other_layers(student, draw):
    """Forward layers and single layers give Paddle's outputs and final states, too, and the arguments stay as they are.

    zh: 单向的层和单独一层同样给出与飞桨相同的输出和最终状态，传入的参数保持原样。
    """
    for kind in KINDS:
        for depth, directions in ((1, 1), (2, 1), (3, 1), (1, 2)):
            layer = paddle_layer(draw, kind, 4, 3, layers=depth, directions=directions)
            inputs, states = draw.tensor(2, 5, 4), draw_states(draw, kind, depth * directions, 2, 3)
            for given in (states, None):
                got = student.run_like_paddle(kind, weights_of(layer), inputs, given)
                unchanged(student.run_like_paddle)
                pair_expected(got, "run_like_paddle")
                equal(got, layer(inputs, given), dims=run_dims(kind), **RUN)


@question("run_like_paddle", points=1)
def check_float64_agrees_to_nine_digits(student, draw):
    """Given float64, everything is computed in float64 and agrees with Paddle to 1e-9.

    zh: 给它 float64，就全程用 float64 计算，与飞桨相差不超过 1e-9。
    """
    for kind, directions in (("rnn", 2), ("lstm", 2), ("gru", 2), ("gru", 1)):
        layer = paddle_layer(draw, kind, 3, 5, layers=2, directions=directions, dtype="float64")
        inputs = draw.tensor(4, 6, 3, dtype="float64")
        states = draw_states(draw, kind, 2 * directions, 4, 5, dtype="float64")
        for given in (states, None):
            got = student.run_like_paddle(kind, weights_of(layer), inputs, given)
            pair_expected(got, "run_like_paddle")
            want = layer(inputs, given)
            equal(got, want, dims=run_dims(kind), tolerance=1e-5, **RUN)
            same_dtype(got[0], "float64", "run_like_paddle")
            en, zh = (
                "The results differ from Paddle's in the last digits: something was rounded.",
                "结果的最后几位与飞桨不同：有什么被舍入了。",
            )
            assert np.allclose(got[0], want[0].numpy(), rtol=1e-9, atol=1e-9), say(en, zh)


@question("run_like_paddle", points=1)
def check_gradients_agree_with_paddle(student, draw):
    """Gradients with respect to inputs, initial states and all weights are Paddle's, to 1e-9 in float64.

    zh: 对输入、初始状态和所有权重的梯度都与飞桨相同，在 float64 下相差不超过 1e-9。
    """
    for kind, directions in (("rnn", 2), ("lstm", 2), ("gru", 2), ("lstm", 1)):
        layer = paddle_layer(draw, kind, 3, 4, layers=2, directions=directions, dtype="float64")
        inputs = draw.tensor(2, 5, 3, dtype="float64")
        states = draw_states(draw, kind, 2 * directions, 2, 4, dtype="float64")
        of = draw.tensor(2, 5, 4 * directions, dtype="float64")
        got, _ = student.run_like_paddle.gradients(kind, weights_of(layer), inputs, states, of=[of, None])
        by_inputs, by_states, by_weights = layer_gradients(layer, inputs, states, of)
        same_gradient(got[2], by_inputs, of="run_like_paddle", name="inputs", tolerance=1e-9)
        for mine, right in zip(got[3] if kind == "lstm" else [got[3]], by_states, strict=True):
            same_gradient(mine, right, of="run_like_paddle", name="states", tolerance=1e-9)
        for name, right in by_weights.items():
            same_gradient(got[1][name], right, of="run_like_paddle", name=name, tolerance=1e-9)


# -- can_see_the_future --------------------------------------------------------------------------------------------------------


class Candidate(NamedTuple):
    """A model for the test: what it is, whether it looks ahead, and how many sequences and steps it is tried with."""

    en: str
    zh: str
    sees: bool
    layers: list[dict[str, object]]
    batch: int = 4
    steps: int = 6


def recurrent(kind, size=4, **options):
    """Return the description of a recurrent layer with 6 hidden units."""
    return {"layer": kind, "input": size, "hidden": 6, **options}


def read_out(*layers, size=6):
    """Return `layers` followed by a linear layer that reads `size` numbers."""
    return [*layers, {"layer": "linear", "in": size, "out": 3, "scale": 2.0}]


SWAP = {"layer": "swap"}
BOTH_WAYS = {"direction": "bidirect"}
TIME_MAJOR = [SWAP, recurrent("rnn", time_major=True), SWAP]

RECURRENT_MODELS = [
    Candidate("a forward SimpleRNN", "正向的 SimpleRNN", False, read_out(recurrent("rnn"))),
    Candidate("a two-layer forward LSTM", "两层正向的 LSTM", False, read_out(recurrent("lstm", layers=2)), steps=9),
    Candidate(
        "a forward GRU and one sequence of two steps", "正向的 GRU，一条两步的序列", False, read_out(recurrent("gru")), batch=1, steps=2
    ),
    Candidate("time_major with the axes exchanged before and after", "前后都交换了轴的 time_major", False, read_out(*TIME_MAJOR)),
    Candidate("a linear layer alone", "单独一个线性层", False, read_out(size=4)),
    Candidate("a bidirectional SimpleRNN", "双向的 SimpleRNN", True, read_out(recurrent("rnn", **BOTH_WAYS), size=12)),
    Candidate("a two-layer bidirectional GRU", "两层双向的 GRU", True, read_out(recurrent("gru", layers=2, **BOTH_WAYS), size=12), steps=9),
    Candidate(
        "a bidirectional LSTM and one sequence of two steps",
        "双向的 LSTM，一条两步的序列",
        True,
        read_out(recurrent("lstm", **BOTH_WAYS), size=12),
        batch=1,
        steps=2,
    ),
    Candidate(
        "a bidirectional layer below a forward one",
        "正向层下面垫着一个双向层",
        True,
        read_out(recurrent("gru", **BOTH_WAYS), recurrent("rnn", size=12)),
    ),
    Candidate(
        "a bidirectional model and sequences of one step",
        "双向模型，序列只有一步",
        False,
        read_out(recurrent("gru", **BOTH_WAYS), size=12),
        steps=1,
    ),
]

OTHER_MODELS = [
    Candidate(
        "a forward model whose states are centred over the time axis",
        "状态沿时间轴做了中心化的正向模型",
        True,
        read_out(recurrent("gru"), SWAP, {"layer": "center_batch", "amount": 1.0}, SWAP),
    ),
    Candidate(
        "a forward model from which a small part of the mean over time is taken",
        "减去了一小部分时间均值的正向模型",
        True,
        read_out(recurrent("rnn"), SWAP, {"layer": "center_batch", "amount": 0.02}, SWAP),
    ),
    Candidate(
        "a model without memory whose first step also reads a little of the last input",
        "没有记忆、但第一步还读了少许最后一个输入的模型",
        True,
        read_out(SWAP, {"layer": "roll_batch", "amount": 0.1}, SWAP, size=4),
    ),
    Candidate(
        "a bidirectional model with small weights, which forgets fast",
        "权重很小、忘得很快的双向模型",
        True,
        read_out(recurrent("rnn", scale=0.15, **BOTH_WAYS), size=12),
        steps=12,
    ),
    Candidate(
        "a forward model with dropout, in training mode",
        "处于训练模式、带 dropout 的正向模型",
        False,
        read_out(recurrent("gru"), {"layer": "dropout", "p": 0.5}),
    ),
    Candidate(
        "a forward model with layer normalisation",
        "带层归一化的正向模型",
        False,
        read_out(recurrent("rnn"), {"layer": "layer_norm", "size": 6}),
    ),
    Candidate(
        "a forward model that mixes the sequences of a batch",
        "把批次里的序列混在一起的正向模型",
        False,
        read_out(recurrent("gru"), {"layer": "center_batch", "amount": 0.5}),
    ),
]


def judge(student, draw, candidates):
    """Have the test judge all candidates, in an order of its own, and fail if one verdict is wrong."""
    verdicts = []
    for place in draw.rng.permutation(len(candidates)):
        candidate = candidates[place]
        student.seed(int(draw.rng.integers(1 << 30)))
        model = student.build(candidate.layers)
        got = student.can_see_the_future(model, draw.tensor(candidate.batch, candidate.steps, 4))
        unchanged(student.can_see_the_future)
        equal(isinstance(truth(got), bool), True, of="can_see_the_future")
        verdicts.append((candidate, truth(got)))
    assert len({verdict for _, verdict in verdicts}) > 1, say("Every model got the same verdict.", "所有模型得到的判断都一样。")
    for candidate, verdict in verdicts:
        missed = say(f"This model looks ahead and was acquitted: {candidate.en}.", f"这个模型往后看了，却被放过：{candidate.zh}。")
        accused = say(f"This model does not look ahead and was flagged: {candidate.en}.", f"这个模型没有往后看，却被指出：{candidate.zh}。")
        assert verdict == candidate.sees, missed if candidate.sees else accused


def truth(value):
    """Return the truth value that a bool, a NumPy bool or a tensor of one bool holds; anything else as it is."""
    array = np.asarray(value) if isinstance(value, (bool, np.generic, np.ndarray)) else None
    return bool(array.reshape(())) if array is not None and array.dtype.kind == "b" and array.size == 1 else value


@question("can_see_the_future", points=2)
def check_future_of_recurrent_models(student, draw):
    """Every recurrent model that looks ahead is flagged, and none that does not.

    zh: 凡是往后看的循环模型都被指出，没有往后看的一个也不冤枉。
    """
    judge(student, draw, RECURRENT_MODELS)


@question("can_see_the_future", points=1)
def check_future_of_other_models(student, draw):
    """Leaks without any backward cell and weak ones are flagged; dropout, normalisation and mixed batches are not.

    zh: 没有反向单元的泄漏和微弱的泄漏也被指出；dropout、归一化和批次内的混合不被误判。
    """
    judge(student, draw, OTHER_MODELS)


@question("can_see_the_future", points=1)
def check_test_leaves_the_model_as_it_was(student, draw):
    """The verdict is right, and the model keeps its mode and its weights.

    zh: 判断正确，并且模型的模式和权重都不变。
    """
    for options, size in ((BOTH_WAYS, 12), ({}, 6)):
        for training in (True, False):
            model = student.build(read_out(recurrent("gru", **options), {"layer": "dropout", "p": 0.5}, size=size))
            model.train() if training else model.eval()
            before = model.parameters()
            got = truth(student.can_see_the_future(model, draw.tensor(3, 5, 4)))
            assert got is bool(options), say("The verdict was wrong.", "判断错误。")
            assert model.training == training, say(
                "The model came in one mode and left in the other.", "模型传入时是一种模式，返回时变成了另一种。"
            )
            after = model.parameters()
            same = before.keys() == after.keys() and all(np.array_equal(before[name], after[name]) for name in before)
            assert same, say("The test changed the weights.", "测试改变了权重。")
