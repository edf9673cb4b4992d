# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lab:
#     title:
#       en: Gradients through time
#       zh: 梯度如何穿过时间
#     minutes: 110
#     limits:
#       seconds: 10
#       memory_mb: 1024
# ---

# %% [markdown] lang="en"
# # Lab 3 — Gradients through time
#
# The cell of lab 2 learned to say whether the first of six numbers was positive. One line did the hard part:
# `loss.backward()`. And one question stayed open: the memory of a cell fades with some weights and not with others, so
# what decides it? Both have the same answer. In this lab you send gradients back through time by hand, prove that you
# got every term right, and then watch them on their way: some shrink to nothing, some grow beyond all bounds. You will
# know why, and what can be done.
#
# **After this lab you can**
#
# - test any gradient, whoever computed it, against plain differences of the loss;
# - derive and write the backward pass of a recurrent cell, first one step, then a whole sequence;
# - say what makes gradients vanish or explode, and what does not;
# - clip gradients by their global norm, and say why not in another way;
# - cut a long sequence into chunks for training, and say what the cut costs.
#
# **You need** lab 2 (the cell, its parameters, the loop over the time steps), the product of two matrices, and from
# calculus the derivative of a function of one number and the chain rule for such functions. Everything beyond that is
# built up here.
#
# **Time**: about 110 minutes for eight questions, 30 points. Running all cells of the finished notebook takes about 10
# seconds on two CPU cores.
#
# **How to work.** A function that ends in `raise NotImplementedError(...)` is yours to write: put your code in the
# place of that line, run the cell, then run the `check(...)` cell below it. If you are stuck, run
# `hint("name_of_the_function")` in a new cell; each run gives one hint more, three in all. Go from top to bottom: later
# questions call the functions of earlier ones.

# %% [markdown] lang="zh"
# # 实验 3：梯度如何穿过时间
#
# 在实验 2 里，循环单元学会了判断六个数中的第一个是不是正数。最难的一步只有一行代码：`loss.backward()`。另外还留下一个问
# 题：有的权重让记忆逐渐变淡，有的不会，究竟由什么决定？两件事的答案是同一个。在本实验中，你将亲手让梯度沿时间往回传，证
# 明自己一项也没有算错，然后一路盯着它们看：有的缩小到几乎没有，有的大得没有止境。你会明白为什么，也会知道该怎么办。
#
# **学完本实验，你能够**
#
# - 不管梯度是谁算的，都能用损失的差值来检验它；
# - 推导并写出循环单元的反向传播，先是一步，再是整条序列；
# - 说清楚梯度消失和梯度爆炸的原因是什么，又不是什么；
# - 按全局范数裁剪梯度，并说出为什么不用别的办法；
# - 把长序列切成段来训练，并说出切断的代价。
#
# **预备知识**：实验 2（循环单元、它的参数、沿时间步的循环），两个矩阵的乘积，以及微积分里一元函数的导数和链式法则。更多
# 的内容都会在这里一步步建立起来。
#
# **时间**：约 110 分钟，共 8 题 30 分。写完之后从头到尾运行一遍，在两个 CPU 核上约 10 秒。
#
# **怎么做**：凡是以 `raise NotImplementedError(...)` 结尾的函数都由你来写。用你的代码替换这一行，运行这个单元格，再运行
# 它下面的 `check(...)`。卡住了就新建一个单元格，运行 `hint("函数名")`；每运行一次多给一条提示，一共三条。请从上往下做：
# 后面的题目会调用前面写好的函数。

# %% given=true
import warnings

warnings.filterwarnings("ignore", message="No ccache found")  # Paddle's note to people who compile C++

import numpy as np
import paddle
from paddle import nn

from autograder import check, hint

# %%
import matplotlib.pyplot as plt

plt.rcParams.update({"figure.dpi": 90, "font.size": 9, "axes.titlesize": 10})

# %% [markdown] lang="en"
# ## 1. What you start from
#
# In lab 2 everything was a Paddle tensor, because Paddle was to take the gradients. Here you take them yourself, so
# plain NumPy arrays will do, in **float64**: about 16 digits instead of 7, and errors of rounding stay far below what
# we want to see. Names, shapes and formulas are those of lab 2:
#
# $$h_t = \tanh\left(x_t W_{xh} + h_{t-1} W_{hh} + b_h\right), \qquad o_t = h_t W_{hq} + b_q, \qquad t = 1, \dots, T.$$
#
# `params` is a dict with `W_xh` `[features, hidden]`, `W_hh` `[hidden, hidden]`, `b_h` `[hidden]`, `W_hq`
# `[hidden, outputs]` and `b_q` `[outputs]`. The function `rnn_forward` below is lab 2's `run_rnn`, written for NumPy;
# since the final state is `outputs[:, -1]`, it returns the states only.

# %% [markdown] lang="zh"
# ## 1. 从哪里出发
#
# 实验 2 里的一切都是飞桨张量，因为梯度要由飞桨来求。这一次你自己求，用普通的 NumPy 数组就够了，精度用 **float64**：有效
# 数字约 16 位，而不是 7 位，舍入误差远小于我们想看的东西。名称、形状和公式都与实验 2 相同：
#
# $$h_t = \tanh\left(x_t W_{xh} + h_{t-1} W_{hh} + b_h\right), \qquad o_t = h_t W_{hq} + b_q, \qquad t = 1, \dots, T.$$
#
# `params` 是一个字典，含有 `W_xh` `[features, hidden]`、`W_hh` `[hidden, hidden]`、`b_h` `[hidden]`、`W_hq`
# `[hidden, outputs]` 和 `b_q` `[outputs]`。下面的函数 `rnn_forward` 就是实验 2 的 `run_rnn`，改用 NumPy 写成；最终状态
# 就是 `outputs[:, -1]`，所以它只返回各步的状态。


# %% given=true
def rnn_forward(inputs, h0, params):
    """Return the states h_1 ... h_T, [batch, time, hidden]. From lab 2 (`run_rnn`).

    Args:
        inputs: [batch, time, features].
        h0: state before the first step, [batch, hidden].
        params: dict with W_xh, W_hh, b_h (and more, not used).
    """
    h, states = h0, []
    for t in range(inputs.shape[1]):
        h = np.tanh(inputs[:, t] @ params["W_xh"] + h @ params["W_hh"] + params["b_h"])
        states.append(h)
    return np.stack(states, axis=1)


# %% [markdown] lang="en"
# Training makes a number small that says how wrong the answers are: the **loss** $L$. For this lab we take half the
# squared error, summed over the steps and the outputs, and averaged over the batch. With $y$ for the targets, the
# answers that would have been right,
#
# $$L = \frac{1}{2 \cdot \text{batch}} \sum_{\text{sequences}} \sum_{t=1}^{T} \sum_{\text{outputs}} (o_t - y_t)^2 .$$
#
# The **gradient** of $L$ with respect to an array is an array of the same shape. Each of its entries says how fast $L$
# changes when the entry at the same place changes, and all others stay: the derivative $\partial L / \partial W_{ij}$.
# In the code, a name with `d_` in front holds the gradient of $L$ with respect to that name: `d_h` has the shape of
# `h`. For parameters, the gradients stand in a dict `grads` with the same names as in `params`.
#
# `readout_loss` computes the loss from the states, and with it the gradients of everything that belongs to the readout:
# `d_outputs`, how $L$ changes with each state *as it is read out*, and those of `W_hq` and `b_q`. (That you can check
# yourself as soon as you have done question 3.) What is missing is the way from the states back to the rest: `W_xh`,
# `W_hh`, `b_h`, the inputs, $h_0$. That is this lab.

# %% [markdown] lang="zh"
# 训练就是让一个数变小，这个数说明答案错得有多厉害，叫作**损失**（loss）$L$。本实验取误差平方的一半，对时间步和输出求
# 和，对批次取平均。设目标（本该给出的答案）为 $y$，则
#
# $$L = \frac{1}{2 \cdot \text{batch}} \sum_{\text{序列}} \sum_{t=1}^{T} \sum_{\text{输出}} (o_t - y_t)^2 .$$
#
# $L$ 对某个数组的**梯度**（gradient），是一个形状相同的数组。它的每个元素说明：同一位置上的数变化、其余不变时，$L$ 变化
# 得有多快，也就是偏导数 $\partial L / \partial W_{ij}$。在代码里，名称前面加上 `d_`，就表示 $L$ 对它的梯度：`d_h` 与
# `h` 形状相同。参数的梯度放在字典 `grads` 里，名称与 `params` 中的相同。
#
# `readout_loss` 由状态算出损失，同时给出读出部分的全部梯度：`d_outputs`，即每个状态**被读出时**对 $L$ 的影响，以及
# `W_hq` 和 `b_q` 的梯度。（做完第 3 题，你自己就能验证它。）还缺的，是从状态再往回的路：`W_xh`、`W_hh`、`b_h`、输入，还
# 有 $h_0$。这就是本实验要做的事。


# %% given=true
def readout_loss(outputs, targets, params):
    """Return the loss and the gradients of the readout.

    Args:
        outputs: states, [batch, time, hidden].
        targets: [batch, time, outputs].
        params: dict with W_hq [hidden, outputs] and b_q [outputs] (and more, not used).

    Returns:
        (loss, d_outputs, grads): a float, an array [batch, time, hidden], and a dict with W_hq and b_q.
    """
    batch = len(outputs)
    errors = outputs @ params["W_hq"] + params["b_q"] - targets  # [batch, time, outputs]
    loss = float(np.sum(errors**2)) / (2 * batch)
    d_answers = errors / batch
    grads = {
        "W_hq": np.einsum("bth,bto->ho", outputs, d_answers),  # summed over batch b and time t
        "b_q": d_answers.sum(axis=(0, 1)),
    }
    return loss, d_answers @ params["W_hq"].T, grads


def loss_of(name, inputs, h0, targets, params):
    """Return the loss as a function of one array, all others held fixed.

    Args:
        name: "inputs", "h0", or the name of a parameter.

    Returns:
        A function that takes an array in the place of the one called `name` and returns the loss, a float.
    """

    def loss(value):
        arrays = {"inputs": inputs, "h0": h0, **params, name: value}
        outputs = rnn_forward(arrays["inputs"], arrays["h0"], arrays)
        return readout_loss(outputs, targets, arrays)[0]

    return loss


# %% [markdown] lang="en"
# Here is a small problem with which everything will be tested. All sizes differ, so that no transposed array fits by
# luck, and nothing is zero, so that no term can go missing unseen.

# %% [markdown] lang="zh"
# 下面是一个小问题，后面的检验都用它。所有尺寸各不相同，转置错了的数组不会碰巧合上；也没有什么是零，漏掉任何一项都会露
# 馅。


# %%
def random_params(rng, features, hidden, outputs, scale=0.5):
    """Return five random float64 parameters; `rng` is a NumPy generator."""
    return {
        "W_xh": scale * rng.standard_normal((features, hidden)),
        "W_hh": scale * rng.standard_normal((hidden, hidden)),
        "b_h": scale * rng.standard_normal(hidden),
        "W_hq": scale * rng.standard_normal((hidden, outputs)),
        "b_q": scale * rng.standard_normal(outputs),
    }


rng = np.random.default_rng(0)
batch, time, features, hidden, answers = 3, 5, 4, 6, 2
params = random_params(rng, features, hidden, answers)
inputs = rng.standard_normal((batch, time, features))
h0 = rng.standard_normal((batch, hidden))
targets = rng.standard_normal((batch, time, answers))

outputs = rnn_forward(inputs, h0, params)
loss, d_outputs, grads = readout_loss(outputs, targets, params)
print("outputs  ", outputs.shape, outputs.dtype)
print("d_outputs", d_outputs.shape)
print("grads    ", {name: array.shape for name, array in grads.items()})
print("loss     ", loss)
print("the same as a function of W_hh:", loss_of("W_hh", inputs, h0, targets, params)(params["W_hh"]))

# %% [markdown] lang="en"
# **Three rules hold for all questions of this lab.** Each function
#
# 1. works for every size of at least 1, also for one sequence, one time step, one feature or one hidden unit;
# 2. takes and returns NumPy arrays, computed in float64 throughout (and plain numbers, dicts, tuples of them), batch
#    first;
# 3. leaves its arguments as they are: do not write into them, as `d_h *= 2` or `x[0] += step` would.
#
# Paddle could answer questions 3, 4 and 8 for you. You will compare with it afterwards; write the formulas yourself.

# %% [markdown] lang="zh"
# **本实验所有题目共同遵守三条规则。** 每个函数都要
#
# 1. 对任何不小于 1 的尺寸都成立，包括只有一条序列、一个时间步、一个特征或一个隐藏单元的情形；
# 2. 接收并返回 NumPy 数组，从头到尾用 float64 计算（以及普通的数，或由它们组成的字典、元组），批次在前；
# 3. 不改动传进来的参数：不要往里面写，`d_h *= 2`、`x[0] += step` 就是在往里写。
#
# 第 3、4、8 题飞桨都能替你算出来。之后会拿它来对照；公式请自己写。

