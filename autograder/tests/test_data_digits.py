"""What the card of the data set `digits` promises."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.datasets import load_data

MAKE = Path(__file__).resolve().parents[2] / "data" / "digits" / "make.py"
PIXELS = [f"r{row}c{column}" for row in range(1, 9) for column in range(1, 9)]


@pytest.fixture(scope="module")
def digits() -> dict[str, dict[str, Any]]:
    return load_data("digits")


def images(table: dict[str, Any]) -> np.ndarray[Any, Any]:
    return np.stack([table[pixel] for pixel in PIXELS], axis=1)


def test_there_are_1797_digits_of_64_pixels(digits: dict[str, dict[str, Any]]) -> None:
    assert {side: len(table["label"]) for side, table in digits.items()} == {"train": 1438, "test": 359}
    for table in digits.values():
        assert list(table) == ["label", *PIXELS]
        assert images(table).dtype == np.int64
        assert images(table).min() == 0
        assert images(table).max() == 16


def test_a_fifth_of_each_digit_is_for_testing(digits: dict[str, dict[str, Any]]) -> None:
    counts = {side: np.bincount(table["label"], minlength=10) for side, table in digits.items()}
    whole = counts["train"] + counts["test"]
    assert whole.tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    assert counts["test"].tolist() == [round(count / 5) for count in whole]


def test_no_image_occurs_twice(digits: dict[str, dict[str, Any]]) -> None:
    rows = [tuple(row) for table in digits.values() for row in images(table).tolist()]
    assert len(set(rows)) == len(rows) == 1797


def test_rows_read_downwards(digits: dict[str, dict[str, Any]]) -> None:
    """A one is a vertical stroke: over all ones, columns 4 and 5 hold most of the ink and every row has some. It is no 1 lying down."""
    ones = images(digits["train"])[digits["train"]["label"] == 1].mean(axis=0).reshape(8, 8)
    assert ones[:, 3:5].sum() > 0.5 * ones.sum()
    assert (ones.sum(axis=1) > 0.08 * ones.sum()).all()


def test_without_scikit_learn_the_script_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "sklearn.py").write_text("raise ImportError('not here')\n", encoding="utf-8")
    lines = ["import runpy, sys", f"sys.path.insert(0, {str(tmp_path)!r})", f"sys.argv = ['make.py', {str(tmp_path)!r}]"]
    code = "\n".join([*lines, f"runpy.run_path({str(MAKE)!r})"])
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert made.returncode == 2
    assert made.stderr.strip() == "The digits come out of scikit-learn, which is not installed here. Run: pip install scikit-learn"
    assert not list(tmp_path.glob("*.tsv"))
