"""Known wrong answers to lab 1, and correct versions of the questions that later ones use.

`<question>__<what_is_wrong>` has the signature of the question; its docstring is read by the student who answered so.
"""

import numpy as np

# -- bag_of_tokens ---------------------------------------------------------------------------------------------------------


def _bags(ids, vocab_size):
    return (np.asarray(ids)[:, :, None] == np.arange(vocab_size)).sum(axis=1)


def bag_of_tokens__presence_only(ids, vocab_size):
    """A token that occurs twice counts once: this says which tokens occur, and not how often.

    zh: 出现两次的词元只记了一次：这说的是哪些词元出现过，而不是各出现了几次。
    """
    return (_bags(ids, vocab_size) > 0).astype("int64")


def bag_of_tokens__added_only_once(ids, vocab_size):
    """A token that occurs twice counts once. Did you write `counts[row, ids] += 1` with several ids at once? Where a place is named twice,
    NumPy adds only once.

    zh: 出现两次的词元只记了一次。是不是写了 `counts[row, ids] += 1`，而且一次用了好几个 id？同一个位置出现两次时，NumPy 只加一次。
    """
    counts = np.zeros([len(ids), vocab_size])
    for row, these in enumerate(ids):
        counts[row, these] += 1
    return counts


def bag_of_tokens__shares_instead_of_counts(ids, vocab_size):
    """The counts were divided by the number of tokens. Asked for are the counts themselves.

    zh: 次数又除以了词元的个数。题目要的是次数本身。
    """
    return _bags(ids, vocab_size) / ids.shape[1]


def bag_of_tokens__padding_left_out(ids, vocab_size):
    """The id 0 is not counted. Here it counts like any other id.

    zh: id 为 0 的词元没有计数。这里它和别的 id 一样要计数。
    """
    counts = _bags(ids, vocab_size)
    counts[:, 0] = 0
    return counts


def bag_of_tokens__one_bag_for_the_batch(ids, vocab_size):
    """All texts were thrown into one bag. Each row gets a bag of its own.

    zh: 所有文字被倒进了同一个袋子。每一行要有自己的词袋。
    """
    return _bags(ids, vocab_size).sum(axis=0)


def bag_of_tokens__still_in_order(ids, vocab_size):
    """There is still a row for each time step: these are one-hot vectors. A bag is their sum over time.

    zh: 每个时间步还各占一行，这是独热向量。把它们沿时间加起来才是词袋。
    """
    return (ids[:, :, None] == np.arange(vocab_size)).astype("int64")


def bag_of_tokens__only_up_to_the_largest_id(ids, vocab_size):
    """The bags end at the largest id that occurs. They always have `vocab_size` places, also for tokens that do not occur.

    zh: 词袋只到出现过的最大 id 为止。它永远有 `vocab_size` 个位置，没出现的词元也占一个。
    """
    return _bags(ids, int(ids.max()) + 1)


# -- order_pairs -----------------------------------------------------------------------------------------------------------


def _pairs(bags, labels, *, start=1, differ=True):
    """Return the pairs of rows with equal bags; `differ` also asks for different labels."""
    rows = range(len(bags))
    return [
        (i, j) for i in rows for j in range(i + start, len(bags)) if (bags[i] == bags[j]).all() and (not differ or labels[i] != labels[j])
    ]


def order_pairs__labels_ignored(ids, labels, vocab_size):
    """Two reviews with the same words and the same label are on your list. Those do a bag no harm: it may answer both alike.

    zh: 用词相同、标签也相同的评论也被列了进来。这样的两条对词袋没有妨碍：答案本来就该一样。
    """
    return _pairs(_bags(ids, vocab_size), labels, differ=False)


def order_pairs__both_ways(ids, labels, vocab_size):
    """Each pair is there twice, as (i, j) and as (j, i). Let j start behind i.

    zh: 每一对都出现了两次：(i, j) 和 (j, i)。让 j 从 i 的后面开始。
    """
    bags = _bags(ids, vocab_size)
    rows = range(len(ids))
    return [(i, j) for i in rows for j in rows if labels[i] != labels[j] and (bags[i] == bags[j]).all()]


def order_pairs__same_tokens_in_any_number(ids, labels, vocab_size):
    """You compare which tokens occur, and not how often. A bag counts.

    zh: 你比较的是出现了哪些词元，而不是各出现了几次。词袋是要数次数的。
    """
    return _pairs(_bags(ids, vocab_size) > 0, labels)


