"""Known wrong answers to lab 11, and correct versions for follow-through."""

import numpy as np
import paddle
from paddle import nn

# -- correct versions --------------------------------------------------------------------------------------------------------


def correct__scale(values, training_part):
    """Return the standardised values."""
    mean = np.mean(training_part)
    variance = np.mean((training_part - mean) ** 2)
    return (values - mean) / np.sqrt(variance) if variance > 0 else values - mean


def correct__unscale(values, training_part):
    """Return the values in their own units again."""
    mean = np.mean(training_part)
    variance = np.mean((training_part - mean) ** 2)
    return values * np.sqrt(variance) + mean if variance > 0 else values + mean


# -- chronological_split -----------------------------------------------------------------------------------------------------


def _refuse(series, validation, test):
    if len(series) - validation - test < 1:
        raise ValueError("nothing is left for training")


def chronological_split__shuffled(series, validation, test):
    """The numbers are shuffled before they are split. Then nearly every held-out year has the year after it in the training
    part: whoever only takes the middle between neighbours looks like a forecaster.

    zh: 划分之前把数打乱了。这样一来，几乎每个留出年份的后一年都在训练部分里：只要取邻年的中间值，看上去就像会预测一样。
    """
    _refuse(series, validation, test)
    shuffled = np.random.permutation(series)
    first, second = len(series) - validation - test, len(series) - test
    return shuffled[:first], shuffled[first:second], shuffled[second:]


def chronological_split__oldest_held_out(series, validation, test):
    """The *oldest* numbers are held out. A forecaster stands at the end of what is known and looks ahead; here it would learn
    from the future and be judged on the past.

    zh: 留出的是*最早*的数。预测者站在已知数据的末尾往前看；照这样做，就成了从未来学习、拿过去来评判。
    """
    _refuse(series, validation, test)
    return series[test + validation :], series[test : test + validation], series[:test]


def chronological_split__validation_last(series, validation, test):
    """Validation and held-out part have changed places: the last numbers are the ones to be held out.

    zh: 验证部分和留出部分调换了位置：应当留出的是最后那些数。
    """
    _refuse(series, validation, test)
    first, second = len(series) - validation - test, len(series) - validation
    return series[:first], series[second:], series[first:second]


def chronological_split__minus_zero(series, validation, test):
    """The cuts are counted from the end with negative indices. That goes well until one of the parts has 0 numbers: −0 is the
    beginning of the series and not its end.

    zh: 两处切口用负下标从末尾数起。平时没有问题，可是当某一部分取 0 个数时，−0 指的是序列的开头而不是末尾。
    """
    _refuse(series, validation, test)
    return series[: -validation - test], series[-validation - test : -test], series[-test:]


def chronological_split__no_refusal(series, validation, test):
    """More is asked for than the series has, and nothing is said: an empty training part comes back. A mistake like this should
    end with a sentence, not with a strange result much later.

    zh: 要的比序列里有的还多，函数却一声不吭，返回了空的训练部分。这样的错误应当以一句话告终，而不是等到很久以后才冒出奇怪的结果。
    """
    second = len(series) - test
    first = max(second - validation, 0)
    return series[:first], series[first:second], series[second:]


def chronological_split__validation_from_training(series, validation, test):
    """The validation numbers are in the training part, too. What has been learnt by heart is no good judge of when to stop.

    zh: 验证部分的数同时也在训练部分里。背下来的东西，没法用来判断什么时候该停。
    """
    _refuse(series, validation, test)
    second = len(series) - test
    return series[:second], series[second - validation : second], series[second:]


# -- scale and unscale -------------------------------------------------------------------------------------------------------


def _deviation(array):
    return array.std() or 1.0


def scale__with_the_future(values, training_part):
    """Mean and standard deviation come from `values`, not from the training part. If `values` holds later years, the scale
    knows of them: that is the leak of this section.

    zh: 均值和标准差是由 `values` 算出的，而不是由训练部分。如果 `values` 里有后来的年份，标准化就已经知道它们了：这正是本节所说的泄漏。
    """
    return (values - values.mean()) / _deviation(values)


