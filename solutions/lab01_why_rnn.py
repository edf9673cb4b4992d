# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   lab:
#     title:
#       en: Why recurrent networks?
#       zh: 为什么需要循环神经网络
#     minutes: 90
#     limits:
#       seconds: 10
#       memory_mb: 1024
# ---

# %% [markdown] lang="en"
# # Lab 1 — Why recurrent networks?
#
# *At first the screen was bad, now it is good.* Exchange two words, and the praise becomes a complaint: *at first the
# screen was good, now it is bad*. You noticed at once. A program that only counts words notices nothing: the counts
# are the same. Language, music, weather, prices are all made of pieces whose **order** matters, and of any number of
# them. **Recurrent neural networks** are nets built for just that, and this course builds them, from a single line of
# arithmetic to the layers of PaddlePaddle.
#
# This first lab asks *why*. You will prove that counting words is hopeless here, see what a net without memory has to
# pay for order, and watch a recurrent net solve the task in seconds.
#
# **After this lab you can**
#
# - turn texts into numbers, and say what gets lost when only counts are kept;
# - write the three functions that bend the straight lines of a net, sigmoid, tanh and ReLU, so that they survive large
#   numbers;
# - count the parameters of a net, and say which net grows with the length of its input, and why;
# - recognise the five shapes that tasks on sequences have;
# - say what goes into a recurrent cell, what comes out, and what its loop means.
#
# **You need** Python (functions, lists, dicts, loops), a little NumPy (arrays and their shapes), and the product of two
# matrices. You need to know nothing of neural networks, and nothing of PaddlePaddle.
#
# **Time**: about 90 minutes for nine questions, 30 points. Running all cells of the finished notebook takes about 10
# seconds on two CPU cores.
#
# **How to work.** This notebook consists of *cells*. Click into one and press Shift + Enter to run it; go from top to
# bottom, because later cells use what earlier ones have made.
#
# 1. A function that ends in `raise NotImplementedError(...)` is yours to write. Put your code in the place of that line
#    and run the cell.
# 2. Run the `check(...)` cell below it. ✅ means that what it tried came out right; ❌ comes with a sentence that says
#    what was wrong. ⬜ means that the function is still missing. You may check as often as you like; it costs nothing.
# 3. Stuck? Run `hint("name_of_the_function")` in a new cell. Each run gives one hint more, three in all.
#
# Checks in the notebook try small examples. The ones that give points use other examples, so write what the text asks
# for and not just what one example needs. If everything seems upset, choose *Kernel → Restart* in the menu and run the
# cells again from the top.

# %% [markdown] lang="zh"
# # 实验 1：为什么需要循环神经网络
#
# “起初屏幕很差，现在很好。”把两个词对调一下，夸奖就成了抱怨：“起初屏幕很好，现在很差。”你一眼就看出来了，
# 而只会数词的程序什么也看不出来：每个词出现的次数完全相同。语言、音乐、天气、价格，都是由一项一项组成的，它们的**顺序**有意义，
# 项数也有多有少。**循环神经网络**（recurrent neural network，RNN）正是为此而生的网络。这门课就来搭建它：从一行算式开始，
# 一直搭到飞桨（PaddlePaddle）自带的层。
#
# 第一个实验先问**为什么**。你会证明，在这里数词是没有希望的；你会看到，没有记忆的网络要为顺序付出多大代价；你还会看到，
# 一个循环神经网络几秒钟就解决了问题。
#
# **学完本实验，你能够**
#
# - 把文字变成数，并说清楚只保留词数会丢掉什么；
# - 写出让网络不再只是直线的三个函数：sigmoid、tanh 和 ReLU，而且遇到很大的数也不出错；
# - 数出一个网络有多少个参数，并说清楚哪种网络会随输入变长而变大、为什么；
# - 认出序列任务的五种形态；
# - 说清楚循环单元接收什么、给出什么，以及它的环是什么意思。
#
# **预备知识**：Python（函数、列表、字典、循环）、一点点 NumPy（数组及其形状），以及两个矩阵的乘积。
# 不需要学过神经网络，也不需要用过飞桨。
#
# **时间**：约 90 分钟，共 9 题 30 分。写完之后从头到尾运行一遍，在两个 CPU 核上大约 10 秒。
#
# **怎么做**：这个笔记本由一个个**单元格**组成。点进一个单元格，按 Shift + Enter 就能运行。请从上往下做，
# 因为后面的单元格要用到前面的结果。
#
# 1. 凡是以 `raise NotImplementedError(...)` 结尾的函数都由你来写。用你的代码替换这一行，再运行这个单元格。
# 2. 运行它下面的 `check(...)`。✅ 表示试过的都对；❌ 后面会有一句话，说明哪里不对；⬜ 表示还没有这个函数。
#    想检查多少次都可以，不扣分。
# 3. 卡住了？新建一个单元格，运行 `hint("函数名")`。每运行一次多给一条提示，一共三条。
#
# 笔记本里的检查只试几个小例子，计分的检查用的是别的例子。所以请按题目的要求写，不要只凑出一个例子的答案。
# 如果觉得一切都乱了，就在菜单里选“Kernel → Restart”（重启内核），再从头运行一遍。

# %% given=true
import warnings

warnings.filterwarnings("ignore", message="No ccache found")  # Paddle's note to people who compile C++

import numpy as np
import paddle
import paddle.nn.functional as F
from paddle import nn

from autograder import check, hint, load_data

# %%
import matplotlib.pyplot as plt

plt.rcParams.update({"figure.dpi": 90, "font.size": 9, "axes.titlesize": 10})

# %% [markdown] lang="en"
# ## 1. Same words, other meaning
#
# The data set `reviews` holds short product reviews, half of them English and half Chinese, each with a **label**: 1 if
# the reviewer is content with the product, 0 if not. They were made by a script for this course. (You need not read
# both languages; the nets will not see words anyway.) There is a **training set**, from which nets will learn, and a
# **test set**, which they do not get to see until they are examined. Here is the beginning of the test set:

# %% [markdown] lang="zh"
# ## 1. 同样的词，不同的意思
#
# 数据集 `reviews` 里是简短的商品评论，一半英文，一半中文，每条都有一个**标签**（label）：对商品满意是 1，不满意是 0。
# 它们是由一个脚本专门为本课程生成的。（两种语言不必都看得懂，反正网络看到的也不是文字。）数据分成两份：**训练集**给网络学习，
# **测试集**要等到考查的时候才给它看。先看看测试集的开头：

# %%
reviews = load_data("reviews")
train, test = reviews["train"], reviews["test"]
print(len(train["text"]), "reviews for training,", len(test["text"]), "for the test\n")

print("label  text")
for row in range(8):
    print(f"  {test['label'][row]}    {test['text'][row]}")

# %% [markdown] lang="en"
# ### From words to numbers
#
# A net computes with numbers, so a text has to become numbers first. This takes three steps.
#
# 1. The text is cut into **tokens**. Here a token is a word or a punctuation mark; spaces stand between them.
# 2. A list of all different tokens is made, the **vocabulary**. The place of a token in that list is its **id**.
# 3. Each token is replaced by its id. The place of a token in its text is called its **time step**.
#
# Several texts that are processed together are a **batch**. A batch is kept in one array `ids` of shape
# `[batch, time]`: a row for each text, a column for each time step. But the texts have unequal lengths! Short ones are
# filled up in front, with a token `<pad>` that means nothing and has the id 0. This is called **padding**. (Lab 8 shows
# what can go wrong with it, and how to do it better.)

# %% [markdown] lang="zh"
# ### 从词到数
#
# 网络只会算数，所以要先把文字变成数。分三步：
#
# 1. 把文字切成一个个**词元**（token）。这里一个词元就是一个词或一个标点，彼此用空格隔开。
# 2. 把所有不同的词元列成一张表，叫**词表**（vocabulary）。词元在表里的位置就是它的 **id**。
# 3. 把每个词元换成它的 id。词元在文字里的位置叫**时间步**（time step）。
#
# 放在一起处理的若干条文字叫一个**批次**（batch）。一个批次存在一个数组 `ids` 里，形状为 `[batch, time]`：每条文字占一行，
# 每个时间步占一列。可是文字有长有短！短的就在前面补上词元 `<pad>`，它没有意义，id 是 0，这叫**填充**（padding）。
# （填充会惹出什么麻烦、怎样做更好，实验 8 会讲。）


# %%
tokens = sorted({token for text in train["text"] for token in text.split()})
vocabulary = ["<pad>", *tokens]
id_of = {token: number for number, token in enumerate(vocabulary)}


def encode(texts, time):
    """Return the ids of texts as one array, [batch, time]; short texts are filled up in front with 0."""
    ids = np.zeros([len(texts), time], "int64")
    for row, text in enumerate(texts):
        words = text.split()
        ids[row, time - len(words) :] = [id_of[word] for word in words]
    return ids


