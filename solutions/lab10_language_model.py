# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lab:
#     title:
#       en: A language model that writes names
#       zh: 写姓氏的语言模型
#     minutes: 110
#     limits:
#       seconds: 15
#       memory_mb: 1024
# ---

# %% [markdown] lang="en"
# # Lab 10 — A language model that writes names
#
# Lab 9 read a name and said which language it comes from: many inputs, one answer. Now the arrow is turned round. You
# build a network that *writes* names, letter by letter, and none of them need exist: `vakkonen`, `costani`,
# `seliashvili`. Nothing new is needed for it. A network that can say **which letter comes next** can also write: it
# draws a letter from what it says, reads it, says what comes next, and so on.
#
# Such a network is called a **language model**. It is trained on names alone, without any labels; and whether it is
# any good can be said in one number, the *perplexity*. You compute this number for a model without a network, too, the
# best one that counting can do, and see honestly which of the two is better.
#
# **After this lab you can**
#
# - turn names into inputs and targets of a language model, padding included;
# - compute perplexity, and say why it is not an average of perplexities;
# - train a language model within a budget, first with your own GRU, then with `nn.GRU`;
# - draw samples, and use the temperature between caution and fancy;
# - steer what is written by the symbol that it starts from, and use that for classification;
# - train on a text without end by handing the state on, detached.
#
# **You need** lab 6 (the GRU), lab 8 (padding and masks), and lab 3 (clipping, truncated BPTT). Where their code is
# used, it is given here again.
#
# **Time**: about 110 minutes for nine questions, 30 points. Running all cells of the finished notebook takes about a
# minute on two CPU cores.
#
# **How to work.** A function that ends in `raise NotImplementedError(...)` is yours to write: put your code in the
# place of that line, run the cell, then run the `check(...)` cell below it. If you are stuck, run
# `hint("name_of_the_function")` in a new cell; each run gives one hint more, three in all. Go from top to bottom:
# later questions call the functions of earlier ones.

# %% [markdown] lang="zh"
# # 实验 10：写姓氏的语言模型
#
# 实验 9 读一个姓氏，说出它来自哪种语言：输入很多，答案只有一个。现在把箭头反过来。你要搭一个会**写**姓氏的网络，一个字母
# 接一个字母地写，写出来的不必真有其姓：`vakkonen`、`costani`、`seliashvili`。这不需要什么新东西。一个网络只要能说出
# **下一个字母是什么**，就会写：从它说的结果里抽一个字母，让它读进去，再说下一个，如此反复。
#
# 这样的网络叫**语言模型**（language model）。训练它只需要姓氏本身，不需要任何标签；它好不好，用一个数就能说清楚，这个数叫
# **困惑度**。你还会给一个不用神经网络的模型算出同样的数，那是单靠计数所能做到的好模型，然后如实地看看谁更好。
#
# **学完本实验，你能够**
#
# - 把姓氏变成语言模型的输入和目标，包括填充；
# - 计算困惑度，并说明为什么它不是若干困惑度的平均；
# - 在预算之内训练语言模型，先用你自己的 GRU，再用 `nn.GRU`；
# - 从模型中采样，并用温度在稳妥与奇想之间调节；
# - 用起始的符号控制写什么，并反过来用它做分类；
# - 把状态接着往下传并截断梯度，在没有尽头的文本上训练。
#
# **预备知识**：实验 6（GRU）、实验 8（填充与掩码）、实验 3（梯度裁剪、截断的随时间反向传播）。用到它们的代码时，
# 这里会再给一遍。
#
# **时间**：约 110 分钟，共 9 题 30 分。写完之后从头到尾运行一遍，在两个 CPU 核上约一分钟。
#
# **怎么做**：凡是以 `raise NotImplementedError(...)` 结尾的函数都由你来写。用你的代码替换这一行，运行这个单元格，
# 再运行它下面的 `check(...)`。卡住了就新建一个单元格，运行 `hint("函数名")`；每运行一次多给一条提示，一共三条。请从上往下做：
# 后面的题目会调用前面写好的函数。

# %% given=true
import warnings

warnings.filterwarnings("ignore", message="No ccache found")  # Paddle's note to people who compile C++

import numpy as np
import paddle
import paddle.nn.functional as F
from paddle import nn

from autograder import check, hint, load_data

MARK = "."  # stands before and after every name; its id is 0


def gru_step(x, h, params):
    """Return the next hidden state of a GRU cell, [batch, hidden]. (From lab 6.)"""
    z, r = (F.sigmoid(x @ params[f"W_x{gate}"] + h @ params[f"W_h{gate}"] + params[f"b_{gate}"]) for gate in "zr")
    candidate = paddle.tanh(x @ params["W_xh"] + params["b_h"] + r * (h @ params["W_hh"]))
    return z * h + (1 - z) * candidate


def masked_cross_entropy(logits, targets, mask):
    """Return the mean of -ln p(target) over the steps whose mask is 1. (From lab 8.)

    Args:
        logits: [batch, time, symbols].
        targets: int64 [batch, time].
        mask: float32 [batch, time], 1 where a step counts and 0 where there is padding.
    """
    losses = F.cross_entropy(logits, targets, reduction="none").reshape(mask.shape)
    return (losses * mask).sum() / mask.sum()


# %%
import matplotlib.pyplot as plt

plt.rcParams.update({"figure.dpi": 90, "font.size": 9, "axes.titlesize": 10})

surnames = load_data("surnames")  # data/README.md tells where they come from
names = {side: sorted(set(table["name"])) for side, table in surnames.items()}  # each once, whatever its language
for side, members in names.items():
    print(f"{side:5s} {len(members)} names, {sum(map(len, members))} letters:", *members[5::400][:8])

# %% [markdown] lang="en"
# ## 1. What comes next?
#
# Cover the end of a name and guess on: `dostoyevsk…` leaves little choice, `ma…` leaves a lot. A language model gives
# each possible next symbol a probability, for every beginning. Multiplied along a name, these make the probability of
# the name itself. For `abe`, with a dot for its end,
#
# $$P(\mathtt{abe.}) = p(\mathtt a)\; p(\mathtt b \mid \mathtt a)\; p(\mathtt e \mid \mathtt{ab})\;
# p(\mathtt . \mid \mathtt{abe}).$$
#
# This holds for any probabilities whatsoever (it is the chain rule of probability). The dot matters: without it,
# nothing would say that `abe` is complete, and who writes names must know when to stop. A second dot, *before* the
# name, gives the network something to read when it is asked for the first letter. We use the same symbol for both and
# call it the **mark**.
#
# ![A GRU unrolled over abe: it reads mark, a, b, e and is to say a, b, e, mark](../figures/lab10_shift.svg)
#
# So a name of $n$ letters gives $T = n + 1$ steps. At step $t$ the network reads $x_t$ and is to say the target
# $y_t = x_{t+1}$. It is *one to many* if you count what goes in from outside, one mark, and *many to many* if you look
# at a step: it is lab 2's `many_to_many` with a new question.
#
# **Three rules hold for all questions of this lab.** Each function
#
# 1. works for every size of at least 1: one name, one letter, one symbol;
# 2. leaves its arguments as they are (training changes the model's weights, of course);
# 3. takes whatever is called `model` only by what it does. In this lab a **language model** is an `nn.Layer` that is
#    called as `logits, state = model(ids, state)`: `ids` is int64 `[batch, time]`, `logits` is
#    `[batch, time, symbols]`, `state` is what the model remembers after the last step. Without a second argument, or
#    with `None`, it starts from zeros. What is in `state` is the model's own business.

# %% [markdown] lang="zh"
# ## 1. 下一个是什么？
#
# 把一个姓氏的后半截遮住，往下猜：`dostoyevsk…` 几乎没有选择，`ma…` 的可能就多了。语言模型对每一种开头，
# 给出下一个符号取各种可能的概率。沿着一个姓氏把这些概率乘起来，就是这个姓氏本身的概率。
# 以 `abe` 为例，用一个点表示结束：
#
# $$P(\mathtt{abe.}) = p(\mathtt a)\; p(\mathtt b \mid \mathtt a)\; p(\mathtt e \mid \mathtt{ab})\;
# p(\mathtt . \mid \mathtt{abe}).$$
#
# 无论概率是多少，这个等式都成立（这就是概率的链式法则）。这个点很重要：没有它，就无法表示 `abe` 已经写完，
# 而会写姓氏的人总得知道在哪里停笔。在姓氏**前面**也放一个点，这样在问第一个字母时，网络才有东西可读。
# 前后用同一个符号，我们称它为**起止符**。
#
# ![GRU 在 abe 上展开：依次读入起止符、a、b、e，要说出的是 a、b、e、起止符](../figures/zh/lab10_shift.svg)
#
# 所以 $n$ 个字母的姓氏有 $T = n + 1$ 步。在第 $t$ 步，网络读入 $x_t$，要说出目标 $y_t = x_{t+1}$。
# 如果只数从外面给的输入，那是一个起止符，属于**一对多**；如果逐步来看，就是**多对多**：还是实验 2 的
# `many_to_many`，只是问的问题不同。
#
# **本实验所有题目共同遵守三条规则。** 每个函数都要
#
# 1. 对任何不小于 1 的尺寸都成立：一个姓氏、一个字母、一个符号都行；
# 2. 不改动传进来的参数（训练当然会改变模型的权重）；
# 3. 凡是叫 `model` 的，只看它做什么。本实验中，**语言模型**是这样调用的 `nn.Layer`：
#    `logits, state = model(ids, state)`。其中 `ids` 是 int64 的 `[batch, time]`，`logits` 是 `[batch, time, symbols]`，
#    `state` 是模型在最后一步之后记住的东西。不给第二个参数，或者给 `None`，就从零开始。`state` 里是什么，由模型自己决定。

# %% [markdown] lang="en"
# ### Question 1 · `vocabulary` (2 points, about 5 minutes)
#
# **Why.** Networks read numbers. The **vocabulary** is the list of all symbols; the place of a symbol in it is its
# **id**. The same names must always give the same ids, or saved weights would mean something else tomorrow. (Sets have
# no fixed order: Python gives `set("abe")` another one in another run.)
#
# **What to return.** A list of strings: first `MARK`, then each character that occurs in `names`, once each, in the
# order that `sorted` gives. The mark is no letter. If it occurs in a name, raise a `ValueError`, for nobody could tell
# then where that name ends.

# %% [markdown] lang="zh"
# ### 第 1 题 · `vocabulary`（2 分，约 5 分钟）
#
# **为什么**：网络读的是数。**词表**（vocabulary）是所有符号的列表，符号在其中的位置就是它的 **id**。同样的姓氏必须总是得到
# 同样的 id，否则今天存下的权重明天就变了意思。（集合没有固定的次序：换一次运行，Python 给出的 `set("abe")` 次序可能不同。）
#
# **返回什么**：一个字符串列表：最前面是 `MARK`，然后是 `names` 里出现过的每个字符，各一次，按 `sorted` 的次序排列。
# 起止符不是字母；如果某个姓氏里含有它，就抛出 `ValueError`，因为那样谁也看不出这个姓氏到哪里结束。

