"""Where a zygote begins: `python start.py DESCRIPTOR`, with a clean environment and no other arguments.

The grader's package is stood in for by an empty one with the same folder: only the sandbox's own modules are imported, all of them
before students' code runs, and what the package itself would import is not.
"""

from __future__ import annotations

import sys
import types
from pathlib import Path


def main() -> None:
    """Serve on the descriptor that the command line names."""
    package = types.ModuleType("autograder")
    package.__path__ = [str(Path(__file__).resolve().parents[1])]
    sys.modules["autograder"] = package
    from autograder.sandbox.zygote import serve

    serve(int(sys.argv[1]))


if __name__ == "__main__":
    main()
