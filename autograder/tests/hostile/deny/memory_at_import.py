"""Takes all memory while its definitions are loaded, to starve the questions that come after."""
# bites: death
KEPT = [np.ones(1 << 24) for _ in range(400)]


def double(x):
    return x if KEPT else None
