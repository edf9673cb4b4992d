"""Known wrong answers to lab 8, and correct versions of the questions that later ones use.

They run in the grader's own process, where a length beyond the time axis must never reach a layer of Paddle: whatever reads a batch
here refuses such lengths first, with `_refuse` or a test of its own.
"""

import paddle
from paddle import nn


def _mask(lengths, time):
    return paddle.arange(time) < lengths.unsqueeze(1)


def _weights(lengths, outputs):
    return _mask(lengths, outputs.shape[1]).astype(outputs.dtype).unsqueeze(-1)


def _take(outputs, columns):
    return outputs[paddle.arange(outputs.shape[0]), columns]


def _refuse(ids, lengths, vocab_size):
    """Raise ValueError as validate_batch should."""
    batch, time = ids.shape
    if batch == 0 or time == 0 or list(lengths.shape) != [batch]:
        raise ValueError("Rows, columns and lengths do not fit.")
    if lengths.min().item() < 1 or lengths.max().item() > time:
        raise ValueError("A length is not from 1 to the number of columns.")
    if ids.min().item() < 0 or ids.max().item() >= vocab_size:
        raise ValueError("An id is outside the vocabulary.")


# -- correct versions ----------------------------------------------------------------------------------------------------------


def correct__sequence_mask(lengths, time):
    """Return True where the number of the step is at most the length."""
    if any(not 1 <= length <= time for length in lengths.tolist()):
        raise ValueError("Each length should be from 1 to the number of columns.")
    return nn.functional.sequence_mask(lengths, maxlen=time, dtype="int64") == 1


def correct__validate_batch(ids, lengths, vocab_size):
    """Raise ValueError unless the four conditions of the text hold."""
    batch, time = ids.shape
    if batch < 1 or time < 1:
        raise ValueError("There should be at least one sequence and one column.")
    if list(lengths.shape) != [batch]:
        raise ValueError("There should be one length for each row.")
    if any(not 1 <= length <= time for length in lengths.tolist()):
        raise ValueError("Each length should be from 1 to the number of columns.")
    if any(not 0 <= token < vocab_size for row in ids.tolist() for token in row):
        raise ValueError("Each id should be from 0 to vocab_size - 1.")


# -- pad_sequences -------------------------------------------------------------------------------------------------------------


def _padded(sequences, time=None, pad_id=0, front=False):
    lengths = [len(sequence) for sequence in sequences]
    if not lengths or min(lengths) == 0 or (time is not None and time < max(lengths)):
        raise ValueError("There is no sequence, or an empty one, or one that does not fit.")
    time = max(lengths) if time is None else time
    filling = [[pad_id] * (time - length) for length in lengths]
    rows = [
        [*more, *sequence] if front else [*sequence, *more] for more, sequence in zip(filling, sequences, strict=True)
    ]  # fmt: skip
    return paddle.to_tensor(rows, dtype="int64"), paddle.to_tensor(lengths, dtype="int64")


def pad_sequences__filled_up_in_front(sequences, time=None, pad_id=0):
    """The padding stands in front of the sequences. From here on it belongs at the end, so that step t stays in the same column.

    zh: 填充放在了序列前面。从现在起填充要放在末尾，这样第 t 步所在的列才不会变。
    """
    return _padded(sequences, time, pad_id, front=True)


def pad_sequences__lengths_are_columns(sequences, time=None, pad_id=0):
    """Every length is the number of columns. It should say how long each sequence was before it was filled up.

    zh: 每个长度都成了列数。长度应当说明每条序列在补齐之前有多长。
    """
    ids, lengths = _padded(sequences, time, pad_id)
    return ids, paddle.full_like(lengths, ids.shape[1])


def pad_sequences__lengths_by_counting(sequences, time=None, pad_id=0):
    """The lengths count what is not padding. A token of a sequence may have the number of the padding, and then it is not counted; note the
    lengths before you fill up.

    zh: 你的长度是数出来的：数有多少个不等于填充的数。可是序列里也可能有与填充编号相同的词元，那样就漏数了；请在补齐之前记下长度。
    """
    ids, _ = _padded(sequences, time, pad_id)
    return ids, (ids != pad_id).astype("int64").sum(axis=1)


def pad_sequences__lengths_one_too_many(sequences, time=None, pad_id=0):
    """Each length is one too many. A sequence of three tokens has the length 3.

    zh: 每个长度都多了 1。有三个词元的序列，长度是 3。
    """
    ids, lengths = _padded(sequences, time, pad_id)
    return ids, lengths + 1


