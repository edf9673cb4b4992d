"""Starts the system's set-user-id programs, su, mount and passwd, to get root's rights from them."""
# bites: privileged
import os


def double(x):
    for program in ("/usr/bin/su", "/bin/su", "/usr/bin/sudo", "/usr/bin/mount", "/usr/bin/passwd"):
        try:
            os.posix_spawn(program, [program, "--help"], {})
            print("PRIVILEGED-OK")
        except OSError:
            pass
    return x
