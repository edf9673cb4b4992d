"""Known wrong answers to lab 10, and correct versions of the questions that later ones use."""

import numpy as np
import paddle
from paddle import nn
from paddle.nn import functional

# -- vocabulary ------------------------------------------------------------------------------------------------------------------


def _characters(names):
    characters = set("".join(names))
    if "." in characters:
        raise ValueError("A name contains the mark.")
    return characters


def vocabulary__unsorted(names):
    """The characters stand in the order in which they turn up. Other names, or the same in another order, give other ids.

    zh: 字符按出现的先后排列。换一批姓氏，甚至只是换个次序，id 就变了。
    """
    _characters(names)
    return [".", *dict.fromkeys("".join(names))]


def vocabulary__mark_last(names):
    """The mark stands at the end. Its id has to be 0, however many letters there are.

    zh: 起止符放在了最后。无论有多少字母，它的 id 都应当是 0。
    """
    return [*sorted(_characters(names)), "."]


def vocabulary__mark_forgotten(names):
    """Only the letters are listed. Without the mark no name can begin or end.

    zh: 只列了字母。没有起止符，姓氏就无从开始，也无法结束。
    """
    return sorted(_characters(names))


def vocabulary__mark_sorted_in(names):
    """The mark is sorted among the letters. Apostrophe, hyphen and space sort before it, and then its id is not 0.

    zh: 起止符和字母一起排了序。撇号、连字符和空格都排在它前面，这时它的 id 就不是 0 了。
    """
    return sorted({*_characters(names), "."})


def vocabulary__mark_in_a_name_accepted(names):
    """A mark inside a name is taken for the mark. Nobody can tell then where that name ends.

    zh: 姓氏里的点被当成了起止符。这样就看不出这个姓氏到哪里结束了。
    """
    return [".", *sorted(set("".join(names)) - {"."})]


# -- one_hot -----------------------------------------------------------------------------------------------------------------------


def one_hot__counted_from_one(ids, size):
    """The one stands a place too early: ids begin with 0, and so do places.

    zh: 1 的位置早了一格：id 从 0 开始，位置也从 0 开始。
    """
    return functional.one_hot((ids - 1) % size, size)


def one_hot__whole_numbers(ids, size):
    """The vectors are right, but they are whole numbers, which no weight matrix can be multiplied with.

    zh: 向量是对的，但类型是整数，没法与权重矩阵相乘。
    """
    return functional.one_hot(ids, size).astype("int64")


def one_hot__new_axis_in_front(ids, size):
    """The new axis stands in front. One vector for each id means: at the end.

    zh: 新的轴放在了最前面。每个 id 一个向量，轴应当在最后。
    """
    return (paddle.arange(size, dtype=ids.dtype).reshape([size] + [1] * ids.ndim) == ids.unsqueeze(0)).astype("float32")


def one_hot__all_up_to_the_id(ids, size):
    """Every place up to the id holds a one. Then neighbours share most of their vector.

    zh: 从头到 id 的每个位置都是 1。这样一来，相邻的 id 大部分向量都相同。
    """
    return (paddle.arange(size, dtype=ids.dtype) <= ids.unsqueeze(-1)).astype("float32")


def correct__one_hot(ids, size):
    """Look up the rows of the unit matrix."""
    return paddle.nn.functional.embedding(ids, paddle.eye(size))


# -- language_model_batches --------------------------------------------------------------------------------------------------------


def _row(name, start):
    return [start, *name], [*name, 0], [1.0] * (len(name) + 1)


def _batches(encoded, batch_size, seed, starts, *, row=_row, drop_last=False, width=None, mine=True, fresh=None):
    order = list(range(len(encoded)))
    if seed is not None:
        order = [int(number) for number in np.random.default_rng(fresh or seed).permutation(len(encoded))]
    made = []
    for first in range(0, len(order), batch_size):
        numbers = order[first : first + batch_size]
        if drop_last and len(numbers) < batch_size:
            break
        own = numbers if mine else range(first, first + len(numbers))
        rows = [row(encoded[n], 0 if starts is None else starts[o]) for n, o in zip(numbers, own, strict=True)]
        time = max(len(x) for x, _, _ in rows) if width is None else width
        padded = [[list(part) + [0] * (time - len(part)) for part in parts] for parts in zip(*rows, strict=True)]
        dtypes = ("int64", "int64", "float32")
        made.append(tuple(paddle.to_tensor(np.array(part, dtype)) for part, dtype in zip(padded, dtypes, strict=True)))
    return made


