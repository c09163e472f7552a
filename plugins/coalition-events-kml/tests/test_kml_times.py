from __future__ import annotations

import re

import kml_judges
import kml_samples
import pytest

import coalition_events as ce

_KML = "{http://www.opengis.net/kml/2.2}"


def _span(data):
    found = kml_samples.parsed(data).find(f".//{_KML}TimeSpan")
    return found if found is None else tuple(found.findtext(f"{_KML}{tag}") for tag in ("begin", "end"))


@pytest.mark.parametrize(("date", "ends"), kml_samples.FORMS.items())
def test_a_time_span_is_as_exact_as_the_date(date, ends):
    """Each form of date gives the begin and the end that KML can say of it, and no day that nobody stated."""
    assert _span(ce.export(kml_samples.dated(date), "kml").data) == ends


@pytest.mark.parametrize("date", kml_samples.FORMS)
def test_the_schema_takes_every_form_of_date(date):
    """The OGC's schema finds each time span right, reduced years and months too."""
    assert kml_judges.schema_faults(ce.export(kml_samples.dated(date), "kml").data) == []


@pytest.mark.parametrize("date", kml_samples.FORMS)
def test_the_date_as_written_stands_beside_the_time_span(date):
    """Marks, clock times and kinds of ends, which a time span cannot hold, are in the field edtf and in words."""
    data = ce.export(kml_samples.dated(date), "kml").data.decode()
    assert f'<SimpleData name="edtf">{ce.parse_date(date).text}</SimpleData>' in data
    assert f'<Snippet maxLines="2">{ce.describe(ce.parse_date(date))}, done</Snippet>' in data


def test_an_undated_event_has_no_time_span():
    """What is said to be of unknown day has none, and says so."""
    data = ce.export(kml_samples.dated("unknown"), "kml").data
    assert _span(data) is None
    assert b">date unknown</Snippet>" in data
    assert b'<SimpleData name="absence">unknown</SimpleData>' in data


def test_only_time_spans_are_written():
    """A TimeStamp, which GDAL puts into another field, is nowhere."""
    assert b"TimeStamp" not in ce.export(kml_samples.mission(), "kml").data


def test_time_spans_can_be_left_out():
    """With timespans=false no time span is written, and the dates stay in the data."""
    data = ce.export(kml_samples.mission(), "kml", timespans=False).data
    assert b"TimeSpan" not in data
    assert b'<SimpleData name="edtf">2030-04-12</SimpleData>' in data


def test_fastkml_keeps_the_precision():
    """A strict reader takes 2030-05 for a month and 2029 for a year."""
    marks = kml_judges.fastkml_places(ce.export(kml_samples.mission(), "kml").data)
    assert marks["id-tour"].times.begin.resolution.name == "year_month"
    assert marks["id-phase-1.start"].times.end.resolution.name == "year"


def test_the_bundled_timelines_invent_no_end():
    """No time span of the Iraq timeline runs to a made-up far day, and the 30th of September 2026 is nowhere."""
    data = ce.export(ce.bundled("iraq"), "kml").data.decode()
    assert "2026-09-30" not in data
    assert not re.search(r"<end>(9999|2[1-9])", data)
