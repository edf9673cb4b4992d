# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lab:
#     title:
#       en: "The GRU: two gates"
#       zh: 门控循环单元 GRU：两个门
#     minutes: 90
#     limits:
#       seconds: 10
#       memory_mb: 1024
# ---

# %% [markdown] lang="en"
# # Lab 6 — The GRU: two gates
#
# The LSTM of lab 5 remembers for a long time. It pays for that with three gates, two states, and fourteen tensors of
# parameters. Can it be had for less? The **gated recurrent unit** (GRU) makes do with two gates, one state, and
# eleven tensors, and on many tasks it does as well.
#
# It is also the cell that is most often written down wrongly. There are two ways to define its update gate, opposite
# to each other, and two places for its reset gate, both in use. A formula from one text with weights from another
# runs without any error, and is wrong. In this lab you write all of these variants, and learn to tell them apart by
# numbers.
#
# **After this lab you can**
#
# - compute one step of a GRU by hand, and say what each of its two gates decides;
# - tell the two places of the reset gate apart, and say when they make no difference;
# - turn a cell whose z keeps the old state into one whose z replaces it, without training anything again;
# - fill `nn.GRU` with your own weights, and say why one of its biases must stay zero then;
# - count parameters: plain RNN, GRU and LSTM are as 1 : 3 : 4.
#
# **You need** lab 2 (the cell, the loop over time steps, Paddle's layer) and lab 5 (gates, candidate).
#
# **Time**: about 90 minutes for nine questions, 30 points. Running all cells of the finished notebook takes under 15
# seconds on two CPU cores.
#
# **How to work.** A function that ends in `raise NotImplementedError(...)` is yours to write: put your code in the
# place of that line, run the cell, then run the `check(...)` cell below it. If you are stuck, run
# `hint("name_of_the_function")` in a new cell; each run gives one hint more, three in all. Go from top to bottom:
# later questions call the functions of earlier ones.

# %% [markdown] lang="zh"
# # 实验 6：门控循环单元 GRU：两个门
#
# 实验 5 的 LSTM 能记很久，代价是三个门、两个状态、十四个参数张量。能不能省一点？**门控循环单元**（gated recurrent unit，
# GRU）只用两个门、一个状态、十一个张量，在许多任务上效果并不逊色。
#
# 它也是最容易写错的循环单元。更新门有两种正好相反的定义，重置门有两个不同的位置，而且都有人用。拿一处的公式配另一处的权重，
# 程序照样运行，不报任何错误，结果却是错的。在本实验中，你将把这些变体都写出来，并学会用数值把它们区分开。
#
# **学完本实验，你能够**
#
# - 手算 GRU 的一个时间步，并说清楚两个门各自决定什么；
# - 分清重置门的两个位置，并说出什么情况下两者没有区别；
# - 把“z 保留旧状态”的单元改成“z 换上新状态”的单元，而不必重新训练；
# - 把自己的权重填进 `nn.GRU`，并说明它的哪一段偏置必须是零；
# - 数清参数：普通 RNN、GRU、LSTM 的参数量之比是 1 : 3 : 4。
#
# **预备知识**：实验 2（循环单元、沿时间步的循环、飞桨的层）和实验 5（门、候选状态）。
#
# **时间**：约 90 分钟，共 9 题 30 分。写完之后从头到尾运行一遍，在两个 CPU 核上不到 15 秒。
#
# **怎么做**：凡是以 `raise NotImplementedError(...)` 结尾的函数都由你来写。用你的代码替换这一行，运行这个单元格，
# 再运行它下面的 `check(...)`。卡住了就新建一个单元格，运行 `hint("函数名")`；每运行一次多给一条提示，一共三条。请从上往下做：
# 后面的题目会调用前面写好的函数。

# %% given=true
import warnings

warnings.filterwarnings("ignore", message="No ccache found")  # Paddle's note to people who compile C++

import paddle
import paddle.nn.functional as F
from paddle import nn

from autograder import check, hint


def rnn_step(x, h, params):
    """Return the next state of the plain recurrent cell, [batch, hidden]. (From lab 2.)"""
    return paddle.tanh(x @ params["W_xh"] + h @ params["W_hh"] + params["b_h"])


def readout(h, params):
    """Return the logits of states [..., hidden] as [..., outputs]. (From lab 2.)"""
    return h @ params["W_hq"] + params["b_q"]


# %%
import matplotlib.pyplot as plt

plt.rcParams.update({"figure.dpi": 90, "font.size": 9, "axes.titlesize": 10})


def largest_difference(a, b):
    """Return the largest absolute difference between two tensors of the same shape."""
    return (a - b).abs().max().item()


# %% [markdown] lang="en"
# ## 1. From three gates to two
#
# **A reminder of lab 5.** A **gate** is a vector of numbers between 0 and 1, one for each hidden unit, that is
# multiplied into another vector number by number (the Hadamard product $\odot$, in code `*`, in the figure ×): 0 lets
# nothing through, 1 lets everything through. It is made from the input and the old state by a **sigmoid**,
# $\sigma(a) = 1 / (1 + e^{-a})$. The **candidate** is what would be written into memory if the gates allowed it; lab
# 5 called it $g$, here it is $\tilde h$, since it becomes a part of $h$.
#
# The LSTM has a forget gate that decides what is kept, an input gate that decides what is added, and an output gate
# that decides what is shown. The GRU differs from it in three places:
#
# - **One state.** There is no hidden cell state behind the hidden state; $h_t$ is memory and output in one, and the
#   output gate is gone.
# - **One gate for keeping and writing.** What is not kept is replaced. The **update gate** $z_t$ is the share that is
#   kept, and $1 - z_t$ the share that is written.
# - **A reset gate** $r_t$, which decides how much of the old state the candidate gets to see.
#
# ![The GRU cell: z mixes old state and candidate, r acts on the old state's part of the candidate](../figures/lab06_cell.svg)
#
# Follow the orange line along the top: if $z_t = 1$, the state passes from left to right untouched. That is the way
# by which a GRU remembers.
#
# **Five rules hold for all questions of this lab.** Each function
#
# 1. works for every size of at least 1, also for one sequence, one time step, one feature or one hidden unit;
# 2. takes and returns Paddle tensors, batch first (question 9 is about plain numbers);
# 3. leaves its arguments as they are: it does not write into tensors, and does not change a dict that it was given;
# 4. in questions 3 to 6, computes with Paddle operations all the way, so that gradients reach every argument;
# 5. in questions 3 to 7, computes in the precision of its arguments: float64 tensors give a float64 result.

# %% [markdown] lang="zh"
# ## 1. 从三个门到两个门
#
# **实验 5 回顾**：**门**是一个向量，每个隐藏单元对应 0 到 1 之间的一个数，它与另一个向量按元素相乘（Hadamard 积，
# 公式里写作 $\odot$，代码里写作 `*`，图中画作 ×）：0 什么都不放过，1 全部放过。门由输入和旧状态经过 **sigmoid** 得到，
# $\sigma(a) = 1 / (1 + e^{-a})$。**候选状态**（candidate）是门允许时将要写进记忆的内容；实验 5 把它记作 $g$，
# 这里记作 $\tilde h$，因为它会成为 $h$ 的一部分。
#
# LSTM 用遗忘门决定保留什么，用输入门决定加进什么，用输出门决定亮出什么。GRU 与它有三处不同：
#
# - **只有一个状态。** 隐藏状态背后不再另有细胞状态；$h_t$ 既是记忆，也是输出，输出门也就没有了。
# - **保留和写入共用一个门。** 不保留的部分就换成新的。**更新门**（update gate）$z_t$ 是保留的比例，$1 - z_t$ 是写入的比例。
# - **多了一个重置门**（reset gate）$r_t$，它决定候选状态能看到多少旧状态。
#
# ![GRU 单元：z 把旧状态与候选状态混合起来，r 作用在候选状态中来自旧状态的那一项上](../figures/zh/lab06_cell.svg)
#
# 顺着最上面的橙色线看：如果 $z_t = 1$，状态就原封不动地从左边走到右边。GRU 正是靠这条路记住东西的。
#
# **本实验所有题目共同遵守五条规则。** 每个函数都要
#
# 1. 对任何不小于 1 的尺寸都成立，包括只有一条序列、一个时间步、一个特征或一个隐藏单元的情形；
# 2. 接收并返回飞桨张量，批次放在最前面的轴（第 9 题算的是普通的数）；
# 3. 不改动传进来的参数：既不往张量里写，也不改动传进来的字典；
# 4. 在第 3 至第 6 题中，从头到尾都用飞桨的运算，让梯度能传到每个参数；
# 5. 在第 3 至第 7 题中，按参数的精度计算：传入 float64 张量，结果也是 float64。

# %% [markdown] lang="en"
# ## 2. Eleven tensors
#
# Each gate, and the candidate, has weights and a bias of its own. Two more tensors make an answer of the state, as in
# lab 2:
#
# | | from the input, `[features, hidden]` | from the old state, `[hidden, hidden]` | bias, `[hidden]` |
# | --- | --- | --- | --- |
# | update gate $z$ | `W_xz` | `W_hz` | `b_z` |
# | reset gate $r$ | `W_xr` | `W_hr` | `b_r` |
# | candidate $\tilde h$ | `W_xh` | `W_hh` | `b_h` |
#
# and for the readout `W_hq` `[hidden, outputs]` and `b_q` `[outputs]`. The candidate's tensors have the names that
# the plain cell's had: they do the same work.
#
# ### Question 1 · `init_gru_params` (4 points, about 8 minutes)
#
# **Why.** As in lab 2: weights start small and random, so that the hidden units differ, and biases at zero. Small
# weights and zero biases have one more effect here: every gate starts near $\sigma(0) = 0.5$, half open.
#
# **Formula.** Each entry of the seven matrices is drawn by itself, each time the function is called:
#
# $$W_{\cdot\cdot} \sim \mathcal N(0,\ 0.01^2), \qquad b_z = b_r = b_h = 0, \quad b_q = 0,$$
#
# that is with mean 0 and **standard deviation 0.01**. Set no fixed seed inside the function.
#
# **Shapes.** As in the table. Return a plain `dict` with exactly these eleven names, in which every value is a Paddle
# tensor of its own that can be trained (`stop_gradient` is `False`).

