"""Public checks of lab 2: one small example a question, mostly with numbers that can be computed by hand."""

from __future__ import annotations

import math

import numpy as np
import paddle

from autograder.checking import equal, question, say

SHAPES = {"W_xh": [4, 6], "W_hh": [6, 6], "b_h": [6], "W_hq": [6, 2], "b_q": [2]}

# One feature, two hidden units, one output. Unit 1 hears the input and half of itself, unit 2 hears unit 1.
TINY = {
    "W_xh": paddle.to_tensor([[1.0, 0.0]]),
    "W_hh": paddle.to_tensor([[0.5, 1.0], [0.0, 0.0]]),
    "b_h": paddle.to_tensor([0.0, 0.25]),
    "W_hq": paddle.to_tensor([[2.0], [-1.0]]),
    "b_q": paddle.to_tensor([3.0]),
}
PULSES = paddle.to_tensor([[[1.0], [0.0], [0.0]], [[0.0], [0.0], [-2.0]]])  # two sequences of three steps
START = paddle.to_tensor([[0.0, 0.0], [0.5, -0.5]])


def tiny_states() -> np.ndarray:
    """Return the states of TINY on PULSES from START, number by number: [batch, time, hidden] = [2, 3, 2]."""
    states = np.zeros([2, 3, 2], "float32")
    for row in range(2):
        first, second = START.numpy()[row]
        for t in range(3):
            x = PULSES.numpy()[row, t, 0]
            first, second = math.tanh(x + 0.5 * first), math.tanh(first + 0.25)
            states[row, t] = first, second
    return states


@question("init_rnn_params")
def check_params_have_their_names_and_shapes(student, draw):
    """There are five tensors, each with the name and shape of the table.

    zh: 一共五个张量，名称和形状都与表格一致。
    """
    got = student.init_rnn_params(4, 6, 2)
    assert type(got) is dict, say("`init_rnn_params` returns a dict.", "`init_rnn_params`应返回字典。")
    assert set(got) == set(SHAPES), say(f"The names are {', '.join(SHAPES)}, no more and no less.", f"名称应恰好是 {'、'.join(SHAPES)}。")
    for name, shape in SHAPES.items():
        has = list(np.shape(got[name]))
        assert has == shape, say(f"`{name}` has shape {has}; expected {shape}.", f"`{name}` 的形状是 {has}，应为 {shape}。")


@question("init_rnn_params")
def check_params_can_be_trained(student, draw):
    """Every tensor is one that Paddle keeps gradients for.

    zh: 每个张量都会被飞桨记录梯度。
    """
    student.init_rnn_params(4, 6, 2)
    for part, kind in student.init_rnn_params.leaves.items():
        name = part.removeprefix("result")
        en = f"{name} is {'a NumPy array' if kind == 'array' else 'a tensor with stop_gradient = True'}; a trainable tensor is wanted."
        zh = f"{name} 是{' NumPy 数组' if kind == 'array' else ' stop_gradient = True 的张量'}，应为可训练的张量。"
        assert kind == "trainable tensor", say(en, zh)


@question("init_rnn_params")
def check_weights_are_small_and_biases_zero(student, draw):
    """Weights are small random numbers, biases are zero.

    zh: 权重是小随机数，偏置为零。
    """
    got = student.init_rnn_params(4, 6, 2)
    for name in ("W_xh", "W_hh", "W_hq"):
        assert 0 < np.abs(got[name]).max() < 0.1, say(f"`{name}` is not small and random.", f"`{name}` 不是小随机数。")
    for name in ("b_h", "b_q"):
        assert not np.any(got[name]), say(f"`{name}` is not zero.", f"`{name}` 不是零。")


@question("init_rnn_state")
def check_state_is_zero_for_each_sequence(student, draw):
    """Three sequences and six hidden units give zeros of shape [3, 6].

    zh: 三条序列、六个隐藏单元，得到形状为 [3, 6] 的零。
    """
    equal(student.init_rnn_state(3, 6), np.zeros([3, 6], "float32"), of="init_rnn_state", dims="[batch, hidden]")


