"""Replies from where the student's code runs, which are not to be trusted: student code stands beside the one who answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
    "batch": {"replies": list},
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
        and all(_is_change(change) for change in reply["changed"])
        and all(
            type(number) is int and type(weights) is dict and all(isinstance(array, np.ndarray) for array in weights.values())
            for number, weights in reply["weights"].items()
        )
    )


def replies_of(reply: Message, asked: int) -> list[Any]:
    """Return the replies to `asked` requests that were sent at once. One that is missing is an empty one, which is no reply.

    After a request that failed, none was carried out.
    """
    if not is_reply(reply, "batch"):
        return [{}]
    if not reply["ok"]:
        return [reply]
    replies = list(reply["replies"][:asked])
    failed = bool(replies) and type(replies[-1]) is dict and replies[-1].get("ok") is False
    return replies if failed or len(replies) == asked else [*replies, {}]


def _is_change(change: object) -> bool:
    return (
        type(change) is list
        and len(change) == 2
        and type(change[0]) in (int, str)
        and type(change[1]) is list
        and all(type(key) in (str, int, float, bool) for key in change[1])
    )


def changed_words(reply: Message, args: list[Any], kwargs: dict[str, Any], knows: Callable[[str], bool]) -> list[str]:
    """Name the arguments that a call changed in place, as a learner would write them: `h`, `params['W_xh']`.

    Each part is named once, in the order in which it was sent: in an order of its own, a child could spell out what it was asked.
    Raises KeyError for a part that was not sent, and so cannot have changed.
    """
    claimed = {(place, *path) for place, path in reply["changed"]}
    if not claimed:
        return []
    words = []
    sent: list[tuple[int | str, Any]] = [*enumerate(args), *kwargs.items()]
    for place, value in sent:
        for path in _ways(value):
            if (place, *path) not in claimed:
                continue
            claimed.remove((place, *path))
            name = place if isinstance(place, str) else _parameter_name(reply["names"], place, knows)
            words.append(name + "".join(f"[{key!r}]" for key in path))
    if claimed:
        raise KeyError(*claimed)
    return words


def _ways(value: Any) -> Iterator[tuple[Any, ...]]:
    """Yield the way to a value, (), and to every part of it."""
    yield ()
    parts = value.items() if type(value) is dict else enumerate(value) if type(value) in (list, tuple) else ()
    for key, part in parts:
        for way in _ways(part):
            yield (key, *way)


def _parameter_name(names: list[str], place: int, knows: Callable[[str], bool]) -> str:
    name = names[place] if place < len(names) else ""
    return name if name.isidentifier() and knows(name) else f"argument {place + 1}"
