"""``python -m benchmarks.bulk``: files of lines to each format, from ten thousand events up, by one process and by two.

What is looked at is growth: processor time for each event and the memory of the largest process stay what they are.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import attrs

from benchmarks import report
from benchmarks.data import write_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROOT: Final = Path(__file__).parent.parent
_SIZES: Final = (10_000, 100_000, 1_000_000)
_FORMATS: Final = ("ics", "geojson", "csv", "jsonl")
_PIECE: Final = 1 << 20


@attrs.frozen
class Measured:
    """One export: processor seconds, seconds on the clock, the largest process in MiB, what was written."""

    form: str
    events: int
    jobs: int
    seconds: float
    elapsed: float
    peak: float
    size: int
    digest: str


def main() -> int:
    """Measure and print; ends with 1 if several processes write other bytes than one."""
    options = _options()
    results = [
        measure(form, events, jobs, options.folder)
        for events in options.sizes or _SIZES
        for form in options.format or _FORMATS
        for jobs in options.jobs or (1, 2)
    ]
    print("\n".join(lines(results)))
    if options.write:
        report.put(report.PAGE, "measured lines", lines(results))
    return 1 if differing(results) else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bulk", description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, help="numbers of events (default: 10,000 to 1,000,000)")
    parser.add_argument("--format", action="append", choices=_FORMATS, help="only this one; may be repeated")
    parser.add_argument("--jobs", action="append", type=int, help="processes (default: 1, then 2)")
    parser.add_argument("--write", action="store_true", help=f"write to {report.PAGE.relative_to(_ROOT)}")
    parser.add_argument("--folder", type=Path, default=_ROOT / "build" / "bench", help="for data and outputs")
    return parser.parse_args()


def measure(form: str, events: int, jobs: int, folder: Path) -> Measured:
    """Export a file of so many events with the real command; it is made if it is not there yet."""
    source, target = folder / f"{events}.jsonl", folder / f"lines.{form}"
    if not source.exists():
        folder.mkdir(parents=True, exist_ok=True)
        write_lines(events, source.with_suffix(".half"))
        source.with_suffix(".half").replace(source)
    files = [str(source), "-o", str(target)]
    command = [sys.executable, "-m", "coalition_events", "export", *files, f"--jobs={jobs}"]
    begun = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 - a command of ours
    _, status, used = os.wait4(process.pid, 0)
    elapsed = time.monotonic() - begun
    process.returncode = os.waitstatus_to_exitcode(status)  # it was waited for without its own wait()
    if status:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    peak = used.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    size = target.stat().st_size
    return Measured(form, events, jobs, used.ru_utime + used.ru_stime, elapsed, peak, size, _digest(target))


def _digest(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            found.update(piece)
    return found.hexdigest()


def differing(results: list[Measured]) -> list[tuple[str, int]]:
    """The formats and sizes of which not all runs wrote the same bytes."""
    found: dict[tuple[str, int], set[str]] = {}
    for one in results:
        found.setdefault((one.form, one.events), set()).add(one.digest)
    return [key for key, digests in found.items() if len(digests) > 1]


def lines(results: list[Measured]) -> Iterator[str]:
    """The table as Markdown."""
    void = differing(results)
    yield "| format | events | processes | events/s | seconds | CPU µs an event | largest process, MiB | written, MB |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    for one in sorted(results, key=lambda one: (_FORMATS.index(one.form), one.events, one.jobs)):
        if (one.form, one.events) in void:
            yield f"| {one.form} | {one.events:,} | {one.jobs} | void: the bytes differ | | | | |"
            continue
        cells = [
            f"{one.events / one.elapsed:,.0f}",
            f"{one.elapsed:,.1f}",
            f"{1e6 * one.seconds / one.events:,.0f}",
            f"{one.peak:,.0f}",
            f"{one.size / 1e6:,.0f}",
        ]
        yield f"| {one.form} | {one.events:,} | {one.jobs} | {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.exit(main())
