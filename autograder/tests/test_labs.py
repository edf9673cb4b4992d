"""Sources are read as what they say, and refused with file and line where they say something wrong."""

import pickle
from pathlib import Path

import pytest

from autograder.labs import DEFAULT_COURSE, LANGUAGES, Course, CourseError, Limits
from autograder.tests.tiny_course import HIDDEN, LAB, PUBLIC, SOURCE, line_of, make_course

FILE = f"solutions/{LAB}.py"
TEXTS_END = "# %% given=true"


def problems_of(root: Path, **files: str) -> list[str]:
    with pytest.raises(CourseError) as caught:
        _ = Course(make_course(root, **files)).labs
    return str(caught.value).split("\n")


def changed(old: str, new: str, source: str = SOURCE) -> str:
    """Return the source with the first `old` replaced; the test is about something else if there is none."""
    assert old in source
    return source.replace(old, new, 1)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return Course(make_course(tmp_path))


def test_the_default_course_is_the_repository_of_the_package() -> None:
    assert (DEFAULT_COURSE.root / "autograder" / "labs.py").is_file()


def test_header(course: Course) -> None:
    lab = course.lab(LAB)
    assert (lab.name, lab.path) == (LAB, course.root / FILE)
    assert lab.title == {"en": "A tiny lab", "zh": "小实验"}
    assert (lab.minutes, lab.limits, lab.max_points) == (5, Limits(10, 512), 5)


def test_cells_keep_their_order_and_know_their_lines(course: Course) -> None:
    cells = course.lab(LAB).cells
    assert [cell.kind for cell in cells] == ["text", "given", "question", "check", "question", "check", "demo", "demo"]
    assert [cell.line for cell in cells] == [
        line_of('# %% [markdown] lang="en"'),
        line_of("# %% given=true"),
        line_of('# %% question="double"'),
        line_of('# %% question="double"'),
        line_of('# %% question="Doubler"'),
        line_of('# %% question="Doubler"'),
        line_of("two times four") - 1,
        line_of("Doubler(21)") - 1,
    ]


def test_text_is_paired_and_code_is_shared(course: Course) -> None:
    text, given, *_ = course.lab(LAB).cells
    assert text.source["en"].startswith("# A tiny lab\n\n![")
    assert text.source["zh"].startswith("# 小实验\n")
    assert given.source["en"] == given.source["zh"]
    assert all(cell.source[language] for cell in course.lab(LAB).cells for language in LANGUAGES)


def test_a_question_has_all_that_was_said_of_it(course: Course) -> None:
    double, doubler = course.lab(LAB).questions
    assert (double.name, double.lab, double.points, double.minutes, double.uses) == ("double", LAB, 3, 4, ())
    assert double.limits == Limits(10, 512)
    assert double.hints["en"] == ("What is twice a number?", "A number and itself,\nadded.", "There is a constant for it.")
    assert double.hints["zh"][1] == "它与它自己相加。"
    assert (doubler.uses, doubler.limits) == (("double",), Limits(2.5, 512))
    assert course.lab(LAB).question("Doubler") == doubler


def test_the_starter_has_a_stub_where_the_solution_was(course: Course) -> None:
    cell = course.lab(LAB).question_cell("double")
    stub = '    raise NotImplementedError("double: multiply by the \\"scale\\"")'
    assert cell.starter == f'def double(x):\n    """Return twice `x`."""\n{stub}'
    assert cell.solution == ("    # Twice is the scale.", "    twice_the_number = x * SCALE", "    return twice_the_number")
    assert "SOLUTION" not in cell.source["en"]
    assert "return twice_the_number" in cell.source["zh"]
    starter = course.lab(LAB).question_cell("Doubler").starter
    assert starter.count('        raise NotImplementedError("Doubler: ') == 2


def test_a_stub_is_known_again_whatever_its_comments(course: Course) -> None:
    lab = course.lab(LAB)
    starter = lab.question_cell("double").starter
    assert lab.is_stub("double", f"# my answer\n{starter}\n\n")
    assert not lab.is_stub("double", lab.question_cell("double").source["en"])
    assert not lab.is_stub("double", "def double(x:")


def test_ids_are_stable_and_legal(course: Course) -> None:
    ids = [cell.id for cell in course.lab(LAB).cells]
    assert ids[2:6] == ["q-double", "check-double", "q-Doubler", "check-Doubler"]
    assert len(set(ids)) == len(ids)
    assert ids == [cell.id for cell in Course(course.root).lab(LAB).cells]


