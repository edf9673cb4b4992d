# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lab:
#     title:
#       en: Review an article
#       zh: 审读一篇文章
#     minutes: 120
#     limits:
#       seconds: 10
#       memory_mb: 1024
# ---

# %% [markdown] lang="en"
# # Lab 13 — Review an article
#
# Twelve labs ago you had never seen a recurrent cell. Since then you have built three kinds of them, sent gradients
# through time by hand, found silent bugs, and trained networks that read digits, names, sunspots and dates. The last
# of them, in lab 12, read dates in many spellings and wrote them down anew. Now you change sides. In this closing lab
# nothing is trained: you are handed an article, and you are the reviewer.
#
# Articles on recurrent networks are many, and most are written with care and goodwill. Still the same dozen errors
# wander from one to the next, because they *sound* right. A reviewer does not ask how a sentence sounds. A reviewer
# asks: what would I measure if it were true, and what do I measure? So here no verdict counts without a number.
#
# **After this lab you can**
#
# - turn a sentence into an experiment: what number does it predict, and what number comes out?
# - construct counterexamples: weights and inputs with which a general claim fails;
# - say of fourteen frequent statements on RNN, LSTM and GRU which hold, and what exactly is wrong with the others;
# - tell an error from a mere difference in notation.
#
# **You need** all of the course, above all labs 2 (the cell), 3 (gradients through time), 5 (LSTM), 6 (GRU) and 7
# (deep networks). Their formulas stand here again where they are needed.
#
# **Time**: about 120 minutes for fourteen questions, 30 points. Running all cells of the finished notebook takes
# about 10 seconds on two CPU cores.
#
# **How to work.** A function that ends in `raise NotImplementedError(...)` is yours to write: put your code in the
# place of that line, run the cell, then run the `check(...)` cell below it. If you are stuck, run
# `hint("name_of_the_function")` in a new cell; each run gives one hint more, three in all. The questions do not build
# on each other, so you may skip one and come back.

# %% [markdown] lang="zh"
# # 实验 13：审读一篇文章
#
# 十二个实验之前，你还没有见过循环单元。从那以后，你亲手搭了三种单元，让梯度沿时间往回传，揪出过静默错误，还训练过能读数字、
# 姓氏、太阳黑子和日期的网络。最后一个是在实验 12 里：它能读懂各种写法的日期，再用统一的格式写出来。现在换你坐到桌子的另一边。
# 这是最后一个实验，什么也不用训练：有人交给你一篇文章，而你是审稿人。
#
# 介绍循环神经网络的文章很多，大多写得认真，也是一片好意。可是同样的十来个错误总是从一篇传到下一篇，因为它们**听上去**很对。
# 审稿人不问一句话听上去怎么样，而是问：如果它是对的，我应该测到什么？实际又测到了什么？所以在这里，没有数作依据的判断不算数。
#
# **学完本实验，你能够**
#
# - 把一句话变成一个实验：它预言的数是多少，实际得到的数又是多少；
# - 构造反例：找出让一个笼统的说法不成立的权重和输入；
# - 对十四句关于 RNN、LSTM 和 GRU 的常见说法，说出哪些成立，其余的究竟错在哪里；
# - 分清什么是错误，什么只是记号不同。
#
# **预备知识**：整门课，尤其是实验 2（循环单元）、实验 3（梯度穿过时间）、实验 5（LSTM）、实验 6（GRU）和实验 7（多层网络）。
# 用到的公式，这里都会再写一遍。
#
# **时间**：约 120 分钟，共 14 题 30 分。写完之后从头到尾运行一遍，在两个 CPU 核上大约 10 秒。
#
# **怎么做**：凡是以 `raise NotImplementedError(...)` 结尾的函数都由你来写。用你的代码替换这一行，运行这个单元格，
# 再运行它下面的 `check(...)`。卡住了就新建一个单元格，运行 `hint("函数名")`；每运行一次多给一条提示，一共三条。
# 各题互不依赖，可以先跳过一题，回头再做。

# %% given=true
import warnings

warnings.filterwarnings("ignore", message="No ccache found")  # Paddle's note to people who compile C++

import numpy as np
import paddle
import paddle.nn.functional as F
from paddle import nn

from autograder import check, hint

# %%
import matplotlib.pyplot as plt

plt.rcParams.update({"figure.dpi": 90, "font.size": 9, "axes.titlesize": 10})
measured = {}  # by sentence: what you have measured, for the file of evidence in section 7

# %% [markdown] lang="en"
# ## 1. The article
#
# Read it once from beginning to end, as you would read it on a train, with a pencil in your hand: which sentences
# would you underline? (The article was invented for this course. Nobody is to blame for it.)
#
# > ### A network with a memory
# >
# > Some networks read the way you are reading now: word by word, with what came before still in mind. How do they do
# > it?
# >
# > **(1)** The heart of such a network is its cell, and the cell is a single line: the new state is
# > $h_t = \tanh(w_x + w_h h_{t-1} + b)$, where $w_x$, $w_h$ and $b$ are numbers that training has found.
# > **(2)** The squashing function is $\tanh(z) = \dfrac{e^{-z} - e^{-z}}{e^{-z} + e^{-z}}$.
# > **(3)** Before the reading begins, the memory is blank: $h_0 = 0$. A text of five words $x_0, \dots, x_4$ has five
# > states, $h_0$ to $h_4$, and $h_0$ is the one that belongs to $x_0$.
# > **(4)** What the network puts out at step $t$ is called $y(t)$ in one book and $h(t)$ in another; these are two
# > names for the same thing.
# >
# > **(5)** Drawings show a long chain of cells. It is one cell, drawn once for each word: a network that reads fifty
# > words has not a single parameter more than one that reads five.
# > **(6)** Stacked layers are another matter. When three layers read one word, there are as many steps of a cell as
# > when one layer reads three words; but the three layers have more parameters.
# > **(7)** Recurrent or recursive? A recursive network works its way up a tree; a recurrent network is the special
# > case in which the tree is a chain.
# >
# > **(8)** Why do such networks forget? Because tanh presses every state into the range from −1 to 1: that is why
# > gradients vanish on their way back, and without the limit they would not.
# > **(9)** The LSTM has put an end to all such trouble. Its gates are never above 1, so its gradients cannot explode.
# >
# > **(10)** The GRU is its slim sister. Its update gate and its reset gate are both
# > $\sigma(x_t W_x + h_{t-1} W_h + b)$, with the same weights.
# > **(11)** A third gate, $\tilde h_t$, decides how much of the news may enter.
# > **(12)** The reset gate $r_t$ is the share of the memory that is forgotten: at $r_t = 1$ nothing is left of it, at
# > $r_t = 0$ all of it stays.
# > **(13)** Whether $r_t$ is multiplied in before or after the product with $W_{hh}$ is a matter of taste; the result
# > is the same.
# > **(14)** In the end the cell mixes old and new, $h_t = z_t \odot h_{t-1} + (1 - z_t) \odot \tilde h_t$: the closer
# > $z_t$ comes to 1, the more of the old state is replaced by the new.
#
# Some of these fourteen sentences are right as they stand, others are wrong. In questions 1 to 13 you gather
# evidence; in question 14 you pass your verdicts.

# %% [markdown] lang="zh"
# ## 1. 这篇文章
#
# 先从头到尾读一遍，就像在火车上随手翻到它那样，不过手里拿一支铅笔：哪几句你会画线？
# （这篇文章是为本课程编出来的，不针对任何人。）
#
# > ### 有记忆的网络
# >
# > 有些网络读文章的方式和你现在一样：一个词一个词往下读，前面的内容还留在脑子里。它们是怎么做到的？
# >
# > **（1）** 这种网络的心脏是循环单元，而循环单元只有一行：新状态是
# > $h_t = \tanh(w_x + w_h h_{t-1} + b)$，其中 $w_x$、$w_h$ 和 $b$ 是训练得到的数。
# > **（2）** 起压缩作用的函数是 $\tanh(z) = \dfrac{e^{-z} - e^{-z}}{e^{-z} + e^{-z}}$。
# > **（3）** 开始读之前，记忆一片空白：$h_0 = 0$。一段五个词的文字 $x_0, \dots, x_4$ 有五个状态，从 $h_0$ 到
# > $h_4$，其中 $h_0$ 就是与 $x_0$ 对应的那个。
# > **（4）** 网络在第 $t$ 步给出的东西，有的书叫 $y(t)$，有的书叫 $h(t)$，其实是同一样东西的两个名字。
# >
# > **（5）** 示意图上画着长长一串单元。其实单元只有一个，每个词画一次而已：读五十个词的网络，参数一个也不比读五个词的网络多。
# > **（6）** 层的堆叠是另一回事。三层网络读一个词，单元走的步数与一层网络读三个词一样多；但是三层网络的参数更多。
# > **（7）** 循环（recurrent）还是递归（recursive）？递归网络沿着一棵树往上算；循环网络是它的特例：树是一条链。
# >
# > **（8）** 这种网络为什么会遗忘？因为 tanh 把每个状态都压进 −1 到
# > 1 的范围，梯度在往回传的路上才会消失；没有这个范围限制，梯度就不会消失。
# > **（9）** LSTM 终结了所有这些麻烦。它的门从不超过 1，所以它的梯度不可能爆炸。
# >
# > **（10）** GRU 是 LSTM 苗条的妹妹。它的更新门和重置门都是 $\sigma(x_t W_x + h_{t-1} W_h + b)$，用的是同一组权重。
# > **（11）** 第三个门 $\tilde h_t$ 决定放进来多少新内容。
# > **（12）** 重置门 $r_t$ 是记忆中被遗忘的比例：$r_t = 1$ 时什么也不剩，$r_t = 0$ 时全部保留。
# > **（13）** $r_t$ 是在与 $W_{hh}$ 相乘之前乘进去，还是在相乘之后乘进去，只是习惯问题，结果都一样。
# > **（14）** 最后，单元把新旧混合起来，
# > $h_t = z_t \odot h_{t-1} + (1 - z_t) \odot \tilde h_t$：$z_t$ 越接近 1，旧状态就有越多的部分被换成新的。
#
# 这十四句话里，有的原样成立，有的是错的。第 1 至 13 题收集证据，第 14 题由你作出判断。

# %% [markdown] lang="en"
# ## 2. From a sentence to a number
#
# ![A sentence predicts one number, Paddle gives another: 2.00 against 3.45, so the sentence is wrong](../figures/lab13_claim_to_number.svg)
#
# Here is how it is done, with a fifteenth sentence that is not in the article: *"A layer with twice as many hidden
# units has twice as many parameters."* The sentence predicts a number: the ratio is 2. So build two layers and count.

# %% [markdown] lang="zh"
# ## 2. 从一句话到一个数
#
# ![一句话预言一个数，飞桨给出另一个数：2.00 对 3.45，所以这句话是错的](../figures/zh/lab13_claim_to_number.svg)
#
# 怎么做呢？拿文章里没有的第十五句话来示范：“隐藏单元多一倍的层，参数也多一倍。”这句话预言了一个数：比值是 2。
# 那就建两个层，数一数。

# %%
small, large = (sum(p.size for p in nn.GRU(input_size=4, hidden_size=hidden).parameters()) for hidden in (16, 32))
print(f"predicted ratio 2.00, measured {large} / {small} = {large / small:.2f}")

# %% [markdown] lang="en"
# The sentence is wrong, and the number even says why: `weight_hh` has `hidden` times `hidden` entries in each block,
# so it grows with the square. Note three things.
#
# - **A general claim is refuted by one case.** One counterexample is enough, and you are free to choose it.
# - **It is not proved by many.** If a sentence holds, an experiment can only fail to refute it. For a right sentence
#   you will therefore measure just what it says, at several sizes, and look for the reason in the formula.
# - **A counterexample has to be fair.** It must be a case that the sentence speaks of. So each question says which
#   limits your numbers have to respect.
#
# The tools are given. `paddle_layer` makes Paddle's own layer from parameters with the names of this course (it is
# `to_paddle_cell`, `to_paddle_lstm` and `to_paddle_gru` of labs 2, 5 and 6 in one), and `run_layer` runs it over one
# sequence. Both compute in float64. For a cell with one feature and one hidden unit, a parameter may be a plain
# number.

# %% [markdown] lang="zh"
# 这句话是错的，那个数甚至说明了原因：`weight_hh` 的每一块有 `hidden` 乘 `hidden` 个元素，所以按平方增长。请留意三点。
#
# - **推翻一个笼统的说法，一个例子就够。** 反例一个足矣，而且由你来挑。
# - **再多的例子也证明不了它。** 如果一句话是对的，实验只能说“没能推翻它”。所以对于对的话，你会在几种尺寸下测一测，
#   看是否正如它所说，再到公式里去找理由。
# - **反例要公平。** 它必须是那句话谈到的情形。因此每道题都写明了你的数要守哪些限制。
#
# 工具已经备好。`paddle_layer` 用本课程的参数名建出飞桨自带的层（相当于把实验 2、5、6 的 `to_paddle_cell`、`to_paddle_lstm`、
# `to_paddle_gru` 合在一起），`run_layer` 让它读一条序列。两者都用 float64 计算。如果单元只有一个特征、一个隐藏单元，
# 参数可以直接写成一个普通的数。


# %% given=true
GATES = {"rnn": "h", "lstm": "ifco", "gru": "rzh"}  # in Paddle's order, with the letters of the parameters' names
PADDLE_LAYER = {"rnn": nn.SimpleRNN, "lstm": nn.LSTM, "gru": nn.GRU}


def float64(values, ndim):
    """Return numbers, a list, an array or a tensor as a float64 array with `ndim` axes; missing ones are added in front."""
    array = np.asarray(values, "float64")
    return array.reshape((1,) * (ndim - array.ndim) + array.shape)


def number(value):
    """Return one number as a float, whether it comes plain, as an array or as a tensor."""
    return np.asarray(value, "float64").item()


def paddle_layer(kind, params):
    """Return Paddle's own layer, in float64, with copies of these parameters.

    Args:
        kind: "rnn", "lstm" or "gru".
        params: dict with W_x. [features, hidden], W_h. [hidden, hidden], b_. [hidden] for each block of the kind
            ("rnn": h; "lstm": i, f, c, o; "gru": r, z, h). Plain numbers do for one feature and one unit.
    """
    w_x, w_h, b = ([float64(params[f"{name}{gate}"], ndim) for gate in GATES[kind]] for name, ndim in (("W_x", 2), ("W_h", 2), ("b_", 1)))
    paddle.set_default_dtype("float64")
    layer = PADDLE_LAYER[kind](input_size=w_x[0].shape[0], hidden_size=w_x[0].shape[1])
    paddle.set_default_dtype("float32")
    layer.weight_ih_l0.set_value(np.concatenate([block.T for block in w_x]))
    layer.weight_hh_l0.set_value(np.concatenate([block.T for block in w_h]))
    layer.bias_ih_l0.set_value(np.concatenate(b))
    layer.bias_hh_l0.set_value(np.zeros(sum(block.size for block in b)))
    return layer


