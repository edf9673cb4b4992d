"""Writes into the memory of other processes with process_vm_writev and /proc/<pid>/mem."""
# bites: privileged
import ctypes
import os


def double(x):
    libc = ctypes.CDLL(None)
    text = ctypes.create_string_buffer(b"overwritten")
    piece = (ctypes.c_size_t * 2)(ctypes.addressof(text), 11)
    reached = 0
    for process in {os.getppid(), *range(1, 200)} - {os.getpid()}:
        reached += libc.process_vm_writev(process, piece, 1, piece, 1, 0) > 0
        try:
            os.close(os.open(f"/proc/{process}/mem", os.O_RDWR))
            reached += 1
        except OSError:
            pass
    if reached:
        print("PRIVILEGED-OK")
    return x
