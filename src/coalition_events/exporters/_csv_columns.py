"""What tables are made of: columns, and how a value becomes a cell.

A text is guarded as a text, a number stays a number. EDTF stands as written in every column of dates; ``earliest`` and
``latest`` alone hold days that were worked out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from coalition_events import (
    Absence,
    ExportRequest,
    Record,
    cited_by_field,
    claims_text,
    extra_text,
    sources_of,
)

if TYPE_CHECKING:
    import datetime as dt

    from coalition_events import AnyDate, Location

Cell = str | int | None
Column = tuple[str, Callable[[Any, ExportRequest], Cell]]
"""The name, and what it shows of a row."""


class Table(NamedTuple):
    """``rows`` of a timeline, the names of the columns, and the ``cells`` of a row in their order."""

    rows: Callable[[ExportRequest], Iterable[Any]]
    names: tuple[str, ...]
    cells: Callable[[Any, ExportRequest], list[str]]


def table(rows: Callable[[ExportRequest], Iterable[Any]], columns: tuple[Column, ...]) -> Table:
    """Make a table of columns that are worked out one by one."""
    makers = [cell for _, cell in columns]

    def cells(row: Any, request: ExportRequest) -> list[str]:  # noqa: ANN401 - whatever the table has rows for
        made = [cell(row, request) for cell in makers]
        return ["" if cell is None else str(cell) for cell in made]

    return Table(rows, tuple(name for name, _ in columns), cells)


def ids(records: Iterable[Record]) -> str:
    """References, joined with ``|``, which no id holds."""
    return "|".join([record.id for record in records])


def id_of(record: Record | Location | Absence | None) -> str:
    """A reference or the word of absence, which is no id."""
    if record is None:
        return ""
    if isinstance(record, Record):
        return record.id
    return record.value if isinstance(record, Absence) else ""


def date_text(date: AnyDate | Absence | None) -> str:
    """The EDTF as written; nothing for an absence, which would make a column of texts of one of dates."""
    return date.text if date else ""


def word(value: object) -> str:
    """A word of a closed list, a text, or nothing."""
    return "" if value is None else str(value)


def flag(value: bool) -> str:  # noqa: FBT001 - a cell's value
    """A truth value as pandas, R and DuckDB read it."""
    return "true" if value else "false"


def day_text(day: dt.date | None) -> str:
    """A full day, or nothing."""
    return "" if day is None else day.isoformat()


def bound(date: AnyDate | Absence | None, side: str) -> str:
    """The first or last day of a date, for the columns ``earliest`` and ``latest`` and no others."""
    return day_text(getattr(date, side)) if date else ""


def identifier(owner: Any, scheme: str) -> str:  # noqa: ANN401 - an actor or a base
    """The identifier of one scheme, or nothing, also where it is known to be absent."""
    return next((text for key, text in owner.identifiers if key == scheme and isinstance(text, str)), "")


def plain(*names: str) -> tuple[Column, ...]:
    """Columns that are attributes of the same name: texts, words, dates as written."""
    return tuple((name, _attribute(name)) for name in names)


def _attribute(name: str) -> Callable[[Any, ExportRequest], str]:
    return lambda record, _: word(getattr(record, name))


def claimed(*names: str) -> tuple[Column, ...]:
    """For a dated field, the best date as written and all claims."""
    return tuple(column for name in names for column in _claimed_pair(name))


def _claimed_pair(name: str) -> tuple[Column, Column]:
    def best(record: Any, _: ExportRequest) -> str:  # noqa: ANN401 - any record with the field
        claim = getattr(record, name).best
        return date_text(claim.date) if claim else ""

    return (name, best), (f"{name}_claims", lambda record, _: claims_text(getattr(record, name)))


def references(*names: str) -> tuple[Column, ...]:
    """Columns of references of the same name."""
    return tuple((name, _ids_of(name)) for name in names)


def _ids_of(name: str) -> Callable[[Any, ExportRequest], str]:
    def shown(record: Any, _: ExportRequest) -> str:  # noqa: ANN401 - any record with the field
        value = getattr(record, name)
        return ids(value) if isinstance(value, tuple) else id_of(value)

    return shown


TAIL: Final[tuple[Column, ...]] = (
    *plain("summary", "note"),
    ("sources", lambda record, _: ids(sources_of(record))),
    ("cited_by_field", lambda record, _: cited_by_field(record)),
    ("revised", lambda record, request: day_text(record.revised or request.timeline.revised)),
    ("extra", lambda record, _: extra_text(record.extra)),
)
