# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lab:
#     title:
#       en: An honest forecast
#       zh: 诚实的预测
#     minutes: 110
#     limits:
#       seconds: 15
#       memory_mb: 1024
# ---

# %% [markdown] lang="en"
# # Lab 11 — An honest forecast
#
# The model of lab 10 read characters and said which one may come next. The model of this lab reads numbers and says
# which number comes next: from the sunspots of eleven years those of the twelfth. It is many-to-one, as in lab 2, and
# its answer is not one of a few classes but any number; this is called **regression**.
#
# Training such a net is the easy part. The hard part is not to fool yourself. Forecasting is full of small mistakes
# after which the result looks *better*, and is worth nothing. You will build the whole way from the raw numbers to a
# verdict, and meet four of these mistakes: years that are shuffled, a scale that has seen the future, windows that
# contain their answer, and forecasts that peek.
#
# **After this lab you can**
#
# - split a series along time, and say what each part may be used for;
# - scale it with numbers from the training part only, and undo the scaling;
# - cut it into windows and targets without giving the target away;
# - measure a forecast by its RMSE, beside two baselines: persistence and a linear autoregression;
# - train a recurrent net for regression, and stop it in time;
# - forecast many steps ahead, and say which part of your result is solid and which is luck.
#
# **You need** lab 2 (a recurrent cell; many-to-one), lab 4 (a training loop), and labs 5 and 6, where the LSTM and the
# GRU come from; here you only use Paddle's layers.
#
# **Time**: about 110 minutes for nine questions, 30 points. Running all cells of the finished notebook takes under
# 60 seconds on two CPU cores.
#
# **How to work.** A function that ends in `raise NotImplementedError(...)` is yours to write: put your code in the
# place of that line, run the cell, then run the `check(...)` cell below it. If you are stuck, run
# `hint("name_of_the_function")` in a new cell; each run gives one hint more, three in all. Go from top to bottom:
# question 9 calls the functions of questions 2 and 3, and the cells in between use all of them.

# %% [markdown] lang="zh"
# # 实验 11：诚实的预测
#
# 实验 10 的模型读字符，说出下一个字符可能是什么。本实验的模型读数，说出下一个数是多少：由十一年的太阳黑子数推算第十二年的。
# 这和实验 2 一样是多对一，不过答案不是若干类别中的一个，而是任意一个数；这样的任务叫**回归**（regression）。
#
# 训练这样一个网络并不难，难的是不骗自己。做预测时有许多小错误，犯了之后结果看上去**更好**，实际上却一文不值。
# 你将从原始数据出发，一路做到得出结论，途中会遇到四种这样的错误：把年份打乱、用未来的数据做标准化、窗口里含有答案、预测时偷看。
#
# **学完本实验，你能够**
#
# - 按时间划分一条序列，并说清楚每一部分可以用来做什么；
# - 只用训练部分的统计量做标准化，并把它还原；
# - 把序列切成窗口和目标，而不泄露目标；
# - 用均方根误差（RMSE）衡量预测，并与两个基准放在一起看：持续性预测和线性自回归；
# - 训练一个做回归的循环神经网络，并适时停下来；
# - 往前预测许多步，并说清楚结果里哪些是扎实的，哪些只是运气。
#
# **预备知识**：实验 2（循环单元、多对一）、实验 4（训练循环），以及介绍 LSTM 和 GRU 的实验 5、6；这里只使用飞桨自带的层。
#
# **时间**：约 110 分钟，共 9 题 30 分。写完之后从头到尾运行一遍，在两个 CPU 核上不到 60 秒。
#
# **怎么做**：凡是以 `raise NotImplementedError(...)` 结尾的函数都由你来写。用你的代码替换这一行，运行这个单元格，
# 再运行它下面的 `check(...)`。卡住了就新建一个单元格，运行 `hint("函数名")`；每运行一次多给一条提示，一共三条。请从上往下做：
# 第 9 题会调用第 2、3 题的函数，题目之间的单元格会用到前面所有的函数。

# %% given=true
import warnings

warnings.filterwarnings("ignore", message="No ccache found")  # Paddle's note to people who compile C++

import numpy as np
import paddle
import paddle.nn.functional as F
from paddle import nn

from autograder import check, hint, load_data

# %%
import matplotlib.pyplot as plt

plt.rcParams.update({"figure.dpi": 90, "font.size": 9, "axes.titlesize": 10})

# %% [markdown] lang="en"
# ## 1. Three hundred years of spots
#
# Dark spots come and go on the face of the Sun. People have counted them for more than three centuries, which makes
# this one of the longest series of measurements there is. A year's **sunspot number** is the mean, over its days, of
# an index: the spots plus ten times the groups in which they stand, with a factor for each observer. Look at the data
# before you model anything:

# %% [markdown] lang="zh"
# ## 1. 三百年的黑子
#
# 太阳表面的黑斑时有时无。人们数它们数了三百多年，这是世上最长的观测序列之一。一年的**太阳黑子数**（sunspot number）
# 是一个指数在全年各天的平均值：单个黑子的个数，加上黑子群个数的十倍，再乘以因观测者而异的系数。建模之前，先看看数据：

# %%
table = load_data("sunspots")["yearly"]
years, numbers = table["year"], table["number"]
print(f"{len(numbers)} years, {years[0]} to {years[-1]}; the first numbers: {numbers[:8]}")
print(f"smallest {numbers.min()}, largest {numbers.max()} in {years[numbers.argmax()]}, mean {numbers.mean():.1f}")

tops = [i for i in range(3, len(numbers) - 3) if numbers[i] == numbers[i - 3 : i + 4].max()]  # largest of seven years
gaps = np.diff(years[tops])
print(f"{len(tops)} maxima, {gaps.min()} to {gaps.max()} years apart, {gaps.mean():.1f} on average")

figure, axis = plt.subplots(figsize=(8, 2.4), layout="constrained")
axis.plot(years, numbers, color="tab:blue", linewidth=1)
axis.plot(years[tops], numbers[tops], ".", color="tab:orange")
axis.set_xlabel("year")
axis.set_ylabel("sunspot number")
plt.show()

# %% [markdown] lang="en"
# **What to see.** A rhythm, but no clockwork: the cycles (dots mark their tops) last about eleven years, some much
# less, some much more; some rise to 50, some to 190; they climb faster than they fall. A forecaster has to find out
# where in a cycle the Sun is, and how strong this cycle will be. And look at the right third: cycles as high as those
# after 1940 were rare before. A net that learns from the early years will have to judge what it has hardly ever seen.
#
# (These are the numbers of *version 1.0*. In 2015 the whole series was revised; in version 2.0 the numbers are larger,
# by a factor that varies with the years. `data/README.md` tells more. Never mix the two.)
#
# **Four rules hold for all questions of this lab.** Each function
#
# 1. works for every size of at least 1, unless the question says what to do with others;
# 2. takes NumPy arrays of 64-bit floats and returns such, except for the two that deal with a net; Paddle's float32
#    begins at the net;
# 3. leaves its arguments as they are;
# 4. uses nothing from later than the moment at which the forecast is made. A forecast that knows something of what it
#    forecasts has a **leak**. (In lab 4 rows of a batch leaked into each other; here the future leaks into the past.)

# %% [markdown] lang="zh"
# **看什么**：有节律，但不像钟表那样准。每个周期（圆点标出了峰值）约十一年，有的短得多，有的长得多；有的只升到 50，有的升到 190；
# 上升比下降快。预测者要判断太阳正处在周期的哪个位置，以及这个周期有多强。再看右边三分之一：1940 年以后那样高的周期，
# 以前很少见。用早年的数据训练出来的网络，要去判断它几乎没见过的情形。
#
# （这是**第 1.0 版**的数据。2015 年整条序列做过修订，第 2.0 版的数值更大，倍数因年份而异。详见 `data/README.md`。
# 两个版本切勿混用。）
#
# **本实验所有题目共同遵守四条规则。** 每个函数都要
#
# 1. 对任何不小于 1 的尺寸都成立，题目另有说明的除外；
# 2. 接收并返回由 64 位浮点数组成的 NumPy 数组，与网络打交道的两个函数除外；到了网络那里才用飞桨的 float32；
# 3. 不改动传进来的参数；
# 4. 不使用作出预测那一刻之后的任何数据。如果预测时知道了本该预测的内容，就叫**泄漏**（leak）。
#    （在实验 4 里，是批次中的各行互相泄漏；在这里，是未来泄漏到了过去。）

# %% [markdown] lang="en"
# ## 2. Cut along time
#
# You want to know how well a forecaster does on years that it has not seen. So some years are put aside before
# anything else is done. Three parts are needed, because three things are to be found out:
#
# ![The years in order: training, validation, held out; shuffled years below](../figures/lab11_split.svg)
#
# - the **training part** teaches: weights come from it, and all other numbers that are fitted;
# - the **validation part** chooses: how large the net is, when to stop. Whatever was chosen because it does well on
#   these years will look a little too good on them;
# - the **held-out part** judges. It is looked at when all is decided.
#
# ### Question 1 · `chronological_split` (3 points, about 6 minutes)
#
# **Why.** For photographs one shuffles before splitting. A series has to be cut *in the order of time*: training
# first, then validation, then held out. Who shuffles has, for nearly every held-out year, the year before and the year
# *after* in the training part. No forecaster has that.
#
# **Formula and shapes.** Of the $N$ numbers in `series` (shape `[time]`, the oldest first), the last `test` are held
# out, the `validation` ones before them are the validation part, and the rest is the training part:
#
# $$\underbrace{s_1, \dots, s_{N - v - w}}_{\text{training}},\quad
# \underbrace{s_{N - v - w + 1}, \dots, s_{N - w}}_{\text{validation}},\quad
# \underbrace{s_{N - w + 1}, \dots, s_N}_{\text{held out}}, \qquad v = \mathtt{validation},\ w = \mathtt{test}.$$
#
# Return the tuple `(training_part, validation_part, held_out_part)`. `validation` and `test` may be 0; that part then
# is an array of length 0. If not one number is left for training, raise a `ValueError`.

# %% [markdown] lang="zh"
# ## 2. 沿时间切开
#
# 你想知道，预测者在没见过的年份上表现如何。所以动手之前，要先把一些年份放到一边。一共要分三部分，因为要弄清三件事：
#
# ![上：按时间排列的训练、验证、留出三部分；下：打乱之后，留出年份的前后两年都已知](../figures/zh/lab11_split.svg)
#
# - **训练部分**（training）用来学习：权重，以及其他一切拟合出来的数，都出自这里；
# - **验证部分**（validation）用来选择：网络取多大，什么时候停。凡是因为在这些年份上表现好而被选中的，在这些年份上都会显得略微偏好；
# - **留出部分**（held-out）用来评判。一切都定下来之后才去看它。
#
# ### 第 1 题 · `chronological_split`（3 分，约 6 分钟）
#
# **为什么**：如果是照片，划分之前要先打乱。序列则必须**按时间先后**切开：先训练，再验证，最后留出。一旦打乱，
# 几乎每个留出年份的前一年和**后一年**都落在训练部分里。没有哪个预测者拥有这样的条件。
#
# **公式与形状**：`series` 形状为 `[time]`，共 $N$ 个数，最早的在前。最后 `test` 个数留出，再往前 `validation` 个数是验证部分，
# 其余是训练部分：
#
# $$\underbrace{s_1, \dots, s_{N - v - w}}_{\text{训练}},\quad
# \underbrace{s_{N - v - w + 1}, \dots, s_{N - w}}_{\text{验证}},\quad
# \underbrace{s_{N - w + 1}, \dots, s_N}_{\text{留出}}, \qquad v = \mathtt{validation},\ w = \mathtt{test}.$$
#
# 返回元组 `(training_part, validation_part, held_out_part)`。`validation` 和 `test` 可以为 0，此时对应的部分是长度为 0 的数组。
# 如果一个数都没有留给训练，就抛出 `ValueError`。

