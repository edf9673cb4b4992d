"""The proxy: what a check gets of a student's functions and models, and which sentences end a check."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest

from autograder.replies import is_reply
from autograder.results import Outcome
from autograder.sandbox.wire import Handle, TensorData
from autograder.student import Model, Opaque, Student, StudentFailure
from autograder.tests.answering import student_of
from autograder.words import say


class Canned:
    """A transport that answers with what it was given, as a child that student code took over might."""

    def __init__(self, *replies: Any) -> None:
        self.replies = list(replies)
        self.messages: list[dict[str, Any]] = []

    def request(self, message: dict[str, Any]) -> Any:
        self.messages.append(message)
        return self.replies.pop(0)


def answer(value: Any, **more: Any) -> dict[str, Any]:
    return {"ok": True, "value": value, "changed": [], "names": [], "weights": {}, **more}


def failure_of(student: Student, *args: Any, **kwargs: Any) -> StudentFailure:
    with pytest.raises(StudentFailure) as caught:
        student.f(*args, **kwargs)
    return caught.value


# -- calls -----------------------------------------------------------------------------------------------------------------


def test_results_are_plain() -> None:
    student = student_of("def f():\n    return paddle.ones([2]), {'m': nn.Linear(1, 1)}, object(), [np.int64(3)]\n")
    tensor, models, other, numbers = student.f()
    assert type(tensor) is np.ndarray
    assert isinstance(models["m"], Model)
    assert models["m"].type_name == "Linear"
    assert isinstance(other, Opaque)
    assert numbers == [3]


def test_keyword_arguments_arrive_as_such() -> None:
    assert student_of("def f(x, *, scale=1):\n    return x * scale\n").f(2, scale=3) == 6


def test_arguments_are_not_changed_in_the_grader() -> None:
    import paddle

    student = student_of("def f(x, d):\n    x[0] = 9\n    d['W'].zero_()\n    d.clear()\n")
    x, weight = np.ones(2), paddle.ones([2])
    arguments = {"W": weight}
    student.f(x, arguments)
    assert x.tolist() == [1, 1]
    assert weight.tolist() == [1, 1]
    assert list(arguments) == ["W"]


def test_every_request_is_remembered_until_the_next_check() -> None:
    student = student_of("def f(x):\n    return x\n")
    student.f(1)
    student.f(2)
    assert [exchange.message["args"] for exchange in student.exchanges] == [[1], [2]]
    assert [exchange.reply["value"] for exchange in student.exchanges] == [1, 2]
    assert [bool(exchange.message.get("fresh")) for exchange in student.exchanges] == [True, False]
    assert student.last is student.f
    student.start_check(4)
    assert student.exchanges == []
    assert student.base_seed == 4


def test_many_calls_at_once_are_one_request_and_the_same_as_one_after_another() -> None:
    source = """
import random
def f(x, y):
    x += y
    return x, random.random()
"""
    alone, together = student_of(source), student_of(source)
    cases = [(np.arange(3.0), number) for number in range(3)]
    requests: list[str] = []
    ask = together.transport.request
    together.transport.request = lambda message: requests.append(message["op"]) or ask(message)  # type: ignore[method-assign, func-returns-value]
    found = together.f.each(iter(cases))
    for case in cases:
        want = alone.f(*case)
        arguments, got = next(found)
        assert arguments is case
        assert [value.tolist() if isinstance(value, np.ndarray) else value for value in got] == [want[0].tolist(), want[1]]
        assert together.f.changed == alone.f.changed
        assert together.f.leaves == alone.f.leaves
        assert repr(together.exchanges) == repr(alone.exchanges)
    assert next(found, None) is None
    assert requests == ["batch"]
    assert list(together.f.each([])) == []
    assert requests == ["batch"]


def test_of_many_calls_at_once_the_one_that_fails_does_so_in_its_turn() -> None:
    student = student_of("calls = []\ndef f(x):\n    calls.append(x)\n    return 6 // x\ndef count():\n    return len(calls)\n")
    found = student.f.each([(1,), (2,), (0,), (3,)])
    assert [result for _, result in (next(found), next(found))] == [6, 3]
    with pytest.raises(StudentFailure) as failed:
        next(found)
    assert failed.value.outcome is Outcome.ERROR
    assert "ZeroDivisionError" in str(failed.value.words)
    assert [exchange.message["args"] for exchange in student.exchanges] == [[1], [2], [0]]
    assert student.exchanges[-1].reply["error"]["type"] == "ZeroDivisionError"
    assert student.count() == 3  # what comes after it is not called


def test_a_process_that_ends_over_many_calls_ends_the_check() -> None:
    class Dead:
        def request(self, message: dict[str, Any]) -> Any:
            raise StudentFailure(Outcome.CRASHED, say("It died.", "它死了。"))

    student = Student(Dead())
    with pytest.raises(StudentFailure, match="It died"):
        next(student.f.each([(1,), (2,)]))
    assert [exchange.message["args"] for exchange in student.exchanges] == [[1]]


def test_parts_of_a_result_are_named_with_their_kind() -> None:
    source = """
