"""Leaves folders nested thousands deep, closed to their owner, with names that are no text, so that cleaning up fails."""
# bites: leftover
# control: no the throw-away place there is forgotten as a whole
import os


def double(x):
    os.makedirs("closed/inside")
    open(b"closed/inside/\xff\xfe\n\x1b[2J", "w").close()
    for path in ("closed/inside", "closed"):
        try:
            os.chmod(path, 0)
        except OSError:
            pass
    os.mkdir("without_rights", mode=0)
    for _ in range(3000):
        os.mkdir("deep")
        os.chdir("deep")
    return x
