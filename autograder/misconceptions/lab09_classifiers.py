"""Known wrong answers to lab 9, and correct versions of the questions that later ones use.

`<question>__<what_is_wrong>` has the signature of the question; its docstring is read by the student who answered so.
"""

import random
import time

import numpy as np
import paddle
from paddle import nn

LAYER = {"rnn": nn.SimpleRNN, "lstm": nn.LSTM, "gru": nn.GRU}

# -- encode_names ----------------------------------------------------------------------------------------------------------


def _encode(names, letters, *, first=1, small=True, front=False, raw_length=False, raw_width=False, refuse=True):
    """Turn names into ids, with a switch for each thing that goes wrong in the answers below."""
    texts = [name.lower() if small else name for name in names]
    rows = [[letters.index(character) + first for character in text if character in letters] for text in texts]
    if refuse and not all(rows):
        raise ValueError("There is nothing to read in one of the names.")
    width = max(len(part) for part in (names if raw_width else rows))
    ids = np.zeros([len(rows), width], "int64")
    for place, row in enumerate(rows):
        ids[place, width - len(row) if front else 0 : width if front else len(row)] = row
    return ids, np.array([len(part) for part in (names if raw_length else rows)], "int64")


def encode_names__letters_count_from_zero(names, letters):
    """The first letter has the id 0, and so has padding: the two cannot be told apart.

    zh: 第一个字母的 id 是 0，填充也是 0，两者无法区分。
    """
    return _encode(names, letters, first=0)


def encode_names__padded_in_front(names, letters):
    """The zeros stand in front of the letters; with lengths, the first steps count as the valid ones.

    zh: 0 填在了字母前面；而按长度计算时，有效的是开头的那些时间步。
    """
    return _encode(names, letters, front=True)


def encode_names__capitals_left_out(names, letters):
    """Capitals are left out like marks, so every name loses its first letter. Make them small first.

    zh: 大写字母像标点一样被略去了，于是每个姓氏都丢了首字母。先变成小写。
    """
    return _encode(names, letters, small=False)


def encode_names__length_as_typed(names, letters):
    """The length counts hyphens, spaces and other marks that are not among the ids any more.

    zh: 长度把连字符、空格之类也数了进去，而它们已经不在 id 里了。
    """
    return _encode(names, letters, raw_length=True)


def encode_names__width_as_typed(names, letters):
    """The array is as wide as the longest name was typed, marks included; the largest of the lengths is enough.

    zh: 数组的宽度按输入时最长的姓氏算，把标点也算了进去；宽度取长度中最大的就够了。
    """
    return _encode(names, letters, raw_width=True)


def encode_names__empty_name_accepted(names, letters):
    """A name without letters gets the length 0. A sequence of no steps has no last state; refuse it.

    zh: 没有字母的姓氏得到长度 0。零步的序列没有最后一步的状态，应当拒绝。
    """
    ids, lengths = _encode([name + letters[0] for name in names], letters, refuse=False)
    for row, length in enumerate(lengths):
        ids[row, length - 1] = 0
    longest = max(1, int(lengths.max()) - 1)
    return ids[:, :longest], lengths - 1


# -- build_classifier ------------------------------------------------------------------------------------------------------


class _Classifier(nn.Layer):
    """The classifier of the lab; subclasses change one thing."""

    def __init__(self, kind, input_size, hidden_size, num_classes, vocab_size, num_layers, direction, dropout):
        super().__init__()
        self.kind, self.both = kind, direction == "bidirect"
        self.embedding = None if vocab_size is None else nn.Embedding(vocab_size, input_size)
        self.reader = LAYER[kind](input_size, hidden_size, num_layers=num_layers, direction=direction)
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear((2 if self.both else 1) * hidden_size, num_classes)

    def forward(self, inputs, lengths=None):
        vectors = inputs if self.embedding is None else self.embedding(inputs)
        outputs, final = self._read(vectors, lengths)
        return self._answer(self.dropout(self._summary(outputs, final, lengths)))

    def _read(self, vectors, lengths):
        return self.reader(vectors, sequence_length=lengths)

    def _summary(self, outputs, final, lengths):
        h = final[0] if self.kind == "lstm" else final
        return paddle.concat([h[-2], h[-1]], axis=-1) if self.both else h[-1]

    def _answer(self, summary):
        return self.head(summary)


def _make(made, kind, input_size, hidden_size, num_classes, vocab_size, num_layers, direction, dropout):
    """Return an object of the class `made`, or refuse the kind."""
    if kind not in LAYER:
        raise ValueError("There are rnn, lstm and gru.")
    return made(kind, input_size, hidden_size, num_classes, vocab_size, num_layers, direction, dropout)


def build_classifier__plain_cell_for_all(
    kind, input_size, hidden_size, num_classes, vocab_size=None, num_layers=1, direction="forward", dropout=0.0
):
    """Whatever kind is asked for, a plain `nn.SimpleRNN` is built.

    zh: 不管要的是哪一种，搭出来的都是最基本的 `nn.SimpleRNN`。
    """
    if kind not in LAYER:
        raise ValueError("There are rnn, lstm and gru.")
    return _Classifier("rnn", input_size, hidden_size, num_classes, vocab_size, num_layers, direction, dropout)


