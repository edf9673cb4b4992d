# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lab:
#     title:
#       en: One recurrent cell, unrolled
#       zh: 循环单元及其按时间步展开
#     minutes: 90
#     limits:
#       seconds: 10
#       memory_mb: 1024
# ---

# %% [markdown] lang="en"
# # Lab 2 — One recurrent cell, unrolled
#
# You read this sentence one word at a time, and at each word you still have in mind what came before. A **recurrent
# neural network** (RNN) reads a sequence in the same way: piece by piece, with a memory that it rewrites at each
# piece. All of this is done by one small **cell**. In this lab you build that cell from five arrays of numbers, run
# it along a sequence, and find that PaddlePaddle's own layer computes exactly what yours does.
#
# **After this lab you can**
#
# - compute one step of a recurrent cell by hand, and say what its hidden state is;
# - run one cell over a whole batch of sequences and predict every shape on the way;
# - get one answer for a sequence (many-to-one), or one at every step (many-to-many);
# - read the weights of `nn.SimpleRNNCell` and `nn.SimpleRNN`, and fill them with your own.
#
# **You need** Python (functions, lists, dicts) and the product of two matrices. You need not have seen a recurrent
# network, nor PaddlePaddle: section 1 shows the little that is used here. What gradients are for is said there too;
# you do not have to compute any.
#
# **Time**: about 90 minutes for eight questions, 30 points. Running all cells of the finished notebook takes under 10
# seconds on two CPU cores.
#
# **How to work.** A function that ends in `raise NotImplementedError(...)` is yours to write: put your code in the
# place of that line, run the cell, then run the `check(...)` cell below it. If you are stuck, run
# `hint("name_of_the_function")` in a new cell; each run gives one hint more, three in all. Go from top to bottom:
# later questions call the functions of earlier ones.

# %% [markdown] lang="zh"
# # 实验 2：循环单元及其按时间步展开
#
# 读这句话时，你是一个词一个词往下读的，而读到每个词的时候，前面的内容还留在脑子里。**循环神经网络**（recurrent neural network，
# RNN）也是这样读序列的：一次读一小段，同时带着一份记忆，每读一段就把记忆改写一次。这些事全由一个小小的**循环单元**（cell）完成。
# 在本实验中，你将用五个数组亲手搭出这个单元，让它沿着序列走一遍，最后会看到：飞桨（PaddlePaddle）自带的层，
# 算出来的结果和你的完全一样。
#
# **学完本实验，你能够**
#
# - 手算循环单元的一个时间步，并说清楚什么是隐藏状态；
# - 让同一个单元处理一整个批次的序列，并能说出途中每个张量的形状；
# - 为整条序列给出一个答案（多对一），或在每个时间步各给出一个答案（多对多）；
# - 看懂 `nn.SimpleRNNCell` 和 `nn.SimpleRNN` 的权重，并把自己的参数填进去。
#
# **预备知识**：Python（函数、列表、字典）和两个矩阵的乘积。不需要接触过循环神经网络，也不需要用过飞桨：
# 第 1 节会介绍本实验用到的那一点内容。梯度有什么用也在那里说明，你不需要自己去求。
#
# **时间**：约 90 分钟，共 8 题 30 分。写完之后从头到尾运行一遍，在两个 CPU 核上不到 10 秒。
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

# %%
import matplotlib.pyplot as plt

plt.rcParams.update({"figure.dpi": 90, "font.size": 9, "axes.titlesize": 10})

# %% [markdown] lang="en"
# ## 1. The few words and tools that you need
#
# A reminder from lab 1: a sequence is a list of pieces whose order matters, the words of a sentence or the
# temperatures of a week, and the place of a piece is its time step $t = 1, 2, \dots, T$. Each piece is described by the same number of
# features: three numbers for a day's weather, say, or a row with a single 1 in it that says which word of a list
# this is (a one-hot vector). Several sequences that are processed together are a batch. So the inputs of this
# lab have three axes:
#
# | axis | length is called | counts |
# | --- | --- | --- |
# | 0 | `batch` | sequences |
# | 1 | `time` | time steps |
# | 2 | `features` | numbers that describe one piece |
#
# In short: `inputs` is `[batch, time, features]`. Step $t$ of *all* sequences is the slice `inputs[:, t - 1]`, of
# shape `[batch, features]`. The $-1$ is there because Python counts from 0: $x_1$ is `inputs[:, 0]`.
#
# The next cell shows the Paddle that you will need. Run it and compare each line with what it prints.

# %% [markdown] lang="zh"
# ## 1. 先认识几个词和几样工具
#
# 先回顾实验 1：序列是顺序有意义的一串东西，比如一句话里的词、一周里每天的气温；每一项所在的位置叫时间步，
# $t = 1, 2, \dots, T$。每一项都用同样多的数来描述，这些数叫特征：比如用三个数描述一天的天气，或者用只含一个 1、
# 其余全是 0 的一行数，表示它是词表里的哪个词（独热向量）。放在一起处理的若干条序列叫一个批次。
# 因此，本实验的输入有三个轴：
#
# | 轴 | 长度记作 | 含义 |
# | --- | --- | --- |
# | 0 | `batch` | 序列的条数 |
# | 1 | `time` | 时间步的个数 |
# | 2 | `features` | 描述每一项所用的数的个数 |
#
# 简记为：`inputs` 的形状是 `[batch, time, features]`。**所有**序列的第 $t$ 步是切片 `inputs[:, t - 1]`，
# 形状为 `[batch, features]`。减 1 是因为 Python 从 0 数起：$x_1$ 就是 `inputs[:, 0]`。
#
# 下一个单元格演示了会用到的飞桨操作。运行它，把每行代码和它打印的内容对照着看。

# %%
batch, time, features, hidden = 3, 5, 4, 6

inputs = paddle.randn([batch, time, features])  # random numbers, mean 0, standard deviation 1
print("inputs            ", list(inputs.shape), "= [batch, time, features]")
print("one time step     ", list(inputs[:, 0].shape), "= [batch, features]")

weights = paddle.ones([features, hidden])
product = inputs[:, 0] @ weights  # @ is the matrix product: [3, 4] @ [4, 6]
print("product           ", list(product.shape), "= [batch, hidden]")

bias = paddle.zeros([hidden])
print("product + bias    ", list((product + bias).shape), ": the bias is added to every row")
print("tanh of -2, 0, 2  ", paddle.tanh(paddle.to_tensor([-2.0, 0.0, 2.0])).numpy())

states = [paddle.zeros([batch, hidden]), paddle.ones([batch, hidden])]  # a list of two tensors
print("stacked on axis 1 ", list(paddle.stack(states, axis=1).shape), "= [batch, 2, hidden]")

# %% [markdown] lang="en"
# **Gradients, in three sentences.** To train a network one needs to know how the result changes when a number in it
# changes a little; these rates of change are its gradients. Paddle computes them if the result was made by Paddle
# operations from tensors with `stop_gradient = False`. A tensor that you create has `stop_gradient = True`, so what
# is to be trained has to be switched on:

# %% [markdown] lang="zh"
# **关于梯度，三句话。** 要训练一个网络，就得知道其中某个数稍微变一点时，结果会怎样变；这些变化率就是梯度。
# 只要结果是用飞桨的运算，由 `stop_gradient = False` 的张量算出来的，飞桨就能自动求出梯度。新建的张量默认 `stop_gradient = True`，
# 所以要训练的张量必须手动打开：

# %%
w = paddle.to_tensor([2.0, 5.0])
w.stop_gradient = False

result = (w * w).sum()  # 2 * 2 + 5 * 5
result.backward()  # compute the gradients
print("gradient of the result with respect to w:", w.grad.numpy(), "= 2 * w")

# %% [markdown] lang="en"
# **Four rules hold for all questions of this lab.** Each function
#
# 1. works for every size of at least 1, also for one sequence, one time step, one feature or one hidden unit;
# 2. takes and returns Paddle tensors, batch first;
# 3. leaves its arguments as they are: the caller may still need them, so do not write into them (as `h[:] = ...` or
#    `h.add_(...)` do);
# 4. in questions 3 to 7, computes with Paddle operations all the way, so that gradients reach every argument. (A
#    detour through NumPy with `.numpy()`, or `.detach()`, would cut them off.)

