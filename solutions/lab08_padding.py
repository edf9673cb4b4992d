# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lab:
#     title:
#       en: Sequences of unequal length
#       zh: 长短不一的序列
#     minutes: 110
#     limits:
#       seconds: 15
#       memory_mb: 1024
# ---

# %% [markdown] lang="en"
# # Lab 8 — Sequences of unequal length
#
# In all labs so far the sequences of a batch had the same length, or you were told not to look too closely. Real
# sequences differ: reviews, names, sentences. A batch is a rectangle of numbers, so the shorter ones are filled up. In
# lab 1 this was called **padding**, and it was promised that there is something wrong with it. Here is what: a
# recurrent layer *reads* the padding like everything else. The state moves on, the average gets diluted, the loss
# looks better than it is, and the same review gets another answer in other company. Nothing of this raises an error.
#
# In this lab you make padding harmless, for a cell of your own and for Paddle's layers, in one direction and in both.
# And you prove it: whatever padding is added, no state, no prediction, no loss and no gradient changes.
#
# **After this lab you can**
#
# - put sequences of any lengths in one batch, and keep the lengths;
# - pick the last state, average states and average losses without counting what is not there;
# - run your own cell, forward and backward, so that a finished sequence keeps its state;
# - use Paddle's `sequence_length`, and stop the batches that would take the whole process down;
# - test whether a model of yours reacts to padding.
#
# **You need** lab 2 (the plain cell and how it runs along a sequence) and lab 7 (both directions; where Paddle puts
# the final states). Embedding and logits are reminders from lab 4.
#
# **Time**: about 110 minutes for nine questions, 30 points. Running all cells of the finished notebook takes under 60
# seconds on two CPU cores.
#
# **How to work.** A function that ends in `raise NotImplementedError(...)` is yours to write: put your code in the
# place of that line, run the cell, then run the `check(...)` cell below it. If you are stuck, run
# `hint("name_of_the_function")` in a new cell; each run gives one hint more, three in all. Go from top to bottom:
# questions 4, 5 and 6 call the function of question 2, and question 9 calls that of question 8.

# %% [markdown] lang="zh"
# # 实验 8：长短不一的序列
#
# 到目前为止，一个批次里的序列要么一样长，要么我们请你暂时不去深究。真实的序列却长短不一：评论、姓氏、句子都是如此。
# 而一个批次是一块长方形的数，所以短的序列要补齐。实验 1 里把这叫做**填充**（padding），还说过它会惹麻烦。
# 麻烦就在这里：循环层会把填充和别的内容一样**读进去**。状态会接着变，平均值会被冲淡，损失看上去比实际的好，
# 同一条评论和不同的评论放在一起，得到的答案竟然不同。而这一切都不会报错。
#
# 在本实验中，你要让填充变得无害：对你自己的循环单元如此，对飞桨的层也如此；单向如此，双向也如此。你还要证明它：
# 不管添上多少填充，状态、预测、损失和梯度统统不变。
#
# **学完本实验，你能够**
#
# - 把任意长度的序列放进同一个批次，并把长度记下来；
# - 取最后的状态、对状态求平均、对损失求平均，都不把不存在的东西算进去；
# - 让自己的循环单元正着读、反着读，并让已经结束的序列保持原来的状态；
# - 使用飞桨的 `sequence_length`，并拦住那些会让整个进程崩溃的批次；
# - 检验自己的模型会不会受填充影响。
#
# **预备知识**：实验 2（最基本的循环单元，以及它怎样沿序列走一遍）和实验 7（双向；飞桨把最终状态放在哪里）。
# 词嵌入和 logits 在实验 4 见过，这里会再提一下。
#
# **时间**：约 110 分钟，共 9 题 30 分。写完之后从头到尾运行一遍，在两个 CPU 核上不到 60 秒。
#
# **怎么做**：凡是以 `raise NotImplementedError(...)` 结尾的函数都由你来写。用你的代码替换这一行，运行这个单元格，
# 再运行它下面的 `check(...)`。卡住了就新建一个单元格，运行 `hint("函数名")`；每运行一次多给一条提示，一共三条。请从上往下做：
# 第 4、5、6 题会调用第 2 题的函数，第 9 题会调用第 8 题的函数。

# %% given=true
import warnings

warnings.filterwarnings("ignore", message="No ccache found")  # Paddle's note to people who compile C++

import paddle
import paddle.nn.functional as F
from paddle import nn

from autograder import check, hint, load_data

# %%
import matplotlib.pyplot as plt
import numpy as np

plt.rcParams.update({"figure.dpi": 90, "font.size": 9, "axes.titlesize": 10})

# %% [markdown] lang="en"
# ## 1. A rectangle for sequences that are none
#
# The material of this lab is the product reviews of lab 1, half of them English and half Chinese, each with the
# label 1 (content) or 0 (not content). The vocabulary and the ids are made as there: each different token has a
# number, and the number 0 belongs to `<pad>`, which occurs in no review.

# %% [markdown] lang="zh"
# ## 1. 长短不一的序列怎样排成长方形
#
# 本实验的材料是实验 1 的商品评论，一半英文，一半中文，每条都有标签：1（满意）或 0（不满意）。词表和 id 的做法与那里相同：
# 每个不同的词元有一个编号，编号 0 留给 `<pad>`，它不出现在任何评论里。

# %%
reviews = load_data("reviews")
train, test = reviews["train"], reviews["test"]
vocabulary = ["<pad>", *sorted({token for text in train["text"] for token in text.split()})]
id_of = {token: number for number, token in enumerate(vocabulary)}
train_ids, test_ids = ([[id_of[token] for token in text.split()] for text in table["text"]] for table in (train, test))

for row in (3, 9, 46, 8):
    print(f"{len(test_ids[row]):2d} tokens: {test['text'][row]}\n           {test_ids[row]}")
lengths_of_all = [len(ids) for ids in train_ids + test_ids]
print(f"\n{len(vocabulary)} tokens in the vocabulary; reviews have from {min(lengths_of_all)} to {max(lengths_of_all)} tokens")

# %% [markdown] lang="en"
# In lab 1 these lists were filled up *in front*. From here on we fill up *at the end*, and write down for each
# sequence how long it really is. Step $t$ of a review is then in column $t - 1$ whatever stands below it, and the
# lengths tell exactly where the padding begins:
#
# ![Three sequences in a rectangle; their lengths; the mask; the last column holds mostly padding](../figures/lab08_batch.svg)
#
# Let $n_b$ be the length of sequence $b$ and $T$ the number of columns. The steps $t = 1, \dots, n_b$ of row $b$ are
# its **real** steps; the others, $t = n_b + 1, \dots, T$, are its padding.
#
# **Five rules hold for all questions of this lab.** Each function
#
# 1. works for every size of at least 1, and for lengths in *any order*: do not expect the longest sequence to come
#    first, and do not sort the rows;
# 2. takes and returns Paddle tensors, batch first (question 1 takes lists). Ids and lengths are int64. Floats keep
#    their dtype: float64 in, float64 out;
# 3. leaves its arguments as they are;
# 4. gives results that do not depend on what stands in the padding, or on how much of it there is (question 7 hands
#    the padding on as it is, and question 8 looks at it on purpose);
# 5. in questions 3 to 7 and 9 computes with Paddle operations all the way, so that gradients reach what training has
#    to reach.
#
# **Wrong input is refused.** A length is at least 1, since an empty sequence has no last state and no mean, and at
# most $T$. Where a question asks you to refuse something, raise `ValueError` with a sentence that says what is wrong;
# the check asks for the `ValueError`, the sentence is for whoever meets it. The other functions may rely on good
# lengths.

# %% [markdown] lang="zh"
# 在实验 1 里，这些列表是在**前面**补齐的。从现在起，我们在**末尾**补齐，并且给每条序列记下它真正的长度。
# 这样一来，不管同一批次里还有谁，一条评论的第 $t$ 步总在下标为 $t - 1$ 的那一列，而长度准确地说明填充从哪里开始：
#
# ![排成长方形的三条序列、它们的长度和掩码；最后一列大多是填充](../figures/zh/lab08_batch.svg)
#
# 设 $n_b$ 为第 $b$ 条序列的长度，$T$ 为列数。第 $b$ 行的第 $t = 1, \dots, n_b$ 步是**真实的**步；其余的
# $t = n_b + 1, \dots, T$ 步是填充。
#
# **本实验所有题目共同遵守五条规则。** 每个函数都要
#
# 1. 对任何不小于 1 的尺寸都成立，而且长度可以按**任意次序**出现：不要以为最长的序列排在最前面，也不要给各行重新排序；
# 2. 接收并返回飞桨张量，批次在前（第 1 题接收列表）。id 和长度都是 int64。浮点数保持数据类型：给它 float64，就返回 float64；
# 3. 不改动传进来的参数；
# 4. 结果与填充里放着什么、填充有多少都无关（第 7 题把填充原样传下去，第 8 题特意要看填充）；
# 5. 在第 3 至第 7 题和第 9 题中，从头到尾都用飞桨的运算，让梯度能传到训练需要的地方。
#
# **错误的输入要拒绝。** 长度至少为 1，因为空序列既没有最后的状态，也没有平均值；长度至多为 $T$。凡是题目要求拒绝的情形，
# 都要抛出 `ValueError`，并用一句话说明哪里不对；检查只看是不是 `ValueError`，那句话是写给遇到它的人看的。
# 其余的函数可以放心地假定长度没有问题。

# %% [markdown] lang="en"
# ### Question 1 · `pad_sequences` (4 points, about 9 minutes)
#
# **Why.** Everything else needs the rectangle and the lengths. The lengths have to be noted *now*: once the rows are
# filled up, nobody can tell for sure where they ended, because a token with the number of the padding may occur in a
# sequence, too.
#
# **Formula.** For $b = 1, \dots, B$ and $t = 1, \dots, T$
#
# $$\mathrm{ids}_{b,t} = \begin{cases}\text{token } t \text{ of sequence } b & t \le n_b \\ \mathtt{pad\_id} & t > n_b
# \end{cases} \qquad \mathrm{lengths}_b = n_b.$$
#
# **Shapes.** `sequences` is a list with a list of whole numbers for each sequence. Return the tuple `(ids, lengths)`,
# int64 tensors of shapes `[batch, time]` and `[batch]`, rows in the order of the list. $T$ is the length of the
# longest sequence, or `time` if that is given.
#
# **Refuse** with `ValueError`: an empty list of sequences; a list in which some sequence is empty; a `time` that is
# less than the longest sequence (a review whose end is cut off without a word may mean the opposite).

# %% [markdown] lang="zh"
# ### 第 1 题 · `pad_sequences`（4 分，约 9 分钟）
#
# **为什么**：后面的一切都要用到这块长方形和各条序列的长度。长度必须**现在**就记下来：一旦补齐，谁也说不准原来到哪里为止，
# 因为序列里也可能出现与填充编号相同的词元。
#
# **公式**：对 $b = 1, \dots, B$ 和 $t = 1, \dots, T$，
#
# $$\mathrm{ids}_{b,t} = \begin{cases}\text{第 } b \text{ 条序列的第 } t \text{ 个词元} & t \le n_b \\ \mathtt{pad\_id} & t > n_b
# \end{cases} \qquad \mathrm{lengths}_b = n_b.$$
#
# **形状**：`sequences` 是列表，每条序列又是一个由整数组成的列表。返回元组 `(ids, lengths)`，都是 int64 张量，形状为
# `[batch, time]` 和 `[batch]`，各行的次序与列表相同。$T$ 是最长序列的长度；如果给了 `time`，就是 `time`。
#
# **拒绝**下列情形，抛出 `ValueError`：一条序列也没有；列表里有空序列；`time` 小于最长序列的长度
# （一声不响地截掉评论的结尾，意思可能就反了）。

