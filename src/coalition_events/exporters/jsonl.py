"""JSON lines: the head of the timeline first, then a milestone a line, sorted by date; for files of any length.

``coalition_events.read`` reads it as any timeline, ``open_bulk`` line by line.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from coalition_events import (
    Exporter,
    ExportRequest,
    Feature,
    LossAction,
    Parts,
    feature_of,
    hookimpl,
    only_kinds,
    plain_record,
    to_plain,
    whole,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from coalition_events import Event, Record

# Counts and statements stand in the head, which knows no milestone: there they name all but those.
_PARTLY: Final = (Feature.COUNTS, Feature.STATEMENTS)


def export(request: ExportRequest) -> Iterator[bytes]:
    """Yield the head, then line by line."""
    return whole(parts(request), request)


def parts(request: ExportRequest) -> Parts:
    """The lines, cut between the milestones."""
    head = only_kinds(request.timeline, ())

    def events(held: ExportRequest, given: Iterable[Event]) -> Iterator[bytes]:
        for event in given:
            of_head = event.record.section != "milestones"
            yield b"" if of_head else _line({"id": event.id, **plain_record(event.record)})
        _report(held)

    return Parts(head=_line(to_plain(head)), events=events)


def _line(fields: dict[str, Any]) -> bytes:
    return json.dumps(fields, ensure_ascii=False, allow_nan=False).encode() + b"\n"


def _report(request: ExportRequest) -> None:
    """Report the milestones that counts and statements name."""
    named: list[tuple[Record, str, tuple[Record, ...]]] = [
        *((count, "members", count.members) for count in request.timeline.counts),
        *((statement, "about", statement.about) for statement in request.timeline.statements),
    ]
    for record, key, others in named:
        if any(other.section == "milestones" for other in others):
            request.lost(record, key, feature_of(record.section, key), LossAction.COARSENED)


@hookimpl
def coalition_events_exporter() -> Exporter:
    """The exporter ``jsonl``."""
    return Exporter(
        name="jsonl",
        suffixes=(".jsonl",),
        media_type="application/jsonl",
        description="JSON lines: a milestone a line behind the head, read back by the library, for files of any size",
        export=export,
        carries=tuple(feature for feature in Feature if feature not in _PARTLY),
        partly=_PARTLY,
        parts=parts,
    )