def scale__with_both(values, training_part):
    """Mean and standard deviation are taken over the training part and the values together. A little of the future is the
    future, too.

    zh: 均值和标准差是把训练部分和 `values` 合在一起算的。掺进一点点未来，也是泄漏。
    """
    whole = np.concatenate([np.ravel(training_part), np.ravel(values)])
    return (values - whole.mean()) / _deviation(whole)


def scale__to_zero_and_one(values, training_part):
    """The values are squeezed between the smallest and the largest training number. That is another scale; asked for are mean
    and standard deviation.

    zh: 这里是按训练部分的最小值和最大值来压缩的。这是另一种归一化；题目要的是用均值和标准差。
    """
    span = training_part.max() - training_part.min()
    return (values - training_part.min()) / (span or 1.0)


def scale__variance(values, training_part):
    """You divide by the variance. The standard deviation is its root, and has the same units as the numbers.

    zh: 除以的是方差。标准差是方差的平方根，它的单位才与数据相同。
    """
    return (values - training_part.mean()) / (training_part.var() or 1.0)


def scale__n_minus_one(values, training_part):
    """The standard deviation is divided by n − 1 instead of n, as `paddle.std` and pandas do it. Compare with the formula.

    zh: 求标准差时除以的是 n − 1 而不是 n，`paddle.std` 和 pandas 就是这样算的。请对照公式。
    """
    if len(training_part) < 2:
        return values - training_part.mean()
    return (values - training_part.mean()) / (training_part.std(ddof=1) or 1.0)


def scale__mean_kept(values, training_part):
    """The values are divided, but the mean is not taken off: they are not around 0.

    zh: 只做了除法，没有减去均值，结果不在 0 附近。
    """
    return values / _deviation(training_part)


