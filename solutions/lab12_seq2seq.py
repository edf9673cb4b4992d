# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lab:
#     title:
#       en: From sequence to sequence
#       zh: 从序列到序列
#     minutes: 110
#     limits:
#       seconds: 10
#       memory_mb: 1024
# ---

# %% [markdown] lang="en"
# # Lab 12 — From sequence to sequence
#
# In lab 11 a network forecast several years by taking each forecast as its next input. In lab 10 another one wrote
# names that way, letter by letter. This lab gives such a writer something to write *about*. One network reads a
# sequence and boils it down to a single vector; a second one starts from that vector and writes another sequence, of
# whatever length it takes. That is how neural machine translation began.
#
# The languages here are small, but real enough: dates as people write them, in English or Chinese (`4th of March
# 1998`, `98年3月4号`), and the one form that computers agree on, `1998-03-04`. In less than a minute of training your
# translator gets more than 95 of 100 dates right that it has never seen. The rest is instructive, too: it shows what
# one vector cannot do, and what had to be invented next.
#
# **After this lab you can**
#
# - say how an encoder and a decoder divide the work, and what passes from one to the other;
# - train a decoder by teacher forcing, and say what goes wrong if its inputs are off by one step;
# - write with a trained decoder: step by step, until it says that it is done, and never for ever;
# - measure a translator by exact match, and say why the share of right characters flatters it;
# - show where one vector becomes a bottleneck.
#
# **You need** lab 4 (embedding, logits), lab 7 (two directions, final states) and lab 8 (padding and lengths). What a
# training loop does is in lab 9.
#
# **Time**: about 110 minutes for seven questions, 30 points. Running all cells of the finished notebook takes about
# 70 seconds on two CPU cores, nearly all of it training.
#
# **How to work.** A function that ends in `raise NotImplementedError(...)` is yours to write: put your code in the
# place of that line, run the cell, then run the `check(...)` cell below it. If you are stuck, run
# `hint("name_of_the_function")` in a new cell; each run gives one hint more, three in all. Go from top to bottom:
# later questions call the functions of earlier ones.

# %% [markdown] lang="zh"
# # 实验 12：从序列到序列
#
# 在实验 11 中，网络把每一次的预测当作下一步的输入，一连预测了好几年。在实验 10 中，另一个网络也是这样一个字母一个字母地写出姓氏的。
# 这一次，要让这样一位“写手”有内容可写。一个网络负责读：把一条序列浓缩成一个向量；另一个网络负责写：从这个向量出发，
# 写出另一条序列，需要多长就写多长。神经机器翻译正是这样起步的。
#
# 这里的“语言”很小，却足够真实：一边是人们随手写下的日期，有英文也有中文（`4th of March 1998`、`98年3月4号`）；另一边是计算机之间
# 统一的写法 `1998-03-04`。训练不到一分钟，你的翻译器就能把从未见过的日期译对 95 % 以上。译错的那几个同样有看头：
# 它们说明了一个向量做不到什么，以及后来为什么非要发明别的办法不可。
#
# **学完本实验，你能够**
#
# - 说清楚编码器和解码器怎样分工，前者交给后者的是什么；
# - 用教师强制训练解码器，并说出输入错开一步会出什么问题；
# - 用训练好的解码器逐步往外写，写到它自己说“完了”为止，而且绝不会没完没了；
# - 用完全匹配率衡量翻译器，并说明为什么“字符正确率”会把它捧高；
# - 用实验展示一个向量在什么时候成了瓶颈。
#
# **预备知识**：实验 4（词嵌入、logits）、实验 7（双向、最终状态）和实验 8（填充与长度）。训练循环在做什么，见实验 9。
#
# **时间**：约 110 分钟，共 7 题 30 分。写完之后从头到尾运行一遍，在两个 CPU 核上大约 70 秒，几乎全花在训练上。
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

PAD, START, END = 0, 1, 2  # the first three ids of what the decoder writes; section 1 says what they are for


def padded(rows):
    """Return lists of ids as one array [batch, longest], filled up with PAD, and their lengths [batch]; int64."""
    lengths = np.array([len(row) for row in rows], "int64")
    filled = np.full([len(rows), lengths.max()], PAD, "int64")
    for number, row in enumerate(rows):
        filled[number, : len(row)] = row
    return filled, lengths


# %%
import time

import matplotlib.pyplot as plt

plt.rcParams.update({"figure.dpi": 90, "font.size": 9, "axes.titlesize": 10})

# %% [markdown] lang="en"
# ## 1. Two sequences, two lengths
#
# So far the answer had one part, or one part for each time step. A translation has neither: `4 Mar '98` has 9
# characters and `1998-03-04` has 10, and the first character of the answer depends on the last ones of the question.
# Both are **sequences of characters** with lengths of their own: *many-to-many of unequal length*, in the words of
# lab 1.
#
# The data set `dates` was made by a script for this course (its card is in `data/README.md`): days between 1950 and
# 2049, each in one of 22 forms. Some forms name no day; then the answer is a month, `1998-03`, and shorter. What could
# be read in two ways has been left out or marked: with slashes the year always comes first, with dots the number of
# four digits is the year (`4.3.1998` is 4 March, as in most of Europe), and a year of two digits is one between 1950
# and 2049. Three tables: `train` to learn from, `valid` to look at during training, `test` to measure at the very end.
# No day is in two of them.

# %% [markdown] lang="zh"
# ## 1. 两条序列，两个长度
#
# 此前的答案，要么只有一个，要么每个时间步各一个。翻译却两样都不是：`4 Mar '98` 有 9 个字符，`1998-03-04` 有 10 个，
# 而答案的第一个字符取决于问题的最后几个字符。两边都是**字符序列**，长度各管各的：用实验 1 的话说，这是**长度不等的多对多**。
#
# 数据集 `dates` 是为本课程用脚本生成的（说明卡片见 `data/README.md`）：1950 年到 2049 年之间的日期，每个用 22 种写法之一写出。
# 有的写法没有写“日”，这时答案是年月，如 `1998-03`，也就短一些。可以有两种读法的写法，要么没有收入，要么加了标记：
# 用斜线时总是年在前；用点时，四位数的那个是年（`4.3.1998` 是 3 月 4 日，多数欧洲国家这样写）；
# 两位数的年份指 1950 到 2049 之间的那一年。一共三张表：`train` 用来学习，`valid` 在训练过程中察看，`test` 留到最后才用来测量。
# 任何一天都不会出现在两张表里。

# %%
dates = load_data("dates")
train, valid, test = dates["train"], dates["valid"], dates["test"]
print("rows:", {name: len(table["iso"]) for name, table in dates.items()})

first_of_form = {form: number for number, form in reversed(list(enumerate(train["form"])))}
for form in sorted(first_of_form):
    number = first_of_form[form]
    print(f"{train['iso'][number]:10s}  is written  {train['written'][number]}")

# %% [markdown] lang="en"
# ### From characters to ids
#
# As in lab 4, each character gets an id. There are two vocabularies, one for what is read and one for what is
# written. Three ids of the second one stand for no character:
#
# | name | id | what it is for |
# | --- | --- | --- |
# | `PAD` | 0 | fills up short rows (lab 8); the first vocabulary has it, too |
# | `START` | 1 | what the decoder reads before it has written anything |
# | `END` | 2 | what it writes when it is done |
#
# So a row of `targets` is: the ids of the answer, then `END`, then `PAD` as far as the row goes. `START` is *not* in it.
# For what is read, `lengths` says how many ids of each row count. The next cell prepares the encoding, and encodes the
# training table. (`padded` is the small function above.)

# %% [markdown] lang="zh"
# ### 从字符到 id
#
# 和实验 4 一样，每个字符有一个 id。词表有两份，一份管读进来的，一份管写出去的。第二份里有三个 id 不代表任何字符：
#
# | 名称 | id | 用途 |
# | --- | --- | --- |
# | `PAD` | 0 | 把短的行填满（实验 8）；第一份词表里也有它 |
# | `START` | 1 | 起始符：解码器还什么都没写时读到的东西 |
# | `END` | 2 | 结束符：写完了就写它 |
#
# 所以 `targets` 的一行是：答案的各个 id，接着是 `END`，再用 `PAD` 补到行尾。里面**没有** `START`。
# 对于读进来的那一边，`lengths` 说明每行有多少个 id 算数。
# 下一个单元格准备好编码要用的东西，并给训练表编码。（`padded` 就是上面那个小函数。）

# %%
source_ids = {letter: number for number, letter in enumerate(sorted(set("".join(train["written"]))), start=1)}
target_ids = {letter: number for number, letter in enumerate("-0123456789", start=3)}
target_letters = {number: letter for letter, number in target_ids.items()}


def encode_written(texts):
    """Return the ids of what is read, [batch, longest], and their lengths [batch]; unknown characters are dropped."""
    return padded([[source_ids[letter] for letter in text if letter in source_ids] for text in texts])


def encode_iso(texts):
    """Return the ids of the answers, [batch, longest + 1]: each row ends with END, then PAD."""
    return padded([[target_ids.get(letter, PAD) for letter in text] + [END] for text in texts])[0]


def text_of(ids):
    """Return the text that a list of target ids stands for."""
    return "".join(target_letters.get(number, "?") for number in ids)


