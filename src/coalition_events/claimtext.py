"""Claims and the other fields of a record as plain text, for formats that have one cell for each of them.

Dates are EDTF as written, so that no computed day gets in. Sources are named by id, other records as the format names
them: by id unless it gives a function.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any, Final, TypeAlias

from coalition_events.model import (
    Absence,
    Alias,
    Claim,
    Claims,
    Event,
    Figure,
    Location,
    Milestone,
    Record,
    Source,
    Value,
    Values,
)

AnyClaim: TypeAlias = Claim | Value[Any]
AnyClaims: TypeAlias = Claims | Values[Any] | tuple[Figure, ...]
Name: TypeAlias = Callable[[Record], str]

_DECIMALS: Final = 6
"""Of a degree: 11 cm (RFC 7946, 11.2)."""


def _id(record: Record) -> str:
    return record.id


# ------------------------------------------------------------------------------------------------------ claims


def claims_text(claims: AnyClaims, name: Name = _id) -> str:
    """All claims in the order of the file, the rejected too; or the plain word of absence, or nothing."""
    items: tuple[AnyClaim, ...] = tuple(claims)
    if not items:
        return str(getattr(claims, "stated_absence", ""))
    return " | ".join(claim_text(claim, name) for claim in items)


def claim_text(claim: AnyClaim, name: Name = _id) -> str:
    """What is claimed first, then wording, speaker, day said, sources and the editors' view, where filled."""
    parts = (
        _substance(claim, name),
        f"“{claim.as_written}”" if claim.as_written else "",
        f"by {name(claim.by)}" if claim.by else "",
        f"said {claim.said}" if claim.said not in {None, Absence.LEFT_OUT} else "",
        f"source {', '.join(source.id for source in claim.cites)}" if claim.cites else "",
        f"credibility {claim.credibility}" if claim.credibility else "",
        "" if claim.rank.value == "normal" else claim.rank.value,
        f"note: {claim.note}" if claim.note else "",
    )
    return "; ".join(part for part in parts if part)


def _substance(claim: AnyClaim, name: Name) -> str:
    if isinstance(claim, Value):
        return value_text(claim.value, name)
    dated = " ".join(part for part in (claim.basis.value, str(claim.date), claim.time) if part)
    return f"{claim.number}, {dated}" if isinstance(claim, Figure) else dated


def value_text(value: Record | Location | Absence, name: Name = _id) -> str:
    """A claimed value: a record's name, a place in degrees, or the word of absence."""
    if isinstance(value, Location):
        return location_text(value)
    return name(value) if isinstance(value, Record) else value.value


# ------------------------------------------------------------------------------------------------------ places


def location_text(location: Location) -> str:
    """Latitude and longitude, then what the point marks and how far off it may be."""
    parts = (
        # words before the numbers: a cell that begins with a minus sign would be taken for a formula
        f"lat {degrees_text(location.latitude)}, lon {degrees_text(location.longitude)}",
        location.point.value if location.point else "",
        "" if location.accuracy_m is None else f"within {metres_text(location.accuracy_m)} m",
    )
    return "; ".join(part for part in parts if part)


def rounded_degrees(value: float) -> float:
    """Degrees to 6 decimals, which is 11 cm, and never -0.0; ``report_rounding`` tells what is lost by it."""
    return round(float(value), _DECIMALS) + 0.0


def degrees_text(value: float) -> str:
    """:func:`rounded_degrees` in fixed point: many readers stumble over ``1e-05``."""
    text = f"{rounded_degrees(value):.{_DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def metres_text(value: float) -> str:
    """A number of metres, the same for 500 and 500.0, which are equal in the model."""
    return repr(float(value)).removesuffix(".0")


# ------------------------------------------------------------------------------------------------------ other fields


def aliases_text(aliases: Iterable[Alias]) -> str:
    r"""Other names, each with its language, joined with `` | ``; a bar inside one is ``\|``."""
    return _joined(f"{alias.text} ({alias.language})" if alias.language else alias.text for alias in aliases)


def identifiers_text(identifiers: Iterable[tuple[str, str | Absence]]) -> str:
    """Every identifier with its scheme, those known to be absent too, joined as :func:`aliases_text` does."""
    return _joined(f"{scheme}: {text}" for scheme, text in identifiers)


def _joined(texts: Iterable[str]) -> str:
    return " | ".join(text.replace("\\", "\\\\").replace("|", "\\|") for text in texts)


def extra_text(extra: Iterable[tuple[str, str]]) -> str:
    """The ``x-`` keys of a record or of the file as one JSON object, or nothing; their values are JSON already."""
    pairs = [f"{json.dumps(key, ensure_ascii=False)}:{text}" for key, text in extra]
    return f"{{{','.join(pairs)}}}" if pairs else ""


# ------------------------------------------------------------------------------------------------------ sources


def sources_of(record: Record, *claims: AnyClaims) -> tuple[Source, ...]:
    """Every source of these claims, then of the record as a whole and of its other fields, each once."""
    cited: Iterable[Source] = getattr(record, "sources", ())  # a source cites nothing
    found = [*(source for field in claims for claim in field for source in claim.cites), *cited]
    return tuple({source.id: source for source in found}.values())


def sources_of_event(event: Event) -> tuple[Source, ...]:
    """Every source of an event, each once: of its dates, of who gave and who received, of its record."""
    record = event.record
    actors = (record.from_, record.to) if isinstance(record, Milestone) else ()
    return sources_of(record, event.when, event.cancelled, *actors)


def cited_by_field(record: Record) -> str:
    """Which source stands for which field of the record, where it says so: ``name: wire; kind: wire, book``."""
    fields = [citation for citation in getattr(record, "cites", ()) if citation.field]
    return "; ".join(f"{item.field}: {', '.join(cited.id for cited in item.sources)}" for item in fields)
