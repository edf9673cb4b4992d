# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lab:
#     title:
#       en: Fix the classifier
#       zh: 修好一个分类器
#     minutes: 90
#     limits:
#       seconds: 10
#       memory_mb: 1024
# ---

# %% [markdown] lang="en"
# # Lab 4 — Fix the classifier
#
# A colleague hands you forty lines: an embedding, a recurrent layer, a linear layer, a training loop. "It stops with
# an error. Can you make it run?" You can, in a minute; one line has to change. And then it runs, prints its losses, and
# is worthless: it learns nothing, and inside it the samples of a batch mix with each other. No message says so.
#
# Errors that print a message are the friendly ones. This lab is about the others, the **silent bugs**: how to look
# for them, how to mend them, and how to write a test that finds them for you the next time.
#
# **After this lab you can**
#
# - tell a line that is wrong from one that only looks odd;
# - write a recurrent classifier, its training loop and its evaluation in PaddlePaddle, and say what each line is for;
# - say what `time_major` means, and what happens to batch-first data under it;
# - test whether the samples of a batch leak into each other, in any model.
#
# **You need** lab 2 (what a recurrent layer computes; batch, time step, hidden state). Training loops are explained here
# as far as they are needed.
#
# **Time**: about 90 minutes for six questions, 32 points. Running all cells of the finished notebook takes under 20
# seconds on two CPU cores.
#
# **How to work.** A function that ends in `raise NotImplementedError(...)` is yours to write: put your code in the place
# of that line, run the cell, then run the `check(...)` cell below it. If you are stuck, run
# `hint("name_of_the_function")` in a new cell; each run gives one hint more, three in all. In this lab `check` looks at
# the *form* of your answers: kinds, shapes, the simplest case. It would not notice the silent bugs either. Noticing them
# is your part, and question 6 gives you the tool.

# %% [markdown] lang="zh"
# # 实验 4：修好一个分类器
#
# 同事发来四十行代码：一个词嵌入层、一个循环层、一个线性层，外加一个训练循环。“一跑就报错，能帮我弄好吗？”当然能，
# 一分钟就够，只要改一行。改完之后程序跑起来了，损失也一行行打印出来了，可它毫无价值：什么也没学到，而且在模型内部，
# 同一批次的样本互相串了味。对此，程序一声不吭。
#
# 会报错的错误其实是友好的。本实验讲的是另外一种：**静默错误**（silent bug）。怎样去找，怎样去修，以及怎样写一个测试，
# 让它下次替你找出来。
#
# **学完本实验，你能够**
#
# - 分清哪行是真的错了，哪行只是看着别扭；
# - 用飞桨（PaddlePaddle）写出循环分类器、训练循环和评估函数，并说出每一行的用处；
# - 说清楚 `time_major` 是什么意思，批次在前的数据遇到它会发生什么；
# - 对任何模型，测出同一批次的样本之间有没有信息泄漏。
#
# **预备知识**：实验 2（循环层在算什么，批次、时间步、隐藏状态）。训练循环用到多少，这里就讲多少。
#
# **时间**：约 90 分钟，共 6 题 32 分。写完之后从头到尾运行一遍，在两个 CPU 核上不到 20 秒。
#
# **怎么做**：凡是以 `raise NotImplementedError(...)` 结尾的函数都由你来写。用你的代码替换这一行，运行这个单元格，
# 再运行它下面的 `check(...)`。卡住了就新建一个单元格，运行 `hint("函数名")`；每运行一次多给一条提示，一共三条。请注意，
# 本实验的 `check` 只看答案的*形式*：类型、形状和最简单的情形。静默错误它同样发现不了。发现它们是你的任务，第 6
# 题会给你趁手的工具。

# %% given=true
import warnings

warnings.filterwarnings("ignore", message="No ccache found")  # Paddle's note to people who compile C++

import numpy as np
import paddle
import paddle.nn.functional as F
from paddle import nn
from paddle.io import DataLoader, TensorDataset

from autograder import check, hint

BUG, SILENT, FINE = "bug", "silent bug", "fine"  # the three verdicts of question 1

# %%
import matplotlib.pyplot as plt
from IPython.display import Markdown

plt.rcParams.update({"figure.dpi": 90, "font.size": 9, "axes.titlesize": 10})

# %% [markdown] lang="en"
# ## 1. The program
#
# It is meant to read sequences of ten words and sort them into two classes. Words are written as **ids**, the numbers 0
# to 99 of a **vocabulary** of 100 words. This is what should happen to a batch of 16 sequences on its way:
#
# ![Ids become vectors, vectors states, the last state logits; the batch axis stays in front](../figures/lab04_data_path.svg)
#
# - `nn.Embedding` is a table with a row for each word. It replaces each id by that row, a vector of 50 numbers
#   that training adjusts: the **word embedding**. So one more axis appears.
# - `nn.SimpleRNN` runs the cell of lab 2 along the time steps and returns its state at every step.
# - The state after the last step has read the whole sequence. `nn.Linear` turns it into two **logits**, one number for
#   each class; the larger one wins.
#
# The next cell holds the program as a text, so that you can run it as it came, and mend it bit by bit. The letters at
# the end of some lines are marks for question 1. They stand at lines that are wrong, and at lines that somebody
# might *take* for wrong.

# %% [markdown] lang="zh"
# ## 1. 这个程序
#
# 它要读入由十个词组成的序列，并把它们分成两类。词用 **id** 表示，也就是**词表**（vocabulary）里 100 个词的编号，从 0
# 到 99。一个批次 16 条序列，一路上应当经历这些：
#
# ![id 变成向量，向量变成状态，最后一个状态变成 logits；批次轴始终在最前面](../figures/zh/lab04_data_path.svg)
#
# - `nn.Embedding` 是一张表，每个词占一行。它把每个 id 换成表里对应的那一行，即 50 个由训练来调整的数，
#   这就是**词嵌入**（word embedding）。所以会多出一个轴。
# - `nn.SimpleRNN` 让实验 2 的循环单元沿着时间步走一遍，返回每一步的状态。
# - 走完最后一步的状态已经读过整条序列。`nn.Linear` 把它变成两个 **logits**，每个类别一个数，哪个大就判为哪一类。
#
# 下一个单元格把整个程序存成一段文本，这样既可以原样运行，又可以一点一点地修。有些行末尾的字母是给第 1 题用的记号：
# 它们标出的，有真的错了的行，也有可能被人*当成*错误的行。

# %% given=true
BROKEN_PROGRAM = """
import time                                                                # A
import numpy as np
import paddle
import paddle.nn as nn
import paddle.nn.functional as F
from paddle.io import DataLoader, TensorDataset

input_size = 100        # how many words there are                         # B
embedding_size = 50
hidden_size = 50
num_layers = 1
num_classes = 2
num_epochs = 5
batch_size = 16

inputs = np.random.rand(1000, 10, 100)                                     # C
inputs = inputs.astype("int64")                                            # D
targets = np.random.randint(0, num_classes, [1000])                        # E

X, Y = paddle.to_tensor(inputs), paddle.to_tensor(targets)
train_set = TensorDataset((X, Y))                                          # F
train_loader = DataLoader(train_set, batch_size=batch_size, shuffle=True)


class RNNModel(nn.Layer):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(input_size, embedding_size)
        self.rnn = nn.SimpleRNN(
            embedding_size, hidden_size, num_layers, time_major=True       # G
        )
        self.linear = nn.Linear(hidden_size, num_classes)

    def forward(self, x):
        x = self.embedding(x)
        x, _ = self.rnn(x)
        x = x[:, -1, :]
        return self.linear(x)                                              # H


network = RNNModel()
adam = paddle.optimizer.Adam(1e-3, parameters=network.parameters())

for epoch in range(num_epochs):
    for i, (x, y) in enumerate(train_loader()):                            # I
        loss = F.cross_entropy(network(x), y)
        loss.backward()
        adam.step()
        adam.clear_grad()                                                  # J
        if i == 0:
            print(f"epoch {epoch + 1}: loss {loss.item():.3f}")
"""

