"""Students for tests of the engine: code that is answered for in this process, through the wire's bytes as in a child."""

from __future__ import annotations

import dataclasses
from typing import Any

from autograder.check_session import Checks, serve_checks
from autograder.grading import Grader
from autograder.labs import Course
from autograder.notebook import CodeCell
from autograder.reference import LocalTransport, Reference
from autograder.results import LabResult
from autograder.sandbox.responder import Responder
from autograder.student import Student
from autograder.student_code import LocalCode
from autograder.tests.small_course import LAB
from autograder.verify import plain_submission

IMPORTS = "import numpy as np\nimport paddle\nfrom paddle import nn\n"


def responder_of(source: str) -> Responder:
    """Return a responder that has run `source` as one cell; NumPy and Paddle are imported."""
    responder = Responder(private=False)
    for number, cell in enumerate((IMPORTS, source), start=1):
        reply = responder.handle({"op": "cell", "source": cell, "name": f"<cell {number}>"})
        assert reply == {"ok": True, "error": None}, reply
    return responder


def student_of(source: str, **options: Any) -> Student:
    """Return the proxy of a student who wrote `source`."""
    return Student(LocalTransport(responder_of(source)), source=source, **options)


def result_of(body: str, *args: Any, **kwargs: Any) -> Any:
    """Return what a check gets for `f(*args)` of a student who wrote `body`, which defines `f`."""
    return student_of(body).f(*args, **kwargs)


def grade_here(course: Course, answers: dict[str, str], lab_name: str = LAB, **told: Any) -> LabResult:
    """Grade `answers` (source by question) to a lab in this process; `told` is what the notebook's reader said, as for `Submission`."""
    lab = course.lab(lab_name)
    responder = Responder(private=False)
    for cell in lab.given_cells:
        responder.handle({"op": "cell", "source": cell.source["en"], "name": "<cell 0>"})
    cells = [CodeCell(source, question, "question", number) for number, (question, source) in enumerate(answers.items(), start=1)]
    for one in cells:
        responder.handle({"op": "cell", "source": one.source, "name": f"<cell {one.number}>"})
    missing = frozenset(question.name for question in lab.questions if question.name not in answers)
    submission = dataclasses.replace(plain_submission(), cells=tuple(cells), **{"missing": missing, **told})
    results: list[LabResult] = []

    def serve(checks: Checks) -> None:
        results.append(Grader(lab, Reference(course, lab), checks).grade("someone", submission, LocalCode(responder.namespace)))

    serve_checks([course.hidden_checks(lab_name), course.public_checks(lab_name)], serve)
    return results[0]
