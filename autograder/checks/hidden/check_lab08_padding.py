"""Hidden checks of lab 8.

The references know no masks: they take each sequence by itself, without its padding, and put the results together. What stands in the
padding is drawn at random, several times as large as the rest, so that whoever reads it gets another result.

The lengths are in no order and hold, where there is room for it, a sequence that ends at the last column, one of a single step, and one
in between.

Checks of refusals begin with something sound, so that whoever refuses everything earns nothing, and they are compared by what they complain
of (`pattern=True`): the words of an exception, and the numbers in it, are the student's own.

Two batches would take the process down if they reached a layer of Paddle: one without columns and one with a length beyond them. The last
check of `encode` sends them last, after batches that do no harm, and only if `validate_batch` refuses them. So of all answers only one that
looks at batches by itself, and badly, dies of them. (Authors run wrong answers in the grader's own process, which has to survive it.)
"""

from __future__ import annotations

import numpy as np
import paddle
from paddle import nn

from autograder.checking import equal, question, say, unchanged

LAYERS = {"rnn": nn.SimpleRNN, "lstm": nn.LSTM, "gru": nn.GRU}
NOISE = 5.0  # how much larger than the rest the padding is


def draw_lengths(draw, batch, time):
    """Return lengths from 1 to `time` in no order, int64 [batch]."""
    lengths = draw.rng.integers(1, time + 1, batch)
    if batch > 2:
        lengths[:3] = (time + 1) // 2, time, 1
    return lengths


def to_lengths(lengths):
    """Return lengths as an int64 tensor."""
    return paddle.to_tensor(np.asarray(lengths), dtype="int64")


def padded_tensor(draw, lengths, time, *shape, dtype="float32"):
    """Return a standard normal tensor [batch, time, *shape] with larger numbers in the padding."""
    values = draw.array(len(lengths), time, *shape, dtype=dtype)
    for row, length in enumerate(lengths):
        values[row, length:] *= NOISE
    return paddle.to_tensor(values)


def real_rows(tensor, lengths):
    """Return the real steps of each sequence, as a list of arrays [length, ...]."""
    return [row[:length] for row, length in zip(tensor.numpy(), lengths, strict=True)]


def pair_expected(got, name):
    """Fail with a sentence if `got` is not a pair."""
    is_pair = isinstance(got, tuple | list) and len(got) == 2
    assert is_pair, say(f"`{name}` returns two things.", f"`{name}` 应返回两样东西。")


def same_dtype(got, dtype, name):
    """Fail with a sentence if a float result has another dtype than its arguments."""
    en = f"`{name}` got {dtype} and returned {got.dtype}."
    assert str(got.dtype) == dtype, say(en, f"`{name}` 收到的是 {dtype}，返回的却是 {got.dtype}。")


def same_gradient(got, want, *, of, name, tolerance=1e-9):
    """Compare one gradient; a missing one gets a sentence of its own."""
    en = f"No gradient reaches `{name}` through `{of}`. Is the result made by Paddle operations all the way?"
    zh = f"梯度经过 `{of}` 传不到 `{name}`。是不是从头到尾都用飞桨的运算？"
    assert got is not None, say(en, zh)
    equal([got], [want], of=of, parts=[f"gradient of {name}"], tolerance=tolerance)


def refuses(function, *args, en, zh):
    """Fail with a sentence unless the call raises ValueError; `en` and `zh` say what was to be refused."""
    error = function.error(*args)
    accepted = say(f"{en} was accepted; it should raise `ValueError`.", f"{zh}没有被拒绝；应当抛出 `ValueError`。")
    other = say(f"{en} ended in another exception than `ValueError`.", f"{zh}引起的异常不是 `ValueError`。")
    assert error is not None, accepted
    assert error == "ValueError", other


def accepts(function, *args):
    """Fail with a sentence if sound arguments are refused; whether the result is right is a matter of other checks."""
    assert function.error(*args) is None, say("Sound arguments were refused.", "没有问题的参数被拒绝了。")