# %% [markdown] lang="en"
# ## 2. First the test, then the formula
#
# A wrong gradient gives no error message. Training with it often works, only worse. So before you derive anything, you
# build the instrument that will tell you whether you derived it rightly.
#
# ### Question 1 · `numeric_gradient` (3 points, about 10 minutes)
#
# **Why.** The derivative says how fast a function changes. So change the number a little, see what the function does,
# and divide. This needs no chain rule and no idea of what is inside the function. It is far too slow for training, one
# pair of calls for each single number, but as a witness it is incorruptible.
#
# **Formula.** Let $f$ be a function that makes one number of an array $x$, and $e_i$ the array of the same shape that
# is 1 at place $i$ and 0 everywhere else. With a small **step** $s$, for each place $i$,
#
# $$\frac{\partial f}{\partial x_i} \approx \frac{f(x + s\,e_i) - f(x - s\,e_i)}{2 s} .$$
#
# Going to *both* sides (a **central difference**) is worth the second call: the error falls with $s^2$, while
# $\left(f(x + s\,e_i) - f(x)\right) / s$ has an error that falls only with $s$.
#
# **Shapes.** `x` is a float64 array of any shape, `[4]`, `[4, 6]` or `[3, 5, 4]`. `f` takes an array of the shape of
# `x` and returns a number. The result has the shape of `x`. Use the `step` that is passed in. `x` belongs to the caller
# (rule 3), so work on a copy; even adding a step and taking it away again leaves an error of rounding behind.

# %% [markdown] lang="zh"
# ## 2. 先造尺子，再推公式
#
# 梯度算错了，程序不会报错。用错的梯度训练，往往也能学到一点，只是差一些。所以在推导任何公式之前，先造一件工具，让它来告
# 诉你推得对不对。
#
# ### 第 1 题 · `numeric_gradient`（3 分，约 10 分钟）
#
# **为什么**：导数说的是函数变化得有多快。那就把数改动一点点，看看函数变了多少，再除一下。这既不用链式法则，也不必知道函
# 数里面是什么。用来训练实在太慢，因为每一个数都要调用两次函数；但要作证人，它绝不会被收买。
#
# **公式**：设函数 $f$ 由数组 $x$ 算出一个数；$e_i$ 是形状相同的数组，位置 $i$ 处为 1，其余为 0。取一个小的**步
# 长**（step）$s$，对每个位置 $i$，
#
# $$\frac{\partial f}{\partial x_i} \approx \frac{f(x + s\,e_i) - f(x - s\,e_i)}{2 s} .$$
#
# 向**两边**各走一步叫**中心差分**（central difference），多调用一次是值得的：误差按 $s^2$ 减小，而
# $\left(f(x + s\,e_i) - f(x)\right) / s$ 的误差只按 $s$ 减小。
#
# **形状**：`x` 是任意形状的 float64 数组，例如 `[4]`、`[4, 6]` 或 `[3, 5, 4]`。`f` 接收与 `x` 形状相同的数组，返回一个
# 数。结果的形状与 `x` 相同。步长用传进来的 `step`。`x` 是调用者的（规则 3），请在拷贝上改；就算加上一步再减回去，也会留
# 下舍入误差。

# %% [markdown] lang="en" hints="numeric_gradient"
# 1. For each place of `x` you need two calls of `f`: with that one entry raised, and with it lowered.
# 2. `for place in np.ndindex(x.shape)` goes through all places, whatever the shape; `x[place]` is the entry. `x.copy()`
#    gives an array that you may change.
# 3. Start with `gradient = np.zeros_like(x)`. In the loop make two copies, `up` and `down`, with `up[place] += step`
#    and `down[place] -= step`, and put the difference of `f(up)` and `f(down)`, divided by the distance between them,
#    in `gradient[place]`.

# %% [markdown] lang="zh" hints="numeric_gradient"
# 1. `x` 的每个位置都要调用两次 `f`：一次把这个元素调高，一次把它调低。
# 2. 不管是什么形状，`for place in np.ndindex(x.shape)` 都能走遍所有位置；`x[place]` 就是那个元素。`x.copy()` 给出一个可
#    以随意改的数组。
# 3. 先写 `gradient = np.zeros_like(x)`。循环里做两份拷贝 `up` 和 `down`，分别执行 `up[place] += step` 和
#    `down[place] -= step`，把 `f(up)` 与 `f(down)` 之差除以两者之间的距离，放进 `gradient[place]`。


# %% question="numeric_gradient" points=3 minutes=10
def numeric_gradient(f, x, step=1e-5):
    """Return the gradient of f at x, measured by central differences.

    Args:
        f: a function that takes an array of the shape of x and returns a number.
        x: float64 array of any shape; left as it is.
        step: how far each entry is moved, up and down.

    Returns:
        Array of the shape of x.

    Example (the derivative of the sum of squares is 2 * x):
        >>> numeric_gradient(lambda x: float(np.sum(x**2)), np.array([3.0, -1.0]))
        array([ 6., -2.])
    """
    ### BEGIN SOLUTION move each entry up and down, and divide the difference by the distance
    gradient = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[place] += step
        down[place] -= step
        gradient[place] = (f(up) - f(down)) / (2 * step)
    return gradient
    ### END SOLUTION


# %% [markdown] lang="en"
# How small should the step be? The next cell tries twelve steps on a function whose derivative is known: that of
# $\tanh(x)$ is $1 - \tanh^2(x)$, a formula that you will need in a moment.

# %% [markdown] lang="zh"
# 步长该取多小？下一个单元格用一个导数已知的函数试十二种步长：$\tanh(x)$ 的导数是 $1 - \tanh^2(x)$，这个公式马上就要用
# 到。


# %%
def total_tanh(x):
    """Return the sum of tanh over all entries."""
    return float(np.sum(np.tanh(x)))


points = np.array([-1.5, -0.3, 0.4, 2.0])
exact = 1 - np.tanh(points) ** 2
steps = 10.0 ** -np.arange(1, 13)
central = [np.abs(numeric_gradient(total_tanh, points, step) - exact).max() for step in steps]
one_sided = [np.abs((np.tanh(points + step) - np.tanh(points)) / step - exact).max() for step in steps]
print(f"error at step 1e-5: central {central[4]:.0e}, one-sided {one_sided[4]:.0e}")

figure, axis = plt.subplots(figsize=(5, 2.8), layout="constrained")
axis.loglog(steps, one_sided, "s--", color="tab:gray", markersize=4, label="one-sided difference")
axis.loglog(steps, central, "o-", color="tab:blue", markersize=4, label="central difference (yours)")
axis.set_xlabel("step")
axis.set_ylabel("largest error")
axis.legend()
plt.show()

# %% [markdown] lang="en"
# **What to see.** Read from right to left, from large steps to small ones. Your error falls twice as steeply as the
# other: a step ten times smaller makes it a hundred times smaller. Then, below about $10^{-5}$, it *rises*: the two
# values of $f$ agree in nearly all of their 16 digits, and what is left of their difference is rounding. So the
# smallest step is not the best, and $10^{-5}$ is a good one.
#
# ### Question 2 · `relative_error` (2 points, about 6 minutes)
#
# **Why.** Two gradients differ by $10^{-6}$. Is that much? If their entries are near 1, it is next to nothing. If they
# are near $10^{-6}$, one of them is plainly wrong. What counts is the difference *compared with their size*.
#
# **Formula.** The **norm** of an array is the square root of the sum of the squares of all its entries, its length if
# you think of it as an arrow: $\lVert a \rVert = \sqrt{\sum_i a_i^2}$. The relative error of $a$ and $b$ is
#
# $$\frac{\lVert a - b \rVert}{\lVert a \rVert + \lVert b \rVert}, \qquad \text{and } 0 \text{ if both are zero everywhere.}$$
#
# It lies between 0 (equal) and 1 (nothing in common, such as $a = -b$), does not care which of the two comes first, and
# stays the same when both are multiplied by one number, however small. So add no constant to the denominator.
#
# **Shapes.** `a` and `b` are arrays of the same shape; the result is a float. If the shapes differ, raise a
# `ValueError`: NumPy would subtract `[3]` from `[3, 1]` without a word and give `[3, 3]`, and a forgotten axis is just
# what you want to find.

# %% [markdown] lang="zh"
# **看什么**：从右往左读，步长由大到小。你的误差下降得比另一条陡一倍：步长缩小到十分之一，误差就缩小到百分之一。可是到了
# 大约 $10^{-5}$ 以下，误差反而**上升**：$f$ 的两个值在 16 位数字里几乎全部相同，相减之后剩下的只是舍入误差。所以步长不
# 是越小越好，$10^{-5}$ 就不错。
#
# ### 第 2 题 · `relative_error`（2 分，约 6 分钟）
#
# **为什么**：两个梯度相差 $10^{-6}$，算多吗？如果元素都在 1 左右，这几乎等于没有差别；如果元素都在 $10^{-6}$ 左右，那其
# 中必有一个是错的。要看的是差异**与它们自身的大小相比**如何。
#
# **公式**：数组的**范数**（norm）是所有元素的平方和再开方；把数组想成一个箭头，范数就是箭头的长度：
# $\lVert a \rVert = \sqrt{\sum_i a_i^2}$。$a$ 与 $b$ 的相对误差是
#
# $$\frac{\lVert a - b \rVert}{\lVert a \rVert + \lVert b \rVert}, \qquad \text{若两者处处为零，则取 } 0 .$$
#
# 它在 0（相等）与 1（毫无共同之处，例如 $a = -b$）之间，与谁先谁后无关；两者同乘一个数，不管这个数多小，结果都不变。所
# 以分母里不要加常数。
#
# **形状**：`a` 与 `b` 是形状相同的数组，结果是一个浮点数。如果形状不同，就抛出 `ValueError`：NumPy 会一声不吭地让
# `[3, 1]` 减去 `[3]`，得到 `[3, 3]`；而漏掉一个轴，正是你想查出来的错误。

# %% [markdown] lang="en" hints="relative_error"
# 1. Three norms and one division. Two cases need a thought of their own: different shapes, and two arrays of zeros.
# 2. The norm is `np.sqrt(np.sum(a**2))`, for any number of axes. Compare `a.shape` with `b.shape` first. What would 0 /
#    0 give?
# 3. First `if a.shape != b.shape: raise ValueError(...)`; then compute the sum of the two norms; if it is 0, return
#    0.0; else divide the norm of `a - b` by it.

# %% [markdown] lang="zh" hints="relative_error"
# 1. 三个范数，一次除法。有两种情形要单独考虑：形状不同；两个数组全是零。
# 2. 不管有几个轴，范数都是 `np.sqrt(np.sum(a**2))`。先比较 `a.shape` 和 `b.shape`。0 / 0 会得到什么？
# 3. 先写 `if a.shape != b.shape: raise ValueError(...)`；再求两个范数之和；如果是 0，返回 0.0；否则用 `a - b` 的范数除
#    以它。


# %% question="relative_error" points=2 minutes=6
def relative_error(a, b):
    """Return how far two arrays differ, compared with their size: |a - b| / (|a| + |b|), with | | for the norm.

    Args:
        a, b: float64 arrays of the same shape.

    Returns:
        A float from 0 (equal) to 1; 0.0 if both are zero everywhere.

    Raises:
        ValueError: the shapes differ.

    Example (the norms are 5, 5 and 0):
        >>> relative_error(np.array([3.0, 4.0]), np.array([-3.0, -4.0])), relative_error(np.zeros(2), np.zeros(2))
        (1.0, 0.0)
    """
    ### BEGIN SOLUTION compare shapes, then divide the norm of the difference by the sum of the norms
    if a.shape != b.shape:
        raise ValueError(f"the shapes differ: {a.shape} and {b.shape}")
    size = np.sqrt(np.sum(a**2)) + np.sqrt(np.sum(b**2))
    if size == 0:
        return 0.0
    return float(np.sqrt(np.sum((a - b) ** 2)) / size)
    ### END SOLUTION


# %% [markdown] lang="en"
# The instrument is ready. A first trial: are the gradients of `W_hq` and `b_q`, that `readout_loss` claims to know,
# right? As a rule of thumb, in float64 a relative error below $10^{-7}$ means that both are right, and one above
# $10^{-4}$ that one of them is not.

# %% [markdown] lang="zh"
# 尺子造好了。先试一试：`readout_loss` 给出的 `W_hq` 和 `b_q` 的梯度对不对？经验上，用 float64 时，相对误差小于
# $10^{-7}$ 说明两者都对，大于 $10^{-4}$ 说明其中一个有错。

# %%
for name in ("W_hq", "b_q"):
    measured = numeric_gradient(loss_of(name, inputs, h0, targets, params), params[name])
    wrong = 1.01 * grads[name]
    print(f"{name:5s} relative error {relative_error(measured, grads[name]):.0e}", end=";  ")
    print(f"if it were 1 % too large: {relative_error(measured, wrong):.0e}")

