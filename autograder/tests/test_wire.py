"""What crosses the pipe comes out as it went in; anything else is a WireError."""

from __future__ import annotations

import contextlib
import struct
from typing import Any

import msgpack
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.sandbox import wire
from autograder.sandbox.wire import DTYPES, MAX_DEPTH, MAX_ITEMS, Handle, TensorData, WireError, decode, encode

ARRAY, TENSOR, TRAINABLE, TUPLE, HANDLE, SCALAR = range(1, 7)


def header(dtype: str, shape: list[int]) -> bytes:
    """Return what stands before an array's numbers; a dtype that cannot cross has a number that none has."""
    code = DTYPES.index(dtype) if dtype in DTYPES else 255
    return struct.pack(f"<BB{len(shape)}Q", code, len(shape), *shape)


def extension(code: int, data: bytes) -> bytes:
    return bytes(msgpack.packb(msgpack.ExtType(code, data)))


def same(a: Any, b: Any) -> bool:
    """Equal in kind, dtype, shape and every bit, NaN included."""
    if isinstance(a, TensorData):
        return isinstance(b, TensorData) and a.trainable == b.trainable and same(a.array, b.array)
    if isinstance(a, np.ndarray):
        return (
            type(b) is np.ndarray
            and (a.dtype.name, a.shape) == (b.dtype.name, b.shape)
            and np.array_equal(a, b, equal_nan=a.dtype.kind == "f")
        )
    if type(a) is not type(b):
        return False
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b, strict=True))
    if isinstance(a, dict):
        return list(a) == list(b) and all(same(a[key], b[key]) for key in a)
    return bool(a == b) or (a != a and b != b)


PLAIN = [
    None,
    True,
    0,
    -(2**63),
    2**64 - 1,
    1.5,
    float("inf"),
    float("nan"),
    "",
    "词 \U0001f600",
    b"\x00\xff",
    [],
    (),
    {},
    [(), ((),), [()]],
    ([1, (2.0, "x")], {"a": (None,), 3: [True], 2.5: {}}),
    np.float32(0.1),
    np.int64(-3),
    np.bool_(True),
    Handle(7, "RNNClassifier", True),
]


@pytest.mark.parametrize("value", PLAIN, ids=repr)
def test_plain_values_come_out_as_they_went_in(value: Any) -> None:
    assert same(decode(encode(value)), value)


@pytest.mark.parametrize("dtype", sorted(DTYPES))
@pytest.mark.parametrize("shape", [(), (0,), (2, 0, 3), (3, 4), (1, 1, 1)])
def test_arrays_keep_dtype_and_shape(dtype: str, shape: tuple[int, ...]) -> None:
    array = (np.arange(12).reshape(3, 4)[:1, :1] + np.zeros(shape) if shape != (3, 4) else np.arange(12.0).reshape(3, 4)).astype(dtype)
    for value in (array, TensorData(array), TensorData(array, trainable=True), [array, (array,)]):
        assert same(decode(encode(value)), value)


def test_arrays_that_are_not_in_order_come_out_in_order() -> None:
    array = np.arange(24.0).reshape(2, 3, 4)
    for view in (array.T, array[:, ::-1], np.broadcast_to(array[0, 0], (5, 4)), np.asfortranarray(array[0])):
        assert same(decode(encode(view)), view)


def test_foreign_byte_order_is_turned_into_ours() -> None:
    array = np.array([1.5, -2.25], ">f8")
    got = decode(encode(array))
    assert got.tolist() == [1.5, -2.25]
    assert got.dtype == np.float64


def test_special_floats_survive() -> None:
    array = np.array([np.nan, np.inf, -np.inf, -0.0], "float32")
    assert decode(encode(array)).tobytes() == array.tobytes()


def test_bools_are_two_values_whatever_bytes_arrive() -> None:
    forged = decode(extension(ARRAY, header("bool", [3]) + b"\x00\x02\xff"))
    assert forged.tolist() == [False, True, True]
    assert (forged == np.array([False, True, True])).all()


class Listing(list):  # type: ignore[type-arg]
    pass


