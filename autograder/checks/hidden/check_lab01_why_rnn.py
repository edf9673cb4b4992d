"""Hidden checks of lab 1.

References are plain NumPy; the three functions are compared with NumPy's and Python's own. Texts are drawn from vocabularies so small
that equal bags, with equal and with different labels, come about by themselves.
"""

from __future__ import annotations

import numpy as np
from paddle import nn

from autograder.checking import equal, question, say, unchanged

# -- bag_of_tokens ---------------------------------------------------------------------------------------------------------


def bags_of(ids, vocab_size):
    """Return the counts as floats: whole numbers are right whatever their type."""
    return np.stack([(ids == token).sum(axis=1) for token in range(vocab_size)], axis=1).astype("float64")


@question("bag_of_tokens", points=2)
def check_bag_is_right_for_all_sizes(student, draw):
    """Each token of each row is counted, for many sizes, also for a single text or a single token.

    zh: 每一行的每个词元都计数，各种尺寸都对，包括只有一条文字或只有一个词元的情形。
    """
    for batch, time, vocab_size in draw.sizes("batch", "time", "vocab_size"):
        ids = draw.ids(batch, time, below=vocab_size)
        got = student.bag_of_tokens(ids, vocab_size)
        equal(got, bags_of(ids, vocab_size), of="bag_of_tokens", dims="[batch, vocab_size]")
        unchanged(student.bag_of_tokens)


@question("bag_of_tokens", points=1)
def check_bag_counts_repeats_padding_and_absence(student, draw):
    """A token that occurs five times counts five, id 0 counts like any other, and the last ids of the vocabulary may be absent.

    zh: 出现五次就记五次，id 0 照常计数，词表末尾的词元可以一次也不出现。
    """
    for vocab_size in (4, 9):
        ids = np.concatenate([np.zeros([6, 3], "int64"), draw.ids(6, 7, below=3)], axis=1)
        equal(student.bag_of_tokens(ids, vocab_size), bags_of(ids, vocab_size), of="bag_of_tokens", dims="[batch, vocab_size]")


# -- order_pairs -----------------------------------------------------------------------------------------------------------


def pairs_of(got):
    """Return the learner's pairs as a list of tuples, once their form is right."""
    assert isinstance(got, (list, tuple, np.ndarray)), say(
        "`order_pairs` returns a list of tuples.", "`order_pairs` 应返回由元组组成的列表。"
    )
    pairs = []
    for pair in got:
        assert isinstance(pair, (list, tuple, np.ndarray)) and len(pair) == 2, say(
            "An entry of the list is not a pair (i, j).", "列表里有一项不是一对 (i, j)。"
        )
        pairs.append((int(pair[0]), int(pair[1])))
    return pairs


def same_pairs(got, ids, labels, vocab_size):
    """Fail with a sentence unless the pairs are the right ones, in any order."""
    bags = bags_of(ids, vocab_size)
    rows = range(len(ids))
    want = {(i, j) for i in rows for j in rows if i < j and labels[i] != labels[j] and (bags[i] == bags[j]).all()}
    pairs = pairs_of(got)
    assert all(i < j for i, j in pairs), say("There is a pair (i, j) in which i is not less than j.", "有的 (i, j) 不满足 i < j。")
    assert len(set(pairs)) == len(pairs), say("A pair occurs more than once.", "有的对子出现了不止一次。")
    assert not set(pairs) - want, say(
        "Some pairs do not belong to the list: their bags differ, or their labels are the same.",
        "有的对子不该在列表里：词袋不同，或者标签相同。",
    )
    assert not want - set(pairs), say("Some pairs are missing.", "有的对子没有找到。")


@question("order_pairs", points=1)
def check_pairs_are_found_for_all_sizes(student, draw):
    """All pairs are found and nothing else, for many sizes, also where there is none.

    zh: 各种尺寸下，该找到的都找到，不该有的都没有；没有对子时也对。
    """
    for batch, time, vocab_size in draw.sizes("batch", "time", "vocab_size"):
        ids = draw.ids(2 * batch, time, below=min(vocab_size, 3))
        labels = draw.ids(2 * batch, below=2)
        ids[-1], labels[-1] = ids[0], 1 - labels[0]  # the same text with two labels is a pair, too
        if batch == 1:
            ids, labels = ids[:1], labels[:1]
        same_pairs(student.order_pairs(ids, labels, vocab_size), ids, labels, vocab_size)
        unchanged(student.order_pairs)


