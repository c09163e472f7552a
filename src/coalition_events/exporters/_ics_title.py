"""The title of a calendar entry: whatever is not known to the day is said in it.

Most calendars show neither STATUS nor X- properties, and a marker on the first of a month without words has
been read as that day (a public list of rocket launches got such bug reports for years).
"""

from __future__ import annotations

import functools
import re
from typing import Final

from coalition_events import AnyDate, Basis, Event, Span, Status, describe, textsafe

from ._ics_days import is_wide

_ASIDE: Final = re.compile(r" \(([^()]*)\)")


def title(event: Event, date: AnyDate, status: Status) -> str:
    """The title with its words: "Planned: Phase two ends (September 2026, day not known)".

    What has more days than its entry says so first, as clients cut long titles: "2026, date not known: …".
    """
    leading = _standing(event, status)
    trailing: list[str] = []
    if not date.known_to_the_day:
        (leading if is_wide(date) else trailing).append(date_words(date))
    elif is_wide(date):
        leading.append(describe(date))
    if event.when.disputed:
        trailing.append("disputed")
    name = textsafe.plain(event.title)
    lead = f"{_capital(', '.join(leading))}: " if leading else ""
    return f"{lead}{name} ({'; '.join(trailing)})" if trailing else f"{lead}{name}"


@functools.lru_cache(maxsize=1024)  # of one entry it is asked for its title, its first line and its claims
def date_words(date: AnyDate) -> str:
    """The date in words, and what is not known of it: "January 2030, uncertain, day not known"."""
    if date.known_to_the_day:
        return describe(date)
    words = _ASIDE.sub(r", \1", describe(date))
    if isinstance(date, Span):
        if date.open_start or date.open_end:
            return f"{words}, {'start' if date.open_start else 'end'} open"
        return words if "unknown" in words else f"{words}, days not known"
    only_bounds = date.text.startswith("[") and not is_wide(date)
    if only_bounds or "unknown" in words or date.earliest == date.latest:
        return words
    return f"{words}, {'day' if date.precision == 'month' and not is_wide(date) else 'date'} not known"


def _standing(event: Event, status: Status) -> list[str]:
    if status is Status.CANCELLED:
        return [status.value]
    best = event.best
    basis = [] if best is None or best.basis is Basis.ACTUAL else [best.basis.value]
    return [*basis, status.value] if status is Status.OVERDUE else basis


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
