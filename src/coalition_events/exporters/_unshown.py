"""Losses that ``report_uncarried`` can't know: it goes by section, and not every record gets into every output."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from coalition_events import ExportRequest, every_key, report_uncarried

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from coalition_events import Record, Timeline

_EVENT_FIELDS: Final = frozenset({"when", "start", "end", "signed", "in_force", "ends"})


def report_unshown(
    request: ExportRequest,
    shown: Callable[[str, str], bool],
    records: Iterable[Record] | None = None,
    reported: Mapping[str, Collection[str]] | None = None,
) -> None:
    """Report as dropped all that is filled where ``shown(record id, key)`` says that it is not in the output.

    ``records``: those of which anything may be missing, if not all. ``reported``: the keys of each section of which all
    that is lost was reported before, see :func:`all_but`.
    """
    report_uncarried(request, reported or {}, shown, records)


def all_but(carried: Mapping[str, Collection[str]]) -> dict[str, frozenset[str]]:
    """The keys of all fields of records that are not carried, not even in part: all they hold is reported as lost."""
    return {
        section: frozenset(
            key for key in keys if key.partition(".")[0].removesuffix("[]") not in carried.get(section, ())
        )
        for section, keys in every_key().items()
        if section != "timeline"  # which is no record
    }


def event_is_shown(timeline: Timeline) -> Callable[[str, str], bool]:
    """Make ``shown`` for an output of all events: records without any and ends that are ``none`` are missing.

    It is for records that are no milestones, of which each is an event: see :func:`all_but_milestones`.
    """
    of_others = (event for event in timeline.events() if event.record.section != "milestones")
    fields = {(event.record.id, event.field) for event in of_others}
    records = {record_id for record_id, _ in fields}

    def shown(record_id: str, key: str) -> bool:
        return (record_id, key) in fields if key in _EVENT_FIELDS else record_id in records

    return shown


def all_but_milestones(timeline: Timeline) -> Iterator[Record]:
    """The records of which something may be missing in an output of all events: a milestone is one, with its date."""
    return (record for record in timeline.records() if record.section != "milestones")


def report_the_file(request: ExportRequest, carried: Iterable[str]) -> None:
    """Report what the timeline says of itself and the output does not; the day of its last change is in every entry."""
    everything = ExportRequest(timeline=request.timeline)
    report_uncarried(everything, {"timeline": {*carried, "revised"}})
    for loss in everything.losses:
        if not loss.record:
            request.lost(loss.record, loss.field, loss.feature, loss.action)
