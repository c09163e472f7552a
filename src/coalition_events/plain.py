"""A timeline as mappings, lists, texts and numbers in the shape of the file: what JSON and YAML are made of."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from coalition_events.model import (
    KINDS,
    SCHEMA,
    Absence,
    Alias,
    Citation,
    Claim,
    Claims,
    Evidence,
    Location,
    Phase,
    Record,
    Timeline,
    Value,
    Values,
)
from coalition_events.model.fields import described

if TYPE_CHECKING:
    from collections.abc import Callable

Plain: TypeAlias = "str | int | float | bool | list[Any] | dict[str, Any] | None"


def to_plain(timeline: Timeline) -> dict[str, Any]:
    """The whole file. What is left out is not there; claims are always a list of mappings, ``cite`` always a list."""
    head = {"schema": SCHEMA, "id": timeline.id, **_fields(timeline)}
    extra = head.pop("x-", {})
    for cls in KINDS:
        records: tuple[Record, ...] = getattr(timeline, cls.section)
        if records:
            head[cls.section] = {
                record.id: plain_record(record, place) for place, record in enumerate(records, 1)
            }
    return {**head, **extra}


def plain_record(record: Record, place: int = 0) -> dict[str, Any]:
    """A record without its id. What the reader would fill in by itself is left out: ``place`` is that of a phase."""
    fields = _fields(record)
    extra = fields.pop("x-", {})
    if isinstance(record, Phase) and record.ordinal == place:
        del fields["ordinal"]
    if "passes" in fields and record.passes == record.usual_passes:  # type: ignore[attr-defined] # only milestones have it
        del fields["passes"]
    return {**fields, **extra}


def _fields(owner: Any) -> dict[str, Any]:  # noqa: ANN401 - any class with described fields
    plain = {}
    for name, description in described(type(owner)):
        value = getattr(owner, name)
        if value or description.key == "passes" or not _left_out(value):
            plain[description.key] = to_value(value)
    if getattr(owner, "extra", ()):
        plain["x-"] = {key: json.loads(text) for key, text in owner.extra}
    return plain


def _left_out(value: object) -> bool:
    """Whether an empty value says nothing: zero says something, and so does a word of absence."""
    if isinstance(value, Claims | Values):
        return not value
    return value is None or value is False or value in ("", ()) or value is Absence.LEFT_OUT


def to_value(value: object) -> Plain:
    """One field's value, or one claim, in the form that the file has for it."""
    kind = type(value)
    if kind not in _MAKERS:
        _MAKERS[kind] = next((make for cls, make in _FORMS if issubclass(kind, cls)), str)
    return _MAKERS[kind](value)


def _id(record: Record) -> Plain:
    return record.id


def _itself(value: Plain) -> Plain:
    return value


def _claims(claims: Claims | Values[Any]) -> Plain:
    return [_claim(item) for item in claims] or str(claims.stated_absence)


def _tuple(value: tuple[Any, ...]) -> Plain:
    first = value[0] if value else None
    if isinstance(first, Citation):
        return _citations(value)
    if isinstance(first, tuple):
        return {scheme: str(text) for scheme, text in value}
    return [to_value(item) for item in value]


def _citations(citations: tuple[Citation, ...]) -> Plain:
    if not citations[0].field:
        return [source.id for source in citations[0].sources]
    return {citation.field: [source.id for source in citation.sources] for citation in citations}


def _alias(alias: Alias) -> Plain:
    return {"text": alias.text, "language": alias.language} if alias.language else alias.text


def _claim(claim: Evidence) -> dict[str, Any]:
    """The date or the value first, then what differs from the defaults."""
    plain: dict[str, Any] = {}
    if isinstance(claim, Value):
        plain["value"] = to_value(claim.value)
    if isinstance(claim, Claim) and claim.date is not Absence.LEFT_OUT:
        plain["date"] = str(claim.date)
    fields = _fields(claim)
    for key, usual in (("basis", "actual"), ("rank", "normal")):
        if fields.get(key) == usual:
            del fields[key]
    return {**plain, **fields}


_FORMS: Final[tuple[tuple[Any, Callable[[Any], Plain]], ...]] = (
    ((bool, int, float), _itself),
    ((Claims, Values), _claims),
    (tuple, _tuple),
    (Location, _fields),
    (Evidence, _claim),
    (Alias, _alias),
    (Record, _id),
)
_MAKERS: Final[dict[type, Callable[[Any], Plain]]] = {}
"""The form of each class that was met so far; what none is named for stands as its text."""
