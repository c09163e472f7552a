"""Values of iCalendar as bytes (RFC 5545, 3.3).

They are the bytes that the value types of the ``icalendar`` package write, to which a test holds them. Those make a
table of parameters for each value, which none here has, and that takes most of the time of an export.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from coalition_events import textsafe

_SEQUENCE_START: Final = dt.date(2000, 1, 1)


def text(words: str) -> bytes:
    r"""A TEXT (3.3.11) of what people may see of a text; a backslash stays one, where ``vText`` reads ``\N``."""
    return escaped(textsafe.plain(words))


def escaped(words: str) -> bytes:
    """A TEXT of words that are plain already."""
    octets = words.encode()  # of which those that are looked for are found faster than in a text
    octets = octets.replace(b"\\", b"\\\\").replace(b";", b"\\;").replace(b",", b"\\,")
    return octets.replace(b"\n", b"\\n")


def day(date: dt.date) -> bytes:
    """A DATE (3.3.4)."""
    return date.isoformat().replace("-", "").encode()


def midnight(date: dt.date) -> bytes:
    """The DATE-TIME (3.3.5) at which a day begins, in UTC."""
    return day(date) + b"T000000Z"


def sequence(revised: dt.date) -> bytes:
    """The number of an edition by its day, never negative (3.8.7.4)."""
    return str(max(0, (revised - _SEQUENCE_START).days)).encode()