longest = max(len(text.split()) for text in train["text"] + test["text"])
train_ids, test_ids = encode(train["text"], longest), encode(test["text"], longest)
print("vocabulary:", len(vocabulary), "tokens, for example", vocabulary[30:36])
print("train_ids: ", list(train_ids.shape), "= [batch, time]\n")

screens = ["at first the screen was bad , now it is good", "at first the screen was good , now it is bad"]
screen_ids = encode(screens, longest)
for text, row in zip(screens, screen_ids, strict=True):
    print(text, "\n", row)

# %% [markdown] lang="en"
# ![Two reviews with the same words in another order are poured into the same bag of counts](../figures/lab01_bag.svg)
#
# ### Question 1 · `bag_of_tokens` (3 points, about 8 minutes)
#
# **Why.** The oldest way to feed a text to a program is to count: how often does each word occur? It is as if the words
# were cut out, thrown into a bag and shaken. The **bag of words** is still in use, for it is simple and often good
# enough. Whether it is good enough here you will find out with your own function.
#
# **Formula.** For each row $b$ and each token $v$ of the vocabulary
#
# $$\mathrm{counts}_{b,v} = \text{number of time steps } t \text{ at which } \mathrm{ids}_{b,t} = v.$$
#
# The id 0 is counted like any other. Tokens that do not occur get the count 0.
#
# **Shapes.** `ids` is a NumPy array of whole numbers from 0 to `vocab_size` − 1, `[batch, time]`. Return a new NumPy
# array `[batch, vocab_size]`. It must work for any batch, also for a single text or texts of a single token. As in all
# questions of this lab, leave the arguments as they are: the caller may still need them.

# %% [markdown] lang="zh"
# ![两条用词相同、次序不同的评论，倒进袋子之后词数完全一样](../figures/zh/lab01_bag.svg)
#
# ### 第 1 题 · `bag_of_tokens`（3 分，约 8 分钟）
#
# **为什么**：把文字交给程序，最古老的办法是数数：每个词出现了几次？就好像把词一个个剪下来，扔进袋子里摇一摇。
# 这种**词袋**（bag of words）至今还在用，因为它简单，而且往往够用。在这里够不够用，你很快会用自己写的函数弄清楚。
#
# **公式**：对每一行 $b$ 和词表里的每个词元 $v$，
#
# $$\mathrm{counts}_{b,v} = \text{满足 } \mathrm{ids}_{b,t} = v \text{ 的时间步 } t \text{ 的个数}.$$
#
# id 为 0 的词元也照常计数。没有出现的词元，次数为 0。
#
# **形状**：`ids` 是由 0 到 `vocab_size` − 1 的整数组成的 NumPy 数组，形状为 `[batch, time]`。返回一个新的 NumPy 数组，
# 形状为 `[batch, vocab_size]`。对任何批次都要成立，哪怕只有一条文字，或者每条只有一个词元。本实验所有题目都一样：
# 不要改动传进来的参数，调用者可能还要用。

# %% [markdown] lang="en" hints="bag_of_tokens"
# 1. Begin with an array of zeros that has the shape of the result, then go through all tokens of all rows.
# 2. Two loops do it: one over the rows, one over the ids of a row. What has to grow by one when the id `v` is met in row
#    `b`?
# 3. `counts = np.zeros([len(ids), vocab_size], "int64")`; then for each row number `b` and each `v` in `ids[b]`, add 1
#    to `counts[b, v]`. (For one row at a time, `np.bincount(row, minlength=vocab_size)` does the same.)

# %% [markdown] lang="zh" hints="bag_of_tokens"
# 1. 先建一个全零数组，形状与结果相同，然后把每一行的每个词元走一遍。
# 2. 两层循环就够了：外层是行，内层是这一行的 id。在第 `b` 行遇到 id `v` 时，哪个数要加一？
# 3. `counts = np.zeros([len(ids), vocab_size], "int64")`；然后对每个行号 `b` 和 `ids[b]` 中的每个 `v`，给 `counts[b, v]` 加 1。
#    （如果一次处理一行，`np.bincount(row, minlength=vocab_size)` 做的是同一件事。）


# %% question="bag_of_tokens" points=3 minutes=8
def bag_of_tokens(ids, vocab_size):
    """Return how often each token occurs in each row.

    Args:
        ids: token ids, whole numbers from 0 to vocab_size - 1, [batch, time].
        vocab_size: how many different tokens there are.

    Returns:
        Counts, a new NumPy array [batch, vocab_size].

    Example (two texts of three tokens, a vocabulary of four):
        >>> bag_of_tokens(np.array([[2, 0, 2], [1, 2, 3]]), 4)
        array([[1, 0, 2, 0],
               [0, 1, 1, 1]])
    """
    ### BEGIN SOLUTION count the tokens of each row
    return np.stack([np.bincount(row, minlength=vocab_size) for row in ids])
    ### END SOLUTION


# %%
bags = bag_of_tokens(screen_ids, len(vocabulary))
print("the two reviews have the same ids, in the same order:", (screen_ids[0] == screen_ids[1]).all())
print("the two reviews have the same bag:                   ", (bags[0] == bags[1]).all())

# %% [markdown] lang="en"
# ### Question 2 · `order_pairs` (3 points, about 8 minutes)
#
# **Why.** Are the two reviews of the screen a rare accident? To know, search the data for all such pairs: two reviews
# that a bag cannot tell apart although their labels differ. On such a pair, whatever decides by the counts alone gives
# the same answer twice, and so is wrong once.
#
# **Rule.** Rows $i$ and $j$ form a pair if
#
# $$i < j, \qquad \mathrm{bag}_i = \mathrm{bag}_j \text{ (all counts equal)}, \qquad \mathrm{label}_i \ne \mathrm{label}_j.$$
#
# **Shapes.** `ids` is `[batch, time]`, `labels` holds whole numbers, `[batch]`. Return a list of tuples `(i, j)` of row
# numbers, in any order, each pair once. If there is no pair, the list is empty. Use `bag_of_tokens`.

# %% [markdown] lang="zh"
# ### 第 2 题 · `order_pairs`（3 分，约 8 分钟）
#
# **为什么**：上面那两条屏幕评论只是罕见的巧合吗？要弄清楚，就把数据里所有这样的对子找出来：两条评论词袋相同，标签却不同。
# 遇到这样一对，凡是只凭词数做判断的方法，两次给出的答案必然相同，所以必有一次是错的。
#
# **规则**：满足下列条件的第 $i$ 行和第 $j$ 行是一对：
#
# $$i < j, \qquad \mathrm{bag}_i = \mathrm{bag}_j \text{（所有次数都相等）}, \qquad \mathrm{label}_i \ne \mathrm{label}_j.$$
#
# **形状**：`ids` 为 `[batch, time]`，`labels` 是整数，形状为 `[batch]`。返回由元组 `(i, j)` 组成的列表，元组里是行号，
# 次序不限，每对只出现一次。如果没有这样的对子，就返回空列表。请使用 `bag_of_tokens`。

# %% [markdown] lang="en" hints="order_pairs"
# 1. Compute all bags once, before any loop. Then compare every row with every later row.
# 2. A loop over `i` and inside it a loop over `j` from `i + 1` on give every pair once. Two arrays are equal if
#    `(a == b).all()`.
# 3. Start with `pairs = []`; in the inner loop, if `(bags[i] == bags[j]).all()` and the two labels differ, append
#    `(i, j)`; return `pairs` after both loops.

# %% [markdown] lang="zh" hints="order_pairs"
# 1. 在循环之前，先把所有词袋一次算好。然后把每一行和它后面的每一行比较。
# 2. 外层循环是 `i`，内层循环的 `j` 从 `i + 1` 开始，这样每对恰好出现一次。两个数组相等，可以写成 `(a == b).all()`。
# 3. 先令 `pairs = []`；在内层循环里，如果 `(bags[i] == bags[j]).all()` 而且两个标签不同，就把 `(i, j)` 加进去；
#    两层循环都结束之后返回 `pairs`。


# %% question="order_pairs" points=3 minutes=8 uses=["bag_of_tokens"]
def order_pairs(ids, labels, vocab_size):
    """Return the pairs of rows that have the same bag and different labels.

    Args:
        ids: token ids, [batch, time].
        labels: whole numbers, [batch].
        vocab_size: how many different tokens there are.

    Returns:
        list of tuples (i, j) of row numbers with i < j, in any order, each pair once.

    Example (rows 0 and 1 hold the same tokens, row 2 others):
        >>> order_pairs(np.array([[1, 2, 2], [2, 1, 2], [1, 1, 2]]), np.array([1, 0, 0]), 3)
        [(0, 1)]
    """
    ### BEGIN SOLUTION compare the bags and labels of every two rows
    bags = bag_of_tokens(ids, vocab_size)
    pairs = []
    for i in range(len(ids)):
        for j in range(i + 1, len(ids)):
            if labels[i] != labels[j] and (bags[i] == bags[j]).all():
                pairs.append((i, j))
    return pairs
    ### END SOLUTION


