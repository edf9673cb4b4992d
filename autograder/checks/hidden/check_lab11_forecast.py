"""Hidden checks of lab 11.

All series are drawn here, none is the sunspots. What may not be known to a forecast is changed, and the forecast must stay: that is
how leaks are found. Training is judged on windows that the learner's code never saw with their targets; they do not overlap, so that
no window holds the target of another.
"""

from __future__ import annotations

import numpy as np
import paddle

from autograder.checking import equal, question, say, unchanged

TRAIN_PARTS = ("training part", "validation part", "held-out part")
CLOSE = 1e-4  # for what goes through a net in float32


def series_of(draw, length):
    """Return a random series with a level and a spread far from 0 and 1, and no two numbers alike."""
    return 50.0 + 30.0 * draw.array(length)


# -- chronological_split -----------------------------------------------------------------------------------------------------


def three_parts(got):
    """Fail with a sentence if `got` is not a tuple of three."""
    assert isinstance(got, tuple | list) and len(got) == 3, say(
        "`chronological_split` returns three arrays, training, validation and held out.",
        "`chronological_split` 应返回三个数组：训练、验证、留出。",
    )


@question("chronological_split", points=1)
def check_split_keeps_the_order_of_time(student, draw):
    """The first numbers are for training, the next for validation, the last are held out, for every size.

    zh: 无论尺寸多大，最前面的数用于训练，接着的用于验证，最后的留出。
    """
    for train, validation, test in draw.sizes("train", "validation", "test"):
        series = series_of(draw, train + validation + test)
        got = student.chronological_split(series, validation, test)
        three_parts(got)
        want = series[:train], series[train : train + validation], series[train + validation :]
        equal(got, want, of="chronological_split", parts=TRAIN_PARTS, dims=("[time]",) * 3)


@question("chronological_split", points=1)
def check_split_may_hold_out_nothing(student, draw):
    """With 0 numbers for validation, for the held-out part or for both, that part is empty and nothing is lost.

    zh: 验证部分、留出部分或两者都取 0 个数时，对应的部分为空，而且一个数也不丢。
    """
    series = series_of(draw, 9)
    for validation, test in ((0, 4), (3, 0), (0, 0)):
        got = student.chronological_split(series, validation, test)
        three_parts(got)
        want = series[: 9 - validation - test], series[9 - validation - test : 9 - test], series[9 - test :]
        equal(got, want, of="chronological_split", parts=TRAIN_PARTS, dims=("[time]",) * 3)


@question("chronological_split", points=1)
def check_split_refuses_to_leave_nothing_for_training(student, draw):
    """If no number is left for training a ValueError is raised; otherwise the series is cut, and left as it was.

    zh: 没有数留给训练时抛出 ValueError；否则照常切开，原序列保持不变。
    """
    series = series_of(draw, 7)
    for validation, test in ((3, 4), (4, 4), (0, 7), (7, 0)):
        raised = student.chronological_split.error(series, validation, test)
        assert raised == "ValueError", say(
            "With nothing left for training a `ValueError` is asked for.", "没有数留给训练时，应抛出 `ValueError`。"
        )
    got = student.chronological_split(series, 3, 3)
    unchanged(student.chronological_split)
    equal(got, (series[:1], series[1:4], series[4:]), of="chronological_split", parts=TRAIN_PARTS, dims=("[time]",) * 3)


# -- scale and unscale -------------------------------------------------------------------------------------------------------


def moments(training_part):
    """Return mean and standard deviation of the training part, 1 for a standard deviation of 0."""
    mean = training_part.mean()
    deviation = np.sqrt(((training_part - mean) ** 2).mean())
    return mean, deviation or 1.0


@question("scale", points=1)
def check_scale_equals_the_formula(student, draw):
    """Values of any shape become (value − m) / d, with m and d of the training part.

    zh: 任意形状的数都变成 (数 − m) / d，m 和 d 来自训练部分。
    """
    for count, window in draw.sizes("count", "window"):
        training_part = series_of(draw, 6 + count)
        mean, deviation = moments(training_part)
        for values in (series_of(draw, count), series_of(draw, count * window).reshape([count, window, 1])):
            equal(student.scale(values, training_part), (values - mean) / deviation, of="scale", dims="the shape of values")


