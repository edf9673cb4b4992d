"""Tries to raise its own limits of time, memory, files and processes, and then uses what it got."""
# bites: hang
# ends: timeout
import resource


def double(x):
    for name in dir(resource):
        if name.startswith("RLIMIT_"):
            kind = getattr(resource, name)
            for pair in ((-1, -1), (resource.getrlimit(kind)[1],) * 2):
                try:
                    resource.setrlimit(kind, pair)
                except (OSError, ValueError):
                    pass
    while True:
        pass
