"""Hidden checks of lab 12.

The two networks are judged by what they do, with weights drawn here: which tokens move which part of a summary, whether a decoder that
reads token by token says the same as one that reads a row. Losses and written answers are compared with what is computed here from
the logits of the learner's own networks, so that a mistake in a network is not paid for again.

Training is judged on a language that exists in this file only: strings over a few symbols, to be written backwards with other
symbols; which ones is drawn here. The answers to strings that were not trained on are worked out and judged here.
"""

from __future__ import annotations

import itertools
from typing import NamedTuple

import numpy as np
import paddle

from autograder.checking import equal, question, say, unchanged

PAD, START, END = 0, 1, 2
EXTRA = 3  # ids of the decoder's vocabulary that stand for no symbol


def ids(array):
    """Return an array of ids as an int64 tensor."""
    return paddle.to_tensor(np.asarray(array, "int64"))


def give_weights(draw, model, vocab, spread, table=1.0):
    """Give a model weights drawn here: evenly within ±spread, standard normal times `table` for the embedding."""
    weights = {}
    for name, array in model.parameters().items():
        is_table = array.ndim == 2 and array.shape[0] == vocab
        drawn = table * draw.rng.standard_normal(array.shape) if is_table else draw.rng.uniform(-spread, spread, array.shape)
        weights[name] = drawn.astype(array.dtype)
    model.set_state_dict(weights)
    return model.eval()


def a_layer(model, name):
    """Fail with a sentence if a model is none."""
    assert hasattr(model, "set_state_dict"), say(f"`{name}` is not an `nn.Layer`.", f"`{name}` 不是 `nn.Layer`。")
    return model


def moved(before, after):
    """Return how far two arrays are apart, as a length."""
    return float(np.linalg.norm(np.asarray(after, "float64") - np.asarray(before, "float64")))


# -- Encoder -----------------------------------------------------------------------------------------------------------------

VOCAB_IN = 13


def new_encoder(student, draw, hidden, spread=0.8, embedding=4):
    """Return the learner's encoder with weights drawn here."""
    encoder = a_layer(student.Encoder(VOCAB_IN, embedding, hidden), "Encoder")
    return give_weights(draw, encoder, VOCAB_IN, spread)


def summaries(encoder, sources, lengths, hidden):
    """Return the summaries of sources once their shape is right."""
    got = encoder(ids(sources), ids(lengths))
    equal(np.zeros(np.shape(got)), np.zeros([len(sources), 2 * hidden]), of="Encoder", dims="[batch, 2 * hidden_size]")
    assert np.isfinite(got).all(), say("A summary contains NaN or infinity.", "概括向量中有 NaN 或无穷大。")
    return got


def draw_sources(draw, batch, time):
    """Return sources without PAD, [batch, time], and lengths from 1 to time in no order; the longest is `time`."""
    lengths = draw.rng.integers(1, time + 1, batch)
    lengths[draw.rng.integers(batch)] = time
    return draw.ids(batch, time, below=VOCAB_IN - 1) + 1, lengths.astype("int64")


@question("Encoder", points=1)
def check_each_row_gets_a_summary(student, draw):
    """Each row gets a summary of 2 * hidden_size numbers, for every size; other rows get other summaries.

    zh: 不论尺寸如何，每一行都得到含 2 * hidden_size 个数的概括向量；不同的行，概括向量也不同。
    """
    for batch, time, hidden in draw.sizes("batch", "time", "hidden"):
        encoder = new_encoder(student, draw, hidden)
        sources, lengths = draw_sources(draw, batch, time)
        got = summaries(encoder, sources, lengths, hidden)
        unchanged(encoder)
        if batch > 2 and time > 2:
            assert moved(got[0], got[1]) > 1e-4, say("Two different rows got the same summary.", "两个不同的行得到了同样的概括向量。")