# %% [markdown] lang="en"
# Here it is once more in colour, so that it is easier to read; and then as it runs.

# %% [markdown] lang="zh"
# 先用带颜色的方式再显示一遍，读起来轻松些；然后运行它。

# %%
Markdown(f"```python{BROKEN_PROGRAM}```")


# %%
def run(program, seed=1):
    """Run a program given as text and return the names that it defines."""
    np.random.seed(seed)
    paddle.seed(seed)
    names = {}
    exec(program, names)
    return names


try:
    run(BROKEN_PROGRAM)
except ValueError as error:
    print("ValueError:", error)

# %% [markdown] lang="en"
# ## 2. The friendly error
#
# The message says which layer complained and what it met: an input with 4 axes where there should be 3. From there you
# can go back, line by line, and write down shapes. Ids have to be `[batch, time]`; the embedding adds an axis. The data
# are made with a third one already, so four arrive at the recurrent layer.
#
# Take that axis away, and the program runs to its end:

# %% [markdown] lang="zh"
# ## 2. 友好的错误
#
# 报错信息说明了是哪一层不满意、它遇到了什么：输入有 4 个轴，而它要 3 个。从这里往回走，逐行写下形状就行了。id
# 的形状应当是 `[batch, time]`，词嵌入会再加一个轴。可数据生成时已经有了第三个轴，于是传到循环层的就成了四个。
#
# 去掉这个轴，程序就能一直跑完：

# %%
mended = run(BROKEN_PROGRAM.replace("(1000, 10, 100)", "(1000, 10)"))
print(f"ln 2 = {np.log(2):.3f}")

# %% [markdown] lang="en"
# No error any more. Would you hand it back?
#
# ## 3. How to look for what says nothing
#
# A program that runs has proved that its shapes fit, and no more. Put four questions to it:
#
# 1. **What do the data look like?** Not the shape: the values. Print two rows, the smallest and the largest value, how
#    many different ones there are, how often each label occurs. Could a human tell the label from the row?
# 2. **What would knowing nothing score?** A model that gives each of $K$ classes the same probability has the loss
#    $\ln K$; for two classes that is 0.693. A loss that starts there is healthy. A loss that *stays* there has
#    learnt nothing.
# 3. **Can it learn sixteen samples by heart?** Train on one small batch only. A sound model and loop bring that loss
#    close to 0 within seconds. If not, the fault is in the model, the loop or the data, and not in the "hyperparameters".
# 4. **What does the answer depend on?** Change one thing in the input that must not matter, and see whether the
#    answer moves. Change one that must matter, and see whether it stays.
#
# The next cell has the mended program's variables for you. Add lines of your own and put the four questions to them.

# %% [markdown] lang="zh"
# 不再报错了。就这样还给同事吗？
#
# ## 3. 怎样找出一声不吭的错误
#
# 程序能跑，只证明了各处形状对得上，此外什么也没证明。请向它提四个问题：
#
# 1. **数据长什么样？** 不是看形状，而是看数值。打印两行看看：最小值、最大值是多少，一共有几种不同的值，
#    每种标签各出现多少次。换作是人，能由这一行判断出标签吗？
# 2. **什么都不懂，能得多少分？** 一个给 $K$ 个类别相同概率的模型，损失是 $\ln K$；两个类别时就是 0.693。
#    损失从这里起步是正常的，*停*在这里，就是什么也没学到。
# 3. **十六个样本，它背得下来吗？** 只拿一小批数据反复训练。模型和循环都没毛病的话，一会儿工夫损失就会接近 0。做不到，
#    问题就出在模型、循环或数据上，而不在“超参数”上。
# 4. **答案取决于什么？** 改动输入中一处不该有影响的地方，看答案动不动；再改动一处应当有影响的地方，看答案是不是纹丝不动。
#
# 下一个单元格取出了修好报错之后那个程序里的变量。请自己添几行代码，把这四个问题问一遍。

# %%
inputs, targets, network = mended["inputs"], mended["targets"], mended["network"]
print("inputs ", inputs.shape, inputs.dtype)
print("targets", targets.shape, targets.dtype)
# Your turn: what values are in there? Does the loss of the first 16 samples come close to 0?

# %% [markdown] lang="en"
# ### Question 1 · `diagnose` (4 points, about 12 minutes)
#
# **Why.** Changing lines until the error is gone is not mending. First say what is wrong, and also what is *not*: much
# of the time lost in debugging goes into lines that were right all along.
#
# **What to return.** A dict with a verdict for each of the ten letters `"A"` to `"J"`, where each verdict is one of
#
# | verdict | value | meaning |
# | --- | --- | --- |
# | `BUG` | `"bug"` | because of this line the program stops with an error |
# | `SILENT` | `"silent bug"` | the program runs on, and because of this line its result is wrong or worthless |
# | `FINE` | `"fine"` | nothing would come out better if the line were different. It may be ugly, needless or badly named |
#
# Judge each line for what it does itself, as if all the other lines were right. The program is meant to be
# batch-first throughout, as in the picture. The line `x = x[:, -1, :]` takes the last time step of batch-first states;
# it has no letter and is right.
#
# Each of four groups of lines gives a point: the crash, the data, the model, and the lines that are right. The same
# verdict for all letters earns nothing. If you cannot decide about a line, put it in a cell of its own and try.

# %% [markdown] lang="zh"
# ### 第 1 题 · `diagnose`（4 分，约 12 分钟）
#
# **为什么**：东改西改，改到不报错为止，那不叫修好。先要说清楚哪里错了，也要说清楚哪里*没*错：调试时浪费掉的时间，
# 有许多就花在了本来就对的代码上。
#
# **返回什么**：一个字典，给 `"A"` 到 `"J"` 十个字母各一个判断，判断只有三种：
#
# | 判断 | 值 | 含义 |
# | --- | --- | --- |
# | `BUG` | `"bug"` | 因为这一行，程序报错中断 |
# | `SILENT` | `"silent bug"` | 程序照样运行，但因为这一行，结果是错的或者毫无价值（静默错误） |
# | `FINE` | `"fine"` | 换一种写法，结果也不会更好。它可以难看、多余，或者名字起得不好 |
#
# 判断一行时，只看它自己做了什么，并假定其他行都没有错。整个程序的本意是批次在前，如上图所示。`x = x[:, -1, :]`
# 取的是批次在前的状态的最后一个时间步，它没有字母，是对的。
#
# 十行分为四组，每组 1 分：报错的行、数据、模型，以及本来就对的行。所有字母都给同一个判断，一分也没有。哪一行拿不准，
# 就把它单独放进一个单元格里试一试。

# %% [markdown] lang="en" hints="diagnose"
# 1. You have seen one error message, and one change made it go away. Everything else that is wrong is silent: use the
#    four questions of section 3. Look at values, not at shapes.
# 2. Print `np.unique(inputs)`. Ask what `targets` have to do with `inputs`. Read in `help(nn.SimpleRNN)` what
#    `time_major` does to the meaning of the axes. Then look for lines that only look odd: change them, and see
#    whether anything comes out differently.
# 3. There is one bug and there are three silent bugs: two in the data, one in the model. Cross-entropy applies
#    softmax itself; a loader can be called or not; gradients have to be cleared once in each round, after the step
#    or before `backward`.

# %% [markdown] lang="zh" hints="diagnose"
# 1. 报错信息只出现过一次，改一处它就消失了。其余的错误都是静默的：用第 3 节的四个问题去找。看数值，不要只看形状。
# 2. 打印 `np.unique(inputs)` 看看。想一想 `targets` 和 `inputs` 有什么关系。在 `help(nn.SimpleRNN)` 里读一读，
#    `time_major` 让各个轴的含义变成了什么。再找出那些只是看着别扭的行：换一种写法，看结果有没有变化。
# 3. 一共有一个 bug，三个静默错误：两个在数据里，一个在模型里。交叉熵自己会做 softmax；loader 调用不调用都可以；
#    梯度每一轮要清零一次，放在更新之后或 `backward` 之前都行。


