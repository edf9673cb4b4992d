"""One submitted notebook becomes the code that answers need: repairs, and files that are no notebooks."""

from __future__ import annotations

import ast
import copy
import json
import os
import random
import symtable
from pathlib import Path
from typing import Any

import pytest

from autograder.compose import as_bytes, notebook
from autograder.lab import Cell, Lab, Limits, Question
from autograder.notebook import CodeCell, Submission, Unreadable, answers, parse, read_bytes
from autograder.submitted.code import read_code
from autograder.submitted.names import names_of

GIVEN = "import math\nimport numpy as np\nHIDDEN = 6\n\ndef helper(x):\n    return x + 1"
DEMO = "h = rnn_step(np.ones(3), np.zeros(3), {})\nprint(h)\n\ndef plot(h):\n    print(h)\n\nplot(h)"


def stub(name: str, arguments: str) -> str:
    return f'def {name}({arguments}):\n    """Do it."""\n    raise NotImplementedError("{name}: do it")'


STARTERS = {
    "squash": stub("squash", "x"),
    "rnn_step": stub("rnn_step", "x, h, params"),
    "Counter": 'class Counter:\n    """Counts."""\n\n    def count(self):\n        raise NotImplementedError("Counter: count")',
}
SOLUTIONS = {
    "squash": "def squash(x):\n    return np.tanh(x)",
    "rnn_step": "def rnn_step(x, h, params):\n    return squash(x + h)",
    "Counter": "class Counter:\n    def count(self):\n        return 1",
}


def make_lab() -> Lab:
    limits = Limits(10, 512)
    cells = [
        Cell("text", "text-1", {"en": "# A lab\n\nWrite a few functions.", "zh": "# 实验\n\n写几个函数。"}, "", None, 1),
        Cell("given", "given-1", {"en": GIVEN, "zh": GIVEN}, "", None, 2),
    ]
    for name, starter in STARTERS.items():
        solution = SOLUTIONS[name]
        cells.append(Cell("question", f"q-{name}", {"en": solution, "zh": solution}, starter, name, 3))
        check = f'check("{name}")'
        cells.append(Cell("check", f"check-{name}", {"en": check, "zh": check}, "", name, 3))
    cells.append(Cell("demo", "demo-1", {"en": DEMO, "zh": DEMO}, "", None, 9))
    hints = {"en": ("a", "b", "c"), "zh": ("甲", "乙", "丙")}
    questions = tuple(Question(name, "lab01_tiny", 1, 1, (), limits, hints, 3) for name in STARTERS)
    return Lab("lab01_tiny", Path("lab01_tiny.py"), {"en": "A lab", "zh": "实验"}, 5, limits, tuple(cells), questions)


LAB = make_lab()
Book = dict[str, Any]


@pytest.fixture
def book() -> Book:
    """The notebook as students get it, its JSON."""
    built: Book = json.loads(as_bytes(notebook(LAB, "en", "student")))
    return built


def cell(book: Book, name: str) -> dict[str, Any]:
    return next(entry for entry in book["cells"] if entry["id"] == name)


def write(book: Book, name: str, code: str) -> None:
    cell(book, f"q-{name}" if name in STARTERS else name)["source"] = code.splitlines(keepends=True)


def solve(book: Book, *names: str) -> Book:
    for name in names or STARTERS:
        write(book, name, SOLUTIONS[name])
    return book


def code_cell(source: str, **more: Any) -> dict[str, Any]:
    return {"cell_type": "code", "source": source, "metadata": {}, "outputs": [], "execution_count": None, **more}


def add(book: Book, source: str, before: str | None = None) -> None:
    place = len(book["cells"]) if before is None else book["cells"].index(cell(book, before))
    book["cells"].insert(place, code_cell(source, id=f"own{len(book['cells'])}"))


def without_marks(book: Book) -> Book:
    """What an editor leaves that keeps neither metadata nor ids."""
    return {
        "nbformat": 4,
        "nbformat_minor": 0,
        "metadata": {},
        "cells": [{**entry, "metadata": {}, "id": f"x{number}"} for number, entry in enumerate(book["cells"])],
    }


def submit(book: Book) -> Submission:
    return answers(parse(json.dumps(book).encode(), LAB), LAB)


def repairs(submission: Submission) -> str:
    return "\n".join(words.en for words in submission.repairs)


def source(submission: Submission, question: str) -> str:
    return next(found.source for found in submission.cells if found.question == question)


def run(submission: Submission) -> dict[str, Any]:
    """Run the cells as the engine does, each statement by itself, behind the given ones."""
    names: dict[str, Any] = {}
    for code in [GIVEN, *(found.source for found in submission.cells)]:
        for statement in ast.parse(code).body:
            exec(compile(ast.Module([statement], []), "<cell>", "exec", dont_inherit=True), names)
    return names


# -- notebooks as they should be -------------------------------------------------------------------------------------------


