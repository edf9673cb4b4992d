"""The seccomp programs, run here by a small interpreter, for both machines: arm64's cannot be tried on x86-64."""

from __future__ import annotations

import errno
import struct

import pytest

from autograder.sandbox import bpf, seccomp, syscalls
from autograder.sandbox.syscalls import NAMES

X86, ARM = 0, 1
COLUMNS = pytest.mark.parametrize("column", [X86, ARM], ids=["x86-64", "arm64"])
OWN_PID = 4711
EPERM, ENOSYS = bpf.refuse(errno.EPERM), bpf.refuse(errno.ENOSYS)

# What arm64 never had: a newer call of the table does the same there, or the hardware has nothing like it.
NOT_ON_ARM = {
    *("chmod", "chown", "fork", "futimesat", "inotify_init", "ioperm", "iopl", "lchown", "mknod", "modify_ldt", "open", "sysfs"),
    *("uselib", "ustat", "utime", "utimes", "vfork"),
}
# Some that every program makes: (x86-64, arm64).
EVERYDAY = {"read": (0, 63), "write": (1, 64), "mmap": (9, 222), "futex": (202, 98), "exit_group": (231, 94), "statx": (332, 291)}


def verdict(program: bytes, number: int, *arguments: int, architecture: int | None = None, column: int = X86) -> int:
    """Return what `program` says to a call, the way that the kernel runs it."""
    judged = struct.pack("II", number, seccomp.ARCHITECTURES[column] if architecture is None else architecture)
    judged += struct.pack("Q6Q", 0, *(list(arguments) + [0] * 6)[:6])
    accumulator, place = 0, 0
    while True:
        code, yes, no, operand = struct.unpack_from("HBBI", program, 8 * place)
        place += 1
        if code == 0x20:
            (accumulator,) = struct.unpack_from("I", judged, operand)
        elif code == 0x54:
            accumulator &= operand
        elif code == 0x05:
            place += operand
        elif code == 0x06:
            return int(operand)
        else:
            true = {0x15: accumulator == operand, 0x35: accumulator >= operand, 0x45: bool(accumulator & operand)}[code]
            place += yes if true else no


def child_filter(column: int, *, namespaces: bool = True, truncate_guarded: bool = True) -> bytes:
    return seccomp.filter_for_child(column, namespaces=namespaces, truncate_guarded=truncate_guarded, own_pid=OWN_PID)


def number_of(name: str, column: int) -> int | None:
    return NAMES[name][column]


def test_the_table_of_arm64_is_complete() -> None:
    assert {name for name, numbers in NAMES.items() if numbers[ARM] is None} == NOT_ON_ARM
    for column in (X86, ARM):
        numbers = [number for name in NAMES if (number := number_of(name, column)) is not None]
        assert len(set(numbers)) == len(numbers)
        assert max(numbers) <= syscalls.LAST_KNOWN
    for name, (x86, arm) in NAMES.items():
        assert (x86 == arm) == (x86 >= 424), name


@COLUMNS
def test_refused_calls(column: int) -> None:
    program = child_filter(column)
    for names, expected in ((sum(seccomp.REFUSED.values(), ()), EPERM), (seccomp.NOT_IMPLEMENTED, ENOSYS)):
        for name in names:
            number = number_of(name, column)
            if number is not None:
                assert verdict(program, number, column=column) == expected, name


@COLUMNS
def test_everyday_calls_and_those_between_the_refused_ones_are_allowed(column: int) -> None:
    program = child_filter(column)
    judged = {number_of(name, column) for name in NAMES}
    for number in [numbers[column] for numbers in EVERYDAY.values()] + [n for n in range(syscalls.LAST_KNOWN + 1) if n not in judged]:
        assert verdict(program, number, column=column) == bpf.ALLOW, number


@COLUMNS
def test_calls_that_came_later_do_not_exist(column: int) -> None:
    program = child_filter(column)
    for number in (syscalls.LAST_KNOWN + 1, 600, 0x3FFF_FFFF):
        assert verdict(program, number, column=column) == ENOSYS


@COLUMNS
def test_other_instruction_sets_are_killed(column: int) -> None:
    for program in (child_filter(column), seccomp.filter_without_forks(column)):
        for architecture in (0x4000_0003, 0x4000_0028, seccomp.ARCHITECTURES[1 - column]):  # i386, arm
            assert verdict(program, 0, architecture=architecture) == bpf.KILL
        assert verdict(program, 0x4000_0000 + 39, column=column) == bpf.KILL  # x32


