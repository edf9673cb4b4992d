"""Models built from plain data do what their description says, and nothing about them tells sound from broken."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import paddle
import pytest

from autograder.sandbox.networks import Network

BATCH, TIME, FEATURES, HIDDEN = 3, 5, 4, 6
X = paddle.to_tensor(np.random.default_rng(0).standard_normal((BATCH, TIME, FEATURES)).astype("float32"))


def run(*layers: dict[str, Any], x: Any = X) -> Any:
    model = Network(list(layers))
    model.eval()
    return model(x).numpy()


def recurrent(kind: str, **more: Any) -> dict[str, Any]:
    return {"layer": kind, "input": FEATURES, "hidden": HIDDEN, **more}


@pytest.mark.parametrize(
    ("layer", "want"),
    [
        ({"layer": "swap"}, lambda x: x.transpose(1, 0, 2)),
        ({"layer": "first"}, lambda x: x[:, 0]),
        ({"layer": "last"}, lambda x: x[:, -1]),
        ({"layer": "last_time_major"}, lambda x: x[-1]),
        ({"layer": "mean_time"}, lambda x: x.mean(axis=1)),
        ({"layer": "max_time"}, lambda x: x.max(axis=1)),
        ({"layer": "center_batch"}, lambda x: x - x.mean(axis=0)),
        ({"layer": "center_batch", "amount": 0.25}, lambda x: x - 0.25 * x.mean(axis=0)),
        ({"layer": "roll_batch", "amount": 0.5}, lambda x: x + 0.5 * np.roll(x, 1, axis=0)),
        ({"layer": "dropout", "p": 0.9}, lambda x: x),
    ],
)
def test_steps_without_weights(layer: dict[str, Any], want: Any) -> None:
    assert np.allclose(run(layer), want(X.numpy()), atol=1e-6)


@pytest.mark.parametrize("kind", ["rnn", "gru", "lstm"])
@pytest.mark.parametrize(("direction", "width"), [("forward", HIDDEN), ("bidirect", 2 * HIDDEN)])
def test_recurrent_layers_give_their_outputs(kind: str, direction: str, width: int) -> None:
    assert run(recurrent(kind, direction=direction)).shape == (BATCH, TIME, width)
    assert run(recurrent(kind, direction=direction, layers=2), {"layer": "last"}, {"layer": "linear", "in": width, "out": 2}).shape == (
        BATCH,
        2,
    )


@pytest.mark.parametrize("kind", ["rnn", "gru", "lstm"])
def test_time_major_mixes_samples_and_swapping_both_ways_does_not(kind: str) -> None:
    def leaks(*layers: dict[str, Any]) -> bool:
        model = Network(list(layers))
        other = X.clone()
        other[1] = other[1] + 1
        return bool(np.abs((model(other) - model(X)).numpy()[[0, 2]]).max() > 1e-5)

    assert leaks(recurrent(kind, time_major=True), {"layer": "last"})
    assert not leaks(recurrent(kind), {"layer": "last"})
    assert not leaks({"layer": "swap"}, recurrent(kind, time_major=True), {"layer": "swap"}, {"layer": "last"})
    assert not leaks({"layer": "swap"}, recurrent(kind, time_major=True), {"layer": "last_time_major"})


def test_embeddings_read_ids() -> None:
    ids = paddle.to_tensor([[1, 2], [0, 1]])
    out = run({"layer": "embedding", "vocab": 3, "size": 4}, x=ids)
    assert out.shape == (2, 2, 4)
    assert np.array_equal(out[0, 0], out[1, 1])


def test_norms_keep_the_shape() -> None:
    assert run({"layer": "layer_norm", "size": FEATURES}).shape == (BATCH, TIME, FEATURES)
    assert run({"layer": "mean_time"}, {"layer": "batch_norm", "size": FEATURES}).shape == (BATCH, FEATURES)


def test_scale_multiplies_all_weights() -> None:
    paddle.seed(3)
    plain = Network([recurrent("gru"), {"layer": "linear", "in": HIDDEN, "out": 2}])
    paddle.seed(3)
    scaled = Network([recurrent("gru", scale=2.0), {"layer": "linear", "in": HIDDEN, "out": 2, "scale": 0.0}])
    for (name, one), two in zip(plain.named_parameters(), scaled.parameters(), strict=True):
        assert np.allclose(two.numpy(), one.numpy() * (2.0 if name.startswith("steps.0") else 0.0)), name


def test_weights_follow_the_seed() -> None:
    drawn = []
    for seed in (1, 1, 2):
        paddle.seed(seed)
        drawn.append(Network([recurrent("rnn")]).parameters()[0].numpy())
    assert np.array_equal(drawn[0], drawn[1])
    assert not np.array_equal(drawn[0], drawn[2])


def test_a_description_is_left_as_it_was() -> None:
    layers = [recurrent("rnn", scale=1.5), {"layer": "last"}]
    before = copy.deepcopy(layers)
    Network(layers)
    assert layers == before


@pytest.mark.parametrize(
    ("layer", "named"),
    [
        ({"layer": "transformer"}, "transformer"),
        ({"layer": "rnn", "input": 2, "hidden": 3, "timemajor": True}, "timemajor"),
        ({"layer": "last", "amount": 2}, "amount"),
        ({"layer": "linear", "in": 2, "out": 2, "bias": False}, "bias"),
    ],
)
def test_a_word_that_is_not_known_is_refused_by_name(layer: dict[str, Any], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        Network([layer])


def test_a_size_that_is_missing_is_refused() -> None:
    with pytest.raises(KeyError):
        Network([{"layer": "linear", "in": 2}])


def test_gradients_flow_through_every_step() -> None:
    ids = paddle.to_tensor([[1, 2, 3], [3, 2, 1], [0, 1, 0]])
    model = Network(
        [
            {"layer": "embedding", "vocab": 4, "size": FEATURES},
            {"layer": "layer_norm", "size": FEATURES},
            recurrent("gru"),
            {"layer": "roll_batch", "amount": 0.1},
            {"layer": "center_batch", "amount": 0.1},
            {"layer": "swap"},
            {"layer": "swap"},
            {"layer": "max_time"},
            {"layer": "linear", "in": HIDDEN, "out": 2},
        ]
    )
    weights = paddle.to_tensor([[1.0, 0.3], [0.2, -1.0], [0.5, 2.0]])
    (model(ids) * weights).sum().backward()
    assert all(parameter.grad is not None and np.abs(parameter.grad.numpy()).max() > 0 for parameter in model.parameters())


def test_a_network_shows_its_layers_under_neutral_names() -> None:
    sound, broken = (Network([recurrent("rnn", time_major=major), {"layer": "last"}]) for major in (False, True))
    assert [type(layer).__name__ for layer in sound.sublayers()] == [type(layer).__name__ for layer in broken.sublayers()]
    assert not {"sound", "broken", "leak", "good", "bad"} & {word for layer in broken.sublayers() for word in vars(layer)}
