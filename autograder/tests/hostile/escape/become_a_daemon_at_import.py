"""Leaves a daemon behind while it is loaded, where forks may be allowed."""
# bites: leftover
# alone: no a forked loader cannot be told from the real one, so this student's code may end with it
import os
import time


def daemon():
    if os.fork() == 0:
        os.setsid()
        for number in range(64):
            try:
                os.close(number)
            except OSError:
                pass
        if os.fork() == 0:
            time.sleep(10000)
        os._exit(0)


def double(x, started=daemon()):
    return x