# %% [markdown] lang="zh"
# ## 2. 十一个张量
#
# 每个门和候选状态都有自己的权重和偏置。另有两个张量像实验 2 那样，由状态得到答案：
#
# | | 来自输入，`[features, hidden]` | 来自旧状态，`[hidden, hidden]` | 偏置，`[hidden]` |
# | --- | --- | --- | --- |
# | 更新门 $z$ | `W_xz` | `W_hz` | `b_z` |
# | 重置门 $r$ | `W_xr` | `W_hr` | `b_r` |
# | 候选状态 $\tilde h$ | `W_xh` | `W_hh` | `b_h` |
#
# 还有读出用的 `W_hq` `[hidden, outputs]` 和 `b_q` `[outputs]`。候选状态的三个张量沿用了普通循环单元的名称，
# 因为它们做的是同样的事。
#
# ### 第 1 题 · `init_gru_params`（4 分，约 8 分钟）
#
# **为什么**：与实验 2 相同：权重从小的随机数开始，好让各个隐藏单元有所不同；偏置从零开始。在这里，小权重和零偏置还有一个效果：
# 每个门一开始都在 $\sigma(0) = 0.5$ 附近，半开半闭。
#
# **公式**：每次调用函数时，七个矩阵的每个元素都各自独立地抽取：
#
# $$W_{\cdot\cdot} \sim \mathcal N(0,\ 0.01^2), \qquad b_z = b_r = b_h = 0, \quad b_q = 0,$$
#
# 也就是均值为 0，**标准差为 0.01**。不要在函数里固定随机种子。
#
# **形状**：见上表。返回一个普通的 `dict`，恰好包含这十一个名称，每个值都是一个单独的、
# 可以训练的飞桨张量（`stop_gradient` 为 `False`）。

# %% [markdown] lang="en" hints="init_gru_params"
# 1. Three times the same triple of shapes, then the readout. A loop over the letters z, r, h saves writing.
# 2. `paddle.randn(shape) * 0.01` makes the weights, `paddle.zeros(shape)` the biases. In a loop over `"zrh"`, the
#    names are `f"W_x{g}"`, `f"W_h{g}"` and `f"b_{g}"`.
# 3. Fill the dict in the loop, add `W_hq` and `b_q` after it, then go through `params.values()` and set
#    `stop_gradient = False` on each; return the dict.

# %% [markdown] lang="zh" hints="init_gru_params"
# 1. 同样的三个形状重复三遍，再加上读出。对字母 z、r、h 循环可以少写很多。
# 2. 权重用 `paddle.randn(shape) * 0.01`，偏置用 `paddle.zeros(shape)`。对 `"zrh"` 循环时，名称是 `f"W_x{g}"`、
#    `f"W_h{g}"` 和 `f"b_{g}"`。
# 3. 在循环里填字典，循环之后加上 `W_hq` 和 `b_q`，再遍历 `params.values()`，把每个张量的 `stop_gradient` 设为 `False`，
#    最后返回字典。


# %% question="init_gru_params" points=4 minutes=8
def init_gru_params(features, hidden, outputs):
    """Return the starting parameters of a GRU cell and its readout.

    Args:
        features: length of one input vector.
        hidden: number of hidden units.
        outputs: length of one answer.

    Returns:
        dict of eleven trainable Paddle tensors: for each g in z, r, h the weights W_xg [features, hidden] and
        W_hg [hidden, hidden] and the bias b_g [hidden]; then W_hq [hidden, outputs] and b_q [outputs].
        Weights are drawn from N(0, 0.01^2), biases are zero.

    Example:
        >>> params = init_gru_params(features=4, hidden=6, outputs=2)
        >>> len(params), list(params["W_xz"].shape), list(params["W_hr"].shape), params["b_h"].stop_gradient
        (11, [4, 6], [6, 6], False)
    """
    ### BEGIN SOLUTION make seven small random matrices and four zero biases, all trainable
    params = {}
    for g in "zrh":
        params[f"W_x{g}"] = paddle.randn([features, hidden]) * 0.01
        params[f"W_h{g}"] = paddle.randn([hidden, hidden]) * 0.01
        params[f"b_{g}"] = paddle.zeros([hidden])
    params["W_hq"] = paddle.randn([hidden, outputs]) * 0.01
    params["b_q"] = paddle.zeros([outputs])
    for tensor in params.values():
        tensor.stop_gradient = False
    return params
    ### END SOLUTION


# %% [markdown] lang="en"
# ### Question 2 · `init_gru_state` (1 point, about 2 minutes)
#
# **Why.** An LSTM starts from two states. A GRU has only one, and before the first step it knows nothing.
#
# **Formula and shape.** $h_0 = 0$, one tensor of shape `[batch, hidden]`. (It is no parameter, so it need not be
# trainable.)

# %% [markdown] lang="zh"
# ### 第 2 题 · `init_gru_state`（1 分，约 2 分钟）
#
# **为什么**：LSTM 从两个状态出发。GRU 只有一个状态，第一步之前它一无所知。
#
# **公式与形状**：$h_0 = 0$，一个形状为 `[batch, hidden]` 的张量。（它不是参数，不必可训练。）

# %% [markdown] lang="en" hints="init_gru_state"
# 1. It is the state of lab 2's cell once more.
# 2. One row for each sequence, one column for each hidden unit, all zero.
# 3. Return `paddle.zeros(...)` with the list of the two sizes, batch first.

# %% [markdown] lang="zh" hints="init_gru_state"
# 1. 和实验 2 那个单元的状态一样。
# 2. 每条序列一行，每个隐藏单元一列，全是零。
# 3. 返回 `paddle.zeros(...)`，括号里是由两个尺寸组成的列表，批次在前。


# %% question="init_gru_state" points=1 minutes=2
def init_gru_state(batch, hidden):
    """Return the hidden state before the first step: zeros, `[batch, hidden]`.

    Example:
        >>> list(init_gru_state(batch=3, hidden=6).shape)
        [3, 6]
    """
    ### BEGIN SOLUTION make a row of zeros for each sequence
    return paddle.zeros([batch, hidden])
    ### END SOLUTION


# %% [markdown] lang="en"
# ## 3. The two gates
#
# ### Question 3 · `gru_gates` (4 points, about 8 minutes)
#
# **Why.** Both gates look at the same two things, this step's input and the old state. But they answer different
# questions, so each has weights of its own. Some articles let $z$ and $r$ share their weights; then they are the same
# numbers, and there is only one gate.
#
# **Formula.**
#
# $$r_t = \sigma\left(x_t W_{xr} + h_{t-1} W_{hr} + b_r\right), \qquad z_t = \sigma\left(x_t W_{xz} + h_{t-1} W_{hz} + b_z\right)$$
#
# Use `F.sigmoid`, which is right for large numbers of both signs, too.
#
# **Shapes.** `x` is `[batch, features]`, `h` is `[batch, hidden]`. Return the tuple `(r, z)`, in this order, each
# `[batch, hidden]`: every sequence and every hidden unit has gate values of its own. `params` is a dict as in
# question 1, of which the six tensors of the two gates are used here.

# %% [markdown] lang="zh"
# ## 3. 两个门
#
# ### 第 3 题 · `gru_gates`（4 分，约 8 分钟）
#
# **为什么**：两个门看的是同样两样东西：这一步的输入和旧状态。但它们回答的问题不同，所以各有各的权重。
# 有些文章让 $z$ 和 $r$ 共用权重，那样两个门的数值完全相同，实际上只剩一个门。
#
# **公式**：
#
# $$r_t = \sigma\left(x_t W_{xr} + h_{t-1} W_{hr} + b_r\right), \qquad z_t = \sigma\left(x_t W_{xz} + h_{t-1} W_{hz} + b_z\right)$$
#
# 请用 `F.sigmoid`，无论正负，数很大时它也是对的。
#
# **形状**：`x` 为 `[batch, features]`，`h` 为 `[batch, hidden]`。按这个顺序返回元组 `(r, z)`，两者都是 `[batch, hidden]`：
# 每条序列、每个隐藏单元都有自己的门值。`params` 是第 1 题那样的字典，这里用到其中两个门的六个张量。

# %% [markdown] lang="en" hints="gru_gates"
# 1. Each gate is a step of the plain cell, with other weights, and with a sigmoid in the place of tanh.
# 2. The names end in r for the reset gate and in z for the update gate. Sum three terms, then squash.
# 3. `r = F.sigmoid(x @ params["W_xr"] + h @ params["W_hr"] + params["b_r"])`; the same for `z`; return `r, z`.

# %% [markdown] lang="zh" hints="gru_gates"
# 1. 每个门就像普通循环单元走一步，只是换了权重，并且把 tanh 换成 sigmoid。
# 2. 重置门的名称以 r 结尾，更新门的以 z 结尾。三项相加，再压缩。
# 3. `r = F.sigmoid(x @ params["W_xr"] + h @ params["W_hr"] + params["b_r"])`；`z` 同理；返回 `r, z`。


# %% question="gru_gates" points=4 minutes=8
def gru_gates(x, h, params):
    """Return how far the two gates are open at this step.

    Args:
        x: input of this step, [batch, features].
        h: hidden state before this step, [batch, hidden].
        params: dict with W_xr, W_xz [features, hidden], W_hr, W_hz [hidden, hidden], b_r, b_z [hidden]
            (and more, not used).

    Returns:
        (r, z): reset gate and update gate, each [batch, hidden], between 0 and 1.

    Example (one sequence, one feature, one hidden unit):
        >>> params = {"W_xr": [[2.0]], "W_hr": [[0.0]], "b_r": [0.0], "W_xz": [[0.0]], "W_hz": [[2.0]], "b_z": [0.0]}
        >>> params = {name: paddle.to_tensor(value) for name, value in params.items()}
        >>> r, z = gru_gates(paddle.to_tensor([[1.0]]), paddle.to_tensor([[-1.0]]), params)
        >>> r.item(), z.item()  # sigmoid(2) and sigmoid(-2)
        (0.8807..., 0.1192...)
    """
    ### BEGIN SOLUTION compute both gates, each with its own weights and bias
    r = F.sigmoid(x @ params["W_xr"] + h @ params["W_hr"] + params["b_r"])
    z = F.sigmoid(x @ params["W_xz"] + h @ params["W_hz"] + params["b_z"])
    return r, z
    ### END SOLUTION


