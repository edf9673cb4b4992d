"""The side of the proxy that stands next to the student's code: it answers one request after another.

It runs in the confined child for students' code, and in the grader itself for code that is trusted (solutions, misconceptions,
a learner's own notebook). It knows no checks and no expected values. A request is a dict with `op`; the reply is a dict with
`ok`. Nothing that a student's object does can raise out of `handle`.

Every value is turned to plain data on its way out, and arguments are made anew for each call, so that what the
student's function changes in place is noticed and harms nobody.
"""

from __future__ import annotations
import __future__

import ast
import builtins
import functools
import linecache
import operator
import random
import re
import sys
import traceback
import types
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.datasets import load_data
from autograder.sandbox.derivatives import gradients
from autograder.sandbox.values import Inward, Outward, array_of, changes, clean
from autograder.sandbox.wire import Handle

Message = dict[str, Any]

# How memory running out shows in Paddle, OpenBLAS and the C++ library.
MEMORY_SIGNS = re.compile(
    r"ResourceExhausted|Cannot allocate memory|bad_alloc|libmklml|can't start new thread|Unable to allocate|Out of memory", re.I
)
MAX_TEXT = 2000  # characters of an exception's text
FUTURE_FLAGS = functools.reduce(operator.or_, (getattr(__future__, name).compiler_flag for name in __future__.all_feature_names))


class Responder:
    """Holds one student's names and objects, and answers requests about them."""

    def __init__(self, namespace: dict[str, Any] | None = None, *, private: bool = True, interruptible: bool = False) -> None:
        """Answer for `namespace`; without one, for a fresh `__main__` of which the grader's own package is no part.

        `interruptible` lets KeyboardInterrupt through, for a notebook whose owner presses stop.
        """
        if namespace is None:
            module = types.ModuleType("__main__")
            namespace = module.__dict__
            namespace["__builtins__"] = __builtins__
            if private:
                sys.modules["__main__"] = module
                _hide_grader()
        self.namespace = namespace
        self._interruptible = interruptible
        self._objects: list[Any] = []
        self._future = 0  # compiler flags of the `from __future__` lines so far: they hold for all cells after them
        self._operations: dict[str, Callable[[Message], Message]] = {
            "cell": self._run_cell,
            "names": self._names,
            "define": self._define,
            "call": self._call,
            "gradients": self._gradients,
            "parameters": self._parameters,
            "set_state_dict": self._set_state_dict,
            "mode": self._mode,
            "build": self._build,
            "batch": self._batch,
        }

    def handle(self, message: Message) -> Message:
        """Answer one request. Student code may do anything in here; the reply is plain data whatever it did."""
        try:
            if message.get("fresh"):
                self._objects.clear()
            return self._operations[message["op"]](message)
        except BaseException as error:  # SystemExit and KeyboardInterrupt of the student's are answers too
            if type(error) is KeyboardInterrupt and self._interruptible:
                raise
            return {"ok": False, "error": describe(error)}

    # -- cells -----------------------------------------------------------------------------------------------------------

    def _run_cell(self, message: Message) -> Message:
        """Run a cell statement by statement: one that fails does not take the definitions after it along."""
        source, name = message["source"], message["name"]
        linecache.cache[name] = (len(source), None, source.splitlines(True), name)
        first: Message | None = None
        for statement in ast.parse(source, name).body:
            try:
                code = compile(ast.Module([statement], []), name, "exec", flags=self._future, dont_inherit=True)
                self._future |= code.co_flags & FUTURE_FLAGS
                exec(code, self.namespace)
            except BaseException as error:
                first = first or describe(error)
        return {"ok": True, "error": first}

    def _names(self, message: Message) -> Message:
        found = [name for name in message["names"] if callable(self.namespace.get(name))]
        return {"ok": True, "value": found}

    def _define(self, message: Message) -> Message:
        """Put a correct version in the place of an earlier answer (follow-through)."""
        names = dict(self.namespace)
        exec(compile(message["source"], "<correct>", "exec", dont_inherit=True), names)
        self.namespace[message["name"]] = names[message["function"]]
        return {"ok": True}

    # -- calls -----------------------------------------------------------------------------------------------------------

    def _call(self, message: Message) -> Message:
        function = self._target(message)
        inward = Inward(self._objects)
        args, kwargs = inward.values(message["args"]), inward.values(message["kwargs"])
        names = _argument_names(function, len(args))
        sent = {**dict(enumerate(message["args"])), **message["kwargs"]}
        held = {**dict(enumerate(args)), **kwargs}
        # The request holds what the grader sent. A frame walk from the student's function finds it, so it goes first.
        seed = message["seed"]
        message.clear()
        _seed(seed)
        value = function(*args, **kwargs)
        changed = [[place, path] for place, before in sent.items() for path in changes(before, held[place], [])]
        outward = Outward(self._objects)
        value = outward.value(value)
        return {"ok": True, "value": value, "changed": changed, "names": names, "weights": outward.new_weights}

    def _batch(self, message: Message) -> Message:
        """Answer several requests, up to the first that fails."""
        replies: list[Message] = []
        for one in message["messages"]:
            replies.append(self.handle(one))
            if not replies[-1]["ok"]:
                break
        return {"ok": True, "replies": replies}

    def _gradients(self, message: Message) -> Message:
        function = self._target(message)
        args = Inward(self._objects, differentiable=True).values(message["args"])
        weights, seed = message["of"], message["seed"]
        message.clear()
        _seed(seed)
        by_argument, by_parameter = gradients(function, args, weights)
        return {"ok": True, "value": by_argument, "parameters": by_parameter}

    # -- models ----------------------------------------------------------------------------------------------------------

    def _parameters(self, message: Message) -> Message:
        model = self._object(message["target"])
        return {"ok": True, "value": {clean(name): parameter.detach().numpy() for name, parameter in model.named_parameters()}}

    def _set_state_dict(self, message: Message) -> Message:
        """Give a model weights by name, the way that `Layer.set_state_dict` does."""
        import paddle

        model = self._object(message["target"])
        with paddle.no_grad():
            parameters = dict(model.named_parameters())
            for name, array in message["value"].items():
                parameters[name].set_value(paddle.to_tensor(np.array(array_of(array))).astype(parameters[name].dtype))
        return {"ok": True}

    def _mode(self, message: Message) -> Message:
        model = self._object(message["target"])
        if message["training"] is None:
            return {"ok": True, "value": bool(model.training)}
        model.train() if message["training"] else model.eval()
        return {"ok": True, "value": bool(model.training)}

    def _build(self, message: Message) -> Message:
        from autograder.sandbox.networks import Network

        _seed(message["seed"])
        model = Network(message["layers"])
        self._objects.append(model)
        return {"ok": True, "value": Handle(len(self._objects) - 1, "Network", True)}

    # -- where a request is aimed ------------------------------------------------------------------------------------------

    def _target(self, message: Message) -> Any:
        target = message["target"]
        if isinstance(target, Handle):
            return self._object(target)
        if not callable(self.namespace.get(target)):
            raise Missing(target)
        return self.namespace[target]

    def _object(self, handle: Handle) -> Any:
        return self._objects[handle.number]


