"""Every data set matches its card in data/README.md, and its script makes the same bytes again."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import pytest

from autograder.datasets import load_data

DATA = Path(__file__).resolve().parents[2] / "data"
TABLES = sorted(path.relative_to(DATA).as_posix() for path in DATA.glob("*/*.tsv"))
SCRIPTS = sorted(path.parent.name for path in DATA.glob("*/make.py"))
NEEDS_A_PACKAGE = 2  # how a script ends that lacks what the data are taken from
CARDS = {
    name: (int(rows), int(size), digest)
    for name, rows, size, digest in re.findall(
        r"^\| `([\w/.]+)` \| (\d+) \| (\d+) \| `([0-9a-f]{64})` \|$", (DATA / "README.md").read_text(encoding="utf-8"), re.M
    )
}


def test_every_table_has_a_card_and_every_card_a_table() -> None:
    assert TABLES
    assert sorted(CARDS) == TABLES


@pytest.mark.parametrize("table", TABLES)
def test_table_matches_its_card(table: str) -> None:
    content = (DATA / table).read_bytes()
    rows = content.count(b"\n") - 1
    assert (rows, len(content), hashlib.sha256(content).hexdigest()) == CARDS[table]


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_rebuild_gives_the_same_bytes(name: str, tmp_path: Path) -> None:
    made = subprocess.run([sys.executable, str(DATA / name / "make.py"), str(tmp_path)], capture_output=True, text=True)
    if made.returncode == NEEDS_A_PACKAGE:
        assert "pip install" in made.stdout + made.stderr
        pytest.skip(f"data/{name}/make.py: {(made.stdout + made.stderr).strip()} `make data` does.")
    assert made.returncode == 0, made.stderr
    kept = {path.name: path.read_bytes() for path in (DATA / name).glob("*.tsv")}
    assert {path.name: path.read_bytes() for path in tmp_path.glob("*.tsv")} == kept


@pytest.mark.parametrize("name", sorted({table.split("/")[0] for table in TABLES}))
def test_every_set_has_a_script_and_a_heading(name: str) -> None:
    assert name in SCRIPTS
    assert f"\n## {name}\n" in (DATA / "README.md").read_text(encoding="utf-8")


# -- reviews ---------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def reviews() -> dict[str, dict[str, list[str]]]:
    return load_data("reviews")


@pytest.mark.parametrize("side", ["train", "test"])
def test_no_count_of_words_tells_the_label_of_a_review(reviews: dict[str, dict[str, list[str]]], side: str) -> None:
    labels = defaultdict(list)
    for text, label in zip(reviews[side]["text"], reviews[side]["label"], strict=True):
        labels[tuple(sorted(text.split()))].append(int(label))
    assert all(sorted(found) == [0, 1] for found in labels.values())


def test_reviews_of_the_test_set_are_new_and_their_words_are_not(reviews: dict[str, dict[str, list[str]]]) -> None:
    bags = {side: {tuple(sorted(text.split())) for text in table["text"]} for side, table in reviews.items()}
    assert not bags["train"] & bags["test"]
    words = {side: {word for bag in found for word in bag} for side, found in bags.items()}
    assert words["test"] <= words["train"]


def test_reviews_are_of_both_languages_and_all_rules(reviews: dict[str, dict[str, list[str]]]) -> None:
    for table in reviews.values():
        languages, rules = Counter(table["language"]), Counter(table["rule"])
        assert languages["en"] == languages["zh"] == len(table["text"]) / 2
        assert set(rules) == {"but", "although", "not", "not only", "time", "expectation", "comparison"}


def test_no_single_place_gives_a_review_away(reviews: dict[str, dict[str, list[str]]]) -> None:
    """The word at the start, at the end, or at any place counted from the end, is a poor witness."""
    train, test = reviews["train"], reviews["test"]
    for place in range(-12, 1):
        votes: dict[str, Counter[int]] = defaultdict(Counter)
        for text, label in zip(train["text"], train["label"], strict=True):
            votes[_word(text, place)][int(label)] += 1
        right = [
            (votes[_word(text, place)].most_common(1) or [(0, 0)])[0][0] == label
            for text, label in zip(test["text"], np.asarray(test["label"]), strict=True)
        ]
        assert np.mean(right) < 0.7, place


def _word(text: str, place: int) -> str:
    words = text.split()
    return words[place] if -len(words) <= place < len(words) else ""