def language_model_batches__targets_are_the_inputs(encoded, batch_size, seed=None, starts=None):
    """Inputs and targets are in step: the network is asked for the symbol that it has just read.

    zh: 输入和目标对得整整齐齐：要网络说的，正是它刚读到的那个符号。
    """
    return _batches(encoded, batch_size, seed, starts, row=lambda name, start: ([start, *name], [start, *name], [1.0] * (len(name) + 1)))


def language_model_batches__two_steps_ahead(encoded, batch_size, seed=None, starts=None):
    """Targets are two steps ahead of the inputs: one letter is never asked for, and the next one is asked for without it.

    zh: 目标比输入早了两步：有一个字母从来没有问到，而下一个字母要在没读到它的情况下去猜。
    """
    return _batches(encoded, batch_size, seed, starts, row=lambda name, start: ([start, *name], [*name[1:], 0, 0], [1.0] * (len(name) + 1)))


def language_model_batches__no_start(encoded, batch_size, seed=None, starts=None):
    """The inputs begin with the first letter, so nobody asks for it, and a name cannot be written from nothing.

    zh: 输入从第一个字母开始，于是没人去问第一个字母，姓氏也就无法凭空写出来。
    """
    return _batches(encoded, batch_size, seed, starts, row=lambda name, start: (list(name), [*name[1:], 0], [1.0] * len(name)))


def language_model_batches__padding_counted(encoded, batch_size, seed=None, starts=None):
    """The mask is 1 everywhere, so marks after the end count as if they had to be predicted.

    zh: 掩码处处为 1，于是结尾之后的那些 0 也算作要预测的起止符。
    """
    return [(x, y, paddle.ones_like(mask)) for x, y, mask in _batches(encoded, batch_size, seed, starts)]


def language_model_batches__end_taken_for_padding(encoded, batch_size, seed=None, starts=None):
    """The mask ends with the last letter: where the target is 0 stands not only padding, but first the end of the name. A model that is
    never asked for it writes on forever.

    zh: 掩码到最后一个字母为止：目标为 0 的地方不全是填充，头一个是姓氏的结尾。从来不问结尾，模型就会一直写下去。
    """
    return [(x, y, (y != 0).astype("float32")) for x, y, _ in _batches(encoded, batch_size, seed, starts)]


def language_model_batches__last_batch_dropped(encoded, batch_size, seed=None, starts=None):
    """A last batch that is not full is left out, and its names with it.

    zh: 最后不满的一批被丢掉了，连同其中的姓氏。
    """
    return _batches(encoded, batch_size, seed, starts, drop_last=True)


def language_model_batches__as_long_as_the_longest_of_all(encoded, batch_size, seed=None, starts=None):
    """Every batch is as long as the longest name of all. Most of the steps are padding then.

    zh: 每一批都填充到所有姓氏中最长的长度，大部分步骤都成了填充。
    """
    return _batches(encoded, batch_size, seed, starts, width=max(map(len, encoded)) + 1)


def language_model_batches__starts_stay_behind(encoded, batch_size, seed=None, starts=None):
    """The names are shuffled and their starts are not: names begin with the starts of others.

    zh: 姓氏打乱了，起始 id 却没有跟着打乱：姓氏的起始 id 成了别人的。
    """
    return _batches(encoded, batch_size, seed, starts, mine=False)


def language_model_batches__starts_ignored(encoded, batch_size, seed=None, starts=None):
    """Every name begins with the mark, whatever `starts` says.

    zh: 不管 `starts` 怎么说，每个姓氏都以起止符开头。
    """
    return _batches(encoded, batch_size, seed, None)


def language_model_batches__never_shuffled(encoded, batch_size, seed=None, starts=None):
    """The names come in their given order, whatever the seed is.

    zh: 不管种子是什么，姓氏都按原来的次序排列。
    """
    return _batches(encoded, batch_size, None, starts)


