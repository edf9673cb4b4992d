"""Runs the corpus in a mode and says of every attack what it achieved, in sentences; none is the best."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from autograder.tests.hostile.corpus import OUTCOMES, Attack
from autograder.tests.hostile.course import ATTACKED, HONEST, OTHERS, SECONDS
from autograder.tests.hostile.inside import REPOSITORY
from autograder.tests.hostile.modes import Mode

# A question may compute for its limit and a second more, and a tick of measuring.
CPU_LIMIT_S = SECONDS + 1.0 + 0.3
# Loading has as much. In the mode "landlock" a question is opened in the process that loaded the code: there code that does not heed
# the limit has both times together.
# By the clock a question has its CPU limit, and this on an idle machine: a class of sleepers would take an hour with the real allowance.
WALL_EXTRA_S = 3.0
# What the clock may show beyond the limit and the second more, for each time that the machine's cores are busy.
SLACK_S = 2.0


class RunFailed(Exception):
    """The harness itself did not get through; the sentence says what it heard."""


@dataclass(frozen=True)
class Judged:
    """All attacks of one run.

    Attributes:
        findings: by attack's name, what it achieved.
        general: what nobody can be blamed for: files left behind, honest students' marks.
        in_arena: whether files and processes that were left could be seen.
    """

    mode: Mode
    findings: dict[str, list[str]]
    general: list[str]
    in_arena: bool
    outcomes: dict[str, str] = field(default_factory=dict)
    messages: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def contained(self) -> int:
        """Return how many attacks achieved nothing."""
        return sum(not found for found in self.findings.values())


def run(mode: Mode, attacks: Sequence[Attack], *, jobs: int = 2) -> Judged:
    """Have the attacks graded in `mode`, and judge. Raises RunFailed."""
    busy = _busy()
    wall_extra_s = WALL_EXTRA_S * busy
    names = [attack.name for attack in attacks]
    orders = json.dumps({"mode": mode.name, "attacks": names, "jobs": jobs, "wall_extra_s": wall_extra_s})
    done = subprocess.run(
        [sys.executable, "-m", "autograder.tests.hostile.inside", orders],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        check=False,
    )
    try:
        report = json.loads(done.stdout)
    except ValueError:
        raise RunFailed(done.stderr.decode("utf-8", "replace")[-3000:] or "It ended without a word.") from None
    if "problem" in report:
        raise RunFailed(report["problem"] + "\n" + done.stderr.decode("utf-8", "replace")[-3000:])
    return judge(mode, attacks, report, wall_limit_s=SECONDS + wall_extra_s + 1.0 + SLACK_S * max(busy, _busy()))


def _busy() -> float:
    """Return how many times longer things take now than on an idle machine, roughly."""
    return 1 + max(os.getloadavg()) / (os.cpu_count() or 1)


def judge(mode: Mode, attacks: Sequence[Attack], report: dict[str, Any], *, wall_limit_s: float) -> Judged:
    """Say what the report of `inside.py` tells about each attack."""
    notes = {note["student"]: note for note in report["notes"]}
    findings = {attack.name: list(_achieved(attack, report, notes.get(attack.student), wall_limit_s)) for attack in attacks}
    general = [f"{thing} was left behind" for thing in report["left"]]
    general += [f"{path} has the canary" for path in report["leaking_files"]]
    general += [f"{path} was changed" for path in report["changed"]]
    general += [f"the grader stumbled: {fault}" for fault in report["faults"]]
    if mode.contained and report["mode"] != mode.contained:
        general.append(f"the grader contained by {report['mode']!r}, and not by {mode.contained!r}")
    for student in HONEST:
        general += [f"{student}: {lost}" for lost in _lost(report["results"].get(student), {ATTACKED: 3, **OTHERS})]
    answered = {attack.name: _question(report["results"].get(attack.student), ATTACKED) for attack in attacks}
    return Judged(
        mode,
        findings,
        general,
        report["in_arena"],
        {name: question.get("outcome", "") for name, question in answered.items()},
        {name: question.get("message", {}).get("en", "") for name, question in answered.items()},
        {attack.name: round(_total(notes.get(attack.student)), 1) for attack in attacks},
    )


def _achieved(attack: Attack, report: dict[str, Any], note: dict[str, Any] | None, wall_limit_s: float) -> list[str]:
    result = report["results"].get(attack.student)
    if result is None or note is None or attack.student in report["not_graded"]:
        return ["the grader failed on it"]
    found = [f"the canary was emitted ({where})" for where in note["leaks"]]
    found += ["it did what nobody may: PRIVILEGED-OK"] if note["succeeded"] else []
    found += [f"{thing} was left" for thing in note["left"]]
    found += _slow("its question", *note["question"], wall_limit_s)
    for load in note["loads"]:
        wall_s, cpu_s = load
        found += _slow("loading it", wall_s, cpu_s - (SECONDS if note["mode"] == "landlock" else 0), wall_limit_s)
    question = _question(result, ATTACKED)
    if question["points"]:
        found.append(f"it earned {question['points']} points")
    found += _unclear(question, report["feedback"][attack.student])
    if attack.ends and question["outcome"] not in attack.ends:
        found.append(f"it ended as {question['outcome']}, not as {' or '.join(attack.ends)}")
    if not attack.not_alone:
        found += _lost(result, OTHERS)
    return found


def _slow(what: str, wall_s: float, cpu_s: float, wall_limit_s: float) -> list[str]:
    slow = []
    if cpu_s > CPU_LIMIT_S:
        slow.append(f"{what} computed for {cpu_s:.1f} s")
    if wall_s > wall_limit_s:
        slow.append(f"{what} took {wall_s:.1f} s")
    return slow


def _unclear(question: dict[str, Any], feedback: str) -> list[str]:
    """Say what is wrong with what the student is told."""
    wrong = []
    if question["outcome"] not in OUTCOMES:
        wrong.append(f"its outcome is {question['outcome']!r}")
    if question["outcome"] == "grader_error":
        wrong.append("it passes for a fault of the grader")
    for language, message in question["message"].items():
        if len(message.strip()) < 10 or "Traceback" in message or "\n  File" in message:
            wrong.append(f"what is said in {language} is no sentence: {message[:80]!r}")
    if question["message"]["en"] not in feedback or "Traceback" in feedback:
        wrong.append("the feedback does not say what happened")
    return wrong


def _lost(result: dict[str, Any] | None, wanted: dict[str, int]) -> list[str]:
    lost = []
    for name, points in wanted.items():
        question = _question(result, name)
        if question.get("points") != points:
            lost.append(f"`{name}` got {question.get('points')} of {points} points ({question.get('message', {}).get('en')})")
    return lost


def _question(result: dict[str, Any] | None, name: str) -> dict[str, Any]:
    return next((question for question in (result or {}).get("questions", ()) if question["name"] == name), {})


def _total(note: dict[str, Any] | None) -> float:
    return 0.0 if note is None else float(note["question"][0] + sum(load[0] for load in note["loads"]))
