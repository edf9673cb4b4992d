"""Ends the process with a segmentation fault while its definitions are loaded."""
# bites: death
# ends: crashed
import ctypes


class Crash:
    ctypes.string_at(0)


def double(x):
    return Crash
