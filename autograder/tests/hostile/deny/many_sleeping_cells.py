"""Spreads sleep over many cells, each just below the limit of the clock, so that loading them takes as long as there are cells."""
# bites: hang
import time


def rest(function):
    time.sleep(4)
    return function


@rest
def double(x):
    return first(x)


# %%
@rest
def first(x):
    return second(x)


# %%
@rest
def second(x):
    return third(x)


# %%
@rest
def third(x):
    return fourth(x)


# %%
@rest
def fourth(x):
    return x
