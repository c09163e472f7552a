"""The GeoJSON exporter: what it says, who can read it, and that it invents nothing."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import math
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import changing
import coalition_events as ce
import exporting
import judging
import samples
from coalition_events.exporters import _geojson_state, geojson
from fresh import export_elsewhere
from goldens import check_golden
from lint_geojson import lint
from optional import need

BOUNDS = {"start", "end", "earliest", "latest"}


def features(timeline, on=None, **options):
    """The features by id."""
    data, _ = exporting.run("geojson", timeline, on, **options)
    return {feature["id"]: feature for feature in json.loads(data)["features"]}


def properties(timeline, **options):
    """The properties of every feature by id."""
    return {name: feature["properties"] for name, feature in features(timeline, **options).items()}


def dated(date, **more):
    """A timeline with one milestone of one date."""
    milestone = ce.Milestone(id="it", kind="other", when=ce.Claim(date=date) if date else None, **more)
    return ce.Timeline(id="one", title="One", revised="2030-02-02", milestones=[milestone])


def test_full_is_as_last_looked_at():
    """The whole sample exports as in the golden file."""
    check_golden("full.geojson", exporting.run("geojson", samples.full())[0])


@pytest.mark.parametrize("timeline", [samples.small(), samples.full(), samples.hostile(), dated(None)])
@pytest.mark.parametrize("options", [{}, {"time": True}, {"indent": 2}, {"time": True, "indent": 1}])
def test_lint_finds_nothing(timeline, options):
    """Every sample passes the lint with every option."""
    assert [] == lint(exporting.run("geojson", timeline, **options)[0])


def test_an_empty_timeline_is_an_empty_collection():
    """No record gives a collection of no features, which is valid."""
    data, losses = exporting.run("geojson", ce.Timeline(id="none-yet", title="T", revised="2030-02-02"))
    assert ([], ()) == (json.loads(data)["features"], losses)
    assert [] == lint(data)


def test_ogrinfo_reads_columns_of_one_type(tmp_path):
    """GDAL, with which QGIS reads, finds date-times in start and end, days in the bounds, and lists of texts."""
    path = tmp_path / "full.geojson"
    path.write_bytes(exporting.run("geojson", samples.full())[0])
    (layer,) = judging.ogrinfo(path)
    assert len(features(samples.full())) == layer["count"]
    found = {
        name: layer["fields"][name] for name in ("start", "end", "earliest", "latest", "revised", "edtf")
    }
    assert {
        "start": "DateTime",
        "end": "DateTime",
        "earliest": "Date",
        "latest": "Date",
        "revised": "Date",
        "edtf": "String",
    } == found
    assert {"StringList"} == {
        layer["fields"][name] for name in ("sources", "source_titles", "aliases", "base_names")
    }
    assert "Integer" == layer["fields"]["claims"]
    assert "Integer(Boolean)" == layer["fields"]["disputed"]


def test_ogrinfo_finds_the_places(tmp_path):
    """Longitude and latitude are not swapped: the extent that GDAL finds is that of the sample."""
    path = tmp_path / "full.geojson"
    path.write_bytes(exporting.run("geojson", samples.full())[0])
    assert (-77.05, -33.1, 42.4412, 33.7856) == judging.ogrinfo(path)[0]["extent"]


def test_geopandas_types_the_whole_column(tmp_path):
    """GeoPandas reads start and end of all features as times and keeps the ids and the Arabic."""
    geopandas = need("geopandas")
    path = tmp_path / "full.geojson"
    path.write_bytes(exporting.run("geojson", samples.full())[0])
    frame = geopandas.read_file(path)
    assert ["M", "M"] == [frame[name].dtype.kind for name in ("start", "end")]
    assert not frame[["start", "end"]].isna().any(axis=None)
    assert (frame["start"] < frame["end"]).all()
    bases = frame[frame["record"] == "base"].set_index("base_id")
    assert "حقل الشمال" in str(bases.loc["field", "aliases"])
    assert (-77.05, -33.1) == (bases.loc["south"].geometry.x, bases.loc["south"].geometry.y)


def test_duckdb_reads_times(tmp_path):
    """DuckDB types start and end of all features as timestamps and the bounds as days."""
    duckdb = need("duckdb")
    path = tmp_path / "properties.ndjson"
    path.write_text("\n".join(map(json.dumps, properties(samples.full()).values())), encoding="utf-8")
    query = (
        'select distinct typeof("start"), typeof("end"), typeof(earliest), typeof(sources) from read_json(?)'
    )
    (start, end, earliest, sources), *others = duckdb.sql(query, params=[str(path)]).fetchall()
    assert [] == others
    assert start.startswith("TIMESTAMP")
    assert (start, "DATE", "VARCHAR[]") == (end, earliest, sources)


@pytest.mark.parametrize("number", range(len(samples.HOSTILE)))
def test_hostile_texts_come_back_letter_for_letter(number):
    """What breaks exporters stands in title, summary, note and name as it was written."""
    text, found = samples.HOSTILE[number], properties(samples.hostile())
    event, base = found[f"milestone-{number}"], found[f"base-{number}"]
    assert [text] * 3 == [event[key] for key in ("title", "summary", "note")]
    assert [text] * 3 == [base[key] for key in ("name", "title", "note")]


def test_one_feature_a_line():
    """A changed feature is one changed line."""
    data, _ = exporting.run("geojson", samples.hostile())
    lines = [line for line in data.decode().split("\n") if line.startswith('{"type": "Feature"')]
    assert len(features(samples.hostile())) == len(lines)
    assert b"\r" not in data
    assert "\u2028" in data.decode()  # a separator of lines to some, but not in JSON


def test_unlocated_is_null():
    """Neither an unlocated base nor its event gets a place."""
    found = features(samples.full())
    assert [None] * 4 == [found[name]["geometry"] for name in ("somewhere", "hall", "phase-1.end", "undated")]


def test_several_located_bases_are_a_multipoint():
    """An event at two located bases is at both."""
    geometry = features(samples.full())["parade"]["geometry"]
    assert {"type": "MultiPoint", "coordinates": [[42.4412, 33.7856], [-77.05, -33.1]]} == geometry


def test_coordinates_have_six_decimals_and_no_negative_zero():
    """What is finer than 11 cm is rounded and reported, and -0.0 is 0."""
    base = ce.Base(id="b", name="B", location=ce.Location(latitude=33.33333333, longitude=-0.00000001))
    data, losses = exporting.run(
        "geojson", ce.Timeline(id="t", title="T", revised="2030-01-01", bases=[base])
    )
    assert [0.0, 33.333333] == json.loads(data)["features"][0]["geometry"]["coordinates"]
    assert "-0.0" not in data.decode()
    assert [("b", "location", ce.LossAction.COARSENED)] == [
        (loss.record, loss.field, loss.action) for loss in losses
    ]


def test_ids_are_unique_and_repeated_in_the_properties():
    """Each feature has an id of its own, which QGIS and kepler.gl, blind to the member, find in a column."""
    data, _ = exporting.run("geojson", samples.full())
    found = json.loads(data)["features"]
    assert len(found) == len({feature["id"] for feature in found})
    columns = [feature["properties"].get(f"{feature['properties']['record']}_id") for feature in found]
    assert [feature["id"] for feature in found] == columns


@pytest.mark.parametrize(
    ("date", "bounds"),
    [
        ("2030-01-15", ("2030-01-15 stated", "2030-01-15 stated")),
        ("2030-01-15T10:00:00Z", ("2030-01-15 stated", "2030-01-15 stated")),
        ("2030-01-15~", ("2030-01-15 computed", "2030-01-15 computed")),
        ("2030-01", ("2030-01-01 computed", "2030-01-31 computed")),
        ("[..2030-02-10]", ("2030-02-02 clamped", "2030-02-10 stated")),
        ("[2030-01..]", ("2030-01-01 computed", "2030-02-20 clamped")),
        ("[2030-01-03..2030-01-09]", ("2030-01-03 stated", "2030-01-09 stated")),
        ("2030-01-10/2030-02", ("2030-01-10 stated", "2030-02-28 computed")),
        ("2030-01-10/..", ("2030-01-10 stated", "2030-02-20 clamped")),
        ("/2030-02-10", ("2030-02-02 clamped", "2030-02-10 stated")),
        (None, ("2030-02-02 clamped", "2030-02-20 clamped")),
    ],
)
def test_display_bounds_say_what_they_are(date, bounds):
    """A day counts as stated only where the source states that very day; an absent side is the timeline's own."""
    other = ce.Milestone(id="other", kind="other", when="2030-02-02", cancelled="2030-02-20")
    one = dated(date)
    timeline = ce.Timeline(id="two", title="Two", revised="2040-01-01", milestones=[*one.milestones, other])
    found = properties(timeline)["it"]
    assert tuple(b.replace(" ", "T00:00:00Z ") for b in bounds[:1]) == (
        f"{found['start']} {found['start_bound']}",
    )
    assert bounds[1].replace(" ", "T23:59:59Z ") == f"{found['end']} {found['end_bound']}"


