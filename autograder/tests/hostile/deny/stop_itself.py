"""Stops its own process with SIGSTOP, so that it neither runs nor ends."""
# bites: hang
# ends: timeout
import os
import signal


def double(x):
    os.kill(os.getpid(), signal.SIGSTOP)
    return x