# %%
pairs = order_pairs(test_ids, test["label"], len(vocabulary))
for i, j in pairs[:3]:
    print(test["label"][i], "", test["text"][i])
    print(test["label"][j], "", test["text"][j], "\n")

members = [row for pair in pairs for row in pair]
print(len(test["text"]), "reviews;", len(pairs), "pairs of two, with", len(set(members)), "different reviews in them")

# %% [markdown] lang="en"
# **What to see.** Every single review of the test set has a partner with the same words and the other label. So you have
# just proved something: **a method that sees only the counts gets exactly half of these reviews right**, however clever
# it is and however long it is trained. Tossing a coin does as well. Whatever helps here must come from the order.
#
# ## 2. A net without memory
#
# How could a net use the order? The first idea: give it an input of its own for each place. A **layer** turns a list of
# $n$ numbers $x$ into a list of $m$ numbers $y$:
#
# $$y = f(x W + b)$$
#
# The matrix $W$, of shape `[n, m]`, holds the **weights**; each of the $m$ outputs is a sum of all inputs, each times a
# weight of its own. The **bias** $b$, of shape `[m]`, adds one number more to each output. The function $f$, applied to
# each number by itself, is the **activation function**. Weights and biases together are the **parameters**: the numbers
# that training adjusts. A net in which layer follows upon layer, and nothing ever flows back, is called
# **feed-forward**; with a layer or more between input and output it is a **multilayer perceptron** (MLP).
#
# What is $f$ good for? Without it, two layers would do no more than one: $(x W_1) W_2 = x (W_1 W_2)$, and the product of
# two matrices is again just a matrix. The activation function puts a bend into what would otherwise stay a straight
# line. Three of them are used all over this course; you write them now, with NumPy.
#
# **Large numbers.** Two of them contain $e^x$, and that grows fast: the largest float64 number is about
# $1.8 \cdot 10^{308}$, and $e^{1000}$ is far beyond it. NumPy then gives `inf` (infinity) and complains with a warning:
# *overflow*. From there it is one step to `inf / inf`, which is `nan`, "not a number", and a single `nan` ruins every
# number that it is added to. So here is the rule for the next three questions: **for every float from −1000 to 1000 the
# result is right and NumPy has nothing to complain about.** The function `complaints` below tells you.

# %% [markdown] lang="zh"
# **看什么**：测试集里的每一条评论，都有一个用词相同、标签相反的搭档。所以你刚刚证明了一件事：
# **只看词数的方法，在这些评论上恰好只能答对一半**，不管它多么聪明，也不管训练多久。这和抛硬币一样。能帮上忙的，只有顺序。
#
# ## 2. 没有记忆的网络
#
# 网络怎样才能利用顺序？第一个想法是：给每个位置各安排一个输入。一个**层**（layer）把 $n$ 个数 $x$ 变成 $m$ 个数 $y$：
#
# $$y = f(x W + b)$$
#
# 矩阵 $W$ 的形状为 `[n, m]`，里面是**权重**（weights）：$m$ 个输出中的每一个，都是所有输入各乘一个权重再相加。**偏置**（bias）$b$
# 的形状为 `[m]`，给每个输出再加上一个数。函数 $f$ 逐个作用在每个数上，叫**激活函数**（activation function）。
# 权重和偏置合称**参数**（parameters），训练要调整的就是这些数。层接着层、从不回头的网络叫**前馈网络**（feed-forward network）；
# 输入和输出之间还有一层或几层的，叫**多层感知机**（MLP）。
#
# $f$ 有什么用？没有它，两层也只顶一层：$(x W_1) W_2 = x (W_1 W_2)$，两个矩阵的乘积还是一个矩阵。有了激活函数，
# 本来笔直的线才会弯。本课程从头到尾要用三个激活函数，现在就用 NumPy 把它们写出来。
#
# **很大的数**：其中两个函数含有 $e^x$，它增长极快：float64 最大只能到约 $1.8 \cdot 10^{308}$，而 $e^{1000}$ 远远超出。
# 这时 NumPy 会给出 `inf`（无穷大），并发出警告：*overflow*（溢出）。再走一步就是 `inf / inf`，结果是 `nan`（“不是数”）；
# 只要混进一个 `nan`，与它相加的数就全毁了。所以接下来三题有一条规矩：**对 −1000 到 1000 之间的任何浮点数，结果都要正确，
# 而且 NumPy 没有任何怨言**。有没有怨言，下面的函数 `complaints` 会告诉你。


# %% given=true
def exponential(x):
    """Return e to the x, as NumPy computes it."""
    return np.exp(x)


def complaints(name, x):
    """Return what NumPy complains about while the function called `name` computes name(x): a list, empty if all is well."""
    with warnings.catch_warnings(record=True) as caught, np.errstate(over="warn", invalid="warn", divide="warn"):
        warnings.simplefilter("always")
        globals()[name](x)
    return [str(warning.message) for warning in caught]


# %%
for number in [1.0, 700.0, 1000.0, -1000.0]:
    with np.errstate(over="ignore"):  # do not print the warning here; complaints() shows it
        value = exponential(np.array([number]))[0]
    print(f"e to the {number:6.0f} is {value:10.4g}   complaints: {complaints('exponential', np.array([number]))}")

# %% [markdown] lang="en"
# ### Question 3 · `sigmoid` (4 points, about 10 minutes)
#
# **Why.** The sigmoid squeezes any number into the range from 0 to 1: very negative numbers become almost 0, very
# positive ones almost 1, and 0 becomes 0.5. That makes it a dimmer: multiplied by it, something is let through in full,
# in part or not at all. The gates of labs 5 and 6 are sigmoids.
#
# **Formula.**
#
# $$\sigma(x) = \frac{1}{1 + e^{-x}} = \frac{e^{x}}{1 + e^{x}}$$
#
# Both forms are right (multiply above and below by $e^x$). For which $x$ does the first one overflow, for which the
# second? Let no exponent become large: $e^{-|x|}$ always lies between 0 and 1.
#
# **Shapes.** `x` is a NumPy array of floats of any shape; the result is a new array of the same shape.

# %% [markdown] lang="zh"
# ### 第 3 题 · `sigmoid`（4 分，约 10 分钟）
#
# **为什么**：sigmoid 把任何数都压缩到 0 与 1 之间：很小的负数变得接近 0，很大的正数变得接近 1，0 变成 0.5。
# 它就像一个调光旋钮：和它相乘，就能让某样东西全部通过、部分通过，或者完全不通过。实验 5 和实验 6 里的“门”就是 sigmoid。
#
# **公式**：
#
# $$\sigma(x) = \frac{1}{1 + e^{-x}} = \frac{e^{x}}{1 + e^{x}}$$
#
# 两种写法都对（分子分母同乘 $e^x$）。第一种对哪些 $x$ 会溢出？第二种呢？关键是不让指数变大：$e^{-|x|}$ 永远在 0 与 1 之间。
#
# **形状**：`x` 是浮点数组成的 NumPy 数组，形状任意；结果是形状相同的新数组。

# %% [markdown] lang="en" hints="sigmoid"
# 1. The first form is harmless for positive numbers, the second for negative ones. Each number of the array should get
#    the form that suits it.
# 2. `np.where(x >= 0, a, b)` chooses between two arrays, but it needs both of them computed in full, so neither may
#    overflow anywhere. Write both forms with `z = np.exp(-np.abs(x))`, which never overflows.
# 3. With that `z`, the first form is `1 / (1 + z)` where x is positive, and the second is `z / (1 + z)` where it is
#    negative. Choose with `np.where`.

# %% [markdown] lang="zh" hints="sigmoid"
# 1. 第一种写法对正数没有危险，第二种对负数没有危险。让数组里的每个数都用适合它的写法。
# 2. `np.where(x >= 0, a, b)` 在两个数组之间选择，但两个数组都要先完整地算出来，所以哪一个都不能有溢出。
#    两种写法都用 `z = np.exp(-np.abs(x))` 来表示，它永远不会溢出。
# 3. 有了这个 `z`，x 为正时第一种写法是 `1 / (1 + z)`，x 为负时第二种写法是 `z / (1 + z)`。用 `np.where` 来选。


# %% question="sigmoid" points=4 minutes=10
def sigmoid(x):
    """Return 1 / (1 + e^-x) for each number, without overflow.

    Args:
        x: NumPy array of floats, any shape.

    Returns:
        A new array of the same shape, values from 0 to 1.

    Example:
        >>> sigmoid(np.array([-1000.0, 0.0, 2.0]))
        array([0.        , 0.5       , 0.88079708])
    """
    ### BEGIN SOLUTION compute it from exponents that are never positive
    z = np.exp(-np.abs(x))  # from 0 to 1
    return np.where(x >= 0, 1.0, z) / (1.0 + z)
    ### END SOLUTION


