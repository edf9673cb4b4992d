"""Raises KeyboardInterrupt while it is loaded, which `except Exception` lets pass."""
# bites: death
# ends: error


def interrupt(function):
    raise KeyboardInterrupt


@interrupt
def double(x):
    return x
