"""Make the data set `digits`: 1,797 handwritten digits of 8 rows and 8 columns, taken out of scikit-learn.

    python data/digits/make.py [FOLDER]         # writes train.tsv and test.tsv, by default beside this file

Needs scikit-learn, which brings the images along in its package; nothing is downloaded. Labs read the tables and need it not.

Of every digit a fifth, drawn with a fixed seed, goes to the test set, so that all ten are as frequent there as in the training set.
Both tables keep the order of the source. Pixels are whole numbers, so that every version of scikit-learn gives the same bytes.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

SEED = 9
TEST_SHARE = 5  # one of five
SIDE = 8

try:
    from sklearn.datasets import load_digits
except ImportError:
    print("The digits come out of scikit-learn, which is not installed here. Run: pip install scikit-learn", file=sys.stderr)
    sys.exit(2)

Row = tuple[int, ...]  # the label, then 64 pixels from 0 to 16, row by row


def all_rows() -> list[Row]:
    """Return the digits in the order of the source."""
    digits = load_digits()
    return [(int(label), *(int(pixel) for pixel in image)) for label, image in zip(digits.target, digits.data, strict=True)]


def split(rows: list[Row]) -> dict[str, list[Row]]:
    """Return both sides of the split: of each digit a fifth is for testing."""
    rng = random.Random(SEED)
    test: set[int] = set()
    for digit in range(10):
        places = [place for place, row in enumerate(rows) if row[0] == digit]
        rng.shuffle(places)
        test.update(places[: round(len(places) / TEST_SHARE)])
    return {
        "train": [row for place, row in enumerate(rows) if place not in test],
        "test": [row for place, row in enumerate(rows) if place in test],
    }


def main() -> None:
    """Write one table for each side of the split."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    heading = ["label", *(f"r{row}c{column}" for row in range(1, SIDE + 1) for column in range(1, SIDE + 1))]
    for side, rows in split(all_rows()).items():
        lines = ["\t".join(heading), *("\t".join(map(str, row)) for row in rows)]
        (folder / f"{side}.tsv").write_bytes(("\n".join(lines) + "\n").encode("utf-8"))


if __name__ == "__main__":
    main()