def pad_sequences__sorted_by_length(sequences, time=None, pad_id=0):
    """The rows are sorted by length. They should keep their order: the labels, which are somewhere else, have not moved.

    zh: 各行按长度排了序。次序不该变：标签放在别处，并没有跟着动。
    """
    return _padded(sorted(sequences, key=len, reverse=True), time, pad_id)


def pad_sequences__time_ignored(sequences, time=None, pad_id=0):
    """There are always as many columns as the longest sequence needs, whatever `time` says.

    zh: 不管 `time` 是多少，列数总等于最长序列的长度。
    """
    return _padded(sequences, None if time is None or time >= max(map(len, sequences), default=0) else time, pad_id)


def pad_sequences__always_zero(sequences, time=None, pad_id=0):
    """It is always filled up with 0, whatever `pad_id` is.

    zh: 不管 `pad_id` 是什么，补的总是 0。
    """
    return _padded(sequences, time, 0)


def pad_sequences__cut_off(sequences, time=None, pad_id=0):
    """Sequences that do not fit are cut off without a word. What is lost may be the word that decides; refuse instead.

    zh: 放不下的序列被一声不响地截断了。丢掉的也许正是关键的那个词；应当拒绝。
    """
    if time is not None and time > 0 and all(sequences):
        sequences = [sequence[:time] for sequence in sequences]
    return _padded(sequences, time, pad_id)


def pad_sequences__empty_let_in(sequences, time=None, pad_id=0):
    """An empty sequence is let in and becomes a row of padding. It has no last state and no mean; refuse it here, where it is still known
    which one it is.

    zh: 空序列被放了进来，成了全是填充的一行。它没有最后的状态，也没有平均值；应当在这里拒绝，因为只有在这里还知道是哪一条。
    """
    if not sequences or not any(sequences):
        return _padded([], time, pad_id)
    ids, _ = _padded([sequence or [pad_id] for sequence in sequences], time, pad_id)
    return ids, paddle.to_tensor([len(sequence) for sequence in sequences], dtype="int64")


def pad_sequences__written_into_the_lists(sequences, time=None, pad_id=0):
    """The caller's own lists are filled up. Whoever pads them again finds other lengths.

    zh: 调用者自己的列表被补长了。再补一次时，长度就变了。
    """
    ids, lengths = _padded(sequences, time, pad_id)
    for sequence in sequences:
        sequence += [pad_id] * (ids.shape[1] - len(sequence))
    return ids, lengths


# -- sequence_mask -------------------------------------------------------------------------------------------------------------


def _masked(lengths, time, make):
    if lengths.min().item() < 1 or lengths.max().item() > time:
        raise ValueError("A length is not from 1 to the number of columns.")
    return make(paddle.arange(time), lengths.unsqueeze(1))


def sequence_mask__one_too_many(lengths, time):
    """Each row has one True too many. Columns are counted from 0: a sequence of length 2 has the columns 0 and 1.

    zh: 每一行都多了一个 True。列从 0 数起：长度为 2 的序列占第 0 列和第 1 列。
    """
    return _masked(lengths, time, lambda columns, ends: columns <= ends)


def sequence_mask__one_too_few(lengths, time):
    """Each row has one True too few: the last real step is taken for padding.

    zh: 每一行都少了一个 True：最后一个真实的步被当成了填充。
    """
    return _masked(lengths, time, lambda columns, ends: columns < ends - 1)


def sequence_mask__inverted(lengths, time):
    """The mask is True at the padding. It should be True where there is something.

    zh: 掩码在填充处为 True。应当在有内容的地方为 True。
    """
    return _masked(lengths, time, lambda columns, ends: columns >= ends)


def sequence_mask__numbers(lengths, time):
    """The mask holds numbers. Here it should hold bools, so that it can choose as well as count.

    zh: 掩码里是数。这里要的是布尔值，既能用来选择，也能用来计数。
    """
    return _masked(lengths, time, lambda columns, ends: (columns < ends).astype("int64"))


def sequence_mask__from_the_right(lengths, time):
    """The True stand at the right end, as if the sequences were filled up in front.

    zh: True 靠在右边，好像序列是在前面补齐的。
    """
    return _masked(lengths, time, lambda columns, ends: columns >= time - ends)


