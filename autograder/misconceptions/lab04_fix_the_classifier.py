"""Known wrong answers to lab 4, and correct versions of the questions that later ones use.

`<question>__<what_is_wrong>` has the signature of the question; its docstring is read by the student who answered so.
"""

import numpy as np
import paddle
from paddle import nn

# -- diagnose --------------------------------------------------------------------------------------------------------------


def _verdicts(*, bugs="", silent=""):
    """Return a verdict for each letter; what is in neither list is fine."""
    return {letter: "bug" if letter in bugs else "silent bug" if letter in silent else "fine" for letter in "ABCDEFGHIJ"}


def diagnose__only_the_crash():
    """You found what stops the program. But when it no longer stops, its result is still worthless: three more lines see to that.

    zh: 让程序中断的那一行你找到了。可是程序不再中断之后，结果依然毫无价值：还有三行在作怪。
    """
    return _verdicts(bugs="C")


def diagnose__ids_taken_for_good():
    """You trust the values in `inputs`. Print the different ones: how many are there?

    zh: 你相信 `inputs` 里的数值没有问题。把不同的值打印出来：一共有几种？
    """
    return _verdicts(bugs="C", silent="EG")


def diagnose__noise_taken_for_labels():
    """You take the labels for learnable. Ask what a row has to do with its label, and what the best possible model could score.

    zh: 你认为这些标签是学得会的。想一想：一行数据和它的标签有什么关系？再好的模型，最多能得多少分？
    """
    return _verdicts(bugs="C", silent="DG")


def diagnose__time_major_taken_for_good():
    """The data are noticed, the model is not: one of its lines gives the axes another meaning, and all shapes still fit.

    zh: 数据的毛病你注意到了，模型的却没有：其中有一行改变了各个轴的含义，而形状依然处处对得上。
    """
    return _verdicts(bugs="C", silent="DE")


def diagnose__time_major_called_a_crash():
    """You hold `time_major` responsible for the error message. Try it: take the option away and leave the rest; the message stays.

    zh: 你认为报错是 `time_major` 造成的。试一试：只去掉这个选项，别的不动，报错依旧。
    """
    return _verdicts(bugs="CG", silent="DE")


def diagnose__odd_lines_accused():
    """The tuple given to `TensorDataset` and the call of the loader are unusual, and they work. Write them the usual way: nothing changes.

    zh: 传给 `TensorDataset` 的元组、对 loader 的调用，写法少见，但都管用。换成常见的写法，结果并没有变化。
    """
    return _verdicts(bugs="C", silent="DEFGI")


def diagnose__softmax_missed():
    """You miss a softmax at the end of the model. Cross-entropy in Paddle takes logits and applies softmax itself.

    zh: 你认为模型末尾少了 softmax。飞桨的交叉熵接收的就是 logits，它自己会做 softmax。
    """
    return _verdicts(bugs="C", silent="DEGH")


def diagnose__style_accused():
    """An import that is not needed and a name that misleads are bad style. The result would be the same without them.

    zh: 多余的 import 和误导人的名字属于代码风格问题。没有它们，结果也是一样。
    """
    return _verdicts(bugs="C", silent="ABDEG")


# -- make_dataset ----------------------------------------------------------------------------------------------------------


def _halves(ids):
    half = ids.shape[1] // 2
    return ids[:, :half].sum(axis=1), ids[:, half:].sum(axis=1)


def make_dataset__fractions_cut_off(n, steps, vocab, seed):
    """Random numbers between 0 and 1, cut off to whole numbers, are all 0. This is the silent bug of the broken program again.

    zh: 0 到 1 之间的随机小数取整之后全是 0。原程序的静默错误又出现了。
    """
    ids = np.random.default_rng(seed).random([n, steps]).astype("int64")
    first, second = _halves(ids)
    return ids, (first > second).astype("int64")


def make_dataset__labels_are_noise(n, steps, vocab, seed):
    """The labels are drawn, not computed: nothing in a row tells its label, so nothing can be learnt.

    zh: 标签是随机抽的，而不是算出来的：一行数据里没有任何东西透露它的标签，所以什么也学不到。
    """
    rng = np.random.default_rng(seed)
    return rng.integers(0, vocab, [n, steps]), rng.integers(0, 2, [n])


