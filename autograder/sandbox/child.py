"""What runs in a confined child: it answers requests about one student's code, and opens questions.

A question is a fork of the loaded code with limits of its own. While it is open, its process (the fork) answers on the channel for
questions, and the process that loaded the code (the loader) waits for it. When the fork ends, in order or not, the loader says how
on its own channel. So neither ever reads what was sent to the other, whatever state the other was in.

Everything here runs beside the student's code, in the same process, and can be bent by it. It keeps honest code apart and gives it
its limits; what keeps the other kind in was put around the process before (`confine.py`).
"""

from __future__ import annotations

import contextlib
import gc
import math
import os
import resource
import sys
import time
from typing import Any, NoReturn

from autograder.sandbox import confine, frames, limits, seccomp, syscalls, system
from autograder.sandbox.responder import Responder, describe

Envelope = dict[str, Any]


class Loader:
    """The child's main loop."""

    def __init__(self, *, can_fork: bool, deny_forks: bool, present_mb: int) -> None:
        """Get ready. The zygote does this once, and every child has a copy.

        Args:
            can_fork: whether questions are forks; otherwise one question is opened in this very process.
            deny_forks: whether a question gets the filter that refuses forks.
            present_mb: address space in use, for when it cannot be measured.
        """
        self._can_fork = can_fork
        self._present_mb = present_mb
        self._filter = seccomp.filter_without_forks(syscalls.column()) if deny_forks else None
        self._responder = Responder()
        self._channel = confine.REQUESTS
        self._began = 0.0
        self._ends = math.inf  # the CPU time at which the question must be done
        _fresh_streams()

    def serve(self) -> NoReturn:
        """Answer until the grader closes the channel."""
        gc.enable()
        self._write({"ready": True})
        while True:
            try:
                envelope: Any = frames.read(self._channel)
            except (EOFError, OSError):
                os._exit(0)
            self._answer(envelope)

    def _answer(self, envelope: Envelope) -> None:
        message, identity = envelope.pop("message"), envelope["id"]
        operation = message.get("op")
        if operation == "begin_loading":
            self._begin_loading(message, identity)
        elif operation == "begin_question":
            self._begin_question(message, identity)
        elif operation == "end_question":
            self._end_question(identity)
        else:
            limits.limit_cpu(min(envelope.pop("cpu_s"), self._ends - time.process_time()))
            self._reply(identity, self._responder.handle(message))

    def _reply(self, identity: int, reply: Envelope) -> None:
        try:
            data = frames.frame({"id": identity, "reply": reply})
        except BaseException as error:  # too large, or memory ran out just here
            del reply
            data = frames.frame({"id": identity, "reply": {"ok": False, "error": describe(error)}})
        _flush()
        frames.write(self._channel, data)

    def _write(self, notice: Envelope) -> None:
        frames.write(self._channel, frames.frame(notice))

    # -- questions -------------------------------------------------------------------------------------------------------

    def _begin_loading(self, message: Envelope, identity: int) -> None:
        """Limit all requests up to the first question together; by a hard limit, which code that is loaded cannot lift."""
        self._ends = time.process_time() + message["cpu_s"]
        # Where the question is opened in this very process, its seconds come on top.
        most_s = message["most_s"] + (0.0 if self._can_fork else message["cpu_s"])
        limits.limit_loading(message["cpu_s"], most_s)
        self._reply(identity, {"ok": True})

    def _begin_question(self, message: Envelope, identity: int) -> None:
        size = limits.present_mb(confine.STATM) or self._present_mb
        if not self._can_fork:
            self._limit_question(size, message)
            self._reply(identity, {"ok": True})
            return
        limits.limit_cpu(limits.CHILD_CPU_S)  # loading is over; to open and await questions it has until the hard limit
        _flush()
        _drain(confine.QUESTIONS)  # what was sent to an earlier fork and not read
        gc.freeze()  # the fork's garbage collection would touch, and so copy, every object that is loaded
        try:
            process = system.fork()
        except OSError:
            self._write({"ended": identity, "code": None, "cpu_s": 0.0, "peak_mb": 0})
            return
        if process == 0:
            os.close(confine.REQUESTS)
            self._channel = confine.QUESTIONS
            self._limit_question(size, message)
            if self._filter is not None:
                seccomp.install(self._filter)
            self._reply(identity, {"ok": True})
            return
        _, status, usage = os.wait4(process, 0)
        self._write({
            "ended": identity,
            "code": os.waitstatus_to_exitcode(status),
            "cpu_s": usage.ru_utime + usage.ru_stime,
            "peak_mb": _megabytes(usage.ru_maxrss),
        })  # fmt: skip

    def _limit_question(self, size: int, message: Envelope) -> None:
        self._began = time.process_time()
        self._ends = self._began + message["cpu_s"]
        limits.limit_question(size, message["memory_mb"], message["cpu_s"])

    def _end_question(self, identity: int) -> None:
        _flush()
        if self._can_fork:
            os._exit(0)  # at once: no handlers, no destructors, no page touched; the loader reports
        peak = _megabytes(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
        self._reply(identity, {"ok": True, "cpu_s": time.process_time() - self._began, "peak_mb": peak})


def _drain(descriptor: int) -> None:
    os.set_blocking(descriptor, False)
    with contextlib.suppress(BlockingIOError):
        while os.read(descriptor, 1 << 16):
            pass
    os.set_blocking(descriptor, True)


def _fresh_streams() -> None:
    """Give the student's code its own streams. What it prints is kept for the instructor, so it is written in large pieces."""
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
    sys.__stdin__, sys.__stdout__, sys.__stderr__ = sys.stdin, sys.stdout, sys.stderr  # type: ignore[misc]


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(BaseException):  # they may be the student's own by now
            stream.flush()


def _megabytes(maxrss: int) -> int:
    return maxrss // (1 << 20) if sys.platform == "darwin" else maxrss >> 10  # macOS counts bytes, Linux kilobytes
