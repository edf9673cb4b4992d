"""Has a timer raise exceptions a thousand times a second, wherever the machinery around the answer may be."""
# bites: death
import signal
import time


class Storm(BaseException):
    pass


def thunder(number, frame):
    raise Storm


def double(x):
    signal.signal(signal.SIGALRM, thunder)
    signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
    return x
