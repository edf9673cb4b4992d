"""The hostile corpus in the way that code is contained here by default, and a sample of it without containment.

`make hostile` tries all ways, and the whole control. See `hostile/__init__.py`.
"""

from __future__ import annotations

import pytest

from autograder.tests.hostile import arena, corpus, judging, modes, naive, table
from autograder.tests.hostile.corpus import Attack
from autograder.tests.hostile.judging import Judged, RunFailed

ATTACKS = corpus.attacks()
AT_LEAST = {"secrets": 35, "forge": 35, "deny": 35, "escape": 25}
# One for each way to bite, and the harness for the control is shown to tell them apart.
SAMPLE = ("read_environment", "patch_numpy_allclose", "become_a_daemon", "sleep_for_ever", "exit_with_status_zero", "run_a_shell")


@pytest.fixture(scope="module")
def judged() -> Judged:
    try:
        return judging.run(modes.HERE, ATTACKS)
    except RunFailed as failure:
        if "cannot be contained" in str(failure):
            pytest.skip("nothing here can contain code")
        raise


@pytest.fixture(scope="module")
def bites() -> dict[str, list[str]]:
    if not arena.available():
        pytest.skip("only root can build the throw-away place in which attacks may do what they like")
    return naive.bites([attack for attack in ATTACKS if attack.name in SAMPLE])


def _name(attack: Attack) -> str:
    return f"{attack.group}/{attack.name}"


@pytest.mark.parametrize("attack", ATTACKS, ids=_name)
def test_contained(attack: Attack, judged: Judged) -> None:
    assert judged.findings[attack.name] == []


def test_nothing_is_left_and_nobody_else_is_harmed(judged: Judged) -> None:
    assert judged.general == []


@pytest.mark.parametrize("name", SAMPLE)
def test_bites_without_containment(name: str, bites: dict[str, list[str]]) -> None:
    (attack,) = corpus.attacks(only=(name,))
    assert attack.bites in bites[name]


def test_the_corpus_is_large_and_no_name_occurs_twice() -> None:
    for group, count in AT_LEAST.items():
        assert sum(attack.group == group for attack in ATTACKS) >= count
    assert len({attack.name for attack in ATTACKS}) == len(ATTACKS)
    assert len({attack.tries for attack in ATTACKS}) == len(ATTACKS)


@pytest.mark.parametrize("page", table.PAGES, ids=lambda page: page.name)
def test_the_table_in_the_docs_is_about_this_corpus(page: object) -> None:
    rows = table.numbers(page)  # type: ignore[arg-type]
    counts = [sum(attack.group == group for attack in ATTACKS) for group in corpus.GROUPS]
    assert len(rows) == len(modes.MODES)
    for row in rows:
        assert [attacks for _, attacks in row] == [*counts, sum(counts)]
        assert all(contained == attacks for contained, attacks in row)


# -- the harness itself ----------------------------------------------------------------------------------------------------


def _report(**changes: object) -> dict[str, object]:
    from autograder.tests.hostile.course import HONEST, OTHERS

    message = {"en": "The values are wrong.", "zh": "数值不对，请再检查一次。"}

    def result(points: int) -> dict[str, object]:
        answers = {"double": points, **OTHERS}
        return {
            "questions": [{"name": name, "points": got, "outcome": "wrong_answer", "message": message} for name, got in answers.items()]
        }

    student = ATTACKS[0].student
    note = {
        "student": student,
        "leaks": [],
        "succeeded": False,
        "left": [],
        "mode": "namespaces",
        "loads": [[0.1, 0.1]],
        "question": [0.1, 0.1],
    }
    note |= {key: changes.pop(key) for key in list(changes) if key in note and key != "mode"}  # type: ignore[misc]
    points = changes.pop("points", 0)
    report: dict[str, object] = {
        "mode": "namespaces",
        "results": {student: result(points), **{honest: result(3) for honest in HONEST}},  # type: ignore[arg-type]
        "not_graded": [],
        "faults": [],
        "notes": [note],
        "feedback": {student: "The values are wrong."},
        "leaking_files": [],
        "changed": [],
        "left": [],
        "in_arena": True,
    }
    return report | changes


def _found(**changes: object) -> list[str]:
    judged = judging.judge(modes.MODES[0], ATTACKS[:1], _report(**changes), wall_limit_s=6.0)  # type: ignore[arg-type]
    return [*judged.findings[ATTACKS[0].name], *judged.general]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"leaks": ["reply"]}, "canary was emitted"),
        ({"succeeded": True}, "nobody may"),
        ({"points": 1}, "earned 1 points"),
        ({"question": [0.1, 3.9]}, "computed for 3.9 s"),
        ({"question": [9.0, 0.1]}, "took 9.0 s"),
        ({"loads": [[0.1, 0.1], [9.0, 0.1]]}, "loading it took"),
        ({"left": ["process 7"]}, "process 7 was left"),
        ({"feedback": {ATTACKS[0].student: "Traceback"}}, "does not say what happened"),
        ({"leaking_files": ["grades.csv"]}, "grades.csv has the canary"),
        ({"changed": ["course/x"]}, "course/x was changed"),
        ({"faults": ["Boom"]}, "stumbled"),
        ({"mode": "landlock"}, "contained by 'landlock'"),
    ],
)
def test_what_an_attack_achieved_is_told(changes: dict[str, object], words: str) -> None:
    if "left" not in changes and "mode" not in changes:
        assert _found() == []
    assert any(words in found for found in _found(**changes)), _found(**changes)


def test_the_arena_lists_what_is_left() -> None:
    if not arena.available():
        pytest.skip("only root can build an arena")
    import os
    import time
    from pathlib import Path

    def leave() -> None:
        Path("/etc/hostile-left").write_text("x", encoding="utf-8")
        if os.fork() == 0:
            os.setsid()
            time.sleep(60)

    aftermath = arena.run(leave, limit_s=20)
    assert aftermath.code == 0
    assert "/etc/hostile-left" in aftermath.files
    assert len(aftermath.processes) == 1
    assert not Path("/etc/hostile-left").exists()
    assert arena.run(lambda: time.sleep(60), limit_s=0.5).code is None
