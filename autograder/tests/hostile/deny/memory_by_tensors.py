"""Fills Paddle tensors until the memory ends; its allocator does not give up quietly."""
# bites: death
# ends: out_of_memory


def double(x):
    tensors = []
    while True:
        tensors.append(paddle.ones([1 << 22]))
