"""Leaves a message in the kernel's key rings, which no namespace separates from the grader's."""
# bites: privileged
import ctypes


def double(x):
    call = ctypes.CDLL(None).syscall
    if any([call(248, b"user", b"hostile", b"message", 7, ring) >= 0 for ring in (-1, -2, -3, -4, -5)]):
        print("PRIVILEGED-OK")
    return x
