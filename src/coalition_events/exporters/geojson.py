"""GeoJSON (RFC 7946): every base and every event as a feature, for QGIS, kepler.gl, geojson.io and GeoPandas."""

from __future__ import annotations

import functools
import json
from typing import TYPE_CHECKING, Any, Final

import attrs

from coalition_events import (
    Exporter,
    ExportRequest,
    Feature,
    Parts,
    Record,
    Timeline,
    hookimpl,
    option,
    report_rounding,
    report_uncarried,
    to_plain,
    whole,
    whole_claims,
)

from ._geojson_dates import time_member
from ._geojson_places import geometry
from ._geojson_properties import EventProperties, base_properties
from ._unshown import all_but, all_but_milestones, event_is_shown, report_unshown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from coalition_events import AnyDate, Event

    from ._geojson_state import Picture

    Properties = dict[str, Any]

_EVERYWHERE: Final = frozenset({"summary", "note", "revised", "cite", "x-"})
CARRIED: Final = {
    "timeline": frozenset({"title", "summary", "timezone", "licence", "revised", "evidence_until", "x-"}),
    "sources": _EVERYWHERE
    | {"title", "publisher", "url", "archive_url"}
    | {"published", "accessed", "language", "reliability", "repeats"},
    "actors": frozenset({"name"}),
    "bases": _EVERYWHERE
    | {"name", "aliases", "kind", "country", "region", "part_of", "identifiers"}
    | whole_claims("location", "candidates", "holder"),
    "agreements": _EVERYWHERE
    | {"title", "kind", "parties"}
    | whole_claims("signed", "in_force", "ends", "cancelled"),
    "phases": _EVERYWHERE
    | {"title", "ordinal", "final", "area", "coordinated_from", "under"}
    | whole_claims("start", "end", "cancelled"),
    "provisions": _EVERYWHERE
    | {"text", "modality", "actors", "bases", "phases", "under", "condition"}
    | whole_claims("in_force", "ends", "cancelled"),
    "milestones": _EVERYWHERE
    | {"title", "kind", "bases", "passes", "actors", "phases", "agreements"}
    | whole_claims("when", "from", "to", "cancelled"),
}
"""What the features and the head of the collection hold; counts and statements have neither place nor day."""

_WITHOUT_EVENTS: Final = frozenset({"sources", "bases"})
"""Sections of which the output has every record, be it named by an event or not."""

_CARRIES: Final = (
    Feature.DATES,
    Feature.DATE_PRECISION,
    Feature.DATE_MARKS,
    Feature.DATE_BOUNDS,
    Feature.DATE_SPANS,
    Feature.ALTERNATIVES,
    Feature.SOURCE_DETAILS,
    Feature.ROOTS,
    Feature.STATUS,
    Feature.LOCATIONS,
    Feature.LOCATION_ACCURACY,
    Feature.CANDIDATES,
    Feature.HOLDERS,
)
# Counts and statements are not shown. The rest is what they, an undated phase or provision or an actor may have filled
# as well: every event says on what basis its claims rest, but the figures of a count rest on one too.
_PARTLY: Final = tuple(
    feature for feature in Feature if feature not in {*_CARRIES, Feature.COUNTS, Feature.STATEMENTS}
)

_CORE: Final = "http://www.opengis.net/spec/json-fg-1/1.0/conf/core"
_TYPES: Final = "http://www.opengis.net/spec/json-fg-1/1.0/conf/types-schemas"


@attrs.frozen
class GeoJsonOptions:
    """``time`` turns the file into JSON-FG, which GeoJSON readers read as before."""

    time: bool = option(
        default=False, help="add the members of JSON-FG: time, place, featureType, conformsTo"
    )
    indent: int = option(0, help="spaces of indentation; 0: one feature on a line")


class _Names:
    """Names records, and remembers whom: an actor that stands nowhere in the output is a loss."""

    def __init__(self) -> None:
        self.named: set[str] = set()

    def __call__(self, record: Record) -> str:
        self.named.add(record.id)
        return record.label


def export(request: ExportRequest) -> Iterator[bytes]:
    """Yield the collection's head, then feature by feature: bases in the order of the file, events by date."""
    return whole(parts(request), request)


