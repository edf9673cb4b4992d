"""Runs students' code where it can do no harm and see no checks.

Three kinds of process, each in its own files:

- the grader holds the checks and asks:            process.py, channel.py, deaths.py
- the zygote is warm and forks, and sees no checks: start.py, zygote.py
- a child runs one submission, confined:           child.py, responder.py, values.py, derivatives.py, networks.py

What contains a child, with the order of the layers and the reason for it: confine.py, and below it syscalls.py, system.py,
root.py, landlock.py, seccomp.py, limits.py. What crosses between them: wire.py in frames.py. What a machine offers: probe.py.
"""
