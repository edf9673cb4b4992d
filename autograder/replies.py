"""Replies from where the student's code runs, which are not to be trusted: student code stands beside the one who answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.sandbox.wire import Handle

Message = dict[str, Any]

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


def changed_words(reply: Message, args: list[Any], kwargs: dict[str, Any], knows: Callable[[str], bool]) -> list[str]:
    """Name the arguments that a call changed in place, as a learner would write them: `h`, `params['W_xh']`."""
    words = []
    for place, path in reply["changed"]:
        part: Any = kwargs[place] if isinstance(place, str) else args[place]
        for key in path:  # what was not sent cannot have changed: a forged way ends in a KeyError
            part = part[key]
        name = place if isinstance(place, str) else _parameter_name(reply["names"], place, knows)
        words.append(name + "".join(f"[{key!r}]" for key in path))
    return words


def _parameter_name(names: list[str], place: int, knows: Callable[[str], bool]) -> str:
    name = names[place] if place < len(names) else ""
    return name if name.isidentifier() and knows(name) else f"argument {place + 1}"
