"""A small assembler for the filter programs that seccomp runs before every system call.

Classic BPF has one accumulator and jumps forward only, counted in instructions. Here jumps name a label, and instructions are
what a filter needs: load a word of the call, compare, give a verdict.
"""

from __future__ import annotations

import itertools
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

# Verdicts.
ALLOW = 0x7FFF_0000
KILL = 0x8000_0000


def refuse(code: int) -> int:
    """Return the verdict that makes a call fail with the error `code` of `errno`."""
    return 0x0005_0000 | code


# Where `struct seccomp_data` holds what is judged. Both machines are little-endian: an argument's low word comes first.
CALL_NUMBER = 0
ARCHITECTURE = 4


def argument(index: int) -> int:
    """Return where the low 32 bits of an argument lie; the kernel reads no more of any argument that is judged here."""
    return 16 + 8 * index


_LOAD, _KEEP_BITS, _RETURN = 0x20, 0x54, 0x06
_JUMP, _JUMP_IF_EQUAL, _JUMP_IF_AT_LEAST, _JUMP_IF_ANY_BIT = 0x05, 0x15, 0x35, 0x45
FARTHEST_JUMP = 255


@dataclass
class Program:
    """Instructions in order. Conditions read as "go on here if …, else go to the label"."""

    _lines: list[tuple[int, int, str, str]] = field(default_factory=list)  # code, operand, label if true, label if false
    _labels: dict[str, int] = field(default_factory=dict)
    _fresh: Iterator[int] = field(default_factory=itertools.count)

    def load(self, place: int) -> None:
        """Put a word of the call into the accumulator."""
        self._lines.append((_LOAD, place, "", ""))

    def keep_bits(self, mask: int) -> None:
        """Clear all other bits of the accumulator."""
        self._lines.append((_KEEP_BITS, mask, "", ""))

    def if_equal(self, value: int, otherwise: str) -> None:
        """Go on if the accumulator equals `value`."""
        self._lines.append((_JUMP_IF_EQUAL, value, "", otherwise))

    def if_any_bit(self, mask: int, otherwise: str) -> None:
        """Go on if the accumulator has a bit of `mask`."""
        self._lines.append((_JUMP_IF_ANY_BIT, mask, "", otherwise))

    def if_below(self, value: int, otherwise: str) -> None:
        """Go on if the accumulator is less than `value`."""
        self._lines.append((_JUMP_IF_AT_LEAST, value, otherwise, ""))

    def go_to(self, label: str) -> None:
        """Go on at the label."""
        self._lines.append((_JUMP, 0, label, ""))

    def give(self, verdict: int) -> None:
        """End with a verdict."""
        self._lines.append((_RETURN, verdict, "", ""))

    def label(self, name: str) -> None:
        """Name the instruction that comes next."""
        if name in self._labels:
            raise ValueError(f"the label {name} stands twice")
        self._labels[name] = len(self._lines)

    def new_label(self) -> str:
        """Return a label that is not used yet."""
        return f"_{next(self._fresh)}"

    def assemble(self) -> bytes:
        """Return the instructions as the kernel reads them. Raises ValueError for a jump that is not forward or too far."""
        instructions = []
        for place, (code, operand, if_true, if_false) in enumerate(self._lines):
            yes, no = self._distance(place, if_true), self._distance(place, if_false)
            if code == _JUMP:  # the only one that holds its distance in the operand
                yes, operand = 0, yes
            instructions.append(struct.pack("HBBI", code, yes, no, operand))
        return b"".join(instructions)

    def _distance(self, place: int, label: str) -> int:
        if not label:
            return 0
        distance = self._labels[label] - place - 1
        if not 0 <= distance <= FARTHEST_JUMP:
            raise ValueError(f"the jump to {label} spans {distance} instructions")
        return distance
