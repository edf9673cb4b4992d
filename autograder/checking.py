"""What check files import: how a check is marked, where its random inputs come from, and how answers are compared.

    from autograder.checking import equal, question, say, unchanged

See `docs/authoring.md`. A comparison that fails raises `Disagreement` with a sentence that names function, kind and shape;
it never contains an argument of the check or an expected value.
"""

from __future__ import annotations

import contextlib
import math
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
import pytest

from autograder.student import Function, Model, Opaque
from autograder.words import Words, listing, say, tr

__all__ = ["Disagreement", "Draw", "default_dtype", "equal", "question", "say", "unchanged"]

F = TypeVar("F", bound=Callable[..., Any])

TOLERANCE = {"float16": 1e-2, "float32": 1e-5, "float64": 1e-9}


class Disagreement(AssertionError):
    """An answer differs from what was expected; the sentence says in what respect."""

    def __init__(self, words: Words) -> None:
        super().__init__(words)
        self.words = words


def question(name: str, *, points: int = 0, pattern: bool = False) -> Callable[[F], F]:
    """Mark a check as one of the question `name`, worth `points` (public checks are worth none).

    `pattern=True` says that the results are random, learnt or slow, so that a misconception is recognised by which checks it fails
    and not by its numbers.
    """
    mark: Callable[[F], F] = pytest.mark.question(name, points=points, pattern=pattern)
    return mark


class Draw:
    """Random sizes and arrays that are the same on every run: they are fixed by the check's name."""

    def __init__(self, name: str) -> None:
        self.seed = zlib.crc32(name.encode())
        self.rng = np.random.default_rng(self.seed)

    def sizes(self, *names: str) -> Iterator[tuple[int, ...]]:
        """Yield tuples of sizes, all different in a tuple; then each name in turn with size 1; then all 1.

        Different sizes keep a transposed result from passing; size 1 finds squeezed axes.
        """
        first = [int(size) for size in self.rng.permutation(np.arange(3, 4 + len(names)))[: len(names)]]
        second = [int(size) for size in self.rng.permutation(np.arange(3, 7 + len(names)))[: len(names)]]
        yield tuple(first)
        yield tuple(second)
        for place in range(len(names)):
            yield tuple(1 if number == place else size for number, size in enumerate(second))
        if len(names) > 1:
            yield (1,) * len(names)

    def array(self, *shape: int, dtype: str = "float64") -> np.ndarray[Any, Any]:
        """Return a standard normal NumPy array."""
        return self.rng.standard_normal(shape).astype(dtype)

    def tensor(self, *shape: int, dtype: str = "float32") -> Any:
        """Return a standard normal Paddle tensor."""
        import paddle

        return paddle.to_tensor(self.array(*shape, dtype=dtype))

    def ids(self, *shape: int, below: int) -> np.ndarray[Any, Any]:
        """Return int64 ids from 0 to `below` - 1, as a NumPy array."""
        return self.rng.integers(0, below, shape, dtype="int64")


@contextlib.contextmanager
def default_dtype(dtype: str) -> Iterator[None]:
    """Let Paddle make new layers of this process in `dtype`: `with default_dtype("float64"): layer = nn.GRU(3, 5)`."""
    import paddle

    before = paddle.get_default_dtype()
    paddle.set_default_dtype(dtype)
    try:
        yield
    finally:
        paddle.set_default_dtype(before)


def unchanged(function: Function) -> None:
    """Fail if the last call of `function` changed one of the caller's arrays in place."""
    if function.changed:
        words = tr("`{name}` changed its argument {changed} in place; the caller still needs it.", name=function.name,
                   changed=listing(function.changed))  # fmt: skip
        raise Disagreement(words)


def equal(
    got: Any,
    want: Any,
    *,
    of: str,
    dims: str | Sequence[str] | Mapping[str, str] = "",
    parts: Sequence[str] = (),
    tolerance: float | None = None,
) -> None:
    """Compare kind, then shape, then finiteness, then values. Raises Disagreement with a sentence about the first that is wrong.

    `dims` says the shape in words, "[batch, hidden]"; for a tuple or dict one for each part. `parts` names a tuple's parts.
    Floats may differ by `tolerance` (1e-5 for float32 and 1e-9 for float64 if None), relative and absolute.
    """
    _compare(got, want, _Place(f"`{of}`", None), dims, parts, tolerance)