def test_a_repeated_cell_gets_a_number(tmp_path: Path) -> None:
    repeated = SOURCE + "\n# %%\nDoubler(21).doubled()\n"
    ids = [cell.id for cell in Course(make_course(tmp_path, repeated)).lab(LAB).cells]
    assert ids[-1] == ids[-2] + "-2"


def test_comments_that_look_like_commands_stay_comments(tmp_path: Path) -> None:
    source = SOURCE + "\n# %%\n# cat the rows, then\n# %matplotlib is not needed\nprint(1)\n"
    assert Course(make_course(tmp_path, source)).lab(LAB).cells[-1].source["en"].startswith("# cat the rows, then\n# %mat")


def test_a_marker_inside_a_string_is_text(tmp_path: Path) -> None:
    source = SOURCE + '\n# %%\ntext = """\n# %% this is no cell\n"""\n\n# %%\nprint(1 +\n'
    problems = problems_of(tmp_path, source=source)
    assert len(problems) == 1
    assert problems[0].startswith(f"{FILE}:{line_of('print(1 +', source)}: this is no Python")


def test_windows_line_ends_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    root = make_course(tmp_path)
    lab = Course(root).lab(LAB)
    (root / FILE).write_bytes(b"\xef\xbb\xbf" + SOURCE.replace("\n", "\r\n").encode())
    assert Course(root).lab(LAB) == lab


def test_a_lab_can_be_sent_to_another_process(course: Course) -> None:
    lab = course.lab(LAB)
    assert pickle.loads(pickle.dumps(lab)) == lab


def test_labs_are_sorted_and_read_once(tmp_path: Path) -> None:
    make_course(
        tmp_path,
        SOURCE.replace("double", "triple").replace("Doubler", "Tripler"),
        *(checks.replace("double", "triple").replace("Doubler", "Tripler") for checks in (PUBLIC, HIDDEN)),
        lab="lab00_first",
    )
    course = Course(make_course(tmp_path))
    assert [lab.name for lab in course.labs] == ["lab00_first", LAB]
    (course.root / FILE).unlink()
    (course.root / FILE).touch()
    assert course.lab(LAB) is course.labs[1]


def test_an_unknown_lab_is_told_the_known_ones(course: Course) -> None:
    with pytest.raises(CourseError, match=rf"no lab lab07_nope\. .*{LAB}"):
        course.lab("lab07_nope")


def test_an_unknown_question_is_told_the_known_ones(course: Course) -> None:
    with pytest.raises(CourseError, match=r"no question triple\. .*double, Doubler"):
        course.lab(LAB).question("triple")


def test_a_folder_without_labs_is_no_course(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="no folder solutions/"):
        _ = Course(tmp_path).labs
    (tmp_path / "solutions").mkdir()
    with pytest.raises(CourseError, match="holds no labs"):
        _ = Course(tmp_path).labs


def test_a_misnamed_source_is_refused(course: Course) -> None:
    (course.root / "solutions" / "lab2-gru.py").write_text(SOURCE)
    with pytest.raises(CourseError, match=r"solutions/lab2-gru\.py:1: the name of a lab"):
        _ = course.labs


def test_a_broken_lab_does_not_stop_another_one(tmp_path: Path) -> None:
    course = Course(make_course(make_course(tmp_path), "print(1)", lab="lab02_broken"))
    assert course.lab(LAB).max_points == 5
    with pytest.raises(CourseError, match=r"lab02_broken\.py:1: the header is missing"):
        _ = course.labs


END = "    ### END SOLUTION\n"
DOUBLE = '# %% question="double" points=3 minutes=4'
BEGIN = '    ### BEGIN SOLUTION multiply by the "scale"\n'
CODE = "    # Twice is the scale.\n    twice_the_number = x * SCALE\n    return twice_the_number\n"
ZH_TEXT = '# %% [markdown] lang="zh"\n# # 小实验\n#\n# ![一个加倍的点](../figures/dot.svg)\n'
ZH_HINTS = '# %% [markdown] lang="zh" hints="double"\n# 1. 一个数的两倍是什么？\n# 2. 它与它自己相加。\n# 3. 有一个常量可用。\n'

