"""What goes between plain data and the objects that student code works with.

Arguments are made anew for each call (`Inward`), results are turned to plain data (`Outward`), and what a call changed in its
arguments is told by the way to it (`changes`).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.sandbox.wire import DTYPES, MAX_DEPTH, MAX_ITEMS, Handle, TensorData

MAX_SNAPSHOT = 1 << 20  # bytes of a new model's weights that are sent along for diagnosis
MAX_RESULT_ITEMS = MAX_ITEMS // 2  # what a result may hold in lists and dicts; more would be refused on its way


def clean(text: str) -> str:
    """Return `text` as something that can be encoded (a lone surrogate cannot)."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


class Inward:
    """Turns what came over the wire into what student code works with: fresh tensors, arrays and objects."""

    def __init__(self, objects: list[Any], *, differentiable: bool = False) -> None:
        self._objects = objects
        self._differentiable = differentiable

    def values(self, value: Any) -> Any:
        """Return a value, or all values in a container, as objects of this process."""
        if isinstance(value, TensorData):
            import paddle

            tensor = paddle.to_tensor(np.array(value.array))
            is_float = value.array.dtype.kind == "f"
            tensor.stop_gradient = not (is_float and (self._differentiable or value.trainable))
            return tensor
        if isinstance(value, np.ndarray):
            return value.copy()
        if isinstance(value, Handle):
            return self._objects[value.number]
        if type(value) in (list, tuple):
            return type(value)(self.values(item) for item in value)
        if type(value) is dict:
            return {key: self.values(item) for key, item in value.items()}
        return value


class Outward:
    """Turns what student code returned into plain data; what has no plain form stays behind a handle.

    Kinds are told by `type`, and what is inside is read by the built-in types' own methods: an object that overrides
    `__class__`, `__len__` or `items` is what it is, not what it says.
    """

    def __init__(self, objects: list[Any]) -> None:
        self._objects = objects
        self._items = 0
        self.new_weights: dict[int, dict[str, Any]] = {}

    def value(self, value: Any, depth: int = 0) -> Any:
        """Return a result as plain data that the wire takes."""
        kind = type(value)
        if value is None or kind in (bool, float):
            return value
        if issubclass(kind, str):
            return clean(str.__str__(value))
        if issubclass(kind, int):
            return self._integer(int.__pos__(value))
        if issubclass(kind, float) and not issubclass(kind, np.generic):
            return float.__pos__(value)
        if issubclass(kind, (list, tuple, dict)):
            return self._container(value, kind, depth)
        return self._array(value)

    def _integer(self, value: int) -> Any:
        if -(2**63) <= value < 2**63:
            return value
        return float(value) if abs(value) < 2**1023 else self._handle(value)

    def _container(self, value: Any, kind: type, depth: int) -> Any:
        base: Any = next(base for base in (list, tuple, dict) if issubclass(kind, base))
        self._items += base.__len__(value)
        if depth >= MAX_DEPTH // 2 or self._items > MAX_RESULT_ITEMS:  # perhaps a list that contains itself
            return self._handle(value)
        if base is not dict:
            return base([self.value(item, depth + 1) for item in base.__iter__(value)])
        keys = [_key(key) for key in dict.keys(value)]
        if None in keys:
            return self._handle(value)
        return {key: self.value(item, depth + 1) for key, item in zip(keys, dict.values(value), strict=True)}

    def _array(self, value: Any) -> Any:
        kind = type(value)
        paddle = sys.modules.get("paddle")
        if paddle is not None and issubclass(kind, paddle.Tensor):
            array = _plain_array(_values_of(value))
            return self._handle(value) if array is None else TensorData(array, trainable=not value.stop_gradient)
        if issubclass(kind, (np.ndarray, np.generic)):
            array = _plain_array(value)
            if array is not None:
                return array[()] if issubclass(kind, np.generic) else array
        return self._handle(value)

    def _handle(self, value: Any) -> Handle:
        paddle = sys.modules.get("paddle")
        is_model = paddle is not None and issubclass(type(value), paddle.nn.Layer)
        name = clean(type(value).__name__[:100])
        for number, known in enumerate(self._objects):
            if known is value:
                return Handle(number, name, is_model)
        self._objects.append(value)
        number = len(self._objects) - 1
        if is_model:
            weights = {clean(name): parameter.detach().numpy() for name, parameter in value.named_parameters()}
            if sum(array.nbytes for array in weights.values()) <= MAX_SNAPSHOT:
                self.new_weights[number] = weights
        return Handle(number, name, is_model)


def _key(key: Any) -> Any:
    """Return a dict's key as plain data, None if there is no such form."""
    kind = type(key)
    if kind in (bool, float):
        return key
    if issubclass(kind, str):
        return clean(str.__str__(key))
    if issubclass(kind, (int, np.integer)):
        plain = int.__pos__(key) if issubclass(kind, int) else int(np.asarray(key))
        return plain if -(2**63) <= plain < 2**63 else None
    return None


def _values_of(tensor: Any) -> Any:
    """Return a tensor's values as an array, of the nearest dtype that NumPy has."""
    tensor = tensor.detach()
    if not tensor.is_dense():  # Paddle crashes on `numpy()` of a sparse tensor
        tensor = tensor.to_dense()
    return (tensor.astype("float32") if "bfloat16" in str(tensor.dtype) else tensor).numpy()


def _plain_array(value: Any) -> Any:
    """Return a NumPy array of numbers or truth values, None for all else."""
    array = np.array(value, subok=False)
    return array if array.dtype.name in DTYPES else None


def array_of(value: Any) -> Any:
    """Return the array of a tensor on its way, and anything else as it is."""
    return value.array if isinstance(value, TensorData) else value


def changes(before: Any, after: Any, path: list[Any]) -> Iterator[list[Any]]:
    """Yield the way, by keys and places, to every part of an argument that is not what was sent."""
    if isinstance(before, Handle):
        return  # objects are not compared
    if isinstance(before, (TensorData, np.ndarray)):
        if not _is_unchanged(array_of(before), after, is_tensor=isinstance(before, TensorData)):
            yield path
    elif type(after) is not type(before):
        yield path
    elif type(before) is dict:
        if list(before) != list(after):
            yield path
        for key in before:
            if key in after:
                yield from changes(before[key], after[key], [*path, key])
    elif type(before) in (list, tuple):
        if len(before) != len(after):
            yield path
        for number, (item_before, item_after) in enumerate(zip(before, after, strict=False)):
            yield from changes(item_before, item_after, [*path, number])
    elif before != after and before == before:
        yield path


def _is_unchanged(was: np.ndarray[Any, Any], now: Any, *, is_tensor: bool) -> bool:
    """Whether an array or tensor argument holds what was sent. Something else may stand in its place by now."""
    if is_tensor:
        if not isinstance(now, sys.modules["paddle"].Tensor):
            return False
        now = _values_of(now)
    if not isinstance(now, np.ndarray) or was.shape != now.shape or was.dtype != now.dtype:
        return False
    return was.tobytes() == now.tobytes() or np.array_equal(was, now, equal_nan=was.dtype.kind == "f")
