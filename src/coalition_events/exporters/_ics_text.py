"""The description of a calendar entry: every claim with who says it, in plain lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from coalition_events import Agreement, CitedRecord, Claims, Milestone, Phase, Provision

from ._ics_claims import Telling
from ._ics_sources import inline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from coalition_events import Record

    from ._ics_claims import Told
    from ._ics_entry import Entry

_FIELDS: Final = {
    "start": "Begins",
    "end": "Ends",
    "signed": "Signed",
    "in_force": "In force",
    "ends": "Ends",
}
"""The dated fields of phases, agreements and provisions; each has an entry of its own if it has a date."""


class Description(Telling):
    """The description of one event: ``text``, and the address that it has for ``link``.

    ``placed`` are the ids of all events that have an entry: a date of the same record that has none is
    written out here.
    """

    def __init__(self, entry: Entry, placed: frozenset[str], told: Told) -> None:
        super().__init__(told)
        self._entry, self._placed = entry, placed
        self.shows.add(entry.event.record.id)
        self._note_closest_sources()
        self.text = "\n".join(self._lines())

    @property
    def link(self) -> str:
        """The address of the first source that has one, for URL (RFC 5545, 3.8.4.6); empty if none has."""
        return next((texts.link for texts in self.sources.values() if texts.link), "")

    def _lines(self) -> list[str]:
        event, record = self._entry.event, self._entry.event.record
        lines = [self._standing()]
        if record.summary:
            lines.append(inline(record.summary))
        lines += self._details(record)
        for base in event.bases:
            lines += self.base(base)
        lines += self.claims("Dates", event.when)
        if not isinstance(record, Milestone):  # which has no other
            lines += self._other_dates(record)
        if event.cancelled:
            lines += self.claims("Called off", event.cancelled)
        if record.note:
            lines.append(f"Note: {inline(record.note)}")
        lines += self._cited_for(record)
        lines += self._sources()
        return lines

    def _standing(self) -> str:
        disputed = ", but the reports of it disagree" if self._entry.disputed else ""
        return f"Date: {self._entry.words}. Status: {self._entry.status!s}{disputed}."

    # -------------------------------------------------------------------------------------- the record

    def _details(self, record: Record) -> Iterable[str]:
        if isinstance(record, Milestone):
            return self._milestone(record)
        if isinstance(record, Phase):
            return self._phase(record)
        if isinstance(record, Agreement):
            return self._agreement(record)
        return self._provision(record) if isinstance(record, Provision) else ()

    def _milestone(self, record: Milestone) -> list[str]:
        lines = self.values("From", record.from_) + self.values("To", record.to)
        if record.passes or record.usual_passes:
            lines.append(f"Passes: {'; '.join(record.passes) or 'nothing'}")
        if record.actors:
            lines += _labelled("Taking part", *self.actors(record.actors))
        if record.phases:
            lines += _labelled("Phases", *[phase.label for phase in record.phases])
        if record.agreements:
            lines += _labelled("Agreements", *[agreement.label for agreement in record.agreements])
        return lines

    def _phase(self, record: Phase) -> Iterator[str]:
        yield f"Phase {record.ordinal}{', the last one' if record.final else ''}"
        yield from _labelled("Area", record.area)
        yield from _labelled("Coordinated from", record.coordinated_from)
        yield from _labelled("Under", *(agreement.label for agreement in record.under))

    def _agreement(self, record: Agreement) -> Iterator[str]:
        yield from _labelled("Kind", record.kind.value if record.kind else "")
        yield from _labelled("Parties", *self.actors(record.parties))

    def _provision(self, record: Provision) -> Iterator[str]:
        yield from _labelled("Modality", record.modality.value if record.modality else "")
        yield from _labelled("Condition", record.condition)
        yield from _labelled("Actors", *self.actors(record.actors))
        yield from _labelled("Phases", *(phase.label for phase in record.phases))
        yield from _labelled("Under", record.under.label if record.under else "")

    def _other_dates(self, record: Record) -> Iterator[str]:
        for field, label in _FIELDS.items():
            claims = getattr(record, field, None)
            if claims and isinstance(claims, Claims) and f"{record.id}.{field}" not in self._placed:
                yield from self.claims(label, claims)

    # -------------------------------------------------------------------------------------- sources

    def _note_closest_sources(self) -> None:
        """Those of the best claim, the other claims, the record: the first with an address gives the URL."""
        event = self._entry.event
        best, claims = event.best, event.when.items
        for claim in claims if best is None or len(claims) == 1 else (best, *claims):
            for source in claim.cites:
                self.source(source)
        if isinstance(event.record, CitedRecord):
            for citation in event.record.cites:
                for source in citation.sources:
                    self.source(source)

    def _cited_for(self, record: Record) -> Iterator[str]:
        """What is cited for the record and its fields."""
        for citation in record.cites if isinstance(record, CitedRecord) else ():
            if words := "; ".join([self.source(one).words for one in citation.sources]):
                yield f"Cited for {citation.field or 'all of it'}: {words}"

    def _sources(self) -> list[str]:
        """Each source in full, and those it repeats: the root too, so that copies do not pass for witnesses."""
        for texts in tuple(self.sources.values()):
            source = texts.source
            while source.repeats is not None:
                source = self.source(source.repeats).source
        return ["Sources:", *[texts.line for texts in self.sources.values()]] if self.sources else []


def _labelled(label: str, *texts: str) -> Iterator[str]:
    if any(texts):
        yield f"{label}: {'; '.join(map(inline, texts))}"
