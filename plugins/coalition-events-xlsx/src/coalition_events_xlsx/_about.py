"""The first sheet: what the workbook is, how to read it, and a link to each of its sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from coalition_events import extra_text

from ._cells import Cell, Column, Link, Sheet, day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from coalition_events import ExportRequest

_READING: Final = (
    ("edtf", "The date as exact as its source, as text: 2026-09 is a month of which no day is known"),
    ("day (stated)", "A real date, only where a source states this very day"),
    (
        "(bound)",
        "Columns so named hold the first and last day that a date allows: worked out, stated by nobody",
    ),
    ("ids", "References are ids, joined with |, and stand in the column id of their sheet"),
    ("claims", "Claims that disagree stand side by side; the sheet claims has a row for each"),
)


def about_sheet(request: ExportRequest, sheets: Iterable[Sheet]) -> Sheet:
    """Rows of a name and a value."""
    columns = (
        Column("about", lambda row: row[0], bold=True),
        Column("this workbook", lambda row: row[1], wraps=True),
    )
    return Sheet("about", "", columns, tuple(_rows(request, sheets)), lambda _: None)


def _rows(request: ExportRequest, sheets: Iterable[Sheet]) -> Iterator[tuple[str, Cell]]:
    timeline = request.timeline
    told: tuple[tuple[str, Cell], ...] = (
        ("title", timeline.title),
        ("summary", timeline.summary),
        ("id", timeline.id),
        ("licence", timeline.licence),
        ("timezone", timeline.timezone),
        ("revised", day(timeline.revised)),
        ("evidence_until", day(timeline.evidence_until)),
        ("on", day(request.on)),
        ("x_keys", extra_text(timeline.extra)),
    )
    yield from ((key, value) for key, value in told if value not in {None, ""})
    yield "", None
    yield "how to read it", None
    yield from _READING
    yield "", None
    yield "sheets", None
    for sheet in sheets:
        yield sheet.name, Link(f"{sheet.about}: {len(sheet.rows)}", f"internal:'{sheet.name}'!A1")