def test_starter_is_untouched_and_nothing_else(book: Book) -> None:
    submission = submit(book)
    assert submission.untouched == set(STARTERS)
    assert not submission.missing
    assert not submission.syntax_errors
    assert not submission.repairs


def test_solved_notebook_has_its_answers_in_order_and_nothing_more(book: Book) -> None:
    submission = submit(solve(book))
    assert [(found.question, found.role) for found in submission.cells] == [(name, "question") for name in STARTERS]
    assert [found.number for found in submission.cells] == [2, 4, 6]
    assert (submission.missing, submission.untouched, submission.repairs) == (frozenset(), frozenset(), ())
    assert run(submission)["Counter"]().count() == 1


@pytest.mark.parametrize("language", ["en", "zh"])
def test_language_is_told_by_metadata_by_kept_texts_and_by_characters(language: str) -> None:
    book = json.loads(as_bytes(notebook(LAB, language, "student")))
    assert submit(book).language == language
    book["metadata"] = {}
    assert submit(book).language == language
    book["cells"].insert(0, {"cell_type": "markdown", "source": "some more text in English " * 9, "metadata": {}})
    assert submit(book).language == language
    own = {"en": "I did it so.", "zh": "我用 RNN 这样做。"}[language]
    assert submit({"cells": [code_cell("x"), {"cell_type": "markdown", "source": own}]}).language == language
    assert submit({"cells": [code_cell("x")]}).language is None


def test_only_docstring_and_comments_differ_is_still_untouched(book: Book) -> None:
    write(book, "squash", 'def squash(x):\n    # I do not know how\n    raise NotImplementedError("squash: do it")')
    assert "squash" in submit(book).untouched


# -- what is run -----------------------------------------------------------------------------------------------------------


def test_what_only_shows_is_left_out_and_lines_keep_their_numbers(book: Book) -> None:
    code = "\n".join(
        [
            "import matplotlib.pyplot as plt; import math as m",
            "def squash(x):",
            "    return m.tanh(x)",
            "print(",
            "    squash(1))",
            "assert squash(0) == 1, 'oops'",
            "z = squash(2); print(z)",
            "for step in range(10**9):",
            "    z = squash(z)",
            "plt.plot([z])",
            "raise RuntimeError('stop')",
            "if __name__ == '__main__':",
            "    squash('x')",
            "LIMIT = 3",
            "def late(): return squash(LIMIT)",
            "class Counter:",
            "    def count(self): return late()",
        ]
    )
    write(book, "squash", code)
    submission = submit(book)
    left = source(submission, "squash").split("\n")
    assert left[0] == "pass; import math as m"
    assert left[1:3] == ["def squash(x):", "    return m.tanh(x)"]
    assert set(left[3:13]) == {"", "pass; pass"}
    assert left[13:] == code.split("\n")[13:]
    assert run(submission)["Counter"]().count() == pytest.approx(0.99505, abs=1e-4)


@pytest.mark.parametrize(
    "code",
    [
        "x = 1; print(\nx)",
        "x = 1; print(\nx); y = 2",
        "print(\n1); y = 2\nx = 1",
        "x = 1; \\\nprint(1)",
        "x = 1; y = 2;",
        "'文字'; x = 1; print('文'); y = 2 # 注",
        "print(1) # 注\nx = 1",
        "x = 1\nprint('''\n\n''')",
        "if 1:\n  print(1)\nelse:\n  pass\nx = 1",
    ],
)
def test_leaving_out_keeps_the_rest_a_program_at_its_lines(book: Book, code: str) -> None:
    write(book, "squash", f"{code}\ndef squash(x):\n    return x + globals_used()\ndef globals_used(): return x, y\nx, y = x, 3")
    kept = ast.parse(source(submit(book), "squash"))
    function = next(node for node in kept.body if isinstance(node, ast.FunctionDef))
    assert function.lineno == code.count("\n") + 2
    assert "print" not in ast.unparse(kept)


def test_cell_of_an_answer_may_build_what_the_answer_needs(book: Book) -> None:
    code = """
import numpy as np
np.random.seed(3)
table = {}
for step in range(3):
    table[step] = float(np.sum(helper(step)))
order = []
order.append(2)
if HIDDEN > 3:
    scale = np.random.rand() * 0 + 1
else:
    scale = 2
trained = sum(i for i in range(10**12))

def squash(x):
    return table[order[0]] * scale
"""
    write(book, "squash", code)
    submission = submit(book)
    assert run(submission)["squash"](0) == 3.0
    assert "trained" not in source(submission, "squash")
    assert "seed(3)" in source(submission, "squash")


