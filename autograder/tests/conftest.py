"""Settings that count before NumPy and Paddle are imported, and which tests stay together when several processes share them."""

import pytest

from autograder.environment import grade_quietly

grade_quietly()


@pytest.hookimpl(tryfirst=True)  # pytest-xdist reads the marks in its own hook of this name
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of a file in one process, so that what they share is made once; those of a file that says SPREAD are shared out."""
    for item in items:
        spread = getattr(getattr(item, "module", None), "SPREAD", False)
        item.add_marker(pytest.mark.xdist_group(item.nodeid if spread else str(item.path)))
