"""Notebooks are built as the source says, byte for byte the same each time, and whatever differs from a build is found."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder import execution
from autograder.build import Change, build, solution_lines
from autograder.execution import LANGUAGES_MIME, in_language
from autograder.labs import LANGUAGES, Course, CourseError
from autograder.tests.tiny_course import LAB, SOURCE, line_of, make_course

FILE = f"solutions/{LAB}.py"
STUDENT = {language: f"labs/{language}/{LAB}.ipynb" for language in LANGUAGES}
SOLUTION = {language: f"solutions/{language}/{LAB}.ipynb" for language in LANGUAGES}
QUESTIONS = f"labs/questions/{LAB}.json"
BUILT = {*STUDENT.values(), *SOLUTION.values(), QUESTIONS}

# A demonstration that reads and writes beside the notebook, as labs do, and would show what the author's shell has set.
PATHS = """
# %%
import os
import warnings
from pathlib import Path

warnings.warn("of no use to a learner")
print(os.environ.get("OMP_NUM_THREADS"))

print(Path("../../data/README.md").read_text(), Path("../figures/dot.svg").exists(), Path("../questions").exists())
Path("left_behind.txt").write_text("x");
"""


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a course that was built once; tests work on copies, because executing takes a second."""
    root = make_course(tmp_path_factory.mktemp("executed"), SOURCE + PATHS)
    with pytest.MonkeyPatch.context() as shell:
        shell.setenv("OMP_NUM_THREADS", "7")
        changes = build(Course(root))
    assert {str(change) for change in changes} == {f"{path}: written." for path in BUILT}
    return root


@pytest.fixture
def course(executed: Path, tmp_path: Path) -> Course:
    return Course(shutil.copytree(executed, tmp_path / "course"))


@pytest.fixture
def no_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a solution was executed")

    monkeypatch.setattr(execution, "execute", refuse)


def read(course: Course, path: str) -> Any:
    return json.loads((course.root / path).read_text(encoding="utf-8"))


