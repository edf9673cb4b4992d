"""Hidden checks of lab 9.

Models are judged by what they compute: their weights are drawn here, and their logits compared with Paddle's own layers. Training is
judged on small models whose course is known (one full batch, a learning rate of 0, labels that push one bias the same way at every update),
and on digits that were changed here: columns and rows in another order, other brightness, noise, other names for the classes. The digits
that the accuracy is computed from go to the student's model without labels; nothing in data/ answers for them.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from typing import NamedTuple

import numpy as np
import paddle
from paddle import nn

from autograder.checking import equal, question, say, unchanged
from autograder.datasets import load_data

KINDS = ("rnn", "lstm", "gru")
LAYER = {"rnn": nn.SimpleRNN, "lstm": nn.LSTM, "gru": nn.GRU}
ALPHABETS = ("abcdefghijklmnopqrstuvwxyz", "etaoin", "xq")


# -- encode_names ----------------------------------------------------------------------------------------------------------


def encoded(names, letters):
    """Return what encode_names has to return for names that hold nothing but `letters`."""
    lengths = np.array([len(name) for name in names], "int64")
    ids = np.zeros([len(names), lengths.max()], "int64")
    for row, name in enumerate(names):
        ids[row, : len(name)] = [letters.index(letter) + 1 for letter in name]
    return ids, lengths


def draw_names(draw, count, letters):
    """Return random names of 1 to 9 letters."""
    return ["".join(draw.rng.choice(list(letters), draw.rng.integers(1, 10))) for _ in range(count)]


@question("encode_names", points=1)
def check_names_become_padded_ids(student, draw):
    """Each letter becomes 1 plus its place, and short names are padded with 0 at their end.

    zh: 每个字母变成“位置 + 1”，短的姓氏在末尾用 0 填充。
    """
    for letters in ALPHABETS:
        for count in (6, 1):
            names = draw_names(draw, count, letters)
            got = student.encode_names(names, letters)
            unchanged(student.encode_names)
            equal(got, encoded(names, letters), of="encode_names", parts=("ids", "lengths"), dims=("[n, longest]", "[n]"))


@question("encode_names", points=1)
def check_what_is_no_letter_is_left_out(student, draw):
    """Capitals count as small letters, other characters are left out and not counted, and a name of which nothing is left is refused.

    zh: 大写当作小写，其他字符略去且不计入长度；什么也没剩下的姓氏要拒绝。
    """
    letters = ALPHABETS[0]
    plain = draw_names(draw, 5, letters)
    plain[0] = "ab" + plain[1] * 2  # the longest one, so that the width shows what was counted
    decorated = []
    for name in plain:
        at = int(draw.rng.integers(0, len(name) + 1))
        mark = str(draw.rng.choice(["-", " ", "'", "ß", "9", "李", "--. "]))
        decorated.append((name[:at] + mark + name[at:]).upper() if "ß" not in mark else name[:at].upper() + mark + name[at:])
    got = student.encode_names(decorated, letters)
    equal(got, encoded(plain, letters), of="encode_names", parts=("ids", "lengths"), dims=("[n, longest]", "[n]"))
    for empty in ("", "-- '", "李"):
        refused = student.encode_names.error([plain[0], empty], letters)
        assert refused == "ValueError", say(
            "A name without any letter is not refused with a `ValueError`.", "遇到一个字母也没有的姓氏，没有抛出 `ValueError`。"
        )


# -- build_classifier ------------------------------------------------------------------------------------------------------


class Sizes(NamedTuple):
    """Sizes of one classifier and its input."""

    batch: int
    time: int
    input_size: int
    hidden_size: int
    num_classes: int
    vocab_size: int | None = None
    num_layers: int = 1
    direction: str = "forward"

    @property
    def directions(self) -> int:
        """1 or 2."""
        return 2 if self.direction == "bidirect" else 1


VECTORS = (
    *(Sizes(4, 6, 5, 7, 3), Sizes(3, 5, 2, 4, 6)),
    *(Sizes(1, 4, 3, 5, 2), Sizes(5, 1, 4, 6, 3), Sizes(4, 5, 1, 1, 2), Sizes(2, 3, 4, 5, 1)),
)
DEEP = (
    Sizes(4, 6, 5, 7, 3, None, 2, "forward"),
    Sizes(3, 5, 4, 6, 2, None, 1, "bidirect"),
    Sizes(5, 7, 3, 4, 6, 11, 1, "forward"),
    Sizes(4, 6, 5, 3, 7, 9, 2, "bidirect"),
    Sizes(1, 1, 2, 1, 3, 5, 3, "bidirect"),
)


def classifier(student, kind, sizes, **more):
    """Return the learner's classifier of these sizes."""
    named = {"vocab_size": sizes.vocab_size, "num_layers": sizes.num_layers, "direction": sizes.direction, **more}
    model = student.build_classifier(kind, sizes.input_size, sizes.hidden_size, sizes.num_classes, **named)
    assert hasattr(model, "set_state_dict"), say(
        "`build_classifier` does not return an `nn.Layer`.", "`build_classifier` 返回的不是 `nn.Layer`。"
    )
    return model


def wanted_shapes(kind, sizes):
    """Return the shapes of all parameters, sorted."""
    layer = LAYER[kind](sizes.input_size, sizes.hidden_size, num_layers=sizes.num_layers, direction=sizes.direction)
    shapes = [tuple(parameter.shape) for parameter in layer.parameters()]
    shapes += [(sizes.directions * sizes.hidden_size, sizes.num_classes), (sizes.num_classes,)]
    if sizes.vocab_size is not None:
        shapes.append((sizes.vocab_size, sizes.input_size))
    return sorted(shapes)


