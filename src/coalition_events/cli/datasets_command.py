"""``datasets``: the bundled timelines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import coalition_events as ce
from coalition_events.cli.tables import table
from coalition_events.cli.text import print_json

if TYPE_CHECKING:
    import argparse


def run(options: argparse.Namespace) -> int:
    """List them; returns the exit code."""
    timelines = {name: ce.bundled(name) for name in ce.datasets()}
    if options.json:
        keys = ("id", "title", "revised", "evidence_until", "licence")
        rows_of = {
            name: {key: str(getattr(one, key) or "") for key in keys} for name, one in timelines.items()
        }
        print_json([{"name": name, **row} for name, row in rows_of.items()])
        return 0
    rows = [
        [
            name,
            str(timeline.revised),
            str(timeline.evidence_until or ""),
            str(len(timeline.events())),
            timeline.title,
        ]
        for name, timeline in timelines.items()
    ]
    print(table(rows, ("name", "revised", "evidence until", "events", "title")))
    return 0
