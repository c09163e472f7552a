"""``state``, ``slippage`` and ``diff``, for people and for programs."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import attrs
import pytest
from markdown_it import MarkdownIt

import coalition_events as ce
from coalition_events.cli.slippage_command import late_in_words
from commanding import run
from samples import full, hostile, small


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Work in an empty folder with the samples."""
    monkeypatch.chdir(tmp_path)
    save(full())
    save(small())
    return tmp_path


def save(timeline, name=""):
    """Write a timeline to a file and return its name."""
    path = f"{name or timeline.id}.yaml"
    Path(path).write_text(ce.to_yaml(timeline), "utf-8")
    return path


# ---------------------------------------------------------------------------------------------------- state


def test_state(capsys) -> None:
    """A base's row says who held it, how surely, why not more surely, and the claims beneath say on what that rests."""
    ended = run(capsys, "state", "2030-01-15", "small.yaml")
    assert (0, "") == (ended.code, ended.err)
    assert ended.out.startswith(
        "A small mission: the state on 15 January 2030\n\n"
        "base  certainty  because  held by\n"
        "camp  certainly           west\n"
        "    rests on camp-handover: 15 January 2030 [report], to west, from east\n"
    )


@pytest.mark.parametrize("day", ["2025-12-01", "2026-01-17", "2026-01-18", "2026-09-30", "2026-11-22"])
def test_state_of_iraq(capsys, day) -> None:
    """On each of five days every answer has a certainty and its claims, and none says that phase two ended."""
    data = json.loads(run(capsys, "state", day, "--json").out)
    answers = [
        answer
        for part in ("bases", "phases", "agreements", "provisions", "due")
        for answer in data[part].values()
    ]
    assert all({"certainty", "because", "best", "claims"} <= set(answer) for answer in answers)
    assert "over" != data["phases"]["phase-2"]["best"]
    certain = [answer for answer in answers if answer["certainty"] != "possibly"]
    assert bool(certain) == (day <= "2026-03-24")
    text = run(capsys, "state", day).out
    assert ("after it nothing is certain" in text) == (day > "2026-03-24")
    assert re.search(r"^phase-2 +(certainly|possibly|not) ", text, re.MULTILINE)


def test_state_in_words(capsys) -> None:
    """The text has a table for each part: parts of bases, presence, phases, agreements, provisions, what is due."""
    out = run(capsys, "state", "2030-06-15", "full.yaml").out
    assert "hall (part of field)  certainly           none\n    rests on no claim\n" in out
    assert re.search(r"^somewhere +possibly +unknown +unknown$", out, re.MULTILINE)
    assert re.search(r"^phase-1 +not +over$", out, re.MULTILINE)
    assert re.search(r"^agreement +certainty +because +was$", out, re.MULTILINE)
    assert re.search(r"^guests +possibly +imprecise +unknown$", out, re.MULTILINE)
    due = run(capsys, "state", "2031-10-15", "full.yaml").out
    assert re.search(r"^phase-2\.end +possibly +horizon +overdue, planned September 2031$", due, re.MULTILINE)
    assert "    rests on end: planned September 2031 [copy]\n" in due


def test_state_between_two_holders(capsys) -> None:
    """Where several may have held a base, all are named beside the best guess."""
    base = ce.Base(id="camp", name="Camp", holder=(east := ce.Actor(id="east", name="East")))
    west = ce.Actor(id="west", name="West")
    handover = ce.Milestone(id="h", kind="handover", bases=base, from_=east, to=west, when="2030-01")
    away = ce.Milestone(id="a", kind="departure", from_=east, when="2030-01-05")
    denied = ce.Milestone(id="d", kind="deadline", when=ce.Claim(date="none"))
    save(
        ce.Timeline(
            id="t",
            title="T",
            revised="2030-02-01",
            actors=[east, west],
            bases=[base],
            milestones=[handover, away, denied],
        )
    )
    out = run(capsys, "state", "2030-01-15", "t.yaml").out
    assert re.search(r"^camp +possibly +imprecise +east, or west$", out, re.MULTILINE)
    assert re.search(r"^east \(no base named\) +not +absent$", out, re.MULTILINE)
    assert "    rests on first holder: east; h: January 2030, to west, from east\n" in out


