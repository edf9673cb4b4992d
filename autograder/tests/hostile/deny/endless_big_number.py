"""Raises a number to a power whose digits take hours, in one instruction of the interpreter."""
# bites: hang
# ends: timeout out_of_memory


def double(x):
    return 7 ** (7**9)
