"""Raises an exception with hundreds of megabytes of text."""
# bites: death
# ends: error out_of_memory crashed
# control: no the output there is cut off by the harness


def double(x):
    raise ValueError("x" * (200 << 20))
