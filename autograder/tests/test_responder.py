"""Results arrive as the plain data that they really hold, and nothing that student code does raises out of the responder."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from typing import Any

import numpy as np
import pytest

from autograder.sandbox import wire
from autograder.sandbox.responder import Responder, describe
from autograder.sandbox.wire import Handle, TensorData
from autograder.student import Opaque
from autograder.tests.answering import responder_of, result_of, student_of


def reply_to(source: str, *args: Any, op: str = "call", **more: Any) -> dict[str, Any]:
    """Return the raw reply to a call of `f` in `source`, as it crosses the wire."""
    message = {"op": op, "target": "f", "args": list(args), "kwargs": {}, "seed": 1, **more}
    reply: dict[str, Any] = wire.decode(wire.encode(responder_of(source).handle(wire.decode(wire.encode(message)))))
    return reply


def f(body: str) -> str:
    """Return a function `f` whose body is `body`."""
    return "def f(*args, **kwargs):\n" + textwrap.indent(textwrap.dedent(body), "    ") + "\n"


# -- results ---------------------------------------------------------------------------------------------------------------


def test_plain_results() -> None:
    got = result_of(f("return None, True, 3, 2.5, 'x', [1, (2,)], {'a': 1, 2: (3,)}"))
    assert got == (None, True, 3, 2.5, "x", [1, (2,)], {"a": 1, 2: (3,)})
    assert [type(part) for part in got] == [type(None), bool, int, float, str, list, dict]


@pytest.mark.parametrize(
    ("expression", "want"),
    [
        ("paddle.ones([2, 3])", np.ones((2, 3), "float32")),
        ("paddle.to_tensor(1.5)", np.array(1.5, "float32")),
        ("paddle.to_tensor([1, 2])", np.array([1, 2])),
        ("paddle.create_parameter([2, 2], 'float64', default_initializer=nn.initializer.Constant(3.0))", np.full((2, 2), 3.0)),
        ("paddle.to_tensor([1.5]).astype('bfloat16')", np.array([1.5], "float32")),
        ("paddle.to_tensor([True, False])", np.array([True, False])),
        ("paddle.zeros([0, 4])", np.zeros((0, 4), "float32")),
        ("paddle.sparse.sparse_coo_tensor([[0, 1], [1, 2]], [1.0, 2.0], [2, 3])", np.array([[0, 1, 0], [0, 0, 2]], "float32")),
        ("np.float64(2.5)", np.float64(2.5)),
        ("np.bool_(True)", np.bool_(True)),
        ("np.array(7)", np.array(7)),
        ("np.array([1.0, 2.0], '>f4')", np.array([1.0, 2.0], "float32")),
        ("np.broadcast_to(np.float64(4), (2, 3))", np.full((2, 3), 4.0)),
        ("np.ma.array([1.0, 2.0], mask=[True, False])", np.array([1.0, 2.0])),
    ],
)
def test_tensors_and_arrays_come_back_as_plain_arrays(expression: str, want: Any) -> None:
    got = result_of(f(f"return {expression}"))
    assert type(got) is type(want)
    assert got.dtype == want.dtype
    assert got.shape == want.shape
    assert np.array_equal(got, want)


def test_named_tuples_and_other_subclasses_of_containers_are_what_they_hold() -> None:
    source = f("""
        import collections
        Pair = collections.namedtuple("Pair", "a b")
        counts = collections.Counter("aab")
        return Pair(1, [2]), counts, collections.OrderedDict(x=1), collections.defaultdict(list, y=[3]), collections.UserList([1])
    """)
    pair, counts, ordered, default, other = result_of(source)
    assert (pair, counts, ordered, default) == ((1, [2]), {"a": 2, "b": 1}, {"x": 1}, {"y": [3]})
    assert {type(part) for part in (counts, ordered, default)} == {dict}
    assert isinstance(other, Opaque)


def test_numbers_and_strings_of_numpy_are_keys_and_text() -> None:
    got = result_of(f("return {np.int64(3): np.str_('a'), np.str_('b'): 1, True: 2}"))
    assert got == {3: "a", "b": 1, True: 2}
    assert [type(key) for key in got] == [int, str, bool]


LIES = """
class Array(np.ndarray):
    shape = property(lambda self: (3, 6))
    dtype = property(lambda self: np.dtype("float32"))
    def __eq__(self, other): return True
    def __array__(self, *args, **kwargs): raise RuntimeError
    def __array_finalize__(self, other): pass
    def tobytes(self, *args): raise RuntimeError
    def astype(self, *args): raise RuntimeError

