"""Reads from address zero with ctypes."""
# bites: death
# ends: crashed
import ctypes


def double(x):
    return ctypes.string_at(0)