# What is replaced in the source, by what, the line of the problem or a text on it, and what the sentence says.
REFUSED: dict[str, tuple[str, str, str | int, str]] = {
    "unclosed": (END, "", "BEGIN SOLUTION multiply", "BEGIN SOLUTION is never closed."),
    "nested": (BEGIN, BEGIN + "    ### BEGIN SOLUTION again\n", "BEGIN SOLUTION again", "stands inside the solution that begins at line 5"),
    "empty": (CODE, "    # only words\n", "BEGIN SOLUTION multiply", "this solution is empty"),
    "no_begin": (BEGIN, "", "### END SOLUTION", "END SOLUTION has no BEGIN SOLUTION"),
    "no_task": (BEGIN, "    ### BEGIN SOLUTION\n", "### BEGIN SOLUTION", "does not say what is to be done"),
    "other_indent": (END, "  ### END SOLUTION\n", "  ### END SOLUTION", "is not indented as its BEGIN SOLUTION"),
    "almost_a_marker": (BEGIN, "    # begin solution\n", "# begin solution", "not quite a marker"),
    "no_region": (BEGIN + CODE + END, CODE, "def double", "`double` has no solution region"),
    "marker_in_a_demonstration": ("Doubler(21)", "### BEGIN SOLUTION x\nDoubler(21)", "SOLUTION x", "outside a question's cell"),
    "solution_around_the_function": (
        'def double(x):\n    """Return twice `x`."""\n' + BEGIN + CODE + END,
        "### BEGIN SOLUTION write it\ndef double(x):\n    return x\n### END SOLUTION\n",
        "### BEGIN SOLUTION write it",
        "no longer defines `double`",
    ),
    "another_function": ("def double(x):", "def doubled(x):", "def doubled", "defines no function or class `double`"),
    "not_python": ("return twice_the_number", "return twice_the_number)", "return twice_the_number)", "this is no Python: unmatched"),
    "not_python_when_given": ("SCALE = 2", "SCALE = ", "SCALE = ", "this is no Python"),
    "not_python_after_blank_lines": ("# %% given=true\n", "# %% given=true\n\n\nwhy not\n", "why not", "this is no Python"),
    "doubtful_escape": ('print("two times four is", flush=True)', 'print("\\d")', 'print("\\d")', "invalid escape sequence"),
    "no_chinese": (ZH_TEXT, "", '# %% [markdown] lang="en"', "the Chinese of this text is missing"),
    "no_english": (
        '# %% [markdown] lang="en"\n',
        '# %% [markdown] lang="zh"\n',
        '# %% [markdown] lang="zh"',
        "the English of this text is missing",
    ),
    "no_language": (' lang="en"\n', ' lang="fr"\n', 'lang="fr"', "the language of this text is missing"),
    "empty_text": ("# # 小实验\n#\n# ![一个加倍的点](../figures/dot.svg)\n", "", '# %% [markdown] lang="zh"', "this text is empty"),
    "bare_text": ("# # A tiny lab\n", "A bare line\n", "A bare line", "text is written as comments"),
    "no_chinese_hints": (ZH_HINTS, "", '# %% [markdown] lang="en" hints="double"', "the Chinese of this text is missing"),
    "hints_of_two_questions": (
        'lang="zh" hints="double"',
        'lang="zh" hints="other"',
        'hints="other"',
        "are not hints for the same question",
    ),
    "two_hints": ("# 3. 有一个常量可用。\n", "", 'lang="zh" hints="double"', "there are 2 hints; write 3"),
    "misnumbered_hints": ("# 3. 有", "# 4. 有", "# 4. 有", "this is number 3"),
    "hints_with_other_text": ("# 1. 一个数", "# 提示\n# 1. 一个数", "# 提示", "one numbered list and nothing else"),
    "missing_figure": ("(../figures/dot.svg)", "(../figures/dott.svg)", "dott.svg", "labs/figures/dott.svg does not exist"),
    "missing_figure_in_a_tag": (
        "# # A tiny lab\n",
        '# <img alt="x" src="../figures/no.svg">\n',
        "no.svg",
        "labs/figures/no.svg does not exist",
    ),
    "figure_elsewhere": ("(../figures/dot.svg)", "(https://example.org/dot.svg)", "example.org", "is not in labs/figures/"),
    "figure_without_words": ("![a dot that doubles]", "![]", "![]", "this picture has no words"),
    "name_used_twice": (
        'question="Doubler"',
        'question="double"',
        'question="double" points=2',
        "already the name of the question at line",
    ),
    "keyword_as_name": ('question="double"', 'question="class"', 'question="class"', "called as its function or class is"),
    "check_as_name": ('question="double"', 'question="check_double"', 'question="check_double"', "sounds like the check of a question"),
    "no_points": (DOUBLE, DOUBLE.replace(" points=3", ""), 'question="double"', "`points` is missing in a question"),
    "half_points": (DOUBLE, DOUBLE.replace("3", "2.5"), 'question="double"', "`points` of a question has to be a whole number"),
    "no_points_at_all": (DOUBLE, DOUBLE.replace("3", "0"), 'question="double"', "`points` of a question has to be a whole number"),
    "no_minutes": (DOUBLE, DOUBLE.replace(" minutes=4", ""), 'question="double"', "`minutes` is missing in a question"),
    "no_time": (DOUBLE, DOUBLE + " seconds=0", 'question="double"', "`seconds` of a question has to be a number above 0"),
    "typing_error": (DOUBLE, DOUBLE + " second=3", 'question="double"', "a question knows no `second`; it knows question, points"),
    "garbled_options": (DOUBLE, DOUBLE + " uses=[oops", "uses=[oops", "what stands behind the marker cannot be read: "),
    "uses_a_later_one": (DOUBLE, DOUBLE + ' uses=["Doubler"]', 'question="double"', "`double` cannot use `Doubler`: no earlier question"),
    "uses_a_word": (DOUBLE, DOUBLE + ' uses="x"', 'question="double"', "has to be a list of names"),
    "given_no": ("given=true", "given=false", "given=false", "write given=true, or leave it out"),
    "given_calls_an_answer": ("SCALE = 2", "SCALE = double(1)", "SCALE = double(1)", "given code uses the answer `double`"),
    "empty_cell": ("# %%\nDoubler(21).doubled()\n", "# %%\n", line_of("Doubler(21)") - 1, "this cell is empty"),
    "raw_cell": ("# %%\nDoubler(21).doubled()\n", "# %% [raw]\n# x\n", "# %% [raw]", "only code and [markdown] cells"),
    "code_before_cells": ("# ---\n\n# %% [markdown]", "# ---\nimport os\n\n# %% [markdown]", "import os", "stands before the first cell"),
    "no_header_end": ("#       memory_mb: 512\n# ---", "#       memory_mb: 512", "# ---", "the header is missing"),
    "broken_header": ("      en: A tiny lab", "      en: [A tiny lab", "# ---", "the header cannot be read as YAML"),
    "no_chinese_title": ("#       zh: 小实验\n", "", "#     title:", "`zh` is missing in title"),
    "minutes_in_words": ("minutes: 5", "minutes: five", "#     minutes", "`minutes` of the header's lab has to be a whole number"),
    "no_limit": ("#       seconds: 10\n", "", "#     limits:", "`seconds` is missing in limits"),
    "unknown_header": ("#     minutes: 5", "#     minutes: 5\n#     minute: 5", "#     minute:", "the header's lab knows no `minute`"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused_with_file_and_line(case: str, tmp_path: Path) -> None:
    old, new, place, says = REFUSED[case]
    source = changed(old, new)
    problems = problems_of(tmp_path, source=source)
    line = line_of(place, source) if isinstance(place, str) else place
    start = f"{FILE}:{line}: "
    assert [problem for problem in problems if problem.startswith(start) and says in problem], problems


def test_hints_for_nobody_and_a_question_without_hints(tmp_path: Path) -> None:
    source = SOURCE.replace('hints="Doubler"', 'hints="Trebler"')
    assert problems_of(tmp_path, source=source) == [
        f"{FILE}:{line_of('Trebler', source)}: these hints are for `Trebler`, and the lab has no such question.",
        f'{FILE}:{line_of("class Doubler") - 1}: `Doubler` has no hints. Write 3 in each language, in cells with hints="Doubler".',
    ]


def test_a_lab_that_asks_nothing(tmp_path: Path) -> None:
    source = SOURCE[: SOURCE.index('# %% [markdown] lang="en" hints=')]
    assert problems_of(tmp_path, source=source)[0].startswith(f"{FILE}:1: this lab asks nothing.")


def test_all_problems_are_shown_together_from_the_top_down(tmp_path: Path) -> None:
    broken = SOURCE.replace("minutes: 5", "minutes: 0").replace(" points=3", "").replace("../figures/dot", "../figures/gone")
    make_course(tmp_path, SOURCE, hidden="def check_nothing(student): ...", lab="lab09_last")
    problems = problems_of(tmp_path, source=broken)
    places = [problem.split(": ")[0] for problem in problems]
    assert places == [f"{FILE}:{line}" for line in (11, 20, 25, line_of('question="double"'))] + [
        "autograder/checks/hidden/check_lab09_last.py:1"
    ]


def test_a_name_used_in_two_labs(tmp_path: Path) -> None:
    make_course(tmp_path, lab="lab02_again")
    problems = problems_of(tmp_path)
    assert len(problems) == 2
    line = line_of('question="double"')
    assert problems[0] == (
        f"solutions/lab02_again.py:{line}: `double` is already the name of a question, at {FILE}:{line}. Choose another one."
    )


def test_not_utf8(course: Course) -> None:
    (course.root / FILE).write_bytes(SOURCE.encode("gbk", errors="replace"))
    with pytest.raises(CourseError, match=rf"{FILE}:1: this file cannot be read as UTF-8"):
        course.lab(LAB)


PUBLIC_FILE = f"autograder/checks/public/check_{LAB}.py"
HIDDEN_FILE = f"autograder/checks/hidden/check_{LAB}.py"
DOUBLE_LINE = line_of(DOUBLE)

# What is replaced in which file of checks, by what, and the one sentence that follows.
CHECKS_REFUSED: dict[str, tuple[str, str, str, str]] = {
    "other_points": (HIDDEN_FILE, "points=1", "points=2", f"{FILE}:{DOUBLE_LINE}: `double` is worth 3 points here and 4 in {HIDDEN_FILE}"),
    "no_points": (
        HIDDEN_FILE,
        '"Doubler", points=2',
        '"Doubler"',
        f"{FILE}:{line_of('class Doubler') - 1}: `Doubler` has no hidden check that gives points.",
    ),
    "no_public_check": (PUBLIC_FILE, '"Doubler"', '"double"', f"{FILE}:{line_of('class Doubler') - 1}: `Doubler` has no public check."),
    "public_points": (PUBLIC_FILE, '"double"', '"double", points=1', f"{PUBLIC_FILE}:4: public checks give no points"),
    "points_not_literal": (HIDDEN_FILE, "points=1", "points=1 + 0", f"{HIDDEN_FILE}:9: points have to be written out"),
    "negative_points": (HIDDEN_FILE, "points=1", "points=-1", f"{HIDDEN_FILE}:9: points have to be written out"),
    "points_without_a_name": (HIDDEN_FILE, "points=1", "1", f"{HIDDEN_FILE}:9: @question takes a name, and what else"),
    "name_not_written_out": (
        HIDDEN_FILE,
        '"double", points=1',
        "NAME, points=1",
        f"{HIDDEN_FILE}:9: the question's name has to be written",
    ),
    "unknown_question": (
        PUBLIC_FILE,
        '@question("double")',
        '@question("no")\ndef check_no(student): ...\n\n\n@question("double")',
        f"{PUBLIC_FILE}:4: {LAB} has no question `no`.",
    ),
    "no_question": (HIDDEN_FILE, '@question("double", points=1)\n', "", f"{HIDDEN_FILE}:9: `check_double_of_zero` has to say for which"),
    "wrong_name": (HIDDEN_FILE, "def check_doubler(", "def test_doubler(", f"{HIDDEN_FILE}:15: `test_doubler` is never run"),
    "not_python": (HIDDEN_FILE, "def check_doubler(", "def check_doubler((", f"{HIDDEN_FILE}:15: this is no Python"),
}


@pytest.mark.parametrize("case", CHECKS_REFUSED)
def test_checks_are_held_against_the_source(case: str, course: Course) -> None:
    file, old, new, sentence = CHECKS_REFUSED[case]
    path = course.root / file
    path.write_text(changed(old, new, path.read_text()))
    with pytest.raises(CourseError) as caught:
        course.lab(LAB)
    assert [text.startswith(sentence) for text in caught.value.sentences] == [True], caught.value


def test_missing_checks(course: Course) -> None:
    for path in (course.public_checks(LAB), course.hidden_checks(LAB)):
        path.unlink()
    with pytest.raises(CourseError) as caught:
        course.lab(LAB)
    assert [text.split(",")[0] for text in caught.value.sentences] == [
        f"{FILE}:1: there is no {file}" for file in (PUBLIC_FILE, HIDDEN_FILE)
    ]


def test_other_keywords_of_a_check_are_left_to_the_engine(course: Course) -> None:
    path = course.hidden_checks(LAB)
    path.write_text(changed("points=1", "points=1, pattern=True", path.read_text()))
    assert course.lab(LAB).max_points == 5


def test_checks_are_not_imported(course: Course) -> None:
    path = course.hidden_checks(LAB)
    path.write_text("raise RuntimeError\n" + path.read_text())
    assert course.lab(LAB).max_points == 5
