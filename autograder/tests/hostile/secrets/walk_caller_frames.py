"""Walks the frames of all callers, and prints their local variables, their globals and the constants of their code."""
# bites: secret
import sys


def double(x):
    frame = sys._getframe()
    while frame is not None:
        for names in (frame.f_locals, frame.f_globals):
            for name, value in list(names.items()):
                try:
                    print(name, repr(value)[:500])
                except Exception:
                    print(name)
        print(frame.f_code.co_name, frame.f_code.co_filename, frame.f_code.co_consts)
        frame = frame.f_back
    return x
