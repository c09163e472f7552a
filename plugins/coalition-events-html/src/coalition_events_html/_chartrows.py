"""What the drawing of phases, plans and outcomes has rows for, and which days it covers."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import attrs

from coalition_events import Basis, Claim, Claims, Event, Milestone, Passing, Phase, Span

from ._words import BASIS_WORDS, NONE_WORDS, Report, plain_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coalition_events import Ranges

Bar: TypeAlias = tuple[float, float, bool]
"""First and last day, and whether the stretch is certain rather than possible."""
_WORTH_KEEPING: Final = 0.4
_FEW: Final = 0.2


@attrs.frozen
class Lane:
    """A line of a row: what it says, and its bars."""

    words: str
    kind: str
    bars: tuple[Bar, ...]
    marked: bool = False
    """Whether the source is unsure of the date."""


@attrs.frozen
class Row:
    """An event, or the whole of a phase."""

    title: str
    lanes: tuple[Lane, ...]
    leads: bool = True
    """Whether its dates say which days the drawing covers: those of a mere outcome do not."""

    def within(self, first: int, last: int) -> bool:
        """Whether anything that it draws begins or ends on these days."""
        days = [bound for lane in self.lanes for low, high, _ in lane.bars for bound in (low, high)]
        return any(first <= day <= last for day in days) or any(lane.kind == "run" for lane in self.lanes)


def rows_of(report: Report, phases: dict[str, Ranges[Any]]) -> list[Row]:
    """Phases by number, then every other event that was planned or foretold or that passed control."""
    timeline = report.timeline
    rows: list[Row] = []
    by_record: dict[str, list[Event]] = {}
    for event in timeline.events():
        by_record.setdefault(event.record.id, []).append(event)
    for phase in sorted(timeline.phases, key=lambda phase: phase.ordinal):
        if phase.id in phases:
            rows.append(Row(phase.label, (_run(phases[phase.id]),)))
        rows += _event_rows(by_record.get(phase.id, []))
    others = [event for event in timeline.events() if not isinstance(event.record, Phase) and _told(event)]
    return [row for row in (*rows, *_event_rows(others)) if row.lanes]


def _told(event: Event) -> bool:
    passes = isinstance(event.record, Milestone) and Passing.CONTROL in event.record.passes
    return bool(event.when.planned or event.when.expected or passes)


def _event_rows(events: list[Event]) -> Iterator[Row]:
    for event in events:
        leads = bool(isinstance(event.record, Phase) or event.when.planned or event.when.expected)
        yield Row(event.title, tuple(_lanes(event.when, event.field)), leads)


def _lanes(claims: Claims, field: str) -> Iterator[Lane]:
    """A lane for each different date: plans, then forecasts, then outcomes; what was rejected stays out."""
    seen = set()
    for basis in (Basis.PLANNED, Basis.EXPECTED, Basis.ACTUAL):
        for claim in (*claims.planned, *claims.expected, *claims.actual, *claims.denials):
            if claim.basis is basis and str(claim.date) not in seen:
                seen.add(str(claim.date))
                words = f"{BASIS_WORDS[basis]}: {plain_date(claim.date, NONE_WORDS.get(field, 'none'))}"
                yield Lane(words, basis.value, tuple(_bars(claim)), bool(claim.date and claim.date.mark))
        seen.clear()


def _bars(claim: Claim) -> Iterator[Bar]:
    """The days that a date allows; of a stretch also those that it surely covers."""
    if not claim.date:
        return
    if isinstance(claim.date, Span):
        first, begun, ending, last = claim.date.bounds
        yield first, last, False
        if begun <= ending:
            yield begun, ending, True
    else:
        yield *claim.date.bounds, True


def _run(ranges: Ranges[dict[str, Any]]) -> Lane:
    """When a phase ran, certainly or perhaps, as the state of each day has it."""
    changes = [day.toordinal() for day in ranges.days[1:]]
    ends = [*(day - 1 for day in changes), math.inf]
    starts = [-math.inf, *changes]
    bars = tuple(
        (start, end, view["certainty"] == "certainly")
        for start, end, view in zip(starts, ends, ranges.answers, strict=True)
        if view["certainty"] != "not"
    )
    return Lane("running (pale: perhaps)", "run", bars)


def first_and_last(report: Report, rows: list[Row]) -> tuple[int, int] | None:
    """The days that the drawing covers: those of its dates, without the few that lie far off on their own."""
    days = sorted(
        bound
        for row in rows
        if row.leads or not any(other.leads for other in rows)
        for lane in row.lanes
        if lane.kind != "run"
        for low, high, _ in lane.bars
        for bound in (low, high)
        if math.isfinite(bound)
    )
    if not days:
        return None
    until = report.timeline.evidence_until
    days = _without_outliers(days)
    if until and days[0] - 366 <= until.toordinal() <= days[-1] + 366:
        days = sorted([*days, until.toordinal()])
    room = max(int((days[-1] - days[0]) * 0.03), 12)
    first, last = int(days[0]) - room, int(days[-1]) + room
    return max(first, 1), min(last, 3_652_059)


def _without_outliers(days: list[float]) -> list[float]:
    """Without a few days at either end that a gap wider than much of the whole parts from the rest."""
    for _ in range(len(days)):
        whole = days[-1] - days[0]
        gaps = [(after - before, place) for place, (before, after) in enumerate(itertools.pairwise(days), 1)]
        wide = [(gap, place) for gap, place in gaps if gap > whole * _WORTH_KEEPING and gap > 0]
        early = [place for _, place in wide if place <= len(days) * _FEW]
        late = [place for _, place in wide if place >= len(days) * (1 - _FEW)]
        if early:
            days = days[max(early) :]
        elif late:
            days = days[: min(late)]
        else:
            break
    return days
