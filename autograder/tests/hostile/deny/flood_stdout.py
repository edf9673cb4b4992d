"""Prints without end."""
# bites: death
# ends: crashed timeout


def double(x):
    while True:
        print("All work and no play makes Jack a dull boy. " * 1000)