# %% question="diagnose" points=4 minutes=12
def diagnose():
    """Return the verdict on each lettered line of the program.

    Returns:
        dict with the keys "A" to "J"; each value is BUG, SILENT or FINE.

    Example (not the answer):
        >>> diagnose()
        {"A": BUG, "B": SILENT, ...}
    """
    ### BEGIN SOLUTION give a verdict for each letter from A to J
    return {
        "A": FINE,  # never used, and does no harm
        "B": FINE,  # a name that misleads: it is the size of the vocabulary
        "C": BUG,  # one axis too many for ids
        "D": SILENT,  # numbers from 0 to 1, cut off: every id is 0
        "E": SILENT,  # coin tosses: nothing in a row tells its label
        "F": FINE,  # a tuple serves as well as a list
        "G": SILENT,  # reads samples as time steps
        "H": FINE,  # logits: cross-entropy applies softmax itself
        "I": FINE,  # a loader may be called
        "J": FINE,  # once in each round is what counts
    }
    ### END SOLUTION


# %% [markdown] lang="en"
# Some faults stand in no line, because they are lines that are *missing*. The program sets no seed, so no run can
# be repeated. It prints the loss of one batch out of 63. It never measures accuracy, and it keeps no samples back
# to measure it on. That is how the silent bugs stayed hidden. The next four questions build the program anew, with
# these lines in it.
#
# ## 4. Data that can be learnt
#
# ### Question 2 · `make_dataset` (3 points, about 8 minutes)
#
# **Why.** To see whether a model learns, you need data whose labels follow from the rows by a rule that you know.
# Choose the rule well: if one token gave the label away, a model that looks at that token only would pass for a good
# one. So here the label depends on *all* tokens and on their *order*: it says whether the first half of the row or
# the second half weighs more.
#
# **Formula.** Each id is drawn from $0, 1, \dots, \text{vocab}-1$, all equally likely. For a row $x_1, \dots, x_T$ ($T$
# is even),
#
# $$y = \begin{cases} 1 & \text{if } x_1 + \dots + x_{T/2} \;>\; x_{T/2+1} + \dots + x_T, \\
# 0 & \text{otherwise (also if the sums are equal).} \end{cases}$$
#
# For example `[7, 2, 5, 1]` has the label 1, since 9 > 6, and `[1, 5, 2, 7]` has 0, although it holds the same tokens.
#
# **Shapes.** Return `(ids, labels)`: two NumPy arrays of dtype int64, `ids` `[n, steps]` and `labels` `[n]`. The
# same `seed` gives the same data each time, whatever else has been drawn before; another seed gives other data.

# %% [markdown] lang="zh"
# 还有些毛病哪一行都看不出来，因为它们是*缺失*的行。程序没有设随机种子，所以没有一次运行能够重现；63
# 个批次里只打印一个批次的损失；从不测量准确率，也没有留出用来测量的样本。静默错误正是这样藏住的。
# 接下来的四道题把程序重写一遍，并补上这些行。
#
# ## 4. 学得会的数据
#
# ### 第 2 题 · `make_dataset`（3 分，约 8 分钟）
#
# **为什么**：想知道一个模型会不会学习，就需要一份规则已知的数据：标签能由这一行推出来。规则要选得好：
# 如果单凭一个词就能猜出标签，那么只看这一个词的模型也会被当成好模型。所以，这里的标签取决于*所有*的词以及它们的*次序*：
# 它说的是前半段更重，还是后半段更重。
#
# **公式**：每个 id 从 $0, 1, \dots, \text{vocab}-1$ 中等可能地抽取。对一行 $x_1, \dots, x_T$（$T$ 为偶数），
#
# $$y = \begin{cases} 1 & \text{若 } x_1 + \dots + x_{T/2} \;>\; x_{T/2+1} + \dots + x_T, \\
# 0 & \text{否则（两个和相等时也取 0）。} \end{cases}$$
#
# 例如 `[7, 2, 5, 1]` 的标签是 1，因为 9 > 6；而 `[1, 5, 2, 7]` 的标签是 0，尽管用的是同样的词。
#
# **形状**：返回 `(ids, labels)`，两个 dtype 为 int64 的 NumPy 数组，`ids` 为 `[n, steps]`，`labels` 为 `[n]`。同一个
# `seed` 每次给出相同的数据，不管之前抽过什么随机数；换一个种子，数据也不同。

# %% [markdown] lang="en" hints="make_dataset"
# 1. Two steps: draw the ids, then compute the labels *from* them. Which of NumPy's functions draws whole numbers, and
#    does its upper limit belong to them?
# 2. `rng = np.random.default_rng(seed)` is a generator of its own, and `rng.integers(0, vocab, [n, steps])` draws ids
#    below `vocab`. The first half of all rows is `ids[:, : steps // 2]`.
# 3. Compare `ids[:, : steps // 2].sum(axis=1)` with the sum of the rest by `>`, and turn True and False into 1 and 0
#    with `.astype("int64")`.

# %% [markdown] lang="zh" hints="make_dataset"
# 1. 分两步：先抽 id，再*由它们*算出标签。NumPy 的哪个函数抽取整数？它的上限包不包括在内？
# 2. `rng = np.random.default_rng(seed)` 得到一个独立的随机数生成器，`rng.integers(0, vocab, [n, steps])` 抽取小于
#    `vocab` 的 id。所有行的前半段是 `ids[:, : steps // 2]`。
# 3. 用 `>` 比较 `ids[:, : steps // 2].sum(axis=1)` 和其余部分的和，再用 `.astype("int64")` 把 True、False 变成 1、0。


# %% question="make_dataset" points=3 minutes=8
def make_dataset(n, steps, vocab, seed):
    """Return random token ids, and for each row whether its first half has the larger sum.

    Args:
        n: number of rows.
        steps: tokens in a row; even.
        vocab: number of words; ids run from 0 to vocab - 1.
        seed: the same seed gives the same data.

    Returns:
        (ids, labels): int64 NumPy arrays [n, steps] and [n]. A label is 1 if the sum of the first
        steps / 2 ids is larger than the sum of the others, and 0 otherwise.

    Example:
        >>> ids, labels = make_dataset(n=3, steps=4, vocab=9, seed=0)
        >>> ids.shape, labels.shape
        ((3, 4), (3,))
    """
    ### BEGIN SOLUTION draw the ids, then compare the sums of the two halves
    rng = np.random.default_rng(seed)
    ids = rng.integers(0, vocab, [n, steps], dtype="int64")
    half = steps // 2
    labels = (ids[:, :half].sum(axis=1) > ids[:, half:].sum(axis=1)).astype("int64")
    return ids, labels
    ### END SOLUTION


# %% [markdown] lang="en"
# Put the first two of the four questions to the new data: what is in there, and what would knowing nothing, or
# little, score?

# %% [markdown] lang="zh"
# 四个问题中的前两个，先问问新数据：里面是什么？什么都不懂，或者只懂一点点，能得多少分？

# %%
train_ids, train_labels = make_dataset(2000, steps=10, vocab=100, seed=0)
test_ids, test_labels = make_dataset(1000, steps=10, vocab=100, seed=1)

for row, label in zip(train_ids[:3], train_labels[:3], strict=True):
    print(row[:5], "|", row[5:], f" {row[:5].sum()} and {row[5:].sum()}, label {label}")
print("ids from", train_ids.min(), "to", train_ids.max(), "; share of label 1:", train_labels.mean())
print(f"always answering 0:          accuracy {np.mean(test_labels == 0):.2f}")
print(f"looking at the last id only: accuracy {np.mean(test_labels == (test_ids[:, -1] < 50)):.2f}")