def edit(course: Course, path: str, change: Callable[[Any], None]) -> None:
    content = read(course, path)
    change(content)
    (course.root / path).write_text(json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def edit_source(course: Course, old: str, new: str, file: str = FILE) -> Course:
    path = course.root / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return Course(course.root)


def state(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def cells_of(course: Course, path: str) -> dict[str, Any]:
    return {cell["id"].split("-")[0] if cell["id"].startswith("given") else cell["id"]: cell for cell in read(course, path)["cells"]}


def source_of(cell: Any) -> str:
    return "".join(cell["source"])


# What is built


def test_every_notebook_is_valid_and_says_what_it_is(course: Course) -> None:
    for role, paths in (("student", STUDENT), ("solution", SOLUTION)):
        for language, path in paths.items():
            text = (course.root / path).read_text(encoding="utf-8")
            book = nbformat.reads(text, as_version=4)
            nbformat.validate(book)
            about = book.metadata.autograder
            assert (about.schema, about.lab, about.language, about.role) == (1, LAB, language, role)
            assert book.metadata.kernelspec.name == "python3"
            assert (book.nbformat, book.nbformat_minor) == (4, 5)
            assert text == nbformat.writes(book) + "\n"


def test_nothing_but_the_built_files_is_left(course: Course) -> None:
    assert {path for path in state(course.root) if path.endswith((".ipynb", ".json", ".txt"))} == BUILT


def test_students_receive_stubs_and_no_outputs(course: Course) -> None:
    for path in STUDENT.values():
        cells = cells_of(course, path)
        assert source_of(cells["q-double"]).endswith('raise NotImplementedError("double: multiply by the \\"scale\\"")')
        code = [cell for cell in cells.values() if cell["cell_type"] == "code"]
        assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)


def test_no_line_of_a_solution_is_in_labs(course: Course) -> None:
    lines = solution_lines(course.lab(LAB))
    assert lines == (
        "# Twice is the scale.",
        "twice_the_number = x * SCALE",
        "return twice_the_number",
        "self.kept_number = x",
        "return double(self.kept_number)",
    )
    for path in (*STUDENT.values(), QUESTIONS):
        assert not [line for line in lines if line in (course.root / path).read_text(encoding="utf-8")]


def test_a_line_that_students_see_elsewhere_is_no_solution_line(course: Course) -> None:
    seen = edit_source(course, "# 3. 有一个常量可用。", "# 3. `twice_the_number = x * SCALE`")
    assert "twice_the_number = x * SCALE" not in solution_lines(seen.lab(LAB))


def test_each_notebook_has_its_language_only(course: Course) -> None:
    for paths in (STUDENT, SOLUTION):
        english, chinese = (read(course, paths[language])["cells"] for language in LANGUAGES)
        assert source_of(english[0]).startswith("# A tiny lab")
        assert source_of(chinese[0]).startswith("# 小实验")
        assert [cell["id"] for cell in english] == [cell["id"] for cell in chinese]
        assert [source_of(cell) for cell in english[1:]] == [source_of(cell) for cell in chinese[1:]]


def test_hints_are_in_the_list_of_questions_only(course: Course) -> None:
    assert "There is a constant" not in (course.root / STUDENT["en"]).read_text(encoding="utf-8")
    content = read(course, QUESTIONS)
    assert {key: content[key] for key in ("schema", "lab", "title", "minutes")} == {
        "schema": 1,
        "lab": LAB,
        "title": {"en": "A tiny lab", "zh": "小实验"},
        "minutes": 5,
    }
    double, doubler = content["questions"]
    assert double["hints"]["zh"] == ["一个数的两倍是什么？", "它与它自己相加。", "有一个常量可用。"]
    assert (doubler["name"], doubler["points"], doubler["minutes"]) == ("Doubler", 2, 3)
    assert doubler["limits"] == {"seconds": 2.5, "memory_mb": 512}
    assert "小实验" in (course.root / QUESTIONS).read_text(encoding="utf-8")


def test_pictures_are_found_from_both_places(course: Course) -> None:
    for paths in (STUDENT, SOLUTION):
        for path in paths.values():
            text = source_of(read(course, path)["cells"][0])
            target = text[text.index("](") + 2 : -1]
            assert ((course.root / path).parent / target).is_file()


def test_metadata_says_what_may_be_edited(course: Course) -> None:
    for path in (STUDENT["zh"], SOLUTION["en"]):
        cells = cells_of(course, path)
        rights = {name: (cell["metadata"].get("deletable", True), cell["metadata"].get("editable", True)) for name, cell in cells.items()}
        assert rights["given"] == rights["check-double"] == (False, False)
        assert rights["q-double"] == (False, True)
        text, *_, demo = cells.values()
        assert not text["metadata"]["editable"]
        assert demo["metadata"] == {}


def test_nbgrader_finds_its_metadata(course: Course) -> None:
    cells = cells_of(course, STUDENT["en"])
    base = {"schema_version": 3, "task": False, "cell_type": "code"}
    assert cells["q-Doubler"]["metadata"]["nbgrader"] == base | {"grade": False, "solution": True, "locked": False, "grade_id": "Doubler"}
    check = {"grade": True, "solution": False, "locked": True, "grade_id": "check_Doubler", "points": 2}
    assert cells["check-Doubler"]["metadata"]["nbgrader"] == base | check
    locked = [cell["metadata"]["nbgrader"] for name, cell in cells.items() if name.startswith(("text", "given"))]
    assert len(locked) == 2
    assert all(entry["locked"] and not entry["grade"] and not entry["solution"] for entry in locked)
    names = [cell["metadata"]["nbgrader"]["grade_id"] for cell in cells.values() if "nbgrader" in cell["metadata"]]
    assert len(names) == len(set(names)) == 6
    assert cells["q-Doubler"]["metadata"]["autograder"] == {"question": "Doubler", "points": 2, "minutes": 3}


def test_solutions_are_executed_in_order(course: Course) -> None:
    code = [cell for cell in read(course, SOLUTION["en"])["cells"] if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
    shown, result, paths = code[-3:]
    assert shown["outputs"] == [{"name": "stdout", "output_type": "stream", "text": ["two times four is\n", "8\n"]}]
    assert result["outputs"][0]["execution_count"] == result["execution_count"]
    assert result["outputs"][0]["data"] == {"text/plain": ["42"]}
    assert paths["outputs"][0]["text"] == ["None\n", "none True True\n"]


def test_an_output_in_two_languages_is_shown_in_the_notebooks_own(course: Course) -> None:
    for language, words in {"en": "**double** is right", "zh": "**double** 正确"}.items():
        bundle = cells_of(course, SOLUTION[language])["check-double"]["outputs"][0]["data"]
        assert bundle == {"text/markdown": [words], "text/plain": [words]}


def test_an_output_may_say_its_languages_by_kind() -> None:
    data = {"text/plain": "x", "text/html": "x", LANGUAGES_MIME: {"en": "one", "zh": {"text/html": "<b>一</b>"}}}
    output = nbformat.v4.new_output("display_data", data)
    assert in_language({"a": [output]}, "zh")["a"][0].data == {"text/plain": "x", "text/html": "<b>一</b>"}
    assert in_language({"a": [output]}, "en")["a"][0].data == {"text/plain": "one", "text/html": "x"}


# Building again


@pytest.mark.usefixtures("no_kernel")
def test_a_second_build_changes_nothing(course: Course) -> None:
    before = state(course.root)
    assert build(course) == build(course, check=True) == []
    assert state(course.root) == before


def test_executing_again_gives_the_same_bytes(course: Course) -> None:
    lines: list[str] = []
    before = state(course.root)
    assert build(course, execute=True, report=lines.append) == []
    assert state(course.root) == before
    assert len(lines) == 2
    assert all(line.startswith(f"{LAB}: execut") for line in lines)


@pytest.mark.usefixtures("no_kernel")
def test_text_and_hints_change_without_executing(course: Course) -> None:
    changed = edit_source(edit_source(course, "# # A tiny lab", "# # A small lab"), "# 1. 记住。", "# 1. 记着。")
    assert {change.path for change in build(changed)} == BUILT
    assert build(changed, check=True) == []
    assert cells_of(changed, SOLUTION["zh"])["check-double"]["outputs"]


def test_changed_code_is_executed(course: Course) -> None:
    changed = edit_source(course, "Doubler(21)", "Doubler(22)")
    assert {change.path for change in build(changed)} == BUILT - {QUESTIONS}
    result = next(cell for cell in read(changed, SOLUTION["zh"])["cells"] if "Doubler(22)" in source_of(cell))
    assert result["outputs"][0]["data"]["text/plain"] == ["44"]


@pytest.mark.usefixtures("no_kernel")
def test_without_executing_old_outputs_stay(course: Course) -> None:
    changed = edit_source(course, "Doubler(21)", "Doubler(22)")
    before = state(course.root)
    lines: list[str] = []
    assert {change.path for change in build(changed, execute=False, report=lines.append)} == set(STUDENT.values())
    assert all(state(course.root)[path] == before[path] for path in SOLUTION.values())
    assert lines == [f"{LAB}: the solution notebooks stay as they are; their outputs are older than the code."]


def test_only_the_labs_asked_for_are_built(course: Course) -> None:
    renamed = SOURCE.replace("double", "triple").replace("Doubler", "Tripler")
    make_course(course.root, renamed, "", "", lab="lab02_unfinished")
    stale = course.root / "labs" / "en" / "lab09_gone.ipynb"
    stale.write_text("{}")
    assert build(Course(course.root), labs=[LAB]) == []
    assert stale.exists()
    with pytest.raises(CourseError, match="lab02_unfinished"):
        build(Course(course.root), check=True)


# What a check finds


@pytest.mark.usefixtures("no_kernel")
@pytest.mark.parametrize("path", [STUDENT["en"], STUDENT["zh"], SOLUTION["zh"]])
def test_drift_names_file_and_cell(course: Course, path: str) -> None:
    edit(course, path, lambda book: book["cells"][2].update(source="def double(y):\n    return y"))
    before = state(course.root)
    assert [str(change) for change in build(course, check=True)] == [
        f"{path}: differs from the source first in cell q-double (`def double(x):`). Run make labs."
    ]
    assert state(course.root) == before
    assert build(course) == [Change(path, "written.")]
    assert build(course, check=True) == []


def remove_a_cell(book: Any) -> None:
    book["cells"].pop()


def add_a_cell(book: Any) -> None:
    book["cells"].append({"id": "mine", "cell_type": "markdown", "metadata": {}, "source": "# Mine"})


def add_an_output(book: Any) -> None:
    book["cells"][1].update(execution_count=1)


def change_the_kernel(book: Any) -> None:
    book["metadata"]["kernelspec"]["name"] = "conda"


DRIFT = {
    remove_a_cell: "lacks cell demo-",
    add_a_cell: "has, beyond the source, cell mine (`# Mine`)",
    add_an_output: "differs from the source in execution_count of cell given-",
    change_the_kernel: "differs from the source outside its cells",
}


@pytest.mark.usefixtures("no_kernel")
@pytest.mark.parametrize("change", DRIFT)
def test_drift_of_every_kind(course: Course, change: Callable[[Any], None]) -> None:
    edit(course, STUDENT["en"], change)
    (found,) = build(course, check=True)
    assert found.path == STUDENT["en"]
    assert found.what.startswith(DRIFT[change])


@pytest.mark.usefixtures("no_kernel")
def test_drift_of_the_list_of_questions(course: Course) -> None:
    edit(course, QUESTIONS, lambda content: content["questions"][1].update(points=9))
    assert [str(change) for change in build(course, check=True)] == [
        f"{QUESTIONS}: differs from the source first in question Doubler. Run make labs."
    ]


@pytest.mark.usefixtures("no_kernel")
def test_a_missing_and_a_broken_file_are_drift(course: Course) -> None:
    (course.root / STUDENT["zh"]).unlink()
    (course.root / STUDENT["en"]).write_text("<<<<<<< a merge went wrong")
    assert build(course, check=True) == [
        Change(STUDENT["en"], "not JSON. Run make labs."),
        Change(STUDENT["zh"], "missing. Run make labs."),
    ]


@pytest.mark.usefixtures("no_kernel")
def test_outputs_older_than_the_code_are_drift(course: Course) -> None:
    changed = edit_source(course, "Doubler(21)", "Doubler(22)")
    found = {change.path: change.what for change in build(changed, check=True)}
    assert set(found) == BUILT - {QUESTIONS}
    for path in SOLUTION.values():
        assert found[path].startswith("outputs are older than the code: run make labs. It first differs in cell demo-")
        assert found[path].endswith("(`Doubler(22).doubled()`).")


@pytest.mark.usefixtures("no_kernel")
def test_outputs_older_than_the_public_checks_are_drift(course: Course) -> None:
    changed = edit_source(course, "student.double(1) == 2", "student.double(2) == 4", f"autograder/checks/public/check_{LAB}.py")
    found = build(changed, check=True)
    assert [change.path for change in found] == sorted(SOLUTION.values())
    assert all("No cell differs" in change.what for change in found)


@pytest.mark.usefixtures("no_kernel")
@pytest.mark.parametrize("language", LANGUAGES)
def test_outputs_changed_by_hand_are_drift(course: Course, language: str) -> None:
    text = (course.root / SOLUTION[language]).read_text(encoding="utf-8")
    (course.root / SOLUTION[language]).write_text(text.replace('"42"', '"43"'), encoding="utf-8")
    found = build(course, check=True)
    assert [change.path for change in found] == sorted(SOLUTION.values())
    assert all(change.what.endswith("No cell differs: the public checks or the outputs themselves were changed.") for change in found)


@pytest.mark.usefixtures("no_kernel")
def test_notebooks_of_labs_that_are_gone_are_drift_and_deleted(course: Course) -> None:
    gone = ["labs/en/lab09_gone.ipynb", "labs/questions/lab09_gone.json", "solutions/zh/lab09_gone.ipynb"]
    own = ["labs/en/my notes.ipynb", "labs/en/lab01_tiny-Copy1.ipynb", "labs/zh/lab09_gone.txt"]
    for path in gone + own:
        (course.root / path).write_text("{}")
    found = build(course, check=True)
    assert [change.path for change in found] == gone
    assert all("nothing in solutions/ asks for it" in change.what for change in found)
    assert sorted(change.path for change in build(course)) == gone
    assert not [path for path in gone if (course.root / path).exists()]
    assert all((course.root / path).exists() for path in own)


# What is refused


def test_a_source_that_is_wrong_leaves_everything(course: Course) -> None:
    before = state(course.root)
    changed = edit_source(course, "    ### END SOLUTION\n", "")
    after = state(course.root)
    with pytest.raises(CourseError) as caught:
        build(changed)
    line = line_of("BEGIN SOLUTION multiply")
    assert str(caught.value) == f"{FILE}:{line}: BEGIN SOLUTION is never closed. Nothing was written to labs/."
    assert state(course.root) == after
    assert {path for path in after if after[path] != before[path]} == {FILE}
    with pytest.raises(CourseError) as caught:
        build(changed, check=True)
    assert str(caught.value).endswith("never closed.")


def test_several_problems_are_a_line_each(course: Course) -> None:
    changed = edit_source(edit_source(course, " points=3", ""), " points=2", "")
    with pytest.raises(CourseError) as caught:
        build(changed)
    *places, last = str(caught.value).split("\n")
    assert [place.split(":")[1] for place in places] == [str(line_of("question=" + name)) for name in ('"double"', '"Doubler"')]
    assert last == "Nothing was written to labs/."


def test_a_solution_that_raises_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    root = make_course(tmp_path, SOURCE.replace("return twice_the_number", "return twice_the_nummer"))
    before = state(root)
    with pytest.raises(CourseError) as caught:
        build(Course(root))
    line = line_of("two times four") - 1
    start = f'{FILE}:{line}: when the solution is executed, the cell `print("two times four is", flush=True)` raises NameError: '
    assert str(caught.value).startswith(start)
    assert str(caught.value).endswith("Nothing was written to labs/.")
    assert state(root) == before


def test_a_solution_that_ends_the_process_is_named(tmp_path: Path) -> None:
    source = SOURCE.replace("Doubler(21).doubled()", "import os\nos._exit(1)")
    with pytest.raises(CourseError, match=r":\d+: .* the cell `import os` ends the whole process\. Nothing"):
        build(Course(make_course(tmp_path, source)))


def test_outputs_that_others_would_not_get_are_refused(tmp_path: Path) -> None:
    added = """
# %%
import sys
print("a warning", file=sys.stderr)

# %%
print(object())

# %%
import os
os.getcwd()
"""
    with pytest.raises(CourseError) as caught:
        build(Course(make_course(tmp_path, SOURCE + added)))
    first = SOURCE.count("\n") + 2
    stderr, address, folder, nothing = str(caught.value).split("\n")
    assert stderr.startswith(f"{FILE}:{first}: the cell `import sys` writes to stderr: a warning")
    assert address.startswith(f"{FILE}:{first + 4}: the cell `print(object())` shows a memory address, 0x")
    assert folder.startswith(f"{FILE}:{first + 7}: the cell `import os` shows a folder of this machine")
    assert nothing == "Nothing was written to labs/."
    assert not (tmp_path / "labs" / "en").exists()


def test_a_course_that_cannot_be_written_is_a_sentence(course: Course) -> None:
    (course.root / STUDENT["en"]).unlink()
    (course.root / STUDENT["en"]).mkdir()
    with pytest.raises(CourseError, match=r"^The course at .* cannot be written: "):
        build(course)
