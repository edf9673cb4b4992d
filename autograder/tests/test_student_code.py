"""Loading a student's code and opening its questions, with a pretended child: what dies costs itself only."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autograder.labs import Lab
from autograder.notebook import CodeCell
from autograder.reference import CorrectVersion
from autograder.results import Outcome
from autograder.sandbox.process import ChildDied
from autograder.sandbox.responder import Responder
from autograder.student import Student, StudentFailure
from autograder.student_code import WALL_FACTOR, ConfinedCode, LocalCode, words_of_death
from autograder.tests.small_course import LAB, make_course

Message = dict[str, Any]
GIVEN = CodeCell("import numpy as np\nSCALE = 2.0\n", None, "extra", 0)


class Child:
    """Answers like a child. A cell or call that says DIES, HANGS or TOO LARGE ends it, or the open question."""

    def __init__(self, log: list[str], answers: dict[str, Any]) -> None:
        self.alive = True
        self.is_suspect = False
        self._log = log
        self._answers = answers
        self._loader = Responder(private=False)
        self._before: dict[str, Any] | None = None  # what was loaded, while a question is open

    def request(self, message: Message, *, cpu_s: float, wall_s: float) -> Message:
        assert self.alive
        assert cpu_s > 0
        assert wall_s > 0
        text = str(message.get("source", "")) + str(message.get("args", ""))
        for sign, died in (
            ("DIES", ChildDied("crashed", "signal 9")),
            ("HANGS", ChildDied("timeout", "")),
            ("TOO LARGE", ChildDied("out_of_memory", "")),
            ("ENDS ALL", ChildDied("crashed", "signal 6")),
        ):
            if sign in text:
                self._log.append(sign)
                if self._before is None or sign == "ENDS ALL":
                    self.alive = False
                self._leave()
                raise died
        if message["op"] in self._answers:
            return {"ok": True, "value": self._answers[message["op"]]}
        if message["op"] == "begin_loading":
            return {"ok": True}
        if message["op"] in ("cell", "names"):
            return self._loader.handle(message)
        assert self._before is not None, "a question was asked outside its fork"
        return self._loader.handle(message)

    def begin_question(self, *, cpu_s: float, memory_mb: int, wall_s: float) -> None:
        assert self.alive
        assert wall_s > 0
        self._log.append("begin")
        self._before = dict(self._loader.namespace)

    def end_question(self, *, wall_s: float) -> None:
        assert wall_s > 0
        self._log.append("end")
        self._leave()

    def _leave(self) -> None:
        if self._before is not None:
            self._loader.namespace.update(self._before)
            self._before = None

    def close(self) -> None:
        self._log.append("close")
        self.alive = False


class Zygote:
    def __init__(self, **answers: Any) -> None:
        self.log: list[str] = []
        self._answers = answers

    def spawn(self) -> Child:
        self.log.append("spawn")
        return Child(self.log, self._answers)


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Lab:
    return make_course(tmp_path_factory.mktemp("course")).lab(LAB)


def cells(**sources: str) -> list[CodeCell]:
    """Return the given cell and one cell a question; a name that is no question's is the student's own cell."""
    questions = [
        CodeCell(source, name if name in ("scaled", "total") else None, "question", number)
        for number, (name, source) in enumerate(sources.items(), start=1)
    ]
    return [GIVEN, *questions]


SCALED = "def scaled(x):\n    return SCALE * x\n"
TOTAL = "def total(x):\n    return float(np.sum(scaled(x)))\n"


def confined(zygote: Zygote, lab: Lab, **sources: str) -> ConfinedCode:
    return ConfinedCode(zygote, lab, cells(**sources))  # type: ignore[arg-type]


def test_definitions_are_loaded_once_for_all_questions(lab: Lab) -> None:
    zygote = Zygote()
    with confined(zygote, lab, scaled=SCALED, total=TOTAL) as code:
        assert (code.names, code.failures) == ({"scaled", "total"}, {})
        for name, want in (("scaled", [2.0, 2.0]), ("total", 4.0)):
            with code.question(lab.question(name)) as transport:
                assert np.array_equal(getattr(Student(transport), name)(np.ones(2)), want)
    assert zygote.log == ["spawn", "begin", "end", "begin", "end", "close"]


@pytest.mark.parametrize(
    ("sign", "outcome", "words"),
    [
        ("DIES", Outcome.CRASHED, "ended while `scaled` ran"),
        ("HANGS", Outcome.TIMEOUT, "Stopped after 2 s in `scaled`"),
        ("TOO LARGE", Outcome.OUT_OF_MEMORY, "`scaled` needed more memory"),
    ],
)
def test_a_cell_that_ends_the_process_is_left_out(lab: Lab, sign: str, outcome: Outcome, words: str) -> None:
    zygote = Zygote()
    with confined(zygote, lab, scaled=f"{SCALED}# {sign}", total=TOTAL) as code:
        assert code.names == {"total"}
        found, said = code.failures["scaled"]
        assert found is outcome
        assert words in said.en
        assert said.zh != said.en
    assert zygote.log.count("spawn") == 2


def test_every_cell_may_end_the_process_and_loading_ends_all_the_same(lab: Lab) -> None:
    zygote = Zygote()
    with confined(zygote, lab, mine="x = 1  # DIES", scaled="# DIES", total="# HANGS") as code:
        assert code.names == frozenset()
        assert {name: outcome for name, (outcome, _) in code.failures.items()} == {"scaled": Outcome.CRASHED, "total": Outcome.TIMEOUT}
    assert zygote.log.count("spawn") == 4


def test_a_cell_that_raises_is_told_with_its_line(lab: Lab) -> None:
    with confined(Zygote(), lab, mine="1 / 0", scaled="x = 1\nscaled = undefined\n", total=TOTAL) as code:
        assert code.names == {"total"}
        assert code.failures["scaled"][0] is Outcome.ERROR
        assert code.failures["scaled"][1].en == "The cell of `scaled` stops with NameError in line 2."
        assert list(code.failures) == ["scaled"]


@pytest.mark.parametrize("answer", ["x", [["unhashable"]], [{"a": 1}], [1, None, "scaled", "elsewhere"], None, {"scaled": 1}])
def test_names_that_are_forged_are_only_those_of_questions(lab: Lab, answer: Any) -> None:
    with confined(Zygote(names=answer), lab, scaled=SCALED) as code:
        assert code.names <= {"scaled", "total"}


def outcome_of(student: Student, *args: Any) -> Outcome | None:
    try:
        student.scaled(*args)
    except StudentFailure as failed:
        return failed.outcome
    return None


def test_a_call_that_dies_costs_itself_and_the_question_goes_on(lab: Lab) -> None:
    zygote = Zygote()
    with confined(zygote, lab, scaled=SCALED) as code, code.question(lab.question("scaled")) as transport:
        student = Student(transport)
        assert [outcome_of(student, one) for one in (1.0, "DIES", 1.0, "TOO LARGE", 1.0)] == [
            None,
            Outcome.CRASHED,
            None,
            Outcome.OUT_OF_MEMORY,
            None,
        ]
    assert zygote.log == ["spawn", "begin", "DIES", "begin", "TOO LARGE", "begin", "end", "close"]


def test_time_is_up_for_the_whole_question(lab: Lab) -> None:
    zygote = Zygote()
    with confined(zygote, lab, scaled=SCALED, total=TOTAL) as code:
        with code.question(lab.question("scaled")) as transport:
            assert [outcome_of(Student(transport), one) for one in ("HANGS", 1.0, 1.0)] == [Outcome.TIMEOUT] * 3
        with code.question(lab.question("total")) as transport:
            assert Student(transport).total(np.ones(2)) == 4.0
    assert zygote.log.count("HANGS") == 1


def test_a_child_that_is_gone_is_loaded_again_for_the_next_question(lab: Lab) -> None:
    zygote = Zygote()
    with confined(zygote, lab, scaled=SCALED, total=TOTAL) as code:
        with code.question(lab.question("scaled")) as transport:
            assert [outcome_of(Student(transport), one) for one in ("ENDS ALL", 1.0)] == [Outcome.CRASHED] * 2
        with code.question(lab.question("total")) as transport:
            assert Student(transport).total(np.ones(2)) == 4.0
    assert zygote.log.count("spawn") == 2


CORRECT = CorrectVersion("scaled", "correct__scaled", "def correct__scaled(x):\n    return 3.0 * x\n")


def test_correct_versions_are_there_after_a_crash_too_and_gone_afterwards(lab: Lab) -> None:
    with confined(Zygote(), lab, scaled=SCALED, total=TOTAL) as code:
        with code.question(lab.question("total"), [CORRECT]) as transport:
            student = Student(transport)
            assert student.total(np.ones(2)) == 6.0
            assert outcome_of(student, "DIES") is Outcome.CRASHED
            assert student.total(np.ones(2)) == 6.0
        with code.question(lab.question("total")) as transport:
            assert Student(transport).total(np.ones(2)) == 4.0


def test_a_correct_version_that_cannot_be_put_in_place_ends_the_question(lab: Lab) -> None:
    dying = CorrectVersion("scaled", "correct__scaled", "# DIES")
    with confined(Zygote(), lab, scaled=SCALED, total=TOTAL) as code, code.question(lab.question("total"), [dying]) as transport:
        assert [outcome_of(Student(transport), 1.0) for _ in range(2)] == [Outcome.CRASHED] * 2
    crash_later = CorrectVersion("scaled", "correct__scaled", CORRECT.source)
    with confined(Zygote(), lab, scaled=SCALED) as code, code.question(lab.question("scaled"), [crash_later]) as transport:
        student = Student(transport)
        assert outcome_of(student, "DIES") is Outcome.CRASHED
        object.__setattr__(crash_later, "source", "# DIES")  # the next fork does not come up
        assert [outcome_of(student, 1.0) for _ in range(2)] == [Outcome.CRASHED] * 2


def test_local_code_gets_its_own_answers_back(lab: Lab) -> None:
    namespace: dict[str, Any] = {"np": np, "SCALE": 2.0}
    exec(SCALED + TOTAL, namespace)
    code = LocalCode(namespace)
    assert {"scaled", "total"} <= code.names
    with code.question(lab.question("total"), [CORRECT]) as transport:
        assert Student(transport).total(np.ones(2)) == 6.0
    with code.question(lab.question("total")) as transport:
        assert Student(transport).total(np.ones(2)) == 4.0


@pytest.mark.parametrize(
    ("died", "words"),
    [
        (ChildDied("timeout", ""), "Stopped after 2.5 s in `f`. Is there a loop that never ends?"),
        (ChildDied("timeout", "", wall=True), "`f` was stopped: it waited without computing. Does it sleep, or ask for input?"),
        (ChildDied("out_of_memory", "x"), "`f` needed more memory than it may have."),
    ],
)
def test_how_a_process_ended_is_a_sentence(died: ChildDied, words: str) -> None:
    said = words_of_death(died, "f", 2.5)
    assert said.en == words
    assert "`f`" in said.zh


# -- what hostile notebooks try with time ------------------------------------------------------------------------------------


class Clock:
    """Stands in for the module `time`."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("autograder.student_code.time", clock)
    return clock


