"""``ExtendedData``: every field of a record and of an event as typed data, which GDAL reads as columns.

The fields are those of the file, walked by their descriptions, so the columns of a schema are the keys of the file. A
dated field has its best date (``when_edtf``) and all claims (``when_claims``); GDAL has fields ``id``, ``name``,
``begin`` and ``end`` of its own, which none of ours may be called.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from coalition_events import (
    Absence,
    Base,
    Event,
    ExportRequest,
    Form,
    Location,
    Milestone,
    MilestoneKind,
    Record,
    Timeline,
    aliases_text,
    cited_by_field,
    claims_text,
    described,
    extra_text,
    identifiers_text,
    metres_text,
    rounded_degrees,
    sources_of_event,
    value_text,
)

from ._xml import Node, node

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from coalition_events import Description

Cells: TypeAlias = "dict[str, str | float]"
"""Columns and what they hold, a number as a number."""

_BOOLS: Final = frozenset({"disputed", "near", "final"})
_INTEGERS: Final = frozenset({"claims", "ordinal"})
_DOUBLES: Final = frozenset({"latitude", "longitude", "accuracy_m"})
_TITLES: Final = frozenset({"name", "title"})


def record_cells(record: Record, request: ExportRequest, without: str = "") -> Cells:
    """Every filled field of a record but ``without``; the title is its label, which is never empty."""
    return _filled(_record_fields(record, request, without))


def _record_fields(record: Record, request: ExportRequest, without: str = "") -> Cells:
    cells: Cells = {"record_id": record.id, "title": record.label}
    if isinstance(record, Base) and record.point:
        cells |= _point_cells(record.point)
    for name, description in described(type(record)):
        if description.key not in {without, *_TITLES}:
            cells |= _field_cells(description, getattr(record, name))
    cells["cited_by_field"] = cited_by_field(record)
    cells["revised"] = (record.revised or request.timeline.revised).isoformat()
    cells["x_keys"] = extra_text(record.extra)
    return cells


def _filled(cells: Cells) -> Cells:
    return {key: value for key, value in cells.items() if value != ""}


def _point_cells(point: Location) -> Cells:
    cells: Cells = {
        "latitude": rounded_degrees(point.latitude),
        "longitude": rounded_degrees(point.longitude),
        "point": point.point.value if point.point else "",
        "near": point.near,
    }
    return cells if point.accuracy_m is None else {**cells, "accuracy_m": float(point.accuracy_m)}


def _field_cells(description: Description, value: Any) -> Cells:  # noqa: ANN401 - any field
    key, form = description.key, description.form
    if form is Form.DATED:
        best = value.best
        return {f"{key}_edtf": str(best.date or "") if best else "", f"{key}_claims": claims_text(value)}
    if form is Form.VALUED:
        best_text = "" if value.best is Absence.LEFT_OUT else value_text(value.best)
        return {key: best_text, f"{key}_claims": claims_text(value)}
    if form is Form.FIGURES:
        return {"numbers": claims_text(value)}
    if form is Form.CITES:
        ids = {source.id: None for citation in value for source in citation.sources}
        return {"sources": "|".join(ids)}
    return {key: _plain(form, value)}


def _plain(form: Form, value: Any) -> str | float:  # noqa: ANN401 - any field
    if form is Form.ALIASES:
        return aliases_text(value)
    if form is Form.IDENTIFIERS:
        return identifiers_text(value)
    if isinstance(value, tuple):
        return "|".join(map(_word, value))
    return value if isinstance(value, int) else _word(value)


def _word(value: object) -> str:
    """A reference by id, anything else as it is written."""
    if isinstance(value, Record):
        return value.id
    return "" if value is None else str(value)


def event_cells(event: Event, request: ExportRequest, words: str, status: str) -> Cells:
    """What an event is and when, with every claim; dates are EDTF as written."""
    return _filled(_event_fields(event, request, words, status))


def _event_fields(event: Event, request: ExportRequest, words: str, status: str) -> Cells:
    best = event.best
    date = best.date if best and best.date else None
    sources = sources_of_event(event)
    points = [base.point.near for base in event.bases if base.point]
    return {
        "event_id": event.id,
        "uid": request.timeline.uid(event),
        "title": event.title,
        "record_id": event.record.id,
        "event": event.kind,
        "status": status,
        "edtf": date.text if date else "",
        "words": words,
        "absence": event.when.absence.value if event.when.absence is not None else "",
        "precision": date.precision if date else "",
        "mark": date.mark if date else "",
        "basis": event.when.best.basis.value if event.when.best else "",
        "clock_time": best.time if best else "",
        "disputed": event.when.disputed,
        "claims": sum(claim.live for claim in event.when),
        "claims_text": claims_text(event.when),
        "called_off": claims_text(event.cancelled),
        "bases": "|".join(base.id for base in event.bases),
        "near": any(points) if points else "",
        "sources": "|".join(source.id for source in sources),
        "source_urls": " ".join(dict.fromkeys(source.url for source in sources if source.url)),
        "revised": event.revised.isoformat(),
    }


def event_columns() -> dict[str, dict[str, None]]:
    """Every column that events may fill, by schema: those of a milestone of which nothing is known."""
    nothing = Milestone(id="nothing", kind=MilestoneKind.OTHER)
    timeline = Timeline(id="alone", title="Alone", revised=dt.date(2000, 1, 1), milestones=(nothing,))
    alone = ExportRequest(timeline=timeline)
    (event,) = timeline.events()
    of_event = _event_fields(event, alone, "", "")
    of_milestone = {**_record_fields(nothing, alone, without="when"), **of_event}
    return {"milestone": dict.fromkeys(of_milestone), "event": dict.fromkeys(of_event)}


# ------------------------------------------------------------------------------------------------------ elements


def extended_data(schema: str, cells: Cells) -> Node:
    """``ExtendedData`` of a placemark, typed by the schema of that name (OGC 07-147r2, 9.4)."""
    data = [node("SimpleData", _text(value), name=key) for key, value in cells.items()]
    return node("ExtendedData", [node("SchemaData", data, schemaUrl=f"#schema-{schema}")])


def plain_data(cells: Mapping[str, str]) -> Node:
    """``ExtendedData`` without a schema, for the document."""
    return node(
        "ExtendedData",
        [node("Data", [node("value", value)], name=key) for key, value in cells.items() if value],
    )


def schema(name: str, columns: Iterable[str]) -> Node:
    """Declare the columns of a schema with their types (OGC 07-147r2, 9.8)."""
    fields = [node("SimpleField", type=_type(key), name=key) for key in columns]
    return node("Schema", fields, name=name, id=f"schema-{name}")


def _type(key: str) -> str:
    if key in _BOOLS:
        return "bool"
    return "int" if key in _INTEGERS else "double" if key in _DOUBLES else "string"


def _text(value: str | float) -> str:
    """GDAL reads a truth value as a number, so it is 1 or 0, which xsd:boolean takes as well."""
    if isinstance(value, bool):
        return "1" if value else "0"
    return metres_text(value) if isinstance(value, float) else str(value)
