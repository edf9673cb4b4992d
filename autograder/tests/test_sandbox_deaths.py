"""How children end, and that a question that ends costs nothing but itself."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.sandbox.deaths import explain
from autograder.sandbox.process import Child, ChildDied, SandboxUnavailable, Usage, Zygote
from autograder.tests.sandboxed import MODES, Raised, attempt, define, in_question, open_zygote, run


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    with open_zygote("namespaces") as zygote:
        yield zygote


@pytest.fixture(scope="module", params=MODES)
def any_zygote(request: pytest.FixtureRequest) -> Iterator[Zygote]:
    with open_zygote(request.param) as zygote:
        yield zygote


@pytest.fixture(scope="module")
def shared_child(zygote: Zygote) -> Iterator[Child]:
    """One child whose questions die, one after another."""
    child = zygote.spawn()
    yield child
    child.close()


@pytest.fixture
def child(zygote: Zygote) -> Iterator[Child]:
    child = zygote.spawn()
    yield child
    child.close()


BY_C = "import ctypes; libc = ctypes.CDLL(None)\n"

# What a question does: the outcome, and words of the detail.
ENDS = {
    "it leaves in peace": ("os._exit(0)", "crashed", "exit status 0"),
    "it leaves": ("os._exit(3)", "crashed", "exit status 3"),
    "it kills itself": ("os.kill(os.getpid(), 9)", "crashed", "SIGKILL"),
    "it kills all": ("os.kill(-1, 9)", "crashed", ""),
    "it terminates itself": ("os.kill(os.getpid(), 15)", "crashed", "SIGTERM"),
    "a segmentation fault": (BY_C + "ctypes.string_at(0)", "crashed", "segmentation fault"),
    "an abort": ("os.abort()", "crashed", "aborted"),
    "an abort for want of memory": ('os.write(2, b"what():  std::bad_alloc"); os.abort()', "out_of_memory", "memory"),
    "a system call of another machine": (BY_C + "libc.syscall(0x40000000 + 39)", "crashed", "not allowed"),
    "a file too large": ("f = open('big', 'wb'); [f.write(bytes(1 << 20)) for _ in range(99)]", "crashed", "file grew too large"),
    "a flood": ("while True: os.write(1, bytes(1 << 16))", "crashed", "64 MB of output"),
    "a reply too large": ("os.write(4, b'\\xff\\xff\\xff\\xff')", "crashed", "more than 64 MB"),
    "a reply that is none": ("os.write(4, b'\\0\\0\\0\\1\\xc1')", "crashed", "unreadable"),
    "a reply to nothing": ("os.write(4, b'\\0\\0\\0\\x05\\x81\\xa2id\\x01')", "crashed", "out of turn"),
    "the channel closed": ("os.close(4); os.abort()", "crashed", "aborted"),
}


@pytest.mark.parametrize("what", ENDS)
def test_a_question_ends(what: str, zygote: Zygote, shared_child: Child) -> None:
    body, outcome, words = ENDS[what]
    child = zygote.spawn()
    with pytest.raises(ChildDied) as died:
        in_question(child, body)
    assert (died.value.outcome, died.value.wall) == (outcome, False)
    assert words in died.value.detail
    if child.alive:
        assert in_question(child, "return 'still there'") == "still there"
    child.close()


@pytest.mark.parametrize("what", ["it leaves", "it kills itself", "a segmentation fault", "an abort", "it terminates itself"])
def test_the_loader_outlives_its_question(what: str, shared_child: Child) -> None:
    run(shared_child, "sys.modules['kept'] = 42")
    with pytest.raises(ChildDied):
        in_question(shared_child, ENDS[what][0])
    assert shared_child.alive
    assert in_question(shared_child, "return sys.modules['kept']") == 42


@pytest.mark.parametrize("what", ["it leaves", "it kills itself", "a segmentation fault", "an abort"])
def test_a_child_dies_while_it_loads(what: str, any_zygote: Zygote) -> None:
    body, outcome, words = ENDS[what]
    child = any_zygote.spawn()
    with pytest.raises(ChildDied) as died:
        run(child, body)
    assert died.value.outcome == outcome
    assert words in died.value.detail
    assert not child.alive
    with pytest.raises(ChildDied):
        run(child, "return 1")
    other = any_zygote.spawn()
    assert run(other, "return 1") == 1
    other.close()


LOOPS = {
    "in Python": "while True: pass",
    "in C": "import collections, itertools; collections.deque(itertools.repeat(0), maxlen=0)",
    "deaf to the warning": "import signal; signal.signal(signal.SIGXCPU, signal.SIG_IGN)\nwhile True: pass",
}


@pytest.mark.parametrize("where", LOOPS)
def test_an_endless_loop_in_a_question(where: str, shared_child: Child) -> None:
    began = time.monotonic()
    with pytest.raises(ChildDied) as died:
        in_question(shared_child, LOOPS[where], cpu_s=0.5)
    assert (died.value.outcome, died.value.wall) == ("timeout", False)
    assert time.monotonic() - began < 15
    assert in_question(shared_child, "return 1") == 1


def test_an_endless_loop_while_loading(any_zygote: Zygote) -> None:
    child = any_zygote.spawn()
    message = {"op": "cell", "source": "while True: pass", "name": "<cell 1>"}
    with pytest.raises(ChildDied) as died:
        child.request(message, cpu_s=0.5, wall_s=60)
    assert (died.value.outcome, died.value.wall, child.alive) == ("timeout", False, False)


def test_loading_has_a_limit_that_code_cannot_lift(any_zygote: Zygote) -> None:
    child = any_zygote.spawn()
    child.request({"op": "begin_loading", "cpu_s": 0.5, "most_s": 0.5}, cpu_s=5, wall_s=60)
    source = """
