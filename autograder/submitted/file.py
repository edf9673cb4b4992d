"""Reads the file of a notebook that a stranger handed in: bytes, then text, then JSON, then cells.

Theory of operation. Nothing in the file is trusted, not even that it is one. Bytes are only read from a regular file that is no
link and not too big. The encoding is found out, brackets are counted before the JSON reader sees them (it recurses, and a
few megabytes of `[` make gigabytes of lists), and every value is looked at before it is used. What can be put right is, with a
sentence in `Notebook.repairs`; for the rest `Unreadable` holds a sentence that tells the student what to do.
"""

from __future__ import annotations

import codecs
import json
import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.lab import LANGUAGES, Lab
from autograder.words import Words, tr

CAP_BYTES = 20 << 20
MAX_DEPTH = 100  # a notebook with interactive plots nests about 20 levels
MAX_VALUES = 2_000_000  # brackets and commas
MAX_CELLS = 5_000
MAX_CODE = 250_000  # characters; a syntax tree takes up to a thousand times its code

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is the beginning of this one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The closing quote may be missing, so that a string without an end is one match and not one for each quote in it.
_MARKS = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[{]|[\]}]|,', re.DOTALL)
_HAN = re.compile(r"[\u3400-\u9fff]")


class Unreadable(Exception):
    """The file cannot be read as a notebook; `words` tells the student why and what to do."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


@dataclass(frozen=True)
class NotebookCell:
    """One cell as it was handed in."""

    source: str  # lines end with "\n"; no lone surrogates
    metadata: Mapping[str, Any]
    id: str  # "" where the format has none


@dataclass(frozen=True)
class Notebook:
    """A notebook as it was handed in."""

    cells: tuple[NotebookCell, ...]  # of code
    texts: tuple[NotebookCell, ...]  # Markdown and raw
    language: str | None  # "en", "zh", or unknown
    lab: str | None  # the lab that it says it belongs to
    repairs: tuple[Words, ...] = ()  # what had to be put right in the file


# -- bytes -----------------------------------------------------------------------------------------------------------------


def read_bytes(path: Path | str, cap_bytes: int = CAP_BYTES) -> bytes:
    """Return the content of a regular file of at most `cap_bytes` bytes.

    Never follows a link in the last place, never waits for a pipe or opens a device, and reads no more than the cap even if the file grows.

    Raises:
        Unreadable: there is no such file, it is of another kind, too big, or the system refuses to read it.
    """
    try:
        _refuse_other_kinds(os.lstat(path).st_mode)  # before opening: to open a device can do something
        # Only Windows has no such flags; there the look before has to do.
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        with open(os.open(path, flags), "rb") as file:
            status = os.fstat(file.fileno())
            _refuse_other_kinds(status.st_mode)
            if status.st_size > cap_bytes:
                raise too_big(cap_bytes)
            data = file.read(cap_bytes + 1)
    except FileNotFoundError:
        raise Unreadable(tr("The file is not there any more. Hand it in again.")) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__
        raise Unreadable(tr("The system cannot read this file ({reason}). Hand it in again.", reason=reason)) from None
    if len(data) > cap_bytes:
        raise too_big(cap_bytes)
    return data


def _refuse_other_kinds(mode: int) -> None:
    if stat.S_ISLNK(mode):
        raise Unreadable(tr("This is a link to a file. Hand in the notebook itself."))
    if stat.S_ISDIR(mode):
        raise Unreadable(tr("This is a folder. Hand in the notebook itself, the file that ends in .ipynb."))
    if not stat.S_ISREG(mode):
        raise Unreadable(tr("This is no ordinary file. Hand in the notebook itself, the file that ends in .ipynb."))


def too_big(cap_bytes: int) -> Unreadable:
    """Return what is said about a file that is longer than it may be."""
    return Unreadable(
        tr(
            "The file is larger than {megabytes:g} MB. Clear the outputs of all cells, save, and hand it in again.",
            megabytes=round(cap_bytes / (1 << 20), 3),
        )
    )


# -- text ------------------------------------------------------------------------------------------------------------------


def _decode(data: bytes) -> tuple[str, tuple[Words, ...]]:
    """Return the text of a file, and what had to be put right."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), ()
    if data.startswith((b"{\0", b"\0{")):
        return data.decode("utf-16-le" if data[:1] == b"{" else "utf-16-be", "replace"), ()
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    text = data.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    sound = len(text) - len(text.encode("ascii", "ignore")) - damaged
    if damaged > sound:  # a few bad bytes are damage, mostly bad ones another encoding
        try:
            return data.decode("gb18030"), (tr("The file was saved in the encoding GBK and was read as such. Save notebooks in UTF-8."),)
        except UnicodeDecodeError:
            pass
    return text, (tr("Some characters of the file are damaged and were replaced."),)


def _refuse_other_formats(data: bytes) -> None:
    if not data.strip(b"\0 \t\r\n"):
        raise Unreadable(tr("The file is empty. Save the notebook and hand it in again."))
    if data.lstrip().startswith(b"<<<<<<< "):
        return  # a merge conflict in the first line is told when the JSON cannot be read
    kinds = (
        (b"PK\x03\x04", tr("a zip archive")),
        (b"%PDF", tr("a PDF document")),
        (b"\x89PNG", tr("a picture")),
        (b"\xff\xd8\xff", tr("a picture")),
        (b"<", tr("a web page")),
    )
    for beginning, kind in kinds:
        if data.removeprefix(codecs.BOM_UTF8).lstrip().startswith(beginning):
            raise Unreadable(tr("This is {kind}, not a notebook. Hand in the file that ends in .ipynb, as Jupyter saves it.", kind=kind))


