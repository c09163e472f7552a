"""Content lines of iCalendar, as bytes (RFC 5545, 3.1).

Folding is done here and not by the ``icalendar`` package, which folds between the two characters of an
escape (its issue 1501). That is legal, and Google Calendar answers it by dropping the event.
"""

from __future__ import annotations

from typing import Final

_LIMIT: Final = 75
"""Octets in a line, its CRLF left out (RFC 5545, 3.1)."""

_CONTINUES: Final = 0b1000_0000
"""The two first bits of an octet that continues a character (RFC 3629, 3)."""

_BACKSLASH: Final = ord("\\")


def content_line(name: str, value: bytes) -> bytes:
    """``NAME:value`` with its CRLF, folded; ``name`` may carry parameters: ``DTSTART;VALUE=DATE``."""
    line = b"%b:%b" % (name.encode("ascii"), value)
    return b"%b\r\n" % (line if len(line) <= _LIMIT else folded(line))


def folded(line: bytes) -> bytes:
    """A line of UTF-8 in pieces of at most 75 octets, none of which ends within a character or an escape."""
    pieces, start, cut, end = [], 0, _LIMIT, len(line)
    while cut < end:
        while line[cut] & 0b1100_0000 == _CONTINUES:
            cut -= 1
        if line[cut - 1] == _BACKSLASH:
            cut -= _backslashes_at_the_end(line[start:cut]) % 2  # an odd one is the first half of an escape
        pieces.append(line[start:cut])
        start, cut = cut, cut + _LIMIT - 1  # the space that begins a continued line counts
    pieces.append(line[start:])
    return b"\r\n ".join(pieces)


def _backslashes_at_the_end(piece: bytes) -> int:
    return len(piece) - len(piece.rstrip(b"\\"))
