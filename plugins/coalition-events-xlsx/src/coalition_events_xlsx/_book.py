"""The workbook, written with XlsxWriter in memory: no file, no clock, no formula, and nothing guessed from a text."""

from __future__ import annotations

import datetime as dt
import io
import unicodedata
from typing import TYPE_CHECKING, Any, Final

import xlsxwriter  # type: ignore[import-untyped] # it has no marker of its types

from ._cells import Cell, Column, Link, Sheet, clean, shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from coalition_events import Record, Timeline

    Cut = Callable[[Record, str], None]
    """Told of a text that was cut: of which record, under which key of the file."""

_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_MOST_ROWS: Final = 1_048_575
_MOST_LINKS: Final = 65_530
_NARROWEST, _WIDEST, _WRAPPED, _ABOUT = 6, 40, 50, 100
_MEASURED: Final = 2_000
_LINE: Final = 15
_MOST_LINES: Final = 27
"""A row is at most 409 points high."""
_SHEET_NAME: Final = 31


class Book:
    """Writes sheets into a workbook."""

    def __init__(self, timeline: Timeline, cut: Cut, *, links: bool) -> None:
        self._buffer, self._cut, self._links = io.BytesIO(), cut, links
        self._book = xlsxwriter.Workbook(self._buffer, _OPTIONS)
        # the day of the last change and not of today: the same timeline gives the same bytes
        created = dt.datetime.combine(timeline.revised, dt.time())
        properties = {"title": clean(timeline.title), "created": created}
        self._book.set_properties(properties)
        self._formats = {
            "head": self._book.add_format(
                {"bold": True, "bg_color": "#DDE6EE", "bottom": 1, "valign": "top"}
            ),
            "bold": self._book.add_format({"valign": "top", "bold": True, "num_format": "@"}),
            "text": self._book.add_format({"valign": "top", "num_format": "@"}),
            "wrap": self._book.add_format({"valign": "top", "num_format": "@", "text_wrap": True}),
            "number": self._book.add_format({"valign": "top"}),
            "date": self._book.add_format({"valign": "top", "num_format": "yyyy-mm-dd", "align": "left"}),
            "link": self._book.add_format({"valign": "top", "font_color": "#0B5394", "underline": 1}),
        }

    def write(self, sheets: Iterable[Sheet]) -> bytes:
        """Write all sheets; return the file."""
        for sheet in sheets:
            self._sheet(sheet)
        self._book.close()
        return self._buffer.getvalue()

    def _sheet(self, sheet: Sheet) -> None:
        if len(sheet.rows) > _MOST_ROWS:
            message = f"{len(sheet.rows)} rows of {sheet.name} are more than a sheet holds"
            raise ValueError(message)
        page = self._book.add_worksheet(sheet.name[:_SHEET_NAME])
        links = [0]
        widths = [_width(column.name) for column in sheet.columns]
        heights: list[list[tuple[int, str]]] = []
        for place, column in enumerate(sheet.columns):
            page.write_string(0, place, column.name, self._formats["head"])
        for number, row in enumerate(sheet.rows, 1):
            heights.append([])
            for place, column in enumerate(sheet.columns):
                value = self._held(sheet, column, row, column.cell(row))
                self._cell(page, (number, place), value, column, links)
                widths[place] = max(widths[place], _width(value))
                if column.wraps and isinstance(value, str):
                    heights[-1].append((place, value))
        self._lay_out(page, sheet, widths, heights)

    def _held(self, sheet: Sheet, column: Column, row: Any, value: Cell) -> Cell:  # noqa: ANN401 - each sheet has its kind of row
        """The value as a cell holds it; the cut of a text that stands nowhere else is told."""
        text = value.text if isinstance(value, Link) else value
        if not isinstance(text, str):
            return value
        cleaned = clean(text)
        short = shortened(cleaned)
        if short != cleaned and column.key and (record := sheet.record_of(row)) is not None:
            field = getattr(row, "field", "")
            self._cut(record, column.key.replace("*", field))
        return Link(short, value.address) if isinstance(value, Link) else short

    def _cell(self, page: Any, at: tuple[int, int], value: Cell, column: Column, links: list[int]) -> None:  # noqa: ANN401 - XlsxWriter's
        if value is None or value == "":
            return
        if isinstance(value, Link):
            links[0] += 1
            if links[0] <= _MOST_LINKS and (self._links or value.address.startswith("internal:")):
                page.write_url(*at, value.address, self._formats["link"], value.text)
                return
            value = value.text
        if isinstance(value, str):
            style = "bold" if column.bold else "wrap" if column.wraps else "text"
            self._text(page, at, value, self._formats[style])
        elif isinstance(value, bool):
            page.write_boolean(*at, value, self._formats["number"])
        elif isinstance(value, dt.date):
            page.write_datetime(*at, dt.datetime.combine(value, dt.time()), self._formats["date"])
        else:
            page.write_number(*at, value, self._formats["number"])

    def _text(self, page: Any, at: tuple[int, int], text: str, style: Any) -> None:  # noqa: ANN401 - as above
        """A text as a text. XlsxWriter takes ``<r>…</r>`` for its own XML, and would write it unescaped."""
        if text.startswith("<r>") and text.endswith("</r>"):
            page.write_rich_string(*at, text[:1], style, text[1:], style)
        else:
            page.write_string(*at, text, style)

    def _lay_out(
        self,
        page: Any,  # noqa: ANN401 - as above
        sheet: Sheet,
        widths: list[int],
        heights: list[list[tuple[int, str]]],
    ) -> None:
        widest = _ABOUT if sheet.name == "about" else _WRAPPED
        shown = [
            min(max(width, _NARROWEST), widest if column.wraps else _WIDEST)
            for column, width in zip(sheet.columns, widths, strict=True)
        ]
        for place, width in enumerate(shown):
            page.set_column(place, place, width + 2)
        for number, texts in enumerate(heights, 1):
            lines = max((_lines(text, shown[place]) for place, text in texts), default=1)
            if lines > 1:  # LibreOffice does not work it out by itself
                page.set_row(number, _LINE * min(lines, _MOST_LINES))
        page.set_landscape()
        page.repeat_rows(0)
        if sheet.name == "about":
            page.fit_to_pages(1, 0)
            return
        page.freeze_panes(1, 1)
        page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)
        # years and other dates that look like numbers are texts on purpose
        page.ignore_errors({"number_stored_as_text": f"A1:XFD{len(sheet.rows) + 1}"})


def _lines(text: str, width: int) -> int:
    """On how many lines a text is shown, as far as that can be told without its font."""
    return sum(-(-_width(line) // width) or 1 for line in text.split("\n"))


def _width(value: Cell) -> int:
    """About how wide a value is shown: ideographs and the like take two places."""
    if value is None or isinstance(value, bool):
        return 6
    if isinstance(value, dt.date):
        return 10
    text = value.text if isinstance(value, Link) else str(value)
    first = text[:_MEASURED].partition("\n")[0]
    if first.isascii():  # most are, and there are many cells
        return len(first)
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in first)
