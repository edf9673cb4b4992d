"""Working folders on disk are removed whatever was left in them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from autograder.sandbox import workplace


def test_a_working_folder_is_its_owners_alone(tmp_path: Path) -> None:
    path = Path(workplace.make(str(tmp_path), 3, os.getuid()))
    assert path.stat().st_mode & 0o777 == 0o700
    workplace.remove(str(path))
    assert not list(tmp_path.iterdir())


def test_nothing_that_was_left_is_followed(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "file").write_text("x", encoding="utf-8")
    path = workplace.make(str(tmp_path), 0, None)
    os.symlink(kept, path + "/link")
    os.symlink(kept / "file", path + "/link to a file")
    os.link(kept / "file", path + "/hard link")
    workplace.remove(path)
    assert (kept / "file").read_text(encoding="utf-8") == "x"
    assert [entry.name for entry in tmp_path.iterdir()] == ["kept"]


def test_closed_folders_hostile_names_and_depth(tmp_path: Path) -> None:
    path = workplace.make(str(tmp_path), 0, None)
    os.makedirs(path + "/closed/inside")
    os.chmod(path + "/closed", 0)
    for name in ("-rf", "new\nline", " ", "\\", "\udcff"):
        with open(os.path.join(path, name), "wb"):
            pass
    start = os.getcwd()
    os.chdir(path)
    try:
        for _ in range(1500):  # longer than any path may be
            os.mkdir("deeper")
            os.chdir("deeper")
    finally:
        os.chdir(start)
    workplace.remove(path)
    assert not list(tmp_path.iterdir())


def test_a_full_disk_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workplace, "RESERVE", 1)
    assert not workplace.is_full(str(tmp_path))
    monkeypatch.setattr(workplace, "RESERVE", 1 << 60)
    assert workplace.is_full(str(tmp_path))
    assert not workplace.is_full(str(tmp_path / "missing"))


def test_a_disk_without_room_for_files_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not os.statvfs(tmp_path).f_files:
        pytest.skip("this file system does not count files")
    monkeypatch.setattr(workplace, "RESERVED_FILES", 1 << 60)
    assert workplace.is_full(str(tmp_path))


def test_who_holds_much_hoards(tmp_path: Path) -> None:
    assert not workplace.is_hoard(str(tmp_path))
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside" / "file").write_bytes(bytes(1 << 20))
    os.truncate(tmp_path / "inside" / "file", 1 << 40)  # a sparse file holds what it holds
    assert not workplace.is_hoard(str(tmp_path))
    for number in range(workplace.HOARDED_FILES + 1):
        (tmp_path / "inside" / str(number)).symlink_to("nowhere")
    assert workplace.is_hoard(str(tmp_path))
    assert not workplace.is_hoard(str(tmp_path / "missing"))
