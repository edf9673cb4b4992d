"""Writes bytes without end to every open descriptor, past all of Python's streams."""
# bites: death
# control: no the pipe of the results fills up there, and nothing else happens
# ends: crashed timeout
import os


def double(x):
    block = b"\xff" * (1 << 16)
    while True:
        for descriptor in range(16):
            try:
                os.set_blocking(descriptor, False)
                os.write(descriptor, block)
            except OSError:
                pass