# %% [markdown] lang="en"
# ### Question 4 · `tanh` (3 points, about 6 minutes)
#
# **Why.** The hyperbolic tangent squeezes any number into the range from −1 to 1, and 0 stays 0. It is what keeps the
# memory of a recurrent net from growing without bound; you will meet it in every step of lab 2.
#
# **Formula.**
#
# $$\tanh(x) = \frac{e^{x} - e^{-x}}{e^{x} + e^{-x}} = 2\,\sigma(2x) - 1$$
#
# (Mind the signs. In one article the formula is printed with $e^{-x} - e^{-x}$ on top; what would that give?) The rule
# about large numbers holds here too. NumPy has a function `np.tanh` to compare with; write your own.
#
# **Shapes.** `x` is a NumPy array of floats of any shape; the result is a new array of the same shape.

# %% [markdown] lang="zh"
# ### 第 4 题 · `tanh`（3 分，约 6 分钟）
#
# **为什么**：双曲正切把任何数都压缩到 −1 与 1 之间，0 仍是 0。循环神经网络的记忆不会无限增大，靠的就是它；
# 在实验 2 的每一步都会遇到它。
#
# **公式**：
#
# $$\tanh(x) = \frac{e^{x} - e^{-x}}{e^{x} + e^{-x}} = 2\,\sigma(2x) - 1$$
#
# （看清正负号。有一篇文章把分子印成了 $e^{-x} - e^{-x}$，那样会得到什么？）很大的数也要算对，规矩和上一题相同。NumPy 自带 `np.tanh`，
# 可以拿来对照；请自己写一个。
#
# **形状**：`x` 是浮点数组成的 NumPy 数组，形状任意；结果是形状相同的新数组。

# %% [markdown] lang="en" hints="tanh"
# 1. You have already solved the problem of large numbers once. Does one of the two forms let you use that?
# 2. If `sigmoid` is right everywhere, the second form is right everywhere. What has to go into `sigmoid`, and what has to
#    be done to what comes out?
# 3. Call `sigmoid` with the doubled array; stretch its result from the range 0 to 1 to the range −1 to 1: twice the
#    value, minus 1.

# %% [markdown] lang="zh" hints="tanh"
# 1. 很大的数该怎么办，你已经解决过一次了。两种写法里，有没有哪一种能用上它？
# 2. 只要 `sigmoid` 处处正确，第二种写法就处处正确。传给 `sigmoid` 的应该是什么？得到的结果又要怎么处理？
# 3. 把数组乘以 2 之后传给 `sigmoid`，再把结果从 0 到 1 拉伸到 −1 到 1：乘以 2，减去 1。


# %% question="tanh" points=3 minutes=6 uses=["sigmoid"]
def tanh(x):
    """Return (e^x - e^-x) / (e^x + e^-x) for each number, without overflow.

    Args:
        x: NumPy array of floats, any shape.

    Returns:
        A new array of the same shape, values from -1 to 1.

    Example:
        >>> tanh(np.array([-1000.0, 0.0, 0.5]))
        array([-1.        ,  0.        ,  0.46211716])
    """
    ### BEGIN SOLUTION stretch a sigmoid
    return 2.0 * sigmoid(2.0 * x) - 1.0
    ### END SOLUTION


# %% [markdown] lang="en"
# ### Question 5 · `relu` (2 points, about 3 minutes)
#
# **Why.** The simplest bend of all: positive numbers pass, negative ones become 0. The name is short for *rectified
# linear unit*. It is the usual choice in feed-forward nets. (Recurrent nets mostly prefer tanh: what is not squeezed can
# grow from step to step.)
#
# **Formula and shape.** $\mathrm{relu}(x) = \max(0, x)$ for each number by itself; the result is a new array of the same
# shape.

# %% [markdown] lang="zh"
# ### 第 5 题 · `relu`（2 分，约 3 分钟）
#
# **为什么**：最简单的弯折：正数原样通过，负数变成 0。它的全名是 rectified linear unit（修正线性单元）。前馈网络里最常用的就是它。
# （循环神经网络大多更愿意用 tanh：没有压缩的数，可能会一步一步越变越大。）
#
# **公式与形状**：逐个取 $\mathrm{relu}(x) = \max(0, x)$；结果是形状相同的新数组。

# %% [markdown] lang="en" hints="relu"
# 1. Python's `max` compares two single numbers. NumPy has a function that compares an array with a number, entry by
#    entry.
# 2. Look up `np.maximum` (not `np.max`, which finds the largest entry of one array).
# 3. Return `np.maximum` of `x` and 0. Writing zeros into `x` itself would spoil the caller's array.

# %% [markdown] lang="zh" hints="relu"
# 1. Python 的 `max` 比较的是两个数。NumPy 有一个函数，能把数组里的每个元素和一个数比较。
# 2. 查一查 `np.maximum`（不是 `np.max`，那是求一个数组的最大元素）。
# 3. 返回 `x` 与 0 的 `np.maximum`。如果直接往 `x` 里写 0，就会弄坏调用者的数组。


# %% question="relu" points=2 minutes=3
def relu(x):
    """Return the larger of 0 and x for each number.

    Args:
        x: NumPy array of floats, any shape; left as it is.

    Returns:
        A new array of the same shape.

    Example:
        >>> relu(np.array([-3.0, 0.0, 2.5]))
        array([0. , 0. , 2.5])
    """
    ### BEGIN SOLUTION keep the positive numbers, replace the others by 0
    return np.maximum(x, 0.0)
    ### END SOLUTION


# %%
x = np.linspace(-5, 5, 201)
figure, axes = plt.subplots(1, 3, figsize=(7.5, 2.4), layout="constrained")
for axis, function in zip(axes, [sigmoid, tanh, relu], strict=True):
    axis.axhline(0, color="gray", linewidth=0.6)
    axis.axvline(0, color="gray", linewidth=0.6)
    axis.plot(x, function(x), color="tab:orange", linewidth=2)
    axis.set_title(function.__name__)
    axis.set_xlabel("$x$")
axes[0].set_ylabel("$f(x)$")
plt.show()

for name in ["sigmoid", "tanh", "relu"]:
    print(f"{name:8s} complaints: {complaints(name, np.array([-1000.0, 1000.0]))}")
print("largest difference to NumPy's tanh:", np.abs(tanh(x) - np.tanh(x)).max())

# %% [markdown] lang="en"
# **What to see.** Sigmoid and tanh are the same S; tanh runs through twice the height in half the width. Both flatten out, so
# that far from 0 a change of $x$ changes almost nothing. ReLU has one corner and never flattens on its right side.
#
# ### What order costs a feed-forward net
#
# ![A feed-forward net needs new weights for every further time step; a recurrent net uses the same ones again](../figures/lab01_grow.svg)
#
# Back to the reviews. An id is only a name, so for a net each token becomes a row with a single 1 in it, at the place of
# its id: a **one-hot** vector. The length of such a row, here the size of the vocabulary, is the number of **features**
# of one time step. The feed-forward net on the left of the figure puts the rows of all time steps side by side, into one
# long list, and hands that to a layer of `hidden` numbers, and these to a layer of `outputs` numbers. So it *does* see
# the order: each place has weights of its own. Count what that costs.
#
# ### Question 6 · `mlp_parameter_count` (2 points, about 6 minutes)
#
# **Why.** Every parameter has to be stored, learnt and fed with examples. How many there are is the first thing to know
# of a net.
#
# **Formula.** A layer from $n$ numbers to $m$ numbers has $n \cdot m$ weights and $m$ biases. This net has two layers:
#
# 1. from all the inputs, `time` steps of `features` numbers each, to `hidden` numbers;
# 2. from `hidden` numbers to `outputs` numbers.
#
# **Return** how many parameters both have together, biases included, as a whole number.

# %% [markdown] lang="zh"
# **看什么**：sigmoid 和 tanh 是同一条 S 形曲线，只是 tanh 高低跨度大一倍，横向又压缩了一半。两头都会变平，
# 所以离 0 很远的地方，$x$ 再怎么变，结果也几乎不变。ReLU 只有一个拐角，右边永远不会变平。
#
# ### 前馈网络为顺序付出的代价
#
# ![前馈网络每多一个时间步就要多一套权重；循环网络反复使用同一套](../figures/zh/lab01_grow.svg)
#
# 回到评论。id 只是个代号，所以交给网络之前，每个词元要变成这样一行数：在它的 id 那个位置是 1，其余全是 0，
# 这叫**独热**（one-hot）向量。这一行的长度在这里就是词表的大小，也就是一个时间步的**特征**（features）个数。
# 图中左边的前馈网络把所有时间步的行首尾相接，排成长长的一列，交给一个有 `hidden` 个数的层，再交给一个有 `outputs` 个数的层。
# 这样它**确实**看得到顺序：每个位置都有自己的权重。数一数代价有多大。
#
# ### 第 6 题 · `mlp_parameter_count`（2 分，约 6 分钟）
#
# **为什么**：每个参数都要存储，都要学习，都要靠样本来喂养。一个网络有多少个参数，是首先要知道的事。
#
# **公式**：从 $n$ 个数到 $m$ 个数的层，有 $n \cdot m$ 个权重和 $m$ 个偏置。这个网络有两层：
#
# 1. 从全部输入（`time` 个时间步，每步 `features` 个数）到 `hidden` 个数；
# 2. 从 `hidden` 个数到 `outputs` 个数。
#
# **返回**两层一共有多少个参数，包括偏置，结果是一个整数。