import resource, signal
signal.signal(signal.SIGXCPU, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_CPU, (resource.getrlimit(resource.RLIMIT_CPU)[1],) * 2)
while True: pass
"""
    with pytest.raises(ChildDied) as died:
        child.request({"op": "cell", "source": source, "name": "<cell 1>"}, cpu_s=60, wall_s=120)
    assert (died.value.wall, child.alive) == (False, False)
    assert 1 < died.value.cpu_s < 4


def test_loading_has_its_seconds_for_all_cells_together(child: Child) -> None:
    child.request({"op": "begin_loading", "cpu_s": 1.0, "most_s": 5.0}, cpu_s=5, wall_s=60)
    source = "import time\nend = time.process_time() + 0.4\nwhile time.process_time() < end: pass"
    with pytest.raises(ChildDied) as died:
        _load_often(child, source)
    assert died.value.outcome == "timeout"


def test_a_question_cannot_limit_the_one_that_it_was_forked_from(child: Child) -> None:
    with pytest.raises(Raised) as raised:
        in_question(child, "import resource; resource.prlimit(os.getppid(), resource.RLIMIT_NOFILE, (0, 0))")
    assert raised.value.kind == "PermissionError"


def test_a_question_has_its_seconds_for_all_requests_together(child: Child) -> None:
    define(child, "import time\nend = time.process_time() + 0.4\nwhile time.process_time() < end: pass\nreturn 1")
    child.begin_question(cpu_s=1.0, memory_mb=512)
    assert attempt(child) == 1
    with pytest.raises(ChildDied) as died:
        _attempt_often(child)
    assert died.value.outcome == "timeout"


def _load_often(child: Child, source: str) -> None:
    for _ in range(100):
        child.request({"op": "cell", "source": source, "name": "<cell 1>"}, cpu_s=1, wall_s=60)


def _attempt_often(child: Child) -> None:
    for _ in range(100):
        attempt(child)


def test_waiting_is_ended_by_the_clock(any_zygote: Zygote) -> None:
    child = any_zygote.spawn()
    define(child, "import ctypes; ctypes.CDLL(None).sleep(60)")
    child.begin_question(cpu_s=5, memory_mb=512)
    began = time.monotonic()
    with pytest.raises(ChildDied) as died:
        attempt(child, wall_s=0.3)
    assert (died.value.outcome, died.value.wall, child.alive) == ("timeout", True, False)
    assert time.monotonic() - began < 10


SWALLOWS = """
import os
if os.fork() == 0:
    while os.read({descriptor}, 1 << 16):
        pass
