"""Looks around in folders that strangers filled: what is called like a notebook, and what kind of file it is.

No notebook is opened, links are not followed, and no folder is so deep or so full that looking never ends. A zip archive is a folder, too.
"""

from __future__ import annotations

import calendar
import os
import stat
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from autograder.submitted.archives import is_archive, members, read_member
from autograder.submitted.file import Unreadable, read_bytes
from autograder.words import Words, tr

MAX_DEPTH = 4  # folders below a student's own
MAX_ENTRIES = 10_000  # looked at for one student
_LONGEST = 80  # characters of a name that a sentence repeats

_NOT_HANDED_IN = {"__MACOSX", "__pycache__"}
_ENDINGS = (".ipynb.json", ".ipynb.txt", ".ipynb")  # browsers and mail programs add the longer ones


@dataclass(frozen=True)
class Entry:
    """Something that is called like a notebook."""

    path: Path  # of the file, or of the archive that holds it
    mode: int
    modified_ns: int
    assignment: str  # the name of the folder in which it lies, "" for the student's own
    member: int | None = None  # its number in the archive
    member_name: str = ""

    @property
    def name(self) -> str:
        """What it is called, without folders."""
        return self.member_name or self.path.name

    @property
    def stem(self) -> str:
        """The name without its ending."""
        ending = next((ending for ending in _ENDINGS if self.name.lower().endswith(ending)), Path(self.name).suffix)
        return self.name.removesuffix(self.name[len(self.name) - len(ending) :])

    @property
    def problem(self) -> Words | None:
        """Why it is nothing that could be read, None for an ordinary file."""
        name = shown(self.name)
        if stat.S_ISLNK(self.mode):
            return tr("`{name}` is a link. Hand in the notebook itself.", name=name)
        if stat.S_ISDIR(self.mode):
            return tr("`{name}` is a folder. Hand in the notebook itself, the file that ends in .ipynb.", name=name)
        if not stat.S_ISREG(self.mode):
            return tr("`{name}` is no ordinary file. Hand in the notebook itself.", name=name)
        return None


@dataclass
class Folder:
    """What lies in a student's folder."""

    path: Path
    notebooks: list[Entry] = field(default_factory=list)
    others: list[str] = field(default_factory=list)  # names of other files
    problem: Words | None = None  # why it cannot be looked into


def clean(name: str) -> str:
    """Return a name so that it can be shown, and be a file's: no control, format or broken characters."""
    spoilt = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    text = "".join("_" if unicodedata.category(character) in spoilt else character for character in unicodedata.normalize("NFC", name))
    return text.strip() or "_"


def shown(name: str) -> str:
    """Return a name for use in a sentence."""
    text = clean(name).replace("`", "'")
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def is_ignored(name: str) -> bool:
    """Say whether a name is of something that nobody hands in on purpose."""
    return name.startswith(".") or name in _NOT_HANDED_IN


def is_notebook(name: str) -> bool:
    """Say whether a name is that of a notebook."""
    return name.lower().endswith(_ENDINGS)


def entry(path: Path | str, assignment: str = "") -> Entry:
    """Return the entry for a path. Raises OSError if there is nothing."""
    status = os.lstat(path)
    return Entry(Path(path), status.st_mode, status.st_mtime_ns, assignment)


def content(path: Path, member: int | None) -> bytes:
    """Return what was handed in: a file, or one in an archive. Raises Unreadable."""
    return read_bytes(path) if member is None else read_member(path, member)


def look_into(path: Path) -> Folder:
    """Return what lies in a student's folder, or zip archive, and the folders in it."""
    folder = Folder(path)
    if path.is_symlink():
        folder.problem = tr("`{name}` is a link. Hand in the notebook itself.", name=shown(path.name))
        return folder
    if is_archive(path.name) and not path.is_dir():
        _look_into_archive(path, "", folder)
        return folder
    waiting = [(str(path), "", 0)]
    seen = 0
    while waiting and seen < MAX_ENTRIES:
        place, assignment, depth = waiting.pop(0)
        try:
            with os.scandir(place) as content:
                items = sorted((item for item in content if not is_ignored(item.name)), key=lambda item: item.name)
        except OSError as error:
            folder.problem = tr("The folder cannot be opened ({reason}).", reason=error.strerror or "?")
            continue
        seen += len(items)
        for item in items:
            if is_notebook(item.name):
                folder.notebooks.append(entry(item.path, assignment))
            elif is_archive(item.name) and item.is_file(follow_symlinks=False):
                _look_into_archive(Path(item.path), assignment, folder)
            elif not item.is_dir(follow_symlinks=False):
                folder.others.append(item.name)
            elif depth < MAX_DEPTH:
                waiting.append((item.path, item.name, depth + 1))
    return folder


def _look_into_archive(path: Path, assignment: str, folder: Folder) -> None:
    """Add what an archive holds to `folder`. Archives in archives stay closed."""
    try:
        inside = [member for member in members(path) if not any(map(is_ignored, member.parts))]
    except Unreadable as problem:
        folder.problem = problem.words
        return
    for member in inside:
        *folders, name = member.parts or ("",)
        if is_notebook(name):
            inner = folders[-1] if folders else assignment
            folder.notebooks.append(Entry(path, member.mode, _ns(member.modified), inner, member.number, name))
        elif not stat.S_ISDIR(member.mode):
            folder.others.append(f"{path.name}/{name}")
    if not inside:
        folder.others.append(path.name)


def _ns(modified: Iterable[int]) -> int:
    """Return a date of an archive, which may be nonsense, as nanoseconds to compare others with."""
    year, month, day, *clock = modified
    try:
        return calendar.timegm((year, month, day, *clock)) * 10**9
    except ValueError:
        return 0
