"""Three-valued answers, and the days on which something may have happened."""

from __future__ import annotations

import datetime as dt
import enum
import math
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

import attrs

from coalition_events.dates import UncertainDate
from coalition_events.model import Absence, Basis, Claim, Claims, Value
from coalition_events.relations import NO_MARGINS, Certainty, Margins, bounds_of_ends

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coalition_events.dates import AnyDate

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
    def may_never(self) -> bool:
        """Whether it may never have happened."""
        return math.isinf(self.last)

    @property
    def never(self) -> bool:
        """Whether it surely never happened."""
        return self.first == math.inf

    @property
    def conflict(self) -> bool:
        """Whether the sources' days can't all be true."""
        return len(self.ranges) > 1

    @property
    def anchor(self) -> float:
        """A day among them by which to order: the earliest, or the latest where there is no earliest."""
        return min(low if math.isfinite(low) else high for low, high in self.ranges)

    @property
    def happened(self) -> DaySet:
        """The same without "never" as a reading of its own: the days for a world in which it happened."""
        return DaySet(tuple((low, high) for low, high in self.ranges if low < math.inf))

    def at_or_before(self, day: float) -> float:
        """The last of the days that is not after ``day``; there must be one."""
        return max(min(high, day) for low, high in self.ranges if low <= day)

    def happened_by(self, day: float) -> Certainty:
        """Whether it had happened by the end of ``day``: certain if every reading says so, possible if any does."""
        if self.last <= day:
            return Certainty.CERTAINLY
        return Certainty.POSSIBLY if self.first <= day else Certainty.NOT


NEVER: Final = DaySet(((math.inf, math.inf),))
ANY_DAY: Final = DaySet(((-math.inf, math.inf),))


def days_of(claims: Claims, margins: Margins = NO_MARGINS) -> DaySet:
    """When it may have happened. Only actual claims say that it did: what is merely planned has not happened yet.

    Said to be unknown, or not spoken of at all: any day, or never. ``margins`` are those of :func:`state`.
    """
    readings = _widened(claims, margins).readings if margins else claims.readings
    if readings:
        return DaySet(tuple((reading.earliest, reading.latest) for reading in readings))
    return NEVER if spoken_of(claims) and not said_unknown(claims) else ANY_DAY


def ends_of(claims: Claims, margins: Margins = NO_MARGINS) -> DaySet:
    """When it may have ended. An end that nobody speaks of has not come; one looked for and not known may have."""
    return days_of(claims, margins) if spoken_of(claims) else NEVER


def spoken_of(claims: Claims) -> bool:
    """Whether anything is said of it that was not rejected."""
    return claims.absence is not Absence.LEFT_OUT


def said_unknown(claims: Claims) -> bool:
    """Whether somebody says that it happened, or may have, on a day that is not known, and nobody gives one."""
    actual = [claim.date for claim in claims.live if claim.basis is Basis.ACTUAL]
    return not claims.readings and Absence.UNKNOWN in (*actual, claims.stated_absence)


def said(claims: Claims) -> tuple[Claim, ...]:
    """The claims that it happened, and those that it did not; where none says when, those that nobody knows the day."""
    if said_unknown(claims):
        return tuple(claim for claim in claims.live if claim.basis is Basis.ACTUAL)
    return (*claims.actual, *claims.denials)


def _widened(claims: Claims, margins: Margins) -> Claims:
    """Stand-ins for the actual claims, each with the days by which its marks let it be off."""
    return Claims([*(_stand_in(claim, margins) for claim in claims.actual), *claims.denials])


def _stand_in(claim: Claim, margins: Margins) -> Claim:
    low, high = bounds_of(claim, margins)
    return Claim(date=UncertainDate(str(claim.date), _day(low), _day(high), "day"))


def _day(number: float) -> dt.date | None:
    """A day number's day; none for what is open, or lies outside the calendar."""
    inside = dt.date.min.toordinal() <= number <= dt.date.max.toordinal()
    return dt.date.fromordinal(int(number)) if inside else None


def bounds_of(claim: Claim, margins: Margins = NO_MARGINS) -> Range:
    """The first and the latest day of the date of a claim that has one, as all in ``actual`` and ``planned`` have."""
    low, _, _, high = bounds_of_ends(cast("AnyDate", claim.date), margins)
    return low, high


def best_bounds(claims: Claims) -> Range | None:
    """The same of the best of the claims that it happened, ``None`` if there is no such claim."""
    best = Claims(claims.actual).best
    return bounds_of(best) if best is not None else None


def ran_on(start: DaySet, end: DaySet, day: float) -> Certainty:
    """Whether something that began on one of ``start`` and had its last day on one of ``end`` ran on ``day``.

    Over every pair of a first and a last day in which the first is not after the last.
    """
    if start.first > day or end.last < day:
        return Certainty.NOT
    late = any(max(low, day + 1) <= min(high, end.last) for low, high in start.ranges)
    early = any(max(low, start.first) <= min(high, day - 1) for low, high in end.ranges)
    return Certainty.POSSIBLY if late or early else Certainty.CERTAINLY


def agreed(answers: Iterable[Certainty]) -> Certainty:
    """What several possibilities come to: certain, or excluded, only where all of them are."""
    found = set(answers)
    return found.pop() if len(found) == 1 else Certainty.POSSIBLY


def within_evidence(answer: Answer, *, beyond: bool) -> Answer:
    """After the horizon of the evidence nothing is certain and nothing is excluded."""
    if not beyond:
        return answer
    return attrs.evolve(answer, certainty=Certainty.POSSIBLY, because=Because.HORIZON)


def reason(fields: Iterable[DaySet]) -> Because:
    """Why the dates of some fields leave an answer open."""
    found = tuple(fields)
    if ANY_DAY in found:
        return Because.UNKNOWN
    return Because.CONFLICT if any(days.conflict for days in found) else Because.IMPRECISE