def test_own_cells_give_definitions_only(book: Book) -> None:
    solve(book)
    add(
        book,
        "import math as m\nSCALE = 2 * m.pi\nINFINITE = float('inf')\nGATES = ('i', 'f')\nNAMES = {g: i for i, g in enumerate(GATES)}\n"
        "W = np.array([[1.0, 2.0]])\nact = lambda x: np.tanh(x)\ncounted = print('shown') or 3\nunneeded = 5\ntrained = run_rnn(1)\n"
        "NAMES['o'] = 9\n"
        "def scaled(x):\n    return SCALE * x\nscaled(1)\nwhile True:\n    pass\n",
        before="q-squash",
    )
    write(book, "squash", "def squash(x):\n    return scaled(x), W, act(x), NAMES['o'], INFINITE, counted, trained")
    submission = submit(book)
    extra = submission.cells[0]
    assert (extra.role, extra.question) == ("extra", None)
    kept = {name for statement in ast.parse(extra.source).body for name in names_of(statement).binds | names_of(statement).changes}
    assert kept == {"m", "SCALE", "INFINITE", "GATES", "NAMES", "W", "act", "scaled"}
    assert "`counted`" in repairs(submission)
    assert "`trained`" in repairs(submission)


def test_import_of_a_package_that_no_answer_needs_is_not_run(book: Book) -> None:
    solve(book)
    write(book, "squash", "import not_installed_anywhere\n" + SOLUTIONS["squash"])
    assert "not_installed" not in source(submit(book), "squash")


def test_everything_is_needed_by_an_answer_that_looks_at_all_names(book: Book) -> None:
    write(book, "squash", "hidden = 5\ndef squash(x):\n    return globals()['hid' + 'den']")
    assert run(submit(book))["squash"](0) == 5


def test_registered_functions_are_kept(book: Book) -> None:
    write(
        book,
        "squash",
        "known = {}\ndef register(f):\n    known[f.__name__] = f\n    return f\n"
        "@register\ndef tan(x): return 7\ndef squash(x): return known['tan'](x)",
    )
    assert run(submit(book))["squash"](0) == 7


def test_methods_put_on_a_class_later_are_kept(book: Book) -> None:
    write(book, "Counter", "class Counter: pass\ndef count(self): return 4\nCounter.count = count")
    assert run(submit(book))["Counter"]().count() == 4
    write(book, "Counter", "class Counter: pass\ndef count(self): return 5\nsetattr(Counter, 'count', count)")
    assert run(submit(book))["Counter"]().count() == 5


@pytest.mark.parametrize("spoiler", ["squash = squash(1.0)", "squash = 3", "from math import tanh as squash", "squash: float = squash(2)"])
@pytest.mark.parametrize("where", ["same cell", "own cell"])
def test_variable_called_like_an_answer_does_not_hide_it(book: Book, spoiler: str, where: str) -> None:
    answer = "def squash(x):\n    return 2 * x"
    write(book, "squash", f"{answer}\n{spoiler}" if where == "same cell" else answer)
    if where == "own cell":
        add(book, spoiler)
    assert run(submit(book))["squash"](1.0) == 2.0


def test_variable_called_like_a_built_in_does_not_hide_it(book: Book) -> None:
    write(book, "squash", "def squash(x):\n    return sum([x, x])")
    add(book, "sum = 0")
    assert run(submit(book))["squash"](1.0) == 2.0


def test_imports_beside_an_imported_answer_are_kept(book: Book) -> None:
    write(book, "squash", "def squash(x):\n    return floor(x)")
    add(book, "from math import (ceil as squash,\n  floor); COUNT = 1")
    submission = submit(book)
    assert run(submission)["squash"](1.5) == 1
    assert submission.cells[-1].source.count("\n") == 1


def test_answer_under_another_name_given_its_own(book: Book) -> None:
    write(book, "squash", "def mine(x):\n    return 2 * x\nsquash = mine")
    assert run(submit(book))["squash"](2) == 4
    write(book, "squash", "import functools\ndef mine(x, k):\n    return k * x\nsquash = functools.partial(mine, k=3)")
    assert run(submit(book))["squash"](2) == 6
    write(book, "squash", "squash = lambda x: 4 * x")
    assert run(submit(book))["squash"](2) == 8
    write(book, "squash", SOLUTIONS["squash"] + "\nimport functools\nsquash = functools.lru_cache(squash)")
    assert "lru_cache" in source(submit(book), "squash")


# -- notebook commands -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "before",
    [
        "%matplotlib inline",
        "!pip install paddlepaddle",
        "!pip install a \\\n  b",
        "?math.tanh",
        "math.tanh??",
        "files = !ls 'it",
        "pip install numpy",
        "%%time",
        "  %%capture out",
        "text = '''\n%not a command\n'''\n!ls",
        "value = (5\n%3)\n%time value",
        "if True:\n    !ls\n    %cd ..",
        "name = '# no comment'\n!ls \"",
    ],
)
def test_commands_are_neutralised_and_mentioned(book: Book, before: str) -> None:
    solve(book)
    write(book, "squash", f"{before}\ndef squash(x):\n    return x % 2 if x else '%d!' % 3")
    submission = submit(book)
    assert "Notebook commands" in repairs(submission)
    assert not submission.syntax_errors
    function = next(node for node in ast.parse(source(submission, "squash")).body if isinstance(node, ast.FunctionDef))
    assert function.lineno == before.count("\n") + 2
    assert run(submission)["squash"](0) == "3!"


