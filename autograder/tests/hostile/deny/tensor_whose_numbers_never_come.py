"""Replaces the method by which a tensor gives its numbers with one that sleeps."""
# bites: hang
import time


def double(x):
    type(x).numpy = lambda self, *arguments: time.sleep(10000)
    type(x).__array__ = type(x).numpy
    return x
