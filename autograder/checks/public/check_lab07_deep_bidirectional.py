"""Public checks of lab 7: one small example a question, mostly beside Paddle's own layers."""

from __future__ import annotations

import numpy as np
import paddle
from paddle import nn

from autograder.checking import equal, question, say

GATES = {"rnn": "h", "lstm": "ifco", "gru": "rzh"}


def new_layer(layers: int, directions: int) -> nn.Layer:
    """Return a plain recurrent layer of Paddle with 3 features and 2 hidden units."""
    paddle.seed(11)
    return nn.SimpleRNN(3, 2, num_layers=layers, direction="bidirect" if directions == 2 else "forward")


def plain_params(layer, ending):
    """Return the parameters of one cell of a SimpleRNN under the names of lab 2."""
    weights = {name: parameter.detach() for name, parameter in layer.named_parameters()}
    return {
        "W_xh": weights[f"weight_ih_{ending}"].T,
        "W_hh": weights[f"weight_hh_{ending}"].T,
        "b_h": weights[f"bias_ih_{ending}"] + weights[f"bias_hh_{ending}"],
    }


def weights_of(layer):
    """Return the weights of a layer by name."""
    return {name: parameter.detach() for name, parameter in layer.named_parameters()}


@question("stacked_rnn")
def check_two_plain_layers(student, draw):
    """Two plain layers give the outputs of the upper one and the final states of both.

    zh: 两层最基本的循环层，给出上面一层的输出和两层各自的最终状态。
    """
    layer, inputs, states = new_layer(2, 1), draw.tensor(4, 5, 3), draw.tensor(2, 4, 2)
    outputs, h = layer(inputs, states)
    got = student.stacked_rnn("rnn", inputs, [states[0], states[1]], [plain_params(layer, "l0"), plain_params(layer, "l1")])
    dims = ("[batch, time, hidden]", ("[batch, hidden]", "[batch, hidden]"))
    equal(got, (outputs, [h[0], h[1]]), of="stacked_rnn", parts=("outputs", "finals"), dims=dims)


@question("bidirectional_rnn")
def check_two_plain_directions(student, draw):
    """A plain layer in both directions: forward and backward state side by side at each step, and both final states.

    zh: 最基本的循环层双向运行：每一步正向与反向的状态并排，并给出两个最终状态。
    """
    layer, inputs, states = new_layer(1, 2), draw.tensor(4, 5, 3), draw.tensor(2, 4, 2)
    outputs, h = layer(inputs, states)
    params = (plain_params(layer, "l0"), plain_params(layer, "l0_reverse"))
    got = student.bidirectional_rnn("rnn", inputs, (states[0], states[1]), params)
    dims = ("[batch, time, 2 * hidden]", ("[batch, hidden]", "[batch, hidden]"))
    equal(got, (outputs, (h[0], h[1])), of="bidirectional_rnn", parts=("outputs", "finals"), dims=dims)


@question("deep_parameter_count")
def check_count_of_one_cell(student, draw):
    """The example of the docstring: 6 · 4 + 6 · 6 weights and two biases of 6 make 72.

    zh: 文档字符串里的例子：6 · 4 + 6 · 6 个权重，加上两个长度为 6 的偏置，共 72 个。
    """
    equal(student.deep_parameter_count("rnn", 4, 6, 1, 1), 72, of="deep_parameter_count")


@question("final_states")
def check_final_states_of_counted_steps(student, draw):
    """In one layer whose forward states are 1, 2, 3 and backward states 10, 20, 30, forward ends with 3 and backward with 10.

    zh: 一层的正向状态依次为 1、2、3，反向状态依次为 10、20、30：正向以 3 结束，反向以 10 结束。
    """
    outputs = paddle.to_tensor([[[1.0, 10.0], [2.0, 20.0], [3.0, 30.0]]])
    equal(student.final_states([outputs]), np.array([[[3.0]], [[10.0]]], "float32"), of="final_states", dims="[2 * layers, batch, hidden]")


@question("summary_of_sequence")
def check_summary_of_a_forward_layer(student, draw):
    """Of a forward layer the summary is the state after the last step.

    zh: 单向的层，概括就是最后一步之后的状态。
    """
    outputs, h = new_layer(2, 1)(draw.tensor(4, 5, 3))
    got = student.summary_of_sequence(outputs.detach(), h.detach(), 1)
    equal(got, outputs[:, -1], of="summary_of_sequence", dims="[batch, hidden]")


@question("summary_of_sequence")
def check_summary_of_two_directions_has_room_for_both(student, draw):
    """Of a bidirectional layer the summary has 2 * hidden numbers for each sequence.

    zh: 双向的层，每条序列的概括有 2 * hidden 个数。
    """
    outputs, h = new_layer(1, 2)(draw.tensor(4, 5, 3))
    got = student.summary_of_sequence(outputs.detach(), h.detach(), 2)
    equal(got, np.zeros([4, 4], "float32"), of="summary_of_sequence", dims="[batch, 2 * hidden]", tolerance=1e6)


@question("from_paddle")
def check_one_plain_layer_is_taken_apart(student, draw):
    """A single forward layer gives a list that holds a list with one dict of parameters.

    zh: 单独一个正向的层，得到一个列表，其中又是列表，里面只有一个参数字典。
    """
    layer = new_layer(1, 1)
    equal(student.from_paddle("rnn", weights_of(layer)), [[plain_params(layer, "l0")]], of="from_paddle")


@question("run_like_paddle")
def check_one_bidirectional_layer_runs_like_paddle(student, draw):
    """One bidirectional plain layer gives Paddle's outputs and final states.

    zh: 一个最基本的双向层，给出与飞桨相同的输出和最终状态。
    """
    layer, inputs = new_layer(1, 2), draw.tensor(4, 5, 3)
    dims = ("[batch, time, directions * hidden]", "[layers * directions, batch, hidden]")
    got = student.run_like_paddle("rnn", weights_of(layer), inputs)
    equal(got, layer(inputs), of="run_like_paddle", parts=("outputs", "states"), dims=dims)


@question("can_see_the_future")
def check_future_of_one_forward_and_one_bidirectional_model(student, draw):
    """The test acquits a forward model and flags a bidirectional one.

    zh: 测试放过正向的模型，指出双向的模型。
    """
    inputs = draw.tensor(3, 6, 4)
    for directions, sees in ((1, False), (2, True)):
        recurrent = {"layer": "rnn", "input": 4, "hidden": 5, "direction": "bidirect" if directions == 2 else "forward"}
        model = student.build([recurrent, {"layer": "linear", "in": 5 * directions, "out": 3}])
        words = say(
            f"A {'bidirectional' if sees else 'forward'} model got the verdict {not sees}.",
            f"一个{'双向' if sees else '正向'}模型得到的判断是 {not sees}。",
        )
        got = student.can_see_the_future(model, inputs)
        equal(isinstance(truth(got), bool), True, of="can_see_the_future")
        assert truth(got) == sees, words


def truth(value):
    """Return the truth value that a bool, a NumPy bool or a tensor of one bool holds; anything else as it is."""
    array = np.asarray(value) if isinstance(value, (bool, np.generic, np.ndarray)) else None
    return bool(array.reshape(())) if array is not None and array.dtype.kind == "b" and array.size == 1 else value
