"""One student's code, loaded and ready to be asked: in a confined child, or in this process where it is trusted.

The definitions are loaded once. A cell that kills the child or never ends is left out and the others are loaded again, so it
costs its own question only. Each question is then opened by itself: a fork of the loaded state, with its own limits.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from autograder.labs import Lab, Question
from autograder.notebook import CodeCell
from autograder.reference import CorrectVersion, LocalTransport, replaced
from autograder.results import Outcome
from autograder.sandbox.process import Child, ChildDied, Zygote
from autograder.sandbox.responder import Message, Responder
from autograder.student import StudentFailure, Transport
from autograder.words import Words, msg, tr

# The clock may run this much longer than the CPU before a question is stopped: a busy machine fails nobody.
WALL_FACTOR = 4.0
WALL_EXTRA_S = 20.0


class StudentCode(Protocol):
    """Loaded code of one student."""

    failures: dict[str, tuple[Outcome, Words]]  # question: why its cell could not be loaded
    names: frozenset[str]  # the questions' functions that exist

    def question(self, question: Question, corrections: Sequence[CorrectVersion] = ()) -> contextlib.AbstractContextManager[Transport]:
        """Open one question, with correct versions put in the place of earlier answers."""
        ...


class ConfinedCode:
    """A student's code in a confined child. Used as a context manager; the child ends with it."""

    def __init__(self, zygote: Zygote, lab: Lab, cells: Sequence[CodeCell]) -> None:
        """Load `cells`, which already begin with the lab's given ones."""
        self._zygote = zygote
        self._lab = lab
        self._cells = list(cells)
        self._child: Child | None = None
        self._spare_s = float(lab.limits.seconds)  # for what is loaded again because another cell killed the child
        self.failures: dict[str, tuple[Outcome, Words]] = {}
        self.names: frozenset[str] = frozenset()
        self.is_suspect = False  # of having filled the disk, which another child may have done

    def __enter__(self) -> ConfinedCode:
        self._load()
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    @contextlib.contextmanager
    def question(self, question: Question, corrections: Sequence[CorrectVersion] = ()) -> Iterator[Transport]:
        """Fork the loaded state for one question."""
        if self._child is None or not self._child.alive:
            self._end()
            self._load()
        assert self._child is not None
        transport = ForkedQuestion(self._child, question)
        try:
            transport.begin(corrections)
            yield transport
        finally:
            transport.end()

    def _load(self) -> None:
        """Load all cells, leaving out one that kills the child. Ends: each round has one cell fewer."""
        while not self._try_load():
            self._end()

    def _try_load(self) -> bool:
        seconds = self._lab.limits.seconds
        most_s = max([seconds, *(question.limits.seconds for question in self._lab.questions)])
        deadline = time.monotonic() + seconds * WALL_FACTOR + WALL_EXTRA_S
        self._child = self._zygote.spawn()
        self._child.request({"op": "begin_loading", "cpu_s": seconds, "most_s": most_s}, **_limits(seconds))
        took_s: dict[int, float] = {}  # by the clock, by place in the cells
        for place, cell in enumerate(self._cells):
            message: Message = {"op": "cell", "source": cell.source, "name": f"<cell {cell.number}>"}
            began = time.monotonic()
            try:
                reply = self._child.request(message, cpu_s=seconds, wall_s=max(0.1, deadline - began))
            except ChildDied as died:
                died = _by_the_limit(died, seconds)
                took_s[place] = time.monotonic() - began
                self._leave_out(place, died, took_s)
                return False
            took_s[place] = time.monotonic() - began
            error = reply.get("error")
            if isinstance(error, dict) and cell.question:
                outcome = Outcome.OUT_OF_MEMORY if error.get("memory") is True else Outcome.ERROR
                values = {"name": cell.question, "kind": _kind(error), "line": _line(error)}
                words = tr("The cell of `{name}` stops with {kind} in line {line}.", **values)
                self._blame(cell, outcome, words)
        try:
            names: Message = {"op": "names", "names": [question.name for question in self._lab.questions]}
            found = self._child.request(names, **_limits(self._lab.limits.seconds)).get("value")
        except ChildDied:
            found = None  # something that was loaded strikes later; every question will say so for itself
        asked = frozenset(question.name for question in self._lab.questions)
        self.names = frozenset(name for name in found if isinstance(name, str)) & asked if isinstance(found, list) else asked
        return True

    def _leave_out(self, place: int, died: ChildDied, took_s: dict[int, float]) -> None:
        """Leave out the cell that killed the child; and the slow ones and the student's own, if loading again has cost enough.

        The seconds of a question's own cell are that question's. Those of the others are spent again in every round.
        """
        dead = self._cells[place]
        computed_s = died.cpu_s - (took_s[place] if dead.question else 0.0)
        waited_s = sum(took_s.values()) - (took_s[place] if dead.question else 0.0)
        self._spare_s -= max(computed_s, waited_s / WALL_FACTOR)  # by the clock everything takes longer on a busy machine
        left_out = {place}
        if self._spare_s <= 0:
            slow_s = self._lab.limits.seconds / 10 * WALL_FACTOR
            left_out |= {number for number, cell in enumerate(self._cells) if cell.number and not cell.question}
            left_out |= {number for number, seconds in took_s.items() if seconds > slow_s and self._cells[number].number}
        for number in left_out:
            cell = self._cells[number]
            reason = died if number == place else ChildDied("timeout", "")
            self._blame(cell, Outcome(reason.outcome), words_of_death(reason, cell.question or "", self._lab.limits.seconds))
        self._cells = [cell for number, cell in enumerate(self._cells) if number not in left_out]

    def _blame(self, cell: CodeCell, outcome: Outcome, words: Words) -> None:
        if cell.question:
            self.failures.setdefault(cell.question, (outcome, words))

    def _end(self) -> None:
        if self._child is not None:
            self.is_suspect |= self._child.is_suspect
            self._child.close()
            self._child = None


