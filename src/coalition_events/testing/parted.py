"""The check of the record-wise form: what the host makes of a file of lines is what the export of the whole gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

import coalition_events as ce

from .running import first_difference
from .samples import full_timeline

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .subject import Subject


@attrs.frozen
class _Cut(ce.Bulk):
    """A file of lines that is in memory, cut where the kit wants it."""

    pieces: tuple[ce.Batch, ...]

    def batches(self, start: int = 0, stop: int | None = None) -> Iterator[ce.Batch]:  # noqa: ARG002 - all of it is one stretch
        """The pieces, whatever is asked for."""
        yield from self.pieces


def check_parts(subject: Subject) -> None:
    """The parts of a timeline cut in two, if there are parts, give the bytes and the losses of its export."""
    if subject.exporter.parts:
        for options in ({}, *subject.variants()):
            _compare(subject, options)


def _compare(subject: Subject, options: Mapping[str, Any]) -> None:
    whole = _in_lines(full_timeline())
    made = ce.make_options(subject.exporter, {**subject.options, **options})
    job = ce.BulkJob(subject.info, subject.exporter, made, _in_two(whole))
    try:
        job.parts(job.request())
    except ce.WholeTimelineError:
        return
    exported, data = subject.export(whole, **options), b"".join(job.chunks())
    words = "".join(f" with {name}={value}" for name, value in options.items())
    if exported.data != data:
        raise AssertionError(
            f"cut in two, the parts{words} give other bytes than 'export' does of the whole: "
            f"{first_difference(exported.data, data)}. A piece may show its event, what belongs to the head, and "
            "request.days where needs_days says so, but no other milestone"
        )
    usual = ce.LossTally()
    usual.add(exported.losses, {milestone.id for milestone in whole.milestones})
    differing = {*usual.head, *usual.milestones} ^ {*job.losses.head, *job.losses.milestones}
    if differing:
        raise AssertionError(
            f"cut in two, the parts{words} report other losses than 'export' does of the whole, such as "
            f"{min(map(str, differing))}. They are reported by 'events', to the request that it is given"
        )


def _in_lines(timeline: ce.Timeline) -> ce.Timeline:
    """The timeline as a file of lines has it: milestones by date, and none of them named by the head."""
    milestones = tuple(event.record for event in timeline.events() if isinstance(event.record, ce.Milestone))
    return attrs.evolve(ce.only_kinds(timeline, ()), milestones=milestones)


def _in_two(timeline: ce.Timeline) -> _Cut:
    """Half of the milestones, the other half, and what of the head comes after them; as they are read from a file."""
    head = ce.only_kinds(timeline, ())
    middle = len(timeline.milestones) // 2
    rest = [event.id for event in timeline.events()]
    pieces: list[ce.Batch] = []
    for milestones in (timeline.milestones[:middle], timeline.milestones[middle:], ()):
        end = rest.index(milestones[-1].id) + 1 if milestones else len(rest)
        held, ids, rest = attrs.evolve(head, milestones=milestones), {*rest[:end]}, rest[end:]
        events = tuple(event for event in held.events() if event.id in ids)
        pieces.append(ce.Batch(timeline=held, events=events, position=len(pieces)))
    limits = ce.Limits()
    return _Cut(
        path="",
        timeline=head,
        size=len(pieces),
        divisible=False,
        first=0,
        limits=limits,
        pieces=tuple(pieces),
    )