@question("scale", points=1)
def check_scale_does_not_know_the_future(student, draw):
    """What comes later, and how many values come at once, has no part in how a value is scaled.

    zh: 一个数怎样换算，与它后面是什么数、一次来多少个数都无关。
    """
    series = series_of(draw, 20)
    series[12:] += 100.0  # the future is of another level
    training_part = series[:12]
    mean, deviation = moments(training_part)
    for values in (series, series[:15], series[:1], series[19:]):
        got = student.scale(values, training_part)
        equal(got, (values - mean) / deviation, of="scale", dims="[time]")


@question("scale", points=1)
def check_scale_of_a_constant_training_part(student, draw):
    """Where all training numbers are the same, the mean is taken off and nothing blows up; arguments stay as they are.

    zh: 训练部分的数全都相同时，只减去均值，不会出现无穷大；传入的数组保持不变。
    """
    values = series_of(draw, 5)
    for length in (1, 4):
        training_part = np.full([length], 32.0)
        equal(student.scale(values, training_part), values - 32.0, of="scale", dims="[time]")
    training_part = series_of(draw, 8)
    mean, deviation = moments(training_part)
    got = student.scale(values, training_part)
    unchanged(student.scale)
    equal(got, (values - mean) / deviation, of="scale", dims="[time]")


@question("unscale", points=1)
def check_unscale_equals_the_formula(student, draw):
    """Scaled values of any shape become z d + m again.

    zh: 任意形状的标准化后的数都还原为 z d + m。
    """
    for count, window in draw.sizes("count", "window"):
        training_part = series_of(draw, 6 + count)
        mean, deviation = moments(training_part)
        for values in (draw.array(count), draw.array(count, window, 1)):
            equal(student.unscale(values, training_part), values * deviation + mean, of="unscale", dims="the shape of values")


@question("unscale", points=1)
def check_unscale_of_a_constant_training_part(student, draw):
    """Where all training numbers are the same, only the mean comes back; arguments stay as they are.

    zh: 训练部分的数全都相同时，只加回均值；传入的数组保持不变。
    """
    values = draw.array(5)
    equal(student.unscale(values, np.full([3], 32.0)), values + 32.0, of="unscale", dims="[time]")
    training_part = series_of(draw, 8)
    mean, deviation = moments(training_part)
    got = student.unscale(values, training_part)
    unchanged(student.unscale)
    equal(got, values * deviation + mean, of="unscale", dims="[time]")


# -- make_windows ------------------------------------------------------------------------------------------------------------

PAIR_PARTS = ("inputs", "targets")
PAIR_DIMS = ("[count, window, 1]", "[count, 1]")


def windows_of(series, window):
    """Return inputs [count, window, 1] and targets [count, 1]."""
    count = len(series) - window
    places = np.arange(count)[:, None] + np.arange(window)[None, :]
    return series[places][:, :, None], series[window:][:, None]


def pair_expected(got):
    """Fail with a sentence if `got` is not the two results of make_windows."""
    assert isinstance(got, tuple | list) and len(got) == 2, say(
        "`make_windows` returns two arrays, `(inputs, targets)`.", "`make_windows` 应返回两个数组：`(inputs, targets)`。"
    )


@question("make_windows", points=1)
def check_windows_slide_by_one(student, draw):
    """Each window holds the numbers of the series in order, and begins one later than the window before.

    zh: 每个窗口按次序装着序列中的数，并且比前一个窗口晚一格开始。
    """
    for count, window in draw.sizes("count", "window"):
        series = series_of(draw, count + window)
        got = student.make_windows(series, window)
        pair_expected(got)
        equal(got[:1], windows_of(series, window)[:1], of="make_windows", parts=PAIR_PARTS, dims=PAIR_DIMS)


@question("make_windows", points=2)
def check_target_is_the_next_number(student, draw):
    """The target is the number right after the window: not one of the window, and not one later.

    zh: 目标是紧跟在窗口后面的那个数：不在窗口里，也不能再往后。
    """
    for count, window in draw.sizes("count", "window"):
        series = series_of(draw, count + window)
        got = student.make_windows(series, window)
        pair_expected(got)
        equal(got, windows_of(series, window), of="make_windows", parts=PAIR_PARTS, dims=PAIR_DIMS)
        assert not np.any(got[0][:, :, 0] == got[1]), say("A window contains its target.", "有的窗口里含有自己的目标。")