# %% [markdown] lang="en" hints="pad_sequences"
# 1. First the lengths, then the three refusals, then the rectangle. Where does a row of it come from?
# 2. A row is the sequence followed by as many copies of `pad_id` as are missing. `[7] * 3` is a list of three sevens,
#    and `+` joins two lists to a new one, so that the caller's list stays as it is.
# 3. `lengths = [len(sequence) for sequence in sequences]`; each row is
#    `list(sequence) + [pad_id] * (time - len(sequence))`; at the end `paddle.to_tensor(..., dtype="int64")` for both.
#    Test `time is None` rather than `not time`.

# %% [markdown] lang="zh" hints="pad_sequences"
# 1. 先求长度，再处理三种要拒绝的情形，最后做长方形。它的一行从哪里来？
# 2. 一行就是序列本身，后面接上所缺个数的 `pad_id`。`[7] * 3` 是由三个 7 组成的列表；`+` 把两个列表接成一个新列表，
#    调用者的列表保持原样。
# 3. `lengths = [len(sequence) for sequence in sequences]`；每一行是 `list(sequence) + [pad_id] * (time - len(sequence))`；
#    最后两者都用 `paddle.to_tensor(..., dtype="int64")`。判断时写 `time is None`，不要写 `not time`。


# %% question="pad_sequences" points=4 minutes=9
def pad_sequences(sequences, time=None, pad_id=0):
    """Put sequences of unequal length in one rectangle, filled up at the end.

    Args:
        sequences: list of lists of whole numbers, none of them empty.
        time: number of columns; None for the length of the longest sequence.
        pad_id: the number that fills up.

    Returns:
        (ids, lengths): int64 tensors, [batch, time] and [batch].

    Raises:
        ValueError: there is no sequence, or an empty one, or one that is longer than `time`.

    Example:
        >>> ids, lengths = pad_sequences([[5, 2, 4], [3]])
        >>> ids.tolist(), lengths.tolist()
        ([[5, 2, 4], [3, 0, 0]], [3, 1])
    """
    ### BEGIN SOLUTION note the lengths, refuse what is empty or too long, fill up at the end
    lengths = [len(sequence) for sequence in sequences]
    if not lengths:
        raise ValueError("There is no sequence to pad.")
    if min(lengths) == 0:
        raise ValueError(f"Sequence {lengths.index(0)} is empty; leave it out, or give it a token that says so.")
    if time is None:
        time = max(lengths)
    if max(lengths) > time:
        raise ValueError(f"A sequence of {max(lengths)} tokens does not fit into {time} columns; nothing is cut off.")
    rows = [list(sequence) + [pad_id] * (time - len(sequence)) for sequence in sequences]
    return paddle.to_tensor(rows, dtype="int64"), paddle.to_tensor(lengths, dtype="int64")
    ### END SOLUTION


# %%
chosen = [3, 9, 46, 8]
ids, lengths = pad_sequences([test_ids[row] for row in chosen])
print("lengths", lengths.tolist())
print(ids.numpy())
for columns in (None, 20):
    padded, _ = pad_sequences(test_ids, columns)
    print(f"test set, time={columns}: {list(padded.shape)}, {(padded == 0).astype('float32').mean().item():.0%} of it is padding")

# %% [markdown] lang="en"
# ### What a recurrent layer does with padding
#
# The first of these reviews, filled up to 20 steps, goes through a GRU layer with random weights. To the left of the
# dashed line it reads the review, to the right padding. The middle picture uses an option of `nn.Embedding` that is
# often taken for the remedy: with `padding_idx=0` the vector of `<pad>` is all zeros and is never trained. The right
# one uses `sequence_length`, which section 6 is about. (A reminder from lab 4: an **embedding** is a table with one
# row of numbers, one vector, for each token; `nn.Embedding(vocab_size, size)` looks ids up in it, `[batch, time]` in,
# `[batch, time, size]` out.)

# %% [markdown] lang="zh"
# ### 循环层怎样对待填充
#
# 取上面第一条评论，补齐到 20 步，交给一个随机权重的 GRU 层去读。虚线左边它在读评论，右边在读填充。中间那幅图用了
# `nn.Embedding` 的一个选项，它常被当成解药：设了 `padding_idx=0`，`<pad>` 的向量全为零，而且不参与训练。右边那幅用的是
# `sequence_length`，第 6 节会专门讲。（回顾实验 4：**词嵌入**（embedding）是一张表，每个词元占一行数，也就是一个向量；
# `nn.Embedding(vocab_size, size)` 按 id 查表，输入 `[batch, time]`，输出 `[batch, time, size]`。）

# %%
paddle.seed(3)
rnn = nn.GRU(input_size=6, hidden_size=5)
table = nn.Embedding(len(vocabulary), 6)
table_with_zeros = nn.Embedding(len(vocabulary), 6, padding_idx=0)
length = len(test_ids[chosen[0]])
one_review, one_length = pad_sequences([test_ids[chosen[0]]], 20)
print("row of <pad> with padding_idx=0:", table_with_zeros.weight[0].tolist())

runs = {
    "plain": rnn(table(one_review)),
    "padding_idx=0": rnn(table_with_zeros(one_review)),
    "sequence_length": rnn(table(one_review), sequence_length=one_length),
}
figure, axes = plt.subplots(1, 3, figsize=(8.2, 2.5), sharey=True, layout="constrained")
for axis, (title, (outputs, final)) in zip(axes, runs.items(), strict=True):
    moved = (final[-1, 0] - outputs[0, length - 1]).abs().max().item()
    print(f"{title:16s} largest change from the state after the last word to the final state: {moved:.3f}")
    axis.plot(range(1, 21), outputs[0].numpy(), ".-", linewidth=1)
    axis.axvline(length + 0.5, color="gray", linestyle="--")
    axis.set_title(title)
    axis.set_xlabel("time step $t$")
    axis.set_xticks([1, 5, 10, 15, 20])
axes[0].set_ylabel("outputs, 5 hidden units")
plt.show()

# %% [markdown] lang="en"
# **What to see.** A review says nothing any more after the dashed line, and yet the state walks on (left). A row of
# zeros does not stop it (middle): the input part of the step is zero then, but the old state still goes through its
# weights and the biases are still added. So what the layer holds at the end depends on how much padding followed. Only
# on the right the final state is that after the last word; the outputs behind it are zeros. (Filling up in front, as
# lab 1 did, moves the trouble to the beginning: the review is then read by a state that has been walking already.)
#
# ## 2. A mask
#
# ### Question 2 · `sequence_mask` (3 points, about 6 minutes)
#
# **Why.** Nearly all that follows asks at each place of the rectangle: is this a real step? The answers, written in a
# rectangle of the same size, are the **mask**.
#
# **Formula.** $\mathrm{mask}_{b,t}$ is true exactly if $t \le n_b$. Since Python counts from 0, the columns that are
# true are $0, \dots, n_b - 1$.
#
# **Shapes.** `lengths` is `[batch]`, `time` a number. Return a tensor of bools, `[batch, time]`.
#
# **Refuse** with `ValueError` a batch in which a length is less than 1 or greater than `time`. Such a length is
# always a mistake made earlier, and section 6 shows what it can lead to.

# %% [markdown] lang="zh"
# **看什么**：虚线之后评论已经没有内容了，状态却还在走（左图）。全零的一行也拦不住它（中图）：这时输入那一项是零，
# 但旧状态照样要乘上它的权重，偏置也照样要加。所以循环层最后停在哪里，取决于后面跟了多少填充。只有右图的最终状态才是读完最后
# 一个词时的状态，后面的输出都是零。（像实验 1 那样在前面补齐，只是把麻烦挪到了开头：轮到读评论时，状态早已走动过了。）
#
# ## 2. 掩码
#
# ### 第 2 题 · `sequence_mask`（3 分，约 6 分钟）
#
# **为什么**：接下来几乎每件事，都要对长方形的每个位置问一句：这是真实的步吗？把答案写成一块同样大小的长方形，就是**掩码**（mask）。
#
# **公式**：当且仅当 $t \le n_b$ 时，$\mathrm{mask}_{b,t}$ 为真。因为 Python 从 0 数起，为真的是第 $0, \dots, n_b - 1$ 列。
#
# **形状**：`lengths` 为 `[batch]`，`time` 是一个数。返回布尔型张量，形状为 `[batch, time]`。
#
# **拒绝**：如果有长度小于 1 或大于 `time`，抛出 `ValueError`。这样的长度必定是前面什么地方出了错，
# 第 6 节会让你看到它会造成什么后果。

# %% [markdown] lang="en" hints="sequence_mask"
# 1. Number the columns. A column is real for a row if its number is small enough.
# 2. `paddle.arange(time)` is `[time]`, the lengths are `[batch]`. Give the lengths a second axis of size 1, and the
#    comparison of the two becomes a rectangle.
# 3. `paddle.arange(time) < lengths.unsqueeze(1)`, after a test with `lengths.min()` and `lengths.max()` that raises
#    `ValueError("...")`.

# %% [markdown] lang="zh" hints="sequence_mask"
# 1. 给各列编上号。列号足够小，对这一行来说就是真实的步。
# 2. `paddle.arange(time)` 的形状是 `[time]`，长度的形状是 `[batch]`。给长度添上大小为 1 的第二个轴，两者一比较就得到长方形。
# 3. `paddle.arange(time) < lengths.unsqueeze(1)`；在此之前用 `lengths.min()` 和 `lengths.max()` 做判断，不合要求就抛出
#    `ValueError("...")`。


# %% question="sequence_mask" points=3 minutes=6
def sequence_mask(lengths, time):
    """Return where the real steps are.

    Args:
        lengths: int64, [batch], each from 1 to `time`.
        time: number of columns.

    Returns:
        Tensor of bools, [batch, time]: True at real steps, False at padding.

    Raises:
        ValueError: a length is less than 1 or greater than `time`.

    Example:
        >>> sequence_mask(paddle.to_tensor([2, 3, 1]), 3).astype("int64").tolist()
        [[1, 1, 0], [1, 1, 1], [1, 0, 0]]
    """
    ### BEGIN SOLUTION refuse impossible lengths, then compare the number of each column with each length
    if lengths.min().item() < 1 or lengths.max().item() > time:
        raise ValueError(f"Lengths must lie between 1 and the {time} columns; they are {lengths.tolist()}.")
    return paddle.arange(time) < lengths.unsqueeze(1)
    ### END SOLUTION


# %%
by_chance = test_ids[:32]
of_like_length = sorted(test_ids, key=len)[300:332]

figure, axes = plt.subplots(1, 2, figsize=(7, 2.9), layout="constrained")
for axis, sequences, title in zip(axes, (by_chance, of_like_length), ("reviews by chance", "reviews of like length"), strict=True):
    padded, real_lengths = pad_sequences(sequences)
    mask = sequence_mask(real_lengths, padded.shape[1])
    share = 1 - mask.astype("float32").mean().item()
    print(f"{title:22s} {list(mask.shape)}: {share:.1%} of the rectangle is padding")
    axis.imshow(mask.numpy(), extent=[0.5, mask.shape[1] + 0.5, 32.5, 0.5], aspect="auto", cmap="Blues", vmin=-0.3, vmax=1.3)
    axis.set_title(f"{title}: {share:.1%} padding")
    axis.set_xlabel("time step $t$")
