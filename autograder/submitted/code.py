"""The code of one submitted cell: notebook commands are taken out, the rest is read as Python, and parts of it can be blanked.

Theory of operation. A notebook runs more than Python: lines with `%`, `!` and `?`, and cells that are indented as a whole. So a
cell that Python refuses is read once more with such lines replaced by `pass`. Only a line at which a statement begins can be a command:
inside brackets and strings `%` is Python. Nothing moves to another line, so that a traceback names the line that the student sees.
"""

from __future__ import annotations

import ast
import re
import symtable
import warnings
from collections.abc import Mapping
from dataclasses import dataclass

from autograder.submitted.names import Names, names_of
from autograder.submitted.syntax_words import explain
from autograder.words import Words, tr

_COMMAND = re.compile(
    r"""%{1,2}[A-Za-z_] | ! | \?                                # %matplotlib inline   !pip install   ?rnn_step
    | [\w.\[\]]+\?{1,2}\s*(?:\#.*)?$                            # rnn_step??
    | [\w\s,.*()\[\]'"]+=\s*(?:![^=]|%[A-Za-z])                 # files = !ls   t = %timeit f()
    | (?:python3?\s+-m\s+)?(?:pip3?|conda|mamba)\s+(?:install|uninstall|list|show)\b
    | (?:cd|ls|wget|curl|git|unzip|apt|apt-get)\s+[\w./~"'-]    # the notebook runs these without a sign, too
    """,
    re.VERBOSE,
)
_CELL_COMMAND = re.compile(r"\s*(%%\w+)")
_AROUND_PYTHON = {"%%time", "%%timeit", "%%capture", "%%prun", "%%debug"}
_OUTSIDE_STRINGS = re.compile(r"""\#.* | \"{3} | '{3} | " | ' | [\[({] | [\])}] | \\$""", re.VERBOSE)
_INSIDE_STRING = {quote: re.compile(rf"\\.?|{quote}") for quote in ('"""', "'''", '"', "'")}
_DEFINES = re.compile(r"^(?:async\s+def|def|class)\s+(\w+)|^(\w+)\s*=[^=]", re.MULTILINE)


@dataclass(frozen=True)
class Statement:
    """A top-level statement."""

    node: ast.stmt
    names: Names


@dataclass(frozen=True)
class CellCode:
    """A cell that has been read."""

    text: str  # without commands
    statements: tuple[Statement, ...]
    problem: Words | None = None  # why Python cannot read it; then there are no statements
    commands: bool = False  # something was taken out that only a notebook runs

    @property
    def mentioned(self) -> frozenset[str]:
        """The names that it seems to define, also if Python cannot read it."""
        if self.problem is None:
            return frozenset().union(*(statement.names.binds for statement in self.statements))
        return frozenset(match[1] or match[2] for match in _DEFINES.finditer(self.text))


def read_code(source: str) -> CellCode:
    """Read the code of one cell, whatever stands in it."""
    found = _read(source, commands=False)
    if found.problem is None:
        return found
    cell_command = _CELL_COMMAND.match(source)
    if cell_command and cell_command[1] not in _AROUND_PYTHON:
        return CellCode(
            source, (), tr("This cell begins with `{command}`, so it is not read as Python.", command=cell_command[1][:40]), commands=True
        )
    text, commands = _without_commands(_outdented(source))
    return _read(text, commands=commands)


def _read(text: str, *, commands: bool) -> CellCode:
    if "\0" in text:  # Python says so as well, but not where
        return CellCode(text, (), explain("null byte", text[: text.find("\0")].count("\n") + 1, text), commands)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a doubtful escape in a string costs nothing
            tree = ast.parse(text)
            # Finds much of what the grammar alone allows. Compiling would find all, but can take very long on hostile code.
            symtable.symtable(text, "<cell>", "exec")
        stray = next((node.lineno for node in tree.body if isinstance(node, ast.Return)), None)
        if stray is None:
            return CellCode(text, tuple(Statement(node, names_of(node)) for node in tree.body), commands=commands)
        problem = explain("'return' outside function", stray, text)
    except SyntaxError as error:
        problem = explain(error.msg, error.lineno, text)
    except (ValueError, OverflowError, RecursionError, MemoryError):
        problem = explain("recursion", None, text)
    return CellCode(text, (), problem, commands)


# -- notebook commands -----------------------------------------------------------------------------------------------------


def _outdented(text: str) -> str:
    """Take away the indentation of the first line from all lines, as a notebook does."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    indentation = first[: len(first) - len(first.lstrip(" \t"))]
    if not indentation:
        return text
    return "\n".join(line.removeprefix(indentation) for line in text.split("\n"))


def _without_commands(text: str) -> tuple[str, bool]:
    """Return `text` with `pass` in the place of each command, and whether there was one."""
    lines = text.split("\n")
    state = _Between()
    goes_on = found = False  # goes_on: the line before was a command that ends with a backslash
    for number, line in enumerate(lines):
        begins = not goes_on and state.statement_begins
        code = line.lstrip()
        if goes_on or (begins and _COMMAND.match(code)):
            goes_on = line.endswith("\\")
            lines[number] = line[: len(line) - len(code)] + "pass" if begins else ""
            found = True
        else:
            state.read(line)
    return "\n".join(lines), found


class _Between:
    """Tells at the beginning of each line whether a statement begins there, or brackets or a string are still open."""

    def __init__(self) -> None:
        self._depth = 0
        self._quote = ""
        self._continued = False

    @property
    def statement_begins(self) -> bool:
        """Whether a statement begins with the next line."""
        return self._depth == 0 and not self._quote and not self._continued

    def read(self, line: str) -> None:
        """Go on by one line."""
        self._continued = False
        at = 0
        while match := (_INSIDE_STRING[self._quote] if self._quote else _OUTSIDE_STRINGS).search(line, at):
            at = match.end()
            self._take(match[0])
        if len(self._quote) == 1 and not self._continued:
            self._quote = ""  # such a string cannot go on; the mistake costs this line only

    def _take(self, token: str) -> None:
        self._continued = token == "\\"
        if self._quote:
            self._quote = "" if token == self._quote else self._quote
        elif token[0] in "\"'":
            self._quote = token
        elif token in "[({":
            self._depth += 1
        elif token in "])}":
            self._depth = max(0, self._depth - 1)


# -- leaving statements out ------------------------------------------------------------------------------------------------


def without(code: CellCode, replacements: Mapping[int, str]) -> str:
    """Return the code with statements replaced, given by their numbers, mostly by nothing; each other line stays where it is."""
    lines = [line.encode() for line in code.text.split("\n")]  # columns of a syntax tree count bytes
    for number in sorted(replacements, reverse=True):
        node = code.statements[number].node
        first, last = _first_line(node) - 1, (node.end_lineno or node.lineno) - 1
        before = lines[first][: node.col_offset] if first == node.lineno - 1 else b""
        behind = lines[last][node.end_col_offset or 0 :]
        new = replacements[number].encode()
        is_continued = first > 0 and lines[first - 1].endswith(b"\\")
        if not before.strip() and not is_continued and (not behind.strip() or behind.lstrip().startswith(b"#")):
            lines[first : last + 1] = [new] + [b""] * (last - first)
        elif first == last:
            lines[first] = before + (new or b"pass") + behind
        else:  # others share its lines: open brackets take the lines between
            lines[first : last + 1] = [before + (new + b"; (" if new else b"(")] + [b""] * (last - first - 1) + [b")" + behind]
    return "\n".join(line.decode() for line in lines)


def _first_line(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])
