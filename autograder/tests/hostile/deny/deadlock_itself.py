"""Takes a lock twice, so that it waits for itself."""
# bites: hang
# ends: timeout
import threading


def double(x):
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()
    return x
