"""Compares its kernel objects with those of other processes, which tells where the kernel keeps them."""
# bites: privileged
import ctypes
import os


def double(x):
    call = ctypes.CDLL(None).syscall
    if any([call(312, os.getpid(), process, 1, 0, 0) >= 0 for process in (os.getpid(), os.getppid(), 1, 2)]):
        print("PRIVILEGED-OK")
    return x
