from __future__ import annotations

import datetime as dt
import json
import math
import pathlib

import attrs
import pytest

import coalition_events as ce

VECTORS = json.loads((pathlib.Path(__file__).parent / "data" / "date-vectors.json").read_text("utf-8"))
WORKED = {work["id"]: work for work in VECTORS["worked"]}
PARTIES = [ce.Actor(id=name, name=name.title()) for name in ("coalition", "federal", "regional")]
ACTORS = {actor.id: actor for actor in PARTIES}


def timeline_of(sites, known_through=None):
    """A timeline with a base for each site of the vectors, and a handover for each of its transfers."""
    bases = [
        ce.Base(id=f"site-{name.lower()}", name=name, holder=ACTORS.get(site.get("initial")) or ())
        for name, site in sites.items()
    ]
    handovers = [
        ce.Milestone(
            id=f"{base.id}-{number}",
            kind="handover",
            bases=base,
            from_=ACTORS.get(transfer["from"]) or (),
            to=ACTORS[transfer["to"]],
            when=transfer["date"],
        )
        for base, site in zip(bases, sites.values(), strict=True)
        for number, transfer in enumerate(site["transfers"])
    ]
    return ce.Timeline(
        id="vectors",
        title="Test vectors",
        revised="2026-11-22",
        evidence_until=known_through,
        actors=PARTIES,
        bases=bases,
        milestones=handovers,
    )


def cases(operation):
    """The cases of an operation, each with a name."""
    return [
        pytest.param(case, id=f"{work['id']}-{number}")
        for work in WORKED.values()
        if work["op"] == operation
        for number, case in enumerate(work["cases"], 1)
    ]


@pytest.mark.parametrize("case", cases("held_by"))
def test_held_by(case):
    """Whether a party held a base on a day is what the vectors say, with their margins and their horizon."""
    timeline = timeline_of({"a": case}, case.get("known_through"))
    day, margins = dt.date.fromisoformat(case["day"]), case.get("margins", {})
    answer = ce.held_by(timeline, "site-a", case["party"], day, margins=margins)
    assert case["answer"] == answer.certainty.value
    listed = {
        held.actor.id: held.answer
        for held in ce.state(timeline, day, margins=margins).bases["site-a"].holders
    }
    assert listed.get(case["party"], answer).certainty is answer.certainty


@pytest.mark.parametrize("case", cases("holders"))
def test_holders(case):
    """Those who may have held a base on a day are just those of the vectors."""
    timeline, day = timeline_of({"a": case}), dt.date.fromisoformat(case["day"])
    base = ce.state(timeline, day).bases["site-a"]
    assert set(case["answer"]) == {held.actor.id for held in base.holders}
    held = {name: ce.held_by(timeline, "site-a", name, day).certainty for name in ACTORS}
    assert set(case["answer"]) == {name for name, answer in held.items() if answer is not ce.Certainty.NOT}


def test_count():
    """The sites that a party held number those it certainly held up to those it possibly held."""
    case = WORKED[13]["count"]
    timeline, day = timeline_of(case["sites"]), dt.date.fromisoformat(case["day"])
    answers = [
        ce.held_by(timeline, base.id, case["party"], day, margins=case["margins"]).certainty
        for base in timeline.bases
    ]
    surely, most = answers.count(ce.Certainty.CERTAINLY), len(answers) - answers.count(ce.Certainty.NOT)
    assert case["answer"] == [surely, most]
    handed = ce.tally(timeline, "handover", from_=case["party"], by=day, margins=case["margins"])
    assert (len(answers) - most, len(answers) - surely) == (handed.certain, handed.at_most)


def phases_of(case):
    """A timeline of two phases, each with the two ends of a span of the vectors."""
    made = []
    for number, name in enumerate(("a", "b"), 1):
        start, _, end = case[name].partition("/")
        made.append(ce.Phase(id=name, ordinal=number, start=start, end="none" if end == ".." else end))
    return attrs.evolve(timeline_of({}), phases=made)


def found(timeline, code):
    """How surely a rule is broken by what the findings say."""
    levels = {finding.level for finding in ce.findings(timeline) if finding.code == code}
    return "certainly" if ce.Level.ERROR in levels else "possibly" if levels else "not"


@pytest.mark.parametrize("case", cases("breaks"))
def test_breaks(case):
    """A rule is broken as surely as the vectors say, by the findings or by the comparisons that are public."""
    rule, expected = case["rule"], case["answer"]
    if rule == "event not before phase start":
        answer = ce.before(ce.parse_date(case["event"]), ce.parse_date(case["start"])).value
    elif rule == "giver holds":
        answer = found(timeline_of({"a": case}), "giver-holds")
        if (
            "initial" in case and case["initial"] is None
        ):  # where nothing is said of a holder the findings keep silent
            assert answer == "not"
            giver = case["transfers"][0]["from"]
            answer = (
                ~ce.held_by(timeline_of({"a": case}), "site-a", giver, dt.date(2025, 7, 31)).certainty
            ).value
    elif rule == "transfers in order":
        periods = ce.control(timeline_of({"a": case}), "site-a")
        listed = [f"site-a-{number}" for number in range(len(case["transfers"]))]
        answer = "not" if listed == [period.milestone.id for period in periods[1:]] else "certainly"
    else:
        one, other = ce.parse_date(case["a"]), ce.parse_date(case["b"])
        code = {"phases overlap": "phase-overlap", "phases leave a gap": "phase-gap"}[rule]
        assert (found(phases_of(case), code) == "not") is (expected == "not")
        least, most = ce.gap(one, other)
        sign = -1 if code == "phase-overlap" else 1
        least, most = sorted((sign * least, sign * most))
        answer = "certainly" if least > 0 else "possibly" if most > 0 else "not"
    assert expected == answer


