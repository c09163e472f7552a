"""``validate``: every mistake of every file, with its place."""

from __future__ import annotations

import argparse
import sys

import attrs

import coalition_events as ce
from coalition_events.cli.run import exit_code
from coalition_events.cli.text import load, plural, print_json, print_problems, source_path


def run(options: argparse.Namespace) -> int:
    """Check each source; returns the exit code of the worst."""
    problems: list[ce.Problem] = []
    worst = 0
    for source in options.sources:
        try:
            timeline = load(source)
        except (ce.InvalidTimelineError, ce.UnreadableInputError) as error:
            found = error.problems if isinstance(error, ce.InvalidTimelineError) else _problem_of(error, source)
            problems.extend(found)
            worst = max(worst, exit_code(error))
            if not options.json:
                print_problems(found, sys.stdout)
                print(f"{source}: {plural(len(found), 'problem')}")
        else:
            if not options.json:
                print(f"{source}: no problems; {_contents(timeline)}")
    if options.json:
        print_json([attrs.asdict(problem) for problem in problems])
    return worst


def _problem_of(error: ce.UnreadableInputError, source: str) -> tuple[ce.Problem, ...]:
    if error.problem is not None:
        return (error.problem,)
    path = source_path(source) if source in ce.datasets() else source
    return (ce.Problem(path, 0, 0, "unreadable", "", str(error)),)


def _contents(timeline: ce.Timeline) -> str:
    sections = ("sources", "actors", "bases", "agreements", "phases", "provisions", "milestones", "counts", "statements")
    numbers = ((len(getattr(timeline, section)), section.removesuffix("s")) for section in sections)
    return ", ".join(plural(number, noun) for number, noun in numbers if number)