@question("order_pairs", points=1)
def check_pairs_need_equal_counts_and_unequal_labels(student, draw):
    """Rows with the same tokens in other numbers are no pair, rows with the same label are none, and there may be three labels.

    zh: 词元种类相同但次数不同的行不是一对，标签相同的行也不是一对；标签可以有三种。
    """
    base = np.array([[1, 1, 2, 0], [1, 2, 2, 0], [2, 0, 1, 1], [0, 2, 1, 2], [1, 2, 0, 1], [0, 0, 1, 2], [2, 2, 2, 2], [2, 2, 2, 2]])
    for labels in ([0, 1, 0, 1, 0, 1, 0, 1], [0, 1, 1, 1, 2, 0, 0, 2], [2, 0, 1, 1, 0, 2, 1, 0]):
        order = draw.rng.permutation(len(base))
        same_pairs(student.order_pairs(base[order], np.array(labels)[order], 3), base[order], np.array(labels)[order], 3)


@question("order_pairs", points=1)
def check_pairs_of_many_shuffled_texts(student, draw):
    """Among 120 texts each has a partner, somewhere, with its own tokens, mostly in another order.

    zh: 120 条文字里，每条都在某处有一个搭档：词元相同，次序大多不同。
    """
    half = draw.ids(60, 8, below=30)
    other = np.stack([half[0], *(draw.rng.permutation(row) for row in half[1:])])
    order = draw.rng.permutation(120)
    ids, labels = np.concatenate([half, other])[order], np.repeat([0, 1], 60)[order]
    same_pairs(student.order_pairs(ids, labels, 30), ids, labels, 30)
    unchanged(student.order_pairs)


# -- sigmoid, tanh, relu -----------------------------------------------------------------------------------------------------

SHAPES = ((7,), (1,), (3, 5), (2, 1, 4), (1, 1))
RANGE = np.array([-1000.0, -999.5, -750.0, -400.0, -90.0, -2.5, -0.5, 0.0, 1.5, 40.0, 90.0, 400.0, 750.0, 999.5, 1000.0])
TOLERANCE = 1e-6  # an exponent that is clipped far out is as good


def right_sigmoid(x):
    """Return sigmoid by way of NumPy's tanh, which never overflows."""
    return 0.5 * (1.0 + np.tanh(0.5 * x))


def no_complaints(student, name, x):
    """Fail if NumPy warns while `name` is computed. The first question makes sure that `complaints` is still the one of the lab."""
    assert student.complaints("exponential", x), say(
        "`complaints` or `exponential` was defined anew; leave them as they are.",
        "`complaints` 或 `exponential` 被重新定义了，请保持原样。",
    )
    assert not student.complaints(name, x), say(
        f"NumPy complains of an overflow or an invalid value while `{name}` is computed.", f"计算 `{name}` 时，NumPy 警告有溢出或无效值。"
    )


def same_everywhere(student, name, right, draw):
    """Compare a function with the right one on arrays of several shapes and both precisions."""
    function = getattr(student, name)
    for shape in SHAPES:
        for dtype in ("float64", "float32"):
            x = 3 * draw.array(*shape, dtype=dtype)
            equal(function(x), right(x), of=name, dims="the shape of x", tolerance=TOLERANCE if dtype == "float64" else None)
            unchanged(function)


@question("sigmoid", points=2)
def check_sigmoid_equals_the_formula(student, draw):
    """Sigmoid is right for arrays of any shape, in both precisions.

    zh: 任何形状的数组、两种精度，sigmoid 都正确。
    """
    same_everywhere(student, "sigmoid", right_sigmoid, draw)


@question("sigmoid", points=1)
def check_sigmoid_of_large_numbers(student, draw):
    """From −1000 to 1000 sigmoid is right: no infinity, no nan.

    zh: 从 −1000 到 1000，sigmoid 都正确，没有无穷大，也没有 nan。
    """
    equal(student.sigmoid(RANGE), right_sigmoid(RANGE), of="sigmoid", dims="the shape of x", tolerance=TOLERANCE)


@question("sigmoid", points=1)
def check_sigmoid_makes_numpy_complain_of_nothing(student, draw):
    """From −1000 to 1000 sigmoid is computed without an overflow.

    zh: 从 −1000 到 1000，计算 sigmoid 时没有溢出。
    """
    equal(student.sigmoid(RANGE), right_sigmoid(RANGE), of="sigmoid", dims="the shape of x", tolerance=TOLERANCE)
    no_complaints(student, "sigmoid", RANGE)


