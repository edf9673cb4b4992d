"""Has the garbage collector call a function that computes for ever, at some later moment."""
# bites: hang
# ends: timeout
import gc


def cling(phase, info):
    while True:
        pass


def double(x):
    gc.callbacks.append(cling)
    gc.collect()
    return x