@question("Encoder", points=2)
def check_padding_and_company_change_no_summary(student, draw):
    """What stands behind a row's length does not matter, nor how much of it, nor which other rows are in the batch.

    zh: 一行里排在长度之后的是什么、有多少，以及同批还有哪些行，都不影响概括向量。
    """
    hidden = 5
    for batch, time in ((6, 7), (4, 9)):
        encoder = new_encoder(student, draw, hidden)
        sources, lengths = draw_sources(draw, batch, time)
        alone = np.concatenate([summaries(encoder, sources[[row], :length], [length], hidden) for row, length in enumerate(lengths)])
        for filling in (np.zeros([batch, time + 3], "int64"), draw.ids(batch, time + 3, below=VOCAB_IN)):
            filled = filling.copy()
            for row, length in enumerate(lengths):
                filled[row, :length] = sources[row, :length]
            together = summaries(encoder, filled, lengths, hidden)
            assert np.allclose(together, alone, rtol=1e-4, atol=1e-4)


@question("Encoder", points=2)
def check_one_half_reads_forward_and_one_backward(student, draw):
    """Both halves of the summary have read every character: the first half the last one most recently, the second half the first one.

    zh: 概括向量的两半都读过每一个字符：前一半最后读的是末尾的字符，后一半最后读的是开头的字符。
    """
    hidden, time = 6, 5
    encoder = new_encoder(student, draw, hidden)
    sources, lengths = draw_sources(draw, 4, time + 2)[0], np.array([time, time + 2, time, 1])
    before = summaries(encoder, sources, lengths, hidden)
    for place in range(time):
        change = summaries(encoder, with_other_token(sources, place), lengths, hidden) - before
        for half, en, zh in ((change[:3, :hidden], "first", "前"), (change[:3, hidden:], "second", "后")):
            assert np.abs(half).max(axis=1).min() > 1e-5, say(
                f"A character does not move the {en} half of the summary.", f"有的字符不影响概括向量的{zh}一半。"
            )
    # Small weights forget: what was read last counts for most.
    encoder, time = new_encoder(student, draw, hidden, spread=0.3), 11
    sources, lengths = draw_sources(draw, 5, time + 1)[0], np.full([5], time)
    before = summaries(encoder, sources, lengths, hidden)
    at_start = summaries(encoder, with_other_token(sources, 0), lengths, hidden) - before
    at_end = summaries(encoder, with_other_token(sources, time - 1), lengths, hidden) - before
    forward, backward = slice(0, hidden), slice(hidden, None)
    assert moved(0, at_end[:, forward]) > 4 * moved(0, at_start[:, forward]), say(
        "The first half of the summary does not come from reading forward.", "概括向量的前一半不是正向读得到的。"
    )
    assert moved(0, at_start[:, backward]) > 4 * moved(0, at_end[:, backward]), say(
        "The second half of the summary does not come from reading backward.", "概括向量的后一半不是反向读得到的。"
    )


def with_other_token(sources, place):
    """Return a copy of sources with another token at one place of every row; no token becomes PAD."""
    other = sources.copy()
    other[:, place] = other[:, place] % (VOCAB_IN - 1) + 1
    return other


@question("Encoder", points=1)
def check_all_weights_of_the_encoder_can_learn(student, draw):
    """The sizes are those asked for, and a gradient reaches the embedding and the weights of both directions.

    zh: 各处大小符合要求，梯度能传到词嵌入和两个方向的权重。
    """
    embedding, hidden = 4, 5
    encoder = new_encoder(student, draw, hidden, embedding=embedding).train()
    found = {name: array.shape for name, array in encoder.parameters().items() if array.ndim == 2}
    assert (VOCAB_IN, embedding) in found.values(), say(
        "There is no embedding table [vocab_size, embedding_size].", "没有找到词嵌入表 [vocab_size, embedding_size]。"
    )
    sources, lengths = draw_sources(draw, 4, 6)
    _, gradients = encoder.gradients(ids(sources), ids(lengths), of=draw.array(4, 2 * hidden, dtype="float32"))
    for name in found:
        assert gradients.get(name) is not None and np.any(gradients[name]), say(
            "Some weights get no gradient: they have no part in the summary.", "有的权重得不到梯度：它们没有参与得出概括向量。"
        )


# -- shift_right ---------------------------------------------------------------------------------------------------------------


