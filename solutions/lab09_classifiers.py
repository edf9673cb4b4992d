# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lab:
#     title:
#       en: "SimpleRNN, LSTM, GRU: classifiers on real data"
#       zh: 在真实数据上比较 SimpleRNN、LSTM、GRU 分类器
#     minutes: 130
#     limits:
#       seconds: 15
#       memory_mb: 1024
# ---

# %% [markdown] lang="en"
# # Lab 9 — SimpleRNN, LSTM, GRU: classifiers on real data
#
# This is where the course has been heading. You have built the three cells by hand, stacked them, run them in both
# directions and made them blind to padding, and each time `nn.SimpleRNN`, `nn.LSTM` or `nn.GRU` turned out to do just
# what yours did. Now Paddle's layers go to work, on two things that people really do with recurrent networks: reading
# a **picture** row by row, and reading a **name** letter by letter. You write the classifier, the training loop and
# the measurements; then you find out which of the three is best, at what price, and whether a recurrent network is
# the right tool at all.
#
# **After this lab you can**
#
# - build a classifier on any of Paddle's recurrent layers, for vectors and for symbols, deep and bidirectional,
#   unharmed by padding;
# - write a training loop, say what each line is for, and repeat a training to the last digit;
# - compare models fairly: parts of the data kept apart, several seeds, accuracy beside time and parameters;
# - read a confusion matrix, and put a network beside a simple opponent that is as well tuned as it is;
# - use a trained model on a name that you type in, save it, and load it again.
#
# **You need** lab 7 (final states of deep and bidirectional layers) and lab 8 (padding, lengths, `sequence_length`).
# The cells themselves are labs 2, 5 and 6; lab 4 has the first training loop.
#
# **Time**: about 130 minutes for nine questions, 31 points. Running all cells of the finished notebook takes about
# a minute and a half on two CPU cores, because dozens of networks are trained.
#
# **How to work.** A function that ends in `raise NotImplementedError(...)` is yours to write: put your code in the
# place of that line, run the cell, then run the `check(...)` cell below it. If you are stuck, run
# `hint("name_of_the_function")` in a new cell; each run gives one hint more, three in all. Go from top to bottom:
# later questions call the functions of earlier ones.

# %% [markdown] lang="zh"
# # 实验 9：在真实数据上比较 SimpleRNN、LSTM、GRU 分类器
#
# 整套实验就是为了走到这里。三种循环单元你都亲手写过，把它们叠成多层、做成双向，又让它们不受填充影响；每一次，
# `nn.SimpleRNN`、`nn.LSTM`、`nn.GRU` 做的都和你写的分毫不差。现在该让飞桨的这些层真正干活了，
# 而且是循环神经网络实际会用来做的两件事：
# 一行一行地读一张**图片**，一个字母一个字母地读一个**姓氏**。分类器、训练循环和各种测量都由你来写；
# 然后你会弄清楚三种里哪种最好、代价是什么，以及循环神经网络到底是不是合适的工具。
#
# **学完本实验，你能够**
#
# - 用飞桨的任何一种循环层搭出分类器，既能读向量也能读符号，可以多层、可以双向，而且不受填充影响；
# - 写出训练循环，说清每一行的用处，并且能把一次训练分毫不差地重来一遍；
# - 公平地比较模型：数据分成互不混用的几份，用好几个随机种子，准确率和时间、参数个数放在一起看；
# - 读懂混淆矩阵，并给神经网络找一个同样用心调好的简单对手；
# - 让训练好的模型去判断你自己输入的姓氏，把模型保存下来，再重新加载。
#
# **预备知识**：实验 7（多层与双向循环层的最终状态）和实验 8（填充、长度、`sequence_length`）。单元本身见实验 2、5、6；
# 最早的训练循环见实验 4。
#
# **时间**：约 130 分钟，共 9 题 31 分。写完之后从头到尾运行一遍，在两个 CPU 核上大约要一分半钟，因为一共要训练几十个网络。
#
# **怎么做**：凡是以 `raise NotImplementedError(...)` 结尾的函数都由你来写。用你的代码替换这一行，运行这个单元格，
# 再运行它下面的 `check(...)`。卡住了就新建一个单元格，运行 `hint("函数名")`；每运行一次多给一条提示，一共三条。请从上往下做：
# 后面的题目会调用前面写好的函数。

# %% given=true
import warnings

warnings.filterwarnings("ignore", message="No ccache found")  # Paddle's note to people who compile C++

import random
import time

import numpy as np
import paddle
import paddle.nn.functional as F
from paddle import nn
from paddle.io import DataLoader, TensorDataset  # for those who like to train with a loader

from autograder import check, hint, load_data

KINDS = ("rnn", "lstm", "gru")
LAYER = {"rnn": nn.SimpleRNN, "lstm": nn.LSTM, "gru": nn.GRU}
LETTERS = "abcdefghijklmnopqrstuvwxyz"

# %%
import matplotlib.pyplot as plt

plt.rcParams.update({"figure.dpi": 80, "font.size": 9, "axes.titlesize": 10})
COLOR = {"rnn": "tab:blue", "lstm": "tab:orange", "gru": "tab:green"}

# %% [markdown] lang="en"
# ## 1. Two data sets, one form
#
# ![A digit is read as eight rows, a name as letters that become ids and then vectors](../figures/lab09_two_readings.svg)
#
# **Digits.** 1,797 digits that people wrote by hand, as pictures of 8 × 8 grey pixels. Read row by row, from top to
# bottom, a picture is a sequence of $T = 8$ steps, and $x_t$ is row $t$: 8 numbers between 0 (white) and 1 (black).
# The question is which of the ten digits it is.
#
# **Surnames.** 4,439 surnames of 18 languages, written in the letters a to z. A name is a sequence of letters, and
# names differ in length. The question is which language a name belongs to.
#
# Both get the same form, so that one training loop serves both. A **part** of the data is a dict with three NumPy
# arrays:
#
# | key | digits | surnames |
# | --- | --- | --- |
# | `"inputs"` | float32 `[n, 8, 8]`: `[n, time, features]` | int64 `[n, time]`: ids, padded with 0 |
# | `"lengths"` | int64 `[n]`, all 8 | int64 `[n]`: how many letters are real (lab 8) |
# | `"labels"` | int64 `[n]`: the digit | int64 `[n]`: the number of the language |
#
# The next cell brings the digits into this form.

# %% [markdown] lang="zh"
# ## 1. 两份数据，一种形式
#
# ![数字图片读成八行；姓氏的字母先变成 id，再变成向量](../figures/zh/lab09_two_readings.svg)
#
# **手写数字**（digits）：1797 张人手写的数字，每张是 8 × 8 的灰度图。从上到下一行一行地读，一张图片就是一条 $T = 8$ 步的序列，
# $x_t$ 是第 $t$ 行：8 个 0（白）到 1（黑）之间的数。要回答的是：这是十个数字中的哪一个？
#
# **姓氏**（surnames）：18 种语言的 4439 个姓氏，用 a 到 z 的字母写成。一个姓氏是一串字母，长短不一。要回答的是：
# 这个姓氏属于哪种语言？
#
# 两份数据整理成同一种形式，这样一个训练循环就够用了。数据的一个**部分**（part）是一个字典，里面有三个 NumPy 数组：
#
# | 键 | 手写数字 | 姓氏 |
# | --- | --- | --- |
# | `"inputs"` | float32 `[n, 8, 8]`，即 `[n, time, features]` | int64 `[n, time]`：id，用 0 填充 |
# | `"lengths"` | int64 `[n]`，全是 8 | int64 `[n]`：真正的字母有几个（见实验 8） |
# | `"labels"` | int64 `[n]`：是哪个数字 | int64 `[n]`：语言的编号 |
#
# 下一个单元格把手写数字整理成这种形式。


# %%
def digits_part(table):
    """Return one table of `digits` in the form of this lab."""
    pixels = np.stack([column for name, column in table.items() if name != "label"], axis=1)  # [n, 64], 0 to 16
    inputs = (pixels.reshape([-1, 8, 8]) / 16).astype("float32")
    return {"inputs": inputs, "lengths": np.full(len(inputs), 8, "int64"), "labels": table["label"]}


digits = {side: digits_part(table) for side, table in load_data("digits").items()}
for side, part in digits.items():
    print(f"{side:5s}", {key: (str(array.dtype), list(array.shape)) for key, array in part.items()})

figure, axes = plt.subplots(1, 10, figsize=(7.5, 1.1), layout="constrained")
for number, axis in enumerate(axes):
    axis.imshow(digits["train"]["inputs"][digits["train"]["labels"] == number][1], cmap="gray_r")
    axis.set_title(str(number))
    axis.axis("off")
plt.show()

# %% [markdown] lang="en"
# **What to see.** So few pixels, and most digits can still be read. As a sequence they are harder: a network that
# reads row by row never sees a whole one. It has to remember the upper half while it reads the lower.
#
# Now the names. You wrote `pad_sequences` in lab 8; here it comes back as the door through which every name goes in,
# also those that somebody types, with capitals, hyphens and all.
#
# ### Question 1 · `encode_names` (2 points, about 8 minutes)
#
# **Why.** A model that was trained on ids can read a name only if it is turned into the *same* ids, in training and
# for ever after. So this is done in one place.
#
# **Rule.** A letter is replaced by 1 plus its place in `letters` (so `"a"` is 1 and `"z"` 26); 0 is kept for padding.
# Capitals count as small letters. Every other character is left out: `"O'Brien"` reads like `"obrien"`. The length of
# a name is the number of letters that are left. If none is left, there is nothing to read: raise a `ValueError` that
# names the name (a sequence of no steps has no last state).
#
# **Shapes.** `names` is a list of $n \ge 1$ strings. Return `(ids, lengths)`, NumPy arrays of dtype int64: `ids` is
# `[n, longest]`, padded at the end, where `longest` is the largest of the `lengths`, `[n]`.

# %% [markdown] lang="zh"
# **看什么**：像素这么少，多数数字还是认得出来。但当作序列来读就难了：一行一行读的网络，从来看不到一张完整的图。
# 读下半部分时，它必须记着上半部分。
#
# 接下来是姓氏。实验 8 里你写过 `pad_sequences`；在这里它又派上了用场，是每个姓氏进入模型的必经之门，
# 包括用户随手输入的、带大写和连字符的那些。
#
# ### 第 1 题 · `encode_names`（2 分，约 8 分钟）
#
# **为什么**：模型是用 id 训练出来的，所以无论训练时还是以后使用时，都必须把姓氏变成**同样**的 id，它才读得懂。
# 因此这件事只在一个地方做。
#
# **规则**：字母换成它在 `letters` 中的位置加 1（于是 `"a"` 是 1，`"z"` 是 26）；0 留给填充。大写字母当作小写。
# 其他字符一律略去：`"O'Brien"` 读作 `"obrien"`。姓氏的长度，就是剩下的字母个数。如果一个字母也没剩下，就没有东西可读：
# 请抛出 `ValueError`，并在消息里写出这个姓氏（零步的序列没有最后一步的状态）。
#
# **形状**：`names` 是 $n \ge 1$ 个字符串的列表。返回 `(ids, lengths)`，都是 int64 的 NumPy 数组：`ids` 为 `[n, longest]`，
# 填充放在末尾，其中 `longest` 是 `lengths`（形状 `[n]`）里最大的一个。

# %% [markdown] lang="en" hints="encode_names"
# 1. Two passes: first turn each name into a list of ids of its own length, then make one array of zeros that is wide
#    enough for the longest, and fill it row by row.
# 2. `letters.find(character)` gives the place of a letter, and −1 for what is no letter; or build a dict from letter
#    to id. `name.lower()` makes the letters small. Take the lengths after leaving out, not before.
# 3. `rows = [[letters.index(c) + 1 for c in name.lower() if c in letters] for name in names]`, then
#    `lengths = np.array([len(row) for row in rows], "int64")`, a `ValueError` for an empty row,
#    `ids = np.zeros([len(rows), lengths.max()], "int64")`, and `ids[i, : len(row)] = row` for each row.

# %% [markdown] lang="zh" hints="encode_names"
# 1. 分两遍做：先把每个姓氏变成各自长度的 id 列表，再建一个宽度容得下最长一个的全零数组，一行一行填进去。
# 2. `letters.find(character)` 给出字母的位置，不是字母则为 −1；也可以建一个从字母到 id 的字典。`name.lower()` 变成小写。
#    长度要在略去其他字符之后再数，而不是之前。
# 3. 先 `rows = [[letters.index(c) + 1 for c in name.lower() if c in letters] for name in names]`，
#    再 `lengths = np.array([len(row) for row in rows], "int64")`，遇到空的一行就抛出 `ValueError`，
#    然后 `ids = np.zeros([len(rows), lengths.max()], "int64")`，对每一行 `ids[i, : len(row)] = row`。


# %% question="encode_names" points=2 minutes=8
def encode_names(names, letters):
    """Return names as padded ids, and their lengths.

    Args:
        names: list of str, at least one.
        letters: str, all different, small; letters[k] gets the id k + 1, and 0 is padding.

    Returns:
        (ids, lengths): int64 NumPy arrays [n, longest] and [n]. Capitals count as small letters, characters that
        are not in `letters` are left out.

    Raises:
        ValueError: nothing of a name is left.

    Example:
        >>> encode_names(["Ab-c", "B"], "abc")
        (array([[1, 2, 3],
               [2, 0, 0]]), array([3, 1]))
    """
    ### BEGIN SOLUTION turn each name into ids, then pad them to the longest
    rows = [[letters.index(character) + 1 for character in name.lower() if character in letters] for name in names]
    for name, row in zip(names, rows, strict=True):
        if not row:
            raise ValueError(f"No letter of the name {name!r} is known, so there is nothing to read.")
    lengths = np.array([len(row) for row in rows], "int64")
    ids = np.zeros([len(rows), lengths.max()], "int64")
    for place, row in enumerate(rows):
        ids[place, : len(row)] = row
    return ids, lengths
    ### END SOLUTION


