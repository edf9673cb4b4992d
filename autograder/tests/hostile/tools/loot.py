"""A secret to be carried out, wherever one can be reached."""

import os
import sys


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
