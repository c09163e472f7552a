from __future__ import annotations

import copy
import gc
import io
import itertools
import json
import random
import sys
from pathlib import Path

import attrs
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

import coalition_events as ce
import samples
import strategies
from coalition_events.reading import reader
from coalition_events.reading.documents import compose
from coalition_events.reading.keys import keys_of
from coalition_events.reading.nodes import Scalar

INVALID = Path(__file__).parent / "data" / "invalid"
MISTAKES = sorted(path for path in INVALID.iterdir() if path.suffix != ".txt")
HEAD = "schema: coalition-events/1\nid: sample\ntitle: A sample\nrevised: 2030-06-01\n"
SOURCES = "sources:\n  wire: {title: Wire report}\n"
ACTORS = "actors:\n  east: East\n  west: West\n"
BASES = "bases:\n  camp: Camp One\n"
SETTINGS = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def problems_of(text, name="a.yaml"):
    """Every mistake of a text, or none."""
    try:
        ce.parse(text, name)
    except ce.InvalidTimelineError as error:
        return error.problems
    return ()


# ------------------------------------------------------------------------------------------------ mistakes


@pytest.mark.parametrize("path", MISTAKES, ids=lambda path: path.stem)
def test_mistake(path):
    """A file with one mistake gives exactly the expected message, at its line and column."""
    with pytest.raises((ce.InvalidTimelineError, ce.UnreadableInputError)) as caught:
        ce.parse(path.read_text(encoding="utf-8"), path.name)
    assert path.with_suffix(".txt").read_text(encoding="utf-8") == f"{caught.value}\n"


def test_every_mistake_is_expected():
    """No expected message is left without its file."""
    assert {path.stem for path in MISTAKES} == {path.stem for path in INVALID.glob("*.txt")}


SEVERAL = {"many", "missing-key-head", "bad-id-two"}


@pytest.mark.parametrize(
    "path", [path for path in MISTAKES if path.stem not in SEVERAL], ids=lambda path: path.stem
)
def test_no_cascade(path):
    """One mistake is one line, whatever depends on the value that was refused."""
    assert 1 == len(path.with_suffix(".txt").read_text(encoding="utf-8").splitlines())


def test_many_mistakes_sorted():
    """Many mistakes come in one run, each once, sorted by their place."""
    problems = problems_of((INVALID / "many.yaml").read_text(encoding="utf-8"))
    places = [(problem.line, problem.column) for problem in problems]
    assert sorted(set(places)) == places
    assert 14 == len(places)


@pytest.mark.parametrize("seed", range(25))
def test_misspelt_source(seed):
    """A source id misspelt anywhere, in any claim or cite, gives one problem on its line with the right guess."""
    lines = ce.to_yaml(samples.full()).splitlines()
    chance = random.Random(seed)  # noqa: S311 - to pick lines
    number = chance.choice([n for n, line in enumerate(lines) if "wire" in line and "cite" in line])
    lines[number] = lines[number].replace("wire", "wier", 1)
    [problem] = problems_of("\n".join(lines))
    assert (number + 1, "unknown-reference", "did you mean 'wire'?") == (
        problem.line,
        problem.code,
        problem.hint,
    )


def _places(plain, path=()):
    """The path of every value inside plain data."""
    yield path
    inner = plain.items() if isinstance(plain, dict) else enumerate(plain) if isinstance(plain, list) else ()
    for key, value in inner:
        yield from _places(value, (*path, key))


PLAIN = ce.to_plain(samples.full())
PLACES = list(_places(PLAIN))
TEXTS = [
    "",
    "?",
    "unknown",
    "none",
    "field",
    "wire",
    "2030-01",
    "2030-01/2030-02",
    "[..2030]",
    "\x00",
    "\ud800",
]
TABLES = [{}, {"value": "east"}, {"date": "2030"}, {"x-a": 1}, {"cite": "wire"}]
WILD = st.sampled_from([*TEXTS, *TABLES, None, True, 7, -1.5, 10**50, [], [None], [[]], [{}]])