@question("shift_right", points=1)
def check_start_comes_first_and_the_last_column_goes(student, draw):
    """START, then every column but the last: the decoder reads the character before the one that it is asked for.

    zh: 先是 START，再是除最后一列之外的各列：解码器读的是所求字符的前一个。
    """
    for batch, steps in draw.sizes("batch", "steps"):
        targets = draw.ids(batch, steps, below=11)
        want = np.concatenate([np.full([batch, 1], START), targets[:, :-1]], axis=1)
        equal(student.shift_right(ids(targets)), want, of="shift_right", dims="[batch, steps]")


@question("shift_right", points=1)
def check_shift_right_leaves_the_targets_alone(student, draw):
    """The targets stay as they are; END and PAD within them are moved like all else.

    zh: targets 保持原样；其中的 END 和 PAD 与别的 id 一样移动。
    """
    targets = draw.ids(4, 6, below=8) + EXTRA
    for row, length in enumerate((5, 2, 1, 0)):
        targets[row, length:] = PAD
        targets[row, length] = END
    got = student.shift_right(ids(targets))
    unchanged(student.shift_right)
    equal(got, np.concatenate([np.full([4, 1], START), targets[:, :-1]], axis=1), of="shift_right", dims="[batch, steps]")


# -- Decoder -----------------------------------------------------------------------------------------------------------------

VOCAB_OUT = 11


def new_decoder(student, draw, hidden, spread=0.8, vocab=VOCAB_OUT):
    """Return the learner's decoder with weights drawn here."""
    decoder = a_layer(student.Decoder(vocab, 4, hidden), "Decoder")
    return give_weights(draw, decoder, vocab, spread)


def read(decoder, tokens, state, vocab=VOCAB_OUT):
    """Return logits and final state of a decoder once their shapes are right."""
    got = decoder(ids(tokens), paddle.to_tensor(np.asarray(state, "float32")))
    assert isinstance(got, tuple | list) and len(got) == 2, say(
        "`Decoder` returns two things, `(logits, state)`.", "`Decoder` 应返回两样东西：`(logits, state)`。"
    )
    logits, final = got
    want = np.zeros([*np.shape(tokens), vocab])
    equal(np.zeros(np.shape(logits)), want, of="Decoder (logits)", dims="[batch, steps, vocab_size]")
    equal(np.zeros(np.shape(final)), np.zeros(np.shape(state)), of="Decoder (state)", dims="[batch, hidden_size]")
    return logits, final


@question("Decoder", points=1)
def check_decoder_returns_logits_of_every_step(student, draw):
    """Logits [batch, steps, vocab_size] and a state [batch, hidden_size] come back for every size; logits are no probabilities.

    zh: 不论尺寸如何，都返回 logits [batch, steps, vocab_size] 和状态 [batch, hidden_size]；logits 不是概率。
    """
    for batch, steps, hidden in draw.sizes("batch", "steps", "hidden"):
        decoder = new_decoder(student, draw, hidden)
        logits, _ = read(decoder, draw.ids(batch, steps, below=VOCAB_OUT), draw.array(batch, hidden))
        unchanged(decoder)
        sums = (np.exp(logits).sum(axis=-1), logits.sum(axis=-1))
        assert not any(np.allclose(one, 1, atol=1e-4) for one in sums), say(
            "These are probabilities or their logarithms. Logits are not softmaxed: cross-entropy does that.",
            "这是概率或者它的对数。logits 不做 softmax，那是交叉熵的事。",
        )


@question("Decoder", points=2)
def check_token_by_token_is_as_all_at_once(student, draw):
    """Tokens read one by one, handing on the state, give the logits of the whole row; rows do not touch each other.

    zh: 一个一个地读、把状态传下去，得到的 logits 与一次读完整行相同；各行互不影响。
    """
    for batch, steps, hidden in ((4, 6, 5), (3, 2, 7)):
        decoder = new_decoder(student, draw, hidden)
        tokens, state = draw.ids(batch, steps, below=VOCAB_OUT), draw.array(batch, hidden, dtype="float32")
        logits, final = read(decoder, tokens, state)
        assert moved(final, state) > 1e-4, say("The state that comes back is the one that went in.", "交回的状态就是传进去的那个。")
        carried = state
        for step in range(steps):
            one, carried = read(decoder, tokens[:, step : step + 1], carried)
            assert np.allclose(one[:, 0], logits[:, step], rtol=1e-4, atol=1e-4)
        assert np.allclose(carried, final, rtol=1e-4, atol=1e-4)
        for row in range(batch):
            alone, _ = read(decoder, tokens[row : row + 1], state[row : row + 1])
            assert np.allclose(alone[0], logits[row], rtol=1e-4, atol=1e-4), say(
                "A row alone gets other logits than in company.", "一行单独读，得到的 logits 与和别的行一起读时不同。"
            )


