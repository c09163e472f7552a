"""What sources disagree on, and who said what when."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import attrs

from coalition_events.asof.answers import said
from coalition_events.asof.known import claims_of, known_since
from coalition_events.model import (
    Base,
    Claim,
    Claims,
    Reading,
    Record,
    Statement,
    Timeline,
    Value,
    Values,
    described,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


@attrs.frozen(kw_only=True)
class Conflict:
    """A field whose claims can't all be true, or two statements that contradict.

    ``readings`` groups the claims of a dated field; ``values`` are the different values of another; ``others`` the
    statements that a statement contradicts.
    """

    record: Record
    field: str
    readings: tuple[Reading, ...] = ()
    values: tuple[Any, ...] = ()
    others: tuple[Statement, ...] = ()
    claims: tuple[Claim | Value[Any], ...] = ()


def conflicts(timeline: Timeline) -> tuple[Conflict, ...]:
    """Every conflict, in the order of the file; claims that are only less exact than others are none."""
    return tuple(conflict for record in timeline.records() for conflict in _conflicts(record))


def _conflicts(record: Record) -> Iterator[Conflict]:
    for name, description in described(type(record)):
        value, key = getattr(record, name), description.key
        if isinstance(value, Claims) and value.disputed:
            yield Conflict(record=record, field=key, readings=value.readings, claims=said(value))
        elif isinstance(value, Values) and value.disputed:
            yield Conflict(record=record, field=key, values=value.distinct, claims=value.live)
    if isinstance(record, Statement) and record.contradicts:
        yield Conflict(record=record, field="contradicts", others=record.contradicts)


@attrs.frozen(kw_only=True)
class Saying:
    """One claim with the day from which it was known, ``None`` where nothing dates it."""

    known_since: dt.date | None
    record: Record
    field: str
    claim: Claim | Value[Any]


def history(timeline: Timeline, record_id: str) -> tuple[Saying, ...]:
    """What was said of a record, in the order in which it became known; the undatable last.

    For a base, with what was said of the milestones there. An event's id narrows it to that field. Raises
    :class:`KeyError` for an unknown id or field.
    """
    owner, _, field = record_id.partition(".")
    record = timeline[owner]
    if field and field not in {description.key for _, description in described(type(record))}:
        raise KeyError(record_id)
    there = timeline.milestones_at(record) if isinstance(record, Base) else ()
    sayings = [
        Saying(known_since=known_since(claim, one, key), record=one, field=key, claim=claim)
        for one in (record, *there)
        for key, claim in claims_of(one)
        if field in {"", key}
    ]
    return tuple(sorted(sayings, key=lambda saying: saying.known_since or dt.date.max))
