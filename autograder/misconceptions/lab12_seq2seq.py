"""Known wrong answers to lab 12, and correct versions for follow-through."""

import numpy as np
import paddle
from paddle import nn

PAD, START, END = 0, 1, 2


# -- Encoder -----------------------------------------------------------------------------------------------------------------


class _Encoder(nn.Layer):
    """A sound encoder with a switch for each thing that goes wrong in the answers below."""

    def __init__(self, vocab_size, embedding_size, hidden_size):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_size)
        self.rnn = self._layer(embedding_size, hidden_size)

    def _layer(self, embedding_size, hidden_size):
        return nn.GRU(embedding_size, hidden_size, direction="bidirect")

    def forward(self, sources, lengths):
        outputs, final = self.rnn(self.embedding(sources), sequence_length=self._lengths(sources, lengths))
        return self._summary(outputs, final, lengths)

    def _lengths(self, sources, lengths):
        return lengths

    def _summary(self, outputs, final, lengths):
        return paddle.concat([final[0], final[1]], axis=-1)


class Encoder__padding_moves_the_state(_Encoder):
    """The layer never hears of the lengths: it reads the padding as well, and the padding moves its state.

    zh: 循环层不知道长度：它把填充也读了进去，状态因此被填充改变。
    """

    def _lengths(self, sources, lengths):
        return None


class Encoder__last_column_of_the_outputs(_Encoder):
    """You take the outputs of the last column. In a short row that column is padding; and the backward half there has read one
    character at most.

    zh: 你取了输出的最后一列。在短的行里，那一列是填充；而且那里反向的那一半最多只读过一个字符。
    """

    def _summary(self, outputs, final, lengths):
        return outputs[:, -1]


class Encoder__last_real_step_of_both(_Encoder):
    """You take the outputs at each row's last real step. The forward half has read everything there; the backward half has read
    that one character only.

    zh: 你取了每一行最后一个真实时间步的输出。在那里，正向的一半读完了全部内容，反向的一半却只读过这一个字符。
    """

    def _summary(self, outputs, final, lengths):
        return paddle.stack([outputs[row, int(length) - 1] for row, length in enumerate(lengths)])


class Encoder__forward_only(_Encoder):
    """There is one direction, twice as wide. The number of units is right, but nothing reads from the end.

    zh: 只有一个方向，宽度加了一倍。数的个数对了，却没有谁从末尾往前读。
    """

    def _layer(self, embedding_size, hidden_size):
        return nn.GRU(embedding_size, 2 * hidden_size)

    def _summary(self, outputs, final, lengths):
        return final[0]


class Encoder__first_direction_only(_Encoder):
    """The final state of the forward direction is all that you return. The backward direction has read everything, too.

    zh: 只返回了正向的最终状态。反向的状态同样读完了全部内容。
    """

    def _summary(self, outputs, final, lengths):
        return final[0]


class Encoder__forward_state_twice(_Encoder):
    """Both halves are the forward state. What the backward direction has found out is lost.

    zh: 两半都是正向的状态，反向读到的东西丢掉了。
    """

    def _summary(self, outputs, final, lengths):
        return paddle.concat([final[0], final[0]], axis=-1)


class Encoder__backward_first(_Encoder):
    """Both states are there, but the backward one stands first.

    zh: 两个状态都有了，但反向的排在了前面。
    """

    def _summary(self, outputs, final, lengths):
        return paddle.concat([final[1], final[0]], axis=-1)


class Encoder__reshaped(_Encoder):
    """`reshape` goes through the numbers in the order in which they lie: all rows forward, then all rows backward. So a summary is
    made of the states of two different rows.

    zh: `reshape` 按数在内存中的次序来排：先是所有行的正向状态，再是所有行的反向状态。于是一个概括向量由不同行的状态拼成。
    """

    def _summary(self, outputs, final, lengths):
        return final.reshape([final.shape[1], -1])


class Encoder__mean_over_time(_Encoder):
    """You average the outputs over all columns. That is another summary than the final states, and padding counts in it.

    zh: 你对所有列的输出求了平均。这不是最终状态，而且填充也被平均了进去。
    """

    def _summary(self, outputs, final, lengths):
        return outputs.mean(axis=1)


# -- shift_right ---------------------------------------------------------------------------------------------------------------


def shift_right__not_shifted(targets):
    """The targets come back as they are. The decoder would read the very character that it is asked for, and learn to copy.

    zh: targets 原样返回了。解码器读到的正是要它写的那个字符，只会学会照抄。
    """
    return targets.clone()


