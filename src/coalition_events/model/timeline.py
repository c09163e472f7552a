"""The whole file, and everything dated in it."""

from __future__ import annotations

import datetime as dt
import difflib
import functools
import re
import unicodedata
from typing import TYPE_CHECKING, Any, Final

import attrs

from coalition_events.model import fields, validators
from coalition_events.model.claims import Claims
from coalition_events.model.comparing import Compared
from coalition_events.model.records import (
    Agreement,
    Base,
    Count,
    Milestone,
    Phase,
    Provision,
    Statement,
)
from coalition_events.model.references import references_of
from coalition_events.model.sources import Actor, Record, Source
from coalition_events.model.validators import FieldError
from coalition_events.model.vocabulary import Absence, Basis, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from coalition_events.model.evidence import Claim

SCHEMA: Final = "coalition-events/1"
KINDS: Final[tuple[type[Record], ...]] = (
    Source,
    Actor,
    Base,
    Agreement,
    Phase,
    Provision,
    Milestone,
    Count,
    Statement,
)
"""The nine kinds in the order in which they may refer to one another: from a later one to an earlier."""


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Event(Compared):
    """Something dated: a milestone, or the beginning or end of a phase, an agreement, a provision.

    ``id`` is the record's id, or ``record.field``; ``kind`` the milestone's kind, or ``phase-start``, ``phase-end``,
    ``agreement-signed``, ``agreement-in-force``, ``agreement-ends``, ``provision-in-force``, ``provision-ends``.
    ``revised`` is when its entry last changed.
    """

    id: str
    kind: str
    title: str
    when: Claims
    record: Record = attrs.field(eq=fields.ids, repr=fields.print_ids)
    bases: tuple[Base, ...] = attrs.field(default=(), eq=fields.ids, repr=fields.print_ids)
    revised: dt.date
    cancelled: Claims = attrs.field(factory=Claims)

    @property
    def field(self) -> str:
        """The record's field that holds the dates, such as ``when``, ``end`` or ``signed``."""
        return self.id.partition(".")[2] or "when"

    @property
    def best(self) -> Claim | None:
        """The best dated claim, or ``None`` for an undated event."""
        best = self.when.best
        return best if best is not None and best.date else None

    def days(self) -> Iterator[dt.date]:
        """The first and last days of its dates, rejected ones left out."""
        for claim in (*self.when.live, *self.cancelled.live):
            if claim.date:
                yield from [day for day in (claim.date.earliest, claim.date.latest) if day]

    @property
    def sort_key(self) -> tuple[Any, ...]:
        """Sorts by the best date; the undated last; equal dates by id."""
        best = self.best
        if best is None or not best.date:
            return (True, self.id)
        return (False, *best.date.sort_key[:2], self.id)

    def status(self, on: dt.date | None = None) -> Status:
        """Where it stands by all that is said of it, whenever that was.

        ``on`` decides one thing: a plan whose last day lies before it is overdue. A plan never becomes done by itself.
        It is cancelled if somebody says so, on whatever day: a plan to call it off cancels nothing. Where it stood at
        the end of a day is what :func:`coalition_events.status_on` tells.
        """
        if self.cancelled and (self.cancelled.actual or self._called_off_some_day):
            return Status.CANCELLED
        best, when = self.best, self.when
        if (best is not None and best.basis is Basis.ACTUAL) or when.actual:  # mostly the best tells
            return Status.DONE
        if when.planned:
            due = when.planned[-1].date.latest if when.planned[-1].date else None
            return Status.OVERDUE if on and due and due < on else Status.PLANNED
        return Status.EXPECTED if when.expected else Status.UNDATED

    @property
    def _called_off_some_day(self) -> bool:
        """Whether it is said to have been called off on a day that nobody knows."""
        actual = [claim.date for claim in self.cancelled if claim.live and claim.basis is Basis.ACTUAL]
        return Absence.UNKNOWN in (*actual, self.cancelled.stated_absence)