def test_command_inside_a_function_leaves_it_whole(book: Book) -> None:
    write(book, "squash", "def squash(x):\n    %time y = 3\n    return 3")
    assert run(submit(book))["squash"](0) == 3


def test_cell_of_another_language_is_no_answer(book: Book) -> None:
    write(book, "squash", "%%bash\ndef squash(x): echo")
    assert "%%bash" in submit(book).syntax_errors["squash"].en


def test_indented_cell_runs_as_in_a_notebook(book: Book) -> None:
    write(book, "squash", "    def squash(x):\n        return 5\n")
    assert run(submit(book))["squash"](0) == 5


# -- mishaps ---------------------------------------------------------------------------------------------------------------


def test_lost_marks_are_made_up_for_by_names(book: Book) -> None:
    submission = submit(without_marks(solve(book)))
    assert [found.question for found in submission.cells] == list(STARTERS)
    assert len(submission.repairs) == 1
    assert "lost the marks" in repairs(submission)
    assert "The answer to" not in repairs(submission)


def test_either_mark_is_enough(book: Book) -> None:
    solve(book)
    only_metadata = copy.deepcopy(book)
    for number, entry in enumerate(only_metadata["cells"]):
        entry["id"] = str(number)
    only_nbgrader = copy.deepcopy(only_metadata)
    for entry in only_nbgrader["cells"]:
        entry["metadata"].pop("autograder", None)
    only_ids = copy.deepcopy(book)
    for entry in only_ids["cells"]:
        entry["metadata"] = {}
    for one in (only_metadata, only_nbgrader, only_ids):
        submission = submit(one)
        assert [found.question for found in submission.cells] == list(STARTERS)
        assert not submission.repairs


def test_answer_in_another_cell_is_found_and_the_stub_does_not_hide_it(book: Book) -> None:
    add(book, SOLUTIONS["squash"], before="given-1")
    submission = submit(book)
    assert run(submission)["squash"](0) == 0
    assert "squash" not in submission.untouched
    assert repairs(submission) == "The answer to `squash` was found in another cell."


def test_answer_in_a_demonstration_of_the_lab_is_found(book: Book) -> None:
    write(book, "demo-1", DEMO + "\n" + SOLUTIONS["squash"])
    submission = submit(book)
    assert run(submission)["squash"](0) == 0
    assert "another cell" in repairs(submission)


def test_merged_cells(book: Book) -> None:
    merged = "\n".join([SOLUTIONS["squash"], 'check("squash")', SOLUTIONS["rnn_step"], SOLUTIONS["Counter"]])
    write(book, "squash", merged)
    for name in ("q-rnn_step", "q-Counter", "check-squash"):
        book["cells"].remove(cell(book, name))
    submission = submit(book)
    assert not submission.missing
    assert not submission.untouched
    assert run(submission)["Counter"]().count() == 1


def test_split_cell_keeps_both_halves(book: Book) -> None:
    write(book, "squash", "def half(x):\n    return x / 2")
    second = copy.deepcopy(cell(book, "q-squash"))
    second["id"], second["source"] = "q2", "def squash(x):\n    return half(x)"
    book["cells"].insert(book["cells"].index(cell(book, "q-squash")) + 1, second)
    submission = submit(book)
    assert run(submission)["squash"](3) == 1.5
    assert not submission.repairs


def test_last_of_duplicated_answers_counts_but_never_a_stub(book: Book) -> None:
    place = book["cells"].index(cell(book, "q-squash"))
    for number, code in enumerate(["def squash(x):\n    return 1", "def squash(x):\n    return 2", STARTERS["squash"]]):
        copied = copy.deepcopy(cell(book, "q-squash"))
        copied["id"], copied["source"] = f"copy{number}", code
        book["cells"].insert(place + number, copied)
    submission = submit(book)
    assert run(submission)["squash"](0) == 2
    assert "squash" not in submission.untouched


def test_deleted_cell_is_missing(book: Book) -> None:
    book["cells"].remove(cell(book, "q-squash"))
    submission = submit(book)
    assert submission.missing == {"squash"}
    assert submission.untouched == {"rnn_step", "Counter"}


@pytest.mark.parametrize(("called", "suggested"), [("rnn_steps", True), ("RNNStep", True), ("rnn_stp", True), ("evaluate", False)])
def test_renamed_answer_is_suggested_and_not_used(book: Book, called: str, suggested: bool) -> None:
    write(book, "rnn_step", SOLUTIONS["rnn_step"].replace("rnn_step", called))
    submission = submit(book)
    assert submission.missing == {"rnn_step"}
    assert (f"`rnn_step` was not found; did you mean `{called}`?" in repairs(submission)) is suggested
    assert not any(called in found.source for found in submission.cells)


