"""Public checks of lab 9: one small example a question."""

from __future__ import annotations

import contextlib
import os
import tempfile

import numpy as np
import paddle

from autograder.checking import equal, question, say

KINDS = ("rnn", "lstm", "gru")


def small_part(draw, n, classes=3):
    """Return a few random names in the form of the lab; the first one is as long as can be, the second has one letter."""
    ids = draw.rng.integers(1, 9, [n, 4]).astype("int64")
    lengths = draw.rng.integers(1, 5, n).astype("int64")
    lengths[:2] = (4, 1)
    ids[np.arange(4) >= lengths[:, None]] = 0
    return {"inputs": ids, "lengths": lengths, "labels": draw.ids(n, below=classes)}


def logits_of(model, part):
    """Return the logits of a model in evaluation mode."""
    return model.eval()(paddle.to_tensor(part["inputs"]), paddle.to_tensor(part["lengths"]))


@question("encode_names")
def check_three_names(student, draw):
    """Three names become ids, padded at the end, with their lengths.

    zh: 三个姓氏变成 id，在末尾填充，并给出长度。
    """
    got = student.encode_names(["Bad-e", "a", "De"], "abcde")
    want = np.array([[2, 1, 4, 5], [1, 0, 0, 0], [4, 5, 0, 0]]), np.array([4, 1, 2])
    equal(got, want, of="encode_names", parts=("ids", "lengths"), dims=("[n, longest]", "[n]"))


@question("build_classifier")
def check_classifier_gives_logits_of_vectors_and_ids(student, draw):
    """Every kind gives logits `[batch, num_classes]`, for vectors and for ids, with and without lengths.

    zh: 各种单元都给出 logits `[batch, num_classes]`；输入是向量还是 id，给不给长度，都可以。
    """
    part = small_part(draw, 5)
    ids, lengths = paddle.to_tensor(part["inputs"]), paddle.to_tensor(part["lengths"])
    for kind in KINDS:
        reader = student.build_classifier(kind, 6, 7, 3, vocab_size=9, direction="bidirect")
        rows = student.build_classifier(kind, input_size=6, hidden_size=4, num_classes=2, num_layers=2)
        for model in (reader, rows):
            assert hasattr(model, "parameters"), say(
                "`build_classifier` does not return an `nn.Layer`.", "`build_classifier` 返回的不是 `nn.Layer`。"
            )
        equal(np.zeros(np.shape(reader(ids, lengths))), np.zeros([5, 3]), of="build_classifier (logits)", dims="[batch, num_classes]")
        vectors = draw.tensor(5, 3, 6)
        equal(np.zeros(np.shape(rows(vectors))), np.zeros([5, 2]), of="build_classifier (logits)", dims="[batch, num_classes]")
        assert np.allclose(rows.eval()(vectors), rows(vectors, paddle.full([5], 3, "int64")), atol=1e-5), say(
            "Without lengths the logits are not those with all steps valid.", "不给长度时的 logits，与所有时间步都有效时的不同。"
        )


@question("seed_everything")
def check_two_rounds_with_one_seed(student, draw):
    """After the same seed, everything is drawn alike.

    zh: 种子相同，抽到的全都相同。
    """
    student.seed(1)
    first = student.first_draws(3)
    student.seed(2)
    again = student.first_draws(3)
    others = [source for source in first if not np.array_equal(first[source], again[source])]
    assert not others, say(f"Not repeated: {', '.join(others)}.", f"没有重复的有：{'、'.join(others)}。")


@question("evaluate_model")
def check_right_and_wrong_labels(student, draw):
    """Labels that the model predicts give accuracy 1, others 0; the loss is larger for those.

    zh: 标签全与预测相同，准确率为 1；全不相同，准确率为 0，损失也更大。
    """
    model, part = student.WithoutOrder(4, 6, 3, vocab_size=9), small_part(draw, 10)
    right = logits_of(model, part).argmax(axis=1).astype("int64")
    found = [student.evaluate_model(model, {**part, "labels": (right + shift) % 3}, 4) for shift in (0, 1)]
    for got, accuracy in zip(found, (1.0, 0.0), strict=True):
        assert isinstance(got, tuple | list) and len(got) == 2, say(
            "`evaluate_model` returns two numbers, `(loss, accuracy)`.", "`evaluate_model` 应返回两个数：`(loss, accuracy)`。"
        )
        equal(got[1], accuracy, of="evaluate_model (accuracy)", tolerance=1e-6)
    assert float(found[0][0]) < float(found[1][0])