class _Place:
    """Which result, or which part of it, a sentence is about."""

    def __init__(self, function: str, part: str | None) -> None:
        self.function = function
        self.part = part

    def inside(self, word: str) -> _Place:
        return _Place(self.function, word if self.part is None else f"{self.part}, {word}")

    def words(self) -> Words:
        if self.part is None:
            return Words(self.function, self.function)
        return tr("{function} (part {part})", function=self.function, part=f"`{self.part}`")


def _compare(got: Any, want: Any, place: _Place, dims: Any, parts: Sequence[str], tolerance: float | None) -> None:
    if type(want).__name__ in ("Tensor", "EagerParamBase") and hasattr(want, "numpy"):
        want = want.detach().numpy()
    if isinstance(want, np.ndarray) and want.ndim == 0:
        want = want[()]
    if isinstance(want, tuple | list):
        _compare_sequence(got, want, place, dims, parts, tolerance)
    elif isinstance(want, Mapping):
        _compare_dict(got, want, place, dims, tolerance)
    elif isinstance(want, np.ndarray):
        _compare_arrays(got, want, place, dims, tolerance)
    elif isinstance(want, (bool, np.bool_)):
        _expect_kind(isinstance(_unwrap(got), bool), got, place, tr("True or False"))
        _expect_value(_unwrap(got) == bool(want), place)
    elif isinstance(want, (int, float, np.integer, np.floating)):
        _compare_numbers(got, want, place, tolerance)
    elif want is None:
        _expect_kind(got is None, got, place, Words("None", "None"))
    else:
        _expect_kind(type(got) is type(want), got, place, _kind(want))
        _expect_value(got == want, place)


def _compare_sequence(got: Any, want: Sequence[Any], place: _Place, dims: Any, parts: Sequence[str], tolerance: float | None) -> None:
    expected = tr("{count} values in a {kind}", count=len(want), kind=type(want).__name__)
    _expect_kind(isinstance(got, (tuple, list)) and len(got) == len(want), got, place, expected)
    for number, (item, wanted) in enumerate(zip(got, want, strict=True)):
        word = parts[number] if number < len(parts) else str(number)
        words = dims[number] if isinstance(dims, tuple | list) and number < len(dims) else ""
        _compare(item, wanted, place.inside(word), words, (), tolerance)


def _compare_dict(got: Any, want: Mapping[Any, Any], place: _Place, dims: Any, tolerance: float | None) -> None:
    _expect_kind(type(got) is dict, got, place, tr("a dict"))
    known = dims if isinstance(dims, Mapping) else {}  # only these keys are no secret: others may be made of hidden arguments
    missing = [key for key in want if key not in got]
    named = [str(key) for key in missing if key in known]
    if named:
        raise Disagreement(tr("{what} lacks {keys}.", what=place.words(), keys=listing(named)))
    if missing and len(got) == len(want):
        raise Disagreement(tr("{what} has other keys than expected.", what=place.words()))
    if len(got) != len(want):
        raise Disagreement(tr("{what} has {got} entries; expected {want}.", what=place.words(), got=len(got), want=len(want)))
    for key, wanted in want.items():
        inside = place.inside(str(key)) if key in known else place
        _compare(got[key], wanted, inside, known.get(key, "") if known else dims, (), tolerance)


def _compare_arrays(got: Any, want: np.ndarray[Any, Any], place: _Place, dims: str, tolerance: float | None) -> None:
    _expect_kind(isinstance(got, np.ndarray), got, place, tr("a tensor or an array"))
    if got.shape != want.shape:
        raise Disagreement(_shape_words(got, want, place, dims))
    numbers = "fiub" if want.dtype.kind == "f" else want.dtype.kind if want.dtype.kind == "b" else "iu"
    if got.dtype.kind not in numbers:
        kinds = {"f": tr("floats"), "b": tr("True and False"), "i": tr("integers"), "u": tr("integers")}
        words = tr("{what} holds {got}; expected {want}.", what=place.words(), got=kinds[got.dtype.kind], want=kinds[want.dtype.kind])
        raise Disagreement(words)
    _expect_close(got, want, place, tolerance)


