"""Findings: what is surely broken is an error, what may be is a note. Each rule is a function of its own."""

from __future__ import annotations

import datetime as dt
import enum
import itertools
import math
import re
from typing import TYPE_CHECKING, Final

import attrs

from coalition_events.asof.answers import days_of, ends_of
from coalition_events.asof.holding import chain_of
from coalition_events.asof.known import View, claims_of
from coalition_events.changes import diff
from coalition_events.model import (
    Absence,
    Actor,
    Base,
    Basis,
    CitedRecord,
    Claim,
    Count,
    Figure,
    Milestone,
    MilestoneKind,
    Record,
    Timeline,
    Value,
)
from coalition_events.relations import Certainty

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from coalition_events.asof.holding import Chain


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


def _finding(level: Level, code: str, record: str, path: str, message: str) -> Finding:
    return Finding(level=level, code=code, record=record, path=path, message=message)


def findings(timeline: Timeline) -> tuple[Finding, ...]:
    """Everything in a timeline that is, or may be, inconsistent, in the order of the file."""
    found = [finding for rule in RULES for finding in rule(timeline)]
    order = {record.id: place for place, record in enumerate(timeline.records())}
    return tuple(sorted(found, key=lambda finding: order[finding.record]))


def _claims(timeline: Timeline) -> Iterator[tuple[Record, str, str, Claim | Value[Any]]]:
    """Every claim of every record, with the key of its field and its path."""
    for record in timeline.records():
        places: dict[str, int] = {}
        for key, claim in claims_of(record):
            place = places.setdefault(key, 0)
            places[key] += 1
            yield record, key, f"{record.section}.{record.id}.{key}[{place}]", claim


def _dated_claims(timeline: Timeline) -> Iterator[tuple[Record, str, Claim]]:
    """Every live claim with a date, with its record and its path."""
    for record, _, path, claim in _claims(timeline):
        if isinstance(claim, Claim) and claim.live and claim.date:
            yield record, path, claim


# ---------------------------------------------------------------------------------------------------- claims


def no_floor(timeline: Timeline) -> Iterator[Finding]:
    """An actual date with a last day and no first: it may have happened a century ago."""
    for record, path, claim in _dated_claims(timeline):
        if (
            claim.basis is Basis.ACTUAL
            and claim.date
            and claim.date.earliest is None
            and not isinstance(claim, Figure)
        ):
            message = f"{claim.date} has no first day; give one, such as the day of the plan"
            yield _finding(Level.NOTE, "no-floor", record.id, path, message)


def past_evidence(timeline: Timeline) -> Iterator[Finding]:
    """An actual date after the day until which there is evidence; one that never ends says nothing of a day there."""
    if timeline.evidence_until is None:
        return
    horizon = timeline.evidence_until.toordinal()
    for record, path, claim in _dated_claims(timeline):
        if claim.basis is not Basis.ACTUAL or not claim.date:
            continue
        first, last = claim.date.bounds[0], claim.date.bounds[-1]
        if first > horizon or horizon < last < math.inf:
            surely = first > horizon
            verb = "lies" if surely else "may lie"
            message = f"{claim.date} {verb} after 'evidence_until', {timeline.evidence_until}"
            yield _finding(Level.ERROR if surely else Level.NOTE, "past-evidence", record.id, path, message)


def without_source(timeline: Timeline) -> Iterator[Finding]:
    """A claim that nobody can follow to who said it."""
    for record, key, path, claim in _claims(timeline):
        inherited = isinstance(record, CitedRecord) and record.sources_of(key)
        if not claim.cites and not inherited:
            message = "no source is cited, for the claim or for its record"
            yield _finding(Level.NOTE, "claim-without-source", record.id, path, message)


_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAY: Final = re.compile(rf"\b({'|'.join(_WEEKDAYS)})\b", re.IGNORECASE)
_RELATION: Final = re.compile(
    r"\b(?:after|before|by|following|from|later|since|than|to|until|till)\b", re.IGNORECASE
)


def weekday(timeline: Timeline) -> Iterator[Finding]:
    """A weekday in the source's words that no day of the date falls on.

    A note where the words may mean another day than the one they name: "by Friday", "Monday to Wednesday".
    """
    for record, path, claim in _dated_claims(timeline):
        named = {word.capitalize() for word in _WEEKDAY.findall(claim.as_written)}
        low, high = (claim.date.bounds[0], claim.date.bounds[-1]) if claim.date else (-math.inf, math.inf)
        if not named or not high - low < len(_WEEKDAYS):
            continue
        days = [_WEEKDAYS[dt.date.fromordinal(day).weekday()] for day in range(int(low), int(high) + 1)]
        if named.isdisjoint(days):
            falls = f"{claim.date} is a {days[0]}" if len(days) == 1 else f"{claim.date} holds none"
            surely = len(named) == 1 and not _RELATION.search(claim.as_written)
            message = f"as written {claim.as_written!r}, but {falls}"
            yield _finding(Level.ERROR if surely else Level.NOTE, "weekday", record.id, path, message)


