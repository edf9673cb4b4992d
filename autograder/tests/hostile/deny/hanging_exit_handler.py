"""Registers a handler that computes for ever when the interpreter ends."""
# bites: hang
import atexit


def cling():
    while True:
        pass


def double(x):
    atexit.register(cling)
    return x