# %% [markdown] lang="en" hints="chronological_split"
# 1. Two places where you cut decide everything. At which index does the validation part begin, at which the held-out
#    part?
# 2. Count the two indices from the front: `len(series) - test` for the second. Negative indices look shorter, but
#    `series[:-0]` is empty. Think about the first index in the same way, and when it is too small.
# 3. `second = len(series) - test`, `first = second - validation`. If `first < 1`, raise
#    `ValueError("a sentence")`. Return `series[:first], series[first:second], series[second:]`.

# %% [markdown] lang="zh" hints="chronological_split"
# 1. 关键是从哪两处切开。验证部分从哪个下标开始？留出部分呢？
# 2. 两个下标都从前往后数：第二个是 `len(series) - test`。负下标看起来更短，但 `series[:-0]` 是空的。第一个下标照此推算，
#    再想想它小到什么程度就不行了。
# 3. `second = len(series) - test`，`first = second - validation`。若 `first < 1`，就 `raise ValueError("一句话")`。
#    返回 `series[:first], series[first:second], series[second:]`。


# %% question="chronological_split" points=3 minutes=6
def chronological_split(series, validation, test):
    """Cut a series into three parts in the order of time.

    Args:
        series: array [time], the oldest number first.
        validation: how many numbers the validation part has, 0 or more.
        test: how many numbers are held out, 0 or more.

    Returns:
        (training_part, validation_part, held_out_part): three arrays which, one after the other, are the series.

    Raises:
        ValueError: no number would be left for training.

    Example:
        >>> chronological_split(np.array([5.0, 11.0, 16.0, 23.0, 36.0]), validation=1, test=2)
        (array([ 5., 11.]), array([16.]), array([23., 36.]))
    """
    ### BEGIN SOLUTION find the two places where to cut, and cut there
    second = len(series) - test
    first = second - validation
    if first < 1:
        raise ValueError(f"A series of {len(series)} numbers has none left to learn from; hold out fewer.")
    return series[:first], series[first:second], series[second:]
    ### END SOLUTION


# %% [markdown] lang="en"
# ### What shuffling would give away
#
# In this lab the first 200 years teach (1700 to 1899), the next 50 choose (to 1949), the last 59 judge (1950 to 2008).
# What if the held-out years were drawn at random? Then their neighbours are known, most of the time on both sides, and
# no model is needed: take the middle between the year before and the year after.

# %% [markdown] lang="zh"
# ### 打乱会泄露什么
#
# 本实验用前 200 年学习（1700 至 1899 年），接下来的 50 年做选择（至 1949 年），最后 59 年做评判（1950 至 2008 年）。
# 假如留出的年份是随机抽的，会怎样？那么它们的邻年大多是已知的，而且常常前后都已知。这时根本不需要模型：
# 取前一年和后一年的中间值就行。

# %%
training_part, validation_part, held_out_part = chronological_split(numbers, validation=50, test=59)
first_validation, first_held_out = len(training_part), len(training_part) + len(validation_part)  # indices: 1900, 1950
print("lengths of the parts:", len(training_part), len(validation_part), len(held_out_part))

rng = np.random.default_rng(0)
drawn = set(rng.choice(len(numbers), size=59, replace=False).tolist())  # held-out years of a shuffled split
inside = [i for i in sorted(drawn) if 0 < i < len(numbers) - 1]
between = [i for i in inside if i - 1 not in drawn and i + 1 not in drawn]
print(f"shuffled: {len(between)} of {len(drawn)} held-out years lie between two known ones")

middle = np.array([(numbers[i - 1] + numbers[i + 1]) / 2 for i in between])
before = np.array([numbers[i - 1] for i in between])
print(f"the middle of both neighbours misses them by {np.abs(middle - numbers[between]).mean():.1f} on average")
print(f"the year before alone misses them by         {np.abs(before - numbers[between]).mean():.1f}")

figure, axis = plt.subplots(figsize=(8, 2.4), layout="constrained")
colors = {"training": "tab:blue", "validation": "tab:purple", "held out": "tab:green"}
edges = [0, first_validation, first_held_out, len(numbers)]
for (name, color), start, stop in zip(colors.items(), edges, edges[1:], strict=False):
    axis.plot(years[start : stop + 1], numbers[start : stop + 1], color=color, linewidth=1, label=name)
axis.set_xlabel("year")
axis.set_ylabel("sunspot number")
axis.set_ylim(0, 215)
axis.legend(ncols=3, loc="upper left")
plt.show()

# %% [markdown] lang="en"
# **What to see.** The "model" of a shuffled split gets by on what it was given away: next year's number. It cuts the
# error to about a third and cannot forecast anything. In the plot, the held-out part has the highest cycles of all; that is unpleasant
# for a forecaster, and it is what the future is like.

# %% [markdown] lang="zh"
# **看什么**：在打乱的划分里，这个“模型”靠的是泄露给它的东西，也就是后一年的数。它把误差降到三分之一左右，却什么也预测不了。
# 从图上看，最高的几个周期偏偏都在留出部分里。这对预测者很不利，但未来就是这样的。

# %% [markdown] lang="en"
# ## 3. A scale that knows nothing of the future
#
# ### Question 2 · `scale` (3 points, about 8 minutes)
#
# **Why.** A net works best with numbers around 0, between about −2 and 2; an input of 190 drives every gate into its
# limits. So numbers are **standardised**: the mean is taken off, and the rest is divided by the standard deviation.
# But which mean? The mean of *all* years contains the held-out ones. If the strongest cycles are still to come, a
# scale fitted on the whole series already knows it.
#
# **Formula.** From the training part $a_1, \dots, a_n$ alone come
#
# $$m = \frac1n \sum_i a_i, \qquad d = \sqrt{\frac1n \sum_i (a_i - m)^2},$$
#
# and every value, of whatever part, is scaled with these: $z = (s - m) / d$. (Divide by $n$, not by $n - 1$: `np.std`
# does, `paddle.std` does not.) If all training numbers are the same, $d$ is 0; then divide by 1.
#
# **Shapes.** `values` may have any shape, and the result has the same; `training_part` is `[time]`.

# %% [markdown] lang="zh"
# ## 3. 对未来一无所知的标准化
#
# ### 第 2 题 · `scale`（3 分，约 8 分钟）
#
# **为什么**：网络最适合处理 0 附近、大致在 −2 到 2 之间的数；输入 190 这样的数，会把每个门都推到极限。
# 所以要先做**标准化**（standardise）：减去均值，再除以标准差。可是，用哪些年份的均值？**所有**年份的均值里含有留出的年份。
# 如果最强的周期还在后头，用整条序列做标准化，就等于已经知道了这件事。
#
# **公式**：只用训练部分 $a_1, \dots, a_n$ 计算
#
# $$m = \frac1n \sum_i a_i, \qquad d = \sqrt{\frac1n \sum_i (a_i - m)^2},$$
#
# 不论哪一部分的数，都用它们来换算：$z = (s - m) / d$。（除以 $n$ 而不是 $n - 1$：`np.std` 是这样，`paddle.std` 不是。）
# 如果训练部分的数全都相同，$d$ 就是 0，这时改为除以 1。
#
# **形状**：`values` 可以是任意形状，结果与它形状相同；`training_part` 为 `[time]`。

# %% [markdown] lang="en" hints="scale"
# 1. Two arguments, two parts to play: one is measured, the other is changed. Which is which?
# 2. `training_part.mean()` and `training_part.std()` are the two numbers. They may not come from `values`.
# 3. `deviation = training_part.std()`; if it is 0, put 1 in its place. Return
#    `(values - training_part.mean()) / deviation`.

# %% [markdown] lang="zh" hints="scale"
# 1. 两个参数，两种角色：一个用来测量，一个用来换算。哪个是哪个？
# 2. 要用的两个数是 `training_part.mean()` 和 `training_part.std()`。它们不可以由 `values` 算出。
# 3. `deviation = training_part.std()`；如果是 0，就换成 1。返回 `(values - training_part.mean()) / deviation`。


# %% question="scale" points=3 minutes=8
def scale(values, training_part):
    """Standardise numbers with mean and standard deviation of the training part.

    Args:
        values: array of any shape, in sunspot numbers.
        training_part: array [time], in sunspot numbers; mean and standard deviation come from it and nothing else.

    Returns:
        Array of the shape of `values`: the values less the mean, divided by the standard deviation (by 1, if that is 0).

    Example (mean 20, standard deviation 10):
        >>> scale(np.array([20.0, 40.0]), training_part=np.array([10.0, 30.0]))
        array([0., 2.])
    """
    ### BEGIN SOLUTION measure the training part, change the values
    deviation = training_part.std()
    if deviation == 0:
        deviation = 1.0
    return (values - training_part.mean()) / deviation
    ### END SOLUTION


# %% [markdown] lang="en"
# ### Question 3 · `unscale` (2 points, about 4 minutes)
#
# **Why.** A net that was trained on scaled numbers answers in scaled numbers. What people want to know is sunspots, and
# an error of "0.4" means nothing to anybody. So all answers are turned back before they are shown or judged.
#
# **Formula.** The inverse of question 2, with the same $m$ and $d$ (and 1 for $d = 0$): $s = z\, d + m$.

# %% [markdown] lang="zh"
# ### 第 3 题 · `unscale`（2 分，约 4 分钟）
#
# **为什么**：网络用标准化后的数训练，给出的答案也是标准化后的数。人们想知道的是黑子数，“误差 0.4”对谁都没有意义。
# 所以答案在展示或评判之前，都要先还原。
#
# **公式**：第 2 题的逆运算，$m$ 和 $d$ 与那里相同（$d = 0$ 时同样取 1）：$s = z\, d + m$。

# %% [markdown] lang="en" hints="unscale"
# 1. Undo the two operations of `scale` in the opposite order.
# 2. What was divided is multiplied now, and then the mean comes back. The two numbers come from the training part
#    again.
# 3. Find `deviation` as in `scale`, with 1 for 0; return `values * deviation + training_part.mean()`.

# %% [markdown] lang="zh" hints="unscale"
# 1. 把 `scale` 的两步运算倒着做回去。
# 2. 原来除的现在乘，然后再加回均值。两个数同样来自训练部分。
# 3. 像 `scale` 那样求出 `deviation`（为 0 时取 1），返回 `values * deviation + training_part.mean()`。


