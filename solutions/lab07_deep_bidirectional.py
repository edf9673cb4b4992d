# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lab:
#     title:
#       en: Deep and bidirectional
#       zh: 多层与双向
#     minutes: 110
#     limits:
#       seconds: 15
#       memory_mb: 1024
# ---

# %% [markdown] lang="en"
# # Lab 7 — Deep and bidirectional
#
# You own three cells now: the plain one, the LSTM and the GRU. Each reads a sequence once, from left to right. This
# lab puts several of them together, in the two ways in which that is done everywhere: *on top of* each other, so that
# a second layer reads the states of the first, and *beside* each other, so that one cell reads forward while another
# reads from the end. It ends where the promise of these labs is kept: a layer of yours, of any kind, depth and
# direction, computes what `nn.SimpleRNN`, `nn.LSTM` and `nn.GRU` compute, to the last digits.
#
# **After this lab you can**
#
# - stack recurrent layers, and say what the second one reads;
# - run a layer in both directions and put its states together so that step $t$ stands beside step $t$;
# - find in what Paddle returns the state that has read everything, and say why `outputs[:, -1]` and `h[-1]` are not
#   it;
# - count the parameters of a deep bidirectional layer, and read its weights by name;
# - say when a model must not look ahead, and test whether it does.
#
# **You need** lab 2 (a cell, unrolled), and the steps of lab 5 (LSTM) and lab 6 (GRU). Their code is given here
# again.
#
# **Time**: about 110 minutes for eight questions, 30 points. Running all cells of the finished notebook takes under
# 30 seconds on two CPU cores.
#
# **How to work.** A function that ends in `raise NotImplementedError(...)` is yours to write: put your code in the
# place of that line, run the cell, then run the `check(...)` cell below it. If you are stuck, run
# `hint("name_of_the_function")` in a new cell; each run gives one hint more, three in all. Go from top to bottom:
# question 7 calls the functions of questions 2 and 6.

# %% [markdown] lang="zh"
# # 实验 7：多层与双向
#
# 现在你手里有三种循环单元：最基本的、LSTM 和 GRU。它们都是把序列从左到右读一遍。本实验把若干个单元组合起来，
# 方式正是大家都在用的两种：一种是**上下**叠放，第二层去读第一层的状态；另一种是**左右**并列，一个单元从头往后读，
# 另一个从末尾往前读。最后会兑现这套实验的承诺：由你写的、任意一种单元、任意层数与方向的循环层，算出的结果与飞桨的
# `nn.SimpleRNN`、`nn.LSTM`、`nn.GRU` 直到最后几位数字都一致。
#
# **学完本实验，你能够**
#
# - 把循环层叠起来，并说清楚第二层读的是什么；
# - 让一个层从两个方向各读一遍，并把状态拼好，使第 $t$ 步与第 $t$ 步对齐；
# - 在飞桨返回的结果里找到读完了全部内容的那个状态，并说明为什么 `outputs[:, -1]` 和 `h[-1]` 都不是；
# - 算出多层双向循环层有多少参数，并按名称读懂它的权重；
# - 说清楚什么时候模型不可以往后看，并用测试查出它有没有这样做。
#
# **预备知识**：实验 2（循环单元与展开），以及实验 5（LSTM）和实验 6（GRU）中走一步的公式。它们的代码在这里会再给一遍。
#
# **时间**：约 110 分钟，共 8 题 30 分。写完之后从头到尾运行一遍，在两个 CPU 核上不到 30 秒。
#
# **怎么做**：凡是以 `raise NotImplementedError(...)` 结尾的函数都由你来写。用你的代码替换这一行，运行这个单元格，
# 再运行它下面的 `check(...)`。卡住了就新建一个单元格，运行 `hint("函数名")`；每运行一次多给一条提示，一共三条。请从上往下做：
# 第 7 题会调用第 2 题和第 6 题的函数。

# %% given=true
import warnings

warnings.filterwarnings("ignore", message="No ccache found")  # Paddle's note to people who compile C++

import paddle
import paddle.nn.functional as F
from paddle import nn

from autograder import check, hint

# %%
import matplotlib.pyplot as plt
import numpy as np

plt.rcParams.update({"figure.dpi": 90, "font.size": 9, "axes.titlesize": 10})

# %% [markdown] lang="en"
# ## 1. Three cells, one loop
#
# Here are the steps of labs 2, 5 and 6 once more, with the same names. They differ in what they compute, but all are
# used alike: input and old state in, new state out. So one loop serves all three. It takes the **kind** of cell as a
# word:
#
# | kind | step | its state | Paddle's layer |
# | --- | --- | --- | --- |
# | `"rnn"` | lab 2 | the hidden state `h`, `[batch, hidden]` | `nn.SimpleRNN` |
# | `"lstm"` | lab 5 | the pair `(h, c)` of hidden and cell state, each `[batch, hidden]` | `nn.LSTM` |
# | `"gru"` | lab 6 | the hidden state `h`, `[batch, hidden]` | `nn.GRU` |
#
# `run_cell(kind, inputs, state, params)` is your `run_rnn` for all kinds: it returns `(outputs, state)`, the hidden
# states of all steps, `[batch, time, hidden]`, and the final state in the form of the table. For `state=None` it
# starts from zeros. You need not read these cells closely; you will only call `run_cell`.

# %% [markdown] lang="zh"
# ## 1. 三种单元，一个循环
#
# 下面把实验 2、5、6 的“走一步”再列一遍，名称不变。三者算的东西不同，用法却一样：给它输入和旧状态，它给出新状态。
# 所以一个循环就够三种单元用。用哪一种单元，由一个词 `kind` 来指明：
#
# | `kind` | 走一步 | 状态 | 飞桨的层 |
# | --- | --- | --- | --- |
# | `"rnn"` | 实验 2 | 隐藏状态 `h`，`[batch, hidden]` | `nn.SimpleRNN` |
# | `"lstm"` | 实验 5 | 隐藏状态与细胞状态组成的一对 `(h, c)`，各为 `[batch, hidden]` | `nn.LSTM` |
# | `"gru"` | 实验 6 | 隐藏状态 `h`，`[batch, hidden]` | `nn.GRU` |
#
# `run_cell(kind, inputs, state, params)` 就是适用于各种单元的 `run_rnn`：它返回 `(outputs, state)`，即所有时间步的隐藏状态
# `[batch, time, hidden]`，以及形式如上表的最终状态。`state=None` 表示从零开始。这些单元格不必细读，你只需要调用 `run_cell`。


# %% given=true
def rnn_step(x, h, params):
    """Return the next hidden state of a plain cell (lab 2)."""
    return paddle.tanh(x @ params["W_xh"] + h @ params["W_hh"] + params["b_h"])


def lstm_step(x, h, c, params):
    """Return the next hidden and cell state of an LSTM cell (lab 5)."""
    i, f, o = (F.sigmoid(x @ params[f"W_x{gate}"] + h @ params[f"W_h{gate}"] + params[f"b_{gate}"]) for gate in "ifo")
    candidate = paddle.tanh(x @ params["W_xc"] + h @ params["W_hc"] + params["b_c"])
    c = f * c + i * candidate
    return o * paddle.tanh(c), c


def gru_step(x, h, params):
    """Return the next hidden state of a GRU cell (lab 6: reset after the product, z keeps the old state)."""
    z, r = (F.sigmoid(x @ params[f"W_x{gate}"] + h @ params[f"W_h{gate}"] + params[f"b_{gate}"]) for gate in "zr")
    candidate = paddle.tanh(x @ params["W_xh"] + params["b_h"] + r * (h @ params["W_hh"] + params["b_hc"]))
    return z * h + (1 - z) * candidate


def run_cell(kind, inputs, state, params):
    """Run one cell of any kind along a batch of sequences.

    Args:
        kind: "rnn", "lstm" or "gru".
        inputs: [batch, time, features].
        state: the state before the first step: h [batch, hidden], for "lstm" the pair (h, c); None for zeros.
        params: dict with the parameters of the cell.

    Returns:
        (outputs, state): hidden states after each step, [batch, time, hidden], and the final state, in the form
        of `state`.
    """
    if state is None:
        hidden = next(tensor.shape[0] for name, tensor in params.items() if name.startswith("W_h"))
        zeros = paddle.zeros([inputs.shape[0], hidden], dtype=inputs.dtype)
        state = (zeros, zeros) if kind == "lstm" else zeros
    outputs = []
    for t in range(inputs.shape[1]):
        if kind == "lstm":
            state = lstm_step(inputs[:, t], *state, params)
        else:
            state = rnn_step(inputs[:, t], state, params) if kind == "rnn" else gru_step(inputs[:, t], state, params)
        outputs.append(state[0] if kind == "lstm" else state)
    return paddle.stack(outputs, axis=1), state


# %% [markdown] lang="en"
# Where do `params` come from? Paddle keeps four tensors a cell: the weights of all gates piled up in `weight_ih` and
# `weight_hh`, and two biases (labs 5 and 6: order i, f, g, o for the LSTM and r, z, c for the GRU). `cell_params`
# takes them apart and gives the pieces your names; it is `to_paddle_lstm` and `to_paddle_gru` the other way round. A
# GRU has one name more than in lab 6: `b_hc`, the bias inside the reset gate's bracket, which cannot be folded into
# `b_h`.

# %% [markdown] lang="zh"
# `params` 从哪里来？飞桨给每个单元保存四个张量：所有门的权重堆在 `weight_ih` 和 `weight_hh` 里，另有两个偏置
# （见实验 5、6：LSTM 的顺序是 i、f、g、o，GRU 的顺序是 r、z、c）。`cell_params` 把它们拆开，换成你熟悉的名称，
# 正好与 `to_paddle_lstm`、`to_paddle_gru` 的方向相反。GRU 比实验 6 多一个名称：重置门括号里的偏置 `b_hc`，它不能并入 `b_h`。


# %% given=true
GATES = {"rnn": "h", "lstm": "ifco", "gru": "rzh"}  # in Paddle's order, with the letters of the parameters' names
PADDLE_LAYER = {"rnn": nn.SimpleRNN, "lstm": nn.LSTM, "gru": nn.GRU}


def cell_params(kind, weight_ih, weight_hh, bias_ih, bias_hh):
    """Return the parameters of one cell under the names of labs 2, 5 and 6.

    Args:
        kind: "rnn", "lstm" or "gru"; it has G = 1, 4 or 3 sets of weights.
        weight_ih, weight_hh: [G * hidden, features] and [G * hidden, hidden], as Paddle keeps them.
        bias_ih, bias_hh: [G * hidden] each.

    Returns:
        dict of tensors: W_x… [features, hidden], W_h… [hidden, hidden], b_… [hidden] for each gate; for "gru" b_hc too.
    """
    params = {}
    piles = [paddle.chunk(pile, len(GATES[kind]), axis=0) for pile in (weight_ih, weight_hh, bias_ih, bias_hh)]
    for gate, from_input, from_state, bias_of_input, bias_of_state in zip(GATES[kind], *piles, strict=True):
        params[f"W_x{gate}"], params[f"W_h{gate}"] = from_input.T, from_state.T
        params[f"b_{gate}"] = bias_of_input + bias_of_state
    if kind == "gru":
        params["b_h"], params["b_hc"] = bias_of_input, bias_of_state  # the reset gate comes between these two
    return params


