"""Known wrong answers to lab 13: evidence that settles nothing, and ways of judging that go wrong.

Evidence is the learner's own choice of numbers, so each of these is recognised by the sentence with which the checks refuse it, and
not by its numbers.
"""

import numpy as np
import paddle
from paddle import nn

# -- counterexample_dropped_input ------------------------------------------------------------------------------------------


def counterexample_dropped_input__memory_fades():
    """The first input is read, and forgotten on the way: with a weight below 1 the state shrinks at every step that has no input. What
    lets a state of one unit survive?

    zh: 第一个输入读是读了，路上却忘掉了：权重小于 1 时，没有输入的每一步都让状态缩小。什么样的权重能让单个单元的状态存活下来？
    """
    return [1.0, 0.0, 0.0, 0.0, 0.0], [-1.0, 0.0, 0.0, 0.0, 0.0], 1.0, 0.5, 0.0


def counterexample_dropped_input__no_way_from_state_to_state():
    """Without a weight from the old state to the new one the cell has no memory; after the first step nothing is left of the first input.

    zh: 没有从旧状态到新状态的权重，单元就没有记忆；第一步之后，第一个输入不留痕迹。
    """
    return [1.0, 0.0, 0.0, 0.0, 0.0], [-1.0, 0.0, 0.0, 0.0, 0.0], 1.0, 0.0, 0.0


def counterexample_dropped_input__last_input_differs():
    """That the *last* input shows in the last state proves little. The sequences shall differ at the start and nowhere else.

    zh: **最后**一个输入在最后的状态里看得出来，说明不了多少问题。两条序列只应在开头不同。
    """
    return [0.0, 0.0, 0.0, 0.0, 1.0], [0.0, 0.0, 0.0, 0.0, -1.0], 1.0, 2.0, 0.0


def counterexample_dropped_input__too_short():
    """With one or two steps nearly any cell tells the sequences apart. Give it five at least.

    zh: 只走一两步，几乎哪个单元都分得清两条序列。请至少给它五步。
    """
    return [1.0, 0.0], [-1.0, 0.0], 1.0, 2.0, 0.0


def counterexample_dropped_input__both_on_one_side():
    """The cell remembers on which side of 0 it was, and no more: both of your sequences start on the same side. Let them start on
    different ones.

    zh: 单元只记得自己在 0 的哪一边，此外什么也记不住：你的两条序列从同一边出发。请让它们从不同的两边出发。
    """
    return [1.0, 0.0, 0.0, 0.0, 0.0], [2.0, 0.0, 0.0, 0.0, 0.0], 1.0, 2.0, 0.0


# -- counterexample_misprint -----------------------------------------------------------------------------------------------


def counterexample_misprint__formula_mended():
    """You read what the author meant, and not what is printed. A reviewer has to take a formula sign by sign.

    zh: 你读到的是作者想写的，而不是印出来的。审稿人要逐个符号地读公式。
    """
    z = 1.0
    return z, (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z)), np.tanh(z)


def counterexample_misprint__at_zero():
    """At 0 both formulas give 0, and near it both give next to nothing. Of all places you have chosen one where the error cannot be seen.

    zh: 在 0 处，两个公式都等于 0；在它附近，两者也都差不多是 0。偏偏选中了看不出错误的地方。
    """
    return 0.0, 0.0, 0.0


def counterexample_misprint__tanh_upside_down():
    """Your value for tanh has the wrong sign: tanh is positive where z is.

    zh: 你给出的 tanh 值符号反了：z 为正的地方，tanh 也为正。
    """
    return 1.0, 0.0, -np.tanh(1.0)


def counterexample_misprint__another_formula():
    """What you computed is yet another formula, neither the printed one nor the right one: has a sign been mended in one place only?

    zh: 你算的成了第三个公式，既不是印出来的，也不是对的：是不是只改了一处符号？
    """
    z = 1.0
    return z, (np.exp(z) - np.exp(-z)) / (np.exp(-z) + np.exp(-z)), np.tanh(z)


# -- influence -------------------------------------------------------------------------------------------------------------