training_data = (*encode_written(train["written"]), encode_iso(train["iso"]))
sources, lengths, targets = training_data
print("sources", sources.shape, " lengths", lengths.shape, " targets", targets.shape)
print("characters to read:", len(source_ids), "  to write:", len(target_ids))
print(train["written"][0], "→", sources[0], "of length", lengths[0])
print(train["iso"][0], "→", targets[0])

# %% [markdown] lang="en"
# **Three rules hold for all questions of this lab.** Each function
#
# 1. works for every size of at least 1: one sequence, one character, one hidden unit;
# 2. takes ids as int64 Paddle tensors, batch first (question 7 takes NumPy arrays);
# 3. leaves its arguments as they are, except that training changes the weights of the two networks.
#
# ## 2. The encoder
#
# ![The encoder reads 4.3.1998 both ways; its final states make c; from c the decoder writes 1998-03-04](../figures/lab12_translator.svg)
#
# The **encoder** is the network that reads. All that it hands on is one vector for each sequence, the **summary**
# $c$. Lab 7 said where a summary comes from: a layer with two directions has two states that have read everything,
# the forward one after the last character, $f_T$, and the backward one after the first, $b_1$. Put side by side they are
#
# $$c = [\,f_T,\ b_1\,].$$
#
# ### Question 1 · `Encoder` (6 points, about 14 minutes)
#
# **Why.** The decoder sees nothing of the question but $c$. What is not in it cannot be written. And what *should not*
# be in it, can spoil it: a row that is filled up with padding must get the same summary as alone, or the translation
# of a date depends on which other dates happen to share its batch.
#
# **What to write.** A class `Encoder(vocab_size, embedding_size, hidden_size)` with an embedding and **one** recurrent
# layer of two directions, `hidden_size` units each. Take `nn.GRU`; another kind of cell would do, too.
#
# **Shapes.** `forward(sources, lengths)` takes `sources` `[batch, time]` and `lengths` `[batch]`, both int64 tensors;
# `1 <= lengths <= time`, in any order. It returns $c$, `[batch, 2 * hidden_size]`: the final state of the forward
# direction, then that of the backward direction. What stands in a row behind its length must not matter, whatever ids
# these are. (It is `encode` of lab 8 as a class, for a single layer: remember `sequence_length`.)

# %% [markdown] lang="zh"
# **本实验所有题目共同遵守三条规则。** 每个函数都要
#
# 1. 对任何不小于 1 的尺寸都成立：一条序列、一个字符、一个隐藏单元；
# 2. 接收的 id 是 int64 的飞桨张量，批次在前（第 7 题接收的是 NumPy 数组）；
# 3. 不改动传进来的参数；只有训练会改变两个网络的权重。
#
# ## 2. 编码器
#
# ![编码器从两个方向读 4.3.1998，两个最终状态组成 c；解码器从 c 出发写出 1998-03-04](../figures/zh/lab12_translator.svg)
#
# **编码器**（encoder）是负责读的网络。对每条序列，它交出去的只有一个向量，即**概括向量**（summary）$c$。概括从哪里来，
# 实验 7 已经讲过：双向层有两个状态读完了全部内容，一个是正向读完最后一个字符之后的 $f_T$，
# 一个是反向读完第一个字符之后的 $b_1$。两者并排就是
#
# $$c = [\,f_T,\ b_1\,].$$
#
# ### 第 1 题 · `Encoder`（6 分，约 14 分钟）
#
# **为什么**：对于问题，解码器能看到的只有 $c$。里面没有的东西，就写不出来。而**不该**在里面的东西，会把它弄坏：
# 一行被填充补长之后，概括向量必须与它单独成批时一样；否则一个日期怎么翻译，还要看同一批里碰巧有哪些别的日期。
#
# **写什么**：一个类 `Encoder(vocab_size, embedding_size, hidden_size)`，里面有词嵌入层和**一个**双向的循环层，
# 每个方向 `hidden_size` 个隐藏单元。请用 `nn.GRU`；换成别的循环单元也可以。
#
# **形状**：`forward(sources, lengths)` 接收 `sources` `[batch, time]` 和 `lengths` `[batch]`，都是 int64 张量；
# `1 <= lengths <= time`，次序任意。返回 $c$，形状 `[batch, 2 * hidden_size]`：先是正向的最终状态，后是反向的最终状态。
# 一行里排在长度之后的那些 id，不管是什么，都不可以有影响。（它就是实验 8 的 `encode`，写成类，而且只有一层：别忘了 `sequence_length`。）

# %% [markdown] lang="en" hints="Encoder"
# 1. Two layers in `__init__`, three lines in `forward`. Which of the two things that Paddle's recurrent layers return
#    has read everything, in both directions?
# 2. `nn.GRU(..., direction="bidirect")` returns `(outputs, h)`, and `h` is `[2, batch, hidden]`: forward, backward. Give
#    it the lengths when you call it, so that the forward direction stops at the last real character and the backward
#    direction starts there.
# 3. `_, h = self.rnn(self.embedding(sources), sequence_length=lengths)`, then put `h[0]` and `h[1]` side by side with
#    `paddle.concat` along the last axis.

# %% [markdown] lang="zh" hints="Encoder"
# 1. `__init__` 里两个层，`forward` 里三行。飞桨的循环层返回两样东西，哪一样在两个方向上都读完了全部内容？
# 2. `nn.GRU(..., direction="bidirect")` 返回 `(outputs, h)`，`h` 的形状是 `[2, batch, hidden]`：先正向，后反向。
#    调用时把长度交给它，这样正向会停在最后一个真正的字符上，反向也从那里开始读。
# 3. `_, h = self.rnn(self.embedding(sources), sequence_length=lengths)`，再用 `paddle.concat` 沿最后一个轴把 `h[0]` 和
#    `h[1]` 并排。


# %% question="Encoder" points=6 minutes=14
class Encoder(nn.Layer):
    """Reads sequences of ids in both directions and sums each up in one vector.

    Args:
        vocab_size: number of ids, PAD among them; ids run from 0 to vocab_size - 1.
        embedding_size: length of a character's vector.
        hidden_size: hidden units of each direction.

    Example:
        >>> encoder = Encoder(vocab_size=9, embedding_size=4, hidden_size=5)
        >>> sources = paddle.to_tensor([[3, 8, 1, 2], [7, 5, 0, 0]])
        >>> list(encoder(sources, paddle.to_tensor([4, 2])).shape)
        [2, 10]
    """

    def __init__(self, vocab_size, embedding_size, hidden_size):
        super().__init__()
        ### BEGIN SOLUTION make the embedding and a recurrent layer of two directions
        self.embedding = nn.Embedding(vocab_size, embedding_size)
        self.rnn = nn.GRU(embedding_size, hidden_size, direction="bidirect")
        ### END SOLUTION

    def forward(self, sources, lengths):
        """Return the summaries [batch, 2 * hidden_size] of sources [batch, time] with lengths [batch]."""
        ### BEGIN SOLUTION read up to the lengths, put the two final states side by side
        _, final = self.rnn(self.embedding(sources), sequence_length=lengths)  # [2, batch, hidden]
        return paddle.concat([final[0], final[1]], axis=-1)
        ### END SOLUTION


# %% [markdown] lang="en"
# ## 3. The decoder
#
# The **decoder** is the network that writes. It is a language model, as in lab 10: at each step it reads the character
# that was written last, and its logits say which one may come next. Two things are new. It starts from the summary
# instead of zeros, so that it knows what to write about; and it can write `END`, so that *it* decides how long the
# answer becomes. With $y_1, \dots, y_L$ the answer, its last entry $y_L$ being `END`, and $y_0$ = `START`:
#
# $$s_0 = c, \qquad s_t = \mathtt{step}(y_{t-1},\ s_{t-1}), \qquad o_t = s_t W + b, \qquad
# p(y_t \mid y_1 \dots y_{t-1},\ c) = \mathrm{softmax}(o_t).$$
#
# Mind the indices: **to write $y_t$, the decoder reads $y_{t-1}$.**
#
# ### Question 2 · `shift_right` (2 points, about 6 minutes)
#
# **Why.** In training the right answer is known, so the decoder need not wait for its own: at each step it is fed the
# *right* character before, whatever it would have written itself. This is called **teacher forcing**, and it lets all
# steps be computed in one go. For it the answers are moved by one place:
#
# ![Training: START 1 9 9 8 is read, 1 9 9 8 END asked for. Writing: what comes out goes in next](../figures/lab12_forcing.svg)
#
# What if they are not moved? Then the decoder reads $y_t$ and is asked for $y_t$. It will learn that in no time, and
# nothing else. You will see it in section 6.
#
# **Formula and shapes.** `targets` is `[batch, steps]`. The result has the same shape: `START`, then all but the last
# column of `targets`, row by row. (The last column is never read: nothing comes after it.)

