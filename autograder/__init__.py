"""Hands-on labs on recurrent networks in PaddlePaddle, and the grader under them.

In a notebook: `from autograder import check, hint, load_data`.
"""

from typing import Any

__all__ = ["check", "hint", "load_data"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    # Imported when it is asked for: the child that runs students' code imports parts of this package and needs no notebook.
    if name == "load_data":
        from autograder import datasets

        return datasets.load_data
    if name in __all__:
        from autograder import notebook_ui

        return getattr(notebook_ui, name)
    raise AttributeError(f"module 'autograder' has no attribute {name!r}")