@question("rnn_step")
def check_step_of_one_unit(student, draw):
    """The example of the docstring: input 1, weight 2, old state 0.5, weight −1, bias 0 give tanh(1.5).

    zh: 文档字符串里的例子：输入 1、权重 2、旧状态 0.5、权重 −1、偏置 0，得到 tanh(1.5)。
    """
    params = {"W_xh": [[2.0]], "W_hh": [[-1.0]], "b_h": [0.0]}
    got = student.rnn_step(
        paddle.to_tensor([[1.0]]), paddle.to_tensor([[0.5]]), {name: paddle.to_tensor(value) for name, value in params.items()}
    )
    equal(got, np.array([[math.tanh(1.5)]], "float32"), of="rnn_step", dims="[batch, hidden]")


@question("rnn_step")
def check_step_of_two_sequences(student, draw):
    """The cell walked through in the text, with a bias for unit 2, for two sequences at once.

    zh: 正文中手算过的单元，给单元 2 加上偏置，两条序列一起算。
    """
    equal(student.rnn_step(PULSES[:, 0], START, TINY), tiny_states()[:, 0], of="rnn_step", dims="[batch, hidden]")


@question("run_rnn")
def check_run_gives_every_state_and_the_last(student, draw):
    """Two sequences of three steps: every state in order, and the final state.

    zh: 两条三步的序列：按顺序给出每个状态，以及最终状态。
    """
    got = student.run_rnn(PULSES, START, TINY)
    want = tiny_states()
    dims = ("[batch, time, hidden]", "[batch, hidden]")
    equal(got, (want, want[:, -1]), of="run_rnn", parts=("outputs", "h"), dims=dims)


@question("readout")
def check_readout_of_states(student, draw):
    """Logits are state times weight plus bias, for one state or one a step.

    zh: logits 等于状态乘权重再加偏置，无论是一个状态还是每步一个状态。
    """
    states = tiny_states()
    want = 2.0 * states[..., :1] - states[..., 1:] + np.float32(3.0)
    equal(student.readout(paddle.to_tensor(states[:, 0]), TINY), want[:, 0], of="readout", dims="[batch, outputs]")
    equal(student.readout(paddle.to_tensor(states), TINY), want, of="readout", dims="[batch, time, outputs]")


@question("many_to_one")
def check_one_answer_for_a_sequence(student, draw):
    """The answer is the readout of the final state.

    zh: 答案由最终状态读出。
    """
    last = tiny_states()[:, -1]
    want = 2.0 * last[:, :1] - last[:, 1:] + np.float32(3.0)
    equal(student.many_to_one(PULSES, START, TINY), want, of="many_to_one", dims="[batch, outputs]")


@question("many_to_many")
def check_one_answer_for_a_step(student, draw):
    """The answer at each step is the readout of the state after that step.

    zh: 每一步的答案由这一步之后的状态读出。
    """
    states = tiny_states()
    want = 2.0 * states[..., :1] - states[..., 1:] + np.float32(3.0)
    equal(student.many_to_many(PULSES, START, TINY), want, of="many_to_many", dims="[batch, time, outputs]")


@question("to_paddle_cell")
def check_paddle_computes_the_same(student, draw):
    """Paddle's cell and layer, filled with the tiny cell's numbers, give its states.

    zh: 飞桨的单元和层填入这个小单元的参数后，得到同样的状态。
    """
    got = student.to_paddle_cell(TINY)
    assert isinstance(got, tuple | list) and len(got) == 2, say("Return the two layers, `(cell, rnn)`.", "应返回两个层：`(cell, rnn)`。")
    cell, rnn = got
    want = tiny_states()
    equal(cell(PULSES[:, 0], START)[1], want[:, 0], of="cell", dims="[batch, hidden]")
    outputs, h = rnn(PULSES, START.unsqueeze(0))
    equal(outputs, want, of="rnn", dims="[batch, time, hidden]")
    equal(h, want[None, :, -1], of="rnn", dims="[1, batch, hidden]")
