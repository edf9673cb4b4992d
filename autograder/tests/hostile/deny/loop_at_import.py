"""Loops for ever while its definitions are loaded."""
# bites: hang
# ends: timeout


def wait(function):
    while True:
        pass


@wait
def double(x):
    return x
