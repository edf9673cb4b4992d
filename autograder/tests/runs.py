"""Whole grading runs as processes of their own, for tests that kill them, stop them, or let two of them meet."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Run:
    """One `python -m autograder grade`, leading a process group of its own as it does at a terminal."""

    def __init__(self, *arguments: object, wrap: tuple[str, ...] = ()) -> None:
        """Start it; `wrap` stands before the command, such as `unshare` with its options."""
        command = [*wrap, sys.executable, "-m", "autograder", "grade", *map(str, arguments)]
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        self._process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True, env=environment
        )
        self.said = ""

    @property
    def running(self) -> bool:
        """Whether it has not ended yet."""
        return self._process.poll() is None

    def finish(self, timeout_s: float = 300) -> int:
        """Wait until it ends by itself; return its exit status."""
        output, errors = self._process.communicate(timeout=timeout_s)
        self.said = output + errors
        return self._process.returncode

    def kill(self) -> None:
        """SIGKILL to the leading process alone, as when the machine runs out of memory. Those it started must see to themselves."""
        self._process.kill()
        self._process.wait()
        self._close()

    def interrupt(self) -> None:
        """What Ctrl-C does: SIGINT to all of the foreground group."""
        os.killpg(self._process.pid, signal.SIGINT)

    def workers(self) -> list[int]:
        """Return the grading processes: Python's own children but for the one that tracks their resources."""
        return [process for process in children(self._process.pid) if b"spawn_main" in _command(process)]

    def family(self) -> set[int]:
        """Return all processes that it started, and they, and so on."""
        return descendants(self._process.pid)

    def _close(self) -> None:
        for stream in (self._process.stdout, self._process.stderr):
            if stream is not None:
                stream.close()


def descendants(process: int) -> set[int]:
    """Return the processes below `process`."""
    found: set[int] = set()
    for child in children(process):
        found |= {child} | descendants(child)
    return found


def children(process: int) -> list[int]:
    """Return the processes that `process` started and that still run or wait to be reaped."""
    try:
        return [
            int(child) for task in os.listdir(f"/proc/{process}/task") for child in _read(f"/proc/{process}/task/{task}/children").split()
        ]
    except OSError:
        return []


def alive(processes: set[int]) -> set[int]:
    """Return those that still run. One that ended and waits to be reaped does not."""
    return {process for process in processes if _read(f"/proc/{process}/stat").rpartition(")")[2].split()[:1] not in ([], ["Z"], ["X"])}


def soon(true: Callable[[], bool], within_s: float) -> bool:
    """Wait until something is true, no longer than `within_s` seconds; return whether it is."""
    end = time.monotonic() + within_s
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def stored(out: Path) -> dict[str, str]:
    """Return the results that a run kept by now, key to JSON."""
    path = out / "results.sqlite"
    if not path.exists():
        return {}
    database = sqlite3.connect(path, timeout=30)
    try:
        return dict(database.execute("SELECT key, result FROM results").fetchall())
    except sqlite3.OperationalError:
        return {}  # killed before the table was made
    finally:
        database.close()


def files(out: Path) -> dict[str, bytes]:
    """Return what a run wrote for people, and anything else that lies there, but for the database's own files."""
    found = {path.relative_to(out).as_posix(): path for path in out.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in sorted(found.items()) if not name.startswith("results.sqlite")}


def _command(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
