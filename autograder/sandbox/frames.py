"""Messages on a stream: four bytes of length, highest first, and then as many bytes of `wire` data. The child's side, which waits."""

from __future__ import annotations

import os
import struct

from autograder.sandbox import wire

HEADER = struct.Struct(">I")
MAX_FRAME = 64 << 20  # bytes; what the grader accepts


def frame(message: object) -> bytes:
    """Return `message` ready to be written. Raises WireError for what is not plain data, or too much of it."""
    payload = wire.encode(message)
    if len(payload) > MAX_FRAME:
        raise wire.WireError(f"{len(payload) >> 20} MB are too much to send; {MAX_FRAME >> 20} MB are the limit")
    return HEADER.pack(len(payload)) + payload


def write(descriptor: int, data: bytes) -> None:
    """Write all of `data`."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def read(descriptor: int) -> object:
    """Return the next message. Raises EOFError at the end of the stream."""
    (length,) = HEADER.unpack(_exactly(descriptor, HEADER.size))
    return wire.decode(_exactly(descriptor, length))


def _exactly(descriptor: int, count: int) -> bytes:
    buffer = bytearray()
    while len(buffer) < count:
        piece = os.read(descriptor, min(1 << 20, count - len(buffer)))
        if not piece:
            raise EOFError
        buffer += piece
    return bytes(buffer)
