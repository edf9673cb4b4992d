"""Ignores the warning about CPU time while it is loaded, where the limit of a question does not hold yet, and computes for ever."""
# bites: hang
# ends: timeout
import resource
import signal


def cling(function):
    signal.signal(signal.SIGXCPU, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CPU, (resource.getrlimit(resource.RLIMIT_CPU)[1],) * 2)
    while True:
        pass


@cling
def double(x):
    return x
