"""What was known by a day: claims by the day on which they were out."""

from __future__ import annotations

import datetime as dt
import functools
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from coalition_events.asof.answers import DaySet, days_of, ends_of
from coalition_events.model import (
    Absence,
    CitedRecord,
    Claim,
    Claims,
    Evidence,
    Record,
    Source,
    Timeline,
    Value,
    Values,
    described,
)
from coalition_events.relations import NO_MARGINS, Margins

if TYPE_CHECKING:
    from collections.abc import Iterator

E = TypeVar("E", bound=Evidence)


@attrs.frozen
class View:
    """A timeline as it could be known by a day, or as it is.

    A claim is known from the earliest day by which one of its sources was surely out, else from the day on which it was
    said; one with neither is left out of a replay. Sources of a later day are hidden from claims known before.
    """

    timeline: Timeline
    known_by: dt.date | None = None
    margins: Margins = NO_MARGINS

    @functools.cached_property
    def horizon(self) -> dt.date | None:
        """The day after which nothing is certain: the end of the evidence, or of what was known."""
        days = [day for day in (self.timeline.evidence_until, self.known_by) if day is not None]
        return min(days, default=None)

    def beyond(self, day: dt.date) -> bool:
        """Whether ``day`` lies after the horizon."""
        return self.horizon is not None and day > self.horizon

    def dates(self, record: Record, field: str) -> Claims:
        """A dated field with the claims that were known."""
        claims: Claims = getattr(record, field)
        if self.known_by is None:
            return claims
        return Claims(*_known(claims.items, claims.stated_absence, record, field, self.known_by))

    def days(self, claims: Claims) -> DaySet:
        """When something may have happened, with the margins of this view."""
        return days_of(claims, self.margins)

    def ends(self, claims: Claims) -> DaySet:
        """When something may have ended, with the margins of this view."""
        return ends_of(claims, self.margins)

    def values(self, record: Record, field: str) -> Values[Any]:
        """A field of values with the claims that were known."""
        values: Values[Any] = getattr(record, field)
        if self.known_by is None:
            return values
        return Values(*_known(values.items, values.stated_absence, record, field, self.known_by))

    def undatable(self) -> tuple[tuple[str, str], ...]:
        """``(record, key)`` of the fields with claims that no publication or saying dates: a replay leaves them out."""
        if self.known_by is None:
            return ()
        found = [(record.id, key) for record in self.timeline.records() for key in _undatable(record)]
        return tuple(dict.fromkeys(found))


def _known(
    claims: tuple[E, ...], absence: Absence, record: Record, field: str, by: dt.date
) -> tuple[tuple[E, ...], Absence]:
    """The claims that were known, without sources that were not out yet, and the absence if that was known.

    A plain ``unknown`` or ``none`` is somebody's word, too: known once the record's sources are out.
    """
    key = field.removesuffix("_")  # the key in the file: 'from' for from_
    known = tuple(_as_known(claim, by) for claim in claims if _had_come(known_since(claim, record, key), by))
    return known, absence if _had_come(_earliest(_cited_for(record, key)), by) else Absence.LEFT_OUT


def _as_known(claim: E, by: dt.date) -> E:
    """A claim without sources that were not out yet; itself where all of them were."""
    cites = tuple(source for source in claim.cites if _had_come(source.published_by, by))
    return claim if len(cites) == len(claim.cites) else attrs.evolve(claim, cites=cites)


def _had_come(day: dt.date | None, by: dt.date) -> bool:
    return day is not None and day <= by


def known_since(claim: Evidence, record: Record, key: str) -> dt.date | None:
    """The day from which a claim was surely known. Sources cited for the record's field stand in for its own."""
    published = _earliest(claim.cites or _cited_for(record, key))
    return claim.said_on if published is None else published


def _cited_for(record: Record, key: str) -> tuple[Source, ...]:
    return record.sources_of(key) if isinstance(record, CitedRecord) else ()


def _earliest(sources: tuple[Source, ...]) -> dt.date | None:
    return min((day for source in sources if (day := source.published_by) is not None), default=None)


def _undatable(record: Record) -> Iterator[str]:
    """The keys of a record's fields with a claim, or a plain absence, that nothing dates."""
    for name, description in described(type(record)):
        value, key = getattr(record, name), description.key
        if isinstance(value, Claims | Values):
            plain = value.stated_absence is not Absence.LEFT_OUT
            if plain and _earliest(_cited_for(record, key)) is None:
                yield key
    yield from (key for key, claim in claims_of(record) if known_since(claim, record, key) is None)


def claims_of(record: Record) -> tuple[tuple[str, Claim | Value[Any]], ...]:
    """Every claim in a record with the key of its field, in the order of the file."""
    found: list[tuple[str, Claim | Value[Any]]] = []
    for name, description in described(type(record)):
        value = getattr(record, name)
        if isinstance(value, Claims | Values) or name == "values":
            found.extend((description.key, claim) for claim in value)
    return tuple(found)
