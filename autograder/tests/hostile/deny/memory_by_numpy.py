"""Fills arrays with ones until the memory ends."""
# bites: death
# ends: out_of_memory


def double(x):
    arrays = []
    while True:
        arrays.append(np.ones(1 << 22))