# -- JSON ------------------------------------------------------------------------------------------------------------------


def _refuse_excess(text: str) -> None:
    """Count brackets outside strings: the JSON reader recurses, and lists take far more memory than their text."""
    depth = values = 0
    for match in _MARKS.finditer(text):
        mark = text[match.start()]
        if mark == '"':
            continue
        values += 1
        depth += 1 if mark in "[{" else -1 if mark in "]}" else 0
        if depth > MAX_DEPTH or values > MAX_VALUES:
            break
    else:
        return
    raise Unreadable(
        tr("The file is no ordinary notebook: what stands in it is nested too deeply, or far too much. Make a fresh copy of the lab.")
    )


def _load(text: str) -> tuple[Any, tuple[Words, ...]]:
    """Return the JSON value in `text`, and what had to be put right."""
    text = text.strip("\ufeff\0 \t\r\n")
    _refuse_excess(text)
    try:
        value, end = json.JSONDecoder(strict=False).raw_decode(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable(_why_not_json(text, error)) from None
    if text[end:].strip():
        return value, (tr("Behind the end of the notebook the file goes on; the rest was left out."),)
    return value, ()


def _why_not_json(text: str, error: ValueError | RecursionError) -> Words:
    if re.search(r"^<{7} ", text, re.MULTILINE):
        return tr("The file holds marks of a merge conflict (<<<<<<<). Settle the conflict, open the notebook once, and hand it in again.")
    if not text.startswith("{"):
        return tr("This is not a notebook. Hand in the file that ends in .ipynb, as Jupyter saves it.")
    if not isinstance(error, json.JSONDecodeError):
        return tr("The file is damaged: its JSON cannot be read. Open it in Jupyter, save it, and hand it in again.")
    closes = text[-1] in "]}" and error.pos == len(text) - 1  # too early, after a comma
    if (error.pos >= len(text) - 1 and not closes) or error.msg.startswith("Unterminated string"):
        return tr("The file ends in the middle: it was not saved or uploaded completely. Save it and hand it in again.")
    return tr(
        "The file is damaged in line {line}: its JSON cannot be read. Open it in Jupyter, save it, and hand it in again.", line=error.lineno
    )


# -- cells -----------------------------------------------------------------------------------------------------------------


def parse(data: bytes, lab: Lab | None) -> Notebook:
    """Return the notebook that the bytes of a file hold; with `lab`, its texts help to tell the language.

    Raises:
        Unreadable: they hold none, or none that can be used.
    """
    _refuse_other_formats(data)
    text, repairs = _decode(data)
    root, more = _load(text)
    repairs += more
    found = _cells(root)
    if found is None:
        raise Unreadable(
            tr("The file is JSON but not a notebook: it has no cells. Hand in the file that ends in .ipynb, as Jupyter saves it.")
        )
    if "worksheets" in root and "cells" not in root:
        repairs += (tr("The notebook is in an old format (version 3) and was converted."),)
    cells: list[NotebookCell] = []
    texts: list[NotebookCell] = []
    for entry in found:
        if isinstance(entry, Mapping):
            (cells if _is_code(entry) else texts).append(_cell(entry))
    if not cells:
        raise Unreadable(tr("The notebook has no code cells. Is it the file that you worked in?"))
    if len(cells) > MAX_CELLS or sum(len(cell.source) for cell in cells) > MAX_CODE:
        raise Unreadable(tr("The notebook holds far more code than a lab needs. Remove what does not belong to it and hand it in again."))
    about = _mapping(_mapping(root.get("metadata")).get("autograder"))
    language = about.get("language")
    name = about.get("lab")
    return Notebook(
        tuple(cells),
        tuple(texts),
        language if language in LANGUAGES else _language_of(texts, lab),
        name if isinstance(name, str) else None,
        repairs,
    )


def _cells(root: Any) -> list[Any] | None:
    """Return the cells of a notebook of format 4, or of all worksheets of format 3; None if there is no such list."""
    if not isinstance(root, Mapping):
        return None
    if isinstance(root.get("cells"), list):
        return list(root["cells"])
    sheets = root.get("worksheets")
    if not isinstance(sheets, list):
        return None
    return [cell for sheet in sheets for cell in (_cells(sheet) or [])]


def _is_code(cell: Mapping[str, Any]) -> bool:
    kind = cell.get("cell_type")
    return kind == "code" if isinstance(kind, str) else "outputs" in cell or "execution_count" in cell


def _cell(cell: Mapping[str, Any]) -> NotebookCell:
    source = cell.get("source", cell.get("input"))  # format 3 calls it input
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    if not isinstance(source, str):
        source = ""
    identity = cell.get("id")
    return NotebookCell(_clean(source), _mapping(cell.get("metadata")), identity if isinstance(identity, str) else "")


def _clean(text: str) -> str:
    """Return `text` with one kind of line end, and with whole characters only (JSON can hold halves of them)."""
    if not text.isascii():
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _language_of(texts: list[NotebookCell], lab: Lab | None) -> str | None:
    """Tell the language: that of the lab's texts that are still there, else whether Chinese characters are common."""
    if lab is not None:
        sources = {cell.source.strip() for cell in texts}
        kept = {
            language: sum(cell.source[language].strip() in sources for cell in lab.cells if cell.kind == "text") for language in LANGUAGES
        }
        if kept["en"] != kept["zh"]:
            return max(LANGUAGES, key=lambda language: kept[language])
    prose = "".join(cell.source for cell in texts)
    letters = sum(character.isalpha() for character in prose)
    if not letters:
        return None
    return "zh" if len(_HAN.findall(prose)) > letters / 10 else "en"
