"""Sentences about what went wrong in a student's code.

They name functions, kinds, shapes and the student's own lines; never the arguments of a hidden check, and no text that student
code chose: of an exception's text only a name is repeated, and only if it stands in the student's own code.
"""

from __future__ import annotations

import builtins
import re
from typing import Any, Protocol

from autograder.results import Outcome
from autograder.words import Words, msg, tr

Message = dict[str, Any]


class StudentFailure(Exception):
    """The student's code failed in a way that needs no comparison: it ends the check."""

    def __init__(self, outcome: Outcome, words: Words) -> None:
        super().__init__(words.en)
        self.outcome = outcome
        self.words = words


class Author(Protocol):
    """What is known about whose code it is."""

    source: str
    reveal: bool

    def knows(self, word: str) -> bool:
        """Whether a sentence may repeat a word."""
        ...


_QUOTABLE = {
    "NameError": (r"^name '(\w+)' is not defined", msg("the name `{word}` is not defined")),
    "UnboundLocalError": (r"local variable '(\w+)'", msg("`{word}` is used before it has a value")),
    "KeyError": (r"^'(\w+)'$", msg("there is no key `{word}`")),
    "AttributeError": (r"has no attribute '(\w+)'", msg("there is no attribute `{word}`")),
    "ModuleNotFoundError": (r"^No module named '([\w.]+)'", msg("there is no module `{word}`")),
    "TypeError": (r"^(?:\w+\.)*(\w+)\(\) (?:missing|takes|got)", msg("`{word}` was called with arguments that it does not take")),
}
# What these mean where an answer is graded: no keyboard, and no folders of the student's.
_MEANS = {
    "EOFError": msg("it asks for input, and nobody is there to answer"),
    "FileNotFoundError": msg("there is no such file here; data are read by their name, with load_data"),
    "PermissionError": msg("this may not be read or written here"),
}
_SHAPE_SIGNS = re.compile(r"shape|dimension|broadcast|size of|axis|mismatch", re.I)


def failure(error: Message, name: str, student: Author) -> StudentFailure:
    """Return the failure for an exception in the student's code, with a sentence that reveals nothing hidden."""
    kind, text = error["type"], error["text"]
    if kind == "Missing":
        return StudentFailure(Outcome.MISSING, tr("There is no function `{name}` in the notebook.", name=name))
    if error.get("memory") is True:
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


def _what(kind: str, text: str, student: Author) -> Words:
    """Say what was raised. Text of an exception is repeated only where it is a name that stands in the student's own code."""
    if not isinstance(getattr(builtins, kind, None), type):
        kind = "Exception"
    if student.reveal and text.strip():
        first = text.strip().splitlines()[-1 if "Error:" in text else 0][:300]
        return Words(f"{kind}: {first}", f"{kind}：{first}")
    pattern, sentence = _QUOTABLE.get(kind, ("", ""))
    found = re.search(pattern, text) if pattern else None
    if found and student.knows(found[1]):
        return tr("{kind} ({detail})", kind=kind, detail=tr(sentence, word=found[1]))
    if kind in _MEANS:
        meaning = _MEANS[kind]
        return tr("{kind} ({detail})", kind=kind, detail=tr(meaning))
    if kind in ("ValueError", "RuntimeError", "IndexError", "AssertionError") and _SHAPE_SIGNS.search(text):
        return tr("{kind} (the shapes of two arrays or an axis do not fit)", kind=kind)
    return Words(kind, kind)


def _where(error: Message, student: Author) -> Words:
    line = error.get("line")
    if type(line) is not int or not 0 < line <= student.source.count("\n") + 1:
        return Words("", "")
    return tr(", in line {line} of its cell", line=line)
