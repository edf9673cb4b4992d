"""A child as the grader holds it: one request, one reply, within limits.

Nothing that a child does makes these functions wait longer than their limits, read more than their caps, or raise anything but
ChildDied. A child that answers out of turn, or under another number than it was asked, is killed.
"""

from __future__ import annotations

import math
import os
import secrets
import select
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from autograder.sandbox import frames, workplace
from autograder.sandbox.channel import BrokenProtocol, Channel
from autograder.sandbox.deaths import ChildDied, explain
from autograder.sandbox.output import MAX_OUTPUT, Output

Message = dict[str, Any]

# For what takes milliseconds on an idle machine: to be confined, and to begin or end a question.
SWITCH_S = 60.0
DISK_WATCH_S = 0.25  # how often the disk is looked at, for a child that writes to it
FULL_S = 3.0  # how long it may be full while no child shows that it holds much: files that were removed are seen by nobody


@dataclass(frozen=True)
class Usage:
    """What one question took."""

    cpu_s: float
    wall_s: float
    peak_mb: int


@dataclass(frozen=True)
class Ends:
    """The grader's ends of what leads to a child."""

    requests: socket.socket
    questions: socket.socket
    output: int
    process: int | None  # a pidfd, where there are such
    end: Callable[[], Message | None]  # kills and reaps the child; returns how it ended
    disk: str  # a folder on the disk that it writes to; empty if it writes to memory
    hoards: Callable[[], bool]  # whether it holds much of that disk


@dataclass(frozen=True)
class _Question:
    identity: int
    cpu_s: float
    began: float


class _QuestionEnded(ChildDied):
    """The open question's process is gone; the child is not."""

    def __init__(self, reason: ChildDied, code: int, usage: Usage) -> None:
        super().__init__(reason.outcome, reason.detail, cpu_s=usage.cpu_s)
        self.code = code
        self.usage = usage


