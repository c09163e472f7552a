"""CSV (RFC 4180): a row for every event, or one of the other tables, for spreadsheets, pandas, R and DuckDB."""

from __future__ import annotations

import functools
import itertools
from typing import TYPE_CHECKING, Final

import attrs

from coalition_events import (
    Exporter,
    ExportRequest,
    Feature,
    LossAction,
    Parts,
    hookimpl,
    option,
    report_rounding,
    report_uncarried,
    whole,
    whole_claims,
)

from ._csv_events import EventRows
from ._csv_lines import line
from ._csv_tables import CLAIMED, TABLES
from ._unshown import all_but, all_but_milestones, event_is_shown, report_unshown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from coalition_events import Event

    from ._csv_columns import Table


_EVERYWHERE: Final = frozenset({"summary", "note", "revised", "cite", "x-"})
_ACTORS: Final = frozenset({"name", "aliases", "kind", "country", "part_of", "led_by", "identifiers"})
_BASES: Final = frozenset({"name", "aliases", "kind", "country", "region", "part_of", "identifiers"})
_SOURCES: Final = frozenset(
    {
        *("title", "publisher", "url", "archive_url", "published"),
        *("accessed", "language", "reliability", "repeats"),
    }
)
_PHASES: Final = frozenset({"title", "ordinal", "final", "area", "coordinated_from", "under"})
_PROVISIONS: Final = frozenset({"text", "modality", "condition", "actors", "bases", "phases", "under"})
_STATEMENTS: Final = frozenset({"text", "by", "said", "about", "contradicts"})
_COUNTS: Final = frozenset({"title", "counted", "from", "to", "area", "members"})
_MILESTONES: Final = frozenset({"title", "kind", "bases", "passes", "actors", "phases", "agreements"})
_CLAIMS: Final = {section: whole_claims(*fields) for section, fields in CLAIMED.items()}

CARRIED: Final = {
    "events": {
        "sources": frozenset({"url"}),
        "bases": frozenset({"location"}),
        "agreements": _EVERYWHERE | {"title", "parties"} | _CLAIMS["agreements"],
        "phases": _EVERYWHERE | {"title", "under"} | _CLAIMS["phases"],
        "provisions": _EVERYWHERE | {"text", "actors", "bases", "phases", "under"} | _CLAIMS["provisions"],
        "milestones": _EVERYWHERE | _MILESTONES | _CLAIMS["milestones"],
    },
    "bases": {"bases": _EVERYWHERE | _BASES | _CLAIMS["bases"]},
    "phases": {"phases": _EVERYWHERE | _PHASES | _CLAIMS["phases"]},
    "agreements": {"agreements": _EVERYWHERE | {"title", "kind", "parties"} | _CLAIMS["agreements"]},
    "actors": {"actors": _EVERYWHERE | _ACTORS},
    "sources": {"sources": _EVERYWHERE | _SOURCES},
    "claims": _CLAIMS,
    "statements": {"statements": _EVERYWHERE | _STATEMENTS},
    "provisions": {"provisions": _EVERYWHERE | _PROVISIONS | _CLAIMS["provisions"]},
    "counts": {"counts": _EVERYWHERE | _COUNTS | _CLAIMS["counts"]},
}
"""What each table holds of each section."""

# Of the table of events, which has a row for what is dated and no other.
_CARRIES: Final = (
    Feature.DATES,
    Feature.DATE_PRECISION,
    Feature.DATE_MARKS,
    Feature.DATE_BOUNDS,
    Feature.DATE_SPANS,
    Feature.STATUS,
)
_WITHOUT_COLUMN: Final = frozenset(
    {
        *(Feature.SOURCE_DETAILS, Feature.ROOTS, Feature.ALIASES, Feature.IDENTIFIERS, Feature.PARTS),
        *(Feature.LOCATION_ACCURACY, Feature.CANDIDATES, Feature.COUNTS, Feature.STATEMENTS),
    }
)
# the rest is what bases, actors, sources, counts or undated records may have filled as well
_PARTLY: Final = tuple(feature for feature in Feature if feature not in {*_CARRIES, *_WITHOUT_COLUMN})


