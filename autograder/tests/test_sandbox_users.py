"""The tests of containment and of deaths once more, as an ordinary user, where they run as root."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parents[1]
ORDINARY_USER = 65_432

# Run as root in a mount namespace of its own, given the user and paths that the user must reach. What keeps others out of a folder
# above one of them (a home with mode 700) is covered there with an open one, and the path is shown in it again.
BECOME = """
    import os, sys
    from autograder.sandbox import system

    user, paths, command = int(sys.argv[1]), sys.argv[2].split(":"), sys.argv[3:]
    closed = set()
    for path in paths:
        parts = path.strip("/").split("/")
        above = ["/" + "/".join(parts[:count]) for count in range(1, len(parts))]
        closed.update(folder for folder in above if not os.stat(folder).st_mode & 1)
    if closed:
        system.unshare(system.NEW_MOUNTS)
        system.mount(None, "/", flags=system.RECURSIVE | system.PRIVATE)
        shown = {path: system.copy_of_mount(path) for path in paths if any(path.startswith(folder + "/") for folder in closed)}
        for folder in sorted(closed):
            if os.path.exists(folder):
                system.mount("tmpfs", folder, "tmpfs", 0, "mode=755")
        for path, tree in shown.items():
            os.makedirs(path, exist_ok=True)
            system.attach(tree, path)
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
    os.execv(command[0], command)
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="runs as an ordinary user already")
def test_everything_holds_for_an_ordinary_user() -> None:
    paths = dict.fromkeys(os.path.realpath(path) for path in (sys.base_prefix, sys.prefix, ROOT))
    files = [str(TESTS / name) for name in ("test_sandbox_containment.py", "test_sandbox_deaths.py")]
    with tempfile.TemporaryDirectory(prefix="ordinary-") as home:
        os.chown(home, ORDINARY_USER, ORDINARY_USER)
        options = ["-p", "no:cacheprovider", "-k", "not loop and not seconds", f"--basetemp={home}/tests"]
        command = [sys.executable, "-m", "pytest", *options, *files]
        done = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(BECOME), str(ORDINARY_USER), ":".join(paths), *command],
            cwd="/",
            env={"PATH": os.environ.get("PATH", ""), "HOME": home, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
