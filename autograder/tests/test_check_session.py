"""One pytest session runs collected checks again and again, and says how each ended and whose fault it was."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder.check_session import CheckBroken, Checks, Ran, is_judgement, sentence, serve_checks
from autograder.checking import Disagreement
from autograder.labs import CourseError
from autograder.results import Outcome
from autograder.student import Student, StudentFailure
from autograder.tests.answering import student_of
from autograder.words import Words

HEAD = "import numpy as np\nimport pytest\nfrom autograder.checking import equal, question, say, unchanged\n"
DOC = '    """It works.\n\n    zh: 它可用。\n    """\n'


def check(name: str, body: str, mark: str = '@question("f", points=1)', arguments: str = "student") -> str:
    lines = "".join(f"    {line}\n" for line in body.split("\n"))
    return f"{mark}\ndef check_{name}({arguments}):\n{DOC}{lines}\n"


def write(folder: Path, *texts: str, lab: str = "lab01_x", kind: str = "hidden") -> Path:
    path = folder / kind / f"check_{lab}.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([HEAD, *texts]), encoding="utf-8")
    return path


def serve(files: list[Path], use: Callable[[Checks], Any]) -> Any:
    """Return what `use` returns for the checks of `files`."""
    got: list[Any] = []
    serve_checks(files, lambda checks: got.append(use(checks)))
    return got[0]


def run_all(path: Path, student: Student) -> dict[str, Ran]:
    """Run every check of the question `f` in `path` on `student`."""
    return dict(serve([path], lambda checks: [(one.name, checks.run(one, student)) for one in checks.of("lab01_x", "f")]))


# -- how checks end ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def endings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Ran]:
    path = write(
        tmp_path_factory.mktemp("course"),
        "@pytest.fixture\ndef answer(student):\n    return student.f(1)\n",
        "@pytest.fixture\ndef missing(student):\n    return student.nowhere()\n",
        "@pytest.fixture\ndef compared(student):\n    equal(student.f(1), 7, of='f')\n",
        "@pytest.fixture\ndef asserts():\n    assert False, say('no', '不')\n",
        "@pytest.fixture\ndef raises():\n    raise KeyError('x')\n",
        "@pytest.fixture\ndef falls():\n    yield\n    raise KeyError('x')\n",
        check("passes", "assert student.f(1) == 2"),
        check("disagrees", "equal(student.f(1), 3, of='f')"),
        check("says", "assert student.f(1) == 3, say('Not three.', '不是三。')"),
        check("asserts", "assert student.f(1) == 3"),
        check("asserts_with_text", "assert student.f(1) == 8713649, f'expected {8713649}'"),
        check("asserts_with_numpy", "np.testing.assert_allclose(student.f(1), 8713649)"),
        check("fails", "pytest.fail('8713649')"),
        check("raises", "student.f(1).nothing"),
        check("misses", "student.nowhere()"),
        check("exits", "raise SystemExit"),
        check("has_a_fixture", "assert answer == 2", arguments="answer"),
        check("setup_misses", "pass", arguments="missing"),
        check("setup_compares", "pass", arguments="compared"),
        check("setup_asserts", "pass", arguments="asserts"),
        check("setup_raises", "pass", arguments="raises"),
        check("teardown_raises", "pass", arguments="falls"),
        check("teardown_raises_after_a_judgement", "assert False", arguments="falls"),
        check("unknown_fixture", "pass", arguments="nobody"),
        check("passes_again", "assert student.f(1) == 2"),
    )
    return run_all(path, student_of("def f(x):\n    return x + 1\n"))


@pytest.mark.parametrize("name", ["passes", "passes_again", "has_a_fixture"])
def test_a_check_that_holds_passes(endings: dict[str, Ran], name: str) -> None:
    assert endings[f"check_{name}"] == Ran(True, None)


@pytest.mark.parametrize(
    ("name", "kind", "said"),
    [
        ("disagrees", Disagreement, "`f` has the right form but not the right values."),
        ("says", AssertionError, "Not three."),
        ("asserts", AssertionError, None),
        ("asserts_with_text", AssertionError, None),
        ("asserts_with_numpy", AssertionError, None),
        ("fails", pytest.fail.Exception, None),
        ("misses", StudentFailure, "There is no function `nowhere` in the notebook."),
        ("setup_misses", StudentFailure, "There is no function `nowhere` in the notebook."),
        ("setup_compares", Disagreement, "`f` has the right form but not the right values."),
        ("teardown_raises_after_a_judgement", AssertionError, None),
    ],
)
def test_a_judgement_and_its_sentence(endings: dict[str, Ran], name: str, kind: type, said: str | None) -> None:
    ran = endings[f"check_{name}"]
    assert not ran.passed
    assert type(ran.error) is kind
    assert is_judgement(ran.error)
    words = sentence(ran.error)
    assert (words.en if words else None) == said


@pytest.mark.parametrize("name", ["raises", "exits", "setup_asserts", "setup_raises", "teardown_raises", "unknown_fixture"])
def test_what_is_no_judgement_has_no_sentence(endings: dict[str, Ran], name: str) -> None:
    ran = endings[f"check_{name}"]
    assert not ran.passed
    assert not is_judgement(ran.error)
    assert sentence(ran.error) is None
    assert isinstance(ran.error, CheckBroken) is (name not in ("raises", "exits"))


def test_assertions_are_not_explained_with_values(endings: dict[str, Ran]) -> None:
    error = endings["check_asserts"].error
    assert error is not None
    assert error.args == ()
    assert sentence(None) is None


# -- running again and again -----------------------------------------------------------------------------------------------------


def test_each_run_is_fresh_and_has_its_own_student(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "made = []\n@pytest.fixture(scope='module')\ndef once():\n    made.append(1)\n    return len(made)\n",
        check("counts", "assert student.f(once) == 1", arguments="student, once"),
    )
    students = [student_of(f"def f(x):\n    return {number}\n") for number in (1, 2, 1)]

    def use(checks: Checks) -> list[bool]:
        (one,) = checks.of("lab01_x", "f")
        return [checks.run(one, student).passed for student in students]

    assert serve([path], use) == [True, False, True]
    assert [student.exchanges[0].message["args"] for student in students] == [[1], [2], [3]]


def test_draws_and_seeds_are_fixed_by_the_checks_name(tmp_path: Path) -> None:
    body = "student.f(draw.array(3))"
    path = write(tmp_path, check("one", body, arguments="student, draw"), check("two", body, arguments="student, draw"))
    student = student_of("def f(x):\n    return x + np.random.rand()\n")

    def use(checks: Checks) -> list[Any]:
        seen = []
        for one in [*checks.of("lab01_x", "f")] * 2:
            assert checks.run(one, student).passed
            (exchange,) = student.exchanges
            seen.append((exchange.message["args"][0].tolist(), exchange.message["seed"], exchange.reply["value"].tolist()))
        return seen

    one, two, one_again, two_again = serve([path], use)
    assert (one, two) == (one_again, two_again)
    assert one[0] != two[0]
    assert one[1] != two[1]
    assert one == serve([path], use)[0]


def test_cases_without_points_run_each_with_its_own_draws(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "@pytest.mark.parametrize('n', [1, 2, 3])\n"
        + check("case", "assert student.f(draw.array(n)) == n < 3", '@question("f")', "student, draw, n"),
        kind="public",
    )
    student = student_of("def f(x):\n    return len(x)\n")
    cases = serve([path], lambda checks: [(one.name, checks.run(one, student).passed) for one in checks.of("lab01_x", "f", public=True)])
    assert cases == [("check_case[1]", True), ("check_case[2]", True), ("check_case[3]", False)]


def test_checks_are_found_by_lab_question_and_kind_in_the_order_of_the_file(tmp_path: Path) -> None:
    files = [
        write(
            tmp_path,
            check("b", "pass"),
            check("a", "pass", '@question("f", points=3, pattern=True)'),
            check("g", "pass", '@question("g", points=2)'),
        ),
        write(tmp_path, check("p", "pass", '@question("f")'), kind="public"),
        write(tmp_path, check("other", "pass"), lab="lab02_y"),
    ]

    def use(checks: Checks) -> Any:
        found = {
            (lab, question, public): [one.name for one in checks.of(lab, question, public=public)]
            for lab in ("lab01_x", "lab02_y")
            for question in ("f", "g")
            for public in (False, True)
        }
        return found, checks.of("lab01_x", "f")

    found, (first, second) = serve(files, use)
    assert {key: names for key, names in found.items() if names} == {
        ("lab01_x", "f", False): ["check_b", "check_a"],
        ("lab01_x", "f", True): ["check_p"],
        ("lab01_x", "g", False): ["check_g"],
        ("lab02_y", "f", False): ["check_other"],
    }
    assert (first.points, first.pattern, first.public) == (1, False, False)
    assert (second.points, second.pattern) == (3, True)
    assert first.behaviour == Words("It works.", "它可用。")


# -- the session itself ------------------------------------------------------------------------------------------------------------


def test_two_courses_whose_files_are_called_the_same(tmp_path: Path) -> None:
    student = student_of("def f(x):\n    return x\n")
    for number in (1, 2, 1):
        path = write(tmp_path / str(number), check("it", f"assert student.f(1) == {number}"))
        assert run_all(path, student)["check_it"].passed is (number == 1)
    assert [name for name in sys.modules if "check_lab01_x" in name] == []


def test_a_file_that_was_edited_is_read_again(tmp_path: Path) -> None:
    student = student_of("def f(x):\n    return x\n")
    assert run_all(write(tmp_path, check("it", "assert student.f(1) == 1")), student)["check_it"].passed
    assert not run_all(write(tmp_path, check("it", "assert student.f(1) == 222")), student)["check_it"].passed


def test_nothing_around_the_files_has_a_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, check("it", "print('hello')"))
    for place in (tmp_path, path.parent):
        (place / "conftest.py").write_text("raise SystemExit('conftest was run')")
        (place / "pytest.ini").write_text("[pytest]\naddopts = --nonsense\npython_functions = nothing\n")
    monkeypatch.setenv("PYTEST_ADDOPTS", "-k nothing --nonsense")
    monkeypatch.setenv("PYTEST_PLUGINS", "nowhere_at_all")
    monkeypatch.chdir(tmp_path)
    before = sys.stderr
    assert run_all(path, student_of(""))["check_it"].passed
    assert sys.stderr is before
    import os

    assert os.environ["PYTEST_ADDOPTS"] == "-k nothing --nonsense"
    printed = capfd.readouterr()
    assert printed.out == "hello\n"
    assert printed.err == ""


@pytest.mark.parametrize("error", [CourseError("a reason"), KeyboardInterrupt(), SystemExit(3), ValueError("x")])
def test_what_is_raised_while_serving_comes_out(tmp_path: Path, error: BaseException) -> None:
    def use(checks: Checks) -> None:
        raise error

    with pytest.raises(type(error)) as caught:
        serve_checks([write(tmp_path, check("it", "pass"))], use)
    assert caught.value is error


def test_pressing_stop_in_a_check_ends_the_session(tmp_path: Path) -> None:
    path = write(tmp_path, check("stops", "raise KeyboardInterrupt"), check("later", "student.f()"))
    student = student_of("def f():\n    return 1\n")
    with pytest.raises(KeyboardInterrupt):
        run_all(path, student)
    assert student.exchanges == []
    assert run_all(path.with_name(write(tmp_path, check("later", "student.f()")).name), student)["check_later"].passed


def nothing(checks: Checks) -> None:
    raise AssertionError("a broken file was served")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("def check_x(student:", ["check_lab01_x.py", "SyntaxError"]),
        ("import nowhere_at_all", ["check_lab01_x.py", "nowhere_at_all"]),
        ("1 / 0", ["check_lab01_x.py", "ZeroDivisionError"]),
        ("def check_x(student):\n    pass\n", ["check_lab01_x.py:", "check_x", "@question"]),
        ('@question("f")\ndef check_x(student):\n    """English only."""\n', ["check_lab01_x.py:", "check_x", "docstring"]),
        ('@question("f")\ndef check_x(student):\n    """zh: 只有中文。"""\n', ["check_lab01_x.py:", "check_x", "docstring"]),
        ('@question("f")\ndef check_x(student):\n    pass\n', ["check_lab01_x.py:", "check_x", "docstring"]),
        (
            "@pytest.mark.parametrize('n', [1, 2])\n" + check("x", "pass", arguments="n"),
            ["check_lab01_x.py", "check_x", "parametrized", "1 points"],
        ),
    ],
)
def test_a_broken_file_is_refused_with_its_name(tmp_path: Path, text: str, words: list[str]) -> None:
    path = write(tmp_path, text)
    with pytest.raises(CourseError) as caught:
        serve_checks([path], nothing)
    for word in words:
        assert word in str(caught.value)
    assert "Traceback" not in str(caught.value)


def test_one_broken_file_among_others_is_refused(tmp_path: Path) -> None:
    good, bad = write(tmp_path, check("x", "pass")), write(tmp_path, "1 / 0", lab="lab02_y")
    with pytest.raises(CourseError, match=r"check_lab02_y\.py"):
        serve_checks([good, bad], nothing)


def test_no_files_and_files_that_are_not_there_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(write(tmp_path, check("x", "pass")).parent)
    with pytest.raises(CourseError):
        serve_checks([], nothing)
    with pytest.raises(CourseError):
        serve_checks([tmp_path / "check_lab09_z.py"], nothing)


def test_a_student_that_fails_carries_its_outcome(tmp_path: Path) -> None:
    path = write(tmp_path, check("it", "student.f()"))
    error = run_all(path, student_of("def f():\n    raise NotImplementedError\n"))["check_it"].error
    assert isinstance(error, StudentFailure)
    assert error.outcome is Outcome.NOT_ATTEMPTED
