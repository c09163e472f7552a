"""Exports of files of millions of events: a batch at a time, by one process or several, the same bytes as in one go."""

from __future__ import annotations

import itertools
import os
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

import attrs

from coalition_events import plugins
from coalition_events.bulk.losses import LossTally
from coalition_events.bulk.workers import Workers, cut_up
from coalition_events.catalogue import FormatInfo
from coalition_events.exceptions import (
    CoalitionEventsError,
    OptionError,
    PluginContractError,
    PluginExportError,
    WholeTimelineError,
)
from coalition_events.hookspecs import Exporter, ExportRequest, Parts, separated
from coalition_events.limits import Limits
from coalition_events.options import make_options
from coalition_events.reading.bulk import Bulk, open_bulk
from coalition_events.writer import Job, output_errors, stage, temporary_folder

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator

    from coalition_events.bulk.workers import Stretch, Task

Days: TypeAlias = "tuple[dt.date, dt.date]"
Seen: TypeAlias = "Callable[[int], None]"
"""Called with the byte of the file up to which all is done."""
Progress: TypeAlias = "Callable[[int, int], None]"
"""Called with how many bytes are done, and of how many: twice the file for an exporter that needs its days first."""

T = TypeVar("T")
_BLOCK: Final = 1 << 20


def write_bulk(
    bulk: Bulk,
    path: str | os.PathLike[str],
    format: str | None = None,  # noqa: A002 - the word that users know
    *,
    jobs: int = 1,
    **options: Any,  # noqa: ANN401 - each exporter has its own
) -> LossTally:
    """Export a file of lines into a file, which is replaced whole or not at all; ``jobs`` processes do it.

    The suffix decides the format if none is given. With several ``jobs`` each process imports the program's main
    module, which therefore does its work behind ``if __name__ == "__main__"``. Raises as :func:`prepare_bulk` and
    :meth:`BulkJob.chunks`, and :class:`OutputError`.
    """
    target = os.fspath(path)
    info = plugins.by_name(format) if format else plugins.by_suffix(target)
    job = prepare_bulk(bulk, info, options=options, jobs=jobs)
    with stage(job.chunks(), target) as staged:
        staged.commit()
    return job.losses


def prepare_bulk(bulk: Bulk, info: FormatInfo, *, options: dict[str, Any], jobs: int = 1) -> BulkJob:
    """Load the exporter and check its options; raises :class:`OptionError` and :class:`PluginError`.

    A :class:`WholeTimelineError` tells that the format, with these options, can't be written piece by piece.
    """
    if jobs < 1:
        raise OptionError([f"jobs={jobs}: there must be a process that does it"])
    if jobs > 1 and not bulk.divisible:
        raise OptionError([f"{bulk.path}: a compressed file is read by one process, not by {jobs}"])
    exporter = plugins.load_exporter(info)
    with plugins.blamed(info, PluginExportError, "its options", passing=(OptionError,)):
        made = make_options(exporter, options)
    job = BulkJob(info, exporter, made, bulk, jobs)
    job.parts(job.request())
    return job


