"""Every sentence exists in both languages, with the same fields, and sentences of a course are read from docstrings."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

from autograder import words
from autograder.words import LOCALE, Words, catalogue, from_docstring, msg, say, tr

PACKAGE = Path(words.__file__).parent
OTHERS = {"tests", "checks", "misconceptions", "examples", "benchmarks"}


def sentences() -> dict[str, str]:
    """Return every sentence of the engine that is translated, with where it stands."""
    found: dict[str, str] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        place = path.relative_to(PACKAGE)
        if place.parts[0] not in OTHERS:
            with path.open("rb") as file:
                for line, message, _, _ in extract("python", file, keywords={"tr": None, "msg": None}):
                    found.setdefault(message if isinstance(message, str) else message[0], f"{place}:{line}")
    for path in sorted(PACKAGE.rglob("*.j2")):
        with path.open("rb") as file:
            for line, _, message, _ in babel_extract(file, ["tr"], [], {}):
                found.setdefault(message if isinstance(message, str) else message[0], f"{path.relative_to(PACKAGE)}:{line}")
    return found


SENTENCES = sentences()


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_sentences_are_found() -> None:
    assert len(SENTENCES) > 60
    assert "There is no function `{name}` in the notebook." in SENTENCES
    assert "Hint:" in SENTENCES  # from a template
    assert "the name `{word}` is not defined" in SENTENCES  # from a table


@pytest.mark.parametrize("sentence", SENTENCES, ids=SENTENCES.get)
def test_every_sentence_has_a_translation_with_the_same_fields(sentence: str) -> None:
    translated = catalogue().get(sentence)
    assert translated, f"{SENTENCES[sentence]}: {sentence!r} has no Chinese translation"
    assert fields(translated) == fields(sentence)
    assert (
        re.search("[\u4e00-\u9fff]", translated)
        or sentence == "{kind} ({detail})"
        or not re.search("[A-Za-z]{3}", re.sub(r"{\w+}", "", sentence))
    )
    assert sentence.count("`") == translated.count("`")
    assert sentence.count("**") == translated.count("**")


def test_no_translation_is_left_over() -> None:
    assert sorted(set(catalogue()) - set(SENTENCES)) == []


def test_the_catalogue_is_whole() -> None:
    path = LOCALE / "zh" / "LC_MESSAGES" / "autograder.po"
    with path.open("rb") as file:
        messages = [message for message in read_po(file, locale="zh", abort_invalid=True) if message.id]
    assert [message.id for message in messages if not message.string] == []
    assert [message.id for message in messages if message.fuzzy] == []
    assert "#~" not in path.read_text(encoding="utf-8")


def calls(*names: str) -> Iterator[tuple[str, ast.Call]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.relative_to(PACKAGE).parts[0] not in OTHERS:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
                    yield f"{path.relative_to(PACKAGE)}:{node.lineno}", node


def test_every_call_fills_in_the_fields_of_its_sentence() -> None:
    checked = 0
    for where, call in calls("tr"):
        if call.args and isinstance(call.args[0], ast.Constant) and all(keyword.arg for keyword in call.keywords):
            checked += 1
            assert {keyword.arg for keyword in call.keywords} == fields(call.args[0].value), where
    assert checked > 40


def test_only_sentences_that_can_be_found_are_translated() -> None:
    for where, call in calls("tr", "msg"):
        marked = isinstance(call.args[0], ast.Constant | ast.Name) and not isinstance(call.args[0], ast.JoinedStr)
        assert marked, f"{where}: a sentence has to be written out for the catalogue"


# -- words ----------------------------------------------------------------------------------------------------------------------


def test_tr_fills_in_both_languages() -> None:
    filled = tr("`{name}` is not written yet.", name="f")
    assert (filled.en, str(filled)) == ("`f` is not written yet.", "`f` is not written yet.")
    assert "`f`" in filled.zh
    assert filled.zh != filled.en


def test_values_may_be_words_and_may_hold_braces() -> None:
    inner = say("a {name}", "一个 {name}")
    filled = tr("{what} contains NaN or infinity.", what=inner)
    assert filled.en == "a {name} contains NaN or infinity."
    assert "一个 {name}" in filled.zh


def test_a_sentence_that_is_not_in_the_catalogue_stays_english() -> None:
    assert tr("A sentence of nobody's, {x}.", x=1) == Words("A sentence of nobody's, 1.", "A sentence of nobody's, 1.")
    assert msg("as it is") == "as it is"


def test_words_are_put_together_as_each_language_wants() -> None:
    assert say("One.", "一。") + say("Two.", "二。") == Words("One. Two.", "一。二。")
    assert say("One.", "一。") + Words("", "") == say("One.", "一。")


@pytest.mark.parametrize(("language", "text"), [("en", "yes"), ("zh", "是"), ("fr", "yes"), ("", "yes")])
def test_another_language_is_english(language: str, text: str) -> None:
    assert say("yes", "是").in_language(language) == text


def documented(text: str | None) -> object:
    def function() -> None: ...

    function.__doc__ = text
    return function


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("One line.\n\n    zh: 一行。\n    ", Words("One line.", "一行。")),
        (
            "A sentence that\n    goes on.\n\n    zh: 一个句子，\n    接着写。\n    ",
            Words("A sentence that goes on.", "一个句子，接着写。"),
        ),
        ("X.\n\n    zh: 使用 GRU\n    cell 与 tanh\n    函数。", Words("X.", "使用 GRU cell 与 tanh 函数。")),
        ("X.\n\n    More about it.\n\n    zh: 甲。\n\n    zh: 乙。", Words("X.", "甲。")),
        ("X.\n    \n    zh:甲。", Words("X.", "甲。")),
        ("English only.", None),
        ("zh: 只有中文。", None),
        ("zh: 甲。\n\n    English after it.", None),
        ("", None),
        (None, None),
    ],
)
def test_sentences_of_docstrings(text: str | None, want: Words | None) -> None:
    assert from_docstring(documented(text)) == want