def test_state_says_where_each_claim_stands(capsys) -> None:
    """Beneath an answer each claim stands behind its milestone or field, with what it says: so much, never, unknown."""
    paper = ce.Source(id="paper", title="P", published="2030-03-01")
    east, west = ce.Actor(id="east", name="East"), ce.Actor(id="west", name="West")
    camp = ce.Base(id="camp", name="Camp", holder=[ce.Value(value=east, cites=paper), ce.Value(value=west)])
    nobody_known = ce.Value(value=ce.Absence.UNKNOWN)
    denied = [ce.Claim(date="2030-01", cites=paper), ce.Claim(date="none")]
    over = ce.Milestone(id="over", kind="handover", bases=camp, from_=east, to=nobody_known, when=denied)
    back = ce.Milestone(id="back", kind="takeover", bases=camp, to=east, when=ce.Claim(date="unknown"))
    dinner = ce.Claim(date="2030-01-10", basis="planned", cites=paper)
    off = ce.Milestone(id="dinner", kind="other", title="D", when=dinner, cancelled="2030-01")
    pact = ce.Agreement(id="pact", signed="2029", in_force="2030-01-01", ends="2030-02..")
    lasting = ce.Agreement(id="lasting", signed="2029", ends=ce.Claim(date="none", cites=paper))
    save(
        ce.Timeline(
            id="t",
            title="T",
            revised="2030-04-01",
            sources=[paper],
            actors=[east, west],
            bases=[camp],
            agreements=[pact, lasting],
            milestones=[over, back, off],
        )
    )
    out = " ".join(run(capsys, "state", "2030-01-20", "t.yaml").out.split())
    for words in (
        "rests on first holder: east [paper], west; over: January 2030 [paper], did not happen, to unknown, from ",
        "; back: on a day that nobody knows, to east",
        "rests on in force: 1 January 2030; ends: February 2030 or later",
        "rests on signed: 2029; ends: never [paper]",
        "rests on planned 10 January 2030 [paper], called off January 2030",
    ):
        assert words in out


def test_state_known_by_says_where_each_claim_stands(capsys) -> None:
    """A claim of which a replay hides a source is found again; one that may stand in two places stands in none."""
    early, late = (
        ce.Source(id=name, title=name, published=day)
        for name, day in (("early", "2030-02-01"), ("late", "2030-08-01"))
    )
    east, west = ce.Actor(id="east", name="East"), ce.Actor(id="west", name="West")
    camp = ce.Base(id="camp", name="Camp", holder=ce.Value(value=east, cites=early))
    hill = ce.Base(id="hill", name="Hill", holder=ce.Value(value=east, cites=[early, late]))

    def over(name, base, when):
        """A handover to West that two sources tell."""
        return ce.Milestone(
            id=name,
            kind="handover",
            bases=base,
            from_=east,
            to=ce.Value(value=west, cites=[early, late]),
            when=ce.Claim(date=when, cites=[early, late]),
        )

    def rests(*milestones):
        """What the answers about both bases rest on, as far as it was known in June."""
        records = {"sources": [early, late], "actors": [east, west], "bases": [camp, hill]}
        save(ce.Timeline(id="t", title="T", revised="2030-09-01", milestones=milestones, **records))
        out = " ".join(run(capsys, "state", "2030-01-20", "t.yaml", "--known-by", "2030-06-01").out.split())
        return [part.partition(" hill ")[0] for part in out.split("rests on ")[1:3]]

    told = rests(over("one", camp, "2030-01-10"), over("two", hill, "2030-01-12"))
    assert told[0].startswith("one: 10 January 2030 [early], to west [early]")
    assert told[1].startswith("two: 12 January 2030 [early], to west [early]")
    told = rests(over("one", camp, "2030-01-10"), over("two", hill, "2030-01-10"))
    assert told[0].startswith("10 January 2030 [early], west [early]")