# %% [markdown] lang="en" hints="vocabulary"
# 1. A set keeps each character once, `sorted` makes a list of it. The mark is put in front by hand.
# 2. `set("".join(names))` holds all characters of all names. Look whether the mark is among them before you go on.
# 3. `characters = set("".join(names))`; if `MARK in characters`, raise `ValueError`; return
#    `[MARK, *sorted(characters)]`.

# %% [markdown] lang="zh" hints="vocabulary"
# 1. 集合让每个字符只留一个，`sorted` 把它变成列表。起止符由你自己放到最前面。
# 2. `set("".join(names))` 就是所有姓氏的所有字符。先看看里面有没有起止符，再往下做。
# 3. `characters = set("".join(names))`；如果 `MARK in characters`，抛出 `ValueError`；否则返回
#    `[MARK, *sorted(characters)]`。


# %% question="vocabulary" points=2 minutes=5
def vocabulary(names):
    """Return the symbols of a language model in the order of their ids.

    Args:
        names: list of strings.

    Returns:
        list of strings of one character: MARK first, then the characters of the names, each once, sorted.

    Raises:
        ValueError: a name contains MARK.

    Example:
        >>> vocabulary(["kato", "abe", "aoki"])
        ['.', 'a', 'b', 'e', 'i', 'k', 'o', 't']
    """
    ### BEGIN SOLUTION put the mark before the sorted characters; refuse names that contain it
    characters = set("".join(names))
    if MARK in characters:
        raise ValueError(f"A name contains {MARK!r}, which is kept for the mark.")
    return [MARK, *sorted(characters)]
    ### END SOLUTION


# %%
symbols = vocabulary(names["train"])
id_of = {symbol: number for number, symbol in enumerate(symbols)}


def encode(name):
    """Return the ids of the letters of a name, without marks."""
    return [id_of[letter] for letter in name]


encoded = {side: [encode(name) for name in members] for side, members in names.items()}
print(len(symbols), "symbols:", " ".join(symbols))
print("abe ->", encode("abe"))

# %% [markdown] lang="en"
# ### Question 2 · `one_hot` (2 points, about 5 minutes)
#
# **Why.** The id 5 is not five times as much as the id 1; ids are names. So each becomes a vector of its own: all
# zeros, and a one at the place of the id. Multiplied with a weight matrix, this **one-hot** vector picks a row:
#
# $$\mathrm{onehot}(i)\; W = W_{i,:}$$
#
# That is exactly what lab 4's `nn.Embedding` does, without the detour over the zeros. With 27 symbols the detour costs
# nothing, and the GRU's own input weights are the embedding.
#
# **Shapes.** `ids` is an int64 tensor of any shape, `[batch, time]` for instance. Return a float32 tensor with one
# axis more, at the end: `[batch, time, size]`.

# %% [markdown] lang="zh"
# ### 第 2 题 · `one_hot`（2 分，约 5 分钟）
#
# **为什么**：id 5 并不是 id 1 的五倍，id 只是名字。所以每个 id 都变成一个自己的向量：全是 0，只在 id 那个位置上是 1。
# 这种**独热**（one-hot）向量与权重矩阵相乘，就是取出其中一行：
#
# $$\mathrm{onehot}(i)\; W = W_{i,:}$$
#
# 实验 4 的 `nn.Embedding` 做的正是这件事，只是不绕道那些 0。符号只有 27 个时，绕这个道不费什么，
# 而 GRU 自己的输入权重就是词嵌入。
#
# **形状**：`ids` 是任意形状的 int64 张量，例如 `[batch, time]`。返回 float32 张量，末尾多一个轴：`[batch, time, size]`。

# %% [markdown] lang="en" hints="one_hot"
# 1. For each id ask, for each place from 0 to `size - 1`: is it you? The answers, as 0 and 1, are the vector.
# 2. Give `ids` one more axis at the end and compare it with `paddle.arange(size)`: broadcasting does the rest. Or find
#    the function that Paddle has for it.
# 3. `(ids.unsqueeze(-1) == paddle.arange(size)).astype("float32")`, with `arange` in the dtype of `ids`.
#    `F.one_hot(ids, size)` is the same.

# %% [markdown] lang="zh" hints="one_hot"
# 1. 对每个 id，从 0 到 `size - 1` 逐个位置问一遍：是你吗？答案写成 0 和 1，就是这个向量。
# 2. 给 `ids` 在末尾添一个轴，再与 `paddle.arange(size)` 比较，其余的交给广播。或者找一找飞桨里现成的函数。
# 3. `(ids.unsqueeze(-1) == paddle.arange(size)).astype("float32")`，其中 `arange` 的类型与 `ids` 相同。
#    `F.one_hot(ids, size)` 也一样。


# %% question="one_hot" points=2 minutes=5
def one_hot(ids, size):
    """Return the one-hot vectors of ids.

    Args:
        ids: int64 tensor of any shape, numbers from 0 to size - 1.
        size: length of a vector.

    Returns:
        float32 tensor of the shape of `ids` with one axis more at the end, of length `size`.

    Example:
        >>> one_hot(paddle.to_tensor([[2, 0]]), 3).tolist()
        [[[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]]
    """
    ### BEGIN SOLUTION compare each id with all places
    return (ids.unsqueeze(-1) == paddle.arange(size, dtype=ids.dtype)).astype("float32")
    ### END SOLUTION


# %%
paddle.seed(0)
ids = paddle.to_tensor([encode("kato"), encode("aoki")])
table = paddle.randn([len(symbols), 6])
print("one-hot:", list(one_hot(ids, len(symbols)).shape), " times W:", list((one_hot(ids, len(symbols)) @ table).shape))
print("equal to rows of W:", bool((one_hot(ids, len(symbols)) @ table == F.embedding(ids, table)).all()))

# %% [markdown] lang="en"
# ## 2. Inputs, targets, mask
#
# ### Question 3 · `language_model_batches` (4 points, about 14 minutes)
#
# **Why.** Inputs and targets are the same symbols, moved against each other by one step. Here, one step too many or
# too few does not crash. If the targets are the inputs themselves, the network learns to repeat what it has just read,
# with a splendid loss, and can write nothing.
#
# **Formula.** For a name with the ids $c_1, \dots, c_n$, with 0 for the mark,
#
# $$x = (0,\, c_1,\, \dots,\, c_n), \qquad y = (c_1,\, \dots,\, c_n,\, 0), \qquad T = n + 1.$$
#
# In a batch the shorter names are padded at the end, with zeros. But 0 is the mark, too! What is a real end and what
# is padding is told by the **mask** alone (lab 8): 1 for the $n + 1$ steps of the name, its end included, and 0 after
# that. Without it the network would be trained to write marks after marks, and praised for it.
#
# **Shapes.** `encoded` is a list of names, each a list of ids without marks. Return a list of batches, each a tuple
# `(inputs, targets, mask)` of Paddle tensors: int64, int64 and float32, all `[batch, time]`, where `time` is one more
# than the length of the longest name *of this batch*.
#
# - Each name is in exactly one batch. Each batch has `batch_size` names; only the last one may have fewer.
# - With `seed=None` the names come in their given order. With a number they are shuffled: the same seed, the same
#   order; `np.random.default_rng(seed)` is there for that.
# - `starts` is a list with one id for each name, to be read in the place of the first mark; `None` means 0 for all.
#   (You will need that in section 6. A start belongs to its name, also after shuffling.)

# %% [markdown] lang="zh"
# ## 2. 输入、目标、掩码
#
# ### 第 3 题 · `language_model_batches`（4 分，约 14 分钟）
#
# **为什么**：输入和目标是同一串符号，只是彼此错开一步。这里多错一步、少错一步都不会报错。如果目标就是输入本身，
# 网络学会的就是重复刚读到的字母，损失漂亮得很，却什么也写不出来。
#
# **公式**：设姓氏的 id 为 $c_1, \dots, c_n$，起止符为 0，则
#
# $$x = (0,\, c_1,\, \dots,\, c_n), \qquad y = (c_1,\, \dots,\, c_n,\, 0), \qquad T = n + 1.$$
#
# 同一批里，较短的姓氏在末尾用 0 填充。可是 0 也是起止符！哪个是真正的结尾，哪个是填充，全靠**掩码**（mask，实验 8）
# 来区分：姓氏的 $n + 1$ 步为 1，包括结尾那一步；再往后为 0。没有掩码，网络就会被训练成写完一个起止符再写一个，还因此受表扬。
#
# **形状**：`encoded` 是姓氏的列表，每个姓氏是不含起止符的 id 列表。返回批次的列表，每个批次是飞桨张量组成的元组
# `(inputs, targets, mask)`，类型依次为 int64、int64、float32，形状都是 `[batch, time]`，其中 `time` 比
# **这一批**里最长的姓氏多 1。
#
# - 每个姓氏恰好在一个批次里。每批有 `batch_size` 个姓氏，只有最后一批可以少一些。
# - `seed=None` 时，姓氏按原来的次序排列。给一个数时打乱：种子相同，次序就相同；用 `np.random.default_rng(seed)` 即可。
# - `starts` 是一个列表，每个姓氏对应一个 id，用来代替最前面的起止符；`None` 表示全部为 0。
#   （第 6 节会用到。打乱之后，每个起始 id 仍要跟着它的姓氏。）

# %% [markdown] lang="en" hints="language_model_batches"
# 1. First decide the order of the names (a list of row numbers), then cut it into pieces of `batch_size`. Each piece
#    becomes three arrays of zeros that you fill row by row.
# 2. For a name of length `n`: inputs get the start at place 0 and the name at 1 … n; targets get the name at 0 … n − 1
#    (a zero already stands behind it); the mask gets ones at 0 … n.
# 3. `order = np.random.default_rng(seed).permutation(len(encoded))`, or `np.arange(len(encoded))`. Then
#    `for first in range(0, len(order), batch_size): rows = order[first : first + batch_size]`, and in it
#    `inputs[i, 1 : n + 1] = name`, `targets[i, :n] = name`, `mask[i, : n + 1] = 1`. At the end `paddle.to_tensor`.

# %% [markdown] lang="zh" hints="language_model_batches"
# 1. 先定下姓氏的次序（一串行号），再按 `batch_size` 切成段。每一段变成三个全 0 的数组，一行一行地填。
# 2. 长度为 `n` 的姓氏：输入的第 0 个位置放起始 id，第 1 … n 个位置放姓氏；目标的第 0 … n − 1 个位置放姓氏
#    （后面本来就有一个 0）；掩码的第 0 … n 个位置为 1。
# 3. `order = np.random.default_rng(seed).permutation(len(encoded))`，或者 `np.arange(len(encoded))`。然后
#    `for first in range(0, len(order), batch_size): rows = order[first : first + batch_size]`，循环里
#    `inputs[i, 1 : n + 1] = name`，`targets[i, :n] = name`，`mask[i, : n + 1] = 1`。最后用 `paddle.to_tensor`。


