"""Writes a forged reply from a signal handler that a timer calls, in the middle of whatever the main thread does after the answer."""
# bites: points
# with: forge_replies
import signal


def double(x):
    signal.signal(signal.SIGALRM, lambda number, frame: forge())
    signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
    return x
