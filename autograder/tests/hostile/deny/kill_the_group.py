"""Kills its whole process group and its session's leader, in the hope that the grader is among them."""
# bites: death
import os


def double(x):
    for leader in (os.getsid(0), os.getpgid(0)):
        if leader > 1:
            os.killpg(leader, 9)
    os.killpg(0, 9)
    return x
