from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings

import coalition_events as ce
import samples
import strategies

SLOW = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], max_examples=60
)


@SLOW
@given(strategies.timelines())
def test_json_round_trip(timeline):
    """Every timeline survives the way through JSON unchanged, down to the last bit of a coordinate."""
    assert timeline == ce.parse(strategies.as_json(timeline), "a.json")


@pytest.mark.parametrize("sample", [samples.small, samples.full, samples.hostile])
def test_samples_round_trip(sample):
    """The samples survive the way through JSON unchanged."""
    assert sample() == ce.parse(json.dumps(ce.to_plain(sample())), "a.json")


def test_only_json_types():
    """Nothing but mappings, lists, texts, numbers and booleans comes out, each of exactly that type."""
    waiting, seen = [ce.to_plain(samples.full())], set()
    while waiting:
        part = waiting.pop()
        seen.add(type(part))
        waiting += (
            [*part, *part.values()] if isinstance(part, dict) else part if isinstance(part, list) else []
        )
    assert {dict, list, str, int, float, bool} == seen


def test_what_is_left_out_is_not_there():
    """A field without a value, a usual ordinal, a usual passing and a usual basis and rank leave no key behind."""
    plain = ce.to_plain(samples.small())
    handover = plain["milestones"]["camp-handover"]
    assert {"kind", "when", "bases", "from", "to"} == set(handover)
    assert [{"date": "2030-01-15", "cite": ["report"]}] == handover["when"]
    assert "ordinal" not in ce.to_plain(samples.full())["phases"]["phase-1"]


def test_unusual_passing_and_ordinal_are_there():
    """A handover that passes nothing says so, and a phase whose number is not its place keeps it."""
    handover = ce.Milestone(id="a", kind="handover", passes=())
    phase = ce.Phase(id="p", ordinal=4)
    plain = ce.to_plain(
        ce.Timeline(id="t", title="T", revised="2030-01-01", phases=[phase], milestones=[handover])
    )
    assert [] == plain["milestones"]["a"]["passes"]
    assert 4 == plain["phases"]["p"]["ordinal"]


def test_zero_is_a_value():
    """An accuracy of 0 metres and a coordinate of 0 degrees are stated, not left out."""
    location = ce.Location(latitude=0, longitude=0.0, accuracy_m=0)
    base = ce.Base(id="b", name="B", location=location)
    plain = ce.to_plain(ce.Timeline(id="t", title="T", revised="2030-01-01", bases=[base]))
    assert [{"value": {"latitude": 0, "longitude": 0.0, "accuracy_m": 0}}] == plain["bases"]["b"]["location"]


def test_key_order():
    """The head of the file comes first, then the sections in their order, then what begins with x-."""
    keys = list(ce.to_plain(samples.full()))
    assert ["schema", "id", "title"] == keys[:3]
    assert "x-made-for" == keys[-1]
    sections = [kind.section for kind in ce.model.KINDS]
    assert sections == [key for key in keys if key in sections]
