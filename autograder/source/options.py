"""Values that an author writes: behind a cell's marker and in the header of a source."""

from collections.abc import Callable, Mapping
from typing import Any

from autograder.lab import LANGUAGES, Limits
from autograder.source.percent import PercentCell, PercentFile
from autograder.source.problems import Problems


class Options:
    """Named values of one place, each read with the kind that it has to be."""

    def __init__(
        self, values: object, place: str, line: int, problems: Problems, line_of: Callable[[str], int | None] | None = None
    ) -> None:
        """`place` is how sentences call the place and `line` its line; `line_of(key)` is the line of one value where each has its own."""
        self._values: Mapping[str, Any] = values if isinstance(values, Mapping) else {}
        self._place = place
        self._line = line
        self._line_of = line_of or (lambda key: None)
        self._problems = problems

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def part(self, key: str) -> "Options":
        """Return the mapping called `key`, empty if there is none."""
        return Options(self._values.get(key), key, self._line_of(key) or self._line, self._problems, self._line_of)

    def allow(self, *keys: str) -> None:
        """Refuse every value that is none of `keys`: most of them are typing errors."""
        for key in self._values:
            if key not in keys:
                known = ", ".join(keys)
                self._problems.add(self._line_of(key) or self._line, f"{self._place} knows no `{key}`; it knows {known}.")

    def word(self, key: str) -> str:
        """Return a text that is not empty."""
        value = self._values.get(key)
        if isinstance(value, str) and value.strip():
            return value.strip()
        self._refuse(key, "a text")
        return ""

    def whole(self, key: str, default: int | None = None) -> int:
        """Return a whole number of 1 or more; without a `default` it has to be there."""
        value = self._values.get(key, default)
        if type(value) is int and value >= 1:
            return value
        self._refuse(key, "a whole number of 1 or more")
        return 1

    def positive(self, key: str, default: float | None = None) -> float:
        """Return a number above 0; without a `default` it has to be there."""
        value = self._values.get(key, default)
        if type(value) in (int, float) and 0 < value < float("inf"):
            return float(value)
        self._refuse(key, "a number above 0")
        return 1.0

    def words(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, empty if there is none."""
        value = self._values.get(key, [])
        if isinstance(value, list) and all(isinstance(entry, str) for entry in value):
            return tuple(value)
        self._refuse(key, 'a list of names, ["one","two"]')
        return ()

    def _refuse(self, key: str, wanted: str) -> None:
        is_there = f"`{key}` of {self._place}" if key in self._values else f"`{key}` is missing in {self._place}; it"
        self._problems.add(self._line_of(key) or self._line, f"{is_there} has to be {wanted}.")


def cell_options(cell: PercentCell, place: str, problems: Problems) -> Options:
    """Return what stands behind the marker of `cell`, which sentences call `place`."""
    return Options(cell.options, place, cell.line, problems)


def read_header(source: PercentFile, problems: Problems) -> tuple[dict[str, str], int, Limits]:
    """Return title by language, minutes and limits from the header's `lab:`."""
    lab = Options(source.header.get("lab"), "the header's lab", source.header_line("lab") or 1, problems, source.header_line)
    lab.allow("title", "minutes", "limits")
    title = lab.part("title")
    title.allow(*LANGUAGES)
    limits = lab.part("limits")
    limits.allow("seconds", "memory_mb")
    return (
        {language: title.word(language) for language in LANGUAGES},
        lab.whole("minutes"),
        Limits(seconds=limits.positive("seconds"), memory_mb=limits.whole("memory_mb")),
    )