@SETTINGS
@given(st.lists(st.tuples(st.sampled_from(PLACES), WILD), min_size=1, max_size=4))
def test_any_mistake_is_reported(changes):
    """Whatever stands anywhere in the file, the reader answers with a timeline or with problems, and never breaks."""
    plain = copy.deepcopy(PLAIN)
    for path, value in changes:
        target = plain
        for key in path[:-1]:
            target = target[key] if isinstance(target, dict) and key in target else {}
        if path and isinstance(target, dict):
            target[path[-1]] = value
    text = json.dumps(plain)
    if problems := problems_of(text, "a.json"):
        assert all(problem.line and problem.code and problem.message for problem in problems)
        assert "\n".join(map(str, problems)).encode()
    else:
        timeline = ce.parse(text, "a.json")
        assert timeline == ce.parse(strategies.as_json(timeline), "a.json")


def test_keys_anywhere():
    """A key that is unknown, null or hostile is a problem wherever it stands."""
    for path in PLACES:
        plain = copy.deepcopy(PLAIN)
        target = plain
        for key in path:
            target = target[key]
        if isinstance(target, dict) and not any(str(key).startswith("x-") for key in path):
            target["Zzz\u0007"] = None
            codes = [problem.code for problem in problems_of(json.dumps(plain), "a.json")]
            assert ["bad-text"] == codes, path


# ------------------------------------------------------------------------------------------------ shorthands


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("when: 2030-01", "when: [{date: 2030-01}]"),
        ("when: {date: 2030-01}", "when: [{date: 2030-01, basis: actual, rank: normal}]"),
        ("when: {planned: 2030-01}", "when: {date: 2030-01, basis: planned}"),
        ("when: {expected: 2030-01}", "when: {date: 2030-01, basis: expected}"),
        ("when: [2030-01, {planned: 2030}]", "when: [{date: 2030-01}, {date: 2030, basis: planned}]"),
        ("when: unknown", 'when: "unknown"'),
        ("when: ..2030-01-15", 'when: "[..2030-01-15]"'),
        ("when: 2030-01..", 'when: "[2030-01..]"'),
        ("when: 2030-01-15..2030-01-20", 'when: "[2030-01-15..2030-01-20]"'),
        ("when: [..2030-01-15]", 'when: "[..2030-01-15]"'),
        ("when: [2030-01..]", 'when: {date: "[2030-01..]"}'),
        ("when: [2030-01-15..2030-01-20]", 'when: [{date: "[2030-01-15..2030-01-20]"}]'),
        ("when: {planned: [..2030-01-15]}", 'when: {planned: "[..2030-01-15]"}'),
        ("when: [[..2030-01-15], 2030]", 'when: ["[..2030-01-15]", 2030]'),
        ("base: camp", "bases: [camp]"),
        ("bases: camp", "bases: [camp]"),
        ("from: east", "from: [{value: east}]"),
        ("from: [east, west]", "from: [{value: east}, {value: west}]"),
        ("from: {value: east, cite: wire}", "from: [{value: east, cite: [wire]}]"),
        ("to: none", 'to: "none"'),
        ("cite: wire", "cite: [wire]"),
        ("cite: {base: wire}", "cite: {bases: [wire]}"),
        ("passes: ownership", "passes: [ownership]"),
        ("title: |\n      Two\n      lines", 'title: "Two\\nlines\\n"'),
    ],
)
def test_shorthand(short, long):
    """A shorthand is its long form."""
    text = HEAD + SOURCES + ACTORS + BASES + "milestones:\n  handover:\n    kind: handover\n    "
    assert ce.parse(f"{text}{long}\n") == ce.parse(f"{text}{short}\n")


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("camp: Camp One", "camp: {name: Camp One}"),
        ("camp: {name: C, aliases: One}", "camp: {name: C, aliases: [{text: One}]}"),
        ("camp: {name: C, location: unknown}", 'camp: {name: C, location: "unknown"}'),
        (
            "camp: {name: C, location: {latitude: 1, longitude: 2, cite: wire}}",
            "camp: {name: C, location: [{value: {latitude: 1, longitude: 2}, cite: [wire]}]}",
        ),
        (
            "camp: {name: C, location: [{latitude: 1, longitude: 2}, unknown]}",
            "camp: {name: C, location: [{value: {latitude: 1, longitude: 2}}, {value: unknown}]}",
        ),
    ],
)
def test_base_shorthand(short, long):
    """A shorthand of a base is its long form."""
    assert ce.parse(f"{HEAD}{SOURCES}bases:\n  {long}\n") == ce.parse(f"{HEAD}{SOURCES}bases:\n  {short}\n")


