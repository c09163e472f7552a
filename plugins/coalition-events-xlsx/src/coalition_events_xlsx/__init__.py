"""XLSX: a workbook with a sheet for each table, in which nothing is sharpened and nothing is run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from coalition_events import (
    Exporter,
    ExportRequest,
    Feature,
    LossAction,
    Record,
    every_key,
    feature_of,
    hookimpl,
    option,
    report_altered,
    report_uncarried,
)

from ._about import about_sheet
from ._answers import answer_sheets
from ._book import Book
from ._cells import clean
from ._claimrows import claims_sheet, counts_sheet
from ._events import events_sheet
from ._records import record_sheets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ._cells import Sheet

CARRIES: Final = tuple(Feature)
"""Every feature: each record has a row and each claim has one."""


@attrs.frozen
class XlsxOptions:
    """Neither changes what is said: the answers are worked out from the other sheets, a link is a text as well."""

    answers: bool = option(
        default=True, help="add the sheets that are worked out: state, control, slippage, conflicts"
    )
    links: bool = option(default=True, help="make addresses of sources links that can be followed")


def export(request: ExportRequest) -> Iterator[bytes]:
    """Yield the workbook."""

    def cut(record: Record, key: str) -> None:
        request.lost(record, key, feature_of(record.section, key), LossAction.COARSENED)

    sheets = tuple(_sheets(request))
    book = Book(request.timeline, cut, links=request.options.links)
    yield book.write((about_sheet(request, sheets), *sheets))
    carried = every_key()  # columns and rows are made from the descriptions of fields
    report_uncarried(request, carried)
    report_altered(request, carried, clean)


def _sheets(request: ExportRequest) -> Iterator[Sheet]:
    timeline = request.timeline
    found = [events_sheet(request), claims_sheet(timeline), *record_sheets(timeline), counts_sheet(timeline)]
    yield from (sheet for sheet in found if sheet.rows or sheet.name == "events")
    if request.options.answers:
        yield from answer_sheets(request)


@hookimpl
def coalition_events_exporter() -> Exporter:
    """The exporter ``xlsx``."""
    return Exporter(
        name="xlsx",
        suffixes=(".xlsx",),
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        description="workbook with a sheet for each table, for Excel and LibreOffice",
        export=export,
        options=XlsxOptions,
        carries=CARRIES,
    )