def new_params(kind, features, hidden):
    """Return random parameters of one cell, drawn as Paddle draws them: evenly within ±1/sqrt(hidden)."""
    rows, bound = len(GATES[kind]) * hidden, hidden**-0.5
    shapes = [[rows, features], [rows, hidden], [rows], [rows]]
    return cell_params(kind, *[paddle.uniform(shape, min=-bound, max=bound) for shape in shapes])


# %%
batch, time, features, hidden = 3, 5, 4, 6

paddle.seed(0)
inputs = paddle.randn([batch, time, features])
for kind in ("rnn", "lstm", "gru"):
    params = new_params(kind, features, hidden)
    outputs, state = run_cell(kind, inputs, None, params)
    h = state[0] if kind == "lstm" else state
    print(f"{kind:4s}", "outputs", list(outputs.shape), " h", list(h.shape), " parameters:", " ".join(params))

# %% [markdown] lang="en"
# **Four rules hold for all questions of this lab.** Each function
#
# 1. works for every size of at least 1, and where it takes a `kind`, for all three kinds;
# 2. takes and returns Paddle tensors, batch first, and keeps their dtype: float64 in, float64 out. (Pass `None` on to
#    `run_cell` where there is no initial state; zeros of your own would be float32.)
# 3. leaves its arguments as they are;
# 4. computes with Paddle operations all the way, so that gradients reach every argument. (Questions 3 and 8 return no
#    tensors; it does not concern them.)

# %% [markdown] lang="zh"
# **本实验所有题目共同遵守四条规则。** 每个函数都要
#
# 1. 对任何不小于 1 的尺寸都成立；凡是带 `kind` 参数的，对三种单元都成立；
# 2. 接收并返回飞桨张量，批次在前，并保持数据类型：给它 float64，就返回 float64。（没有初始状态时，把 `None` 原样交给
#    `run_cell`；自己造的零默认是 float32。）
# 3. 不改动传进来的参数；
# 4. 从头到尾都用飞桨的运算，让梯度能传到每个参数。（第 3 题和第 8 题不返回张量，不受这一条约束。）

# %% [markdown] lang="en"
# ## 2. On top of each other
#
# ![Two layers over three steps; each layer has its own cell and state; layer 2 reads the states of layer 1](../figures/lab07_stacked.svg)
#
# The outputs of a recurrent layer are a sequence again: `[batch, time, hidden]`, one vector for each step. So another
# recurrent layer can read them. This is called **stacking**, and the result a **deep** recurrent network.
#
# Do not confuse the two ways through the picture. To the right runs *time*: it is the same cell with the same
# parameters at every step, and as many steps as the sequence has. Upwards runs *depth*: each layer has a cell and
# parameters of its own, and their number is fixed when the network is built.
#
# ### Question 1 · `stacked_rnn` (4 points, about 10 minutes)
#
# **Why.** A plain cell makes its new state with one product and one tanh. With a second layer the states of the first
# become something to be thought about once more: of letters, layer 1 may make syllables; of syllables, layer 2 words.
#
# **Formula.** With one step function for each layer, for $t = 1, \dots, T$
#
# $$h^{(1)}_t = \mathtt{step}_1(x_t,\ h^{(1)}_{t-1}), \qquad h^{(2)}_t = \mathtt{step}_2(h^{(1)}_t,\ h^{(2)}_{t-1}),
# \qquad \dots$$
#
# Layer $l$ needs $h^{(l-1)}_t$ of the *same* step only. So you may run layer 1 over the whole sequence first, then
# layer 2 over all its outputs, and so on.
#
# **Shapes.** `inputs` is `[batch, time, features]`; `layers` is a list with the parameters of each layer, the bottom
# one first; `states` is a list with the state that each layer starts from, in the form that `run_cell` takes, or
# `None`, if all start from zeros. Return a tuple `(outputs, finals)`:
#
# - `outputs`: the hidden states of the *top* layer at all steps, `[batch, time, hidden]`;
# - `finals`: a list with the final state of *each* layer, bottom first, as `run_cell` returns it.

# %% [markdown] lang="zh"
# ## 2. 上下叠放
#
# ![两层、三个时间步；每层有自己的单元和状态；第 2 层读第 1 层的状态](../figures/zh/lab07_stacked.svg)
#
# 一个循环层的输出又是一条序列：`[batch, time, hidden]`，每个时间步一个向量。所以另一个循环层可以接着读它。
# 这叫**堆叠**（stacking），
# 得到的网络叫**多层**（或称深层，deep）循环神经网络。
#
# 别把图中的两个方向弄混。向右是**时间**：每一步都是同一个单元、同一组参数，序列有多少步就走多少步。向上是**深度**：
# 每一层有自己的单元和自己的参数，层数在搭建网络时就定好了。
#
# ### 第 1 题 · `stacked_rnn`（4 分，约 10 分钟）
#
# **为什么**：最基本的单元只用一次乘法加一次 tanh 就得出新状态。有了第二层，第一层的状态还可以再“琢磨”一遍：
# 比如第一层由字母看出音节，第二层由音节看出单词。
#
# **公式**：每一层有自己的“走一步”函数，对 $t = 1, \dots, T$
#
# $$h^{(1)}_t = \mathtt{step}_1(x_t,\ h^{(1)}_{t-1}), \qquad h^{(2)}_t = \mathtt{step}_2(h^{(1)}_t,\ h^{(2)}_{t-1}),
# \qquad \dots$$
#
# 第 $l$ 层只用到**同一步**的 $h^{(l-1)}_t$。所以可以先让第 1 层走完整条序列，再让第 2 层走一遍它的全部输出，以此类推。
#
# **形状**：`inputs` 为 `[batch, time, features]`；`layers` 是列表，放着各层的参数，最底层在前；
# `states` 也是列表，放着各层出发时的状态，形式与 `run_cell` 接收的相同，若各层都从零开始则为 `None`。返回元组
# `(outputs, finals)`：
#
# - `outputs`：**最上面**一层在所有时间步的隐藏状态，`[batch, time, hidden]`；
# - `finals`：列表，**每一层**的最终状态，最底层在前，形式与 `run_cell` 返回的相同。

# %% [markdown] lang="en" hints="stacked_rnn"
# 1. Follow the upward arrows of the figure: what goes into layer 2 is what came out of layer 1. One variable is
#    enough for it.
# 2. Loop over the layers. In each round call `run_cell` with what the layer below put out (for the first layer: the
#    inputs) and with the layer's own state and parameters; collect the final states in a list.
# 3. Start with `outputs = inputs`. For layer `k`: `outputs, final = run_cell(kind, outputs, start, layers[k])`, where
#    `start` is `states[k]`, or `None` if there are no states. Append `final`; after the loop return both.

# %% [markdown] lang="zh" hints="stacked_rnn"
# 1. 顺着图中向上的箭头看：进入第 2 层的，正是第 1 层的输出。用一个变量装着它就够了。
# 2. 对各层循环。每一轮都调用 `run_cell`，交给它下面一层的输出（对第一层来说就是输入），以及这一层自己的状态和参数；
#    把最终状态收进列表。
# 3. 从 `outputs = inputs` 开始。对第 `k` 层：`outputs, final = run_cell(kind, outputs, start, layers[k])`，
#    其中 `start` 是 `states[k]`，没有初始状态时为 `None`。把 `final` 加进列表；循环结束后返回两者。


# %% question="stacked_rnn" points=4 minutes=10
def stacked_rnn(kind, inputs, states, layers):
    """Run recurrent layers on top of each other.

    Args:
        kind: "rnn", "lstm" or "gru", the same for all layers.
        inputs: [batch, time, features].
        states: list with the state each layer starts from, bottom first (h, for "lstm" (h, c)); None for zeros.
        layers: list with the parameters of each layer, bottom first; one layer or more.

    Returns:
        (outputs, finals): hidden states of the top layer, [batch, time, hidden], and the list of the final states
        of all layers, bottom first.

    Example:
        >>> layers = [new_params("gru", 4, 6), new_params("gru", 6, 6)]
        >>> outputs, finals = stacked_rnn("gru", paddle.randn([3, 5, 4]), None, layers)
        >>> list(outputs.shape), [list(h.shape) for h in finals]
        ([3, 5, 6], [[3, 6], [3, 6]])
    """
    ### BEGIN SOLUTION let each layer read what the layer below it put out
    outputs = inputs
    finals = []
    for number, params in enumerate(layers):
        start = None if states is None else states[number]
        outputs, final = run_cell(kind, outputs, start, params)
        finals.append(final)
    return outputs, finals
    ### END SOLUTION


# %% [markdown] lang="en"
# ### Layer by layer
#
# A pulse at step 3, nothing else, and three plain layers with 8 hidden units each: what arrives upstairs, and when?

# %% [markdown] lang="zh"
# ### 一层一层看
#
# 只在第 3 步输入一个脉冲，别的都是零；三层最基本的循环层，各有 8 个隐藏单元。上面的层会收到什么，什么时候收到？

# %%
paddle.seed(8)
pulse = paddle.zeros([1, 16, 1])
pulse[0, 2, 0] = 1.0  # step 3, counted from 1
layers = [new_params("rnn", 1, 8), new_params("rnn", 8, 8), new_params("rnn", 8, 8)]
for params in layers:
    params["b_h"] = paddle.zeros([8])  # no biases: silence stays silence

figure, axes = plt.subplots(1, 3, figsize=(8, 2.4), sharey=True, layout="constrained")
for depth, axis in enumerate(axes, start=1):
    outputs, finals = stacked_rnn("rnn", pulse, None, layers[:depth])
    picture = outputs[0].numpy().T  # [hidden, time]
    image = axis.imshow(picture, extent=[0.5, 16.5, 8.5, 0.5], aspect="auto", cmap="RdBu", vmin=-0.4, vmax=0.4)
    axis.set_title(f"layer {depth}")
    axis.set_xlabel("time step $t$")
    length = outputs[0].norm(axis=-1)  # of the state vector, [time]
    shares = [f"{length[t].item() / length[2].item():.2f}" for t in range(2, 8)]
    print(f"layer {depth}: |h_3| = {length[2].item():.2f};   |h_t| / |h_3| for t = 3 ... 8:", "  ".join(shares))
axes[0].set_ylabel("hidden unit")
figure.colorbar(image, ax=axes, label="state $h_t$")
plt.show()

# %% [markdown] lang="en"
# **What to see.** All three layers answer at step 3: going up takes no time, since layer 2 reads the state of layer 1
# of the same step. But each layer makes another pattern of it, and upstairs the answer is weaker at first and lasts
# longer, as the numbers show: layer 1 hears the pulse once and forgets it, layer 2 goes on reading its echo for
# several steps.

# %% [markdown] lang="zh"
# **看什么**：三层都在第 3 步就有了反应：向上传不花时间，因为第 2 层读的是第 1 层同一步的状态。但每一层都把它变成了另一种图案。
# 从打印的数可以看出，越往上，反应开始时越弱，延续得却越久：第 1 层只听到一次脉冲，随后就慢慢忘掉；第 2
# 层则接连好几步都在读它的余波。