# %% [markdown] lang="en" hints="mlp_parameter_count"
# 1. Treat the two layers one after the other. For each you need only how many numbers go in and how many come out.
# 2. How many numbers go into the first layer in all, if each of `time` steps brings `features` of them? A layer has one
#    bias for each number that comes out.
# 3. First layer: `(time * features) * hidden` weights and `hidden` biases. The second follows the same pattern. Add the
#    four numbers.

# %% [markdown] lang="zh" hints="mlp_parameter_count"
# 1. 两层一层一层地来。每一层只需要知道：进去多少个数，出来多少个数。
# 2. 如果 `time` 个时间步各带来 `features` 个数，进入第一层的一共有多少个数？一个层里，每个输出对应一个偏置。
# 3. 第一层：`(time * features) * hidden` 个权重，`hidden` 个偏置。第二层照同样的规律来。最后把四个数加起来。


# %% question="mlp_parameter_count" points=2 minutes=6
def mlp_parameter_count(time, features, hidden, outputs):
    """Return how many parameters a feed-forward net has that reads all time steps at once.

    Args:
        time: number of time steps.
        features: how many numbers describe one time step.
        hidden: how many numbers the first layer gives.
        outputs: how many numbers the second layer gives.

    Returns:
        The number of weights and biases of both layers together.

    Example (6 inputs, 4 hidden numbers, 1 output: 6 * 4 + 4 + 4 * 1 + 1):
        >>> mlp_parameter_count(time=3, features=2, hidden=4, outputs=1)
        33
    """
    ### BEGIN SOLUTION add up weights and biases of the two layers
    first = time * features * hidden + hidden
    second = hidden * outputs + outputs
    return first + second
    ### END SOLUTION


# %% [markdown] lang="en"
# ## 3. A net with memory
#
# Now the other idea. Do not hand over the whole text at once; read it one token after another, as you do, and keep a
# memory of what has been read. The memory is a list of `hidden` numbers $h$, the **hidden state**. What makes the new
# state out of the next input and the old state is called a **recurrent cell**:
#
# $$h_t = \tanh\left(x_t W_{xh} + h_{t-1} W_{hh} + b_h\right)$$
#
# Read it from the right. The input of this time step, $x_t$, is multiplied by its weights; the state after the step
# before, $h_{t-1}$, is multiplied by *its* weights; both are added, with a bias; tanh keeps the result between −1 and 1.
# That is all. Before the first step the state is zero, and the answer is read off the last state by one more layer:
# $o = h_T W_{hq} + b_q$.
#
# ![Left: a cell with an arrow back to itself. Right: the same cell at three time steps, the state passed on](../figures/lab01_loop.svg)
#
# The left drawing shows the cell with an arrow from its output back to its input. That arrow takes one tick of the
# clock: the state that is made at step $t$ goes in at step $t + 1$. Within one step nothing goes in circles. On the
# right the same cell is drawn once for each step, **unrolled** in time, and the loop has become a chain. The parameters
# $W_{xh}, W_{hh}, b_h$ carry no $t$: they are the same at every step. Only training changes them, never reading.
#
# ### Question 7 · `rnn_parameter_count` (4 points, about 8 minutes)
#
# **Why.** The cell is used at every step, but it exists once. What does that do to the number of parameters?
#
# **Shapes.** These are the parameters, with all their sizes:
#
# | name | shape | what it does |
# | --- | --- | --- |
# | `W_xh` | `[features, hidden]` | weights from the input to the state |
# | `W_hh` | `[hidden, hidden]` | weights from the old state to the new one |
# | `b_h` | `[hidden]` | bias of the state |
# | `W_hq` | `[hidden, outputs]` | weights from the last state to the answer |
# | `b_q` | `[outputs]` | bias of the answer |
#
# One thing more: the layers of PaddlePaddle keep **two** bias vectors in the cell, one beside each of the two products.
# Their sum does the work of `b_h`; each has the shape `[hidden]`. So the function gets an argument `biases`: how many
# bias vectors the *cell* has, 1 in the formula above and 2 in Paddle. The answer has its one bias in any case.
#
# **Return** how many parameters there are in all, as a whole number. The function gets the same four sizes as the one
# before; whether it needs them all is for you to find out.

# %% [markdown] lang="zh"
# ## 3. 有记忆的网络
#
# 再来看另一个想法。不要一下子把整段文字交出去，而是像你读书那样一个词元一个词元地读，同时记住读过的内容。
# 这份记忆是 `hidden` 个数 $h$，叫**隐藏状态**（hidden state）。由下一个输入和旧状态得到新状态的，叫**循环单元**（recurrent cell）：
#
# $$h_t = \tanh\left(x_t W_{xh} + h_{t-1} W_{hh} + b_h\right)$$
#
# 从右边读起：这个时间步的输入 $x_t$ 乘以它的权重；上一步之后的状态 $h_{t-1}$ 乘以**它的**权重；两者相加，再加上偏置；
# 最后由 tanh 把结果限制在 −1 与 1 之间。就这么多。第一步之前状态为零，答案则由最后一个状态经过另一个层读出：
# $o = h_T W_{hq} + b_q$。
#
# ![左：箭头指回自身的单元。右：同一个单元画在三个时间步上，状态依次传递](../figures/zh/lab01_loop.svg)
#
# 左图中，有一个箭头从单元的输出指回它的输入。走这个箭头要花时钟的一拍：第 $t$ 步得到的状态，到第 $t + 1$ 步才进来。
# 在同一步之内，没有任何东西在兜圈子。右图把同一个单元按每个时间步各画一遍，这叫沿时间**展开**（unroll），环就变成了链。
# 参数 $W_{xh}, W_{hh}, b_h$ 都没有下标 $t$：每一步用的都是同一组。只有训练会改变它们，读的时候从不改变。
#
# ### 第 7 题 · `rnn_parameter_count`（4 分，约 8 分钟）
#
# **为什么**：单元每一步都要用，但它只有一个。这对参数的个数意味着什么？
#
# **形状**：全部参数及其尺寸如下：
#
# | 名称 | 形状 | 作用 |
# | --- | --- | --- |
# | `W_xh` | `[features, hidden]` | 从输入到状态的权重 |
# | `W_hh` | `[hidden, hidden]` | 从旧状态到新状态的权重 |
# | `b_h` | `[hidden]` | 状态的偏置 |
# | `W_hq` | `[hidden, outputs]` | 从最后一个状态到答案的权重 |
# | `b_q` | `[outputs]` | 答案的偏置 |
#
# 还有一点：飞桨的层在单元里存着**两个**偏置向量，两个乘积各配一个。它们的和起的就是 `b_h` 的作用，每个的形状都是 `[hidden]`。
# 所以函数多了一个参数 `biases`：**单元**里有几个偏置向量，上面的公式里是 1，飞桨里是 2。答案的偏置始终只有一个。
#
# **返回**一共有多少个参数，结果是一个整数。这个函数收到的四个尺寸和上一题相同；是不是每个都用得上，请你自己判断。

# %% [markdown] lang="en" hints="rnn_parameter_count"
# 1. Five rows of the table, five products. Then ask of each size whether it occurs in the table at all.
# 2. A tensor of shape `[a, b]` holds `a * b` numbers. The cell's bias vector is there `biases` times; nothing is there
#    once for each time step.
# 3. `features * hidden + hidden * hidden + biases * hidden` for the cell; then a layer from `hidden` to `outputs`, just
#    as in question 6.

# %% [markdown] lang="zh" hints="rnn_parameter_count"
# 1. 表里有五行，就有五个乘积。再逐个想一想：每个尺寸在表里究竟出现了没有？
# 2. 形状为 `[a, b]` 的张量里有 `a * b` 个数。单元的偏置向量有 `biases` 个；没有什么是每个时间步各有一份的。
# 3. 单元是 `features * hidden + hidden * hidden + biases * hidden`；再加上一个从 `hidden` 到 `outputs` 的层，和第 6 题一样。


# %% question="rnn_parameter_count" points=4 minutes=8
def rnn_parameter_count(time, features, hidden, outputs, biases=1):
    """Return how many parameters a recurrent net has that reads one time step after another.

    Args:
        time: number of time steps.
        features: how many numbers describe one time step.
        hidden: how many numbers the state has.
        outputs: how many numbers the answer has.
        biases: how many bias vectors the cell has: 1 in the formula, 2 in Paddle's layers.

    Returns:
        The number of weights and biases of the cell and of the layer that gives the answer.

    Example (2 * 4 + 4 * 4 + 4 for the cell, 4 * 1 + 1 for the answer):
        >>> rnn_parameter_count(time=3, features=2, hidden=4, outputs=1)
        33
    """
    ### BEGIN SOLUTION add up the sizes of all parameters of the table
    cell = features * hidden + hidden * hidden + biases * hidden
    answer = hidden * outputs + outputs
    return cell + answer
    ### END SOLUTION


