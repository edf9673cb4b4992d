"""Finds the attacks and reads what their first lines say."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
GROUPS = ("secrets", "forge", "deny", "escape")
BITES = ("points", "secret", "leftover", "hang", "death", "privileged")
OUTCOMES = (
    *("passed", "partly", "wrong_answer", "not_attempted", "error", "timeout", "out_of_memory", "crashed", "missing", "grader_error"),
)
TOOLS = FOLDER / "tools"
_KEY = re.compile(r"^# (bites|control|ends|alone|with): *(.+)$")
_WITH = re.compile(r"^# with: *(\w+)$", re.MULTILINE)
_CELL = re.compile(r"^# %%.*$\n?", re.MULTILINE)


class BadAttack(Exception):
    """A file of the corpus does not say what it should; the sentence names it."""


@dataclass(frozen=True)
class Attack:
    """One hostile submission.

    Attributes:
        tries: the first sentence of its docstring.
        bites: how it shows without containment that it works, one of BITES.
        no_control: why the control leaves it out, or "".
        ends: the outcomes that the question may have; empty for any.
        not_alone: why the student's own other questions may be lost, or "".
    """

    group: str
    name: str
    source: str
    tries: str
    bites: str
    no_control: str
    ends: tuple[str, ...]
    not_alone: str

    @property
    def student(self) -> str:
        """Return the name under which it is handed in."""
        return f"{self.group}_{self.name}"

    @property
    def cells(self) -> list[str]:
        """Return its cells; the first is the answer."""
        return [cell.strip("\n") + "\n" for cell in _CELL.split(self.source)]


def attacks(*, only: tuple[str, ...] = (), groups: tuple[str, ...] = GROUPS) -> list[Attack]:
    """Return all attacks, or those that `only` names, in the order of their groups and names. Raises BadAttack."""
    files = [file for group in groups for file in sorted((FOLDER / group).glob("*.py"))]
    found = [_read(file) for file in files if not only or file.stem in only]
    unknown = set(only) - {attack.name for attack in found}
    if unknown:
        raise BadAttack(f"There is no attack called {', '.join(sorted(unknown))}.")
    return found


def _read(file: Path) -> Attack:
    where = f"{file.parent.name}/{file.name}"
    source = file.read_text(encoding="utf-8")
    try:
        docstring = ast.get_docstring(ast.parse(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        match = re.match(r'"""(.*?)"""', source, re.DOTALL)
        docstring = match[1] if match else None
    if not docstring:
        raise BadAttack(f"{where}: begins with no docstring that says what is tried.")
    keys = dict(match.groups() for line in source.split("\n") if (match := _KEY.match(line)))
    if keys.get("bites") not in BITES:
        raise BadAttack(f"{where}: `# bites:` must be one of {', '.join(BITES)}.")
    ends = tuple(keys.get("ends", "").split())
    if not set(ends) <= set(OUTCOMES):
        raise BadAttack(f"{where}: `# ends:` must be outcomes: {', '.join(OUTCOMES)}.")
    return Attack(
        group=file.parent.name,
        name=file.stem,
        source=_WITH.sub(lambda match: _tool(match[1], where), source),
        tries=" ".join(docstring.split("\n\n")[0].split()),
        bites=keys["bites"],
        no_control=_reason(keys, "control", where),
        ends=ends,
        not_alone=_reason(keys, "alone", where),
    )


def _tool(name: str, where: str) -> str:
    """Return the code that several attacks begin with. It becomes part of the submission, which can import nothing of ours."""
    file = TOOLS / f"{name}.py"
    if not file.exists():
        raise BadAttack(f"{where}: there is no {file.name} in {TOOLS.name}/.")
    return file.read_text(encoding="utf-8")


def _reason(keys: dict[str, str], key: str, where: str) -> str:
    value = keys.get(key, "")
    if value and not re.match(r"no \S", value):
        raise BadAttack(f"{where}: `# {key}:` is `no` and a reason, or is left out.")
    return value.removeprefix("no ").strip()
