"""Marks and outcomes: what each kind of answer earns, whose fault a failure is, and what a student is told of it."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from autograder.check_session import Checks, serve_checks
from autograder.grading import Grader, nothing_to_grade
from autograder.labs import Course, Question
from autograder.reference import CorrectVersion, LocalTransport, Reference
from autograder.results import LabResult, Outcome, QuestionResult
from autograder.sandbox.responder import Responder
from autograder.student import StudentFailure, Transport
from autograder.student_code import StudentCode
from autograder.tests.answering import grade_here
from autograder.tests.small_course import HIDDEN, LAB, make_course
from autograder.verify import plain_submission
from autograder.words import Words, say

pytestmark = pytest.mark.filterwarnings("ignore")  # some of these students warn

SCALED = "def scaled(x):\n    return SCALE * x\n"
TOTAL = "def total(x):\n    return float(np.sum(scaled(x)))\n"
RIGHT = {"scaled": SCALED, "total": TOTAL}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return make_course(tmp_path_factory.mktemp("course"))


def scaled(course: Course, source: str) -> QuestionResult:
    return grade_here(course, {"scaled": source, "total": TOTAL}).questions[0]


def total(course: Course, source: str, before: str = SCALED) -> QuestionResult:
    return grade_here(course, {"scaled": before, "total": source}).questions[1]


# -- marks and outcomes --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [
        SCALED,
        "def scaled(x):\n    return x + x\n",
        "def scaled(x, times=2):\n    return np.asarray([[times * v for v in row] for row in np.atleast_2d(x)]).reshape(x.shape)\n",
        "scaled = lambda x: x * SCALE\n",
        "import functools, operator\nscaled = functools.partial(operator.mul, SCALE)\n",
        "class Scaler:\n    def __call__(self, x):\n        return x * 2\n\nscaled = Scaler()\n",
        "def scaled(x):\n    print('noise')\n    import warnings\n    warnings.warn('more noise')\n    return (x * 2).astype('float32')\n",
    ],
)
def test_every_right_way_to_write_an_answer_earns_all(course: Course, source: str) -> None:
    result = scaled(course, source)
    assert (result.outcome, result.points, result.max_points) == (Outcome.PASSED, 3, 3)
    assert (result.hint, result.diagnosis, result.followed_through) == (None, None, ())
    assert [check.outcome for check in result.checks] == [Outcome.PASSED] * 2
    assert "2" in result.message.en
    assert "2" in result.message.zh


@pytest.mark.parametrize(
    ("source", "outcome", "points", "message"),
    [
        ("def scaled(x):\n    return x\n", Outcome.PARTLY, 1, "`scaled` has the right form but not the right values."),
        (
            "def scaled(x):\n    x *= 2\n    return x\n",
            Outcome.PARTLY,
            2,
            "`scaled` changed its argument `x` in place; the caller still needs it.",
        ),
        ("def scaled(x):\n    x += 9\n    return x\n", Outcome.WRONG_ANSWER, 0, "`scaled` has the right form but not the right values."),
        (
            "def scaled(x):\n    x[:] = 0\n",
            Outcome.WRONG_ANSWER,
            0,
            "`scaled` returned None (is there a return?); expected a tensor or an array.",
        ),
        (
            "def scaled(x):\n    return y\n",
            Outcome.ERROR,
            0,
            "`scaled` stopped with NameError (the name `y` is not defined), in line 2 of its cell.",
        ),
        ("def scaled(x):\n    raise SystemExit\n", Outcome.ERROR, 0, "`scaled` stopped with SystemExit, in line 2 of its cell."),
        (
            "def scaled(x):\n    raise KeyboardInterrupt\n",
            Outcome.ERROR,
            0,
            "`scaled` stopped with KeyboardInterrupt, in line 2 of its cell.",
        ),
        ("def scaled(x):\n    raise NotImplementedError('scaled: multiply')\n", Outcome.NOT_ATTEMPTED, 0, "`scaled` is not written yet."),
        ("def scaled(x):\n    raise MemoryError\n", Outcome.OUT_OF_MEMORY, 0, "`scaled` needed more memory than it may have."),
        ("scaled = 3\n", Outcome.MISSING, 0, "There is no function `scaled` in the notebook."),
        (
            "def scaled(x, y):\n    return x\n",
            Outcome.ERROR,
            0,
            "`scaled` stopped with TypeError (`scaled` was called with arguments that it does not take).",
        ),
    ],
)
def test_what_an_answer_earns_and_is_told(course: Course, source: str, outcome: Outcome, points: int, message: str) -> None:
    result = scaled(course, source)
    assert (result.outcome, result.points, result.message.en) == (outcome, points, message)
    assert result.message.zh != message
    assert result.hint == Words("Look at SCALE.", "看看 SCALE。")
    assert result.points == sum(check.points for check in result.checks)


def test_a_question_that_is_missing_written_wrong_or_untouched_is_not_tried(course: Course) -> None:
    missing = grade_here(course, {"total": TOTAL}).questions[0]
    assert (missing.outcome, missing.points, missing.checks) == (Outcome.MISSING, 0, ())
    told = {"syntax_errors": {"scaled": say("Line 3 is odd.", "第 3 行有问题。")}}
    broken = grade_here(course, {"total": TOTAL}, missing=frozenset(), **told).questions[0]
    assert (broken.outcome, broken.message.en) == (Outcome.ERROR, "Line 3 is odd.")
    untouched = grade_here(course, RIGHT, untouched=frozenset({"scaled"})).questions[0]
    assert (untouched.outcome, untouched.points, untouched.message.en) == (Outcome.NOT_ATTEMPTED, 0, "`scaled` is not written yet.")
    for result in (missing, broken, untouched):
        assert result.hint is not None


def test_an_answer_that_comes_from_elsewhere_is_not_missing(course: Course) -> None:
    (result, _) = grade_here(course, {"": SCALED, "total": TOTAL}).questions
    assert result.outcome is Outcome.PASSED


def test_repairs_and_language_are_handed_on(course: Course) -> None:
    repairs = (say("Renamed.", "改了名。"),)
    result = grade_here(course, RIGHT, repairs=repairs, language="zh")
    assert (result.notes, result.language, result.lab, result.trusted) == (repairs, "zh", LAB, False)
    assert grade_here(course, RIGHT, language=None).language == "en"
    assert (result.points, result.max_points) == (5, 5)


def test_grading_twice_gives_the_same_result(course: Course) -> None:
    answers = {"scaled": "def scaled(x):\n    return x + np.random.rand(*x.shape)\n", "total": TOTAL}
    assert grade_here(course, answers) == grade_here(course, answers)


def test_nothing_to_grade_says_the_same_of_every_question(course: Course) -> None:
    result = nothing_to_grade(course.lab(LAB), "ann", Outcome.MISSING, say("Nothing.", "无。"))
    assert [(one.name, one.outcome, one.points, one.max_points) for one in result.questions] == [
        ("scaled", Outcome.MISSING, 0, 3),
        ("total", Outcome.MISSING, 0, 2),
    ]
    assert (result.student, result.language, result.notes) == ("ann", "", (say("Nothing.", "无。"),))


# -- follow-through --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "before",
    [
        "def scaled(x):\n    return x\n",
        "def scaled(x):\n    raise NotImplementedError('scaled: multiply')\n",
        "def scaled(x):\n    raise ValueError\n",
        "def scaled(x):\n    raise SystemExit\n",
        "scaled = None\n",
        "x = 1\n",
    ],
)
def test_a_mistake_is_not_paid_for_twice(course: Course, before: str) -> None:
    result = total(course, TOTAL, before)
    assert (result.outcome, result.points, result.followed_through) == (Outcome.PASSED, 2, ("scaled",))


def test_a_right_answer_is_not_followed_through(course: Course) -> None:
    assert total(course, "def total(x):\n    return float(np.sum(2 * x))\n", "def scaled(x):\n    return x\n").followed_through == ()
    assert total(course, "def total(x):\n    return 0.0\n").followed_through == ()


def test_a_mistake_of_its_own_still_costs(course: Course) -> None:
    result = total(course, "def total(x):\n    return float(np.mean(scaled(x)))\n", "def scaled(x):\n    return x\n")
    assert (result.outcome, result.points) == (Outcome.WRONG_ANSWER, 0)
    assert result.diagnosis is not None
    assert (result.diagnosis.name, result.followed_through) == ("mean", ("scaled",))


def test_an_answer_that_waits_for_an_earlier_one_is_told_what_it_lacks_itself(course: Course) -> None:
    before = "def scaled(x):\n    raise NotImplementedError('scaled: multiply')\n"
    result = total(course, "def total(x):\n    return scaled(x)\n", before)
    assert (result.outcome, result.followed_through) == (Outcome.WRONG_ANSWER, ("scaled",))
    assert "returned an array" in result.message.en


def test_the_correct_version_stays_in_its_question(course: Course) -> None:
    answers = {"scaled": "def scaled(x):\n    return x\n", "total": TOTAL}
    first, second = grade_here(course, answers).questions
    assert (first.points, second.points) == (1, 2)
    assert grade_here(course, answers).questions[0].points == 1


class Slow:
    """Code that answers for itself, and whose `scaled` never ends; it counts how often a question was opened."""

    def __init__(self) -> None:
        self.failures: dict[str, tuple[Outcome, Words]] = {}
        self.names = frozenset({"scaled", "total"})
        self.opened: list[tuple[str, tuple[str, ...]]] = []

    @contextlib.contextmanager
    def question(self, question: Question, corrections: Sequence[CorrectVersion] = ()) -> Iterator[Transport]:
        self.opened.append((question.name, tuple(version.question for version in corrections)))
        responder = Responder(private=False)
        responder.handle({"op": "cell", "name": "<cell 1>", "source": "import numpy as np\nSCALE = 2.0\n" + TOTAL})
        for version in corrections:
            responder.handle({"op": "define", "name": version.question, "function": version.function, "source": version.source})
        yield LocalTransport(responder) if corrections else Stopped()


class Stopped:
    def request(self, message: dict[str, Any]) -> dict[str, Any]:
        raise StudentFailure(Outcome.TIMEOUT, say("Stopped.", "停了。"))


def grade_code(course: Course, code: StudentCode, **options: Any) -> LabResult:
    lab = course.lab(LAB)
    results: list[LabResult] = []

    def serve(checks: Checks) -> None:
        results.append(Grader(lab, Reference(course, lab), checks).grade("ann", plain_submission(), code, **options))

    serve_checks([course.hidden_checks(LAB)], serve)
    return results[0]


def test_an_endless_earlier_answer_is_waited_for_once(course: Course) -> None:
    code = Slow()
    first, second = grade_code(course, code).questions
    assert (first.outcome, first.points, [check.outcome for check in first.checks]) == (Outcome.TIMEOUT, 0, [Outcome.TIMEOUT] * 2)
    assert (second.outcome, second.points, second.followed_through) == (Outcome.PASSED, 2, ("scaled",))
    assert code.opened == [("scaled", ()), ("total", ("scaled",))]


def test_a_cell_that_could_not_be_loaded_speaks_for_its_question(course: Course) -> None:
    code = Slow()
    code.names = frozenset({"total"})
    code.failures["scaled"] = (Outcome.CRASHED, say("The cell ended the process.", "单元格结束了进程。"))
    result = grade_code(course, code).questions[0]
    assert (result.outcome, result.message.en, result.checks) == (Outcome.CRASHED, "The cell ended the process.", ())


def test_some_questions_only(course: Course) -> None:
    assert [one.name for one in grade_code(course, Slow(), only={"scaled"}).questions] == ["scaled"]


# -- whose fault -------------------------------------------------------------------------------------------------------------------

BREAKING = HIDDEN.replace(
    "    unchanged(student.scaled)\n", "    assert (student.scaled(draw.array(4)) ** 2).sum() > 0, say('x', 'x')\n"
).replace("equal, question, unchanged", "equal, question, say")
ODD = [
    "return 'text'",
    "return None",
    "return object()",
    "return [1, 2]",
    "return {}",
    "import sys\n    return sys",
    "return (x for x in [1])",
]


@pytest.mark.parametrize("body", ODD)
def test_an_odd_answer_that_breaks_a_check_costs_marks(tmp_path: Path, body: str) -> None:
    result = scaled(make_course(tmp_path, hidden=BREAKING), f"def scaled(x):\n    {body}\n")
    assert (result.outcome, result.points) == (Outcome.WRONG_ANSWER, 0)
    assert result.checks[1].message is not None
    assert result.checks[1].message.en == "What `scaled` returned is of a form that this check cannot use."


BROKEN = {
    "the check raises": HIDDEN.replace("    unchanged(student.scaled)\n", "    undefined\n"),
    "the check raises before it asks": HIDDEN.replace("    student.scaled(draw.array(4))\n", "    undefined\n"),
    "the setup raises": HIDDEN.replace("leaves_its_argument_alone(student, draw)", "leaves_its_argument_alone(student, draw, broken)")
    + "\n\nimport pytest\n\n\n@pytest.fixture\ndef broken():\n    raise OSError('no')\n",
    "the setup asserts": HIDDEN.replace("leaves_its_argument_alone(student, draw)", "leaves_its_argument_alone(student, draw, broken)")
    + "\n\nimport pytest\n\n\n@pytest.fixture\ndef broken():\n    assert False\n",
    "the teardown raises": HIDDEN.replace("leaves_its_argument_alone(student, draw)", "leaves_its_argument_alone(student, draw, broken)")
    + "\n\nimport pytest\n\n\n@pytest.fixture\ndef broken():\n    yield\n    raise OSError('no')\n",
    "no such fixture": HIDDEN.replace("leaves_its_argument_alone(student, draw)", "leaves_its_argument_alone(student, draw, nobody)"),
    "it sends what cannot be sent": HIDDEN.replace("student.scaled(draw.array(4))", "student.scaled(object())"),
}


@pytest.mark.parametrize("hidden", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_check_is_the_graders_fault_and_costs_nothing(tmp_path: Path, hidden: str) -> None:
    course = make_course(tmp_path, hidden=hidden)
    right = scaled(course, SCALED)
    assert (right.outcome, right.points) == (Outcome.GRADER_ERROR, 3)
    assert [check.outcome for check in right.checks] == [Outcome.PASSED, Outcome.GRADER_ERROR]
    assert right.message.en == "This check itself is broken; it cost no marks. Please tell your instructor."
    wrong = scaled(course, "def scaled(x):\n    return x\n")
    assert (wrong.outcome, wrong.points) == (Outcome.GRADER_ERROR, 1)
    assert [check.outcome for check in wrong.checks] == [Outcome.WRONG_ANSWER, Outcome.GRADER_ERROR]


def test_a_check_that_fails_without_a_sentence_speaks_by_its_docstring(tmp_path: Path) -> None:
    hidden = HIDDEN.replace("    unchanged(student.scaled)\n", "    assert False, f'the secret is {8713649}'\n")
    result = scaled(make_course(tmp_path, hidden=hidden), SCALED)
    check = result.checks[1]
    assert (check.outcome, check.message) == (Outcome.WRONG_ANSWER, None)
    assert result.message == Words("The caller's array is not changed.", "不改变调用者的数组。")


# -- secrecy -------------------------------------------------------------------------------------------------------------------------

SENTINEL = "8713649"
SECRET = (
    HIDDEN.replace("x = draw.array(rows, columns)", f"x = np.full((rows, columns), {SENTINEL}.0)")
    .replace("student.scaled(draw.array(4))", f"student.scaled(np.full(4, {SENTINEL}.0))")
    .replace("x = draw.array(n)", f"x = np.full(n, {SENTINEL}.0)")
)
SPIES = [
    "raise ValueError(str(x))",
    "raise KeyError('v' + str(int(x.flat[0])))",
    "raise type('E' + str(int(x.flat[0])), (Exception,), {})",
    "raise NotImplementedError('v' + str(int(x.flat[0])))",
    "print(x, flush=True)\n    return x",
    "return x",
    "return str(x)",
    "return {str(v): v for v in x.ravel()}",
    "return type('T' + str(int(x.flat[0])), (), {})()",
    "return np.zeros((0, int(x.flat[0])))",
    "return [0] * int(x.flat[0] // 10)",
    "x *= 3\n    return x",
    "x.flat[0] = 1\n    return x",
    "exec(f'def v{int(x.flat[0])}(): return 1 / 0\\nv{int(x.flat[0])}()')",
    "import warnings\n    warnings.warn(str(x))\n    raise RuntimeError('shape ' + str(x))",
]


@pytest.fixture(scope="module")
def secretive(tmp_path_factory: pytest.TempPathFactory) -> Course:
    hidden = SECRET.replace("from autograder.checking", "import numpy as np\n\nfrom autograder.checking")
    return make_course(tmp_path_factory.mktemp("course"), hidden=hidden)


@pytest.mark.parametrize("body", SPIES)
def test_nothing_that_a_hidden_check_sends_is_told(secretive: Course, body: str, tmp_path: Path) -> None:
    assert grade_here(secretive, RIGHT).points == 5
    result = grade_here(secretive, {"scaled": f"def scaled(x):\n    {body}\n", "total": f"def total(x):\n    {body}\n"})
    assert result.points < 5
    from autograder.reports.feedback import feedback

    pages = [feedback(result, secretive.lab(LAB).title), json.dumps(result.to_json(), ensure_ascii=False)]
    for page in pages:
        assert SENTINEL not in page
        assert "8.713649" not in page
        assert str(2 * int(SENTINEL)) not in page
