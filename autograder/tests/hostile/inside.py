"""Grades a class of attacks, in an arena if there is one. Started as a program of its own, so that it is one thread with nothing open.

    python -m autograder.tests.hostile.inside '{"mode": "root-namespaces", "attacks": ["fork_bomb"], "jobs": 2, "wall_extra_s": 3}'

prints one line of JSON: what `judging.py` needs.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from autograder.tests.hostile import arena, corpus, watch
from autograder.tests.hostile.canaries import Canary, plant
from autograder.tests.hostile.course import HONEST, LAB, honest_cells, make_course, notebook
from autograder.tests.hostile.modes import by_name

LIMIT_S = 1800.0  # for all of it; nothing should come near
REPOSITORY = corpus.FOLDER.parents[2]


def main() -> None:
    """Do what the argument says."""
    orders = json.loads(sys.argv[1])
    mode = by_name(orders["mode"])
    out = os.dup(1)
    os.dup2(2, 1)  # what anybody prints meanwhile is not the answer
    aftermath: arena.Aftermath | None = None
    if arena.available():
        shown = [os.path.realpath(path) for path in (sys.prefix, sys.base_prefix, REPOSITORY)]
        answer = arena.Answer()
        aftermath = arena.run(
            lambda: answer.send(_grade(orders, Path(arena.OWN), Path(arena.HOME))), limit_s=LIMIT_S, user=mode.user, shown=shown
        )
        said = answer.received()
    else:
        with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
            said = json.dumps(_grade(orders, Path(folder) / "run", Path(folder) / "home")).encode()
    report: dict[str, Any] = json.loads(said) if said else {"problem": "the run ended without a word"}
    report["left"] = list(aftermath.left) if aftermath else []
    report["in_arena"] = aftermath is not None
    os.write(out, json.dumps(report).encode() + b"\n")


def _grade(orders: dict[str, Any], base: Path, home: Path) -> dict[str, Any]:
    """Hand in the attacks with honest students between them, grade all, and return what came of it."""
    from autograder import classroom, executors
    from autograder.reports.files import write_reports
    from autograder.sandbox import planning
    from autograder.store import Store

    canary = Canary.new()
    base.mkdir(parents=True)
    os.environ[watch.NOTES] = str(base / "notes")
    os.environ[watch.TOKEN] = canary.token
    os.environ[watch.WALL_EXTRA] = str(orders["wall_extra_s"])
    os.environ[planning.REHEARSE] = by_name(orders["mode"]).rehearse
    for folder in ("notes", "graded"):
        (base / folder).mkdir()
    submissions, out = base / "submissions", base / "graded"
    course = make_course(base / "course", canary)
    attacks = corpus.attacks(only=tuple(orders["attacks"]))
    answers = {attack.student: attack.cells for attack in attacks} | {student: honest_cells(student, canary) for student in HONEST}
    lab = course.lab(LAB)
    for student, cells in answers.items():
        (submissions / student).mkdir(parents=True)
        (submissions / student / f"{LAB}.ipynb").write_bytes(notebook(lab, cells))
    _open_to_all(base)
    before = _fingerprints(base / "course", submissions)
    planted = plant(canary, home)
    executors.work = watch.work  # type: ignore[assignment]
    with Store(out) as store:
        graded = classroom.grade_class(course, submissions, store, jobs=orders["jobs"])
        write_reports(out, graded.results(store), {lab.name: lab.title for lab in graded.labs}, "en")
        results = {result.student: result.to_json() for result in graded.results(store)}
    planted.take_away()
    return {
        "mode": graded.mode,
        "results": results,
        "not_graded": [seat.student for seat in graded.not_graded],
        "faults": list(graded.faults),
        "notes": [json.loads(line) for file in sorted((base / "notes").iterdir()) for line in file.read_text("utf-8").splitlines()],
        "feedback": {student: (out / "feedback" / student / f"{LAB}.md").read_text("utf-8") for student in results},
        "leaking_files": [
            str(file.relative_to(out)) for file in sorted(out.rglob("*")) if file.is_file() and canary.found_in(file.read_bytes())
        ],
        "changed": sorted(before ^ _fingerprints(base / "course", submissions)),
    }


def _open_to_all(folder: Path) -> None:
    """By their modes anybody may read and change all of it: nothing but containment keeps students out."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o777)


def _fingerprints(*folders: Path) -> set[str]:
    files = [file for folder in folders for file in folder.rglob("*") if file.is_file() and file.suffix != ".pyc"]
    return {f"{file} {hashlib.sha256(file.read_bytes()).hexdigest()[:12]}" for file in files}


if __name__ == "__main__":
    main()