def build_classifier__lengths_ignored(
    kind, input_size, hidden_size, num_classes, vocab_size=None, num_layers=1, direction="forward", dropout=0.0
):
    """The lengths are not handed to the recurrent layer, so it reads the padding, too.

    zh: 没有把长度交给循环层，于是它把填充也读了进去。
    """

    class LengthsIgnored(_Classifier):
        def _read(self, vectors, lengths):
            return self.reader(vectors)

    return _make(LengthsIgnored, kind, input_size, hidden_size, num_classes, vocab_size, num_layers, direction, dropout)


def build_classifier__last_column_of_outputs(
    kind, input_size, hidden_size, num_classes, vocab_size=None, num_layers=1, direction="forward", dropout=0.0
):
    """`outputs[:, -1]` is the last column: zeros for every shorter sequence, and for the backward direction its first step.

    zh: `outputs[:, -1]` 是最后一列：对较短的序列它全是零，对反向来说它是第一步。
    """

    class LastColumn(_Classifier):
        def _summary(self, outputs, final, lengths):
            return outputs[:, -1]

    return _make(LastColumn, kind, input_size, hidden_size, num_classes, vocab_size, num_layers, direction, dropout)


def build_classifier__backward_at_the_last_step(
    kind, input_size, hidden_size, num_classes, vocab_size=None, num_layers=1, direction="forward", dropout=0.0
):
    """The output at the last valid step is taken for both directions. There the backward direction has read a single step.

    zh: 两个方向都取了最后一个有效时间步的输出。而反向在那里只读了一步。
    """

    class LastValidOutput(_Classifier):
        def _summary(self, outputs, final, lengths):
            if lengths is None:
                return outputs[:, -1]
            return outputs[paddle.arange(outputs.shape[0]), lengths - 1]

    return _make(LastValidOutput, kind, input_size, hidden_size, num_classes, vocab_size, num_layers, direction, dropout)


def build_classifier__bottom_layer(
    kind, input_size, hidden_size, num_classes, vocab_size=None, num_layers=1, direction="forward", dropout=0.0
):
    """`h[0]` (and `h[1]`) belong to the bottom layer. The top layer comes last.

    zh: `h[0]`（和 `h[1]`）属于最底层。最上面一层排在最后。
    """

    class BottomLayer(_Classifier):
        def _summary(self, outputs, final, lengths):
            h = final[0] if self.kind == "lstm" else final
            return paddle.concat([h[0], h[1]], axis=-1) if self.both else h[0]

    return _make(BottomLayer, kind, input_size, hidden_size, num_classes, vocab_size, num_layers, direction, dropout)


def build_classifier__cell_state_of_the_lstm(
    kind, input_size, hidden_size, num_classes, vocab_size=None, num_layers=1, direction="forward", dropout=0.0
):
    """For the LSTM the cell state is read out. The pair is (h, c), and the hidden state comes first.

    zh: LSTM 读出的是细胞状态。那一对是 (h, c)，隐藏状态在前。
    """

    class CellState(_Classifier):
        def _summary(self, outputs, final, lengths):
            return super()._summary(outputs, (final[1],) if self.kind == "lstm" else final, lengths)

    return _make(CellState, kind, input_size, hidden_size, num_classes, vocab_size, num_layers, direction, dropout)


def build_classifier__mean_of_all_steps(
    kind, input_size, hidden_size, num_classes, vocab_size=None, num_layers=1, direction="forward", dropout=0.0
):
    """The outputs are averaged over time. The summary asked for is the state that has read everything.

    zh: 对各步的输出求了平均。题目要的概括，是读完全部内容的那个状态。
    """

    class MeanOfSteps(_Classifier):
        def _summary(self, outputs, final, lengths):
            return outputs.mean(axis=1)

    return _make(MeanOfSteps, kind, input_size, hidden_size, num_classes, vocab_size, num_layers, direction, dropout)


def build_classifier__softmax_at_the_end(
    kind, input_size, hidden_size, num_classes, vocab_size=None, num_layers=1, direction="forward", dropout=0.0
):
    """The model returns probabilities. Cross-entropy applies softmax itself; twice makes learning slow, and no message says so.

    zh: 模型返回的是概率。交叉熵自己会做 softmax；做两遍会让学习变慢，而且不会有任何提示。
    """

    class Softmax(_Classifier):
        def _answer(self, summary):
            return nn.functional.softmax(self.head(summary), axis=-1)

    return _make(Softmax, kind, input_size, hidden_size, num_classes, vocab_size, num_layers, direction, dropout)


def build_classifier__reads_batch_as_time(
    kind, input_size, hidden_size, num_classes, vocab_size=None, num_layers=1, direction="forward", dropout=0.0
):
    """The recurrent layer is time-major and gets batch-first data: it walks from sequence to sequence (lab 4's silent bug).

    zh: 循环层设成了时间在前，数据却是批次在前：它从一条序列走到下一条序列（实验 4 的静默错误）。
    """

    class TimeMajor(_Classifier):
        def __init__(self, *sizes):
            super().__init__(*sizes)
            self.reader.time_major = True

        def _read(self, vectors, lengths):
            return self.reader(vectors)

        def _summary(self, outputs, final, lengths):
            return outputs[:, -1]

    return _make(TimeMajor, kind, input_size, hidden_size, num_classes, vocab_size, num_layers, direction, dropout)


def build_classifier__no_dropout(
    kind, input_size, hidden_size, num_classes, vocab_size=None, num_layers=1, direction="forward", dropout=0.0
):
    """The argument `dropout` is not used: in training nothing is dropped.

    zh: 没有用到参数 `dropout`：训练时什么也没有丢弃。
    """
    return _make(_Classifier, kind, input_size, hidden_size, num_classes, vocab_size, num_layers, direction, 0.0)


