"""Timelines of millions of milestones, read line by line: no more than a batch of them is ever held.

The file is JSON lines: the head first, which is the timeline without its milestones, then a milestone a line, sorted as
:meth:`Timeline.events` sorts. That neighbours are in order is checked; that two lines far apart have different ids is
not, for it would take all ids in memory.
"""

from __future__ import annotations

import contextlib
import errno
import functools
import gzip
import os
import stat
import zlib
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import attrs

from coalition_events.exceptions import InvalidTimelineError, Problem, UnreadableInputError
from coalition_events.limits import DEFAULT, Limits
from coalition_events.model import Event, Timeline
from coalition_events.reading.builder import MilestoneBuilder, build, build_unplaced
from coalition_events.reading.inputs import COMPRESSED
from coalition_events.reading.jsontree import compose_json
from coalition_events.reading.lines import is_blank, pair_of, pair_of_line, refuse_milestones
from coalition_events.reading.mappings import TooManyProblemsError
from coalition_events.reading.nodes import Table, stopped
from coalition_events.reading.quickjson import QuickJson

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from coalition_events.model import Milestone
    from coalition_events.reading.nodes import Scalar

_BATCH: Final = 1_000
_MOST_TEXT: Final = 1 << 23
"""Bytes of lines after which a batch ends: a thousand of the longest would fill the memory."""
_MOST_BLANK: Final = 1_000
"""Blank lines in a row: a compressed file of a few kilobytes may hold millions."""
_PIECE: Final = 1 << 20
_BROKEN: Final = (EOFError, zlib.error, gzip.BadGzipFile)
"""What is raised for a file that was not compressed, was cut, or has other bytes than once."""

Key: TypeAlias = tuple[Any, ...]
# Before and behind every key by which events are sorted; no id holds such a character.
_LEAST: Final[Key] = (False,)
_MOST: Final[Key] = (True, "\U0010ffff")


@attrs.frozen
class Batch:
    """Some of the events of a file, in their order.

    ``timeline`` is the head with the milestones among them; ``position`` the byte of the file up to which was read.
    """

    timeline: Timeline
    events: tuple[Event, ...]
    position: int


@attrs.frozen
class Bulk:
    """A file of lines whose head is read: ``timeline`` has all of the file but its milestones. ``size`` is in bytes."""

    path: str
    timeline: Timeline
    size: int
    divisible: bool
    """Whether reading may begin anywhere; a compressed file is read from its beginning."""
    first: int
    """The byte at which the second line begins."""
    limits: Limits

    def events(self) -> Iterator[Event]:
        """Everything dated, in order; raises as :meth:`batches`."""
        for batch in self.batches():
            yield from batch.events

    def batches(self, start: int = 0, stop: int | None = None) -> Iterator[Batch]:
        """The events of the lines that begin at a byte from ``start`` on and before ``stop``, batch by batch.

        A batch is a thousand, or as many as the head has records if these are more.

        The events of the head's own records come where they belong. A file that is cut into stretches gives, stretch by
        stretch, the same events as in one. Once a mistake is met nothing more is yielded, the rest is searched for more
        of them, and :class:`InvalidTimelineError` names all; :class:`UnreadableInputError` ends at a line that can't be
        read.
        """
        with _opened(self.path) as (file, raw):
            yield from _Stretch(self, file, raw, start, stop).batches()


def open_bulk(path: str | os.PathLike[str], *, limits: Limits = DEFAULT) -> Bulk:
    """Read the head of a file of lines; raises :class:`InvalidTimelineError` and :class:`UnreadableInputError`.

    ``limits`` hold for the head and for each line. How many lines there are, and how long the file is, has no limit,
    but a compressed one may not be much smaller than what it stands for.
    """
    name = os.fsdecode(path)
    with _opened(name) as (file, raw):
        line = _read_line(file, name, 1, limits).removeprefix("\ufeff").rstrip("\r\n")
        first = file.tell()
        size = os.fstat(raw.fileno()).st_size
    timeline = _read_right_head(line, limits) or _read_head(line, name, limits)
    return Bulk(name, timeline, size, not name.endswith(COMPRESSED), first, limits)


def _read_right_head(line: str, limits: Limits) -> Timeline | None:
    """The head, unless something is or may be wrong with it."""
    try:
        root = QuickJson(limits).read(line)
        refuse_milestones(root, "")
    except (ValueError, UnreadableInputError):
        return None
    return build_unplaced(root, limits)


def _read_head(line: str, name: str, limits: Limits) -> Timeline:
    root = compose_json(line, name, limits)
    refuse_milestones(root, name)
    timeline, problems = build(root, name, limits)
    if timeline is None:
        raise InvalidTimelineError(problems[: limits.problems], max(0, len(problems) - limits.problems))
    return timeline


