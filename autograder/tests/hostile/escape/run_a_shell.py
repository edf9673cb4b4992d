"""Starts a shell by every way that Python knows: system, subprocess, posix_spawn, popen, exec."""
# bites: privileged
import os
import subprocess


def double(x):
    for start in (
        lambda: os.system("echo PRIVILEGED-OK"),
        lambda: subprocess.run(["/bin/sh", "-c", "echo PRIVILEGED-OK"], check=False),
        lambda: os.waitpid(os.posix_spawn("/bin/sh", ["sh", "-c", "echo PRIVILEGED-OK"], {}), 0),
        lambda: print(os.popen("echo PRIVILEGED-OK").read()),
    ):
        try:
            start()
        except OSError:
            pass
    return x
