"""Loads a program into the kernel with bpf."""
# bites: privileged
import ctypes
import struct


def double(x):
    attributes = struct.pack("IIIII", 2, 4, 8, 1, 0) + bytes(100)
    if ctypes.CDLL(None).syscall(321, 0, attributes, len(attributes)) >= 0:
        print("PRIVILEGED-OK")
    return x