# %% [markdown] lang="zh"
# ## 3. 解码器
#
# **解码器**（decoder）是负责写的网络。它和实验 10 一样是语言模型：每一步读入上一个写出的字符，它的 logits 说明接下来可能是哪一个。
# 有两点是新的：它不从零出发，而是从概括向量出发，所以知道该写什么；它还可以写 `END`，所以答案多长由**它自己**决定。
# 设答案为 $y_1, \dots, y_L$，其中最后一个 $y_L$ 是 `END`，并令 $y_0$ = `START`：
#
# $$s_0 = c, \qquad s_t = \mathtt{step}(y_{t-1},\ s_{t-1}), \qquad o_t = s_t W + b, \qquad
# p(y_t \mid y_1 \dots y_{t-1},\ c) = \mathrm{softmax}(o_t).$$
#
# 请留意下标：**要写 $y_t$，读的是 $y_{t-1}$。**
#
# ### 第 2 题 · `shift_right`（2 分，约 6 分钟）
#
# **为什么**：训练时正确答案是已知的，解码器不必等自己写出来：不管它自己会写什么，每一步都把**正确的**上一个字符喂给它。
# 这叫**教师强制**（teacher forcing），有了它，所有时间步可以一次算完。为此要把答案错开一个位置：
#
# ![训练时：读 START 1 9 9 8，要求写 1 9 9 8 END。书写时：这一步写出的，下一步读入](../figures/zh/lab12_forcing.svg)
#
# 不错开会怎样？那样解码器读着 $y_t$，要求它写的也是 $y_t$。它一眨眼就学会了，可是别的什么也没学到。第 6 节会让你亲眼看到。
#
# **公式与形状**：`targets` 的形状是 `[batch, steps]`。结果形状相同：每行先是 `START`，再接 `targets` 除最后一列之外的各列。
# （最后一列用不着读：它后面没有东西要写了。）

# %% [markdown] lang="en" hints="shift_right"
# 1. Write down one row of `targets` with three characters and `END`, and below it what the decoder reads at each step.
# 2. A column of `START`s goes in front, the last column goes away. The number of columns stays.
# 3. Make the column with `paddle.full([batch, 1], START, dtype="int64")`, and join it with `targets[:, :-1]` by
#    `paddle.concat(..., axis=1)`.

# %% [markdown] lang="zh" hints="shift_right"
# 1. 在纸上写一行 `targets`：三个字符加 `END`；再在它下面写出解码器每一步读到的是什么。
# 2. 前面加一列 `START`，最后一列去掉，列数不变。
# 3. 用 `paddle.full([batch, 1], START, dtype="int64")` 造出这一列，再用 `paddle.concat(..., axis=1)` 把它和 `targets[:, :-1]`
#    接起来。


# %% question="shift_right" points=2 minutes=6
def shift_right(targets):
    """Return what the decoder reads while it is asked for `targets`.

    Args:
        targets: int64 tensor [batch, steps].

    Returns:
        int64 tensor [batch, steps]: START, then all columns of `targets` but the last.

    Example:
        >>> shift_right(paddle.to_tensor([[7, 8, 9, END], [5, END, PAD, PAD]])).tolist()
        [[1, 7, 8, 9], [1, 5, 2, 0]]
    """
    ### BEGIN SOLUTION put START in front of all columns but the last
    start = paddle.full([targets.shape[0], 1], START, dtype=targets.dtype)
    return paddle.concat([start, targets[:, :-1]], axis=1)
    ### END SOLUTION


# %% [markdown] lang="en"
# ### Question 3 · `Decoder` (5 points, about 14 minutes)
#
# **Why.** One class has to serve twice. In training it gets a whole row at once; later, when it writes, one character
# at a time, because the next one is not there yet. So it takes the state to start from, and gives back the state that
# it ends with: whoever calls it can go on from there.
#
# **What to write.** A class `Decoder(vocab_size, embedding_size, hidden_size)` with an embedding, a recurrent layer
# (`nn.GRU`) and `nn.Linear`. Remember lab 7: at the moment of the answer the later characters do not exist yet. So the
# layer has **one direction**.
#
# **Shapes.** `forward(tokens, state)` takes `tokens` `[batch, steps]` (int64) and `state` `[batch, hidden_size]`. It
# returns `(logits, state)`: the logits of the character *after* each token, `[batch, steps, vocab_size]`, and the
# state after the last token, `[batch, hidden_size]`. Logits are not softmaxed. One row with five tokens, and the same
# tokens in five calls that hand on the state, give the same logits.
#
# (A summary of a bidirectional encoder has `2 * hidden` numbers. So a decoder that is to start from it has twice as
# many hidden units as one direction of the encoder.)

# %% [markdown] lang="zh"
# ### 第 3 题 · `Decoder`（5 分，约 14 分钟）
#
# **为什么**：同一个类要用在两处。训练时一次拿到一整行；之后自己写的时候，一次只有一个字符，因为下一个还不存在。
# 所以它接收出发时的状态，也交回走完时的状态：调用它的人可以从那里接着走。
#
# **写什么**：一个类 `Decoder(vocab_size, embedding_size, hidden_size)`，里面有词嵌入层、一个循环层（`nn.GRU`）和 `nn.Linear`。
# 记得实验 7：在作答的时刻，后面的字符还不存在。所以这个循环层**只有一个方向**。
#
# **形状**：`forward(tokens, state)` 接收 `tokens` `[batch, steps]`（int64）和 `state` `[batch, hidden_size]`，返回
# `(logits, state)`：每个 token **之后**那个字符的 logits，`[batch, steps, vocab_size]`；以及读完最后一个 token 之后的状态，
# `[batch, hidden_size]`。logits 不做 softmax。五个 token 一次读完，和分五次读、把状态依次传下去，得到的 logits 相同。
#
# （双向编码器的概括向量有 `2 * hidden` 个数。所以从它出发的解码器，隐藏单元数是编码器一个方向的两倍。）

# %% [markdown] lang="en" hints="Decoder"
# 1. It is the classifier of lab 4 with a readout at every step. What is special is the state: Paddle's layers want it
#    with one axis more, and return it so.
# 2. `nn.GRU` takes and returns states `[1, batch, hidden]`. `state.unsqueeze(0)` adds that axis, `final[0]` takes it
#    away. `nn.Linear` works on the last axis of `[batch, steps, hidden]` as it is.
# 3. `outputs, final = self.rnn(self.embedding(tokens), state.unsqueeze(0))`, then
#    `return self.linear(outputs), final[0]`.

# %% [markdown] lang="zh" hints="Decoder"
# 1. 就是实验 4 的分类器，只不过每一步都要读出。特别的只有状态：飞桨的层要求它多一个轴，返回时也多一个轴。
# 2. `nn.GRU` 接收和返回的状态都是 `[1, batch, hidden]`。`state.unsqueeze(0)` 添上这个轴，`final[0]` 去掉它。`nn.Linear`
#    可以直接作用于 `[batch, steps, hidden]` 的最后一个轴。
# 3. `outputs, final = self.rnn(self.embedding(tokens), state.unsqueeze(0))`，然后 `return self.linear(outputs), final[0]`。


# %% question="Decoder" points=5 minutes=14
class Decoder(nn.Layer):
    """Writes sequences of ids, starting from a state.

    Args:
        vocab_size: number of ids, with PAD, START and END.
        embedding_size: length of a character's vector.
        hidden_size: hidden units; as many numbers as the summary has.

    Example:
        >>> decoder = Decoder(vocab_size=7, embedding_size=4, hidden_size=10)
        >>> logits, state = decoder(paddle.to_tensor([[START, 5, 6], [START, 3, 4]]), paddle.zeros([2, 10]))
        >>> list(logits.shape), list(state.shape)
        ([2, 3, 7], [2, 10])
    """

    def __init__(self, vocab_size, embedding_size, hidden_size):
        super().__init__()
        ### BEGIN SOLUTION make the embedding, a recurrent layer of one direction and the linear layer
        self.embedding = nn.Embedding(vocab_size, embedding_size)
        self.rnn = nn.GRU(embedding_size, hidden_size)
        self.linear = nn.Linear(hidden_size, vocab_size)
        ### END SOLUTION

    def forward(self, tokens, state):
        """Return (logits [batch, steps, vocab_size], state [batch, hidden_size]) for tokens [batch, steps]."""
        ### BEGIN SOLUTION go on from the state, read out every step, return the last state in the form it came
        outputs, final = self.rnn(self.embedding(tokens), state.unsqueeze(0))
        return self.linear(outputs), final[0]
        ### END SOLUTION


# %% [markdown] lang="en"
# ## 4. The loss
#
# ### Question 4 · `teacher_forcing_loss` (5 points, about 14 minutes)
#
# **Why.** This is the number that training makes small: how surprised is the decoder by the right answer, character
# by character, when it is shown the right characters before?
#
# **Formula.** The mean of the cross-entropy over all *real* characters of the batch, $N$ of them:
#
# $$\mathcal L = -\frac1N \sum_{\text{rows}} \sum_{t} \log p(y_t \mid y_1 \dots y_{t-1},\ c), \qquad
# \text{over all } t \text{ with } y_t \ne \mathtt{PAD}.$$
#
# - `END` counts: where to stop has to be learnt like everything else.
# - `PAD` does not count: it belongs to no answer. (Each character weighs the same, so a long answer weighs more than a
#   short one.)
# - `START` does not count, because it is never asked for: it is in the decoder's inputs only.
#
# **What to return.** A tensor with one number, through which gradients reach both networks. `encoder` and `decoder` are
# networks as in questions 1 and 3; `sources`, `lengths` and `targets` are int64 tensors as in section 1.
# (`F.cross_entropy` takes the logits `[batch, steps, vocab]` and the ids `[batch, steps]` as they are, and has an
# argument `ignore_index`.)

