"""Sleeps in the C library with every signal blocked, so that it cannot be woken politely."""
# bites: hang
# ends: timeout
import ctypes
import signal


def double(x):
    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
    while True:
        ctypes.CDLL(None).sleep(100000)
