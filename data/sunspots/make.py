"""Make the data set `sunspots`: the yearly sunspot number from 1700 to 2008.

    python data/sunspots/make.py [FOLDER]        # writes yearly.tsv, by default beside this file

The numbers are read from the package statsmodels, which carries them as its data set `sunspots`. It is needed by this script only. They
are version 1.0 of the sunspot number. In 2015 version 2.0 replaced it, in which every year has another, mostly larger number; so two
years that differ between the versions are compared before anything is written, and a package that had moved to version 2.0 would be
refused.
"""

from __future__ import annotations

import sys
from pathlib import Path

YEARS = range(1700, 2009)
VERSION_1 = {1700: 5.0, 1957: 190.2}  # in version 2.0 these years have 8.3 and 269.3


def yearly_numbers() -> dict[int, float]:
    """Return the sunspot number of each year. Raises ImportError without statsmodels, ValueError for other data than expected."""
    from statsmodels.datasets import sunspots

    table = sunspots.load_pandas().data
    numbers = {int(year): float(number) for year, number in zip(table["YEAR"], table["SUNACTIVITY"], strict=True)}
    if list(numbers) != list(YEARS):
        raise ValueError("statsmodels' sunspots are not the years 1700 to 2008 any more; nothing was written.")
    if any(numbers[year] != number for year, number in VERSION_1.items()):
        raise ValueError("statsmodels' sunspots are not version 1.0 of the sunspot number any more; nothing was written.")
    return numbers


def main() -> int:
    """Write the table; return the exit status."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    try:
        numbers = yearly_numbers()
    except ImportError:
        print("This script reads the numbers from statsmodels, which is not installed: pip install statsmodels==0.15.0", file=sys.stderr)
        return 2
    except ValueError as problem:
        print(problem, file=sys.stderr)
        return 1
    lines = ["year\tnumber", *(f"{year}\t{number:.1f}" for year, number in numbers.items())]
    (folder / "yearly.tsv").write_bytes(("\n".join(lines) + "\n").encode("utf-8"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
