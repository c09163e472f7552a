"""Findings: for each rule what surely breaks it, what may, and what does not."""

from __future__ import annotations

import re
from pathlib import Path

import attrs
import pytest

import coalition_events as ce
from coalition_events import checks
from commanding import run

HEAD = """\
schema: coalition-events/1
id: t
title: T
revised: 2030-06-01
evidence_until: 2030-05-31
sources: {wire: {title: Wire, published: 2030-05-30}}
actors:
  east: {name: East, cite: wire}
  west: {name: West, cite: wire}
  army: {name: Army, part_of: west, cite: wire}
bases:
  camp: {name: Camp, holder: east, cite: wire}
  fort: {name: Fort, cite: wire}
"""
CLAIM = "milestones: {{m: {{kind: other, title: M, cite: wire, when: {}}}}}\n"


def milestone(claim):
    """A timeline with one milestone of that claim."""
    return HEAD + CLAIM.format(claim)


def handovers(*rows):
    """A timeline with handovers of the camp: id, from, to, when."""
    lines = [
        f"  {name}: {{kind: handover, base: camp, from: {giver}, to: {taker}, when: {when}, cite: wire}}\n"
        for name, giver, taker, when in rows
    ]
    return HEAD + "milestones:\n" + "".join(lines)


def count(values, more="", members="[camp, fort]"):
    """A timeline with two bases handed over, on 1 March and within April, and a count of them."""
    return (
        handovers(("one", "east", "west", "2030-03-01"), ("back", "west", "east", "2030-03-02"))
        + "  two: {kind: handover, base: fort, from: east, to: west, when: 2030-04, cite: wire}\n"
        + f"counts: {{c: {{title: C, counted: bases, members: {members}, cite: wire, values: {values}{more}}}}}\n"
    )


def phases(end, start, more=""):
    """A timeline with two phases."""
    return HEAD + f"phases:\n  one: {{end: {end}, cite: wire}}\n  two: {{start: {start}, cite: wire}}\n{more}"


def found(text):
    """The findings of a timeline as code, level and path."""
    return [(one.code, one.level.value, one.path) for one in ce.findings(ce.parse(text))]


