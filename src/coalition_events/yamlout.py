"""A timeline back to YAML that a person can go on editing and that both YAML parsers read alike."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import yaml

from coalition_events.model import Timeline
from coalition_events.plain import to_plain

_WIDTH: Final = 160
_FLAT: Final = 120  # a mapping whose text is shorter stands on one line
_PLAIN_LOOKALIKES: Final = frozenset({"", "~", "null", "true", "false"})


def to_yaml(timeline: Timeline) -> str:
    """The file for a timeline: reading it gives an equal one."""
    events = [
        yaml.StreamStartEvent(),
        yaml.DocumentStartEvent(explicit=False),
        *_events(to_plain(timeline), depth=0),
        yaml.DocumentEndEvent(explicit=False),
        yaml.StreamEndEvent(),
    ]
    # the pure emitter: libyaml's folds long plain texts differently, and this one is the same everywhere
    text: str = yaml.emit(events, Dumper=yaml.Dumper, allow_unicode=True, width=1_000_000, indent=2)
    return text


def _events(value: Any, depth: int) -> Iterator[yaml.Event]:  # noqa: ANN401 - plain data
    if isinstance(value, dict):
        flow = not value or (depth > 1 and _short(value))
        yield yaml.MappingStartEvent(None, None, implicit=True, flow_style=flow)
        for key, item in value.items():
            yield from _events(key, depth + 1)
            yield from _events(item, depth + 1)
        yield yaml.MappingEndEvent()
    elif isinstance(value, list):
        flow = not value or _short(value)
        yield yaml.SequenceStartEvent(None, None, implicit=True, flow_style=flow)
        for item in value:
            yield from _events(item, depth + 1)
        yield yaml.SequenceEndEvent()
    else:
        yield _scalar(value)


def _short(value: Any) -> bool:  # noqa: ANN401 - plain data
    return len(repr(value)) <= _FLAT


def _scalar(value: str | float | bool | None) -> yaml.ScalarEvent:  # noqa: FBT001 - a value, not a switch
    if isinstance(value, str):
        return yaml.ScalarEvent(None, None, (True, True), value, style=_style(value))
    text = {True: "true", False: "false", None: "null"}.get(value, repr(value)) if not isinstance(value, int | float) or isinstance(value, bool) else repr(value)
    return yaml.ScalarEvent(None, None, (True, True), text)


def _style(text: str) -> str | None:
    """Quotes where plain would be read as something else here, or differently by the two YAML parsers (``?``)."""
    if "\n" in text or "\t" in text or any(ord(character) > 0xFFFF or character in "\x85\u2028\u2029\ufeff" for character in text):
        return '"'
    if text in _PLAIN_LOOKALIKES or "?" in text or text[:1] in "[{" or _is_number(text):
        return '"'
    return None


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