def test_publication_days_and_rejected_claims_don_t_stretch_the_range():
    """A book of 2040 and a misprint of 1900 leave the time slider as it is."""
    book = ce.Source(id="book", title="B", published="2040", accessed="2041-01-01")
    misprint = ce.Claim(date="1900-01-01", rank="rejected", note="A misprint.")
    claims = [ce.Claim(date="2030-01-15", cites=book), misprint]
    milestone = ce.Milestone(id="it", kind="other", when=claims)
    open_one = ce.Milestone(id="open", kind="other", when="[2030-01-15..]")
    timeline = ce.Timeline(
        id="t",
        title="T",
        revised="2042-01-01",
        evidence_until="2031-05-06",
        sources=[book],
        milestones=[milestone, open_one],
    )
    found = properties(timeline)["open"]
    assert ("2030-01-15T00:00:00Z", "2031-05-06T23:59:59Z") == (found["start"], found["end"])


@pytest.mark.parametrize(
    ("absence", "words"),
    [(None, "date not stated"), ("unknown", "date unknown"), ("none", "known to have no date")],
)
def test_an_undated_event_says_why(absence, words):
    """The three absences stay apart, and none becomes a date."""
    milestone = ce.Milestone(id="it", kind="other", when=ce.Absence(absence) if absence else None)
    found = properties(ce.Timeline(id="t", title="T", revised="2030-01-01", milestones=[milestone]))["it"]
    assert (None, words, absence) == (found["edtf"], found["date_words"], found["absence"])
    assert (None, None) == (found["earliest"], found["latest"])