class Text(str):
    def __eq__(self, other): return True
    __hash__ = str.__hash__
    def __str__(self): return "right"
    def encode(self, *args): return b"right"

class Whole(int):
    def __eq__(self, other): return True
    __hash__ = int.__hash__
    def __int__(self): return 42
    def __index__(self): return 42
    def __pos__(self): return 42
    def __float__(self): return 42.0

class Real(float):
    def __eq__(self, other): return True
    __hash__ = float.__hash__
    def __float__(self): return 42.0
    def __pos__(self): return 42.0

class Listing(list):
    def __len__(self): return 2
    def __iter__(self): return iter([42, 42])
    def __getitem__(self, key): return 42

class Dictionary(dict):
    def items(self): return [("a", 42)]
    def keys(self): return ["a"]
    def values(self): return [42]
    def __iter__(self): return iter(["a"])
    def __getitem__(self, key): return 42
    def __len__(self): return 1

class Pair(tuple):
    def __iter__(self): return iter([42, 42])
    def __len__(self): return 2

class Liar:
    def __init__(self, kind): self.kind = kind
    @property
    def __class__(self): return self.kind
    def __eq__(self, other): return True
    def __len__(self): return 2
    def __iter__(self): return iter([42, 42])
    def __array__(self, *args, **kwargs): return np.full((2, 2), 42.0)
    def __getattr__(self, name): return lambda *args, **kwargs: 42
