"""Settings that count before NumPy and Paddle are imported, and which tests stay together when several processes share them."""

from __future__ import annotations

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScheduling, LoadScopeScheduling

from autograder.environment import grade_quietly

grade_quietly()

SPREAD = ("test_promises.py",)  # files whose tests share nothing, and are shared out one by one


class ByFile(LoadScopeScheduling):
    """Keeps the tests of a file in one process, so that what they share, such as a graded class, is made once.

    The groups of pytest-xdist 3.8 (`--dist loadgroup`) have no effect with pytest 9.2: it writes them into names that are not read.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", 1)[0]
        return nodeid if file.endswith(SPREAD) else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScheduling | None:
    """Take this scheduler for `--dist loadfile`."""
    return ByFile(config, log) if config.getoption("dist") == "loadfile" else None
