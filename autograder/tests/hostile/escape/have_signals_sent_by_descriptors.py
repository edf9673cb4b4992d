"""Has the kernel send signals to others in its name: owners of descriptors, leases, asynchronous input."""
# bites: privileged
import fcntl
import os
import socket


def double(x):
    pair = socket.socketpair()
    try:
        fcntl.fcntl(pair[0], fcntl.F_SETOWN, os.getppid())
        print("PRIVILEGED-OK")
    except OSError:
        pass
    return x
