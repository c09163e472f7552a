"""Makes the files of one size: ``python -m benchmarks.prepare EVENTS FOLDER``."""

from __future__ import annotations

import sys
from pathlib import Path

import coalition_events as ce
from benchmarks.data import LIMITS, write_json, write_yaml
from benchmarks.readback import READERS


def lacking(form: str) -> str:
    """The package without which this format can't be written here, or nothing."""
    return next((info.distribution for info in ce.absent_formats() if info.name == form), "")


def prepare(events: int, folder: Path) -> None:
    """The timeline in both forms, and what this library makes of it in each format that is installed; done once."""
    forms = [form for form in READERS if not lacking(form)]
    done = folder / f"done-{'-'.join(forms)}"  # a format that is installed later is made then
    if done.exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    write_json(events, folder / "timeline.json")
    write_yaml(events, folder / "timeline.yaml")
    timeline = ce.read(folder / "timeline.json", limits=LIMITS)
    for form in forms:
        ce.write(timeline, folder / f"ours.{form}")
    done.touch()


if __name__ == "__main__":
    prepare(int(sys.argv[1]), Path(sys.argv[2]))
