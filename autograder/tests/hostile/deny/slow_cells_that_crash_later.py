"""Has slow cells first and a crashing one behind them, so that each new try to load pays for the slow ones again."""
# bites: hang
# control: no it dies there at the first crash, which other attacks show
import os
import time


def spin(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
    return lambda function: function


@spin(1.4)
def double(x):
    return first(x), second(x), third(x)


# %%
@os._exit
def first(x):
    return x


# %%
def die(function):
    os.abort()


@die
def second(x):
    return x


# %%
def fault(function):
    os.kill(os.getpid(), 11)


@fault
def third(x):
    return x
