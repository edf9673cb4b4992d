"""`check` and `hint` as learners call them: in a real kernel, in both languages, and in this process for the corners."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import paddle
import pytest
from nbclient import NotebookClient

from autograder import notebook_ui
from autograder.build import build
from autograder.environment import QUIET
from autograder.labs import DEFAULT_COURSE, Course
from autograder.notebook_ui import MIME, check, hint
from autograder.tests.small_course import LAB, make_course

GIVEN = "import numpy as np\nfrom autograder import check, hint\nSCALE = 2.0\n"
ADDED = "def scaled(x):\n    return x + SCALE\n"
RIGHT = "def scaled(x):\n    return x * SCALE\n"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    course = make_course(tmp_path_factory.mktemp("course"))
    build(course, execute=False)
    return course


def run(course: Course, language: str, *cells: str, endless: str = "never") -> list[Any]:
    """Run `cells` in a kernel in the course's `labs/<language>`; a cell that holds `endless` is interrupted after a second."""
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in (GIVEN, *cells)])
    environment = {name: value for name, value in os.environ.items() if name not in {"JPY_SESSION_NAME", "LANG", *QUIET}}
    client = NotebookClient(
        book,
        timeout_func=lambda cell: 1 if endless in cell.source else 120,
        interrupt_on_timeout=True,
        allow_errors=True,
        resources={"metadata": {"path": str(course.root / "labs" / language)}},
    )
    client.execute(env={**environment, "PYTHONPATH": str(DEFAULT_COURSE.root), "LANG": "C.UTF-8"})
    return [cell.outputs for cell in book.cells[1:]]


def said(outputs: list[Any]) -> str:
    """Return the Markdown of a cell that showed one thing and nothing else."""
    (output,) = outputs
    assert output.output_type == "display_data", output
    assert set(output.data) == {"text/markdown", "text/plain", MIME}
    assert output.data["text/plain"] == output.data["text/markdown"]
    return str(output.data["text/markdown"])


# -- in a kernel --------------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def english(course: Course) -> dict[str, list[Any]]:
    seed = "random.seed(1); np.random.seed(2); paddle.seed(3)\n"
    draw = "(random.random(), np.random.rand(), paddle.rand([3]).tolist())"
    cells = {
        "undefined": 'check("scaled")',
        "starter": 'def scaled(x):\n    raise NotImplementedError("scaled: multiply by SCALE")\ncheck("scaled")',
        "wrong": ADDED + 'check("scaled")',
        "right": RIGHT + 'check("scaled")',
        "by function": "check(scaled)",
        "wrong again": ADDED + 'check("scaled")',
        "raises": "def scaled(x):\n    raise ValueError(f'{x[0]} is odd')\ncheck('scaled')",
        "odd": "def scaled(x):\n    return [x]\ncheck('scaled')",
        "unknown": 'check("scald")',
        "very unknown": 'check("nothing_like_it")',
        "waits": "def total(x):\n    return scaled(x)\ndef scaled(x):\n    raise NotImplementedError('scaled: multiply')\ncheck('total')",
        "hints": 'for _ in range(4):\n    hint("scaled")',
        "hint by function": "hint(total)",
        "no hint": 'hint("scald")',
        "random": f"import random, paddle\n{seed}first = {draw}\n{seed}pass",
        "random check": RIGHT + 'check("scaled")',
        "random after": f"second = {draw}\nassert first == second, (first, second)",
        "stops": "def scaled(x):\n    while True: pass\ncheck('scaled')  # endless",
        "after": RIGHT + 'check("scaled")',
        "names": "IPYTHONS = {'In', 'Out', 'exit', 'quit', 'open', 'get_ipython', 'IPYTHONS'}\n"
        "sorted(name for name in globals() if not name.startswith('_') and name not in IPYTHONS)",
    }
    return dict(zip(cells, run(course, "en", *cells.values(), endless="# endless"), strict=True))


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("undefined", "⬜ **`scaled`**: there is no such function yet. Run the cell that defines it, then check again."),
        (
            "starter",
            "❌ **`scaled`**: 0 of 1 public checks pass.\n\n- ❌ Ones become twos.  \n  `scaled` is not written yet.\n\n"
            '`hint("scaled")` helps further.',
        ),
        (
            "wrong",
            "❌ **`scaled`**: 0 of 1 public checks pass.\n\n"
            "- ❌ Ones become twos.  \n  `scaled` has the right form but not the right values.\n\n"
            '**What it looks like:** It adds SCALE where it should multiply.\n\n`hint("scaled")` helps further.',
        ),
        ("right", "✅ **`scaled`**: 1 of 1 public checks pass."),
        ("by function", "✅ **`scaled`**: 1 of 1 public checks pass."),
        ("unknown", "There is no question `scald`. Did you mean `scaled`?"),
        ("very unknown", "There is no question `nothing_like_it` in these labs."),
        ("no hint", "There is no question `scald`. Did you mean `scaled`?"),
        ("hint by function", '💡 **`total`**, hint 1 of 3:\n\nScale first.\n\nCall `hint("total")` again for the next one.'),
        ("after", "✅ **`scaled`**: 1 of 1 public checks pass."),
    ],
)
def test_what_a_learner_sees(english: dict[str, list[Any]], cell: str, text: str) -> None:
    assert said(english[cell]) == text