def order_pairs__neighbours_only(ids, labels, vocab_size):
    """Only rows that follow each other are compared. A partner can stand anywhere.

    zh: 只比较了相邻的两行。搭档可能在任何地方。
    """
    bags = _bags(ids, vocab_size)
    return [(i, i + 1) for i in range(len(ids) - 1) if labels[i] != labels[i + 1] and (bags[i] == bags[i + 1]).all()]


def order_pairs__first_partner_only(ids, labels, vocab_size):
    """After the first partner of a row the search ends. A row can have several.

    zh: 给一行找到第一个搭档之后就不找了。一行可以有好几个搭档。
    """
    found = {}
    for i, j in _pairs(_bags(ids, vocab_size), labels):
        found.setdefault(i, j)
    return list(found.items())


def order_pairs__first_pair_only(ids, labels, vocab_size):
    """Only one pair is returned. Does the `return` stand inside a loop?

    zh: 只返回了一对。是不是把 `return` 写在循环里面了？
    """
    return _pairs(_bags(ids, vocab_size), labels)[:1]


def order_pairs__same_text(ids, labels, vocab_size):
    """You compare the texts in their order. Two reviews with the same words in another order have the same bag.

    zh: 你是按次序比较整条文字的。用词相同、次序不同的两条评论，词袋也是相同的。
    """
    return _pairs(np.asarray(ids), labels)


# -- sigmoid ---------------------------------------------------------------------------------------------------------------


def _sigmoid(x):
    z = np.exp(-np.abs(x))
    return np.where(x >= 0, 1.0, z) / (1.0 + z)


def sigmoid__overflow_for_negative_numbers(x):
    """The formula is right, and so are the numbers; but for very negative x, e to the −x overflows. Choose a form whose exponent is never
    positive.

    zh: 公式是对的，数值也对；但 x 是绝对值很大的负数时，e 的 −x 次方会溢出。请换一种指数永远不为正的写法。
    """
    return 1.0 / (1.0 + np.exp(-x))


def sigmoid__overflow_for_positive_numbers(x):
    """For large x this divides infinity by infinity, which is not a number. Choose a form whose exponent is never positive.

    zh: x 很大时，这里成了无穷大除以无穷大，结果不是数。请换一种指数永远不为正的写法。
    """
    return np.exp(x) / (1.0 + np.exp(x))


def sigmoid__where_computes_both(x):
    """The choice is right, but `np.where` chooses after both forms have been computed for all numbers: each overflows where it is not
    chosen.

    zh: 选择是对的，但 `np.where` 是在两种写法都对所有数算完之后才选的：没被选中的那一边照样溢出了。
    """
    return np.where(x >= 0, 1.0 / (1.0 + np.exp(-x)), np.exp(x) / (1.0 + np.exp(x)))


def sigmoid__wrong_sign(x):
    """The curve falls: large numbers come near 0 and very negative ones near 1. Look at the sign of the exponent.

    zh: 曲线是下降的：很大的数接近 0，很小的负数接近 1。看一看指数的正负号。
    """
    return _sigmoid(-x)


def sigmoid__absolute_value_everywhere(x):
    """Negative numbers get the value of positive ones. With e to the −|x| the two signs need two forms.

    zh: 负数得到了正数的值。用 e 的 −|x| 次方时，正负两边要用两种写法。
    """
    return 1.0 / (1.0 + np.exp(-np.abs(x)))


def sigmoid__tanh(x):
    """This curve runs from −1 to 1: it is tanh. Sigmoid runs from 0 to 1.

    zh: 这条曲线从 −1 到 1，那是 tanh。sigmoid 是从 0 到 1。
    """
    return np.tanh(x)


def sigmoid__one_number_at_a_time(x):
    """The functions of Python's `math` module take one number. Those of NumPy (`np.exp`) take whole arrays.

    zh: Python 的 `math` 模块里的函数一次只接受一个数。NumPy 的函数（`np.exp`）可以接受整个数组。
    """
    import math

    return 1.0 / (1.0 + math.exp(-x))


# -- tanh ------------------------------------------------------------------------------------------------------------------


def tanh__misprinted(x):
    """On top stands e to the −x minus itself, which is 0. The first of the two exponents has no minus sign.

    zh: 分子是 e 的 −x 次方减去它自己，等于 0。两个指数中的第一个没有负号。
    """
    return (np.exp(-x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))


