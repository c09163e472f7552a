"""Exports: to bytes, or to a file that is replaced whole or not at all.

The only module that touches output files. A file is written beside its target under another name, flushed to the disk
and put in its place in one step, so that whatever happens there is the whole old file or the whole new one.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import stat
from collections.abc import Collection, Iterator
from typing import Any, BinaryIO

import attrs

from coalition_events import plugins
from coalition_events.exceptions import (
    CoalitionEventsError,
    OptionError,
    OutputError,
    PluginContractError,
    PluginExportError,
)
from coalition_events.hookspecs import Exporter, ExportRequest, Loss
from coalition_events.model import Milestone, MilestoneKind, Statement, Timeline
from coalition_events.options import make_options
from coalition_events.plugins import FormatInfo


@attrs.frozen
class Exported:
    """An export in memory: its bytes, and what they do not hold."""

    data: bytes
    losses: tuple[Loss, ...]


def formats() -> tuple[FormatInfo, ...]:
    """Every format that is built in or installed, from metadata alone."""
    return plugins.found()


def only_kinds(timeline: Timeline, kinds: Collection[str]) -> Timeline:
    """The timeline without the milestones of other kinds, and without references to them."""
    wanted = {MilestoneKind(kind) for kind in kinds}
    gone = {milestone.id for milestone in timeline.milestones if milestone.kind not in wanted}
    if not gone:
        return timeline
    counts = [
        attrs.evolve(count, members=tuple(member for member in count.members if member.id not in gone))
        for count in timeline.counts
    ]
    statements: dict[str, Statement] = {}
    for statement in timeline.statements:
        about = tuple(record for record in statement.about if record.id not in gone)
        statements[statement.id] = attrs.evolve(statement, about=about)
    kept: tuple[Milestone, ...] = tuple(m for m in timeline.milestones if m.id not in gone)
    linked = [
        attrs.evolve(s, contradicts=tuple(statements[other.id] for other in s.contradicts)) for s in statements.values()
    ]
    return attrs.evolve(timeline, milestones=kept, counts=tuple(counts), statements=tuple(linked))


def export(timeline: Timeline, format: str, *, on: dt.date | None = None, **options: Any) -> Exported:  # noqa: A002, ANN401
    """The timeline in ``format``, with what was lost. ``on``: the day whose state the output shows.

    Raises :class:`FormatError`, :class:`OptionError`, :class:`PluginError`.
    """
    job = prepare(timeline, plugins.by_name(format), on=on, options=options)
    data = b"".join(job.chunks())
    return Exported(data, job.request.losses)


def write(
    timeline: Timeline,
    path: str | os.PathLike[str],
    format: str | None = None,  # noqa: A002 - the word that users know
    *,
    on: dt.date | None = None,
    **options: Any,  # noqa: ANN401 - each exporter has its own
) -> tuple[Loss, ...]:
    """Export into a file, which is replaced whole or not at all; the suffix decides the format if none is given.

    Raises as :func:`export`, and :class:`OutputError`.
    """
    target = os.fspath(path)
    info = plugins.by_name(format) if format else plugins.by_suffix(target)
    job = prepare(timeline, info, on=on, options=options)
    with stage(job, target) as staged:
        staged.commit()
    return job.request.losses


@attrs.frozen
class Job:
    """An exporter with its request: all that is decided before the first byte is made."""

    info: FormatInfo
    exporter: Exporter
    request: ExportRequest

    def chunks(self) -> Iterator[bytes]:
        """The output, piece by piece; whatever the exporter does wrong is its own error."""
        with plugins.blamed(self.info, PluginExportError, "export"):
            made: Any = self.exporter.export(self.request)  # a plugin may return anything
            if isinstance(made, bytes | str):
                message = f"its export returned {type(made).__name__}, expected an iterable of bytes"
                raise PluginContractError(str(self.info), message)
            pieces: Iterator[Any] = iter(made)
        while True:
            with plugins.blamed(self.info, PluginExportError, "export"):
                piece = next(pieces, None)
            if piece is None:
                return
            if not isinstance(piece, bytes):
                message = f"its export yielded {type(piece).__name__}, expected bytes"
                raise PluginContractError(str(self.info), message)
            yield piece


def prepare(timeline: Timeline, info: FormatInfo, *, on: dt.date | None, options: dict[str, Any]) -> Job:
    """Load the exporter and check its options."""
    exporter = plugins.load(info)
    with plugins.blamed(info, PluginExportError, "its options", passing=OptionError):
        made = make_options(exporter, options)
    return Job(info, exporter, ExportRequest(timeline=timeline, options=made, on=on))


class Staged:
    """A finished output beside its target, waiting to take its place."""

    def __init__(self, target: str, temporary: str) -> None:
        self.target = target
        self._temporary: str | None = temporary

    def commit(self) -> None:
        """Put it in its place, in one step."""
        if self._temporary is None:
            return
        try:
            os.replace(self._temporary, self.target)  # noqa: PTH105 - pathlib costs half a start-up
            self._temporary = None
            _flush_folder(os.path.dirname(self.target) or ".")  # noqa: PTH120 - as above
        except OSError as error:
            raise _output_error(self.target, error) from error

    def discard(self) -> None:
        """Remove what was not committed."""
        if self._temporary is not None:
            with contextlib.suppress(OSError):
                os.unlink(self._temporary)  # noqa: PTH108 - as above
            self._temporary = None


@contextlib.contextmanager
def stage(job: Job, path: str) -> Iterator[Staged]:
    """Make the whole output in a file beside ``path``; on leaving, what was not committed is removed.

    A link is kept and what it points to is replaced; an existing file's mode is kept.
    """
    target = os.path.realpath(path)
    temporary = f"{os.path.dirname(target)}/.{os.path.basename(target)}.{os.urandom(6).hex()}.tmp"  # noqa: PTH119, PTH120
    staged = Staged(target, temporary)
    try:
        try:
            if os.path.isdir(target):  # noqa: PTH112 - as above
                raise IsADirectoryError(21, "Is a directory", path)  # noqa: TRY301, EM101 - the system's own words
            with open(temporary, "xb") as file:  # noqa: PTH123 - as above
                _write(file, job)
                _keep_mode(target, file.fileno())
        except OSError as error:
            if isinstance(error, CoalitionEventsError):
                raise
            raise _output_error(path, error) from error
        yield staged
    finally:
        staged.discard()


def _write(file: BinaryIO, job: Job) -> None:
    for piece in job.chunks():
        file.write(piece)
    file.flush()
    os.fsync(file.fileno())


def _keep_mode(target: str, descriptor: int) -> None:
    with contextlib.suppress(FileNotFoundError):
        os.fchmod(descriptor, stat.S_IMODE(os.stat(target).st_mode))  # noqa: PTH116 - as above


def _flush_folder(folder: str) -> None:
    """Make the new name survive a power cut, where the system can do that for folders."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _output_error(path: str, error: OSError) -> OutputError:
    return OutputError(f"{path}: can't be written: {error.strerror or error}")