def run_layer(kind, params, inputs, h0=0.0):
    """Return the states after each step of one sequence, as Paddle's layer computes them: an array [time, hidden].

    Args:
        kind, params: as for `paddle_layer`; of an LSTM, the cell state starts from zeros.
        inputs: [time, features]; for one feature, a list of numbers does.
        h0: the state before the first step, [hidden] or a number; zeros if it is left out.
    """
    layer = paddle_layer(kind, params)
    x = np.asarray(inputs, "float64").reshape([1, -1, layer.input_size])
    start = paddle.to_tensor(np.broadcast_to(float64(h0, 3), [1, 1, layer.hidden_size]).copy())
    outputs, _ = layer(paddle.to_tensor(x), (start, paddle.zeros_like(start)) if kind == "lstm" else start)
    return outputs[0].numpy()


# %% [markdown] lang="en"
# **Four rules hold for all questions.**
#
# 1. Functions called `counterexample_…` take no arguments and return numbers. Plain numbers, lists, NumPy arrays and
#    Paddle tensors are all welcome.
# 2. All numbers are finite, and **none is larger than 10 or smaller than −10**. With weights in the millions nearly
#    everything breaks somewhere; that would not be fair. And evidence is small: at most 32 units, at most 32 features.
# 3. Nobody believes your claim. The grader takes your numbers, puts them into Paddle's layers in float64, and
#    measures for itself.
# 4. Questions 3, 5 and 6 ask for functions *with* arguments. They work for every size of at least 1 and leave their
#    arguments as they are.

# %% [markdown] lang="zh"
# **所有题目共同遵守四条规则。**
#
# 1. 名为 `counterexample_…` 的函数没有参数，返回的是数。普通的数、列表、NumPy 数组、飞桨张量都可以。
# 2. 所有的数都是有限的，而且**不大于 10，不小于 −10**。权重大到几百万时，几乎什么都会在某个地方出问题，那样不公平。
#    此外，证据要小：至多 32 个单元，至多 32 个特征。
# 3. 没有人会听信你的说法。评分程序拿到你的数，放进 float64 的飞桨层里，自己测量。
# 4. 第 3、5、6 题要写的是**带**参数的函数。它们对任何不小于 1 的尺寸都成立，并且不改动传进来的参数。

# %% [markdown] lang="en"
# ## 3. Sentences 1 to 4: one cell
#
# ### Question 1 · `counterexample_dropped_input` (1 point, about 6 minutes)
#
# **The sentence.** (1) $h_t = \tanh(w_x + w_h h_{t-1} + b)$.
#
# **What it predicts.** Put two different sequences through this formula: on its right side there is nothing that
# differs between them. It predicts that their final states are the same, for any weights. The cell of lab 2 with one
# feature and one hidden unit computes $h_t = \tanh(x_t w_x + w_h h_{t-1} + b)$.
#
# **What to return.** The tuple `(first, second, w_x, w_h, b)`: two sequences and the three parameters of such a cell.
#
# - `first` and `second` are equally long lists of at least 5 numbers. They differ **in the first number only**.
# - In Paddle's layer, starting from the state 0, the two *final* states differ by at least 0.5.
#
# So the cell must not only read its first input, it must still know of it at the end. Lab 2 trained a cell to do this;
# with one unit you can find such weights by thinking.

# %% [markdown] lang="zh"
# ## 3. 第 1 至 4 句：一个单元
#
# ### 第 1 题 · `counterexample_dropped_input`（1 分，约 6 分钟）
#
# **原句**：（1）$h_t = \tanh(w_x + w_h h_{t-1} + b)$。
#
# **它预言什么**：让两条不同的序列经过这个公式，右边没有任何东西会因序列而异。所以它预言：无论权重是什么，最终状态都相同。
# 而实验 2 的单元在只有一个特征、一个隐藏单元时，算的是 $h_t = \tanh(x_t w_x + w_h h_{t-1} + b)$。
#
# **返回什么**：元组 `(first, second, w_x, w_h, b)`，即两条序列和这样一个单元的三个参数。
#
# - `first` 和 `second` 是等长的列表，至少 5 个数，而且**只有第一个数不同**。
# - 在飞桨的层里，从状态 0 出发，两个**最终**状态至少相差 0.5。
#
# 所以单元不仅要读到第一个输入，到最后还得记得它。实验 2 是靠训练做到的；只有一个单元的话，动脑筋就能找到这样的权重。

# %% [markdown] lang="en" hints="counterexample_dropped_input"
# 1. Let all numbers after the first be 0. Then the cell has only itself to listen to: what must `w_h` be like for a
#    state to survive?
# 2. Without input the state goes from $h$ to $\tanh(w_h h)$. Is $\tanh(w_h h)$ larger or smaller than $h$ for a small
#    positive $h$, if $w_h$ is 0.5, and if it is 2?
# 3. With `w_h = 2` a positive state stays near +0.96 and a negative one near −0.96. Start one sequence with 1, the
#    other with −1, follow both with zeros, and let `w_x` be 1 and `b` be 0.

# %% [markdown] lang="zh" hints="counterexample_dropped_input"
# 1. 让第一个数之后全是 0。这样单元只能听自己的：`w_h` 应当怎样，状态才能存活下来？
# 2. 没有输入时，状态由 $h$ 变成 $\tanh(w_h h)$。设 $h$ 是一个小的正数，$w_h$ 分别取 0.5 和 2，$\tanh(w_h h)$ 比 $h$ 大还是小？
# 3. 取 `w_h = 2`，正的状态会停在 +0.96 附近，负的停在 −0.96 附近。让一条序列以 1 开头，另一条以 −1 开头，后面都是零；
#    `w_x` 取 1，`b` 取 0。


# %% question="counterexample_dropped_input" points=1 minutes=6
def counterexample_dropped_input():
    """Return two sequences that differ at the start only, and a cell that tells them apart at the end.

    Returns:
        (first, second, w_x, w_h, b): two lists of T >= 5 numbers that differ in the first number only, and three
        numbers. With h_t = tanh(x_t * w_x + w_h * h_{t-1} + b) and h_0 = 0 the final states differ by at least 0.5.
    """
    ### BEGIN SOLUTION find two sequences and a cell whose final states differ
    return [1.0, 0.0, 0.0, 0.0, 0.0], [-1.0, 0.0, 0.0, 0.0, 0.0], 1.0, 2.0, 0.0
    ### END SOLUTION


# %%
def sentence_1(steps, w_x, w_h, b):
    """Return the final state that the article's formula gives after a number of steps. (It cannot be given a sequence.)"""
    h = 0.0
    for _ in range(steps):
        h = np.tanh(w_x + w_h * h + b)
    return h


first, second, *weights = counterexample_dropped_input()
w_x, w_h, b = (number(weight) for weight in weights)
cell = {"W_xh": w_x, "W_hh": w_h, "b_h": b}
finals = [run_layer("rnn", cell, sequence)[-1, 0] for sequence in (first, second)]
by_article = [sentence_1(len(sequence), w_x, w_h, b) for sequence in (first, second)]
print(f"sentence 1:   {by_article[0]:+.4f} and {by_article[1]:+.4f}, difference {abs(by_article[0] - by_article[1]):.4f}")
print(f"nn.SimpleRNN: {finals[0]:+.4f} and {finals[1]:+.4f}, difference {abs(finals[0] - finals[1]):.4f}")
measured[1] = f"{abs(finals[0] - finals[1]):.2f}"

# %% [markdown] lang="en"
# ### Question 2 · `counterexample_misprint` (1 point, about 3 minutes)
#
# **The sentence.** (2) $\tanh(z) = (e^{-z} - e^{-z}) / (e^{-z} + e^{-z})$.
#
# **What it predicts.** A value for every $z$. Take the formula at its word, sign by sign; readers of the article will
# type it as it stands.
#
# **What to return.** The tuple `(z, printed, true)`: a number $z$ at which $|\tanh(z)|$ is at least 0.5, the value of
# the *printed* formula there, and the value of `np.tanh` there. Compute both.

# %% [markdown] lang="zh"
# ### 第 2 题 · `counterexample_misprint`（1 分，约 3 分钟）
#
# **原句**：（2）$\tanh(z) = (e^{-z} - e^{-z}) / (e^{-z} + e^{-z})$。
#
# **它预言什么**：对每个 $z$ 都给出一个值。请逐个符号照原样理解，读者也会照原样敲进电脑。
#
# **返回什么**：元组 `(z, printed, true)`：一个使 $|\tanh(z)|$ 至少为 0.5 的数 $z$，**印出来的**公式在那里的值，
# 以及 `np.tanh` 在那里的值。两个值都要算出来。

# %% [markdown] lang="en" hints="counterexample_misprint"
# 1. Look at the signs in the two exponents of the numerator.
# 2. Type the formula exactly as it is printed, with `np.exp(-z)` four times. Any $z$ will do that is not too near 0.
# 3. With `z = 1.0` and `e = np.exp(-z)`, the printed value is `(e - e) / (e + e)`; return it between `z` and
#    `np.tanh(z)`.

# %% [markdown] lang="zh" hints="counterexample_misprint"
# 1. 看看分子里两个指数的符号。
# 2. 照着印的样子原封不动地敲：`np.exp(-z)` 出现四次。只要不太靠近 0，哪个 $z$ 都行。
# 3. 取 `z = 1.0`，`e = np.exp(-z)`，印出来的值是 `(e - e) / (e + e)`；把它放在 `z` 和 `np.tanh(z)` 之间返回。


# %% question="counterexample_misprint" points=1 minutes=3
def counterexample_misprint():
    """Return a place where the printed formula is wrong.

    Returns:
        (z, printed, true): a number z with |tanh(z)| >= 0.5, the value of the printed formula at z, and tanh(z).
    """
    ### BEGIN SOLUTION compute the printed formula and tanh at one place
    z = 1.0
    e = np.exp(-z)
    return z, (e - e) / (e + e), np.tanh(z)
    ### END SOLUTION


# %%
z, printed, true = (number(value) for value in counterexample_misprint())
by_paddle = paddle.tanh(paddle.to_tensor(z, dtype="float64")).item()
print(f"z = {z}: printed formula {printed:.4f}, np.tanh {true:.4f}, paddle.tanh {by_paddle:.4f}")
measured[2] = f"at {z:.1f}: formula {printed:.2f}, tanh {by_paddle:.2f}"

# %% [markdown] lang="en"
# ### Question 3 · `influence` (1 point, about 8 minutes)
#
# **The sentence.** (3) A text of five words $x_0, \dots, x_4$ has five states, $h_0$ to $h_4$, where $h_0 = 0$ is the
# one that belongs to $x_0$.
#
# **What it predicts.** A state that belongs to a word has read that word: change the word, and the state changes. So
# measure who acts on whom. In the notation of this course the words are $x_1, \dots, x_T$ and the states
# $h_0, h_1, \dots, h_T$.
#
# **Formula.** Add 1 to all features of $x_s$, leave everything else alone, run the cell again, and call its states
# $h^{(s)}_t$ (with $h^{(s)}_0 = h_0$). Then
#
# $$D_{t,s} = \max \left| h^{(s)}_t - h_t \right|, \qquad t = 0, \dots, T, \quad s = 1, \dots, T,$$
#
# where the maximum is taken over all sequences of the batch and all hidden units. `run_rnn` of lab 2 is given again.
#
# **Shapes.** `inputs` is `[batch, time, features]`, `h0` is `[batch, hidden]`. Return a Paddle tensor or NumPy array
# `[time + 1, time]`: row $t$ for the state $h_t$ (row 0 for $h_0$), column $s - 1$ for the word $x_s$.

# %% [markdown] lang="zh"
# ### 第 3 题 · `influence`（1 分，约 8 分钟）
#
# **原句**：（3）一段五个词的文字 $x_0, \dots, x_4$ 有五个状态，从 $h_0$ 到 $h_4$，其中 $h_0 = 0$ 就是与 $x_0$ 对应的那个。
#
# **它预言什么**：与一个词对应的状态，总该读过这个词：改动这个词，状态就会变。那就测一测，谁影响谁。按照本课程的记法，
# 词是 $x_1, \dots, x_T$，状态是 $h_0, h_1, \dots, h_T$。
#
# **公式**：给 $x_s$ 的所有特征加上 1，其余一概不动，让单元重新走一遍，得到的状态记作 $h^{(s)}_t$（其中 $h^{(s)}_0 = h_0$）。令
#
# $$D_{t,s} = \max \left| h^{(s)}_t - h_t \right|, \qquad t = 0, \dots, T, \quad s = 1, \dots, T,$$
#
# 最大值取遍批次里的所有序列和所有隐藏单元。实验 2 的 `run_rnn` 再给一遍。
#
# **形状**：`inputs` 为 `[batch, time, features]`，`h0` 为 `[batch, hidden]`。返回飞桨张量或 NumPy 数组 `[time + 1, time]`：
# 第 $t$ 行对应状态 $h_t$（第 0 行对应 $h_0$），第 $s - 1$ 列对应词 $x_s$。


# %% given=true
def run_rnn(inputs, h0, params):
    """Return (outputs, h): the states h_1 ... h_T, [batch, time, hidden], and the final state. From lab 2."""
    h, states = h0, []
    for t in range(inputs.shape[1]):
        h = paddle.tanh(inputs[:, t] @ params["W_xh"] + h @ params["W_hh"] + params["b_h"])
        states.append(h)
    return paddle.stack(states, axis=1), h


# %% [markdown] lang="en" hints="influence"
# 1. It is the test of labs 4 and 7 once more: change one thing, see what moves. One run as it is, and one more for
#    each word.
# 2. For each `s`, make a copy with `inputs.clone()` and add 1 to the copy's `[:, s]`. The largest difference per time
#    step is a maximum over the axes 0 and 2. No input can move `h0`: what is row 0?
# 3. Start with `table = np.zeros([time + 1, time])`. In the loop,
#    `table[1:, s] = (run_rnn(changed, h0, params)[0] - outputs).abs().max(axis=[0, 2]).numpy()`.

# %% [markdown] lang="zh" hints="influence"
# 1. 还是实验 4 和实验 7 的办法：改动一样东西，看什么跟着动。原样走一遍，每个词再各走一遍。
# 2. 对每个 `s`，用 `inputs.clone()` 复制一份，给副本的 `[:, s]` 加 1。每个时间步的最大差异，是对轴 0 和轴 2 取最大值。
#    没有哪个输入能动得了 `h0`：那么第 0 行是什么？
# 3. 先写 `table = np.zeros([time + 1, time])`。循环里：
#    `table[1:, s] = (run_rnn(changed, h0, params)[0] - outputs).abs().max(axis=[0, 2]).numpy()`。


# %% question="influence" points=1 minutes=8
def influence(inputs, h0, params):
    """Return how far each state moves when one word is changed.

    Args:
        inputs: [batch, time, features]; left as it is.
        h0: state before the first word, [batch, hidden].
        params: dict with W_xh, W_hh, b_h, as `run_rnn` takes it.

    Returns:
        [time + 1, time]: in row t (0 to T) and column s - 1 the largest absolute change of h_t when 1 is added to
        all features of x_s.

    Example (one word, one unit, h_0 = 0: from tanh(0) = 0 to tanh(1) = 0.76):
        >>> params = {"W_xh": paddle.ones([1, 1]), "W_hh": paddle.ones([1, 1]), "b_h": paddle.zeros([1])}
        >>> influence(paddle.zeros([1, 1, 1]), paddle.zeros([1, 1]), params)
        array([[0.        ],
               [0.76159418]])
    """
    ### BEGIN SOLUTION run the cell as it is, then once more for each changed word, and note the largest changes
    outputs, _ = run_rnn(inputs, h0, params)
    time = inputs.shape[1]
    table = np.zeros([time + 1, time])
    for s in range(time):
        changed = inputs.clone()
        changed[:, s] = changed[:, s] + 1.0
        moved, _ = run_rnn(changed, h0, params)
        table[1:, s] = (moved - outputs).abs().max(axis=[0, 2]).numpy()
    return table
    ### END SOLUTION


