"""Sends replies whose fields are of kinds that nobody expects, so that the grader stumbles: who stumbles may well say that it was not the student's fault.

An array in the place of a number cannot be compared, in the place of a truth value it is neither true nor false.
"""
# bites: points
# control: no there are no replies there
import os
import sys

import numpy as np

ODD = np.arange(3)


def patch():
    child = sys.modules.get("autograder.sandbox.child")
    if child is not None:
        frames = sys.modules["autograder.sandbox.frames"]

        def reply(self, identity, answer):
            odd = {"ok": True, "value": {"ok": ODD}, "changed": [[ODD, [ODD]]], "names": ["x"], "weights": {0: {"w": ODD}}, "error": None}
            frames.write(self._channel, frames.frame({"id": ODD if os.getpid() % 2 else identity, "reply": odd}))

        child.Loader._reply = reply


def double(x):
    patch()
    return x
