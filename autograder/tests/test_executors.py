"""The pool of workers: each task once, a worker that dies or hangs costs a retry, and what cannot be done is a sentence."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from itertools import pairwise
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from autograder import executors
from autograder.executors import ExecutorError, LocalPool
from autograder.results import LabResult
from autograder.worker import Broken, Fault, Setup, Suspicion, Task


def pretend_to_work(connection: Connection, setup: Setup) -> None:
    """Stand in for a worker: a task says what happens to it, and a file in the course's folder that it has happened once."""
    if "never" in setup.labs:
        os._exit(3)
    if "broken" in setup.labs:
        connection.send(Broken("There is no Landlock here. Do this."))
        return
    if "late" in setup.labs:
        time.sleep(0.5)
    connection.send("pretended")
    while True:
        try:
            task = connection.recv()
        except EOFError:
            return
        if task is None:
            (setup.course / f"left-{os.getpid()}").touch()
            return
        what = task.lab
        done = setup.course / task.key
        if what == "dies" or (what == "dies once" and not done.exists()):
            done.touch()
            os._exit(9)
        if what == "hangs once" and not done.exists():
            done.touch()
            time.sleep(60)
        if what == "faults" or (what == "faults once" and not done.exists()):
            done.touch()
            connection.send(Fault("Traceback: the grader's own"))
            continue
        if what == "tells its cores":
            (setup.course / f"cores-{os.getpid()}").write_text(" ".join(map(str, os.sched_getaffinity(0))), encoding="ascii")
            time.sleep(0.2)
        if what.startswith("suspect"):
            began = time.monotonic()
            time.sleep(0.1)
            if task.alone and what == "suspect that dies once" and not done.exists():
                done.touch()
                os._exit(9)
            if not task.alone:
                connection.send(Suspicion())
                continue
            (setup.course / f"span-{task.key}").write_text(f"{began} {time.monotonic()}", encoding="ascii")
        connection.send(LabResult(task.student, what, str(len(task.notebook)), ()))
        if what == "dies afterwards":
            os._exit(9)


@pytest.fixture(autouse=True)
def _pretended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executors, "work", pretend_to_work)


def task(number: int, what: str = "works", size: int = 3) -> Task:
    return Task(f"key{number}", f"student{number}", what, b"x" * size)


def run(
    folder: Path, tasks: list[Task], *, jobs: int = 2, limit_s: float = 60, labs: tuple[str, ...] = ()
) -> tuple[LocalPool, dict[str, LabResult | None]]:
    found: dict[str, LabResult | None] = {}
    with LocalPool(Setup(folder, labs, False), jobs, limit_s) as pool:
        for one, result in pool.run(tasks):
            assert one.key not in found
            found[one.key] = result
    return pool, found


def test_every_task_gets_its_own_result(tmp_path: Path) -> None:
    tasks = [task(number, size=number) for number in range(20)]
    pool, found = run(tmp_path, tasks)
    assert found == {one.key: LabResult(one.student, "works", str(len(one.notebook)), ()) for one in tasks}
    assert (pool.mode, pool.faults) == ("pretended", [])


def test_workers_that_are_done_leave_by_themselves(tmp_path: Path) -> None:
    run(tmp_path, [task(number) for number in range(6)])
    assert len(list(tmp_path.glob("left-*"))) == 2


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="this system does not tell which cores a process may use")
@pytest.mark.parametrize("spare", [0, 1])
def test_as_many_workers_as_cores_have_one_each_and_fewer_or_more_have_all(tmp_path: Path, spare: int) -> None:
    cores = os.sched_getaffinity(0)
    jobs = len(cores) + spare
    run(tmp_path, [task(number, "dies once" if number == 1 else "tells its cores") for number in range(4 * jobs)], jobs=jobs)
    told = [{int(core) for core in file.read_text(encoding="ascii").split()} for file in tmp_path.glob("cores-*")]
    if spare:
        assert all(found == cores for found in told)
    else:
        assert all(len(found) == 1 for found in told)
        assert set.union(*told) == cores


