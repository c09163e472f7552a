"""Medians, ratios, and the tables in which they are shown."""

from __future__ import annotations

import statistics
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from benchmarks.child import FLOOR, OURS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PAGE: Final = Path(__file__).parent.parent / "docs" / "explanation" / "performance.md"
AGREEMENT: Final = 0.15
"""By how much a ratio may differ between two runs."""

Results = dict[str, Any]


def summary(runs: list[Results], events: int) -> Results:
    """Of the rounds of one measurement: seconds (median), records per second, peak memory in MiB, and what is void."""
    seconds = statistics.median(run["seconds"] for run in runs)
    return {
        "seconds": seconds,
        "rate": events / max(seconds, 1e-6),
        "peak": max(run["peak"] for run in runs),
        "added": max(run["added"] for run in runs),
        "same": all(run["same"] for run in runs),
        "version": runs[0]["version"],
    }


def ratio(ours: list[Results], theirs: list[Results]) -> float:
    """How many times our processor time a peer needs: the median over the rounds, each with its own."""
    pairs = zip(ours, theirs, strict=True)
    return statistics.median(float(their["seconds"] / max(our["seconds"], 1e-6)) for our, their in pairs)


def lines(results: Results) -> Iterator[str]:
    """Everything as Markdown."""
    yield from _start_up(results["start_up"])
    for size, tasks in results["sizes"].items():
        yield ""
        yield f"### {int(size):,} events"
        yield ""
        yield "| task | with | records/s | their time / ours | peak MiB | of which for the task |"
        yield "| --- | --- | ---: | ---: | ---: | ---: |"
        for task, measured in tasks.items():
            yield from (_row(task, who, one) for who, one in measured.items())
    yield from _growth(results["sizes"])


def _start_up(commands: Results) -> Iterator[str]:
    yield "### Start-up"
    yield ""
    yield "| command | times `python -c pass` |"
    yield "| --- | ---: |"
    yield from (f"| `{name}` | {times:.1f} |" for name, times in commands.items())


def _row(task: str, who: str, one: Results) -> str:
    name = who if who == FLOOR else f"{who} {one['version']}"
    if not one["same"]:
        return f"| {task} | {name} | void: the output says something else | | | |"
    times = "1" if who == OURS else f"{one['ratio']:.2f}"
    return f"| {task} | {name} | {one['rate']:,.0f} | {times} | {one['peak']:,} | {one['added']:,} |"


def _growth(sizes: Results) -> Iterator[str]:
    if len(sizes) < 2:  # noqa: PLR2004 - growth is from one to another
        return
    yield ""
    yield "### Growth"
    yield ""
    yield f"Microseconds of processor time for each event, with {OURS}."
    yield ""
    yield f"| task | {' | '.join(f'{int(size):,}' for size in sizes)} |"
    yield f"| --- |{' ---: |' * len(sizes)}"
    for task in next(iter(sizes.values())):
        cells = [
            f"{1e6 / tasks[task][OURS]['rate']:,.0f}" if task in tasks else "" for tasks in sizes.values()
        ]
        yield f"| {task} | {' | '.join(cells)} |"


def put(page: Path, name: str, text: Iterable[str]) -> None:
    """Put lines between the two marks of that name on a page."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    before, _, rest = page.read_text(encoding="utf-8").partition(begin)
    _, _, after = rest.partition(end)
    table = "\n".join(text)
    page.write_text(f"{before}{begin}\n\n{table}\n\n{end}{after}", encoding="utf-8")


def disagreements(one: Results, other: Results) -> list[str]:
    """The ratios to peers by which two runs differ too much."""
    found = []
    for size, tasks in one["sizes"].items():
        for task, measured in tasks.items():
            for who, first in measured.items():
                second = other["sizes"].get(size, {}).get(task, {}).get(who)
                if second is None or who in {OURS, FLOOR}:
                    continue
                apart = abs(first["ratio"] - second["ratio"]) / min(first["ratio"], second["ratio"])
                if apart > AGREEMENT:
                    pair = f"{first['ratio']:.2f} and {second['ratio']:.2f}"
                    found.append(f"{int(size):,} events, {task}, {who}: {pair}")
    return found