# %% [markdown] lang="en"
# ## 3. One step back
#
# **Numbers first.** Take one sequence, one feature, one hidden unit, so that everything is a number. The step goes
#
# $$a = x\,w + h\,u + b, \qquad h' = \tanh(a),$$
#
# with $h$ for the state before and $h'$ for the one after, $w$ for the weight of the input and $u$ for that of the
# state. Suppose somebody has told us $\frac{dL}{dh'}$, how the loss changes with the new state. The chain rule says:
# *along a way, rates multiply.* From $h'$ back to $a$, the rate is the derivative of tanh, which is
# $1 - \tanh^2(a) = 1 - h'^2$: the state itself is all that is needed. The product gets a name, $\delta$ ("delta"),
# because everything else is made of it:
#
# $$\delta = \frac{dL}{da} = \frac{dL}{dh'} \cdot (1 - h'^2).$$
#
# From $a$ the way goes on to five numbers. Look at $a = x\,w + h\,u + b$: when $x$ changes, $a$ changes $w$ times as
# fast; when $w$ changes, $a$ changes $x$ times as fast; and so on. Hence
#
# $$
# \frac{dL}{dx} = \delta\,w, \qquad \frac{dL}{dw} = \delta\,x, \qquad \frac{dL}{dh} = \delta\,u, \qquad
# \frac{dL}{du} = \delta\,h, \qquad \frac{dL}{db} = \delta .
# $$
#
# **Then arrays.** With several units, features and sequences, one more rule is enough: *if a number acts on the loss in
# several ways, the rates of these ways are added.* Write $n$ for the sequence, $i$ for the place where a weight begins
# and $j$ for the unit where it ends, so that $a_{nj} = \sum_i x_{ni} W_{ij} + \dots$
#
# - **Tanh** acts on each number by itself: $\delta_{nj} = \frac{\partial L}{\partial h'_{nj}} (1 - h'^2_{nj})$.
# - **The input** $x_{ni}$ acts on every unit $j$ of its own sequence, with rate $W_{ij}$. Add over the units:
#   $\frac{\partial L}{\partial x_{ni}} = \sum_j \delta_{nj} W_{ij}$. That is row $n$ of $\delta$ times row $i$ of $W$,
#   so the entry of $\delta\, W^\top$, with the matrix transposed.
# - **A weight** $W_{ij}$ acts on unit $j$ only, with rate $x_{ni}$, but it does so for every sequence $n$, since all
#   share it. Add over the batch: $\frac{\partial L}{\partial W_{ij}} = \sum_n x_{ni}\, \delta_{nj}$, the entry of
#   $x^\top \delta$.
# - **The bias** $b_j$ acts on unit $j$ of every sequence, with rate 1. Add over the batch:
#   $\frac{\partial L}{\partial b_j} = \sum_n \delta_{nj}$.
#
# The old state goes through $W_{hh}$ just as the input goes through $W_{xh}$, so its formulas are the same with other
# names.
#
# ![One step backwards: the new state's gradient times the slope of tanh is delta; five gradients branch off](../figures/lab03_step.svg)
#
# ### Question 3 · `rnn_step_backward` (5 points, about 14 minutes)
#
# **Why.** This is the whole calculus of the lab. What follows is this function, called once for each time step.
#
# **Formula.** With $\odot$ for the product entry by entry,
#
# $$\delta = \frac{\partial L}{\partial h_t} \odot (1 - h_t^2),$$
#
# $$
# \frac{\partial L}{\partial x_t} = \delta\, W_{xh}^\top, \quad
# \frac{\partial L}{\partial h_{t-1}} = \delta\, W_{hh}^\top, \quad
# \frac{\partial L}{\partial W_{xh}} = x_t^\top \delta, \quad
# \frac{\partial L}{\partial W_{hh}} = h_{t-1}^\top \delta, \quad
# \frac{\partial L}{\partial b_h} = \sum_{\text{batch}} \delta .
# $$
#
# **Shapes.** `d_h_new`, `h` and `h_new` are `[batch, hidden]`, `x` is `[batch, features]`; `h` is the state before the
# step and `h_new` the one after. Return the tuple `(d_x, d_h, grads)`: two arrays shaped like `x` and `h`, and a dict
# with exactly `W_xh`, `W_hh` and `b_h`, each shaped like the parameter. The shapes are your friends: of all the
# products that one might write by mistake, most do not fit.

# %% [markdown] lang="zh"
# ## 3. 往回走一步
#
# **先看单个的数**：取一条序列、一个特征、一个隐藏单元，这样所有量都只是一个数。走一步就是
#
# $$a = x\,w + h\,u + b, \qquad h' = \tanh(a),$$
#
# 其中 $h$ 是旧状态，$h'$ 是新状态，$w$ 是输入的权重，$u$ 是状态的权重。假设有人已经告诉我们 $\frac{dL}{dh'}$，即损失随
# 新状态变化的快慢。链式法则说：**沿着一条路，变化率相乘。** 从 $h'$ 退回到 $a$，变化率是 tanh 的导数，等于
# $1 - \tanh^2(a) = 1 - h'^2$：只要有状态本身就够了。这个乘积单独起个名字，叫 $\delta$（读作“德尔塔”），因为其余的一切都
# 由它算出：
#
# $$\delta = \frac{dL}{da} = \frac{dL}{dh'} \cdot (1 - h'^2).$$
#
# 从 $a$ 出发，路通向五个数。看 $a = x\,w + h\,u + b$：$x$ 变化时，$a$ 变化的速度是它的 $w$ 倍；$w$ 变化时，$a$ 变化的速
# 度是它的 $x$ 倍；依此类推。于是
#
# $$
# \frac{dL}{dx} = \delta\,w, \qquad \frac{dL}{dw} = \delta\,x, \qquad \frac{dL}{dh} = \delta\,u, \qquad
# \frac{dL}{du} = \delta\,h, \qquad \frac{dL}{db} = \delta .
# $$
#
# **再看数组**：有多个单元、多个特征、多条序列时，只要再加一条规则：**一个数若通过几条路影响损失，各条路的变化率相加**。
# 用 $n$ 表示第几条序列，$i$ 表示权重从哪里出发，$j$ 表示权重到达哪个单元，即 $a_{nj} = \sum_i x_{ni} W_{ij} + \dots$
#
# - **tanh** 分别作用于每个数：$\delta_{nj} = \frac{\partial L}{\partial h'_{nj}} (1 - h'^2_{nj})$。
# - **输入** $x_{ni}$ 影响它所在序列的每个单元 $j$，变化率是 $W_{ij}$。对单元求和：
#   $\frac{\partial L}{\partial x_{ni}} = \sum_j \delta_{nj} W_{ij}$。这是 $\delta$ 的第 $n$ 行乘以 $W$ 的第 $i$ 行，也
#   就是 $\delta\, W^\top$ 的元素，矩阵要转置。
# - **权重** $W_{ij}$ 只影响单元 $j$，变化率是 $x_{ni}$；但所有序列共用它，所以对每条序列 $n$ 都有影响。对批次求和：
#   $\frac{\partial L}{\partial W_{ij}} = \sum_n x_{ni}\, \delta_{nj}$，正是 $x^\top \delta$ 的元素。
# - **偏置** $b_j$ 影响每条序列的单元 $j$，变化率是 1。对批次求和：
#   $\frac{\partial L}{\partial b_j} = \sum_n \delta_{nj}$。
#
# 旧状态经过 $W_{hh}$，与输入经过 $W_{xh}$ 完全一样，公式也一样，只是名称不同。
#
# ![往回走一步：新状态的梯度乘以 tanh 的斜率，得到 delta，再分出五个梯度](../figures/zh/lab03_step.svg)
#
# ### 第 3 题 · `rnn_step_backward`（5 分，约 14 分钟）
#
# **为什么**：本实验要用的微积分全在这里了。后面的内容，就是每个时间步调用一次这个函数。
#
# **公式**：用 $\odot$ 表示逐元素相乘，
#
# $$\delta = \frac{\partial L}{\partial h_t} \odot (1 - h_t^2),$$
#
# $$
# \frac{\partial L}{\partial x_t} = \delta\, W_{xh}^\top, \quad
# \frac{\partial L}{\partial h_{t-1}} = \delta\, W_{hh}^\top, \quad
# \frac{\partial L}{\partial W_{xh}} = x_t^\top \delta, \quad
# \frac{\partial L}{\partial W_{hh}} = h_{t-1}^\top \delta, \quad
# \frac{\partial L}{\partial b_h} = \sum_{\text{batch}} \delta .
# $$
#
# **形状**：`d_h_new`、`h`、`h_new` 都是 `[batch, hidden]`，`x` 是 `[batch, features]`；`h` 是这一步之前的状态，`h_new`
# 是之后的状态。返回元组 `(d_x, d_h, grads)`：两个数组，形状分别与 `x`、`h` 相同；一个字典，恰好含有 `W_xh`、`W_hh` 和
# `b_h`，形状与各参数相同。形状是你的好帮手：写错的乘积大多根本乘不起来。

# %% [markdown] lang="en" hints="rnn_step_backward"
# 1. Follow the figure from right to left. Compute `delta` first; each of the five results is one short line made from
#    it.
# 2. `delta` is `d_h_new * (1 - h_new**2)`. For a matrix, find the product whose shape is right: `W_xh` is
#    `[features, hidden]`, and `x.T` is `[features, batch]`. `W_hh` is square, there the shape does not help: compare
#    with the formula.
# 3. `d_x = delta @ params["W_xh"].T`, and `d_h` the same way with `W_hh`. In `grads`, `W_xh` is `x.T @ delta`, `W_hh`
#    has the old state in the place of `x`, and `b_h` is the sum of `delta` along axis 0.

# %% [markdown] lang="zh" hints="rnn_step_backward"
# 1. 顺着图从右往左走。先算 `delta`；五个结果都是由它写出的一小行。
# 2. `delta` 是 `d_h_new * (1 - h_new**2)`。对矩阵来说，找形状合得上的那个乘积：`W_xh` 是 `[features, hidden]`，`x.T` 是
#    `[features, batch]`。`W_hh` 是方阵，形状帮不上忙，要对照公式。
# 3. `d_x = delta @ params["W_xh"].T`，`d_h` 同理，换成 `W_hh`。在 `grads` 里，`W_xh` 是 `x.T @ delta`，`W_hh` 把 `x` 换
#    成旧状态，`b_h` 是 `delta` 沿轴 0 的和。


# %% question="rnn_step_backward" points=5 minutes=14
def rnn_step_backward(d_h_new, x, h, h_new, params):
    """Send the gradient of the loss back through one step.

    Args:
        d_h_new: gradient with respect to the state after the step, [batch, hidden].
        x: input of the step, [batch, features].
        h: state before the step, [batch, hidden].
        h_new: state after the step, tanh(x W_xh + h W_hh + b_h), [batch, hidden].
        params: dict with W_xh [features, hidden], W_hh [hidden, hidden], b_h [hidden] (and more, not used).

    Returns:
        (d_x, d_h, grads): gradients with respect to x and h, shaped like them, and a dict with those of W_xh, W_hh and b_h.

    Example (all numbers: h_new = 0.6, so the slope of tanh is 0.64, and delta = 0.64):
        >>> params = {"W_xh": np.array([[2.0]]), "W_hh": np.array([[-1.0]]), "b_h": np.array([0.0])}
        >>> one, x, h, h_new = np.array([[1.0]]), np.array([[3.0]]), np.array([[5.0]]), np.array([[0.6]])
        >>> rnn_step_backward(one, x, h, h_new, params)[:2]  # delta * 2 and delta * (-1)
        (array([[1.28]]), array([[-0.64]]))
    """
    ### BEGIN SOLUTION compute delta, and from it the gradients of input, old state and three parameters
    delta = d_h_new * (1 - h_new**2)
    d_x = delta @ params["W_xh"].T
    d_h = delta @ params["W_hh"].T
    grads = {"W_xh": x.T @ delta, "W_hh": h.T @ delta, "b_h": delta.sum(axis=0)}
    return d_x, d_h, grads
    ### END SOLUTION


# %% [markdown] lang="en"
# The first real use of your instrument. As a "loss" we take the sum of the new state's entries, each times a fixed
# random number; then those random numbers *are* `d_h_new`.

# %% [markdown] lang="zh"
# 你的尺子第一次真正派上用场。拿新状态的各个元素分别乘以固定的随机数再求和，当作“损失”；这样一来，那些随机数**就是**
# `d_h_new`。

# %%
x, h = inputs[:, 0], h0
h_new = outputs[:, 0]
d_h_new = rng.standard_normal(h_new.shape)
d_x, d_h, step_grads = rnn_step_backward(d_h_new, x, h, h_new, params)


