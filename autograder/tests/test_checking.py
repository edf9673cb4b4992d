"""What check files use: `draw` keeps its promises, and `equal` tells kind, shape, finiteness and values in this order."""

from __future__ import annotations

import itertools
import re
from typing import Any

import numpy as np
import paddle
import pytest

from autograder.checking import Disagreement, Draw, default_dtype, equal, say, unchanged
from autograder.sandbox.wire import Handle
from autograder.student import Model, Opaque, Student
from autograder.tests.answering import student_of
from autograder.words import Words


def complaint(got: Any, want: Any, **options: Any) -> str:
    """Return the English sentence with which `equal` fails, "" if it does not."""
    try:
        equal(got, want, of="f", **options)
    except Disagreement as problem:
        words = problem.words
    else:
        return ""
    assert words.zh != words.en
    assert words.zh.isascii() is False
    return words.en


# -- draw ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("names", [("n",), ("batch", "time"), ("batch", "features", "hidden"), tuple("abcde")])
@pytest.mark.parametrize("check", ["check_one", "check_two", "check_three", "检查"])
def test_sizes_are_different_then_each_is_one_then_all(check: str, names: tuple[str, ...]) -> None:
    drawn = list(Draw(check).sizes(*names))
    count = len(names)
    ordinary, ones = drawn[:2], drawn[2 : 2 + count]
    for sizes in ordinary:
        assert len(set(sizes)) == count
        assert all(type(size) is int and 3 <= size < 7 + count for size in sizes)
    for place, sizes in enumerate(ones):
        assert len(set(sizes)) == count
        assert [number for number, size in enumerate(sizes) if size == 1] == [place]
    assert drawn[2 + count :] == ([(1,) * count] if count > 1 else [])


def test_draws_are_the_same_on_every_run_and_different_for_every_check() -> None:
    assert list(Draw("check_a").sizes("x", "y", "z")) == list(Draw("check_a").sizes("x", "y", "z"))
    assert np.array_equal(Draw("check_a").array(3, 4), Draw("check_a").array(3, 4))
    assert not np.array_equal(Draw("check_a").array(3, 4), Draw("check_b").array(3, 4))
    assert Draw("check_a").seed == 0xF8C09075  # fixed: Python's own hash of a string changes from run to run
    assert len({tuple(Draw(f"check_{number}").sizes("x", "y", "z")) for number in range(20)}) > 10


def test_arrays_tensors_and_ids() -> None:
    draw = Draw("check")
    array, tensor, ids = draw.array(200, 5), draw.tensor(200, 5), draw.ids(200, 5, below=3)
    assert (array.shape, array.dtype) == ((200, 5), np.float64)
    assert abs(array.mean()) < 0.1
    assert abs(array.std() - 1) < 0.1
    assert (list(tensor.shape), tensor.dtype) == ([200, 5], paddle.float32)
    assert draw.tensor(2, dtype="float64").dtype == paddle.float64
    assert draw.array(2, dtype="float32").dtype == np.float32
    assert ids.dtype == np.int64
    assert set(ids.ravel()) == {0, 1, 2}
    assert tensor.stop_gradient


# -- equal: what passes ------------------------------------------------------------------------------------------------------

EXACT = np.array([[1.0, -2.5, 3.25]])
EQUAL = [
    (EXACT, EXACT),
    (EXACT.astype("float32"), EXACT),
    (EXACT.astype("float16"), EXACT),
    (EXACT, EXACT.astype("float32")),
    (EXACT, paddle.to_tensor(EXACT)),
    (EXACT, paddle.create_parameter([1, 3], "float64", default_initializer=paddle.nn.initializer.Assign(EXACT))),
    (np.array([1, 2]), np.array([1.0, 2.0])),
    (np.array([1, 2], "int32"), np.array([1, 2])),
    (np.array([1, 2], "uint8"), np.array([1, 2])),
    (np.zeros((0, 3)), np.zeros((0, 3))),
    (EXACT + 1e-10, EXACT),
    (EXACT.astype("float32") * np.float32(1 + 5e-6), EXACT),  # a float32 answer to a float64 question
    (EXACT * (1 + 5e-6), EXACT.astype("float32")),
    (np.array([np.inf, 1.0]), np.array([np.inf, 1.0])),
    (2, 2),
    (2.0, 2),
    (2, 2.0),
    (np.int64(2), 2),
    (np.array(2), 2),
    (np.array([2]), 2),
    (np.array([2.0]), 2),
    (np.array([2.5], "float32"), 2.5),
    (np.float32(0.1), 0.1),  # as exact as float32 can be
    (np.array([0.1], "float32"), 0.1),
    (0.1, np.float32(0.1)),
    (np.array([0.5]), np.array(0.5)),
    (0.5, np.array(0.5)),
    (0.5, paddle.to_tensor(0.5)),
    (np.array([0.5], "float32"), paddle.to_tensor(0.5)),
    (3, paddle.to_tensor(3)),
    (10**15 + 1, 10**15 + 1),
    (True, True),
    (np.bool_(False), False),
    (np.array(True), True),
    (np.array([True]), True),
    (True, np.array(True)),
    (np.array([True, False]), np.array([True, False])),
    ("many-to-one", "many-to-one"),
    (None, None),
    ((EXACT, 1), [EXACT, 1]),
    ([EXACT, [1, (2,)]], (EXACT, (1, [2]))),
    ((), ()),
    ({"a": EXACT, "b": (1,)}, {"b": [1], "a": EXACT}),
    ({}, {}),
]