# %%
paddle.seed(0)
words, start = 0.5 * paddle.randn([1, 5, 4]), paddle.zeros([1, 6])
random_cell = {"W_xh": 0.4 * paddle.randn([4, 6]), "W_hh": 0.35 * paddle.randn([6, 6]), "b_h": paddle.zeros([6])}
tables = {
    "the cell of lab 2": np.asarray(influence(words, start, random_cell)),
    "the formula of sentence 1": np.asarray(influence(words, start, random_cell | {"W_xh": paddle.zeros([4, 6])})),
}
figure, axes = plt.subplots(1, 2, figsize=(7, 3), sharey=True, layout="constrained")
for axis, (title, table) in zip(axes, tables.items(), strict=True):
    image = axis.imshow(table, cmap="Oranges", vmin=0, vmax=tables["the cell of lab 2"].max())
    axis.set_title(title)
    axis.set_xticks(range(5), [f"$x_{s}$" for s in range(1, 6)])
    axis.set_yticks(range(6), [f"$h_{t}$" for t in range(6)])
    axis.set_xlabel("word that is changed")
axes[0].set_ylabel("state that is watched")
figure.colorbar(image, ax=axes, label="largest change")
plt.show()
print("row of h_0, the cell of lab 2:", tables["the cell of lab 2"][0])
print("row of h_1, the cell of lab 2:", tables["the cell of lab 2"][1].round(2))
moves = tables["the cell of lab 2"][:, 0]  # what changing the first word does to h_0, h_1, ...
measured[3] = f"h_0 by {moves[0]:.2f}, h_1 by {moves[1]:.2f}; {len(moves)} states for 5 words"

# %% [markdown] lang="en"
# **What to see.** Left: five words, *six* rows. The row of $h_0$ is blank: no word moves it. $h_1$ moves with $x_1$
# and with nothing else, $h_2$ with $x_1$ and $x_2$, and so on down the staircase: row $h_t$ ends at word $x_t$. Right:
# sentence 1 is the same cell with $W_{xh} = 0$ (then `b_h` is all that is left of $w_x + b$), and nothing moves
# anything.
#
# Mind what is *not* the issue here. An author may count from 0 and call the words $x_0, \dots, x_4$; then the blank
# state in front of them needs a name of its own, $h_{-1}$ for example. That is notation, and no error. To ask is
# whether the blank state and the state that has read the first word are *one*.

# %% [markdown] lang="zh"
# **看什么**：左图：五个词，却有**六**行。$h_0$ 那一行是空白的：没有哪个词动得了它。$h_1$ 只随 $x_1$ 动，$h_2$ 随 $x_1$ 和 $x_2$ 动，
# 这样一级一级往下：$h_t$ 这一行到词 $x_t$ 为止。右图：第 1 句的公式就是令 $W_{xh} = 0$ 的同一个单元
# （$w_x + b$ 合在一起只剩下 `b_h`），谁也动不了谁。
#
# 请注意什么**不是**问题所在。作者完全可以从 0 数起，把词叫作 $x_0, \dots, x_4$；那么它们前面的空白状态就要另起一个名字，
# 比如 $h_{-1}$。这是记法，不是错误。要问的是：空白状态和读过第一个词的状态，是不是**同一个**。

# %% [markdown] lang="en"
# ### Question 4 · `counterexample_output_is_state` (1 point, about 6 minutes)
#
# **The sentence.** (4) $y(t)$ and $h(t)$ are two names for the same thing.
#
# **What it predicts.** If they are the same, then wherever the $y$ are equal, the $h$ are equal. In labs 1 to 12 an
# answer was made from a state by a **readout**, $y = h\,W_{hq} + b_q$ (`nn.Linear`): the next letter of a surname in
# lab 10, the sunspots of the next year in lab 11.
#
# **What to return.** The tuple `(h_a, h_b, W_hq, b_q)`: two states `[hidden]` with at least 2 units and numbers from
# −1 to 1, as states of a cell are; and a readout, `W_hq` `[hidden, outputs]` and `b_q` `[outputs]`.
#
# - In at least one unit, the two states differ by at least 1.
# - Their answers agree to $10^{-6}$.
# - The readout listens: each column of `W_hq` has an entry of at least 0.5 in size.

# %% [markdown] lang="zh"
# ### 第 4 题 · `counterexample_output_is_state`（1 分，约 6 分钟）
#
# **原句**：（4）$y(t)$ 和 $h(t)$ 是同一样东西的两个名字。
#
# **它预言什么**：如果两者是同一样东西，那么 $y$ 相等的地方，$h$ 也相等。在前面的实验里，答案都是由状态经过**读出**得到的：
# $y = h\,W_{hq} + b_q$（`nn.Linear`），例如实验 10 里姓氏的下一个字母，实验 11 里下一年的太阳黑子数。
#
# **返回什么**：元组 `(h_a, h_b, W_hq, b_q)`：两个状态 `[hidden]`，至少 2 个单元，各数在 −1 与 1 之间（单元的状态就是如此）；
# 以及一个读出，`W_hq` 为 `[hidden, outputs]`，`b_q` 为 `[outputs]`。
#
# - 至少有一个单元，两个状态在那里相差不少于 1。
# - 两者的答案相差不超过 $10^{-6}$。
# - 读出确实在听：`W_hq` 的每一列至少有一个元素的大小不小于 0.5。

# %% [markdown] lang="en" hints="counterexample_output_is_state"
# 1. From two numbers make one, and something is lost. Take two units and a single output.
# 2. With `W_hq = [[1.0], [1.0]]` the answer is the sum of the two units. Which different states have the same sum?
# 3. `[0.6, -0.6]` and `[-0.6, 0.6]` both have the sum 0.

# %% [markdown] lang="zh" hints="counterexample_output_is_state"
# 1. 把两个数变成一个数，总要丢掉点什么。取两个单元、一个输出。
# 2. 取 `W_hq = [[1.0], [1.0]]`，答案就是两个单元之和。哪些不同的状态，和却相同？
# 3. `[0.6, -0.6]` 与 `[-0.6, 0.6]` 的和都是 0。


# %% question="counterexample_output_is_state" points=1 minutes=6
def counterexample_output_is_state():
    """Return two different states with the same answer.

    Returns:
        (h_a, h_b, W_hq, b_q): two states [hidden], numbers from -1 to 1, that differ by at least 1 in some unit, and a
        readout [hidden, outputs] and [outputs] that gives both the same answer (to 1e-6). hidden >= 2; each column of
        W_hq has an entry of size 0.5 or more.
    """
    ### BEGIN SOLUTION find two states that a readout cannot tell apart
    return [0.6, -0.6], [-0.6, 0.6], [[1.0], [1.0]], [0.0]
    ### END SOLUTION


# %%
h_a, h_b, W_hq, b_q = counterexample_output_is_state()
states = paddle.to_tensor(np.stack([float64(h_a, 1), float64(h_b, 1)]))
answers = F.linear(states, paddle.to_tensor(float64(W_hq, 2)), paddle.to_tensor(float64(b_q, 1)))
print("states ", states.tolist(), f" largest difference {(states[0] - states[1]).abs().max().item():.2f}")
print("answers", answers.tolist(), f" largest difference {(answers[0] - answers[1]).abs().max().item():.1e}")
gaps = [(pair[0] - pair[1]).abs().max().item() for pair in (answers, states)]
measured[4] = f"answers differ by {gaps[0]:.2g}, states by {gaps[1]:.2g}"

# %% [markdown] lang="en"
# (Why do so many texts mix the two up? Paddle's layers return a pair `(outputs, h)`, and `outputs` are the *states* of
# all steps; the layer has no readout. And in an LSTM, what the cell "puts out" through its output gate is $h_t$. Who
# says "output" should say of what.)
#
# ## 4. Sentences 5 to 7: time, depth and trees
#
# ![Chain, stack and tree: one cell for all steps, a cell for each layer, one cell at every node](../figures/lab13_chain_stack_tree.svg)
#
# ### Question 5 · `size_and_work` (1 point, about 6 minutes)
#
# **The sentences.** (5) Fifty words need no more parameters than five. (6) Three layers that read one word take as
# many steps of a cell as one layer that reads three words, but have more parameters.
#
# **What they predict.** Two numbers, each for several networks. So write a function that finds both.
#
# **What to return.** For Paddle's `nn.SimpleRNN(input_size=features, hidden_size=hidden, num_layers=num_layers)` (one
# direction) the tuple `(parameters, cell_steps)`:
#
# - `parameters`: how many trained numbers the layer holds, all weights and both of Paddle's biases, each once;
# - `cell_steps`: how often a cell makes a step while one sequence of `steps` words is read. (Layer 2 makes its own
#   step at each word, see lab 7.)

# %% [markdown] lang="zh"
# （为什么这么多文章把两者混为一谈？飞桨的层返回一对 `(outputs, h)`，其中的 `outputs` 是所有时间步的**状态**，层里并没有读出。
# 而在 LSTM 里，单元经过输出门“输出”的就是 $h_t$。说“输出”的人，最好讲清楚是什么的输出。）
#
# ## 4. 第 5 至 7 句：时间、深度与树
#
# ![链、堆叠与树：各步共用一个单元；每层一个单元；每个节点都是同一个单元](../figures/zh/lab13_chain_stack_tree.svg)
#
# ### 第 5 题 · `size_and_work`（1 分，约 6 分钟）
#
# **原句**：（5）读五十个词，参数一个也不比读五个词多。（6）三层网络读一个词，单元走的步数与一层网络读三个词一样多，但是参数更多。
#
# **它们预言什么**：每句都对几个网络预言了两个数。那就写一个函数，把这两个数都求出来。
#
# **返回什么**：对飞桨的 `nn.SimpleRNN(input_size=features, hidden_size=hidden, num_layers=num_layers)`（单向），
# 返回元组 `(parameters, cell_steps)`：
#
# - `parameters`：这个层一共有多少个要训练的数，包括全部权重和飞桨的两个偏置，每个只数一次；
# - `cell_steps`：读一条有 `steps` 个词的序列时，单元总共走了多少步。（第 2 层在每个词处也要走自己的一步，见实验 7。）

# %% [markdown] lang="en" hints="size_and_work"
# 1. You need no formula for the parameters: build the layer and count what is in it.
# 2. `layer.parameters()` lists each parameter once (`state_dict()` lists each twice); `p.size` is how many numbers it
#    holds. For the steps look at the middle of the figure and count boxes.
# 3. `layer = nn.SimpleRNN(input_size=features, hidden_size=hidden, num_layers=num_layers)`; return
#    `sum(p.size for p in layer.parameters())` and `num_layers * steps`.

# %% [markdown] lang="zh" hints="size_and_work"
# 1. 参数个数不需要公式：把层建出来，数一数里面有什么。
# 2. `layer.parameters()` 把每个参数列一次（`state_dict()` 会列两次）；`p.size` 是它含有多少个数。步数请看示意图中间那幅，数一数方框。
# 3. `layer = nn.SimpleRNN(input_size=features, hidden_size=hidden, num_layers=num_layers)`；
#    返回 `sum(p.size for p in layer.parameters())` 和 `num_layers * steps`。


# %% question="size_and_work" points=1 minutes=6
def size_and_work(num_layers, steps, features, hidden):
    """Return how many parameters a stack of plain recurrent layers has, and how many steps its cells make.

    Args:
        num_layers: layers on top of each other.
        steps: words in the sequence that is read.
        features, hidden: sizes of an input and of a state.

    Returns:
        (parameters, cell_steps): two whole numbers.

    Example:
        >>> size_and_work(num_layers=1, steps=5, features=4, hidden=6)
        (72, 5)
    """
    ### BEGIN SOLUTION build the layer and count its parameters; count the steps of all layers
    layer = nn.SimpleRNN(input_size=features, hidden_size=hidden, num_layers=num_layers)
    return sum(p.size for p in layer.parameters()), num_layers * steps
    ### END SOLUTION


# %%
print("layers  words   parameters  steps of a cell")
counts = {}
for case in [(1, 5), (1, 50), (1, 3), (3, 1), (3, 50)]:
    counts[case] = size_and_work(*case, features=4, hidden=6)
    print(f"{case[0]:6d} {case[1]:6d} {counts[case][0]:12d} {counts[case][1]:16d}")
measured[5] = f"parameters {counts[1, 50][0]} and {counts[1, 5][0]}"
measured[6] = f"steps {counts[3, 1][1]} and {counts[1, 3][1]}, parameters {counts[3, 1][0]} and {counts[1, 3][0]}"
layer = nn.SimpleRNN(input_size=4, hidden_size=6)
for steps in (5, 50):
    outputs, _ = layer(paddle.randn([1, steps, 4]))
    print(f"the very same layer reads {steps:2d} words: outputs {list(outputs.shape)}")

# %% [markdown] lang="en"
# ### Question 6 · `recursive_net` (2 points, about 10 minutes)
#
# **The sentence.** (7) A recursive network works its way up a tree; a recurrent network is the special case in which
# the tree is a chain.
#
# **What it is about.** A **recursive network** (Goller and Küchler, 1996; Socher et al., 2011) reads a sentence along
# its grammar: it joins neighbouring pieces two at a time, with the same cell everywhere, until one vector is left.
# *(the dog) (bites (the man))* is another tree than *((the dog) bites) (the man)*.
#
# **Formula.** A leaf of the tree is the number of a word, $k$; an inner node is a pair of trees $(a, b)$. The value of
# a tree is
#
# $$v(k) = \mathtt{leaves}[k], \qquad v\big((a, b)\big) = \tanh\big(v(a)\,W_{left} + v(b)\,W_{right} + c\big).$$
#
# **What the sentence predicts.** The cell of lab 2 is $h_t = \tanh(h_{t-1} W_{hh} + x_t W_{xh} + b_h)$. Put $h_0$ at
# leaf 0 and the words at leaves 1 to $T$, and let $W_{left} = W_{hh}$, $W_{right} = W_{xh}$, $c = b_h$. Then along the
# chain $((((0, 1), 2), 3), \dots)$ the recursive network must give exactly $h_T$; along another tree it need not.
#
# **Shapes.** `leaves` is a Paddle tensor `[count, hidden]`, so that a word is a vector as long as a state. `tree` is a
# whole number or a tuple of two trees, nested as deep as you like; the same leaf may occur more than once. `params` is
# a dict with `W_left`, `W_right` `[hidden, hidden]` and `c` `[hidden]`. Return the value of the tree, a tensor
# `[hidden]`, in the precision of `leaves` (float64 in, float64 out).

