"""Files of lines, read a batch at a time: the events of the whole, in order, or every mistake at its line."""

from __future__ import annotations

import gzip
import itertools
import tracemalloc

import attrs
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

import coalition_events as ce
from linefiles import change_line, in_lines, many, swap_lines, write_lines
from samples import full
from strategies import timelines

MANY = 2_600
"""Milestones: three batches, the last of which is not full."""


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """A file of many milestones, which nobody changes."""
    return write_lines(tmp_path_factory.mktemp("lines") / "many.jsonl", many(MANY))


@pytest.fixture
def path(written, tmp_path):
    """A copy of it to be changed."""
    copy = tmp_path / "many.jsonl"
    copy.write_bytes(written.read_bytes())
    return copy


def problems_of(path, *cut):
    """What is wrong with a file, or with a stretch of it."""
    with pytest.raises(ce.InvalidTimelineError) as caught:
        list(ce.open_bulk(path).batches(*cut))
    return [(problem.line, problem.code) for problem in caught.value.problems]


def test_head(written) -> None:
    """What is opened is the head: all of the timeline but its milestones."""
    bulk = ce.open_bulk(written)
    assert ce.only_kinds(many(3), ()) == bulk.timeline
    assert (written.stat().st_size, True) == (bulk.size, bulk.divisible)


def test_same_events(written) -> None:
    """Line by line come the events of the file as a whole, those of the head where they belong."""
    assert list(ce.read(written).events()) == list(ce.open_bulk(written).events())


def test_no_more_than_a_batch(written) -> None:
    """Each batch holds some thousand milestones, and all together hold each once."""
    held = [batch.timeline.milestones for batch in ce.open_bulk(written).batches()]
    assert max(map(len, held)) <= 1_000
    assert [milestone.id for milestone in in_lines(many(MANY)).milestones] == [
        milestone.id for milestones in held for milestone in milestones
    ]


@settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=60)
@given(timelines(), st.data())
def test_any_timeline_cut_anywhere(tmp_path_factory, timeline, data) -> None:
    """Stretches give, one after the other, the events of the file in one go, wherever it is cut."""
    path = write_lines(tmp_path_factory.mktemp("cut") / "t.jsonl", timeline)
    bulk = ce.open_bulk(path)
    cuts = sorted(data.draw(st.sets(st.integers(1, bulk.size), max_size=4)))
    stretches = itertools.pairwise([0, *cuts, None])
    found = [event for cut in stretches for batch in bulk.batches(*cut) for event in batch.events]
    assert list(in_lines(timeline).events()) == found == list(bulk.events())


def test_compressed(written, tmp_path) -> None:
    """A compressed file has the same events, line by line and as a whole; no part of it is read on its own."""
    packed = tmp_path / "many.jsonl.gz"
    packed.write_bytes(gzip.compress(written.read_bytes()))
    bulk = ce.open_bulk(packed)
    assert not bulk.divisible
    assert list(ce.open_bulk(written).events()) == list(bulk.events())
    assert ce.read(written) == ce.read(packed)


def test_the_end_of_a_compressed_file_is_missing(written, tmp_path) -> None:
    """What was cut off while it was copied is said to be no whole file, either way."""
    packed = tmp_path / "many.jsonl.gz"
    packed.write_bytes(gzip.compress(written.read_bytes())[:-2_000])
    with pytest.raises(ce.UnreadableInputError, match="not a whole gzip file"):
        list(ce.open_bulk(packed).events())
    with pytest.raises(ce.UnreadableInputError, match="not a whole gzip file"):
        ce.read(packed)


# ------------------------------------------------------------------------------------------------------ mistakes


@pytest.mark.parametrize("number", [2, 500, 1_000, 1_001, 2_000, MANY])
def test_two_lines_swapped(path, number) -> None:
    """Of two lines in the wrong order the second is named, within a batch and between two."""
    swap_lines(path, number)
    assert problems_of(path) == [(number + 1, "out-of-order")]


def test_two_lines_swapped_where_the_file_is_cut(path) -> None:
    """A stretch looks at the first line of the next one, so that no border hides the order."""
    swap_lines(path, 700)
    lines = path.read_bytes().split(b"\n")
    cut = sum(len(line) + 1 for line in lines[:700])
    assert problems_of(path, 0, cut) == [(701, "out-of-order")]
    assert list(ce.open_bulk(path).batches(cut, None))


def test_twice_the_same_line(path) -> None:
    """A line that stands there again is named, with the one before it."""
    lines = path.read_text("utf-8").split("\n")
    lines.insert(40, lines[39])
    path.write_text("\n".join(lines), "utf-8")
    with pytest.raises(ce.InvalidTimelineError, match="stands here twice, first in line 40"):
        list(ce.open_bulk(path).events())


def test_every_mistake_at_its_line(path) -> None:
    """All mistakes of all batches come in one run, and no batch is given once one was met."""
    change_line(path, 3, kind="meting")
    change_line(path, 1_400, base="camp-on")
    change_line(path, 2_500, surplus=1)
    seen = []
    with pytest.raises(ce.InvalidTimelineError) as caught:
        seen.extend(ce.open_bulk(path).batches())
    found = [(problem.line, problem.code) for problem in caught.value.problems]
    assert found == [(3, "unknown-kind"), (1_400, "unknown-reference"), (2_500, "unknown-key")]
    assert [problem.column > 1 for problem in caught.value.problems] == [True] * 3
    assert not seen