def test_another_question_is_never_suggested(book: Book) -> None:
    write(book, "squash", "def squashed(x):\n    return x")
    write(book, "rnn_step", "def rnn_step(x, h, params):\n    def inner(): pass\n    return x")
    cell(book, "q-Counter")["source"] = "def rnn_stop(): pass"
    assert repairs(submit(book)).count("did you mean") == 1


def test_given_and_answer_in_one_cell_without_marks(book: Book) -> None:
    write(solve(book), "squash", GIVEN + "\n" + "counted = int(np.sum(1))\ndef squash(x):\n    return counted + x")
    book["cells"].remove(cell(book, "given-1"))
    assert run(submit(without_marks(book)))["squash"](1) == 2


def test_answer_inside_another_function_is_pointed_out(book: Book) -> None:
    write(book, "squash", "def squash(x):\n    return x\n\n    def rnn_step(x, h, params):\n        return x")
    book["cells"].remove(cell(book, "q-rnn_step"))
    submission = submit(book)
    assert "rnn_step" in submission.missing
    assert "`rnn_step` stands inside `squash`" in repairs(submission)


def test_question_turned_into_text_is_pointed_out(book: Book) -> None:
    cell(book, "q-squash")["cell_type"] = "markdown"
    assert "text cell" in repairs(submit(book))


def test_import_is_an_answer_only_where_there_is_no_stub(book: Book) -> None:
    add(book, "from math import tanh as squash")
    assert "squash" in submit(book).untouched
    book["cells"].remove(cell(book, "q-squash"))
    submission = submit(book)
    assert "squash" not in submission.missing
    assert run(submission)["squash"](0) == 0


# -- cells of the lab ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lost", [False, True])
def test_changed_given_cell_is_replaced_and_said(book: Book, lost: bool) -> None:
    solve(book)
    write(
        book,
        "given-1",
        GIVEN.replace("HIDDEN = 6", "HIDDEN = 7").replace("x + 1", "x + 2") + "\ndef mine(x):\n    return HIDDEN, helper(x)",
    )
    write(book, "squash", "def squash(x):\n    return mine(x)")
    submission = submit(without_marks(book) if lost else book)
    assert "Code cell 1 belongs to the lab and was changed" in repairs(submission)
    assert run(submission)["squash"](0) == (6, 1)


@pytest.mark.parametrize("lost", [False, True])
def test_given_cell_with_another_layout_is_unchanged(book: Book, lost: bool) -> None:
    solve(book)
    write(book, "given-1", "# all that is needed\n" + GIVEN.replace("\n\n", "\n\n\n").replace("x + 1", "(x + 1)") + "\n\n")
    submission = submit(without_marks(book) if lost else book)
    assert "was changed" not in repairs(submission)
    assert len(submission.cells) == 3


def test_changed_demonstration_stays_one_but_its_helpers_are_kept(book: Book) -> None:
    solve(book)
    write(book, "demo-1", "HIDDEN = 9\nrnn_step = None\ndef scale(x):\n    return 3 * x\ndef unused(): pass\nscale(print('shown'))")
    write(book, "squash", "def squash(x):\n    return scale(x), HIDDEN")
    submission = submit(book)
    assert run(submission)["squash"](1) == (3, 6)
    assert submission.cells[-1].role == "extra"
    assert "unused" not in submission.cells[-1].source
    assert not submission.repairs


def test_notebook_of_another_lab_is_said(book: Book) -> None:
    book["metadata"]["autograder"]["lab"] = "lab09_other"
    assert "made for lab09_other" in repairs(submit(book))


# -- code that is no Python ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "line", "said"),
    [
        ("def squash(x)\n    return x", 1, "a colon is missing"),
        ("def squash(x):\n    return (x", 2, "the bracket `(` is never closed"),
        ("def squash(x):\n    return x)", 2, "the bracket `)` closes nothing"),
        ("def squash(x):\n    return 'x", 2, "a string is never closed"),
        ("def squash(x):\nreturn x", 2, "have to be indented"),
        ("def squash(x):\n    y = x\n   return y", 3, "not indented like"),
        ("def squash(x):\n\ty = x\n        return y", 3, "tabs and spaces"),
        ("def squash(x):\n    return max（x）", 2, "Chinese punctuation"),
        ("def squash(x):\n    return x\u00a0+ 1", 2, "U+00A0"),
        ("def squash(x):\n    return x\0", 2, "U+0000"),
        ("def squash(x):\n    if x = 1:\n        return x", 2, "write `==`"),
        ("def squash(x):\n    print x", 2, "`print` needs brackets"),
        ("def squash(x):\n    y = x\nreturn y", 3, "`return` stands outside a function"),
        ("def squash(x):\n    nonlocal y", 2, "Python says"),
        ("<<<<<<< HEAD\ndef squash(x):\n    return 1", 1, "merge conflict"),
        ("def squash(x):\n    return " + "(" * 300 + ")" * 300, 2, "nested too deeply"),
        ("def squash(x):\n    return " + "-" * 100_000 + "1", None, "nested too deeply"),
        ("def squash(x):\n    return x" + ".y" * 100_000, None, "nested too deeply"),
        ("def squash(x):\n    return " + "9" * 5000, 2, "Python says"),
        ("def squash(x, x):\n    return x", 1, "Python says"),
        ("from __future__ import nonsense\ndef squash(x): pass", 1, "Python says"),
    ],
)
def test_syntax_error_costs_its_question_only_and_is_explained(book: Book, code: str, line: int | None, said: str) -> None:
    solve(book)
    write(book, "squash", code)
    submission = submit(book)
    assert set(submission.syntax_errors) == {"squash"}
    words = submission.syntax_errors["squash"]
    assert ("Line" not in words.en) if line is None else (f"Line {line}: " in words.en)
    assert said in words.en
    assert not submission.missing
    assert not submission.untouched
    assert {found.question for found in submission.cells} == {"rnn_step", "Counter"}


