"""``export``: a timeline into files, all made before any is replaced."""

from __future__ import annotations

import contextlib
import difflib
import io
import os
import sys
from typing import IO, TYPE_CHECKING, Final, TypeVar

import attrs

import coalition_events as ce
from coalition_events.cli.limiting import limits
from coalition_events.cli.losses import Made, refuse, report, summarise
from coalition_events.cli.progress import bar
from coalition_events.cli.text import load, parse_day_if_given, usage

if TYPE_CHECKING:
    import argparse
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

J = TypeVar("J", "ce.Job", "ce.BulkJob")
_BLOCK: Final = 1 << 20

_BUILT_IN = ("ics", "geojson", "md", "csv", "json")


@attrs.frozen
class Output:
    """One output: where it goes (``-``: standard output) and in which format."""

    path: str
    info: ce.FormatInfo


def run(options: argparse.Namespace) -> int:
    """Export; returns the exit code."""
    on = parse_day_if_given(options.on, "--on")
    _check_kinds(options.kind)
    if options.jobs < 1:
        usage(f"--jobs {options.jobs}: there must be a process that does it")
    if ce.is_bulk(options.source) and on is None and not options.kind:
        return _run_bulk(options)
    if options.jobs > 1:
        usage("--jobs is for a file of lines, .jsonl, without --on and --kind: all else is read as a whole")
    return _run_whole(options, on)


def _run_whole(options: argparse.Namespace, on: dt.date | None) -> int:
    timeline = load(options.source)
    if options.kind:
        timeline = ce.only_kinds(timeline, options.kind)
    outputs = _outputs(options, timeline)
    jobs = _prepared(
        outputs, options.option, lambda info, given: ce.prepare(timeline, info, on=on, options=given)
    )
    _make_and_replace(jobs, outputs, options)
    return 0


def _run_bulk(options: argparse.Namespace) -> int:
    """A file of lines, of which little is held at a time, unless one of the formats needs all of it."""
    bulk = ce.open_bulk(options.source, limits=limits())
    outputs = _outputs(options, bulk.timeline)

    def prepare(info: ce.FormatInfo, given: dict[str, str]) -> ce.BulkJob:
        return ce.prepare_bulk(bulk, info, options=given, jobs=options.jobs)

    try:
        jobs = _prepared(outputs, options.option, prepare)
    except ce.WholeTimelineError as error:
        if options.jobs > 1:
            usage(f"{error}, by one process: leave --jobs out")
        return _run_whole(options, None)
    _make_and_replace(jobs, outputs, options)
    return 0


def _make_and_replace(
    jobs: Sequence[ce.Job | ce.BulkJob], outputs: list[Output], options: argparse.Namespace
) -> None:
    """Make every output, then put each in its place. The report is written even if losses end it: it says which."""
    with contextlib.ExitStack() as stack:
        staged, printed = [], []
        for job, output in zip(jobs, outputs, strict=True):
            chunks = job.chunks() if isinstance(job, ce.Job) else _watched(job)
            if output.path == "-":
                printed.append(stack.enter_context(_kept(chunks, in_memory=isinstance(job, ce.Job))))
            else:
                staged.append(stack.enter_context(ce.stage(chunks, output.path)))
        made = [Made.of(job, output.path) for job, output in zip(jobs, outputs, strict=True)]
        if options.loss_report:
            stack.enter_context(ce.stage([report(made)], options.loss_report)).commit()
        refuse(made, fail=options.fail_on_loss)
        for one in staged:
            one.commit()
        for data in printed:
            _print(data)
    summarise(made, as_json=options.json)


def _watched(job: ce.BulkJob) -> Iterator[bytes]:
    with bar(job.info.name) as progress:
        yield from job.chunks(progress)


@contextlib.contextmanager
def _kept(chunks: Iterable[bytes], *, in_memory: bool) -> Iterator[IO[bytes]]:
    """An output for standard output, which gets all of it or nothing; what is long waits in a file without a name."""
    if in_memory:
        yield io.BytesIO(b"".join(chunks))
        return
    with _spooled(chunks) as file:
        yield file


def _spooled(chunks: Iterable[bytes]) -> IO[bytes]:
    import tempfile  # its import costs more than many exports

    try:
        with contextlib.ExitStack() as stack:
            file = stack.enter_context(tempfile.TemporaryFile())
            file.writelines(chunks)
            file.seek(0)
            stack.pop_all()
            return file
    except OSError as error:
        if isinstance(error, ce.CoalitionEventsError):
            raise
        raise ce.OutputError(f"a temporary file can't be written: {error.strerror or error}") from error