def scale__division_by_zero(values, training_part):
    """A training part of equal numbers has standard deviation 0, and dividing by it gives infinity. The text says what to
    divide by then.

    zh: 训练部分的数全都相同时标准差为 0，除以它会得到无穷大。这种情况下该除以几，正文里写了。
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return (values - training_part.mean()) / training_part.std()


def scale__in_place(values, training_part):
    """The result is right, but it is written into the caller's array: the sunspot numbers themselves are gone.

    zh: 结果是对的，却写进了调用者的数组里：原来的黑子数没有了。
    """
    mean, deviation = training_part.mean(), _deviation(training_part)
    values -= mean
    values /= deviation
    return values


def unscale__mean_first(values, training_part):
    """The mean is added before the multiplication, so it is multiplied as well. Undo the last operation first.

    zh: 先加了均值再做乘法，均值也被乘了一遍。要先撤销最后做的那一步。
    """
    return (values + training_part.mean()) * _deviation(training_part)


def unscale__deviation_only(values, training_part):
    """The values are stretched, but the mean does not come back: all forecasts are too low by it.

    zh: 只乘回了标准差，没有加回均值，所有预测都偏低了一个均值。
    """
    return values * _deviation(training_part)


def unscale__mean_only(values, training_part):
    """The mean comes back, but the values are not stretched: all forecasts lie within a few sunspots of the mean.

    zh: 只加回了均值，没有乘回标准差，所有预测都在均值附近几个黑子数之内。
    """
    return values + training_part.mean()


def unscale__scaled_again(values, training_part):
    """These are the operations of `scale` once more. The inverse multiplies where `scale` divides.

    zh: 这是把 `scale` 又做了一遍。`scale` 里除的，逆运算里要乘。
    """
    return (values - training_part.mean()) / _deviation(training_part)


def unscale__of_its_own_values(values, training_part):
    """Mean and standard deviation are those of the scaled values themselves. The inverse of `scale` needs the numbers that
    `scale` used.

    zh: 用的是标准化后的数自己的均值和标准差。`scale` 的逆运算要用 `scale` 当时用的那两个数。
    """
    return values * _deviation(values) + values.mean()


def unscale__times_zero(values, training_part):
    """For a training part of equal numbers you multiply by 0, and every value becomes the mean. `scale` divided by 1 there.

    zh: 训练部分的数全都相同时，你乘的是 0，所有数都变成了均值。那种情况下 `scale` 除以的是 1。
    """
    return values * training_part.std() + training_part.mean()


# -- make_windows ------------------------------------------------------------------------------------------------------------


def _cut(series, window, count):
    if count < 1:
        raise ValueError("too short")
    return np.stack([series[start : start + window] for start in range(count)])[:, :, None]


def make_windows__target_inside(series, window):
    """The target is the last number of its own window: the net only has to copy it. Its error will be 0, and it forecasts
    nothing.

    zh: 目标就是自己窗口里的最后一个数：网络照抄就行，误差会是 0，却什么也没有预测。
    """
    count = len(series) - window
    return _cut(series, window, count), series[window - 1 : -1][:, None]


def make_windows__one_too_late(series, window):
    """The target is the number after next: one year is skipped between window and target.

    zh: 目标是再下一个数：窗口和目标之间漏了一年。
    """
    count = len(series) - window - 1
    return _cut(series, window, count), series[window + 1 :][:, None]


def make_windows__last_pair_missing(series, window):
    """The last pair is missing: the newest number of the series is never a target.

    zh: 少了最后一对：序列中最新的数从来没有当过目标。
    """
    count = len(series) - window - 1
    return _cut(series, window, count), series[window:-1][:, None]


def make_windows__side_by_side(series, window):
    """The windows lie side by side without overlapping, so most pairs are missing. Each window begins one number later than the
    one before.

    zh: 窗口首尾相接、互不重叠，大多数数据对都没有了。每个窗口应当比前一个晚一个数开始。
    """
    starts = range(0, len(series) - window, window)
    if not len(starts):
        raise ValueError("too short")
    return np.stack([series[start : start + window] for start in starts])[:, :, None], series[[start + window for start in starts]][:, None]


def make_windows__newest_first(series, window):
    """Each window runs backwards, the newest number first. A recurrent net reads it in the order in which it stands.

    zh: 每个窗口都是倒着的，最新的数在前。循环神经网络按排列的次序来读。
    """
    count = len(series) - window
    return _cut(series, window, count)[:, ::-1], series[window:][:, None]


def make_windows__no_feature_axis(series, window):
    """The last axis is missing: a recurrent layer reads `[batch, time, features]`, also when there is a single feature.

    zh: 少了最后一个轴：即使只有一个特征，循环层读的也是 `[batch, time, features]`。
    """
    count = len(series) - window
    return _cut(series, window, count)[:, :, 0], series[window:]


def make_windows__time_first(series, window):
    """The axes are exchanged, time first. In these labs the batch comes first.

    zh: 轴的次序反了，时间在前。在这套实验里，批次在前。
    """
    count = len(series) - window
    return _cut(series, window, count).transpose([1, 0, 2]), series[window:][:, None]


def make_windows__no_refusal(series, window):
    """A series that is too short gives empty arrays and no word of warning. Ask for a `ValueError` where no pair fits.

    zh: 序列太短时返回了空数组，没有任何提示。一对也放不下时，应抛出 `ValueError`。
    """
    count = max(len(series) - window, 0)
    inputs = np.array([series[start : start + window] for start in range(count)]).reshape([count, window, 1])
    return inputs, series[window:][:, None]


# -- persistence_baseline ----------------------------------------------------------------------------------------------------


def persistence_baseline__reads_each_year_before(series, start, steps):
    """Each step takes the year before it, also when that year is itself to be forecast. From step 2 on this uses what is not
    known yet: it is a row of forecasts of one step.

    zh: 每一步都取它的前一年，哪怕那一年本身就是要预测的。从第 2 步起，用的就是当时还不知道的数：这其实是一连串的一步预测。
    """
    known = np.concatenate([series, np.full([steps], series[-1])])
    return known[start - 1 : start - 1 + steps].copy()


def persistence_baseline__the_truth(series, start, steps):
    """These are the very numbers that were to be forecast.

    zh: 返回的正是本该预测的那些数。
    """
    known = np.concatenate([series, np.full([steps], series[-1])])
    return known[start : start + steps].copy()


def persistence_baseline__value_at_start(series, start, steps):
    """The number *at* `start` is repeated; it is the first that is not known. The last known one stands before it.

    zh: 重复的是下标 `start` 处的数，它恰恰是第一个未知的数。最后一个已知的数在它前面。
    """
    return np.full([steps], series[min(start, len(series) - 1)])


def persistence_baseline__last_of_the_series(series, start, steps):
    """The last number of the whole series is repeated. At the moment of the forecast only `series[:start]` is known.

    zh: 重复的是整条序列的最后一个数。预测的那一刻，已知的只有 `series[:start]`。
    """
    return np.full([steps], series[-1])


def persistence_baseline__the_mean(series, start, steps):
    """This forecasts the mean of what is known. That is a baseline, too, but another one: persistence takes the last number.

    zh: 这里预测的是已知各数的均值。这也是一种基准，但不是这一种：持续性预测取最后一个数。
    """
    return np.full([steps], series[:start].mean())


def persistence_baseline__the_last_steps(series, start, steps):
    """The last `steps` known numbers are played once more, in their order. Persistence repeats a single one.

    zh: 这里把最后 `steps` 个已知的数按次序重放了一遍。持续性预测只重复其中一个数。
    """
    known = series[:start]
    return np.resize(known[-steps:], [steps])


# -- rmse --------------------------------------------------------------------------------------------------------------------


def _errors(predictions, truth):
    predictions, truth = np.reshape(predictions, [-1]), np.reshape(truth, [-1])
    if len(predictions) != len(truth):
        raise ValueError("unequal lengths")
    return predictions - truth


def rmse__mean_absolute_error(predictions, truth):
    """This is the mean of the absolute errors. It is a yardstick as well, but large misses weigh no more than small ones in it.

    zh: 这是误差绝对值的平均值。它也可以当尺子，但大的失误在其中并不比小的更受重视。
    """
    return float(np.abs(_errors(predictions, truth)).mean())


def rmse__no_root(predictions, truth):
    """The root is missing: this is the mean squared error, in squared sunspots.

    zh: 没有开方：这是均方误差，单位是黑子数的平方。
    """
    return float((_errors(predictions, truth) ** 2).mean())


def rmse__root_of_the_sum(predictions, truth):
    """The squares are added up and not divided by their number: the more years, the larger the result.

    zh: 平方只是加了起来，没有除以个数：年份越多，结果越大。
    """
    return float(np.sqrt((_errors(predictions, truth) ** 2).sum()))


def rmse__in_scaled_units(predictions, truth):
    """The error is divided by the standard deviation of the true values. Scaled errors look small and have no units; asked for
    is the error in the units of the arguments.

    zh: 误差又除以了真实值的标准差。标准化后的误差看上去很小，却没有单位；题目要的误差与参数同单位。
    """
    return float(np.sqrt((_errors(predictions, truth) ** 2).mean()) / (np.std(truth) or 1.0))


def rmse__table_of_differences(predictions, truth):
    """The difference of `[n, 1]` and `[n]` is a table of all n² differences, without any error message. Flatten both first.

    zh: `[n, 1]` 减 `[n]` 不报错，得到的却是一张 n² 个差的表。先把两者拉平。
    """
    if len(predictions) != len(truth):
        raise ValueError("unequal lengths")
    return float(np.sqrt(((predictions - truth) ** 2).mean()))


def rmse__no_refusal(predictions, truth):
    """Lengths are not compared. NumPy then compares a single number with all the others, and says nothing.

    zh: 没有比较长度。这时 NumPy 会拿单独一个数和其他所有数相比，而且不作任何提示。
    """
    predictions, truth = np.reshape(predictions, [-1]), np.reshape(truth, [-1])
    size = max(len(predictions), len(truth))
    return float(np.sqrt(((np.resize(predictions, size) - np.resize(truth, size)) ** 2).mean()))


def rmse__deviation_of_errors(predictions, truth):
    """This is the standard deviation of the errors: their mean was taken off first. A forecaster that is always too high by 20
    would get 0.

    zh: 这是误差的标准差，先减去了误差的均值。照这样算，一个总是高 20 的预测者会得到 0。
    """
    return float(_errors(predictions, truth).std())


# -- fit_ar ------------------------------------------------------------------------------------------------------------------


def _least_squares(matrix, targets):
    return np.linalg.lstsq(matrix, targets[:, 0], rcond=None)[0]


def fit_ar__no_bias(inputs, targets):
    """There is no column of ones, so the bias is always 0: the formula must go through the origin.

    zh: 没有那一列 1，偏置永远是 0：公式只能通过原点。
    """
    return _least_squares(inputs[:, :, 0], targets), 0.0


def fit_ar__newest_first(inputs, targets):
    """The weights come back in the opposite order, the one of the newest number first.

    zh: 返回的权重次序反了，最新的数的权重在前。
    """
    solution = _least_squares(np.concatenate([inputs[:, :, 0], np.ones([len(inputs), 1])], axis=1), targets)
    return solution[-2::-1], float(solution[-1])


def fit_ar__bias_among_the_weights(inputs, targets):
    """The column of ones stands in front, but its weight is looked for at the end: bias and weights are mixed up.

    zh: 那一列 1 放在最前面，却从最后去取它的权重：偏置和权重弄混了。
    """
    solution = _least_squares(np.concatenate([np.ones([len(inputs), 1]), inputs[:, :, 0]], axis=1), targets)
    return solution[:-1], float(solution[-1])


def fit_ar__last_number_only(inputs, targets):
    """Only the newest number of each window gets a weight: that is order 1, whatever the window.

    zh: 每个窗口只有最新的数有权重：不管窗口多长，都只是 1 阶。
    """
    solution = _least_squares(np.concatenate([inputs[:, -1], np.ones([len(inputs), 1])], axis=1), targets)
    weights = np.zeros(inputs.shape[1])
    weights[-1] = solution[0]
    return weights, float(solution[1])


def fit_ar__each_place_alone(inputs, targets):
    """Each place of the window is fitted by itself, as if the others were not there. Neighbouring years tell much the same, so
    their weights have to be found together.

    zh: 窗口的每个位置都是单独拟合的，好像别的位置不存在。相邻年份说的大同小异，权重必须一起求。
    """
    centred = inputs[:, :, 0] - inputs[:, :, 0].mean(axis=0)
    weights = (centred * (targets - targets.mean())).sum(axis=0) / (centred**2).sum(axis=0)
    return weights, float((targets[:, 0] - inputs[:, :, 0] @ weights).mean())


def fit_ar__mean_as_bias(inputs, targets):
    """The mean of the targets is taken for the bias, and the weights are fitted to what is left. The means of the windows have
    a part in it, too; fit weights and bias together.

    zh: 直接拿目标的均值当偏置，再用剩下的部分拟合权重。窗口的均值也有份；权重和偏置要一起拟合。
    """
    bias = float(targets.mean())
    return _least_squares(inputs[:, :, 0], targets - bias), bias


# -- train_forecaster --------------------------------------------------------------------------------------------------------


def _tensors(pairs):
    return [paddle.to_tensor(array, dtype="float32") for array in pairs]


def _train(model, training_pairs, validation_pairs, updates, learning_rate, *, loss_of=nn.functional.mse_loss, step=True, clear=True,
           teach="training", keep="copy", measure="after"):  # fmt: skip
    """The loop of the lab, with a switch for each thing that goes wrong in the answers below."""
    inputs, targets = _tensors(training_pairs)
    unseen, answers = _tensors(validation_pairs)
    if teach == "both":
        inputs, targets = paddle.concat([inputs, unseen]), paddle.concat([targets, answers])
    if teach == "shuffled targets":
        targets = targets[paddle.randperm(len(targets))]
    optimizer = paddle.optimizer.Adam(learning_rate=learning_rate, parameters=model.parameters())
    learnt, validated, best = [], [], None
    for _ in range(updates):
        if measure == "before":
            with paddle.no_grad():
                validated.append(loss_of(model(unseen), answers).item())
            if validated[-1] == min(validated):
                best = {name: tensor.clone() for name, tensor in model.state_dict().items()}
        loss = loss_of(model(inputs), targets)
        loss.backward()
        if step:
            optimizer.step()
        if clear:
            optimizer.clear_grad()
        learnt.append(loss.item())
        if measure == "after":
            with paddle.no_grad():
                validated.append(loss_of(model(unseen), answers).item())
            if validated[-1] == min(validated):
                best = model.state_dict() if keep == "reference" else {name: tensor.clone() for name, tensor in model.state_dict().items()}
    model.set_state_dict(best)
    return learnt, validated


def train_forecaster__last_weights(model, training_pairs, validation_pairs, updates, learning_rate):
    """The net is left with the weights of the last update. Either no others were kept, or what was kept is no copy:
    `state_dict()` holds the tensors that the net works with, and the next step changes them.

    zh: 留下的是最后一次更新的权重。要么之前的没有留，要么留下的不是拷贝：`state_dict()` 里就是网络正在用的张量，下一步更新会改动它们。
    """
    return _train(model, training_pairs, validation_pairs, updates, learning_rate, keep="reference")


def train_forecaster__untrained(model, training_pairs, validation_pairs, updates, learning_rate):
    """Losses are computed and no step is made: the net knows nothing but what it was drawn with.

    zh: 只算了损失，没有走一步：网络还是随机抽出来时的样子。
    """
    return _train(model, training_pairs, validation_pairs, updates, learning_rate, step=False)


def train_forecaster__targets_shuffled(model, training_pairs, validation_pairs, updates, learning_rate):
    """The targets are in another order than their windows. All that can be learnt from such pairs is the mean.

    zh: 目标的次序与窗口对不上。从这样的数据对里，能学到的只有均值。
    """
    return _train(model, training_pairs, validation_pairs, updates, learning_rate, teach="shuffled targets")


def train_forecaster__trained_on_validation(model, training_pairs, validation_pairs, updates, learning_rate):
    """The net is trained on the validation pairs as well. Then they cannot say when to stop: they are learnt by heart like the
    others.

    zh: 网络把验证数据对也拿来训练了。这样它们就没法说什么时候该停：它们和别的数据一样被背了下来。
    """
    return _train(model, training_pairs, validation_pairs, updates, learning_rate, teach="both")


def train_forecaster__gradients_never_cleared(model, training_pairs, validation_pairs, updates, learning_rate):
    """Paddle adds each gradient to those before. They are never cleared, so every step also follows all earlier ones.

    zh: 飞桨会把梯度累加到之前的梯度上。这里从不清零，所以每一步都还跟着以前所有的步走。
    """
    return _train(model, training_pairs, validation_pairs, updates, learning_rate, clear=False)


def train_forecaster__absolute_error(model, training_pairs, validation_pairs, updates, learning_rate):
    """The loss is the mean absolute error. Asked for is the mean *squared* error, the one that the RMSE is made of.

    zh: 损失用的是平均绝对误差。题目要的是均*方*误差，RMSE 就是由它来的。
    """
    return _train(model, training_pairs, validation_pairs, updates, learning_rate, loss_of=nn.functional.l1_loss)


def train_forecaster__table_of_differences(model, training_pairs, validation_pairs, updates, learning_rate):
    """Answers and targets have different shapes, and their difference becomes a table that compares every answer with every
    target. The best answer to all targets at once is their mean.

    zh: 答案和目标的形状不同，相减成了一张表，每个答案和所有目标都比了一遍。同时对所有目标都最好的答案，只能是它们的均值。
    """
    return _train(
        model, training_pairs, validation_pairs, updates, learning_rate, loss_of=lambda got, want: ((got[:, 0] - want) ** 2).mean()
    )


def train_forecaster__measured_before(model, training_pairs, validation_pairs, updates, learning_rate):
    """The validation loss is measured before the step, so the weights after the last step are never judged, and those from
    before the first one may be kept.

    zh: 验证损失是在更新之前测的：最后一步之后的权重从没评判过，而第一步之前的权重却可能被留下。
    """
    return _train(model, training_pairs, validation_pairs, updates, learning_rate, measure="before")


def train_forecaster__lists_exchanged(model, training_pairs, validation_pairs, updates, learning_rate):
    """The two lists come back in the wrong order: the validation losses first.

    zh: 两个列表的次序反了，验证损失放在了前面。
    """
    learnt, validated = _train(model, training_pairs, validation_pairs, updates, learning_rate)
    return validated, learnt


def train_forecaster__root_reported(model, training_pairs, validation_pairs, updates, learning_rate):
    """What is reported is the root of the loss. The lists hold mean squared errors; the root is taken later, for the plot.

    zh: 返回的是损失的平方根。列表里应当是均方误差；开方是后面画图时才做的。
    """
    learnt, validated = _train(model, training_pairs, validation_pairs, updates, learning_rate)
    return [loss**0.5 for loss in learnt], [loss**0.5 for loss in validated]


# -- forecast ----------------------------------------------------------------------------------------------------------------


def _ask(model, window_values):
    with paddle.no_grad():
        return model(paddle.to_tensor(np.reshape(window_values, [1, -1, 1]), dtype="float32")).item()


def _scaled(values, training_part):
    return (values - training_part.mean()) / _deviation(training_part)


def _back(values, training_part):
    return np.array(values) * _deviation(training_part) + training_part.mean()


def _feed_back(model, series, start, steps, window, training_part):
    """Return the scaled forecasts."""
    values = list(_scaled(series[:start], training_part)[-window:])
    for _ in range(steps):
        values.append(_ask(model, values[-window:]))
    return values[window:]


def forecast__reads_the_truth(model, series, start, steps, window, training_part):
    """Every window is cut from the true series. From step 2 on it holds numbers that were still to be forecast: these are many
    forecasts of one step, and not one forecast of many.

    zh: 每个窗口都是从真实序列上切下来的。从第 2 步起，窗口里就有了本该预测的数：这是许多次一步预测，而不是一次多步预测。
    """
    known = list(_scaled(series, training_part))
    answers = []
    for step in range(steps):
        answers.append(_ask(model, known[start + step - window : start + step]))
        if start + step >= len(known):
            known.append(answers[-1])
    return _back(answers, training_part)


def forecast__window_never_moves(model, series, start, steps, window, training_part):
    """The window stays where it is, so the net gives the same answer at every step. Each answer has to join the window.

    zh: 窗口一直没有动，所以网络每一步的答案都一样。每个答案都应当加入窗口。
    """
    first = _scaled(series[:start], training_part)[-window:]
    return _back([_ask(model, first) for _ in range(steps)], training_part)


def forecast__left_scaled(model, series, start, steps, window, training_part):
    """The forecasts are right, but still scaled. Nobody can read them as sunspot numbers.

    zh: 预测是对的，但还是标准化后的数，没法当作黑子数来读。
    """
    return np.array(_feed_back(model, series, start, steps, window, training_part))


def forecast__fed_back_in_sunspots(model, series, start, steps, window, training_part):
    """Each answer is turned into sunspots before it joins the window, where all other numbers are scaled. The net reads a 60
    where it expects a 0.5.

    zh: 答案先还原成了黑子数，再加入窗口，而窗口里其他的数都是标准化后的。网络以为会读到 0.5，读到的却是 60。
    """
    values = list(_scaled(series[:start], training_part)[-window:])
    for _ in range(steps):
        values.append(float(_back(_ask(model, values[-window:]), training_part)))
    return np.array(values[window:])


def forecast__not_scaled(model, series, start, steps, window, training_part):
    """The net reads sunspot numbers as they are. It was trained on scaled ones.

    zh: 网络读的是原样的黑子数，而它是用标准化后的数训练的。
    """
    values = list(series[:start][-window:])
    for _ in range(steps):
        values.append(_ask(model, values[-window:]))
    return np.array(values[window:])


def forecast__scaled_with_the_whole_series(model, series, start, steps, window, training_part):
    """The scale is fitted on the whole series, the years to be forecast included.

    zh: 标准化用的是整条序列的统计量，连要预测的年份也算了进去。
    """
    return _back(_feed_back(model, series, start, steps, window, series), series)


def forecast__scaled_with_what_is_known(model, series, start, steps, window, training_part):
    """The scale is fitted on everything before `start`. It does not know the future, but the net was trained with another scale,
    that of the training part.

    zh: 标准化用的是 `start` 之前所有数的统计量。它不知道未来，但网络训练时用的是另一套，即训练部分的统计量。
    """
    return _back(_feed_back(model, series, start, steps, window, series[:start]), series[:start])


def forecast__window_grows(model, series, start, steps, window, training_part):
    """No number leaves the window: it becomes longer at each step. The net was trained on windows of one length.

    zh: 没有数移出窗口，它一步比一步长。网络是用固定长度的窗口训练的。
    """
    values = list(_scaled(series[:start], training_part)[-window:])
    for _ in range(steps):
        values.append(_ask(model, values))
    return _back(values[window:], training_part)


def forecast__one_year_late(model, series, start, steps, window, training_part):
    """The window ends one number too late: it holds the first number that was to be forecast.

    zh: 窗口结束得晚了一个数：它里面含有第一个本该预测的数。
    """
    end = min(start + 1, len(series))
    return _back(_feed_back(model, series, end, steps, window, training_part), training_part)


def forecast__one_year_early(model, series, start, steps, window, training_part):
    """The window ends one number too early: the newest known number is not used, and all forecasts are late by a year.

    zh: 窗口结束得早了一个数：没有用上最新的已知数，所有预测都错开了一年。
    """
    begin = max(start - 1 - window, 0)
    values = list(_scaled(series[begin : start - 1], training_part)) or [0.0]
    answers = []
    for _ in range(steps):
        answers.append(_ask(model, values[-window:]))
        values.append(answers[-1])
    return _back(answers, training_part)


def forecast__all_that_came_before(model, series, start, steps, window, training_part):
    """Everything that is known is fed to the net, and not only the last `window` numbers.

    zh: 把所有已知的数都交给了网络，而不只是最后 `window` 个。
    """
    values = list(_scaled(series[:start], training_part))
    for _ in range(steps):
        values.append(_ask(model, values))
    return _back(values[start:], training_part)


def forecast__window_included(model, series, start, steps, window, training_part):
    """The window that you started from is part of the result: only the new numbers are forecasts.

    zh: 结果里还带着出发时的窗口：只有新得到的数才是预测。
    """
    first = list(_scaled(series[:start], training_part)[-window:])
    return _back(first + _feed_back(model, series, start, steps, window, training_part), training_part)
