"""Forks a helper that traces it and makes system calls in its name."""
# bites: privileged
import ctypes
import os


def double(x):
    libc = ctypes.CDLL(None)
    if libc.ptrace(0, 0, 0, 0) == 0:
        print("PRIVILEGED-OK")
    return x
