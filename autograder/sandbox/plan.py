"""One way to contain children on this machine: what the grader works out and the zygote carries out."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, Literal

Mode = Literal["namespaces", "landlock", "trusted"]


@dataclass(frozen=True)
class Plan:
    """A mode and all that it needs to know."""

    mode: Mode
    user_namespace: bool = False  # how a user without capabilities comes by the other namespaces
    separate_user: bool = False  # a user id for each child: only root can give one
    roots: tuple[str, ...] = ()  # see libraries.Readable
    hidden: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    listable: tuple[str, ...] = ()
    data: str | None = None
    landlock_abi: int = 0  # which version's rules to ask for; 0 for none
    workplaces: str = ""  # folder for working folders where there is no private root; the zygote makes it
    must_not_open: tuple[str, ...] = ()  # files that a trial tries to read in vain

    @property
    def name(self) -> str:
        """Return words for messages."""
        return "namespaces of an ordinary user" if self.user_namespace else "namespaces" if self.mode == "namespaces" else self.mode

    def to_json(self) -> dict[str, object]:
        """Return this plan as plain data."""
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, object]) -> Plan:
        """Return the plan that `to_json` was called on. JSON knows no tuples."""
        fields: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}
        return cls(**fields)