def shift_right__shifted_left(targets):
    """You moved the other way: at each step the decoder would read the character after the one that it is asked for.

    zh: 方向反了：每一步解码器读到的是所求字符的后一个。
    """
    return paddle.concat([targets[:, 1:], paddle.full([targets.shape[0], 1], PAD, dtype=targets.dtype)], axis=1)


def shift_right__one_column_too_many(targets):
    """START is in front, but the last column is still there: there would be more logits than targets.

    zh: 前面加了 START，最后一列却还在：logits 会比 targets 多一列。
    """
    return paddle.concat([paddle.full([targets.shape[0], 1], START, dtype=targets.dtype), targets], axis=1)


def shift_right__first_character_overwritten(targets):
    """START is written over the first character, and the others stay where they are. Nothing was moved.

    zh: START 盖掉了第一个字符，其余的还在原处。并没有移动。
    """
    shifted = targets.clone()
    shifted[:, 0] = START
    return shifted


def shift_right__last_column_comes_round(targets):
    """The columns are turned round, so the last one comes first, where START should be.

    zh: 各列循环了一圈，最后一列跑到了最前面，那里应当是 START。
    """
    return paddle.roll(targets, 1, axis=1)


def shift_right__end_comes_first(targets):
    """The right move, but END stands in front. The decoder needs a sign of its own for "nothing written yet".

    zh: 移动是对的，但放在最前面的是 END。“还什么都没写”要有自己的符号。
    """
    return paddle.concat([paddle.full([targets.shape[0], 1], END, dtype=targets.dtype), targets[:, :-1]], axis=1)


def shift_right__moved_by_two(targets):
    """The columns moved by two places: the decoder would read the character before the one before.

    zh: 各列移动了两个位置：解码器读到的是前一个的前一个。
    """
    if targets.shape[1] == 1:
        return paddle.full([targets.shape[0], 1], PAD, dtype=targets.dtype)
    start = paddle.full([targets.shape[0], 2], START, dtype=targets.dtype)
    return paddle.concat([start, targets[:, :-2]], axis=1)


# -- Decoder -----------------------------------------------------------------------------------------------------------------


class _Decoder(nn.Layer):
    """A sound decoder with a switch for each thing that goes wrong in the answers below."""

    def __init__(self, vocab_size, embedding_size, hidden_size):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_size)
        self.rnn = nn.GRU(embedding_size, hidden_size)
        self.linear = nn.Linear(hidden_size, vocab_size)

    def forward(self, tokens, state):
        outputs, final = self.rnn(self.embedding(tokens), self._start(state))
        return self._logits(outputs), self._final(state, final)

    def _start(self, state):
        return state.unsqueeze(0)

    def _logits(self, outputs):
        return self.linear(outputs)

    def _final(self, state, final):
        return final[0]


class Decoder__state_ignored(_Decoder):
    """The layer starts from zeros, whatever state it is given. So nothing of the question arrives at the decoder.

    zh: 不管给的是什么状态，循环层都从零开始。这样，问题里的东西一点也到不了解码器。
    """

    def _start(self, state):
        return None


class Decoder__old_state_returned(_Decoder):
    """You give back the state that came in. Whoever goes on from it starts from the beginning again.

    zh: 返回的是传进来的状态。接着走的人又回到了起点。
    """

    def _final(self, state, final):
        return state


class Decoder__layer_axis_left_in(_Decoder):
    """The state still has Paddle's axis of layers: `[1, batch, hidden]`. It should come back in the form in which it came.

    zh: 状态还带着飞桨表示层的轴：`[1, batch, hidden]`。它应当以传入时的形式返回。
    """

    def _final(self, state, final):
        return final


class Decoder__probabilities(_Decoder):
    """These are probabilities. Cross-entropy applies softmax itself; twice makes learning slow, and no message says so.

    zh: 这是概率。交叉熵自己会做 softmax；做两遍会让学习变慢，而且不会有任何提示。
    """

    def _logits(self, outputs):
        return nn.functional.softmax(self.linear(outputs), axis=-1)


class Decoder__last_step_only(_Decoder):
    """Only the last step is read out. Each token needs the logits of the character after it.

    zh: 只读出了最后一步。每个 token 之后的那个字符，都需要自己的 logits。
    """

    def _logits(self, outputs):
        return self.linear(outputs[:, -1])


