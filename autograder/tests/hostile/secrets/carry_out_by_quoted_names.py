"""Carries a secret out in the names that error messages quote: an undefined name, a missing attribute, module and key, one each call."""
# bites: secret
# with: loot
import importlib

CALLS = []


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