@COLUMNS
def test_forks(column: int) -> None:
    clone = NAMES["clone"][column]
    assert clone is not None
    thread, process, fresh_user = 0x3D_0F00, 17, 0x1000_0000 | 17
    free, bound, landlocked = child_filter(column), seccomp.filter_without_forks(column), child_filter(column, namespaces=False)
    assert [verdict(free, clone, flags, column=column) for flags in (thread, process, fresh_user)] == [bpf.ALLOW, bpf.ALLOW, EPERM]
    for program in (bound, landlocked):
        assert [verdict(program, clone, flags, column=column) for flags in (thread, process, fresh_user)] == [bpf.ALLOW, EPERM, EPERM]
        assert verdict(program, clone, thread | 0x1000_0000, column=column) == EPERM
        assert verdict(program, 435, column=column) == ENOSYS
    if column == X86:
        assert [verdict(bound, number) for number in (57, 58)] == [EPERM, EPERM]


@COLUMNS
def test_arguments_decide(column: int) -> None:
    program = child_filter(column)
    for name, allowed, refused in (
        ("socketpair", (1, 1), (2, 1)),
        ("prctl", (15,), (1,)),  # a name for a thread; outliving the parent
        ("prctl", (22,), (4,)),
        ("fcntl", (0, 4), (0, 8)),
        ("ioctl", (0, 0x5401), (0, 0x5412)),
        ("ioctl", (0, 0x5401), (0, 0xFFFF_FFFF_0000_5412)),  # the kernel reads 32 bits
        ("kill", (1, 9), None),
    ):
        number = NAMES[name][column]
        assert number is not None
        assert verdict(program, number, *allowed, column=column) == bpf.ALLOW, name
        if refused is not None:
            assert verdict(program, number, *refused, column=column) == EPERM, name


@COLUMNS
def test_without_namespaces_only_itself_can_be_reached(column: int) -> None:
    program = child_filter(column, namespaces=False)
    for name in (*seccomp.SIGNALS, "prlimit64", "sched_setaffinity"):
        number = NAMES[name][column]
        assert number is not None
        assert verdict(program, number, OWN_PID, column=column) == bpf.ALLOW
        for other in (1, OWN_PID + 1, 2**32 - 1):
            assert verdict(program, number, other, column=column) == EPERM, name
    for name in (*seccomp.CHANGES_OF_FILES, *seccomp.CHANGES_OF_PROCESSES):
        number = NAMES[name][column]
        if number is not None:
            assert verdict(program, number, column=column) == EPERM, name


@COLUMNS
def test_truncation_is_refused_where_nothing_else_guards_it(column: int) -> None:
    program = child_filter(column, namespaces=False, truncate_guarded=False)
    truncate, openat = NAMES["truncate"][column], NAMES["openat"][column]
    assert truncate is not None
    assert openat is not None
    assert verdict(program, truncate, column=column) == EPERM
    assert verdict(child_filter(column), truncate, column=column) == bpf.ALLOW
    cases = {0o1000: EPERM, 0o1003: EPERM, 0o1001: bpf.ALLOW, 0o1002: bpf.ALLOW, 0: bpf.ALLOW, 0o101102: bpf.ALLOW}
    for flags, expected in cases.items():
        assert verdict(program, openat, 0, 0, flags, column=column) == expected, oct(flags)


def test_a_jump_must_lead_forward_and_not_too_far() -> None:
    backward = bpf.Program()
    backward.label("here")
    backward.if_equal(1, otherwise="here")
    far = bpf.Program()
    far.if_equal(1, otherwise="end")
    for _ in range(bpf.FARTHEST_JUMP + 1):
        far.give(bpf.ALLOW)
    far.label("end")
    far.give(bpf.KILL)
    for program in (backward, far):
        with pytest.raises(ValueError, match="the jump to"):
            program.assemble()
    with pytest.raises(ValueError, match="twice"):
        far.label("end")


@pytest.mark.parametrize(
    ("machine", "system", "column"),
    [("x86_64", "linux", X86), ("AMD64", "linux", X86), ("aarch64", "linux", ARM), ("arm64", "linux", ARM)],
)
def test_the_machine_is_known_by_its_names(machine: str, system: str, column: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.machine", lambda: machine)
    monkeypatch.setattr("sys.platform", system)
    assert syscalls.column() == column


@pytest.mark.parametrize(("machine", "system"), [("riscv64", "linux"), ("arm64", "darwin"), ("AMD64", "win32")])
def test_an_unknown_machine_is_refused(machine: str, system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.machine", lambda: machine)
    monkeypatch.setattr("sys.platform", system)
    with pytest.raises(OSError, match="no system call table"):
        syscalls.number("mount")
