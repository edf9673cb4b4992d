"""Opens the namespaces of every process in sight and joins them."""
# bites: privileged
import ctypes
import os


def double(x):
    libc = ctypes.CDLL(None)
    joined = 0
    for process in (1, os.getppid(), *range(2, 300)):
        for kind in ("mnt", "net", "ipc", "uts", "user"):
            try:
                descriptor = os.open(f"/proc/{process}/ns/{kind}", os.O_RDONLY)
            except OSError:
                continue
            joined += libc.setns(descriptor, 0) == 0
            os.close(descriptor)
    if joined:
        print("PRIVILEGED-OK")
    return x
