"""The benchmarks: the data are deterministic and valid, and a comparison finds what differs."""

from __future__ import annotations

import json

import attrs
import pytest
from benchmarks import bulk, report
from benchmarks.child import FLOOR, OURS, measure
from benchmarks.data import document, write_json, write_lines, write_yaml
from benchmarks.peers import WRITERS
from benchmarks.prepare import lacking, prepare
from benchmarks.readback import READERS, document_rows
from benchmarks.serialisers import SERIALISERS

import coalition_events as ce

EVENTS = 60

KML = """<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>Not looked at</name>
<Style id="s"><IconStyle><color>ffb27200</color><scale>0.8</scale></IconStyle></Style>
<Schema id="d"><SimpleField name="url" type="string"/><SimpleField name="near" type="bool"/></Schema>
<Folder><name>Milestones</name><Folder><name>Handovers</name><Placemark id="1">
<name>East &amp; West</name><Snippet>in 2026</Snippet><description>&lt;b&gt;x&lt;/b&gt;</description>
<TimeSpan><begin>2026</begin></TimeSpan><styleUrl>#s</styleUrl>
<ExtendedData><SchemaData schemaUrl="#d"><SimpleData name="url">https://example.org/?a&amp;b</SimpleData>
<SimpleData name="near">1</SimpleData></SchemaData></ExtendedData>
<MultiGeometry><Point><coordinates>40,30</coordinates></Point><Point><coordinates>41.5,31,0.0</coordinates></Point>
</MultiGeometry></Placemark></Folder></Folder></Document></kml>"""
"""With what the invented data have not: two places, an open end, and signs that XML needs escaped."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The files of one small size."""
    path = tmp_path_factory.mktemp("bench")
    prepare(EVENTS, path)
    return path


def test_the_data_are_the_same_each_time():
    """Two runs make the same document, and a larger one begins with the smaller one's milestones."""
    small, large = document(EVENTS), document(2 * EVENTS)
    assert small == document(EVENTS)
    assert list(large["milestones"].items())[:EVENTS] == list(small["milestones"].items())


def test_the_data_hold_what_makes_real_files_slow():
    """Claims that disagree, plans, dates not known to the day, and texts beyond ASCII are all there."""
    timeline = ce.parse(json.dumps(document(1000)), "data.json")
    whens = [event.when for event in timeline.events()]
    assert len(whens) == 1000
    assert any(when.disputed for when in whens)
    assert any(when.planned for when in whens)
    exact = sum(bool(when.best.date.known_to_the_day) for when in whens)
    assert 400 < exact < 800
    assert sum(not event.record.summary.isascii() for event in timeline.events()) > 900


def test_both_forms_are_one_timeline(tmp_path):
    """The YAML and the JSON of one size read as equal timelines."""
    write_json(EVENTS, tmp_path / "t.json")
    write_yaml(EVENTS, tmp_path / "t.yaml")
    assert ce.read(tmp_path / "t.json") == ce.read(tmp_path / "t.yaml")


def test_files_of_lines_are_in_order(tmp_path):
    """A file of any size is sorted, has one line for each event, and its head does not grow."""
    heads = []
    for events in (EVENTS, 4 * EVENTS):
        write_lines(events, tmp_path / "t.jsonl")
        opened = ce.open_bulk(tmp_path / "t.jsonl")
        heads.append(opened.timeline)
        assert sum(1 for _ in opened.events()) == events
    assert heads[0] == heads[1]


def test_the_table_of_lines_finds_other_bytes(tmp_path):
    """A run that wrote something else makes the rows of its format and size void; the real runs do not."""
    real = [bulk.measure("csv", EVENTS, jobs, tmp_path) for jobs in (1, 2)]
    assert bulk.differing(real) == []
    assert not any("void" in line for line in bulk.lines(real))
    changed = [real[0], attrs.evolve(real[1], digest="other")]
    assert bulk.differing(changed) == [("csv", EVENTS)]
    assert sum("void" in line for line in bulk.lines(changed)) == 2


