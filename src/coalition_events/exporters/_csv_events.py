"""The table of events: one row for everything dated.

Cells that rest on one thing (the best claim, the sources, the place) are made together, so that it is looked for once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from coalition_events import (
    Milestone,
    cited_by_field,
    claims_text,
    degrees_text,
    extra_text,
    sources_of_event,
)

from ._csv_columns import Table, day_text, flag, id_of, ids, word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coalition_events import Actor, Base, Claim, Event, ExportRequest, Record, Values

_NAMES: Final = (
    *("id", "kind", "title"),
    *("date", "absence", "basis", "status", "earliest", "latest", "precision", "mark", "time"),
    *("disputed", "claims"),
    *("from", "to", "passes"),
    *("bases", "latitude", "longitude"),
    *("actors", "phases", "agreements"),
    *("sources", "source_urls"),
    *("as_written", "by", "said"),
    *("claims_text", "from_claims", "to_claims", "cancelled"),
    *("summary", "note", "cited_by_field", "uid", "revised", "extra"),
)
_NO_BOUNDS: Final = ("", "", "", "")


class EventRows:
    """Makes rows, and remembers whom they show: a source or a place that no row has is a loss."""

    def __init__(self) -> None:
        self.cited: set[str] = set()
        """Ids of sources."""
        self.placed: dict[str, Base] = {}
        """By id, the bases of which a row shows the point."""
        self._points: dict[str, tuple[str, str]] = {}
        """By their ids, what is shown of the place of bases: many events happen at one."""

    def cells(self, event: Event, request: ExportRequest) -> list[str]:
        """The row of an event."""
        record, best = event.record, event.when.best
        from_, to, passes, from_claims, to_claims = _passing(record)
        return [
            event.id,
            event.kind,
            event.title,
            *_date_cells(event, best, request),
            from_,
            to,
            passes,
            *self._places(event),
            *_others(record),
            *self._sources(event),
            *(("", "", "") if best is None else (best.as_written, id_of(best.by), word(best.said))),
            claims_text(event.when),
            from_claims,
            to_claims,
            claims_text(event.cancelled),
            record.summary,
            record.note,
            cited_by_field(record),
            request.timeline.uid(event),
            day_text(event.revised),
            extra_text(record.extra),
        ]

    def _places(self, event: Event) -> tuple[str, str, str]:
        """All bases, and the point of the only located one: two would make no number."""
        bases = ids(event.bases)
        point = self._points.get(bases)
        if point is None:
            point = self._points[bases] = self._point(event.bases)
        return bases, *point

    def _point(self, bases: Iterable[Base]) -> tuple[str, str]:
        located = [(base, point) for base in bases if (point := base.point)]
        if len(located) != 1:
            return "", ""
        [(base, point)] = located
        self.placed[base.id] = base
        return degrees_text(point.latitude), degrees_text(point.longitude)

    def _sources(self, event: Event) -> tuple[str, str]:
        """Ids and addresses; no address holds white space, but one may hold a bar."""
        sources = sources_of_event(event)
        cited = [source.id for source in sources]
        self.cited.update(cited)
        return "|".join(cited), " ".join([source.url for source in sources if source.url])


def _date_cells(event: Event, best: Claim | None, request: ExportRequest) -> list[str]:
    when, date = event.when, best.date or None if best else None
    bounds = (
        (day_text(date.earliest), day_text(date.latest), date.precision, date.mark) if date else _NO_BOUNDS
    )
    return [
        date.text if date else "",
        "" if date else word(when.absence),
        best.basis if best else "",
        event.status(request.status_day),
        *bounds,
        best.time if best else "",
        flag(when.disputed),
        str(len(when.live)),
    ]


def _passing(record: Record) -> tuple[str, str, str, str, str]:
    """From whom to whom, what passes, and the claims about both: of milestones, which alone have them."""
    if not isinstance(record, Milestone):
        return "", "", "", "", ""
    from_, from_claims = _valued(record.from_)
    to, to_claims = _valued(record.to)
    return from_, to, "|".join(record.passes), from_claims, to_claims


def _valued(values: Values[Actor]) -> tuple[str, str]:
    """The best value, and all that is claimed."""
    return (id_of(values.best), claims_text(values)) if values else ("", "")


def _others(record: Record) -> tuple[str, str, str]:
    """Actors, phases and agreements, for which kinds of records have attributes of different names."""
    if isinstance(record, Milestone):
        return ids(record.actors), ids(record.phases), ids(record.agreements)
    found: Any = record
    return (
        ids(getattr(found, "actors", getattr(found, "parties", ()))),
        ids(getattr(found, "phases", ())),
        _references(getattr(found, "under", ())),
    )


def _references(value: Record | tuple[Record, ...] | None) -> str:
    return ids(value) if isinstance(value, tuple) else id_of(value)


EVENTS: Final = Table(
    lambda request: request.timeline.events(),
    _NAMES,
    lambda event, request: EventRows().cells(event, request),
)
