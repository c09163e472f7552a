"""The quick path of YAML and libyaml, which knows every place: the same trees, timelines and refusals."""

from __future__ import annotations

import pathlib
import subprocess
import sys

import pytest
import yaml
from hypothesis import example, given, settings, strategies as st

import coalition_events as ce
import samples
from coalition_events.limits import Limits
from coalition_events.reading.builder import build
from coalition_events.reading.documents import compose
from coalition_events.reading.quickyaml import read_quickly
from coalition_events.reading.yamltree import compose_yaml
from test_quickjson import outcome, shape

MARKS = (
    *(
        "-",
        "- ",
        ":",
        ": ",
        "?",
        "? ",
        ",",
        ", ",
        "[",
        "]",
        "{",
        "}",
        "#",
        " #",
        "&a",
        "*a",
        "!",
        "|",
        ">",
        "'",
    ),
    *(
        '"',
        "%",
        "@",
        "`",
        "---",
        "...",
        "--- ",
        "|-",
        ">-",
        ">+",
        "|2",
        "''",
        '\\"',
        "\\n",
        "\\u00e9",
        "\\x41",
        "\\",
    ),
    *("<<: ", "~", "null", "=", " ", "  ", "    ", "\n", "\n  ", "\n    ", "\n- ", "\n  - ", "\n\n", "\n#\n"),
    *("\t", "\r", "\x85", "\u2028", "\ufeff", "\u00a0", "\0", "é", "中"),
)
WRITTEN = (
    *(
        "a",
        "b: ",
        "c:",
        "k: v",
        "- k: v\n  w: z\n",
        "x:y",
        "-1",
        "a b",
        "'x'",
        '"y"',
        "[a, b]",
        "{k: v, w: [x]}",
    ),
    *(
        "http://x/?a=b#c",
        "k: >-\n  a\n  b\n",
        "k: |\n  a\n\n   b\n",
        'k: "a\n  b"',
        "k: 'a\n\n  b'",
        "{a: b,\n  c: d e\n f}",
    ),
)
VALUES = (
    *(
        "",
        "v",
        "v w",
        "x # c",
        "x #",
        "# c",
        "-x",
        "- x",
        "a:b",
        "a: b",
        '"q"',
        "'s'",
        "'it''s'",
        '"a\\"b"',
        "{}",
        "[ ]",
    ),
    *(
        "{a: b}",
        "{a: {b: c}}",
        "[[a], {b: c}]",
        "{a: 'x, y', b: \"z\"}",
        "[http://a]",
        "{a: -1}",
        "{a: b c\n   d}",
        "{a: }",
    ),
    *(
        "[a,\n b]",
        "[a,\nb]",
        '"a\n b"',
        '"a\n\n b"',
        "a\n    b",
        "a\n    b # c",
        ">-",
        "|",
        ">",
        "|-",
        "> x",
        "[a: b]",
        "[a, ]",
    ),
    *(
        "{a: b,\n  c: d}",
        "{a: x#y, b: #z}",
        "*a",
        "&a b",
        "!t b",
        "{'a': b}",
        '{"a":b}',
        "[a] # c",
        "[a]#c",
        "'a' b",
    ),
)
texts = st.lists(st.sampled_from(MARKS + WRITTEN), max_size=14).map("".join)
starts = st.sampled_from(["k: ", "k1: ", "k:", "- ", "- k: ", "- - ", "-", "", "", "# c"])
lines = st.builds(
    lambda indent, start, value: " " * indent + start + value,
    st.sampled_from([0, 0, 1, 2, 2, 2, 3, 4, 4, 6]),
    starts,
    st.sampled_from(VALUES),
)
layouts = st.builds(
    lambda rows, end: "a:\n" + "\n".join(rows) + end, st.lists(lines, max_size=7), st.sampled_from(["\n", ""])
)
words = st.sampled_from(
    [
        "",
        "a",
        "it's",
        'say "so"',
        "a: b",
        "#",
        "- x",
        "two\nlines",
        "one\n\nthree\n",
        " edge ",
        "~",
        "1e3",
        "中文 " * 30,
        "x" * 90,
    ]
)
values = st.recursive(
    words | st.booleans() | st.integers(-99, 99) | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=4),
    max_leaves=25,
)
limits = st.builds(
    Limits,
    depth=st.integers(1, 5),
    scalar=st.sampled_from([1, 3, 6, 20]),
    nodes=st.sampled_from([1, 3, 6, 12, 30]),
)
MANY = settings(max_examples=2_000, derandomize=True, deadline=None)


@MANY
@example("a:\n k: x #\n  's'\n", Limits())
@example("k: |\n  a\n  \n   b\n\nl: >\n  a\n\n\n  b\n", Limits())
@example("k: 'a  \n\n    b'\nl: \"a\\u0020\n b\"\n", Limits())
@example("- a\n- b\n", Limits())
@given(texts | layouts, st.just(Limits()) | limits)
def test_what_is_read_quickly_is_read_alike(text, limits):
    """A text that the quick path reads is, within the same limits, the same tree for libyaml."""
    try:
        quick = read_quickly(text, limits)
    except ValueError:
        return
    assert shape(compose_yaml(text, "a.yaml", limits)) == shape(quick)


