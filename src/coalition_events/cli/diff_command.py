"""``diff``: what changed between two editions, for people, for programs, or as a changelog for readers."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

import coalition_events as ce
from coalition_events.cli.text import load, print_json

_FOUND = 1


def run(options: argparse.Namespace) -> int:
    """Print the differences; returns 1 if there are any."""
    old, new = load(options.old), load(options.new)
    changes = ce.diff(old, new)
    if options.json:
        print_json(_as_data(changes))
    elif options.format == "md":
        print("\n".join(_markdown(old, new, changes)))
    else:
        print("\n".join(_text(changes)))
    return _FOUND if changes else 0


def _as_data(changes: ce.Diff) -> dict[str, Any]:
    return {
        "head": [_field(change) for change in changes.head],
        "records": [
            {
                "id": change.id,
                "section": change.section,
                "kind": change.kind,
                "fields": [_field(field) for field in change.fields],
            }
            for change in changes.records
        ],
        "order": {section: list(ids) for section, ids in changes.order},
    }


def _field(change: ce.FieldChange) -> dict[str, Any]:
    return {"field": change.field, "old": change.old, "new": change.new}


def _text(changes: ce.Diff) -> Iterator[str]:
    if not changes:
        yield "no differences"
    for head in changes.head:
        yield f"changed {head.field}: {_words(head.old)} -> {_words(head.new)}"
    for change in changes.records:
        record = change.new or change.old
        yield f"{change.kind} {change.section}.{change.id}: {record.label if record else ''}"
        for field in change.fields:
            yield from _field_lines(field)
    for section, _ in changes.order:
        yield f"reordered {section}"


def _field_lines(change: ce.FieldChange) -> Iterator[str]:
    """One line for a plain field; for a field with claims, those that went and those that came."""
    if isinstance(change.old, list) or isinstance(change.new, list):
        old, new = _as_list(change.old), _as_list(change.new)
        for sign, one, other in (("-", old, new), ("+", new, old)):
            for item in one:
                if item not in other:
                    yield f"    {change.field}: {sign} {_words(item)}"
    else:
        yield f"    {change.field}: {_words(change.old)} -> {_words(change.new)}"


def _as_list(value: Any) -> list[Any]:  # noqa: ANN401 - plain data
    return value if isinstance(value, list) else [] if value is None else [value]


def _words(value: Any) -> str:  # noqa: ANN401 - plain data
    """Plain data in words: a claim by its date or value and its sources."""
    if value is None:
        return "nothing"
    if isinstance(value, list):
        return ", ".join(_words(item) for item in value)
    if not isinstance(value, dict):
        return str(value)
    if "date" in value or "value" in value:
        what = _date_words(value["date"]) if "date" in value else _words(value["value"])
        basis = f"{value['basis']} " if "basis" in value else ""
        sources = f" [{', '.join(value['cite'])}]" if "cite" in value else ""
        rank = f" ({value['rank']})" if "rank" in value else ""
        return f"{basis}{what}{rank}{sources}"
    return ", ".join(f"{key} {_words(item)}" for key, item in value.items())


def _date_words(text: str) -> str:
    return text if text in {"unknown", "none"} else ce.describe(ce.parse_date(text))


# ---------------------------------------------------------------------------------------------------- changelog


def _markdown(old: ce.Timeline, new: ce.Timeline, changes: ce.Diff) -> Iterator[str]:
    """What readers of the timeline want to know: what is new, what moved, what is gone, in words."""
    escape = ce.textsafe.markdown
    yield f"# {escape(new.title)}: what changed"
    yield ""
    yield f"From the edition of {_day(old)} to that of {_day(new)}."
    headings = (("added", "New"), ("changed", "Changed"), ("removed", "Removed"))
    for kind, heading in headings:
        found = [change for change in changes.records if change.kind == kind]
        if found:
            yield ""
            yield f"## {heading}"
            yield ""
        for change in found:
            record = change.new or change.old
            yield f"- {escape(record.label if record else change.id)} ({change.section.removesuffix('s')})"
            for field in change.fields:
                for line in _field_lines(field):
                    yield f"  - {escape(line.strip())}"
    if not changes:
        yield ""
        yield "Nothing."


def _day(timeline: ce.Timeline) -> str:
    return ce.describe(ce.UncertainDate.parse(timeline.revised.isoformat()))
