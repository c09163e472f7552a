"""``export``: a timeline into files, all made before any is replaced."""

from __future__ import annotations

import collections
import contextlib
import difflib
import json
import os
import sys
from typing import TYPE_CHECKING, Any

import attrs

import coalition_events as ce
from coalition_events.cli.tables import table
from coalition_events.cli.text import load, parse_day_if_given, plural, print_json, usage

if TYPE_CHECKING:
    import argparse
    import datetime as dt
    from collections.abc import Iterable, Mapping

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
    timeline = load(options.source)
    if options.kind:
        timeline = ce.only_kinds(timeline, options.kind)
    outputs = _outputs(options, timeline)
    jobs = _jobs(timeline, outputs, on, options.option)
    _make_and_replace(jobs, outputs, options)
    _summarise(jobs, outputs, as_json=options.json)
    return 0


def _make_and_replace(jobs: list[ce.Job], outputs: list[Output], options: argparse.Namespace) -> None:
    """Make every output, then put each in its place. The report is written even if losses end it: it says which."""
    pairs = list(zip(jobs, outputs, strict=True))
    with contextlib.ExitStack() as stack:
        staged = [
            stack.enter_context(ce.stage(job.chunks(), output.path))
            for job, output in pairs
            if output.path != "-"
        ]
        printed = [b"".join(job.chunks()) for job, output in pairs if output.path == "-"]
        if options.loss_report:
            report = stack.enter_context(ce.stage([_loss_report(jobs, outputs)], options.loss_report))
            report.commit()
        _refuse_losses(jobs, fail=options.fail_on_loss)
        for output in staged:
            output.commit()
    for data in printed:
        _print(data)


def _print(data: bytes) -> None:
    if sys.stdout is None:
        raise ce.OutputError("standard output is closed")
    sys.stdout.flush()
    sys.stdout.buffer.write(data)


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


def _jobs(timeline: ce.Timeline, outputs: list[Output], on: dt.date | None, given: list[str]) -> list[ce.Job]:
    """Each output's exporter with its options; the faults of all options of all outputs together."""
    values: dict[ce.FormatInfo, dict[str, str]] = {output.info: {} for output in outputs}
    faults = [fault for text in given if (fault := _take_option(text, values))]
    jobs = []
    for output in outputs:
        try:
            jobs.append(ce.prepare(timeline, output.info, on=on, options=values[output.info]))
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


# ---------------------------------------------------------------------------------------------------- what was lost


def _refuse_losses(jobs: Iterable[ce.Job], *, fail: bool) -> None:
    losing = [f"{job.info.name} ({len(job.request.losses)})" for job in jobs if job.request.losses]
    if fail and losing:
        raise ce.LossError(
            f"not everything can be carried, so no output was written: {', '.join(losing)}; see --loss-report"
        )


def _loss_report(jobs: Iterable[ce.Job], outputs: Iterable[Output]) -> bytes:
    rows = [
        {"output": output.path, "format": output.info.name, **attrs.asdict(loss)}
        for job, output in zip(jobs, outputs, strict=True)
        for loss in job.request.losses
    ]
    return (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode()


def _by_feature(losses: Iterable[ce.Loss]) -> list[tuple[str, int]]:
    return collections.Counter(loss.feature.value for loss in losses).most_common()


def _words(losses: tuple[ce.Loss, ...]) -> str:
    return ", ".join(f"{feature} {number}" for feature, number in _by_feature(losses)) or "nothing lost"


def _summarise(jobs: list[ce.Job], outputs: list[Output], *, as_json: bool) -> None:
    """What was written and what could not be carried: a table, or, beside an output on stdout, a line on stderr."""
    pairs = list(zip(jobs, outputs, strict=True))
    if any(output.path == "-" for output in outputs):
        for job, output in pairs:
            if job.request.losses:
                print(f"{output.info.name}: not carried: {_words(job.request.losses)}", file=sys.stderr)
        return
    if as_json:
        print_json([_as_data(job, output) for job, output in pairs])
        return
    rows = [
        [output.path, output.info.name, _size(output.path), _words(job.request.losses)]
        for job, output in pairs
    ]
    print(table(rows, ("written", "format", "size", "could not carry")))


def _as_data(job: ce.Job, output: Output) -> dict[str, Any]:
    return {
        "path": output.path,
        "format": output.info.name,
        "bytes": os.path.getsize(output.path),  # noqa: PTH202 - as above
        "losses": dict(_by_feature(job.request.losses)),
    }


def _size(path: str) -> str:
    size = os.path.getsize(path)  # noqa: PTH202 - as above
    return f"{size / 1000:.1f} kB" if size >= 1000 else plural(size, "byte")  # noqa: PLR2004 - a kilobyte
