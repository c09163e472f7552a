"""``diff``: what changed between two editions, for people, for programs, or as a changelog for readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import coalition_events as ce
from coalition_events.cli.changelog import changelog
from coalition_events.cli.changewords import in_words, went_and_came
from coalition_events.cli.tables import signed
from coalition_events.cli.text import load, one_line, print_json, print_lines, usage

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

_FOUND = 1


def run(options: argparse.Namespace) -> int:
    """Print the differences; returns 1 if there are any."""
    if options.old == options.new == "-":
        usage("standard input can be read once only")
    if options.json and options.format == "md":
        usage("--json and --format md are two forms: ask for one")
    old, new = load(options.old), load(options.new)
    changes = ce.diff(old, new)
    if options.json:
        print_json(_as_data(changes))
    elif options.format == "md":
        print_lines(changelog(old, new, changes))
    else:
        for sign, line in _text(changes):
            print(signed(one_line(line), sign))
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


def _text(changes: ce.Diff) -> Iterator[tuple[str, str]]:
    """Each line with its sign: ``+`` for what came, ``-`` for what went, nothing for the rest."""
    if not changes:
        yield "", "no differences"
    if changes.head:
        yield "", "changed timeline:"
        yield from _fields(changes.head)
    for change in changes.records:
        sign = {"added": "+", "removed": "-"}.get(change.kind, "")
        yield sign, f"{change.kind} {change.section}.{change.id}: {_label(change)}"
        yield from _fields(change.fields)
    for section, _ in changes.order:
        yield "", f"reordered {section}"


def _fields(changes: Iterable[ce.FieldChange]) -> Iterator[tuple[str, str]]:
    for change in changes:
        yield from ((sign, f"    {line}") for sign, line in _field_lines(change))


def _label(change: ce.RecordChange) -> str:
    record = change.new or change.old
    return record.label if record else change.id


def _field_lines(change: ce.FieldChange) -> Iterator[tuple[str, str]]:
    """One line for a plain field; for a field with claims, those that went and those that came."""
    listed = went_and_came(change)
    if listed is None:
        yield "", f"{change.field}: {in_words(change.old)} -> {in_words(change.new)}"
        return
    for sign, items in zip("-+", listed, strict=True):
        for item in items:
            yield sign, f"{change.field}: {sign} {in_words(item)}"
    if not any(listed):
        yield "", f"{change.field}: in another order"