def f():
    t = paddle.ones([1])
    t.stop_gradient = False
    return {'W': t}, [np.ones(1), 2, None, 'x', True], nn.Linear(1, 1)
"""
    student = student_of(source)
    student.f()
    assert student.f.leaves == {
        "result[0]['W']": "trainable tensor",
        "result[1][0]": "array",
        "result[1][1]": "number",
        "result[1][2]": "NoneType",
        "result[1][3]": "str",
        "result[1][4]": "number",
        "result[2]": "model",
    }


def test_error_names_the_builtin_exception_or_nothing() -> None:
    source = """
class Mine(ValueError):
    pass
def f(how):
    if how == "value": raise ValueError
    if how == "mine": raise Mine
    if how == "exit": raise SystemExit
    if how == "stub": raise NotImplementedError("f: do it")
    if how == "memory": raise MemoryError
    return 1
"""
    student = student_of(source)
    assert [student.f.error(how) for how in ("value", "mine", "exit", "fine")] == ["ValueError", "ValueError", "SystemExit", None]
    for how, outcome in (("stub", Outcome.NOT_ATTEMPTED), ("memory", Outcome.OUT_OF_MEMORY)):
        with pytest.raises(StudentFailure) as caught:
            student.f.error(how)
        assert caught.value.outcome is outcome
    with pytest.raises(StudentFailure) as caught:
        student.nowhere.error()
    assert caught.value.outcome is Outcome.MISSING


def test_a_transport_that_fails_ends_the_check() -> None:
    class Dead:
        def request(self, message: dict[str, Any]) -> dict[str, Any]:
            raise StudentFailure(Outcome.CRASHED, student_failure_words)

    from autograder.words import say

    student_failure_words = say("gone", "没了")
    student = Student(Dead())
    failed = failure_of(student)
    assert failed.outcome is Outcome.CRASHED
    with pytest.raises(StudentFailure):
        student.f.error()
    assert student.exchanges[-1].reply == {}


def test_dunder_attributes_are_not_functions_of_the_student() -> None:
    with pytest.raises(AttributeError):
        _ = student_of("").__wrapped__


# -- building models -------------------------------------------------------------------------------------------------------


def test_models_are_built_where_the_student_is_and_called_from_here() -> None:
    import paddle

    student = student_of("def f(model, ids):\n    return type(model).__name__, model(ids).shape\n")
    model = student.build([{"layer": "embedding", "vocab": 5, "size": 3}, {"layer": "last"}, {"layer": "linear", "in": 3, "out": 2}])
    ids = paddle.to_tensor([[1, 2], [3, 4], [0, 1]])
    assert model(ids).shape == (3, 2)
    assert student.f(model, ids) == ("Network", [3, 2])
    assert model.eval().training is False
    assert model.train().training is True


def test_what_is_expected_of_a_built_model_is_computed_here() -> None:
    import paddle

    student = student_of("def f():\n    return 1\n")
    student.seed(7)
    model = student.build([{"layer": "embedding", "vocab": 5, "size": 3, "scale": 2.0}, {"layer": "last"}])
    ids = paddle.to_tensor([[1, 2], [3, 4]])
    expected = model.twin(ids).numpy()
    assert np.array_equal(model(ids), expected)
    for name, array in model.parameters().items():
        assert np.array_equal(dict(model.twin.named_parameters())[name].numpy(), array)
    model = student.build([{"layer": "linear", "in": 2, "out": 2}])
    paddle.seed(3)
    undisturbed = paddle.rand([2]).numpy()
    paddle.seed(3)
    assert model.twin is model.twin
    assert np.array_equal(paddle.rand([2]).numpy(), undisturbed)


# -- sentences -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "outcome", "sentence"),
    [
        ("x = 1", Outcome.MISSING, "There is no function `f` in the notebook."),
        ("def f():\n    raise NotImplementedError('f: do it')", Outcome.NOT_ATTEMPTED, "`f` is not written yet."),
        ("def f():\n    raise NotImplementedError", Outcome.NOT_ATTEMPTED, "`f` is not written yet."),
        ("def f():\n    raise NotImplementedError('some words')", Outcome.NOT_ATTEMPTED, "`f` is not written yet."),
        ("def f():\n    raise NotImplementedError('elsewhere_1: do it')", Outcome.NOT_ATTEMPTED, None),
        (
            "def g():\n    raise NotImplementedError('g: do it')\ndef f():\n    return g()",
            Outcome.NOT_ATTEMPTED,
            "`f` calls `g`, which is not written yet.",
        ),
        ("def f():\n    raise MemoryError", Outcome.OUT_OF_MEMORY, "`f` needed more memory than it may have."),
        ("\n\ndef f():\n    return 1 / 0", Outcome.ERROR, "`f` stopped with ZeroDivisionError, in line 4 of its cell."),
        ("def f():\n    return y", Outcome.ERROR, "`f` stopped with NameError (the name `y` is not defined), in line 2 of its cell."),
        (
            "def f():\n    y = y + 1",
            Outcome.ERROR,
            "`f` stopped with UnboundLocalError (`y` is used before it has a value), in line 2 of its cell.",
        ),
        ("def f():\n    return {}['W']", Outcome.ERROR, "`f` stopped with KeyError (there is no key `W`), in line 2 of its cell."),
        (
            "def f():\n    return paddle.tahn",
            Outcome.ERROR,
            "`f` stopped with AttributeError (there is no attribute `tahn`), in line 2 of its cell.",
        ),
        (
            "def f():\n    return [].shape",
            Outcome.ERROR,
            "`f` stopped with AttributeError (there is no attribute `shape`), in line 2 of its cell.",
        ),
        (
            "def f():\n    import torch_like",
            Outcome.ERROR,
            "`f` stopped with ModuleNotFoundError (there is no module `torch_like`), in line 2 of its cell.",
        ),
        (
            "def g(a): pass\ndef f():\n    g()",
            Outcome.ERROR,
            "`f` stopped with TypeError (`g` was called with arguments that it does not take), in line 3 of its cell.",
        ),
        (
            "def f():\n    return paddle.ones([2, 3]) @ paddle.ones([4, 5])",
            Outcome.ERROR,
            "`f` stopped with ValueError (the shapes of two arrays or an axis do not fit), in line 2 of its cell.",
        ),
        (
            "def f():\n    return np.ones(3) + np.ones(4)",
            Outcome.ERROR,
            "`f` stopped with ValueError (the shapes of two arrays or an axis do not fit), in line 2 of its cell.",
        ),
        ("def f():\n    raise SystemExit(3)", Outcome.ERROR, "`f` stopped with SystemExit, in line 2 of its cell."),
        ("def f():\n    raise KeyboardInterrupt", Outcome.ERROR, "`f` stopped with KeyboardInterrupt, in line 2 of its cell."),
        (
            "class ValueError(Exception):\n    pass\ndef f():\n    raise ValueError('shape')",
            Outcome.ERROR,
            "`f` stopped with Exception, in line 4 of its cell.",
        ),
    ],
)
def test_what_went_wrong_is_a_sentence(source: str, outcome: Outcome, sentence: str | None) -> None:
    failed = failure_of(student_of(source))
    assert failed.outcome is outcome
    if sentence is not None:
        assert failed.words.en == sentence
    assert failed.words.zh != failed.words.en
    assert any("\u4e00" <= sign <= "\u9fff" for sign in failed.words.zh)


def test_a_helper_in_another_cell_does_not_lend_its_line() -> None:
    from autograder.reference import LocalTransport
    from autograder.sandbox.responder import Responder

    responder = Responder(private=False)
    responder.handle({"op": "cell", "name": "<cell 1>", "source": "\n\n\n\n\ndef helper():\n    return 1 / 0\n"})
    responder.handle({"op": "cell", "name": "<cell 2>", "source": "def f():\n    return helper()\n"})
    failed = failure_of(Student(LocalTransport(responder), source="\n" * 9))
    assert failed.words.en == "`f` stopped with ZeroDivisionError, in line 2 of its cell."


def test_a_notebooks_owner_sees_exceptions_as_they_are() -> None:
    student = student_of("def f(x):\n    raise ValueError(f'{x} is odd')\n", reveal=True)
    assert failure_of(student, 3).words.en == "`f` stopped with ValueError: 3 is odd, in line 2 of its cell."
    student = Student(student.transport, source="f", reveal=True)
    assert "3 is odd" in failure_of(student, 3).words.zh


@pytest.mark.parametrize("text", ["", " ", "\\n\\n"])
def test_an_exception_without_words_is_its_kind(text: str) -> None:
    student = student_of(f"def f():\n    raise ValueError('{text}')\n", reveal=True)
    assert failure_of(student).words.en == "`f` stopped with ValueError, in line 2 of its cell."


def test_a_notebooks_owner_hears_which_earlier_answer_is_missing() -> None:
    student = student_of("def g():\n    raise NotImplementedError('g: do it')\ndef f():\n    return g()\n")
    own = Student(student.transport, source="f", reveal=True)
    assert failure_of(own).words.en == "`f` calls `g`, which is not written yet."


# -- secrecy ---------------------------------------------------------------------------------------------------------------

SECRET = 8713649.0
LEAKS = {
    "text": "raise ValueError(str(x))",
    "text about shapes": "raise ValueError('shape mismatch ' + str(x))",
    "index error": "raise IndexError('size of ' + str(x))",
    "key": "raise KeyError(str(int(x[0])))",
    "key as a name": "raise KeyError('k' + str(int(x[0])))",
    "name": "raise NameError(f\"name 'v{int(x[0])}' is not defined\")",
    "name that follows a known one": "raise NameError(f\"name 'leak{int(x[0])}' is not defined\")",
    "unbound": "raise UnboundLocalError(f\"local variable 'v{int(x[0])}'\")",
    "attribute": "getattr(x, 'a' + str(int(x[0])))",
    "module": "__import__('m' + str(int(x[0])))",
    "type error": "raise TypeError(f'v{int(x[0])}() missing 1')",
    "class": "raise type('E' + str(int(x[0])), (Exception,), {})",
    "class of a builtin's name": "raise type('ValueError', (Exception,), {'__str__': lambda self: 'shape ' + str(x)})",
    "class with a qualified name": "raise type('E', (Exception,), {'__qualname__': str(x), '__module__': 'builtins'})",
    "stub": "raise NotImplementedError(str(x))",
    "stub as a name": "raise NotImplementedError('v' + str(int(x[0])) + ': do it')",
    "exit": "raise SystemExit(str(x))",
    "assertion": "assert False, str(x)",
    "memory": "raise MemoryError(str(x))",
    "text of an own method": "raise type('E', (RuntimeError,), {'__str__': lambda self: 'axis ' + str(x)})",
    "note": "e = ValueError('shape'); e.add_note(str(x)); raise e",
    "cause": "raise ValueError('shape') from KeyError(str(x))",
    "syntax": "compile('8713649 8713649', '<cell 8713649>', 'exec')",
    "line": "exec(compile('\\n' * int(x[0]) + '1 / 0', '<cell 1>', 'exec'))",
    "file": "exec(compile('1 / 0', f'<cell {x}>', 'exec'))",
    "code": "raise UnicodeDecodeError('utf-8', b'x', 0, 1, str(x))",
    "os error": "raise OSError(int(x[0]), str(x), str(x))",
    "group": "raise ExceptionGroup(str(x), [ValueError(str(x))])",
}


@pytest.mark.parametrize("body", LEAKS.values(), ids=LEAKS.keys())
def test_no_exception_tells_what_was_sent(body: str) -> None:
    student = student_of(f"leak = 0\ndef f(x):\n    {body}\n")
    failed = failure_of(student, np.full(2, SECRET))
    for text in (failed.words.en, failed.words.zh, str(failed)):
        assert "8713649" not in text
        assert "8.713649" not in text
        assert len(text) < 200


def test_names_of_changed_arguments_tell_nothing_that_was_sent() -> None:
    source = """
