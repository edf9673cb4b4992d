"""Moves itself into another control group, and sets one's release agent, which the machine would start as root."""
# bites: privileged
# control: no no control groups are mounted there
import glob
import os


def double(x):
    for path in [*glob.glob("/sys/fs/cgroup/**/release_agent", recursive=True), *glob.glob("/sys/fs/cgroup/**/cgroup.procs", recursive=True)][:50]:
        try:
            os.close(os.open(path, os.O_WRONLY))
            print("PRIVILEGED-OK")
        except OSError:
            pass
    return x