# %% question="language_model_batches" points=4 minutes=14
def language_model_batches(encoded, batch_size, seed=None, starts=None):
    """Cut names into padded batches of inputs, targets and mask.

    Args:
        encoded: list of names, each a list of ids without marks.
        batch_size: names in a batch; the last batch may be smaller.
        seed: None keeps the order, a number shuffles the names by this seed.
        starts: list with the id that each name is to start from; None for 0, the mark.

    Returns:
        list of tuples (inputs, targets, mask) of tensors: int64, int64, float32, each [batch, time], where time is the
        length of the batch's longest name plus one. Padding is 0 in all three.

    Example:
        >>> inputs, targets, mask = language_model_batches([[1, 2, 3], [4]], batch_size=2)[0]
        >>> inputs.tolist(), targets.tolist(), mask.tolist()
        ([[0, 1, 2, 3], [0, 4, 0, 0]], [[1, 2, 3, 0], [4, 0, 0, 0]], [[1.0, 1.0, 1.0, 1.0], [1.0, 1.0, 0.0, 0.0]])
    """
    ### BEGIN SOLUTION order the names, cut the order into pieces, and fill three arrays for each piece
    order = np.arange(len(encoded)) if seed is None else np.random.default_rng(seed).permutation(len(encoded))
    batches = []
    for first in range(0, len(order), batch_size):
        rows = order[first : first + batch_size]
        time = max(len(encoded[row]) for row in rows) + 1
        inputs = np.zeros([len(rows), time], "int64")
        targets = np.zeros([len(rows), time], "int64")
        mask = np.zeros([len(rows), time], "float32")
        for place, row in enumerate(rows):
            n = len(encoded[row])
            inputs[place, 0] = 0 if starts is None else starts[row]
            inputs[place, 1 : n + 1] = encoded[row]
            targets[place, :n] = encoded[row]  # the mark after it is there already: it is 0
            mask[place, : n + 1] = 1
        batches.append((paddle.to_tensor(inputs), paddle.to_tensor(targets), paddle.to_tensor(mask)))
    return batches
    ### END SOLUTION


# %%
inputs, targets, mask = language_model_batches([encode(name) for name in ("abe", "kobayashi", "mori")], batch_size=3)[0]
for row in range(3):
    print("inputs ", " ".join(symbols[number] for number in inputs[row].tolist()))
    print("targets", " ".join(symbols[number] for number in targets[row].tolist()))
    print("mask   ", " ".join(str(int(number)) for number in mask[row].tolist()), "\n")

# %% [markdown] lang="en"
# ## 3. One number: perplexity
#
# Before anything can be measured, there has to be a model. Here is lab 6's GRU as a language model. `forward` is the
# loop of `run_gru`, with one-hot vectors going in and a linear readout of every state coming out. (It takes Paddle's own
# `F.one_hot`, so that it works even if your question 2 does not yet.) Its state is the hidden state, `[batch, hidden]`.

# %% [markdown] lang="zh"
# ## 3. 一个数：困惑度
#
# 要测量，先得有个模型。下面把实验 6 的 GRU 写成语言模型。`forward` 就是 `run_gru` 的循环，进去的是独热向量，出来的是每个状态的
# 线性读出。（它用的是飞桨自己的 `F.one_hot`，所以即使你的第 2 题还没做好，它也能用。）它的状态就是隐藏状态，`[batch, hidden]`。


# %% given=true
class OwnLanguageModel(nn.Layer):
    """A language model made of lab 6's GRU step.

    Args:
        inputs: number of symbols that it can read.
        hidden: number of hidden units.
        outputs: number of symbols that it can predict.
    """

    def __init__(self, inputs, hidden, outputs):
        super().__init__()
        self.inputs, self.hidden = inputs, hidden
        shapes = {"W_hq": [hidden, outputs], "b_q": [outputs]}
        for gate in "zrh":
            shapes.update({f"W_x{gate}": [inputs, hidden], f"W_h{gate}": [hidden, hidden], f"b_{gate}": [hidden]})
        evenly = nn.initializer.Uniform(-(hidden**-0.5), hidden**-0.5)  # as Paddle's own layers start
        for name, shape in shapes.items():
            self.add_parameter(name, self.create_parameter(shape, default_initializer=evenly))

    def forward(self, ids, state=None):
        """Return logits [batch, time, outputs] and the hidden state after the last step, [batch, hidden]."""
        params = dict(self.named_parameters())
        h = paddle.zeros([ids.shape[0], self.hidden]) if state is None else state
        states = []
        for x in paddle.unbind(F.one_hot(ids, self.inputs), axis=1):
            h = gru_step(x, h, params)
            states.append(h)
        return paddle.stack(states, axis=1) @ params["W_hq"] + params["b_q"], h


# %% [markdown] lang="en"
# ### Question 4 · `perplexity` (4 points, about 12 minutes)
#
# **Why.** The cross-entropy is a mean of $-\ln p$ and hard to feel. Its exponential is easy: a model with
# **perplexity** 10 is, on average, as undecided as someone who chooses among 10 equally likely symbols. Who knows
# nothing has the perplexity 27 here, who is always sure and right has 1.
#
# **Formula.** Over all names together, with $N$ the number of all steps that count (letters and end marks),
#
# $$\mathrm{perplexity} = \exp\left(-\frac{1}{N} \sum_{\text{all counted steps}} \ln p(y_t \mid x_1, \dots, x_t)\right).$$
#
# Sum first, divide once, exponentiate last. A batch with 200 counted steps has to weigh twice as much as one with 100,
# and the mean of exponentials is not the exponential of the mean. Otherwise the number changes when the same names are
# cut into batches in another way. The logarithm and the exponential must have the same base;
# `masked_cross_entropy` uses $\ln$.
#
# **Shapes.** `batches` is a list as in question 3. Every batch starts from `state=None`. Return a plain float.

# %% [markdown] lang="zh"
# ### 第 4 题 · `perplexity`（4 分，约 12 分钟）
#
# **为什么**：交叉熵是 $-\ln p$ 的平均，光看数值没什么感觉。取它的指数就直观了：**困惑度**（perplexity）为 10 的模型，
# 平均来说就像在 10 个同样可能的符号中拿不定主意。在这里，一无所知的困惑度是 27，每次都有把握又都说对的困惑度是 1。
#
# **公式**：把所有姓氏放在一起，$N$ 是计入的步数之和（包括字母和结尾的起止符），
#
# $$\mathrm{perplexity} = \exp\left(-\frac{1}{N} \sum_{\text{所有计入的步}} \ln p(y_t \mid x_1, \dots, x_t)\right).$$
#
# 先求和，再除一次，最后取指数。计入 200 步的批次，分量应当是计入 100 步的两倍；而且指数的平均不等于平均的指数。
# 否则，同样的姓氏换一种分批方式，这个数就会变。对数和指数的底必须一致；`masked_cross_entropy` 用的是 $\ln$。
#
# **形状**：`batches` 是第 3 题那样的列表。每个批次都从 `state=None` 开始。返回一个普通的浮点数。

# %% [markdown] lang="en" hints="perplexity"
# 1. Two sums run along the batches: one of $-\ln p$, one of the steps that count. What to do with them comes after the
#    loop.
# 2. `masked_cross_entropy` gives the mean of a batch. Multiply it with the number of the batch's counted steps,
#    `mask.sum()`, to get the sum back.
# 3. `total += masked_cross_entropy(logits, targets, mask).item() * mask.sum().item()` and
#    `count += mask.sum().item()`; after the loop `np.exp(total / count)`. Put `with paddle.no_grad():` around the loop.

# %% [markdown] lang="zh" hints="perplexity"
# 1. 沿着批次累计两个和：一个是 $-\ln p$ 的和，一个是计入的步数。拿它们怎么办，等循环结束再说。
# 2. `masked_cross_entropy` 给出的是一批的平均。乘以这一批计入的步数 `mask.sum()`，就变回了和。
# 3. `total += masked_cross_entropy(logits, targets, mask).item() * mask.sum().item()`，
#    `count += mask.sum().item()`；循环结束后 `np.exp(total / count)`。循环外面套上 `with paddle.no_grad():`。


# %% question="perplexity" points=4 minutes=12
def perplexity(model, batches):
    """Return the perplexity of a language model on names.

    Args:
        model: called as `logits, state = model(inputs)`; logits is [batch, time, symbols].
        batches: list of tuples (inputs, targets, mask), each [batch, time].

    Returns:
        float: the exponential of the mean of -ln p(target) over all steps of all batches whose mask is 1.
    """
    ### BEGIN SOLUTION add up -ln p and the counted steps of all batches, then divide and exponentiate
    total = count = 0.0
    with paddle.no_grad():
        for inputs, targets, mask in batches:
            logits, _ = model(inputs)
            steps = mask.sum().item()
            total += masked_cross_entropy(logits, targets, mask).item() * steps
            count += steps
    return float(np.exp(total / count))
    ### END SOLUTION


# %% [markdown] lang="en"
# ### What counting can do
#
# What is a good perplexity? To know it, we need a rival that takes no network at all. A **trigram model** looks at the
# last two symbols, counts in the training names what came after them, and takes the shares for probabilities. The
# trouble is pairs that were seen rarely or never: a single new combination would make $p = 0$, and the perplexity
# infinite. **Smoothing** helps: mix the counts with what a shorter context says,
#
# $$p_k(c \mid \text{last } k) = \frac{n(\text{last } k,\ c) + \kappa_k\; p_{k-1}(c \mid \text{last } k-1)}
# {n(\text{last } k) + \kappa_k}, \qquad p_{-1} = \tfrac1{27}.$$
#
# After many observations the counts prevail, after few the shorter context does; $\kappa_k$ says what "few" is. A fair
# rival is a tuned one. So a tenth of the training names, the **validation** part, is put aside, the $\kappa_k$ are
# chosen by the perplexity on it, one after the other, and only then is the model counted anew on all training names.
# The test names have no say in any of this. What is predicted is the same for all models: each letter and the end of
# each name.

