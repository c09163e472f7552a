from __future__ import annotations

import datetime as dt
import re

import kml_judges
import kml_samples
import pytest

import coalition_events as ce
from coalition_events.testing import full_timeline

_KML = "{http://www.opengis.net/kml/2.2}"
_TIMELINES = {
    "empty": kml_samples.timeline,
    "mission": kml_samples.mission,
    "hostile": kml_samples.hostile,
    "full": full_timeline,
    "iraq": lambda: ce.bundled("iraq"),
}


@pytest.fixture(params=_TIMELINES)
def lines(request, tmp_path):
    """One timeline after another as a file of lines."""
    path = tmp_path / "it.jsonl"
    path.write_bytes(ce.export(_TIMELINES[request.param](), "jsonl").data)
    return path


def _layers(timeline, **options):
    tree = kml_samples.parsed(ce.export(timeline, "kml", folders=False, **options).data)
    return {folder.findtext(f"{_KML}name"): folder for folder in tree.iter(f"{_KML}Folder")}


@pytest.mark.parametrize("jobs", [1, 2])
def test_event_by_event_comes_what_the_export_of_the_whole_gives(lines, tmp_path, jobs):
    """A file of lines, read a batch at a time by one process or two, gives the same bytes and loses nothing more."""
    exported = ce.export(ce.read(lines), "kml", folders=False)
    losses = ce.write_bulk(ce.open_bulk(lines), tmp_path / "it.kml", jobs=jobs, folders=False)
    assert (tmp_path / "it.kml").read_bytes() == exported.data
    usual = ce.LossTally()
    usual.add(exported.losses, {milestone.id for milestone in ce.read(lines).milestones})
    assert (losses.head, losses.milestones) == (usual.head, usual.milestones)


def test_folders_by_kind_take_the_whole_timeline(lines):
    """With them a file of lines is not written a batch at a time, and the reason is said before anything is written."""
    with pytest.raises(ce.WholeTimelineError, match="timeline as a whole"):
        ce.write_bulk(ce.open_bulk(lines), lines.with_suffix(".kml"))
    assert not lines.with_suffix(".kml").exists()


def test_all_events_are_in_one_folder_by_date():
    """Without folders by kind the records come first, then every event in the order of the library."""
    timeline = kml_samples.mission()
    layers = _layers(timeline)
    assert list(layers) == ["Bases", "Phases", "Actors", "Sources", "Events"]
    marks = [mark.get("id") for mark in layers["Events"].iter(f"{_KML}Placemark")]
    assert marks == [f"id-{event.id}" for event in timeline.events()]
    assert [mark.get("id") for mark in layers["Phases"].iter(f"{_KML}Placemark")] == ["id-phase-1"]


@pytest.mark.parametrize("name", _TIMELINES)
@pytest.mark.parametrize("on", [None, kml_samples.LATE])
def test_every_style_and_column_that_an_event_uses_is_declared(name, on):
    """The head comes before the first event, and yet names all that any of them needs; the OGC's schema agrees."""
    data = ce.export(_TIMELINES[name](), "kml", on=on, folders=False).data
    tree = kml_samples.parsed(data)
    ids = {f"#{one.get('id')}" for one in tree.iter() if one.get("id")}
    assert {one.text for one in tree.iter(f"{_KML}styleUrl")} <= ids
    columns = {
        f"#{schema.get('id')}": {field.get("name") for field in schema}
        for schema in tree.iter(f"{_KML}Schema")
    }
    for used in tree.iter(f"{_KML}SchemaData"):
        assert {one.get("name") for one in used} <= columns[used.get("schemaUrl")]
    assert kml_judges.schema_faults(data) == []


def test_gdal_reads_every_event_into_one_layer(tmp_path):
    """QGIS gets a layer of all events, with their times."""
    timeline, path = ce.bundled("iraq"), tmp_path / "iraq.kml"
    path.write_bytes(ce.export(timeline, "kml", folders=False).data)
    fields, count = kml_judges.pyogrio_layers(path)["Events"]
    assert count == len(timeline.events())
    assert fields["begin"] == fields["end"] == "datetime64[ms]"


def test_a_state_is_not_written_event_by_event():
    """A day's state looks at all events, so such a request has no parts, although it has an export."""
    exporter = ce.load_exporter(ce.by_name("kml"))
    options = ce.make_options(exporter, {"folders": False})
    day = dt.date(2030, 6, 1)
    assert exporter.parts(ce.ExportRequest(timeline=kml_samples.mission(), options=options, on=day)) is None
    assert "running" in _layers(kml_samples.mission(), on=day)["Phases"].findtext(f".//{_KML}Snippet")


def test_nothing_grows_with_the_number_of_events(tmp_path):
    """Ten times the events are ten times the placemarks behind the same head."""
    heads = []
    for number in (10, 100):
        many = [
            ce.Milestone(id=f"m{n}", kind="other", when=f"{2000 + n}-01-15", title="x") for n in range(number)
        ]
        path = tmp_path / f"{number}.jsonl"
        path.write_bytes(ce.export(kml_samples.timeline(*many), "jsonl").data)
        ce.write_bulk(ce.open_bulk(path), path.with_suffix(".kml"), folders=False)
        text = path.with_suffix(".kml").read_text(encoding="utf-8")
        heads.append(text.partition("<Placemark")[0])
        assert len(re.findall("<Placemark", text)) == number
    assert heads[0] == heads[1]