# %% [markdown] lang="zh"
# ### 第 6 题 · `recursive_net`（2 分，约 10 分钟）
#
# **原句**：（7）递归网络沿着一棵树往上算；循环网络是它的特例：树是一条链。
#
# **说的是什么**：**递归网络**（recursive network；Goller 与 Küchler，1996；Socher 等人，2011）按照句子的语法结构来读：
# 每次把相邻的两块合成一块，处处用同一个单元，直到只剩一个向量。“（那只狗）（咬了（那个人））”与“（（那只狗）咬了）（那个人）”
# 是两棵不同的树。
#
# **公式**：树的叶子是一个词的编号 $k$，内部节点是一对树 $(a, b)$。一棵树的值是
#
# $$v(k) = \mathtt{leaves}[k], \qquad v\big((a, b)\big) = \tanh\big(v(a)\,W_{left} + v(b)\,W_{right} + c\big).$$
#
# **这句话预言什么**：实验 2 的单元是 $h_t = \tanh(h_{t-1} W_{hh} + x_t W_{xh} + b_h)$。把 $h_0$ 放在 0 号叶子，
# 各个词放在 1 到 $T$ 号叶子，并令 $W_{left} = W_{hh}$、$W_{right} = W_{xh}$、$c = b_h$。那么沿着链 $((((0, 1), 2), 3), \dots)$，
# 递归网络必须恰好得到 $h_T$；沿着别的树就未必了。
#
# **形状**：`leaves` 是飞桨张量 `[count, hidden]`，所以一个词是与状态等长的向量。`tree` 是一个整数，或者由两棵树组成的元组，
# 嵌套多深都可以；同一片叶子可以出现多次。`params` 是字典，含有 `W_left`、`W_right` `[hidden, hidden]` 和 `c` `[hidden]`。
# 返回这棵树的值，即形状为 `[hidden]` 的张量，精度与 `leaves` 相同（传入 float64，返回 float64）。

# %% [markdown] lang="en" hints="recursive_net"
# 1. The formula has two cases, and so has the function. It may call itself.
# 2. `isinstance(tree, int)` tells a leaf from a pair. For a pair, find the values of both parts first.
# 3. For a leaf return `leaves[tree]`. Else `left, right = tree`, let `recursive_net` find both values, and return
#    `paddle.tanh(a @ params["W_left"] + b @ params["W_right"] + params["c"])`.

# %% [markdown] lang="zh" hints="recursive_net"
# 1. 公式分两种情形，函数也一样。函数可以调用自己。
# 2. `isinstance(tree, int)` 可以区分叶子和一对树。如果是一对，先求出两部分的值。
# 3. 是叶子就返回 `leaves[tree]`。否则 `left, right = tree`，用 `recursive_net` 求出两边的值，再返回
#    `paddle.tanh(a @ params["W_left"] + b @ params["W_right"] + params["c"])`。


# %% question="recursive_net" points=2 minutes=10
def recursive_net(tree, leaves, params):
    """Return the value of a tree whose leaves are words.

    Args:
        tree: the number of a leaf, or a tuple of two trees.
        leaves: tensor [count, hidden].
        params: dict with W_left [hidden, hidden], W_right [hidden, hidden], c [hidden].

    Returns:
        Tensor [hidden].

    Example (one unit: tanh(1 * 2 + 3 * (-1) + 0.5) = tanh(-0.5)):
        >>> params = {"W_left": paddle.to_tensor([[2.0]]), "W_right": paddle.to_tensor([[-1.0]]), "c": paddle.to_tensor([0.5])}
        >>> recursive_net((0, 1), paddle.to_tensor([[1.0], [3.0]]), params).item()
        -0.4621...
    """
    ### BEGIN SOLUTION return a leaf as it is; of a pair, find both values and join them
    if isinstance(tree, int):
        return leaves[tree]
    left, right = (recursive_net(part, leaves, params) for part in tree)
    return paddle.tanh(left @ params["W_left"] + right @ params["W_right"] + params["c"])
    ### END SOLUTION


# %%
paddle.seed(1)
words = paddle.randn([5, 6], dtype="float64")  # leaf 0 holds h_0, leaves 1 to 4 four words
joiner = {"W_left": 0.6 * paddle.randn([6, 6], "float64"), "W_right": 0.6 * paddle.randn([6, 6], "float64")}
joiner["c"] = 0.3 * paddle.randn([6], "float64")
as_rnn = {"W_hh": joiner["W_left"], "W_xh": joiner["W_right"], "b_h": joiner["c"]}
recurrent = run_layer("rnn", as_rnn, words[1:], h0=words[0])[-1]
trees = {"chain": ((((0, 1), 2), 3), 4), "balanced": (((0, 1), (2, 3)), 4), "chain from the right": (0, (1, (2, (3, 4))))}
tree_gap = {}
for name, tree in trees.items():
    tree_gap[name] = np.abs(recursive_net(tree, words, joiner).numpy() - recurrent).max()
    print(f"{name:21s} largest difference from the final state of nn.SimpleRNN: {tree_gap[name]:.1e}")
measured[7] = f"chain {tree_gap['chain']:.1g}, balanced tree {tree_gap['balanced']:.2f}"

# %% [markdown] lang="en"
# **What to see.** Along the chain the difference is rounding or nothing at all: `nn.SimpleRNN` is a recursive network
# on a tree that leans to the left all the way. Along the other two trees the same words, in the same order, with the
# same weights, give another vector. (There is also a practical difference. A chain needs no tree; a recursive network
# needs one for each sentence, and somebody has to supply it.)
#
# ## 5. Sentences 8 and 9: what gradients do
#
# ### Question 7 · `counterexample_tanh_range` (2 points, about 8 minutes)
#
# **The sentence.** (8) Because tanh presses every state into the range from −1 to 1, gradients vanish; without the
# limit they would not.
#
# **What it predicts.** Two things. Wherever there is a tanh, gradients vanish. And where states may grow as large as
# they like, gradients do not vanish. Lab 3 measured three ready-made matrices; now you choose your own, one against
# each half of the sentence.
#
# **The experiment.** `gradient_sizes` runs the cell $h_t = \mathtt{squash}(x_t + h_{t-1} W_{hh})$ from $h_0 = 0$ over
# 50 steps (so `features` = `hidden`, and each input goes straight to its unit) and returns
# $\left\lVert \partial L / \partial h_t \right\rVert$ for $t = 1, \dots, 50$, where $L$ is the final state times a
# random direction of length 1. At $t = 50$ the norm is 1; what counts is the first one.
#
# **What to return.** The tuple `(W_tanh, W_linear)` of two square matrices `[hidden, hidden]`, each with 1 to 32
# units; they need not have the same size.
#
# - With `W_tanh`, `squash` = tanh and quiet random inputs (standard deviation 0.01), the gradient at $t = 1$ is **at
#   least 0.1**: one tenth or more of it survives 49 steps. (1 point)
# - With `W_linear`, no squashing at all and loud random inputs (standard deviation 3), the gradient at $t = 1$ is **at
#   most $10^{-6}$**, although some states are larger than 2 in size. (1 point)
#
# The grader draws inputs and directions of its own, so leave a margin.

# %% [markdown] lang="zh"
# **看什么**：沿着链，差异只是舍入误差，或者根本没有：`nn.SimpleRNN` 就是一棵一路向左倾的树上的递归网络。换成另外两棵树，
# 同样的词、同样的次序、同样的权重，得到的却是另一个向量。（两者在实用上也有区别：链不需要树；递归网络则要给每句话配一棵树，
# 而这棵树总得有人提供。）
#
# ## 5. 第 8、9 句：梯度会怎样
#
# ### 第 7 题 · `counterexample_tanh_range`（2 分，约 8 分钟）
#
# **原句**：（8）因为 tanh 把每个状态都压进 −1 到 1 的范围，梯度才会消失；没有这个范围限制，梯度就不会消失。
#
# **它预言什么**：两件事。凡是有 tanh 的地方，梯度都会消失；凡是状态可以任意大的地方，梯度都不会消失。实验 3 量的是三个现成的矩阵；
# 现在由你自己来挑，这句话的前后两半，各用一个矩阵来反驳。
#
# **实验**：`gradient_sizes` 让单元 $h_t = \mathtt{squash}(x_t + h_{t-1} W_{hh})$ 从 $h_0 = 0$ 出发走 50 步
# （所以 `features` 等于 `hidden`，每个输入直接进入自己的单元），返回 $\left\lVert \partial L / \partial h_t \right\rVert$，
# $t = 1, \dots, 50$，其中 $L$ 是最终状态乘以一个长度为 1 的随机方向。$t = 50$ 处的范数是 1，要看的是第一个。
#
# **返回什么**：元组 `(W_tanh, W_linear)`，两个方阵 `[hidden, hidden]`，各有 1 到 32 个单元，大小不必相同。
#
# - 用 `W_tanh`，`squash` 取 tanh，输入是安静的随机数（标准差 0.01），$t = 1$ 处的梯度**至少为 0.1**：
#   走过 49 步，还留下十分之一以上。（1 分）
# - 用 `W_linear`，完全不压缩，输入是响亮的随机数（标准差 3），$t = 1$ 处的梯度**至多为 $10^{-6}$**，
#   尽管有的状态大小超过 2。（1 分）
#
# 评分程序会另外抽取输入和方向，所以请留些余量。


# %% given=true
def gradient_sizes(W_hh, inputs, squash, seed=0):
    """Return how large the gradient of each state is, and how large the states become.

    Args:
        W_hh: square matrix [hidden, hidden].
        inputs: array [time, hidden]; each input is added to its own unit.
        squash: paddle.tanh, or a function that leaves its argument as it is.
        seed: for the random direction of the loss.

    Returns:
        (norms, largest): the norms of dL/dh_1 ... dL/dh_T, an array [time], and the largest size of a state.
    """
    W_hh = paddle.to_tensor(float64(W_hh, 2))
    inputs = paddle.to_tensor(np.asarray(inputs, "float64"))
    states = [squash(inputs[0])]
    states[0].stop_gradient = False
    for t in range(1, len(inputs)):
        states.append(squash(inputs[t] + states[-1] @ W_hh))
    direction = np.random.default_rng(seed).standard_normal(len(W_hh))
    loss = (states[-1] * paddle.to_tensor(direction / np.linalg.norm(direction))).sum()
    norms = np.array([gradient.norm().item() for gradient in paddle.grad([loss], states)])
    return norms, max(h.abs().max().item() for h in states)


# %% [markdown] lang="en" hints="counterexample_tanh_range"
# 1. One unit is enough for both matrices. Then $W_{hh}$ is a single number, and the gradient is multiplied by this
#    number times the slope of tanh at each step.
# 2. The slope of tanh is 1 at 0, and quiet inputs leave the states near 0. By what must a gradient be multiplied 49
#    times so that it stays about as it is? By what, so that it is gone?
# 3. `[[1.0]]` against the first half, `[[0.5]]` against the second: 0.5 to the power of 49 is about 2e-15, and the
#    inputs alone are larger than 2 now and then.

# %% [markdown] lang="zh" hints="counterexample_tanh_range"
# 1. 两个矩阵都只要一个单元就够。这时 $W_{hh}$ 是一个数，梯度每走一步，就乘以这个数和 tanh 的斜率。
# 2. tanh 在 0 处的斜率是 1，而安静的输入让状态一直在 0 附近。要让梯度乘 49 次之后大体不变，每次该乘多少？要让它不见踪影呢？
# 3. 反驳前一半用 `[[1.0]]`，反驳后一半用 `[[0.5]]`：0.5 的 49 次方大约是 2e-15，而光是输入，就时不时大于 2。


# %% question="counterexample_tanh_range" points=2 minutes=8
def counterexample_tanh_range():
    """Return a tanh cell whose gradients survive, and a cell without tanh whose gradients vanish.

    Returns:
        (W_tanh, W_linear): two square matrices [hidden, hidden], 1 to 32 units each. Over 50 steps, with W_tanh, tanh
        and quiet inputs the gradient of h_1 is at least 0.1; with W_linear, no squashing and loud inputs it is at most
        1e-6, while some state is larger than 2 in size.
    """
    ### BEGIN SOLUTION choose a matrix that keeps gradients through tanh, and one that shrinks them without tanh
    return np.eye(8), 0.5 * np.eye(8)
    ### END SOLUTION


# %%
W_tanh, W_linear = counterexample_tanh_range()
nets = {
    "tanh, quiet inputs": (W_tanh, 0.01, paddle.tanh, "tab:green"),
    "no squashing, loud inputs": (W_linear, 3.0, lambda h: h, "tab:red"),
}
first_gradient = []
figure, axis = plt.subplots(figsize=(5.5, 2.8), layout="constrained")
for name, (W, loudness, squash, color) in nets.items():
    inputs = loudness * np.random.default_rng(1).standard_normal((50, len(float64(W, 2))))
    norms, largest = gradient_sizes(W, inputs, squash)
    first_gradient.append(norms[0])
    axis.semilogy(range(1, 51), norms, color=color, label=f"{name}: largest $|h|$ = {largest:.2g}")
    print(f"{name:26s} largest |h| {largest:5.2f}, gradient of h_1: {norms[0]:.1e}")
axis.set_xlabel("time step $t$")
axis.set_ylabel(r"norm of $\partial L\,/\,\partial h_t$")
axis.legend(loc="lower right")
plt.show()
measured[8] = f"tanh {first_gradient[0]:.2g}, no squashing {first_gradient[1]:.2g}"

# %% [markdown] lang="en"
# **What to see.** The cell *with* the narrow range passes its gradient on, the one *without* any range loses it. Hold
# this against both halves of the sentence. And remember the formula of lab 3: at each step the gradient is multiplied by
# the slopes of tanh and by $W_{hh}^\top$. Flat slopes are one way to lose a gradient, a shrinking $W_{hh}$ is another.
#
# ### Question 8 · `counterexample_lstm_explodes` (2 points, about 12 minutes)
#
# **The sentence.** (9) The gates of an LSTM are never above 1, so its gradients cannot explode.
#
# **What it predicts.** However many steps there are, a change of the start never arrives larger than it set out.
#
# **A reminder of lab 5.** $c_t = f_t \odot c_{t-1} + i_t \odot g_t$ and $h_t = o_t \odot \tanh(c_t)$, with
# $g_t = \tanh(x_t W_{xc} + h_{t-1} W_{hc} + b_c)$ and the gates $i_t, f_t, o_t$ made alike, with a sigmoid. There are
# *two* ways from one step to the next: along $c$, where the gradient is multiplied by $f_t \le 1$; and through
# $h_{t-1}$, into the gates and the candidate of the next step.
#
# **The experiment.** `start_gradient` runs `nn.LSTM` from $h_0 = c_0 = 0$ and returns
# $G_T = \left\lVert \partial (\text{sum of } h_T) / \partial h_0 \right\rVert$.
#
# **What to return.** The tuple `(params, inputs)`: a dict with the twelve parameters of an LSTM cell under the names
# of lab 5 (`W_xi`, `W_hi`, `b_i`, and the same for `f`, `o`, `c`; plain numbers do for one unit), and `inputs`
# `[time, features]` (for one feature a list of numbers does) with 20 to 50 steps.
#
# - After all steps, $G_T$ is at least 1000. (1 point)
# - It is the *steps* that make it grow: $G_{20}$ is at least 10 times $G_{10}$. (1 point)

