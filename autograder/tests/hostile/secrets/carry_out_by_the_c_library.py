"""Carries a secret out past Python: written by the C library to every descriptor, as a warning, as a traceback, and as the name of a thread."""
# bites: secret
# with: loot
import ctypes
import sys
import threading
import warnings


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