# %% [markdown] lang="en"
# ## 3. Beside each other
#
# Read these two sentences aloud:
#
# > *I read that book yesterday.*
# >
# > *I read that book tomorrow, if at all.*
#
# How did you know, at the second word, how to pronounce "read"? You looked ahead. A cell that reads from left to
# right cannot: its state at step 2 is the same for both sentences, whatever its weights are. The remedy: let a second
# cell read the sequence from its end, and give each step the states of both. This is a **bidirectional** layer.
#
# ![One cell reads the inputs, another the flipped inputs; its states are flipped back](../figures/lab07_two_directions.svg)
#
# ### Question 2 · `bidirectional_rnn` (5 points, about 12 minutes)
#
# **Why.** At each step the *forward* state knows what came before, the *backward* state what comes after. Together
# they know the whole sequence, seen from this step.
#
# **Formula.** Two cells with parameters of their own. The forward one starts at the left, from its initial state
# $f_0$, the backward one at the right, from its initial state $b_{T+1}$:
#
# $$f_t = \mathtt{step}_f(x_t,\ f_{t-1}) \quad (t = 1, \dots, T), \qquad b_t = \mathtt{step}_b(x_t,\ b_{t+1}) \quad
# (t = T, \dots, 1).$$
#
# The output at step $t$ is both side by side, forward first: $[f_t,\ b_t]$, with $2 \cdot$ `hidden` numbers. (Books
# write $\overrightarrow{h}_t$ and $\overleftarrow{h}_t$. And "backward" has nothing to do with backpropagation here:
# both cells have gradients, and both are trained.)
#
# You need no second loop. `run_cell` on the **flipped** inputs, $x_T, \dots, x_1$, takes just these steps; only, its
# outputs come in the order $b_T, \dots, b_1$ and have to be flipped back. `paddle.flip(tensor, axis=1)` turns the
# time axis round.
#
# **Shapes.** `inputs` is `[batch, time, features]`; `params` is a pair, the parameters of the forward cell and of the
# backward cell; `states` is a pair of initial states $(f_0, b_{T+1})$, or `None` for zeros. Return
# `(outputs, finals)`:
#
# - `outputs`, `[batch, time, 2 * hidden]`: at index $t - 1$ of the time axis $f_t$ and $b_t$ side by side;
# - `finals`: the pair of final states. Each cell's is its state when *it* has read everything: $f_T$ and $b_1$.

# %% [markdown] lang="zh"
# ## 3. 左右并列
#
# 请把下面两句英语念出声来：
#
# > I read that book yesterday.（那本书我昨天读了。）
# >
# > I read that book tomorrow, if at all.（那本书我要读也是明天读。）
#
# "read" 的现在时和过去时写法相同，读音却不同。念到第二个词时，你怎么知道该念哪个音？你往后看了一眼。
# 从左往右读的单元做不到：不管权重是多少，它在第 2 步的状态对这两句话都一样。办法是：再用一个单元从末尾往前读，
# 把两个单元的状态都交给每一个时间步。这就是**双向**（bidirectional）循环层。
#
# ![一个单元读输入，另一个读翻转后的输入；它的状态翻转回来，与前一个的状态并排放好](../figures/zh/lab07_two_directions.svg)
#
# ### 第 2 题 · `bidirectional_rnn`（5 分，约 12 分钟）
#
# **为什么**：在每个时间步，**正向**的状态知道前面有什么，**反向**的状态知道后面有什么。合在一起，
# 就从这一步的角度了解了整条序列。
#
# **公式**：两个单元，各有各的参数。正向单元从左端出发，初始状态是 $f_0$；反向单元从右端出发，初始状态是 $b_{T+1}$：
#
# $$f_t = \mathtt{step}_f(x_t,\ f_{t-1}) \quad (t = 1, \dots, T), \qquad b_t = \mathtt{step}_b(x_t,\ b_{t+1}) \quad
# (t = T, \dots, 1).$$
#
# 第 $t$ 步的输出是两者并排，正向在前：$[f_t,\ b_t]$，共 $2 \cdot$ `hidden` 个数。（书上常写成 $\overrightarrow{h}_t$ 和
# $\overleftarrow{h}_t$。另外，这里的“反向”与反向传播无关：两个单元都有梯度，都要训练。）
#
# 不需要另写一个循环。让 `run_cell` 读**翻转**后的输入 $x_T, \dots, x_1$，走的正是这些步；只不过它的输出按 $b_T, \dots, b_1$
# 排列，还要翻转回来。`paddle.flip(tensor, axis=1)` 可以把时间轴翻转。
#
# **形状**：`inputs` 为 `[batch, time, features]`；`params` 是一对参数，先正向单元的，后反向单元的；`states`
# 是一对初始状态 $(f_0, b_{T+1})$，从零开始则为 `None`。返回 `(outputs, finals)`：
#
# - `outputs`，`[batch, time, 2 * hidden]`：时间轴下标 $t - 1$ 处是并排的 $f_t$ 与 $b_t$；
# - `finals`：一对最终状态。每个单元的最终状态，是**它自己**读完全部内容时的状态：$f_T$ 和 $b_1$。

# %% [markdown] lang="en" hints="bidirectional_rnn"
# 1. Follow the figure from top to bottom; each arrow is one call. How many times does the time axis turn round on the
#    right-hand side?
# 2. Two calls of `run_cell`, one of them on `paddle.flip(inputs, axis=1)`. Its outputs are flipped back along the
#    same axis; its final state is a state, not a sequence, and stays as it is. `paddle.concat` puts tensors side by
#    side.
# 3. `ahead, f = run_cell(kind, inputs, ..., params[0])` and `behind, b = run_cell(kind, flipped, ..., params[1])`,
#    with the initial states (or `None`) in the place of the dots. Return
#    `paddle.concat([ahead, paddle.flip(behind, axis=1)], axis=-1)` and `(f, b)`.

# %% [markdown] lang="zh" hints="bidirectional_rnn"
# 1. 从上往下顺着图走，每个箭头就是一次调用。在右边那一路上，时间轴一共翻转了几次？
# 2. 调用两次 `run_cell`，其中一次读的是 `paddle.flip(inputs, axis=1)`。它的输出要沿同一个轴翻转回来；
#    它的最终状态是状态而不是序列，
#    保持原样。`paddle.concat` 可以把张量并排拼起来。
# 3. `ahead, f = run_cell(kind, inputs, ..., params[0])`，`behind, b = run_cell(kind, flipped, ..., params[1])`，
#    省略号处填各自的初始状态（或 `None`）。返回 `paddle.concat([ahead, paddle.flip(behind, axis=1)], axis=-1)` 和 `(f, b)`。


# %% question="bidirectional_rnn" points=5 minutes=12
def bidirectional_rnn(kind, inputs, states, params):
    """Run two cells along the same sequences, one from each end.

    Args:
        kind: "rnn", "lstm" or "gru", the same for both directions.
        inputs: [batch, time, features].
        states: pair of initial states, forward and backward (each h, for "lstm" (h, c)); None for zeros.
        params: pair of parameter dicts, forward and backward.

    Returns:
        (outputs, finals): [batch, time, 2 * hidden], at each step the forward state and beside it the backward state,
        and the pair of final states, forward and backward.

    Example:
        >>> params = new_params("lstm", 4, 6), new_params("lstm", 4, 6)
        >>> outputs, (forward, backward) = bidirectional_rnn("lstm", paddle.randn([3, 5, 4]), None, params)
        >>> list(outputs.shape), [list(part.shape) for part in backward]  # an LSTM's state is the pair (h, c)
        ([3, 5, 12], [[3, 6], [3, 6]])
    """
    ### BEGIN SOLUTION read the inputs and the flipped inputs, and put the states side by side in the order of time
    forward_start, backward_start = (None, None) if states is None else states
    ahead, forward_final = run_cell(kind, inputs, forward_start, params[0])
    behind, backward_final = run_cell(kind, paddle.flip(inputs, axis=1), backward_start, params[1])
    outputs = paddle.concat([ahead, paddle.flip(behind, axis=1)], axis=-1)
    return outputs, (forward_final, backward_final)
    ### END SOLUTION


# %% [markdown] lang="en"
# ### Who knows what?
#
# Whether the output at step $t$ knows of the input at step $s$ can be measured: it does if the output changes when
# the input changes a little, that is, if its gradient with respect to $x_s$ is not zero. Here are these gradients for
# a forward layer, a backward one, and for a *second* layer on top of both.

# %% [markdown] lang="zh"
# ### 谁知道什么？
#
# 第 $t$ 步的输出知不知道第 $s$ 步的输入，是可以测出来的：输入稍微一变，输出就跟着变，那就是知道；也就是说，它对 $x_s$
# 的梯度不为零。
# 下面画出这些梯度：一个正向层的、一个反向层的，以及叠在两者之上的**第二层**的。


# %%
def influence(run, inputs):
    """Return [time, time]: how large the gradient of each output step (row) is for each input step (column)."""
    rows = []
    for t in range(inputs.shape[1]):
        x = inputs.detach()
        x.stop_gradient = False
        run(x)[:, t].sum().backward()
        rows.append(x.grad[0].norm(axis=-1))
    return paddle.stack(rows).numpy()


paddle.seed(2)
hidden, steps = 6, 8
sequence = paddle.randn([1, steps, 4])
layer_1 = new_params("gru", 4, hidden), new_params("gru", 4, hidden)
layer_2 = new_params("gru", 2 * hidden, hidden), new_params("gru", 2 * hidden, hidden)


def two_layers(x):
    """Return the outputs of layer 2, [batch, time, 2 * hidden]."""
    return bidirectional_rnn("gru", bidirectional_rnn("gru", x, None, layer_1)[0], None, layer_2)[0]


panels = {
    "layer 1, forward half": lambda x: bidirectional_rnn("gru", x, None, layer_1)[0][:, :, :hidden],
    "layer 1, backward half": lambda x: bidirectional_rnn("gru", x, None, layer_1)[0][:, :, hidden:],
    "layer 2, forward half": lambda x: two_layers(x)[:, :, :hidden],
}
figure, axes = plt.subplots(1, 3, figsize=(8.2, 3), sharey=True, layout="constrained")
for axis, (title, run) in zip(axes, panels.items(), strict=True):
    gradient = influence(run, sequence)
    exact_zeros = int((gradient == 0).sum())
    print(f"{title:24s} {exact_zeros} of {gradient.size} pairs have a gradient of exactly 0")
    shown = np.ma.masked_equal(gradient / gradient.max(), 0)
    image = axis.imshow(shown, extent=[0.5, 8.5, 8.5, 0.5], cmap="viridis", norm="log", vmin=1e-2, vmax=1)
    axis.set_title(title)
    axis.set_xlabel("input step $s$")
axes[0].set_ylabel("output step $t$")
figure.colorbar(image, ax=axes, label="|gradient|, largest = 1")
plt.show()

# %% [markdown] lang="en"
# **What to see.** White means exactly 0: no influence at all. A forward state at step $t$ knows the inputs up to $t$,
# a backward one those from $t$ on; only the diagonal, the step itself, is known to both. In layer 2 no white is left:
# its *forward* half reads the backward half of layer 1 and so knows the future, too. From the second layer on
# "forward" only says in which order the cell goes along, no longer what it knows.

