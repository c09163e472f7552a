"""A row for each claim of a timeline, for formats that are tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from coalition_events.model import Absence, Claim, Form, Record, Timeline, Value, described

if TYPE_CHECKING:
    from collections.abc import Iterator


class ClaimRow(NamedTuple):
    """A claim about a field of a record. ``number`` counts from 1; 0 is the plain word that the field is absent.

    ``field`` is the key in the file. ``absence`` is the word that the claim gives instead of a date or a value.
    """

    record: Record
    field: str
    number: int
    claim: Claim | Value[Any] | None
    absence: Absence


def claim_rows(timeline: Timeline) -> Iterator[ClaimRow]:
    """Every claim of every field, the rejected too, record by record in the order of the file."""
    for record in timeline.records():
        for name, description in described(type(record)):
            if description.form in {Form.DATED, Form.VALUED, Form.FIGURES}:
                yield from _rows_of(record, description.key, getattr(record, name))


def _rows_of(record: Record, key: str, claims: Any) -> Iterator[ClaimRow]:  # noqa: ANN401 - any field of claims
    absence = getattr(claims, "stated_absence", Absence.LEFT_OUT)  # numbers have none
    if absence is not Absence.LEFT_OUT:
        yield ClaimRow(record, key, 0, None, absence)
    for number, claim in enumerate(claims, 1):
        said = getattr(claim, "value", getattr(claim, "date", None))
        yield ClaimRow(record, key, number, claim, said if isinstance(said, Absence) else Absence.LEFT_OUT)
