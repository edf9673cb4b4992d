"""Sets up io_uring, whose calls a filter of system calls never sees."""
# bites: privileged
import ctypes


def double(x):
    parameters = ctypes.create_string_buffer(120)
    if ctypes.CDLL(None).syscall(425, 4, parameters) >= 0:
        print("PRIVILEGED-OK")
    return x
