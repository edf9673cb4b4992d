"""Landlock: a process gives up all access to files but to those below the paths it lists. Needs no privileges.

Inherited by every process started later and never taken back. What it restricts grew with its version ("ABI"); each right is
asked for where the kernel knows it. What it never restricts (stat, chmod, chown, utime, and before ABI 3 truncate) is left to
`seccomp.py`.
"""

from __future__ import annotations

import os
import stat
import struct
from collections.abc import Iterable

from autograder.sandbox import system

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1, 2, 4, 8  # execute is about programs; libraries are only read
MAKE_CHAR, MAKE_BLOCK = 1 << 6, 1 << 11
REFER, TRUNCATE, IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15
READ = READ_FILE | READ_DIR
FILE_RIGHTS = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV  # the others make sense for folders only

# All rights on files that a version can restrict, so that whatever is not granted is denied.
RIGHTS_BY_ABI = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1}
ALL_RIGHTS = (1 << 16) - 1
TCP_BIND_AND_CONNECT = 3  # since ABI 4
ABSTRACT_SOCKETS_AND_SIGNALS = 3  # since ABI 6: none that lead out of the confined processes

_VERSION = 1  # flag of landlock_create_ruleset
_PATH_BENEATH = 1


def abi() -> int:
    """Return the version that this kernel has; 0 where there is none."""
    try:
        return system.call("landlock_create_ruleset", None, 0, _VERSION)
    except OSError:
        return 0


def restrict(version: int, *, read: Iterable[str], write: Iterable[str], listable: Iterable[str] = (), files: Iterable[str] = ()) -> None:
    """Keep access to the given paths and to nothing else.

    Args:
        version: the rules of which ABI to ask for; at most `abi()`.
        read: folders and files to read.
        write: folders to read and to write, make and remove files in, devices excepted. Nothing can be executed from them.
        listable: folders whose names may be listed, and those of the folders below them, but none of their files be read.
        files: files to read and write.

    Raises:
        OSError: the kernel does not have it, or a path does not exist.
    """
    handled = RIGHTS_BY_ABI.get(version, ALL_RIGHTS)
    network = TCP_BIND_AND_CONNECT if version >= 4 else 0
    scoped = ABSTRACT_SOCKETS_AND_SIGNALS if version >= 6 else 0
    size = 24 if version >= 6 else 16 if version >= 4 else 8  # older kernels know a shorter structure
    rules = system.call("landlock_create_ruleset", struct.pack("QQQ", handled, network, scoped), size, 0)
    try:
        for paths, rights in (
            (read, READ),
            (write, handled & ~(EXECUTE | MAKE_CHAR | MAKE_BLOCK | IOCTL_DEV)),
            (listable, READ_DIR),
            (files, READ_FILE | WRITE_FILE),
        ):
            for path in paths:
                _grant(rules, path, rights & handled)
        system.no_new_privileges()
        system.call("landlock_restrict_self", rules, 0)
    finally:
        os.close(rules)


def _grant(rules: int, path: str, rights: int) -> None:
    descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
            rights &= FILE_RIGHTS
        system.call("landlock_add_rule", rules, _PATH_BENEATH, struct.pack("=Qi", rights, descriptor), 0, about=path)
    finally:
        os.close(descriptor)
