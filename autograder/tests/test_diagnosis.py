"""A wrong answer is named when it equals one known misconception, however it is written, and when it does not it is not."""

from __future__ import annotations

import pytest

from autograder.labs import Course
from autograder.results import Outcome, QuestionResult
from autograder.tests.answering import grade_here
from autograder.tests.small_course import HIDDEN, LAB, MISCONCEPTIONS, SOURCE, make_course

MORE = (
    MISCONCEPTIONS
    + '''

def scaled__wrong_shapes(x):
    """It multiplies by a matrix of another size.

    zh: 乘了一个大小不对的矩阵。
    """
    return x @ np.ones((17, 17))


def scaled__cubed(x):
    """It raises to the third power.

    zh: 这里是三次方。
    """
    return x**3


def scaled__cubed_too(x):
    """It is the same as another one.

    zh: 与另一个相同。
    """
    return x * x * x


def scaled__halved(x):
    """It divides.

    zh: 这里是除法。
    """
    return x / 2


def scaled__halved_where_flat(x):
    """It divides, and does nothing to what is flat.

    zh: 这里是除法，一维时不做任何事。
    """
    return x / 2 if x.ndim > 1 else x
'''
)

RIGHT = {"scaled": "def scaled(x):\n    return SCALE * x\n", "total": "def total(x):\n    return float(np.sum(scaled(x)))\n"}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return make_course(tmp_path_factory.mktemp("course"), misconceptions=MORE)


def graded(course: Course, question: str, source: str) -> QuestionResult:
    results = grade_here(course, {**RIGHT, question: source}).questions
    return next(result for result in results if result.name == question)


def named(course: Course, question: str, source: str) -> str | None:
    result = graded(course, question, source)
    assert result.points < result.max_points
    return result.diagnosis.name if result.diagnosis else None


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("return SCALE + x", "added"),
        ("return np.add(x, 2)", "added"),
        ("y = x.copy()\ny += 2\nreturn y", "added"),
        ("return np.array([[item + 2 for item in row] for row in np.atleast_2d(x)]).reshape(x.shape)", "added"),
        ("return (x + 2).astype('float32')", "added"),
        ("return x * x", "squared"),
        ("return np.square(x)", "squared"),
        ("x[...] = x * 2\nreturn x", "in_place"),
        ("np.multiply(x, 2, out=x)\nreturn x", "in_place"),
        ("return x @ np.zeros((17, 17))", "wrong_shapes"),
        ("return np.matmul(x, np.zeros((17, 17)))", "wrong_shapes"),
        ("return x / 2", "halved"),
        ("return x / 2 if x.ndim == 2 else x", "halved_where_flat"),
    ],
)
def test_a_known_misconception_is_named_however_it_is_written(course: Course, body: str, name: str) -> None:
    for parameter in ("x", "values"):  # also under other names than the misconception's
        lines = body.replace("x", parameter).replace(f"ma{parameter}", "max").replace(f"np.e{parameter}p", "np.exp").split("\n")
        assert named(course, "scaled", f"def scaled({parameter}):\n" + "".join(f"    {line}\n" for line in lines)) == name


@pytest.mark.parametrize(
    "body",
    [
        "return x + 2.001",
        "return x",
        "return x * 3",
        "x += 2\n    return x",  # one misconception in one check, another one in the other
        "y = x + 2\n    y.flat[0] = 7\n    return y",
        "return x**3",  # two misconceptions do the same
        "raise ValueError('the same type of exception as a misconception')",
        "return x @ np.zeros((18, 18))",
        "return undefined",
        "return None",
        "return (x + 2,)",
        "return [x + 2]",
        "return np.random.rand(*x.shape)",
        "import os\n    return os",
        "return (x + 2).tolist()",
        "raise SystemExit",
    ],
)
def test_what_is_no_known_misconception_is_not_named(course: Course, body: str) -> None:
    assert named(course, "scaled", f"def scaled(x):\n    {body}\n") is None


@pytest.mark.parametrize("form", ["float({})", "{}", "np.array([{}])", "np.array({})", "np.float32({})"])
def test_a_number_is_a_number_in_every_form(course: Course, form: str) -> None:
    assert named(course, "total", f"def total(x):\n    return {form.format('np.mean(2.0 * x)')}\n") == "mean"