def test_state_known_by(capsys) -> None:
    """``--known-by`` uses no later source, says so, and lists what it had to leave out."""
    data = json.loads(run(capsys, "state", "2026-01-17", "--known-by", "2025-12-31", "--json").out)
    assert ("2026-01-17", "2025-12-31") == (data["on"], data["known_by"])
    timeline = ce.bundled("iraq")
    cited = {
        source
        for part in ("bases", "phases", "agreements", "provisions", "due")
        for answer in data[part].values()
        for claim in answer["claims"]
        for source in claim.get("cite", ())
    }
    assert cited
    assert all(timeline[source].published_by <= dt.date(2025, 12, 31) for source in cited)
    out = run(capsys, "state", "2030-06-15", "full.yaml", "--known-by", "2030-06-20").out
    assert "\nas far as it was known by 20 June 2030\n" in out
    assert "\nLeft out, since nothing says when it was known: " in out


def test_state_as_json(capsys) -> None:
    """``--json`` has the keys that the documentation names, each part keyed by id."""
    data = json.loads(run(capsys, "state", "2030-06-15", "full.yaml", "--json").out)
    parts = {"bases", "phases", "agreements", "provisions", "due"}
    assert parts | {"on", "known_by", "horizon", "elsewhere", "left_out"} == set(data)
    assert {base.id for base in full().bases} == set(data["bases"])
    base = data["bases"]["field"]
    assert {"certainty", "because", "best", "claims", "holders", "present", "parts"} == set(base)
    assert ["hall"] == base["parts"]
    assert {"certainty", "because", "best", "claims"} == set(base["holders"]["army"])
    later = json.loads(run(capsys, "state", "2031-10-15", "full.yaml", "--json").out)["due"]["phase-2.end"]
    assert (True, "2031-09") == (later["overdue"], later["planned"]["date"])


def test_state_of_plans_alone(capsys) -> None:
    """Without its actual claims and holders the Iraq timeline is certain of no base, phase, agreement or provision."""
    plain = ce.to_plain(ce.bundled("iraq"))
    for section in ("bases", "agreements", "phases", "provisions", "milestones"):
        for record in plain[section].values():
            for key, value in list(record.items()):
                if key == "holder":
                    del record[key]
                elif isinstance(value, list) and value and isinstance(value[0], dict) and "date" in value[0]:
                    record[key] = [claim for claim in value if claim.get("basis") in {"planned", "expected"}]
                    if not record[key]:
                        del record[key]
    Path("plans.json").write_text(json.dumps(plain), "utf-8")
    data = json.loads(run(capsys, "state", "2026-03-01", "plans.json", "--json").out)
    for part in ("bases", "phases", "agreements", "provisions"):
        assert [] == [key for key, answer in data[part].items() if answer["certainty"] == "certainly"]


@pytest.mark.parametrize(
    "arguments", [("tomorrow",), ("2026-13-01",), ("2026-W01-1",), ("2026-01-01", "iraq", "--known-by", "x")]
)
def test_state_of_no_day(capsys, arguments) -> None:
    """What is not a day is exit code 2."""
    assert 2 == run(capsys, "state", *arguments).code


# ---------------------------------------------------------------------------------------------------- slippage


def test_slippage_of_iraq(capsys) -> None:
    """Phase one: planned by the end of September 2025, known by 18 January 2026, late by at most 110 days."""
    out = " ".join(run(capsys, "slippage").out.split())
    assert (
        "phase-1.end by the end of September 2025 by 18 January 2026 late by at most 110 days, no lower bound"
    ) in out
    rows = json.loads(run(capsys, "slippage", "--json").out)
    assert {"event", "plan", "actual", "shift", "late", "outside", "first", "newest"} == set(rows[0])
    assert [None, 110] in [row["late"] for row in rows if row["event"] == "phase-1.end"]


