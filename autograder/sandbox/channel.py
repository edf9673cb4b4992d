"""The grader's end of a channel to a child: frames in and out without ever waiting, and never more of them than is allowed."""

from __future__ import annotations

import socket
from typing import Any

from autograder.sandbox import wire
from autograder.sandbox.frames import HEADER, MAX_FRAME

PIECE = 1 << 20


class BrokenProtocol(Exception):
    """The child sent something that no child of ours sends."""


class Channel:
    """A socket that does not block, with what is half sent and half received."""

    def __init__(self, end: socket.socket) -> None:
        end.setblocking(False)
        self._end = end
        self._unsent = memoryview(b"")
        self._received = bytearray()
        self.closed = False  # by the other side

    def fileno(self) -> int:
        """Return the descriptor, to wait on."""
        return self._end.fileno()

    @property
    def has_unsent(self) -> bool:
        """Whether something waits to be sent."""
        return bool(self._unsent)

    def queue(self, data: bytes) -> None:
        """Have a frame sent, as far as it goes now and the rest by `move`."""
        self._unsent = memoryview(data)
        self._send()

    def move(self) -> None:
        """Send and receive as much as goes now."""
        self._send()
        while not self.closed:
            try:
                piece = self._end.recv(PIECE)
            except BlockingIOError:
                return
            except OSError:
                piece = b""
            if not piece:
                self.closed = True
            self._received += piece
            if len(self._received) >= HEADER.size and len(self._received) >= self._expected():
                return  # the rest can wait: a child that never stops sending must not keep us here

    def take(self) -> dict[str, Any] | None:
        """Return the next message if it has arrived. Raises BrokenProtocol."""
        if len(self._received) < HEADER.size:
            return None
        end = self._expected()
        if len(self._received) < end:
            return None
        payload = bytes(memoryview(self._received)[HEADER.size : end])
        del self._received[:end]
        try:
            message = wire.decode(payload)
        except wire.WireError as error:
            raise BrokenProtocol("sent something unreadable") from error
        if type(message) is not dict:
            raise BrokenProtocol("sent something unreadable")
        return message

    def discard(self) -> None:
        """Forget everything that is under way."""
        self._unsent = memoryview(b"")
        while True:
            self._received.clear()
            try:
                if not self._end.recv(PIECE):
                    return
            except OSError:
                return

    def close(self) -> None:
        """Close this end."""
        self._end.close()

    def _send(self) -> None:
        while self._unsent:
            try:
                self._unsent = self._unsent[self._end.send(self._unsent) :]
            except BlockingIOError:
                return
            except OSError:
                self._unsent = memoryview(b"")
                self.closed = True

    def _expected(self) -> int:
        (length,) = HEADER.unpack_from(self._received)
        if length > MAX_FRAME:
            raise BrokenProtocol(f"sent a result of more than {MAX_FRAME >> 20} MB")
        return HEADER.size + int(length)
