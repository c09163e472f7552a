"""The benchmarks: the data are deterministic and valid, and a comparison finds what differs."""

from __future__ import annotations

import json

import attrs
import pytest
from benchmarks import bulk, report
from benchmarks.data import document, write_json, write_lines, write_yaml
from benchmarks.peers import WRITERS
from benchmarks.prepare import prepare
from benchmarks.readback import READERS, document_rows
from benchmarks.serialisers import SERIALISERS

import coalition_events as ce

EVENTS = 60


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


@pytest.mark.parametrize("form", READERS)
def test_every_event_is_read_back(form, folder):
    """The independent reader of each format finds every event of an output."""
    rows = READERS[form](folder / f"ours.{form}")
    assert sum(row.get("record") != "base" for row in rows) == EVENTS


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
    ],
)
def test_a_peer_says_the_same(form, peer, folder):
    """What a peer writes from the finished values reads back as they are."""
    rows = READERS[form](folder / f"ours.{form}")
    target = folder / f"peer.{form}"
    target.unlink(missing_ok=True)
    WRITERS[form][peer](rows, target)
    assert READERS[form](target) == rows


@pytest.mark.parametrize("form", READERS)
def test_a_difference_is_found(form, folder):
    """One other word in one entry is enough for the row to be void."""
    data = (folder / f"ours.{form}").read_bytes()
    changed = folder / f"changed.{form}"
    changed.write_bytes(data.replace(b"The ministry", b"The minister", 1))
    assert READERS[form](changed) != READERS[form](folder / f"ours.{form}")


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