@attrs.define
class BulkJob:
    """An exporter with a file of lines: all that is decided before the first byte. ``losses`` fill meanwhile."""

    info: FormatInfo
    exporter: Exporter
    options: Any
    bulk: Bulk
    jobs: int = 1
    losses: LossTally = attrs.field(factory=LossTally)

    def chunks(self, progress: Progress | None = None) -> Iterator[bytes]:
        """The output in pieces of the host's size.

        Raises :class:`InvalidTimelineError` and :class:`UnreadableInputError` for what is wrong with the file,
        :class:`OutputError` if a process is ended from outside, and :class:`PluginError`.
        """
        return self.blamed(lambda request: self._export(request, progress or _unwatched))

    def blamed(self, export: Callable[[ExportRequest], Iterable[bytes]]) -> Iterator[bytes]:
        """The output of a function. What goes wrong there is the exporter's fault, except this library's own errors."""
        exporter = attrs.evolve(self.exporter, export=export)
        return Job(self.info, exporter, self.request(), (CoalitionEventsError,)).chunks()

    def request(self, days: Days | None = None) -> ExportRequest:
        """The request for the parts: its timeline is the head."""
        return ExportRequest(timeline=self.bulk.timeline, options=self.options, days=days)

    def parts(self, request: ExportRequest) -> Parts:
        """The parts of the export; raises :class:`WholeTimelineError` if there are none."""
        with plugins.blamed(self.info, PluginExportError, "its parts"):
            # whatever the annotations promise
            parts: Any = self.exporter.parts(request) if self.exporter.parts else None
        if parts is None:
            reason = "with these options it is" if self.exporter.parts else "it is"
            message = f"{self.info.name}: {reason} made of the timeline as a whole"
            raise WholeTimelineError([message])
        if not isinstance(parts, Parts):
            message = f"its 'parts' returned {type(parts).__name__}, expected Parts or None"
            raise PluginContractError(str(self.info), message)
        return parts

    def _export(self, request: ExportRequest, progress: Progress) -> Iterator[bytes]:
        total = self.bulk.size
        if self.exporter.needs_days:
            total *= 2
            request = self.request(self._days(lambda position: progress(position, total)))
        parts = self.parts(request)
        yield parts.head
        before = separated(parts.before, parts.separator)
        behind = total - self.bulk.size
        stretches = self._stretches(parts, request, lambda position: progress(behind + position, total))
        yield from _joined(itertools.chain([before], stretches), parts.separator)
        yield parts.tail

    def _days(self, seen: Seen) -> Days:
        """The days of the whole file, for which all of it is read."""
        if self.jobs == 1:
            found = [_days_of(self.bulk, (0, None), seen)]
        else:
            found = [*self._worked(_DaysTask(self.bulk.path, self.bulk.limits), seen)]
        timeline = self.bulk.timeline
        known = [day for days in found if days for day in days]
        if timeline.evidence_until:
            known.append(timeline.evidence_until)
        return (min(known), max(known)) if known else (timeline.revised, timeline.revised)

    def _stretches(self, parts: Parts, request: ExportRequest, seen: Seen) -> Iterator[Iterable[bytes]]:
        """The events, stretch by stretch."""
        if self.jobs == 1:
            yield self.stretch(parts, request, (0, None), self.losses, seen)
            return
        with temporary_folder() as folder:
            bulk, days = self.bulk, request.days if self.exporter.needs_days else None
            task = _ExportTask(bulk.path, bulk.limits, self.info, self.options, days, folder)
            for path, losses in self._worked(task, seen):
                self.losses.merge(losses)
                yield _blocks(path)
                os.unlink(path)  # noqa: PTH108 - pathlib costs half a start-up

    def stretch(
        self, parts: Parts, request: ExportRequest, cut: Stretch, losses: LossTally, seen: Seen
    ) -> Iterator[bytes]:
        """The events of one stretch of the file, in this process."""

        def pieces() -> Iterator[bytes]:
            for batch in self.bulk.batches(*cut):
                held = attrs.evolve(request, timeline=batch.timeline, losses=set())
                yield from parts.events(held, batch.events)
                losses.add(held.losses, {milestone.id for milestone in batch.timeline.milestones})
                seen(batch.position)

        return separated(pieces(), parts.separator)

    def _worked(self, task: Task[T], seen: Seen) -> Iterator[T]:
        """What the processes give, stretch by stretch."""
        cuts = cut_up(self.bulk.size, self.jobs)
        with Workers(task, cuts, self.jobs) as workers:
            for (_, stop), result in zip(cuts, workers.results(), strict=False):
                yield result
                seen(stop or self.bulk.size)


@attrs.frozen
class _DaysTask:
    """What a process is told that looks for the days of a stretch."""

    path: str
    limits: Limits

    def begin(self) -> Callable[[Stretch], Days | None]:
        bulk = open_bulk(self.path, limits=self.limits)
        return lambda cut: _days_of(bulk, cut, _unwatched)


@attrs.frozen
class _ExportTask:
    """What a process is told that exports stretches, each into a file of its own in ``folder``."""

    path: str
    limits: Limits
    info: FormatInfo
    options: Any
    days: Days | None
    folder: str

    def begin(self) -> Callable[[Stretch], tuple[str, LossTally]]:
        bulk = open_bulk(self.path, limits=self.limits)
        job = BulkJob(self.info, plugins.load_exporter(self.info), self.options, bulk)
        request = job.request(self.days)
        parts = job.parts(request)

        def export(cut: Stretch) -> tuple[str, LossTally]:
            losses = LossTally()
            path = os.path.join(self.folder, str(cut[0]))  # noqa: PTH118 - as above
            with output_errors(path), open(path, "wb") as file:  # noqa: PTH123 - as above
                file.writelines(job.blamed(lambda _: job.stretch(parts, request, cut, losses, _unwatched)))
            return path, losses

        return export


def _days_of(bulk: Bulk, cut: Stretch, seen: Seen) -> Days | None:
    """The first and the last day of a stretch; events of the head may count in several."""
    known: set[dt.date] = set()
    for batch in bulk.batches(*cut):
        known.update(day for event in batch.events for day in event.days())
        known = {min(known), max(known)} if known else known
        seen(batch.position)
    return (min(known), max(known)) if known else None


def _joined(groups: Iterable[Iterable[bytes]], separator: bytes) -> Iterator[bytes]:
    """The blocks of each group one after the other, and a separator between groups that are not empty."""
    begun = False
    for group in groups:
        lead = separator if begun else b""
        for block in group:
            if lead:
                yield lead
            yield block
            lead, begun = b"", True


def _blocks(path: str) -> Iterator[bytes]:
    with open(path, "rb") as file:  # noqa: PTH123 - as above
        while block := file.read(_BLOCK):
            yield block


def _unwatched(*_: int) -> None:
    """Nobody asks how far it is."""
