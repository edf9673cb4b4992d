"""The example class is graded once, as `make grade` does it, and held to what was read and accepted."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import jupytext
import pytest
from click.testing import CliRunner

from autograder.build import solution_lines
from autograder.environment import QUIET
from autograder.examples import composing, make
from autograder.labs import DEFAULT_COURSE
from autograder.results import Outcome

ROOT = DEFAULT_COURSE.root
RIGHT = ("huang_min", "john_murphy", "li_na", "maria_silva", "olga_petrova")
STEP, CLASSIFIER = "lab02_rnn_cell", "lab04_fix_the_classifier"


def run(*words: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | QUIET | {"PYTHONPATH": str(ROOT)}
    return subprocess.run([sys.executable, *words], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600, check=False)


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that grading the class writes."""
    if sys.platform != "linux":
        pytest.skip("only Linux has what contains students' code")
    out = tmp_path_factory.mktemp("graded")
    done = run("-m", "autograder", "grade", str(make.SUBMISSIONS), "--out", str(out), "--jobs", "2")
    assert done.returncode == 0, done.stdout + done.stderr
    return out


@pytest.fixture(scope="module")
def rows(graded: Path) -> list[dict[str, str]]:
    with (graded / "grades.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def pages(graded: Path) -> Iterator[tuple[str, str]]:
    for path in sorted((graded / "feedback").glob("*/*.md")):
        yield f"{path.parent.name}/{path.stem}", path.read_text(encoding="utf-8")


# -- how they end ----------------------------------------------------------------------------------------------------------


def test_every_question_ends_as_it_was_accepted(graded: Path) -> None:
    found, expected = make.golden(graded / "grades.csv"), make.golden(make.EXPECTED)
    lost = [f"- {','.join(row)}" for row in expected if row not in found]
    new = [f"+ {','.join(row)}" for row in found if row not in expected]
    assert [*lost, *new] == []
    assert found == expected


def test_every_right_answer_earns_everything(rows: list[dict[str, str]]) -> None:
    mine = [row for row in rows if row["student"] in RIGHT]
    assert len(mine) == len(RIGHT) * sum(len(lab.questions) for lab in DEFAULT_COURSE.labs if lab.name in (STEP, CLASSIFIER))
    assert [row for row in mine if row["points"] != row["max_points"] or row["outcome"] != "passed" or row["misconception"]] == []


def test_the_class_shows_every_outcome(rows: list[dict[str, str]]) -> None:
    assert {row["outcome"] for row in rows} == {outcome.value for outcome in Outcome} - {"grader_error"}


def test_the_class_shows_many_misconceptions(rows: list[dict[str, str]]) -> None:
    named = {(row["question"], row["misconception"]) for row in rows if row["misconception"]}
    assert {question for question, _ in named} >= {row["question"] for row in rows}
    assert len(named) > 40


# -- what they read --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("student", "lab", "sentence"),
    [
        ("carlos_garcia", STEP, "The notebook has lost the marks that tell which cell answers which question."),
        ("chen_jie", STEP, "第 18 行：`，` 是中文标点"),
        ("fatima_ali", STEP, "Code cell 1 belongs to the lab and was changed; the lab's own version was used."),
        ("fatima_ali", STEP, "`rnn_step` stopped with NameError (the name `tanh` is not defined)"),
        ("huang_min", STEP, f"文件名不是 `{STEP}.ipynb`"),
        ("noah_williams", STEP, "`rnn_step` is not written yet."),
        ("olga_petrova", STEP, "Notebook commands (lines with `%`, `!` or `?`) are not run when the lab is graded"),
        ("priya_sharma", STEP, "Stopped after 10 s in `run_rnn`. Is there a loop that never ends?"),
        ("sofia_rossi", STEP, "The answer to `many_to_one` was found in another cell."),
        ("yuki_tanaka", CLASSIFIER, "`detect_batch_leak` needed more memory than it may have."),
        ("zhang_wei", STEP, "所以改用 `rnn_step` 的正确版本来检查本题"),
        ("zhao_lei", STEP, "笔记本里没有名为 `readout` 的函数"),
        ("zhao_lei", CLASSIFIER, "你写的 `RnnClassifier` 是不是它？"),
    ],
)
def test_feedback_says(graded: Path, student: str, lab: str, sentence: str) -> None:
    assert sentence in (graded / "feedback" / student / f"{lab}.md").read_text(encoding="utf-8")


