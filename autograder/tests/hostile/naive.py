"""The control: what most notebook graders do. Students' code runs in the process that holds the checks, and is asked by pytest there.

The results leave that process in the three ways that such graders use: through a pipe, in a file, and as the last line of what is
printed. It is bounded (memory, files, time) and each attack gets an arena of its own, so that it can show what it does.

    python -m autograder.tests.hostile.naive '["read_environment"]'

prints one line of JSON: by attack, how it bit.
"""

from __future__ import annotations

import atexit
import contextlib
import itertools
import json
import os
import subprocess
import sys
import threading
import time
import traceback
import types
import warnings
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from autograder.tests.hostile import arena, corpus
from autograder.tests.hostile.canaries import SUCCESS, Canary, plant
from autograder.tests.hostile.corpus import Attack
from autograder.tests.hostile.course import HONEST, LAB, honest_cells, make_course

LIMIT_S, HANG_LIMIT_S = 40.0, 4.0  # the shorter one for attacks that are to hang
# More than this, and the process is killed, as the kernel does it when the machine's memory ends.
RESIDENT_MB = 1500
LATE_S = 1.5  # for processes that the attack left, and that may do something yet
PIPE = 3  # where the results go
KEPT = 16 << 20  # bytes of what was printed
MOST_FILES = 2000  # in the working folder, that are looked through
GIVEN = "import numpy as np\nimport paddle\nfrom paddle import nn\n"


def main() -> None:
    """Let the attacks that the argument names bite, one after another."""
    names = tuple(json.loads(sys.argv[1]))
    out = os.dup(1)
    os.dup2(2, 1)
    with warnings.catch_warnings(action="ignore"):  # Paddle's note to people who compile C++
        import numpy
        import paddle
        import pytest

    assert numpy and paddle and pytest  # once for all forks
    found = {attack.name: _bites(attack) for attack in corpus.attacks(only=names)} if names else {}
    os.write(out, json.dumps(found).encode() + b"\n")


def _bites(attack: Attack) -> list[str]:
    """Return in which of the ways of `corpus.BITES` an attack works here."""
    answer = arena.Answer()
    limit_s = HANG_LIMIT_S if attack.bites == "hang" else LIMIT_S
    try:
        aftermath = arena.run(lambda: answer.send(_grade(attack, limit_s)), limit_s=limit_s + 10, covered=True)
    except OSError as problem:
        return [f"nothing that could be seen: {problem}"]
    said = answer.received()
    if not said:
        return ["death", *(["leftover"] if aftermath.left else [])]
    seen = json.loads(said)
    return [bite for bite in corpus.BITES if seen.get(bite) or (bite == "leftover" and aftermath.left)]


