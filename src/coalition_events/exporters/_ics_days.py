"""On which days of a calendar an uncertain date stands.

RFC 5545 has no uncertain dates. A stretch of up to :data:`LONGEST` days is filled whole; anything wider or
open on one side becomes one marker at an edge, because a bar over a year hides the calendar and says more
than is known. The words that the title then needs are in ``_ics_title``.
"""

from __future__ import annotations

import datetime as dt
from typing import Final, NamedTuple

from coalition_events import AnyDate, Feature, Span, UncertainDate

LONGEST: Final = 31
"""The longest stretch, in days, that an entry fills."""


class Days(NamedTuple):
    """The first and the last day of an entry, both included.

    ``moved`` is the feature of the date that an edge stands for, ``None`` where the entry fills all the days.
    """

    first: dt.date
    last: dt.date
    moved: Feature | None = None

    @property
    def after(self) -> dt.date:
        """The day after the last, which is where DTEND stands (RFC 5545, 3.6.1: non-inclusive)."""
        return self.last + dt.timedelta(days=1)


def place(date: AnyDate, *, edge: bool = False, deadline: bool = False) -> Days | None:
    """The days for ``date``, or ``None`` for its last day 9999-12-31, after which no DTEND can be written.

    ``edge``: whatever is not known to the day gets one day only. ``deadline``: its edge is the last day, not
    the first.
    """
    days = _place_any(date, edge=edge, deadline=deadline)
    return None if days is None or days.last == dt.date.max else days


def is_wide(date: AnyDate) -> bool:
    """Whether ``date`` has a bound on both sides and more than :data:`LONGEST` days between them."""
    return date.earliest is not None and date.latest is not None and not _fits(date.earliest, date.latest)


def _fits(first: dt.date, last: dt.date) -> bool:
    return (last - first).days < LONGEST


def _place_any(date: AnyDate, *, edge: bool, deadline: bool) -> Days | None:
    if isinstance(date, Span):
        return _place_span(date, edge=edge)
    return _place_day(date, edge=edge, deadline=deadline)


def _place_day(date: UncertainDate, *, edge: bool, deadline: bool) -> Days | None:
    first, last = date.earliest, date.latest
    feature = Feature.DATE_BOUNDS if date.text.startswith("[") else Feature.DATE_PRECISION
    if first is None or last is None:
        return _marker(first or last, feature)
    if first == last or (_fits(first, last) and not edge):
        return Days(first, last)
    return _marker(last if deadline else first, feature)


def _place_span(span: Span, *, edge: bool) -> Days | None:
    first, last = span.earliest, span.latest
    if first is None or last is None:
        end = span.start or span.last
        days = None if end is None else _place_day(end, edge=edge, deadline=span.start is None)
        return days and days._replace(moved=Feature.DATE_SPANS)
    if _fits(first, last) and (span.known_to_the_day or not edge):
        return Days(first, last)
    return _marker(first, Feature.DATE_SPANS)


def _marker(day: dt.date | None, feature: Feature) -> Days | None:
    return None if day is None else Days(day, day, feature)