@question("Decoder", points=1)
def check_decoder_sees_the_past_and_not_the_future(student, draw):
    """The logits at a step depend on the state to start from, on this token and on the earlier ones, and on no later one.

    zh: 某一步的 logits 取决于出发时的状态、这一步和之前的 token，而不取决于之后的。
    """
    batch, steps, hidden = 3, 5, 6
    decoder = new_decoder(student, draw, hidden)
    tokens, state = draw.ids(batch, steps, below=VOCAB_OUT), draw.array(batch, hidden)
    logits, _ = read(decoder, tokens, state)
    from_elsewhere, _ = read(decoder, tokens, state + 1)
    assert moved(logits[:, 0], from_elsewhere[:, 0]) > 1e-3, say(
        "The state to start from does not move the logits.", "出发时的状态不影响 logits。"
    )
    for place in range(steps):
        other = tokens.copy()
        other[:, place] = (other[:, place] + 1) % VOCAB_OUT
        changed, _ = read(decoder, other, state)
        assert place == 0 or moved(logits[:, :place], changed[:, :place]) < 1e-4, say(
            "A later token moves earlier logits: the decoder looks ahead.", "后面的 token 影响了前面的 logits：解码器往后看了。"
        )
        for step in range(place, steps):
            assert moved(logits[:, step], changed[:, step]) > 1e-5, say(
                "A token does not move the logits of its own step or of a later one.", "有 token 不影响自己这一步或后面各步的 logits。"
            )


@question("Decoder", points=1)
def check_gradients_reach_state_and_weights_of_the_decoder(student, draw):
    """Gradients reach the state to start from, which is the way to the encoder, and all weights; the sizes are those asked for.

    zh: 梯度能传到出发时的状态（那是通往编码器的路）和所有权重；各处大小符合要求。
    """
    batch, steps, hidden = 3, 4, 6
    decoder = new_decoder(student, draw, hidden).train()
    weights = [draw.array(batch, steps, VOCAB_OUT, dtype="float32"), None]
    by_argument, by_parameter = decoder.gradients(ids(draw.ids(batch, steps, below=VOCAB_OUT)), draw.tensor(batch, hidden), of=weights)
    assert by_argument[1] is not None and np.any(by_argument[1]), say(
        "No gradient reaches the state to start from.", "梯度传不到出发时的状态。"
    )
    found = {name: array.shape for name, array in decoder.parameters().items() if array.ndim == 2}
    assert (VOCAB_OUT, 4) in found.values(), say(
        "There is no embedding table [vocab_size, embedding_size].", "没有找到词嵌入表 [vocab_size, embedding_size]。"
    )
    for name in found:
        assert by_parameter.get(name) is not None and np.any(by_parameter[name]), say(
            "Some weights get no gradient: they have no part in the logits.", "有的权重得不到梯度：它们没有参与得出 logits。"
        )


# -- teacher_forcing_loss ------------------------------------------------------------------------------------------------------


class Case(NamedTuple):
    """Two networks of the learner's, with weights drawn here, and a batch for them."""

    encoder: object
    decoder: object
    sources: np.ndarray
    lengths: np.ndarray
    targets: np.ndarray

    def args(self):
        """Return the arguments that all functions of the lab take first."""
        return self.encoder, self.decoder, ids(self.sources), ids(self.lengths)


