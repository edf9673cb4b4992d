"""Lifts Python's limit of recursion and calls itself through C code until the stack runs over."""
# bites: death
# ends: crashed error out_of_memory
import functools
import sys


def deeper(n, _=None):
    return functools.reduce(deeper, [n, n])


def double(x):
    sys.setrecursionlimit(1 << 30)
    return deeper(0)