# %% [markdown] lang="zh"
# ## 4. 损失
#
# ### 第 4 题 · `teacher_forcing_loss`（5 分，约 14 分钟）
#
# **为什么**：训练要减小的就是这个数：在前面的字符都给对的情况下，正确答案的每一个字符让解码器有多“意外”？
#
# **公式**：对批次中所有**真正的**字符求交叉熵的平均，设一共有 $N$ 个：
#
# $$\mathcal L = -\frac1N \sum_{\text{各行}} \sum_{t} \log p(y_t \mid y_1 \dots y_{t-1},\ c), \qquad
# \text{对所有 } y_t \ne \mathtt{PAD} \text{ 的 } t.$$
#
# - `END` 要算：在哪里停下，和别的字符一样要学。
# - `PAD` 不算：它不属于任何答案。（每个字符的分量相同，所以长答案比短答案分量重。）
# - `START` 不算，因为从不要求写它：它只出现在解码器的输入里。
#
# **返回什么**：只含一个数的张量，梯度能经过它传到两个网络。`encoder` 和 `decoder` 是第 1 题、第 3 题那样的网络；`sources`、
# `lengths`、`targets` 是第 1 节那样的 int64 张量。（`F.cross_entropy` 可以直接接收 logits `[batch, steps, vocab]`
# 和 id `[batch, steps]`，它还有一个参数 `ignore_index`。）

# %% [markdown] lang="en" hints="teacher_forcing_loss"
# 1. Follow the figure of section 2 from left to right; each station is one line. What does the decoder read, and what
#    is it asked for?
# 2. Summaries from the encoder; logits from the decoder, which reads `shift_right(targets)` and starts from the
#    summaries; cross-entropy between the logits and `targets`. Which entries are to be left out, and what is the mean
#    taken over then?
# 3. `logits, _ = decoder(shift_right(targets), encoder(sources, lengths))`, then
#    `F.cross_entropy(logits, targets, ignore_index=PAD)`: its mean is over what is not ignored.

# %% [markdown] lang="zh" hints="teacher_forcing_loss"
# 1. 顺着第 2 节的图从左往右走，每一站就是一行代码。解码器读什么？要求它写什么？
# 2. 编码器给出概括向量；解码器从概括向量出发，读 `shift_right(targets)`，给出 logits；再求 logits 与 `targets` 的交叉熵。
#    哪些项不算？不算之后，平均又是对谁求的？
# 3. `logits, _ = decoder(shift_right(targets), encoder(sources, lengths))`，然后
#    `F.cross_entropy(logits, targets, ignore_index=PAD)`：它只对没有忽略的项求平均。


# %% question="teacher_forcing_loss" points=5 minutes=14 uses=["Encoder","shift_right","Decoder"]
def teacher_forcing_loss(encoder, decoder, sources, lengths, targets):
    """Return the mean cross-entropy of the right answers, each character given the right ones before it.

    Args:
        encoder, decoder: networks as in questions 1 and 3.
        sources, lengths: int64 tensors [batch, time] and [batch].
        targets: int64 tensor [batch, steps]; each row ends with END, then PAD.

    Returns:
        tensor with one number: the mean over all entries of `targets` that are not PAD.

    Example:
        >>> encoder, decoder = Encoder(9, 4, 5), Decoder(7, 4, 10)
        >>> sources, lengths = paddle.to_tensor([[3, 8, 1], [7, 5, 0]]), paddle.to_tensor([3, 2])
        >>> targets = paddle.to_tensor([[6, 3, END], [4, END, PAD]])
        >>> teacher_forcing_loss(encoder, decoder, sources, lengths, targets).item()
        1.9...                # about ln 7: nothing has been learnt yet
    """
    ### BEGIN SOLUTION sum up the sources, read the shifted targets, compare logits and targets but for PAD
    summary = encoder(sources, lengths)
    logits, _ = decoder(shift_right(targets), summary)
    return F.cross_entropy(logits, targets, ignore_index=PAD)
    ### END SOLUTION


# %% [markdown] lang="en"
# A new translator knows nothing: each of the 14 ids of the second vocabulary is about equally likely, so the loss should
# start at about $\ln 14$. And the check of lab 8: three columns more of padding on both sides must not move it.

# %% [markdown] lang="zh"
# 新建的翻译器什么都不懂：第二份词表的 14 个 id，在它看来差不多一样可能，所以损失应当从 $\ln 14$ 左右起步。再做一次实验 8
# 的检查：两边各多补三列填充，损失不应该动。

# %%
paddle.seed(4)
encoder = Encoder(len(source_ids) + 1, 32, 64)
decoder = Decoder(len(target_ids) + 3, 32, 128)
few = [paddle.to_tensor(array[:50]) for array in training_data]
more = [few[0], few[1], few[2]]
for place in (0, 2):
    more[place] = paddle.concat([few[place], paddle.full([50, 3], PAD, dtype="int64")], axis=1)
loss = teacher_forcing_loss(encoder, decoder, *few)
moved = abs((teacher_forcing_loss(encoder, decoder, *more) - loss).item())
print(f"loss {loss.item():.3f}   ln 14 = {np.log(14):.3f}   moved by padding: {moved:.0e}")

# %% [markdown] lang="en"
# ## 5. Writing
#
# ### Question 5 · `greedy_decode` (5 points, about 16 minutes)
#
# **Why.** In earnest nobody knows the right characters. The decoder reads `START`, writes, reads what it has just
# written, writes the next character: the lower half of the figure in question 2. Which one does it write? The simplest
# rule is to take the most likely one at each step and never to look back: **greedy decoding**.
#
# **Formula.** $s_0 = c$, $y_0$ = `START`, and for $t = 1, 2, \dots$
#
# $$o_t, s_t = \mathtt{decoder}(y_{t-1}, s_{t-1}), \qquad y_t = \arg\max o_t.$$
#
# An answer is over when $y_t$ = `END`, which is not part of it. But who says that `END` ever comes? A network that is
# badly trained, or gets something unheard of, can go on for ever. So there is a **limit**: after `max_length`
# characters an answer is over, `END` or not.
#
# **Shapes.** `sources` `[batch, time]` and `lengths` `[batch]` as always. Return a list with one list of ids (Python
# ints) for each row, without `END` and without anything after it; it may be empty, and has `max_length` entries at most.
# The rows of a batch end at different steps: one that is over must not keep the others from going on. If `PAD` or
# `START` has the largest logit, it is written like any other id.
#
# No gradients are needed here: `with paddle.no_grad():` saves time.

# %% [markdown] lang="zh"
# ## 5. 书写
#
# ### 第 5 题 · `greedy_decode`（5 分，约 16 分钟）
#
# **为什么**：真正用起来，谁也不知道正确的字符。解码器读 `START`，写一个；读刚写的那个，再写下一个：就是第 2 题那幅图的下半部分。
# 该写哪一个呢？最简单的规则是每一步都取最可能的那个，绝不回头：这叫**贪心解码**（greedy decoding）。
#
# **公式**：$s_0 = c$，$y_0$ = `START`，对 $t = 1, 2, \dots$
#
# $$o_t, s_t = \mathtt{decoder}(y_{t-1}, s_{t-1}), \qquad y_t = \arg\max o_t.$$
#
# 一旦 $y_t$ = `END`，答案就结束了，`END` 本身不算在内。可是谁保证 `END` 一定会来？没训练好的网络，或是遇到闻所未闻的输入，
# 可能会永远写下去。所以要有一个**上限**：写满 `max_length` 个字符，不管有没有 `END`，答案都结束。
#
# **形状**：`sources` `[batch, time]` 和 `lengths` `[batch]` 同前。返回一个列表，每行对应一个由 id（Python 整数）组成的列表，
# 不含 `END`，也不含它后面的任何东西；它可以是空的，最多 `max_length` 项。同一批里各行结束的时间不同：一行结束了，
# 不能妨碍别的行继续写。如果 logit 最大的是 `PAD` 或 `START`，照样写下来，和别的 id 一样。
#
# 这里用不着梯度：`with paddle.no_grad():` 可以省时间。

# %% [markdown] lang="en" hints="greedy_decode"
# 1. Let all rows take the same number of steps and cut each of them at its first `END` afterwards. Then no row needs to
#    know about the others.
# 2. Two things are carried from step to step: the state, and the ids that were written last, `[batch, 1]`. The loop has
#    `max_length` rounds at most; it may stop earlier when every row has written `END`.
# 3. In each round `logits, state = decoder(tokens, state)`, then `tokens = logits.argmax(axis=-1)`, and keep
#    `tokens[:, 0].tolist()`. At the end go through each row and stop at `END`.

# %% [markdown] lang="zh" hints="greedy_decode"
# 1. 让所有行走同样多的步数，事后再把每一行在第一个 `END` 处截断。这样各行之间就互不相干了。
# 2. 有两样东西要一步步传下去：状态，以及刚写出的 id，`[batch, 1]`。循环最多 `max_length` 轮；所有行都写过 `END` 时可以提前结束。
# 3. 每一轮 `logits, state = decoder(tokens, state)`，再 `tokens = logits.argmax(axis=-1)`，并记下 `tokens[:, 0].tolist()`。
#    最后逐行检查，遇到 `END` 就停。