axes[0].set_ylabel("sequence")
plt.show()

# %% [markdown] lang="en"
# **What to see.** Dark are real steps, light is padding. In a batch of reviews as they come, much of the work is done
# for nothing; in a batch of reviews of nearly the same length, little. Grouping by length (**bucketing**) therefore
# saves time. It does not make the mask superfluous.
#
# (Paddle has such a function, `F.sequence_mask(lengths, maxlen, dtype)`. It makes whole numbers by default, and a
# length that is too large does not trouble it.)
#
# ## 3. One vector for a sequence
#
# A layer puts out a state at every step, `[batch, time, features]`; a decision about the whole sequence needs one
# vector from them. There are two usual ways, and both go wrong if padding is ignored.
#
# ### Question 3 · `last_valid_output` (3 points, about 8 minutes)
#
# **Why.** `outputs[:, -1]` is the last *column*. For all rows but the longest it holds a state that has read padding.
#
# **Formula.** $\mathrm{result}_b = \mathrm{outputs}_{b,\,n_b}$: of each row the output at its own last real step,
# which is column $n_b - 1$.
#
# **Shapes.** `outputs` is `[batch, time, features]`, `lengths` `[batch]`. Return `[batch, features]`.

# %% [markdown] lang="zh"
# **看什么**：深色是真实的步，浅色是填充。随手取来的一批评论，很多计算都白费了；长度相近的一批评论，白费的就很少。
# 所以按长度分组（**分桶**，bucketing）能省时间，但它不能代替掩码。
#
# （飞桨也有这样一个函数：`F.sequence_mask(lengths, maxlen, dtype)`。它默认给出整数，长度过大它也不管。）
#
# ## 3. 一条序列一个向量
#
# 循环层在每一步都输出一个状态，`[batch, time, features]`；要对整条序列做判断，就得从中得到一个向量。常用的办法有两种，
# 如果不理会填充，两种都会出错。
#
# ### 第 3 题 · `last_valid_output`（3 分，约 8 分钟）
#
# **为什么**：`outputs[:, -1]` 是最后一**列**。除了最长的那一行，其余各行在那里放的都是已经读过填充的状态。
#
# **公式**：$\mathrm{result}_b = \mathrm{outputs}_{b,\,n_b}$，即每一行在它自己最后一个真实的步处的输出，
# 也就是下标为 $n_b - 1$ 的那一列。
#
# **形状**：`outputs` 为 `[batch, time, features]`，`lengths` 为 `[batch]`。返回 `[batch, features]`。

# %% [markdown] lang="en" hints="last_valid_output"
# 1. Each row has a column of its own. Which two numbers say where its answer stands?
# 2. A tensor can be indexed with two tensors of the same length, one of row numbers and one of column numbers:
#    `outputs[rows, columns]` takes one place of each row.
# 3. `rows = paddle.arange(outputs.shape[0])`, and the columns are the lengths less 1.

# %% [markdown] lang="zh" hints="last_valid_output"
# 1. 每一行要取的列各不相同。哪两个数说明它的答案在哪里？
# 2. 可以用两个同样长的张量做下标，一个是行号，一个是列号：`outputs[rows, columns]` 从每一行取一个位置。
# 3. `rows = paddle.arange(outputs.shape[0])`，列号就是长度减 1。


# %% question="last_valid_output" points=3 minutes=8
def last_valid_output(outputs, lengths):
    """Return of each sequence the output at its last real step.

    Args:
        outputs: [batch, time, features].
        lengths: int64, [batch], each from 1 to time.

    Returns:
        [batch, features].

    Example (three columns; the second row ends after one):
        >>> outputs = paddle.to_tensor([[[1.0], [2.0], [3.0]], [[4.0], [9.0], [9.0]]])
        >>> last_valid_output(outputs, paddle.to_tensor([3, 1])).tolist()
        [[3.0], [4.0]]
    """
    ### BEGIN SOLUTION take of each row the column in which its sequence ends
    rows = paddle.arange(outputs.shape[0])
    return outputs[rows, lengths - 1]
    ### END SOLUTION


# %% [markdown] lang="en"
# ### Question 4 · `masked_mean` (2 points, about 6 minutes)
#
# **Why.** The last state has to carry everything to the end. The mean over all steps also hears the early ones; for
# long texts it is a common choice. But `outputs.mean(axis=1)` counts the padding in, above the fraction bar and below.
#
# **Formula.** With $m_{b,t} = 1$ at real steps and $0$ elsewhere
#
# $$\mathrm{result}_b = \frac{\sum_{t=1}^{T} m_{b,t}\, \mathrm{outputs}_{b,t}}{\sum_{t=1}^{T} m_{b,t}} = \frac{1}{n_b}
# \sum_{t=1}^{n_b} \mathrm{outputs}_{b,t}.$$
#
# **Shapes.** `outputs` is `[batch, time, features]`, `lengths` `[batch]`. Return `[batch, features]`. Bools cannot be
# multiplied; `mask.astype(outputs.dtype)` makes 0 and 1 of them.

# %% [markdown] lang="zh"
# ### 第 4 题 · `masked_mean`（2 分，约 6 分钟）
#
# **为什么**：最后的状态要把所有内容一路带到结尾。对所有步求平均，还能听到前面各步的声音，处理长文本时很常用。
# 可是 `outputs.mean(axis=1)` 把填充也算了进去，分子分母都受影响。
#
# **公式**：令真实的步 $m_{b,t} = 1$，其余 $m_{b,t} = 0$，
#
# $$\mathrm{result}_b = \frac{\sum_{t=1}^{T} m_{b,t}\, \mathrm{outputs}_{b,t}}{\sum_{t=1}^{T} m_{b,t}} = \frac{1}{n_b}
# \sum_{t=1}^{n_b} \mathrm{outputs}_{b,t}.$$
#
# **形状**：`outputs` 为 `[batch, time, features]`，`lengths` 为 `[batch]`。返回 `[batch, features]`。布尔型不能做乘法，
# `mask.astype(outputs.dtype)` 可以把它变成 0 和 1。

# %% [markdown] lang="en" hints="masked_mean"
# 1. Two things have to be put right: what is added up, and what it is divided by.
# 2. The mask is `[batch, time]`, the outputs are `[batch, time, features]`. Give the mask a third axis of size 1,
#    multiply, and add up over the time axis.
# 3. `mask = sequence_mask(lengths, outputs.shape[1]).astype(outputs.dtype).unsqueeze(-1)`; then the sum of
#    `outputs * mask` over axis 1, divided by the sum of `mask` over axis 1.

# %% [markdown] lang="zh" hints="masked_mean"
# 1. 有两处要改：加起来的是什么，除以的又是什么。
# 2. 掩码是 `[batch, time]`，输出是 `[batch, time, features]`。给掩码添上大小为 1 的第三个轴，相乘，再沿时间轴求和。
# 3. `mask = sequence_mask(lengths, outputs.shape[1]).astype(outputs.dtype).unsqueeze(-1)`；然后把 `outputs * mask` 沿轴 1 求和，
#    再除以 `mask` 沿轴 1 的和。


# %% question="masked_mean" points=2 minutes=6 uses=["sequence_mask"]
def masked_mean(outputs, lengths):
    """Return the mean of the outputs over the real steps of each sequence.

    Args:
        outputs: [batch, time, features].
        lengths: int64, [batch], each from 1 to time.

    Returns:
        [batch, features].

    Example (the second row ends after one step):
        >>> outputs = paddle.to_tensor([[[1.0], [2.0], [3.0]], [[4.0], [9.0], [9.0]]])
        >>> masked_mean(outputs, paddle.to_tensor([3, 1])).tolist()
        [[2.0], [4.0]]
    """
    ### BEGIN SOLUTION add up what is real and divide by how much of it there is
    mask = sequence_mask(lengths, outputs.shape[1]).astype(outputs.dtype).unsqueeze(-1)
    return (outputs * mask).sum(axis=1) / mask.sum(axis=1)
    ### END SOLUTION


# %% [markdown] lang="en"
# Four ways to get one vector, with the GRU of above and four reviews, filled up to more and more columns. The table
# says how far the vectors are from those without additional padding.

# %% [markdown] lang="zh"
# 用上面的 GRU 和四条评论，比较得到一个向量的四种办法；列数补得越来越多。表中的数是这些向量与不加额外填充时相差多少。

# %%
four = [test_ids[row] for row in chosen]
ways = {
    "outputs[:, -1]": lambda outputs, lengths: outputs[:, -1],
    "last_valid_output": last_valid_output,
    "outputs.mean(axis=1)": lambda outputs, lengths: outputs.mean(axis=1),
    "masked_mean": masked_mean,
}
print("columns              " + "".join(f"{columns:8d}" for columns in (17, 20, 30, 60)))
for name, way in ways.items():
    vectors = {}
    for columns in (15, 17, 20, 30, 60):
        ids, lengths = pad_sequences(four, columns)
        vectors[columns] = way(rnn(table(ids))[0], lengths)
    changes = [(vectors[columns] - vectors[15]).abs().max().item() for columns in (17, 20, 30, 60)]
    print(f"{name:21s}" + "".join(f"{change:8.3f}" for change in changes))

# %% [markdown] lang="en"
# Note that the outputs behind the end were not even zeros here. Whoever masks need not care what stands there.
#
# ## 4. The loss
#
# Where there is an answer at every step, there is a loss at every step, too, and a mean over all of them. Let the
# task be to **tag** each token of a review: 1 if it is a word of praise, 2 if it is a word of blame, 0 if it is
# neither. The tags have to be filled up as the ids are, with 0 say. (A reminder: a model answers with one number for
# each class, the **logits**; cross-entropy is $-\ln$ of the probability that softmax makes of the right class's
# logit.)
#
# ### Question 5 · `masked_cross_entropy` (4 points, about 10 minutes)
#
# **Why.** The tags in the padding are no tags. If they count, the loss says how well the model predicts padding, and
# that is easy.
#
# **Formula.** With $\ell_{b,t} = -\ln \mathrm{softmax}(\mathrm{logits}_{b,t})_{\mathrm{labels}_{b,t}}$
#
# $$L = \frac{\sum_b \sum_t m_{b,t}\, \ell_{b,t}}{\sum_b \sum_t m_{b,t}}.$$
#
# Each real step of the batch counts the same, whichever sequence it belongs to.
#
# **Shapes.** `logits` is `[batch, time, classes]`, `labels` int64 `[batch, time]`, from 0 to `classes` − 1 everywhere.
# Return a tensor with one number.
# `F.cross_entropy(logits, labels, reduction="none")` gives all $\ell_{b,t}$ at once. Every class counts at real steps,
# also the one with which the padding was filled up.