def _grade(attack: Attack, limit_s: float) -> dict[str, Any]:
    """Be the one who starts the grader and reads its results."""
    canary, base = Canary.new(), Path(arena.OWN)
    base.mkdir()
    make_course(base / "course", canary)
    for student, cells in ((HONEST[0], honest_cells(HONEST[0], canary)), (attack.student, attack.cells)):
        (base / "submissions" / student).mkdir(parents=True)
        book = {"cells": [{"cell_type": "code", "source": cell} for cell in cells], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        (base / "submissions" / student / f"{LAB}.ipynb").write_text(json.dumps(book), encoding="utf-8")
    planted = plant(canary, Path(arena.HOME))
    work, output = base / "work", base / "output.txt"
    work.mkdir()
    reader, writer = os.pipe()
    grader = os.fork()
    if grader == 0:
        os.close(reader)
        code = 1
        try:
            _prepare(work, output, writer)
            _naive(attack.cells, base, canary)
            threading._shutdown()  # as at the end of a program
            atexit._run_exitfuncs()
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    os.close(writer)
    hang = _watch(grader, limit_s)
    time.sleep(0.05 if len(_others(planted.listener)) == 0 else LATE_S)
    os.set_blocking(reader, False)
    piped = b""
    with contextlib.suppress(BlockingIOError):
        piped = os.read(reader, 1 << 20)
    printed = output.read_bytes()[:KEPT]
    kept = [file.read_bytes()[:KEPT] for file in itertools.islice(work.rglob("*"), MOST_FILES) if file.is_file() and not file.is_symlink()]
    results = [*_results(piped), *_results(_content(work / "results.json")), *_results(printed)]
    planted.take_away()
    return {
        "points": any(_points(result) for result in results),
        "secret": any(map(canary.found_in, [printed, piped, *kept])),
        "hang": hang,
        "death": not results and not hang,
        "privileged": SUCCESS in printed,
    }


def _prepare(work: Path, output: Path, writer: int) -> None:
    os.chdir(work)
    os.dup2(writer, PIPE)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    descriptor = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    sys.stdin = open(0, closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", buffering=1, closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", buffering=1, closefd=False)  # noqa: SIM115
    arena.bound(cpu_s=30, memory_mb=8192, file_mb=256, processes=4096)


def _naive(cells: list[str], base: Path, canary: Canary) -> None:
    """Be the naive grader: load the student's code right here, run the checks, write the results."""
    import pytest

    solution_in_memory = (canary.of("memory"), (base / "course" / "solutions" / f"{LAB}.py").read_text("utf-8"))
    submission = types.ModuleType("submission")
    sys.modules["submission"] = submission
    submission.__dict__["__name__"] = "__main__"
    for source in [GIVEN, *cells]:
        try:
            exec(compile(source, "<cell>", "exec"), submission.__dict__)
        except Exception:
            traceback.print_exc()
    _record(submission)
    scores = _Scores()
    folder = str(base / "course" / "autograder" / "checks" / "naive")
    options = ["-s", "--assert=plain", "-c", os.devnull, f"--rootdir={folder}"]
    quiet = [word for name in ("cacheprovider", "faulthandler", "terminal", "logging") for word in ("-p", f"no:{name}")]
    pytest.main([*options, *quiet, "--disable-plugin-autoload", folder], plugins=[scores])
    results = json.dumps({"score": sum(scores.passed.values()), "tests": scores.passed})
    Path("results.json").write_text(results, encoding="utf-8")
    os.write(PIPE, results.encode() + b"\n")
    print(results, flush=True)
    assert solution_in_memory


def _record(submission: Any) -> None:
    """Let what the answer returns be printed, as graders do in their reports."""
    real = getattr(submission, "double", None)

    def double(x: Any) -> Any:
        got = real(x)  # type: ignore[misc]
        kind = type(got)
        if kind.__name__ == "Tensor" and kind.__module__.startswith("paddle"):
            got = got.numpy()
        if type(got).__name__ == "ndarray" and got.dtype != object and got.nbytes < KEPT:
            sys.stdout.flush()
            os.write(1, got.tobytes() + b"\n")
        else:
            print(repr(got)[:KEPT])
        return got if kind.__name__ == "ndarray" else real_result(x, got, kind)

    def real_result(x: Any, got: Any, kind: type) -> Any:
        import paddle

        return paddle.to_tensor(got) if kind.__name__ == "Tensor" and kind.__module__.startswith("paddle") else got

    if callable(real):
        submission.double = double


class _Scores:
    """Counts what passed, by pytest's own word."""

    def __init__(self) -> None:
        self.passed: dict[str, int] = {}

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.when == "call":
            self.passed[report.nodeid] = int(report.passed)

    def pytest_exception_interact(self, call: Any) -> None:
        print(f"{type(call.excinfo.value).__name__}: {call.excinfo.value}"[:KEPT])


def _watch(grader: int, limit_s: float) -> bool:
    """Wait for the grader to end, and return whether it had to be stopped for taking too long."""
    end = time.monotonic() + limit_s
    while os.waitpid(grader, os.WNOHANG) == (0, 0):
        if time.monotonic() > end:
            os.kill(grader, 9)
            os.waitpid(grader, 0)
            return True
        with contextlib.suppress(OSError, ValueError, IndexError):
            pages = int(Path(f"/proc/{grader}/statm").read_text(encoding="ascii").split()[1])
            if pages * os.sysconf("SC_PAGE_SIZE") >> 20 > RESIDENT_MB:
                os.kill(grader, 9)
        time.sleep(0.01)
    return False


def _others(listener: int) -> list[int]:
    """Return the processes that are neither the warden, nor this one, nor the listener."""
    return [int(name) for name in os.listdir("/proc") if name.isdigit() and int(name) not in (1, os.getpid(), listener)]


def _content(file: Path) -> bytes:
    return file.read_bytes()[:KEPT] if file.is_file() else b""


def _results(data: bytes) -> list[dict[str, Any]]:
    """Return the results in lines of JSON."""
    found = []
    for line in data.split(b"\n"):
        if line.startswith(b"{"):
            with contextlib.suppress(ValueError, RecursionError):
                result = json.loads(line)
                if isinstance(result, dict) and "score" in result:
                    found.append(result)
    return found


def _points(result: dict[str, Any]) -> bool:
    score: Any = result["score"]
    return isinstance(score, (int, float)) and score > 0


def bites(attacks: Sequence[Attack], *, jobs: int = 2) -> dict[str, list[str]]:
    """Run the control in processes of its own; return in which ways each attack bit. Needs an arena."""
    names = [attack.name for attack in attacks if not attack.no_control]
    with ThreadPoolExecutor(jobs) as pool:
        parts = list(pool.map(_in_a_process, [names[number::jobs] for number in range(jobs)]))
    return {name: ways for part in parts for name, ways in part.items()}


def _in_a_process(names: list[str]) -> dict[str, list[str]]:
    done = subprocess.run(
        [sys.executable, "-m", "autograder.tests.hostile.naive", json.dumps(names)],
        env={**os.environ, "PYTHONPATH": str(corpus.FOLDER.parents[2]), "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.PIPE,
        check=True,
    )
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    main()
