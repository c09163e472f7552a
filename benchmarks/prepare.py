"""Makes the files of one size: ``python -m benchmarks.prepare EVENTS FOLDER``."""

from __future__ import annotations

import sys
from pathlib import Path

import coalition_events as ce
from benchmarks.data import LIMITS, write_json, write_yaml
from benchmarks.readback import READERS


def prepare(events: int, folder: Path) -> None:
    """The timeline in both forms, and what this library makes of it in each format; done once."""
    done = folder / "done"
    if done.exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    write_json(events, folder / "timeline.json")
    write_yaml(events, folder / "timeline.yaml")
    timeline = ce.read(folder / "timeline.json", limits=LIMITS)
    for form in READERS:
        ce.write(timeline, folder / f"ours.{form}")
    done.touch()


if __name__ == "__main__":
    prepare(int(sys.argv[1]), Path(sys.argv[2]))
