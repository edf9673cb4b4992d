"""Sends signals to all processes in sight by every call that does: kill, tgkill, sigqueue, pidfds."""
# bites: privileged
import ctypes
import os


def double(x):
    libc = ctypes.CDLL(None)
    family = {os.getpid(), os.getppid()}
    reached = 0
    for process in [number for number in range(1, 400) if number not in family]:
        reached += libc.kill(process, 0) == 0
        reached += libc.syscall(234, process, process, 0) == 0
        reached += libc.syscall(434, process, 0) >= 0
    if reached:
        print("PRIVILEGED-OK")
    return x
