"""Claims as text, for formats that have one cell for them: every claim of a field, with all that it says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from coalition_events import Absence, Claim, Location, Milestone, Record, Value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from coalition_events import Claims, Event, Source, Values

_CLAIM_KEYS: Final = ("as_written", "by", "said", "cite", "credibility", "rank", "note", "basis", "time")


def whole(*keys: str) -> frozenset[str]:
    """Spell these fields as the loss ledger does where every claim about them is shown with all that it says."""
    tails = ("", "[]", *(f".{part}" for part in _CLAIM_KEYS))
    return frozenset(f"{key}{tail}" for key in keys for tail in tails)


def claims_text(claims: Claims | Values[Any], name: Callable[[Record], str]) -> str:
    """Join all claims in the order of the file, the rejected too; or the plain word of absence, or nothing.

    Dates are EDTF as written: no computed day can get in. Sources are named by id, all else by ``name``.
    """
    if not claims.items:
        return claims.stated_absence.value
    return " | ".join(claim_text(claim, name) for claim in claims)


def claim_text(claim: Claim | Value[Any], name: Callable[[Record], str]) -> str:
    """Put what is claimed first, then wording, speaker, day said, sources and the editors' view, where filled."""
    said = "" if claim.said in {None, Absence.LEFT_OUT} else f"said {claim.said}"
    parts = (
        _substance(claim, name),
        f"“{claim.as_written}”" if claim.as_written else "",
        f"by {name(claim.by)}" if claim.by else "",
        said,
        f"source {', '.join(source.id for source in claim.cites)}" if claim.cites else "",
        f"credibility {claim.credibility}" if claim.credibility else "",
        "" if claim.rank.value == "normal" else claim.rank.value,
        f"note: {claim.note}" if claim.note else "",
    )
    return "; ".join(part for part in parts if part)


def _substance(claim: Claim | Value[Any], name: Callable[[Record], str]) -> str:
    if isinstance(claim, Claim):
        return " ".join(part for part in (claim.basis.value, str(claim.date), claim.time) if part)
    return value_text(claim.value, name)


def value_text(value: Record | Location | Absence, name: Callable[[Record], str]) -> str:
    """Put a claimed value into text: a record's name, a place in degrees, or the word of absence."""
    if isinstance(value, Location):
        return location_text(value)
    return name(value) if isinstance(value, Record) else value.value


def location_text(location: Location) -> str:
    """Latitude and longitude, then what the point marks and how far off it may be."""
    parts = (
        # words before the numbers: a cell that begins with a minus sign would be taken for a formula
        f"lat {degrees_text(location.latitude)}, lon {degrees_text(location.longitude)}",
        location.point.value if location.point else "",
        "" if location.accuracy_m is None else f"within {metres_text(location.accuracy_m)} m",
    )
    return "; ".join(part for part in parts if part)


def metres_text(value: float) -> str:
    """A number of metres, the same for 500 and 500.0, which are equal in the model."""
    return repr(float(value)).removesuffix(".0")


def degrees(value: float) -> float:
    """Degrees to 6 decimals, which is 11 cm (RFC 7946, 11.2), and never -0.0."""
    return round(float(value), 6) + 0.0


def degrees_text(value: float) -> str:
    """:func:`degrees` in fixed point: spreadsheets and older readers stumble over ``1e-05``."""
    text = f"{degrees(value):.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def sources_of(record: Record, *claims: Claims | Values[Any]) -> tuple[Source, ...]:
    """Every source of these claims, then of the record as a whole and of its other fields, each once."""
    cited: Iterable[Source] = getattr(record, "sources", ())  # a source cites nothing
    found = [*(source for field in claims for claim in field for source in claim.cites), *cited]
    return tuple({source.id: source for source in found}.values())


def sources_of_event(event: Event) -> tuple[Source, ...]:
    """Every source of an event: of its dates, of who gave and who received, of its record."""
    record = event.record
    actors = (record.from_, record.to) if isinstance(record, Milestone) else ()
    return sources_of(record, event.when, event.cancelled, *actors)


def cited_by_field(record: Record) -> str:
    """Which source stands for which field of the record, where the record says so: ``name: wire; kind: wire, book``."""
    fields = [citation for citation in getattr(record, "cites", ()) if citation.field]
    return "; ".join(f"{item.field}: {', '.join(cited.id for cited in item.sources)}" for item in fields)
