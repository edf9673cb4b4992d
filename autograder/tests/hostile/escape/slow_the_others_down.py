"""Gives every other process the worst priority and a single core."""
# bites: privileged
import os


def double(x):
    for process in set(range(2, 400)) - {os.getpid(), os.getppid()}:  # process 1 may be a bare one of its own namespace
        for worse in (lambda: os.setpriority(os.PRIO_PROCESS, process, 19), lambda: os.sched_setaffinity(process, {0})):
            try:
                worse()
                print("PRIVILEGED-OK")
            except OSError:
                pass
    return x
