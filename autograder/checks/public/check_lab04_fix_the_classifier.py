"""Public checks of lab 4: the form of each answer.

They look at kinds and shapes on purpose. A public check that saw the silent bugs would take the lesson away: the text says so, and
`detect_batch_leak` is the check that a learner writes for them.
"""

from __future__ import annotations

import numpy as np
import paddle

from autograder.checking import equal, question, say

LETTERS = "ABCDEFGHIJ"
VERDICTS = ("bug", "silent bug", "fine")


@question("diagnose")
def check_diagnose_judges_every_letter(student, draw):
    """Each of the ten letters has one of the three verdicts.

    zh: 十个字母各有一个判断，且只用规定的三种说法。
    """
    got = student.diagnose()
    assert type(got) is dict, say("`diagnose` returns a dict, letter to verdict.", "`diagnose` 应返回字典：字母对应判断。")
    missing = [letter for letter in LETTERS if letter not in got]
    assert not missing, say(f"These letters have no verdict yet: {', '.join(missing)}.", f"这些字母还没有判断：{'、'.join(missing)}。")
    others = [letter for letter in LETTERS if got[letter] not in VERDICTS]
    assert not others, say(
        f"Not BUG, SILENT or FINE: {', '.join(others)}.", f"这些字母的判断不是 BUG、SILENT、FINE 之一：{'、'.join(others)}。"
    )


@question("make_dataset")
def check_make_dataset_returns_ids_and_labels(student, draw):
    """Ids are whole numbers `[n, steps]` below `vocab`, labels are `[n]`.

    zh: 词 id 是小于 `vocab` 的整数，形状 `[n, steps]`；标签形状 `[n]`。
    """
    n, steps, vocab = 7, 4, 9
    got = student.make_dataset(n, steps, vocab, 3)
    assert isinstance(got, (tuple, list)) and len(got) == 2, say(
        "`make_dataset` returns two things, `(ids, labels)`.", "`make_dataset` 应返回两样东西：`(ids, labels)`。"
    )
    ids, labels = got
    equal(np.zeros(np.shape(ids)), np.zeros([n, steps]), of="make_dataset (ids)", dims="[n, steps]")
    equal(np.zeros(np.shape(labels)), np.zeros([n]), of="make_dataset (labels)", dims="[n]")
    assert np.asarray(ids).dtype.kind == "i", say("Token ids have to be integers (int64).", "词 id 必须是整数（int64）。")
    assert (np.asarray(ids) >= 0).all() and (np.asarray(ids) < vocab).all(), say(
        "An id lies outside 0 … vocab − 1.", "有 id 落在 0 … vocab − 1 之外。"
    )


@question("RNNClassifier")
def check_classifier_returns_one_row_of_logits_a_sample(student, draw):
    """Ids `[batch, time]` become logits `[batch, classes]`.

    zh: 输入词 id `[batch, time]`，输出 logits `[batch, classes]`。
    """
    model = student.RNNClassifier(9, 5, 7, 3)
    for batch, steps in ((4, 6), (1, 6), (4, 1)):
        got = model(paddle.to_tensor(draw.ids(batch, steps, below=9)))
        equal(np.zeros(np.shape(got)), np.zeros([batch, 3]), of="RNNClassifier", dims="[batch, classes]")


@question("train_classifier")
def check_training_returns_one_loss_an_epoch(student, draw):
    """Training returns a loss for each epoch and moves the weights.

    zh: 训练返回每个 epoch 的损失，并且改变了权重。
    """
    model = student.build(classifier(vocab=9, classes=2))
    before = model.parameters()
    losses = student.train_classifier(model, draw.ids(10, 5, below=9), draw.ids(10, below=2), 2, 4, 0.01, 0)
    assert len(losses) == 2, say("Two epochs have two losses.", "训练两个 epoch 应返回两个损失。")
    assert np.isfinite(np.asarray(losses, "float64")).all(), say("A loss is NaN or infinite.", "有损失是 NaN 或无穷大。")
    after = model.parameters()
    assert any(not np.array_equal(before[name], after[name]) for name in before), say(
        "The weights are what they were before the training.", "训练之后，权重和训练之前一模一样。"
    )


@question("evaluate")
def check_evaluation_of_right_and_wrong_labels(student, draw):
    """Labels that the model predicts give accuracy 1, all others 0.

    zh: 标签全与预测相同，准确率为 1；全不相同，准确率为 0。
    """
    model = student.build(classifier(vocab=9, classes=2))
    ids = draw.ids(10, 5, below=9)
    predicted = model.eval()(paddle.to_tensor(ids)).argmax(axis=1).astype("int64")
    equal(student.evaluate(model, ids, predicted), 1.0, of="evaluate", tolerance=1e-6)
    equal(student.evaluate(model, ids, 1 - predicted), 0.0, of="evaluate", tolerance=1e-6)


@question("detect_batch_leak")
def check_detector_on_one_sound_and_one_broken_model(student, draw):
    """The detector acquits the plain recurrent classifier and flags it with `time_major=True`.

    zh: 检测函数放过普通的循环分类器，并指出加上 `time_major=True` 之后的那一个。
    """
    ids = draw.ids(4, 6, below=9)
    sound = student.detect_batch_leak(student.build(classifier(vocab=9, classes=2)), ids)
    broken = student.detect_batch_leak(student.build(classifier(vocab=9, classes=2, time_major=True)), ids)
    equal(sound, False, of="detect_batch_leak (sound model)")
    equal(broken, True, of="detect_batch_leak (time_major model)")


def classifier(vocab: int, classes: int, **options: bool) -> list[dict[str, object]]:
    """Return the description of a small recurrent classifier."""
    return [
        {"layer": "embedding", "vocab": vocab, "size": 4, "scale": 3.0},
        {"layer": "rnn", "input": 4, "hidden": 6, **options},
        {"layer": "last"},
        {"layer": "linear", "in": 6, "out": classes},
    ]