# %%
names = load_data("surnames")
LANGUAGES = sorted(set(names["train"]["language"]))


def names_part(table):
    """Return one table of `surnames` in the form of this lab."""
    ids, lengths = encode_names(table["name"], LETTERS)
    labels = np.array([LANGUAGES.index(language) for language in table["language"]], "int64")
    return {"inputs": ids, "lengths": lengths, "labels": labels}


surnames = {side: names_part(table) for side, table in names.items()}
for side, part in surnames.items():
    print(f"{side:5s}", {key: (str(array.dtype), list(array.shape)) for key, array in part.items()})

row = 0
print(names["train"]["name"][row], "=", surnames["train"]["inputs"][row], "length", surnames["train"]["lengths"][row])
spoken_by = {}
for table in names.values():
    for name, language in zip(table["name"], table["language"], strict=True):
        spoken_by.setdefault(name, set()).add(language)
shared = {name: languages for name, languages in spoken_by.items() if len(languages) > 1}
print(len(shared), "names belong to several languages, for example:")
for name in sorted(shared)[:3]:
    print("   ", name, "in", ", ".join(sorted(shared[name])))

counts = np.bincount(surnames["train"]["labels"])
figure, axis = plt.subplots(figsize=(7.5, 2.2), layout="constrained")
axis.bar(LANGUAGES, counts, color="tab:gray")
axis.tick_params(axis="x", rotation=60)
axis.set_ylabel("names to train on")
plt.show()

# %% [markdown] lang="en"
# **What to see.** The languages are not equally frequent: most have 240 names in the training set, some far fewer. A
# model that always says the same language is right in 1 case of 15 or so. And some names belong to several languages;
# nobody, human or network, can get all of these right.

# %% [markdown] lang="zh"
# **看什么**：各语言的数量并不相同：大多数在训练集里有 240 个姓氏，有的却少得多。如果总是回答同一种语言，大约 15 个里能对 1 个。
# 还有一些姓氏同时属于好几种语言；这些姓氏，无论人还是网络，都不可能全部答对。

# %% [markdown] lang="en"
# ### A model without memory, to compare with
#
# How much can be known without order? The next cell gives you a classifier that cannot tell orders apart (lab 1): it
# takes the *mean* of all vectors of a sequence, leaving padding out (lab 8's `masked_mean`), and passes it through two
# linear layers. It is called as all classifiers of this lab are called:
#
# `model(inputs, lengths)` with two tensors gives the logits, `[batch, classes]`.
#
# It also has **dropout**. In training, `nn.Dropout(0.5)` sets each number of a vector to 0 with probability 0.5, drawn
# anew each time, and doubles the others; so no number can rely on another one being there, and the network learns
# less by heart. In evaluation mode it lets everything pass.

# %% [markdown] lang="zh"
# ### 一个没有记忆的模型，用来对照
#
# 不看次序，能知道多少？下一个单元格给出一个分不清次序的分类器（见实验 1）：它对序列的所有向量取**平均**，跳过填充
# （实验 8 的 `masked_mean`），再经过两个线性层。本实验的所有分类器，调用方式都和它一样：
#
# `model(inputs, lengths)`，传入两个张量，得到 logits，形状为 `[batch, classes]`。
#
# 它还带有 **dropout**（随机丢弃）。训练时，`nn.Dropout(0.5)` 以 0.5 的概率把向量中的每个数置零，每次重新抽取，
# 并把其余的数放大一倍；这样，哪个数都不能指望别的数一定在场，网络也就不那么容易死记硬背。在评估模式下，它让所有的数原样通过。


# %% given=true
class WithoutOrder(nn.Layer):
    """A classifier without memory: the mean of a sequence's vectors, and two linear layers.

    Args:
        input_size: length of a step's vector.
        hidden_size: width between the two linear layers.
        num_classes: number of logits.
        vocab_size: number of ids, if the inputs are ids; None if they are vectors.
        dropout: probability with which a number before the last layer is set to 0 in training.
    """

    def __init__(self, input_size, hidden_size, num_classes, vocab_size=None, dropout=0.0):
        super().__init__()
        self.embedding = None if vocab_size is None else nn.Embedding(vocab_size, input_size)
        self.hidden = nn.Linear(input_size, hidden_size)
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(hidden_size, num_classes)

    def forward(self, inputs, lengths):
        """Return the logits [batch, classes] of inputs [batch, time(, features)] with lengths [batch]."""
        vectors = inputs if self.embedding is None else self.embedding(inputs)  # [batch, time, features]
        valid = paddle.arange(vectors.shape[1]) < lengths.unsqueeze(1)  # [batch, time], lab 8's mask
        total = (vectors * valid.astype(vectors.dtype).unsqueeze(-1)).sum(axis=1)
        mean = total / lengths.astype(vectors.dtype).unsqueeze(1)
        return self.head(self.dropout(paddle.tanh(self.hidden(mean))))


# %%
paddle.seed(0)
model = WithoutOrder(input_size=16, hidden_size=32, num_classes=len(LANGUAGES), vocab_size=27).eval()
for word in ("rossi", "sirso"):
    ids, lengths = encode_names([word], LETTERS)
    print(word, model(paddle.to_tensor(ids), paddle.to_tensor(lengths))[0, :4].numpy())

# %% [markdown] lang="en"
# The same letters, the same logits (up to rounding): order is lost on it, as it should be.
#
# ## 2. The classifier
#
# ![From ids through embedding, recurrent layer, summary and linear layer to logits](../figures/lab09_classifier.svg)
#
# ### Question 2 · `build_classifier` (7 points, about 20 minutes)
#
# **Why.** This is the network that the whole course has been about, in all its forms at once: three kinds of cell,
# vectors or symbols, one layer or several, one direction or both. It is short, because each line stands for a lab.
#
# **What to build.** An `nn.Layer` of three parts, or two:
#
# 1. if `vocab_size` is given, `nn.Embedding(vocab_size, input_size)` turns each id into a vector (lab 4); if it is
#    `None`, the inputs are vectors of `input_size` numbers already;
# 2. Paddle's recurrent layer of the given kind, `"rnn"`, `"lstm"` or `"gru"` (the dict `LAYER` has the three
#    classes), with `num_layers` and `direction` (`"forward"` or `"bidirect"`) handed on;
# 3. `nn.Linear` from the **summary** of the sequence to `num_classes` logits.
#
# **Formula.** Let $L$ be the length of a sequence. The summary $s$ is what the *top* layer knows when it has read all
# valid steps, and nothing else (lab 7 and lab 8):
#
# $$s = h_L \ \text{ (forward)}, \qquad s = [f_L,\ b_1] \ \text{ (both directions, forward first)}, \qquad
# \text{logits} = W_o\, \mathrm{dropout}(s) + b_o .$$
#
# For an LSTM $h_L$ is the hidden state, not the cell state. `dropout` is the probability for the summary; it acts in
# training mode only.
#
# **Called as** `model(inputs, lengths)`, or `model(inputs)`, which means that all steps are valid. `lengths` is an
# int64 tensor `[batch]` with values from 1 to `time`. The logits of a sequence depend on its own valid steps only,
# neither on what stands in the padding nor on how much of it there is, nor on the rest of the batch. No softmax.
# Another kind is refused with a `ValueError`. (Whether you give the embedding a `padding_idx` is up to you; with lengths it
# makes no difference.)
#
# **Shapes.** `inputs` `[batch, time, input_size]` float32, or `[batch, time]` int64; logits `[batch, num_classes]`.
# Every size of at least 1 works.

# %% [markdown] lang="zh"
# 字母相同，logits 就相同（只差舍入误差）：次序对它毫无意义，本来就该这样。
#
# ## 2. 分类器
#
# ![从 id 经过词嵌入、循环层、概括和线性层得到 logits](../figures/zh/lab09_classifier.svg)
#
# ### 第 2 题 · `build_classifier`（7 分，约 20 分钟）
#
# **为什么**：这就是这门课从一开始就答应你的那个网络，而且一次包含了它的所有形式：三种单元，向量或符号，单层或多层，单向或双向。
# 它很短，因为每一行背后都有一个实验。
#
# **搭什么**：一个 `nn.Layer`，由三部分（或两部分）组成：
#
# 1. 如果给了 `vocab_size`，用 `nn.Embedding(vocab_size, input_size)` 把每个 id 变成向量（实验 4）；如果它是 `None`，
#    输入本来就是由 `input_size` 个数组成的向量；
# 2. 飞桨的循环层，种类由 `kind` 指定：`"rnn"`、`"lstm"` 或 `"gru"`（字典 `LAYER` 里有这三个类），
#    `num_layers` 和 `direction`（`"forward"` 或 `"bidirect"`）照样传给它；
# 3. `nn.Linear`，从整条序列的**概括**（summary）得到 `num_classes` 个 logits。
#
# **公式**：设序列的长度为 $L$。概括 $s$ 是**最上面**一层读完全部有效时间步之后所知道的，此外什么也不包含（实验 7 和实验 8）：
#
# $$s = h_L \ \text{（单向）}, \qquad s = [f_L,\ b_1] \ \text{（双向，正向在前）}, \qquad
# \text{logits} = W_o\, \mathrm{dropout}(s) + b_o .$$
#
# 对 LSTM 来说，$h_L$ 是隐藏状态，不是细胞状态。`dropout` 是丢弃概括中的数的概率，只在训练模式下起作用。
#
# **调用方式**：`model(inputs, lengths)`；也可以只写 `model(inputs)`，意思是所有时间步都有效。`lengths` 是 int64 张量
# `[batch]`，
# 取值从 1 到 `time`。一条序列的 logits 只取决于它自己的有效时间步：与填充里写着什么、填充有多长、同批还有谁，统统无关。
# 不做 softmax。遇到别的种类，抛出 `ValueError`。（词嵌入设不设 `padding_idx` 由你决定；有了长度，两者没有区别。）
#
# **形状**：`inputs` 为 float32 `[batch, time, input_size]` 或 int64 `[batch, time]`；logits 为 `[batch, num_classes]`。
# 任何不小于 1 的尺寸都要能用。

# %% [markdown] lang="en" hints="build_classifier"
# 1. Write a class derived from `nn.Layer` inside the function (or in a cell of its own, before it) and return an
#    object of it. How many numbers has the summary in each direction? What does Paddle's layer return besides the
#    outputs?
# 2. `outputs, final = self.reader(vectors, sequence_length=lengths)`: with the lengths Paddle's final states are those
#    after the last *valid* step. `final` is `h`, `[layers * directions, batch, hidden]`; for an LSTM it is the pair
#    `(h, c)`. The top layer comes last.
# 3. `h = final[0] if kind == "lstm" else final`. Forward: `summary = h[-1]`. Both directions:
#    `summary = paddle.concat([h[-2], h[-1]], axis=-1)`, and `nn.Linear(2 * hidden_size, num_classes)`. Then
#    `self.head(self.dropout(summary))` with `nn.Dropout(dropout)`.

# %% [markdown] lang="zh" hints="build_classifier"
# 1. 在函数里面（或者在它前面另一个单元格里）写一个继承自 `nn.Layer` 的类，返回它的一个对象。单向和双向时，
#    概括各有多少个数？飞桨的循环层除了所有时间步的输出，还返回什么？
# 2. `outputs, final = self.reader(vectors, sequence_length=lengths)`：给了长度，
#    飞桨返回的最终状态就是最后一个**有效**时间步之后的。
#    `final` 就是 `h`，形状 `[layers * directions, batch, hidden]`；LSTM 则是一对 `(h, c)`。最上面一层排在最后。
# 3. `h = final[0] if kind == "lstm" else final`。单向：`summary = h[-1]`。
#    双向：`summary = paddle.concat([h[-2], h[-1]], axis=-1)`，并用 `nn.Linear(2 * hidden_size, num_classes)`。
#    最后是 `self.head(self.dropout(summary))`，其中 dropout 层为 `nn.Dropout(dropout)`。


# %% question="build_classifier" points=7 minutes=20
def build_classifier(
    kind,
    input_size,
    hidden_size,
    num_classes,
    vocab_size=None,
    num_layers=1,
    direction="forward",
    dropout=0.0,
):
    """Return a new classifier of sequences, built on nn.SimpleRNN, nn.LSTM or nn.GRU.

    Args:
        kind: "rnn", "lstm" or "gru".
        input_size: length of the vector that the recurrent layer reads at a step.
        hidden_size: hidden units of each layer and direction.
        num_classes: number of logits.
        vocab_size: number of ids, if the inputs are ids; None if they are vectors.
        num_layers: recurrent layers on top of each other.
        direction: "forward" or "bidirect".
        dropout: probability with which a number of the summary is set to 0 in training.

    Returns:
        an nn.Layer: model(inputs, lengths) gives the logits [batch, num_classes] of inputs [batch, time, input_size]
        (or ids [batch, time]) with lengths [batch]; without lengths all steps are valid.

    Raises:
        ValueError: the kind is another one.

    Example:
        >>> model = build_classifier("gru", input_size=4, hidden_size=6, num_classes=2, vocab_size=27)
        >>> ids, lengths = encode_names(["li", "smith", "o"], LETTERS)
        >>> list(model(paddle.to_tensor(ids), paddle.to_tensor(lengths)).shape)
        [3, 2]
    """
    ### BEGIN SOLUTION make the embedding if ids come in, the recurrent layer and the linear layer, and read out the summary
    if kind not in LAYER:
        raise ValueError(f"There is no kind {kind!r}; there are rnn, lstm and gru.")

    class SequenceClassifier(nn.Layer):
        def __init__(self):
            super().__init__()
            self.embedding = None if vocab_size is None else nn.Embedding(vocab_size, input_size)
            self.reader = LAYER[kind](input_size, hidden_size, num_layers=num_layers, direction=direction)
            self.dropout = nn.Dropout(dropout)
            self.head = nn.Linear((2 if direction == "bidirect" else 1) * hidden_size, num_classes)

        def forward(self, inputs, lengths=None):
            vectors = inputs if self.embedding is None else self.embedding(inputs)  # [batch, time, input_size]
            _, final = self.reader(vectors, sequence_length=lengths)
            h = final[0] if kind == "lstm" else final  # [layers * directions, batch, hidden]
            summary = paddle.concat([h[-2], h[-1]], axis=-1) if direction == "bidirect" else h[-1]
            return self.head(self.dropout(summary))

    return SequenceClassifier()
    ### END SOLUTION