# ---------------------------------------------------------------------------------------------------- records


def giver_holds(timeline: Timeline) -> Iterator[Finding]:
    """A handover by one who did not, or perhaps did not, hold the base. Where nothing is said of a holder, none."""
    view = View(timeline)
    for base in timeline.bases:
        chain = chain_of(view, base)
        for count, change in enumerate(chain.changes):
            givers = [giver for giver in change.milestone.from_.distinct if isinstance(giver, Actor)]
            before = chain.holders_after(count)
            answers = [holder.is_within(giver) for holder in before for giver in givers]
            silent = all(holder.word == "unknown" for holder in before) and Certainty.NOT not in answers
            if change.milestone.kind is not MilestoneKind.HANDOVER or change.of_whole or silent:
                continue
            if all(answer is Certainty.CERTAINLY for answer in answers):
                continue
            led = any(_leads(holder.actor, giver) for holder in before for giver in givers)
            excluded = all(answer is Certainty.NOT for answer in answers)
            surely = excluded and not led and _order_is_certain(chain, count)
            holders = " or ".join(holder.word for holder in before)
            message = (
                f"{' or '.join(giver.id for giver in givers)} hands over {base.id}, held before by {holders}"
            )
            path = f"milestones.{change.milestone.id}.from"
            level = Level.ERROR if surely else Level.NOTE
            yield _finding(level, "giver-holds", change.milestone.id, path, message)


def _leads(one: Actor | None, other: Actor) -> bool:
    """Whether one of two, or a whole that it is part of, leads the other: sources name either for what both hold."""
    if one is None:
        return False
    pairs = ((one, other), (other, one))
    return any(
        whole.led_by is not None and whole.led_by.id in {actor.id for actor in leader.lineage}
        for leader, led in pairs
        for whole in led.lineage
    )


def _order_is_certain(chain: Chain, place: int) -> bool:
    """Whether every change before one surely came before it, and every other surely later."""
    days = chain.days[place]
    earlier, later = chain.days[:place], chain.days[place + 1 :]
    return all(other.last < days.first for other in earlier) and all(
        other.first > days.last for other in later
    )


def stated_counts(timeline: Timeline) -> Iterator[Finding]:
    """More members of a count had come about by a day than a number that is stated for that day allows.

    A note where only some of them surely had, and where another number that is stated for the same day allows them:
    then two sources differ, which is for the reader to see and not a mistake.
    """
    for count in timeline.counts:
        for place, figure in enumerate(count.values):
            day, most = _day_of(figure), figure.number.at_most
            if day is None or most is None or not figure.live:
                continue
            answers = [_had_happened(timeline, count, member, day) for member in count.members]
            known = sum(answer is Certainty.CERTAINLY for answer in answers)
            possible = sum(answer is not Certainty.NOT for answer in answers)
            if possible <= most:
                continue
            others = [other.number.at_most for other in count.values if other.live and _day_of(other) == day]
            allowed = any(other is None or other >= known for other in others)
            surely = known > most and not allowed
            many = (
                f"{known} of the members are surely" if known > most else f"{possible} of the members may be"
            )
            message = f"{figure.number} stated for {day}, but {many} known by then"
            path = f"counts.{count.id}.values[{place}]"
            yield _finding(Level.ERROR if surely else Level.NOTE, "stated-count", count.id, path, message)


def _day_of(figure: Figure) -> dt.date | None:
    return figure.date.latest if figure.date else figure.said_on


def _had_happened(timeline: Timeline, count: Count, member: Record, day: dt.date) -> Certainty:
    """Whether a milestone, or a handover of a base between those whom the count names, had happened by a day's end."""
    if isinstance(member, Milestone):
        return _by(member, day)
    answer = Certainty.NOT
    for milestone in timeline.milestones_at(member) if isinstance(member, Base) else ():
        if milestone.kind is MilestoneKind.HANDOVER:
            answer |= _by(milestone, day) & _between(milestone, count)
    return answer