# %% [markdown] lang="en"
# ### Count again with Paddle
#
# At three time steps the two small nets of the examples have 33 parameters each; that is a coincidence. The next cell
# builds both nets in PaddlePaddle for our reviews (one-hot vectors as long as the vocabulary, 32 hidden numbers, 2
# outputs), counts their parameters, and compares with your functions. Then it draws how both grow with the length.

# %% [markdown] lang="zh"
# ### 用飞桨再数一遍
#
# 在三个时间步时，例子里的两个小网络恰好都有 33 个参数，那只是巧合。下一个单元格用飞桨为我们的评论搭出这两个网络
# （独热向量与词表一样长，32 个隐藏的数，2 个输出），数出参数的个数，与你的函数对照，再画出两者怎样随长度增长。


# %%
def count(*layers):
    """Return how many numbers training can adjust in these layers."""
    return sum(parameter.size for layer in layers for parameter in layer.parameters())


features, hidden, outputs = len(vocabulary), 32, 2
feed_forward = count(nn.Linear(longest * features, hidden), nn.Linear(hidden, outputs))
recurrent = count(nn.SimpleRNN(features, hidden), nn.Linear(hidden, outputs))
print("feed-forward: Paddle", feed_forward, " you", mlp_parameter_count(longest, features, hidden, outputs))
print("recurrent:    Paddle", recurrent, "  you", rnn_parameter_count(longest, features, hidden, outputs, biases=2))

lengths = np.arange(1, 101)
figure, axis = plt.subplots(figsize=(6.5, 2.6), layout="constrained")
axis.plot(lengths, [mlp_parameter_count(t, features, hidden, outputs) for t in lengths], label="feed-forward")
axis.plot(lengths, [rnn_parameter_count(t, features, hidden, outputs, 2) for t in lengths], label="recurrent")
axis.axvline(longest, color="gray", linestyle=":", label=f"our reviews: {longest} time steps")
axis.set_xlabel("time steps $T$")
axis.set_ylabel("parameters")
axis.legend(loc="center left", bbox_to_anchor=(1, 0.5))
plt.show()

# %% [markdown] lang="en"
# **What to see.** Each further time step costs the feed-forward net some 4,000 parameters more; the recurrent net pays
# once and reads on for ever. There are two more prices that no number shows. The feed-forward net is built for one
# length and cannot take a longer text at all. And what it has learnt about a word at place 3 it does not know at place
# 4: there stand other weights.
#
# ## 4. The experiment
#
# Three nets, the same reviews, the same training:
#
# - **bag**: sees the counts that your `bag_of_tokens` gives;
# - **places**: the feed-forward net with weights for every place;
# - **recurrent**: reads token by token with `nn.SimpleRNN`, Paddle's layer for the formula of section 3.
#
# The next cell trains each of them and measures after each pass over the training set (an **epoch**) what share of the
# *test* set it gets right, its **accuracy**. How such a loop works is the subject of later labs; here it is a black box.
# Only look at what goes in and what comes out.

# %% [markdown] lang="zh"
# **看什么**：每多一个时间步，前馈网络就要多出大约 4000 个参数；循环网络只付一次，往后想读多长都行。还有两样代价是数字看不出来的：
# 前馈网络是按一种长度造的，更长的文字根本放不进去；而且，它在第 3 个位置学到的关于某个词的知识，到了第 4 个位置就不认识了，
# 因为那里是另外一套权重。
#
# ## 4. 实验
#
# 三个网络，同样的评论，同样的训练：
#
# - **bag**（词袋）：只看你的 `bag_of_tokens` 给出的词数；
# - **places**（位置）：每个位置都有自己的权重的前馈网络；
# - **recurrent**（循环）：用 `nn.SimpleRNN` 一个词元一个词元地读，它就是飞桨为第 3 节的公式准备的层。
#
# 下一个单元格依次训练它们。每把训练集过一遍，叫一个 **epoch**（轮）；每过一轮，就测一次它在**测试集**上答对的比例，
# 也就是**准确率**（accuracy）。训练循环是怎么回事，后面的实验会讲，这里只把它当作黑盒：看清楚进去的是什么、出来的是什么就行。


# %%
class BagNet(nn.Layer):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(features, hidden), nn.Tanh(), nn.Linear(hidden, outputs))

    def forward(self, ids):
        counts = bag_of_tokens(ids.numpy(), features)
        return self.net(paddle.to_tensor(counts.astype("float32")))


class PlaceNet(nn.Layer):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(longest * features, hidden), nn.Tanh(), nn.Linear(hidden, outputs))

    def forward(self, ids):
        return self.net(F.one_hot(ids, features).flatten(1))


class RecurrentNet(nn.Layer):
    def __init__(self):
        super().__init__()
        self.rnn = nn.SimpleRNN(features, hidden)
        self.answer = nn.Linear(hidden, outputs)

    def forward(self, ids):
        states, _ = self.rnn(F.one_hot(ids, features))  # [batch, time, hidden]
        return self.answer(states[:, -1])  # read the answer off the last state


def accuracy(model, ids, labels):
    """Return the share of texts whose label the model gets right."""
    with paddle.no_grad():
        return float((model(paddle.to_tensor(ids)).argmax(axis=-1).numpy() == labels).mean())


def train_and_watch(model, epochs=12):
    """Train on the training set; return the accuracy on the test set after each epoch."""
    shuffle = np.random.default_rng(1)
    optimizer = paddle.optimizer.Adam(0.01, parameters=model.parameters())
    history = []
    for _ in range(epochs):
        order = shuffle.permutation(len(train_ids))
        for start in range(0, len(order), 64):
            rows = order[start : start + 64]
            loss = F.cross_entropy(model(paddle.to_tensor(train_ids[rows])), paddle.to_tensor(train["label"][rows]))
            loss.backward()
            optimizer.step()
            optimizer.clear_grad()
        history.append(accuracy(model, test_ids, test["label"]))
    return history


models, curves = {}, {}
for name, kind in {"bag": BagNet, "places": PlaceNet, "recurrent": RecurrentNet}.items():
    paddle.seed(1)
    models[name] = kind()
    curves[name] = train_and_watch(models[name])
    print(f"{name:10s} {count(models[name]):6d} parameters   accuracy on the test set {curves[name][-1]:.3f}")

figure, axis = plt.subplots(figsize=(5.5, 2.8), layout="constrained")
for name, color in {"bag": "tab:gray", "places": "tab:blue", "recurrent": "tab:orange"}.items():
    axis.plot(range(1, 13), curves[name], "o-", markersize=3, color=color, label=name)
axis.axhline(0.5, color="black", linewidth=0.8, linestyle=":")
axis.text(12, 0.51, "coin", ha="right")
axis.set_ylim(0.4, 1.03)
axis.set_xlabel("epoch")
axis.set_ylabel("accuracy on the test set")
axis.legend(loc="center right")
plt.show()

# %% [markdown] lang="en"
# **What to see.** The gray curve does not move from 0.5: it *cannot*, as you have proved with `order_pairs`. The other
# two climb to 1. So a feed-forward net can learn order, too, if every place has its own weights; it needs 13 times as
# many parameters as the recurrent net to do so. And now let the reviews become longer than any of the training
# set, with a few idle words in front:

# %% [markdown] lang="zh"
# **看什么**：灰色曲线停在 0.5 一动不动：它**不可能**动，你已经用 `order_pairs` 证明过了。另外两条都升到了 1。可见，
# 只要每个位置都有自己的权重，前馈网络也能学会顺序，只是需要的参数是循环网络的 13 倍。接下来，在评论前面加上几个可有可无的词，
# 让它们比训练集里的任何一条都长：

# %%
idle = {"en": "after a week : in short , ", "zh": "用 了 一周 ， 总之 ， "}
longer = [idle[language] + text for language, text in zip(test["language"], test["text"], strict=True)]
longer_ids = encode(longer, max(len(text.split()) for text in longer))
print("the shape was", list(test_ids.shape), "and is now", list(longer_ids.shape))
print(f"recurrent: accuracy {accuracy(models['recurrent'], longer_ids, test['label']):.3f}")
try:
    accuracy(models["places"], longer_ids, test["label"])
except ValueError as error:
    print("places:   ", type(error).__name__, "- the first layer is made for another length")

