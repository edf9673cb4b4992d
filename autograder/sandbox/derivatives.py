"""Gradients of a student's function or model, `sum(result * weights)`, by argument and by parameter.

Paddle is imported when a gradient is asked for: the zygote loads this module first and Paddle later, the leading process never.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.sandbox.values import array_of


def gradients(function: Any, args: list[Any], weights: Any) -> tuple[list[Any], dict[str, Any]]:
    """Differentiate `sum(function(*args) * weights)` with respect to the tensors in `args` and, for a model, its parameters.

    Returns the gradients in the form of the arguments, and those of the parameters by name; None where none flows. For integer ids
    the output of the embedding layer that reads them stands in for the argument itself.
    """
    import paddle

    parameters = dict(function.named_parameters()) if isinstance(function, paddle.nn.Layer) else {}
    with _watch_embeddings(function) as embedded, _differentiable_when_evaluated(function):
        result = function(*args)
    total = _weighted_sum(result, weights)
    sources = [embedded.pop(0) if _is_ids(arg) and embedded else arg for arg in args]
    leaves: list[Any] = []
    _collect_tensors(sources, leaves)
    trainable = [parameter for parameter in parameters.values() if not parameter.stop_gradient]
    if total is None or total.stop_gradient:
        found: list[Any] = [None] * (len(leaves) + len(trainable))
    else:
        found = paddle.grad([total], [*leaves, *trainable], allow_unused=True, retain_graph=False)
    arrays = [None if gradient is None else gradient.detach().numpy() for gradient in found]
    by_leaf = {id(leaf): array for leaf, array in zip(leaves, arrays[: len(leaves)], strict=True)}
    by_parameter = {id(parameter): array for parameter, array in zip(trainable, arrays[len(leaves) :], strict=True)}
    return [_like(source, by_leaf) for source in sources], {name: by_parameter.get(id(parameter)) for name, parameter in parameters.items()}


@contextlib.contextmanager
def _watch_embeddings(function: Any) -> Iterator[list[Any]]:
    """Collect the outputs of a model's embedding layers, in the order in which they are called."""
    import paddle

    outputs: list[Any] = []
    layers = function.sublayers(include_self=True) if isinstance(function, paddle.nn.Layer) else []
    hooks = [
        layer.register_forward_post_hook(lambda _layer, _inputs, output: outputs.append(output))
        for layer in layers
        if isinstance(layer, paddle.nn.Embedding)
    ]
    try:
        yield outputs
    finally:
        for hook in hooks:
            hook.remove()


@contextlib.contextmanager
def _differentiable_when_evaluated(function: Any) -> Iterator[None]:
    """Let gradients through recurrent layers in evaluation mode: Paddle keeps what they need in training mode only.

    Between the layers of one stack there may be dropout, which evaluation leaves out.
    """
    import paddle

    layers = function.sublayers(include_self=True) if isinstance(function, paddle.nn.Layer) else []
    evaluated = [(layer, layer.dropout) for layer in layers if isinstance(layer, paddle.nn.layer.rnn.RNNBase) and not layer.training]
    for layer, _ in evaluated:
        layer.training, layer.dropout = True, 0.0
    try:
        yield
    finally:
        for layer, dropout in evaluated:
            layer.training, layer.dropout = False, dropout


def _is_ids(value: Any) -> bool:
    import paddle

    return isinstance(value, paddle.Tensor) and not paddle.is_floating_point(value)


def _weighted_sum(result: Any, weights: Any) -> Any:
    """Return `sum(result * weights)`, None if no part of the result that has a weight is a tensor."""
    import paddle

    parts = result if isinstance(result, (list, tuple)) else [result]
    factors = weights if isinstance(weights, (list, tuple)) else [weights]
    total = None
    for part, factor in zip(parts, factors, strict=False):
        if factor is None or not isinstance(part, paddle.Tensor):
            continue
        term = (part * paddle.to_tensor(np.array(array_of(factor))).astype(part.dtype)).sum()
        total = term if total is None else total + term
    return total


def _collect_tensors(value: Any, into: list[Any]) -> None:
    import paddle

    if isinstance(value, paddle.Tensor):
        if paddle.is_floating_point(value) and not value.stop_gradient:
            into.append(value)
    elif isinstance(value, dict):
        for item in value.values():
            _collect_tensors(item, into)
    elif isinstance(value, (list, tuple)):
        for item in value:
            _collect_tensors(item, into)


def _like(value: Any, gradients: dict[int, Any]) -> Any:
    """Return gradients in the form of the arguments that they belong to."""
    if isinstance(value, dict):
        return {key: _like(item, gradients) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_like(item, gradients) for item in value]
    return gradients.get(id(value))
