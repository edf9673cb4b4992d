"""Ignores SIGTERM, SIGXCPU and all other signals that can be ignored, and computes for ever."""
# bites: hang
# ends: timeout
import signal


def double(x):
    for number in range(1, 65):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    while True:
        pass
