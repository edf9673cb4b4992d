"""What `doctor` prints."""

from __future__ import annotations

import pytest

from autograder.sandbox import planning, probe
from autograder.sandbox.probe import Layer


def _by_name(layers: list[Layer]) -> dict[str, Layer]:
    return {layer.name: layer for layer in layers}


@pytest.fixture(autouse=True)
def _without_the_import_of_paddle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe, "_paddle", lambda: Layer("import paddle", True, "0.0 s"))


def test_every_layer_is_named_and_what_fails_has_a_remedy() -> None:
    layers = probe.probe()
    names = [layer.name for layer in layers]
    assert len(set(names)) == len(names)
    assert {"system", "Python", "paddlepaddle", "free memory", "/dev/shm", "disk", "a contained child"} <= set(names)
    assert {"mount namespace", "process namespace", "network namespace", "private root"} <= set(names)
    assert {"Landlock", "seccomp", "user id", "limits"} <= set(names)
    for layer in layers:
        assert layer.detail
        assert layer.ok or layer.remedy, layer


def test_without_anything_the_trial_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(planning.REHEARSE, f"{planning.NO_NAMESPACES},{planning.LANDLOCK_ABI}=0")
    layers = _by_name(probe.probe())
    assert not layers["a contained child"].ok
    assert "--trust-students" in layers["a contained child"].remedy
    for name in ("Landlock", "mount namespace", "private root"):
        assert not layers[name].ok
        assert layers[name].required
        assert layers[name].remedy


def test_landlock_alone_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(planning.REHEARSE, planning.NO_NAMESPACES)
    layers = _by_name(probe.probe())
    if not layers["Landlock"].ok:
        pytest.skip("no Landlock here")
    assert layers["a contained child"].ok
    assert "landlock" in layers["a contained child"].detail
    assert not layers["private root"].ok
    assert not layers["private root"].required


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"/proc/sys/kernel/unprivileged_userns_clone": "0"}, "kernel.unprivileged_userns_clone=1"),
        ({"/proc/sys/kernel/apparmor_restrict_unprivileged_userns": "1"}, "kernel.apparmor_restrict_unprivileged_userns=0"),
        ({"/proc/sys/user/max_user_namespaces": "0"}, "user.max_user_namespaces=15000"),
        ({"/proc/1/cgroup": "0::/docker/abc"}, "--security-opt seccomp=unconfined"),
        ({}, "Linux 5.12"),
    ],
)
def test_the_remedy_fits_the_machine(settings: dict[str, str], words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe, "_setting", lambda path: settings.get(path, ""))
    monkeypatch.setattr("os.path.exists", lambda path: False)
    assert words in probe._remedy("mount namespace", "Operation not permitted")


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe, "PACKAGES", ("no-such-package",))
    (layer,) = probe._packages()
    assert (layer.name, layer.ok) == ("no-such-package", False)
    assert "requirements.txt" in layer.remedy
