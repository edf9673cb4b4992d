"""Which system calls students' code may make.

All but those listed here, with the reason beside each group; and none that is newer than the list. Most are refused with
"operation not permitted"; where a library tries a new call and falls back to an old one, with "not implemented". Code for another
instruction set, whose calls have other numbers, is killed.

Two filters are stacked: `filter_for_child` stays for the whole life of a child; `filter_without_forks` is added in a question.
"""

from __future__ import annotations

import ctypes
import errno
import struct
from collections.abc import Callable, Sequence

from autograder.sandbox import bpf, syscalls, system
from autograder.sandbox.bpf import ALLOW, KILL, Program, argument

Rule = Callable[[Program], None]  # writes instructions that end in a verdict on every path

EPERM = bpf.refuse(errno.EPERM)
ENOSYS = bpf.refuse(errno.ENOSYS)

ARCHITECTURES = (0xC000_003E, 0xC000_00B7)  # by column of the table
X32_CALLS = 0x4000_0000  # set in call numbers of the x32 mode of x86-64

NAMESPACE_FLAGS = (
    system.NEW_MOUNTS | system.NEW_CGROUP | system.NEW_UTS | system.NEW_IPC | system.NEW_USER | system.NEW_PIDS | system.NEW_NETWORK
)
CLONE_THREAD = 0x1_0000
AF_UNIX = 1

# What no exercise needs and an attack on the kernel, the grader or other students may.
REFUSED = {
    "other programs": ("execve", "execveat"),
    "other processes' memory and descriptors": (
        *("ptrace", "process_vm_readv", "process_vm_writev", "kcmp", "process_madvise", "process_mrelease"),
        *("pidfd_open", "pidfd_getfd", "pidfd_send_signal", "move_pages", "migrate_pages"),
    ),
    "namespaces, mounts and other ways to other files": (
        *("unshare", "setns", "chroot", "pivot_root", "mount", "umount2", "mount_setattr", "open_tree", "open_tree_attr", "move_mount"),
        *("fsopen", "fsconfig", "fsmount", "fspick", "statmount", "listmount", "name_to_handle_at", "open_by_handle_at", "fanotify_init"),
    ),
    "sockets: no network, and no way to services of this machine; pairs are made by socketpair": (
        *("socket", "connect", "bind", "listen", "accept", "accept4"),
    ),
    "memory and messages that outlive the child: the children of a zygote share its IPC namespace": (
        *("shmget", "shmat", "semget", "msgget", "mq_open"),
    ),
    "keys, which no namespace separates": ("keyctl", "add_key", "request_key"),
    "devices": ("mknod", "mknodat"),
    "the machine": (
        *("init_module", "finit_module", "delete_module", "kexec_load", "kexec_file_load", "reboot", "swapon", "swapoff", "acct"),
        *("quotactl", "quotactl_fd", "syslog", "settimeofday", "clock_settime", "adjtimex", "clock_adjtime", "sethostname"),
        *("setdomainname", "vhangup", "iopl", "ioperm", "nfsservctl", "lookup_dcookie"),
    ),
    "parts of the kernel with a history of holes": (
        *("bpf", "perf_event_open", "userfaultfd", "personality", "modify_ldt", "uselib", "ustat", "sysfs"),
    ),
}

# Libraries try these and fall back. Of clone3 and openat2 the filter cannot see the flags; io_uring makes calls unseen; a memfd
# is memory that no limit counts.
NOT_IMPLEMENTED = ("clone3", "openat2", "io_uring_setup", "io_uring_enter", "io_uring_register", "memfd_create", "memfd_secret")

# Without a private root: Landlock says nothing about a file's mode, owner, times and attributes, nor about watching a folder.
CHANGES_OF_FILES = (
    *("chmod", "fchmod", "fchmodat", "fchmodat2", "chown", "fchown", "lchown", "fchownat", "utime", "utimes", "utimensat", "futimesat"),
    *("setxattr", "lsetxattr", "fsetxattr", "setxattrat", "removexattr", "lremovexattr", "fremovexattr", "removexattrat", "file_setattr"),
    *("inotify_init", "inotify_init1"),
)
# Without a process namespace: other processes of the same user can be reached.
SIGNALS = ("kill", "tkill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo")
CHANGES_OF_PROCESSES = ("setpriority", "sched_setscheduler", "sched_setparam", "sched_setattr", "ioprio_set")

O_TRUNC, O_ACCESS_MODE = 0o1000, 3