def draw_targets(draw, batch, steps, shortest=0, vocab=VOCAB_OUT):
    """Return targets of `shortest` to steps - 1 symbols, then END, then PAD; the longest fills its row."""
    targets = np.full([batch, steps], PAD, "int64")
    symbols = draw.rng.integers(shortest, steps, batch) if shortest < steps - 1 else np.full([batch], steps - 1)
    symbols[draw.rng.integers(batch)] = steps - 1
    for row, count in enumerate(symbols):
        targets[row, :count] = draw.rng.integers(EXTRA, vocab, count)
        targets[row, count] = END
    return targets


def new_case(student, draw, batch, time, steps, hidden, *, shortest=0):
    """Return a case with random sizes."""
    encoder, decoder = new_encoder(student, draw, hidden), new_decoder(student, draw, 2 * hidden)
    return Case(encoder, decoder, *draw_sources(draw, batch, time), draw_targets(draw, batch, steps, shortest))


def surprises(case):
    """Return −log p of every entry of the targets, [batch, steps], each given the right ones before."""
    reads = np.concatenate([np.full([len(case.targets), 1], START), case.targets[:, :-1]], axis=1)
    state = case.encoder(ids(case.sources), ids(case.lengths))
    logits = np.asarray(case.decoder(ids(reads), paddle.to_tensor(state))[0], "float64")
    logits = logits - logits.max(axis=-1, keepdims=True)
    logs = logits - np.log(np.exp(logits).sum(axis=-1, keepdims=True))
    return -np.take_along_axis(logs, case.targets[:, :, None], axis=2)[:, :, 0]


def compare_loss(student, case):
    """Compare the learner's loss with the one computed here."""
    got = student.teacher_forcing_loss(*case.args(), ids(case.targets))
    unchanged(student.teacher_forcing_loss)
    want = float(surprises(case)[case.targets != PAD].mean())
    equal(got, want, of="teacher_forcing_loss", tolerance=1e-4)


@question("teacher_forcing_loss", points=2)
def check_loss_of_answers_that_are_equally_long(student, draw):
    """Each character, END too, is asked for while the one before it is read; the loss is the mean over all of them.

    zh: 每个字符（包括 END）都在读到前一个字符时被要求写出；损失是对它们全体的平均。
    """
    for batch, time, steps, hidden in draw.sizes("batch", "time", "steps", "hidden"):
        compare_loss(student, new_case(student, draw, batch, time, steps, hidden, shortest=steps - 1))


@question("teacher_forcing_loss", points=2)
def check_padding_of_the_answers_does_not_count(student, draw):
    """The mean is over real characters only: adding padding does not change it, and each character weighs the same.

    zh: 平均只对真正的字符求：添加填充不会改变损失，每个字符的分量相同。
    """
    for batch, time, steps, hidden in ((5, 6, 7, 4), (4, 3, 9, 5)):
        case = new_case(student, draw, batch, time, steps, hidden)
        compare_loss(student, case)
        more = np.concatenate([case.targets, np.full([batch, 3], PAD, "int64")], axis=1)
        compare_loss(student, case._replace(targets=more))


@question("teacher_forcing_loss", points=1)
def check_gradients_can_flow_from_the_loss(student, draw):
    """The loss is right, and it is a tensor from which gradients flow back.

    zh: 损失正确，并且是可以往回传梯度的张量。
    """
    case = new_case(student, draw, 3, 4, 5, 6)
    case.encoder.train(), case.decoder.train()
    compare_loss(student, case)
    assert student.teacher_forcing_loss.leaves["result"] == "trainable tensor", say(
        "No gradient can flow from the loss: it is no tensor, or it was cut off.", "损失传不出梯度：它不是张量，或者梯度被切断了。"
    )


# -- greedy_decode -------------------------------------------------------------------------------------------------------------


def likeliest(case, steps):
    """Return what the networks write in `steps` steps if nothing ends it, [batch, steps]."""
    state = case.encoder(ids(case.sources), ids(case.lengths))
    tokens, columns = np.full([len(case.sources), 1], START), []
    for _ in range(steps):
        logits, state = case.decoder(ids(tokens), paddle.to_tensor(np.asarray(state)))
        tokens = np.asarray(logits).argmax(axis=-1)
        columns.append(tokens[:, 0])
    return np.stack(columns, axis=1)