# %% [markdown] lang="zh"
# **看什么**：有狭窄范围的单元把梯度传了下去，**没有**任何范围限制的单元却把梯度弄丢了。请拿它与这句话的前后两半对照。
# 再想想实验 3 的公式：梯度每走一步，都要乘以 tanh 的斜率和 $W_{hh}^\top$。平坦的斜率会弄丢梯度，会收缩的 $W_{hh}$ 同样会。
#
# ### 第 8 题 · `counterexample_lstm_explodes`（2 分，约 12 分钟）
#
# **原句**：（9）LSTM 的门从不超过 1，所以它的梯度不可能爆炸。
#
# **它预言什么**：不管有多少步，起点的变化传到终点时，绝不会比出发时大。
#
# **实验 5 回顾**：$c_t = f_t \odot c_{t-1} + i_t \odot g_t$，$h_t = o_t \odot \tanh(c_t)$，其中
# $g_t = \tanh(x_t W_{xc} + h_{t-1} W_{hc} + b_c)$，三个门 $i_t, f_t, o_t$ 的算法类似，只是用 sigmoid。
# 从一步到下一步有**两条**路：一条沿着 $c$，梯度在这里乘以 $f_t \le 1$；另一条经过 $h_{t-1}$，进入下一步的门和候选状态。
#
# **实验**：`start_gradient` 让 `nn.LSTM` 从 $h_0 = c_0 = 0$ 出发，返回
# $G_T = \left\lVert \partial (h_T \text{ 各数之和}) / \partial h_0 \right\rVert$。
#
# **返回什么**：元组 `(params, inputs)`：一个字典，含有 LSTM 单元的十二个参数，名称同实验 5（`W_xi`、`W_hi`、`b_i`，
# 以及 `f`、`o`、`c` 的同类参数；只有一个单元时可以用普通的数）；以及 `inputs` `[time, features]`
# （只有一个特征时可以是一列数），20 到 50 步。
#
# - 走完全部步数之后，$G_T$ 至少为 1000。（1 分）
# - 增长是由**步数**造成的：$G_{20}$ 至少是 $G_{10}$ 的 10 倍。（1 分）


# %% given=true
def start_gradient(params, inputs):
    """Return the norm of the derivative of sum(h_T) with respect to h_0, for Paddle's LSTM from h_0 = c_0 = 0.

    Args:
        params: dict with the twelve parameters of an LSTM cell.
        inputs: [time, features]; for one feature, a list of numbers does.
    """
    layer = paddle_layer("lstm", params)
    x = paddle.to_tensor(np.asarray(inputs, "float64").reshape([1, -1, layer.input_size]))
    h0, c0 = (paddle.zeros([1, 1, layer.hidden_size], dtype="float64") for _ in range(2))
    h0.stop_gradient = False
    outputs, _ = layer(x, (h0, c0))
    outputs[:, -1].sum().backward()
    return h0.grad.norm().item()


# %% [markdown] lang="en" hints="counterexample_lstm_explodes"
# 1. The way along $c$ is harmless; leave it. The other way goes through $W_{hc}$, and this is a number of your choice.
#    Can you set the gates so that the LSTM becomes the plain cell of lab 2?
# 2. Forget everything, write everything, show everything: $f = 0$, $i = 1$, $o = 1$, by the biases alone. Then
#    $h_t = \tanh(\tanh(x_t W_{xc} + h_{t-1} W_{hc}))$. Where are the slopes of tanh largest, and which inputs keep the
#    state there?
# 3. One unit: all weights 0, but `W_xc = 1` and `W_hc = 4`; biases `b_i = 10`, `b_f = -10`, `b_o = 10`, `b_c = 0`;
#    inputs: 20 zeros. The state stays at 0, where both slopes are 1, and each step multiplies the gradient by almost
#    4.

# %% [markdown] lang="zh" hints="counterexample_lstm_explodes"
# 1. 沿着 $c$ 的路没有危险，不去管它。另一条路要经过 $W_{hc}$，而这个数由你来定。能不能通过设定各个门，让 LSTM 变成实验 2 的普通单元？
# 2. 全部忘掉，全部写入，全部亮出：只靠偏置就能做到 $f = 0$、$i = 1$、$o = 1$。这时
#    $h_t = \tanh(\tanh(x_t W_{xc} + h_{t-1} W_{hc}))$。tanh 的斜率在哪里最大？什么样的输入能让状态一直留在那里？
# 3. 一个单元：权重全取 0，只有 `W_xc = 1`，`W_hc = 4`；偏置 `b_i = 10`、`b_f = -10`、`b_o = 10`、`b_c = 0`；
#    输入是 20 个零。状态一直停在 0，两个斜率都是 1，每一步几乎把梯度乘以 4。


# %% question="counterexample_lstm_explodes" points=2 minutes=12
def counterexample_lstm_explodes():
    """Return an LSTM and a sequence along which a gradient grows and grows.

    Returns:
        (params, inputs): a dict with W_x? [features, hidden], W_h? [hidden, hidden], b_? [hidden] for each of i, f, o,
        c (plain numbers for one feature and one unit), and inputs [time, features] with 20 to 50 steps. With G_T the
        norm of d(sum of h_T)/dh_0: G_T is at least 1000 after all steps, and G_20 at least 10 times G_10.
    """
    ### BEGIN SOLUTION choose gates and weights with which each step enlarges the gradient
    params = {f"{name}{gate}": 0.0 for name in ("W_x", "W_h", "b_") for gate in "ifoc"}
    params |= {"b_i": 10.0, "b_f": -10.0, "b_o": 10.0, "W_xc": 1.0, "W_hc": 4.0}
    return params, [0.0] * 20
    ### END SOLUTION


# %%
def random_lstm(size, hidden, rng):
    """Return random parameters of an LSTM with one feature, normal with standard deviation `size`."""
    shapes = {"W_x": (1, hidden), "W_h": (hidden, hidden), "b_": (hidden,)}
    return {f"{name}{gate}": size * rng.standard_normal(shape) for name, shape in shapes.items() for gate in "ifoc"}


params, inputs = counterexample_lstm_explodes()
sequence = np.asarray(inputs, "float64").reshape([-1, paddle_layer("lstm", params).input_size])
rng = np.random.default_rng(1)
noise = rng.standard_normal((50, 1))
lstms = {
    "yours": (params, sequence, "tab:red"),
    "32 units, random weights of size 2, noise": (random_lstm(2.0, 32, rng), noise, "tab:orange"),
    "32 units, random weights of size 0.1, noise": (random_lstm(0.1, 32, rng), noise, "tab:gray"),
}
figure, axis = plt.subplots(figsize=(6, 3), layout="constrained")
for name, (weights, x, color) in lstms.items():
    growth = [start_gradient(weights, x[:t]) for t in range(1, len(x) + 1)]
    outputs = run_layer("lstm", weights, x)
    axis.semilogy(range(1, len(x) + 1), growth, "o-", color=color, markersize=2.5, label=name)
    print(f"{name:44s} gradient after {len(x)} steps {growth[-1]:.0e}, largest output {np.abs(outputs).max():.2f}")
    if name == "yours":
        measured[9] = f"{growth[-1]:.0e} after {len(x)} steps"
axis.axhline(1, color="black", linestyle=":", linewidth=0.9, label="what sentence 9 allows")
axis.set_ylim(1e-24, None)
axis.set_xlabel("steps $T$")
axis.set_ylabel(r"norm of $\partial (\mathrm{sum}\ h_T)\,/\,\partial h_0$")
axis.legend(fontsize=7, loc="lower left")
plt.show()

# %% [markdown] lang="en"
# **What to see.** The axis is logarithmic: a straight line upwards is a gradient that is multiplied by the same factor
# at every step. All gates stay below 1, all outputs within −1 and 1, and yet the gradient explodes (red). You may object
# that a state which rests at exactly 0 stands on a knife's edge. So look at the orange line: a larger LSTM, nothing but
# random weights and random inputs, whose states never rest; it grows, too, more slowly and less evenly. The grey line
# shows why one does not meet this in the first minutes of training: with weights as small as those of a fresh layer,
# gradients fade. After long training the weights need not be small any more. That is the reason to clip the gradients of
# LSTMs, too (lab 3).
#
# ## 6. Sentences 10 to 14: the GRU
#
# **A reminder of lab 6**, for the whole section:
#
# $$r_t = \sigma(x_t W_{xr} + h_{t-1} W_{hr} + b_r) \qquad z_t = \sigma(x_t W_{xz} + h_{t-1} W_{hz} + b_z)$$
# $$\tilde h_t = \tanh\left(x_t W_{xh} + r_t \odot (h_{t-1} W_{hh}) + b_h\right) \qquad
# h_t = z_t \odot h_{t-1} + (1 - z_t) \odot \tilde h_t$$
#
# This is what `nn.GRU` computes. Where a question asks for a **one-unit GRU**, it wants a dict with nine plain
# numbers, one feature and one hidden unit: `W_xr`, `W_hr`, `b_r`, the same three with `z`, and `W_xh`, `W_hh`, `b_h`.
# The function `gru_gates` of lab 6 is given again. The figure shows which part each sentence is about.
#
# ![The GRU cell of lab 6 with the numbers of sentences 10 to 14 at the parts that they are about](../figures/lab13_gru_pins.svg)

# %% [markdown] lang="zh"
# **看什么**：纵轴是对数刻度，一条笔直上升的线，表示梯度每一步都乘以同样的倍数。所有的门都不到 1，所有的输出都在 −1 与 1 之间，
# 梯度却照样爆炸（红线）。你也许会反驳：状态正好停在 0，那是站在刀刃上。那就看橙线：一个更大的 LSTM，权重和输入都只是随机数，
# 状态从不停下来；它的梯度也在增长，只是慢一些，也没那么均匀。灰线说明了为什么训练刚开始时遇不到这种事：
# 权重像新建的层那样小，梯度只会变淡。训练久了，权重就未必还小。所以 LSTM 的梯度也要裁剪（实验 3）。
#
# ## 6. 第 10 至 14 句：GRU
#
# **实验 6 回顾**，整节都会用到：
#
# $$r_t = \sigma(x_t W_{xr} + h_{t-1} W_{hr} + b_r) \qquad z_t = \sigma(x_t W_{xz} + h_{t-1} W_{hz} + b_z)$$
# $$\tilde h_t = \tanh\left(x_t W_{xh} + r_t \odot (h_{t-1} W_{hh}) + b_h\right) \qquad
# h_t = z_t \odot h_{t-1} + (1 - z_t) \odot \tilde h_t$$
#
# `nn.GRU` 算的就是这个。凡是题目要一个**单单元 GRU**，指的都是一个含九个普通的数的字典，一个特征，一个隐藏单元：
# `W_xr`、`W_hr`、`b_r`，带 `z` 的同样三个，以及 `W_xh`、`W_hh`、`b_h`。实验 6 的 `gru_gates` 再给一遍。
# 下图标出了每句话说的是哪个部分。
#
# ![实验 6 的 GRU 单元，第 10 至 14 句的编号标在各自所说的部分旁边](../figures/zh/lab13_gru_pins.svg)


# %% given=true
def gru_gates(x, h, params):
    """Return (r, z) of one step of a GRU, float64 arrays [hidden]. From lab 6.

    Args:
        x, h: input [features] and state [hidden], or numbers.
        params: dict with W_xr, W_hr, b_r, W_xz, W_hz, b_z (and more, not used).
    """
    x, h = paddle.to_tensor(float64(x, 1)), paddle.to_tensor(float64(h, 1))
    p = {name: paddle.to_tensor(float64(params[name], 1 if name[0] == "b" else 2)) for name in params}
    r, z = (F.sigmoid(x @ p[f"W_x{gate}"] + h @ p[f"W_h{gate}"] + p[f"b_{gate}"]) for gate in "rz")
    return r.numpy(), z.numpy()


# %% [markdown] lang="en"
# ### Question 9 · `counterexample_shared_gate` (1 point, about 6 minutes)
#
# **The sentence.** (10) The update gate and the reset gate are computed with the same weights.
#
# **What it predicts.** Same input, same state, same weights: at every step $r_t$ and $z_t$ are the same number. In lab
# 6 a trained GRU did without that: reading *not* and reading a full stop, two of its units had nearly the same $z$ and
# quite different $r$.
#
# **What to return.** A dict with the six numbers of two gates, `W_xr`, `W_hr`, `b_r`, `W_xz`, `W_hz`, `b_z` (one
# feature, one unit), such that for each of the states $h = -1, 0, 1$
#
# - reading $x = 1$ opens the reset gate and closes the update gate: $r \ge 0.9$ and $z \le 0.1$;
# - reading $x = -1$ does the reverse: $r \le 0.1$ and $z \ge 0.9$.

# %% [markdown] lang="zh"
# ### 第 9 题 · `counterexample_shared_gate`（1 分，约 6 分钟）
#
# **原句**：（10）更新门和重置门用的是同一组权重。
#
# **它预言什么**：输入相同，状态相同，权重相同，所以在每一步，$r_t$ 和 $z_t$ 都是同一个数。实验 6 里训练好的 GRU 可不是这样：
# 读到 “not” 和读到句号时，其中两个单元的 $z$ 几乎一样，$r$ 却大不相同。
#
# **返回什么**：一个字典，含有两个门的六个数 `W_xr`、`W_hr`、`b_r`、`W_xz`、`W_hz`、`b_z`（一个特征，一个单元），
# 使得对 $h = -1, 0, 1$ 这三个状态都有：
#
# - 读到 $x = 1$ 时，重置门打开，更新门关闭：$r \ge 0.9$，$z \le 0.1$；
# - 读到 $x = -1$ 时正好相反：$r \le 0.1$，$z \ge 0.9$。

# %% [markdown] lang="en" hints="counterexample_shared_gate"
# 1. Each gate has three numbers of its own. Which of the three answers to the input?
# 2. $\sigma(3) = 0.95$ and $\sigma(-3) = 0.05$. The state shall have no say, so what are `W_hr` and `W_hz`?
# 3. `W_xr = 5`, `W_xz = -5`, and the other four are 0.

# %% [markdown] lang="zh" hints="counterexample_shared_gate"
# 1. 每个门都有自己的三个数。对输入作出反应的是哪一个？
# 2. $\sigma(3) = 0.95$，$\sigma(-3) = 0.05$。状态不该有发言权，那么 `W_hr` 和 `W_hz` 应当是多少？
# 3. `W_xr = 5`，`W_xz = -5`，其余四个都是 0。


# %% question="counterexample_shared_gate" points=1 minutes=6
def counterexample_shared_gate():
    """Return two gates that do the opposite of each other.

    Returns:
        dict of six numbers, W_xr, W_hr, b_r, W_xz, W_hz, b_z. For h = -1, 0 and 1: at x = 1 the reset gate is at least
        0.9 and the update gate at most 0.1; at x = -1 the reset gate is at most 0.1 and the update gate at least 0.9.
    """
    ### BEGIN SOLUTION let the two gates answer to the input in opposite ways
    return {"W_xr": 5.0, "W_hr": 0.0, "b_r": 0.0, "W_xz": -5.0, "W_hz": 0.0, "b_z": 0.0}
    ### END SOLUTION


