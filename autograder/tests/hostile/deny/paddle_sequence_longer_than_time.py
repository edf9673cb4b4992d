"""Gives an LSTM a sequence_length beyond the time axis, which ends the process in Paddle 3.3."""
# bites: death
# ends: crashed


def double(x):
    lstm = nn.LSTM(4, 5)
    return lstm(paddle.ones([2, 3, 4]), sequence_length=paddle.to_tensor([2_000_000, 3]))[0]
