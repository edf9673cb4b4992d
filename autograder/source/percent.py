"""Reads a lab source as cells, with the line at which each begins.

Theory of operation. jupytext understands the percent format but forgets where things stood, and an author needs lines. So the
markers `# %%` are found once more here and matched with jupytext's cells in order. A marker inside a string is text to
jupytext; it comes back as a line of the cell, and is skipped.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from autograder.source.problems import Problems

_MARKER = re.compile(r"\s*#\s*%%(%*\s.*)?$")  # what jupytext takes for the start of a cell
_FENCE = re.compile(r"#\s*---\s*$")
# Comments stay as they are: jupytext would otherwise make a command of a comment like `# cp x` or `# cat the rows`.
_FORMAT = {"extension": ".py", "format_name": "percent", "comment_magics": False}
_LAYOUT = {"lines_to_next_cell", "lines_to_end_of_cell_marker"}  # what jupytext notes for itself
_GARBLED = "incorrectly_encoded_metadata"  # where jupytext puts options that it cannot read


@dataclass(frozen=True)
class PercentCell:
    """One cell as it stands in the source."""

    kind: str  # "code", "markdown" or "raw"
    options: Mapping[str, Any]  # what stands behind the marker
    text: str  # without comment signs for Markdown, without blank lines around it
    line: int  # of the marker
    text_line: int  # of the first line of `text`


@dataclass(frozen=True)
class PercentFile:
    """A whole source."""

    header: Mapping[str, Any]  # the mapping `jupyter:`
    header_lines: tuple[str, ...]
    cells: tuple[PercentCell, ...]

    def header_line(self, key: str) -> int | None:
        """Return the line at which the header says `key`."""
        for number, line in enumerate(self.header_lines, start=1):
            if re.match(rf"#\s*{re.escape(key)}\s*:", line):
                return number
        return None


def read_percent(text: str, problems: Problems) -> PercentFile | None:
    """Read `text`, the whole source; None if it could not be read as cells, and `problems` says why."""
    lines = text.splitlines()
    header_length = _header_length(lines)
    if header_length is None:
        problems.add(
            1, "the header is missing. A source starts with `# ---`, `# jupyter:` and the lab's title, minutes and limits, then `# ---`."
        )
        return None
    import jupytext  # here, because it takes a second to import and most of the engine's runs read no source

    try:
        notebook = jupytext.reads(text, fmt=_FORMAT)
    except Exception as error:  # whatever jupytext or its YAML reader raises, the author's header is the cause
        problems.add(1, f"the header cannot be read as YAML: {' '.join(str(error).split())}.")
        return None
    first = next((number for number, line in enumerate(lines[header_length:], start=header_length + 1) if line.strip()), None)
    if first is not None and not _MARKER.match(lines[first - 1]):
        problems.add(first, "this stands before the first cell. Start the cell with a line `# %%`.")
        return None
    cells = _with_lines(notebook.cells, lines, problems)
    return None if cells is None else PercentFile(notebook.metadata, tuple(lines[:header_length]), cells)


def _header_length(lines: list[str]) -> int | None:
    """Return the number of lines of the header, both fences included; None if there is no header."""
    fences = [number for number, line in enumerate(lines, start=1) if _FENCE.match(line)]
    if len(fences) < 2 or fences[0] != 1 or not re.match(r"#\s*jupyter\s*:", lines[1]):
        return None
    return fences[1]


def _with_lines(cells: list[Any], lines: list[str], problems: Problems) -> tuple[PercentCell, ...] | None:
    """Match jupytext's cells with the markers in `lines`; None if they do not match or cannot be read."""
    markers = [number for number, line in enumerate(lines, start=1) if _MARKER.match(line)]
    found = []
    at = 0
    readable = True
    for cell in cells:
        if at >= len(markers):
            problems.add(markers[-1] if markers else 1, "the cells from here on cannot be told apart. Is a `# %%` inside a string?")
            return None
        line = markers[at]
        source = str(cell.source).split("\n")
        at += 1 + sum(bool(_MARKER.match(row)) for row in source if cell.cell_type == "code")
        blank = next((count for count, row in enumerate(source) if row.strip()), 0)
        options = {key: value for key, value in cell.metadata.items() if key not in _LAYOUT}
        garbled = options.pop(_GARBLED, None)
        if garbled is not None:
            readable = False
            problems.add(line, f'what stands behind the marker cannot be read: {garbled}. Write name="text", name=1 or name=["a","b"].')
        found.append(PercentCell(cell.cell_type, options, cell.source.strip("\n"), line, line + 1 + blank))
        if cell.cell_type == "markdown":
            _refuse_bare_lines(lines, line, problems)
    if at != len(markers):
        problems.add(markers[at], "this `# %%` does not start a cell. Is it inside a string?")
        return None
    return tuple(found) if readable else None


def _refuse_bare_lines(lines: list[str], marker: int, problems: Problems) -> None:
    """Note a line of the text cell at `marker` that is no comment: jupytext takes it for text, Python for code."""
    for number, row in enumerate(lines[marker:], start=marker + 1):
        if _MARKER.match(row):
            return
        if row.strip() and not row.startswith("#"):
            problems.add(number, "text is written as comments; begin this line with `# `.")
