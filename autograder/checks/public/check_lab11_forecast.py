"""Public checks of lab 11: one small example a question, mostly the one of its docstring."""

from __future__ import annotations

import numpy as np

from autograder.checking import equal, question, say

SERIES = np.array([5.0, 11.0, 16.0, 23.0, 36.0, 58.0, 29.0])
PART = np.array([10.0, 30.0])  # mean 20, standard deviation 10


@question("chronological_split")
def check_split_of_seven_numbers(student, draw):
    """Seven numbers, two for validation and one held out: four are left for training, all in order.

    zh: 七个数，两个用于验证，一个留出：剩下四个用于训练，次序不变。
    """
    parts = ("training part", "validation part", "held-out part")
    equal(student.chronological_split(SERIES, 2, 1), (SERIES[:4], SERIES[4:6], SERIES[6:]), of="chronological_split", parts=parts)


@question("scale")
def check_scale_with_mean_20_and_deviation_10(student, draw):
    """With a training part of mean 20 and standard deviation 10, 20 becomes 0, 40 becomes 2 and 5 becomes −1.5.

    zh: 训练部分的均值是 20、标准差是 10 时，20 变成 0，40 变成 2，5 变成 −1.5。
    """
    equal(student.scale(np.array([20.0, 40.0, 5.0]), PART), np.array([0.0, 2.0, -1.5]), of="scale", dims="[time]")


@question("unscale")
def check_unscale_with_mean_20_and_deviation_10(student, draw):
    """With the same training part 0 becomes 20, 2 becomes 40 and −1.5 becomes 5.

    zh: 训练部分同上时，0 变成 20，2 变成 40，−1.5 变成 5。
    """
    equal(student.unscale(np.array([0.0, 2.0, -1.5]), PART), np.array([20.0, 40.0, 5.0]), of="unscale", dims="[time]")


@question("make_windows")
def check_windows_of_two(student, draw):
    """Windows of two numbers from 10, 20, 30, 40: two windows, with the targets 30 and 40.

    zh: 从 10、20、30、40 中取长为 2 的窗口：共两个，目标是 30 和 40。
    """
    want = np.array([[[10.0], [20.0]], [[20.0], [30.0]]]), np.array([[30.0], [40.0]])
    dims = ("[count, window, 1]", "[count, 1]")
    equal(student.make_windows(np.array([10.0, 20.0, 30.0, 40.0]), 2), want, of="make_windows", parts=("inputs", "targets"), dims=dims)


@question("persistence_baseline")
def check_persistence_repeats_the_last_known_number(student, draw):
    """Forecasting three numbers from index 2 of 5, 11, 16, … gives 11 three times.

    zh: 对 5、11、16……从下标 2 起预测三个数，得到三个 11。
    """
    equal(student.persistence_baseline(SERIES, 2, 3), np.array([11.0, 11.0, 11.0]), of="persistence_baseline", dims="[steps]")


@question("rmse")
def check_rmse_of_errors_3_and_4(student, draw):
    """Errors of 3 and −4 have an RMSE of the root of 12.5, whether the predictions are [2] or [2, 1].

    zh: 误差为 3 和 −4 时，RMSE 等于 12.5 的平方根，不论预测值的形状是 [2] 还是 [2, 1]。
    """
    truth = np.array([10.0, 20.0])
    for shape in ([2], [2, 1]):
        equal(student.rmse(np.array([13.0, 16.0]).reshape(shape), truth), 12.5**0.5, of="rmse")


@question("fit_ar")
def check_ar_of_a_line(student, draw):
    """In a series where each number is the one before plus 3, the weight is 1 and the bias is 3.

    zh: 如果每个数都等于前一个数加 3，权重就是 1，偏置就是 3。
    """
    series = np.array([1.0, 4.0, 7.0, 10.0, 13.0])
    got = student.fit_ar(series[:-1, None, None], series[1:, None])
    equal(got, (np.array([1.0]), 3.0), of="fit_ar", parts=("weights", "bias"), dims=("[window]", ""), tolerance=1e-3)


@question("train_forecaster")
def check_training_on_a_wave_lowers_the_loss(student, draw):
    """Thirty updates on a sine wave give thirty losses of each kind, and the training loss falls.

    zh: 在正弦波上更新三十次，两种损失各有三十个，而且训练损失下降。
    """
    wave = np.sin(0.7 * np.arange(60))
    inputs = np.stack([wave[i : i + 5] for i in range(55)])[:, :, None]
    targets = wave[5:, None]
    model = student.build([{"layer": "gru", "input": 1, "hidden": 6}, {"layer": "last"}, {"layer": "linear", "in": 6, "out": 1}])
    got = student.train_forecaster(model, (inputs[:40], targets[:40]), (inputs[40:], targets[40:]), 30, 0.03)
    two_lists = isinstance(got, tuple | list) and len(got) == 2 and all(isinstance(part, tuple | list) for part in got)
    assert two_lists, say(
        "`train_forecaster` returns two lists, `(training_losses, validation_losses)`.",
        "`train_forecaster` 应返回两个列表：`(training_losses, validation_losses)`。",
    )
    for name, losses in zip(("training_losses", "validation_losses"), got, strict=True):
        assert len(losses) == 30, say(
            f"`{name}` has {len(losses)} numbers for 30 updates.", f"更新 30 次，`{name}` 却有 {len(losses)} 个数。"
        )
    first, last = float(np.asarray(got[0][0]).reshape(())), float(np.asarray(got[0][-1]).reshape(()))
    assert last < 0.5 * first, say("The training loss hardly falls.", "训练损失几乎没有下降。")


@question("forecast")
def check_forecast_feeds_back(student, draw):
    """Three steps of a small net: each answer joins the window for the next step, and sunspot numbers come back.

    zh: 一个小网络走三步：每个答案都加入下一步的窗口，最后返回的是黑子数。
    """
    layers = [{"layer": "rnn", "input": 1, "hidden": 4, "scale": 2.0}, {"layer": "last"}, {"layer": "linear", "in": 4, "out": 1}]
    model = student.build(layers)
    values = list((SERIES[:5] - 20.0) / 10.0)
    for _ in range(3):
        window = np.array(values[-2:], "float32").reshape([1, 2, 1])
        values.append(float(np.asarray(model(_tensor(window))).reshape(())))
    want = np.array(values[-3:]) * 10.0 + 20.0
    equal(student.forecast(model, SERIES, 5, 3, 2, PART), want, of="forecast", dims="[steps]", tolerance=1e-4)


def _tensor(array):
    """Return a Paddle tensor with these numbers."""
    import paddle

    return paddle.to_tensor(array)
