"""Dates in words, for people: as exact as the source and no exacter, and never in numerals that could be misread."""

from __future__ import annotations

import re
from typing import Final

from coalition_events.dates import MONTHS, AnyDate, Span, UncertainDate

_ORDINALS: Final = ("first", "second", "third", "fourth")
_CLOCK: Final = re.compile(r"(?P<clock>[0-9:]+)(?P<offset>Z|[+-][0-9:]+)?")


def describe(date: AnyDate) -> str:
    """The date in English words: "27 September 2024", "by the end of September 2026", "c. January 2026".

    What is not known is said: "2025 (month unknown)", "from 1 October 2025 (end unknown)".
    """
    if isinstance(date, Span):
        return _describe_span(date)
    if not date.text.startswith("["):
        return _describe_unit(date.text, date.mark)
    first, _, last = date.text.strip("[]").partition("..")
    if first == last:  # "[2026-01-11..2026-01-11]" says no more than the day itself
        return _describe_unit(first)
    if not first:
        return f"by {_end_of(last)}"
    if not last:
        return f"{_describe_unit(first)} or later"
    return f"between {_joined(first, last)}"


def describe_start(date: UncertainDate) -> str:
    """The date as the beginning of something: "from September 2026", "between 11 and 20 January 2026"."""
    return describe(date) if date.text.startswith("[") else f"from {describe(date)}"


def describe_time(time: str) -> str:
    """A clock time as stated, with its offset set off: "21:30 (UTC+03:00)", "10:00:00 (UTC)"."""
    match = _CLOCK.fullmatch(time)
    if match is None or not match["offset"]:
        return time
    return f"{match['clock']} (UTC{match['offset'].removeprefix('Z')})"


def _describe_span(span: Span) -> str:
    start = describe(span.start) if span.start else ""
    last = describe(span.last) if span.last else ""
    if start and last:
        return f"{start} – {last}"  # noqa: RUF001 - an en dash joins the ends of a range
    if start:
        return f"since {start}" if span.open_end else f"from {start} (end unknown)"
    return f"until {last}" if span.open_start else f"until {last} (start unknown)"


def _end_of(text: str) -> str:
    day_stated = len(text) == len("2025-09-30") and "X" not in text
    return _describe_unit(text) if day_stated else f"the end of {_within_a_phrase(text)}"


def _within_a_phrase(text: str) -> str:
    """The words for one end of a range, which need an article where they begin with an ordinal."""
    words = _describe_unit(text)
    return f"the {words}" if words.startswith(_ORDINALS) else words


def _joined(first: str, last: str) -> str:
    """Both ends of a range; what they share is said once."""
    a, b = _within_a_phrase(first), _within_a_phrase(last)
    after_first_word = b.partition(" ")[2]  # "January 2026", then "2026"
    for shared in (after_first_word, after_first_word.partition(" ")[2]):
        if shared and a.endswith(f" {shared}") and not b.startswith("the "):
            return f"{a.removesuffix(shared).strip()} and {b}"
    return f"{a} and {b}"


def _describe_unit(text: str, mark: str = "") -> str:
    body = text.rstrip("?~%")
    words = _plain(body)
    if mark in {"~", "%"}:
        words = f"c. {words}"
    return f"{words} (uncertain)" if mark in {"?", "%"} else words


def _years(text: str) -> str:
    first, last = (int(text.replace("X", digit)) for digit in "09")
    if first == 0 or text.endswith("XX"):
        return f"the years {max(first, 1)} to {last}"  # the profile, like the calendar, has no year 0
    return f"the {first}s"


def _part_of_year(unit: int) -> str:
    quarter = unit < 40  # noqa: PLR2004 - ISO 8601-2: 33-36 quarters, 40-41 halves
    return f"{_ORDINALS[unit - (33 if quarter else 40)]} {'quarter' if quarter else 'half'}"


def _plain(text: str) -> str:
    day_text, _, time = text.partition("T")
    parts = day_text.split("-")
    if "X" in parts[0]:
        return _years(parts[0])
    year = parts[0] if parts[0] >= "1000" else f"AD {int(parts[0])}"  # a bare "99" reads as a day, or as 1999
    if len(parts) == 1 or parts[1] == "XX":
        return year if len(parts) == 1 else f"{year} (month unknown)"
    unit = int(parts[1])
    if unit > 12:  # noqa: PLR2004 - ISO 8601-2: 33-36 quarters, 40-41 halves
        return f"{_part_of_year(unit)} of {year}"
    month = f"{MONTHS[unit]} {year}"
    if len(parts) == 2:  # noqa: PLR2004 - year and month
        return month
    if parts[2] == "XX":
        return f"{month} (day unknown)"
    return f"{int(parts[2])} {month}" + (f", {describe_time(time)}" if time else "")