WHEN = "milestones.m.when[0]"
FROM = "milestones.one.from"
CASES = {
    "no-floor: none": (milestone("'[2030-01..2030-02]'"), []),
    "no-floor: a plan needs none": (milestone("{planned: ..2030-02}"), []),
    "no-floor: open": (milestone("..2030-02"), [("no-floor", "note", WHEN)]),
    "no-floor: rejected": (milestone("{date: ..2030-02, rank: rejected, note: wrong}"), []),
    "no-floor: a stretch": (milestone("../2030-02"), [("no-floor", "note", WHEN)]),
    "past-evidence: surely": (
        milestone("2030-06-02").replace("cite: wire, when", "when"),
        [("past-evidence", "error", WHEN), ("claim-without-source", "note", WHEN)],
    ),
    "past-evidence: perhaps": (milestone("'[2030-05-20..2030-06-02]'"), [("past-evidence", "note", WHEN)]),
    "past-evidence: on its last day": (milestone("2030-05-30/2030-05-31"), []),
    "past-evidence: a plan may": (milestone("{planned: 2031}"), []),
    "past-evidence: without an end": (milestone("2030-05-20.."), []),
    "past-evidence: no horizon": (
        milestone("'[2030-05-20..2030-06-02]'").replace("evidence_until: 2030-05-31\n", ""),
        [],
    ),
    "claim-without-source: none": (
        milestone("2030-01").replace("cite: wire, when", "when"),
        [("claim-without-source", "note", WHEN)],
    ),
    "claim-without-source: its own": (
        milestone("{date: 2030-01, cite: wire}").replace("cite: wire, when", "when"),
        [],
    ),
    "claim-without-source: cited for another field": (
        milestone("2030-01").replace("cite: wire, when", "cite: {title: wire}, when"),
        [("claim-without-source", "note", WHEN)],
    ),
    "claim-without-source: the second": (
        milestone("[{date: 2030-01, cite: wire}, 2030-02]").replace("cite: wire, when", "when"),
        [("claim-without-source", "note", "milestones.m.when[1]")],
    ),
    "weekday: wrong": (milestone("{date: 2030-01-15, as_written: on Monday}"), [("weekday", "error", WHEN)]),
    "weekday: right": (milestone("{date: 2030-01-15, as_written: on TUESDAY}"), []),
    "weekday: none of several": (
        milestone("{date: '[2030-01-15..2030-01-17]', as_written: late Sunday}"),
        [("weekday", "error", WHEN)],
    ),
    "weekday: one of several": (milestone("{date: '[2030-01-15..2030-01-17]', as_written: Thursday}"), []),
    "weekday: in relation": (
        milestone("{date: 2030-01-15, as_written: the day after Monday}"),
        [("weekday", "note", WHEN)],
    ),
    "weekday: two of them": (
        milestone("{date: 2030-01-15, as_written: Sunday or Monday}"),
        [("weekday", "note", WHEN)],
    ),
    "weekday: two of them, one right": (
        milestone("{date: 2030-01-15, as_written: Monday or Tuesday}"),
        [],
    ),
    "weekday: a plan": (
        milestone("{planned: 2030-01-15, as_written: this Monday}"),
        [("weekday", "error", WHEN)],
    ),
    "weekday: a week has all": (milestone("{date: '[2030-01-15..2030-01-21]', as_written: Monday}"), []),
    "weekday: open": (milestone("{planned: ..2030-01-15, as_written: by Monday}"), []),
    "weekday: never": (milestone("{date: none, as_written: not on Monday}"), []),
    "giver-holds: does": (handovers(("one", "east", "west", "2030-01")), []),
    "giver-holds: as a part": (
        handovers(("zero", "east", "army", "2030-01"), ("one", "west", "east", "2030-02")),
        [],
    ),
    "giver-holds: surely not": (
        handovers(("one", "west", "east", "2030-01")),
        [("giver-holds", "error", FROM)],
    ),
    "giver-holds: perhaps, as another part": (
        handovers(("zero", "east", "west", "2030-01"), ("one", "army", "east", "2030-02")),
        [("giver-holds", "note", FROM)],
    ),
    "giver-holds: one of two givers": (
        handovers(("one", "[{value: east}, {value: west}]", "west", "2030-01")),
        [("giver-holds", "note", FROM)],
    ),
    "giver-holds: in an order that is not known": (
        handovers(("one", "west", "army", "2030-01"), ("two", "east", "west", "2030-01")),
        [("giver-holds", "note", FROM), ("giver-holds", "note", "milestones.two.from")],
    ),
    "giver-holds: nobody speaks of a holder": (
        handovers(("one", "west", "east", "2030-01")).replace("base: camp", "base: fort"),
        [],
    ),
    "giver-holds: the leader of the holder": (
        handovers(("one", "west", "army", "2030-01")).replace(
            "east: {name: East", "east: {led_by: west, name: East"
        ),
        [("giver-holds", "note", FROM)],
    ),
    "giver-holds: led by the holder": (
        handovers(("one", "army", "west", "2030-01")).replace(
            "west: {name: West", "west: {led_by: east, name: West"
        ),
        [("giver-holds", "note", FROM)],
    ),
    "giver-holds: the leader is another one": (
        handovers(("one", "west", "army", "2030-01")).replace(
            "east: {name: East", "east: {led_by: army, name: East"
        ),
        [("giver-holds", "error", FROM)],
    ),
    "giver-holds: nobody holds it": (
        handovers(("one", "west", "east", "2030-01")).replace("holder: east", "holder: none"),
        [("giver-holds", "error", FROM)],
    ),
    "giver-holds: taken, not given": (
        handovers(("one", "west", "east", "2030-01")).replace("handover", "takeover"),
        [],
    ),
    "giver-holds: given by nobody knows whom": (handovers(("one", "unknown", "west", "2030-01")), []),
    "stated-count: too few": (
        count("{number: 1, date: 2030-05-01}"),
        [("stated-count", "error", "counts.c.values[0]")],
    ),
    "stated-count: perhaps too few": (
        count("{number: 1, date: 2030-04-10}"),
        [("stated-count", "note", "counts.c.values[0]")],
    ),
    "stated-count: enough": (count("{number: 2, date: 2030-05-01}"), []),
    "stated-count: too many is no fault": (count("{number: 9, date: 2030-05-01}"), []),
    "stated-count: before": (count("{number: 1, date: 2030-03-31}"), []),
    "stated-count: by the day on which it was said": (
        count("{number: 1, said: 2030-05-01}"),
        [("stated-count", "error", "counts.c.values[0]")],
    ),
    "stated-count: by nobody knows when": (
        count("{number: 1}")
        .replace("published: 2030-05-30", "title: Wire")
        .replace("title: Wire, title", "title"),
        [],
    ),
    "stated-count: no number": (count("{number: all, date: 2030-05-01}"), []),
    "stated-count: rejected": (count("{number: 1, date: 2030-05-01, rank: rejected, note: no}"), []),
    "stated-count: another source has enough": (
        count("[{number: 1, date: 2030-05-01}, {number: 2, date: 2030-05-01}]"),
        [("stated-count", "note", "counts.c.values[0]")],
    ),
    "stated-count: another source has too few as well": (
        count("[{number: 1, date: 2030-05-01}, {number: 0, date: 2030-05-01}]"),
        [("stated-count", "error", f"counts.c.values[{n}]") for n in (0, 1)],
    ),
    "stated-count: milestones": (
        count("{number: 1, date: 2030-05-01}", members="[one, two]"),
        [("stated-count", "error", "counts.c.values[0]")],
    ),
    "stated-count: from another": (count("{number: 1, date: 2030-05-01}", ", from: army"), []),
    "stated-count: to one of whom the receiver is a part": (
        count("{number: 1, date: 2030-05-01}", ", from: east, to: west").replace(
            "to: west, when: 2030-04", "to: army, when: 2030-04"
        ),
        [("stated-count", "error", "counts.c.values[0]")],
    ),
    "stated-count: from nobody knows whom": (
        count("{number: 1, date: 2030-05-01}", ", from: east").replace(
            "from: east, to: west, when: 2030-04", "to: west, when: 2030-04"
        ),
        [("stated-count", "note", "counts.c.values[0]")],
    ),
    "phases: meet": (phases("2030-01-31", "2030-02-01"), []),
    "phases: a gap": (phases("2030-01-31", "2030-02-03"), [("phase-gap", "note", "phases.two.start")]),
    "phases: an overlap": (
        phases("2030-02-03", "2030-02-01"),
        [("phase-overlap", "note", "phases.two.start")],
    ),
    "phases: perhaps both": (
        phases("2030-02", "2030-02"),
        [("phase-gap", "note", "phases.two.start"), ("phase-overlap", "note", "phases.two.start")],
    ),
    "phases: plans alone": (phases("{planned: 2030-01-31}", "2030-02-03"), []),
}