class Child:
    """One submission's process. Used by one thread at a time.

    Attributes:
        can_fork: whether a question is a fork, after which the child lives on. It is not where other processes are in sight (the
            mode "landlock"): there `begin_question` limits the child itself, for good, and `end_question` kills it.
        is_suspect: whether it was ended because the disk was full, though it may be another child that filled it.
    """

    def __init__(self, ends: Ends, *, can_fork: bool) -> None:
        self.can_fork = can_fork
        self.is_suspect = False
        self._requests = Channel(ends.requests)
        self._questions = Channel(ends.questions)
        self._output = Output(ends.output)
        self._process = ends.process
        self._end = ends.end
        self._disk = ends.disk
        self._hoards = ends.hoards
        self._full_since: float | None = None  # by the clock, where the disk is full
        self._question: _Question | None = None
        self._alive = True
        self._poll = select.poll()
        for source in (self._requests, self._questions, self._output):
            self._poll.register(source, select.POLLIN)
        if self._process is not None:
            self._poll.register(self._process, select.POLLIN)

    @property
    def alive(self) -> bool:
        """Whether the child can be asked. After it died or was killed it cannot; take a new one then."""
        return self._alive

    @property
    def output(self) -> bytes:
        """The first 64 KB of what the student's code wrote, for the instructor's eyes."""
        return self._output.beginning

    def wait_until_ready(self) -> str | None:
        """Wait until the child is confined. Return what went wrong, or None."""
        try:
            if self._wait(self._requests, time.monotonic() + SWITCH_S).get("ready") is True:
                return None
        except ChildDied as died:
            return self._output.tail.decode("utf-8", "replace").strip() or died.detail
        self.kill()
        return "it does not say that it is ready"

    def request(self, message: Message, *, cpu_s: float, wall_s: float) -> Message:
        """Return the reply to `message`.

        Args:
            message: plain data.
            cpu_s: seconds that the child may compute, rounded up; in a question never past the question's own.
            wall_s: seconds by the clock, after which the whole child is killed.

        Raises:
            ChildDied: the process that was to answer ended or was killed. If that was a question's, `alive` is still True, and the
                next question can begin.
        """
        in_question = self._question is not None and self.can_fork
        return self._ask(self._questions if in_question else self._requests, message, cpu_s, wall_s)

    def begin_question(self, *, cpu_s: float, memory_mb: int, wall_s: float = SWITCH_S) -> None:
        """Fork the child. The fork answers from now on, within its own limits, and cannot fork.

        Args:
            cpu_s: seconds that the question may compute in all, rounded up.
            memory_mb: address space that it may have beyond what is in use now; 4 GB at the most.
            wall_s: seconds by the clock until it must have begun. What was loaded may have left something that keeps it from it.

        Raises:
            ChildDied: as `request` does.
        """
        if self._question is not None:
            raise ValueError("a question is open already")
        self._must_be_alive()
        identity = secrets.randbits(48)
        self._questions.discard()  # what an earlier question's process left half sent
        self._question = _Question(identity, cpu_s, time.monotonic())
        self._requests.queue(frames.frame({"id": identity, "message": {"op": "begin_question", "cpu_s": cpu_s, "memory_mb": memory_mb}}))
        self._reply(self._questions if self.can_fork else self._requests, identity, wall_s)

    def end_question(self, *, wall_s: float = SWITCH_S) -> Usage:
        """End the question within `wall_s` and return what it took. Raises ChildDied if it had ended by itself, or does not end."""
        question = self._question
        if question is None:
            raise ValueError("no question is open")
        if self.can_fork:
            try:
                self._ask(self._questions, {"op": "end_question"}, 0, wall_s)
            except _QuestionEnded as ended:
                if ended.code == 0:
                    return ended.usage
                raise
            raise self._killed_for("crashed", "broke the protocol: went on after its end")
        reply = self._ask(self._requests, {"op": "end_question"}, 0, wall_s)
        self.kill()
        try:
            return _usage(reply, question)
        except BrokenProtocol as broken:
            raise ChildDied("crashed", f"broke the protocol: {broken}") from None

    def kill(self) -> None:
        """End the child and everything that it started. May be called again."""
        if self._alive:
            self._finish()

    def close(self) -> None:
        """The same as `kill`: a child has nothing to put in order."""
        self.kill()

    # -- waiting ---------------------------------------------------------------------------------------------------------

    def _ask(self, channel: Channel, message: Message, cpu_s: float, wall_s: float) -> Message:
        self._must_be_alive()
        identity = secrets.randbits(48)
        channel.queue(frames.frame({"id": identity, "cpu_s": cpu_s, "message": message}))
        return self._reply(channel, identity, wall_s)

    def _reply(self, channel: Channel, identity: int, wall_s: float) -> Message:
        answer = self._wait(channel, time.monotonic() + wall_s)
        reply = answer.get("reply")
        if not _is_number(answer.get("id"), identity) or type(reply) is not dict:
            raise self._killed_for("crashed", "broke the protocol: answered out of turn")
        return reply

    def _wait(self, channel: Channel, deadline: float) -> Message:
        """Return the next message on `channel`. Everything that a child can do meanwhile ends in here."""
        try:
            while True:
                message = channel.take()
                if message is not None:
                    return message
                if channel is self._questions:
                    self._notice_end()
                if self._requests.closed:
                    raise self._died()
                self._move(channel, deadline)
        except BrokenProtocol as broken:
            raise self._killed_for("crashed", f"broke the protocol: {broken}") from None

    def _move(self, channel: Channel, deadline: float) -> None:
        """Wait until something happens, and take in what did."""
        left = deadline - time.monotonic()
        if left <= 0:
            raise self._killed_for("timeout", "stopped by the clock", wall=True)
        self._poll.modify(channel, select.POLLIN | (select.POLLOUT if channel.has_unsent else 0))
        wait_s = min(left, DISK_WATCH_S) if self._disk else left
        ready = {descriptor for descriptor, _ in self._poll.poll(math.ceil(wait_s * 1000))}
        if self._disk and self._fills_the_disk():
            raise self._killed_for("crashed", "filled the disk")
        if self._output.fileno() in ready:
            self._output.move()
            if self._output.is_flood:
                raise self._killed_for("crashed", f"wrote {MAX_OUTPUT >> 20} MB of output")
            if self._output.closed:
                self._poll.unregister(self._output)
        for each in (self._questions, self._requests):
            if each.fileno() in ready:
                each.move()
        if self._process in ready or self._questions.closed:
            self._requests.closed = True  # what it sent before has just been read

    def _fills_the_disk(self) -> bool:
        """Return whether the disk is full by this child's doing; if it stays so and nobody seems to hold it, by anybody's."""
        if not workplace.is_full(self._disk):
            self._full_since = None
            return False
        if self._hoards():
            return True
        self._full_since = self._full_since or time.monotonic()
        self.is_suspect = time.monotonic() - self._full_since > FULL_S
        return self.is_suspect

    def _notice_end(self) -> None:
        """Raise _QuestionEnded if the child has said that the question's process is gone."""
        notice = self._requests.take()
        if notice is None:
            return
        question, self._question = self._question, None
        if question is None or not _is_number(notice.get("ended"), question.identity):
            raise BrokenProtocol("spoke out of turn")
        self._output.move()
        code, usage = notice.get("code"), _usage(notice, question)
        if type(code) is not int:
            raise _QuestionEnded(ChildDied("crashed", "no process could be started for the question"), -1, usage)
        raise _QuestionEnded(explain(code, usage.cpu_s, question.cpu_s, self._output.tail), code, usage)

    # -- ends ------------------------------------------------------------------------------------------------------------

    def _must_be_alive(self) -> None:
        if not self._alive:
            raise ChildDied("crashed", "the process had ended before")

    def _killed_for(self, outcome: Any, detail: str, *, wall: bool = False) -> ChildDied:
        self.kill()
        return ChildDied(outcome, detail, wall=wall)

    def _died(self) -> ChildDied:
        """The child ended by itself: find out how."""
        end = self._finish()
        if end is None or "code" not in end:
            return ChildDied("crashed", "the process that it was forked from ended")
        return explain(int(end["code"]), float(end["cpu_s"]), None, self._output.tail)

    def _finish(self) -> Message | None:
        self._alive = False
        self._question = None
        end = self._end()
        self._requests.close()
        self._questions.close()
        self._output.close()
        if self._process is not None:
            os.close(self._process)
        return end


def _is_number(said: object, number: int) -> bool:
    """Whether a child named a number. It may say an array, which can be compared but is neither equal nor different."""
    return type(said) is int and said == number


def _usage(claimed: Message, question: _Question) -> Usage:
    """Return what a child says that a question took. It is not believed further than to be numbers."""
    cpu_s, peak_mb = claimed.get("cpu_s"), claimed.get("peak_mb")
    if type(cpu_s) is not float or not math.isfinite(cpu_s) or type(peak_mb) is not int:
        raise BrokenProtocol("said nothing of its use")
    return Usage(cpu_s, time.monotonic() - question.began, peak_mb)