def build_classifier__dropout_never_ends(
    kind, input_size, hidden_size, num_classes, vocab_size=None, num_layers=1, direction="forward", dropout=0.0
):
    """`nn.functional.dropout` does not know the model's mode unless it is told `training=self.training`, and drops for ever.

    zh: `nn.functional.dropout` 不知道模型处于什么模式，除非写上 `training=self.training`；否则它会一直丢弃下去。
    """

    class AlwaysDrops(_Classifier):
        def _answer(self, summary):
            return self.head(nn.functional.dropout(summary, p=dropout))

    return _make(AlwaysDrops, kind, input_size, hidden_size, num_classes, vocab_size, num_layers, direction, 0.0)


def build_classifier__dropout_on_the_logits(
    kind, input_size, hidden_size, num_classes, vocab_size=None, num_layers=1, direction="forward", dropout=0.0
):
    """Dropout comes after the linear layer and sets logits to 0. It belongs before it, on the summary.

    zh: dropout 放在了线性层之后，把 logits 置零了。它应当放在前面，作用于概括。
    """

    class DropsLogits(_Classifier):
        def _answer(self, summary):
            return nn.functional.dropout(self.head(summary), p=dropout, training=self.training)

    return _make(DropsLogits, kind, input_size, hidden_size, num_classes, vocab_size, num_layers, direction, 0.0)


def build_classifier__any_kind_accepted(
    kind, input_size, hidden_size, num_classes, vocab_size=None, num_layers=1, direction="forward", dropout=0.0
):
    """A kind that does not exist quietly becomes another one. Whoever mistypes it will compare the wrong models; refuse it.

    zh: 不存在的种类悄悄变成了另一种。写错一个字的人，比较的就是错的模型；应当拒绝。
    """
    known = kind if kind in LAYER else "rnn"
    return _Classifier(known, input_size, hidden_size, num_classes, vocab_size, num_layers, direction, dropout)


# -- seed_everything -------------------------------------------------------------------------------------------------------


def seed_everything__paddle_only(seed):
    """`paddle.seed` does not reach NumPy, which decides the order of the samples, nor Python's `random`.

    zh: `paddle.seed` 管不到 NumPy（样本的次序由它决定），也管不到 Python 的 `random`。
    """
    paddle.seed(seed)


def seed_everything__numpy_only(seed):
    """`np.random.seed` does not reach Paddle, which draws the starting weights, nor Python's `random`.

    zh: `np.random.seed` 管不到飞桨（初始权重由它抽取），也管不到 Python 的 `random`。
    """
    np.random.seed(seed)


def seed_everything__without_numpy(seed):
    """NumPy's generator is not seeded, so the order of the samples does not repeat. (`np.random.default_rng(seed)` makes another one.)

    zh: 没有给 NumPy 的生成器设种子，样本的次序也就没有固定。（`np.random.default_rng(seed)` 造的是另一个没人使用的生成器。）
    """
    random.seed(seed)
    paddle.seed(seed)


def seed_everything__without_python(seed):
    """Python's own generator has been left out.

    zh: 漏了 Python 自带的生成器。
    """
    np.random.seed(seed)
    paddle.seed(seed)


def seed_everything__always_the_same(seed):
    """The seed that is given is not used: every seed gives the same numbers, and three seeds are worth one.

    zh: 没有用到给定的种子：无论哪个种子，结果都一样，三个种子只顶一个用。
    """
    random.seed(0)
    np.random.seed(0)
    paddle.seed(0)


# -- evaluate_model --------------------------------------------------------------------------------------------------------


def _batches(model, part, batch_size):
    """Return the sum of the losses, the right answers and the length of each batch, in the mode in which the model is."""
    found = []
    with paddle.no_grad():
        for start in range(0, len(part["labels"]), batch_size):
            rows = slice(start, start + batch_size)
            inputs, lengths, labels = (paddle.to_tensor(part[key][rows]) for key in ("inputs", "lengths", "labels"))
            logits = model(inputs, lengths)
            loss = nn.functional.cross_entropy(logits, labels, reduction="sum").item()
            found.append((loss, int((logits.argmax(axis=1) == labels).sum()), len(labels)))
    return found


def _in_evaluation(model, measure):
    """Return what `measure()` gives in evaluation mode, and restore the mode."""
    was_training = model.training
    model.eval()
    result = measure()
    if was_training:
        model.train()
    return result


def _means(found):
    total, right, n = (sum(column) for column in zip(*found, strict=True))
    return total / n, right / n


def evaluate_model__training_mode(model, part, batch_size=256):
    """The model is measured in the mode in which it comes. In training mode dropout switches numbers off at random.

    zh: 模型传入时是什么模式，就在什么模式下测量。训练模式下，dropout 会随机关掉一些数。
    """
    return _means(_batches(model, part, batch_size))


def evaluate_model__left_in_evaluation(model, part, batch_size=256):
    """The model comes in training mode and goes in evaluation mode: from then on it would be trained without dropout.

    zh: 模型传入时处于训练模式，出来时却是评估模式：此后的训练就没有 dropout 了。
    """
    model.eval()
    return _means(_batches(model, part, batch_size))