def parts(request: ExportRequest) -> Parts:
    """The collection, cut between its features."""
    names, picture, days = _Names(), _picture(request), request.days

    def bases() -> Iterator[bytes]:
        for base in request.timeline.bases:
            of_base = base_properties(base, request.timeline, picture, days, names)
            yield _feature(request, base.id, geometry([base]), of_base, None)

    def events(held: ExportRequest, given: Iterable[Event]) -> Iterator[bytes]:
        properties = EventProperties(picture, days, names)
        for event in given:
            where, of_event = properties.of(event, held.timeline)
            best = event.best
            yield _feature(held, event.id, where, of_event, best.date or None if best else None)
        _report(held, names.named)

    head = _head(request, picture, names).encode()
    return Parts(head=head, before=tuple(bases()), events=events, separator=b",", tail=b"\n]}\n")


def _picture(request: ExportRequest) -> Picture | None:
    """Make the picture of the day that was asked for; what makes it is not loaded for an export without one."""
    if request.on is None:
        return None
    from ._geojson_state import Picture

    return Picture(request.timeline, request.on)


def _report(request: ExportRequest, named: set[str]) -> None:
    timeline, of_event = request.timeline, event_is_shown(request.timeline)
    actors = {actor.id for actor in timeline.actors}

    def shown(record_id: str, key: str) -> bool:
        if record_id in actors:
            return record_id in named and key == "name"
        return of_event(record_id, key)

    report_uncarried(request, CARRIED)
    partly = (one for one in all_but_milestones(timeline) if one.section not in _WITHOUT_EVENTS)
    report_unshown(request, shown, partly, _reported())
    report_rounding(request, timeline.bases)


@functools.cache  # a file of lines is reported batch by batch
def _reported() -> dict[str, frozenset[str]]:
    return all_but(CARRIED)


def _head(request: ExportRequest, picture: Picture | None, names: _Names) -> str:
    """All members of the collection but the features, as foreign members (RFC 7946, 6.1), one on a line."""
    timeline = request.timeline
    members: dict[str, Any] = {"type": "FeatureCollection"}
    if request.options.time:
        members["conformsTo"] = [_CORE, _TYPES]
    members |= _about(timeline)
    if picture:
        members |= {"on": picture.on.isoformat(), "legend": picture.legend(names)}
    lines = [f"{_dump(key)}: {_dump(value)}" for key, value in members.items()]
    if sources := _sources(timeline):
        listed = [f"{_dump(key)}: {_dump(fields)}" for key, fields in sources.items()]
        lines.append('"sources": {\n' + ",\n".join(listed) + "\n}")
    return "{" + ",\n".join([*lines, '"features": ['])


def _sources(timeline: Timeline) -> dict[str, Any]:
    """Every source with its fields as in the file; the rest of the timeline is not put in that form."""
    alone = Timeline(id=timeline.id, title=timeline.title, revised=timeline.revised, sources=timeline.sources)
    sources: dict[str, Any] = to_plain(alone).get("sources", {})
    return sources


def _about(timeline: Timeline) -> dict[str, Any]:
    told = {
        "id": timeline.id,
        "title": timeline.title,
        "summary": timeline.summary,
        "timezone": timeline.timezone,
        "licence": timeline.licence,
        "revised": timeline.revised.isoformat(),
        "evidence_until": timeline.evidence_until.isoformat() if timeline.evidence_until else None,
    }
    extra = {key: json.loads(text) for key, text in timeline.extra}
    return {key: value for key, value in told.items() if value} | extra


def _feature(
    request: ExportRequest,
    feature_id: str,
    where: Properties | None,
    properties: Properties,
    date: AnyDate | None,
) -> bytes:
    """One feature (RFC 7946, 3.2). The ids of records and events are one namespace, so they never clash."""
    feature: dict[str, Any] = {"type": "Feature", "id": feature_id}
    if request.options.time:
        feature |= {"featureType": properties["record"], "time": time_member(date), "place": None}
    feature["geometry"], feature["properties"] = where, properties
    return b"\n" + _dump(feature, request.options.indent).encode()


def _dump(value: object, indent: int = 0) -> str:
    return _encoder(indent).encode(value)


@functools.cache
def _encoder(indent: int) -> json.JSONEncoder:
    """What ``json.dumps`` makes anew each time. Nothing here refers to itself, so that is not looked for."""
    return json.JSONEncoder(ensure_ascii=False, allow_nan=False, check_circular=False, indent=indent or None)


@hookimpl
def coalition_events_exporter() -> Exporter:
    """The exporter ``geojson``."""
    return Exporter(
        name="geojson",
        suffixes=(".geojson",),
        media_type="application/geo+json",
        description="map layer of all bases and events for QGIS, kepler.gl and geojson.io (RFC 7946)",
        export=export,
        options=GeoJsonOptions,
        carries=_CARRIES,
        partly=_PARTLY,
        parts=parts,
        needs_days=True,
    )