@pytest.mark.parametrize("name", CASES)
def test_rule(name) -> None:
    """What surely breaks a rule is an error, what may a note, at its path; all else is nothing."""
    text, expected = CASES[name]
    assert expected == found(text)


def codes():
    """Every code that the module writes out."""
    return set(re.findall(r'"([a-z]+(?:-[a-z]+)+|weekday)"', Path(checks.__file__).read_text("utf-8")))


def test_every_code_has_cases() -> None:
    """For each code there is a case that breaks its rule; a new rule is noticed here."""
    cases = [*(expected for _, expected in CASES.values()), *(expected for _, expected in AGAINST.values())]
    assert codes() == {code for expected in cases for code, _, _ in expected}
    assert 7 == len(checks.RULES)


def test_every_code_is_documented() -> None:
    """For each code the page of problems has a section, and the page of findings names those that are never errors."""
    docs = Path(__file__).parent.parent / "docs"
    listed = (docs / "reference" / "problems.md").read_text("utf-8").partition("\n## Findings\n")[2]
    assert codes() == set(re.findall("^### `(.+)`$", listed, re.MULTILINE))
    reasons = (docs / "explanation" / "findings.md").read_text("utf-8")
    cases = [*(expected for _, expected in CASES.values()), *(expected for _, expected in AGAINST.values())]
    errors = {code for expected in cases for code, level, _ in expected if level == "error"}
    assert [] == [code for code in codes() - errors if f"`{code}`" not in reasons]


def test_words() -> None:
    """Messages say what is known and what not."""
    messages = [one.message for name, (text, _) in CASES.items() for one in ce.findings(ce.parse(text))]
    for message in (
        "[..2030-02] has no first day; give one, such as the day of the plan",
        "2030-06-02 lies after 'evidence_until', 2030-05-31",
        "[2030-05-20..2030-06-02] may lie after 'evidence_until', 2030-05-31",
        "as written 'on Monday', but 2030-01-15 is a Tuesday",
        "as written 'late Sunday', but [2030-01-15..2030-01-17] holds none",
        "west hands over camp, held before by east",
        "east or west hands over camp, held before by east",
        "1 stated for 2030-05-01, but 2 of the members are surely known by then",
        "1 stated for 2030-04-10, but 2 of the members may be known by then",
        "'one' and 'two' leave a gap",
        "'one' and 'two' may leave an overlap",
    ):
        assert message in messages


def test_sorted() -> None:
    """Findings stand in the order of the records in the file, and for one record in the order of the rules."""
    text = (
        milestone("[{date: ..2030-02}, {date: 2030-01-15, as_written: Monday}]")
        + "phases:\n"
        + ("  one: {end: 2030-01-31, cite: wire}\n  two: {start: 2030-02-03, end: ..2030-04}\n")
    )
    assert [
        ("no-floor", "phases.two.end[0]"),
        ("claim-without-source", "phases.two.start[0]"),
        ("claim-without-source", "phases.two.end[0]"),
        ("phase-gap", "phases.two.start"),
        ("no-floor", "milestones.m.when[0]"),
        ("weekday", "milestones.m.when[1]"),
    ] == [(code, path) for code, _, path in found(text)]


