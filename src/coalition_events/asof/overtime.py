"""Answers over all days: on which days each becomes another one."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, Generic, Protocol, TypeVar

import attrs

from coalition_events.asof.answers import Answer, bounds_of
from coalition_events.asof.picture import BaseState, Due

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from coalition_events.asof.known import View
    from coalition_events.model import Claims

A = TypeVar("A")
B = TypeVar("B")
A_co = TypeVar("A_co", covariant=True)

_FIRST: Final = dt.date.min.toordinal()
_LAST: Final = dt.date.max.toordinal()


@attrs.frozen
class Ranges(Generic[A]):
    """An answer for every day of the calendar: each holds from its day up to the day before the next one's.

    The first of ``days`` is :attr:`datetime.date.min`. No two neighbours among ``answers`` are equal.
    """

    days: tuple[dt.date, ...]
    answers: tuple[A, ...]

    def __iter__(self) -> Iterator[tuple[dt.date, A]]:
        return zip(self.days, self.answers, strict=True)

    def __len__(self) -> int:
        return len(self.days)

    def on(self, day: dt.date) -> A:
        """The answer on a day."""
        return self.answers[bisect_right(self.days, day) - 1]

    def map(self, view: Callable[[A], B]) -> Ranges[B]:
        """What ``view`` makes of each answer; neighbours of which it makes the same become one range."""
        return joined((day, view(answer)) for day, answer in self)


def joined(answers: Iterable[tuple[dt.date, A]]) -> Ranges[A]:
    """Ranges from answers with their first days, in order; equal neighbours become one."""
    days: list[dt.date] = []
    kept: list[A] = []
    for day, answer in answers:
        if not kept or kept[-1] != answer:
            days.append(day)
            kept.append(answer)
    return Ranges(tuple(days), tuple(kept))


@attrs.frozen(kw_only=True)
class OverTime:
    """Every answer of every :class:`State`, by the days on which it becomes another one.

    Each mapping is in the order of the file, keyed like the one of its name in :class:`State`. ``due`` holds the plans
    that are due on any day, each with ``None`` for the days on which it is not.
    """

    bases: Mapping[str, Ranges[BaseState]]
    phases: Mapping[str, Ranges[Answer]]
    agreements: Mapping[str, Ranges[Answer]]
    provisions: Mapping[str, Ranges[Answer]]
    due: Mapping[str, Ranges[Due | None]]
    elsewhere: Mapping[str, Ranges[Answer]]

    @property
    def days(self) -> tuple[dt.date, ...]:
        """Every day on which any answer becomes another one, in order."""
        parts: list[Mapping[str, Ranges[object]]] = [
            getattr(self, field.name) for field in attrs.fields(OverTime)
        ]
        found = {day for part in parts for ranges in part.values() for day in ranges.days[1:]}
        return tuple(sorted(found))


class Subject(Protocol[A_co]):
    """Something that has an answer on any day."""

    @property
    def fields(self) -> tuple[Claims, ...]:
        """The dated fields on which the answer rests."""
        ...

    def on(self, day: dt.date) -> A_co:
        """The answer."""
        ...


def ranges_of(view: View, subject: Subject[A]) -> Ranges[A]:
    """The answers about one thing for every day."""
    return joined((day, subject.on(day)) for day in breaks(view, subject.fields))


def breaks(view: View, fields: Iterable[Claims]) -> tuple[dt.date, ...]:
    """The first day of all, and every day on which an answer that rests on some dated fields may become another one.

    Something may begin on the first day that a claim allows; what may end on a day is over on the next; a plan without
    a first day comes on the day on which it was set; certainty ends on the day after the evidence.
    """
    found = {bound + more for claims in fields for bound in _bounds(view, claims) for more in (0, 1)}
    found.add(_FIRST)
    if view.horizon is not None:
        found.add(view.horizon.toordinal() + 1)
    return tuple(dt.date.fromordinal(int(day)) for day in sorted(found) if _FIRST <= day <= _LAST)


def _bounds(view: View, claims: Claims) -> Iterator[float]:
    """The days that claims name, infinite ones too, with the margins of the view and, as what is best is, without."""
    for claim in claims.live:
        if claim.date:
            yield from (*bounds_of(claim), *bounds_of(claim, view.margins))
        if claim.said_on is not None:
            yield claim.said_on.toordinal()
