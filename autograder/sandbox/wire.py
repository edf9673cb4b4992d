"""What crosses the pipe between the grader and the student's code: plain data as msgpack, never pickles.

None, bools, numbers, strings, lists, tuples, dicts, NumPy arrays, tensors (as arrays that remember that they were tensors)
and handles. The child is not trusted: whatever is decoded is built from exact plain types here, so an object of the student's
that lies about its shape or its equality arrives as the numbers it really holds, or as nothing but a type's name.
"""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from typing import Any

import msgpack
import numpy as np

MAX_DEPTH = 32
MAX_ITEMS = 1_000_000  # in all lists and dicts of a message together: a few bytes must not unfold to gigabytes
MAX_NUMBERS = 1 << 28  # in an array; more do not fit into a message
DTYPES = ("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float16", "float32", "float64")

_ARRAY, _TENSOR, _TRAINABLE, _TUPLE, _HANDLE, _SCALAR = range(1, 7)
# A tuple is a list that begins with this. (Packed into an extension of its own, a tuple in a tuple in a tuple would be copied
# once for each of them when it is read.)
_TUPLE_MARK = msgpack.ExtType(_TUPLE, b"")


# NumPy makes a dtype's name anew each time it is asked for, which would cost more than packing the array.
_DTYPES = tuple(np.dtype(name) for name in DTYPES)
_CODES = {dtype: code for code, dtype in enumerate(_DTYPES)}


class WireError(Exception):
    """Data that cannot cross: of a kind that is not plain, nested too deep, or broken."""


@dataclass(frozen=True)
class TensorData:
    """A Paddle tensor on its way: its values, and whether gradients are kept for it."""

    array: np.ndarray[Any, Any]
    trainable: bool = False


@dataclass(frozen=True)
class Handle:
    """An object that stays in the child: a model, or anything else that is not plain data."""

    number: int
    type_name: str
    is_model: bool = False


def encode(value: object) -> bytes:
    """Return `value` as bytes. Raises WireError for what is not plain."""
    try:
        return bytes(msgpack.packb(_pack(value, 0), use_bin_type=True))
    except (ValueError, OverflowError, TypeError, UnicodeEncodeError) as error:
        raise WireError(str(error)) from None


def decode(data: bytes) -> Any:
    """Return what `encode` was given. Raises WireError for anything malformed."""
    reader = _Reader()
    try:
        value = msgpack.unpackb(
            data, ext_hook=reader.extension, list_hook=reader.list, object_hook=reader.dict, strict_map_key=False,
            max_array_len=MAX_ITEMS, max_map_len=MAX_ITEMS, max_ext_len=len(data), max_bin_len=len(data), max_str_len=len(data),
        )  # fmt: skip
        reader.finish()
        _refuse_depth(value, 0)
    except WireError:
        raise
    except Exception as error:  # msgpack raises many kinds; all of them mean the same here
        raise WireError(f"{type(error).__name__}: {error}"[:200]) from None
    return value


def _pack(value: object, depth: int) -> object:
    if depth > MAX_DEPTH:
        raise WireError("nested too deep")
    kind = type(value)
    if value is None or kind in (bool, int, float, str, bytes):
        return value
    if kind is list:
        return [_pack(item, depth + 1) for item in value]  # type: ignore[attr-defined]
    if kind is dict:
        return {_key(key): _pack(item, depth + 1) for key, item in value.items()}  # type: ignore[attr-defined]
    if kind is tuple:
        return [_TUPLE_MARK, *(_pack(item, depth + 1) for item in value)]  # type: ignore[attr-defined]
    if isinstance(value, TensorData):
        return msgpack.ExtType(_TRAINABLE if value.trainable else _TENSOR, _array_bytes(value.array))
    if kind is np.ndarray:
        return msgpack.ExtType(_ARRAY, _array_bytes(value))  # type: ignore[arg-type]
    if isinstance(value, np.generic):
        return msgpack.ExtType(_SCALAR, _array_bytes(np.asarray(value)))
    if isinstance(value, Handle):
        return msgpack.ExtType(_HANDLE, msgpack.packb([value.number, value.type_name, value.is_model]))
    raise WireError(f"a {kind.__name__} cannot cross")


