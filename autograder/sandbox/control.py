"""What the grader and the zygote say to each other: one line of JSON there, one back, with descriptors where processes are made."""

from __future__ import annotations

import json
import socket
from collections.abc import Sequence
from typing import Any

Line = dict[str, Any]
MAX_DESCRIPTORS = 3


class Closed(Exception):
    """The other side is gone."""


class Control:
    """One end of the connection.

    Attributes:
        broken: whether the other side was found to be gone.
    """

    def __init__(self, end: socket.socket) -> None:
        self.broken = False
        self._end = end
        self._rest = b""

    def fileno(self) -> int:
        """Return the descriptor, to wait on."""
        return self._end.fileno()

    def send(self, line: Line, descriptors: Sequence[int] = ()) -> None:
        """Send a line. Raises Closed."""
        data = memoryview(json.dumps(line).encode() + b"\n")
        try:
            if descriptors:
                data = data[socket.send_fds(self._end, [data], list(descriptors)) :]
            self._end.sendall(data)
        except OSError as error:
            raise self._closed() from error

    def receive(self) -> tuple[Line, list[int]]:
        """Return the next line and the descriptors that came with it. Raises Closed."""
        descriptors: list[int] = []
        while b"\n" not in self._rest:
            try:
                data, new, _, _ = socket.recv_fds(self._end, 1 << 16, MAX_DESCRIPTORS)
            except OSError as error:
                raise self._closed() from error
            if not data:
                raise self._closed()
            self._rest += data
            descriptors += new
        text, _, self._rest = self._rest.partition(b"\n")
        return json.loads(text), descriptors

    def ask(self, line: Line, descriptors: Sequence[int] = ()) -> tuple[Line, list[int]]:
        """Send a line and return the answer."""
        self.send(line, descriptors)
        return self.receive()

    def close(self) -> None:
        """Close this end."""
        self._end.close()

    def _closed(self) -> Closed:
        self.broken = True
        return Closed()
