"""Carries a secret out past Python: written by the C library to every descriptor, as a warning, as a traceback, and as the name of a thread."""
# bites: secret
import ctypes
import os
import sys
import threading
import warnings


def loot():
    """Whatever secret can be reached: a file, the environment, or the variables of a caller."""
    try:
        return open("/tmp/hostile-secret.txt").read().strip()
    except OSError:
        pass
    for name, value in os.environ.items():
        if "SECRET" in name:
            return value
    frame = sys._getframe()
    while frame is not None:
        for name in [*frame.f_globals, *map(str, frame.f_code.co_consts)]:
            if len(name) > 20 and "canary_" in name and name.isidentifier():
                return name
        frame = frame.f_back
    return "nothing_found"


def double(x):
    word = loot()
    libc = ctypes.CDLL(None)
    libc.puts(word.encode())
    libc.perror(word.encode())
    libc.fflush(None)
    libc.prctl(15, word.encode()[:15], 0, 0, 0)
    warnings.warn(word, stacklevel=1)
    sys.excepthook(ValueError, ValueError(word), None)
    thread = threading.Thread(target=lambda: 1 / 0, name=word)
    thread.start()
    thread.join()
    return x