class Decoder__looks_ahead(nn.Layer):
    """The layer has two directions, so each step has read the tokens after it. When the decoder writes, they do not exist yet.

    zh: 循环层有两个方向，所以每一步都读过了它后面的 token。真正书写的时候，它们还不存在。
    """

    def __init__(self, vocab_size, embedding_size, hidden_size):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_size)
        self.rnn = nn.GRU(embedding_size, hidden_size, direction="bidirect")
        self.linear = nn.Linear(2 * hidden_size, vocab_size)

    def forward(self, tokens, state):
        """Return logits and state."""
        outputs, final = self.rnn(self.embedding(tokens), paddle.stack([state, state]))
        return self.linear(outputs), final[0]


class Decoder__time_and_batch_exchanged(nn.Layer):
    """With `time_major=True` the layer takes the rows of the batch for time steps: they leak into each other.

    zh: 用了 `time_major=True`，循环层把批次里的各行当成了时间步：各行互相串了味。
    """

    def __init__(self, vocab_size, embedding_size, hidden_size):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_size)
        self.rnn = nn.GRU(embedding_size, hidden_size, time_major=True)
        self.linear = nn.Linear(hidden_size, vocab_size)

    def forward(self, tokens, state):
        """Return logits and state."""
        vectors = self.embedding(tokens)
        start = state[:1].unsqueeze(0).tile([1, tokens.shape[1], 1])
        outputs, final = self.rnn(vectors, start)
        return self.linear(outputs), state + 0 * final[0, :1]


# -- teacher_forcing_loss ------------------------------------------------------------------------------------------------------


def _shifted(targets):
    start = paddle.full([targets.shape[0], 1], START, dtype=targets.dtype)
    return paddle.concat([start, targets[:, :-1]], axis=1)


def _each(encoder, decoder, sources, lengths, targets, reads):
    """Return the cross-entropy of every entry, `[batch, steps]`, while the decoder reads `reads`."""
    logits, _ = decoder(reads, encoder(sources, lengths))
    return nn.functional.cross_entropy(logits, targets, reduction="none").reshape(targets.shape)


def _mean(each, counts):
    counts = counts.astype(each.dtype)
    return (each * counts).sum() / counts.sum()


def teacher_forcing_loss__target_fed(encoder, decoder, sources, lengths, targets):
    """The decoder reads the targets themselves: at each step it sees the character that it is asked for, and needs only copy it.

    zh: 解码器读的就是 targets 本身：每一步都看得见要它写的字符，照抄就行了。
    """
    return _mean(_each(encoder, decoder, sources, lengths, targets, targets), targets != PAD)


def teacher_forcing_loss__padding_counted(encoder, decoder, sources, lengths, targets):
    """Padding is asked for like a character. Most of what is learnt then is to write PAD after END, and the loss depends on how long the
    longest row is.

    zh: 填充被当成字符来要求。这样学到的大多是在 END 之后写 PAD，而且损失还取决于最长的一行有多长。
    """
    return _each(encoder, decoder, sources, lengths, targets, _shifted(targets)).mean()


def teacher_forcing_loss__divided_by_all(encoder, decoder, sources, lengths, targets):
    """Padding adds nothing to the sum, but the sum is divided by the number of all entries, padding among them.

    zh: 填充没有加进总和，但总和除以的是所有项的个数，填充也在其中。
    """
    each = _each(encoder, decoder, sources, lengths, targets, _shifted(targets))
    return (each * (targets != PAD).astype(each.dtype)).mean()


def teacher_forcing_loss__sum(encoder, decoder, sources, lengths, targets):
    """This is the sum over all characters; asked for is their mean.

    zh: 这是对所有字符求的和；要的是平均。
    """
    each = _each(encoder, decoder, sources, lengths, targets, _shifted(targets))
    return (each * (targets != PAD).astype(each.dtype)).sum()


def teacher_forcing_loss__mean_of_rows(encoder, decoder, sources, lengths, targets):
    """Each row is averaged first, then the rows. So a character of a short answer weighs more than one of a long answer.

    zh: 先对每行求平均，再对各行求平均。这样，短答案里的一个字符比长答案里的分量更重。
    """
    each = _each(encoder, decoder, sources, lengths, targets, _shifted(targets))
    counts = (targets != PAD).astype(each.dtype)
    return ((each * counts).sum(axis=1) / counts.sum(axis=1)).mean()


