"""Figures say in Chinese notebooks what they say in English ones, and are drawn once."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from autograder import figures
from autograder.build import build
from autograder.labs import DEFAULT_COURSE, Course, CourseError
from autograder.tests.tiny_course import SOURCE, make_course

DRAWING = """<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" role="img" aria-labelledby="title">
  <title id="title">A dot that doubles</title>
  <style>text { fill: red; } .b { font-size: 11px; }</style>
  <text class="t">old dot</text>
  <text>after <tspan class="i">W</tspan><tspan class="b">hh</tspan> &lt; 2</text>
  <text class="t m">tanh</text>
</svg>
"""
WORDS = 'same = ["tanh"]\n[words]\n"old dot" = "点"\n"after" = "之后，"\n[dot]\n"old dot" = "旧点 & 新点"\n'
ZH = "labs/figures/zh/dot.svg"
IN_ENGLISH, IN_CHINESE = "![一个加倍的点](../figures/dot.svg)", "![一个加倍的点](../figures/zh/dot.svg)"


def course_with(root: Path, words: str | None = WORDS, shown: str = IN_CHINESE) -> Course:
    make_course(root, SOURCE.replace(IN_ENGLISH, shown))
    (root / "labs" / "figures" / "dot.svg").write_text(DRAWING, encoding="utf-8")
    if words is not None:
        (root / figures.WORDS_FILE).write_text(words, encoding="utf-8")
    return Course(root)


def test_the_words_are_replaced_and_nothing_else(tmp_path: Path) -> None:
    course = course_with(tmp_path)
    assert ZH in {change.path for change in build(course, execute=False)}
    built = (tmp_path / ZH).read_text(encoding="utf-8")
    assert figures.BUILT in built
    expected = DRAWING.replace("<svg ", f'{figures.BUILT}\n<svg lang="zh-CN" ')
    for english, chinese in (("A dot that doubles", "一个加倍的点"), ("old dot", "旧点 &amp; 新点"), ("after ", "之后，")):
        expected = expected.replace(english, chinese)
    assert built == expected
    ElementTree.fromstring(built.encode())
    assert "](../figures/zh/dot.svg)" in (tmp_path / "labs" / "zh" / "lab01_tiny.ipynb").read_text(encoding="utf-8")
    assert build(course, execute=False) == []


def test_a_changed_drawing_or_word_is_drift(tmp_path: Path) -> None:
    course = course_with(tmp_path)
    build(course, execute=False)
    for path, old, new in ((tmp_path / "labs/figures/dot.svg", "0 0 9 9", "0 0 8 8"), (tmp_path / figures.WORDS_FILE, "旧点", "老点")):
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        (change,) = (change for change in build(course, check=True) if change.path.endswith(".svg"))
        assert change.path == ZH
        assert re.fullmatch(r"differs in line \d+\. Run make labs\.", change.what)
        build(course, execute=False)
        assert new in (tmp_path / ZH).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "sentences"),
    [
        (WORDS.replace('"old dot" =', '"new dot" ='), ["has no Chinese for 'old dot' of labs/figures/dot.svg"]),
        (None, ["has no Chinese for 'after'", "has no Chinese for 'old dot'", "has no Chinese for 'tanh'"]),
        ("same = 1 2\n", ["cannot be read", "line 1"]),
        ('same = "tanh"\n', ["holds a list `same` and tables"]),
        ("[words]\nafter = 1\n", ["holds a list `same` and tables"]),
    ],
)
def test_what_is_missing_or_malformed_is_said(tmp_path: Path, words: str | None, sentences: list[str]) -> None:
    with pytest.raises(CourseError) as refused:
        build(course_with(tmp_path, words), execute=False)
    for sentence in sentences:
        assert sentence in str(refused.value)
    assert not (tmp_path / "labs" / "zh").exists()


def test_a_figure_that_nobody_shows_any_more_is_deleted_but_no_drawing_of_an_authors_own(tmp_path: Path) -> None:
    course = course_with(tmp_path)
    build(course, execute=False)
    own = tmp_path / "labs" / "figures" / "zh" / "own.svg"
    own.write_text("<svg/>")
    again = course_with(tmp_path, shown=IN_CHINESE.replace("dot", "own"))
    assert [change.path for change in build(again, check=True) if change.path.endswith(".svg")] == [ZH]
    build(again, execute=False)
    assert not (tmp_path / ZH).exists()
    assert own.read_text() == "<svg/>"


def test_a_picture_that_is_nowhere_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=re.escape("labs/figures/zh/none.svg does not exist")):
        build(course_with(tmp_path, shown=IN_CHINESE.replace("dot", "none")), execute=False)


def test_chinese_texts_show_chinese_figures_and_no_word_is_left_over() -> None:
    built = figures.translated(DEFAULT_COURSE, DEFAULT_COURSE.labs)
    drawings = {path.stem: path.read_text(encoding="utf-8") for path in (DEFAULT_COURSE.root / "labs" / "figures").glob("*.svg")}
    assert {Path(path).stem for path in built} == drawings.keys()
    for content in built.values():
        ElementTree.fromstring(content)
    words = figures.read_words(DEFAULT_COURSE)
    drawn = {figure: set(figures.pieces(drawing)) for figure, drawing in drawings.items()}
    anywhere = set().union(*drawn.values())
    assert words.same <= anywhere
    for table, entries in words.tables.items():
        assert entries.keys() <= drawn.get(table, anywhere if table == "words" else set()), table
