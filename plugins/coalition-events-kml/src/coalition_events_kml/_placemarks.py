"""Placemarks: one for each base, each event and each record of the other kinds.

The children of a feature stand in the order of the schema: name, Snippet, description, TimeSpan, styleUrl,
ExtendedData, geometry (OGC 07-147r2, 9.1).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from coalition_events import (
    Base,
    Milestone,
    Record,
    Status,
    degrees_text,
    describe_when,
    sources_of_event,
    textsafe,
)

from ._balloon import balloon, claims_html, escaped, listed, rows_of, sources_html
from ._data import Cells, event_cells, extended_data, record_cells
from ._onday import OnDay
from ._stated import stated
from ._styles import PLAIN, Look, look_of_base, look_of_status
from ._times import time_span
from ._xml import branch, leaf

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coalition_events import AnyDate, Event, ExportRequest, Location, Source

    from ._balloon import Row


_UNDATED: Final = str(Status.UNDATED)


class Placemarks:
    """Makes placemarks and remembers which styles and which columns they use."""

    def __init__(self, request: ExportRequest) -> None:
        self._request = request
        # a base names its events only where all of them are held anyway
        self._names_events = request.options.folders
        self._on_day = OnDay(request.timeline, request.on) if request.on else None
        self._at: dict[str, list[Event]] | None = None
        self.looks: dict[str, Look] = {}
        self.columns: dict[str, dict[str, None]] = {}

    @property
    def day(self) -> str:
        """The day of the state in words, or nothing."""
        return self._on_day.day if self._on_day else ""

    def base(self, level: int, base: Base) -> bytes:
        """A base where it is, coloured by its holder if a day is asked about."""
        events = [f"{escaped(event.title)}: {escaped(when_words(event))}" for event in self._events_at(base)]
        fields = stated(base)
        rows = [("What happened here", listed(events)), *rows_of(base, fields)]
        cells = record_cells(base, fields, self._request)
        words = _place_words(base)
        look = look_of_base()
        if self._on_day:
            words, look = self._on_day.base_words(base), self._on_day.look(base)
            rows.insert(0, (f"On {self.day}", escaped(words)))
            cells |= self._on_day.base_cells(base)
        return self._placemark(
            level, base.id, base.name, words, (base.summary, rows), None, look, ("base", cells), [base]
        )

    def event(self, level: int, event: Event) -> bytes:
        """An event at its bases, with its time."""
        record, date = event.record, event.best.date if event.best else None
        status = self._on_day.status(event) if self._on_day else str(event.status(self._request.status_day))
        words = when_words(event)
        sources = sources_of_event(event)
        rows = [*self._event_rows(event, words, status, sources)]
        cells = event_cells(event, self._request, words, status, sources)
        schema, summary = "event", ""
        if isinstance(record, Milestone):
            schema, summary = "milestone", record.summary
            fields = [field for field in stated(record) if field[0].key != "when"]
            rows += rows_of(record, fields, {"cancelled"})
            cells = {**record_cells(record, fields, self._request), **cells}
        else:
            rows += [
                ("Of", escaped(record.label)),
                ("Bases", escaped(", ".join(base.name for base in event.bases))),
            ]
        told = words if status == _UNDATED else f"{words}, {_status_words(status)}"
        look = look_of_status(status)
        return self._placemark(
            level,
            event.id,
            event.title,
            told,
            (summary, rows),
            date or None,
            look,
            (schema, cells),
            event.bases,
        )

    def _events_at(self, base: Base) -> list[Event]:
        if not self._names_events:
            return []
        if self._at is None:
            self._at = {}
            for event in self._request.timeline.events():
                for other in event.bases:
                    self._at.setdefault(other.id, []).append(event)
        return self._at.get(base.id, [])

    def _event_rows(self, event: Event, words: str, status: str, sources: Iterable[Source]) -> Iterable[Row]:
        as_of = f" (as of {self.day})" if self.day else ""
        yield "Date", escaped(words)
        yield "Status", escaped(f"{_status_words(status)}{as_of}")
        yield "Claims", claims_html(event.when)
        yield "Called off", claims_html(event.cancelled)
        yield "All sources", sources_html(sources)

    def record(self, level: int, record: Record) -> bytes:
        """A record that has no place on the map."""
        fields = stated(record)
        rows, cells = rows_of(record, fields), record_cells(record, fields, self._request)
        words, answer = "", self._on_day.stretch(record) if self._on_day else None
        if self._on_day and answer is not None:
            words = self._on_day.stretch_words(record, answer)
            rows.insert(0, (f"On {self.day}", escaped(words)))
            cells |= self._on_day.stretch_cells(answer)
        schema = record.section.removesuffix("s")
        told = (record.summary, rows)
        return self._placemark(level, record.id, record.label, words, told, None, None, (schema, cells), ())

    def _placemark(  # noqa: PLR0913, PLR0917 - a placemark has so many parts
        self,
        level: int,
        mark_id: str,
        title: str,
        words: str,
        told: tuple[str, Iterable[Row]],
        date: AnyDate | None,
        look: Look | None,
        data: tuple[str, Cells],
        bases: Iterable[Base],
    ) -> bytes:
        schema, cells = data
        if look:
            self.looks[look.id] = look
        columns = self.columns.setdefault(schema, {})
        if not cells.keys() <= columns.keys():
            columns |= dict.fromkeys(cells)
        summary, rows = told
        within = level + 1
        parts = [
            leaf(within, "name", textsafe.one_line(title)),
            leaf(within, 'Snippet maxLines="2"', textsafe.one_line(words)),
            leaf(within, "description", balloon(title, summary, rows)),
            time_span(within, date) if self._request.options.timespans else b"",
            leaf(within, "styleUrl", f"#{look.id if look else PLAIN}"),
            extended_data(within, schema, cells),
            _geometry(within, bases),
        ]
        # an id of ours begins with a letter: one of the file may begin with a digit, which no NCName does
        return branch(level, f'Placemark id="id-{mark_id}"', parts)


def when_words(event: Event) -> str:
    """The best date in words, and whether sources disagree."""
    return f"{describe_when(event)}{' (sources disagree)' if event.when.disputed else ''}"


def _status_words(status: str) -> str:
    return status.replace("-", " ")


def _place_words(base: Base) -> str:
    kind = base.kind.value.replace("-", " ") if base.kind else ""
    near = f"point near the site ({base.point.point})" if base.point and base.point.near else ""
    return ", ".join(part for part in (kind, near if base.point else "not located") if part)


def _geometry(level: int, bases: Iterable[Base]) -> bytes:
    """A point, several points, or nothing for what nobody located: no place is made up."""
    points = list(dict.fromkeys(_coordinates(base.point) for base in bases if base.point))
    if len(points) > 1:
        return branch(level, "MultiGeometry", [_point(level + 1, point) for point in points])
    return _point(level, points[0]) if points else b""


def _point(level: int, coordinates: str) -> bytes:
    return branch(level, "Point", [leaf(level + 1, "coordinates", coordinates)])


def _coordinates(point: Location) -> str:
    """Longitude first, and no white space (OGC 07-147r2, 16.9)."""
    return f"{degrees_text(point.longitude)},{degrees_text(point.latitude)}"