# %% [markdown] lang="en"
# Remember the last number. It is what a model can reach that sees one token of the ten.
#
# ## 5. A model whose samples keep apart
#
# A recurrent layer has to know which axis of its input is time. Paddle's layers take `[batch, time, features]`.
# With `time_major=True` they take `[time, batch, features]`, an order that some data come in. Neither is better; but
# the layer cannot *see* which one it gets. Feed batch-first data to a time-major layer, and it takes the 16 samples for
# 16 time steps, and the 10 time steps for 10 samples. All shapes fit: `[16, 10, 50]` goes in, and `[16, 10, 50]` comes out.
#
# ![A batch read twice: batch first, along each sample; with time_major, from sample to sample](../figures/lab04_time_major.svg)
#
# The circles are the cell, the arrows the way of the state. On the left the prediction for sample 3 has been made from
# the filled cells of its own row. On the right it has been made from the *last* tokens of samples 0 to 3. The rest of
# its own row never arrives, and what arrives instead depends on who happens to stand above it in the batch.
#
# ### Question 3 · `RNNClassifier` (8 points, about 12 minutes)
#
# **Why.** This is the model of section 1, made whole. A model that will be trusted must answer for each sample as if
# it were alone: a customer's result must not depend on the customers who asked in the same moment.
#
# **What to write.** A class derived from `nn.Layer` with an embedding, a recurrent layer and a linear layer:
#
# $$e_t = E[\text{id}_t], \qquad h_t = \tanh\left(W_{ih}\, e_t + b_{ih} + W_{hh}\, h_{t-1} + b_{hh}\right), \qquad
# \text{logits} = W_o\, h_T + b_o.$$
#
# `nn.SimpleRNN(input_size=..., hidden_size=...)` computes the middle one for all steps; it returns the states and the
# final state. How you keep the axes in order is up to you: leave `time_major` away, or keep it and hand the layer what
# it then asks for, and take its answer back accordingly. Both are right, and both earn all points.
#
# **Shapes.** `forward` takes a tensor of ids, int64 `[batch, time]`, and returns logits `[batch, classes]`, float32,
# with no softmax. Every size of at least 1 has to work, one sample and one step included. The id 0 is a word like
# any other. The embedding has `vocab_size` rows of `embedding_size`, the state has `hidden_size` numbers.
#
# **What is looked at.** The logits of a sample depend on all of its own tokens and on their order, and on no other sample.

# %% [markdown] lang="zh"
# 记住最后这个数：十个词里只看得到一个词的模型，最多也就能到这里。
#
# ## 5. 样本互不相干的模型
#
# 循环层需要知道输入的哪个轴是时间。飞桨的循环层默认接收 `[batch, time, features]`；设了 `time_major=True`，
# 接收的就是 `[time, batch, features]`，有些数据正是这样排列的。两种排列没有优劣之分，但是层*看不出*自己拿到的是哪一种。
# 把批次在前的数据喂给时间在前的层，它就会把 16 个样本当成 16 个时间步，把 10 个时间步当成 10 个样本。形状处处对得上：
# 进去是 `[16, 10, 50]`，出来还是 `[16, 10, 50]`。
#
# ![同一个批次的两种读法：批次在前时，状态沿着每个样本走；设了 time_major，状态从一个样本走到另一个样本](../figures/zh/lab04_time_major.svg)
#
# 圆点是循环单元，箭头是状态行走的路线。左图中，样本 3 的预测由它自己那一行填色的格子得来。右图中，它由样本 0 到 3
# 的*最后一个*词得来：自己那一行的其他词根本没有到达，到达的却取决于批次里碰巧有谁排在它上面。
#
# ### 第 3 题 · `RNNClassifier`（8 分，约 12 分钟）
#
# **为什么**：这就是第 1 节的模型，这次要写对。值得信赖的模型，回答每个样本时都应当像只有它一个样本那样：一位顾客的结果，
# 不能取决于同一时刻还有哪些顾客在提问。
#
# **写什么**：一个继承自 `nn.Layer` 的类，包含一个词嵌入层、一个循环层和一个线性层：
#
# $$e_t = E[\text{id}_t], \qquad h_t = \tanh\left(W_{ih}\, e_t + b_{ih} + W_{hh}\, h_{t-1} + b_{hh}\right), \qquad
# \text{logits} = W_o\, h_T + b_o.$$
#
# 中间那个式子的所有时间步由 `nn.SimpleRNN(input_size=..., hidden_size=...)` 一次算完，它返回所有状态和最终状态。
# 怎样理顺各个轴由你决定：可以不要 `time_major`；也可以保留它，先按它的要求交数据，取结果时再相应地换回来。两种都对，
# 都能得满分。
#
# **形状**：`forward` 接收 int64 的 id 张量 `[batch, time]`，返回 float32 的 logits `[batch, classes]`，不做 softmax。
# 任何不小于 1 的尺寸都要能用，包括只有一个样本、只有一个时间步的情形。id 0 和别的词一样，是普通的词。词嵌入有
# `vocab_size` 行、每行 `embedding_size` 个数，状态有 `hidden_size` 个数。
#
# **考察什么**：一个样本的 logits 取决于它自己的所有词以及这些词的次序，而与其他样本无关。

# %% [markdown] lang="en" hints="RNNClassifier"
# 1. Three layers in `__init__`, three calls and one slice in `forward`. Write the shape behind each line as a comment,
#    with the name of each axis.
# 2. `nn.SimpleRNN` returns two things: the states of all steps, `[batch, time, hidden]`, and the final
#    state, `[1, batch, hidden]`. Either gives you the state after the last step.
# 3. `outputs, _ = self.rnn(self.embedding(ids))` without `time_major`, then `outputs[:, -1]` into the linear layer.
#    With `time_major=True`: `paddle.transpose(..., [1, 0, 2])` before the layer, and `outputs[-1]` after it.

# %% [markdown] lang="zh" hints="RNNClassifier"
# 1. `__init__` 里三个层，`forward` 里三次调用加一次切片。在每一行后面用注释写下形状，并写出每个轴的名称。
# 2. `nn.SimpleRNN` 返回两样东西：所有时间步的状态 `[batch, time, hidden]`，以及最终状态 `[1, batch, hidden]`。
#    从哪一个都能得到最后一步的状态。
# 3. 不用 `time_major` 时，先写 `outputs, _ = self.rnn(self.embedding(ids))`，再把 `outputs[:, -1]` 交给线性层。
#    用 `time_major=True` 时，进入循环层之前先 `paddle.transpose(..., [1, 0, 2])`，出来之后取 `outputs[-1]`。


# %% question="RNNClassifier" points=8 minutes=12
class RNNClassifier(nn.Layer):
    """Sorts token sequences into classes: embedding, recurrent layer, linear layer on the last state.

    Args:
        vocab_size: number of words; ids run from 0 to vocab_size - 1.
        embedding_size: length of a word's vector.
        hidden_size: length of the hidden state.
        classes: number of logits.

    Example:
        >>> model = RNNClassifier(vocab_size=9, embedding_size=5, hidden_size=7, classes=3)
        >>> list(model(paddle.zeros([4, 6], dtype="int64")).shape)
        [4, 3]
    """

    def __init__(self, vocab_size, embedding_size, hidden_size, classes):
        super().__init__()
        ### BEGIN SOLUTION make the embedding, the recurrent layer and the linear layer
        self.words = nn.Embedding(vocab_size, embedding_size)
        self.reader = nn.SimpleRNN(input_size=embedding_size, hidden_size=hidden_size)
        self.head = nn.Linear(hidden_size, classes)
        ### END SOLUTION

    def forward(self, ids):
        """Return the logits [batch, classes] of ids [batch, time] (int64 tensor)."""
        ### BEGIN SOLUTION look the ids up, read them step by step, turn the last state into logits
        vectors = self.words(ids)  # [batch, time, embedding]
        states, _ = self.reader(vectors)  # [batch, time, hidden]
        return self.head(states[:, -1])  # [batch, classes]
        ### END SOLUTION