# %% [markdown] lang="en"
# ## 4. One step
#
# ### Question 4 · `gru_step` (6 points, about 12 minutes)
#
# **Why.** This is the form that Paddle, PyTorch and NVIDIA's cuDNN library compute. Everything else in this lab is
# measured against it.
#
# **Formula.** With the gates of question 3, first the candidate, then the mixture:
#
# $$\tilde h_t = \tanh\left(x_t W_{xh} + r_t \odot (h_{t-1} W_{hh}) + b_h\right)$$
# $$h_t = z_t \odot h_{t-1} + (1 - z_t) \odot \tilde h_t$$
#
# Look closely at three things:
#
# - **Reset comes after the product.** First $h_{t-1} W_{hh}$, then times $r_t$.
# - **The reset touches one term only.** The input's term and the bias $b_h$ stand outside; even with $r_t = 0$ they
#   go into the candidate in full. (With eleven tensors the candidate has a single bias. It could stand inside the
#   bracket, too; in this lab it stands outside. Section 8 shows what Paddle does.)
# - **z keeps.** $z_t$ multiplies the *old* state. Unit by unit, the new state lies somewhere between the old state
#   and the candidate.
#
# **Shapes.** `x` is `[batch, features]`; `h`, both gates, the candidate and the result are `[batch, hidden]`.

# %% [markdown] lang="zh"
# ## 4. 走一步
#
# ### 第 4 题 · `gru_step`（6 分，约 12 分钟）
#
# **为什么**：飞桨、PyTorch 和英伟达的 cuDNN 库算的都是这种形式。本实验的其余内容都以它为准。
#
# **公式**：用第 3 题的两个门，先算候选状态，再混合：
#
# $$\tilde h_t = \tanh\left(x_t W_{xh} + r_t \odot (h_{t-1} W_{hh}) + b_h\right)$$
# $$h_t = z_t \odot h_{t-1} + (1 - z_t) \odot \tilde h_t$$
#
# 有三点要看仔细：
#
# - **先相乘，后重置。** 先算矩阵乘积 $h_{t-1} W_{hh}$，再乘以 $r_t$。
# - **重置只作用于一项。** 输入项和偏置 $b_h$ 都在外面；即使 $r_t = 0$，它们也完整地进入候选状态。（十一个张量里，
#   候选状态只有一个偏置。它也可以放在括号里面；本实验放在外面。飞桨怎么做，第 8 节会讲。）
# - **z 是保留的比例。** $z_t$ 乘的是**旧**状态。对每个单元来说，新状态都落在旧状态与候选状态之间。
#
# **形状**：`x` 为 `[batch, features]`；`h`、两个门、候选状态和结果都是 `[batch, hidden]`。

# %% [markdown] lang="en" hints="gru_step"
# 1. Three lines are enough: the gates, the candidate, the mixture. Go through the figure from left to right.
# 2. `@` is the matrix product, `*` multiplies number by number. In the candidate, `r` multiplies nothing but the
#    product of `h` and `W_hh`.
# 3. `r, z = gru_gates(x, h, params)`; then `candidate = paddle.tanh(x @ params["W_xh"] + r * (...) + params["b_h"])`;
#    return `z` times the old state plus `(1 - z)` times the candidate.

# %% [markdown] lang="zh" hints="gru_step"
# 1. 三行就够：门、候选状态、混合。顺着图从左往右看。
# 2. `@` 是矩阵乘积，`*` 是按元素相乘。在候选状态里，`r` 只乘 `h` 与 `W_hh` 的乘积，别的都不乘。
# 3. `r, z = gru_gates(x, h, params)`；然后 `candidate = paddle.tanh(x @ params["W_xh"] + r * (...) + params["b_h"])`；
#    返回 `z` 乘旧状态，加上 `(1 - z)` 乘候选状态。


# %% question="gru_step" points=6 minutes=12 uses=["gru_gates"]
def gru_step(x, h, params):
    """Return the hidden state after one more step; the reset comes after the product, and z keeps.

    Args:
        x: input of this step, [batch, features].
        h: hidden state before this step, [batch, hidden].
        params: dict with W_xz, W_xr, W_xh [features, hidden], W_hz, W_hr, W_hh [hidden, hidden], b_z, b_r, b_h
            [hidden] (and more, not used).

    Returns:
        The new hidden state, [batch, hidden].

    Example (one sequence, one feature, one hidden unit; r = sigmoid(0) = 0.5, z = sigmoid(1.0986) = 0.75):
        >>> params = {"W_xr": [[0.0]], "W_hr": [[0.0]], "b_r": [0.0], "W_xz": [[0.0]], "W_hz": [[0.0]], "b_z": [1.0986]}
        >>> params |= {"W_xh": [[1.0]], "W_hh": [[2.0]], "b_h": [0.0]}
        >>> params = {name: paddle.to_tensor(value) for name, value in params.items()}
        >>> gru_step(paddle.to_tensor([[1.0]]), paddle.to_tensor([[0.5]]), params).item()  # 0.75 * 0.5 + 0.25 * tanh(1.5)
        0.6012...
    """
    ### BEGIN SOLUTION make the candidate with the reset after the product, then mix it with the old state
    r, z = gru_gates(x, h, params)
    candidate = paddle.tanh(x @ params["W_xh"] + r * (h @ params["W_hh"]) + params["b_h"])
    return z * h + (1 - z) * candidate
    ### END SOLUTION


# %% [markdown] lang="en"
# ### Four corners
#
# What do the gates do at their ends? The next cell pushes them there: biases of ±50 make a sigmoid 1, or as good as
# 0, whatever the input is. All weights are random.

# %% [markdown] lang="zh"
# ### 四个极端
#
# 门走到两端时会怎样？下一个单元格用 ±50 的偏置把门推到头：无论输入是什么，sigmoid 都等于 1，或者几乎等于 0。其余权重都是随机的。

# %%
batch, time, features, hidden = 3, 5, 4, 6


def lively_params(scale, features=features, hidden=hidden, outputs=2):
    """Return parameters that are `scale` times larger than at the start, with biases that are not zero."""
    params = {name: scale * tensor.detach() for name, tensor in init_gru_params(features, hidden, outputs).items()}
    for g in "zrh":
        params[f"b_{g}"] = 0.5 * paddle.randn([hidden])
    return params


paddle.seed(0)
params = lively_params(40)
x, h = paddle.randn([batch, features]), paddle.randn([batch, hidden])
same = h
plain = rnn_step(x, h, params)  # the plain cell of lab 2, with the candidate's weights
memoryless = paddle.tanh(x @ params["W_xh"] + params["b_h"])  # a layer without any state

print("largest difference of the new state from")
print(" z  r   old state   plain RNN   no memory")
for z, r in [(1, 1), (1, 0), (0, 1), (0, 0)]:
    at_the_ends = params | {"b_z": paddle.full([hidden], 100.0 * z - 50), "b_r": paddle.full([hidden], 100.0 * r - 50)}
    new = gru_step(x, h, at_the_ends)
    distances = [largest_difference(new, other) for other in (same, plain, memoryless)]
    print(f" {z}  {r}" + "".join(f"{distance:12.4f}" for distance in distances))

print("\nshare of the first state that is left after 30 steps, if z is the sigmoid of its bias alone:")
for bias in (0.0, 3.0, 6.0):
    z = F.sigmoid(paddle.to_tensor(bias)).item()
    print(f"b_z = {bias}: z = {z:.4f}, z ** 30 = {z**30:.1e}")

# %% [markdown] lang="en"
# **What to see.** With $z = 1$ the state stays exactly as it was, and what $r$ does is of no account. With $z = 0$
# and $r = 1$ the GRU *is* the plain cell of lab 2. With $z = 0$ and $r = 0$ it has no memory at all. A trained GRU
# chooses among these three at each step and for each unit, and anything in between.
#
# The last lines are an old acquaintance. A GRU as question 1 makes it has $b_z = 0$: its gates are half open, and
# after 30 steps next to nothing is left of what it knew. What the forget bias was for the LSTM, $b_z$ is for the GRU.

# %% [markdown] lang="zh"
# **看什么**：$z = 1$ 时，状态与原来一模一样，$r$ 是多少都无所谓。$z = 0$、$r = 1$ 时，GRU **就是**实验 2 的普通循环单元。
# $z = 0$、$r = 0$ 时，它毫无记忆。训练好的 GRU 会在每一步、对每个单元，在这三者以及它们之间的情形里作出选择。
#
# 最后几行是老相识了。第 1 题建出来的 GRU 里 $b_z = 0$，门半开半闭，走 30 步之后，原来知道的东西几乎一点不剩。
# 遗忘门的偏置之于 LSTM，正如 $b_z$ 之于 GRU。

# %% [markdown] lang="en"
# ## 5. Where does the reset go?
#
# ![Reset before the product mutes rows of W_hh; reset after the product mutes its columns](../figures/lab06_reset.svg)
#
# ### Question 5 · `gru_step_reset_before` (3 points, about 8 minutes)
#
# **Why.** The paper that introduced the GRU (Cho et al., 2014, in its final version) resets *before* the product, and
# so do many textbooks. cuDNN resets *after* it: then all three products with $h_{t-1}$ can be made at once, as a
# single large one, and none has to wait for $r_t$. The two look alike, and are different functions.
#
# **Formula.** Only the candidate changes. Gates, bias and mixture stay as they are:
#
# $$\tilde h_t = \tanh\left(x_t W_{xh} + (r_t \odot h_{t-1})\, W_{hh} + b_h\right)$$
#
# What differs is whose gate it is. Write $w_{ij}$ for the weight of $W_{hh}$ from old unit $i$ to new unit $j$. What
# new unit $j$ hears of the old state is
#
# $$\text{before:}\quad \sum_i r_i\, h_i\, w_{ij} \qquad\qquad \text{after:}\quad r_j \sum_i h_i\, w_{ij}$$
#
# Before the product, $r_i$ belongs to the *old* unit: it is muted for all listeners. After the product, $r_j$ belongs
# to the *new* unit: it listens to all or to none. In the figure these are rows and columns of the matrix.
#
# **Shapes.** As in `gru_step`.