# %%
two_gates = counterexample_shared_gate()
print(" x    h      r      z     |r - z|")
gate_gap = []
for x in (1, -1):
    for h in (-1, 0, 1):
        r, z = (gate.item() for gate in gru_gates(x, h, two_gates))
        gate_gap.append(abs(r - z))
        print(f"{x:+d}   {h:+d}   {r:.3f}  {z:.3f}   {gate_gap[-1]:.3f}")
measured[10] = f"at least {min(gate_gap):.2f}"

# %% [markdown] lang="en"
# ### Question 10 · `counterexample_third_gate` (1 point, about 6 minutes)
#
# **The sentence.** (11) A third gate, $\tilde h_t$, decides how much of the news may enter.
#
# **What it predicts.** A gate is a number between 0 and 1 with which something is multiplied. Then a GRU is a machine
# that only takes shares: nothing in it could turn a positive state into a negative one.
#
# **What to return.** The tuple `(x, params)`: a number `x` and a one-unit GRU. Starting from the state $h_0 = +0.5$,
# `nn.GRU` reads this one input, and the new state is at most **−0.5**.

# %% [markdown] lang="zh"
# ### 第 10 题 · `counterexample_third_gate`（1 分，约 6 分钟）
#
# **原句**：（11）第三个门 $\tilde h_t$ 决定放进来多少新内容。
#
# **它预言什么**：门是 0 与 1 之间的数，用来与别的量相乘。这样一来，GRU 就是一台只会“取几成”的机器：没有什么能把正的状态变成负的。
#
# **返回什么**：元组 `(x, params)`：一个数 `x` 和一个单单元 GRU。从状态 $h_0 = +0.5$ 出发，`nn.GRU` 读入这一个输入之后，
# 新状态不大于 **−0.5**。

# %% [markdown] lang="en" hints="counterexample_third_gate"
# 1. What is the only one of $r$, $z$ and $\tilde h$ that can be negative? How does it get into the state?
# 2. The new state is $z \cdot 0.5 + (1 - z)\,\tilde h$. So $z$ has to be small, and $\tilde h$ well below −0.5.
# 3. `x = -1`, `W_xh = 3` and `b_z = -5`, all others 0: then $z$ is nearly 0 and $\tilde h = \tanh(-3)$.

# %% [markdown] lang="zh" hints="counterexample_third_gate"
# 1. 在 $r$、$z$ 和 $\tilde h$ 当中，只有谁能是负的？它怎样进入状态？
# 2. 新状态是 $z \cdot 0.5 + (1 - z)\,\tilde h$。所以 $z$ 要小，$\tilde h$ 要明显低于 −0.5。
# 3. `x = -1`，`W_xh = 3`，`b_z = -5`，其余都是 0：这时 $z$ 几乎是 0，而 $\tilde h = \tanh(-3)$。


# %% question="counterexample_third_gate" points=1 minutes=6
def counterexample_third_gate():
    """Return an input with which a GRU turns its state from positive to negative.

    Returns:
        (x, params): a number, and a dict of nine numbers W_xr, W_hr, b_r, W_xz, W_hz, b_z, W_xh, W_hh, b_h. From the
        state +0.5, one step of nn.GRU that reads x leads to a state of at most -0.5.
    """
    ### BEGIN SOLUTION choose a cell and an input that write something negative
    params = {f"{name}{gate}": 0.0 for name in ("W_x", "W_h", "b_") for gate in "rzh"}
    return -1.0, params | {"W_xh": 3.0, "b_z": -5.0}
    ### END SOLUTION


# %%
x, writer = counterexample_third_gate()
x = number(x)
written = run_layer("gru", writer, [x], h0=0.5)[0, 0]
_, z = (gate.item() for gate in gru_gates(x, 0.5, writer))
print(f"from +0.500 to {written:+.3f} in one step; z = {z:.3f}")
print(f"so the third block gave (h - z * 0.5) / (1 - z) = {(written - 0.5 * z) / (1 - z):+.3f}")
measured[11] = f"from +0.50 to {written:+.2f}"

# %% [markdown] lang="en"
# ### Question 11 · `counterexample_reset_forgets` (1 point, about 8 minutes)
#
# **The sentence.** (12) The reset gate is the share of the memory that is forgotten: at $r = 1$ nothing is left of it,
# at $r = 0$ all of it stays.
#
# **What it predicts.** For each value of $r$ it says what becomes of the old state. Refute both ends.
#
# **What to return.** The tuple `(keeper, eraser)` of two one-unit GRUs. Both read the single input $x = 1$, once from
# the state $h = -0.9$ and once from $h = +0.9$.
#
# - In `keeper` the reset gate is at least 0.95 both times ("nothing is left"), and yet each new state differs from the
#   old one by at most 0.05.
# - In `eraser` the reset gate is at most 0.05 both times ("all stays"), and yet the two new states differ from each
#   other by at most 0.05: nobody can tell any more which was the old one.

# %% [markdown] lang="zh"
# ### 第 11 题 · `counterexample_reset_forgets`（1 分，约 8 分钟）
#
# **原句**：（12）重置门是记忆中被遗忘的比例：$r = 1$ 时什么也不剩，$r = 0$ 时全部保留。
#
# **它预言什么**：对 $r$ 的每个值，它都说了旧状态会怎样。请把两头都驳倒。
#
# **返回什么**：元组 `(keeper, eraser)`，两个单单元 GRU。两者都只读一个输入 $x = 1$，一次从状态 $h = -0.9$ 出发，
# 一次从 $h = +0.9$ 出发。
#
# - 在 `keeper` 里，两次的重置门都不小于 0.95（“什么也不剩”），可是每次的新状态与旧状态至多相差 0.05。
# - 在 `eraser` 里，两次的重置门都不大于 0.05（“全部保留”），可是两次的新状态彼此至多相差 0.05：
#   谁也分不清原来是哪一个。

# %% [markdown] lang="en" hints="counterexample_reset_forgets"
# 1. The new state is $z h + (1 - z)\tilde h$. Which gate decides whether the old state stays? Where alone does $r$
#    occur?
# 2. Both gates can be set by their biases, with all weights 0: $\sigma(\pm 5)$ is 0.993 or 0.007. For each of the two
#    cells, which values do you need for $r$ and for $z$?
# 3. `keeper`: `b_r = 5` and `b_z = 5`. `eraser`: `b_r = -5` and `b_z = -5`. All other numbers are 0.

# %% [markdown] lang="zh" hints="counterexample_reset_forgets"
# 1. 新状态是 $z h + (1 - z)\tilde h$。旧状态留不留，由哪个门决定？$r$ 只出现在哪里？
# 2. 权重全取 0，两个门就都能用偏置来设定：$\sigma(\pm 5)$ 是 0.993 或 0.007。这两个单元的 $r$ 和 $z$ 各应当是多少？
# 3. `keeper`：`b_r = 5`，`b_z = 5`。`eraser`：`b_r = -5`，`b_z = -5`。其余的数都是 0。


# %% question="counterexample_reset_forgets" points=1 minutes=8
def counterexample_reset_forgets():
    """Return a GRU that keeps its state with the reset gate at 1, and one that loses it with the reset gate at 0.

    Returns:
        (keeper, eraser): two dicts of nine numbers W_xr, W_hr, b_r, W_xz, W_hz, b_z, W_xh, W_hh, b_h. At x = 1, from
        h = -0.9 and from h = 0.9: keeper has r >= 0.95 and moves the state by at most 0.05; eraser has r <= 0.05, and
        its two new states differ by at most 0.05.
    """
    ### BEGIN SOLUTION set both gates of each cell by their biases
    params = {f"{name}{gate}": 0.0 for name in ("W_x", "W_h", "b_") for gate in "rzh"}
    return params | {"b_r": 5.0, "b_z": 5.0}, params | {"b_r": -5.0, "b_z": -5.0}
    ### END SOLUTION


# %%
keeper, eraser = counterexample_reset_forgets()
after_step = {}
for name, params in {"keeper": keeper, "eraser": eraser}.items():
    for h in (-0.9, 0.9):
        r, z = (gate.item() for gate in gru_gates(1.0, h, params))
        after_step[name, h] = run_layer("gru", params, [1.0], h0=h)[0, 0]
        print(f"{name}: r = {r:.3f}, z = {z:.3f}, old state {h:+.3f}, new state {after_step[name, h]:+.3f}")
moved = max(abs(after_step["keeper", h] - h) for h in (-0.9, 0.9))
left = abs(after_step["eraser", 0.9] - after_step["eraser", -0.9])
measured[12] = f"r = 1: moved by {moved:.2f}; r = 0: of a difference of 1.80, {left:.2f} is left"

# %% [markdown] lang="en"
# ### Question 12 · `counterexample_reset_place` (1 point, about 5 minutes)
#
# **The sentence.** (13) Whether $r_t$ is multiplied in before or after the product with $W_{hh}$ makes no difference.
#
# **What it predicts.** The two candidates are always equal:
# $\tanh(x_t W_{xh} + r_t \odot (h_{t-1} W_{hh}) + b_h)$ and
# $\tanh(x_t W_{xh} + (r_t \odot h_{t-1}) W_{hh} + b_h)$. Lab 6 listed the special cases in which they are. You need a
# case in which they are not.
#
# **What to return.** The tuple `(x, h, params)`: an input `[features]`, a state `[hidden]` with numbers from −1 to 1
# and at most 32 units, and the nine arrays of a GRU (`W_x.` `[features, hidden]`, `W_h.` `[hidden, hidden]`, `b_.`
# `[hidden]`). The new states of the two forms differ by **at least 0.1** in some unit.

# %% [markdown] lang="zh"
# ### 第 12 题 · `counterexample_reset_place`（1 分，约 5 分钟）
#
# **原句**：（13）$r_t$ 在与 $W_{hh}$ 相乘之前还是之后乘进去，结果都一样。
#
# **它预言什么**：$\tanh(x_t W_{xh} + r_t \odot (h_{t-1} W_{hh}) + b_h)$ 与
# $\tanh(x_t W_{xh} + (r_t \odot h_{t-1}) W_{hh} + b_h)$ 这两个候选状态总是相等。实验 6 列出了它们相等的特殊情形，
# 你需要一个不相等的情形。
#
# **返回什么**：元组 `(x, h, params)`：输入 `[features]`；状态 `[hidden]`，各数在 −1 与 1 之间，至多 32 个单元；
# 以及 GRU 的九个数组（`W_x.` 为 `[features, hidden]`，`W_h.` 为 `[hidden, hidden]`，`b_.` 为 `[hidden]`）。
# 两种形式的新状态，在某个单元上**至少相差 0.1**。

# %% [markdown] lang="en" hints="counterexample_reset_place"
# 1. Let chance find it: random arrays with two units or more, of a lively size, will do nearly always. What must they
#    not be? (Zero state, open reset gate, one unit, a diagonal $W_{hh}$.)
# 2. By hand: two units that listen to *each other* ($W_{hh}$ has its numbers off the diagonal), and a reset gate that
#    is open for one unit and closed for the other. The update gate should be closed, so that the candidate shows.
# 3. `h = [1.0, 0.0]`, `W_hh = [[0, 2], [0, 0]]`, `b_r = [-5, 5]`, `b_z = [-5, -5]`, `x = [0.0]`, everything else 0.
#    Unit 2 listens to unit 1: with the reset after the product its own gate counts (open), before the product that of
#    unit 1 (closed).

# %% [markdown] lang="zh" hints="counterexample_reset_place"
# 1. 让运气来找：两个以上单元、大小适中的随机数组，几乎总能成功。它们不可以是什么样？
#    （零状态、打开的重置门、只有一个单元、对角的 $W_{hh}$。）
# 2. 手工构造：两个单元听的是**彼此**（$W_{hh}$ 的数都不在对角线上），重置门对一个单元打开，对另一个关闭。
#    更新门应当关上，好让候选状态显出来。
# 3. `h = [1.0, 0.0]`，`W_hh = [[0, 2], [0, 0]]`，`b_r = [-5, 5]`，`b_z = [-5, -5]`，`x = [0.0]`，其余都是 0。
#    单元 2 听的是单元 1：相乘之后重置，管用的是它自己的门（打开）；相乘之前重置，管用的是单元 1 的门（关闭）。


# %% question="counterexample_reset_place" points=1 minutes=5
def counterexample_reset_place():
    """Return an input, a state and a GRU for which the place of the reset matters.

    Returns:
        (x, h, params): arrays [features] and [hidden] (numbers from -1 to 1, at most 32 units), and a dict of nine
        arrays, W_x? [features, hidden], W_h? [hidden, hidden], b_? [hidden] for each of r, z, h. The new states with
        the reset before and after the product differ by at least 0.1 in some unit.
    """
    ### BEGIN SOLUTION find arrays for which the two forms differ
    params = {f"W_x{gate}": np.zeros((1, 2)) for gate in "rzh"}
    params |= {"W_hr": np.zeros((2, 2)), "W_hz": np.zeros((2, 2)), "W_hh": np.array([[0.0, 2.0], [0.0, 0.0]])}
    params |= {"b_r": np.array([-5.0, 5.0]), "b_z": np.array([-5.0, -5.0]), "b_h": np.zeros(2)}
    return np.zeros(1), np.array([1.0, 0.0]), params
    ### END SOLUTION


# %%
x, h, params = counterexample_reset_place()
r, z = gru_gates(x, h, params)
w_x, w_h, b_h = float64(params["W_xh"], 2), float64(params["W_hh"], 2), float64(params["b_h"], 1)
after = run_layer("gru", params, float64(x, 1)[None], h0=h)[0]
before = z * float64(h, 1) + (1 - z) * np.tanh(float64(x, 1) @ w_x + (r * float64(h, 1)) @ w_h + b_h)
reset_gap = np.abs(after - before).max()
print("reset after the product (nn.GRU):", after.round(3))
print("reset before the product:        ", before.round(3))
print(f"largest difference: {reset_gap:.3f}")
measured[13] = f"{reset_gap:.2f}"

# %% [markdown] lang="en"
# ### Question 13 · `counterexample_z_both_ways` (1 point, about 5 minutes)
#
# **The sentence.** (14) $h_t = z_t \odot h_{t-1} + (1 - z_t) \odot \tilde h_t$: the closer $z_t$ comes to 1, the more of
# the old state is replaced by the new.
#
# **What it predicts.** It says two things, once as a formula and once in words. The words describe a cell, too: one in
# which $z_t$ is the share that is *replaced*, $h_t = (1 - z_t) \odot h_{t-1} + z_t \odot \tilde h_t$. If the sentence is
# sound, both are the same cell.
#
# **What to return.** The tuple `(x, h, params)`: a number `x`, a state `h` from −1 to 1 and a one-unit GRU. The new
# state by the formula and the one by the words differ by **at least 1**.

# %% [markdown] lang="zh"
# ### 第 13 题 · `counterexample_z_both_ways`（1 分，约 5 分钟）
#
# **原句**：（14）$h_t = z_t \odot h_{t-1} + (1 - z_t) \odot \tilde h_t$。$z_t$ 越接近 1，旧状态就有越多的部分被换成新的。
#
# **它预言什么**：它把一件事说了两遍，一遍用公式，一遍用文字。文字描述的也是一种单元：其中 $z_t$ 是**换掉**的比例，
# $h_t = (1 - z_t) \odot h_{t-1} + z_t \odot \tilde h_t$。如果这句话站得住，两者就是同一种单元。
#
# **返回什么**：元组 `(x, h, params)`：一个数 `x`，一个在 −1 与 1 之间的状态 `h`，和一个单单元 GRU。按公式得到的新状态，
# 与按文字得到的新状态，**至少相差 1**。

