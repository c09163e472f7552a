"""The day range that a map needs for every feature, and how each end of it came to be."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from coalition_events import Span, UncertainDate

if TYPE_CHECKING:
    from coalition_events import AnyDate

Days = tuple[dt.date, dt.date]


def date_properties(date: AnyDate | None, clamp: Days) -> dict[str, Any]:
    """The first and the last day of a date, which may be null, and the :func:`display_bounds`."""
    if date is None:
        unknown = {"precision": None, "mark": None, "approximate": False, "earliest": None, "latest": None}
        return {**unknown, **display_bounds(None, clamp)}
    mark, first, last = date.mark, date.earliest, date.latest
    return {
        "precision": date.precision,
        "mark": mark or None,
        "approximate": "~" in mark or "%" in mark,
        "earliest": first and first.isoformat(),
        "latest": last and last.isoformat(),
        **display_bounds(date, clamp),
    }


def display_bounds(date: AnyDate | None, clamp: Days) -> dict[str, str]:
    """``start`` and ``end`` for time sliders, with what each is; ``clamp`` are the days of the whole timeline.

    QGIS loses every feature with a null end and reads a last day as its first second; kepler.gl plays only what
    has a time of day. So: full UTC date-times, never null. They are not the date: that is ``edtf``.
    """
    first, last = (date.earliest, date.latest) if date else (None, None)
    start, end = (first or clamp[0]).isoformat(), (last or clamp[1]).isoformat()
    return {
        "start": f"{start}T00:00:00Z",
        "end": f"{end}T23:59:59Z",
        "start_bound": "clamped"
        if first is None
        else _kind(start, date.start if isinstance(date, Span) else date),
        "end_bound": "clamped" if last is None else _kind(end, date.last if isinstance(date, Span) else date),
    }


def _kind(day: str, unit: UncertainDate | None) -> str:
    """``stated`` only where the source states this very day, and without a mark."""
    return "stated" if unit is not None and not unit.mark and day in unit.text else "computed"


def time_member(date: AnyDate | None) -> dict[str, Any] | None:
    """Make the member ``time`` of JSON-FG (OGC 21-045): full days only, intervals closed, ``..`` for no bound.

    It knows no unknown end and no month; ``edtf``, a member of ours, does.
    """
    if date is None:
        return None
    if isinstance(date, UncertainDate) and date.earliest == date.latest:
        return {"date": str(date.earliest), "edtf": date.text}
    ends = [day.isoformat() if day else ".." for day in (date.earliest, date.latest)]
    return {"interval": ends, "edtf": date.text}
