"""A sheet for each kind of record: a column for every field of the file, walked by its description."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from coalition_events import (
    Base,
    Form,
    aliases_text,
    cited_by_field,
    claims_text,
    described,
    extra_text,
    identifiers_text,
    value_text,
)

from ._cells import Cell, Column, Sheet, day as as_day, edtf, ids, link, word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from coalition_events import Description, Record, Timeline

_WRAPPED: Final = frozenset({"title", "name", "text", "summary", "note", "condition", "area", "counted"})
_ABOUT: Final = {
    "bases": "Every site, where it is and who held it first",
    "phases": "Stages of the mission",
    "agreements": "What the parties agreed on",
    "provisions": "What is permitted, obliged, planned or intended",
    "statements": "Judgements, threats, interests, and which of them contradict",
    "actors": "Who",
    "sources": "Where it was published",
}


def record_sheets(timeline: Timeline) -> Iterator[Sheet]:
    """A sheet for each kind but milestones, which are events, and counts, which have a row for each number."""
    for section, about in _ABOUT.items():
        records: tuple[Record, ...] = getattr(timeline, section)
        if records:
            yield Sheet(section, about, (ID, *record_columns(type(records[0]), timeline)), records)


def record_columns(cls: type[Record], timeline: Timeline) -> Iterator[Column]:
    """Columns for every field of the records of a class."""
    for name, description in described(cls):
        if description.key == "revised":
            continue
        yield from _columns_of(name, description)
        if description.key == "location":
            yield from _POINT
    yield Column("cited_by_field", cited_by_field)
    yield Column("revised", lambda record: as_day(record.revised or timeline.revised))
    yield Column("x_keys", lambda record: extra_text(record.extra), "x-")


ID: Final = Column("id", lambda record: record.id)


def _columns_of(name: str, description: Description) -> Iterator[Column]:
    key, form = description.key, description.form
    if form is Form.DATED:
        yield Column(key, _best_date(name))
        yield Column(f"{key}_claims", lambda record: claims_text(getattr(record, name)))
    elif form is Form.VALUED:
        yield Column(key, _best_value(name))
        yield Column(f"{key}_claims", lambda record: claims_text(getattr(record, name)))
    elif form is Form.CITES:
        yield Column("sources", lambda record: ids(record.sources))
    elif form is not Form.FIGURES:
        yield Column(key, _plain(name, description), key, wraps=key in _WRAPPED)


def _best_date(name: str) -> Callable[[Any], Cell]:
    def cell(record: Any) -> Cell:  # noqa: ANN401 - any record with the field
        best = getattr(record, name).best
        return edtf(best.date) if best else word(getattr(record, name).stated_absence)

    return cell


def _best_value(name: str) -> Callable[[Any], Cell]:
    def cell(record: Any) -> Cell:  # noqa: ANN401 - as above
        return value_text(getattr(record, name).best)

    return cell


def _plain(name: str, description: Description) -> Callable[[Any], Cell]:
    form = description.form
    if form is Form.ALIASES:
        return lambda record: aliases_text(getattr(record, name))
    if form is Form.IDENTIFIERS:
        return lambda record: identifiers_text(getattr(record, name))
    if description.key in {"url", "archive_url"}:
        return lambda record: link(getattr(record, name))

    def cell(record: Any) -> Cell:  # noqa: ANN401 - as above
        value = getattr(record, name)
        if isinstance(value, tuple):
            return "|".join(map(word, value))
        if form in {Form.BOOLEAN, Form.INTEGER} and value is not None:
            return value  # type: ignore[no-any-return] # what the form says it is
        return word(value)

    return cell


def _of_point(name: str) -> Column:
    def cell(base: Base) -> Cell:
        value = getattr(base.point, name, None)
        return value if isinstance(value, bool | int | float) else word(value)

    return Column(name, cell)


_POINT: Final = tuple(map(_of_point, ("latitude", "longitude", "accuracy_m", "point", "near")))
