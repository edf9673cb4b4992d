"""Replaces built-in functions and methods that the machinery calls with ones that compute for ever."""
# bites: hang
import builtins


def cling(*arguments, **words):
    while True:
        pass


def double(x):
    for name in ("isinstance", "len", "getattr", "type", "repr", "str", "dict"):
        setattr(builtins, name, cling)
    return x