def make_dataset__highest_id_never_drawn(n, steps, vocab, seed):
    """The upper limit of NumPy's integers is not included; with 1 taken off, the last word of the vocabulary never occurs.

    zh: NumPy 抽整数时本来就不含上限；再减去 1，词表的最后一个词就永远不会出现。
    """
    ids = np.random.default_rng(seed).integers(0, vocab - 1, [n, steps])
    first, second = _halves(ids)
    return ids, (first > second).astype("int64")


def make_dataset__halves_exchanged(n, steps, vocab, seed):
    """The labels are the wrong way round: 1 belongs to rows whose first half is larger.

    zh: 标签反了：前半段更大的行，标签才是 1。
    """
    ids = np.random.default_rng(seed).integers(0, vocab, [n, steps])
    first, second = _halves(ids)
    return ids, (first < second).astype("int64")


def make_dataset__ties_count(n, steps, vocab, seed):
    """Rows whose halves have the same sum got the label 1. They are rare with many words, and common with few.

    zh: 两半之和相等的行被标成了 1。词表大时这种行很少，词表小时却很常见。
    """
    ids = np.random.default_rng(seed).integers(0, vocab, [n, steps])
    first, second = _halves(ids)
    return ids, (first >= second).astype("int64")


def make_dataset__last_token_decides(n, steps, vocab, seed):
    """The label follows from the last token alone. That is the data on which the broken model scores 100 %.

    zh: 标签只由最后一个词决定。出错的模型正是在这种数据上能得 100 %。
    """
    ids = np.random.default_rng(seed).integers(0, vocab, [n, steps])
    return ids, (ids[:, -1] >= vocab // 2).astype("int64")


def make_dataset__seed_unused(n, steps, vocab, seed):
    """The seed never reaches the generator: each call gives other data.

    zh: 种子没有传给随机数生成器，每次调用得到的数据都不同。
    """
    ids = np.random.randint(0, vocab, [n, steps]).astype("int64")
    first, second = _halves(ids)
    return ids, (first > second).astype("int64")


def make_dataset__one_seed_for_all(n, steps, vocab, seed):
    """A fixed number is used as the seed, so that every seed gives the same data: training and test rows would be the same.

    zh: 种子被写成了固定的数，换什么种子数据都一样：训练集和测试集就成了同一份。
    """
    ids = np.random.default_rng(0).integers(0, vocab, [n, steps])
    first, second = _halves(ids)
    return ids, (first > second).astype("int64")


# -- RNNClassifier ---------------------------------------------------------------------------------------------------------


class _Classifier(nn.Layer):
    """What the wrong classifiers have in common; they differ in `_read`, which turns vectors into one state a sample."""

    time_major = False

    def __init__(self, vocab_size, embedding_size, hidden_size, classes):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_size)
        self.rnn = nn.SimpleRNN(embedding_size, hidden_size, time_major=self.time_major)
        self.linear = nn.Linear(hidden_size, classes)

    def _read(self, vectors):
        return self.rnn(vectors)[0][:, -1]

    def forward(self, ids):
        return self._answer(self._read(self.embedding(ids)))

    def _answer(self, state):
        return self.linear(state)


class RNNClassifier__time_major_batch_first(_Classifier):
    """The recurrent layer takes the batch axis for time: it walks from sample to sample, not from token to token.

    zh: 循环层把批次轴当成了时间轴：它是从一个样本走到另一个样本，而不是从一个词走到下一个词。
    """

    time_major = True


class RNNClassifier__first_step(_Classifier):
    """The state after the *first* step is used. It has read one token; all others are computed and thrown away.

    zh: 用的是*第一*步之后的状态。它只读过一个词，后面的都白算了。
    """

    def _read(self, vectors):
        return self.rnn(vectors)[0][:, 0]


class RNNClassifier__last_sample(_Classifier):
    """What you take is the last sample at every step, and not the last step of every sample: which axis is time at that point?

    zh: 你取到的是每个时间步的最后一个样本，而不是每个样本的最后一个时间步：走到这一行时，哪个轴才是时间？
    """

    def _read(self, vectors):
        return self.rnn(vectors)[0][-1]