# %% [markdown] lang="zh"
# ## 5. 重置放在哪里？
#
# ![相乘之前重置，减弱的是 W_hh 的行；相乘之后重置，减弱的是 W_hh 的列](../figures/zh/lab06_reset.svg)
#
# ### 第 5 题 · `gru_step_reset_before`（3 分，约 8 分钟）
#
# **为什么**：提出 GRU 的论文（Cho 等人，2014，以最终版为准）是在矩阵相乘**之前**重置的，许多教科书也是如此。
# cuDNN 则在相乘**之后**重置：这样，与 $h_{t-1}$ 有关的三个乘积可以合成一个大的乘积一次算完，谁也不必等 $r_t$ 先算出来。
# 两种形式看上去很像，却是不同的函数。
#
# **公式**：变的只有候选状态，门、偏置和混合都不变：
#
# $$\tilde h_t = \tanh\left(x_t W_{xh} + (r_t \odot h_{t-1})\, W_{hh} + b_h\right)$$
#
# 区别在于这个门归谁管。记 $W_{hh}$ 中从旧单元 $i$ 到新单元 $j$ 的权重为 $w_{ij}$，则新单元 $j$ 从旧状态听到的是
#
# $$\text{相乘之前：}\quad \sum_i r_i\, h_i\, w_{ij} \qquad\qquad \text{相乘之后：}\quad r_j \sum_i h_i\, w_{ij}$$
#
# 在相乘之前，$r_i$ 属于**旧**单元：它一旦被减弱，所有听众听到的都减弱。在相乘之后，$r_j$ 属于**新**单元：要么全听，要么全不听。
# 在图中，这分别对应矩阵的行和列。
#
# **形状**：与 `gru_step` 相同。

# %% [markdown] lang="en" hints="gru_step_reset_before"
# 1. Copy your `gru_step`. A pair of parentheses has to move.
# 2. The old state is muted first, `r * h`, and what is left is multiplied with `W_hh`. The old state in the last
#    line, where z keeps it, is not muted.
# 3. The candidate is `paddle.tanh(x @ params["W_xh"] + (r * h) @ params["W_hh"] + params["b_h"])`; the other two
#    lines are those of `gru_step`.

# %% [markdown] lang="zh" hints="gru_step_reset_before"
# 1. 把你的 `gru_step` 复制过来。只需要挪动一对括号。
# 2. 先减弱旧状态，即 `r * h`，剩下的再与 `W_hh` 相乘。最后一行里由 z 保留的旧状态不受影响。
# 3. 候选状态是 `paddle.tanh(x @ params["W_xh"] + (r * h) @ params["W_hh"] + params["b_h"])`；其余两行与 `gru_step` 相同。


# %% question="gru_step_reset_before" points=3 minutes=8 uses=["gru_gates"]
def gru_step_reset_before(x, h, params):
    """Return the hidden state after one more step; the reset comes before the product, and z keeps.

    Args:
        x: input of this step, [batch, features].
        h: hidden state before this step, [batch, hidden].
        params: dict as `gru_step` takes it.

    Returns:
        The new hidden state, [batch, hidden].

    Example (an old state of zeros leaves nothing to reset, so both forms agree):
        >>> params = init_gru_params(features=4, hidden=6, outputs=2)
        >>> x, h = paddle.randn([3, 4]), init_gru_state(3, 6)
        >>> bool(paddle.allclose(gru_step_reset_before(x, h, params), gru_step(x, h, params)))
        True
    """
    ### BEGIN SOLUTION make the candidate with the reset before the product, then mix it with the old state
    r, z = gru_gates(x, h, params)
    candidate = paddle.tanh(x @ params["W_xh"] + (r * h) @ params["W_hh"] + params["b_h"])
    return z * h + (1 - z) * candidate
    ### END SOLUTION


# %% [markdown] lang="en"
# ### When does it make no difference?
#
# Think first: for which weights or states do the two sums above agree? Then run the cell.

# %% [markdown] lang="zh"
# ### 什么时候没有区别？
#
# 先想一想：对什么样的权重或状态，上面两个和式相等？想好再运行下面的单元格。

# %%
paddle.seed(1)
params = lively_params(40)
small = lively_params(40, hidden=1)
x, h = paddle.randn([batch, features]), paddle.randn([batch, hidden])
cases = {
    "random weights, random state": (h, params),
    "state zero, as before step 1": (init_gru_state(batch, hidden), params),
    "reset gate open (r = 1)": (h, params | {"b_r": paddle.full([hidden], 50.0)}),
    "W_hh has numbers on its diagonal only": (h, params | {"W_hh": paddle.diag(paddle.diag(params["W_hh"]))}),
    "one hidden unit": (h[:, :1], small),
}
for words, (state, weights) in cases.items():
    difference = largest_difference(gru_step(x, state, weights), gru_step_reset_before(x, state, weights))
    print(f"{words:38s} largest difference {difference:.1e}")

# %% [markdown] lang="en"
# **What to see.** The forms differ in the first case only; the rest is at most rounding. If nothing is muted, or if
# each unit listens to nothing but itself, it does not matter where the gate stands. Note what this means for tests: a
# test with one hidden unit, or with a single step from zero, cannot find a reset in the wrong place.

# %% [markdown] lang="zh"
# **看什么**：两种形式只在第一种情形下不同，其余至多是舍入误差。如果什么都没有减弱，或者每个单元只听自己，门放在哪里都一样。
# 对测试来说，这意味着：只有一个隐藏单元的测试，或者只从零状态走一步的测试，查不出重置放错了位置。

# %% [markdown] lang="en"
# ## 6. A whole sequence
#
# ### Question 6 · `run_gru` (3 points, about 8 minutes)
#
# **Why.** The loop is that of lab 2. Only the cell is exchanged, and there are two to choose from.
#
# **Formula.** Start from the given $h_0$, and for $t = 1, \dots, T$
#
# $$h_t = \mathtt{gru\_step}(x_t,\ h_{t-1}) \quad\text{or}\quad h_t = \mathtt{gru\_step\_reset\_before}(x_t,\ h_{t-1}).$$
#
# The argument `reset_after` says which one: the first if it is `True`, which it is unless the caller says otherwise,
# the second if it is `False`.
#
# **Shapes.** `inputs` is `[batch, time, features]` and `h0` is `[batch, hidden]`. Return a tuple `(outputs, h)`:
# `outputs` `[batch, time, hidden]` with the states $h_1, \dots, h_T$ in the order of time, and the final state $h_T$,
# `[batch, hidden]`.

# %% [markdown] lang="zh"
# ## 6. 走完一条序列
#
# ### 第 6 题 · `run_gru`（3 分，约 8 分钟）
#
# **为什么**：循环与实验 2 相同，只是换了单元，而且有两种单元可选。
#
# **公式**：从给定的 $h_0$ 出发，对 $t = 1, \dots, T$ 依次计算
#
# $$h_t = \mathtt{gru\_step}(x_t,\ h_{t-1}) \quad\text{或}\quad h_t = \mathtt{gru\_step\_reset\_before}(x_t,\ h_{t-1}).$$
#
# 用哪一个由参数 `reset_after` 决定：为 `True` 时用前者（调用者不另说明时就是如此），为 `False` 时用后者。
#
# **形状**：`inputs` 为 `[batch, time, features]`，`h0` 为 `[batch, hidden]`。返回元组 `(outputs, h)`：
# `outputs` 形状为 `[batch, time, hidden]`，按时间顺序保存状态 $h_1, \dots, h_T$；`h` 是最终状态 $h_T$，形状为 `[batch, hidden]`。

# %% [markdown] lang="en" hints="run_gru"
# 1. Take the loop of lab 2 (`run_rnn`), and decide before it begins which function makes a step.
# 2. Functions are values: `step = gru_step if reset_after else gru_step_reset_before`. Carry the state from step to
#    step and collect the states in a list.
# 3. In the loop: `h = step(inputs[:, t], h, params)`, then append `h`. After it: `paddle.stack` the list along axis 1
#    and return that together with `h`.

# %% [markdown] lang="zh" hints="run_gru"
# 1. 沿用实验 2 的循环（`run_rnn`），在循环开始之前决定用哪个函数走一步。
# 2. 函数也是值：`step = gru_step if reset_after else gru_step_reset_before`。把状态从一步传到下一步，并把各步的状态收进列表。
# 3. 循环里：`h = step(inputs[:, t], h, params)`，然后把 `h` 加进列表。循环之后：用 `paddle.stack` 沿轴 1 把列表叠起来，
#    和 `h` 一起返回。


# %% question="run_gru" points=3 minutes=8 uses=["gru_step","gru_step_reset_before"]
def run_gru(inputs, h0, params, reset_after=True):
    """Run one GRU cell along a batch of sequences.

    Args:
        inputs: [batch, time, features].
        h0: hidden state before the first step, [batch, hidden]; left as it is.
        params: dict of parameters as `gru_step` takes it, the same for every step.
        reset_after: True for `gru_step`, False for `gru_step_reset_before`.

    Returns:
        (outputs, h): the states after each step, [batch, time, hidden], and the final state, [batch, hidden].

    Example:
        >>> params = init_gru_params(features=4, hidden=6, outputs=2)
        >>> outputs, h = run_gru(paddle.randn([3, 5, 4]), init_gru_state(3, 6), params)
        >>> list(outputs.shape), list(h.shape)
        ([3, 5, 6], [3, 6])
    """
    ### BEGIN SOLUTION choose the step, carry the state along and stack the states along the time axis
    step = gru_step if reset_after else gru_step_reset_before
    h = h0
    states = []
    for t in range(inputs.shape[1]):
        h = step(inputs[:, t], h, params)
        states.append(h)
    return paddle.stack(states, axis=1), h
    ### END SOLUTION


# %% [markdown] lang="en"
# ### Watch the two forms drift apart
#
# The same weights, the same inputs, the same start; only the parentheses differ.

# %% [markdown] lang="zh"
# ### 看着两种形式渐行渐远
#
# 同样的权重，同样的输入，同样的起点，差的只是一对括号。

# %%
paddle.seed(2)
steps = 30
params = lively_params(60, hidden=8)
inputs = paddle.randn([1, steps, features])
after, _ = run_gru(inputs, init_gru_state(1, 8), params)
before, _ = run_gru(inputs, init_gru_state(1, 8), params, reset_after=False)
gap = (after - before).abs().max(axis=-1)[0]  # [time]: the largest difference among the units
print("largest difference after step 1, 2, 5, 30:", "  ".join(f"{gap[t - 1].item():.4f}" for t in (1, 2, 5, 30)))