# %% [markdown] lang="zh"
# **本实验所有题目共同遵守四条规则。** 每个函数都要
#
# 1. 对任何不小于 1 的尺寸都成立，包括只有一条序列、一个时间步、一个特征或一个隐藏单元的情形；
# 2. 接收并返回飞桨张量，批次放在最前面的轴；
# 3. 不改动传进来的参数：调用者可能还要用，所以不要往里面写（`h[:] = ...`、`h.add_(...)` 就是在往里写）；
# 4. 在第 3 至第 7 题中，从头到尾都用飞桨的运算，让梯度能传到每个参数。（中途用 `.numpy()` 转成 NumPy，或者用 `.detach()`，
#    都会把梯度切断。）

# %% [markdown] lang="en"
# ## 2. What a cell is made of
#
# The memory of the network after step $t$ is its **hidden state** $h_t$: `hidden` numbers for each sequence, so the
# states of a batch have shape `[batch, hidden]`. Each of these numbers is called a **hidden unit**. "Hidden" only
# means that it is neither input nor answer. How a state is made from an input and the state before is laid down by
# the **parameters**, the numbers that training will adjust:
#
# | name | shape | what it does |
# | --- | --- | --- |
# | `W_xh` | `[features, hidden]` | weights from the input $x$ to the state $h$ |
# | `W_hh` | `[hidden, hidden]` | weights from the old state to the new one |
# | `b_h` | `[hidden]` | bias of the state: a number added to each unit |
# | `W_hq` | `[hidden, outputs]` | weights from the state to the answer (the $q$ in the name stands for the answer) |
# | `b_q` | `[outputs]` | bias of the answer |
#
# ### Question 1 · `init_rnn_params` (4 points, about 8 minutes)
#
# **Why.** Training has to start from some numbers. Why not from zeros? Two hidden units whose weights are all the
# same compute the same, receive the same gradient, and so stay the same for ever: six units would be worth one. Small
# *random* weights make them differ. Biases may start at zero; the weights have already made the units different.
#
# **Formula.** Each entry of the three matrices is drawn by itself, each time the function is called, from a normal
# distribution
#
# $$W_{xh},\, W_{hh},\, W_{hq} \sim \mathcal N(0,\ 0.01^2), \qquad b_h = 0, \quad b_q = 0,$$
#
# that is with mean 0 and **standard deviation 0.01**. Set no fixed seed inside the function.
#
# **Shapes.** As in the table. Return a plain `dict` with exactly these five names, in which every value is a Paddle
# tensor that can be trained (`stop_gradient` is `False`).

# %% [markdown] lang="zh"
# ## 2. 循环单元由什么组成
#
# 网络读完第 $t$ 步之后的记忆，就是它的**隐藏状态**（hidden state）$h_t$：每条序列 `hidden` 个数，
# 一个批次的状态形状就是 `[batch, hidden]`。其中每一个数叫一个**隐藏单元**（hidden unit）。所谓“隐藏”，只是说它既不是输入，
# 也不是答案。怎样由输入和上一步的状态得到新状态，由**参数**（parameters）决定，训练要调整的正是这些数：
#
# | 名称 | 形状 | 作用 |
# | --- | --- | --- |
# | `W_xh` | `[features, hidden]` | 从输入 $x$ 到状态 $h$ 的权重 |
# | `W_hh` | `[hidden, hidden]` | 从旧状态到新状态的权重 |
# | `b_h` | `[hidden]` | 状态的偏置：给每个隐藏单元加上一个数 |
# | `W_hq` | `[hidden, outputs]` | 从状态到答案的权重（名称里的 $q$ 指答案） |
# | `b_q` | `[outputs]` | 答案的偏置 |
#
# ### 第 1 题 · `init_rnn_params`（4 分，约 8 分钟）
#
# **为什么**：训练总得从某些数出发。为什么不从全零出发？如果两个隐藏单元的权重全都相同，它们算出的值就相同，得到的梯度也相同，
# 于是永远相同：六个单元只顶一个用。小的**随机**权重能让它们各不相同。偏置可以从零开始，因为权重已经让各个单元有了区别。
#
# **公式**：每次调用函数时，三个矩阵的每个元素都各自独立地从正态分布中抽取：
#
# $$W_{xh},\, W_{hh},\, W_{hq} \sim \mathcal N(0,\ 0.01^2), \qquad b_h = 0, \quad b_q = 0,$$
#
# 也就是均值为 0，**标准差为 0.01**。不要在函数里固定随机种子。
#
# **形状**：见上表。返回一个普通的 `dict`，恰好包含这五个名称，每个值都是可以训练的飞桨张量（`stop_gradient` 为 `False`）。

# %% [markdown] lang="en" hints="init_rnn_params"
# 1. Three of the five tensors are random, two are zero. Read the shapes off the table; then think about what makes a
#    tensor trainable.
# 2. `paddle.randn(shape)` draws with standard deviation 1. What do you multiply with to get 0.01?
#    `paddle.zeros(shape)` makes the biases.
# 3. Build the dict with entries like `"W_xh": paddle.randn([features, hidden]) * 0.01`, then go through
#    `params.values()` and set `stop_gradient = False` on each; return the dict.

# %% [markdown] lang="zh" hints="init_rnn_params"
# 1. 五个张量里三个是随机的，两个是零。形状照着表格写；再想想怎样才能让一个张量可以训练。
# 2. `paddle.randn(shape)` 抽出的数标准差是 1。乘以多少才能变成 0.01？偏置用 `paddle.zeros(shape)`。
# 3. 按 `"W_xh": paddle.randn([features, hidden]) * 0.01` 这样的写法建好字典，再遍历 `params.values()`，
#    把每个张量的 `stop_gradient` 设为 `False`，最后返回字典。


# %% question="init_rnn_params" points=4 minutes=8
def init_rnn_params(features, hidden, outputs):
    """Return the starting parameters of a recurrent cell and its readout.

    Args:
        features: length of one input vector.
        hidden: number of hidden units.
        outputs: length of one answer.

    Returns:
        dict of trainable Paddle tensors: `W_xh` [features, hidden], `W_hh` [hidden, hidden], `b_h` [hidden],
        `W_hq` [hidden, outputs], `b_q` [outputs]. Weights are drawn from N(0, 0.01^2), biases are zero.

    Example:
        >>> params = init_rnn_params(features=4, hidden=6, outputs=2)
        >>> list(params["W_xh"].shape), list(params["b_q"].shape), params["W_hh"].stop_gradient
        ([4, 6], [2], False)
    """
    ### BEGIN SOLUTION make three small random matrices and two zero biases, all trainable
    params = {
        "W_xh": paddle.randn([features, hidden]) * 0.01,
        "W_hh": paddle.randn([hidden, hidden]) * 0.01,
        "b_h": paddle.zeros([hidden]),
        "W_hq": paddle.randn([hidden, outputs]) * 0.01,
        "b_q": paddle.zeros([outputs]),
    }
    for tensor in params.values():
        tensor.stop_gradient = False
    return params
    ### END SOLUTION


# %% [markdown] lang="en"
# ### Question 2 · `init_rnn_state` (2 points, about 4 minutes)
#
# **Why.** Each step starts from the state before it. Before the first step there is none, so one has to be given: the
# **initial state** $h_0$. Nothing has been read yet, so all its numbers are zero.
#
# **Formula and shape.** $h_0 = 0$, of shape `[batch, hidden]`: one row for each sequence of the batch. (It is no
# parameter, so it need not be trainable.)

# %% [markdown] lang="zh"
# ### 第 2 题 · `init_rnn_state`（2 分，约 4 分钟）
#
# **为什么**：每一步都从上一步的状态出发。第一步之前没有状态，所以要人为给一个，这就是**初始状态** $h_0$。此时还什么都没有读，
# 所以全部取零。
#
# **公式与形状**：$h_0 = 0$，形状为 `[batch, hidden]`，批次里每条序列占一行。（它不是参数，不必可训练。）