def _states(inputs, h0, params):
    h, states = h0, []
    for t in range(inputs.shape[1]):
        h = paddle.tanh(inputs[:, t] @ params["W_xh"] + h @ params["W_hh"] + params["b_h"])
        states.append(h)
    return paddle.stack(states, axis=1)


def _table(inputs, h0, params, size=1.0, pile_up=False):
    plain, time = _states(inputs, h0, params), inputs.shape[1]
    table = np.zeros([time + 1, time])
    changed = inputs.clone()
    for s in range(time):
        if not pile_up:
            changed = inputs.clone()
        changed[:, s] = changed[:, s] + size
        table[1:, s] = (_states(changed, h0, params) - plain).abs().max(axis=[0, 2]).numpy()
    return table


def influence__without_h0(inputs, h0, params):
    """The row of h_0 is missing. It is the very row that the sentence is about.

    zh: 缺了 h_0 那一行。这句话说的恰恰就是这一行。
    """
    return _table(inputs, h0, params)[1:]


def influence__one_state_too_early(inputs, h0, params):
    """The rows are shifted: what you wrote into the row of h_0 belongs to h_1, and the last row is empty.

    zh: 各行错了一位：写进 h_0 那一行的其实属于 h_1，最后一行空着。
    """
    return np.roll(_table(inputs, h0, params), -1, axis=0)


def influence__changes_pile_up(inputs, h0, params):
    """The changed words are never changed back, so each column shows the effect of all words up to its own. Start every run from the
    original inputs.

    zh: 改过的词没有改回去，于是每一列显示的是到它为止所有词的影响。每次都要从原来的输入出发。
    """
    return _table(inputs, h0, params, pile_up=True)


def influence__words_in_rows(inputs, h0, params):
    """Rows and columns are exchanged: a row belongs to a state, a column to a word.

    zh: 行和列弄反了：一行对应一个状态，一列对应一个词。
    """
    return _table(inputs, h0, params).T.copy()


def influence__sign_kept(inputs, h0, params):
    """A state that falls moves, too. Take the absolute value of the change before you look for the largest.

    zh: 状态变小也是变化。求最大值之前，先取变化的绝对值。
    """
    plain, time = _states(inputs, h0, params), inputs.shape[1]
    table = np.zeros([time + 1, time])
    for s in range(time):
        changed = inputs.clone()
        changed[:, s] = changed[:, s] + 1.0
        table[1:, s] = (_states(changed, h0, params) - plain).max(axis=[0, 2]).numpy()
    return table


def influence__writes_into_the_inputs(inputs, h0, params):
    """You added 1 to the caller's own inputs, and did not take it away again.

    zh: 你把 1 加到了调用者自己的输入上，而且没有减回去。
    """
    plain, time = _states(inputs, h0, params), inputs.shape[1]
    table = np.zeros([time + 1, time])
    for s in range(time):
        inputs[:, s] = inputs[:, s] + 1.0
        table[1:, s] = (_states(inputs, h0, params) - plain).abs().max(axis=[0, 2]).numpy()
    return table


# -- counterexample_output_is_state ----------------------------------------------------------------------------------------


def counterexample_output_is_state__deaf_readout():
    """With weights of zero, or near it, all states have the same answer, but such a readout is none. Find states that a *listening* readout
    cannot tell apart.

    zh: 权重是零或者接近零，当然什么状态答案都一样，可这样的读出等于没有。请找出一个**在听的**读出也分不清的两个状态。
    """
    return [0.6, -0.6], [-0.6, 0.6], [[0.0], [0.0]], [0.0]


def counterexample_output_is_state__nearly_equal_states():
    """States that differ by next to nothing have nearly the same answer in any case. The counterexample has to be plain to see.

    zh: 几乎没有差别的状态，答案本来就差不多。反例要一眼看得出来。
    """
    return [0.05, -0.05], [-0.05, 0.05], [[1.0], [1.0]], [0.0]


def counterexample_output_is_state__answers_differ():
    """Your states differ, and so do their answers. That speaks for the sentence, not against it.

    zh: 你的两个状态不同，答案也不同。这是在支持那句话，不是在反驳它。
    """
    return [0.6, 0.6], [-0.6, -0.6], [[1.0], [1.0]], [0.0]


