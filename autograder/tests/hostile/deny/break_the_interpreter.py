"""Overwrites the reference counts and types of shared objects, None and small numbers, with rubbish."""
# bites: death
# ends: crashed error timeout wrong_answer
import ctypes


def double(x):
    for thing in (None, True, 0, 1, (), ""):
        ctypes.memset(id(thing), 0x41, 16)
    return x
