"""Public checks of lab 10: one small example a question."""

from __future__ import annotations

import numpy as np
import paddle

from autograder.checking import equal, question, say, unchanged


def undecided(student, symbols):
    """Return the given model of lab 6's step with all weights zero: every symbol is equally likely."""
    model = student.OwnLanguageModel(symbols, 3, symbols)
    model.set_state_dict({name: np.zeros_like(array) for name, array in model.parameters().items()})
    return model


def handed_on(state):
    """Return a state as it came, as tensors again."""
    if isinstance(state, (tuple, list)):
        return type(state)(handed_on(part) for part in state)
    return paddle.to_tensor(state) if isinstance(state, np.ndarray) else state


@question("vocabulary")
def check_vocabulary_of_three_names(student, draw):
    """The example of the docstring: the mark, then a, b, e, i, k, o, t.

    zh: 文档字符串里的例子：起止符，然后是 a、b、e、i、k、o、t。
    """
    equal(student.vocabulary(["kato", "abe", "aoki"]), [".", "a", "b", "e", "i", "k", "o", "t"], of="vocabulary")


@question("one_hot")
def check_one_hot_of_two_ids(student, draw):
    """Of the ids 2 and 0 with size 3 come the vectors 0 0 1 and 1 0 0.

    zh: 尺寸为 3 时，id 2 和 0 分别得到向量 0 0 1 和 1 0 0。
    """
    want = np.array([[[0, 0, 1], [1, 0, 0]]], "float32")
    equal(student.one_hot(paddle.to_tensor([[2, 0]]), 3), want, of="one_hot", dims="[batch, time, size]")


@question("language_model_batches")
def check_two_names_in_a_batch(student, draw):
    """The example of the docstring: a name of three letters and one of a single letter.

    zh: 文档字符串里的例子：一个三个字母的姓氏和一个只有一个字母的姓氏。
    """
    inputs, targets = np.array([[0, 1, 2, 3], [0, 4, 0, 0]]), np.array([[1, 2, 3, 0], [4, 0, 0, 0]])
    mask = np.array([[1, 1, 1, 1], [1, 1, 0, 0]], "float32")
    got = student.language_model_batches([[1, 2, 3], [4]], batch_size=2)
    parts = ("inputs", "targets", "mask")
    assert isinstance(got, list) and len(got) == 1, say("Two names in batches of two make one batch.", "两个姓氏，每批两个，应当只有一批。")
    equal(got[0], (inputs, targets, mask), of="language_model_batches", parts=parts, dims=("[batch, time]",) * 3)


@question("perplexity")
def check_perplexity_of_an_undecided_model(student, draw):
    """A model that finds seven symbols equally likely has the perplexity 7, however long the names are.

    zh: 模型若觉得七个符号同样可能，困惑度就是 7，与姓氏的长短无关。
    """
    inputs, mask = np.zeros([2, 4], "int64"), np.array([[1, 1, 1, 1], [1, 1, 0, 0]], "float32")
    batch = (paddle.to_tensor(inputs), paddle.to_tensor(inputs), paddle.to_tensor(mask))
    got = student.perplexity(undecided(student, 7), [batch, batch])
    equal(got, 7.0, of="perplexity", tolerance=1e-4)


@question("train_language_model")
def check_a_budget_of_five_updates(student, draw):
    """Five updates give five losses, the first that of the untrained model, and the weights move.

    zh: 五次更新得到五个损失，第一个是未训练时的损失，而且权重动了。
    """
    model = undecided(student, 5)
    got = student.train_language_model(model, [[1, 2], [3], [2, 2, 4]], 5, 2, 0.1, 0)
    unchanged(student.train_language_model)
    assert isinstance(got, list) and len(got) == 5, say("A budget of 5 gives a list of 5 losses.", "预算为 5，应返回 5 个损失的列表。")
    equal(got[0], float(np.log(5)), of="train_language_model", tolerance=1e-4)
    assert any(np.any(array) for array in model.parameters().values()), say("No weight has moved.", "没有一个权重动过。")


@question("LanguageModel")
def check_language_model_shapes(student, draw):
    """Logits come for every step, and the state can be handed on.

    zh: 每一步都得到 logits，状态可以接着往下传。
    """
    model = student.LanguageModel(9, 6, 7)
    ids = paddle.to_tensor(draw.ids(3, 5, below=9))
    got = model(ids)
    is_pair = isinstance(got, (tuple, list)) and len(got) == 2
    assert is_pair, say("The model returns two things, `(logits, state)`.", "模型应返回两样东西：`(logits, state)`。")
    equal(np.zeros(np.shape(got[0])), np.zeros([3, 5, 7]), of="LanguageModel", dims="[batch, time, outputs]")
    again, _ = model(ids, handed_on(got[1]))
    assert not np.allclose(got[0], again), say("The model takes no notice of the state that it is given.", "模型没有理会交给它的状态。")


@question("temperature_probabilities")
def check_temperature_one_half(student, draw):
    """The example of the docstring: at temperature 0.5 the logits 0 and 1 become 0.12 and 0.88.

    zh: 文档字符串里的例子：温度为 0.5 时，logits 0 和 1 变成 0.12 和 0.88。
    """
    want = np.array([1 / (1 + np.exp(2)), 1 / (1 + np.exp(-2))], "float32")
    equal(student.temperature_probabilities(paddle.to_tensor([0.0, 1.0]), 0.5), want, of="temperature_probabilities")


@question("sample")
def check_sample_returns_names(student, draw):
    """An undecided model writes five names of the given letters, none longer than it may be; the same seed gives the same names.

    zh: 毫无主见的模型用给定的字母写出五个姓氏，都不超过最大长度；种子相同，姓氏就相同。
    """
    model, symbols = undecided(student, 4), [".", "x", "y", "z"]
    got = student.sample(model, symbols, 5, 1.0, 3, longest=6)
    is_names = isinstance(got, list) and len(got) == 5 and all(isinstance(name, str) for name in got)
    assert is_names, say("`sample` returns a list of `count` strings.", "`sample` 应返回由 `count` 个字符串组成的列表。")
    assert set("".join(got)) <= set("xyz"), say(
        "A name holds something that is no letter of the vocabulary.", "有的姓氏里含有词表中字母以外的东西。"
    )
    assert max(map(len, got)) <= 6, say("A name is longer than `longest`.", "有的姓氏超过了 `longest`。")
    again = student.sample(model, symbols, 5, 1.0, 3, longest=6)
    assert got == again, say("The same seed wrote other names.", "同一个种子写出了不同的姓氏。")


@question("detach_state")
def check_detached_numbers_are_the_same(student, draw):
    """The numbers of a state stay what they are, and `None` stays `None`.

    zh: 状态的数值保持不变，`None` 仍是 `None`。
    """
    h, c = draw.tensor(1, 3, 6), draw.tensor(1, 3, 6)
    equal(student.detach_state(h), h, of="detach_state", dims="[1, batch, hidden]")
    equal(student.detach_state((h, c)), (h, c), of="detach_state", parts=("h", "c"))
    equal(student.detach_state(None), None, of="detach_state")
