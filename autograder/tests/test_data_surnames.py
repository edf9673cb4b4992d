"""What the card of `surnames` promises of its tables."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from autograder.datasets import load_data

DATA = Path(__file__).resolve().parents[2] / "data"
CARD = (DATA / "README.md").read_text(encoding="utf-8").split("\n## surnames\n")[1].split("\n## ")[0]
SIZES = {language: (int(train), int(test)) for language, train, test in re.findall(r"^\| (\w+) \| (\d+) \| (\d+) \|", CARD, re.M)}

Tables = dict[str, dict[str, list[str]]]


@pytest.fixture(scope="module")
def surnames() -> Tables:
    return load_data("surnames")


@pytest.fixture(scope="module")
def languages_of(surnames: Tables) -> dict[str, list[str]]:
    """The languages of each name, one entry a row."""
    found = defaultdict(list)
    for table in surnames.values():
        for language, name in zip(table["language"], table["name"], strict=True):
            found[name].append(language)
    return found


def test_there_are_enough_names_and_languages(surnames: Tables) -> None:
    rows = [language for table in surnames.values() for language in table["language"]]
    assert len(rows) >= 2000
    assert len(set(rows)) == 18
    assert f"{len(rows):,} surnames of eighteen languages" in CARD


def test_sizes_of_the_languages_are_those_of_the_card(surnames: Tables) -> None:
    counts = {side: Counter(table["language"]) for side, table in surnames.items()}
    assert {language: (counts["train"][language], counts["test"][language]) for language in counts["train"]} == SIZES


def test_a_fifth_of_each_language_is_held_out() -> None:
    for train, test in SIZES.values():
        assert abs(test - (train + test) / 5) <= 1


def test_names_are_letters_a_to_z(languages_of: dict[str, list[str]]) -> None:
    assert all(re.fullmatch("[a-z]{1,20}", name) for name in languages_of)
    assert {letter for name in languages_of for letter in name} == set("abcdefghijklmnopqrstuvwxyz")


def test_no_name_occurs_twice_in_a_language(languages_of: dict[str, list[str]]) -> None:
    assert all(len(languages) == len(set(languages)) for languages in languages_of.values())


def test_no_name_of_any_language_is_on_both_sides(surnames: Tables) -> None:
    assert not set(surnames["train"]["name"]) & set(surnames["test"]["name"])


def test_overlaps_are_as_the_card_states(surnames: Tables, languages_of: dict[str, list[str]]) -> None:
    several = Counter(len(languages) for languages in languages_of.values())
    ambiguous = {name for name, languages in languages_of.items() if len(languages) > 1}
    both = [name for name, languages in languages_of.items() if {"portuguese", "spanish"} <= set(languages)]
    words = " ".join(CARD.split())
    assert set(several) == {1, 2, 3}
    assert f"{len(languages_of):,} names are different; {several[2]} belong to two languages and {several[3]} to three" in words
    assert f"so {2 * several[2] + 3 * several[3]} rows have no single right answer" in words
    assert f"{sum(name in ambiguous for name in surnames['test']['name'])} of them in the test set" in words
    assert f"Portuguese and Spanish share {len(both)}." in words


def test_rows_are_sorted(surnames: Tables) -> None:
    for table in surnames.values():
        rows = list(zip(table["language"], table["name"], strict=True))
        assert rows == sorted(rows)


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("russian", "solovyev"),  # Соловьев
        ("russian", "yefremov"),  # Ефремов
        ("russian", "shchukin"),  # Щукин
        ("greek", "chatzistavrakis"),  # Χατζησταυράκης: αυ before a voiced letter
        ("greek", "eftaxias"),  # Ευταξιάς: ευ before a voiceless one
        ("greek", "karaiskos"),  # Καραΐσκος: a diaeresis parts the letters
        ("greek", "papadopoulos"),
        ("georgian", "tsereteli"),  # წერეთელი
        ("georgian", "vashaqmadze"),  # ვაშაყმაძე
        ("chinese", "ouyang"),  # 欧阳
        ("chinese", "piao"),  # 朴, as a surname
        ("czech", "prochazka"),
        ("polish", "dabrowski"),
        ("english", "obrien"),
        ("dutch", "dewitte"),
        ("spanish", "munoz"),
    ],
)
def test_letters_follow_the_schemes(languages_of: dict[str, list[str]], language: str, name: str) -> None:
    assert language in languages_of[name]


def test_without_faker_the_script_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "faker.py").write_text("raise ImportError('none here')")
    made = subprocess.run(
        [sys.executable, str(DATA / "surnames" / "make.py"), str(tmp_path)],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert made.returncode == 2
    assert "pip install faker==" in made.stderr
    assert "Traceback" not in made.stderr
    assert not list(tmp_path.glob("*.tsv"))
