"""One measurement in a process of its own: ``python -m benchmarks.child TASK WHO FOLDER`` prints a line of JSON.

What is needed before is made first and not measured. The time is that of the processor, user and system, with all
threads and the processes that were started.
"""

from __future__ import annotations

import gc
import importlib.metadata
import json
import resource
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

import yaml

import coalition_events as ce
from benchmarks.data import LIMITS
from benchmarks.peers import WRITERS, write_with_ogr2ogr
from benchmarks.prepare import lacking
from benchmarks.readback import READERS, document_rows
from benchmarks.serialisers import SERIALISERS

OURS: Final = "coalition-events"
VALUES_GIVEN: Final = "coalition-events (values given)"
FLOOR: Final = "the bytes alone"
Step = Callable[[], Any]


def measure(task: str, who: str, folder: Path) -> dict[str, Any]:
    """The result of one measurement: seconds, bytes, peak memory in MiB, and whether the output says the same.

    :class:`ModuleNotFoundError` where what is to be measured is not installed.
    """
    step, checked = _prepare(task, who, folder)
    gc.collect()
    held = _peak()
    before = _processor_time()
    result = step()
    seconds = _processor_time() - before
    peak = _peak()
    return {
        "seconds": seconds,
        "peak": round(peak),
        "added": round(peak - held),
        "same": checked(result),
        "version": _version(who),
    }


def _prepare(task: str, who: str, folder: Path) -> tuple[Step, Callable[[Any], bool]]:
    kind, _, form = task.partition(" ")
    if kind == "read":
        return _reading(form, who, folder)
    if kind == "whole":
        return _whole_process(form, who, folder)
    if kind == "answer":
        return _answering(form, folder)
    return _writing(form, who, folder)


def _reading(form: str, who: str, folder: Path) -> tuple[Step, Callable[[Any], bool]]:
    path = folder / f"timeline.{form}"
    text = path.read_text(encoding="utf-8")
    if who == FLOOR:
        return path.read_bytes, bool
    if who == OURS:
        return lambda: ce.load(text, path.name, limits=LIMITS), lambda loaded: _says_the_same(
            ce.to_plain(loaded.timeline), folder
        )
    load: Callable[[str], Any] = json.loads if form == "json" else _load_yaml
    return lambda: load(text), lambda plain: _says_the_same(plain, folder)


def _load_yaml(text: str) -> Any:  # noqa: ANN401 - what PyYAML gives
    return yaml.load(text, Loader=yaml.CSafeLoader)


def _says_the_same(plain: dict[str, Any], folder: Path) -> bool:
    stated = json.loads((folder / "timeline.json").read_bytes())
    return document_rows(plain) == document_rows(stated)


def _writing(form: str, who: str, folder: Path) -> tuple[Step, Callable[[Any], bool]]:
    if package := lacking(form):  # then nobody has values to write
        raise ModuleNotFoundError(package)
    ours, target = folder / f"ours.{form}", folder / f"{who}.{form}"
    if who == OURS:
        timeline = ce.read(folder / "timeline.json", limits=LIMITS)
        return lambda: ce.write(timeline, target), lambda _: target.read_bytes() == ours.read_bytes()
    if who == FLOOR:
        data = ours.read_bytes()
        return lambda: target.write_bytes(data), lambda _: True
    rows, write = READERS[form](ours), SERIALISERS[form] if who == VALUES_GIVEN else WRITERS[form][who]
    return lambda: write(rows, target), lambda _: READERS[form](target) == rows


def _whole_process(form: str, who: str, folder: Path) -> tuple[Step, Callable[[Any], bool]]:
    """A program from a file to a file: ours from the timeline, a peer's from the finished values."""
    ours, target = folder / f"ours.{form}", folder / f"whole-{who}.{form}"
    limits = [f"--limit={name}={getattr(LIMITS, name)}" for name in ("size", "nodes", "records")]
    files = [str(folder / "timeline.json"), "-o", str(target)]
    command = [sys.executable, "-m", "coalition_events", *limits, "export", *files]
    step = partial(_run, command) if who == OURS else partial(write_with_ogr2ogr, ours, target)
    return step, lambda _: READERS[form](ours) == READERS[form](target)


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - a command of ours


def _answering(form: str, folder: Path) -> tuple[Step, Callable[[Any], bool]]:
    timeline = ce.read(folder / "timeline.json", limits=LIMITS)
    texts = [str(event.best.date) for event in timeline.events() if event.best]
    answer: Step = {
        "state": lambda: ce.state(timeline, timeline.revised),
        "slippage": lambda: ce.slippage(timeline),
        "dates": lambda: _parse_dates(texts),
    }[form]
    return answer, lambda _: True


def _parse_dates(texts: list[str]) -> None:
    """Every date of the file as often as it stands there; none is remembered from before."""
    ce.parse_date.cache_clear()
    for text in texts:
        ce.parse_date(text)


def _processor_time() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def _peak() -> float:
    """The most memory that this process or one that it started has held, in MiB."""
    sizes = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return max(sizes) / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def _version(who: str) -> str:
    name = {"CSafeLoader": "PyYAML"}.get(who, who.partition(" (")[0])
    if who == "ogr2ogr":
        shown = subprocess.run(["ogr2ogr", "--version"], capture_output=True, text=True, check=True)  # noqa: S607 - found on the path, as a user would
        return shown.stdout.partition(",")[0].removeprefix("GDAL ")
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ".".join(map(str, sys.version_info[:3]))


if __name__ == "__main__":
    task, who, folder = sys.argv[1:]
    try:
        print(json.dumps(measure(task, who, Path(folder))))
    except ModuleNotFoundError as error:
        print(json.dumps({"missing": str(error)}))
