"""Puts a profiler that does a lot of work around every call, those of the machinery too."""
# bites: hang
import sys
import threading
import time


def brake(frame, event, argument):
    end = time.process_time() + 0.05
    while time.process_time() < end:
        pass
    return brake


def double(x):
    sys.setprofile(brake)
    sys.settrace(brake)
    threading.setprofile(brake)
    return x
