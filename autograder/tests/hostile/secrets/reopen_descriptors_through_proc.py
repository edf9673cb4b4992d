"""Opens its own descriptors once more through /proc/self/fd with other rights: the output pipe for reading, the channels for the far end."""
# bites: secret
import os


def double(x):
    for number in os.listdir("/proc/self/fd"):
        for flags in (os.O_RDONLY, os.O_RDWR, os.O_RDONLY | os.O_DIRECTORY, os.O_PATH):
            for name in ("", "/..", "/../notes.txt", "/../../tmp/hostile-secret.txt"):
                try:
                    descriptor = os.open(f"/proc/self/fd/{number}{name}", flags | os.O_NONBLOCK)
                except OSError:
                    continue
                try:
                    print(number, name, os.read(descriptor, 65_536))
                except OSError:
                    pass
                os.close(descriptor)
    return x