# %% [markdown] lang="en" hints="init_rnn_state"
# 1. One row for each sequence, one column for each hidden unit.
# 2. Paddle has a function that makes a tensor of zeros; it takes the shape as a list.
# 3. Return `paddle.zeros(...)` with the list of the two sizes, batch first.

# %% [markdown] lang="zh" hints="init_rnn_state"
# 1. 每条序列一行，每个隐藏单元一列。
# 2. 飞桨有一个生成全零张量的函数，形状用列表传入。
# 3. 返回 `paddle.zeros(...)`，括号里是由两个尺寸组成的列表，批次在前。


# %% question="init_rnn_state" points=2 minutes=4
def init_rnn_state(batch, hidden):
    """Return the hidden state before the first step: zeros, `[batch, hidden]`.

    Example:
        >>> list(init_rnn_state(batch=3, hidden=6).shape)
        [3, 6]
    """
    ### BEGIN SOLUTION make a row of zeros for each sequence
    return paddle.zeros([batch, hidden])
    ### END SOLUTION


# %% [markdown] lang="en"
# ## 3. One step
#
# ![A cell: old state times W_hh plus input times W_xh plus bias, through tanh, is the new state](../figures/lab02_cell.svg)
#
# ### Question 3 · `rnn_step` (5 points, about 10 minutes)
#
# **Why.** This is the whole cell: it mixes what it reads now with what it remembers. Everything else in this lab is
# this function, called again and again.
#
# **Formula.** With $x_t$ the input of this step and $h_{t-1}$ the state before it,
#
# $$h_t = \tanh\left(x_t W_{xh} + h_{t-1} W_{hh} + b_h\right).$$
#
# The function **tanh** squashes each number into the range from −1 to 1: 0 stays 0, 2 becomes 0.96, 1000 becomes 1.
# It does two things. It keeps the state from growing without bound, however many steps follow. And it is no straight
# line: without it, many steps together could be replaced by a single matrix product. Use `paddle.tanh`, which is
# right for large numbers too.
#
# **Shapes.** `x` is `[batch, features]`, `h` and the result are `[batch, hidden]`. Each row belongs to a sequence of
# its own; no row touches another. `params` is a dict as in question 1, of which `W_xh`, `W_hh` and `b_h` are used
# here.

# %% [markdown] lang="zh"
# ## 3. 走一步
#
# ![循环单元：旧状态乘以 W_hh，输入乘以 W_xh，加上偏置，经过 tanh，得到新状态](../figures/zh/lab02_cell.svg)
#
# ### 第 3 题 · `rnn_step`（5 分，约 10 分钟）
#
# **为什么**：这就是循环单元的全部：把现在读到的和记住的混合起来。本实验剩下的内容，都只是反复调用这个函数。
#
# **公式**：设这一步的输入为 $x_t$，上一步的状态为 $h_{t-1}$，则
#
# $$h_t = \tanh\left(x_t W_{xh} + h_{t-1} W_{hh} + b_h\right).$$
#
# 函数 **tanh** 把每个数压缩到 −1 与 1 之间：0 仍是 0，2 变成 0.96，1000 变成 1。它有两个作用：第一，不管后面还有多少步，
# 状态都不会无限增大；第二，它不是直线，如果没有它，许多步合起来也只相当于一次矩阵乘法。请用 `paddle.tanh`，数很大时它也是对的。
#
# **形状**：`x` 为 `[batch, features]`，`h` 和结果都是 `[batch, hidden]`。每一行属于一条单独的序列，行与行互不影响。
# `params` 是第 1 题那样的字典，这里用到其中的 `W_xh`、`W_hh` 和 `b_h`。

# %% [markdown] lang="en" hints="rnn_step"
# 1. Follow the arrows of the figure: two products meet in a sum, and only the sum goes through tanh.
# 2. Check the shapes: `[batch, features] @ [features, hidden]` and `[batch, hidden] @ [hidden, hidden]` both give
#    `[batch, hidden]`. The bias `[hidden]` is added to every row by itself.
# 3. Compute `total = x @ params["W_xh"] + ...` with the product of the old state and the bias in the place of the
#    dots, then return the tanh of `total`.

# %% [markdown] lang="zh" hints="rnn_step"
# 1. 顺着图中的箭头走：两个乘积汇到一个求和里，经过 tanh 的只有这个和。
# 2. 核对形状：`[batch, features] @ [features, hidden]` 和 `[batch, hidden] @ [hidden, hidden]` 得到的都是 `[batch, hidden]`。
#    偏置 `[hidden]` 会自动加到每一行。
# 3. 先算 `total = x @ params["W_xh"] + ...`，省略号处填上旧状态的乘积和偏置，再返回 `total` 的 tanh。


# %% question="rnn_step" points=5 minutes=10
def rnn_step(x, h, params):
    """Return the hidden state after one more step.

    Args:
        x: input of this step, [batch, features].
        h: hidden state before this step, [batch, hidden].
        params: dict with W_xh [features, hidden], W_hh [hidden, hidden], b_h [hidden] (and more, not used).

    Returns:
        The new hidden state, [batch, hidden].

    Example (one sequence, one feature, one hidden unit):
        >>> params = {"W_xh": paddle.to_tensor([[2.0]]), "W_hh": paddle.to_tensor([[-1.0]]), "b_h": paddle.zeros([1])}
        >>> rnn_step(paddle.to_tensor([[1.0]]), paddle.to_tensor([[0.5]]), params).item()  # tanh(2 - 0.5 + 0)
        0.9051...
    """
    ### BEGIN SOLUTION mix the input, the old state and the bias, then squash
    return paddle.tanh(x @ params["W_xh"] + h @ params["W_hh"] + params["b_h"])
    ### END SOLUTION


# %% [markdown] lang="en"
# ### Watch the state walk
#
# Here is a cell so small that you can follow it on paper: one feature, two hidden units, weights chosen by hand. Unit
# 1 listens to the input and keeps half of its own old value; unit 2 listens to nothing but the old value of unit 1.
#
# The input is 1 at the first step and 0 ever after. By hand, with $h_0 = (0, 0)$: after step 1, unit 1 is
# $\tanh(1 \cdot 1) = 0.7616$ and unit 2 is $\tanh(0) = 0$. After step 2, unit 1 is $\tanh(0.5 \cdot 0.7616) = 0.3634$
# and unit 2 is $\tanh(1 \cdot 0.7616) = 0.6420$. Compute step 3 yourself before you run the cell.

# %% [markdown] lang="zh"
# ### 看着状态一步步走
#
# 下面这个单元小到可以在纸上跟着算：一个特征，两个隐藏单元，权重是手工选定的。单元 1 接收输入，并保留自己旧值的一半；
# 单元 2 什么都不接收，只看单元 1 的旧值。
#
# 输入在第 1 步是 1，之后一直是 0。手算一下，$h_0 = (0, 0)$：第 1 步之后，单元 1 是 $\tanh(1 \cdot 1) = 0.7616$，
# 单元 2 是 $\tanh(0) = 0$。第 2 步之后，单元 1 是 $\tanh(0.5 \cdot 0.7616) = 0.3634$，
# 单元 2 是 $\tanh(1 \cdot 0.7616) = 0.6420$。运行之前，先自己算出第 3 步。

# %%
tiny = {
    "W_xh": paddle.to_tensor([[1.0, 0.0]]),  # [features, hidden] = [1, 2]
    "W_hh": paddle.to_tensor([[0.5, 1.0], [0.0, 0.0]]),  # row: from which old unit; column: to which new one
    "b_h": paddle.zeros([2]),
}

h = init_rnn_state(batch=1, hidden=2)
print(" t   x_t   unit 1   unit 2")
print(f" 0    -    {h[0, 0].item():.4f}   {h[0, 1].item():.4f}")
for t, number in enumerate([1.0, 0.0, 0.0, 0.0, 0.0], start=1):
    h = rnn_step(paddle.to_tensor([[number]]), h, tiny)
    print(f" {t}   {number:.1f}   {h[0, 0].item():.4f}   {h[0, 1].item():.4f}")

# %% [markdown] lang="en"
# **What to see.** From step 2 on the input is 0, and yet the state is not: it still tells of the 1 that was read at
# the start. Unit 2 always shows (through a tanh) what unit 1 was one step earlier. This is all that "memory" means
# here: the state goes into the step that makes the next state. And the memory fades, to about a half at each step.

