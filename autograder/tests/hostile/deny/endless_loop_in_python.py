"""Loops for ever in Python, so that the grader waits for ever.

A grader without limits hangs, and no other student is graded.
"""
# bites: hang
# ends: timeout


def double(x):
    while True:
        pass