"""


@pytest.mark.parametrize(
    ("expression", "want"),
    [
        ("np.arange(3.0).view(Array)", np.arange(3.0)),
        ("Text('wrong')", "wrong"),
        ("Whole(3)", 3),
        ("Real(3.5)", 3.5),
        ("Listing([1, 2, 3])", [1, 2, 3]),
        ("Dictionary(a=1, b=2)", {"a": 1, "b": 2}),
        ("Pair([1, 2, 3])", (1, 2, 3)),
        ("[Listing([Whole(1)]), {Text('k'): Real(2.5)}]", [[1], {"k": 2.5}]),
    ],
)
def test_a_result_that_lies_arrives_as_what_it_is(expression: str, want: Any) -> None:
    got = result_of(LIES + f(f"return {expression}"))
    assert type(got) is type(want)
    assert np.array_equal(got, want) if isinstance(want, np.ndarray) else got == want
    if isinstance(want, dict | list):
        assert repr(got) == repr(want)


@pytest.mark.parametrize(
    "kind", ["list", "dict", "tuple", "str", "int", "float", "bool", "np.ndarray", "np.float64", "paddle.Tensor", "nn.Layer"]
)
def test_an_object_that_claims_another_class_stays_an_unknown_object(kind: str) -> None:
    got = result_of(LIES + f(f"return Liar({kind})"))
    assert isinstance(got, Opaque)
    assert not got.handle.is_model


@pytest.mark.parametrize(
    "expression",
    [
        "{1, 2}",
        "(x for x in [1, 2])",
        "object()",
        "lambda: 1",
        "1j",
        "np.complex64(1)",
        "np.array([1 + 2j])",
        "paddle.to_tensor([1 + 2j])",
        "np.array([None, 'x'], object)",
        "np.array(['text'])",
        "np.longdouble(1)",
        "b'bytes'",
        "{(1, 2): 3}",
        "{None: 1}",
        "{2**70: 1}",
        "2**2000",
        "type('X', (), {})",
    ],
)
def test_what_has_no_plain_form_is_an_object_that_can_be_passed_back(expression: str) -> None:
    student = student_of(f(f"return {expression}") + "def kind(x):\n    return type(x).__name__\n")
    got = student.f()
    assert isinstance(got, Opaque)
    assert student.kind(got) == got.handle.type_name


def test_generators_are_not_run() -> None:
    assert isinstance(result_of("def f():\n    raise SystemExit\n    yield\n"), Opaque)


@pytest.mark.parametrize(
    ("value", "want"), [(2**63 - 1, 2**63 - 1), (-(2**63), -(2**63)), (2**63, float(2**63)), (-(2**200), float(-(2**200)))]
)
def test_integers_beyond_64_bits_become_floats(value: int, want: Any) -> None:
    got = result_of(f(f"return {value}"))
    assert got == want
    assert type(got) is type(want)


def test_special_floats_are_kept() -> None:
    got = result_of(f("return [float('nan'), float('inf'), -float('inf'), paddle.to_tensor([float('nan')])]"))
    assert np.isnan(got[0])
    assert got[1:3] == [float("inf"), -float("inf")]
    assert np.isnan(got[3]).all()


@pytest.mark.parametrize("growth", ["x.append(x)", "x.extend([x] * 50)", "x.append({'x': x})", "x.append((x, x))"])
def test_a_list_that_contains_itself_ends(growth: str) -> None:
    got = result_of(f(f"x = []\n{growth}\nreturn x"))
    assert isinstance(got, list)


def test_more_items_than_can_cross_stay_behind() -> None:
    assert isinstance(result_of(f("return [0] * 2_000_000")), Opaque)
    assert len(result_of(f("return [0] * 100_000"))) == 100_000


def test_lone_surrogates_do_not_stop_a_reply() -> None:
    assert result_of(f("return ['\\ud800', {'\\ud800': 1}]")) == ["\\ud800", {"\\ud800": 1}]
    reply = reply_to(f("raise ValueError('\\ud800')"))
    assert reply["error"]["text"] == "\\ud800"


def test_whether_a_tensor_can_be_trained_is_kept() -> None:
    reply = reply_to(f("a = paddle.ones([1])\nb = paddle.ones([1])\nb.stop_gradient = False\nreturn a, b"))
    assert [part.trainable for part in reply["value"]] == [False, True]


def test_models_are_handles_with_their_weights_once() -> None:
    source = f("m = nn.Linear(2, 3)\nreturn m, [m], nn.Linear(1, 1), object()")
    reply = reply_to(source)
    first, (again,), second, other = reply["value"]
    assert (first, again) == (Handle(0, "Linear", True), Handle(0, "Linear", True))
    assert (second.number, other.number, other.is_model) == (1, 2, False)
    assert {number: [array.shape for array in weights.values()] for number, weights in reply["weights"].items()} == {
        0: [(2, 3), (3,)],
        1: [(1, 1), (1,)],
    }


def test_weights_of_large_models_are_not_sent_along() -> None:
    assert reply_to(f("return nn.Linear(600, 600)"))["weights"] == {}


# -- exceptions ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("raise SystemExit(0)", "SystemExit"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("raise GeneratorExit", "GeneratorExit"),
        ("import sys; sys.exit()", "SystemExit"),
        ("raise NotImplementedError('f: do it')", "NotImplementedError"),
        ("return 1 / 0", "ZeroDivisionError"),
        ("return f()", "RecursionError"),
        ("assert False", "AssertionError"),
        ("raise StopIteration", "StopIteration"),
        ("raise ExceptionGroup('many', [ValueError()])", "ExceptionGroup"),
        ("class Mine(ValueError): pass\nraise Mine", "ValueError"),
        ("class Mine(KeyError, ArithmeticError): pass\nraise Mine", "KeyError"),
        ("class Mine(Exception): pass\nraise Mine", "Exception"),
        ("class Mine(BaseException): pass\nraise Mine", "BaseException"),
        ("class TypeError(Exception): pass\nraise TypeError", "Exception"),
        ("class Missing(Exception): pass\nraise Missing", "Exception"),
        ("Fake = type('ValueError', (ArithmeticError,), {'__module__': 'builtins'})\nraise Fake", "ArithmeticError"),
        ("class Bad(OSError):\n    def __str__(self): raise RuntimeError\nraise Bad", "OSError"),
        ("class Bad(OSError):\n    def __str__(self): raise SystemExit\nraise Bad", "OSError"),
        ("class Bad(OSError):\n    def __str__(self): return 3\nraise Bad", "OSError"),
        ("class Bad(OSError):\n    __traceback__ = property(lambda self: 1 / 0)\nraise Bad", "Exception"),
        ("class Meta(type):\n    __mro__ = property(lambda self: 1 / 0)\nclass Bad(OSError, metaclass=Meta): pass\nraise Bad", "Exception"),
        ("class Bad(OSError):\n    __class__ = property(lambda self: 1 / 0)\nraise Bad", "OSError"),
    ],
)
def test_whatever_is_raised_is_an_answer(body: str, kind: str) -> None:
    reply = reply_to(f(body))
    assert reply["ok"] is False
    assert reply["error"]["type"] == kind


def test_what_is_raised_on_the_way_out_is_an_answer() -> None:
    source = """