def sequence_mask__as_wide_as_the_longest(lengths, time):
    """The mask is as wide as the longest sequence. It should have `time` columns, as the tensor that it is laid on.

    zh: 掩码只有最长的序列那么宽。它应当有 `time` 列，与它要盖住的张量一样。
    """
    return _masked(lengths, time, lambda columns, ends: columns[: lengths.max().item()] < ends)


def sequence_mask__nothing_refused(lengths, time):
    """Impossible lengths pass. Whoever uses the mask will not notice that something is wrong.

    zh: 不可能的长度也能通过。使用掩码的人不会发现有什么不对。
    """
    return _mask(lengths, time)


def sequence_mask__one_more_passes(lengths, time):
    """A length of one more than there are columns passes. The largest length is the number of columns itself.

    zh: 比列数多 1 的长度通过了。最大的长度就是列数本身。
    """
    if lengths.min().item() < 1 or lengths.max().item() > time + 1:
        raise ValueError("A length is not from 1 to the number of columns.")
    return _mask(lengths, time)


def sequence_mask__long_lengths_only(lengths, time):
    """Lengths beyond the last column are refused, but those less than 1 pass: an empty sequence has no last step.

    zh: 大于列数的长度被拒绝了，小于 1 的却通过了：空序列没有最后一步。
    """
    if lengths.max().item() > time:
        raise ValueError("A length is greater than the number of columns.")
    return _mask(lengths, time)


# -- last_valid_output -----------------------------------------------------------------------------------------------------------


def last_valid_output__last_column(outputs, lengths):
    """You take the last column. For all rows but the longest that is padding.

    zh: 你取的是最后一列。除了最长的那一行，别的行在那里都是填充。
    """
    return outputs[:, -1]


def last_valid_output__one_too_early(outputs, lengths):
    """You take the step before the last real one. (And for length 1, the last column, since -1 counts from the end.)

    zh: 你取的是倒数第二个真实的步。（长度为 1 时下标成了 -1，取到的是最后一列。）
    """
    return _take(outputs, (lengths - 2) % outputs.shape[1])


def last_valid_output__one_too_late(outputs, lengths):
    """You take the column whose number is the length, which is the first column of padding: columns are counted from 0.

    zh: 你取的是列号等于长度的那一列，也就是第一列填充：列从 0 数起。
    """
    return _take(outputs, paddle.minimum(lengths, paddle.full_like(lengths, outputs.shape[1] - 1)))


def last_valid_output__longest_for_all(outputs, lengths):
    """All rows use the length of the longest one. Each row has a length of its own.

    zh: 所有行用的都是最长的那个长度。每一行有自己的长度。
    """
    return outputs[:, lengths.max().item() - 1]


def last_valid_output__sorted(outputs, lengths):
    """The right vectors, but in the order of the lengths. They should stand in the order of the batch: the labels have not been sorted.

    zh: 向量是对的，却按长度排了序。应当保持批次的次序：标签并没有排序。
    """
    order = paddle.argsort(lengths, descending=True, stable=True)
    return _take(outputs, lengths - 1)[order]


def last_valid_output__cut_from_gradients(outputs, lengths):
    """The numbers are right, but they make a detour on which Paddle loses track of where they come from: nothing could be trained.

    zh: 数值是对的，但中途绕了一段路，飞桨不再知道它们从何而来：什么都训练不了。
    """
    return _take(outputs, lengths - 1).detach()


# -- masked_mean -----------------------------------------------------------------------------------------------------------------


def masked_mean__padding_counted(outputs, lengths):
    """The mean is over all columns, padding included.

    zh: 平均的是所有列，填充也算了进去。
    """
    return outputs.mean(axis=1)


def masked_mean__divided_by_columns(outputs, lengths):
    """The sum is right, but it is divided by the number of columns. Then a sequence shrinks as padding is added.

    zh: 求和是对的，但除以了列数。这样填充越多，结果越小。
    """
    return (outputs * _weights(lengths, outputs)).mean(axis=1)


def masked_mean__padding_in_the_sum(outputs, lengths):
    """You divide by the length, but the padding is in the sum.

    zh: 除以的是长度，可是求和时把填充也加进去了。
    """
    return outputs.sum(axis=1) / lengths.unsqueeze(1).astype(outputs.dtype)


