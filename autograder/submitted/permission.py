"""Says what of a student's notebook may be run when it is loaded for grading.

Theory of operation. How much is believed depends on the cell. In the cell of a question any statement may build what the answer
needs, except those that only show something. In the student's other cells only what plainly defines is run: imports, functions,
classes, and constants, that is values which are made quickly and without touching anything. In the lab's own cells the same holds
for what the student put there, as long as it changes nothing that the lab gives.
"""

from __future__ import annotations

import ast
import enum
from dataclasses import dataclass

from autograder.submitted.code import Statement
from autograder.submitted.names import changing_call, root

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef

_SETTINGS = {"seed", "set_default_dtype"}
_CHANGES = {"append", "extend", "insert", "update", "add", "setdefault"}
_CALLS = {
    *(
        "abs",
        "bool",
        "complex",
        "dict",
        "divmod",
        "enumerate",
        "float",
        "frozenset",
        "int",
        "len",
        "list",
        "max",
        "min",
        "ord",
        "chr",
        "range",
    ),
    *("reversed", "round", "set", "sorted", "str", "sum", "tuple", "zip", "bytes", "slice", "object", "property"),
    *("array", "asarray", "to_tensor", "zeros", "ones", "full", "eye", "arange", "linspace", "zeros_like", "ones_like", "default_rng"),
    *(
        "float16",
        "float32",
        "float64",
        "int8",
        "int16",
        "int32",
        "int64",
        "uint8",
        "dtype",
        "finfo",
        "iinfo",
        "sqrt",
        "exp",
        "log",
        "log2",
        "cos",
        "sin",
    ),
    *("split", "join", "strip", "lower", "upper", "format", "keys", "values", "items", "astype", "reshape", "tolist", "copy", "fromkeys"),
    *(
        "partial",
        "namedtuple",
        "TypeVar",
        "NewType",
        "defaultdict",
        "OrderedDict",
        "Counter",
        "deque",
        "compile",
        "vectorize",
        "Path",
        "getLogger",
    ),
}
_CONSTANT_PARTS = (
    *(ast.Constant, ast.Name, ast.Attribute, ast.Subscript, ast.Slice, ast.Starred, ast.Tuple, ast.List, ast.Set, ast.Dict, ast.JoinedStr),
    *(ast.FormattedValue, ast.UnaryOp, ast.BinOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.ListComp, ast.SetComp, ast.DictComp),
    *(
        ast.GeneratorExp,
        ast.comprehension,
        ast.Call,
        ast.keyword,
        ast.Lambda,
        ast.expr_context,
        ast.operator,
        ast.unaryop,
        ast.boolop,
        ast.cmpop,
    ),
)
_NEVER_BUILDS = (ast.Assert, ast.Pass, ast.Raise, ast.Return, ast.Delete, ast.Global, ast.Nonlocal, ast.Break, ast.Continue)


class Trust(enum.Enum):
    """How much a cell is believed."""

    ANSWER = "it holds an answer"
    DEFINITIONS = "it is the student's own"
    ADDITIONS = "it is the lab's"


@dataclass(frozen=True)
class Surroundings:
    """What the other statements of the notebook make of names."""

    written: frozenset[str]  # questions that a function or class answers
    assigned: frozenset[str]  # bound by an assignment somewhere
    given: frozenset[str]  # bound by the lab's own cells
    builtins: frozenset[str]


def may_run(statement: Statement, trust: Trust, around: Surroundings) -> bool:
    """Say whether a top-level statement may run, should an answer need it."""
    node, names = statement.node, statement.names
    if _spoils(statement, around.written):
        return False
    if trust is Trust.ANSWER:
        return _may_build(node, around.assigned)
    if not _plainly_defines(node):
        return False
    if trust is Trust.ADDITIONS and not (names.binds | names.changes | names.calls).isdisjoint(around.given):
        return isinstance(node, ast.Import | ast.ImportFrom) and not names.binds <= around.given
    if isinstance(node, Definition | ast.Import | ast.ImportFrom):
        return True
    # A variable in passing, called like a built-in function, would spoil it for the answers.
    return names.binds.isdisjoint(around.builtins) and names.calls <= around.assigned