# %% [markdown] lang="zh"
# **看什么**：从第 2 步起输入都是 0，状态却不是 0：它还在讲述一开始读到的那个 1。
# 单元 2 总是显示单元 1 上一步的值（经过一次 tanh）。这里说的“记忆”就是这么回事：状态参与了下一个状态的计算。而且记忆会变淡，
# 每一步大约只剩一半。

# %% [markdown] lang="en"
# ## 4. A whole sequence
#
# ![A cell with an arrow back to itself; the same cell once for each of three steps, states passed on](../figures/lab02_unrolled.svg)
#
# The loop on the left and the chain on the right are the same network. To **unroll** a cell is to draw it (or run it)
# once for each time step. It remains *one* cell: every step uses the same parameters, whether the sequence has three
# steps or three thousand. Only the state changes.
#
# ![The inputs as a block; its slice at t is a matrix; rnn_step makes states of it; they are stacked again](../figures/lab02_slices.svg)
#
# ### Question 4 · `run_rnn` (6 points, about 12 minutes)
#
# **Why.** A network reads the whole batch at once: step 1 of all sequences, then step 2 of all, and so on. The
# sequences do not follow one another; they run side by side.
#
# **Formula.** Start from the given $h_0$, and for $t = 1, \dots, T$
#
# $$h_t = \mathtt{rnn\_step}(x_t,\ h_{t-1}).$$
#
# **Shapes.** `inputs` is `[batch, time, features]` and `h0` is `[batch, hidden]`. Return a tuple `(outputs, h)`:
#
# - `outputs`, of shape `[batch, time, hidden]`: the states $h_1, \dots, h_T$ in the order of time, the state *after*
#   reading $x_t$ at index $t - 1$ of the time axis ($h_0$ is not among them);
# - `h`, of shape `[batch, hidden]`: the final state $h_T$, the same numbers as `outputs[:, -1]`.
#
# Nothing is drawn at random here: the same arguments give the same result. And `h0` is the caller's (rule 3).

# %% [markdown] lang="zh"
# ## 4. 走完一条序列
#
# ![左：箭头指回自身的单元；右：同一个单元画了三次，状态传给下一步](../figures/zh/lab02_unrolled.svg)
#
# 左边的环和右边的链是同一个网络。所谓**展开**（unroll），就是按每个时间步把单元画一遍（或运行一遍）。它始终是**同一个**单元：
# 不管序列有三步还是三千步，每一步用的都是同一组参数，变的只有状态。
#
# ![输入是一个数据块；t 处的切片是矩阵；rnn_step 由它得到状态；状态再叠起来](../figures/zh/lab02_slices.svg)
#
# ### 第 4 题 · `run_rnn`（6 分，约 12 分钟）
#
# **为什么**：网络是把整个批次一起读的：先读所有序列的第 1 步，再读所有序列的第 2 步，以此类推。各条序列不是首尾相接，
# 而是并排前进。
#
# **公式**：从给定的 $h_0$ 出发，对 $t = 1, \dots, T$ 依次计算
#
# $$h_t = \mathtt{rnn\_step}(x_t,\ h_{t-1}).$$
#
# **形状**：`inputs` 为 `[batch, time, features]`，`h0` 为 `[batch, hidden]`。返回元组 `(outputs, h)`：
#
# - `outputs` 形状为 `[batch, time, hidden]`：按时间顺序排列的状态 $h_1, \dots, h_T$，
#   读完 $x_t$ **之后**的状态放在时间轴的下标 $t - 1$ 处（$h_0$ 不在其中）；
# - `h` 形状为 `[batch, hidden]`：最终状态 $h_T$，数值与 `outputs[:, -1]` 相同。
#
# 这里不抽取任何随机数：同样的参数得到同样的结果。另外，`h0` 是调用者的（规则 3）。

# %% [markdown] lang="en" hints="run_rnn"
# 1. You need a variable that holds the current state and is replaced at each step, and a place to collect the states.
# 2. Loop over the time axis: `for t in range(inputs.shape[1])`, with `inputs[:, t]` as the input of the step. Collect
#    the states in a list; `paddle.stack` makes one tensor of them. Which axis should time be?
# 3. Before the loop: `h = h0` and an empty list. In the loop: `h = rnn_step(inputs[:, t], h, params)`, then append
#    `h`. After it: stack the list along axis 1 and return that together with `h`.

# %% [markdown] lang="zh" hints="run_rnn"
# 1. 需要一个变量保存当前状态，每一步都换成新的；还需要一个地方把各步的状态收集起来。
# 2. 沿时间轴循环：`for t in range(inputs.shape[1])`，这一步的输入是 `inputs[:, t]`。把状态收进列表，
#    再用 `paddle.stack` 合成一个张量。时间应该是第几个轴？
# 3. 循环之前：`h = h0`，以及一个空列表。循环里：`h = rnn_step(inputs[:, t], h, params)`，然后把 `h` 加进列表。循环之后：
#    沿轴 1 把列表叠起来，和 `h` 一起返回。


# %% question="run_rnn" points=6 minutes=12 uses=["rnn_step"]
def run_rnn(inputs, h0, params):
    """Run one recurrent cell along a batch of sequences.

    Args:
        inputs: [batch, time, features].
        h0: hidden state before the first step, [batch, hidden]; left as it is.
        params: dict of parameters as `rnn_step` takes it, the same for every step.

    Returns:
        (outputs, h): the states after each step, [batch, time, hidden], and the final state, [batch, hidden].

    Example:
        >>> params = init_rnn_params(features=4, hidden=6, outputs=2)
        >>> outputs, h = run_rnn(paddle.randn([3, 5, 4]), init_rnn_state(3, 6), params)
        >>> list(outputs.shape), list(h.shape)
        ([3, 5, 6], [3, 6])
    """
    ### BEGIN SOLUTION carry the state from step to step and stack the states along the time axis
    h = h0
    states = []
    for t in range(inputs.shape[1]):
        h = rnn_step(inputs[:, t], h, params)
        states.append(h)
    return paddle.stack(states, axis=1), h
    ### END SOLUTION


# %% [markdown] lang="en"
# ### Watch the memory fade
#
# The next cell sends a single 1 into a cell with eight hidden units, at step 3, and zeros before and after. With
# weights as small as those of question 1 there is not much to see: the state is tiny and gone at once. For the
# picture the weights are therefore multiplied by 30.

# %% [markdown] lang="zh"
# ### 看着记忆变淡
#
# 下一个单元格在第 3 步给一个有八个隐藏单元的循环单元输入一个 1，前后都是 0。权重像第 1 题那么小的时候几乎看不出什么：状态非常小，
# 一下子就没了。所以画图时把权重乘以 30。

# %%
paddle.seed(4)
small = init_rnn_params(features=1, hidden=8, outputs=2)
lively = {name: 30 * tensor.detach() for name, tensor in small.items()}

pulse = paddle.zeros([1, 20, 1])
pulse[0, 2, 0] = 1.0  # step 3, counted from 1
h0 = init_rnn_state(batch=1, hidden=8)
for name, params in [("small weights", small), ("30 times larger", lively)]:
    outputs, h = run_rnn(pulse, h0, params)
    sizes = [f"{outputs[0, t].abs().max().item():.6f}" for t in (1, 2, 3, 7, 19)]
    print(f"{name:16s} largest |state| after steps 2, 3, 4, 8, 20:", "  ".join(sizes))

figure, (top, bottom) = plt.subplots(2, 1, figsize=(7, 3.4), height_ratios=[1, 3], sharex=True, layout="constrained")
top.bar(range(1, 21), pulse[0, :, 0].numpy(), color="tab:blue")
top.set_ylabel("input $x_t$")
corners = [0.5, 20.5, 8.5, 0.5]  # left, right, bottom, top: so that steps and units are counted from 1
image = bottom.imshow(outputs[0].numpy().T, extent=corners, aspect="auto", cmap="RdBu", vmin=-0.6, vmax=0.6)
bottom.set_xlabel("time step $t$")
bottom.set_ylabel("hidden unit")
bottom.set_xticks(range(1, 21))
bottom.set_yticks(range(1, 9))
figure.colorbar(image, ax=bottom, label="state $h_t$")
plt.show()

