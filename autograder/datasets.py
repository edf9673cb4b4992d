"""Data sets by name: `load_data("reviews")`.

A data set is a folder of `data/` that holds tables: files of tab-separated text in UTF-8 whose first line names the columns. The same
call works in a notebook, in a student's bundle and in the confined child that runs students' code, because all it needs is the folder:

1. the one that the environment variable AUTOGRADER_DATA names (the sandbox sets it);
2. else the `data/` that stands beside `labs/` in the nearest folder above the working folder: the course that a notebook is part of;
3. else the `data/` of this repository.

The child gets this module under another name (see `sandbox/responder.py`), so it imports nothing of the package.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import numpy as np

Column = Any  # a NumPy array for numbers, a list of str for text
Table = dict[str, Column]

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_WHOLE = re.compile(r"[+-]?\d{1,18}")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


def load_data(name: str) -> dict[str, Table]:
    """Return the tables of the data set `name`: `load_data("reviews")["train"]["label"]` is one column.

    Args:
        name: the name of a folder of `data/`; `data/README.md` describes them.

    Returns:
        dict from table (the file's name without `.tsv`) to dict from column to values in the order of the file: an int64 array if all are
        whole numbers, a float64 array if all are numbers, else a list of str.

    Raises:
        FileNotFoundError: there is no such data set; the sentence names those that there are.
        ValueError: a row has not as many columns as the first line; the sentence names file and line.
    """
    return {path.stem: _read(path) for path in sorted(data_path(name).glob("*.tsv"))}


def data_path(name: str) -> Path:
    """Return the folder of the data set `name`. Raises FileNotFoundError, with a sentence that names those that there are."""
    folder = _folder()
    if _NAME.fullmatch(str(name)) and any((folder / name).glob("*.tsv")):
        return folder / name
    known = sorted({path.parent.name for path in folder.glob("*/*.tsv")})
    if known:
        raise FileNotFoundError(f"There is no data set {name!r}. There are: {', '.join(known)}.")
    raise FileNotFoundError("No data sets were found. They belong in the folder data/ of the course, beside labs/; fetch the course anew.")


def _folder() -> Path:
    """Return the folder that holds the data sets; it need not exist."""
    named = os.environ.get("AUTOGRADER_DATA")
    if named:
        return Path(named)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "data").is_dir() and (folder / "labs").is_dir():
            return folder / "data"
    return Path(__file__).resolve().parents[1] / "data"


def _read(path: Path) -> Table:
    heading, *lines = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    names = heading.split("\t")
    rows = [line.split("\t") for line in lines]
    for number, row in enumerate(rows, start=2):
        if len(row) != len(names):
            where = f"{path.parent.name}/{path.name}:{number}"
            raise ValueError(f"{where}: the line has {len(row)} columns; the first line names {len(names)}.")
    return {name: _column([row[place] for row in rows]) for place, name in enumerate(names)}


def _column(cells: list[str]) -> Column:
    if cells and all(_WHOLE.fullmatch(cell) for cell in cells):
        return np.array([int(cell) for cell in cells], "int64")
    if cells and all(_NUMBER.fullmatch(cell) for cell in cells):
        return np.array([float(cell) for cell in cells], "float64")
    return cells
