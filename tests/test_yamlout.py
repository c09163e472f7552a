from __future__ import annotations

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings, strategies as st

import coalition_events as ce
import samples
import strategies
from coalition_events.limits import DEFAULT
from coalition_events.reading.nodes import Listing, Scalar, Table
from coalition_events.reading.yamltree import compose_yaml

PARSERS = [yaml.CLoader, yaml.Loader]
SLOW = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], max_examples=60
)


def shape(node):
    """The tree without its places."""
    if isinstance(node, Scalar):
        return (node.text, node.null)
    if isinstance(node, Listing):
        return [shape(item) for item in node.items]
    assert isinstance(node, Table)
    return {key.text: shape(value) for key, value in node.pairs}


def both(text):
    """What libyaml and PyYAML's own parser read, which is one thing."""
    fast, pure = (shape(compose_yaml(text, "a.yaml", DEFAULT, loader)) for loader in PARSERS)
    assert fast == pure
    return fast


@SLOW
@given(strategies.timelines())
def test_round_trip(timeline):
    """Every timeline survives the way through YAML unchanged, and both YAML parsers read the file alike."""
    text = ce.to_yaml(timeline)
    assert timeline == ce.parse(text, "a.yaml")
    both(text)


@pytest.mark.parametrize("sample", [samples.small, samples.full, samples.hostile])
def test_samples_round_trip(sample):
    """The samples survive the way through YAML unchanged, with both parsers."""
    text = ce.to_yaml(sample())
    assert sample() == ce.parse(text)
    both(text)


@SLOW
@given(strategies.texts)
@example("?")
@example("a ?")
@example("x" * 3000)
def test_any_text_in_any_place(text):
    """A text comes back letter for letter from a block, a list on one line and a mapping on one line."""
    long = "y" * 200
    value = {"x-a": text, "x-b": [text, text], "x-c": {text: text}, "x-d": {text: long, "z": [long, text]}}
    extra = [(key, ce.model.validators.canonical_json(item)) for key, item in value.items()]
    timeline = ce.Timeline(id="t", title="T", revised="2030-01-01", extra=extra)
    written = ce.to_yaml(timeline)
    assert timeline == ce.parse(written, "a.yaml")
    both(written)


def written(value):
    """The line that an x- key makes of a value."""
    extra = [("x-a", ce.model.validators.canonical_json(value))]
    timeline = ce.Timeline(id="t", title="T", revised="2030-01-01", extra=extra)
    assert timeline == ce.parse(ce.to_yaml(timeline))
    return ce.to_yaml(timeline).splitlines()[-1]


@pytest.mark.parametrize(
    "word",
    ["", "~", "null", "true", "1", "010", "1e3", "-0", "nan", "a?", "?", "[..2030]", "{", "a\nb", "\t", "😀"],
)
def test_quoted(word):
    """A text that stands plain for something else, or that the two parsers read differently, is in quotes."""
    assert written(word).startswith('x-a: "')


@pytest.mark.parametrize("word", ["NO", "2025-09", "2025-09-30", "late Sunday", "عين الأسد", "1:30"])
def test_not_quoted(word):
    """What a person would write without quotes stands without them."""
    assert f"x-a: {word}" == written(word)


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers() | st.booleans() | st.none())
def test_no_texts(value):
    """A number, true, false and null stand as JSON writes them, and come back as themselves."""
    assert f"x-a: {ce.model.validators.canonical_json(value)}" == written(value)


def test_one_line_per_claim():
    """What a person edits stays readable: a short claim stands on one line, a date is not quoted."""
    assert "{date: 2030-01-15, cite: [report]}" in ce.to_yaml(samples.small())