figure, (top, bottom) = plt.subplots(2, 1, figsize=(7, 3.8), sharex=True, layout="constrained")
unit = (after - before).abs().mean(axis=1).argmax().item()  # the unit that differs most
top.plot(range(1, steps + 1), after[0, :, unit].numpy(), "o-", color="tab:blue", markersize=3, label="reset after")
top.plot(range(1, steps + 1), before[0, :, unit].numpy(), "s--", color="tab:orange", markersize=3, label="reset before")
top.set_ylabel(f"state of unit {unit + 1}")
top.legend()
bottom.bar(range(1, steps + 1), gap.numpy(), color="tab:gray")
bottom.set_ylabel("largest difference\namong 8 units")
bottom.set_xlabel("time step $t$")
plt.show()

# %% [markdown] lang="en"
# **What to see.** Top: one unit under both forms. After step 1 the curves coincide, since the state before it was
# zero. Then they part. Bottom: the largest difference among the eight units. It does not grow without bound, as all
# states lie between −1 and 1, but it does not go away either. Weights that were trained in one form do not fit the
# other.
#
# ### Gates over a sentence
#
# Now a task in which gates have something to do. Sentences are made of five words, *it*, *is*, *very*, *not* and the
# full stop. After each word comes the question: is the present sentence negated? Every *not* turns the answer round
# (two of them cancel out), a full stop sets it back to "no", and all other words change nothing. So there is
# something to keep, something to turn round, and something to forget. Your GRU learns it with four hidden units.

# %% [markdown] lang="zh"
# **看什么**：上图是同一个单元在两种形式下的状态。第 1 步之后两条曲线重合，因为之前的状态是零；之后就分开了。
# 下图是八个单元中最大的差异。所有状态都在 −1 与 1 之间，所以差异不会无限增大，但也不会消失。用一种形式训练出来的权重，
# 不能直接用在另一种形式里。
#
# ### 一句话里的门
#
# 现在来看一个让门有事可做的任务。句子由五个词组成：“it”“is”“very”“not”和句号。每读一个词都要回答：当前这句话是否定的吗？
# 每遇到一个“not”，答案就翻转一次（两个“not”互相抵消）；句号把答案重新设为“否”；其他词不改变答案。于是，有的要保留，
# 有的要翻转，有的要忘掉。你的 GRU 用四个隐藏单元来学会它。

# %%
VOCABULARY = ["it", "is", "very", "not", "."]
NOT, STOP = VOCABULARY.index("not"), VOCABULARY.index(".")


def is_negated(ids):
    """Return for ids [batch, time] whether the present sentence is negated after each word: 0 or 1, [batch, time]."""
    answers = []
    negated = paddle.zeros([ids.shape[0]], dtype="int64")
    for t in range(ids.shape[1]):
        negated = paddle.where(ids[:, t] == NOT, 1 - negated, negated)
        negated = paddle.where(ids[:, t] == STOP, paddle.zeros_like(negated), negated)
        answers.append(negated)
    return paddle.stack(answers, axis=1)


def random_sentences(count, steps=12):
    """Return one-hot words [count, steps, 5] and the answer after each, [count, steps]."""
    often = paddle.to_tensor([0.2, 0.2, 0.2, 0.25, 0.15])
    ids = paddle.multinomial(often, count * steps, replacement=True).reshape([count, steps])
    return F.one_hot(ids, 5), is_negated(ids)


def accuracy(params, steps=12, reset_after=True):
    """Return the share of right answers on 1,000 new sentences."""
    inputs, answers = random_sentences(1000, steps)
    outputs, _ = run_gru(inputs, init_gru_state(1000, 4), params, reset_after)
    return (readout(outputs, params).argmax(axis=-1) == answers).astype("float32").mean().item()


paddle.seed(1)
learned = init_gru_params(features=5, hidden=4, outputs=2)
optimizer = paddle.optimizer.Adam(learning_rate=0.03, parameters=list(learned.values()))
for update in range(1, 401):
    inputs, answers = random_sentences(64)
    outputs, _ = run_gru(inputs, init_gru_state(64, 4), learned)
    loss = F.cross_entropy(readout(outputs, learned).reshape([-1, 2]), answers.reshape([-1]))
    loss.backward()
    optimizer.step()
    optimizer.clear_grad()
    if update % 100 == 0:
        print(f"update {update}: loss {loss.item():.4f}")
print(f"accuracy on sentences of 12 words, as in training: {accuracy(learned):.3f}")
print(f"accuracy on sentences of 40 words:                 {accuracy(learned, steps=40):.3f}")
print(f"the same weights with the reset before the product: {accuracy(learned, reset_after=False):.3f}")

# %%
words = ["it", "is", "not", "very", "very", "very", ".", "it", "not", "is", "not", "it"]
ids = paddle.to_tensor([[VOCABULARY.index(word) for word in words]])
sentence = F.one_hot(ids, 5)  # [1, 12, 5]

with paddle.no_grad():
    h = init_gru_state(1, 4)
    states, resets, updates = [], [], []
    for t in range(len(words)):
        r, z = gru_gates(sentence[:, t], h, learned)
        h = gru_step(sentence[:, t], h, learned)
        states.append(h[0]), resets.append(r[0]), updates.append(z[0])

panels = {"state $h_t$": states, "update gate $z_t$ (1 = keep)": updates, "reset gate $r_t$ (1 = look back)": resets}
figure, axes = plt.subplots(3, 1, figsize=(7, 4.6), sharex=True, layout="constrained")
for axis, (title, rows) in zip(axes, panels.items(), strict=True):
    style = {"cmap": "RdBu", "vmin": -1, "vmax": 1} if rows is states else {"cmap": "viridis", "vmin": 0, "vmax": 1}
    image = axis.imshow(paddle.stack(rows).numpy().T, aspect="auto", **style)
    axis.set_yticks(range(4), range(1, 5))
    axis.set_ylabel("hidden unit")
    axis.set_title(title, loc="left")
    figure.colorbar(image, ax=axis)
negated = is_negated(ids)[0].tolist()
axes[-1].set_xticks(range(len(words)), [f"{word}\n{'yes' if yes else 'no'}" for word, yes in zip(words, negated, strict=True)])
axes[-1].set_xlabel("word read, and below it the right answer: is the sentence negated?")
plt.show()

print("mean over the sentence, units 1 to 4")
print(" " * 16 + f"{'update gate z':28s}reset gate r")
for name, group in {"it, is, very": ["it", "is", "very"], "not": ["not"], ".": ["."]}.items():
    places = [t for t, word in enumerate(words) if word in group]
    z_mean, r_mean = (paddle.stack([rows[t] for t in places]).mean(axis=0).tolist() for rows in (updates, resets))
    print(f"{name:16s}" + "  ".join(f"{z:.2f}" for z in z_mean) + " " * 6 + "  ".join(f"{r:.2f}" for r in r_mean))

# %% [markdown] lang="en"
# **What to see.** Begin with units 2 and 4, which work as in a textbook. At *it*, *is* and *very* their update gate
# is nearly 1, and the state goes on unchanged. At *not* and at the full stop it is nearly 0: the state is written
# anew. There the reset gate tells the two apart. At *not* it is open, for who is to turn an answer round must look
# back at what it was. At the full stop it is nearly closed: the new sentence starts from "no", whatever was before.
#
# Units 1 and 3 do it in another way: their update gate is high at *very*, while the sentence is negated, and low at
# *it*, while it is not. Gates depend on the state as well as on the word. Nobody told the network to share out the
# work like this. From other starting numbers it will do it differently (with another seed, or if your
# `init_gru_params` draws its matrices in another order; then look in your picture for units of either kind), and not
# every unit of a trained GRU can be read so easily.
#
# Note the last line of the first output, too: the network was trained with the reset after the product, and with the
# reset before it some answers are wrong. It still runs, and most answers are still right; that is what makes such a
# mix-up hard to notice.
#
# ## 7. z or 1 − z?
#
# ### Question 7 · `swap_update_gate` (3 points, about 8 minutes)
#
# **Why.** In this lab, as in the first paper, in Paddle, PyTorch and Keras, $z$ is the share that is **kept**. Chung
# et al. (2014) and many articles since write it the other way round, so that $z$ is the share that is **replaced**:
#
# $$h_t = (1 - z_t) \odot h_{t-1} + z_t \odot \tilde h_t$$
#
# Both are right, each with its own weights. Somebody has trained a cell of your kind and wants to use it in a program
# of the other kind. Nothing has to be trained again: the parameters can be rewritten.
#
# **Formula.** The other program computes $z$ from its parameters as yours does, but needs what you call $1 - z$. The
# sigmoid is kind to you here:
#
# $$1 - \sigma(a) = \sigma(-a)$$
#
# Which of the eleven tensors have to change so that $a$ becomes $-a$, whatever $x$ and $h$ are?
#
# **Shapes.** `params` is a dict as in question 1. Return a *new* dict with the same eleven names and shapes, such
# that a cell with the formula above and the new parameters computes what `gru_step` computes with `params`. Tensors
# that need no change are taken over with their values; the dict that was passed in, and its tensors, stay as they
# are. The gate only changes its meaning, so swapping twice gives the parameters that one began with.

# %% [markdown] lang="zh"
# **看什么**：先看单元 2 和单元 4，它们的表现和教科书里说的一样。读到“it”“is”“very”时，更新门接近 1，状态原样延续；
# 读到“not”和句号时，更新门接近 0，状态被重写。这时，区分两者的是重置门：读到“not”时它是打开的，因为要翻转答案，
# 就得回头看看原来的答案是什么；读到句号时它几乎关闭，因为无论之前怎样，新的一句都从“否”开始。
#
# 单元 1 和单元 3 用的是另一种办法：在读到“very”、句子处于否定状态时，更新门很高；在读到“it”、句子不是否定时，更新门很低。
# 可见门不仅取决于词，也取决于状态。没有人要求网络这样分工。起点的数不同，分工就会不同（例如换了随机种子，
# 或者你的 `init_gru_params` 按别的顺序抽取矩阵；这时请在你自己的图里找找这两类单元），
# 而且训练好的 GRU 并不是每个单元都这么容易读懂。
#
# 再看第一段输出的最后一行：网络是按“先相乘、后重置”训练的，换成“先重置、后相乘”，就有一些答案错了。程序照样运行，
# 大多数答案也仍然正确，正因如此，这种混淆很难被发现。
#
# ## 7. z 还是 1 − z？
#
# ### 第 7 题 · `swap_update_gate`（3 分，约 8 分钟）
#
# **为什么**：在本实验中，$z$ 是**保留**的比例，最早的论文、飞桨、PyTorch 和 Keras 也都如此。
# Chung 等人（2014）以及后来的许多文章则反过来写，$z$ 是**换掉**的比例：
#
# $$h_t = (1 - z_t) \odot h_{t-1} + z_t \odot \tilde h_t$$
#
# 两种写法都对，但各有各的权重。假设有人训练好了一个你这样的单元，想用在另一种写法的程序里。不需要重新训练，把参数改写一下就行。
#
# **公式**：那个程序由参数计算 $z$ 的方法与你的相同，但它需要的是你所说的 $1 - z$。好在 sigmoid 有这样的性质：
#
# $$1 - \sigma(a) = \sigma(-a)$$
#
# 要让 $a$ 变成 $-a$，而且不论 $x$ 和 $h$ 是什么都成立，十一个张量里哪些需要改？
#
# **形状**：`params` 是第 1 题那样的字典。返回一个**新的**字典，十一个名称和形状都不变；按上面的公式、用新参数计算的单元，
# 结果要与 `gru_step` 用 `params` 算出的相同。不需要改的张量保留原值；传进来的字典和里面的张量都不能改动。变的只是门的含义，
# 所以连续交换两次，得到的就是最初的参数。

