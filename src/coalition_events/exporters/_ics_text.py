"""The description of a calendar entry: every claim with who says it, in plain lines.

Calendars show a description as plain text and turn addresses into links, so nothing here is marked up. A
text with line ends of its own goes on indented, so that none can pass for a line of the exporter's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from coalition_events import (
    Absence,
    Actor,
    Agreement,
    AnyDate,
    Base,
    Basis,
    Claim,
    Claims,
    Event,
    Location,
    Milestone,
    Phase,
    Provision,
    Rank,
    Record,
    Source,
    Status,
    Value,
    Values,
    describe,
    rounded_degrees,
    textsafe,
)

from ._ics_title import date_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_BASIS_WORDS: Final = {Basis.ACTUAL: "happened", Basis.PLANNED: "planned", Basis.EXPECTED: "expected"}
_ABSENCE_WORDS: Final = {Absence.UNKNOWN: "not known", Absence.NONE: "none", Absence.LEFT_OUT: "not stated"}
_FIELDS: Final = {
    "start": "Begins",
    "end": "Ends",
    "signed": "Signed",
    "in_force": "In force",
    "ends": "Ends",
}
"""The dated fields of phases, agreements and provisions; each has an entry of its own if it has a date."""


def position(location: Location) -> tuple[str, str]:
    """Latitude and longitude in fixed point with six decimals (0.1 m), never ``-0.000000`` or ``1e-07``."""
    return f"{rounded_degrees(location.latitude):.6f}", f"{rounded_degrees(location.longitude):.6f}"


class SourceTexts(NamedTuple):
    """What entries say of a source: its title and publisher, a line with all that is known of it, its address."""

    words: str
    line: str
    link: str


class Told:
    """What is told of each source, worked out once for all entries that cite it."""

    def __init__(self) -> None:
        self._of: dict[str, SourceTexts] = {}

    def of(self, source: Source) -> SourceTexts:
        """Give the texts of a source."""
        found = self._of.get(source.id)
        if found is None:
            found = SourceTexts(_source_words(source), _source_line(source), textsafe.link(source.url))
            self._of[source.id] = found
        return found


class Description:
    """The description of one event: ``text``, its ``sources``, and the ids of the records that it ``shows``.

    ``placed`` are the ids of all events that have an entry: a date of the same record that has none is
    written out here.
    """

    def __init__(self, event: Event, status: Status, placed: frozenset[str], told: Told) -> None:
        self.event, self.status, self.placed, self.told = event, status, placed, told
        self.sources: dict[str, Source] = {}
        self.shows: set[str] = {event.record.id}
        self._note_sources(self._closest_sources())
        self.text = "\n".join(self._lines())

    @property
    def link(self) -> str:
        """The address of the first source that has one, for URL (RFC 5545, 3.8.4.6); empty if none has."""
        return next((link for one in self.sources.values() if (link := self.told.of(one).link)), "")

    def _lines(self) -> list[str]:
        event, record = self.event, self.event.record
        lines = [self._standing(), *_paragraph("", record.summary), *self._details(record)]
        for base in event.bases:
            lines += self._base(base)
        if event.when:
            lines += self._claims("Dates", event.when)
        if not isinstance(record, Milestone):  # which has no other
            lines += self._other_dates(record)
        if event.cancelled:
            lines += self._claims("Called off", event.cancelled)
        return [*lines, *_paragraph("Note: ", record.note), *self._sources(record)]

    def _standing(self) -> str:
        best = self.event.best
        words = date_words(best.date) if best is not None and best.date else _ABSENCE_WORDS[Absence.UNKNOWN]
        disputed = ", but the reports of it disagree" if self.event.when.disputed else ""
        return f"Date: {words}. Status: {self.status.value}{disputed}."

    # -------------------------------------------------------------------------------------- the record

    def _details(self, record: Record) -> Iterator[str]:
        if isinstance(record, Milestone):
            yield from self._milestone(record)
        elif isinstance(record, Phase):
            yield f"Phase {record.ordinal}{', the last one' if record.final else ''}"
            yield from _labelled("Area", record.area)
            yield from _labelled("Coordinated from", record.coordinated_from)
            yield from _labelled("Under", *(agreement.label for agreement in record.under))
        elif isinstance(record, Agreement):
            yield from _labelled("Kind", record.kind.value if record.kind else "")
            yield from _labelled("Parties", *self._actors(record.parties))
        elif isinstance(record, Provision):
            yield from self._provision(record)

    def _milestone(self, record: Milestone) -> Iterator[str]:
        if record.from_:
            yield from self._values("From", record.from_)
        if record.to:
            yield from self._values("To", record.to)
        passes = list(map(str, record.passes))
        if passes or record.usual_passes:
            yield from _labelled("Passes", *(passes or ["nothing"]))
        yield from _labelled("Taking part", *self._actors(record.actors))
        yield from _labelled("Phases", *[phase.label for phase in record.phases])
        yield from _labelled("Agreements", *[agreement.label for agreement in record.agreements])

    def _provision(self, record: Provision) -> Iterator[str]:
        yield from _labelled("Modality", record.modality.value if record.modality else "")
        yield from _labelled("Condition", record.condition)
        yield from _labelled("Actors", *self._actors(record.actors))
        yield from _labelled("Phases", *(phase.label for phase in record.phases))
        yield from _labelled("Under", record.under.label if record.under else "")

    def _base(self, base: Base) -> Iterator[str]:
        self.shows.add(base.id)
        if base.location:
            yield from self._values(f"Position of {_inline(base.name)}", base.location)
        if base.candidates:
            yield from self._values(f"What {_inline(base.name)} may be", base.candidates)

    def _actors(self, actors: Iterable[Actor]) -> list[str]:
        listed = list(actors)
        self.shows.update(actor.id for actor in listed)
        return [actor.name for actor in listed]

    # -------------------------------------------------------------------------------------- claims

    def _claims(self, label: str, claims: Claims) -> Iterator[str]:
        """Live claims, then under their own headings the plans that others replaced and the rejected."""
        if claims.stated_absence is not Absence.LEFT_OUT:
            yield f"{label}: {_ABSENCE_WORDS[claims.stated_absence]}"
        best = claims.best
        earlier = [claim for claim in claims.planned if claim is not best]
        rejected = [claim for claim in claims.items if not claim.live]
        live = [claim for claim in claims.live if not any(claim is plan for plan in earlier)]
        for heading, listed in ((label, live), ("Earlier plans", earlier), ("Rejected", rejected)):
            if listed:
                yield f"{heading}:"
                yield from (f"- {self._claim(claim)}" for claim in listed)

    def _claim(self, claim: Claim) -> str:
        words = f"date {_date_words(claim.date)}" if isinstance(claim.date, Absence) else describe(claim.date)
        clock = f", {claim.time}" if claim.time else ""
        return "; ".join([f"{words}{clock}, {_BASIS_WORDS[claim.basis]}", *self._evidence(claim)])

    def _values(self, label: str, values: Values[Any]) -> Iterator[str]:
        if values.stated_absence is not Absence.LEFT_OUT:
            yield f"{label}: {_ABSENCE_WORDS[values.stated_absence]}"
        lines = ["; ".join([self._value(item.value), *self._evidence(item)]) for item in values]
        if len(lines) == 1:
            yield f"{label}: {lines[0]}"
        elif lines:
            yield f"{label}, as sources disagree:" if values.disputed else f"{label}:"
            yield from (f"- {line}" for line in lines)

    def _value(self, value: Actor | Base | Location | Absence) -> str:
        if isinstance(value, Absence):
            return _ABSENCE_WORDS[value]
        if isinstance(value, Location):
            return _location_words(value)
        if isinstance(value, Actor):
            self.shows.add(value.id)
        return _inline(value.name)

    def _evidence(self, claim: Claim | Value[Any]) -> list[str]:
        """Who says it, when, in which words, where it can be read, and what the editors make of it."""
        found: list[str] = []
        if claim.by is not None:
            found.append(f"says {self._value(claim.by)}")
        if claim.said is not None:
            found.append(f"said {_date_words(claim.said)}")
        if claim.as_written:
            found.append(f"as written: “{_inline(claim.as_written)}”")
        if claim.cites:
            self._note_sources(claim.cites)
            found.append(f"source: {', '.join([self.told.of(one).words for one in claim.cites])}")
        if claim.credibility is not None:
            found.append(f"credibility {claim.credibility} of 6")
        if claim.rank is not Rank.NORMAL:
            found.append(claim.rank.value)
        if claim.note:
            found.append(f"note: {_inline(claim.note)}")
        return found

    def _other_dates(self, record: Record) -> Iterator[str]:
        for field, label in _FIELDS.items():
            claims = getattr(record, field, None)
            if claims and isinstance(claims, Claims) and f"{record.id}.{field}" not in self.placed:
                yield from self._claims(label, claims)

    # -------------------------------------------------------------------------------------- sources

    def _closest_sources(self) -> Iterator[Source]:
        """Those of the best claim, the other claims, the record: the first with an address gives the URL."""
        best, claims = self.event.best, self.event.when.items
        for claim in claims if len(claims) == 1 else sorted(claims, key=lambda claim: claim is not best):
            yield from claim.cites
        for citation in getattr(self.event.record, "cites", ()):
            yield from citation.sources

    def _note_sources(self, sources: Iterable[Source]) -> None:
        for source in sources:
            self.sources.setdefault(source.id, source)
            self.shows.add(source.id)

    def _sources(self, record: Record) -> Iterator[str]:
        """What is cited for the record and its fields; then each source in full, and those it repeats."""
        for citation in getattr(record, "cites", ()):
            self._note_sources(citation.sources)
            if words := "; ".join([self.told.of(one).words for one in citation.sources]):
                yield f"Cited for {citation.field or 'all of it'}: {words}"
        for source in tuple(self.sources.values()):
            while source.repeats is not None:
                source = source.repeats  # noqa: PLW2901 - walks up to the root, so that copies do not pass for witnesses
                self._note_sources((source,))
        if self.sources:
            yield "Sources:"
            yield from [f"- {self.told.of(source).line}" for source in self.sources.values()]


def _date_words(date: AnyDate | Absence) -> str:
    return _ABSENCE_WORDS[date] if isinstance(date, Absence) else describe(date)


def _inline(text: str) -> str:
    return textsafe.plain(text).replace("\n", "\n  ")


def _paragraph(label: str, text: str) -> Iterator[str]:
    if text:
        yield f"{label}{_inline(text)}"


def _labelled(label: str, *texts: str) -> Iterator[str]:
    if any(texts):
        yield f"{label}: {'; '.join(map(_inline, texts))}"


def _location_words(location: Location) -> str:
    marks = [] if location.point is None else [location.point.value + (", near it" if location.near else "")]
    if location.accuracy_m is not None:
        marks.append(f"off by up to {str(location.accuracy_m).removesuffix('.0')} m")
    point = ", ".join(position(location))
    return f"{point} ({'; '.join(marks)})" if marks else point


def _source_words(source: Source) -> str:
    return (
        f"{_inline(source.title)} ({_inline(source.publisher)})"
        if source.publisher
        else _inline(source.title)
    )


def _source_line(source: Source) -> str:
    marks = [_source_words(source)]
    if source.published is not None:
        marks.append(f"published {_date_words(source.published)}")
    if source.accessed is not None:
        marks.append(f"read {describe(source.accessed)}")
    if source.language:
        marks.append(f"in {source.language}")
    if source.reliability is not None:
        marks.append(f"reliability {source.reliability.value}")
    if source.repeats is not None:
        marks.append(f"repeats {_source_words(source.repeats)}")
    # an address that can't be made safe to link to is still shown as text
    marks.extend(textsafe.link(url) or url for url in (source.url, source.archive_url) if url)
    return "; ".join(marks)
