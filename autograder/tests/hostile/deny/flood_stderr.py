"""Writes warnings without end, unbuffered, to the standard error."""
# bites: death
# ends: crashed timeout
import sys


def double(x):
    while True:
        sys.stderr.write("Warning! " * 10_000)
        sys.stderr.flush()
