"""Writes a shared library of its own into its folder and loads it, to run code that no reviewer sees."""
# bites: privileged
# control: no a library loaded into one's own process gives nothing that Python has not; only that nothing breaks is tried
import ctypes
import os
import shutil


def double(x):
    for source in ("/lib/x86_64-linux-gnu/libm.so.6", "/usr/lib/x86_64-linux-gnu/libm.so.6", "/lib/aarch64-linux-gnu/libm.so.6", "/usr/lib64/libm.so.6"):
        if os.path.exists(source):
            shutil.copyfile(source, "hostile.so")
            ctypes.CDLL(os.path.abspath("hostile.so"))
            return x
    return x
