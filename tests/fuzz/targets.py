"""What is fuzzed: four readers, each a function of bytes that raises if, and only if, the reader breaks a promise."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import coalition_events as ce
from coalition_events.limits import DEFAULT
from coalition_events.reading.builder import build
from coalition_events.reading.documents import compose

if TYPE_CHECKING:
    from collections.abc import Sequence

ENDS = (ce.InvalidTimelineError, ce.UnreadableInputError)
"""How reading may fail."""


def yaml(data: bytes) -> None:
    """Any text as YAML is a timeline that can be written back, or problems at places within the text."""
    _read(data, "fuzz.yaml")


def json(data: bytes) -> None:
    """The same for any text as JSON, which is read alike with places and without them."""
    timeline = _read(data, "fuzz.json")
    if timeline is not None:
        assert (timeline, []) == build(compose(data.decode(), "fuzz.json"), "fuzz.json", DEFAULT)


def lines(data: bytes) -> None:
    """Any file of lines has the events of the same file read as a whole, wherever it is cut, or problems at places."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "fuzz.jsonl")
        path.write_bytes(data)
        try:
            bulk = ce.open_bulk(path)
            events = [*bulk.events()]
        except ENDS as error:
            text = data.decode("utf-8", "replace")
            check_problems(
                [*getattr(error, "problems", ()), *filter(None, [getattr(error, "problem", None)])], text
            )
            return
        whole = _read(data, path.name)
        assert whole is None or events == [*whole.events()]  # None: two lines far apart have one id
        middle = len(data) // 2
        for batches in (bulk.batches(0, middle), bulk.batches(middle, None)):
            parts = [event for batch in batches for event in batch.events]
            assert parts == events[: len(parts)]
            del events[: len(parts)]
        assert not events


def date(data: bytes) -> None:
    """Any text is a date, with bounds in their order and the same date in its own text, or is refused."""
    text = data.decode("utf-8", "replace")
    try:
        found = ce.parse_date(text)
    except ce.DateError as error:
        if not str(error):
            raise
        return
    assert ce.parse_date(str(found)) == found
    bounds = found.bounds
    assert bounds[0] <= bounds[-1]
    assert all(first <= last for first, last in zip(bounds[::2], bounds[1::2], strict=True))
    assert ce.describe(found)


def _read(data: bytes, name: str) -> ce.Timeline | None:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    try:
        timeline = ce.parse(text, name)
    except ENDS as error:
        problems = (
            error.problems
            if isinstance(error, ce.InvalidTimelineError)
            else (getattr(error, "problem", None),)
        )
        check_problems(problems, text)
        return None
    assert ce.parse(ce.to_yaml(timeline)) == timeline
    return timeline


def check_problems(problems: Sequence[ce.Problem], text: str) -> None:
    """Every problem has a code, a message, and a place in the text or just behind its end."""
    lines = len(text.splitlines()) + 1
    assert problems
    assert len(set(problems)) == len(problems)
    for problem in problems:
        assert problem.code
        assert problem.message
        assert 1 <= problem.line <= lines
        assert 1 <= problem.column <= len(text) + 2
        assert str(problem).encode("utf-8", "backslashreplace")
