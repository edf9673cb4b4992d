"""Raises an exception with a chain of half a million causes, for whoever follows it."""
# bites: death
# control: no the control prints no chains
# ends: error crashed timeout out_of_memory


def double(x):
    cause = None
    for _ in range(500_000):
        error = ValueError("again")
        error.__cause__ = cause
        cause = error
    raise cause
