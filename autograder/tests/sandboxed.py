"""What the tests of the sandbox share: a little course to keep secret, and a way to run code in a child."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from autograder.sandbox import planning
from autograder.sandbox.process import Child, SandboxUnavailable, Zygote

MODES = ("namespaces", "landlock")
OLD_LANDLOCK = "landlock of Linux 5.13"


class Raised(Exception):
    """The code raised; `kind` is the name of the built-in exception."""

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(f"{error['type']}: {error['text']}")
        self.kind: str = error["type"]
        self.memory: bool = error["memory"]


@dataclass(frozen=True)
class Places:
    """Files that a grader has."""

    course: Path
    check: Path
    solution: Path
    data: Path
    other_student: Path
    home: Path

    @classmethod
    def make(cls, base: Path) -> Places:
        course, home = base / "course", base / "home"
        places = cls(
            course=course,
            check=course / "autograder" / "checks" / "hidden" / "check_lab01.py",
            solution=course / "solutions" / "lab01.py",
            data=course / "data",
            other_student=base / "submissions" / "other" / "lab01.ipynb",
            home=home / "notes.txt",
        )
        for path in (places.check, places.solution, places.data / "numbers.txt", places.other_student, places.home):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("1 2 3\n", encoding="utf-8")
        for folder in (base, *base.rglob("*")):  # by their modes anybody may read and change all of it
            folder.chmod(0o777)
        return places


def open_zygote(mode: str, **options: Any) -> Zygote:
    """Start a zygote without Paddle, or skip the test where this machine does not have the mode."""
    options.setdefault("preload", ())
    with pytest.MonkeyPatch.context() as patch:
        if mode == OLD_LANDLOCK:
            mode = "landlock"
            patch.setenv(planning.REHEARSE, f"{planning.LANDLOCK_ABI}=1")
        try:
            return Zygote(mode=mode, **options)  # type: ignore[arg-type]
        except SandboxUnavailable as reason:
            if "cannot be contained here" not in str(reason):
                raise  # a zygote that does not start is no lack of the machine's
            pytest.skip(f"{mode}: {reason}")


def define(child: Child, body: str) -> None:
    """Define `attempt()` in the child, with `body` as its body."""
    source = "import os, sys\ndef attempt():\n" + textwrap.indent(textwrap.dedent(body).strip(), "    ")
    reply = child.request({"op": "cell", "source": source, "name": "<cell 1>"}, cpu_s=5, wall_s=20)
    assert reply == {"ok": True, "error": None}


def attempt(child: Child, *, wall_s: float = 20.0) -> Any:
    """Call `attempt()` in the child or its question, and return what it returns."""
    message = {"op": "call", "target": "attempt", "args": [], "kwargs": {}, "seed": 0}
    reply = child.request(message, cpu_s=5, wall_s=wall_s)
    if not reply["ok"]:
        raise Raised(reply["error"])
    return reply["value"]


def run(child: Child, body: str) -> Any:
    """Run `body` in the child as a function, and return what it returns."""
    define(child, body)
    return attempt(child)


def in_question(child: Child, body: str, *, cpu_s: float = 5.0, memory_mb: int = 512, wall_s: float = 20.0) -> Any:
    """Run `body` in a question of its own."""
    define(child, body)
    child.begin_question(cpu_s=cpu_s, memory_mb=memory_mb)
    value = attempt(child, wall_s=wall_s)
    child.end_question()
    return value
