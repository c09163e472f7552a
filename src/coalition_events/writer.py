"""Exports: to bytes, or to a file that is replaced whole or not at all.

The only module that touches output files. A file is written beside its target under another name, flushed to the disk
and put in its place in one step, so that whatever happens there is the whole old file or the whole new one.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeVar

import attrs

from coalition_events import plugins
from coalition_events.catalogue import FormatInfo
from coalition_events.exceptions import (
    CoalitionEventsError,
    OptionError,
    OutputError,
    PluginContractError,
    PluginError,
    PluginExportError,
)
from coalition_events.hookspecs import Exporter, ExportRequest, Loss
from coalition_events.model import MilestoneKind, Record, Timeline
from coalition_events.options import make_options

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Iterator, Mapping

R = TypeVar("R", bound=Record)
_BATCH: Final = 1 << 16  # bytes that are asked of an exporter at once: its pieces may be as small as it likes


@attrs.frozen
class Exported:
    """An export in memory: its bytes, and what they do not hold."""

    data: bytes
    losses: tuple[Loss, ...]


def formats() -> tuple[FormatInfo, ...]:
    """Every format that is built in or installed, from metadata alone."""
    return plugins.found()


def only_kinds(timeline: Timeline, kinds: Collection[str]) -> Timeline:
    """The timeline without the milestones of other kinds, and without references to them.

    Raises :class:`ValueError` for a kind that there is not.
    """
    wanted = {MilestoneKind(kind) for kind in kinds}
    gone = [milestone.id for milestone in timeline.milestones if milestone.kind not in wanted]
    if not gone:
        return timeline
    import graphlib  # few commands come here

    renewed: dict[str, Any] = dict.fromkeys(gone)
    for count in timeline.counts:
        renewed[count.id] = attrs.evolve(count, members=_renewed(count.members, renewed))
    # whatever is referred to is renewed first, so that no way leads back to what is gone
    contradicted = {one.id: [other.id for other in one.contradicts] for one in timeline.statements}
    statements = {statement.id: statement for statement in timeline.statements}
    for statement_id in graphlib.TopologicalSorter(contradicted).static_order():
        old = statements[statement_id]
        about, contradicts = _renewed(old.about, renewed), _renewed(old.contradicts, renewed)
        renewed[old.id] = attrs.evolve(old, about=about, contradicts=contradicts)
    return attrs.evolve(
        timeline,
        milestones=_renewed(timeline.milestones, renewed),
        counts=_renewed(timeline.counts, renewed),
        statements=_renewed(timeline.statements, renewed),
    )


def _renewed(records: tuple[R, ...], renewed: Mapping[str, R | None]) -> tuple[R, ...]:
    """The records as they are now, without those that stand no more."""
    now = (renewed.get(record.id, record) for record in records)
    return tuple(record for record in now if record is not None)


def export(timeline: Timeline, format: str, *, on: dt.date | None = None, **options: Any) -> Exported:  # noqa: A002, ANN401 - as in write
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
    with stage(job.chunks(), target) as staged:
        staged.commit()
    return job.request.losses


@attrs.frozen
class Job:
    """An exporter with its request: all that is decided before the first byte is made."""

    info: FormatInfo
    exporter: Exporter
    request: ExportRequest
    passing: tuple[type[Exception], ...] = ()
    """Errors that are not the exporter's, whoever raises them."""

    def chunks(self) -> Iterator[bytes]:
        """The output in pieces of the host's size; whatever the exporter does wrong is its own error."""
        with plugins.blamed(self.info, PluginExportError, "export", passing=self.passing):
            made: Any = self.exporter.export(self.request)  # a plugin may return anything
            if isinstance(made, bytes | bytearray | memoryview | str) or not hasattr(type(made), "__iter__"):
                message = f"its export returned {type(made).__name__}, expected an iterable of bytes"
                raise PluginContractError(str(self.info), message)
            pieces: Iterator[Any] = iter(made)
        try:
            while batch := self._batch(pieces):
                yield batch
        finally:  # an exporter that is stopped half way ends now, and not when its memory is cleared
            with (
                contextlib.suppress(PluginError),
                plugins.blamed(self.info, PluginExportError, "ending its export"),
            ):
                _close(pieces)

    def _batch(self, pieces: Iterator[Any]) -> bytes:
        """The next pieces together; empty at the end."""
        batch = bytearray()
        with plugins.blamed(self.info, PluginExportError, "export", passing=self.passing):
            for piece in pieces:
                if not isinstance(piece, bytes):
                    message = f"its export yielded {type(piece).__name__}, expected bytes"
                    raise PluginContractError(str(self.info), message)
                batch += piece
                if len(batch) >= _BATCH:
                    break
        return bytes(batch)


def prepare(timeline: Timeline, info: FormatInfo, *, on: dt.date | None, options: dict[str, Any]) -> Job:
    """Load the exporter and check its options."""
    exporter = plugins.load_exporter(info)
    with plugins.blamed(info, PluginExportError, "its options", passing=(OptionError,)):
        made = make_options(exporter, options)
    return Job(info, exporter, ExportRequest(timeline=timeline, options=made, on=on))


