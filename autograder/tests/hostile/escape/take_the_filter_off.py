"""Puts a filter of its own over the grader's that allows all, and asks for less of Landlock."""
# bites: privileged
# control: no there is no filter there that could be taken off
import ctypes
import struct


def double(x):
    libc = ctypes.CDLL(None)
    instructions = ctypes.create_string_buffer(struct.pack("HBBI", 6, 0, 0, 0x7FFF0000), 8)
    program = struct.pack("HxxxxxxQ", 1, ctypes.addressof(instructions))
    libc.syscall(317, 1, 0, program)
    libc.prctl(22, 2, program, 0, 0)
    if libc.unshare(0x10000000) == 0 or libc.syscall(41, 2, 1, 0) >= 0 or libc.syscall(101, 0, 0, 0, 0) == 0:
        print("PRIVILEGED-OK")
    return x