class Parts:
    """The parts of a classifier with weights drawn here, and what they compute."""

    def __init__(self, model, kind, sizes, draw):
        """Draw new weights for the learner's model, give them to it, and keep a copy sorted by what they are for."""
        weights = {name: 0.6 * draw.array(*array.shape, dtype="float32") for name, array in model.parameters().items()}
        model.set_state_dict(weights)
        self.kind, self.sizes = kind, sizes
        self.layer = LAYER[kind](sizes.input_size, sizes.hidden_size, num_layers=sizes.num_layers, direction=sizes.direction)
        for name, parameter in self.layer.named_parameters():
            found = [own for own in weights if own == name or own.endswith("." + name)]
            assert len(found) == 1, say(
                "The recurrent layer is not Paddle's own (nn.SimpleRNN, nn.LSTM, nn.GRU), or there are several.",
                "循环层不是飞桨自带的（nn.SimpleRNN、nn.LSTM、nn.GRU），或者不止一个。",
            )
            parameter.set_value(paddle.to_tensor(weights.pop(found[0])))
        head = (sizes.directions * sizes.hidden_size, sizes.num_classes)
        by_shape = {array.shape: array for array in weights.values()}
        self.head, self.bias = (paddle.to_tensor(by_shape[shape]) for shape in (head, (sizes.num_classes,)))
        self.table = None if sizes.vocab_size is None else paddle.to_tensor(by_shape[(sizes.vocab_size, sizes.input_size)])

    def logits(self, inputs, lengths):
        """Return the logits, one sequence after the other and without padding, so that nothing can leak or be misread."""
        rows = []
        for row, length in enumerate(lengths):
            valid = paddle.to_tensor(inputs[row : row + 1, :length])
            vectors = valid if self.table is None else nn.functional.embedding(valid, self.table)
            _, final = self.layer(vectors)
            h = final[0] if self.kind == "lstm" else final
            summary = paddle.concat([h[-2], h[-1]], axis=-1) if self.sizes.directions == 2 else h[-1]
            rows.append(summary @ self.head + self.bias)
        return paddle.concat(rows).numpy()


def draw_inputs(draw, sizes):
    """Return inputs with random numbers in the padding too, and lengths of which one is full and one is 1 where there are several.

    No valid id is 0: that is padding in this lab, and an embedding may give it a zero vector.
    """
    shape = (sizes.batch, sizes.time)
    vectors = sizes.vocab_size is None
    inputs = draw.array(*shape, sizes.input_size, dtype="float32") if vectors else 1 + draw.ids(*shape, below=sizes.vocab_size - 1)
    lengths = draw.rng.integers(1, sizes.time + 1, sizes.batch)
    lengths[-1] = sizes.time
    if sizes.batch > 1:
        lengths[0] = 1
    return inputs, lengths.astype("int64")


def ask(model, inputs, lengths=None):
    """Return the logits of the learner's model."""
    given = [paddle.to_tensor(inputs)] if lengths is None else [paddle.to_tensor(inputs), paddle.to_tensor(lengths)]
    return model(*given)


def same_logits(student, draw, all_sizes):
    """Compare the learner's logits with the reference for every kind, with and without lengths."""
    for sizes in all_sizes:
        for kind in KINDS:
            model = classifier(student, kind, sizes)
            parts = Parts(model, kind, sizes, draw)
            model.eval()
            inputs, lengths = draw_inputs(draw, sizes)
            full = np.full(sizes.batch, sizes.time, "int64")
            for given, counted in ((full, full), (None, full), (lengths, lengths)):
                got = ask(model, inputs, given)
                equal(got, parts.logits(inputs, counted), of="build_classifier (logits)", dims="[batch, num_classes]", tolerance=1e-4)


@question("build_classifier", points=1)
def check_classifier_has_the_parts_asked_for(student, draw):
    """The parameters are those of the embedding (for ids), of Paddle's layer of the kind, depth and direction, and of a linear layer.

    zh: 参数恰好是词嵌入（输入为 id 时）、指定种类、层数和方向的飞桨循环层，以及一个线性层的参数。
    """
    for sizes in (VECTORS[0], *DEEP[:4]):
        for kind in KINDS:
            found = sorted(array.shape for array in classifier(student, kind, sizes).parameters().values())
            expected = wanted_shapes(kind, sizes)
            assert sum(map(np.prod, found)) == sum(map(np.prod, expected)), say(
                f'For kind "{kind}" the model has another number of parameters than its parts come to.',
                f"种类为“{kind}”时，模型的参数个数与应有的各部分之和不符。",
            )
            assert found == expected, say("The number of parameters is right, their shapes are not.", "参数的个数对，形状不对。")


@question("build_classifier", points=2)
def check_logits_come_from_the_last_valid_step(student, draw):
    """With one forward layer the logits are the linear layer of the hidden state after the last valid step, for every kind and size.

    zh: 单层单向时，logits 是最后一个有效时间步的隐藏状态经过线性层的结果；对各种单元和尺寸都成立。
    """
    same_logits(student, draw, VECTORS)


@question("build_classifier", points=2)
def check_logits_of_deep_and_bidirectional_classifiers(student, draw):
    """With several layers, both directions or ids, the logits come from the top layer's states that have read all valid steps.

    zh: 多层、双向或输入为 id 时，logits 由最上面一层读完全部有效时间步的状态得到。
    """
    same_logits(student, draw, DEEP)


@question("build_classifier", points=1)
def check_padding_and_company_change_nothing(student, draw):
    """A sequence gets the same logits alone and in company, and whatever stands in its padding and however long that is.

    zh: 一条序列单独成批还是与别的序列同批，填充里写着什么、填充有多长，logits 都一样。
    """
    for sizes in (VECTORS[0], DEEP[1], DEEP[3]):
        for kind in KINDS:
            model = classifier(student, kind, sizes)
            Parts(model, kind, sizes, draw)
            model.eval()
            inputs, lengths = draw_inputs(draw, sizes)
            logits = ask(model, inputs, lengths)
            other, _ = draw_inputs(draw, sizes._replace(time=sizes.time + 3))
            other[:, -1] = 0
            for row, length in enumerate(lengths):
                other[row, :length] = inputs[row, :length]
            assert np.allclose(ask(model, other, lengths), logits, rtol=1e-4, atol=1e-4), say(
                "Other padding, or more of it, moves the logits.", "换一种填充，或者多填充几步，logits 就变了。"
            )
            alone = np.concatenate([ask(model, inputs[row : row + 1], lengths[row : row + 1]) for row in range(sizes.batch)])
            assert np.allclose(alone, logits, rtol=1e-4, atol=1e-4), say(
                "Alone in its batch a sequence gets other logits than in company.", "一条序列单独成批时，logits 与同批有别的序列时不同。"
            )


