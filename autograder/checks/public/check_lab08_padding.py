"""Public checks of lab 8: one small example a question. None of them can take the notebook's process down, whatever the answer is."""

from __future__ import annotations

import math

import numpy as np
import paddle
from paddle import nn

from autograder.checking import equal, question, say

LENGTHS = [2, 4, 1]


def tensor(values, dtype="float32"):
    """Return a Paddle tensor."""
    return paddle.to_tensor(values, dtype=dtype)


def refuses(function, *args, en, zh):
    """Fail with a sentence unless the call raises ValueError; `en` and `zh` say what was to be refused."""
    error = function.error(*args)
    accepted = say(f"{en} was accepted; it should raise `ValueError`.", f"{zh}没有被拒绝；应当抛出 `ValueError`。")
    other = say(f"{en} ended in another exception than `ValueError`.", f"{zh}引起的异常不是 `ValueError`。")
    assert error is not None, accepted
    assert error == "ValueError", other


@question("pad_sequences")
def check_three_sequences_are_filled_up(student, draw):
    """Sequences of 2, 4 and 1 tokens make a rectangle of four columns, filled up at the end, and the lengths 2, 4, 1.

    zh: 长度为 2、4、1 的序列排成四列的长方形，在末尾补齐，长度为 2、4、1。
    """
    got = student.pad_sequences([[5, 2], [7, 1, 1, 3], [4]])
    want = (np.array([[5, 2, 0, 0], [7, 1, 1, 3], [4, 0, 0, 0]]), np.array(LENGTHS))
    equal(got, want, of="pad_sequences", parts=("ids", "lengths"), dims=("[batch, time]", "[batch]"))


@question("pad_sequences")
def check_an_empty_sequence_is_refused(student, draw):
    """An empty sequence among others is refused.

    zh: 夹在其中的空序列会被拒绝。
    """
    refuses(student.pad_sequences, [[5, 2], [], [4]], en="An empty sequence", zh="空序列")


@question("sequence_mask")
def check_mask_of_three_lengths(student, draw):
    """The lengths 2, 4, 1 in four columns make 2, 4 and 1 times True from the left.

    zh: 四列中，长度 2、4、1 分别从左起得到 2、4、1 个 True。
    """
    want = np.array([[1, 1, 0, 0], [1, 1, 1, 1], [1, 0, 0, 0]], bool)
    equal(student.sequence_mask(tensor(LENGTHS, "int64"), 4), want, of="sequence_mask", dims="[batch, time]")


@question("sequence_mask")
def check_a_length_beyond_the_columns_is_refused(student, draw):
    """A length of 4 is refused if there are three columns.

    zh: 只有三列时，长度 4 会被拒绝。
    """
    refuses(student.sequence_mask, tensor(LENGTHS, "int64"), 3, en="A length greater than the number of columns", zh="大于列数的长度")


@question("last_valid_output")
def check_last_of_counted_steps(student, draw):
    """Of rows that count their steps, 1, 2, 3, 4, the last real step is the length.

    zh: 每一行的各步依次为 1、2、3、4，最后一个真实的步就等于长度。
    """
    outputs = paddle.tile(tensor([1, 2, 3, 4]).reshape([1, 4, 1]), [3, 1, 2])
    want = np.array([[2, 2], [4, 4], [1, 1]], "float32")
    equal(student.last_valid_output(outputs, tensor(LENGTHS, "int64")), want, of="last_valid_output", dims="[batch, features]")


@question("masked_mean")
def check_mean_of_counted_steps(student, draw):
    """The mean of 1, 2 is 1.5, that of 1, 2, 3, 4 is 2.5, and that of 1 alone is 1.

    zh: 1、2 的平均是 1.5，1、2、3、4 的平均是 2.5，单独一个 1 的平均是 1。
    """
    outputs = paddle.tile(tensor([1, 2, 3, 4]).reshape([1, 4, 1]), [3, 1, 2])
    want = np.array([[1.5, 1.5], [2.5, 2.5], [1, 1]], "float32")
    equal(student.masked_mean(outputs, tensor(LENGTHS, "int64")), want, of="masked_mean", dims="[batch, features]")