# %% [markdown] lang="en"
# ### A picture of the leak
#
# How strongly do the logits of sample $i$ react to the tokens of sample $j$? That is a gradient: of the logits of row
# $i$ with respect to the word vectors of row $j$. The next cell computes its norm for all pairs, and for one row also
# by token, in the broken model and in yours.

# %% [markdown] lang="zh"
# ### 看见泄漏
#
# 样本 $i$ 的 logits，对样本 $j$ 的词有多敏感？这就是一个梯度：第 $i$ 行的 logits 对第 $j$ 行词向量的梯度。
# 下一个单元格对所有的 $(i, j)$ 算出梯度的范数，还对其中一行细看到每个词；左边是出错的模型，右边是你的模型。


# %%
def sensitivity(model, ids):
    """Return how strongly the logits of row i react to the word of row j at step t, [batch, batch, time]."""
    vectors = []
    table = next(layer for layer in model.sublayers() if isinstance(layer, nn.Embedding))
    hook = table.register_forward_post_hook(lambda layer, args, output: vectors.append(output))
    logits = model(paddle.to_tensor(ids))
    hook.remove()
    wanted = [vectors[0], *model.parameters()]  # recurrent layers insist on the gradients of their weights
    norms = []
    for row in logits:
        gradient = paddle.grad(row.sum(), wanted, retain_graph=True)[0]  # [batch, time, embedding]
        norms.append(gradient.norm(axis=-1).numpy())
    return np.stack(norms)


paddle.seed(2)
models = {"broken": mended["RNNModel"](), "yours": RNNClassifier(100, 50, 50, 2)}
row = 5

figure, axes = plt.subplots(2, 2, figsize=(7.5, 6), layout="constrained")
for column, (name, model) in enumerate(models.items()):
    norms = sensitivity(model, test_ids[:8])
    pairs = np.sqrt((norms**2).sum(axis=2))
    image = axes[0, column].imshow(np.log10(pairs + 1e-9), cmap="viridis", vmin=-5, vmax=0)
    axes[0, column].set_title(f"{name}: who looks at whom")
    axes[0, column].set_xlabel("tokens of sample $j$")
    axes[0, column].set_ylabel("logits of sample $i$")
    axes[1, column].imshow(np.log10(norms[row] + 1e-9), cmap="viridis", vmin=-5, vmax=0)
    axes[1, column].set_title(f"{name}: what sample {row} looks at")
    axes[1, column].set_xlabel("time step (counted from 0)")
    axes[1, column].set_ylabel("sample $j$")
figure.colorbar(image, ax=axes, label="log$_{10}$ of the gradient's norm (darkest: none)", shrink=0.6)
plt.show()

# %% [markdown] lang="en"
# **What to see.** Above: a model whose samples keep apart has a bright diagonal and nothing else. The broken one has
# a triangle: each sample looks at itself and at those before it, and less the farther they are away. Below is
# the prediction for sample 5: it should be one bright *row*, its own ten tokens, the last ones brightest. The broken
# model shows a bright *column* instead, the last token of every sample from 0 to 5. It is the filled column of the
# diagram, measured. (If yours looks like the left side, go back to question 3: `check` did not see it, but you just have.)

# %% [markdown] lang="zh"
# **看什么**：上排，样本互不相干的模型只有对角线是亮的，别处什么也没有。出错的模型却亮出一个三角形：每个样本看着自己，
# 也看着排在前面的样本，离得越远看得越少。下排是样本 5 的预测：应当是亮的一*行*，即它自己的十个词，越靠后越亮。
# 出错的模型亮的却是一*列*，即样本 0 到 5 的最后一个词。这正是示意图里填色的那一列，现在量出来了。
# （如果你的模型长得像左边，请回到第 3 题：`check` 没有看出来，但是你看出来了。）

# %% [markdown] lang="en"
# ## 6. Training
#
# ### Question 4 · `train_classifier` (7 points, about 14 minutes)
#
# **Why.** The loop of the broken program is nearly right, and tells nearly nothing. Yours will report the loss of
# *every* sample, and repeat exactly when it is asked to.
#
# **What to do.** For each epoch, go once through all samples in a new random order, in batches of `batch_size`; the
# last batch may be shorter and counts, too. For each batch compute the logits, the cross-entropy
#
# $$\ell = -\frac{1}{B} \sum_{i=1}^{B} \ln \operatorname{softmax}(\text{logits}_i)_{y_i},$$
#
# its gradients (`loss.backward()`), and make one step of **Adam** with the given learning rate. Before the next batch
# the gradients have to be cleared: Paddle *adds* new gradients to old ones. The model may have been evaluated
# before: switch it to training mode first (`model.train()`).
#
# **What to return.** A list with one float for each epoch: the mean loss over all *samples* of the epoch, measured
# in passing. A short last batch weighs less than a full one: add up loss times batch length, and divide by the number
# of samples.
#
# **Shapes and seed.** `ids` `[n, time]` and `labels` `[n]` are NumPy arrays as `make_dataset` makes them; the model
# wants tensors (`paddle.to_tensor`). The order of the samples depends on `seed` alone: the same model, data and seed
# give the same result, another seed gives another order. One trap: `DataLoader(shuffle=True)` draws its order from
# NumPy's global generator, so `np.random.seed` governs it, and `paddle.seed` does not.

# %% [markdown] lang="zh"
# ## 6. 训练
#
# ### 第 4 题 · `train_classifier`（7 分，约 14 分钟）
#
# **为什么**：原程序的训练循环大体是对的，只是几乎什么都不说。你的循环要汇报*每个*样本的损失，
# 而且需要时能够一模一样地重来一遍。
#
# **做什么**：每个 epoch 把所有样本按新的随机次序过一遍，每批 `batch_size` 个；最后一批可以不满，但也要算上。对每个批次，
# 计算 logits，计算交叉熵
#
# $$\ell = -\frac{1}{B} \sum_{i=1}^{B} \ln \operatorname{softmax}(\text{logits}_i)_{y_i},$$
#
# 求梯度（`loss.backward()`），再用给定的学习率走一步 **Adam**。下一个批次之前要把梯度清零：
# 飞桨会把新的梯度*累加*到旧的上面。模型之前可能刚做过评估，所以先要切换到训练模式（`model.train()`）。
#
# **返回什么**：一个列表，每个 epoch 一个浮点数，即这个 epoch 中所有*样本*损失的平均值，边训练边记录。不满的最后一批，
# 分量应当比满的批次轻：把“损失 × 批次长度”加起来，再除以样本总数。
#
# **形状与种子**：`ids` `[n, time]` 和 `labels` `[n]` 是 `make_dataset` 给出的那种 NumPy 数组，
# 而模型要的是张量（`paddle.to_tensor`）。样本的次序只由 `seed` 决定：模型、数据、种子都相同，结果就相同；换一个种子，
# 次序也不同。这里有个陷阱：`DataLoader(shuffle=True)` 的次序来自 NumPy 的全局随机数生成器，所以管用的是
# `np.random.seed`，而不是 `paddle.seed`。

# %% [markdown] lang="en" hints="train_classifier"
# 1. Two nested loops, over epochs and over batches. Before them: seed, optimizer, training mode. Inside: loss,
#    gradients, step, clear, and add to a total.
# 2. Either `DataLoader(TensorDataset([paddle.to_tensor(ids), paddle.to_tensor(labels)]), batch_size=..., shuffle=True)`
#    after `np.random.seed(seed)`, or `order = rng.permutation(n)` in each epoch and slices of it. The optimizer
#    is `paddle.optimizer.Adam(learning_rate=..., parameters=model.parameters())`.
# 3. In each batch: `loss = F.cross_entropy(model(x), y)`, `loss.backward()`, `optimizer.step()`,
#    `optimizer.clear_grad()`, `total += loss.item() * len(y)`. After each epoch append `total / len(labels)` and
#    set `total` back to 0.