# %% question="greedy_decode" points=5 minutes=16 uses=["Encoder","Decoder"]
def greedy_decode(encoder, decoder, sources, lengths, max_length):
    """Write an answer to each row, always with the most likely next id.

    Args:
        encoder, decoder: networks as in questions 1 and 3.
        sources, lengths: int64 tensors [batch, time] and [batch].
        max_length: the most ids that an answer may have.

    Returns:
        list of `batch` lists of ints: what was written before END, and no more than max_length ids.

    Example:
        >>> sources, lengths = paddle.to_tensor([[3, 8, 1], [7, 5, 0]]), paddle.to_tensor([3, 2])
        >>> greedy_decode(encoder, decoder, sources, lengths, max_length=12)
        [[4, 12, 12, 11], [4, 12, 11]]        # for example
    """
    ### BEGIN SOLUTION start from the summaries and START; feed back what was written; cut each row at END
    columns = []
    with paddle.no_grad():
        state = encoder(sources, lengths)
        tokens = paddle.full([sources.shape[0], 1], START, dtype="int64")
        for _ in range(max_length):
            logits, state = decoder(tokens, state)
            tokens = logits.argmax(axis=-1)  # [batch, 1]
            columns.append(tokens.numpy()[:, 0])
    answers = []
    for row in np.stack(columns, axis=1).tolist():
        answers.append(row[: row.index(END)] if END in row else row)
    return answers
    ### END SOLUTION


# %% [markdown] lang="en"
# What does the untrained translator say?

# %% [markdown] lang="zh"
# 还没训练的翻译器会说些什么？

# %%
some = ["4 March 1998", "98年3月4号"]


def translate(encoder, decoder, texts):
    """Return the translator's answers to written dates, as texts."""
    sources, lengths = (paddle.to_tensor(array) for array in encode_written(texts))
    return [text_of(ids) for ids in greedy_decode(encoder, decoder, sources, lengths, max_length=12)]


for text, answer in zip(some, translate(encoder, decoder, some), strict=True):
    print(f"{text:14s} → {answer!r}")

# %% [markdown] lang="en"
# ### Question 6 · `exact_match` (2 points, about 4 minutes)
#
# **Why.** How good is a translator of dates? A date with one wrong digit is a wrong date, and nobody would call it
# "nine tenths right". And shares of characters flatter: if each of 11 characters (`END` is one of them) were right in
# 97 of 100 cases, independently of the others, whole dates would be right in

# %% [markdown] lang="zh"
# ### 第 6 题 · `exact_match`（2 分，约 4 分钟）
#
# **为什么**：怎样衡量一个日期翻译器的好坏？错了一个数字的日期就是错的日期，没有人会说它“对了九成”。而且按字符算会把它捧高：假如 11
# 个字符（`END` 也算一个）各有 97 % 的机会写对，互不影响，那么整个日期写对的比例是

# %%
print(f"0.97 ** 11 = {0.97**11:.2f}")

# %% [markdown] lang="en"
# **Formula.** With $n$ answers $a_i$ and as many right ones $w_i$,
#
# $$\text{exact match} = \frac1n \cdot \#\{\,i : a_i = w_i\,\},$$
#
# where $a_i = w_i$ means equal from beginning to end, of the same length. The arguments are two lists of the same
# length, at least 1; their entries are texts, or lists of ids. Return a number from 0 to 1.

# %% [markdown] lang="zh"
# **公式**：设有 $n$ 个答案 $a_i$，以及同样多的正确答案 $w_i$，
#
# $$\text{完全匹配率} = \frac1n \cdot \#\{\,i : a_i = w_i\,\},$$
#
# 其中 $a_i = w_i$ 是指从头到尾完全相同，长度也相同。两个参数是一样长的列表，至少有一项；其中各项是文本，或者由 id 组成的列表。
# 返回 0 到 1 之间的数。

# %% [markdown] lang="en" hints="exact_match"
# 1. A pair is right or it is not; nothing in between.
# 2. Python compares texts with `==`, and lists as well. Go through the pairs with `zip`.
# 3. Count the pairs for which `answer == wanted` and divide by the number of pairs.

# %% [markdown] lang="zh" hints="exact_match"
# 1. 一对要么全对，要么就是错，没有中间状态。
# 2. Python 可以用 `==` 比较文本，也可以比较列表。用 `zip` 逐对来看。
# 3. 数出 `answer == wanted` 的对数，除以总对数。


# %% question="exact_match" points=2 minutes=4
def exact_match(answers, wanted):
    """Return the share of answers that are right from beginning to end.

    Args:
        answers: list of texts, or of lists of ids; at least one.
        wanted: list of the right ones, in the same order.

    Returns:
        number from 0 to 1.

    Example:
        >>> exact_match(["1998-03-04", "1998-03"], ["1998-03-04", "1998-03-31"])
        0.5
    """
    ### BEGIN SOLUTION count the pairs that are equal as a whole
    right = sum(answer == right_one for answer, right_one in zip(answers, wanted, strict=True))
    return right / len(wanted)
    ### END SOLUTION


# %% [markdown] lang="en"
# ## 6. Training
#
# ### Question 7 · `train_translator` (5 points, about 16 minutes)
#
# **Why.** There are two networks, but one loss: its gradient runs back through the decoder, through the summary, and
# on into the encoder. Nobody tells the encoder what to put into $c$. It learns to put there what the decoder can use.
#
# **What to do.** Make one optimizer, `paddle.optimizer.Adam`, for the parameters of *both* networks, with the given
# `learning_rate`, and with gradients clipped to the global norm 1 (lab 3). Switch both networks to training mode. Then
# make `updates` updates. For each, draw `batch_size` rows at random from all rows (a row may be drawn twice); use a
# generator of your own, `np.random.default_rng(seed)`, so that the same call on the same weights gives the same result.
# Compute `teacher_forcing_loss` on these rows and make a step.
#
# **Shapes.** `sources`, `lengths` and `targets` are int64 **NumPy** arrays with a row for each example. Return the list
# of the losses, one number for each update, in order.

# %% [markdown] lang="zh"
# ## 6. 训练
#
# ### 第 7 题 · `train_translator`（5 分，约 16 分钟）
#
# **为什么**：网络有两个，损失只有一个：它的梯度往回经过解码器，经过概括向量，再进入编码器。没有人告诉编码器该往 $c$ 里放什么，
# 它自己学会把解码器用得上的东西放进去。
#
# **做什么**：为**两个**网络的参数建一个优化器 `paddle.optimizer.Adam`，学习率用给定的 `learning_rate`，
# 并把梯度按全局范数裁剪到 1（实验 3）。让两个网络都切换到训练模式。然后更新 `updates` 次。每次从所有行里随机抽 `batch_size` 行
# （同一行可以抽到两次）；请用自己的随机数生成器 `np.random.default_rng(seed)`，这样同样的调用作用于同样的权重，
# 结果就相同。在这些行上计算 `teacher_forcing_loss`，再走一步。
#
# **形状**：`sources`、`lengths`、`targets` 是 int64 的 **NumPy** 数组，每个样本一行。返回由各次更新的损失组成的列表，
# 每次更新一个数，按先后次序。

# %% [markdown] lang="en" hints="train_translator"
# 1. It is the loop of lab 9 with two networks in the place of one: draw, loss, `backward`, step, clear.
# 2. One optimizer takes `encoder.parameters() + decoder.parameters()`; `grad_clip=nn.ClipGradByGlobalNorm(1.0)` clips.
#    Draw with `rng.integers(0, len(sources), batch_size)`; the generator is made once, before the loop.
# 3. In the loop: `rows = rng.integers(...)`; the loss of `paddle.to_tensor(sources[rows])` and the same rows of the
#    other two arrays; `loss.backward()`, `optimizer.step()`, `optimizer.clear_grad()`; append `loss.item()`.

# %% [markdown] lang="zh" hints="train_translator"
# 1. 就是实验 9 的循环，只是一个网络变成了两个：抽样、损失、`backward`、更新、清零。
# 2. 一个优化器管 `encoder.parameters() + decoder.parameters()`；裁剪用 `grad_clip=nn.ClipGradByGlobalNorm(1.0)`。
#    抽样用 `rng.integers(0, len(sources), batch_size)`；生成器只在循环之前建一次。
# 3. 循环里：`rows = rng.integers(...)`；对 `paddle.to_tensor(sources[rows])` 和另外两个数组的同样几行求损失；
#    `loss.backward()`、`optimizer.step()`、`optimizer.clear_grad()`；把 `loss.item()` 加进列表。


