"""Carries a secret out as the grader's own message about the code: the name of a cell, the text of a line, a syntax error at a chosen place."""
# bites: secret
# with: loot
import linecache


def double(x):
    word = loot()
    for name in ("<cell 1>", "<cell 2>", f"<cell {word}>"):
        linecache.cache[name] = (1, None, [word + "\n"] * 50, name)
    code = compile("\n" * (len(word) % 50) + f"raise SyntaxError('{word}', ('<cell {word}>', 77, 1, '{word}'))", f"<cell {word}>", "exec")
    exec(code)