@question("make_windows", points=1)
def check_windows_refuse_a_series_that_is_too_short(student, draw):
    """A series without room for one window and its target is refused with a ValueError; others are left as they are.

    zh: 序列太短、放不下一个窗口和它的目标时，抛出 ValueError；其他序列保持不变。
    """
    series = series_of(draw, 6)
    for window in (6, 7, 20):
        raised = student.make_windows.error(series, window)
        assert raised == "ValueError", say("A series that is too short asks for a `ValueError`.", "序列太短时，应抛出 `ValueError`。")
    got = student.make_windows(series, 5)
    unchanged(student.make_windows)
    equal(got, windows_of(series, 5), of="make_windows", parts=PAIR_PARTS, dims=PAIR_DIMS)


# -- persistence_baseline ----------------------------------------------------------------------------------------------------


@question("persistence_baseline", points=1)
def check_persistence_is_the_last_known_number(student, draw):
    """All steps are the number before `start`, for every start and every number of steps.

    zh: 无论从哪里开始、走多少步，每一步都等于 `start` 之前的那个数。
    """
    for start, steps in draw.sizes("start", "steps"):
        series = series_of(draw, start + steps)
        got = student.persistence_baseline(series, start, steps)
        equal(got, np.full([steps], series[start - 1]), of="persistence_baseline", dims="[steps]")


@question("persistence_baseline", points=1)
def check_persistence_does_not_look_ahead(student, draw):
    """Another future gives the same forecast, and so does none: `start` may be the end of the series.

    zh: 未来不同，预测不变；没有未来也一样：`start` 可以是序列的末尾。
    """
    series = series_of(draw, 12)
    other = series.copy()
    other[7:] = series_of(draw, 5)
    for known in (series, other, series[:7]):
        got = student.persistence_baseline(known, 7, 4)
        unchanged(student.persistence_baseline)
        equal(got, np.full([4], series[6]), of="persistence_baseline", dims="[steps]")


# -- rmse --------------------------------------------------------------------------------------------------------------------


@question("rmse", points=1)
def check_rmse_equals_the_formula(student, draw):
    """The RMSE is the root of the mean of the squared errors, in the units of the arguments.

    zh: RMSE 等于误差平方的平均值再开方，单位与参数相同。
    """
    for (count,) in draw.sizes("count"):
        predictions, truth = series_of(draw, count), series_of(draw, count)
        equal(student.rmse(predictions, truth), float(np.sqrt(((predictions - truth) ** 2).mean())), of="rmse")
    unchanged(student.rmse)


@question("rmse", points=1)
def check_rmse_compares_number_by_number(student, draw):
    """Predictions and truth may have the shape [n] or [n, 1], each as it likes.

    zh: 预测值和真实值的形状可以是 [n] 或 [n, 1]，两者可以不同。
    """
    for (count,) in draw.sizes("count"):
        predictions, truth = series_of(draw, count), series_of(draw, count)
        want = float(np.sqrt(((predictions - truth) ** 2).mean()))
        for one, other in ((predictions[:, None], truth), (predictions, truth[:, None]), (predictions[:, None], truth[:, None])):
            equal(student.rmse(one, other), want, of="rmse")


@question("rmse", points=1)
def check_rmse_refuses_unequal_lengths(student, draw):
    """If there are not as many predictions as true values a ValueError is raised; equal lengths are compared.

    zh: 预测值与真实值个数不同时抛出 ValueError；个数相同时照常比较。
    """
    equal(student.rmse(np.array([3.0]), np.array([-1.0])), 4.0, of="rmse")
    for one, other in ((1, 5), (5, 1), (4, 6)):
        for shape in ([-1], [-1, 1]):
            raised = student.rmse.error(series_of(draw, one).reshape(shape), series_of(draw, other))
            assert raised == "ValueError", say(
                "Arguments of different lengths were compared; a `ValueError` is asked for.",
                "两个参数的个数不同，却照样比较了；应抛出 `ValueError`。",
            )


# -- fit_ar ------------------------------------------------------------------------------------------------------------------

AR_PARTS = ("weights", "bias")
AR_DIMS = ("[window]", "")


@question("fit_ar", points=1)
def check_ar_finds_the_weights_of_a_formula(student, draw):
    """Where targets follow exactly from a weighted sum, its weights come back, the one of the oldest number first.

    zh: 目标恰好是加权和时，能找回其中的权重，最早的数的权重在前。
    """
    for window, extra in draw.sizes("window", "extra"):
        inputs = draw.array(2 * window + extra + 3, window, 1)
        weights = draw.array(window)
        targets = inputs[:, :, 0] @ weights[:, None]
        got = student.fit_ar(inputs, targets)
        equal(got, (weights, 0.0), of="fit_ar", parts=AR_PARTS, dims=AR_DIMS, tolerance=1e-3)