class ForkedQuestion:
    """The transport of one question: requests to a fork of the loaded code, within the question's limits."""

    def __init__(self, child: Child, question: Question) -> None:
        self._child = child
        self._question = question
        self._corrections: Sequence[CorrectVersion] = ()
        self._deadline = 0.0
        self._left_s = float(question.limits.seconds)  # of CPU time, for all forks together
        self._open = False
        self._exhausted: StudentFailure | None = None

    def begin(self, corrections: Sequence[CorrectVersion]) -> None:
        """Fork, and put correct versions in place."""
        self._corrections = corrections
        self._deadline = time.monotonic() + self._question.limits.seconds * WALL_FACTOR + WALL_EXTRA_S
        self._fork()

    def end(self) -> None:
        """End the fork if it still runs."""
        if self._open and self._child.alive:
            with contextlib.suppress(ChildDied):
                self._child.end_question(wall_s=self._left_by_the_clock())
        self._open = False

    def request(self, message: Message) -> Message:
        """Return the reply. Raises StudentFailure when the fork dies over it; after running out of time, at once."""
        if self._exhausted is not None:
            raise self._exhausted
        try:
            if not self._open:
                self._fork()
                if self._exhausted is not None:
                    raise self._exhausted
            return self._ask(message)
        except ChildDied as reason:
            died = _by_the_limit(reason, self._left_s)
            self._open = False
            outcome = Outcome(died.outcome)
            failed = StudentFailure(outcome, words_of_death(died, self._question.name, self._question.limits.seconds))
            self._left_s -= died.cpu_s
            if outcome is Outcome.TIMEOUT or not self._child.alive or self._left_s <= 0:
                self._exhausted = failed  # the time is used up, or there is nothing left to fork from
            raise failed from None

    def _fork(self) -> None:
        limits = self._question.limits
        try:
            self._child.begin_question(cpu_s=self._left_s, memory_mb=limits.memory_mb, wall_s=self._left_by_the_clock())
            self._open = True
            for version in self._corrections:
                self._ask({"op": "define", "name": version.question, "function": version.function, "source": version.source})
        except ChildDied as died:
            self._open = False
            self._exhausted = StudentFailure(Outcome(died.outcome), words_of_death(died, self._question.name, limits.seconds))

    def _ask(self, message: Message) -> Message:
        reply: dict[str, Any] = self._child.request(message, cpu_s=self._question.limits.seconds, wall_s=self._left_by_the_clock())
        return reply

    def _left_by_the_clock(self) -> float:
        return max(0.1, self._deadline - time.monotonic())


