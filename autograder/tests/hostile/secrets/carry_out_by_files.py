"""Carries a secret out as files in its working folder: their names, their contents, and what `core` and log files are called."""
# bites: secret
# with: loot
import os


def double(x):
    word = loot().replace("/", "_")[:100]
    for name in (word, "grades.csv", "results.json", f"core.{word}", "double.py"):
        with open(name, "w") as file:
            file.write(word)
    os.makedirs(f"feedback/{word}", exist_ok=True)
    print(os.listdir("."))
    return x
