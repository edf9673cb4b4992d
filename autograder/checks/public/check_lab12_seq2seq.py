"""Public checks of lab 12: the simplest cases, with sizes that the text names."""

from __future__ import annotations

import numpy as np
import paddle

from autograder.checking import equal, question, say, unchanged

END = 2


def ids(array):
    """Return an array of ids as an int64 tensor."""
    return paddle.to_tensor(np.asarray(array, "int64"))


@question("Encoder")
def check_encoder_returns_one_summary_a_row(student, draw):
    """Each row gets one summary of 2 * hidden_size numbers, and padding at its end does not change it.

    zh: 每一行得到一个概括向量，含 2 * hidden_size 个数；行尾的填充不会改变它。
    """
    encoder = student.Encoder(9, 4, 5)
    short = encoder(ids([[7, 5]]), ids([2]))
    equal(np.zeros(np.shape(short)), np.zeros([1, 10]), of="Encoder", dims="[batch, 2 * hidden_size]")
    together = encoder(ids([[3, 8, 1, 2], [7, 5, 0, 0]]), ids([4, 2]))
    equal(np.zeros(np.shape(together)), np.zeros([2, 10]), of="Encoder", dims="[batch, 2 * hidden_size]")
    assert np.allclose(together[1], short[0], atol=1e-5), say(
        "A row got another summary when padding was added to it.", "给一行添上填充之后，它的概括向量变了。"
    )


@question("shift_right")
def check_shift_right_on_the_example(student, draw):
    """START comes first, then all columns but the last.

    zh: 先是 START，再是除最后一列之外的各列。
    """
    got = student.shift_right(ids([[7, 8, 9, 2], [5, 2, 0, 0]]))
    unchanged(student.shift_right)
    equal(got, np.array([[1, 7, 8, 9], [1, 5, 2, 0]]), of="shift_right", dims="[batch, steps]")


@question("Decoder")
def check_decoder_returns_logits_and_a_state(student, draw):
    """There are logits for each token, and a state to go on from: three tokens at once are as three tokens one by one.

    zh: 每个 token 都有 logits，还有可以接着走的状态：三个 token 一次读完，与一个一个读，结果相同。
    """
    decoder = student.Decoder(7, 4, 10)
    tokens, state = ids([[1, 5, 6], [1, 3, 4]]), draw.tensor(2, 10)
    got = decoder(tokens, state)
    assert isinstance(got, tuple | list) and len(got) == 2, say(
        "`Decoder` returns two things, `(logits, state)`.", "`Decoder` 应返回两样东西：`(logits, state)`。"
    )
    logits, final = got
    equal(np.zeros(np.shape(logits)), np.zeros([2, 3, 7]), of="Decoder (logits)", dims="[batch, steps, vocab_size]")
    equal(np.zeros(np.shape(final)), np.zeros([2, 10]), of="Decoder (state)", dims="[batch, hidden_size]")
    for step in range(3):
        one, state = decoder(tokens[:, step : step + 1], paddle.to_tensor(np.asarray(state)))
        assert np.allclose(one[:, 0], logits[:, step], atol=1e-5)
    assert np.allclose(state, final, atol=1e-5)


@question("teacher_forcing_loss")
def check_loss_starts_near_knowing_nothing(student, draw):
    """For new networks the loss is one number near ln(vocab), and a gradient can flow from it.

    zh: 对新建的网络，损失是一个数，接近 ln(vocab)，而且梯度能从它往回传。
    """
    encoder, decoder = student.Encoder(9, 4, 5), student.Decoder(7, 4, 10)
    got = student.teacher_forcing_loss(encoder, decoder, ids([[3, 8, 1], [7, 5, 0]]), ids([3, 2]), ids([[6, 3, 2], [4, 2, 0]]))
    assert np.size(got) == 1, say("The loss is one number.", "损失应当是一个数。")
    value = float(np.asarray(got).reshape(()))
    assert abs(value - np.log(7)) < 1, say("The loss is far from ln(vocab).", "损失与 ln(vocab) 相差很远。")
    assert student.teacher_forcing_loss.leaves["result"] == "trainable tensor", say(
        "The loss is no tensor through which gradients can flow.", "损失不是可以传梯度的张量。"
    )


@question("greedy_decode")
def check_decoding_returns_short_lists_of_ids(student, draw):
    """Each row gets a list of ids without END, with max_length entries at most.

    zh: 每一行得到一个 id 列表，不含 END，最多 max_length 项。
    """
    encoder, decoder = student.Encoder(9, 4, 5), student.Decoder(7, 4, 10)
    got = student.greedy_decode(encoder, decoder, ids([[3, 8, 1], [7, 5, 0]]), ids([3, 2]), 6)
    equal(isinstance(got, list | tuple) and len(got), 2, of="greedy_decode (number of rows)")
    for row in got:
        is_ids = isinstance(row, list | tuple) and all(isinstance(number, int | np.integer) for number in row)
        assert is_ids, say("Each row is a list of ints.", "每一行都应是由整数组成的列表。")
        assert END not in row, say("END is in an answer.", "答案里有 END。")
        assert len(row) <= 6, say("An answer is longer than `max_length`.", "有答案比 `max_length` 还长。")


@question("exact_match")
def check_exact_match_on_the_example(student, draw):
    """One of two answers is right as a whole.

    zh: 两个答案中有一个完全正确。
    """
    equal(student.exact_match(["1998-03-04", "1998-03"], ["1998-03-04", "1998-03-31"]), 0.5, of="exact_match", tolerance=1e-6)
    equal(student.exact_match([[4, 5], [6]], [[4, 5], [6]]), 1.0, of="exact_match", tolerance=1e-6)


@question("train_translator")
def check_training_moves_both_networks(student, draw):
    """There is a loss for each update, and the weights of both networks move.

    zh: 每次更新有一个损失，两个网络的权重都有变化。
    """
    encoder, decoder = student.Encoder(6, 4, 5), student.Decoder(8, 4, 10)
    before = encoder.parameters(), decoder.parameters()
    data = (draw.ids(10, 3, below=5) + 1, np.full([10], 3, "int64"), draw.ids(10, 4, below=5) + 3)
    losses = student.train_translator(encoder, decoder, *data, 3, 4, 0.01, 0)
    equal(np.shape(losses), (3,), of="train_translator (number of losses)")
    assert np.isfinite(np.asarray(losses, "float64")).all(), say("A loss is NaN or infinite.", "有损失是 NaN 或无穷大。")
    for weights, model, en, zh in zip(before, (encoder, decoder), ("encoder", "decoder"), ("编码器", "解码器"), strict=True):
        after = model.parameters()
        moved = any(not np.array_equal(weights[name], after[name]) for name in weights)
        assert moved, say(f"The weights of the {en} are what they were.", f"{zh}的权重和原来一样。")
