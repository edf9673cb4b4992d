"""The grader's side of the sandbox: start a zygote, take children from it, ask them, and learn how they ended.

For one submission, with one question:

    with Zygote(secrets=[course]) as zygote:
        child = zygote.spawn()
        child.request({"op": "cell", ...}, cpu_s=10, wall_s=60)  # answered by the process that holds the student's definitions
        child.begin_question(cpu_s=10, memory_mb=1024)
        child.request({"op": "call", ...}, cpu_s=10, wall_s=60)  # answered by a fork of it
        usage = child.end_question()
        child.close()

This file holds the zygote; `handle.py` the child, `planning.py` what the zygote is told to do.
"""

from __future__ import annotations

import contextlib
import os
import site
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from autograder.sandbox import planning, workplace
from autograder.sandbox.control import Closed, Control, Line
from autograder.sandbox.deaths import ChildDied
from autograder.sandbox.handle import Child, Ends, Usage
from autograder.sandbox.planning import ModeRequest

__all__ = ["Child", "ChildDied", "NoRoom", "SandboxUnavailable", "Usage", "Zygote"]

DEFAULT_PRELOAD = ("numpy", "paddle")
# For what takes a second, and milliseconds, on an idle machine. They only keep a broken one from waiting for ever.
START_S = 300.0
ANSWER_S = 60.0
_ENDED = "The process that students' code is forked from ended"


class SandboxUnavailable(Exception):
    """Student code cannot be contained here and is not trusted, or cannot be run at all; the text says what to do."""


class NoRoom(SandboxUnavailable):
    """The disk is full, and not by a child's doing."""