# %% [markdown] lang="zh" hints="train_classifier"
# 1. 两层循环：外层是 epoch，内层是批次。循环之前：设种子、建优化器、切换到训练模式。循环之内：损失、梯度、更新、清零，
#    再累加到总和里。
# 2. 可以先 `np.random.seed(seed)`，再用
#    `DataLoader(TensorDataset([paddle.to_tensor(ids), paddle.to_tensor(labels)]), batch_size=..., shuffle=True)`；
#    也可以每个 epoch 用 `order = rng.permutation(n)` 排一次序，再切成一段一段。
#    优化器是 `paddle.optimizer.Adam(learning_rate=..., parameters=model.parameters())`。
# 3. 每个批次：`loss = F.cross_entropy(model(x), y)`、`loss.backward()`、`optimizer.step()`、
#    `optimizer.clear_grad()`、`total += loss.item() * len(y)`。每个 epoch 结束时，把 `total / len(labels)` 加进列表，
#    再把 `total` 归零。


# %% question="train_classifier" points=7 minutes=14 uses=["RNNClassifier"] seconds=20
def train_classifier(model, ids, labels, epochs, batch_size, learning_rate, seed):
    """Train a classifier with Adam on cross-entropy and return its loss in each epoch.

    Args:
        model: nn.Layer, int64 tensor [batch, time] to logits [batch, classes]; it is trained in place.
        ids: int64 NumPy array [n, time].
        labels: int64 NumPy array [n].
        epochs: how often all samples are gone through, each time in a new random order.
        batch_size: samples in a batch; the last one may be shorter.
        learning_rate: step size of Adam.
        seed: decides the order of the samples, and nothing else does.

    Returns:
        list of `epochs` floats: the mean loss over all samples of each epoch.

    Example:
        >>> ids, labels = make_dataset(100, steps=6, vocab=9, seed=0)
        >>> model = RNNClassifier(9, 5, 7, 2)
        >>> len(train_classifier(model, ids, labels, epochs=3, batch_size=16, learning_rate=0.01, seed=0))
        3
    """
    ### BEGIN SOLUTION go through shuffled batches in every epoch, update the weights, and average the loss
    np.random.seed(seed)  # the loader shuffles with NumPy
    samples = TensorDataset([paddle.to_tensor(ids), paddle.to_tensor(labels)])
    loader = DataLoader(samples, batch_size=batch_size, shuffle=True)
    optimizer = paddle.optimizer.Adam(learning_rate=learning_rate, parameters=model.parameters())
    model.train()
    losses = []
    for _ in range(epochs):
        total = 0.0
        for batch_ids, batch_labels in loader:
            loss = F.cross_entropy(model(batch_ids), batch_labels)
            loss.backward()
            optimizer.step()
            optimizer.clear_grad()
            total += loss.item() * len(batch_labels)
        losses.append(total / len(labels))
    return losses
    ### END SOLUTION


# %% [markdown] lang="en"
# ### Broken and repaired, side by side
#
# Both models learn from the same data, in the same batches, with the settings of the program: batches of 16, Adam
# with learning rate 0.001. Only the line with `time_major` differs.

# %% [markdown] lang="zh"
# ### 出错的与修好的，放在一起比
#
# 两个模型用同样的数据、同样的批次训练，设置也照原程序：每批 16 个样本，Adam 的学习率为 0.001。不同的只有 `time_major`
# 那一处。

# %%
paddle.seed(0)
models = {"broken": mended["RNNModel"](), "repaired": RNNClassifier(100, 50, 50, 2)}

figure, axis = plt.subplots(figsize=(5, 2.8), layout="constrained")
settings = {"epochs": 8, "batch_size": 16, "learning_rate": 1e-3, "seed": 0}
for (name, model), color in zip(models.items(), ["tab:red", "tab:blue"], strict=True):
    losses = train_classifier(model, train_ids, train_labels, **settings)
    axis.plot(range(1, 9), losses, "o-", color=color, markersize=4, label=name)
axis.axhline(np.log(2), color="gray", linestyle="--", label="knowing nothing: ln 2")
axis.set_ylim(0, 0.8)
axis.set_xlabel("epoch")
axis.set_ylabel("mean training loss")
axis.legend()
plt.show()

# %% [markdown] lang="en"
# **What to see.** The broken model's loss *falls*, too, a little. A falling loss proves little: this model learns what
# the last token tells, and there is nothing more that it could learn from.
#
# ## 7. Measuring
#
# ### Question 5 · `evaluate` (4 points, about 10 minutes)
#
# **Why.** What a model is worth shows on samples that it has not been trained on, in a number that people understand.
# Such code is short, and four mistakes in it are so common that each has cost somebody a wrong result: measuring
# in training mode, leaving the model in evaluation mode, dropping the last batch, and averaging the accuracies of
# batches of unequal length.
#
# **Formula.** The prediction for a row is the class with the largest logit, and
#
# $$\text{accuracy} = \frac{\text{number of rows whose prediction is their label}}{\text{number of rows}}.$$
#
# **What to do.** Go through the rows in batches of at most `batch_size` (all at once might not fit into memory), count
# the right ones, and divide once. Measure in **evaluation mode**: `model.eval()` switches off what is random in
# training, such as dropout. Afterwards the model is in the mode in which it came; `model.training` tells which.
# Use `with paddle.no_grad():`, since no gradients are needed (this saves time and memory; it is not graded).
#
# **Shapes.** `ids` `[n, time]` and `labels` `[n]` are NumPy arrays. Return a float between 0 and 1.

# %% [markdown] lang="zh"
# **看什么**：出错的模型，损失*也*下降了一点。损失下降说明不了什么：它学会的，只是最后一个词透露的那点消息，
# 此外再没有什么可供它学习了。
#
# ## 7. 测量
#
# ### 第 5 题 · `evaluate`（4 分，约 10 分钟）
#
# **为什么**：模型好不好，要看它在没训练过的样本上表现如何，并且用一个人人看得懂的数来说明。这种代码很短，
# 却有四个常见的错误，每一个都曾让人得出错误的结论：在训练模式下测量；测完之后让模型留在评估模式；丢掉最后一批；
# 批次长短不一，却直接对各批的准确率求平均。
#
# **公式**：对每一行，预测就是 logit 最大的那个类别，
#
# $$\text{准确率} = \frac{\text{预测与标签相同的行数}}{\text{总行数}}.$$
#
# **做什么**：每批最多取 `batch_size` 行（一次全放进去，内存可能装不下），数出预测正确的行数，最后只除一次。
# 要在**评估模式**下测量：`model.eval()` 会关掉 dropout 之类训练时才有的随机操作。测完之后，模型要回到传入时的模式；
# 是哪种模式，看 `model.training`。请用 `with paddle.no_grad():`，因为这里用不到梯度（省时间、省内存，但不计分）。
#
# **形状**：`ids` `[n, time]` 和 `labels` `[n]` 是 NumPy 数组。返回 0 到 1 之间的一个浮点数。

# %% [markdown] lang="en" hints="evaluate"
# 1. Note the mode, switch to evaluation, count, switch back. The division comes last, once.
# 2. `range(0, len(ids), batch_size)` gives the starts of the batches; a slice that goes beyond the end is simply
#    shorter. `logits.argmax(axis=1)` is the prediction.
# 3. `was_training = model.training`, then `model.eval()`. In the
#    loop: `right += int((predicted.numpy() == labels[start : start + batch_size]).sum())`. At the
#    end: `if was_training: model.train()`, and `return right / len(labels)`.

# %% [markdown] lang="zh" hints="evaluate"
# 1. 记下模式，切换到评估，计数，再切换回来。除法放在最后，只做一次。
# 2. `range(0, len(ids), batch_size)` 给出每批的起点；切片超出末尾也没关系，只是短一些。`logits.argmax(axis=1)` 就是预测。
# 3. 先 `was_training = model.training`，再 `model.eval()`。
#    循环里写 `right += int((predicted.numpy() == labels[start : start + batch_size]).sum())`。
#    最后 `if was_training: model.train()`，并 `return right / len(labels)`。


