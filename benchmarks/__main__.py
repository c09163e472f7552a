"""``python -m benchmarks``: measure this library and its peers on the same work, interleaved."""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from benchmarks import report
from benchmarks.child import OURS
from benchmarks.data import SIZES
from benchmarks.tasks import COMMANDS, TASKS

_ROOT: Final = Path(__file__).parent.parent
_LARGE: Final = 1_000_000
_ONE_ROUND_FROM: Final = 100_000


def main() -> int:
    """Measure, print, and write where asked."""
    options = _options()
    results: dict[str, Any] = {"start_up": _start_up(options.start_up_rounds), "sizes": {}}
    for size in options.sizes or [*SIZES, *([_LARGE] if options.large else [])]:
        rounds = 1 if size >= _ONE_ROUND_FROM else options.rounds
        results["sizes"][str(size)] = _measure(size, rounds, options)
    print("\n".join(report.lines(results)))
    if options.json:
        options.json.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    if options.write:
        report.put(report.PAGE, "measured", report.lines(results))
    apart = report.disagreements(results, json.loads(options.against.read_bytes())) if options.against else []
    for line in apart:
        print(f"differs by more than {report.AGREEMENT:.0%}: {line}", file=sys.stderr)
    return 1 if apart else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, help="numbers of events (default: 1,000 to 100,000)")
    parser.add_argument("--large", action="store_true", help=f"{_LARGE:,} events as well, which takes hours")
    parser.add_argument("--rounds", type=int, default=3, help="from 100,000 events on it is one (default: 3)")
    parser.add_argument("--start-up-rounds", type=int, default=9, help="default: 9")
    parser.add_argument("--task", action="append", choices=list(TASKS), help="only this one; may be repeated")
    parser.add_argument("--reverse", action="store_true", help="everything in the opposite order")
    parser.add_argument("--against", type=Path, help="a --json of another run, whose ratios must be alike")
    parser.add_argument("--json", type=Path, help="write the results to this file")
    parser.add_argument(
        "--write", action="store_true", help=f"write them to {report.PAGE.relative_to(_ROOT)}"
    )
    parser.add_argument("--folder", type=Path, default=_ROOT / "build" / "bench", help="for data and outputs")
    return parser.parse_args()


def _measure(size: int, rounds: int, options: argparse.Namespace) -> dict[str, Any]:
    """Round by round, so that whatever else the machine does falls on all alike."""
    folder = options.folder / str(size)
    _run("benchmarks.prepare", str(size), str(folder))
    jobs = [(task, who) for task in options.task or TASKS for who in TASKS[task]]
    runs: dict[tuple[str, str], list[dict[str, Any]]] = {job: [] for job in jobs}
    for _ in range(rounds):
        for task, who in reversed(jobs) if options.reverse else jobs:
            result = json.loads(_run("benchmarks.child", task, who, str(folder)))
            if "missing" in result:
                print(f"not installed, left out: {task}, {who} ({result['missing']})", file=sys.stderr)
                continue
            runs[task, who].append(result)
    tasks: dict[str, Any] = {}
    for (task, who), measured in runs.items():
        if measured:
            one = report.summary(measured, size)
            tasks.setdefault(task, {})[who] = {**one, "ratio": report.ratio(runs[task, OURS], measured)}
    return tasks


def _start_up(rounds: int) -> dict[str, float]:
    """The processor time of each command as a multiple of the bare interpreter's, from medians of one run."""
    if rounds == 0:
        return {}
    seconds: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(rounds):
        for name, command in COMMANDS.items():
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([sys.executable, *command], check=True, capture_output=True)  # noqa: S603 - commands of ours
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            seconds[name].append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    medians = {name: statistics.median(measured) for name, measured in seconds.items()}
    bare = medians["python -c pass"]
    return {name: median / bare for name, median in medians.items()}


def _run(module: str, *arguments: str) -> str:
    command = [sys.executable, "-m", module, *arguments]
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=_ROOT, env=environment)  # noqa: S603 - modules of ours
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
