"""A timeline back to YAML that a person can go on editing and that both YAML parsers read alike."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

import yaml

from coalition_events.plain import to_plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coalition_events.model import Timeline

_FLAT: Final = 120  # a list or mapping whose text is no longer than this stands on one line
_UNFOLDED: Final = 1_000_000_000  # no line is ever broken: the parsers differ on some folded texts
_WORDS: Final = frozenset({"", "~", "null", "true", "false"})  # plain, these mean something else
# "?" and ":" in flow, and a break or sign that one of the parsers takes for layout, are where the two parsers differ
_QUOTED: Final = re.compile("[?\n\t\x85\u2028\u2029\ufeff\U00010000-\U0010ffff]|^[\\[{]")


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
    text: str = yaml.emit(events, Dumper=yaml.Dumper, allow_unicode=True, width=_UNFOLDED, indent=2)
    return text


def _events(value: Any, depth: int) -> Iterator[yaml.Event]:  # noqa: ANN401 - plain data
    if isinstance(value, dict):
        flow = not value or (depth > 1 and _short(value))
        yield yaml.MappingStartEvent(None, None, implicit=True, flow_style=flow)
        for key, item in value.items():
            yield _text(key)
            yield from _events(item, depth + 1)
        yield yaml.MappingEndEvent()
    elif isinstance(value, list):
        flow = not value or _short(value)
        yield yaml.SequenceStartEvent(None, None, implicit=True, flow_style=flow)
        for item in value:
            yield from _events(item, depth + 1)
        yield yaml.SequenceEndEvent()
    elif isinstance(value, str):
        yield _text(value)
    else:  # a number, true, false or null, as JSON writes it
        yield yaml.ScalarEvent(None, None, (True, True), json.dumps(value))


def _short(value: Any) -> bool:  # noqa: ANN401 - plain data
    return len(repr(value)) <= _FLAT


def _text(text: str) -> yaml.ScalarEvent:
    """A text, in quotes where it would be read as something else, or differently by the two YAML parsers."""
    quoted = text in _WORDS or _QUOTED.search(text) or _is_number(text)
    return yaml.ScalarEvent(None, None, (True, True), text, style='"' if quoted else None)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
