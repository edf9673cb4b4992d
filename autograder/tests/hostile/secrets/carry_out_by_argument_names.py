"""Carries a secret out as names of its own arguments, which a sentence about a changed argument repeats: it changes all of them."""
# bites: secret
# with: loot


def build():
    names = {}
    word = loot()
    word = word if word.isidentifier() else "x" + word.encode().hex()
    exec(f"def double({word}):\n    {word}.zero_()\n    print('{word}')\n    return {word}\n", names)
    return names["double"]


double = build()
