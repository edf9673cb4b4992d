"""What the course promises about every lab that is found. A lab that is added is held to it without a line here."""

from __future__ import annotations

import importlib
import json
import os
from pathlib import Path

import nbclient
import nbformat
import pytest

from autograder.build import build, solution_lines
from autograder.environment import QUIET
from autograder.labs import DEFAULT_COURSE, LANGUAGES
from autograder.verify import Finding, verify

ROOT = DEFAULT_COURSE.root
LABS = DEFAULT_COURSE.names


@pytest.mark.parametrize("name", LABS)
def test_solution_earns_all_starter_nothing_and_misconceptions_are_named(name: str) -> None:
    findings: list[Finding] = verify(DEFAULT_COURSE, DEFAULT_COURSE.lab(name), lambda finding: None)
    assert len(findings) > 10
    assert [finding.what for finding in findings if not finding.held] == []


def test_what_is_committed_is_what_the_sources_build() -> None:
    assert [str(change) for change in build(DEFAULT_COURSE, check=True)] == []


@pytest.mark.parametrize("name", LABS)
def test_no_line_of_a_solution_stands_in_what_students_get(name: str) -> None:
    handed_out = "".join(
        "".join(cell.source for cell in nbformat.read(ROOT / "labs" / language / f"{name}.ipynb", 4).cells) for language in LANGUAGES
    )
    questions = json.loads((ROOT / "labs" / "questions" / f"{name}.json").read_text(encoding="utf-8"))
    handed_out += json.dumps(questions, ensure_ascii=False)
    lines = solution_lines(DEFAULT_COURSE.lab(name))
    assert lines
    assert [line for line in lines if line in handed_out] == []


@pytest.mark.parametrize("name", LABS)
def test_both_languages_have_the_same_questions_and_code(name: str) -> None:
    books = [nbformat.read(ROOT / "labs" / language / f"{name}.ipynb", 4) for language in LANGUAGES]
    english, chinese = ([(cell.id, cell.source) for cell in book.cells if cell.cell_type == "code"] for book in books)
    assert english == chinese
    assert [cell.id for cell in books[0].cells] == [cell.id for cell in books[1].cells]


@pytest.mark.parametrize("name", LABS)
def test_text_is_in_the_language_of_its_notebook(name: str) -> None:
    for language in LANGUAGES:
        text = "".join(
            cell.source for cell in nbformat.read(ROOT / "labs" / language / f"{name}.ipynb", 4).cells if cell.cell_type == "markdown"
        )
        share = sum("\u4e00" <= sign <= "\u9fff" for sign in text) / len(text)
        assert share > 0.25 if language == "zh" else share < 0.01


def notebooks_to_run() -> list[object]:
    """The code of both languages is the same, so all of it is run in one of them, and in the other what answers and checks."""
    whole = [pytest.param(name, LANGUAGES[0], True, id=f"{name}-{LANGUAGES[0]}") for name in LABS]
    answers = [pytest.param(name, language, False, id=f"{name}-{language}-answers") for name in LABS for language in LANGUAGES[1:]]
    others = [
        pytest.param(name, language, True, id=f"{name}-{language}", marks=pytest.mark.soak) for name in LABS for language in LANGUAGES[1:]
    ]
    return [*whole, *answers, *others]


@pytest.mark.parametrize(("name", "language", "whole"), notebooks_to_run())
def test_solution_notebooks_run_from_top_to_bottom(name: str, language: str, whole: bool) -> None:
    path = ROOT / "solutions" / language / f"{name}.ipynb"
    book = nbformat.read(path, 4)
    lab = DEFAULT_COURSE.lab(name)
    if not whole:
        shown = {cell.id for cell in lab.cells if cell.kind == "demo"}
        assert shown
        book.cells = [cell for cell in book.cells if cell.id not in shown]
    importlib.import_module("matplotlib.font_manager")  # makes the font cache where there is none, which would speak in the notebook
    environment = os.environ | QUIET
    client = nbclient.NotebookClient(book, timeout=300, resources={"metadata": {"path": str(path.parent)}})
    client.execute(env=environment)
    said = "".join(output.get("text", "") for cell in book.cells for output in cell.get("outputs", []) if output.get("name") == "stderr")
    assert said == ""
    checks = [cell for cell in book.cells if cell.id.startswith("check-")]
    assert len(checks) == len(lab.questions)
    for cell in checks:
        shown = "".join(output.data.get("text/markdown", "") for output in cell.outputs if output.output_type == "display_data")
        assert shown.startswith("✅"), shown


def test_every_check_and_misconception_file_belongs_to_a_lab() -> None:
    found = {
        path.stem.removeprefix("check_")
        for folder in ("public", "hidden")
        for path in (ROOT / "autograder" / "checks" / folder).glob("*.py")
    }
    found |= {path.stem for path in (ROOT / "autograder" / "misconceptions").glob("*.py")}
    assert found == set(LABS)


def test_figures_are_used_and_small() -> None:
    sources = "".join(lab.path.read_text(encoding="utf-8") for lab in DEFAULT_COURSE.labs)
    for figure in sorted(Path(ROOT / "labs" / "figures").rglob("*.svg")):
        assert figure.name in sources, f"labs/figures/{figure.name} is shown nowhere"
        assert figure.stat().st_size < 100_000