@pytest.mark.parametrize(("got", "want"), EQUAL, ids=repr)
def test_every_right_form_passes(got: Any, want: Any) -> None:
    assert complaint(got, want) == ""


# -- equal: what fails, and with which sentence -------------------------------------------------------------------------------

HANDLE = Handle(0, "Secret", False)
VALUES = "`f` has the right form but not the right values."
DIFFERENT = [
    # kind
    (None, EXACT, "`f` returned None (is there a return?); expected a tensor or an array."),
    (EXACT.tolist(), EXACT, "`f` returned 1 values in a list; expected a tensor or an array."),
    (1.5, EXACT, "`f` returned a number; expected a tensor or an array."),
    ("x", EXACT, "`f` returned text; expected a tensor or an array."),
    (True, EXACT, "`f` returned True or False; expected a tensor or an array."),
    ({"a": 1}, EXACT, "`f` returned a dict; expected a tensor or an array."),
    ((EXACT, EXACT), EXACT, "`f` returned 2 values in a tuple; expected a tensor or an array."),
    (Opaque(HANDLE), EXACT, "`f` returned an object of another kind; expected a tensor or an array."),
    (Model(Student(None), HANDLE, "f"), EXACT, "`f` returned a model; expected a tensor or an array."),  # type: ignore[arg-type]
    (EXACT, (EXACT, EXACT), "`f` returned an array of shape [1, 3]; expected 2 values in a tuple."),
    ((EXACT,), (EXACT, EXACT), "`f` returned 1 values in a tuple; expected 2 values in a tuple."),
    ([EXACT] * 3, (EXACT, EXACT), "`f` returned 3 values in a list; expected 2 values in a tuple."),
    ({0: EXACT}, (EXACT,), "`f` returned a dict; expected 1 values in a tuple."),
    (EXACT, {"a": EXACT}, "`f` returned an array of shape [1, 3]; expected a dict."),
    (EXACT, 2.0, "`f` returned an array of shape [1, 3]; expected a number."),
    (np.array([[2.0]]), 2.0, "`f` returned an array of shape [1, 1]; expected a number."),
    (True, 1, "`f` returned True or False; expected a number."),
    (np.bool_(True), 1.0, "`f` returned True or False; expected a number."),
    (np.array(True), 1, "`f` returned True or False; expected a number."),
    ("1", 1, "`f` returned text; expected a number."),
    (None, 1, "`f` returned None (is there a return?); expected a number."),
    ((1,), 1, "`f` returned 1 values in a tuple; expected a number."),
    (2.5, 2, "`f` returned a number; expected a whole number."),
    (float("nan"), 2, "`f` returned a number; expected a whole number."),
    (float("inf"), 2, "`f` returned a number; expected a whole number."),
    (1, True, "`f` returned a number; expected True or False."),
    (np.array([1]), True, "`f` returned an array of shape [1]; expected True or False."),
    (np.array([True, True]), True, "`f` returned an array of shape [2]; expected True or False."),
    ("True", True, "`f` returned text; expected True or False."),
    (3, "three", "`f` returned a number; expected text."),
    (None, "three", "`f` returned None (is there a return?); expected text."),
    (0, None, "`f` returned a number; expected None."),
    (np.array([1.0, 2.0]), np.array([1, 2]), "`f` holds floats; expected integers."),
    (np.array([True, False]), np.array([1, 0]), "`f` holds True and False; expected integers."),
    (np.array([1, 0]), np.array([True, False]), "`f` holds integers; expected True and False."),
    (np.array([1.0, 0.0]), np.array([True, False]), "`f` holds floats; expected True and False."),
    # shape
    (np.zeros((3, 1)), EXACT, "`f` returned shape [3, 1]; expected [1, 3]. Are two axes exchanged?"),
    (
        np.zeros(3),
        EXACT,
        "`f` returned shape [3]; expected [1, 3]. The numbers are as many as they should be; an axis is missing or too many.",
    ),
    (np.zeros((1, 4)), EXACT, "`f` returned shape [1, 4]; expected [1, 3]."),
    (np.zeros((1, 1)), EXACT, "`f` returned shape [1, 1]; expected [1, 3]."),  # it would broadcast
    (np.array(1.0), EXACT, "`f` returned shape []; expected [1, 3]."),
    (np.full((2, 3), np.nan), EXACT, "`f` returned shape [2, 3]; expected [1, 3]."),
    # finiteness
    (np.array([[1.0, np.nan, 3.25]]), EXACT, "`f` contains NaN or infinity."),
    (np.array([[1.0, -np.inf, 3.25]]), EXACT, "`f` contains NaN or infinity."),
    (float("nan"), 2.0, "`f` contains NaN or infinity."),
    (np.float32("inf"), 2.0, "`f` contains NaN or infinity."),
    # values
    (EXACT + 1e-3, EXACT, VALUES),
    (EXACT * (1 + 1e-7), EXACT, VALUES),
    (EXACT.astype("float32") * np.float32(1 + 1e-4), EXACT, VALUES),
    (EXACT * (1 + 1e-4), EXACT.astype("float32"), VALUES),
    (np.array([np.nan, 1.0]), np.array([np.nan, 1.0]), VALUES),
    (np.array([np.inf, 1.0]), np.array([-np.inf, 1.0]), VALUES),
    (np.array([1, 3]), np.array([1, 2]), VALUES),
    (np.array([2**62 + 1]), np.array([2**62]), VALUES),  # would be equal as floats
    (3_000_000_001, 3_000_000_000, VALUES),  # would be equal within a tolerance
    (3_000_000_001.0, 3_000_000_000, VALUES),
    (2.1, 2.0, VALUES),
    (0.1 + 1e-8, 0.1, VALUES),
    (False, True, VALUES),
    (np.array(False), True, VALUES),
    (np.array([True, True]), np.array([True, False]), VALUES),
    ("many-to-many", "many-to-one", VALUES),
    # parts
    ((EXACT, 2), (EXACT, 1), "`f` (part `1`) has the right form but not the right values."),
    ((1, [EXACT]), (1, (EXACT + 1,)), "`f` (part `1, 0`) has the right form but not the right values."),
    ((EXACT.T, 2), (EXACT, 1), "`f` (part `0`) returned shape [3, 1]; expected [1, 3]. Are two axes exchanged?"),
]


