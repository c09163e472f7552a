"""Plans against outcomes: how late, in bounds."""

from __future__ import annotations

import datetime as dt
import math

import attrs

from coalition_events.dates import AnyDate, Days, UncertainDate
from coalition_events.model import Claim, Event, Reading, Timeline


@attrs.frozen(kw_only=True)
class Slip:
    """One plan of an event against one reading of what happened, or against nothing that did.

    ``shift``: least and most days from the planned to the actual day. ``late``: days past the last day that the plan
    allows, ``None`` for a plan that can't be missed. ``outside``: days outside the planned window, 0 within it, negative
    before it. ``None`` in a pair: no bound on that side. ``first`` and ``newest`` mark plans; an event with one plan has
    both. Without a ``reading`` it had not happened by the end of the evidence; then the least days count from that.
    """

    event: Event
    plan: Claim
    reading: Reading | None
    shift: Days
    late: Days | None
    outside: Days
    first: bool
    newest: bool


def slippage(timeline: Timeline) -> tuple[Slip, ...]:
    """A row for each live plan of each event and each reading of what happened, in the order of the events."""
    rows = []
    for event in timeline.events():
        plans = event.when.planned
        for plan in plans:
            for reading in event.when.readings or (None,):
                if slip := _slip(timeline, event, plan, reading):
                    rows.append(attrs.evolve(slip, first=plan is plans[0], newest=plan is plans[-1]))
    return tuple(rows)


def _slip(timeline: Timeline, event: Event, plan: Claim, reading: Reading | None) -> Slip | None:
    if reading is not None:
        actual = (reading.earliest, reading.latest)
    else:
        after = timeline.evidence_until + dt.timedelta(days=1) if timeline.evidence_until else None
        actual = (after.toordinal() if after else -math.inf, math.inf)
    if not plan.date:
        return None
    opens, closes = _bounds(plan.date)
    return Slip(
        event=event,
        plan=plan,
        reading=reading,
        shift=_days(actual[0] - closes, actual[1] - opens),
        late=None if math.isinf(closes) else _days(actual[0] - closes, actual[1] - closes),
        outside=_days(_beyond(actual[0], opens, closes), _beyond(actual[1], opens, closes)),
        first=False,
        newest=False,
    )


def _bounds(date: AnyDate) -> tuple[float, float]:
    return date.bounds if isinstance(date, UncertainDate) else (date.bounds[0], date.bounds[3])


def _beyond(day: float, opens: float, closes: float) -> float:
    """Days by which a day misses a window: negative before it, 0 within it."""
    return day - opens if day < opens else max(day - closes, 0)


def _days(low: float, high: float) -> Days:
    """A pair of whole days; what has no bound is ``None``."""
    return (int(low) if math.isfinite(low) else None, int(high) if math.isfinite(high) else None)