def teacher_forcing_loss__end_not_counted(encoder, decoder, sources, lengths, targets):
    """END is left out of the loss, so nobody teaches the decoder to stop.

    zh: 损失里漏掉了 END，没有人教解码器停下来。
    """
    each = _each(encoder, decoder, sources, lengths, targets, _shifted(targets))
    counts = ((targets != PAD) & (targets != END)).astype(each.dtype)
    return (each * counts).sum() / paddle.clip(counts.sum(), min=1.0)


def teacher_forcing_loss__start_counted(encoder, decoder, sources, lengths, targets):
    """START is among what is asked for. It is the same in every row: easy to write, and it makes the loss look better than it is.

    zh: START 也成了要求写的字符。它在每一行都一样，太容易写了，会让损失显得比实际更好。
    """
    start = paddle.full([targets.shape[0], 1], START, dtype=targets.dtype)
    longer = paddle.concat([start, targets], axis=1)
    return _mean(_each(encoder, decoder, sources, lengths, longer, _shifted(longer)), longer != PAD)


def teacher_forcing_loss__off_by_one(encoder, decoder, sources, lengths, targets):
    """The logits are compared with the wrong column: while the decoder reads a character, it is asked for the one after the next.

    zh: logits 对错了列：解码器读着一个字符，却被要求写下下一个。
    """
    if targets.shape[1] == 1:
        return _each(encoder, decoder, sources, lengths, targets, targets).mean()
    logits, _ = decoder(_shifted(targets), encoder(sources, lengths))
    later = targets[:, 1:]
    each = nn.functional.cross_entropy(logits[:, :-1], later, reduction="none").reshape(later.shape)
    return _mean(each, later != PAD)


def teacher_forcing_loss__lengths_not_passed(encoder, decoder, sources, lengths, targets):
    """The encoder is told that every row is as long as the batch, so it reads padding.

    zh: 告诉编码器每一行都和整批一样长，于是它把填充也读了进去。
    """
    full = paddle.full_like(lengths, sources.shape[1])
    return _mean(_each(encoder, decoder, sources, full, targets, _shifted(targets)), targets != PAD)


def teacher_forcing_loss__softmax_twice(encoder, decoder, sources, lengths, targets):
    """Softmax is applied before cross-entropy, which applies it again. The loss cannot come near 0.

    zh: 先做了 softmax，交叉熵又做了一遍。损失怎么也接近不了 0。
    """
    logits, _ = decoder(_shifted(targets), encoder(sources, lengths))
    return nn.functional.cross_entropy(nn.functional.softmax(logits, axis=-1), targets, ignore_index=PAD)


def teacher_forcing_loss__reads_its_own(encoder, decoder, sources, lengths, targets):
    """The decoder reads what it has written itself. With teacher forcing it reads the right characters.

    zh: 解码器读的是自己写的东西。教师强制要求它读正确的字符。
    """
    state, tokens, logits = encoder(sources, lengths), _shifted(targets)[:, :1], []
    for _ in range(targets.shape[1]):
        step, state = decoder(tokens, state)
        logits.append(step)
        tokens = step.argmax(axis=-1)
    return nn.functional.cross_entropy(paddle.concat(logits, axis=1), targets, ignore_index=PAD)


def teacher_forcing_loss__cut_from_gradients(encoder, decoder, sources, lengths, targets):
    """The number is right, but it is a plain number: no gradient can flow from it, and nothing can be trained.

    zh: 数值是对的，但它只是一个普通的数：传不出梯度，什么也训练不了。
    """
    return _mean(_each(encoder, decoder, sources, lengths, targets, _shifted(targets)), targets != PAD).item()


# -- greedy_decode -------------------------------------------------------------------------------------------------------------


def _steps(encoder, decoder, sources, lengths, count, *, reads=None, carries=True, over=lambda columns: False, choose=None):
    """Return what is written in up to `count` steps, `[batch, steps]`."""
    columns = []
    with paddle.no_grad():
        start = state = encoder(sources, lengths)
        tokens = first = paddle.full([sources.shape[0], 1], START if reads is None else reads, dtype="int64")
        for _ in range(count):
            logits, state = decoder(tokens, state if carries else start)
            written = logits.argmax(axis=-1) if choose is None else choose(logits)
            columns.append(written.numpy()[:, 0])
            tokens = written if reads is None else first
            if over(columns):
                break
    return np.stack(columns, axis=1)


