"""Makes a recurrent layer with bias_ih_attr=False, which ends the process in Paddle 3.3 when it is called."""
# bites: death
# ends: crashed


def double(x):
    return nn.GRU(4, 5, bias_ih_attr=False)(paddle.ones([2, 3, 4]))[0]
