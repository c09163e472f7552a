"""Plans against outcomes: how late, in bounds."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import attrs

from coalition_events.asof.answers import bounds_of
from coalition_events.model import Claim, Event, Reading, Status, Timeline
from coalition_events.relations import Days

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator


@attrs.frozen(kw_only=True)
class Slip:
    """One plan of an event against one reading of what happened, or against nothing that did.

    ``shift``: least and most days from the planned to the actual day. ``late``: days past the last day that the plan
    allows, ``None`` for a plan that can't be missed. ``outside``: days outside the planned window, 0 within it,
    negative before it. ``None`` in a pair: no bound on that side. ``first`` and ``newest`` mark plans; an event with
    one plan has both. Without a ``reading``, or where it is that it never happened, the least days count from the day
    after the evidence, up to which it had not.
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
    """A row for each live plan of each event and each reading of what happened, in the order of the events.

    What was called off and never happened slipped by no number of days: it has no row.
    """
    return tuple(slip for event in timeline.events() for slip in _slips(timeline, event))


def _slips(timeline: Timeline, event: Event) -> Iterator[Slip]:
    plans, readings = event.when.planned, event.when.readings
    if not readings and event.status() is Status.CANCELLED:
        return
    for plan in plans:
        for reading in readings or (None,):
            yield _slip(event, plan, reading, timeline.evidence_until)


def _slip(event: Event, plan: Claim, reading: Reading | None, evidence_until: dt.date | None) -> Slip:
    if reading is not None and reading.earliest < math.inf:
        low, high = reading.earliest, reading.latest
    else:
        low, high = (evidence_until.toordinal() + 1 if evidence_until else -math.inf), math.inf
    opens, closes = bounds_of(plan)
    return Slip(
        event=event,
        plan=plan,
        reading=reading,
        shift=_days(low - closes, high - opens),
        late=None if math.isinf(closes) else _days(low - closes, high - closes),
        outside=_days(_beyond(low, opens, closes), _beyond(high, opens, closes)),
        first=plan is event.when.planned[0],
        newest=plan is event.when.planned[-1],
    )


def _beyond(day: float, opens: float, closes: float) -> float:
    """Days by which a day misses a window: negative before it, 0 within it."""
    if day < opens:
        return day - opens
    return day - closes if day > closes else 0


def _days(low: float, high: float) -> Days:
    """A pair of whole days; what has no bound is ``None``."""
    return (int(low) if math.isfinite(low) else None, int(high) if math.isfinite(high) else None)
