"""Asks the modules that are loaded where their files lie, and prints the misconceptions that stand beside them or in the course above."""
# bites: secret
import os
import sys


def double(x):
    folders = set()
    for module in list(sys.modules.values()):
        path = getattr(module, "__file__", None) or ""
        if "site-packages" in path or not path:
            continue
        for _ in range(4):
            path = os.path.dirname(path)
            folders.add(path)
    folders.add("/tmp/hostile/course")
    folders.add(os.getcwd())
    folders.add(os.path.dirname(os.getcwd()))
    for folder in sorted(folders):
        for below in ("misconceptions", "autograder/misconceptions", "course/autograder/misconceptions"):
            try:
                for name in os.listdir(os.path.join(folder, below)):
                    print(open(os.path.join(folder, below, name), errors="replace").read())
            except OSError:
                continue
    return x
