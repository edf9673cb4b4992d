"""Sentences in both languages.

Everything that a student reads is a `Words`: the same sentence in English and in Chinese, chosen only when it is shown.
Sentences of the engine are written in English where they are needed, `tr("`{name}` was not found.", name=name)`, and
translated in the gettext catalogue `locale/zh/LC_MESSAGES/autograder.po`. Sentences of a course (checks, misconceptions)
carry both languages where they stand, `say("…", "……")`.
"""

from __future__ import annotations

import functools
import inspect
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from autograder.chinese import join_wrapped

LOCALE = Path(__file__).parent / "locale"


@dataclass(frozen=True)
class Words:
    """One sentence in English and Chinese."""

    en: str
    zh: str

    def __str__(self) -> str:
        return self.en

    def __add__(self, other: Words) -> Words:
        """Put `other` behind this sentence, with the space that each language wants."""
        return Words(f"{self.en} {other.en}".strip(), f"{self.zh}{other.zh}".strip())

    def in_language(self, language: str) -> str:
        """Return the sentence in `language`, English if there is no such language."""
        return self.zh if language == "zh" else self.en


def say(en: str, zh: str) -> Words:
    """Return a sentence of a course, written in both languages where it stands."""
    return Words(en, zh)


def tr(msgid: str, /, **values: object) -> Words:
    """Return an engine sentence with `{name}` fields filled in; a value may itself be `Words`."""
    en = {name: value.en if isinstance(value, Words) else value for name, value in values.items()}
    zh = {name: value.zh if isinstance(value, Words) else value for name, value in values.items()}
    chinese = catalogue().get(msgid, msgid).format_map(zh)
    return Words(msgid.format_map(en), chinese.replace("） ", "）"))  # a full-width bracket brings its space along


def listing(names: Iterable[str]) -> Words:
    """Return names as code, listed as each language lists."""
    quoted = [f"`{name}`" for name in names]
    return Words(", ".join(quoted), "、".join(quoted))


def msg(msgid: str) -> str:
    """Mark a sentence that is chosen from a table, so that it is found for translation, and return it."""
    return msgid


@functools.cache
def catalogue() -> dict[str, str]:
    """Return the Chinese catalogue: English sentence to Chinese sentence."""
    from babel.messages.pofile import read_po

    with (LOCALE / "zh" / "LC_MESSAGES" / "autograder.po").open("rb") as file:
        messages = read_po(file, locale="zh")
    return {str(message.id): str(message.string) for message in messages if message.id and message.string}


def from_docstring(function: object) -> Words | None:
    """Return the sentence that a check's or misconception's docstring holds, or None without one in both languages.

    The first paragraph is English; a paragraph that begins with `zh:` is Chinese.
    """
    text = inspect.getdoc(function) or ""
    paragraphs = [" ".join(paragraph.split()) for paragraph in re.split(r"\n\s*\n", text) if paragraph.strip()]
    chinese = [_join_chinese(paragraph) for paragraph in re.split(r"\n\s*\n", text) if paragraph.strip().startswith("zh:")]
    if not paragraphs or not chinese or paragraphs[0].startswith("zh:"):
        return None
    return Words(paragraphs[0], chinese[0])


def _join_chinese(paragraph: str) -> str:
    """Join wrapped lines; between Chinese characters a line break is no space."""
    lines = [line.strip() for line in paragraph.strip().removeprefix("zh:").strip().split("\n")]
    return join_wrapped("\n".join(lines)).replace("\n", " ")