def test_a_stretch_knows_the_lines_of_the_file(path) -> None:
    """A mistake in the middle has the line of the file, not that of the stretch."""
    change_line(path, 1_400, base="camp-on")
    assert problems_of(path, 100_000, None) == [(1_400, "unknown-reference")]


def test_no_more_problems_than_asked_for(path) -> None:
    """What is beyond the limit is counted, not told."""
    for number in range(10, 20):
        change_line(path, number, kind="meting")
    with pytest.raises(ce.InvalidTimelineError) as caught:
        list(ce.open_bulk(path, limits=ce.Limits(problems=4)).events())
    assert (4, 6) == (len(caught.value.problems), caught.value.more)


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        ("{", "syntax", "not JSON"),
        ("[]", "wrong-type", "expected a milestone"),
        ('{"kind": "meeting"}', "wrong-type", "with one 'id'"),
        ('{"id": ["a"], "kind": "meeting"}', "wrong-type", "with one 'id'"),
        ('{"id": "a", "kind": "other", "summary": "' + "x" * 100_001 + '"}', "too-large", "100,001"),
    ],
)
def test_a_line_that_is_no_milestone(path, line, code, words) -> None:
    """Such a line ends the reading, and is named."""
    lines = path.read_text("utf-8").split("\n")
    lines.insert(1_200, line)
    path.write_text("\n".join(lines), "utf-8")
    with pytest.raises(ce.UnreadableInputError, match=words) as caught:
        list(ce.open_bulk(path).events())
    assert caught.value.problem is not None
    assert (1_201, code) == (caught.value.problem.line, caught.value.problem.code)


def test_bytes_that_are_no_text(path) -> None:
    """A byte that is not UTF-8 is named with its place in the file."""
    data = path.read_bytes().split(b"\n")
    data[1_500] = data[1_500].replace(b"Meeting", b"M\xffeeting")
    path.write_bytes(b"\n".join(data))
    with pytest.raises(ce.UnreadableInputError, match="0xff is not UTF-8") as caught:
        list(ce.open_bulk(path).events())
    assert caught.value.problem is not None
    assert caught.value.problem.line == 1_501


def test_a_line_beyond_the_limit(path) -> None:
    """A line is read to the limit and no further, however long it is."""
    path.write_bytes(path.read_bytes() + b" " * 2_000)
    with pytest.raises(ce.UnreadableInputError, match="a line of more than 1,500 bytes"):
        list(ce.open_bulk(path, limits=ce.Limits(size=1_500)).events())


def test_milestones_in_the_head(tmp_path) -> None:
    """A timeline that is no file of lines is refused at its milestones, line by line and as a whole."""
    path = tmp_path / "x.jsonl"
    path.write_bytes(ce.export(full(), "json", indent=0).data)
    for read in (ce.open_bulk, ce.read):  # the same words from both
        with pytest.raises(ce.UnreadableInputError, match="each milestone is a line of its own"):
            read(path)


def test_a_head_with_mistakes(tmp_path) -> None:
    """Mistakes in the head are told before any line is read."""
    path = tmp_path / "x.jsonl"
    path.write_text('{"schema": "coalition-events/1", "id": "x", "titel": "X", "revised": "2030-01-01"}\n')
    with pytest.raises(ce.InvalidTimelineError, match="did you mean 'title'"):
        ce.open_bulk(path)


@pytest.mark.parametrize("name", ["none.jsonl", "folder.jsonl"])
def test_nothing_to_read(tmp_path, name) -> None:
    """A file that is not there and a folder are errors that name them."""
    (tmp_path / "folder.jsonl").mkdir()
    with pytest.raises(ce.UnreadableInputError, match=name):
        ce.open_bulk(tmp_path / name)


def test_blank_lines_are_no_milestones(path) -> None:
    """Lines without anything are passed over, and counted."""
    path.write_text(path.read_text("utf-8").replace("\n", "\n\n \n"), "utf-8")
    assert len(list(ce.open_bulk(path).events())) == MANY + 4
    change_line(path, 7, kind="meting")
    assert problems_of(path) == [(7, "unknown-kind")]


# ------------------------------------------------------------------------------------------------------ memory


def test_flat_memory(tmp_path) -> None:
    """Three times as many milestones take no more memory, but for the dates that are remembered."""
    peaks = []
    for number in (2_500, 7_500):
        bulk = ce.open_bulk(write_lines(tmp_path / f"{number}.jsonl", many(number)))
        tracemalloc.start()
        for _ in bulk.batches():
            pass
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.4 * peaks[0]


def test_a_batch_is_as_large_as_the_head(tmp_path) -> None:
    """What is done for the head in every batch takes no more time than the batch itself, however large the head is."""
    timeline = many(5_000)
    sources = [ce.Source(id=f"source-{n}", title="A source") for n in range(2_000)]
    timeline = attrs.evolve(timeline, sources=(*timeline.sources, *sources))
    bulk = ce.open_bulk(write_lines(tmp_path / "t.jsonl", timeline))
    most = len(list(bulk.timeline.records()))
    assert most > 2_000
    assert [len(batch.timeline.milestones) for batch in bulk.batches()][:2] == [most, most]
