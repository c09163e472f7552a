"""The title of a calendar entry: whatever is not known to the day is said in it.

Most calendars show neither STATUS nor X- properties, and a marker on the first of a month without words has
been read as that day (a public list of rocket launches got such bug reports for years).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from coalition_events import Basis, Span, Status, describe, textsafe

from ._ics_days import is_wide

if TYPE_CHECKING:
    from coalition_events import AnyDate

    from ._ics_entry import Entry

_ASIDE: Final = re.compile(r" \(([^()]*)\)")


def title(entry: Entry) -> str:
    """The title with its words: "Planned: Phase two ends (September 2026, day not known)".

    What has more days than its entry says so first, as clients cut long titles: "2026, date not known: …".
    """
    leading = _standing(entry)
    trailing: list[str] = []
    if is_wide(entry.date):
        leading.append(entry.words)
    elif not entry.date.known_to_the_day:
        trailing.append(entry.words)
    if entry.disputed:
        trailing.append("disputed")
    name = textsafe.plain(entry.event.title)
    lead = f"{_capital(', '.join(leading))}: " if leading else ""
    return f"{lead}{name} ({'; '.join(trailing)})" if trailing else f"{lead}{name}"


def date_words(date: AnyDate) -> str:
    """The date in words, and what is not known of it: "January 2030, uncertain, day not known"."""
    if date.known_to_the_day:
        return describe(date)
    words = describe(date)
    if "(" in words:
        words = _ASIDE.sub(r", \1", words)
    if isinstance(date, Span):
        if date.open_start or date.open_end:
            return f"{words}, {'start' if date.open_start else 'end'} open"
        return words if "unknown" in words else f"{words}, days not known"
    only_bounds = date.text.startswith("[") and not is_wide(date)
    if only_bounds or "unknown" in words or date.earliest == date.latest:
        return words
    return f"{words}, {'day' if date.precision == 'month' and not is_wide(date) else 'date'} not known"


def _standing(entry: Entry) -> list[str]:
    status, best = entry.status, entry.event.best
    if status is Status.CANCELLED:
        return [status.value]
    basis = [] if best is None or best.basis is Basis.ACTUAL else [best.basis.value]
    return [*basis, status.value] if status is Status.OVERDUE else basis


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
