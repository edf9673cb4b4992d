"""Begins a reply on the grader's channel and sends a byte of it every now and then."""
# bites: hang
# ends: timeout crashed
import os
import time


def double(x):
    for descriptor in range(3, 16):
        try:
            os.write(descriptor, b"\0\1\0\0")
        except OSError:
            pass
    while True:
        for descriptor in range(3, 16):
            try:
                os.write(descriptor, b"\0")
            except OSError:
                pass
        time.sleep(0.1)
