"""Asks for the user ids of root and of the grader in every way there is."""
# bites: privileged
import ctypes
import os


def double(x):
    libc = ctypes.CDLL(None)
    before = os.getresuid()
    for change in (os.setuid, os.seteuid, os.setgid, os.setegid, libc.setfsuid, lambda user: os.setgroups([user])):
        try:
            change(0)
        except OSError:
            pass
    try:
        os.setresuid(65532, 65532, 65532)
    except OSError:
        pass
    if os.getresuid() != before:
        print("PRIVILEGED-OK")
    return x
