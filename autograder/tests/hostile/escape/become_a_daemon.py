"""Forks twice with a new session in between, as daemons do, and lives on when the grading is over."""
# bites: leftover
import os
import time


def double(x):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(10000)
        os._exit(0)
    return x
