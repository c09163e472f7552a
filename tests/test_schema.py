"""The JSON Schema: what the reader takes it takes, and what is wrong by shape it refuses."""

from __future__ import annotations

import json
import os
import pathlib
import re
import subprocess
import sys
from importlib.metadata import files

import hypothesis
import jsonschema
import pytest
from hypothesis import strategies as st

import coalition_events as ce
import samples
from coalition_events.model import KINDS
from coalition_events.reading.documents import compose
from coalition_events.reading.nodes import Listing, Node, Scalar, Table
from goldens import check_file

INVALID = pathlib.Path(__file__).parent / "data" / "invalid"
DOCS = pathlib.Path(__file__).parents[1] / "docs"
BLIND = {
    "cycle",
    "duplicate-id",
    "duplicate-key",  # the second of two equal keys: an editor's YAML reader sees it, a schema does not
    "encoding",
    "end-before-start",
    "later-than-source",
    "probably-swapped",
    "syntax",
    "too-large",
    "unknown-reference",
    "wrong-kind-reference",
}
"""Codes of mistakes that no schema can see in one value."""
UNSEEN = {
    "bad-date-backwards.yaml": "which of two dates is earlier",
    "bad-text-extra.yaml": "what is deep in the value of a key of one's own",
    "bad-time-without-day.yaml": "whether the date beside a clock time is a full day",
    "out-of-range-number.yaml": "which of two numbers is larger",
}
"""Files of which a schema sees the code in other cases, but not in this one."""
HEAD = "schema: coalition-events/1\nid: t\ntitle: T\nrevised: 2030-01-01\n"

schema = ce.json_schema()
judge = jsonschema.Draft7Validator(schema)


def as_editors_do(node: Node) -> object:
    """What YAML 1.2's core schema, by which editors read, makes of a node."""
    if isinstance(node, Listing):
        return [as_editors_do(item) for item in node.items]
    if isinstance(node, Table):
        return {key.text: as_editors_do(value) for key, value in node.pairs}
    return typed(node)


