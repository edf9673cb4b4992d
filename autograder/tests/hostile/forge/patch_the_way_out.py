"""Replaces what turns results into plain data, so that objects leave that are none of the plain kinds: frames, handles and tensors that lie."""
# bites: points
# control: no nothing is turned into plain data there
# alone: no the student's other results leave by the same way
import sys


def patch():
    values, wire = sys.modules.get("autograder.sandbox.values"), sys.modules.get("autograder.sandbox.wire")
    if values is None or wire is None:
        return None

    def value(self, thing, depth=0):
        handle = wire.Handle(-1, "passed", True)
        return [wire.TensorData(thing.numpy(), True), handle, {"ok": handle, 0: handle, float("nan"): (handle,)}]

    values.Outward.value = value
    sys.modules["autograder.sandbox.responder"].Outward.value = value
    return values


PATCHED = patch()


def double(x):
    return x if PATCHED is not False else None