COMPUTED: Final = ("state", "slippage", "control")
"""The tables of ``_csv_state``, which is loaded when one of them is asked for."""


@attrs.frozen
class CsvOptions:
    """One file is one table; the first ten together hold nearly all of the timeline, the others are worked out."""

    table: str = option("events", help="what there is a row for", choices=(*TABLES, *COMPUTED))
    bom: bool = option(default=False, help="begin with a byte order mark, by which Excel knows UTF-8")
    formulas: str = option(
        "guard",
        help="guard: an apostrophe before a text that a spreadsheet would run; raw: texts as they are",
        choices=("guard", "raw"),
    )


def export(request: ExportRequest) -> Iterator[bytes]:
    """Yield the header, then the rows (RFC 4180: CRLF, a header, as many cells in each row)."""
    if record_wise := parts(request):
        yield from whole(record_wise, request)
        return
    yield _header(request)
    table, guard = _table(request), request.options.formulas == "guard"
    rows = list(table.rows(request))
    for row in rows:
        yield line(table.cells(row, request), guard=guard)
    if request.options.table in COMPUTED:
        from ._csv_state import report_computed

        report_computed(request, rows)
    else:
        _report(request)


def parts(request: ExportRequest) -> Parts | None:
    """The table of events, cut between its rows; the other tables look at the timeline as a whole."""
    if request.options.table != "events":
        return None
    guard = request.options.formulas == "guard"

    def events(held: ExportRequest, given: Iterable[Event]) -> Iterator[bytes]:
        rows = EventRows()
        for event in given:
            yield line(rows.cells(event, held), guard=guard)
        _report(held)
        _report_events(held, rows)

    return Parts(head=_header(request), events=events)


def _table(request: ExportRequest) -> Table:
    name: str = request.options.table
    if name not in COMPUTED:
        return TABLES[name]
    from . import _csv_state

    return _csv_state.COMPUTED[name]


def _header(request: ExportRequest) -> bytes:
    header = line(_table(request).names, guard=False)
    return (b"\xef\xbb\xbf" if request.options.bom else b"") + header


# ------------------------------------------------------------------------------------------------------ losses


def _report(request: ExportRequest) -> None:
    table = request.options.table
    # RFC 4180 has no place for what is said of all rows
    report_uncarried(request, {"timeline": {"revised"} if _shows_revised(request) else (), **CARRIED[table]})
    if table in {"bases", "claims"}:
        report_rounding(request, request.timeline.bases)


def _shows_revised(request: ExportRequest) -> bool:
    """Whether the day on which the file was last changed stands in a row: that of an entry without one of its own."""
    table = _table(request)
    if "revised" not in table.names:
        return False
    return any(getattr(row, "record", row).revised is None for row in table.rows(request))


def _report_events(request: ExportRequest, rows: EventRows) -> None:
    """Report what belongs to no row: records without a date, sources and places that no event has."""
    timeline, of_event = request.timeline, event_is_shown(request.timeline)

    def shown(record_id: str, key: str) -> bool:
        section = timeline[record_id].section
        if section == "bases":
            return key == "location" and record_id in rows.placed
        if section == "sources":
            return key == "url" and record_id in rows.cited
        return of_event(record_id, key)

    report_unshown(request, shown, all_but_milestones(timeline), _reported())
    report_rounding(request, rows.placed.values())
    for base in rows.placed.values():
        for value, key in itertools.product(base.location, ("accuracy_m", "point")):
            if getattr(value.value, key, None) is not None:
                request.lost(base, f"location.{key}", Feature.LOCATION_ACCURACY, LossAction.DROPPED)


@functools.cache  # a file of lines is reported batch by batch
def _reported() -> dict[str, frozenset[str]]:
    return all_but(CARRIED["events"])


@hookimpl
def coalition_events_exporter() -> Exporter:
    """The exporter ``csv``."""
    return Exporter(
        name="csv",
        suffixes=(".csv",),
        media_type="text/csv",
        description="table of events, or of bases, phases, claims, sources and more by option (RFC 4180)",
        export=export,
        options=CsvOptions,
        carries=_CARRIES,
        partly=_PARTLY,
        parts=parts,
    )
