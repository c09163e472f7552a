"""Files and texts to timelines."""

from __future__ import annotations

import gc
import os
import re
import sys
from typing import Final

import attrs

from coalition_events.builder import build
from coalition_events.exceptions import InvalidTimelineError, Problem, UnreadableInputError
from coalition_events.model import Timeline
from coalition_events.nodes import Listing, Node, Table, compose

_DATA: Final = os.path.join(os.path.dirname(__file__), "data")  # noqa: PTH118, PTH120 - pathlib costs half a start-up
_SHORT_FORMS: Final = {"bases": ("base",), "date": ("planned", "expected")}
_STEP: Final = re.compile(r"([^.\[\]]+)|\[([0-9]+)\]")


@attrs.frozen
class Positions:
    """Where each part of a file stands, kept beside the timeline and never in its records."""

    _root: Node

    def of(self, path: str) -> tuple[int, int]:
        """Line and column, from 1, of ``milestones.handover.when[1].date``; else of the nearest part above it."""
        node = self._root
        for word, index in _STEP.findall(path):
            below = _step(node, word, index)
            if below is None:
                break
            node = below
        return node.line, node.column


def _step(node: Node, word: str, index: str) -> Node | None:
    if isinstance(node, Listing):
        return node.items[int(index)] if index and int(index) < len(node.items) else None
    if index:  # one element needs no list
        return node if int(index) == 0 else None
    if isinstance(node, Table):
        words = (word, *_SHORT_FORMS.get(word, ()))
        return next((value for key, value in node.pairs if key.text in words), None)
    return None


@attrs.frozen
class Loaded:
    """A timeline with the places of its parts."""

    timeline: Timeline
    positions: Positions


def load(text: str, name: str = "<text>") -> Loaded:
    """Read YAML or JSON.

    :class:`InvalidTimelineError` holds every mistake, :class:`UnreadableInputError` where reading stopped. ``name``
    stands in the problems, and its suffix ``.json``, ``.yaml`` or ``.yml`` settles the form.
    """
    # the tree is large and holds no garbage: letting the collector walk it again and again costs half of the time
    collecting = gc.isenabled()
    gc.disable()
    try:
        root = compose(text, name)
        timeline, problems = build(root, name)
    finally:
        if collecting:
            gc.enable()
    if timeline is None:
        raise InvalidTimelineError(problems)
    return Loaded(timeline, Positions(root))


def parse(text: str, name: str = "<text>") -> Timeline:
    """The timeline in a text; raises as :func:`load`."""
    return load(text, name).timeline


def read(path: str | os.PathLike[str]) -> Timeline:
    """The timeline in a file; raises as :func:`load`."""
    return parse(read_text(path), os.fsdecode(path))


def read_text(path: str | os.PathLike[str]) -> str:
    """The text of a file, or of standard input for ``-``; :class:`UnreadableInputError` if it is not UTF-8."""
    name = os.fsdecode(path)
    data = _read_bytes(name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8")) + 1
        utf_16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        hint = "save it as UTF-8" + (", not UTF-16" if utf_16 else "")
        problem = Problem(
            name, line, column, "encoding", "", f"byte 0x{data[error.start]:02x} is not UTF-8", hint
        )
        raise UnreadableInputError(str(problem), problem) from None


def _read_bytes(name: str) -> bytes:
    try:
        if name == "-":
            return sys.stdin.buffer.read()
        with open(name, "rb") as file:  # noqa: PTH123 - pathlib costs half a start-up
            return file.read()
    except OSError as error:
        reason = error.strerror or str(error)
    except (ValueError, AttributeError) as error:  # a path with NUL in it; a closed stream, or none at all
        reason = "standard input is closed" if name == "-" else str(error)
    message = f"{name}: {reason}"
    raise UnreadableInputError(message)


def datasets() -> tuple[str, ...]:
    """The names of the bundled timelines."""
    return tuple(sorted(name.removesuffix(".yaml") for name in os.listdir(_DATA) if name.endswith(".yaml")))  # noqa: PTH208 - as above


def bundled(name: str) -> Timeline:
    """A bundled timeline by its name; :class:`UnreadableInputError` names the others."""
    return read(bundled_path(name))


def bundled_path(name: str) -> str:
    """Where a bundled timeline is."""
    if name not in datasets():
        message = f"no bundled timeline is called {name!r}; there are {', '.join(datasets())}"
        raise UnreadableInputError(message)
    return os.path.join(_DATA, f"{name}.yaml")  # noqa: PTH118 - as above
