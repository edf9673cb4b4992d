"""Makes one Paddle call, a singular value decomposition, that computes for a long time."""
# bites: hang
# ends: timeout


def double(x):
    return paddle.linalg.svd(paddle.rand([2000, 2000]))[1]