def masked_mean__one_count_for_all(outputs, lengths):
    """Every sum is divided by the number of real steps in the whole batch. Each sequence has a length of its own.

    zh: 每个和都除以了整个批次的真实步数。每条序列有自己的长度。
    """
    return (outputs * _weights(lengths, outputs)).sum(axis=1) / lengths.sum().astype(outputs.dtype)


def masked_mean__not_divided(outputs, lengths):
    """That is the sum over the real steps, not their mean.

    zh: 这是真实的步的和，不是平均。
    """
    return (outputs * _weights(lengths, outputs)).sum(axis=1)


def masked_mean__up_to_the_longest(outputs, lengths):
    """All rows are averaged up to the length of the longest one. Each row has a length of its own.

    zh: 所有行都平均到最长的那个长度为止。每一行有自己的长度。
    """
    return outputs[:, : lengths.max().item()].mean(axis=1)


# -- masked_cross_entropy --------------------------------------------------------------------------------------------------------


def _losses(logits, labels, **options):
    return nn.functional.cross_entropy(logits, labels, reduction="none", **options).reshape(labels.shape)


def masked_cross_entropy__padding_counted(logits, labels, lengths):
    """The loss of the padding is counted. It says how well padding is predicted.

    zh: 填充处的损失也算了进去，它说的是预测填充的本事。
    """
    return nn.functional.cross_entropy(logits, labels)


def masked_cross_entropy__divided_by_everything(logits, labels, lengths):
    """The losses of the padding are left out, but you divide by all steps: the more padding, the smaller the loss. (In Paddle 3.3 a
    negative `ignore_index` does that, too.)

    zh: 填充处的损失去掉了，却除以了全部步数：填充越多，损失越小。（飞桨 3.3 中，负的 `ignore_index` 也是如此。）
    """
    return (_losses(logits, labels) * _mask(lengths, labels.shape[1]).astype(logits.dtype)).mean()


def masked_cross_entropy__logits_masked(logits, labels, lengths):
    """You set the logits of the padding to 0 and average over everything. Logits of 0 are no missing answer: they say that all classes are
    equally likely, and lose for it.

    zh: 你把填充处的 logits 设成 0，再对全部求平均。logits 为 0 不等于没有作答：那是说各个类别概率相等，照样有损失。
    """
    return nn.functional.cross_entropy(logits * _weights(lengths, logits), labels)


def masked_cross_entropy__mean_of_means(logits, labels, lengths):
    """You average within each sequence first, then over the sequences. Then a step of a short sequence counts more than one of a long
    sequence; here all real steps should count the same.

    zh: 你先在每条序列内求平均，再对各条序列求平均。这样短序列里的一步比长序列里的一步分量更重；这里所有真实的步应当分量相同。
    """
    mask = _mask(lengths, labels.shape[1]).astype(logits.dtype)
    return ((_losses(logits, labels) * mask).sum(axis=1) / mask.sum(axis=1)).mean()


def masked_cross_entropy__divided_by_the_batch(logits, labels, lengths):
    """The sum of the real losses is divided by the number of sequences. It should be divided by the number of real steps.

    zh: 真实的损失之和除以了序列的条数。应当除以真实的步数。
    """
    return (_losses(logits, labels) * _mask(lengths, labels.shape[1]).astype(logits.dtype)).sum() / labels.shape[0]


def masked_cross_entropy__not_divided(logits, labels, lengths):
    """That is the sum of the real losses, not their mean.

    zh: 这是真实的损失之和，不是平均。
    """
    return (_losses(logits, labels) * _mask(lengths, labels.shape[1]).astype(logits.dtype)).sum()


def masked_cross_entropy__class_zero_ignored(logits, labels, lengths):
    """All steps with the label 0 are ignored. Some of them are real: 0 is a class. Only the lengths tell where the padding is.

    zh: 标签为 0 的步全被忽略了。其中有真实的步：0 也是一个类别。哪里是填充，只有长度说得准。
    """
    counted = (labels != 0).astype(logits.dtype)
    return (_losses(logits, labels) * counted).sum() / counted.sum().clip(min=1)


def masked_cross_entropy__softmax_twice(logits, labels, lengths):
    """Softmax is taken before `F.cross_entropy`, which takes it, too. Hand over the logits as they are.

    zh: 在 `F.cross_entropy` 之前先做了 softmax，而它自己还会再做一次。请直接交给它 logits。
    """
    mask = _mask(lengths, labels.shape[1]).astype(logits.dtype)
    return (_losses(nn.functional.softmax(logits), labels) * mask).sum() / mask.sum()


