"""Chooses what of a notebook is run: the definitions that the answers need, and nothing that only demonstrates.

Theory of operation. Every top-level statement is told by the names that it binds and uses (`names.py`). What binds the name of a
question is needed; what a needed statement uses is needed too, and so on. So a training run, a plot or the import of a package
that no answer touches is left out wherever it stands. What may run at all is the business of `permission.py`.

An answer beats a stub: the untouched starter of a question is left out as soon as there is another definition of it.
"""

from __future__ import annotations

import ast
import builtins
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from autograder.submitted.code import Statement
from autograder.submitted.names import root
from autograder.submitted.permission import Definition, Surroundings, Trust, gives_a_function, is_setting, may_run

_BUILTINS = frozenset(dir(builtins))
_LOOKS_AT_ALL_NAMES = {"globals", "vars", "locals", "eval", "exec"}
_ALL = "*"


@dataclass
class Candidate:
    """One statement, and what becomes of it."""

    cell: int
    number: int  # within the cell
    statement: Statement
    trust: Trust
    is_stub: bool = False
    kept: bool = False
    replacement: str = ""  # run in its place if it is not kept

    @property
    def node(self) -> ast.stmt:
        """Its syntax tree."""
        return self.statement.node

    @property
    def binds(self) -> frozenset[str]:
        """The names that it gives a value."""
        return self.statement.names.binds


@dataclass
class Selection:
    """What else than the candidates themselves the sentences for the student need to know."""

    answers: dict[str, list[Candidate]] = field(default_factory=lambda: defaultdict(list))  # by question, stubs and imports aside
    stubs: dict[str, list[Candidate]] = field(default_factory=lambda: defaultdict(list))
    imported: set[str] = field(default_factory=set)  # questions whose names are imported
    needed: set[str] = field(default_factory=set)
    left_out: set[str] = field(default_factory=set)  # names that answers use, and that only statements bind which are not run


def select(candidates: Sequence[Candidate], questions: Iterable[str], given: frozenset[str]) -> Selection:
    """Decide about every candidate, in place. `given` are the names that the lab's own cells bind."""
    asked = frozenset(questions)
    written = {name for one in candidates if isinstance(one.node, Definition) and not one.is_stub for name in one.binds & asked}
    assigned = {name for one in candidates if isinstance(one.node, ast.Assign | ast.AnnAssign) for name in one.binds}
    around = Surroundings(frozenset(written), frozenset(assigned), given, _BUILTINS)
    allowed = [one for one in candidates if may_run(one.statement, one.trust, around)]

    selection = Selection()
    for one in allowed:
        for name in one.binds & asked:
            if one.is_stub:
                selection.stubs[name].append(one)
            elif isinstance(one.node, ast.Import | ast.ImportFrom):
                selection.imported.add(name)
            elif gives_a_function(one.node):
                selection.answers[name].append(one)
    allowed = [one for one in allowed if not (one.is_stub and one.binds <= set(selection.answers))]

    selection.needed = _needed(allowed, asked, assigned)
    for one in allowed:
        one.kept = _is_wanted(one, selection.needed, assigned)
    _leave_out_imported_answers([one for one in allowed if one.kept], set(selection.answers))

    bound = given.union(*(one.binds for one in candidates if one.kept or one.replacement))
    tried = {name for one in candidates if not one.kept for name in one.binds}
    selection.left_out = (selection.needed & tried) - bound - asked - _BUILTINS
    return selection


def _is_wanted(one: Candidate, needed: set[str], assigned: set[str]) -> bool:
    names = one.statement.names
    touches = names.binds | names.changes | (names.calls & assigned)
    from_future = isinstance(one.node, ast.ImportFrom) and one.node.module == "__future__"
    return not needed.isdisjoint(touches) or _ALL in names.binds or _ALL in needed or from_future or is_setting(one.node)


def _needed(candidates: Sequence[Candidate], asked: frozenset[str], assigned: set[str]) -> set[str]:
    """Return all names that the answers need, directly or not; with "*" among them, all there are."""
    by_name: dict[str, list[Candidate]] = defaultdict(list)
    own: set[str] = set()
    for one in candidates:
        names = one.statement.names
        for name in names.binds | names.changes | (names.calls & assigned):
            by_name[name].append(one)
        if not isinstance(one.node, ast.Import | ast.ImportFrom):
            own |= names.binds
    waiting = list(asked)
    for one in candidates:
        waiting.extend(one.binds if _registers(one.node, own) else ())
        waiting.extend(one.statement.names.uses if is_setting(one.node) else ())
    needed: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in needed:
            continue
        needed.add(name)
        if name in _LOOKS_AT_ALL_NAMES:
            waiting.extend([_ALL, *by_name])
        for one in by_name.get(name, ()):
            waiting.extend(one.statement.names.uses)
    return needed


def _registers(node: ast.stmt, own: set[str]) -> bool:
    """Say whether a definition is handed to a decorator of the student's own, which may put it anywhere."""
    decorators = node.decorator_list if isinstance(node, Definition) else []
    return any(root(call.func if isinstance(call, ast.Call) else call) in own for call in decorators)


def _leave_out_imported_answers(candidates: Sequence[Candidate], answered: set[str]) -> None:
    """Keep `from paddle.nn.functional import sigmoid, softmax` from hiding the student's own `sigmoid`."""
    for one in candidates:
        node = one.node
        if isinstance(node, ast.Import | ast.ImportFrom) and not one.binds.isdisjoint(answered):
            others = [alias for alias in node.names if (alias.asname or alias.name.split(".")[0]) not in answered]
            one.kept = False
            rest = ast.Import(others) if isinstance(node, ast.Import) else ast.ImportFrom(node.module, others, node.level)
            one.replacement = ast.unparse(rest) if others else ""
