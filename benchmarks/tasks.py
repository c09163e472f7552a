"""What is measured: each task with those who do it."""

from __future__ import annotations

from typing import Final

from benchmarks.child import FLOOR, OURS, VALUES_GIVEN
from benchmarks.peers import WRITERS
from benchmarks.serialisers import SERIALISERS

TASKS: Final[dict[str, tuple[str, ...]]] = {
    "read yaml": (OURS, "CSafeLoader", FLOOR),
    "read json": (OURS, "json.loads", FLOOR),
    **{
        f"write {form}": (OURS, *([VALUES_GIVEN] if form in SERIALISERS else []), *peers, FLOOR)
        for form, peers in WRITERS.items()
    },
    "whole geojson": (OURS, "ogr2ogr"),
    "answer state": (OURS,),
    "answer slippage": (OURS,),
    "answer dates": (OURS,),
}
"""In the order of the table. The first of each task is this library."""

COMMANDS: Final[dict[str, tuple[str, ...]]] = {
    "python -c pass": ("-c", "pass"),
    "--version": ("-m", "coalition_events", "--version"),
    "--help": ("-m", "coalition_events", "--help"),
    **{
        f"export -f {form}": ("-m", "coalition_events", "export", "-f", form)
        for form in ("csv", "ics", "geojson", "md", "json")
    },
    "import attrs, icalendar, pluggy, yaml": ("-c", "import attrs, icalendar, pluggy, yaml"),
}
"""Start-up: arguments of the interpreter; the exports are of the bundled timeline."""