def language_model_batches__always_the_same_shuffle(encoded, batch_size, seed=None, starts=None):
    """Every seed gives the same order: the seed is not passed on to the generator.

    zh: 换什么种子次序都一样：种子没有传给生成器。
    """
    return _batches(encoded, batch_size, seed, starts, fresh=17)


def correct__language_model_batches(encoded, batch_size, seed=None, starts=None):
    """Write each name as its row, then pad."""
    numbers = list(range(len(encoded)))
    if seed is not None:
        np.random.default_rng(seed).shuffle(numbers)
    made = []
    while numbers:
        mine, numbers = numbers[:batch_size], numbers[batch_size:]
        time = 1 + max(len(encoded[n]) for n in mine)
        fill = [[0] * (time - 1 - len(encoded[n])) for n in mine]
        x = [[0 if starts is None else int(starts[n]), *encoded[n], *zeros] for n, zeros in zip(mine, fill, strict=True)]
        y = [[*encoded[n], 0, *zeros] for n, zeros in zip(mine, fill, strict=True)]
        mask = [[1.0] * (time - len(zeros)) + [0.0] * len(zeros) for zeros in fill]
        made.append((paddle.to_tensor(x, "int64"), paddle.to_tensor(y, "int64"), paddle.to_tensor(mask, "float32")))
    return made


# -- perplexity --------------------------------------------------------------------------------------------------------------------


def _losses(logits, targets):
    return functional.cross_entropy(logits, targets, reduction="none").reshape(targets.shape)


def _masked_mean(logits, targets, mask):
    return (_losses(logits, targets) * mask).sum() / mask.sum()


def _each(model, batches):
    """Return for each batch the array of losses and that of the mask."""
    with paddle.no_grad():
        return [(_losses(model(x)[0], y).numpy(), mask.numpy()) for x, y, mask in batches]


def perplexity__mean_of_batch_losses(model, batches):
    """The means of the batches are averaged before the exponential, so a batch of few steps weighs as much as one of many.

    zh: 取指数之前，直接对各批的平均损失求平均，于是步数少的批次与步数多的一样重。
    """
    return float(np.exp(np.mean([(losses * mask).sum() / mask.sum() for losses, mask in _each(model, batches)])))


def perplexity__mean_of_batch_perplexities(model, batches):
    """The perplexities of the batches are averaged. The mean of exponentials is larger than the exponential of the mean.

    zh: 对各批的困惑度求了平均。指数的平均大于平均的指数。
    """
    return float(np.mean([np.exp((losses * mask).sum() / mask.sum()) for losses, mask in _each(model, batches)]))


def _by_name(model, batches):
    return np.concatenate([(losses * mask).sum(axis=1) / mask.sum(axis=1) for losses, mask in _each(model, batches)])


def perplexity__mean_of_name_perplexities(model, batches):
    """Each name gets a perplexity of its own, and these are averaged. Short names count too much, and the exponential comes too early.

    zh: 给每个姓氏单独算困惑度，再求平均。短的姓氏分量过重，指数也取得太早。
    """
    return float(np.mean(np.exp(_by_name(model, batches))))


def perplexity__names_weigh_alike(model, batches):
    """The mean is taken within each name first, then over the names: a step of a long name counts less than one of a short name.

    zh: 先在每个姓氏之内求平均，再对姓氏求平均：长姓氏的一步比短姓氏的一步分量轻。
    """
    return float(np.exp(np.mean(_by_name(model, batches))))


def perplexity__padding_counted(model, batches):
    """Padding counts, too: the mask is not used.

    zh: 填充也算进去了：没有用掩码。
    """
    return float(np.exp(np.mean(np.concatenate([losses.ravel() for losses, _ in _each(model, batches)]))))


def perplexity__divided_by_all_steps(model, batches):
    """The sum leaves padding out, but it is divided by the number of all steps, padding included. That flatters the model.

    zh: 求和时排除了填充，却除以包括填充在内的总步数。这样算出来好看，但不是真的。
    """
    each = _each(model, batches)
    return float(np.exp(sum((losses * mask).sum() for losses, mask in each) / sum(mask.size for _, mask in each)))


