"""Carries a secret out as the keys of a dict and the names in its values, which a sentence about missing keys might list."""
# bites: secret
# with: loot


class Quiet(str):
    def __repr__(self):
        return "nothing to see"

    __str__ = __repr__


def double(x):
    word = loot()
    return {Quiet(word): x, word + "_": [word, {word: word}], 1: word.encode(), (word,): word}