# %% [markdown] lang="en"
# **What to see.** Each row is one hidden unit, each column a time step. Before step 3 there is no colour: all states
# are exactly 0, since nothing but zeros has been read. At step 3 the 1 arrives and each unit answers with its own
# colour. After that the input is 0 again, but the pattern lives on, changes colours as it passes through $W_{hh}$
# again and again, and pales. Whatever the network is to use later must outlast this fading. It does not fade with all
# weights: put `paddle.seed(7)` in the place of `paddle.seed(4)` and look again. Lab 3 finds out what decides it.

# %% [markdown] lang="zh"
# **看什么**：每一行是一个隐藏单元，每一列是一个时间步。第 3 步之前没有颜色：读到的全是零，所有状态正好是 0。第 3 步那个 1 到了，
# 每个单元用各自的颜色作出反应。之后输入又回到 0，图案却还在延续：它一次次经过 $W_{hh}$，颜色不断变化，同时越来越淡。
# 网络以后要用到的东西，必须熬得过这种衰减。不过并非什么权重都会这样：把 `paddle.seed(4)` 换成 `paddle.seed(7)` 再看一次。
# 究竟由什么决定，实验 3 会弄清楚。

# %% [markdown] lang="en"
# ### Order makes a difference
#
# Two sentences with the same words: "dog bites man" and "man bites dog". As one-hot vectors, their sums are equal:
# whoever only counts words cannot tell them apart. What about the hidden state?

# %% [markdown] lang="zh"
# ### 顺序不同，结果就不同
#
# 两个句子用的是同样的词："dog bites man"（狗咬人）和 "man bites dog"（人咬狗）。写成独热向量之后，两句的总和相等：只数词的话，
# 分不出这两句。隐藏状态呢？

# %%
vocabulary = ["dog", "bites", "man"]
sentences = ["dog bites man", "man bites dog"]
one_hot = [[[float(word == entry) for entry in vocabulary] for word in text.split()] for text in sentences]
words = paddle.to_tensor(one_hot)  # [batch, time, features] = [2, 3, 3]

paddle.seed(7)
reader = {name: 30 * tensor.detach() for name, tensor in init_rnn_params(3, 8, 2).items()}
outputs, h = run_rnn(words, init_rnn_state(batch=2, hidden=8), reader)

counts = words.sum(axis=1)
print("largest difference between the word counts: ", (counts[0] - counts[1]).abs().max().item())
print("largest difference between the final states:", round((h[0] - h[1]).abs().max().item(), 4))

figure, axes = plt.subplots(1, 2, figsize=(7, 2.6), sharey=True, layout="constrained")
for row, axis in enumerate(axes):
    image = axis.imshow(outputs[row].numpy().T, aspect="auto", cmap="RdBu", vmin=-1, vmax=1)
    axis.set_title(sentences[row])
    axis.set_xticks(range(3), sentences[row].split())
    axis.set_yticks(range(8), range(1, 9))
    axis.set_xlabel("word read last")
axes[0].set_ylabel("hidden unit")
figure.colorbar(image, ax=axes, label="state $h_t$")
plt.show()

# %% [markdown] lang="en"
# **What to see.** Compare the last columns: the same three words have been read, and the states are not the same.
# Compare the two columns above "bites", too: the input was the same word, the memory was not. The order of the words
# has left its mark on the state.

# %% [markdown] lang="zh"
# **看什么**：比较两幅图的最后一列：读过的三个词相同，状态却不同。再比较两幅图里 “bites” 上方的那一列：输入是同一个词，
# 记忆却不一样。词的顺序在状态里留下了痕迹。

# %% [markdown] lang="en"
# ## 5. From state to answer
#
# ### Question 5 · `readout` (3 points, about 5 minutes)
#
# **Why.** A hidden state is the network's private notes. To get an answer, say a score for each of two classes, the
# notes are read out by one more matrix product.
#
# **Formula.**
#
# $$o = h\, W_{hq} + b_q$$
#
# The numbers in $o$ are called **logits**: plain scores, of any size and sign, the largest for the class that the
# network favours. Return them as they are. Turning them into probabilities (with softmax) or into a decision (with
# argmax) is left to whoever uses them: Paddle's cross-entropy loss, for one, wants logits.
#
# **Shapes.** `h` is either `[batch, hidden]` (one state for each sequence) or `[batch, time, hidden]` (one for each
# step). The result is `[batch, outputs]` or `[batch, time, outputs]`. Good news: `@` works on the last axis, whatever
# stands before it.

# %% [markdown] lang="zh"
# ## 5. 从状态到答案
#
# ### 第 5 题 · `readout`（3 分，约 5 分钟）
#
# **为什么**：隐藏状态好比网络自己的笔记。要得到答案，比如两个类别各得多少分，还要再做一次矩阵乘法，把笔记“读出来”。
#
# **公式**：
#
# $$o = h\, W_{hq} + b_q$$
#
# $o$ 里的数叫 **logits**：未经归一化的得分，大小和正负都没有限制，网络看好的类别得分最大。请原样返回。
# 把它变成概率（softmax）或变成判断（argmax），是使用者的事：例如飞桨的交叉熵损失函数要的就是 logits。
#
# **形状**：`h` 可能是 `[batch, hidden]`（每条序列一个状态），也可能是 `[batch, time, hidden]`（每个时间步一个状态）。
# 结果相应是 `[batch, outputs]` 或 `[batch, time, outputs]`。好在 `@` 作用于最后一个轴，前面有几个轴都一样。

# %% [markdown] lang="en" hints="readout"
# 1. It looks like half of `rnn_step`: one product and one bias.
# 2. Use `W_hq` and `b_q`. Nothing is squashed: look at the formula once more.
# 3. One line: the product of `h` and `params["W_hq"]`, plus `params["b_q"]`. The same line serves both shapes.

# %% [markdown] lang="zh" hints="readout"
# 1. 它像半个 `rnn_step`：一次乘积，一个偏置。
# 2. 用 `W_hq` 和 `b_q`。这里没有压缩：再看一眼公式。
# 3. 一行就够：`h` 与 `params["W_hq"]` 的乘积，再加 `params["b_q"]`。两种形状都适用。


# %% question="readout" points=3 minutes=5
def readout(h, params):
    """Return the logits that belong to hidden states.

    Args:
        h: states, [batch, hidden] or [batch, time, hidden].
        params: dict with W_hq [hidden, outputs] and b_q [outputs] (and more, not used).

    Returns:
        Logits, [batch, outputs] or [batch, time, outputs].

    Example (one hidden unit, two outputs):
        >>> params = {"W_hq": paddle.to_tensor([[2.0, -4.0]]), "b_q": paddle.to_tensor([0.0, 1.0])}
        >>> readout(paddle.to_tensor([[0.5]]), params).numpy()  # 0.5 * 2 + 0 and 0.5 * (-4) + 1
        array([[ 1., -1.]], dtype=float32)
    """
    ### BEGIN SOLUTION turn states into logits
    return h @ params["W_hq"] + params["b_q"]
    ### END SOLUTION


# %% [markdown] lang="en"
# ![Two unrolled networks: on the left only the last state is read out, on the right every state](../figures/lab02_one_or_many.svg)
#
# ### Question 6 · `many_to_one` (3 points, about 6 minutes)
#
# **Why.** Is this review positive? Which language is this name from? Such tasks have one answer for a whole sequence,
# to be given when all of it has been read. The state that has seen everything is the last one.
#
# **Formula.** $o = h_T W_{hq} + b_q$ with $h_T$ the final state.
#
# **Shapes.** `inputs` is `[batch, time, features]`, `h0` is `[batch, hidden]`; the result is logits of shape
# `[batch, outputs]`, one row for each sequence.

