"""JSON lines: the head, then a milestone a line; what is read back is the timeline."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings

import coalition_events as ce
from exporting import run
from goldens import check_golden
from linefiles import in_lines
from samples import full, hostile, small
from strategies import timelines


def test_golden() -> None:
    """The sample with everything, as it looked when a person last checked it."""
    check_golden("full.jsonl", run("jsonl", full())[0])


def test_shape() -> None:
    """The first line is the timeline without milestones; each other one is a milestone that begins with its id."""
    head, *lines = [json.loads(line) for line in run("jsonl", full())[0].splitlines()]
    plain = ce.to_plain(full())
    milestones = plain.pop("milestones")
    assert list(plain) == list(head)
    assert all(next(iter(line)) == "id" for line in lines)
    assert milestones == {line.pop("id"): line for line in lines}


def test_lines_are_sorted() -> None:
    """Milestones come as events() sorts them: by the best date, the undated last."""
    _, *lines = run("jsonl", full())[0].splitlines()
    expected = [event.id for event in full().events() if event.record.section == "milestones"]
    assert expected == [json.loads(line)["id"] for line in lines]


@pytest.mark.parametrize("sample", [small, full, hostile])
def test_read_back(sample) -> None:
    """A sample comes back equal, but for the order of its milestones and for what names them in the head."""
    assert in_lines(sample()) == ce.parse(run("jsonl", sample())[0].decode(), "x.jsonl")


@settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=60)
@given(timelines())
def test_any_timeline_comes_back(timeline) -> None:
    """So does any other; and who names a milestone in the head is reported."""
    data, losses = run("jsonl", timeline)
    assert in_lines(timeline) == ce.parse(data.decode(), "x.jsonl")
    naming = [
        *((one.id, one.members) for one in timeline.counts),
        *((one.id, one.about) for one in timeline.statements),
    ]
    lost = {record for record, named in naming if any(other.section == "milestones" for other in named)}
    assert lost == {loss.record for loss in losses}


def test_one_line_each() -> None:
    """Whatever a text holds, no milestone takes two lines."""
    data, _ = run("jsonl", hostile())
    assert data.count(b"\n") == 1 + len(hostile().milestones)
    assert b"\r" not in data
