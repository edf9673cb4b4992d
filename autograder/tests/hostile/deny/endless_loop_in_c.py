"""Loops for ever in one call of C code, where no Python exception or signal handler can run."""
# bites: hang
# ends: timeout
import collections
import itertools


def double(x):
    collections.deque(itertools.repeat(0), maxlen=0)
    return x
