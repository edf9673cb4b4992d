"""Zip archives that students hand in are looked into, and whatever is wrong with one is a sentence."""

from __future__ import annotations

import io
import json
import os
import stat
import zipfile
from pathlib import Path

import pytest

from autograder.submissions import Found, find
from autograder.submitted import archives
from autograder.submitted.archives import members, read_member
from autograder.submitted.file import CAP_BYTES, Unreadable
from autograder.submitted.folders import content
from autograder.tests.test_submissions import CELL, FIX, TwoLabs

BOOK = json.dumps({"cells": [{"cell_type": "code", "source": "x = 1"}], "metadata": {"autograder": {"lab": CELL}}}).encode()


@pytest.fixture
def course() -> TwoLabs:
    return TwoLabs()


def pack(path: Path, files: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def only(found: list[Found]) -> Found:
    (one,) = found
    return one


@pytest.mark.parametrize(
    ("place", "inside"),
    [
        ("ann/hand-in.zip", f"{CELL}.ipynb"),
        ("ann.zip", f"{CELL}.ipynb"),
        ("ann/Homework.ZIP", f"my work/{CELL}.ipynb"),
        ("ann/x.zip", f"{CELL}/solution.ipynb"),
        ("submitted/ann/x.zip", f"labs\\en\\{CELL}.ipynb"),
        (f"submitted/ann/{CELL}/x.zip", "notebook.ipynb"),
    ],
)
def test_a_notebook_in_an_archive_is_found(tmp_path: Path, course: TwoLabs, place: str, inside: str) -> None:
    pack(tmp_path / place, {inside: BOOK, "__MACOSX/._x.ipynb": b"\0\5\x16\7", ".ipynb_checkpoints/y.ipynb": b"old", "notes.txt": b""})
    one = only(find(tmp_path, course))
    assert (one.student, one.lab, one.problem) == ("ann", CELL, None)
    assert one.path == tmp_path / place
    assert content(one.path, one.member) == BOOK


def test_one_archive_may_be_graded(tmp_path: Path, course: TwoLabs) -> None:
    one = only(find(pack(tmp_path / "ann.zip", {f"{CELL}.ipynb": BOOK}), course))
    assert (one.student, one.lab) == ("ann", CELL)


def test_several_labs_in_one_archive_and_one_beside_it(tmp_path: Path, course: TwoLabs) -> None:
    pack(tmp_path / "ann" / "x.zip", {f"{FIX}.ipynb": BOOK, f"a/{CELL}.ipynb": BOOK})
    (tmp_path / "ann" / f"{CELL}.ipynb").write_bytes(BOOK)
    found = find(tmp_path, course)
    assert [(one.lab, one.path and one.path.name) for one in found] == [(CELL, f"{CELL}.ipynb"), (FIX, "x.zip")]
    assert "several notebooks" in found[0].notes[0].en


def test_names_that_lead_elsewhere_lead_nowhere(tmp_path: Path, course: TwoLabs) -> None:
    outside = tmp_path / "outside.ipynb"
    pack(tmp_path / "class" / "ann" / "x.zip", {f"../../../outside/{CELL}.ipynb": BOOK, str(outside): BOOK, "C:\\x\\lab4.ipynb": BOOK})
    found = find(tmp_path / "class", course)
    assert [one.lab for one in found] == [CELL]
    assert all(one.path == tmp_path / "class" / "ann" / "x.zip" for one in found)
    assert not outside.exists()
    assert sorted(path.name for path in (tmp_path / "class").rglob("*")) == ["ann", "x.zip"]


@pytest.mark.parametrize(("encoding", "flag"), [("utf-8", 0x800), ("utf-8", 0), ("gbk", 0)])
def test_chinese_names_as_each_system_writes_them(tmp_path: Path, course: TwoLabs, encoding: str, flag: int) -> None:
    raw = "实验2 循环单元.ipynb".encode(encoding)
    plain = "x" * len(raw)
    path = pack(tmp_path / "ann" / "x.zip", {plain: b"{}"}, zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes().replace(plain.encode(), raw))
    for head, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        start = data.index(head) + place
        data[start : start + 2] = flag.to_bytes(2, "little")
    path.write_bytes(bytes(data))
    assert members(path)[0].parts == ("实验2 循环单元.ipynb",)
    assert only(find(tmp_path, course)).lab == CELL


def test_a_bomb_is_unpacked_no_further_than_a_notebook_may_be_long(tmp_path: Path, course: TwoLabs) -> None:
    path = pack(tmp_path / "ann" / "x.zip", {f"{CELL}.ipynb": b" " * (CAP_BYTES + 5), f"{FIX}.ipynb": BOOK})
    assert path.stat().st_size < 50_000
    cell, fix = find(tmp_path, course)
    assert cell.path is not None
    with pytest.raises(Unreadable, match="larger than 20 MB"):
        content(cell.path, cell.member)
    assert fix.path is not None
    assert content(fix.path, fix.member) == BOOK


def lying_about_its_size(path: Path) -> None:
    """The head says 10 bytes; unpacked it is long."""
    pack(path, {f"{CELL}.ipynb": b" " * 5_000_000})
    data = bytearray(path.read_bytes())
    for head, place in ((b"PK\3\4", 22), (b"PK\1\2", 24)):
        start = data.index(head) + place
        data[start : start + 4] = (10).to_bytes(4, "little")
    path.write_bytes(bytes(data))


def encrypted(path: Path) -> None:
    pack(path, {f"{CELL}.ipynb": BOOK})
    data = bytearray(path.read_bytes())
    for head, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(head) + place] |= 1
    path.write_bytes(bytes(data))


