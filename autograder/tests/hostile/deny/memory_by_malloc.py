"""Takes memory from the C library and writes into it, without a Python object that could be counted."""
# bites: death
# ends: out_of_memory crashed
import ctypes


def double(x):
    libc = ctypes.CDLL(None)
    libc.malloc.restype = ctypes.c_void_p
    libc.malloc.argtypes = [ctypes.c_size_t]
    while True:
        ctypes.memset(libc.malloc(16 << 20), 1, 16 << 20)
