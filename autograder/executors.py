"""The local pool: several workers, one task each at a time.

A worker that dies costs a retry on a fresh one, not the class. A task over which two workers died is given up with a result that
says so; the run goes on and ends with a non-zero status. A task that may have suffered from its neighbours is done again at the end,
when nothing else is.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from typing import Any

from autograder.environment import grade_quietly, own_cores
from autograder.results import LabResult
from autograder.worker import Broken, Fault, Setup, Suspicion, Task, work

MAX_TRIES = 2
START_LIMIT_S = 180  # Paddle's import on a slow disk
POLL_S = 0.5
GOODBYE_S = 10


class ExecutorError(Exception):
    """Grading itself cannot be done; the sentence says why and what to do."""


@dataclass
class _Worker:
    process: Any
    connection: Connection
    core: int | None  # where it runs; None for wherever the system likes
    task: tuple[Task, int] | None = None  # and how often it was tried before
    ready: bool = False
    deadline: float = field(default_factory=lambda: time.monotonic() + START_LIMIT_S)


class LocalPool:
    """Worker processes on this machine. A context manager: leaving it ends them all."""

    def __init__(self, setup: Setup, jobs: int, task_limit_s: float) -> None:
        self._setup = setup
        self._jobs = jobs
        self._task_limit_s = task_limit_s
        cores = own_cores()
        self._cores = cores if len(cores) == jobs else []
        self._context = multiprocessing.get_context("spawn")
        self._workers: list[_Worker] = []
        self._again: deque[tuple[Task, int]] = deque()
        self._alone: deque[tuple[Task, int]] = deque()  # to be done when nothing else is
        self.mode = ""
        self.faults: list[str] = []  # what Python said where the grader itself failed

    def __enter__(self) -> LocalPool:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            for worker in self._workers:
                _let_go(worker)
        for worker in self._workers:
            _stop(worker)
        self._workers.clear()

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, LabResult | None]]:
        """Yield each task with its result as it is done; None for a task over which workers died. Raises ExecutorError."""
        source = iter(tasks)

        def following() -> tuple[Task, int] | None:
            working = [worker.task[0] for worker in self._workers if worker.task]
            if any(task.alone for task in working):
                return None
            if self._again:
                return self._again.popleft()
            task = next(source, None)
            if task is not None:
                return task, 0
            return self._alone.popleft() if self._alone and not working else None

        self._hand_out(following)
        while any(worker.task for worker in self._workers):
            ready = wait([worker.connection for worker in self._workers], timeout=POLL_S)
            for worker in list(self._workers):
                if worker.connection in ready:
                    yield from self._receive(worker)
                elif worker.task and time.monotonic() > worker.deadline:
                    yield from self._lost(worker)
            self._hand_out(following)

    def _hand_out(self, following: Callable[[], tuple[Task, int] | None]) -> None:
        """Give every idle worker a task, starting workers as long as there are tasks and places."""
        for worker in self._workers:
            if worker.task is None and not self._give(worker, following):
                return
        while len(self._workers) < self._jobs:
            pair = following()
            if pair is None:
                return
            self._start().task = pair  # sent when it is ready: until then nobody reads, and a large task would block

    def _give(self, worker: _Worker, following: Callable[[], tuple[Task, int] | None]) -> bool:
        pair = following()
        if pair is None:
            return False
        worker.task = pair
        self._send(worker, pair[0])
        return True

    def _send(self, worker: _Worker, task: Task) -> None:
        worker.deadline = time.monotonic() + self._task_limit_s
        with contextlib.suppress(OSError):  # a worker that is gone shows when its answer is waited for
            worker.connection.send(task)

    def _receive(self, worker: _Worker) -> Iterator[tuple[Task, LabResult | None]]:
        try:
            message = worker.connection.recv()
        except (EOFError, OSError):
            yield from self._lost(worker)
            return
        if isinstance(message, Broken):
            raise ExecutorError(message.sentence)
        if not worker.ready:  # the first message says how the zygote contains code
            self.mode, worker.ready = message, True
            if worker.task is not None:
                self._send(worker, worker.task[0])
            return
        if isinstance(message, Fault):
            self.faults.append(message.traceback)
            yield from self._lost(worker)
            return
        assert worker.task is not None
        task, tries = worker.task
        worker.task = None
        if isinstance(message, Suspicion):
            self._alone.append((replace(task, alone=True), tries))
        else:
            yield task, message

    def _lost(self, worker: _Worker) -> Iterator[tuple[Task, LabResult | None]]:
        """A worker died or hangs: end it, and try its task again on another."""
        self._workers.remove(worker)
        _stop(worker)
        if worker.task is None:
            return
        task, tries = worker.task
        if tries + 1 < MAX_TRIES:
            (self._alone if task.alone else self._again).append((task, tries + 1))
        elif not worker.ready:
            raise ExecutorError("A grading process ended before it was ready. Run `python -m autograder doctor` to see what is missing.")
        else:
            yield task, None

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        grade_quietly()  # a spawned process inherits it before it imports anything
        process = self._context.Process(target=work, args=(theirs, self._setup), daemon=True)
        taken = {worker.core for worker in self._workers}
        core = next((core for core in self._cores if core not in taken), None)
        worker = _Worker(process, ours, core)
        # Ctrl-C reaches all processes of a terminal. A worker that hears it before it can say that it is not meant prints a traceback.
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
        try:
            process.start()
            self._workers.append(worker)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        if core is not None and process.pid is not None:
            with contextlib.suppress(OSError):  # a system that does not let us, or a worker that is gone already
                os.sched_setaffinity(process.pid, {core})
        theirs.close()
        return worker


def _let_go(worker: _Worker) -> None:
    """Ask a worker that has nothing to do to end by itself."""
    try:
        worker.connection.send(None)
    except OSError:
        return
    worker.process.join(GOODBYE_S)


def _stop(worker: _Worker) -> None:
    worker.process.kill()
    worker.process.join(5)
    worker.connection.close()