def test_syntax_error_is_found_by_name_where_marks_are_lost(book: Book) -> None:
    write(solve(book), "squash", "def squash(x)\n    return x")
    assert set(submit(without_marks(book)).syntax_errors) == {"squash"}


def test_another_answer_makes_up_for_a_broken_one(book: Book) -> None:
    write(solve(book), "squash", "def squash(x)\n    return x")
    add(book, SOLUTIONS["squash"])
    submission = submit(book)
    assert not submission.syntax_errors
    assert run(submission)["squash"](0) == 0


def test_broken_attempt_counts_for_more_than_the_stub(book: Book) -> None:
    add(book, "def squash(x)\n    return x")
    submission = submit(book)
    assert "squash" in submission.syntax_errors
    assert "squash" not in submission.untouched


def test_broken_cell_that_an_answer_needs_is_said_and_scratch_is_not(book: Book) -> None:
    solve(book)
    add(book, "this is a note")
    assert not submit(book).repairs
    add(book, "def scale(x)\n    return x")
    write(book, "squash", "def squash(x):\n    return scale(x)")
    assert "was left out. Python cannot read this cell. Line 1: a colon is missing." in repairs(submit(book))


def test_waiting_at_the_top_level_is_left_out_as_only_notebooks_can(book: Book) -> None:
    write(book, "squash", "import asyncio\nawait asyncio.sleep(0)\nwaited = await asyncio.sleep(0)\n" + SOLUTIONS["squash"])
    submission = submit(book)
    assert not submission.syntax_errors
    assert run(submission)["squash"](0) == 0


def test_future_imports_stay_first(book: Book) -> None:
    write(book, "squash", '"""About."""\nfrom __future__ import annotations\n' + SOLUTIONS["squash"])
    code = source(submit(book), "squash")
    compile(code, "<cell>", "exec")
    assert code.startswith("\nfrom __future__")


def test_very_long_choice_does_not_exhaust_the_stack(book: Book) -> None:
    add(book, "if HIDDEN == 0:\n    K = 0\n" + "".join(f"elif HIDDEN == {n}:\n    K = {n}\n" for n in range(1, 300)))
    write(book, "squash", "def squash(x):\n    return K + " + " + ".join(["x"] * 400))
    assert run(submit(book))["squash"](0) == 6


# -- names -----------------------------------------------------------------------------------------------------------------

NAME_CASES = [
    "def f(a, b=B, *c: C, d=D) -> E:\n    x = a + y\n    def g():\n        nonlocal x\n        x = z\n        return w\n    return x",
    "class A(B, metaclass=M):\n    x = 1\n    y = x\n    def f(self):\n        return x, self",
    "v = [i + j for i in items for j in i if k]",
    "v = lambda a, b=c: a + d",
    "def f():\n    global state\n    state = 1",
    "def f(q):\n    h = lambda q: q + W\n    return [W2 for W2 in q], W2",
    "def f():\n    try:\n        import os\n    except OSError as e:\n        print(e)\n    with open(p) as o:\n        return os, o",
    "def f(x):\n    match x:\n        case [a, *rest] | {'k': a, **rest}:\n            return a, rest, b",
    "@deco(n)\ndef f():\n    return f",
    "def f(a=lambda W: W):\n    return W",
    "def f():\n    for i in r:\n        t: int = i\n    del t\n    return (s := i), s",
]


@pytest.mark.parametrize("code", NAME_CASES)
def test_names_are_resolved_as_python_does(code: str) -> None:
    top = symtable.symtable(code, "<test>", "exec")
    tables, expected = [top], set()
    while tables:
        table = tables.pop()
        tables.extend(table.get_children())
        for symbol in table.get_symbols():
            if (symbol.is_global() and table is not top) or (table is top and symbol.is_referenced()):
                expected.add(symbol.get_name())
    found = names_of(ast.parse(code).body[0])
    assert found.uses - {"f"} == expected - {"f"}
    assert found.binds == {symbol.get_name() for symbol in top.get_symbols() if symbol.is_assigned() or symbol.is_imported()}


