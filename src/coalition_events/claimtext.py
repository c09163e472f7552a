"""Claims and the other fields of a record as plain text, for formats that have one cell for each of them.

Dates are EDTF as written, so that no computed day gets in. Sources are named by id, other records as the format names
them: by id unless it gives a function.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterable
from typing import Any, Final, TypeAlias

from coalition_events.model import (
    Absence,
    Alias,
    CitedRecord,
    Claim,
    Claims,
    Event,
    Figure,
    Location,
    Milestone,
    Rank,
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
# to look up a member in its enum takes longer than to compare it
_LEFT_OUT: Final = Absence.LEFT_OUT
_NORMAL: Final = Rank.NORMAL


def _id(record: Record) -> str:
    return record.id


# ------------------------------------------------------------------------------------------------------ claims


def claims_text(claims: AnyClaims, name: Name = _id) -> str:
    """All claims in the order of the file, the rejected too; or the plain word of absence, or nothing."""
    items = claims if isinstance(claims, tuple) else claims.items
    if items:
        return " | ".join([claim_text(claim, name) for claim in items])
    absence = _LEFT_OUT if isinstance(claims, tuple) else claims.stated_absence
    return "" if absence is _LEFT_OUT else str(absence)  # the first is by far the most frequent


def claim_text(claim: AnyClaim, name: Name = _id) -> str:
    """What is claimed first, then wording, speaker, day said, sources and the editors' view, where filled."""
    substance = value_text(claim.value, name) if isinstance(claim, Value) else _dated(claim)
    parts = [substance] if substance else []  # a name may be empty
    if claim.as_written:
        parts.append(f"“{claim.as_written}”")
    if claim.by is not None:
        parts.append(f"by {name(claim.by)}")
    if claim.said is not None and claim.said is not _LEFT_OUT:
        parts.append(f"said {claim.said}")
    if claim.cites:
        parts.append(f"source {', '.join([source.id for source in claim.cites])}")
    if claim.credibility is not None:
        parts.append(f"credibility {claim.credibility}")
    if claim.rank is not _NORMAL:
        parts.append(claim.rank)
    if claim.note:
        parts.append(f"note: {claim.note}")
    return "; ".join(parts)


def _dated(claim: Claim) -> str:
    date = claim.date.text if claim.date else str(claim.date)
    dated = f"{claim.basis!s} {date}" if date else str(claim.basis)
    if claim.time:
        dated = f"{dated} {claim.time}"
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


@functools.lru_cache(maxsize=1024)  # of a base it is asked for every event there
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
    if not extra:  # mostly
        return ""
    pairs = [f"{json.dumps(key, ensure_ascii=False)}:{text}" for key, text in extra]
    return f"{{{','.join(pairs)}}}" if pairs else ""


# ------------------------------------------------------------------------------------------------------ sources


def sources_of(record: Record, *claims: AnyClaims) -> tuple[Source, ...]:
    """Every source of these claims, then of the record as a whole and of its other fields, each once."""
    found: dict[str, Source] = {}
    for field in claims:
        for claim in field if isinstance(field, tuple) else field.items:
            for source in claim.cites:
                found[source.id] = source
    if isinstance(record, CitedRecord):  # a source cites nothing
        for citation in record.cites:
            for source in citation.sources:
                found[source.id] = source
    return tuple(found.values())


def sources_of_event(event: Event) -> tuple[Source, ...]:
    """Every source of an event, each once: of its dates, of who gave and who received, of its record."""
    record = event.record
    if isinstance(record, Milestone):
        return sources_of(record, event.when, event.cancelled, record.from_, record.to)
    return sources_of(record, event.when, event.cancelled)


def cited_by_field(record: Record) -> str:
    """Which source stands for which field of the record, where it says so: ``name: wire; kind: wire, book``."""
    if not isinstance(record, CitedRecord):
        return ""
    fields = [citation for citation in record.cites if citation.field]
    if not fields:  # mostly
        return ""
    return "; ".join([f"{item.field}: {', '.join([one.id for one in item.sources])}" for item in fields])