def one_step_loss(name):
    """Return sum(new state * d_h_new) as a function of one array."""

    def loss(value):
        a = {"x": x, "h": h, **params, name: value}
        return float(np.sum(d_h_new * np.tanh(a["x"] @ a["W_xh"] + a["h"] @ a["W_hh"] + a["b_h"])))

    return loss


for name, array, gradient in [("x", x, d_x), ("h", h, d_h)] + [(name, params[name], step_grads[name]) for name in step_grads]:
    print(f"{name:5s} relative error {relative_error(numeric_gradient(one_step_loss(name), array), gradient):.0e}")

# %% [markdown] lang="en"
# ## 4. Back through the whole sequence
#
# Forward, the state goes through the cell $T$ times. Now the gradient goes the same way backwards, from the last step
# to the first. This is called **backpropagation through time**, BPTT for short. It needs no new rule, only the second
# one again, *the rates of several ways are added*, and twice:
#
# - **A state acts in two ways.** $h_t$ is read out at step $t$, and it enters step $t + 1$. The rate of the first way
#   is what the loss says directly, `d_outputs[:, t - 1]`. The rate of the second comes out of step $t + 1$: it is the
#   `d_h` of `rnn_step_backward`. At the last step there is no second way.
# - **A parameter acts in $T$ ways.** The same $W_{hh}$ is used at every step, so its gradient is the *sum* of what all
#   steps return.
#
# ![Three steps, gradients running right to left; each adds its part to that of the shared weights](../figures/lab03_backward.svg)
#
# ### Question 4 · `rnn_backward` (6 points, about 14 minutes)
#
# **Why.** This is what `loss.backward()` does for a recurrent layer.
#
# **Formula.** Let $g_t = \partial L / \partial h_t$ be the whole gradient of the state $h_t$. From $t = T$ down to
# $t = 1$,
#
# $$
# g_t = \underbrace{\mathtt{d\_outputs}_t}_{\text{read out at } t} + \underbrace{\delta_{t+1} W_{hh}^\top}_{\text{from step } t+1}
# \qquad (\text{no second term at } t = T), \qquad \delta_t = g_t \odot (1 - h_t^2),
# $$
#
# $$
# \frac{\partial L}{\partial W_{xh}} = \sum_{t=1}^{T} x_t^\top \delta_t, \qquad
# \frac{\partial L}{\partial W_{hh}} = \sum_{t=1}^{T} h_{t-1}^\top \delta_t, \qquad
# \frac{\partial L}{\partial b_h} = \sum_{t=1}^{T} \sum_{\text{batch}} \delta_t, \qquad
# \frac{\partial L}{\partial x_t} = \delta_t W_{xh}^\top .
# $$
#
# What comes out of step 1 at the left end, $\delta_1 W_{hh}^\top$, is the gradient of $h_0$.
#
# **Shapes.** `d_outputs` and `outputs` (the states, as `rnn_forward` returns them) are `[batch, time, hidden]`,
# `inputs` is `[batch, time, features]`, `h0` is `[batch, hidden]`. Return `(d_inputs, d_h0, grads)`, shaped like
# `inputs`, `h0` and the three parameters. In the notation of Python, step $t$ is index `t - 1`; mind the state *before*
# the first step. It is `h0`, and `outputs[:, -1]` is something else.

# %% [markdown] lang="zh"
# ## 4. 往回走完整条序列
#
# 前向时，状态经过单元 $T$ 次。现在梯度沿同一条路往回走，从最后一步到第一步。这叫**随时间反向传播**（backpropagation
# through time，简称 BPTT）。不需要新的规则，还是第二条：**几条路的变化率相加**，只是用了两次：
#
# - **一个状态有两条路。** $h_t$ 在第 $t$ 步被读出，又进入第 $t + 1$ 步。第一条路的变化率由损失直接给出，即
#   `d_outputs[:, t - 1]`；第二条路的变化率从第 $t + 1$ 步传出来，就是 `rnn_step_backward` 的 `d_h`。最后一步没有第二条
#   路。
# - **一个参数有 $T$ 条路。** 每一步用的都是同一个 $W_{hh}$，所以它的梯度是各步结果之**和**。
#
# ![三个时间步，梯度从右往左传；每一步都把自己的一份加到共享权重的梯度上](../figures/zh/lab03_backward.svg)
#
# ### 第 4 题 · `rnn_backward`（6 分，约 14 分钟）
#
# **为什么**：对循环层来说，`loss.backward()` 做的就是这件事。
#
# **公式**：设 $g_t = \partial L / \partial h_t$ 是状态 $h_t$ 的全部梯度。从 $t = T$ 往回到 $t = 1$，
#
# $$
# g_t = \underbrace{\mathtt{d\_outputs}_t}_{\text{第 } t \text{ 步的读出}}
# {} + \underbrace{\delta_{t+1} W_{hh}^\top}_{\text{来自第 } t+1 \text{ 步}}
# \qquad (t = T \text{ 时没有第二项}), \qquad \delta_t = g_t \odot (1 - h_t^2),
# $$
#
# $$
# \frac{\partial L}{\partial W_{xh}} = \sum_{t=1}^{T} x_t^\top \delta_t, \qquad
# \frac{\partial L}{\partial W_{hh}} = \sum_{t=1}^{T} h_{t-1}^\top \delta_t, \qquad
# \frac{\partial L}{\partial b_h} = \sum_{t=1}^{T} \sum_{\text{batch}} \delta_t, \qquad
# \frac{\partial L}{\partial x_t} = \delta_t W_{xh}^\top .
# $$
#
# 最左端从第 1 步传出来的 $\delta_1 W_{hh}^\top$，就是 $h_0$ 的梯度。
#
# **形状**：`d_outputs` 和 `outputs`（即 `rnn_forward` 返回的状态）都是 `[batch, time, hidden]`，`inputs` 是
# `[batch, time, features]`，`h0` 是 `[batch, hidden]`。返回 `(d_inputs, d_h0, grads)`，形状分别与 `inputs`、`h0` 和三个
# 参数相同。在 Python 里，第 $t$ 步的下标是 `t - 1`；要当心第一步**之前**的状态：它是 `h0`，而 `outputs[:, -1]` 是另一回
# 事。

# %% [markdown] lang="en" hints="rnn_backward"
# 1. Loop backwards over the steps. One variable carries the gradient that comes out of the step to the right; the
#    gradients of the parameters grow with each step.
# 2. `for t in reversed(range(time))`: hand `d_outputs[:, t] + carried` to `rnn_step_backward`, together with
#    `inputs[:, t]`, the state before and `outputs[:, t]`. The state before is `outputs[:, t - 1]`, except at `t == 0`.
# 3. Before the loop: `carried = np.zeros_like(h0)`, `d_inputs = np.zeros_like(inputs)`, and a dict of zeros for the
#    three parameters. In the loop: the call gives `d_inputs[:, t]`, the new `carried` and this step's gradients, which
#    you add up. After it, `carried` is the gradient of `h0`.

# %% [markdown] lang="zh" hints="rnn_backward"
# 1. 沿时间步倒着循环。用一个变量带着右边那一步传出来的梯度；参数的梯度每走一步就累加一次。
# 2. `for t in reversed(range(time))`：把 `d_outputs[:, t] + carried` 连同 `inputs[:, t]`、之前的状态和 `outputs[:, t]`
#    一起交给 `rnn_step_backward`。之前的状态是 `outputs[:, t - 1]`，只有 `t == 0` 例外。
# 3. 循环之前：`carried = np.zeros_like(h0)`，`d_inputs = np.zeros_like(inputs)`，再为三个参数准备一个全零的字典。循环
#    里：调用一次，得到 `d_inputs[:, t]`、新的 `carried` 和这一步的梯度，把后者累加起来。循环之后，`carried` 就是 `h0`
#    的梯度。


# %% question="rnn_backward" points=6 minutes=14 uses=["rnn_step_backward"]
def rnn_backward(d_outputs, inputs, h0, outputs, params):
    """Send the gradient of the loss back through all steps of a sequence.

    Args:
        d_outputs: what the loss says of each state directly, [batch, time, hidden].
        inputs: [batch, time, features].
        h0: state before the first step, [batch, hidden].
        outputs: states after each step, rnn_forward(inputs, h0, params), [batch, time, hidden].
        params: dict with W_xh, W_hh, b_h (and more, not used).

    Returns:
        (d_inputs, d_h0, grads): gradients with respect to inputs and h0, shaped like them, and a dict with those of
        W_xh, W_hh and b_h.

    Example:
        >>> _, d_outputs, _ = readout_loss(outputs, targets, params)
        >>> d_inputs, d_h0, grads = rnn_backward(d_outputs, inputs, h0, outputs, params)
        >>> d_inputs.shape == inputs.shape, d_h0.shape == h0.shape, list(grads)
        (True, True, ['W_xh', 'W_hh', 'b_h'])
    """
    ### BEGIN SOLUTION go from the last step to the first, carry the state's gradient, add up those of the parameters
    d_inputs = np.zeros_like(inputs)
    carried = np.zeros_like(h0)
    grads = {name: np.zeros_like(params[name]) for name in ("W_xh", "W_hh", "b_h")}
    for t in reversed(range(inputs.shape[1])):
        before = outputs[:, t - 1] if t > 0 else h0
        d_inputs[:, t], carried, step_grads = rnn_step_backward(d_outputs[:, t] + carried, inputs[:, t], before, outputs[:, t], params)
        for name in grads:
            grads[name] += step_grads[name]
    return d_inputs, carried, grads
    ### END SOLUTION


# %% [markdown] lang="en"
# ### The proof
#
# Three witnesses, none of whom knows your formulas: differences of the loss; Paddle's automatic gradients
# (**autograd**) through the same formulas; and Paddle's own layer `nn.SimpleRNN` with copied weights, as in lab 2.
# Layers take the default dtype at the time they are made, so it is set to float64 for a moment.

# %% [markdown] lang="zh"
# ### 验证
#
# 请来三位证人，谁也不知道你的公式：损失的差值；飞桨沿同样的公式自动求出的梯度（**自动微分**，autograd）；以及飞桨自带的
# 层 `nn.SimpleRNN`，像实验 2 那样拷入权重。层在新建时采用当时的默认数据类型，所以先临时设成 float64。


# %%
def autograd(inputs, h0, targets, params, chunk=None):
    """Return, for each chunk of steps, Paddle's gradients of its loss: a list of dicts of arrays.

    The state that leaves a chunk is detached. Without `chunk`, all steps are one.
    """
    arrays = {"inputs": inputs, "h0": h0, **params}
    found, h = [], paddle.to_tensor(h0)
    chunk = chunk or inputs.shape[1]
    for start in range(0, inputs.shape[1], chunk):
        p = {name: paddle.to_tensor(array, stop_gradient=False) for name, array in arrays.items()}
        h = p["h0"] if start == 0 else h.detach()
        loss = 0.0
        for t in range(start, min(start + chunk, inputs.shape[1])):
            h = paddle.tanh(p["inputs"][:, t] @ p["W_xh"] + h @ p["W_hh"] + p["b_h"])
            error = h @ p["W_hq"] + p["b_q"] - paddle.to_tensor(targets[:, t])
            loss = loss + (error**2).sum() / (2 * len(inputs))
        loss.backward()
        found.append({name: tensor.grad.numpy() for name, tensor in p.items() if tensor.grad is not None})
    return found


def simple_rnn_gradients(inputs, h0, targets, params):
    """Return the gradients that nn.SimpleRNN gives in float64, under the names of this lab."""
    paddle.set_default_dtype("float64")
    rnn = nn.SimpleRNN(input_size=inputs.shape[2], hidden_size=h0.shape[1])
    paddle.set_default_dtype("float32")
    rnn.weight_ih_l0.set_value(params["W_xh"].T)
    rnn.weight_hh_l0.set_value(params["W_hh"].T)
    rnn.bias_ih_l0.set_value(params["b_h"])
    rnn.bias_hh_l0.set_value(np.zeros_like(params["b_h"]))
    x = paddle.to_tensor(inputs, stop_gradient=False)
    start = paddle.to_tensor(h0[None], stop_gradient=False)  # [1, batch, hidden]
    outputs, _ = rnn(x, start)
    error = outputs @ paddle.to_tensor(params["W_hq"]) + paddle.to_tensor(params["b_q"]) - paddle.to_tensor(targets)
    ((error**2).sum() / (2 * len(inputs))).backward()
    return {
        "inputs": x.grad.numpy(),
        "h0": start.grad.numpy()[0],
        "W_xh": rnn.weight_ih_l0.grad.numpy().T,
        "W_hh": rnn.weight_hh_l0.grad.numpy().T,
        "b_h": rnn.bias_ih_l0.grad.numpy(),
    }