# %% [markdown] lang="en"
# How large are the three, with the same sizes? And is padding harmless indeed?

# %% [markdown] lang="zh"
# 尺寸相同时，三种网络各有多大？填充真的没有影响吗？


# %%
def parameter_count(model):
    """Return how many numbers training adjusts."""
    return sum(int(np.prod(parameter.shape)) for parameter in model.parameters())


for kind in KINDS:
    whole = parameter_count(build_classifier(kind, input_size=8, hidden_size=64, num_classes=10))
    layer = parameter_count(LAYER[kind](8, 64))
    print(f"{kind:4s} for digits: {whole:6d} parameters, of which in the recurrent layer {layer:6d}")

ids, lengths = encode_names(["li", "papadopoulos"], LETTERS)
for kind in KINDS:
    model = build_classifier(kind, 16, 32, len(LANGUAGES), vocab_size=27, num_layers=2, direction="bidirect").eval()
    padded = model(paddle.to_tensor(ids), paddle.to_tensor(lengths))[0]
    alone = model(paddle.to_tensor(ids[:1, :2]))[0]
    print(f"{kind:4s} 'li' alone or padded to 12 letters: logits differ by {(padded - alone).abs().max().item():.0e}")

# %% [markdown] lang="en"
# The recurrent layers keep the ratio 1 : 4 : 3 that you found in lab 6 (SimpleRNN, LSTM, GRU).
#
# ## 3. The same seed, the same numbers
#
# Chance has a hand in every training: in the starting weights, in the order of the samples, in dropout. If your
# accuracy was 0.97 yesterday and is 0.96 today, was it the change you made, or chance? You can tell only if you can
# *switch chance off*, that is, repeat a training exactly; and if you then vary it on purpose.
#
# ### Question 3 · `seed_everything` (2 points, about 5 minutes)
#
# **Why.** Random numbers come from **generators**, which follow a fixed rule from a starting number, the **seed**.
# The trouble is that there are three of them, and none knows of the others:
#
# | generator | is seeded by | draws |
# | --- | --- | --- |
# | Paddle's | `paddle.seed(seed)` | starting weights, dropout, `paddle.rand`… |
# | NumPy's | `np.random.seed(seed)` | `np.random.permutation`…, and the order of `DataLoader(shuffle=True)`! |
# | Python's | `random.seed(seed)` | `random.shuffle`… |
#
# **What to do.** Seed all three with the number that is given. Nothing is returned.
#
# The given function `first_draws` calls yours, draws from all of them, and returns what came out. It also asks the
# sampler that a `DataLoader` with `shuffle=True` uses.

# %% [markdown] lang="zh"
# 三种循环层的参数个数保持着你在实验 6 里得到的比例 1 : 4 : 3（SimpleRNN、LSTM、GRU）。
#
# ## 3. 种子相同，结果相同
#
# 每次训练都有偶然因素：初始权重、样本的次序、dropout。昨天准确率是 0.97，今天是 0.96，是你的改动造成的，还是碰巧？
# 只有能把偶然**关掉**，也就是能把一次训练一模一样地重来，再有意地去改变它，才说得清楚。
#
# ### 第 3 题 · `seed_everything`（2 分，约 5 分钟）
#
# **为什么**：随机数来自**随机数生成器**，它从一个起始的数，即**随机种子**（seed），按固定的规则一个个算出来。
# 麻烦在于生成器有三个，而且互不相干：
#
# | 生成器 | 用什么设种子 | 管什么 |
# | --- | --- | --- |
# | 飞桨的 | `paddle.seed(seed)` | 初始权重、dropout、`paddle.rand` 等 |
# | NumPy 的 | `np.random.seed(seed)` | `np.random.permutation` 等，还有 `DataLoader(shuffle=True)` 的次序！ |
# | Python 的 | `random.seed(seed)` | `random.shuffle` 等 |
#
# **做什么**：用给定的数给三个生成器都设上种子。不返回任何东西。
#
# 下面给出的函数 `first_draws` 会调用你的函数，再从各个生成器里抽数，把抽到的结果返回。`shuffle=True` 的 `DataLoader`
# 所用的采样器，它也会问一问。


# %% given=true
def first_draws(seed):
    """Call seed_everything(seed), then draw from every source of chance that a training uses."""
    seed_everything(seed)
    return {
        "random": random.random(),
        "numpy": float(np.random.rand()),
        "order": [int(place) for place in paddle.io.RandomSampler(range(8))],
        "weights": nn.Linear(1, 3).weight.numpy()[0],
        "dropout": F.dropout(paddle.ones([8]), p=0.5).numpy(),
    }


# %% [markdown] lang="en" hints="seed_everything"
# 1. Three lines, one for each row of the table.
# 2. Each of the three takes the seed as its only argument. The modules are imported at the top of this notebook.
# 3. `random.seed(seed)`, `np.random.seed(seed)` and `paddle.seed(seed)`.

# %% [markdown] lang="zh" hints="seed_everything"
# 1. 三行代码，表格里每一行对应一行。
# 2. 三个函数都只需要种子这一个参数。所需的模块已经在笔记本开头导入了。
# 3. `random.seed(seed)`、`np.random.seed(seed)` 和 `paddle.seed(seed)`。


# %% question="seed_everything" points=2 minutes=5
def seed_everything(seed):
    """Seed Python's, NumPy's and Paddle's generators.

    Args:
        seed: int, 0 or larger.

    Example:
        >>> seed_everything(3)
        >>> a = np.random.permutation(9)
        >>> seed_everything(3)
        >>> bool((a == np.random.permutation(9)).all())
        True
    """
    ### BEGIN SOLUTION seed the three generators
    random.seed(seed)
    np.random.seed(seed)
    paddle.seed(seed)
    ### END SOLUTION


# %%
for seed in (3, 3, 4):
    draws = first_draws(seed)
    print(f"seed_everything({seed}): weights {draws['weights'].round(3)}  order {draws['order']}")

for _ in range(2):
    paddle.seed(3)  # and nothing else
    order = [int(place) for place in paddle.io.RandomSampler(range(8))]
    print(f"paddle.seed(3):     weights {nn.Linear(1, 3).weight.numpy()[0].round(3)}  order {order}")

# %% [markdown] lang="en"
# Seed 3 gives the same draws both times, seed 4 others. With `paddle.seed` alone the weights repeat and the order of the
# samples does not: a training would start from the same weights and end elsewhere.
#
# ## 4. Measuring
#
# ### Question 4 · `evaluate_model` (3 points, about 10 minutes)
#
# **Why.** Before anything is trained, have the yardstick ready. Lab 4's measured the accuracy. This one also gives the
# loss on data that the model has *not* been trained on, which says how sure it is of what it says.
#
# **Formula.** Over all $n$ sequences of the part,
#
# $$\text{loss} = -\frac1n \sum_{i=1}^{n} \ln \operatorname{softmax}(\text{logits}_i)_{y_i}, \qquad
# \text{accuracy} = \frac{\text{number of } i \text{ whose largest logit is that of } y_i}{n}.$$
#
# Go through the part in batches of at most `batch_size`, add up, and divide *once*, at the end: the last batch is
# often shorter, and a mean of the batches' means would give its sequences more weight than others.
#
# **Modes.** Measure in evaluation mode, under `paddle.no_grad()`; afterwards the model is in the mode in which it
# came. It matters more than in lab 4: a model that stays in evaluation mode is trained without dropout from then on,
# and Paddle's recurrent layers keep nothing for `backward` in that mode (lab 7).
#
# **Return** the tuple `(loss, accuracy)` of two floats.

# %% [markdown] lang="zh"
# 种子 3 两次抽到的完全一样，种子 4 就不同了。只用 `paddle.seed` 时，权重能重复，样本的次序却不能：
# 训练会从同样的权重出发，到达不同的终点。
#
# ## 4. 测量
#
# ### 第 4 题 · `evaluate_model`（3 分，约 10 分钟）
#
# **为什么**：训练之前，先把尺子准备好。实验 4 的尺子量的是准确率。这一把还给出模型在**没有**训练过的数据上的损失，
# 它反映模型对自己的回答有多大把握。
#
# **公式**：对这个部分的全部 $n$ 条序列，
#
# $$\text{损失} = -\frac1n \sum_{i=1}^{n} \ln \operatorname{softmax}(\text{logits}_i)_{y_i}, \qquad
# \text{准确率} = \frac{\text{最大 logit 恰好属于 } y_i \text{ 的 } i \text{ 的个数}}{n}.$$
#
# 每批最多取 `batch_size` 条，全部加起来，最后**只除一次**：最后一批常常不满，如果对各批的平均值再求平均，
# 其中的序列就会比别的更重。
#
# **模式**：在评估模式下、在 `paddle.no_grad()` 中测量；测完之后，模型要回到传入时的模式。这里比实验 4 更要紧：
# 如果让模型留在评估模式，此后的训练就没有 dropout 了，而且飞桨的循环层在这种模式下不会为 `backward` 保留数据（实验 7）。
#
# **返回**元组 `(loss, accuracy)`，即两个浮点数：损失和准确率。

# %% [markdown] lang="en" hints="evaluate_model"
# 1. Two running totals, a loss and a count. What is the mode before, during and after?
# 2. In the loop, slice all three arrays with the same slice and turn them into tensors. `F.cross_entropy(logits,
#    labels, reduction="sum")` gives the *sum* of a batch's losses, which can simply be added up.
# 3. `was_training = model.training`, `model.eval()`; in the loop `total += loss.item()` and
#    `right += int((logits.argmax(axis=1) == labels).sum())`; at the end `if was_training: model.train()` and
#    `return total / n, right / n`.

# %% [markdown] lang="zh" hints="evaluate_model"
# 1. 两个累加的量：损失和正确的个数。测量之前、之中、之后，模型各是什么模式？
# 2. 循环里，用同一个切片去切三个数组，再变成张量。`F.cross_entropy(logits, labels, reduction="sum")`
#    给出一批损失的**总和**，直接累加即可。
# 3. `was_training = model.training`，`model.eval()`；循环里 `total += loss.item()`，
#    `right += int((logits.argmax(axis=1) == labels).sum())`；最后 `if was_training: model.train()`，
#    并 `return total / n, right / n`。


# %% question="evaluate_model" points=3 minutes=10
def evaluate_model(model, part, batch_size=256):
    """Return the mean loss and the accuracy of a classifier, measured in evaluation mode; it keeps its mode.

    Args:
        model: nn.Layer, called as model(inputs, lengths), gives logits [batch, classes].
        part: dict of NumPy arrays "inputs" [n, time, features] or [n, time], "lengths" [n], "labels" [n].
        batch_size: how many sequences go through the model together at most.

    Returns:
        (loss, accuracy): floats, the mean cross-entropy over all sequences, and the share that is right.

    Example:
        >>> loss, accuracy = evaluate_model(WithoutOrder(8, 16, 10), digits["test"])
        >>> 0 <= accuracy <= 1
        True
    """
    ### BEGIN SOLUTION add up losses and right answers in evaluation mode, divide once, restore the mode
    was_training = model.training
    model.eval()
    total, right, n = 0.0, 0, len(part["labels"])
    with paddle.no_grad():
        for start in range(0, n, batch_size):
            rows = slice(start, start + batch_size)
            inputs, lengths, labels = (paddle.to_tensor(part[key][rows]) for key in ("inputs", "lengths", "labels"))
            logits = model(inputs, lengths)
            total += F.cross_entropy(logits, labels, reduction="sum").item()
            right += int((logits.argmax(axis=1) == labels).sum())
    if was_training:
        model.train()
    return total / n, right / n
    ### END SOLUTION


# %% [markdown] lang="en"
# What does knowing nothing score? A new network on both test sets, beside $\ln K$ for $K$ classes (lab 4):

# %% [markdown] lang="zh"
# 什么都不懂能得多少分？下面是两个新建的网络在测试集上的结果，旁边是 $K$ 个类别的 $\ln K$（实验 4）：

# %%
seed_everything(0)
for name, part, model in (
    ("digits", digits["test"], build_classifier("gru", 8, 64, 10)),
    ("surnames", surnames["test"], build_classifier("gru", 32, 64, len(LANGUAGES), vocab_size=27)),
):
    loss, accuracy = evaluate_model(model, part)
    classes = len(set(part["labels"]))
    print(f"{name:9s} loss {loss:.3f} (ln {classes} = {np.log(classes):.3f}), accuracy {accuracy:.3f}")

