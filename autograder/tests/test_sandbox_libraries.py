"""What students' code may read: the libraries, whichever way they and the grader's secrets lie in each other."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from autograder.sandbox import libraries, planning
from autograder.sandbox.libraries import import_folders, readable, roots_without
from autograder.tests.sandboxed import MODES, Raised, open_zygote, run


def _tree(base: Path, *files: str) -> None:
    for name in files:
        path = base / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")


def _relative(paths: list[str] | tuple[str, ...], base: Path) -> list[str]:
    return sorted(os.path.relpath(path, base) for path in paths if path.startswith(str(base)))


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return tmp_path.resolve()


def test_without_secrets_a_root_stays_whole(base: Path) -> None:
    _tree(base, "usr/lib/a.so", "course/check.py")
    assert roots_without([str(base / "usr")], [str(base / "course")]) == ([str(base / "usr")], [])


def test_a_secret_in_a_root_is_left_out_one_level_at_a_time(base: Path) -> None:
    _tree(base, "usr/bin/python", "usr/src/other/x", "usr/src/app/check.py", "usr/lib/a.so")
    kept, taken_apart = roots_without([str(base / "usr")], [str(base / "usr/src/app")])
    assert _relative(kept, base) == ["usr/bin", "usr/lib", "usr/src/other"]
    assert _relative(taken_apart, base) == ["usr", "usr/src"]


def test_a_root_in_a_secret_is_kept(base: Path) -> None:
    _tree(base, "course/.venv/lib/a.py", "course/check.py")
    assert _relative(roots_without([str(base / "course/.venv")], [str(base / "course")])[0], base) == ["course/.venv"]


def test_a_secret_in_a_root_in_a_secret_is_left_out(base: Path) -> None:
    _tree(base, "course/.venv/lib/a.py", "course/.venv/lib/autograder/check.py", "course/check.py")
    secrets = [str(base / "course"), str(base / "course/.venv/lib/autograder")]
    assert _relative(roots_without([str(base / "course/.venv")], secrets)[0], base) == ["course/.venv/lib/a.py"]


def test_a_root_that_is_a_secret_is_left_out(base: Path) -> None:
    _tree(base, "course/check.py")
    assert roots_without([str(base / "course")], [str(base / "course")]) == ([], [])


def test_a_name_that_begins_alike_is_another_folder(base: Path) -> None:
    _tree(base, "lib/auto/x", "lib/autograder/check.py")
    assert _relative(roots_without([str(base / "lib")], [str(base / "lib/autograder")])[0], base) == ["lib/auto"]


def test_links_are_not_followed_into_a_secret(base: Path) -> None:
    _tree(base, "lib/autograder/check.py", "lib/a.py")
    (base / "lib/alias").symlink_to(base / "lib/autograder")
    assert _relative(roots_without([str(base / "lib")], [str(base / "lib/autograder")])[0], base) == ["lib/a.py"]


def test_only_the_libraries_are_imported_from(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _tree(base, "course/labs.py", "course/.venv/lib/site/rich.py", "course/fake/paddle/nn.py", "work/notes.py", "modules/paddle/nn.py")
    monkeypatch.setattr(libraries, "python_folders", lambda: [str(base / "course/.venv")])
    entries = ["", *(str(base / name) for name in ("course", "course/.venv/lib/site", "work", "modules", "course/fake", "missing"))]
    found = import_folders(entries, ["paddle.nn", "numpy"], [str(base / "course")])
    assert _relative(found, base) == ["course/.venv/lib/site", "modules"]


def test_what_is_shown_and_what_is_covered(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _tree(base, "usr/lib/a.py", "usr/app/check.py", "usr/app/.venv/b.py", "usr/app/.venv/autograder/c.py")
    monkeypatch.setattr(libraries, "SYSTEM", (str(base / "usr"),))
    monkeypatch.setattr(libraries, "python_folders", lambda: [str(base / "usr/app/.venv")])
    shown = readable([str(base / "usr/app/.venv")], [str(base / "usr/app"), str(base / "usr/app/.venv/autograder")])
    assert _relative(shown.roots, base) == ["usr", "usr/app/.venv"]
    assert set(_relative(shown.hidden, base)) == {"usr/app", "usr/app/.venv/autograder"}
    assert _relative(shown.parts, base) == ["usr/app/.venv/b.py", "usr/lib"]
    assert _relative(shown.listable, base) == ["usr/app/.venv"]


def test_a_linked_name_is_shown_under_both_names(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _tree(base, "disk/python/lib/a.py")
    (base / "home").symlink_to(base / "disk")
    monkeypatch.setattr(libraries, "SYSTEM", ())
    monkeypatch.setattr(libraries, "python_folders", lambda: [str(base / "home/python")])
    assert _relative(readable([], []).roots, base) == ["disk/python", "home/python"]


@pytest.mark.parametrize("mode", MODES)
def test_a_package_beside_the_libraries_can_be_hidden(mode: str) -> None:
    """As this one is, when it was installed into site-packages."""
    import rich

    folder = Path(rich.__file__).resolve().parent
    with open_zygote(mode, secrets=[folder]) as zygote:
        child = zygote.spawn()
        with pytest.raises(Raised):
            run(child, f"open({str(folder / '__init__.py')!r}).read()")
        with pytest.raises(Raised) as raised:
            run(child, "import rich.text")
        assert raised.value.kind in ("ImportError", "ModuleNotFoundError", "PermissionError")
        assert run(child, "import click; return True")
        assert run(child, "import importlib.metadata as m; return m.version('click')")
        child.close()


def test_a_plan_names_a_file_to_try_in_every_secret(base: Path) -> None:
    _tree(base, "course/.venv/lib/a.py", "course/data/numbers.txt", "course/solutions/lab.py", "empty/.keep")
    orders = planning.orders(data=base / "course/data", trust=True, mode="auto", secrets=[base / "course", base / "empty"], preload=())
    tried = _relative(orders["plans"][-1]["must_not_open"], base)
    assert tried == ["course/solutions/lab.py", "empty/.keep"]


@pytest.mark.skipif(sys.platform != "linux", reason="there is nothing to choose from elsewhere")
def test_plans_are_tried_from_the_best_to_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    def modes(rehearse: str, *, trust: bool = False, mode: planning.ModeRequest = "auto", user: int = 1000) -> list[str]:
        monkeypatch.setenv(planning.REHEARSE, rehearse)
        monkeypatch.setattr(os, "geteuid", lambda: user)
        return [str(plan["mode"]) for plan in planning.orders(data=None, trust=trust, mode=mode, secrets=(), preload=())["plans"]]

    monkeypatch.setattr("autograder.sandbox.landlock.abi", lambda: 7)
    assert modes("") == ["namespaces", "landlock"]
    assert modes("", user=0) == ["namespaces"] * 2 + ["landlock"] * 2
    assert modes("", trust=True) == ["namespaces", "landlock", "trusted"]
    assert modes("no_namespaces") == ["landlock"]
    assert modes("no_namespaces, landlock_abi=0") == []
    assert modes("no_namespaces,landlock_abi=0", trust=True) == ["trusted"]
    assert modes("", mode="namespaces") == ["namespaces"]
    assert modes("", mode="landlock") == ["landlock"]
