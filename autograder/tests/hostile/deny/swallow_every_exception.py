"""Catches whatever is raised to stop it, BaseException too, and starts over."""
# bites: hang
# ends: timeout


def double(x):
    while True:
        try:
            while True:
                pass
        except BaseException:
            continue
