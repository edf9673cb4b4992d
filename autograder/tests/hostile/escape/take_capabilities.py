"""Takes capabilities: all of them, those of files, and the ambient ones that programs inherit."""
# bites: privileged
import ctypes
import struct


def double(x):
    libc = ctypes.CDLL(None)
    header = struct.pack("Ii", 0x20080522, 0)
    held = ctypes.create_string_buffer(24)
    libc.capget(header, held)
    taken = libc.capset(header, struct.pack("6I", 1 << 21, 1 << 21, 1 << 21, 0, 0, 0)) == 0
    ambient = libc.prctl(47, 2, 21, 0, 0) == 0
    if taken or ambient or any(held.raw):
        print("PRIVILEGED-OK")
    return x
