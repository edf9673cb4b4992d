"""Reads the kernel's log and symbols, which tell addresses and what other programs did."""
# bites: privileged
# control: no what is in the log there is the machine's own
import ctypes
import os


def double(x):
    libc = ctypes.CDLL(None)
    if libc.klogctl(3, ctypes.create_string_buffer(4096), 4096) >= 0:
        print("PRIVILEGED-OK")
    for path in ("/dev/kmsg", "/proc/kmsg", "/proc/kcore", "/proc/kallsyms", "/sys/kernel/debug/tracing/trace", "/boot/System.map"):
        try:
            if os.read(os.open(path, os.O_RDONLY | os.O_NONBLOCK), 10):
                print("PRIVILEGED-OK")
        except OSError:
            pass
    return x