def _by(milestone: Milestone, day: dt.date) -> Certainty:
    """Whether anybody says that it happened, and whether that was by a day's end."""
    return days_of(milestone.when).happened_by(day.toordinal()) if milestone.when.actual else Certainty.NOT


def _between(milestone: Milestone, count: Count) -> Certainty:
    """Whether a handover is from and to those whom the count names, or parts of them; left out, anybody."""
    answer = Certainty.CERTAINLY
    for values, wanted in ((milestone.from_, count.from_), (milestone.to, count.to)):
        if wanted is not None:
            named = [value for value in values.distinct if isinstance(value, Actor)]
            within = [any(one.id == wanted.id for one in actor.lineage) for actor in named]
            if not within or not all(within):
                answer &= Certainty.POSSIBLY if any(within) or not within else Certainty.NOT
    return answer


def phases_meet(timeline: Timeline) -> Iterator[Finding]:
    """A gap or an overlap between one phase and the next: often right, and always worth a look."""
    phases = sorted(timeline.phases, key=lambda phase: phase.ordinal)
    for one, other in itertools.pairwise(phases):
        if not one.end.actual or not other.start.actual:
            continue
        ends, starts = ends_of(one.end), days_of(other.start)
        for code, what, surely, possibly in (
            ("phase-gap", "a gap", starts.first > ends.last + 1, starts.last > ends.first + 1),
            ("phase-overlap", "an overlap", starts.last <= ends.first, starts.first <= ends.last),
        ):
            if possibly:
                message = f"{one.id!r} and {other.id!r} {'leave' if surely else 'may leave'} {what}"
                yield _finding(Level.NOTE, code, other.id, f"phases.{other.id}.start", message)


RULES: Final[tuple[Callable[[Timeline], Iterator[Finding]], ...]] = (
    no_floor,
    past_evidence,
    without_source,
    weekday,
    giver_holds,
    stated_counts,
    phases_meet,
)


# ---------------------------------------------------------------------------------------------------- editions


def findings_against(old: Timeline, new: Timeline) -> tuple[Finding, ...]:
    """What an edition does to subscribers of the one before: ids that vanished, changes without a newer day."""
    return tuple(_against(old, new))


def _against(old: Timeline, new: Timeline) -> Iterator[Finding]:
    if old.id != new.id:
        message = f"the timeline was {old.id!r} in the edition before: every entry of it becomes another one"
        yield _finding(Level.ERROR, "vanished-id", new.id, "id", message)
    changes = diff(old, new)
    if changes.head and new.revised <= old.revised:
        what = ", ".join(field.field for field in changes.head)
        yield _finding(
            Level.ERROR, "not-revised", new.id, "revised", _too_old(what, old.revised, new.revised)
        )
    for change in changes.records:
        path = f"{change.section}.{change.id}"
        if change.new is None:
            yield _vanished(change.old, path)
        elif change.old is not None:
            before, after = change.old.revised or old.revised, change.new.revised or new.revised
            if after <= before:
                what = ", ".join(field.field for field in change.fields)
                yield _finding(Level.ERROR, "not-revised", change.id, path, _too_old(what, before, after))
    yield from _vanished_entries(old, new)


def _too_old(what: str, before: dt.date, after: dt.date) -> str:
    return f"{what} changed since {before}, but 'revised' is {after}: write a later day"


def _vanished(record: Record | None, path: str) -> Finding:
    """What can be cancelled has an entry in calendars, which stays there for ever; the rest may be missed."""
    name = record.id if record else ""
    if hasattr(record, "cancelled"):
        message = f"{name!r} was in the edition before; keep it and say 'cancelled:'"
        return _finding(Level.ERROR, "vanished-id", name, path, message)
    message = f"{name!r} was in the edition before; whoever refers to it finds nothing"
    return _finding(Level.NOTE, "vanished-id", name, path, message)


def _vanished_entries(old: Timeline, new: Timeline) -> Iterator[Finding]:
    """Dates that are gone from a record that stayed; a note where it is said that there never was such a day."""
    now = {event.id for event in new.events()}
    for event in old.events():
        if event.id in now or event.record.id not in new:
            continue
        record = new[event.record.id]
        if not hasattr(record, event.field):  # the id is a record's of another kind now: that one vanished
            continue
        message = (
            f"{event.id!r} was in the edition before; keep it and say 'cancelled:', or why it is rejected"
        )
        denied = getattr(record, event.field).absence is Absence.NONE
        path = f"{record.section}.{record.id}"
        yield _finding(Level.NOTE if denied else Level.ERROR, "vanished-id", record.id, path, message)
