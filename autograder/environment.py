"""What processes that grade are given: environment variables, which count when NumPy and Paddle are imported, and cores."""

from __future__ import annotations

import os

# One thread is the fastest for the sizes of these labs, and the only setting in which a sum is rounded the same way every time.
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
# Paddle's warnings about compilers and about gradients that an answer cannot have are not for students or instructors.
QUIET = {"GLOG_minloglevel": "3", "PYTHONWARNINGS": "ignore"}


def grade_quietly() -> None:
    """Set both for this process and those that it starts."""
    os.environ.update(ONE_THREAD | QUIET)


def own_cores() -> list[int]:
    """Return the cores that this process may use; none where the system does not tell."""
    return sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