def test_everybody_gets_a_page_for_every_lab(graded: Path) -> None:
    students = {path.name for path in make.WRITTEN.iterdir()}
    assert {name for name, _ in pages(graded)} == {f"{student}/{lab}" for student in students for lab in (STEP, CLASSIFIER)}


def test_a_page_names_the_misconception_in_the_language_of_its_notebook(graded: Path) -> None:
    texts = dict(pages(graded))
    assert "**What it looks like:** These are probabilities: a softmax was applied." in texts[f"ahmed_hassan/{STEP}"]
    assert "**看起来的原因：** 循环层把批次轴当成了时间轴" in texts[f"zhang_wei/{CLASSIFIER}"]


def test_nobody_reads_what_is_hidden(graded: Path) -> None:
    hidden = ["Traceback", 'File "', "BEGIN SOLUTION", "autograder/checks", "check_lab0", "SECRET", "stop_gradient=", "Tensor(", str(ROOT)]
    for lab in (STEP, CLASSIFIER):
        hidden.extend(solution_lines(DEFAULT_COURSE.lab(lab)))
    leaks = [(name, word) for name, text in pages(graded) for word in hidden if word in text]
    assert leaks == []


def test_the_one_who_searches_finds_everything_where_nothing_contains_him() -> None:
    """Or his zero points would prove nothing."""
    book = jupytext.reads((make.WRITTEN / "pavel_novak" / f"{STEP}.py").read_text(encoding="utf-8"), fmt="py:percent")
    search = next(cell.source for cell in book.cells if "def plunder" in cell.source)
    done = run("-c", search + "\nprint(solved('rnn_step').__name__, len(plunder()) > 3)")
    assert done.stdout.split() == ["rnn_step", "True"], done.stderr


# -- how they are made -----------------------------------------------------------------------------------------------------


def test_submissions_are_what_the_class_builds() -> None:
    done = CliRunner().invoke(make.main, ["--check"])
    assert done.exit_code == 0, done.output


def test_a_check_names_what_differs_and_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(make, "SUBMISSIONS", tmp_path)
    files = {"ann/changed.ipynb": b"new", "ann/lost.ipynb": b"new", "ann/right.ipynb": b"new"}
    (tmp_path / "ann").mkdir()
    for name, content in {"changed": b"old", "right": b"new", "stray": b"old"}.items():
        (tmp_path / "ann" / f"{name}.ipynb").write_bytes(content)
    found = make.differences(files)
    assert [sentence.split()[0] for sentence in found] == [f"submissions/ann/{name}.ipynb" for name in ("changed", "lost", "stray")]
    assert (tmp_path / "ann" / "changed.ipynb").read_bytes() == b"old"
    make.write(files)
    assert make.differences(files) == []


def test_only_accepting_changes_what_is_expected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(make, "EXPECTED", tmp_path / "expected.csv")
    table = tmp_path / "grades.csv"
    table.write_text("student,lab,question,points,max_points,outcome,misconception,message\nann,l,q,1,2,partly,,…\n", encoding="utf-8")
    assert make.accept(table) == ["+ ann,l,q,partly,1,"]
    assert make.accept(table) == []
    table.write_text("student,lab,question,points,max_points,outcome,misconception,message\nann,l,q,2,2,passed,,…\n", encoding="utf-8")
    assert make.accept(table) == ["- ann,l,q,partly,1,", "+ ann,l,q,passed,2,"]


HEADER = "# ---\n# jupyter:\n#   handed_in:\n#     language: en\n# ---\n\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('# %% question="rnn_step"\npass\n', "needs `handed_in:` with a language"),
        (HEADER.replace("language: en", "language: en\n#     tired: true"), "it knows cut, deleted"),
        (HEADER + '# %% quest="rnn_step"\npass\n', "a cell has the options"),
        (HEADER + '# %% question="rnn"\npass\n', "has no question rnn"),
    ],
)
def test_what_a_student_wrote_is_refused_with_a_sentence(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "ann" / f"{STEP}.py"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    with pytest.raises(composing.ClassError, match=said):
        composing.compose(composing.read(path))