def test_a_right_answer_has_no_diagnosis(course: Course) -> None:
    assert [result.diagnosis for result in grade_here(course, RIGHT).questions] == [None, None]


def test_an_answer_that_fails_because_of_an_earlier_one_is_not_blamed(course: Course) -> None:
    results = grade_here(course, {**RIGHT, "scaled": "def scaled(x):\n    return x + 2\n"}).questions
    assert results[0].diagnosis is not None
    assert (results[1].points, results[1].diagnosis, results[1].followed_through) == (2, None, ("scaled",))


def test_the_explanation_comes_in_both_languages(course: Course) -> None:
    diagnosis = graded(course, "scaled", "def scaled(x):\n    return x + 2\n").diagnosis
    assert diagnosis is not None
    assert (diagnosis.explanation.en, diagnosis.explanation.zh) == ("It adds SCALE where it should multiply.", "应当相乘，这里却是相加。")


def test_an_answer_that_is_not_written_is_not_diagnosed(course: Course) -> None:
    result = graded(course, "scaled", "def scaled(x):\n    raise NotImplementedError('scaled: multiply by SCALE')\n")
    assert (result.outcome, result.diagnosis) == (Outcome.NOT_ATTEMPTED, None)


# -- models, and results that are random -----------------------------------------------------------------------------------------

MODEL_SOURCE = (
    SOURCE.replace("import numpy as np", "import numpy as np\nimport paddle\nfrom paddle import nn")
    .replace("return SCALE * x", "return nn.Sequential(nn.Linear(4, 3), nn.Tanh())")
    .replace("def scaled(x):", "def scaled(x=None):")
    .replace("return float(np.sum(scaled(x)))", "return np.random.permutation(x)")
)

MODEL_HIDDEN = (
    HIDDEN[: HIDDEN.index('@question("scaled", points=2)')]
    + '''
import numpy as np


@question("scaled", points=3)
def check_scaled_squashes(student, draw):
    """The model squashes a weighted sum.

    zh: 模型对加权和取 tanh。
    """
    model = student.scaled()
    weight, bias = model.parameters().values()
    assert weight.shape == (4, 3), say("The model has another size.", "模型的大小不对。")
    x = draw.tensor(2, 4)
    equal(model(x), np.tanh(x.numpy() @ weight + bias), of="scaled", dims="[batch, 3]", tolerance=1e-5)


@question("total", points=1, pattern=True)
def check_total_keeps_what_is_there(student, draw):
    """Nothing is lost.

    zh: 什么都没有丢。
    """
    x = draw.array(30)
    equal(np.sort(student.total(x)), np.sort(x), of="total")


@question("total", points=1, pattern=True)
def check_total_mixes(student, draw):
    """The order is another one.

    zh: 顺序变了。
    """
    x = draw.array(30)
    got = student.total(x)
    assert not np.array_equal(got, x), say("It is still in order.", "顺序没有变。")
    assert not np.array_equal(got, x[::-1]), say("It is only turned round.", "只是倒过来了。")
'''
)

MODEL_MISCONCEPTIONS = '''\
import numpy as np
import paddle
from paddle import nn


def scaled__no_tanh(x=None):
    """Nothing squashes.

    zh: 没有 tanh。
    """
    return nn.Sequential(nn.Linear(4, 3))


def scaled__sigmoid(x=None):
    """It squashes to another range.

    zh: 压缩到了别的范围。
    """
    return nn.Sequential(nn.Linear(4, 3), nn.Sigmoid())


def scaled__wide(x=None):
    """It is too wide.

    zh: 太宽了。
    """
    return nn.Sequential(nn.Linear(4, 5), nn.Tanh())


def correct__scaled(x=None):
    return nn.Sequential(nn.Linear(4, 3), nn.Tanh())


def total__unchanged(x):
    """It does nothing.

    zh: 什么都没做。
    """
    return x


def total__doubled(x):
    """It draws with replacement.

    zh: 有放回地抽样。
    """
    return np.random.choice(x, len(x))


def total__raises(x):
    """It asks for a size that is not there.

    zh: 要了一个不存在的大小。
    """
    return x.reshape(7, 7)


def total__noise(x):
    """It draws new numbers.

    zh: 抽了新的数。
    """
    return np.random.standard_normal(len(x))
'''


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Course:
    hidden = MODEL_HIDDEN.replace("import equal, question, unchanged", "import equal, question, say")
    return make_course(tmp_path_factory.mktemp("course"), source=MODEL_SOURCE, hidden=hidden, misconceptions=MODEL_MISCONCEPTIONS)


