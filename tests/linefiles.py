"""Files of lines for the tests: any timeline as one, and one of many invented milestones."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import attrs

import coalition_events as ce
from samples import small

if TYPE_CHECKING:
    from pathlib import Path


def in_lines(timeline: ce.Timeline) -> ce.Timeline:
    """What a file of lines holds of a timeline: milestones by date, none of which the head names."""
    milestones = [event.record for event in timeline.events() if event.record.section == "milestones"]
    return attrs.evolve(ce.only_kinds(timeline, ()), milestones=milestones)


def write_lines(path: Path, timeline: ce.Timeline) -> Path:
    """Write the timeline as a file of lines."""
    ce.write(timeline, path, "jsonl")
    return path


def many(number: int) -> ce.Timeline:
    """The small sample with so many milestones, several a day, and events of the head among them."""
    timeline = small()
    pact = ce.Agreement(id="pact", title="Pact", signed="2030-01-20", in_force="2030-02", ends="none")
    last = ce.Phase(
        id="last",
        ordinal=1,
        title="The last phase",
        start="2030-01-18",
        end=ce.Claim(date="2031", basis="planned"),
    )
    report = ce.Source(id="late-report", title="A late report", published="2039")
    first = dt.date(2030, 1, 1)
    milestones = [
        ce.Milestone(
            id=f"meeting-{n:06}",
            kind="meeting",
            title=f"Meeting {n} — اجتماع",
            bases=timeline.bases[0] if n % 3 else (),
            when=[ce.Claim(date=(first + dt.timedelta(days=n // 50)).isoformat(), cites=report)],
        )
        for n in range(number)
    ]
    return attrs.evolve(
        timeline,
        id="many",
        sources=(*timeline.sources, report),
        agreements=[pact],
        phases=[last],
        milestones=milestones,
    )


def change_line(path: Path, number: int, **fields: object) -> None:
    """Give the milestone in a line, counted from 1, these fields; ``None`` takes one out."""
    lines = path.read_text("utf-8").split("\n")
    changed = json.loads(lines[number - 1]) | fields
    lines[number - 1] = json.dumps({key: value for key, value in changed.items() if value is not None})
    path.write_text("\n".join(lines), "utf-8")


def swap_lines(path: Path, number: int) -> None:
    """Exchange a line, counted from 1, with the one behind it."""
    lines = path.read_text("utf-8").split("\n")
    lines[number - 1], lines[number] = lines[number], lines[number - 1]
    path.write_text("\n".join(lines), "utf-8")
