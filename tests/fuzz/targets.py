"""What is fuzzed: three readers, each a function of bytes that raises if, and only if, the reader breaks a promise."""

from __future__ import annotations

import coalition_events as ce

ENDS = (ce.InvalidTimelineError, ce.UnreadableInputError)
"""How reading may fail."""


def yaml(data: bytes) -> None:
    """Any text as YAML is a timeline that can be written back, or problems at places within the text."""
    _read(data, "fuzz.yaml")


def json(data: bytes) -> None:
    """The same for any text as JSON."""
    _read(data, "fuzz.json")


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


def _read(data: bytes, name: str) -> None:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return
    try:
        timeline = ce.parse(text, name)
    except ENDS as error:
        problems = (
            error.problems
            if isinstance(error, ce.InvalidTimelineError)
            else (getattr(error, "problem", None),)
        )
        check_problems(problems, text)
    else:
        assert ce.parse(ce.to_yaml(timeline)) == timeline


def check_problems(problems: tuple[ce.Problem, ...], text: str) -> None:
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