# %% [markdown] lang="en" hints="counterexample_z_both_ways"
# 1. With $z = 0.5$ the two agree. Where are they furthest apart?
# 2. At $z = 1$ the formula keeps the old state, and the words put the candidate in its place. Let these two be far
#    apart: one near +1, the other near −1.
# 3. `x = 0`, `h = 0.9`, `b_z = 5`, `b_h = -3`, everything else 0.

# %% [markdown] lang="zh" hints="counterexample_z_both_ways"
# 1. $z = 0.5$ 时两者一致。相差最远的是什么时候？
# 2. $z = 1$ 时，按公式是保留旧状态，按文字是换成候选状态。让这两样离得远远的：一个靠近 +1，另一个靠近 −1。
# 3. `x = 0`，`h = 0.9`，`b_z = 5`，`b_h = -3`，其余都是 0。


# %% question="counterexample_z_both_ways" points=1 minutes=5
def counterexample_z_both_ways():
    """Return an input, a state and a GRU for which formula and words of sentence 14 disagree.

    Returns:
        (x, h, params): a number, a state from -1 to 1, and a dict of nine numbers W_xr, W_hr, b_r, W_xz, W_hz, b_z,
        W_xh, W_hh, b_h. With z and the candidate c of this step, z * h + (1 - z) * c and (1 - z) * h + z * c differ by
        at least 1.
    """
    ### BEGIN SOLUTION let the gate be decided, and the old state far from the candidate
    params = {f"{name}{gate}": 0.0 for name in ("W_x", "W_h", "b_") for gate in "rzh"}
    return 0.0, 0.9, params | {"b_z": 5.0, "b_h": -3.0}
    ### END SOLUTION


# %%
x, h, params = counterexample_z_both_ways()
x, h = number(x), number(h)
_, z = (gate.item() for gate in gru_gates(x, h, params))
by_formula = run_layer("gru", params, [x], h0=h)[0, 0]
candidate = (by_formula - z * h) / (1 - z)
by_words = (1 - z) * h + z * candidate
print(f"z = {z:.3f}, old state {h:+.3f}, candidate {candidate:+.3f}")
print(f"new state by the formula (nn.GRU) {by_formula:+.3f}, by the words {by_words:+.3f}")
measured[14] = f"formula {by_formula:+.2f}, words {by_words:+.2f}"

# %% [markdown] lang="en"
# (Again: what is notation, and what is an error? Lab 6 showed that papers and libraries use both kinds of cell, one in
# which $z$ keeps and one in which $z$ replaces, and that three sign changes turn the weights of one into weights of
# the other. Either is right. Ask whether *one text* means the same by $z$ from beginning to end.)
#
# ## 7. The verdicts
#
# Here is the file of evidence: for each sentence what it predicts, and what you have measured.

# %% [markdown] lang="zh"
# （再说一遍：什么是记法，什么是错误？实验 6 讲过，论文和程序库里两种单元都有，一种 $z$ 是保留的比例，一种 $z$ 是换掉的比例，
# 而且只要改三处正负号，就能把一种的权重变成另一种的。两种都对。要问的是：**同一篇文章**从头到尾，$z$ 是不是同一个意思。）
#
# ## 7. 判断
#
# 下面是卷宗：每句话预言了什么，而你测到了什么。

# %%
predicted = {
    1: "final states differ by 0",
    2: "formula = tanh",
    3: "h_0 moves with the first word",
    4: "equal answers, equal states",
    5: "as many for 50 words as for 5",
    6: "equal steps, more parameters",
    7: "chain: no difference from the RNN",
    8: "tanh: gone; no limit: not gone",
    9: "gradient at most 1",
    10: "|r - z| = 0",
    11: "from +0.50 never below 0",
    12: "r = 1: all lost; r = 0: all kept",
    13: "difference 0",
    14: "formula = words",
}
for number, words in predicted.items():
    print(f"({number:2d})  predicts: {words:34s} measured: {measured.get(number, 'nothing yet')}")

# %% [markdown] lang="en"
# ### Question 14 · `verdicts` (14 points, about 14 minutes)
#
# **Why.** "Wrong" is half a verdict. The author wants to know *what* is wrong, or the next edition will be wrong in
# another way. So each sentence comes with the verdict that it holds (A) and with two objections (B, C), of which at
# most one hits the point. Read the sentence in section 1 again, look at your number, and choose.
#
# **(1)** The cell is $h_t = \tanh(w_x + w_h h_{t-1} + b)$.
#
# - A. It holds.
# - B. Wrong: the input $x_t$ does not occur; the cell would reach the same states whatever it is given to read.
# - C. Wrong: there is one bias too many; without $b$ the formula would be right.
#
# **(2)** $\tanh(z) = (e^{-z} - e^{-z}) / (e^{-z} + e^{-z})$.
#
# - A. It holds.
# - B. Wrong: this is the formula of the sigmoid, with values from 0 to 1.
# - C. Wrong: by this formula every value is 0; two of the four exponents have the wrong sign.
#
# **(3)** Five words $x_0, \dots, x_4$ have five states; $h_0 = 0$ is the one that belongs to $x_0$.
#
# - A. It holds.
# - B. Wrong: it has only four states, since the first word has no state before it to start from.
# - C. Wrong: $h_0$ is there before anything is read; with it there are six states, and the first word makes the second.
#
# **(4)** $y(t)$ and $h(t)$ are two names for the same thing.
#
# - A. It holds.
# - B. Wrong: $y(t)$ is made from $h(t)$ by a readout; different states may give the same answer.
# - C. Wrong: $y(t)$ is made from $x(t)$ alone; $h(t)$ is only meant for the next step.
#
# **(5)** A network that reads fifty words has not a single parameter more than one that reads five.
#
# - A. It holds.
# - B. Wrong: each step has a $W_{hh}$ of its own, or else all steps would compute the same.
# - C. Wrong: a longer text needs a longer state, and so a larger $W_{hh}$.
#
# **(6)** Three layers and one word: as many steps of a cell as one layer and three words, but more parameters.
#
# - A. It holds.
# - B. Wrong: unrolled, three steps *are* three layers, so the parameters are equally many.
# - C. Wrong: layers share their parameters as time steps do; only their states differ.
#
# **(7)** A recurrent network is the special case of a recursive one in which the tree is a chain.
#
# - A. It holds.
# - B. Wrong: the two words mean the same; in both, a function is applied to its own result, and the tree plays no part.
# - C. Wrong: it is the other way round; any tree can be read as a chain, so recursive networks are the special case.

# %% [markdown] lang="zh"
# ### 第 14 题 · `verdicts`（14 分，约 14 分钟）
#
# **为什么**：只说一个“错”字，判断只完成了一半。作者想知道**错在哪里**，否则下一版又会错成别的样子。所以每句话都有三个选项：
# “成立”（A），以及两种反对意见（B、C），其中至多一种说到了点子上。请回到第 1 节重读原句，看看你测到的数，再作选择。
#
# **（1）** 单元是 $h_t = \tanh(w_x + w_h h_{t-1} + b)$。
#
# - A. 成立。
# - B. 错：里面没有输入 $x_t$；不管给它读什么，单元都会走过同样的状态。
# - C. 错：偏置多了一个；去掉 $b$，公式就对了。
#
# **（2）** $\tanh(z) = (e^{-z} - e^{-z}) / (e^{-z} + e^{-z})$。
#
# - A. 成立。
# - B. 错：这是 sigmoid 的公式，值在 0 到 1 之间。
# - C. 错：按这个公式，所有的值都是 0；四个指数里有两个的符号印错了。
#
# **（3）** 五个词 $x_0, \dots, x_4$ 有五个状态；$h_0 = 0$ 就是与 $x_0$ 对应的那个。
#
# - A. 成立。
# - B. 错：只有四个状态，因为第一个词前面没有可以出发的状态。
# - C. 错：还什么都没读，$h_0$ 就已经在那里了；连它一起共有六个状态，第一个词产生的是其中第二个。
#
# **（4）** $y(t)$ 和 $h(t)$ 是同一样东西的两个名字。
#
# - A. 成立。
# - B. 错：$y(t)$ 是由 $h(t)$ 经过读出得到的；不同的状态可能给出相同的答案。
# - C. 错：$y(t)$ 只由 $x(t)$ 得到；$h(t)$ 只是留给下一步用的。
#
# **（5）** 读五十个词的网络，参数一个也不比读五个词的网络多。
#
# - A. 成立。
# - B. 错：每一步各有自己的 $W_{hh}$，否则每一步算出来的都一样。
# - C. 错：文字越长，状态就得越长，$W_{hh}$ 也就越大。
#
# **（6）** 三层读一个词：单元走的步数与一层读三个词一样多，但参数更多。
#
# - A. 成立。
# - B. 错：展开之后，三步**就是**三层，所以参数一样多。
# - C. 错：各层也像各个时间步那样共用参数，不同的只是状态。
#
# **（7）** 循环网络是递归网络的特例：树是一条链。
#
# - A. 成立。
# - B. 错：两个词是一个意思，都是把函数用在它自己的结果上，与树无关。
# - C. 错：正好相反；任何树都可以当作链来读，所以递归网络才是特例。

# %% [markdown] lang="en"
# **(8)** Gradients vanish because tanh presses every state into the range from −1 to 1; without the limit they would
# not.
#
# - A. It holds.
# - B. Wrong: what decides is the repeated product of $W_{hh}^\top$ and the slopes of tanh; gradients can survive tanh,
#   and can vanish without it.
# - C. Wrong: through tanh gradients never vanish, only through the sigmoid, whose slope is at most 1/4.
#
# **(9)** The gates of an LSTM are never above 1, so its gradients cannot explode.
#
# - A. It holds.
# - B. Wrong: with a large bias the forget gate rises above 1, and then the cell state's gradient grows.
# - C. Wrong: that bounds only the way along the cell state; the way through $h_{t-1}$ and its weights can enlarge a
#   gradient at every step.
#
# **(10)** The update gate and the reset gate of a GRU are computed with the same weights.
#
# - A. It holds.
# - B. Wrong: each gate has weights and a bias of its own; with shared ones, both would always be the same number.
# - C. Wrong: they share the weights of the input, but each has its own weights of the state.
#
# **(11)** A third gate, $\tilde h_t$, decides how much of the news may enter.
#
# - A. It holds.
# - B. Wrong: the third gate is an output gate, as in the LSTM; it decides what is shown.
# - C. Wrong: $\tilde h_t$ is no gate; it is the news itself, a tanh between −1 and 1, and $1 - z_t$ lets it in.
#
# **(12)** The reset gate is the share of the memory that is forgotten.
#
# - A. It holds.
# - B. Wrong: it is the share of the old state that the *candidate* gets to see, 1 being all of it; what stays is
#   decided by $z_t$.
# - C. Wrong: it is the share of the old state that is kept in the new one; what is forgotten is $1 - r_t$.
#
# **(13)** Whether $r_t$ is multiplied in before or after the product with $W_{hh}$ makes no difference.
#
# - A. It holds.
# - B. Wrong: before the product each gate mutes an *old* unit for all listeners, after it each gate belongs to a *new*
#   unit; in general these are different functions.
# - C. Wrong: they differ, but only if Paddle's second bias stands inside the bracket; without it they are the same.
#
# **(14)** $h_t = z_t \odot h_{t-1} + (1 - z_t) \odot \tilde h_t$: the closer $z_t$ comes to 1, the more of the old state
# is replaced.
#
# - A. It holds.
# - B. Wrong: the words are right, and the formula is wrong wherever it is printed; in a GRU $z_t$ always multiplies the
#   candidate.
# - C. Wrong: formula and words are two conventions, opposite to each other; by the formula $z_t = 1$ keeps everything.
#
# **What to return.** `verdicts()` returns a dict with the keys 1 to 14 (whole numbers) and the letters `"A"`, `"B"` or
# `"C"`. Each sentence is worth one point. The check in the notebook looks at the form only; whether a verdict is right
# you have to know yourself. After grading, you are told for each wrong choice what is wrong with *it*.

# %% [markdown] lang="zh"
# **（8）** 因为 tanh 把每个状态都压进 −1 到 1 的范围，梯度才会消失；没有这个范围限制，梯度就不会消失。
#
# - A. 成立。
# - B. 错：起决定作用的是 $W_{hh}^\top$ 与 tanh 斜率的连乘；有 tanh，梯度也可以不消失；没有 tanh，梯度也可以消失。
# - C. 错：经过 tanh 的梯度从不消失，只有经过 sigmoid 才会，因为它的斜率至多是 1/4。
#
# **（9）** LSTM 的门从不超过 1，所以它的梯度不可能爆炸。
#
# - A. 成立。
# - B. 错：偏置很大时，遗忘门会超过 1，细胞状态的梯度就会增大。
# - C. 错：这只管得住沿着细胞状态的那条路；经过 $h_{t-1}$ 及其权重的那条路，每一步都可能把梯度放大。
#
# **（10）** GRU 的更新门和重置门用的是同一组权重。
#
# - A. 成立。
# - B. 错：每个门都有自己的权重和偏置；如果共用，两个门就永远是同一个数。
# - C. 错：两者共用来自输入的权重，但来自状态的权重各有各的。
#
# **（11）** 第三个门 $\tilde h_t$ 决定放进来多少新内容。
#
# - A. 成立。
# - B. 错：第三个门是输出门，与 LSTM 一样，决定亮出什么。
# - C. 错：$\tilde h_t$ 不是门，它就是新内容本身，是 −1 与 1 之间的 tanh 值；放它进来多少，由 $1 - z_t$ 决定。
#
# **（12）** 重置门是记忆中被遗忘的比例。
#
# - A. 成立。
# - B. 错：它是**候选状态**能看到的旧状态的比例，1 表示全部；留下什么由 $z_t$ 决定。
# - C. 错：它是旧状态在新状态中保留的比例；被遗忘的是 $1 - r_t$。
#
# **（13）** $r_t$ 在与 $W_{hh}$ 相乘之前还是之后乘进去，结果都一样。
#
# - A. 成立。
# - B. 错：在相乘之前，每个门让一个**旧**单元对所有听众减弱；在相乘之后，每个门属于一个**新**单元。一般来说，这是不同的函数。
# - C. 错：两者确有不同，但只有当飞桨的第二个偏置放在括号里时才不同；没有它，结果就一样。
#
# **（14）** $h_t = z_t \odot h_{t-1} + (1 - z_t) \odot \tilde h_t$。$z_t$ 越接近 1，旧状态就有越多的部分被换成新的。
#
# - A. 成立。
# - B. 错：文字是对的，公式无论印在哪里都是错的；在 GRU 里，$z_t$ 乘的总是候选状态。
# - C. 错：公式和文字是两种正好相反的约定；按公式，$z_t = 1$ 时全部保留。
#
# **返回什么**：`verdicts()` 返回一个字典，键是 1 到 14（整数），值是字母 `"A"`、`"B"` 或 `"C"`。每句话 1 分。
# 笔记本里的检查只看形式；判断对不对，要靠你自己心里有数。评分之后，每个选错的地方都会告诉你，**你选的那一项**错在哪里。

