"""Leaves a copy of a program with the set-user-id bit, to be started later by somebody else."""
# bites: privileged
import os


def double(x):
    with open("hostile_shell", "wb") as file:
        file.write(b"#!/bin/sh\nid\n")
    try:
        os.chown("hostile_shell", 0, 0)
        os.chmod("hostile_shell", 0o6777)
    except OSError:
        return x
    if os.stat("hostile_shell").st_mode & 0o6000 and os.stat("hostile_shell").st_uid == 0 == os.getuid():
        print("PRIVILEGED-OK")
    return x