@question("tanh", points=1)
def check_tanh_equals_the_formula(student, draw):
    """Tanh is right for arrays of any shape, in both precisions.

    zh: 任何形状的数组、两种精度，tanh 都正确。
    """
    same_everywhere(student, "tanh", np.tanh, draw)


@question("tanh", points=1)
def check_tanh_of_large_numbers(student, draw):
    """From −1000 to 1000 tanh is right: no infinity, no nan.

    zh: 从 −1000 到 1000，tanh 都正确，没有无穷大，也没有 nan。
    """
    equal(student.tanh(RANGE), np.tanh(RANGE), of="tanh", dims="the shape of x", tolerance=TOLERANCE)


@question("tanh", points=1)
def check_tanh_makes_numpy_complain_of_nothing(student, draw):
    """From −1000 to 1000 tanh is computed without an overflow.

    zh: 从 −1000 到 1000，计算 tanh 时没有溢出。
    """
    equal(student.tanh(RANGE), np.tanh(RANGE), of="tanh", dims="the shape of x", tolerance=TOLERANCE)
    no_complaints(student, "tanh", RANGE)


@question("relu", points=1)
def check_relu_equals_the_formula(student, draw):
    """Positive numbers stay, negative ones become 0, in arrays of any shape and both precisions.

    zh: 任何形状的数组、两种精度，正数不变，负数变成 0。
    """
    for shape in SHAPES:
        for dtype in ("float64", "float32"):
            x = 3 * draw.array(*shape, dtype=dtype)
            equal(student.relu(x), right_relu(x), of="relu", dims="the shape of x")
    equal(student.relu(RANGE), right_relu(RANGE), of="relu", dims="the shape of x")


@question("relu", points=1)
def check_relu_leaves_its_argument_alone(student, draw):
    """The result is right, and it is a new array: the numbers of the caller are still there.

    zh: 结果正确，而且是新数组：调用者的数还在。
    """
    same_everywhere(student, "relu", right_relu, draw)


def right_relu(x):
    """Return the positive part of x."""
    return np.where(x > 0, x, np.zeros_like(x))


# -- parameter counts --------------------------------------------------------------------------------------------------------


@question("mlp_parameter_count", points=1)
def check_mlp_count_is_right_for_all_sizes(student, draw):
    """All weights and biases of both layers are counted, whatever the sizes.

    zh: 无论尺寸是多少，两层的权重和偏置都数到了。
    """
    for time, features, hidden, outputs in draw.sizes("time", "features", "hidden", "outputs"):
        want = time * features * hidden + hidden + hidden * outputs + outputs
        equal(student.mlp_parameter_count(time, features, hidden, outputs), want, of="mlp_parameter_count")


@question("mlp_parameter_count", points=1)
def check_mlp_grows_with_each_time_step(student, draw):
    """One time step more costs as many weights as lead from its features to the hidden numbers.

    zh: 多一个时间步，就多出从它的特征到各个隐藏的数的那些权重。
    """
    for time, features, hidden, outputs in draw.sizes("time", "features", "hidden", "outputs"):
        shorter = student.mlp_parameter_count(time, features, hidden, outputs)
        longer = student.mlp_parameter_count(time + 1, features, hidden, outputs)
        equal(longer - shorter, features * hidden, of="mlp_parameter_count")


@question("rnn_parameter_count", points=2)
def check_rnn_count_is_right_for_all_sizes(student, draw):
    """All parameters of the table are counted, with one bias vector in the cell.

    zh: 表中的参数都数到了，单元里有一个偏置向量。
    """
    for time, features, hidden, outputs in draw.sizes("time", "features", "hidden", "outputs"):
        want = features * hidden + hidden * hidden + hidden + hidden * outputs + outputs
        equal(student.rnn_parameter_count(time, features, hidden, outputs), want, of="rnn_parameter_count")


@question("rnn_parameter_count", points=1)
def check_rnn_does_not_grow_with_the_length(student, draw):
    """A longer text needs no further parameter; one feature more needs one weight for each hidden number.

    zh: 文字变长不需要更多参数；多一个特征，则每个隐藏的数多一个权重。
    """
    for time, features, hidden, outputs in draw.sizes("time", "features", "hidden", "outputs"):
        count = student.rnn_parameter_count(time, features, hidden, outputs)
        equal(student.rnn_parameter_count(10 * time, features, hidden, outputs) - count, 0, of="rnn_parameter_count")
        equal(student.rnn_parameter_count(time, features + 1, hidden, outputs) - count, hidden, of="rnn_parameter_count")