# %% [markdown] lang="zh"
# ### 单靠计数能做到多好
#
# 困惑度多少才算好？得找一个完全不用神经网络的对手。**三元模型**（trigram model）看最近的两个符号，在训练姓氏里数一数
# 它们后面跟过什么，拿所占的比例当作概率。麻烦在于有些组合很少见，甚至从未见过：只要碰到一个新组合，就有 $p = 0$，
# 困惑度无穷大。办法是**平滑**（smoothing）：把计数与更短的上文给出的结果混合起来，
#
# $$p_k(c \mid \text{最近 } k \text{ 个}) = \frac{n(\text{最近 } k \text{ 个},\ c) + \kappa_k\;
# p_{k-1}(c \mid \text{最近 } k-1 \text{ 个})}{n(\text{最近 } k \text{ 个}) + \kappa_k}, \qquad p_{-1} = \tfrac1{27}.$$
#
# 见得多了，以计数为准；见得少，以更短的上文为准。怎样算“少”，由 $\kappa_k$ 决定。对手要调好了才公平。
# 所以先从训练姓氏里留出十分之一作**验证**部分，按它上面的困惑度逐个选定 $\kappa_k$，然后才用全部训练姓氏重新计数。
# 测试姓氏不参与其中任何一步。所有模型要预测的东西完全一样：每个字母，以及每个姓氏的结尾。


# %%
class CountingModel:
    """Probabilities of the next symbol, from counts after contexts of several lengths, the longer smoothed by the shorter.

    Args:
        encoded: names to count in.
        orders: lengths of the contexts, short to long; [0, 1, 2] makes a trigram model.
        kappas: for each length, the weight of what is below.
        below: a CountingModel that comes before the shortest context; None for equal probabilities.
    """

    def __init__(self, encoded, orders, kappas, below=None):
        self.orders, self.kappas, self.below = orders, kappas, below
        self.counts, self.totals = {}, {}
        for name in encoded:
            for context, symbol in self.steps(name):
                for k in orders:
                    key = context[len(context) - k :]
                    self.counts[key, symbol] = self.counts.get((key, symbol), 0) + 1
                    self.totals[key] = self.totals.get(key, 0) + 1

    def steps(self, name):
        """Yield for each letter and for the end of a name the symbols before it, and it."""
        longest = self.orders[-1]
        padded = [0] * longest + list(name) + [0]
        for place in range(longest, len(padded)):
            yield tuple(padded[place - longest : place]), padded[place]

    def probability(self, context, symbol):
        p = 1 / len(symbols) if self.below is None else self.below.probability(context, symbol)
        for k, kappa in zip(self.orders, self.kappas, strict=False):
            key = context[len(context) - k :]
            p = (self.counts.get((key, symbol), 0) + kappa * p) / (self.totals.get(key, 0) + kappa)
        return p

    def logs(self, encoded):
        """Return ln p of every letter and every end."""
        return np.array([np.log(self.probability(*step)) for name in encoded for step in self.steps(name)])

    def perplexity(self, encoded):
        return np.exp(-self.logs(encoded).mean())


shuffled = np.random.default_rng(0).permutation(len(encoded["train"]))
tenth = len(shuffled) // 10
validation = [encoded["train"][row] for row in shuffled[:tenth]]
rest = [encoded["train"][row] for row in shuffled[tenth:]]

GRID = [0.5, 1, 2, 4, 8, 16, 32, 64]
CALLED = {0: "letter frequencies", 1: "bigram", 2: "trigram"}
kappas, counted, validated = [], {}, {}
print(f"uniform{len(symbols):33d}.00")
for order in range(6):
    contexts = list(range(order + 1))
    tried = {}
    for kappa in GRID:
        tried[kappa] = CountingModel(rest, contexts, [*kappas, kappa]).perplexity(validation)
    kappas.append(min(tried, key=tried.get))
    validated[order] = tried[kappas[-1]]
    counted[order] = CountingModel(encoded["train"], contexts, kappas).perplexity(encoded["test"])
    called = CALLED.get(order, f"{order + 1}-gram")
    print(f"{called:20s}kappa {kappas[-1]:4}  test{counted[order]:6.2f}   (validation {validated[order]:.2f})")

# %% [markdown] lang="en"
# The trigram has a good ten equally likely symbols left, of 27. Longer contexts help still, and then no more: most
# contexts of five letters occur once or never. Keep the line of the trigram in mind, and the best line too.
#
# ## 4. Training, first with your own cell
#
# Without training, your own cell knows no more than that there are 27 symbols:

# %% [markdown] lang="zh"
# 27 个符号里，三元模型平均还剩十个出头同样可能的。上文再长一些还有帮助，然后就到头了：五个字母的上文，大多只出现过一次，
# 或者从未出现。请记住三元模型那一行，也记住最好的那一行。
#
# ## 4. 训练，先用你自己的单元
#
# 没有训练过的话，你自己的单元只知道一共有 27 个符号：


# %%
def batches_of(encoded, starts=None):
    """Return batches for measuring: large ones, in order."""
    return language_model_batches(encoded, 256, starts=starts)


paddle.seed(0)
untrained = OwnLanguageModel(len(symbols), 128, len(symbols))
print(f"untrained: perplexity {perplexity(untrained, batches_of(validation)):.2f}")

# %% [markdown] lang="en"
# ### Question 5 · `train_language_model` (5 points, about 15 minutes)
#
# **Why.** The loop is the one that you know from labs 4 and 9. Two things are special. The **budget**: language models
# could be trained forever, so what is fixed beforehand is the number of updates, and the training stops there, in the
# middle of an epoch if need be. (Updates, not seconds: a busy computer shall not change the result.) And the
# **clipping** of lab 3: recurrent networks now and then have a gradient that is far too long.
#
# **What to do.** Make exactly `updates` updates, one for each batch:
#
# - Batches come from `language_model_batches(encoded, batch_size, ..., starts)`. When all are used up, the next epoch
#   begins, in another order. Make the seed of each epoch from `seed`, `seed + epoch` for instance, so that the same
#   `seed` gives the same training.
# - Each batch starts from `state=None`: its names have nothing to do with those of the batch before.
# - The loss is `masked_cross_entropy`. The optimizer is `paddle.optimizer.Adam` with the learning rate and with
#   `grad_clip=nn.ClipGradByGlobalNorm(1.0)`, everything else as it is by default.
#
# **What to return.** A list of `updates` floats: the loss of each update's batch, before that update.

# %% [markdown] lang="zh"
# ### 第 5 题 · `train_language_model`（5 分，约 15 分钟）
#
# **为什么**：循环还是实验 4 和实验 9 里的那个循环，特别之处有两点。一是**预算**（budget）：语言模型可以没完没了地训练下去，
# 所以事先定好更新次数，到了就停，哪怕一个 epoch 还没走完。（数更新次数，而不数秒：电脑忙不忙，不应该影响结果。）
# 二是实验 3 的**梯度裁剪**：循环网络的梯度偶尔会长得离谱。
#
# **要做什么**：恰好做 `updates` 次更新，每个批次一次：
#
# - 批次由 `language_model_batches(encoded, batch_size, ..., starts)` 得到。用完之后进入下一个 epoch，换一个次序。
#   每个 epoch 的种子由 `seed` 得出，例如 `seed + epoch`，这样 `seed` 相同，训练就相同。
# - 每个批次都从 `state=None` 开始：这一批的姓氏与上一批毫无关系。
# - 损失用 `masked_cross_entropy`。优化器用 `paddle.optimizer.Adam`，给它学习率和
#   `grad_clip=nn.ClipGradByGlobalNorm(1.0)`，其余保持默认。
#
# **返回什么**：由 `updates` 个浮点数组成的列表：每次更新所用批次的损失，在这次更新之前算出。

# %% [markdown] lang="en" hints="train_language_model"
# 1. Two loops: epochs outside, batches inside. The list of losses knows how many updates have been made.
# 2. Outside: `while len(losses) < updates`. Inside, before each batch, stop if the budget is used up. Then the five
#    lines that every training has: predict, loss, `backward`, `step`, `clear_grad`.
# 3. `optimizer = paddle.optimizer.Adam(learning_rate=..., parameters=model.parameters(), grad_clip=...)` before the
#    loops. Inside: `logits, _ = model(inputs)`, the loss, its three calls, `losses.append(loss.item())`. After the
#    inner loop `epoch += 1`.

# %% [markdown] lang="zh" hints="train_language_model"
# 1. 两层循环：外层是 epoch，内层是批次。已经更新了多少次，看损失列表的长度就知道。
# 2. 外层：`while len(losses) < updates`。内层在处理每个批次之前，先看预算是否用完。接着是每次训练都有的五步：
#    预测、损失、`backward`、`step`、`clear_grad`。
# 3. 循环之前：`optimizer = paddle.optimizer.Adam(learning_rate=..., parameters=model.parameters(), grad_clip=...)`。
#    循环里：`logits, _ = model(inputs)`，算损失，依次调用那三个方法，`losses.append(loss.item())`。内层结束后 `epoch += 1`。


# %% question="train_language_model" points=5 minutes=15 uses=["language_model_batches"] seconds=30
def train_language_model(model, encoded, updates, batch_size, learning_rate, seed, starts=None):
    """Train a language model for a fixed number of updates.

    Args:
        model: called as `logits, state = model(inputs)`; it is trained in place.
        encoded: list of names, each a list of ids without marks.
        updates: the budget: so many updates are made, no more and no fewer.
        batch_size: names in a batch.
        learning_rate: step size of Adam.
        seed: decides the order of the names.
        starts: list with the id that each name is to start from; None for 0, the mark.

    Returns:
        list of `updates` floats: the loss of each batch, computed before its update.

    Example:
        >>> model = OwnLanguageModel(len(symbols), 8, len(symbols))
        >>> len(train_language_model(model, [[1, 2], [3], [2, 2, 1]], updates=5, batch_size=2, learning_rate=0.01, seed=0))
        5
    """
    ### BEGIN SOLUTION go through shuffled batches, epoch after epoch, and update on each until the budget is used up
    clip = nn.ClipGradByGlobalNorm(1.0)
    optimizer = paddle.optimizer.Adam(learning_rate=learning_rate, parameters=model.parameters(), grad_clip=clip)
    model.train()
    losses = []
    epoch = 0
    while len(losses) < updates:
        batches = language_model_batches(encoded, batch_size, seed + epoch, starts)
        for inputs, targets, mask in batches[: updates - len(losses)]:
            logits, _ = model(inputs)
            loss = masked_cross_entropy(logits, targets, mask)
            loss.backward()
            optimizer.step()
            optimizer.clear_grad()
            losses.append(loss.item())
        epoch += 1
    return losses
    ### END SOLUTION


# %%
from time import perf_counter

paddle.seed(1)
own = OwnLanguageModel(len(symbols), 128, len(symbols))
began = perf_counter()
losses = train_language_model(own, rest, updates=200, batch_size=32, learning_rate=0.01, seed=1)
seconds = perf_counter() - began
trigram_validation = CountingModel(rest, [0, 1, 2], kappas).perplexity(validation)
print(f"200 updates of your own GRU took {seconds:.1f} s on this computer.")
print(f"exp(loss) of the first update {np.exp(losses[0]):.1f}, of the last ten {np.exp(np.mean(losses[-10:])):.1f}")
print(f"validation: own GRU {perplexity(own, batches_of(validation)):.2f}, trigram {trigram_validation:.2f}")