# %% [markdown] lang="en" hints="swap_update_gate"
# 1. Write out what stands inside the sigmoid of $z$. It is a sum of three terms; when does the whole sum change its
#    sign?
# 2. Each of the three terms holds one tensor of the update gate. Nothing of the reset gate or the candidate changes.
# 3. Make a copy of the dict with `dict(params)`, then replace the entries `"W_xz"`, `"W_hz"` and `"b_z"` of the copy
#    by the negative of what they were, and return the copy.

# %% [markdown] lang="zh" hints="swap_update_gate"
# 1. 把 $z$ 的 sigmoid 里面写出来。那是三项之和；怎样才能让整个和变号？
# 2. 三项里各有更新门的一个张量。重置门和候选状态都不变。
# 3. 用 `dict(params)` 复制字典，把副本中的 `"W_xz"`、`"W_hz"` 和 `"b_z"` 换成原来的相反数，返回副本。


# %% question="swap_update_gate" points=3 minutes=8
def swap_update_gate(params):
    """Return parameters for a cell in which z is the share that is replaced, not the share that is kept.

    Args:
        params: dict of the eleven tensors of a cell with h' = z * h + (1 - z) * candidate; left as it is.

    Returns:
        A new dict with the same names and shapes. A cell with h' = (1 - z) * h + z * candidate computes with it what
        the first cell computes with `params`.

    Example:
        >>> params = init_gru_params(features=4, hidden=6, outputs=2)
        >>> twice = swap_update_gate(swap_update_gate(params))
        >>> all(bool((twice[name] == params[name]).all()) for name in params)
        True
    """
    ### BEGIN SOLUTION change what has to change so that z becomes 1 - z, in a new dict
    swapped = dict(params)
    for name in ("W_xz", "W_hz", "b_z"):
        swapped[name] = -params[name]
    return swapped
    ### END SOLUTION


# %% [markdown] lang="en"
# ### The other kind of cell
#
# The next cell writes such a step in two lines, and gives it the network that has just learnt about *not*: first its
# parameters as they are, then the swapped ones.

# %% [markdown] lang="zh"
# ### 另一种写法的单元
#
# 下一个单元格用两行写出另一种写法的一步，再把刚学会“not”的网络交给它：先用原来的参数，再用交换过的参数。


# %%
def step_z_replaces(x, h, params):
    """Return the next state of a GRU in which z is the share that is replaced."""
    r, z = gru_gates(x, h, params)
    return (1 - z) * h + z * paddle.tanh(x @ params["W_xh"] + r * (h @ params["W_hh"]) + params["b_h"])


def run_z_replaces(inputs, h, params):
    """Return the states after each step, [batch, time, hidden]."""
    states = []
    for t in range(inputs.shape[1]):
        h = step_z_replaces(inputs[:, t], h, params)
        states.append(h)
    return paddle.stack(states, axis=1)


inputs, answers = random_sentences(1000)
start = init_gru_state(1000, 4)
mine, _ = run_gru(inputs, start, learned)
for words, weights in {"parameters as they are": learned, "parameters swapped": swap_update_gate(learned)}.items():
    theirs = run_z_replaces(inputs, start, weights)
    share = (readout(theirs, weights).argmax(axis=-1) == answers).astype("float32").mean().item()
    print(f"{words:24s} largest difference of states {largest_difference(mine, theirs):.1e}, accuracy {share:.3f}")
print(f"for comparison: always 'no' is right in {(answers == 0).astype('float32').mean().item():.3f} of the cases")

# %% [markdown] lang="en"
# **What to see.** With its own parameters, the network has forgotten its trade, and no error message says why: shapes
# and names fit. With three tensors negated, all states are the same up to rounding.
#
# ## 8. Paddle's own GRU
#
# ### Question 8 · `to_paddle_gru` (4 points, about 12 minutes)
#
# **Why.** The proof, as in labs 2 and 5: put your numbers into Paddle's layer and compare. With a GRU there is more
# to get wrong: an order, a direction, and a bias that is not where it seems.
#
# **What Paddle has.** `nn.GRUCell(input_size=..., hidden_size=...)` is one step, your `gru_step`; `nn.GRU` with the
# same arguments is the loop, your `run_gru`. Each has four parameters, and each parameter holds three blocks, one
# below the other, in the order **r, z, c**, where c is the candidate. Each block is transposed as in lab 2,
# `[out, in]`:
#
# | `nn.GRUCell` | `nn.GRU` | shape | holds, from top to bottom |
# | --- | --- | --- | --- |
# | `weight_ih` | `weight_ih_l0` | `[3 * hidden, features]` | $W_{xr}^\top$, $W_{xz}^\top$, $W_{xh}^\top$ |
# | `weight_hh` | `weight_hh_l0` | `[3 * hidden, hidden]` | $W_{hr}^\top$, $W_{hz}^\top$, $W_{hh}^\top$ |
# | `bias_ih` | `bias_ih_l0` | `[3 * hidden]` | $b_{ir}$, $b_{iz}$, $b_{ic}$ |
# | `bias_hh` | `bias_hh_l0` | `[3 * hidden]` | $b_{hr}$, $b_{hz}$, $b_{hc}$ |
#
# **Formula** of both, with Paddle's weights written as $W_{i\cdot}$ and $W_{h\cdot}$ and all transposes left out:
#
# $$r_t = \sigma(x_t W_{ir} + b_{ir} + h_{t-1} W_{hr} + b_{hr}) \qquad z_t = \sigma(x_t W_{iz} + b_{iz} + h_{t-1} W_{hz} + b_{hz})$$
# $$\tilde h_t = \tanh\left(x_t W_{ic} + b_{ic} + r_t \odot (h_{t-1} W_{hc} + b_{hc})\right)$$
# $$h_t = z_t \odot h_{t-1} + (1 - z_t) \odot \tilde h_t$$
#
# In a gate the two biases are simply added, so you may share out your $b_r$ and $b_z$ between them as you like. But
# look at the candidate: $b_{hc}$ stands *inside* the bracket, and the reset gate mutes it together with the rest.
# Your $b_h$ is never muted. So it has only one place to go.
#
# **What to return.** The tuple `(cell, gru)`: a new `nn.GRUCell` and a new `nn.GRU` that compute just what your
# `gru_step` and `run_gru` compute with `params` (float32 in the checks; the layers get copies). `W_hq` and `b_q` have
# no part in this. A fresh layer starts with random numbers everywhere; `cell.weight_ih.set_value(tensor)` replaces
# them, and `paddle.concat(list_of_tensors)` puts tensors one below the other.
#
# **Shapes.** `cell(x, h)` returns the new state twice, as output and as state, as `nn.SimpleRNNCell` does.
# `gru(inputs, h0)` returns `(outputs, h)`, and its states have one more axis in front, `[1, batch, hidden]`. Without
# `h0`, it starts from zeros.

# %% [markdown] lang="zh"
# **看什么**：用原来的参数，网络就像忘了本行，却没有任何报错说明原因，因为形状和名称都对得上。把三个张量变号之后，所有状态都相同，
# 只差舍入误差。
#
# ## 8. 飞桨自带的 GRU
#
# ### 第 8 题 · `to_paddle_gru`（4 分，约 12 分钟）
#
# **为什么**：与实验 2、实验 5 一样做一次验证：把你的数放进飞桨的层，再比较结果。GRU 更容易出错：有顺序问题，有方向问题，
# 还有一个偏置的位置和看上去的不一样。
#
# **飞桨提供了什么**：`nn.GRUCell(input_size=..., hidden_size=...)` 走一步，相当于你的 `gru_step`；`nn.GRU` 的参数写法相同，
# 它是整个循环，相当于你的 `run_gru`。两者各有四个参数，每个参数里从上到下叠放着三块，顺序是 **r、z、c**，其中 c 是候选状态。
# 每一块都像实验 2 那样转置，即 `[out, in]`：
#
# | `nn.GRUCell` | `nn.GRU` | 形状 | 从上到下的内容 |
# | --- | --- | --- | --- |
# | `weight_ih` | `weight_ih_l0` | `[3 * hidden, features]` | $W_{xr}^\top$、$W_{xz}^\top$、$W_{xh}^\top$ |
# | `weight_hh` | `weight_hh_l0` | `[3 * hidden, hidden]` | $W_{hr}^\top$、$W_{hz}^\top$、$W_{hh}^\top$ |
# | `bias_ih` | `bias_ih_l0` | `[3 * hidden]` | $b_{ir}$、$b_{iz}$、$b_{ic}$ |
# | `bias_hh` | `bias_hh_l0` | `[3 * hidden]` | $b_{hr}$、$b_{hz}$、$b_{hc}$ |
#
# 两者的**公式**（飞桨的权重写作 $W_{i\cdot}$ 和 $W_{h\cdot}$，转置略去不写）：
#
# $$r_t = \sigma(x_t W_{ir} + b_{ir} + h_{t-1} W_{hr} + b_{hr}) \qquad z_t = \sigma(x_t W_{iz} + b_{iz} + h_{t-1} W_{hz} + b_{hz})$$
# $$\tilde h_t = \tanh\left(x_t W_{ic} + b_{ic} + r_t \odot (h_{t-1} W_{hc} + b_{hc})\right)$$
# $$h_t = z_t \odot h_{t-1} + (1 - z_t) \odot \tilde h_t$$
#
# 在门里，两个偏置只是相加，所以你的 $b_r$ 和 $b_z$ 怎样分给两边都可以。但请看候选状态：$b_{hc}$ 在括号**里面**，
# 重置门会把它和其余部分一起减弱。而你的 $b_h$ 从来不会被减弱。所以它只有一个地方可去。
#
# **返回什么**：元组 `(cell, gru)`，即一个新的 `nn.GRUCell` 和一个新的 `nn.GRU`，它们算出的结果与你的 `gru_step`、
# `run_gru` 使用 `params` 时完全一致（检查时用 float32；层里放的是拷贝）。`W_hq` 和 `b_q` 在这里用不到。新建的层里到处都是随机数；
# 用 `cell.weight_ih.set_value(tensor)` 换上别的数，用 `paddle.concat(张量列表)` 把张量上下拼起来。
#
# **形状**：`cell(x, h)` 和 `nn.SimpleRNNCell` 一样把新状态返回两次：一次作为输出，一次作为状态。
# `gru(inputs, h0)` 返回 `(outputs, h)`，它的状态在最前面多一个轴，形状为 `[1, batch, hidden]`。不传 `h0` 时从零开始。