def test_a_check_sees_what_is_defined_now(english: dict[str, list[Any]]) -> None:
    assert said(english["wrong again"]) == said(english["wrong"])


def test_a_learner_sees_exceptions_as_they_are(english: dict[str, list[Any]]) -> None:
    assert "`scaled` stopped with ValueError: 1.0 is odd" in said(english["raises"])


def test_a_learner_hears_of_an_odd_form_and_of_an_earlier_answer(english: dict[str, list[Any]]) -> None:
    assert "`scaled` returned 1 values in a list; expected a tensor or an array." in said(english["odd"])
    assert "`total` calls `scaled`, which is not written yet." in said(english["waits"])


def test_hints_come_one_by_one(english: dict[str, list[Any]]) -> None:
    texts = [said([output]) for output in english["hints"]]
    assert texts[0] == '💡 **`scaled`**, hint 1 of 3:\n\nLook at SCALE.\n\nCall `hint("scaled")` again for the next one.'
    assert "hint 2 of 3:\n\nIt is a product." in texts[1]
    assert texts[2] == texts[3] == "💡 **`scaled`**, hint 3 of 3:\n\nMultiply the array by SCALE."


def test_a_check_leaves_the_random_state_alone(english: dict[str, list[Any]]) -> None:
    assert said(english["random check"]).startswith("✅")
    assert english["random"] == []
    assert english["random after"] == []


def test_stop_stops_and_the_next_check_works(english: dict[str, list[Any]]) -> None:
    (output,) = english["stops"]
    assert (output.output_type, output.ename) == ("error", "KeyboardInterrupt")
    assert "pytest" not in "".join(output.traceback)


def test_a_check_defines_nothing_in_the_notebook(english: dict[str, list[Any]]) -> None:
    (output,) = english["names"]
    names = set(eval(output.data["text/plain"]))
    assert names <= {"np", "check", "hint", "SCALE", "scaled", "total", "random", "paddle", "first", "second"}


def test_the_chinese_notebook_speaks_chinese(course: Course) -> None:
    undefined, wrong, right, hints, unknown = run(
        course, "zh", 'check("scaled")', ADDED + 'check("scaled")', RIGHT + 'check("scaled")', 'hint("scaled")', 'check("scald")'
    )
    assert "还没有" in said(undefined)
    assert "全 1 数组变成全 2 数组。" in said(wrong)
    assert "应当相乘，这里却是相加。" in said(wrong)
    assert said(right).startswith("✅ **`scaled`**")
    assert "看看 SCALE。" in said(hints)
    assert "`scaled`" in said(unknown)
    for outputs in (undefined, wrong, right, hints, unknown):
        assert not [word for word in ("public", "pass", "There", "Call", "It ") if word in said(outputs)]
        assert outputs[0].data[MIME]["en"] != outputs[0].data[MIME]["zh"] == said(outputs)


