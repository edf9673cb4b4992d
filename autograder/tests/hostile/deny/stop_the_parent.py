"""Stops the parent process with SIGSTOP, so that nobody is left who could notice the end, and exits."""
# bites: death
# ends: timeout crashed error
# control: no the one who would notice the end there is the harness itself
import os
import signal


def double(x):
    os.kill(os.getppid(), signal.SIGSTOP)
    os._exit(0)
