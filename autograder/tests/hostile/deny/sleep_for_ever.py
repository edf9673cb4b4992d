"""Sleeps for eleven days without using the processor, so that a limit of CPU time never strikes."""
# bites: hang
# ends: timeout
import time


def double(x):
    time.sleep(1e6)
    return x
