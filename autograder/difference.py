"""Where a built file differs from what it should be: the first cell, for an author who has to find it."""

import json
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any


def first_difference(have: bytes, want: bytes) -> str:
    """Say in words where `have` first differs from `want`: in which cell of a notebook, question of a list, or line of a figure."""
    try:
        new = json.loads(want)
    except ValueError:
        lines = zip_longest(have.split(b"\n"), want.split(b"\n"))
        return f"differs in line {next(number for number, (old, new) in enumerate(lines, start=1) if old != new)}. Run make labs."
    try:
        old = json.loads(have)
    except ValueError:
        return "not JSON. Run make labs."
    for before, after in _pairs(old, new):
        if before != after:
            return f"{_how(before, after)} {_place(before, after)}. Run make labs."
    return "differs from the source outside its cells. Run make labs."


def first_changed_code(have: bytes, want: bytes) -> str | None:
    """Name the first cell of the notebook `have` whose source is not that of `want`; None if all are the same."""
    try:
        old = json.loads(have)
    except ValueError:
        return None
    for before, after in _pairs(old, json.loads(want)):
        if not isinstance(before, dict) or not isinstance(after, dict) or before.get("source") != after.get("source"):
            return _place(before, after)
    return None


def _pairs(old: Any, new: Any) -> Iterator[tuple[Any, Any]]:
    """Yield the cells of two notebooks, or the questions of two lists, side by side; None where one is shorter."""
    for key in ("cells", "questions"):
        yield from zip_longest(_entries(old, key), _entries(new, key))


def _entries(content: Any, key: str) -> list[Any]:
    entries = content.get(key) if isinstance(content, dict) else None
    return entries if isinstance(entries, list) else []


def _place(before: Any, after: Any) -> str:
    """Name a cell by its id and the first line of its source, a question by its name."""
    entry = after if isinstance(after, dict) else before
    if not isinstance(entry, dict):
        return "an entry of another kind"
    if "source" not in entry:
        return f"question {entry.get('name')}"
    first = "".join(entry["source"]).split("\n", 1)[0]
    return f"cell {entry.get('id')} (`{first}`)"


def _how(before: Any, after: Any) -> str:
    if before is None:
        return "lacks"
    if after is None:
        return "has, beyond the source,"
    if isinstance(before, dict) and "source" in before and before["source"] == after.get("source"):
        parts = sorted(key for key in {*before, *after} if before.get(key) != after.get(key))
        return f"differs from the source in {' and '.join(parts)} of"
    return "differs from the source first in"