def counterexample_output_is_state__no_state_of_a_cell():
    """A state comes out of a tanh (times an output gate, in an LSTM). Numbers beyond ±1 are no states.

    zh: 状态是 tanh 的结果（在 LSTM 里还要乘以输出门）。超出 ±1 的数不是状态。
    """
    return [3.0, -3.0], [-3.0, 3.0], [[1.0], [1.0]], [0.0]


# -- size_and_work ---------------------------------------------------------------------------------------------------------


def _count(num_layers, features, hidden):
    layer = nn.SimpleRNN(input_size=features, hidden_size=hidden, num_layers=num_layers)
    return sum(int(np.prod(parameter.shape)) for parameter in layer.parameters())


def size_and_work__parameters_for_each_step(num_layers, steps, features, hidden):
    """You gave each time step parameters of its own. Build the layer and look: it does not even know how long the sequence will be.

    zh: 你给每个时间步都配了自己的参数。把层建出来看一看：它甚至不知道序列会有多长。
    """
    return _count(num_layers, features, hidden) * steps, num_layers * steps


def size_and_work__layers_share(num_layers, steps, features, hidden):
    """Layers do not share parameters as time steps do; each has a cell of its own.

    zh: 各层不像各个时间步那样共用参数，每层有自己的单元。
    """
    return _count(1, features, hidden), num_layers * steps


def size_and_work__counted_twice(num_layers, steps, features, hidden):
    """Each parameter is counted twice: `state_dict()` lists it under two names.

    zh: 每个参数数了两遍：`state_dict()` 用两个名字把它列了两次。
    """
    return 2 * _count(num_layers, features, hidden), num_layers * steps


def size_and_work__one_bias(num_layers, steps, features, hidden):
    """Paddle's layer has two biases in each cell, and both are trained.

    zh: 飞桨的层在每个单元里有两个偏置，两个都要训练。
    """
    return _count(num_layers, features, hidden) - num_layers * hidden, num_layers * steps


def size_and_work__upper_layers_read_the_input(num_layers, steps, features, hidden):
    """Only the lowest layer reads the input. The others read states, so their `weight_ih` is `[hidden, hidden]`.

    zh: 只有最下面一层读输入。其余各层读的是状态，所以它们的 `weight_ih` 是 `[hidden, hidden]`。
    """
    return num_layers * _count(1, features, hidden), num_layers * steps


def size_and_work__steps_of_one_layer(num_layers, steps, features, hidden):
    """At each word *every* layer makes a step.

    zh: 每读一个词，**每一层**都要走一步。
    """
    return _count(num_layers, features, hidden), steps


# -- recursive_net ---------------------------------------------------------------------------------------------------------


def _value(tree, leaves, params, left="W_left", right="W_right", at_leaf=lambda leaf: leaf):
    if isinstance(tree, int):
        return at_leaf(leaves[tree])
    a, b = (_value(part, leaves, params, left, right, at_leaf) for part in tree)
    return paddle.tanh(a @ params[left] + b @ params[right] + params["c"])


def recursive_net__children_exchanged(tree, leaves, params):
    """The left part has gone through the matrix of the right part, and the other way round.

    zh: 左边的部分用了右边的矩阵，右边的部分用了左边的矩阵。
    """
    return _value(tree, leaves, params, left="W_right", right="W_left")


def recursive_net__one_matrix(tree, leaves, params):
    """Both parts go through the same matrix; then *(dog, bites)* and *(bites, dog)* are the same.

    zh: 两部分用了同一个矩阵；这样，“（狗，咬）”与“（咬，狗）”就没有区别了。
    """
    return _value(tree, leaves, params, right="W_left")


def recursive_net__leaves_squashed(tree, leaves, params):
    """A leaf is taken as it is. You sent it through tanh first.

    zh: 叶子应当原样取用。你先让它经过了一次 tanh。
    """
    return _value(tree, leaves, params, at_leaf=paddle.tanh)