def test_paths_lead_to_lines(capsys, tmp_path, monkeypatch) -> None:
    """Each finding's path leads to the line and column of what it is about."""
    monkeypatch.chdir(tmp_path)
    text = HEAD + (
        "milestones:\n"
        "  m:\n"
        "    kind: other\n"
        "    title: M\n"
        "    when:\n"
        "      - {date: 2030-01-15, as_written: Tuesday, cite: wire}\n"
        "      - {date: 2030-01-16,\n"
        "         as_written: Monday, cite: wire}\n"
        "    cancelled: ..2030-01\n"
    )
    Path("t.yaml").write_text(text, "utf-8")
    out = run(capsys, "validate", "t.yaml").out
    assert "t.yaml:20:9: weekday: milestones.m.when[1]: " in out
    assert "t.yaml:22:16: note: no-floor: milestones.m.cancelled[0]: " in out


@pytest.mark.parametrize("name", ce.datasets())
def test_bundled(name) -> None:
    """No bundled timeline has a finding that is an error."""
    assert [] == [one for one in ce.findings(ce.bundled(name)) if one.level is ce.Level.ERROR]


# ---------------------------------------------------------------------------------------------------- editions

OLD = (
    HEAD
    + CLAIM.format("2030-01")
    + "phases: {p: {end: {planned: 2030-04}, cite: wire}}\nstatements: {s: {text: S, cite: wire}}\n"
)
LATER = ("revised: 2030-06-01", "revised: 2030-06-02")
AGAINST = {
    "the same": ([], []),
    "moved": (
        [("when: 2030-01", "when: 2030-02")],
        [("not-revised", "error", "milestones.m")],
    ),
    "moved, and the file revised": ([("when: 2030-01", "when: 2030-02"), LATER], []),
    "moved, and the record revised": ([("when: 2030-01", "revised: 2030-06-02, when: 2030-02")], []),
    "revised to an earlier day": (
        [("title: M", "title: M, revised: 2030-05-01")],
        [("not-revised", "error", "milestones.m")],
    ),
    "head changed": ([("title: T\n", "title: U\n")], [("not-revised", "error", "revised")]),
    "head changed and revised": ([("title: T\n", "title: U\n"), LATER], []),
    "the file revised to an earlier day": (
        [("revised: 2030-06-01", "revised: 2030-05-31")],
        [("not-revised", "error", "revised")],
    ),
    "another id": ([("id: t\n", "id: u\n"), LATER], [("vanished-id", "error", "id")]),
    "gone": ([(CLAIM.format("2030-01"), ""), LATER], [("vanished-id", "error", "milestones.m")]),
    "cancelled": ([("when: 2030-01", "when: 2030-01, cancelled: 2030-05"), LATER], []),
    "renamed": ([("{m: {", "{n: {"), LATER], [("vanished-id", "error", "milestones.m")]),
    "a statement gone": (
        [("statements: {s: {text: S, cite: wire}}\n", ""), LATER],
        [("vanished-id", "note", "statements.s")],
    ),
    "an entry gone": (
        [("end: {planned: 2030-04}", "area: N"), LATER],
        [("vanished-id", "error", "phases.p")],
    ),
    "an entry denied": (
        [("end: {planned: 2030-04}", "end: none"), LATER],
        [("vanished-id", "note", "phases.p")],
    ),
    "an id of another kind": (
        [("phases: {p: {end: {planned: 2030-04}, cite: wire}}\n", ""), ("{s: {", "{p: {"), LATER],
        [("vanished-id", "error", "phases.p"), ("vanished-id", "note", "statements.s")],
    ),
    "added": ([("statements: {", "statements: {r: {text: R, cite: wire}, ")], []),
}


@pytest.mark.parametrize("name", AGAINST)
def test_against(name) -> None:
    """An edition that changes what it does not revise, or drops what others know, is told so; all else is fine."""
    edits, expected = AGAINST[name]
    text = OLD
    for before, after in edits:
        assert before in text
        text = text.replace(before, after)
    given = ce.findings_against(ce.parse(OLD), ce.parse(text))
    assert expected == [(one.code, one.level.value, one.path) for one in given]


def test_words_of_editions() -> None:
    """The message names what changed, both days, and the way out."""
    new = ce.parse(OLD.replace("when: 2030-01", "when: 2030-02, note: N"))
    (finding,) = ce.findings_against(ce.parse(OLD), new)
    message = "when, note changed since 2030-06-01, but 'revised' is 2030-06-01: write a later day"
    assert ("m", message) == (finding.record, finding.message)
    old = attrs.evolve(new, milestones=())
    (gone,) = ce.findings_against(new, attrs.evolve(old, revised="2030-07-01"))
    assert "'m' was in the edition before; keep it and say 'cancelled:'" == gone.message