# %% question="unscale" points=2 minutes=4
def unscale(values, training_part):
    """Turn scaled numbers back into sunspot numbers; the inverse of `scale`.

    Args:
        values: array of any shape, scaled numbers.
        training_part: array [time], in sunspot numbers, as given to `scale`.

    Returns:
        Array of the shape of `values`, in sunspot numbers.

    Example (mean 20, standard deviation 10):
        >>> unscale(np.array([0.0, 2.0]), training_part=np.array([10.0, 30.0]))
        array([20., 40.])
    """
    ### BEGIN SOLUTION multiply by the standard deviation and add the mean of the training part
    deviation = training_part.std()
    if deviation == 0:
        deviation = 1.0
    return values * deviation + training_part.mean()
    ### END SOLUTION


# %%
for name, part in [("training part", training_part), ("held-out part", held_out_part), ("all years", numbers)]:
    print(f"{name:14s} mean {part.mean():5.1f}   standard deviation {part.std():5.1f}")

scaled = scale(numbers, training_part)
print(f"\nscaled, training part: {scaled[:200].min():.2f} to {scaled[:200].max():.2f}")
print(f"scaled, held-out part: {scaled[-59:].min():.2f} to {scaled[-59:].max():.2f}")
print("there and back, largest difference:", np.abs(unscale(scaled, training_part) - numbers).max())

# %% [markdown] lang="en"
# **What to see.** The years after 1950 were far more active than those before 1900, and the means tell: "all years"
# has learnt about it, the training part has not. Scaled honestly, the held-out years reach values that never occur in
# training. That may hurt, and it is true.

# %% [markdown] lang="zh"
# **看什么**：1950 年以后的太阳比 1900 年以前活跃得多，均值就说明了这一点：“all years”已经知道了，训练部分还不知道。
# 老老实实做标准化，留出年份的数值就会超出训练时出现过的范围。这也许会让成绩难看一些，但实情就是如此。

# %% [markdown] lang="en"
# ## 4. Windows and targets
#
# ![A window of four numbers slides along the series; the number after it is its target](../figures/lab11_windows.svg)
#
# A net learns from pairs of input and answer. The series gives many: some numbers in a row, the **window**, are the
# input, and the number that follows them is the **target**. Then the window moves on by one.
#
# ### Question 4 · `make_windows` (4 points, about 10 minutes)
#
# **Why.** This is the place where most leaks happen, by an index that is off by one. One too few, and the window
# contains its target: the net learns to copy. One too many, and you forecast the year after next without knowing.
#
# **Formula.** With $w$ = `window`, pair number $i$ (from 0) is, in the counting of the picture,
#
# $$\text{input}_i = (s_{i+1},\ s_{i+2},\ \dots,\ s_{i+w}), \qquad \text{target}_i = s_{i+w+1}.$$
#
# **Shapes.** From `series`, `[time]`, come `time − window` pairs. Return `(inputs, targets)`:
#
# - `inputs`, `[count, window, 1]`: that is `[batch, time, features]` with one feature, as every recurrent layer wants
#   it, in each window the oldest number first;
# - `targets`, `[count, 1]`: one number for each window, in the shape in which a net with one output answers.
#
# If the series is too short for a single pair (`window` is as large as `time` or larger), raise a `ValueError`.

# %% [markdown] lang="zh"
# ## 4. 窗口与目标
#
# ![长为 4 的窗口沿序列滑动；紧跟在窗口后面、不在窗口里的那个数是目标](../figures/zh/lab11_windows.svg)
#
# 网络要从一对对的输入和答案中学习。一条序列能给出许多对：相连的若干个数叫**窗口**（window），作为输入；
# 紧跟在后面的那个数叫**目标**（target），作为答案。然后窗口往后移一格。
#
# ### 第 4 题 · `make_windows`（4 分，约 10 分钟）
#
# **为什么**：泄漏大多发生在这里，原因往往只是下标差了一。少了一，窗口里就含有目标，网络只要学会照抄就行；
# 多了一，你预测的就是后年而不是明年，自己还不知道。
#
# **公式**：记 $w$ = `window`，第 $i$ 对（从 0 数起）按图中的编号是
#
# $$\text{input}_i = (s_{i+1},\ s_{i+2},\ \dots,\ s_{i+w}), \qquad \text{target}_i = s_{i+w+1}.$$
#
# **形状**：由形状为 `[time]` 的 `series` 得到 `time − window` 对。返回 `(inputs, targets)`：
#
# - `inputs`，`[count, window, 1]`：也就是只有一个特征的 `[batch, time, features]`，循环层要的都是这种形状；
#   每个窗口里最早的数在前；
# - `targets`，`[count, 1]`：每个窗口一个数，形状与只有一个输出的网络给出的答案相同。
#
# 如果序列太短，一对也凑不出来（`window` 大于或等于 `time`），就抛出 `ValueError`。

# %% [markdown] lang="en" hints="make_windows"
# 1. Write down all pairs for the series 10, 20, 30, 40, 50 and a window of 3 on paper. How many are there?
# 2. The window that starts at index `i` is `series[i : i + window]`; Python leaves the end out, so the number after it
#    stands at `i + window`. `i` runs over `range(len(series) - window)`.
# 3. `inputs = np.stack([series[i : i + window] for i in range(count)])`, which is `[count, window]`, and
#    `targets = series[window:]`. Both need one more axis at the end: `inputs[:, :, None]`, `targets[:, None]`.

# %% [markdown] lang="zh" hints="make_windows"
# 1. 在纸上写出序列 10、20、30、40、50 在窗口为 3 时的所有对。一共几对？
# 2. 从下标 `i` 开始的窗口是 `series[i : i + window]`；Python 的切片不含末端，所以紧跟其后的数在下标 `i + window` 处。
#    `i` 取遍 `range(len(series) - window)`。
# 3. `inputs = np.stack([series[i : i + window] for i in range(count)])`，形状为 `[count, window]`；`targets = series[window:]`。
#    两者末尾都还要加一个轴：`inputs[:, :, None]`、`targets[:, None]`。


# %% question="make_windows" points=4 minutes=10
def make_windows(series, window):
    """Cut a series into windows, each with the number that follows it.

    Args:
        series: array [time], the oldest number first.
        window: how many numbers one window has, 1 or more.

    Returns:
        (inputs, targets): [count, window, 1] and [count, 1] with count = time - window.

    Raises:
        ValueError: the series is too short for one window and its target.

    Example:
        >>> inputs, targets = make_windows(np.array([10.0, 20.0, 30.0, 40.0]), window=2)
        >>> inputs[:, :, 0], targets[:, 0]
        (array([[10., 20.],
               [20., 30.]]), array([30., 40.]))
    """
    ### BEGIN SOLUTION collect the windows, and for each the number right after it
    count = len(series) - window
    if count < 1:
        raise ValueError(f"A series of {len(series)} numbers is too short for windows of {window} and their targets.")
    inputs = np.stack([series[start : start + window] for start in range(count)])
    targets = series[window:]
    return inputs[:, :, None], targets[:, None]
    ### END SOLUTION


# %% [markdown] lang="en"
# ### Which window belongs to which part?
#
# A pair belongs to the part in which its *target* lies. The window of a validation year may reach back into the
# training years: who stands at the end of 1899 knows the years before, and may use them. So the windows are cut from
# the whole scaled series, and the pairs are then divided by the year of their target. (Cutting each part by itself
# would be right, too, only that the first years of each part would be lost as targets.)

# %% [markdown] lang="zh"
# ### 哪个窗口属于哪一部分？
#
# 一对数据属于它的**目标**所在的部分。验证年份的窗口可以伸到训练年份里去：站在 1899 年年底的人知道之前的年份，当然可以用。
# 所以窗口是从整条标准化后的序列里切出来的，再按目标所在的年份分到各部分。（每一部分单独切窗口也对，
# 只是各部分开头的若干年就不能当目标了。）


# %%
def pairs_by_part(window):
    """Return the pairs (inputs, targets) of the training, validation and held-out years, all scaled."""
    inputs, targets = make_windows(scale(numbers, training_part), window)
    first, second = first_validation - window, first_held_out - window  # target number i is year number i + window
    return [(inputs[cut], targets[cut]) for cut in (slice(0, first), slice(first, second), slice(second, None))]


WINDOW = 11  # about one cycle
training_pairs, validation_pairs, held_out_pairs = pairs_by_part(WINDOW)
for name, (inputs, targets) in zip(colors, (training_pairs, validation_pairs, held_out_pairs), strict=True):
    print(f"{name:11s} inputs {inputs.shape}   targets {targets.shape}")

# %% [markdown] lang="en"
# ## 5. Two baselines and a yardstick
#
# "My net misses by 17." Is that good? A number alone says nothing. It needs a **baseline** beside it: a forecaster so
# simple that whoever does not beat it has nothing to show. You will build two.
#
# ### Question 5 · `persistence_baseline` (2 points, about 5 minutes)
#
# **Why.** The simplest forecast of all: it stays as it is. In a series that changes slowly this is hard to beat, and
# surprisingly many published nets do no more than that: their plot looks splendid, and is the truth moved to the
# right by one step.
#
# **Formula.** Let $t$ = `start` be the index of the first number to be forecast. The last number that is known then
# stands before it, and it is the forecast for *all* steps:
#
# $$\hat s_{t} = \hat s_{t+1} = \dots = s_{t-1}.$$
#
# (A hat marks a forecast.) The later ones, too, are made at one moment, with what is known at that moment: nothing of
# `series[start:]` may be used, though it is there. `start` is at least 1. It may be `len(series)`; then the years
# after the last one are forecast.
#
# **Shapes.** `series` is `[time]`, the result `[steps]`: forecasts for the indices `start`, `start + 1`, …

# %% [markdown] lang="zh"
# ## 5. 两个基准，一把尺子
#
# “我的网络误差是 17。”这算好吗？单独一个数说明不了什么，旁边要有一个**基准**（baseline）：一个非常简单的预测者，
# 连它都赢不了，就没什么可展示的。你将做两个基准。
#
# ### 第 5 题 · `persistence_baseline`（2 分，约 5 分钟）
#
# **为什么**：最简单的预测是“保持不变”，这叫**持续性预测**（persistence）。序列变化缓慢时，它很难被超过；
# 而发表出来的网络里，有不少其实就只做到了这一点：曲线看上去很漂亮，其实只是把真实值往右挪了一步。
#
# **公式**：设 $t$ = `start` 是要预测的第一个数的下标。那一刻已知的最后一个数就在它前面，**所有**步的预测都是它：
#
# $$\hat s_{t} = \hat s_{t+1} = \dots = s_{t-1}.$$
#
# （带帽子的符号表示预测值。）后面各步的预测也都是在同一时刻、凭那一刻所知道的作出的：
# `series[start:]` 虽然就在手边，却一个也不能用。`start` 至少为 1，也可以等于 `len(series)`，这时预测的是最后一年之后的年份。
#
# **形状**：`series` 为 `[time]`，结果为 `[steps]`：下标 `start`、`start + 1`……处的预测。

# %% [markdown] lang="en" hints="persistence_baseline"
# 1. Stand just before the index `start`. Which is the last number that you know?
# 2. It is `series[start - 1]`, and you need it `steps` times.
# 3. `np.full(steps, number)` makes an array of `steps` equal numbers.

