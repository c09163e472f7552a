"""The document: styles, schemas, what the file says of itself, and its folders.

There are two forms. One has a folder for each kind, which takes the whole timeline. The other has all events in one
folder, by date, and is written event by event: its head names every style and column that an event may use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from coalition_events import (
    Parts,
    every_key,
    extra_text,
    report_altered,
    report_rounding,
    report_uncarried,
    textsafe,
)

from ._balloon import balloon, escaped
from ._data import event_columns, plain_data, schema
from ._placemarks import Placemarks
from ._styles import PLAIN, looks_of_events, plain_style, style
from ._xml import Node, node, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from coalition_events import Event, ExportRequest, Timeline

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">\n'
_EVENTS: Final = f'  <Folder id="folder-events">\n   <name>Events</name>\n   <styleUrl>#{PLAIN}</styleUrl>\n'
_TAIL: Final = " </Document>\n</kml>\n"
_MILESTONES: Final = {
    "handover": "Handovers",
    "takeover": "Takeovers",
    "departure": "Departures",
    "arrival": "Arrivals",
    "ceremony": "Ceremonies",
    "announcement": "Announcements",
    "meeting": "Meetings",
    "deadline": "Deadlines",
    "other": "Other milestones",
}
_NOWHERE: Final = ", not located"
_STRETCHES: Final = ("phases", "agreements", "provisions")
_TEXTS: Final = ("counts", "statements", "actors", "sources")


def documents(request: ExportRequest) -> Iterator[str]:
    """Yield the file in pieces. The folders are made first: only they know which styles and columns are used."""
    marks = Placemarks(request)
    folders = [written(folder, 2) for folder in _folders(request.timeline, marks)]
    yield _opening(request, marks)
    yield from folders
    yield _TAIL
    _report(request)


def parts(request: ExportRequest) -> Parts:
    """The file with all events in one folder, cut between them."""
    marks = Placemarks(request)
    folders = "".join(written(folder, 2) for folder in _folders_of_head(request.timeline, marks))
    marks.looks |= looks_of_events()
    marks.columns |= event_columns()

    def events(held: ExportRequest, given: Iterable[Event]) -> Iterator[bytes]:
        of_held = Placemarks(held)
        for event in given:
            yield written(of_held.event(event), 3).encode()
        _report(held)

    head = f"{_opening(request, marks)}{folders}{_EVENTS}"
    return Parts(head=head.encode(), events=events, tail=f"  </Folder>\n{_TAIL}".encode())


def _opening(request: ExportRequest, marks: Placemarks) -> str:
    """All that stands before the folders."""
    opened = f'{_HEAD} <Document id="doc-{request.timeline.id}">\n'
    return opened + "".join(written(part, 2) for part in _head(request, marks))


def _report(request: ExportRequest) -> None:
    """Balloons and data walk the descriptions of fields: what may be lost is decimals and marks of direction."""
    carried = every_key()
    report_uncarried(request, carried)
    report_rounding(request, request.timeline.bases)
    report_altered(request, carried)


def _head(request: ExportRequest, marks: Placemarks) -> Iterator[Node]:
    timeline = request.timeline
    told = {
        "timezone": timeline.timezone,
        "licence": timeline.licence,
        "revised": timeline.revised.isoformat(),
        "evidence_until": timeline.evidence_until.isoformat() if timeline.evidence_until else "",
        "on": request.on.isoformat() if request.on else "",
    }
    rows = [(key.replace("_", " ").capitalize(), escaped(text)) for key, text in told.items()]
    rows += [(key, escaped(text)) for key, text in timeline.extra]
    words = f"The state on {marks.day}." if marks.day else ""
    yield node("name", textsafe.one_line(timeline.title))
    yield node("open", "1")
    yield node("Snippet", words, maxLines="2")
    yield node("description", balloon(timeline.title, timeline.summary, [*rows, *_reading_help()]))
    yield node("styleUrl", f"#{PLAIN}")
    yield plain_style()
    for look in sorted(marks.looks.values()):
        yield style(look, labels=request.options.labels)
    about = {"id": timeline.id, "title": timeline.title, "summary": timeline.summary}
    yield plain_data({**about, **told, "x_keys": extra_text(timeline.extra)})
    for name, columns in marks.columns.items():
        yield schema(name, columns)


def _reading_help() -> Iterator[tuple[str, str]]:
    words = (
        "A time span is as exact as its source: a month is a month. Where a date is uncertain, the line under the "
        "name says so in words, and the balloon has every claim."
    )
    yield "Dates", words


def _folders(timeline: Timeline, marks: Placemarks) -> Iterator[Node]:
    """Bases, milestones by kind, what lasts, the rest; what could stand on the map but nobody located is apart."""
    events = timeline.events()
    happenings = [event for event in events if event.record.section == "milestones"]
    located = [event for event in happenings if _is_located(event)]
    nowhere = [event for event in happenings if not _is_located(event)]
    yield from _folder("bases", "Bases", [marks.base(base) for base in timeline.bases if base.point])
    yield from _folder("milestones", "Milestones", _by_kind(located, marks))
    for section in _STRETCHES:
        yield from _folder(section, section.capitalize(), _stretches(timeline, section, events, marks))
    bases = [marks.base(base) for base in timeline.bases if not base.point]
    unlocated = [*_folder("bases-unlocated", f"Bases{_NOWHERE}", bases), *_by_kind(nowhere, marks, _NOWHERE)]
    yield from _folder("unlocated", "Not located", unlocated)
    for section in _TEXTS:
        records = [marks.record(record) for record in getattr(timeline, section)]
        yield from _folder(section, section.capitalize(), records)


def _folders_of_head(timeline: Timeline, marks: Placemarks) -> Iterator[Node]:
    """A folder for each kind of record; the beginnings and ends of those that last are events like others."""
    yield from _folder("bases", "Bases", [marks.base(base) for base in timeline.bases])
    for section in (*_STRETCHES, *_TEXTS):
        records = [marks.record(record) for record in getattr(timeline, section)]
        yield from _folder(section, section.capitalize(), records)


def _is_located(event: Event) -> bool:
    return any(base.point for base in event.bases)


def _by_kind(events: Iterable[Event], marks: Placemarks, tail: str = "") -> list[Node]:
    """A folder for each kind. GDAL makes a layer of each, so no two have one name."""
    found = [(event.kind, marks.event(event)) for event in events]
    folders = []
    for kind, title in _MILESTONES.items():
        children = [child for of_kind, child in found if of_kind == kind]
        folders += _folder(f"milestones-{kind}{'-unlocated' if tail else ''}", f"{title}{tail}", children)
    return folders


def _stretches(timeline: Timeline, section: str, events: Iterable[Event], marks: Placemarks) -> list[Node]:
    """Each record with its beginning and its end behind it."""
    of_record: dict[str, list[Event]] = {}
    for event in events:
        of_record.setdefault(event.record.id, []).append(event)
    found = []
    for record in getattr(timeline, section):
        found += [marks.record(record), *(marks.event(event) for event in of_record.get(record.id, ()))]
    return found


def _folder(folder_id: str, title: str, children: list[Node]) -> list[Node]:
    if not children:
        return []
    head = [node("name", title), node("styleUrl", f"#{PLAIN}")]
    return [node("Folder", [*head, *children], id=f"folder-{folder_id}")]