def test_slippage(capsys) -> None:
    """Each plan of an event has a row with how late it was; of several the first and the newest are marked."""
    out = run(capsys, "slippage", "full.yaml").out
    assert re.search(
        r"^handover +December 2029 \(first plan\) +12 April 2030 +late by 102 days$", out, re.MULTILINE
    )
    assert re.search(r"^handover +March 2030 \(newest plan\) .* late by 12 days$", out, re.MULTILINE)
    assert re.search(r"^phase-2\.end +September 2031 +not known", out, re.MULTILINE)
    rows = json.loads(run(capsys, "slippage", "full.yaml", "--json").out)
    assert len(rows) == len(ce.slippage(full()))
    outstanding = next(row for row in rows if row["event"] == "phase-2.end")
    assert (None, True, True) == (outstanding["actual"], outstanding["first"], outstanding["newest"])


def test_slippage_of_nothing(capsys) -> None:
    """A timeline without plans says so."""
    assert "nothing was planned\n" == run(capsys, "slippage", "small.yaml").out
    assert [] == json.loads(run(capsys, "slippage", "small.yaml", "--json").out)


@pytest.mark.parametrize(
    ("plan", "actual", "until", "words"),
    [
        ("2030-01", "2030-01-31", None, "on the last day"),
        ("2030-01", "2030-02-01", None, "late by 1 day"),
        ("2030-01", "2030-01-29", None, "2 days before the last day"),
        ("2030-01", "2030-01", None, "on time"),
        ("2030-01", "2030-02", None, "late by at most 28 days, at least 1 day"),
        ("2030-02", "[2030-02-20..2030-03-05]", None, "late by at most 5 days, perhaps on time"),
        ("2030-01", "..2030-02-10", None, "late by at most 10 days, no lower bound"),
        ("2030-01", "2030-02-10..", None, "late by at least 10 days"),
        ("2030-01", "2030-01-10..", None, "not known"),
        ("2030-01..", "2030-02", None, "no last day to miss"),
        ("2030-01", None, "2030-02-09", "late by at least 10 days, if at all"),
        ("2030-01", None, "2030-01-09", "still open"),
        ("2030-01", None, None, "not known"),
        ("2030-01", "none", None, "it did not happen"),
    ],
)
def test_late_in_words(plan, actual, until, words) -> None:
    """How late something was is said without more than is known."""
    claims = [ce.Claim(date=plan, basis="planned"), *([ce.Claim(date=actual)] if actual else [])]
    milestone = ce.Milestone(id="m", kind="other", title="M", when=claims)
    timeline = ce.Timeline(
        id="t", title="T", revised="2030-01-01", evidence_until=until, milestones=[milestone]
    )
    (slip,) = ce.slippage(timeline)
    assert words == late_in_words(slip)


# ---------------------------------------------------------------------------------------------------- diff


def test_no_differences(capsys) -> None:
    """Equal timelines, in whatever form, are exit code 0 and say that there is no difference."""
    Path("full.json").write_bytes(ce.export(full(), "json").data)
    ended = run(capsys, "diff", "full.yaml", "full.json")
    assert (0, "no differences\n") == (ended.code, ended.out)
    data = json.loads(run(capsys, "diff", "iraq", "iraq", "--json").out)
    assert {"head": [], "records": [], "order": {}} == data
    assert run(capsys, "diff", "iraq", "iraq", "--format", "md").out.endswith("\nNothing.\n")