# %% [markdown] lang="zh" hints="persistence_baseline"
# 1. 假设你正站在下标 `start` 之前。你知道的最后一个数是哪个？
# 2. 是 `series[start - 1]`，需要把它重复 `steps` 遍。
# 3. `np.full(steps, number)` 生成由 `steps` 个相同的数组成的数组。


# %% question="persistence_baseline" points=2 minutes=5
def persistence_baseline(series, start, steps):
    """Forecast that all stays as it is.

    Args:
        series: array [time]; only series[:start] may be used.
        start: index of the first number to forecast, from 1 to len(series).
        steps: how many numbers to forecast, 1 or more.

    Returns:
        Array [steps]: the forecasts for the indices start, start + 1, …

    Example:
        >>> persistence_baseline(np.array([5.0, 11.0, 16.0, 23.0]), start=2, steps=3)
        array([11., 11., 11.])
    """
    ### BEGIN SOLUTION repeat the last number that is known
    return np.full(steps, series[start - 1])
    ### END SOLUTION


# %% [markdown] lang="en"
# ### Question 6 · `rmse` (3 points, about 8 minutes)
#
# **Why.** The yardstick: the **root of the mean squared error**. It is in the units of the numbers themselves, here
# sunspots, and big misses count for more than small ones. It is what training makes small, too (without the root).
#
# **Formula.** Over $n$ forecasts $\hat s_i$ and true values $s_i$
#
# $$\mathrm{RMSE} = \sqrt{\frac1n \sum_{i=1}^{n} (\hat s_i - s_i)^2}.$$
#
# **Shapes.** Nets answer in shape `[n, 1]`, series come in shape `[n]`, and this is a trap: in NumPy as in Paddle the
# difference of `[n, 1]` and `[n]` is no error, but a *table* `[n, n]` of all differences. Your function takes either
# shape for either argument and compares number by number, in order. If there are not as many predictions as true
# values, raise a `ValueError` (a single number would silently be compared with all). Return one number.

# %% [markdown] lang="zh"
# ### 第 6 题 · `rmse`（3 分，约 8 分钟）
#
# **为什么**：这就是那把尺子：**均方根误差**（root mean squared error，RMSE）。它的单位与数据本身相同，这里就是黑子数；
# 大的失误比小的失误更受重视。训练要减小的也是它（只是不开根号）。
#
# **公式**：对 $n$ 个预测值 $\hat s_i$ 和真实值 $s_i$，
#
# $$\mathrm{RMSE} = \sqrt{\frac1n \sum_{i=1}^{n} (\hat s_i - s_i)^2}.$$
#
# **形状**：网络的答案形状是 `[n, 1]`，序列的形状是 `[n]`，这里有个陷阱：无论在 NumPy 还是飞桨中，`[n, 1]` 减 `[n]` 都不报错，
# 得到的却是一张 `[n, n]` 的**表**，里面是两两之差。你的函数要允许两个参数各取其中任意一种形状，并按次序逐个比较。
# 预测值与真实值的个数不一样时，抛出 `ValueError`（否则单独一个数会悄悄地和所有数都比一遍）。返回一个数。

# %% [markdown] lang="en" hints="rmse"
# 1. Bring both arguments into the same plain shape first. What would be one way to do it for any shape?
# 2. `np.reshape(values, [-1])` makes a flat array of `[n]` and of `[n, 1]`. Then compare the lengths. Then read the
#    formula from the inside to the outside: difference, square, mean, root.
# 3. With both flat: `if len(a) != len(b): raise ValueError("a sentence")`, then
#    `return float(np.sqrt(np.mean((a - b) ** 2)))`.

# %% [markdown] lang="zh" hints="rmse"
# 1. 先把两个参数变成同一种简单的形状。有什么办法对任何形状都管用？
# 2. `np.reshape(values, [-1])` 能把 `[n]` 和 `[n, 1]` 都拉平成一维。然后比较长度。然后从里往外读公式：求差、平方、平均、开方。
# 3. 拉平之后：`if len(a) != len(b): raise ValueError("一句话")`，然后 `return float(np.sqrt(np.mean((a - b) ** 2)))`。


# %% question="rmse" points=3 minutes=8
def rmse(predictions, truth):
    """Return the root of the mean squared error, in the units of its arguments.

    Args:
        predictions: array [n] or [n, 1].
        truth: array [n] or [n, 1], the true values in the same order.

    Returns:
        One number, a float.

    Raises:
        ValueError: there are not as many predictions as true values.

    Example (errors 3 and -4: the root of 12.5):
        >>> rmse(np.array([[13.0], [16.0]]), np.array([10.0, 20.0]))
        3.5355...
    """
    ### BEGIN SOLUTION flatten both, compare their lengths, then difference, square, mean, root
    predictions, truth = np.reshape(predictions, [-1]), np.reshape(truth, [-1])
    if len(predictions) != len(truth):
        raise ValueError(f"{len(predictions)} predictions cannot be compared with {len(truth)} true values.")
    return float(np.sqrt(np.mean((predictions - truth) ** 2)))
    ### END SOLUTION


# %%
for name, start in [("validation", first_validation), ("held out", first_held_out)]:
    stop = first_held_out if name == "validation" else len(numbers)
    one_step = [persistence_baseline(numbers, year, steps=1)[0] for year in range(start, stop)]
    print(f"persistence, one year ahead, {name:10s} RMSE {rmse(one_step, numbers[start:stop]):.1f} sunspots")

# %% [markdown] lang="en"
# **What to see.** The number of the year before is off by 22 sunspots in the validation years and by 33 in the
# held-out ones: the later cycles are higher, so every step in them is larger. A forecaster that gets 20 on the first
# and 25 on the second has not become worse; it has got harder years. That is one more reason to have a baseline
# beside every number, on the same years.

# %% [markdown] lang="zh"
# **看什么**：拿前一年的数当预测，在验证年份上误差是 22，在留出年份上是 33：后来的周期更高，每年的变化也就更大。
# 如果一个预测者在前者上得 20、在后者上得 25，它并没有变差，只是碰上了更难的年份。所以每个数旁边都要有同样年份上的基准，
# 这又是一个理由。

# %% [markdown] lang="en"
# ### Question 7 · `fit_ar` (3 points, about 10 minutes)
#
# **Why.** The second baseline is the one to be afraid of. A linear **autoregression** of order $p$, AR($p$) for short,
# forecasts the next number as a weighted sum of the last $p$, plus a constant. George Udny Yule invented it in 1927,
# for this very series. An AR(9) has ten numbers to learn where a net has thousands, it is fitted in a millisecond,
# always with the same result, and many a net has lost to it.
#
# **Formula.** With one weight for each place in the window and a bias $b$,
#
# $$\hat s = b + \sum_{k=1}^{p} w_k\, x_k,$$
#
# where $x_1$ is the *oldest* number of the window. The weights are those that make $\sum_i (\hat s_i - s_i)^2$ over
# all pairs as small as possible (**least squares**). No loop is needed: put a column of ones beside the windows, so
# that the bias is a weight like the others, and let `np.linalg.lstsq(matrix, answers, rcond=None)` solve it. Its
# first result is the solution.
#
# **Shapes.** `inputs` `[count, window, 1]` and `targets` `[count, 1]` as from `make_windows`, with more pairs than
# weights. Return `(weights, bias)`: an array `[window]`, the weight of the oldest number first, and a number.

# %% [markdown] lang="zh"
# ### 第 7 题 · `fit_ar`（3 分，约 10 分钟）
#
# **为什么**：第二个基准才是真正的对手。$p$ 阶线性**自回归**（autoregression），简记为 AR($p$)，
# 用最近 $p$ 个数的加权和再加一个常数，作为下一个数的预测。它是 George Udny Yule 在 1927 年发明的，用的正是这条序列。
# AR(9) 要学的只有十个数，网络却有成千上万个；它一毫秒就能拟合好，每次结果都一样，而许多网络都输给了它。
#
# **公式**：窗口里每个位置一个权重，外加一个偏置 $b$：
#
# $$\hat s = b + \sum_{k=1}^{p} w_k\, x_k,$$
#
# 其中 $x_1$ 是窗口里**最早**的数。权重的取法，是使所有数据对上的 $\sum_i (\hat s_i - s_i)^2$ 最小（**最小二乘法**）。
# 不需要写循环：在窗口旁边拼上一列 1，偏置就成了和其他权重一样的权重，再交给 `np.linalg.lstsq(matrix, answers, rcond=None)` 求解，
# 它返回的第一项就是解。
#
# **形状**：`inputs` 为 `[count, window, 1]`，`targets` 为 `[count, 1]`，与 `make_windows` 的返回值一样，数据对的个数多于权重的个数。
# 返回 `(weights, bias)`：形状为 `[window]` 的数组，最早的数的权重在前；以及一个数。

# %% [markdown] lang="en" hints="fit_ar"
# 1. Make the matrix first: one row for each pair, one column for each place in the window, and one column of ones.
#    Its shape is `[count, window + 1]`.
# 2. `inputs[:, :, 0]` takes the last axis away; `np.ones([count, 1])` is the column, and
#    `np.concatenate([...], axis=1)` puts both side by side.
# 3. `solution = np.linalg.lstsq(matrix, targets[:, 0], rcond=None)[0]` has `window + 1` numbers, in the order of the
#    columns. If the ones come last, return `solution[:-1], float(solution[-1])`.

# %% [markdown] lang="zh" hints="fit_ar"
# 1. 先造矩阵：每对数据一行，窗口的每个位置一列，再加一列 1。它的形状是 `[count, window + 1]`。
# 2. `inputs[:, :, 0]` 去掉最后一个轴；`np.ones([count, 1])` 就是那一列；用 `np.concatenate([...], axis=1)` 把两者左右拼起来。
# 3. `solution = np.linalg.lstsq(matrix, targets[:, 0], rcond=None)[0]` 有 `window + 1` 个数，次序与各列相同。
#    如果那一列 1 放在最后，就返回 `solution[:-1], float(solution[-1])`。


# %% question="fit_ar" points=3 minutes=10
def fit_ar(inputs, targets):
    """Fit a linear autoregression by least squares.

    Args:
        inputs: array [count, window, 1], the oldest number of each window first; count is larger than window + 1.
        targets: array [count, 1].

    Returns:
        (weights, bias): array [window], weights[0] for the oldest number, and a float.

    Example (each number is the one before, plus 3):
        >>> weights, bias = fit_ar(*make_windows(np.array([1.0, 4.0, 7.0, 10.0]), window=1))
        >>> round(float(weights[0]), 6), round(bias, 6)
        (1.0, 3.0)
    """
    ### BEGIN SOLUTION put a column of ones beside the windows and solve for least squares
    columns = np.concatenate([inputs[:, :, 0], np.ones([len(inputs), 1])], axis=1)
    solution = np.linalg.lstsq(columns, targets[:, 0], rcond=None)[0]
    return solution[:-1], float(solution[-1])
    ### END SOLUTION