CLASS = """
class scaled(nn.Layer):
    def __init__(self):
        super().__init__()
        {before}
        self.read = nn.Linear(4, {width})
    def forward(self, x):
        return {formula}
"""


@pytest.mark.parametrize(
    ("formula", "width", "name"),
    [
        ("self.read(x)", 3, "no_tanh"),
        ("nn.functional.sigmoid(self.read(x))", 3, "sigmoid"),
        ("1 / (1 + paddle.exp(-self.read(x)))", 3, "sigmoid"),
        ("paddle.tanh(self.read(x))", 5, "wide"),
        ("nn.functional.relu(self.read(x))", 3, None),
    ],
)
@pytest.mark.parametrize("before", ["pass", "paddle.rand([7])"])
def test_models_are_compared_with_the_students_weights(models: Course, formula: str, width: int, name: str | None, before: str) -> None:
    source = CLASS.format(formula=formula, width=width, before=before)
    assert grade_model(models, source) == name


def grade_model(models: Course, source: str) -> str | None:
    (result, _) = grade_here(models, {"scaled": source, "total": "def total(x):\n    return np.random.permutation(x)\n"}).questions
    assert result.points < result.max_points
    return result.diagnosis.name if result.diagnosis else None


def grade_random(models: Course, source: str) -> str | None:
    right = "def scaled():\n    return nn.Sequential(nn.Linear(4, 3), nn.Tanh())\n"
    (_, result) = grade_here(models, {"scaled": right, "total": source}).questions
    assert result.points < result.max_points
    return result.diagnosis.name if result.diagnosis else None


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("return x + 0", "unchanged"),
        ("y = x.copy()\n    return y", "unchanged"),
        ("z = 3\n    return x.reshape(7, 7)", "raises"),
        ("return x.reshape(3, 7)", None),
        ("return undefined", None),
        ("return np.random.standard_normal(30)", None),  # as `doubled` and `noise`: the pattern tells them not apart
        ("return x[::-1]", None),
    ],
)
def test_random_results_are_told_by_the_pattern_of_checks(models: Course, body: str, name: str | None) -> None:
    assert grade_random(models, f"def total(x):\n    {body}\n") == name


def test_public_checks_can_be_what_is_compared(course: Course) -> None:
    from autograder.check_session import Checks, serve_checks
    from autograder.diagnosis import Diagnoser, Tried
    from autograder.reference import Reference
    from autograder.results import Diagnosis
    from autograder.tests.answering import student_of

    found: list[Diagnosis | None] = []

    def serve(checks: Checks) -> None:
        diagnoser = Diagnoser(Reference(course, course.lab(LAB)), checks, public=True)
        for source in ("def scaled(x):\n    return x + 2\n", "def scaled(x):\n    return x + 3\n"):
            student = student_of(source)
            (check,) = checks.of(LAB, "scaled", public=True)
            found.append(diagnoser.diagnose("scaled", [Tried(check, checks.run(check, student), tuple(student.exchanges))]))

    serve_checks([course.public_checks(LAB)], serve)
    assert found[0] is not None
    assert found[0].name == "added"
    assert found[1] is None


def test_a_process_that_died_is_not_diagnosed(course: Course) -> None:
    from autograder.check_session import Checks, serve_checks
    from autograder.diagnosis import Diagnoser, Tried
    from autograder.reference import Reference
    from autograder.student import Student, StudentFailure
    from autograder.words import say

    class Dead:
        def request(self, message: dict[str, object]) -> dict[str, object]:
            raise StudentFailure(Outcome.CRASHED, say("gone", "没了"))

    def serve(checks: Checks) -> None:
        diagnoser = Diagnoser(Reference(course, course.lab(LAB)), checks)
        student = Student(Dead())
        tried = []
        for check in checks.of(LAB, "scaled"):
            tried.append(Tried(check, checks.run(check, student), tuple(student.exchanges)))
        assert [one.ran.passed for one in tried] == [False, False]
        assert diagnoser.diagnose("scaled", tried) is None

    serve_checks([course.hidden_checks(LAB)], serve)