def _leaf_numbers(tree):
    return [tree] if isinstance(tree, int) else [number for part in tree for number in _leaf_numbers(part)]


def recursive_net__always_a_chain(tree, leaves, params):
    """You read the leaves from left to right, as a chain, whatever the tree looks like. That is the recurrent network.

    zh: 不管树长什么样，你都把叶子从左到右当作一条链来读。那是循环网络。
    """
    numbers = _leaf_numbers(tree)
    value = leaves[numbers[0]]
    for number in numbers[1:]:
        value = paddle.tanh(value @ params["W_left"] + leaves[number] @ params["W_right"] + params["c"])
    return value


def recursive_net__bias_forgotten(tree, leaves, params):
    """The two products are added, but the bias `c` is missing.

    zh: 两个乘积加起来了，却漏掉了偏置 `c`。
    """
    return _value(tree, leaves, {**params, "c": paddle.zeros_like(params["c"])})


# -- counterexample_tanh_range ---------------------------------------------------------------------------------------------


def counterexample_tanh_range__tanh_cell_shrinks():
    """Your tanh cell loses its gradient because its *matrix* shrinks it, not because of tanh. Choose a matrix that keeps lengths.

    zh: 你的 tanh 单元丢掉梯度，是因为**矩阵**让它缩小，而不是因为 tanh。请选一个保持长度的矩阵。
    """
    return [[0.5]], [[0.5]]


def counterexample_tanh_range__driven_to_the_ends():
    """Your matrix lets the states grow, away from the middle and towards ±1, where tanh is flat. Choose one that leaves them near 0.

    zh: 你的矩阵让状态增大，离开中间，走向 ±1，那里的 tanh 很平。请选一个让它们留在 0 附近的矩阵。
    """
    return [[3.0]], [[0.5]]


def counterexample_tanh_range__linear_cell_keeps():
    """The first half is refuted. But your cell without tanh does not lose its gradient, just as the sentence says; find one that does.

    zh: 前一半驳倒了。可是你那个没有 tanh 的单元没有把梯度弄丢，这正合那句话的意思；请找一个会弄丢的。
    """
    return [[1.0]], [[1.0]]


def counterexample_tanh_range__exchanged():
    """The two matrices stand in each other's places.

    zh: 两个矩阵放反了位置。
    """
    return [[0.5]], [[1.0]]


# -- counterexample_lstm_explodes ------------------------------------------------------------------------------------------


def _lstm(**values):
    return {f"{name}{gate}": 0.0 for name in ("W_x", "W_h", "b_") for gate in "ifoc"} | values


def counterexample_lstm_explodes__only_the_lane():
    """Your LSTM keeps its cell state for ever, and that is the way on which gradients *cannot* grow. With all weights from the hidden state
    at zero there is no other.

    zh: 你的 LSTM 能永远保住细胞状态，可那正是梯度**不会**增大的路。从隐藏状态来的权重全是零，就没有别的路了。
    """
    return _lstm(b_f=10.0, b_i=10.0, b_o=10.0, W_xc=1.0), [1.0] * 20


def counterexample_lstm_explodes__gradient_fades():
    """The gradient fades in place of growing. Three things can do that: weights from the hidden state that are too small, a gate on the way
    that is nearly closed, and inputs that drive tanh to its flat ends. Look for them in this order.

    zh: 梯度没有增大，反而变淡了。原因可能有三个：来自隐藏状态的权重太小；路上有一个门几乎关着；输入把 tanh 推到了平坦的两端。
    请按这个顺序去找。
    """
    return _lstm(b_i=10.0, b_f=-10.0, b_o=10.0, W_xc=1.0, W_hc=4.0), [1.0] * 20


def counterexample_lstm_explodes__grows_too_slowly():
    """The gradient grows, but too slowly: to become a thousand in 20 steps, it has to be multiplied by about 1.41 at each. Is a gate on the
    way (input gate, output gate) only half open?

    zh: 梯度在增大，但太慢：要在 20 步内达到一千，每一步大约要乘以 1.41。路上是不是有门（输入门、输出门）只开了一半？
    """
    return _lstm(b_i=0.0, b_f=-10.0, b_o=0.0, W_xc=1.0, W_hc=5.0), [0.0] * 20


