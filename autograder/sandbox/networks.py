"""Models built from plain data, inside the child, for answers that judge models.

A learner's detector must be tried on sound and broken models without being told which is which. The grader sends a list of
layers; what arrives at the student's function is a `Network` that shows only its layers and does what they do.

Each entry is a dict with the name of a layer and its sizes, applied in order:

    {"layer": "embedding", "vocab": V, "size": E}          ids [batch, time] → [batch, time, E]
    {"layer": "rnn" | "gru" | "lstm", "input": E, "hidden": H, "layers": 1, "direction": "forward", "time_major": False}
    {"layer": "swap"}                                      first two axes exchanged
    {"layer": "first"} {"layer": "last"}                   x[:, 0, :], x[:, -1, :]
    {"layer": "last_time_major"}                           x[-1]
    {"layer": "mean_time"} {"layer": "max_time"}           over axis 1
    {"layer": "center_batch", "amount": a}                 x - a * mean over axis 0
    {"layer": "roll_batch", "amount": a}                   x + a * (x moved on by one row)
    {"layer": "linear", "in": n, "out": m}
    {"layer": "dropout", "p": p}    {"layer": "batch_norm", "size": n}    {"layer": "layer_norm", "size": n}

Every entry with weights takes `"scale": s`, which multiplies them. Weights are drawn from the call's seed.
"""

from __future__ import annotations

from typing import Any

import paddle
from paddle import nn

RECURRENT = {"rnn": nn.SimpleRNN, "gru": nn.GRU, "lstm": nn.LSTM}


class Network(nn.Layer):  # type: ignore[misc]
    """The layers of one description, applied one after the other."""

    def __init__(self, layers: list[dict[str, Any]]) -> None:
        super().__init__()
        self.steps = nn.LayerList([_layer(dict(entry)) for entry in layers])

    def forward(self, x: paddle.Tensor) -> paddle.Tensor:
        """Apply all layers to `x`."""
        for step in self.steps:
            x = step(x)
            if isinstance(x, tuple):  # a recurrent layer also returns its final state
                x = x[0]
        return x


class Operation(nn.Layer):  # type: ignore[misc]
    """A step without weights."""

    def __init__(self, function: Any) -> None:
        super().__init__()
        self._function = function

    def forward(self, x: paddle.Tensor) -> paddle.Tensor:
        """Apply the operation to `x`."""
        return self._function(x)


def _layer(entry: dict[str, Any]) -> nn.Layer:
    """Build one layer. Raises ValueError for a word that is not known: a sound model must not come of a misspelt broken one."""
    kind, scale = entry.pop("layer"), entry.pop("scale", None)
    layer = _named(kind, entry)
    if entry:
        raise ValueError(f"networks.py: a layer {kind!r} does not take {', '.join(sorted(entry))}")
    if scale is not None:
        with paddle.no_grad():
            for parameter in layer.parameters():
                parameter.set_value(parameter * scale)
    return layer


def _named(kind: str, entry: dict[str, Any]) -> nn.Layer:
    """Build the layer called `kind`, taking its sizes out of `entry`."""
    if kind == "embedding":
        return nn.Embedding(entry.pop("vocab"), entry.pop("size"))
    if kind in RECURRENT:
        return RECURRENT[kind](
            entry.pop("input"),
            entry.pop("hidden"),
            num_layers=entry.pop("layers", 1),
            direction=entry.pop("direction", "forward"),
            time_major=entry.pop("time_major", False),
        )
    if kind == "linear":
        return nn.Linear(entry.pop("in"), entry.pop("out"))
    if kind == "dropout":
        return nn.Dropout(entry.pop("p"))
    if kind == "batch_norm":
        return nn.BatchNorm1D(entry.pop("size"))
    if kind == "layer_norm":
        return nn.LayerNorm(entry.pop("size"))
    amount = entry.pop("amount", 1.0) if kind in ("center_batch", "roll_batch") else 1.0
    return Operation(_operation(kind, amount))


def _operation(kind: str, amount: float) -> Any:
    operations = {
        "swap": lambda x: paddle.transpose(x, [1, 0, *range(2, x.ndim)]),
        "first": lambda x: x[:, 0, :],
        "last": lambda x: x[:, -1, :],
        "last_time_major": lambda x: x[-1],
        "mean_time": lambda x: x.mean(axis=1),
        "max_time": lambda x: x.max(axis=1),
        "center_batch": lambda x: x - amount * x.mean(axis=0, keepdim=True),
        "roll_batch": lambda x: x + amount * paddle.roll(x, shifts=1, axis=0),
    }
    if kind not in operations:
        raise ValueError(f"networks.py knows no layer {kind!r}; it knows {', '.join(sorted(operations))} and those of its docstring")
    return operations[kind]
