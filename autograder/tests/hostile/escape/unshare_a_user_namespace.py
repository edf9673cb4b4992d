"""Makes a user namespace of its own, in which it would be root."""
# bites: privileged
import ctypes


def double(x):
    if ctypes.CDLL(None).unshare(0x10000000) == 0:
        print("PRIVILEGED-OK")
    return x
