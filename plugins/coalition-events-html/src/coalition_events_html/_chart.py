"""The drawing of phases, plans and outcomes: each date as the range of days that it allows, and no sharper."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Any, Final

import attrs

from ._chartrows import Lane, Row, first_and_last, rows_of
from ._legend import chart_legend
from ._markup import EMPTY, Markup, el, join, number
from ._widths import wrapped
from ._words import Report, day_words, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from coalition_events import Ranges

_SIZE: Final = 12.0
_LANE: Final = 18.0
_BAR: Final = 9.0
_AXIS: Final = 40.0
_STEPS: Final = (
    (1, "month"),
    (3, "month"),
    (12, "year"),
    (24, "year"),
    (60, "year"),
    (120, "year"),
    (600, "year"),
)
_LEAST_MARK: Final = 4.0
_TIP: Final = 8.0
_YEAR: Final = 12
"""Months."""


@attrs.frozen
class Sheet:
    """Where things go: ``left`` and ``right`` bound the bars; ``stacked`` puts words above their bar."""

    width: float
    left: float
    right: float
    words: float
    first: int
    last: int
    stacked: bool

    def x(self, day: float) -> float:
        """Where a day begins, cut to the sheet."""
        share = (day - self.first) / (self.last + 1 - self.first)
        return self.left + min(max(share, 0.0), 1.0) * (self.right - self.left)


def chart(report: Report, phases: dict[str, Ranges[Any]]) -> Markup:
    """The drawing, for wide screens and for narrow ones; nothing where nothing has a day."""
    rows = rows_of(report, phases)
    bounds = first_and_last(report, rows)
    if bounds is None:
        return EMPTY
    kept = [row for row in rows if row.within(*bounds)]
    wide = Sheet(1160, 590, 1150, 310, *bounds, stacked=False)
    narrow = Sheet(328, 4, 324, 0, *bounds, stacked=True)
    return join(
        [
            chart_legend(evidence=_within(report.timeline.evidence_until, wide)),
            el("div", _drawing(report, kept, wide), class_="wide"),
            el("div", _drawing(report, kept, narrow), class_="narrow"),
            _caption(len(rows) - len(kept)),
        ]
    )


def _caption(left_out: int) -> Markup:
    words = "A bar covers all days that a date allows: it is no longer and no shorter than what was said."
    more = (
        f" Left out, since all their days lie outside: {plural(left_out, 'event')}; the chronology has them."
    )
    return el("p", words, more if left_out else "", class_="caption")


# ---------------------------------------------------------------------------------------------------- drawing


def _drawing(report: Report, rows: list[Row], sheet: Sheet) -> Markup:
    top = _AXIS
    bodies = []
    for row in rows:
        body, top = _row(row, sheet, top)
        bodies.append(body)
    height = top + 8
    return el(
        "svg",
        _axis(sheet, height),
        _evidence(report, sheet, height),
        el(
            "line",
            class_="today",
            x1=sheet.x(report.day.toordinal()),
            x2=sheet.x(report.day.toordinal()),
            y1=_AXIS - 6,
            y2=height,
            data_first=str(sheet.first),
            data_last=str(sheet.last + 1),
            data_left=sheet.left,
            data_right=sheet.right,
        ),
        bodies,
        viewBox=f"0 0 {number(sheet.width)} {number(height)}",
        role="img",
        aria_label="Phases, plans and outcomes over time. The chronology and the tables say the same in words.",
        class_="chart",
    )


def _row(row: Row, sheet: Sheet, top: float) -> tuple[Markup, float]:
    """A row of the drawing, and where the next one begins."""
    room = sheet.right - sheet.left if sheet.stacked else sheet.left - sheet.words - 30
    title = wrapped(row.title, room, _SIZE + 1, 4, bold=True)
    shown = [_lines(title, 4 if not sheet.stacked else sheet.left, top, "row-title", _SIZE + 1)]
    first_line = top + (len(title) * _LANE if sheet.stacked else 0)
    bottom = first_line
    for lane in row.lanes:
        words = wrapped(lane.words, sheet.right - sheet.left if sheet.stacked else sheet.words - 16, _SIZE, 2)
        at = sheet.left if sheet.stacked else sheet.left - sheet.words
        shown.append(_lines(words, at, bottom, "lane-words", _SIZE))
        bar_top = bottom + (len(words) * _LANE if sheet.stacked else 0)
        shown.append(el("g", el("title", f"{row.title}: {lane.words}"), list(_bars(lane, sheet, bar_top))))
        bottom = bar_top + _LANE if sheet.stacked else bottom + _LANE * max(len(words), 1)
    bottom = max(bottom, top + len(title) * _LANE) + 8
    line = el("line", class_="row-line", x1=0, x2=sheet.width, y1=bottom - 3, y2=bottom - 3)
    return el("g", shown, line), bottom


def _lines(lines: Iterable[str], x: float, top: float, kind: str, size: float) -> Markup:
    spans = [el("tspan", line, x=x, y=top + size + 1 + place * _LANE) for place, line in enumerate(lines)]
    return el("text", spans, class_=kind)


def _bars(lane: Lane, sheet: Sheet, top: float) -> Iterator[Markup]:
    y = top + (_LANE - _BAR) / 2
    for low, high, sure in lane.bars:
        if low > sheet.last or high < sheet.first:
            yield _arrow(
                sheet.right if low > sheet.last else sheet.left, y, right=low > sheet.last, kind=lane.kind
            )
            continue
        kind = f"bar {lane.kind}{'' if sure else ' pale'}"
        left, right = sheet.x(low), sheet.x(high + 1)
        if low == high:
            yield _diamond((left + right) / 2, y + _BAR / 2, f"{kind}{' hollow' if lane.marked else ''}")
            continue
        right = max(right, left + _LEAST_MARK)
        if low < sheet.first:
            yield _arrow(left, y, right=False, kind=lane.kind)
            left = min(left + _TIP, right)
        if high > sheet.last:
            yield _arrow(right, y, right=True, kind=lane.kind)
            right = max(right - _TIP, left)
        kind += " from-ever" if math.isinf(low) else " for-ever" if math.isinf(high) else ""
        yield el("rect", class_=kind, x=left, y=y, width=right - left, height=_BAR)


def _arrow(x: float, y: float, *, right: bool, kind: str) -> Markup:
    tip = _TIP if right else -_TIP
    start = x - tip
    d = f"M{number(start)} {number(y - 2)}L{number(x)} {number(y + _BAR / 2)}L{number(start)} {number(y + _BAR + 2)}Z"
    return el("path", d=d, class_=f"arrow {kind}")


def _diamond(x: float, y: float, kind: str) -> Markup:
    return el("path", d=f"M{number(x)} {number(y - 6)}l6 6l-6 6l-6 -6Z", class_=kind)


# ---------------------------------------------------------------------------------------------------- axis


def _axis(sheet: Sheet, height: float) -> Markup:
    most = max(int((sheet.right - sheet.left) / 74), 2)
    ticks = next(
        (found for months, _ in _STEPS if len(found := list(_ticks(sheet, months))) <= most),
        list(_ticks(sheet, 1200)),
    )
    lines = [
        el("line", class_="grid", x1=x, x2=x, y1=_AXIS - 6, y2=height)
        for x in (sheet.x(d.toordinal()) for d in ticks)
    ]
    shown = [
        el("text", words, x=sheet.x(day.toordinal()) + 3, y=_AXIS - 10, class_="tick")
        for day, words in _tick_words(ticks, sheet)
    ]
    return join([lines, shown])


def _ticks(sheet: Sheet, months: int) -> Iterator[dt.date]:
    """Beginnings of months, quarters or years on the sheet."""
    start = dt.date.fromordinal(sheet.first)
    place = math.ceil((start.year * _YEAR + start.month - 1) / months) * months
    while _YEAR <= place < _YEAR * 10000:
        day = dt.date(place // _YEAR, place % _YEAR + 1, 1)
        if day.toordinal() > sheet.last:
            return
        if day.toordinal() >= sheet.first:
            yield day
        place += months


def _tick_words(ticks: list[dt.date], sheet: Sheet) -> Iterator[tuple[dt.date, str]]:
    """A month's name and year, or the year alone where only years are marked; none that the edge would cut."""
    years = all(day.month == 1 for day in ticks) and len(ticks) > 1
    for day in ticks:
        words = str(day.year) if years else f"{_MONTHS[day.month - 1]} {day.year}"
        if sheet.x(day.toordinal()) + len(words) * 8 < sheet.width:
            yield day, words


