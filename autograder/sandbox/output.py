"""What students' code prints: read, counted, and thrown away but for its beginning and its end."""

from __future__ import annotations

import os

KEPT = 64 << 10  # bytes of the beginning, for the instructor
TAIL = 4 << 10  # and of the end, for the reason of a crash
MAX_OUTPUT = 64 << 20
PIECE = 64 << 10


class Output:
    """The reading end of a child's stdout and stderr."""

    def __init__(self, descriptor: int) -> None:
        os.set_blocking(descriptor, False)
        self._descriptor = descriptor
        self.beginning = b""
        self.tail = b""
        self.total = 0
        self.closed = False

    def fileno(self) -> int:
        """Return the descriptor, to wait on."""
        return self._descriptor

    @property
    def is_flood(self) -> bool:
        """Whether it is more than anybody may write."""
        return self.total > MAX_OUTPUT

    def move(self) -> None:
        """Read what is there; no more than a pipe holds, so that it ends."""
        for _ in range(16):
            try:
                piece = os.read(self._descriptor, PIECE)
            except BlockingIOError:
                return
            except OSError:
                piece = b""
            if not piece:
                self.closed = True
                return
            self.total += len(piece)
            self.beginning += piece[: KEPT - len(self.beginning)]
            self.tail = (self.tail + piece)[-TAIL:]

    def close(self) -> None:
        """Read what is left and close."""
        self.move()
        os.close(self._descriptor)