# -- run_masked ------------------------------------------------------------------------------------------------------------------


def _run(inputs, h, lengths, params, keep, put_out):
    """Run a plain cell; `keep(real, new, old)` chooses the state that goes on, `put_out(real, h)` what is put out."""
    mask, outputs = _mask(lengths, inputs.shape[1]), []
    for t in range(inputs.shape[1]):
        real = mask[:, t].unsqueeze(1)
        new = paddle.tanh(inputs[:, t] @ params["W_xh"] + h @ params["W_hh"] + params["b_h"])
        h = keep(real, new, h)
        outputs.append(put_out(real, h))
    return paddle.stack(outputs, axis=1), h


def _zeros_in_padding(real, h):
    return paddle.where(real, h, paddle.zeros_like(h))


def run_masked__padding_read(inputs, h0, lengths, params):
    """The padding is read like everything else: outputs and final states are those of `run_rnn`.

    zh: 填充和别的内容一样被读了进去：输出和最终状态都是 `run_rnn` 的。
    """
    return _run(inputs, h0, lengths, params, lambda real, new, old: new, lambda real, h: h)


def run_masked__outputs_masked_only(inputs, h0, lengths, params):
    """The outputs in the padding are zeros, but the state goes on through the padding. Choose which state goes on, too.

    zh: 填充处的输出是零，但状态还在填充里接着走。传下去的状态也要选择。
    """
    return _run(inputs, h0, lengths, params, lambda real, new, old: new, _zeros_in_padding)


def run_masked__inputs_masked_only(inputs, h0, lengths, params):
    """You set the inputs in the padding to zero. The state moves all the same: its own weights and the bias remain.

    zh: 你把填充处的输入设成了零。状态照样会动：它自己的权重和偏置还在。
    """
    real_inputs = inputs * _weights(lengths, inputs)
    return _run(real_inputs, h0, lengths, params, lambda real, new, old: new, _zeros_in_padding)


def run_masked__state_erased(inputs, h0, lengths, params):
    """The final state of a sequence that has ended is zero. Either its state is set to zero there and does not go on, or you return the
    last column of the outputs, which holds zeros. The state should stay what it was after the last real step.

    zh: 已经结束的序列，最终状态成了零。要么你在那里把状态置成了零，没有传下去；要么你返回的是输出的最后一列，而那里是零。
    状态应当保持最后一个真实的步之后的样子。
    """
    return _run(inputs, h0, lengths, params, lambda real, new, old: _zeros_in_padding(real, new), lambda real, h: h)


def run_masked__outputs_repeat_the_state(inputs, h0, lengths, params):
    """The states are right, but the padded outputs repeat the last one. They should be zeros here.

    zh: 状态是对的，但填充处的输出在重复最后的状态。这里应当是零。
    """
    return _run(inputs, h0, lengths, params, lambda real, new, old: paddle.where(real, new, old), lambda real, h: h)


def run_masked__one_step_too_many(inputs, h0, lengths, params):
    """The first step of the padding is still read. At index t of the loop the mask is `t < length`.

    zh: 填充的第一步还是被读了。循环下标为 t 时，掩码是 `t < length`。
    """
    return _run(inputs, h0, lengths + 1, params, lambda real, new, old: paddle.where(real, new, old), _zeros_in_padding)


def run_masked__switch_the_wrong_way(inputs, h0, lengths, params):
    """The switch is the wrong way round: the old state goes on at real steps and the new one in the padding.

    zh: 开关接反了：真实的步传下去的是旧状态，填充处传下去的是新状态。
    """
    return _run(inputs, h0, lengths, params, lambda real, new, old: paddle.where(real, old, new), _zeros_in_padding)


def run_masked__initial_state_ignored(inputs, h0, lengths, params):
    """All sequences start from zeros, whatever `h0` is.

    zh: 不管 `h0` 是什么，所有序列都从零开始。
    """
    zeros = paddle.zeros_like(h0)
    return _run(inputs, zeros, lengths, params, lambda real, new, old: paddle.where(real, new, old), _zeros_in_padding)