class Bad(nn.Layer):
    def named_parameters(self, *args, **kwargs):
        raise KeyboardInterrupt
def f():
    return Bad()
"""
    assert reply_to(source)["error"]["type"] == "KeyboardInterrupt"


def test_the_kind_of_an_own_exception_is_the_same_on_every_run() -> None:
    kinds = {describe(type(f"E{number}", (UnicodeDecodeErrorLike,), {})())["type"] for number in range(20)}
    assert kinds == {"LookupError"}


class UnicodeDecodeErrorLike(LookupError):
    pass


@pytest.mark.parametrize(
    ("body", "memory"),
    [
        ("raise MemoryError", True),
        ("raise RuntimeError('ResourceExhausted: no room')", True),
        ('raise RuntimeError("can\'t start new thread")', True),
        ("raise OSError('(PreconditionNotMet) cannot load libmklml_intel.so')", True),
        ("raise ValueError('a memory of better days')", False),
    ],
)
def test_memory_running_out_is_told_by_its_signs(body: str, memory: bool) -> None:
    assert reply_to(f(body))["error"]["memory"] is memory


def test_the_line_is_one_of_the_called_function() -> None:
    responder = responder_of("def helper(x):\n    return x[\n        'a']\n")
    responder.handle({"op": "cell", "name": "<cell 9>", "source": "\n\ndef f(x):\n    y = 1\n    return helper(x)\n"})
    error = responder.handle({"op": "call", "target": "f", "args": [{}], "kwargs": {}, "seed": 0})["error"]
    assert (error["cell"], error["line"]) == ("<cell 9>", 5)


def test_the_line_of_a_syntax_error_is_the_cells_own() -> None:
    responder = Responder(private=False)
    error = responder.handle({"op": "cell", "name": "<cell 3>", "source": "x = 1\ndef f(:\n    pass\n"})["error"]
    assert (error["type"], error["cell"], error["line"]) == ("SyntaxError", "<cell 3>", 2)
    error = reply_to("\n\ndef f():\n    return eval('1 +')\n")["error"]
    assert (error["type"], error["cell"], error["line"]) == ("SyntaxError", "<cell 2>", 4)


def test_long_texts_are_cut() -> None:
    assert len(reply_to(f("raise ValueError('x' * 10_000_000)"))["error"]["text"]) == 2000


def test_a_function_that_is_not_there_is_missing() -> None:
    for source in ("x = 1", "f = 3", "f = None"):
        assert reply_to(source)["error"]["type"] == "Missing"


def test_an_operation_that_does_not_exist_is_refused() -> None:
    assert responder_of("").handle({"op": "quit"})["ok"] is False
    assert responder_of("").handle({})["ok"] is False


def test_stop_reaches_the_owner_of_a_notebook_only() -> None:
    def stopped() -> None:
        raise KeyboardInterrupt

    message = {"op": "call", "target": "f", "args": [], "kwargs": {}, "seed": 0}
    assert Responder({"f": stopped}).handle(dict(message))["error"]["type"] == "KeyboardInterrupt"
    with pytest.raises(KeyboardInterrupt):
        Responder({"f": stopped}, interruptible=True).handle(dict(message))


# -- arguments -------------------------------------------------------------------------------------------------------------


def test_arguments_arrive_as_the_kinds_they_were() -> None:
    student = student_of(
        "def f(*args, **kwargs):\n    return [type(a).__name__ for a in args], {k: type(v).__name__ for k, v in kwargs.items()}\n"
    )
    import paddle

    got = student.f(paddle.ones([1]), np.ones(1), [1], (1,), {"a": 1}, None, True, "x", np.float32(1), y=paddle.ones([1]))
    assert got == (["Tensor", "ndarray", "list", "tuple", "dict", "NoneType", "bool", "str", "float32"], {"y": "Tensor"})


def test_arguments_can_be_written_to_and_are_new_in_each_call() -> None:
    student = student_of("def f(x):\n    x += 1\n    return x\n")
    x = np.zeros(2)
    assert student.f(x).tolist() == [1, 1]
    assert student.f(x).tolist() == [1, 1]
    assert x.tolist() == [0, 0]


@pytest.mark.parametrize(
    ("body", "changed"),
    [
        ("x[0] = 9", ["x"]),
        ("x.resize((3, 1), refcheck=False)", ["x"]),
        ("x *= 1", []),
        ("t[0] = 9", ["t"]),
        ("t.set_value(t + 1)", ["t"]),
        ("t.add_(t)", ["t"]),
        ("t.zero_()", ["t"]),
        ("t.reshape_([3, 1])", ["t"]),
        ("t = t + 1", []),
        ("d['W'] = d['W'] + 1", ["d['W']"]),
        ("d['W'] = d['W'] + 0", []),
        ("d['W'].scale_(2.0)", ["d['W']"]),
        ("d['W'] = d['W'].numpy()", ["d['W']"]),
        ("d['W'] = None", ["d['W']"]),
        ("d['W'] = 'gone'", ["d['W']"]),
        ("d['n'] = 3", ["d['n']"]),
        ("d['new'] = 1", ["d"]),
        ("del d['n']", ["d"]),
        ("d.clear()", ["d"]),
        ("d['deep']['list'][1] = 0", ["d['deep']['list'][1]"]),
        ("items.append(1)", ["items"]),
        ("items.pop()", ["items"]),
        ("items.reverse()", ["items[0]", "items[1]"]),
        ("items[0] = 'x'", ["items[0]"]),
        ("items[1][0] = 5", ["items[1]"]),
        ("key[0] = 1", ["key"]),
        ("x[0] = 9; t[0] = 9; key[0] = 1", ["x", "t", "key"]),
        ("", []),
    ],
)
def test_what_a_call_changes_in_place_is_named(body: str, changed: list[str]) -> None:
    import paddle

    student = student_of(f"def f(x, t, d, items, key=None):\n    {body or 'pass'}\n    return 1\n")
    deep = {"W": paddle.ones([2]), "n": 2, "deep": {"list": [1, 2]}, "nan": float("nan")}
    student.f(np.ones(3), paddle.to_tensor([1.0, 2.0, np.nan]), deep, [1, np.ones(2)], key=np.zeros(2))
    assert student.f.changed == changed


def test_arguments_without_names_are_named_by_place() -> None:
    student = student_of("class f:\n    def __init__(self, x):\n        x[0] = 1\n\ndef g(*args):\n    args[1][0] = 1\n")
    student.f(np.zeros(2))
    assert student.f.changed == ["argument 1"]
    student.g(np.zeros(2), np.zeros(2))
    assert student.g.changed == ["argument 2"]


def test_each_call_starts_from_its_seed() -> None:
    source = "import random\ndef f():\n    return random.random(), np.random.rand(2), paddle.rand([2])\n"
    student = student_of(source, base_seed=5)
    first, second = student.f(), student.f()
    student.seed(6)
    third = student.f()
    for one, two, three in zip(first, second, third, strict=True):
        assert np.array_equal(one, two)
        assert not np.array_equal(one, three)


def test_objects_of_an_earlier_check_are_let_go() -> None:
    student = student_of("def f():\n    return object()\n")
    assert student.f().handle.number == 0
    assert student.f().handle.number == 1
    student.start_check(3)
    assert student.f().handle.number == 0


# -- cells -----------------------------------------------------------------------------------------------------------------


def test_a_statement_that_fails_does_not_take_the_definitions_after_it_along() -> None:
    responder = Responder(private=False)
    reply = responder.handle(
        {"op": "cell", "name": "<cell 4>", "source": "import nowhere_at_all\n\nx = undefined\n\ndef f():\n    return 1\n"}
    )
    assert reply["ok"]
    assert (reply["error"]["type"], reply["error"]["line"]) == ("ModuleNotFoundError", 1)
    assert responder.handle({"op": "names", "names": ["f", "x", "g"]})["value"] == ["f"]


@pytest.mark.parametrize("source", ["def f(:", "x = '\x00'", "  f()\nx", "(" * 5000])
def test_a_cell_that_is_no_python_is_an_answer(source: str) -> None:
    assert Responder(private=False).handle({"op": "cell", "name": "<cell 1>", "source": source})["ok"] is False


def test_a_cell_that_wants_to_exit_does_not() -> None:
    responder = Responder(private=False)
    assert responder.handle({"op": "cell", "name": "<cell 1>", "source": "raise SystemExit\nx = int"})["error"]["type"] == "SystemExit"
    assert responder.handle({"op": "names", "names": ["x"]})["value"] == ["x"]


def test_future_lines_hold_for_the_cells_after_them() -> None:
    responder = Responder(private=False)
    responder.handle({"op": "cell", "name": "<cell 1>", "source": "from __future__ import annotations\n"})
    reply = responder.handle({"op": "cell", "name": "<cell 2>", "source": "def f(x: Undefined) -> AlsoUndefined:\n    return x\n"})
    assert reply == {"ok": True, "error": None}
    other = Responder(private=False)
    assert other.handle({"op": "cell", "name": "<cell 1>", "source": "def f(x: Undefined): pass\n"})["error"]["type"] == "NameError"


def test_a_correct_version_takes_the_place_of_an_answer() -> None:
    responder = responder_of("def g(x):\n    return f(x) + 1\n\ndef f(x):\n    return 100\n")
    responder.handle({"op": "define", "name": "f", "function": "correct__f", "source": "def correct__f(x):\n    return np.abs(x)\n"})
    reply = responder.handle({"op": "call", "target": "g", "args": [-2.0], "kwargs": {}, "seed": 0})
    assert reply["value"] == 3.0


# -- gradients -------------------------------------------------------------------------------------------------------------


def gradients(source: str, *args: Any, of: Any) -> tuple[list[Any], dict[str, Any]]:
    return student_of(source).f.gradients(*args, of=of)


def test_gradients_have_the_form_of_the_arguments() -> None:
    import paddle

    x, w = paddle.to_tensor([[1.0, 2.0]]), paddle.to_tensor([[3.0], [4.0]])
    source = "def f(x, p, n, unused, ids):\n    return x @ p['W'] * n + p['more'][0]\n"
    got, by_parameter = gradients(
        source, x, {"W": w, "more": [paddle.zeros([1])], "s": "text"}, 2.0, paddle.ones([2]), paddle.to_tensor([1]), of=np.array([[5.0]])
    )
    assert got[0].tolist() == [[30.0, 40.0]]
    assert got[1]["W"].tolist() == [[10.0], [20.0]]
    assert got[1]["more"][0].tolist() == [5.0]
    assert got[1]["s"] is None
    assert got[2:] == [None, None, None]
    assert by_parameter == {}


def test_gradients_of_one_part_of_a_tuple() -> None:
    import paddle

    source = "def f(x):\n    return [x * 2, x * 3]\n"
    x = paddle.ones([2])
    weights = np.array([1.0, 10.0], "float32")
    assert gradients(source, x, of=[None, weights])[0][0].tolist() == [3.0, 30.0]
    assert gradients(source, x, of=(weights, None))[0][0].tolist() == [2.0, 20.0]
    assert gradients(source, x, of=[weights, weights])[0][0].tolist() == [5.0, 50.0]
    assert gradients(source, x, of=[None, None])[0] == [None]


@pytest.mark.parametrize(
    "body",
    [
        "return x.detach()",
        "return paddle.ones([2])",
        "return x.numpy()",
        "return 3.0",
        "return None",
        "return paddle.to_tensor(x.numpy() * 2)",
    ],
)
def test_results_that_do_not_depend_on_the_arguments_have_no_gradients(body: str) -> None:
    import paddle

    got, _ = gradients(f"def f(x):\n    {body}\n", paddle.ones([2]), of=np.ones(2, "float32"))
    assert got == [None]


def test_gradients_of_a_model_by_argument_and_parameter() -> None:
    import paddle

    student = student_of("def f():\n    m = nn.Linear(2, 1)\n    m.bias.stop_gradient = True\n    return m\n")
    model = student.f()
    (by_x,), by_parameter = model.gradients(paddle.to_tensor([[1.0, 2.0]]), of=np.array([[3.0]], "float32"))
    assert np.allclose(by_x, 3 * model.parameters()["weight"].T)
    assert by_parameter["weight"].tolist() == [[3.0], [6.0]]
    assert by_parameter["bias"] is None


CLASSIFIER = """
class Classifier(nn.Layer):
    def __init__(self, kind="SimpleRNN", dropout=0.0):
        super().__init__()
        self.embedding = nn.Embedding(7, 3)
        self.rnn = getattr(nn, kind)(3, 4, num_layers=2, dropout=dropout)
        self.linear = nn.Linear(4, 2)
    def forward(self, ids):
        return self.linear(self.rnn(self.embedding(ids))[0][:, -1])
