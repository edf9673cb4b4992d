"""Reads secret files with the loaders of libraries, which open files in compiled code: NumPy, Paddle, memory maps and the dynamic linker."""
# bites: secret
import ctypes
import mmap
import os

import numpy as np
import paddle

PATHS = ["/tmp/hostile-secret.txt", "/srv/grader/notes.txt", "/tmp/hostile/course/autograder/checks/hidden/check_lab01_hostile.py"]


def double(x):
    for path in PATHS:
        readers = [
            lambda: np.fromfile(path, "uint8").tobytes(),
            lambda: bytes(np.memmap(path, "uint8", "r")),
            lambda: paddle.load(path, return_numpy=True),
            lambda: mmap.mmap(os.open(path, os.O_RDONLY), 0, prot=mmap.PROT_READ).read(),
            lambda: ctypes.CDLL(path),
        ]
        for read in readers:
            try:
                print(read())
            except Exception as error:
                print(error)
    return x