def test_status_is_of_the_day():
    """A plan is overdue after its last day, seen from the day that was asked for."""
    plan = ce.Milestone(id="it", kind="other", when=ce.Claim(date="2030-05", basis="planned"))
    timeline = ce.Timeline(id="t", title="T", revised="2030-01-01", milestones=[plan])
    on = {
        day: features(timeline, ce.parse_date(day).latest)["it"]["properties"]
        for day in ("2030-05-31", "2030-06-01")
    }
    assert ["planned", "overdue"] == [found["status"] for found in on.values()]
    assert 2 == len({found["marker-color"] for found in on.values()})


def test_claims_stand_side_by_side():
    """Every claim, the rejected too, is told with who says it and where it can be read."""
    found = properties(samples.full())["handover"]
    assert (True, 4) == (found["disputed"], found["claims"])
    assert 5 == len(found["claims_text"].split(" | "))
    assert (
        "actual 2030-04-12 21:30+03:00; by West; source wire; credibility 2; preferred"
        in found["claims_text"]
    )
    assert found["claims_text"].endswith("actual 2030-01-01; source book; rejected; note: A misprint.")
    assert "East; source wire | The Union; source copy" == found["from_claims"]


def test_a_disputed_first_holder_is_said_to_be_one():
    """What a map shows of a base on a click names no first holder flatly where sources differ on it."""
    east, west = (ce.Actor(id=name, name=name.title()) for name in ("east", "west"))
    holders = {"one": (east,), "two": (east, west)}
    bases = [
        ce.Base(id=name, name=name, holder=[ce.Value(value=holder) for holder in held])
        for name, held in holders.items()
    ]
    timeline = ce.Timeline(id="a", title="A", revised="2030-02-02", actors=[east, west], bases=bases)
    found = {name: each["description"] for name, each in properties(timeline).items()}
    assert "Not located, held at first by East." == found["one"]
    assert "Not located, held at first by East (sources disagree)." == found["two"]


def test_candidates_and_accuracy_are_kept():
    """A base that nobody located names its candidates; one that somebody did says how far off it may be."""
    found = properties(samples.full())
    assert (["field", "south"], ["North Field", "South Camp"]) == tuple(
        found["somewhere"][key] for key in ("candidates", "candidate_names")
    )
    assert (True, "airfield") == (found["field"]["near"], found["field"]["point"])
    assert (
        "lat 33.7856, lon 42.4412; airfield; within 500 m; source book" in found["field"]["location_claims"]
    )


