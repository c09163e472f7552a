from __future__ import annotations

import gzip
import re
from pathlib import Path

import attrs
import pytest

import coalition_events as ce
import commanding
from coalition_events.cli.limiting import limits
from coalition_events.limits import DEFAULT

HEAD = "schema: coalition-events/1\nid: a\ntitle: A\nrevised: 2030-01-01\n"
JSON_HEAD = '{"schema": "coalition-events/1", "id": "a", "title": "A", "revised": "2030-01-01"}\n'
PAGE = (Path(__file__).parent.parent / "docs" / "reference" / "limits.md").read_text("utf-8")
NAMES = [field.name for field in attrs.fields(ce.Limits)]

AT_THE_LIMIT = {
    "size": (len(HEAD), HEAD, None),
    "depth": (3, HEAD + "x-a: [[]]\n", (5, 7)),
    "nodes": (11, HEAD + "x-a: b\n", (5, 6)),
    "scalar": (18, HEAD, (1, 9)),
    "records": (2, HEAD + "actors: {a: A}\nbases: {b: B}\n", (6, 9)),
}
"""A limit that just holds a text, and the place at which the next smaller one stops."""


def refused(text, name="a.yaml", **limits):
    """The problem with which reading stops."""
    with pytest.raises(ce.UnreadableInputError) as caught:
        ce.parse(text, name, limits=ce.Limits(**limits))
    return caught.value.problem


def problems_of(text, **limits):
    """The error that an invalid text gives."""
    with pytest.raises(ce.InvalidTimelineError) as caught:
        ce.parse(text, limits=ce.Limits(**limits))
    return caught.value


@pytest.mark.parametrize("name", AT_THE_LIMIT)
def test_edge(name):
    """What is exactly as large as its limit is read; one less and it is refused, where the first too many stands."""
    limit, text, place = AT_THE_LIMIT[name]
    assert "a" == ce.parse(text, limits=ce.Limits(**{name: limit})).id
    problem = refused(text, **{name: limit - 1})
    assert ("too-large", place or (0, 0)) == (problem.code, (problem.line, problem.column))
    assert f"the limit is {limit - 1:,}" in problem.message
    assert f"--limit {name}=N" in problem.hint


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("value", [0, -1, 1.5, "7", None])
def test_value(name, value):
    """A limit is a whole number from 1."""
    with pytest.raises((TypeError, ValueError)):
        ce.Limits(**{name: value})


@pytest.mark.parametrize("form", ["a.yaml", "a.json"])
def test_both_forms_count_alike(form):
    """A text has as many nodes and is as deep as YAML and as JSON."""
    text = '{"a": [[1, {"b": {}}], "c"]}'
    problem = refused(text, form, depth=4)
    assert (1, 18) == (problem.line, problem.column)
    problem = refused(text, form, nodes=8)
    assert (1, 24) == (problem.line, problem.column)


@pytest.mark.parametrize(
    ("text", "nodes"),
    [
        ("[&a x, *a, *a]", 4),
        ("[&a [x, y], *a]", 7),
        ("[&a [x, &b [y], *b], *a]", 13),
        ("{k: &a {l: m}, n: *a}", 9),
        ("[&a x, &a [y], *a]", 6),
    ],
)
def test_aliases_are_counted_as_what_they_stand_for(text, nodes):
    """A tree has as many nodes as it would have without aliases."""
    assert "too-large" == refused(text, nodes=nodes - 1).code
    with pytest.raises(ce.InvalidTimelineError):
        ce.parse(text, limits=ce.Limits(nodes=nodes))


def test_depth_through_aliases():
    """An alias is as deep as what it stands for where it stands."""
    text = f"{HEAD}x-a: &a [[]]\nx-b: [*a]\n"
    problem = refused(text, depth=3)
    assert (6, 7) == (problem.line, problem.column)
    assert "a" == ce.parse(text, limits=ce.Limits(depth=4)).id


def test_texts_through_aliases():
    """Aliases of a long text can't stand for more characters than a file may have bytes."""
    text = f"{HEAD}x-a: &a {'x' * 500}\nx-b: [{'*a, ' * 9}]\n"
    problem = refused(text, size=3000)
    assert ("too-large", 6) == (problem.code, problem.line)
    assert "with all aliases written out" in problem.message


def test_problems():
    """Of too many mistakes the first by place are reported, the others counted; at ten times as many reading stops."""
    text = HEAD + "".join(f"key-{n}: 1\n" for n in range(30))
    error = problems_of(text, problems=7)
    assert ([5, 6, 7, 8, 9, 10, 11], 23) == ([problem.line for problem in error.problems], error.more)
    assert "and 23 more" == str(error).splitlines()[-1]
    assert (2, 18) == (len(problems_of(text, problems=2).problems), problems_of(text, problems=2).more)
    assert (30, 0) == (len(problems_of(text).problems), problems_of(text).more)


