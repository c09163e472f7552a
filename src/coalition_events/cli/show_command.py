"""``show``: a timeline at a glance, or one record with every claim, who says it, and the roots behind it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import coalition_events as ce
from coalition_events.cli.parser import positional
from coalition_events.cli.tables import table
from coalition_events.cli.text import load, plural, print_json, print_lines, usage

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator


def run(options: argparse.Namespace) -> int:
    """Show the timeline or the record; returns the exit code."""
    if len(options.what) > 2:  # noqa: PLR2004 - an id and a source
        usage("show takes an id and a source, no more; put a name of several words in quotes")
    name, source = positional(options.what, ce.datasets())
    if name is None and source != "-" and "/" not in source and not os.path.lexists(source):
        _refuse_event(source)
    timeline = load(source)
    if name is None:
        _show_timeline(timeline, as_json=options.json)
        return 0
    record = _find(timeline, name)
    if options.json:
        print_json(_record_data(timeline, record))
    else:
        print_lines(_record_lines(timeline, record))
    return 0


def _refuse_event(source: str) -> None:
    """A lone event's id, which the overview prints, holds a dot and so is taken for a file: say what to write."""
    if source not in ce.datasets() and any(event.id == source for event in ce.bundled("iraq").events()):
        record = source.partition(".")[0]
        raise ce.UnknownRecordError(f"{source!r} is no file; ask for the record: show {record}")


def _find(timeline: ce.Timeline, name: str) -> ce.Record:
    """A record by its id, any of its names, or the id of one of its events."""
    for event in timeline.events():
        if event.id == name:
            return event.record
    try:
        return timeline.find(name)
    except LookupError as error:
        raise ce.UnknownRecordError(error.args[0]) from None


# ---------------------------------------------------------------------------------------------------- the timeline


def _show_timeline(timeline: ce.Timeline, *, as_json: bool) -> None:
    events = [_event_data(timeline, event) for event in timeline.events()]
    if as_json:
        print_json({"id": timeline.id, "title": timeline.title, "events": events})
        return
    until = f", evidence until {timeline.evidence_until}" if timeline.evidence_until else ""
    print_lines([timeline.title, f"{timeline.id}, revised {timeline.revised}{until}", ""])
    rows = [[event["words"], event["status"], event["id"], event["title"]] for event in events]
    print(table(rows, ("when", "status", "id", "what")))
    print()
    roots = {source.root.id for source in timeline.sources}
    print(f"{plural(len(timeline.sources), 'source')} with {plural(len(roots), 'root')};", end=" ")
    disputed = [event["id"] for event in events if event["disputed"]]
    print(f"dates disputed: {', '.join(disputed) or 'none'}")


def _event_data(timeline: ce.Timeline, event: ce.Event) -> dict[str, Any]:
    best = event.best
    return {
        "id": event.id,
        "kind": event.kind,
        "title": event.title,
        "status": event.status(timeline.evidence_until).value,
        "date": str(best.date) if best else None,
        "words": ce.describe(best.date) if best and best.date else "not known",
        "disputed": event.when.disputed,
    }


# ---------------------------------------------------------------------------------------------------- one record


def _record_data(timeline: ce.Timeline, record: ce.Record) -> dict[str, Any]:
    plain: dict[str, Any] = ce.to_plain(timeline)[record.section][record.id]
    roots = {source.root.id: source.root.title for source in _sources_of(record)}
    return {"id": record.id, "section": record.section, "record": plain, "roots": roots}


def _record_lines(timeline: ce.Timeline, record: ce.Record) -> Iterator[str]:
    kind = getattr(record, "kind", None)
    of_kind = f", {kind}" if kind else ""
    yield record.label
    yield f"{record.id} ({record.section.removesuffix('s')}{of_kind})"
    for name, description in ce.described(type(record)):
        value, key = getattr(record, name), description.key
        if isinstance(value, ce.Claims | ce.Values):
            yield from _claims_lines(key, value)
        elif key == "values":
            yield from _figures_lines(value)
        elif value not in (None, "", (), False) and key not in {"kind", "cite"} and value != record.label:
            yield f"{key}: {_plain(value)}"
    yield from (f"{key}: {text}" for key, text in record.extra)
    if isinstance(record, ce.CitedRecord):
        yield from _citation_lines(record.cites)
    yield from _roots_lines(record)
    used = [
        other.id
        for other in timeline.records()
        if any(one.id == record.id for one in ce.references_of(other))
    ]
    if used:
        yield f"{'cited by' if isinstance(record, ce.Source) else 'referred to by'}: {', '.join(used)}"