# %% [markdown] lang="zh"
# **看什么**：白色表示恰好为 0，毫无影响。正向状态在第 $t$ 步知道到 $t$ 为止的输入，反向状态知道从 $t$ 开始的输入；
# 两者都知道的只有对角线，即这一步本身。到了第 2 层，白色全部消失：它的**正向**那一半读到了第 1 层的反向那一半，因此也知道未来。
# 从第二层起，“正向”只说明单元按什么次序走，不再说明它知道什么。

# %% [markdown] lang="en"
# ### Is it worth it?
#
# Back to "read". In the sentences below, one word decides how it is pronounced: "yesterday" or "tomorrow". In half of
# the sentences it comes before "read", in the other half after it. All other words are drawn at random (so the
# sentences are no good English; what counts is where the clue stands). Three GRU networks with the same number of
# states at each step learn to tell the pronunciation at the word "read": one reads forward, one backward, one both
# ways.

# %% [markdown] lang="zh"
# ### 值不值得？
#
# 回到 "read"。在下面的句子里，它怎么念由一个词决定："yesterday"（昨天）或 "tomorrow"（明天）。一半句子里这个词在 "read" 前面，
# 另一半在后面。其余的词都是随机抽的（所以句子读起来不通顺，要紧的是线索在哪里）。三个 GRU 网络在每一步的状态个数相同，
# 都学着在读到 "read" 的那一步说出读音：一个正向读，一个反向读，一个双向读。

# %%
WORDS = ["read", "yesterday", "tomorrow", "they", "we", "quietly", "the", "old", "book", "in", "here"]


def sentences(count, rng, steps=8):
    """Return ids [count, steps]; for each sentence the place of "read", its sound, and if the clue comes later."""
    ids = rng.integers(3, len(WORDS), [count, steps])
    place, pronounced, clue_is_later = np.zeros([3, count], "int64")
    for row in range(count):
        place[row], clue = rng.choice(steps, size=2, replace=False)
        pronounced[row] = rng.integers(0, 2)  # 0 as in yesterday, 1 as in tomorrow
        clue_is_later[row] = clue > place[row]
        ids[row, place[row]] = 0
        ids[row, clue] = 1 + pronounced[row]
    return ids, place, pronounced, clue_is_later == 1


class StepwiseGRU(nn.Layer):
    """Vectors [batch, time, features] to logits at every step, [batch, time, classes]."""

    def __init__(self, features, classes, direction, hidden=32):
        super().__init__()
        self.flips = direction == "backward"  # Paddle has no word for it: flip what goes in and what comes out
        both = direction == "bidirect"
        size = hidden // 2 if both else hidden  # `hidden` numbers at each step in any case
        self.rnn = nn.GRU(input_size=features, hidden_size=size, direction="bidirect" if both else "forward")
        self.linear = nn.Linear(hidden, classes)

    def forward(self, x):
        outputs, _ = self.rnn(paddle.flip(x, axis=1) if self.flips else x)
        return self.linear(paddle.flip(outputs, axis=1) if self.flips else outputs)


def logits_at_read(model, ids, place):
    """Return the logits at the word "read", [batch, 2]."""
    logits = model(F.one_hot(paddle.to_tensor(ids), len(WORDS)))
    return logits[paddle.arange(len(place)), paddle.to_tensor(place)]


shares = {}
test_ids, test_place, test_label, test_after = sentences(2000, np.random.default_rng(100))
for direction in ("forward", "backward", "bidirect"):
    paddle.seed(1)
    rng = np.random.default_rng(1)
    model = StepwiseGRU(len(WORDS), 2, direction, hidden=16)
    optimizer = paddle.optimizer.Adam(learning_rate=0.02, parameters=model.parameters())
    for _ in range(300):
        ids, place, label, _ = sentences(64, rng)
        loss = F.cross_entropy(logits_at_read(model, ids, place), paddle.to_tensor(label))
        loss.backward()
        optimizer.step()
        optimizer.clear_grad()
    right = logits_at_read(model, test_ids, test_place).argmax(axis=-1).numpy() == test_label
    shares[direction] = right[~test_after].mean(), right[test_after].mean()
    print(f"{direction:9s} clue before: {shares[direction][0]:.3f}   clue after: {shares[direction][1]:.3f}")
print("one of the sentences:", " ".join(WORDS[token] for token in test_ids[0]))

# %%
figure, axis = plt.subplots(figsize=(5.6, 2.6), layout="constrained")
places = np.arange(3)
axis.bar(places - 0.2, [share[0] for share in shares.values()], 0.36, label="clue before", color="tab:orange")
axis.bar(places + 0.2, [share[1] for share in shares.values()], 0.36, label="clue after", color="tab:pink")
axis.axhline(0.5, color="gray", linestyle="--", label="chance")
axis.set_xticks(places, shares)
axis.set_xlabel("direction")
axis.set_ylabel('accuracy at "read"')
axis.legend(loc="center left", bbox_to_anchor=(1, 0.5))
plt.show()

# %% [markdown] lang="en"
# **What to see.** The forward network is at chance where the clue comes after the word, and no training could help
# it: at that step it has not read the clue. The backward network fails just the other way round. The bidirectional
# one does both, with as many states at each step as the others have.

# %% [markdown] lang="zh"
# **看什么**：线索在后面时，正向网络只有碰运气的水平，怎么训练都没用：走到那一步，它还没读到线索。反向网络正好反过来。
# 双向网络两种情形都能应付，而它每一步的状态个数并不比别人多。

# %% [markdown] lang="en"
# ## 4. Deep and bidirectional
#
# ![Two bidirectional layers, each with a chain to the right and one to the left](../figures/lab07_deep_bidirectional.svg)
#
# Both ways go together. What a bidirectional layer puts out at a step, `2 * hidden` numbers, is what *both* cells of
# the next layer read at that step (the grey bars). So the cells of layer 2 have wider input weights than those of
# layer 1.
#
# In Paddle the whole picture is one line: `nn.GRU(input_size=4, hidden_size=6, num_layers=2, direction="bidirect")`.
# Name the arguments: the third one is the number of layers, not the direction. Its parameters are named after their
# place: `weight_ih_l0` for the forward cell of layer 1 (Paddle counts layers from 0), `weight_ih_l1_reverse` for the
# backward cell of layer 2.

# %% [markdown] lang="zh"
# ## 4. 又深又双向
#
# ![两个双向层、四个时间步：每层有一条向右的链和一条向左的链；第 2 层读合在一起的两半](../figures/zh/lab07_deep_bidirectional.svg)
#
# 两种组合方式可以一起用。一个双向层在某一步输出 `2 * hidden` 个数，
# 下一层的**两个**单元在这一步读的都是这些数（图中的灰色横线）。
# 所以第 2 层单元的输入权重比第 1 层的宽。
#
# 在飞桨里，整张图只是一行代码：`nn.GRU(input_size=4, hidden_size=6, num_layers=2, direction="bidirect")`。请写上参数名：
# 第三个参数是层数，不是方向。权重按所在的位置命名：`weight_ih_l0` 属于第 1 层的正向单元（飞桨的层从 0 数起），
# `weight_ih_l1_reverse` 属于第 2 层的反向单元。

# %%
layer = nn.GRU(input_size=4, hidden_size=6, num_layers=2, direction="bidirect")
for name, parameter in layer.named_parameters():
    print(f"{name:22s} {list(parameter.shape)}")
print("names in named_parameters():", len(list(layer.named_parameters())))
print("names in state_dict():      ", len(layer.state_dict()))
print("the others, for example:", [name for name in layer.state_dict() if "cell" in name][:2])

# %% [markdown] lang="en"
# Two things to remember. `weight_ih_l1` is `[18, 12]`: three gates of 6 rows, and 12 inputs. And `state_dict()` lists
# each parameter *twice*, under the name that you see and under one for the cell object inside. It is one and the same
# tensor, so whoever adds up sizes over `state_dict()` counts everything twice.
#
# ### Question 3 · `deep_parameter_count` (3 points, about 8 minutes)
#
# **Why.** Before you build a network you want to know what it will cost. And a mistake in this number is a mistake in
# the picture of the network that you have in your head.
#
# **Formula.** Let $G$ be the number of weight sets of the kind: 1 for `"rnn"`, 4 for `"lstm"`, 3 for `"gru"`. One
# cell of Paddle with $H$ hidden units that reads $n$ numbers at each step has `weight_ih` $[GH, n]$, `weight_hh`
# $[GH, H]$ and two biases $[GH]$. Work out the rest from the picture: how many cells there are, and what each of them
# reads.
#
# **What to return.** A whole number: all parameters of `nn.SimpleRNN`, `nn.LSTM` or `nn.GRU` with these sizes.
# `directions` is 1 (forward) or 2 (bidirectional).

# %% [markdown] lang="zh"
# 有两点要记住。`weight_ih_l1` 的形状是 `[18, 12]`：三个门，每个 6 行；12 个输入。另外，`state_dict()` 把每个参数列了**两遍**：
# 一遍是上面看到的名称，另一遍是里面单元对象的名称。它们是同一个张量，所以谁要是对 `state_dict()` 求和，就把所有参数都数了两遍。
#
# ### 第 3 题 · `deep_parameter_count`（3 分，约 8 分钟）
#
# **为什么**：搭网络之前，总想知道它有多大。而且这个数要是算错了，说明你脑子里的那张网络结构图就有错。
#
# **公式**：设 $G$ 为这种单元的权重组数：`"rnn"` 为 1，`"lstm"` 为 4，`"gru"` 为 3。飞桨的一个单元有 $H$ 个隐藏单元、
# 每步读 $n$ 个数时，`weight_ih` 为 $[GH, n]$，`weight_hh` 为 $[GH, H]$，另有两个偏置 $[GH]$。其余的请从图中推出来：
# 一共有几个单元，每个单元读的是什么。
#
# **返回什么**：一个整数，即这些尺寸下 `nn.SimpleRNN`、`nn.LSTM` 或 `nn.GRU` 的全部参数个数。`directions` 为 1（单向）或
# 2（双向）。

# %% [markdown] lang="en" hints="deep_parameter_count"
# 1. Count the cells in the figure, one for each layer and direction. Then ask for each: how many numbers does an
#    arrow from below bring it?
# 2. One cell that reads $n$ numbers has $G H (n + H + 2)$ parameters. In layer 1 $n$ is `features`; in every other
#    layer it is what the layer below puts out at a step.
# 3. Add up over the layers: `directions * gates * hidden * (n + hidden + 2)`, with `n = features` in the first round
#    and `n = directions * hidden` in all others.

# %% [markdown] lang="zh" hints="deep_parameter_count"
# 1. 数一数图中有几个单元：每层、每个方向一个。再问每个单元：从下面来的箭头给它带来多少个数？
# 2. 读 $n$ 个数的一个单元有 $G H (n + H + 2)$ 个参数。第 1 层的 $n$ 是 `features`；其余各层的 $n$
#    是下面一层每步输出的数的个数。
# 3. 对各层求和：`directions * gates * hidden * (n + hidden + 2)`，第一层 `n = features`，其余各层 `n = directions * hidden`。