def test_json_fg_keeps_the_date_beside_the_interval():
    """By option each event has the time of JSON-FG, open where the date is, with the EDTF inside."""
    found = features(samples.full(), time=True)
    assert {"date": "2030-01-15", "edtf": "2030-01-15"} == found["form-0"]["time"]
    assert {"interval": ["2030-01-01", "2030-01-31"], "edtf": "2030-01"} == found["form-1"]["time"]
    assert {"interval": ["..", "2030-02-10"], "edtf": "[..2030-02-10]"} == found["form-12"]["time"]
    assert {"interval": ["2030-01-10", ".."], "edtf": "2030-01-10/.."} == found["form-18"]["time"]
    assert [None, None] == [found[name]["time"] for name in ("undated", "field")]
    assert {("event", None), ("base", None)} == {(f["featureType"], f["place"]) for f in found.values()}
    assert "conformsTo" in json.loads(exporting.run("geojson", samples.small(), time=True)[0])
    assert "time" not in features(samples.full())["form-0"]


def test_no_day_that_nobody_stated():
    """Outside start, end, earliest and latest, every full day is one that stands in the timeline."""
    stated = changing.stated_days(samples.full())
    for name, found in properties(samples.full()).items():
        told = json.dumps(
            {key: value for key, value in found.items() if key not in BOUNDS}, ensure_ascii=False
        )
        assert [] == [day for day in changing.days_in(told) if day not in stated], name


def test_the_bundled_timeline_keeps_the_rules():
    """The real timeline passes the lint, states no day that nobody stated, and loses nothing that is carried."""
    timeline = ce.bundled("iraq")
    data, losses = exporting.run("geojson", timeline)
    assert [] == lint(data)
    assert set() == {loss.feature for loss in losses} & set(geojson.coalition_events_exporter().carries)
    stated = changing.stated_days(timeline)
    for found in properties(timeline).values():
        told = json.dumps({key: value for key, value in found.items() if key not in BOUNDS})
        assert [] == [day for day in changing.days_in(told) if day not in stated]


def test_no_day_in_words_that_nobody_stated():
    """A description names a day of the month only where the date is stated to the day."""
    for found in properties(samples.full()).values():
        if found["record"] == "event" and not changing.days_in(found["edtf"] or ""):
            assert not re.search(
                r"\b[0-9]{1,2} [A-Z][a-z]+ [0-9]{4}", f"{found['date_words']} {found['description']}"
            )


def test_the_head_holds_the_file_and_its_sources():
    """What the timeline says of itself, and all of its sources, stand before the features."""
    head = json.loads(exporting.run("geojson", samples.full())[0])
    assert ("full", "2030-07-02", "2030-06-30") == tuple(
        head[key] for key in ("id", "revised", "evidence_until")
    )
    assert ("The Union's mission", "CC0-1.0", "tests") == (head["title"], head["licence"], head["x-made-for"])
    assert {
        "title": "Copy of the wire report",
        "published": "2030-07",
        "reliability": "D",
        "repeats": "wire",
    } == head["sources"]["copy"]


def test_what_is_carried_is_not_lost():
    """No feature that the exporter says it carries is among the losses of the whole sample."""
    carries = geojson.coalition_events_exporter().carries
    assert set() == {loss.feature for loss in exporting.run("geojson", samples.full())[1]} & set(carries)


def test_a_record_without_a_date_is_a_loss():
    """A phase that no event stands for is named in full; so is an end that is known not to come."""
    phase = ce.Phase(id="phase-1", ordinal=1, title="First", area="North", start="2030", end=ce.Absence.NONE)
    bare = ce.Phase(id="phase-2", ordinal=2, title="Second", summary="Nothing is known.")
    timeline = ce.Timeline(id="t", title="T", revised="2030-01-01", phases=[phase, bare])
    losses = {(loss.record, loss.field) for loss in exporting.run("geojson", timeline)[1]}
    assert {
        ("phase-1", "end"),
        ("phase-2", "title"),
        ("phase-2", "ordinal"),
        ("phase-2", "summary"),
    } == losses


