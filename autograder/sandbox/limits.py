"""Resource limits: what a child may use, and what one question may.

A child's own limits are set before any student's code runs and cannot be raised. Those of a request or a question lie below them;
they are there for honest mistakes, and the grader's clock stands behind them all.
"""

from __future__ import annotations

import contextlib
import math
import os
import resource
import sys
import time

MB = 1 << 20

# Paddle reserves 0.8 GB of addresses and trains a small LSTM within another; the rest is room for the largest question.
CHILD_MEMORY_MB = 4096
# A child computes through one submission. The clock ends it earlier; this ends what a dead grader left behind.
CHILD_CPU_S = 3600
FILE_MB = 64  # as large as the working folder
OPEN_FILES = 256
# Forks for questions and a few threads; a bomb of this size is harmless.
PROCESSES = 64
LOCKED_MB = 1


def limit_child(present_mb: int, processes: int | None) -> None:
    """Limit this process and all that it starts.

    Args:
        present_mb: address space that is in use already.
        processes: how many processes and threads the user may have; None where others count towards it or none can be started.
    """
    _set("RLIMIT_AS", (present_mb + CHILD_MEMORY_MB) * MB)
    _set("RLIMIT_CPU", CHILD_CPU_S)
    _set("RLIMIT_FSIZE", FILE_MB * MB)
    _set("RLIMIT_NOFILE", OPEN_FILES)
    _set("RLIMIT_CORE", 0)
    _set("RLIMIT_MEMLOCK", LOCKED_MB * MB)
    _set("RLIMIT_MSGQUEUE", 0)
    _set("RLIMIT_RTPRIO", 0)
    if processes is not None:
        _set("RLIMIT_NPROC", processes)


def limit_loading(cpu_s: float, most_s: float) -> None:
    """Limit a process to `cpu_s` more seconds for loading, and to `most_s` for good: the most that its forks may have for themselves."""
    _set("RLIMIT_CPU", _whole_seconds(most_s) + 1)
    limit_cpu(cpu_s)


def limit_question(present_mb: int, memory_mb: int, cpu_s: float) -> None:
    """Limit a process to `memory_mb` beyond what it has, and to `cpu_s` more seconds, rounded up.

    At the limit the kernel sends SIGXCPU, which ends a process; one that ignores it is killed a second later.
    """
    _set("RLIMIT_AS", (present_mb + memory_mb) * MB)
    _set("RLIMIT_CPU", _whole_seconds(cpu_s) + 1)
    limit_cpu(cpu_s)


def limit_cpu(cpu_s: float) -> None:
    """Let this process compute for `cpu_s` more seconds, rounded up. May be called again; a hard limit that was set stays."""
    wanted = _whole_seconds(cpu_s)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    with contextlib.suppress(OSError, ValueError):  # ValueError: it ran past the hard limit just now
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def _whole_seconds(cpu_s: float) -> int:
    """Return the CPU time at which `cpu_s` more seconds are over. The kernel counts whole ones; the little used so far adds none."""
    return max(1, math.ceil(time.process_time() + cpu_s - 0.1))


def present_mb(statm: int) -> int | None:
    """Return the address space in use, from an open /proc/self/statm, or None if that cannot be read."""
    try:
        pages = int(os.pread(statm, 64, 0).split()[0])
    except OSError:
        return None
    return pages * os.sysconf("SC_PAGE_SIZE") // MB


def _set(name: str, value: int) -> None:
    kind = getattr(resource, name, None)
    if kind is None:
        return  # a limit that this system does not know
    hard = resource.getrlimit(kind)[1]
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    if sys.platform == "linux":
        resource.setrlimit(kind, (value, value))
        return
    with contextlib.suppress(OSError, ValueError):  # macOS refuses some values; children are trusted there
        resource.setrlimit(kind, (value, value))
