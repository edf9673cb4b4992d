"""Public checks of lab 1: one small example a question, with numbers that can be checked by hand."""

from __future__ import annotations

import hashlib
import math

import numpy as np

from autograder.checking import equal, question, say, unchanged

# Two rows with the same tokens, a third with other counts of them, a fourth with one token only.
IDS = np.array([[3, 1, 1, 0], [1, 0, 3, 1], [3, 3, 1, 0], [2, 2, 2, 2]])
COUNTS = np.array([[1, 2, 0, 1, 0], [1, 2, 0, 1, 0], [1, 1, 0, 2, 0], [0, 0, 4, 0, 0]])

SHAPES = ("one to one", "one to many", "many to one", "many to many, equal lengths", "many to many, unequal lengths")
TASKS = ("sentiment", "weather", "stock price", "house price", "tagging", "translation", "speech", "music", "caption", "digit")

# Digests of the right letters. `check` tells whether a letter is right, so this hides nothing; it keeps answers from being read in passing.
LETTERS = {1: "f81cd04a", 2: "0b4ae29b", 3: "64d08cf6", 4: "fa18fc2b"}
LOOK_AT = {
    1: ("Look at the right side of the cell's formula: what is there besides parameters?", "看看单元公式的右边：除了参数，还有什么？"),
    2: ("Look at the index of x in the cell's formula.", "看看单元公式里 x 的下标。"),
    3: ("Look for the index t on the parameters in the cell's formula.", "在单元公式里找一找：参数有没有下标 t？"),
    4: ("Look at both ends of the arrow in the figure, and at the time at each end.", "看看图中箭头的两端，各是什么时刻。"),
}


@question("bag_of_tokens")
def check_bag_counts_each_token_of_each_row(student, draw):
    """Four rows of four tokens, a vocabulary of five: each token is counted, those that do not occur as 0.

    zh: 四行，每行四个词元，词表大小为五：每个词元都计数，没出现的记为 0。
    """
    equal(student.bag_of_tokens(IDS, 5), COUNTS.astype("float64"), of="bag_of_tokens", dims="[batch, vocab_size]")
    unchanged(student.bag_of_tokens)


@question("order_pairs")
def check_pairs_have_one_bag_and_two_labels(student, draw):
    """Rows 0 and 1 hold the same tokens. They are a pair if their labels differ, and none if they do not.

    zh: 第 0 行和第 1 行的词元相同。标签不同就是一对，标签相同就不是。
    """
    for labels, want in (([1, 0, 1, 0], [(0, 1)]), ([1, 1, 0, 0], [])):
        got = student.order_pairs(IDS, np.array(labels), 5)
        assert isinstance(got, (list, np.ndarray)), say("`order_pairs` returns a list.", "`order_pairs` 应返回列表。")
        assert len(got) == len(want), say(
            f"There are {len(got)} pairs; in this example there should be {len(want)}.",
            f"找到 {len(got)} 对，在这个例子里应为 {len(want)} 对。",
        )
        assert [tuple(pair) for pair in got] == want, say("A pair is a tuple (i, j) with i < j.", "一对是元组 (i, j)，且 i < j。")


@question("sigmoid")
def check_sigmoid_of_a_few_numbers(student, draw):
    """Sigmoid of −2, 0 and 2, in an array of three axes.

    zh: −2、0、2 的 sigmoid，数组有三个轴。
    """
    x = np.array([[[-2.0, 0.0, 2.0]]])
    want = np.array([[[1 / (1 + math.exp(2)), 0.5, 1 / (1 + math.exp(-2))]]])
    equal(student.sigmoid(x), want, of="sigmoid", dims="the shape of x")


@question("sigmoid")
def check_sigmoid_survives_a_thousand(student, draw):
    """Sigmoid of −1000 and 1000 is 0 and 1, and NumPy has nothing to complain about.

    zh: −1000 和 1000 的 sigmoid 是 0 和 1，而且 NumPy 没有怨言。
    """
    x = np.array([-1000.0, 1000.0])
    equal(student.sigmoid(x), np.array([0.0, 1.0]), of="sigmoid", dims="the shape of x")
    no_complaints(student, "sigmoid", x)