@pytest.mark.parametrize(("got", "want", "sentence"), DIFFERENT, ids=lambda value: re.sub(r" at 0x[0-9a-f]+", "", repr(value)))
def test_the_first_thing_that_is_wrong_is_said(got: Any, want: Any, sentence: str) -> None:
    assert complaint(got, want) == sentence


def test_dims_and_parts_are_spoken_of() -> None:
    want = (np.zeros((3, 5, 6)), np.zeros((3, 6)))
    options = {"dims": ("[batch, time, hidden]", "[batch, hidden]"), "parts": ("outputs", "h")}
    assert complaint((want[0], want[1].T), want, **options) == (
        "`f` (part `h`) returned shape [6, 3]; expected [batch, hidden] = [3, 6]. Are two axes exchanged?"
    )
    assert complaint(np.zeros((5, 3, 6)), want[0], dims="[batch, time, hidden]").startswith(
        "`f` returned shape [5, 3, 6]; expected [batch, time, hidden] = [3, 5, 6]."
    )


def test_dicts_are_compared_key_by_key() -> None:
    want = {"W_xh": np.zeros((4, 6)), "b_h": np.zeros(6)}
    dims = {"W_xh": "[features, hidden]", "b_h": "[hidden]"}
    assert complaint({"W_xh": want["W_xh"]}, want, dims=dims) == "`f` lacks `b_h`."
    assert complaint({"W": want["W_xh"], "b_h": want["b_h"]}, want, dims=dims) == "`f` lacks `W_xh`."
    assert complaint({**want, "more": 1}, want, dims=dims) == "`f` has 3 entries; expected 2."
    assert complaint({"W_xh": want["W_xh"].T, "b_h": want["b_h"]}, want, dims=dims) == (
        "`f` (part `W_xh`) returned shape [6, 4]; expected [features, hidden] = [4, 6]. Are two axes exchanged?"
    )
    assert complaint({**want, "b_h": want["b_h"] + 1}, want, dims=dims) == "`f` (part `b_h`) has the right form but not the right values."


def test_keys_that_the_text_does_not_name_are_not_told() -> None:
    want = {"secret": 1, "hidden": 2}
    for got in ({"secret": 1}, {"x": 1, "y": 2}, {"secret": 1, "hidden": 3}, {"secret": "1", "hidden": 2}, {}):
        said = complaint(got, want)
        assert said
        assert "secret" not in said
        assert "hidden" not in said
    assert complaint({"x": 1, "y": 2}, want) == "`f` has other keys than expected."