TOO_SHORT = {"en": "A length less than 1", "zh": "小于 1 的长度"}
TOO_LONG = {"en": "A length greater than the number of columns", "zh": "大于列数的长度"}
JUST_TOO_LONG = {"en": "A length of one more than there are columns", "zh": "比列数多 1 的长度"}
OUTSIDE = {"en": "An id outside the vocabulary", "zh": "超出词表的 id"}
JUST_OUTSIDE = {"en": "The id `vocab_size`", "zh": "等于 `vocab_size` 的 id"}
NEGATIVE = {"en": "A negative id", "zh": "负的 id"}
OUTSIDE_IN_PADDING = {"en": "An id outside the vocabulary that stands in the padding", "zh": "填充处超出词表的 id"}
NO_COLUMN = {"en": "A batch without columns", "zh": "一列也没有的批次"}


# -- pad_sequences -----------------------------------------------------------------------------------------------------------

PADDED = {"of": "pad_sequences", "parts": ("ids", "lengths"), "dims": ("[batch, time]", "[batch]")}


def draw_sequences(draw, lengths, below=9):
    """Return a list of lists of ids from 0 to below - 1; each ends with a 0, which is also the usual padding."""
    return [[*draw.ids(int(length) - 1, below=below).tolist(), 0] for length in lengths]


def rectangle(sequences, time, pad_id=0):
    """Return what pad_sequences should return."""
    ids = np.full([len(sequences), time], pad_id, "int64")
    for row, sequence in enumerate(sequences):
        ids[row, : len(sequence)] = sequence
    return ids, np.array([len(sequence) for sequence in sequences])


@question("pad_sequences", points=2)
def check_rows_are_filled_up_at_the_end(student, draw):
    """Rows keep their order and are filled up at the end; the lengths are right even where the padding's number is a token, too.

    zh: 各行次序不变，在末尾补齐；即使序列中有与填充相同的词元，长度也正确。
    """
    for batch, time in draw.sizes("batch", "time"):
        sequences = draw_sequences(draw, draw_lengths(draw, batch, time))
        got = student.pad_sequences(sequences)
        unchanged(student.pad_sequences)
        pair_expected(got, "pad_sequences")
        equal(got, rectangle(sequences, max(map(len, sequences))), **PADDED)
        both_int64 = all(str(part.dtype) == "int64" for part in got)
        assert both_int64, say("`ids` and `lengths` should both be int64.", "`ids` 和 `lengths` 都应为 int64。")


@question("pad_sequences", points=1)
def check_time_and_pad_id_are_kept(student, draw):
    """If `time` is given, there are as many columns, and they are filled up with `pad_id`.

    zh: 给了 `time` 就有那么多列；补齐用的是 `pad_id`。
    """
    for batch, longest, extra in ((4, 5, 3), (3, 6, 0), (1, 1, 1), (1, 1, 0)):
        sequences = draw_sequences(draw, draw_lengths(draw, batch, longest))
        time, pad_id = max(map(len, sequences)) + extra, int(draw.rng.integers(1, 9))
        equal(student.pad_sequences(sequences, time), rectangle(sequences, time), **PADDED)
        equal(student.pad_sequences(sequences, time=time, pad_id=pad_id), rectangle(sequences, time, pad_id), **PADDED)
        equal(student.pad_sequences(sequences, pad_id=pad_id), rectangle(sequences, time - extra, pad_id), **PADDED)


@question("pad_sequences", points=1, pattern=True)
def check_empty_and_cut_sequences_are_refused(student, draw):
    """No sequence at all, an empty one, and a `time` that would cut a sequence off are refused with ValueError.

    zh: 一条序列也没有、有空序列、`time` 会截断序列：都要用 ValueError 拒绝。
    """
    sequences = draw_sequences(draw, [3, 5, 2])
    pad = student.pad_sequences
    accepts(pad, sequences, 5)
    refuses(pad, [], en="An empty list", zh="空列表")
    refuses(pad, [*sequences, []], en="An empty sequence", zh="空序列")
    refuses(pad, [[], []], en="A list of empty sequences", zh="全是空序列的列表")
    refuses(pad, [[], *sequences], 9, en="An empty sequence", zh="空序列")
    refuses(pad, sequences, 4, en="A `time` less than the longest sequence", zh="小于最长序列长度的 `time`")
    refuses(pad, sequences, 0, en="A `time` of 0", zh="等于 0 的 `time`")