class RNNClassifier__mean_over_batch(_Classifier):
    """The mean over the batch goes into every state: the other samples of the batch have a say in each answer.

    zh: 每个状态里都掺进了整个批次的均值：同批的其他样本也在左右每个答案。
    """

    def _read(self, vectors):
        state = self.rnn(vectors)[0][:, -1]
        return state - state.mean(axis=0, keepdim=True)


class RNNClassifier__no_recurrence(_Classifier):
    """The word vectors are averaged without being read in order: a bag of words, which knows no first and no last.

    zh: 只是把词向量平均了一下，没有按次序去读：这是词袋模型，不分先后。
    """

    def _read(self, vectors):
        return self.rnn(vectors.mean(axis=1, keepdim=True))[0][:, -1]


class RNNClassifier__every_step(_Classifier):
    """Logits come back for every step; here one answer is asked for each sample, from the state after the last step.

    zh: 每个时间步都返回了 logits；这里每个样本只要一个答案，由最后一步之后的状态给出。
    """

    def _read(self, vectors):
        return self.rnn(vectors)[0]


class RNNClassifier__layer_axis_kept(_Classifier):
    """The final state has an axis for layers in front, and it is still there in the logits.

    zh: 最终状态最前面有一个表示层的轴，它还留在 logits 里。
    """

    def _read(self, vectors):
        return self.rnn(vectors)[1]


class RNNClassifier__softmax_at_the_end(_Classifier):
    """The model returns probabilities. Cross-entropy applies softmax itself; twice makes learning slow, and no message says so.

    zh: 模型返回的是概率。交叉熵自己会做 softmax；做两遍会让学习变慢，而且不会有任何提示。
    """

    def _answer(self, state):
        return nn.functional.softmax(self.linear(state), axis=-1)


class RNNClassifier__word_zero_is_padding(_Classifier):
    """With `padding_idx=0` the word 0 gets a zero vector that never learns. Nothing is padded here; 0 is a word like any other.

    zh: 设了 `padding_idx=0`，0 号词的向量就永远是零，学不到东西。这里没有填充，0 和别的词一样是普通的词。
    """

    def __init__(self, vocab_size, embedding_size, hidden_size, classes):
        super().__init__(vocab_size, embedding_size, hidden_size, classes)
        self.embedding = nn.Embedding(vocab_size, embedding_size, padding_idx=0)


class RNNClassifier__sizes_of_the_program(_Classifier):
    """The sizes of the broken program are written into the layers, whatever sizes are asked for.

    zh: 各层写死了原程序的尺寸，没有理会要求的尺寸。
    """

    def __init__(self, vocab_size, embedding_size, hidden_size, classes):
        super().__init__(100, 50, 50, classes)


class RNNClassifier__frozen_embedding(_Classifier):
    """The word vectors are cut off from the gradient and stay random: only the layers after them can learn.

    zh: 词向量被切断了梯度，一直是随机的：能学习的只有后面的层。
    """

    def _read(self, vectors):
        return super()._read(vectors.detach())


# -- train_classifier ------------------------------------------------------------------------------------------------------


def _train(model, ids, labels, epochs, batch_size, learning_rate, seed, *, shuffle=True, clear=True, step=True, mode="train",
           drop_last=False, only_first=False, loss_of=nn.functional.cross_entropy, report="samples"):  # fmt: skip
    """The loop of the lab, with a switch for each thing that goes wrong in the answers below."""
    rng = np.random.default_rng(seed)
    optimizer = paddle.optimizer.Adam(learning_rate, parameters=model.parameters())
    if mode != "as it came":
        model.train() if mode == "train" else model.eval()
    history = []
    for _ in range(epochs):
        order = rng.permutation(len(ids)) if shuffle else np.arange(len(ids))
        total, losses = 0.0, []
        for start in range(0, len(ids), batch_size):
            rows = order[start : start + batch_size]
            if (drop_last and len(rows) < batch_size) or (only_first and start > 0):
                continue
            loss = loss_of(model(paddle.to_tensor(ids[rows])), paddle.to_tensor(labels[rows]))
            loss.backward()
            if step:
                optimizer.step()
            if clear:
                optimizer.clear_grad()
            losses.append(loss.item())
            total += loss.item() * len(rows)
        by_batch = float(np.mean(losses)) if losses else 0.0
        history.append({"samples": total / len(ids), "batches": by_batch, "sum": total, "last": losses[-1] if losses else 0.0}[report])
    return history