# %% [markdown] lang="en"
# ## 5. Training
#
# ![The loop: shuffle, batch, logits, loss, gradients, step, clear; then measure](../figures/lab09_loop.svg)
#
# ### The loop, line by line
#
# Since lab 2 you have met this loop several times. Here is what each line is for, and what happens without it:
#
# 1. `order = np.random.permutation(n)`: a new order of the samples in each **epoch** (one round through all of them). The
#    table of names is sorted by language: unshuffled, whole batches of one language would pull the weights to and fro.
# 2. `rows = order[start : start + batch_size]`: a few samples at a time, a **batch**. All samples at once would make one
#    step an epoch, which is few; one sample at a time makes many steps, each of them a poor guess.
# 3. `logits = model(inputs[rows], lengths[rows])`: the forward computation. Paddle notes what was computed from what.
# 4. `loss = F.cross_entropy(logits, labels[rows])`: one number that says how wrong the batch was. Softmax is included.
# 5. `loss.backward()`: backpropagation through time (lab 3), the gradient of the loss for every parameter.
# 6. `optimizer.step()`: **Adam** moves each parameter a little against its gradient, about as far as `learning_rate`
#    says. Without this line nothing is learnt, and nothing complains.
# 7. `optimizer.clear_grad()`: forget these gradients. Without it Paddle *adds* the next ones to them.
#
# ### Question 5 · `train_model` (6 points, about 18 minutes)
#
# **What to do.** First call `seed_everything(seed)`, so that the training repeats exactly. Then go through all samples
# `epochs` times as in the list above, with one `paddle.optimizer.Adam` of the given learning rate for the whole training.
# The last batch may be shorter; it is used, too. The model is in training mode while it is trained, however it came.
#
# After each epoch note three numbers and return them as a dict of lists, the **history**, each with one float an
# epoch:
#
# - `"loss"`: the mean loss over all *samples* of this epoch, noted in passing (the weights change meanwhile);
# - `"accuracy"`: the accuracy on `held_out`, the samples that are *kept back*: the model is measured on them and never
#   trained (`evaluate_model` does it);
# - `"seconds"`: how many seconds the training has taken from its start to the end of this epoch, the time for
#   measuring left out (`time.perf_counter()` is a clock that shows seconds).
#
# **Shapes.** `train` and `held_out` are parts as in section 1. The same model, data and seed give the same weights
# and numbers (but for the seconds), whatever has been drawn before; another seed gives another order.

# %% [markdown] lang="zh"
# ## 5. 训练
#
# ![训练循环：打乱、取一批、logits、损失、梯度、更新、清零，最后测量](../figures/zh/lab09_loop.svg)
#
# ### 逐行讲解训练循环
#
# 从实验 2 起，你已经好几次见到这个循环了。现在来说清楚每一行的用处，以及没有它会怎样：
#
# 1. `order = np.random.permutation(n)`：每个 **epoch**（把全部样本过一遍叫一个 epoch）换一种样本次序。
#    姓氏表是按语言排好的，
#    如果不打乱，整批整批都是同一种语言，权重会被拉过来又拉过去。
# 2. `rows = order[start : start + batch_size]`：每次只取一小**批**（batch）样本。全部样本一起算，一个 epoch 才走一步，太少；
#    一个样本走一步，步数多了，每一步却都不太准。
# 3. `logits = model(inputs[rows], lengths[rows])`：前向计算。飞桨会记下什么是由什么算出来的。
# 4. `loss = F.cross_entropy(logits, labels[rows])`：用一个数说明这一批错得有多厉害，其中已经包含 softmax。
# 5. `loss.backward()`：随时间反向传播（实验 3），求出损失对每个参数的梯度。
# 6. `optimizer.step()`：**Adam** 让每个参数逆着梯度挪一小步，幅度大致由 `learning_rate` 决定。少了这一行，什么也学不到，
#    而且没有任何提示。
# 7. `optimizer.clear_grad()`：忘掉这些梯度。少了它，飞桨会把下一批的梯度**累加**上去。
#
# ### 第 5 题 · `train_model`（6 分，约 18 分钟）
#
# **做什么**：先调用 `seed_everything(seed)`，使训练能一模一样地重来。然后像上面列的那样，把全部样本过 `epochs` 遍，
# 整个训练只用一个 `paddle.optimizer.Adam`，学习率由参数给出。最后一批可以不满，但也要用上。
# 不管模型传入时是什么模式，训练时都要处于训练模式。
#
# 每个 epoch 之后记下三个数，最后以“列表的字典”返回，这就是训练的**历史**（history），每个列表里每个 epoch 一个浮点数：
#
# - `"loss"`：这个 epoch 全部**样本**的平均损失，边训练边记（其间权重一直在变）；
# - `"accuracy"`：在 `held_out` 上的准确率。这些是**留出**的样本：只用来测量，从不用来训练（交给 `evaluate_model` 去做）；
# - `"seconds"`：从训练开始到这个 epoch 结束用了多少秒，测量所用的时间不算在内（`time.perf_counter()` 是一个以秒计的时钟）。
#
# **形状**：`train` 和 `held_out` 是第 1 节那种形式的数据。模型、数据、种子相同，得到的权重和数值就相同（秒数除外），
# 与之前抽过什么随机数无关；换一个种子，次序就不同。

# %% [markdown] lang="en" hints="train_model"
# 1. Two nested loops, epochs outside and batches inside. What belongs before both (once), what between them (once an
#    epoch), what inside?
# 2. Turn the three arrays of `train` into tensors once, before the loops; `inputs[rows]` then works with a tensor of
#    row numbers. Stop the clock before you measure on `held_out`, and call `model.train()` at the start of each
#    epoch.
# 3. Inside: lines 2 to 7 of the list, and `total += loss.item() * len(rows)`. After the batches of an epoch:
#    `seconds += time.perf_counter() - start`, append `total / n`, `evaluate_model(model, held_out)[1]` and `seconds`
#    to the three lists.

# %% [markdown] lang="zh" hints="train_model"
# 1. 两层循环，外层是 epoch，内层是批次。哪些事放在两层之前（只做一次），哪些放在两层之间（每个 epoch 一次），哪些放在最里面？
# 2. 循环之前，先把 `train` 的三个数组变成张量；之后就可以用由行号组成的张量取 `inputs[rows]`。在 `held_out` 上测量之前，
#    先把表停下；每个 epoch 开始时调用 `model.train()`。
# 3. 最里面：上面列出的第 2 到第 7 行，再加 `total += loss.item() * len(rows)`。一个 epoch 的批次都走完之后：
#    `seconds += time.perf_counter() - start`，把 `total / n`、`evaluate_model(model, held_out)[1]` 和 `seconds`
#    分别加进三个列表。


# %% question="train_model" points=6 minutes=18 uses=["seed_everything", "evaluate_model", "build_classifier"] seconds=20
def train_model(model, train, held_out, epochs, batch_size, learning_rate, seed):
    """Train a classifier with Adam on cross-entropy, in place, and return the history of the training.

    Args:
        model: nn.Layer, called as model(inputs, lengths), gives logits [batch, classes].
        train: dict of NumPy arrays "inputs", "lengths", "labels", to train on.
        held_out: a part of the same form, to measure on after each epoch; never trained on.
        epochs: how often all samples of `train` are gone through, each time in a new random order.
        batch_size: samples in a batch; the last one may be shorter.
        learning_rate: step size of Adam.
        seed: given to seed_everything at the start.

    Returns:
        dict of three lists with one float an epoch: "loss" (mean over the epoch's samples), "accuracy" (on
        held_out), "seconds" (of training, since its start).

    Example:
        >>> model = build_classifier("gru", 8, 16, 10)
        >>> history = train_model(model, digits["train"], digits["test"], 2, 32, 0.01, seed=0)
        >>> [len(history[key]) for key in ("loss", "accuracy", "seconds")]
        [2, 2, 2]
    """
    ### BEGIN SOLUTION seed, then in every epoch go through shuffled batches, update the weights, and note the three numbers
    seed_everything(seed)
    inputs, lengths, labels = (paddle.to_tensor(train[key]) for key in ("inputs", "lengths", "labels"))
    optimizer = paddle.optimizer.Adam(learning_rate=learning_rate, parameters=model.parameters())
    history = {"loss": [], "accuracy": [], "seconds": []}
    seconds, n = 0.0, len(labels)
    for _ in range(epochs):
        start = time.perf_counter()
        model.train()
        order = np.random.permutation(n)
        total = 0.0
        for first in range(0, n, batch_size):
            rows = paddle.to_tensor(order[first : first + batch_size])
            longest = int(lengths[rows].max())  # padding changes nothing, so none is read that nobody needs
            loss = F.cross_entropy(model(inputs[rows][:, :longest], lengths[rows]), labels[rows])
            loss.backward()
            optimizer.step()
            optimizer.clear_grad()
            total += loss.item() * len(rows)
        seconds += time.perf_counter() - start
        history["loss"].append(total / n)
        history["accuracy"].append(evaluate_model(model, held_out)[1])
        history["seconds"].append(seconds)
    return history
    ### END SOLUTION


# %% [markdown] lang="en"
# ### Three parts, and why
#
# Training needs a training set. Measuring needs samples that were not trained on. But there is a third thing: how many
# epochs, how many hidden units, which learning rate? Such **settings** are chosen by trying. If you try ten and keep the
# one with the best accuracy *on the test set*, that accuracy is too good: some of it is luck, and you have picked the
# luck. So the choosing is done on a third part, the **validation set**, taken from the training set. The test set is
# looked at when all is decided.

# %% [markdown] lang="zh"
# ### 三份数据，各有各的用处
#
# 训练需要训练集，测量需要没有训练过的样本。但还有第三件事：训练多少个 epoch，用多少隐藏单元，学习率取多大？
# 这类**设置**是靠试出来的。如果试了十种，再挑出**测试集上**准确率最高的一种，那么这个准确率就偏高了：其中有一部分是运气，
# 而你恰恰挑中了运气。所以，挑选要在第三份数据上进行，它叫**验证集**（validation set），从训练集里分出来。等一切都定下来，
# 再去看测试集。


# %%
def hold_back(part, share, seed):
    """Split a part in two, at random: return what is left for training, and `share` of it for validation."""
    order = np.random.default_rng(seed).permutation(len(part["labels"]))
    cut = round(share * len(order))
    return tuple({key: array[rows] for key, array in part.items()} for rows in (order[cut:], order[:cut]))


fit, validation = hold_back(digits["train"], share=0.2, seed=0)
print("digits:", len(fit["labels"]), "to fit,", len(validation["labels"]), "to choose by,", len(digits["test"]["labels"]), "to test")

seed_everything(0)
tried = {
    "GRU, 64 units": build_classifier("gru", 8, 64, 10),
    "without order": WithoutOrder(8, 64, 10),
}
figure, axes = plt.subplots(1, 2, figsize=(7.5, 2.6), layout="constrained")
for (name, model), color in zip(tried.items(), ["tab:green", "tab:gray"], strict=True):
    history = train_model(model, fit, validation, epochs=16, batch_size=32, learning_rate=0.003, seed=0)
    axes[0].plot(range(1, 17), history["loss"], "o-", color=color, markersize=3, label=name)
    axes[1].plot(range(1, 17), history["accuracy"], "o-", color=color, markersize=3, label=name)
    print(f"{name:14s} loss {history['loss'][-1]:.3f}, validation accuracy {history['accuracy'][-1]:.3f}")
axes[0].set_ylabel("training loss")
axes[1].set_ylabel("accuracy (validation)")
for axis in axes:
    axis.set_xlabel("epoch")
axes[1].legend()
plt.show()

# %% [markdown] lang="en"
# **What to see.** After 16 epochs the network that reads the rows in order is right for more than nine of ten digits that it
# has not seen. The one that knows only their mean gets stuck far below: the mean of the rows says how much ink each column
# has, and not where. Order is worth that much here. The curve has become flat, so 16 epochs will do; we keep these settings.
#
# ### Does it repeat?
#
# Build and train a network twice from the same seed, and once from another.

# %% [markdown] lang="zh"
# **看什么**：16 个 epoch 之后，按次序读各行的网络对没见过的数字，十个里能答对九个以上。只知道各行平均值的网络，
# 远远落在下面就上不去了：
# 各行的平均只说明每一列有多少墨迹，却不说明墨迹在哪儿。次序在这里就值这么多。曲线已经平了，16 个 epoch 就够，就用这些设置。
#
# ### 能重来吗？
#
# 用同一个种子搭建并训练两次，再换一个种子来一次。


# %%
def weights_after(seed):
    """Return all weights of a GRU with dropout after one epoch on the digits, as one vector."""
    seed_everything(seed)
    model = build_classifier("gru", 8, 16, 10, dropout=0.2)
    train_model(model, fit, validation, epochs=1, batch_size=64, learning_rate=0.01, seed=seed)
    return np.concatenate([parameter.numpy().ravel() for parameter in model.parameters()])


first = weights_after(seed=5)
for seed in (5, 6):
    difference = np.abs(weights_after(seed) - first).max()
    print(f"seed 5 and seed {seed}: the weights differ by {difference:.1e} at most")

# %% [markdown] lang="en"
# With the same seed the difference is exactly 0: not one bit of one weight differs. (On another computer, or with another
# version of Paddle, sums may be rounded in another way. Then the same seed gives *nearly* the same numbers.)
#
# ## 6. Which of the three?
#
# ### Question 6 · `compare` (4 points, about 15 minutes)
#
# **Why.** "The GRU reached 98.9 %, the LSTM 98.3 %" says little when 359 digits are tested: that is a difference of
# two digits, and another seed may turn it round. So each kind is trained several times, from different seeds, and what
# is compared is the mean, with the spread beside it. And accuracy is not all: a model may be better because it is
# larger, or took longer.
#
# **What to do.** For each kind, and for each seed: call `seed_everything(seed)`, so that the starting weights follow
# from the seed, build a *new* classifier, train it with `train_model(…, seed=seed)` on `train` with `test` held out,
# and measure its accuracy on `test` *at the end* of the training (not its best accuracy on the way, which would be
# chosen on the test set).
#
# **What to return.** A dict from kind to a dict with
#
# | key | value |
# | --- | --- |
# | `"parameters"` | int: how many numbers are trained |
# | `"accuracies"` | list of floats, one a seed, in the order of `seeds` |
# | `"mean"`, `"std"` | their mean $m$, and standard deviation $\sqrt{\frac1S \sum_s (a_s - m)^2}$ over the $S$ seeds |
# | `"seconds"` | float: mean time of one training |
# | `"histories"`, `"models"` | lists, one entry a seed: what `train_model` returned, and the trained model |
#
# `model_settings` and `train_settings` are dicts of named arguments, to be handed on with `**`:
# `build_classifier(kind, **model_settings)`.

