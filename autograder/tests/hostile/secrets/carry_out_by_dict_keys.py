"""Carries a secret out as the keys of a dict and the names in its values, which a sentence about missing keys might list."""
# bites: secret
import os
import sys


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


class Quiet(str):
    def __repr__(self):
        return "nothing to see"

    __str__ = __repr__


def double(x):
    word = loot()
    return {Quiet(word): x, word + "_": [word, {word: word}], 1: word.encode(), (word,): word}
