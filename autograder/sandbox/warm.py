"""What the zygote does before anything is forked from it: imports, first computations, fixed random states.

Paddle's first operations of each kind are slower than the next ones, by a few milliseconds that every question would pay again.
"""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.util
import random
import sys
import warnings
from collections.abc import Callable, Sequence
from typing import Any


def warm_up(modules: Sequence[str]) -> None:
    """Import `modules`, compute a little with those that need it, and leave every random state at its start."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Paddle looks for compilers and says what it does not find
        for name in modules:
            importlib.import_module(name)
    paddle: Any = sys.modules.get("paddle")
    if paddle is not None:
        with paddle.utils.unique_name.guard():  # layers are counted in their names: students' start at 0
            _compute(paddle)
        paddle.seed(0)
    numpy: Any = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed(0)
    random.seed(0)


def read_module(name: str) -> Callable[[], None]:
    """Read a module's code now, and return what imports it later, when its file is out of reach."""
    spec = importlib.util.find_spec(name)
    assert spec is not None and isinstance(spec.loader, importlib.abc.InspectLoader)
    code = spec.loader.get_code(name)
    assert code is not None
    module = importlib.util.module_from_spec(spec)

    def execute() -> None:
        sys.modules[name] = module
        exec(code, module.__dict__)

    return execute


def _compute(paddle: Any) -> None:
    """Run forward and backward through the layers of the course, and one step of training."""
    batch, steps, features, classes = 2, 3, 4, 2
    embedding, linear = paddle.nn.Embedding(5, features), paddle.nn.Linear(features, classes)
    optimizer = paddle.optimizer.Adam(parameters=[*embedding.parameters(), *linear.parameters()])
    x = embedding(paddle.zeros([batch, steps], dtype="int64"))
    for layer in (paddle.nn.SimpleRNN, paddle.nn.LSTM, paddle.nn.GRU):
        x, _ = layer(features, features)(x)
    state = paddle.tanh(x[:, -1] @ paddle.ones([features, features]) + paddle.zeros([features]))
    loss = paddle.nn.functional.cross_entropy(linear(state), paddle.zeros([batch], dtype="int64"))
    loss.backward()
    optimizer.step()
    optimizer.clear_grad()
    state.numpy()
