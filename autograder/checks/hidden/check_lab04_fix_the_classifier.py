"""Hidden checks of lab 4.

Everything is judged by what it does. Data are drawn here by the rule of the text, accuracy is computed here from logits, and the
models that a learner's functions work on are built where those functions run, from plain descriptions.

Accuracy alone never decides: on the wrong data the broken classifier reaches 100 %. What makes a classifier sound is that the
logits of a row depend on all of its own tokens, in their order, and on nothing else.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import paddle

from autograder.checking import equal, question, say

LETTERS = "ABCDEFGHIJ"

# -- diagnose --------------------------------------------------------------------------------------------------------------


def verdicts(student):
    """Return the learner's verdict for each letter, None where there is none yet."""
    got = student.diagnose()
    assert type(got) is dict, say("`diagnose` returns a dict, letter to verdict.", "`diagnose` 应返回字典：字母对应判断。")
    others = [letter for letter in LETTERS if letter in got and got[letter] not in ("bug", "silent bug", "fine")]
    assert not others, say(
        f"The verdict on {', '.join(others)} is none of BUG, SILENT and FINE.",
        f"{'、'.join(others)} 的判断不是 BUG、SILENT、FINE 之一。",
    )
    return {letter: got.get(letter) for letter in LETTERS}


@question("diagnose", points=1)
def check_diagnose_finds_the_line_that_crashes(student, draw):
    """One line stops the program, and it is the only one called a bug.

    zh: 让程序中断的只有一行，也只有这一行判为 bug。
    """
    verdict = verdicts(student)
    crashes = [letter for letter in LETTERS if verdict[letter] == "bug"]
    assert len(crashes) == 1, say(
        f"{len(crashes)} lines are called a bug. How many error messages did you see?",
        f"有 {len(crashes)} 行判为 bug。报错信息一共出现过几次？",
    )
    assert crashes == ["C"]


@question("diagnose", points=1)
def check_diagnose_finds_the_worthless_data(student, draw):
    """The lines that make the data worthless without a word are called silent bugs (and not every line is).

    zh: 悄悄让数据失去意义的那几行判为静默错误（而不是把所有行都这样判）。
    """
    verdict = verdicts(student)
    assert not accuses_everything(verdict)
    assert verdict["D"] == verdict["E"] == "silent bug"


@question("diagnose", points=1)
def check_diagnose_finds_the_silent_bug_of_the_model(student, draw):
    """The line that makes the model compute something else than its author believes is called a silent bug.

    zh: 让模型所算的与作者所想的不一致的那一行判为静默错误。
    """
    verdict = verdicts(student)
    assert not accuses_everything(verdict)
    assert verdict["G"] == "silent bug"


@question("diagnose", points=1)
def check_diagnose_acquits_what_only_looks_odd(student, draw):
    """Lines that are ugly or unusual, and right, are called fine (and not every line is).

    zh: 难看或少见、但没有错的行判为 fine（而不是把所有行都这样判）。
    """
    verdict = verdicts(student)
    assert any(verdict[letter] != "fine" for letter in "CDEG"), say("Not everything is fine here.", "这里并非每一行都没有问题。")
    missing = [letter for letter in LETTERS if verdict[letter] is None]
    assert not missing, say(f"These letters have no verdict yet: {', '.join(missing)}.", f"这些字母还没有判断：{'、'.join(missing)}。")
    assert all(verdict[letter] == "fine" for letter in "ABFHIJ")


def accuses_everything(verdict):
    """Whether hardly a line is left that is not called a silent bug."""
    return sum(word == "silent bug" for word in verdict.values()) > 6


# -- make_dataset ----------------------------------------------------------------------------------------------------------


def dataset(student, n, steps, vocab, seed):
    """Return the learner's ids and labels once their form is right."""
    got = student.make_dataset(n, steps, vocab, seed)
    assert isinstance(got, (tuple, list)) and len(got) == 2, say(
        "`make_dataset` returns two things, `(ids, labels)`.", "`make_dataset` 应返回两样东西：`(ids, labels)`。"
    )
    ids, labels = got
    equal(np.zeros(np.shape(ids)), np.zeros([n, steps]), of="make_dataset (ids)", dims="[n, steps]")
    equal(np.zeros(np.shape(labels)), np.zeros([n]), of="make_dataset (labels)", dims="[n]")
    assert ids.dtype.kind == "i", say("Token ids have to be integers (int64).", "词 id 必须是整数（int64）。")
    assert labels.dtype.kind == "i", say(
        "Labels have to be integers (int64): cross-entropy takes them for class numbers.",
        "标签必须是整数（int64）：交叉熵把它们当作类别编号。",
    )
    return ids, labels