def train_classifier__gradients_never_cleared(model, ids, labels, epochs, batch_size, learning_rate, seed):
    """Paddle adds each gradient to the one before. They are never cleared, so every step also follows all earlier batches.

    zh: 飞桨会把梯度累加到之前的梯度上。这里从不清零，所以每一步都还在跟着以前所有的批次走。
    """
    return _train(model, ids, labels, epochs, batch_size, learning_rate, seed, clear=False)


def train_classifier__never_steps(model, ids, labels, epochs, batch_size, learning_rate, seed):
    """Losses and gradients are computed, but no step is made: the weights stay what they were.

    zh: 算了损失，也算了梯度，却没有迈出一步：权重还是原来的样子。
    """
    return _train(model, ids, labels, epochs, batch_size, learning_rate, seed, step=False)


def train_classifier__not_shuffled(model, ids, labels, epochs, batch_size, learning_rate, seed):
    """The samples come in the same order in every epoch, so the same ones always share a batch.

    zh: 每个 epoch 的样本次序都一样，同一批里永远是那几个样本。
    """
    return _train(model, ids, labels, epochs, batch_size, learning_rate, seed, shuffle=False)


def train_classifier__short_batch_dropped(model, ids, labels, epochs, batch_size, learning_rate, seed):
    """A last batch that is not full is left out, so in each epoch some samples are not trained on.

    zh: 最后不满的一批被丢掉了，每个 epoch 都有样本没有参与训练。
    """
    return _train(model, ids, labels, epochs, batch_size, learning_rate, seed, drop_last=True)


def train_classifier__first_batch_only(model, ids, labels, epochs, batch_size, learning_rate, seed):
    """Only one batch of each epoch is trained on. Is there a `return` or a `break` one level too deep?

    zh: 每个 epoch 只训练了一个批次。是不是 `return` 或 `break` 缩进得太深了？
    """
    return _train(model, ids, labels, epochs, batch_size, learning_rate, seed, only_first=True, report="batches")


def train_classifier__mean_of_batch_means(model, ids, labels, epochs, batch_size, learning_rate, seed):
    """The means of the batches are averaged, so a short last batch weighs as much as a full one.

    zh: 直接对各批的平均损失求平均，于是不满的最后一批和满的批次一样重。
    """
    return _train(model, ids, labels, epochs, batch_size, learning_rate, seed, report="batches")


def train_classifier__sum_not_mean(model, ids, labels, epochs, batch_size, learning_rate, seed):
    """The losses are added up and not divided by the number of samples.

    zh: 损失只是加了起来，没有除以样本总数。
    """
    return _train(model, ids, labels, epochs, batch_size, learning_rate, seed, report="sum")


def train_classifier__last_loss_only(model, ids, labels, epochs, batch_size, learning_rate, seed):
    """What is reported is the loss of the last batch of an epoch, and not the mean over all samples.

    zh: 返回的是每个 epoch 最后一个批次的损失，而不是所有样本的平均值。
    """
    return _train(model, ids, labels, epochs, batch_size, learning_rate, seed, report="last")


def train_classifier__mode_not_switched(model, ids, labels, epochs, batch_size, learning_rate, seed):
    """The model is trained in the mode in which it arrives. After an evaluation that is evaluation mode: no dropout in training.

    zh: 模型传入时是什么模式，就用什么模式训练。如果刚做过评估，那就是评估模式：训练时没有 dropout。
    """
    return _train(model, ids, labels, epochs, batch_size, learning_rate, seed, mode="as it came")


def train_classifier__softmax_twice(model, ids, labels, epochs, batch_size, learning_rate, seed):
    """Softmax is applied before cross-entropy, which applies it again. The loss cannot come near 0.

    zh: 先做了 softmax，交叉熵又做了一遍。损失怎么也接近不了 0。
    """
    return _train(model, ids, labels, epochs, batch_size, learning_rate, seed,
                  loss_of=lambda logits, y: nn.functional.cross_entropy(nn.functional.softmax(logits, axis=-1), y))  # fmt: skip