d_inputs, d_h0, mine = rnn_backward(d_outputs, inputs, h0, outputs, params)
mine = {"inputs": d_inputs, "h0": d_h0, **mine}
arrays = {"inputs": inputs, "h0": h0, **params}
by_autograd = autograd(inputs, h0, targets, params)[0]
by_layer = simple_rnn_gradients(inputs, h0, targets, params)
print("relative error of your gradient against")
print("          differences    autograd    nn.SimpleRNN")
for name, gradient in mine.items():
    measured = numeric_gradient(loss_of(name, inputs, h0, targets, params), arrays[name])
    errors = [relative_error(gradient, other) for other in (measured, by_autograd[name], by_layer[name])]
    print(f"{name:8s}  {errors[0]:11.0e} {errors[1]:11.0e} {errors[2]:15.0e}")
    assert errors[0] < 1e-7
    assert max(np.abs(gradient - by_autograd[name]).max(), np.abs(gradient - by_layer[name]).max()) < 1e-8

# %% [markdown] lang="en"
# The differences agree to about ten digits, all that they can give. Paddle agrees to the last digits of float64, far
# below $10^{-8}$. `loss.backward()` is no magic any more; it is your loop.

# %% [markdown] lang="zh"
# 差值给出的结果大约有十位数字一致，这已是它的极限。飞桨的结果一直吻合到 float64 的最后几位，远小于 $10^{-8}$。
# `loss.backward()` 不再神秘：它就是你写的循环。

# %% [markdown] lang="en"
# ## 5. What becomes of a gradient on its way
#
# Now the question of lab 2. Suppose that only the last state is read out (many-to-one). Then `d_outputs` is zero but
# for the last step, and the gradient $g_t$ of an early state has only one way to come into being: through all the steps
# in between. Your formula, with $\delta_{t+1}$ written out, says what one step does to it:
#
# $$g_t = \left(g_{t+1} \odot (1 - h_{t+1}^2)\right) W_{hh}^\top .$$
#
# Multiplying entry by entry is the same as multiplying by a matrix that has those numbers on its diagonal and zeros
# elsewhere, $\operatorname{diag}(1 - h_{t+1}^2)$. So for each sequence of the batch, from the last step back to step
# $t$,
#
# $$
# g_t = g_T\, \underbrace{\operatorname{diag}(1 - h_T^2)\, W_{hh}^\top}_{\text{step } T}\;
# \underbrace{\operatorname{diag}(1 - h_{T-1}^2)\, W_{hh}^\top}_{\text{step } T-1} \cdots
# \underbrace{\operatorname{diag}(1 - h_{t+1}^2)\, W_{hh}^\top}_{\text{step } t+1} .
# $$
#
# A product of $T - t$ matrices, all with the same $W_{hh}$. (Books that write states as columns have the factors the
# other way round, $W_{hh}^\top \operatorname{diag}(1 - h^2)$; it is the same product.) Think of plain numbers:
# $0.9^{50} = 0.005$ and $1.1^{50} = 117$. Multiplying often by nearly the same thing leaves little room between almost
# nothing and very much. If the gradients of early states shrink towards zero, one speaks of **vanishing gradients**, if
# they grow without bound, of **exploding gradients**.
#
# ### Question 5 · `gradient_by_step` (4 points, about 8 minutes)
#
# **Why.** Do not believe it, measure it: how large is the gradient of each state?
#
# **Formula.** $g_T$ is given as `d_last`. For $t = T - 1, \dots, 1$ take $g_t$ from $g_{t+1}$ by the first formula of
# this section. Return the norms (question 2) $\lVert g_1 \rVert, \dots, \lVert g_T \rVert$, each over all entries of
# the `[batch, hidden]` array, in the order of time.
#
# **Shapes.** `d_last` is `[batch, hidden]`, `outputs` is `[batch, time, hidden]`; the result is `[time]`. Its last
# entry is the norm of `d_last` itself, which has gone through no step yet. $h_0$ has no entry.

# %% [markdown] lang="zh"
# ## 5. 梯度在路上会怎样
#
# 现在来回答实验 2 留下的问题。假设只读出最后一个状态（多对一）。那么除了最后一步，`d_outputs` 都是零；前面某个状态的梯
# 度 $g_t$ 只有一个来源：穿过中间的每一步。把你的公式里的 $\delta_{t+1}$ 写开，就能看出一步对它做了什么：
#
# $$g_t = \left(g_{t+1} \odot (1 - h_{t+1}^2)\right) W_{hh}^\top .$$
#
# 逐元素相乘，等于乘以一个矩阵：对角线上是那些数，其余为零，记作 $\operatorname{diag}(1 - h_{t+1}^2)$。因此对批次里的每
# 条序列，从最后一步退到第 $t$ 步，
#
# $$
# g_t = g_T\, \underbrace{\operatorname{diag}(1 - h_T^2)\, W_{hh}^\top}_{\text{第 } T \text{ 步}}\;
# \underbrace{\operatorname{diag}(1 - h_{T-1}^2)\, W_{hh}^\top}_{\text{第 } T-1 \text{ 步}} \cdots
# \underbrace{\operatorname{diag}(1 - h_{t+1}^2)\, W_{hh}^\top}_{\text{第 } t+1 \text{ 步}} .
# $$
#
# 这是 $T - t$ 个矩阵的乘积，里面都是同一个 $W_{hh}$。（把状态写成列向量的书上，因子的次序反过来，是
# $W_{hh}^\top \operatorname{diag}(1 - h^2)$；说的是同一个乘积。）拿普通的数想一想：$0.9^{50} = 0.005$，而
# $1.1^{50} = 117$。反复乘以差不多的东西，结果不是几乎没有，就是非常之大，中间余地很小。前面状态的梯度若缩小到趋近于零，
# 叫**梯度消失**（vanishing gradients）；若无限增大，叫**梯度爆炸**（exploding gradients）。
#
# ### 第 5 题 · `gradient_by_step`（4 分，约 8 分钟）
#
# **为什么**：先别信，量一量：每个状态的梯度到底有多大？
#
# **公式**：$g_T$ 由 `d_last` 给出。对 $t = T - 1, \dots, 1$，用本节的第一个公式由 $g_{t+1}$ 得到 $g_t$。返回各步的范数
# （见第 2 题）$\lVert g_1 \rVert, \dots, \lVert g_T \rVert$，每个都取遍 `[batch, hidden]` 数组的所有元素，按时间顺序排
# 列。
#
# **形状**：`d_last` 是 `[batch, hidden]`，`outputs` 是 `[batch, time, hidden]`，结果是 `[time]`。最后一个元素就是
# `d_last` 自己的范数，它还没有穿过任何一步。结果里没有 $h_0$ 的位置。

# %% [markdown] lang="en" hints="gradient_by_step"
# 1. The gradients come into being from the last to the first, the result is wanted from the first to the last.
# 2. Start with `g = d_last` and note its norm. Each further step back multiplies with the slope of tanh at the state
#    that the gradient is *leaving*, and then with the transposed matrix.
# 3. `for t in range(time - 1, 0, -1)`: `g = (g * (1 - outputs[:, t] ** 2)) @ params["W_hh"].T`, and note the norm of
#    `g` for index `t - 1`.

# %% [markdown] lang="zh" hints="gradient_by_step"
# 1. 梯度是从最后往最前依次得到的，结果却要从最前排到最后。
# 2. 从 `g = d_last` 出发，先记下它的范数。每往回走一步，先乘以 tanh 在梯度**正要离开**的那个状态处的斜率，再乘以转置的
#    矩阵。
# 3. `for t in range(time - 1, 0, -1)`：`g = (g * (1 - outputs[:, t] ** 2)) @ params["W_hh"].T`，把 `g` 的范数记在下标
#    `t - 1` 处。


# %% question="gradient_by_step" points=4 minutes=8
def gradient_by_step(d_last, outputs, params):
    """Return how large the gradient of each state is, if only the last state acts on the loss directly.

    Args:
        d_last: gradient of the loss with respect to the last state, [batch, hidden].
        outputs: states h_1 ... h_T, [batch, time, hidden].
        params: dict with W_hh [hidden, hidden] (and more, not used).

    Returns:
        Norms of the gradients of h_1 ... h_T, [time].

    Example (one unit, states 0, so that every slope is 1, and the weight is 0.5):
        >>> gradient_by_step(np.array([[8.0]]), np.zeros((1, 4, 1)), {"W_hh": np.array([[0.5]])})
        array([1., 2., 4., 8.])
    """
    ### BEGIN SOLUTION start from d_last, go back step by step, and note the norms in the order of time
    time = outputs.shape[1]
    norms = np.zeros(time)
    g = d_last
    norms[-1] = np.sqrt(np.sum(g**2))
    for t in range(time - 1, 0, -1):
        g = (g * (1 - outputs[:, t] ** 2)) @ params["W_hh"].T
        norms[t - 1] = np.sqrt(np.sum(g**2))
    return norms
    ### END SOLUTION


# %% [markdown] lang="en"
# ### Question 6 · `spectral_radius` (2 points, about 5 minutes)
#
# **Why.** "Is $W_{hh}$ larger or smaller than 1?" makes no sense for a matrix. One number nevertheless says how fast
# things grow if one multiplies by the same matrix again and again.
#
# **Formula.** A square matrix $A$ has special directions that it does not turn but only stretches: $v A = \lambda v$.
# The number $\lambda$ is an **eigenvalue**. After $k$ products, $v$ has become $\lambda^k v$: it is the eigenvalues
# whose powers grow or shrink. They may be negative, or complex (if the matrix rotates things); for growth only their
# size $|\lambda|$ counts. The **spectral radius** is the largest:
#
# $$\rho(A) = \max_i |\lambda_i| .$$
#
# `np.linalg.eigvals(matrix)` gives all eigenvalues.
#
# **Shapes.** `matrix` is `[hidden, hidden]`, not symmetric in general; the result is a plain real number.

# %% [markdown] lang="zh"
# ### 第 6 题 · `spectral_radius`（2 分，约 5 分钟）
#
# **为什么**：对矩阵来说，“$W_{hh}$ 比 1 大还是比 1 小”没有意义。不过有一个数，能说明反复乘以同一个矩阵时增长得有多快。
#
# **公式**：方阵 $A$ 有一些特殊的方向，它不转动它们，只是拉伸：$v A = \lambda v$。这个数 $\lambda$ 叫**特征
# 值**（eigenvalue）。乘 $k$ 次之后，$v$ 变成 $\lambda^k v$：是增是减，看的就是特征值的幂。特征值可能是负数，也可能是复
# 数（如果矩阵带有旋转）；就增长而言，只看它的大小 $|\lambda|$。其中最大的叫**谱半径**（spectral radius）：
#
# $$\rho(A) = \max_i |\lambda_i| .$$
#
# `np.linalg.eigvals(matrix)` 给出全部特征值。
#
# **形状**：`matrix` 是 `[hidden, hidden]`，一般不对称；结果是一个普通的实数。

# %% [markdown] lang="en" hints="spectral_radius"
# 1. Two operations on the eigenvalues are needed, and their order matters.
# 2. `np.abs` of a complex number is its size. The largest size may belong to a negative or a complex eigenvalue.
# 3. Return `np.max` of `np.abs` of the eigenvalues, as a `float`.

# %% [markdown] lang="zh" hints="spectral_radius"
# 1. 要对特征值做两个运算，先后次序很重要。
# 2. `np.abs` 作用于复数，得到的是它的大小。最大的那个，可能属于负的或复的特征值。
# 3. 对特征值先取 `np.abs`，再取 `np.max`，转成 `float` 返回。


# %% question="spectral_radius" points=2 minutes=5
def spectral_radius(matrix):
    """Return the largest size of an eigenvalue of a square matrix, a float.

    Example (the eigenvalues are 2 and -3):
        >>> spectral_radius(np.array([[2.0, 0.0], [1.0, -3.0]]))
        3.0
    """
    ### BEGIN SOLUTION take the sizes of all eigenvalues and return the largest
    return float(np.max(np.abs(np.linalg.eigvals(matrix))))
    ### END SOLUTION


# %% [markdown] lang="en"
# ### Vanishing and exploding, measured
#
# One random matrix of 32 hidden units, scaled to spectral radius 0.5, 1 and 1.5. Batch 3, 50 steps, and inputs that are
# **quiet**: their weights are so small that with radius 0.5 and 1 the states stay near 0. Dashed: $\rho^{\,T-t}$, what
# the spectral radius alone would predict.

# %% [markdown] lang="zh"
# ### 量一量：消失与爆炸
#
# 取一个 32 个隐藏单元的随机矩阵，分别缩放到谱半径 0.5、1 和 1.5。批次为 3，共 50 步，输入很**安静**：输入的权重很小，谱
# 半径为 0.5 和 1 时状态一直在 0 附近。虚线是只凭谱半径所作的预测 $\rho^{\,T-t}$。

# %%
RADII = {0.5: "tab:blue", 1.0: "tab:green", 1.5: "tab:red"}
rng = np.random.default_rng(4)
long_inputs = rng.standard_normal((3, 50, 4))  # [batch, time, features]
d_last = rng.standard_normal((3, 32))
d_last /= np.sqrt(np.sum(d_last**2))  # norm 1, so that the curves end at 1
W = rng.standard_normal((32, 32))
W /= spectral_radius(W)
W_in = rng.standard_normal((4, 32))


