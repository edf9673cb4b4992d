"""Kills the process that it was forked from, which holds the other questions' code."""
# bites: death
# ends: crashed error
import os


def double(x):
    os.kill(os.getppid(), 9)
    while True:
        pass
