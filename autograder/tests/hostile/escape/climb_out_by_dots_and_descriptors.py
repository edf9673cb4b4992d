"""Climbs out of its root: dots without end, every descriptor as a starting point, links in /proc to roots and working folders."""
# bites: secret
import os


def climb():
    starts = ["../" * 40, "/proc/self/root/../../", "/proc/1/root/", f"/proc/{os.getppid()}/root/", f"/proc/{os.getppid()}/cwd/" + "../" * 40]
    starts += [f"/proc/self/fd/{number}/" + "../" * 20 for number in range(64)]
    for start in starts:
        try:
            with open(start + "tmp/hostile-secret.txt") as file:
                yield file.read()
        except OSError:
            pass
    for number in range(64):
        try:
            yield os.read(os.open("../" * 20 + "tmp/hostile-secret.txt", os.O_RDONLY, dir_fd=number), 1000).decode()
        except OSError:
            pass


def double(x):
    return "".join(climb()) or x