def scaled(radius, loudness):
    """Return parameters with this spectral radius, and the states they give for inputs of this loudness."""
    params = {"W_xh": loudness * W_in, "W_hh": radius * W, "b_h": np.zeros(32)}
    return params, rnn_forward(long_inputs, np.zeros((3, 32)), params)


print(f"plain numbers: 0.9 ** 50 = {0.9**50:.3f}, 1.1 ** 50 = {1.1**50:.0f}; slope of tanh at 0.99: {1 - 0.99**2:.2f}")
times = np.arange(1, 51)
figure, axis = plt.subplots(figsize=(6, 3.2), layout="constrained")
for radius, color in RADII.items():
    quiet, states = scaled(radius, loudness=1e-4)
    norms = gradient_by_step(d_last, states, quiet)
    axis.semilogy(times, norms, color=color, label=rf"$\rho$ = {radius}")
    axis.semilogy(times, radius ** (50 - times), "--", color=color, linewidth=0.8)
    print(f"radius {spectral_radius(quiet['W_hh']):.1f}: from h_50 back to h_1 the gradient is multiplied by {norms[0] / norms[-1]:.1e}")
axis.set_xlabel("time step $t$")
axis.set_ylabel(r"norm of $\partial L\,/\,\partial h_t$")
axis.set_ylim(1e-16, 1e10)
axis.legend()
plt.show()

# %% [markdown] lang="en"
# **What to see.** Start at the right end, where the loss is, and go left, back in time. Mind the scale: each line of it
# is a factor of many powers of ten. Blue shrinks by half at each step, and at the first step it is as good as zero:
# whatever happened there has no say in what is learned. Green keeps its size, more or less. Red grows, so much that the
# first steps drown all others; yet it stays far below its dashed line. It is as steep as the line at the left, where
# the states are still tiny, and nearly flat at the right, where they have grown. So the spectral radius is half of the
# story, and the states have to do with the other half.
#
# ### The cause
#
# A popular explanation goes: "tanh squashes everything into the range from −1 to 1, and *therefore* gradients vanish."
# You have the formula and the function to test that. Three nets with the same matrix and the same three radii:
#
# - **no tanh at all**: $h_t = x_t W_{xh} + h_{t-1} W_{hh} + b_h$, a linear net, whose states may be of any size. Its
#   slope is 1 everywhere. `gradient_by_step` computes that if it is told that all states are 0, since $1 - 0^2 = 1$;
# - **tanh, quiet inputs**, as above: the states start in the middle of the range, and with radius 0.5 and 1 they stay
#   there;
# - **tanh, loud inputs**: the same net with input weights 5,000 times larger, so that the states lie far from 0, many
#   of them near −1 or 1.

# %% [markdown] lang="zh"
# **看什么**：从右端（损失所在处）开始往左看，也就是往过去走。注意刻度：每一格都是好几个数量级。蓝线每一步缩小一半，到第
# 一步已经与零无异：那里发生过什么，对学习毫无影响。绿线大体保持原来的大小。红线不断增大，最初几步的梯度盖过了其他所有
# 步；可是它远在自己的虚线之下：左边状态还很小，红线与虚线一样陡；右边状态已经变大，红线就几乎是平的。可见谱半径只说出了
# 一半，另一半与状态有关。
#
# ### 原因
#
# 有一种流行的解释：“tanh 把一切都压缩到 −1 与 1 之间，**所以**梯度消失。”公式和函数你都有了，可以检验一下。三个网络，用
# 同一个矩阵、同样的三种谱半径：
#
# - **完全没有 tanh**：$h_t = x_t W_{xh} + h_{t-1} W_{hh} + b_h$，即线性网络，状态可以任意大。它的斜率处处为 1。只要告诉
#   `gradient_by_step` 所有状态都是 0，算出来的就是它，因为 $1 - 0^2 = 1$；
# - **tanh，安静的输入**：和上面一样，状态从取值范围的中间出发，谱半径为 0.5 和 1 时一直留在那里；
# - **tanh，响亮的输入**：同一个网络，输入的权重大 5000 倍，于是状态远离 0，许多靠近 −1 或 1。

# %%
figure, axes = plt.subplots(1, 3, figsize=(8.4, 2.9), sharey=True, layout="constrained")
nets = {"no tanh (slope 1)": None, "tanh, quiet inputs": 1e-4, "tanh, loud inputs": 0.5}
print("net                  radius   mean |h|   mean slope 1 - h²   factor per step")
for axis, (title, loudness) in zip(axes, nets.items(), strict=True):
    for radius, color in RADII.items():
        net, states = scaled(radius, loudness or 0.0)  # for the linear net: states 0, slope 1
        norms = gradient_by_step(d_last, states, net)
        factor = (norms[0] / norms[-1]) ** (1 / 49)
        size = "  any" if loudness is None else f"{np.abs(states).mean():5.2f}"
        print(f"{title:20s} {radius:5.1f} {size:>11s} {np.mean(1 - states**2):15.2f} {factor:19.2f}")
        axis.semilogy(times, norms, color=color, label=rf"$\rho$ = {radius}")
    axis.set_title(title)
    axis.set_xlabel("time step $t$")
axes[0].set_ylabel(r"norm of $\partial L\,/\,\partial h_t$")
axes[0].set_ylim(1e-28, 1e12)
axes[0].legend()
plt.show()

# %% [markdown] lang="en"
# **What to see.** Left: no tanh, no limits to the states, and gradients vanish (blue) and explode (red). So a limited
# range is not *needed* for vanishing. Middle: the range is limited to (−1, 1), and red still explodes. So a limited
# range does not *protect* from exploding, nor does it make every gradient vanish. Right: the same matrices, the same
# tanh, the same range, but now all three gradients vanish, that with radius 1.5, too, though slowly. What has changed
# is *where* in the range the states lie: near its ends, where tanh is flat and its slope $1 - h^2$ is small.
#
# **So this is what is true.**
#
# 1. What happens to a gradient is the repeated product of $\operatorname{diag}(1 - h_t^2)\, W_{hh}^\top$, and nothing
#    else.
# 2. tanh takes part by its **slope**, not by its range. The slope is never above 1: it is 1 at $h = 0$ and 0.02 at
#    $h = \pm 0.99$. So the multiplication by the slopes never makes a gradient longer; whatever growth there is happens
#    in the multiplication by $W_{hh}^\top$.
# 3. **Exploding** therefore needs a $W_{hh}$ that stretches. **Vanishing** can come from $W_{hh}$, from flat slopes, or
#    from both.
# 4. The **spectral radius** is exact for the linear net in the long run: the factor per step tends to $\rho$ (for
#    nearly every $g_T$). With tanh it is a rule of thumb. What can be promised with tanh uses the largest **singular
#    value** $\sigma$ of $W_{hh}$, the most by which it can stretch any vector at all (`np.linalg.norm(W_hh, 2)`, never
#    less than $\rho$): $\lVert g_t \rVert \le \sigma \cdot \max(1 - h_{t+1}^2) \cdot \lVert g_{t+1} \rVert$. If
#    $\sigma < 1$, every gradient vanishes.
#
# The next cell puts the promise to the test at all steps of all six tanh nets.

# %% [markdown] lang="zh"
# **看什么**：左图：没有 tanh，状态没有界限，梯度照样消失（蓝）和爆炸（红）。所以梯度消失并不**需要**有限的取值范围。中
# 图：取值范围限制在 (−1, 1) 之内，红线照样爆炸。所以有限的范围既**防不住**爆炸，也不会让所有梯度都消失。右图：同样的矩
# 阵，同样的 tanh，同样的范围，这次三个梯度全都消失，谱半径 1.5 的也不例外，只是慢一些。变了的，是状态落在范围里的**什么
# 位置**：它们靠近两端，那里的 tanh 很平，斜率 $1 - h^2$ 很小。
#
# **所以，准确的说法是：**
#
# 1. 决定梯度命运的，是 $\operatorname{diag}(1 - h_t^2)\, W_{hh}^\top$ 的连乘，别无其他。
# 2. tanh 起作用靠的是**斜率**，不是取值范围。斜率从不超过 1：$h = 0$ 处为 1，$h = \pm 0.99$ 处只有 0.02。所以乘以斜率这
#    一步绝不会让梯度变长；梯度若有增长，都发生在乘以 $W_{hh}^\top$ 的那一步。
# 3. 因此**爆炸**离不开一个会拉长向量的 $W_{hh}$。**消失**则可能来自 $W_{hh}$，可能来自平坦的斜率，也可能两者都有。
# 4. **谱半径**对线性网络在长时间下是精确的：每一步的倍数趋于 $\rho$（几乎对任何 $g_T$ 都如此）。有 tanh 时它只是经验法
#    则。有 tanh 时能保证的，要用 $W_{hh}$ 的最大**奇异值**（singular value）$\sigma$ 来说，它是 $W_{hh}$ 最多能把一个向
#    量拉长的倍数（`np.linalg.norm(W_hh, 2)`，不会小于 $\rho$）：
#    $\lVert g_t \rVert \le \sigma \cdot \max(1 - h_{t+1}^2) \cdot \lVert g_{t+1} \rVert$。如果 $\sigma < 1$，梯度一定消
#    失。
#
# 下一个单元格在六个 tanh 网络的每一步上检验这个保证。

# %%
for loudness in (1e-4, 0.5):
    for radius in RADII:
        net, states = scaled(radius, loudness)
        norms = gradient_by_step(d_last, states, net)
        sigma = np.linalg.norm(net["W_hh"], 2)
        promised = sigma * np.max(1 - states[:, 1:] ** 2, axis=(0, 2)) * norms[1:]
        kept = np.all(norms[:-1] <= promised * (1 + 1e-12))
        print(f"loudness {loudness:.0e}, radius {radius:.1f}, sigma {sigma:.2f}: promise kept at all {len(promised)} steps: {kept}")
        assert kept

# %% [markdown] lang="en"
# **What it means for learning.** The gradient of $W_{hh}$ is the sum $\sum_t h_{t-1}^\top \delta_t$. If gradients
# vanish, the terms of early steps are there but count for nothing: the net learns from the last few steps and stays
# blind to the rest, and no error message says so. If gradients explode, a few terms drown the others, and one update
# throws the weights far away. For exploding gradients there is a simple remedy; it comes next. For vanishing ones a
# better cell is needed; that is lab 5.

# %% [markdown] lang="zh"
# **这对学习意味着什么**：$W_{hh}$ 的梯度是 $\sum_t h_{t-1}^\top \delta_t$ 这个和。如果梯度消失，前面各步的项虽然在，却
# 不起作用：网络只从最后几步学习，对其余的视而不见，而且不会有任何报错。如果梯度爆炸，少数几项就会盖过其他所有项，一次更
# 新就把权重甩出很远。对付梯度爆炸有一个简单的办法，下面就讲；对付梯度消失则需要更好的单元，那是实验 5 的内容。

# %% [markdown] lang="en"
# ## 6. Clipping
#
# Training goes on in **updates**: compute the gradients, then move each parameter a little against its gradient,
# $W \leftarrow W - \eta\, \partial L / \partial W$, with a small number $\eta$, the **learning rate**. If a gradient is
# suddenly a thousand times larger than usual, so is the move. The remedy is to limit the size of the gradient and keep
# its direction.
#
# ![An arrow that leaves a circle is shortened and keeps its direction; cut at a square it turns](../figures/lab03_clipping.svg)
#
# ### Question 7 · `clip_by_global_norm` (4 points, about 8 minutes)
#
# **Why.** Think of all gradients together as *one* long arrow that says where the loss rises. It must be shortened as a
# whole. If each array were shortened by itself, or each number cut off at a limit, the arrow would turn, and the update
# would go where nobody has computed that the loss falls.
#
# **Formula.** The **global norm** is the norm of all entries of all arrays, and with a limit $m$ (`max_norm`, positive)
#
# $$
# N = \sqrt{\sum_{\text{arrays}} \lVert \text{grad} \rVert^2}, \qquad
# \text{clipped grad} = \text{grad} \cdot \frac{m}{\max(N, m)} .
# $$
#
# Read the fraction: if $N > m$, it is $m / N$, and the clipped gradients have global norm $m$. If $N \le m$, it is 1,
# and nothing changes; small gradients are *not* made larger. And since $m$ is positive, nothing is ever divided by
# zero, so no constant has to be added to $N$; beside tiny gradients it would be anything but small.
#
# **Shapes.** `grads` is a dict of arrays of any shapes. Return a new dict with the same names and shapes.