@question("build_classifier", points=1)
def check_dropout_acts_on_the_summary_in_training(student, draw):
    """Dropout acts in training mode only, with the probability asked for, on the summary; another kind is refused.

    zh: dropout 只在训练模式下起作用，概率符合要求，作用于概括；别的种类要拒绝。
    """
    sizes = Sizes(6, 4, 3, 40, 5)
    for kind in KINDS:
        model = classifier(student, kind, sizes, dropout=0.5)
        parts = Parts(model, kind, sizes, draw)
        inputs, lengths = draw_inputs(draw, sizes)
        want = parts.logits(inputs, lengths)
        assert np.allclose(ask(model.eval(), inputs, lengths), want, rtol=1e-4, atol=1e-4), say(
            "In evaluation mode dropout still changes the logits.", "在评估模式下，dropout 仍然改变了 logits。"
        )
        copies = [np.repeat(array[-1:], 400, axis=0) for array in (inputs, lengths)]  # each copy has a dropout of its own
        tries = ask(model.train(), *copies)
        assert (tries == 0).mean() < 0.1, say(
            "Dropout sets logits to 0, and not numbers of the summary.", "dropout 置零的是 logits，而不是概括中的数。"
        )
        spread = np.std(tries, axis=0)
        assert spread.min() > 1e-3, say("In training mode nothing is dropped.", "在训练模式下，什么也没有丢弃。")
        expected = np.sqrt(_dropout_variance(parts, inputs[-1:]))
        assert 0.8 < np.mean(spread) / np.mean(expected) < 1.25, say(
            "Dropout does not act on the numbers of the summary with the probability that was asked for.",
            "dropout 没有按要求的概率作用在概括的各个数上。",
        )
        still = classifier(student, kind, sizes).train()
        assert np.allclose(ask(still, inputs, lengths), ask(still.eval(), inputs, lengths), atol=1e-5), say(
            "With `dropout=0.0` training mode gives other logits than evaluation mode.",
            "`dropout=0.0` 时，训练模式与评估模式的 logits 不同。",
        )
    refused = student.build_classifier.error("transformer", 3, 4, 5)
    assert refused == "ValueError", say("An unknown kind is not refused with a `ValueError`.", "遇到未知的种类，没有抛出 `ValueError`。")


def _dropout_variance(parts, sequence):
    """Return the variance of each logit under dropout of one half, [num_classes].

    Each part s_k w_k of the sum is kept with probability p and divided by it: its variance is (1 - p) / p * (s_k w_k)^2.
    """
    _, final = parts.layer(paddle.to_tensor(sequence))
    summary = (final[0] if parts.kind == "lstm" else final)[-1].numpy()[0]
    return ((summary[:, None] * parts.head.numpy()) ** 2).sum(axis=0)


# -- seed_everything -------------------------------------------------------------------------------------------------------

SOURCES = {
    "random": ("Python's `random`", "Python 的 `random`"),
    "numpy": ("NumPy", "NumPy"),
    "order": ("the order of a `DataLoader`", "`DataLoader` 的次序"),
    "weights": ("the starting weights", "初始权重"),
    "dropout": ("dropout", "dropout"),
}


def draws_after(student, before, seed):
    """Return what `first_draws` gave, after other generators had been left in the state `before`."""
    student.seed(before)
    got = student.first_draws(seed)
    assert type(got) is dict and set(SOURCES) <= set(got), say(
        "`first_draws` is given and has to stay as it is.", "`first_draws` 是给定的函数，请保持原样。"
    )
    return got


@question("seed_everything", points=1)
def check_same_seed_same_draws(student, draw):
    """After the same seed every generator draws the same numbers, whatever was drawn before.

    zh: 种子相同，每个生成器抽出的数就都相同，与之前抽过什么无关。
    """
    for seed in (0, 7, 123456):
        first, again = draws_after(student, 1, seed), draws_after(student, 2, seed)
        for source, (en, zh) in SOURCES.items():
            assert np.array_equal(first[source], again[source]), say(f"The seed does not reach {en}.", f"种子没有管到：{zh}。")


@question("seed_everything", points=1)
def check_other_seed_other_draws(student, draw):
    """Another seed gives other numbers in every generator.

    zh: 换一个种子，每个生成器抽出的数都不同。
    """
    first, other = draws_after(student, 1, 3), draws_after(student, 1, 4)
    for source in ("random", "numpy", "weights"):
        en, zh = SOURCES[source]
        assert not np.array_equal(first[source], other[source]), say(
            f"Seeds 3 and 4 give the same draws: {en}.", f"种子 3 和 4 抽出了同样的数：{zh}。"
        )
    again = draws_after(student, 2, 3)
    assert all(np.array_equal(first[source], again[source]) for source in SOURCES), say(
        "Seed 3 gave other draws the second time.", "种子 3 第二次抽出的数与第一次不同。"
    )


# -- the given model without memory: its form is known, so it can be followed step by step ---------------------------------------

CLASSES, VOCAB = 3, 12


def orderless(student, *, classes=CLASSES, vocab=VOCAB, dropout=0.0):
    """Return the given `WithoutOrder`, the same weights on every call of one check."""
    model = student.WithoutOrder(4, 6, classes, vocab_size=vocab, dropout=dropout)
    assert hasattr(model, "set_state_dict"), say(
        "`WithoutOrder` is given and has to stay as it is.", "`WithoutOrder` 是给定的，请保持原样。"
    )
    return model