def evaluate_model__always_back_to_training(model, part, batch_size=256):
    """The model is switched to training at the end even if it came in evaluation mode.

    zh: 即使模型传入时处于评估模式，最后也被切换到了训练模式。
    """
    model.eval()
    result = _means(_batches(model, part, batch_size))
    model.train()
    return result


def evaluate_model__mean_of_batch_means(model, part, batch_size=256):
    """The means of the batches are averaged, so the sequences of a short last batch weigh more than others.

    zh: 直接对各批的平均值求平均，于是不满的最后一批里，每条序列的分量都比别的重。
    """
    found = _in_evaluation(model, lambda: _batches(model, part, batch_size))
    return float(np.mean([loss / n for loss, _, n in found])), float(np.mean([right / n for _, right, n in found]))


def evaluate_model__loss_of_batch_means(model, part, batch_size=256):
    """The accuracy is right, but the loss is a mean of the batches' means: in a short last batch each sequence weighs more.

    zh: 准确率是对的，但损失是对各批平均值的平均：不满的最后一批里，每条序列的分量更重。
    """
    found = _in_evaluation(model, lambda: _batches(model, part, batch_size))
    return float(np.mean([loss / n for loss, _, n in found])), _means(found)[1]


def evaluate_model__short_batch_dropped(model, part, batch_size=256):
    """A last batch that is not full is not counted.

    zh: 最后不满的一批没有计入。
    """
    found = _in_evaluation(model, lambda: _batches(model, part, batch_size))
    whole = [batch for batch in found if batch[2] == batch_size]
    return _means(whole) if whole else (0.0, 0.0)


def evaluate_model__first_batch_only(model, part, batch_size=256):
    """Only the first batch is counted. Is there a `return` one level too deep?

    zh: 只统计了第一批。是不是 `return` 缩进得太深了？
    """
    return _means(_in_evaluation(model, lambda: _batches(model, part, batch_size))[:1])


def evaluate_model__loss_not_divided(model, part, batch_size=256):
    """The losses are added up and not divided by the number of sequences.

    zh: 损失只是加了起来，没有除以序列的条数。
    """
    found = _in_evaluation(model, lambda: _batches(model, part, batch_size))
    return sum(loss for loss, _, _ in found), _means(found)[1]


def evaluate_model__in_percent(model, part, batch_size=256):
    """The accuracy is given in percent; asked for is a number between 0 and 1.

    zh: 准确率给成了百分数；题目要的是 0 到 1 之间的数。
    """
    loss, accuracy = _means(_in_evaluation(model, lambda: _batches(model, part, batch_size)))
    return loss, 100 * accuracy


def evaluate_model__accuracy_first(model, part, batch_size=256):
    """The two numbers come in the other order: the loss is asked for first, then the accuracy.

    zh: 两个数的次序反了：先是损失，再是准确率。
    """
    loss, accuracy = _means(_in_evaluation(model, lambda: _batches(model, part, batch_size)))
    return accuracy, loss


# -- train_model -----------------------------------------------------------------------------------------------------------


def _seed(seed):
    random.seed(seed)
    np.random.seed(seed)
    paddle.seed(seed)


def _train(model, train, held_out, epochs, batch_size, learning_rate, seed, *, seeding=_seed, shuffle=True, clear=True, step=True,
           mode="each epoch", drop_last=False, only_first=False, report="samples", measured="held out", clock="sum", optimizer="adam",
           scramble=False, also=None, loss_of=nn.functional.cross_entropy):  # fmt: skip
    """The loop of the lab, with a switch for each thing that goes wrong in the answers below."""
    seeding(seed)
    parts = [train] if also is None else [train, also]
    longest = max(part["inputs"].shape[1] for part in parts)
    padded = [
        np.pad(part["inputs"], [(0, 0), (0, longest - part["inputs"].shape[1])] + [(0, 0)] * (part["inputs"].ndim - 2)) for part in parts
    ]
    inputs = paddle.to_tensor(np.concatenate(padded))
    lengths, labels = (paddle.to_tensor(np.concatenate([part[key] for part in parts])) for key in ("lengths", "labels"))
    if scramble:
        labels = labels[paddle.to_tensor(np.random.permutation(len(labels)))]
    rule = paddle.optimizer.Adam if optimizer == "adam" else paddle.optimizer.SGD
    chosen = rule(learning_rate=learning_rate, parameters=model.parameters())
    if mode == "once":
        model.train()
    history = {"loss": [], "accuracy": [], "seconds": []}
    seconds, n = 0.0, len(labels)
    for _ in range(epochs):
        start = time.perf_counter()
        if mode == "each epoch":
            model.train()
        order = np.random.permutation(n) if shuffle else np.arange(n)
        losses = []
        for first in range(0, n, batch_size):
            rows = paddle.to_tensor(order[first : first + batch_size])
            if (drop_last and len(rows) < batch_size) or (only_first and first > 0):
                continue
            loss = loss_of(model(inputs[rows], lengths[rows]), labels[rows])
            loss.backward()
            if step:
                chosen.step()
            if clear:
                chosen.clear_grad()
            losses.append((loss.item(), len(rows)))
        took = time.perf_counter() - start
        seconds += took
        total = sum(loss * count for loss, count in losses)
        means = {"samples": total / n, "batches": np.mean([loss for loss, _ in losses]) if losses else 0.0,
                 "sum": total, "last": losses[-1][0] if losses else 0.0}  # fmt: skip
        history["loss"].append(float(means[report]))
        part = train if measured == "train" else held_out
        history["accuracy"].append(_means(_in_evaluation(model, lambda part=part: _batches(model, part, 64)))[1])
        history["seconds"].append(seconds if clock == "sum" else took)
    return history