@question("tanh")
def check_tanh_of_a_few_numbers(student, draw):
    """Tanh of −2, 0 and 0.5.

    zh: −2、0、0.5 的 tanh。
    """
    want = np.array([[math.tanh(-2.0)], [0.0], [math.tanh(0.5)]])
    equal(student.tanh(np.array([[-2.0], [0.0], [0.5]])), want, of="tanh", dims="the shape of x")


@question("tanh")
def check_tanh_survives_a_thousand(student, draw):
    """Tanh of −1000 and 1000 is −1 and 1, and NumPy has nothing to complain about.

    zh: −1000 和 1000 的 tanh 是 −1 和 1，而且 NumPy 没有怨言。
    """
    x = np.array([-1000.0, 1000.0])
    equal(student.tanh(x), np.array([-1.0, 1.0]), of="tanh", dims="the shape of x")
    no_complaints(student, "tanh", x)


def no_complaints(student, name, x):
    """Fail if NumPy warns while `name` is computed."""
    said = student.complaints(name, x)
    assert not said, say(
        f"NumPy complains while `{name}` is computed: {said[0][:80]}.", f"计算 `{name}` 时 NumPy 发出警告：{said[0][:80]}。"
    )


@question("relu")
def check_relu_of_a_few_numbers(student, draw):
    """Negative numbers become 0, others stay, and the argument is left as it is.

    zh: 负数变成 0，其余不变，传进来的数组也不被改动。
    """
    equal(student.relu(np.array([[-3.0, 0.0], [2.5, -0.5]])), np.array([[0.0, 0.0], [2.5, 0.0]]), of="relu", dims="the shape of x")
    unchanged(student.relu)


@question("mlp_parameter_count")
def check_mlp_of_the_example(student, draw):
    """Three time steps of two features, four hidden numbers, one output: 33 parameters.

    zh: 三个时间步，每步两个特征，四个隐藏的数，一个输出：33 个参数。
    """
    equal(student.mlp_parameter_count(3, 2, 4, 1), 33, of="mlp_parameter_count")


@question("mlp_parameter_count")
def check_mlp_with_two_outputs(student, draw):
    """Two time steps of one feature, three hidden numbers, two outputs: 2 · 3 + 3 + 3 · 2 + 2 = 17 parameters.

    zh: 两个时间步，每步一个特征，三个隐藏的数，两个输出：2 · 3 + 3 + 3 · 2 + 2 = 17 个参数。
    """
    equal(student.mlp_parameter_count(2, 1, 3, 2), 17, of="mlp_parameter_count")


@question("rnn_parameter_count")
def check_rnn_of_the_example(student, draw):
    """Two features, four hidden numbers, one output: 33 parameters with one bias vector in the cell, 37 with two.

    zh: 两个特征，四个隐藏的数，一个输出：单元里有一个偏置向量时 33 个参数，有两个时 37 个。
    """
    equal(student.rnn_parameter_count(3, 2, 4, 1), 33, of="rnn_parameter_count")
    equal(student.rnn_parameter_count(3, 2, 4, 1, 2), 37, of="rnn_parameter_count")


@question("sequence_task")
def check_every_task_has_a_shape(student, draw):
    """Each of the ten names has one of the five shapes. (Whether it is the right one is not checked here.)

    zh: 十个名称各有一种形态，且只用五个常量之一。（这里不检查选得对不对。）
    """
    for name in TASKS:
        got = student.sequence_task(name)
        assert got in SHAPES, say(
            f'`sequence_task("{name}")` returns none of the five constants.', f'`sequence_task("{name}")` 返回的不是五个常量之一。'
        )


@question("concepts")
def check_concepts_one_after_another(student, draw):
    """All four answers are right; they are looked at in order, up to the first that is not.

    zh: 四个答案都对；按顺序查看，遇到第一个不对的就停下。
    """
    for number in LETTERS:
        letter = student.concepts(number)
        assert isinstance(letter, str) and letter.strip().upper() in ("A", "B", "C", "D"), say(
            f"`concepts({number})` returns no letter from A to D.", f"`concepts({number})` 返回的不是 A 到 D 的字母。"
        )
        en, zh = LOOK_AT[number]
        assert digest(number, letter) == LETTERS[number], say(
            f"The answer to question {number} is not right. {en}", f"第 {number} 问答得不对。{zh}"
        )


def digest(number, letter):
    """Return a short digest of an answer."""
    return hashlib.sha256(f"concepts {number} {letter.strip().upper()}".encode()).hexdigest()[:8]