# %% question="deep_parameter_count" points=3 minutes=8
def deep_parameter_count(kind, features, hidden, num_layers, directions):
    """Return how many parameters Paddle's recurrent layer of this kind and size has.

    Args:
        kind: "rnn", "lstm" or "gru".
        features: numbers in one input vector.
        hidden: hidden units of each cell.
        num_layers: how many layers are stacked, 1 or more.
        directions: 1 for forward, 2 for bidirectional.

    Returns:
        The number of parameters, an int.

    Example (one plain cell: 6 * 4 weights, 6 * 6 weights, two biases of 6):
        >>> deep_parameter_count("rnn", features=4, hidden=6, num_layers=1, directions=1)
        72
    """
    ### BEGIN SOLUTION add up over the layers; what does each of them read?
    gates = {"rnn": 1, "lstm": 4, "gru": 3}[kind]
    total = 0
    reads = features
    for _ in range(num_layers):
        total += directions * gates * hidden * (reads + hidden + 2)
        reads = directions * hidden
    return total
    ### END SOLUTION


# %%
print("kind  layers  directions   counted   in Paddle")
for kind in ("rnn", "lstm", "gru"):
    for num_layers, direction in [(1, "forward"), (2, "forward"), (1, "bidirect"), (2, "bidirect"), (3, "bidirect")]:
        layer = PADDLE_LAYER[kind](input_size=4, hidden_size=6, num_layers=num_layers, direction=direction)
        directions = 2 if direction == "bidirect" else 1
        counted = deep_parameter_count(kind, 4, 6, num_layers, directions)
        in_paddle = sum(parameter.size for parameter in layer.parameters())
        print(f"{kind:4s} {num_layers:6d} {directions:10d} {counted:11d} {in_paddle:11d}")

# %% [markdown] lang="en"
# **What to see.** Two directions cost twice as much in the first layer, and *more* than twice in a stack. With 4
# features and 6 hidden units a plain forward stack of two layers has 156 parameters and a bidirectional one 384,
# since layer 2 reads 12 numbers and not 6.

# %% [markdown] lang="zh"
# **看什么**：双向使第一层的参数加倍，叠起来之后则**不止**加倍。4 个特征、6 个隐藏单元时，两层的单向网络有 156 个参数，双向的有
# 384 个，因为第 2 层读的是 12 个数而不是 6 个。

# %% [markdown] lang="en"
# ## 5. Where is the state that has read everything?
#
# Paddle's layers return `(outputs, h)`. `outputs` are those of the top layer only. `h` holds the final states of
# *all* cells, `[layers * directions, batch, hidden]`: layer by layer, and in each layer forward before backward. (An
# LSTM returns the pair `(h, c)` in the place of `h`, both of this shape.) The picture shows two layers over five
# steps:
#
# ![The forward direction ends at the last step, the backward one at the first](../figures/lab07_final_states.svg)
#
# Two habits from forward layers lead astray here, without any error message:
#
# - `outputs[:, -1]`, "the last step". Its forward half has read everything, its backward half **only the last
#   input**.
# - `h[-1]`, "the last state". It is the backward cell alone, and it belongs to step 1.
#
# ### Question 4 · `final_states` (4 points, about 10 minutes)
#
# **Why.** Whoever can find all final states in the outputs has understood what `h` is.
#
# **Formula.** For layer $l$ with the outputs $[f^{(l)}_t, b^{(l)}_t]$: its final states are $f^{(l)}_T$ and
# $b^{(l)}_1$. The result lists them as Paddle does: $f^{(1)}_T,\ b^{(1)}_1,\ f^{(2)}_T,\ b^{(2)}_1,\ \dots$
#
# **Shapes.** `layer_outputs` is a list with the outputs of each bidirectional layer, bottom first, each
# `[batch, time, 2 * hidden]`. The result is `[2 * layers, batch, hidden]`.

# %% [markdown] lang="zh"
# ## 5. 读完全部内容的状态在哪里？
#
# 飞桨的层返回 `(outputs, h)`。`outputs` 只是最上面一层的输出。`h` 则放着**所有**单元的最终状态，
# `[layers * directions, batch, hidden]`：一层一层地排，每层先正向后反向。（LSTM 返回的不是 `h`，而是一对 `(h, c)`，
# 形状都是这样。）下图是两层、五个时间步的情形：
#
# ![正向的最终状态在最后一步，反向的在第一步；最后一步的反向那一半只读过 x_5](../figures/zh/lab07_final_states.svg)
#
# 用惯了正向的层，有两个习惯会在这里把人带偏，而且不会报任何错：
#
# - `outputs[:, -1]`，“最后一步”。它的正向那一半读完了全部内容，反向那一半却**只读过最后一个输入**。
# - `h[-1]`，“最后一个状态”。它只是反向单元的状态，而且属于第 1 步。
#
# ### 第 4 题 · `final_states`（4 分，约 10 分钟）
#
# **为什么**：谁能在输出里找齐所有的最终状态，谁就明白了 `h` 是什么。
#
# **公式**：设第 $l$ 层的输出是 $[f^{(l)}_t, b^{(l)}_t]$，它的最终状态就是 $f^{(l)}_T$ 和 $b^{(l)}_1$。结果按飞桨的次序排列：
# $f^{(1)}_T,\ b^{(1)}_1,\ f^{(2)}_T,\ b^{(2)}_1,\ \dots$
#
# **形状**：`layer_outputs` 是列表，放着各个双向层的输出，最底层在前，每个都是 `[batch, time, 2 * hidden]`。结果为
# `[2 * layers, batch, hidden]`。

# %% [markdown] lang="en" hints="final_states"
# 1. In the figure two boxes of the top layer are filled. Which time step has each of them, and which half of the last
#    axis?
# 2. The size of a half is `outputs.shape[-1] // 2`. The forward half is `outputs[:, :, :half]`, the backward half
#    `outputs[:, :, half:]`; of each take one step. Collect two tensors a layer in a list.
# 3. For each layer append `outputs[:, -1, :half]`, then `outputs[:, 0, half:]`. After the loop, `paddle.stack` the
#    list; the new axis comes first.

# %% [markdown] lang="zh" hints="final_states"
# 1. 图中最上面一层有两个格子涂了深色。它们各在哪个时间步，各在最后一个轴的哪一半？
# 2. 一半的大小是 `outputs.shape[-1] // 2`。正向那一半是 `outputs[:, :, :half]`，反向那一半是 `outputs[:, :, half:]`，
#    各取其中一步。每层得到两个张量，收进列表。
# 3. 对每一层，先加入 `outputs[:, -1, :half]`，再加入 `outputs[:, 0, half:]`。循环结束后用 `paddle.stack` 把列表叠起来，
#    新轴在最前面。


# %% question="final_states" points=4 minutes=10
def final_states(layer_outputs):
    """Return the final hidden states of a stack of bidirectional layers, in Paddle's order.

    Args:
        layer_outputs: list with the outputs of each layer, bottom first, each [batch, time, 2 * hidden]: the forward
            state and beside it the backward state of every step.

    Returns:
        [2 * layers, batch, hidden]: layer by layer, forward before backward.

    Example (one layer, one sequence, two steps, hidden size 1):
        >>> outputs = paddle.to_tensor([[[1.0, 2.0], [3.0, 4.0]]])  # forward ends with 3, backward with 2
        >>> final_states([outputs]).numpy()
        array([[[3.]],
               [[2.]]], dtype=float32)
    """
    ### BEGIN SOLUTION of each layer take the last forward and the first backward state
    states = []
    for outputs in layer_outputs:
        half = outputs.shape[-1] // 2
        states.append(outputs[:, -1, :half])
        states.append(outputs[:, 0, half:])
    return paddle.stack(states)
    ### END SOLUTION


# %% [markdown] lang="en"
# ### Question 5 · `summary_of_sequence` (3 points, about 6 minutes)
#
# **Why.** To sort whole sequences you need one vector for each that has read all of it; in lab 2 this was the last
# state. A bidirectional layer has two such states, and a classifier should get both.
#
# **Formula.** Of the top layer, forward first: $[f_T,\ b_1]$ for two directions; $h_T$ for one.
#
# **Shapes.** `outputs` and `h` are what Paddle's layer returned: `[batch, time, directions * hidden]` and
# `[layers * directions, batch, hidden]` (of an LSTM the first of its two states). The result is
# `[batch, directions * hidden]`. Everything that you need is in `h`, and also in `outputs`; take it from wherever you
# like.

# %% [markdown] lang="zh"
# ### 第 5 题 · `summary_of_sequence`（3 分，约 6 分钟）
#
# **为什么**：要给整条序列分类，每条序列就得有一个读完了全部内容的向量；在实验 2 里，它就是最后一个状态。
# 双向层有两个这样的状态，两个都应该交给分类器。
#
# **公式**：取最上面一层，正向在前：双向时为 $[f_T,\ b_1]$，单向时为 $h_T$。
#
# **形状**：`outputs` 和 `h` 是飞桨的层返回的：`[batch, time, directions * hidden]` 和 `[layers * directions, batch, hidden]`
# （LSTM 则取两个状态中的前一个）。结果为 `[batch, directions * hidden]`。所需的一切 `h` 里都有，`outputs` 里也有，
# 从哪里取都行。

# %% [markdown] lang="en" hints="summary_of_sequence"
# 1. Find the two filled boxes in the figure once more, and what they are called below.
# 2. With `h`: the top layer's states are its last `directions` entries. They have to stand side by side along the
#    last axis, forward first. For one direction a single entry is left.
# 3. For two directions return `paddle.concat([h[-2], h[-1]], axis=-1)`, for one `h[-1]`.

# %% [markdown] lang="zh" hints="summary_of_sequence"
# 1. 再看一遍图中涂了深色的两个格子，以及它们在下方的名称。
# 2. 用 `h` 的话：最上面一层的状态是 `h` 的最后 `directions` 项。它们要沿最后一个轴并排，正向在前。单向时只有一项。
# 3. 双向时返回 `paddle.concat([h[-2], h[-1]], axis=-1)`，单向时返回 `h[-1]`。


# %% question="summary_of_sequence" points=3 minutes=6
def summary_of_sequence(outputs, h, directions):
    """Return one vector for each sequence, made of the top layer's states that have read all of it.

    Args:
        outputs: outputs of the top layer, [batch, time, directions * hidden].
        h: final hidden states as Paddle returns them, [layers * directions, batch, hidden].
        directions: 1 for a forward layer, 2 for a bidirectional one.

    Returns:
        [batch, directions * hidden], forward first.

    Example:
        >>> layer = nn.GRU(input_size=4, hidden_size=6, num_layers=2, direction="bidirect")
        >>> outputs, h = layer(paddle.randn([3, 5, 4]))
        >>> list(summary_of_sequence(outputs, h, directions=2).shape)
        [3, 12]
    """
    ### BEGIN SOLUTION put the final states of the top layer side by side
    if directions == 1:
        return h[-1]
    return paddle.concat([h[-2], h[-1]], axis=-1)
    ### END SOLUTION


# %% [markdown] lang="en"
# ### The test: change one word
#
# Change the *first* input of a sequence of 12 steps and see which of the candidates notices. A summary of the whole
# sequence should.

# %% [markdown] lang="zh"
# ### 检验：换掉一个词
#
# 把 12 步序列的**第一个**输入换掉，看看哪些候选有反应。真正概括了整条序列的，应该有反应。

