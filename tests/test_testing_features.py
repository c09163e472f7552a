"""The probes of the kit: whoever drops a feature in silence fails in that feature's check and in no other."""

from __future__ import annotations

import functools
import types

import attrs
import pytest

import coalition_events as ce
from badexporters.bad import GOOD
from badexporters.blanking import blanked, blanking
from coalition_events.testing import checks, full_timeline, probes
from coalition_events.testing.builtin import subject

FORMATS = ("good", "ics", "geojson", "md", "csv", "json", "jsonl")
PAIRS = probes.pairs()


@functools.cache
def good():
    """The exporter ``good``."""
    module = types.ModuleType("good")
    exec(compile(GOOD, "good.py", "exec"), vars(module))  # noqa: S102 - our own text, as the other tests install it
    return module.coalition_events_exporter()


def examined(name, **given):
    """The subject for a format; what it says from a fresh process is that of json, which is not asked here."""
    found = subject("json" if name == "good" else name, **given)
    found.__dict__["elsewhere"] = subject_of_json().elsewhere
    if name == "good":
        found.__dict__["exporter"] = attrs.evolve(good(), suffixes=found.info.suffixes)
    found.__dict__["pairs"] = PAIRS
    return found


@functools.cache
def subject_of_json():
    """One subject for the checks that need a fresh process."""
    return subject("json")


MADE: dict = {}
"""What was blanked and exported before: most of it is asked for again and again."""


def cases():
    """Every format with each of the features that it says it holds, and all of them for ``good``."""
    for name in FORMATS:
        exporter = good() if name == "good" else ce.load_exporter(ce.by_name(name))
        held = tuple(ce.Feature) if name == "good" else (*exporter.carries, *exporter.partly)
        yield from (pytest.param(name, feature, id=f"{name}-{feature}") for feature in held)


@pytest.mark.parametrize(("name", "feature"), list(cases()))
def test_a_blanked_feature_fails_its_own_check(name, feature):
    """A format that loses one feature before it begins fails in exactly that feature's probes.

    Where all that it showed of the feature was reported as moved anyway, nothing is silent, but nothing is left either.
    """
    found = examined(name)
    found.__dict__["exporter"] = blanking(found.exporter, feature, MADE)
    failed = {result.check.name: result.reason for result in checks.results(found) if not result.passed}
    assert [f"feature:{feature}"] == list(failed), failed
    reason = failed[f"feature:{feature}"]
    assert "lost in silence" in reason or "'partly' names" in reason


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_a_pair_differs_in_its_feature_only(pair):
    """Without its feature a probe's two timelines are one; the catalogue has no pair twice."""
    assert pair.one != pair.other
    assert [pair.name] == [other.name for other in PAIRS if other.name == pair.name]
    before, after = (ce.to_plain(timeline) for timeline in (pair.one, pair.other))
    changed = {section for section in before | after if before.get(section) != after.get(section)}
    assert {pair.key if pair.section == "timeline" else pair.section} == changed
    if pair.section != "timeline":
        owners = before[pair.section] | after[pair.section]
        ids = [name for name in owners if before[pair.section].get(name) != after[pair.section].get(name)]
        assert [pair.record] == ids
        one, other = before[pair.section][pair.record], after[pair.section][pair.record]
        assert [pair.key] == [key for key in one | other if one.get(key) != other.get(key)]


def test_every_feature_is_blanked_by_its_pairs():
    """Each feature has probes, and of each some become equal when the feature is blanked."""
    for feature in ce.Feature:
        own = [pair for pair in PAIRS if pair.feature is feature]
        assert any(blanked(pair.one, feature) == blanked(pair.other, feature) for pair in own), feature


def test_every_key_of_the_file_has_a_probe():
    """Whatever can be written in a file differs in some pair: a new field needs one."""
    keys = {
        (record.section, description.key)
        for timeline in (full_timeline(),)
        for record in timeline.records()
        for _, description in ce.described(type(record))
    }
    probed = {(pair.section, pair.key) for pair in PAIRS}
    assert set() == keys - probed
