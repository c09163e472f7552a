"""The lint finds what it is there for."""

from __future__ import annotations

import json

import pytest

from lint_geojson import lint


def _collection(**changes):
    feature = {
        "type": "Feature",
        "id": "a",
        "geometry": {"type": "Point", "coordinates": [42.5, 33.5]},
        "properties": {},
    }
    return {"type": "FeatureCollection", "features": [{**feature, **changes}]}


def _with(**properties):
    return _collection(properties=properties)


def _at(*coordinates, kind="Point"):
    return _collection(geometry={"type": kind, "coordinates": list(coordinates)})


def test_accepts_a_good_file():
    """A collection that follows every rule earns no word."""
    assert [] == lint(json.dumps(_at([1, 2], [3, 4], kind="MultiPoint")).encode())


@pytest.mark.parametrize(
    ("found", "fault"),
    [
        ([], "is no FeatureCollection"),
        ({"type": "FeatureCollection"}, "no array 'features'"),
        ({**_collection(), "crs": None}, "member 'crs'"),
        ({**_collection(), "coordinates": []}, "member 'coordinates'"),
        ({"type": "FeatureCollection", "features": _collection()["features"] * 2}, "stands twice"),
        (_collection(type="feature"), "is no Feature"),
        (_collection(id=1), "no text as id"),
        ({"type": "FeatureCollection", "features": [{"type": "Feature", "id": "a"}]}, "no member 'geometry'"),
        (_at(1, 2, kind="Line"), "neither a Point"),
        (_at(), "no coordinates"),
        (_at(kind="MultiPoint"), "no coordinates"),
        (_at(1, 2, 3), "other than two"),
        (_at(33.5, 142.5), "longitude comes first"),
        (_at(1.1234567, 2), "more than 6 decimals"),
        (_with(edtf=""), "empty text"),
        (_with(sources={}), "is an object"),
        (_with(sources=[]), "filled array"),
        (_with(sources=["a", None]), "filled array"),
        (_with(start="2026-01-17"), "no full UTC"),
        (_with(end=None), "no full UTC"),
        (_with(start="2026-01-17T00:00:00Z", end="2026-01-16T23:59:59Z"), "ends before"),
        (_with(**{"marker-color": "red"}), "not simplestyle"),
        (_with(**{"marker-size": "huge"}), "not simplestyle"),
        (_with(**{"marker-symbol": "Air base"}), "not simplestyle"),
    ],
)
def test_names_the_fault_of_a_collection(found, fault):
    """Each rule about what the file says is found broken where it is."""
    assert fault in "\n".join(lint(json.dumps(found).encode()))


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"\xef\xbb\xbf{}", "byte order mark"),
        (b"{", "is no JSON"),
        (b"\xff{}", "is no JSON"),
        (b'{"a": NaN}', "NaN is no number"),
        (b'{"a": 1, "a": 2}', "stands twice"),
        (json.dumps(_with(title="\ud83d")).encode(), "surrogate"),
        (json.dumps(_at(-0.0, 1)).encode(), "negative zero"),
        (json.dumps(_collection(), indent=1).replace("\n", "\r\n").encode(), "holds a CR"),
    ],
)
def test_names_the_fault_of_a_text(data, fault):
    """Each rule about the bytes of the file is found broken where it is."""
    assert fault in "\n".join(lint(data))