class LocalCode:
    """Trusted code in this process: solutions, misconceptions, a learner's own notebook."""

    def __init__(self, namespace: dict[str, Any]) -> None:
        self._namespace = namespace
        self.failures: dict[str, tuple[Outcome, Words]] = {}
        self.names = frozenset(name for name, value in namespace.items() if callable(value))

    @contextlib.contextmanager
    def question(self, question: Question, corrections: Sequence[CorrectVersion] = ()) -> Iterator[Transport]:
        """Answer from the namespace itself; correct versions are taken out again at the end."""
        originals = {version.question: self._namespace.get(version.question) for version in corrections}
        with replaced(self._namespace, originals):
            transport = LocalTransport(Responder(self._namespace))
            for version in corrections:
                transport.request({"op": "define", "name": version.question, "function": version.function, "source": version.source})
            yield transport


_ENDS = {
    "segmentation fault": msg("a segmentation fault"),
    "floating-point exception": msg("a division by zero in compiled code"),
    "aborted": msg("compiled code aborted it"),
    "bus error": msg("a memory error in compiled code"),
    "killed by SIGKILL": msg("it was killed"),
    "a system call that is not allowed": msg("it asked the system for something that is not allowed"),
    "a file grew too large": msg("a file grew too large"),
    "filled the disk": msg("it filled the disk"),
}
_OTHER_END = msg("it ended itself or was ended")
_NATIVE_ENDS = frozenset(["segmentation fault", "floating-point exception", "aborted", "bus error"])
# Measured with Paddle 3.3: these end the process instead of raising an exception.
_PADDLE_ENDS = msg(
    "Paddle does this when an id lies outside the vocabulary of an embedding with padding_idx, when a sequence_length is longer than the "
    "time axis, when there are no time steps, or when a recurrent layer is made with bias_ih_attr=False."
)


def _limits(seconds: float) -> dict[str, float]:
    return {"cpu_s": seconds, "wall_s": seconds * WALL_FACTOR + WALL_EXTRA_S}


def _by_the_limit(died: ChildDied, seconds: float) -> ChildDied:
    """Return the end of a process that ignored its limit of `seconds`, and was killed a second later, as what it is."""
    killed = died.detail == "killed by SIGKILL" and died.cpu_s >= seconds
    return ChildDied("timeout", died.detail, cpu_s=died.cpu_s) if killed else died


def words_of_death(died: ChildDied, name: str, seconds: float) -> Words:
    """Say how a process of the student's ended."""
    if died.outcome == "timeout" and died.wall:
        return tr("`{name}` was stopped: it waited without computing. Does it sleep, or ask for input?", name=name)
    if died.outcome == "timeout":
        return tr("Stopped after {seconds} s in `{name}`. Is there a loop that never ends?", seconds=f"{seconds:g}", name=name)
    if died.outcome == "out_of_memory":
        return tr("`{name}` needed more memory than it may have.", name=name)
    how = _ENDS.get(died.detail, _OTHER_END)
    words = tr("The Python process ended while `{name}` ran: {how}.", name=name, how=tr(how))
    return words + tr(_PADDLE_ENDS) if died.detail in _NATIVE_ENDS else words


def _kind(error: Message) -> str:
    kind = str(error.get("type"))
    return kind if kind.isidentifier() and len(kind) < 40 else "Exception"


def _line(error: Message) -> int:
    line = error.get("line")
    return line if type(line) is int and 0 <= line < 100_000 else 0
