"""What lab 11 relies on in the data set `sunspots`, and that its script refuses what it cannot vouch for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from autograder.datasets import load_data

SCRIPT = Path(__file__).resolve().parents[2] / "data" / "sunspots" / "make.py"


@pytest.fixture(scope="module")
def yearly() -> dict[str, np.ndarray]:
    return load_data("sunspots")["yearly"]


def test_every_year_has_one_number(yearly: dict[str, np.ndarray]) -> None:
    assert yearly["year"].tolist() == list(range(1700, 2009))
    assert yearly["number"].shape == (309,)


def test_numbers_are_floats_with_one_decimal_and_never_negative(yearly: dict[str, np.ndarray]) -> None:
    number = yearly["number"]
    assert number.dtype == "float64"
    assert (number >= 0).all()
    assert np.allclose(number * 10, np.round(number * 10), atol=1e-9)


def test_numbers_are_of_version_1(yearly: dict[str, np.ndarray]) -> None:
    by_year = dict(zip(yearly["year"].tolist(), yearly["number"].tolist(), strict=True))
    assert (by_year[1700], by_year[1957], by_year[2008]) == (5.0, 190.2, 2.9)  # version 2.0: 8.3, 269.3, 4.2
    assert max(by_year, key=lambda year: by_year[year]) == 1957


def test_the_cycle_of_eleven_years_is_there(yearly: dict[str, np.ndarray]) -> None:
    number = yearly["number"] - yearly["number"].mean()
    related = {lag: float(np.corrcoef(number[:-lag], number[lag:])[0, 1]) for lag in range(6, 16)}
    assert max(related, key=lambda lag: related[lag]) in (10, 11)


@pytest.fixture
def without_statsmodels(tmp_path: Path) -> dict[str, str]:
    """An environment in which importing statsmodels fails, whether it is installed or not."""
    _package(tmp_path, "raise ImportError('blocked')")
    return os.environ | {"PYTHONPATH": str(tmp_path)}


def test_without_statsmodels_the_script_says_what_to_install(without_statsmodels: dict[str, str], tmp_path: Path) -> None:
    made = subprocess.run(
        [sys.executable, str(SCRIPT), str(tmp_path / "out")], capture_output=True, text=True, env=without_statsmodels, check=False
    )
    assert made.returncode == 2
    assert made.stderr.count("\n") == 1
    assert "pip install statsmodels" in made.stderr


@pytest.mark.parametrize(("years", "first", "peak", "word"), [(309, 8.3, 269.3, "version 1.0"), (300, 5.0, 190.2, "1700 to 2008")])
def test_other_numbers_are_refused(tmp_path: Path, years: int, first: float, peak: float, word: str) -> None:
    lines = [
        "class _Frame:",
        f"    data = dict(YEAR=[1700.0 + i for i in range({years})], SUNACTIVITY=[0.0] * {years})",
        f"    data['SUNACTIVITY'][0], data['SUNACTIVITY'][257] = {first}, {peak}",
        "class sunspots:",
        "    load_pandas = staticmethod(lambda: _Frame)",
    ]
    _package(tmp_path, "\n".join(lines))
    out = tmp_path / "out"
    out.mkdir()
    environment = os.environ | {"PYTHONPATH": str(tmp_path)}
    made = subprocess.run([sys.executable, str(SCRIPT), str(out)], capture_output=True, text=True, env=environment, check=False)
    assert made.returncode == 1
    assert word in made.stderr
    assert made.stderr.count("\n") == 1
    assert not list(out.iterdir())


def _package(folder: Path, datasets: str) -> None:
    """Put a package named statsmodels into `folder` whose module `datasets` is this text."""
    package = folder / "statsmodels"
    package.mkdir()
    (package / "__init__.py").write_text("", encoding="utf-8")
    (package / "datasets.py").write_text(datasets + "\n", encoding="utf-8")
