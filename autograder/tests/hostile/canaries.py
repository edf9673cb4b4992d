"""Canaries: random words that the harness puts wherever a grader has secrets, and looks for in all that students' code emits."""

from __future__ import annotations

import base64
import functools
import os
import secrets
import socket
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

SUCCESS = b"PRIVILEGED-OK"
SECRET_FILE = Path("/tmp/hostile-secret.txt")
SHARED_MEMORY = Path("/dev/shm/hostile-secret")
ABSTRACT_SOCKET = "\0hostile-secret"
PORT = 47011
LONGEST = 16 * 8 + 16  # bytes of a form, for those who search in pieces


@dataclass(frozen=True)
class Canary:
    """The random word of a run. `of("solution")` is what stands in the solution."""

    token: str

    @classmethod
    def new(cls) -> Canary:
        """Return one that nobody can guess."""
        return cls(secrets.token_hex(8))

    def of(self, place: str) -> str:
        """Return the canary for a place: an identifier."""
        return f"canary_{self.token}_{place}"

    @functools.cached_property
    def forms(self) -> tuple[bytes, ...]:
        """Return the forms in which it may be carried out: as text, turned round, encoded, or as arrays of character codes."""
        plain = self.token.encode()
        codes = np.frombuffer(plain, "uint8")
        encoded = [base64.b64encode(bytes(shift) + plain) for shift in range(3)]
        return (
            *(plain, plain[::-1], plain.upper(), plain.hex().encode(), plain.hex().upper().encode()),
            *(text[4:20] for text in encoded),  # the middle, which does not depend on the neighbours
            *(self.token.encode(kind) for kind in ("utf-16-le", "utf-16-be", "utf-32-le")),
            *(codes.astype(kind).tobytes() for kind in ("float16", "float32", "float64", "int64")),
            *(str(codes.tolist())[1:-1].encode(), str([float(code) for code in codes])[1:-1].encode()),
        )

    def found_in(self, data: bytes) -> bool:
        """Say whether `data` holds the canary in any form."""
        return any(form in data for form in self.forms)


@dataclass(frozen=True)
class Planted:
    """What has to be taken away again, and a list that keeps a secret in memory."""

    descriptor: int
    listener: int  # process id
    memory: tuple[str, ...]
    notes: Path

    def take_away(self) -> None:
        """Remove what was planted outside of the run's own folder, so that what is left is the attacks'."""
        os.kill(self.listener, 9)
        os.waitpid(self.listener, 0)
        os.close(self.descriptor)
        for file in (SECRET_FILE, SHARED_MEMORY, self.notes):
            file.unlink(missing_ok=True)


def plant(canary: Canary, home: Path) -> Planted:
    """Plant canaries in files, in shared memory, behind sockets, in the environment and in this process."""
    os.environ["HOME"] = str(home)
    os.environ["HOSTILE_SECRET"] = canary.of("environment")
    home.mkdir(parents=True, exist_ok=True)
    (home / "notes.txt").write_text(canary.of("home") + "\n", encoding="utf-8")
    SECRET_FILE.write_text(canary.of("tmp") + "\n", encoding="utf-8")
    SHARED_MEMORY.write_text(canary.of("shared_memory") + "\n", encoding="utf-8")
    for path in (home, home / "notes.txt", SECRET_FILE, SHARED_MEMORY):
        path.chmod(0o777)  # by their modes anybody may read and change them
    with tempfile.TemporaryFile(dir=home) as file:
        file.write(canary.of("descriptor").encode())
        file.flush()
        descriptor = os.dup(file.fileno())
    os.set_inheritable(descriptor, True)
    return Planted(descriptor, _listen(canary), (canary.of("memory"),), home / "notes.txt")


def _listen(canary: Canary) -> int:
    """Fork a process that tells the canary to whoever connects; return its id."""
    doors = [socket.socket(socket.AF_UNIX), socket.socket(socket.AF_INET)]
    doors[0].bind(ABSTRACT_SOCKET)
    doors[1].setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    doors[1].bind(("127.0.0.1", PORT))
    for door in doors:
        door.listen()
    process = os.fork()
    if process == 0:
        try:
            _tell(doors, canary)
        finally:
            os._exit(0)
    for door in doors:
        door.close()
    return process


def _tell(doors: list[socket.socket], canary: Canary) -> None:
    import select

    while True:
        for door in select.select(doors, [], [])[0]:
            guest, _ = door.accept()
            with guest:
                guest.sendall(canary.of("socket").encode() + b"\n")