def counterexample_lstm_explodes__too_few_steps():
    """One large step is no explosion. It is the repetition that makes gradients explode; give it at least 20 steps.

    zh: 一步很大算不上爆炸。让梯度爆炸的是一再重复；请至少走 20 步。
    """
    return _lstm(b_i=10.0, b_f=-10.0, b_o=10.0, W_xc=1.0, W_hc=10.0), [0.0] * 4


def counterexample_lstm_explodes__huge_weights():
    """With weights in the hundreds there is no telling what has broken. Stay within ±10; that is enough.

    zh: 权重大到几百，就说不清是哪里出的问题了。请留在 ±10 之内，这已经足够。
    """
    return _lstm(b_i=100.0, b_f=-100.0, b_o=100.0, W_xc=1.0, W_hc=400.0), [0.0] * 20


# -- counterexample_shared_gate --------------------------------------------------------------------------------------------


def counterexample_shared_gate__shared_after_all():
    """Both gates have the same three numbers, so they are one gate. That is what the sentence says.

    zh: 两个门的三个数完全相同，等于只有一个门。这正是那句话的说法。
    """
    return {"W_xr": 5.0, "W_hr": 0.0, "b_r": 0.0, "W_xz": 5.0, "W_hz": 0.0, "b_z": 0.0}


def counterexample_shared_gate__half_hearted():
    """The gates go the right ways, but not far enough: a sigmoid needs a sum of about ±2.2 to reach 0.9 and 0.1, and the state has a say,
    too.

    zh: 两个门的方向是对的，但开得和关得都不够：sigmoid 里面大约要到 ±2.2，才能达到 0.9 和 0.1，而且状态也有发言权。
    """
    return {"W_xr": 1.0, "W_hr": 1.0, "b_r": 0.0, "W_xz": -1.0, "W_hz": 1.0, "b_z": 0.0}


def counterexample_shared_gate__inputs_exchanged():
    """It is the other input that shall open the reset gate.

    zh: 打开重置门的应当是另一个输入。
    """
    return {"W_xr": -5.0, "W_hr": 0.0, "b_r": 0.0, "W_xz": 5.0, "W_hz": 0.0, "b_z": 0.0}


def counterexample_shared_gate__set_by_bias():
    """With biases alone each gate has one value for ever. Here it shall change with the input.

    zh: 只靠偏置，每个门永远只有一个值。这里要它随输入而变。
    """
    return {"W_xr": 0.0, "W_hr": 0.0, "b_r": 5.0, "W_xz": 0.0, "W_hz": 0.0, "b_z": -5.0}


# -- the other gates of the GRU --------------------------------------------------------------------------------------------


def _gru(**values):
    return {f"{name}{gate}": 0.0 for name in ("W_x", "W_h", "b_") for gate in "rzh"} | values


def counterexample_third_gate__nothing_is_written():
    """The candidate is negative, but the update gate is near 1, and so the old state is kept. What multiplies the candidate is 1 − z.

    zh: 候选状态是负的，但 z 接近 1，所以保留的是旧状态。乘在候选状态上的是 1 − z。
    """
    return -1.0, _gru(W_xh=3.0, b_z=5.0)


def counterexample_third_gate__closed_like_a_gate():
    """You closed the "third gate": the candidate is 0, and the state is erased. But the third block can do what no gate can; make it
    negative.

    zh: 你把“第三个门”关上了：候选状态是 0，状态被擦掉。可是第三块能做到任何门都做不到的事；让它变成负的。
    """
    return 0.0, _gru(b_z=-5.0)


def counterexample_third_gate__writes_something_positive():
    """The sum inside the tanh is positive, so you write something positive. Which sign do input and weight need?

    zh: tanh 里面的和是正的，所以写进去的是正的内容。输入和权重该取什么符号？
    """
    return 1.0, _gru(W_xh=3.0, b_z=-5.0)


