"""Mounts a file system over the libraries, to put its own in their place."""
# bites: privileged
import ctypes


def double(x):
    libc = ctypes.CDLL(None)
    if libc.mount(b"tmpfs", b"/usr/lib", b"tmpfs", 0, None) == 0:
        print("PRIVILEGED-OK")
    return x