# %% question="train_translator" points=5 minutes=16 uses=["Encoder","Decoder","teacher_forcing_loss"] seconds=20
def train_translator(encoder, decoder, sources, lengths, targets, updates, batch_size, learning_rate, seed):
    """Train both networks by teacher forcing, in place.

    Args:
        encoder, decoder: networks as in questions 1 and 3; their weights are changed.
        sources, lengths, targets: int64 NumPy arrays [rows, time], [rows] and [rows, steps].
        updates: number of updates.
        batch_size: rows drawn for each update.
        learning_rate: of Adam.
        seed: fixes which rows are drawn.

    Returns:
        list of `updates` numbers: the loss at each update.

    Example:
        >>> len(train_translator(encoder, decoder, *training_data, 2, 8, 0.01, seed=0))
        2
    """
    ### BEGIN SOLUTION draw rows, take the loss, step on the weights of both networks
    rng = np.random.default_rng(seed)
    parameters = encoder.parameters() + decoder.parameters()
    clip = nn.ClipGradByGlobalNorm(1.0)
    optimizer = paddle.optimizer.Adam(learning_rate=learning_rate, parameters=parameters, grad_clip=clip)
    encoder.train()
    decoder.train()
    losses = []
    for _ in range(updates):
        rows = rng.integers(0, len(sources), batch_size)
        batch = (paddle.to_tensor(array[rows]) for array in (sources, lengths, targets))
        loss = teacher_forcing_loss(encoder, decoder, *batch)
        loss.backward()
        optimizer.step()
        optimizer.clear_grad()
        losses.append(loss.item())
    return losses
    ### END SOLUTION


# %% [markdown] lang="en"
# ### A loss that is too good
#
# First a warning on a toy: strings of up to six random digits, to be *copied*. One pair of networks is trained with your
# loss. Another one is trained with the mistake of question 2: its decoder is fed the targets as they are.

# %% [markdown] lang="zh"
# ### 好得过头的损失
#
# 先用一个小玩具敲敲警钟：由最多六个随机数字组成的串，要求原样**抄写**一遍。一对网络用你的损失来训练；另一对犯了第 2 题说的错误：
# 解码器读到的就是没有错开的目标。


# %%
def strings_to_copy(count, rng, shortest=1, longest=6):
    """Return sources, lengths and targets of random digit strings; the digit d has id d + 1 in, d + 3 out."""
    strings = [rng.integers(0, 10, rng.integers(shortest, longest + 1)) for _ in range(count)]
    sources, lengths = padded([list(digits + 1) for digits in strings])
    return sources, lengths, padded([[*(digits + 3), END] for digits in strings])[0]


def share_copied(encoder, decoder, data, longest):
    """Return the exact match of greedy answers on strings to copy."""
    sources, lengths, targets = data
    wanted = [[number for number in row if number not in (PAD, END)] for row in targets.tolist()]
    sources, lengths = paddle.to_tensor(sources), paddle.to_tensor(lengths)
    return exact_match(greedy_decode(encoder, decoder, sources, lengths, longest + 1), wanted)


def peeking_loss(encoder, decoder, sources, lengths, targets):
    """The mistake: the decoder reads y_t while it is asked for y_t."""
    logits, _ = decoder(targets, encoder(sources, lengths))
    return F.cross_entropy(logits, targets, ignore_index=PAD)


def train_copier(loss_of, data):
    """Return an encoder and a decoder trained with a loss, and their last loss; the loop is that of question 7."""
    paddle.seed(0)
    rng = np.random.default_rng(0)
    encoder, decoder = Encoder(11, 16, 32), Decoder(13, 16, 64)
    optimizer = paddle.optimizer.Adam(0.01, parameters=encoder.parameters() + decoder.parameters())
    for _ in range(400):
        rows = rng.integers(0, len(data[0]), 32)
        loss = loss_of(encoder, decoder, *(paddle.to_tensor(array[rows]) for array in data))
        loss.backward()
        optimizer.step()
        optimizer.clear_grad()
    return encoder, decoder, loss.item()


practice, unseen = strings_to_copy(5000, np.random.default_rng(0)), strings_to_copy(300, np.random.default_rng(1))
for name, loss_of in [("targets shifted", teacher_forcing_loss), ("targets as they are", peeking_loss)]:
    *pair, last_loss = train_copier(loss_of, practice)
    print(f"{name:20s} loss {last_loss:.4f}   exact match on new strings {share_copied(*pair, unseen, 6):.2f}")

# %% [markdown] lang="en"
# The second loss is far smaller, and the second network is good for nothing: it has learnt to write what it has just
# read, and when it reads `START` it has nothing to copy. No error, no warning, a beautiful curve. A loss that is better
# than it has any right to be is a reason to look for a leak, as in labs 4 and 7. And always measure what you want in
# the end, here: written answers.
#
# ### The dates
#
# Now in earnest. Training goes in stages with a learning rate that becomes smaller; after each of them the exact
# match on `valid` is measured, and for the rows with a day also how often year, month and day are right by
# themselves. The seconds are CPU time: what one core alone would take.

# %% [markdown] lang="zh"
# 第二个损失小得多，第二个网络却毫无用处：它学会的是把刚读到的写出来，而读到 `START` 时，它没有东西可抄。没有报错，没有警告，
# 曲线还很漂亮。损失好得没有道理，就该去找泄漏，就像实验 4 和实验 7 那样。而且，最终想要什么就去测什么：这里是写出来的答案。
#
# ### 日期
#
# 现在来真的。训练分几个阶段，学习率逐步减小；每个阶段之后在 `valid` 上测一次完全匹配率，并对写了“日”的那些行，
# 分别统计年、月、日单独写对的比例。秒数是 CPU 时间：只用一个核要花这么久。

# %%
EMBEDDING, HIDDEN, STAGES, UPDATES = 32, 64, 10, 100

paddle.seed(0)
encoder = Encoder(len(source_ids) + 1, EMBEDDING, HIDDEN)
decoder = Decoder(len(target_ids) + 3, EMBEDDING, 2 * HIDDEN)
losses, curves = [], {"whole answer": [], "year": [], "month": [], "day": []}
with_day = [number for number, iso in enumerate(valid["iso"]) if len(iso) == 10]
places = {"year": slice(0, 4), "month": slice(5, 7), "day": slice(8, 10)}

start = time.process_time()
for stage in range(STAGES):
    rate = 0.01 * (1 - stage / STAGES)
    losses += train_translator(encoder, decoder, *training_data, UPDATES, 64, rate, seed=stage)
    answers = translate(encoder, decoder, valid["written"])
    curves["whole answer"].append(exact_match(answers, valid["iso"]))
    for part, place in places.items():
        found = [answers[number][place] for number in with_day]
        curves[part].append(exact_match(found, [valid["iso"][number][place] for number in with_day]))
    print(f"update {len(losses)}: loss {losses[-1]:.3f}, exact match on valid {curves['whole answer'][-1]:.3f}")
print(f"{time.process_time() - start:.0f} s")

# %%
figure, (left, right) = plt.subplots(1, 2, figsize=(8, 3), layout="constrained")
left.semilogy(range(1, len(losses) + 1), losses, color="tab:gray", linewidth=0.7)
left.set_xlabel("update")
left.set_ylabel("teacher-forcing loss")
for (name, curve), style in zip(curves.items(), ["o-", "s--", "^--", "v--"], strict=True):
    right.plot(np.arange(1, STAGES + 1) * UPDATES, curve, style, markersize=4, label=name)
right.set_xlabel("update")
right.set_ylabel("share right on valid")
right.set_ylim(0, 1.03)
right.legend()
plt.show()

# %% [markdown] lang="en"
# **What to see.** The loss falls from the start, on the left. On the right, hardly one whole answer is right at first,
# when many years are right already; then the share rises steeply. That is the lesson of question 6: an answer needs all
# of its characters. The parts are not learnt at the same time: the day, which is written last, comes last, and it decides
# when the whole is right.
#
# Now the measurement that counts, once, on dates that were not looked at so far:

# %% [markdown] lang="zh"
# **看什么**：左图，损失从一开始就在下降。右图，一开始许多“年”已经写对了，整个写对的答案却几乎没有，然后这个比例才陡然上升。
# 这正是第 6 题的道理：一个答案要所有字符都对才算对。各部分不是同时学会的：“日”写在最后，也学得最晚，整个答案何时写对，要看它。
#
# 现在是真正算数的测量，只做一次，用的是到目前为止还没有看过的日期：

# %%
answers = translate(encoder, decoder, test["written"])
print(f"exact match on test: {exact_match(answers, test['iso']):.3f} of {len(answers)} dates")

# %% [markdown] lang="en"
# Try it on dates of your own. The last three are unfair: a word, a century and a form that were in no table.

# %% [markdown] lang="zh"
# 换上你自己的日期试试。最后三个有些强人所难：里面的词语、世纪和写法，哪张表里都没有。

# %%
my_dates = [
    "25 December 2024",
    "二〇二四年十二月二十五日",
    "25.12.2024",
    "周三，2024年12月25日",
    "Christmas 2024",
    "14 July 1789",
    "on the evening of Wednesday, 25 December 2024",
]
for text, answer in zip(my_dates, translate(encoder, decoder, my_dates), strict=True):
    print(f"{answer:12s} ← {text}")

# %% [markdown] lang="en"
# A translator does not say "I do not know". It has learnt to write dates, so it writes a date, and every one looks
# equally trustworthy. The last line contains a date that it can read, and still comes out wrong: it was never shown
# that anything may stand around a date.
#
# ## 7. What one vector cannot do
#
# ### The failures
#
# Here are the held-out dates that came out wrong, from `valid` and `test`. Next to each answer stands how sure the
# decoder was of the first wrong character, and of the right one in its place.

