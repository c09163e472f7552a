"""The properties of a feature: flat, and each of one type in all features, so that readers make columns of them.

An absent text is null and never "", one of which would turn a column of dates into texts. An array holds texts
only and is left out rather than empty: an empty one makes GDAL read the whole column as JSON text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from coalition_events import (
    Absence,
    Agreement,
    Base,
    Milestone,
    Phase,
    Provision,
    Record,
    Status,
    cited_by_field,
    claims_text,
    describe_when,
    sources_of,
    sources_of_event,
)

from ._geojson_dates import Days, date_properties, display_bounds
from ._geojson_places import Places

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from coalition_events import Event, Source, Timeline, Values

    from ._geojson_state import Picture

    Name = Callable[[Record], str]

_COLOURS: Final = {  # Okabe and Ito's palette, which the colour-blind can tell apart
    "done": "#0072b2",
    "planned": "#e69f00",
    "overdue": "#d55e00",
    "expected": "#56b4e9",
    "undated": "#999999",
    "cancelled": "#000000",
    "possibly-done": "#cc79a7",  # this and the next only of a day that was asked for
    "not-yet": "#f0e442",
}
_UNDATED: Final = Status.UNDATED  # to look up a member in its enum takes longer than to compare it
_BASE_COLOUR: Final = "#009e73"
_SYMBOLS: Final = {  # names of Mapbox's Maki, as simplestyle wants
    "air-base": "airfield",
    "airport": "airport",
    "camp": "campsite",
    "headquarters": "town-hall",
}


class EventProperties:
    """Makes the properties of events; with a picture of a day, they say where each stood on that day."""

    def __init__(self, picture: Picture | None, clamp: Days, name: Name) -> None:
        self._picture, self._clamp, self._name = picture, clamp, name
        self._places = Places(name)

    def of(self, event: Event, timeline: Timeline) -> tuple[dict[str, Any] | None, dict[str, Any]]:
        """The geometry and all else of an event."""
        when, record, name = event.when, event.record, self._name
        best, disputed, place = when.best, when.disputed, self._places.of(event.bases)
        date = best.date or None if best else None
        status: str = event.status(timeline.evidence_until)
        on_the_day: dict[str, Any] = {}
        if self._picture:
            status, happened = self._picture.status(event)
            on_the_day = {"on": self._picture.on.isoformat(), "happened": happened.value}
        words = f"{describe_when(event)}{' (sources disagree)' if disputed else ''}"
        return place.geometry, {
            "record": "event",
            "event_id": event.id,
            "uid": timeline.uid(event),
            "title": event.title,
            "description": _sentence(_event_words(words, status, place.near), record.summary),
            "kind": event.kind,
            "status": status,
            **on_the_day,
            "edtf": date.text if date else None,
            "date_words": words,
            "absence": None if date else _word(when.absence),
            **date_properties(date, self._clamp),
            "clock_time": best.time or None if best else None,
            "basis": best.basis if best else None,
            "disputed": disputed,
            "claims": len(when.live),
            "claims_text": claims_text(when, name) or None,
            "cancelled": claims_text(event.cancelled, name) or None,
            **_details(record, name),
            **place.properties,
            **_common(record, sources_of_event(event), event.revised),
            **_marker(_COLOURS[status], "medium" if date else "small", "circle"),
        }


def _word(absence: Absence | None) -> str | None:
    return None if absence is None else absence.value or None


def _event_words(words: str, status: str, near: bool | None) -> str:  # noqa: FBT001 - a property's value
    told = "" if status == _UNDATED else status.replace("-", " ")
    parts = [words, told, "shown near the site, not on it" if near else ""]
    return ", ".join([part for part in parts if part])


def _details(record: Record, name: Name) -> dict[str, Any]:
    if isinstance(record, Milestone):
        from_, from_claims = _valued(record.from_, name)
        to, to_claims = _valued(record.to, name)
        return {
            "from": from_,
            "from_claims": from_claims,
            "to": to,
            "to_claims": to_claims,
            **_arrays(
                passes=record.passes,
                actors=[name(actor) for actor in record.actors],
                phases=[phase.id for phase in record.phases],
                agreements=[agreement.id for agreement in record.agreements],
            ),
        }
    if isinstance(record, Phase):
        ends = {"area": record.area or None, "coordinated_from": record.coordinated_from or None}
        number = {"phase_ordinal": record.ordinal, "phase_final": record.final}
        return {**number, **ends, **_arrays(agreements=[agreement.id for agreement in record.under])}
    if isinstance(record, Agreement):
        kind = record.kind.value if record.kind else None
        return {"agreement_kind": kind, **_arrays(actors=[name(actor) for actor in record.parties])}
    return _provision_details(record, name) if isinstance(record, Provision) else {}


def _provision_details(provision: Provision, name: Name) -> dict[str, Any]:
    return {
        "modality": provision.modality.value if provision.modality else None,
        "condition": provision.condition or None,
        **_arrays(
            actors=[name(actor) for actor in provision.actors],
            phases=[phase.id for phase in provision.phases],
            agreements=[provision.under.id] if provision.under else [],
        ),
    }


def _valued(values: Values[Any], name: Name) -> tuple[str | None, str | None]:
    """The best value by name, and all that is claimed."""
    if not values:
        return None, None
    best = None if isinstance(values.best, Absence) else name(values.best)
    return best, claims_text(values, name) or None


def base_properties(
    base: Base, timeline: Timeline, picture: Picture | None, clamp: Days, name: Name
) -> dict[str, Any]:
    """All of a base but its point. It has the whole time range: a null would hide it in QGIS."""
    point, kind = base.point, base.kind.value if base.kind else None
    candidates = [value for value in base.candidates.distinct if isinstance(value, Base)]
    sources = sources_of(base, base.location, base.candidates, base.holder)
    holder, holder_claims = _valued(base.holder, name)
    return {
        "record": "base",
        "base_id": base.id,
        "title": name(base),
        "description": _sentence(_base_words(base, picture, name), base.summary) or None,
        "name": name(base),
        "kind": kind,
        "country": base.country or None,
        "region": base.region or None,
        "part_of": base.part_of.id if base.part_of else None,
        **display_bounds(None, clamp),
        "holder": holder,
        "holder_claims": holder_claims,
        "disputed": base.holder.disputed or base.location.disputed,
        "accuracy_m": float(point.accuracy_m) if point and point.accuracy_m is not None else None,
        "point": point.point.value if point and point.point else None,
        "near": point.near if point else None,
        "location_claims": claims_text(base.location, name) or None,
        "candidate_claims": claims_text(base.candidates, name) or None,
        **_identifiers(base),
        **_arrays(
            aliases=[alias.text for alias in base.aliases],
            alias_languages=[alias.language or "und" for alias in base.aliases],
            candidates=[candidate.id for candidate in candidates],
            candidate_names=[name(candidate) for candidate in candidates],
        ),
        **_common(base, sources, base.revised or timeline.revised),
        **_marker(_BASE_COLOUR, "large", _SYMBOLS.get(kind or "", "square")),
        **(picture.base(base, name) if picture else {}),
    }


def _base_words(base: Base, picture: Picture | None, name: Name) -> str:
    point, holder = base.point, base.holder.best
    place = ""
    if point is None:
        place = "not located"
    elif point.near:
        place = f"point near the site ({point.point})"
    held = ""
    if not isinstance(holder, Absence):
        held = f"held at first by {name(holder)}{' (sources disagree)' if base.holder.disputed else ''}"
    kind = base.kind.value.replace("-", " ") if base.kind else ""
    on_the_day = picture.base_words(base, name) if picture else ""
    told = ", ".join(part for part in (kind, place, held) if part)
    return "; ".join(part for part in (told, on_the_day) if part)


def _identifiers(base: Base) -> dict[str, Any]:
    """Give the well-known codes as columns; those known to be absent, and all others, stand in ``identifiers``."""
    codes = {scheme: text for scheme, text in base.identifiers if isinstance(text, str)}
    return {
        **{scheme: codes.get(scheme) for scheme in ("icao", "iata", "wikidata")},
        "identifiers": "; ".join(f"{scheme}: {text}" for scheme, text in base.identifiers) or None,
    }


def _common(record: Record, sources: Sequence[Source], revised: dt.date) -> dict[str, Any]:
    return {
        **_arrays(
            sources=list(dict.fromkeys([source.url for source in sources if source.url])),
            source_ids=[source.id for source in sources],
            source_titles=[source.title for source in sources],
        ),
        "cited_by_field": cited_by_field(record) or None,
        "summary": record.summary or None,
        "note": record.note or None,
        "revised": revised.isoformat(),
        **dict(record.extra),
    }


def _marker(colour: str, size: str, symbol: str) -> dict[str, str]:
    """Simplestyle 1.1, by which GitHub, geojson.io and others draw."""
    return {"marker-color": colour, "marker-size": size, "marker-symbol": symbol}


def _arrays(**texts: Sequence[str]) -> dict[str, Sequence[str]]:
    return {key: listed for key, listed in texts.items() if listed}


def _sentence(words: str, summary: str) -> str:
    """Our words as a sentence, then the editors' as they are."""
    sentence = f"{words[:1].upper()}{words[1:]}." if words else ""
    return f"{sentence} {summary}" if sentence and summary else sentence or summary
