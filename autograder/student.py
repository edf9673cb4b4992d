"""The proxy: what a check calls `student`.

`student.rnn_step(x, h, params)` sends the arguments to where the student's code runs, has the function called there and
returns plain arrays. Models come back as handles. Every request and its reply is remembered, so that a wrong answer can be
replayed on known misconceptions (`diagnosis.py`).

What goes wrong on the student's side ends the check with a `StudentFailure`: an outcome and a sentence (`failures.py`).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from autograder.failures import StudentFailure, failure
from autograder.replies import changed_words, is_reply, replies_of
from autograder.results import Outcome
from autograder.sandbox.wire import Handle, TensorData
from autograder.words import tr

__all__ = ["Built", "Exchange", "Function", "Model", "Opaque", "Student", "StudentFailure", "Transport"]

Message = dict[str, Any]


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

    def build(self, layers: list[Message]) -> Built:
        """Build a model in the child from the plain description of `sandbox/networks.py`."""
        reply = self.ask({"op": "build", "layers": layers, "seed": self.base_seed}, "build")
        return Built(self, reply["value"], layers)

    def start_check(self, seed: int) -> None:
        """Forget what an earlier check did."""
        self.base_seed = seed
        self.exchanges = []
        self.last = None

    def ask(self, message: Message, name: str) -> Message:
        """Send a request made for the function `name`; raise StudentFailure if it failed over there."""
        exchange = self._exchange(message)
        return self._take_in(exchange, self.transport.request(dict(message)), name)

    def ask_each(self, messages: Sequence[Message], name: str) -> Iterator[Message]:
        """Send several requests at once and yield the replies, as if each was sent when its reply is asked for.

        Nothing is sent after one that failed. A process that ends over one of them takes the replies of those before it along.
        """
        if not messages:
            return
        exchange = self._exchange(messages[0])
        reply = self.transport.request({"op": "batch", "messages": [dict(message) for message in messages]})
        for number, one in enumerate(replies_of(reply, len(messages))):
            yield self._take_in(exchange if number == 0 else self._exchange(messages[number]), one, name)

    def _exchange(self, message: Message) -> Exchange:
        if not self.exchanges:
            message["fresh"] = True  # objects of earlier checks are let go, so that handles count from 0 in every check
        exchange = Exchange(message, {})
        self.exchanges.append(exchange)
        return exchange

    def _take_in(self, exchange: Exchange, reply: Message, name: str) -> Message:
        if not is_reply(reply, str(exchange.message["op"])):
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

    def each(self, cases: Iterable[tuple[Any, ...]]) -> Iterator[tuple[tuple[Any, ...], Any]]:
        """Call with the arguments of each case and yield both, `(arguments, result)`.

        The same as one call after another, but all are sent in one request, which is quicker. A call
        that fails does so when its turn comes; until then `changed` and `leaves` are those of the result that was yielded last.
        """
        cases = list(cases)
        messages = [self._message(case, {}) for case in cases]
        for case, message, reply in zip(cases, messages, self._student.ask_each(messages, self.name), strict=True):
            self._take_in(message, reply)
            yield case, _plain(reply["value"], self._student, self.name)

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
        message = self._message(args, kwargs)
        reply = self._student.ask(message, self.name)
        self._take_in(message, reply)
        return reply

    def _message(self, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Message:
        self._student.last = self
        arguments = {"args": _outgoing(list(args)), "kwargs": _outgoing(dict(kwargs))}
        return {"op": "call", "target": self._target(), **arguments, "seed": self._student.base_seed}

    def _take_in(self, message: Message, reply: Message) -> None:
        self.changed = changed_words(reply, message["args"], message["kwargs"], self._student.knows)
        self.leaves = dict(_leaves("result", reply["value"]))


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


class Built(Model):
    """A model that was built in the child from a plain description, for a student's function to judge or to train."""

    def __init__(self, student: Student, handle: Handle, layers: list[Message]) -> None:
        super().__init__(student, handle, "model")
        self._layers = layers
        self._seed = student.base_seed

    @functools.cached_property
    def twin(self) -> Any:
        """The same model in this process, an `nn.Layer` with the weights that the other one was built with.

        What a check expects comes from here: student code stands beside the other one, and may have bent what it answers.
        """
        import paddle

        from autograder.sandbox.networks import Network

        state = paddle.get_rng_state()
        paddle.seed(self._seed)
        network = Network(self._layers)
        paddle.set_rng_state(state)
        return network


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
