"""The proxy: what a check calls `student`.

`student.rnn_step(x, h, params)` sends the arguments to where the student's code runs, has the function called there and
returns plain arrays. Models come back as handles. Every request and its reply is remembered, so that a wrong answer can be
replayed on known misconceptions (`diagnosis.py`).

What goes wrong on the student's side ends the check with a `StudentFailure`: an outcome and a sentence. Sentences name
functions, kinds, shapes and the student's own lines; never the arguments of a hidden check, and no text that student code chose.
"""

from __future__ import annotations

import builtins
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from autograder.results import Outcome
from autograder.sandbox.wire import Handle, TensorData
from autograder.words import Words, msg, tr

Message = dict[str, Any]


class StudentFailure(Exception):
    """The student's code failed in a way that needs no comparison: it ends the check."""

    def __init__(self, outcome: Outcome, words: Words) -> None:
        super().__init__(words.en)
        self.outcome = outcome
        self.words = words


class Transport(Protocol):
    """Where requests go: a confined child, or a responder in this process."""

    def request(self, message: Message) -> Message:
        """Return the reply to `message`, or raise StudentFailure if the child died over it."""
        ...


@dataclass
class Exchange:
    """One request and its reply, as the diagnosis replays them."""

    message: Message
    reply: Message


@dataclass
class Student:
    """The student's functions, as attributes."""

    transport: Transport
    base_seed: int = 0
    source: str = ""  # the student's own code: a sentence may quote its names
    reveal: bool = False  # the learner's own notebook: exceptions may be shown as they are
    exchanges: list[Exchange] = field(default_factory=list)
    last: Function | None = None

    def __getattr__(self, name: str) -> Function:
        if name.startswith("__"):
            raise AttributeError(name)
        function = Function(self, name)
        self.__dict__[name] = function
        return function

    def seed(self, number: int) -> None:
        """Seed Python, NumPy and Paddle with `number` before each call that follows."""
        self.base_seed = number

    def build(self, layers: list[Message]) -> Model:
        """Build a model in the child from the plain description of `sandbox/networks.py`."""
        reply = self.ask({"op": "build", "layers": layers, "seed": self.base_seed}, "build")
        return Model(self, reply["value"], "model")

    def start_check(self, seed: int) -> None:
        """Forget what an earlier check did."""
        self.base_seed = seed
        self.exchanges = []
        self.last = None

    def ask(self, message: Message, name: str) -> Message:
        """Send a request made for the function `name`; raise StudentFailure if it failed over there."""
        if not self.exchanges:
            message["fresh"] = True  # objects of earlier checks are let go, so that handles count from 0 in every check
        exchange = Exchange(message, {})
        self.exchanges.append(exchange)
        reply = self.transport.request(dict(message))
        if not is_reply(reply, str(message["op"])):
            raise StudentFailure(Outcome.CRASHED, tr("`{name}` left the Python process unable to answer.", name=name))
        exchange.reply = reply
        if not reply["ok"]:
            raise failure(reply["error"], name, self)
        return reply

    def knows(self, word: str) -> bool:
        """Whether a word stands in the student's own code, so that a sentence may repeat it."""
        return self.reveal or bool(re.search(rf"\b{re.escape(word)}\b", self.source))


