"""A lint for GeoJSON: RFC 7946, simplestyle 1.1, and what QGIS, kepler.gl and GDAL need of properties."""

from __future__ import annotations

import json
import re
from collections import Counter

_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_STYLES = {
    "marker-color": re.compile("#(?:[0-9a-f]{3}|[0-9a-f]{6})"),
    "marker-size": re.compile("small|medium|large"),
    "marker-symbol": re.compile("[a-z][a-z0-9-]*|[0-9]"),
}
_NOT_OF_A_COLLECTION = ("coordinates", "geometries", "geometry", "properties")


class _RefusedError(ValueError):
    """What makes the text no JSON that everybody reads."""


def lint(data):
    """Return what is wrong with the bytes of a GeoJSON file, each as one sentence; nothing if all is well."""
    if data.startswith(b"\xef\xbb\xbf"):
        return ["begins with a byte order mark (RFC 8259, 8.1)"]
    try:
        found = json.loads(data.decode(), object_pairs_hook=_unique, parse_constant=_constant)
    except ValueError as error:
        return [f"is no JSON: {error}"]
    if not isinstance(found, dict) or found.get("type") != "FeatureCollection":
        return ["is no FeatureCollection (RFC 7946, 3.3)"]
    return [*_collection(found), *_text(data)]


def _unique(pairs):
    repeated = [key for key, count in Counter(key for key, _ in pairs).items() if count > 1]
    if repeated:
        raise _RefusedError(f"the key {repeated[0]!r} stands twice")
    return dict(pairs)


def _constant(word):
    raise _RefusedError(f"{word} is no number (RFC 8259, 6)")


def _text(data):
    if re.search(rb"\\u[dD][89abAB]", data):
        yield "holds an escaped surrogate"
    if b"\r" in data:
        yield "holds a CR"
    if re.search(rb"[\[ ]-0(?:\.0*)?[,\]]", data):
        yield "holds a negative zero"


def _collection(found):
    if "crs" in found:
        yield "has a member 'crs' (RFC 7946, 4)"
    yield from (f"has a member {key!r} (RFC 7946, 7.1)" for key in _NOT_OF_A_COLLECTION if key in found)
    features = found.get("features")
    if not isinstance(features, list):
        yield "has no array 'features' (RFC 7946, 3.3)"
        return
    ids = Counter(str(feature.get("id")) for feature in features)
    yield from (f"the id {name!r} stands twice" for name, count in ids.items() if count > 1)
    for feature in features:
        yield from (f"{feature.get('id')}: {fault}" for fault in _feature(feature))


def _feature(feature):
    if feature.get("type") != "Feature":
        yield "is no Feature (RFC 7946, 3.2)"
    if not isinstance(feature.get("id"), str):
        yield "has no text as id (RFC 7946, 3.2)"
    yield from (
        f"has no member {key!r} (RFC 7946, 3.2)" for key in ("geometry", "properties") if key not in feature
    )
    if feature.get("geometry") is not None:
        yield from _geometry(feature["geometry"])
    yield from _properties(feature.get("properties") or {})


def _geometry(geometry):
    kinds = {"Point": lambda held: [held], "MultiPoint": list}
    if geometry.get("type") not in kinds:
        yield "is neither a Point nor a MultiPoint"
        return
    positions = kinds[geometry["type"]](geometry.get("coordinates", []))
    if not positions or [] in positions:
        yield "has no coordinates (write null)"
    for position in positions:
        yield from _position(position)


def _position(position):
    if len(position) != 2:
        yield "has a position of other than two numbers (RFC 7946, 3.1.1)"
    for number, limit in zip(position, (180, 90), strict=False):
        if abs(number) > limit:
            yield f"{number} is not within {limit} degrees; longitude comes first (RFC 7946, 3.1.1)"
        if round(number, 6) != number:
            yield f"{number} has more than 6 decimals (RFC 7946, 11.2)"


def _properties(properties):
    for key, value in properties.items():
        if value == "":
            yield f"{key} is an empty text, which makes a column of dates one of texts"
        if isinstance(value, dict):
            yield f"{key} is an object, which is no column"
        if isinstance(value, list) and (not value or not all(isinstance(item, str) for item in value)):
            yield f"{key} is not a filled array of texts"
    for key in ("start", "end"):
        if key in properties and not _TIME.fullmatch(str(properties[key])):
            yield f"{key} is no full UTC date-time"
    if str(properties.get("start", "")) > str(properties.get("end", "9")):
        yield "ends before it starts"
    for key, pattern in _STYLES.items():
        if key in properties and not pattern.fullmatch(properties[key]):
            yield f"{key} is not simplestyle"
