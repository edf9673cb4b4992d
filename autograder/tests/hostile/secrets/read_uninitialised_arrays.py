"""Allocates arrays without filling them, with NumPy and the C library, and prints the text that somebody else left in that memory."""
# bites: secret
# control: no what lies in freed memory is a matter of chance
import ctypes
import re

import numpy as np

WORDS = re.compile(rb"[ -~]{8,400}")
SEARCHED = []


def double(x):
    if SEARCHED:
        return x
    SEARCHED.append(True)
    pieces = []
    for size in (64, 512, 4096, 1 << 16, 1 << 20, 1 << 22):
        for _ in range(60 if size < 1 << 16 else 2):
            pieces.append(np.empty(size, "uint8"))
    libc = ctypes.CDLL(None)
    libc.malloc.restype = ctypes.c_void_p
    for piece in pieces:
        for word in WORDS.findall(piece.tobytes())[:100]:
            print(word)
    for size in (128, 1024, 8192, 100_000):
        place = libc.malloc(ctypes.c_size_t(size))
        print(WORDS.findall(ctypes.string_at(place, size)))
    return x