@question("masked_cross_entropy")
def check_loss_of_a_model_that_knows_nothing(student, draw):
    """A model that gives two classes the same logits at real steps loses ln 2, whatever it says in the padding.

    zh: 模型在真实的步上给两个类别同样的 logits，损失就是 ln 2，与它在填充处说什么无关。
    """
    logits = paddle.zeros([3, 4, 2])
    logits[0, 2:, 1] = 5.0
    logits[2, 1:, 0] = 5.0
    labels = tensor([[0, 1, 0, 0], [1, 1, 0, 1], [0, 0, 0, 0]], "int64")
    got = student.masked_cross_entropy(logits, labels, tensor(LENGTHS, "int64"))
    equal(got, np.float32(math.log(2)), of="masked_cross_entropy", tolerance=1e-5)


@question("run_masked")
def check_states_stop_where_the_sequences_end(student, draw):
    """Final states are those of the sequences without padding, and the outputs in the padding are zeros.

    zh: 最终状态等于去掉填充后各序列的最终状态，填充处的输出为零。
    """
    params = {"W_xh": draw.tensor(3, 2), "W_hh": draw.tensor(2, 2), "b_h": draw.tensor(2)}
    inputs, h0 = draw.tensor(3, 4, 3), draw.tensor(3, 2)
    outputs, states = np.zeros([3, 4, 2], "float32"), []
    for row, length in enumerate(LENGTHS):
        h = h0[row]
        for t in range(length):
            h = paddle.tanh(inputs[row, t] @ params["W_xh"] + h @ params["W_hh"] + params["b_h"])
            outputs[row, t] = h.numpy()
        states.append(h.numpy())
    got = student.run_masked(inputs, h0, tensor(LENGTHS, "int64"), params)
    dims = ("[batch, time, hidden]", "[batch, hidden]")
    equal(got, (outputs, np.stack(states)), of="run_masked", parts=("outputs", "h"), dims=dims)


@question("reverse_sequences")
def check_each_sequence_is_turned_round(student, draw):
    """Rows that count their steps are counted down from their length; the padding stays as it is.

    zh: 依次为 1、2、3、4 的各行，从各自的长度往下数；填充保持原样。
    """
    inputs = paddle.tile(tensor([1, 2, 3, 4]).reshape([1, 4, 1]), [3, 1, 2])
    rows = np.array([[2, 1, 3, 4], [4, 3, 2, 1], [1, 2, 3, 4]], "float32")
    want = np.repeat(rows[:, :, None], 2, axis=2)
    equal(student.reverse_sequences(inputs, tensor(LENGTHS, "int64")), want, of="reverse_sequences", dims="[batch, time, features]")


@question("validate_batch")
def check_a_sound_batch_passes_and_a_long_length_does_not(student, draw):
    """A sound batch passes with None; with a length of 5 in four columns it is refused.

    zh: 正常的批次通过并返回 None；四列中出现长度 5 就被拒绝。
    """
    ids = tensor([[5, 2, 0, 0], [7, 1, 1, 3], [4, 0, 0, 0]], "int64")
    equal(student.validate_batch(ids, tensor(LENGTHS, "int64"), 8), None, of="validate_batch")
    refuses(
        student.validate_batch, ids, tensor([2, 5, 1], "int64"), 8, en="A length greater than the number of columns", zh="大于列数的长度"
    )


@question("encode")
def check_one_direction_reads_each_sequence_to_its_end(student, draw):
    """A forward GRU gives each sequence the state that it has when it reads the sequence alone.

    zh: 单向的 GRU 给每条序列的状态，与单独读这条序列时相同。
    """
    ids = tensor([[5, 2, 0, 0], [7, 1, 1, 3], [4, 0, 0, 0]], "int64")
    model = student.Reader("gru", 8, 3, 2)
    weights = model.parameters()
    layer = nn.GRU(3, 2)
    layer.set_state_dict({name.removeprefix("rnn."): value for name, value in weights.items() if name.startswith("rnn.")})
    vectors = paddle.to_tensor(weights["embedding.weight"])[ids]
    outputs, states = np.zeros([3, 4, 2], "float32"), []
    for row, length in enumerate(LENGTHS):
        alone, h = layer(vectors[row : row + 1, :length])
        outputs[row, :length] = alone[0].numpy()
        states.append(h[0, 0].numpy())
    got = student.encode(model, ids, tensor(LENGTHS, "int64"))
    dims = ("[batch, time, directions * hidden]", "[batch, directions * hidden]")
    equal(got, (outputs, np.stack(states)), of="encode", parts=("outputs", "summary"), dims=dims)