# %% [markdown] lang="en"
# Your own cell, without any layer of Paddle's, has caught up with the trigram after 200 updates, about two
# epochs. It could go on from here, but the loop over time steps in Python is slow. It has done its duty: it shows
# that nothing in this lab needs more than lab 6.
#
# ## 5. The same with `nn.GRU`
#
# ### Question 6 · `LanguageModel` (4 points, about 12 minutes)
#
# **Why.** `nn.GRU` runs the same steps in one piece of compiled code. Compare the times that the cells print.
#
# **What to build.** A class with the arguments and the manners of `OwnLanguageModel`: one-hot vectors of length
# `inputs`, one forward `nn.GRU` layer with `hidden` units, and an `nn.Linear` from each hidden state to `outputs`
# logits. Calling it as `model(ids, state)` returns `(logits, state)`:
#
# - `logits` `[batch, time, outputs]`: one answer for each step, without softmax (cross-entropy applies it);
# - `state`: what `nn.GRU` returns as its final state. Given back as the second argument, it lets the model go on
#   reading where it stopped. `None` starts anew.
#
# Lab 7 has shown what must not happen: the answer at step $t$ may depend on $x_1, \dots, x_t$ and on nothing after
# that.

# %% [markdown] lang="zh"
# 你自己的单元没有用飞桨的任何循环层，更新 200 次，约两个 epoch，就赶上了三元模型。接着训练还能更好，但在 Python 里对时间步
# 循环太慢。它的任务已经完成：它表明，本实验没有哪样东西超出实验 6。
#
# ## 5. 换成 `nn.GRU`
#
# ### 第 6 题 · `LanguageModel`（4 分，约 12 分钟）
#
# **为什么**：`nn.GRU` 用一段编译好的代码走完同样的步骤。请比较各单元格打印出来的时间。
#
# **搭什么**：一个类，参数和用法都与 `OwnLanguageModel` 相同：长度为 `inputs` 的独热向量，一个有 `hidden` 个隐藏单元的正向
# `nn.GRU` 层，再用 `nn.Linear` 把每个隐藏状态变成 `outputs` 个 logits。调用 `model(ids, state)` 返回 `(logits, state)`：
#
# - `logits` 为 `[batch, time, outputs]`：每一步一个答案，不做 softmax（交叉熵自己会做）；
# - `state`：就是 `nn.GRU` 返回的最终状态。把它作为第二个参数交回去，模型就从停下的地方接着读。`None` 表示重新开始。
#
# 实验 7 讲过什么不能发生：第 $t$ 步的答案可以取决于 $x_1, \dots, x_t$，但不能取决于之后的任何东西。

# %% [markdown] lang="en" hints="LanguageModel"
# 1. Two layers are made in `__init__`; `forward` sends the ids through `one_hot`, then through both.
# 2. `nn.GRU(inputs, hidden)` is batch-first and takes `(x, state)`; it returns all hidden states and the final state.
#    The linear layer works on the last axis, so it takes all steps at once.
# 3. `states, state = self.rnn(one_hot(ids, self.inputs), state)`, then `return self.readout(states), state`.

# %% [markdown] lang="zh" hints="LanguageModel"
# 1. 在 `__init__` 里造两个层；`forward` 让 id 先经过 `one_hot`，再依次经过这两层。
# 2. `nn.GRU(inputs, hidden)` 以批次为第一个轴，接收 `(x, state)`，返回所有隐藏状态和最终状态。线性层作用在最后一个轴上，
#    所以可以一次处理所有时间步。
# 3. `states, state = self.rnn(one_hot(ids, self.inputs), state)`，然后 `return self.readout(states), state`。


# %% question="LanguageModel" points=4 minutes=12 uses=["one_hot"]
class LanguageModel(nn.Layer):
    """A language model: one-hot vectors, one forward nn.GRU layer, a linear readout of every state.

    Args:
        inputs: number of symbols that it can read.
        hidden: number of hidden units.
        outputs: number of symbols that it can predict.

    Example:
        >>> model = LanguageModel(inputs=9, hidden=6, outputs=7)
        >>> logits, state = model(paddle.zeros([3, 5], dtype="int64"))
        >>> list(logits.shape), list(state.shape)
        ([3, 5, 7], [1, 3, 6])
    """

    def __init__(self, inputs, hidden, outputs):
        super().__init__()
        ### BEGIN SOLUTION make the recurrent layer and the readout
        self.inputs = inputs
        self.rnn = nn.GRU(inputs, hidden)
        self.readout = nn.Linear(hidden, outputs)
        ### END SOLUTION

    def forward(self, ids, state=None):
        """Return logits [batch, time, outputs] and the state after the last step."""
        ### BEGIN SOLUTION run the layer over the one-hot vectors from the given state, and read out every step
        states, state = self.rnn(one_hot(ids, self.inputs), state)
        return self.readout(states), state
        ### END SOLUTION


# %% [markdown] lang="en"
# ### How large a budget?
#
# The answer is found on the validation names. Four models start from the same weights and see the same batches; they
# differ in when they stop.

# %% [markdown] lang="zh"
# ### 预算定多大
#
# 答案要到验证姓氏上去找。四个模型从同样的权重出发，见到的批次也一样，只是停下的时刻不同。


# %%
def train_anew(encoded, updates, seed, starts=None, more_inputs=0):
    """Return a new model after so many updates, and its losses."""
    paddle.seed(seed)
    model = LanguageModel(len(symbols) + more_inputs, 128, len(symbols))
    return model, train_language_model(model, encoded, updates, 32, 0.01, seed, starts)


BUDGETS = [100, 200, 400, 800]
curve = {}
began = perf_counter()
for budget in BUDGETS:
    model, losses = train_anew(rest, budget, seed=1)
    curve[budget] = perplexity(model, batches_of(rest)), perplexity(model, batches_of(validation))
    print(f"{budget:4d} updates: names trained on {curve[budget][0]:5.2f}, validation {curve[budget][1]:5.2f}")
seconds = perf_counter() - began
print(f"{sum(BUDGETS)} updates took {seconds:.1f} s on this computer.")
BUDGET = min(curve, key=lambda budget: curve[budget][1])

smooth = np.convolve(losses, np.ones(20) / 20, mode="valid")
figure, axis = plt.subplots(figsize=(6, 2.8), layout="constrained")
axis.plot(np.arange(len(smooth)) + 20, np.exp(smooth), color="lightgray", label="batches (mean of 20)")
axis.plot(BUDGETS, [curve[budget][0] for budget in BUDGETS], "s-", color="tab:gray", label="names trained on")
axis.plot(BUDGETS, [curve[budget][1] for budget in BUDGETS], "o-", color="tab:orange", label="validation names")
axis.axhline(trigram_validation, color="tab:purple", linestyle="--", label="trigram on validation names")
axis.set_xlabel("updates")
axis.set_ylabel("perplexity")
axis.set_ylim(5, 15)
axis.legend(loc="center left", bbox_to_anchor=(1, 0.5))
plt.show()

# %% [markdown] lang="en"
# **What to see.** On the names that it is trained on, the model gets better and better; on names that it has never
# seen, it gets worse again after a while. From there on it learns the training names by heart instead of what names
# are like. (Some three thousand names have not much more to teach.) A budget is not only there to save time.
#
# Now the test. The budget is fixed, the seeds are three, all training names are used, as they were for the counts, and
# no network has met the test names before.

# %% [markdown] lang="zh"
# **看什么**：在训练用的姓氏上，模型越来越好；在从没见过的姓氏上，过了一阵子又变差了。从那时起，它学的不再是姓氏的规律，
# 而是把训练姓氏背下来。（姓氏只有三千来个，能学的也就这么多。）可见预算不只是为了省时间。
#
# 现在来考试。预算定了，随机种子取三个，用上全部训练姓氏（计数的模型也是如此），而测试姓氏，网络到这时才第一次见到。

# %%
results = []
for seed in (1, 2, 3):
    model, _ = train_anew(encoded["train"], BUDGET, seed)
    results.append(perplexity(model, batches_of(encoded["test"])))
writer = model  # the last one will write names below
best_order = min(validated, key=validated.get)
print(f"perplexity on {len(encoded['test'])} test names, {BUDGET} updates")
print(f"  trigram, smoothed     {counted[2]:6.2f}")
print(f"  best count ({best_order + 1}-gram)   {counted[best_order]:6.2f}   (best on the validation names)")
print("  nn.GRU, three seeds  ", "  ".join(f"{result:.2f}" for result in results))

figure, axis = plt.subplots(figsize=(5.2, 2.5), layout="constrained")
axis.plot(range(1, 7), [counted[order] for order in range(6)], "s-", color="tab:purple", label="counts, smoothed")
axis.axhspan(min(results), max(results), color="tab:orange", alpha=0.5, label="nn.GRU, three seeds")
axis.set_xlabel("$n$ of the $n$-gram model")
axis.set_ylabel("perplexity, test names")
axis.legend()
plt.show()

# %% [markdown] lang="en"
# **What to see.** The network is below the trigram with every seed, and below the best count, which may look at more
# letters than the trigram: a state of 128 numbers generalises where a table can only look up. But do not overdo it:
# the lead over well smoothed counts is real and modest. Whoever tells you that counting is nothing has not tuned the
# count.

# %% [markdown] lang="zh"
# **看什么**：三个种子的网络都低于三元模型，也低于最好的计数模型，而后者看的字母比三元模型还多。表格只会查，
# 128 个数组成的状态却能举一反三。不过也别夸大：与平滑得好的计数相比，网络的领先是真的，但幅度不大。
# 谁说计数一无是处，那是他没有把计数调好。

# %% [markdown] lang="en"
# ## 6. Writing
#
# ### Question 7 · `temperature_probabilities` (2 points, about 5 minutes)
#
# **Why.** The model gives each symbol a logit. To write, we do not always take the largest: a model that did that
# would write the same name over and over. We *draw*, each symbol with its probability. The **temperature** $\tau$
# says how daring the draw is. Below 1 it favours what is likely already, above 1 it gives the unlikely more of a
# chance.
#
# **Formula.** With the logits $o_1, \dots, o_K$ of one step,
#
# $$p_i = \frac{e^{o_i / \tau}}{\sum_{j=1}^K e^{o_j / \tau}}, \qquad \tau > 0.$$
#
# It is the *logits* that are divided. Divide the probabilities instead, and nothing happens once they are made to sum
# to 1 again. For $\tau \to 0$ all goes to the largest logit, for $\tau \to \infty$ all symbols become equally likely,
# and $\tau = 1$ is the model's own opinion. At small $\tau$ the numbers $o_i / \tau$ get large; `F.softmax` does not
# overflow.
#
# **Shapes.** `logits` is a tensor `[..., symbols]`; return the probabilities in the same shape.

