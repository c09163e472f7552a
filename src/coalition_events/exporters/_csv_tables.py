"""All tables but that of events, and the list of all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from coalition_events import (
    Agreement,
    Base,
    Count,
    Form,
    Location,
    Milestone,
    Phase,
    Provision,
    Record,
    aliases_text,
    claim_rows,
    claims_text,
    degrees_text,
    described,
    identifiers_text,
    metres_text,
    value_text,
)

from ._csv_columns import (
    TAIL,
    Cell,
    Column,
    bound,
    claimed,
    date_text,
    flag,
    id_of,
    identifier,
    ids,
    plain,
    references,
    table,
    word,
)
from ._csv_events import EVENTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from coalition_events import AnyDate, ClaimRow, ExportRequest


CLAIMED: Final = {
    kind.section: tuple(
        description.key
        for _, description in described(kind)
        if description.form in {Form.DATED, Form.VALUED, Form.FIGURES}
    )
    for kind in (Base, Agreement, Phase, Provision, Milestone, Count)
}
"""The fields that hold claims."""


def _of_point(name: str, text: Callable[[Any], str]) -> Column:
    def shown(base: Base, _: ExportRequest) -> str:
        value = getattr(base.point, name, None)
        return "" if value is None else text(value)

    return (name, shown)


_BASES: Final[tuple[Column, ...]] = (
    *plain("id", "name"),
    ("aliases", lambda owner, _: aliases_text(owner.aliases)),
    *plain("kind", "country", "region"),
    _of_point("latitude", degrees_text),
    _of_point("longitude", degrees_text),
    _of_point("accuracy_m", metres_text),
    _of_point("point", str),
    _of_point("near", flag),
    ("location_claims", lambda base, _: claims_text(base.location)),
    ("candidates", lambda base, _: "|".join(id_of(value) for value in base.candidates.distinct if value)),
    ("candidate_claims", lambda base, _: claims_text(base.candidates)),
    *references("part_of"),
    ("holder", lambda base, _: id_of(base.holder.best)),
    ("holder_claims", lambda base, _: claims_text(base.holder)),
    ("icao", lambda base, _: identifier(base, "icao")),
    ("iata", lambda base, _: identifier(base, "iata")),
    ("wikidata", lambda base, _: identifier(base, "wikidata")),
    ("identifiers", lambda owner, _: identifiers_text(owner.identifiers)),
    *TAIL,
)
_ACTORS: Final[tuple[Column, ...]] = (
    *plain("id", "name"),
    ("aliases", lambda owner, _: aliases_text(owner.aliases)),
    *plain("kind", "country"),
    *references("part_of", "led_by"),
    ("wikidata", lambda actor, _: identifier(actor, "wikidata")),
    ("identifiers", lambda owner, _: identifiers_text(owner.identifiers)),
    *TAIL,
)
_SOURCES: Final[tuple[Column, ...]] = (
    *plain(
        "id", "title", "publisher", "url", "archive_url", "published", "accessed", "language", "reliability"
    ),
    *references("repeats", "root"),
    *(column for column in TAIL if column[0] not in {"sources", "cited_by_field"}),
)
_AGREEMENTS: Final[tuple[Column, ...]] = (
    *plain("id", "title", "kind"),
    *references("parties"),
    *claimed("signed", "in_force", "ends", "cancelled"),
    *TAIL,
)
_PHASES: Final[tuple[Column, ...]] = (
    *plain("id", "title"),
    ("ordinal", lambda phase, _: phase.ordinal),
    ("final", lambda phase, _: flag(phase.final)),
    *plain("area", "coordinated_from"),
    *references("under"),
    *claimed("start", "end", "cancelled"),
    *TAIL,
)
_PROVISIONS: Final[tuple[Column, ...]] = (
    *plain("id", "text", "modality", "condition"),
    *references("actors", "bases", "phases", "under"),
    *claimed("in_force", "ends", "cancelled"),
    *TAIL,
)
_STATEMENTS: Final[tuple[Column, ...]] = (
    *plain("id", "text"),
    *references("by"),
    *plain("said"),
    *references("about", "contradicts"),
    *TAIL,
)


# ------------------------------------------------------------------------------------------------------ claims


def _of_claim(name: str) -> Callable[[ClaimRow, ExportRequest], Cell]:
    return lambda row, _: word(getattr(row.claim, name, None))


def _claimed_value(row: ClaimRow, _: ExportRequest) -> str:
    value = getattr(row.claim, "value", getattr(row.claim, "number", None))
    return value_text(value) if isinstance(value, Record | Location) else word(value or None)


def _claimed_place(name: str, text: Callable[[Any], str]) -> Column:
    def shown(row: ClaimRow, _: ExportRequest) -> str:
        value = getattr(getattr(row.claim, "value", None), name, None)
        return "" if value is None else text(value)

    return (name, shown)


def _claimed_date(row: ClaimRow) -> AnyDate | None:
    return getattr(row.claim, "date", None) or None


_OF_CLAIMS: Final[tuple[Column, ...]] = (
    ("basis", _of_claim("basis")),
    ("time", _of_claim("time")),
    ("earliest", lambda row, _: bound(_claimed_date(row), "earliest")),
    ("latest", lambda row, _: bound(_claimed_date(row), "latest")),
    ("as_written", _of_claim("as_written")),
    ("by", lambda row, _: id_of(getattr(row.claim, "by", None))),
    ("said", _of_claim("said")),
    ("credibility", lambda row, _: getattr(row.claim, "credibility", None)),
    ("rank", _of_claim("rank")),
    ("claim_note", _of_claim("note")),
    ("claim_sources", lambda row, _: ids(getattr(row.claim, "cites", ()))),
)
_CLAIMS: Final[tuple[Column, ...]] = (
    ("record", lambda row, _: row.record.id),
    ("field", lambda row, _: row.field),
    ("n", lambda row, _: row.number),
    ("date", lambda row, _: date_text(_claimed_date(row))),
    ("value", _claimed_value),
    _claimed_place("latitude", degrees_text),
    _claimed_place("longitude", degrees_text),
    ("absence", lambda row, _: row.absence.value),
    *((name.removeprefix("claim_"), cell) for name, cell in _OF_CLAIMS),
)


def _of_count(column: Column) -> Column:
    """The column of a count in a row for one of its figures."""
    name, cell = column
    return (name, lambda row, request: cell(row.record, request))


_COUNT: Final[tuple[Column, ...]] = (
    *plain("id", "title", "counted"),
    ("from", lambda count, _: id_of(count.from_)),
    *references("to"),
    *plain("area"),
    *references("members"),
)
_COUNTS: Final[tuple[Column, ...]] = (
    *(_of_count(column) for column in _COUNT),
    ("n", lambda row, _: row.number),
    ("number", lambda row, _: row.claim.number.text),
    ("at_least", lambda row, _: row.claim.number.at_least),
    ("at_most", lambda row, _: row.claim.number.at_most),
    ("date", lambda row, _: date_text(_claimed_date(row))),
    ("absence", lambda row, _: row.absence.value),
    *_OF_CLAIMS,
    *(_of_count(column) for column in TAIL),
)


def _figures(request: ExportRequest) -> Iterable[ClaimRow]:
    return (row for row in claim_rows(request.timeline) if row.record.section == "counts")


def _section(name: str) -> Callable[[ExportRequest], Iterable[Record]]:
    return lambda request: getattr(request.timeline, name)


TABLES: Final = {
    "events": EVENTS,
    "bases": table(_section("bases"), _BASES),
    "phases": table(_section("phases"), _PHASES),
    "agreements": table(_section("agreements"), _AGREEMENTS),
    "actors": table(_section("actors"), _ACTORS),
    "sources": table(_section("sources"), _SOURCES),
    "claims": table(lambda request: claim_rows(request.timeline), _CLAIMS),
    "statements": table(_section("statements"), _STATEMENTS),
    "provisions": table(_section("provisions"), _PROVISIONS),
    "counts": table(_figures, _COUNTS),
}
