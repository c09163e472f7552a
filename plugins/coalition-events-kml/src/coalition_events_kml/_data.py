"""``ExtendedData``: every field of a record and of an event as typed data, which GDAL reads as columns.

The fields are those of the file, walked by their descriptions, so the columns of a schema are the keys of the file. A
dated field has its best date (``when_edtf``) and all claims (``when_claims``); GDAL has fields ``id``, ``name``,
``begin`` and ``end`` of its own, which none of ours may be called.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from coalition_events import (
    Base,
    Event,
    ExportRequest,
    Form,
    Location,
    Milestone,
    MilestoneKind,
    Record,
    Source,
    Timeline,
    aliases_text,
    cited_by_field,
    claims_text,
    described,
    extra_text,
    identifiers_text,
    metres_text,
    rounded_degrees,
    value_text,
)

from ._xml import branch, leaf, leaves

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from coalition_events import Citation, Claims, Description, Values

    from ._stated import Stated

Cells: TypeAlias = "dict[str, str | float]"
"""Columns and what they hold, a number as a number."""

_BOOLS: Final = frozenset({"disputed", "near", "final"})
_INTEGERS: Final = frozenset({"claims", "ordinal"})
_DOUBLES: Final = frozenset({"latitude", "longitude", "accuracy_m"})
_TITLES: Final = frozenset({"name", "title"})


def record_cells(record: Record, fields: Stated, request: ExportRequest) -> Cells:
    """What these fields of a record fill; the title is its label, which is never empty."""
    return _filled(_record_fields(record, fields, request))


def _record_fields(record: Record, fields: Stated, request: ExportRequest) -> Cells:
    cells: Cells = {"record_id": record.id, "title": record.label}
    if isinstance(record, Base) and record.point:
        cells |= _point_cells(record.point)
    for description, value in fields:
        if description.key not in _TITLES:
            cells |= field_cells(description, value)
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


def field_cells(description: Description, value: Any) -> Cells:  # noqa: ANN401 - any field
    """The columns of one field; a text that is empty fills none."""
    return _CELLS.get(description.form, _plain)(description.key, value)


def _dated(key: str, claims: Claims) -> Cells:
    best = claims.best
    return {f"{key}_edtf": str(best.date or "") if best else "", f"{key}_claims": claims_text(claims)}


def _valued(key: str, values: Values[Any]) -> Cells:
    return {key: value_text(values.best), f"{key}_claims": claims_text(values)}


def _cited(_: str, citations: Iterable[Citation]) -> Cells:
    return {"sources": "|".join({source.id: None for citation in citations for source in citation.sources})}


_CELLS: Final[Mapping[Form, Callable[[str, Any], Cells]]] = {
    Form.DATED: _dated,
    Form.VALUED: _valued,
    Form.FIGURES: lambda _, figures: {"numbers": claims_text(figures)},
    Form.CITES: _cited,
    Form.ALIASES: lambda key, aliases: {key: aliases_text(aliases)},
    Form.IDENTIFIERS: lambda key, identifiers: {key: identifiers_text(identifiers)},
}


def _plain(key: str, value: Any) -> Cells:  # noqa: ANN401 - a field of any other form
    if isinstance(value, tuple):
        return {key: "|".join(map(_word, value))}
    return {key: value if isinstance(value, int) else _word(value)}


def _word(value: object) -> str:
    """A reference by id, anything else as it is written."""
    if isinstance(value, Record):
        return value.id
    return "" if value is None else str(value)


def event_cells(
    event: Event, request: ExportRequest, words: str, status: str, sources: Sequence[Source]
) -> Cells:
    """What an event is and when, with every claim; dates are EDTF as written."""
    return _filled(_event_fields(event, request, words, status, sources))


def _event_fields(
    event: Event, request: ExportRequest, words: str, status: str, sources: Sequence[Source]
) -> Cells:
    when, best = event.when, event.best
    date = best.date if best and best.date else None
    absence, points = when.absence, [base.point.near for base in event.bases if base.point]
    return {
        "event_id": event.id,
        "uid": request.timeline.uid(event),
        "title": event.title,
        "record_id": event.record.id,
        "event": event.kind,
        "status": status,
        "edtf": date.text if date else "",
        "words": words,
        "absence": "" if absence is None else str(absence),
        "precision": date.precision if date else "",
        "mark": date.mark if date else "",
        "basis": str(when.best.basis) if when.best else "",
        "clock_time": best.time if best else "",
        "disputed": when.disputed,
        "claims": len(when.live),
        "claims_text": claims_text(when),
        "called_off": claims_text(event.cancelled),
        "bases": "|".join([base.id for base in event.bases]),
        "near": any(points) if points else "",
        "sources": "|".join([source.id for source in sources]),
        "source_urls": " ".join(dict.fromkeys([source.url for source in sources if source.url])),
        "revised": event.revised.isoformat(),
    }


def event_columns() -> dict[str, dict[str, None]]:
    """Every column that events may fill, by schema: those of a milestone of which nothing is known."""
    nothing = Milestone(id="nothing", kind=MilestoneKind.OTHER)
    timeline = Timeline(id="alone", title="Alone", revised=dt.date(2000, 1, 1), milestones=(nothing,))
    alone = ExportRequest(timeline=timeline)
    (event,) = timeline.events()
    of_event = _event_fields(event, alone, "", "", ())
    fields = [
        (description, getattr(nothing, name))
        for name, description in described(Milestone)
        if description.key != "when"
    ]
    of_milestone = {**_record_fields(nothing, fields, alone), **of_event}
    return {"milestone": dict.fromkeys(of_milestone), "event": dict.fromkeys(of_event)}


# ------------------------------------------------------------------------------------------------------ elements


def extended_data(level: int, schema: str, cells: Cells) -> bytes:
    """``ExtendedData`` of a placemark, typed by the schema of that name (OGC 07-147r2, 9.4)."""
    texts = {key: value if isinstance(value, str) else _text(value) for key, value in cells.items()}
    data = leaves(level + 2, "SimpleData", texts)
    return branch(
        level, "ExtendedData", [branch(level + 1, f'SchemaData schemaUrl="#schema-{schema}"', [data])]
    )


def plain_data(level: int, cells: Mapping[str, str]) -> bytes:
    """``ExtendedData`` without a schema, for the document."""
    data = [
        branch(level + 1, f'Data name="{key}"', [leaf(level + 2, "value", value)])
        for key, value in cells.items()
        if value
    ]
    return branch(level, "ExtendedData", data)


def schema(level: int, name: str, columns: Iterable[str]) -> bytes:
    """Declare the columns of a schema with their types (OGC 07-147r2, 9.8)."""
    fields = [leaf(level + 1, f'SimpleField type="{_type(key)}" name="{key}"') for key in columns]
    return branch(level, f'Schema name="{name}" id="schema-{name}"', fields)


def _type(key: str) -> str:
    if key in _BOOLS:
        return "bool"
    return "int" if key in _INTEGERS else "double" if key in _DOUBLES else "string"


def _text(value: float) -> str:
    """GDAL reads a truth value as a number, so it is 1 or 0, which xsd:boolean takes as well."""
    return str(int(value)) if isinstance(value, int) else metres_text(value)
