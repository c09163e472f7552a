from __future__ import annotations

import json
import sys

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings, strategies as st

import coalition_events as ce
import strategies
from coalition_events.limits import DEFAULT, Limits
from coalition_events.reading.documents import compose
from coalition_events.reading.nodes import Listing, Scalar, Table
from coalition_events.reading.yamltree import compose_yaml

PARSERS = [yaml.CLoader, yaml.Loader]


def places(node):
    """Every part of a tree with all that is known of it."""
    here = (type(node).__name__, node.line, node.column)
    if isinstance(node, Scalar):
        return [(*here, node.text, node.plain, node.null)]
    if isinstance(node, Listing):
        return [here, *(part for item in node.items for part in places(item))]
    return [here, *(part for pair in node.pairs for item in pair for part in places(item))]


def value_of(node):
    """What json.loads would give for a tree."""
    if isinstance(node, Table):
        return {key.text: value_of(value) for key, value in node.pairs}
    if isinstance(node, Listing):
        return [value_of(item) for item in node.items]
    return json.loads(node.text) if node.plain else node.text


def parsed(text, loader):
    """The tree that one of the two YAML parsers gives."""
    return compose_yaml(text, "a.yaml", DEFAULT, loader)


def stopped(text, name="a.yaml"):
    """Where and why reading stops."""
    with pytest.raises(ce.UnreadableInputError) as caught:
        compose(text, name)
    problem = caught.value.problem
    assert str(problem) == str(caught.value)
    return problem.line, problem.column, problem.message


# ------------------------------------------------------------------------------------------------ YAML

SNIPPETS = [
    "",
    "---\n",
    "a: NO\nb: 1:30\nc: 2025-09\nd: 010\ne: ~\nf:\n",
    "a: [1, 'two', \"thr\\u0065e\", [..2030], {b: c}]\n",
    "a: &x {b: 1}\nc: *x\nd: [*x, *x]\n",
    "a: |\n  two\n  lines\nb: >-\n  folded\n  text\n",
    "a: 'it''s'\r\nb: x # comment\r\n",
    "a: ! 12\n",
    "? a\n: b\n",
    "{a: b, 'c': [d, ], \"e\": {}}",
    "é: 日本\n😀: 👨‍👩‍👧\n",
    "a: two\n  lines of plain text\nb: c\n",
]


@pytest.mark.parametrize("text", SNIPPETS)
def test_parsers_agree_on_snippets(text):
    """libyaml and PyYAML's own parser give the same tree, places included."""
    fast, pure = (parsed(text, loader) for loader in PARSERS)
    assert places(fast) == places(pure)


@settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], max_examples=30
)
@given(strategies.timelines())
def test_parsers_agree_on_timelines(timeline):
    """On every file that we write, both parsers give the same tree, places included."""
    text = ce.to_yaml(timeline)
    fast, pure = (parsed(text, loader) for loader in PARSERS)
    assert places(fast) == places(pure)


def test_scalars_stay_text():
    """Nothing is resolved: NO, 1:30, 2025-09, 010 and yes are the texts that were written."""
    root = compose("[NO, 1:30, 2025-09, 010, yes, 1e3, 0x1F]", "a.yaml")
    assert ["NO", "1:30", "2025-09", "010", "yes", "1e3", "0x1F"] == [item.text for item in root.items]


def test_null():
    """Nothing, ~ and null are null without quotes, and texts with them."""
    root = compose("[~, null, '~', \"null\", '', NULL]", "a.yaml")
    assert [True, True, False, False, False, False] == [item.null for item in root.items]
    assert compose("a:", "a.yaml").pairs[0][1].null


def test_both_of_two_equal_keys():
    """A key that stands twice is seen twice, in YAML and in JSON."""
    for name, text in (("a.yaml", "a: 1\na: 2\n"), ("a.json", '{"a": 1, "a": 2}')):
        assert [("a", "1"), ("a", "2")] == [
            (key.text, value.text) for key, value in compose(text, name).pairs
        ]


def test_places():
    """Lines and columns count characters from 1."""
    assert ("Scalar", 2, 9, "x", True, False) in places(compose("é: 1\n日本: [😀, x]\n", "a.yaml"))


def test_alias_is_the_same_node():
    """An alias stands for what its anchor marks, the last one of that name."""
    root = compose("a: &x 1\nb: *x\nc: &x 2\nd: *x\n", "a.yaml")
    assert ["1", "1", "2", "2"] == [value.text for _, value in root.pairs]


def test_nothing_is_an_empty_table():
    """A file that holds no document is a mapping without keys."""
    assert [("Table", 1, 1)] == places(compose("# only a comment\n", "a.yaml"))


def test_byte_order_mark():
    """A byte order mark at the beginning is no character of the first line."""
    assert ("Scalar", 1, 1, "a", True, False) in places(compose("\ufeffa: b", "a.yaml"))
    assert [("Table", 1, 1)] == places(compose("\ufeff{}", "a.json"))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: b\nc: !!str d\n", (2, 4, "tag 'tag:yaml.org,2002:str': a timeline has no tags")),
        ("a: !x [b]\n", (1, 4, "tag '!x': a timeline has no tags")),
        ("a: b\n---\nc: d\n", (2, 1, "a second document: a timeline is one document")),
        ("a: &x [*x]\n", (1, 8, "'*x' stands within itself")),
        ("a: &x {b: [*x]}\n", (1, 12, "'*x' stands within itself")),
        ("a: *x\n", (1, 4, "no anchor '&x' stands before this alias")),
        ("{a: b}: c\n", (1, 1, "a key must be a text")),
        ("a: [b\nc: d\n", (2, 2, "not YAML: did not find expected ',' or ']'")),
        ("a: b\nc: \x01\n", (2, 4, "not YAML: the character U+0001")),
        ("a: b\n  \x07\n", (2, 3, "not YAML: the character U+0007")),
        ("a: é\ud83d\n", (1, 5, "half a surrogate pair is not a character")),
    ],
)
def test_yaml_stops(text, place):
    """What a timeline file can't be is refused where it stands."""
    assert place == stopped(text)


