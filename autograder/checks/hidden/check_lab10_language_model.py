"""Hidden checks of lab 10.

The models that the learner's functions get are the lab's own `OwnLanguageModel` with weights that are set here, so everything that
comes back can be computed here as well: perplexities, losses of a training, and what must be written. Names are drawn here, too, by a
grammar of their own; the data of the course answer nothing. What is random (drawn letters) is judged with a margin of five standard
deviations; what is learnt is judged here, from the weights alone, on names that the learner's function never saw.
"""

from __future__ import annotations

import itertools

import numpy as np
import paddle
from paddle import nn
from paddle.nn import functional

from autograder.checking import equal, question, say, unchanged

# -- vocabulary ------------------------------------------------------------------------------------------------------------------


@question("vocabulary", points=1)
def check_vocabulary_of_any_characters(student, draw):
    """The mark comes first and every character after it, once, sorted, whatever characters there are and in whatever order.

    zh: 起止符在最前，随后是每个字符，各一次，已排序；无论是哪些字符、以什么次序出现。
    """
    for names in (
        ["zoe"],
        ["b"],
        ["o'brien", "saint-exupery", "de la cruz"],  # three characters that sort before the mark
        ["müller", "ñandú", "zürich", "王", "李"],
        ["".join(draw.rng.permutation(list("qwertyuiop"))) for _ in range(5)],
    ):
        want = [".", *sorted(set("".join(names)))]
        for order in (names, names[::-1]):
            got = student.vocabulary(list(order))
            unchanged(student.vocabulary)
            equal(got, want, of="vocabulary")


@question("vocabulary", points=1)
def check_vocabulary_refuses_the_mark_in_a_name(student, draw):
    """A name that contains the mark is refused with a ValueError.

    zh: 姓氏中含有起止符时，以 ValueError 拒绝。
    """
    equal(student.vocabulary(["ab", "ba"]), [".", "a", "b"], of="vocabulary")
    for names in (["st.john", "abe"], ["abe", "."]):
        refused = student.vocabulary.error(names)
        assert refused == "ValueError", say("A name with a mark inside went through.", "含有起止符的姓氏没有被拒绝。")


# -- one_hot -----------------------------------------------------------------------------------------------------------------------


@question("one_hot", points=1)
def check_one_hot_of_every_size(student, draw):
    """A one stands at the place of each id and zeros elsewhere, on a new last axis, for every size.

    zh: 每个 id 的位置上是 1，其余是 0，放在新的最后一个轴上；对各种尺寸都成立。
    """
    for batch, time, size in draw.sizes("batch", "time", "size"):
        ids = draw.ids(batch, time, below=size)
        got = student.one_hot(paddle.to_tensor(ids), size)
        unchanged(student.one_hot)
        equal(got, np.eye(size, dtype="float32")[ids], of="one_hot", dims="[batch, time, size]")


@question("one_hot", points=1)
def check_one_hot_of_any_axes(student, draw):
    """Ids of one axis or of three get one axis more, and the vectors are float32, so that weights can be multiplied.

    zh: 一个轴或三个轴的 id 都只多一个轴，而且向量是 float32，可以与权重相乘。
    """
    for shape in ([6], [2, 3, 4]):
        ids = draw.ids(*shape, below=5)
        got = student.one_hot(paddle.to_tensor(ids), 5)
        equal(got, np.eye(5, dtype="float32")[ids], of="one_hot", dims="[..., size]")
        is_float = str(np.asarray(got).dtype) == "float32"
        assert is_float, say("`one_hot` has to return float32.", "`one_hot` 应返回 float32。")


# -- language_model_batches --------------------------------------------------------------------------------------------------------

PARTS = ("inputs", "targets", "mask")


def some_names(draw, count, longest, symbols):
    """Return names of random lengths, the longest and the shortest possible among them if there is room."""
    lengths = [longest, 1, *draw.rng.integers(1, longest + 1, max(count - 2, 0))][:count]
    return [[int(number) + 1 for number in draw.rng.integers(0, symbols - 1, int(length))] for length in lengths]


def batch_of(names, starts=None):
    """Return inputs, targets and mask of one batch as arrays."""
    time = max(map(len, names)) + 1
    inputs, targets, mask = (np.zeros([len(names), time], dtype) for dtype in ("int64", "int64", "float32"))
    for row, name in enumerate(names):
        inputs[row, : len(name) + 1] = [0 if starts is None else starts[row], *name]
        targets[row, : len(name)] = name
        mask[row, : len(name) + 1] = 1
    return inputs, targets, mask


def tensors(batch):
    """Return a batch as tensors."""
    return tuple(paddle.to_tensor(part) for part in batch)


def sliced(items, size):
    """Return a list in pieces."""
    return [items[first : first + size] for first in range(0, len(items), size)]


def as_batches(got, count):
    """Return the learner's batches once their form is right."""
    assert isinstance(got, (list, tuple)), say("`language_model_batches` returns a list.", "`language_model_batches` 应返回列表。")
    assert len(got) == count, say(
        f"There are {len(got)} batches; expected {count}: the last one may be smaller, and none is left out.",
        f"共有 {len(got)} 个批次，应有 {count} 个：最后一批可以小一些，但一个也不能少。",
    )
    is_triple = all(isinstance(batch, (tuple, list)) and len(batch) == 3 for batch in got)
    assert is_triple, say("A batch is a tuple `(inputs, targets, mask)`.", "每个批次是元组 `(inputs, targets, mask)`。")
    return got


