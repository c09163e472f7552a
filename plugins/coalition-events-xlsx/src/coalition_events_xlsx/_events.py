"""The sheet of events: one row for everything dated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition_events import (
    Milestone,
    cited_by_field,
    claims_text,
    describe_when,
    extra_text,
    sources_of_event,
    value_text,
)

from ._cells import Column, Sheet, bound, day, edtf, ids, link, stated_day, word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from coalition_events import AnyDate, Base, Event, ExportRequest

    from ._cells import Cell


def events_sheet(request: ExportRequest) -> Sheet:
    """Milestones, and beginnings and ends of phases, agreements and provisions, by date."""
    columns = (*_when(request), *_what(), *_evidence(), *_rest(request))
    about = (
        "Everything dated, in order: milestones, and beginnings and ends of phases, agreements, provisions"
    )
    return Sheet("events", about, columns, request.timeline.events(), lambda event: event.record)


def _date(event: Event) -> AnyDate | None:
    return event.best.date or None if event.best else None


def _best(name: str) -> Callable[[Event], Cell]:
    return lambda event: word(getattr(event.when.best, name, None))


def _when(request: ExportRequest) -> Iterator[Column]:
    yield Column("id", lambda event: event.id)
    yield Column("kind", lambda event: event.kind)
    yield Column("title", lambda event: event.title, "title", wraps=True)
    yield Column("when", describe_when, wraps=True)
    yield Column("status", lambda event: event.status(request.status_day).value)
    yield Column("edtf", lambda event: edtf(_date(event)))
    yield Column("day (stated)", lambda event: stated_day(_date(event)))
    yield Column("earliest (bound)", lambda event: bound(_date(event), "earliest"))
    yield Column("latest (bound)", lambda event: bound(_date(event), "latest"))
    yield Column("precision", lambda event: word(getattr(_date(event), "precision", None)))
    yield Column("mark", lambda event: word(getattr(_date(event), "mark", None)))
    yield Column("time", _best("time"))
    yield Column("absence", lambda event: word(event.when.absence))
    yield Column("basis", _best("basis"))
    yield Column("disputed", lambda event: event.when.disputed)
    yield Column("claims", lambda event: sum(claim.live for claim in event.when))


def _located(event: Event) -> Base | None:
    """The only located base of an event; two would make no number."""
    located = [base for base in event.bases if base.point]
    return located[0] if len(located) == 1 else None


def _degrees(name: str) -> Callable[[Event], Cell]:
    def cell(event: Event) -> Cell:
        base = _located(event)
        return float(getattr(base.point, name)) if base else None

    return cell


def _of_record(*names: str) -> Callable[[Event], Cell]:
    """The record's first attribute of these names; kinds of records have different ones for one thing."""

    def cell(event: Event) -> Cell:
        value: Any = next((getattr(event.record, name) for name in names if hasattr(event.record, name)), ())
        return "|".join(map(word, value)) if isinstance(value, tuple) else word(value)

    return cell


def _valued(name: str) -> Callable[[Event], Cell]:
    return lambda event: value_text(getattr(event.record, name).best) if _is_milestone(event) else ""


def _claimed(name: str) -> Callable[[Event], Cell]:
    return lambda event: claims_text(getattr(event.record, name)) if _is_milestone(event) else ""


def _is_milestone(event: Event) -> bool:
    return isinstance(event.record, Milestone)


def _what() -> Iterator[Column]:
    yield Column("from", _valued("from_"))
    yield Column("to", _valued("to"))
    yield Column("passes", _of_record("passes"))
    yield Column("bases", lambda event: ids(event.bases))
    yield Column("latitude", _degrees("latitude"))
    yield Column("longitude", _degrees("longitude"))
    yield Column("actors", _of_record("actors", "parties"))
    yield Column("phases", _of_record("phases"))
    yield Column("agreements", _of_record("agreements", "under"))


def _first_link(event: Event) -> Cell:
    return next((link(source.url, source.title) for source in sources_of_event(event) if source.url), None)


def _evidence() -> Iterator[Column]:
    yield Column("first_source", _first_link)
    yield Column("sources", lambda event: ids(sources_of_event(event)))
    yield Column("as_written", _best("as_written"))
    yield Column("by", _best("by"))
    yield Column("said", _best("said"))
    yield Column("claims_text", lambda event: claims_text(event.when))
    yield Column("from_claims", _claimed("from_"))
    yield Column("to_claims", _claimed("to"))
    yield Column("called_off", lambda event: claims_text(event.cancelled))


def _rest(request: ExportRequest) -> Iterator[Column]:
    yield Column("summary", lambda event: event.record.summary, "summary", wraps=True)
    yield Column("note", lambda event: event.record.note, "note", wraps=True)
    yield Column("cited_by_field", lambda event: cited_by_field(event.record))
    yield Column("uid", request.timeline.uid)
    yield Column("revised", lambda event: day(event.revised))
    yield Column("x_keys", lambda event: extra_text(event.record.extra), "x-")
