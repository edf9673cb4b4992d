"""Puts a pipe that nobody writes to in the place of the standard input and asks for a line."""
# bites: hang
# ends: timeout
import os


def double(x):
    reader, writer = os.pipe()
    os.dup2(reader, 0)
    return os.read(0, 1) and x