@question("fit_ar", points=1)
def check_ar_has_a_bias(student, draw):
    """A constant in the formula comes back as the bias.

    zh: 公式里的常数作为偏置找回。
    """
    for (window,) in draw.sizes("window"):
        inputs = draw.array(3 * window + 6, window, 1) + 2.0
        weights, bias = draw.array(window), 5.0
        targets = inputs[:, :, 0] @ weights[:, None] + bias
        got = student.fit_ar(inputs, targets)
        equal(got, (weights, bias), of="fit_ar", parts=AR_PARTS, dims=AR_DIMS, tolerance=1e-3)


@question("fit_ar", points=1)
def check_ar_makes_the_squared_errors_smallest(student, draw):
    """With noise no weights have smaller squared errors than yours; the arrays stay as they are.

    zh: 有噪声时，没有别的权重能让误差平方和更小；传入的数组保持不变。
    """
    inputs = draw.array(40, 3, 1) + 0.5
    targets = inputs[:, :, 0] @ np.array([[0.5], [-1.0], [2.0]]) + 1.0 + draw.array(40, 1)
    columns = np.concatenate([inputs[:, :, 0], np.ones([40, 1])], axis=1)
    best = np.linalg.solve(columns.T @ columns, columns.T @ targets)[:, 0]
    got = student.fit_ar(inputs, targets)
    unchanged(student.fit_ar)
    equal(got, (best[:-1], float(best[-1])), of="fit_ar", parts=AR_PARTS, dims=AR_DIMS, tolerance=1e-3)


# -- train_forecaster --------------------------------------------------------------------------------------------------------


def net(student, hidden, kind="gru", scale=1.0):
    """Build a net for windows of one feature in the child; the same weights at every call of one check."""
    middle = {"layer": kind, "input": 1, "hidden": hidden, "scale": scale}
    return student.build([middle, {"layer": "last"}, {"layer": "linear", "in": hidden, "out": 1}])


def answers_of(model, inputs):
    """Return what a net answers, [count, 1]."""
    return np.asarray(model(paddle.to_tensor(inputs.astype("float32"))), "float64")


def mean_squared(model, pairs):
    """Return the mean squared error of a net on (inputs, targets)."""
    return float(((answers_of(model, pairs[0]) - pairs[1]) ** 2).mean())


def train(student, model, training_pairs, validation_pairs, updates, learning_rate):
    """Train with the learner's function; return both lists of losses as arrays [updates], once their form is right."""
    got = student.train_forecaster(model, training_pairs, validation_pairs, updates, learning_rate)
    assert isinstance(got, tuple | list) and len(got) == 2, say(
        "`train_forecaster` returns two lists, `(training_losses, validation_losses)`.",
        "`train_forecaster` 应返回两个列表：`(training_losses, validation_losses)`。",
    )
    both = []
    for name, losses in zip(("training_losses", "validation_losses"), got, strict=True):
        assert isinstance(losses, tuple | list | np.ndarray) and len(losses) == updates, say(
            f"`{name}` has not one number for each update.", f"`{name}` 不是每次更新一个数。"
        )
        numbers = [np.asarray(loss) for loss in losses]
        assert all(number.size == 1 and number.dtype.kind in "fiu" for number in numbers), say(
            f"`{name}` holds something else than numbers.", f"`{name}` 里有不是数的东西。"
        )
        both.append(np.array([float(number.reshape(())) for number in numbers]))
    assert np.isfinite(both).all(), say("A loss is NaN or infinite.", "有损失是 NaN 或无穷大。")
    return both


def random_pairs(draw, count, window):
    """Return pairs in which the target has nothing to do with its window: all that can be learnt is noise."""
    return draw.array(count, window, 1), draw.array(count, 1)


def same(one, other):
    """Whether two sets of losses are equal up to rounding."""
    return np.allclose(one, other, rtol=1e-3, atol=1e-5)


