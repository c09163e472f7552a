"""``datasets``: the bundled timelines."""

from __future__ import annotations

import argparse

import coalition_events as ce
from coalition_events.cli.text import print_json, table


def run(options: argparse.Namespace) -> int:
    """List them; returns the exit code."""
    timelines = {name: ce.bundled(name) for name in ce.datasets()}
    if options.json:
        keys = ("id", "title", "revised", "evidence_until", "licence")
        print_json([{key: str(getattr(timeline, key) or "") for key in keys} for timeline in timelines.values()])
        return 0
    rows = [
        [name, str(timeline.revised), str(timeline.evidence_until or ""), str(len(timeline.events())), timeline.title]
        for name, timeline in timelines.items()
    ]
    print(table(rows, ("name", "revised", "evidence until", "events", "title")))
    return 0
