"""Forks with clone and clone3 into new user, mount and process namespaces, past the ban on unshare."""
# bites: privileged
import ctypes
import os
import struct


def double(x):
    libc = ctypes.CDLL(None)
    flags = 0x10000000 | 0x00020000
    arguments = ctypes.create_string_buffer(struct.pack("8Q", flags, 0, 0, 0, 17, 0, 0, 0), 64)
    for process in (libc.syscall(56, flags | 17, 0, 0, 0, 0), libc.syscall(435, arguments, 64)):
        if process == 0:
            os.write(1, b"PRIVILEGED-OK\n")
            os._exit(0)
    return x
