"""Switches off what protects processes: randomised addresses, speculation barriers, no_new_privs."""
# bites: privileged
import ctypes


def double(x):
    libc = ctypes.CDLL(None)
    if libc.personality(0x0040000) >= 0:
        print("PRIVILEGED-OK")
    if libc.prctl(38, 0, 0, 0, 0) == 0:
        print("PRIVILEGED-OK")
    return x
