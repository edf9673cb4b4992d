"""Solution regions: the part of a question's code that students write themselves.

A region stands between `### BEGIN SOLUTION what to do` and `### END SOLUTION`. The solution is the code without the two
markers; in the starter the region is one line that raises NotImplementedError with what is to be done.
"""

import json
import re
from dataclasses import dataclass

from autograder.source.problems import Problems

_BEGIN = re.compile(r"(?P<indent>\s*)### BEGIN SOLUTION(?P<task>.*)$")
_END = re.compile(r"(?P<indent>\s*)### END SOLUTION\s*$")
# Whatever looks like a marker and is none would leave the solution in the student's notebook.
_ALMOST = re.compile(r"#.*\b(BEGIN|END)[\s_-]*SOLUTION", re.IGNORECASE)


@dataclass(frozen=True)
class Regions:
    """One question's code, split."""

    solution: str
    starter: str
    lines: tuple[str, ...]  # inside the regions, as they stand
    first: int  # the line of the first BEGIN


@dataclass
class _Open:
    """A region that has begun."""

    indent: str
    line: int
    has_code: bool = False


def split_regions(code: str, question: str, line: int, problems: Problems) -> Regions | None:
    """Split `code`, which starts at `line`; None if its markers are wrong, and `problems` says how."""
    known = len(problems)
    solution: list[str] = []
    starter: list[str] = []
    inside: list[str] = []
    first = None
    region: _Open | None = None
    for number, row in enumerate(code.split("\n"), start=line):
        begin, end = _BEGIN.match(row), _END.match(row)
        if begin:
            if region:
                problems.add(number, f"BEGIN SOLUTION stands inside the solution that begins at line {region.line}. Close that one first.")
                continue
            region = _Open(begin["indent"], number)
            first = first or number
            task = begin["task"].strip()
            if not task:
                problems.add(number, "BEGIN SOLUTION does not say what is to be done. Write it behind the marker; students read it.")
            starter.append(f"{begin['indent']}raise NotImplementedError({json.dumps(f'{question}: {task}', ensure_ascii=False)})")
        elif end:
            if not region:
                problems.add(number, "END SOLUTION has no BEGIN SOLUTION before it.")
                continue
            if end["indent"] != region.indent:
                problems.add(number, f"END SOLUTION is not indented as its BEGIN SOLUTION at line {region.line}.")
            if not region.has_code:
                problems.add(region.line, "this solution is empty. Put the code between BEGIN SOLUTION and END SOLUTION.")
            region = None
        elif is_almost_a_marker(row):
            problems.add(number, "this is not quite a marker. Write `### BEGIN SOLUTION what to do` and `### END SOLUTION`.")
        else:
            solution.append(row)
            (inside if region else starter).append(row)
            if region and row.strip() and not row.strip().startswith("#"):
                region.has_code = True
    if region:
        problems.add(region.line, "BEGIN SOLUTION is never closed.")
    if first is None:
        problems.add(line, f"`{question}` has no solution region. Put its solution between ### BEGIN SOLUTION and ### END SOLUTION.")
    if first is None or len(problems) > known:
        return None
    return Regions("\n".join(solution), "\n".join(starter), tuple(inside), first)


def is_almost_a_marker(row: str) -> bool:
    """Say whether `row` speaks of the begin or end of a solution, rightly written or not."""
    return bool(_ALMOST.search(row))


def refuse_markers(code: str, line: int, problems: Problems) -> None:
    """Note every marker in `code`, which starts at `line` and is no question's."""
    for number, row in enumerate(code.split("\n"), start=line):
        if is_almost_a_marker(row):
            problems.add(number, "a solution region stands outside a question's cell, where students would read it.")
