"""The warm process: imports the packages once, and forks a confined child whenever the grader asks for one.

It is started by exec with a clean environment, so nothing of the grader's memory is in it, and has never seen a check: once it
has entered its private root it cannot even name one. It keeps to one thread, because it forks.

The grader sends its plans, best first. Each is tried from end to end in a throw-away process (`trial.py`); the first that works is
carried out for good. Then packages are imported, and the loop answers: `make` (with the child's descriptors), `end`,
`look` (whether a child hoards the disk).
"""

from __future__ import annotations

import contextlib
import gc
import importlib.machinery
import os
import select
import socket
import sys
from collections.abc import Sequence
from dataclasses import replace

from autograder.sandbox import child, confine, hugepages, root, system, trial, warm, workplace
from autograder.sandbox.control import Closed, Control, Line
from autograder.sandbox.nursery import Circumstances, Nursery
from autograder.sandbox.plan import Plan

WATCH_S = 2.0  # how often it looks whether the grader is still there


def serve(descriptor: int) -> None:
    """Be the zygote, on one end of a connection to the grader. Does not return."""
    grader = os.getppid()
    control = Control(socket.socket(fileno=descriptor))
    with contextlib.suppress(Closed, KeyboardInterrupt):
        orders, _ = control.receive()
        try:
            _become_ready(control, orders, grader)
        except ImportError as error:
            control.send({"missing": str(error)})
        except OSError as error:
            control.send({"broken": str(error)})
    os._exit(0)


def _become_ready(control: Control, orders: Line, grader: int) -> None:
    plans = [Plan.from_json(plan) for plan in orders["plans"]]
    circumstances = Circumstances.now()
    _prefer_for_killing()
    plan, failures = _choose(plans, circumstances, orders["imports"])
    if plan is None:
        control.send({"unavailable": failures})
        return
    try:
        _serve(control, plan, orders, circumstances, grader)
    finally:
        if plan.workplaces:
            workplace.remove(plan.workplaces)


def _serve(control: Control, plan: Plan, orders: Line, circumstances: Circumstances, grader: int) -> None:
    networks = warm.read_module("autograder.sandbox.networks")  # imports Paddle, but lies where the private root does not reach
    confine.prepare(plan, circumstances.first_user)
    sys.path[:] = orders["imports"]
    os.environ["HOME"] = os.environ["MPLCONFIGDIR"] = plan.workplaces or root.BOX
    warm.warm_up(orders["modules"])
    if "paddle" in sys.modules:
        networks()
    _remember_folders()
    hugepages.gather()
    confine.settle(plan)
    nursery = Nursery(plan, circumstances)
    forks = plan.mode != "landlock"
    loader = child.Loader(can_fork=forks, deny_forks=plan.mode == "namespaces", present_mb=nursery.present_mb)
    gc.collect()
    gc.freeze()  # a collection in a child must not touch, and so copy, what all children share
    gc.disable()
    control.send({"mode": plan.mode, "separate_user": plan.separate_user, "workplaces": plan.workplaces})
    try:
        _loop(control, nursery, loader, grader)
    finally:
        nursery.end_all()


def _choose(plans: Sequence[Plan], circumstances: Circumstances, imports: Sequence[str]) -> tuple[Plan | None, list[list[str]]]:
    """Return the first plan that works, or None, and what was wrong with those before it."""
    failures: list[list[str]] = []
    for plan in plans:
        if plan.mode != "namespaces":
            plan = replace(plan, workplaces=workplace.make_base())
        wrong = None if plan.mode == "trusted" else trial.problem(plan, circumstances, imports)
        if wrong is None:
            return plan, failures
        failures.append([plan.name, wrong])
        if plan.workplaces:
            workplace.remove(plan.workplaces)
    return None, failures


def _loop(control: Control, nursery: Nursery, loader: child.Loader, grader: int) -> None:
    while True:
        if not select.select([control], [], [], WATCH_S)[0]:
            if os.getppid() != grader and os.getpid() != 1:
                return  # the grader is gone and somebody else holds its end of the connection
            continue
        line, received = control.receive()
        try:
            if line["do"] == "end":
                control.send(nursery.end(line["child"]))
            elif line["do"] == "look":
                control.send({"hoards": nursery.hoards(line["child"])})
            else:
                _make(control, received, nursery, loader)
        except OSError as error:
            control.send({"failed": str(error)})
        finally:
            for descriptor in received:
                os.close(descriptor)


def _make(control: Control, received: list[int], nursery: Nursery, loader: child.Loader) -> None:
    requests, questions, output = received
    number = nursery.make(requests, questions, output, loader.serve)
    process = system.watched(number)  # with it the grader sees the child end, whoever else holds the channels open
    control.send({"child": number}, [] if process is None else [process])
    if process is not None:
        os.close(process)


def _remember_folders() -> None:
    """Let the import system list every folder that it imports from: where a folder was taken apart, a child cannot list it."""
    importlib.machinery.PathFinder.find_spec("a_module_that_is_nowhere")


def _prefer_for_killing() -> None:
    """When the machine runs out of memory, let the kernel choose a student's process, not the grader. Children inherit it."""
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w", encoding="ascii") as file:
        file.write("1000")
