"""What students hand in by accident: files that are no notebook any more, or a notebook that lost something on its way.

`CASES` holds for each what is written into the student's folder, and what must come of it: FULL (all marks: it could be put right), or
words of the sentence that the student must read.
"""

from __future__ import annotations

import gzip
import json
import os
import socket
import stat
import tempfile
import zipfile
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

from autograder.labs import Course
from autograder.tests.small_course import LAB, notebook_bytes

NAME = f"{LAB}.ipynb"
SCALED = "def scaled(x):\n    return SCALE * x  # 缩放 café\n"
TOTAL = "def total(x):\n    return float(np.sum(scaled(x)))\n"
FULL = "FULL"
Book = dict[str, Any]
Put = Callable[[Path, "Good"], None]


class Good:
    """A notebook with right answers, to be spoilt."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self.bytes = self.answered({})

    def answered(self, answers: dict[str, str]) -> bytes:
        """Return the notebook with other answers."""
        return notebook_bytes(self._course, {"scaled": SCALED, "total": TOTAL} | answers)

    def book(self) -> Book:
        """Return the notebook to be changed."""
        book = dict(json.loads(self.bytes))
        for cell in book["cells"]:
            cell["source"] = "".join(cell["source"])
        return book


def data(make: Callable[[Good], bytes]) -> Put:
    """Write these bytes under the right name."""
    return lambda place, good: _write(place / NAME, make(good))


def raw(content: bytes) -> Put:
    return data(lambda good: content)


def coded(encoding: str) -> Put:
    return data(lambda good: _text(good).encode(encoding))


def scaled(code: str) -> Put:
    """Answer `scaled` in this way."""
    return data(lambda good: good.answered({"scaled": code}))


def changed(change: Callable[[Book], Any]) -> Put:
    """Change the notebook's JSON in place, or return other JSON in its place."""

    def make(good: Good) -> bytes:
        book = good.book()
        other = change(book)
        return json.dumps(book if other is None else other).encode()

    return data(make)


def cells(change: Callable[[Book], Any]) -> Put:
    """Change each cell."""
    return changed(lambda book: [change(cell) for cell in book["cells"]] and None)


def called(*names: str | bytes) -> Put:
    """Hand in the notebook under other names."""

    def put(place: Path, good: Good) -> None:
        for name in names:
            path = os.path.join(os.fsencode(place), os.fsencode(name))
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(good.bytes)

    return put


def special(make: Callable[[Path], Any]) -> Put:
    """Make something that is no ordinary file."""
    return lambda place, good: make(place / NAME)


def together(*puts: Put) -> Put:
    def put(place: Path, good: Good) -> None:
        for one in puts:
            one(place, good)

    return put


def beside(name: str, content: bytes) -> Put:
    return lambda place, good: _write(place / name, content)


