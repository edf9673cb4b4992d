"""What a top-level statement does with the names of the notebook: which it binds, which it changes, which it uses.

Theory of operation. Scopes are resolved as Python does: a name is local to a function that binds it anywhere, names of a class are
not seen from its methods, a comprehension has a scope of its own. What remains free belongs to the notebook. Inside one scope the
tree is walked with a list and not by recursion, so that a long sum cannot exhaust the stack. This is most of the work of reading a
notebook, so each node is looked at once.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field

_Function = ast.FunctionDef | ast.AsyncFunctionDef
_Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


@dataclass(frozen=True)
class Names:
    """The names of the notebook that a statement touches."""

    binds: frozenset[str]  # gives them a value
    changes: frozenset[str]  # changes what they stand for: `params["W"] = …`, `setattr(Model, "forward", f)`
    calls: frozenset[str]  # calls a method of theirs and drops the result: `table.append(…)`
    uses: frozenset[str]  # reads them, at once or when a function that it defines is called


@dataclass
class _Scope:
    """What happens to names directly in one scope, and the scopes inside."""

    reads: set[str] = field(default_factory=set)
    binds: set[str] = field(default_factory=set)
    elsewhere: set[str] = field(default_factory=set)  # declared global or nonlocal
    changes: set[str | None] = field(default_factory=set)
    calls: set[str | None] = field(default_factory=set)
    inner: list[tuple[ast.AST, list[ast.AST]]] = field(default_factory=list)  # the node that opens a scope, what stands in it


def names_of(statement: ast.stmt) -> Names:
    """Return the names that a top-level statement touches. Raises RecursionError if its scopes nest too deeply."""
    scope = _scan([statement])
    inner: set[str] = set()
    for node, body in scope.inner:
        inner |= _free(node, body)
    changes = frozenset(name for name in scope.changes if name)
    calls = frozenset(name for name in scope.calls if name)
    return Names(frozenset(scope.binds), changes, calls, frozenset(scope.reads | scope.elsewhere | inner))


def root(node: ast.expr) -> str | None:
    """Return `a` of `a.b[0].c`, None if the expression begins with something other than a name."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Starred):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def changing_call(statement: ast.stmt) -> ast.Call | None:
    """Return the call of a statement like `table.append(1)` or `setattr(Model, "forward", f)`, else None."""
    if not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Call):
        return None
    called = statement.value.func
    is_setattr = isinstance(called, ast.Name) and called.id == "setattr" and len(statement.value.args) == 3
    return statement.value if isinstance(called, ast.Attribute) or is_setattr else None


def _scan(nodes: Iterable[ast.AST]) -> _Scope:
    """Gather what happens to names in one scope."""
    scope = _Scope()
    waiting: list[object] = list(nodes)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Name):
            (scope.reads if isinstance(node.ctx, ast.Load) else scope.binds).add(node.id)
        elif isinstance(node, ast.Constant | ast.expr_context) or not isinstance(node, ast.AST):
            continue
        elif type(node) in _TELLING:
            _tell(node, scope, waiting)
        else:
            _open(node, waiting)
    return scope


def _open(node: ast.AST, waiting: list[object]) -> None:
    """Add what stands directly in a node."""
    for name in node._fields:
        value = getattr(node, name, None)
        if type(value) is list:
            waiting.extend(value)
        else:
            waiting.append(value)


def _tell(node: ast.AST, scope: _Scope, waiting: list[object]) -> None:
    """Note what a node other than a name does to names."""
    if isinstance(node, _Function):
        scope.binds.add(node.name)
        waiting.extend([*node.decorator_list, *_at_once(node.args), node.returns])
        scope.inner.append((node, list(node.body)))
    elif isinstance(node, ast.Lambda):
        waiting.extend(_at_once(node.args))
        scope.inner.append((node, [node.body]))
    elif isinstance(node, ast.ClassDef):
        scope.binds.add(node.name)
        waiting.extend([*node.decorator_list, *node.bases, *node.keywords])
        scope.inner.append((node, list(node.body)))
    elif isinstance(node, _Comprehension):
        scope.inner.append((node, list(ast.iter_child_nodes(node))))
    elif isinstance(node, ast.Attribute | ast.Subscript):
        if isinstance(node.ctx, ast.Store):
            scope.changes.add(root(node))
        _open(node, waiting)
    elif isinstance(node, ast.Expr):
        call = changing_call(node)
        if call is not None and isinstance(call.func, ast.Attribute):
            scope.calls.add(root(call.func))
        elif call is not None:
            scope.changes.add(root(call.args[0]))
        waiting.append(node.value)
    elif isinstance(node, ast.alias):
        scope.binds.add(node.asname or node.name.split(".")[0])
    elif isinstance(node, ast.Global | ast.Nonlocal):
        scope.elsewhere.update(node.names)
    else:  # `except … as name`, `case name`, `case [*name]`, `case {**rest}`
        bound = getattr(node, "name", None) or getattr(node, "rest", None)
        scope.binds.update([bound] if bound else [])
        _open(node, waiting)


_TELLING = {
    *(ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp),
    *(ast.Attribute, ast.Subscript, ast.Expr, ast.alias, ast.Global, ast.Nonlocal),
    *(ast.ExceptHandler, ast.MatchAs, ast.MatchStar, ast.MatchMapping),
}


def _at_once(arguments: ast.arguments) -> list[ast.AST]:
    """Return defaults and annotations: what is evaluated where a function is defined, not where it is called."""
    annotations = [argument.annotation for argument in _each(arguments) if argument.annotation]
    return [*arguments.defaults, *(default for default in arguments.kw_defaults if default), *annotations]


def _each(arguments: ast.arguments) -> list[ast.arg]:
    rest = [argument for argument in (arguments.vararg, arguments.kwarg) if argument]
    return [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, *rest]


def _free(node: ast.AST, body: list[ast.AST]) -> set[str]:
    """Return the names that the scope opened by `node` takes from outside."""
    scope = _scan(body)
    if isinstance(node, _Function | ast.Lambda):
        scope.binds.update(argument.arg for argument in _each(node.args))
    own = scope.binds - scope.elsewhere
    inner: set[str] = set()
    for opener, inside in scope.inner:
        inner |= _free(opener, inside)
    seen_inside = set() if isinstance(node, ast.ClassDef) else own  # methods do not see the names of their class
    return (scope.reads - own) | scope.elsewhere | (inner - seen_inside)
