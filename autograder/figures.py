"""Figures in a second language: drawn once, with English words, and built with the words of `solutions/figures.zh.toml`.

    same = ["tanh"]               what stays as it is
    [words]                       what stands for a piece of text in all figures
    "old state" = "旧状态"
    [lab05_cell]                  and in `labs/figures/lab05_cell.svg` alone
    candidate = "候选记忆"

Chinese text that shows `../figures/zh/lab05_cell.svg` gets that file from the build. Its title is what the text says of the picture.
A word that has no other is refused, so no figure is half English. Subscripts (class `b`) are symbols and stay.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape, unescape

from autograder.labs import Course, CourseError, Lab
from autograder.source.prose import figures_shown

LANGUAGE, TAG = "zh", "zh-CN"
FOLDER = f"labs/figures/{LANGUAGE}"
WORDS_FILE = f"solutions/figures.{LANGUAGE}.toml"
BUILT = f"<!-- Built by `make labs` from the figure of this name in labs/figures and from {WORDS_FILE}. Change those. -->"

_TEXT = re.compile(r"<text\b.*?</text>", re.DOTALL)
_PIECE = re.compile(r"(?P<tag><[^<>]*>)(?P<before>\s*)(?P<words>[^<>\s](?:[^<>]*[^<>\s])?)(?P<after>\s*)(?=<)")
_TITLE = re.compile(r"(<title\b[^>]*>)[^<]*(</title>)")
_SUBSCRIPT = re.compile(r'class="b"')
_WIDE = ("，", "：", "。", "？")
_A_WORD = re.compile(r"[A-Za-z]{2}")


@dataclass(frozen=True)
class Words:
    """What stands for the English words of figures."""

    same: frozenset[str]
    tables: dict[str, dict[str, str]]  # by the name of a figure; "words" for all

    def find(self, english: str, figure: str) -> str | None:
        """Return what stands for a piece of text in a figure; None if nothing does."""
        for table in (figure, "words"):
            if english in self.tables.get(table, {}):
                return self.tables[table][english]
        return english if english in self.same or not _A_WORD.search(english) else None


def translated(course: Course, labs: Iterable[Lab]) -> dict[str, bytes]:
    """Return the Chinese figures that the texts of `labs` show, by path. Raises CourseError."""
    shown = _shown(course, labs)
    if not shown:
        return {}
    words, files, problems = read_words(course), {}, []
    for name, title in sorted(shown.items()):
        drawing = (course.root / "labs" / "figures" / name).read_text(encoding="utf-8")
        figure = name.removesuffix(".svg")
        missing = sorted({piece for piece in pieces(drawing) if words.find(piece, figure) is None})
        problems += [f"{WORDS_FILE} has no Chinese for {piece!r} of labs/figures/{name}." for piece in missing]
        if not missing:
            files[f"{FOLDER}/{name}"] = _translate(drawing, title, words, figure).encode()
    if problems:
        raise CourseError(*problems)
    return files


def read_words(course: Course) -> Words:
    """Read the file of words. Raises CourseError."""
    try:
        found = tomllib.loads((course.root / WORDS_FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        found = {}
    except (OSError, ValueError) as error:
        raise CourseError(f"{WORDS_FILE} cannot be read: {error}.") from error
    same = found.pop("same", [])
    is_sound = isinstance(same, list) and all(isinstance(word, str) for word in same)
    is_sound &= all(isinstance(table, dict) and all(isinstance(word, str) for word in table.values()) for table in found.values())
    if not is_sound:
        raise CourseError(f'{WORDS_FILE} holds a list `same` and tables of "English" = "中文", and nothing else.')
    return Words(frozenset(same), found)


def leftovers(course: Course) -> list[str]:
    """Return the built figures that no text shows any more."""
    shown = _shown(course, course.labs)
    return [
        f"{FOLDER}/{path.name}"
        for path in sorted((course.root / FOLDER).glob("*.svg"))
        if path.name not in shown and BUILT in path.read_text(encoding="utf-8", errors="replace")
    ]


def _shown(course: Course, labs: Iterable[Lab]) -> dict[str, str]:
    """Return what the Chinese texts show that has an English drawing, with what they say of it first."""
    shown: dict[str, str] = {}
    for lab in labs:
        for cell in lab.cells:
            if cell.kind == "text":
                for target, words in figures_shown(cell.source[LANGUAGE]):
                    folder, _, name = target.rpartition("/")
                    if folder == LANGUAGE and (course.root / "labs" / "figures" / name).is_file():
                        shown.setdefault(name, words)
    return shown


def pieces(drawing: str) -> Iterator[str]:
    """Yield every piece of text of a drawing that may have to be translated."""
    for text in _TEXT.findall(drawing):
        for piece in _PIECE.finditer(text):
            if not _SUBSCRIPT.search(piece["tag"]):
                yield unescape(piece["words"])


def _translate(drawing: str, title: str, words: Words, figure: str) -> str:
    def piece(match: re.Match[str]) -> str:
        if _SUBSCRIPT.search(match["tag"]):
            return match[0]
        found = words.find(unescape(match["words"]), figure) or ""
        space = "" if found.endswith(_WIDE) else match["after"]  # a full-width sign brings its own
        return match["tag"] + match["before"] + escape(found) + space

    drawing = _TEXT.sub(lambda text: _PIECE.sub(piece, text[0]), drawing)
    drawing = _TITLE.sub(lambda match: match[1] + escape(title) + match[2], drawing, count=1)
    return drawing.replace("<svg ", f'{BUILT}\n<svg lang="{TAG}" ', 1)