@question("train_forecaster", points=1, pattern=True)
def check_training_reports_mean_squared_errors(student, draw):
    """The losses are mean squared errors over all pairs: training before each update, validation after it.

    zh: 损失是所有数据对上的均方误差：训练损失在每次更新之前算，验证损失在更新之后算。
    """
    training, validation = random_pairs(draw, 7, 4), random_pairs(draw, 5, 4)
    still = net(student, 6)
    want = mean_squared(still.twin, training), mean_squared(still.twin, validation)
    losses = train(student, still, training, validation, 3, 0.0)  # nothing moves
    assert not same(losses[0], np.sqrt(want[0])), say(
        "The losses are the *roots* of the mean squared errors.", "返回的损失是均方误差开方之后的值。"
    )
    assert same(losses[0], want[0]), say(
        "`training_losses` are not the mean squared errors on all training pairs.", "`training_losses` 不是全部训练数据对上的均方误差。"
    )
    assert same(losses[1], want[1]), say(
        "`validation_losses` are not the mean squared errors on all validation pairs.",
        "`validation_losses` 不是全部验证数据对上的均方误差。",
    )
    moving = net(student, 6)
    losses = train(student, moving, training, validation, 1, 0.05)
    assert same(losses[0], want[0]), say(
        "The first training loss is not that of the net before its first update.", "第一个训练损失不是第一次更新之前的损失。"
    )
    assert not same(losses[1], want[1]), say(
        "The first validation loss is that of the net before any update.", "第一个验证损失是还没有更新时的损失。"
    )
    assert same(losses[1], mean_squared(moving, validation)), say(
        "After one update the net that comes back is not the one whose validation loss was reported.",
        "只更新一次之后，返回的网络与报告验证损失的那个网络不一致。",
    )


@question("train_forecaster", points=1, pattern=True)
def check_training_keeps_the_best_weights(student, draw):
    """The net is left with the weights that had the smallest validation loss, not with the last ones.

    zh: 最后留在网络里的是验证损失最小的那组权重，而不是最后一组。
    """
    training, validation = random_pairs(draw, 24, 5), random_pairs(draw, 40, 5)  # noise: the longer, the worse
    model = net(student, 12)
    drawn = model.parameters()
    losses = train(student, model, training, validation, 50, 0.03)
    assert losses[0][-1] < 0.6 * losses[0][0], say("The training loss hardly falls.", "训练损失几乎没有下降。")
    assert any(not np.array_equal(drawn[name], weight) for name, weight in model.parameters().items()), say(
        "The weights are what they were before the training.", "训练之后，权重和训练之前一模一样。"
    )
    stopped = net(student, 12)  # with the same weights, trained until the reported best and no longer
    train(student, stopped, training, validation, 1 + int(losses[1].argmin()), 0.03)
    assert same(mean_squared(model, validation), mean_squared(stopped, validation)), say(
        "The net is left with other weights than those of its smallest validation loss.", "留在网络里的不是验证损失最小的那组权重。"
    )


@question("train_forecaster", points=1, pattern=True)
def check_validation_pairs_do_not_teach(student, draw):
    """Other validation pairs leave the training as it is, and so do gradients of an earlier training.

    zh: 换掉验证数据对，训练过程不变；之前训练留下的梯度也不影响它。
    """
    training, validation, other = random_pairs(draw, 9, 4), random_pairs(draw, 6, 4), random_pairs(draw, 6, 4)
    one, two, used = net(student, 6), net(student, 6), net(student, 6)  # all with the same weights
    first = train(student, one, training, validation, 6, 0.03)
    second = train(student, two, training, other, 6, 0.03)
    assert same(first[0], second[0]), say(
        "With other validation pairs the training went another way. They are measured, and never trained on.",
        "换了验证数据对，训练就走了另一条路。它们只用来测量，不能用来训练。",
    )
    assert not same(first[1], second[1]), say(
        "Other validation pairs gave the same validation losses.", "换了验证数据对，验证损失却没有变。"
    )
    turned = training[0], -3.0 * training[1]
    train(student, used, turned, validation, 4, 0.0)  # gradients, and not a weight moves
    again = train(student, used, training, validation, 6, 0.03)
    assert same(first[0], again[0]), say(
        "Gradients of earlier updates had a part in later ones. Clear them after each step.",
        "之前的梯度影响了之后的更新。每走一步都要清零。",
    )


