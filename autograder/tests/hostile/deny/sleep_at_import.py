"""Sleeps for ever while its definitions are loaded."""
# bites: hang
# ends: timeout
import time


def double(x, waited=time.sleep(1e6)):
    return x
