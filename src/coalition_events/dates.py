"""Uncertain dates: a profile of EDTF (ISO 8601-2), read and never sharpened.

*Level 0 is supported (years 0001 to 9999), and the following features of levels 1 and 2:* a mark ``?`` ``~``
``%`` at the end; ``X`` for digits from the right (``202X``, ``2025-XX``, ``2024-09-XX``); open and unknown ends of a
stretch; quarters ``33`` to ``36`` and halves ``40`` and ``41``; and *one of a set* with a single range, ``[A..B]``.

Two things that are easily confused are two classes here: :class:`UncertainDate` is **one day that we may not be able
to place** (``2024-09``, ``[..2025-09-30]``); :class:`Span` is **a stretch of days** (``2024-09/2025-09``). Days are
civil days at the place; nothing here knows a time zone. What is before what: :mod:`.relations`.
"""

from __future__ import annotations

import datetime as dt
import functools
import math
import re
from typing import Final, Literal, TypeAlias, cast

import attrs

Precision: TypeAlias = Literal["second", "day", "month", "quarter", "half", "year", "decade", "century"]

MONTHS: Final = (
    "",
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
"""The months by their number; the standard library's names follow the program's locale, and ours must not."""
_LONGEST = 64  # no date of the profile is longer; a longer text is not worth parsing
# what may stand in the place of a month, ISO 8601-2 clause 4.8
_MONTHS = range(1, 13)
_FEBRUARY = 2
_DAYS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_SEASONS = range(21, 33)
_QUARTERS = range(33, 37)
_HALVES = range(40, 42)
_UNIT = re.compile(
    r"(?P<year>[0-9]{4}|[0-9]{3}X|[0-9]{2}XX)(?:-(?P<month>[0-9]{2}|XX)(?:-(?P<day>[0-9]{2}|XX))?)?"
    r"(?P<time>T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:Z|[+-](?:0[0-9]|1[0-4])(?::[0-5][0-9])?)?)?"
    r"(?P<mark>[?~%])?"
)
_SET = re.compile(r"\[(?P<first>[^\[\],.]*)\.\.(?P<last>[^\[\],.]*)\]")


class DateError(ValueError):
    """A text that is not a date of the profile. The message names the text and says what to write."""


@attrs.frozen(repr=False)
class UncertainDate:
    """One day, known to lie between two days (both included).

    ``text`` is the EDTF text; equality and hash are by it, so a round trip is lossless. ``earliest`` and ``latest`` are
    ``None`` where the date is open on that side; a date that is open to the right may never come. ``precision`` is the
    unit that is known (``2025-XX`` is "year"), ``mark`` one of ``""``, ``"?"`` (uncertain), ``"~"`` (about), ``"%"``
    (both). A mark never moves the bounds (ISO 8601-2, 8.4.2).
    """

    text: str
    earliest: dt.date | None = attrs.field(eq=False)
    latest: dt.date | None = attrs.field(eq=False)
    precision: Precision = attrs.field(eq=False)
    mark: Literal["", "?", "~", "%"] = attrs.field(default="", eq=False)

    @classmethod
    def parse(cls, text: str) -> UncertainDate:
        """Read one EDTF date of the profile; raise :class:`DateError` for anything else, a span included."""
        date = parse_date(text)
        if isinstance(date, Span):
            msg = f"{text!r} is a stretch of days, expected one day; one day between two is '[A..B]'"
            raise DateError(msg)
        return date

    @property
    def known_to_the_day(self) -> bool:
        """Whether a source states this very day, without a mark: only then may an output show it as *the* date."""
        return self.earliest == self.latest and not self.mark

    @property
    def bounds(self) -> tuple[float, float]:
        """Both bounds as proleptic Gregorian day numbers (``date.toordinal``), infinite where open."""
        return (
            -math.inf if self.earliest is None else self.earliest.toordinal(),
            math.inf if self.latest is None else self.latest.toordinal(),
        )

    @property
    def sort_key(self) -> tuple[dt.date, dt.date, str]:
        """A total order in which whatever is certainly before also sorts before."""
        return _sort_key(self.earliest, self.latest, self.text)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"UncertainDate({self.text!r})"


@attrs.frozen(repr=False)
class Span:
    """A stretch of days from ``start`` to ``last``, both included, at least one day long.

    Either end may be *open* (``..``: known to have no end) or *unknown* (empty: it has one that nobody states); these
    differ, and both leave ``start`` or ``last`` ``None``. The four bounds are CIDOC CRM's P82a, P81a, P81b and P82b.
    """

    text: str
    start: UncertainDate | None = attrs.field(eq=False)
    last: UncertainDate | None = attrs.field(eq=False)
    open_start: bool = attrs.field(default=False, eq=False)
    open_end: bool = attrs.field(default=False, eq=False)

    @classmethod
    def parse(cls, text: str) -> Span:
        """Read one EDTF interval ``A/B``; raise :class:`DateError` for anything else."""
        span = parse_date(text)
        if isinstance(span, UncertainDate):
            msg = f"{text!r} is one day, expected a stretch of days 'A/B'"
            raise DateError(msg)
        return span

    @classmethod
    def between(cls, start: UncertainDate, last: UncertainDate) -> Span:
        """The stretch that begins and ends on two separately stated days, which may be ones no ``A/B`` can hold."""
        return _checked_span(cls(f"{start.text} … {last.text}", start, last))

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """First and latest day of the start, then of the last day, as day numbers; infinite where there is none."""
        start = _end_bounds(self.start, -math.inf if self.open_start else None)
        last = _end_bounds(self.last, math.inf if self.open_end else None)
        return (start[0], min(start[1], last[1]), max(last[0], start[0]), last[1])

    @property
    def earliest(self) -> dt.date | None:
        """The first day on which it may have begun, ``None`` if there is no such bound."""
        return None if self.start is None else self.start.earliest

    @property
    def latest(self) -> dt.date | None:
        """The last day on which it may have ended, ``None`` if there is no such bound."""
        return None if self.last is None else self.last.latest

    @property
    def precision(self) -> str:
        """The unit of both ends, ``"day"``, or of each: ``"day/month"``, ``"day/open"``, ``"unknown/day"``."""
        start = self.start.precision if self.start else "open" if self.open_start else "unknown"
        last = self.last.precision if self.last else "open" if self.open_end else "unknown"
        return start if start == last else f"{start}/{last}"

    @property
    def mark(self) -> str:
        """The marks of both ends together, each once."""
        return "".join(
            dict.fromkeys((self.start.mark if self.start else "") + (self.last.mark if self.last else ""))
        )

    @property
    def known_to_the_day(self) -> bool:
        """Whether both ends are."""
        return bool(self.start and self.last and self.start.known_to_the_day and self.last.known_to_the_day)

    @property
    def sort_key(self) -> tuple[dt.date, dt.date, str]:
        """By the outer bounds, as for a date."""
        return _sort_key(self.earliest, self.latest, self.text)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"Span({self.text!r})"


AnyDate: TypeAlias = UncertainDate | Span


def _sort_key(earliest: dt.date | None, latest: dt.date | None, text: str) -> tuple[dt.date, dt.date, str]:
    return (earliest or latest or dt.date.max, latest or dt.date.max, text)


def _end_bounds(date: UncertainDate | None, infinite: float | None) -> tuple[float, float]:
    if date is not None:
        return date.bounds
    return (-math.inf, math.inf) if infinite is None else (infinite, infinite)


# ---------------------------------------------------------------------------------------------------- reading


# a sorted file asks for near ones, and that of millions of events shall take no more memory than a small one
@functools.lru_cache(maxsize=8192)
def parse_date(text: str) -> AnyDate:
    """Read a date or a span of the profile.

    ``..B``, ``A..`` and ``A..B`` without brackets are taken for EDTF's ``[..B]``, ``[A..]`` and ``[A..B]``: the text of
    the result is the EDTF. Raises :class:`DateError`.
    """
    if len(text) > _LONGEST:
        msg = f"{text[:_LONGEST]!r}… is too long for a date"
        raise DateError(msg)
    if "/" in text:
        return _parse_span(text)
    if ".." in text and not text.startswith("["):
        text = f"[{text}]"
    if text.startswith("["):
        return _parse_set(text)
    return _parse_unit(text)


def _parse_span(text: str) -> Span:
    first, _, last = text.partition("/")
    if "T" in text:
        msg = f"{text!r}: the ends of a stretch of days take no clock time"
        raise DateError(msg)
    if first in {"", ".."} and last in {"", ".."}:
        msg = f"{text!r} says nothing: one end of a stretch of days must be a date"
        raise DateError(msg)
    return _checked_span(
        Span(
            text,
            None if first in {"", ".."} else _parse_unit(first, within=text),
            None if last in {"", ".."} else _parse_unit(last, within=text),
            open_start=first == "..",
            open_end=last == "..",
        )
    )


def _checked_span(span: Span) -> Span:
    if span.start and span.last and span.start.bounds[0] > span.last.bounds[1]:
        msg = f"{span.text!r} ends before it starts"
        raise DateError(msg)
    return span


def _parse_set(text: str) -> UncertainDate:
    match = _SET.fullmatch(text)
    if match is None or not (match["first"] or match["last"]):
        msg = f"{text!r} is not one range of days: write '[A..B]', '[..B]' or '[A..]'"
        raise DateError(msg)
    first = _parse_unit(match["first"], within=text) if match["first"] else None
    last = _parse_unit(match["last"], within=text) if match["last"] else None
    ends = [end for end in (first, last) if end]
    if any(end.mark or end.precision == "second" for end in ends):
        msg = f"{text!r}: the ends of a range take no mark and no clock time"
        raise DateError(msg)
    if ends[0].precision != ends[-1].precision:
        msg = f"{text!r} mixes a {ends[0].precision} with a {ends[1].precision}: write both ends to the same precision"
        raise DateError(msg)
    if first and last and first.bounds[0] > last.bounds[0]:
        msg = f"{text!r} ends before it starts"
        raise DateError(msg)
    return UncertainDate(
        text, first.earliest if first else None, last.latest if last else None, ends[0].precision
    )


def _parse_unit(text: str, within: str | None = None) -> UncertainDate:
    if len(text) == len("YYYY-MM-DD") and text[4] == text[7] == "-":  # most are full days
        try:
            exact = dt.date.fromisoformat(text)
            return UncertainDate(text, exact, exact, "day")
        except ValueError:
            pass  # the pattern below finds out why
    match = _UNIT.fullmatch(text)
    if match is None:
        raise DateError(_explain(text, within))
    year, month, day, time = match.group("year", "month", "day", "time")
    try:
        earliest, latest, precision = _unit_bounds(year, month, day)
    except ValueError as error:
        raise DateError(_explain(text, within, str(error))) from None
    if time:
        if precision != "day":
            raise DateError(_explain(text, within, "a clock time needs a full date"))
        precision = "second"
    mark = cast("Literal['', '?', '~', '%']", match["mark"] or "")
    return UncertainDate(text, earliest, latest, precision, mark)


def _unit_bounds(year: str, month: str | None, day: str | None) -> tuple[dt.date, dt.date, Precision]:
    """First and last day of ``YYYY[-MM[-DD]]`` with ``X`` from the right; ``ValueError`` says what is wrong."""
    if ("X" in year and month is not None) or (month == "XX" and day not in {None, "XX"}):
        msg = "digits are left open from the right only"
        raise ValueError(msg)
    first, last = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if last == 0:
        msg = "years run from 0001 to 9999"
        raise ValueError(msg)
    if month is None or month == "XX":
        precision: Precision = "year" if year.isdigit() else "decade" if year[2] != "X" else "century"
        return dt.date(max(first, 1), 1, 1), dt.date(last, 12, 31), precision
    if int(month) not in _MONTHS:
        return _part_of_year(first, month, day)
    return _days_of_month(first, int(month), day)


def _days_of_month(year: int, month: int, day: str | None) -> tuple[dt.date, dt.date, Precision]:
    days = _last_day(year, month)
    if day is None or day == "XX":
        return dt.date(year, month, 1), dt.date(year, month, days), "month"
    if not 1 <= int(day) <= days:
        msg = f"{MONTHS[month]} {year:04} has {days} days"
        raise ValueError(msg)
    exact = dt.date(year, month, int(day))
    return exact, exact, "day"


def _part_of_year(year: int, unit: str, day: str | None) -> tuple[dt.date, dt.date, Precision]:
    """A quarter or a half, which stand where a month would."""
    if int(unit) in _SEASONS:
        msg = "seasons have no agreed days: write the months, such as '[2026-03..2026-05]'"
        raise ValueError(msg)
    parts, precision = (_QUARTERS, "quarter") if int(unit) in _QUARTERS else (_HALVES, "half")
    if int(unit) not in parts:
        msg = f"there is no month {unit}"
        raise ValueError(msg)
    if day is not None:
        msg = f"a {precision} has no day: write the month"
        raise ValueError(msg)
    length = 12 // len(parts)
    last = (parts.index(int(unit)) + 1) * length
    return (
        dt.date(year, last - length + 1, 1),
        dt.date(year, last, _last_day(year, last)),
        cast("Precision", precision),
    )


def _last_day(year: int, month: int) -> int:
    """``calendar.monthrange`` without the day of the week, which takes most of its time, and without its import."""
    if month == _FEBRUARY and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0):
        return 29
    return _DAYS[month]


def _explain(text: str, within: str | None, reason: str = "") -> str:
    where = f"{within!r}: " if within is not None else ""
    if reason:
        return f"{where}{text!r} is not a date: {reason}"
    if "," in text or "{" in text:
        return f"{where}{text!r} lists dates: write one range '[A..B]', or a claim for each"
    return (
        f"{where}{text!r} is not a date: write YYYY-MM-DD, YYYY-MM or YYYY, '[A..B]' for one day between two"
    )
