"""The JSON Schema and the reader agree on documents that nobody wrote: made from the schema, whole and spoilt."""

from __future__ import annotations

import copy
import json

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

import coalition_events as ce
import fromschema

SCHEMA = ce.json_schema()
JUDGE = jsonschema.Draft7Validator(SCHEMA)
SCHEMA["definitions"]["date"][
    "anyOf"
].pop()  # brackets without quotes, which only YAML has and these are JSON
DOCUMENTS = fromschema.Maker(SCHEMA).documents
MANY = settings(max_examples=150, derandomize=True, deadline=None, suppress_health_check=[*HealthCheck])

SEMANTIC = {
    "cycle": "it takes following references",
    "duplicate-id": "ids are shared by all sections",
    "end-before-start": "it takes comparing two dates",
    "later-than-source": "it takes comparing two dates",
    "probably-swapped": "it takes the extents of countries",
    "unknown-reference": "it takes knowing all ids",
    "wrong-kind-reference": "it takes knowing all ids",
    "bad-date": "a range may end before it starts, which no pattern sees",
    "bad-number": "the same of a range of numbers",
    "bad-time": "a clock time needs a full day beside it",
    "out-of-range": "a range of numbers may end before it starts",
}
"""Codes of what the reader alone can see, each with the reason."""


def refusals(document):
    """The codes for which the reader refuses a document."""
    try:
        ce.parse(json.dumps(document), "made.json")
    except ce.InvalidTimelineError as error:
        return {problem.code for problem in error.problems}
    return set()


@MANY
@given(DOCUMENTS)
def test_what_the_schema_takes_the_reader_takes(document):
    """A document made from the schema is refused for nothing but what a schema can't see."""
    assert refusals(document) <= SEMANTIC.keys()


ODD = st.sampled_from(
    [None, "", "?", "2025-13", -1, 10**6, 1.5, [], [[]], {}, {"a": 1}, "a/b", "Ä", "\u0007"]
)


def places(node, path=()):
    """The path of every key and every element of a document."""
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, inner in items:
        yield (*path, key)
        yield from places(inner, (*path, key))


def spoil(document, draw):
    """The document with one place left out, renamed, or holding what hardly belongs there."""
    spoilt = copy.deepcopy(document)
    *way, last = draw(st.sampled_from(list(places(spoilt))))
    node = spoilt
    for key in way:
        node = node[key]
    act = draw(st.sampled_from(["drop", "rename", "replace"]))
    if act == "replace" or (act == "rename" and isinstance(node, list)):
        node[last] = draw(ODD)
    elif act == "rename":
        node[f"{last}s"] = node.pop(last)
    else:
        del node[last]
    return spoilt


@MANY
@given(DOCUMENTS, st.data())
def test_a_spoilt_document_is_judged_alike(document, data):
    """With one place spoilt, both take it or both refuse it, but for what a schema can't see."""
    spoilt = spoil(document, data.draw)
    found = refusals(spoilt)
    if JUDGE.is_valid(spoilt):
        assert found <= SEMANTIC.keys()
    else:
        assert found


def test_an_unknown_word_of_the_schema_is_noticed():
    """A word that the maker of documents does not know is never passed over."""
    with pytest.raises(AssertionError, match="uniqueItems"):
        fromschema.Maker({"type": "array", "items": {}, "uniqueItems": True, "definitions": {}})