def train_model__never_steps(model, train, held_out, epochs, batch_size, learning_rate, seed):
    """Losses and gradients are computed, but no step is made: the weights stay what they were.

    zh: 算了损失，也算了梯度，却没有迈出一步：权重还是原来的样子。
    """
    return _train(model, train, held_out, epochs, batch_size, learning_rate, seed, step=False)


def train_model__labels_torn_off(model, train, held_out, epochs, batch_size, learning_rate, seed):
    """The samples are shuffled and their labels are not (or otherwise), so each label stands at another sample.

    zh: 样本打乱了，标签却没有跟着打乱（或者打乱得不一样），于是标签都贴到了别的样本上。
    """
    return _train(model, train, held_out, epochs, batch_size, learning_rate, seed, scramble=True)


def train_model__gradients_never_cleared(model, train, held_out, epochs, batch_size, learning_rate, seed):
    """Paddle adds each gradient to the one before. They are never cleared, so every step also follows all earlier batches.

    zh: 飞桨会把梯度累加到之前的梯度上。这里从不清零，所以每一步都还在跟着以前所有的批次走。
    """
    return _train(model, train, held_out, epochs, batch_size, learning_rate, seed, clear=False)


def train_model__another_optimizer(model, train, held_out, epochs, batch_size, learning_rate, seed):
    """Plain gradient descent is used. Asked for is Adam, which gives each parameter a step size of its own.

    zh: 用的是最基本的梯度下降。题目要的是 Adam，它给每个参数各自的步幅。
    """
    return _train(model, train, held_out, epochs, batch_size, learning_rate, seed, optimizer="sgd")


def train_model__not_shuffled(model, train, held_out, epochs, batch_size, learning_rate, seed):
    """The samples come in the same order in every epoch, so the same ones always share a batch.

    zh: 每个 epoch 的样本次序都一样，同一批里永远是那几个样本。
    """
    return _train(model, train, held_out, epochs, batch_size, learning_rate, seed, shuffle=False)


def train_model__seed_not_used(model, train, held_out, epochs, batch_size, learning_rate, seed):
    """The seed is never set, so the order of the samples and dropout are other ones each time.

    zh: 从来没有设种子，所以样本的次序和 dropout 每次都不同。
    """
    return _train(model, train, held_out, epochs, batch_size, learning_rate, seed, seeding=lambda seed: None)


def train_model__numpy_seed_only(model, train, held_out, epochs, batch_size, learning_rate, seed):
    """The order repeats, dropout does not: Paddle's generator has not been seeded.

    zh: 次序能重复，dropout 却不能：没有给飞桨的生成器设种子。
    """
    return _train(model, train, held_out, epochs, batch_size, learning_rate, seed, seeding=np.random.seed)


def train_model__mode_set_only_by_chance(model, train, held_out, epochs, batch_size, learning_rate, seed):
    """The model is trained in the mode in which it comes. After a measurement that can be evaluation mode: no dropout in training.

    zh: 模型传入时是什么模式，就用什么模式训练。如果刚测量过，那可能是评估模式：训练时没有 dropout。
    """
    return _train(model, train, held_out, epochs, batch_size, learning_rate, seed, mode="as it came")


def train_model__short_batch_dropped(model, train, held_out, epochs, batch_size, learning_rate, seed):
    """A last batch that is not full is left out, so in each epoch some samples are not trained on.

    zh: 最后不满的一批被丢掉了，每个 epoch 都有样本没有参与训练。
    """
    return _train(model, train, held_out, epochs, batch_size, learning_rate, seed, drop_last=True)


def train_model__first_batch_only(model, train, held_out, epochs, batch_size, learning_rate, seed):
    """Only one batch of each epoch is trained on. Is there a `break` or a wrong indentation?

    zh: 每个 epoch 只训练了一个批次。是不是有 `break`，或者缩进错了？
    """
    return _train(model, train, held_out, epochs, batch_size, learning_rate, seed, only_first=True, report="batches")


def train_model__mean_of_batch_means(model, train, held_out, epochs, batch_size, learning_rate, seed):
    """The means of the batches are averaged, so a short last batch weighs as much as a full one.

    zh: 直接对各批的平均损失求平均，于是不满的最后一批和满的批次一样重。
    """
    return _train(model, train, held_out, epochs, batch_size, learning_rate, seed, report="batches")


def train_model__sum_not_mean(model, train, held_out, epochs, batch_size, learning_rate, seed):
    """The losses are added up and not divided by the number of samples.

    zh: 损失只是加了起来，没有除以样本总数。
    """
    return _train(model, train, held_out, epochs, batch_size, learning_rate, seed, report="sum")


def train_model__accuracy_on_the_training_set(model, train, held_out, epochs, batch_size, learning_rate, seed):
    """The accuracy is measured on the samples that the model is trained on. It says nothing about new ones.

    zh: 准确率是在训练用的样本上测的，说明不了对新样本怎么样。
    """
    return _train(model, train, held_out, epochs, batch_size, learning_rate, seed, measured="train")


def train_model__trains_on_the_held_out_samples(model, train, held_out, epochs, batch_size, learning_rate, seed):
    """The held-out samples are trained on, too. Then their accuracy is no measure of anything.

    zh: 连留出的样本也拿来训练了。那么在它们上面的准确率就什么也衡量不了。
    """
    return _train(model, train, held_out, epochs, batch_size, learning_rate, seed, also=held_out)


