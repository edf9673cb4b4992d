"""Reads what check files declare, without importing them: which check is for which question, for how many points.

A check is a top-level function `check_…` with the decorator `@question("name")`, in hidden files mostly
`@question("name", points=2)`; other keywords are the engine's business. Points are plain numbers there, so that they can be read off.
"""

import ast
from dataclasses import dataclass
from pathlib import Path

from autograder.lab import Lab
from autograder.source.problems import Problems


@dataclass(frozen=True)
class DeclaredCheck:
    """One check as its decorator describes it."""

    name: str
    question: str
    points: int  # 0 where none are given
    line: int  # of the decorator


def declared_checks(path: Path, problems: Problems) -> tuple[DeclaredCheck, ...]:
    """Return the checks in the file `path`, in order; what is wrong with the file goes to `problems`."""
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"))
    except SyntaxError as error:
        problems.add(error.lineno or 1, f"this is no Python: {error.msg}.")
        return ()
    except (OSError, ValueError) as error:  # not readable, not UTF-8, or with a null character
        problems.add(1, f"this file cannot be read as text: {error}.")
        return ()
    found = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            calls = [call for call in node.decorator_list if _is_question(call)]
            if not node.name.startswith("check_"):
                if calls:
                    problems.add(node.lineno, f"`{node.name}` is never run: the name of a check starts with check_.")
            elif len(calls) != 1:
                problems.add(node.lineno, f'`{node.name}` has to say for which question it is, once: @question("name").')
            else:
                check = _read(node.name, calls[0], problems)
                if check:
                    found.append(check)
    return tuple(found)


def _is_question(node: ast.expr) -> bool:
    """Say whether a decorator is `question` or `….question`, called or not."""
    called = node.func if isinstance(node, ast.Call) else node
    return (isinstance(called, ast.Name) and called.id == "question") or (isinstance(called, ast.Attribute) and called.attr == "question")


def _read(name: str, node: ast.expr, problems: Problems) -> DeclaredCheck | None:
    """Read the one decorator of the check `name`; None if it is not written as it should be."""
    if not isinstance(node, ast.Call) or len(node.args) != 1:
        problems.add(node.lineno, '@question takes a name, and what else it takes by keyword: @question("name", points=2).')
        return None
    asked = node.args[0]
    if not isinstance(asked, ast.Constant) or not isinstance(asked.value, str):
        problems.add(node.lineno, "the question's name has to be written out as a string.")
        return None
    points = 0
    for keyword in node.keywords:
        if keyword.arg != "points":
            continue  # says how a check is run, not for what
        if not isinstance(keyword.value, ast.Constant) or type(keyword.value.value) is not int or keyword.value.value < 1:
            problems.add(node.lineno, "points have to be written out as a whole number of 1 or more.")
            return None
        points = keyword.value.value
    return DeclaredCheck(name, asked.value, points, node.lineno)


def compare_with_checks(lab: Lab, source: Problems, public_path: Path, hidden_path: Path, public: Problems, hidden: Problems) -> None:
    """Hold the questions of `lab` against its two check files; each problem is noted for the file that has to change."""
    for path, problems in ((public_path, public), (hidden_path, hidden)):
        if not path.is_file():
            source.add(1, f"there is no {problems.file}, so the lab has no checks of this kind. Write it.")
    if not public_path.is_file() or not hidden_path.is_file():
        return
    shown = declared_checks(public_path, public)
    marked = declared_checks(hidden_path, hidden)
    if public or hidden:
        return  # what could not be read would be missed below
    names = {question.name for question in lab.questions}
    for checks, problems in ((shown, public), (marked, hidden)):
        for check in checks:
            if check.question not in names:
                problems.add(check.line, f"{lab.name} has no question `{check.question}`.")
    for check in shown:
        if check.points:
            public.add(check.line, "public checks give no points; move the points to a hidden check.")
    for question in lab.questions:
        if not any(check.question == question.name for check in shown):
            source.add(question.line, f"`{question.name}` has no public check. Write one in {public.file}.")
        points = sum(check.points for check in marked if check.question == question.name)
        if points == 0:
            source.add(question.line, f"`{question.name}` has no hidden check that gives points. Write one in {hidden.file}.")
        elif points != question.points:
            source.add(
                question.line, f"`{question.name}` is worth {question.points} points here and {points} in {hidden.file}. Make them agree."
            )