# %% [markdown] lang="en" hints="to_paddle_gru"
# 1. Make the two layers with the right sizes, and print their parameters with
#    `for name, p in cell.named_parameters(): print(name, p.shape)`. Each has four, and three are made of three of
#    yours.
# 2. `paddle.concat([params[f"W_x{g}"].T for g in "rzh"])` is one of them: transposed first, then one below the other,
#    in Paddle's order. Where must `b_h` go so that no reset touches it?
# 3. `bias_ih` takes `paddle.concat([params[f"b_{g}"] for g in "rzh"])`, so that `b_h` lands outside the bracket, and
#    `bias_hh` takes zeros, `paddle.zeros([3 * hidden])`. Then the same four for `gru`, with `_l0` behind the names.

# %% [markdown] lang="zh" hints="to_paddle_gru"
# 1. 先按正确的尺寸建好两个层，用 `for name, p in cell.named_parameters(): print(name, p.shape)` 看看它们有哪些参数。各有四个，
#    其中三个由你的三个张量拼成。
# 2. `paddle.concat([params[f"W_x{g}"].T for g in "rzh"])` 就是其中之一：先转置，再按飞桨的顺序上下拼接。`b_h` 该放在哪里，
#    才不会被重置？
# 3. `bias_ih` 填 `paddle.concat([params[f"b_{g}"] for g in "rzh"])`，这样 `b_h` 就落在括号外面；`bias_hh` 填零，
#    即 `paddle.zeros([3 * hidden])`。然后对 `gru` 照写四行，名称后面加上 `_l0`。


# %% question="to_paddle_gru" points=4 minutes=12
def to_paddle_gru(params):
    """Return Paddle's own GRU cell and layer with copies of these parameters.

    Args:
        params: dict with W_xr, W_xz, W_xh [features, hidden], W_hr, W_hz, W_hh [hidden, hidden], b_r, b_z, b_h
            [hidden] (and more, not used), in Paddle's default dtype.

    Returns:
        (cell, gru): an nn.GRUCell that computes what `gru_step` does, and an nn.GRU that computes what `run_gru` does.

    Example:
        >>> cell, gru = to_paddle_gru(init_gru_params(features=4, hidden=6, outputs=2))
        >>> outputs, h = gru(paddle.randn([3, 5, 4]))
        >>> list(outputs.shape), list(h.shape), list(cell.weight_ih.shape)
        ([3, 5, 6], [1, 3, 6], [18, 4])
    """
    ### BEGIN SOLUTION make both layers and fill their weights and biases in the order r, z, c
    features, hidden = params["W_xh"].shape
    weight_ih = paddle.concat([params[f"W_x{g}"].T for g in "rzh"])
    weight_hh = paddle.concat([params[f"W_h{g}"].T for g in "rzh"])
    bias_ih = paddle.concat([params[f"b_{g}"] for g in "rzh"])
    cell = nn.GRUCell(input_size=features, hidden_size=hidden)
    cell.weight_ih.set_value(weight_ih)
    cell.weight_hh.set_value(weight_hh)
    cell.bias_ih.set_value(bias_ih)
    cell.bias_hh.set_value(paddle.zeros([3 * hidden]))
    gru = nn.GRU(input_size=features, hidden_size=hidden)
    gru.weight_ih_l0.set_value(weight_ih)
    gru.weight_hh_l0.set_value(weight_hh)
    gru.bias_ih_l0.set_value(bias_ih)
    gru.bias_hh_l0.set_value(paddle.zeros([3 * hidden]))
    return cell, gru
    ### END SOLUTION


# %% [markdown] lang="en"
# ### The proof
#
# Random inputs, random parameters of a lively size, with and without an initial state, in float32 and then once more
# in float64, where rounding is several hundred million times smaller.

# %% [markdown] lang="zh"
# ### 验证
#
# 用随机的输入和大小适中的随机参数，分别在给出和不给出初始状态的情况下比较；先用 float32，再用 float64 做一遍，
# 后者的舍入误差只有几亿分之一。

# %%
for dtype in ("float32", "float64"):
    paddle.set_default_dtype(dtype)  # new tensors and layers get this precision
    paddle.seed(3)
    params = lively_params(40)
    for tensor in params.values():
        tensor.stop_gradient = False
    inputs, h0 = paddle.randn([batch, time, features]), paddle.randn([batch, hidden])
    cell, gru = to_paddle_gru(params)

    mine, my_h = run_gru(inputs, h0, params)
    theirs, their_h = gru(inputs, h0.unsqueeze(0))
    from_zero, _ = run_gru(inputs, init_gru_state(batch, hidden), params)
    print(dtype)
    _, one_step = cell(inputs[:, 0], h0)
    print(f"  one step               {largest_difference(gru_step(inputs[:, 0], h0, params), one_step):.1e}")
    print(f"  outputs                {largest_difference(mine, theirs):.1e}")
    print(f"  final state            {largest_difference(my_h, their_h[0]):.1e}")
    print(f"  outputs without h0     {largest_difference(from_zero, gru(inputs)[0]):.1e}")

    target = paddle.randn([batch, time, hidden])
    ((mine - target) ** 2).mean().backward()
    ((theirs - target) ** 2).mean().backward()
    of_inputs = paddle.concat([params[f"W_x{g}"].grad.T for g in "rzh"])
    of_states = paddle.concat([params[f"W_h{g}"].grad.T for g in "rzh"])
    of_biases = paddle.concat([params[f"b_{g}"].grad for g in "rzh"])
    print(f"  gradients of W_x.      {largest_difference(of_inputs, gru.weight_ih_l0.grad):.1e}")
    print(f"  gradients of W_h.      {largest_difference(of_states, gru.weight_hh_l0.grad):.1e}")
    print(f"  gradients of b_.       {largest_difference(of_biases, gru.bias_ih_l0.grad):.1e}")
paddle.set_default_dtype("float32")

# %% [markdown] lang="en"
# Your cell is Paddle's cell: below one millionth in float32, and below one billionth in float64.
#
# ### The bias that does not fold
#
# That was the way from your eleven tensors to Paddle's layer, and it is always open. What about the way back? A fresh
# `nn.GRU` has random numbers in both of its biases. Lab 2 would simply add them. Let us do that here, and then set
# $b_{hc}$ to zero and do it again.

# %% [markdown] lang="zh"
# 你的单元就是飞桨的单元：float32 下差异不到百万分之一，float64 下不到十亿分之一。
#
# ### 合不起来的偏置
#
# 刚才是从你的十一个张量到飞桨的层，这条路永远走得通。反过来呢？新建的 `nn.GRU` 两个偏置里都是随机数。按实验 2 的做法，
# 直接相加就行。这里先这样试一次，再把 $b_{hc}$ 设为零，重做一次。


# %%
def fold(gru):
    """Return our nine tensors for a Paddle GRU, with its two biases simply added."""
    blocks = {}
    for names, tensor in (("W_x", gru.weight_ih_l0), ("W_h", gru.weight_hh_l0), ("b_", gru.bias_ih_l0 + gru.bias_hh_l0)):
        for g, block in zip("rzh", tensor.detach().split(3), strict=True):
            blocks[names + g] = block.T if block.ndim == 2 else block
    return blocks


paddle.seed(4)
fresh = nn.GRU(input_size=features, hidden_size=hidden)
inputs = paddle.randn([batch, 20, features])
for words in ("as Paddle made it", "with b_hc = 0"):
    theirs, _ = fresh(inputs)
    mine, _ = run_gru(inputs, init_gru_state(batch, hidden), fold(fresh))
    print(f"{words:18s} largest difference {largest_difference(mine, theirs):.1e}")
    without = fresh.bias_hh_l0.detach().clone()
    without[2 * hidden :] = 0.0  # the third block: the candidate's
    fresh.bias_hh_l0.set_value(without)

# %% [markdown] lang="en"
# **What to see.** Adding all biases gives another cell: the reset gate mutes $b_{hc}$ by $r_t$, which changes from
# step to step, and no constant can stand for that. Once $b_{hc}$ is 0, the rest folds without loss. So Paddle's cell
# has ten tensors that count ($b_r$ and $b_z$ are one each when folded, but the candidate has two biases), and ours
# has nine: it is Paddle's cell with $b_{hc} = 0$.
#
# ## 9. One, three, four
#
# ### Question 9 · `parameter_ratio` (2 points, about 8 minutes)
#
# **Why.** What does a gate cost? A **block** is what makes one vector of `hidden` numbers from $x_t$ and $h_{t-1}$: a
# matrix `[features, hidden]`, a matrix `[hidden, hidden]`, and a bias (Paddle keeps two biases for each block). The
# plain cell is one block. A GRU has three, two gates and the candidate; an LSTM has four, three gates and the
# candidate. (There is no third gate in a GRU. Who counts gates only gets 0 : 2 : 3, and forgets where the new content
# comes from.)
#
# **Formula.** With $k$ blocks and $\beta$ biases to a block, a cell has
#
# $$n = k \cdot (\text{features} \cdot \text{hidden} + \text{hidden}^2 + \beta \cdot \text{hidden})$$
#
# parameters. If the readout is counted too (`outputs` > 0), a matrix `[hidden, outputs]` and a bias `[outputs]` are
# added **once**, for every kind of net.
#
# **Shapes.** No tensors here. Return the tuple `(counts, ratios)` of two dicts, both with the keys `"RNN"`, `"GRU"`
# and `"LSTM"`: `counts` holds whole numbers, `ratios` each count divided by the RNN's count (an ordinary division).

