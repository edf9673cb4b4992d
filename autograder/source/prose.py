"""The text cells of a source: their languages, the hints among them, and the pictures they show."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from autograder.lab import LANGUAGES
from autograder.source.percent import PercentCell
from autograder.source.problems import Problems

FIGURES = "../figures/"  # as texts write it, seen from labs/en and labs/zh
HINTS = 3

_NAMES = {"en": "English", "zh": "Chinese"}
_PICTURE = re.compile(r"!\[(?P<words>[^\]]*)\]\(\s*(?P<target>[^)\s]*)")
_TAG = re.compile(r"<img\b[^>]*?\bsrc\s*=\s*[\"'](?P<target>[^\"']*)", re.IGNORECASE)
_ITEM = re.compile(r"(?P<number>\d+)\.\s+(?P<words>\S.*)$")

TextPair = tuple[PercentCell, PercentCell]  # in the order of LANGUAGES


def pair_languages(cells: Iterable[PercentCell], problems: Problems) -> list[TextPair]:
    """Pair the text cells between two code cells: each run of English ones with the run of Chinese ones behind it.

    Cells without a partner go to `problems`.
    """
    pairs: list[TextPair] = []
    waiting: list[PercentCell] = []  # English cells that are not answered yet
    answering = False  # inside a Chinese run
    for cell in cells:
        language = cell.options.get("lang")
        if language not in LANGUAGES:
            problems.add(cell.line, 'the language of this text is missing or unknown. Write lang="en" or lang="zh".')
        elif language == "en":
            if answering:
                _refuse_alone(waiting, "zh", problems)
                waiting, answering = [], False
            waiting.append(cell)
        elif waiting:
            answering = True
            pairs.append((waiting.pop(0), cell))
        else:
            _refuse_alone([cell], "en", problems)
    _refuse_alone(waiting, "zh", problems)
    for english, chinese in pairs:
        if english.options.get("hints") != chinese.options.get("hints"):
            problems.add(chinese.line, f"this cell and its English partner at line {english.line} are not hints for the same question.")
        for cell in (english, chinese):
            if not cell.text.strip():
                problems.add(cell.line, "this text is empty.")
    return pairs


def _refuse_alone(cells: Iterable[PercentCell], missing: str, problems: Problems) -> None:
    for cell in cells:
        problems.add(
            cell.line, f"the {_NAMES[missing]} of this text is missing. Each run of English cells is followed by as many Chinese ones."
        )


def read_hints(cell: PercentCell, problems: Problems) -> tuple[str, ...]:
    """Return the items of the numbered list that a cell of hints is; `problems` says if it is no list of three."""
    hints: list[str] = []
    for line, row in enumerate(cell.text.split("\n"), start=cell.text_line):
        item = _ITEM.match(row)
        if item:
            hints.append(item["words"])
            if int(item["number"]) != len(hints):
                problems.add(line, f"hints are numbered 1 to {HINTS}; this is number {len(hints)}.")
        elif not row.strip():
            continue
        elif hints and row[0].isspace():
            hints[-1] += "\n" + row.strip()
        else:
            problems.add(line, "a cell of hints holds one numbered list and nothing else; indent what belongs to the item above.")
    if len(hints) != HINTS:
        problems.add(cell.line, f"there are {len(hints)} hints; write {HINTS}, from vague to nearly there.")
    return tuple(hints)


def refuse_missing_figures(cell: PercentCell, folder: Path, problems: Problems) -> None:
    """Note each picture of a text cell that is not in `folder` (`labs/figures/`) or comes without words for those who cannot see it."""
    for line, row in enumerate(cell.text.split("\n"), start=cell.text_line):
        for picture in _PICTURE.finditer(row):
            if not picture["words"].strip():
                problems.add(line, "this picture has no words. Say between the brackets what is seen.")
        for picture in [*_PICTURE.finditer(row), *_TAG.finditer(row)]:
            target = picture["target"]
            if not target.startswith(FIGURES):
                problems.add(line, f"the picture {target} is not in labs/figures/. Put it there and write {FIGURES}… for it.")
            elif not _exists(folder, target.removeprefix(FIGURES)):
                problems.add(line, f"the picture labs/figures/{target.removeprefix(FIGURES)} does not exist.")


def figures_shown(text: str) -> Iterator[tuple[str, str]]:
    """Yield the pictures of a text: each one's path below `labs/figures/`, and the words for those who cannot see it."""
    for picture in [*_PICTURE.finditer(text), *_TAG.finditer(text)]:
        if picture["target"].startswith(FIGURES):
            yield picture["target"].removeprefix(FIGURES), picture.groupdict().get("words", "")


def _exists(folder: Path, name: str) -> bool:
    """Whether a picture is there, or will be once it is built from the one of the same name in English."""
    language, _, english = name.partition("/")
    return (folder / name).is_file() or (language in LANGUAGES and bool(english) and (folder / english).is_file())