class Function:
    """A function or class of the student's."""

    def __init__(self, student: Student, name: str) -> None:
        self._student = student
        self.name = name
        self.changed: list[str] = []
        self.leaves: dict[str, str] = {}

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the student's function with these arguments and return its result as plain data."""
        reply = self._send(args, kwargs)
        return _plain(reply["value"], self._student, self.name)

    def error(self, *args: Any, **kwargs: Any) -> str | None:
        """Call, and return the name of the built-in exception type that was raised, or None."""
        try:
            self._send(args, kwargs)
        except StudentFailure as failed:
            error = self._student.exchanges[-1].reply.get("error") or {}
            if failed.outcome is not Outcome.ERROR or error.get("type") in (None, "Missing"):
                raise
            return str(error["type"])
        return None

    def gradients(self, *args: Any, of: Any) -> tuple[list[Any], dict[str, np.ndarray[Any, Any] | None]]:
        """Return the gradients of `sum(result * of)` by argument and, for a model, by parameter name."""
        message = {"op": "gradients", "target": self._target(), "args": _outgoing(list(args)), "of": _outgoing(of)}
        reply = self._student.ask({**message, "seed": self._student.base_seed}, self.name)
        return reply["value"], reply["parameters"]

    def _target(self) -> str | Handle:
        return self.name

    def _send(self, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Message:
        message = {"op": "call", "target": self._target(), "args": _outgoing(list(args)), "kwargs": _outgoing(dict(kwargs))}
        self._student.last = self
        reply = self._student.ask({**message, "seed": self._student.base_seed}, self.name)
        self.changed = _changed_words(reply, message["args"], message["kwargs"], self._student)
        self.leaves = dict(_leaves("result", reply["value"]))
        return reply


class Model(Function):
    """A model of the student's, or one that was built for a student's function to judge."""

    def __init__(self, student: Student, handle: Handle, name: str) -> None:
        super().__init__(student, name)
        self.handle = handle

    @property
    def type_name(self) -> str:
        """The name of the model's class."""
        return self.handle.type_name

    def parameters(self) -> dict[str, np.ndarray[Any, Any]]:
        """Return all parameters by name, in the order of `named_parameters`."""
        reply = self._student.ask({"op": "parameters", "target": self.handle}, self.name)
        return dict(reply["value"])

    def set_state_dict(self, values: Mapping[str, Any]) -> None:
        """Give the model these weights by name."""
        self._student.ask({"op": "set_state_dict", "target": self.handle, "value": _outgoing(dict(values))}, self.name)

    def eval(self) -> Model:
        """Switch to evaluation."""
        return self._switch(training=False)

    def train(self) -> Model:
        """Switch to training."""
        return self._switch(training=True)

    @property
    def training(self) -> bool:
        """Whether the model is in training mode now."""
        return bool(self._student.ask({"op": "mode", "target": self.handle, "training": None}, self.name)["value"])

    def _switch(self, *, training: bool) -> Model:
        self._student.ask({"op": "mode", "target": self.handle, "training": training}, self.name)
        return self

    def _target(self) -> Handle:
        return self.handle


@dataclass(frozen=True)
class Opaque:
    """A result that is not plain data; only its type's name is known. It may be passed back to the student's functions."""

    handle: Handle

    def __repr__(self) -> str:
        return f"a {self.handle.type_name}"


def _plain(value: Any, student: Student, name: str) -> Any:
    """Return a reply's value as checks see it: tensors as arrays, handles as models."""
    if isinstance(value, TensorData):
        return value.array
    if isinstance(value, Handle):
        return Model(student, value, name) if value.is_model else Opaque(value)
    if type(value) in (list, tuple):
        return type(value)(_plain(item, student, name) for item in value)
    if type(value) is dict:
        return {key: _plain(item, student, name) for key, item in value.items()}
    return value


def _outgoing(value: Any) -> Any:
    """Return arguments in the form that crosses the wire."""
    if isinstance(value, Model):
        return value.handle
    if isinstance(value, Opaque):
        return value.handle
    if isinstance(value, list | tuple):
        return type(value)(_outgoing(item) for item in value)
    if isinstance(value, Mapping):
        return {key: _outgoing(item) for key, item in value.items()}
    if type(value).__name__ in ("Tensor", "EagerParamBase") and hasattr(value, "numpy"):
        return TensorData(value.detach().numpy(), trainable=not value.stop_gradient)
    return value


def _leaves(word: str, value: Any) -> list[tuple[str, str]]:
    """Name the kind of each part of a result: trainable tensor, tensor, array, number, …"""
    if type(value) in (list, tuple):
        return [leaf for number, item in enumerate(value) for leaf in _leaves(f"{word}[{number}]", item)]
    if type(value) is dict:
        return [leaf for key, item in value.items() for leaf in _leaves(f"{word}[{key!r}]", item)]
    if isinstance(value, TensorData):
        return [(word, "trainable tensor" if value.trainable else "tensor")]
    if isinstance(value, np.ndarray):
        return [(word, "array")]
    if isinstance(value, Handle):
        return [(word, "model" if value.is_model else "object")]
    return [(word, "number" if isinstance(value, (bool, int, float, np.generic)) else type(value).__name__)]


def _changed_words(reply: Message, args: list[Any], kwargs: dict[str, Any], student: Student) -> list[str]:
    """Name the arguments that a call changed in place, as a learner would write them: `h`, `params['W_xh']`."""
    words = []
    for place, path in reply["changed"]:
        part: Any = kwargs[place] if isinstance(place, str) else args[place]
        for key in path:  # what was not sent cannot have changed: a forged way ends in a KeyError
            part = part[key]
        name = place if isinstance(place, str) else _parameter_name(reply["names"], place, student)
        words.append(name + "".join(f"[{key!r}]" for key in path))
    return words


def _parameter_name(names: list[str], place: int, student: Student) -> str:
    name = names[place] if place < len(names) else ""
    return name if name.isidentifier() and student.knows(name) else f"argument {place + 1}"


# -- replies ---------------------------------------------------------------------------------------------------------------

_FIELDS: dict[str, dict[str, type]] = {
    "call": {"value": object, "changed": list, "names": list, "weights": dict},
    "gradients": {"value": list, "parameters": dict},
    "parameters": {"value": dict},
    "mode": {"value": bool},
    "build": {"value": Handle},
}


def is_reply(reply: object, op: str) -> bool:
    """Whether a reply has the form of one. Student code stands beside the one who answers, and may have answered itself."""
    if type(reply) is not dict or type(reply.get("ok")) is not bool:
        return False
    if not reply["ok"]:
        error = reply.get("error")
        return type(error) is dict and type(error.get("type")) is str and type(error.get("text")) is str
    fields = _FIELDS.get(op, {})
    if not all(name in reply and isinstance(reply[name], kind) for name, kind in fields.items()):
        return False
    return op != "call" or (
        all(type(name) is str for name in reply["names"])
        and all(type(change) is list and len(change) == 2 and type(change[1]) is list for change in reply["changed"])
        and all(
            type(number) is int and type(weights) is dict and all(isinstance(array, np.ndarray) for array in weights.values())
            for number, weights in reply["weights"].items()
        )
    )


# -- sentences about exceptions --------------------------------------------------------------------------------------------

_QUOTABLE = {
    "NameError": (r"^name '(\w+)' is not defined", msg("the name `{word}` is not defined")),
    "UnboundLocalError": (r"local variable '(\w+)'", msg("`{word}` is used before it has a value")),
    "KeyError": (r"^'(\w+)'$", msg("there is no key `{word}`")),
    "AttributeError": (r"has no attribute '(\w+)'", msg("there is no attribute `{word}`")),
    "ModuleNotFoundError": (r"^No module named '([\w.]+)'", msg("there is no module `{word}`")),
    "TypeError": (r"^(?:\w+\.)*(\w+)\(\) (?:missing|takes|got)", msg("`{word}` was called with arguments that it does not take")),
}
_SHAPE_SIGNS = re.compile(r"shape|dimension|broadcast|size of|axis|mismatch", re.I)


def failure(error: Message, name: str, student: Student) -> StudentFailure:
    """Return the failure for an exception in the student's code, with a sentence that reveals nothing hidden."""
    kind, text = error["type"], error["text"]
    if kind == "Missing":
        return StudentFailure(Outcome.MISSING, tr("There is no function `{name}` in the notebook.", name=name))
    if error.get("memory"):
        return StudentFailure(Outcome.OUT_OF_MEMORY, tr("`{name}` needed more memory than it may have.", name=name))
    if kind == "NotImplementedError":
        unwritten = text.split(":")[0]
        if unwritten == name or not unwritten.isidentifier() or not student.knows(unwritten):
            return StudentFailure(Outcome.NOT_ATTEMPTED, tr("`{name}` is not written yet.", name=name))
        words = tr("`{name}` calls `{unwritten}`, which is not written yet.", name=name, unwritten=unwritten)
        return StudentFailure(Outcome.NOT_ATTEMPTED, words)
    where = _where(error, student)
    what = _what(kind, text, student)
    return StudentFailure(Outcome.ERROR, tr("`{name}` stopped with {what}{where}.", name=name, what=what, where=where))


def _what(kind: str, text: str, student: Student) -> Words:
    """Say what was raised. Text of an exception is repeated only where it is a name that stands in the student's own code."""
    if not isinstance(getattr(builtins, kind, None), type):
        kind = "Exception"
    if student.reveal and text:
        first = text.strip().splitlines()[-1 if "Error:" in text else 0][:300]
        return Words(f"{kind}: {first}", f"{kind}：{first}")
    pattern, sentence = _QUOTABLE.get(kind, ("", ""))
    found = re.search(pattern, text) if pattern else None
    if found and student.knows(found[1]):
        return tr("{kind} ({detail})", kind=kind, detail=tr(sentence, word=found[1]))
    if kind in ("ValueError", "RuntimeError", "IndexError", "AssertionError") and _SHAPE_SIGNS.search(text):
        return tr("{kind} (the shapes of two arrays or an axis do not fit)", kind=kind)
    return Words(kind, kind)


def _where(error: Message, student: Student) -> Words:
    line = error.get("line")
    if type(line) is not int or not 0 < line <= student.source.count("\n") + 1:
        return Words("", "")
    return tr(", in line {line} of its cell", line=line)