def _cut(rows):
    return [row[: row.index(END)] if END in row else row for row in rows.tolist()]


def greedy_decode__limit_ignored(encoder, decoder, sources, lengths, max_length):
    """Only END ends an answer. Where it never comes, the decoder writes far beyond the limit; in the worst case for ever.

    zh: 只有 END 才能结束答案。END 不来的时候，解码器会远远写过上限，最坏的情况是永远写下去。
    """
    return _cut(
        _steps(
            encoder,
            decoder,
            sources,
            lengths,
            6 * max_length + 20,
            over=lambda columns: all(END in row for row in zip(*columns, strict=True)),
        )
    )


def greedy_decode__end_kept(encoder, decoder, sources, lengths, max_length):
    """END is the last entry of an answer. It says that the answer is over; it is no part of it.

    zh: 答案的最后一项是 END。END 表示答案结束了，它本身不是答案的一部分。
    """
    rows = _steps(encoder, decoder, sources, lengths, max_length).tolist()
    return [row[: row.index(END) + 1] if END in row else row for row in rows]


def greedy_decode__not_cut_at_end(encoder, decoder, sources, lengths, max_length):
    """What the decoder writes after its END is still there. Nothing after END belongs to an answer.

    zh: 解码器在 END 之后写的东西还留着。END 之后的都不属于答案。
    """
    return _steps(encoder, decoder, sources, lengths, max_length).tolist()


def greedy_decode__end_left_out(encoder, decoder, sources, lengths, max_length):
    """END itself is left out, and what comes after it is kept. An answer is over at its first END.

    zh: 只是去掉了 END，它后面的东西却留着。第一个 END 一到，答案就结束了。
    """
    rows = _steps(encoder, decoder, sources, lengths, max_length).tolist()
    return [[number for number in row if number != END] for row in rows]


def greedy_decode__all_stop_at_the_first_end(encoder, decoder, sources, lengths, max_length):
    """As soon as one row writes END, all rows stop. Each row ends for itself.

    zh: 只要有一行写了 END，所有行就都停了。每一行应当各自结束。
    """
    return _cut(_steps(encoder, decoder, sources, lengths, max_length, over=lambda columns: END in columns[-1]))


def greedy_decode__state_not_carried(encoder, decoder, sources, lengths, max_length):
    """Every step starts from the summary again. The state that the decoder gives back has to go into its next step.

    zh: 每一步又从概括向量出发。解码器交回的状态，应当用在下一步。
    """
    return _cut(_steps(encoder, decoder, sources, lengths, max_length, carries=False))


def greedy_decode__start_at_every_step(encoder, decoder, sources, lengths, max_length):
    """The decoder reads START at every step and never what it has written.

    zh: 解码器每一步读的都是 START，从来没有读自己写的东西。
    """
    return _cut(_steps(encoder, decoder, sources, lengths, max_length, reads=START))


def greedy_decode__start_in_the_answer(encoder, decoder, sources, lengths, max_length):
    """Each answer begins with START. That is what the decoder reads first, and not what it writes.

    zh: 每个答案都以 START 开头。START 是解码器最先读的，不是它写的。
    """
    rows = _cut(_steps(encoder, decoder, sources, lengths, max_length))
    return [[START, *row][:max_length] for row in rows]


def greedy_decode__one_step_short(encoder, decoder, sources, lengths, max_length):
    """One step is missing: an answer may have max_length ids, START not counted.

    zh: 少走了一步：答案最多可以有 max_length 个 id，START 不计在内。
    """
    return [[] for _ in range(len(sources))] if max_length == 1 else _cut(_steps(encoder, decoder, sources, lengths, max_length - 1))


def greedy_decode__drawn_at_random(encoder, decoder, sources, lengths, max_length):
    """The ids are drawn by their probabilities, as in lab 10. Greedy decoding always takes the likeliest.

    zh: id 是按概率抽取的，就像实验 10 那样。贪心解码总是取最可能的那个。
    """

    def drawn(logits):
        return paddle.multinomial(nn.functional.softmax(logits[:, 0], axis=-1), 1)

    return _cut(_steps(encoder, decoder, sources, lengths, max_length, choose=drawn))


def greedy_decode__lengths_not_passed(encoder, decoder, sources, lengths, max_length):
    """The encoder is told that every row is as long as the batch, so it reads padding.

    zh: 告诉编码器每一行都和整批一样长，于是它把填充也读了进去。
    """
    return _cut(_steps(encoder, decoder, sources, paddle.full_like(lengths, sources.shape[1]), max_length))