def _mean(model, batches):
    each = _each(model, batches)
    return sum((losses * mask).sum() for losses, mask in each) / sum(mask.sum() for _, mask in each)


def perplexity__two_to_the_power(model, batches):
    """2 is raised to the power of a mean of natural logarithms. Base and logarithm have to belong together.

    zh: 平均的是自然对数，却拿 2 去求幂。底数和对数必须配套。
    """
    return float(2 ** _mean(model, batches))


def perplexity__not_exponentiated(model, batches):
    """This is the mean of −ln p itself, the cross-entropy. Its exponential is missing.

    zh: 这是 −ln p 的平均本身，也就是交叉熵。还差取指数。
    """
    return float(_mean(model, batches))


def perplexity__state_carried_over(model, batches):
    """The state at the end of a batch is where the next one starts: names read on from the padding of strangers.

    zh: 一批结束时的状态成了下一批的起点：姓氏接着别人的填充往下读。
    """
    total = count = 0.0
    state = None
    with paddle.no_grad():
        for inputs, targets, mask in batches:
            if state is not None and state.shape[-2] != inputs.shape[0]:
                state = None
            logits, state = model(inputs, state)
            total += (_losses(logits, targets) * mask).sum().item()
            count += mask.sum().item()
    return float(np.exp(total / count))


# -- train_language_model ------------------------------------------------------------------------------------------------------------


def _train(model, encoded, updates, batch_size, rate, seed, starts, *, clip="global", clear=True, step=True, adam=True, same_order=False,
           whole_epochs=False, carry=False, loss_of=_masked_mean, spoil=None):  # fmt: skip
    clips = {"global": nn.ClipGradByGlobalNorm(1.0), "each": nn.ClipGradByNorm(1.0), "value": nn.ClipGradByValue(1.0), None: None}
    optimizer = (paddle.optimizer.Adam if adam else paddle.optimizer.SGD)(rate, parameters=model.parameters(), grad_clip=clips[clip])
    losses, epoch, state = [], 0, None
    if spoil is not None:
        encoded = spoil(encoded, np.random.default_rng(seed))
    while len(losses) < updates:
        for inputs, targets, mask in _batches(encoded, batch_size, seed + (0 if same_order else epoch), starts):
            if len(losses) >= updates and not whole_epochs:
                break
            if not carry or state is None or state.shape[-2] != inputs.shape[0]:
                state = None
            logits, state = model(inputs, state)
            state = state.detach()
            loss = loss_of(logits, targets, mask)
            loss.backward()
            if step:
                optimizer.step()
            if clear:
                optimizer.clear_grad()
            losses.append(loss.item())
        epoch += 1
    return losses[:updates]


def train_language_model__never_steps(model, encoded, updates, batch_size, learning_rate, seed, starts=None):
    """Losses and gradients are computed, but no step is made: the model stays untrained.

    zh: 算了损失，也算了梯度，却没有迈出一步：模型始终没有训练。
    """
    return _train(model, encoded, updates, batch_size, learning_rate, seed, starts, step=False)


def train_language_model__letters_shuffled(model, encoded, updates, batch_size, learning_rate, seed, starts=None):
    """The letters within the names have lost their order, so what is learnt is which letters there are, and not which follows which.

    zh: 姓氏里的字母次序乱了，学到的只是有哪些字母，而不是谁跟在谁后面。
    """
    return _train(model, encoded, updates, batch_size, learning_rate, seed, starts,
                  spoil=lambda names, rng: [[int(letter) for letter in rng.permutation(name)] for name in names])  # fmt: skip


def train_language_model__gradients_never_cleared(model, encoded, updates, batch_size, learning_rate, seed, starts=None):
    """Paddle adds each gradient to the one before. They are never cleared, so every update follows all earlier batches, too.

    zh: 飞桨会把梯度累加到之前的梯度上。这里从不清零，所以每次更新都还在跟着以前所有的批次走。
    """
    return _train(model, encoded, updates, batch_size, learning_rate, seed, starts, clear=False)


def train_language_model__not_clipped(model, encoded, updates, batch_size, learning_rate, seed, starts=None):
    """The gradients are not clipped: a single long one spoils Adam's averages for many updates.

    zh: 没有裁剪梯度：一个过长的梯度，就会让 Adam 的滑动平均很久都恢复不过来。
    """
    return _train(model, encoded, updates, batch_size, learning_rate, seed, starts, clip=None)


