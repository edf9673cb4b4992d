"""Spreads work over many cells, each just below the limit, so that loading them all takes as long as there are cells."""
# bites: hang
import time


def spin(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
    return lambda function: function


@spin(1.5)
def double(x):
    return first(x)


# %%
@spin(1.5)
def first(x):
    return second(x)


# %%
@spin(1.5)
def second(x):
    return third(x)


# %%
@spin(1.5)
def third(x):
    return fourth(x)


# %%
@spin(1.5)
def fourth(x):
    return x