def tanh__misprinted_below_too(x):
    """On top stands e to the −x minus itself, which is 0; below it stands twice, too. One exponent of each has no minus sign.

    zh: 分子是 e 的 −x 次方减去它自己，等于 0；分母里也写了两次。上下各有一个指数没有负号。
    """
    return (np.exp(-x) - np.exp(-x)) / (np.exp(-x) + np.exp(-x))


def tanh__overflow(x):
    """The formula is right for small numbers. For large ones it divides infinity by infinity. The other form has no such problem.

    zh: 这个公式对不太大的数是对的。数很大时，它成了无穷大除以无穷大。另一种写法没有这个问题。
    """
    return (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))


def tanh__not_doubled(x):
    """The range is right, the curve is too flat: x has to be doubled before it goes into the sigmoid.

    zh: 范围是对的，但曲线太平缓：x 在进入 sigmoid 之前要乘以 2。
    """
    return 2.0 * _sigmoid(x) - 1.0


def tanh__only_doubled(x):
    """The curve still runs from 0 to 1. It has to be stretched to twice its height and moved down by 1.

    zh: 曲线还是从 0 到 1。要把它拉高到两倍，再下移 1。
    """
    return _sigmoid(2.0 * x)


def tanh__wrong_sign(x):
    """The curve falls: positive numbers give negative ones. Look at the order of the two terms on top.

    zh: 曲线是下降的：正数得到了负数。看一看分子里两项的次序。
    """
    return -np.tanh(x)


def tanh__clipped_line(x):
    """This is a straight line, cut off at −1 and 1. Tanh bends gently towards both.

    zh: 这是一条在 −1 和 1 处截断的直线。tanh 是平缓地弯向两端的。
    """
    return np.clip(x, -1.0, 1.0)


# -- relu ------------------------------------------------------------------------------------------------------------------


def relu__absolute_value(x):
    """Negative numbers lose their sign. They become 0 here.

    zh: 负数去掉了负号。这里它们应当变成 0。
    """
    return np.abs(x)


def relu__keeps_the_negative(x):
    """The smaller of 0 and x is returned. Positive numbers pass, negative ones do not.

    zh: 返回的是 0 和 x 中较小的。应当让正数通过，负数不通过。
    """
    return np.minimum(x, 0.0)


def relu__in_place(x):
    """The result is right, but the zeros were written into `x` itself: the caller's numbers are lost.

    zh: 结果是对的，但 0 直接写进了 `x`：调用者的数丢失了。
    """
    x[x < 0] = 0.0
    return x


def relu__step(x):
    """Positive numbers become 1. They pass as they are.

    zh: 正数变成了 1。它们应当原样通过。
    """
    return (x > 0) * 1.0


def relu__negative_numbers_left_out(x):
    """The negative numbers were left out, so the array lost its shape. Each number keeps its place; the negative ones become 0.

    zh: 负数被丢掉了，数组的形状也就没了。每个数都留在原位，负数变成 0。
    """
    return x[x > 0]


# -- mlp_parameter_count -------------------------------------------------------------------------------------------------------


def mlp_parameter_count__biases_forgotten(time, features, hidden, outputs):
    """The weights are counted, the biases are not: one for each number that a layer gives.

    zh: 权重数了，偏置没有数：层的每个输出各有一个偏置。
    """
    return time * features * hidden + hidden * outputs


def mlp_parameter_count__one_time_step(time, features, hidden, outputs):
    """Only one time step is counted. In this net each time step has weights of its own.

    zh: 只数了一个时间步。在这个网络里，每个时间步都有自己的权重。
    """
    return features * hidden + hidden + hidden * outputs + outputs


def mlp_parameter_count__second_layer_forgotten(time, features, hidden, outputs):
    """This is the first layer. The second one, from `hidden` to `outputs` numbers, has parameters, too.

    zh: 这只是第一层。从 `hidden` 到 `outputs` 的第二层也有参数。
    """
    return time * features * hidden + hidden


def mlp_parameter_count__biases_for_each_step(time, features, hidden, outputs):
    """The biases of the first layer are counted once for each time step. A layer has one for each number that it gives.

    zh: 第一层的偏置按时间步数了许多遍。一个层的每个输出只有一个偏置。
    """
    return time * (features * hidden + hidden) + hidden * outputs + outputs


def mlp_parameter_count__second_layer_for_each_step(time, features, hidden, outputs):
    """Both layers are counted once for each time step. The first one reads all steps at once, and gives `hidden` numbers in all.

    zh: 两层都按时间步数了许多遍。第一层一次读入所有时间步，总共只给出 `hidden` 个数。
    """
    return time * (features * hidden + hidden + hidden * outputs + outputs)


