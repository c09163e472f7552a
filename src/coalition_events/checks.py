"""Findings: what is surely broken is an error, what may be is a note. Each rule is a function of its own."""

from __future__ import annotations

import datetime as dt
import enum
import itertools
import math
import re
from collections.abc import Callable, Iterator
from typing import Final

import attrs

from coalition_events.asof import View, chain_of
from coalition_events.asof.answers import days_of, ends_of
from coalition_events.asof.known import claims_of
from coalition_events.changes import diff
from coalition_events.dates import Certainty
from coalition_events.model import (
    Actor,
    Basis,
    CitedRecord,
    Claim,
    Figure,
    MilestoneKind,
    Record,
    Timeline,
)


class Level(enum.StrEnum):
    """How much a finding weighs."""

    ERROR = "error"
    """A rule is surely broken."""
    NOTE = "note"
    """A rule may be broken, or the dates could be told more tightly."""


@attrs.frozen(kw_only=True)
class Finding:
    """One finding: of which record, at which path in the file, under which code."""

    level: Level
    code: str
    record: str
    path: str
    message: str


_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY: Final = re.compile(rf"\b({'|'.join(_WEEKDAYS)})\b", re.IGNORECASE)


def findings(timeline: Timeline) -> tuple[Finding, ...]:
    """Everything in a timeline that is, or may be, inconsistent, in the order of the file."""
    found = [finding for rule in _RULES for finding in rule(timeline)]
    order = {record.id: place for place, record in enumerate(timeline.records())}
    return tuple(sorted(found, key=lambda finding: order.get(finding.record, -1)))


def findings_against(old: Timeline, new: Timeline) -> tuple[Finding, ...]:
    """What an edition does to those who subscribed to the one before: ids that vanished, changes without a newer day."""
    return tuple(_against(old, new))


def _against(old: Timeline, new: Timeline) -> Iterator[Finding]:
    for change in diff(old, new).records:
        path = f"{change.section}.{change.id}"
        if change.new is None:
            message = f"{change.id!r} was in the edition before; keep it and say 'cancelled:'"
            yield Finding(level=Level.ERROR, code="vanished-id", record=change.id, path=path, message=message)
        elif change.old is not None:
            before, after = change.old.revised or old.revised, change.new.revised or new.revised
            if after <= before:
                what = ", ".join(field.field for field in change.fields)
                message = f"{what} changed since {before}, but 'revised' is {after}: write a later day"
                yield Finding(level=Level.ERROR, code="not-revised", record=change.id, path=path, message=message)


def _dated_claims(timeline: Timeline) -> Iterator[tuple[Record, str, Claim]]:
    """Every live claim with a date, with its record and its path."""
    for record in timeline.records():
        places: dict[str, int] = {}
        for key, claim in claims_of(record):
            place = places.setdefault(key, 0)
            places[key] += 1
            if isinstance(claim, Claim) and claim.live and claim.date:
                yield record, f"{record.section}.{record.id}.{key}[{place}]", claim


def no_floor(timeline: Timeline) -> Iterator[Finding]:
    """An actual date with a last day and no first: it may have happened a century ago."""
    for record, path, claim in _dated_claims(timeline):
        if claim.basis is Basis.ACTUAL and claim.date and claim.date.earliest is None and not isinstance(claim, Figure):
            message = f"{claim.date} has no first day; give one, such as the day of the plan"
            yield Finding(level=Level.NOTE, code="no-floor", record=record.id, path=path, message=message)


def past_evidence(timeline: Timeline) -> Iterator[Finding]:
    """An actual date after the day until which there is evidence."""
    if timeline.evidence_until is None:
        return
    horizon = timeline.evidence_until.toordinal()
    for record, path, claim in _dated_claims(timeline):
        if claim.basis is Basis.ACTUAL and claim.date and claim.date.bounds[-1] > horizon:
            level = Level.ERROR if claim.date.bounds[0] > horizon else Level.NOTE
            verb = "lies" if level is Level.ERROR else "may lie"
            message = f"{claim.date} {verb} after 'evidence_until', {timeline.evidence_until}"
            yield Finding(level=level, code="past-evidence", record=record.id, path=path, message=message)


def without_source(timeline: Timeline) -> Iterator[Finding]:
    """A claim that nobody can follow to who said it."""
    for record in timeline.records():
        places: dict[str, int] = {}
        for key, claim in claims_of(record):
            place = places.setdefault(key, 0)
            places[key] += 1
            inherited = isinstance(record, CitedRecord) and record.sources_of(key)
            if not claim.cites and not inherited:
                path = f"{record.section}.{record.id}.{key}[{place}]"
                message = "no source is cited, for the claim or for its record"
                yield Finding(level=Level.NOTE, code="claim-without-source", record=record.id, path=path, message=message)


