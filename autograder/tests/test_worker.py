"""One submission in a worker: when how its processes ended is put down to the student, and when it is graded again."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

import pytest

from autograder.check_session import Checks, serve_checks
from autograder.grading import Grader
from autograder.reference import Reference
from autograder.results import LabResult
from autograder.sandbox import workplace
from autograder.sandbox.process import NoRoom, Zygote
from autograder.tests.runs import children
from autograder.tests.sandboxed import MODES, open_zygote
from autograder.tests.small_course import LAB, make_course, notebook_bytes
from autograder.worker import Suspected, Task, ZygoteDied, grade

DOZES = "def scaled(x):\n    import time\n    time.sleep(0.4)\n    return SCALE * x\n"
DIES = "def scaled(x):\n    import os\n    os.kill(os.getpid(), 9)\n"


def graded(folder: Path, zygote: Zygote, answer: str, *, kill_after_s: float | None = None, alone: bool = False) -> LabResult:
    """Grade a notebook with this answer to `scaled`, the zygote being killed after a while."""
    course = make_course(folder)
    lab = course.lab(LAB)
    results: list[LabResult] = []

    def serve(checks: Checks) -> None:
        task = Task("key", "someone", LAB, notebook_bytes(course, {"scaled": answer}), alone=alone)
        if kill_after_s is not None:
            threading.Timer(kill_after_s, _kill_the_zygote).start()
        results.append(grade(task, Grader(lab, Reference(course, lab), checks), zygote, trusted=False))

    serve_checks([course.hidden_checks(LAB)], serve)
    return results[0]


def _kill_the_zygote() -> None:
    (process,) = (child for child in children(os.getpid()) if b"start.py" in Path(f"/proc/{child}/cmdline").read_bytes())
    os.kill(process, signal.SIGKILL)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("kill_after_s", [0.05, 0.5, 1.0])
def test_an_end_that_came_with_the_zygotes_is_not_put_down_to_the_student(tmp_path: Path, mode: str, kill_after_s: float) -> None:
    with open_zygote(mode, preload=("numpy",)) as zygote:
        with pytest.raises(ZygoteDied, match="says nothing about the student"):
            graded(tmp_path, zygote, DOZES, kill_after_s=kill_after_s)
        assert zygote.deaths == 1
        (scaled, *_) = graded(tmp_path, zygote, DOZES).questions  # with the one that was started in its place
        assert scaled.points == scaled.max_points
        assert zygote.deaths == 1


@pytest.mark.parametrize("mode", MODES)
def test_a_students_own_death_is_no_death_of_the_zygote(tmp_path: Path, mode: str) -> None:
    with open_zygote(mode, preload=("numpy",)) as zygote:
        (scaled, *_) = graded(tmp_path, zygote, DIES).questions
        assert (scaled.outcome.value, scaled.points) == ("crashed", 0)
    assert zygote.deaths == 0


HIDES = """def scaled(x):
    import os, time
    kept = []
    for number in range(4):
        kept.append(open(str(number), "wb", buffering=0))
        os.unlink(str(number))
        kept[-1].write(bytes(60 << 20))
    time.sleep(5)
    return x
"""
WAITS = "def scaled(x):\n    import time\n    time.sleep(5)\n"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A grader that gives a full disk little time."""
    monkeypatch.setattr("autograder.sandbox.handle.FULL_S", 0.5)
    monkeypatch.setattr(workplace, "ROOM_S", 0.5)
    return monkeypatch


def test_who_may_have_filled_the_disk_is_graded_again_alone_and_then_known(tmp_path: Path, impatient: pytest.MonkeyPatch) -> None:
    with open_zygote("landlock", preload=("numpy",)) as zygote:
        disk = os.statvfs("/tmp")
        impatient.setattr(workplace, "RESERVE", disk.f_bavail * disk.f_frsize - (150 << 20))
        with pytest.raises(Suspected):
            graded(tmp_path, zygote, HIDES)
        (scaled, *_) = graded(tmp_path, zygote, HIDES, alone=True).questions
        assert (scaled.outcome.value, scaled.points) == ("crashed", 0)
        assert "filled the disk" in str(scaled.message)
        (scaled, *_) = graded(tmp_path, zygote, DOZES).questions
        assert scaled.points == scaled.max_points


def test_a_disk_that_somebody_else_fills_is_put_down_to_nobody(tmp_path: Path, impatient: pytest.MonkeyPatch) -> None:
    with open_zygote("landlock", preload=("numpy",)) as zygote:
        threading.Timer(0.5, impatient.setattr, (workplace, "RESERVE", 1 << 60)).start()
        with pytest.raises(NoRoom, match="Make room"):
            graded(tmp_path, zygote, WAITS, alone=True)
