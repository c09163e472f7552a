"""``validate``: every mistake of every file with its place, then what is, or may be, inconsistent."""

from __future__ import annotations

import argparse
import sys

import attrs

import coalition_events as ce
from coalition_events.cli.run import exit_code
from coalition_events.cli.text import load, load_with_places, plural, print_json, print_problems, source_path


def run(options: argparse.Namespace) -> int:
    """Check each source; returns the exit code of the worst."""
    old = load(options.against) if options.against else None
    rows: list[tuple[str, ce.Problem]] = []
    worst = 0
    for source in options.sources:
        try:
            loaded = load_with_places(source)
        except (ce.InvalidTimelineError, ce.UnreadableInputError) as error:
            found = [("error", problem) for problem in _problems_of(error, source)]
            worst = max(worst, exit_code(error))
            outcome = plural(len(found), "problem")
        else:
            found = _findings(loaded, source, old)
            failing = [level for level, _ in found if level == "error" or options.strict]
            worst = max(worst, 1 if failing else 0)
            outcome = f"{_verdict(found)}; {_contents(loaded.timeline)}"
        rows.extend(found)
        if not options.json:
            print_problems([problem for level, problem in found if level == "error"], sys.stdout)
            for level, problem in found:
                if level != "error":
                    print(problem)
            print(f"{source}: {outcome}")
    if options.json:
        print_json([{"level": level, **attrs.asdict(problem)} for level, problem in rows])
    return worst


def _problems_of(error: ce.InvalidTimelineError | ce.UnreadableInputError, source: str) -> tuple[ce.Problem, ...]:
    if isinstance(error, ce.InvalidTimelineError):
        return error.problems
    if error.problem is not None:
        return (error.problem,)
    return (ce.Problem(source, 0, 0, "unreadable", "", str(error).removeprefix(f"{source}: ")),)


def _findings(loaded: ce.Loaded, source: str, old: ce.Timeline | None) -> list[tuple[str, ce.Problem]]:
    """The findings as problems at their places, errors first."""
    found = [*ce.findings(loaded.timeline), *(ce.findings_against(old, loaded.timeline) if old else ())]
    file = source_path(source)
    problems = []
    for finding in found:
        line, column = loaded.positions.of(finding.path)
        message = finding.message if finding.level is ce.Level.ERROR else f"note: {finding.message}"
        problem = ce.Problem(file, line, column, finding.code, finding.path, message)
        problems.append((finding.level.value, problem))
    return sorted(problems)


def _verdict(found: list[tuple[str, ce.Problem]]) -> str:
    errors = sum(level == "error" for level, _ in found)
    notes = len(found) - errors
    return f"{plural(errors, 'problem') if errors else 'no problems'}, {plural(notes, 'note')}"


def _contents(timeline: ce.Timeline) -> str:
    sections = ("sources", "actors", "bases", "agreements", "phases", "provisions", "milestones", "counts", "statements")
    numbers = ((len(getattr(timeline, section)), section.removesuffix("s")) for section in sections)
    return ", ".join(plural(number, noun) for number, noun in numbers if number)
