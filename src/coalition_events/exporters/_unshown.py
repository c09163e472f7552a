"""Losses that ``report_uncarried`` can't know: it goes by section, and not every record gets into every output."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from coalition_events import ExportRequest, report_uncarried

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from coalition_events import Timeline

_EVENT_FIELDS: Final = frozenset({"when", "start", "end", "signed", "in_force", "ends"})


def report_unshown(request: ExportRequest, shown: Callable[[str, str], bool]) -> None:
    """Report as dropped all that is filled where ``shown(record id, key)`` says that it is not in the output."""
    report_uncarried(request, {}, shown)


def event_is_shown(timeline: Timeline) -> Callable[[str, str], bool]:
    """Make ``shown`` for an output of all events: records without any and ends that are ``none`` are missing."""
    fields = {(event.record.id, event.field) for event in timeline.events()}
    records = {record_id for record_id, _ in fields}

    def shown(record_id: str, key: str) -> bool:
        return (record_id, key) in fields if key in _EVENT_FIELDS else record_id in records

    return shown


def report_the_file(request: ExportRequest, carried: Iterable[str]) -> None:
    """Report what the timeline says of itself and the output does not; the day of its last change is in every entry."""
    everything = ExportRequest(timeline=request.timeline)
    report_uncarried(everything, {"timeline": {*carried, "revised"}})
    for loss in everything.losses:
        if not loss.record:
            request.lost(loss.record, loss.field, loss.feature, loss.action)