def changed():
    """The full sample with something changed everywhere."""
    plain = json.loads(json.dumps(ce.to_plain(full())))
    plain["title"], plain["revised"] = "Renamed", "2030-08-01"
    plain["x-new"] = [1]
    milestones = plain["milestones"]
    milestones["handover"]["when"][2]["date"] = "2030-04-14"
    del milestones["handover"]["when"][2]["time"]
    milestones["handover"]["when"][3]["note"] = "A reading."
    milestones["parade"]["summary"] = "Called off."
    del milestones["forecast"]
    milestones["new"] = {"kind": "other", "title": "A new one", "when": [{"date": "2030-05"}]}
    plain["counts"]["several"]["values"][0]["number"] = "5"
    plain["bases"]["south"]["location"][0]["value"]["latitude"] = -33.2
    plain["bases"]["south"]["candidates"] = "none"
    plain["phases"]["phase-1"]["start"] = [{"date": "unknown"}]
    plain["statements"] = dict(reversed(plain["statements"].items()))
    plain["bases"]["field"]["cite"] = {"name": ["wire"], "kind": ["book", "copy"]}
    plain["agreements"]["pact"]["parties"] = ["west", "east"]
    return ce.parse(json.dumps(plain))


def test_differences(capsys) -> None:
    """The text says of each record what was added, removed or changed, and of claims which went and which came."""
    ended = run(capsys, "diff", "full.yaml", save(changed(), "new"))
    assert 1 == ended.code
    lines = ended.out.splitlines()
    assert [
        "changed timeline:",
        " title: The Union's mission -> Renamed",
        " revised: 2030-07-02 -> 2030-08-01",
        " x-new: + 1",
    ] == [re.sub("^ +", " ", line) for line in lines[:4]]
    for line in (
        "changed milestones.handover: handover of North Field",
        "    when: - 12 April 2030 (preferred) (time 21:30+03:00, by west, credibility 2) [wire]",
        "    when: + 14 April 2030 (preferred) (by west, credibility 2) [wire]",
        "    when: + between 13 and 15 April 2030 (credibility 5, note A reading.) [copy]",
        "    summary: nothing -> Called off.",
        f"removed milestones.forecast: {full()['forecast'].label}",
        "added milestones.new: A new one",
        "    values: - 4..5 as of 1 May 2030 [wire]",
        "    values: + 5 as of 1 May 2030 [wire]",
        "    location: - latitude -33.1, longitude -77.05",
        "    candidates: nothing -> none",
        "    cite: name wire, kind wire, book -> name wire, kind book, copy",
        "    start: + unknown",
        "    parties: in another order",
        "reordered statements",
    ):
        assert line.lower() in [one.lower() for one in lines]


def test_differences_as_json(capsys) -> None:
    """``--json`` has the changes of the head, of records field by field, and of order, in the form of the file."""
    data = json.loads(run(capsys, "diff", "full.yaml", save(changed(), "new"), "--json").out)
    assert {"head", "records", "order"} == set(data)
    assert {"field": "title", "old": "The Union's mission", "new": "Renamed"} in data["head"]
    assert {"field": "x-new", "old": None, "new": [1]} in data["head"]
    assert {"statements": ["calm", "threat"]} == data["order"]
    records = {row["id"]: row for row in data["records"]}
    assert {"id", "section", "kind", "fields"} == set(records["parade"])
    assert ("added", "removed", "changed") == tuple(records[i]["kind"] for i in ("new", "forecast", "parade"))
    assert [{"field": "summary", "old": None, "new": "Called off."}] == records["parade"]["fields"]


