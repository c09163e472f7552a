"""The fresh process of the kit: imports one format, exports the full sample, and says what was touched meanwhile.

Run by ``subject``, with the format and its options as JSON on its standard input and the answer as JSON on its output.
An audit hook sees files, sockets and processes; a profile function sees calls of the clock and of the environment,
however they were imported. Modules that the export imports are allowed: those may open files and read what they like.
"""

from __future__ import annotations

import base64
import importlib
import json
import os
import sys
from typing import TYPE_CHECKING, Any, Final

import coalition_events as ce

from .samples import full_timeline
from .subject import find

if TYPE_CHECKING:
    from types import FrameType

_PROCESSES: Final = (
    "subprocess.",
    "os.system",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "os.startfile",
)
_FILES: Final = (
    "open",
    "os.listdir",
    "os.scandir",
    "os.remove",
    "os.rename",
    "os.mkdir",
    "os.rmdir",
    "shutil.",
)
_OUTSIDE: Final = (("network", ("socket.",)), ("process", _PROCESSES), ("file", _FILES))
_CLOCKS: Final = frozenset(
    {
        *("time", "time_ns", "localtime", "ctime", "mktime", "clock_gettime", "clock_gettime_ns"),
        *("monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns", "process_time"),
    }
)
_NOW: Final = frozenset({"now", "utcnow", "today"})
_ENVIRONMENT: Final = frozenset(
    method.__code__ for name, method in vars(type(os.environ)).items() if name in {"__getitem__", "__iter__"}
)


class Watch:
    """Notes what an export touches outside of itself, between :meth:`start` and :meth:`stop`."""

    def __init__(self) -> None:
        self.touched: dict[str, list[str]] = {
            "clock": [],
            "environment": [],
            "file": [],
            "network": [],
            "process": [],
        }
        self._on = False

    def start(self) -> None:
        """Begin. An audit hook stays until the process ends, so there is one watch in each."""
        sys.addaudithook(self._audit)
        self._on = True
        sys.setprofile(self._profile)

    def stop(self) -> None:
        """End."""
        sys.setprofile(None)
        self._on = False

    def _note(self, what: str, words: str, frame: FrameType | None) -> None:
        if _importing(frame):
            return
        self._on = False  # what is done here is not the exporter's
        self.touched[what].append(f"{words}, in {_place(frame)}")
        self._on = True

    def _audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self._on:
            return
        for what, beginnings in _OUTSIDE:
            if event.startswith(beginnings):
                shown = f" {arguments[0]!r}" if arguments and isinstance(arguments[0], str | bytes) else ""
                self._note(what, f"{event}{shown}", sys._getframe(1))  # noqa: SLF001 - who did it
                return

    def _profile(self, frame: FrameType, event: str, argument: Any) -> None:  # noqa: ANN401 - CPython's protocol
        if not self._on:
            return
        if event == "call" and frame.f_code in _ENVIRONMENT:
            self._note("environment", "os.environ", frame.f_back)
        elif event == "c_call" and (clock := _clock(argument)):
            self._note("clock", clock, frame)


def _clock(function: Any) -> str:  # noqa: ANN401 - any built-in function
    """The name of a function that reads the clock, else nothing."""
    owner, name = getattr(function, "__self__", None), getattr(function, "__name__", "")
    if getattr(function, "__module__", None) == "time" and name in _CLOCKS:
        return f"time.{name}"
    return f"{owner.__name__}.{name}" if isinstance(owner, type) and name in _NOW else ""


def _importing(frame: FrameType | None) -> bool:
    """Whether an import is under way, or a record of the logging module is made."""
    while frame is not None:
        module = frame.f_globals.get("__name__", "")
        if frame.f_code.co_filename.startswith("<frozen importlib") or module == "logging":
            return True
        frame = frame.f_back
    return False


def _place(frame: FrameType | None) -> str:
    """Where it was done: the nearest line of the exporter's."""
    if frame is None:
        return "?"
    return f"{frame.f_globals.get('__name__', '?')}, line {frame.f_lineno}"


def main() -> None:
    """Answer one question."""
    asked = json.load(sys.stdin)
    answer = sys.stdout.buffer
    info = find(asked["format"])
    for name in ce.__all__:  # the whole of the public face: what it needs is nobody's import
        getattr(ce, name)
    before = set(sys.modules)
    importlib.import_module(info.module)
    imported = sorted(set(sys.modules) - before)
    exporter = ce.load_exporter(info)
    timeline = full_timeline()
    request = ce.ExportRequest(timeline=timeline, options=ce.make_options(exporter, asked["options"]))
    job, watch = ce.Job(info, exporter, request), Watch()
    watch.start()
    try:
        data = b"".join(job.chunks())
    finally:
        watch.stop()
    said = {
        "data": base64.b64encode(data).decode(),
        "losses": [repr(loss) for loss in request.losses],
        "imported": imported,
        "touched": watch.touched,
    }
    answer.write(json.dumps(said).encode("ascii"))


if __name__ == "__main__":
    main()