def _key(key: object) -> object:
    if type(key) in (str, int, bool, float):
        return key
    raise WireError(f"a dict key of type {type(key).__name__} cannot cross")


def _array_bytes(array: np.ndarray[Any, Any]) -> bytes:
    """Return an array as its dtype's place in DTYPES, its rank, its sizes, and its numbers."""
    code = _CODES.get(array.dtype)
    if code is None:  # a dtype in the other byte order, or one that cannot cross
        name = array.dtype.name
        if name not in DTYPES:
            raise WireError(f"an array of dtype {name} cannot cross")
        array, code = array.astype(name), _CODES[np.dtype(name)]
    return struct.pack(f"<BB{array.ndim}Q", code, array.ndim, *array.shape) + array.tobytes()


class _Reader:
    """Builds the values of one message, and counts what it builds."""

    def __init__(self) -> None:
        self._items = 0
        self._marks = 0

    def list(self, items: list[object]) -> object:
        self._count(len(items))
        if items and items[0] is _TUPLE_MARK:
            self._marks -= 1
            return tuple(items[1:])
        return items

    def dict(self, items: dict[object, object]) -> object:
        self._count(len(items))
        return items

    def extension(self, code: int, data: bytes) -> object:
        if code == _TUPLE:
            self._marks += 1
            return _TUPLE_MARK
        if code == _HANDLE:
            number, type_name, is_model = msgpack.unpackb(data)
            if type(number) is not int or type(type_name) is not str or type(is_model) is not bool:
                raise WireError("a handle is malformed")
            return Handle(number, type_name, is_model)
        if code == _ARRAY:
            return _array(data)
        if code in (_TENSOR, _TRAINABLE):
            return TensorData(_array(data), code == _TRAINABLE)
        if code == _SCALAR:
            return _array(data)[()]
        raise WireError(f"unknown kind {code}")

    def finish(self) -> None:
        """Refuse a message in which a tuple's mark stands elsewhere than at the head of a list."""
        if self._marks:
            raise WireError("a tuple is malformed")

    def _count(self, items: int) -> None:
        self._items += items + 1
        if self._items > MAX_ITEMS:
            raise WireError("too many items")


def _refuse_depth(value: object, depth: int) -> None:
    """Raise WireError for what is nested deeper than anything that was encoded here: whoever walks it would run out of stack."""
    if depth > MAX_DEPTH:
        raise WireError("nested too deep")
    kind = type(value)
    if kind in (list, tuple):
        for item in value:  # type: ignore[attr-defined]
            _refuse_depth(item, depth + 1)
    elif kind is dict:
        for item in value.values():  # type: ignore[attr-defined]
            _refuse_depth(item, depth + 1)


def _array(data: bytes) -> np.ndarray[Any, Any]:
    code, rank = data[0], data[1]
    if code >= len(DTYPES) or rank > MAX_DEPTH:
        raise WireError("an array's header is malformed")
    shape = struct.unpack_from(f"<{rank}Q", data, 2)
    if math.prod(max(size, 1) for size in shape) > MAX_NUMBERS:  # an axis of size 0 makes the others free of cost
        raise WireError("an array is too large")
    start = 2 + 8 * rank
    dtype = _DTYPES[code]
    if math.prod(shape) * dtype.itemsize != len(data) - start:
        raise WireError("an array's size does not fit its header")
    array: np.ndarray[Any, Any] = np.frombuffer(data, np.uint8 if dtype == np.bool_ else dtype, offset=start)
    if dtype == np.bool_:
        array = array != 0  # any byte but 0 and 1 would be a bool that equals neither
    return np.reshape(array, shape)
