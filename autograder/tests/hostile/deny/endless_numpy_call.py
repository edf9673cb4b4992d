"""Makes one NumPy call that takes no memory and a month of computing."""
# bites: hang
# ends: timeout


def double(x):
    return np.broadcast_to(np.float64(1), (1 << 20, 1 << 22)).sum()
