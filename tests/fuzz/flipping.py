"""Files with a few bytes changed, from a seed."""

from __future__ import annotations

import random

PRINTABLE = b" \t\n:-[]{},'\"&*#?|>!%@`~0123456789abcxyz.\\/<="


def flipped(data: bytes, seed: int) -> bytes:
    """A few bits turned, or bytes replaced, put in or taken out; half of the time all of it stays ASCII."""
    chance = random.Random(seed)  # noqa: S311 - to make tests
    changed = bytearray(data)
    ascii_only = seed % 2 == 0
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(changed))
        kind = chance.randrange(4)
        byte = chance.choice(PRINTABLE) if ascii_only else chance.randrange(256)
        if kind == 0:
            changed[place] ^= 1 << chance.randrange(7 if ascii_only else 8)
        elif kind == 1:
            changed[place] = byte
        elif kind == 2:
            changed.insert(place, byte)
        else:
            del changed[place : place + chance.randint(1, 30)]
    return bytes(changed)
