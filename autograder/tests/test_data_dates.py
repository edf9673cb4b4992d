"""What the card of `dates` promises: an independent reader gets from every written date to its ISO form, by the card's rules alone."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest

from autograder.datasets import load_data

Table = dict[str, list[str]]
SIDES = ("train", "valid", "test")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@pytest.fixture(scope="module")
def dates() -> dict[str, Table]:
    return load_data("dates")


def read(written: str) -> tuple[str, int | None]:
    """Return the ISO form of a written date, and the weekday that it names (0 is Monday) or None."""
    text = written.lower()
    if "年" in text:
        return _chinese(text)
    numbers = [int(number) for number in re.findall(r"\d+", text.replace("'", ""))]
    words = re.findall(r"[a-z]{3,}", text)
    if not words:  # the number of four digits is the year; the one farthest from it is the day
        year_first = bool(re.match(r"\d{4}\b", text))
        assert year_first or (re.search(r"\b\d{4}$", text) and "." in text), written
        return _iso(*(numbers if year_first else numbers[::-1])), None
    month = next(place for place, name in enumerate(MONTHS, start=1) for word in words if word.startswith(name))
    weekday = next((place for place, name in enumerate(WEEKDAYS) for word in words if word.startswith(name)), None)
    marked = re.search(r"'(\d\d)$", text)
    year = _century(int(marked[1])) if marked else numbers[-1]
    return _iso(year, month, *numbers[:-1]), weekday


def _chinese(text: str) -> tuple[str, int | None]:
    named = re.search(r"(?:星期|周)([一二三四五六日])", text)
    weekday = "一二三四五六日".index(named[1]) if named else None
    found = re.search(r"([\d〇一二三四五六七八九]+)年(.+?)月(?:(.+?)[日号])?", text)
    assert found, text
    year = int("".join(str("〇一二三四五六七八九".find(digit)) if digit in "〇一二三四五六七八九" else digit for digit in found[1]))
    parts = [_chinese_number(part) for part in (found[2], found[3]) if part]
    return _iso(year if year > 99 or len(found[1]) == 4 else _century(year), *parts), weekday


def _chinese_number(text: str) -> int:
    if text.isascii():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    digit = "〇一二三四五六七八九".index
    return (digit(tens) if tens else 1 if ten else 0) * 10 + (digit(ones) if ones else 0)


def _century(year: int) -> int:
    return year + (1900 if year >= 50 else 2000)


def _iso(year: int, month: int, day: int | None = None) -> str:
    return f"{year:04}-{month:02}" + (f"-{day:02}" if day is not None else "")


@pytest.mark.parametrize("side", SIDES)
def test_every_written_date_can_be_read_in_one_way(dates: dict[str, Table], side: str) -> None:
    for written, iso in zip(dates[side]["written"], dates[side]["iso"], strict=True):
        assert read(written)[0] == iso, written


@pytest.mark.parametrize("side", SIDES)
def test_every_day_exists_and_falls_on_the_weekday_that_is_named(dates: dict[str, Table], side: str) -> None:
    for written, iso in zip(dates[side]["written"], dates[side]["iso"], strict=True):
        day = date.fromisoformat(iso if len(iso) == 10 else f"{iso}-01")
        assert 1950 <= day.year <= 2049
        assert read(written)[1] in (None, day.weekday()), written


def test_no_day_or_month_is_asked_for_on_two_sides(dates: dict[str, Table]) -> None:
    asked = {side: set(table["iso"]) for side, table in dates.items()}
    assert not asked["train"] & asked["valid"]
    assert not asked["train"] & asked["test"]
    assert not asked["valid"] & asked["test"]


def test_no_written_date_occurs_twice(dates: dict[str, Table]) -> None:
    written = [text for table in dates.values() for text in table["written"]]
    assert len(set(written)) == len(written)


@pytest.mark.parametrize(("side", "rows"), [("train", 400), ("valid", 25), ("test", 50)])
def test_all_forms_are_equally_frequent(dates: dict[str, Table], side: str, rows: int) -> None:
    forms = Counter(zip(dates[side]["language"], dates[side]["form"], strict=True))
    assert len(forms) == 22
    assert set(forms.values()) == {rows}
    assert Counter(language for language, _ in forms) == {"en": 11, "zh": 11}


def test_every_character_of_the_held_out_dates_occurs_in_training(dates: dict[str, Table]) -> None:
    known = set("".join(dates["train"]["written"]))
    assert set("".join(dates["valid"]["written"] + dates["test"]["written"])) <= known


@pytest.mark.parametrize("side", SIDES)
def test_slashes_have_the_year_first_and_two_digits_of_a_year_are_marked(dates: dict[str, Table], side: str) -> None:
    for written in dates[side]["written"]:
        assert "/" not in written or re.fullmatch(r"\d{4}/\d{1,2}/\d{1,2}", written)
        assert re.search(r"\d{4}|'\d\d$|^\d\d年|[〇一二三四五六七八九]{4}年", written), written