def filter_for_child(column: int, *, namespaces: bool, truncate_guarded: bool, own_pid: int) -> bytes:
    """Return the program that a child lives under.

    Args:
        column: the machine, as in `syscalls.COLUMNS`.
        namespaces: whether processes and files of others are out of sight. If not, forks, signals and changes of files are refused.
        truncate_guarded: whether a read-only mount or Landlock keeps files from being cut off.
        own_pid: the child itself, which it may always signal.
    """
    rules: dict[str, Rule] = {name: _verdict(EPERM) for names in REFUSED.values() for name in names}
    rules |= {name: _verdict(ENOSYS) for name in NOT_IMPLEMENTED}
    rules["socketpair"] = _only(0, (AF_UNIX,))
    # Signals on behalf of a file descriptor reach processes by number (F_SETOWN, F_SETSIG, F_SETOWN_EX); leases make others wait.
    rules["fcntl"] = _never(1, (8, 10, 15, 1024))
    # Typing into a terminal (TIOCSTI, TIOCLINUX), and the signals again (FIOSETOWN, SIOCSPGRP).
    rules["ioctl"] = _never(1, (0x5412, 0x541C, 0x8901, 0x8902))
    # A child must end with its parent (PR_SET_PDEATHSIG) and stay closed to others (PR_SET_DUMPABLE).
    rules["prctl"] = _never(0, (1, 4))
    # Limits of its own processes only: a question could take those of the process that it was forked from, and so of the others.
    rules["prlimit64"] = _only(0, (0,))
    if namespaces:
        rules["clone"] = _never_bits(0, NAMESPACE_FLAGS)
    else:
        rules |= _without_forks()
        rules |= {name: _verdict(EPERM) for name in (*CHANGES_OF_FILES, *CHANGES_OF_PROCESSES)}
        rules |= {name: _only(0, (own_pid,)) for name in SIGNALS}
        rules |= {name: _only(0, (0, own_pid)) for name in ("prlimit64", "sched_setaffinity")}
    if not truncate_guarded:
        rules["truncate"] = _verdict(EPERM)
        rules |= {"open": _no_truncation(1), "openat": _no_truncation(2)}
    return _program(column, rules, newest=syscalls.LAST_KNOWN)


def filter_without_forks(column: int) -> bytes:
    """Return the program that is added in a question: new threads, but no new processes."""
    return _program(column, _without_forks(), newest=None)


def install(program: bytes) -> None:
    """Put this process, and all that it starts, under a filter for good."""
    system.no_new_privileges()
    instructions = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("HxxxxxxQ", len(program) // 8, ctypes.addressof(instructions))
    set_mode_filter, no_flags = 1, 0
    system.call("seccomp", set_mode_filter, no_flags, header)


# -- programs --------------------------------------------------------------------------------------------------------------


def _program(column: int, rules: dict[str, Rule], newest: int | None) -> bytes:
    program = Program()
    program.load(bpf.ARCHITECTURE)
    program.if_equal(ARCHITECTURES[column], otherwise="foreign")
    program.load(bpf.CALL_NUMBER)
    program.if_below(X32_CALLS, otherwise="foreign")
    if newest is not None:
        program.if_below(newest + 1, otherwise="unknown")
    program.go_to("known")
    program.label("foreign")
    program.give(KILL)
    program.label("unknown")
    program.give(ENOSYS)
    program.label("known")
    by_number = {number: rule for name, rule in rules.items() if (number := syscalls.NAMES[name][column]) is not None}
    _search(program, sorted(by_number.items(), key=lambda item: item[0]))
    return program.assemble()


def _search(program: Program, cases: Sequence[tuple[int, Rule]]) -> None:
    """Find the call's rule by halving: every call passes through here, and a list of a hundred would be felt."""
    if len(cases) > 3:
        middle = len(cases) // 2
        upper_half = program.new_label()
        program.if_below(cases[middle][0], otherwise=upper_half)
        _search(program, cases[:middle])
        program.label(upper_half)
        _search(program, cases[middle:])
        return
    for number, rule in cases:
        not_this = program.new_label()
        program.if_equal(number, otherwise=not_this)
        rule(program)
        program.label(not_this)
    program.give(ALLOW)


# -- rules -----------------------------------------------------------------------------------------------------------------


def _verdict(verdict: int) -> Rule:
    return lambda program: program.give(verdict)


def _only(index: int, values: Sequence[int]) -> Rule:
    """Allow the call for these values of an argument."""

    def rule(program: Program) -> None:
        _compare(program, index, values, ALLOW)
        program.give(EPERM)

    return rule


def _never(index: int, values: Sequence[int]) -> Rule:
    """Refuse the call for these values of an argument."""

    def rule(program: Program) -> None:
        _compare(program, index, values, EPERM)
        program.give(ALLOW)

    return rule


def _compare(program: Program, index: int, values: Sequence[int], verdict: int) -> None:
    program.load(argument(index))
    for value in values:
        not_this = program.new_label()
        program.if_equal(value, otherwise=not_this)
        program.give(verdict)
        program.label(not_this)


def _never_bits(index: int, mask: int) -> Rule:
    def rule(program: Program) -> None:
        fine = program.new_label()
        program.load(argument(index))
        program.if_any_bit(mask, otherwise=fine)
        program.give(EPERM)
        program.label(fine)
        program.give(ALLOW)

    return rule


def _without_forks() -> dict[str, Rule]:
    def only_threads(program: Program) -> None:
        a_process, fine = program.new_label(), program.new_label()
        program.load(argument(0))
        program.if_any_bit(CLONE_THREAD, otherwise=a_process)
        program.if_any_bit(NAMESPACE_FLAGS, otherwise=fine)
        program.label(a_process)
        program.give(EPERM)
        program.label(fine)
        program.give(ALLOW)

    return {"fork": _verdict(EPERM), "vfork": _verdict(EPERM), "clone": only_threads, "clone3": _verdict(ENOSYS)}


def _no_truncation(index: int) -> Rule:
    """Refuse to open a file for reading only and cut it off all the same: Landlock before ABI 3 sees a reader."""

    def rule(program: Program) -> None:
        program.load(argument(index))
        program.keep_bits(O_TRUNC | O_ACCESS_MODE)
        for mode in (O_TRUNC, O_TRUNC | O_ACCESS_MODE):
            not_this = program.new_label()
            program.if_equal(mode, otherwise=not_this)
            program.give(EPERM)
            program.label(not_this)
        program.give(ALLOW)

    return rule