@pytest.mark.parametrize("without_one", [changing.without_one_claim, changing.without_one_value])
def test_nothing_is_lost_in_silence(without_one):
    """Whatever is taken out of the whole sample, the bytes change or it was named in the losses."""
    timeline = samples.full()
    data, losses = exporting.run("geojson", timeline)
    for record, names, changed in without_one(timeline):
        without, _ = exporting.run("geojson", changed)
        assert not changing.silent(data, losses, (record, without), names), (record, names)
    assert len(without_one(timeline)) > 30


def test_same_bytes_elsewhere():
    """Hash seed, time zone and locale change neither the bytes nor the losses."""
    data, losses = exporting.run("geojson", samples.full())
    assert data + repr(losses).encode() == export_elsewhere("geojson")


def test_streams_by_feature():
    """The export comes in pieces: one for each feature, and what stands before, between and after them."""
    exporter = geojson.coalition_events_exporter()
    request = ce.ExportRequest(timeline=samples.full(), options=exporter.options())
    number = len(features(samples.full()))
    pieces = list(exporter.export(request))
    assert [b","] * (number - 1) == pieces[2:-1:2]
    assert 2 * number + 1 == len(pieces)


def test_the_module_is_a_guest():
    """The exporter's modules import the public face, their siblings and the standard library only."""
    folder = Path(ce.__file__).parent / "exporters"
    for path in [
        folder / "geojson.py",
        folder / "csv.py",
        folder / "_answers.py",
        folder / "_unshown.py",
        *folder.glob("_geojson*.py"),
        *folder.glob("_csv*.py"),
    ]:
        assert not re.search(r"coalition_events\.|from \.\.", path.read_text(encoding="utf-8")), path.name


# ---------------------------------------------------------------------------------------------------- on a day

DAY = dt.date(2030, 4, 14)
SIGHTS = {  # Machado, Oliveira and Fernandes (2009), severity 1: what is seen of linear red, green and blue
    "all three": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def lab(colour, sight):
    """The colour in CIELAB (D65) as somebody with this sight sees it."""
    shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    seen = [min(1, max(0, sum(a * b for a, b in zip(row, linear, strict=True)))) for row in SIGHTS[sight]]
    to_xyz = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    white = (0.95047, 1, 1.08883)
    xyz = [
        sum(a * b for a, b in zip(row, seen, strict=True)) / w for row, w in zip(to_xyz, white, strict=True)
    ]
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in xyz)
    return (116 * y - 16, 500 * (x - y), 200 * (y - z))


def three(when, evidence_until=None):
    """A timeline whose camp passes from East to West, and whose yard nobody is known to hold."""
    small = samples.small()
    east, west = small.actors
    yard = ce.Base(id="yard", name="The Yard")
    camp = ce.Base(id="camp", name="Camp One", holder=east)
    pass_on = ce.Milestone(id="m", kind="handover", bases=camp, from_=east, to=west, when=when)
    return ce.Timeline(
        id="three",
        title="T",
        revised="2030-02-02",
        evidence_until=evidence_until,
        actors=[east, west],
        bases=[camp, yard],
        milestones=[pass_on],
    )


def test_full_on_a_day_is_as_last_looked_at():
    """The whole sample on a day exports as in the golden file."""
    check_golden("full.on.geojson", exporting.run("geojson", samples.full(), DAY)[0])


@pytest.mark.parametrize("timeline", [samples.small(), samples.full(), samples.hostile(), dated(None)])
@pytest.mark.parametrize("day", [DAY, dt.date(2035, 1, 1)])
def test_lint_finds_nothing_on_a_day(timeline, day):
    """Every sample passes the lint with a day, inside the evidence and past it."""
    assert [] == lint(exporting.run("geojson", timeline, day)[0])


def test_a_day_adds_and_restyles_only():
    """A day changes no property but status, words and marker, and no place; without one there is no word of it."""
    plain, on = features(samples.full()), features(samples.full(), DAY)
    changed = {"status", "description", "marker-color", "marker-size", "marker-symbol"}
    for name, feature in plain.items():
        kept = {key: value for key, value in feature["properties"].items() if key not in changed}
        assert kept.items() <= on[name]["properties"].items()
        assert feature["geometry"] == on[name]["geometry"]
        assert not {"on", "held_by", "happened"} & feature["properties"].keys()