# %% [markdown] lang="zh"
# ![并排的两个展开的网络：左边只读出最后一个状态，右边每个状态都读出](../figures/zh/lab02_one_or_many.svg)
#
# ### 第 6 题 · `many_to_one`（3 分，约 6 分钟）
#
# **为什么**：这条评论是好评吗？这个姓氏来自哪种语言？这类任务整条序列只有一个答案，要等全部读完才给出。看过全部内容的，
# 是最后一个状态。这叫**多对一**。
#
# **公式**：$o = h_T W_{hq} + b_q$，其中 $h_T$ 是最终状态。
#
# **形状**：`inputs` 为 `[batch, time, features]`，`h0` 为 `[batch, hidden]`；结果是 logits `[batch, outputs]`，每条序列一行。

# %% [markdown] lang="en" hints="many_to_one"
# 1. You have written both halves already: one function that reads, one that answers.
# 2. `run_rnn` gives you two things. Which of them has one row for each sequence?
# 3. Take the second result of `run_rnn(inputs, h0, params)` and give it to `readout` together with `params`.

# %% [markdown] lang="zh" hints="many_to_one"
# 1. 两半你都已经写好了：一个函数负责读，一个函数负责答。
# 2. `run_rnn` 返回两样东西。哪一样是每条序列一行？
# 3. 取 `run_rnn(inputs, h0, params)` 的第二个结果，连同 `params` 一起交给 `readout`。


# %% question="many_to_one" points=3 minutes=6 uses=["run_rnn","readout"]
def many_to_one(inputs, h0, params):
    """Read each sequence to its end and return one row of logits for it.

    Args:
        inputs: [batch, time, features].
        h0: hidden state before the first step, [batch, hidden].
        params: dict with all five parameters.

    Returns:
        Logits, [batch, outputs].

    Example:
        >>> params = init_rnn_params(features=4, hidden=6, outputs=2)
        >>> list(many_to_one(paddle.randn([3, 5, 4]), init_rnn_state(3, 6), params).shape)
        [3, 2]
    """
    ### BEGIN SOLUTION read the sequences, then read out the final state
    _, h = run_rnn(inputs, h0, params)
    return readout(h, params)
    ### END SOLUTION


# %% [markdown] lang="en"
# ### Question 7 · `many_to_many` (3 points, about 5 minutes)
#
# **Why.** Which words of this sentence are names? What will the temperature be tomorrow, asked again each day? Here
# every step gets an answer of its own, made from the state right after that step. An answer knows what has been read
# up to its step and nothing of what comes later.
#
# **Formula.** $o_t = h_t W_{hq} + b_q$ for $t = 1, \dots, T$.
#
# **Shapes.** `inputs` is `[batch, time, features]`, `h0` is `[batch, hidden]`; the result is logits of shape
# `[batch, time, outputs]`, in the order of time.

# %% [markdown] lang="zh"
# ### 第 7 题 · `many_to_many`（3 分，约 5 分钟）
#
# **为什么**：这句话里哪些词是人名？每天都问一遍：明天气温多少？这类任务每一步都有自己的答案，由这一步刚得到的状态给出。
# 每个答案只知道到这一步为止读过的内容，对后面的内容一无所知。这叫**多对多**。
#
# **公式**：$o_t = h_t W_{hq} + b_q$，$t = 1, \dots, T$。
#
# **形状**：`inputs` 为 `[batch, time, features]`，`h0` 为 `[batch, hidden]`；结果是 logits `[batch, time, outputs]`，
# 按时间顺序排列。

# %% [markdown] lang="en" hints="many_to_many"
# 1. Only one thing differs from `many_to_one`: what is read out.
# 2. `run_rnn` has all states in its first result, and `readout` takes `[batch, time, hidden]` too.
# 3. Give the first result of `run_rnn(inputs, h0, params)` to `readout`. No loop is needed.

# %% [markdown] lang="zh" hints="many_to_many"
# 1. 与 `many_to_one` 只差一处：读出的是什么。
# 2. `run_rnn` 的第一个结果里有全部状态，而 `readout` 也接受 `[batch, time, hidden]`。
# 3. 把 `run_rnn(inputs, h0, params)` 的第一个结果交给 `readout`，不需要循环。


# %% question="many_to_many" points=3 minutes=5 uses=["run_rnn","readout"]
def many_to_many(inputs, h0, params):
    """Return logits for every step of each sequence.

    Args:
        inputs: [batch, time, features].
        h0: hidden state before the first step, [batch, hidden].
        params: dict with all five parameters.

    Returns:
        Logits, [batch, time, outputs]; those at index t belong to the state after reading inputs[:, t].

    Example:
        >>> params = init_rnn_params(features=4, hidden=6, outputs=2)
        >>> list(many_to_many(paddle.randn([3, 5, 4]), init_rnn_state(3, 6), params).shape)
        [3, 5, 2]
    """
    ### BEGIN SOLUTION read the sequences, then read out every state
    outputs, _ = run_rnn(inputs, h0, params)
    return readout(outputs, params)
    ### END SOLUTION


# %% [markdown] lang="en"
# ### One answer, many answers
#
# Back to the dog and the man: the curves show the first logit after each word, computed by `many_to_many`, and the
# rings what `many_to_one` gives for the whole sentence.

# %% [markdown] lang="zh"
# ### 一个答案与多个答案
#
# 回到狗和人的例子：曲线是 `many_to_many` 在每个词之后算出的第一个 logit，圆圈是 `many_to_one` 对整句话给出的值。

# %%
h0 = init_rnn_state(batch=2, hidden=8)
at_every_step = many_to_many(words, h0, reader)  # [2, 3, 2]
at_the_end = many_to_one(words, h0, reader)  # [2, 2]
print("largest difference at the last step:", (at_every_step[:, -1] - at_the_end).abs().max().item())

figure, axis = plt.subplots(figsize=(5, 2.6), layout="constrained")
for row, color in enumerate(["tab:blue", "tab:orange"]):
    axis.plot([1, 2, 3], at_every_step[row, :, 0].numpy(), "o-", color=color, markersize=4, label=sentences[row])
    axis.plot(3, at_the_end[row, 0].item(), "o", color=color, markersize=12, fillstyle="none")
axis.set_xticks([1, 2, 3])
axis.set_xlabel("time step $t$ (words read so far)")
axis.set_ylabel("first logit")
axis.legend()
plt.show()

# %% [markdown] lang="en"
# **What to see.** The two sentences get different answers at every step, also at step 2, where both have just read
# "bites". Each ring sits on the end of its curve: many-to-one is the last column of many-to-many. (The values mean
# nothing yet; these weights are random.)

# %% [markdown] lang="zh"
# **看什么**：两个句子在每一步的答案都不同，包括第 2 步，虽然两句此时刚读完的都是 “bites”。每个圆圈都正好落在曲线的末端：
# 多对一就是多对多的最后一列。（这些数值现在没有含义，因为权重是随机的。）

# %% [markdown] lang="en"
# ### A look ahead: your cell can learn
#
# What if the weights are trained instead? The task: read six random numbers, then say whether the *first* one was
# positive. This cannot be done without memory. The loop below is the usual one, and lab 9 explains it line by line;
# here it is enough to see that it uses nothing but your functions and the gradients that Paddle takes through them.

# %% [markdown] lang="zh"
# ### 先睹为快：你的单元会学习
#
# 如果把权重拿去训练呢？任务是：读六个随机数，然后回答**第一个**数是不是正数。没有记忆是办不到的。下面是常见的训练循环，
# 实验 9 会逐行讲解；现在只需要看到：它用的全是你写的函数，以及飞桨沿着这些函数求出的梯度。


# %%
def is_first_positive(count, steps=6):
    """Return random sequences [count, steps, 1], and for each 1 if its first number is positive, else 0."""
    inputs = paddle.randn([count, steps, 1])
    return inputs, (inputs[:, 0, 0] > 0).astype("int64")


def accuracy(params, count=2000):
    """Return the share of right answers on sequences that were never seen before."""
    inputs, targets = is_first_positive(count)
    answers = many_to_one(inputs, init_rnn_state(count, 8), params).argmax(axis=-1)
    return (answers == targets).astype("float32").mean().item()