def packed(*files: tuple[str, Callable[[Good], bytes]]) -> Put:
    """Hand in a zip archive."""

    def put(place: Path, good: Good) -> None:
        with zipfile.ZipFile(place / "homework.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for name, make in files:
                archive.writestr(name, make(good))

    return put


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _text(good: Good) -> str:
    return json.dumps(good.book(), ensure_ascii=False)


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(50 << 30)


def _socket(path: Path) -> None:
    # The path of a socket may only be short.
    with tempfile.TemporaryDirectory() as short, socket.socket(socket.AF_UNIX) as listener:
        listener.bind(f"{short}/s")
        os.rename(f"{short}/s", path) if os.stat(short).st_dev == os.stat(path.parent).st_dev else os.mkfifo(path)


def _loop(path: Path) -> None:
    path.symlink_to(path.name)


def _nested(good: Good) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        inner = Path(folder) / "inner.zip"
        with zipfile.ZipFile(inner, "w") as archive:
            archive.writestr(NAME, good.bytes)
        return inner.read_bytes()


def _worksheets(book: Book, version: int) -> Book:
    old = [
        {"cell_type": "code", "language": "python", "input": cell["source"], "outputs": []}
        for cell in book["cells"]
        if cell["cell_type"] == "code"
    ]
    return {"nbformat": version, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": [{"cells": old}]}


def _first_code(book: Book) -> Book:
    return next(cell for cell in book["cells"] if cell.get("metadata", {}).get("autograder", {}).get("question") == "scaled")


ESCAPED = str.maketrans({"<": "&lt;", '"': "&quot;"})
CASES: dict[str, tuple[Put, str]] = {
    # -- bytes
    "empty": (raw(b""), "empty"),
    "only spaces": (raw(b" \n\t\n"), "empty"),
    "only NULs": (raw(b"\0" * 5000), "empty"),
    "one bracket": (raw(b"{"), "ends in the middle"),
    "cut in half": (data(lambda good: good.bytes[: len(good.bytes) // 2]), "ends in the middle"),
    "last bytes lost": (data(lambda good: good.bytes[:-9]), "ends in the middle"),
    "first bytes lost": (data(lambda good: good.bytes[7:]), "not a notebook"),
    "a block of NULs in it": (data(lambda good: good.bytes[:900] + b"\0" * 512 + good.bytes[1412:]), "damaged"),
    "UTF-16": (coded("utf-16"), FULL),
    "UTF-16 without a mark": (coded("utf-16-le"), FULL),
    "UTF-16 big-endian": (data(lambda good: b"\xfe\xff" + _text(good).encode("utf-16-be")), FULL),
    "UTF-32": (coded("utf-32"), FULL),
    "byte order mark": (data(lambda good: b"\xef\xbb\xbf" + good.bytes), FULL),
    "two byte order marks": (data(lambda good: b"\xef\xbb\xbf" * 2 + good.bytes), FULL),
    "GBK": (data(lambda good: _text(good).replace("é", "e").encode("gbk")), FULL),
    "GB18030": (coded("gb18030"), FULL),
    "Latin-1": (data(lambda good: _text(good).replace("缩放", "").encode("latin-1")), FULL),
    "NULs behind it": (data(lambda good: good.bytes + b"\0" * 4096), FULL),
    "another notebook behind it": (data(lambda good: good.bytes + b"\n" + good.bytes), FULL),
    "CRLF": (data(lambda good: good.bytes.replace(b"\n", b"\r\n")), FULL),
    "CR": (data(lambda good: good.bytes.replace(b"\n", b"\r")), FULL),
    # -- other files under its name
    "zip archive": (data(_nested), "zip archive"),
    "gzip": (data(lambda good: gzip.compress(good.bytes)), "not a notebook"),
    "PDF": (raw(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), "PDF"),
    "web page": (raw(b"<!DOCTYPE html><html><body>Sign in</body></html>"), "web page"),
    "picture": (raw(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), "not a notebook"),
    "Python program": (raw(SCALED.encode()), "not a notebook"),
    "rich text": (raw(rb"{\rtf1\ansi lab}"), "damaged"),
    "base64": (data(lambda good: b64encode(good.bytes)), "not a notebook"),
    "escaped for a web page": (data(lambda good: good.bytes.decode().translate(ESCAPED).encode()), "damaged"),
    "noise": (raw(bytes(range(256)) * 40), "not a notebook"),
    "a list": (raw(b"[1, 2, 3]"), "not a notebook"),
    "a number": (raw(b"42"), "not a notebook"),
    "a string": (raw(b'"my homework"'), "not a notebook"),
    "null": (raw(b"null"), "not a notebook"),
    "what Python prints": (data(lambda good: repr(good.book()).encode()), "damaged"),
    "a comment before it": (data(lambda good: b"// my homework\n" + good.bytes), "not a notebook"),
    "a comma too many": (data(lambda good: good.bytes.rstrip()[:-1] + b",}"), "damaged"),
    "a quote lost": (data(lambda good: good.bytes.replace(b'"cells"', b'cells"', 1)), "damaged"),
    "merge conflict": (data(lambda good: b"<<<<<<< HEAD\n" + good.bytes + b"=======\n" + good.bytes + b">>>>>>> mine\n"), "merge conflict"),
    "brackets without end": (raw(b"[" * 300_000), "nested too deeply"),
    "objects without end": (raw(b'{"cells":' * 100_000), "nested too deeply"),
    "commas without end": (raw(b'{"cells": [' + b"[]," * 2_000_000 + b"[]]}"), "far too much"),
    "a number of 5000 digits": (raw(b'{"cells": [], "n": ' + b"9" * 5000 + b"}"), "damaged"),
    "a quote without end": (raw(b'{"cells": ["' + b"\\" * 500_000), "ends in the middle"),
    # -- notebooks of a strange form
    "no cells": (changed(lambda book: book.pop("cells") and None), "no cells"),
    "cells are an object": (changed(lambda book: book.update(cells={})), "no cells"),
    "cells are empty": (changed(lambda book: book.update(cells=[])), "no code cells"),
    "only text": (cells(lambda cell: cell.update(cell_type="markdown")), "no code cells"),
    "format 3": (changed(lambda book: _worksheets(book, 3)), FULL),
    "format 2": (changed(lambda book: _worksheets(book, 2)), FULL),
    "format 99": (changed(lambda book: book.update(nbformat=99)), FULL),
    "format is a word": (changed(lambda book: book.update(nbformat="four")), FULL),
    "no format": (changed(lambda book: book.pop("nbformat") and None), FULL),
    "no metadata": (changed(lambda book: book.update(metadata=None)), FULL),
    "metadata are a list": (changed(lambda book: book.update(metadata=[])), FULL),
    "cells have lost their metadata": (cells(lambda cell: cell.update(metadata={})), FULL),
    "cells have lost metadata and ids": (cells(lambda cell: (cell.update(metadata=None), cell.pop("id", None))), FULL),
    "all ids are the same": (cells(lambda cell: cell.update(id="x")), FULL),
    "ids are numbers": (cells(lambda cell: cell.update(id=7)), FULL),
    "ids are long": (cells(lambda cell: cell.update(id="x" * 100_000)), FULL),
    "not a number in it": (changed(lambda book: book["metadata"].update(x=float("nan"))), FULL),
    "things between cells": (changed(lambda book: book["cells"].extend([None, 1, "x", [], {}])), FULL),
    "source in lines": (cells(lambda cell: cell.update(source=cell["source"].splitlines(True))), FULL),
    "source in letters": (cells(lambda cell: cell.update(source=list(cell["source"]))), FULL),
    "source is lost": (changed(lambda book: _first_code(book).update(source=None)), "`scaled`"),
    "source is an object": (changed(lambda book: _first_code(book).update(source={"a": 1})), "`scaled`"),
    "cell of an unknown type": (changed(lambda book: _first_code(book).update(cell_type="heading")), "`scaled`"),
    "question that is none": (
        changed(lambda book: _first_code(book)["metadata"].update(autograder={"question": "tripled"}, nbgrader={})),
        FULL,
    ),
    "question of a strange kind": (changed(lambda book: _first_code(book)["metadata"].update(autograder={"question": [{}]})), FULL),
    "six thousand cells": (changed(lambda book: book["cells"].extend([{"cell_type": "code", "source": "x = 1"}] * 6000)), "far more code"),
    "a million lines": (scaled("x = 1\n" * 1_000_000), "far more code"),
    "too large": (changed(lambda book: book.update(junk="x" * (21 << 20))), "larger than 20 MB"),
    "large output": (changed(lambda book: _first_code(book).update(outputs=[{"output_type": "stream", "text": "x" * (15 << 20)}])), FULL),
    # -- what is no ordinary file
    "sparse": (special(_sparse), "larger than 20 MB"),
    "link": (special(lambda path: path.symlink_to("/etc/hostname")), "link"),
    "link to nothing": (special(lambda path: path.symlink_to("nowhere")), "link"),
    "link to itself": (special(_loop), "link"),
    "link to a device": (special(lambda path: path.symlink_to("/dev/zero")), "link"),
    "pipe": (special(os.mkfifo), "ordinary file"),
    "socket": (special(_socket), "ordinary file"),
    "folder": (special(Path.mkdir), "folder"),
    # -- archives
    "packed": (packed((f"my homework/{NAME}", lambda good: good.bytes), ("__MACOSX/._x", lambda good: b"\0")), FULL),
    "packed twice": (packed(("inner.zip", _nested)), "homework.zip/inner.zip"),
    "packed for the Mac only": (packed((f"__MACOSX/._{NAME}", lambda good: b"\0\5\x16\7")), "homework.zip"),
    "bomb": (packed((NAME, lambda good: b" " * (30 << 20))), "larger than 20 MB"),
    "slip": (packed((f"../../../../tmp/{NAME}", lambda good: good.bytes)), FULL),
    "damaged archive": (lambda place, good: _write(place / "homework.zip", _nested(good)[:-40]), "damaged"),
    # -- names
    "hidden files of the Mac": (together(beside(f"._{NAME}", b"\0"), called(NAME)), FULL),
    "only hidden files": (beside(f"._{NAME}", b"\0"), "Nothing was handed in"),
    "only a check-point": (called(f".ipynb_checkpoints/{NAME}"), "Nothing was handed in"),
    "new line in the name": (called(f"{LAB}\n.ipynb"), FULL),
    "right-to-left mark in the name": (called(f"\u202e{LAB}\u200f.ipynb"), FULL),
    "bytes in the name": (called(b"\xff\xfe" + NAME.encode()), FULL),
    "picture in the name": (called(f"\U0001f389 {NAME}"), FULL),
    "long name": (called("x" * 200 + NAME), FULL),
    "capitals in the ending": (called(f"{LAB}.IPYNB"), FULL),
    "ending of a browser": (called(f"{NAME}.txt", "readme.txt"), FULL),
    "deep folders": (called(f"a/b/c/{NAME}"), FULL),
    "other documents": (together(beside("lab.docx", b"PK"), beside("lab.pdf", b"%PDF")), "Hand in the .ipynb file"),
    # -- code
    "merge conflict in an answer": (scaled(f"<<<<<<< HEAD\n{SCALED}=======\n{SCALED}>>>>>>> mine\n"), "`scaled`"),
    "curly quotes": (scaled("def scaled(x):\n    “double it”\n    return SCALE * x\n"), "“"),
    "full-width brackets": (scaled("def scaled（x）：\n    return SCALE * x\n"), "（"),
    "NUL in the code": (scaled("def scaled(x):\n    return SCALE * x\0\n"), "`scaled`"),
    "half a character": (data(lambda good: good.bytes.replace(b"return SCALE", b"'\\ud800'; return SCALE")), FULL),
    "tabs and spaces": (scaled("def scaled(x):\n\tif True:\n        return SCALE * x\n"), "`scaled`"),
    "brackets a thousand deep": (scaled(f"def scaled(x):\n    return {'(' * 1000}x{')' * 1000}\n"), "`scaled`"),
    "signs without end": (scaled(f"def scaled(x):\n    return {'-' * 100_000}x\n"), "`scaled`"),
    "dots without end": (scaled(f"def scaled(x):\n    return x{'.T' * 50_000}\n"), "`scaled`"),
    "sums without end": (scaled(f"def scaled(x):\n    return x{' + 0' * 50_000}\n"), "`scaled`"),
    "a number without end": (scaled(f"def scaled(x):\n    return x * {'9' * 10_000}\n"), "`scaled`"),
    "a letter of another alphabet": (scaled(SCALED.replace("scaled", "sc\u0430led")), "`scaled`"),
    "marks that turn text around": (scaled("def scaled(x):\n    # \u202e double \u2066\n    return SCALE * x\n"), FULL),
    "shell for a cell": (scaled("%%bash\necho hello\n"), "`scaled`"),
    "two thousand times": (scaled(SCALED * 2000), FULL),
    "choices without end": (scaled("if False:\n    pass\n" + "elif False:\n    pass\n" * 3000 + SCALED), "`scaled`"),
}
if hasattr(os, "mknod") and os.geteuid() == 0:
    CASES["device"] = (special(lambda path: os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 5))), "ordinary file")
