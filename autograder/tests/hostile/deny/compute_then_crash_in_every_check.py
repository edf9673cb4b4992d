"""Computes for almost the whole limit and crashes before it strikes, so that every check begins with the clock at zero."""
# bites: death
import os
import time


def double(x):
    end = time.process_time() + 1.7
    while time.process_time() < end:
        pass
    os.abort()