@question("language_model_batches", points=2)
def check_targets_are_one_step_ahead(student, draw):
    """Inputs begin with the mark, targets end with it and are one step ahead; the mask covers the name and its end, and no padding.

    zh: 输入以起止符开头，目标以起止符结尾并且早一步；掩码盖住姓氏和它的结尾，不包括填充。
    """
    for count, longest, size in ((7, 6, 3), (4, 9, 4), (5, 4, 8), (3, 5, 1), (1, 1, 1), (1, 7, 2), (6, 1, 4)):
        names = some_names(draw, count, longest, 8)
        got = as_batches(student.language_model_batches(names, size), -(-count // size))
        unchanged(student.language_model_batches)
        for batch, members in zip(got, sliced(names, size), strict=True):
            equal(batch, batch_of(members), of="language_model_batches", parts=PARTS, dims=("[batch, time]",) * 3)


def rows_of(batches):
    """Return the names of batches as they can be read from inputs, targets and mask: (start, letters)."""
    found = []
    for inputs, targets, mask in batches:
        for x, y, m in zip(inputs, targets, mask, strict=True):
            n = int(m.sum()) - 1
            assert n >= 0 and m[: n + 1].all(), say("A row of the mask is not ones followed by zeros.", "掩码的一行不是先 1 后 0。")
            assert np.array_equal(x[1 : n + 1], y[:n]) and y[n] == 0, say(
                "In a shuffled batch inputs and targets do not fit together.", "打乱之后，某个批次的输入与目标对不上。"
            )
            found.append((int(x[0]), tuple(int(number) for number in y[:n])))
    return found


@question("language_model_batches", points=1)
def check_shuffling_keeps_every_name_once(student, draw):
    """With a seed the order is shuffled, each name occurs once, the same seed gives the same order and another seed another.

    zh: 给了种子就打乱次序，每个姓氏恰好出现一次；种子相同次序就相同，种子不同次序也不同。
    """
    names = [[1 + number % 5, 1 + number // 5] for number in range(23)]  # all different
    orders = []
    for before, seed in ((1, 7), (2, 7), (2, 8)):
        student.seed(before)
        got = as_batches(student.language_model_batches(names, 4, seed), 6)
        unchanged(student.language_model_batches)
        sizes = [len(batch[0]) for batch in got]
        assert sizes == [4] * 5 + [3], say("With a seed, batches have other sizes.", "给了种子之后，批次的大小变了。")
        orders.append([letters for _, letters in rows_of(got)])
        assert sorted(orders[-1]) == sorted(tuple(name) for name in names), say(
            "After shuffling some names are missing or occur twice.", "打乱之后，有的姓氏不见了，或者出现了两次。"
        )
    assert orders[0] != [tuple(name) for name in names], say("With a seed the names are in their old order.", "给了种子，次序却没有打乱。")
    assert orders[0] == orders[1], say("The same seed gave another order.", "同一个种子给出了不同的次序。")
    assert orders[0] != orders[2], say("Another seed gave the same order.", "换了种子，次序却没有变。")


@question("language_model_batches", points=1)
def check_starts_stay_with_their_names(student, draw):
    """Each name begins with its own start in the inputs, also after shuffling; targets know nothing of it.

    zh: 每个姓氏在输入里以它自己的起始 id 开头，打乱之后也一样；目标里没有它。
    """
    names = [[1 + number % 5, 1 + number // 5] for number in range(17)]
    starts = [20 + number for number in range(17)]
    plain = as_batches(student.language_model_batches(names, 5, None, starts), 4)
    unchanged(student.language_model_batches)
    for batch, members, own in zip(plain, sliced(names, 5), sliced(starts, 5), strict=True):
        equal(batch, batch_of(members, own), of="language_model_batches", parts=PARTS, dims=("[batch, time]",) * 3)
    shuffled = rows_of(as_batches(student.language_model_batches(names, 5, seed=3, starts=starts), 4))
    want = {(start, tuple(name)) for start, name in zip(starts, names, strict=True)}
    assert set(shuffled) == want, say("After shuffling, names begin with the starts of others.", "打乱之后，姓氏的起始 id 成了别人的。")


# -- models whose weights are known here ------------------------------------------------------------------------------------------


def draw_weights(draw, inputs, hidden, outputs, scale=1.0):
    """Return weights of an OwnLanguageModel, by name."""
    shapes = {"W_hq": [hidden, outputs], "b_q": [outputs]}
    for gate in "zrh":
        shapes |= {f"W_x{gate}": [inputs, hidden], f"W_h{gate}": [hidden, hidden], f"b_{gate}": [hidden]}
    return {name: (scale * draw.array(*shape)).astype("float32") for name, shape in shapes.items()}


def own_model(student, weights):
    """Return the lab's own model with these weights."""
    model = student.OwnLanguageModel(*weights["W_xh"].shape, weights["b_q"].shape[0])
    model.set_state_dict(weights)
    return model


class Reference(nn.Layer):
    """The same model here."""

    def __init__(self, weights):
        super().__init__()
        self.names = list(weights)
        for name, array in weights.items():
            self.add_parameter(name, self.create_parameter(list(array.shape)))
            getattr(self, name).set_value(paddle.to_tensor(array))

    def forward(self, ids):
        """Return logits `[batch, time, outputs]`."""
        p = {name: getattr(self, name) for name in self.names}
        h, states = paddle.zeros([ids.shape[0], p["b_h"].shape[0]]), []
        for x in paddle.unbind(functional.one_hot(ids, p["W_xh"].shape[0]), axis=1):
            z, r = (functional.sigmoid(x @ p[f"W_x{gate}"] + h @ p[f"W_h{gate}"] + p[f"b_{gate}"]) for gate in "zr")
            h = z * h + (1 - z) * paddle.tanh(x @ p["W_xh"] + p["b_h"] + r * (h @ p["W_hh"]))
            states.append(h)
        return paddle.stack(states, axis=1) @ p["W_hq"] + p["b_q"]

    def loss(self, batch):
        """Return the mean of -ln p over the counted steps of a batch of tensors."""
        inputs, targets, mask = batch
        losses = functional.cross_entropy(self(inputs), targets, reduction="none").reshape(mask.shape)
        return (losses * mask).sum() / mask.sum()


def reference_perplexity(weights, batches):
    """Return the perplexity of a model with these weights on batches of arrays."""
    model, total, count = Reference(weights), 0.0, 0.0
    with paddle.no_grad():
        for batch in batches:
            total += model.loss(tensors(batch)).item() * batch[2].sum()
            count += batch[2].sum()
    return float(np.exp(total / count))


# -- perplexity --------------------------------------------------------------------------------------------------------------------


@question("perplexity", points=2)
def check_perplexity_weighs_every_step_alike(student, draw):
    """Every counted step of every batch weighs the same, whether its batch or its name is long or short.

    zh: 每一批里计入的每一步分量都相同，与批次大小、姓氏长短无关。
    """
    for symbols, hidden, longest, size in ((6, 5, 8, 4), (9, 4, 5, 3), (5, 1, 12, 6), (4, 3, 1, 2)):
        weights = draw_weights(draw, symbols, hidden, symbols, scale=1.5)
        names = sorted(some_names(draw, 2 * size + 1, longest, symbols), key=len)  # batches of very unequal length
        batches = [batch_of(members) for members in sliced(names, size)]
        got = student.perplexity(own_model(student, weights), [tensors(batch) for batch in batches])
        unchanged(student.perplexity)
        equal(got, reference_perplexity(weights, batches), of="perplexity", tolerance=1e-3)


@question("perplexity", points=1)
def check_perplexity_does_not_depend_on_batches(student, draw):
    """The same names in one batch, in several, or with more padding have the same perplexity.

    zh: 同样的姓氏，放在一批、分成几批，或者多一些填充，困惑度都一样。
    """
    weights = draw_weights(draw, 7, 5, 7, scale=1.5)
    names = some_names(draw, 9, 10, 7)
    want = reference_perplexity(weights, [batch_of(names)])
    model = own_model(student, weights)
    wide = [np.pad(part, ((0, 0), (0, 6))) for part in batch_of(names)]
    cuts = [[batch_of(names)], [batch_of(part) for part in sliced(names, 4)], [batch_of([name]) for name in names], [wide]]
    for batches in cuts:
        equal(student.perplexity(model, [tensors(batch) for batch in batches]), want, of="perplexity", tolerance=1e-3)


@question("perplexity", points=1)
def check_perplexity_of_models_that_know_something(student, draw):
    """A model that always finds k symbols equally likely has the perplexity k, and one that is sure and right has 1.

    zh: 总觉得 k 个符号同样可能的模型，困惑度是 k；有把握而且说对的模型，困惑度是 1。
    """
    names = [[1, 2, 1, 2, 1, 2], [1], [1, 2, 1]]
    batches = [tensors(batch_of(names[:2])), tensors(batch_of(names[2:]))]
    for possible in (3, 4, 6):
        logits = np.where(np.arange(6) < possible, 0, -30.0)
        model = own_model(student, table_weights(np.tile(logits, (6, 1))))
        equal(student.perplexity(model, batches), float(possible), of="perplexity", tolerance=1e-3)
    sure = np.full([6, 6], -15.0)
    sure[[0, 1, 2], [1, 2, 0]] = 15.0
    got = student.perplexity(own_model(student, table_weights(sure)), [tensors(batch_of([[1, 2], [1, 2]])), tensors(batch_of([[1, 2]]))])
    equal(got, 1.0, of="perplexity", tolerance=1e-3)


# -- train_language_model ------------------------------------------------------------------------------------------------------------


def train(student, model, names, updates, batch_size, rate, seed=0, starts=None):
    """Train with the learner's function; return the losses, `[updates]`."""
    args = (model, names, updates, batch_size, rate, seed)
    got = student.train_language_model(*args) if starts is None else student.train_language_model(*args, starts)
    unchanged(student.train_language_model)
    assert isinstance(got, (list, tuple, np.ndarray)), say(
        "`train_language_model` returns a list of losses.", "`train_language_model` 应返回损失的列表。"
    )
    assert len(got) == updates, say(
        f"`train_language_model` returned {len(got)} losses for a budget of {updates} updates.",
        f"预算为 {updates} 次更新，`train_language_model` 返回了 {len(got)} 个损失。",
    )
    numbers = [np.asarray(loss) for loss in got]
    plain = all(number.size == 1 and number.dtype.kind in "fiu" for number in numbers)
    assert plain, say("The losses are not numbers.", "返回的损失不是数。")
    losses = np.array([float(number.reshape(())) for number in numbers])
    assert np.isfinite(losses).all(), say("A loss is NaN or infinite.", "有损失是 NaN 或无穷大。")
    return losses


@question("train_language_model", points=1)
def check_training_stops_at_its_budget(student, draw):
    """The budget is kept, whether it ends before, with, or after an epoch, and the first loss is that of the untrained model.

    zh: 预算在一个 epoch 结束之前、正好结束或之后用完，都恰好停下；第一个损失是未训练的模型的损失。
    """
    names = some_names(draw, 10, 6, 6)
    weights = draw_weights(draw, 6, 4, 6, scale=0.5)
    model = own_model(student, weights)
    want = Reference(weights).loss(tensors(batch_of(names))).item()
    before = train(student, model, names, 1, 10, 0.05)
    assert np.allclose(before, want, rtol=1e-3, atol=1e-4), say(
        "The first loss is not the mean of -ln p over the counted steps of the first batch.",
        "第一个损失不是第一批中计入的各步 -ln p 的平均。",
    )
    for updates, size in ((2, 4), (3, 4), (7, 4), (5, 10), (1, 3)):
        model = own_model(student, weights)
        train(student, model, names, updates, size, 0.05)
        moved = max(np.abs(array - weights[name]).max() for name, array in model.parameters().items())
        assert moved > 1e-3, say("The weights are what they were before the training.", "训练之后，权重和训练之前一样。")
        # Adam moves no weight by much more than its learning rate in an update.
        assert moved < 0.05 * updates * 1.5, say("More updates were made than the budget allows.", "更新的次数超过了预算。")


@question("train_language_model", points=2)
def check_every_update_is_the_one_described(student, draw):
    """With all names in one batch, the losses update by update are those of Adam with clipped gradients, each batch from zeros.

    zh: 所有姓氏放在一批里，逐次更新的损失与“Adam 加梯度裁剪、每批从零开始”算出的一致。
    """
    for symbols, hidden, count, with_starts in ((6, 5, 7, False), (5, 8, 4, True)):
        names = some_names(draw, count, 6, symbols)
        starts = [symbols + number % 2 for number in range(count)] if with_starts else None
        weights = draw_weights(draw, symbols + 2, hidden, symbols, scale=1.2)
        weights["W_hq"] *= 3  # long gradients, which are clipped
        reference, batch = Reference(weights), tensors(batch_of(names, starts))
        optimizer = paddle.optimizer.Adam(0.1, parameters=reference.parameters(), grad_clip=nn.ClipGradByGlobalNorm(1.0))
        want = []
        for _ in range(8):
            loss = reference.loss(batch)
            loss.backward()
            optimizer.step()
            optimizer.clear_grad()
            want.append(loss.item())
        got = train(student, own_model(student, weights), names, 8, count, 0.1, starts=starts)
        assert np.allclose(got, want, rtol=5e-3, atol=5e-3)


@question("train_language_model", points=1)
def check_every_epoch_visits_every_name(student, draw):
    """Each epoch visits every name once, in an order of its own that the seed decides.

    zh: 每个 epoch 把每个姓氏恰好用一次，次序各不相同，并由种子决定。
    """
    names = [[1 + number % 4, 1 + number // 4] for number in range(7)]
    weights = draw_weights(draw, 6, 4, 6)
    reference = Reference(weights)
    own = np.sort([reference.loss(tensors(batch_of([name]))).item() for name in names])
    orders = []
    for before, seed in ((1, 4), (2, 4), (2, 11)):
        student.seed(before)
        losses = train(student, own_model(student, weights), names, 14, 1, 1e-8, seed)  # nothing moves: each loss tells its name
        epochs = losses.reshape(2, 7)
        assert np.allclose(np.sort(epochs, axis=1), own, rtol=1e-3, atol=1e-3), say(
            "In some epoch a name is missing or is used twice.", "某个 epoch 里有姓氏没有用到，或者用了两次。"
        )
        different = not np.allclose(epochs[0], epochs[1], atol=1e-4)
        assert different, say("The names come in the same order in every epoch.", "每个 epoch 里姓氏的次序都一样。")
        orders.append(losses)
    assert np.allclose(orders[0], orders[1], atol=1e-4), say("The same seed gave another order.", "同一个种子给出了不同的次序。")
    assert not np.allclose(orders[0], orders[2], atol=1e-4), say("Another seed gave the same order.", "换了种子，次序却没有变。")


LETTERS = 9  # the mark and eight letters
LONGEST = 6


def grammar(draw):
    """Return two chains `[symbols, symbols]`, row by row the probabilities of the next symbol: each letter has two favourites."""
    chains = np.zeros([2, LETTERS, LETTERS])
    for chain in chains:
        for symbol in range(LETTERS):
            first, second = draw.rng.permutation([letter for letter in range(1, LETTERS) if letter != symbol])[:2]
            end = 0.3 if symbol else 0.0
            chain[symbol, [first, second, 0]] += [0.75 * (1 - end), 0.25 * (1 - end), end]
    return chains


def write(chain, rng):
    """Return one name of a chain."""
    name, symbol = [], 0
    while len(name) < LONGEST:
        symbol = int(rng.choice(LETTERS, p=chain[symbol]))
        if symbol == 0:
            break
        name.append(symbol)
    return name


def chain_perplexity(chains, names, kinds):
    """Return the perplexity of the chains themselves on names: nobody can do better for long."""
    logs = []
    for name, kind in zip(names, kinds, strict=True):
        path = [0, *name, 0] if len(name) < LONGEST else [0, *name]
        logs += [np.log(chains[kind][a, b]) for a, b in itertools.pairwise(path)]
    return float(np.exp(-np.mean(logs)))


@question("train_language_model", points=1, pattern=True)
def check_training_teaches_a_language(student, draw):
    """After 100 updates the model predicts new names of a made-up language nearly as well as the rule that made them.

    zh: 更新 100 次之后，模型预测一种虚构语言的新姓氏，几乎与造出它们的规则一样准。
    """
    chains = grammar(draw)
    kinds = draw.ids(700, below=2)
    names = [write(chains[kind], draw.rng) for kind in kinds]
    starts = [LETTERS + int(kind) for kind in kinds]
    model = own_model(student, draw_weights(draw, LETTERS + 2, 20, LETTERS, scale=0.3))
    losses = train(student, model, names[:500], 100, 32, 0.04, starts=starts[:500])
    new = [batch_of(names[500:], starts[500:])]
    reached = reference_perplexity(model.parameters(), new)
    best = chain_perplexity(chains, names[500:], kinds[500:])
    assert reached < 1.25 * best, say(
        "On names that were kept back, the trained model is far from what can be learnt.",
        "在留出的姓氏上，训练好的模型离可学到的水平还很远。",
    )
    assert losses[-10:].mean() < 0.8 * losses[:3].mean(), say("The losses hardly fall.", "损失几乎没有下降。")


# -- LanguageModel -------------------------------------------------------------------------------------------------------------------


def language_model(student, draw, inputs, hidden, outputs):
    """Return the learner's model with weights drawn here: fresh ones can be so small that an influence drowns in rounding."""
    model = student.LanguageModel(inputs, hidden, outputs)
    assert hasattr(model, "set_state_dict"), say("`LanguageModel` is not an `nn.Layer`.", "`LanguageModel` 不是 `nn.Layer`。")
    weights = {name: draw.rng.uniform(-0.8, 0.8, array.shape).astype(array.dtype) for name, array in model.parameters().items()}
    model.set_state_dict(weights)
    return model


def handed_on(state):
    """Return a state as it came, as tensors again."""
    if isinstance(state, (tuple, list)):
        return type(state)(handed_on(part) for part in state)
    return paddle.to_tensor(state) if isinstance(state, np.ndarray) else state


def answer(model, ids, shape, state=None):
    """Return logits and state once their form is right."""
    got = model(paddle.to_tensor(ids)) if state is None else model(paddle.to_tensor(ids), handed_on(state))
    is_pair = isinstance(got, (tuple, list)) and len(got) == 2
    assert is_pair, say("The model returns two things, `(logits, state)`.", "模型应返回两样东西：`(logits, state)`。")
    equal(np.zeros(np.shape(got[0])), np.zeros(shape), of="LanguageModel", dims="[batch, time, outputs]")
    assert np.isfinite(got[0]).all(), say("The logits contain NaN or infinity.", "logits 中有 NaN 或无穷大。")
    return got


@question("LanguageModel", points=1)
def check_model_has_the_sizes_asked_and_can_learn(student, draw):
    """Logits come for every step and are no probabilities; input, recurrent and output weights have the sizes asked for and can learn.

    zh: 每一步都有 logits，而且不是概率；输入、循环和输出的权重大小符合要求，并且能够学习。
    """
    for inputs, hidden, outputs, batch, time in ((9, 6, 7, 3, 5), (4, 8, 5, 2, 6), (8, 5, 3, 1, 4), (7, 5, 4, 3, 1), (2, 1, 2, 1, 1)):
        model = language_model(student, draw, inputs, hidden, outputs)
        ids = draw.ids(batch, time, below=inputs)
        logits, _ = answer(model, ids, [batch, time, outputs])
        is_probability = (logits >= 0).all() and np.allclose(logits.sum(axis=-1), 1, atol=1e-4)
        assert not is_probability, say(
            "Each row sums to 1: these are probabilities. Cross-entropy applies softmax itself.",
            "每一行的和都是 1：这是概率。交叉熵自己会做 softmax。",
        )
    model = language_model(student, draw, 9, 5, 7)
    shapes = {tuple(sorted(array.shape)) for array in model.parameters().values() if array.ndim == 2}
    gates = say("weights of a GRU from vectors of length `inputs`", "从长度为 `inputs` 的向量出发的 GRU 权重")
    for shape, words in (
        ((9, 15), gates),
        ((5, 15), say("recurrent weights of a GRU with `hidden` units", "有 `hidden` 个单元的 GRU 的循环权重")),
        ((5, 7), say("weights from `hidden` to `outputs`", "从 `hidden` 到 `outputs` 的权重")),
    ):
        assert shape in shapes, say(f"Not found among the parameters: {words.en}.", f"参数中没有找到：{words.zh}。")
    _, gradients = model.train().gradients(paddle.to_tensor(draw.ids(3, 6, below=9)), of=[draw.array(3, 6, 7, dtype="float32"), None])
    reached = all(gradient is not None and np.any(gradient) for gradient in gradients.values())
    assert reached, say("Some parameters get no gradient.", "有的参数得不到梯度。")


@question("LanguageModel", points=1)
def check_model_goes_on_where_it_stopped(student, draw):
    """Reading in two parts with the state handed on gives what reading at once gives; without a state everything starts anew.

    zh: 分两段读并把状态往下传，与一次读完结果相同；不给状态就重新开始。
    """
    for inputs, hidden, outputs, batch, time in ((9, 6, 7, 3, 8), (6, 4, 5, 1, 5), (5, 3, 4, 4, 3)):
        model = language_model(student, draw, inputs, hidden, outputs)
        ids = draw.ids(batch, time, below=inputs)
        whole, last = answer(model, ids, [batch, time, outputs])
        for cut in (1, time - 1):
            first, state = answer(model, ids[:, :cut], [batch, cut, outputs])
            second, end = answer(model, ids[:, cut:], [batch, time - cut, outputs], state)
            together = np.concatenate([first, second], axis=1)
            assert np.allclose(together, whole, rtol=1e-4, atol=1e-4), say(
                "Reading in two parts gives other logits than reading at once.", "分两段读得到的 logits，与一次读完的不同。"
            )
            equal(end, last, of="LanguageModel", tolerance=1e-4)
        again, _ = answer(model, ids, [batch, time, outputs])
        assert np.allclose(again, whole, rtol=1e-4, atol=1e-4), say(
            "The same ids without a state got other logits the second time: the model remembers an earlier call.",
            "同样的 id、不给状态，第二次得到的 logits 却不同：模型还记着上一次调用。",
        )


@question("LanguageModel", points=1)
def check_model_reads_all_that_came_and_nothing_that_comes(student, draw):
    """The answer at a step depends on every symbol up to it, in their order, and on none after it.

    zh: 某一步的答案取决于到它为止的每个符号及其次序，而与之后的符号无关。
    """
    inputs, outputs, time = 9, 7, 6
    for batch in (3, 6):
        model = language_model(student, draw, inputs, 8, outputs)
        ids = draw.ids(batch, time, below=inputs)
        before, _ = answer(model, ids, [batch, time, outputs])
        for step in range(time):
            other = ids.copy()
            other[:, step] = (other[:, step] + 1 + step) % inputs
            after, _ = answer(model, other, [batch, time, outputs])
            change = np.abs(after - before).max(axis=(0, 2))
            assert step == 0 or change[:step].max() < 1e-5, say("An answer depends on a later symbol.", "某一步的答案取决于后面的符号。")
            assert change[step:].min() > 1e-5, say(
                "A symbol can be changed, and a later answer does not notice.", "改变一个符号，后面的某个答案却毫无变化。"
            )


@question("LanguageModel", points=1)
def check_model_keeps_names_apart(student, draw):
    """A name alone gets the logits that it gets in a batch, and another name of the batch does not move them.

    zh: 一个姓氏单独读，与在一批里读，logits 相同；同批的其他姓氏不影响它。
    """
    for batch, time in ((4, 6), (5, 5), (3, 7)):
        model = language_model(student, draw, 9, 6, 7)
        ids = draw.ids(batch, time, below=9)
        together, _ = answer(model, ids, [batch, time, 7])
        alone = np.concatenate([answer(model, ids[row : row + 1], [1, time, 7])[0] for row in range(batch)])
        assert np.allclose(together, alone, rtol=1e-4, atol=1e-4)


# -- temperature_probabilities ---------------------------------------------------------------------------------------------------------


@question("temperature_probabilities", points=1)
def check_temperature_divides_the_logits(student, draw):
    """Probabilities are those of the divided logits over the last axis, for every temperature and any axes before it.

    zh: 概率由除以温度之后的 logits 在最后一个轴上得到；对各种温度、前面有几个轴都成立。
    """
    for temperature, shape in itertools.product((0.3, 1.0, 2.5), ([6], [3, 5], [2, 4, 3], [1, 1], [5, 2])):
        logits = 2 * draw.array(*shape)
        raised = np.exp(logits / temperature)
        got = student.temperature_probabilities(paddle.to_tensor(logits.astype("float32")), temperature)
        unchanged(student.temperature_probabilities)
        want = (raised / raised.sum(axis=-1, keepdims=True)).astype("float32")
        equal(got, want, of="temperature_probabilities", dims="[..., symbols]", tolerance=1e-4)


@question("temperature_probabilities", points=1)
def check_temperature_at_its_extremes(student, draw):
    """A tiny temperature gives all to the largest logit without overflow, a huge one makes all symbols equally likely.

    zh: 温度极低时全归最大的 logit，而且不溢出；温度极高时所有符号同样可能。
    """
    logits = draw.rng.permutation(np.arange(-3.0, 4.0)).astype("float32") * 5
    for shift in (0, 60, -60):
        cold = student.temperature_probabilities(paddle.to_tensor(logits + np.float32(shift)), 0.01)
        equal(cold, (np.arange(7) == logits.argmax()).astype("float32"), of="temperature_probabilities", tolerance=1e-4)
        hot = student.temperature_probabilities(paddle.to_tensor(logits + np.float32(shift)), 1e6)
        equal(hot, np.full(7, 1 / 7, "float32"), of="temperature_probabilities", tolerance=1e-3)


# -- sample ----------------------------------------------------------------------------------------------------------------------------


def table_weights(table, latches=()):
    """Return weights whose logits after reading symbol i are `table[i]`, `[inputs, outputs]`, and remember what `latches` say.

    A latch is a unit of memory: (values by symbol read, logits). When one of its symbols is read, it takes that value, 1 or -1, and
    keeps it; until then it is 0. Its value times `logits` is added to the table's.
    """
    inputs, outputs = table.shape
    hidden = inputs + len(latches)
    weights = {f"W_x{gate}": np.zeros([inputs, hidden], "float32") for gate in "zrh"}
    weights |= {f"W_h{gate}": np.zeros([hidden, hidden], "float32") for gate in "zrh"}
    weights |= {f"b_{gate}": np.zeros([hidden], "float32") for gate in "zrh"}
    weights["W_xh"][:, :inputs] = 10 * np.eye(inputs)
    weights["b_z"][:inputs] = -40  # these units forget at once: they hold the symbol just read
    weights["W_hq"] = np.concatenate([table, *[np.array(logits, "float64")[None] for _, logits in latches]]).astype("float32")
    weights["b_q"] = np.zeros([outputs], "float32")
    for unit, (values, _) in enumerate(latches, start=inputs):
        weights["b_z"][unit] = 40
        for symbol, value in values.items():
            weights["W_xz"][symbol, unit] = -80
            weights["W_xh"][symbol, unit] = 10 * value
    return weights


def arrows(inputs, outputs, following):
    """Return a table in which symbol i is followed by one of `following[i]`, all equally likely, and by nothing else."""
    table = np.full([inputs, outputs], -40.0)
    for symbol, choices in following.items():
        table[symbol, choices] = 0.0
    return table


def sampled(student, model, symbols, count, temperature, seed, **options):
    """Return what the learner's function writes once its form is right."""
    got = student.sample(model, symbols, count, temperature, seed, **options)
    unchanged(student.sample)
    is_list = isinstance(got, (list, tuple)) and len(got) == count and all(isinstance(name, str) for name in got)
    assert is_list, say("`sample` returns a list of `count` strings.", "`sample` 应返回由 `count` 个字符串组成的列表。")
    return list(got)


SYMBOLS = [".", "a", "b", "c", "d", "e"]


@question("sample", points=1)
def check_sample_follows_the_model(student, draw):
    """Where the model leaves no choice, exactly its name is written: from its start, up to the mark, and never longer than allowed.

    zh: 模型不留余地时，写出的正是它的姓氏：从给定的起始符号开始，到起止符为止，绝不超过允许的长度。
    """
    # Starts 6 and 7 are followed by the same letters; what is written in the end depends on which of them was read first.
    table = arrows(8, 6, {0: [2], 1: [3], 2: [3], 3: [0], 4: [0], 5: [0], 6: [1], 7: [1]})
    table[3, [4, 5]] = -5.0
    model = own_model(student, table_weights(table, [({6: 1, 7: -1}, [0, 0, 0, 0, 20, -20])]))
    for start, want in ((0, "bc"), (6, "acd"), (7, "ace")):
        options = {"start": start} if start else {}
        for count in (1, 3):
            got = sampled(student, model, SYMBOLS, count, 1.0, 2, **options)
            assert got == [want] * count, say(
                "The model allows one name only, and another one was written.", "模型只允许写出一个姓氏，写出来的却是别的。"
            )
    endless = own_model(student, table_weights(arrows(6, 6, {0: [1], 1: [2], 2: [1]})))
    for longest in (1, 2, 7):
        got = sampled(student, endless, SYMBOLS, 2, 1.0, 2, longest=longest)
        assert got == ["abababa"[:longest]] * 2, say(
            "A model that never says the mark must be stopped after `longest` letters.",
            "模型始终不说起止符时，应在 `longest` 个字母后停下。",
        )


def as_likely(shares, logits, count):
    """Whether shares among `count` draws are within five standard deviations of the softmax of `logits`."""
    chances = np.exp(logits) / np.exp(logits).sum()
    return (np.abs(shares - chances) < 5 * np.sqrt(chances * (1 - chances) / count) + 0.01).all()


@question("sample", points=2, pattern=True)
def check_sample_draws_with_the_right_chances(student, draw):
    """Over many names, letters come as often as their probabilities at the given temperature say.

    zh: 写很多个姓氏时，各字母出现的频率符合给定温度下的概率。
    """
    count = 200
    table = arrows(6, 6, {symbol: [0] for symbol in range(6)})
    logits = draw.rng.permutation([0.0, 2.0, 4.0])
    table[0, 0], table[0, 1:4] = -40.0, logits
    model = own_model(student, table_weights(table))
    for temperature in (0.5, 2.0):
        got = sampled(student, model, SYMBOLS, count, temperature, 7)
        assert set(got) <= {"a", "b", "c"}, say("A name was written that the model makes impossible.", "写出了模型不可能写出的姓氏。")
        shares = np.array([got.count(letter) / count for letter in "abc"])
        assert as_likely(shares, logits / temperature, count) or not as_likely(shares, logits, count), say(
            f"At temperature {temperature} letters come as often as they should at temperature 1.",
            f"温度为 {temperature} 时，各字母出现的频率却是温度为 1 时该有的。",
        )
        assert as_likely(shares, logits / temperature, count), say(
            f"At temperature {temperature} some letter comes far too often or too rarely.",
            f"温度为 {temperature} 时，有的字母出现得太多或太少。",
        )


@question("sample", points=1)
def check_sample_hands_the_state_on_within_a_name_only(student, draw):
    """The state goes along from letter to letter, and every name starts without one.

    zh: 状态在一个姓氏之内逐个字母往下传，而每个姓氏都从没有状态开始。
    """
    # A name is acd or bce: whether d or e follows c depends on the letter before c. A model that has once read c never writes a or b
    # again, so a state left over from the name before leaves nothing but the empty name.
    table = arrows(6, 6, {0: [1, 2], 1: [3], 2: [3], 3: [4, 5], 4: [0], 5: [0]})
    table[0, 0] = -20.0
    first_letter = ({1: 1, 2: -1}, [0, 0, 0, 0, 20, -20])
    has_read_c = ({3: 1}, [0, -60, -60, 0, 0, 0])
    model = own_model(student, table_weights(table, [first_letter, has_read_c]))
    got = sampled(student, model, SYMBOLS, 40, 1.0, 5)
    assert not any(name == "" for name in got), say(
        "Later names are not written as the first one: the state of one name leaks into the next.",
        "后面的姓氏与第一个写法不同：前一个姓氏的状态泄漏到了下一个。",
    )
    assert set(got) <= {"acd", "bce"}, say("The model forgets what it has written within a name.", "在一个姓氏之内，模型忘了自己写过什么。")
    assert len(set(got)) == 2, say("Of two equally likely names only one is ever written.", "两个同样可能的姓氏，只写出了其中一个。")


@question("sample", points=1)
def check_sample_repeats_with_its_seed(student, draw):
    """The same seed writes the same names, whatever was drawn before; another seed writes others; the names of one call differ.

    zh: 种子相同，写出的姓氏就相同，与之前抽过什么随机数无关；种子不同，姓氏也不同；同一次调用里的姓氏彼此不同。
    """
    model = own_model(student, table_weights(arrows(6, 6, {symbol: [1, 2, 3, 4, 5] for symbol in range(6)})))
    results = []
    for before, seed in ((1, 3), (2, 3), (2, 4)):
        student.seed(before)
        results.append(sampled(student, model, SYMBOLS, 6, 1.0, seed, longest=9))
        assert len(set(results[-1])) > 3, say("The names of one call are the same.", "同一次调用写出的姓氏都一样。")
    assert results[0] == results[1], say("The same seed wrote other names.", "同一个种子写出了不同的姓氏。")
    assert results[0] != results[2], say("Another seed wrote the same names.", "换了种子，写出的姓氏却没有变。")


# -- detach_state ----------------------------------------------------------------------------------------------------------------------


@question("detach_state", points=1)
def check_detached_state_has_the_same_numbers(student, draw):
    """Numbers and form stay: a tensor of any shape, a tuple of tensors, None.

    zh: 数值和形式都不变：任意形状的张量、张量的元组、None。
    """
    for shape in ([1, 3, 6], [2, 4], [4, 1, 1], [1]):
        h, c = draw.tensor(*shape), draw.tensor(*shape)
        equal(student.detach_state(h), h, of="detach_state")
        unchanged(student.detach_state)
        equal(student.detach_state((h, c)), (h, c), of="detach_state", parts=("h", "c"))
        equal(student.detach_state((h,)), (h,), of="detach_state", parts=("h",))
    equal(student.detach_state(None), None, of="detach_state")


@question("detach_state", points=1)
def check_no_gradient_passes_a_detached_state(student, draw):
    """No gradient passes through a detached state, neither through a tensor nor through any part of a tuple.

    zh: 梯度无法通过截断之后的状态，无论是单个张量，还是元组的任何一部分。
    """
    for shape in ([1, 3, 6], [2, 4]):
        h, c = draw.tensor(*shape), draw.tensor(*shape)
        for state in (h, (h, c)):
            equal(student.detach_state(state), state, of="detach_state")
            weights = draw.array(*shape, dtype="float32")
            by_argument, _ = student.detach_state.gradients(state, of=[weights, weights] if isinstance(state, tuple) else weights)
            flat = by_argument[0] if isinstance(by_argument[0], (tuple, list)) else [by_argument[0]]
            passed = any(gradient is not None and np.any(gradient) for gradient in flat)
            assert not passed, say("A gradient passes through the state: it still has its history.", "梯度通过了状态：它仍带着来历。")
