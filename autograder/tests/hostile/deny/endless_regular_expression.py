"""Matches a regular expression that goes back and forth for ever, holding the interpreter's lock."""
# bites: hang
# ends: timeout
import re


def double(x):
    re.match(r"(a+)+$", "a" * 60 + "b")
    return x
