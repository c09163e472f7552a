"""Exports of files of lines: the bytes and the losses of the export of the whole, by one process or several."""

from __future__ import annotations

import collections
import gzip
from pathlib import Path

import pytest

import coalition_events as ce
from distributions import Site, plugin
from linefiles import change_line, many, swap_lines, write_lines
from samples import full

MANY = 2_600
RECORD_WISE = ("ics", "geojson", "csv", "jsonl")
VARIANTS = [
    *((name, {}) for name in RECORD_WISE),
    ("ics", {"imprecise": "skip", "alarms": 3, "cancelled": "drop"}),
    ("geojson", {"time": True, "indent": 1}),
    ("csv", {"bom": True, "formulas": "raw"}),
]
OF_PARTS = """\
from coalition_events import Exporter, Parts, hookimpl, whole


def parts(request):
    def events(held, given):
        for event in given:
            yield event.id.encode()
    return Parts(head=b"(", events=events, separator=b",", tail=b")")


def export(request):
    return whole(parts(request), request)


@hookimpl
def coalition_events_exporter():
    return Exporter(
        name="ids", suffixes=(".ids",), media_type="text/plain", description="ids", export=export, parts=parts
    )
"""


@pytest.fixture(scope="module")
def lines(tmp_path_factory):
    """Files of lines by name, which nobody changes."""
    folder = tmp_path_factory.mktemp("lines")
    return {
        "many": write_lines(folder / "many.jsonl", many(MANY)),
        "full": write_lines(folder / "full.jsonl", full()),
        "head": write_lines(folder / "head.jsonl", ce.only_kinds(full(), ())),
    }


def job_of(path, name, jobs=1, **options):
    """The job that exports a file in a format."""
    return ce.prepare_bulk(ce.open_bulk(path), ce.by_name(name), options=options, jobs=jobs)


def totals(losses):
    """How many losses there are of each feature."""
    tally = ce.LossTally()
    tally.add(losses, ())
    return tally.by_feature()


@pytest.mark.parametrize("source", ["many", "full", "head"])
@pytest.mark.parametrize(("name", "options"), VARIANTS)
def test_as_of_the_whole(lines, source, name, options) -> None:
    """Piece by piece come the bytes and the numbers of losses of the export of the whole."""
    usual = ce.export(ce.read(lines[source]), name, **options)
    job = job_of(lines[source], name, **options)
    assert usual.data == b"".join(job.chunks())
    assert totals(usual.losses) == job.losses.by_feature()


@pytest.mark.parametrize("name", RECORD_WISE)
def test_as_by_one(lines, name) -> None:
    """Several processes give the bytes and the losses of one, also with more processes than there is work for."""
    alone, together = job_of(lines["many"], name), job_of(lines["many"], name, jobs=3)
    assert b"".join(alone.chunks()) == b"".join(together.chunks())
    assert (alone.losses.head, alone.losses.milestones) == (together.losses.head, together.losses.milestones)


def test_losses_name_what_is_in_the_head(lines) -> None:
    """A loss of a milestone is a number; one of the head is a record and a field, as in the export of the whole."""
    timeline = ce.read(lines["full"])
    milestones = {milestone.id for milestone in timeline.milestones}
    usual = ce.export(timeline, "ics").losses
    losses = ce.write_bulk(ce.open_bulk(lines["full"]), lines["full"].parent / "full.ics")
    assert [loss for loss in usual if loss.record not in milestones] == list(losses.head)
    lost = collections.Counter(
        (loss.field, loss.feature, loss.action) for loss in usual if loss.record in milestones
    )
    assert lost == {(one.field, one.feature, one.action): one.milestones for one in losses.milestones}
    assert lost


@pytest.mark.parametrize("jobs", [1, 2])
def test_progress(lines, jobs) -> None:
    """Whoever asks is told how far it is, of twice the file where all days are needed first, to the end."""
    for name, times in (("ics", 1), ("geojson", 2)):
        seen: list[tuple[int, int]] = []
        chunks = job_of(lines["many"], name, jobs=jobs).chunks(lambda *place: seen.append(place))  # noqa: B023 - called within the loop
        assert b"".join(chunks)
        size = times * lines["many"].stat().st_size
        assert seen == sorted(seen)
        assert seen[-1] == (size, size)


