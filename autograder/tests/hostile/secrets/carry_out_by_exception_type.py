"""Carries a secret out as the name of an exception's type, with a text that the grader might quote."""
# bites: secret
# with: loot


def double(x):
    word = loot()
    raise type(word, (KeyError,), {"__str__": lambda self: f"'{word}'", "__module__": word, "__qualname__": word})(word)
