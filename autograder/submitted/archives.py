"""Looks into zip archives that strangers packed, and reads notebooks out of them.

Nothing is ever unpacked onto the disk, so it does not matter what a member is called (`../../x`, `/etc/passwd`). An archive is read
whole, up to a size; the heads of its members are counted before the zip reader sees them (each becomes an object), and a member is
unpacked only if its name is a notebook's, and no further than a notebook may be long.
"""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from autograder.submitted.file import CAP_BYTES, Unreadable, read_bytes, too_big
from autograder.words import tr

MAX_ARCHIVE_BYTES = 100 << 20
MAX_MEMBERS = 5_000

_HEAD = b"PK\x01\x02"  # begins the entry of each member in the archive's table
_UTF8 = 1 << 11  # the flag of a name in UTF-8
_ENCRYPTED = 1
_PACKED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # what all systems' own tools make; others can ask for gigabytes to unpack


@dataclass(frozen=True)
class Member:
    """One file in an archive."""

    number: int  # its place in the archive's table
    parts: tuple[str, ...]  # its name: folders, then the file's own
    mode: int  # kind of file, as `os.lstat` gives it
    modified: tuple[int, ...]  # year, month, day, hour, minute, second


def is_archive(name: str) -> bool:
    """Say whether a name is that of a zip archive."""
    return name.lower().endswith(".zip")


def members(path: Path | str) -> list[Member]:
    """Return what an archive holds, in its own order. Raises Unreadable."""
    with _opened(path) as archive:
        return [_member(number, info) for number, info in enumerate(archive.infolist())]


def read_member(path: Path | str, number: int) -> bytes:
    """Return the content of one member of at most CAP_BYTES bytes. Raises Unreadable."""
    with _opened(path) as archive:
        if number >= len(archive.infolist()):
            raise Unreadable(tr("The file is not there any more. Hand it in again."))
        info = archive.infolist()[number]
        if info.flag_bits & _ENCRYPTED:
            raise Unreadable(tr("The zip archive is locked with a password. Hand in the notebook itself, without one."))
        if info.compress_type not in _PACKED:
            raise Unreadable(tr("The zip archive is packed in a way that cannot be read here. Hand in the notebook itself."))
        with archive.open(info) as file:
            data = _read(file)
    return data


def _read(file: IO[bytes]) -> bytes:
    data = file.read(CAP_BYTES + 1)
    if len(data) > CAP_BYTES:  # whatever its head says
        raise too_big(CAP_BYTES)
    return data


@contextmanager
def _opened(path: Path | str) -> Iterator[zipfile.ZipFile]:
    data = read_bytes(path, MAX_ARCHIVE_BYTES)
    if data.count(_HEAD) > MAX_MEMBERS:
        raise Unreadable(tr("The zip archive holds far too many files. Hand in the notebook itself."))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield archive
    except Unreadable:
        raise
    except Exception:  # a broken archive raises nearly anything; all of it means the same here
        raise Unreadable(tr("The zip archive is damaged. Hand in the notebook itself.")) from None


def _member(number: int, info: zipfile.ZipInfo) -> Member:
    mode = info.external_attr >> 16
    kind = stat.S_IFDIR if info.is_dir() else stat.S_IFMT(mode) or stat.S_IFREG  # archives from Windows have no kinds
    parts = tuple(part for part in _name(info).replace("\\", "/").split("/") if part not in ("", ".", ".."))
    return Member(number, parts, kind, info.date_time)


def _name(info: zipfile.ZipInfo) -> str:
    """Return a member's name. Chinese Windows writes names in its own encoding and marks them as nothing."""
    if info.flag_bits & _UTF8:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return info.filename.encode("cp437").decode(encoding)
        except UnicodeError:
            continue
    return info.filename
