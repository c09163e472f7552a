"""Dates as KML has them: a ``TimeSpan`` whose ends are a year, a month or a day, as exact as the source and no exacter.

Only ``TimeSpan`` is written: GDAL, and so QGIS, puts ``TimeStamp`` into another field, where half of the features would
be lost. A mark (``~``), a clock time and the difference between an open and an unknown end have no place in it; they
stand in the words and in the EDTF beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from coalition_events import Span, UncertainDate

from ._xml import branch, leaf

if TYPE_CHECKING:
    import datetime as dt

    from coalition_events import AnyDate

_LENGTHS: Final = {
    "second": len("2030-01-15"),
    "day": len("2030-01-15"),
    "month": len("2030-01"),
    "quarter": len("2030-01"),
    "half": len("2030-01"),
    "year": len("2030"),
    "decade": len("2030"),
    "century": len("2030"),
}
"""How much of a day is written (OGC 07-147r2, 16.2: xsd:date, gYearMonth, gYear); no longer than the source's."""


def time_span(level: int, date: AnyDate | None) -> bytes:
    """Write the element, or nothing for what is undated."""
    first, last = _ends(date)
    ends = [
        leaf(level + 1, tag, text)
        for tag, text in (("begin", _reduced(first, "earliest")), ("end", _reduced(last, "latest")))
        if text
    ]
    return branch(level, "TimeSpan", ends) if ends else b""


def _ends(date: AnyDate | None) -> tuple[UncertainDate | None, UncertainDate | None]:
    return (date.start, date.last) if isinstance(date, Span) else (date, date)


def _reduced(date: UncertainDate | None, side: str) -> str:
    day: dt.date | None = getattr(date, side, None)
    return day.isoformat()[: _LENGTHS[date.precision]] if date and day else ""
