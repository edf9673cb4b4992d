"""What can be said of a cell's code without running it."""

import ast
import warnings
from collections.abc import Iterator

from autograder.source.problems import Problems

_RUNS_LATER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def program(code: str, line: int, problems: Problems) -> ast.Module | None:
    """Parse `code`, which starts at `line`; None if Python refuses it or warns about it, and `problems` says where."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a doubtful escape in a string would warn every student
            compile(code, problems.file, "exec", dont_inherit=True)
            return ast.parse(code)
    except SyntaxError as error:
        problems.add(line - 1 + (error.lineno or 1), f"this is no Python: {error.msg}.")
    except ValueError as error:
        problems.add(line, f"this is no Python: {error}.")
    return None


def defines(tree: ast.Module, name: str) -> bool:
    """Say whether a program defines a function or class `name` at its top level."""
    definitions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return any(isinstance(node, definitions) and node.name == name for node in tree.body)


def names_used_at_once(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield each name that is read when a program is run, with its line; the bodies of functions are only run later."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield node.id, node.lineno
        if not isinstance(node, _RUNS_LATER):
            yield from names_used_at_once(node)