def test_tasks_are_read_when_their_turn_comes(tmp_path: Path) -> None:
    read: list[int] = []

    def tasks() -> Iterator[Task]:
        for number in range(10):
            read.append(number)
            yield task(number)

    with LocalPool(Setup(tmp_path, (), False), 1, 60) as pool:
        for count, _ in enumerate(pool.run(tasks()), start=1):
            assert len(read) <= count + 1


@pytest.mark.parametrize("what", ["dies once", "faults once"])
def test_a_worker_that_fails_costs_a_retry(tmp_path: Path, what: str) -> None:
    pool, found = run(tmp_path, [task(0), task(1, what), task(2)])
    assert sorted(found) == ["key0", "key1", "key2"]
    assert None not in found.values()
    assert len(pool.faults) == (what == "faults once")


@pytest.mark.parametrize("what", ["dies", "faults"])
def test_a_task_over_which_workers_fail_is_given_up_and_the_others_are_not(tmp_path: Path, what: str) -> None:
    pool, found = run(tmp_path, [task(0), task(1, what), task(2), task(3)])
    assert {key for key, result in found.items() if result is None} == {"key1"}
    assert len(found) == 4
    assert pool.faults == (["Traceback: the grader's own"] * 2 if what == "faults" else [])


def test_suspects_are_done_again_each_alone_at_the_end(tmp_path: Path) -> None:
    suspects = [task(1, "suspect"), task(2, "suspect that dies once"), task(3, "suspect")]
    _, found = run(tmp_path, [task(0), *suspects, *(task(number) for number in range(4, 9))])
    assert None not in found.values()
    assert sorted(list(found)[-3:-1]) == ["key1", "key3"]  # in the order in which two workers came to suspect them
    assert list(found)[-1] == "key2"  # which had to be tried again
    spans = sorted(tuple(map(float, file.read_text(encoding="ascii").split())) for file in tmp_path.glob("span-*"))
    assert len(spans) == 3
    assert all(end <= begin for (_, end), (begin, _) in pairwise(spans))


def test_a_worker_that_hangs_is_replaced(tmp_path: Path) -> None:
    _, found = run(tmp_path, [task(0, "hangs once"), task(1)], jobs=1, limit_s=0.3)
    assert None not in found.values()
    assert len(found) == 2


def test_a_worker_that_dies_with_nothing_to_do_is_missed_by_nobody(tmp_path: Path) -> None:
    _, found = run(tmp_path, [task(0, "dies afterwards"), task(1, "hangs once")], jobs=2, limit_s=1)
    assert None not in found.values()
    assert len(found) == 2


def test_large_tasks_wait_until_somebody_reads(tmp_path: Path) -> None:
    started = time.monotonic()
    _, found = run(tmp_path, [task(number, size=5 << 20) for number in range(4)], labs=("late",))
    assert {result.language for result in found.values() if result} == {str(5 << 20)}
    assert time.monotonic() - started < 30


def test_workers_that_cannot_start_are_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ExecutorError, match=r"before it was ready.*doctor"):
        run(tmp_path, [task(0)], labs=("never",))


def test_what_a_worker_cannot_do_is_its_sentence(tmp_path: Path) -> None:
    with pytest.raises(ExecutorError, match=r"There is no Landlock here\. Do this\."):
        run(tmp_path, [task(0)], labs=("broken",))


def test_nothing_to_do_starts_nobody(tmp_path: Path) -> None:
    assert run(tmp_path, [], labs=("never",))[1] == {}


def test_an_error_of_the_caller_ends_all_workers(tmp_path: Path) -> None:
    processes = []

    def use() -> None:
        with LocalPool(Setup(tmp_path, (), False), 2, 60) as pool:
            for _ in pool.run([task(number, "hangs once" if number else "works") for number in range(3)]):
                processes.extend(worker.process for worker in pool._workers)
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        use()
    assert processes
    assert not any(process.is_alive() for process in processes)