# %% [markdown] lang="zh"
# ## 6. 梯度裁剪
#
# 训练由一次次**更新**组成：先求梯度，再让每个参数沿梯度的反方向移动一点，
# $W \leftarrow W - \eta\, \partial L / \partial W$，其中 $\eta$ 是一个小的数，叫**学习率**（learning rate）。如果梯度忽
# 然比平时大一千倍，这一步也就迈得大一千倍。对策是限制梯度的大小，同时保持方向不变。
#
# ![伸出圆外的箭头被缩短，方向不变；在正方形的边上截断，方向就变了](../figures/zh/lab03_clipping.svg)
#
# ### 第 7 题 · `clip_by_global_norm`（4 分，约 8 分钟）
#
# **为什么**：把所有梯度合在一起，看成**一个**长长的箭头，它指出损失往哪里上升。要缩短就得整体缩短。如果每个数组各缩各
# 的，或者每个数超过界限就削掉，箭头就会转向，更新就会走向一个没有人算过损失会下降的方向。
#
# **公式**：**全局范数**（global norm）是所有数组的所有元素合起来的范数。设上限为 $m$（`max_norm`，正数），
#
# $$
# N = \sqrt{\sum_{\text{各数组}} \lVert \text{梯度} \rVert^2}, \qquad
# \text{裁剪后的梯度} = \text{梯度} \cdot \frac{m}{\max(N, m)} .
# $$
#
# 读一读这个分式：如果 $N > m$，它等于 $m / N$，裁剪后的全局范数是 $m$。如果 $N \le m$，它等于 1，什么也不变；小的梯
# 度**不会**被放大。而且 $m$ 是正数，所以永远不会除以零，不必给 $N$ 加上什么常数；梯度很小的时候，那个常数可就不小了。
#
# **形状**：`grads` 是字典，里面的数组形状不限。返回一个新字典，名称和形状都不变。

# %% [markdown] lang="en" hints="clip_by_global_norm"
# 1. One number is computed from all arrays, and all arrays are multiplied by it.
# 2. Add the squares of all entries of all arrays before you take the one square root. `max(norm, max_norm)` decides
#    between the two cases.
# 3. `total = sum(np.sum(grad**2) for grad in grads.values())`, its square root is the norm; then build a new dict in
#    which each array is multiplied by `max_norm / max(norm, max_norm)`.

# %% [markdown] lang="zh" hints="clip_by_global_norm"
# 1. 由所有数组算出一个数，再用这一个数去乘所有数组。
# 2. 先把所有数组的所有元素的平方加起来，最后只开一次方。两种情形由 `max(norm, max_norm)` 来区分。
# 3. `total = sum(np.sum(grad**2) for grad in grads.values())`，它的平方根就是范数；然后新建一个字典，每个数组都乘以
#    `max_norm / max(norm, max_norm)`。


# %% question="clip_by_global_norm" points=4 minutes=8
def clip_by_global_norm(grads, max_norm):
    """Return gradients whose global norm is at most max_norm, with their direction kept.

    Args:
        grads: dict of float64 arrays of any shapes; left as they are.
        max_norm: the limit, a positive number.

    Returns:
        A new dict with the same names and shapes: all arrays times max_norm / max(global norm, max_norm).

    Example (the global norm of 3 and 4 is 5, which is twice too long):
        >>> clip_by_global_norm({"a": np.array([3.0]), "b": np.array([[4.0]])}, max_norm=2.5)
        {'a': array([1.5]), 'b': array([[2.]])}
    """
    ### BEGIN SOLUTION compute one norm of all arrays, and multiply all of them by one factor
    norm = np.sqrt(sum(np.sum(grad**2) for grad in grads.values()))
    factor = max_norm / max(norm, max_norm)
    return {name: grad * factor for name, grad in grads.items()}
    ### END SOLUTION


# %% [markdown] lang="en"
# Paddle has the same: `paddle.nn.ClipGradByGlobalNorm`. Usually it is handed to the optimizer, as `grad_clip=...`;
# called by itself it takes a list of pairs of parameter and gradient. (`ClipGradByNorm` is something else: it clips
# each array by itself.)

# %% [markdown] lang="zh"
# 飞桨里也有同样的东西：`paddle.nn.ClipGradByGlobalNorm`。通常把它作为 `grad_clip=...` 交给优化器；单独调用时，它接收由
# （参数，梯度）组成的列表。（`ClipGradByNorm` 是另一回事：它对每个数组单独裁剪。）


# %%
def global_norm(grads):
    """Return the norm of all entries of all arrays of a dict."""
    return float(np.sqrt(sum(np.sum(grad**2) for grad in grads.values())))


grads = {name: gradient for name, gradient in mine.items() if name in params}
norm = global_norm(grads)
print(f"global norm {norm:.3f}")
for limit in (0.1, 1.0, 100.0):
    clipped = clip_by_global_norm(grads, limit)
    pairs = [(paddle.create_parameter(g.shape, "float64"), paddle.to_tensor(g)) for g in grads.values()]
    theirs = [g.numpy() for _, g in nn.ClipGradByGlobalNorm(limit)(pairs)]
    gap = max(np.abs(a - b).max() for a, b in zip(clipped.values(), theirs, strict=True))
    print(f"limit {limit:5.1f}: clipped to {global_norm(clipped):.3f}; largest difference from Paddle {gap:.0e}")
    assert gap < 1e-8

# %% [markdown] lang="en"
# ### Training with and without
#
# The task: read 20 numbers and give back the *first* one. The first number is the only one that is not zero, so that
# nothing else disturbs; but its news has to survive 19 steps, and its gradient too. The net starts with spectral radius
# 1.5. Gradients, clipping and updates are all your functions; each curve is drawn for three different starts. A run
# ends when its loss exceeds 1000.

# %% [markdown] lang="zh"
# ### 有裁剪与没有裁剪的训练
#
# 任务：读 20 个数，最后说出**第一个**。除了第一个数，其余都是零，没有别的干扰；但它的消息要熬过 19 步，它的梯度也一样。
# 网络的初始谱半径为 1.5。求梯度、裁剪、更新，用的都是你写的函数；每种做法都从三个不同的起点各画一条曲线。损失一旦超过
# 1000 就停止。


# %%
def train_to_recall(seed, rate, max_norm=None, updates=300, batch=32, time=20, hidden=16):
    """Return losses and global norms (before clipping) of a training run, one each an update."""
    rng = np.random.default_rng(seed)
    params = random_params(rng, 1, hidden, 1, scale=0.3)
    params["W_hh"] *= 1.5 / spectral_radius(params["W_hh"])
    losses, norms = [], []
    for _ in range(updates):
        inputs = np.zeros((batch, time, 1))
        inputs[:, 0] = rng.standard_normal((batch, 1))
        h0 = np.zeros((batch, hidden))
        outputs = rnn_forward(inputs, h0, params)
        loss, d_last_step, readout_grads = readout_loss(outputs[:, -1:], inputs[:, :1], params)
        d_outputs = np.zeros_like(outputs)
        d_outputs[:, -1:] = d_last_step  # only the last state is read out
        grads = {**rnn_backward(d_outputs, inputs, h0, outputs, params)[2], **readout_grads}
        losses.append(loss)
        norms.append(global_norm(grads))
        if loss > 1000:
            break
        if max_norm is not None:
            grads = clip_by_global_norm(grads, max_norm)
        params = {name: array - rate * grads[name] for name, array in params.items()}
    return np.array(losses), np.array(norms)


runs = {
    "rate 0.1, no clipping": ("tab:red", {"rate": 0.1}),
    "rate 0.05, no clipping": ("tab:gray", {"rate": 0.05}),
    "rate 0.1, clipped at 1": ("tab:blue", {"rate": 0.1, "max_norm": 1.0}),
}
figure, axes = plt.subplots(2, 3, figsize=(8.4, 4.2), sharex=True, sharey="row", layout="constrained")
for (top, bottom), (title, (color, settings)) in zip(axes.T, runs.items(), strict=True):
    for seed in range(3):
        losses, norms = train_to_recall(seed, **settings)
        top.semilogy(losses, color=color, linewidth=0.8, alpha=0.7)
        bottom.semilogy(norms, color=color, linewidth=0.8, alpha=0.7)
        end = f"mean loss of the last 50 updates {losses[-50:].mean():.3f}" if losses[-1] <= 1000 else f"stopped at update {len(losses)}"
        print(f"{title:23s} start {seed}: largest norm {norms.max():6.1f}, above 1 in {np.mean(norms > 1):4.0%} of updates, {end}")
    top.set_title(title)
    top.axhline(0.5, color="black", linestyle=":", linewidth=0.9)
    bottom.set_xlabel("update")
axes[1, 2].axhline(1, color="black", linestyle="--", linewidth=0.9)
axes[0, 0].set_ylabel("loss")
axes[1, 0].set_ylabel("global norm")
plt.show()

# %% [markdown] lang="en"
# **What to see.** Dotted in the upper row: loss 0.5, half the mean square of the numbers asked for, which a net gets
# that always answers 0. Red: the gradient jumps (below), one step throws the weights far away, and what had been
# learned is gone: the loss is back near the dotted line, and after 300 updates none of the runs has learned the task.
# Grey: half the rate makes the throws shorter, and some starts succeed. Blue: the rate of the red runs *with* clipping,
# and all three learn. Their gradients jump, too (norms are shown as they are before clipping, the limit is dashed), but
# no update is longer than rate times limit. Clipping does not remove the cause. It limits the damage that one bad
# update can do. Nor does it help against vanishing gradients: it never makes anything larger.

# %% [markdown] lang="zh"
# **看什么**：上排的点线是损失 0.5，即目标的均方值的一半，永远回答 0 的网络就是这个水平。红线：梯度一跳（下排），一步就
# 把权重甩出很远，学到的东西全没了，损失又回到点线附近；300 次更新之后，没有一次学会。灰线：学习率减半，甩得近一些，有的
# 起点能学会。蓝线：学习率与红线相同，**加上**裁剪，三次都学会了。它们的梯度同样会跳（图中是裁剪前的范数，虚线是上限），
# 但每次更新的长度不超过学习率乘以上限。裁剪并不消除原因，它只限制一次糟糕的更新所能造成的破坏。对梯度消失它也无能为力：
# 它从不把任何东西变大。

# %% [markdown] lang="en"
# ## 7. Cutting time into chunks
#
# BPTT has to keep all states until the gradient comes by, and no weight can move before the last step has been read.
# For a text of a million letters that is no way to train. **Truncated BPTT** cuts the sequence into chunks of a few
# steps, and sends gradients back within each chunk only:
#
# ![Two chunks of three steps: the state crosses the border between them, the gradient does not](../figures/lab03_chunks.svg)
#
# The state still passes from chunk to chunk, so the *memory* reaches as far as before. But a chunk takes the state that
# it is handed as a **constant**, a plain number that came from nowhere. In Paddle this is `h.detach()`: same numbers,
# but the way back is cut. In NumPy there is nothing to cut. A gradient goes only where you send it.
#
# ### Question 8 · `truncated_bptt` (4 points, about 12 minutes)
#
# **Why.** This is how language models on long texts are trained (lab 10), and two mistakes are common. If the state is
# reset at each chunk, the memory is gone. If the gradient crosses the border, nothing has been saved.
#
# **Formula.** Chunk $k = 1, 2, \dots$ consists of `chunk` consecutive steps; the last one may be shorter. Write $L_k$
# for the loss of its steps, `readout_loss` of its states and targets. Starting from the given $h_0$, for each chunk in
# turn: run forward from the state in hand; compute $L_k$ and its gradients with respect to all five parameters, with
# the state at the start of the chunk held constant; hand the last state on to the next chunk. All chunks use the same
# `params`: nothing is updated in here.
#
# **Shapes.** `inputs` is `[batch, time, features]`, `targets` is `[batch, time, outputs]`, `h0` is `[batch, hidden]`;
# `chunk` is at least 1 and may be larger than `time`. Return the tuple `(losses, grads, h)`:
#
# - `losses`: a list of floats, $L_1, L_2, \dots$, one for each chunk;
# - `grads`: a list of dicts, one for each chunk, each with the gradients of `W_xh`, `W_hh`, `b_h`, `W_hq` and `b_q` for
#   *this chunk's* loss;
# - `h`: the state after the last step, `[batch, hidden]`, so that a caller with more text can go on from there.