@question("make_dataset", points=1, pattern=True)
def check_make_dataset_draws_every_id_everywhere(student, draw):
    """Each id from 0 to vocab − 1 occurs at each step, about equally often, and rows differ.

    zh: 从 0 到 vocab − 1 的每个 id 在每个时间步都会出现，频率大致相同，而且各行不同。
    """
    dataset(student, 1, 2, 3, 0)
    n, steps, vocab = 900, 6, 12
    ids, _ = dataset(student, n, steps, vocab, 5)
    assert ids.min() >= 0 and ids.max() < vocab, say("An id lies outside 0 … vocab − 1.", "有 id 落在 0 … vocab − 1 之外。")
    assert ids.max() > 0, say("All ids are 0.", "所有 id 都是 0。")
    counts = np.stack([(ids == token).sum(axis=0) for token in range(vocab)])  # [vocab, steps]
    assert counts.min() > 0, say("An id never occurs at some step.", "有的 id 在某个时间步从不出现。")
    assert counts.max() < 3 * n / vocab, say("An id occurs far more often than others.", "有的 id 出现得远比别的频繁。")
    assert len(np.unique(ids, axis=0)) > 0.9 * n, say("Many rows are equal.", "许多行完全相同。")


@question("make_dataset", points=1, pattern=True)
def check_make_dataset_labels_follow_the_rule(student, draw):
    """The label is 1 where the first half has the larger sum, and 0 otherwise.

    zh: 前半段的和更大时标签为 1，否则为 0。
    """
    for n, steps, vocab, seed in ((300, 4, 4, 1), (200, 8, 50, 2)):
        ids, labels = dataset(student, n, steps, vocab, seed)
        first, second = ids[:, : steps // 2].sum(axis=1), ids[:, steps // 2 :].sum(axis=1)
        assert set(np.unique(labels)) == {0, 1}, say(
            "The labels are not 0 and 1, or one of them is missing.", "标签不是 0 和 1，或只出现了其中一个。"
        )
        told_by_last = [len(np.unique(labels[ids[:, -1] == token])) < 2 for token in range(vocab)]
        assert not all(told_by_last), say("The last token alone tells the label.", "只凭最后一个词就能得知标签。")
        unequal = first != second
        assert not (labels == (first < second))[unequal].all(), say(
            "The labels are the wrong way round: they say where the second half is larger.", "标签反了：现在标出的是后半段更大的行。"
        )
        assert (labels == (first > second))[unequal].all(), say(
            "Some labels do not follow from their row by the rule of the text.", "有些标签不符合文中的规则。"
        )
        assert not labels[~unequal].any(), say("Where both halves have the same sum, the label is 0.", "两半之和相等时，标签应为 0。")


@question("make_dataset", points=1, pattern=True)
def check_make_dataset_repeats_with_its_seed(student, draw):
    """The same seed gives the same data, whatever was drawn before; another seed gives other data.

    zh: 种子相同，数据就相同，与之前抽过什么随机数无关；种子不同，数据也不同。
    """
    student.seed(1)
    ids, labels = dataset(student, 40, 6, 30, 8)
    student.seed(2)
    again, labels_again = dataset(student, 40, 6, 30, 8)
    other, _ = dataset(student, 40, 6, 30, 9)
    assert np.array_equal(ids, again) and np.array_equal(labels, labels_again), say(
        "The same seed gave other data.", "同一个种子给出了不同的数据。"
    )
    assert not np.array_equal(ids, other), say("Another seed gave the same data.", "换了种子，数据却没有变。")


# -- RNNClassifier ---------------------------------------------------------------------------------------------------------


class Sizes(NamedTuple):
    """Sizes of one classifier and its input; all different."""

    batch: int
    steps: int
    vocab: int
    embedding: int
    hidden: int
    classes: int


WIDE, TALL, SQUARE = Sizes(4, 6, 11, 5, 7, 3), Sizes(7, 5, 9, 6, 8, 2), Sizes(6, 6, 10, 4, 9, 3)


def classifier(student, draw, sizes):
    """Return the learner's classifier in evaluation mode, with weights drawn here.

    Freshly made weights can be so small that an influence through many steps drowns in rounding.
    """
    model = student.RNNClassifier(sizes.vocab, sizes.embedding, sizes.hidden, sizes.classes)
    assert hasattr(model, "set_state_dict"), say("`RNNClassifier` is not an `nn.Layer`.", "`RNNClassifier` 不是 `nn.Layer`。")
    weights = {name: draw.rng.uniform(-0.8, 0.8, array.shape).astype(array.dtype) for name, array in model.parameters().items()}
    model.set_state_dict(weights)
    return model.eval()


def logits_of(model, ids, sizes):
    """Return the logits of `ids` once their shape is right."""
    logits = model(paddle.to_tensor(ids))
    equal(np.zeros(np.shape(logits)), np.zeros([len(ids), sizes.classes]), of="RNNClassifier", dims="[batch, classes]")
    assert np.isfinite(logits).all(), say("The logits contain NaN or infinity.", "logits 中有 NaN 或无穷大。")
    return logits


def moved(before, after):
    """Return for each row how far its logits moved, `[batch]`."""
    return np.abs(after - before).max(axis=1)


@question("RNNClassifier", points=1)
def check_classifier_returns_logits(student, draw):
    """One row of logits comes back for each sample, also for one sample and for one step; logits are no probabilities.

    zh: 每个样本得到一行 logits，只有一个样本或一个时间步时也一样；logits 不是概率。
    """
    for sizes in (WIDE, TALL, WIDE._replace(batch=1), TALL._replace(steps=1)):
        model = classifier(student, draw, sizes)
        logits = logits_of(model, draw.ids(sizes.batch, sizes.steps, below=sizes.vocab), sizes)
        is_probability = (logits >= 0).all() and np.allclose(logits.sum(axis=1), 1, atol=1e-4)
        assert not is_probability, say(
            "Each row sums to 1: these are probabilities. Cross-entropy applies softmax itself.",
            "每一行的和都是 1：这是概率。交叉熵自己会做 softmax。",
        )


@question("RNNClassifier", points=1)
def check_classifier_has_the_sizes_asked_and_can_learn(student, draw):
    """Embedding, recurrent and output weights have the sizes asked for, and the gradient reaches all of them.

    zh: 词嵌入、循环层和输出层的权重大小符合要求，而且梯度能传到每一处。
    """
    sizes = WIDE
    model = classifier(student, draw, sizes)
    ids = draw.ids(sizes.batch, sizes.steps, below=sizes.vocab)
    ids[0, [0, -1]] = 0
    _, gradients = model.train().gradients(paddle.to_tensor(ids), of=draw.array(sizes.batch, sizes.classes, dtype="float32"))
    found = {name: array.shape for name, array in model.parameters().items() if array.ndim == 2}
    tables = [name for name, (rows, columns) in found.items() if columns == sizes.embedding and 0 <= rows - sizes.vocab <= 2]
    recurrent = [name for name, shape in found.items() if _joins(shape, sizes.embedding, sizes.hidden)]
    heads = [name for name, shape in found.items() if sizes.classes in shape]
    for names, words in (
        (tables, say("the embedding table [vocab_size, embedding_size]", "词嵌入表 [vocab_size, embedding_size]")),
        (recurrent, say("recurrent weights between embedding_size and hidden_size", "连接 embedding_size 与 hidden_size 的循环层权重")),
        (heads, say("output weights for the classes", "输出到各类别的权重")),
    ):
        assert names, say(f"Not found among the parameters: {words.en}.", f"参数中没有找到：{words.zh}。")
        reached = [gradients[name] for name in names if gradients.get(name) is not None]
        assert reached and any(np.any(gradient) for gradient in reached), say(
            f"No gradient arrives at {words.en}.", f"梯度没有传到{words.zh}。"
        )
    table = next(gradients[name] for name in tables if gradients.get(name) is not None)
    assert np.any(table[0]), say(
        "The word with the id 0 gets no gradient. In this lab it is a word like any other.",
        "id 为 0 的词得不到梯度。本实验中它和别的词一样，是普通的词。",
    )


def _joins(shape, inputs, hidden):
    """Whether a weight of this shape leads from `inputs` to (a multiple of) `hidden`, stored either way round."""
    return any(a == inputs and b % hidden == 0 for a, b in (shape, shape[::-1]))


@question("RNNClassifier", points=1)
def check_classifier_alone_is_as_in_company(student, draw):
    """A sample alone in its batch gets the logits that it gets in company.

    zh: 一个样本单独成批时的 logits，与它和别的样本同批时相同。
    """
    for sizes in (WIDE, TALL):
        model = classifier(student, draw, sizes)
        ids = draw.ids(sizes.batch, sizes.steps, below=sizes.vocab)
        together = logits_of(model, ids, sizes)
        alone = np.concatenate([logits_of(model, ids[row : row + 1], sizes) for row in range(sizes.batch)])
        assert np.allclose(together, alone, rtol=1e-4, atol=1e-4)


@question("RNNClassifier", points=1)
def check_classifier_permutes_with_its_batch(student, draw):
    """The same samples in another order get the same logits in that order.

    zh: 打乱批次中样本的顺序，logits 也只是跟着换了顺序。
    """
    for sizes in (WIDE, TALL, SQUARE):
        model = classifier(student, draw, sizes)
        ids = draw.ids(sizes.batch, sizes.steps, below=sizes.vocab)
        order = np.roll(draw.rng.permutation(sizes.batch), 1)
        logits = logits_of(model, ids, sizes)
        assert moved(logits[:1], logits[1:]).max() > 1e-3, say("All samples get the same logits.", "所有样本得到的 logits 都一样。")
        assert np.allclose(logits_of(model, ids[order], sizes), logits[order], rtol=1e-4, atol=1e-4)


@question("RNNClassifier", points=2)
def check_classifier_keeps_other_samples_out(student, draw):
    """Another sample of the batch moves neither the logits of a sample nor their gradient.

    zh: 同批的其他样本既不影响一个样本的 logits，也不影响其梯度。
    """
    for sizes in (WIDE, SQUARE):
        model = classifier(student, draw, sizes)
        ids = draw.ids(sizes.batch, sizes.steps, below=sizes.vocab)
        logits = logits_of(model, ids, sizes)
        for row in range(sizes.batch):
            other = ids.copy()
            other[row] = (other[row] + 1 + draw.ids(sizes.steps, below=sizes.vocab - 1)) % sizes.vocab  # no token stays
            change = moved(logits, logits_of(model, other, sizes))
            assert change[row] > 1e-4, say("A sample's own tokens do not move its logits.", "改变样本自己的词，它的 logits 却不变。")
            assert np.delete(change, row).max() < 1e-4
    sizes = WIDE
    model = classifier(student, draw, sizes).train()  # Paddle's recurrent layers have gradients in training mode only
    ids = paddle.to_tensor(draw.ids(sizes.batch, sizes.steps, below=sizes.vocab))
    for row in range(sizes.batch):
        only = np.zeros([sizes.batch, sizes.classes], "float32")
        only[row] = draw.array(sizes.classes)
        gradient = model.gradients(ids, of=only)[0][0]  # of the embedding's output
        if gradient is None or gradient.ndim != 3:
            continue  # no nn.Embedding to watch: the logits above have answered
        norms = np.linalg.norm(gradient, axis=2)
        by_row = norms.T if norms.shape == (sizes.steps, sizes.batch) else norms  # axes may be exchanged before the embedding
        if by_row.shape == (sizes.batch, sizes.steps):
            assert np.delete(by_row, row, axis=0).max() < 1e-5


@question("RNNClassifier", points=1)
def check_classifier_reads_every_token(student, draw):
    """Each token of a sample matters for its logits, the first as well as the last.

    zh: 样本的每一个词都影响它的 logits，第一个词和最后一个词都不例外。
    """
    for sizes in (WIDE, TALL):
        model = classifier(student, draw, sizes)
        ids = draw.ids(sizes.batch, sizes.steps, below=sizes.vocab)
        logits = logits_of(model, ids, sizes)
        for step in range(sizes.steps):
            other = ids.copy()
            other[:, step] = (other[:, step] + 1) % sizes.vocab
            change = moved(logits, logits_of(model, other, sizes)).max()
            position = say("middle", "中间的")
            if step in (0, sizes.steps - 1):
                position = say("last", "最后一个") if step else say("first", "第一个")
            assert change > 1e-5, say(
                f"A {position.en} token can be changed, and no logit moves.", f"改变样本{position.zh}词，logits 毫无变化。"
            )


@question("RNNClassifier", points=1)
def check_classifier_reads_tokens_in_order(student, draw):
    """The same tokens in another order give other logits.

    zh: 词相同而次序不同，logits 也不同。
    """
    sizes = WIDE
    model = classifier(student, draw, sizes)
    ids = np.stack([draw.rng.permutation(sizes.vocab)[: sizes.steps] for _ in range(sizes.batch)])  # no token twice in a row
    logits = logits_of(model, ids, sizes)
    for first in (0, sizes.steps - 2):
        order = np.arange(sizes.steps)
        order[[first, first + 1]] = order[[first + 1, first]]
        assert moved(logits, logits_of(model, ids[:, order], sizes)).max() > 1e-5


# -- train_classifier ------------------------------------------------------------------------------------------------------


def plain(vocab, classes, dropout=0.0):
    """Return the description of a small sound classifier."""
    return [
        {"layer": "embedding", "vocab": vocab, "size": 4, "scale": 2.0},
        {"layer": "rnn", "input": 4, "hidden": 6},
        {"layer": "last"},
        {"layer": "dropout", "p": dropout},
        {"layer": "linear", "in": 6, "out": classes},
    ]


def mean_loss(logits, labels):
    """Return the mean cross-entropy of logits `[batch, classes]`."""
    shifted = logits.astype("float64") - logits.max(axis=1, keepdims=True)
    logs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -logs[np.arange(len(labels)), labels].mean()


def train(student, model, ids, labels, *, epochs, batch_size, learning_rate, seed=0):
    """Train with the learner's function; return one loss an epoch, `[epochs]`."""
    got = student.train_classifier(model, ids, labels, epochs, batch_size, learning_rate, seed)
    assert isinstance(got, (list, tuple, np.ndarray)), say(
        "`train_classifier` returns a list of losses.", "`train_classifier` 应返回损失的列表。"
    )
    assert len(got) == epochs, say(
        f"`train_classifier` returned {len(got)} losses for {epochs} epochs.",
        f"训练 {epochs} 个 epoch，`train_classifier` 返回了 {len(got)} 个损失。",
    )
    numbers = [np.asarray(loss) for loss in got]
    assert all(number.size == 1 and number.dtype.kind in "fiu" for number in numbers), say(
        "The losses are not numbers.", "返回的损失不是数。"
    )
    losses = np.array([float(number.reshape(())) for number in numbers])
    assert np.isfinite(losses).all(), say("A loss is NaN or infinite.", "有损失是 NaN 或无穷大。")
    return losses


@question("train_classifier", points=1)
def check_training_reports_the_mean_over_all_samples(student, draw):
    """The loss of an epoch is the mean over its samples, however they fall into batches.

    zh: 一个 epoch 的损失是所有样本的平均值，与样本如何分批无关。
    """
    for n, batch_size, classes in ((10, 4, 3), (5, 8, 2)):
        model = student.build(plain(9, classes))
        ids, labels = draw.ids(n, 5, below=9), draw.ids(n, below=classes)
        want = mean_loss(model.twin(paddle.to_tensor(ids)).numpy(), labels)
        losses = train(student, model, ids, labels, epochs=3, batch_size=batch_size, learning_rate=0.0)  # nothing moves
        assert np.allclose(losses, want, rtol=1e-4, atol=1e-4)


@question("train_classifier", points=1)
def check_training_makes_an_update_for_every_batch(student, draw):
    """One epoch trains on every sample, those of a short last batch too, with an update after each batch.

    zh: 一个 epoch 用到每个样本，不足一批的也不丢，而且每个批次之后都更新一次权重。
    """
    rate = 0.01
    for n, batch_size, updates in ((10, 4, 3), (3, 8, 1)):
        model = student.build(plain(n, 2))
        ids = np.repeat(np.arange(n, dtype="int64")[:, None], 5, axis=1)  # row i is made of token i: its vector tells on it
        before = model.parameters()
        train(student, model, ids, np.ones(n, "int64"), epochs=1, batch_size=batch_size, learning_rate=rate)
        after = model.parameters()
        moves = {name: np.abs(after[name] - before[name]) for name in before}
        vectors = next(move for move in moves.values() if move.shape == (n, 4))
        assert (vectors.max(axis=1) > 0).all(), say(
            "After one epoch the vectors of some samples' tokens have not moved: these samples were left out.",
            "一个 epoch 之后，有些样本的词向量纹丝未动：这些样本没有参与训练。",
        )
        if updates > 1:
            assert max(move.max() for move in moves.values()) > 1.5 * rate, say(
                "The weights moved no further than one update of Adam takes them, and there is more than one batch.",
                "权重的变化不超过 Adam 更新一次的幅度，而批次不止一个。",
            )


@question("train_classifier", points=1)
def check_training_starts_from_fresh_gradients(student, draw):
    """Gradients do not pile up: what a model was shown in an earlier training has no part in a later update.

    zh: 梯度不会越积越多：之前训练时见过的样本，不会影响之后的更新。
    """
    ids, labels = draw.ids(8, 5, below=9), draw.ids(8, below=2)
    used, new = student.build(plain(9, 2)), student.build(plain(9, 2))  # with the same weights
    train(student, used, ids, labels, epochs=4, batch_size=8, learning_rate=0.0)  # gradients, and not a weight moves
    for model in (used, new):
        train(student, model, ids, 1 - labels, epochs=1, batch_size=8, learning_rate=1e-3)
    assert same_weights(used.parameters(), new.parameters())


@question("train_classifier", points=1)
def check_training_trains_in_training_mode(student, draw):
    """A model that arrives in evaluation mode is switched to training: dropout is at work.

    zh: 传入时处于评估模式的模型，训练前要切换到训练模式：dropout 要起作用。
    """
    model = student.build(plain(9, 3, dropout=0.5)).eval()
    ids, labels = draw.ids(20, 5, below=9), draw.ids(20, below=3)
    without = mean_loss(model.twin.eval()(paddle.to_tensor(ids)).numpy(), labels)
    losses = train(student, model, ids, labels, epochs=2, batch_size=8, learning_rate=0.0)
    assert np.abs(losses - without).max() > 1e-4
    before = model.parameters()
    train(student, model, ids, labels, epochs=1, batch_size=8, learning_rate=0.01)
    assert not same_weights(before, model.parameters()), say(
        "The weights are what they were before the training.", "训练之后，权重和训练之前一模一样。"
    )


@question("train_classifier", points=1, pattern=True)
def check_training_shuffles_by_its_seed(student, draw):
    """The same seed gives the same training, whatever was drawn before; another seed gives another order of the samples.

    zh: 种子相同，训练结果就相同，与之前抽过什么随机数无关；种子不同，样本的次序也不同。
    """
    ids, labels = draw.ids(24, 5, below=9), draw.ids(24, below=2)
    models = [student.build(plain(9, 2)) for _ in range(3)]  # all with the same weights
    for model, before, seed in zip(models, (1, 2, 2), (5, 5, 6), strict=True):
        student.seed(before)
        train(student, model, ids, labels, epochs=2, batch_size=4, learning_rate=0.01, seed=seed)
    first, again, other = (np.concatenate([array.ravel() for array in model.parameters().values()]) for model in models)
    assert np.allclose(first, again, atol=1e-6), say(
        "The same seed trained the same model differently: something is drawn from a generator that the seed does not reach.",
        "同一个种子、同样的模型，训练结果却不同：有随机数来自种子管不到的生成器。",
    )
    assert not np.allclose(first, other, atol=1e-6), say(
        "Another seed changed nothing: the samples are not shuffled.", "换了种子，结果毫无变化：样本没有打乱。"
    )


@question("train_classifier", points=2, pattern=True)
def check_training_teaches_the_rule(student, draw):
    """Your classifier, trained by your function, predicts unseen samples of the rule.

    zh: 用你的函数训练你的分类器，它能预测没见过的样本。
    """
    steps, vocab = 6, 20
    ids = draw.ids(1700, steps, below=vocab)
    labels = (ids[:, :3].sum(axis=1) > ids[:, 3:].sum(axis=1)).astype("int64")
    model = student.RNNClassifier(vocab, 12, 24, 2)
    losses = train(student, model, ids[:1200], labels[:1200], epochs=8, batch_size=32, learning_rate=0.01)
    logits = model.eval()(paddle.to_tensor(ids[1200:]))
    equal(np.zeros(np.shape(logits)), np.zeros([500, 2]), of="RNNClassifier", dims="[batch, classes]")
    accuracy = (logits.argmax(axis=1) == labels[1200:]).mean()
    assert accuracy > 0.75, say("On unseen samples the trained model is right too rarely.", "训练好的模型在没见过的样本上正确率太低。")
    assert losses[-1] < 0.7 * losses[0], say("The reported losses hardly fall.", "返回的损失几乎没有下降。")


# -- evaluate --------------------------------------------------------------------------------------------------------------


@question("evaluate", points=2)
def check_evaluation_counts_every_sample_once(student, draw):
    """Accuracy is right predictions over samples, whatever the batch size and the rest that it leaves.

    zh: 准确率等于预测正确的样本数除以样本总数，与批次大小、最后剩下几个样本无关。
    """
    for n, classes, sizes in ((11, 3, (4,)), (12, 2, (4,)), (1, 3, (4,)), (3, 4, (8,)), (150, 3, ())):
        model = student.build(plain(9, classes))
        ids = draw.ids(n, 5, below=9)
        right = model.twin(paddle.to_tensor(ids)).numpy().argmax(axis=1)
        labels = right.copy()
        labels[: n // 4] = (labels[: n // 4] + 1) % classes  # some wrong at the front,
        labels[n - 2 :] = (labels[n - 2 :] + 1) % classes  # and the last ones
        want = float((labels == right).mean())
        equal(student.evaluate(model, ids, labels, *sizes), want, of="evaluate", tolerance=1e-6)


@question("evaluate", points=1)
def check_evaluation_switches_dropout_off(student, draw):
    """Accuracy is measured in evaluation mode, even if the model arrives in training mode.

    zh: 即使传入的模型处于训练模式，准确率也在评估模式下测量。
    """
    model = student.build(plain(9, 3, dropout=0.6))
    ids = draw.ids(60, 5, below=9)
    labels = model.twin.eval()(paddle.to_tensor(ids)).numpy().argmax(axis=1)
    labels[:15] = (labels[:15] + 1) % 3
    model.train()
    equal(student.evaluate(model, ids, labels, 16), 0.75, of="evaluate", tolerance=1e-6)


@question("evaluate", points=1)
def check_evaluation_leaves_the_model_as_it_was(student, draw):
    """Afterwards the model is in the mode in which it came, training or evaluation, with the same weights.

    zh: 测量之后，模型保持传入时的模式（训练或评估），权重不变。
    """
    for training in (True, False):
        model = student.build(plain(9, 2, dropout=0.5))
        ids, before = draw.ids(7, 5, below=9), model.parameters()
        labels = model.twin.eval()(paddle.to_tensor(ids)).numpy().argmax(axis=1)
        found = []
        for given in (labels, 1 - labels):
            model.train() if training else model.eval()
            found.append(np.asarray(student.evaluate(model, ids, given, 4)))
            assert model.training == training, say(
                "The model came in one mode and left in the other.", "模型传入时是一种模式，返回时变成了另一种。"
            )
        assert all(value.size == 1 and value.dtype.kind in "fiu" for value in found), say(
            "`evaluate` returns one number.", "`evaluate` 应返回一个数。"
        )
        assert found[0] != found[1], say("Right labels and wrong labels get the same accuracy.", "标签全对和全错，得到的准确率却一样。")
        assert same_weights(before, model.parameters()), say("Measuring changed the weights.", "测量改变了权重。")


def same_weights(before, after):
    """Whether two sets of weights are equal."""
    return before.keys() == after.keys() and all(np.array_equal(before[name], after[name]) for name in before)


# -- detect_batch_leak -----------------------------------------------------------------------------------------------------


class Candidate(NamedTuple):
    """A model for the detector: what it is, whether rows leak, and how many rows and steps it is tried with."""

    en: str
    zh: str
    leaks: bool
    layers: list[dict[str, object]]
    batch: int = 5
    steps: int = 7


def network(*middle, out=6):
    """Return a description: an embedding, `middle`, and a linear layer that reads `out` numbers."""
    return [{"layer": "embedding", "vocab": 9, "size": 4, "scale": 3.0}, *middle, {"layer": "linear", "in": out, "out": 3, "scale": 2.0}]


def recurrent(kind, **options):
    """Return the description of a recurrent layer."""
    return {"layer": kind, "input": 4, "hidden": 6, **options}


SWAP, LAST, LAST_TIME_MAJOR, MEAN_TIME = ({"layer": name} for name in ("swap", "last", "last_time_major", "mean_time"))

SWAPPED_IN_OUT = [SWAP, recurrent("rnn", time_major=True), SWAP, LAST]
SWAPPED_IN_LAST = [SWAP, recurrent("lstm", time_major=True), LAST_TIME_MAJOR]
BOTH_WAYS = {"direction": "bidirect"}

RECURRENT_MODELS = [
    Candidate("a batch-first SimpleRNN", "批次在前的 SimpleRNN", False, network(recurrent("rnn"), LAST)),
    Candidate("a batch-first GRU", "批次在前的 GRU", False, network(recurrent("gru"), LAST)),
    Candidate("a two-layer LSTM", "两层 LSTM", False, network(recurrent("lstm", layers=2), LAST), steps=4),
    Candidate("a bidirectional GRU", "双向 GRU", False, network(recurrent("gru", **BOTH_WAYS), MEAN_TIME, out=12)),
    Candidate("time_major with the axes exchanged before and after", "前后都交换了轴的 time_major", False, network(*SWAPPED_IN_OUT)),
    Candidate(
        "time_major with the axes exchanged before, and the last step taken from axis 0",
        "先交换轴、再从第 0 轴取最后一步的 time_major",
        False,
        network(*SWAPPED_IN_LAST),
    ),
    Candidate(
        "time_major on batch-first data (SimpleRNN)",
        "批次在前的数据配 time_major（SimpleRNN）",
        True,
        network(recurrent("rnn", time_major=True), LAST),
    ),
    Candidate(
        "time_major on batch-first data (GRU)",
        "批次在前的数据配 time_major（GRU）",
        True,
        network(recurrent("gru", time_major=True), LAST),
    ),
    Candidate(
        "time_major on batch-first data (LSTM)",
        "批次在前的数据配 time_major（LSTM）",
        True,
        network(recurrent("lstm", time_major=True), LAST),
        batch=4,
    ),
    Candidate(
        "time_major on batch-first data (bidirectional)",
        "批次在前的数据配 time_major（双向）",
        True,
        network(recurrent("gru", time_major=True, **BOTH_WAYS), MEAN_TIME, out=12),
    ),
    Candidate("axes exchanged for a batch-first layer", "为批次在前的层多交换了轴", True, network(SWAP, recurrent("rnn"), SWAP, LAST)),
    Candidate(
        "axes exchanged before time_major and never back",
        "为 time_major 交换了轴却没有换回来",
        True,
        network(SWAP, recurrent("rnn", time_major=True), LAST),
        batch=6,
        steps=6,
    ),
]

OTHER_MODELS = [
    Candidate(
        "a model with dropout, in training mode",
        "处于训练模式、带 dropout 的模型",
        False,
        network(recurrent("rnn"), LAST, {"layer": "dropout", "p": 0.5}),
    ),
    Candidate(
        "a model with batch normalisation, in training mode",
        "处于训练模式、带批归一化的模型",
        False,
        network(recurrent("gru"), LAST, {"layer": "batch_norm", "size": 6}),
    ),
    Candidate(
        "a model with layer normalisation",
        "带层归一化的模型",
        False,
        network(recurrent("rnn"), LAST, {"layer": "layer_norm", "size": 6}),
    ),
    Candidate(
        "a model that subtracts a small part of the batch mean",
        "减去了一小部分批次均值的模型",
        True,
        network({"layer": "center_batch", "amount": 0.01}, recurrent("gru"), LAST),
    ),
    Candidate(
        "a model whose logits are centred over the batch",
        "logits 按批次做了中心化的模型",
        True,
        [*network(recurrent("rnn"), LAST), {"layer": "center_batch", "amount": 1.0}],
    ),
    Candidate(
        "a model in which a little of the previous row is added",
        "每行加入了少许上一行内容的模型",
        True,
        network(recurrent("rnn"), LAST, {"layer": "roll_batch", "amount": 0.001}),
    ),
    Candidate(
        "a weak leak through time_major",
        "time_major 造成的微弱泄漏",
        True,
        network(recurrent("rnn", time_major=True, scale=0.1), LAST),
    ),
]


def judge(student, draw, candidates):
    """Have the detector judge all candidates, in an order of its own, and fail if one verdict is wrong."""
    verdicts = []
    for place in draw.rng.permutation(len(candidates)):
        candidate = candidates[place]
        student.seed(int(draw.rng.integers(1 << 30)))
        model = student.build(candidate.layers)
        got = student.detect_batch_leak(model, draw.ids(candidate.batch, candidate.steps, below=9))
        equal(isinstance(truth(got), bool), True, of="detect_batch_leak")
        verdicts.append((candidate, truth(got)))
    assert len({verdict for _, verdict in verdicts}) > 1, say("Every model got the same verdict.", "所有模型得到的判断都一样。")
    for candidate, verdict in verdicts:
        missed = say(f"This leak was missed: {candidate.en}.", f"漏掉了这种泄漏：{candidate.zh}。")
        accused = say(f"This sound model was flagged: {candidate.en}.", f"冤枉了这个没有泄漏的模型：{candidate.zh}。")
        assert verdict == candidate.leaks, missed if candidate.leaks else accused


def truth(value):
    """Return the truth value that a bool, a NumPy bool or a tensor of one bool holds; anything else as it is."""
    array = np.asarray(value) if isinstance(value, (bool, np.generic, np.ndarray)) else None
    return bool(array.reshape(())) if array is not None and array.dtype.kind == "b" and array.size == 1 else value


@question("detect_batch_leak", points=3)
def check_detector_judges_recurrent_models(student, draw):
    """Every recurrent model in which rows meet is flagged, and none in which they do not.

    zh: 凡是行与行相互影响的循环模型都被指出，没有影响的一个也不冤枉。
    """
    judge(student, draw, RECURRENT_MODELS)


@question("detect_batch_leak", points=2)
def check_detector_judges_other_and_small_leaks(student, draw):
    """Leaks that are small, or that treat all rows alike, are flagged; dropout and normalisation are not.

    zh: 微弱的泄漏、对所有行一视同仁的泄漏也被指出；dropout 和归一化不被误判。
    """
    judge(student, draw, OTHER_MODELS)


@question("detect_batch_leak", points=1)
def check_detector_leaves_the_model_as_it_was(student, draw):
    """The verdict is right, and the model keeps its mode, its weights and its running means.

    zh: 判断正确，并且模型的模式、权重和滑动均值都不变。
    """
    for time_major in (False, True):
        for training in (True, False):
            layers = network(recurrent("rnn", time_major=time_major), LAST, {"layer": "batch_norm", "size": 6})
            model = student.build(layers).eval()
            ids = draw.ids(5, 6, below=9)
            weights, logits = model.parameters(), model(paddle.to_tensor(ids))
            model.train() if training else model.eval()
            assert truth(student.detect_batch_leak(model, ids)) is time_major, say("The verdict was wrong.", "判断错误。")
            assert model.training == training, say(
                "The model came in one mode and left in the other.", "模型传入时是一种模式，返回时变成了另一种。"
            )
            assert same_weights(weights, model.parameters()), say("The detector changed the weights.", "检测函数改变了权重。")
            assert np.allclose(model.eval()(paddle.to_tensor(ids)), logits, atol=1e-6), say(
                "The model computes something else than before: its running means were moved.", "模型的结果与之前不同：滑动均值被改动了。"
            )
