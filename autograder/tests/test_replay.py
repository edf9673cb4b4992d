"""Replaying on the reference what a child said: nothing that it can say may break the diagnosis, which would cost the whole submission."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autograder.replay import Replay
from autograder.sandbox.wire import Handle
from autograder.student import Exchange
from autograder.tests.answering import responder_of

CALL = {"op": "call", "target": "f", "args": [1], "kwargs": {}, "seed": 0}
GRADIENTS = {"op": "gradients", "target": "f", "args": [], "of": 1.0, "seed": 0}
SET = {"op": "set_state_dict", "target": Handle(0, "", True), "value": {}}
SAID = {"ok": True, "value": 2, "changed": [], "names": ["x"], "weights": {}}


def matches(message: dict[str, Any], reply: dict[str, Any]) -> bool:
    """Replay one exchange on a function that doubles; a model is there as well."""
    responder = responder_of("def f(x=paddle.ones([2])):\n    return 2 * x\n\ndef make():\n    return nn.Linear(2, 2)")
    responder.handle({"op": "call", "target": "make", "args": [], "kwargs": {}, "seed": 0})
    return Replay(responder, give_weights=True).matches(Exchange(message, reply))


def test_the_same_reply_matches_and_another_does_not() -> None:
    assert matches(CALL, SAID)
    assert not matches(CALL, SAID | {"value": 3})
    assert not matches(CALL, SAID | {"changed": [[0, []]]})


def test_a_request_that_nobody_answered_matches_nothing() -> None:
    too_deep: Any = 1
    for _ in range(40):
        too_deep = [too_deep]
    assert not matches(CALL | {"args": [too_deep]}, {})


@pytest.mark.parametrize("more", [{"weights": [1]}, {"weights": {0: {"w": np.ones(2)}}}, {"changed": np.arange(3)}, {"changed": [[0, []]]}])
def test_fields_that_a_reply_should_not_have_are_not_looked_at(more: dict[str, Any]) -> None:
    gradients = {"ok": True, "value": [], "parameters": {}}
    assert matches(GRADIENTS, gradients | more)


@pytest.mark.parametrize("value", [[1], 3, np.arange(3), {"weight": 1}])
def test_setting_weights_may_be_answered_with_anything(value: Any) -> None:
    assert matches(SET, {"ok": True, "value": value}) is False