# %% [markdown] lang="en"
# The recurrent net reads them as if nothing had happened; the net with weights for every place does not even start.
# That is what recurrent nets are for: **order and length**, with a fixed number of parameters.
#
# (Be careful with the 100 %. These reviews come from a script and follow few rules; real ones do not. The experiment
# shows that order can be learnt, not that reading is easy.)
#
# ## 5. The five shapes of sequence tasks
#
# A review gives *one* answer when all of it has been read. Other tasks want an answer at every step, or read one thing
# and tell a long story. What matters is only: how many pieces are read one after another, and how many answers are given
# one after another? "Many" means a sequence with steps in time; "one" means a single piece, however many numbers it is
# described by.
#
# ![Five small unrolled nets: one to one, one to many, many to one, many to many equal and unequal](../figures/lab01_shapes.svg)
#
# | constant | shape | example |
# | --- | --- | --- |
# | `ONE_TO_ONE` | one piece in, one answer out; no sequence at all | height and weight of a person → shoe size |
# | `ONE_TO_MANY` | one piece in, a sequence out | the number of a topic → a poem, word by word |
# | `MANY_TO_ONE` | a sequence in, one answer out | the letters of a surname → its language |
# | `EQUAL` | many to many: one answer for each piece that is read | the frames of a film → in each frame: is somebody in the picture? |
# | `UNEQUAL` | many to many: two sequences that need not have the same length | a long article → a short summary |

# %% [markdown] lang="zh"
# 循环网络读起来若无其事，而每个位置都有自己权重的网络根本启动不了。循环网络的用武之地就在这里：用固定个数的参数，
# 对付**顺序和长度**。
#
# （对这个 100% 要保持冷静。这些评论出自脚本，只遵循少数几条规则，真实的评论可不是这样。这个实验说明顺序是可以学会的，
# 并不说明阅读理解很容易。）
#
# ## 5. 序列任务的五种形态
#
# 一条评论读完之后，只需要**一个**答案。别的任务有的每一步都要答案，有的只读一样东西却要讲一个长长的故事。
# 要看的只有一点：先后读入多少项，先后给出多少个答案？“多”是指在时间上有先后的序列；“一”是指单独一项，不管它由多少个数来描述。
#
# ![五个展开的小网络：一对一、一对多、多对一、等长的多对多、不等长的多对多](../figures/zh/lab01_shapes.svg)
#
# | 常量 | 形态 | 例子 |
# | --- | --- | --- |
# | `ONE_TO_ONE` | 一对一：进一项，出一个答案，根本没有序列 | 一个人的身高和体重 → 鞋码 |
# | `ONE_TO_MANY` | 一对多：进一项，出一个序列 | 一个主题的编号 → 一首诗，一个词一个词地写出来 |
# | `MANY_TO_ONE` | 多对一：进一个序列，出一个答案 | 一个姓氏的各个字母 → 它属于哪种语言 |
# | `EQUAL` | 等长的多对多：每读一项，就有一个答案 | 一段影片的各帧画面 → 每一帧里有没有人 |
# | `UNEQUAL` | 不等长的多对多：两个序列，长度不必相同 | 一篇长文章 → 一段简短的摘要 |

# %% given=true
ONE_TO_ONE = "one to one"
ONE_TO_MANY = "one to many"
MANY_TO_ONE = "many to one"
EQUAL = "many to many, equal lengths"
UNEQUAL = "many to many, unequal lengths"

# %% [markdown] lang="en"
# ### Question 8 · `sequence_task` (5 points, about 8 minutes)
#
# **Why.** The shape of a task decides how the net is built: where inputs go in, and where answers are read out. Seeing
# the shape is the first step of every project.
#
# **What to return.** For each of these ten names the constant of its shape:
#
# | name | what goes in | what comes out |
# | --- | --- | --- |
# | `"sentiment"` | the words of a review | whether it is positive |
# | `"weather"` | the measurements of the last 30 days, day by day | the temperature of tomorrow |
# | `"stock price"` | the prices of 250 days, day by day | on each day, as soon as its price is known, an estimate for the next day |
# | `"house price"` | area, age and number of rooms of a house | its price |
# | `"tagging"` | the words of a sentence | for each word, whether it is a noun, a verb, … |
# | `"translation"` | the words of an English sentence | the words of the same sentence in Chinese |
# | `"speech"` | a recording, cut into 100 slices of sound a second | what was said, letter by letter |
# | `"music"` | the number of a style (3 is jazz) | a melody, note by note |
# | `"caption"` | a photo, given as a whole | a sentence that describes it, word by word |
# | `"digit"` | a picture of a handwritten digit, given as a whole | which digit it is |
#
# There is a point for each of the five shapes. You get it if you give that shape to all tasks that have it, and to no
# other.

# %% [markdown] lang="zh"
# ### 第 8 题 · `sequence_task`（5 分，约 8 分钟）
#
# **为什么**：任务的形态决定了网络怎么搭：输入从哪里进，答案从哪里读出。不管做什么项目，第一步都是看清任务的形态。
#
# **返回什么**：对下面十个名称，分别返回它的形态所对应的常量：
#
# | 名称 | 输入 | 输出 |
# | --- | --- | --- |
# | `"sentiment"`（情感） | 一条评论的各个词 | 是不是好评 |
# | `"weather"`（天气） | 最近 30 天的观测数据，逐日给出 | 明天的气温 |
# | `"stock price"`（股价） | 250 天的价格，逐日给出 | 每天一知道当天的价格，就估计第二天的价格 |
# | `"house price"`（房价） | 一套房子的面积、房龄和房间数 | 它的价格 |
# | `"tagging"`（标注） | 一句话的各个词 | 每个词分别是名词、动词还是别的 |
# | `"translation"`（翻译） | 一句英文的各个词 | 同一句话的中文的各个词 |
# | `"speech"`（语音） | 一段录音，每秒切成 100 小段 | 说的是什么，一个字母一个字母地写出来 |
# | `"music"`（音乐） | 风格的编号（例如 3 是爵士乐） | 一段旋律，一个音一个音地写出来 |
# | `"caption"`（看图说话） | 一张照片，整张给出 | 描述它的一句话，一个词一个词地写出来 |
# | `"digit"`（数字） | 一张手写数字的图片，整张给出 | 写的是哪个数字 |
#
# 五种形态各占 1 分。把某种形态给了所有属于它的任务，而且没有给别的任务，就得这 1 分。

# %% [markdown] lang="en" hints="sequence_task"
# 1. Ask two things of each task: does what goes in arrive in steps? Does what comes out leave in steps? A photo that is
#    given as a whole is one piece.
# 2. If both are sequences, ask a third thing: is there exactly one answer for each piece that is read? A sentence and
#    its translation seldom have the same number of words.
# 3. Two tasks are without any sequence, two go from one to many, two from many to one, two are equal and two unequal.
#    A dict with ten entries is the shortest way to write it: `{"sentiment": ..., ...}[name]`.

# %% [markdown] lang="zh" hints="sequence_task"
# 1. 对每个任务问两件事：输入是一步一步来的吗？输出是一步一步给的吗？整张给出的照片只算一项。
# 2. 如果两边都是序列，再问第三件事：是不是每读一项就恰好有一个答案？一句话和它的译文，词数很少相同。
# 3. 没有序列的有两个，一对多两个，多对一两个，等长两个，不等长两个。最短的写法是一个有十项的字典：`{"sentiment": ..., ...}[name]`。


# %% question="sequence_task" points=5 minutes=8
def sequence_task(name):
    """Return the shape of a task.

    Args:
        name: one of the ten names of the table, for example "sentiment".

    Returns:
        ONE_TO_ONE, ONE_TO_MANY, MANY_TO_ONE, EQUAL or UNEQUAL.
    """
    ### BEGIN SOLUTION return the constant for each of the ten names
    shapes = {
        "sentiment": MANY_TO_ONE,
        "weather": MANY_TO_ONE,
        "stock price": EQUAL,
        "house price": ONE_TO_ONE,
        "tagging": EQUAL,
        "translation": UNEQUAL,
        "speech": UNEQUAL,
        "music": ONE_TO_MANY,
        "caption": ONE_TO_MANY,
        "digit": ONE_TO_ONE,
    }
    return shapes[name]
    ### END SOLUTION


# %% [markdown] lang="en"
# ## 6. Four questions that everybody asks
#
# ### Question 9 · `concepts` (4 points, about 8 minutes)
#
# **Why.** Most confusion about recurrent nets comes from four points. Section 3 answers them all; look at its formula and
# its figure again. Here `check` is a tutor: if an answer is wrong, it says so, and in the self-study edition
# it explains what is wrong with just that answer.
#
# **1. What goes into the cell at one time step, and what comes out?** (Leave the parameters aside.)
#
# - A. In: $x_t$. Out: $h_t$. One thing in, one out.
# - B. In: $x_t$ and $h_{t-1}$. Out: $h_t$, which goes two ways: on to the next step as its state, and out as the output
#   of this step.
# - C. In: all inputs $x_1, \dots, x_T$. Out: the answer.
# - D. In: $x_t$ and $x_{t-1}$. Out: $h_t$.
#
# **2. Is that which the cell reads at one time step a sequence?**
#
# - A. Yes, the whole sequence; the cell is given all steps at once.
# - B. Yes, all that has been read so far: $x_1$ to $x_t$, once more at every step.
# - C. No, a single number: the features of a piece are read one after another.
# - D. No, one piece, described by its features: `[batch, features]`. The sequence is in the loop around the cell.
#
# **3. Do the parameters change from one time step to the next?**
#
# - A. No. All steps use the same ones. Training changes them, reading does not.
# - B. Yes. Each time step has a set of its own, so $T$ steps have $T$ sets.
# - C. Yes. The cell adjusts them a little as it reads, and so remembers.
# - D. In part. The steps share $W_{xh}$, but each has its own $W_{hh}$.
#
# **4. The drawing of the cell has an arrow from the cell back to itself. What does this loop mean?**
#
# - A. Within a time step, the output goes round and round through the cell until it no longer changes.
# - B. When the last step has been reached, the sequence is read again from the start.
# - C. It is a loop in time: the state made at step $t$ goes in at step $t + 1$. Unrolled, it is a chain.
# - D. The state of one sequence of the batch goes into the next sequence.
#
# **What to return.** `concepts(1)` to `concepts(4)` give the letter of your answer as a text. Questions 1 and 2 together
# are worth 2 points, and so are 3 and 4; a pair counts only if both of its answers are right.

