"""The grader itself survives: killed, stopped, robbed of its workers, short of disk, and beside another run.

A class of the small course is graded by whole processes. What an undisturbed run writes is what every disturbed one must end with.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograder.labs import Course
from autograder.tests.runs import Run, alive, children, files, soon, stored
from autograder.tests.small_course import LAB, make_course, notebook_bytes

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes through /proc")

JOBS = 2
STUDENTS = 14


@dataclass(frozen=True)
class Undisturbed:
    """A class and what grading it without any disturbance gives."""

    course: Course
    submissions: Path
    out: Path
    seconds: float

    def run(self, out: Path, *arguments: object, wrap: tuple[str, ...] = ()) -> Run:
        return Run(self.submissions, "--course", self.course.root, "--out", out, "--jobs", JOBS, *arguments, wrap=wrap)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    root = tmp_path_factory.mktemp("survival")
    course = make_course(root / "course")
    for number in range(STUDENTS):
        scaled = (
            f"def scaled(x):  # {number}\n    return SCALE * x\n",
            f"def scaled(x):  # {number}\n    return SCALE + x\n",
            f"import os\ndef scaled(x):  # {number}\n    os.kill(os.getpid(), 9)\n",
            f"import time\ndef scaled(x):  # {number}\n    time.sleep(0.2)\n    return SCALE * x\n",
        )[number % 4]
        path = root / "class" / f"student{number:02d}" / f"{LAB}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_bytes(notebook_bytes(course, {"scaled": scaled, "total": "def total(x):\n    return float(np.sum(scaled(x)))\n"}))
    out = root / "out"
    plain = Undisturbed(course, root / "class", out, 0.0)
    start = time.monotonic()
    run = plain.run(out)
    assert run.finish() == 0, run.said
    return Undisturbed(course, root / "class", out, time.monotonic() - start)


# -- killed --------------------------------------------------------------------------------------------------------------------


def kill_and_go_on(undisturbed: Undisturbed, out: Path, seed: int) -> None:
    """Kill a run at a random moment, start it again, and compare."""
    moment = random.Random(seed).uniform(0.05, 1.0) * undisturbed.seconds
    run = undisturbed.run(out)
    time.sleep(moment)
    family = run.family()
    run.kill()
    assert soon(lambda: not alive(family), 30), "the killed run left processes behind"
    kept = stored(out)
    if kept:
        _log_what_is_written(out)
    again = undisturbed.run(out)
    assert again.finish() == 0, again.said
    assert files(out) == files(undisturbed.out)
    assert stored(out) == stored(undisturbed.out)
    if kept:
        assert not _written(out) & kept.keys(), "what was graded was graded again"


def _log_what_is_written(out: Path) -> None:
    database = sqlite3.connect(out / "results.sqlite")
    database.execute("CREATE TABLE written (key TEXT)")
    database.execute("CREATE TRIGGER watch AFTER INSERT ON results BEGIN INSERT INTO written VALUES (new.key); END")
    database.commit()
    database.close()


def _written(out: Path) -> set[str]:
    database = sqlite3.connect(out / "results.sqlite")
    found = {key for (key,) in database.execute("SELECT key FROM written")}
    database.close()
    return found


@pytest.mark.parametrize("seed", range(2))
def test_a_run_that_is_killed_goes_on_where_it_was(undisturbed: Undisturbed, tmp_path: Path, seed: int) -> None:
    kill_and_go_on(undisturbed, tmp_path / "out", seed)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 130))
def test_thirty_random_moments_to_be_killed_at(undisturbed: Undisturbed, tmp_path: Path, seed: int) -> None:
    kill_and_go_on(undisturbed, tmp_path / "out", seed)


@pytest.mark.soak
def test_a_run_may_be_killed_again_and_again(undisturbed: Undisturbed, tmp_path: Path) -> None:
    """Each run has time for little more than to start, and still all of it is done in the end."""
    out, kept = tmp_path / "out", 0
    for _ in range(40):
        run = undisturbed.run(out)
        begun = kept
        soon(lambda begun=begun, run=run: len(stored(out)) > begun or not run.running, 60)  # type: ignore[misc]
        if not run.running:
            assert run.finish() == 0, run.said
            break
        run.kill()
        kept = len(stored(out))
        if kept == len(stored(undisturbed.out)):
            assert undisturbed.run(out).finish() == 0
            break
        assert kept > begun
    assert files(out) == files(undisturbed.out)


@pytest.mark.parametrize("whom", ["worker", "zygote"])
def test_a_process_of_the_graders_that_dies_costs_a_retry(undisturbed: Undisturbed, tmp_path: Path, whom: str) -> None:
    run = undisturbed.run(tmp_path / "out")
    assert soon(lambda: len(stored(tmp_path / "out")) >= 2, 60)
    worker = run.workers()[0]
    victim = worker if whom == "worker" else children(worker)[0]
    os.kill(victim, signal.SIGKILL)
    assert run.finish() == 0, run.said
    assert files(tmp_path / "out").keys() - {"grader-faults.log"} == files(undisturbed.out).keys()
    assert (tmp_path / "out" / "grades.csv").read_bytes() == (undisturbed.out / "grades.csv").read_bytes()


# -- stopped -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("share", [0.2, 0.8])
def test_pressing_ctrl_c_stops_within_two_seconds_and_leaves_nobody(undisturbed: Undisturbed, tmp_path: Path, share: float) -> None:
    run = undisturbed.run(tmp_path / "out")
    time.sleep(share * undisturbed.seconds)
    family = run.family()
    waiting = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))  # two seconds, if others do not wait for the same cores
    start = time.monotonic()
    run.interrupt()
    status = run.finish(30)
    assert soon(lambda: not alive(family), 30), "processes are left"
    took = time.monotonic() - start
    if status == 0:
        return  # it was done just then
    assert status in (130, -signal.SIGINT), run.said  # a shell calls both 130
    assert took < 2 * waiting, f"it took {took:.1f} s with {waiting:.1f} processes a core"
    assert "Traceback" not in run.said
    assert "go on" in run.said
    assert undisturbed.run(tmp_path / "out").finish() == 0
    assert files(tmp_path / "out") == files(undisturbed.out)


# -- in the way of each other --------------------------------------------------------------------------------------------------------


def test_two_runs_on_one_folder_end_alike(undisturbed: Undisturbed, tmp_path: Path) -> None:
    runs = [undisturbed.run(tmp_path / "out") for _ in range(2)]
    assert [run.finish() for run in runs] == [0, 0], runs[0].said + runs[1].said
    assert files(tmp_path / "out") == files(undisturbed.out)
    assert stored(tmp_path / "out") == stored(undisturbed.out)


def test_a_locked_database_is_a_sentence(undisturbed: Undisturbed, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(undisturbed.out, out)
    holder = sqlite3.connect(out / "results.sqlite", isolation_level=None)
    holder.execute("DELETE FROM results WHERE key IN (SELECT key FROM results LIMIT 1)")
    holder.execute("BEGIN EXCLUSIVE")
    run = undisturbed.run(out)
    assert run.finish() == 2
    assert "is in use by another run" in run.said
    assert "Traceback" not in run.said
    holder.execute("ROLLBACK")
    holder.close()
    assert undisturbed.run(out).finish() == 0
    assert files(out) == files(undisturbed.out)


def test_a_submission_that_vanishes_is_named_and_the_others_are_graded(undisturbed: Undisturbed, tmp_path: Path) -> None:
    submissions = tmp_path / "class"
    shutil.copytree(undisturbed.submissions, submissions)
    run = Run(submissions, "--course", undisturbed.course.root, "--out", tmp_path / "out", "--jobs", 1)
    assert soon(lambda: len(stored(tmp_path / "out")) >= 1, 60)
    shutil.rmtree(submissions / f"student{STUDENTS - 1:02d}")
    assert run.finish() == 1, run.said
    assert f"student{STUDENTS - 1:02d}/{LAB} changed or vanished" in run.said
    assert "Traceback" not in run.said
    assert len(stored(tmp_path / "out")) == STUDENTS - 1


# -- disks -------------------------------------------------------------------------------------------------------------------------


def _may_mount() -> bool:
    return subprocess.run(["unshare", "--mount", "--map-root-user", "true"], capture_output=True).returncode == 0


@pytest.mark.skipif(shutil.which("unshare") is None or not _may_mount(), reason="mounts a small disk in a namespace of its own")
@pytest.mark.parametrize(
    ("options", "words"),
    [("size=100k", "cannot be used"), ("size=200k", ""), ("ro", "")],
    ids=["full at once", "full later", "read-only"],
)
def test_a_disk_that_takes_nothing_is_a_sentence(undisturbed: Undisturbed, tmp_path: Path, options: str, words: str) -> None:
    """A full disk at several moments: while results are kept, while reports are written."""
    disk = tmp_path / "disk"
    disk.mkdir()
    script = f'mount -t tmpfs -o {options} none "$0" && exec "$@"'
    run = undisturbed.run(disk, wrap=("unshare", "--mount", "--map-root-user", "sh", "-c", script, str(disk)))
    assert run.finish() == 2, run.said
    assert "Traceback" not in run.said
    assert words in run.said
    assert str(disk) in run.said
