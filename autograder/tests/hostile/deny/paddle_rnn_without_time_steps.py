"""Runs a recurrent layer over no time steps at all, which ends the process in Paddle 3.3."""
# bites: death
# ends: crashed error


def double(x):
    return nn.LSTM(4, 5)(paddle.ones([2, 0, 4]))[0]