# -- files -----------------------------------------------------------------------------------------------------------------


def text_of(book: Book) -> str:
    return json.dumps(book, ensure_ascii=False)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gbk", "gb18030"])
def test_encodings(book: Book, encoding: str) -> None:
    write(solve(book), "squash", "def squash(x):\n    return '循环神经网络的隐藏状态'")
    submission = answers(parse(text_of(book).encode(encoding), LAB), LAB)
    assert run(submission)["squash"](0) == "循环神经网络的隐藏状态"
    assert ("GBK" in repairs(submission)) is encoding.startswith("gb")


def test_damaged_characters_are_replaced_and_said(book: Book) -> None:
    write(solve(book), "squash", "def squash(x):\n    return '循环神经网络的隐藏状态'")
    data = text_of(book).encode().replace("经".encode(), "经".encode()[:1])
    submission = answers(parse(data, LAB), LAB)
    assert run(submission)["squash"](0) == "循环神\ufffd网络的隐藏状态"
    assert "damaged" in repairs(submission)


def test_old_format_is_converted(book: Book) -> None:
    cells = [
        {"cell_type": "code", "language": "python", "input": code.splitlines(keepends=True), "outputs": []} for code in SOLUTIONS.values()
    ]
    submission = submit(
        {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": [{"cells": cells[:1]}, {"cells": cells[1:]}]}
    )
    assert not submission.missing
    assert "version 3" in repairs(submission)


@pytest.mark.parametrize("tail", [b"\0\0\0", b"\n\n", b"}]}", b"garbage"])
def test_something_behind_the_notebook_is_forgiven(book: Book, tail: bytes) -> None:
    assert not answers(parse(text_of(solve(book)).encode() + tail, LAB), LAB).missing


def test_line_ends_and_half_characters_are_made_whole(book: Book) -> None:
    write(solve(book), "squash", "def squash(x):\r\n    return '\ud800'\r")
    submission = submit(book)
    assert run(submission)["squash"](0) == "\ufffd"
    assert "\r" not in source(submission, "squash")


def odd(**cell_fields: Any) -> dict[str, Any]:
    return {"cells": [{"cell_type": "code", "source": "x = 1", "metadata": {}, **cell_fields}]}


@pytest.mark.parametrize(
    "value",
    [
        odd(source=None), odd(source=7), odd(source={"a": 1}), odd(source=[1, None, "x", ["y"]]), odd(metadata=[]), odd(metadata=None),
        odd(metadata={"autograder": 1, "nbgrader": []}), odd(metadata={"autograder": {"question": ["squash"]}}), odd(id=5), odd(id=None),
        {**odd(), "metadata": []}, {**odd(), "metadata": {"autograder": {"language": {}, "lab": []}}}, {**odd(), "worksheets": 3},
        {"cells": [None, 1, "x", [], *odd()["cells"]]}, odd(cell_type=None, outputs=[]), odd(metadata={"nbgrader": {"grade_id": None}}),
    ],
)  # fmt: skip
def test_values_of_wrong_kinds_are_passed_over(value: Book) -> None:
    assert submit(value).missing == set(STARTERS)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"\0" * 5000, "empty"),
        (b"PK\x03\x04" + b"x" * 40, "zip archive"),
        (b"%PDF-1.7", "PDF"),
        (b"<!DOCTYPE html>", "web page"),
        (b"import paddle\n", "not a notebook"),
        (b"\xff\xfe", "not a notebook"),
        (b"{", "ends in the middle"),
        (b'{"cells": [{"cell_type": "code", "source": "x', "ends in the middle"),
        (b'{"cells": [{"cell_type": "code" "source": "x"}]}', "damaged in line 1"),
        (b'{"cells": [\n<<<<<<< HEAD\n{},\n=======\n', "merge conflict"),
        (b'{"n": ' + b"9" * 5000 + b"}", "damaged"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"cells":' * 100_000, "nested too deeply"),
        (b'{"cells": [' + b"[]," * 2_000_000 + b"[]]}", "far too much"),
        (b'"' + b'\\"' * 500_000, "not a notebook"),
        (b"[]", "not a notebook"),
        (b"3", "not a notebook"),
        (b'{"cells": {}}', "no cells"),
        (b"{}", "no cells"),
        (b'{"cells": []}', "no code cells"),
        (b'{"cells": [{"cell_type": "markdown", "source": "x"}]}', "no code cells"),
        (json.dumps({"cells": [code_cell("x=1")] * 6000}).encode(), "far more code"),
        (json.dumps({"cells": [code_cell("x=1;" * 300_000)]}).encode(), "far more code"),
    ],
)
def test_what_is_no_notebook_gets_a_sentence(data: bytes, said: str) -> None:
    with pytest.raises(Unreadable) as refused:
        parse(data, LAB)
    assert said in refused.value.words.en
    assert "{" not in refused.value.words.en