# %% [markdown] lang="en" hints="verdicts"
# 1. Begin with the file of evidence. Where what was predicted is also what was measured, the answer is A; elsewhere it
#    is not.
# 2. Between B and C, let the formulas decide: which objection can you read off the formula of the cell, symbol by
#    symbol? An objection that proposes a repair must itself survive your experiment.
# 3. Three sentences hold, and all three are about time, depth and trees. For the others ask: would the cell of your
#    counterexample be possible if this objection were true?

# %% [markdown] lang="zh" hints="verdicts"
# 1. 从卷宗开始。预言的与测到的一致，答案就是 A；不一致的就不是。
# 2. B 与 C 之间，让公式来决定：哪种反对意见可以从单元的公式里一个符号一个符号地读出来？如果反对意见提出了一种改法，
#    那种改法也要经得起你的实验。
# 3. 有三句成立，说的都是时间、深度和树。对其余各句，问一问：如果这种反对意见是对的，你反例里的那个单元还可能存在吗？


# %% question="verdicts" points=14 minutes=14
def verdicts():
    """Return your verdict on each of the fourteen sentences.

    Returns:
        dict with the keys 1 to 14; each value is "A" (it holds), "B" or "C" (it is wrong, and why).

    Example (not the answer):
        >>> verdicts()
        {1: "A", 2: "A", ...}
    """
    ### BEGIN SOLUTION give a letter for each sentence from 1 to 14
    return {
        1: "B",  # w_x multiplies nothing: the input has been dropped, and w_x is a second bias
        2: "C",  # the numerator is something minus itself; right is (e^z - e^-z) / (e^z + e^-z)
        3: "C",  # T words, T + 1 states: h_0 is given, h_1 is the first that has read something
        4: "B",  # h_t is the state, y_t = h_t W_hq + b_q the answer
        5: "A",  # no parameter carries an index t
        6: "A",  # time steps share their parameters, layers do not
        7: "A",  # with W_left = W_hh and W_right = W_xh
        8: "B",  # slopes and W_hh, and not the range
        9: "C",  # f <= 1 bounds dc_t / dc_{t-1} along the lane, and nothing else
        10: "B",  # one of lab 6's reasons to count three sets of weights
        11: "C",  # two gates and a candidate
        12: "B",  # r = 0 hides the old state from the candidate; z = 1 keeps it all the same
        13: "B",  # rows or columns of W_hh
        14: "C",  # either convention is right, both at once are not
    }
    ### END SOLUTION


# %% [markdown] lang="en"
# ## 8. Summary
#
# - A sentence about a network **predicts a number**. Find out which, measure it, and only then agree or object.
# - **One fair counterexample refutes** a general claim. Small ones are best: many of yours have a single unit, and
#   anybody can check them by hand.
# - A **right sentence** survives every experiment, and has a reason that can be read off a formula.
# - **Notation is no error.** Counting from 0, $z$ that keeps or $z$ that replaces, reset before or after: each is fine.
#   Two of them in one text are not.
# - What bounds **one way** bounds nothing else. Gates limit the way along $c$; tanh limits states, not gradients.
#
# Four questions for the next article that you read: *Where is the input? What carries an index $t$? What multiplies
# what? And what would come out if it were true?*
#
# ## 9. Farewell
#
# Look back at what you can do now.
#
# - You can write a plain cell, an LSTM and a GRU from tensors, stack them, run them in both directions, and show that
#   `nn.SimpleRNN`, `nn.LSTM` and `nn.GRU` compute the same to the last digits (labs 2, 5, 6, 7).
# - You can send gradients through time by hand, say why they vanish or explode, and what helps: clipping, gates, and
#   the bias of the forget gate (labs 3 and 5).
# - You distrust silence: you test models for leaks between the sequences of a batch, for a look into the future, and
#   for padding that changes an answer (labs 4, 7, 8).
# - You have trained networks and compared them honestly, with several seeds, on data kept back, beside the simple
#   methods that any network has to beat: n-grams, the value of the year before, a linear autoregression (labs 9, 10,
#   11).
# - You have read one sequence and written another, of a different length (lab 12).
# - And you can read what others write about all this, with a pencil in your hand.
#
# **What is it good for, in the time of transformers?** A **transformer** (Vaswani et al., 2017) does not carry a state
# from step to step; by attention, each position looks at all others directly. So all positions of a text can be trained
# at once, and nothing has to survive a long way. The price: what is kept for looking back grows with the text. A recurrent
# state has the same size after a million steps as after one. **State-space models** such as S4 (Gu, Goel and Ré, 2022)
# and Mamba (Gu and Dao, 2023) carry such a state again, and update it by a *linear* recurrence, which can be computed
# for all steps in parallel. You know their ancestors: without a squashing function, the gradient's fate lies in the
# recurrence alone (question 7), and so everything depends on how it is parametrised.
#
# Recurrent networks as you have built them are at work where data arrive step by step, where an answer is due at once,
# or where the device is small:
#
# - **speech recognition on the phone**, while one is speaking: the recurrent transducer (Graves, 2012), built from
#   LSTMs for mobile devices by He et al. (2019);
# - **noise suppression in calls**: RNNoise (Valin, 2018), a small network of GRUs that runs in real time;
# - **reading lines of text in pictures**: CRNN (Shi, Bai and Yao, 2017) runs a bidirectional LSTM over a convolutional
#   network; PP-OCR (Du et al., 2020), the optical character recognition of the PaddlePaddle family, began with it;
# - **floods and rivers**: LSTMs that learn how rain becomes discharge (Kratzert et al., 2018), by now for rivers
#   all over the world (Nearing et al., 2024);
# - **agents that imagine what will happen**: the world model of DreamerV3 (Hafner et al., 2023) carries its state with
#   a GRU.
#
# And recurrence has come back into language models: RWKV (Peng et al., 2023), Griffin (De et al., 2024) and xLSTM (Beck
# et al., 2024) are large ones with a state of fixed size, and *Were RNNs All We Needed?* (Feng et al., 2024) strips LSTM
# and GRU down until they can be trained in parallel. When you read these papers, you will meet old acquaintances: a
# gate that keeps, a gate that writes, a candidate. Ask them your four questions.
#
# Thank you for coming all this way. Good luck!

# %% [markdown] lang="zh"
# ## 8. 小结
#
# - 关于网络的一句话，总会**预言一个数**。先弄清楚是哪个数，测出来，然后再同意或反对。
# - **一个公平的反例就能推翻**一个笼统的说法。反例越小越好：你的反例有许多只有一个单元，谁都可以拿笔验算。
# - **对的话**经得起每一次实验，而且能从公式里读出理由。
# - **记法不同不算错。** 从 0 数起，$z$ 是保留还是换掉，重置在前还是在后，单独用哪一种都可以；同一篇文章里混着用就不行。
# - 管住**一条路**的，管不了别的路。门只限制沿着 $c$ 的路；tanh 限制的是状态，不是梯度。
#
# 下次读文章时，请带上这四个问题：**输入在哪里？什么带着下标 $t$？什么乘以什么？如果它是对的，会得到什么数？**
#
# ## 9. 临别的话
#
# 回头看看，你现在会做些什么。
#
# - 你会用张量写出最基本的循环单元、LSTM 和 GRU，会把它们堆叠起来，让它们从两个方向去读，并且证明 `nn.SimpleRNN`、`nn.LSTM`、
#   `nn.GRU` 算的是同一回事，直到最后几位数字（实验 2、5、6、7）。
# - 你会亲手让梯度穿过时间，说得出它为什么消失、为什么爆炸，也知道对策：裁剪、门，以及遗忘门的偏置（实验 3、5）。
# - 程序不报错，你也不轻信：你会检验模型有没有让批次里的序列互相泄漏，有没有偷看未来，填充会不会改变答案（实验 4、7、8）。
# - 你训练过网络，并且老老实实地作过比较：用几个种子，用留出来的数据，旁边摆着任何网络都应当超过的简单方法，
#   比如 n 元语法、上一年的值、线性自回归（实验 9、10、11）。
# - 你读入过一条序列，再写出另一条长度不同的序列（实验 12）。
# - 而且，别人写这些内容的文章，你能手里拿着铅笔来读了。
#
# **在 Transformer 的时代，这些还有什么用？** **Transformer**（Vaswani 等人，2017）不把状态从一步传到下一步；它靠注意力机制，
# 让每个位置直接去看所有其他位置。因此一段文字的所有位置可以同时训练，也没有什么必须熬过长长的路。代价是：为了回头看而保存的东西，
# 会随文字变长而增多。循环网络的状态，走一百万步和走一步一样大。**状态空间模型**，例如 S4（Gu、Goel 与 Ré，2022）和 Mamba
# （Gu 与 Dao，2023），又把这样的状态请了回来，并且用**线性**递推来更新它，所有时间步可以并行计算。它们的祖先你认识：
# 没有压缩函数时，梯度的命运全看递推本身（第 7 题），所以关键在于怎样给它定参数。
#
# 你搭过的这类循环网络，至今仍在许多地方工作：数据一步一步地到来，答案马上就要，或者设备很小：
#
# - **手机上边说边出字的语音识别**：RNN transducer（简称 RNN-T；Graves，2012），He 等人（2019）用 LSTM 把它做到了移动设备上；
# - **通话中的降噪**：RNNoise（Valin，2018），一个由 GRU 组成的小网络，可以实时运行；
# - **识别图片里的文字行**：CRNN（Shi、Bai 与 Yao，2017）在卷积网络之上用双向 LSTM 来读；飞桨家族的文字识别系统
#   PP-OCR（Du 等人，2020）最初用的就是它；
# - **洪水与河流**：用 LSTM 学习降雨怎样变成径流（Kratzert 等人，2018），如今已用于世界各地的河流（Nearing 等人，2024）；
# - **会想象后果的智能体**：DreamerV3（Hafner 等人，2023）的世界模型用 GRU 来传递状态。
#
# 循环结构也回到了语言模型里：RWKV（Peng 等人，2023）、Griffin（De 等人，2024）和 xLSTM（Beck 等人，2024）都是状态大小固定的大模型；
# “Were RNNs All We Needed?”（Feng 等人，2024）则把 LSTM 和 GRU 一再化简，直到它们可以并行训练。读这些论文时，
# 你会遇到老熟人：一个管保留的门，一个管写入的门，一个候选状态。带上你的四个问题去问它们吧。
#
# 谢谢你一路走到这里。祝你好运！

# %% [markdown] lang="en"
# ## Go further
#
# 1. **Review a real text.** Take an article, a chapter or a lecture on LSTM or GRU, mark ten sentences that could be
#    measured, and measure them. Start with those that contain "always", "never", "because" or "the same".
# 2. **The sources.** Read how the originals put it, and compare with sentences 8, 9 and 12: Hochreiter and Schmidhuber,
#    *Long Short-Term Memory* (1997); Pascanu, Mikolov and Bengio, *On the difficulty of training recurrent neural
#    networks* (2013); Cho et al., *Learning Phrase Representations using RNN Encoder–Decoder for Statistical Machine
#    Translation* (2014); Chung et al., *Empirical Evaluation of Gated Recurrent Neural Networks on Sequence Modeling*
#    (2014). Which way round is $z$ in each of the last two?
# 3. **A bound for the LSTM.** Sentence 9 would be true under an additional condition. Find one (on $W_{hi}, W_{hf},
#    W_{ho}, W_{hc}$), prove it, and try to refute your own proof with random weights.
# 4. **Write the wrong article.** Write three sentences on *padding* (lab 8) or *perplexity* (lab 10) of which one is
#    wrong, with a counterexample for it, and hand them to a friend.
# 5. **Back to the first question.** Lab 1 asked whether order matters, with reviews that were made by a script. Here are
#    real ones: *Sentiment Labelled Sentences* (Kotzias et al., *From Group to Individual Labels using Deep Features*,
#    2015; 3,000 English sentences from three web sites, about 80 kB, licence CC BY 4.0). Train a bag of words and a
#    recurrent network of lab 9 on them, and see which of the two wins, and whether the answer of lab 1 holds. The cell
#    below fetches the data if there is internet.

# %% [markdown] lang="zh"
# ## 拓展练习
#
# 1. **审读一篇真正的文章。** 找一篇讲 LSTM 或 GRU 的文章、一章教材或一份讲义，标出十句可以测量的话，逐一测量。
#    先从含有“总是”“从不”“因为”“一样”的句子下手。
# 2. **回到源头。** 读一读原文是怎么说的，与第 8、9、12 句对照：Hochreiter 与 Schmidhuber，“Long Short-Term Memory”（1997）；
#    Pascanu、Mikolov 与 Bengio，“On the difficulty of training recurrent neural networks”（2013）；Cho 等人，
#    “Learning Phrase Representations using RNN Encoder–Decoder for Statistical Machine Translation”（2014）；Chung 等人，
#    “Empirical Evaluation of Gated Recurrent Neural Networks on Sequence Modeling”（2014）。最后两篇里的 $z$，各是哪一种？
# 3. **LSTM 的一个上界。** 加上一个条件，第 9 句就会成立。找出这样一个条件（对 $W_{hi}, W_{hf}, W_{ho}, W_{hc}$ 提要求），
#    证明它，再用随机权重试着推翻自己的证明。
# 4. **写一篇错的文章。** 就**填充**（实验 8）或**困惑度**（实验 10）写三句话，其中一句是错的，并备好它的反例，交给朋友去找。
# 5. **回到最初的问题。** 实验 1 问的是顺序重不重要，用的是脚本造出来的评论。这里有真实的评论：“Sentiment Labelled Sentences”
#    （Kotzias 等人，“From Group to Individual Labels using Deep Features”，2015；来自三个网站的 3000 个英文句子，约 80 kB，
#    许可协议 CC BY 4.0）。在上面各训练一个词袋模型和一个实验 9 的循环网络，看看谁赢，实验 1 的答案还成不成立。
#    有网络的话，下面的单元格会把数据取来。

# %%
import io
import urllib.request
import zipfile

FETCH = False  # set this to True where there is internet
URL = "https://archive.ics.uci.edu/static/public/331/sentiment+labelled+sentences.zip"


def fetch_sentences(url, timeout_s=10):
    """Return real reviews as a list of (sentence, label) with label 0 or 1; [] and a sentence if they cannot be had."""
    try:
        with urllib.request.urlopen(url, timeout=timeout_s) as reply:
            archive = zipfile.ZipFile(io.BytesIO(reply.read()))
    except (OSError, zipfile.BadZipFile) as problem:
        print(f"The data could not be fetched ({type(problem).__name__}). Is there internet? Or download {url} by hand.")
        return []
    names = [name for name in archive.namelist() if name.endswith("_labelled.txt") and "__MACOSX" not in name]
    lines = [line for name in names for line in archive.read(name).decode("utf-8").split("\n") if "\t" in line]
    pairs = [line.rsplit("\t", 1) for line in lines]
    return [(sentence.strip(), int(label)) for sentence, label in pairs]


if FETCH:
    sentences = fetch_sentences(URL)
    print(len(sentences), "sentences", sentences[:2])
else:
    print("Nothing was fetched. Set FETCH to True where there is internet, and run this cell again.")
