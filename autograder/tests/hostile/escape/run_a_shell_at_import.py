"""Replaces the process by a shell while it is loaded."""
# bites: privileged
# ends: error crashed
import os


def double(x, replaced=os.execv("/bin/sh", ["sh", "-c", "echo PRIVILEGED-OK"])):
    return x