def cut(rows):
    """Return rows of ids as lists that end before END."""
    return [row[: row.index(END)] if END in row else row for row in rows.tolist()]


def answers_of(student, case, max_length):
    """Return the learner's answers as lists of ints once their form is right."""
    got = student.greedy_decode(*case.args(), max_length)
    unchanged(student.greedy_decode)
    is_list = isinstance(got, list | tuple) and len(got) == len(case.sources)
    assert is_list, say("`greedy_decode` returns a list with one entry a row.", "`greedy_decode` 应返回列表，每行一项。")
    for row in got:
        is_ids = isinstance(row, list | tuple) and all(isinstance(number, int | np.integer) and number is not True for number in row)
        assert is_ids, say("Each answer is a list of ints.", "每个答案都应是由整数组成的列表。")
        assert len(row) <= max_length, say("An answer is longer than `max_length`.", "有答案比 `max_length` 还长。")
        assert END not in list(row), say("END is in an answer.", "答案里有 END。")
    return [[int(number) for number in row] for row in got]


def same_answers(got, want):
    """Fail with a sentence if an answer differs; expected answers and their lengths are not told."""
    for answer, wanted in zip(got, want, strict=True):
        assert len(answer) <= len(wanted) or answer[: len(wanted)] != wanted, say(
            "An answer goes on where it should have ended.", "有答案在该结束的地方没有结束。"
        )
        assert len(answer) >= len(wanted) or answer != wanted[: len(answer)], say("An answer ends too early.", "有答案结束得太早。")
        assert answer == wanted, say("An answer does not consist of the likeliest ids.", "有答案不是由每一步最可能的 id 组成的。")


def with_bias_of_end(case, number):
    """Make END far more likely, or far less, than anything else; the readout's bias is the vector as long as the vocabulary."""
    weights = {name: array.copy() for name, array in case.decoder.parameters().items() if array.shape == (VOCAB_OUT,)}
    for bias in weights.values():
        bias[END] = number
    case.decoder.set_state_dict(weights)
    return case


@question("greedy_decode", points=2)
def check_the_likeliest_id_is_written_and_read_again(student, draw):
    """At each step the likeliest id is written and then read; each row goes on until its own END.

    zh: 每一步写下最可能的 id，下一步再读入它；每一行都写到自己的 END 为止。
    """
    max_length = 7
    for _ in range(20):  # until there is a batch in which rows end early, late and not at all
        case = new_case(student, draw, 12, 5, 2, 5)
        give_weights(draw, case.decoder, VOCAB_OUT, 3.0)  # lively weights, or all rows write the same for ever
        with_bias_of_end(case, draw.rng.uniform(1, 4))
        want = cut(likeliest(case, max_length))
        lengths = {len(row) for row in want}
        if len(lengths) > 2 and max_length in lengths:
            break
    same_answers(answers_of(student, case, max_length), want)


@question("greedy_decode", points=1)
def check_an_answer_can_be_empty(student, draw):
    """Where END comes first, the answer is an empty list, for one row and for several.

    zh: 一开始就是 END 时，答案是空列表；一行如此，多行也如此。
    """
    for batch in (1, 4):
        case = with_bias_of_end(new_case(student, draw, batch, 5, 2, 5), 100.0)
        same_answers(answers_of(student, case, 7), cut(likeliest(case, 7)))


@question("greedy_decode", points=1)
def check_writing_stops_at_the_limit(student, draw):
    """Where END never comes, an answer has exactly max_length ids, also if that is one.

    zh: END 始终不来时，答案恰好有 max_length 个 id；max_length 为 1 时也一样。
    """
    for max_length in (9, 4, 1):
        case = with_bias_of_end(new_case(student, draw, 4, 5, 2, 5), -100.0)
        same_answers(answers_of(student, case, max_length), cut(likeliest(case, max_length)))


@question("greedy_decode", points=1)
def check_a_row_is_answered_alike_alone_and_in_company(student, draw):
    """One row by itself gets the answer that it gets in a batch; lengths are passed to the encoder.

    zh: 一行单独成批时，得到的答案与它在大批次中一样；长度交给了编码器。
    """
    case = with_bias_of_end(new_case(student, draw, 7, 6, 2, 5), 1.0)
    want = cut(likeliest(case, 8))
    same_answers(answers_of(student, case, 8), want)
    for row in range(3):
        alone = case._replace(sources=case.sources[row : row + 1], lengths=case.lengths[row : row + 1])
        same_answers(answers_of(student, alone, 8), [want[row]])


