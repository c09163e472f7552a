"""To which other records a record refers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs

from coalition_events.model.fields import Form, described
from coalition_events.model.sources import Citation, Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from coalition_events.model.claims import Values
    from coalition_events.model.evidence import Evidence


def references_of(record: Record) -> Iterator[Record]:
    """Every record to which ``record`` refers, in its fields and in its claims."""
    for name, left_out, found_in in _referring(type(record)):
        value = getattr(record, name)
        if value is not left_out:
            yield from found_in(value)


_REFERRING: dict[type, tuple[tuple[str, object, Callable[[Any], Iterable[Record]]], ...]] = {}


def _referring(cls: type) -> tuple[tuple[str, object, Callable[[Any], Iterable[Record]]], ...]:
    """The fields of a class that refer to records, each with its default and the way to find these in its value."""
    if cls not in _REFERRING:
        defaults = {name: field.default for name, field in attrs.fields_dict(cls).items()}
        _REFERRING[cls] = tuple(
            (name, defaults[name], _FOUND_IN[item.form])
            for name, item in described(cls)
            if item.form in _FOUND_IN
        )
    return _REFERRING[cls]


def _reference(record: Record) -> Iterable[Record]:
    return (record,)


def _sources_of_citations(citations: tuple[Citation, ...]) -> Iterable[Record]:
    found: list[Record] = []
    for citation in citations:
        found += citation.sources
    return found


def _references_of_claims(claims: Iterable[Evidence]) -> list[Record]:
    found: list[Record] = []
    for claim in claims:
        found += claim.cites
        if claim.by is not None:
            found.append(claim.by)
    return found


def _references_of_values(values: Values[Any]) -> list[Record]:
    found: list[Record] = []
    for item in values.items:
        found += _references_of_claims((item,))
        if isinstance(item.value, Record):
            found.append(item.value)
    return found


_FOUND_IN: Final[Mapping[Form, Callable[[Any], Iterable[Record]]]] = {
    Form.REFERENCE: _reference,
    Form.REFERENCES: tuple,
    Form.CITES: _sources_of_citations,
    Form.DATED: lambda claims: _references_of_claims(claims.items),
    Form.VALUED: _references_of_values,
    Form.FIGURES: _references_of_claims,
}
