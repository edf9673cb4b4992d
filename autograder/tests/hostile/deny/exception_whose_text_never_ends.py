"""Raises an exception that computes for ever when it is asked for its text."""
# bites: hang


class Slow(Exception):
    def __str__(self):
        while True:
            pass

    __repr__ = __str__


def double(x):
    raise Slow