# %% [markdown] lang="en"
# ### Why order 9? And what does a leak look like?
#
# The order is chosen as everything is chosen: on the validation years. The next cell fits an AR of each order from 1
# to 20 on the training years. Its second part makes the off-by-one mistake of question 4 on purpose: windows that
# contain their target.

# %% [markdown] lang="zh"
# ### 为什么是 9 阶？泄漏又长什么样？
#
# 阶数和别的选择一样，要在验证年份上选。下一个单元格用训练年份拟合 1 到 20 阶的 AR，逐一比较。
# 它的第二部分故意犯第 4 题里那个“差一”的错误：让窗口含有目标。


# %%
def ar_answers(inputs, weights, bias):
    """Return the forecasts of an autoregression, [count]."""
    return inputs[:, :, 0] @ weights + bias


orders = range(1, 21)
errors = []
for order in orders:
    learn, choose, _ = pairs_by_part(order)
    answers = ar_answers(choose[0], *fit_ar(*learn))
    errors.append(rmse(unscale(answers, training_part), validation_part))
print("AR(p) on the validation years:", "  ".join(f"{p}: {errors[p - 1]:.1f}" for p in (1, 2, 8, 9, 10, 11, 20)))

figure, axis = plt.subplots(figsize=(5, 2.4), layout="constrained")
axis.plot(orders, errors, "o-", color="tab:blue", markersize=4)
axis.set_xlabel("order $p$")
axis.set_ylabel("RMSE, validation years")
axis.set_xticks([1, 5, 9, 13, 17])
plt.show()

leaky = make_windows(scaled, 10)[0]  # windows of 10 numbers, and as "target" the last of the ten
weights, bias = fit_ar(leaky[:190], leaky[:190, -1])
answers = unscale(ar_answers(leaky[-59:], weights, bias), training_part)
print("\nwindows that contain their target:")
print(f"RMSE on 59 years never fitted: {rmse(answers, unscale(leaky[-59:, -1], training_part)):.6f}")
print("its weights, oldest number first:", np.abs(weights).round(6))

# %% [markdown] lang="en"
# **What to see.** Orders 1 and 2 know too little; beyond about 10 more weights bring nothing but noise. Orders 9 and
# 10 are as good as equal. We take 9, with which this series is usually fitted. And the leak: an error of 0 on years
# that were never fitted, with a single weight of 1 on the number that should not have been there. Real leaks are
# smaller and harder to find. **A result that is too good is not a success; it is a symptom.**

# %% [markdown] lang="zh"
# **看什么**：1 阶、2 阶知道得太少；超过 10 阶左右，再增加权重只会带来噪声。9 阶和 10 阶几乎一样好，我们取 9 阶，
# 人们拟合这条序列时通常也用它。再看泄漏：在从未拟合过的年份上误差为 0，唯一的权重 1 正好落在不该出现的那个数上。
# 真实的泄漏没有这么明显，也更难发现。**结果好得过头，不是成功，而是症状。**

# %% [markdown] lang="en"
# ## 6. The net
#
# The net reads the window as a sequence of 11 steps with one feature each, and its last state is read out to one
# number: many-to-one, with one output. This time it is given. `kind` says which of Paddle's layers is used, and
# `predict` is for asking a trained net about windows in NumPy arrays.

# %% [markdown] lang="zh"
# ## 6. 网络
#
# 网络把窗口当作 11 步的序列来读，每步一个特征，再由最后的状态读出一个数：这是只有一个输出的多对一。这次网络是现成的。
# `kind` 指明用飞桨的哪一种层；`predict` 用来向训练好的网络提问，窗口以 NumPy 数组给出。


# %% given=true
class Forecaster(nn.Layer):
    """Windows [count, window, 1] to one number each, [count, 1]."""

    def __init__(self, kind, hidden):
        super().__init__()
        layers = {"SimpleRNN": nn.SimpleRNN, "GRU": nn.GRU, "LSTM": nn.LSTM}
        self.rnn = layers[kind](input_size=1, hidden_size=hidden)
        self.linear = nn.Linear(hidden, 1)

    def forward(self, windows):
        outputs, _ = self.rnn(windows)
        return self.linear(outputs[:, -1])


def predict(model, inputs):
    """Return what a net answers: NumPy array [count, window, 1] in, NumPy array [count, 1] out, both scaled."""
    with paddle.no_grad():
        return model(paddle.to_tensor(inputs, dtype="float32")).numpy().astype("float64")


# %% [markdown] lang="en"
# ### Question 8 · `train_forecaster` (5 points, about 18 minutes)
#
# **Why.** 189 pairs are few, and a GRU with 32 hidden units has more than 3,000 weights. If it is trained long enough
# it learns the training years by heart, and becomes worse on all others; this is **overfitting**. So somebody has to
# watch over the training: the validation part. The weights that are kept are not the last ones, but those that did
# best on the validation years (**early stopping**).
#
# **What to do.** `updates` times:
#
# 1. compute the mean squared error (`F.mse_loss`) on *all* training pairs at once (there are few, so no batches are
#    needed), and from it the gradients;
# 2. make one step of Adam with `learning_rate`, and clear the gradients (`optimizer.clear_grad()`);
# 3. compute the mean squared error on the validation pairs, with the weights as they are now. No step is ever made
#    with it: the validation years choose, they do not teach;
# 4. if this was the smallest validation error so far, keep a **copy** of the weights.
#
# At the end, give the model the weights that you kept. Careful with the copy: `model.state_dict()` holds the tensors
# that the model is working with, and the next step changes them. A tensor is copied by `.clone()`.
#
# **Shapes and results.** `training_pairs` and `validation_pairs` are pairs `(inputs, targets)` of NumPy arrays,
# `[count, window, 1]` and `[count, 1]`; `paddle.to_tensor(array, dtype="float32")` makes tensors of them. The model is
# trained in place; draw nothing at random. Return `(training_losses, validation_losses)`, two lists of `updates`
# numbers: the losses of step 1, each computed *before* its update, and those of step 3, *after* it.

# %% [markdown] lang="zh"
# ### 第 8 题 · `train_forecaster`（5 分，约 18 分钟）
#
# **为什么**：189 对数据不多，而有 32 个隐藏单元的 GRU 有三千多个权重。训练得够久，它就会把训练年份背下来，
# 在其他年份上反而变差；这叫**过拟合**（overfitting）。所以训练时要有人把关，这就是验证部分。最后留下来的不是最后一次的权重，
# 而是在验证年份上表现最好的那次，这叫**早停**（early stopping）。
#
# **要做什么**：重复 `updates` 次：
#
# 1. 用**全部**训练数据对一次算出均方误差（`F.mse_loss`；数据不多，不必分批），并由它求梯度；
# 2. 用 Adam 按 `learning_rate` 走一步，再把梯度清零（`optimizer.clear_grad()`）；
# 3. 用此刻的权重，算出验证数据对上的均方误差。绝不用它来更新：验证年份只做选择，不参与教学；
# 4. 如果这是到目前为止最小的验证误差，就把权重**拷贝**一份留下。
#
# 最后，把留下的权重装回模型。拷贝时要小心：`model.state_dict()` 里放的就是模型正在使用的张量，下一步更新会改动它们。
# 拷贝一个张量用 `.clone()`。
#
# **形状与返回值**：`training_pairs` 和 `validation_pairs` 都是由 NumPy 数组组成的一对 `(inputs, targets)`，
# 形状为 `[count, window, 1]` 和 `[count, 1]`；用 `paddle.to_tensor(array, dtype="float32")` 变成张量。模型就地训练；
# 函数里不要抽取任何随机数。返回 `(training_losses, validation_losses)`，是两个各有 `updates` 个数的列表：第 1 步的损失，
# 都在更新**之前**算出；第 3 步的损失，都在更新**之后**算出。

# %% [markdown] lang="en" hints="train_forecaster"
# 1. It is the loop of lab 4 without batches: loss, `backward`, `step`, `clear_grad`. Write this first and look at the
#    training losses. Then add the validation.
# 2. Make the optimizer once, before the loop: `paddle.optimizer.Adam(learning_rate=..., parameters=model.parameters())`.
#    Measure the validation loss within `with paddle.no_grad():`. When is it the smallest so far? When it equals
#    `min(validation_losses)` right after it was appended.
# 3. `best = {name: tensor.clone() for name, tensor in model.state_dict().items()}` is a copy that stays what it is;
#    after the loop `model.set_state_dict(best)`.

# %% [markdown] lang="zh" hints="train_forecaster"
# 1. 这就是实验 4 的循环，只是不分批：算损失、`backward`、`step`、`clear_grad`。先写好这些，看看训练损失，再加上验证。
# 2. 优化器只在循环之前建一次：`paddle.optimizer.Adam(learning_rate=..., parameters=model.parameters())`。
#    验证损失在 `with paddle.no_grad():` 里计算。怎么知道它是目前最小的？刚把它加进列表时，它等于 `min(validation_losses)`。
# 3. `best = {name: tensor.clone() for name, tensor in model.state_dict().items()}` 是不会再变的拷贝；
#    循环结束后 `model.set_state_dict(best)`。


# %% question="train_forecaster" points=5 minutes=18 seconds=20
def train_forecaster(model, training_pairs, validation_pairs, updates, learning_rate):
    """Train a net with Adam on the mean squared error, and leave it with the weights that did best in validation.

    Args:
        model: nn.Layer, float32 tensor [count, window, 1] to [count, 1]; it is trained in place.
        training_pairs: (inputs, targets), arrays [count, window, 1] and [count, 1], scaled.
        validation_pairs: pairs of the same form; they are measured and never trained on.
        updates: how many steps of Adam are made, 1 or more, each with all training pairs.
        learning_rate: step size of Adam.

    Returns:
        (training_losses, validation_losses): two lists of `updates` floats, the mean squared error on the training
        pairs before each update, and on the validation pairs after it.

    Example:
        >>> pairs = make_windows(np.sin(np.arange(40.0)), window=4)
        >>> model = Forecaster("GRU", hidden=6)
        >>> training_losses, validation_losses = train_forecaster(model, pairs, pairs, updates=3, learning_rate=0.01)
        >>> len(training_losses), len(validation_losses)
        (3, 3)
    """
    ### BEGIN SOLUTION step on the training pairs, measure on the validation pairs, keep the best weights
    inputs, targets = (paddle.to_tensor(array, dtype="float32") for array in training_pairs)
    unseen, answers = (paddle.to_tensor(array, dtype="float32") for array in validation_pairs)
    optimizer = paddle.optimizer.Adam(learning_rate=learning_rate, parameters=model.parameters())
    training_losses, validation_losses = [], []
    for _ in range(updates):
        loss = F.mse_loss(model(inputs), targets)
        loss.backward()
        optimizer.step()
        optimizer.clear_grad()
        training_losses.append(loss.item())
        with paddle.no_grad():
            validation_losses.append(F.mse_loss(model(unseen), answers).item())
        if validation_losses[-1] == min(validation_losses):
            best = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    model.set_state_dict(best)
    return training_losses, validation_losses
    ### END SOLUTION


# %% [markdown] lang="en"
# ### Watch it overfit
#
# The curves below show the RMSE in sunspots: the root of the loss, times the standard deviation of the training part.