# -- exact_match ---------------------------------------------------------------------------------------------------------------


@question("exact_match", points=1)
def check_only_whole_answers_count(student, draw):
    """An answer counts if it equals the right one from beginning to end; beginnings, near misses and the same characters do not.

    zh: 从头到尾都相同的答案才算；只对了开头、差一个字符、字符相同而次序不同，都不算。
    """
    for count in (1, 4, 7):
        wanted = ["".join(draw.rng.choice(list("0123456789-"), 8)) + "x" for _ in range(count)]
        for right in range(count + 1):
            spoilt = [word[:-1] if n % 3 == 0 else word + "1" if n % 3 == 1 else "x" + word[:-1] for n, word in enumerate(wanted)]
            answers = [word if n < right else spoilt[n] for n, word in enumerate(wanted)]
            equal(student.exact_match(answers, wanted), right / count, of="exact_match", tolerance=1e-6)


@question("exact_match", points=1)
def check_exact_match_of_lists_and_empty_answers(student, draw):
    """Lists of ids are compared like texts, and an empty answer is right only if the right one is empty.

    zh: id 列表与文本一样比较；空答案只有在正确答案也为空时才对。
    """
    wanted = [[5, 3, 4], [7], [], [4, 4], [9, 3]]
    answers = [[5, 3, 4], [7, 7], [], [], [3, 9]]
    equal(student.exact_match(answers, wanted), 0.4, of="exact_match", tolerance=1e-6)
    unchanged(student.exact_match)
    equal(student.exact_match(["", "ab"], ["", "abc"]), 0.5, of="exact_match", tolerance=1e-6)


# -- train_translator ----------------------------------------------------------------------------------------------------------

SYMBOLS, LONGEST = 4, 4
UNTRAINED = 80  # strings that are kept back
UPDATES, BATCH, LEARNING_RATE = 120, 64, 0.02
ENOUGH = 0.75  # the solution reached at least 0.91 with 50 seeds; answers of other rows, or none learnt, give 0


def backwards(draw):
    """Return sources, lengths and targets of all strings up to LONGEST symbols, in random order: each is to be written backwards.

    What a symbol is called on the way out is drawn here.
    """
    strings = [string for length in range(1, LONGEST + 1) for string in itertools.product(range(SYMBOLS), repeat=length)]
    name = draw.rng.permutation(SYMBOLS)
    sources = np.zeros([len(strings), LONGEST], "int64")
    targets = np.zeros([len(strings), LONGEST + 1], "int64")
    lengths = np.array([len(string) for string in strings])
    for row, string in enumerate(strings):
        sources[row, : len(string)] = np.array(string) + 1
        targets[row, : len(string) + 1] = [*(name[list(string[::-1])] + EXTRA), END]
    order = draw.rng.permutation(len(strings))
    return sources[order], lengths[order], targets[order]


def new_pair(student, hidden=32):
    """Return an untrained encoder and decoder of the learner's for these strings."""
    encoder = a_layer(student.Encoder(SYMBOLS + 1, 8, hidden), "Encoder")
    return encoder, a_layer(student.Decoder(SYMBOLS + EXTRA, 8, 2 * hidden), "Decoder")


def losses_of(got, updates):
    """Return the losses as an array once their form is right."""
    losses = np.asarray(got, "float64") if isinstance(got, list | tuple | np.ndarray) else np.zeros([0])
    assert losses.size == updates, say("There is one loss for each update.", "每次更新应有一个损失。")
    assert np.isfinite(losses).all(), say("A loss is NaN or infinite.", "有损失是 NaN 或无穷大。")
    return losses.reshape(updates)