# -- in this process ----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def here(course: Course, monkeypatch: pytest.MonkeyPatch) -> Course:
    monkeypatch.chdir(course.root / "labs" / "en")
    for name in ("JPY_SESSION_NAME", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(notebook_ui, "_hints_shown", {})
    return course


def checked(capsys: pytest.CaptureFixture[str], source: str, call: str = 'check("scaled")') -> str:
    """Return what `call` prints in a module that holds `source`."""
    namespace: dict[str, Any] = {"check": check, "hint": hint, "np": np, "SCALE": 2.0}
    exec(source, namespace)
    capsys.readouterr()
    exec(call, namespace)
    return capsys.readouterr().out


def test_outside_a_notebook_it_prints(here: Course, capsys: pytest.CaptureFixture[str]) -> None:
    assert checked(capsys, RIGHT) == "✅ **`scaled`**: 1 of 1 public checks pass.\n"
    assert checked(capsys, "", 'hint("scaled")').startswith("💡")


@pytest.mark.parametrize(
    "source", [ADDED, RIGHT, "def scaled(x):\n    raise ValueError\n", "def scaled(x):\n    np.random.seed(5)\n    return x\n"]
)
def test_the_random_state_is_kept_whatever_happens(here: Course, capsys: pytest.CaptureFixture[str], source: str) -> None:
    drawn = []
    for call in ('check("scaled")', "pass"):
        random.seed(4)
        np.random.seed(4)
        paddle.seed(4)
        checked(capsys, source, call)
        drawn.append((random.random(), np.random.rand(), float(paddle.rand([]))))
    assert drawn[0] == drawn[1]


def test_the_random_state_is_kept_when_the_owner_presses_stop(here: Course, capsys: pytest.CaptureFixture[str]) -> None:
    np.random.seed(4)
    want = np.random.rand()
    np.random.seed(4)
    with pytest.raises(KeyboardInterrupt):
        checked(capsys, "def scaled(x):\n    raise KeyboardInterrupt\n")
    assert np.random.rand() == want


def test_the_learners_own_arrays_are_safe(here: Course, capsys: pytest.CaptureFixture[str]) -> None:
    namespace_x = "x = np.ones(3)\ndef scaled(x):\n    x *= 2\n    return x\n"
    assert checked(capsys, namespace_x, 'check("scaled")\nprint(x.tolist())').endswith("[1.0, 1.0, 1.0]\n")


def test_without_the_source_the_checks_speak_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    course = make_course(tmp_path)
    build(course, execute=False)
    shutil.rmtree(course.root / "solutions")
    shutil.rmtree(course.root / "autograder" / "misconceptions")
    shutil.rmtree(course.root / "autograder" / "checks" / "hidden")
    monkeypatch.chdir(course.root / "labs" / "en")
    text = checked(capsys, ADDED)
    assert "`scaled` has the right form but not the right values." in text
    assert "looks like" not in text


def test_checks_that_cannot_be_run_are_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    course = make_course(tmp_path)
    build(course, execute=False)
    monkeypatch.chdir(course.root / "labs" / "en")
    path = course.public_checks(LAB)
    path.write_text("import nowhere_at_all\n")
    text = checked(capsys, RIGHT)
    assert text.startswith("The checks of `scaled` cannot be run. ")
    assert "nowhere_at_all" in text
    path.unlink()
    assert checked(capsys, RIGHT).startswith("The checks of `scaled` cannot be run. ")


def test_a_check_that_an_odd_answer_breaks_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from autograder.tests.small_course import PUBLIC

    course = make_course(
        tmp_path,
        public=PUBLIC.replace(
            'equal(student.scaled(np.ones(3)), np.full(3, 2.0), of="scaled", dims="[n]")', "assert student.scaled(np.ones(3)).sum() == 6"
        ),
    )
    build(course, execute=False)
    monkeypatch.chdir(course.root / "labs" / "en")
    assert "What `scaled` returned is of a form that this check cannot use." in checked(capsys, "def scaled(x):\n    return 'text'\n")
    assert checked(capsys, RIGHT).startswith("✅")
    assert "form" not in checked(capsys, ADDED)


@pytest.mark.parametrize(
    ("place", "session", "lang", "language"),
    [
        ("labs/en", None, None, "en"),
        ("labs/zh", None, None, "zh"),
        ("labs/en", None, "zh_CN.UTF-8", "en"),
        ("labs/zh", None, "en_US.UTF-8", "zh"),
        (".", None, "zh_CN.UTF-8", "zh"),
        (".", None, "en_US.UTF-8", "en"),
        (".", None, None, "en"),
        (".", "/srv/someone/labs/zh/lab01.ipynb", "en_US.UTF-8", "zh"),
        ("labs/zh", "/srv/someone/labs/en/lab01.ipynb", None, "en"),
        ("labs/zh", "a-session-without-a-path", None, "zh"),
    ],
)
def test_the_language_is_that_of_the_notebooks_folder(
    course: Course, monkeypatch: pytest.MonkeyPatch, place: str, session: str | None, lang: str | None, language: str
) -> None:
    monkeypatch.chdir(course.root / place)
    for name, value in (("JPY_SESSION_NAME", session), ("LANG", lang)):
        if value is None:
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, value)
    assert notebook_ui.notebook_language() == language


def test_the_course_is_the_one_around_the_notebook(here: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert notebook_ui._course_root() == here.root
    monkeypatch.chdir(tmp_path)
    assert notebook_ui._course_root() == DEFAULT_COURSE.root


def test_the_package_offers_check_and_hint_and_no_more() -> None:
    import autograder

    assert autograder.check is check
    assert autograder.hint is hint
    with pytest.raises(AttributeError, match="no attribute 'grade'"):
        _ = autograder.grade
