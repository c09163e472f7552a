"""Claims as plain text, with dates in EDTF as written and records by id: what a cell holds of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from coalition_events import Absence, Claim, Figure, Location, Milestone, Record, Value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coalition_events import Claims, Event, Source, Values

    AnyClaims = Claims | Values[Any] | tuple[Figure, ...]
    AnyClaim = Claim | Value[Any]

_DECIMALS: Final = 6
"""Of a degree: 11 cm."""


def degrees(value: float) -> float:
    """Round to the decimals that are written, and never -0.0."""
    return round(float(value), _DECIMALS) + 0.0


def degrees_text(value: float) -> str:
    """Write degrees in fixed point: spreadsheets of some countries stumble over an exponent."""
    text = f"{degrees(value):.{_DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def metres_text(value: float) -> str:
    """Write a number of metres, the same for 500 and 500.0."""
    return repr(float(value)).removesuffix(".0")


def claims_text(claims: AnyClaims) -> str:
    """Join all claims in the order of the file, the rejected too; or give the plain word of absence, or nothing."""
    items: tuple[AnyClaim, ...] = tuple(claims)
    if not items:
        return str(getattr(claims, "stated_absence", ""))
    return " | ".join(claim_text(claim) for claim in items)


def claim_text(claim: AnyClaim) -> str:
    """Put what is claimed first, then wording, speaker, day said, sources and the editors' view, where filled."""
    parts = (
        _substance(claim),
        f"“{claim.as_written}”" if claim.as_written else "",
        f"by {claim.by.id}" if claim.by else "",
        f"said {claim.said}" if claim.said not in {None, Absence.LEFT_OUT} else "",
        f"source {', '.join(source.id for source in claim.cites)}" if claim.cites else "",
        f"credibility {claim.credibility}" if claim.credibility else "",
        "" if claim.rank.value == "normal" else claim.rank.value,
        f"note: {claim.note}" if claim.note else "",
    )
    return "; ".join(part for part in parts if part)


def _substance(claim: AnyClaim) -> str:
    if isinstance(claim, Value):
        return value_text(claim.value)
    dated = " ".join(part for part in (claim.basis.value, str(claim.date), claim.time) if part)
    return f"{claim.number}, {dated}" if isinstance(claim, Figure) else dated


def value_text(value: Record | Location | Absence) -> str:
    """Put a claimed value into text: a record's id, a place in degrees, or the word of absence."""
    if isinstance(value, Location):
        return location_text(value)
    return value.id if isinstance(value, Record) else value.value


def location_text(location: Location) -> str:
    """Latitude and longitude, then what the point marks and how far off it may be."""
    parts = (
        f"lat {degrees_text(location.latitude)}, lon {degrees_text(location.longitude)}",
        location.point.value if location.point else "",
        "" if location.accuracy_m is None else f"within {metres_text(location.accuracy_m)} m",
    )
    return "; ".join(part for part in parts if part)


def sources_of_event(event: Event) -> tuple[Source, ...]:
    """Find every source of an event, each once: of its dates, of who gave and who received, of its record."""
    record = event.record
    claims: list[Iterable[AnyClaim]] = [event.when, event.cancelled]
    if isinstance(record, Milestone):
        claims += [record.from_, record.to]
    cited: Iterable[Source] = getattr(record, "sources", ())
    found = [*(source for field in claims for claim in field for source in claim.cites), *cited]
    return tuple({source.id: source for source in found}.values())


def cited_by_field(record: Record) -> str:
    """Say which source stands for which field, where the record does: ``name: wire; kind: wire, book``."""
    fields = [citation for citation in getattr(record, "cites", ()) if citation.field]
    return "; ".join(f"{item.field}: {', '.join(cited.id for cited in item.sources)}" for item in fields)