_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _within(day: dt.date | None, sheet: Sheet) -> bool:
    return day is not None and sheet.first <= day.toordinal() <= sheet.last


def _evidence(report: Report, sheet: Sheet, height: float) -> Markup:
    until = report.timeline.evidence_until
    if until is None or not _within(until, sheet):
        return EMPTY
    x = sheet.x(until.toordinal() + 1)
    right = x > (sheet.left + sheet.right) / 2
    return join(
        [
            el("rect", class_="beyond", x=x, y=_AXIS - 6, width=sheet.right - x, height=height - _AXIS + 6),
            el("line", class_="evidence", x1=x, x2=x, y1=16, y2=height),
            el(
                "text",
                f"evidence until {day_words(until)}",
                x=x - 4 if right else x + 4,
                y=13,
                text_anchor="end" if right else None,
                class_="evidence-words",
            ),
        ]
    )


def patterns() -> Markup:
    """The hatching of plans, and the fading of what has no bound on a side."""
    stripe = el("path", d="M-1 1l2 -2M0 6l6 -6M5 7l2 -2", class_="stripe")
    pattern = el("pattern", stripe, id="hatch", width="6", height="6", patternUnits="userSpaceOnUse")
    fading = [
        el(
            "linearGradient",
            el("stop", offset="0", class_="actual", stop_opacity=first),
            el("stop", offset="1", class_="actual", stop_opacity=last),
            id=key,
        )
        for key, first, last in (("fade-in", "0.12", "1"), ("fade-out", "1", "0.12"))
    ]
    return el("svg", el("defs", pattern, fading), class_="defs", width="0", height="0", aria_hidden="true")
