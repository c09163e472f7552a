"""The briefing's Mermaid chart: a column for each year, and every date in words.

A ``timeline`` and no ``gantt``: a gantt wants a full first day for each bar, so that a month could only be drawn from a
day which nobody stated. What is open, or may lie in two years, has columns of its own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from coalition_events import AnyDate, Event, Provision, Status, describe, textsafe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ._md_text import Briefing

_PLAIN: Final = re.compile(r"[^\w ,.()'–-]")  # noqa: RUF001 - the dash that joins the two ends of a range
_LARGEST: Final = 50_000  # Mermaid refuses a longer text; GitHub leaves that limit as it is
_NO_ONE_YEAR: Final = ("Up to some day", "From some day on", "In more than one year")


def chart_lines(briefing: Briefing) -> Iterator[str]:
    """The chart in its fence, or a sentence if there is too much for one; nothing if nothing is dated."""
    columns = _columns(briefing)
    if not columns:
        return
    lines, length = [], 0
    for line in _mermaid(briefing, columns):
        lines.append(line)
        length += len(line)
        if length > _LARGEST:
            break
    yield "## Chart"
    yield ""
    if length > _LARGEST:
        yield "There are too many events for a chart: see the chronology."
    else:
        yield from ("```mermaid", *lines, "```")
        yield ""
        yield "Every date is as exact as its source: what may lie in more than one year stands in the last columns."
    yield ""


def _columns(briefing: Briefing) -> dict[str, list[Event]]:
    columns: dict[str, list[Event]] = {}
    for event in briefing.timeline.events():
        if event.best and event.best.date and not isinstance(event.record, Provision):
            columns.setdefault(_column(event.best.date), []).append(event)
    return dict(sorted(columns.items(), key=lambda item: (item[0] in _NO_ONE_YEAR, len(item[0]), item[0])))


def _column(date: AnyDate) -> str:
    """The one year in which the date surely lies, else the column of those that lie in none."""
    if date.earliest is None:
        return _NO_ONE_YEAR[0]
    if date.latest is None:
        return _NO_ONE_YEAR[1]
    first, last = date.earliest.year, date.latest.year
    return str(first) if first == last else _NO_ONE_YEAR[2]


def _mermaid(briefing: Briefing, columns: dict[str, list[Event]]) -> Iterator[str]:
    title = _safe(briefing.timeline.title)
    yield "timeline"
    yield f"    accTitle: {title}"
    yield "    accDescr: The events of this briefing by year, each with its date in words"
    yield f"    title {title}"
    for column, events in columns.items():
        yield f"    {column}"
        yield from (f"        : {_event(briefing, event)}" for event in events)


def _event(briefing: Briefing, event: Event) -> str:
    best, status = event.best, briefing.status(event)
    date = describe(best.date) if best and best.date else ""
    said = [str(status)] if status is not Status.DONE else []
    if event.when.disputed:
        said.append("sources differ")
    state = f" ({', '.join(said)})" if said else ""
    return _safe(f"{date}{state} – {event.title}")  # noqa: RUF001 - a dash between date and title


def _safe(text: str) -> str:
    """A text that Mermaid takes for nothing else: every sign that it could read becomes a character code."""
    return _PLAIN.sub(lambda found: f"#{ord(found[0])};", textsafe.one_line(text))