def mlp_parameter_count__biases_of_the_inputs(time, features, hidden, outputs):
    """You count a bias for each number that goes into a layer. Biases belong to the numbers that come out.

    zh: 你给进入层的每个数都算了一个偏置。偏置属于输出的数。
    """
    return time * features * hidden + time * features + hidden * outputs + hidden


# -- rnn_parameter_count -------------------------------------------------------------------------------------------------------


def _recurrent(features, hidden, outputs, biases):
    return features * hidden + hidden * hidden + biases * hidden + hidden * outputs + outputs


def rnn_parameter_count__grows_with_time(time, features, hidden, outputs, biases=1):
    """The cell is counted once for each time step. It is one cell, used again and again with the same parameters.

    zh: 单元按时间步数了许多遍。它是同一个单元，用同一组参数反复使用。
    """
    cell = features * hidden + hidden * hidden + biases * hidden
    return time * cell + hidden * outputs + outputs


def rnn_parameter_count__input_weights_for_each_step(time, features, hidden, outputs, biases=1):
    """`W_xh` is counted once for each time step, as in the feed-forward net. The cell uses the same `W_xh` at every step.

    zh: `W_xh` 按时间步数了许多遍，那是前馈网络的算法。单元每一步用的都是同一个 `W_xh`。
    """
    return time * features * hidden + hidden * hidden + biases * hidden + hidden * outputs + outputs


def rnn_parameter_count__biases_forgotten(time, features, hidden, outputs, biases=1):
    """The weights are counted, the biases are not: neither those of the cell nor that of the answer.

    zh: 权重数了，偏置没有数：单元的没有数，答案的也没有数。
    """
    return features * hidden + hidden * hidden + hidden * outputs


def rnn_parameter_count__always_one_bias(time, features, hidden, outputs, biases=1):
    """One bias vector is counted in the cell, whatever `biases` is. Paddle's layers have two.

    zh: 不管 `biases` 是几，单元里都只数了一个偏置向量。飞桨的层有两个。
    """
    return _recurrent(features, hidden, outputs, 1)


def rnn_parameter_count__always_two_biases(time, features, hidden, outputs, biases=1):
    """Two bias vectors are counted in the cell, whatever `biases` is. The formula has one.

    zh: 不管 `biases` 是几，单元里都数了两个偏置向量。公式里只有一个。
    """
    return _recurrent(features, hidden, outputs, 2)


def rnn_parameter_count__answer_has_two_biases_too(time, features, hidden, outputs, biases=1):
    """The bias of the answer is counted `biases` times, too. Only the cell has several.

    zh: 答案的偏置也数了 `biases` 遍。有几个偏置向量的只是单元。
    """
    return _recurrent(features, hidden, outputs, biases) + (biases - 1) * outputs


def rnn_parameter_count__memory_forgotten(time, features, hidden, outputs, biases=1):
    """The weights from the old state to the new one are missing. Without them there is no memory.

    zh: 缺了从旧状态到新状态的权重。没有它们就没有记忆。
    """
    return _recurrent(features, hidden, outputs, biases) - hidden * hidden


def rnn_parameter_count__one_weight_for_each_unit(time, features, hidden, outputs, biases=1):
    """From the old state to the new one you count `hidden` weights. Each number of the old state acts on each one of the new.

    zh: 从旧状态到新状态只数了 `hidden` 个权重。旧状态的每个数都会影响新状态的每个数。
    """
    return _recurrent(features, hidden, outputs, biases) - hidden * hidden + hidden


def rnn_parameter_count__answer_forgotten(time, features, hidden, outputs, biases=1):
    """This is the cell alone. The layer that gives the answer has parameters, too: the last two rows of the table.

    zh: 这只是单元。给出答案的那一层也有参数：表格的最后两行。
    """
    return features * hidden + hidden * hidden + biases * hidden


# -- sequence_task -----------------------------------------------------------------------------------------------------------

_SHAPES = {
    "sentiment": "many to one",
    "weather": "many to one",
    "stock price": "many to many, equal lengths",
    "house price": "one to one",
    "tagging": "many to many, equal lengths",
    "translation": "many to many, unequal lengths",
    "speech": "many to many, unequal lengths",
    "music": "one to many",
    "caption": "one to many",
    "digit": "one to one",
}