def test_a_tolerance_may_be_given() -> None:
    assert complaint(EXACT * 1.05, EXACT, tolerance=0.1) == ""
    assert complaint(EXACT * 1.05, EXACT, tolerance=0.01) == VALUES
    assert complaint(EXACT.astype("float32") * np.float32(1 + 1e-6), EXACT, tolerance=1e-9) == VALUES
    assert complaint(2.05, 2.0, tolerance=0.1) == ""
    assert complaint(41, 40, tolerance=0.1) == ""
    assert complaint(49, 40, tolerance=0.1) == VALUES
    assert complaint(np.array([41]), np.array([40]), tolerance=0.1) == ""
    assert complaint(EXACT * 100, EXACT, tolerance=1e6) == ""
    assert complaint(EXACT * np.nan, EXACT, tolerance=1e6) == "`f` contains NaN or infinity."
    assert complaint((EXACT * 1.05, {"a": EXACT * 1.05}), (EXACT, {"a": EXACT}), tolerance=0.1) == ""


@pytest.mark.parametrize(("dtype", "inside", "outside"), [("float64", 5e-10, 5e-9), ("float32", 5e-6, 5e-5), ("float16", 5e-3, 5e-2)])
def test_tolerances_follow_the_dtype(dtype: str, inside: float, outside: float) -> None:
    want = np.array([1000.0, 0.0]).astype(dtype)
    for size, passes in ((inside, True), (outside, False)):
        relative = want.astype("float64") * (1 + size)
        absolute = want.astype("float64") + np.array([0.0, size])
        assert (complaint(relative, want) == "") is passes
        assert (complaint(absolute, want) == "") is passes


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_numbers_of_half_precision_are_compared_as_all_others(dtype: str) -> None:
    want = np.array([1000.0, 0.004]).astype(dtype)
    assert complaint((want * 0.995).astype("float16"), want)
    assert complaint(np.zeros(1, "float16"), want[1:])
    assert complaint(np.float16(0), float(want[1]))
    assert complaint(np.array([1000.0, 0.0], "float16"), np.array([1000.0, 0.0], dtype)) == ""


def test_no_value_is_ever_told() -> None:
    sentinel = 8713649
    wants: list[Any] = [
        np.full((2, 3), sentinel),
        np.full((2, 3), float(sentinel)),
        sentinel,
        float(sentinel),
        str(sentinel),
        {str(sentinel): sentinel},
        {sentinel: str(sentinel)},
        [sentinel],
        (str(sentinel),),
        {f"v{sentinel}": np.ones(2)},
    ]
    gots: list[Any] = [
        *wants,
        None,
        1,
        1.5,
        "x",
        True,
        np.zeros((2, 3)),
        np.full((2, 3), np.nan),
        [1],
        (1, 2),
        {},
        {"a": 1},
        Opaque(HANDLE),
    ]
    for got, want in itertools.product(gots, wants):
        assert str(sentinel) not in complaint(got, want)


def test_shapes_that_no_answer_has_are_not_repeated() -> None:
    for shape in ((0, 8713649), (0, 10**15), (0, 871, 364, 9000), (0, *range(1, 12))):
        odd = np.zeros(shape)
        for said in (complaint(odd, EXACT), complaint(odd, 1.0), complaint([odd], [EXACT])):
            assert "[…]" in said
            assert "8713649" not in said
            assert "871" not in said


# -- unchanged, say ---------------------------------------------------------------------------------------------------


def test_unchanged_names_what_was_changed() -> None:
    student = student_of("def f(x, params):\n    x[0] = 1\n    params['W_xh'] *= 2\n")
    student.f(np.zeros(2), {"W_xh": np.ones(1), "b_h": np.ones(1)})
    with pytest.raises(Disagreement) as caught:
        unchanged(student.f)
    assert caught.value.words.en == "`f` changed its argument `x`, `params['W_xh']` in place; the caller still needs it."
    assert "`x`" in caught.value.words.zh
    student.f(np.array([1.0, 1.0]), {"W_xh": np.zeros(1)})
    unchanged(student.f)


def test_say_holds_both_languages() -> None:
    assert say("yes", "是") == Words("yes", "是")


def test_layers_of_another_type_are_made_within_and_not_behind() -> None:
    def stop_half_way() -> None:
        with default_dtype("float64"):
            assert paddle.nn.Linear(1, 1).weight.dtype == paddle.float64
            raise KeyError

    with pytest.raises(KeyError):
        stop_half_way()
    assert paddle.nn.Linear(1, 1).weight.dtype == paddle.float32