def train_classifier__paddle_seed_only(model, ids, labels, epochs, batch_size, learning_rate, seed):
    """`paddle.seed` does not reach the shuffling of a `DataLoader`, which draws from NumPy. The order is another one each time.

    zh: `paddle.seed` 管不到 `DataLoader` 的打乱，那是由 NumPy 抽取的。所以每次的次序都不同。
    """
    paddle.seed(seed)
    return _train(model, ids, labels, epochs, batch_size, learning_rate, int(np.random.randint(1 << 30)))


# -- evaluate --------------------------------------------------------------------------------------------------------------


def _right(model, ids, labels, batch_size):
    """Return the right predictions and the length of each batch."""
    counts = []
    with paddle.no_grad():
        for start in range(0, len(ids), batch_size):
            predicted = model(paddle.to_tensor(ids[start : start + batch_size])).argmax(axis=1).numpy()
            counts.append((int((predicted == labels[start : start + batch_size]).sum()), len(predicted)))
    return counts


def _in_evaluation(model, measure):
    """Return what `measure()` gives in evaluation mode, and restore the mode."""
    was_training = model.training
    model.eval()
    result = measure()
    if was_training:
        model.train()
    return result


def evaluate__training_mode(model, ids, labels, batch_size=64):
    """The model is measured in the mode in which it comes. In training mode dropout switches units off at random.

    zh: 模型传入时是什么模式，就在什么模式下测量。训练模式下，dropout 会随机关掉一些单元。
    """
    return sum(right for right, _ in _right(model, ids, labels, batch_size)) / len(labels)


def evaluate__left_in_evaluation(model, ids, labels, batch_size=64):
    """The model comes in training mode and goes in evaluation mode: from then on it would be trained without dropout.

    zh: 模型传入时处于训练模式，出来时却是评估模式：此后的训练就没有 dropout 了。
    """
    model.eval()
    return sum(right for right, _ in _right(model, ids, labels, batch_size)) / len(labels)


def evaluate__always_back_to_training(model, ids, labels, batch_size=64):
    """The model is switched to training at the end even if it came in evaluation mode.

    zh: 即使模型传入时处于评估模式，最后也被切换到了训练模式。
    """
    model.eval()
    right = sum(right for right, _ in _right(model, ids, labels, batch_size))
    model.train()
    return right / len(labels)


def evaluate__short_batch_dropped(model, ids, labels, batch_size=64):
    """A last batch that is not full is not counted.

    zh: 最后不满的一批没有计入。
    """
    whole = len(ids) - len(ids) % batch_size
    counts = _in_evaluation(model, lambda: _right(model, ids[:whole], labels[:whole], batch_size))
    return sum(right for right, _ in counts) / max(whole, 1)


def evaluate__mean_of_batches(model, ids, labels, batch_size=64):
    """The accuracies of the batches are averaged, so the rows of a short last batch weigh more than others.

    zh: 直接对各批的准确率求平均，于是不满的最后一批里，每一行的分量都比别的行重。
    """
    counts = _in_evaluation(model, lambda: _right(model, ids, labels, batch_size))
    return float(np.mean([right / length for right, length in counts]))


def evaluate__first_batch_only(model, ids, labels, batch_size=64):
    """Only the first batch is counted. Is there a `return` one level too deep?

    zh: 只统计了第一批。是不是 `return` 缩进得太深了？
    """
    right, length = _in_evaluation(model, lambda: _right(model, ids[:batch_size], labels[:batch_size], batch_size))[0]
    return right / length


def evaluate__in_percent(model, ids, labels, batch_size=64):
    """The share is given in percent; asked for is a number between 0 and 1.

    zh: 返回的是百分数；题目要的是 0 到 1 之间的数。
    """
    return 100 * sum(right for right, _ in _in_evaluation(model, lambda: _right(model, ids, labels, batch_size))) / len(labels)


def evaluate__counts_not_divided(model, ids, labels, batch_size=64):
    """The right predictions are counted and not divided by the number of rows.

    zh: 只数了预测正确的行数，没有除以总行数。
    """
    return sum(right for right, _ in _in_evaluation(model, lambda: _right(model, ids, labels, batch_size)))


# -- detect_batch_leak -----------------------------------------------------------------------------------------------------


def _logits(model, ids):
    with paddle.no_grad():
        return model(paddle.to_tensor(ids)).numpy()