def sequence_task__translation_word_for_word(name):
    """You translate word for word. A sentence and its translation seldom have the same number of words, and their order differs.

    zh: 你在逐词翻译。一句话和它的译文，词数很少相同，词序也不一样。
    """
    return "many to many, equal lengths" if name == "translation" else _SHAPES[name]


def sequence_task__a_letter_for_each_slice_of_sound(name):
    """For speech you expect an answer for each slice of sound. A second of it is 100 slices, and a handful of letters.

    zh: 对于语音，你认为每小段声音都有一个答案。一秒钟有 100 小段，却只有几个字母。
    """
    return "many to many, equal lengths" if name == "speech" else _SHAPES[name]


def sequence_task__translation_and_speech_equal(name):
    """Both translation and speech are called equal. Ask of each: is there one answer for each piece that is read?

    zh: 翻译和语音都被判为等长。分别问一问：是不是每读一项就有一个答案？
    """
    return "many to many, equal lengths" if name in ("translation", "speech") else _SHAPES[name]


def sequence_task__one_tag_for_the_sentence(name):
    """For tagging you expect one answer. Each word gets a tag of its own.

    zh: 对于标注，你认为只有一个答案。每个词都有自己的标签。
    """
    return "many to one" if name == "tagging" else _SHAPES[name]


def sequence_task__one_estimate_at_the_end(name):
    """For the stock price you expect one answer at the end. The table asks for an estimate on each of the days.

    zh: 对于股价，你认为只在最后有一个答案。表中要求的是每天都估计一次。
    """
    return "many to one" if name == "stock price" else _SHAPES[name]


def sequence_task__weather_every_day(name):
    """For the weather you expect an answer for each of the 30 days. Only the temperature of tomorrow is asked for.

    zh: 对于天气，你认为 30 天里每天都有一个答案。题目只要明天的气温。
    """
    return "many to many, equal lengths" if name == "weather" else _SHAPES[name]


def sequence_task__a_verdict_for_each_word(name):
    """For the sentiment you expect an answer for each word. The review as a whole is positive or not.

    zh: 对于情感，你认为每个词都有一个答案。是不是好评，说的是整条评论。
    """
    return "many to many, equal lengths" if name == "sentiment" else _SHAPES[name]


def sequence_task__a_review_is_one_thing(name):
    """You take the review for one piece. It is read word by word, and its words have an order.

    zh: 你把整条评论当作一项。它是一个词一个词读的，词与词有先后。
    """
    return "one to one" if name == "sentiment" else _SHAPES[name]


def sequence_task__caption_is_one_answer(name):
    """You take the caption for one answer. It is written word by word, and each word depends on those before it.

    zh: 你把那句描述当作一个答案。它是一个词一个词写的，每个词都取决于前面的词。
    """
    return "one to one" if name == "caption" else _SHAPES[name]


def sequence_task__dots_of_a_photo_are_steps(name):
    """You take the dots of the photo for a sequence. It is given as a whole: one piece, described by many numbers.

    zh: 你把照片的像素当作序列。照片是整张给出的：它是一项，只是用了许多数来描述。
    """
    return "many to many, unequal lengths" if name == "caption" else _SHAPES[name]


def sequence_task__dots_of_a_digit_are_steps(name):
    """You take the dots of the picture for a sequence. It is given as a whole: one piece. (Read row by row it would be a sequence; lab
    9 does that.)

    zh: 你把图片的像素当作序列。图片是整张给出的，只算一项。（如果一行一行地读，那就是序列了；实验 9 就这么做。）
    """
    return "many to one" if name == "digit" else _SHAPES[name]


def sequence_task__features_are_steps(name):
    """You take area, age and rooms for a sequence. They are three features of one house: you could give them in any order.

    zh: 你把面积、房龄和房间数当作序列。它们是同一套房子的三个特征，按什么次序给都一样。
    """
    return "many to one" if name == "house price" else _SHAPES[name]


def sequence_task__style_is_a_sequence(name):
    """You take what goes in for a sequence in the task about music. It is a single number; only the melody is a sequence.

    zh: 对于音乐，你认为输入是序列。输入只是一个数，只有旋律才是序列。
    """
    return "many to many, unequal lengths" if name == "music" else _SHAPES[name]


# -- concepts ----------------------------------------------------------------------------------------------------------------


def _letter(question, wrong_at, wrong):
    """Return the right letters, but for one question."""
    return wrong if question == wrong_at else {1: "B", 2: "D", 3: "A", 4: "C"}[question]