def test_guesses_end():
    """Among thousands of misspelt words the first have a hint, and the others have none rather than take minutes."""
    ids = "".join(f"  source-number-{n}: {{title: T}}\n" for n in range(3_000))
    text = f"{HEAD}sources:\n{ids}actors:\n" + "".join(
        f"  a-{n}: {{name: A, cite: suorce-number-{n}}}\n" for n in range(3_000)
    )
    hints = [problem.hint for problem in problems_of(text, problems=3_000).problems]
    assert "did you mean 'source-number-0'?" == hints[0]
    assert "" == hints[-1]
    assert len([hint for hint in hints if hint]) > 500


def test_large_timeline_with_mistakes(tmp_path, capsys):
    """In a timeline of many records, each of many mistakes is reported once, on its line."""
    lines = [*HEAD.splitlines(), "sources:"]
    lines += [f"  s-{n}: {{title: Report {n}, published: 2029-12}}" for n in range(400)]
    lines += ["milestones:"]
    wrong = {}
    kinds = (
        ("{{kind: other, when: {{date: 2029-11, cite: s-{}}}}}", ""),
        ("{{kind: other, when: {{date: 2029-13, cite: s-{}}}}}", "bad-date"),
        ("{{kind: other, when: {{date: 2029-11, cite: z-{}}}}}", "unknown-reference"),
        ("{{kind: other, wehn: {{date: 2029-11, cite: s-{}}}}}", "unknown-key"),
        ("{{kind: othre, when: {{date: 2029-11, cite: s-{}}}}}", "unknown-kind"),
    )
    for n in range(1_000):
        pattern, code = kinds[n % 10 if n % 10 < len(kinds) else 0]
        lines.append(f"  m-{n}: {pattern.format(n % 400)}")
        if code:
            wrong[len(lines)] = code
    path = tmp_path / "large.yaml"
    path.write_text("\n".join(lines), encoding="utf-8")
    ended = commanding.run(capsys, "validate", path)
    found = re.findall(rf"^{re.escape(str(path))}:(\d+):\d+: ([a-z-]+): ", ended.out, re.MULTILINE)
    assert (1, [(str(line), code) for line, code in wrong.items()]) == (ended.code, found)


# ------------------------------------------------------------------------------------------------ the command


def test_help_names_every_limit(capsys):
    """``--help`` says which names ``--limit`` takes: all that ``Limits`` has."""
    told = commanding.run(capsys, "--help").out.partition("  --limit NAME=VALUE")[2].partition("--debug")[0]
    assert set(NAMES) <= set(re.findall("[a-z]+", told))


def test_command_raises_a_limit(tmp_path, capsys):
    """A file beyond a limit is refused with the option that raises it, and read with that option."""
    path = tmp_path / "a.yaml"
    path.write_text(f"{HEAD}summary: {'x' * 100_001}\n", encoding="utf-8")
    ended = commanding.run(capsys, "show", path)
    assert 3 == ended.code
    assert "5:10: too-large: 100,001 characters in one text; the limit is 100,000; " in ended.err
    assert "--limit scalar=N" in ended.err
    assert 0 == commanding.run(capsys, "--limit", "scalar=200k", "show", path).code
    assert 3 == commanding.run(capsys, "show", path).code


@pytest.mark.parametrize("limit", ["size=90", "size=90 depth=100", "nodes=1 size=90"])
def test_command_reads_no_more(tmp_path, capsys, limit):
    """A limit on the size holds before anything is looked at."""
    path = tmp_path / "a.yaml"
    path.write_bytes(HEAD.encode() + b"\xff" * 100)
    words = [word for one in limit.split() for word in ("--limit", one)]
    ended = commanding.run(capsys, *words, "validate", path)
    assert (3, True) == (ended.code, "too-large: more than 90 bytes; the limit is 90; " in ended.out)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("size", "is not NAME=VALUE"),
        ("siez=1", "there is no limit 'siez'; did you mean 'size'?"),
        ("x=1", "there are size, depth, nodes, scalar, records, problems"),
        ("size=", "'' is not a whole number"),
        ("size=0", "'0' is not a whole number"),
        ("size=-1", "'-1' is not a whole number"),
        ("size=1.5M", "'1.5M' is not a whole number"),
        ("size=_", "'_' is not a whole number"),
        ("size=" + "9" * 5_000, "is not a whole number"),
    ],
)
def test_command_refuses(capsys, given, message):
    """What is no limit is a usage error that says what to write."""
    ended = commanding.run(capsys, "--limit", given, "validate")
    assert (2, True) == (ended.code, message in ended.err), ended.err