def test_count_shorthand():
    """One stated number needs neither list nor mapping."""
    short = ce.parse(f"{HEAD}counts:\n  bases: {{title: Bases, values: 4..5}}\n")
    assert ce.parse(f"{HEAD}counts:\n  bases: {{title: Bases, values: [{{number: 4..5}}]}}\n") == short


def test_sections_in_any_order():
    """The order of the sections in the file says nothing, and a reference may stand before its record."""
    parts = [
        SOURCES,
        ACTORS,
        BASES,
        "milestones:\n  handover: {kind: handover, base: camp, from: east, cite: wire}\n",
    ]
    assert ce.parse(HEAD + "".join(parts)) == ce.parse("".join(reversed(parts)) + HEAD)


def test_order_within_section():
    """Records keep the order of the file though what they refer to is built first; so do the numbers of phases."""
    actors = "actors:\n  a: {name: A, part_of: b}\n  b: {name: B, led_by: c}\n  c: C\n"
    timeline = ce.parse(f"{HEAD}{actors}phases: {{p: {{}}, q: {{}}}}\n")
    assert ["a", "b", "c"] == [actor.id for actor in timeline.actors]
    assert [1, 2] == [phase.ordinal for phase in timeline.phases]


def test_keys_in_any_order():
    """Records whose keys stand in ever new orders are all read the same, and only so many orders are remembered."""
    fields = {
        "kind": "other",
        "title": "A",
        "note": "B",
        "summary": "C",
        "when": "2030",
        "actors": "east",
        "from": "west",
    }
    orders = itertools.islice(itertools.permutations(fields.items()), 1_500)
    made = {f"m-{number}": dict(order) for number, order in enumerate(orders)}
    text = json.dumps({**ce.to_plain(ce.parse(f"{HEAD}{ACTORS}")), "milestones": made})
    first, *others = (attrs.evolve(milestone, id="m") for milestone in ce.parse(text).milestones)
    assert {first} == {*others}
    assert 0 < len(keys_of(ce.Milestone).usual) <= 1_000


def test_shared_where_nothing_tells_apart():
    """Records that cite one source, or name one giver without more, hold the same citation and the same claim."""
    fields = "{kind: departure, from: east, cite: wire}"
    timeline = ce.parse(f"{HEAD}{SOURCES}{ACTORS}milestones:\n  a: {fields}\n  b: {fields}\n")
    one, other = timeline.milestones
    assert one.cites[0] is other.cites[0]
    assert one.from_ is other.from_


def test_no_record_is_needed():
    """A section may be empty, be it that nothing stands there."""
    assert () == ce.parse(f"{HEAD}sources:\nactors: {{}}\n").actors


def test_extra_keys():
    """What stands under an x- key is kept with its types, in a record and at the top, and written back."""
    text = f"{HEAD}x-a: [1, -2.50, true, null, ~, '1', yes, 2030-01, NaN, {{b: 010}}]\n{BASES[:-1]}\n"
    timeline = ce.parse(text)
    kept = '[1,-2.5,true,null,null,"1","yes","2030-01","NaN",{"b":"010"}]'
    assert (("x-a", kept),) == timeline.extra
    assert timeline == ce.parse(ce.to_yaml(timeline))


