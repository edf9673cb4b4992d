"""Starts programs of the system to find secrets: grep, find, env, ps and cat may be let in where Python is not."""
# bites: secret
import os
import subprocess

COMMANDS = [
    "env",
    "cat /tmp/hostile-secret.txt",
    "grep -rh canary /tmp/hostile/course /srv/grader",
    "find / -xdev -maxdepth 3 -name '*.txt' -exec cat {} ;",
]


def double(x):
    for command in COMMANDS:
        try:
            print(subprocess.run(["/bin/sh", "-c", command], capture_output=True, timeout=2).stdout)
        except (OSError, subprocess.SubprocessError):
            pass
        try:
            print(os.popen(command).read())
        except OSError:
            pass
    return x