class _Stretch:
    """The lines of a file that begin from one byte on and before another, which may be ``None``."""

    def __init__(self, bulk: Bulk, file: BinaryIO, raw: BinaryIO, start: int, stop: int | None) -> None:
        self.bulk, self.file, self.raw, self.stop = bulk, file, raw, stop
        self.quick = QuickJson(bulk.limits)
        self.unplaced = MilestoneBuilder(bulk.timeline, bulk.path, bulk.limits, placed=False)
        self.builder = MilestoneBuilder(bulk.timeline, bulk.path, bulk.limits, placed=True)
        self.line = 0
        """How many lines were read, from the first of this stretch on."""
        self.blank = 0
        """How many of the last of them were blank."""
        self.is_first = start == 0
        self.file.seek(bulk.first if start <= bulk.first else start - 1)
        if start > bulk.first:
            self._skip_line()
        self.origin = file.tell()

    def batches(self) -> Iterator[Batch]:
        """The batches, the last of which has no milestones."""
        try:
            with contextlib.suppress(TooManyProblemsError):
                yield from self._batches()
            self._refuse()
        except InvalidTimelineError as error:
            problems = [self._placed(problem) for problem in error.problems]
            raise InvalidTimelineError(problems, error.more) from None
        except UnreadableInputError as error:
            if error.problem is None:
                raise
            raise stopped(self._placed(error.problem)) from None

    def _batches(self) -> Iterator[Batch]:
        last = _LEAST if self.is_first else ()
        # what each batch does for all of the head is then no more than what it does for its milestones
        most = max(_BATCH, sum(1 for _ in self.bulk.timeline.records()))
        while held := self._take(most):
            timeline, keys = self._ordered(held, last)
            if not self.problems:
                yield self._batch(timeline, last or keys[0], keys[-1])
            last = keys[-1]
        if last and not self.problems:
            ahead = self._take(1, ahead=True) if self.stop is not None else []
            _, keys = self._ordered(ahead, last)
            if not self.problems:
                yield self._batch(self.bulk.timeline, last, keys[0] if keys else _MOST)

    def _refuse(self) -> None:
        """End with the mistakes, if there are any."""
        if self.problems:
            most = self.bulk.limits.problems
            raise InvalidTimelineError(self.problems[:most], max(0, len(self.problems) - most))

    def _batch(self, timeline: Timeline, above: Key, below: Key) -> Batch:
        """All events of these milestones, and those of the head whose keys lie between two others."""
        events = (
            event
            for event in timeline.events()
            if event.record.section == "milestones" or above < event.sort_key < below
        )
        return Batch(timeline, tuple(events), self.raw.tell())

    def _ordered(self, held: list[tuple[Milestone, int]], last: Key) -> tuple[Timeline, list[Key]]:
        """The timeline of these milestones, and their keys in the order of the file, which is checked."""
        timeline = attrs.evolve(self.bulk.timeline, milestones=tuple(milestone for milestone, _ in held))
        found = {event.id: event.sort_key for event in timeline.events()}
        keys = [found[milestone.id] for milestone, _ in held]
        for (milestone, line), key, before in zip(held, keys, [last, *keys], strict=False):
            if key <= before:
                message = f"it belongs before {before[-1]!r}, which stands before it"
                hint = "sort the lines as events() does: by the best date, equal dates by id"
                place = f"milestones.{milestone.id}"
                self.builder.problem(Table([], line, 1), "out-of-order", place, message, hint)
                break
        return timeline, keys

    @property
    def problems(self) -> list[Problem]:
        """What was found so far."""
        return self.builder.problems

    def _take(self, number: int, *, ahead: bool = False) -> list[tuple[Milestone, int]]:
        """The next milestones, with the lines where they stand; those with a mistake are left out."""
        taken: dict[str, tuple[Milestone, int]] = {}
        room = _MOST_TEXT
        while len(taken) < number and (room > 0 or not taken) and (ahead or self._goes_on()):
            text = _read_line(self.file, self.bulk.path, self.line + 1, self.bulk.limits)
            if not text:
                self._check_end()
                break
            self.line += 1
            room -= len(text)
            if room < 0:
                self._check_expansion()
            if is_blank(text):
                self._skip_blank()
            else:
                self.blank = 0
                self._take_line(text.rstrip("\r\n"), taken)
        self._check_expansion()
        return list(taken.values())

    def _goes_on(self) -> bool:
        """Whether the next line is one of the stretch."""
        return self.stop is None or self.file.tell() < self.stop

    def _take_line(self, text: str, taken: dict[str, tuple[Milestone, int]]) -> None:
        key, milestone = self._read(text)
        if key.text in taken:
            key, _ = pair_of_line(text, self.bulk.path, self.bulk.limits, self.line)
            first = self._before + taken[key.text][1]
            message = f"{key.text!r} stands here twice, first in line {first}"
            self.builder.problem(key, "duplicate-key", ("milestones", key.text), message)
        elif milestone:
            taken[key.text] = (milestone, self.line)

    def _skip_blank(self) -> None:
        self.blank += 1
        if self.blank > _MOST_BLANK:
            message = f"more than {_MOST_BLANK:,} blank lines in a row"
            raise stopped(Problem(self.bulk.path, self.line, 1, "syntax", "", message))

    def _check_end(self) -> None:
        """Refuse a file that has become shorter while it was read: what stood there would be missing in silence."""
        if self.raw.tell() < self.bulk.size:
            message = f"the file was {self.bulk.size:,} bytes long, and ends here now"
            raise stopped(Problem(self.bulk.path, self.line + 1, 1, "unreadable", "", message))

    def _check_expansion(self) -> None:
        """Refuse a compressed file that stands for too much; a plain one is as long as it is."""
        limits, text = self.bulk.limits, self.file.tell()
        if text > _PIECE and text > limits.expansion * self.raw.tell():
            found = limits.excess("expansion", f"more than {limits.expansion:,}")
            raise stopped(Problem(self.bulk.path, self.line, 1, "too-large", "", *found))

    def _read(self, text: str) -> tuple[Scalar, Milestone | None]:
        """The id and the milestone of a line; the places in it are looked for only if something is wrong."""
        file = self.bulk.path
        try:
            key, node = pair_of(self.quick.read(text), file)
            return key, self.unplaced.milestone(key, node)
        except (ValueError, TooManyProblemsError, UnreadableInputError):
            key, node = pair_of_line(text, file, self.bulk.limits, self.line)
            return key, self.builder.milestone(key, node)

    def _skip_line(self) -> None:
        """Go to the beginning of the next line, however long this one is."""
        while (piece := self.file.readline(_PIECE)) and not piece.endswith(b"\n"):
            pass

    def _placed(self, problem: Problem) -> Problem:
        """A problem with the line of the file in place of that of the stretch."""
        return attrs.evolve(problem, line=problem.line + self._before)

    @functools.cached_property
    def _before(self) -> int:
        """How many lines of the file come before the stretch: counted only where something is wrong."""
        with _opened(self.bulk.path) as (file, _):
            before, left = 0, self.origin
            while left > 0 and (piece := file.read(min(left, _PIECE))):
                before += piece.count(b"\n")
                left -= len(piece)
        return before