# -- exact_match ---------------------------------------------------------------------------------------------------------------


def exact_match__by_character(answers, wanted):
    """You count characters. A date with one wrong digit is a wrong date: each answer is right as a whole, or not at all.

    zh: 你数的是字符。错了一个数字的日期就是错的日期：答案要么整个对，要么就是错。
    """
    pairs = [(a, b) for answer, right in zip(answers, wanted, strict=True) for a, b in zip(answer, right, strict=False)]
    return sum(a == b for a, b in pairs) / max(sum(len(right) for right in wanted), 1)


def exact_match__beginning_is_enough(answers, wanted):
    """Answers are compared as far as the shorter one goes. An answer that breaks off, or goes on too long, is wrong.

    zh: 只比较到较短的那个为止。没写完的答案、写过头的答案，都是错的。
    """
    same = [all(a == b for a, b in zip(answer, right, strict=False)) for answer, right in zip(answers, wanted, strict=True)]
    return sum(same) / len(same)


def exact_match__order_ignored(answers, wanted):
    """You compare which characters there are. Their order counts, too.

    zh: 你比较的只是有哪些字符。次序也要算。
    """
    return sum(sorted(answer) == sorted(right) for answer, right in zip(answers, wanted, strict=True)) / len(wanted)


def exact_match__not_divided(answers, wanted):
    """The right answers are counted and not divided by the number of answers.

    zh: 只数了正确的答案，没有除以答案的总数。
    """
    return sum(answer == right for answer, right in zip(answers, wanted, strict=True))


def exact_match__in_percent(answers, wanted):
    """The share is given in percent; asked for is a number from 0 to 1.

    zh: 返回的是百分数；题目要的是 0 到 1 之间的数。
    """
    return 100 * sum(answer == right for answer, right in zip(answers, wanted, strict=True)) / len(wanted)


def exact_match__all_or_nothing(answers, wanted):
    """You compare the two lists as wholes, so one wrong answer makes all of them wrong.

    zh: 你把两个列表整个地比较，于是一个答案错，就全都算错。
    """
    return float(list(answers) == list(wanted))


# -- train_translator ----------------------------------------------------------------------------------------------------------


def _train(encoder, decoder, sources, lengths, targets, updates, batch_size, learning_rate, seed, *, step=True, both=True,
           mode=True, reads=_shifted, rows_of=None, own_targets=False):  # fmt: skip
    """The loop of the lab, with a switch for each thing that goes wrong in the answers below."""
    rng = np.random.default_rng(seed)
    parameters = decoder.parameters() + (encoder.parameters() if both else [])
    optimizer = paddle.optimizer.Adam(learning_rate, parameters=parameters, grad_clip=nn.ClipGradByGlobalNorm(1.0))
    if mode:
        encoder.train()
        decoder.train()
    losses = []
    for _ in range(updates):
        rows = rng.integers(0, len(sources), batch_size) if rows_of is None else rows_of(rng)
        others = rng.integers(0, len(sources), batch_size) if own_targets else rows
        x, n, y = paddle.to_tensor(sources[rows]), paddle.to_tensor(lengths[rows]), paddle.to_tensor(targets[others])
        logits, _ = decoder(reads(y), encoder(x, n))
        loss = nn.functional.cross_entropy(logits, y, ignore_index=PAD)
        loss.backward()
        if step:
            optimizer.step()
        optimizer.clear_grad()
        losses.append(loss.item())
    return losses


def train_translator__never_steps(encoder, decoder, sources, lengths, targets, updates, batch_size, learning_rate, seed):
    """Losses and gradients are computed, but no step is made: the weights stay what they were.

    zh: 算了损失，也算了梯度，却没有迈出一步：权重还是原来的样子。
    """
    return _train(encoder, decoder, sources, lengths, targets, updates, batch_size, learning_rate, seed, step=False)


def train_translator__encoder_not_trained(encoder, decoder, sources, lengths, targets, updates, batch_size, learning_rate, seed):
    """The optimizer has the decoder's parameters only. The encoder goes on summing up at random.

    zh: 优化器里只有解码器的参数。编码器一直在随机地概括。
    """
    return _train(encoder, decoder, sources, lengths, targets, updates, batch_size, learning_rate, seed, both=False)