@question("train_model")
def check_history_of_two_epochs(student, draw):
    """Training moves the weights and returns loss, accuracy and seconds of each epoch.

    zh: 训练改变了权重，并返回每个 epoch 的损失、准确率和秒数。
    """
    model = student.WithoutOrder(4, 6, 3, vocab_size=9)
    before = model.parameters()
    history = student.train_model(model, small_part(draw, 10), small_part(draw, 6), 2, 4, 0.01, 0)
    assert type(history) is dict and {"loss", "accuracy", "seconds"} <= set(history), say(
        'The history is a dict with "loss", "accuracy" and "seconds".', "历史是字典，含有 “loss”、“accuracy”、“seconds”。"
    )
    for key in ("loss", "accuracy", "seconds"):
        assert isinstance(history[key], list | np.ndarray) and len(history[key]) == 2, say(
            f'Two epochs have two entries in "{key}".', f"两个 epoch，“{key}” 里应有两项。"
        )
    after = model.parameters()
    assert any(not np.array_equal(before[name], after[name]) for name in before), say(
        "The weights are what they were before the training.", "训练之后，权重和训练之前一模一样。"
    )


@question("compare")
def check_table_of_two_kinds(student, draw):
    """The table has an entry for each kind, and in it an accuracy for each seed.

    zh: 表中每种单元一项，每项里每个种子一个准确率。
    """
    settings = {"input_size": 3, "hidden_size": 4, "num_classes": 3, "vocab_size": 9}
    loop = {"epochs": 1, "batch_size": 4, "learning_rate": 0.01}
    table = student.compare(["rnn", "gru"], small_part(draw, 8), small_part(draw, 6), settings, loop, [0, 1])
    assert type(table) is dict and list(table) == ["rnn", "gru"], say(
        "The table needs the keys rnn and gru.", "表中应有 rnn 和 gru 两个键。"
    )
    for found in table.values():
        missing = [key for key in ("parameters", "accuracies", "mean", "std", "seconds", "histories", "models") if key not in found]
        assert not missing, say(f"An entry of the table lacks {', '.join(missing)}.", f"表中有一项缺少 {'、'.join(missing)}。")
        assert len(found["accuracies"]) == 2, say("Two seeds have two accuracies.", "两个种子应有两个准确率。")


@question("confusion_matrix")
def check_five_answers(student, draw):
    """Five answers, of which two are of the same kind of mistake.

    zh: 五个回答，其中两个犯的是同一种错误。
    """
    labels, predictions = np.array([0, 0, 0, 2, 1]), np.array([0, 1, 1, 2, 1])
    want = np.array([[1, 2, 0], [0, 1, 0], [0, 0, 1]])
    equal(student.confusion_matrix(labels, predictions, 3), want, of="confusion_matrix", dims="[num_classes, num_classes]")


@question("predict")
def check_three_best_of_four_names(student, draw):
    """The best class is that of the largest logit; probabilities fall from left to right and come to 1 over all classes.

    zh: 排第一的是 logit 最大的类别；概率从左到右递减，全部类别加起来为 1。
    """
    model, part = student.WithoutOrder(4, 6, 5, vocab_size=9), small_part(draw, 4)
    best = logits_of(model, part).argmax(axis=1).astype("int64")
    got = student.predict(model, part["inputs"], part["lengths"], top=5)
    assert isinstance(got, tuple | list) and len(got) == 2, say(
        "`predict` returns two arrays, `(classes, probabilities)`.", "`predict` 应返回两个数组：`(classes, probabilities)`。"
    )
    classes, shares = got
    equal(np.zeros(np.shape(classes)), np.zeros([4, 5]), of="predict (classes)", dims="[n, top]")
    equal(np.asarray(classes)[:, 0], best, of="predict (classes)", dims="[n]")
    equal(np.asarray(shares).sum(axis=1), np.ones(4, "float32"), of="predict (probabilities, summed)", dims="[n]")
    assert (np.diff(shares, axis=1) <= 0).all(), say("The probabilities do not fall from left to right.", "概率没有从左到右递减。")


@contextlib.contextmanager
def scratch_folder():
    """Let files with short names be written where they harm nobody."""
    before = os.getcwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            yield
        finally:
            os.chdir(before)


@question("load_classifier", pattern=True)
def check_a_saved_model_comes_back(student, draw):
    """A saved model comes back with its weights, in evaluation mode.

    zh: 保存的模型带着它的权重回来，处于评估模式。
    """
    settings = {"kind": "gru", "input_size": 3, "hidden_size": 4, "num_classes": 2}
    with scratch_folder():
        model = student.build_classifier(**settings)
        student.save_classifier("model.pdparams", model, settings)
        student.seed(5)
        loaded = student.load_classifier("model.pdparams")
        assert hasattr(loaded, "parameters"), say(
            "`load_classifier` does not return an `nn.Layer`.", "`load_classifier` 返回的不是 `nn.Layer`。"
        )
        saved, back = model.parameters(), loaded.parameters()
        assert saved.keys() == back.keys() and all(np.array_equal(saved[name], back[name]) for name in saved), say(
            "The loaded weights are not those that were saved.", "加载出来的权重不是保存的那些。"
        )
        assert not loaded.training, say("The loaded model is in training mode.", "加载出来的模型处于训练模式。")
