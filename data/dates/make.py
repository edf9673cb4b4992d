"""Make the data set `dates`: dates as people write them, in English and Chinese, and each in ISO form.

    python data/dates/make.py [FOLDER]        # writes train.tsv, valid.tsv and test.tsv, by default beside this file

A row is a day, or a month, between 1950 and 2049, written in one of 22 forms, and the same in ISO 8601: `1998-03-04`, or `1998-03` where no
day is named. What could be read in two ways is left out or marked:

* `3/4/1998` is April in one country and March in another: with slashes or hyphens only the year comes first (`1998/4/3`);
* dots may have the day first (`3.4.1998` is 3 April) or the year (`1998.4.3`); the number with four digits tells which;
* a year of two digits is marked by an apostrophe (`'98`) or by 年, and lies between 1950 and 2049: 50 to 99 is 19.., 00 to 49 is 20..

The days are dealt to the three tables first, so that no day and no month is asked for in two of them. They are drawn with a fixed
seed and nothing but the standard library, so that every run writes the same bytes.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

SEED = 12
FIRST, LAST = date(1950, 1, 1), date(2049, 12, 31)
ROWS_A_FORM = {"train": 400, "valid": 25, "test": 50}

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NUMERALS = "〇一二三四五六七八九"
CHINESE_WEEKDAYS = "一二三四五六日"


def ordinal(number: int) -> str:
    """Return 1st, 2nd, 3rd, 4th ..."""
    ending = "th" if 10 <= number <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def numeral(number: int) -> str:
    """Return a number from 1 to 31 in Chinese: 三, 十, 十二, 二十, 三十一."""
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else NUMERALS[tens]) + ("十" if tens else "") + (NUMERALS[ones] if ones else "")


def numerals(year: int) -> str:
    """Return a year in Chinese, digit by digit: 一九九八."""
    return "".join(NUMERALS[int(digit)] for digit in str(year))


def month(day: date) -> str:
    """Return the month's English name."""
    return MONTHS[day.month - 1]


def weekday(day: date) -> str:
    """Return the English name of the day of the week."""
    return WEEKDAYS[day.weekday()]


def chinese_weekday(day: date) -> str:
    """Return the last character of the Chinese name of the day of the week."""
    return CHINESE_WEEKDAYS[day.weekday()]


# The forms, each under the way in which it writes 4 March 1998, a Wednesday. In those that name no day, the day plays no part.
Form = Callable[[date], str]
ENGLISH: dict[str, Form] = {
    "4 March 1998": lambda day: f"{day.day} {month(day)} {day.year}",
    "March 4, 1998": lambda day: f"{month(day)} {day.day}, {day.year}",
    "4th of March 1998": lambda day: f"{ordinal(day.day)} of {month(day)} {day.year}",
    "March 4th '98": lambda day: f"{month(day)} {ordinal(day.day)} '{day.year % 100:02}",
    "Mar 4th, 1998": lambda day: f"{month(day)[:3]} {ordinal(day.day)}, {day.year}",
    "4 Mar '98": lambda day: f"{day.day} {month(day)[:3]} '{day.year % 100:02}",
    "Wed, 4 Mar 1998": lambda day: f"{weekday(day)[:3]}, {day.day} {month(day)[:3]} {day.year}",
    "Wednesday, Mar 4, 1998": lambda day: f"{weekday(day)}, {month(day)[:3]} {day.day}, {day.year}",
    "4.3.1998": lambda day: f"{day.day}.{day.month}.{day.year}",
    "March 1998": lambda day: f"{month(day)} {day.year}",
    "Mar. 1998": lambda day: f"{month(day)[:3]}. {day.year}",
}
CHINESE: dict[str, Form] = {
    "1998年3月4日": lambda day: f"{day.year}年{day.month}月{day.day}日",
    "1998年03月04日": lambda day: f"{day.year}年{day.month:02}月{day.day:02}日",
    "98年3月4号": lambda day: f"{day.year % 100:02}年{day.month}月{day.day}号",
    "1998年3月4日星期三": lambda day: f"{day.year}年{day.month}月{day.day}日星期{chinese_weekday(day)}",
    "周三，1998年3月4日": lambda day: f"周{chinese_weekday(day)}，{day.year}年{day.month}月{day.day}日",
    "一九九八年三月四日": lambda day: f"{numerals(day.year)}年{numeral(day.month)}月{numeral(day.day)}日",
    "一九九八年三月四日星期三": lambda day: f"{numerals(day.year)}年{numeral(day.month)}月{numeral(day.day)}日星期{chinese_weekday(day)}",
    "1998/3/4": lambda day: f"{day.year}/{day.month}/{day.day}",
    "1998.3.4": lambda day: f"{day.year}.{day.month}.{day.day}",
    "1998年3月": lambda day: f"{day.year}年{day.month}月",
    "一九九八年三月": lambda day: f"{numerals(day.year)}年{numeral(day.month)}月",
}
MONTH_ONLY = {"March 1998", "Mar. 1998", "1998年3月", "一九九八年三月"}
LOWER_CASE = 0.2  # the share of English rows that are written without capitals

Row = tuple[str, str, str, str]  # language, form, as written, in ISO form


def dealt(things: list[date], rng: random.Random) -> dict[str, list[date]]:
    """Return the things shuffled and dealt to the tables, in proportion to their rows: each thing to one table."""
    shuffled = rng.sample(things, len(things))
    total = sum(ROWS_A_FORM.values())
    hands, start, rows = {}, 0, 0
    for table, count in ROWS_A_FORM.items():
        rows += count
        end = len(shuffled) * rows // total
        hands[table] = shuffled[start:end]
        start = end
    return hands


def dates() -> dict[str, list[Row]]:
    """Return the rows of the three tables, shuffled."""
    rng = random.Random(SEED)
    days = [FIRST + timedelta(number) for number in range((LAST - FIRST).days + 1)]
    pools = {False: dealt(days, rng), True: dealt([day for day in days if day.day == 1], rng)}
    tables: dict[str, list[Row]] = {}
    for table, count in ROWS_A_FORM.items():
        rows: list[Row] = []
        for language, forms in (("en", ENGLISH), ("zh", CHINESE)):
            for form, write in forms.items():
                names_no_day = form in MONTH_ONLY
                for day in rng.sample(pools[names_no_day][table], count):
                    written = write(day)
                    if language == "en" and rng.random() < LOWER_CASE:
                        written = written.lower()
                    rows.append((language, form, written, day.isoformat()[: 7 if names_no_day else 10]))
        rng.shuffle(rows)
        tables[table] = rows
    return tables


def main() -> None:
    """Write the three tables."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    for table, rows in dates().items():
        lines = ["language\tform\twritten\tiso", *("\t".join(row) for row in rows)]
        (folder / f"{table}.tsv").write_bytes(("\n".join(lines) + "\n").encode("utf-8"))


if __name__ == "__main__":
    main()