def oscillation(draw, length, period, phase):
    """Return a noisy oscillation: an autoregression of order 2 with a damping of 0.98 a step, started at a random phase."""
    damping, swing = 0.98, 3.0
    series = [swing * np.sin(phase), swing * np.sin(phase + 2 * np.pi / period)]
    for _ in range(length + 50):
        series.append(2 * damping * np.cos(2 * np.pi / period) * series[-1] - damping**2 * series[-2] + 0.5 * float(draw.rng.normal()))
    series = np.array(series[-length:])
    return series / series[: length // 3].std()  # scaled with its first third


@question("train_forecaster", points=2, pattern=True)
def check_training_beats_persistence_on_the_unseen_end(student, draw):
    """On the unseen end of a noisy oscillation the trained net is far better than persistence.

    zh: 在带噪声的振荡序列没见过的末尾部分，训练好的网络远胜持续性预测。
    """
    window = 8
    series = oscillation(draw, 860, draw.rng.uniform(6.0, 11.0), draw.rng.uniform(0.0, 6.28))
    inputs, targets = windows_of(series, window)
    training, validation = (inputs[:180], targets[:180]), (inputs[180:240], targets[180:240])
    unseen = slice(260, None, window + 1)  # no window holds the target of another
    model = net(student, 12)
    train(student, model, training, validation, 80, 0.03)
    errors = answers_of(model, inputs[unseen]) - targets[unseen]
    persistence = inputs[unseen][:, -1] - targets[unseen]
    share = np.sqrt((errors**2).mean() / (persistence**2).mean())
    assert share < 0.65, say(
        "On the unseen end the net hardly beats persistence, if at all.", "在没见过的末尾部分，网络没有胜过持续性预测，或者只胜过一点点。"
    )


# -- forecast ----------------------------------------------------------------------------------------------------------------


def fed_back(model, series, start, steps, window, training_part):
    """Return the forecasts [steps] by the rule of the text."""
    mean, deviation = moments(training_part)
    values = list((series[:start] - mean) / deviation)
    for _ in range(steps):
        values.append(float(answers_of(model, np.array(values[-window:]).reshape([1, window, 1])).reshape(())))
    return np.array(values[start:]) * deviation + mean


@question("forecast", points=2)
def check_forecast_feeds_its_answers_back(student, draw):
    """Each forecast joins the window for the next, for every window and every number of steps.

    zh: 无论窗口多长、走多少步，每个预测值都加入下一步的窗口。
    """
    for window, steps in draw.sizes("window", "steps"):
        model = net(student, 5, kind="rnn", scale=2.0)
        series = series_of(draw, window + steps + 6)
        start = window + 3
        want = fed_back(model, series, start, steps, window, series[: window + 2])
        got = student.forecast(model, series, start, steps, window, series[: window + 2])
        equal(got, want, of="forecast", dims="[steps]", tolerance=CLOSE)


@question("forecast", points=1)
def check_forecast_does_not_look_ahead(student, draw):
    """Another future gives the same forecast, and so does none: `start` may be the end of the series.

    zh: 未来不同，预测不变；没有未来也一样：`start` 可以是序列的末尾。
    """
    model = net(student, 5, kind="gru", scale=2.0)
    series = series_of(draw, 20)
    other = series.copy()
    other[12:] = series_of(draw, 8) + 40.0
    want = fed_back(model, series, 12, 6, 4, series[:10])
    for known in (series, other, series[:12]):
        got = student.forecast(model, known, 12, 6, 4, series[:10])
        equal(got, want, of="forecast", dims="[steps]", tolerance=CLOSE)


@question("forecast", points=1)
def check_forecast_is_scaled_with_the_training_part(student, draw):
    """Mean and standard deviation come from the training part alone, also where the known series is of another level.

    zh: 均值和标准差只来自训练部分，即使已知序列的水平与它不同。
    """
    model = net(student, 5, kind="rnn", scale=2.0)
    series = series_of(draw, 15)
    for level, spread in ((10.0, 5.0), (120.0, 60.0)):
        training_part = level + spread * draw.array(9)
        want = fed_back(model, series, 11, 4, 3, training_part)
        got = student.forecast(model, series, 11, 4, 3, training_part)
        equal(got, want, of="forecast", dims="[steps]", tolerance=CLOSE)


@question("forecast", points=1)
def check_forecast_may_start_with_a_single_window(student, draw):
    """`start` may be as small as `window`, and `steps` much larger; series and training part stay as they are.

    zh: `start` 最小可以等于 `window`，`steps` 可以大得多；序列和训练部分保持不变。
    """
    model = net(student, 4, kind="rnn", scale=2.0)
    for window, steps in ((3, 9), (1, 4), (5, 1)):
        series, training_part = series_of(draw, window + 2), series_of(draw, 6)
        want = fed_back(model, series, window, steps, window, training_part)
        got = student.forecast(model, series, window, steps, window, training_part)
        unchanged(student.forecast)
        equal(got, want, of="forecast", dims="[steps]", tolerance=CLOSE)