"""


def test_a_question_that_cannot_begin_is_ended_by_the_clock() -> None:
    with open_zygote("namespaces") as zygote:
        child = zygote.spawn()
        define(child, "return 1")
        child.request({"op": "cell", "source": SWALLOWS.format(descriptor=3), "name": "<cell 2>"}, cpu_s=5, wall_s=20)
        began = time.monotonic()

        def begin_and_end() -> None:
            for _ in range(50):  # two readers: which of them gets a message is chance
                child.begin_question(cpu_s=5, memory_mb=512, wall_s=0.5)
                child.end_question(wall_s=0.5)

        with pytest.raises(ChildDied) as died:
            begin_and_end()
        assert (died.value.wall, child.alive) == (True, False)
        assert time.monotonic() - began < 20


def test_a_question_that_does_not_end_is_ended_by_the_clock(child: Child) -> None:
    define(child, "import time; time.sleep(0.1); return 1")
    child.request({"op": "cell", "source": "import os; os._exit = lambda status: __import__('time').sleep(60)", "name": "<cell 2>"},
                  cpu_s=5, wall_s=20)  # fmt: skip
    child.begin_question(cpu_s=5, memory_mb=512)
    attempt(child)
    began = time.monotonic()
    with pytest.raises(ChildDied):
        child.end_question(wall_s=0.5)
    assert not child.alive
    assert time.monotonic() - began < 10


def test_the_disk_is_not_filled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autograder.sandbox.workplace.ROOM_S", 0.5)
    with open_zygote("landlock") as zygote:
        child, other = zygote.spawn(), zygote.spawn()
        monkeypatch.setattr("autograder.sandbox.workplace.RESERVE", 1 << 60)
        with pytest.raises(ChildDied) as died:
            run(child, "for name in 'ab': open(name, 'wb').write(bytes(40 << 20))\nimport time; time.sleep(60)")
        assert "disk" in died.value.detail
        assert not child.is_suspect  # it was seen
        assert run(other, "import time; time.sleep(0.5); return 1") == 1  # whoever holds nothing is not to blame
        with pytest.raises(SandboxUnavailable, match="Make room"):
            zygote.spawn()


def test_a_disk_that_somebody_fills_unseen_is_freed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autograder.sandbox.handle.FULL_S", 0.5)
    with open_zygote("landlock") as zygote:
        child = zygote.spawn()
        monkeypatch.setattr("autograder.sandbox.workplace.RESERVE", 1 << 60)
        with pytest.raises(ChildDied) as died:
            run(child, "f = open('x', 'wb'); os.unlink('x'); f.write(bytes(40 << 20))\nimport time; time.sleep(60)")
        assert "disk" in died.value.detail
        assert child.is_suspect


def test_a_reply_that_trickles_is_ended_by_the_clock(child: Child) -> None:
    body = """
        import time
        os.write(4, b"\\0\\0\\xff\\xff")
        while True:
            os.write(4, b"x")
            time.sleep(0.05)
    """
    with pytest.raises(ChildDied) as died:
        in_question(child, body, wall_s=0.5)
    assert died.value.wall


def test_a_question_that_kills_its_loader(child: Child) -> None:
    with pytest.raises(ChildDied) as died:
        in_question(child, "os.kill(os.getppid(), 9)\nwhile True: pass")
    assert died.value.outcome == "crashed"
    assert not child.alive


def test_a_loader_whose_forks_hold_the_channel(child: Child) -> None:
    body = """
        import time
        if os.fork() == 0:
            time.sleep(60)
        os._exit(0)
    """
    began = time.monotonic()
    with pytest.raises(ChildDied):
        run(child, body)
    assert time.monotonic() - began < 10


def test_too_much_memory_is_an_error_of_the_students(any_zygote: Zygote) -> None:
    child = any_zygote.spawn()
    define(child, "return len(bytearray(3 << 30))")
    child.begin_question(cpu_s=5, memory_mb=1024)
    with pytest.raises(Raised) as raised:
        attempt(child)
    assert raised.value.memory
    define_fits = "return len(bytearray(100 << 20))"
    if child.can_fork:
        child.end_question()
        assert in_question(child, define_fits, memory_mb=1024) == 100 << 20
    child.close()


def test_limits_of_a_question_end_with_it(child: Child) -> None:
    with pytest.raises(Raised):
        in_question(child, "return len(bytearray(200 << 20))", memory_mb=100)
    child.end_question()
    assert in_question(child, "return len(bytearray(200 << 20))", memory_mb=400) == 200 << 20


def test_usage(child: Child) -> None:
    define(child, "import time\nend = time.process_time() + 0.2\nwhile time.process_time() < end: pass")
    child.begin_question(cpu_s=5, memory_mb=512)
    attempt(child)
    usage = child.end_question()
    assert isinstance(usage, Usage)
    assert 0.2 <= usage.cpu_s < 5
    assert usage.wall_s >= 0.2
    assert 10 < usage.peak_mb < 4096


def test_without_forks_a_question_is_the_childs_last(any_zygote: Zygote) -> None:
    child = any_zygote.spawn()
    define(child, "return 1")
    child.begin_question(cpu_s=5, memory_mb=512)
    assert attempt(child) == 1
    assert child.end_question().cpu_s >= 0
    assert child.alive is child.can_fork is (any_zygote.mode == "namespaces")
    child.close()


def test_questions_do_not_change_each_other(child: Child) -> None:
    run(child, "sys.modules['state'] = []")
    assert in_question(child, "sys.modules['state'].append(1); return len(sys.modules['state'])") == 1
    assert in_question(child, "sys.modules['state'].append(1); return len(sys.modules['state'])") == 1


def test_large_data_goes_both_ways(child: Child) -> None:
    import numpy as np

    source = "def attempt(x): return x + 1"
    child.request({"op": "cell", "source": source, "name": "<cell 1>"}, cpu_s=5, wall_s=20)
    x = np.arange(1 << 21, dtype="float64")
    child.begin_question(cpu_s=5, memory_mb=1024)
    reply = child.request({"op": "call", "target": "attempt", "args": [x], "kwargs": {}, "seed": 0}, cpu_s=5, wall_s=20)
    assert reply["ok"]
    assert np.array_equal(reply["value"], x + 1)


def test_a_result_that_is_too_large_is_an_error_of_the_students(child: Child) -> None:
    with pytest.raises(Raised):
        in_question(child, "import numpy; return numpy.zeros(9 << 20)", memory_mb=2048)
    assert child.alive


def test_output_is_kept_up_to_a_point(any_zygote: Zygote) -> None:
    child = any_zygote.spawn()
    run(child, "print('first'); print('x' * 200_000); return 1")
    assert child.output.startswith(b"first\nxxx")
    assert len(child.output) == 64 << 10
    child.close()
    assert child.output.startswith(b"first")


def test_what_is_printed_in_a_question_is_kept_once(child: Child) -> None:
    run(child, "print('before'); return 1")
    in_question(child, "print('inside'); return 1")
    child.close()
    assert child.output == b"before\ninside\n"


# -- processes ---------------------------------------------------------------------------------------------------------------


def _parents() -> dict[int, int]:
    """Return the parent of every process that runs, zombies excepted."""
    parents = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError):
            state, parent = Path(f"/proc/{name}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[:2]
            if state != "Z":
                parents[int(name)] = int(parent)
    return parents


def _descendants(of: int) -> set[int]:
    parents = _parents()
    found: set[int] = set()
    while True:
        more = {child for child, parent in parents.items() if parent in found or parent == of} - found
        if not more:
            return found
        found |= more


def _alive(processes: set[int]) -> set[int]:
    return processes & _parents().keys()


def _gone_soon(processes: set[int]) -> bool:
    end = time.monotonic() + 10
    while _alive(processes) and time.monotonic() < end:
        time.sleep(0.02)
    return not _alive(processes)


LEAVE_A_PROCESS = """
    import time
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(600)
        os._exit(0)
    os.wait()