class Zygote:
    """A warm process that forks confined children. May be shared by threads; a context manager.

    Attributes:
        mode: how children are contained: "namespaces", "landlock", or "trusted" for not at all.
        separate_user: whether each child has a user id of its own.
    """

    def __init__(
        self,
        *,
        data: Path | None = None,
        trust: bool = False,
        mode: ModeRequest = "auto",
        secrets: Sequence[Path] = (),
        preload: Sequence[str] = DEFAULT_PRELOAD,
    ) -> None:
        """Start it: about two seconds with Paddle.

        Args:
            data: a folder that children may read. Its place inside is their environment variable AUTOGRADER_DATA.
            trust: where nothing can contain children, run them all the same.
            mode: how to contain them; by default the best way that works here.
            secrets: folders that children must never see. This package is always one of them.
            preload: modules that are imported before children are forked.

        Raises:
            SandboxUnavailable: children cannot be contained as asked, and are not trusted.
        """
        self.mode = ""
        self.separate_user = False
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: Control | None = None
        self._deaths = 0
        if sys.platform == "win32":
            raise SandboxUnavailable("Students' code runs on Linux and macOS only. On Windows, use WSL 2 or a Linux container.")
        self._workplaces = ""  # the folder that a zygote without a private root makes, and removes if it comes to that
        self._orders = planning.orders(data=data, trust=trust, mode=mode, secrets=secrets, preload=preload)
        try:
            self._start()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Zygote:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def spawn(self) -> Child:
        """Return a new child, confined and waiting. A zygote that has died is started again, once.

        Raises:
            SandboxUnavailable: no child could be made or confined.
        """
        self.require_room()
        with self._lock:
            for last in (False, True):
                try:
                    child = self._make()
                    break
                except Closed:
                    self._deaths += self._is_dead()
                    self._stop()
                    if last:
                        raise SandboxUnavailable(f"{_ENDED} twice. Is there enough memory?") from None
                    self._start()
        problem = child.wait_until_ready()
        if problem is not None:
            raise SandboxUnavailable(f"A process for students' code could not be confined: {problem}")
        return child

    def require_room(self) -> None:
        """Wait for room on the disk that children write to. Raises NoRoom."""
        if self._workplaces and not workplace.has_room_soon(self._workplaces):
            raise NoRoom(f"Less than {workplace.RESERVE >> 20} MB are left on the disk of {self._workplaces}. Make room there.")

    @property
    def deaths(self) -> int:
        """How often the zygote was found dead so far. Its children die with it, at nobody's fault: what was asked of them meanwhile
        has to be asked again.
        """
        with self._lock:
            return self._deaths + self._is_dead()

    def close(self) -> None:
        """End the zygote and all its children."""
        with self._lock:
            self._stop()

    # -- the process -----------------------------------------------------------------------------------------------------

    def _start(self) -> None:
        """Start it; once more if it dies meanwhile, which may be nobody's fault but that of a machine short of memory."""
        try:
            answer = self._launch()
        except Closed:
            self._stop()
            try:
                answer = self._launch()
            except Closed:
                raise SandboxUnavailable(f"{_ENDED} while it started, twice. Is there enough memory?") from None
        if "mode" not in answer:
            raise SandboxUnavailable(_why_not(answer))
        self.mode = str(answer["mode"])
        self.separate_user = bool(answer["separate_user"])
        self._workplaces = str(answer["workplaces"])

    def _launch(self) -> Line:
        """Start the process and return what it answers to its orders. Raises Closed if it dies."""
        ours, theirs = socket.socketpair()
        environment = planning.environment()
        options = ["-P", "-B"]  # nothing is imported from the folder of the script, and no bytecode is written
        if site.ENABLE_USER_SITE:
            environment["PYTHONUSERBASE"] = site.getuserbase()
        else:
            options.append("-s")
        start = str(Path(__file__).with_name("start.py"))
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, *options, start, str(theirs.fileno())],
                env=environment,
                cwd="/",
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is for the grader, which closes it in order
            )
        ours.settimeout(START_S)
        self._control = Control(ours)
        answer, _ = self._control.ask(self._orders)
        ours.settimeout(ANSWER_S)
        return answer

    def _stop(self) -> None:
        if self._control is not None:
            self._control.close()  # at which it ends by itself, and the kernel ends its children
            self._control = None
        if self._process is not None:
            try:
                self._process.wait(2)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None
        if self._workplaces:
            with contextlib.suppress(OSError):  # usually it is gone, and else a child may be about to end
                workplace.remove(self._workplaces)
            self._workplaces = ""

    def _is_dead(self) -> bool:
        """Whether the zygote died, and was not ended. Its connection closes a moment before there is an exit status."""
        if self._process is None or self._control is None:
            return False
        return self._control.broken or self._process.poll() is not None

    # -- children --------------------------------------------------------------------------------------------------------

    def _make(self) -> Child:
        control = self._control
        if control is None:
            raise Closed
        requests, their_requests = socket.socketpair()
        questions, their_questions = socket.socketpair()
        output, their_output = os.pipe()
        theirs = [their_requests.fileno(), their_questions.fileno(), their_output]
        try:
            answer, descriptors = control.ask({"do": "make"}, theirs)
        except Closed:
            requests.close()
            questions.close()
            os.close(output)
            raise
        finally:
            their_requests.close()
            their_questions.close()
            os.close(their_output)
        if "child" not in answer:
            raise SandboxUnavailable(f"A process for students' code could not be started: {answer.get('failed')}")
        number = int(answer["child"])

        def end() -> Line | None:
            """Have the child killed and reaped; None if its zygote is no more, and the child with it."""
            with self._lock:
                if self._control is not control:
                    return None
                with contextlib.suppress(Closed):
                    return control.ask({"do": "end", "child": number})[0]
                return None

        def hoards() -> bool:
            """Ask the zygote whether the child fills the disk."""
            with self._lock:
                if self._control is not control:
                    return False
                with contextlib.suppress(Closed):
                    return control.ask({"do": "look", "child": number})[0].get("hoards") is True
                return False

        watched = descriptors[0] if descriptors else None
        return Child(Ends(requests, questions, output, watched, end, self._workplaces, hoards), can_fork=self.mode != "landlock")


def _why_not(answer: Line) -> str:
    if "missing" in answer:
        return f"Students' code cannot be run: {answer['missing']}. Are all packages of requirements.txt installed?"
    if "broken" in answer:
        return f"Students' code cannot be run: {answer['broken']}. `python -m autograder doctor` may say more."
    tried = "; ".join(f"{name}: {wrong}" for name, wrong in answer.get("unavailable", []))
    reasons = f" ({tried})" if tried else ""
    return (
        f"Students' code cannot be contained here{reasons}. `python -m autograder doctor` says what is missing and what to do about it. "
        "If you trust all students, pass --trust-students."
    )
