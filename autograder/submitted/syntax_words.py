"""Says in plain words why Python cannot read a cell: the line, and what is wrong there."""

from __future__ import annotations

import re
from collections.abc import Callable

from autograder.words import Words, tr

# Python's message, and what we say of it. Fields are what the pattern caught.
_EXPLAINED: tuple[tuple[str, Callable[[str], Words]], ...] = (
    (r"^'([\[({])' was never closed", lambda found: tr("the bracket `{bracket}` is never closed.", bracket=found)),
    (
        r"^unmatched '(.)'|^closing parenthesis '(.)' does not match",
        lambda found: tr("the bracket `{bracket}` closes nothing.", bracket=found),
    ),
    (r"^expected ':'", lambda found: tr("a colon is missing.")),
    (r"^unterminated (?:f-)?(?:triple-quoted )?(?:f-)?string", lambda found: tr("a string is never closed.")),
    (r"^EOF while scanning triple-quoted string|^EOL while scanning string", lambda found: tr("a string is never closed.")),
    (r"Perhaps you forgot a comma|forgot a comma", lambda found: tr("something between two values is missing, perhaps a comma.")),
    (r"Maybe you meant '=='", lambda found: tr("`=` assigns; to compare, write `==`.")),
    (r"^cannot assign to (.+?)(?: here)?$", lambda found: tr("nothing can be assigned to this ({what}).", what=found)),
    (r"^inconsistent use of tabs", lambda found: tr("tabs and spaces are mixed in the indentation; use four spaces a level.")),
    (r"^unindent does not match|^unexpected indent", lambda found: tr("this line is not indented like those that it belongs to.")),
    (
        r"^expected an indented block(?: after (.+?) on line \d+)?$",
        lambda found: tr("the lines that belong to the one above have to be indented."),
    ),
    (r"^too many (?:levels of indentation|statically nested blocks)", lambda found: tr("the blocks are nested too deeply.")),
    (r"^too many nested parentheses|recursion", lambda found: tr("the code is nested too deeply.")),
    (
        r"^invalid character '(.)' \(U\+FF[0-5][0-9A-F]\)|^invalid character '([，。；：“”‘’（）、【】《》])'",
        lambda found: tr("`{sign}` is a Chinese punctuation mark; in code type the English one.", sign=found),
    ),
    (
        r"^invalid (?:non-printable )?character.*\((?:U\+)(\w+)\)",
        lambda found: tr("it has a character that code cannot have (U+{code}).", code=found),
    ),
    (r"^invalid non-printable character U\+(\w+)", lambda found: tr("it has a character that code cannot have (U+{code}).", code=found)),
    (r"null byte", lambda found: tr("it has a character that code cannot have (U+{code}).", code="0000")),
    (r"^'(return)' outside", lambda found: tr("`{word}` stands outside a function; is the line indented?", word=found)),
    (r"^Missing parentheses in call to '(\w+)'", lambda found: tr("`{word}` needs brackets around what it is given.", word=found)),
    (r"^invalid syntax$", lambda found: tr("Python does not understand this line; the mistake may also be in the line before.")),
)
_MERGE = re.compile(r"^(?:<{7}|={7}|>{7})(?: |$)")
_LONGEST = 120


def explain(message: str, line: int | None, text: str) -> Words:
    """Return the sentence for Python's `message` about a line, if it names one, of a cell with the code `text`."""
    if line is None:
        return tr("Python cannot read this cell: {what}", what=_what(message, ""))
    lines = text.split("\n")
    line = min(max(line, 1), len(lines))
    return tr("Python cannot read this cell. Line {line}: {what}", line=line, what=_what(message, lines[line - 1]))


def _what(message: str, code: str) -> Words:
    if _MERGE.match(code):
        return tr("this is a mark of a merge conflict; settle the conflict and remove it.")
    for pattern, words in _EXPLAINED:
        match = re.search(pattern, message)
        if match:
            return words(next((group for group in match.groups() if group), ""))
    plain = "".join(character for character in message if character.isprintable())[:_LONGEST]
    return tr("Python says: {message}.", message=plain.rstrip("."))