# %% [markdown] lang="zh"
# 注意，这里序列结束之后的输出根本不是零。用了掩码，就不必管那里放着什么。
#
# ## 4. 损失
#
# 如果每一步都有答案，每一步就都有损失，还要对所有步求平均。假设任务是给评论里的每个词元打上**标记**（tag）：褒义词为 1，
# 贬义词为 2，都不是则为 0。标记要和 id 一样补齐，比如补 0。（回顾：模型给每个类别一个数，叫 **logits**；
# 交叉熵是先用 softmax 把 logits 变成概率，再对正确类别的概率取 $-\ln$。）
#
# ### 第 5 题 · `masked_cross_entropy`（4 分，约 10 分钟）
#
# **为什么**：填充处的标记算不得标记。如果把它们算进去，损失说的就成了模型预测填充的本事，而预测填充太容易了。
#
# **公式**：令 $\ell_{b,t} = -\ln \mathrm{softmax}(\mathrm{logits}_{b,t})_{\mathrm{labels}_{b,t}}$，
#
# $$L = \frac{\sum_b \sum_t m_{b,t}\, \ell_{b,t}}{\sum_b \sum_t m_{b,t}}.$$
#
# 批次里每个真实的步分量相同，不管它属于哪条序列。
#
# **形状**：`logits` 为 `[batch, time, classes]`，`labels` 为 int64 的 `[batch, time]`，处处都在 0 到 `classes` − 1 之间。
# 返回只含一个数的张量。`F.cross_entropy(logits, labels, reduction="none")` 可以一次算出所有 $\ell_{b,t}$。
# 在真实的步上，每个类别都要算，包括恰好用来补齐的那个类别。

# %% [markdown] lang="en" hints="masked_cross_entropy"
# 1. It is the mean of question 4 once more, of losses this time, and over the whole batch.
# 2. First all losses, `[batch, time]`, then those in the padding times 0, then one sum over everything, divided by
#    the number of real steps in the batch.
# 3. `losses = F.cross_entropy(logits, labels, reduction="none").reshape(labels.shape)`, the mask with the dtype of
#    the losses, and `(losses * mask).sum() / mask.sum()`.

# %% [markdown] lang="zh" hints="masked_cross_entropy"
# 1. 和第 4 题的平均是一回事，只不过这次平均的是损失，而且是对整个批次。
# 2. 先求出所有损失，`[batch, time]`；再把填充处的乘以 0；然后全部加起来，除以批次里真实的步数。
# 3. `losses = F.cross_entropy(logits, labels, reduction="none").reshape(labels.shape)`，掩码取与损失相同的数据类型，
#    最后是 `(losses * mask).sum() / mask.sum()`。


# %% question="masked_cross_entropy" points=4 minutes=10 uses=["sequence_mask"]
def masked_cross_entropy(logits, labels, lengths):
    """Return the mean cross-entropy over the real steps of a batch.

    Args:
        logits: [batch, time, classes].
        labels: int64, [batch, time], from 0 to classes - 1; in the padding they mean nothing.
        lengths: int64, [batch], each from 1 to time.

    Returns:
        A tensor with one number.

    Example (a model that knows nothing about two classes loses ln 2 at each step):
        >>> loss = masked_cross_entropy(paddle.zeros([1, 3, 2]), paddle.to_tensor([[1, 0, 0]]), paddle.to_tensor([2]))
        >>> round(loss.item(), 4)
        0.6931
    """
    ### BEGIN SOLUTION add up the losses of all real steps and divide by their number
    losses = F.cross_entropy(logits, labels, reduction="none").reshape(labels.shape)
    mask = sequence_mask(lengths, labels.shape[1]).astype(losses.dtype)
    return (losses * mask).sum() / mask.sum()
    ### END SOLUTION


# %% [markdown] lang="en"
# Here are the true tags of some reviews, and the loss and accuracy of a model that always says "0, neither" with the
# same certainty, whatever it reads. It has learnt nothing at all. Watch its figures as padding is added.

# %% [markdown] lang="zh"
# 下面给出几条评论的正确标记，以及一个“模型”的损失和准确率：不管读到什么，它总是以同样的把握说“0，都不是”。它什么也没学到。
# 看看填充增加时，它的成绩怎样变化。

# %%
PRAISE = {"good", "great", "fine", "superb", "wonderful", "solid", "better", "好", "棒", "出色", "优秀", "好用"}
BLAME = {"bad", "poor", "weak", "terrible", "dreadful", "horrible", "worse", "差", "烂", "糟糕", "差劲", "难用"}


def tags_of(text):
    """Return 1 for words of praise, 2 for words of blame, 0 for all other tokens."""
    return [1 if token in PRAISE else 2 if token in BLAME else 0 for token in text.split()]


print(test["text"][3], tags_of(test["text"][3]), sep="\n")
tags = [tags_of(text) for text in test["text"][:64]]
figures = {"F.cross_entropy": [], "masked_cross_entropy": [], "accuracy, all columns": [], "accuracy, real steps": []}
columns_tried = [17, 20, 25, 30, 40, 50, 60]
for columns in columns_tried:
    labels, lengths = pad_sequences(tags, columns)
    logits = paddle.zeros([*labels.shape, 3])
    logits[:, :, 0] = 1.0  # always "neither"
    right = (logits.argmax(axis=-1) == labels).astype("float32")
    mask = sequence_mask(lengths, columns).astype("float32")
    figures["F.cross_entropy"].append(F.cross_entropy(logits, labels).item())
    figures["masked_cross_entropy"].append(masked_cross_entropy(logits, labels, lengths).item())
    figures["accuracy, all columns"].append(right.mean().item())
    figures["accuracy, real steps"].append(((right * mask).sum() / mask.sum()).item())

print("columns                " + "".join(f"{columns:7d}" for columns in columns_tried))
for name, values in figures.items():
    print(f"{name:23s}" + "".join(f"{value:7.3f}" for value in values))