def _shape_words(got: np.ndarray[Any, Any], want: np.ndarray[Any, Any], place: _Place, dims: str) -> Words:
    expected = f"{dims} = {list(want.shape)}" if dims else str(list(want.shape))
    words = tr("{what} returned shape {got}; expected {want}.", what=place.words(), got=_sizes(got), want=expected)
    if got.ndim == want.ndim and got.shape != want.shape and sorted(got.shape) == sorted(want.shape):
        words += tr("Are two axes exchanged?")
    elif got.size == want.size:
        words += tr("The numbers are as many as they should be; an axis is missing or too many.")
    return words


def _compare_numbers(got: Any, want: Any, place: _Place, tolerance: float | None) -> None:
    if isinstance(got, np.ndarray) and got.size == 1 and got.ndim <= 1:
        got = got.reshape(())[()]  # Paddle's scalars are tensors of shape [] or [1]
    is_number = isinstance(got, (int, float, np.integer, np.floating)) and not isinstance(got, bool)
    _expect_kind(is_number, got, place, tr("a number"))
    if isinstance(want, (int, np.integer)):
        _expect_kind(isinstance(got, (int, np.integer)) or float(got).is_integer(), got, place, tr("a whole number"))
        exact_enough = got == want if tolerance is None else np.isclose(float(got), float(want), rtol=tolerance, atol=tolerance)
        _expect_value(bool(exact_enough), place)
        return
    exact = np.asarray(got) if isinstance(got, np.floating) else np.asarray(got, "float64")
    _expect_close(exact, np.asarray(want), place, tolerance)


def _expect_close(got: np.ndarray[Any, Any], want: np.ndarray[Any, Any], place: _Place, tolerance: float | None) -> None:
    if got.dtype.kind == "f" and not np.isfinite(got).all() and np.isfinite(want.astype("float64")).all():
        raise Disagreement(tr("{what} contains NaN or infinity.", what=place.words()))
    if want.dtype.kind == "b" or (want.dtype.kind != "f" and tolerance is None):
        _expect_value(bool(np.array_equal(got, want)), place)
        return
    limit = TOLERANCE[want.dtype.name] if tolerance is None else tolerance
    if got.dtype.name == "float32" and tolerance is None:
        limit = max(limit, TOLERANCE["float32"])  # as exact as it can be, for a question in float64; float16 never is
    close = np.isclose(got.astype("float64"), want.astype("float64"), rtol=limit, atol=limit)
    _expect_value(bool(close.all()), place)


def _expect_kind(right: bool, got: Any, place: _Place, expected: Words) -> None:
    if not right:
        raise Disagreement(tr("{what} returned {got}; expected {want}.", what=place.words(), got=_kind(got), want=expected))


def _expect_value(right: bool, place: _Place) -> None:
    if not right:
        raise Disagreement(tr("{what} has the right form but not the right values.", what=place.words()))


def _sizes(array: np.ndarray[Any, Any]) -> str:
    """Write a shape. One that no answer has is not repeated: its sizes could be made to tell what a hidden check sent.

    An axis of size 0 makes all others free of cost, so it counts as 1 here.
    """
    usual = array.ndim <= 8 and math.prod(max(size, 1) for size in array.shape) < 1_000_000
    return str(list(array.shape)) if usual else "[…]"


def _unwrap(value: Any) -> Any:
    """A tensor or array that holds one truth value counts as that value."""
    if isinstance(value, np.ndarray) and value.size == 1 and value.dtype.kind == "b":
        return bool(value.reshape(())[()])
    return bool(value) if isinstance(value, np.bool_) else value


def _kind(value: Any) -> Words:
    """Say what something is without saying what is in it."""
    if value is None:
        return tr("None (is there a return?)")
    if isinstance(value, np.ndarray):
        return tr("an array of shape {shape}", shape=_sizes(value))
    if isinstance(value, Model):
        return tr("a model")
    if isinstance(value, Opaque):
        return tr("an object of another kind")
    if isinstance(value, tuple | list):
        return tr("{count} values in a {kind}", count=len(value), kind=type(value).__name__)
    if isinstance(value, (bool, np.bool_)):
        return tr("True or False")
    if isinstance(value, (int, float, np.generic)):
        return tr("a number")
    if isinstance(value, dict):
        return tr("a dict")
    return tr("text") if isinstance(value, str) else tr("something else")
