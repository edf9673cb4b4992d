"""Handles the warning that its CPU time is used up and goes on computing in the handler."""
# bites: hang
# ends: timeout
import signal


def go_on(number, frame):
    while True:
        pass


def double(x):
    signal.signal(signal.SIGXCPU, go_on)
    go_on(0, None)