@settings(max_examples=300, derandomize=True, deadline=None)
@given(
    st.dictionaries(st.sampled_from("abcdef"), values, min_size=1),
    st.sampled_from(
        [{}, {"explicit_start": True}, {"indent": 4}, {"width": 30}, {"default_flow_style": None}]
    ),
)
def test_what_programs_write_is_read_alike(data, options):
    """What PyYAML writes is the same tree by either way, unless the quick way leaves it to libyaml."""
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, **options)
    try:
        quick = read_quickly(text)
    except ValueError:
        return
    assert shape(compose_yaml(text, "a.yaml", Limits())) == shape(quick)


@pytest.mark.parametrize("name", ce.datasets())
def test_the_bundled_timelines_are_read_quickly(name):
    """What is bundled was written by people and needs no libyaml, so the comparison above is of something."""
    text = pathlib.Path(ce.bundled_path(name)).read_text(encoding="utf-8")
    assert shape(read_quickly(text)) == shape(compose_yaml(text, "a.yaml", Limits()))


@pytest.mark.parametrize("timeline", [samples.full(), ce.bundled("unifil")], ids=["full", "unifil"])
def test_what_the_library_writes_is_read_quickly(timeline):
    """YAML of ours is read without libyaml, whatever record it holds."""
    text = ce.to_yaml(timeline)
    assert shape(read_quickly(text)) == shape(compose_yaml(text, "a.yaml", Limits()))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "# c\n",
            "a",
            "- a\n",
            "---\n",
            "[a]\n",
            "{a: b}\n",
            "? a\n: b\n",
            "'a': b\n",
            "a: &b c\nd: *b\n",
        ),
        *(
            "a: !t b\n",
            "a:\tb\n",
            "a: b\r\n",
            "a: b\u2028c\n",
            "a: \0\n",
            "a: |+\n  b\n",
            "a: |2\n   b\n",
            "a: >\n  b\n   c\n",
        ),
        *(
            'a: "\\x41"\n',
            'a: "\\ud83d\\ude00"\n',
            "a: b\n--- \nc: d\n",
            "a: b\n...\n",
            "a: |\n  b",
            "<<: {a: b}\n",
        ),
        *(
            "a: {b: c\n",
            "a: 'b\n",
            "a: b: c\n",
            "a:\n  - b\n  c: d\n",
            "a:\n  b: c\n d: e\n",
            "a: [b]]\n",
            "a: b\n c: d\n",
            "a: 'b\nc'\n",
            "a: @b\n",
        ),
    ],
)
def test_the_rest_is_left_to_libyaml(text):
    """What is rare in YAML, and what is wrong, is not read quickly."""
    with pytest.raises(ValueError, match=r"^$"):
        read_quickly(text)


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("a: bcd\n", Limits(scalar=2)),
        ("a: b\n  c\n", Limits(scalar=2)),
        ("a:\n" + " b\n" * 5, Limits(scalar=8)),
        ("a: {b: 'c\n  d'}\n", Limits(scalar=2)),
        ("a:\n  b:\n    c: d\n", Limits(depth=2)),
        ("a: [{b: c}]\n", Limits(depth=2)),
        ("a: " + "[" * 2_000 + "]" * 2_000, Limits(depth=10_000)),
        ("a: b\nc: d\n", Limits(nodes=4)),
        ("a: [b, c]\n", Limits(nodes=4)),
    ],
)
def test_what_is_beyond_a_limit_is_left_to_libyaml(text, limit):
    """A text, a depth or a number of nodes beyond its limit is not read quickly, and neither is what may be."""
    with pytest.raises(ValueError, match=r"^$"):
        read_quickly(text, limit)


ROWS = ce.to_yaml(samples.full()).splitlines(keepends=True)


def placed(text):
    """Read with places, which is what every mistake is told with."""
    timeline, problems = build(compose(text, "a.yaml", Limits()), "a.yaml", Limits())
    return timeline or tuple(sorted(problems))


@settings(max_examples=150, derandomize=True, deadline=None)
@given(
    st.integers(0, len(ROWS) - 1), st.integers(0, 40), st.sampled_from([*MARKS, "", "x"]), st.integers(0, 3)
)
def test_timelines_are_read_alike(row, column, mark, gone):
    """A timeline, right or spoilt, is the same one by either way, or has the same problems at the same places."""
    line = ROWS[row]
    text = "".join([*ROWS[:row], line[:column] + mark + line[column + gone :], *ROWS[row + 1 :]])
    assert outcome(lambda: placed(text)) == outcome(lambda: ce.parse(text, "a.yaml"))


def test_an_export_of_a_bundled_timeline_imports_no_parser():
    """PyYAML, which weighs, is imported for a file that needs it and not for the bundled ones."""
    code = "import sys, coalition_events as ce; ce.export(ce.bundled('iraq'), 'csv'); print('yaml' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "False\n"
