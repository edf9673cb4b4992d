"""Says in plain words how a process of a student's ended, and whose limit it was."""

from __future__ import annotations

import re
import signal
from typing import Literal

DeathOutcome = Literal["timeout", "out_of_memory", "crashed"]

# How the C++ library, Paddle and OpenBLAS say that memory has run out, on the way to ending the process.
_MEMORY = re.compile(rb"bad_alloc|ResourceExhausted|Cannot allocate memory|MemoryError|can't start new thread|libmklml", re.IGNORECASE)
_SIGNALS_OF_MEMORY = ("SIGABRT", "SIGSEGV", "SIGBUS")

_WORDS = {
    "SIGSEGV": "segmentation fault",
    "SIGBUS": "bus error",
    "SIGFPE": "floating-point exception",
    "SIGILL": "illegal instruction",
    "SIGABRT": "aborted",
    "SIGKILL": "killed by SIGKILL",
    "SIGSYS": "a system call that is not allowed",
    "SIGXFSZ": "a file grew too large",
}


class ChildDied(Exception):
    """The process that was to answer is gone. `Child.alive` says whether the child can be asked again.

    Attributes:
        outcome: whether it ran into a limit of time or memory, or ended otherwise.
        detail: a few words for the student, such as "segmentation fault".
        wall: it did not compute for too long, but the clock ran out.
        cpu_s: CPU seconds that the process had used, where that is known.
    """

    def __init__(self, outcome: DeathOutcome, detail: str, *, wall: bool = False, cpu_s: float = 0.0) -> None:
        super().__init__(detail)
        self.outcome: DeathOutcome = outcome
        self.detail = detail
        self.wall = wall
        self.cpu_s = cpu_s


def explain(code: int, cpu_s: float, limit_s: float | None, last_output: bytes) -> ChildDied:
    """Return the end of a process as an exception.

    Args:
        code: its exit status, or the negative number of the signal that ended it.
        cpu_s: CPU seconds that it used.
        limit_s: CPU seconds that it had, where that is known.
        last_output: the last that it wrote.
    """
    outcome, detail = _outcome(code, cpu_s, limit_s, last_output)
    return ChildDied(outcome, detail, cpu_s=cpu_s)


def _outcome(code: int, cpu_s: float, limit_s: float | None, last_output: bytes) -> tuple[DeathOutcome, str]:
    if code >= 0:
        return "crashed", f"it ended itself with exit status {code}"
    try:
        name = signal.Signals(-code).name
    except ValueError:
        return "crashed", f"ended by signal {-code}"
    used_up = limit_s is not None and cpu_s >= limit_s
    if name == "SIGXCPU" or (name == "SIGKILL" and used_up):
        return "timeout", f"stopped after {cpu_s:.0f} s of computing"
    if name in _SIGNALS_OF_MEMORY and _MEMORY.search(last_output):
        return "out_of_memory", "out of memory"
    return "crashed", _WORDS.get(name, f"ended by {name}")