@pytest.mark.parametrize("day", ["2025-12-01", "2026-01-17", "2026-01-18", "2026-09-30"])
def test_the_map_agrees_with_state(day):
    """Each base says what ``state`` says: best holder, certainty, reason, possible holders and who was there."""
    timeline, on = ce.bundled("iraq"), dt.date.fromisoformat(day)
    found = features(timeline, on)
    for key, base in ce.state(timeline, on).bases.items():
        told = found[key]["properties"]
        because = base.because.value if base.because else None
        assert (day, base.best, base.certainty.value, because) == tuple(
            told[name] for name in ("on", "held_by", "certainty", "because")
        )
        possible = [h.actor.id for h in base.holders if h.answer.certainty is ce.Certainty.POSSIBLY]
        assert possible == told.get("possible_holders", [])
        present = [p.actor.id for p in base.present if p.answer.certainty is ce.Certainty.CERTAINLY]
        assert present == told.get("present", [])


def test_nothing_is_certain_after_the_evidence():
    """Past the evidence no base is certain and none is drawn as certain; what had happened by its end stays so."""
    timeline = ce.bundled("iraq")
    after = timeline.evidence_until + dt.timedelta(days=1)
    at_end, found = features(timeline, timeline.evidence_until), features(timeline, after)
    legend = json.loads(exporting.run("geojson", timeline, after)[0])["legend"]
    strong = {colour for entry in legend for colour in (entry["certainly"],)}
    for name, feature in found.items():
        told = feature["properties"]
        if told["record"] == "base":
            assert ("possibly", "horizon") == (told["certainty"], told["because"])
            assert told["marker-color"] not in strong
            assert "certainly" not in told["description"]
        else:
            before = at_end[name]["properties"]["happened"]
            assert told["happened"] == ("certainly" if before == "certainly" else "possibly")


def test_a_day_without_an_end_of_evidence():
    """Without an end of the evidence the claims alone decide, on any day."""
    found = features(three("2030-01-15"), dt.date(2099, 1, 1))
    assert ("west", "certainly") == tuple(found["camp"]["properties"][k] for k in ("held_by", "certainty"))
    assert "done" == found["m"]["properties"]["status"]


def test_bases_differ_by_holder_and_by_certainty():
    """Another holder is another colour and letter, less certain is paler and smaller, nobody known is grey."""
    timeline = three("[2030-01-10..2030-01-20]")
    days = ("2030-01-09", "2030-01-15", "2030-01-20")
    drawn = [
        tuple(
            features(timeline, dt.date.fromisoformat(day))[base]["properties"][f"marker-{what}"]
            for what in STYLE
        )
        for day in days
        for base in ("camp", "yard")
    ]
    east, _, either, unknown, west, _ = drawn
    (east_sure, east_pale), (west_sure, _) = _geojson_state.HOLDERS[:2]
    assert ((east_sure, "large", "a"), (west_sure, "large", "b")) == (east, west)
    assert (east_pale, "medium", "a") == either
    assert ("#8c8c8c", "medium", "square-stroked") == unknown


STYLE = ("color", "size", "symbol")


def test_a_base_that_surely_stands_empty_has_a_sign_of_its_own():
    """Certainly nobody is black and a cross, and the words say so."""
    found = features(samples.full(), DAY)["hall"]["properties"]
    assert ("#000000", "cross") == (found["marker-color"], found["marker-symbol"])
    assert ("none", "certainly", None) == tuple(
        found[key] for key in ("held_by", "certainty", "held_by_name")
    )
    assert "on 14 April 2030 certainly held by nobody" in found["description"]


def test_a_holder_keeps_its_colour_from_day_to_day():
    """The legend does not depend on the day, and nobody needs it: the words name holder and certainty."""
    timeline = ce.bundled("iraq")
    days = [dt.date(2020, 1, 1), dt.date(2025, 12, 1), dt.date(2026, 3, 1)]
    legends = [json.loads(exporting.run("geojson", timeline, day)[0])["legend"] for day in days]
    assert [legends[0]] * 3 == legends
    assert ["a", "b", "c", "d"] == [entry["marker-symbol"] for entry in legends[0]][:4]
    told = features(timeline, days[1])["taji"]["properties"]["description"]
    assert "on 1 December 2025 certainly held by Iraq" in told