def gives_a_function(node: ast.stmt) -> bool:
    """Say whether what a statement binds may be a function: `rnn_step = my_step`, but not `rnn_step = 3`."""
    if isinstance(node, ast.Assign | ast.AnnAssign):
        return isinstance(node.value, ast.Name | ast.Attribute | ast.Lambda | ast.Call | ast.IfExp)
    return isinstance(node, Definition | ast.If | ast.Try | ast.With)


def is_setting(node: ast.stmt) -> bool:
    """Say whether a statement is like `paddle.seed(1)`."""
    call = node.value if isinstance(node, ast.Expr) else None
    return (
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in _SETTINGS
        and all(map(_is_constant, call.args))
    )


def _spoils(statement: Statement, written: frozenset[str]) -> bool:
    """Say whether an assignment hides an answer behind a value: `tanh = tanh(z)`, `gates = 3`, but not `tanh = compiled(tanh)`."""
    node = statement.node
    if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
        return False
    hidden = statement.names.binds
    called = {call.func.id for call in ast.walk(node.value) if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)}
    if not hidden.isdisjoint(called):
        return True
    if hidden.isdisjoint(written) or isinstance(node.value, ast.Name | ast.Lambda):
        return False
    return not isinstance(node.value, ast.Call) or hidden.isdisjoint(statement.names.uses)


def _may_build(node: ast.stmt, assigned: frozenset[str]) -> bool:
    """Say whether a statement in the cell of an answer can be part of it."""
    if isinstance(node, ast.Expr):
        call = changing_call(node)
        return is_setting(node) or (call is not None and (isinstance(call.func, ast.Name) or root(call.func) in assigned))
    return not isinstance(node, _NEVER_BUILDS) and not _is_main_guard(node) and not _waits(node)


def _plainly_defines(statement: ast.stmt) -> bool:
    """Say whether a statement only defines: an import, a function, a class, a constant, or a choice between such."""
    waiting: list[ast.stmt] = [statement]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If):
            if _is_main_guard(node) or not _is_constant(node.test):
                return False
            waiting.extend([*node.body, *node.orelse])
        elif isinstance(node, ast.Try):
            waiting.extend([*node.body, *node.orelse, *node.finalbody])
            waiting.extend(part for handler in node.handlers for part in handler.body)
        elif isinstance(node, ast.Pass | ast.Raise):
            if node is statement:
                return False
        elif not _defines_at_once(node):
            return False
    return True


def _defines_at_once(node: ast.stmt) -> bool:
    if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
        return node.value is None or _is_constant(node.value)
    call = changing_call(node)
    if call is not None:
        harmless = not isinstance(call.func, ast.Attribute) or call.func.attr in _CHANGES
        return harmless and all(map(_is_constant, [*call.args, *(keyword.value for keyword in call.keywords)]))
    return isinstance(node, Definition | ast.Import | ast.ImportFrom)


def _is_constant(value: ast.expr) -> bool:
    """Say whether an expression makes a value quickly and changes nothing: numbers, names, tables of such, harmless calls."""
    waiting: list[ast.AST] = [value]
    while waiting:
        node = waiting.pop()
        if not isinstance(node, _CONSTANT_PARTS):
            return False
        if isinstance(node, ast.Call) and not _is_harmless(node.func):
            return False
        if not isinstance(node, ast.Lambda):  # its body is not run yet
            waiting.extend(ast.iter_child_nodes(node))
    return True


def _is_harmless(called: ast.expr) -> bool:
    name = called.id if isinstance(called, ast.Name) else called.attr if isinstance(called, ast.Attribute) else ""
    return name in _CALLS or name.endswith("Loss")  # nn.CrossEntropyLoss() holds a few settings


def _is_main_guard(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and any(isinstance(part, ast.Name) and part.id == "__name__" for part in ast.walk(node.test))


def _waits(statement: ast.stmt) -> bool:
    """Say whether a statement awaits something outside functions, which only a notebook can."""
    waiting: list[ast.AST] = [statement]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Await | ast.AsyncFor | ast.AsyncWith):
            return True
        if not isinstance(node, Definition | ast.Lambda):
            waiting.extend(ast.iter_child_nodes(node))
    return False