# -- sequence_mask -----------------------------------------------------------------------------------------------------------


@question("sequence_mask", points=2)
def check_mask_is_true_up_to_each_length(student, draw):
    """Each row is True up to its length and False behind it, for lengths in any order and columns that no sequence reaches.

    zh: 每一行到它的长度为止为 True，之后为 False；长度次序任意，也可以有谁都没有到达的列。
    """
    for batch, time in draw.sizes("batch", "time"):
        for extra in (0, 3):
            lengths = draw_lengths(draw, batch, time)
            got = student.sequence_mask(to_lengths(lengths), time + extra)
            unchanged(student.sequence_mask)
            want = np.array([[t < length for t in range(time + extra)] for length in lengths])
            equal(got, want, of="sequence_mask", dims="[batch, time]")


@question("sequence_mask", points=1, pattern=True)
def check_impossible_lengths_are_refused(student, draw):
    """A length less than 1 or greater than the number of columns is refused with ValueError, in whichever row it stands.

    zh: 小于 1 或大于列数的长度，无论在哪一行，都要用 ValueError 拒绝。
    """
    accepts(student.sequence_mask, to_lengths([5, 1]), 5)
    for lengths, words in (
        ([2, 5, 9], TOO_LONG),
        ([3, 6, 2], JUST_TOO_LONG),
        ([3, 0, 5], TOO_SHORT),
        ([-1, 5, 2], TOO_SHORT),
        ([0], TOO_SHORT),
    ):
        refuses(student.sequence_mask, to_lengths(lengths), 5, **words)


# -- last_valid_output and masked_mean ---------------------------------------------------------------------------------------


def one_vector_a_sequence(student, draw, name, reduce):
    """Compare a function with `reduce`, which takes the real steps [length, features] of one sequence to [features]."""
    function = getattr(student, name)
    for batch, time, features in draw.sizes("batch", "time", "features"):
        for dtype, extra in (("float32", 0), ("float64", 4)):
            lengths = draw_lengths(draw, batch, time)
            outputs = padded_tensor(draw, lengths, time + extra, features, dtype=dtype)
            got = function(outputs, to_lengths(lengths))
            unchanged(function)
            want = np.stack([reduce(real) for real in real_rows(outputs, lengths)])
            equal(got, want, of=name, dims="[batch, features]", tolerance=1e-5)
            same_dtype(got, dtype, name)


def gradients_of_one_vector(student, draw, name, share):
    """Compare gradients; `share(length)` says how much each real step of a sequence counts."""
    lengths, time, features = np.array([3, 6, 1, 5]), 7, 2
    outputs = padded_tensor(draw, lengths, time, features, dtype="float64")
    weights = draw.array(len(lengths), features)
    got = getattr(student, name).gradients(outputs, to_lengths(lengths), of=weights)[0]
    want = np.zeros(outputs.shape)
    for row, length in enumerate(lengths):
        want[row, :length] = np.outer(share(length), weights[row])
    same_gradient(got[0], want, of=name, name="outputs")


@question("last_valid_output", points=2)
def check_the_last_real_step_of_each_row(student, draw):
    """Each row gives the output at its own last real step, in the order of the batch, for all sizes and lengths in any order.

    zh: 每一行取它自己最后一个真实的步的输出，次序与批次相同；对各种尺寸、任意次序的长度都成立。
    """
    one_vector_a_sequence(student, draw, "last_valid_output", lambda real: real[-1])


@question("last_valid_output", points=1)
def check_gradients_reach_the_last_real_steps(student, draw):
    """Gradients reach the last real steps and nothing else.

    zh: 梯度只到达最后一个真实的步，不到别处。
    """
    gradients_of_one_vector(student, draw, "last_valid_output", lambda length: np.arange(length) == length - 1)


