"""Which files of this machine students' code may read: Python, its packages and the system's libraries, and nothing of the grader.

Theory of operation. Two lists of folders decide: the libraries ("roots") and what must never be seen ("secrets"). They may lie in
each other either way: a course that keeps its environment in `.venv` has a root inside a secret; a grader that was installed into
`site-packages`, or a course below `/usr/src`, is a secret inside a root. Whichever is nearer to a file decides about it.
"""

from __future__ import annotations

import os
import site
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SYSTEM = ("/usr", "/bin", "/lib", "/lib32", "/lib64", "/sbin")
# Read by the dynamic linker and the C library. /etc/alternatives: where Debian's BLAS is a link to.
SETTINGS = ("/etc/ld.so.cache", "/etc/localtime", "/etc/alternatives")
STORES = ("/nix/store", "/gnu/store")  # where a whole system's libraries lie side by side


@dataclass(frozen=True)
class Readable:
    """The answer for one machine, in the form that each kind of containment needs."""

    roots: tuple[str, ...]  # folders to show whole
    hidden: tuple[str, ...]  # what lies in them and must be covered
    parts: tuple[str, ...]  # the same with the secrets left out: folders and files, one level at a time
    listable: tuple[str, ...]  # folders taken apart for that, from which modules are imported


def python_folders() -> list[str]:
    """Return the folders of this Python and the environments on top of it."""
    folders = [sys.base_prefix, sys.base_exec_prefix, sys.prefix, sys.exec_prefix]
    if site.ENABLE_USER_SITE:
        folders.append(site.getuserbase())
    return folders


def import_folders(entries: Sequence[str], modules: Sequence[str], secrets: Sequence[str]) -> list[str]:
    """Return those of `entries` of `sys.path` that students' code may import from: this Python's own, and where `modules` lie.

    The others are the folder from which the grader was started, the course, or what PYTHONPATH adds to these.
    """
    pythons = [os.path.realpath(folder) for folder in python_folders()]
    names = {module.partition(".")[0] for module in modules}
    found = []
    for entry in filter(os.path.isabs, entries):
        real = os.path.realpath(entry)
        provides = any(os.path.exists(os.path.join(real, name)) for name in names) and not _within_any(real, secrets)
        if os.path.isdir(real) and (_within_any(real, pythons) or provides):
            found.append(entry)
    return found


def readable(imports: Sequence[str], secrets: Sequence[str]) -> Readable:
    """Return what may be read, given the folders to import from and the folders and files that must not be seen."""
    candidates = [*SYSTEM, *python_folders(), *imports]
    candidates += [store for store in STORES if any(os.path.realpath(folder).startswith(store) for folder in candidates)]
    hidden_from = [os.path.realpath(secret) for secret in secrets]
    # A folder that is known by a linked name is shown under both: paths that Python remembers go through either.
    names = [name for folder in candidates for name in (os.path.abspath(folder), os.path.realpath(folder)) if os.path.exists(name)]
    whole = [name for name in dict.fromkeys(names) if os.path.realpath(name) not in hidden_from and os.path.realpath(name) != "/"]
    hidden = _hidden_names(whole, hidden_from)
    parts, taken_apart = roots_without(whole, hidden_from)
    return Readable(
        roots=tuple(_outermost(whole, hidden)),
        hidden=tuple(hidden),
        parts=tuple(parts),
        listable=tuple(folder for folder in taken_apart if folder in {os.path.realpath(entry) for entry in imports}),
    )


def roots_without(roots: Iterable[str], secrets: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return paths that cover `roots` but no secret, and the folders that were taken apart for it, one level at a time.

    All paths that are returned are real ones. A link inside a folder that is taken apart is left out: it may lead to a secret, and
    what it leads to in a root is covered there.
    """
    kept: list[str] = []
    taken_apart: list[str] = []
    for root in roots:
        real = os.path.realpath(root)
        inside = [secret for secret in secrets if within(secret, real)]
        if real in inside:
            continue
        if not inside:
            kept.append(real)
            continue
        taken_apart.append(real)
        children = [entry.path for entry in os.scandir(real) if not entry.is_symlink()]
        kept_below, taken_apart_below = roots_without(sorted(children), inside)
        kept += kept_below
        taken_apart += taken_apart_below
    return list(dict.fromkeys(kept)), list(dict.fromkeys(taken_apart))


def within(path: str, folder: str) -> bool:
    """Return whether `path` is `folder` or lies in it; both absolute."""
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def _within_any(path: str, folders: Iterable[str]) -> bool:
    return any(within(path, os.path.realpath(folder)) for folder in folders)


def _outermost(paths: list[str], hidden: list[str]) -> list[str]:
    """Leave out what is seen in another one of `paths` anyway: it lies there, and not below something that is covered."""

    def seen_in(path: str, other: str) -> bool:
        covered = any(within(path, secret) and within(secret, other) for secret in hidden)
        return other != path and not os.path.islink(other) and within(path, other) and not covered

    return [path for path in paths if not any(seen_in(path, other) for other in paths)]


def _hidden_names(roots: list[str], secrets: Iterable[str]) -> list[str]:
    """Return every name under which a secret is seen in a root."""
    found = []
    for secret in secrets:
        for root in roots:
            real = os.path.realpath(root)
            if not os.path.islink(root) and within(secret, real) and secret != real:
                found.append(os.path.join(root, os.path.relpath(secret, real)))
    return list(dict.fromkeys(found))
