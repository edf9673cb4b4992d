"""Connects to every abstract Unix socket that the kernel lists, and to one that it knows by heart, and prints what it is told."""
# bites: secret
import socket


def double(x):
    names = {"\0hostile-secret", "\0grader"}
    try:
        with open("/proc/net/unix") as table:
            names.update("\0" + line.split("@", 1)[1].strip() for line in table if "@" in line)
    except OSError:
        pass
    for name in sorted(names)[:50]:
        try:
            with socket.socket(socket.AF_UNIX) as door:
                door.settimeout(0.2)
                door.connect(name)
                print(door.recv(4096))
        except OSError:
            pass
    return x
