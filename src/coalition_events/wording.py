"""Dates, places, numbers and kinds in words, for people: as exact as the source and no exacter.

Days never stand in numerals that could be misread.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Final

from coalition_events.dates import MONTHS, AnyDate, Span, UncertainDate
from coalition_events.model import Absence, PointKind

if TYPE_CHECKING:
    from decimal import Decimal

    from coalition_events.model import Event, Location, StatedNumber

_ORDINALS: Final = ("first", "second", "third", "fourth")
_CLOCK: Final = re.compile(r"(?P<clock>[0-9:]+)(?P<offset>Z|[+-][0-9:]+)?")
_NO_DATE: Final[dict[Absence | None, str]] = {
    Absence.LEFT_OUT: "date not stated",
    Absence.UNKNOWN: "date unknown",
    Absence.NONE: "known to have no date",
}
_POINT_WORDS: Final = {PointKind.OTHER: "a point nearby", PointKind.SITE: "the site itself"}
_KILOMETRE: Final = 1000


def describe(date: AnyDate) -> str:
    """The date in English words: "27 September 2024", "by the end of September 2026", "c. January 2026".

    What is not known is said: "2025 (month unknown)", "from 1 October 2025 (end unknown)".
    """
    if isinstance(date, Span):
        return _describe_span(date)
    return _describe_uncertain(date.text, date.mark)


@functools.lru_cache(maxsize=4096)  # of one event the same few dates are told again and again
def _describe_uncertain(text: str, mark: str) -> str:
    if not text.startswith("["):
        return _describe_unit(text, mark)
    first, _, last = text.strip("[]").partition("..")
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


def describe_when(event: Event) -> str:
    """The best date of an event in words, or why there is none."""
    best = event.best
    date = best.date if best else None
    return describe(date) if date else _NO_DATE.get(event.when.absence, "date not stated")


def describe_kind(word: str | None) -> str:
    """A word of a closed vocabulary as people write it: "air base", "of another kind" for ``other``."""
    if word is None:
        return ""
    return "of another kind" if word == "other" else word.replace("-", " ")


def describe_number(number: StatedNumber) -> str:
    """A number as it was stated: "4 to 5", "at least 10", "all"."""
    low, high = number.at_least, number.at_most
    if low is None and high is None:
        return number.text
    if low is None:
        return f"at most {high}"
    if high is None:
        return f"at least {low}"
    return number.text if ".." not in number.text else f"{low} to {high}"


def describe_location(location: Location) -> str:
    """Coordinates with what they mark, never without "near" where they don't mark the site.

    "near 33.7856° N, 42.4412° E (the airfield, within 500 m)"
    """
    point = _degrees(location.latitude, "N", "S") + ", " + _degrees(location.longitude, "E", "W")
    what = "" if location.point is None else _POINT_WORDS.get(location.point, f"the {location.point}")
    about = [what] if what else []
    if location.accuracy_m is not None:
        about.append(f"within {_distance(location.accuracy_m)}")
    return ("near " if location.near else "") + point + (f" ({', '.join(about)})" if about else "")


def _distance(metres: float) -> str:
    exact = _decimal(metres)
    return f"{_exact(exact)} m" if metres < _KILOMETRE else f"{_exact(exact / _KILOMETRE)} km"


def _degrees(value: float, positive: str, negative: str) -> str:
    return f"{_exact(abs(_decimal(value)))}° {negative if value < 0 else positive}"


def _decimal(value: float) -> Decimal:
    from decimal import Decimal  # only places are told with it, and many outputs have none in words

    return Decimal(repr(value))


def _exact(value: Decimal) -> str:
    """Every digit that the data has, and never an exponent."""
    return format(value.normalize(), "f")


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
    words = _plain(text.rstrip("?~%"))
    if not mark:
        return words
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