# %% [markdown] lang="zh"
# ## 6. 写
#
# ### 第 7 题 · `temperature_probabilities`（2 分，约 5 分钟）
#
# **为什么**：模型给每个符号一个 logit。写的时候，我们并不总取最大的那个：那样的话，写来写去都是同一个姓氏。
# 我们按概率**抽取**符号。抽得有多大胆，由**温度**（temperature）$\tau$ 决定。小于 1 时，本来就可能的更占便宜；
# 大于 1 时，不大可能的也多些机会。
#
# **公式**：设某一步的 logits 为 $o_1, \dots, o_K$，则
#
# $$p_i = \frac{e^{o_i / \tau}}{\sum_{j=1}^K e^{o_j / \tau}}, \qquad \tau > 0.$$
#
# 除以温度的是 **logits**。如果改成去除概率，再让它们的和回到 1，就等于什么也没做。$\tau \to 0$ 时，概率全归最大的 logit；
# $\tau \to \infty$ 时，所有符号同样可能；$\tau = 1$ 就是模型本来的意见。$\tau$ 很小时，$o_i / \tau$ 会很大；
# `F.softmax` 不会溢出。
#
# **形状**：`logits` 为张量 `[..., symbols]`；返回形状相同的概率。

# %% [markdown] lang="en" hints="temperature_probabilities"
# 1. The formula is a softmax. Of what?
# 2. Not of the logits themselves, but of all of them divided by one number.
# 3. `F.softmax(logits / temperature, axis=-1)`.

# %% [markdown] lang="zh" hints="temperature_probabilities"
# 1. 公式就是一个 softmax。对什么做 softmax？
# 2. 不是对 logits 本身，而是先把它们全都除以同一个数。
# 3. `F.softmax(logits / temperature, axis=-1)`。


# %% question="temperature_probabilities" points=2 minutes=5
def temperature_probabilities(logits, temperature):
    """Return the probabilities of the next symbol at a temperature.

    Args:
        logits: tensor [..., symbols].
        temperature: number above 0.

    Returns:
        tensor of the same shape; it sums to 1 over the last axis.

    Example:
        >>> [round(p, 2) for p in temperature_probabilities(paddle.to_tensor([0.0, 1.0]), 0.5).tolist()]
        [0.12, 0.88]
    """
    ### BEGIN SOLUTION divide the logits by the temperature before the softmax
    return F.softmax(logits / temperature, axis=-1)
    ### END SOLUTION


# %%
beginning = "mar"
ids = paddle.to_tensor([[0, *encode(beginning)]])
logits = writer(ids)[0][0, -1]  # after the last letter of the beginning

figure, axes = plt.subplots(1, 3, figsize=(8.4, 2.1), layout="constrained", sharey=True)
for axis, temperature in zip(axes, (0.3, 1.0, 3.0), strict=True):
    axis.bar(symbols, temperature_probabilities(logits, temperature).numpy(), color="tab:orange")
    axis.set_title(f"$\\tau$ = {temperature}")
    axis.set_xlabel("next symbol")
axes[0].set_ylabel(f"p(next | {beginning})")
plt.show()

# %% [markdown] lang="en"
# **What to see.** The same logits after `mar`, three times. In the middle is what the model believes; on the left the
# favourites take all; on the right even a `q` has a chance.
#
# ### Question 8 · `sample` (5 points, about 14 minutes)
#
# ![A symbol is drawn and becomes the next input; the state goes along; the mark ends the name](../figures/lab10_sampling.svg)
#
# **Why.** Now it writes. What was drawn becomes the next input; that is all. In training the network read real
# letters; from here on it reads its own.
#
# **What to do.** For each of `count` names:
#
# 1. Begin with `state=None` and the symbol `start`. (A state left over from the name before would leak into this one.)
# 2. Give the model the symbol, as ids `[1, 1]`, *and the state that it returned last*. Make probabilities of its logits
#    at the temperature, and draw the next symbol.
# 3. If it is the mark, id 0, the name is finished; the mark is no part of it. Else add `symbols[id]` to the name, and
#    go on from 2. Stop after `longest` letters in any case: nothing guarantees that a mark is ever drawn.
#
# `seed` decides all draws: the same seed gives the same names, the names of one call differ from each other. Draw with
# `np.random.default_rng(seed)` and its method `choice(..., p=...)`, or with any other generator that you seed. An empty
# name is possible, if the first symbol drawn is the mark. Writing several names at once, as a batch, is fine too.
#
# **What to return.** A list of `count` strings.

# %% [markdown] lang="zh"
# **看什么**：同样是 `mar` 之后的 logits，画了三遍。中间是模型自己的看法；左边是热门的几个通吃；右边连 `q` 也有机会。
#
# ### 第 8 题 · `sample`（5 分，约 14 分钟）
#
# ![按概率抽出一个符号，它成为下一步的输入；状态一路传下去；抽到起止符就写完了](../figures/zh/lab10_sampling.svg)
#
# **为什么**：现在开始写。抽到什么，就把它作为下一步的输入，如此而已。训练时网络读的是真实的字母，
# 从现在起它读的是自己写的字母。
#
# **要做什么**：一共写 `count` 个姓氏，每一个都这样写：
#
# 1. 从 `state=None` 和符号 `start` 开始。（上一个姓氏留下的状态会泄漏到这一个里。）
# 2. 把这个符号（写成 `[1, 1]` 的 id）交给模型，**连同它上次返回的状态**。按温度把 logits 变成概率，抽取下一个符号。
# 3. 如果抽到起止符，也就是 id 0，这个姓氏就写完了，起止符不算在内。否则把 `symbols[id]` 接到姓氏后面，回到第 2 步。
#    无论如何，写满 `longest` 个字母就停：谁也不能保证起止符一定会被抽到。
#
# 所有的抽取都由 `seed` 决定：种子相同，写出的姓氏就相同；同一次调用里的各个姓氏彼此不同。可以用 `np.random.default_rng(seed)`
# 的 `choice(..., p=...)` 来抽，也可以用别的、由你设定种子的生成器。第一个符号就抽到起止符时，姓氏为空，这是允许的。
# 把几个姓氏当作一个批次同时写，也可以。
#
# **返回什么**：由 `count` 个字符串组成的列表。

# %% [markdown] lang="en" hints="sample"
# 1. Two loops: names outside, letters inside. What has to be set anew for each name, and what goes along from letter to
#    letter?
# 2. Inside: `logits, state = model(paddle.to_tensor([[symbol]]), state)`; the logits of the only step are
#    `logits[0, 0]`. Your `temperature_probabilities` makes the `p` for `rng.choice(len(p), p=p)`.
# 3. Before the inner loop: `letters, state, symbol = [], None, start`. In it: call the model, draw `symbol`, `break` if
#    it is 0, else `letters.append(symbols[symbol])`. NumPy wants probabilities that sum to 1 exactly: make `p` float64
#    and divide it by `p.sum()`. One generator, made before the outer loop, serves all names.

# %% [markdown] lang="zh" hints="sample"
# 1. 两层循环：外层是姓氏，内层是字母。哪些东西每个姓氏都要重新设定，哪些东西要从一个字母传到下一个字母？
# 2. 内层：`logits, state = model(paddle.to_tensor([[symbol]]), state)`；只有一步，它的 logits 是 `logits[0, 0]`。
#    用你的 `temperature_probabilities` 得到 `p`，再 `rng.choice(len(p), p=p)`。
# 3. 内层循环之前：`letters, state, symbol = [], None, start`。循环里：调用模型，抽出 `symbol`，为 0 就 `break`，否则
#    `letters.append(symbols[symbol])`。NumPy 要求概率之和正好是 1：先把 `p` 变成 float64，再除以 `p.sum()`。
#    生成器只在外层循环之前造一个，供所有姓氏使用。


# %% question="sample" points=5 minutes=14 uses=["temperature_probabilities"] seconds=25
def sample(model, symbols, count, temperature, seed, start=0, longest=20):
    """Write names with a language model.

    Args:
        model: called as `logits, state = model(ids, state)`; logits is [batch, time, len(symbols)].
        symbols: list of strings, the vocabulary; id 0 is the mark.
        count: number of names.
        temperature: number above 0; see `temperature_probabilities`.
        seed: decides all draws.
        start: id of the symbol that each name starts from.
        longest: a name that has so many letters is finished.

    Returns:
        list of `count` strings without marks.
    """
    ### BEGIN SOLUTION draw symbol after symbol, feed each back together with the state, stop at the mark
    rng = np.random.default_rng(seed)
    names = []
    with paddle.no_grad():
        for _ in range(count):
            letters, state, symbol = [], None, start
            while len(letters) < longest:
                logits, state = model(paddle.to_tensor([[symbol]]), state)
                p = temperature_probabilities(logits[0, 0], temperature).numpy().astype("float64")
                symbol = int(rng.choice(len(p), p=p / p.sum()))
                if symbol == 0:
                    break
                letters.append(symbols[symbol])
            names.append("".join(letters))
    return names
    ### END SOLUTION


# %%
known = set(names["train"])
print("temperature  distinct  known from training  letters  examples")
for temperature in (0.05, 0.3, 0.6, 1.0, 1.5, 2.5):
    written = sample(writer, symbols, 200, temperature, seed=4)
    old = np.mean([name in known for name in written])
    letters = np.mean([len(name) for name in written])
    print(f"{temperature:11}{len(set(written)):10d}{old:21.0%}{letters:9.1f}  {' '.join(written[:5])}")

# %% [markdown] lang="en"
# **What to see.** Two hundred names at each temperature. Near 0, a few favourites come again and again. At 1 nearly all
# names are different; one can pronounce most of them, and often say where they should come from. When it is hot, they
# fall apart. And look at the third column before you call a model creative: it tells whether it invents or recites.
# This one invents; hardly any name was in its training.
#
# ## 7. In the language that you wish
#
# How is the model told *which kind* of name to write? The cheapest way changes nothing about it: give each language a
# symbol of its own, and let the name start with that instead of the mark. The model reads `finnish`, then the letters,
# and its state carries along what it has read first. These symbols are only read, never predicted; so there are
# `27 + 18` inputs and still 27 outputs. All your functions have been ready for it from the beginning: `starts` in
# training, `start` in writing.
#
# ![The first input is the symbol of a language instead of the mark; everything else is as before](../figures/lab10_language.svg)

# %% [markdown] lang="zh"
# **看什么**：每种温度写了二百个。温度接近 0 时，翻来覆去就是那几个热门。温度为 1 时，几乎每个都不一样，大多念得出来，
# 往往还看得出该是哪里的姓。温度高了，就散架了。另外，称赞模型有创意之前，请先看第三列：它说明模型是在创作，还是在背书。
# 这个模型是在创作，写出来的几乎都没在训练中出现过。
#
# ## 7. 想要哪种语言，就写哪种语言
#
# 怎样告诉模型写**哪一种**姓氏？最省事的办法是不改模型：给每种语言一个自己的符号，让姓氏从它开始，代替最前面的起止符。
# 模型先读到 `finnish`，再读字母，状态会把最先读到的东西一路带着。这些符号只用来读，从不用来预测；所以输入有
# `27 + 18` 个符号，输出仍是 27 个。你的函数从一开始就为此做好了准备：训练时有 `starts`，写的时候有 `start`。
#
# ![第一个输入是某种语言的符号，而不是起止符；其余照旧](../figures/zh/lab10_language.svg)