def run_masked__initial_state_after_the_end(inputs, h0, lengths, params):
    """Where a sequence has ended, it falls back to `h0`. The state of the step before should go on.

    zh: 序列结束之后，状态退回到了 `h0`。传下去的应当是上一步的状态。
    """
    return _run(inputs, h0, lengths, params, lambda real, new, old: paddle.where(real, new, h0), _zeros_in_padding)


# -- reverse_sequences -------------------------------------------------------------------------------------------------------------


def _row_by_row(inputs, lengths, make):
    return paddle.stack([make(row, int(length)) for row, length in zip(inputs, lengths, strict=True)])


def reverse_sequences__whole_rectangle_flipped(inputs, lengths):
    """The whole rectangle is turned round: the padding comes first now. Turn round each sequence by itself.

    zh: 翻转的是整块长方形：填充跑到了最前面。请把每条序列各自颠倒。
    """
    return paddle.flip(inputs, axis=1)


def reverse_sequences__batch_flipped(inputs, lengths):
    """The batch is turned round, not the time. Which axis is time?

    zh: 翻转的是批次而不是时间。时间是哪个轴？
    """
    return paddle.flip(inputs, axis=0)


def reverse_sequences__up_to_the_longest(inputs, lengths):
    """Every row is turned round up to the length of the longest one. Each row has a length of its own.

    zh: 每一行都按最长的那个长度来颠倒。每一行有自己的长度。
    """
    longest = lengths.max().item()
    return _row_by_row(inputs, lengths, lambda row, length: paddle.concat([paddle.flip(row[:longest], axis=0), row[longest:]]))


def reverse_sequences__last_step_left(inputs, lengths):
    """The last real step stays in its place, and only what stands before it is turned round. The real steps of a row are `[:length]`.

    zh: 最后一个真实的步留在了原处，只颠倒了它前面的。一行里真实的步是 `[:length]`。
    """
    return _row_by_row(inputs, lengths, lambda row, length: paddle.concat([paddle.flip(row[: length - 1], axis=0), row[length - 1 :]]))


def reverse_sequences__one_step_too_many(inputs, lengths):
    """One step of padding is turned round with the sequence and comes first. Count the columns from 0.

    zh: 有一步填充跟着序列一起颠倒，排到了最前面。列要从 0 数起。
    """
    return _row_by_row(inputs, lengths, lambda row, length: paddle.concat([paddle.flip(row[: length + 1], axis=0), row[length + 1 :]]))


def reverse_sequences__padding_turned_round_too(inputs, lengths):
    """The sequences are right, but the padding is turned round, too. It should stay as it is.

    zh: 序列是对的，但填充也跟着颠倒了。填充应当保持原样。
    """

    def both(row, length):
        return paddle.concat([paddle.flip(row[:length], axis=0), paddle.flip(row[length:], axis=0)])

    return _row_by_row(inputs, lengths, both)


def reverse_sequences__padding_erased(inputs, lengths):
    """The sequences are right, but the padding has become zeros. It should stay as it is.

    zh: 序列是对的，但填充变成了零。填充应当保持原样。
    """

    def erased(row, length):
        return paddle.concat([paddle.flip(row[:length], axis=0), paddle.zeros_like(row[length:])])

    return _row_by_row(inputs, lengths, erased)


def reverse_sequences__cut_from_gradients(inputs, lengths):
    """The numbers are right, but they make a detour on which Paddle loses track of where they come from: nothing could be trained.

    zh: 数值是对的，但中途绕了一段路，飞桨不再知道它们从何而来：什么都训练不了。
    """

    def right(row, length):
        return paddle.concat([paddle.flip(row[:length], axis=0), row[length:]])

    return _row_by_row(inputs, lengths, right).detach()


# -- validate_batch ------------------------------------------------------------------------------------------------------------------


def validate_batch__nothing_refused(ids, lengths, vocab_size):
    """Every batch passes. Each of the four conditions needs a test of its own.

    zh: 任何批次都能通过。四个条件各需要一项检查。
    """


def validate_batch__lengths_not_looked_at(ids, lengths, vocab_size):
    """Lengths are not looked at. A length beyond the last column takes the process down.

    zh: 没有检查长度。大于列数的长度会让整个进程崩溃。
    """
    if 0 in ids.shape or ids.min().item() < 0 or ids.max().item() >= vocab_size:
        raise ValueError("An id is outside the vocabulary.")