figure, axes = plt.subplots(1, 2, figsize=(7, 2.4), layout="constrained")
for number, (name, values) in enumerate(figures.items()):
    style = {"marker": "o", "markersize": 4, "color": "tab:green" if number % 2 else "tab:red"}
    axes[number // 2].plot(columns_tried, values, label=name, **style)
for axis, label in zip(axes, ("loss", "accuracy"), strict=True):
    axis.set_xlabel("columns $T$")
    axis.set_ylabel(label)
    axis.legend(fontsize=7)
axes[0].set_ylim(0.5, 0.8)
axes[1].set_ylim(0.75, 1.0)
plt.show()

# %% [markdown] lang="en"
# **What to see.** Nothing was learnt between the left and the right end of the red curves; there are just more
# columns that are easy to get right. A loss or an accuracy that counts padding can be made as good as you like. The
# green ones stay where they are.
#
# `F.cross_entropy` has an option for this, `ignore_index`: steps with this label are left out. Look closely at what it
# does.

# %% [markdown] lang="zh"
# **看什么**：红线从左到右，什么都没有学到，只是多了一些容易答对的列。把填充算进去的损失和准确率，要多好看就能做到多好看。
# 绿线则一动不动。
#
# `F.cross_entropy` 有一个专门的选项 `ignore_index`：标签等于它的步不算在内。它到底做了什么，请仔细看。

# %%
for pad_tag in (0, 255, -100):
    line = f"tags filled up with {pad_tag:4d}, ignore_index={pad_tag:4d}:"
    for columns in (17, 60):
        labels, lengths = pad_sequences(tags, columns, pad_id=pad_tag)
        logits = paddle.zeros([*labels.shape, 3])
        logits[:, :, 0] = 1.0
        line += f"  {F.cross_entropy(logits, labels, ignore_index=pad_tag).item():.3f} with {columns} columns"
    print(line)
print(f"masked_cross_entropy: {figures['masked_cross_entropy'][0]:.3f}")

# %% [markdown] lang="en"
# Filled up with 0, all tokens that truly have the tag 0 are forgotten as well, and what is left are the hard ones.
# With a number that is no class and not negative it is right. With a negative one, −100 being the default, Paddle 3.3
# leaves out the losses of the padding and still divides by *all* steps. So count yourself, as you did.
#
# ## 5. Your own cell
#
# So far the padding was read, and what came of it was thrown away afterwards. That is enough for a forward layer that
# gives its outputs at every step. It is not enough for the *final state*, which is what `run_rnn` of lab 2 returns
# beside the outputs, and it is not enough for a cell that reads from the end, since it meets the padding *first*.
# Here is the step of lab 2 once more.

# %% [markdown] lang="zh"
# 用 0 补齐，真正标记为 0 的词元也一起被忽略了，剩下的都是难的。用一个不属于任何类别的非负数，结果是对的。
# 用负数（默认值就是 −100），飞桨 3.3 会把填充处的损失去掉，却仍然除以**全部**步数。所以，还是像你刚才那样自己来数。
#
# ## 5. 你自己的循环单元
#
# 到目前为止，填充还是被读了，只是事后把由它得来的东西扔掉。对每一步都有输出的正向层来说，这样就够了；对**最终状态**却不够，
# 实验 2 的 `run_rnn` 除了输出还要返回它；对从末尾往前读的单元也不够，因为它**一上来**遇到的就是填充。
# 下面把实验 2 的“走一步”再列一遍。


# %% given=true
def rnn_step(x, h, params):
    """Return the next hidden state of a plain cell, [batch, hidden] (lab 2)."""
    return paddle.tanh(x @ params["W_xh"] + h @ params["W_hh"] + params["b_h"])


# %% [markdown] lang="en"
# ### Question 6 · `run_masked` (4 points, about 12 minutes)
#
# **Why.** A sequence that has ended should be left in peace: its state stays where it is until the longest one of the
# batch has ended, too.
#
# ![Three real steps in five columns: after the third the old state goes on, and the outputs are zeros](../figures/lab08_masked_step.svg)
#
# **Formula.** For $t = 1, \dots, T$, with the mask $m_{b,t}$ of question 2,
#
# $$\tilde h_t = \tanh(x_t W_{xh} + h_{t-1} W_{hh} + b_h), \qquad h_{b,t} = \begin{cases}\tilde h_{b,t} & m_{b,t} = 1\\
# h_{b,t-1} & m_{b,t} = 0\end{cases}, \qquad \mathrm{outputs}_{b,t} = m_{b,t}\, h_{b,t}.$$
#
# The cell computes its step for all rows; for each row a switch decides whether the new state or the old one goes on.
# So $h_{b,T} = h_{b,n_b}$. In the padding the outputs are zeros, as Paddle's layers have them.
#
# **Shapes.** `inputs` is `[batch, time, features]`, `h0` is `[batch, hidden]`, `lengths` is `[batch]`, `params` the
# dict of lab 2. Return `(outputs, h)`, of shapes `[batch, time, hidden]` and `[batch, hidden]`. Use `rnn_step`.

# %% [markdown] lang="zh"
# ### 第 6 题 · `run_masked`（4 分，约 12 分钟）
#
# **为什么**：已经结束的序列，就别再打扰它：它的状态留在原处，直到批次里最长的那条也结束。
#
# ![一条序列有三个真实的步，占五列：第三步之后传下去的是旧状态，输出为零](../figures/zh/lab08_masked_step.svg)
#
# **公式**：对 $t = 1, \dots, T$，用第 2 题的掩码 $m_{b,t}$，
#
# $$\tilde h_t = \tanh(x_t W_{xh} + h_{t-1} W_{hh} + b_h), \qquad h_{b,t} = \begin{cases}\tilde h_{b,t} & m_{b,t} = 1\\
# h_{b,t-1} & m_{b,t} = 0\end{cases}, \qquad \mathrm{outputs}_{b,t} = m_{b,t}\, h_{b,t}.$$
#
# 循环单元照样为所有行算一步；每一行有一个开关，决定传下去的是新状态还是旧状态。于是 $h_{b,T} = h_{b,n_b}$。
# 填充处的输出为零，与飞桨的层一致。
#
# **形状**：`inputs` 为 `[batch, time, features]`，`h0` 为 `[batch, hidden]`，`lengths` 为 `[batch]`，`params` 是实验 2 的字典。
# 返回 `(outputs, h)`，形状为 `[batch, time, hidden]` 和 `[batch, hidden]`。请使用 `rnn_step`。

# %% [markdown] lang="en" hints="run_masked"
# 1. It is `run_rnn` of lab 2 with one line more in the loop: which of two states goes on, for each row?
# 2. Make the whole mask before the loop. In round `t` its column `t` is `[batch]`; with a second axis of size 1 it
#    can choose between two tensors `[batch, hidden]`. `paddle.where(condition, a, b)` takes `a` where the condition
#    is true.
# 3. In the loop: `real = mask[:, t].unsqueeze(1)`, `h = paddle.where(real, rnn_step(inputs[:, t], h, params), h)`,
#    and append `paddle.where(real, h, paddle.zeros_like(h))` to the list of outputs; stack them on axis 1.

# %% [markdown] lang="zh" hints="run_masked"
# 1. 就是实验 2 的 `run_rnn`，循环里多一行：对每一行来说，两个状态中传下去的是哪一个？
# 2. 在循环之前把整个掩码做好。第 `t` 轮用它的第 `t` 列，形状为 `[batch]`；添上大小为 1 的第二个轴，就能在两个 `[batch, hidden]`
#    的张量之间做选择。`paddle.where(condition, a, b)` 在条件为真处取 `a`，否则取 `b`。
# 3. 循环里写：`real = mask[:, t].unsqueeze(1)`，`h = paddle.where(real, rnn_step(inputs[:, t], h, params), h)`，再把
#    `paddle.where(real, h, paddle.zeros_like(h))` 加进输出列表；最后沿轴 1 叠起来。


# %% question="run_masked" points=4 minutes=12 uses=["sequence_mask"]
def run_masked(inputs, h0, lengths, params):
    """Run a plain cell along sequences of unequal length.

    Args:
        inputs: [batch, time, features].
        h0: state before the first step, [batch, hidden].
        lengths: int64, [batch], each from 1 to time.
        params: dict with "W_xh", "W_hh" and "b_h" (lab 2).

    Returns:
        (outputs, h): [batch, time, hidden], zeros in the padding, and [batch, hidden], the state of each sequence
        after its last real step.

    Example (the input moves the state; the second sequence ends after one step):
        >>> params = {"W_xh": paddle.ones([1, 1]), "W_hh": paddle.zeros([1, 1]), "b_h": paddle.zeros([1])}
        >>> inputs = paddle.to_tensor([[[0.0], [9.0]], [[9.0], [0.0]]])
        >>> outputs, h = run_masked(inputs, paddle.zeros([2, 1]), paddle.to_tensor([2, 1]), params)
        >>> outputs[:, :, 0].round().tolist(), h[:, 0].round().tolist()
        ([[0.0, 1.0], [1.0, 0.0]], [1.0, 1.0])
    """
    ### BEGIN SOLUTION take the step, but hand the old state on where the sequence has ended
    mask = sequence_mask(lengths, inputs.shape[1])
    h = h0
    outputs = []
    for t in range(inputs.shape[1]):
        real = mask[:, t].unsqueeze(1)
        h = paddle.where(real, rnn_step(inputs[:, t], h, params), h)
        outputs.append(paddle.where(real, h, paddle.zeros_like(h)))
    return paddle.stack(outputs, axis=1), h
    ### END SOLUTION


# %% [markdown] lang="en"
# ### Reading from the end
#
# ![Flipping the rectangle puts the padding first; turning round each sequence by itself leaves it at the end](../figures/lab08_reverse.svg)
#
# In lab 7 the backward cell read the flipped inputs. `paddle.flip` turns the whole rectangle round, padding first,
# and then the mask of question 2 is in the wrong place. What is needed is to turn round each sequence *by itself*.
#
# ### Question 7 · `reverse_sequences` (3 points, about 9 minutes)
#
# **Why.** Turned round in this way the inputs are an ordinary padded batch again: real steps first, padding at the
# end, the same lengths. So `run_masked` can read it as it is, and its outputs are turned back by the same function.
#
# **Formula.** $\mathrm{result}_{b,t} = \mathrm{inputs}_{b,\,n_b + 1 - t}$ for $t \le n_b$; the padding stays where
# and as it is.
#
# **Shapes.** `inputs` is `[batch, time, features]`, `lengths` `[batch]`. Return a tensor of the shape of `inputs`.

# %% [markdown] lang="zh"
# ### 从末尾往前读
#
# ![翻转整块长方形，填充就跑到了最前面；把每条序列各自颠倒，填充仍在末尾](../figures/zh/lab08_reverse.svg)
#
# 在实验 7 里，反向单元读的是翻转后的输入。`paddle.flip` 翻转的是整块长方形，填充跑到了最前面，第 2 题的掩码就对不上了。
# 需要的是把每条序列**各自**颠倒过来。
#
# ### 第 7 题 · `reverse_sequences`（3 分，约 9 分钟）
#
# **为什么**：这样颠倒之后，输入仍是一个普通的填充批次：真实的步在前，填充在末尾，长度不变。所以 `run_masked` 可以直接读它，
# 读出来的输出再用同一个函数颠倒回来。
#
# **公式**：对 $t \le n_b$，$\mathrm{result}_{b,t} = \mathrm{inputs}_{b,\,n_b + 1 - t}$；填充的位置和内容都不变。
#
# **形状**：`inputs` 为 `[batch, time, features]`，`lengths` 为 `[batch]`。返回与 `inputs` 形状相同的张量。

# %% [markdown] lang="en" hints="reverse_sequences"
# 1. For each row: where does what stands in column $t$ of the result come from? Write it down for a row of length 3
#    in five columns: 2, 1, 0, 3, 4.
# 2. You may do it row by row: the first `n` steps of a row flipped, then the rest as it is, joined by
#    `paddle.concat`; in the end `paddle.stack` the rows. Or compute a rectangle of column numbers and index with it.
# 3. For row `b` with `n = int(lengths[b])`: `paddle.concat([paddle.flip(inputs[b, :n], axis=0), inputs[b, n:]])` (if
#    `n` is `time`, the second part is empty: leave it out). Collect the rows in a list and stack them.

# %% [markdown] lang="zh" hints="reverse_sequences"
# 1. 对每一行来说，结果第 $t$ 列的内容是从哪一列来的？以五列、长度为 3 的一行为例，把列号写下来：2、1、0、3、4。
# 2. 可以一行一行地做：一行的前 `n` 步翻转，后面的保持原样，用 `paddle.concat` 接起来，最后用 `paddle.stack` 把各行叠起来。
#    也可以先算出一块由列号组成的长方形，再用它做下标。
# 3. 对第 `b` 行，令 `n = int(lengths[b])`：`paddle.concat([paddle.flip(inputs[b, :n], axis=0), inputs[b, n:]])`
#    （如果 `n` 等于 `time`，第二段是空的，就不要它了）。把各行收进列表，最后叠起来。


# %% question="reverse_sequences" points=3 minutes=9
def reverse_sequences(inputs, lengths):
    """Turn round each sequence by itself; the padding stays at the end.

    Args:
        inputs: [batch, time, features].
        lengths: int64, [batch], each from 1 to time.

    Returns:
        [batch, time, features].

    Example:
        >>> inputs = paddle.to_tensor([[[1.0], [2.0], [3.0]], [[4.0], [5.0], [0.0]]])
        >>> reverse_sequences(inputs, paddle.to_tensor([3, 2]))[:, :, 0].tolist()
        [[3.0, 2.0, 1.0], [5.0, 4.0, 0.0]]
    """
    ### BEGIN SOLUTION find for each place of the result the column from which it comes
    columns = paddle.arange(inputs.shape[1])
    last = lengths.unsqueeze(1) - 1
    source = paddle.where(columns <= last, last - columns, columns.expand([lengths.shape[0], -1]))
    rows = paddle.arange(inputs.shape[0]).unsqueeze(1)
    return inputs[rows, source]
    ### END SOLUTION


# %% [markdown] lang="en"
# Now both directions of a padded batch take three lines. `read_both_ways` is `bidirectional_rnn` of lab 7 for
# sequences of unequal length. Beside it stands Paddle's layer with the same weights and `sequence_length`.

# %% [markdown] lang="zh"
# 现在，让填充过的批次双向走一遍只需三行。`read_both_ways` 就是适用于长短不一的序列的 `bidirectional_rnn`（实验 7）。
# 拿它与权重相同、用了 `sequence_length` 的飞桨层比一比。


# %%
def own_params(layer, ending):
    """Return the weights of one cell of nn.SimpleRNN under the names of lab 2."""
    weights = dict(layer.named_parameters())
    bias = weights[f"bias_ih_{ending}"] + weights[f"bias_hh_{ending}"]
    return {"W_xh": weights[f"weight_ih_{ending}"].T, "W_hh": weights[f"weight_hh_{ending}"].T, "b_h": bias}


def read_both_ways(inputs, lengths, params):
    """Return outputs [batch, time, 2 * hidden] and the final states, forward and backward, [batch, 2 * hidden]."""
    h0 = paddle.zeros([inputs.shape[0], params[0]["b_h"].shape[0]], dtype=inputs.dtype)
    ahead, f = run_masked(inputs, h0, lengths, params[0])
    behind, b = run_masked(reverse_sequences(inputs, lengths), h0, lengths, params[1])
    return paddle.concat([ahead, reverse_sequences(behind, lengths)], axis=-1), paddle.concat([f, b], axis=-1)


for dtype in ("float32", "float64"):
    paddle.set_default_dtype(dtype)
    paddle.seed(5)
    layer = nn.SimpleRNN(input_size=4, hidden_size=6, direction="bidirect")
    inputs, lengths = paddle.randn([5, 9, 4]), paddle.to_tensor([4, 9, 1, 6, 2])
    theirs, h = layer(inputs, sequence_length=lengths)
    mine, final = read_both_ways(inputs, lengths, (own_params(layer, "l0"), own_params(layer, "l0_reverse")))
    paddle.set_default_dtype("float32")
    of_states = (final - paddle.concat([h[0], h[1]], axis=-1)).abs().max().item()
    print(f"{dtype}: outputs differ by at most {(mine - theirs).abs().max().item():.1e}, final states by {of_states:.1e}")

# %% [markdown] lang="en"
# ## 6. Paddle's layers
#
# That was what `sequence_length` does. Give `nn.SimpleRNN`, `nn.LSTM` or `nn.GRU` the lengths, as an int64 tensor
# `[batch]` in any order, and
#
# - the **final states** are those after each sequence's last real step, and the backward cells start there, too;
# - the **outputs** in the padding are zeros.
#
# There is a wrapper `nn.RNN(cell)` that runs any cell, one of your own as well. It also takes `sequence_length` and
# gives the right final states, but what it leaves in the padded outputs is not zero:

# %% [markdown] lang="zh"
# ## 6. 飞桨的层
#
# 刚才做的，正是 `sequence_length` 做的事。把长度交给 `nn.SimpleRNN`、`nn.LSTM` 或 `nn.GRU`（int64 张量，形状为 `[batch]`，次序任意），
#
# - **最终状态**就是每条序列最后一个真实的步之后的状态，反向单元也从那里出发；
# - 填充处的**输出**为零。
#
# 另有一个包装层 `nn.RNN(cell)`，可以运行任何循环单元，包括你自己写的。它也接收 `sequence_length`，最终状态是对的，
# 但填充处的输出不是零：

# %%
warnings.filterwarnings("ignore", message=r"(?s).*sequence_lod\.sequence_mask")  # a note that concerns Paddle's own code

paddle.seed(6)
inputs, lengths = paddle.randn([3, 5, 4]), paddle.to_tensor([2, 5, 1])
for name, layer in [("nn.GRU", nn.GRU(4, 6)), ("nn.RNN(nn.GRUCell)", nn.RNN(nn.GRUCell(4, 6)))]:
    outputs, h = layer(inputs, sequence_length=lengths)
    alone = layer(inputs[:1, :2])[1]  # the first sequence without its padding
    difference = (h.reshape([3, 6])[0] - alone.reshape([6])).abs().max().item()
    print(f"{name:19s} state {list(h.shape)}; differs from that of the sequence alone by {difference:.1e};", end=" ")
    print(f"largest padded output {outputs[0, 2:].abs().max().item():.2f}")

# %% [markdown] lang="en"
# So after `nn.RNN(cell)` a `sum` or `mean` over the outputs needs a mask in any case. Use one after all layers, and
# you need not remember which of them writes zeros.
#
# ### What Paddle does not forgive
#
# Some mistakes in ids and lengths do not end in an exception. The next cell makes five of them, each in a process of
# its own, so that it cannot harm your notebook, and says in one sentence how the process ended.

# %% [markdown] lang="zh"
# 所以用了 `nn.RNN(cell)` 之后，对输出求 `sum` 或 `mean` 无论如何都要加掩码。干脆对所有的层都加上，就不必记住哪一个会写零了。
#
# ### 飞桨不肯原谅的错误
#
# id 和长度上的某些错误，并不会以异常告终。下一个单元格犯了五种这样的错误，每种都在单独的进程里，不会伤到你的笔记本；
# 每种用一句话说明那个进程是怎样结束的。

# %%
import re
import signal
import subprocess
import sys

PREAMBLE = """
import paddle
from paddle import nn
paddle.disable_signal_handler()  # else a process that dies prints pages of C++ first, or hangs while it tries to
"""


def fate_of(program):
    """Run a few lines of Paddle in a process of their own and say in one sentence how that ended."""
    command = [sys.executable, "-W", "ignore", "-c", PREAMBLE + program]
    try:
        ended = subprocess.run(command, capture_output=True, text=True, timeout=60)
    except subprocess.TimeoutExpired:
        return "The process hung and was stopped after 60 seconds."
    if ended.returncode == 0:
        return "Nothing was noticed; the program ran on."
    raised = re.findall(r"^(\w+Error)\b", ended.stderr, flags=re.MULTILINE)
    if ended.returncode == 1 and raised:
        return f"A {raised[-1]} was raised; a program can catch that."
    name = signal.Signals(-ended.returncode).name if ended.returncode < 0 else f"exit status {ended.returncode}"
    return f"The whole process died ({name}); no exception, nothing to catch."


mistakes = {
    "a length of 6 where T = 5": "nn.GRU(4, 6)(paddle.ones([3, 5, 4]), sequence_length=paddle.to_tensor([5, 6, 2]))",
    "no time step at all, T = 0": "nn.GRU(4, 6)(paddle.ones([3, 0, 4]))",
    "id 10 in a table of 10 rows": "nn.Embedding(10, 4)(paddle.to_tensor([[3, 10]]))",
    "the same with padding_idx=0": "nn.Embedding(10, 4, padding_idx=0)(paddle.to_tensor([[3, 10]]))",
    "id -1 in a table of 10 rows": "nn.Embedding(10, 4)(paddle.to_tensor([[3, -1]]))",
}
for mistake, program in mistakes.items():
    print(f"{mistake:28s} {fate_of(program)}")

# %% [markdown] lang="en"
# **What happens there.** A length says how many columns of the row are real. Paddle 3.3 takes it at its word: for a
# length of 6 it goes on to a sixth column, which the rectangle does not have, and writes to memory that belongs to
# something else. The operating system ends such a process, or it runs on with spoilt data and falls over later,
# somewhere else. Your notebook would say "the kernel died", and all variables would be gone. A rectangle without
# columns ends in a division by zero inside the layer.
#
# An id outside the table is caught only sometimes. With `padding_idx` nobody looks, and what happens to stand in
# memory behind the table is taken for a word vector. And −1 passes even without it; then it is what stands *before*
# the table. (`-1` is what a search that found nothing often returns.) A length of 0, finally, is accepted by the
# layer and gives a state of zeros: an answer to a question that nobody asked.
#
# So batches are looked at *before* they reach Paddle.
#
# ### Question 8 · `validate_batch` (3 points, about 9 minutes)
#
# **Why.** A test of a few lines turns a dead process, or a silent wrong answer, into a sentence.
#
# **What to do.** Raise `ValueError`, with a sentence that says what is wrong, unless all of this holds:
#
# 1. there is at least one sequence and at least one column: `ids` is `[batch, time]`, and neither size is 0;
# 2. there is one length for each row: `lengths` is `[batch]`;
# 3. every length is from 1 to `time`;
# 4. every id is from 0 to `vocab_size` − 1, *also in the padding*, for padding is looked up in the table, too.
#
# If all is well, do nothing and return `None`.
#
# Mind the order: the `min` and `max` of a tensor without elements do not exist.

# %% [markdown] lang="zh"
# **那里发生了什么**：长度说的是一行里有多少列是真实的。飞桨 3.3 对它深信不疑：长度为 6，就走到第六列去，而长方形并没有第六列，
# 于是写到了属于别人的内存里。操作系统会终止这样的进程；也可能它带着被破坏的数据继续跑，过后在别的地方倒下。
# 你的笔记本会提示内核已停止，所有变量都没了。一列也没有的长方形，则会在层的内部引起除以零。
#
# 超出词表的 id 只是有时会被发现。设了 `padding_idx` 就没人检查了，内存里碰巧排在表后面的内容会被当成词向量。−1 则不设也能通过，
# 这时被当成词向量的，是内存里排在表**前面**的内容。（查找失败时返回 `-1` 的函数很常见。）最后，长度为 0 时，
# 循环层也照收不误，给出全零的状态：没人提问，它却作了答。
#
# 所以，在批次交给飞桨**之前**，先要看一眼。
#
# ### 第 8 题 · `validate_batch`（3 分，约 9 分钟）
#
# **为什么**：几行检查，就能把崩溃的进程或悄无声息的错误答案变成一句话。
#
# **要做什么**：除非下列各条全部成立，否则抛出 `ValueError`，并用一句话说明哪里不对：
#
# 1. 至少有一条序列、一列：`ids` 为 `[batch, time]`，两个尺寸都不为 0；
# 2. 每一行有一个长度：`lengths` 为 `[batch]`；
# 3. 每个长度都在 1 到 `time` 之间；
# 4. 每个 id 都在 0 到 `vocab_size` − 1 之间，**填充处也不例外**，因为填充同样要查表。
#
# 如果一切正常，就什么也不做，返回 `None`。
#
# 注意先后次序：没有元素的张量，`min` 和 `max` 是不存在的。

# %% [markdown] lang="en" hints="validate_batch"
# 1. Four tests, each an `if` that ends in `raise ValueError("…")`. Begin with the shapes: only then can the numbers
#    be asked.
# 2. `tensor.shape` is compared as a list: `list(lengths.shape) != [batch]`. For numbers, `tensor.min().item()` and
#    `tensor.max().item()` are enough; you need no loop.
# 3. `batch, time = ids.shape`; if `0 in (batch, time)`; if `list(lengths.shape) != [batch]`; if the smallest length
#    is below 1 or the largest above `time`; if the smallest id is below 0 or the largest above `vocab_size - 1`.

# %% [markdown] lang="zh" hints="validate_batch"
# 1. 四项检查，每项都是一个以 `raise ValueError("……")` 结束的 `if`。先看形状，形状没问题才能问数值。
# 2. 形状可以转成列表来比较：`list(lengths.shape) != [batch]`。数值只要看 `tensor.min().item()` 和 `tensor.max().item()`，不需要循环。
# 3. `batch, time = ids.shape`；是否 `0 in (batch, time)`；是否 `list(lengths.shape) != [batch]`；最小的长度是否小于 1、
#    最大的是否大于 `time`；最小的 id 是否小于 0、最大的是否大于 `vocab_size - 1`。


# %% question="validate_batch" points=3 minutes=9
def validate_batch(ids, lengths, vocab_size):
    """Refuse a batch that a recurrent layer of Paddle cannot read.

    Args:
        ids: int64, [batch, time], padding included from 0 to vocab_size - 1.
        lengths: int64, [batch], each from 1 to time.
        vocab_size: number of rows of the embedding.

    Returns:
        None if the batch is sound.

    Raises:
        ValueError: there is no sequence or no column, the lengths are not one a row, a length is not from 1 to time,
            or an id is outside the vocabulary.

    Example:
        >>> validate_batch(paddle.to_tensor([[5, 2, 4], [3, 0, 0]]), paddle.to_tensor([3, 1]), vocab_size=6)
        >>> validate_batch(paddle.to_tensor([[5, 2, 4], [3, 0, 0]]), paddle.to_tensor([4, 1]), vocab_size=6)
        Traceback (most recent call last):
        ValueError: Lengths must lie between 1 and the 3 columns; they are [4, 1].
    """
    ### BEGIN SOLUTION test the shapes, then the lengths, then the ids
    batch, time = ids.shape
    if batch == 0 or time == 0:
        raise ValueError(f"There is nothing to read: {batch} sequences, {time} columns.")
    if list(lengths.shape) != [batch]:
        raise ValueError(f"{batch} sequences need lengths of shape [{batch}]; they are {list(lengths.shape)}.")
    if lengths.min().item() < 1 or lengths.max().item() > time:
        raise ValueError(f"Lengths must lie between 1 and the {time} columns; they are {lengths.tolist()}.")
    if ids.min().item() < 0 or ids.max().item() >= vocab_size:
        smallest, largest = ids.min().item(), ids.max().item()
        raise ValueError(f"Ids must lie between 0 and {vocab_size - 1}; they go from {smallest} to {largest}.")
    ### END SOLUTION


# %% [markdown] lang="en"
# ### Question 9 · `encode` (4 points, about 12 minutes)
#
# **Why.** Here all comes together: from token ids of any lengths to one vector for each sequence, of which padding
# knows nothing. Whatever is then done with texts, sorting, tagging or translating them, begins like this. What reads the
# ids is a `Reader`, an embedding and a recurrent layer:

# %% [markdown] lang="zh"
# ### 第 9 题 · `encode`（4 分，约 12 分钟）
#
# **为什么**：到这里就全部合起来了：从任意长度的词元 id，到每条序列一个向量，填充对它毫无影响。分类也好，打标记也好，翻译也好，
# 处理文本都是这样开头的。
# 读 id 的是一个 `Reader`，由词嵌入和循环层组成：


# %% given=true
PADDLE_LAYER = {"rnn": nn.SimpleRNN, "lstm": nn.LSTM, "gru": nn.GRU}


class Reader(nn.Layer):
    """An embedding and a recurrent layer of Paddle. How they are to be used on padded batches is left to `encode`."""

    def __init__(self, kind, vocab_size, size, hidden, num_layers=1, direction="forward"):
        super().__init__()
        self.vocab_size = vocab_size
        self.directions = 2 if direction == "bidirect" else 1
        self.embedding = nn.Embedding(vocab_size, size)
        self.rnn = PADDLE_LAYER[kind](size, hidden, num_layers=num_layers, direction=direction)


# %% [markdown] lang="en"
# **What to do.**
#
# 1. Refuse a batch that `validate_batch` refuses.
# 2. Look the ids up in `model.embedding` and let `model.rnn` read the vectors, with the lengths as `sequence_length`.
# 3. Return `(outputs, summary)`: the outputs of the layer, and of each sequence the final state of the *top* layer;
#    for `model.directions == 2` that of the forward cell and beside it that of the backward cell.
#
# A reminder from lab 7: the layer returns `(outputs, h)`, where `h` is `[layers * directions, batch, hidden]`, layer
# by layer, forward before backward; an LSTM returns the pair `(h, c)` in the place of `h`.
#
# **Shapes.** `ids` is `[batch, time]`, `lengths` `[batch]`. The outputs are `[batch, time, directions * hidden]`, the
# summary is `[batch, directions * hidden]`. The `Reader` may be of every kind, with any number of layers, in one
# direction or both.

# %% [markdown] lang="zh"
# **要做什么**：
#
# 1. 凡是 `validate_batch` 拒绝的批次，都要拒绝。
# 2. 在 `model.embedding` 里查出 id 的向量，交给 `model.rnn` 去读，长度作为 `sequence_length`。
# 3. 返回 `(outputs, summary)`：层的输出，以及每条序列在**最上面**一层的最终状态；若 `model.directions == 2`，
#    则是正向单元的最终状态，旁边并排放着反向单元的。
#
# 回顾实验 7：循环层返回 `(outputs, h)`，其中 `h` 为 `[layers * directions, batch, hidden]`，一层一层地排，每层先正向后反向；
# LSTM 返回的不是 `h`，而是一对 `(h, c)`。
#
# **形状**：`ids` 为 `[batch, time]`，`lengths` 为 `[batch]`。输出为 `[batch, time, directions * hidden]`，概括为
# `[batch, directions * hidden]`。`Reader` 可以是任意一种单元、任意层数、单向或双向。

# %% [markdown] lang="en" hints="encode"
# 1. One line for each of the three things to do; the third depends on the number of directions.
# 2. `model.rnn(vectors, sequence_length=lengths)` returns outputs and final states. The top layer stands at the end
#    of `h`: its last entry, or its last two. Which of these two is the forward one?
# 3. `outputs, h = model.rnn(model.embedding(ids), sequence_length=lengths)`; if `h` is a tuple, take its first part;
#    return `h[-1]` or `paddle.concat([h[-2], h[-1]], axis=-1)` as the summary. Call
#    `validate_batch(ids, lengths, model.vocab_size)` first.

# %% [markdown] lang="zh" hints="encode"
# 1. 三件事各写一行；第三件取决于有几个方向。
# 2. `model.rnn(vectors, sequence_length=lengths)` 返回输出和最终状态。最上面一层在 `h` 的末尾：最后一项，或最后两项。
#    这两项中哪一项是正向的？
# 3. `outputs, h = model.rnn(model.embedding(ids), sequence_length=lengths)`；如果 `h` 是元组，取它的第一部分；概括是 `h[-1]`，或者
#    `paddle.concat([h[-2], h[-1]], axis=-1)`。在此之前先调用 `validate_batch(ids, lengths, model.vocab_size)`。


# %% question="encode" points=4 minutes=12 uses=["validate_batch"]
def encode(model, ids, lengths):
    """Read a padded batch of token ids so that padding changes nothing.

    Args:
        model: a Reader, with `vocab_size`, `directions`, `embedding` and `rnn`.
        ids: int64, [batch, time].
        lengths: int64, [batch].

    Returns:
        (outputs, summary): outputs of the top layer, [batch, time, directions * hidden], zeros in the padding, and
        its final states, [batch, directions * hidden], forward before backward.

    Raises:
        ValueError: the batch is one that `validate_batch` refuses.

    Example:
        >>> model = Reader("lstm", vocab_size=9, size=4, hidden=6, direction="bidirect")
        >>> outputs, summary = encode(model, *pad_sequences([[5, 2, 4], [3]]))
        >>> list(outputs.shape), list(summary.shape)
        ([2, 3, 12], [2, 12])
    """
    ### BEGIN SOLUTION refuse bad batches, read with the lengths, take the top layer's final states
    validate_batch(ids, lengths, model.vocab_size)
    outputs, final = model.rnn(model.embedding(ids), sequence_length=lengths)
    h = final[0] if isinstance(final, tuple) else final
    summary = h[-1] if model.directions == 1 else paddle.concat([h[-2], h[-1]], axis=-1)
    return outputs, summary
    ### END SOLUTION


# %%
paddle.seed(9)
model = Reader("gru", len(vocabulary), 8, 10, direction="bidirect")
ids, lengths = pad_sequences(four)
outputs, summary = encode(model, ids, lengths)
print("outputs", list(outputs.shape), " summary", list(summary.shape))
for wrong_ids, wrong_lengths in [(ids, lengths + 5), (ids, lengths * 0), (ids + 118, lengths), (ids[:, :0], lengths)]:
    try:
        encode(model, wrong_ids, wrong_lengths)
    except ValueError as error:
        print("refused:", error)

# %% [markdown] lang="en"
# Four times a sentence, and the notebook is still alive.
#
# ## 7. The proof
#
# Now add padding, and see what changes. Each row of the table is a model with a linear layer on top of the summary.
# It reads 24 reviews three times: filled up as far as the longest needs; filled up with 40 columns more, in which
# *random tokens* stand; and each review alone, with no padding at all. What is compared with the first time: the
# final states of the top layer, the predictions (logits), the loss, and the gradients of all parameters, that is, all
# that training sees. Your own cell takes part through `encode_with_own_cell`, which reads as `encode` does, with
# `run_masked` and `reverse_sequences` in the place of Paddle's layer.

# %% [markdown] lang="zh"
# 四次都得到了一句话，而笔记本还好好地活着。
#
# ## 7. 证明
#
# 现在添上填充，看看什么会变。表中每一行是一个模型，在概括之上加了一个线性层。它把 24 条评论读三遍：
# 第一遍只补齐到最长的那条；第二遍再多补 40 列，里面放的是**随机的词元**；第三遍每条评论单独读，完全没有填充。
# 拿后两遍与第一遍比：最上面一层的最终状态、预测（logits）、损失，以及所有参数的梯度，也就是训练所能看到的一切。
# 你自己的循环单元通过 `encode_with_own_cell` 参加：它的读法与 `encode` 相同，只是用 `run_masked` 和 `reverse_sequences` 代替了飞桨的层。


# %%
def encode_with_own_cell(model, ids, lengths):
    """Do what `encode` does for a Reader of kind "rnn" with one layer, by `run_masked`."""
    validate_batch(ids, lengths, model.vocab_size)
    x = model.embedding(ids)
    if model.directions == 2:
        return read_both_ways(x, lengths, (own_params(model.rnn, "l0"), own_params(model.rnn, "l0_reverse")))
    params = own_params(model.rnn, "l0")
    return run_masked(x, paddle.zeros([ids.shape[0], params["b_h"].shape[0]]), lengths, params)


def careless(model, ids, lengths):
    """Read without lengths and take the last column."""
    outputs, _ = model.rnn(model.embedding(ids))
    return outputs, outputs[:, -1]


def results(read, model, linear, batches):
    """Return final states, logits, loss and gradients over all sequences of a list of (ids, lengths, labels)."""
    states, logits = [], []
    for ids, lengths, _ in batches:
        states.append(read(model, ids, lengths)[1])
        logits.append(linear(states[-1]))
    loss = F.cross_entropy(paddle.concat(logits), paddle.concat([labels for *_, labels in batches]))
    parameters = model.parameters() + linear.parameters()
    return [paddle.concat(states)], [paddle.concat(logits)], [loss], paddle.grad(loss, parameters)


def largest_change(before, after):
    """Return the largest absolute difference between two lists of tensors."""
    return max((a - b).abs().max().item() for a, b in zip(before, after, strict=True))


some, some_labels = test_ids[:24], paddle.to_tensor(test["label"][:24])
as_needed, some_lengths = pad_sequences(some)
longer, _ = pad_sequences(some, as_needed.shape[1] + 40)
noise = paddle.to_tensor(np.random.default_rng(0).integers(0, len(vocabulary), longer.shape))
longer = paddle.where(sequence_mask(some_lengths, longer.shape[1]), longer, noise)
one_by_one = [(*pad_sequences([one]), some_labels[row : row + 1]) for row, one in enumerate(some)]

contestants = [
    (name, read, kind, layers, direction)
    for direction in ("forward", "bidirect")
    for name, read, kind, layers in [
        ("outputs[:, -1]", careless, "gru", 1),
        ("own cell", encode_with_own_cell, "rnn", 1),
        *((f"encode, {kind}", encode, kind, layers) for kind in PADDLE_LAYER for layers in (1, 2)),
    ]
]
print("                               40 random columns more               |  each review alone")
print("read by         layers         state    logits   loss     gradients |  state    logits   loss     gradients")
safe = []
for name, read, kind, layers, direction in contestants:
    paddle.seed(11)
    model = Reader(kind, len(vocabulary), 8, 10, layers, direction)
    linear = nn.Linear(10 * model.directions, 2)
    first = results(read, model, linear, [(as_needed, some_lengths, some_labels)])
    line = f"{name:15s} {layers} {direction:8s}  "
    for batches in ([(longer, some_lengths, some_labels)], one_by_one):
        changes = [largest_change(*pair) for pair in zip(first, results(read, model, linear, batches), strict=True)]
        line += "  ".join(f"{change:7.1e}" for change in changes) + "  |  "
        safe += changes if read is not careless else []
    print(line.rstrip(" |"))
print(f"\nlargest change without `outputs[:, -1]`: {max(safe):.1e}")

tagger = nn.Linear(10 * model.directions, 3)  # on top of the last of these models: a loss at every step
print("\nloss of tagging                  " + "".join(f"{batch.shape[1]:4d} columns" for batch in (as_needed, longer)))
all_losses = {"F.cross_entropy": [], "masked_cross_entropy": []}
for batch in (as_needed, longer):
    labels, _ = pad_sequences(tags[:24], batch.shape[1])
    logits = tagger(encode(model, batch, some_lengths)[0])
    all_losses["F.cross_entropy"].append(F.cross_entropy(logits, labels).item())
    all_losses["masked_cross_entropy"].append(masked_cross_entropy(logits, labels, some_lengths).item())
for name, losses in all_losses.items():
    print(f"{name:32s} " + "".join(f"{loss:12.6f}" for loss in losses))

# %% [markdown] lang="en"
# **What to see.** In the lines with `outputs[:, -1]` everything moves. In all others the changes are below one
# millionth, which is rounding: products of matrices of other sizes add up in another order. Forward, bidirectional,
# deep; your cell and Paddle's; states, predictions, losses, gradients. Padding is harmless, and training cannot even
# tell that it is there. The two lines at the end say the same of the loss at every step; there the lengths are needed
# twice, by the layer and by the loss.
#
# ### Does it matter in practice?
#
# Could one not leave it to the network to *learn* to ignore padding? Four networks are trained on the reviews, in
# batches drawn by chance and filled up to the longest of the batch; a fifth in batches of reviews of one length, in
# which there is no padding at all. Then each of them judges the test reviews with 0, 1, 2, … columns of padding
# behind *every* review.

# %% [markdown] lang="zh"
# **看什么**：凡是用 `outputs[:, -1]` 的行，样样都在变。其余各行的变化都小于百万分之一，只是舍入误差：
# 矩阵尺寸不同，乘积里求和的次序就不同。单向、双向、多层；你的单元、飞桨的层；状态、预测、损失、梯度，全都如此。填充是无害的，
# 训练甚至察觉不到它的存在。末尾两行说的是每一步都有损失的情形，结论相同；只是长度要用两次，层要用，损失也要用。
#
# ### 实际中要紧吗？
#
# 让网络自己**学会**忽略填充，不行吗？下面用评论训练四个网络，批次随机抽取，补齐到批次里最长的那条；第五个网络的每个批次只取同一长度的评论，
# 完全没有填充。然后在**每条**测试评论后面添上 0、1、2……列填充，让它们逐一判断。


# %%
class ReviewClassifier(nn.Layer):
    """A Reader and a linear layer; `read` says how one vector is made of a sequence."""

    def __init__(self, kind, read):
        super().__init__()
        self.reader, self.linear, self.read = Reader(kind, len(vocabulary), 16, 32), nn.Linear(32, 2), read

    def forward(self, ids, lengths):
        return self.linear(self.read(self.reader, ids, lengths)[1])


def train_reader(kind, read, equal_lengths, updates=300):
    """Return a classifier trained on batches of 64 reviews, by chance or of one length."""
    paddle.seed(1)
    rng = np.random.default_rng(1)
    labels, all_lengths = train["label"], np.array([len(ids) for ids in train_ids])
    model = ReviewClassifier(kind, read)
    optimizer = paddle.optimizer.Adam(learning_rate=0.005 if kind == "rnn" else 0.01, parameters=model.parameters())
    for _ in range(updates):
        rows = rng.choice(len(labels), 64, replace=False)
        if equal_lengths:
            like_the_first = np.flatnonzero(all_lengths == all_lengths[rows[0]])
            rows = rng.choice(like_the_first, min(64, len(like_the_first)), replace=False)
        ids, lengths = pad_sequences([train_ids[row] for row in rows])
        loss = F.cross_entropy(model(ids, lengths), paddle.to_tensor(labels[rows]))
        loss.backward()
        optimizer.step()
        optimizer.clear_grad()
    model.eval()
    return model


def accuracy_with_padding(model, extra):
    """Return the accuracy on the test set with `extra` columns of padding behind every review."""
    right = 0
    by_length = sorted(range(len(test_ids)), key=lambda row: len(test_ids[row]))
    for length in sorted({len(ids) for ids in test_ids}):
        rows = [row for row in by_length if len(test_ids[row]) == length]
        ids, lengths = pad_sequences([test_ids[row] for row in rows], length + extra)
        right += int((model(ids, lengths).argmax(axis=-1).numpy() == test["label"][rows]).sum())
    return right / len(test_ids)


extras = [0, 1, 2, 3, 4, 6, 8, 10, 15, 20, 30]
curves = {}
print("columns of padding behind each review" + "".join(f"{extra:6d}" for extra in extras))
for name, kind, read, equal_lengths in [
    ("GRU, outputs[:, -1]", "gru", careless, False),
    ("GRU, outputs[:, -1], no padding seen", "gru", careless, True),
    ("SimpleRNN, outputs[:, -1]", "rnn", careless, False),
    ("SimpleRNN, encode", "rnn", encode, False),
    ("GRU, encode", "gru", encode, False),
]:
    model = train_reader(kind, read, equal_lengths)
    curves[name] = [accuracy_with_padding(model, extra) for extra in extras]
    print(f"{name:37s}" + "".join(f"{share:6.2f}" for share in curves[name]))

# %%
figure, axis = plt.subplots(figsize=(7.6, 2.8), layout="constrained")
colors = {"GRU, encode": "tab:green", "SimpleRNN, encode": "tab:blue", "SimpleRNN, outputs[:, -1]": "tab:gray"}
for name, shares in curves.items():
    color = colors.get(name, "tab:red" if "seen" in name else "tab:orange")
    width = 5 if name == "SimpleRNN, encode" else 1.5  # it lies below the line of the GRU
    axis.plot(extras, shares, "o-" if "encode" in name else "s--", markersize=4, linewidth=width, color=color, label=name)
axis.set_xlabel("columns of padding behind each review")
axis.set_ylabel("test accuracy")
axis.set_ylim(0.4, 1.05)
axis.legend(fontsize=7, loc="center left", bbox_to_anchor=(1, 0.5))
plt.show()

# %% [markdown] lang="en"
# **What to see.**
#
# - The careless GRU has *learnt* to live with padding: it keeps its verdict until the last column. But it has learnt
#   to expect padding, too. Asked for a single review without any, as its users would do, it is wrong about every
#   fourth. Its score on padded test batches would never have told you.
# - The one that never saw padding is right about reviews as they are, and goes wrong as soon as a few columns follow.
# - The plain network with `outputs[:, -1]` never gets beyond 0.8: while it reads the padding, it forgets the review.
#   With lengths the same network does as well as the GRU.
# - The two that know the lengths draw horizontal lines: the same network, the same answers, whatever padding there is.
#
# ## 8. Summary
#
# - A batch of unequal sequences is `(ids, lengths)`: filled up at the end, with the lengths noted before.
# - A recurrent layer reads padding. `padding_idx` gives `<pad>` a row of zeros, and the state moves all the same.
# - The **mask** is `t <= n_b`. The last state is in column `n_b - 1`, the mean divides by `n_b`, and the loss by the
#   number of real steps.
# - In your own cell, the old state is handed on where a sequence has ended. For the backward cell each sequence is
#   turned round by itself.
# - In Paddle it is `sequence_length`: right final states, zeros in the padded outputs (not so with `nn.RNN(cell)`).
# - A length beyond the time axis and a batch without columns kill the process; an id outside the table may pass
#   unnoticed. Look at a batch before you hand it over, and say in a sentence what is wrong with it.
# - Whether padding matters is easily tested: add some, and compare.
#
# ## Go further
#
# 1. **Save the work.** Sort the training reviews by length, cut them in batches, shuffle the batches (Khomenko and
#    others, 2016, "Accelerating recurrent neural network training using sequence bucketing and multi-GPU data
#    parallelization"). How much padding is left, and how much time does it save? What does it change that a batch now
#    holds reviews of one length only?
# 2. **In front or behind?** Dwarampudi and Reddy (2019), "Effects of padding on LSTMs and CNNs", compare the two
#    without lengths. Train the careless GRU with padding in front and draw its curve. Why does it do so much better?
#    Which state would the *backward* cell of a bidirectional layer start from?
# 3. **Any cell.** Write `run_masked` for the LSTM. Its state is a pair; which of the two has to be held?
# 4. **Average of averages.** Some programs average the loss within each sequence first and then over the sequences.
#    When do the two agree, and which sequences count more?
# 5. **Attack.** Write a function that finds out whether a classifier reacts to padding, without being told how it
#    works, as you did in lab 4 for leaks between the sequences of a batch.
# 6. **Real lengths.** The film reviews of Maas and others (2011), "Learning word vectors for sentiment analysis", have
#    from about a dozen to more than two thousand tokens. The next cell fetches them with `paddle.text.datasets.Imdb`
#    (about 80 MB) if you set `FETCH = True`.

# %% [markdown] lang="zh"
# **看什么**：
#
# - 粗心的 GRU **学会**了与填充共处：它把判断一直保持到最后一列。可是它也学会了指望有填充。如果像用户那样，拿一条不带填充的评论单独去问它，
#   四条里就要错一条。只看它在补齐过的测试批次上的成绩，你永远发现不了。
# - 从没见过填充的那个，对原样的评论判断得很好，后面跟上几列填充就出错。
# - 用 `outputs[:, -1]` 的最基本的循环网络始终超不过 0.8：读着填充，它就把评论忘了。同一个网络，知道了长度就和 GRU 一样好。
# - 知道长度的两个网络，画出来的是水平线：同样的网络，不管有多少填充，答案都一样。
#
# ## 8. 小结
#
# - 一批长短不一的序列就是 `(ids, lengths)`：在末尾补齐，补齐之前先记下长度。
# - 循环层会读填充。`padding_idx` 让 `<pad>` 对应的一行为零，状态却照样在动。
# - **掩码**就是 `t <= n_b`。最后的状态在下标为 `n_b - 1` 的列，平均值除以 `n_b`，损失除以真实的步数。
# - 在自己的循环单元里，序列结束之后传下去的是旧状态。对反向单元，要把每条序列各自颠倒。
# - 在飞桨里用 `sequence_length`：最终状态正确，填充处的输出为零（`nn.RNN(cell)` 除外）。
# - 长度超出时间轴，或者一列也没有，会让整个进程崩溃；超出词表的 id 可能不声不响地通过。把批次交出去之前先看一眼，有问题就用一句话说清楚。
# - 填充有没有影响，很容易检验：添上一些，比一比。
#
# ## 拓展练习
#
# 1. **节省计算。** 把训练评论按长度排序，切成批次，再把批次打乱（Khomenko 等人，2016，《Accelerating recurrent neural
#    network training using sequence bucketing and multi-GPU data parallelization》）。还剩多少填充，省了多少时间？
#    一个批次里只有同一长度的评论，这又改变了什么？
# 2. **补在前面还是后面？** Dwarampudi 与 Reddy（2019），《Effects of padding on LSTMs and CNNs》，比较了不用长度时的两种做法。
#    用补在前面的填充训练粗心的 GRU，画出它的曲线。为什么它好得多？双向层的**反向**单元这时会从怎样的状态开始读？
# 3. **任意一种单元。** 为 LSTM 写一个 `run_masked`。它的状态是一对，两个之中哪一个要保持不变？
# 4. **平均的平均。** 有些程序先在每条序列内求平均损失，再对各条序列求平均。两种做法什么时候一致？哪些序列的分量更重？
# 5. **主动试探。** 写一个函数，不看分类器的内部，就能查出它会不会受填充影响，就像实验 4 里查批次内的泄漏那样。
# 6. **真实的长度。** Maas 等人（2011），《Learning word vectors for sentiment analysis》的影评，短的十来个词元，长的两千多个。
#    把下一个单元格里的 `FETCH` 改成 `True`，就会用 `paddle.text.datasets.Imdb` 下载它们（约 80 MB）。

# %%
import socket

FETCH = False


def imdb_lengths():
    """Return the lengths of the training reviews of IMDB as a list, or a sentence that says what to do."""
    if not FETCH:
        return "Set FETCH = True to download the film reviews (about 80 MB) and see how long they are."
    try:
        socket.create_connection(("dataset.bj.bcebos.com", 443), timeout=5).close()
        return [len(ids) for ids, _ in paddle.text.datasets.Imdb(mode="train")]
    except (OSError, RuntimeError):
        return "The data set cannot be reached from here. Run this cell on a machine with internet access."


real_lengths = imdb_lengths()
if isinstance(real_lengths, str):
    print(real_lengths)
else:
    rows = np.random.default_rng(0).permutation(real_lengths)
    filled = rows[: len(rows) // 64 * 64].reshape(-1, 64)
    print(f"{len(rows)} reviews of {rows.min()} to {rows.max()} tokens, {np.median(rows):.0f} in the middle;", end=" ")
    print(f"in batches of 64 by chance {1 - filled.mean() / filled.max(axis=1).mean():.0%} of the columns are padding")