@pytest.mark.parametrize("case", cases("slip"))
def test_slip(case):
    """Slippage is what the vectors say; what had not happened by a day counts from the day after it."""
    open_ended = case["actual"].endswith("..]")
    until = dt.date.fromisoformat(case["actual"][1:11]) - dt.timedelta(days=1) if open_ended else None
    plan = ce.Claim(date=case["planned"], basis="planned")
    phase = ce.Phase(
        id="phase", ordinal=1, end=[plan] if open_ended else [plan, ce.Claim(date=case["actual"])]
    )
    timeline = attrs.evolve(timeline_of({}, until), phases=[phase])
    (slip,) = ce.slippage(timeline)
    late = case["answer"]["late"]
    assert (tuple(case["answer"]["shift"]), tuple(late) if late else None) == (slip.shift, slip.late)


def test_margins():
    """A margin widens a marked date by its precision, twice for both marks, at both ends of a span; no other date."""
    day = dt.date(2026, 1, 17)

    def since(text, margins):
        site = {"initial": "coalition", "transfers": [{"date": text, "from": "coalition", "to": "federal"}]}
        bounds = ce.control(timeline_of({"a": site}), "site-a", margins=margins)[1].since
        return tuple(bound - day.toordinal() if math.isfinite(bound) else bound for bound in bounds)

    assert since("2026-01-17~", {"day": 7}) == (-7, 7)
    assert since("2026-01-17?", {"day": 7}) == (-7, 7)
    assert since("2026-01-17%", {"day": 7}) == (-14, 14)
    assert since("2026-01-17", {"day": 7}) == (0, 0)
    assert since("2026-01-17~", {"month": 7}) == (0, 0)
    assert since("2026-01-17~", {}) == (0, 0)
    assert since("2026-01~", {"month": 3}) == (-19, 17)
    assert since("2026-01-17~/2026-01-19", {"day": 2}) == (-2, 2)
    assert since("2026-01-17~/..", {"day": 2}) == (-2, math.inf)
    assert since("[..2026-01-17]", {"day": 2}) == (-math.inf, 0)


def test_margins_end_disputes():
    """Two marked dates that a margin brings together are no conflict any more; a denial stays one."""
    both = [ce.Claim(date="2026-01-17~"), ce.Claim(date="2026-01-20")]
    phase = ce.Phase(id="phase", ordinal=1, start=both)
    denied = ce.Phase(id="denied", ordinal=2, start=[*both, ce.Claim(date="none")])
    ends = ce.Phase(id="ends", ordinal=3, start="2026-01-01", end="2026-01-25~")
    pact = ce.Agreement(id="pact", signed="2026-01-18~")
    timeline = attrs.evolve(timeline_of({}), phases=[phase, denied, ends], agreements=[pact])
    state = ce.state(timeline, dt.date(2026, 1, 19))
    assert [answer.because for answer in state.phases.values()] == [
        ce.Because.CONFLICT,
        ce.Because.CONFLICT,
        None,
    ]
    state = ce.state(timeline, dt.date(2026, 1, 20), margins={"day": 3})
    assert [answer.because for answer in state.phases.values()] == [None, ce.Because.CONFLICT, None]
    assert state.agreements["pact"].because is ce.Because.IMPRECISE
    state = ce.state(timeline, dt.date(2026, 1, 23), margins={"day": 3})
    assert state.phases["ends"].because is ce.Because.IMPRECISE


def test_margins_at_the_ends_of_the_calendar():
    """A margin that leads out of the calendar leaves the date open on that side."""
    site = {"initial": "coalition", "transfers": [{"date": "0001-01-02~", "from": None, "to": "federal"}]}
    period = ce.control(timeline_of({"a": site}), "site-a", margins={"day": 1})[1]
    assert period.since == (1, 3)
    period = ce.control(timeline_of({"a": site}), "site-a", margins={"day": 2})[1]
    assert period.since == (-math.inf, 4)
    site["transfers"][0]["date"] = "9999-12-30~"
    period = ce.control(timeline_of({"a": site}), "site-a", margins={"day": 1})[1]
    assert period.since == (dt.date.max.toordinal() - 2, dt.date.max.toordinal())
    period = ce.control(timeline_of({"a": site}), "site-a", margins={"day": 2})[1]
    assert period.since == (dt.date.max.toordinal() - 3, math.inf)
