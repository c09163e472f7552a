from __future__ import annotations

import datetime as dt
import os
import re
import subprocess
import sys
from pathlib import Path

import kml_judges
import kml_samples
import pytest

import coalition_events as ce

_KML = "{http://www.opengis.net/kml/2.2}"


def _tree(timeline, **options):
    return kml_samples.parsed(ce.export(timeline, "kml", **options).data)


def _mark(tree, mark_id):
    return next(mark for mark in tree.iter(f"{_KML}Placemark") if mark.get("id") == mark_id)


def _data(mark):
    return {item.get("name"): item.text for item in mark.iter(f"{_KML}SimpleData")}


def _folder(tree, mark_id):
    parents = {child: parent for parent in tree.iter() for child in parent}
    return parents[_mark(tree, mark_id)].findtext(f"{_KML}name")


@pytest.mark.parametrize(
    ("mark", "folder"),
    [
        ("id-field", "Bases"),
        ("id-lost", "Bases, not located"),
        ("id-handover", "Handovers"),
        ("id-left", "Departures, not located"),
        ("id-talk", "Meetings, not located"),
        ("id-phase-1", "Phases"),
        ("id-phase-1.end", "Phases"),
        ("id-wire", "Sources"),
    ],
)
def test_folders_are_by_kind(mark, folder):
    """Each placemark is in the folder of its kind, and what nobody located is apart."""
    assert _folder(_tree(kml_samples.mission()), mark) == folder


def test_nothing_unlocated_has_a_point():
    """In the folder "Not located" there is no point, and outside it every base has one."""
    tree = _tree(kml_samples.mission())
    nowhere = next(one for one in tree.iter(f"{_KML}Folder") if one.get("id") == "folder-unlocated")
    assert not list(nowhere.iter(f"{_KML}Point"))
    assert _mark(tree, "id-field").findtext(f".//{_KML}coordinates") == "42.4412,-33.5"


def test_an_event_at_two_bases_has_two_points():
    """Several bases are several points, and none is made up between them."""
    points = [one.text for one in _mark(_tree(kml_samples.mission()), "id-tour").iter(f"{_KML}coordinates")]
    assert points == ["42.4412,-33.5", "0,10"]


@pytest.mark.parametrize("number", [1e-7, -0.0, 179.9999999, 33.333333333333])
def test_coordinates_are_fixed_point(number):
    """No exponent, no minus zero, at most six decimals; what was rounded away is reported."""
    base = ce.Base(id="b", name="B", location=ce.Location(latitude=0, longitude=number))
    exported = ce.export(kml_samples.timeline(bases=[base]), "kml")
    text = kml_samples.parsed(exported.data).findtext(f".//{_KML}coordinates")
    assert re.fullmatch(r"(?!-0,)-?\d+(\.\d{1,6})?,0", text)
    rounded = round(number, 6) != number
    assert [(loss.field, loss.action.value) for loss in exported.losses] == [
        ("location", "coarsened")
    ] * rounded