# %% [markdown] lang="zh"
# 翻译器不会说“我不知道”。它学的是写日期，于是就写出一个日期，而且个个看上去都同样可信。最后一行里明明有一个它读得懂的日期，
# 结果还是错了：从来没有人给它看过，日期的前后还可以有别的东西。
#
# ## 7. 一个向量做不到什么
#
# ### 译错的日期
#
# 下面是 `valid` 和 `test` 中译错的日期，它们都没有参加训练。每个答案后面，是解码器对第一个错字有多大把握，
# 对那里本该写的字又有多大把握。


# %%
def chances(encoder, decoder, text, answer):
    """Return the probability of each id at each step, [steps, vocab], as the decoder writes `answer` and END."""
    sources, lengths = (paddle.to_tensor(array) for array in encode_written([text]))
    with paddle.no_grad():
        logits, _ = decoder(shift_right(paddle.to_tensor(encode_iso([answer]))), encoder(sources, lengths))
    return F.softmax(logits, axis=-1)[0].numpy()


held_out = {key: valid[key] + test[key] for key in ("form", "written", "iso")}
answers = translate(encoder, decoder, held_out["written"])
wrong = [number for number, answer in enumerate(answers) if answer != held_out["iso"][number]]
print(f"{len(wrong)} of {len(answers)} are wrong:")
for number in wrong[:20]:
    text, iso, answer = held_out["written"][number], held_out["iso"][number], answers[number]
    wanted, written = [*encode_iso([iso])[0], END], [*encode_iso([answer])[0], END]
    place = next(t for t, (a, b) in enumerate(zip(wanted, written, strict=False)) if a != b)
    chance = chances(encoder, decoder, text, answer)[place]
    sure = f"{chance[written[place]]:.2f} against {chance[wanted[place]]:.2f}"
    print(f"{answer:10s}  should be {iso:10s}  {sure}   {text}")

moved = [number for number in wrong if sorted(answers[number]) == sorted(held_out["iso"][number])]
print(f"the right digits in another order: {len(moved)} of {len(wrong)}")

# %% [markdown] lang="en"
# The wrong answers look like dates, and come close to the right ones. In several of them all digits are right and stand
# in the wrong places: `01` for `10`, `03` for `30`, a digit of the month that has strayed into the day. Then the vector
# has kept *which* digits there were, and lost *where*. And often the decoder was not sure: where it went wrong, the right
# character has a good share of the probability, too.
#
# Is it that these *days* are hard? The next cell writes each of them in five forms and asks again, leaving out what was
# asked before.

# %% [markdown] lang="zh"
# 错误的答案看上去都像日期，而且离正确的不远。其中有几个，数字一个不差，只是位置不对：`10` 写成了 `01`，`30` 写成了 `03`，或者月份的数字
# 跑到了“日”里。这时，向量记住了有**哪些**数字，丢掉的是它们各在**哪里**。而且解码器自己往往也拿不准：在写错的地方，
# 正确的字符也占着不小的概率。
#
# 是不是这些**日子**本身就难？下一个单元格把它们各用五种写法写出来再问一遍，已经问过的不算。

# %%
MONTHS = ["January", "February", "March", "April", "May", "June"]
MONTHS += ["July", "August", "September", "October", "November", "December"]


def five_forms(iso):
    """Return five ways to write a day."""
    year, month, day = (int(part) for part in iso.split("-"))
    name = MONTHS[month - 1]
    return [
        f"{day} {name} {year}",
        f"{name} {day}, {year}",
        f"{year}年{month}月{day}日",
        f"{year}/{month}/{day}",
        f"{day}.{month}.{year}",
    ]


days = [held_out["iso"][number] for number in wrong if len(held_out["iso"][number]) == 10]
asked = [(text, iso) for iso in days for text in five_forms(iso) if text not in held_out["written"]]
if asked:
    again = translate(encoder, decoder, [text for text, _ in asked])
    share = exact_match(again, [iso for _, iso in asked])
    print(f"the same days, written otherwise: {share:.2f} of {len(asked)} right")

# %% [markdown] lang="en"
# Most of them come out right. So it is not the day alone, it is this day *in this form*: what got lost, got lost on the
# way into the vector. Look at the least certain answer of all, step by step:

# %% [markdown] lang="zh"
# 大多数都译对了。所以难的不单是那一天，而是那一天的**那种写法**：丢掉的东西，是在装进向量的途中丢掉的。
# 挑出所有答案里把握最小的一个，一步一步地看：

# %%
certainty = []
for text, answer in zip(held_out["written"], answers, strict=True):
    chance = chances(encoder, decoder, text, answer)
    certainty.append(chance.max(axis=1).min())
number = int(np.argmin(certainty))
text, iso, answer = held_out["written"][number], held_out["iso"][number], answers[number]
chance = chances(encoder, decoder, text, answer)
print(f"read: {text}   wanted: {iso}   written: {answer}")

figure, axis = plt.subplots(figsize=(6, 3.4), layout="constrained")
image = axis.imshow(chance[:, END:].T, cmap="Greens", vmin=0, vmax=1, aspect="auto")
for step, letter in enumerate(answer):
    row = target_ids.get(letter, PAD)
    shade = "white" if chance[step, row] > 0.5 else "black"
    axis.text(step, row - END, letter, ha="center", va="center", color=shade)
axis.set_yticks(range(12), ["END", *target_ids])
axis.set_xticks(range(len(answer) + 1), range(1, len(answer) + 2))
axis.set_xlabel("step $t$ of the answer")
axis.set_ylabel("character $y_t$")
figure.colorbar(image, label="probability")
plt.show()

# %% [markdown] lang="en"
# **What to see.** Each column is one step; the darker a square, the likelier its character; what was written stands in it.
# Nearly all columns have a single dark square: the decoder is sure. Where the colour is shared between two or more
# squares, it had to guess. The question still lies there in black and white, and anybody could look it up. The
# decoder cannot. All that it has is the summary, which was finished before the first character was written.
#
# ### Longer and longer
#
# How much fits through a vector of a given size? Dates are all about equally long, so take the toy once more: copy
# strings of up to 12 digits. Three translators, with summaries of 16, 32 and 64 numbers, see the same strings for the
# same number of updates.

# %% [markdown] lang="zh"
# **看什么**：每一列是一步；格子颜色越深，那个字符越可能；写下来的那个标在格子里。几乎每一列都只有一个深色格子：解码器很有把握。
# 颜色分到两个或更多格子里的地方，它只能猜。问题明明白纸黑字摆在那里，谁都可以再看一眼，解码器却不能。它手里只有概括向量，
# 而概括向量在写第一个字符之前就已经定稿了。
#
# ### 越来越长
#
# 给定大小的向量，能让多少东西通过？日期的长度都差不多，所以再用一次那个小玩具：抄写最多 12 个数字的串。三个翻译器，
# 概括向量分别有 16、32、64 个数，看同样的串，更新同样多次。

# %%
LONGEST = 12
practice = strings_to_copy(20000, np.random.default_rng(2), longest=LONGEST)
exams = {}
for length in range(1, LONGEST + 1):
    exams[length] = strings_to_copy(200, np.random.default_rng(length), length, length)
copied = {}
for hidden in (8, 16, 32):
    paddle.seed(0)
    pair = Encoder(11, 16, hidden), Decoder(13, 16, 2 * hidden)
    for stage, rate in enumerate([0.01, 0.01, 0.003]):
        train_translator(*pair, *practice, updates=400, batch_size=64, learning_rate=rate, seed=stage)
    copied[2 * hidden] = [share_copied(*pair, exam, LONGEST) for exam in exams.values()]
    print(f"{2 * hidden} numbers:", "  ".join(f"{share:.2f}" for share in copied[2 * hidden]))

figure, axis = plt.subplots(figsize=(6, 2.8), layout="constrained")
for size, color in zip(copied, ["tab:purple", "tab:orange", "tab:green"], strict=True):
    axis.plot(list(exams), copied[size], "o-", color=color, markersize=4, label=f"{size} numbers")
axis.set_xlabel("length of the string")
axis.set_ylabel("exact match")
axis.set_ylim(-0.03, 1.03)
axis.legend(title="summary")
plt.show()

# %% [markdown] lang="en"
# **What to see.** All three copy the shortest strings without a mistake, and each falls off as strings grow longer; the smaller
# the vector, the sooner. One vector of a fixed size has to carry everything, however long the question is: that is the
# **bottleneck**. It is not that the digits could not fit: 16 numbers have room for far more than 12 digits. But each
# digit that is read rewrites the state, and has to leave intact all that is in there already; and training has to find
# out how, through ever more steps.
#
# ### What came next
#
# Sutskever, Vinyals and Le (2014) and Cho et al. (2014) translated sentences in just this way; and Cho's group showed
# the same curve as yours: the longer the sentence, the worse the translation. Bahdanau, Cho and Bengio (2015) then let
# the decoder *look again*. They keep the encoder's states of all steps, and at each step the decoder forms a weighted
# mean of them, with weights that it computes itself: large where it needs to look now. This is called **attention**.
# The summary need no longer hold everything, and in their paper the curve stays nearly level. From there it was not far
# to networks that put attention in the place of recurrence (Vaswani et al. 2017); today's large language models are
# built that way.

