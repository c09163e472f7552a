"""To which other records a record refers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from coalition_events.model.fields import Form, described
from coalition_events.model.sources import Citation, Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from coalition_events.model.claims import Values
    from coalition_events.model.evidence import Evidence


def references_of(record: Record) -> Iterator[Record]:
    """Every record to which ``record`` refers, in its fields and in its claims."""
    for name, found_in in _referring(type(record)):
        yield from found_in(getattr(record, name))


_REFERRING: dict[type, tuple[tuple[str, Callable[[Any], Iterable[Record]]], ...]] = {}


def _referring(cls: type) -> tuple[tuple[str, Callable[[Any], Iterable[Record]]], ...]:
    """The fields of a class that refer to records, each with the way to find these in its value."""
    if cls not in _REFERRING:
        _REFERRING[cls] = tuple(
            (name, _FOUND_IN[item.form]) for name, item in described(cls) if item.form in _FOUND_IN
        )
    return _REFERRING[cls]


def _reference(record: Record | None) -> Iterable[Record]:
    return () if record is None else (record,)


def _sources_of_citations(citations: tuple[Citation, ...]) -> Iterable[Record]:
    return [source for citation in citations for source in citation.sources]


def _references_of_claims(claims: Iterable[Evidence]) -> list[Record]:
    found: list[Record] = []
    for claim in claims:
        found += claim.cites
        if claim.by is not None:
            found.append(claim.by)
    return found


def _references_of_values(values: Values[Any]) -> list[Record]:
    return [
        record
        for item in values.items
        for record in (*_references_of_claims((item,)), item.value)
        if isinstance(record, Record)
    ]


_FOUND_IN: Final[Mapping[Form, Callable[[Any], Iterable[Record]]]] = {
    Form.REFERENCE: _reference,
    Form.REFERENCES: tuple,
    Form.CITES: _sources_of_citations,
    Form.DATED: lambda claims: _references_of_claims(claims.items),
    Form.VALUED: _references_of_values,
    Form.FIGURES: _references_of_claims,
}
