"""Opens userfaultfd, with which the kernel can be held up in the middle of a copy."""
# bites: privileged
import ctypes
import os


def double(x):
    opened = ctypes.CDLL(None).syscall(323, 0) >= 0
    try:
        os.close(os.open("/dev/userfaultfd", os.O_RDWR))
        opened = True
    except OSError:
        pass
    if opened:
        print("PRIVILEGED-OK")
    return x
