"""Starting: what is refused, what is said, and that Paddle computes the same inside as outside."""

from __future__ import annotations

import os
import re
import threading
from pathlib import Path

import pytest

from autograder.sandbox import planning
from autograder.sandbox.process import ChildDied, SandboxUnavailable, Zygote
from autograder.tests.sandboxed import MODES, Raised, attempt, define, in_question, open_zygote, run


@pytest.fixture
def nothing_to_contain_with(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(planning.REHEARSE, f"{planning.NO_NAMESPACES},{planning.LANDLOCK_ABI}=0")


@pytest.mark.usefixtures("nothing_to_contain_with")
def test_without_containment_nothing_is_run() -> None:
    with pytest.raises(SandboxUnavailable, match=r"doctor.*--trust-students"):
        Zygote(preload=())


@pytest.mark.usefixtures("nothing_to_contain_with")
def test_trusted_students_code_is_run_without(tmp_path: Path) -> None:
    (tmp_path / "numbers.txt").write_text("1", encoding="utf-8")
    with Zygote(preload=(), trust=True, data=tmp_path) as zygote:
        assert zygote.mode == "trusted"
        child = zygote.spawn()
        assert run(child, "return open(os.environ['AUTOGRADER_DATA'] + '/numbers.txt').read()") == "1"
        assert run(child, "open('mine', 'w').write('x'); return os.listdir('.')") == ["mine"]
        assert in_question(child, "return 2") == 2
        with pytest.raises(ChildDied) as died:
            in_question(child, "while True: pass", cpu_s=0.5)
        assert died.value.outcome == "timeout"
        define(child, "return len(bytearray(3 << 30))")
        child.begin_question(cpu_s=5, memory_mb=512)
        with pytest.raises(Raised) as raised:
            attempt(child)
        assert raised.value.memory
        child.close()


def test_what_can_be_contained_is_contained_even_if_trusted() -> None:
    with open_zygote("auto", trust=True) as zygote:
        assert zygote.mode in MODES


def test_a_package_that_is_missing_is_named() -> None:
    with pytest.raises(SandboxUnavailable, match=re.escape("No module named 'there_is_no_such_package'")):
        Zygote(preload=["there_is_no_such_package"], trust=True)


def test_a_rehearsal_stays_with_the_grader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(planning.REHEARSE, f"{planning.LANDLOCK_ABI}=3")
    with open_zygote("auto") as zygote:
        child = zygote.spawn()
        assert not [name for name in run(child, "return list(os.environ)") if "REHEARSE" in name]
        child.close()


def test_threads_share_a_zygote() -> None:
    with open_zygote("auto") as zygote:
        values: list[object] = []

        def work(number: int) -> None:
            for _ in range(3):
                child = zygote.spawn()
                values.append(in_question(child, f"return {number}"))
                child.close()

        threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(values) == sorted([*range(4)] * 3)


def test_no_descriptor_is_left_open() -> None:
    with open_zygote("auto") as zygote:
        zygote.spawn().close()
        before = os.listdir("/proc/self/fd")
        for _ in range(3):
            child = zygote.spawn()
            with pytest.raises(ChildDied):
                run(child, "os._exit(1)")
            zygote.spawn().close()
        assert os.listdir("/proc/self/fd") == before


RECURRENT = """
    import paddle
    paddle.seed(7)
    layer = paddle.nn.LSTM(4, 6)
    outputs, _ = layer(paddle.randn([3, 5, 4]))
    outputs.sum().backward()
    return [float(outputs.sum()), float(layer.weight_ih_l0.grad.abs().sum())]
"""


def test_paddle_computes_the_same_in_every_kind_of_child() -> None:
    namespace: dict[str, object] = {}
    exec("def attempt():" + RECURRENT, namespace)
    expected = namespace["attempt"]()  # type: ignore[operator]
    for mode in MODES:
        with open_zygote(mode, preload=("numpy", "paddle")) as zygote:
            child = zygote.spawn()
            assert run(child, "return 'autograder.sandbox.networks' in sys.modules")  # it could not be imported any more
            assert in_question(child, RECURRENT, memory_mb=1024) == expected
            child.close()