class Missing(Exception):
    """The student's code defines no function of this name."""


def describe(error: BaseException) -> Message:
    """Return what a sentence about an exception needs: its type, its text, and the student's line it came from."""
    memory = issubclass(type(error), MemoryError)
    try:
        cell, line = _place(error)
        text = _text(error)
        # A class of the student's counts as the built-in type that it is derived from, whatever it calls itself.
        kind = next(base.__name__ for base in type(error).__mro__ if getattr(builtins, base.__name__, None) is base)
        memory = memory or bool(MEMORY_SIGNS.search(text))
    except BaseException:  # everything that is asked of an exception can be overridden, and raise
        cell, line, text, kind = "", 0, "", "Exception"
    return {"type": "Missing" if type(error) is Missing else kind, "text": text, "cell": cell, "line": line, "memory": memory}


def _place(error: BaseException) -> tuple[str, int]:
    """Return the cell of the function that was called and the line of it that was being run, `("", 0)` if it is in no cell."""
    cell, line = "", 0
    for frame, number in traceback.walk_tb(error.__traceback__):
        name = frame.f_code.co_filename
        if name.startswith("<cell ") and cell in ("", name):  # a helper that raised may stand in a cell of its own
            cell, line = name, number
    if type(error) in (SyntaxError, IndentationError, TabError):
        assert isinstance(error, SyntaxError)
        if str(error.filename).startswith("<cell "):
            cell, line = str(error.filename), error.lineno or 0
    return cell, int(line)


def _text(error: BaseException) -> str:
    """Return what an exception says, as far as it can be asked."""
    try:
        return clean(str.__str__(str(error))[:MAX_TEXT])
    except BaseException:
        return ""


def _hide_grader() -> None:
    """Put another `autograder` in the package's place, for the notebook's own import: one that loads data and checks nothing."""
    for name in [name for name in sys.modules if name == "autograder" or name.startswith("autograder.")]:
        if not name.startswith("autograder.sandbox"):
            del sys.modules[name]
    stub = types.ModuleType("autograder")
    stub.check = stub.hint = lambda *args, **kwargs: None  # type: ignore[attr-defined]
    stub.load_data = load_data  # type: ignore[attr-defined]
    sys.modules["autograder"] = stub


def _seed(number: int) -> None:
    random.seed(number)
    np.random.seed(number % 2**32)
    paddle = sys.modules.get("paddle")
    if paddle is not None:
        paddle.seed(number)


def _argument_names(function: Any, count: int) -> list[str]:
    """Return the names of the first positional parameters; what has no name is called by its place."""
    code = getattr(function, "__code__", None)
    known = list(code.co_varnames[: code.co_argcount]) if code is not None else []
    return (known + [f"argument {number + 1}" for number in range(len(known), count)])[:count]