def draw_part(draw, n, *, time=5, classes=CLASSES, vocab=VOCAB):
    """Return a random part with ids of different lengths."""
    lengths = draw.rng.integers(1, time + 1, n)
    ids = draw.rng.integers(1, vocab, [n, time])
    ids[np.arange(time) >= lengths[:, None]] = 0
    return {"inputs": ids.astype("int64"), "lengths": lengths.astype("int64"), "labels": draw.ids(n, below=classes)}


def logits_of(model, part):
    """Return the logits of a model in evaluation mode; it is left there."""
    return ask(model.eval(), part["inputs"], part["lengths"])


def loss_and_accuracy(logits, labels):
    """Return mean cross-entropy and accuracy."""
    logits = logits.astype("float64")
    log_sum = np.log(np.exp(logits - logits.max(axis=1, keepdims=True)).sum(axis=1)) + logits.max(axis=1)
    losses = log_sum - logits[np.arange(len(labels)), labels]
    return float(losses.mean()), float((logits.argmax(axis=1) == labels).mean())


def same_weights(before, after, tolerance=0.0):
    """Whether two sets of weights agree."""
    return before.keys() == after.keys() and all(np.abs(before[name] - after[name]).max() <= tolerance for name in before)


# -- evaluate_model --------------------------------------------------------------------------------------------------------

TWO = ("loss", "accuracy")