# %%
languages = sorted(set(surnames["train"]["language"]))
start_of = {language: len(symbols) + number for number, language in enumerate(languages)}
starts = {side: [start_of[language] for language in table["language"]] for side, table in surnames.items()}
rows = {side: [encode(name) for name in table["name"]] for side, table in surnames.items()}

steered, _ = train_anew(rows["train"], BUDGET, 1, starts["train"], more_inputs=len(languages))

trained_on = {language: set() for language in languages}
for language, name in zip(surnames["train"]["language"], surnames["train"]["name"], strict=True):
    trained_on[language].add(name)

print("language     known   names written for it, temperature 0.5")
for language in languages:
    written = sample(steered, symbols, 40, 0.5, seed=5, start=start_of[language])
    old = np.mean([name in trained_on[language] for name in written])
    print(f"{language:11s}{old:7.0%}   {' '.join(written[:6])}")

# %% [markdown] lang="en"
# **What to see.** One model, eighteen kinds of names. "known" is the share of forty names that are training names of
# that language. Mostly it is next to nothing. The exceptions are Chinese and Swedish, and for the same reason: their
# names are put together from few parts, syllables here, `lund`, `berg` and `ström` there, and whoever combines them well
# hits upon real ones. Of Japanese there are only 39 names to learn from, which is little, and it shows.
#
# Knowing the language should help the guessing, too. It does, and it helps the counts as well: the rival below has
# trigram counts of each language by themselves, smoothed by the trigrams of all languages, with $\kappa$ chosen on
# validation names.

# %% [markdown] lang="zh"
# **看什么**：一个模型，写十八种姓氏。“known” 是写出的四十个之中训练时见过的这种语言的姓氏所占的比例，大多接近于零。
# 例外是汉语和瑞典语，原因相同：它们的姓氏由不多的几种部件拼成，汉语是音节，瑞典语是 `lund`、`berg`、`ström` 之类，
# 拼得好，自然会碰上真有的姓。日语只有 39 个姓氏可学，实在太少，从写出来的也看得出来。
#
# 知道是哪种语言，猜起来也应该更准。确实如此，而且对计数的模型同样有帮助：下面的对手对每种语言单独数三元组，
# 再用所有语言的三元模型来平滑，$\kappa$ 在验证姓氏上选定。


# %%
def split_by_language(encoded, starts):
    """Return a dict from language to its names."""
    return {language: [name for name, own in zip(encoded, starts, strict=True) if own == start_of[language]] for language in languages}


def counted_by_language(train, test, kappa):
    """Return the perplexity of trigrams of each language, smoothed by those of all."""
    below = CountingModel([name for members in train.values() for name in members], [0, 1, 2], kappas)
    logs = [CountingModel(train[language], [2], [kappa], below).logs(test[language]) for language in languages]
    return np.exp(-np.mean(np.concatenate(logs)))