# %% [markdown] lang="zh"
# **看什么**：三条曲线在最短的串上都一个不错，串越长就越往下掉；向量越小，掉得越早。不管问题有多长，一切都要由一个大小固定的向量来承载：
# 这就是**瓶颈**（bottleneck）。并不是数字装不下：16 个数足以容纳远不止 12 个数字的信息。难在每读一个数字，状态都要改写一遍，
# 而已经放在里面的东西又不能碰坏；训练必须找出办法，还要隔着越来越多的时间步去找。
#
# ### 后来怎样
#
# Sutskever、Vinyals 和 Le（2014）以及 Cho 等人（2014）就是这样翻译句子的；Cho 的团队还画出了和你一样的曲线：句子越长，译得越差。
# Bahdanau、Cho 和 Bengio（2015）于是让解码器可以**再看一眼**：编码器每一步的状态都保留下来，解码器每走一步，
# 就对它们求一次加权平均，权重由解码器自己算出，此刻需要看哪里，哪里的权重就大。这就是**注意力机制**（attention）。
# 概括向量不必再装下一切，在他们的论文里，曲线几乎不再下降。从这里再往前不远，就是用注意力取代循环的网络（Vaswani 等人，2017），
# 今天的大语言模型就是这样搭建的。

# %% [markdown] lang="en"
# ## 8. Summary
#
# - **Encoder and decoder**: one network reads a sequence into a summary $c = [f_T, b_1]$,
#   another starts from it and writes. The lengths of both sequences are independent of each other.
# - The decoder is a language model: to write $y_t$ it reads $y_{t-1}$, and $y_0$ is `START`. It ends its answer with
#   `END`.
# - **Teacher forcing**: in training it reads the right characters, moved by one place. Not moved, it copies: a tiny
#   loss, and nothing learnt. The loss counts `END`, and neither `PAD` nor `START`.
# - **Greedy decoding** feeds back the likeliest character until `END`, or until the limit. There always is a limit.
# - **Exact match** counts whole answers. It is much lower than the share of right characters.
# - One vector of a fixed size is a **bottleneck**: the longer the question, the more gets lost. **Attention** removes it.
#
# ## Go further
#
# 1. **A puzzle.** On `test`, count the answers of which every character has the largest logit *under teacher forcing*.
#    Why is that exactly the exact match of greedy decoding, although the one is fed the truth and the other is not?
#    What differs between the two when an answer is wrong?
# 2. **Backwards.** Sutskever et al. fed the source in reverse, to bring the beginnings of question and answer close to
#    each other. Train on reversed strings to copy with an encoder of *one* direction. Does it help? Why is there less
#    to gain with two directions?
# 3. **A smaller vector.** Set `HIDDEN = 32` and train on the dates again. How much does it cost, and which part of the answer
#    suffers most? And the other way round: what does `HIDDEN = 96` gain, in the same number of updates?
# 4. **The summary at every step.** Cho et al. gave $c$ to the decoder at every step, not only as its first state:
#    concatenate it to the embedded character. Draw the curve of section 7 again.
# 5. **Attention.** Let the encoder return its outputs, too, `[batch, time, 2 * hidden]`. In each step of the decoder,
#    take the product of its state with each of them, softmax over the real time steps (mask the padding!), and
#    concatenate the weighted mean to the state before `nn.Linear`. Draw the weights as a heat map: where does the
#    decoder look when it writes the month?
# 6. **More than one candidate.** Beam search keeps the best few unfinished answers instead of one. Write it for a
#    width of 3. How many of the failures does it mend?
# 7. **Its own mistakes.** With teacher forcing the decoder never reads a wrong character in training; in use it does.
#    Bengio et al. (2015, "Scheduled Sampling for Sequence Prediction with Recurrent Neural Networks") feed it its own
#    characters more and more often. Try it on the dates.
# 8. **A real language pair.** The cell below fetches English–Chinese sentence pairs of the Tatoeba project (chosen by
#    manythings.org; CC BY 2.0 France), if you set `FETCH = True`. Begin with the short ones.
#
# Papers: I. Sutskever, O. Vinyals, Q. V. Le, "Sequence to Sequence Learning with Neural Networks" (2014); K. Cho et al.,
# "Learning Phrase Representations using RNN Encoder–Decoder for Statistical Machine Translation" (2014), and "On the
# Properties of Neural Machine Translation: Encoder–Decoder Approaches" (2014), which has the curve; D. Bahdanau,
# K. Cho, Y. Bengio, "Neural Machine Translation by Jointly Learning to Align and Translate" (2015); A. Vaswani et al.,
# "Attention Is All You Need" (2017).

# %% [markdown] lang="zh"
# ## 8. 小结
#
# - **编码器与解码器**：一个网络把序列读成概括向量 $c = [f_T, b_1]$，另一个从它出发往外写。
#   两条序列的长度互不相干。
# - 解码器是语言模型：要写 $y_t$，读的是 $y_{t-1}$，而 $y_0$ 是 `START`。它用 `END` 结束自己的答案。
# - **教师强制**：训练时读正确的字符，并错开一个位置。不错开就成了照抄：损失很小，却什么也没学到。损失要算 `END`，不算
#   `PAD` 和 `START`。
# - **贪心解码**把最可能的字符再喂回去，直到 `END` 或到达上限为止。上限任何时候都要有。
# - **完全匹配率**数的是整个答案。它比字符正确率低得多。
# - 大小固定的一个向量是**瓶颈**：问题越长，丢掉的越多。**注意力机制**去掉了这个瓶颈。
#
# ## 拓展练习
#
# 1. **一道谜题。** 在 `test` 上数一数：**教师强制之下**，每个字符的 logit 都最大的答案有多少个。一个喂的是正确字符，
#    一个不是，为什么这个数与贪心解码的完全匹配率恰好相等？答案错了的时候，两者又有什么不同？
# 2. **倒着读。** Sutskever 等人把源序列倒过来输入，让问题的开头和答案的开头离得近一些。用只有**一个**方向的编码器，
#    在倒过来的抄写串上训练。有帮助吗？有两个方向时，为什么好处会小一些？
# 3. **更小的向量。** 令 `HIDDEN = 32`，在日期上重新训练。代价有多大，答案的哪一部分损失最重？再反过来：更新次数不变，
#    `HIDDEN = 96` 能好多少？
# 4. **每一步都给概括向量。** Cho 等人不只把 $c$ 当作初始状态，还在每一步都交给解码器：把它拼到词嵌入之后的字符上。
#    再画一次第 7 节的曲线。
# 5. **注意力。** 让编码器把各步的输出 `[batch, time, 2 * hidden]` 也返回来。解码器每走一步，求它的状态与每个输出的乘积，
#    在真正的时间步上做 softmax（别忘了遮住填充！），再把加权平均拼到状态后面，交给 `nn.Linear`。把权重画成热力图：写月份的时候，
#    解码器在看哪里？
# 6. **不止一个候选。** 束搜索（beam search）不是只留一个，而是同时留着最好的几个没写完的答案。写一个宽度为 3 的束搜索。
#    上面译错的，它能纠正多少？
# 7. **自己犯的错。** 教师强制之下，解码器在训练中从来读不到错误的字符，真正使用时却会。Bengio 等人（2015，“Scheduled Sampling for
#    Sequence Prediction with Recurrent Neural Networks”）越来越多地把它自己写的字符喂给它。在日期上试一试。
# 8. **真正的两种语言。** 把 `FETCH` 设为 `True`，下面的单元格会下载 Tatoeba 项目的英中句对（由 manythings.org 挑选，
#    许可证 CC BY 2.0 France）。请从短句开始。
#
# 论文：I. Sutskever、O. Vinyals、Q. V. Le，“Sequence to Sequence Learning with Neural Networks”（2014）；K. Cho 等，
# “Learning Phrase Representations using RNN Encoder–Decoder for Statistical Machine Translation”（2014），以及画出那条曲线的
# “On the Properties of Neural Machine Translation: Encoder–Decoder Approaches”（2014）；D. Bahdanau、K. Cho、Y. Bengio，
# “Neural Machine Translation by Jointly Learning to Align and Translate”（2015）；A. Vaswani 等，
# “Attention Is All You Need”（2017）。

# %%
FETCH = False  # True: fetch about 1 MB of English-Chinese sentence pairs


def fetch_pairs():
    """Return (English, Chinese) sentence pairs, or None, with a sentence, where they cannot be had."""
    import io
    import urllib.request
    import zipfile

    address = "https://www.manythings.org/anki/cmn-eng.zip"
    # The site turns away programs that call themselves Python.
    request = urllib.request.Request(address, headers={"User-Agent": "Mozilla/5.0"})
    try:
        with urllib.request.urlopen(request, timeout=8) as answer:
            archive = zipfile.ZipFile(io.BytesIO(answer.read()))
        lines = archive.read("cmn.txt").decode("utf-8").splitlines()
        return [tuple(line.split("\t")[:2]) for line in lines]
    except (OSError, KeyError, ValueError, zipfile.BadZipFile):
        print("The pairs could not be fetched. Save cmn-eng.zip from www.manythings.org/anki and unpack it.")
        return None


if not FETCH:
    print("Nothing was fetched. With internet, set FETCH = True and run this cell again.")
else:
    pairs = fetch_pairs()
    if pairs is not None:
        print(len(pairs), "pairs; one of them:", *pairs[len(pairs) // 2])