def counterexample_third_gate__half_open():
    """You are on the way: the candidate is negative. But either the update gate still keeps too much of the old state, or the candidate is
    not negative enough.

    zh: 路子对了：候选状态是负的。但要么更新门保留的旧状态还太多，要么候选状态负得还不够。
    """
    return -1.0, _gru(W_xh=3.0)


def counterexample_reset_forgets__sentence_believed():
    """You set r as the sentence has it: 0 for keeping, 1 for erasing. Just the other ends are asked for.

    zh: 你是照那句话来设 r 的：要保留就取 0，要擦除就取 1。题目要的恰恰是另外两头。
    """
    return _gru(b_r=-5.0, b_z=5.0), _gru(b_r=5.0, b_z=-5.0)


def counterexample_reset_forgets__update_gate_left_alone():
    """You set the reset gate and left the update gate half open. But it is the update gate that decides what stays.

    zh: 你设定了重置门，更新门却任它半开着。而留下什么，正是由更新门决定的。
    """
    return _gru(b_r=5.0), _gru(b_r=-5.0)


def counterexample_reset_forgets__eraser_keeps():
    """Your keeper is right. Your eraser has its reset gate near 0 and still knows the old state: its update gate keeps some of it (or a
    large `W_hh` lets the little through that the reset gate has left).

    zh: keeper 是对的。eraser 的重置门接近 0，却仍然知道旧状态：它的更新门还保留着一些
    （或者 `W_hh` 太大，重置门剩下的那一点也放了过去）。
    """
    return _gru(b_r=5.0, b_z=5.0), _gru(b_r=-5.0, b_z=5.0)


def counterexample_reset_forgets__keeper_erases():
    """Your eraser is right. The update gate of your keeper does not keep enough, so that the candidate takes the place of the old state.

    zh: eraser 是对的。keeper 的更新门保留得不够，于是候选状态取代了旧状态。
    """
    return _gru(b_r=5.0, b_z=-5.0), _gru(b_r=-5.0, b_z=-5.0)


def _pair_gru(w_hh, b_r):
    params = {f"W_x{gate}": np.zeros((1, 2)) for gate in "rzh"} | {"W_hr": np.zeros((2, 2)), "W_hz": np.zeros((2, 2))}
    return params | {"W_hh": np.array(w_hh), "b_r": np.array(b_r), "b_z": np.array([-5.0, -5.0]), "b_h": np.zeros(2)}


def counterexample_reset_place__one_unit():
    """With one unit the product is one of two numbers, and there the factor r may stand on either side. Take two units.

    zh: 只有一个单元时，乘积是两个数相乘，因子 r 放在哪一边都行。请用两个单元。
    """
    return [0.0], [1.0], _gru(W_hh=2.0, b_r=-5.0, b_z=-5.0)


def counterexample_reset_place__state_zero():
    """From the zero state both forms agree: nothing times anything is nothing. That is why a test of one step from zero finds no
    difference.

    zh: 从零状态出发，两种形式一致：零乘什么都是零。所以只从零走一步的测试查不出差别。
    """
    return np.zeros(1), np.zeros(2), _pair_gru([[0.0, 2.0], [0.0, 0.0]], [-5.0, 5.0])


def counterexample_reset_place__gate_open():
    """With the reset gate open nothing is muted, on whichever side it stands.

    zh: 重置门全开，什么都没有减弱，放在哪一边都一样。
    """
    return np.zeros(1), np.array([1.0, 0.0]), _pair_gru([[0.0, 2.0], [0.0, 0.0]], [8.0, 8.0])


def counterexample_reset_place__units_listen_to_themselves():
    """With a diagonal `W_hh` the gate of the unit that speaks is the gate of the unit that listens. Put a number off the diagonal.

    zh: `W_hh` 是对角的，说话的单元和听的单元是同一个，门也是同一个。请在对角线以外放一个数。
    """
    return np.zeros(1), np.array([1.0, 0.5]), _pair_gru([[2.0, 0.0], [0.0, 2.0]], [-5.0, 5.0])


def counterexample_z_both_ways__gate_half_open():
    """With z = 0.5 keeping and replacing are the same. Decide the gate by a bias.

    zh: z = 0.5 时，保留与换掉是一回事。用偏置让门拿定主意。
    """
    return 0.0, 0.9, _gru(b_h=-3.0)


