"""Copies descriptors out of other processes with pidfd_getfd."""
# bites: privileged
import ctypes
import os


def double(x):
    call = ctypes.CDLL(None).syscall
    for process in {os.getppid(), *range(1, 200)} - {os.getpid()}:
        other = call(434, process, 0)
        if other >= 0 and any([call(438, other, number, 0) >= 0 for number in range(8)]):
            print("PRIVILEGED-OK")
            break
    return x