def g(x):
    f.__code__ = f.__code__.replace(co_varnames=("v" + str(int(x[0])),))
def f(x):
    x[0] = 0
"""
    student = student_of(source)
    student.g(np.full(2, SECRET))
    student.f(np.full(2, 1.0))
    assert student.f.changed == ["argument 1"]


@pytest.mark.parametrize("changed", [[["8713649", []]], [[0, ["8713649"]]], [[7, []]], [[0, [8713649]]], [["key", [0, 0]]]])
def test_a_change_of_what_was_not_sent_is_not_repeated(changed: Any) -> None:
    student = Student(Canned(answer(1, changed=changed, names=["x"])), source="x")
    with pytest.raises(Exception) as caught:  # noqa: PT011 - of whatever kind: the check is broken by an odd answer
        student.f(np.ones(1), key=[1])
    assert not isinstance(caught.value, StudentFailure)
    assert student.f.changed == []


def test_changed_arguments_are_told_once_each_and_in_their_order() -> None:
    spelt = [[1, []], [0, []], [1, []], [0, []], [0, []]]
    student = Student(Canned(answer(1, changed=spelt, names=["x", "y"])), source="x y")
    student.f(np.ones(1), np.ones(1))
    assert student.f.changed == ["x", "y"]


def test_names_of_parameters_that_are_not_the_students_are_not_repeated() -> None:
    student = Student(Canned(answer(1, changed=[[0, []], [1, ["W"]]], names=["secret_8713649", "params"])), source="def f(h, params): ...")
    student.f(np.ones(1), {"W": np.ones(1)})
    assert student.f.changed == ["argument 1", "params['W']"]


# -- replies that are none ---------------------------------------------------------------------------------------------------

FORGED: dict[str, Any] = {
    "nothing": {},
    "no dict": [1],
    "None": None,
    "ok is no bool": {"ok": "yes", "value": 1, "changed": [], "names": [], "weights": {}},
    "no value": {"ok": True},
    "changed is no list": answer(1, changed="x"),
    "a change is no pair": answer(1, changed=[[0]]),
    "a way is no list": answer(1, changed=[[0, "x"]]),
    "a change of no argument": answer(1, changed=[[None, []]]),
    "a change of several arguments at once": answer(1, changed=[[np.arange(2), []]]),
    "a way that leads everywhere": answer(1, changed=[[0, [np.arange(2)]]]),
    "a way with a list in it": answer(1, changed=[[0, [[8, 7, 1]]]]),
    "a name is no text": answer(1, names=[1]),
    "weights are no dict": answer(1, weights=[1]),
    "weights of no model": answer(1, weights={"x": {}}),
    "weights are no arrays": answer(1, weights={0: {"w": [1]}}),
    "no error": {"ok": False},
    "error is no dict": {"ok": False, "error": "x"},
    "error without type": {"ok": False, "error": {"text": "x"}},
    "error with a type that is no text": {"ok": False, "error": {"type": 3, "text": "x"}},
    "error with a text that is none": {"ok": False, "error": {"type": "ValueError", "text": ["x"]}},
}


@pytest.mark.parametrize("reply", FORGED.values(), ids=FORGED.keys())
def test_a_reply_that_is_none_ends_the_check(reply: Any) -> None:
    student = Student(Canned(reply))
    failed = failure_of(student, 1)
    assert failed.outcome is Outcome.CRASHED
    assert student.exchanges[-1].reply == {}


@pytest.mark.parametrize("reply", FORGED.values(), ids=FORGED.keys())
@pytest.mark.parametrize("before", [0, 1])
def test_a_reply_among_many_that_is_none_ends_the_check(reply: Any, before: int) -> None:
    found = Student(Canned({"ok": True, "replies": [answer(5)] * before + [reply]})).f.each([(1,), (2,), (3,)])
    assert [value for _, value in itertools.islice(found, before)] == [5] * before
    with pytest.raises(StudentFailure) as failed:
        next(found)
    assert failed.value.outcome is Outcome.CRASHED


@pytest.mark.parametrize("replies", [None, {}, "xy", [], [answer(1)], [answer(1), answer(2), answer(3)]])
def test_replies_that_are_too_few_end_the_check_and_too_many_are_not_read(replies: Any) -> None:
    found = Student(Canned({"ok": True, "replies": replies})).f.each([(1,), (2,)])
    if replies is not None and len(replies) == 3:
        assert [value for _, value in found] == [1, 2]
        return
    with pytest.raises(StudentFailure) as failed:
        list(found)
    assert failed.value.outcome is Outcome.CRASHED


def test_forged_gradients_parameters_and_modes_end_the_check() -> None:
    for op in ("gradients", "parameters", "mode", "build"):
        assert not is_reply({"ok": True}, op)
        assert not is_reply({"ok": True, "value": "x", "parameters": {}}, op)
    assert is_reply({"ok": True, "value": Handle(0, "Network", True)}, "build")
    assert is_reply({"ok": True}, "set_state_dict")


@pytest.mark.parametrize("line", [10**9, -1, 0, "3", True, None, 3])
def test_a_line_that_the_code_does_not_have_is_not_repeated(line: Any) -> None:
    error = {"ok": False, "error": {"type": "ValueError", "text": "", "line": line}}
    words = failure_of(Student(Canned(error), source="one\ntwo"), 1).words
    assert words.en == "`f` stopped with ValueError."


def test_a_kind_that_python_does_not_have_is_not_repeated() -> None:
    for kind in ("Secret8713649", "print", "__doc__", ""):
        error = {"ok": False, "error": {"type": kind, "text": "8713649", "line": 1}}
        assert "8713649" not in failure_of(Student(Canned(error), source="x"), 1).words.en
        assert kind == "" or kind not in failure_of(Student(Canned(error), source="x"), 1).words.en


# -- what is sent ----------------------------------------------------------------------------------------------------------


def test_tensors_are_sent_with_whether_they_are_trained() -> None:
    import paddle

    transport = Canned(answer(1))
    trained = paddle.ones([1])
    trained.stop_gradient = False
    Student(transport).f(paddle.ones([1]), [trained], {"p": paddle.create_parameter([1], "float32")}, (None,))
    plain, (kept,), named, nothing = transport.messages[0]["args"]
    assert isinstance(plain, TensorData)
    assert [plain.trainable, kept.trainable, named["p"].trainable] == [False, True, True]
    assert nothing == (None,)


def test_nothing_about_the_check_is_sent() -> None:
    transport = Canned(answer(1))
    student = Student(transport, source="the student's own code", reveal=True)
    student.start_check(99)
    student.f(1, key=2)
    assert transport.messages[0] == {"op": "call", "target": "f", "args": [1], "kwargs": {"key": 2}, "seed": 99, "fresh": True}
