"""Imports the hidden checks as modules: by likely names, by everything that a package says it holds, and by `runpy`."""
# bites: secret
import importlib
import os
import pkgutil
import runpy
import sys


def double(x):
    sys.path[:0] = ["/tmp/hostile/course", os.getcwd(), os.path.dirname(os.getcwd())]
    likely = ["checks", "hidden", "check_lab01", "autograder.checks.hidden", "autograder.checks", "autograder.misconceptions", "solutions"]
    for name in likely:
        try:
            print(vars(importlib.import_module(name)))
        except Exception:
            pass
    for entry in list(sys.path)[:6]:
        for below in ("", "autograder/checks/hidden", "course/autograder/checks/hidden", "solutions", "course/solutions"):
            folder = os.path.join(entry, below)
            if "python3" in folder:
                continue
            for info in pkgutil.iter_modules([folder]):
                if info.name.startswith(("check_", "lab")):
                    path = os.path.join(folder, info.name + ".py")
                    try:
                        print({key: value for key, value in runpy.run_path(path).items() if not key.startswith("__")})
                    except BaseException:
                        print(importlib.util.decode_source(open(path, "rb").read()))
    return x
