"""``validate``: every mistake of every file with its place, then what is, or may be, inconsistent."""

from __future__ import annotations

import collections
import sys
from typing import TYPE_CHECKING

import attrs

import coalition_events as ce
from coalition_events.cli.annotations import print_annotations
from coalition_events.cli.limiting import limits, more_in_words
from coalition_events.cli.run import exit_code
from coalition_events.cli.text import (
    file_name,
    load,
    load_with_places,
    plural,
    print_json,
    print_lines,
    print_problems,
    usage,
)

if TYPE_CHECKING:
    import argparse


def run(options: argparse.Namespace) -> int:
    """Check each source; returns the exit code of the worst."""
    if [*options.sources, options.against].count("-") > 1:
        usage("standard input can be read once only")
    if options.json and options.format not in {None, "json"}:
        usage(f"--json and --format {options.format} ask for two things")
    form = "json" if options.json else options.format
    old = load(options.against) if options.against else None
    rows: list[tuple[str, ce.Problem]] = []
    worst = 0
    for source in options.sources:
        checked = _check(source, old, strict=options.strict)
        worst = max(worst, checked.code)
        rows.extend(checked.found)
        beside = [more_in_words(checked.more)] if checked.more else []
        if form in {None, "text"}:
            _print(checked.found)
            print_lines([*beside, f"{source}: {checked.verdict}"])
            continue
        if form == "github":
            print_annotations(checked.found)
        if not checked.is_whole:
            beside.append(f"{source}: {checked.verdict}")
        for line in beside:
            print(line, file=sys.stderr)
    if form == "json":
        print_json([{"level": level, **attrs.asdict(problem)} for level, problem in rows])
    return worst


@attrs.frozen
class _Checked:
    """What is found in a source, with its level; how much more there is; the exit code; and the verdict in words.

    ``is_whole``: whether all was looked for that is looked for in any file.
    """

    found: list[tuple[str, ce.Problem]]
    more: int
    code: int
    verdict: str
    is_whole: bool = True


def _check(source: str, old: ce.Timeline | None, *, strict: bool) -> _Checked:
    """Check a source."""
    of_lines = ""
    try:
        if ce.is_bulk(source):
            of_lines, is_small = _read_through(source)
            if not is_small:
                return _of_lines_alone(source, of_lines, old)
        loaded = load_with_places(source)
    except (ce.InvalidTimelineError, ce.UnreadableInputError) as error:
        if of_lines and _is_too_large(error):  # only as a whole
            return _of_lines_alone(source, of_lines, old)
        found = [(ce.Level.ERROR.value, problem) for problem in _problems_of(error, source)]
        more = error.more if isinstance(error, ce.InvalidTimelineError) else 0
        return _Checked(found, more, exit_code(error), plural(len(found) + more, "problem"))
    found = _findings(loaded, source, old)
    errors = sum(level == ce.Level.ERROR for level, _ in found)
    notes = len(found) - errors
    verdict = f"{plural(errors, 'problem') if errors else 'no problems'}, {plural(notes, 'note')}"
    if strict and notes:
        verdict += ", which --strict lets fail"
    failed = errors or (strict and notes)
    most = limits().problems
    more = max(0, len(found) - most)
    return _Checked(found[:most], more, 1 if failed else 0, f"{verdict}; {_contents(loaded.timeline)}")


def _read_through(source: str) -> tuple[str, bool]:
    """Read a file of lines to its end; the verdict if that is all, and whether it seems small enough to be held."""
    bulk = ce.open_bulk(source, limits=limits())
    number = sum(len(batch.timeline.milestones) for batch in bulk.batches())
    is_small = bulk.size <= limits().size and number + len(tuple(bulk.timeline.records())) <= limits().records
    verdict = (
        f"no problems; {plural(number, 'milestone')} read line by line; findings need a file that can be held"
    )
    return verdict, is_small


def _of_lines_alone(source: str, verdict: str, old: ce.Timeline | None) -> _Checked:
    """What :func:`_check` gives for a file that is too large to be held."""
    if old:
        usage(f"--against: {source} is too large to be held against another; raise its limits with --limit")
    return _Checked([], 0, 0, verdict, is_whole=False)


def _is_too_large(error: Exception) -> bool:
    return isinstance(error, ce.UnreadableInputError) and getattr(error.problem, "code", "") == "too-large"


def _print(found: list[tuple[str, ce.Problem]]) -> None:
    """Errors, which come first, with the line that they are in; notes on a line of their own."""
    print_problems([problem for level, problem in found if level == ce.Level.ERROR], sys.stdout)
    notes = (problem for level, problem in found if level != ce.Level.ERROR)
    print_lines(str(attrs.evolve(problem, code=f"note: {problem.code}")) for problem in notes)


def _problems_of(
    error: ce.InvalidTimelineError | ce.UnreadableInputError, source: str
) -> tuple[ce.Problem, ...]:
    if isinstance(error, ce.InvalidTimelineError):
        return error.problems
    if error.problem is not None:
        return (error.problem,)
    return (ce.Problem(source, 0, 0, "unreadable", "", str(error).removeprefix(f"{source}: ")),)


def _findings(loaded: ce.Loaded, source: str, old: ce.Timeline | None) -> list[tuple[str, ce.Problem]]:
    """The findings as problems at their places, errors first."""
    found = [*ce.findings(loaded.timeline), *(ce.findings_against(old, loaded.timeline) if old else ())]
    file = file_name(source)
    problems = []
    for finding in found:
        line, column = loaded.positions.of(finding.path)
        problem = ce.Problem(file, line, column, finding.code, finding.path, finding.message)
        problems.append((finding.level.value, problem))
    return sorted(problems)


def _contents(timeline: ce.Timeline) -> str:
    numbers = collections.Counter(record.section.removesuffix("s") for record in timeline.records())
    return ", ".join(plural(number, noun) for noun, number in numbers.items()) or "no records"
