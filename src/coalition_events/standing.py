"""Where an event stood on a day, and why an answer about that day is no surer: for outputs that show the state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from coalition_events.asof.answers import bounds_of, days_of
from coalition_events.model import Claims, Event, Status
from coalition_events.relations import Certainty

if TYPE_CHECKING:
    import datetime as dt

    from coalition_events.asof.answers import Answer

NOT_YET: Final = "not-yet"
POSSIBLY_DONE: Final = "possibly-done"

_WHY: Final = {
    "horizon": "the evidence ends before that day",
    "unknown": "a date or an actor is not known",
    "conflict": "sources give dates that cannot all be true",
    "disputed": "sources name different actors",
    "imprecise": "the dates are not known to the day",
}


def describe_because(answer: Answer) -> str:
    """Why an answer is only possible, in words; nothing for one that is no such."""
    return _WHY[answer.because.value] if answer.because else ""


def happened_by(claims: Claims, on: dt.date, horizon: dt.date | None) -> Certainty:
    """Whether something had happened by the end of a day: as the readings say, and after the evidence no surer.

    ``horizon`` is the last day of the evidence.
    """
    last = on if horizon is None else min(on, horizon)
    known = days_of(claims).happened_by(last.toordinal())
    return known if last == on or known is Certainty.CERTAINLY else Certainty.POSSIBLY


def status_on(event: Event, on: dt.date, horizon: dt.date | None) -> str:
    """The status by what had come by the end of a day; a plan stands until what was planned has surely happened.

    A :class:`Status`, or of what is only reported ``not-yet`` and ``possibly-done``.
    """
    if _called_off(event, on):
        return Status.CANCELLED.value
    happened = happened_by(event.when, on, horizon)
    if happened is Certainty.CERTAINLY:
        return Status.DONE.value
    claims = event.when
    if claims.planned:
        _, closes = bounds_of(claims.planned[-1])
        return (Status.OVERDUE if closes < on.toordinal() else Status.PLANNED).value
    if claims.expected:
        return Status.EXPECTED.value
    if not claims.actual:
        return Status.UNDATED.value
    return NOT_YET if happened is Certainty.NOT else POSSIBLY_DONE


def _called_off(event: Event, on: dt.date) -> bool:
    """Whether it had been called off by the day, as far as any reading goes; on a day that nobody knows counts too."""
    readings = event.cancelled.readings
    return event.status() is Status.CANCELLED and (
        not readings or any(reading.earliest <= on.toordinal() for reading in readings)
    )
