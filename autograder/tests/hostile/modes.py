"""The ways in which code is contained that the corpus is tried in: who grades, and what the machine lacks."""

from __future__ import annotations

import os
from dataclasses import dataclass

from autograder.sandbox import landlock

ORDINARY_USER = 65_432


@dataclass(frozen=True)
class Mode:
    """One way. `rehearse` is what AUTOGRADER_REHEARSE takes away; `contained` how the zygote must say that it contains, "" for any."""

    name: str
    words: tuple[str, str]  # English, Chinese
    ordinary: bool
    rehearse: str
    contained: str

    @property
    def user(self) -> int | None:
        """Return the user id to grade under where root starts it."""
        return ORDINARY_USER if self.ordinary else None


def _landlock(name: str, english: str, chinese: str, abi: int | None) -> tuple[Mode, Mode]:
    rehearse = "no_namespaces" if abi is None else f"no_namespaces,landlock_abi={abi}"
    return (
        Mode(f"root-{name}", (f"root, no namespaces, {english}", f"root，无命名空间，{chinese}"), False, rehearse, "landlock"),
        Mode(f"user-{name}", (f"ordinary user, no namespaces, {english}", f"普通用户，无命名空间，{chinese}"), True, rehearse, "landlock"),
    )


MODES = (
    Mode("root-namespaces", ("root, namespaces", "root，命名空间"), False, "", "namespaces"),
    Mode("user-namespaces", ("ordinary user, namespaces", "普通用户，命名空间"), True, "", "namespaces"),
    *_landlock("landlock", "newest Landlock", "最新的 Landlock", None),
    *_landlock("landlock3", "Landlock ABI 3", "Landlock ABI 3", 3),
    *_landlock("landlock1", "Landlock ABI 1", "Landlock ABI 1", 1),
)

# As the grader contains by itself, whoever runs it and whatever the machine lacks.
HERE = Mode("here", ("as this machine allows", "按本机条件"), os.geteuid() != 0, "", "")


def by_name(name: str) -> Mode:
    """Return the mode of that name. Raises KeyError."""
    return {mode.name: mode for mode in (*MODES, HERE)}[name]


def impossible(mode: Mode) -> str | None:
    """Return why a mode cannot be tried here, or None."""
    if os.geteuid() != 0 and not mode.ordinary:
        return "only root can grade as root"
    if "landlock" in mode.rehearse or mode.contained == "landlock":
        wanted = int(mode.rehearse.partition("landlock_abi=")[2] or 1)
        if landlock.abi() < wanted:
            return f"the kernel has Landlock ABI {landlock.abi()} only"
    return None