def train_model__seconds_of_each_epoch(model, train, held_out, epochs, batch_size, learning_rate, seed):
    """Under "seconds" stands the time of each epoch by itself; asked for is the time since the start of the training.

    zh: “seconds” 里是每个 epoch 各自的时间；题目要的是从训练开始算起的时间。
    """
    return _train(model, train, held_out, epochs, batch_size, learning_rate, seed, clock="each")


def train_model__softmax_twice(model, train, held_out, epochs, batch_size, learning_rate, seed):
    """Softmax is applied before cross-entropy, which applies it again. The loss cannot come near 0.

    zh: 先做了 softmax，交叉熵又做了一遍。损失怎么也接近不了 0。
    """
    return _train(model, train, held_out, epochs, batch_size, learning_rate, seed,
                  loss_of=lambda logits, y: nn.functional.cross_entropy(nn.functional.softmax(logits, axis=-1), y))  # fmt: skip


# -- compare ---------------------------------------------------------------------------------------------------------------


def _compare(kinds, train, test, model_settings, train_settings, seeds, *, one_model=False, seeded="build", judged="test", at="end",
             twice=False, spread=0, centre=np.mean, whole_time=False):  # fmt: skip
    """The comparison of the lab, with a switch for each thing that goes wrong in the answers below."""
    table = {}
    for kind in kinds:
        models, histories, accuracies = [], [], []
        for seed in seeds:
            if seeded == "build":
                _seed(seed)
            elif seeded == "first":
                _seed(seeds[0])
            if not (one_model and models):
                model = correct__build_classifier(kind, **model_settings)
            histories.append(_train(model, train, test, seed=seeds[0] if seeded == "first" else seed, **train_settings))
            accuracy = _means(_in_evaluation(model, lambda model=model: _batches(model, train if judged == "train" else test, 64)))[1]
            accuracies.append(accuracy if at == "end" else max(histories[-1]["accuracy"]))
            models.append(model)
        values = models[0].state_dict().values() if twice else models[0].parameters()
        times = [sum(history["seconds"]) if whole_time else history["seconds"][-1] for history in histories]
        table[kind] = {
            "parameters": sum(int(np.prod(value.shape)) for value in values),
            "accuracies": accuracies,
            "mean": float(centre(accuracies)),
            "std": float(np.std(accuracies, ddof=spread if len(seeds) > spread else 0)),
            "seconds": float(np.mean(times)),
            "histories": histories,
            "models": models,
        }
    return table


def compare__one_model_trained_on(kinds, train, test, model_settings, train_settings, seeds):
    """The model is built once for each kind and trained on from seed to seed, so later seeds start where earlier ones ended.

    zh: 每种单元只搭了一次模型，换种子后接着训练，于是后面的种子是从前面训练完的地方出发的。
    """
    return _compare(kinds, train, test, model_settings, train_settings, seeds, one_model=True)


def compare__built_before_seeding(kinds, train, test, model_settings, train_settings, seeds):
    """The model is built before the seed is set, so its starting weights are other ones each time.

    zh: 先搭模型，后设种子，所以每次的初始权重都不同。
    """
    return _compare(kinds, train, test, model_settings, train_settings, seeds, seeded="not before")


def compare__one_seed_for_all(kinds, train, test, model_settings, train_settings, seeds):
    """Every training uses the first seed: the spread is 0, and nothing has been learnt about chance.

    zh: 每次训练都用第一个种子：离散程度为 0，对偶然性一无所知。
    """
    return _compare(kinds, train, test, model_settings, train_settings, seeds, seeded="first")


def compare__best_epoch_reported(kinds, train, test, model_settings, train_settings, seeds):
    """The best accuracy on the way is reported. It has been chosen on the test set, and the model that had it is gone.

    zh: 报告的是途中最高的准确率。那是在测试集上挑出来的，而达到它的那个模型已经不在了。
    """
    return _compare(kinds, train, test, model_settings, train_settings, seeds, at="best")


def compare__measured_on_the_training_set(kinds, train, test, model_settings, train_settings, seeds):
    """The accuracies are those on the training set.

    zh: 准确率是在训练集上测的。
    """
    return _compare(kinds, train, test, model_settings, train_settings, seeds, judged="train")


def compare__best_seed_as_mean(kinds, train, test, model_settings, train_settings, seeds):
    """What stands under "mean" is the accuracy of the best seed. That is luck, and picked.

    zh: “mean” 写的是最好的那个种子的准确率。那是运气，而且是挑出来的运气。
    """
    return _compare(kinds, train, test, model_settings, train_settings, seeds, centre=np.max)


def compare__weights_counted_twice(kinds, train, test, model_settings, train_settings, seeds):
    """`state_dict()` lists each weight of a recurrent layer under two names, so they are counted twice.

    zh: `state_dict()` 把循环层的每个权重用两个名称列了两遍，于是数了两次。
    """
    return _compare(kinds, train, test, model_settings, train_settings, seeds, twice=True)


def compare__divided_by_one_less(kinds, train, test, model_settings, train_settings, seeds):
    """The standard deviation divides by S − 1; the formula of the text divides by the number of seeds, S.

    zh: 标准差除以了 S − 1；文中的公式除以种子的个数 S。
    """
    return _compare(kinds, train, test, model_settings, train_settings, seeds, spread=1)