def test_the_palette_is_safe_for_the_colour_blind():
    """Any two colours of holders, sure or pale, of nobody and of the unknown, differ for every kind of sight."""
    colours = [*itertools.chain(*_geojson_state.HOLDERS)]
    colours += [_geojson_state.UNKNOWN_HOLDER[0], _geojson_state.NO_HOLDER[0]]
    for (a, b), sight in itertools.product(itertools.combinations(colours, 2), SIGHTS):
        assert math.dist(lab(a, sight), lab(b, sight)) > 12, (a, b, sight)


@pytest.mark.parametrize(
    ("claims", "day", "stands"),
    [
        ([("2030-05", "actual")], "2030-04-30", ("not-yet", "not")),
        ([("2030-05", "actual")], "2030-05-15", ("possibly-done", "possibly")),
        ([("2030-05", "actual")], "2030-05-31", ("done", "certainly")),
        ([("2030-03", "planned"), ("2030-05", "actual")], "2030-03-15", ("planned", "not")),
        ([("2030-03", "planned"), ("2030-05", "actual")], "2030-05-15", ("overdue", "possibly")),
        ([("2030-03", "planned"), ("2030-05", "actual")], "2030-06-01", ("done", "certainly")),
        ([("2030-05", "expected")], "2030-07-01", ("expected", "not")),
        ([("2030-05-01", "actual"), ("2030-05-09", "actual")], "2030-05-05", ("possibly-done", "possibly")),
        ([], "2030-05-05", ("undated", "possibly")),
    ],
)
def test_an_event_stands_where_it_stood_on_the_day(claims, day, stands):
    """Nothing is done before it happened; between the bounds it is possible; a plan stands until it surely happened."""
    when = [ce.Claim(date=date, basis=basis) for date, basis in claims]
    event = ce.Milestone(id="it", kind="other", when=when or ce.Absence.UNKNOWN)
    timeline = ce.Timeline(id="t", title="T", revised="2031-01-01", milestones=[event])
    told = features(timeline, dt.date.fromisoformat(day))["it"]["properties"]
    assert stands == (told["status"], told["happened"])


def test_called_off_from_the_day_on_which_it_was():
    """The parade of 1 May, called off on 20 April, is a plan before that day and cancelled from it on."""
    days = (dt.date(2030, 4, 19), dt.date(2030, 4, 20))
    found = [features(samples.full(), day)["parade"]["properties"]["status"] for day in days]
    assert ["planned", "cancelled"] == found


@pytest.mark.parametrize("without_one", [changing.without_one_claim, changing.without_one_value])
def test_nothing_is_lost_in_silence_on_a_day(without_one):
    """With a day the losses are as honest as without one."""
    data, losses = exporting.run("geojson", samples.full(), DAY)
    for record, names, changed in without_one(samples.full()):
        without, _ = exporting.run("geojson", changed, DAY)
        assert not changing.silent(data, losses, (record, without), names), (record, names)


def test_ogrinfo_types_the_state(tmp_path):
    """GDAL reads the day as a day and who was where as lists of texts."""
    path = tmp_path / "on.geojson"
    path.write_bytes(exporting.run("geojson", ce.bundled("iraq"), dt.date(2025, 12, 1))[0])
    fields = judging.ogrinfo(path)[0]["fields"]
    assert ("Date", "String") == (fields["on"], fields["held_by"])
    lists = ("possible_holders", "present", "possibly_present", "absent", "state_source_ids")
    assert {"StringList"} == {fields[name] for name in lists}


def test_state_is_loaded_only_for_a_day():
    """An export without a day doesn't load the functions of state; one with a day does."""
    code = (
        "import sys, datetime, exporting, samples\n"
        "on = datetime.date(2030, 4, 14) if sys.argv[2] == 'on' else None\n"
        "exporting.run(sys.argv[1], samples.small(), on)\n"
        "print('coalition_events.asof' in sys.modules)"
    )
    paths = os.pathsep.join((str(Path(__file__).parent), str(Path(ce.__file__).parent.parent)))
    found = [
        subprocess.run(
            (sys.executable, "-c", code, *words),
            env={**os.environ, "PYTHONPATH": paths},
            capture_output=True,
            check=True,
            text=True,
            timeout=60,
        ).stdout.strip()
        for words in (("geojson", ""), ("csv", ""), ("csv", "on"), ("geojson", "on"))
    ]
    assert ["False", "False", "False", "True"] == found
