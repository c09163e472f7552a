"""What sheets are made of: columns, and values whose type decides what a cell becomes.

A ``str`` is a text whatever it looks like, a ``dt.date`` a real date of the spreadsheet, an ``int`` or ``float`` a
number. So a date that is not one day is given as its EDTF text, and no program can make a day of it.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from coalition_events import Absence, Location, Record, UncertainDate, textsafe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from coalition_events import AnyDate

LONGEST: Final = 32_767
"""UTF-16 units that a cell holds (ECMA-376 leaves it open; Excel and LibreOffice stop here)."""
_LONGEST_ADDRESS: Final = 2_079
_ADDRESS: Final = re.compile(r"(?:[Hh][Tt][Tt][Pp][Ss]?://|mailto:)")
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_FIRST_DAY: Final = dt.date(1900, 3, 1)
"""Before it, spreadsheets count days differently: Excel has a 29 February 1900."""


class Link(NamedTuple):
    """A text that leads to an address, or to a place in the workbook (``internal:``)."""

    text: str
    address: str


Cell: TypeAlias = "str | float | dt.date | Link | None"


class Column(NamedTuple):
    """``cell`` takes a row. ``key`` is the field of the file that has no other place, for the loss of a cut text.

    ``wraps``: texts for people, which are shown on several lines; ``bold``: what names a row.
    """

    name: str
    cell: Callable[[Any], Cell]
    key: str = ""
    wraps: bool = False
    bold: bool = False


class Sheet(NamedTuple):
    """A table: its name, its columns, and rows, each of which belongs to a record."""

    name: str
    about: str
    columns: tuple[Column, ...]
    rows: tuple[Any, ...]
    record_of: Callable[[Any], Record | None] = lambda row: row


def clean(text: str) -> str:
    """A text without what XML 1.0 forbids; line ends become LF."""
    return _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def shortened(text: str) -> str:
    """As much of a text as a cell holds, with a sign that it was cut; never half of a surrogate pair."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST:
        return text
    return units[: 2 * (LONGEST - 1)].decode("utf-16-le", errors="ignore") + "…"


def link(url: str, text: str = "") -> Cell:
    """A link if the address is safe to link to and no longer than a spreadsheet takes, else the text alone."""
    address = textsafe.link(url)
    if not _ADDRESS.match(address) or len(address) > _LONGEST_ADDRESS:
        return text or url
    return Link(text or url, address)


# ------------------------------------------------------------------------------------------------------ values


def ids(records: Iterable[Record]) -> str:
    """References, joined with ``|``, which no id holds."""
    return "|".join(record.id for record in records)


def word(value: object) -> str:
    """A reference by id, a word of a closed list, a text, the word of absence, or nothing."""
    if isinstance(value, Record):
        return value.id
    return "" if value is None or isinstance(value, Location) else str(value)


def edtf(date: AnyDate | Absence | None) -> str:
    """The date as written, always a text."""
    return date.text if date else ""


def stated_day(date: AnyDate | Absence | None) -> Cell:
    """A real date, only where a source states this very day and without a mark."""
    if isinstance(date, UncertainDate) and date.known_to_the_day and date.precision in {"day", "second"}:
        return day(date.earliest)
    return None


def day(value: dt.date | None) -> Cell:
    """A day as a real date; as a text where no spreadsheet can count it."""
    return value.isoformat() if value is not None and value < _FIRST_DAY else value


def bound(date: AnyDate | Absence | None, side: str) -> Cell:
    """The first or last day that a date allows, for columns that are named as bounds and no others."""
    return day(getattr(date, side)) if date else None