# %% [markdown] lang="zh"
# 种子相同，差异恰好是 0：没有一个权重差哪怕一个比特。（换一台电脑，或者换一个飞桨版本，求和时的舍入方式可能不同，
# 那时同一个种子给出的只是**几乎**相同的数。）
#
# ## 6. 三种里选哪种？
#
# ### 第 6 题 · `compare`（4 分，约 15 分钟）
#
# **为什么**：“GRU 达到 98.9 %，LSTM 98.3 %”，在只测 359 个数字时，这句话说明不了什么：差别只是两个数字，
# 换个种子也许就反过来了。所以每一种都要用不同的种子训练好几次，比较的是平均值，旁边还要写上离散程度。而且准确率并不是全部：
# 一个模型更好，也许只是因为它更大，或者训练得更久。
#
# **做什么**：对每一种单元、每一个种子：调用 `seed_everything(seed)`，让初始权重由种子决定；搭一个**新的**分类器；
# 用 `train_model(…, seed=seed)` 在 `train` 上训练，留出的是 `test`；训练**结束时**测它在 `test` 上的准确率
# （而不是途中最高的那个，那等于在测试集上做了挑选）。
#
# **返回什么**：一个字典，从单元种类对应到另一个字典，后者包含
#
# | 键 | 值 |
# | --- | --- |
# | `"parameters"` | int：要训练的数有多少个 |
# | `"accuracies"` | 浮点数列表，每个种子一个，次序与 `seeds` 相同 |
# | `"mean"`、`"std"` | 它们的平均值 $m$，以及对 $S$ 个种子的标准差 $\sqrt{\frac1S \sum_s (a_s - m)^2}$ |
# | `"seconds"` | 浮点数：训练一次平均用多少秒 |
# | `"histories"`、`"models"` | 列表，每个种子一项：`train_model` 返回的历史，和训练好的模型 |
#
# `model_settings` 和 `train_settings` 是由命名参数组成的字典，用 `**` 传下去：`build_classifier(kind, **model_settings)`。

# %% [markdown] lang="en" hints="compare"
# 1. Two nested loops, kinds outside and seeds inside. What has to be made anew for each seed, so that one training
#    knows nothing of another?
# 2. For each seed, in this order: `seed_everything(seed)`, `build_classifier(kind, **model_settings)`,
#    `train_model(model, train, test, seed=seed, **train_settings)`, `evaluate_model(model, test)`. The time of a
#    training is the last entry of its history's `"seconds"`.
# 3. Collect `models`, `histories` and `accuracies` in three lists; `np.mean(accuracies)` and `np.std(accuracies)` are
#    the two numbers; the parameters are `sum(int(np.prod(p.shape)) for p in models[0].parameters())`. (`state_dict()`
#    would count recurrent weights twice.)

# %% [markdown] lang="zh" hints="compare"
# 1. 两层循环，外层是单元种类，内层是种子。每换一个种子，哪些东西要重新来过，才能保证各次训练互不相干？
# 2. 对每个种子依次做：`seed_everything(seed)`、`build_classifier(kind, **model_settings)`、
#    `train_model(model, train, test, seed=seed, **train_settings)`、`evaluate_model(model, test)`。
#    一次训练的用时，是它的历史中 `"seconds"` 的最后一项。
# 3. 用三个列表收集 `models`、`histories` 和 `accuracies`；`np.mean(accuracies)` 和 `np.std(accuracies)` 就是那两个数；
#    参数个数是 `sum(int(np.prod(p.shape)) for p in models[0].parameters())`。（用 `state_dict()` 会把循环层的权重数两遍。）


# %% question="compare" points=4 minutes=15 uses=["seed_everything", "build_classifier", "evaluate_model", "train_model"] seconds=20
def compare(kinds, train, test, model_settings, train_settings, seeds):
    """Train a classifier of each kind from each seed, and return what they reach on the test set.

    Args:
        kinds: the kinds to compare, for example ("rnn", "lstm", "gru").
        train, test: dicts of NumPy arrays "inputs", "lengths", "labels".
        model_settings: dict of further named arguments of build_classifier.
        train_settings: dict with the arguments epochs, batch_size and learning_rate of train_model.
        seeds: list of ints, one for each training of a kind.

    Returns:
        dict from kind to a dict with "parameters", "accuracies", "mean", "std", "seconds", "histories", "models".

    Example:
        >>> settings = {"input_size": 8, "hidden_size": 4, "num_classes": 10}
        >>> loop = {"epochs": 1, "batch_size": 32, "learning_rate": 0.01}
        >>> table = compare(["rnn"], digits["train"], digits["test"], settings, loop, seeds=[0, 1])
        >>> table["rnn"]["parameters"], len(table["rnn"]["accuracies"])
        (106, 2)
    """
    ### BEGIN SOLUTION for each kind and seed build, train and measure a new model; then take mean and spread over the seeds
    table = {}
    for kind in kinds:
        models, histories, accuracies = [], [], []
        for seed in seeds:
            seed_everything(seed)
            model = build_classifier(kind, **model_settings)
            histories.append(train_model(model, train, test, seed=seed, **train_settings))
            accuracies.append(evaluate_model(model, test)[1])
            models.append(model)
        table[kind] = {
            "parameters": sum(int(np.prod(parameter.shape)) for parameter in models[0].parameters()),
            "accuracies": accuracies,
            "mean": float(np.mean(accuracies)),
            "std": float(np.std(accuracies)),
            "seconds": float(np.mean([history["seconds"][-1] for history in histories])),
            "histories": histories,
            "models": models,
        }
    return table
    ### END SOLUTION


# %% [markdown] lang="en"
# ### The digits
#
# Settings as chosen above; now on the whole training set, measured on the test set, from three seeds.

# %% [markdown] lang="zh"
# ### 手写数字
#
# 设置就用上面定下的；现在用整个训练集训练，在测试集上测量，三个种子。


# %%
def print_table(table):
    """Print one line for each kind."""
    print("kind   parameters   accuracy of each seed      mean    std     seconds for one training")
    for kind, found in table.items():
        each = "  ".join(f"{accuracy:.4f}" for accuracy in found["accuracies"])
        print(f"{kind:5s} {found['parameters']:9d}     {each}   {found['mean']:.4f}  {found['std']:.4f}  {found['seconds']:.1f}")


def plot_histories(table, lowest):
    """Plot loss by epoch, accuracy by epoch, and accuracy by time, for all kinds and seeds."""
    _, axes = plt.subplots(1, 3, figsize=(8.2, 2.7), layout="constrained")
    for kind, found in table.items():
        for number, history in enumerate(found["histories"]):
            epochs = range(1, len(history["loss"]) + 1)
            style = {"color": COLOR[kind], "linewidth": 1, "label": kind if number == 0 else None}
            axes[0].plot(epochs, history["loss"], **style)
            axes[1].plot(epochs, history["accuracy"], **style)
            axes[2].plot(history["seconds"], history["accuracy"], **style)
    axes[0].set_yscale("log")
    axes[0].set_ylabel("training loss")
    axes[0].set_xlabel("epoch")
    for axis, x in zip(axes[1:], ("epoch", "seconds of training"), strict=True):
        axis.set_xlabel(x)
        axis.set_ylabel("test accuracy")
        axis.set_ylim(lowest, None)
    axes[0].legend()
    plt.show()


digit_settings = {"input_size": 8, "hidden_size": 64, "num_classes": 10}
digit_training = {"epochs": 16, "batch_size": 32, "learning_rate": 0.003}
digit_table = compare(KINDS, digits["train"], digits["test"], digit_settings, digit_training, seeds=[0, 1, 2])
print_table(digit_table)
best = max(digit_table, key=lambda kind: digit_table[kind]["mean"])
print(f"\nbest by its mean: {best}, {100 * digit_table[best]['mean']:.1f} %; at least 97 %: {digit_table[best]['mean'] >= 0.97}")

# %%
plot_histories(digit_table, lowest=0.8)


# %% [markdown] lang="en"
# **What to see.** Three thin lines for each kind, one a seed. The plain network is first off the line, by epochs and still
# more by seconds, since its epochs are the cheapest. The gated networks, with three and four times as many weights to
# set right, start later, and in the second half the GRU passes it: it ends highest, and its seeds lie closest together. So
# what is best depends on how long you let it train. The curves also show how far test accuracy jumps from one epoch to
# the next, at times by two percent and more. That is why nobody should pick the best epoch afterwards.
#
# One question remains, and it is often left out. Is a recurrent network *needed* here? A picture need not be read row
# by row. The next cell trains **logistic regression** with the same loop: one linear layer that sees all 64 pixels at
# once.

# %% [markdown] lang="zh"
# **看什么**：每种单元有三条细线，一个种子一条。最基本的网络起步最快：按 epoch 看如此，按秒看更是如此，因为它的每个 epoch
# 最便宜。
# 带门的网络要调好的权重有三四倍之多，起步较晚；到了后半程，GRU 超过了它：最后它最高，几个种子也最集中。
# 所以哪种最好，要看你让它训练多久。从曲线还能看到，测试准确率在相邻的 epoch 之间会跳动，有时超过两个百分点。
# 正因为如此，谁也不该事后去挑最好的那个 epoch。
#
# 还有一个问题，常常被略过不提：这里**需要**循环神经网络吗？图片本来不必一行一行地读。
# 下一个单元格用同一个循环训练**逻辑回归**（logistic regression）：只有一个线性层，一次看到全部 64 个像素。


# %%
class AllPixels(nn.Layer):
    """Logistic regression on all numbers of a picture at once."""

    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(64, 10)

    def forward(self, inputs, lengths):
        return self.linear(inputs.flatten(start_axis=1))


for name, make in (("without order", lambda: WithoutOrder(8, 64, 10)), ("all pixels at once", AllPixels)):
    reached = []
    for seed in (0, 1, 2):
        seed_everything(seed)
        model = make()
        train_model(model, digits["train"], digits["test"], seed=seed, **digit_training)
        reached.append(evaluate_model(model, digits["test"])[1])
    print(f"{name:19s} {parameter_count(model):5d} parameters, test accuracy {np.mean(reached):.4f} over three seeds")

# %% [markdown] lang="en"
# A single linear layer with an eighth of the plain network's parameters comes quite close to it, since all pixels are in
# front of it at once. So: for small pictures a recurrent network is a *possible* tool, and a convolutional one would be the
# usual one. We read digits row by row because here you can see what is going on. (And "without order", which sees every
# pixel too, but only added up by columns, is far behind.)
#
# ### What does it believe after each row?
#
# With `lengths` a network can be made to stop early: length $t$ means that only rows 1 to $t$ count. Let us train one more
# GRU on *unfinished* digits: the same pictures, but each with a length drawn from 1 to 8. Nothing else has to be changed.
# Then we ask it for its belief after each row.

# %% [markdown] lang="zh"
# 只有一个线性层，参数只有最基本的循环网络的八分之一，成绩却已相当接近，因为全部像素一下子都摆在它面前。
# 所以说：对于小图片，循环网络是一种**可行的**工具，而通常会用卷积网络。我们一行一行地读数字，是因为这样看得清里面发生了什么。
# （“without order” 也看到了每个像素，不过只是按列加在一起的，所以远远落后。）
#
# ### 每读一行，它怎么想？
#
# 有了 `lengths`，就可以让网络提前停下：长度为 $t$，表示只有第 1 到第 $t$ 行算数。我们再训练一个 GRU，专门读**没写完**的数字：
# 图片还是那些，只是每张的长度从 1 到 8 中随机抽取，此外什么都不用改。然后问问它，读完每一行时怎么想。

# %%
unfinished = {**digits["train"], "lengths": np.random.default_rng(0).integers(1, 9, len(digits["train"]["labels"]))}
seed_everything(0)
reader = build_classifier("gru", **digit_settings)
train_model(reader, unfinished, digits["test"], seed=0, **digit_training)
rows_read = range(1, 9)
after = [evaluate_model(reader, {**digits["test"], "lengths": np.full(359, t)})[1] for t in rows_read]
print("test accuracy after rows 1 to 8:", "  ".join(f"{accuracy:.2f}" for accuracy in after))

figure, axes = plt.subplots(2, 4, figsize=(7.5, 4), height_ratios=[1, 1.6], layout="constrained")
for column, number in enumerate((2, 3, 5, 7)):
    picture = digits["test"]["inputs"][digits["test"]["labels"] == number][3]
    copies = paddle.to_tensor(picture).unsqueeze(0).tile([8, 1, 1])  # the same digit, eight lengths
    logits = reader.eval()(copies, paddle.to_tensor(list(rows_read)))
    axes[0, column].imshow(picture, cmap="gray_r")
    axes[0, column].axis("off")
    image = axes[1, column].imshow(F.softmax(logits, axis=1).numpy(), cmap="viridis", vmin=0, vmax=1)
    axes[1, column].set_xticks(range(10))
    axes[1, column].set_yticks(range(8), rows_read)
    axes[1, column].set_xlabel("class")
axes[1, 0].set_ylabel("rows read")
figure.colorbar(image, ax=axes[1], label="probability", shrink=0.8)
plt.show()

# %% [markdown] lang="en"
# **What to see.** Read each lower panel from top to bottom. After one row the belief is spread over many digits, since many
# begin alike, and the accuracy is low. Row by row it narrows down to a few columns and then to one. The printed accuracies
# tell the same for all test digits: most is decided in the first five rows, and the last ones add little.
#
# ## 7. Where does it err?
#
# ### Question 7 · `confusion_matrix` (2 points, about 6 minutes)
#
# **Why.** Accuracy says how often. It does not say *what* is taken for *what*. The **confusion matrix** does.
#
# **Formula.** $C_{ij}$ = number of samples whose label is $i$ and whose prediction is $j$: **rows are the truth,
# columns the answers**. So row $i$ adds up to how many samples of class $i$ there are, and the diagonal holds the right
# ones.
#
# **Shapes.** `labels` and `predictions` are int64 NumPy arrays `[n]` with values from 0 to `num_classes` − 1. Return an
# int64 NumPy array `[num_classes, num_classes]`, also if some class never occurs.

