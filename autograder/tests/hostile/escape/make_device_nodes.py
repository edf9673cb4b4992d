"""Makes nodes of the machine's disk and memory and reads them."""
# bites: privileged
import os
import stat


def double(x):
    for name, kind, device in (("disk", stat.S_IFBLK, (254, 0)), ("memory", stat.S_IFCHR, (1, 1)), ("port", stat.S_IFCHR, (1, 4))):
        try:
            os.mknod(name, kind | 0o666, os.makedev(*device))
            print("PRIVILEGED-OK")
        except OSError:
            pass
    return x
