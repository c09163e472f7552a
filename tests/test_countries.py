from __future__ import annotations

import re

import pytest

from coalition_events.countries import CODES, EXTENTS


def holds(code, latitude, longitude):
    """Tell whether the place lies in the country's box."""
    west, south, east, north = EXTENTS[code]
    return south <= latitude <= north and west <= longitude <= east


@pytest.mark.parametrize(
    ("code", "latitude", "longitude"),
    [
        ("IQ", 33.7856, 42.4412),  # Ain al-Asad
        ("SY", 33.5138, 36.2765),  # Damascus
        ("US", 38.8719, -77.0563),  # the Pentagon
        ("US", 52.7121, 174.1136),  # Shemya, on the other side of the antimeridian
        ("FJ", -16.7, -179.9),  # eastern Fiji, the same
        ("RE", -20.88, 55.45),  # Saint-Denis, which lies in the shape of France
        ("AQ", -90.0, 0.0),  # the South Pole
        ("XK", 42.36, 21.25),  # Camp Bondsteel, under either of the codes that are written for it
        ("RS", 42.36, 21.25),
        ("UA", 44.6, 33.5),  # Sevastopol, the same
        ("RU", 44.6, 33.5),
    ],
)
def test_box_holds_place(code, latitude, longitude):
    """A place lies in the box of each country under whose code it is written."""
    assert holds(code, latitude, longitude)


@pytest.mark.parametrize(
    ("code", "latitude", "longitude"),
    [("IQ", 33.7856, 42.4412), ("SY", 33.5138, 36.2765), ("US", 38.8719, -77.0563), ("FR", 48.85, 2.35)],
)
def test_box_shows_swap(code, latitude, longitude):
    """With latitude and longitude swapped, a place leaves its country's box, which is what the boxes are for."""
    assert not holds(code, latitude=longitude, longitude=latitude)


@pytest.mark.parametrize("code", sorted(EXTENTS))
def test_box_is_ordered(code):
    """Every box runs from west to east and south to north, within the globe, in whole tenths of a degree."""
    west, south, east, north = EXTENTS[code]

    assert -180 <= west < east <= 180
    assert -90 <= south < north <= 90
    assert list(EXTENTS[code]) == [round(edge, 1) for edge in EXTENTS[code]]


def test_wide_boxes_are_known():
    """Only what crosses the antimeridian or lies round the pole gets every longitude: elsewhere it would hide swaps."""
    wide = {code for code, (west, _, east, _) in EXTENTS.items() if east - west > 180}

    assert {"AQ", "FJ", "KI", "NZ", "RU", "UM", "US"} == wide


def test_codes_are_two_capitals():
    """Every code is two capital letters of ASCII."""
    assert [] == [code for code in sorted(CODES) if not re.fullmatch(r"[A-Z]{2}", code)]


def test_codes_are_those_of_iso():
    """All 249 assigned codes and XK are there, with Norway's NO, and what people write by mistake is not."""
    assert 250 == len(CODES)
    assert {"IQ", "SY", "US", "NO", "XK", "SS", "GB"} <= CODES
    assert CODES.isdisjoint({"UK", "EU", "KO", "EN", "YU", "XX"})


def test_codes_have_boxes():
    """No code is without a box, so a check by country never has to guess."""
    assert CODES == EXTENTS.keys()