# %% [markdown] lang="zh"
# **看什么**：下排每张图从上往下读。只读了一行时，概率分散在许多数字上，因为许多数字的开头都差不多，准确率也很低。
# 一行一行读下去，范围缩小到几列，再缩小到一列。打印出的准确率是对全部测试数字而言的，说的是同一件事：
# 头五行就已大致见分晓，最后几行添不了多少。
#
# ## 7. 错在哪里？
#
# ### 第 7 题 · `confusion_matrix`（2 分，约 6 分钟）
#
# **为什么**：准确率只说错得多不多，不说把**什么**错当成了**什么**。**混淆矩阵**（confusion matrix）说的就是这个。
#
# **公式**：$C_{ij}$ = 标签是 $i$、预测是 $j$ 的样本个数：**行是真实类别，列是模型的回答**。
# 所以第 $i$ 行加起来就是第 $i$ 类样本的个数，对角线上的是答对的。
#
# **形状**：`labels` 和 `predictions` 是 int64 的 NumPy 数组 `[n]`，取值从 0 到 `num_classes` − 1。返回 int64 的 NumPy 数组
# `[num_classes, num_classes]`，即使某个类别从未出现也一样。

# %% [markdown] lang="en" hints="confusion_matrix"
# 1. Start with a matrix of zeros; each sample adds 1 in one place. Which of its two numbers is the row?
# 2. A loop over `zip(labels, predictions)` will do. Beware of `matrix[labels, predictions] += 1`: a pair that occurs
#    five times is counted once by it.
# 3. `matrix = np.zeros([num_classes, num_classes], "int64")`, then `matrix[label, predicted] += 1` for each pair (or
#    `np.add.at(matrix, (labels, predictions), 1)`), and return it.

# %% [markdown] lang="zh" hints="confusion_matrix"
# 1. 从全零矩阵开始，每个样本在一个位置上加 1。它的两个数，哪一个是行？
# 2. 对 `zip(labels, predictions)` 循环就行。小心 `matrix[labels, predictions] += 1`：出现五次的组合，它只数一次。
# 3. `matrix = np.zeros([num_classes, num_classes], "int64")`，再对每一对 `matrix[label, predicted] += 1`
#    （或者 `np.add.at(matrix, (labels, predictions), 1)`），最后返回它。


# %% question="confusion_matrix" points=2 minutes=6
def confusion_matrix(labels, predictions, num_classes):
    """Return how often each class was taken for each class.

    Args:
        labels: int64 NumPy array [n], what is true.
        predictions: int64 NumPy array [n], what was answered.
        num_classes: both lie between 0 and num_classes - 1.

    Returns:
        int64 NumPy array [num_classes, num_classes]: row = label, column = prediction.

    Example:
        >>> confusion_matrix(np.array([0, 0, 2]), np.array([0, 1, 2]), 3)
        array([[1, 1, 0],
               [0, 0, 0],
               [0, 0, 1]])
    """
    ### BEGIN SOLUTION count the pairs of label and prediction
    matrix = np.zeros([num_classes, num_classes], "int64")
    np.add.at(matrix, (labels, predictions), 1)
    return matrix
    ### END SOLUTION


# %%
def answers(model, part):
    """Return the class with the largest logit for each sequence of a part, [n]."""
    model.eval()
    return model(paddle.to_tensor(part["inputs"]), paddle.to_tensor(part["lengths"])).argmax(axis=1).numpy()


def show_matrix(axis, matrix, names):
    """Draw a confusion matrix, mistakes in colour, the diagonal left white."""
    mistakes = np.where(np.eye(len(matrix), dtype=bool), 0, matrix)
    axis.imshow(mistakes, cmap="Reds")
    for i, j in zip(*np.nonzero(matrix), strict=True):
        light = mistakes[i, j] > 0.6 * mistakes.max()
        axis.text(j, i, matrix[i, j], ha="center", va="center", fontsize=7, color="white" if light else "black")
    axis.set_xticks(range(len(names)), names, rotation=90 if len(names) > 10 else 0)
    axis.set_yticks(range(len(names)), names)
    axis.set_xlabel("answer")
    axis.set_ylabel("truth")


labels = digits["test"]["labels"]
said = {kind: answers(found["models"][0], digits["test"]) for kind, found in digit_table.items()}
figure, axes = plt.subplots(1, 3, figsize=(8.2, 3), layout="constrained")
for axis, kind in zip(axes, KINDS, strict=True):
    matrix = confusion_matrix(labels, said[kind], 10)
    show_matrix(axis, matrix, [str(number) for number in range(10)])
    axis.set_title(f"{kind}: {int(matrix.sum() - np.trace(matrix))} of {matrix.sum()} wrong")
plt.show()

missed = np.flatnonzero(said["rnn"] != labels)[:8]
figure, axes = plt.subplots(1, 8, figsize=(7.5, 1.3), layout="constrained")
for axis in axes:
    axis.axis("off")
for axis, row in zip(axes, missed, strict=False):
    axis.imshow(digits["test"]["inputs"][row], cmap="gray_r")
    axis.set_title(f"{labels[row]}, rnn: {said['rnn'][row]}\ngru: {said['gru'][row]}", fontsize=8)
plt.show()

# %% [markdown] lang="en"
# **What to see.** Black numbers on the diagonal are right answers, red fields are mistakes. The mistakes are few and
# not spread evenly: they sit at pairs of digits that share half of their shape. Below are digits that the plain network
# got wrong; above each, the truth, its answer and the GRU's. Would you have got all of them right?
#
# ## 8. The names, and a serious opponent
#
# ### Character n-grams
#
# How do *you* know that a name is Polish? Perhaps by its ending, "-ski". An **n-gram** is a run of $n$ characters. Mark the
# beginning of a name by `<` and its end by `>`, and "kowal" has the 1-grams `k`, `o`, `w`, `a`, `l`, the 2-grams `<k`, `ko`,
# `ow`, `wa`, `al`, `l>`, the 3-grams `<ko`, `kow` and so on. Give each n-gram one number for each language (its votes), add
# up the votes of all n-grams of a name, and you have its logits: logistic regression on n-grams. There is no memory, no
# gate, no hidden unit. It is an old method, and a strong one; a paper that shows a recurrent network without such an
# opponent has shown little.
#
# It can be written as a classifier of this lab, and trained by your loop: the ids are those of a name's n-grams (each
# one once), `nn.Embedding` holds the votes, and they are summed over the valid places. So that votes do not become
# large for n-grams that are rare, large votes cost something: **regularisation**, here a term $\frac{\lambda}{2} \cdot$
# sum of squares of the votes, whose gradient Paddle adds for us (`L2Decay`).

# %% [markdown] lang="zh"
# **看什么**：对角线上的黑色数字是答对的，红色格子是答错的。错误不多，分布也不均匀：集中在形状有一半相同的那几对数字上。
# 下面是最基本的网络答错的数字，每张上方写着真实类别、它的回答和 GRU 的回答。换作是你，能全部答对吗？
#
# ## 8. 姓氏，以及一个认真的对手
#
# ### 字符 n-gram
#
# **你**是怎么看出一个姓氏是波兰的？也许是凭词尾 “-ski”。连续的 $n$ 个字符叫一个 **n-gram**。
# 用 `<` 标出姓氏的开头，用 `>` 标出末尾，那么 “kowal” 的 1-gram 有 `k`、`o`、`w`、`a`、`l`，2-gram 有
# `<k`、`ko`、`ow`、`wa`、`al`、
# `l>`，3-gram 有 `<ko`、`kow`，等等。
# 给每个 n-gram 对每种语言各一个数（可以看作它投的票），把一个姓氏所有 n-gram 的票加起来，就得到它的 logits：
# 这就是 n-gram 上的逻辑回归。没有记忆，没有门，也没有隐藏单元。这个方法很老，却很强；
# 一篇文章只展示循环网络，而没有拿出这样的对手，就等于没说明什么。
#
# 它也可以写成本实验的一个分类器，用你的循环来训练：id 是姓氏里各个 n-gram 的编号（每种只取一次），`nn.Embedding` 里存着票数，
# 对有效的位置求和即可。为了不让罕见的 n-gram 得到过大的票数，票数大要付出代价，这叫**正则化**（regularisation）：
# 这里加上一项 $\frac{\lambda}{2} \cdot$ 票数的平方和，它的梯度由飞桨替我们加上（`L2Decay`）。


# %%
class Ngrams:
    """Knows the n-grams of some names by number, and turns names into them."""

    def __init__(self, names, longest):
        self.longest = longest
        known = sorted({gram for name in names for gram in self.of(name)})
        self.ids = {gram: number for number, gram in enumerate(known, start=1)}  # 0 is padding

    def of(self, name):
        """Return the different n-grams of a name, from 1 to `longest` characters, in the order of the alphabet."""
        marked = f"<{name}>"
        grams = {marked[at : at + n] for n in range(1, self.longest + 1) for at in range(len(marked) - n + 1)}
        return sorted(grams - {"<", ">"})

    def part(self, names, labels):
        """Return names in the form of this lab. An n-gram that is not known is left out."""
        rows = [[self.ids[gram] for gram in self.of(name) if gram in self.ids] for name in names]
        lengths = np.array([len(row) for row in rows], "int64")
        inputs = np.zeros([len(rows), lengths.max()], "int64")
        for place, row in enumerate(rows):
            inputs[place, : len(row)] = row
        return {"inputs": inputs, "lengths": lengths, "labels": labels}


class NgramClassifier(nn.Layer):
    """Logistic regression: the votes of a name's n-grams, summed."""

    def __init__(self, vocab_size, num_classes, penalty):
        super().__init__()
        held = paddle.ParamAttr(initializer=nn.initializer.Constant(0.0), regularizer=paddle.regularizer.L2Decay(penalty))
        self.votes = nn.Embedding(vocab_size, num_classes, weight_attr=held)
        self.bias = self.create_parameter([num_classes], is_bias=True)

    def forward(self, inputs, lengths):
        valid = paddle.arange(inputs.shape[1]) < lengths.unsqueeze(1)
        return (self.votes(inputs) * valid.astype("float32").unsqueeze(-1)).sum(axis=1) + self.bias


def spelled(part):
    """Return the names of a part of `surnames` as strings."""
    return ["".join(LETTERS[i - 1] for i in row if i) for row in part["inputs"]]


print(Ngrams(["kowal"], longest=3).of("kowal"))

# %% [markdown] lang="en"
# Tuned honestly: longest n-gram, penalty $\lambda$ and the number of epochs are chosen on a validation part of the training
# set, and the test set is not touched. Since the accuracy after a single epoch jumps by chance, an epoch is judged by the
# mean over three, itself and its two neighbours.

# %% [markdown] lang="zh"
# 老老实实地调：最长取几个字符、惩罚 $\lambda$ 取多大、训练几个 epoch，都在从训练集分出的验证集上选，不碰测试集。单个 epoch
# 之后的准确率会碰巧上下跳动，所以评价一个 epoch 时，取它自己和前后各一个 epoch 的平均。

# %%
fit, validation = hold_back(surnames["train"], share=0.2, seed=0)
ngram_training = {"epochs": 8, "batch_size": 64, "learning_rate": 0.01}


def best_epoch(history):
    """Return the best mean validation accuracy of three neighbouring epochs, and the number of the middle one."""
    means = np.convolve(history["accuracy"], np.ones(3) / 3, mode="valid")
    return float(means.max()), int(means.argmax()) + 2


penalties = (1e-3, 1e-4, 1e-5, 1e-6)
scores = {}
print("validation accuracy            " + "".join(f"  penalty {penalty:.0e}" for penalty in penalties))
for longest in (1, 2, 3, 4):
    grams = Ngrams(spelled(fit), longest)
    parts = [grams.part(spelled(part), part["labels"]) for part in (fit, validation)]
    for penalty in penalties:
        model = NgramClassifier(len(grams.ids) + 1, len(LANGUAGES), penalty)
        scores[longest, penalty] = best_epoch(train_model(model, *parts, seed=0, **ngram_training))
    line = "".join(f"{scores[longest, penalty][0]:15.3f}" for penalty in penalties)
    print(f"up to {longest} characters, {len(grams.ids):6d} {line}")
chosen_longest, chosen_penalty = max(scores, key=scores.get)
ngram_training["epochs"] = scores[chosen_longest, chosen_penalty][1]
print(f"chosen: up to {chosen_longest} characters, penalty {chosen_penalty:.0e}, {ngram_training['epochs']} epochs")

# %% [markdown] lang="en"
# Single letters do badly, pairs well, triples better still; runs of four add nothing, because most of them occur in one name
# only.
#
# ### Tuning the networks
#
# The networks get the same chance: direction, dropout and the number of epochs are chosen on the same validation part. (With
# one kind, the GRU, to save time; learning rate, batch size and width were settled in the same way beforehand.)

# %% [markdown] lang="zh"
# 单个字母效果很差，两个一组就不错，三个一组更好；四个一组没有更多好处，因为它们大多只出现在一个姓氏里。
#
# ### 给网络也调一调
#
# 网络也得到同样的机会：方向、dropout 和 epoch 数在同一个验证集上选。（为了省时间，只用 GRU 来试；学习率、批次大小和宽度，
# 事先已经用同样的办法定好了。）