def weekday(timeline: Timeline) -> Iterator[Finding]:
    """A weekday in the source's words that no day of the date falls on."""
    for record, path, claim in _dated_claims(timeline):
        named = _WEEKDAY.search(claim.as_written)
        if named is None or not claim.date or claim.basis is not Basis.ACTUAL:
            continue
        low, high = claim.date.bounds[0], claim.date.bounds[-1]
        wanted = _WEEKDAYS.index(named[0].lower())
        if not math.isfinite(high - low) or high - low >= len(_WEEKDAYS):
            continue
        days = [dt.date.fromordinal(number) for number in range(int(low), int(high) + 1)]
        if all(day.weekday() != wanted for day in days):
            falls = days[0].strftime("%A") if len(days) == 1 else "no such day"
            message = f"as written {claim.as_written!r}, but {claim.date} is {falls}"
            yield Finding(level=Level.ERROR, code="weekday", record=record.id, path=path, message=message)


def giver_holds(timeline: Timeline) -> Iterator[Finding]:
    """A handover by one who did not, or perhaps did not, hold the base."""
    view = View(timeline)
    for base in timeline.bases:
        chain = chain_of(view, base)
        for count, change in enumerate(chain.changes):
            givers = [giver for giver in change.milestone.from_.distinct if isinstance(giver, Actor)]
            if change.milestone.kind is not MilestoneKind.HANDOVER or not givers:
                continue
            answers = [holder.is_within(giver) for holder in chain.holders_after(count) for giver in givers]
            if any(answer is Certainty.CERTAINLY for answer in answers):
                continue
            level = Level.ERROR if all(answer is Certainty.NOT for answer in answers) else Level.NOTE
            holders = ", ".join(holder.word for holder in chain.holders_after(count))
            message = f"{', '.join(giver.id for giver in givers)} hands over {base.id}, held before by {holders}"
            path = f"milestones.{change.milestone.id}.from"
            yield Finding(level=level, code="giver-holds", record=change.milestone.id, path=path, message=message)


def stated_counts(timeline: Timeline) -> Iterator[Finding]:
    """More members of a count had surely come about by a day than any number that is stated for that day allows."""
    for count in timeline.counts:
        for place, figure in enumerate(count.values):
            day, most = _day_of(figure), figure.number.at_most
            if day is None or most is None or not figure.live:
                continue
            known = sum(_had_happened(timeline, member, day) for member in count.members)
            if known > most:
                others = [other.number for other in count.values if other.live and _day_of(other) == day]
                kept = any(number.at_most is None or number.at_most >= known for number in others)
                message = f"{figure.number} stated for {day}, but {known} of the members are surely known by then"
                yield Finding(
                    level=Level.NOTE if kept else Level.ERROR,
                    code="stated-count",
                    record=count.id,
                    path=f"counts.{count.id}.values[{place}]",
                    message=message,
                )


def _day_of(figure: Figure) -> dt.date | None:
    return figure.date.latest if figure.date else figure.said_on


def _had_happened(timeline: Timeline, member: Record, day: dt.date) -> bool:
    """Whether a milestone, or the handover of a base, had surely happened by the end of a day."""
    milestones = [
        milestone
        for milestone in timeline.milestones
        if milestone.id == member.id
        or (milestone.kind is MilestoneKind.HANDOVER and member.id in {base.id for base in milestone.bases})
    ]
    return any(
        milestone.when.actual and days_of(milestone.when).happened_by(day.toordinal()) is Certainty.CERTAINLY
        for milestone in milestones
    )


def phases_meet(timeline: Timeline) -> Iterator[Finding]:
    """A gap or an overlap between one phase and the next: often right, and always worth a look."""
    phases = sorted(timeline.phases, key=lambda phase: phase.ordinal)
    for one, other in itertools.pairwise(phases):
        if not one.end.actual or not other.start.actual:
            continue
        ends, starts = ends_of(one.end), days_of(other.start)
        for code, surely, possibly in (
            ("phase-gap", starts.first > ends.last + 1, starts.last > ends.first + 1),
            ("phase-overlap", starts.last <= ends.first, starts.first <= ends.last),
        ):
            if possibly:
                verb = "leave" if surely else "may leave"
                what = "a gap" if code == "phase-gap" else "an overlap"
                message = f"{one.id!r} and {other.id!r} {verb} {what}"
                path = f"phases.{other.id}.start"
                yield Finding(level=Level.NOTE, code=code, record=other.id, path=path, message=message)


_RULES: Final[tuple[Callable[[Timeline], Iterator[Finding]], ...]] = (
    no_floor,
    past_evidence,
    without_source,
    weekday,
    giver_holds,
    stated_counts,
    phases_meet,
)