@pytest.mark.parametrize("number", ["1e999", "-1e999", "1" * 41, f"-{'1' * 41}"])
@pytest.mark.parametrize("name", ["a.yaml", "a.json"])
def test_numbers_that_others_would_change(number, name):
    """Under an x- key, a number that is too long or too large for others is refused, and is a text in quotes."""
    head = json.dumps(ce.to_plain(ce.parse(HEAD)))[:-1]
    [problem] = problems_of(f'{head}, "x-a": {number}}}', name)
    assert ("out-of-range", "x-a", "in quotes it is a text") == (problem.code, problem.path, problem.hint)
    assert (("x-a", f'"{number}"'),) == ce.parse(f'{head}, "x-a": "{number}"}}', name).extra
    assert (("x-a", f"-{'1' * 40}"),) == ce.parse(f'{head}, "x-a": -{"1" * 40}}}', name).extra


def test_hostile_keys_make_short_paths():
    """A key of thousands of characters is cut in the paths of what stands below it, and in messages."""
    [problem] = problems_of(f'{HEAD}? x-{"k" * 5_000}\n: [["\\a"]]\n')
    assert ("bad-text", True) == (problem.code, len(problem.path) < 100)
    [problem] = problems_of(f"{HEAD}? {'k' * 5_000}\n: 1\n")
    assert ("unknown-key", True) == (problem.code, len(problem.message) < 1_000)


@pytest.mark.parametrize("write", [ce.to_yaml, lambda timeline: json.dumps(ce.to_plain(timeline))])
def test_no_tree_is_kept(write):
    """Reading keeps no node of the file, which are many times as large as its text; a place is found all the same."""
    text = write(samples.full())
    before = sum(isinstance(one, Scalar) for one in gc.get_objects())
    loaded = ce.load(text)
    gc.collect()
    assert before >= sum(isinstance(one, Scalar) for one in gc.get_objects())
    assert (1, 1) < loaded.positions.of("milestones")


def test_positions_among_thousands():
    """In a mapping of thousands of keys, of two equal ones the first is found."""
    text = "".join(f"k{n}: {n}\n" for n in range(2_000)) + "k7: x\n"
    positions = reader.Positions(lambda: compose(text, "a.yaml"))
    assert [(8, 5), (2_000, 8), (1, 1)] == [positions.of(path) for path in ("k7", "k1999", "none")]


def test_words_that_yaml_reads_differently():
    """Norway's NO, a clock time 1:30, an octal 010 and a month stay what they are."""
    actor = "actors: {east: {name: 1:30, country: NO, aliases: [010, yes]}}\n"
    timeline = ce.parse(f"{HEAD}{actor}statements: {{s: {{text: 0x1F, said: 2025-09}}}}\n")
    east, statement = timeline["east"], timeline["s"]
    assert ("1:30", "NO", ("010", "yes")) == (
        east.name,
        east.country,
        tuple(alias.text for alias in east.aliases),
    )
    assert ("0x1F", "2025-09") == (statement.text, str(statement.said))


# ------------------------------------------------------------------------------------------------ places


PLACED = f"""{HEAD}bases:
  camp: Camp One
milestones:
  handover:
    kind: handover
    when:
      - {{planned: 2030-01}}
      - {{note: A remark, date: 2030-02}}
    base: camp
"""