def test_into_a_file(lines, tmp_path) -> None:
    """The suffix decides unless a format is given, and the file is replaced whole."""
    bulk = ce.open_bulk(lines["full"])
    for target, name in ((tmp_path / "x.csv", None), (tmp_path / "x.txt", "csv")):
        target.write_text("old")
        ce.write_bulk(bulk, target, name)
        assert ce.export(ce.read(lines["full"]), "csv").data == target.read_bytes()
    assert ["x.csv", "x.txt"] == sorted(path.name for path in tmp_path.iterdir())


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_mistake_leaves_the_old_file(lines, tmp_path, jobs) -> None:
    """Every mistake is told, and the target and its folder are as they were."""
    path = tmp_path / "many.jsonl"
    path.write_bytes(lines["many"].read_bytes())
    change_line(path, 900, kind="meting")
    swap_lines(path, 1_900)
    target = tmp_path / "x.ics"
    target.write_text("old")
    with pytest.raises(ce.InvalidTimelineError) as caught:
        ce.write_bulk(ce.open_bulk(path), target, jobs=jobs)
    assert [(900, "unknown-kind"), (1_901, "out-of-order")] == [
        (problem.line, problem.code) for problem in caught.value.problems
    ]
    assert (["many.jsonl", "x.ics"], "old") == (
        sorted(path.name for path in tmp_path.iterdir()),
        target.read_text(),
    )


# ------------------------------------------------------------------------------------------------------ refused


@pytest.mark.parametrize(("name", "options"), [("md", {}), ("json", {}), ("csv", {"table": "bases"})])
def test_formats_of_the_whole(lines, name, options) -> None:
    """A format that looks at the timeline as a whole says so before it begins."""
    with pytest.raises(ce.WholeTimelineError, match=f"{name}: .*it is made of the timeline as a whole"):
        job_of(lines["full"], name, **options)


@pytest.mark.parametrize("jobs", [0, -1])
def test_no_process_at_all(lines, jobs) -> None:
    """Somebody has to do it: another number of processes is the caller's fault and not the exporter's."""
    with pytest.raises(ce.OptionError, match=f"jobs={jobs}: there must be a process"):
        job_of(lines["full"], "csv", jobs)


def test_options_are_checked(lines) -> None:
    """A wrong option is refused as in any export."""
    with pytest.raises(ce.OptionError, match="did you mean 'alarms'"):
        job_of(lines["full"], "ics", alarm=1)


def test_compressed_files_are_for_one_process(lines, tmp_path) -> None:
    """Nobody can begin in the middle of a compressed file; one process writes the same bytes of it."""
    packed = tmp_path / "many.jsonl.gz"
    packed.write_bytes(gzip.compress(lines["many"].read_bytes()))
    with pytest.raises(ce.OptionError, match="read by one process, not by 2"):
        job_of(packed, "csv", jobs=2)
    assert list(job_of(packed, "csv").chunks()) == list(job_of(lines["many"], "csv").chunks())


# ------------------------------------------------------------------------------------------------------ plugins


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A folder with plugins that this process and those that it starts see."""
    folder = tmp_path / "site"
    monkeypatch.syspath_prepend(str(folder))
    return Site(folder)


def test_a_plugin_with_parts(lines, site) -> None:
    """What a plugin offers in parts is put together by the host: head, pieces with separators, tail."""
    site.install("made", "ids", OF_PARTS)
    ids = ",".join(event.id for event in ce.read(lines["many"]).events())
    for jobs in (1, 2):
        assert f"({ids})".encode() == b"".join(job_of(lines["many"], "ids", jobs=jobs).chunks())


def test_a_plugin_without_parts(lines, site) -> None:
    """A plugin that offers none is for timelines that are read as a whole."""
    site.install("made", "title", plugin("title"))
    with pytest.raises(ce.WholeTimelineError, match="title"):
        job_of(lines["many"], "title")


FAULTS = {
    "its parts failed": ("    def events(held, given):", "    1 / 0\n    def events(held, given):"),
    "ZeroDivisionError": ("yield event.id.encode()", "1 / 0; yield"),
    "SystemExit": ("yield event.id.encode()", "raise SystemExit(3); yield"),
    "expected Parts or None": ("return Parts(", "return dict("),
    "expected bytes": ("yield event.id.encode()", "yield event.id"),
}


@pytest.mark.parametrize("reason", FAULTS)
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_plugin_that_fails(lines, site, reason, jobs) -> None:
    """Whatever goes wrong in a plugin is its own error, in whichever process, and names it."""
    name = f"{reason.replace(' ', '-').lower()}-{jobs}"
    site.install("made", name, OF_PARTS.replace(*FAULTS[reason]).replace('"ids"', f'"{name}"'))
    with pytest.raises(ce.PluginError, match=rf"made 1.0 \[{name}\]: .*{reason}"):
        list(job_of(lines["many"], name, jobs=jobs).chunks())


def test_nothing_stays_in_the_folder_for_parts(lines, tmp_path, monkeypatch) -> None:
    """What processes give waits in a folder that is gone when the export is over, or is given up."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    list(job_of(lines["many"], "csv", jobs=2).chunks())
    begun = job_of(lines["many"], "csv", jobs=2).chunks()
    next(begun)
    begun.close()
    assert [] == list(Path(tmp_path).iterdir())
