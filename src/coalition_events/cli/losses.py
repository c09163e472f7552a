"""What was written and what could not be carried: the refusal, the report, and the last lines of ``export``."""

from __future__ import annotations

import collections
import json
import os
import sys
from typing import TYPE_CHECKING, Any

import attrs

import coalition_events as ce
from coalition_events.cli.tables import table
from coalition_events.cli.text import plural, print_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@attrs.frozen
class Made:
    """An output (``-``: standard output) with its losses: how many of each feature, the most first, and each."""

    path: str
    format: str
    numbers: dict[str, int]
    losses: tuple[ce.Loss | ce.LossCount, ...]

    @classmethod
    def of(cls, job: ce.Job | ce.BulkJob, path: str) -> Made:
        """What a job made."""
        if isinstance(job, ce.Job):  # asked first: for the other one much would have to be imported
            losses = job.request.losses
            numbers = dict(collections.Counter(loss.feature.value for loss in losses).most_common())
            return cls(path, job.info.name, numbers, losses)
        numbers = {feature.value: number for feature, number in job.losses.by_feature().items()}
        return cls(path, job.info.name, numbers, (*job.losses.head, *job.losses.milestones))

    @property
    def words(self) -> str:
        """The losses for people."""
        return ", ".join(f"{feature} {number}" for feature, number in self.numbers.items()) or "nothing lost"


def refuse(made: Iterable[Made], *, fail: bool) -> None:
    """Raise :class:`LossError` if anything was lost and nothing may be."""
    losing = [f"{one.format} ({sum(one.numbers.values())})" for one in made if one.numbers]
    if fail and losing:
        raise ce.LossError(
            f"not everything can be carried, so no output was written: {', '.join(losing)}; see --loss-report"
        )


def report(made: Iterable[Made]) -> bytes:
    """Every loss of every output as JSON; of milestones that were never held together, how many lost what."""
    rows = [
        {"output": one.path, "format": one.format, **attrs.asdict(loss)}
        for one in made
        for loss in one.losses
    ]
    return (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode()


def summarise(made: Sequence[Made], *, as_json: bool) -> None:
    """What was written and what could not be carried: a table, or, beside an output on stdout, a line on stderr."""
    if any(one.path == "-" for one in made):
        for one in made:
            if one.numbers:
                print(f"{one.format}: not carried: {one.words}", file=sys.stderr)
        return
    if as_json:
        print_json([_as_data(one) for one in made])
        return
    rows = [[one.path, one.format, _size(one.path), one.words] for one in made]
    print(table(rows, ("written", "format", "size", "could not carry")))


def _as_data(made: Made) -> dict[str, Any]:
    size = os.path.getsize(made.path)  # noqa: PTH202 - no pathlib at start-up
    return {"path": made.path, "format": made.format, "bytes": size, "losses": dict(made.numbers)}


def _size(path: str) -> str:
    size = os.path.getsize(path)  # noqa: PTH202 - as above
    return f"{size / 1000:.1f} kB" if size >= 1000 else plural(size, "byte")  # noqa: PLR2004 - a kilobyte
