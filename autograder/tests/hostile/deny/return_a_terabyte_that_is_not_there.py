"""Returns an array of a terabyte whose strides are zero, so that only who copies it pays for it."""
# bites: death
# control: no a wrong shape is all that a comparison in the same process sees
# ends: out_of_memory error crashed wrong_answer


def double(x):
    return np.broadcast_to(np.float64(1), (1 << 20, 1 << 17))