def f(kind="SimpleRNN", dropout=0.0):
    return Classifier(kind, dropout)
"""


@pytest.mark.parametrize("kind", ["SimpleRNN", "GRU", "LSTM"])
def test_gradients_with_respect_to_ids_are_those_of_the_embedding(kind: str) -> None:
    import paddle

    ids = paddle.to_tensor([[1, 2, 3], [4, 5, 6]])
    of = np.array([[1.0, 0.5], [0.0, 0.0]], "float32")  # only the first row counts
    model = student_of(CLASSIFIER).f(kind, 0.5)
    (evaluated,), by_parameter = model.eval().gradients(ids, of=of)
    assert evaluated.shape == (2, 3, 3)
    assert np.abs(evaluated[0]).min() > 0
    assert not evaluated[1].any()
    assert set(by_parameter) == set(model.parameters())
    assert model.training is False
    (again,), _ = model.gradients(ids, of=of)
    assert np.array_equal(evaluated, again)  # dropout is off, as in evaluation
    plain = student_of(CLASSIFIER).f(kind)
    plain.set_state_dict(model.parameters())
    (trained,), _ = plain.train().gradients(ids, of=of)
    assert np.allclose(evaluated, trained, atol=1e-7)


def test_evaluation_mode_is_left_as_it_was_after_gradients() -> None:
    import paddle

    model = student_of(CLASSIFIER).f("GRU", 0.9)
    model.eval()
    ids = paddle.to_tensor([[1, 2, 3]])
    before = model(ids)
    model.gradients(ids, of=np.ones((1, 2), "float32"))
    assert np.array_equal(model(ids), before)
    model.train()
    assert not np.array_equal(model(ids), before)


# -- models ----------------------------------------------------------------------------------------------------------------


def test_weights_go_in_and_come_out_by_name() -> None:
    model = student_of("def f():\n    return nn.Linear(2, 3)\n").f()
    assert list(model.parameters()) == ["weight", "bias"]
    model.set_state_dict({"weight": np.arange(6.0).reshape(2, 3), "bias": np.ones(3, "float32")})
    assert model(np_tensor([[1.0, 1.0]])).tolist() == [[4.0, 6.0, 8.0]]
    assert model.parameters()["weight"].dtype == np.float32


def np_tensor(value: Any) -> Any:
    import paddle

    return paddle.to_tensor(np.array(value, "float32"))


def test_a_model_can_be_passed_back() -> None:
    student = student_of("def f():\n    return nn.Linear(2, 3)\n\ndef g(model):\n    return model.weight.shape, model.training\n")
    model = student.f()
    assert student.g(model) == ([2, 3], True)
    assert student.g(model.eval()) == ([2, 3], False)
    assert student.g.changed == []


def test_the_grader_is_hidden_from_the_students_main_module() -> None:
    program = """