def compare__seconds_added_up_again(kinds, train, test, model_settings, train_settings, seeds):
    """The entries of "seconds" are added up, but each of them already counts from the start of the training. Take the last one.

    zh: 把 “seconds” 的各项又加了一遍，而每一项本来就是从训练开始算起的。取最后一项即可。
    """
    return _compare(kinds, train, test, model_settings, train_settings, seeds, whole_time=True)


# -- confusion_matrix ------------------------------------------------------------------------------------------------------


def _matrix(labels, predictions, num_classes):
    matrix = np.zeros([num_classes, num_classes], "int64")
    np.add.at(matrix, (labels, predictions), 1)
    return matrix


def confusion_matrix__answers_in_rows(labels, predictions, num_classes):
    """Rows and columns are exchanged: the truth belongs into the rows.

    zh: 行和列弄反了：真实类别应当在行上。
    """
    return _matrix(labels, predictions, num_classes).T


def confusion_matrix__repeated_pairs_once(labels, predictions, num_classes):
    """`matrix[labels, predictions] += 1` adds 1 once for each different pair, however often it occurs.

    zh: `matrix[labels, predictions] += 1` 对每种不同的组合只加一次 1，无论它出现多少次。
    """
    return np.minimum(_matrix(labels, predictions, num_classes), 1)


def confusion_matrix__shares_of_rows(labels, predictions, num_classes):
    """Each row is divided by its sum; asked for are counts.

    zh: 每行都除以了它的和；题目要的是个数。
    """
    matrix = _matrix(labels, predictions, num_classes)
    return matrix / np.maximum(matrix.sum(axis=1, keepdims=True), 1)


def confusion_matrix__mistakes_only(labels, predictions, num_classes):
    """The right answers are missing: they belong on the diagonal.

    zh: 答对的没有计入：它们应当在对角线上。
    """
    matrix = _matrix(labels, predictions, num_classes)
    np.fill_diagonal(matrix, 0)
    return matrix


def confusion_matrix__only_classes_that_occur(labels, predictions, num_classes):
    """Classes that do not occur have no row, so the classes after them move up.

    zh: 没有出现的类别没有自己的行，于是后面的类别都往前挪了。
    """
    found = np.unique(np.concatenate([labels, predictions]))
    return _matrix(np.searchsorted(found, labels), np.searchsorted(found, predictions), len(found))


# -- predict ---------------------------------------------------------------------------------------------------------------


def _logits(model, inputs, lengths):
    with paddle.no_grad():
        return model(paddle.to_tensor(inputs), paddle.to_tensor(lengths))


def _top(scores, top):
    values, places = paddle.topk(scores, top, axis=1)
    return places.numpy(), values.numpy()


def predict__training_mode(model, inputs, lengths, top=1):
    """The model answers in the mode in which it comes; in training mode dropout makes each answer another one.

    zh: 模型传入时是什么模式，就用什么模式回答；训练模式下，dropout 让每次的回答都不一样。
    """
    return _top(nn.functional.softmax(_logits(model, inputs, lengths), axis=1), top)


def predict__left_in_evaluation(model, inputs, lengths, top=1):
    """The model is left in evaluation mode, even if it came in training mode.

    zh: 即使模型传入时处于训练模式，也被留在了评估模式。
    """
    model.eval()
    return _top(nn.functional.softmax(_logits(model, inputs, lengths), axis=1), top)


def predict__logits_for_probabilities(model, inputs, lengths, top=1):
    """What comes back are logits; softmax makes probabilities of them.

    zh: 返回的是 logits；经过 softmax 才是概率。
    """
    return _in_evaluation(model, lambda: _top(_logits(model, inputs, lengths), top))


def predict__softmax_over_the_batch(model, inputs, lengths, top=1):
    """Softmax runs along the wrong axis: the names of the batch share the probability, not the classes of a name.

    zh: softmax 沿错了轴：成了同批的各个姓氏来分概率，而不是一个姓氏的各个类别。
    """
    return _in_evaluation(model, lambda: _top(nn.functional.softmax(_logits(model, inputs, lengths), axis=0), top))


def predict__shares_of_the_top(model, inputs, lengths, top=1):
    """The probabilities are divided by their sum, so that those of the `top` classes come to 1. They should stay what they are.

    zh: 概率又除以了它们的和，使得 `top` 个类别加起来为 1。它们应当保持原样。
    """
    classes, shares = _in_evaluation(model, lambda: _top(nn.functional.softmax(_logits(model, inputs, lengths), axis=1), top))
    return classes, shares / shares.sum(axis=1, keepdims=True)


def predict__least_likely_first(model, inputs, lengths, top=1):
    """The order is upwards: the `top` likeliest classes are there, the best one last.

    zh: 次序是从小到大：最可能的 `top` 个类别都在，最好的却排在最后。
    """
    classes, shares = _in_evaluation(model, lambda: _top(nn.functional.softmax(_logits(model, inputs, lengths), axis=1), top))
    return classes[:, ::-1].copy(), shares[:, ::-1].copy()


def predict__first_of_an_upward_sort(model, inputs, lengths, top=1):
    """`argsort` sorts upwards, so its first entries are the least likely classes.

    zh: `argsort` 从小到大排，所以最前面的是最不可能的类别。
    """
    shares = _in_evaluation(model, lambda: nn.functional.softmax(_logits(model, inputs, lengths), axis=1)).numpy()
    classes = np.argsort(shares, axis=1)[:, :top]
    return classes, np.take_along_axis(shares, classes, axis=1)