# %% [markdown] lang="zh"
# ### 看着它过拟合
#
# 下面的曲线是以黑子数为单位的 RMSE：损失开方，再乘以训练部分的标准差。

# %%
paddle.seed(0)
model = Forecaster("GRU", hidden=32)
print("weights of the net:", sum(parameter.size for parameter in model.parameters()), "; of AR(9): 10")
losses = train_forecaster(model, training_pairs, validation_pairs, updates=400, learning_rate=0.01)
curves = [np.sqrt(loss) * training_part.std() for loss in losses]
best = int(np.argmin(curves[1]))
print(f"best update {best + 1}: training {curves[0][best]:.1f}, validation {curves[1][best]:.1f} sunspots")
print(f"last update 400: training {curves[0][-1]:.1f}, validation {curves[1][-1]:.1f} sunspots")
kept = rmse(unscale(predict(model, validation_pairs[0]), training_part), validation_part)
print(f"the net that came back: validation {kept:.1f} sunspots")

figure, axis = plt.subplots(figsize=(6, 2.6), layout="constrained")
axis.plot(range(1, 401), curves[0], color="tab:blue", label="training years")
axis.plot(range(1, 401), curves[1], color="tab:purple", label="validation years")
axis.plot(best + 1, curves[1][best], "o", color="tab:purple", fillstyle="none", markersize=9)
axis.set_xlabel("update")
axis.set_ylabel("RMSE (sunspots)")
axis.set_ylim(0, 40)
axis.legend()
plt.show()

# %% [markdown] lang="en"
# **What to see.** The training error goes on falling to the end: the net learns its 189 answers by heart. The
# validation error stops falling early (ring) and then rises again. What is learnt after the ring is noise. The net
# that comes back is the one of the ring.
#
# ### Choose, and look nowhere else
#
# Which layer, how many hidden units? Nine candidates, three random starts each, judged **on the validation years
# only**. The candidate with the smallest mean is taken, whatever it is; the held-out years stay closed.

# %% [markdown] lang="zh"
# **看什么**：训练误差一路降到底：网络在背那 189 个答案。验证误差很早就不再下降（圆圈处），随后又升上去。
# 圆圈之后学到的都是噪声。返回的网络正是圆圈处的那一个。
#
# ### 做选择，别的一概不看
#
# 用哪种层？取多少个隐藏单元？九种候选，每种从三组随机权重出发，**只凭验证年份**评判。平均误差最小的就选定，
# 不管它是哪一个；留出年份依然不看。

# %%
RUN = {"updates": 200, "learning_rate": 0.01}
candidates = [(kind, hidden) for kind in ("SimpleRNN", "GRU", "LSTM") for hidden in (8, 16, 32)]
trained, scores = {}, {}
for kind, hidden in candidates:
    for seed in range(3):
        paddle.seed(seed)
        model = Forecaster(kind, hidden)
        train_forecaster(model, training_pairs, validation_pairs, **RUN)
        trained[kind, hidden, seed] = model
    answers = [predict(trained[kind, hidden, seed], validation_pairs[0]) for seed in range(3)]
    scores[kind, hidden] = [rmse(unscale(answer, training_part), validation_part) for answer in answers]
    print(f"{kind:9s} hidden {hidden:2d}   validation RMSE", "  ".join(f"{score:.2f}" for score in scores[kind, hidden]),
          f"  mean {np.mean(scores[kind, hidden]):.2f}")  # fmt: skip

CHOSEN = min(candidates, key=lambda candidate: np.mean(scores[candidate]))
print("chosen:", *CHOSEN)
year_before = numbers[first_validation - 1 : first_held_out - 1]
print(f"on the same years: AR(9) {errors[9 - 1]:.2f}, persistence {rmse(year_before, validation_part):.2f}")

# %% [markdown] lang="en"
# **What to see.** All 27 nets are below AR(9) here, most of them by about two sunspots. Do not celebrate: these years
# have chosen the moment to stop, 27 times, and now the candidate as well. AR(9) had only its order from them. How much
# of the lead is real, only the held-out years can say.

# %% [markdown] lang="zh"
# **看什么**：在这里，27 个网络全都好于 AR(9)，多数领先约两个黑子数。先别高兴：27 次训练在何时停下，是由这些年份决定的，
# 现在连用哪种候选也由它们决定；AR(9) 却只从它们那里得到了一个阶数。领先之中有多少是真的，只有留出年份说得清。

# %% [markdown] lang="en"
# ## 7. The verdict
#
# Now, and only now, the held-out years are opened. The chosen net is trained again from twenty *new* random starts:
# one run is luck, twenty show how much luck there is. Beside it stand persistence and AR(9), and to be fair a second
# AR(9) that was fitted on training *and* validation years, since the nets have seen both in some way.

# %% [markdown] lang="zh"
# ## 7. 结论
#
# 到了这一步，才打开留出年份。选定的网络从二十组**新的**随机权重出发重新训练：只跑一次是碰运气，跑二十次才看得出运气占多大成分。
# 旁边放上持续性预测和 AR(9)；为了公平，再加一个用训练**和**验证年份一起拟合的 AR(9)，因为网络也以某种方式见过这两部分。

# %%
SEEDS = range(10, 30)
nets = []
for seed in SEEDS:
    paddle.seed(seed)
    nets.append(Forecaster(*CHOSEN))
    train_forecaster(nets[-1], training_pairs, validation_pairs, **RUN)

learn, more, judge = pairs_by_part(9)
ar9 = fit_ar(*learn)
ar9_refitted = fit_ar(np.concatenate([learn[0], more[0]]), np.concatenate([learn[1], more[1]]))
one_step = {
    "persistence": numbers[first_held_out - 1 : -1],  # persistence_baseline with steps=1, for every year
    "AR(9)": unscale(ar_answers(judge[0], *ar9), training_part),
    "AR(9), fitted to 1949": unscale(ar_answers(judge[0], *ar9_refitted), training_part),
}
net_answers = np.array([unscale(predict(net, held_out_pairs[0]), training_part)[:, 0] for net in nets])  # [seeds, years]

print(f"RMSE on {len(held_out_part)} held-out years, one year ahead, in sunspots")
for name, answers in one_step.items():
    print(f"  {name:22s} {rmse(answers, held_out_part):5.1f}")
net_errors = np.array([rmse(answers, held_out_part) for answers in net_answers])
name = f"{CHOSEN[0]} {CHOSEN[1]}, {len(nets)} seeds"
print(f"  {name:22s} {net_errors.mean():5.1f} ± {net_errors.std():.1f}  (from {net_errors.min():.1f} to {net_errors.max():.1f})")
for rival in ("AR(9)", "AR(9), fitted to 1949"):
    print(f"  nets better than {rival}: {(net_errors < rmse(one_step[rival], held_out_part)).sum()} of {len(nets)}")

# %%
held_out_years = years[first_held_out:]
figure, (top, bottom) = plt.subplots(2, 1, figsize=(8, 4.6), height_ratios=[2, 1], sharex=True, layout="constrained")
top.plot(held_out_years, held_out_part, "o-", color="black", markersize=3, linewidth=1, label="truth")
top.plot(held_out_years, one_step["persistence"], color="tab:gray", linewidth=1, linestyle=":", label="persistence")
top.plot(held_out_years, one_step["AR(9)"], color="tab:green", linewidth=1, label="AR(9)")
top.plot(held_out_years, net_answers.mean(axis=0), color="tab:orange", linewidth=1, label="nets, mean")
top.fill_between(held_out_years, net_answers.min(axis=0), net_answers.max(axis=0), color="tab:orange", alpha=0.3)
top.set_ylabel("sunspot number")
top.legend(ncols=4)
top.set_ylim(-5, 235)
bottom.axhline(0, color="black", linewidth=0.8)
bottom.plot(held_out_years, one_step["AR(9)"] - held_out_part, color="tab:green", linewidth=1)
bottom.plot(held_out_years, net_answers.mean(axis=0) - held_out_part, color="tab:orange", linewidth=1)
bottom.set_ylabel("error")
bottom.set_xlabel("year")
plt.show()
rises = [np.diff(part).max() for part in (training_part, held_out_part)]
print(f"steepest rise from one year to the next: {rises[0]:.0f} in the training part, {rises[1]:.0f} in the held-out part")

# %% [markdown] lang="en"
# **What to see.** Persistence (dotted) is the truth moved to the right. The nets (orange; the band holds all twenty) and
# AR(9) (green) follow the cycles closely; on the steep rise of the highest cycle both are far too low, since nothing
# in the training part rose like that.
#
# ### How solid is the lead?
#
# One year ahead the nets win, by a little: nearly all runs are below AR(9), and most are below the one that was fitted
# to 1949. Before you write that down, ask three questions. Is it every year, or a few? Would it have come out with
# another candidate? And how much of the lead in validation is left?

# %% [markdown] lang="zh"
# **看什么**：持续性预测（点线）就是把真实值往右挪了一步。网络（橙色，色带涵盖全部二十个）和 AR(9)（绿色）都紧跟着周期走；
# 在最高那个周期陡然上升时，两者都低了一大截，因为训练部分里从没有升得这样猛的。
#
# ### 领先有多扎实？
#
# 提前一年预测，网络略胜一筹：几乎每次运行都低于 AR(9)，大多数也低于拟合到 1949 年的那个。下笔之前，先问三个问题：
# 是年年都赢，还是只赢在少数几年？换一种候选，还会赢吗？验证时的领先，还剩下多少？

# %%
by_ar, by_nets = one_step["AR(9)"], net_answers.mean(axis=0)  # [years] each; of the nets the mean answer
nearer = np.abs(by_nets - held_out_part) < np.abs(by_ar - held_out_part)
print(f"1. the mean of the nets is nearer than AR(9) in {nearer.sum()} of {len(nearer)} years")
gain = (by_ar - held_out_part) ** 2 - (by_nets - held_out_part) ** 2
most = int(gain.argmax())
print(f"   one year, {held_out_years[most]}, makes {gain[most] / gain.sum():.0%} of the lead in squared error")
rest = np.arange(len(gain)) != most
without = [rmse(answers[rest], held_out_part[rest]) for answers in (by_ar, by_nets)]
print(f"   RMSE without it: AR(9) {without[0]:.1f}, mean of the nets {without[1]:.1f}")

ar_error = rmse(one_step["AR(9)"], held_out_part)
below = 0
print(f"2. all candidates on the held-out years, three starts each; AR(9) has {ar_error:.1f}")
for kind, hidden in candidates:
    answers = [unscale(predict(trained[kind, hidden, seed], held_out_pairs[0]), training_part) for seed in range(3)]
    found = [rmse(answer, held_out_part) for answer in answers]
    below += np.mean(found) < ar_error
    print(f"   {kind:9s} hidden {hidden:2d}   " + "  ".join(f"{error:.1f}" for error in found))
print(f"   in the mean better than AR(9): {below} of {len(candidates)}")

validation_lead = 1 - np.mean(scores[CHOSEN]) / errors[9 - 1]
leads = [1 - net_errors.mean() / rmse(one_step[rival], held_out_part) for rival in ("AR(9)", "AR(9), fitted to 1949")]
print(f"3. lead over AR(9): validation {validation_lead:.0%}, held out {leads[0]:.0%}; over the one fitted to 1949 {leads[1]:.0%}")