# %%
paddle.seed(5)
layer = nn.GRU(input_size=4, hidden_size=6, direction="bidirect")
before = paddle.randn([1, 12, 4])
after = before.clone()
after[0, 0] = paddle.randn([4])  # another first input

(outputs, h), (new_outputs, new_h) = layer(before), layer(after)
candidates = {
    "forward half of outputs[:, -1]": (outputs[:, -1, :6], new_outputs[:, -1, :6]),
    "backward half of outputs[:, -1]": (outputs[:, -1, 6:], new_outputs[:, -1, 6:]),
    "backward half of outputs[:, 0]": (outputs[:, 0, 6:], new_outputs[:, 0, 6:]),
    "h[-1]": (h[-1], new_h[-1]),
    "summary_of_sequence": (summary_of_sequence(outputs, h, 2), summary_of_sequence(new_outputs, new_h, 2)),
}
for name, (old, new) in candidates.items():
    print(f"{name:32s} moved by up to {(old - new).abs().max().item():.6f}")
print("h equals final_states of the outputs:", (final_states([outputs]) - h).abs().max().item() == 0)

# %% [markdown] lang="en"
# **What to see.** The backward half of the last step does not move at all: half of `outputs[:, -1]` is blind to
# everything but the last input. (The forward half moves only a little: it has read the first input, and eleven more
# since.) `h[-1]` moves, but it is only half of the summary. (For `nn.RNN(cell)` and `nn.BiRNN(cell_fw, cell_bw)`, the
# wrappers for cells of your own, states have no axis for layers: they are `[batch, hidden]`, for `BiRNN` a pair of
# these.)

# %% [markdown] lang="zh"
# **看什么**：最后一步的反向那一半纹丝不动：`outputs[:, -1]` 有一半除了最后一个输入之外什么都看不见。
# （正向那一半只动了一点点：它读过第一个输入，但此后又读了十一个。）`h[-1]` 动了，但它只是概括的一半。
# （`nn.RNN(cell)` 和 `nn.BiRNN(cell_fw, cell_bw)` 用来包装自己写的单元，它们的状态没有表示层的轴：形状为 `[batch, hidden]`，
# `BiRNN` 的是这样的一对。）

# %% [markdown] lang="en"
# ## 6. From formula to framework
#
# Now all is there to rebuild Paddle's layers entirely: kinds, depth, directions, initial states. In lab 2 your
# numbers went into Paddle's layer. This time it goes the other way: Paddle's numbers into your code.
#
# ### Question 6 · `from_paddle` (3 points, about 10 minutes)
#
# **Why.** Trained networks come as files full of named tensors. To use them anywhere else one has to know which name
# is which cell.
#
# **What is given.** `weights`, a dict from name to tensor as section 4 printed it: for layer number $k = 0, 1, \dots$
# the four names
#
# `weight_ih_l{k}`, `weight_hh_l{k}`, `bias_ih_l{k}`, `bias_hh_l{k}`
#
# and, if the layer is bidirectional, the same four with `_reverse` behind. It may be a `state_dict()`, so there may
# be other names, too; do not go by how many there are. How many layers and directions there are follows from which of
# these names exist.
#
# **What to return.** A list with one entry for each layer, bottom first. Each entry is a list with one entry for each
# direction: the forward cell's parameters, then (if there are two directions) the backward cell's, each a dict made
# by `cell_params(kind, weight_ih, weight_hh, bias_ih, bias_hh)`.

# %% [markdown] lang="zh"
# ## 6. 从公式到框架
#
# 现在万事俱备，可以把飞桨的层完整地重建出来：单元种类、层数、方向、初始状态。在实验 2 里，是把你的数放进飞桨的层；
# 这一次反过来，把飞桨的数放进你的代码。
#
# ### 第 6 题 · `from_paddle`（3 分，约 10 分钟）
#
# **为什么**：训练好的网络以文件的形式流传，里面全是带名称的张量。要拿到别处去用，就得知道哪个名称对应哪个单元。
#
# **已知**：`weights` 是从名称到张量的字典，就像第 4 节打印的那样：对第 $k = 0, 1, \dots$ 层，有四个名称
#
# `weight_ih_l{k}`、`weight_hh_l{k}`、`bias_ih_l{k}`、`bias_hh_l{k}`
#
# 如果这一层是双向的，还有末尾带 `_reverse` 的同样四个。它可能是一个 `state_dict()`，所以也可能还有别的名称；
# 不要靠名称的个数来判断。
# 有几层、几个方向，看这些名称中哪些存在就知道了。
#
# **返回什么**：列表，每层一项，最底层在前。每一项又是列表，每个方向一项：先是正向单元的参数，
# 然后（如果是双向）是反向单元的参数，
# 每个都是由 `cell_params(kind, weight_ih, weight_hh, bias_ih, bias_hh)` 得到的字典。

# %% [markdown] lang="en" hints="from_paddle"
# 1. Put the names together with an f-string and look them up. When does a layer number not exist any more?
# 2. Loop `while f"weight_ih_l{k}" in weights`, and inside go through the endings `""` and `"_reverse"`; skip an
#    ending that is not there.
# 3. For each ending:
#    `tensors = [weights[f"{part}_l{k}{ending}"] for part in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")]`, then
#    append `cell_params(kind, *tensors)` to the list of this layer.

# %% [markdown] lang="zh" hints="from_paddle"
# 1. 用 f-string 拼出名称，再去字典里查。层号到什么时候就不存在了？
# 2. 循环 `while f"weight_ih_l{k}" in weights`，里面再依次看 `""` 和 `"_reverse"` 两种结尾；不存在的结尾就跳过。
# 3. 对每种结尾：`tensors = [weights[f"{part}_l{k}{ending}"] for part in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")]`，
#    再把 `cell_params(kind, *tensors)` 加进这一层的列表。


# %% question="from_paddle" points=3 minutes=10
def from_paddle(kind, weights):
    """Return the parameters of every cell in a recurrent layer of Paddle.

    Args:
        kind: "rnn", "lstm" or "gru".
        weights: dict from Paddle's names to tensors, from `named_parameters()` or `state_dict()`.

    Returns:
        List with one entry a layer, bottom first; each is a list with the parameter dicts of its directions, forward
        first.

    Example:
        >>> layer = nn.LSTM(input_size=4, hidden_size=6, num_layers=2, direction="bidirect")
        >>> layers = from_paddle("lstm", layer.state_dict())
        >>> len(layers), len(layers[0]), list(layers[1][0]["W_xi"].shape)
        (2, 2, [12, 6])
    """
    ### BEGIN SOLUTION look the names up, layer by layer and direction by direction
    parts = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
    layers = []
    while f"weight_ih_l{len(layers)}" in weights:
        cells = []
        for ending in (f"_l{len(layers)}", f"_l{len(layers)}_reverse"):
            if f"weight_ih{ending}" in weights:
                cells.append(cell_params(kind, *(weights[part + ending] for part in parts)))
        layers.append(cells)
    return layers
    ### END SOLUTION


# %% [markdown] lang="en"
# ### Question 7 · `run_like_paddle` (4 points, about 14 minutes)
#
# **Why.** This is the whole layer. If its numbers are Paddle's numbers, then there is nothing in Paddle's recurrent
# layers that you do not understand.
#
# **What to return.** The tuple `(outputs, states)` that Paddle's layer with these `weights` returns for these
# `inputs` and initial `states`: `outputs` of the top layer, `[batch, time, directions * hidden]`, and the final
# states in Paddle's form.
#
# **States in Paddle's form** are one tensor `[layers * directions, batch, hidden]`, and for an LSTM a pair `(h, c)`
# of such tensors. You will want a list with one state for each cell, in the order layer 1 forward, layer 1 backward,
# layer 2 forward and so on. Two helpers go from one form to the other:
#
# - `unpack_states(kind, states, cells)` makes of Paddle's form a list of `cells` states, each as `run_cell` takes it;
#   of `None` it makes a list of `cells` times `None`;
# - `pack_states(kind, finals)` makes of such a list Paddle's form.
#
# **Way.** Go through the layers of `from_paddle`, as in question 1. A layer with two directions is run by
# `bidirectional_rnn` (which may be given a pair of `None`s), one with a single direction by `run_cell`. Each layer
# takes *its* initial states from the list, and adds its final states to another.

# %% [markdown] lang="zh"
# ### 第 7 题 · `run_like_paddle`（4 分，约 14 分钟）
#
# **为什么**：这就是完整的层。如果它算出的数就是飞桨算出的数，那么飞桨的循环层里就没有你不明白的东西了。
#
# **返回什么**：权重为 `weights` 的飞桨的层，对这些 `inputs` 和初始状态 `states` 会返回的元组 `(outputs, states)`：
# 最上面一层的 `outputs`，`[batch, time, directions * hidden]`，以及飞桨形式的最终状态。
#
# **飞桨形式的状态**是一个张量 `[layers * directions, batch, hidden]`；LSTM 则是这样的一对 `(h, c)`。而你需要的是一个列表，
# 每个单元一个状态，次序是第 1 层正向、第 1 层反向、第 2 层正向……有两个现成的函数可以在两种形式之间转换：
#
# - `unpack_states(kind, states, cells)` 把飞桨形式变成由 `cells` 个状态组成的列表，每个状态的形式与 `run_cell` 接收的相同；
#   遇到 `None`，就给出由 `cells` 个 `None` 组成的列表；
# - `pack_states(kind, finals)` 把这样的列表变成飞桨形式。
#
# **做法**：像第 1 题那样，逐层处理 `from_paddle` 给出的各层。有两个方向的层交给 `bidirectional_rnn`（状态可以是一对 `None`），
# 只有一个方向的交给 `run_cell`。每一层从列表里取**自己**的初始状态，并把自己的最终状态加进另一个列表。


# %% given=true
def unpack_states(kind, states, cells):
    """Return a list of `cells` states in the form of `run_cell`, from states in Paddle's form (or from None)."""
    if states is None:
        return [None] * cells
    if kind == "lstm":
        return list(zip(paddle.unbind(states[0]), paddle.unbind(states[1]), strict=True))
    return list(paddle.unbind(states))


def pack_states(kind, finals):
    """Return states in Paddle's form, from a list with one state for each cell."""
    if kind == "lstm":
        return paddle.stack([h for h, _ in finals]), paddle.stack([c for _, c in finals])
    return paddle.stack(list(finals))


# %% [markdown] lang="en" hints="run_like_paddle"
# 1. It is `stacked_rnn` with one thing more: a layer may have two cells. Find out first how many layers and how many
#    directions there are.
# 2. Unpack the states into one list. Layer `k` owns the entries `k * directions` up to (not including)
#    `(k + 1) * directions`. What a layer puts out is what the next one reads, all `2 * hidden` numbers of it.
# 3. In the loop, for two directions: `outputs, last = bidirectional_rnn(kind, outputs, own, layer)` and
#    `finals.extend(last)`; for one: `outputs, last = run_cell(kind, outputs, own[0], layer[0])` and
#    `finals.append(last)`. At the end return `outputs, pack_states(kind, finals)`.