@question("masked_mean", points=1)
def check_the_mean_of_the_real_steps(student, draw):
    """The mean counts the real steps of each row and nothing of the padding, above or below the fraction bar.

    zh: 平均只算每一行真实的步，分子分母都不含填充。
    """
    one_vector_a_sequence(student, draw, "masked_mean", lambda real: real.mean(axis=0))


@question("masked_mean", points=1)
def check_gradients_reach_all_real_steps(student, draw):
    """Gradients reach the real steps of a sequence in equal shares, and no padding.

    zh: 梯度平均分给一条序列的各个真实的步，填充处没有。
    """
    gradients_of_one_vector(student, draw, "masked_mean", lambda length: np.full(length, 1 / length))


# -- masked_cross_entropy ----------------------------------------------------------------------------------------------------


def loss_case(draw, batch, time, classes, extra, dtype="float32"):
    """Return logits, labels and lengths; a third of the real steps has class 0, and all padding has one class."""
    lengths = draw_lengths(draw, batch, time)
    logits = padded_tensor(draw, lengths, time + extra, classes, dtype=dtype)
    labels = draw.ids(batch, time + extra, below=classes)
    filler = int(draw.rng.integers(classes))
    for row, length in enumerate(lengths):
        labels[row, length:] = filler
        labels[row, : (length + 2) // 3] = 0
    return logits, labels, lengths


def real_loss(logits, labels, lengths):
    """Return the mean cross-entropy over the real steps, laid end to end."""
    steps = paddle.concat([logits[row, :length] for row, length in enumerate(lengths)])
    classes = np.concatenate([labels[row, :length] for row, length in enumerate(lengths)])
    return nn.functional.cross_entropy(steps, paddle.to_tensor(classes))


def same_loss(got, want):
    """Compare a loss with the reference."""
    equal(got, want.numpy(), of="masked_cross_entropy", tolerance=1e-5)


@question("masked_cross_entropy", points=2)
def check_loss_is_the_mean_over_the_real_steps(student, draw):
    """The loss is the mean over the real steps of the batch, each of which counts the same, of every class, for all sizes.

    zh: 损失是批次中真实的步的平均，每一步、每个类别分量相同；对各种尺寸都成立。
    """
    for batch, time, classes in draw.sizes("batch", "time", "classes"):
        logits, labels, lengths = loss_case(draw, batch, time, classes + 1, extra=0)
        got = student.masked_cross_entropy(logits, paddle.to_tensor(labels), to_lengths(lengths))
        unchanged(student.masked_cross_entropy)
        same_loss(got, real_loss(logits, labels, lengths))


@question("masked_cross_entropy", points=1)
def check_loss_is_the_same_however_much_padding_there_is(student, draw):
    """More columns of padding, and other logits and labels in it, leave the loss as it is; float64 stays float64.

    zh: 填充的列再多，里面的 logits 和标签再怎么变，损失都不变；float64 仍是 float64。
    """
    logits, labels, lengths = loss_case(draw, 4, 6, 3, extra=0, dtype="float64")
    want = real_loss(logits, labels, lengths)
    for extra in (0, 1, 7, 20):
        longer = padded_tensor(draw, lengths, 6 + extra, 3, dtype="float64")
        classes = draw.ids(4, 6 + extra, below=3)
        for row, length in enumerate(lengths):
            longer[row, :length] = logits[row, :length]
            classes[row, :length] = labels[row, :length]
        got = student.masked_cross_entropy(longer, paddle.to_tensor(classes), to_lengths(lengths))
        same_loss(got, want)
        near = np.allclose(np.asarray(got, "float64"), want.numpy(), rtol=1e-9)
        assert near, say("Given float64, the loss is rounded to fewer digits.", "收到的是 float64，损失却被舍入到更少的位数。")


@question("masked_cross_entropy", points=1)
def check_gradients_reach_real_logits_only(student, draw):
    """Gradients reach the logits of real steps; those of the padding get zeros.

    zh: 梯度到达真实的步的 logits，填充处的梯度为零。
    """
    logits, labels, lengths = loss_case(draw, 3, 5, 4, extra=2, dtype="float64")
    got = student.masked_cross_entropy.gradients(logits, paddle.to_tensor(labels), to_lengths(lengths), of=np.float64(1.0))[0]
    logits.stop_gradient = False
    real_loss(logits, labels, lengths).backward()
    same_gradient(got[0], logits.grad, of="masked_cross_entropy", name="logits")


# -- run_masked --------------------------------------------------------------------------------------------------------------

RUN = {"of": "run_masked", "parts": ("outputs", "h"), "dims": ("[batch, time, hidden]", "[batch, hidden]")}


def cell_case(draw, batch, time, features, hidden, extra=0, dtype="float32"):
    """Return inputs, h0, lengths and parameters of a plain cell; nothing is zero, and inputs are larger in the padding."""
    lengths = draw_lengths(draw, batch, time)
    shapes = {"W_xh": (features, hidden), "W_hh": (hidden, hidden), "b_h": (hidden,)}
    params = {name: 0.5 * draw.tensor(*shape, dtype=dtype) for name, shape in shapes.items()}
    return padded_tensor(draw, lengths, time + extra, features, dtype=dtype), draw.tensor(batch, hidden, dtype=dtype), lengths, params


def run_alone(inputs, h0, lengths, params):
    """Return what run_masked should return, each sequence read by itself."""
    outputs, finals = [], []
    for row, length in enumerate(lengths):
        h, states = h0[row : row + 1], []
        for t in range(length):
            h = paddle.tanh(inputs[row, t : t + 1] @ params["W_xh"] + h @ params["W_hh"] + params["b_h"])
            states.append(h)
        padding = [paddle.zeros_like(h)] * (inputs.shape[1] - int(length))
        outputs.append(paddle.concat([*states, *padding]))
        finals.append(h)
    return paddle.stack(outputs), paddle.concat(finals)


@question("run_masked", points=2)
def check_states_and_outputs_stop_at_the_end(student, draw):
    """Each sequence is read as if it were alone: its state stays where it ends, and its outputs are zeros from there on.

    zh: 每条序列都像单独读的那样：结束之后状态不变，输出为零。
    """
    for sizes in draw.sizes("batch", "time", "features", "hidden"):
        inputs, h0, lengths, params = cell_case(draw, *sizes)
        got = student.run_masked(inputs, h0, to_lengths(lengths), params)
        unchanged(student.run_masked)
        pair_expected(got, "run_masked")
        equal(got, run_alone(inputs, h0, lengths, params), **RUN)


@question("run_masked", points=1)
def check_more_padding_changes_no_state(student, draw):
    """With columns that no sequence reaches, outputs and final states are the same; in float64 to nine digits.

    zh: 再添上谁都没有到达的列，输出和最终状态不变；float64 下九位数字一致。
    """
    for extra in (0, 1, 9):
        inputs, h0, lengths, params = cell_case(draw, 4, 5, 3, 2, extra=extra, dtype="float64")
        got = student.run_masked(inputs, h0, to_lengths(lengths), params)
        pair_expected(got, "run_masked")
        equal(got, run_alone(inputs, h0, lengths, params), **RUN)
        same_dtype(got[1], "float64", "run_masked")


@question("run_masked", points=1)
def check_gradients_skip_the_padding(student, draw):
    """Gradients of outputs and final states reach the real inputs, the initial states and all parameters; inputs in the padding get zeros.

    zh: 输出和最终状态的梯度能传到真实的输入、初始状态和所有参数；填充处的输入梯度为零。
    """
    inputs, h0, lengths, params = cell_case(draw, 4, 5, 3, 2, extra=1, dtype="float64")
    of = [draw.array(4, 6, 2), draw.array(4, 2)]
    got = student.run_masked.gradients(inputs, h0, to_lengths(lengths), params, of=of)[0]
    for tensor in (inputs, h0, *params.values()):
        tensor.stop_gradient = False
    outputs, h = run_alone(inputs, h0, lengths, params)
    ((outputs * paddle.to_tensor(of[0])).sum() + (h * paddle.to_tensor(of[1])).sum()).backward()
    same_gradient(got[0], inputs.grad, of="run_masked", name="inputs")
    same_gradient(got[1], h0.grad, of="run_masked", name="h0")
    for name, tensor in params.items():
        same_gradient(got[3][name], tensor.grad, of="run_masked", name=f"params['{name}']")


# -- reverse_sequences -------------------------------------------------------------------------------------------------------


def turned_round(values, lengths):
    """Return an array [batch, time, ...] with each sequence turned round and the padding as it was."""
    result = values.copy()
    for row, length in enumerate(lengths):
        result[row, :length] = values[row, :length][::-1]
    return result


@question("reverse_sequences", points=2)
def check_real_steps_change_places_and_padding_stays(student, draw):
    """The real steps of each row come in reverse order, the padding stays where and as it is, for all sizes and both float types.

    zh: 每一行真实的步次序颠倒，填充的位置和内容不变；对各种尺寸和两种浮点类型都成立。
    """
    for batch, time, features in draw.sizes("batch", "time", "features"):
        for dtype, extra in (("float32", 0), ("float64", 2)):
            lengths = draw_lengths(draw, batch, time)
            inputs = padded_tensor(draw, lengths, time + extra, features, dtype=dtype)
            got = student.reverse_sequences(inputs, to_lengths(lengths))
            unchanged(student.reverse_sequences)
            equal(got, turned_round(inputs.numpy(), lengths), of="reverse_sequences", dims="[batch, time, features]", tolerance=1e-6)
            same_dtype(got, dtype, "reverse_sequences")


@question("reverse_sequences", points=1)
def check_gradients_find_their_way_back(student, draw):
    """The gradient of a step goes to the step from which it came.

    zh: 每一步的梯度回到它原来所在的那一步。
    """
    lengths = np.array([3, 6, 1, 5])
    inputs = padded_tensor(draw, lengths, 7, 2, dtype="float64")
    weights = draw.array(4, 7, 2)
    got = student.reverse_sequences.gradients(inputs, to_lengths(lengths), of=weights)[0]
    same_gradient(got[0], turned_round(weights, lengths), of="reverse_sequences", name="inputs")


# -- validate_batch ----------------------------------------------------------------------------------------------------------


def passes(student, ids, lengths, vocab_size, *, en, zh):
    """Fail with a sentence unless a sound batch, arrays [batch, time] and [batch], passes with None."""
    batch = paddle.to_tensor(ids), to_lengths(lengths), vocab_size
    refused = student.validate_batch.error(*batch) is not None
    assert not refused, say(f"A sound batch was refused; {en}.", f"一个正常的批次被拒绝了；{zh}。")
    equal(student.validate_batch(*batch), None, of="validate_batch")
    unchanged(student.validate_batch)


@question("validate_batch", points=1, pattern=True)
def check_sound_batches_pass(student, draw):
    """Sound batches pass with None, also with the smallest and the largest length and id.

    zh: 正常的批次通过并返回 None，最小、最大的长度和 id 也不例外。
    """
    for batch, time, vocab_size in draw.sizes("batch", "time", "vocabulary"):
        lengths, ids = draw_lengths(draw, batch, time), draw.ids(batch, time + 2, below=vocab_size)
        passes(student, ids, lengths, vocab_size + 1, en="it has columns that no sequence reaches", zh="它有谁都没有到达的列")
        ids[-1, -1] = vocab_size - 1
        passes(student, ids, lengths, vocab_size, en="its largest id is `vocab_size - 1`", zh="它最大的 id 是 `vocab_size - 1`")
        lengths[-1] = time
        passes(student, ids[:, :time], lengths, vocab_size, en="one of its sequences fills all columns", zh="其中有一条序列占满了所有列")


SOUND = {"en": "nothing about it was unusual", "zh": "它没有任何异常"}


@question("validate_batch", points=1, pattern=True)
def check_bad_lengths_are_refused(student, draw):
    """Lengths less than 1, greater than the number of columns, too few or too many are refused with ValueError.

    zh: 长度小于 1、大于列数、个数过少或过多，都要用 ValueError 拒绝。
    """
    ids = draw.ids(3, 5, below=8)
    passes(student, ids, [3, 4, 2], 9, **SOUND)
    counts = {"en": "A batch with another number of lengths than rows", "zh": "长度的个数与行数不同的批次"}
    wrong = [([2, 5, 70], TOO_LONG), ([3, 6, 2], JUST_TOO_LONG), ([3, 0, 5], TOO_SHORT), ([-2, 5, 2], TOO_SHORT)]
    for lengths, words in (*wrong, ([3, 5], counts), ([3, 5, 2, 1], counts), ([[3], [5], [2]], counts)):
        refuses(student.validate_batch, paddle.to_tensor(ids), to_lengths(lengths), 8, **words)


@question("validate_batch", points=1, pattern=True)
def check_bad_ids_and_empty_batches_are_refused(student, draw):
    """Ids outside the vocabulary, in the padding too, and batches without rows or columns are refused with ValueError.

    zh: 超出词表的 id（填充处也算）、没有行或没有列的批次，都要用 ValueError 拒绝。
    """
    passes(student, draw.ids(3, 5, below=8), [3, 4, 2], 9, **SOUND)
    lengths = to_lengths([3, 5, 2])
    for place, wrong, words in (((1, 4), 900, OUTSIDE), ((0, 1), 8, JUST_OUTSIDE), ((2, 1), -1, NEGATIVE), ((0, 4), 8, OUTSIDE_IN_PADDING)):
        ids = draw.ids(3, 5, below=8)
        ids[place] = wrong
        refuses(student.validate_batch, paddle.to_tensor(ids), lengths, 8, **words)
    refuses(student.validate_batch, paddle.zeros([3, 0], dtype="int64"), lengths, 8, **NO_COLUMN)
    no_rows = {"en": "A batch without sequences", "zh": "一条序列也没有的批次"}
    refuses(student.validate_batch, paddle.zeros([0, 5], dtype="int64"), paddle.zeros([0], dtype="int64"), 8, **no_rows)


# -- encode ------------------------------------------------------------------------------------------------------------------

READ = {
    "of": "encode",
    "parts": ("outputs", "summary"),
    "dims": ("[batch, time, directions * hidden]", "[batch, directions * hidden]"),
}


class Twin:
    """A Reader where the student's code lives, and here Paddle's layer with the same weights, which reads sequences one by one."""

    def __init__(self, student, draw, kind, layers, directions, vocabulary=11, size=4, hidden=3):
        direction = "bidirect" if directions == 2 else "forward"
        student.seed(int(draw.rng.integers(1 << 30)))
        self.model = student.Reader(kind, vocabulary, size, hidden, layers, direction)
        weights = self.model.parameters()
        self.directions, self.vocabulary = directions, vocabulary
        self.vectors = paddle.to_tensor(weights["embedding.weight"])
        self.layer = LAYERS[kind](size, hidden, num_layers=layers, direction=direction)
        self.layer.set_state_dict({name.removeprefix("rnn."): value for name, value in weights.items() if name.startswith("rnn.")})

    def read(self, ids, lengths):
        """Return what encode should return for ids, an array [batch, time]."""
        outputs, summaries = [], []
        for row, length in enumerate(lengths):
            steps, final = self.layer(self.vectors[paddle.to_tensor(ids[row : row + 1, :length])])
            h = final[0] if isinstance(final, tuple) else final
            outputs.append(np.pad(steps.numpy()[0], [(0, ids.shape[1] - length), (0, 0)]))
            summaries.append(h[-self.directions :, 0].numpy().reshape(-1))
        return np.stack(outputs), np.stack(summaries)

    def ids(self, draw, batch, time):
        """Return random ids, in the padding too."""
        return draw.ids(batch, time, below=self.vocabulary)


def compare_with_twin(student, draw, cases, directions):
    """Compare encode with a layer that reads each sequence alone, for (kind, layers, batch, time)."""
    for kind, layers, batch, time in cases:
        twin = Twin(student, draw, kind, layers, directions)
        ids, lengths = twin.ids(draw, batch, time), draw_lengths(draw, batch, time)
        got = student.encode(twin.model, paddle.to_tensor(ids), to_lengths(lengths))
        unchanged(student.encode)
        pair_expected(got, "encode")
        equal(got, twin.read(ids, lengths), **READ)


@question("encode", points=1)
def check_forward_readers_read_to_the_end_of_each_sequence(student, draw):
    """Forward readers of every kind and depth give what they give to each sequence alone; the outputs in the padding are zeros.

    zh: 各种单元、各种层数的单向 Reader，结果与单独读每条序列时相同；填充处的输出为零。
    """
    compare_with_twin(student, draw, [("rnn", 1, 4, 6), ("lstm", 2, 3, 5), ("gru", 3, 5, 4), ("lstm", 1, 1, 4), ("gru", 1, 3, 1)], 1)


@question("encode", points=1)
def check_bidirectional_readers_start_at_the_end_of_each_sequence(student, draw):
    """Bidirectional readers, too, and the summary holds the forward and beside it the backward state of the top layer.

    zh: 双向的 Reader 也一样，概括是最上面一层正向的状态，旁边并排着反向的状态。
    """
    compare_with_twin(student, draw, [("rnn", 1, 4, 6), ("lstm", 1, 3, 5), ("gru", 2, 5, 4), ("lstm", 2, 1, 4), ("rnn", 2, 3, 1)], 2)


@question("encode", points=1)
def check_padding_changes_nothing(student, draw):
    """Whatever stands in the padding and however much of it there is, outputs and summaries are the same, also in other company.

    zh: 不管填充里放着什么、有多少，输出和概括都不变；和别的序列放在一起也不变。
    """
    for kind, layers, directions in (("gru", 1, 1), ("lstm", 2, 2), ("rnn", 1, 2)):
        twin = Twin(student, draw, kind, layers, directions)
        ids, lengths = twin.ids(draw, 4, 6), np.array([3, 6, 1, 4])
        outputs, summary = twin.read(ids, lengths)
        for extra in (0, 2, 15):
            longer = np.concatenate([ids, twin.ids(draw, 4, extra)], axis=1)
            for row, length in enumerate(lengths):
                longer[row, length:] = twin.ids(draw, 1, longer.shape[1] - length)[0]
            want = np.pad(outputs, [(0, 0), (0, extra), (0, 0)]), summary
            equal(student.encode(twin.model, paddle.to_tensor(longer), to_lengths(lengths)), want, **READ)
        order = [2, 0, 3]
        company = student.encode(twin.model, paddle.to_tensor(ids[order]), to_lengths(lengths[order]))
        equal(company, (outputs[order], summary[order]), **READ)


@question("encode", points=1, pattern=True)
def check_batches_that_paddle_cannot_read_are_refused(student, draw):
    """Empty sequences, ids outside the vocabulary, batches without columns and lengths beyond them are refused with ValueError.

    zh: 空序列、超出词表的 id、没有列的批次、超出列数的长度，都要用 ValueError 拒绝。
    """
    twin = Twin(student, draw, "gru", 1, 2)
    ids, lengths = twin.ids(draw, 3, 5), np.array([3, 5, 2])
    encode, model = student.encode, twin.model
    accepts(encode, model, paddle.to_tensor(ids), to_lengths(lengths))
    refuses(encode, model, paddle.to_tensor(ids), to_lengths([3, 0, 2]), **TOO_SHORT)
    for place, wrong, words in (((0, 1), 11, OUTSIDE), ((0, 4), 12, OUTSIDE_IN_PADDING), ((2, 0), -1, NEGATIVE)):
        spoilt = ids.copy()
        spoilt[place] = wrong
        refuses(encode, model, paddle.to_tensor(spoilt), to_lengths(lengths), **words)
    for deadly, its_lengths, words in ((ids[:, :0], lengths, NO_COLUMN), (ids, [3, 6, 2], TOO_LONG)):
        refuses(student.validate_batch, paddle.to_tensor(deadly), to_lengths(its_lengths), twin.vocabulary, **words)
        refuses(encode, model, paddle.to_tensor(deadly), to_lengths(its_lengths), **words)