# %% [markdown] lang="zh"
# ## 6. 人人都会问的四个问题
#
# ### 第 9 题 · `concepts`（4 分，约 8 分钟）
#
# **为什么**：关于循环神经网络的糊涂，大多出在四个地方。答案都在第 3 节里，请再看一眼那里的公式和图。这里的 `check` 是一位助教：
# 答错了它会指出来；如果你用的是自学版，它还会解释这个选项究竟错在哪里。
#
# **1. 在一个时间步，进入循环单元的是什么，出来的是什么？**（参数不算。）
#
# - A. 进：$x_t$。出：$h_t$。一进一出。
# - B. 进：$x_t$ 和 $h_{t-1}$。出：$h_t$；它有两个去处：传给下一步作为状态，同时作为这一步的输出。
# - C. 进：全部输入 $x_1, \dots, x_T$。出：答案。
# - D. 进：$x_t$ 和 $x_{t-1}$。出：$h_t$。
#
# **2. 循环单元在一个时间步读入的，是一个序列吗？**
#
# - A. 是，整个序列：所有时间步一次全给它。
# - B. 是，到目前为止读过的全部：每一步都把 $x_1$ 到 $x_t$ 重读一遍。
# - C. 不是，只是一个数：一项的各个特征要一个接一个地读。
# - D. 不是，是由特征描述的一项：`[batch, features]`。序列体现在单元外面的循环里。
#
# **3. 从一个时间步到下一个时间步，参数会变吗？**
#
# - A. 不会。每一步用的都是同一组。训练会改变它们，读的时候不变。
# - B. 会。每个时间步各有一组，$T$ 步就有 $T$ 组。
# - C. 会。单元一边读一边微调参数，靠这个来记忆。
# - D. 一部分会。各步共用 $W_{xh}$，但各有各的 $W_{hh}$。
#
# **4. 图中有一个箭头从单元指回它自己。这个环是什么意思？**
#
# - A. 在同一个时间步之内，输出反复经过单元，直到不再变化。
# - B. 读到最后一步之后，再从头把序列读一遍。
# - C. 它是时间上的环：第 $t$ 步得到的状态，在第 $t + 1$ 步进来。展开之后就是一条链。
# - D. 批次里一条序列的状态，会传给下一条序列。
#
# **返回什么**：`concepts(1)` 到 `concepts(4)` 分别返回你所选的字母（文本）。第 1、2 问合起来 2 分，第 3、4 问合起来 2 分；
# 一组里两个都答对才得分。

# %% [markdown] lang="en" hints="concepts"
# 1. Have the formula of section 3 before you: what stands on its right side, and which of it carries an index $t$?
# 2. For 1 and 2: count the symbols that are not parameters, and look at their shapes. For 3 and 4: look for the index on
#    the parameters, and at the two ends of the arrow, with the time written at each end.
# 3. Two things go in and one comes out. What goes in as input is one piece. What carries no $t$ stays the same. An arrow
#    that takes a tick of the clock leads into the next step. Write a dict of four letters and look `question` up in it.

# %% [markdown] lang="zh" hints="concepts"
# 1. 把第 3 节的公式放在眼前：右边有哪些符号？哪些带下标 $t$？
# 2. 第 1、2 问：数一数不是参数的符号，再看看它们的形状。第 3、4 问：看看参数有没有下标；再看看箭头的两端，各是什么时刻。
# 3. 进去两样，出来一样。作为输入进去的只有一项。不带下标 $t$ 的不会变。要花一拍才走完的箭头，通向下一步。
#    写一个有四个字母的字典，按 `question` 去查。


# %% question="concepts" points=4 minutes=8
def concepts(question):
    """Return the letter of your answer.

    Args:
        question: number of the question above, 1 to 4.

    Returns:
        "A", "B", "C" or "D".
    """
    ### BEGIN SOLUTION return a letter for each of the four questions
    return {1: "B", 2: "D", 3: "A", 4: "C"}[question]
    ### END SOLUTION


# %% [markdown] lang="en"
# ## 7. Summary
#
# - A text becomes numbers by way of **tokens**, a **vocabulary** and **ids**; a batch of ids is `[batch, time]`.
# - A **bag of words** keeps the counts and forgets the order. Where order decides, it is right half the time, by
#   necessity.
# - **Sigmoid** (0 to 1), **tanh** (−1 to 1) and **ReLU** (0 and up) put the bend into a net. Written with care, they
#   survive large numbers.
# - A **feed-forward net** that sees the order needs weights for every place: it grows with the length, and fits one
#   length only.
# - A **recurrent cell** makes the new state from the input of the step and the old state,
#   $h_t = \tanh(x_t W_{xh} + h_{t-1} W_{hh} + b_h)$, with the same parameters at every step. Its loop is one in time.
# - Tasks have five shapes: **one to one, one to many, many to one, many to many** with **equal** and with **unequal**
#   lengths.
#
# In lab 2 you build the cell yourself, run it over whole batches, and find that `nn.SimpleRNN` computes the very same.
#
# ## Go further
#
# 1. **Which rule is hard?** `test["rule"]` says by which rule each review was made. Compute the accuracy of the recurrent
#    net for each rule after 2, 4 and 8 epochs. Which one is learnt last, and why might that be?
# 2. **Pairs of words.** Count *pairs of neighbours* instead of words ("not good" is one of them). Write `bag_of_pairs` and
#    search for reviews that even this bag cannot tell apart. Which rules escape it?
# 3. **Padding behind.** Fill the test reviews up at the end instead of in front, and measure the recurrent net again.
#    What happens to the state while it reads 0 after 0? (Lab 8 mends this.)
# 4. **A fairer race.** Give the net with weights for every place only as many parameters as the recurrent net has. How
#    many hidden numbers are left to it, and how far does it get?
# 5. **Your own review.** Write a review with words of the vocabulary, encode it, and let the recurrent net judge it. Find
#    one that it gets wrong. What does that say about the 100 %?

# %% [markdown] lang="zh"
# ## 7. 小结
#
# - 文字通过**词元**、**词表**和 **id** 变成数；一个批次的 id 形状为 `[batch, time]`。
# - **词袋**只保留次数，忘掉了顺序。在由顺序决定意思的地方，它注定只能答对一半。
# - **Sigmoid**（0 到 1）、**tanh**（−1 到 1）和 **ReLU**（0 以上）让网络能够弯折。写得小心，遇到很大的数也不出错。
# - 要看到顺序，**前馈网络**得给每个位置都配上权重：它随长度增长，而且只适合一种长度。
# - **循环单元**由这一步的输入和旧状态得到新状态，$h_t = \tanh(x_t W_{xh} + h_{t-1} W_{hh} + b_h)$，每一步用的都是同一组参数。
#   它的环是时间上的环。
# - 任务有五种形态：**一对一、一对多、多对一**，以及**等长**与**不等长**的**多对多**。
#
# 在实验 2 里，你将亲手搭出循环单元，让它处理整个批次，并看到 `nn.SimpleRNN` 算的正是同一件事。
#
# ## 拓展练习
#
# 1. **哪条规则最难？** `test["rule"]` 记录了每条评论是按哪条规则造的。分别在 2、4、8 轮之后，算出循环网络在每条规则上的准确率。
#    最后学会的是哪一条？可能是什么原因？
# 2. **数词对。** 不数单个的词，改数**相邻的两个词**（比如 “not good” 就是一对）。写一个 `bag_of_pairs`，
#    找一找有没有连它也分不开的评论。哪些规则它对付不了？
# 3. **填充放在后面。** 把测试集的评论改成在末尾填充，再测一次循环网络。连着读好多个 0 的时候，状态会怎样？（实验 8 会解决这个问题。）
# 4. **更公平的比赛。** 让每个位置都有权重的那个网络，参数个数和循环网络一样多。它还剩几个隐藏的数？能达到什么水平？
# 5. **自己写一条评论。** 用词表里的词写一条评论，编码之后交给循环网络判断。找出一条它判错的。这对那个 100% 说明了什么？