# %%
name_settings = {"input_size": 32, "hidden_size": 48, "num_classes": len(LANGUAGES), "vocab_size": len(LETTERS) + 1}
name_training = {"epochs": 12, "batch_size": 128, "learning_rate": 0.01}
tried = {}
figure, axes = plt.subplots(1, 2, figsize=(7.5, 2.6), layout="constrained")
for direction, dropout in (("forward", 0.3), ("bidirect", 0.0), ("bidirect", 0.3)):
    seed_everything(0)
    model = build_classifier("gru", **name_settings, direction=direction, dropout=dropout)
    history = train_model(model, fit, validation, seed=0, **name_training)
    tried[direction, dropout] = best_epoch(history)
    axes[0].plot(range(1, 13), history["loss"], "o-", markersize=3, label=f"{direction}, dropout {dropout}")
    axes[1].plot(range(1, 13), history["accuracy"], "o-", markersize=3)
    accuracy, epoch = tried[direction, dropout]
    print(f"{direction:9s} dropout {dropout}: validation {accuracy:.3f} around epoch {epoch}, last training loss {history['loss'][-1]:.3f}")
axes[0].set_ylabel("training loss")
axes[1].set_ylabel("accuracy (validation)")
for axis in axes:
    axis.set_xlabel("epoch")
axes[0].legend()
plt.show()

direction, dropout = max(tried, key=tried.get)
name_settings.update(direction=direction, dropout=dropout)
name_training["epochs"] = tried[direction, dropout][1]
print("chosen:", direction, dropout, name_training["epochs"], "epochs")

# %% [markdown] lang="en"
# Look at the training losses, too. With both directions the loss falls far lower without dropout than with it, and yet the
# accuracy on new names is much the same (one or two names in a hundred are chance, with 710 names to choose by). What was
# won is knowledge of these very names, learnt by heart. That is called **overfitting**, and 2,841 names are few enough for it.
#
# ### The comparison
#
# All is decided; now the test set. Each kind from three seeds, and the n-gram model on the very same names.

# %% [markdown] lang="zh"
# 训练损失也值得一看。同样是双向，没有 dropout 时损失要低得多，对新姓氏的准确率却差不多（用 710 个姓氏来挑选，
# 一百个里差一两个只是碰巧）。多学到的，不过是把这些姓氏背了下来。这叫**过拟合**（overfitting），
# 而 2841 个姓氏少到足以背下来。
#
# ### 比一比
#
# 一切都定好了，现在看测试集。每种单元三个种子，n-gram 模型用的是完全相同的姓氏。

# %%
name_table = compare(KINDS, surnames["train"], surnames["test"], name_settings, name_training, seeds=[0, 1, 2])
print_table(name_table)

grams = Ngrams(names["train"]["name"], chosen_longest)
gram_parts = {side: grams.part(table["name"], surnames[side]["labels"]) for side, table in names.items()}
ngram_model = NgramClassifier(len(grams.ids) + 1, len(LANGUAGES), chosen_penalty)
ngram_history = train_model(ngram_model, gram_parts["train"], gram_parts["test"], seed=0, **ngram_training)
ngram_accuracy = evaluate_model(ngram_model, gram_parts["test"])[1]
seconds = ngram_history["seconds"][-1]
print(f"ngram {parameter_count(ngram_model):9d}     {ngram_accuracy:.4f}   (starts from zeros){'':27s}{seconds:.1f}")

seed_everything(0)
orderless = WithoutOrder(32, 64, len(LANGUAGES), vocab_size=27)
train_model(orderless, surnames["train"], surnames["test"], seed=0, **name_training)
print(f"without order, the same letters in a bag: {evaluate_model(orderless, surnames['test'])[1]:.4f}")

# %%
plot_histories(name_table, lowest=0.5)

figure, axis = plt.subplots(figsize=(6, 2.8), layout="constrained")
for kind, found in name_table.items():
    axis.plot([found["parameters"]] * 3, found["accuracies"], "o", color=COLOR[kind], label=kind)
axis.plot(parameter_count(ngram_model), ngram_accuracy, "s", color="tab:purple", label="n-grams")
axis.set_xlim(0, None)
axis.set_xlabel("parameters")
axis.set_ylabel("test accuracy")
axis.legend(loc="center left", bbox_to_anchor=(1, 0.5))
plt.show()

# %% [markdown] lang="en"
# **What to see.** Among the three, the gated networks beat the plain one with every seed, and the LSTM and the GRU are too
# close to call. But the purple square is above them all. How sure is that? Let us count the names on which the
# two disagree: if both were equally good, each would win about half of those.

# %% [markdown] lang="zh"
# **看什么**：三种里面，带门的网络用每个种子都胜过最基本的网络，LSTM 和 GRU 则难分高下。
# 但紫色的方块比它们都高。这有多可靠？数一数两者意见不同的姓氏：如果两者同样好，各自应当赢得其中的一半左右。

# %%
best = max(name_table, key=lambda kind: name_table[kind]["mean"])
truth = surnames["test"]["labels"]
by_ngrams = answers(ngram_model, gram_parts["test"]) == truth
for seed, network in enumerate(name_table[best]["models"]):
    by_network = answers(network, surnames["test"]) == truth
    won, lost = int((by_network & ~by_ngrams).sum()), int((by_ngrams & ~by_network).sum())
    spread = (won + lost) ** 0.5  # twice the standard deviation of the count in won + lost tosses of a coin
    luck = f"by luck alone {(won + lost) / 2:.0f} ± {spread:.0f} (two standard deviations)"
    print(f"{best}, seed {seed}: right where n-grams are wrong {won}, the other way round {lost}; {luck}")


def probabilities(model, part):
    """Return the probabilities of all classes, [n, classes]."""
    model.eval()
    return F.softmax(model(paddle.to_tensor(part["inputs"]), paddle.to_tensor(part["lengths"])), axis=1).numpy()


network_says = np.mean([probabilities(model, surnames["test"]) for model in name_table[best]["models"]], axis=0)
together = (network_says + probabilities(ngram_model, gram_parts["test"])) / 2
print(f"three networks ({best}), mean of their probabilities: {(network_says.argmax(axis=1) == truth).mean():.4f}")
print(f"n-grams alone:                                       {by_ngrams.mean():.4f}")
print(f"networks and n-grams together:                       {(together.argmax(axis=1) == truth).mean():.4f}")

# %% [markdown] lang="en"
# Told honestly: **on these names the n-gram model is ahead of every single recurrent network**, and takes a fraction of their
# time. How far ahead it *really* is, 888 test names do not say exactly: compare the counts with the ± beside them; only what
# lies outside is more than luck. With 3,551 names to learn from, endings and pairs of letters say most of what there is to
# know, and a method that begins with them need not discover them. Recurrent networks come into their own with more data,
# with longer sequences, and where what belongs together stands far apart. Two more things are worth remembering: several
# networks together are better than each of them, and both methods together are better than either, because they make
# different mistakes.

# %% [markdown] lang="zh"
# 老实说：**在这些姓氏上，n-gram 模型比任何单独一个循环网络都好**，用时只是零头。至于**究竟**好多少，888 个测试姓氏说不准：
# 请把数出来的次数和旁边的 ± 对照着看，超出这个范围的才不只是运气。可供学习的姓氏只有 3551 个时，
# 词尾和字母对已经说出了大部分可知的东西，
# 而一开始就拿着它们的方法，用不着再去发现它们。数据更多、序列更长、相互关联的东西离得很远时，才是循环网络施展的地方。
# 还有两点值得记住：几个网络合起来，比其中任何一个都好；两种方法合起来，又比任何一种都好，因为它们犯的错误不一样。

# %%
matrix = confusion_matrix(truth, answers(name_table[best]["models"][0], surnames["test"]), len(LANGUAGES))
figure, axis = plt.subplots(figsize=(6, 5.6), layout="constrained")
show_matrix(axis, matrix, LANGUAGES)
plt.show()
recall = np.diag(matrix) / matrix.sum(axis=1)
order = np.argsort(recall)
print("hardest:", ", ".join(f"{LANGUAGES[i]} {recall[i]:.2f}" for i in order[:4]))
print("easiest:", ", ".join(f"{LANGUAGES[i]} {recall[i]:.2f}" for i in order[::-1][:4]))
mistakes = matrix - np.diag(np.diag(matrix))
for place in np.argsort(mistakes, axis=None)[::-1][:4]:
    i, j = divmod(int(place), len(LANGUAGES))
    print(f"{matrix[i, j]} {LANGUAGES[i]} names were taken for {LANGUAGES[j]} ones")

# %% [markdown] lang="en"
# **What to see.** The mistakes have a geography. Neighbours and relatives are confused: the languages of western Europe
# that share names, and small classes that are swallowed by a large relative. What is far away from everything else in its
# spelling is hardly ever missed.
#
# ## 9. In use
#
# ### Question 8 · `predict` (3 points, about 10 minutes)
#
# **Why.** Someone types a name and wants to know what the model thinks: not only its first guess but the next ones,
# and how sure it is.
#
# **Formula.** $p = \operatorname{softmax}(\text{logits})$ over the classes of each sequence; of these the `top` largest,
# largest first.
#
# **What to do.** Compute in evaluation mode, without gradients; afterwards the model is in the mode in which it came.
# The probabilities stay what they are: those of the `top` classes need not add up to 1.
#
# **Shapes.** `inputs` and `lengths` are NumPy arrays as in a part (there are no labels: nobody knows them). Return
# `(classes, probabilities)`, NumPy arrays `[n, top]`: int64 and float32. `top` is at most the number of classes.

# %% [markdown] lang="zh"
# **看什么**：错误是有地理分布的。相邻的、同源的语言容易混淆：比如西欧那些共用姓氏的语言，还有被同源的大类别“吞掉”的小类别。
# 拼写上与谁都不像的语言，则几乎不会认错。
#
# ## 9. 实际使用
#
# ### 第 8 题 · `predict`（3 分，约 10 分钟）
#
# **为什么**：有人输入一个姓氏，想知道模型怎么看：不仅是第一猜测，还有后面几个，以及它有多大把握。
#
# **公式**：对每条序列的各个类别 $p = \operatorname{softmax}(\text{logits})$，取其中最大的 `top` 个，从大到小排。
#
# **做什么**：在评估模式下计算，不求梯度；之后模型要回到传入时的模式。概率保持原样：`top` 个类别的概率之和不必等于 1。
#
# **形状**：`inputs` 和 `lengths` 是第 1 节那样的 NumPy 数组（没有标签：谁也不知道标签）。返回 `(classes, probabilities)`，
# 都是 `[n, top]` 的 NumPy 数组，前者 int64，后者 float32。`top` 不超过类别个数。

# %% [markdown] lang="en" hints="predict"
# 1. Logits, softmax, sort, cut off. Along which axis does softmax go, and in which direction does a sort?
# 2. `F.softmax(logits, axis=1)` gives the probabilities; `np.argsort` sorts upwards, so negate the numbers or turn the
#    result round. Or `paddle.topk(probabilities, top, axis=1)`, which returns values and places, largest first.
# 3. With the mode noted and `model.eval()` set, under `paddle.no_grad()`:
#    `values, places = paddle.topk(F.softmax(model(paddle.to_tensor(inputs), paddle.to_tensor(lengths)), axis=1), top, axis=1)`;
#    restore the mode; return `places.numpy(), values.numpy()`.

# %% [markdown] lang="zh" hints="predict"
# 1. 算 logits，做 softmax，排序，截取。softmax 沿哪个轴？排序是从小到大还是从大到小？
# 2. `F.softmax(logits, axis=1)` 给出概率；`np.argsort` 从小到大排，所以要取负号，或者把结果倒过来。
#    也可以用 `paddle.topk(probabilities, top, axis=1)`，它返回从大到小的值和位置。
# 3. 记下模式并设 `model.eval()` 之后，在 `paddle.no_grad()` 中：
#    `values, places = paddle.topk(F.softmax(model(paddle.to_tensor(inputs), paddle.to_tensor(lengths)), axis=1), top, axis=1)`；
#    恢复模式；返回 `places.numpy(), values.numpy()`。


# %% question="predict" points=3 minutes=10
def predict(model, inputs, lengths, top=1):
    """Return the likeliest classes of each sequence, with their probabilities, in evaluation mode.

    Args:
        model: nn.Layer, called as model(inputs, lengths), gives logits [batch, classes]. It keeps its mode.
        inputs: NumPy array [n, time, features] or [n, time].
        lengths: int64 NumPy array [n].
        top: how many classes of each sequence.

    Returns:
        (classes, probabilities): NumPy arrays [n, top], the likeliest class first.

    Example:
        >>> classes, probabilities = predict(WithoutOrder(8, 16, 10), digits["test"]["inputs"][:5], np.full(5, 8), top=3)
        >>> classes.shape, bool((probabilities[:, 0] >= probabilities[:, 1]).all())
        ((5, 3), True)
    """
    ### BEGIN SOLUTION turn logits into probabilities in evaluation mode and take the largest ones
    was_training = model.training
    model.eval()
    with paddle.no_grad():
        logits = model(paddle.to_tensor(inputs), paddle.to_tensor(lengths))
        probabilities, classes = paddle.topk(F.softmax(logits, axis=1), top, axis=1)
    if was_training:
        model.train()
    return classes.numpy(), probabilities.numpy()
    ### END SOLUTION


# %% [markdown] lang="en"
# ### Type your own
#
# Change the list and run the cell. Names are judged by their letters alone; accents are taken off first, as in the data
# set (ü becomes u). A star marks names that stand in the training set, so no wonder if those are right.

# %% [markdown] lang="zh"
# ### 输入你自己的
#
# 改一改列表，再运行这个单元格。模型只凭字母判断；与数据集一样，先去掉附加符号（ü 变成 u）。带星号的姓氏出现在训练集里，
# 答对了不足为奇。

# %%
import unicodedata

MY_NAMES = ["Ouyang", "Kowalczyk", "Yamashita", "Papadakis", "O'Sullivan", "Müller", "Baggins", "Skywalker"]

known = set(names["train"]["name"])
network = name_table[best]["models"][0]
plain = [unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode() for name in MY_NAMES]
classes, shares = predict(network, *encode_names(plain, LETTERS), top=3)
for name, letters, guesses, found in zip(MY_NAMES, plain, classes, shares, strict=True):
    star = "*" if "".join(c for c in letters.lower() if c in LETTERS) in known else " "
    print(f"{name:12s}{star}", "   ".join(f"{LANGUAGES[i]} {share:.2f}" for i, share in zip(guesses, found, strict=True)))

