"""Make the data set `reviews`: short product reviews in which the order of the words decides.

    python data/reviews/make.py [FOLDER]        # writes train.tsv and test.tsv, by default beside this file

A review is made from a pattern with two places, {x} and {y}, whose words can be exchanged: "the screen is {y} but the battery is {x}".
With the good word at {x} the verdict is positive; with the two words exchanged it is negative. Both reviews are kept, as a pair. They
consist of the same words, so nobody who only counts words can tell them apart. A pair stays together on one side of the split, and no
collection of words is on both sides.

The words are drawn with a fixed seed and nothing but the standard library, so that every run writes the same bytes.
"""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass
from pathlib import Path

SEED = 20
PAIRS_A_PATTERN = {"train": 48, "test": 12}


@dataclass(frozen=True)
class Language:
    """What reviews of one language are made of. Words are separated by spaces, in Chinese too."""

    name: str
    patterns: tuple[tuple[str, str], ...]  # (rule, pattern); the rule `comparison` exchanges `this` with one of `others`
    parts: tuple[str, ...]
    good: tuple[str, ...]
    bad: tuple[str, ...]
    this: str
    others: tuple[str, ...]
    openings: tuple[str, ...]


ENGLISH = Language(
    name="en",
    patterns=(
        ("but", "the {a} is {y} but the {b} is {x}"),
        ("although", "although the {a} is {y} , the {b} is {x}"),
        ("although", "the {a} is {x} although the {b} is {y}"),
        ("not", "the {a} is not {y} , it is {x}"),
        ("not", "the {a} is {x} , not {y}"),
        ("not only", "not only is the {a} {x} , the {b} is also not {y}"),
        ("not only", "the {a} is not only {x} , it is also not {y}"),
        ("time", "at first the {a} was {y} , now it is {x}"),
        ("time", "now the {a} is {x} , at first it was {y}"),
        ("expectation", "i expected a {y} {a} and got a {x} one"),
        ("expectation", "i got a {x} {a} , i had expected a {y} one"),
        ("comparison", "{x} {a} is better than {y} one"),
        ("comparison", "{y} {a} is worse than {x} one"),
    ),
    parts=(
        *("screen", "battery", "keyboard", "camera", "speaker", "case", "charger"),
        *("cable", "lens", "fan", "button", "hinge", "strap", "stand"),
    ),
    good=("good", "great", "fine", "superb", "wonderful", "solid"),
    bad=("bad", "poor", "weak", "terrible", "dreadful", "horrible"),
    this="this",
    others=("the old", "the other", "the previous", "the blue"),
    openings=("", "honestly , ", "in short , ", "after a week : ", "my verdict : "),
)

CHINESE = Language(
    name="zh",
    patterns=(
        ("but", "{a} 很 {y} ， 但是 {b} 很 {x}"),
        ("although", "虽然 {a} 很 {y} ， 但是 {b} 很 {x}"),
        ("although", "{a} 很 {x} ， 尽管 {b} 很 {y}"),
        ("not", "{a} 并 不 {y} ， 其实 很 {x}"),
        ("not", "{a} 很 {x} ， 一点 也 不 {y}"),
        ("not only", "不仅 {a} 很 {x} ， 而且 {b} 也 不 {y}"),
        ("not only", "不但 {a} {x} ， {b} 也 不 {y}"),
        ("time", "{a} 起初 很 {y} ， 现在 很 {x}"),
        ("time", "{a} 现在 很 {x} ， 起初 却 很 {y}"),
        ("expectation", "本来 以为 {a} 很 {y} ， 结果 很 {x}"),
        ("expectation", "{a} 很 {x} ， 本来 还 以为 很 {y}"),
        ("comparison", "{x} 的 {a} 比 {y} 的 好"),
        ("comparison", "{y} 的 {a} 比 {x} 的 差"),
    ),
    parts=("屏幕", "电池", "键盘", "摄像头", "音箱", "外壳", "充电器", "数据线", "镜头", "风扇", "按键", "转轴", "触控板", "支架"),
    good=("好", "棒", "出色", "优秀", "好用"),
    bad=("差", "烂", "糟糕", "差劲", "难用"),
    this="这款",
    others=("上一款", "旧款", "另一款", "蓝色款"),
    openings=("", "说实话 ， ", "总之 ， ", "用 了 一周 ， ", "我 的 评价 ： "),
)

Row = tuple[int, str, str, str]  # label (1 positive, 0 negative), language, rule, text


def pair(language: Language, rule: str, pattern: str, rng: random.Random) -> tuple[Row, Row]:
    """Return a positive review and the negative one of the same words."""
    a, b = rng.choice(language.parts), rng.choice(language.parts)
    while b == a:
        b = rng.choice(language.parts)
    if rule == "comparison":
        x, y = language.this, rng.choice(language.others)
    else:
        x, y = rng.choice(language.good), rng.choice(language.bad)
    whole = rng.choice(language.openings) + pattern
    positive = (1, language.name, rule, whole.format(a=a, b=b, x=x, y=y))
    negative = (0, language.name, rule, whole.format(a=a, b=b, x=y, y=x))
    return positive, negative


def reviews() -> dict[str, list[Row]]:
    """Return the rows of both sides of the split, shuffled."""
    rng = random.Random(SEED)
    rows: dict[str, list[Row]] = {side: [] for side in PAIRS_A_PATTERN}
    seen: set[tuple[str, ...]] = set()
    for language in (ENGLISH, CHINESE):
        for rule, pattern in language.patterns:
            for side, count in PAIRS_A_PATTERN.items():
                added = 0
                while added < count:
                    both = pair(language, rule, pattern, rng)
                    words = tuple(sorted(both[0][-1].split()))
                    if words not in seen:
                        seen.add(words)
                        rows[side] += both
                        added += 1
    for side in rows.values():
        rng.shuffle(side)
    return rows


def main() -> None:
    """Write one table for each side of the split."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    for side, rows in reviews().items():
        lines = ["label\tlanguage\trule\ttext", *("\t".join(map(str, row)) for row in rows)]
        (folder / f"{side}.tsv").write_bytes(("\n".join(lines) + "\n").encode("utf-8"))


if __name__ == "__main__":
    main()