def mixed_labels(logits):
    """Return labels of which most are right, and the last ones are wrong: a short last batch counts for little or much."""
    labels = logits.argmax(axis=1).astype("int64")
    labels[-2:] = (labels[-2:] + 1) % CLASSES
    labels[: len(labels) // 4] = (labels[: len(labels) // 4] + 2) % CLASSES
    return labels


@question("evaluate_model", points=1)
def check_every_sequence_counts_once(student, draw):
    """Loss and accuracy are means over all sequences, whatever the batch size and the rest that it leaves.

    zh: 损失和准确率是对全部序列的平均，与批次大小、最后剩下几条无关。
    """
    for n, sizes in ((11, (4,)), (13, (6,)), (12, (4,)), (1, (5,)), (3, (64,)), (600, ())):
        model, part = orderless(student), draw_part(draw, n)
        logits = logits_of(model, part)
        part["labels"] = mixed_labels(logits)
        got = student.evaluate_model(model, part, *sizes)
        unchanged(student.evaluate_model)
        equal(got, loss_and_accuracy(logits, part["labels"]), of="evaluate_model", parts=TWO, tolerance=1e-5)


@question("evaluate_model", points=1)
def check_measured_in_evaluation_mode(student, draw):
    """Dropout is off while measuring, even if the model comes in training mode.

    zh: 即使模型传入时处于训练模式，测量时 dropout 也是关掉的。
    """
    model, part = orderless(student, dropout=0.7), draw_part(draw, 60)
    logits = logits_of(model, part)
    part["labels"] = mixed_labels(logits)
    model.train()
    equal(
        student.evaluate_model(model, part, 16), loss_and_accuracy(logits, part["labels"]), of="evaluate_model", parts=TWO, tolerance=1e-5
    )


@question("evaluate_model", points=1)
def check_the_model_keeps_its_mode(student, draw):
    """Afterwards the model is in the mode in which it came, with the same weights; right and wrong labels are told apart.

    zh: 测量之后，模型保持传入时的模式，权重不变；标签全对和全错能分得清。
    """
    for training in (True, False):
        model, part = orderless(student, dropout=0.4), draw_part(draw, 9)
        before = model.parameters()
        right = logits_of(model, part).argmax(axis=1).astype("int64")
        for labels, share in ((right, 1.0), ((right + 1) % CLASSES, 0.0)):
            model.train() if training else model.eval()
            got = student.evaluate_model(model, {**part, "labels": labels}, 4)
            assert model.training == training, say(
                "The model came in one mode and left in the other.", "模型传入时是一种模式，返回时变成了另一种。"
            )
            assert isinstance(got, tuple | list) and len(got) == 2, say(
                "`evaluate_model` returns two numbers, `(loss, accuracy)`.", "`evaluate_model` 应返回两个数：`(loss, accuracy)`。"
            )
            equal(got[1], share, of="evaluate_model (accuracy)", tolerance=1e-6)
        assert same_weights(before, model.parameters()), say("Measuring changed the weights.", "测量改变了权重。")


# -- train_model -----------------------------------------------------------------------------------------------------------


def train(student, model, part, held_out, *, epochs, batch_size, learning_rate, seed=3):
    """Train with the learner's function and return its history as a dict of arrays, once its form is right."""
    history = student.train_model(model, part, held_out, epochs, batch_size, learning_rate, seed)
    assert type(history) is dict, say("`train_model` returns a dict.", "`train_model` 应返回字典。")
    found = {}
    for key in ("loss", "accuracy", "seconds"):
        assert key in history, say(f'The history lacks "{key}".', f"历史里缺少 “{key}”。")
        column = np.asarray(history[key], "float64") if _is_numbers(history[key]) else np.zeros(0)
        assert column.shape == (epochs,), say(
            f'"{key}" has to be a list with one float an epoch.', f"“{key}” 应是列表，每个 epoch 一个浮点数。"
        )
        assert np.isfinite(column).all(), say(f'"{key}" contains NaN or infinity.', f"“{key}” 中有 NaN 或无穷大。")
        found[key] = column
    return found


def _is_numbers(column):
    is_column = isinstance(column, list | tuple | np.ndarray)
    return is_column and all(np.size(value) == 1 and np.asarray(value).dtype.kind in "fiu" for value in column)


def trained_by_reference(weights, part, *, epochs, learning_rate):
    """Return the weights of `WithoutOrder` after updates of Adam on the whole part at once, and the loss before each."""
    tensors = {name: paddle.to_tensor(array) for name, array in weights.items()}
    for tensor in tensors.values():
        tensor.stop_gradient = False
    optimizer = paddle.optimizer.Adam(learning_rate=learning_rate, parameters=list(tensors.values()))
    ids, labels = paddle.to_tensor(part["inputs"]), paddle.to_tensor(part["labels"])
    valid = (np.arange(part["inputs"].shape[1]) < part["lengths"][:, None]).astype("float32")[..., None]
    losses = []
    for _ in range(epochs):
        vectors = nn.functional.embedding(ids, tensors["embedding.weight"]) * paddle.to_tensor(valid)
        mean = vectors.sum(axis=1) / paddle.to_tensor(part["lengths"].astype("float32")).unsqueeze(1)
        hidden = paddle.tanh(mean @ tensors["hidden.weight"] + tensors["hidden.bias"])
        loss = nn.functional.cross_entropy(hidden @ tensors["head.weight"] + tensors["head.bias"], labels)
        loss.backward()
        optimizer.step()
        optimizer.clear_grad()
        losses.append(loss.item())
    return {name: tensor.numpy() for name, tensor in tensors.items()}, losses


@question("train_model", points=1, pattern=True)
def check_history_tells_loss_accuracy_and_time(student, draw):
    """The history has the mean loss over all samples, the accuracy on the held-out samples, and the seconds since the start.

    zh: 历史里有全部样本的平均损失、留出样本上的准确率，以及从开始算起的秒数。
    """
    for n, batch_size in ((11, 4), (9, 9), (7, 20)):
        model, part, held_out = orderless(student), draw_part(draw, n), draw_part(draw, 13)
        part["labels"] = mixed_labels(logits_of(model, part))
        held_out["labels"] = mixed_labels(logits_of(model, held_out))
        loss, _ = loss_and_accuracy(logits_of(model, part), part["labels"])
        _, accuracy = loss_and_accuracy(logits_of(model, held_out), held_out["labels"])
        history = train(student, model, part, held_out, epochs=2, batch_size=batch_size, learning_rate=0.0)
        unchanged(student.train_model)
        assert np.allclose(history["loss"], loss, rtol=1e-4, atol=1e-5), say(
            'With weights that stay as they are, "loss" is not the mean loss over all samples.',
            "权重不变时，“loss” 不等于全部样本的平均损失。",
        )
        assert np.allclose(history["accuracy"], accuracy, atol=1e-6), say(
            '"accuracy" is not the accuracy on the held-out samples.', "“accuracy” 不是留出样本上的准确率。"
        )
    history = train(student, orderless(student), draw_part(draw, 60), draw_part(draw, 4), epochs=4, batch_size=8, learning_rate=0.01)
    seconds = history["seconds"]
    assert (np.diff(seconds, prepend=0.0) > 0).all(), say(
        '"seconds" has to grow from epoch to epoch: it counts from the start of the training.',
        "“seconds” 应逐个 epoch 增大：它从训练开始算起。",
    )
    assert seconds[-1] < 20, say('"seconds" is more than the training took.', "“seconds” 比训练实际用的时间还长。")


@question("train_model", points=1, pattern=True)
def check_updates_are_those_of_adam(student, draw):
    """With all samples in one batch the weights after some epochs are those that Adam gives.

    zh: 所有样本在同一批时，几个 epoch 之后的权重与 Adam 给出的一致。
    """
    for n, batch_size in ((10, 10), (6, 50)):
        model, part, held_out = orderless(student), draw_part(draw, n), draw_part(draw, 5)
        want, losses = trained_by_reference(model.parameters(), part, epochs=4, learning_rate=0.02)
        history = train(student, model, part, held_out, epochs=4, batch_size=batch_size, learning_rate=0.02)
        assert same_weights(want, model.parameters(), 2e-3), say(
            "The weights after four updates are not those that Adam gives.", "更新四次之后的权重，与 Adam 给出的不一致。"
        )
        assert np.allclose(history["loss"], losses, rtol=1e-3, atol=1e-4), say(
            '"loss" is not what the batches\' losses were during the epoch.', "“loss” 不是这个 epoch 中各批次当时的损失。"
        )


@question("train_model", points=1, pattern=True)
def check_every_batch_makes_one_update(student, draw):
    """Every epoch goes through all samples, a short last batch included, with one update a batch.

    zh: 每个 epoch 都把全部样本过一遍，不满的最后一批也不例外，每批更新一次。
    """
    for n, batch_size, epochs in ((10, 4, 3), (8, 4, 1), (5, 1, 2)):
        model = orderless(student, vocab=n + 1)
        # With small weights all batches have nearly the same gradient.
        model.set_state_dict({name: 0.1 * array for name, array in model.parameters().items()})
        part = {"inputs": np.arange(1, n + 1)[:, None], "lengths": np.ones(n, "int64"), "labels": np.zeros(n, "int64")}  # a token each
        before, rate = model.parameters(), 1e-3
        train(student, model, part, draw_part(draw, 4, vocab=n + 1), epochs=epochs, batch_size=batch_size, learning_rate=rate)
        moved = {name: array - before[name] for name, array in model.parameters().items()}
        assert (np.abs(moved["embedding.weight"][1:]).max(axis=1) > 0).all(), say(
            "Some samples were left out: the vectors of their letters have not moved.", "有些样本没有参与训练：它们的字母向量纹丝未动。"
        )
        # All labels are 0, so every update takes the bias of class 1 down by about the learning rate.
        updates = -moved["head.bias"][1] / rate
        expected = epochs * -(-n // batch_size)
        assert abs(updates - expected) < 0.3 + 0.05 * expected, say(
            "The number of updates is not that of the batches in all epochs.", "更新的次数与全部 epoch 的批次数不符。"
        )


@question("train_model", points=1, pattern=True)
def check_training_repeats_with_its_seed(student, draw):
    """The same seed gives the same weights, dropout and order included, and the held-out samples have no part in them.

    zh: 种子相同，得到的权重就相同，dropout 和次序也不例外；留出的样本不影响权重。
    """
    part, held_out, other = draw_part(draw, 30), draw_part(draw, 8), draw_part(draw, 17)
    for dropout in (0.0, 0.5):
        student.seed(11)
        models = [orderless(student, dropout=dropout) for _ in range(3)]
        found = []
        for model, before, measured_on, seed in zip(models, (1, 2, 1), (held_out, other, held_out), (5, 5, 6), strict=True):
            student.seed(before)
            model.eval()  # it comes from a measurement; it is trained with dropout all the same
            history = train(student, model, part, measured_on, epochs=3, batch_size=4, learning_rate=0.01, seed=seed)
            found.append((model.parameters(), history["loss"]))
        repeated = same_weights(found[0][0], found[1][0], 1e-6) and np.allclose(found[0][1], found[1][1], atol=1e-6)
        assert repeated or dropout, say(
            "The same model, samples and seed gave other weights: the order is not the seed's, or the held-out samples played a part.",
            "模型、样本和种子都相同，权重却不同：样本的次序不由种子决定，或者留出的样本参与了训练。",
        )
        assert repeated, say(
            "Without dropout the training repeats with its seed, with dropout it does not.",
            "没有 dropout 时，同一个种子能重来；有 dropout 就不能了。",
        )
        assert not same_weights(found[0][0], found[2][0], 1e-4), say(
            "Another seed changed nothing: the samples are not shuffled.", "换了种子，结果毫无变化：样本没有打乱。"
        )
    plain, dropped = (orderless(student, dropout=dropout) for dropout in (0.0, 0.5))
    still, moving = (
        train(student, model.eval(), part, held_out, epochs=3, batch_size=30, learning_rate=0.0)["loss"] for model in (plain, dropped)
    )
    assert (np.abs(still - moving) > 1e-5).all(), say(
        "In some epoch dropout was not at work: the model was not in training mode.", "有的 epoch 里 dropout 没有起作用：模型不在训练模式。"
    )


def changed_digits(draw, counts):
    """Return parts of digits as they stand nowhere: rows and columns in another order, other brightness, noise, classes renamed."""
    tables = load_data("digits")
    columns = [name for name in tables["train"] if name != "label"]
    pixels = np.concatenate([np.stack([table[name] for name in columns], axis=1) for table in tables.values()]).reshape([-1, 8, 8])
    labels = np.concatenate([table["label"] for table in tables.values()])
    rng = draw.rng
    pixels = pixels[:, rng.permutation(8)][:, :, rng.permutation(8)] / 16 * rng.uniform(0.8, 1.2, [len(pixels), 1, 1])
    pixels = (pixels + 0.03 * rng.standard_normal(pixels.shape)).astype("float32")
    labels = rng.permutation(10)[labels]
    order = np.split(rng.permutation(len(labels)), np.cumsum(counts))[: len(counts)]
    return [{"inputs": pixels[rows], "lengths": np.full(len(rows), 8, "int64"), "labels": labels[rows]} for rows in order]


@question("train_model", points=2, pattern=True)
def check_training_teaches_to_read_digits(student, draw):
    """A GRU classifier that your function trained reads digits that it has not seen.

    zh: 用你的函数训练出来的 GRU 分类器，能认出没见过的数字。
    """
    part, held_out, unseen = changed_digits(draw, (1200, 60, 500))
    model = student.build_classifier("gru", 8, 24, 10)
    history = train(student, model, part, held_out, epochs=8, batch_size=64, learning_rate=0.02)
    accuracy = (logits_of(model, unseen).argmax(axis=1) == unseen["labels"]).mean()
    assert accuracy > 0.25, say(
        "On digits that it has not seen the trained model is hardly better than chance.", "在没见过的数字上，训练好的模型和瞎猜差不多。"
    )
    assert accuracy > 0.82, say(
        "On digits that it has not seen the trained model is right too rarely.", "训练好的模型在没见过的数字上正确率太低。"
    )
    _, at_the_end = loss_and_accuracy(logits_of(model, held_out), held_out["labels"])
    assert abs(history["accuracy"][-1] - at_the_end) < 1e-6, say(
        'The last "accuracy" is not that of the trained model on the held-out samples.',
        "最后一个 “accuracy” 不是训练好的模型在留出样本上的准确率。",
    )
    assert history["loss"][-1] < 0.3 * history["loss"][0], say('"loss" hardly falls.', "“loss” 几乎没有下降。")


# -- compare ---------------------------------------------------------------------------------------------------------------

NAME_SETTINGS = {"input_size": 4, "hidden_size": 6, "num_classes": CLASSES, "vocab_size": VOCAB}


def compared(student, draw, kinds, seeds, *, learning_rate, epochs=3, n=16):
    """Return the learner's comparison on random names, and the test part; its form is right."""
    train_part, test_part = draw_part(draw, n), draw_part(draw, 41)
    loop = {"epochs": epochs, "batch_size": 8, "learning_rate": learning_rate}
    return table_of(student, kinds, train_part, test_part, loop, seeds), train_part, test_part


def table_of(student, kinds, train_part, test_part, loop, seeds):
    """Call `compare` and look at the form of what it returns."""
    table = student.compare(list(kinds), train_part, test_part, NAME_SETTINGS, loop, list(seeds))
    unchanged(student.compare)
    assert type(table) is dict and sorted(table) == sorted(kinds), say(
        "`compare` returns a dict with one entry for each kind.", "`compare` 应返回字典，每种单元一项。"
    )
    for found in table.values():
        keys = ("parameters", "accuracies", "mean", "std", "seconds", "histories", "models")
        missing = [key for key in keys if type(found) is not dict or key not in found]
        assert not missing, say(f"An entry of the table lacks {', '.join(missing)}.", f"表中有一项缺少 {'、'.join(missing)}。")
        for key in ("accuracies", "histories", "models"):
            whole = isinstance(found[key], list | tuple | np.ndarray) and len(found[key]) == len(seeds)
            assert whole, say(f'"{key}" needs one entry for each seed.', f"“{key}” 应当每个种子一项。")
        assert all(hasattr(model, "set_state_dict") for model in found["models"]), say(
            '"models" holds something that is no model.', "“models” 里有不是模型的东西。"
        )
    return table


@question("compare", points=1, pattern=True)
def check_table_has_sizes_means_and_spreads(student, draw):
    """Parameters are counted once, mean and standard deviation are those of the accuracies, seconds those of the histories.

    zh: 参数只数一遍，平均值和标准差由各个准确率算出，秒数由历史算出。
    """
    table, _, _ = compared(student, draw, KINDS, (1, 2, 5), learning_rate=0.05)
    for kind, found in table.items():
        size = sum(int(np.prod(shape)) for shape in wanted_shapes(kind, Sizes(1, 1, 4, 6, CLASSES, VOCAB)))
        equal(found["parameters"], size, of="compare (parameters)")
        accuracies = np.asarray(found["accuracies"], "float64")
        assert accuracies.shape == (3,) and ((accuracies >= 0) & (accuracies <= 1)).all(), say(
            "Accuracies lie between 0 and 1.", "准确率在 0 和 1 之间。"
        )
        equal(found["mean"], float(accuracies.mean()), of="compare (mean)", tolerance=1e-6)
        equal(found["std"], float(accuracies.std()), of="compare (std)", tolerance=1e-6)
        last = [float(np.asarray(history["seconds"], "float64")[-1]) for history in found["histories"]]
        equal(found["seconds"], float(np.mean(last)), of="compare (seconds)", tolerance=1e-6)
        assert len({len(np.atleast_1d(history["loss"])) for history in found["histories"]} | {3}) == 1, say(
            "A history has another number of epochs than was asked for.", "历史里的 epoch 数与要求不符。"
        )


@question("compare", points=1, pattern=True)
def check_accuracies_are_those_of_the_trained_models(student, draw):
    """The accuracy of each seed is what its model reaches on the test samples at the end of its training.

    zh: 每个种子的准确率，是它的模型在训练结束时在测试样本上达到的准确率。
    """
    for kinds, seeds in ((("gru", "rnn"), (3, 4)), (("lstm",), (0,))):
        table, train_part, test_part = compared(student, draw, kinds, seeds, learning_rate=0.05, epochs=5)
        for found in table.values():
            for model, claimed in zip(found["models"], np.asarray(found["accuracies"], "float64"), strict=True):
                _, accuracy = loss_and_accuracy(logits_of(model, test_part), test_part["labels"])
                _, known = loss_and_accuracy(logits_of(model, train_part), train_part["labels"])
                assert abs(claimed - accuracy) < 1e-6 or abs(claimed - known) > 1e-6, say(
                    "An accuracy is that on the training samples.", "有一个准确率是在训练样本上测的。"
                )
                assert abs(claimed - accuracy) < 1e-6, say(
                    "An accuracy is not what the trained model reaches on the test samples.",
                    "有一个准确率不是训练好的模型在测试样本上达到的。",
                )


@question("compare", points=2, pattern=True)
def check_each_training_starts_anew_from_its_seed(student, draw):
    """Each training has a new model that follows from its seed alone; other seeds give other models.

    zh: 每次训练都用一个新的模型，它只由自己的种子决定；种子不同，模型也不同。
    """
    train_part, test_part = draw_part(draw, 20), draw_part(draw, 11)
    for rate in (0.0, 0.02):
        loop = {"epochs": 2, "batch_size": 8, "learning_rate": rate}
        student.seed(1)
        models = table_of(student, ("gru",), train_part, test_part, loop, (4, 7, 4))["gru"]["models"]
        assert len({model.handle for model in models}) == 3, say("One model serves several seeds.", "好几个种子用的是同一个模型。")
        weights = [model.parameters() for model in models]
        assert not same_weights(weights[0], weights[1], 1e-4), say("Two seeds gave the same model.", "两个不同的种子给出了同样的模型。")
        student.seed(2)
        alone = table_of(student, ("gru",), train_part, test_part, loop, (7,))["gru"]["models"][0].parameters()
        for first, second in ((weights[0], weights[2]), (weights[1], alone)):
            assert same_weights(first, second, 1e-6), say(
                "Two trainings from the same seed ended with other weights: one of them did not start anew.",
                "同一个种子的两次训练，最后的权重不同：其中有一次不是从头开始的。",
            )


# -- confusion_matrix ------------------------------------------------------------------------------------------------------


def counted(labels, predictions, classes):
    """Return the confusion matrix."""
    return np.array([[int(((labels == i) & (predictions == j)).sum()) for j in range(classes)] for i in range(classes)], "int64")


@question("confusion_matrix", points=1)
def check_matrix_counts_pairs_truth_in_rows(student, draw):
    """Each pair of label and prediction is counted, as often as it occurs; rows are the labels.

    zh: 每一对标签与预测都按出现的次数计数；行是标签。
    """
    for n, classes in ((60, 4), (25, 7), (1, 3), (5, 1)):
        labels, predictions = draw.ids(n, below=classes), draw.ids(n, below=classes)
        predictions[labels == 0] = classes - 1  # no symmetry
        got = student.confusion_matrix(labels, predictions, classes)
        unchanged(student.confusion_matrix)
        equal(got, counted(labels, predictions, classes), of="confusion_matrix", dims="[num_classes, num_classes]")


@question("confusion_matrix", points=1)
def check_matrix_has_room_for_classes_that_do_not_occur(student, draw):
    """Classes that never occur have rows and columns of zeros.

    zh: 从未出现的类别也有自己的行和列，全是零。
    """
    for classes, used in ((6, [1, 4]), (5, [0]), (9, [2, 3, 7])):
        labels, predictions = (draw.rng.choice(used, 20).astype("int64") for _ in range(2))
        got = student.confusion_matrix(labels, predictions, classes)
        equal(got, counted(labels, predictions, classes), of="confusion_matrix", dims="[num_classes, num_classes]")


# -- predict ---------------------------------------------------------------------------------------------------------------


def likeliest(logits, top):
    """Return the `top` likeliest classes and their probabilities."""
    exponentials = np.exp(logits.astype("float64") - logits.max(axis=1, keepdims=True))
    shares = exponentials / exponentials.sum(axis=1, keepdims=True)
    classes = np.argsort(-shares, axis=1)[:, :top]
    return classes.astype("int64"), np.take_along_axis(shares, classes, axis=1).astype("float32")


def lively(model, draw):
    """Give a model weights under which its logits lie well apart, and return it."""
    model.set_state_dict({name: 1.5 * draw.array(*array.shape, dtype="float32") for name, array in model.parameters().items()})
    return model


PREDICTED = {"parts": ("classes", "probabilities"), "dims": ("[n, top]", "[n, top]"), "tolerance": 1e-4}


@question("predict", points=2)
def check_likeliest_classes_come_first(student, draw):
    """The likeliest classes of each sequence come back with their softmax probabilities, largest first.

    zh: 返回每条序列最可能的类别及其 softmax 概率，从大到小。
    """
    for n, classes, top in ((7, 6, 3), (5, 4, 4), (1, 5, 2), (4, 3, 1)):
        model, part = lively(orderless(student, classes=classes), draw), draw_part(draw, n)
        want = likeliest(logits_of(model, part), top)
        got = student.predict(model, part["inputs"], part["lengths"], top=top)
        unchanged(student.predict)
        equal(got, want, of="predict", **PREDICTED)
    model, part = lively(orderless(student), draw), draw_part(draw, 4)
    equal(student.predict(model, part["inputs"], part["lengths"]), likeliest(logits_of(model, part), 1), of="predict", **PREDICTED)


@question("predict", points=1)
def check_prediction_is_made_in_evaluation_mode(student, draw):
    """Predictions are made in evaluation mode, and the model keeps the mode in which it came.

    zh: 预测在评估模式下进行，之后模型保持传入时的模式。
    """
    for training in (True, False):
        model, part = lively(orderless(student, dropout=0.6), draw), draw_part(draw, 12)
        want = likeliest(logits_of(model, part), 2)
        model.train() if training else model.eval()
        equal(student.predict(model, part["inputs"], part["lengths"], top=2), want, of="predict", **PREDICTED)
        assert model.training == training, say(
            "The model came in one mode and left in the other.", "模型传入时是一种模式，返回时变成了另一种。"
        )


# -- load_classifier -------------------------------------------------------------------------------------------------------

STORED = (
    {"kind": "gru", "input_size": 3, "hidden_size": 5, "num_classes": 4, "vocab_size": 9, "direction": "bidirect", "dropout": 0.5},
    {"kind": "lstm", "input_size": 4, "hidden_size": 3, "num_classes": 2, "num_layers": 2},
    {"kind": "rnn", "input_size": 2, "hidden_size": 6, "num_classes": 3},
)


@contextlib.contextmanager
def scratch_folder():
    """Let files with short names be written where they harm nobody (a confined child has a folder of its own anyway)."""
    before = os.getcwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            yield
        finally:
            os.chdir(before)


def stored_and_loaded(student, draw, settings, name):
    """Return a classifier that was saved, and what `load_classifier` made of the file."""
    model = student.build_classifier(**settings)
    model.set_state_dict({key: draw.array(*array.shape, dtype="float32") for key, array in model.parameters().items()})
    student.save_classifier(name, model, settings)
    student.seed(int(draw.rng.integers(1 << 30)))
    loaded = student.load_classifier(name)
    assert hasattr(loaded, "set_state_dict"), say(
        "`load_classifier` does not return an `nn.Layer`.", "`load_classifier` 返回的不是 `nn.Layer`。"
    )
    return model, loaded


@question("load_classifier", points=1, pattern=True)
def check_weights_and_settings_come_back(student, draw):
    """The loaded model has the saved sizes and weights and gives the same logits; each file gives its own model.

    zh: 加载的模型有保存时的尺寸和权重，给出同样的 logits；每个文件给出各自的模型。
    """
    with scratch_folder():
        pairs = [stored_and_loaded(student, draw, settings, f"{number}.pdparams") for number, settings in enumerate(STORED)]
        for settings, (model, loaded) in zip(STORED, pairs, strict=True):
            saved, back = model.parameters(), loaded.parameters()
            assert [array.shape for array in saved.values()] == [array.shape for array in back.values()], say(
                "The loaded model has other parts or sizes than the saved one.", "加载出来的模型，组成部分或尺寸与保存的不同。"
            )
            assert same_weights(saved, back), say("The loaded weights are not those that were saved.", "加载出来的权重不是保存的那些。")
            inputs = 1 + draw.ids(4, 5, below=8) if "vocab_size" in settings else draw.array(4, 5, settings["input_size"], dtype="float32")
            lengths = np.array([5, 1, 3, 4])
            assert np.allclose(ask(loaded.eval(), inputs, lengths), ask(model.eval(), inputs, lengths), atol=1e-6), say(
                "The loaded model gives other logits than the saved one.", "加载出来的模型给出的 logits 与保存的不同。"
            )


@question("load_classifier", points=1, pattern=True)
def check_loaded_model_is_ready_for_use(student, draw):
    """The loaded model is in evaluation mode, and it is another object than the one that was saved.

    zh: 加载出来的模型处于评估模式，而且与保存的那个不是同一个对象。
    """
    with scratch_folder():
        model, loaded = stored_and_loaded(student, draw, STORED[0], "model.pdparams")
        assert not loaded.training, say("The loaded model is in training mode.", "加载出来的模型处于训练模式。")
        kept = loaded.parameters()
        model.set_state_dict({name: array + 1 for name, array in model.parameters().items()})
        assert same_weights(kept, loaded.parameters()), say(
            "Changing the saved model afterwards changes the loaded one.", "之后改动保存过的模型，加载出来的模型也跟着变了。"
        )
        assert any(np.any(array) for array in kept.values()), say("All loaded weights are 0.", "加载出来的权重全是 0。")