def _moves(model, ids, rows, limit=1e-4):
    """Whether replacing one of `rows` moves the logits of another row."""
    before = _logits(model, ids)
    for row in rows:
        for other in range(len(ids)):
            changed = ids.copy()
            changed[row] = ids[other]
            gaps = np.abs(_logits(model, changed) - before).max(axis=1)
            gaps[row] = 0
            if gaps.max() > limit:
                return True
    return False


def detect_batch_leak__always_true(model, ids):
    """Every model is accused. A test that cannot acquit says nothing.

    zh: 每个模型都被判为有泄漏。从不放过任何一个的测试，什么也说明不了。
    """
    return True


def detect_batch_leak__always_false(model, ids):
    """No model is ever accused. Between two runs something has to change in one row, and all other rows have to be compared.

    zh: 没有一个模型被判为有泄漏。两次运行之间，必须改动某一行，再去比较所有其他行。
    """
    return False


def detect_batch_leak__reads_time_major(model, ids):
    """You look at what is written in the model. `time_major=True` is right if the axes are exchanged, and leaks exist without it.

    zh: 你看的是模型里写了什么。只要相应地交换了轴，`time_major=True` 就是对的；而没有它，照样可能泄漏。
    """
    return any(getattr(layer, "time_major", False) for layer in model.sublayers())


def detect_batch_leak__shuffles_only(model, ids):
    """You shuffle the batch and expect shuffled logits. A leak that treats all rows alike, such as a batch mean, passes that test.

    zh: 你打乱批次，再看 logits 是不是同样被打乱。对各行一视同仁的泄漏（例如减去批次均值）能通过这个测试。
    """

    def shuffled():
        order = np.arange(len(ids))[::-1]
        return bool(np.abs(_logits(model, ids[order]) - _logits(model, ids)[order]).max() > 1e-4)

    return _in_evaluation(model, shuffled)


def detect_batch_leak__last_row_only(model, ids):
    """Only the last row is changed. A leak that runs from earlier rows to later ones does not show that way.

    zh: 只改动了最后一行。从前面的行流向后面的行的泄漏，这样是看不出来的。
    """
    return _in_evaluation(model, lambda: _moves(model, ids, [len(ids) - 1]))


def detect_batch_leak__in_training_mode(model, ids):
    """You compare in the mode in which the model comes. In training mode dropout and batch normalisation move logits by themselves.

    zh: 模型传入时是什么模式，就在什么模式下比较。训练模式下，dropout 和批归一化本身就会让 logits 变化。
    """
    return _moves(model, ids, range(len(ids)))


def detect_batch_leak__left_in_evaluation(model, ids):
    """The verdict is right, but the model is left in evaluation mode.

    zh: 判断是对的，但模型被留在了评估模式。
    """
    model.eval()
    return _moves(model, ids, range(len(ids)))


def detect_batch_leak__limit_too_high(model, ids):
    """Only large movements count for you. A leak that moves logits by a few thousandths is a leak.

    zh: 你只认幅度大的变化。logits 只变化千分之几，也是泄漏。
    """
    return _in_evaluation(model, lambda: _moves(model, ids, range(len(ids)), limit=0.01))


def detect_batch_leak__own_row_counted(model, ids):
    """When a row is changed, its own logits have to move. You count that as a leak, too.

    zh: 改动一行，它自己的 logits 理应变化。你把这个也当成了泄漏。
    """

    def moved():
        changed = ids.copy()
        changed[0] = ids[-1]
        return bool(np.abs(_logits(model, changed) - _logits(model, ids)).max() > 1e-4)

    return _in_evaluation(model, moved)


# -- correct versions, for questions that build on these ---------------------------------------------------------------------


def correct__RNNClassifier(vocab_size, embedding_size, hidden_size, classes):
    """Return a sound classifier: batch-first throughout, logits from the final state."""

    class Classifier(nn.Layer):
        def __init__(self):
            super().__init__()
            self.embedding = nn.Embedding(vocab_size, embedding_size)
            self.rnn = nn.SimpleRNN(embedding_size, hidden_size)
            self.linear = nn.Linear(hidden_size, classes)

        def forward(self, ids):
            _, final_state = self.rnn(self.embedding(ids))  # [1, batch, hidden]
            return self.linear(final_state[0])

    return Classifier()