def test_read_bytes_reads_regular_files_only(tmp_path: Path) -> None:
    good = tmp_path / "good.ipynb"
    good.write_bytes(b"abc")
    assert read_bytes(good) == b"abc"
    (tmp_path / "link.ipynb").symlink_to(good)
    (tmp_path / "folder.ipynb").mkdir()
    os.mkfifo(tmp_path / "pipe.ipynb")
    with (tmp_path / "sparse.ipynb").open("wb") as file:
        file.truncate(50 << 30)
    cases = {"link": "link", "folder": "folder", "pipe": "ordinary file", "sparse": "larger than 20 MB", "absent": "not there"}
    for name, said in cases.items():
        with pytest.raises(Unreadable) as refused:
            read_bytes(tmp_path / f"{name}.ipynb")
        assert said in refused.value.words.en
    with pytest.raises(Unreadable, match="ordinary file"):
        read_bytes("/dev/zero")
    with pytest.raises(Unreadable, match="cannot read"):
        read_bytes("a\0b")
    with pytest.raises(Unreadable, match="larger"):
        read_bytes(good, cap_bytes=2)


# -- whatever comes --------------------------------------------------------------------------------------------------------

FRAGMENTS = [
    *(
        "def squash(x):",
        "    return x",
        "\treturn",
        "class Counter:",
        "%time",
        "!ls",
        "x = (",
        "'''",
        '"',
        "\\",
        "print(1)",
        "if x:",
        "@a",
        "# q",
    ),
    *(
        "squash = 1",
        "\0",
        "文",
        "\ud800",
        "await f()",
        "lambda: 0",
        "for i in x:",
        "from a import *",
        "async def f(): pass",
        "del x",
        "global x",
    ),
    *("with a as b: c = 1", "rnn_step", ";", "  ", "a[0].b = 1", "x: int", "try:\n  a = 1\nexcept E:\n  pass", "match x:\n  case y: z = 1"),
]
VALUES: list[Any] = [
    None,
    0,
    -1,
    1e308,
    True,
    "",
    "code",
    [],
    {},
    [[]],
    {"a": {}},
    "q-squash",
    "squash",
    ["def squash(x): return 1"],
    "\ud800",
]


def mutated_json(value: Any, draw: random.Random) -> Any:
    """Return a copy in which one value somewhere is another."""
    if draw.random() < 0.15 or not isinstance(value, dict | list) or not value:
        return copy.deepcopy(draw.choice(VALUES))
    changed = copy.copy(value)
    key = draw.choice(list(changed) if isinstance(changed, dict) else range(len(changed)))
    changed[key] = mutated_json(changed[key], draw)
    return changed


def mutated_bytes(data: bytes, draw: random.Random) -> bytes:
    """Return bytes of which a piece is lost, doubled, exchanged or overwritten."""
    begin = draw.randrange(len(data))
    end = min(len(data), begin + draw.choice([1, 2, 30, 400]))
    noise = draw.choice([b"", data[begin:end] * 2, draw.randbytes(end - begin), b"\0", b"\xef\xbb\xbf", b'"', b"[" * 200, b"\\u d8"])
    return data[:begin] + noise + data[end:]


@pytest.mark.parametrize("seed", range(10))
def test_no_mutation_of_a_notebook_raises_anything_but_unreadable(book: Book, seed: int) -> None:
    draw = random.Random(seed)
    solve(book)
    for _ in range(60):
        mutant = copy.deepcopy(book)
        kind = draw.choice(["json", "bytes", "code"])
        if kind == "code":
            for entry in mutant["cells"]:
                if draw.random() < 0.5:
                    entry["source"] = "\n".join(draw.choices(FRAGMENTS, k=draw.randrange(1, 9)))
        elif kind == "json":
            mutant = mutated_json(mutant, draw)
        data = json.dumps(mutant).encode()
        if kind == "bytes":
            data = mutated_bytes(data, draw)
        try:
            submission = answers(parse(data, LAB), LAB)
        except Unreadable:
            continue
        judged = [submission.missing, submission.untouched, submission.syntax_errors.keys()]
        assert sum(map(len, judged)) == len(frozenset().union(*judged))
        for found in submission.cells:
            assert isinstance(found, CodeCell)
            ast.parse(found.source)


def test_reading_takes_time_in_proportion_to_the_code(book: Book) -> None:
    """A chain of needed names, one a statement, is followed once and not once for each."""
    chain = "a0 = 1\n" + "".join(f"a{n} = a{n - 1}\n" for n in range(1, 5000))
    write(book, "squash", chain + "def squash(x):\n    return a4999")
    assert source(submit(book), "squash").count("\n") == 5001


def test_command_free_code_is_left_as_it_is() -> None:
    code = "x = 1\r\ny = '%d' % x"
    assert read_code(code).text == code
    assert not read_code(code).commands