@pytest.mark.parametrize(
    "value",
    [
        object(),
        {1, 2},
        1j,
        2**64,
        "\ud800",
        Listing([1]),
        np.array([1 + 2j]),
        np.array(["a"]),
        np.array([None]),
        np.longdouble(1.5),
        np.ma.array([1.0]),
        {(1, 2): 3},
        {None: 1},
        lambda: None,
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_not_plain_is_refused_on_its_way_out(value: Any) -> None:
    with pytest.raises(WireError):
        encode(value)
    with pytest.raises(WireError):
        encode([{"deep": (value,)}])


def nested(depth: int, kind: type) -> Any:
    value: Any = 0
    for _ in range(depth):
        value = {"x": value} if kind is dict else kind([value])
    return value


@pytest.mark.parametrize("kind", [list, tuple, dict])
def test_depth_is_limited_both_ways(kind: type) -> None:
    assert same(decode(encode(nested(MAX_DEPTH, kind))), nested(MAX_DEPTH, kind))
    with pytest.raises(WireError, match="deep"):
        encode(nested(MAX_DEPTH + 1, kind))
    by_hand = b"\x81\xa1x" if kind is dict else b"\x91" if kind is list else b"\x92" + extension(TUPLE, b"")
    for depth in (MAX_DEPTH + 1, 900, 100_000):
        with pytest.raises(WireError):
            decode(by_hand * depth + b"\x00")


def test_a_list_that_contains_itself_is_refused() -> None:
    circle: list[Any] = []
    circle.append(circle)
    with pytest.raises(WireError):
        encode(circle)


def test_few_bytes_do_not_unfold_to_many_objects() -> None:
    thousand = b"\xdc" + (1000).to_bytes(2, "big")  # the head of a list of 1000
    decode(thousand + b"\x90" * 1000)
    many = thousand + (thousand + b"\x80" * 1000) * 1000  # a million empty dicts in a thousand lists
    assert len(many) < 1.01 * MAX_ITEMS
    with pytest.raises(WireError):
        decode(many)
    with pytest.raises(WireError):
        decode(b"\xdd" + (MAX_ITEMS + 1).to_bytes(4, "big") + b"\xc0" * (MAX_ITEMS + 1))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xc1",
        b"\x92\x01",
        encode([1, 2])[:-1],
        encode([1, 2]) + b"\x00",
        extension(99, b""),
        extension(TUPLE, b""),
        bytes(msgpack.packb([1, msgpack.ExtType(TUPLE, b"")])),
        bytes(msgpack.packb([msgpack.ExtType(TUPLE, b""), msgpack.ExtType(TUPLE, b"")])),
        bytes(msgpack.packb({"x": msgpack.ExtType(TUPLE, b"")})),
        bytes(msgpack.packb({msgpack.ExtType(TUPLE, b""): 1})),
        bytes(msgpack.packb({(1, 2): 3})),
        extension(HANDLE, bytes(msgpack.packb(["0", "x", True]))),
        extension(HANDLE, bytes(msgpack.packb([0, b"x", True]))),
        extension(HANDLE, bytes(msgpack.packb([0, "x", 1]))),
        extension(HANDLE, bytes(msgpack.packb([True, "x", True]))),
        extension(HANDLE, bytes(msgpack.packb([0, "x"]))),
        extension(HANDLE, b""),
        extension(ARRAY, b""),
        extension(ARRAY, header("float64", [2]) + bytes(15)),
        extension(ARRAY, header("float64", [2]) + bytes(17)),
        extension(ARRAY, header("float64", [2**62, 4]) + bytes(8)),
        extension(ARRAY, header("float64", [0, 2**63])),
        extension(ARRAY, header("float64", [0, 2**40])),
        extension(ARRAY, header("float64", [1] * (MAX_DEPTH + 1)) + bytes(8)),
        extension(ARRAY, header("float64", [0] * 255)),
        extension(ARRAY, header("float64", [0, 0])[:-1]),
        extension(ARRAY, header("float64", [2**64 - 1]) + bytes(8)),
        extension(ARRAY, b"\x0b"),
        extension(ARRAY, header("object", [1]) + bytes(8)),
        extension(ARRAY, header("complex64", [1]) + bytes(8)),
        extension(SCALAR, header("float64", []) + bytes(7)),
        extension(TENSOR, header("<f8", [1]) + bytes(8)),
    ],
    ids=lambda data: data[:24].hex(),
)
def test_malformed_bytes_are_one_kind_of_error(data: bytes) -> None:
    with pytest.raises(WireError):
        decode(data)


def test_nothing_is_ever_unpickled(monkeypatch: pytest.MonkeyPatch) -> None:
    import pickle

    def refuse(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("something was unpickled")

    monkeypatch.setattr(pickle, "loads", refuse)
    monkeypatch.setattr(pickle, "load", refuse)
    attack = pickle.dumps(print)
    with pytest.raises(WireError):
        decode(attack)
    assert decode(encode(attack)) == attack
    with pytest.raises(WireError):
        decode(extension(ARRAY, header("O", [1]) + attack))


leaves = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
)
values = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text("abc", max_size=3), inner, max_size=3)
    ),
    max_leaves=12,
)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(values)
def test_any_plain_value_comes_out_as_it_went_in(value: Any) -> None:
    assert same(decode(encode(value)), value)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.binary(max_size=40) | st.tuples(st.sampled_from(range(8)), st.binary(max_size=30)).map(lambda pair: extension(*pair)))
def test_any_bytes_decode_or_are_refused(data: bytes) -> None:
    with contextlib.suppress(WireError):
        decode(data)


def test_an_error_is_short() -> None:
    with pytest.raises(WireError) as caught:
        decode(bytes(msgpack.packb({"x" * 100_000: 1}))[:-1])
    assert len(str(caught.value)) <= 200
    assert wire.__doc__ is not None
