"""The state on every day, from the library's own semantics: asked on each day on which it may change, and on no other.

Between two such days nothing changes, so what was found holds for all the days between. Each record is asked about in a
timeline of its own that holds just what its answer rests on: that is what makes it cheap.
"""

from __future__ import annotations

import datetime as dt
import math
from bisect import bisect_right
from typing import TYPE_CHECKING, Any, Final

import attrs

import coalition_events as ce

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

EVER: Final = dt.date.min.toordinal()
"""The first day of the calendar, on which every list of ranges begins."""


@attrs.frozen
class Ranges:
    """One record's answers: each holds from its day up to the next one's."""

    days: tuple[int, ...]
    answers: tuple[Any, ...]

    def on(self, day: dt.date) -> Any:  # noqa: ANN401 - an answer of any kind
        """The answer on a day."""
        return self.answers[bisect_right(self.days, day.toordinal()) - 1]


@attrs.frozen
class Course:
    """All answers over all days, by what they are about. ``due`` is by event id, ``elsewhere`` by actor id."""

    bases: dict[str, Ranges]
    phases: dict[str, Ranges]
    agreements: dict[str, Ranges]
    provisions: dict[str, Ranges]
    due: dict[str, Ranges]
    elsewhere: dict[str, Ranges]

    @property
    def parts(self) -> Iterator[tuple[str, dict[str, Ranges]]]:
        """Each kind of answer with its name in :class:`coalition_events.State`."""
        return ((field.name, getattr(self, field.name)) for field in attrs.fields(Course))

    @property
    def days(self) -> tuple[int, ...]:
        """Every day on which any answer changes."""
        found = {day for _, part in self.parts for ranges in part.values() for day in ranges.days}
        return tuple(sorted(found - {EVER}))


def course_of(timeline: ce.Timeline) -> Course:
    """Every answer that the library gives for any day."""
    course = Course({}, {}, {}, {}, {}, {})
    movements: list[ce.Record] = []
    for base in timeline.bases:
        there = [one for one in timeline.milestones if base.id in {other.id for other in one.bases}]
        _ask(timeline, [base, *there], {"bases": [base.id]}, course)
    for section in ("phases", "agreements", "provisions"):
        for record in getattr(timeline, section):
            _ask(timeline, [record], {section: [record.id], "due": _planned(record)}, course)
    for milestone in timeline.milestones:
        if milestone.when.planned:
            _ask(timeline, [milestone], {"due": [milestone.id]}, course)
        if not milestone.bases and milestone.kind in {ce.MilestoneKind.ARRIVAL, ce.MilestoneKind.DEPARTURE}:
            movements.append(milestone)
    if movements:
        actors = [actor.id for actor in timeline.actors]
        _ask(timeline, movements, {"elsewhere": actors}, course)
    return course


def _planned(record: ce.Record) -> list[str]:
    """The ids of a record's events of which there is a plan."""
    dated = ((name, getattr(record, name)) for name, _ in ce.described(type(record)))
    return [
        f"{record.id}.{name}" for name, claims in dated if isinstance(claims, ce.Claims) and claims.planned
    ]


def _ask(
    timeline: ce.Timeline, records: list[ce.Record], wanted: dict[str, list[str]], course: Course
) -> None:
    """The answers about some records, which rest on these records and what they refer to alone."""
    small = _only(timeline, records)
    days = breakpoints(small)
    states = [ce.state(small, dt.date.fromordinal(day)) for day in days]
    for part, keys in wanted.items():
        for key in keys:
            answers = [getattr(state, part).get(key) for state in states]
            if any(answer is not None for answer in answers):
                getattr(course, part)[key] = _compressed(days, answers)


def _only(timeline: ce.Timeline, records: Iterable[ce.Record]) -> ce.Timeline:
    """The timeline with these records and all to which they refer."""
    kept: set[str] = set()
    waiting = list(records)
    while waiting:
        record = waiting.pop()
        if record.id not in kept:
            kept.add(record.id)
            waiting.extend(ce.references_of(record))
    sections: dict[str, Any] = {
        section: tuple(record for record in getattr(timeline, section) if record.id in kept)
        for section in dict.fromkeys(record.section for record in timeline.records())
    }
    return attrs.evolve(timeline, **sections)


def breakpoints(timeline: ce.Timeline) -> tuple[int, ...]:
    """The first day of all, and every day on which an answer may become another one.

    Something may begin on the first day that a claim allows; what may end on a day is over on the next; a plan
    without a first day is there from the day on which it was set; certainty ends on the day after the evidence.
    """
    days = {bound + more for bound in _bounds(timeline) for more in (0, 1)}
    if timeline.evidence_until:
        days.add(timeline.evidence_until.toordinal() + 1)
    return (EVER, *sorted(day for day in days if EVER < day <= dt.date.max.toordinal()))


def _bounds(timeline: ce.Timeline) -> Iterator[int]:
    for record in timeline.records():
        for name, _ in ce.described(type(record)):
            value = getattr(record, name)
            if isinstance(value, ce.Claims):
                for claim in value:
                    if claim.date:
                        yield from (int(bound) for bound in claim.date.bounds if math.isfinite(bound))
                    if claim.said_on is not None:
                        yield claim.said_on.toordinal()


def _compressed(days: Iterable[int], answers: Iterable[Any]) -> Ranges:
    """Equal neighbours as one."""
    kept: list[tuple[int, Any]] = []
    for day, answer in zip(days, answers, strict=True):
        if not kept or kept[-1][1] != answer:
            kept.append((day, answer))
    return Ranges(tuple(day for day, _ in kept), tuple(answer for _, answer in kept))


def changed(ranges: Ranges, view: Callable[[Any], Any]) -> Ranges:
    """Each answer as ``view`` shows it, with neighbours that look the same made one."""
    return _compressed(ranges.days, [view(answer) for answer in ranges.answers])