by_language = {side: split_by_language(rows[side], starts[side]) for side in rows}
kept = {language: members[len(members) // 10 :] for language, members in by_language["train"].items()}
aside = {language: members[: len(members) // 10] for language, members in by_language["train"].items()}
kappa = min(GRID, key=lambda kappa: counted_by_language(kept, aside, kappa))
print("perplexity on the rows of the test set, the language being told")
print(f"  trigrams by language  {counted_by_language(by_language['train'], by_language['test'], kappa):6.2f}   (kappa {kappa})")
print(f"  nn.GRU                {perplexity(steered, batches_of(rows['test'], starts['test'])):6.2f}")

# %% [markdown] lang="en"
# ### And backwards: who would have written this?
#
# A model that knows how probable a name is in each language can be asked the other way round. For a name and a
# language $\ell$, add up the logarithms of its steps, started from the symbol of $\ell$; that is
# $\ln P(\mathrm{name} \mid \ell)$. The language for which it is largest, weighed with how frequent the language is,
# is the best guess (Bayes' rule):
#
# $$\hat \ell = \arg\max_\ell \left[\, \ln P(\mathrm{name} \mid \ell) + \ln P(\ell) \,\right].$$
#
# Nobody has trained it for that. The first picture shows for the test names of each language (row) the perplexity if
# each language (column) is claimed.

# %% [markdown] lang="zh"
# ### 反过来问：这会是谁写的？
#
# 模型既然知道一个姓氏在每种语言里有多大可能，就可以反过来问它。对一个姓氏和一种语言 $\ell$，从 $\ell$ 的符号出发，
# 把各步概率的对数加起来，就是 $\ln P(\text{姓氏} \mid \ell)$。再计入这种语言有多常见，让总和最大的那种语言就是最好的猜测（贝叶斯法则）：
#
# $$\hat \ell = \arg\max_\ell \left[\, \ln P(\text{姓氏} \mid \ell) + \ln P(\ell) \,\right].$$
#
# 没有谁为此训练过它。下图中，每一行是一种语言的测试姓氏，每一列是声称的语言，颜色表示此时的困惑度。


# %%
def log_likelihoods(encoded):
    """Return ln P(name | language) as [names, languages]."""
    columns = []
    with paddle.no_grad():
        for language in languages:
            found = []
            for inputs, targets, mask in batches_of(encoded, [start_of[language]] * len(encoded)):
                logits, _ = steered(inputs)
                losses = F.cross_entropy(logits, targets, reduction="none").reshape(mask.shape)
                found.append(-(losses * mask).sum(axis=1).numpy())
            columns.append(np.concatenate(found))
    return np.stack(columns, axis=1)


prior = np.log([len(by_language["train"][language]) / len(rows["train"]) for language in languages])
scores = log_likelihoods(rows["test"])
truth = np.array(starts["test"]) - len(symbols)
accuracy = ((scores + prior).argmax(axis=1) == truth).mean()
print(f"languages of test names guessed right: {accuracy:.1%}; always the most frequent one: {np.exp(prior.max()):.1%}")

steps = np.array([len(name) + 1 for name in rows["test"]])
claimed = np.stack([np.exp(-scores[truth == row].sum(axis=0) / steps[truth == row].sum()) for row in range(len(languages))])
figure, axis = plt.subplots(figsize=(6.2, 5.2), layout="constrained")
image = axis.imshow(claimed, cmap="viridis_r", norm="log", vmin=claimed.min(), vmax=100)
axis.set_xticks(range(len(languages)), languages, rotation=90)
axis.set_yticks(range(len(languages)), languages)
axis.set_xlabel("language claimed")
axis.set_ylabel("test names of")
figure.colorbar(image, label="perplexity")
plt.show()

for name in ("wang", "okafor", "papadaki", "johansdotter"):  # put in names of your own, letters a to z
    order = (log_likelihoods([encode(name)])[0] + prior).argsort()[::-1][:3]
    print(f"{name:13s}", ", ".join(languages[place] for place in order))

# %% [markdown] lang="en"
# **What to see.** In nearly every row the diagonal is the brightest: a language is least surprised by its own names.
# Bright, too, are the neighbours: Portuguese, Spanish and Italian; Czech and Polish; Dutch, English, German and Swedish.
# Chinese keeps to itself: its names surprise all others, and who expects one syllable and an end is lost with a long
# Russian name. Of `okafor`, an Igbo name, the model has no idea, and guesses all the same: a closed list of languages
# leaves it no other choice.
#
# ## 8. A text without end
#
# Names are short; each fits into a batch as a whole. A book does not. What is read then is a **stream**: the text is
# cut into pieces of equal length, *chunks*, the state at the end of one chunk is handed on to the next, and an update
# is made after each. Handed on are the numbers, not their history. That is lab 3's truncated BPTT.
#
# ![The state goes from chunk to chunk; the gradient stops at the border](../figures/lab10_stream.svg)
#
# ### Question 9 · `detach_state` (2 points, about 6 minutes)
#
# **Why.** A state remembers the operations that made it. If it is handed on as it is, the second `backward` walks back
# into the first chunk, whose record is already gone, and stops with an error; and if the record were kept, each update
# would go back to the beginning of the book. If it is replaced by zeros, there is no error, and no memory either.
#
# **What to do.** Return the same numbers without a history, so that no gradient passes through them. `state` may be
#
# - a tensor of any shape (GRU): return a tensor;
# - a tuple of tensors (LSTM, with $h$ and $c$): return a tuple with each of them detached;
# - `None` (the beginning): return `None`.

# %% [markdown] lang="zh"
# **看什么**：几乎每一行都是对角线上最亮：每种语言对自己的姓氏最不感到意外。近邻之间也比较亮：葡萄牙语、西班牙语和意大利语；
# 捷克语和波兰语；荷兰语、英语、德语和瑞典语。汉语自成一家：它的姓氏让别的语言都很意外；而只等着一个音节就结束的汉语，
# 碰到长长的俄语姓氏也摸不着头脑。`okafor` 是伊博语的姓氏，模型对它一无所知，却照样要猜一个：语言的清单是封闭的，它别无选择。
#
# ## 8. 没有尽头的文本
#
# 姓氏很短，每个都能整个放进一个批次。一本书就不行了。这时读的是一条**长流**（stream）：把文本切成一样长的小段（chunk），
# 一段末尾的状态交给下一段，每段更新一次。往下交的是数值，而不是它们的来历。这就是实验 3 的截断的随时间反向传播。
#
# ![状态从一段传到下一段，梯度到分界处为止](../figures/zh/lab10_stream.svg)
#
# ### 第 9 题 · `detach_state`（2 分，约 6 分钟）
#
# **为什么**：状态记得自己是由哪些运算得来的。如果原样往下交，第二次 `backward` 就会走回第一段，而那里的记录已经没有了，
# 于是报错停下；要是把记录都留着，每次更新都得一直走回书的开头。如果换成零，倒是不报错，可记忆也没了。
#
# **要做什么**：返回同样的数值，但不带来历，让梯度无法从中通过。`state` 可能是
#
# - 任意形状的张量（GRU）：返回张量；
# - 张量的元组（LSTM，含 $h$ 和 $c$）：返回元组，其中每个张量都要切断；
# - `None`（刚开始）：返回 `None`。

# %% [markdown] lang="en" hints="detach_state"
# 1. Paddle's tensors have a method that returns the same numbers without their history.
# 2. It is `tensor.detach()`. What is left is to tell the three kinds of state apart.
# 3. `None` first; then `isinstance(state, tuple)`: a tuple of `part.detach()` for each part; else `state.detach()`.

# %% [markdown] lang="zh" hints="detach_state"
# 1. 飞桨的张量有一个方法，返回同样的数值，但不带来历。
# 2. 它就是 `tensor.detach()`。剩下的只是分清状态的三种形式。
# 3. 先看是不是 `None`；再看 `isinstance(state, tuple)`：返回由每个部分的 `part.detach()` 组成的元组；否则返回 `state.detach()`。


# %% question="detach_state" points=2 minutes=6
def detach_state(state):
    """Return a state with the same numbers through which no gradient passes.

    Args:
        state: a tensor, a tuple of tensors, or None.

    Returns:
        The same in the same form, detached. The state that was given keeps its history.

    Example:
        >>> h = paddle.ones([1, 3, 6])
        >>> h.stop_gradient = False
        >>> detach_state(2 * h).stop_gradient, float(detach_state(2 * h).sum())
        (True, 36.0)
    """
    ### BEGIN SOLUTION detach each tensor of the state
    if state is None:
        return None
    if isinstance(state, tuple):
        return tuple(part.detach() for part in state)
    return state.detach()
    ### END SOLUTION


# %% [markdown] lang="en"
# For a text in which memory pays, put the training names in a row, thirty of a language at a time, the mark between
# any two: `.virtanen.korhonen.….hansson.lind.`. Who has read ten Finnish names knows what comes next, without having
# been told. Two models read the same chunks of ten symbols, 32 rows of the text side by side; one hands its state on,
# the other starts each chunk from zeros. They are measured on a text made of the test names, each read in its own way.
# (Ten symbols are short, so that the difference can be seen in seconds. For a book one takes a hundred.)

# %% [markdown] lang="zh"
# 为了得到一份“有记性才划算”的文本，把训练姓氏排成一行，同一种语言三十个一组，两个姓氏之间放一个起止符：
# `.virtanen.korhonen.….hansson.lind.`。读过十个芬兰语姓氏，不用谁来告诉，也知道接下来会是什么。
# 两个模型读的小段完全相同，每段十个符号，文本分成 32 行并排着读；一个把状态往下交，另一个每段都从零开始。
# 测量时读的是用测试姓氏排成的文本，各按各的方式来读。
# （十个符号很短，为的是几秒钟之内就能看出差别。读一本书的话，会取一百个左右。）


# %%
def stream_of(by_language, seed):
    """Return the ids of a text: groups of thirty names of a language in random order, marks between names."""
    rng = np.random.default_rng(seed)
    groups = []
    for members in by_language.values():
        order = rng.permutation(len(members))
        groups += [[members[row] for row in order[first : first + 30]] for first in range(0, len(order), 30)]
    text = [0]
    for place in rng.permutation(len(groups)):
        for name in groups[place]:
            text += [*name, 0]
    return np.array(text, "int64")


def chunks_of(text, rows, steps):
    """Yield inputs and targets [rows, steps]; row i goes on in the next chunk where it stopped in this one."""
    length = (len(text) - 1) // rows
    inputs, targets = text[: rows * length].reshape(rows, length), text[1 : rows * length + 1].reshape(rows, length)
    for first in range(0, length, steps):
        yield paddle.to_tensor(inputs[:, first : first + steps]), paddle.to_tensor(targets[:, first : first + steps])


def read_on(state, hand_on):
    """Return what the next chunk starts from."""
    return detach_state(state) if hand_on else None


def train_on_streams(hand_on, updates):
    paddle.seed(1)
    model = LanguageModel(len(symbols), 128, len(symbols))
    clip = nn.ClipGradByGlobalNorm(1.0)
    optimizer = paddle.optimizer.Adam(learning_rate=0.006, parameters=model.parameters(), grad_clip=clip)
    made = epoch = 0
    while made < updates:
        state = None  # a new text
        for inputs, targets in chunks_of(stream_of(by_language["train"], epoch), 32, 10):
            logits, state = model(inputs, read_on(state, hand_on))
            F.cross_entropy(logits, targets).backward()
            optimizer.step()
            optimizer.clear_grad()
            made += 1
            if made == updates:
                break
        epoch += 1
    return model


def stream_perplexity(model, hand_on):
    total, count, state = 0.0, 0, None
    with paddle.no_grad():
        for inputs, targets in chunks_of(stream_of(by_language["test"], 0), 1, 10):
            logits, state = model(inputs, read_on(state, hand_on))
            total += F.cross_entropy(logits, targets, reduction="sum").item()
            count += inputs.size
    return np.exp(total / count)


for hand_on, words in ((False, "zeros for every chunk"), (True, "state handed on, detached")):
    model = train_on_streams(hand_on, 450)
    print(f"{words:26s} perplexity of the test text {stream_perplexity(model, hand_on):5.2f}")

# %% [markdown] lang="en"
# **What to see.** Handing on the numbers is worth a lot, though no gradient ever crosses the border of a chunk: the
# model learns within ten steps what is good to remember, and goes on remembering it for hundreds. (Do not set these
# perplexities beside those of sections 4 to 7: here the names that went before give the language away, and chunks cut
# names in two.)
#
# ## 9. Summary
#
# - A **language model** says what comes next. Multiplied along a name this gives the probability of the name, its end
#   mark included.
# - Inputs and targets are the same symbols, one step apart. The **mask** tells padding from the end.
# - **Perplexity** is the exponential of the mean over *all* counted steps. It can be compared only for the same names
#   and the same events.
# - A tuned count is the rival to beat, and the budget is found on names kept apart.
# - To write, draw a symbol, feed it back, hand the state on; each name starts anew. The **temperature** divides the
#   logits.
# - The symbol that a name starts from can steer what is written, and Bayes' rule turns the writer into a reader.
# - On endless texts the state is handed on **detached**: same numbers, no history.
#
# ## Go further
#
# 1. **Longer memory or more units?** Give `LanguageModel` 32, 64, 256 units. Choose the budget of each on the validation
#    names before you compare.
# 2. **Dropout.** Put `nn.Dropout(0.3)` before the readout (and `model.eval()` where you measure). Does the
#    validation curve still turn upwards at 800 updates?
# 3. **No favourites.** A beam keeps the ten most probable beginnings at each step instead of drawing. Write the most
#    probable name of each language with it. Why is it dull?
# 4. **Half of each.** Feed the mean of two languages' one-hot vectors as the first input: Italian-Finnish names.
# 5. **Two texts on this**: T. Mikolov, M. Karafiát, L. Burget, J. Černocký and S. Khudanpur (2010), *Recurrent neural
#    network based language model*, is where recurrent nets first beat counts on real speech; I. Sutskever, J. Martens
#    and G. Hinton (2011), *Generating text with recurrent neural networks*, writes letter by letter, as you did. For
#    the counts: S. Chen and J. Goodman (1999), *An empirical study of smoothing techniques for language modeling*.
# 6. **Real data.** The Penn Treebank is the classic text for word models; Paddle brings it as
#    `paddle.text.datasets.Imikolov`. The US Census publishes the 162,000 most frequent surnames of 2010, with how
#    frequent each is; the next cell fetches them if you allow it. With fifty times as many names, how far can the
#    budget grow before the validation names object?

# %% [markdown] lang="zh"
# **看什么**：虽然梯度从不跨过小段的分界，往下交数值也大有好处：模型在十步之内学会该记住什么，然后一连几百步都记着。
# （别把这里的困惑度与第 4 至 7 节的放在一起比：这里前面的姓氏已经透露了语言，而且小段会把姓氏切成两截。）
#
# ## 9. 小结
#
# - **语言模型**说出下一个是什么。沿着一个姓氏乘起来，就得到这个姓氏的概率，结尾的起止符也算在内。
# - 输入和目标是同一串符号，错开一步。填充与结尾要靠**掩码**来区分。
# - **困惑度**是对**所有**计入的步求平均之后再取指数。只有姓氏相同、要预测的东西也相同时，才可以比较。
# - 调好的计数模型是要战胜的对手；预算要用留出的姓氏来定。
# - 写的时候，抽一个符号，再喂回去，状态接着往下传；每个姓氏都重新开始。**温度**除的是 logits。
# - 从哪个符号开始，可以控制写什么；有了贝叶斯法则，会写的就变成了会认的。
# - 在没有尽头的文本上，状态要**截断**之后再往下交：数值不变，来历不要。
#
# ## 拓展练习
#
# 1. **记性更长，还是单元更多？** 让 `LanguageModel` 分别有 32、64、256 个单元。先在验证姓氏上为每种设置选好预算，再来比较。
# 2. **Dropout。** 在读出之前加一个 `nn.Dropout(0.3)`（测量时记得 `model.eval()`）。更新 800 次时，验证曲线还会翘起来吗？
# 3. **不抽取，只挑最好的。** 束搜索（beam search）不抽取，而是每一步留下十个最可能的开头。用它写出每种语言最可能的姓氏。
#    为什么写出来的很乏味？
# 4. **一半一半。** 把两种语言独热向量的平均作为第一个输入：意大利语加芬兰语的姓氏。
# 5. **两篇论文**：T. Mikolov、M. Karafiát、L. Burget、J. Černocký、S. Khudanpur（2010）的 *Recurrent neural network based
#    language model*，循环网络正是在这里首次在真实语音上胜过计数；I. Sutskever、J. Martens、G. Hinton（2011）的 *Generating text
#    with recurrent neural networks*，和你一样逐个字母地写。关于计数，可读 S. Chen、J. Goodman（1999）的 *An empirical
#    study of smoothing techniques for language modeling*。
# 6. **真实数据。** Penn Treebank 是词级语言模型的经典文本，飞桨里是 `paddle.text.datasets.Imikolov`。美国人口普查局公布了 2010 年
#    最常见的 16.2 万个姓氏及其出现次数；只要你允许，下一个单元格就会去取。姓氏多了五十倍，预算能加到多大，
#    验证姓氏才会“提意见”？

# %%
import csv
import io
import urllib.request
import zipfile

FETCH = False  # set to True where there is internet: one file of about 9 MB


def census_surnames():
    """Return the surnames of the US Census of 2010, most frequent first, or None if they cannot be fetched."""
    address = "https://www2.census.gov/topics/genealogy/2010surnames/names.zip"
    try:
        with urllib.request.urlopen(address, timeout=10) as reply:
            archive = zipfile.ZipFile(io.BytesIO(reply.read()))
    except (OSError, zipfile.BadZipFile):
        return None
    table = next(name for name in archive.namelist() if name.endswith(".csv"))
    with io.TextIOWrapper(archive.open(table), encoding="utf-8") as lines:
        return [row["name"].lower() for row in csv.DictReader(lines)]


if FETCH:
    more = census_surnames()
    if more is None:
        print("The file could not be fetched. Download names.zip from the Census Bureau's page on surnames of 2010 by hand.")
    else:
        print(len(more), "surnames:", *more[:8])
else:
    print("Set FETCH = True in this cell to fetch the surnames of the US Census of 2010.")
