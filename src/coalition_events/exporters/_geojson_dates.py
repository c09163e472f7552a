"""The day range that a map needs for every feature, and how each end of it came to be."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from coalition_events import Span, UncertainDate

if TYPE_CHECKING:
    from coalition_events import AnyDate

Days = tuple[dt.date, dt.date]


def display_bounds(date: AnyDate | None, clamp: Days) -> dict[str, str]:
    """``start`` and ``end`` for time sliders, with what each is; ``clamp`` are the days of the whole timeline.

    QGIS loses every feature with a null end and reads a last day as its first second; kepler.gl plays only what
    has a time of day. So: full UTC date-times, never null. They are not the date: that is ``edtf``.
    """
    first, last = date.earliest if date else None, date.latest if date else None
    return {
        "start": f"{(first or clamp[0]).isoformat()}T00:00:00Z",
        "end": f"{(last or clamp[1]).isoformat()}T23:59:59Z",
        "start_bound": _kind(first, date.start if isinstance(date, Span) else date),
        "end_bound": _kind(last, date.last if isinstance(date, Span) else date),
    }


def _kind(day: dt.date | None, unit: UncertainDate | None) -> str:
    """``stated`` only where the source states this very day, and without a mark."""
    if day is None or unit is None:
        return "clamped"
    return "stated" if not unit.mark and day.isoformat() in unit.text else "computed"


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
