"""The quick path of JSON and the walk that knows every place: the same trees, the same timelines, the same refusals."""

from __future__ import annotations

import copy
import json

import pytest
from hypothesis import example, given, settings, strategies as st

import coalition_events as ce
import samples
from coalition_events.limits import Limits
from coalition_events.reading.builder import build
from coalition_events.reading.documents import compose
from coalition_events.reading.jsontree import compose_json
from coalition_events.reading.nodes import Listing, Scalar
from coalition_events.reading.quickjson import QuickJson

PIECES = (
    *("[", "]", "{", "}", ",", ":", '"', "\\", "-", "+", ".", '"a"', r'"\""', r'"\\"', r'"\\\""', "'a'"),
    *(
        "1",
        "-0",
        "01",
        "1.",
        "1e5",
        "-1.5E+3",
        "true",
        "null",
        "NaN",
        "-Infinity",
        r'"\ud800"',
        r'"\ud83d\ude00"',
    ),
    *(
        " ",
        "\n",
        "\r",
        "\t",
        "\f",
        "\u00a0",
        "\ufeff",
        "\0",
        '"\0"',
        "\ud800",
        "é",
        '"long, [with] {marks}: in it"',
    ),
)
texts = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
words = st.sampled_from(["", "a", "b", '"', '"""""', "\\", "[{,:", "0123456789"])
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-99, 99)
    | st.floats(allow_nan=False, allow_infinity=False)
    | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
    max_leaves=25,
)
documents = values.map(json.dumps)
limits = st.builds(
    Limits,
    depth=st.integers(1, 6),
    scalar=st.sampled_from([1, 4, 9, 30]),
    nodes=st.sampled_from([1, 6, 20, 500]),
)
MANY = settings(max_examples=700, derandomize=True, deadline=None)


def shape(node):
    """A tree without its places."""
    if isinstance(node, Scalar):
        return node.text, node.plain
    if isinstance(node, Listing):
        return [shape(item) for item in node.items]
    return {"pairs": [(shape(key), shape(value)) for key, value in node.pairs]}


@MANY
@example('{"a": [{}, [{"b": [[]]}]]}', Limits(depth=5))
@example('{"a": ' + '"\\"' * 3 + "}", Limits())
@given(documents | texts, limits)
def test_what_is_read_quickly_is_read_alike(text, limits):
    """A text that the quick path reads is, within the same limits, the same tree for the walk."""
    try:
        quick = QuickJson(limits).read(text)
    except ValueError:
        return
    assert shape(compose_json(text, "a.json", limits)) == shape(quick)


@MANY
@given(documents)
def test_what_is_right_is_read_quickly(text):
    """The quick path reads whatever the standard library writes, so the comparison above is one of something."""
    assert shape(compose_json(text, "a.json", Limits())) == shape(QuickJson().read(text))


def outcome(read):
    """What reading gives, as far as the two ways can be compared."""
    try:
        return read()
    except ce.InvalidTimelineError as error:
        return error.problems
    except ce.UnreadableInputError as error:
        return error.problem


def placed(text):
    """Read with places, which is what every mistake is told with."""
    timeline, problems = build(compose(text, "a.json", Limits()), "a.json", Limits())
    return timeline or tuple(sorted(problems))


PLAIN = ce.to_plain(samples.full())
odd = st.sampled_from(
    [
        "",
        "a",
        "unknown",
        "2031-02-30",
        "\ud800",
        "\0",
        "x" * 100_001,
        10**45,
        1e300,
        -1,
        True,
        None,
        [],
        [[]],
        {},
    ]
)


@st.composite
def spoilt(draw):
    """A timeline with every kind of record, with some places replaced."""
    data = copy.deepcopy(PLAIN)
    for _ in range(draw(st.integers(0, 2))):
        node, key = data, draw(st.sampled_from(sorted(data)))
        while isinstance(node[key], dict | list) and node[key] and draw(st.integers(0, 4)):
            node = node[key]
            key = draw(st.sampled_from(sorted(node) if isinstance(node, dict) else range(len(node))))
        node[key] = draw(odd | values)
    return json.dumps(data, ensure_ascii=draw(st.booleans()))


@settings(max_examples=120, derandomize=True, deadline=None)
@given(spoilt())
def test_timelines_are_read_alike(text):
    """A timeline, right or spoilt, is the same one by either way, or has the same problems at the same places."""
    assert outcome(lambda: placed(text)) == outcome(lambda: ce.parse(text, "a.json"))


@pytest.mark.parametrize(
    ("place", "value"),
    [("x-a", 10**40), ("x-a", "\ud800"), ("title", "a\x7f"), ("milestones", {"none": {"kind": "other"}})],
)
def test_a_mistake_is_placed(place, value):
    """A mistake that only the quick path meets first is told with its line and column nevertheless."""
    found = outcome(lambda: ce.parse(json.dumps({**PLAIN, place: value}), "a.json"))
    assert found
    assert all(problem.line == 1 and problem.column > 1 for problem in found)
