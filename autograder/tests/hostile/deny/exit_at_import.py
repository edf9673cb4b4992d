"""Ends the process while its definitions are loaded, with status zero."""
# bites: death
# ends: crashed
import os


def double(x, ended=os._exit(0)):
    return x
