"""Works out what a zygote is to do: in which ways students' code might be contained here, and what it may read.

For rehearsals, AUTOGRADER_REHEARSE in the grader's own environment takes things away, as a list with commas: `no_namespaces`,
`landlock_abi=1` (0 for none). It never reaches a child.
"""

from __future__ import annotations

import itertools
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from autograder.sandbox import landlock, libraries
from autograder.sandbox.plan import Plan

ModeRequest = Literal["auto", "namespaces", "landlock"]
REHEARSE = "AUTOGRADER_REHEARSE"
NO_NAMESPACES, LANDLOCK_ABI = "no_namespaces", "landlock_abi"
OWN_MODULES = ("msgpack", "numpy")  # of wire.py
PACKAGE = Path(__file__).resolve().parents[1]
MAX_SEARCHED = 2000  # entries that are looked at for a file to try the walls with


def orders(*, data: Path | None, trust: bool, mode: ModeRequest, secrets: Sequence[Path], preload: Sequence[str]) -> dict[str, Any]:
    """Return the first line that the zygote is sent: its plans, best first, and what it imports from where."""
    hidden = [os.path.realpath(path) for path in (*secrets, PACKAGE)]
    shown_data = None if data is None else os.path.realpath(data)
    imports = libraries.import_folders(sys.path, [*preload, *OWN_MODULES], hidden)
    readable = libraries.readable(imports, hidden)
    base = Plan(
        mode="trusted",
        roots=readable.roots,
        hidden=readable.hidden,
        parts=readable.parts,
        listable=readable.listable,
        data=shown_data,
        must_not_open=tuple(_a_file_of_each([*hidden, str(Path(__file__))], shown_data)),
    )
    plans = list(_contained(base, mode))
    if trust:
        plans.append(base)
    return {"plans": [plan.to_json() for plan in plans], "imports": imports, "modules": list(preload)}


def environment() -> dict[str, str]:
    """Return the environment of a zygote: nothing of the grader's."""
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")  # fastest here, and safe to fork
    return {
        **threads,
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "PYTHONHASHSEED": "0",  # the order of sets is part of a result
        "GLOG_minloglevel": "3",
        "MPLBACKEND": "Agg",
        "MALLOC_ARENA_MAX": "2",  # each thread's own would reserve 64 MB of the addresses that a question may have
    }


def rehearsed() -> dict[str, str]:
    """Return what AUTOGRADER_REHEARSE says, by word."""
    words = [word.strip() for word in os.environ.get(REHEARSE, "").split(",")]
    return {name: value for name, _, value in (word.partition("=") for word in words) if name}


def landlock_abi() -> int:
    """Return the version of Landlock here, or the lower one of a rehearsal."""
    return min(landlock.abi(), int(rehearsed().get(LANDLOCK_ABI, "99")))


def _contained(base: Plan, mode: ModeRequest) -> Iterator[Plan]:
    """Yield the ways to contain, best first. Which of them work is for a trial to say."""
    if sys.platform != "linux":
        return
    root = os.geteuid() == 0
    abi = landlock_abi()
    if mode != "landlock" and NO_NAMESPACES not in rehearsed():
        inside = replace(base, mode="namespaces", landlock_abi=abi)
        if root:
            yield replace(inside, separate_user=True)
        yield replace(inside, user_namespace=True)
    if mode != "namespaces" and abi:
        outside = replace(base, mode="landlock", landlock_abi=abi)
        if root:
            yield replace(outside, separate_user=True)
        # Also for root: another user may be kept out of the folder that Python is in. Without capabilities it is a user like others.
        yield outside


def _a_file_of_each(secrets: Sequence[str], data: str | None) -> Iterator[str]:
    """Yield a file in each secret folder that no child may come to read."""
    for secret in secrets:
        if os.path.isfile(secret):
            yield secret
            continue
        files = (
            os.path.join(folder, name)
            for folder, folders, names in os.walk(secret)
            if not _shown(folder, folders, data)
            for name in names
        )  # fmt: skip
        yield from itertools.islice((path for path in itertools.islice(files, MAX_SEARCHED) if os.path.isfile(path)), 1)


def _shown(folder: str, folders: list[str], data: str | None) -> bool:
    """Return whether `folder` is one that children see all the same; if so, or if it is hidden, nothing below it is searched."""
    shown = folder == data or any(os.path.realpath(python) == folder for python in libraries.python_folders())
    if shown:
        folders.clear()
    folders[:] = [name for name in folders if not name.startswith(".")]
    return shown