class Staged:
    """A finished output beside its target, waiting to take its place. ``path`` is how the caller named the target."""

    _waiting: ClassVar[set[Staged]] = set()

    def __init__(self, path: str, target: str, temporary: str) -> None:
        self.path = path
        self.target = target
        self._temporary: str | None = temporary
        self._committed = False
        self._waiting.add(self)

    def commit(self) -> None:
        """Put it in its place, in one step; doing it again does nothing."""
        if self._committed:
            return
        if self._temporary is None:
            raise ValueError(f"{self.path}: the output was discarded")
        with output_errors(self.path):
            os.replace(self._temporary, self.target)  # noqa: PTH105 - pathlib costs half a start-up
        self._committed, self._temporary = True, None
        self._waiting.discard(self)
        _flush_folder(os.path.dirname(self.target))  # noqa: PTH120 - as above

    def discard(self) -> None:
        """Remove what was not committed."""
        if self._temporary is not None:
            with contextlib.suppress(OSError):
                os.unlink(self._temporary)  # noqa: PTH108 - as above
            self._temporary = None
        self._waiting.discard(self)

    @classmethod
    def discard_all(cls) -> None:
        """Remove every one that was not committed."""
        for staged in tuple(cls._waiting):
            staged.discard()


@contextlib.contextmanager
def stage(chunks: Iterable[bytes], path: str) -> Iterator[Staged]:
    """Write a whole output to a file beside ``path``; on leaving, what was not committed is removed.

    A link is kept and what it points to is replaced; an existing file's mode is kept, before the first byte is written.
    """
    with output_errors(path):
        mode = _mode(path)
    target = os.path.realpath(path)
    # a name of its own: the target's, made longer, could be too long
    name = f".coalition-events.{os.urandom(6).hex()}.tmp"
    temporary = os.path.join(os.path.dirname(target), name)  # noqa: PTH118, PTH120 - as above
    staged = Staged(path, target, temporary)
    try:
        try:
            with output_errors(path):
                _write(chunks, temporary, mode)
            yield staged
        finally:
            staged.discard()
    finally:  # again: an interrupt may have fallen just before the first, or into it
        staged.discard()


def _mode(path: str) -> int | None:
    """The mode of the file that will be replaced, ``None`` if there is none; anything but a file is refused."""
    if "\0" in path:
        raise OSError(errno.EINVAL, "a name can't hold a NUL character", path)
    try:
        found = os.stat(path).st_mode  # noqa: PTH116 - as above
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(found):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
    if not stat.S_ISREG(found):  # replacing /dev/null by a file would break the machine
        raise OSError(errno.EINVAL, "it is not a regular file; write to standard output instead", path)
    return stat.S_IMODE(found)


def _write(chunks: Iterable[bytes], temporary: str, mode: int | None) -> None:
    try:
        with open(temporary, "xb") as file:  # noqa: PTH123 - as above
            if mode is not None and hasattr(os, "fchmod"):  # Windows has it from Python 3.13 on
                os.fchmod(file.fileno(), mode)
            file.writelines(chunks)
            file.flush()
            os.fsync(file.fileno())
    finally:
        _close(chunks)


def _close(pieces: object) -> None:
    """End what is a generator; other iterables have nothing to end."""
    if (close := getattr(pieces, "close", None)) is not None:
        close()


def _flush_folder(folder: str) -> None:
    """Make the new name survive a power cut, where the system can do that for folders."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


_FOLDERS: Final[set[str]] = set()
"""Temporary folders that are there, or are about to be."""


@contextlib.contextmanager
def temporary_folder() -> Iterator[str]:
    """A folder for parts of an output, which goes on leaving with all that is in it."""
    import tempfile  # its import costs more than many exports

    with output_errors("a temporary folder"):
        folder = os.path.join(tempfile.gettempdir(), f"coalition-events-{os.urandom(6).hex()}")  # noqa: PTH118 - as above
        _FOLDERS.add(folder)
        try:
            os.mkdir(folder, 0o700)  # noqa: PTH102 - as above
            yield folder
        finally:
            _remove_folder(folder)


def _remove_folder(folder: str) -> None:
    import shutil  # as above

    shutil.rmtree(folder, ignore_errors=True)
    _FOLDERS.discard(folder)


def discard_all() -> None:
    """Remove all that was not committed: for a process that ends without unwinding its stack."""
    Staged.discard_all()
    for folder in tuple(_FOLDERS):
        _remove_folder(folder)


@contextlib.contextmanager
def output_errors(path: str) -> Iterator[None]:
    """What the system refuses is an :class:`OutputError` that names the path as the caller did."""
    try:
        yield
    except OSError as error:
        if isinstance(error, CoalitionEventsError):
            raise
        raise OutputError(f"{path}: can't be written: {error.strerror or error}") from error