# %% [markdown] lang="zh"
# **看什么**：把偏置直接相加，得到的是另一个单元：重置门用 $r_t$ 减弱 $b_{hc}$，而 $r_t$ 每一步都不同，没有哪个常数能代替它。
# 把 $b_{hc}$ 设为 0 之后，其余的偏置就可以毫无损失地合并。所以飞桨的单元里真正起作用的张量有十个（$b_r$ 和 $b_z$ 合并后各算一个，
# 候选状态却有两个偏置），我们的有九个：它就是 $b_{hc} = 0$ 的飞桨单元。
#
# ## 9. 一、三、四
#
# ### 第 9 题 · `parameter_ratio`（2 分，约 8 分钟）
#
# **为什么**：多一个门要付出多少代价？由 $x_t$ 和 $h_{t-1}$ 得到 `hidden` 个数，需要一个 `[features, hidden]` 的矩阵、
# 一个 `[hidden, hidden]` 的矩阵和一个偏置（在飞桨里每块有两个偏置），这一套叫作一**块**。普通循环单元只有一块。GRU 有三块：
# 两个门加候选状态；LSTM 有四块：三个门加候选状态。（GRU 没有第三个门。如果只数门，得到的是 0 : 2 : 3，
# 那就忘了新的内容从哪里来。）
#
# **公式**：设有 $k$ 块，每块 $\beta$ 个偏置，则一个单元的参数个数为
#
# $$n = k \cdot (\text{features} \cdot \text{hidden} + \text{hidden}^2 + \beta \cdot \text{hidden})$$
#
# 如果把读出也算进去（`outputs` > 0），不论哪种网络，都再加上**一个** `[hidden, outputs]` 的矩阵和**一个** `[outputs]` 的偏置。
#
# **形状**：这里没有张量。返回元组 `(counts, ratios)`，两者都是字典，键都是 `"RNN"`、`"GRU"`、`"LSTM"`：`counts` 里是整数，
# `ratios` 里是每个数除以 RNN 的参数个数所得的商（普通除法）。

# %% [markdown] lang="en" hints="parameter_ratio"
# 1. Count one block first, then multiply. The readout is no block.
# 2. `block = features * hidden + hidden * hidden + biases * hidden`, and the readout is `hidden * outputs + outputs`,
#    which is 0 if `outputs` is 0.
# 3. `counts = {kind: blocks * block + readout_count for kind, blocks in {"RNN": 1, "GRU": 3, "LSTM": 4}.items()}`;
#    then make the dict of ratios by dividing each count by `counts["RNN"]`.

# %% [markdown] lang="zh" hints="parameter_ratio"
# 1. 先数一块，再乘以块数。读出不算块。
# 2. `block = features * hidden + hidden * hidden + biases * hidden`，读出是 `hidden * outputs + outputs`；
#    `outputs` 为 0 时它就是 0。
# 3. `counts = {kind: blocks * block + readout_count for kind, blocks in {"RNN": 1, "GRU": 3, "LSTM": 4}.items()}`；
#    再把每个数除以 `counts["RNN"]`，得到比值的字典。


# %% question="parameter_ratio" points=2 minutes=8
def parameter_ratio(features, hidden, outputs=0, biases=1):
    """Return how many parameters the three kinds of recurrent net have, and how they compare.

    Args:
        features: length of one input vector.
        hidden: number of hidden units.
        outputs: length of one answer; 0 if the readout is not counted.
        biases: how many bias vectors each block has (1 in our cells, 2 in Paddle's layers).

    Returns:
        (counts, ratios): dicts with the keys "RNN", "GRU", "LSTM". Counts are whole numbers; ratios are counts
        divided by the count of "RNN".

    Example:
        >>> parameter_ratio(features=4, hidden=6)
        ({'RNN': 66, 'GRU': 198, 'LSTM': 264}, {'RNN': 1.0, 'GRU': 3.0, 'LSTM': 4.0})
    """
    ### BEGIN SOLUTION count one block, multiply, add the readout once, divide
    block = features * hidden + hidden * hidden + biases * hidden
    answer = hidden * outputs + outputs
    counts = {kind: blocks * block + answer for kind, blocks in {"RNN": 1, "GRU": 3, "LSTM": 4}.items()}
    ratios = {kind: count / counts["RNN"] for kind, count in counts.items()}
    return counts, ratios
    ### END SOLUTION


# %%
features, hidden, outputs = 28, 32, 10
for words, extra in {"cells alone": {}, "Paddle's layers": {"biases": 2}, "with a readout": {"outputs": outputs}}.items():
    counts, ratios = parameter_ratio(features, hidden, **extra)
    print(f"{words:16s} {counts}  " + " : ".join(f"{ratio:.2f}" for ratio in ratios.values()))

layers = {"RNN": nn.SimpleRNN, "GRU": nn.GRU, "LSTM": nn.LSTM}
sizes = {kind: sum(p.size for p in layer(input_size=features, hidden_size=hidden).parameters()) for kind, layer in layers.items()}
print(f"counted in Paddle {sizes}")

# %% [markdown] lang="en"
# **What to see.** Cells are exactly as 1 : 3 : 4, with one bias or with two, and the second line and the last show
# that Paddle counts the same. The readout is the same for all three, so that it brings the numbers a little closer
# together.
#
# ## 10. Summary
#
# - A GRU has **one state** and **two gates**. The **update gate** $z$ keeps the old state, $1 - z$ lets the candidate
#   in; the **reset gate** $r$ decides how much of the old state the candidate sees.
# - $h_t = z_t \odot h_{t-1} + (1 - z_t) \odot \tilde h_t$: with $z = 1$ the state passes unchanged, and with $z = 0$,
#   $r = 1$ the GRU is the plain cell.
# - Reset **after** the product (Paddle, PyTorch, cuDNN) mutes new units; reset **before** it (the first paper) mutes
#   old units. The two are different functions, but with one hidden unit, or at the first step from zero, no test can
#   tell them apart.
# - Where $z$ means "replaced", negate the three tensors of the update gate: $1 - \sigma(a) = \sigma(-a)$.
# - `nn.GRU` stacks **r, z, c**. Its gate biases add up; the candidate's bias $b_{hc}$ is muted by the reset and
#   cannot be added to the other.
# - RNN, GRU and LSTM cells of the same size have parameters as **1 : 3 : 4**.
#
# Lab 7 stacks such cells on top of each other and lets them read from both ends.
#
# ## Go further
#
# 1. **The twelfth tensor.** Give the candidate a second bias inside the bracket, and extend `fold` so that it carries
#    any `nn.GRU` over without loss. Prove it.
# 2. **The update gate's bias.** Take lab 5's task (recall the first of 30 numbers), train `nn.GRU` on it as it comes,
#    then with $b_z$ raised to 3 before training. Which block of which parameter is that?
# 3. **One large product.** Put `W_hr`, `W_hz` and `W_hh` side by side, so that `gru_step` needs a single product with
#    `h`. Why can `gru_step_reset_before` not do that?
# 4. **Equal budgets.** How many hidden units may an RNN, a GRU and an LSTM have if each may spend 10,000 parameters
#    on 28 features? Write the function that finds it.
# 5. **Train the other form.** Train the *not* task with `reset_after=False`. Does it learn as fast? Compare five
#    seeds of each before you judge.

# %% [markdown] lang="zh"
# **看什么**：无论每块一个偏置还是两个，单元的参数量之比都正好是 1 : 3 : 4；对照打印的第二行和最后一行，
# 可以看到飞桨数出来的也一样。读出部分三者相同，所以把它算进去之后，差距会缩小一些。
#
# ## 10. 小结
#
# - GRU 有**一个状态**、**两个门**。**更新门** $z$ 保留旧状态，$1 - z$ 放入候选状态；**重置门** $r$ 决定候选状态能看到多少旧状态。
# - $h_t = z_t \odot h_{t-1} + (1 - z_t) \odot \tilde h_t$：$z = 1$ 时状态原样通过；$z = 0$、$r = 1$ 时，GRU 就是普通循环单元。
# - **相乘之后**重置（飞桨、PyTorch、cuDNN）减弱的是新单元；**相乘之前**重置（最早的论文）减弱的是旧单元。两者是不同的函数，
#   但只有一个隐藏单元，或从零状态走第一步时，任何测试都分不出来。
# - 如果别处的 $z$ 表示“换掉”，把更新门的三个张量变号即可：$1 - \sigma(a) = \sigma(-a)$。
# - `nn.GRU` 按 **r、z、c** 的顺序叠放。门的两个偏置可以相加；候选状态的偏置 $b_{hc}$ 会被重置门减弱，不能与另一个偏置合并。
# - 尺寸相同的 RNN、GRU、LSTM 单元，参数量之比是 **1 : 3 : 4**。
#
# 实验 7 会把这样的单元一层层叠起来，并让它们从两端同时读。
#
# ## 拓展练习
#
# 1. **第十二个张量。** 给候选状态在括号里再加一个偏置，并扩充 `fold`，使任何 `nn.GRU` 都能毫无损失地搬过来。用数值证明。
# 2. **更新门的偏置。** 用实验 5 的任务（记住 30 个数中的第一个），先照原样训练 `nn.GRU`，再在训练前把 $b_z$ 提高到 3。
#    它是哪个参数的哪一块？
# 3. **合成一个大的乘积。** 把 `W_hr`、`W_hz`、`W_hh` 左右拼起来，让 `gru_step` 只与 `h` 做一次矩阵乘法。
#    为什么 `gru_step_reset_before` 做不到？
# 4. **同样的预算。** 输入有 28 个特征，参数总数不超过 10,000，RNN、GRU、LSTM 各可以有多少个隐藏单元？写一个函数来求。
# 5. **训练另一种形式。** 用 `reset_after=False` 训练上面的“not”任务。学得一样快吗？各试五个随机种子再下结论。
