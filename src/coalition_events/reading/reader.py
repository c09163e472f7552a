"""Texts and files to timelines.

A text is read without places first, since most files are right and nobody asks where something stands in them. If there
is a mistake, all of it is read again with places, and built again: messages and their order have one origin. A wrong
file pays for that. No tree is kept, for it is many times as large as the text and its timeline: whoever asks where
something stands has the text read once more.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import os
import re
from collections.abc import Callable, Iterator
from typing import Final

import attrs

from coalition_events.exceptions import InvalidTimelineError, Problem, UnreadableInputError
from coalition_events.limits import DEFAULT, Limits
from coalition_events.model import Timeline
from coalition_events.reading.builder import build, build_unplaced
from coalition_events.reading.documents import compose, compose_unplaced
from coalition_events.reading.inputs import read_text
from coalition_events.reading.nodes import Listing, Node, Table, stopped

_DATA: Final = os.path.join(os.path.dirname(os.path.dirname(__file__)), "data")  # noqa: PTH118, PTH120 - pathlib is slow
_SHORT_FORMS: Final = {"bases": ("base",), "date": ("planned", "expected")}
_STEP: Final = re.compile(r"([^.\[\]]+)|\[([0-9]{1,9})\]")
_MANY: Final = 50


@attrs.frozen
class Positions:
    """Where each part of a file stands, kept beside the timeline and never in its records."""

    _compose: Callable[[], Node]
    """Makes the tree, once somebody asks for a place."""
    _sections: dict[int, dict[str, Node]] = attrs.field(factory=dict, init=False, repr=False, eq=False)
    """The values of large mappings by their keys, once somebody asked: thousands of findings are placed in one."""

    @functools.cached_property
    def _tree(self) -> Node:
        return self._compose()

    def of(self, path: str) -> tuple[int, int]:
        """Line and column, from 1, of ``milestones.handover.when[1].date``; else of the nearest part above it."""
        node = self._tree
        for word, index in _STEP.findall(path):
            below = self._step(node, word, index)
            if below is None:
                break
            node = below
        return node.line, node.column

    def _step(self, node: Node, word: str, index: str) -> Node | None:
        if isinstance(node, Listing):
            return node.items[int(index)] if index and int(index) < len(node.items) else None
        if index:  # one element needs no list
            return node if int(index) == 0 else None
        if isinstance(node, Table):
            values = self._values(node)
            return next((values[one] for one in (word, *_SHORT_FORMS.get(word, ())) if one in values), None)
        return None

    def _values(self, table: Table) -> dict[str, Node]:
        if id(table) in self._sections:
            return self._sections[id(table)]
        values = {key.text: value for key, value in reversed(table.pairs)}
        if len(values) > _MANY:
            self._sections[id(table)] = values
        return values


@attrs.frozen
class Loaded:
    """A timeline with the places of its parts."""

    timeline: Timeline
    positions: Positions


def load(text: str, name: str = "<text>", *, limits: Limits = DEFAULT) -> Loaded:
    """Read YAML or JSON.

    :class:`InvalidTimelineError` holds the mistakes, :class:`UnreadableInputError` where reading stopped: at the end of
    what is YAML or JSON, or at a limit. ``name`` stands in the problems, and its suffix ``.json``, ``.jsonl``,
    ``.jsonl.gz``, ``.yaml`` or ``.yml`` settles the form.
    """
    if len(text) > limits.size:
        raise stopped(
            Problem(name, 0, 0, "too-large", "", *limits.excess("size", f"more than {limits.size:,}"))
        )
    with _collector_at_rest():
        timeline = _read_unplaced(text, name, limits) or _read_placed(text, name, limits)
    return Loaded(timeline, Positions(functools.partial(compose, text, name, limits)))


@contextlib.contextmanager
def _collector_at_rest() -> Iterator[None]:
    """The tree is large and holds no garbage: letting the collector walk it again and again costs half of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _read_unplaced(text: str, name: str, limits: Limits) -> Timeline | None:
    root = compose_unplaced(text, name, limits)
    return None if root is None else build_unplaced(root, limits)


def _read_placed(text: str, name: str, limits: Limits) -> Timeline:
    timeline, problems = build(compose(text, name, limits), name, limits)
    if timeline is None:
        problems.sort()
        raise InvalidTimelineError(problems[: limits.problems], max(0, len(problems) - limits.problems))
    return timeline


def parse(text: str, name: str = "<text>", *, limits: Limits = DEFAULT) -> Timeline:
    """The timeline in a text; raises as :func:`load`."""
    return load(text, name, limits=limits).timeline


def read(path: str | os.PathLike[str], *, limits: Limits = DEFAULT) -> Timeline:
    """The timeline in a file, or on standard input for ``-``; raises as :func:`load` and :func:`read_text`."""
    return parse(read_text(path, limits=limits), os.fsdecode(path), limits=limits)


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