@contextlib.contextmanager
def _opened(path: str) -> Iterator[tuple[BinaryIO, BinaryIO]]:
    """The text of a file, and the file itself, which tell how far they were read."""
    try:
        _refuse_special(path)
        with open(path, "rb") as raw:  # noqa: PTH123 - pathlib costs half a start-up
            if not path.endswith(COMPRESSED):
                yield raw, raw
                return
            with gzip.open(raw, "rb") as text:
                yield text, raw  # type: ignore[misc] # it reads as any file does
    except UnreadableInputError:
        raise
    except (OSError, *_BROKEN) as error:
        raise UnreadableInputError(f"{path}: {getattr(error, 'strerror', None) or error}") from None


def _refuse_special(path: str) -> None:
    """Refuse what is no file on a disk: nobody may ever write to a pipe, and no file of lines is read only once."""
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 - as above
    except ValueError as error:  # a path with NUL in it
        raise OSError(errno.EINVAL, str(error)) from None
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise OSError(errno.EINVAL, "a file of lines is read more than once, which this can't be")


def _read_line(file: BinaryIO, name: str, line: int, limits: Limits) -> str:
    """The next line with its end, empty at the end of the file; raises :class:`UnreadableInputError`."""
    try:
        data = file.readline(limits.size + 1)
    except _BROKEN as error:
        raise stopped(Problem(name, line, 1, "unreadable", "", f"not a whole gzip file: {error}")) from None
    if len(data) > limits.size:
        found = limits.excess("size", f"a line of more than {limits.size:,}")
        raise stopped(Problem(name, line, 1, "too-large", "", *found))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"byte 0x{data[error.start]:02x} is not UTF-8"
        column = len(data[: error.start].decode("utf-8").removeprefix("\ufeff")) + 1
        raise stopped(Problem(name, line, column, "encoding", "", message)) from None