def typed(scalar: Scalar) -> object:
    """A scalar: plain ones become what they look like."""
    if not scalar.plain:
        return scalar.text
    if scalar.text in {"", "~", "null", "Null", "NULL"}:
        return None
    if scalar.text.lower() in {"true", "false"} and scalar.text in {
        scalar.text.lower(),
        scalar.text.capitalize(),
    }:
        return scalar.text.lower() == "true"
    if re.fullmatch("[-+]?[0-9]+", scalar.text):
        return int(scalar.text)
    if re.fullmatch(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", scalar.text):
        return float(scalar.text)
    return scalar.text


def faults(text: str, name: str = "t.yaml") -> list[str]:
    """What the schema finds in a file."""
    return [error.message for error in judge.iter_errors(as_editors_do(compose(text, name)))]


def codes(text: str, name: str = "t.yaml") -> set[str]:
    """What the reader finds in a file."""
    try:
        ce.parse(text, name)
    except ce.InvalidTimelineError as error:
        return {problem.code for problem in error.problems}
    except ce.UnreadableInputError as error:
        return {error.problem.code} if error.problem else {"encoding"}
    return set()


def test_valid_draft_07() -> None:
    """The schema is itself a valid draft-07 schema and says so."""
    jsonschema.Draft7Validator.check_schema(schema)
    assert "http://json-schema.org/draft-07/schema#" == schema["$schema"]


def test_deterministic_in_a_fresh_process() -> None:
    """A fresh process with another hash seed makes the same text."""
    code = "import json, coalition_events as ce; print(json.dumps(ce.json_schema()))"
    made = [
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            check=True,
            text=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    ]
    assert [json.dumps(schema) + "\n"] * 2 == made


def test_the_published_copy() -> None:
    """The copy that stands in docs, and goes into the wheel from there, is the schema of this code."""
    text = json.dumps(schema, ensure_ascii=False, indent=2)
    check_file(DOCS / "reference" / "coalition-events.schema.json", f"{text}\n".encode())
    assert "coalition_events/data/coalition-events.schema.json" in map(str, files("coalition-events") or ())


def test_a_new_one_at_each_call() -> None:
    """Who changes the mapping that they got changes nobody else's."""
    ce.json_schema()["definitions"].clear()
    assert schema == ce.json_schema()


@pytest.mark.parametrize("make", [samples.small, samples.full, samples.hostile])
def test_samples_as_json(make) -> None:
    """Every record kind, field and form of date that can be written is taken in the form of JSON."""
    assert [] == [error.message for error in judge.iter_errors(ce.to_plain(make()))]


@pytest.mark.parametrize("make", [samples.small, samples.full, samples.hostile])
def test_samples_as_yaml(make) -> None:
    """The same in YAML, read as an editor reads it."""
    assert [] == faults(ce.to_yaml(make()))


@pytest.mark.parametrize("name", ce.datasets())
def test_bundled_timelines(name) -> None:
    """Every bundled timeline is taken, hand-written YAML with all its shorthands."""
    assert [] == faults(pathlib.Path(ce.bundled_path(name)).read_text("utf-8"))


SHORTHANDS = {
    "bare names": "actors: {a: East, b: 2025}\nbases: {c: Camp}",
    "empty section": "sources:\n",
    "year without quotes": "phases: {p: {end: 2025}}",
    "years in a list": "phases: {p: {end: [2025, 2026-01]}}",
    "brackets without quotes": "phases: {p: {end: [..2025-09-30], start: [2024..2025]}}",
    "brackets in a claim": "phases: {p: {end: {planned: [2025-01..], said: 2024}}}",
    "shorthand ranges": "phases: {p: {end: ..2025, start: {date: 2024..}}}",
    "absences": "phases: {p: {start: unknown, end: [none, {date: unknown, note: x}]}}",
    "span": "milestones: {m: {kind: other, when: 2025-01/..}}",
    "span in a claim": "milestones: {m: {kind: other, when: [{date: 2025-01/2025-03, time: '10:00'}]}}",
    "one base": "bases: {c: Camp}\nmilestones: {m: {kind: other, base: c}}",
    "cite by field": "sources: {s: {title: S}}\nbases: {c: {name: C, cite: {name: s, kind: [s]}}}",
    "flat location": "bases: {c: {name: C, location: {latitude: 1, longitude: 2.5, point: town, note: n}}}",
    "location claims": "bases: {c: {name: C, location: [unknown, {value: {latitude: 1, longitude: 2}}]}}",
    "numbers": "counts: {n: {title: N, values: [6, 4..5, all, {number: 10.., planned: 2025}, {number: 7}]}}",
    "one number": "counts: {n: {title: N, values: 6}}",
    "aliases": "actors: {a: {name: A, aliases: [B, {text: C, language: ar}]}, b: {name: B, aliases: C}}",
    "identifiers": "bases: {c: {name: C, identifiers: {icao: unknown, wikidata: Q1, own: 12}}}",
    "texts that look typed": "phases: {p: {title: 2, area: true, coordinated_from: 1:30, summary: NO}}",
    "own keys": "x-a: 1\nphases: {p: {x-b: {c: [~, 1.5]}}}",
    "no cites": "bases: {c: {name: C, cite: []}}",
    "mail address": "sources: {s: {title: S, url: 'MAILTO:a@b.org', archive_url: 'HTTPS://b.org', language: ''}}",
}


@pytest.mark.parametrize("body", SHORTHANDS.values(), ids=SHORTHANDS)
def test_shorthands(body) -> None:
    """Whatever a newcomer may write in short is taken, by the reader and by the schema."""
    if "time:" in body:
        body = body.replace("2025-01/2025-03", "2025-01-02")
    text = HEAD + body
    assert (set(), []) == (codes(text), faults(text))


MISTAKES = {
    "unknown key": "phase: {}",
    "unknown key in a record": "phases: {p: {finish: 2025}}",
    "unknown key in a claim": "phases: {p: {end: {date: 2025, x-a: 1}}}",
    "unknown kind": "milestones: {m: {kind: hand-over}}",
    "missing key": "milestones: {m: {title: M}}",
    "missing title": "sources: {s: {}}",
    "blank title": "sources: {s: {title: ' '}}",
    "seasons": "phases: {p: {end: 2025-21}}",
    "no such month": "phases: {p: {end: 2025-13}}",
    "no such day": "phases: {p: {end: 2025-04-31}}",
    "words for a date": "phases: {p: {end: September}}",
    "set of dates": "phases: {p: {end: '{2025,2026}'}}",
    "stretch for a day": "phases: {p: {end: 2025-01/2025-03}}",
    "year that is none": "phases: {p: {end: 25}}",
    "month for a full day": "phases: {p: {revised: 2025-01}}",
    "absence for a plain date": "statements: {s: {text: S, said: unknown}}",
    "two dates": "phases: {p: {end: {date: 2025, planned: 2026}}}",
    "two bases": "bases: {c: C}\nmilestones: {m: {kind: other, base: c, bases: [c]}}",
    "basis twice": "phases: {p: {end: {planned: 2025, basis: actual}}}",
    "no date": "phases: {p: {end: {note: n}}}",
    "rejected without a note": "phases: {p: {end: {date: 2025, rank: rejected}}}",
    "rejected value without a note": "actors: {a: A}\nbases: {c: {name: C, holder: {value: a, rank: rejected}}}",
    "latitude": "bases: {c: {name: C, location: {latitude: 91, longitude: 2}}}",
    "half a place": "bases: {c: {name: C, location: {latitude: 1}}}",
    "place in words": "bases: {c: {name: C, location: Irbil}}",
    "credibility": "phases: {p: {end: {date: 2025, credibility: 7}}}",
    "country": "actors: {a: {name: A, country: Iraq}}",
    "region": "bases: {c: {name: C, region: Anbar}}",
    "address": "sources: {s: {title: S, url: 'javascript:alert(1)'}}",
    "language": "sources: {s: {title: S, language: ar_XX}}",
    "time": "phases: {p: {end: {date: 2025-01-01, time: '25:00'}}}",
    "time zone": "timezone: Baghdad time",
    "id": "bases: {Camp_One: C}",
    "reserved id": "bases: {unknown: C}",
    "list for a mapping": "phases: [p]",
    "mapping for a text": "phases: {p: {title: {en: P}}}",
    "nothing": "phases: {p: {title: }}",
    "no numbers": "counts: {n: {title: N, values: []}}",
    "number in words": "counts: {n: {title: N, values: some}}",
    "flag": "phases: {p: {final: maybe}}",
    "ordinal": "phases: {p: {ordinal: 1.5}}",
    "cite of a field that is none": "sources: {s: {title: S}}\nbases: {c: {name: C, cite: {nam: s}}}",
    "cite of a source": "sources: {s: {title: S, cite: s}}",
    "control character": 'phases: {p: {title: "\\x07"}}',
    "identifiers": "bases: {c: {name: C, identifiers: [Q1]}}",
    "other schema": "summary: x",
}


@pytest.mark.parametrize("case", MISTAKES)
def test_mistakes_of_shape(case) -> None:
    """What is wrong by shape is refused."""
    head = HEAD.replace("events/1", "events/2") if case == "other schema" else HEAD
    assert faults(head + MISTAKES[case])


@pytest.mark.parametrize("case", MISTAKES)
def test_never_stricter_than_the_reader(case) -> None:
    """Each of these mistakes is one for the reader, too."""
    head = HEAD.replace("events/1", "events/2") if case == "other schema" else HEAD
    assert codes(head + MISTAKES[case])


@pytest.mark.parametrize(
    "path", [*INVALID.glob("*.yaml"), *INVALID.glob("*.json")], ids=lambda path: path.name
)
def test_invalid_files(path) -> None:
    """Every file in the collection of mistakes is refused, unless its mistakes are such that no schema sees."""
    text = path.read_bytes().decode("utf-8", "replace")
    found = codes(text, path.name)
    if found and not found <= BLIND and path.name not in UNSEEN:
        assert faults(text, path.name)


def test_every_code_is_judged() -> None:
    """The codes that a schema can't see are codes that the reader has."""
    source = "".join(path.read_text("utf-8") for path in pathlib.Path(ce.__file__).parent.rglob("*.py"))
    assert set() == {code for code in BLIND if f'"{code}"' not in source}


@pytest.mark.parametrize("cls", KINDS, ids=lambda cls: cls.section)
def test_every_field_is_known(cls) -> None:
    """Every field that a record has in the file is known to the editor, with words of explanation."""
    made = schema["definitions"][cls.section.removesuffix("s")]
    properties = made.get("properties") or made["anyOf"][1]["properties"]
    keys = {word for _, field in ce.described(cls) for word in (field.key, *field.also)}
    assert keys == properties.keys()
    assert all(part["description"] for part in properties.values())


LIMITS = {
    "latitude": (ce.Location, {"longitude": 0}),
    "longitude": (ce.Location, {"latitude": 0}),
    "accuracy_m": (ce.Location, {"latitude": 0, "longitude": 0}),
    "credibility": (ce.Claim, {"date": "2030"}),
    "ordinal": (ce.Phase, {"id": "p"}),
}


@pytest.mark.parametrize("key", LIMITS)
def test_limits_are_those_of_the_model(key) -> None:
    """The least and the most that the schema names are the model's: both are taken, what lies beyond is not."""
    cls, others = LIMITS[key]
    low, high = next((part["minimum"], part["maximum"]) for part in _parts(schema, key, "minimum"))
    assert [low, high] == [getattr(cls(**others, **{key: value}), key) for value in (low, high)]
    for beyond in (low - 1, high + 1):
        with pytest.raises(ce.FieldError, match="is not within"):
            cls(**others, **{key: beyond})


def _parts(node: object, key: str, holding: str):
    """Every schema that stands under ``key`` and holds the keyword ``holding``."""
    if isinstance(node, dict):
        if isinstance(found := node.get(key), dict) and holding in found:
            yield found
        for value in node.values():
            yield from _parts(value, key, holding)
    elif isinstance(node, list):
        for value in node:
            yield from _parts(value, key, holding)


@pytest.mark.parametrize("section", ["phases", "milestones", "counts"])
def test_stretches_stand_where_the_model_takes_them(section) -> None:
    """A stretch of days is taken for a milestone and a number alone, as in the model."""
    body = {
        "phases": "phases: {p: {end: 2030-01/2030-02}}",
        "milestones": "milestones: {m: {kind: other, when: 2030-01/2030-02}}",
        "counts": "counts: {n: {title: N, values: {number: 1, date: 2030-01/2030-02}}}",
    }[section]
    assert bool(codes(HEAD + body)) == bool(faults(HEAD + body)) == (section == "phases")


UNITS = st.one_of(
    st.sampled_from(["2030", "2031", "203X", "20XX", "00XX", "000X", "0000", "", "..", "9"]),
    st.builds(
        "{}-{}".format,
        st.sampled_from(["2030", "2032"]),
        st.sampled_from(["00", "01", "02", "12", "13", "21", "33", "41", "42", "XX"]),
    ),
    st.builds(
        "2032-{}-{}".format,
        st.sampled_from(["02", "03", "04", "XX"]),
        st.sampled_from(["00", "01", "29", "30", "31", "32", "XX"]),
    ),
)
TIMES = st.sampled_from(
    ["", "", "", "T10:00:00", "T10:00:00Z", "T24:00:00", "T10:00:00+03", "T10:00:00+03:00"]
)
MOMENTS = st.builds("{}{}{}".format, UNITS, TIMES, st.sampled_from(["", "", "?", "~", "%"]))
DATES = st.one_of(
    MOMENTS,
    st.builds("{}..{}".format, UNITS, UNITS),
    st.builds("[{}..{}]".format, UNITS, MOMENTS),
    st.builds("{}/{}".format, MOMENTS, MOMENTS),
)


def date_schema(name: str) -> jsonschema.Draft7Validator:
    """The judge of a definition alone."""
    return jsonschema.Draft7Validator({"$ref": f"#/definitions/{name}", "definitions": schema["definitions"]})


@hypothesis.given(DATES)
def test_dates_are_those_of_the_profile(text) -> None:
    """A date is taken if the profile takes it, and refused if not, but for order, precisions and leap years."""
    try:
        name = "span" if isinstance(ce.parse_date(text), ce.Span) else "date"
    except ce.DateError as error:
        blind = re.search("ends before it starts|mixes|has 2[89] days", str(error))
        assert blind or not any(date_schema(name).is_valid(text) for name in ("date", "span"))
    else:
        assert date_schema(name).is_valid(text)


SHAPES = {
    "url": (
        ce.Source,
        {"id": "s", "title": "S"},
        ["HTTPS://a.b/c", "mailto:a@b", "mailto:", "https://", "https:///x", "ftp://a", "x"],
    ),
    "country": (ce.Actor, {"id": "a", "name": "A"}, ["IQ", "iq", "IRQ", "I"]),
    "region": (ce.Base, {"id": "b", "name": "B"}, ["IQ-AN", "IQ-1", "IQ-", "IQ-ABCD", "iq-an"]),
    "language": (ce.Source, {"id": "s", "title": "S"}, ["ar", "ar-Latn", "kmr-Latn-x", "a", "ar_XX", "en-"]),
    "time": (
        ce.Claim,
        {"date": "2030-01-01"},
        ["10:00", "10:00:59Z", "24:00", "9:00", "10:00+14:00", "10:00+15:00"],
    ),
    "timezone": (
        ce.Timeline,
        {"id": "t", "title": "T", "revised": "2030-01-01"},
        ["Asia/Baghdad", "Etc/GMT+3", "America/Argentina/Buenos_Aires", "UTC", "Baghdad time", "Asia/"],
    ),
}


@pytest.mark.parametrize(
    ("key", "text"), [(key, text) for key, (_, _, texts) in SHAPES.items() for text in (*texts, "")]
)
def test_shapes_are_those_of_the_model(key, text) -> None:
    """Codes, addresses and clock times are taken if the model takes them, and refused if not."""
    cls, others, _ = SHAPES[key]
    try:
        cls(**others, **{key: text})
        taken = True
    except ce.FieldError:
        taken = False
    shape = next(part["pattern"] for part in _parts(schema, key, "pattern"))
    assert taken == bool(re.search(shape, text))


def test_a_field_without_a_schema_is_noticed() -> None:
    """Every form that a field can have has a schema."""
    from coalition_events import schema as module

    assert set(ce.Form) == set(module._MAKERS)  # noqa: SLF001 - what it is about