def _rows(form, folder):
    """What is read back of our output; where the format is not installed the test skips and says so."""
    if lacking(form):
        pytest.skip(f"{lacking(form)} is not installed; `make bench` installs it")
    return READERS[form](folder / f"ours.{form}")


def _is_event(row):
    return row["folder"][0] == "Milestones" if "folder" in row else row.get("record") != "base"


@pytest.mark.parametrize("form", READERS)
def test_every_event_is_read_back(form, folder):
    """The independent reader of each format finds every event of an output."""
    assert sum(map(_is_event, _rows(form, folder))) == EVENTS


@pytest.mark.parametrize("form", SERIALISERS)
def test_the_last_step_alone_says_the_same(form, folder):
    """Our own serialiser, given the finished values, writes an output that reads back as they are."""
    rows = READERS[form](folder / f"ours.{form}")
    SERIALISERS[form](rows, folder / f"alone.{form}")
    assert READERS[form](folder / f"alone.{form}") == rows


@pytest.mark.parametrize(
    ("form", "peer"),
    [
        ("ics", "icalendar"),
        ("csv", "csv.DictWriter"),
        ("csv", "pandas"),
        ("csv", "duckdb"),
        ("geojson", "geopandas"),
        ("kml", "simplekml"),
    ],
)
def test_a_peer_says_the_same(form, peer, folder):
    """What a peer writes from the finished values reads back as they are."""
    rows = _rows(form, folder)
    if peer == "simplekml":
        _need_simplekml()
    target = folder / f"peer.{form}"
    target.unlink(missing_ok=True)
    WRITERS[form][peer](rows, target)
    assert READERS[form](target) == rows


def _need_simplekml():
    pytest.importorskip("simplekml", reason="simplekml is not installed; the dependency group 'bench' has it")


def test_placemarks_are_read_with_all_they_say(tmp_path):
    """Folders, texts, time, look, typed data and points of a placemark are all found; ids and heights of 0 are not."""
    (tmp_path / "a.kml").write_text(KML, encoding="utf-8")
    assert READERS["kml"](tmp_path / "a.kml") == [
        {
            "folder": ("Milestones", "Handovers"),
            "name": "East & West",
            "snippet": "in 2026",
            "description": "<b>x</b>",
            "begin": "2026",
            "end": None,
            "look": (("IconStyle/color", "ffb27200"), ("IconStyle/scale", "0.8")),
            "data": [
                {"name": "url", "type": "string", "text": "https://example.org/?a&b"},
                {"name": "near", "type": "bool", "text": "1"},
            ],
            "points": [(40, 30), (41.5, 31)],
        }
    ]


def test_simplekml_is_given_every_kind_of_placemark(tmp_path):
    """Several places, an open end and signs that need escaping read back as they are, too."""
    _need_simplekml()
    (tmp_path / "a.kml").write_text(KML, encoding="utf-8")
    rows = READERS["kml"](tmp_path / "a.kml")
    WRITERS["kml"]["simplekml"](rows, tmp_path / "b.kml")
    assert READERS["kml"](tmp_path / "b.kml") == rows


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<name>Handovers<", "<name>Takeovers<"),
        ("<begin>2026<", "<begin>2026-01<"),
        ("ffb27200", "ff000000"),
        ('type="bool"', 'type="int"'),
        ("?a&amp;b", "?a"),
        ("41.5,31,", "41.5,32,"),
        ("#s<", "#elsewhere<"),
        ('schemaUrl="#d"', 'schemaUrl="#elsewhere"'),
    ],
)
def test_a_difference_between_placemarks_is_found(old, new, tmp_path):
    """One other folder, time, look, type, value or place is enough, and so is a reference that leads nowhere."""
    (tmp_path / "a.kml").write_text(KML, encoding="utf-8")
    (tmp_path / "b.kml").write_text(KML.replace(old, new), encoding="utf-8")
    assert READERS["kml"](tmp_path / "a.kml") != READERS["kml"](tmp_path / "b.kml")