HALF = '"\\ud800"'
BROKEN = ["a: &x [*x]\n", "a: *x\n", "a: !x b\n", "a: [\n", "a: \x01", "---\n---\n", "a: b: c\n", HALF]


@pytest.mark.parametrize("loader", PARSERS)
@pytest.mark.parametrize("text", BROKEN)
def test_both_parsers_refuse(loader, text):
    """What one parser refuses, the other does too, or it is refused as a half character when it is read."""
    if text == HALF and loader is yaml.Loader:
        assert "\ud800" == parsed(text, loader).text
    else:
        with pytest.raises(ce.UnreadableInputError, match=": syntax: "):
            parsed(text, loader)


def depth_of(node):
    """How many lists or mappings stand within one another."""
    depth = 0
    while node is not None and not isinstance(node, Scalar):
        depth += 1
        inner = node.items if isinstance(node, Listing) else [value for _, value in node.pairs]
        node = inner[0] if inner else None
    return depth


@pytest.mark.parametrize("depth", [100, 900])  # some releases of libyaml end at 1,000
def test_deep_nesting(depth):
    """A file as deep as its limit is read, and never overflows Python's stack."""
    assert sys.getrecursionlimit() < 5_000
    lists, tables = "[" * depth + "]" * depth, '{"a":' * depth + "1" + "}" * depth
    assert [depth] * 3 == [
        depth_of(compose(text, name, Limits(depth=depth)))
        for text, name in ((lists, "a.json"), (tables, "a.json"), (lists, "a.yaml"))
    ]


# ------------------------------------------------------------------------------------------------ JSON


@given(strategies.json_values, st.sampled_from([None, 0, 2]), st.sampled_from([True, False]))
def test_json_values(value, indent, ascii_only):
    """A JSON text has the values that the standard library reads from it."""
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    assert value == value_of(compose(text, "a.json"))


@given(strategies.json_values, st.data())
@example([1, 2], None)
def test_broken_json(value, data):
    """A JSON text with a character taken out, put in or changed is refused if and only if the standard library does."""
    text = json.dumps(value, indent=1)
    if data is not None and text:
        at = data.draw(st.integers(0, len(text) - 1))
        text = (
            text[:at]
            + data.draw(st.sampled_from(["", ",", "]", "}", '"', "x", "\n", "1", ":", "\\"]))
            + text[at + 1 :]
        )
    try:
        expected = json.loads(text)
    except json.JSONDecodeError:
        assert stopped(text, "a.json")
    else:
        assert expected == value_of(compose(text, "a.json"))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", (1, 1, "not JSON: expected a value, found the end")),
        ('{\n "a": nul}', (2, 7, "not JSON: expected a value, found 'n'")),
        ('{"a": NaN}', (1, 7, "not JSON: expected a value, found 'N'")),
        ('{"a" 1}', (1, 6, "not JSON: expected ':' after the key")),
        ("{a: 1}", (1, 2, "not JSON: expected a key in double quotes")),
        ('{"a": 1,}', (1, 9, "not JSON: expected a key in double quotes")),
        ("[1 2]", (1, 4, "not JSON: expected ',' or the end of the list or object")),
        ("[1,\n2", (2, 2, "not JSON: expected ',' or the end of the list or object")),
        ("[1] 2", (1, 5, "not JSON: the document ends here, but more text follows")),
        ("[01]", (1, 3, "not JSON: expected ',' or the end of the list or object")),
        ('["a\nb"]', (1, 4, "not JSON: Invalid control character at")),
        ('["é", "a]', (1, 7, "not JSON: Unterminated string starting at")),
        ('["\\x"]', (1, 3, "not JSON: Invalid \\escape: ")),
    ],
)
def test_json_stops(text, place):
    """A text that is not JSON is refused where it ceases to be."""
    line, column, message = place
    found = stopped(text, "a.json")
    assert (line, column, message.rstrip(": ")) == (*found[:2], found[2].rstrip(": "))


@pytest.mark.parametrize(
    ("text", "name", "told"),
    [
        ("{}\n{}\n", "a.json", True),
        ('{"a": 1}\n{"b": 2}\n', "<stdin>", True),
        ("{}\n[]\n", "a.json", False),
        ("[]\n{}\n", "a.json", False),
        ("{} {}\n", "a.json", False),
        ("{} {}\n", "a.jsonl", False),
    ],
)
def test_lines_under_another_name(text, name, told):
    """Lines of objects whose name does not tell that they are lines, as in a pipe, are refused with the way out."""
    with pytest.raises(ce.UnreadableInputError) as caught:
        compose(text, name)
    assert told is ("ends in .jsonl" in str(caught.value))


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ('{"a": 1}', "<text>", "json"),
        (' {"a": 1}', "-", "json"),
        ("{}", "<text>", "json"),
        ("{a: 1}", "<text>", "yaml"),
        ('{"a": 1} # remark', "a.yaml", "yaml"),
        ('{"a": 1} # remark', "a.yml", "yaml"),
        ('{"a": 1,}', "a.yaml", "yaml"),
    ],
)
def test_which_form(text, name, kind):
    """The suffix settles the form; without one, what looks like JSON is."""
    found = "json" if text.endswith("}") and "JSON" in _message(f"{text}]", name) else "yaml"
    assert kind == found


def _message(text, name):
    try:
        compose(text, name)
    except ce.UnreadableInputError as error:
        return str(error)
    return ""
