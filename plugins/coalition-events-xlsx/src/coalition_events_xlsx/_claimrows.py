"""The sheets of claims and of stated numbers: a row for each claim, the rejected too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition_events import ClaimRow, Count, Location, claim_rows

from ._cells import Cell, Column, Sheet, bound, edtf, ids, link, stated_day, word
from ._records import record_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from coalition_events import Record, Timeline


def claims_sheet(timeline: Timeline) -> Sheet:
    """Every claim about every field of every record."""
    columns = (
        Column("record", lambda row: row.record.id),
        Column("title", lambda row: row.record.label, wraps=True),
        Column("field", lambda row: row.field),
        Column("n", lambda row: row.number),
        Column("value", _value),
        Column("latitude", _of_place("latitude")),
        Column("longitude", _of_place("longitude")),
        Column("accuracy_m", _of_place("accuracy_m")),
        Column("point", _of_place("point")),
        *_evidence(),
    )
    rows = tuple(claim_rows(timeline))
    return Sheet("claims", "Who says what: every claim, the rejected too", columns, rows, _record)


def counts_sheet(timeline: Timeline) -> Sheet:
    """Every stated number, with what is counted."""
    columns = (
        Column("id", lambda row: row.record.id),
        Column("n", lambda row: row.number),
        Column("number", lambda row: row.claim.number.text),
        Column("at_least", lambda row: row.claim.number.at_least),
        Column("at_most", lambda row: row.claim.number.at_most),
        *(_of_record(column) for column in record_columns(Count, timeline)),
        *(_renamed(column) for column in _evidence()),
    )
    rows = tuple(row for row in claim_rows(timeline) if row.field == "values")
    return Sheet("counts", "Stated numbers, as stated", columns, rows, _record)


def _record(row: ClaimRow) -> Record:
    return row.record


def _evidence() -> Iterator[Column]:
    yield Column("edtf", lambda row: edtf(getattr(row.claim, "date", None)))
    yield Column("day (stated)", lambda row: stated_day(getattr(row.claim, "date", None)))
    yield Column("earliest (bound)", lambda row: bound(getattr(row.claim, "date", None), "earliest"))
    yield Column("latest (bound)", lambda row: bound(getattr(row.claim, "date", None), "latest"))
    yield Column("absence", lambda row: row.absence.value)
    yield Column("basis", _of_claim("basis"))
    yield Column("time", _of_claim("time"))
    yield Column("as_written", _of_claim("as_written"), "*.as_written", wraps=True)
    yield Column("by", _of_claim("by"))
    yield Column("said", _of_claim("said"))
    yield Column("credibility", lambda row: getattr(row.claim, "credibility", None))
    yield Column("rank", _of_claim("rank"))
    yield Column("note", _of_claim("note"), "*.note", wraps=True)
    yield Column("first_source", _first_link)
    yield Column("sources", lambda row: ids(getattr(row.claim, "cites", ())))


def _of_claim(name: str) -> Callable[[ClaimRow], Cell]:
    return lambda row: word(getattr(row.claim, name, None))


def _first_link(row: ClaimRow) -> Cell:
    cites = getattr(row.claim, "cites", ())
    return next((link(source.url, source.title) for source in cites if source.url), None)


def _value(row: ClaimRow) -> Cell:
    return word(getattr(row.claim, "value", getattr(row.claim, "number", None)))


def _of_place(name: str) -> Callable[[ClaimRow], Cell]:
    def cell(row: ClaimRow) -> Cell:
        place = getattr(row.claim, "value", None)
        value = getattr(place, name) if isinstance(place, Location) else None
        return value if isinstance(value, int | float) else word(value)

    return cell


def _of_record(column: Column) -> Column:
    return column._replace(cell=lambda row: column.cell(row.record))


def _renamed(column: Column) -> Column:
    """A count has a note and sources of its own."""
    clashes = column.name in {"note", "sources"}
    return column._replace(name=f"claim_{column.name}") if clashes else column