def with_a_wrong_sum(path: Path) -> None:
    pack(path, {f"{CELL}.ipynb": BOOK}, zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes().replace(b"x = 1", b"x = 2"))


def of_many_heads(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(archives._HEAD * (archives.MAX_MEMBERS + 1))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: pack(path, {f"{CELL}.ipynb": BOOK}, zipfile.ZIP_LZMA), "packed in a way"),
        (lambda path: pack(path, {f"{CELL}.ipynb": BOOK}, zipfile.ZIP_BZIP2), "packed in a way"),
        (encrypted, "password"),
        (lying_about_its_size, "damaged"),
        (with_a_wrong_sum, "damaged"),
    ],
    ids=["lzma", "bzip2", "encrypted", "lying", "wrong sum"],
)
def test_a_member_that_cannot_be_read_says_why(tmp_path: Path, make: object, said: str) -> None:
    path = tmp_path / "ann" / "x.zip"
    make(path)  # type: ignore[operator]
    with pytest.raises(Unreadable) as refused:
        read_member(path, 0)
    assert said in refused.value.words.en


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: path.write_bytes(b""), "damaged"),
        (lambda path: path.write_bytes(b"PK\3\4" + b"x" * 100), "damaged"),
        (lambda path: pack(path, {f"{CELL}.ipynb": BOOK}) and path.write_bytes(path.read_bytes()[:-30]), "damaged"),
        (lambda path: pack(path, {}), "no notebook"),
        (lambda path: pack(path, {"a.py": b"", "b.docx": b""}), "x.zip/a.py"),
        (lambda path: pack(path, {"inner.zip": pack(path.with_name("i"), {f"{CELL}.ipynb": BOOK}).read_bytes()}), "x.zip/inner.zip"),
        (of_many_heads, "far too many"),
        (lambda path: os.truncate(path.open("w").name, 50 << 30), "larger than 100 MB"),
        (lambda path: os.mkfifo(path), "There is no notebook"),
        (lambda path: path.symlink_to("/etc/hostname"), "There is no notebook"),
    ],
    ids=["empty", "garbage", "cut off", "nothing in it", "other files", "nested", "many", "sparse", "pipe", "link"],
)
def test_an_archive_without_a_notebook_says_why(tmp_path: Path, course: TwoLabs, make: object, said: str) -> None:
    path = tmp_path / "ann" / "x.zip"
    path.parent.mkdir()
    make(path)  # type: ignore[operator]
    path.with_name("i").unlink(missing_ok=True)
    one = only(find(tmp_path, course))
    assert (one.student, one.lab) == ("ann", None)
    assert one.problem is not None
    assert said in one.problem.en


def test_a_link_in_an_archive_is_no_notebook(tmp_path: Path, course: TwoLabs) -> None:
    info = zipfile.ZipInfo(f"{CELL}.ipynb")
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(info, "/etc/passwd")
    (tmp_path / "ann").mkdir()
    (tmp_path / "ann" / "x.zip").write_bytes(packed.getvalue())
    one = only(find(tmp_path, course))
    assert one.problem is not None
    assert "is a link" in one.problem.en