# %% [markdown] lang="en"
# **What to see.** The lead is there, and it is small. The nets are nearer in three years of five, and a single year,
# the steep rise of 1956, makes more than half of the lead. Most of the *other* candidates lose to AR(9); a report
# that showed only the winner would hide it. And what was a lead of 18 % on the validation years has shrunk to 6 %, or
# 4 % beside the AR(9) that could learn from these years, too: what is chosen because it does well on some years does
# not do quite as well on others. An honest sentence would be: *one year ahead, over 59 years, the chosen net was better
# than AR(9) by 4 to 6 % in the mean of twenty runs, not in every one of them; a single year makes most of that, and
# most other nets were worse than AR(9). Both are far better than persistence.*

# %% [markdown] lang="zh"
# **看什么**：领先是有的，但很小。五年里约有三年是网络更接近真实值，而单单一年，即陡然上升的 1956 年，就占了领先的一半以上。
# **其他**候选大多输给 AR(9)；一份只展示优胜者的报告会把这件事藏起来。在验证年份上领先 18%，到留出年份只剩 6%；
# 与同样能从验证年份学习的那个 AR(9) 相比，只剩 4%：凡是因为在某些年份上表现好而被选中的，换到别的年份上就没有那么好了。
# 一句诚实的话应当是：**提前一年预测时，在 59 年上，选定的网络二十次运行平均比 AR(9) 好 4% 到 6%，但并非次次都好；
# 其中大半来自单单一年，而且其他网络大多不如 AR(9)。两者都远远好于持续性预测。**

# %% [markdown] lang="en"
# ## 8. Many years ahead
#
# ![Three steps of a forecast: each forecast becomes the last number of the next window](../figures/lab11_feedback.svg)
#
# A net that knows one step can take many: it forecasts the next number, takes its own forecast for true, and goes on
# from there. This is called **feeding back**. Lab 10 made its names in the same way, character by character. How many
# steps ahead a forecast lies is called its **horizon**.
#
# ### Question 9 · `forecast` (5 points, about 15 minutes)
#
# **Why.** Who plans a satellite for ten years wants ten years. And here lies the last and best hidden leak of all: to
# "forecast" ten steps by taking each window from the *true* series. That is ten forecasts of one step, each made a
# year later than claimed. The plot looks wonderful.
#
# **What to do.** Let $t$ = `start` be the index of the first number to be forecast.
#
# 1. What is known is `series[:start]`. Scale it with the training part; the last `window` numbers of it are the first
#    window.
# 2. `steps` times: ask the net about the window; its answer (still scaled) is the forecast of this step; the oldest
#    number leaves the window, and the answer comes in at the end.
# 3. Turn all answers back into the units of the series.
#
# As in question 5, nothing of `series[start:]` may have any influence, and `start` may be `len(series)`. It is at
# least `window`. `steps` may well be larger than `window`; then the net reads nothing but its own forecasts.
#
# **Shapes.** The net takes a float32 tensor `[1, window, 1]` and answers `[1, 1]`; `predict` does the conversion.
# The result is an array `[steps]`.

# %% [markdown] lang="zh"
# ## 8. 往前许多年
#
# ![预测三步：第一个窗口里全是已知的数，每个预测值成为下一个窗口的最后一个数](../figures/zh/lab11_feedback.svg)
#
# 会走一步的网络，就能走许多步：它预测下一个数，把自己的预测当作真的，再从那里接着往下走。这叫**反馈**（feeding back）。
# 实验 10 就是这样一个字符一个字符生成姓氏的。预测的是往前第几步，就叫预测的**提前期**（horizon）。
#
# ### 第 9 题 · `forecast`（5 分，约 15 分钟）
#
# **为什么**：规划一颗要运行十年的卫星，需要的是十年的预测。最后一种、也是藏得最深的一种泄漏就在这里：
# “预测”十步，每步的窗口却取自**真实**序列。那其实是十次一步预测，每次都比声称的晚一年才作出。曲线会漂亮极了。
#
# **要做什么**：设 $t$ = `start` 是要预测的第一个数的下标。
#
# 1. 已知的是 `series[:start]`。用训练部分对它做标准化，其中最后 `window` 个数就是第一个窗口。
# 2. 重复 `steps` 次：就这个窗口向网络提问；它的答案（仍是标准化后的数）就是这一步的预测；窗口里最早的数移出，答案从末尾移入。
# 3. 把所有答案还原成序列的单位。
#
# 与第 5 题一样，`series[start:]` 不能有任何影响，`start` 可以等于 `len(series)`，但不小于 `window`。`steps` 完全可能大于 `window`，
# 这时网络读的全是它自己的预测。
#
# **形状**：网络接收形状为 `[1, window, 1]` 的 float32 张量，答案为 `[1, 1]`；`predict` 会做转换。结果是形状为 `[steps]` 的数组。

# %% [markdown] lang="en" hints="forecast"
# 1. Follow the figure from top to bottom. Keep one list of scaled numbers that grows by one at each step, and always
#    ask about its end.
# 2. `values = list(scale(series[:start], training_part)[-window:])` is the beginning. The window for the net is made
#    of `values[-window:]`, as an array of shape `[1, window, 1]`: `np.reshape(..., [1, window, 1])`.
# 3. In the loop: `values.append(predict(model, np.reshape(values[-window:], [1, window, 1]))[0, 0])`. Afterwards the
#    forecasts are `values[window:]`; return `unscale(np.array(values[window:]), training_part)`.

# %% [markdown] lang="zh" hints="forecast"
# 1. 从上往下顺着图看。用一个列表装标准化后的数，每走一步就多一个，每次都拿它的末尾去提问。
# 2. 开始时是 `values = list(scale(series[:start], training_part)[-window:])`。给网络的窗口由 `values[-window:]` 变成形状为
#    `[1, window, 1]` 的数组：`np.reshape(..., [1, window, 1])`。
# 3. 循环里：`values.append(predict(model, np.reshape(values[-window:], [1, window, 1]))[0, 0])`。循环之后，预测值就是
#    `values[window:]`；返回 `unscale(np.array(values[window:]), training_part)`。


# %% question="forecast" points=5 minutes=15 uses=["scale", "unscale"]
def forecast(model, series, start, steps, window, training_part):
    """Forecast many steps of a series, feeding each forecast back.

    Args:
        model: takes scaled windows, a float32 tensor [count, window, 1], and returns [count, 1].
        series: array [time], in sunspot numbers; only series[:start] may be used.
        start: index of the first number to forecast, from window to len(series).
        steps: how many numbers to forecast, 1 or more.
        window: how many numbers the model reads.
        training_part: array [time], in sunspot numbers, for `scale` and `unscale`.

    Returns:
        Array [steps]: the forecasts for the indices start, start + 1, …, in sunspot numbers.

    Example:
        >>> model = Forecaster("GRU", hidden=6)
        >>> forecast(model, numbers, start=250, steps=3, window=11, training_part=numbers[:200]).shape
        (3,)
    """
    ### BEGIN SOLUTION start from what is known, and let every answer join the window
    values = list(scale(series[:start], training_part)[-window:])
    for _ in range(steps):
        newest = np.reshape(values[-window:], [1, window, 1])
        values.append(predict(model, newest)[0, 0])
    return unscale(np.array(values[window:]), training_part)
    ### END SOLUTION


# %% [markdown] lang="en"
# ### Which forecaster wins at which horizon?
#
# From every year of 1950 to 1998 a forecast of eleven years is made, without a look at what comes after, and the RMSE
# is taken for each horizon by itself. AR(9) is fed back by the same function; it only has to behave like a net. One
# more baseline joins in, the dullest of all: the mean of the training part, for every year.

# %% [markdown] lang="zh"
# ### 提前几年，谁赢？
#
# 从 1950 年到 1998 年，每年都往前预测十一年，一概不看后面的数据，再对每个提前期分别计算 RMSE。AR(9) 用同一个函数反馈，
# 只要让它用起来像个网络就行。再加入一个最乏味的基准：不管哪一年，都预测为训练部分的均值。


# %%
class Autoregression:
    """A fitted autoregression that is called like a net."""

    def __init__(self, weights, bias):
        self.weights, self.bias = paddle.to_tensor(weights, dtype="float32"), bias

    def __call__(self, windows):
        return windows[:, :, 0] @ self.weights.unsqueeze(1) + self.bias


STEPS = 11
starts = range(first_held_out, len(numbers) - STEPS + 1)
true_paths = np.array([numbers[start : start + STEPS] for start in starts])  # [starts, STEPS]


def error_by_horizon(paths):
    """Return the RMSE of forecasts [starts, STEPS] for each horizon, [STEPS]."""
    return np.array([rmse(np.array(paths)[:, step], true_paths[:, step]) for step in range(STEPS)])


def fed_back(model, window):
    """Return the error by horizon of a model that feeds its forecasts back."""
    return error_by_horizon([forecast(model, numbers, start, STEPS, window, training_part) for start in starts])


by_horizon = {
    "persistence": error_by_horizon([persistence_baseline(numbers, start, STEPS) for start in starts]),
    "training mean": error_by_horizon(np.full(true_paths.shape, training_part.mean())),
    "AR(9)": fed_back(Autoregression(*ar9), window=9),
    "AR(9), fitted to 1949": fed_back(Autoregression(*ar9_refitted), window=9),
}
nets_by_horizon = np.array([fed_back(net, window=WINDOW) for net in nets])  # [seeds, STEPS]

print("RMSE by years ahead   " + "".join(f"{step:6d}" for step in range(1, STEPS + 1)))
for name, row in by_horizon.items():
    print(f"{name:22s}" + "".join(f"{error:6.1f}" for error in row))
print(f"{'nets, mean':22s}" + "".join(f"{error:6.1f}" for error in nets_by_horizon.mean(axis=0)))
print(f"{'nets, deviation':22s}" + "".join(f"{error:6.1f}" for error in nets_by_horizon.std(axis=0)))
wins = (nets_by_horizon < by_horizon["AR(9)"]).sum(axis=0)
print(f"{f'of {len(nets)} below AR(9)':22s}" + "".join(f"{count:6d}" for count in wins))

# %%
figure, axis = plt.subplots(figsize=(7, 3.2), layout="constrained")
ahead = np.arange(1, STEPS + 1)
styles = {
    "persistence": ("tab:gray", ":"),
    "training mean": ("tab:gray", "--"),
    "AR(9)": ("tab:green", "-"),
    "AR(9), fitted to 1949": ("tab:olive", "-"),
}
for name, (color, line) in styles.items():
    axis.plot(ahead, by_horizon[name], color=color, linestyle=line, label=name)
middle, spread = nets_by_horizon.mean(axis=0), nets_by_horizon.std(axis=0)
axis.plot(ahead, middle, color="tab:orange", label="nets, mean ± deviation")
axis.fill_between(ahead, middle - spread, middle + spread, color="tab:orange", alpha=0.3)
axis.set_xlabel("horizon (years ahead)")
axis.set_ylabel("RMSE (sunspots)")
axis.set_xticks(ahead)
axis.set_ylim(15, 68)  # persistence leaves the picture and comes back
axis.legend(loc="center left", bbox_to_anchor=(1, 0.5))
plt.show()