# %% [markdown] lang="zh"
# ## 7. 把时间切成段
#
# BPTT 必须把所有状态都留着，直到梯度传回来；最后一步读完之前，一个权重也不能动。要是文本有一百万个字，这样就没法训练
# 了。**截断的随时间反向传播**（truncated BPTT）把序列切成段，每段只有若干步，梯度只在各段之内往回传：
#
# ![两段，每段三步：状态越过边界，梯度不越过](../figures/zh/lab03_chunks.svg)
#
# 状态仍然一段一段地传下去，所以**记忆**能到达的范围和以前一样远。但每一段都把交到手里的状态当作**常数**，当作凭空得到的
# 数。在飞桨里就是 `h.detach()`：数值相同，但往回的路切断了。在 NumPy 里没有什么可切的：你把梯度送到哪里，它就到哪里。
#
# ### 第 8 题 · `truncated_bptt`（4 分，约 12 分钟）
#
# **为什么**：在长文本上训练语言模型就是这样做的（实验 10），常见的错误有两个：每段开头把状态清零，记忆就没了；让梯度越
# 过边界，就什么也没省下。
#
# **公式**：第 $k$ 段（$k = 1, 2, \dots$）由连续的 `chunk` 步组成，最后一段可以短一些。记这一段的损失为 $L_k$，即对这一
# 段的状态和目标计算 `readout_loss`。从给定的 $h_0$ 出发，对每一段依次：从手里的状态出发做前向计算；算出 $L_k$，以及它对
# 全部五个参数的梯度，其中段首的状态视为常数；把最后一个状态交给下一段。各段用的是同一组 `params`：这里面不做更新。
#
# **形状**：`inputs` 是 `[batch, time, features]`，`targets` 是 `[batch, time, outputs]`，`h0` 是 `[batch, hidden]`；
# `chunk` 不小于 1，可以大于 `time`。返回元组 `(losses, grads, h)`：
#
# - `losses`：浮点数的列表 $L_1, L_2, \dots$，每段一个；
# - `grads`：字典的列表，每段一个，内容是**这一段的**损失对 `W_xh`、`W_hh`、`b_h`、`W_hq` 和 `b_q` 的梯度；
# - `h`：最后一步之后的状态 `[batch, hidden]`，调用者如果还有后文，可以从这里接着往下走。

# %% [markdown] lang="en" hints="truncated_bptt"
# 1. A loop over the chunks. In it stand three calls that you have seen in the cells above, with slices of `inputs` and
#    `targets`, and then the state is handed on.
# 2. `for start in range(0, time, chunk)`: the slice `inputs[:, start : start + chunk]` is short by itself at the end.
#    `rnn_forward` gives its states, `readout_loss` the loss and two gradients, `rnn_backward` three more.
# 3. In the loop: `outputs = rnn_forward(part, h, params)`; `loss, d_outputs, readout_grads = readout_loss(...)`; then
#    `_, _, cell_grads = rnn_backward(d_outputs, part, h, outputs, params)`, where the gradient of the starting state is
#    not used. Append `loss` and `{**cell_grads, **readout_grads}`, and set `h = outputs[:, -1]`.

# %% [markdown] lang="zh" hints="truncated_bptt"
# 1. 对各段循环。循环里是三次调用，上面的单元格里都出现过，只是换成 `inputs` 和 `targets` 的切片；然后把状态交下去。
# 2. `for start in range(0, time, chunk)`：切片 `inputs[:, start : start + chunk]` 到末尾会自动变短。`rnn_forward` 给出
#    这一段的状态，`readout_loss` 给出损失和两个梯度，`rnn_backward` 再给出三个。
# 3. 循环里：`outputs = rnn_forward(part, h, params)`；`loss, d_outputs, readout_grads = readout_loss(...)`；然后
#    `_, _, cell_grads = rnn_backward(d_outputs, part, h, outputs, params)`，段首状态的梯度不用。把 `loss` 和
#    `{**cell_grads, **readout_grads}` 加进列表，再令 `h = outputs[:, -1]`。


# %% question="truncated_bptt" points=4 minutes=12 uses=["rnn_backward"]
def truncated_bptt(inputs, h0, targets, params, chunk):
    """Return loss and gradients chunk by chunk; the state passes from chunk to chunk, the gradient does not.

    Args:
        inputs: [batch, time, features].
        h0: state before the first step, [batch, hidden].
        targets: [batch, time, outputs].
        params: dict with all five parameters; the same for all chunks.
        chunk: number of steps in a chunk, at least 1; the last chunk may be shorter.

    Returns:
        (losses, grads, h): a list with the loss of each chunk, a list with a dict of five gradients for each chunk, and
        the state after the last step, [batch, hidden].

    Example (5 steps in chunks of 2):
        >>> losses, grads, h = truncated_bptt(inputs, h0, targets, params, chunk=2)
        >>> len(losses), len(grads), sorted(grads[0]), h.shape == h0.shape
        (3, 3, ['W_hh', 'W_hq', 'W_xh', 'b_h', 'b_q'], True)
    """
    ### BEGIN SOLUTION for each chunk run forward, take loss and gradients within the chunk, and hand the state on
    h, losses, grads = h0, [], []
    for start in range(0, inputs.shape[1], chunk):
        part = inputs[:, start : start + chunk]
        outputs = rnn_forward(part, h, params)
        loss, d_outputs, readout_grads = readout_loss(outputs, targets[:, start : start + chunk], params)
        _, _, cell_grads = rnn_backward(d_outputs, part, h, outputs, params)
        losses.append(loss)
        grads.append({**cell_grads, **readout_grads})
        h = outputs[:, -1]
    return losses, grads, h
    ### END SOLUTION


# %% [markdown] lang="en"
# Paddle is the witness once more: the function `autograd` of section 4 detaches the state at the borders.

# %% [markdown] lang="zh"
# 再请飞桨作证：第 4 节的函数 `autograd` 会在边界处用 `detach` 切断状态。

# %%
losses, chunk_grads, _ = truncated_bptt(inputs, h0, targets, params, chunk=2)
witness = autograd(inputs, h0, targets, params, chunk=2)
for k in range(len(losses)):
    gap = max(np.abs(chunk_grads[k][name] - witness[k][name]).max() for name in params)
    print(f"chunk {k + 1}: loss {losses[k]:.4f}, largest difference from Paddle {gap:.0e}")
    assert gap < 1e-8

# %% [markdown] lang="en"
# ### What the cut costs
#
# The gradients of all chunks added up are not the gradient of the whole sequence: every way that leads from a loss back
# across a border is missing. How much is that? It depends on what such a way would have carried. The next cell compares
# both, for chunks of 1 to 48 steps. The targets ask for the input of three steps ago.

# %% [markdown] lang="zh"
# ### 切断的代价
#
# 各段的梯度加起来，并不等于整条序列的梯度：从损失出发往回越过边界的路，全都不见了。缺了多少？要看那些路本来会带来多少。
# 下一个单元格对长度从 1 到 48 的段作比较。目标是三步之前的输入。

# %%
rng = np.random.default_rng(5)
stream = rng.standard_normal((8, 48, 1))
delayed = np.concatenate([np.zeros((8, 3, 1)), stream[:, :-3]], axis=1)  # the input of three steps ago
chunks = [1, 2, 3, 4, 6, 8, 12, 16, 24, 48]
figure, axis = plt.subplots(figsize=(5.4, 3), layout="constrained")
for radius, color in RADII.items():
    net = random_params(rng, 1, 16, 1, scale=0.3)
    net["W_hh"] *= radius / spectral_radius(net["W_hh"])
    start = np.zeros((8, 16))
    whole = truncated_bptt(stream, start, delayed, net, chunk=48)[1][0]["W_hh"]
    errors = []
    for chunk in chunks:
        parts = truncated_bptt(stream, start, delayed, net, chunk)[1]
        errors.append(relative_error(sum(part["W_hh"] for part in parts), whole))
    print(f"radius {radius}: " + ", ".join(f"{chunk}: {error:.3f}" for chunk, error in zip(chunks, errors, strict=True)))
    axis.plot(chunks, errors, "o-", color=color, markersize=4, label=rf"$\rho$ = {radius}")
axis.set_xscale("log")
axis.set_xticks(chunks, chunks)
axis.minorticks_off()
axis.set_xlabel("steps in a chunk")
axis.set_ylabel(r"relative error of $\partial L\,/\,\partial W_{hh}$")
axis.legend()
plt.show()

# %% [markdown] lang="en"
# **What to see.** With one chunk for everything, nothing is missing. The shorter the chunks, the more is lost, and with
# chunks of a single step the relative error is between 0.27 and 0.60. Blue loses least: where gradients vanish after a
# few steps anyway, little would have come across the borders. Red needs the longest chunks.
#
# ## 8. Summary
#
# - **Test first.** A central difference knows nothing of your formula. Agreement to a relative error below $10^{-7}$ is
#   proof enough.
# - **Two rules** give every gradient: along a way rates multiply, and several ways are added.
# - **One step back**: $\delta = g \odot (1 - h_t^2)$, then $\delta W_{hh}^\top$ for the state, $\delta W_{xh}^\top$ for
#   the input, $h_{t-1}^\top \delta$ and $x_t^\top \delta$ for the weights, the sum over the batch for the bias.
# - **BPTT** goes from the last step to the first. The gradients of a state's two ways are added, and so are those of a
#   parameter's $T$ uses.
# - Gradients **vanish or explode** by the repeated product of $\operatorname{diag}(1 - h_t^2)\, W_{hh}^\top$. tanh
#   takes part by its slope, which is at most 1; its range is not the cause.
# - **Clipping by the global norm** keeps the direction, leaves small gradients alone, and tames explosions. It does
#   nothing for vanishing.
# - **Truncated BPTT** hands the state on and stops the gradient.
#
# ## Go further
#
# 1. **One unit only.** Take one hidden unit with $W_{hh} = 1.5$ and no input, start at $h_0 = 0.001$, and plot the
#    factor $1.5\,(1 - h_t^2)$ of each step over 30 steps. Why can it not stay above 1? Why can it with several units?
# 2. **Radius 0 that grows.** The matrix `[[4, 4], [-4, -4]]` has spectral radius 0, and its square is zero. Multiply it
#    by $\operatorname{diag}(1, 0.5)$, as slopes would, and compute the spectral radius again. What does this say about
#    rule of thumb and promise?
# 3. **Keep the length.** `np.linalg.qr(rng.standard_normal((32, 32)))[0]` is an orthogonal matrix: all its singular
#    values are 1. Take it for `W` in section 5. What changes in the three panels?
# 4. **Another slope.** Derive `rnn_step_backward` for $h = \max(0, a)$ (ReLU) in the place of tanh, and test it. What
#    does $\delta$ become? What about vanishing and exploding?
# 5. **Clip by value.** Write it, and plot the angle between a gradient and its clipped version against the limit, for
#    both ways of clipping.
# 6. **An LSTM next.** In lab 5 the state is *added to* rather than multiplied. Guess from section 5 what that does to
#    the product.

# %% [markdown] lang="zh"
# **看什么**：只有一段时，什么也没少。段越短，损失越多；每段只有一步时，相对误差在 0.27 到 0.60 之间。蓝线损失最小：梯度
# 反正几步之内就消失了，本来也没有多少会越过边界。红线需要的段最长。
#
# ## 8. 小结
#
# - **先检验。** 中心差分对你的公式一无所知。相对误差小于 $10^{-7}$，就足以证明算对了。
# - **两条规则**给出所有的梯度：沿一条路，变化率相乘；有几条路，就相加。
# - **往回一步**：$\delta = g \odot (1 - h_t^2)$；然后 $\delta W_{hh}^\top$ 给状态，$\delta W_{xh}^\top$ 给输入，
#   $h_{t-1}^\top \delta$ 和 $x_t^\top \delta$ 给权重，对批次求和给偏置。
# - **BPTT** 从最后一步走到第一步。一个状态的两条路相加，一个参数的 $T$ 次使用也相加。
# - 梯度**消失或爆炸**，都是 $\operatorname{diag}(1 - h_t^2)\, W_{hh}^\top$ 连乘的结果。tanh 靠斜率起作用，斜率最大为
#   1；它的取值范围不是原因。
# - **按全局范数裁剪**保持方向不变，不动小的梯度，能驯服爆炸，但对梯度消失毫无作用。
# - **截断的 BPTT** 把状态交下去，把梯度拦下来。
#
# ## 拓展练习
#
# 1. **只有一个单元。** 取一个隐藏单元，$W_{hh} = 1.5$，没有输入，从 $h_0 = 0.001$ 出发，画出 30 步里每一步的倍数
#    $1.5\,(1 - h_t^2)$。为什么它不能一直大于 1？为什么有多个单元时就可以？
# 2. **谱半径为 0 却会增长。** 矩阵 `[[4, 4], [-4, -4]]` 的谱半径为 0，它的平方是零矩阵。像乘以斜率那样，把它乘以
#    $\operatorname{diag}(1, 0.5)$，再算一次谱半径。对“经验法则”与“保证”的区别，这说明了什么？
# 3. **保持长度。** `np.linalg.qr(rng.standard_normal((32, 32)))[0]` 是正交矩阵，它的奇异值全都是 1。用它代替第 5 节的
#    `W`，三幅图会有什么变化？
# 4. **另一种斜率。** 把 tanh 换成 $h = \max(0, a)$（ReLU），推导相应的 `rnn_step_backward` 并检验。$\delta$ 变成什么？
#    梯度还会消失、爆炸吗？
# 5. **按值裁剪。** 写出来，对两种裁剪方式分别画出：梯度与裁剪后的梯度之间的夹角，如何随上限变化。
# 6. **下一站是 LSTM。** 在实验 5 里，状态是**加**上去的，而不是乘上去的。根据第 5 节猜一猜，这对那个连乘有什么影响。