"""


def test_closing_a_child_leaves_nothing_running(any_zygote: Zygote) -> None:
    before = _descendants(os.getpid())
    child = any_zygote.spawn()
    if child.can_fork:
        run(child, LEAVE_A_PROCESS)
        child.begin_question(cpu_s=5, memory_mb=512)
    new = _descendants(os.getpid()) - before
    assert len(new) >= (4 if child.can_fork else 1)
    child.close()
    assert not _alive(new)
    child.close()


def test_closing_a_zygote_leaves_nothing_running_and_no_folder() -> None:
    for mode in MODES:
        before, folders = _descendants(os.getpid()), set(Path("/tmp").glob("autograder-*"))
        with open_zygote(mode) as zygote:
            child = zygote.spawn()
            define(child, "open('left', 'w').write('x'); os.makedirs('/'.join('abcdefgh')); os.chdir('a')\nwhile True: pass")
            new = _descendants(os.getpid()) - before
        assert new
        assert _gone_soon(new)
        assert set(Path("/tmp").glob("autograder-*")) <= folders
        with pytest.raises(ChildDied):
            attempt(child)


def test_a_zygote_that_died_is_started_again(any_zygote: Zygote) -> None:
    child = any_zygote.spawn()
    define(child, "import time; time.sleep(0.1)")
    assert any_zygote._process is not None
    os.kill(any_zygote._process.pid, signal.SIGKILL)
    with pytest.raises(ChildDied) as died:
        _attempt_often(child)
    assert died.value.outcome == "crashed"
    assert not child.alive
    again = any_zygote.spawn()
    assert run(again, "return 1") == 1
    again.close()


class Unlucky:
    """Starts processes like `subprocess.Popen`, and kills the first few of them at once."""

    def __init__(self, deaths: int) -> None:
        self.left = deaths
        self._start = subprocess.Popen

    def __call__(self, *arguments: Any, **options: Any) -> subprocess.Popen[bytes]:
        process = self._start(*arguments, **options)
        if self.left:
            self.left -= 1
            process.kill()
        return process


def test_a_zygote_that_dies_while_it_starts_is_started_again(monkeypatch: pytest.MonkeyPatch) -> None:
    unlucky = Unlucky(1)
    monkeypatch.setattr(subprocess, "Popen", unlucky)
    with Zygote(preload=(), trust=True) as zygote:
        assert unlucky.left == 0
        child = zygote.spawn()
        assert run(child, "return 1") == 1


def test_a_zygote_that_never_starts_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "Popen", Unlucky(2))
    with pytest.raises(SandboxUnavailable, match="while it started, twice"):
        Zygote(preload=(), trust=True)


def test_children_end_with_a_grader_that_is_killed(tmp_path: Path) -> None:
    script = """
        import sys, time
        from autograder.sandbox.process import Zygote
        zygote = Zygote(preload=(), mode=sys.argv[1])
        child = zygote.spawn()
        message = {"op": "cell", "source": "import os\\nwhile os.write(1, b'x'): pass", "name": "<cell 1>"}
        print("started", flush=True)
        child.request(message, cpu_s=60, wall_s=60)
    """
    for mode in MODES:
        open_zygote(mode).close()
        grader = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(script), mode],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
        )
        assert grader.stdout is not None
        assert grader.stdout.readline() == b"started\n"
        processes = _descendants(grader.pid)
        assert processes
        grader.kill()
        grader.wait()
        grader.stdout.close()
        assert _gone_soon(processes)


# -- words -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "cpu_s", "output", "outcome", "words"),
    [
        (-signal.SIGXCPU, 0.0, b"", "timeout", "computing"),
        (-signal.SIGKILL, 10.9, b"", "timeout", "stopped after 11 s"),
        (-signal.SIGKILL, 9.9, b"", "crashed", "SIGKILL"),
        (-signal.SIGABRT, 0.0, b"terminate called after throwing an instance of 'std::bad_alloc'", "out_of_memory", "memory"),
        (-signal.SIGABRT, 0.0, b"something else", "crashed", "aborted"),
        (-signal.SIGFPE, 0.0, b"", "crashed", "floating-point exception"),
        (-64, 0.0, b"", "crashed", "SIGRTMAX"),
        (7, 0.0, b"", "crashed", "exit status 7"),
    ],
)
def test_explain(code: int, cpu_s: float, output: bytes, outcome: str, words: str) -> None:
    died = explain(code, cpu_s, 10.0, output)
    assert died.outcome == outcome
    assert words in died.detail