def validate_batch__ids_not_looked_at(ids, lengths, vocab_size):
    """Ids are not looked at.

    zh: 没有检查 id。
    """
    if 0 in ids.shape or list(lengths.shape) != [ids.shape[0]] or lengths.min().item() < 1 or lengths.max().item() > ids.shape[1]:
        raise ValueError("A length is not from 1 to the number of columns.")


def validate_batch__empty_sequence_passes(ids, lengths, vocab_size):
    """A length of 0 passes. Paddle would give the empty sequence a state of zeros.

    zh: 长度 0 通过了。飞桨会给空序列一个全零的状态。
    """
    if list(lengths.shape) == [ids.shape[0]] and 0 not in ids.shape:
        lengths = paddle.where(lengths == 0, paddle.ones_like(lengths), lengths)
    _refuse(ids, lengths, vocab_size)


def validate_batch__one_length_too_long_passes(ids, lengths, vocab_size):
    """A length of one more than there are columns passes. The largest length is the number of columns itself.

    zh: 比列数多 1 的长度通过了。最大的长度就是列数本身。
    """
    if list(lengths.shape) == [ids.shape[0]] and 0 not in ids.shape:
        lengths = paddle.where(lengths == ids.shape[1] + 1, paddle.ones_like(lengths), lengths)
    _refuse(ids, lengths, vocab_size)


def validate_batch__vocab_size_passes(ids, lengths, vocab_size):
    """The id `vocab_size` passes. Ids are counted from 0, so the last one is `vocab_size - 1`.

    zh: 等于 `vocab_size` 的 id 通过了。id 从 0 数起，最后一个是 `vocab_size - 1`。
    """
    _refuse(ids, lengths, vocab_size + 1)


def validate_batch__negative_ids_pass(ids, lengths, vocab_size):
    """Negative ids pass. For Paddle they do not count from the end.

    zh: 负的 id 通过了。对飞桨来说，负数并不是从末尾数起。
    """
    _refuse(ids.abs(), lengths, vocab_size)


def validate_batch__padding_not_looked_at(ids, lengths, vocab_size):
    """Only the ids of real steps are looked at. The padding is looked up in the table, too.

    zh: 只检查了真实的步的 id。填充同样要查表。
    """
    if list(lengths.shape) == [ids.shape[0]] and 0 not in ids.shape:
        ids = ids * _mask(lengths, ids.shape[1]).astype("int64")
    _refuse(ids, lengths, vocab_size)


def validate_batch__largest_id_refused(ids, lengths, vocab_size):
    """The largest id, `vocab_size - 1`, is refused although it has a row of the table.

    zh: 最大的 id，即 `vocab_size - 1`，被拒绝了，可是它在表里是有一行的。
    """
    _refuse(ids, lengths, vocab_size - 1)


def validate_batch__full_length_refused(ids, lengths, vocab_size):
    """A sequence that fills all columns is refused. The longest sequence of a batch usually does.

    zh: 占满所有列的序列被拒绝了。批次里最长的序列通常正是这样。
    """
    _refuse(ids, lengths, vocab_size)
    if lengths.max().item() >= ids.shape[1]:
        raise ValueError("A length is greater than the number of columns.")


def validate_batch__says_false(ids, lengths, vocab_size):
    """The verdict is returned as True or False. Nobody has to look at a returned value; an exception cannot be overlooked.

    zh: 判断以 True 或 False 的形式返回。返回值可以不看，异常却无法忽视。
    """
    try:
        _refuse(ids, lengths, vocab_size)
    except ValueError:
        return False
    return True


# -- encode ----------------------------------------------------------------------------------------------------------------------


def _read(model, ids, lengths, sequence_length=True):
    """Read a sound batch, with or without the lengths; return the outputs and h."""
    _refuse(ids, lengths, model.vocab_size)
    outputs, final = model.rnn(model.embedding(ids), sequence_length=lengths if sequence_length else None)
    return outputs, final[0] if isinstance(final, tuple) else final


def _top(model, h):
    return h[-1] if model.directions == 1 else paddle.concat([h[-2], h[-1]], axis=-1)


def encode__lengths_not_used(model, ids, lengths):
    """The layer is not told the lengths: it reads the padding, and the backward cell even starts with it.

    zh: 没有把长度告诉循环层：它会读填充，反向单元甚至是从填充开始读的。
    """
    outputs, h = _read(model, ids, lengths, sequence_length=False)
    return outputs, _top(model, h)