def train_translator__answers_of_other_rows(encoder, decoder, sources, lengths, targets, updates, batch_size, learning_rate, seed):
    """Sources and targets are drawn independently of each other, so each source is given the answer to another one.

    zh: sources 和 targets 是各抽各的，于是每个问题配上的都是别人的答案。
    """
    return _train(encoder, decoder, sources, lengths, targets, updates, batch_size, learning_rate, seed, own_targets=True)


def train_translator__always_the_same_rows(encoder, decoder, sources, lengths, targets, updates, batch_size, learning_rate, seed):
    """The rows are drawn once, before the loop. All updates see the same few examples and learn them by heart.

    zh: 行只在循环之前抽了一次。所有更新看到的都是那几个样本，只会把它们背下来。
    """
    rows = np.random.default_rng(seed).integers(0, len(sources), batch_size)
    return _train(encoder, decoder, sources, lengths, targets, updates, batch_size, learning_rate, seed, rows_of=lambda rng: rows)


def train_translator__seed_not_used(encoder, decoder, sources, lengths, targets, updates, batch_size, learning_rate, seed):
    """The rows are drawn from NumPy's common generator and not from one made with `seed`. The same call gives another result each time.

    zh: 行是从 NumPy 的公共生成器抽的，没有用 `seed` 建自己的生成器。同样的调用，每次结果都不同。
    """
    return _train(encoder, decoder, sources, lengths, targets, updates, batch_size, learning_rate, seed,
                  rows_of=lambda rng: np.random.randint(0, len(sources), batch_size))  # fmt: skip


def train_translator__target_fed(encoder, decoder, sources, lengths, targets, updates, batch_size, learning_rate, seed):
    """The decoder reads the targets as they are. The loss falls to nearly nothing, and what was learnt is to copy.

    zh: 解码器读的是没有错开的 targets。损失降到几乎为零，学到的却只是照抄。
    """
    return _train(encoder, decoder, sources, lengths, targets, updates, batch_size, learning_rate, seed, reads=lambda y: y)


def train_translator__mode_not_switched(encoder, decoder, sources, lengths, targets, updates, batch_size, learning_rate, seed):
    """The networks are trained in the mode in which they come. In evaluation mode Paddle's recurrent layers keep nothing for the
    way back.

    zh: 网络传入时是什么模式，就用什么模式训练。处于评估模式时，飞桨的循环层不保留往回传所需的数据。
    """
    return _train(encoder, decoder, sources, lengths, targets, updates, batch_size, learning_rate, seed, mode=False)


# -- correct versions, for questions that build on these -------------------------------------------------------------------------


def correct__Encoder(vocab_size, embedding_size, hidden_size):
    """Return a sound encoder: the final states of both directions, side by side."""

    class Reader(nn.Layer):
        def __init__(self):
            super().__init__()
            self.table = nn.Embedding(vocab_size, embedding_size)
            self.both = nn.GRU(embedding_size, hidden_size, direction="bidirectional")

        def forward(self, sources, lengths):
            states = self.both(self.table(sources), None, lengths)[1]
            return paddle.concat(paddle.unbind(states), axis=1)

    return Reader()


def correct__shift_right(targets):
    """Return the targets moved by one place, with START in front."""
    moved = paddle.roll(targets, shifts=1, axis=1)
    moved[:, 0] = 1
    return moved


def correct__Decoder(vocab_size, embedding_size, hidden_size):
    """Return a sound decoder: one direction, read out at every step."""

    class Writer(nn.Layer):
        def __init__(self):
            super().__init__()
            self.table = nn.Embedding(vocab_size, embedding_size)
            self.cell = nn.RNN(nn.GRUCell(embedding_size, hidden_size))
            self.head = nn.Linear(hidden_size, vocab_size)

        def forward(self, tokens, state):
            hidden, last = self.cell(self.table(tokens), state)
            return self.head(hidden), last

    return Writer()


def correct__teacher_forcing_loss(encoder, decoder, sources, lengths, targets):
    """Return the mean of −log p over all entries that are not PAD."""
    start = paddle.ones_like(targets[:, :1])  # the id of START
    logits = decoder(paddle.concat([start, targets[:, :-1]], axis=1), encoder(sources, lengths))[0]
    each = paddle.take_along_axis(nn.functional.log_softmax(logits, axis=-1), targets.unsqueeze(-1), axis=-1).squeeze(-1)
    real = (targets != 0).astype(each.dtype)
    return -(each * real).sum() / real.sum()
