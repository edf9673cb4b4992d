"""Aborts the process."""
# bites: death
# ends: crashed
import os


def double(x):
    os.abort()
