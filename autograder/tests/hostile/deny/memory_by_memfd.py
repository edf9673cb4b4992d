"""Fills files without a name, made by memfd_create: memory that belongs to no process and no folder."""
# bites: privileged
import os


def double(x):
    files = []
    for _ in range(40):
        file = os.memfd_create("block")
        os.truncate(file, 16 << 20)
        os.pwrite(file, bytes(16 << 20), 0)
        files.append(file)
    print("PRIVILEGED-OK")
    return x