# %% [markdown] lang="en"
# What does it look at? Here is one stem with ten endings:

# %% [markdown] lang="zh"
# 它看的是什么？下面是同一个词干加上十种词尾：

# %%
stem, endings = "mark", ("", "ov", "ski", "idis", "sson", "inen", "ashvili", "elli", "ez", "ard")
classes, shares = predict(network, *encode_names([stem + ending for ending in endings], LETTERS), top=len(LANGUAGES))
by_class = np.take_along_axis(shares, np.argsort(classes, axis=1), axis=1)  # [endings, languages]

figure, axis = plt.subplots(figsize=(6.5, 3.6), layout="constrained")
image = axis.imshow(by_class, cmap="viridis", vmin=0, vmax=1, aspect="auto")
axis.set_xticks(range(len(LANGUAGES)), LANGUAGES, rotation=90)
axis.set_yticks(range(len(endings)), [f"{stem}-{ending}" for ending in endings])
axis.set_xlabel("language")
axis.set_ylabel("name")
figure.colorbar(image, label="probability")
plt.show()

# %% [markdown] lang="en"
# **What to see.** The stem is the same in all rows, and yet the bright field wanders from language to language: the network
# has found out for itself what endings are, and that they tell most. Not every row is right; in which ones does it err?
# (Some of these names are invented. A probability near 1 for an invented name should also make you careful: a network that
# was trained on 18 languages has no way of saying "none of these".)
#
# ### Saving and loading
#
# A trained model that lives in memory only is gone when the notebook closes. What has to be kept? The weights, which
# `model.state_dict()` gives as a dict of tensors; and the *settings* from which the empty model can be built again,
# because weights do not say what they belong to. `paddle.save` writes such a dict into a file:

# %% [markdown] lang="zh"
# **看什么**：每一行的词干都一样，亮格却从一种语言移到另一种语言：网络自己发现了词尾这回事，还发现它透露的信息最多。
# 并不是每一行都对，它错在哪几行？
# （其中有些姓氏是编造的。对编造的姓氏给出接近 1 的概率，也应当让你警惕：一个只在 18 种语言上训练过的网络，
# 没有办法回答“都不是”。）
#
# ### 保存与加载
#
# 训练好的模型如果只在内存里，笔记本一关就没了。要留下什么？一是权重，`model.state_dict()` 以张量字典的形式给出；
# 二是**设置**，有了它才能把空模型重新搭起来，因为权重自己说不清自己属于哪里。`paddle.save` 可以把这样一个字典写进文件：


# %% given=true
def save_classifier(path, model, settings):
    """Write a classifier into a file.

    Args:
        path: str, where to; its name ends in .pdparams by custom.
        model: a classifier that build_classifier(**settings) made, trained or not.
        settings: dict with all arguments that it was built with, "kind" among them.
    """
    paddle.save({"settings": settings, "weights": model.state_dict()}, path)


# %% [markdown] lang="en"
# ### Question 9 · `load_classifier` (2 points, about 8 minutes)
#
# **Why.** Saving is worth nothing until you have seen the model come back.
#
# **What to do.** Read the file with `paddle.load(path)`; it gives back the dict that `save_classifier` wrote. Build the
# model from its `"settings"`, give it its `"weights"` (`model.set_state_dict(...)`), and return it in evaluation mode,
# ready to be used. (Files that `paddle.load` reads can contain code. Load only what you trust.)

# %% [markdown] lang="zh"
# ### 第 9 题 · `load_classifier`（2 分，约 8 分钟）
#
# **为什么**：没有亲眼看到模型回来之前，保存等于零。
#
# **做什么**：用 `paddle.load(path)` 读文件，得到的就是 `save_classifier` 写进去的字典。按其中的 `"settings"` 搭出模型，
# 装上 `"weights"`（`model.set_state_dict(...)`），以评估模式返回，随时可用。
# （`paddle.load` 读的文件里可能带有代码，只加载你信得过的文件。）

# %% [markdown] lang="en" hints="load_classifier"
# 1. Three steps: read, build, fill. Which of your functions builds?
# 2. `stored = paddle.load(path)` is a dict. Its settings are the named arguments of `build_classifier`, the kind among
#    them, so `**` hands them on.
# 3. `model = build_classifier(**stored["settings"])`, `model.set_state_dict(stored["weights"])`, `model.eval()`, and
#    return the model.

# %% [markdown] lang="zh" hints="load_classifier"
# 1. 三步：读取、搭建、填充。你的哪个函数负责搭建？
# 2. `stored = paddle.load(path)` 是一个字典。其中的设置就是 `build_classifier` 的命名参数（包括 kind），用 `**` 传进去。
# 3. `model = build_classifier(**stored["settings"])`，`model.set_state_dict(stored["weights"])`，`model.eval()`，然后返回模型。


# %% question="load_classifier" points=2 minutes=8 uses=["build_classifier"]
def load_classifier(path):
    """Return the classifier that save_classifier wrote, in evaluation mode.

    Args:
        path: str, a file that save_classifier wrote.

    Returns:
        a new nn.Layer with the saved settings and weights.

    Example:
        >>> settings = {"kind": "gru", "input_size": 8, "hidden_size": 6, "num_classes": 10}
        >>> save_classifier("digits.pdparams", build_classifier(**settings), settings)
        >>> load_classifier("digits.pdparams").training
        False
    """
    ### BEGIN SOLUTION read the file, build the model from its settings, fill in the weights
    stored = paddle.load(path)
    model = build_classifier(**stored["settings"])
    model.set_state_dict(stored["weights"])
    model.eval()
    return model
    ### END SOLUTION


# %%
import pathlib
import tempfile

with tempfile.TemporaryDirectory() as folder:
    path = str(pathlib.Path(folder) / "surnames.pdparams")
    save_classifier(path, network, {"kind": best, **name_settings})
    print(f"{pathlib.Path(path).stat().st_size / 1024:.0f} kB on disk")
    again = load_classifier(path)
same = (answers(again, surnames["test"]) == answers(network, surnames["test"])).all()
print("the same answers for all test names:", bool(same))

# %% [markdown] lang="en"
# ## 10. Summary
#
# - A **classifier of sequences** is: vectors or an embedding; a recurrent layer; the state of the top layer after the
#   last *valid* step, of both directions if there are two; dropout; a linear layer. `nn.SimpleRNN`, `nn.LSTM` and
#   `nn.GRU` are exchanged by one word.
# - The **loop**: shuffle, batch, forward, loss, backward, step, clear. **Three parts** of the data: train, choose
#   (validation), test. The test set is looked at last.
# - **The same seed, the same numbers**: Paddle, NumPy and Python have a generator each. Then vary the seed on purpose,
#   and compare means with their spread.
# - On the digits the GRU is ahead. The LSTM, with the most parameters, is hardly better than the plain network, which is the
#   cheapest. Accuracy, time and parameters belong side by side.
# - On a few thousand names, **character n-grams with logistic regression beat each single network**, and both together
#   beat either. Always look for the simple opponent, and tune it as carefully as your own model.
# - The **confusion matrix** has the truth in its rows. `paddle.save` keeps weights; keep the settings with them.
#
# You began with five arrays and a loop over time. Everything in this notebook is still that.
#
# ## Go further
#
# 1. **Thirteen strangers.** The 1,797 digits are from 13 people, and all of them are in the training set, too. The
#    same source has 3,823 digits more, of 30 *other* people (E. Alpaydin and C. Kaynak, *Optical Recognition of Handwritten
#    Digits*, UCI Machine Learning Repository, 1998). Train on the 30, test on the 13. The cell below fetches them if you
#    set `FETCH = True` and have internet. How much of the 98 % is left?
# 2. **Pixel by pixel.** Read a digit as 64 steps of one number. Which kinds still learn it? (Q. V. Le, N. Jaitly and
#    G. Hinton, *A Simple Way to Initialize Recurrent Networks of Rectified Linear Units*, 2015, do it with the 784 pixels
#    of MNIST; `paddle.vision.datasets.MNIST` fetches those.) Try lab 5's forget bias.
# 3. **From the side.** Read columns instead of rows; read rows and columns with two networks and average. What is gained?
# 4. **Equal size instead of equal width.** Give the plain network so many hidden units that it has as many parameters as the
#    GRU. Is it still behind? (J. Chung and others, *Empirical Evaluation of Gated Recurrent Neural Networks on Sequence
#    Modeling*, 2014, compare in this way; K. Greff and others, *LSTM: A Search Space Odyssey*, 2017, take apart what an
#    LSTM needs.)
# 5. **A fair chance for the networks.** Try to beat the n-grams by choosing on the validation part only: more dropout, weight
#    decay, n-gram embeddings as inputs of the GRU, five networks averaged. Look at the test set once. (W. Cavnar and J.
#    Trenkle, *N-Gram-Based Text Categorization*, 1994, is the classic of the other side.)
# 6. **Clipping.** Pass `grad_clip=nn.ClipGradByGlobalNorm(1.0)` (lab 3) to the optimizer. Does anything change for
#    sequences of 8 and 17 steps? And for the 64 steps of exercise 2?

# %% [markdown] lang="zh"
# ## 10. 小结
#
# - **序列分类器**就是：向量或词嵌入；一个循环层；最上面一层在最后一个**有效**时间步之后的状态，双向则取两个方向的；dropout；
#   一个线性层。`nn.SimpleRNN`、`nn.LSTM`、`nn.GRU` 只换一个词就能互换。
# - **训练循环**：打乱、取批、前向、损失、反向、更新、清零。**三份**数据：训练、挑选（验证）、测试。测试集最后才看。
# - **种子相同，结果相同**：飞桨、NumPy、Python 各有一个随机数生成器。然后有意地换种子，比较平均值和离散程度。
# - 在手写数字上，GRU 领先。LSTM 的参数最多，却几乎不比最基本的网络好，而后者最便宜。准确率、时间、参数个数要放在一起看。
# - 在几千个姓氏上，**字符 n-gram 的逻辑回归胜过任何单独一个网络**，而两者合起来又胜过其中任何一个。
#   任何时候都要找一找简单的对手，并像对自己的模型一样用心去调它。
# - **混淆矩阵**的行是真实类别。`paddle.save` 保存权重，设置也要一起保存。
#
# 你从五个数组和一个沿时间的循环开始。这个笔记本里的一切，说到底仍然是它。
#
# ## 拓展练习
#
# 1. **十三个陌生人。** 这 1797 个数字出自 13 个人之手，而训练集里也有他们每个人的笔迹。同一个来源还有另外 30 个人写的
#    3823 个数字
#    （E. Alpaydin、C. Kaynak，Optical Recognition of Handwritten Digits，UCI Machine Learning Repository，1998）。
#    用那 30 个人的训练，用这 13 个人的测试。能上网的话，把下面单元格里的 `FETCH` 改成 `True` 就能取到。98 % 还剩下多少？
# 2. **逐个像素。** 把一个数字读成 64 步、每步一个数。哪几种还学得会？（Q. V. Le、N. Jaitly、G. Hinton，A Simple Way to
#    Initialize Recurrent Networks of Rectified Linear Units，2015，用 MNIST 的 784 个像素做过；`paddle.vision.datasets.MNIST`
#    可以下载 MNIST。）
#    再试试实验 5 的遗忘门偏置。
# 3. **从侧面读。** 按列而不是按行读；用两个网络分别读行和列，再求平均。能好多少？
# 4. **一样大，而不是一样宽。** 增加最基本网络的隐藏单元，让它的参数和 GRU 一样多。它还落后吗？（J. Chung 等，Empirical
#    Evaluation of Gated Recurrent Neural Networks on Sequence Modeling，2014，就是这样比较的；K. Greff 等，LSTM: A Search Space Odyssey，
#    2017，则把 LSTM 拆开来看它需要什么。）
# 5. **再给网络一次公平的机会。** 只在验证集上挑选，试着胜过 n-gram：更多 dropout、权重衰减、用 n-gram 的嵌入作 GRU 的输入、
#    五个网络求平均。测试集只看一次。（W. Cavnar、J. Trenkle，N-Gram-Based Text Categorization，1994，是对方阵营的经典。）
# 6. **梯度裁剪。** 给优化器传入 `grad_clip=nn.ClipGradByGlobalNorm(1.0)`（实验 3）。对 8 步和 17 步的序列，有什么变化吗？
#    对练习 2 的 64 步呢？

# %%
FETCH = False  # set to True to download optdigits.tra, about 0.6 MB
ADDRESS = "https://archive.ics.uci.edu/ml/machine-learning-databases/optdigits/optdigits.tra"


def fetch_other_writers():
    """Return the 3,823 digits of the other 30 writers in the form of this lab, or None if they cannot be fetched."""
    import urllib.request

    try:
        with urllib.request.urlopen(ADDRESS, timeout=10) as page:
            rows = np.array([line.split(",") for line in page.read().decode("ascii").split()], "int64")  # [n, 65]
    except (OSError, ValueError) as error:
        print(f"Not fetched ({type(error).__name__}). With a browser, save {ADDRESS} and read it with np.loadtxt(..., delimiter=',').")
        return None
    inputs = (rows[:, :64].reshape([-1, 8, 8]) / 16).astype("float32")
    return {"inputs": inputs, "lengths": np.full(len(rows), 8, "int64"), "labels": rows[:, 64]}


others = fetch_other_writers() if FETCH else None
if others is None:
    print("The digits of the other 30 writers are not here. With internet, set FETCH = True above and run this cell again.")
else:
    table = compare(["gru"], others, digits["test"], digit_settings, digit_training, seeds=[0, 1, 2])
    print(f"trained on 30 people, tested on digits of 13 others: {table['gru']['mean']:.4f}")
