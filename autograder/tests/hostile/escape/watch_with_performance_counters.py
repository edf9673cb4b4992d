"""Opens performance counters on other processes and on the kernel, to see what they compute."""
# bites: privileged
import ctypes
import struct


def double(x):
    attributes = ctypes.create_string_buffer(struct.pack("IIQ", 1, 128, 0) + bytes(112), 128)
    call = ctypes.CDLL(None).syscall
    if any([call(298, attributes, process, cpu, -1, 0) >= 0 for process, cpu in ((0, -1), (-1, 0), (1, -1))]):
        print("PRIVILEGED-OK")
    return x