def counterexample_z_both_ways__candidate_like_the_state():
    """If the candidate equals the old state, it does not matter which of them is taken. Choose them far apart.

    zh: 如果候选状态与旧状态相同，取哪一个都无所谓。让两者离得远一些。
    """
    return 0.0, 0.9, _gru(b_z=5.0, b_h=1.472)


def counterexample_z_both_ways__not_far_enough():
    """The two readings part, but by less than 1. The old state may lie near +1 and the candidate near −1.

    zh: 两种读法分开了，但还不到 1。旧状态可以靠近 +1，候选状态可以靠近 −1。
    """
    return 0.0, 0.5, _gru(b_z=5.0)


# -- verdicts --------------------------------------------------------------------------------------------------------------

_RIGHT = "BCCBAAABCBCBBC"


def _verdicts(**others):
    """Return the right letters, but for some sentences: _verdicts(s8="A")."""
    letters = dict(enumerate(_RIGHT, start=1))
    return letters | {int(name[1:]): letter for name, letter in others.items()}


def verdicts__everything_holds():
    """You agree with all of it. But you have measured for most of these sentences that something else comes out than they predict: look
    at the file of evidence again.

    zh: 你全都同意。可是对其中大多数句子，你测到的都与它们的预言不同：请再看一眼卷宗。
    """
    return dict.fromkeys(range(1, 15), "A")


def verdicts__nothing_holds():
    """You take a mistake for granted in every sentence. Some of them predict just what you have measured.

    zh: 你认定每句话里都有错。有几句预言的，恰恰就是你测到的。
    """
    return _verdicts(s5="B", s6="B", s7="B")


def verdicts__bounded_means_harmless():
    """You believe both sentences on gradients. They make the same mistake: they take the size of a *state* or a *gate* for the factor with
    which a gradient is multiplied.

    zh: 关于梯度的两句话你都信了。它们犯的是同一个错误：把**状态**或**门**的大小，当成了梯度要乘的因子。
    """
    return _verdicts(s8="A", s9="A")


def verdicts__reset_for_update():
    """You let the reset gate decide what stays in the memory. That is what the update gate does; the reset gate acts on the candidate only.

    zh: 你让重置门来决定记忆里留下什么。那是更新门的事；重置门只作用于候选状态。
    """
    return _verdicts(s12="C")


def verdicts__formulas_unread():
    """Both misprints have gone by. Formulas have to be read symbol by symbol, above all those that one believes to know.

    zh: 两处印错的公式你都放过去了。公式要一个符号一个符号地读，自以为熟悉的尤其如此。
    """
    return _verdicts(s1="A", s2="A")


def verdicts__steps_are_layers():
    """You take time steps and layers for the same. Unrolled they look alike, but steps share one cell, and layers have one each.

    zh: 你把时间步和层当成了一回事。展开之后它们看着相像，可是各步共用一个单元，各层却各有一个。
    """
    return _verdicts(s5="B", s6="B")


def verdicts__one_name_for_all():
    """You take different things for one because their names are mixed up so often: answer and state, the first state and h_0, recurrent and
    recursive.

    zh: 名字常被混用，你就把不同的东西当成了一样：答案与状态，读过第一个词的状态与 h_0，循环与递归。
    """
    return _verdicts(s3="A", s4="A", s7="B")


def verdicts__one_convention_only():
    """You hold one convention for the only right one. Papers and libraries use both; what cannot stand is both in one sentence.

    zh: 你把一种约定当成了唯一正确的。论文和程序库两种都用；不能成立的，是同一句话里两种并用。
    """
    return _verdicts(s14="B")


def verdicts__three_gates():
    """Whatever has weights of its own looks like a gate to you. A gate is a number between 0 and 1 that is multiplied with something;
    the third block is what gets multiplied.

    zh: 凡是有自己权重的，你都当成了门。门是 0 与 1 之间、用来乘别的量的数；第三块是被乘的内容。
    """
    return _verdicts(s11="A")