def _print(data: IO[bytes]) -> None:
    if sys.stdout is None:
        raise ce.OutputError("standard output is closed")
    sys.stdout.flush()
    while block := data.read(_BLOCK):
        sys.stdout.buffer.write(block)


# ---------------------------------------------------------------------------------------------------- what was asked


def _check_kinds(words: list[str]) -> None:
    known = [kind.value for kind in ce.MilestoneKind]
    faults = []
    for word in words:
        if word not in known:
            near = difflib.get_close_matches(word, known, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(known)}"
            faults.append(f"no milestones are of kind {word!r}; {hint}")
    if faults:
        raise ce.OptionError(faults)


def _outputs(options: argparse.Namespace, timeline: ce.Timeline) -> list[Output]:
    found = [
        output for path in options.output or ["-"] for output in _of_path(path, options.format, timeline)
    ]
    seen: set[str] = set()
    report = [options.loss_report] if options.loss_report else []
    for path in [*(output.path for output in found), *report]:
        place = path if path == "-" else os.path.realpath(path)
        if place in seen:
            usage(f"{path!r} is asked for twice")
        seen.add(place)
    if options.loss_report == "-":
        usage("--loss-report needs a file: standard output is for the data")
    if options.json and any(output.path == "-" for output in found):
        usage("--json prints what was written, but standard output is for the data: name a file with -o")
    return found


def _of_path(path: str, name: str | None, timeline: ce.Timeline) -> list[Output]:
    if path == "-":
        if name is None:
            usage("standard output needs a format: -f FORMAT, or name a file with -o")
        return [Output(path, ce.by_name(name))]
    if path.endswith(os.sep) or os.path.isdir(path):  # noqa: PTH112 - no pathlib at start-up
        _make_folder(path)
        infos = [ce.by_name(name)] if name else [ce.by_name(own) for own in _BUILT_IN]
        suffixes = [(info, info.suffixes[0] if info.suffixes else f".{info.name}") for info in infos]
        return [Output(os.path.join(path, f"{timeline.id}{suffix}"), info) for info, suffix in suffixes]  # noqa: PTH118 - as above
    return [Output(path, ce.by_name(name) if name else _by_suffix(path))]


def _by_suffix(path: str) -> ce.FormatInfo:
    try:
        return ce.by_suffix(path)
    except ce.UnknownFormatError as error:
        if "." in os.path.basename(path):  # noqa: PTH119 - as above
            raise
        raise ce.UnknownFormatError(f"{error}; or, for a folder, write {path}{os.sep}") from None


def _make_folder(path: str) -> None:
    try:
        os.makedirs(path, exist_ok=True)  # noqa: PTH103 - as above
    except OSError as error:
        raise ce.OutputError(f"{path}: can't be made: {error.strerror}") from error


def _prepared(
    outputs: list[Output], given: list[str], prepare: Callable[[ce.FormatInfo, dict[str, str]], J]
) -> list[J]:
    """Each output's exporter with its options; the faults of all options of all outputs together."""
    values: dict[ce.FormatInfo, dict[str, str]] = {output.info: {} for output in outputs}
    faults = [fault for text in given if (fault := _take_option(text, values))]
    jobs = []
    for output in outputs:
        try:
            jobs.append(prepare(output.info, values[output.info]))
        except ce.WholeTimelineError:
            raise
        except ce.OptionError as error:
            faults.extend(error.faults)
    if faults:
        raise ce.OptionError(tuple(dict.fromkeys(faults)))
    return jobs


def _take_option(text: str, values: Mapping[ce.FormatInfo, dict[str, str]]) -> str:
    """Put ``[FORMAT:]KEY=VALUE`` among its format's options; returns what is wrong with it, or nothing."""
    key, equals, value = text.partition("=")
    if not equals:
        return f"-O {text!r} is not KEY=VALUE"
    name, _, key = key.rpartition(":")
    wanted = [info for info in values if not name or name in {info.name, info.full_name}]
    if not wanted:
        return f"-O {text!r}: no output is in the format {name!r}"
    if len(wanted) > 1:
        return f"-O {text!r}: say for which format, such as -O {wanted[0].name}:{text}"
    values[wanted[0]][key] = value
    return ""
