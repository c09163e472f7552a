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
from ._xml import leaf

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from coalition_events import Event, ExportRequest, Timeline

_HEAD: Final = b'<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">\n'
_EVENTS: Final = (
    f'  <Folder id="folder-events">\n   <name>Events</name>\n   <styleUrl>#{PLAIN}</styleUrl>\n'.encode()
)
_TAIL: Final = b" </Document>\n</kml>\n"
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


def documents(request: ExportRequest) -> Iterator[bytes]:
    """Yield the file in pieces. The folders are made first: only they know which styles and columns are used."""
    marks = Placemarks(request)
    folders = [*_folders(request.timeline, marks)]
    yield _opening(request, marks)
    yield from folders
    yield _TAIL
    _report(request)


def parts(request: ExportRequest) -> Parts:
    """The file with all events in one folder, cut between them."""
    marks = Placemarks(request)
    folders = [*_folders_of_head(request.timeline, marks)]
    marks.looks |= looks_of_events()
    marks.columns |= event_columns()

    def events(held: ExportRequest, given: Iterable[Event]) -> Iterator[bytes]:
        of_held = Placemarks(held)
        for event in given:
            yield of_held.event(3, event)
        _report(held)

    head = b"".join([_opening(request, marks), *folders, _EVENTS])
    return Parts(head=head, events=events, tail=b"  </Folder>\n" + _TAIL)


def _opening(request: ExportRequest, marks: Placemarks) -> bytes:
    """All that stands before the folders."""
    opened = f' <Document id="doc-{request.timeline.id}">\n'
    return b"".join([_HEAD, opened.encode(), *_head(2, request, marks)])


def _report(request: ExportRequest) -> None:
    """Balloons and data walk the descriptions of fields: what may be lost is decimals and marks of direction."""
    carried = every_key()
    report_uncarried(request, carried)
    report_rounding(request, request.timeline.bases)
    report_altered(request, carried)


def _head(level: int, request: ExportRequest, marks: Placemarks) -> Iterator[bytes]:
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
    yield leaf(level, "name", textsafe.one_line(timeline.title))
    yield leaf(level, "open", "1")
    yield leaf(level, 'Snippet maxLines="2"', words)
    yield leaf(level, "description", balloon(timeline.title, timeline.summary, [*rows, *_reading_help()]))
    yield leaf(level, "styleUrl", f"#{PLAIN}")
    yield plain_style(level)
    for look in sorted(marks.looks.values()):
        yield style(level, look, labels=request.options.labels)
    about = {"id": timeline.id, "title": timeline.title, "summary": timeline.summary}
    yield plain_data(level, {**about, **told, "x_keys": extra_text(timeline.extra)})
    for name, columns in marks.columns.items():
        yield schema(level, name, columns)


def _reading_help() -> Iterator[tuple[str, str]]:
    words = (
        "A time span is as exact as its source: a month is a month. Where a date is uncertain, the line under the "
        "name says so in words, and the balloon has every claim."
    )
    yield "Dates", words


def _folders(timeline: Timeline, marks: Placemarks) -> Iterator[bytes]:
    """Bases, milestones by kind, what lasts, the rest; what could stand on the map but nobody located is apart."""
    events = timeline.events()
    happenings = [event for event in events if event.record.section == "milestones"]
    located = [event for event in happenings if _is_located(event)]
    nowhere = [event for event in happenings if not _is_located(event)]
    bases = (marks.base(3, base) for base in timeline.bases if base.point)
    yield from _folder(2, "bases", "Bases", bases)
    yield from _folder(2, "milestones", "Milestones", _by_kind(located, marks))
    for section in _STRETCHES:
        yield from _folder(2, section, section.capitalize(), _stretches(timeline, section, events, marks))
    bases = (marks.base(4, base) for base in timeline.bases if not base.point)
    unlocated = [
        *_folder(3, "bases-unlocated", f"Bases{_NOWHERE}", bases),
        *_by_kind(nowhere, marks, _NOWHERE),
    ]
    yield from _folder(2, "unlocated", "Not located", unlocated)
    for section in _TEXTS:
        yield from _of_section(timeline, section, marks)


def _folders_of_head(timeline: Timeline, marks: Placemarks) -> Iterator[bytes]:
    """A folder for each kind of record; the beginnings and ends of those that last are events like others."""
    yield from _folder(2, "bases", "Bases", (marks.base(3, base) for base in timeline.bases))
    for section in (*_STRETCHES, *_TEXTS):
        yield from _of_section(timeline, section, marks)


def _of_section(timeline: Timeline, section: str, marks: Placemarks) -> list[bytes]:
    records = (marks.record(3, record) for record in getattr(timeline, section))
    return _folder(2, section, section.capitalize(), records)


def _is_located(event: Event) -> bool:
    return any(base.point for base in event.bases)


def _by_kind(events: Iterable[Event], marks: Placemarks, tail: str = "") -> list[bytes]:
    """A folder for each kind. GDAL makes a layer of each, so no two have one name."""
    found: dict[str, list[bytes]] = {kind: [] for kind in _MILESTONES}
    for event in events:
        found[event.kind].append(marks.event(4, event))
    folders = []
    for kind, title in _MILESTONES.items():
        name = f"milestones-{kind}{'-unlocated' if tail else ''}"
        folders += _folder(3, name, f"{title}{tail}", found.pop(kind))
    return folders


def _stretches(
    timeline: Timeline, section: str, events: Iterable[Event], marks: Placemarks
) -> Iterator[bytes]:
    """Each record with its beginning and its end behind it."""
    of_record: dict[str, list[Event]] = {}
    for event in events:
        of_record.setdefault(event.record.id, []).append(event)
    for record in getattr(timeline, section):
        yield marks.record(3, record)
        yield from (marks.event(3, event) for event in of_record.get(record.id, ()))


def _folder(level: int, folder_id: str, title: str, children: Iterable[bytes]) -> list[bytes]:
    """The pieces of a folder, or none where nothing is in it; the children are written at the next level."""
    held = [*children]
    if not held:
        return []
    head = [leaf(level + 1, "name", title), leaf(level + 1, "styleUrl", f"#{PLAIN}")]
    opened, closed = f'{" " * level}<Folder id="folder-{folder_id}">\n', f"{' ' * level}</Folder>\n"
    return [b"".join([opened.encode(), *head]), *held, closed.encode()]