paddle.seed(1)
learned = init_rnn_params(features=1, hidden=8, outputs=2)
optimizer = paddle.optimizer.Adam(learning_rate=0.01, parameters=list(learned.values()))
print(f"before training: accuracy {accuracy(learned):.2f}")
for update in range(1, 401):
    inputs, targets = is_first_positive(64)
    logits = many_to_one(inputs, init_rnn_state(64, 8), learned)
    loss = F.cross_entropy(logits, targets)
    loss.backward()
    optimizer.step()
    optimizer.clear_grad()
    if update % 100 == 0:
        print(f"update {update}: loss {loss.item():.3f}, accuracy {accuracy(learned):.2f}")

# %%
pair = paddle.randn([1, 6, 1]).tile([2, 1, 1])  # the same six numbers twice ...
pair[0, 0, 0], pair[1, 0, 0] = 1.0, -1.0  # ... but for the first
outputs, _ = run_rnn(pair, init_rnn_state(2, 8), learned)
states = outputs.detach()
panels = {"first number +1": states[0], "first number −1": states[1], "difference": states[0] - states[1]}

figure, axes = plt.subplots(1, 3, figsize=(7.5, 2.8), sharey=True, layout="constrained")
for axis, title in zip(axes, panels, strict=True):
    image = axis.imshow(panels[title].numpy().T, aspect="auto", cmap="RdBu", vmin=-2, vmax=2)
    axis.set_title(title)
    axis.set_xticks(range(6), range(1, 7))
    axis.set_yticks(range(8), range(1, 9))
    axis.set_xlabel("time step $t$")
axes[0].set_ylabel("hidden unit")
figure.colorbar(image, ax=axes, label="state $h_t$")
plt.show()

# %% [markdown] lang="en"
# **What to see.** Left and middle: the states for two sequences that differ in their first number only. Right: one
# minus the other. The difference starts pale, grows, and does not fade: in the last column, where the answer is read
# out, nearly every unit differs by almost 2, the most that numbers between −1 and 1 can differ by. Training has found
# weights with which the state carries one bit of news through five steps of noise.

# %% [markdown] lang="zh"
# **看什么**：左图和中图是两条序列的状态，这两条序列只有第一个数不同；右图是两者之差。差异一开始很淡，随后变强，而且没有消退：
# 在读出答案的最后一列，几乎每个单元都相差将近 2，而 −1 到 1 之间的数最多也就相差这么多。训练找到了这样一组权重：
# 状态能带着一个比特的消息，穿过五步噪声。

# %% [markdown] lang="en"
# ## 6. Paddle's own cell
#
# ### Question 8 · `to_paddle_cell` (4 points, about 12 minutes)
#
# **Why.** From now on you will mostly use Paddle's layers; they are faster and have been tested by thousands. But do
# they do what you think they do? The best proof: put *your* numbers into *their* layers and compare.
#
# **What Paddle has.** `nn.SimpleRNNCell(input_size=..., hidden_size=...)` is one step, your `rnn_step`.
# `nn.SimpleRNN(input_size=..., hidden_size=...)` is the loop, your `run_rnn`. Both keep their weights the other way
# round, and both have *two* biases:
#
# | your name | your shape | `nn.SimpleRNNCell` | `nn.SimpleRNN` | Paddle's shape |
# | --- | --- | --- | --- | --- |
# | `W_xh` | `[features, hidden]` | `weight_ih` | `weight_ih_l0` | `[hidden, features]` |
# | `W_hh` | `[hidden, hidden]` | `weight_hh` | `weight_hh_l0` | `[hidden, hidden]` |
# | `b_h` | `[hidden]` | `bias_ih`, `bias_hh` | `bias_ih_l0`, `bias_hh_l0` | `[hidden]` each |
#
# (`ih` reads "input to hidden"; `l0` is the first layer.) **Formula** of Paddle's cell:
#
# $$h_t = \tanh\left(x_t W_{ih}^\top + b_{ih} + h_{t-1} W_{hh}^\top + b_{hh}\right),$$
#
# where $W^\top$ is the transpose: rows and columns exchanged. Two things to think about: `weight_hh` is square, so
# Paddle takes it without complaint whichever way round it is. And a fresh layer starts with random numbers
# everywhere, also in its biases.
#
# **What to return.** The tuple `(cell, rnn)`: a new `nn.SimpleRNNCell` and a new `nn.SimpleRNN` that compute just
# what your `rnn_step` and `run_rnn` compute with `params`. How you split `b_h` between the two biases is up to you. A
# parameter takes other numbers by `layer.weight_ih.set_value(tensor)`; `tensor.T` is the transpose of a matrix.
# `params` holds float32 tensors; the layers get copies. `W_hq` and `b_q` have no part in this.
#
# **Shapes.** `cell(x, h)` takes `[batch, features]` and `[batch, hidden]` and returns the new state *twice*: as
# output and as state. `rnn(inputs, h0)` returns `(outputs, h)` as yours does, but its states have one more axis in
# front, `[1, batch, hidden]`, because Paddle can stack several layers.

# %% [markdown] lang="zh"
# ## 6. 飞桨自带的循环单元
#
# ### 第 8 题 · `to_paddle_cell`（4 分，约 12 分钟）
#
# **为什么**：以后你大多会使用飞桨自带的层：它们更快，也经过成千上万人的检验。可是，它们做的真是你以为的那些事吗？最好的证明，
# 是把**你的**数放进**它们的**层里，再比较结果。
#
# **飞桨提供了什么**：`nn.SimpleRNNCell(input_size=..., hidden_size=...)` 走一步，相当于你的 `rnn_step`；
# `nn.SimpleRNN(input_size=..., hidden_size=...)` 是整个循环，相当于你的 `run_rnn`。两者存放权重的方向都与你的相反，
# 而且都有**两个**偏置：
#
# | 你的名称 | 你的形状 | `nn.SimpleRNNCell` | `nn.SimpleRNN` | 飞桨中的形状 |
# | --- | --- | --- | --- | --- |
# | `W_xh` | `[features, hidden]` | `weight_ih` | `weight_ih_l0` | `[hidden, features]` |
# | `W_hh` | `[hidden, hidden]` | `weight_hh` | `weight_hh_l0` | `[hidden, hidden]` |
# | `b_h` | `[hidden]` | `bias_ih`、`bias_hh` | `bias_ih_l0`、`bias_hh_l0` | 各为 `[hidden]` |
#
# （`ih` 指“从输入到隐藏状态”，即 input to hidden；`l0` 指第一层。）飞桨单元的**公式**是
#
# $$h_t = \tanh\left(x_t W_{ih}^\top + b_{ih} + h_{t-1} W_{hh}^\top + b_{hh}\right),$$
#
# 其中 $W^\top$ 是转置：行与列互换。有两点要留意：`weight_hh` 是方阵，方向放反了飞桨也不会报错；新建的层里到处都是随机数，
# 偏置也不例外。
#
# **返回什么**：元组 `(cell, rnn)`，即一个新的 `nn.SimpleRNNCell` 和一个新的 `nn.SimpleRNN`，它们算出的结果与你的 `rnn_step`、
# `run_rnn` 使用 `params` 时完全一致。`b_h` 怎样分给两个偏置由你决定。给层的参数换上别的数，
# 用 `layer.weight_ih.set_value(tensor)`；`tensor.T` 是矩阵的转置。`params` 里是 float32 张量，层里放的是它们的拷贝。
# `W_hq` 和 `b_q` 在这里用不到。
#
# **形状**：`cell(x, h)` 接收 `[batch, features]` 和 `[batch, hidden]`，把新状态返回**两次**：一次作为输出，一次作为状态。
# `rnn(inputs, h0)` 和你的一样返回 `(outputs, h)`，但它的状态在最前面多一个轴，形状为 `[1, batch, hidden]`，
# 因为飞桨可以把若干层叠起来。

# %% [markdown] lang="en" hints="to_paddle_cell"
# 1. Make the two layers with the right sizes first, and print their parameters with
#    `for name, p in cell.named_parameters(): print(name, p.shape)`. Eight tensors have to be filled.
# 2. The sizes are in the shape of `W_xh`. Both matrices have to be transposed, the square one too. Paddle adds its
#    two biases; what must they come to together?
# 3. `cell.weight_ih.set_value(params["W_xh"].T)`, the same for `weight_hh`; `bias_ih` takes `b_h`, and `bias_hh`
#    takes zeros, so that nothing random is left. Then the same four lines for `rnn`, with `_l0` behind the names.

