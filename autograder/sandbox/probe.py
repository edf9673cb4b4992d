"""Says what this machine offers for grading: each layer of containment, the environment, and a trial from end to end.

What `python -m autograder doctor` prints. Every line that fails comes with what to do about it.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from autograder.sandbox import planning
from autograder.sandbox.process import ChildDied, SandboxUnavailable, Zygote

PACKAGES = (
    *("paddlepaddle", "numpy", "msgpack", "pytest", "nbformat", "nbclient", "jupytext", "matplotlib"),
    *("click", "rich", "jinja2", "babel"),
)
INSTALL = "Run `pip install -r requirements.txt` in the environment that you grade in."
NEEDED_MB = 2048
NEEDED_DISK_MB = 1024
NEEDED_SHARED_MB = 64
ATTEMPTS_S = 120.0


@dataclass(frozen=True)
class Layer:
    """One line: what was tried, whether it works, how or why not, and what to do.

    `required` is False for what grading can do without, in another mode or without loss of safety.
    """

    name: str
    ok: bool
    detail: str
    remedy: str = ""
    required: bool = True


def probe() -> list[Layer]:
    """Try everything. Takes a few seconds; changes nothing."""
    layers = [_system(), _python(), *_packages(), _paddle(), _memory(), _shared_memory(), _disk()]
    if sys.platform == "linux":
        layers += _containment()
    layers.append(_trial())
    return layers


# -- the environment ---------------------------------------------------------------------------------------------------------


def _system() -> Layer:
    detail = f"{platform.system()} {platform.release()} on {platform.machine()}"
    known = sys.platform == "linux" and platform.machine().lower() in ("x86_64", "amd64", "aarch64", "arm64") and sys.maxsize > 2**32
    remedy = "Students' code is contained on Linux, on x86-64 and arm64: use such a machine, WSL 2, or a container on one."
    return Layer("system", known, detail, remedy)


def _python() -> Layer:
    return Layer("Python", sys.version_info >= (3, 11), platform.python_version(), "Install Python 3.11 or newer.")


def _packages() -> list[Layer]:
    layers = []
    for name in PACKAGES:
        try:
            layers.append(Layer(name, True, importlib.metadata.version(name)))
        except importlib.metadata.PackageNotFoundError:
            layers.append(Layer(name, False, "not installed", INSTALL))
    return layers


def _paddle() -> Layer:
    """Import it elsewhere: if it cannot be loaded, it may take the process along."""
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", "import paddle; paddle.ones([2, 2]).sum().numpy()"],
        env=planning.environment() | {"HOME": tempfile.gettempdir()},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 0:
        return Layer("import paddle", True, f"{time.monotonic() - began:.1f} s")
    last = (done.stderr.strip().splitlines() or [f"ended with {done.returncode}"])[-1]
    return Layer("import paddle", False, last, INSTALL)


def _memory() -> Layer:
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        free = next(int(line.split()[1]) // 1024 for line in lines if line.startswith("MemAvailable:"))
    except (OSError, StopIteration):
        return Layer("free memory", True, "not known on this system", required=False)
    remedy = f"{NEEDED_MB} MB are needed. Grade with fewer --jobs, or end other programs."
    return Layer("free memory", free >= NEEDED_MB, f"{free} MB", remedy)


def _shared_memory() -> Layer:
    folder = "/dev/shm"
    if not os.path.isdir(folder):
        return Layer("/dev/shm", False, "missing", "Mount a tmpfs there: mount -t tmpfs tmpfs /dev/shm.", required=False)
    free = shutil.disk_usage(folder).free >> 20
    remedy = f"{NEEDED_SHARED_MB} MB are needed. In Docker: --shm-size=256m."
    return Layer("/dev/shm", free >= NEEDED_SHARED_MB and os.access(folder, os.W_OK), f"{free} MB free", remedy, required=False)


def _disk() -> Layer:
    folder = tempfile.gettempdir()
    free = shutil.disk_usage(folder).free >> 20
    remedy = f"{NEEDED_DISK_MB} MB are needed there: make room, or set TMPDIR."
    return Layer("disk", free >= NEEDED_DISK_MB, f"{free} MB free in {folder}", remedy)


# -- containment -------------------------------------------------------------------------------------------------------------


def _containment() -> list[Layer]:
    done = subprocess.run(
        [sys.executable, "-P", "-m", "autograder.sandbox.layers"],
        env={**os.environ, "PYTHONPATH": str(planning.PACKAGE.parent)},
        capture_output=True,
        text=True,
        timeout=ATTEMPTS_S,
        check=False,
    )
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or [f"ended with {done.returncode}"])[-1]
        return [Layer("containment", False, last, "This is a fault of the grader. Please report it with this line.")]
    found = {name: (ok, detail) for name, ok, detail in json.loads(done.stdout)}
    namespaces = all(ok for name, (ok, _) in found.items() if name.endswith("namespace") or name == "private root")
    with_landlock = found["Landlock"][0]
    layers = []
    for name, (ok, detail) in found.items():
        # Either namespaces or Landlock will do.
        required = name in ("seccomp", "limits") or not (with_landlock if name != "Landlock" else namespaces)
        layers.append(Layer(name, ok, detail, "" if ok else _remedy(name, detail), required))
    return layers


def _remedy(name: str, detail: str) -> str:
    """Return what to do about a layer that is missing, from what this machine says about itself."""
    if name == "Landlock":
        return "It is in Linux 5.13 and newer; add `landlock` to the list in the kernel's boot option lsm=." + _in_container()
    if name == "seccomp":
        return "The kernel must be built with CONFIG_SECCOMP_FILTER." + _in_container()
    if name == "user id":
        return "Root may not change its user here. Grade as an ordinary user, or allow CAP_SETUID and CAP_SETGID."
    if name == "limits":
        return "Limits are set below what grading needs, or not kept. Look at `ulimit -a`."
    if "open_tree" in detail:
        return "The folder is closed to the user that grades: install Python where all users may read it, or open the folders above it."
    settings = [
        ("/proc/sys/kernel/unprivileged_userns_clone", "0", "sysctl -w kernel.unprivileged_userns_clone=1"),
        ("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1", "sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"),
        ("/proc/sys/user/max_user_namespaces", "0", "sysctl -w user.max_user_namespaces=15000"),
    ]
    commands = [command for path, bad, command in settings if _setting(path) == bad]
    if commands:
        return f"As root: {' && '.join(commands)} (to keep it, put it into /etc/sysctl.d/), or grade as root."
    if _is_container():
        return _in_container().strip()
    return "Linux 5.12 or newer with namespaces is needed; or grade as root, or in a container."


def _in_container() -> str:
    if not _is_container():
        return ""
    options = "--security-opt seccomp=unconfined --security-opt apparmor=unconfined --security-opt systempaths=unconfined"
    return f" In Docker: docker run {options} (as root in the container, add --cap-add SYS_ADMIN)."


def _is_container() -> bool:
    if os.path.exists("/.dockerenv") or os.path.exists("/run/.containerenv"):
        return True
    return "docker" in _setting("/proc/1/cgroup") or "kubepods" in _setting("/proc/1/cgroup")


def _setting(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


# -- from end to end ---------------------------------------------------------------------------------------------------------


def _trial() -> Layer:
    """Start a zygote as grading does, and let a child try what it must not."""
    name = "a contained child"
    remedy = "See the lines above. If you trust all students, grade with --trust-students."
    try:
        with Zygote(preload=()) as zygote:
            wrong = _escapes(zygote)
            mode = f"in the mode {zygote.mode!r}"
    except SandboxUnavailable as reason:
        return Layer(name, False, str(reason), remedy)
    except ChildDied as died:
        return Layer(name, False, f"it ended: {died.detail}", remedy)
    if wrong:
        return Layer(name, False, f"{wrong} {mode}", "Do not grade with this. Please report it.")
    return Layer(name, True, f"reads no checks, opens no socket, and is stopped when it loops for ever, {mode}")


def _escapes(zygote: Zygote) -> str:
    checks = str(planning.PACKAGE / "sandbox" / "probe.py")
    for what, source in {
        "reads files of the grader": f"open({checks!r})",
        "opens a socket": "import socket; socket.socket()",
        "starts a program": "import os; os.execv('/bin/true', ['/bin/true'])",
    }.items():
        child = zygote.spawn()
        reply = child.request({"op": "cell", "source": source, "name": "<cell 1>"}, cpu_s=5, wall_s=30)
        child.close()
        if reply.get("error") is None:
            return what
    child = zygote.spawn()
    try:
        child.request({"op": "cell", "source": "while True: pass", "name": "<cell 1>"}, cpu_s=1, wall_s=30)
    except ChildDied as died:
        return "" if died.outcome == "timeout" and not died.wall else "loops for ever"
    finally:
        child.close()
    return "loops for ever"
