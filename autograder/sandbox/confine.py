"""What is done to a process before a student's code runs in it: the layers, in their order, and why this order.

Once, by the zygote (`prepare`, `settle`):

1. Namespaces, so that it sees no mounts, processes, networks, IPC objects or names of the machine. Only root may have them just
   like that; an ordinary user makes a user namespace first, in which it has the capabilities for the others. The zygote is process 1
   of its own process namespace: when it goes, the kernel takes everything in it along.
2. A private root (`root.py`), entered before the first package is imported: what can be imported later is there, and the checks are not.
3. Every signal back to its default; no new privileges; nothing that could give a later program capabilities.

For each child, by the child itself (`confine`):

4. A session of its own, and death with its parent: a child outlives nobody.
5. Only the descriptors that it needs. Before the mounts: one that led to a folder outside would lead out for good.
6. A working folder, /dev/shm and /proc of its own, in a mount and a process namespace of its own. Process 1 of that is a bare process
   that does nothing but be there (`stand_by`): student code in its place could not be stopped by soft limits or by itself.
7. Another user id, where root grades: limits count by user, and what belongs to root is closed to others. Then no capabilities at all.
   Death with the parent is asked for again, since the kernel forgets it when the user changes.
8. Landlock: files are read in the libraries and the data, written in the working folder. It needs the mounts to be final.
9. Limits, as late as possible: setting up counts, too.
10. seccomp, the last layer, because it refuses the very calls with which the others are made.
11. All other descriptors closed once more: setting up opened some.

In the mode "landlock", where no namespaces can be had, 1, 2 and 6 are missing. What they keep out of reach is refused by seccomp
instead: forks, signals to others, every change to files but through Landlock's rules. In the mode "trusted" there are 4, 5 and 9 only.
"""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import sys
import tempfile
from dataclasses import dataclass

from autograder.sandbox import landlock, limits, root, seccomp, syscalls, system
from autograder.sandbox.plan import Plan

# Descriptors of a child; those that it does without lie from ELSEWHERE on.
REQUESTS, QUESTIONS, STATM = 3, 4, 5
ELSEWHERE = 64

NAMESPACES = system.NEW_MOUNTS | system.NEW_PIDS | system.NEW_NETWORK | system.NEW_IPC | system.NEW_UTS | system.NEW_CGROUP
# What students' code finds, besides the folders that `_live_in` names.
ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "USER": "student",
    "MPLBACKEND": "Agg",  # pictures without a screen
    "OMP_NUM_THREADS": "1",
}
# A user id inside a user namespace; there it has no other.
INNER_USER = 1000


@dataclass(frozen=True)
class Child:
    """What the zygote gives one child."""

    requests: int  # descriptors
    questions: int
    output: int
    parent: int | None  # a pidfd of the zygote, from ELSEWHERE on
    workplace: str
    user: int | None  # the id to take on
    present_mb: int  # address space of the zygote
    processes: int | None
    filter: bytes | None  # `filter_of` the plan, where it is the same for every child


def filter_of(plan: Plan, own_pid: int) -> bytes:
    """Return the seccomp program for a child under `plan`."""
    namespaces = plan.mode == "namespaces"
    truncate_guarded = namespaces or plan.landlock_abi >= 3
    return seccomp.filter_for_child(syscalls.column(), namespaces=namespaces, truncate_guarded=truncate_guarded, own_pid=own_pid)


def prepare(plan: Plan, user: int) -> None:
    """Enter the namespaces and the private root. Returns in a new process, process 1; the old one ends with it.

    `user` is the id that root takes on where only an ordinary user may have namespaces.
    """
    os.umask(0o022)
    if plan.mode == "namespaces":
        leave_namespaces(NAMESPACES, user_namespace=plan.user_namespace, user=user)
        socket.sethostname("sandbox")
        _become_process_1()
        root.build(root.Contents(plan.roots, plan.hidden, plan.data))


def settle(plan: Plan) -> None:
    """After the imports: nothing is written from here on, and what can be done for all children at once is done.

    What a child does not touch after the fork, it does not have to copy; touching 4 kB costs as much as a system call.
    """
    os.environ.clear()
    os.environ.update(ENVIRONMENT)
    if plan.data is not None:
        os.environ["AUTOGRADER_DATA"] = root.DATA if plan.mode == "namespaces" else plan.data
    _live_in(root.BOX)
    sys.argv = ["notebook"]
    tempfile.tempdir = None  # it was found out, and kept, where this process lived before
    system.default_signals()
    # As Python has them: a broken pipe and Ctrl-C are exceptions.
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if plan.mode == "trusted":
        return
    if plan.mode == "namespaces":
        root.seal()
    system.no_new_privileges()
    system.drop_bounding_set()
    if plan.separate_user:
        os.setgroups([])


