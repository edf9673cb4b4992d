"""Closes every descriptor that it finds, the grader's channel among them, and goes on."""
# bites: hang
# ends: timeout crashed
import os
import time


def double(x):
    os.closerange(0, 256)
    time.sleep(10000)