# %% question="evaluate" points=4 minutes=10
def evaluate(model, ids, labels, batch_size=64):
    """Return the accuracy of a classifier, measured in evaluation mode; the model keeps its mode.

    Args:
        model: nn.Layer, int64 tensor [batch, time] to logits [batch, classes].
        ids: int64 NumPy array [n, time].
        labels: int64 NumPy array [n].
        batch_size: how many rows go through the model together at most.

    Returns:
        float: the share of rows whose largest logit is that of their label.

    Example:
        >>> ids, labels = make_dataset(100, steps=6, vocab=9, seed=0)
        >>> 0 <= evaluate(RNNClassifier(9, 5, 7, 2), ids, labels) <= 1
        True
    """
    ### BEGIN SOLUTION count the right predictions in evaluation mode, divide once, restore the mode
    was_training = model.training
    model.eval()
    right = 0
    with paddle.no_grad():
        for start in range(0, len(ids), batch_size):
            logits = model(paddle.to_tensor(ids[start : start + batch_size]))
            predicted = logits.argmax(axis=1).numpy()
            right += int((predicted == labels[start : start + batch_size]).sum())
    if was_training:
        model.train()
    return right / len(labels)
    ### END SOLUTION


# %% [markdown] lang="en"
# ### Two rules, two models
#
# Now accuracy on unseen samples, for two rules: the one of `make_dataset`, and a careless one that many a quick test
# uses, "is the last token in the upper half of the vocabulary?". What do you expect of the broken model in each case?

# %% [markdown] lang="zh"
# ### 两种规则，两个模型
#
# 现在看没见过的样本上的准确率，规则有两种：一种是 `make_dataset` 的规则；另一种很随意，图省事的测试常常这么写：
# “最后一个词的 id 是否在词表的后一半？”两种情形下，你预计出错的模型会怎样？

# %%
rules = {
    "larger half first": (train_labels, test_labels),
    "last token is 50 or more": tuple((ids[:, -1] >= 50).astype("int64") for ids in (train_ids, test_ids)),
}
print(f"{'accuracy on unseen samples':<28}{'broken':>8}{'repaired':>10}")
for rule, (known, unseen) in rules.items():
    paddle.seed(0)
    models = {"broken": mended["RNNModel"](), "repaired": RNNClassifier(100, 50, 50, 2)}
    accuracies = []
    for model in models.values():
        train_classifier(model, train_ids, known, **settings)
        accuracies.append(evaluate(model, test_ids, unseen))
    print(f"{rule:<28}{accuracies[0]:>8.2f}{accuracies[1]:>10.2f}")

# %% [markdown] lang="en"
# By the first rule the broken model gives itself away: it is about as good as the last id alone, the number from section
# 4. By the second it is as good as the sound one, because the last token is the one thing that it does see. Its
# samples leak into each other all the same. **Accuracy cannot prove that a model is sound.** So we need a test that
# looks at the leak itself.
#
# ## 8. The test that finds it
#
# ### Question 6 · `detect_batch_leak` (6 points, about 15 minutes)
#
# **Why.** This is question 4 of section 3, "what does the answer depend on?", made into a tool. It needs no labels,
# no training and no look at the code, and it works on models that you have not written.
#
# ![One row of ids is changed; in a sound model only that row's logits move, in a leaking one others do, too](../figures/lab04_probe.svg)
#
# **What to do.** Return `True` if the logits of any row depend on another row of the batch, else `False`. It is judged
# on many models: SimpleRNN, GRU and LSTM, of one direction and of both, sound ones (some of which use
# `time_major=True` *rightly*) and broken ones. So what is written in the model does not help; run it, and see what it
# does. There are 3 points for the recurrent models, 2 for other and smaller leaks, 1 for leaving no trace; each part
# is earned only if every leak in it is found and no sound model is accused.
#
# Think about these four things:
#
# - **Which rows?** In the picture of section 5, what happens to the others if only the *last* row is changed? And
#   is "shuffle the batch, the logits must be shuffled in the same way" enough? A model that subtracts the mean of the
#   batch passes that test.
# - **Which mode?** The question is about the model in use, so judge it in evaluation mode. Dropout in training mode
#   makes two runs differ, and batch normalisation in training mode mixes rows on purpose; neither counts as a leak here.
# - **How much?** Rounding moves logits by less than 0.00001 ($10^{-5}$). Every leak in the grading moves some logit by
#   more than 0.001 ($10^{-3}$) if a row is replaced by another one. Choose a limit between.
# - **Leave no trace.** Afterwards the model is as it was: its mode, its weights, and what batch normalisation remembers.
#
# **Shapes.** `ids` is a NumPy array, int64 `[batch, time]`, with at least two different rows. Only ids that occur in it
# are sure to be in the model's vocabulary. The model takes an int64 tensor `[batch, time]` and returns
# logits `[batch, classes]`, at least for this batch size. Return a Python `bool`.

# %% [markdown] lang="zh"
# 用第一种规则，出错的模型露了馅：它的水平大致就是“只看最后一个 id”，也就是第 4 节让你记住的那个数。用第二种规则，
# 它和正确的模型一样好，因为它恰恰看得见最后一个词。可是，它的样本照样在互相泄漏。**准确率证明不了模型没有毛病。** 所以，
# 我们需要一个直接盯着泄漏的测试。
#
# ## 8. 找出它的测试
#
# ### 第 6 题 · `detect_batch_leak`（6 分，约 15 分钟）
#
# **为什么**：第 3 节的第四个问题是“答案取决于什么？”，现在把它做成工具。它不需要标签，不需要训练，也不需要看代码，
# 对别人写的模型同样管用。
#
# ![改动 id 中的一行：没有毛病的模型只有这一行的 logits 会变，有泄漏的模型别的行也跟着变](../figures/zh/lab04_probe.svg)
#
# **做什么**：只要有一行的 logits 受到同批另一行的影响，就返回 `True`，否则返回 `False`。评分时会拿许多模型来试：
# SimpleRNN、GRU、LSTM，单向的、双向的，有正确的（其中有的*正确地*用了 `time_major=True`），也有出错的。所以，
# 看模型里写了什么没有用；要运行它，看它做了什么。循环模型 3 分，其他泄漏和微弱的泄漏 2 分，不留痕迹 1 分；
# 每一部分都只有找出全部泄漏、并且一个正确的模型也不冤枉，才能得分。
#
# 请想一想这四件事：
#
# - **改哪些行？** 看第 5 节的图：如果只改*最后*一行，其他行会怎样？再有，“打乱批次，logits 也应当同样被打乱”，
#   这个测试够不够？一个减去批次均值的模型就能通过它。
# - **哪种模式？** 要判断的是实际使用时的模型，所以在评估模式下判断。训练模式下，dropout 会让两次运行的结果不同，
#   批归一化本来就会把各行混在一起；这两种都不算泄漏。
# - **多大才算？** 舍入误差引起的变化小于 0.00001（$10^{-5}$）。评分用到的每一处泄漏，在把一行换成另一行时，至少让某个
#   logit 变化 0.001（$10^{-3}$）以上。阈值就在两者之间选。
# - **不留痕迹。** 检测之后，模型要和原来一样：模式、权重，还有批归一化记住的东西。
#
# **形状**：`ids` 是 int64 的 NumPy 数组 `[batch, time]`，其中至少有两行不同。只有它里面出现过的 id，
# 才保证在模型的词表之内。模型接收 int64 张量 `[batch, time]`，返回 logits `[batch, classes]`（至少对这个批次大小如此）。
# 返回 Python 的 `bool`。