def train_language_model__each_tensor_clipped_alone(model, encoded, updates, batch_size, learning_rate, seed, starts=None):
    """`ClipGradByNorm` clips each tensor by itself and so bends the gradient. The common norm of all tensors is meant.

    zh: `ClipGradByNorm` 逐个张量单独裁剪，梯度的方向就变了。这里要的是所有张量的总范数。
    """
    return _train(model, encoded, updates, batch_size, learning_rate, seed, starts, clip="each")


def train_language_model__plain_gradient_descent(model, encoded, updates, batch_size, learning_rate, seed, starts=None):
    """The optimizer is SGD. With the learning rates of Adam it hardly moves.

    zh: 优化器用成了 SGD。用 Adam 的学习率，它几乎不动。
    """
    return _train(model, encoded, updates, batch_size, learning_rate, seed, starts, adam=False)


def train_language_model__whole_epochs_only(model, encoded, updates, batch_size, learning_rate, seed, starts=None):
    """The budget is looked at between epochs only: the last epoch is trained to its end, whatever it costs.

    zh: 只在两个 epoch 之间才看预算：最后一个 epoch 总要走完，超支也不管。
    """
    return _train(model, encoded, updates, batch_size, learning_rate, seed, starts, whole_epochs=True)


def train_language_model__epochs_not_updates(model, encoded, updates, batch_size, learning_rate, seed, starts=None):
    """`updates` is taken for the number of epochs.

    zh: 把 `updates` 当成了 epoch 的个数。
    """
    batches = -(-len(encoded) // batch_size)
    losses = _train(model, encoded, updates * batches, batch_size, learning_rate, seed, starts)
    return [float(np.mean(losses[first : first + batches])) for first in range(0, len(losses), batches)]


def train_language_model__same_order_every_epoch(model, encoded, updates, batch_size, learning_rate, seed, starts=None):
    """Every epoch goes through the names in the same order, so the same ones always share a batch.

    zh: 每个 epoch 的姓氏次序都一样，同一批里永远是那几个。
    """
    return _train(model, encoded, updates, batch_size, learning_rate, seed, starts, same_order=True)


def train_language_model__state_carried_over(model, encoded, updates, batch_size, learning_rate, seed, starts=None):
    """Each batch starts from the state that the batch before has left: from the end of strangers' names.

    zh: 每个批次都从上一批留下的状态开始，也就是从不相干的姓氏的结尾开始。
    """
    return _train(model, encoded, updates, batch_size, learning_rate, seed, starts, carry=True)


def train_language_model__loss_on_padding(model, encoded, updates, batch_size, learning_rate, seed, starts=None):
    """The loss is a mean over all steps, padding included: the model is praised for writing marks after marks.

    zh: 损失是对所有步求的平均，连填充也算：模型写完一个起止符再写一个，也受到表扬。
    """
    return _train(model, encoded, updates, batch_size, learning_rate, seed, starts, loss_of=lambda o, y, mask: _losses(o, y).mean())


def train_language_model__sum_not_mean(model, encoded, updates, batch_size, learning_rate, seed, starts=None):
    """The losses of the steps are added up and not divided by how many count.

    zh: 各步的损失只是加了起来，没有除以计入的步数。
    """
    return _train(model, encoded, updates, batch_size, learning_rate, seed, starts, loss_of=lambda o, y, mask: (_losses(o, y) * mask).sum())


def train_language_model__starts_forgotten(model, encoded, updates, batch_size, learning_rate, seed, starts=None):
    """`starts` is not passed on to the batches, so every name starts from the mark.

    zh: `starts` 没有传给批次，于是每个姓氏都从起止符开始。
    """
    return _train(model, encoded, updates, batch_size, learning_rate, seed, None)


# -- LanguageModel -------------------------------------------------------------------------------------------------------------------


class _Model(nn.Layer):
    direction = "forward"
    time_major = False

    def __init__(self, inputs, hidden, outputs):
        super().__init__()
        self.inputs = inputs
        self.rnn = nn.GRU(inputs, hidden, direction=self.direction, time_major=self.time_major)
        self.readout = nn.Linear(hidden * (2 if self.direction == "bidirect" else 1), outputs)

    def read(self, ids, state):
        """Return the hidden states of all steps and the last state."""
        return self.rnn(functional.one_hot(ids, self.inputs), state)

    def forward(self, ids, state=None):
        """Return the answer to ids, and the state."""
        states, state = self.read(ids, state)
        return self.readout(states), state


class LanguageModel__bidirectional(_Model):
    """The layer reads from both sides. The backward cell has read the next symbol before it is asked for.

    zh: 循环层从两边读。还没问下一个符号，反向的单元就已经读到它了。
    """

    direction = "bidirect"


class LanguageModel__time_major(_Model):
    """With `time_major=True` the batch is taken for the time: each name goes on from the one above it.

    zh: 加了 `time_major=True`，批次就被当成了时间：每个姓氏都接着上面一个往下读。
    """

    time_major = True

    def read(self, ids, state):
        """Return the hidden states of all steps and the last state."""
        if state is not None and state.shape[1] != ids.shape[1]:
            state = None
        return self.rnn(functional.one_hot(ids, self.inputs), state)


class LanguageModel__state_ignored(_Model):
    """The state that is given is not used: every call starts from zeros, and while writing, every letter is the first one.

    zh: 没有使用传进来的状态：每次调用都从零开始，写的时候，每个字母都成了第一个字母。
    """

    def read(self, ids, state):
        """Return the hidden states of all steps and the last state."""
        return self.rnn(functional.one_hot(ids, self.inputs))


class LanguageModel__never_forgets(_Model):
    """The last state is kept inside the model: names that have nothing to do with each other are read in one go.

    zh: 把上次的状态留在了模型里：互不相干的姓氏被连着读了下去。
    """

    def __init__(self, inputs, hidden, outputs):
        super().__init__(inputs, hidden, outputs)
        self.kept = {}  # the last state for each size of batch

    def read(self, ids, state):
        """Return the hidden states of all steps and the last state."""
        if state is None:
            state = self.kept.get(ids.shape[0])
        states, state = self.rnn(functional.one_hot(ids, self.inputs), state)
        self.kept[ids.shape[0]] = state.detach()
        return states, state


class LanguageModel__softmax_inside(_Model):
    """The model returns probabilities. Cross-entropy and the temperature both want logits.

    zh: 模型返回的是概率。交叉熵和温度要的都是 logits。
    """

    def forward(self, ids, state=None):
        """Return the answer to ids, and the state."""
        logits, state = super().forward(ids, state)
        return functional.softmax(logits, axis=-1), state


class LanguageModel__last_step_only(_Model):
    """Only the last state is read out. A language model answers at every step.

    zh: 只读出了最后一个状态。语言模型在每一步都要作答。
    """

    def forward(self, ids, state=None):
        """Return the answer to ids, and the state."""
        logits, state = super().forward(ids, state)
        return logits[:, -1], state


class LanguageModel__state_not_returned(_Model):
    """Only the logits come back, so nobody can go on reading where the model stopped.

    zh: 只返回了 logits，谁也没法从模型停下的地方接着读。
    """

    def forward(self, ids, state=None):
        """Return the answer to ids, and the state."""
        return super().forward(ids, state)[0]


# -- temperature_probabilities ---------------------------------------------------------------------------------------------------------


def temperature_probabilities__ignored(logits, temperature):
    """The temperature plays no part: this is the model's own opinion at every temperature.

    zh: 温度没有起作用：无论温度多少，得到的都是模型本来的意见。
    """
    return functional.softmax(logits, axis=-1)


def temperature_probabilities__of_probabilities(logits, temperature):
    """Probabilities are divided by the temperature and go through a softmax once more. It is the logits that are to be divided.

    zh: 先得到概率，把概率除以温度，再做一遍 softmax。该除的是 logits。
    """
    return functional.softmax(functional.softmax(logits, axis=-1) / temperature, axis=-1)


def temperature_probabilities__divided_after(logits, temperature):
    """The probabilities are divided by the temperature. They do not sum to 1 then, and none gains on another.

    zh: 除以温度的是概率。这样和不为 1，各个概率之间的比例也没有变。
    """
    return functional.softmax(logits, axis=-1) / temperature


def temperature_probabilities__multiplied(logits, temperature):
    """The logits are multiplied with the temperature: cold has become hot and hot has become cold.

    zh: logits 乘了温度：冷变成了热，热变成了冷。
    """
    return functional.softmax(logits * temperature, axis=-1)


def temperature_probabilities__first_axis(logits, temperature):
    """The softmax runs along the first axis: the names of the batch compete, and not the symbols.

    zh: softmax 沿着第一个轴：相互竞争的是批次里的姓氏，而不是符号。
    """
    return functional.softmax(logits / temperature, axis=0)


def temperature_probabilities__overflows(logits, temperature):
    """The exponentials are taken as they are. At a low temperature they overflow, and infinity divided by infinity is no number.

    zh: 直接取了指数。温度低时会溢出，而无穷大除以无穷大不是数。
    """
    raised = paddle.exp(logits / temperature)
    return raised / raised.sum(axis=-1, keepdim=True)


def correct__temperature_probabilities(logits, temperature):
    """Write the formula with the largest logit taken off."""
    scaled = logits / temperature
    raised = paddle.exp(scaled - scaled.max(axis=-1, keepdim=True))
    return raised / raised.sum(axis=-1, keepdim=True)


# -- sample ----------------------------------------------------------------------------------------------------------------------------


def _sample(model, symbols, count, temperature, seed, start, longest, *, chances=None, greedy=False, state_leaks=False, state_dropped=False,
            feed_back=True, with_mark=False, extra=0, one_draw=False, fixed=None):  # fmt: skip
    chances = chances or (lambda logits: functional.softmax(logits / temperature, axis=-1))
    rng = np.random.default_rng(seed if fixed is None else fixed)
    names, state = [], None
    with paddle.no_grad():
        for _ in range(count):
            if one_draw:
                rng = np.random.default_rng(seed)
            letters, symbol = "", start
            state = state if state_leaks else None
            while len(letters) < longest + extra:
                logits, after = model(paddle.to_tensor([[symbol if feed_back else start]]), state)
                state = None if state_dropped else after
                p = chances(logits[0, 0]).numpy().astype("float64")
                symbol = int(p.argmax()) if greedy else int(rng.choice(len(p), p=p / p.sum()))
                if symbol == 0:
                    letters += symbols[0] if with_mark else ""
                    break
                letters += symbols[symbol]
            names.append(letters)
    return names


def sample__most_probable_only(model, symbols, count, temperature, seed, start=0, longest=20):
    """Nothing is drawn: the most probable symbol is taken each time, and all names are the same.

    zh: 没有抽取，每次都取最可能的符号，所有姓氏都一样。
    """
    return _sample(model, symbols, count, temperature, seed, start, longest, greedy=True)


def sample__temperature_ignored(model, symbols, count, temperature, seed, start=0, longest=20):
    """The temperature has no effect: letters come with the model's own probabilities.

    zh: 温度没有起作用：各字母是按模型本来的概率抽取的。
    """
    return _sample(model, symbols, count, temperature, seed, start, longest, chances=lambda o: functional.softmax(o, axis=-1))


def sample__temperature_on_probabilities(model, symbols, count, temperature, seed, start=0, longest=20):
    """Probabilities, and not logits, are divided by the temperature before the softmax: even impossible symbols get drawn.

    zh: softmax 之前除以温度的是概率，而不是 logits：连不可能的符号也会被抽到。
    """
    return _sample(model, symbols, count, temperature, seed, start, longest,
                   chances=lambda o: functional.softmax(functional.softmax(o, axis=-1) / temperature, axis=-1))  # fmt: skip


def sample__temperature_upside_down(model, symbols, count, temperature, seed, start=0, longest=20):
    """The logits are multiplied with the temperature and not divided: low temperatures are daring and high ones timid.

    zh: logits 乘了温度，而不是除以温度：温度低时大胆，温度高时反而胆小。
    """
    return _sample(model, symbols, count, temperature, seed, start, longest, chances=lambda o: functional.softmax(o * temperature, axis=-1))


def sample__all_symbols_alike(model, symbols, count, temperature, seed, start=0, longest=20):
    """Symbols are drawn without their probabilities: the model has no say in what is written.

    zh: 抽取符号时没有用概率：写什么都与模型无关。
    """
    return _sample(model, symbols, count, temperature, seed, start, longest, chances=lambda o: paddle.ones_like(o))


def sample__state_leaks(model, symbols, count, temperature, seed, start=0, longest=20):
    """The state of one name is left in place for the next. It belongs inside the loop over the names.

    zh: 上一个姓氏的状态留给了下一个。状态应当在对姓氏的循环里面重新设定。
    """
    return _sample(model, symbols, count, temperature, seed, start, longest, state_leaks=True)


def sample__state_dropped(model, symbols, count, temperature, seed, start=0, longest=20):
    """Each step starts from zeros: the model knows nothing but the last letter.

    zh: 每一步都从零开始：除了最后一个字母，模型什么也不知道。
    """
    return _sample(model, symbols, count, temperature, seed, start, longest, state_dropped=True)


def sample__never_reads_its_letters(model, symbols, count, temperature, seed, start=0, longest=20):
    """The input stays the start symbol: what was drawn is not fed back.

    zh: 输入一直是起始符号：抽到的字母没有喂回去。
    """
    return _sample(model, symbols, count, temperature, seed, start, longest, feed_back=False)


def sample__start_ignored(model, symbols, count, temperature, seed, start=0, longest=20):
    """Every name starts from the mark, whatever `start` says.

    zh: 不管 `start` 是什么，每个姓氏都从起止符开始。
    """
    return _sample(model, symbols, count, temperature, seed, 0, longest)


def sample__mark_written(model, symbols, count, temperature, seed, start=0, longest=20):
    """The mark at the end is written as if it were a letter.

    zh: 结尾的起止符被当作字母写了出来。
    """
    return _sample(model, symbols, count, temperature, seed, start, longest, with_mark=True)


def sample__one_letter_too_many(model, symbols, count, temperature, seed, start=0, longest=20):
    """A name that does not end by itself gets one letter more than it may have.

    zh: 自己不停的姓氏，比允许的长度多写了一个字母。
    """
    return _sample(model, symbols, count, temperature, seed, start, longest, extra=1)


def sample__the_same_name_again(model, symbols, count, temperature, seed, start=0, longest=20):
    """The generator is made anew for every name with the same seed, so every name is the same.

    zh: 每个姓氏都用同一个种子新造一个生成器，所以写出来的全都一样。
    """
    return _sample(model, symbols, count, temperature, seed, start, longest, one_draw=True)


def sample__seed_ignored(model, symbols, count, temperature, seed, start=0, longest=20):
    """A fixed seed is built in: another `seed` changes nothing.

    zh: 种子写死在函数里了：换一个 `seed` 毫无变化。
    """
    return _sample(model, symbols, count, temperature, seed, start, longest, fixed=0)


# -- detach_state ----------------------------------------------------------------------------------------------------------------------


def _with(state, change):
    if state is None:
        return None
    return tuple(change(part) for part in state) if isinstance(state, tuple) else change(state)


def detach_state__not_detached(state):
    """The state comes back with its whole history (`clone` keeps it, too): the next `backward` walks into the chunk before.

    zh: 状态连同全部来历一起返回（`clone` 的副本也一样）：下一次 `backward` 会走回上一段。
    """
    return state


def detach_state__zeros(state):
    """The state is replaced by zeros. That stops the gradient, and throws the memory away with it.

    zh: 状态换成了零。梯度是断了，记忆也一起丢了。
    """
    return _with(state, paddle.zeros_like)


def detach_state__first_part_only(state):
    """Of a tuple only the first tensor is detached: through the cell state gradients still pass.

    zh: 元组里只有第一个张量断开了：梯度仍能从细胞状态通过。
    """
    return (state[0].detach(), *state[1:]) if isinstance(state, tuple) else _with(state, lambda part: part.detach())


def detach_state__forgets_the_rest(state):
    """Of a tuple only the first tensor comes back: the cell state is lost.

    zh: 元组只返回了第一个张量：细胞状态丢了。
    """
    return state[0].detach() if isinstance(state, tuple) else _with(state, lambda part: part.detach())
