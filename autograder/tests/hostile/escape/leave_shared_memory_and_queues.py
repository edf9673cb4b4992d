"""Leaves System V memory, semaphores and message queues, which outlive every process."""
# bites: leftover
import ctypes
import os


def double(x):
    libc = ctypes.CDLL(None)
    libc.shmget(0x1234, 4096, 0o1666)
    libc.semget(0x1234, 1, 0o1666)
    libc.msgget(0x1234, 0o1666)
    libc.mq_open(b"/hostile", 0o102, 0o666, None)
    for folder in ("/dev/shm", "/dev/mqueue"):
        try:
            os.close(os.open(os.path.join(folder, "hostile_left"), os.O_WRONLY | os.O_CREAT))
        except OSError:
            pass
    return x
