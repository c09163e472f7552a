"""Claims and other fields as the text of one cell, a row for each claim, and the sources behind them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, strategies as st

import coalition_events as ce
import samples

WIRE = ce.Source(id="wire", title="A report", published="2030-02-01")
BOOK = ce.Source(id="book", title="A book")
EAST = ce.Actor(id="east", name="East")
DEGREES = st.floats(min_value=-180, max_value=180)


def test_a_claim_says_all_that_it_holds():
    """Basis, date as written, time, wording, speaker, day, sources, credibility, rank and note, each where filled."""
    claim = ce.Claim(
        date="2030-01~",
        as_written="mid-winter",
        by=EAST,
        said="2030-01-20",
        cites=[WIRE, BOOK],
        credibility=2,
        rank="rejected",
        note="A misprint.",
    )
    assert ce.claim_text(claim) == (
        "actual 2030-01~; “mid-winter”; by east; said 2030-01-20; source wire, book; credibility 2; rejected; "
        "note: A misprint."
    )
    assert "by East" in ce.claim_text(claim, lambda record: record.label)
    assert "planned 2030-01-15 21:30Z" == ce.claim_text(
        ce.Claim(date="2030-01-15", time="21:30Z", basis="planned")
    )


def test_claims_stand_side_by_side():
    """All of a field's claims come in the order of the file, a number with its date; or its word of absence."""
    claims = [ce.Claim(date="2030-01"), ce.Claim(date="2030-02", rank="preferred")]
    when = ce.Milestone(id="m", kind="other", when=claims).when
    assert "actual 2030-01 | actual 2030-02; preferred" == ce.claims_text(when)
    assert "unknown" == ce.claims_text(ce.Milestone(id="m", kind="other", when=ce.Absence.UNKNOWN).when)
    figures = ce.Count(id="c", title="Bases", values=ce.Figure(number="4..5", date="2030")).values
    assert "4..5, actual 2030" == ce.claims_text(figures)
    assert "" == ce.claims_text(ce.Phase(id="p", ordinal=1).end)


def test_a_value_is_a_name_a_place_or_why_there_is_none():
    """A record is named by id or by the format's own function, a place begins with a word and not with a sign."""
    place = ce.Location(latitude=-0.0000001, longitude=-42.5, accuracy_m=500, point="town")
    assert "lat 0, lon -42.5; town; within 500 m" == ce.value_text(place)
    assert ("east", "East") == (ce.value_text(EAST), ce.value_text(EAST, lambda record: record.label))
    assert "none" == ce.value_text(ce.Absence.NONE)


@given(DEGREES)
def test_degrees_are_fixed_point(value):
    """No exponent and no -0 is written, and the text is the rounded number."""
    text = ce.degrees_text(value)
    assert "e" not in text
    assert "-0" != text
    assert float(text) == ce.rounded_degrees(value)
    assert abs(ce.rounded_degrees(value) - value) <= 0.0000005000001


@given(st.integers(min_value=0, max_value=10**7))
def test_equal_numbers_of_metres_are_written_alike(metres):
    """500 and 500.0 are equal in the model, so their texts are equal too."""
    assert ce.metres_text(metres) == ce.metres_text(float(metres)) == str(metres)


@given(st.lists(st.text(alphabet="a|\\ ", min_size=1).filter(str.strip), max_size=4))
def test_a_bar_in_a_name_is_told_from_one_between_names(names):
    """Joined names can be taken apart again, whatever bars and backslashes they hold."""
    shown = ce.aliases_text([ce.Alias(name) for name in names])
    assert shown.count("|") - shown.count("\\|") <= max(0, len(names) - 1)
    told = [name.replace("\\", "\\\\").replace("|", "\\|") for name in names]
    assert " | ".join(told) == shown


def test_languages_and_schemes_stand_beside_names_and_codes():
    """An alias has its language, an identifier its scheme, also where it is known to be absent."""
    assert "أسد (ar) | Lion" == ce.aliases_text([ce.Alias("أسد", "ar"), ce.Alias("Lion", "")])
    base = ce.Base(id="b", name="B", identifiers={"icao": "XXAA", "iata": "none"})
    assert "icao: XXAA | iata: none" == ce.identifiers_text(base.identifiers)


def test_extra_keys_are_one_json_object():
    """What the file's authors added can be read back as JSON; without any there is nothing."""
    assert {"x-a": [1, 2], "x-ü": "t"} == json.loads(ce.extra_text([("x-a", "[1,2]"), ("x-ü", '"t"')]))
    assert "" == ce.extra_text([])


def test_every_source_of_an_event_is_there_once():
    """Those of its dates come first, then of who gave and who received, then of the record and its fields."""
    milestone = ce.Milestone(
        id="m",
        kind="handover",
        when=ce.Claim(date="2030", cites=WIRE),
        from_=ce.Value(value=EAST, cites=[BOOK, WIRE]),
        cites=[ce.Citation("kind", [WIRE])],
    )
    (event,) = ce.Timeline(
        id="t", title="T", revised="2030-03-01", sources=[WIRE, BOOK], actors=[EAST], milestones=[milestone]
    ).events()
    assert ["wire", "book"] == [source.id for source in ce.sources_of_event(event)]
    assert ["wire"] == [source.id for source in ce.sources_of(milestone)]
    assert () == ce.sources_of(WIRE)
    assert ("kind: wire", "") == (ce.cited_by_field(milestone), ce.cited_by_field(WIRE))


@pytest.mark.parametrize("timeline", [samples.full(), samples.small()], ids=["full", "small"])
def test_there_is_a_row_for_each_claim(timeline):
    """Rows are numbered from 1 within their field, in the order of the file; 0 is the plain word of absence."""
    rows = list(ce.claim_rows(timeline))
    forms = {ce.Form.DATED, ce.Form.VALUED, ce.Form.FIGURES}
    expected = []
    for record in timeline.records():
        for name, description in ce.described(type(record)):
            if description.form in forms:
                held = getattr(record, name)
                if getattr(held, "stated_absence", ce.Absence.LEFT_OUT) is not ce.Absence.LEFT_OUT:
                    expected.append((record.id, description.key, 0, None))
                expected += [(record.id, description.key, n, claim) for n, claim in enumerate(held, 1)]
    assert expected == [(row.record.id, row.field, row.number, row.claim) for row in rows]


def test_a_row_tells_why_there_is_nothing():
    """A claim that a date is unknown has that word as its absence, and so has the field's own plain word."""
    claims = [ce.Claim(date=ce.Absence.UNKNOWN, cites=WIRE), ce.Claim(date="2030")]
    told = ce.Milestone(id="told", kind="other", when=claims)
    plain = ce.Milestone(id="plain", kind="other", when=ce.Absence.NONE)
    timeline = ce.Timeline(id="t", title="T", revised="2030-03-01", sources=[WIRE], milestones=[told, plain])
    assert [
        ("told", 1, ce.Absence.UNKNOWN),
        ("told", 2, ce.Absence.LEFT_OUT),
        ("plain", 0, ce.Absence.NONE),
    ] == [(row.record.id, row.number, row.absence) for row in ce.claim_rows(timeline)]
