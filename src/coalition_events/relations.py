"""How uncertain dates relate: before, within, how many days apart; answered in three values.

Questions are answered ``certainly``, ``possibly`` or ``not``: exactly, because with a single range every date *is* its
two bounds (:mod:`.dates`).
"""

from __future__ import annotations

import enum
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, TypeAlias

from coalition_events.dates import AnyDate, Span, UncertainDate

if TYPE_CHECKING:
    import datetime as dt

Margins: TypeAlias = Mapping[str, int]
NO_MARGINS: Final[Margins] = {}


class Certainty(enum.Enum):
    """The answer to a question about uncertain dates, ordered ``not`` < ``possibly`` < ``certainly``.

    ``&``, ``|`` and ``~`` are strong Kleene logic. ``bool()`` raises, so that ``if covers(span, day)`` can't silently
    mean "possibly": compare with a member instead.
    """

    NOT = "not"
    POSSIBLY = "possibly"
    CERTAINLY = "certainly"

    def __and__(self, other: Certainty) -> Certainty:
        return min(self, other, key=_RANKS.index)

    def __or__(self, other: Certainty) -> Certainty:
        return max(self, other, key=_RANKS.index)

    def __invert__(self) -> Certainty:
        return _RANKS[2 - _RANKS.index(self)]

    def __bool__(self) -> bool:
        msg = f"{self.value!r} is neither true nor false: compare it with Certainty.CERTAINLY or Certainty.POSSIBLY"
        raise TypeError(msg)

    def __str__(self) -> str:
        return self.value


_RANKS = (Certainty.NOT, Certainty.POSSIBLY, Certainty.CERTAINLY)


def _answer(*, certainly: bool, possibly: bool) -> Certainty:
    if certainly:
        return Certainty.CERTAINLY
    return Certainty.POSSIBLY if possibly else Certainty.NOT


def _widened(date: UncertainDate, margins: Margins) -> tuple[float, float]:
    low, high = date.bounds
    margin = margins.get(date.precision, 0) * {"": 0, "?": 1, "~": 1, "%": 2}[date.mark]
    return low - margin, high + margin


def bounds_of_ends(date: AnyDate, margins: Margins) -> tuple[float, float, float, float]:
    """Bounds of the first and of the last day; for one day they are the same two."""
    if isinstance(date, UncertainDate):
        return _widened(date, margins) * 2
    s1, s2, e1, e2 = date.bounds
    if date.start:
        s1, s2 = _widened(date.start, margins)
    if date.last:
        e1, e2 = _widened(date.last, margins)
    return s1, min(s2, e2), max(e1, s1), e2


def before(a: AnyDate, b: AnyDate, *, margins: Margins = NO_MARGINS) -> Certainty:
    """Whether ``a`` is over before ``b`` begins. ``margins``: days by precision, by which a marked date may be off."""
    _, _, a_e1, a_e2 = bounds_of_ends(a, margins)
    b_s1, b_s2, _, _ = bounds_of_ends(b, margins)
    return _answer(certainly=a_e2 < b_s1, possibly=a_e1 < b_s2)


def same_day(a: UncertainDate, b: UncertainDate, *, margins: Margins = NO_MARGINS) -> Certainty:
    """Whether two dates are one day: certain only when both are known to the day."""
    (a1, a2), (b1, b2) = _widened(a, margins), _widened(b, margins)
    return _answer(certainly=a1 == a2 == b1 == b2, possibly=a1 <= b2 and b1 <= a2)


def within(a: AnyDate, first: dt.date, last: dt.date, *, margins: Margins = NO_MARGINS) -> Certainty:
    """Whether ``a`` lies wholly in the window ``first`` to ``last``, both included."""
    s1, s2, e1, e2 = bounds_of_ends(a, margins)
    low, high = first.toordinal(), last.toordinal()
    return _answer(certainly=low <= s1 and e2 <= high, possibly=low <= s2 and e1 <= high)


def covers(span: Span, day: dt.date, *, margins: Margins = NO_MARGINS) -> Certainty:
    """Whether a stretch of days holds ``day``."""
    s1, s2, e1, e2 = bounds_of_ends(span, margins)
    number = day.toordinal()
    return _answer(certainly=s2 <= number <= e1, possibly=s1 <= number <= e2)


def overlaps(a: Span, b: Span, *, margins: Margins = NO_MARGINS) -> Certainty:
    """Whether two stretches share a day."""
    a_s1, a_s2, a_e1, a_e2 = bounds_of_ends(a, margins)
    b_s1, b_s2, b_e1, b_e2 = bounds_of_ends(b, margins)
    return _answer(certainly=a_e1 >= b_s2 and b_e1 >= a_s2, possibly=a_e2 >= b_s1 and b_e2 >= a_s1)


def during(a: Span, b: Span, *, margins: Margins = NO_MARGINS) -> Certainty:
    """Whether every day of ``a`` is a day of ``b``."""
    a_s1, a_s2, a_e1, a_e2 = bounds_of_ends(a, margins)
    b_s1, b_s2, b_e1, b_e2 = bounds_of_ends(b, margins)
    return _answer(certainly=b_s2 <= a_s1 and a_e2 <= b_e1, possibly=b_s1 <= a_s2 and a_e1 <= b_e2)


Days: TypeAlias = tuple[int | None, int | None]


def _days(low: float, high: float) -> Days:
    return (int(low) if math.isfinite(low) else None, int(high) if math.isfinite(high) else None)


def gap(a: Span, b: Span, *, margins: Margins = NO_MARGINS) -> Days:
    """Least and most days between the end of ``a`` and the start of ``b``; 0 contiguous, negative an overlap."""
    _, _, a_e1, a_e2 = bounds_of_ends(a, margins)
    b_s1, b_s2, _, _ = bounds_of_ends(b, margins)
    return _days(b_s1 - a_e2 - 1, b_s2 - a_e1 - 1)


def shift(planned: AnyDate, actual: AnyDate) -> Days:
    """Least and most days from the planned to the actual day; ``None`` where that side has no bound."""
    p_low, _, _, p_high = bounds_of_ends(planned, NO_MARGINS)
    a_low, _, _, a_high = bounds_of_ends(actual, NO_MARGINS)
    return _days(a_low - p_high, a_high - p_low)


def lateness(planned: AnyDate, actual: AnyDate) -> Days | None:
    """Least and most days past the last day that the plan allows; ``None``: a plan without one can't be missed."""
    p_high = bounds_of_ends(planned, NO_MARGINS)[3]
    if math.isinf(p_high):
        return None
    a_low, _, _, a_high = bounds_of_ends(actual, NO_MARGINS)
    return _days(a_low - p_high, a_high - p_high)