def confine(plan: Plan, child: Child) -> None:
    """Put all layers around this process. Raises OSError if one of them fails: then nothing may run in it."""
    os.setsid()
    _die_with(child.parent)
    _arrange_descriptors(child)
    if plan.mode == "namespaces":
        root.make_private()
    _take_on(child.user)
    _die_with(child.parent)
    os.umask(0o077)
    os.chdir(child.workplace)
    if child.workplace != root.BOX:
        _live_in(child.workplace)
    _open_statm()
    if plan.mode == "trusted":
        limits.limit_child(child.present_mb, child.processes)
        system.close_others({0, 1, 2, REQUESTS, QUESTIONS, STATM})
        return
    system.drop_capabilities()
    system.undumpable()
    if plan.landlock_abi:
        _restrict_files(plan, child.workplace)
    limits.limit_child(child.present_mb, child.processes)
    seccomp.install(child.filter or filter_of(plan, os.getpid()))
    system.close_others({0, 1, 2, REQUESTS, QUESTIONS, STATM})


def stand_by(parent: int, user: int | None) -> None:
    """Be process 1 of a child's namespace: inherit what loses its parent, and end with the zygote or by its signal. Does not return."""
    system.die_with_parent(parent)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # what ends is reaped by the kernel
    _take_on(user)
    system.die_with_parent(parent)
    system.drop_capabilities()
    system.undumpable()
    system.close_others(set())
    while True:
        signal.pause()


def leave_namespaces(flags: int, *, user_namespace: bool, user: int) -> None:
    """Leave the namespaces named by `flags` for new ones; for a user namespace, root becomes `user` first.

    Root without CAP_SYS_ADMIN could make a user namespace as well, but the number of root's processes knows no limit, in any
    namespace: a fork bomb would go off.
    """
    if user_namespace and os.geteuid() == 0:
        os.setgroups([])
        _take_on(user)
        system.prctl(4, 1)  # whoever changes users loses the right to write the maps; this gives it back
    user, group = os.geteuid(), os.getegid()
    system.unshare(flags | (system.NEW_USER if user_namespace else 0))
    if user_namespace:
        # Groups that deny access must not be dropped; the kernel wants this said before the map of groups.
        for name, text in (("setgroups", "deny"), ("gid_map", f"{INNER_USER} {group} 1"), ("uid_map", f"{INNER_USER} {user} 1")):
            with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
                file.write(text)


def _become_process_1() -> None:
    outer = os.pidfd_open(os.getpid())
    process = os.fork()
    if process != 0:
        _, status = os.waitpid(process, 0)
        os._exit(os.waitstatus_to_exitcode(status) & 0xFF)
    system.die_with_parent(outer)
    os.close(outer)


def _die_with(parent: int | None) -> None:
    if parent is not None:
        system.die_with_parent(parent)


def _take_on(user: int | None) -> None:
    if user is not None:
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)


def _arrange_descriptors(child: Child) -> None:
    nothing = os.open(os.devnull, os.O_RDWR)
    # By way of high numbers: the places to fill may be taken by what is to be moved.
    wanted = (nothing, child.output, child.output, child.requests, child.questions)
    moved = [fcntl.fcntl(descriptor, fcntl.F_DUPFD, ELSEWHERE) for descriptor in wanted]
    for place, descriptor in enumerate(moved):
        os.dup2(descriptor, place)
    system.close_others({*range(len(moved)), *([] if child.parent is None else [child.parent])})


def _open_statm() -> None:
    """Open what tells this process's size, for `limits.present_mb`: later there may be no way to it."""
    try:
        descriptor = os.open("/proc/self/statm", os.O_RDONLY)
    except OSError:
        return
    if descriptor != STATM:
        os.dup2(descriptor, STATM)
        os.close(descriptor)


def _live_in(workplace: str) -> None:
    os.environ.update(dict.fromkeys(("HOME", "TMPDIR", "MPLCONFIGDIR", "XDG_CACHE_HOME"), workplace))


def _restrict_files(plan: Plan, workplace: str) -> None:
    if plan.mode == "namespaces":
        read = [*plan.roots, root.PROCESSES, *([root.DATA] if plan.data else [])]
        write = [workplace, root.SHARED_MEMORY]
    else:
        read = [*plan.parts, *([plan.data] if plan.data else [])]
        write = [workplace]
    read += ["/dev/zero", "/dev/random", "/dev/urandom", "/etc/localtime", "/etc/ld.so.cache", "/etc/alternatives"]
    landlock.restrict(plan.landlock_abi, read=filter(os.path.exists, read), write=write, listable=plan.listable, files=["/dev/null"])
