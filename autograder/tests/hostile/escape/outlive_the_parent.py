"""Switches off that it ends with its parent, and makes itself the heir of orphans."""
# bites: privileged
import ctypes


def double(x):
    libc = ctypes.CDLL(None)
    if libc.prctl(1, 0, 0, 0, 0) == 0 or libc.prctl(4, 1, 0, 0, 0) == 0:
        print("PRIVILEGED-OK")
    return x
