"""Tries a plan from end to end in a throw-away process: not whether its parts exist here, but whether they hold a child."""

from __future__ import annotations

import os
import select
import socket
from collections.abc import Sequence

from autograder.sandbox import confine
from autograder.sandbox.nursery import Circumstances, Nursery
from autograder.sandbox.plan import Plan

LIMIT_S = 20.0
FINE = "fine"


def problem(plan: Plan, circumstances: Circumstances, imports: Sequence[str]) -> str | None:
    """Return what does not work with `plan` here, or None. `imports` are the folders that modules come from."""
    reader, writer = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(reader)
        try:
            _try(plan, circumstances, imports, writer)
        except BaseException as error:
            os.write(writer, str(error).encode())
        os._exit(0)
    os.close(writer)
    said = b""
    while select.select([reader], [], [], LIMIT_S)[0]:
        piece = os.read(reader, 4096)
        if not piece:
            break
        said += piece
    os.close(reader)
    os.kill(process, 9)  # it has ended unless it hung
    os.waitpid(process, 0)
    text = said.decode("utf-8", "replace").strip()
    return None if text == FINE else text or "ended without a word"


def _try(plan: Plan, circumstances: Circumstances, imports: Sequence[str], writer: int) -> None:
    confine.prepare(plan, circumstances.first_user)
    confine.settle(plan)
    nursery = Nursery(plan, circumstances)
    one, other = socket.socketpair()
    reader, child_writer = os.pipe()
    child = nursery.make(one.fileno(), other.fileno(), child_writer, lambda: _report(plan, imports))
    os.close(child_writer)
    said = b""
    while piece := os.read(reader, 4096):
        said += piece
    nursery.end(child)
    os.write(writer, said or b"the child ended without a word")


def _report(plan: Plan, imports: Sequence[str]) -> None:
    os.write(1, (look_around(plan, imports) or FINE).encode())


def look_around(plan: Plan, imports: Sequence[str]) -> str | None:
    """From inside a confined child: return what it can do that it should not, or cannot that it should; None if all is well."""
    for path in plan.must_not_open:
        if _opens(path, os.O_RDONLY):
            return f"a confined child can read {path}"
    beside = os.path.join(plan.workplaces or "/", "beside")
    if _opens(beside, os.O_WRONLY | os.O_CREAT):
        return f"a confined child can write {beside}"
    if not _opens("inside", os.O_WRONLY | os.O_CREAT):
        return "a confined child cannot write into its working folder"
    try:
        socket.socket().close()
        return "a confined child can open a socket"
    except OSError:
        pass
    if plan.separate_user and os.getuid() == 0:
        return "a confined child is still root"
    if not _opens(os.__file__, os.O_RDONLY):
        return f"a confined child cannot read {os.__file__}: its user may not enter one of the folders above it"
    data = os.environ.get("AUTOGRADER_DATA")
    for folder, use in [*((folder, "import from") for folder in imports), *([(data, "read")] if data else [])]:
        try:
            os.stat(os.path.join(folder, "."))
        except OSError as error:
            return f"a confined child cannot {use} {folder}: {error.strerror}"
    return None


def _opens(path: str, flags: int) -> bool:
    try:
        os.close(os.open(path, flags))
    except OSError:
        return False
    return True
