"""Sending what a check asked to other code, and telling whether it gives the same replies.

Models are the same if they compute the same, whatever their layers are called: a model's parameters are paired with the student's
by their order, and requests that speak of one by name are put in the other's names.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from autograder.reference import LocalTransport
from autograder.sandbox.responder import Message, Responder
from autograder.sandbox.wire import Handle, TensorData
from autograder.student import Exchange

Reply = dict[str, Any]

_NUMBERS = re.compile(r"(?<![\w.:])\d+(?![\w.])")


class Replay:
    """One replay: the requests of one check, in order, answered by one responder."""

    def __init__(self, responder: Responder, *, give_weights: bool) -> None:
        """Answer with `responder`; `give_weights` gives each model that it makes the weights of the student's."""
        self._responder = responder
        self._give_weights = give_weights
        self._names: dict[int, dict[str, str]] = {}  # by model: the student's name of a parameter, and ours

    def matches(self, exchange: Exchange) -> bool:
        """Send one request again; return whether the reply is the one that the student's code gave."""
        theirs = exchange.reply
        if not theirs:  # nobody answered; perhaps the request could not even be sent
            return False
        mine = self._send(exchange.message)
        if theirs.get("ok") and mine.get("ok"):
            if exchange.message["op"] == "call":  # of other replies nobody has looked at these fields
                self._pair_models(theirs, mine)
                if theirs["changed"] != mine["changed"]:
                    return False
            return _same(self._in_our_names(exchange.message, theirs.get("value")), mine.get("value"))
        if theirs.get("ok") or mine.get("ok"):
            return False
        return exception_of(theirs) == exception_of(mine) != ""

    def _send(self, message: Message) -> Reply:
        if message["op"] == "set_state_dict":
            message = {**message, "value": self._in_our_names(message, message["value"])}
        return LocalTransport(self._responder).request(dict(message))

    def _in_our_names(self, message: Message, value: Any) -> Any:
        """Return the parameters that a request or its reply speaks of under the names that our model has for them."""
        if message["op"] not in ("parameters", "set_state_dict") or type(value) is not dict:  # setting weights returns nothing
            return value
        names = self._names.get(message["target"].number, {})
        return {names.get(name, name): item for name, item in value.items()}

    def _pair_models(self, theirs: Reply, mine: Reply) -> None:
        """Pair new models whose parameters have the same shapes in the same order."""
        for number, weights in theirs.get("weights", {}).items():
            own = mine["weights"].get(number, {})
            if [array.shape for array in own.values()] != [array.shape for array in weights.values()]:
                continue
            self._names[number] = dict(zip(weights, own, strict=True))
            if self._give_weights:
                values: Message = dict(zip(own, weights.values(), strict=True))
                self._responder.handle({"op": "set_state_dict", "target": Handle(number, "", True), "value": values})


def exception_of(reply: Reply) -> str:
    """Return the type of the exception that a reply tells of, and the numbers in its text; "" for a process that died.

    Without the numbers, which are mostly sizes, two exceptions of one type would pass for the same mistake. The words are left
    out: they belong to the operation that was chosen. So are numbers that are part of a tensor's name; they only count tensors.
    """
    error = reply.get("error")
    return " ".join([error["type"], *_NUMBERS.findall(error["text"])]) if error else ""


def _same(a: Any, b: Any) -> bool:
    """Whether two results are the same up to rounding."""
    if isinstance(a, TensorData) and isinstance(b, TensorData):
        return a.trainable == b.trainable and _same(a.array, b.array)
    if isinstance(a, TensorData | np.ndarray) and isinstance(b, TensorData | np.ndarray):
        return _close(_array(a), _array(b))
    if _is_one_number(a) and _is_one_number(b):
        return _close(np.asarray(_array(a)).reshape(()), np.asarray(_array(b)).reshape(()))
    if isinstance(a, (list, tuple)) and isinstance(b, (list, tuple)):
        return len(a) == len(b) and all(_same(x, y) for x, y in zip(a, b, strict=True))
    if type(a) is dict and type(b) is dict:
        return a.keys() == b.keys() and all(_same(a[key], b[key]) for key in a)
    if isinstance(a, Handle) and isinstance(b, Handle):
        return a.is_model == b.is_model
    return type(a) is type(b) and bool(a == b)


def _is_one_number(value: Any) -> bool:
    """A number, or a tensor or array that a check takes for one."""
    value = _array(value)
    return isinstance(value, (bool, int, float, np.generic)) or (isinstance(value, np.ndarray) and value.size == 1 and value.ndim <= 1)


def _array(value: Any) -> Any:
    return value.array if isinstance(value, TensorData) else value


def _close(a: np.ndarray[Any, Any], b: np.ndarray[Any, Any]) -> bool:
    if a.shape != b.shape or any((a.dtype.kind == kind) != (b.dtype.kind == kind) for kind in "fb"):
        return False
    if a.dtype.kind != "f":
        return bool(np.array_equal(a, b))
    limit = 1e-8 if a.dtype == b.dtype == np.float64 and a.ndim else 2e-5  # a Python float may come from float32
    return bool(np.allclose(a.astype("float64"), b.astype("float64"), rtol=limit, atol=limit, equal_nan=True))