@pytest.mark.parametrize(
    ("path", "line", "rest"),
    [
        ("", 1, "schema:"),
        ("title", 3, "A sample"),
        ("milestones.handover", 9, "kind: handover"),
        ("milestones.handover.when[0].date", 11, "2030-01}"),
        ("milestones.handover.when[1].date", 12, "2030-02}"),
        ("milestones.handover.when[7].date", 11, "- {planned"),
        ("milestones.handover.bases[0]", 13, "camp"),
        ("milestones.handover.bases[1]", 13, "camp"),
        ("milestones.handover.title", 9, "kind: handover"),
        ("milestones.handover.kind.x", 9, "handover"),
        ("milestones.nothing.title", 8, "handover:"),
        ("bases.camp[x]", 6, "Camp One"),
    ],
)
def test_positions(path, line, rest):
    """A path leads to its line and column, through short forms, and else to the nearest part above."""
    found, column = ce.load(PLACED).positions.of(path)
    assert (line, True) == (found, PLACED.splitlines()[found - 1][column - 1 :].startswith(rest))


# ------------------------------------------------------------------------------------------------ files


def test_read(tmp_path):
    """A file is read by its path, as a text or as an object, and named in its problems."""
    path = tmp_path / "sample.yaml"
    path.write_text(HEAD, encoding="utf-8")
    assert ce.read(path) == ce.read(str(path)) == ce.parse(HEAD)
    path.write_text(HEAD + "titel: x\n", encoding="utf-8")
    with pytest.raises(ce.InvalidTimelineError, match=r"sample\.yaml:5:1: unknown-key"):
        ce.read(path)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (HEAD.encode("utf-16"), ":1:1: encoding: byte 0xff is not UTF-8; save it as UTF-8, not UTF-16"),
        (
            "id: é\nx: ".encode() + b"\xc3\xa4\xe9 ",
            ":2:5: encoding: byte 0xe9 is not UTF-8; save it as UTF-8",
        ),
    ],
)
def test_not_utf_8(tmp_path, data, message):
    """A file in another encoding is refused at the first byte that is not UTF-8; columns count characters."""
    path = tmp_path / "sample.yaml"
    path.write_bytes(data)
    with pytest.raises(ce.UnreadableInputError) as caught:
        ce.read(path)
    assert f"{path}{message}" == str(caught.value)
    assert "encoding" == caught.value.problem.code


def test_byte_order_mark(tmp_path):
    """A byte order mark before UTF-8 is no part of the text."""
    path = tmp_path / "sample.yaml"
    path.write_text(HEAD, encoding="utf-8-sig")
    assert "sample" == ce.read(path).id


def test_no_such_file(tmp_path):
    """A missing file, a folder and an impossible path are errors that say so."""
    with pytest.raises(ce.UnreadableInputError, match=r"nothing\.yaml: No such file"):
        ce.read(tmp_path / "nothing.yaml")
    with pytest.raises(ce.UnreadableInputError, match="Is a directory"):
        ce.read(tmp_path)
    with pytest.raises(ce.UnreadableInputError, match="null"):
        ce.read("a\0b")


def test_standard_input(monkeypatch):
    """A dash stands for standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(HEAD.encode())))
    assert "sample" == ce.read("-").id


@pytest.mark.parametrize("stream", [None, "closed"])
def test_closed_standard_input(monkeypatch, stream):
    """A standard input that is closed or missing is an error that says so."""
    if stream:
        stream = io.TextIOWrapper(io.BytesIO())
        stream.close()
    monkeypatch.setattr(sys, "stdin", stream)
    with pytest.raises(ce.UnreadableInputError, match="-: standard input is closed"):
        ce.read("-")


def test_collector_is_left_as_it_was():
    """The garbage collector, which is off while a file is read, is on again afterwards, and stays off if it was."""
    ce.parse(HEAD)
    assert gc.isenabled()
    gc.disable()
    try:
        ce.parse(HEAD)
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_datasets():
    """Every bundled timeline is listed, can be read by its name, and is itself called so."""
    names = ce.datasets()
    assert tuple(sorted(names)) == names
    assert list(names) == [ce.bundled(name).id for name in names]


def test_unknown_dataset():
    """A name that is not bundled is an error that names those that are."""
    with pytest.raises(ce.UnreadableInputError, match="no bundled timeline is called 'atlantis'; there are"):
        reader.bundled_path("atlantis")