# %% [markdown] lang="en"
# **What to see.** Persistence is hopeless in the middle of a cycle (its error passes 100), and comes back at eleven
# years, when the Sun has come round. The nets and AR(9) stay well below the dull mean at all horizons: there is
# something to forecast. But between the two there is no winner any more. From two to eight years ahead nets and AR(9)
# are level, and the AR(9) that was fitted on all years before 1950 is a little better than both; only at ten and
# eleven years do the nets come out ahead again, by two sunspots at most. Errors are fed back, too, and a net that was
# trained for one step was never asked to keep them small later on.

# %% [markdown] lang="zh"
# **看什么**：持续性预测在周期中段毫无用处（误差超过 100），到第十一年又好起来，因为太阳回到了周期的同一位置。网络和 AR(9)
# 在所有提前期上都明显低于乏味的均值：确实有东西可以预测。但两者之间不再有赢家。提前二到八年，网络与 AR(9) 不相上下，
# 而用 1950 年以前所有年份拟合的 AR(9) 比两者都略好；只有提前十年和十一年时，网络才又领先，而且至多领先两个黑子数。误差也会被反馈，
# 而只为一步预测训练的网络，从没有人要求它在后面的步上也保持误差很小。

# %% [markdown] lang="en"
# ### See single forecasts
#
# Three forecasts of 22 years, made at the end of 1954, of 1975, and of 2008, where the table ends. The first two can
# be compared with what happened.

# %% [markdown] lang="zh"
# ### 看几次具体的预测
#
# 三次 22 年的预测，分别在 1954 年底、1975 年底和数据结束的 2008 年底作出。前两次可以与实际情况对照。

# %%
figure, axes = plt.subplots(1, 3, figsize=(8.4, 2.8), sharey=True, layout="constrained")
for axis, first_year in zip(axes, (1955, 1976, 2009), strict=True):
    start = first_year - years[0]
    axis.plot(years[start - 11 : start + 22], numbers[start - 11 : start + 22], color="black", linewidth=1, label="truth")
    ahead = np.arange(first_year, first_year + 22)
    for number, net in enumerate(nets[:8]):
        path = forecast(net, numbers, start, 22, WINDOW, training_part)
        axis.plot(ahead, path, color="tab:orange", linewidth=0.7, label="nets" if number == 0 else None)
        if first_year == 2009:
            print(f"net {number + 1}: largest number of the first ten years {path[:10].max():5.1f}, in {ahead[path[:10].argmax()]}")
    path = forecast(Autoregression(*ar9), numbers, start, 22, 9, training_part)
    axis.plot(ahead, path, color="tab:green", linewidth=1.2, label="AR(9)")
    axis.axvline(first_year - 0.5, color="gray", linestyle="--", linewidth=0.8)
    axis.set_xlabel("year")
print(f"AR(9): largest number of the first ten years {path[:10].max():5.1f}, in {ahead[path[:10].argmax()]}")
axes[0].set_ylabel("sunspot number")
axes[0].legend()
plt.show()

# %% [markdown] lang="en"
# **What to see.** Left: from 1955 on came the strongest cycle of the table, and every forecaster, seeing only what was
# before the dashed line, expects an ordinary one. Middle: again the rhythm is met well, for two whole cycles, and the
# height is not: the numbers before the line say little of it. All forecasts become a regular swing. That of AR(9)
# dies away towards a mean, as a stable linear formula must; the nets go on swinging, since they can hold a
# rhythm of their own.
#
# Right: a real forecast. It can be judged by now: in version 1.0 the next cycle had its highest year in 2014, with
# 78.9 (World Data Center SILSO, Brussels; version 1.0 ended a year later). Compare with what the cell printed: the
# height is not bad, AR(9) comes nearest, and all are two years early. One cycle is one case, and proves nothing.

# %% [markdown] lang="zh"
# **看什么**：左图，1955 年起出现了表中最强的一个周期，而每个预测者只看得到虚线之前的数据，都以为是个普通的周期。
# 中图，节律同样对得很好，接连两个周期都是如此，高度却没有料到：虚线之前的数对此透露得很少。所有预测最后都变成规则的摆动。
# AR(9) 的摆动逐渐衰减，趋向某个均值，稳定的线性公式必然如此；网络则一直摆动下去，因为它能维持自己的节律。
#
# 右图是一次真正的预测，如今已经可以评判：按第 1.0 版，下一个周期最高的一年是 2014 年，数值为 78.9
# （布鲁塞尔的世界数据中心 SILSO；第 1.0 版在次年停止发布）。与单元格打印的内容对照：高度大致不错，AR(9) 最接近；
# 时间都早了两年。一个周期只是一个例子，证明不了什么。

# %% [markdown] lang="en"
# ## 9. Summary
#
# - **Regression** with a recurrent net is many-to-one with a single number as the answer; the loss is the mean squared
#   error.
# - Split **along time**: training teaches, validation chooses, the held-out part judges, once.
# - Whatever is fitted, the **scale** included, is fitted on the training part. Answers are turned back before they
#   are judged, so that errors have units.
# - A pair belongs to the part in which its **target** lies; no window contains its target.
# - A number means nothing without **baselines** on the same years: persistence, and a linear autoregression.
# - **Early stopping** keeps the weights that did best in validation; keep a copy, not a reference.
# - A forecast of many steps **feeds back** its own forecasts. A "forecast" that reads true values in between is many
#   forecasts of one step.
# - Report several seeds, mean and spread, every candidate, and where the lead comes from. On these data: the chosen
#   net beats AR(9) by a few per cent one year ahead, and does not beat it several years ahead.
# - A result that is too good is a symptom.
#
# ## Go further
#
# 1. **Train for the horizon.** Let `make_windows` give the number five years later as the target, and compare a net
#    that was trained on this (a *direct* forecast) with one that feeds back five times.
# 2. **Another scale.** High cycles vary more than low ones. Forecast the square root of the numbers and square the
#    answers. Does it help? Decide on the validation years!
# 3. **Other splits.** Move all borders back by 10, 20, 30 years. How often does the net beat AR(9) one year ahead?
# 4. **A committee.** The mean of the twenty nets' answers is a forecaster, too. Why is its error smaller than the mean
#    of their errors?
# 5. **Say how sure you are.** Forecast an interval instead of a number: take the 10 % and 90 % points of the errors
#    made in validation. Do 80 % of the held-out years fall into it?
# 6. **Read.** G. Udny Yule (1927), *On a method of investigating periodicities in disturbed series, with special
#    reference to Wolfer's sunspot numbers*; H. Tong and K. S. Lim (1980), *Threshold autoregression, limit cycles and
#    cyclical data*; A. Weigend, B. Huberman and D. Rumelhart (1990), *Predicting the future: a connectionist
#    approach*, the first nets on this series; S. Makridakis, E. Spiliotis and V. Assimakopoulos (2018), *Statistical
#    and machine learning forecasting methods: concerns and ways forward*, a large comparison in which simple methods
#    won.
# 7. **Other series.** The electricity load of 370 customers ("ElectricityLoadDiagrams20112014", UCI); the monthly
#    series of the M4 competition; and the sunspots of today, with the next cell.

# %% [markdown] lang="zh"
# ## 9. 小结
#
# - 用循环神经网络做**回归**，就是答案为单独一个数的多对一，损失是均方误差。
# - **沿时间**划分：训练部分用来学习，验证部分用来选择，留出部分用来评判，只看一次。
# - 凡是拟合出来的，包括**标准化**用的数，都只在训练部分上拟合。答案先还原再评判，误差才有单位。
# - 一对数据属于其**目标**所在的部分；窗口里不含目标。
# - 没有同样年份上的**基准**，一个数说明不了什么：至少要有持续性预测和线性自回归。
# - **早停**留下验证时表现最好的权重；要留拷贝，不要留引用。
# - 多步预测要**反馈**自己的预测。中途读取真实值的“预测”，其实是许多次一步预测。
# - 要报告多个种子的均值和离散程度，报告所有候选，并说明领先从何而来。在这份数据上：选定的网络提前一年预测时比 AR(9)
#   好百分之几，提前几年预测时则没有胜过它。
# - 结果好得过头，是症状。
#
# ## 拓展练习
#
# 1. **为提前期而训练。** 让 `make_windows` 以五年之后的数为目标，把据此训练的网络（**直接**预测）与反馈五次的网络做比较。
# 2. **换一种尺度。** 高的周期比低的周期变化大。试试预测黑子数的平方根，再把答案平方。有没有帮助？请在验证年份上决定！
# 3. **换几种划分。** 把所有分界往前移 10、20、30 年。提前一年预测时，网络有几次胜过 AR(9)？
# 4. **委员会。** 二十个网络答案的平均值也是一种预测。为什么它的误差比二十个误差的平均值小？
# 5. **说出有多大把握。** 不只预测一个数，而是预测一个区间：取验证误差的 10% 和 90% 分位点。留出年份有 80% 落在区间里吗？
# 6. **读文献。** G. Udny Yule（1927）“On a method of investigating periodicities in disturbed series, with special
#    reference to Wolfer's sunspot numbers”；H. Tong、K. S. Lim（1980）“Threshold autoregression, limit cycles and
#    cyclical data”；A. Weigend、B. Huberman、D. Rumelhart（1990）“Predicting the future: a connectionist approach”，
#    最早用于这条序列的网络之一；S. Makridakis、E. Spiliotis、V. Assimakopoulos（2018）“Statistical and machine learning
#    forecasting methods: concerns and ways forward”，一次大规模比较，胜出的是简单方法。
# 7. **换别的序列。** 370 个用户的用电负荷（“ElectricityLoadDiagrams20112014”，UCI）；M4 预测竞赛的月度序列；
#    以及用下一个单元格取来的、直到今天的黑子数。

# %%
FETCH = False  # True: fetch today's series (version 2.0, CC BY-NC 4.0) from the World Data Center SILSO, Brussels


def fetch_version_2():
    """Return years and numbers of version 2.0 up to last year, or None, with a sentence, where that cannot be done."""
    import urllib.request

    address = "https://www.sidc.be/SILSO/INFO/snytotcsv.php"
    try:
        with urllib.request.urlopen(address, timeout=8) as answer:
            rows = [line.split(";") for line in answer.read().decode().splitlines() if line.strip()]
        return np.array([int(float(row[0])) for row in rows]), np.array([float(row[1]) for row in rows])
    except (OSError, ValueError, IndexError):
        print("The series could not be fetched. Save the yearly CSV from www.sidc.be/SILSO/datafiles and read it with NumPy.")
        return None


if not FETCH:
    print("Nothing was fetched. With internet, set FETCH = True and run this cell again.")
else:
    fetched = fetch_version_2()
    if fetched is not None:
        print(f"version 2.0: {len(fetched[0])} years to {fetched[0][-1]}; 1957 has {fetched[1][fetched[0] == 1957][0]}, here 190.2")
        print("Another scale: split, scale and train on the new series from the start; never join the two.")
