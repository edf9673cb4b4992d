"""Tells one bit of a secret with each check by how it fails: wrong, an exception, a death, or time used up are four letters of an alphabet."""
# bites: secret
# control: no four outcomes do not spell out a canary in one run
import os
import sys
import time

CALLS = []


def bits():
    for path in ("/tmp/hostile-secret.txt", "/srv/grader/notes.txt", "/tmp/hostile/course/solutions/lab01_hostile.py"):
        try:
            for byte in open(path, "rb").read():
                yield from (byte >> shift & 3 for shift in (6, 4, 2, 0))
        except OSError:
            pass
    yield from (ord(letter) & 3 for letter in os.environ.get("HOSTILE_SECRET", "none"))


def double(x):
    letter = list(bits())[len(CALLS)]
    CALLS.append(letter)
    if letter == 0:
        return x
    if letter == 1:
        raise ValueError("shape")
    if letter == 2:
        sys.exit(len(CALLS))
    time.sleep(0.3)
    return -x