# %% [markdown] lang="zh" hints="run_like_paddle"
# 1. 它就是 `stacked_rnn`，只多一件事：一层可能有两个单元。先弄清楚有几层、几个方向。
# 2. 把状态拆成一个列表。第 `k` 层拥有下标从 `k * directions` 到 `(k + 1) * directions`（不含）的各项。
#    一层的输出就是下一层的输入，
#    `2 * hidden` 个数一个不少。
# 3. 循环里，双向时：`outputs, last = bidirectional_rnn(kind, outputs, own, layer)`，然后 `finals.extend(last)`；
#    单向时：`outputs, last = run_cell(kind, outputs, own[0], layer[0])`，然后 `finals.append(last)`。最后返回
#    `outputs, pack_states(kind, finals)`。


# %% question="run_like_paddle" points=4 minutes=14 uses=["bidirectional_rnn","from_paddle"]
def run_like_paddle(kind, weights, inputs, states=None):
    """Compute what Paddle's recurrent layer with these weights computes.

    Args:
        kind: "rnn", "lstm" or "gru".
        weights: dict from Paddle's names to tensors; it says how many layers and directions there are.
        inputs: [batch, time, features].
        states: initial states, [layers * directions, batch, hidden], for "lstm" a pair (h, c) of these; None for
            zeros.

    Returns:
        (outputs, states): [batch, time, directions * hidden], and the final states in the form of `states`.

    Example:
        >>> layer = nn.GRU(input_size=4, hidden_size=6, num_layers=2, direction="bidirect")
        >>> outputs, h = run_like_paddle("gru", layer.state_dict(), paddle.randn([3, 5, 4]))
        >>> list(outputs.shape), list(h.shape)
        ([3, 5, 12], [4, 3, 6])
    """
    ### BEGIN SOLUTION run layer after layer, each with its own directions and initial states
    layers = from_paddle(kind, weights)
    directions = len(layers[0])
    starts = unpack_states(kind, states, len(layers) * directions)
    outputs = inputs
    finals = []
    for number, layer in enumerate(layers):
        own = starts[number * directions : (number + 1) * directions]
        if directions == 2:
            outputs, last = bidirectional_rnn(kind, outputs, own, layer)
            finals.extend(last)
        else:
            outputs, last = run_cell(kind, outputs, own[0], layer[0])
            finals.append(last)
    return outputs, pack_states(kind, finals)
    ### END SOLUTION


# %% [markdown] lang="en"
# ### The proof
#
# Three kinds, one and two layers, one and two directions, with and without an initial state, in float32 and in
# float64: your function beside Paddle's layer, with copies of its weights. The table shows the largest difference in
# the outputs, in the final states, and in the gradients of inputs, initial states and all weights.

# %% [markdown] lang="zh"
# ### 验证
#
# 三种单元，一层和两层，单向和双向，有无初始状态，float32 和 float64：你的函数与飞桨的层（权重为拷贝）放在一起比。
# 表中列出输出、最终状态，以及对输入、初始状态和所有权重的梯度的最大差异。


# %%
def parts_of(states):
    """Return a list of tensors: [h], or [h, c] of an LSTM; [] for no states."""
    return [] if states is None else list(states) if isinstance(states, tuple) else [states]


def trainable_copy(tensor):
    """Return a copy of a tensor that keeps gradients of its own."""
    copy = tensor.detach().clone()
    copy.stop_gradient = False
    return copy


def largest(pairs):
    """Return the largest absolute difference in a list of pairs of tensors."""
    return max((a - b).abs().max().item() for a, b in pairs)


def differences(kind, num_layers, direction, with_states):
    """Return the largest differences between run_like_paddle and Paddle: outputs, final states, gradients."""
    layer = PADDLE_LAYER[kind](input_size=4, hidden_size=6, num_layers=num_layers, direction=direction)
    directions = 2 if direction == "bidirect" else 1
    inputs = paddle.randn([3, 5, 4])
    count = 0 if not with_states else 2 if kind == "lstm" else 1
    starts = [paddle.randn([num_layers * directions, 3, 6]) for _ in range(count)]
    target = paddle.randn([3, 5, directions * 6])

    results = []
    for run in ("mine", "theirs"):
        x, own = trainable_copy(inputs), [trainable_copy(start) for start in starts]
        states = None if not own else tuple(own) if kind == "lstm" else own[0]
        if run == "theirs":
            weights = dict(layer.named_parameters())
            outputs, final = layer(x, states)
        else:
            weights = {name: trainable_copy(parameter) for name, parameter in layer.named_parameters()}
            outputs, final = run_like_paddle(kind, weights, x, states)
        loss = ((outputs - target) ** 2).mean() + sum((part**2).mean() for part in parts_of(final))
        loss.backward()
        gradients = [tensor.grad for tensor in (x, *own, *weights.values())]
        results.append(([outputs], parts_of(final), gradients))
    mine, theirs = results
    return tuple(largest(zip(a, b, strict=True)) for a, b in zip(mine, theirs, strict=True))


paddle.seed(7)
worst = {}
print("                            float32                       float64")
print("kind layers direction   outputs  states   gradients   outputs  states   gradients")
for kind in ("rnn", "lstm", "gru"):
    for num_layers in (1, 2):
        for direction in ("forward", "bidirect"):
            line = f"{kind:5s}{num_layers:4d}   {direction:10s}"
            for dtype in ("float32", "float64"):
                paddle.set_default_dtype(dtype)
                pair = [differences(kind, num_layers, direction, with_states) for with_states in (False, True)]
                paddle.set_default_dtype("float32")
                found = [max(column) for column in zip(*pair, strict=True)]
                worst[dtype] = max(worst.get(dtype, 0.0), *found)
                line += "  ".join(f"{number:7.1e}" for number in found) + "     "
            print(line.rstrip())
print(f"\nlargest of all: {worst['float32']:.1e} in float32, {worst['float64']:.1e} in float64")

# %% [markdown] lang="en"
# Below one millionth in float32, below $10^{-9}$ in float64: what is left is rounding. From `tanh(x W + h W + b)` in
# lab 2 to a deep bidirectional LSTM there was no step that you did not write yourself.
#
# (One oddity, in case you meet it: Paddle 3.3's own recurrent layers keep what gradients need in training mode only.
# After `layer.eval()`, `backward()` stops with "Tensor holds no memory"; call `layer.train()` first.)

# %% [markdown] lang="zh"
# float32 下小于百万分之一，float64 下小于 $10^{-9}$：剩下的只是舍入误差。从实验 2 的 `tanh(x W + h W + b)` 到多层双向 LSTM，
# 没有哪一步不是你亲手写的。
#
# （有个怪现象，万一遇到不必惊讶：飞桨 3.3 自带的循环层只在训练模式下保留求梯度所需的数据。调用 `layer.eval()` 之后再
# `backward()`，会以 “Tensor holds no memory” 报错；请先调用 `layer.train()`。）

# %% [markdown] lang="en"
# ## 7. When looking ahead is cheating
#
# If both directions know more than one, why not always use both? Because not everything that is asked may be answered
# with the future in hand. A **language model** (lab 10 builds one) answers at each step: *which symbol comes next?*
# At step $t$ its target is $x_{t+1}$. A forward layer has to predict it. A bidirectional layer has *read* it: $b_t$
# is made from $b_{t+1}$, and $b_{t+1}$ from $x_{t+1}$.
#
# Watch it happen. The sequences below are eight letters drawn at random, with no rule at all: nobody can predict the
# next one better than one time in eight. Both models are trained and tested in the same way, on fresh sequences.

# %% [markdown] lang="zh"
# ## 7. 往后看等于作弊的时候
#
# 既然双向比单向知道得多，为什么不总用双向？因为有些问题，不允许拿着未来的内容来回答。**语言模型**（实验 10 会搭一个）
# 在每一步都要回答：**下一个符号是什么？** 在第 $t$ 步，它的目标是 $x_{t+1}$。正向层只能去预测它；
# 双向层却已经**读到**了它：$b_t$ 由
# $b_{t+1}$ 得来，而 $b_{t+1}$ 由 $x_{t+1}$ 得来。
#
# 亲眼看看会怎样。下面的序列由八个字母随机组成，毫无规律：谁来预测下一个字母，平均八次也只能猜中一次。
# 两个模型的训练和测试方式完全相同，测试用的是新的序列。

# %%
LETTERS, STEPS = 8, 15


def next_letter_data(count, rng):
    """Return one-hot inputs x_1 … x_T, [count, T, letters], and as targets x_2 … x_{T+1}, [count, T]."""
    ids = rng.integers(0, LETTERS, [count, STEPS + 1])
    return F.one_hot(paddle.to_tensor(ids[:, :-1]), LETTERS), paddle.to_tensor(ids[:, 1:])


predictors, right_at = {}, {}
test_x, test_y = next_letter_data(2000, np.random.default_rng(100))
for direction in ("forward", "bidirect"):
    paddle.seed(1)
    rng = np.random.default_rng(1)
    model = predictors[direction] = StepwiseGRU(LETTERS, LETTERS, direction)
    optimizer = paddle.optimizer.Adam(learning_rate=0.01, parameters=model.parameters())
    for _ in range(400):
        x, y = next_letter_data(64, rng)
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        optimizer.clear_grad()
    right_at[direction] = (model(test_x).argmax(axis=-1) == test_y).astype("float32").mean(axis=0).numpy()
    in_use = []
    for t in range(1, STEPS + 1):  # what comes after step t does not exist yet
        answers = model(test_x[:, :t])[:, -1].argmax(axis=-1)
        in_use.append((answers == test_y[:, t - 1]).astype("float32").mean().item())
    scored = right_at[direction].mean()
    print(f"{direction:9s} scored on whole sequences: {scored:.3f}   in use: {np.mean(in_use):.3f}")
print(f"best possible: 1/8 = {1 / 8:.3f}")

figure, axis = plt.subplots(figsize=(6, 2.6), layout="constrained")
for direction, color in [("forward", "tab:orange"), ("bidirect", "tab:pink")]:
    axis.plot(range(1, STEPS + 1), right_at[direction], "o-", color=color, markersize=4, label=direction)
axis.axhline(1 / LETTERS, color="gray", linestyle="--", label="best possible, 1/8")
axis.set_xlabel("time step $t$")
axis.set_ylabel("accuracy for $x_{t+1}$")
axis.set_ylim(0, 1.05)
axis.legend(loc="center left", bbox_to_anchor=(1, 0.5))
plt.show()

# %% [markdown] lang="en"
# **What to see.** The bidirectional model scores what is impossible: it names random letters, nearly always right. At
# the last step it falls to 1/8, and that step gives it away: there the next letter is not among its inputs, so there
# is nothing to copy. "In use" means what a language model is for: only $x_1, \dots, x_t$ exist, and $x_{t+1}$ is
# asked for. Then the high score is gone at every step. It has learnt to copy from its right neighbour, and nothing
# about letters.
#
# Data kept back for testing do not reveal such a fault: the score was measured on sequences that were never seen. So
# remember the rule: **if at the moment of the answer the later inputs do not exist yet, no part of the model may read
# them.** Tagging a finished sentence, sorting a review, reading a text to be translated: both directions. Next word,
# tomorrow's weather, captions while somebody speaks, *writing* the translation: forward only.