# %% [markdown] lang="en" hints="detect_batch_leak"
# 1. Run the batch once. Then change one row, run it again, and compare the logits of all *other* rows. Which rows have
#    to be changed in turn?
# 2. Every row: a leak may go from earlier rows to later ones only. Take the new content from the batch itself, for
#    example another row of it. Compare with a limit such as `1e-4`, in evaluation mode.
# 3. For each `row`: `changed = ids.copy()`, `changed[row] = ids[row - 1]`,
#    `gap = np.abs(logits_of(changed) - before)`, `gap[row] = 0`, and there is a leak if `gap.max() > 1e-4`.
#    (If neighbouring rows are equal, nothing is changed: try `ids[::-1][row]` as well, or all other rows.)
#    Note `model.training` before and restore it after.

# %% [markdown] lang="zh" hints="detect_batch_leak"
# 1. 先把这一批运行一遍。然后改动其中一行，再运行一遍，比较所有*其他*行的 logits。哪些行应当轮流改动？
# 2. 每一行都要：泄漏可能只从前面的行流向后面的行。新内容就从这一批里取，例如换成另一行。在评估模式下比较，
#    阈值可以取 `1e-4`。
# 3. 对每个 `row`：`changed = ids.copy()`，`changed[row] = ids[row - 1]`，
#    `gap = np.abs(logits_of(changed) - before)`，`gap[row] = 0`，若 `gap.max() > 1e-4` 就有泄漏。（如果相邻两行相同，
#    等于什么也没改：可以再试 `ids[::-1][row]`，或者把其他行都试一遍。）事先记下 `model.training`，事后恢复。


# %% question="detect_batch_leak" points=6 minutes=15
def detect_batch_leak(model, ids):
    """Return whether the logits of some row depend on another row of the batch, in evaluation mode.

    Args:
        model: nn.Layer, int64 tensor [batch, time] to logits [batch, classes]. It is left as it was.
        ids: int64 NumPy array [batch, time] with at least two different rows.

    Returns:
        bool: True if rows leak into each other.

    Example:
        >>> ids, _ = make_dataset(5, steps=6, vocab=9, seed=0)
        >>> detect_batch_leak(RNNClassifier(9, 5, 7, 2), ids)
        False
    """
    ### BEGIN SOLUTION change one row after the other and see whether the logits of any other row move
    was_training = model.training
    model.eval()
    found = False
    with paddle.no_grad():
        before = model(paddle.to_tensor(ids)).numpy()
        for row in range(len(ids)):
            different = (ids != ids[row]).any(axis=1)  # a copy of this row would change nothing
            for replacement in ids[different][:2]:
                changed = ids.copy()
                changed[row] = replacement
                gaps = np.abs(model(paddle.to_tensor(changed)).numpy() - before).max(axis=1)
                gaps[row] = 0  # its own logits may move
                found = found or bool(gaps.max() > 1e-4)
    if was_training:
        model.train()
    return found
    ### END SOLUTION


# %% [markdown] lang="en"
# Try it on models of all kinds, and do not leave out your own. Columns two and three have to agree.

# %% [markdown] lang="zh"
# 拿各种模型来试试，别漏了你自己的。第二列和第三列应当一致。


# %%
class Variant(nn.Layer):
    """A classifier with any recurrent layer, with the axes exchanged before it and after it or not."""

    def __init__(self, layer, width, swap_in=False, swap_out=False):
        super().__init__()
        self.embedding, self.layer, self.linear = nn.Embedding(100, 8), layer, nn.Linear(width, 2)
        self.swap_in, self.swap_out = swap_in, swap_out

    def forward(self, ids):
        x = self.embedding(ids)
        x = x.transpose([1, 0, 2]) if self.swap_in else x
        x, _ = self.layer(x)
        x = x.transpose([1, 0, 2]) if self.swap_out else x
        return self.linear(x.mean(axis=1))  # the mean over time


paddle.seed(3)
both = "bidirect"
examples = [
    ("the broken program", mended["RNNModel"](), True),
    ("your RNNClassifier", RNNClassifier(100, 8, 12, 2), False),
    ("GRU, both directions", Variant(nn.GRU(8, 6, direction=both), 12), False),
    ("GRU, both directions, time_major", Variant(nn.GRU(8, 6, direction=both, time_major=True), 12), True),
    ("LSTM, time_major, swapped in and out", Variant(nn.LSTM(8, 6, time_major=True), 6, True, True), False),
    ("LSTM, swapped for no reason", Variant(nn.LSTM(8, 6), 6, True, True), True),
]
print(f"{'model':<38}{'leaks':<8}{'your verdict'}")
for name, model, leaks in examples:
    print(f"{name:<38}{leaks!s:<8}{detect_batch_leak(model, test_ids[:6])}")

# %% [markdown] lang="en"
# ## 9. Summary
#
# - A program that runs has proved that its shapes fit. It has not proved that it computes what you mean.
# - **Four questions** find most silent bugs: what do the data look like, what would knowing nothing score, can it learn
#   a few samples by heart, what does the answer depend on.
# - `time_major=True` changes the *meaning* of the axes. Batch-first data go through without a word, and samples become
#   time steps.
# - A right line may look odd. Say why it is right before you change it.
# - A loss that falls and an accuracy that is high prove little: what counts is *which* task, on *which* data, compared
#   with *what*.
# - Gradients are cleared once a batch, shuffling is seeded with `np.random.seed`, accuracy is measured in evaluation
#   mode and divided once.
# - **Test behaviour**: a row alone must get what it gets in company, whatever is written inside the model.
#
# ## Go further
#
# 1. **By gradient.** Write `detect_batch_leak` a second time with `sensitivity` from section 5. One thing makes it
#    harder: Paddle's recurrent layers give gradients in training mode only. What about dropout and batch
#    normalisation then?
# 2. **A mask.** `nn.BatchNorm1D` in training mode leaks. Is there a kind of leak that shows in training mode only and
#    still harms? (Think of a loss that is computed from normalised logits.)
# 3. **The other trap.** In a bidirectional layer, `outputs[:, -1]` holds the backward direction's *first* step.
#    Which tokens has it read? Find out with `sensitivity`. (Lab 7 has the answer.)
# 4. **How soon?** Train the repaired model on 250, 500, 1000 and 2000 rows, and plot the accuracy. Where does it begin
#    to be better than the last id alone?
# 5. **Your own program.** Take a model that you have written before this lab, and put the four questions to it.

# %% [markdown] lang="zh"
# ## 9. 小结
#
# - 程序能跑，证明的是形状对得上，并没有证明它算的就是你想要的。
# - **四个问题**能找出大多数静默错误：数据长什么样；什么都不懂能得多少分；几个样本背不背得下来；答案取决于什么。
# - `time_major=True` 改变的是各个轴的*含义*。批次在前的数据照样畅通无阻，样本却成了时间步。
# - 对的代码也可能看着别扭。动手改之前，先说清楚它为什么是对的。
# - 损失在下降、准确率很高，都说明不了多少：要看是*什么*任务、*什么*数据、和*什么*相比。
# - 梯度每个批次清零一次；打乱次序用 `np.random.seed` 设种子；准确率在评估模式下测量，最后只除一次。
# - **测试行为**：不管模型里写了什么，一行数据单独运行的结果，必须和与别人同批时相同。
#
# ## 拓展练习
#
# 1. **用梯度来做。** 用第 5 节的 `sensitivity` 再写一遍 `detect_batch_leak`。有一点比较麻烦：
#    飞桨的循环层只有在训练模式下才给出梯度。那么 dropout 和批归一化怎么办？
# 2. **会隐身的泄漏。** `nn.BatchNorm1D` 在训练模式下会泄漏。有没有一种泄漏，只在训练模式下出现，却依然有害？（想一想：
#    如果损失是用归一化之后的 logits 算出来的呢？）
# 3. **另一个陷阱。** 在双向的循环层里，`outputs[:, -1]` 中反向的那一半只走了它的*第一*步。它读过哪些词？用 `sensitivity`
#    查一查。（答案在实验 7。）
# 4. **多少才够？** 分别用 250、500、1000、2000 行训练修好的模型，画出准确率。从哪里开始，它比“只看最后一个 id”更好？
# 5. **你自己的程序。** 找一个你在做本实验之前写的模型，用四个问题去问它。