# %% [markdown] lang="zh" hints="to_paddle_cell"
# 1. 先按正确的尺寸建好两个层，用 `for name, p in cell.named_parameters(): print(name, p.shape)` 看看它们有哪些参数。
#    一共要填八个张量。
# 2. 尺寸可以从 `W_xh` 的形状得到。两个矩阵都要转置，方阵也不例外。飞桨会把两个偏置相加：它们合起来应当等于什么？
# 3. `cell.weight_ih.set_value(params["W_xh"].T)`，`weight_hh` 同理；`bias_ih` 填 `b_h`，`bias_hh` 填零，这样就不会剩下随机数。
#    然后对 `rnn` 照写四行，名称后面加上 `_l0`。


# %% question="to_paddle_cell" points=4 minutes=12
def to_paddle_cell(params):
    """Return Paddle's own cell and layer with copies of these parameters.

    Args:
        params: dict of float32 tensors with W_xh [features, hidden], W_hh [hidden, hidden], b_h [hidden]
            (and more, not used).

    Returns:
        (cell, rnn): an nn.SimpleRNNCell that computes what rnn_step does, and an nn.SimpleRNN that computes
        what run_rnn does.

    Example:
        >>> cell, rnn = to_paddle_cell(init_rnn_params(features=4, hidden=6, outputs=2))
        >>> outputs, h = rnn(paddle.randn([3, 5, 4]))
        >>> list(outputs.shape), list(h.shape)
        ([3, 5, 6], [1, 3, 6])
    """
    ### BEGIN SOLUTION make both layers and fill their weights and biases from params
    features, hidden = params["W_xh"].shape
    cell = nn.SimpleRNNCell(input_size=features, hidden_size=hidden)
    cell.weight_ih.set_value(params["W_xh"].T)
    cell.weight_hh.set_value(params["W_hh"].T)
    cell.bias_ih.set_value(params["b_h"])
    cell.bias_hh.set_value(paddle.zeros([hidden]))
    rnn = nn.SimpleRNN(input_size=features, hidden_size=hidden)
    rnn.weight_ih_l0.set_value(params["W_xh"].T)
    rnn.weight_hh_l0.set_value(params["W_hh"].T)
    rnn.bias_ih_l0.set_value(params["b_h"])
    rnn.bias_hh_l0.set_value(paddle.zeros([hidden]))
    return cell, rnn
    ### END SOLUTION


# %% [markdown] lang="en"
# ### The proof
#
# Random inputs, random parameters of a lively size, and the largest differences in everything that counts: one step,
# all outputs, the final state, and the gradients of a number made from the outputs.

# %% [markdown] lang="zh"
# ### 验证
#
# 用随机的输入和大小适中的随机参数，看看各项的最大差异：走一步的结果、全部输出、最终状态，以及由输出算出的一个数的梯度。


# %%
def largest_difference(a, b):
    """Return the largest absolute difference between two tensors of the same shape."""
    return (a - b).abs().max().item()


paddle.seed(3)
batch, time, features, hidden = 3, 5, 4, 6
params = {name: 20 * tensor.detach() for name, tensor in init_rnn_params(features, hidden, 2).items()}
params["b_h"] = paddle.randn([hidden]) * 0.2  # zero biases would hide a mistake
for name in params:
    params[name].stop_gradient = False
inputs = paddle.randn([batch, time, features])
h0 = paddle.randn([batch, hidden])

cell, rnn = to_paddle_cell(params)
mine, my_h = run_rnn(inputs, h0, params)
theirs, their_h = rnn(inputs, h0.unsqueeze(0))
_, one_step = cell(inputs[:, 0], h0)
print(f"one step         {largest_difference(rnn_step(inputs[:, 0], h0, params), one_step):.1e}")
print(f"outputs          {largest_difference(mine, theirs):.1e}")
print(f"final state      {largest_difference(my_h, their_h[0]):.1e}")

target = paddle.randn([batch, time, hidden])
((mine - target) ** 2).mean().backward()
((theirs - target) ** 2).mean().backward()
print(f"gradient of W_xh {largest_difference(params['W_xh'].grad, rnn.weight_ih_l0.grad.T):.1e}")
print(f"gradient of W_hh {largest_difference(params['W_hh'].grad, rnn.weight_hh_l0.grad.T):.1e}")
print(f"gradient of b_h  {largest_difference(params['b_h'].grad, rnn.bias_ih_l0.grad):.1e}")

# %% [markdown] lang="en"
# All differences are below one millionth: that is the rounding of float32 numbers and nothing else. `nn.SimpleRNN`
# holds no secret any more; it is your loop.
#
# ## 7. Summary
#
# - The **hidden state** is the network's memory: `hidden` numbers for each sequence, zero before the first step.
# - One **cell** makes the new state from the input and the old state:
#   $h_t = \tanh(x_t W_{xh} + h_{t-1} W_{hh} + b_h)$.
# - **Unrolled**, the cell is used once for each time step, always with the same parameters; only the state changes.
#   How many parameters there are does not depend on the length of the sequence.
# - The state depends on the **order** of what was read. With many weights it fades as the steps go by.
# - **Many-to-one** reads out the last state, **many-to-many** all of them; the readout gives **logits**.
# - `nn.SimpleRNN` is the same computation with transposed weights and two biases, and its states have an axis for
#   layers in front.
#
# ## Go further
#
# 1. **Without tanh.** Write `rnn_step` without it, set `W_hh` to 1.1 times the identity matrix (`paddle.eye`), and
#    run 100 steps on a pulse. What happens to the state? What happens with 0.9?
# 2. **One product instead of two.** Put `x` and `h` side by side with `paddle.concat` and `W_xh` and `W_hh` on top of
#    each other. Show that one product gives the same step.
# 3. **How exact?** Call `paddle.set_default_dtype("float64")`, run the proof again, and see how the differences
#    shrink. Set it back to `"float32"` afterwards.
# 4. **A longer memory.** Train on the first of 12 numbers, then on the first of 30. Where does your cell give up?
#    (Labs 3 and 5 say why, and what helps.)
# 5. **Two words more.** Add "not" and "kind" to the vocabulary, write five sentences, and find the two whose final
#    states are nearest.

# %% [markdown] lang="zh"
# 所有差异都在百万分之一以下：那只是 float32 数的舍入误差，别无其他。`nn.SimpleRNN` 对你不再有秘密，它就是你写的那个循环。
#
# ## 7. 小结
#
# - **隐藏状态**是网络的记忆：每条序列 `hidden` 个数，第一步之前为零。
# - 一个**循环单元**由输入和旧状态得到新状态：$h_t = \tanh(x_t W_{xh} + h_{t-1} W_{hh} + b_h)$。
# - **展开**之后，单元在每个时间步使用一次，参数始终相同，变的只有状态。参数有多少个，与序列长度无关。
# - 状态取决于读入的**顺序**。在许多权重下，它会随着时间步逐渐变淡。
# - **多对一**读出最后一个状态，**多对多**读出全部状态；读出的结果是 **logits**。
# - `nn.SimpleRNN` 做的是同样的计算，只是权重转置、偏置有两个，状态最前面还多一个表示层的轴。
#
# ## 拓展练习
#
# 1. **去掉 tanh。** 写一个不带 tanh 的 `rnn_step`，令 `W_hh` 为单位矩阵（`paddle.eye`）的 1.1 倍，输入一个脉冲，走 100 步。
#    状态会怎样？换成 0.9 倍呢？
# 2. **两次乘法变一次。** 用 `paddle.concat` 把 `x` 和 `h` 左右拼起来，把 `W_xh` 和 `W_hh` 上下拼起来。验证只做一次乘法，
#    得到的是同一步。
# 3. **有多精确？** 调用 `paddle.set_default_dtype("float64")`，把上面的比较再做一遍，看看差异缩小了多少。
#    做完记得改回 `"float32"`。
# 4. **更长的记忆。** 改为记住 12 个数中的第一个，再改为 30 个。你的单元在哪里坚持不住了？（原因和对策见实验 3 和实验 5。）
# 5. **再加两个词。** 在词表里加上 “not” 和 “kind”，写五个句子，找出最终状态最接近的两句。