def with_slow_cells(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    """Let a cell that says SLOW take as long by the clock as a second and a half of computing may on a busy machine."""
    real = Child.request

    def request(self: Child, message: Message, *, cpu_s: float, wall_s: float) -> Message:
        clock.now += 1.5 * WALL_FACTOR if "SLOW" in str(message.get("source")) else 0.0
        return real(self, message, cpu_s=cpu_s, wall_s=wall_s)

    monkeypatch.setattr(Child, "request", request)


def test_slow_cells_are_not_loaded_again_for_every_cell_that_dies(lab: Lab, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    with_slow_cells(monkeypatch, clock)
    zygote = Zygote()
    deadly = {f"mine{number}": "x = 1  # DIES" for number in range(5)}
    with confined(zygote, lab, scaled=f"{SCALED}# SLOW", total=TOTAL, **deadly) as code:
        assert code.names == {"total"}
        assert code.failures["scaled"][0] is Outcome.TIMEOUT
    assert zygote.log.count("spawn") == 3


def test_a_slow_cell_is_kept_where_one_other_dies(lab: Lab, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    with_slow_cells(monkeypatch, clock)
    with confined(Zygote(), lab, scaled=f"{SCALED}# SLOW", mine="x = 1", total="# DIES") as code:
        assert code.names == {"scaled"}


def test_a_cell_that_ignores_the_limit_took_too_long(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    def request(self: Child, message: Message, *, cpu_s: float, wall_s: float) -> Message:
        if "IGNORES" in str(message.get("source")):
            raise ChildDied("crashed", "killed by SIGKILL", cpu_s=3.1)
        return real(self, message, cpu_s=cpu_s, wall_s=wall_s)

    real = Child.request
    monkeypatch.setattr(Child, "request", request)
    with confined(Zygote(), lab, scaled=f"{SCALED}# IGNORES", total=TOTAL) as code:
        assert code.failures["scaled"][0] is Outcome.TIMEOUT


def test_all_forks_of_a_question_share_its_seconds(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[float] = []
    real_begin, real_request = Child.begin_question, Child.request

    def begin(self: Child, *, cpu_s: float, memory_mb: int, wall_s: float) -> None:
        given.append(round(cpu_s, 3))
        real_begin(self, cpu_s=cpu_s, memory_mb=memory_mb, wall_s=wall_s)

    def request(self: Child, message: Message, *, cpu_s: float, wall_s: float) -> Message:
        if message["op"] == "call":
            self._leave()
            raise ChildDied("crashed", "aborted", cpu_s=0.8)
        return real_request(self, message, cpu_s=cpu_s, wall_s=wall_s)

    monkeypatch.setattr(Child, "begin_question", begin)
    monkeypatch.setattr(Child, "request", request)
    with confined(Zygote(), lab, scaled=SCALED) as code, code.question(lab.question("scaled")) as transport:
        assert [outcome_of(Student(transport), 1.0) for _ in range(5)] == [Outcome.CRASHED] * 5
    assert given == [2.0, 1.2, 0.4]