def predict__probabilities_first(model, inputs, lengths, top=1):
    """The two arrays come in the other order: the classes are asked for first.

    zh: 两个数组的次序反了：先是类别，再是概率。
    """
    return _in_evaluation(model, lambda: _top(nn.functional.softmax(_logits(model, inputs, lengths), axis=1), top))[::-1]


# -- load_classifier -------------------------------------------------------------------------------------------------------


def load_classifier__weights_left_in_the_file(path):
    """The model is built from its settings, but its weights are fresh random numbers: the file's were never put in.

    zh: 按设置搭出了模型，但权重是新抽的随机数：文件里的权重从没有装进去。
    """
    stored = paddle.load(path)
    model = correct__build_classifier(**stored["settings"])
    model.eval()
    return model


def load_classifier__in_training_mode(path):
    """The model comes back in training mode, with dropout at work.

    zh: 模型回来时处于训练模式，dropout 还在起作用。
    """
    stored = paddle.load(path)
    model = correct__build_classifier(**stored["settings"])
    model.set_state_dict(stored["weights"])
    return model


def load_classifier__only_the_weights(path):
    """What comes back is the dict of weights, and not a model that could be called.

    zh: 返回的是权重字典，而不是可以调用的模型。
    """
    return paddle.load(path)["weights"]


def load_classifier__settings_by_heart(path):
    """The sizes come from memory and not from the file: only part of its settings is used.

    zh: 尺寸是凭记忆写的，而不是来自文件：文件里的设置只用了一部分。
    """
    stored = paddle.load(path)
    some = {key: stored["settings"][key] for key in ("kind", "input_size", "hidden_size", "num_classes")}
    model = correct__build_classifier(**some)
    fitting = {name: value for name, value in stored["weights"].items() if name in model.state_dict()}
    with paddle.no_grad():
        for name, value in model.state_dict().items():
            if name in fitting and list(fitting[name].shape) == list(value.shape):
                value.set_value(fitting[name])
    model.eval()
    return model


# -- correct versions, for questions that build on these ---------------------------------------------------------------------


def correct__seed_everything(seed):
    """Seed the three generators of the table."""
    for function in (paddle.seed, np.random.seed, random.seed):
        function(seed)


def correct__build_classifier(kind, input_size, hidden_size, num_classes, vocab_size=None, num_layers=1, direction="forward", dropout=0.0):
    """Return embedding, Paddle's layer, dropout and a linear layer, read out at the final states."""
    layers = {"rnn": nn.SimpleRNN, "lstm": nn.LSTM, "gru": nn.GRU}
    if kind not in layers:
        raise ValueError("The kind is rnn, lstm or gru.")
    directions = 2 if direction == "bidirect" else 1

    class Reader(nn.Layer):
        def __init__(self):
            super().__init__()
            self.table = nn.Embedding(vocab_size, input_size) if vocab_size is not None else nn.Identity()
            self.cells = layers[kind](input_size, hidden_size, num_layers=num_layers, direction=direction)
            self.drop = nn.Dropout(dropout)
            self.last = nn.Linear(directions * hidden_size, num_classes)

        def forward(self, inputs, lengths=None):
            states = self.cells(self.table(inputs), sequence_length=lengths)[1]
            if kind == "lstm":
                states = states[0]
            return self.last(self.drop(paddle.concat([states[-back] for back in range(directions, 0, -1)], axis=-1)))

    return Reader()


def correct__evaluate_model(model, part, batch_size=256):
    """Return mean loss and accuracy, from the logits of all batches put together."""
    mode = model.training
    model.eval()
    with paddle.no_grad():
        logits = paddle.concat(
            [
                model(paddle.to_tensor(part["inputs"][at : at + batch_size]), paddle.to_tensor(part["lengths"][at : at + batch_size]))
                for at in range(0, len(part["labels"]), batch_size)
            ]
        )
    model.train() if mode else model.eval()
    labels = paddle.to_tensor(part["labels"])
    loss = float(nn.functional.cross_entropy(logits, labels))
    return loss, float((logits.argmax(axis=1) == labels).astype("float32").mean())


def correct__train_model(model, train, held_out, epochs, batch_size, learning_rate, seed):
    """Train as the table of the text says."""
    seed_everything(seed)  # noqa: F821 - the learner's, or a correct version of it
    adam = paddle.optimizer.Adam(learning_rate=learning_rate, parameters=model.parameters())
    losses, accuracies, times = [], [], []
    used = 0.0
    for _ in range(epochs):
        begin = time.perf_counter()
        model.train()
        places = np.random.permutation(len(train["labels"]))
        summed = 0.0
        for at in range(0, len(places), batch_size):
            chosen = places[at : at + batch_size]
            x, lengths, y = (paddle.to_tensor(train[key][chosen]) for key in ("inputs", "lengths", "labels"))
            loss = nn.functional.cross_entropy(model(x, lengths), y)
            loss.backward()
            adam.step()
            adam.clear_grad()
            summed += float(loss) * len(chosen)
        used += time.perf_counter() - begin
        losses.append(summed / len(places))
        accuracies.append(evaluate_model(model, held_out)[1])  # noqa: F821 - the learner's, or a correct version of it
        times.append(used)
    return {"loss": losses, "accuracy": accuracies, "seconds": times}