def test_changelog(capsys) -> None:
    """``--format md`` is a changelog: what is new and when, what was and is now, what is gone, the timeline itself."""
    ended = run(capsys, "diff", "full.yaml", save(changed(), "new"), "--format", "md")
    assert 1 == ended.code
    assert ["# Renamed: what changed", "## New", "## Changed", "## Removed", "## The timeline itself"] == [
        line for line in ended.out.splitlines() if line.startswith("#")
    ]
    assert "\nFrom the edition of 2 July 2030 to that of 1 August 2030.\n" in ended.out
    assert "\n- **A new one** (milestone): May 2030\n" in ended.out
    assert "\n- the statements stand in another order\n" in ended.out
    assert "revised" not in ended.out
    html = MarkdownIt().render(ended.out)
    assert html.count("<h2>") == 4
    for line in (
        "<li>title: was “The Union's mission”, now “Renamed”</li>",
        "<li>x-new: now “1”</li>",
        "<li>summary: now “Called off.”</li>",
        "<li>values: was “4..5 as of 1 May 2030 [Wire report]”, now “5 as of 1 May 2030 [Wire report]”</li>",
        "<li>parties: in another order</li>",
    ):
        assert line in html


def test_changelog_names_records(capsys) -> None:
    """A changelog says names, not ids: of who signs, receives, says so; and what happened before its sources."""
    paper = ce.Source(id="paper", title="The paper")
    east, west = ce.Actor(id="east", name="East"), ce.Actor(id="west", name="West")
    camp = ce.Base(id="camp", name="Camp One")
    old = ce.Timeline(
        id="t",
        title="T",
        revised="2030-01-01",
        actors=[east, west],
        bases=[camp],
        agreements=[ce.Agreement(id="pact", parties=[east, west])],
        phases=[ce.Phase(id="stage", ordinal=1, start=[ce.Claim(date="2030-01"), ce.Claim(date="2030-02")])],
    )
    said = ce.Value(value=west, cites=paper, by=east)
    over = ce.Milestone(id="over", kind="handover", bases=camp, to=said, when="2030-03-01")
    new = attrs.evolve(
        old,
        sources=[paper],
        agreements=[ce.Agreement(id="pact", parties=[east], ends="2031")],
        phases=[
            ce.Phase(id="stage", ordinal=1, start=ce.Claim(date="2030-03")),
            ce.Phase(id="later", ordinal=2, title="Later", start="2030-05", end=ce.Absence.UNKNOWN),
        ],
        milestones=[over],
    )
    there = run(capsys, "diff", save(old, "old"), save(new, "new"), "--format", "md").out.splitlines()
    assert [
        "- **Later** (phase): start May 2030, end date unknown",
        "- **Handover of Camp One** (milestone): 1 March 2030",
        "- **The paper** (source)",
    ] == [line for line in there if line.startswith("- ")][:3]
    assert "  - parties: no longer “West”" in there
    assert "  - ends: now “2031”" in there
    assert "  - start: no longer “January 2030”, no longer “February 2030”, now also “March 2030”" in there
    third = attrs.evolve(new, milestones=[attrs.evolve(over, to=west)])
    again = run(capsys, "diff", "new.yaml", save(third, "third"), "--format", "md").out
    assert "  - to: was “West (by East) \\[The paper\\]”, now “West”\n" in again


def test_changelog_of_hostile_texts(capsys) -> None:
    """No text of a file becomes markup in the changelog."""
    new = attrs.evolve(hostile(), bases=(), milestones=(), title="<b>x</b>", summary="")
    ended = run(capsys, "diff", save(hostile()), save(new, "new"), "--format", "md")
    html = MarkdownIt().render(ended.out)
    assert {"h1", "h2", "p", "ul", "li", "strong"} == set(re.findall("<([a-z0-9]+)", html))
    back = run(capsys, "diff", "new.yaml", "hostile.yaml", "--format", "md").out
    assert {"h1", "h2", "p", "ul", "li", "strong"} == set(
        re.findall("<([a-z0-9]+)", MarkdownIt().render(back))
    )


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("-", "-"), 2),
        (("full.yaml", "full.yaml", "--json", "--format", "md"), 2),
        (("full.yaml",), 2),
        (("full.yaml", "missing.yaml"), 3),
    ],
    ids=str,
)
def test_diff_usage(capsys, arguments, code) -> None:
    """What can't be compared ends with the code of its reason, never with that of differences."""
    assert code == run(capsys, "diff", *arguments).code