def trained_share(student, draw):
    """Train the learner's networks with the learner's loop; return the losses and the exact match on strings kept back."""
    data = backwards(draw)
    seen, kept = tuple(part[UNTRAINED:] for part in data), tuple(part[:UNTRAINED] for part in data)
    pair = new_pair(student)
    losses = losses_of(student.train_translator(*pair, *seen, UPDATES, BATCH, LEARNING_RATE, int(draw.rng.integers(1000))), UPDATES)
    for model in pair:
        model.eval()
    wrote = cut(likeliest(Case(*pair, *kept), LONGEST + 1))
    return losses, float(np.mean([a == b for a, b in zip(wrote, cut(kept[2]), strict=True)]))


@question("train_translator", points=3, pattern=True)
def check_a_small_language_is_learnt(student, draw):
    """After a short training on a small language, strings that were not trained on are answered right.

    zh: 在一种小语言上短短训练之后，没有训练过的串也能答对。
    """
    losses, share = trained_share(student, draw)
    assert losses[-20:].mean() < 0.5 * losses[:5].mean(), say("The loss hardly fell.", "损失几乎没有下降。")
    assert share >= ENOUGH, say(
        f"Only {share:.0%} of the new strings were answered right; {ENOUGH:.0%} can be expected.",
        f"新的串只答对了 {share:.0%}；应当能达到 {ENOUGH:.0%}。",
    )


@question("train_translator", points=1, pattern=True)
def check_the_same_seed_trains_alike(student, draw):
    """The same call on the same weights gives the same result, whatever was drawn before; another seed, and each update, draws other rows.

    zh: 同样的调用作用于同样的权重，结果就相同，与之前抽过什么随机数无关；换一个种子，或到了下一次更新，抽到的行就不同。
    """
    data = backwards(draw)
    found = []
    for before, seed in ((1, 5), (2, 5), (3, 6)):
        student.seed(0)
        pair = new_pair(student, 5)
        student.seed(before)
        losses = losses_of(student.train_translator(*pair, *data, 4, 6, 0.01, seed), 4)
        unchanged(student.train_translator)
        found.append((losses, [*pair[0].parameters().values(), *pair[1].parameters().values()]))
    same = np.allclose(found[0][0], found[1][0], rtol=1e-5) and all(
        np.allclose(a, b, atol=1e-6) for a, b in zip(found[0][1], found[1][1], strict=True)
    )
    assert same, say("The same seed gave another result.", "同一个种子得到了不同的结果。")
    assert not np.allclose(found[0][0], found[2][0], rtol=1e-5), say("Another seed drew the same rows.", "换了种子，抽到的行却没有变。")
    standing_still = losses_of(student.train_translator(*new_pair(student, 5), *data, 6, 6, 0.0, 4), 6)  # a learning rate of 0
    assert np.ptp(standing_still) > 1e-4, say("Every update draws the same rows.", "每次更新抽到的都是同样的行。")


@question("train_translator", points=1, pattern=True)
def check_losses_are_those_before_each_step_and_both_networks_move(student, draw):
    """The first loss is that of the weights as they came, and every update moves both networks, even if they come in evaluation mode.

    zh: 第一个损失是权重原样时的损失；每次更新都改变两个网络，即使它们传入时处于评估模式。
    """
    one = tuple(np.repeat(part[:1], 3, axis=0) for part in backwards(draw))  # three times the same row: any draw is the same batch
    pair = new_pair(student, 6)
    for model in pair:
        model.eval()
    want = surprises(Case(*pair, *one))[one[2] != PAD].mean()
    before = pair[0].parameters(), pair[1].parameters()
    losses = losses_of(student.train_translator(*pair, *one, 25, 5, 0.02, 3), 25)
    assert np.isclose(losses[0], want, rtol=1e-3), say(
        "The first loss is not that of the weights as they came.", "第一个损失不是权重原样时的损失。"
    )
    for weights, model, en, zh in zip(before, pair, ("encoder", "decoder"), ("编码器", "解码器"), strict=True):
        after = model.parameters()
        moving = [not np.array_equal(weights[name], after[name]) for name in weights]
        assert any(moving), say(f"The weights of the {en} are what they were.", f"{zh}的权重和原来一样。")
    assert losses[-1] < 0.5 * losses[0], say("One and the same row was not learnt.", "只有一行数据，也没有学会。")