def test_a_format_that_is_not_installed_is_left_out(monkeypatch, tmp_path):
    """Without its plugin nothing is made of kml, and whoever would be measured names the package that is missing."""
    absent = attrs.evolve(ce.formats()[0], name="kml", distribution="coalition-events-kml", installed=False)
    monkeypatch.setattr(ce, "absent_formats", lambda: (absent,))
    prepare(3, tmp_path)
    assert sorted(path.suffix for path in tmp_path.glob("ours.*")) == [".csv", ".geojson", ".ics", ".md"]
    for who in (OURS, "simplekml", FLOOR):
        with pytest.raises(ModuleNotFoundError, match="coalition-events-kml"):
            measure("write kml", who, tmp_path)


def test_a_format_that_is_installed_later_is_made_then(monkeypatch, tmp_path):
    """Files of before are not taken for complete when another format can be written."""
    csv = attrs.evolve(ce.formats()[0], name="csv", distribution="later", installed=False)
    absent = (*ce.absent_formats(), csv)
    with monkeypatch.context() as patch:
        patch.setattr(ce, "absent_formats", lambda: absent)
        prepare(3, tmp_path)
    assert not (tmp_path / "ours.csv").exists()
    prepare(3, tmp_path)
    assert (tmp_path / "ours.csv").exists()


@pytest.mark.parametrize("form", READERS)
def test_a_difference_is_found(form, folder):
    """One other word in one entry is enough for the row to be void."""
    rows = _rows(form, folder)
    data = (folder / f"ours.{form}").read_bytes()
    changed = folder / f"changed.{form}"
    changed.write_bytes(data.replace(b"The ministry", b"The minister", 1))
    assert READERS[form](changed) != rows


def test_a_document_with_another_date_differs():
    """The comparison of what was read looks at every claim's date."""
    plain = document(3)
    before = document_rows(plain)
    plain["milestones"]["event-1"]["when"][0] = {"date": "1999"}
    assert document_rows(plain) != before


def _run(seconds, *, same=True):
    return {"seconds": seconds, "peak": 30, "added": 1, "same": same, "version": "1.0"}


def test_ratios_are_medians_over_the_rounds():
    """One disturbed round does not move the ratio."""
    ours, theirs = [_run(1.0), _run(1.0), _run(9.0)], [_run(3.0), _run(3.0), _run(9.0)]
    assert report.ratio(ours, theirs) == pytest.approx(3)


def _results(ratio, *, same=True):
    ours = {**report.summary([_run(1.0)], 10), "ratio": 1.0}
    peer = {**report.summary([_run(ratio, same=same)], 10), "ratio": ratio}
    return {
        "start_up": {"--help": 3.0},
        "sizes": {"10": {"write ics": {"coalition-events": ours, "icalendar": peer}}},
    }


def test_a_row_that_says_something_else_is_void():
    """The table gives no number for it."""
    (row,) = [line for line in report.lines(_results(3.0, same=False)) if "icalendar" in line]
    assert "void" in row
    assert "3.0" not in row


def test_two_runs_that_disagree_are_named():
    """Up to 15 per cent apart is agreement, more is not."""
    assert report.disagreements(_results(3.0), _results(3.4)) == []
    assert len(report.disagreements(_results(3.0), _results(3.6))) == 1


def test_the_tables_replace_those_of_before(tmp_path):
    """Writing twice leaves one set of tables between the marks and the page around them as it was."""
    page = tmp_path / "page.md"
    marks = "<!-- measured: begin -->\nold\n<!-- measured: end -->"
    page.write_text(f"before\n\n{marks}\nafter\n", encoding="utf-8")
    report.put(page, "measured", report.lines(_results(2.0)))
    report.put(page, "measured", report.lines(_results(3.0)))
    text = page.read_text(encoding="utf-8")
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert text.count("### 10 events") == 1
    assert "old" not in text