# %% [markdown] lang="zh"
# **看什么**：双向模型得到了不可能的分数：它几乎总能说对随机的字母。到了最后一步，它跌到 1/8，正是这一步露了馅：
# 那里的下一个字母不在它的输入里，没有可抄的东西。“in use” 指语言模型真正的用法：只有 $x_1, \dots, x_t$ 存在，问的是
# $x_{t+1}$。这时高分在每一步都消失了。它学会的是抄右边的邻居，对字母本身一无所知。
#
# 留出的测试数据查不出这种毛病：上面的分数就是在从未见过的序列上测的。所以请记住这条规矩：
# **如果在作答的时刻，后面的输入还不存在，
# 模型的任何部分都不可以读它们。** 给写完的句子做标注、给评论分类、通读待翻译的原文：可以双向。预测下一个词、预报明天的天气、
# 给正在说的话实时加字幕、**写出**译文：只能正向。

# %% [markdown] lang="en"
# ### Question 8 · `can_see_the_future` (4 points, about 14 minutes)
#
# **Why.** A bidirectional layer is easy to spot in the code. Other leaks are not: an average over all time steps, or
# an axis that is turned the wrong way. As in lab 4, write the test that finds them all, because it looks at what a
# model *does*.
#
# **What is given.** `model` maps `inputs` `[batch, time, features]` to an answer at every step, `[batch, time, …]`.
# You know nothing about what is inside.
#
# **What to return.** `True` if the answer at some step depends on the input at a *later* step, `False` otherwise. A
# sequence of one step has no later step: `False`.
#
# - What happens *within* a step, or comes from earlier steps, is allowed; so is a model that mixes the sequences of a
#   batch (that was lab 4).
# - The model may contain dropout, which sets random numbers to 0 during training, and may come in training mode.
#   Chance must not count as looking ahead: switch to `model.eval()` to look. Afterwards the model is in the mode in
#   which it came (`model.training` tells).
# - Differences up to 1e-6 are rounding.

# %% [markdown] lang="zh"
# ### 第 8 题 · `can_see_the_future`（4 分，约 14 分钟）
#
# **为什么**：双向层在代码里一眼就能看出来，别的泄漏却不容易：比如对所有时间步求平均，或者把轴弄错了方向。和实验 4 一样，
# 写一个能把它们都找出来的测试，因为它看的是模型**做了什么**。
#
# **已知**：`model` 把 `inputs` `[batch, time, features]` 变成每一步的答案 `[batch, time, …]`。它里面是什么，你一概不知。
#
# **返回什么**：如果某一步的答案取决于**更晚**的某一步的输入，返回 `True`，否则返回 `False`。只有一步的序列没有更晚的步：
# `False`。
#
# - 同一步**之内**的影响和来自更早各步的影响都是允许的；把批次里不同序列混在一起的模型也不算（那是实验 4 的事）。
# - 模型里可能有 dropout（训练时随机把一些数置零），传入时可能处于训练模式。随机性不能算作往后看：观察时请切换到
#   `model.eval()`。之后要让模型恢复传入时的模式
#   （看 `model.training`）。
# - 不超过 1e-6 的差异属于舍入误差。

# %% [markdown] lang="en" hints="can_see_the_future"
# 1. Change the future and watch the past. If the answers of the early steps move, the model has looked.
# 2. Compute the answers once. Then make a copy of the inputs with other numbers in some later step (other numbers,
#    not the same in another order), compute again, and compare the answers *before* that step only. Which later step
#    sees most?
# 3. `changed = inputs.clone()`, then `changed[:, -1] = changed[:, -1] + 1`. Compare `model(inputs)[:, :-1]` and
#    `model(changed)[:, :-1]` in evaluation mode: is the largest absolute difference above 1e-6? Take care of one step
#    only, and of the mode at the end.

# %% [markdown] lang="zh" hints="can_see_the_future"
# 1. 改动未来，观察过去。如果前面各步的答案动了，模型就是往后看了。
# 2. 先算一遍答案。再复制一份输入，把后面某一步换成别的数（换成别的数，而不是把原来的数调换次序），重新计算，
#    只比较那一步**之前**的答案。改动哪一步能看到的最多？
# 3. `changed = inputs.clone()`，再令 `changed[:, -1] = changed[:, -1] + 1`。在评估模式下比较 `model(inputs)[:, :-1]` 和
#    `model(changed)[:, :-1]`：最大的绝对差异是否超过 1e-6？别忘了只有一步的情形，以及最后要恢复模式。


# %% question="can_see_the_future" points=4 minutes=14
def can_see_the_future(model, inputs):
    """Say whether some answer of a model depends on a later input.

    Args:
        model: an nn.Layer from [batch, time, features] to one answer a step, [batch, time, ...]. Left as it came.
        inputs: [batch, time, features], random numbers to try it on.

    Returns:
        True if the answer at some step depends on the input at a later one, else False.

    Example:
        >>> can_see_the_future(StepwiseGRU(4, 2, "forward"), paddle.randn([3, 5, 4]))
        False
    """
    ### BEGIN SOLUTION change later inputs and see whether earlier answers move
    was_training = model.training
    model.eval()
    answers = model(inputs)
    sees = False
    for t in range(1, inputs.shape[1]):
        changed = inputs.clone()
        changed[:, t:] = changed[:, t:] + 1.0
        difference = (model(changed)[:, :t] - answers[:, :t]).abs().max().item()
        sees = sees or difference > 1e-6
    if was_training:
        model.train()
    return sees
    ### END SOLUTION


# %% [markdown] lang="en"
# Now put the two predictors of above to the test, and a third model that has no backward cell anywhere.

# %% [markdown] lang="zh"
# 现在用它来检验上面的两个预测模型，再加上第三个，它里面根本没有反向单元。


# %%
class LessItsMean(nn.Layer):
    """A forward GRU whose logits are centred over the time axis. It looks harmless."""

    def __init__(self):
        super().__init__()
        self.inner = StepwiseGRU(LETTERS, LETTERS, "forward")

    def forward(self, x):
        logits = self.inner(x)
        return logits - logits.mean(axis=1, keepdim=True)


suspects = {**predictors, "less its mean": LessItsMean()}
for name, model in suspects.items():
    print(f"{name:14s} can see the future: {can_see_the_future(model, test_x[:4])}")

# %% [markdown] lang="en"
# The third one does look ahead: a mean over all steps contains the later ones. Your test needs a few forward passes
# and no training; run it on every model that is meant to predict.
#
# ## 8. Summary
#
# - **Stacked** layers: layer 2 reads the states of layer 1, step by step. Depth has parameters of its own for each
#   layer, time has the same ones for each step.
# - A **bidirectional** layer has two cells. The backward one reads the flipped inputs; its outputs are flipped back
#   and stand *beside* the forward ones: $[f_t, b_t]$, `2 * hidden` numbers, which is also what the next layer reads.
# - **Final states** are $f_T$ and $b_1$. `h` is `[layers * directions, batch, hidden]`, layer by layer, forward
#   before backward. The summary of a sequence is `h[-2]` and `h[-1]` side by side, and not `outputs[:, -1]`.
# - Parameters of a layer: `directions` times $G H (n + H + 2)$, with $n$ the features, and $n$ =
#   `directions * hidden` from layer 2 on. `state_dict()` lists each of them twice.
# - `nn.SimpleRNN`, `nn.LSTM` and `nn.GRU` are this and nothing else: your code gives the same outputs, states and
#   gradients.
# - A model that answers before the sequence is over **must not look ahead**. Whether it does, you can test.
#
# ## Go further
#
# 1. **A stack of `stacked_rnn`s.** Is a bidirectional stack the same as two separate stacks, one forward and one
#    backward, whose top outputs are put side by side? Draw both, count the parameters of both, and find in the heat
#    map where they differ.
# 2. **Two layers or twice the width?** Give `StepwiseGRU` the arguments `num_layers` and `hidden` and compare
#    networks with about equally many parameters (use your count) on "read" with 30 steps. Use three seeds each before
#    you believe a difference.
# 3. **A language with a rule.** With probability 0.7 let letter $n$ be followed by letter $(n + 3) \bmod 8$, else by
#    a random one. The forward model now reaches about 0.74 (why more than 0.7?). What does the bidirectional one
#    score on whole sequences, and what in use?
# 4. **Dropout between layers.** `nn.GRU(..., num_layers=2, dropout=0.5)` drops what goes from one layer to the next.
#    Is anything dropped after the top layer? Find out with outputs in training and in evaluation mode.
# 5. **Add instead of concatenate.** Some libraries offer to add $f_t$ and $b_t$. What is lost, and what does it save
#    in layer 2?

# %% [markdown] lang="zh"
# 第三个确实往后看了：对所有步求平均，就把后面的步也算进去了。你的测试只需要几次前向计算，不用训练；凡是要做预测的模型，
# 都值得拿它测一测。
#
# ## 8. 小结
#
# - **堆叠**：第 2 层逐步读第 1 层的状态。沿深度方向，每层有自己的参数；沿时间方向，每步用同一组参数。
# - **双向**层有两个单元。反向单元读翻转后的输入，它的输出再翻转回来，与正向的**并排**：$[f_t, b_t]$，共 `2 * hidden` 个数，
#   下一层读的也是这些。
# - **最终状态**是 $f_T$ 和 $b_1$。`h` 的形状为 `[layers * directions, batch, hidden]`，一层一层地排，每层先正向后反向。
#   整条序列的概括是 `h[-2]` 与 `h[-1]` 并排，而不是 `outputs[:, -1]`。
# - 一层的参数个数：`directions` 乘以 $G H (n + H + 2)$，其中 $n$ 是特征数，从第 2 层起 $n$ = `directions * hidden`。
#   `state_dict()` 把每个参数列了两遍。
# - `nn.SimpleRNN`、`nn.LSTM`、`nn.GRU` 不过如此：你的代码给出同样的输出、状态和梯度。
# - 凡是要在序列结束之前作答的模型，都**不可以往后看**。它有没有这样做，可以测出来。
#
# ## 拓展练习
#
# 1. **两叠 `stacked_rnn`。** 多层双向网络，与两叠互不相干的网络（一叠正向，一叠反向，
#    只把最上面的输出并排）是一回事吗？把两者都画出来，
#    各数一数参数，并在热力图中找出它们的差别。
# 2. **加一层，还是加宽一倍？** 给 `StepwiseGRU` 加上 `num_layers` 和 `hidden` 参数，用你的计数函数让几个网络的参数大致一样多，
#    在 30 步的 "read" 任务上比一比。每种设置用三个随机种子，再决定信不信其中的差别。
# 3. **有规律的语言。** 让字母 $n$ 以 0.7 的概率后接字母 $(n + 3) \bmod 8$，否则后接一个随机字母。正向模型现在能达到约
#    0.74（为什么比 0.7 高？）。
#    双向模型在整条序列上得多少分，真正使用时又是多少？
# 4. **层间的 dropout。** `nn.GRU(..., num_layers=2, dropout=0.5)` 会丢弃从一层传到下一层的部分数值。最上面一层之后还会丢弃吗？
#    比较训练模式与评估模式下的输出，找出答案。
# 5. **相加代替拼接。** 有些库可以把 $f_t$ 和 $b_t$ 相加。这样会失去什么，又能给第 2 层省下什么？