_TIMEZONE: Final = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*")
_WORDS: Final[Mapping[str, str]] = {
    "phase-start": "begins",
    "phase-end": "ends",
    "agreement-signed": "signed",
    "agreement-in-force": "in force",
    "agreement-ends": "ends",
    "provision-in-force": "in force",
    "provision-ends": "ends",
}


def _check_timezone(_instance: object, attribute: attrs.Attribute[str], value: str) -> None:
    validators.check_text(_instance, attribute, value)
    if value and not _TIMEZONE.fullmatch(value):
        raise FieldError(
            attribute.name, "bad-code", f"{value!r} is not an IANA time zone such as 'Asia/Baghdad'"
        )


def _section(cls: type[Record]) -> Any:  # noqa: ANN401 - an attrs field
    def check(_instance: object, attribute: attrs.Attribute[Any], value: tuple[Record, ...]) -> None:
        for record in value:
            if not isinstance(record, cls):
                message = f"expected {cls.section}, found {getattr(record, 'id', record)!r}"
                raise FieldError(attribute.name, "wrong-kind-reference", message)

    return attrs.field(default=(), converter=fields.as_plain_tuple, validator=check)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Timeline(Compared):
    """A mission's end as one file: its records, and how far the evidence reaches.

    ``timeline["id"]`` is the record of that id, :meth:`find` one by any of its names, :meth:`events` everything dated.
    ``revised`` is when an entry last changed, ``evidence_until`` the day after which the sources say nothing.
    """

    id: str = attrs.field(validator=validators.check_id)
    title: str = attrs.field(**fields.required_text("title"))
    summary: str = fields.text("summary", "one paragraph")
    timezone: str = fields.text(
        "timezone", "IANA name of the place whose days the dates are", check=_check_timezone
    )
    licence: str = fields.text("licence", "SPDX id of the data's licence")
    revised: dt.date = fields.required_day("revised", "when an entry last changed")
    evidence_until: dt.date | None = fields.day(
        "evidence_until", "the day after which the sources say nothing"
    )
    sources: tuple[Source, ...] = _section(Source)
    actors: tuple[Actor, ...] = _section(Actor)
    bases: tuple[Base, ...] = _section(Base)
    agreements: tuple[Agreement, ...] = _section(Agreement)
    phases: tuple[Phase, ...] = _section(Phase)
    provisions: tuple[Provision, ...] = _section(Provision)
    milestones: tuple[Milestone, ...] = _section(Milestone)
    counts: tuple[Count, ...] = _section(Count)
    statements: tuple[Statement, ...] = _section(Statement)
    extra: tuple[tuple[str, str], ...] = fields.extra()

    def __attrs_post_init__(self) -> None:
        """Hold what no record can hold alone: unique ids, and references that stay within the timeline."""
        index = self._by_id
        for record in self.records():
            for other in references_of(record):
                if index.get(other.id) is not other and index.get(other.id) != other:
                    message = f"{record.id!r} refers to {other.id!r}, which is not in the timeline"
                    raise FieldError(record.section, "unknown-reference", message)

    def __repr__(self) -> str:
        """Short, since a shell shows it: what is in it stands in ``to_yaml``."""
        numbers = (
            f"{cls.section} {len(records)}" for cls in KINDS if (records := getattr(self, cls.section))
        )
        return f"<{type(self).__qualname__} {self.id!r}: {', '.join(numbers) or 'no records'}>"

    def records(self) -> Iterator[Record]:
        """Every record, kind by kind in the order of the file."""
        for cls in KINDS:
            yield from getattr(self, cls.section)

    @functools.cached_property
    def _by_id(self) -> dict[str, Record]:
        found: dict[str, Record] = {}
        for record in self.records():
            if record.id in found:
                raise FieldError(record.section, "duplicate-id", f"the id {record.id!r} is used twice")
            found[record.id] = record
        return found

    def __getitem__(self, record_id: str) -> Record:
        """The record of that id; :class:`KeyError` if there is none."""
        return self._by_id[record_id]

    def __contains__(self, record_id: object) -> bool:
        return record_id in self._by_id

    @functools.cached_property
    def _by_name(self) -> dict[str, list[Record]]:
        found: dict[str, list[Record]] = {}
        for record in self.records():
            for name in {_fold(name) for name in (record.id, *record.names)}:
                found.setdefault(name, []).append(record)
        return found

    def find(self, name: str) -> Record:
        """The record of that id, name, title or alias, whatever its case; :class:`LookupError` if none or several."""
        if name in self._by_id:
            return self._by_id[name]
        found = self._by_name.get(_fold(name), [])
        if len(found) == 1:
            return found[0]
        if found:
            message = f"{name!r} is the name of {', '.join(repr(record.id) for record in found)}: ask by id"
            raise LookupError(message)
        near = difflib.get_close_matches(_fold(name), self._by_name, n=1)
        hint = f"; did you mean {self._by_name[near[0]][0].id!r}?" if near else ""
        message = f"nothing in {self.id!r} is called {name!r}{hint}"
        raise LookupError(message)

    def milestones_at(self, base: Base | None) -> tuple[Milestone, ...]:
        """The milestones at a base, or, with none, those that name no base; in the order of the file."""
        return self._by_base.get("" if base is None else base.id, ())

    @functools.cached_property
    def _by_base(self) -> dict[str, tuple[Milestone, ...]]:
        found: dict[str, list[Milestone]] = {}
        for milestone in self.milestones:
            for base_id in {base.id for base in milestone.bases} or {""}:  # no id is empty
                found.setdefault(base_id, []).append(milestone)
        return {base_id: tuple(milestones) for base_id, milestones in found.items()}

    def events(self) -> tuple[Event, ...]:
        """Everything dated, by the best date, the undated last."""
        return self._events

    @functools.cached_property
    def _events(self) -> tuple[Event, ...]:
        return tuple(sorted(self._make_events(), key=lambda event: event.sort_key))

    def _make_events(self) -> Iterator[Event]:
        for phase in self.phases:
            yield from self._field_events(phase, ("start", "end"))
        for agreement in self.agreements:
            yield from self._field_events(agreement, ("signed", "in_force", "ends"))
        for provision in self.provisions:
            yield from self._field_events(provision, ("in_force", "ends"), provision.bases)
        for milestone in self.milestones:
            yield Event(
                id=milestone.id,
                kind=milestone.kind.value,
                title=milestone.label,
                when=milestone.when,
                record=milestone,
                bases=milestone.bases,
                revised=milestone.revised or self.revised,
                cancelled=milestone.cancelled,
            )

    def _field_events(
        self, record: Phase | Agreement | Provision, names: Iterable[str], bases: tuple[Base, ...] = ()
    ) -> Iterator[Event]:
        for name in names:
            claims: Claims = getattr(record, name)
            if not claims or claims.absence is Absence.NONE:
                continue
            kind = f"{record.section.removesuffix('s')}-{name.replace('_', '-')}"
            yield Event(
                id=f"{record.id}.{name}",
                kind=kind,
                title=f"{record.label.rstrip('.')}: {_WORDS[kind]}",
                when=claims,
                record=record,
                bases=bases,
                revised=record.revised or self.revised,
                cancelled=record.cancelled,
            )

    def days(self) -> tuple[dt.date, dt.date]:
        """The first and the last day of all that happens and of the evidence; of neither, the day of the last change.

        Publication days and rejected claims don't count: nothing happens on the day on which an old book came out.
        """
        days = [day for event in self.events() for day in event.days()]
        if self.evidence_until:
            days.append(self.evidence_until)
        return (min(days), max(days)) if days else (self.revised, self.revised)

    def uid(self, event: Event | str) -> str:
        """The identity of an event in every output and every edition: ``event-id@timeline-id``."""
        return f"{event if isinstance(event, str) else event.id}@{self.id}"


def _fold(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
