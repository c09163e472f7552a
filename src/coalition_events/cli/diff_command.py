"""``diff``: what changed between two editions, for people, for programs, or as a changelog for readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import coalition_events as ce
from coalition_events.cli.text import day_in_words, load, print_json, print_lines, usage

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

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
    else:
        print_lines(_markdown(old, new, changes) if options.format == "md" else _text(changes))
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
    if changes.head:
        yield "changed timeline:"
        for head in changes.head:
            yield from (f"    {line}" for line in _field_lines(head))
    for change in changes.records:
        yield f"{change.kind} {change.section}.{change.id}: {_label(change)}"
        for field in change.fields:
            yield from (f"    {line}" for line in _field_lines(field))
    for section, _ in changes.order:
        yield f"reordered {section}"


def _label(change: ce.RecordChange) -> str:
    record = change.new or change.old
    return record.label if record else change.id


def _field_lines(change: ce.FieldChange) -> Iterator[str]:
    """One line for a plain field; for a field with claims, those that went and those that came."""
    if not isinstance(change.old, list) and not isinstance(change.new, list):
        yield f"{change.field}: {_words(change.old)} -> {_words(change.new)}"
        return
    old, new = _as_list(change.old), _as_list(change.new)
    gone, came = [item for item in old if item not in new], [item for item in new if item not in old]
    for sign, items in (("-", gone), ("+", came)):
        for item in items:
            yield f"{change.field}: {sign} {_words(item)}"
    if not gone and not came:
        yield f"{change.field}: in another order"


def _as_list(value: Any) -> list[Any]:  # noqa: ANN401 - plain data
    return value if isinstance(value, list) else [] if value is None else [value]


# ---------------------------------------------------------------------------------------------------- words


def _words(value: Any) -> str:  # noqa: ANN401 - plain data
    """Plain data in words: a claim by its date, number or value and its sources, then all else that it says."""
    if value is None:
        return "nothing"
    if isinstance(value, list):
        return ", ".join(_words(item) for item in value)
    if not isinstance(value, dict):
        return str(value)
    rest = dict(value)
    basis, rank, cites = rest.pop("basis", ""), rest.pop("rank", ""), rest.pop("cite", [])
    what = " as of ".join(_words(rest.pop(key)) for key in ("number", "value") if key in rest)
    if "date" in rest:
        date = _date_words(rest.pop("date"))
        what = f"{what} as of {date}" if what else date
    details = [f"{key} {_words(item)}" for key, item in rest.items()]
    if not what:
        return ", ".join(details)
    about = f" ({', '.join(details)})" if details else ""
    sources = f" [{', '.join(cites)}]" if cites else ""
    return " ".join(part for part in (basis, what, f"({rank})" if rank else "") if part) + about + sources


def _date_words(text: str) -> str:
    return text if text in {"unknown", "none"} else ce.describe(ce.parse_date(text))


# ---------------------------------------------------------------------------------------------------- changelog


def _markdown(old: ce.Timeline, new: ce.Timeline, changes: ce.Diff) -> Iterator[str]:
    """What readers of the timeline want to know: what is new, what moved, what is gone, in words."""
    escape = ce.textsafe.markdown
    yield f"# {escape(new.title)}: what changed"
    yield ""
    yield f"From the edition of {day_in_words(old.revised)} to that of {day_in_words(new.revised)}."
    for kind, heading in (("added", "New"), ("changed", "Changed"), ("removed", "Removed")):
        yield from _markdown_section(heading, [change for change in changes.records if change.kind == kind])
    rest = [line for head in changes.head for line in _field_lines(head)]
    rest += [f"another order of the {section}" for section, _ in changes.order]
    if rest:
        yield from ("", "## The timeline itself", "")
        yield from (f"- {escape(line)}" for line in rest)
    if not changes:
        yield from ("", "Nothing.")


def _markdown_section(heading: str, changes: list[ce.RecordChange]) -> Iterator[str]:
    escape = ce.textsafe.markdown
    if changes:
        yield from ("", f"## {heading}", "")
    for change in changes:
        yield f"- {escape(_label(change))} ({change.section.removesuffix('s')})"
        for field in change.fields:
            for line in _field_lines(field):
                yield f"  - {escape(line)}"