import sys
import autograder.checking, autograder.sandbox.responder as responder
r = responder.Responder()
reply = r.handle({"op": "cell", "name": "<cell 1>", "source": '''
from autograder import check, hint
check("x"); hint("x")
import sys, __main__
found = sorted(name for name in sys.modules if name.startswith("autograder") and not name.startswith("autograder.sandbox"))
def f(): return found, __name__, hasattr(__main__, "f")
def g():
    import autograder.checking
'''})
assert reply == {"ok": True, "error": None}, reply
print(r.handle({"op": "call", "target": "f", "args": [], "kwargs": {}, "seed": 0})["value"])
print(r.handle({"op": "call", "target": "g", "args": [], "kwargs": {}, "seed": 0})["error"]["type"])
"""
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert ran.stdout.split("\n")[:2] == ["(['autograder'], '__main__', True)", "ModuleNotFoundError"], ran.stderr


def test_the_request_is_gone_while_student_code_runs() -> None:
    source = """
import sys
def f(x):
    frame, found = sys._getframe(1), []
    while frame:
        found += [dict(value) for value in frame.f_locals.values() if type(value) is dict and "op" in value]
        frame = frame.f_back
    return len(found)
"""
    responder = responder_of(source)
    message = {"op": "call", "target": "f", "args": [1], "kwargs": {}, "seed": 0}
    assert responder.handle(message)["value"] == 0
    assert message == {}


def test_a_tensor_argument_keeps_whether_it_is_trained() -> None:
    reply = reply_to(
        "def f(*tensors):\n    return [t.stop_gradient for t in tensors]\n",
        TensorData(np.ones(1, "float32"), trainable=True),
        TensorData(np.ones(1, "float32")),
        TensorData(np.ones(1, "int64"), trainable=True),
    )
    assert reply["value"] == [False, True, True]
