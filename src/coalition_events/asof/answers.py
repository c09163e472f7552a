"""Three-valued answers, and the days on which something may have happened."""

from __future__ import annotations

import enum
import math
from collections.abc import Iterable, Sequence
from typing import Any, Final, TypeAlias

import attrs

from coalition_events.dates import Certainty
from coalition_events.model import Absence, Claim, Claims, Value

Range: TypeAlias = tuple[float, float]


class Because(enum.StrEnum):
    """Why an answer is no more than ``possibly``; the first of these that applies."""

    HORIZON = "horizon"
    """The day lies after the evidence."""
    UNKNOWN = "unknown"
    """A date or a holder that it rests on is not known."""
    CONFLICT = "conflict"
    """Sources give dates that can't all be true."""
    DISPUTED = "disputed"
    """Sources name different holders, givers or receivers."""
    IMPRECISE = "imprecise"
    """The dates are not known to the day."""


@attrs.frozen(kw_only=True)
class Answer:
    """What was so on a day. ``best`` is the one value to show where only one can be shown; it makes nothing certain.

    ``claims`` are those on which the answer rests.
    """

    certainty: Certainty
    because: Because | None = None
    best: str = ""
    claims: tuple[Claim | Value[Any], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.certainty)  # raises, and says what to compare with


@attrs.frozen
class DaySet:
    """The days on which something may have happened: disjoint ranges of day numbers, in order.

    Infinity is a day of its own, "never". Each source's reading is a range, so with several this is not one stretch.
    """

    ranges: tuple[Range, ...]

    @property
    def first(self) -> float:
        """The earliest day."""
        return self.ranges[0][0]

    @property
    def last(self) -> float:
        """The latest day, infinite if it may never have happened."""
        return self.ranges[-1][1]

    @property
    def anchor(self) -> float:
        """A day among them by which to order: the earliest, or the latest where there is no earliest."""
        return min(low if math.isfinite(low) else high for low, high in self.ranges)

    def at_or_after(self, day: float) -> float | None:
        """The first of the days that is not before ``day``."""
        return next((max(low, day) for low, high in self.ranges if high >= day), None)

    def at_or_before(self, day: float) -> float | None:
        """The last of the days that is not after ``day``."""
        return next((min(high, day) for low, high in reversed(self.ranges) if low <= day), None)

    def happened_by(self, day: float) -> Certainty:
        """Whether it had happened by the end of ``day``: certain if every reading says so, possible if any does."""
        if self.last <= day and math.isfinite(self.last):
            return Certainty.CERTAINLY
        return Certainty.POSSIBLY if self.first <= day else Certainty.NOT


NEVER: Final = DaySet(((math.inf, math.inf),))
ANY_DAY: Final = DaySet(((-math.inf, math.inf),))


def days_of(claims: Claims) -> DaySet:
    """When it may have happened. Only actual claims say that it did: what is merely planned has not happened yet."""
    if readings := claims.readings:
        return DaySet(tuple((reading.earliest, reading.latest) for reading in readings))
    if claims.planned or claims.expected or claims.absence is Absence.NONE:
        return NEVER
    return ANY_DAY


def ends_of(claims: Claims) -> DaySet:
    """When it may have ended. An end that nobody speaks of has not come; one looked for and not known may have."""
    if not claims.actual and claims.absence is Absence.LEFT_OUT:
        return NEVER
    return days_of(claims)


def ran_on(start: DaySet, end: DaySet, day: float) -> Certainty:
    """Whether something that began on one of ``start`` and had its last day on one of ``end`` ran on ``day``.

    Over every pair of a first and a last day in which the first is not after the last.
    """
    if start.first > day or end.last < day:
        return Certainty.NOT
    begins_later = start.at_or_after(day + 1)
    ended_before = end.at_or_before(day - 1)
    late = begins_later is not None and begins_later <= end.last
    early = ended_before is not None and start.first <= ended_before
    return Certainty.POSSIBLY if late or early else Certainty.CERTAINLY


def tightened(chain: Sequence[DaySet]) -> tuple[Range, ...]:
    """The earliest and latest day of each of several happenings in known order, none before the one that precedes it.

    Exact: every such day is one of its own, and there is a way for all to fall in order with it.
    """
    earliest: list[float] = []
    for days in chain:
        found = days.at_or_after(earliest[-1] if earliest else -math.inf)
        earliest.append(math.inf if found is None else found)
    latest: list[float] = []
    for days in reversed(chain):
        found = days.at_or_before(latest[-1] if latest else math.inf)
        latest.append(-math.inf if found is None else found)
    return tuple(zip(earliest, reversed(latest), strict=True))


def possible_counts(chain: Sequence[DaySet], day: float) -> tuple[int, ...]:
    """How many of several happenings in known order may have happened by the end of ``day``."""
    bounds = ((-math.inf, -math.inf), *tightened(chain), (math.inf, math.inf))
    return tuple(count for count in range(len(chain) + 1) if bounds[count][0] <= day < bounds[count + 1][1])


def within_evidence(answer: Answer, *, beyond: bool) -> Answer:
    """After the horizon of the evidence nothing is certain and nothing is excluded."""
    if not beyond:
        return answer
    return attrs.evolve(answer, certainty=Certainty.POSSIBLY, because=Because.HORIZON)


def reason(fields: Iterable[Claims], *, unknown: bool) -> Because:
    """Why the dates of some fields leave an answer open."""
    if unknown:
        return Because.UNKNOWN
    return Because.CONFLICT if any(claims.disputed for claims in fields) else Because.IMPRECISE