def concepts__input_only(question):
    """Question 1, A: with x_t alone the cell would have no memory; each step would start from nothing. What it remembers has to go in
    as well.

    zh: 第 1 问选 A：只有 x_t 的话，单元就没有记忆，每一步都从零开始。记住的东西也得进来。
    """
    return _letter(question, 1, "A")


def concepts__whole_sequence_in(question):
    """Question 1, C: that describes the whole recurrent net, from outside. The cell itself sees one time step, and makes a state, not
    yet an answer.

    zh: 第 1 问选 C：这是从外面看整个循环网络。单元自己只看到一个时间步，给出的是状态，还不是答案。
    """
    return _letter(question, 1, "C")


def concepts__last_two_inputs(question):
    """Question 1, D: then the cell would know nothing of what came before the last two inputs. It gets the old state, which holds traces of
    *all* inputs so far.

    zh: 第 1 问选 D：那样的话，对再往前一步的输入，单元就一无所知了。它得到的是旧状态，里面有到目前为止**所有**输入的痕迹。
    """
    return _letter(question, 1, "D")


def concepts__all_steps_at_once(question):
    """Question 2, A: that is the feed-forward net of section 2. In the formula of the cell, x carries the index t: one time step.

    zh: 第 2 问选 A：那是第 2 节的前馈网络。在单元的公式里，x 带有下标 t，只是一个时间步。
    """
    return _letter(question, 2, "A")


def concepts__all_read_again(question):
    """Question 2, B: nothing is read twice. What was read before is present only in the state, and that is why a state is needed.

    zh: 第 2 问选 B：没有什么会读第二遍。之前读过的内容只存在于状态之中，正因为如此才需要状态。
    """
    return _letter(question, 2, "B")


def concepts__features_one_by_one(question):
    """Question 2, C: the features of a piece go in together, as one row of the matrix product. They are many numbers, but one time step.

    zh: 第 2 问选 C：一项的各个特征是一起进来的，在矩阵乘法里占一行。数虽然多，却只是一个时间步。
    """
    return _letter(question, 2, "C")


def concepts__parameters_for_each_step(question):
    """Question 3, B: then the number of parameters would grow with the length, and you have computed in question 7 that it does not.

    zh: 第 3 问选 B：那样参数的个数就会随长度增长，而你在第 7 题算过，它并不增长。
    """
    return _letter(question, 3, "B")


def concepts__parameters_remember(question):
    """Question 3, C: what changes while reading is the state; it is the memory. The parameters are what has been learnt, and change in
    training only.

    zh: 第 3 问选 C：读的时候变化的是状态，记忆就是它。参数是学到的本事，只在训练时改变。
    """
    return _letter(question, 3, "C")


def concepts__recurrent_weights_for_each_step(question):
    """Question 3, D: no parameter carries an index t, `W_hh` neither. The same `W_hh` leads from each state to the next.

    zh: 第 3 问选 D：没有哪个参数带下标 t，`W_hh` 也不带。从每个状态到下一个状态，用的都是同一个 `W_hh`。
    """
    return _letter(question, 3, "D")


def concepts__round_and_round_in_one_step(question):
    """Question 4, A: on the right of the formula stands the state of the step *before*. Each step is computed once, and nothing waits
    until it no longer changes.

    zh: 第 4 问选 A：公式右边是**上一步**的状态。每一步只算一次，并不需要等到不再变化为止。
    """
    return _letter(question, 4, "A")


def concepts__sequence_read_again(question):
    """Question 4, B: a sequence is read once. Reading the training set again and again (the epochs) is a matter of training, and no
    arrow of the cell.

    zh: 第 4 问选 B：序列只读一遍。把训练集读了又读（一轮又一轮），那是训练的事，与单元的箭头无关。
    """
    return _letter(question, 4, "B")


def concepts__next_sequence_of_the_batch(question):
    """Question 4, D: the sequences of a batch run side by side and know nothing of each other. The arrow leads to the next time step of the
    same sequence.

    zh: 第 4 问选 D：批次里的各条序列并排前进，互不相干。箭头通向的是同一条序列的下一个时间步。
    """
    return _letter(question, 4, "D")


# -- correct versions, for questions that build on these ---------------------------------------------------------------------


def correct__bag_of_tokens(ids, vocab_size):
    """Return the counts, [batch, vocab_size]."""
    return (ids[:, :, None] == np.arange(vocab_size)).sum(axis=1)


def correct__sigmoid(x):
    """Return 1 / (1 + e^-x), by way of NumPy's tanh."""
    return 0.5 * (1.0 + np.tanh(0.5 * x))