@question("rnn_parameter_count", points=1)
def check_rnn_with_two_biases_equals_paddle(student, draw):
    """With two bias vectors the count is that of Paddle's `nn.SimpleRNN` and `nn.Linear`.

    zh: 有两个偏置向量时，个数与飞桨的 `nn.SimpleRNN` 加 `nn.Linear` 相同。
    """
    for time, features, hidden, outputs in draw.sizes("time", "features", "hidden", "outputs"):
        layers = nn.SimpleRNN(features, hidden), nn.Linear(hidden, outputs)
        want = sum(int(np.prod(parameter.shape)) for layer in layers for parameter in layer.parameters())
        got = student.rnn_parameter_count(time, features, hidden, outputs, biases=2)
        equal(got, want, of="rnn_parameter_count")


# -- sequence_task -----------------------------------------------------------------------------------------------------------

TASKS = ("sentiment", "weather", "stock price", "house price", "tagging", "translation", "speech", "music", "caption", "digit")


def exactly(student, shape, names):
    """Fail unless the tasks that are given `shape` are those called `names`."""
    given = {name for name in TASKS if student.sequence_task(name) == shape}
    assert given >= names, say("A task of this shape was given another one.", "有一个属于这种形态的任务，给成了别的形态。")
    assert given == names, say("A task of another shape was given this one.", "有一个不属于这种形态的任务，给成了这种形态。")


@question("sequence_task", points=1)
def check_tasks_without_a_sequence(student, draw):
    """One to one: the tasks in which nothing arrives or leaves in steps, and no others.

    zh: 一对一：输入和输出都不分步的任务，且没有别的任务。
    """
    exactly(student, "one to one", {"house price", "digit"})


@question("sequence_task", points=1)
def check_tasks_that_write_a_sequence(student, draw):
    """One to many: the tasks in which one thing is given and a sequence is written, and no others.

    zh: 一对多：给出一样东西、写出一个序列的任务，且没有别的任务。
    """
    exactly(student, "one to many", {"music", "caption"})


@question("sequence_task", points=1)
def check_tasks_that_read_a_sequence(student, draw):
    """Many to one: the tasks in which a sequence is read and one answer given, and no others.

    zh: 多对一：读入一个序列、给出一个答案的任务，且没有别的任务。
    """
    exactly(student, "many to one", {"sentiment", "weather"})


@question("sequence_task", points=1)
def check_tasks_that_answer_at_every_step(student, draw):
    """Many to many, equal: the tasks with one answer for each piece that is read, and no others.

    zh: 等长的多对多：每读一项就有一个答案的任务，且没有别的任务。
    """
    exactly(student, "many to many, equal lengths", {"stock price", "tagging"})


@question("sequence_task", points=1)
def check_tasks_with_two_lengths(student, draw):
    """Many to many, unequal: the tasks with two sequences that need not have the same length, and no others.

    zh: 不等长的多对多：两个序列长度不必相同的任务，且没有别的任务。
    """
    exactly(student, "many to many, unequal lengths", {"translation", "speech"})


# -- concepts ----------------------------------------------------------------------------------------------------------------


def answered(student, right):
    """Fail at the first answer that is not right. What comes after it is not asked: so one wrong answer is recognised by itself."""
    for number, letter in right.items():
        got = student.concepts(number)
        assert isinstance(got, str) and got.strip().upper() == letter, say(
            f"Question {number} is not answered rightly.", f"第 {number} 问答得不对。"
        )


@question("concepts", points=2)
def check_what_a_cell_reads_and_gives(student, draw):
    """Questions 1 and 2: what goes into a cell at a time step, what comes out, and whether its input is a sequence.

    zh: 第 1、2 问：一个时间步里，进入循环单元的是什么，出来的是什么，输入是不是序列。
    """
    answered(student, {1: "B", 2: "D"})


@question("concepts", points=2)
def check_what_time_changes_in_a_cell(student, draw):
    """Questions 3 and 4: whether parameters change between time steps, and what the loop means.

    zh: 第 3、4 问：参数在时间步之间变不变，环是什么意思。
    """
    answered(student, {3: "A", 4: "C"})
