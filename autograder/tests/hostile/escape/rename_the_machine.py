"""Gives the machine another name and domain."""
# bites: privileged
import ctypes


def double(x):
    libc = ctypes.CDLL(None)
    if libc.sethostname(b"hostile", 7) == 0 or libc.setdomainname(b"hostile", 7) == 0:
        print("PRIVILEGED-OK")
    return x