def _plain(value: object) -> str:
    if isinstance(value, tuple):
        pairs = value and isinstance(value[0], tuple)
        return ", ".join(" ".join(map(str, item)) if pairs else _plain(item) for item in value)
    if isinstance(value, ce.Record):
        return f"{value.id} ({value.label})"
    if isinstance(value, ce.Alias):
        return f"{value.text} ({value.language})" if value.language else value.text
    if isinstance(value, ce.UncertainDate):
        return ce.describe(value)
    return "yes" if value is True else str(value)


def _claims_lines(key: str, field: ce.Claims | ce.Values[Any]) -> Iterator[str]:
    if not field:
        return
    if not len(field):
        yield f"{key}: {field.stated_absence}"
        return
    yield f"{key}:{' disputed' if field.disputed else ''}"
    for item in field:
        yield f"  - {_claim_head(item)}"
        yield from _evidence_lines(item)


def _figures_lines(figures: tuple[ce.Figure, ...]) -> Iterator[str]:
    yield "values:"
    for figure in figures:
        when = f", {ce.describe(figure.date)}" if figure.date else ""
        yield f"  - {figure.number}{when}{_rank(figure)}"
        yield from _evidence_lines(figure)


def _claim_head(item: ce.Claim | ce.Value[Any]) -> str:
    if isinstance(item, ce.Claim):
        words = f"{ce.describe(item.date)}, {item.date}" if item.date else str(item.date)
        time = f" at {item.time}" if item.time else ""
        head = f"{item.basis}: {words}{time}"
    elif isinstance(item.value, ce.Location):
        accuracy = f", within {item.value.accuracy_m:g} m" if item.value.accuracy_m is not None else ""
        near = "near " if item.value.near else ""
        head = f"{near}{item.value.latitude}, {item.value.longitude}{accuracy}"
    else:
        head = _plain(item.value)
    return head + _rank(item)


def _rank(item: ce.Claim | ce.Value[Any]) -> str:
    return f" ({item.rank})" if item.rank is not ce.Rank.NORMAL else ""


def _evidence_lines(item: ce.Claim | ce.Value[Any]) -> Iterator[str]:
    said = f"{ce.describe(item.said)}" if isinstance(item.said, ce.UncertainDate) else ""
    if item.by:
        yield f"    said by {item.by.name}" + (f", {said}" if said else "")
    elif said:
        yield f"    said {said}"
    if item.as_written:
        yield f'    as written: "{item.as_written}"'
    if item.credibility:
        yield f"    credibility {item.credibility}"
    if item.note:
        yield f"    note: {item.note}"
    for source in item.cites:
        yield f"    source: {_source_words(source)}"


def _source_words(source: ce.Source) -> str:
    """The id and the title, and what else is known of it."""
    published = ce.describe(source.published) if isinstance(source.published, ce.UncertainDate) else ""
    reliability = f"reliability {source.reliability}" if source.reliability else ""
    root = f"root {source.root.id}" if source.repeats else ""
    about = ", ".join(part for part in (source.publisher, published, reliability, root) if part)
    return f"{source.id} {source.title}" + (f" ({about})" if about else "")


def _citation_lines(citations: tuple[ce.Citation, ...]) -> Iterator[str]:
    """What is cited for the record as a whole, or field by field; :func:`_roots_lines` says what the sources are."""
    for citation in citations:
        what = f"source of {citation.field}" if citation.field else "source"
        yield f"{what}: {', '.join(source.id for source in citation.sources)}"


def _sources_of(record: ce.Record) -> tuple[ce.Source, ...]:
    return tuple({s.id: s for s in ce.references_of(record) if isinstance(s, ce.Source)}.values())


def _roots_lines(record: ce.Record) -> Iterator[str]:
    """The roots behind all that the record says: sources that repeat one statement are one witness."""
    groups: dict[str, tuple[ce.Source, list[str]]] = {}
    for source in () if isinstance(record, ce.Source) else _sources_of(record):
        groups.setdefault(source.root.id, (source.root, []))[1].append(source.id)
    if not groups:
        return
    yield f"roots: {plural(sum(len(ids) for _, ids in groups.values()), 'source')}, {plural(len(groups), 'root')}"
    for root, ids in groups.values():
        yield f"  - {_source_words(root)}" + (f", shared by {', '.join(ids)}" if ids != [root.id] else "")