def encode__lengths_not_used_but_masked(model, ids, lengths):
    """The layer reads the padding, and you repair the outputs afterwards. A backward cell has read the padding first by then, and a second
    layer the spoilt outputs of the first.

    zh: 循环层读了填充，你事后才修补输出。可是反向单元这时早就先读过填充了，第二层读的也是第一层弄坏了的输出。
    """
    outputs, h = _read(model, ids, lengths, sequence_length=False)
    outputs = outputs * _weights(lengths, outputs)
    hidden = h.shape[-1]
    ahead = _take(outputs, lengths - 1)[:, :hidden]
    return outputs, ahead if model.directions == 1 else paddle.concat([ahead, outputs[:, 0, hidden:]], axis=-1)


def encode__last_column(model, ids, lengths):
    """The summary is the last column of the outputs. For sequences that have ended before, that is zeros.

    zh: 概括取的是输出的最后一列。对早已结束的序列，那里是零。
    """
    outputs, _ = _read(model, ids, lengths)
    return outputs, outputs[:, -1]


def encode__last_real_output(model, ids, lengths):
    """The summary is the output at the last real step. For two directions its backward half has read only the last token; that cell ends at
    step 1. Take the final states.

    zh: 概括取的是最后一个真实的步的输出。双向时，它的反向那一半只读过最后一个词元；反向单元是在第 1 步结束的。请取最终状态。
    """
    outputs, _ = _read(model, ids, lengths)
    return outputs, _take(outputs, lengths - 1)


def encode__last_entry_of_h(model, ids, lengths):
    """The summary is `h[-1]`. For two directions that is the backward cell alone.

    zh: 概括取的是 `h[-1]`。双向时，那只是反向单元。
    """
    outputs, h = _read(model, ids, lengths)
    return outputs, h[-1]


def encode__bottom_layer(model, ids, lengths):
    """The summary is made of the first entries of `h`, the bottom layer. The top layer stands at the end.

    zh: 概括取的是 `h` 开头的几项，即最底层。最上面一层在末尾。
    """
    outputs, h = _read(model, ids, lengths)
    return outputs, h[0] if model.directions == 1 else paddle.concat([h[0], h[1]], axis=-1)


def encode__backward_first(model, ids, lengths):
    """The backward state stands before the forward one.

    zh: 反向状态放在了正向状态前面。
    """
    outputs, h = _read(model, ids, lengths)
    return outputs, h[-1] if model.directions == 1 else paddle.concat([h[-1], h[-2]], axis=-1)


def encode__sorted(model, ids, lengths):
    """You sort the batch by length and return it sorted. Paddle does not ask for sorted lengths, and the labels are still in the old order.

    zh: 你把批次按长度排了序，返回时也没有恢复。飞桨并不要求长度有序，而标签还是原来的次序。
    """
    _refuse(ids, lengths, model.vocab_size)
    order = paddle.argsort(lengths, descending=True, stable=True)
    outputs, h = _read(model, ids[order], lengths[order])
    return outputs, _top(model, h)


def encode__one_step_short(model, ids, lengths):
    """The last token of each sequence is not read: the layer got lengths that are one too small.

    zh: 每条序列的最后一个词元没有读：交给循环层的长度少了 1。
    """
    _refuse(ids, lengths, model.vocab_size)
    outputs, final = model.rnn(model.embedding(ids), sequence_length=lengths - 1)
    return outputs, _top(model, final[0] if isinstance(final, tuple) else final)


def encode__summary_is_a_mean(model, ids, lengths):
    """The summary is the mean of the outputs. Here it should be the final states.

    zh: 概括取的是输出的平均。这里要的是最终状态。
    """
    outputs, _ = _read(model, ids, lengths)
    return outputs, outputs.sum(axis=1) / lengths.unsqueeze(1).astype(outputs.dtype)


def encode__nothing_refused(model, ids, lengths):
    """Batches are not looked at before they are read: an empty sequence gets a state of zeros, and worse may happen. Call `validate_batch`.

    zh: 批次没有检查就读了：空序列得到全零的状态，还可能发生更糟的事。请先调用 `validate_batch`。
    """
    if 0 in ids.shape or lengths.max().item() > ids.shape[1] or ids.min().item() < 0:
        raise RuntimeError("Here Paddle would take the process down, or read beside the table.")
    outputs, final = model.rnn(model.embedding(ids), sequence_length=lengths)
    return outputs, _top(model, final[0] if isinstance(final, tuple) else final)