def test_ids_are_names_and_unique():
    """Every id is an NCName and stands once, also where the id of a record begins with a digit."""
    ids = [one.get("id") for one in _tree(kml_samples.mission()).iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[A-Za-z_][A-Za-z0-9._-]*", one) for one in ids)
    assert "id-4-port" in ids


def test_a_balloon_has_every_claim_with_its_source():
    """The plan, the outcome and the rejected date stand side by side, with words, speaker, note and link."""
    text = _mark(_tree(kml_samples.mission()), "id-handover").findtext(f"{_KML}description")
    for part in (
        "planned: March 2030 [2030-03]",
        "actual: 12 April 2030 [2030-04-12]; “on Friday”; by West",
        "<b>rejected</b>; note: A misprint.",
        '<a href="https://example.org/a?b=1&amp;c=2">Wire report</a> (Agency, 30 June 2030 [2030-06-30])',
    ):
        assert part in text


def test_a_base_tells_what_happened_there():
    """The balloon of a base lists its events by date, each as exact as it is known."""
    text = _mark(_tree(kml_samples.mission()), "id-field").findtext(f"{_KML}description")
    assert "<li>Handover of North Field: 12 April 2030</li><li>The tour: May 2030</li>" in text


def test_an_unidentified_base_names_its_candidates():
    """The candidates of a base that nobody located are in its balloon and in its data."""
    mark = _mark(_tree(kml_samples.mission()), "id-lost")
    assert "<li>North Field</li><li>The Port</li>" in mark.findtext(f"{_KML}description")
    assert _data(mark)["candidates_claims"] == "field | 4-port"


def test_a_point_says_how_far_off_it_may_be():
    """Accuracy and what the point marks are data, and a point that is only near is said to be."""
    mark = _mark(_tree(kml_samples.mission()), "id-field")
    assert {key: _data(mark)[key] for key in ("accuracy_m", "point", "near")} == {
        "accuracy_m": "500",
        "point": "airfield",
        "near": "1",
    }
    assert "point near the site (airfield)" in mark.findtext(f"{_KML}Snippet")


def test_a_date_that_is_unknown_differs_from_one_left_out():
    """The word of absence is in the data of an event."""
    assert _data(_mark(_tree(kml_samples.mission()), "id-talk"))["absence"] == "unknown"


# ------------------------------------------------------------------------------------------------------ a day


def test_a_day_colours_bases_by_holder_and_certainty():
    """Before and after the handover the same base has the style of another topmost holder."""
    styles = {
        on: _mark(_tree(kml_samples.mission(), on=on), "id-field").findtext(f"{_KML}styleUrl")
        for on in (kml_samples.EARLY, kml_samples.LATE)
    }
    assert list(styles.values()) == ["#style-held-east-certainly", "#style-held-west-certainly"]


def test_an_uncertain_holder_is_paler_and_smaller():
    """After the evidence nothing is certain: the colour is half transparent, and the words say why."""
    tree = _tree(kml_samples.mission(), on=ce.UncertainDate.parse("2031-01-01").earliest)
    mark = _mark(tree, "id-field")
    style = next(
        one for one in tree.iter(f"{_KML}Style") if f"#{one.get('id')}" == mark.findtext(f"{_KML}styleUrl")
    )
    assert style.findtext(f"{_KML}IconStyle/{_KML}color").startswith("80")
    words = "possibly held by Western Army, possibly also West (the evidence ends before that day)"
    assert mark.findtext(f"{_KML}Snippet") == words
    assert _data(mark)["because"] == "horizon"


def test_a_day_says_whether_a_phase_ran():
    """A phase that began and whose end is only planned is running, and its state is data."""
    mark = _mark(_tree(kml_samples.mission(), on=kml_samples.LATE), "id-phase-1")
    assert mark.findtext(f"{_KML}Snippet") == "running"
    assert _data(mark)["certainty"] == "certainly"


@pytest.mark.parametrize(("on", "status"), [(kml_samples.EARLY, "planned"), (kml_samples.LATE, "done")])
def test_a_day_says_where_an_event_stood(on, status):
    """What happened after the day was only planned on it."""
    assert _data(_mark(_tree(kml_samples.mission(), on=on), "id-handover"))["status"] == status


# ------------------------------------------------------------------------------------------------------ styles


def test_every_style_that_is_used_is_there():
    """No placemark points to a style or a schema that is not in the document."""
    for on in (None, kml_samples.EARLY, kml_samples.LATE):
        tree = _tree(kml_samples.mission(), on=on)
        ids = {f"#{one.get('id')}" for one in tree.iter() if one.get("id")}
        assert {one.text for one in tree.iter(f"{_KML}styleUrl")} <= ids
        assert {one.get("schemaUrl") for one in tree.iter(f"{_KML}SchemaData")} <= ids


def test_nothing_is_fetched():
    """No icon and no link but those inside balloons: opening the file makes no request."""
    data = ce.export(kml_samples.mission(), "kml", on=kml_samples.LATE).data.decode()
    assert not re.search(r"<(href|Icon|NetworkLink|Link|atom:link)\b", data)


def test_labels_can_be_left_out():
    """With labels=false every label has the scale 0."""
    scales = {
        one.text
        for one in _tree(kml_samples.mission(), labels=False).iterfind(f".//{_KML}LabelStyle/{_KML}scale")
    }
    assert scales == {"0"}


# ------------------------------------------------------------------------------------------------------ texts


@pytest.mark.parametrize("number", range(len(kml_samples.HOSTILE)))
def test_hostile_texts_stay_texts(number):
    """In a name they are letters, in a balloon they begin no tag and fill no placeholder."""
    text = kml_samples.HOSTILE[number]
    mark = _mark(_tree(kml_samples.hostile()), f"id-m{number}")
    assert mark.findtext(f"{_KML}name") == ce.textsafe.one_line(text)
    balloon = mark.findtext(f"{_KML}description")
    allowed = "h3|p|table|tr|td|b|br|ul|li|a|span"
    assert not re.search(rf"<(?!/?({allowed})\b)", balloon)
    assert "$[" not in balloon
    assert "]]>" not in balloon


def test_a_reader_shows_the_balloon_and_not_the_name():
    """The balloon's template is the description alone: a name would be run as HTML."""
    templates = {one.text for one in _tree(kml_samples.hostile()).iter(f"{_KML}text")}
    assert templates == {"$[description]"}


def test_the_file_says_of_itself_what_it_is():
    """Title, licence, zone and horizon are in the balloon and the data of the document."""
    timeline = kml_samples.timeline(licence="CC0-1.0", timezone="Asia/Baghdad", evidence_until="2030-01-01")
    document = _tree(timeline).find(f"{_KML}Document")
    values = {one.get("name"): one.findtext(f"{_KML}value") for one in document.iter(f"{_KML}Data")}
    assert values == {
        "id": "t",
        "title": "T",
        "licence": "CC0-1.0",
        "timezone": "Asia/Baghdad",
        "revised": "2031-01-01",
        "evidence_until": "2030-01-01",
    }


# ------------------------------------------------------------------------------------------------------ judges

_TIMELINES = {
    "empty": kml_samples.timeline,
    "mission": kml_samples.mission,
    "hostile": kml_samples.hostile,
    "iraq": lambda: ce.bundled("iraq"),
    "unifil": lambda: ce.bundled("unifil"),
}


@pytest.mark.parametrize("name", _TIMELINES)
@pytest.mark.parametrize("on", [None, kml_samples.LATE])
def test_the_schema_finds_nothing(name, on):
    """The OGC's schema of KML 2.2 takes every timeline, with and without a day."""
    assert kml_judges.schema_faults(ce.export(_TIMELINES[name](), "kml", on=on).data) == []


@pytest.mark.parametrize("name", _TIMELINES)
def test_fastkml_reads_every_placemark(name):
    """A strict reader finds as many placemarks as there are records and events."""
    timeline = _TIMELINES[name]()
    milestones = len(timeline.milestones)
    expected = len(list(timeline.records())) + len(timeline.events()) - milestones
    assert len(kml_judges.fastkml_places(ce.export(timeline, "kml").data)) == expected


@pytest.mark.parametrize("name", [name for name in _TIMELINES if name != "empty"])
def test_gdal_reads_every_feature_without_a_warning(name, tmp_path):
    """Debian's GDAL and the newer one of pyogrio agree on the layers and on the features in each."""
    path = tmp_path / "t.kml"
    path.write_bytes(ce.export(_TIMELINES[name](), "kml").data)
    layers = {name: count for name, (_, count) in kml_judges.pyogrio_layers(path).items()}
    assert kml_judges.ogrinfo_layers(path) == layers
    timeline = _TIMELINES[name]()
    assert sum(layers.values()) == len(list(timeline.records())) + len(timeline.events()) - len(
        timeline.milestones
    )


def test_gdal_reads_numbers_and_times(tmp_path):
    """Coordinates and truth values are columns of numbers, begin and end columns of times."""
    path = tmp_path / "t.kml"
    path.write_bytes(ce.export(kml_samples.mission(), "kml").data)
    fields, _ = kml_judges.pyogrio_layers(path)["Bases"]
    assert (fields["accuracy_m"], fields["near"]) == ("float64", "bool")
    fields, _ = kml_judges.pyogrio_layers(path)["Handovers"]
    assert (fields["begin"], fields["end"], fields["edtf"]) == ("datetime64[ms]", "datetime64[ms]", "object")


_CODE = """
import sys, coalition_events as ce, kml_samples
sys.stdout.buffer.write(ce.export(kml_samples.mission(), "kml").data)
"""


def test_the_bytes_are_the_same_elsewhere():
    """Another hash seed, time zone and locale change nothing."""
    strange = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "4711"}
    path = str(Path(__file__).parent)
    done = subprocess.run(
        (sys.executable, "-c", _CODE),
        env={**os.environ, **strange, "PYTHONPATH": path},
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert done.stdout == ce.export(kml_samples.mission(), "kml").data


def test_nothing_of_the_bundled_timelines_is_lost():
    """Both bundled timelines come through whole."""
    assert [ce.export(ce.bundled(name), "kml").losses for name in ("iraq", "unifil")] == [(), ()]


def test_texts_that_are_shown_without_their_marks_are_reported():
    """A mark of direction never gets into the output: the text that had it is coarsened, and no other text is."""
    milestone = ce.Milestone(id="m", kind="other", title="a\u200fb", note="c\u2028d", when="2030-01-15")
    timeline = ce.Timeline(id="t", title="عين الأسد", revised="2030-01-31", milestones=[milestone])
    exported = ce.export(timeline, "kml")
    assert "\u200f" not in exported.data.decode()
    assert {("m", "title"), ("m", "note")} == {
        (loss.record, loss.field) for loss in exported.losses if loss.action == "coarsened"
    }


def test_what_a_later_report_says_is_not_done_yet():
    """On a day the status is that of the day: what is reported to have happened by a later one is not done."""
    claims = [ce.Claim(date="2030-03", basis="expected"), ce.Claim(date="[..2030-02-12]")]
    milestone = ce.Milestone(id="m", kind="departure", title="They leave", when=claims)
    timeline = ce.Timeline(id="t", title="T", revised="2030-03-31", milestones=[milestone])
    data = ce.export(timeline, "kml", on=dt.date(2030, 2, 1)).data.decode()
    assert '<SimpleData name="status">expected<' in data
