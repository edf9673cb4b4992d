"""Results that are kept: one SQLite file in the output folder, keyed by content.

Grading is a pure function of the submission, the lab with its checks, the engine and the environment. The key is the hash of all
of them, so that grading again does only what changed, and a run that was killed goes on where it stopped. Only the process that
leads a run writes here.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import platform
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from autograder.labs import Course, Lab
from autograder.results import SCHEMA, LabResult

FILE_NAME = "results.sqlite"


class StoreError(Exception):
    """The file of results cannot be used; the sentence says what to do."""


class Store:
    """Finished results by key. A context manager."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE_NAME
        try:
            self._database = sqlite3.connect(self.path, timeout=10)
            self._database.execute("PRAGMA journal_mode=WAL")
            self._database.execute("PRAGMA synchronous=NORMAL")
            self._database.execute("CREATE TABLE IF NOT EXISTS results (key TEXT PRIMARY KEY, result TEXT NOT NULL) WITHOUT ROWID")
            self._database.commit()
        except sqlite3.Error as error:
            raise StoreError(_sentence(self.path, error)) from None

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def get(self, key: str) -> LabResult | None:
        """Return the result stored under `key`, or None."""
        try:
            row = self._database.execute("SELECT result FROM results WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error as error:
            raise StoreError(_sentence(self.path, error)) from None
        return LabResult.from_json(json.loads(row[0])) if row else None

    def has(self, key: str) -> bool:
        """Whether there is a result under `key`."""
        try:
            return self._database.execute("SELECT 1 FROM results WHERE key = ?", (key,)).fetchone() is not None
        except sqlite3.Error as error:
            raise StoreError(_sentence(self.path, error)) from None

    def put(self, key: str, result: LabResult) -> None:
        """Keep a result; it is on the disk when this returns."""
        try:
            with self._database:
                text = json.dumps(result.to_json(), ensure_ascii=False)
                self._database.execute("INSERT OR REPLACE INTO results VALUES (?, ?)", (key, text))
        except sqlite3.Error as error:
            raise StoreError(_sentence(self.path, error)) from None


def _sentence(path: Path, error: sqlite3.Error) -> str:
    if "locked" in str(error):
        return f"{path} is in use by another run. Wait until it has ended, or give this run another folder with --out."
    return f"{path} cannot be used ({error}). Check the disk's space and rights, or give another folder with --out."


def lab_fingerprint(course: Course, lab: Lab, *, trusted: bool) -> str:
    """Return the hash of everything besides the submission that a result of `lab` depends on."""
    package = Path(__file__).parent
    engine = sorted(path for path in package.glob("**/*.p[yo]") if path.relative_to(package).parts[0] not in _NOT_ENGINE)
    data = sorted(path for path in course.data.glob("**/*") if path.is_file() and not _is_by_the_way(path.relative_to(course.data)))
    files = [lab.path, course.public_checks(lab.name), course.hidden_checks(lab.name), course.misconceptions(lab.name), *data, *engine]
    versions = [importlib.metadata.version(name) for name in ("paddlepaddle", "numpy", "pytest")]
    facts = [str(SCHEMA), str(trusted), platform.python_version(), platform.machine(), *versions]
    facts += [path.relative_to(course.data).as_posix() for path in data]
    return fingerprint([*(fact.encode() for fact in facts), *(path.read_bytes() for path in files if path.exists())])


def _is_by_the_way(path: Path) -> bool:
    """Whether a file is what Python, Jupyter or a desktop left beside the data."""
    return any(part.startswith(".") or part == "__pycache__" for part in path.parts)


_NOT_ENGINE = {"tests", "benchmarks", "examples", "checks", "misconceptions", "reports"}


def fingerprint(parts: Iterable[bytes]) -> str:
    """Return one hash of several byte strings; where one ends and the next begins counts."""
    total = hashlib.sha256()
    for part in parts:
        total.update(len(part).to_bytes(8, "big"))
        total.update(part)
    return total.hexdigest()