@pytest.mark.parametrize(
    ("word", "number"), [("1_000", 1_000), ("2k", 2_000), ("3M", 3_000_000), ("1G", 10**9)]
)
def test_command_numbers(capsys, word, number):
    """Thousands may be marked, and k, M and G stand for thousand, million and thousand million."""
    assert 0 == commanding.run(capsys, "--limit", f"problems={word}", "datasets").code
    assert number == limits().problems


@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_command_counts_what_it_does_not_show(tmp_path, capsys, form):
    """Beyond the limit of problems, validate says how many more there are, whatever the form."""
    path = tmp_path / "a.yaml"
    path.write_text(HEAD + "".join(f"key-{n}: 1\n" for n in range(9)), encoding="utf-8")
    ended = commanding.run(capsys, "--limit", "problems=3", "validate", path, "--format", form)
    assert 3 == ended.out.count("unknown-key")
    assert "and 6 more; --limit problems=N" in (ended.out if form == "text" else ended.err)
    assert "and 6 more" in commanding.run(capsys, "--limit", "problems=3", "show", path).err


def test_command_bounds_notes(capsys):
    """Notes of a valid timeline are bounded and counted like problems."""
    ended = commanding.run(capsys, "--limit", "problems=1", "validate", "iraq")
    assert 0 == ended.code
    assert 1 == ended.out.count(": note: ")
    assert re.search(r"^and [0-9]+ more; ", ended.out, re.MULTILINE)


# ------------------------------------------------------------------------------------------------ the page


def test_page():
    """The page of limits has each limit with its default, its unit and its meaning, in their order."""
    rows = re.findall(r"^\| `(\w+)` \| ([0-9,]+) \| (.+?) \| (.+?) \|$", PAGE, re.MULTILINE)
    expected = [
        (
            field.name,
            f"{getattr(DEFAULT, field.name):,}",
            field.metadata["unit"],
            field.metadata["meaning"],
        )
        for field in attrs.fields(ce.Limits)
    ]
    assert expected == rows


def test_expansion(tmp_path):
    """A compressed file of lines may stand for so many times its size and no more; a plain one is as long as it is."""
    lines = "".join(f'{{"id": "m-{n:05}", "kind": "other", "title": "{"a" * 500}"}}\n' for n in range(4_000))
    text = JSON_HEAD + lines
    plain, packed = tmp_path / "a.jsonl", tmp_path / "a.jsonl.gz"
    plain.write_text(text)
    packed.write_bytes(gzip.compress(text.encode()))
    times = len(text) / packed.stat().st_size
    assert times > 20

    def read(path, expansion):
        return sum(
            len(batch.events) for batch in ce.open_bulk(path, limits=ce.Limits(expansion=expansion)).batches()
        )

    assert 4_000 == read(packed, int(times) + 1) == read(plain, 1)
    with pytest.raises(
        ce.UnreadableInputError, match="too-large: more than 10 times its compressed size"
    ) as caught:
        read(packed, 10)
    assert "--limit expansion=N" in str(caught.value)


def test_lines_read_as_a_whole_are_counted_together():
    """A file of lines that is read as a whole holds no more nodes than any other file."""
    lines = "".join(f'{{"id": "m-{n}", "kind": "other"}}\n' for n in range(100))
    assert 100 == len(ce.parse(JSON_HEAD + lines, "a.jsonl", limits=ce.Limits(nodes=700)).milestones)
    problem = refused(JSON_HEAD + lines, "a.jsonl", nodes=300)
    assert ("too-large", "nodes") == (problem.code, re.search("--limit ([a-z]+)=", problem.hint)[1])
    assert problem.line > 50


def test_a_batch_is_bounded(tmp_path):
    """A batch of long lines ends early, so that no more of them than some megabytes are held."""
    path = tmp_path / "a.jsonl"
    more = "".join(f', "x-{n}": "{"a" * 90_000}"' for n in range(50))
    path.write_text(JSON_HEAD + "".join(f'{{"id": "m-{n}", "kind": "other"{more}}}\n' for n in range(5)))
    sizes = [len(batch.events) for batch in ce.open_bulk(path).batches()]
    assert 5 == sum(sizes)
    assert max(sizes) <= 2


def test_nothing_is_lost_behind_much_white_space(tmp_path):
    """Blank lines and mistakes that fill a batch end no file: what stands behind them is read."""
    path, wide = tmp_path / "a.jsonl", " " * 3_000_000 + "\n"
    good, wrong = '{"id": "m", "kind": "other"}\n', '{"id": "n", "kind": "othr"}\n'
    path.write_text(JSON_HEAD + wide * 5 + good)
    assert ["m"] == [event.id for event in ce.open_bulk(path).events()]
    path.write_text(JSON_HEAD + wrong.replace("}", "}" + " " * 3_000_000) * 5 + wrong)
    with pytest.raises(ce.InvalidTimelineError) as caught:
        list(ce.open_bulk(path).events())
    assert [2, 3, 4, 5, 6, 7] == [problem.line for problem in caught.value.problems]
