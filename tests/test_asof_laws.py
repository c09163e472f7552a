from __future__ import annotations

import datetime as dt
import itertools
import json
import math
import os

import attrs
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

import coalition_events as ce
import samples
import strategies
import worlds
from coalition_events.asof.known import View

CERTAINLY, POSSIBLY, NOT = ce.Certainty.CERTAINLY, ce.Certainty.POSSIBLY, ce.Certainty.NOT
settings.register_profile(
    "asof", derandomize=True, max_examples=150, deadline=None, suppress_health_check=[*HealthCheck]
)
settings.register_profile("thorough", settings.get_profile("asof"), derandomize=False, max_examples=1000)
settings.register_profile(
    "asof-quick", settings.get_profile("asof"), max_examples=int(os.environ.get("ASOF_EXAMPLES", "40"))
)
PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "asof")
CAREFUL = settings.get_profile(PROFILE if PROFILE in {"thorough", "asof-quick"} else "asof")
PARTS = ("bases", "phases", "agreements", "provisions")


def as_holder(holder):
    """A holder as the worlds write it, an actor by its id."""
    if holder.actor is not None:
        return ("actor", holder.actor.id)
    return ("nobody", None) if holder.nobody else ("unknown", holder.besides)


def bounds(points):
    """The bounds of some points as day numbers, infinite outside the window."""
    low, high = min(points), max(points)
    numbers = [worlds.day(point).toordinal() for point in (low, high)]
    return (
        -math.inf if low == worlds.BEFORE else math.inf if low >= worlds.AFTER else numbers[0],
        -math.inf if high == worlds.BEFORE else math.inf if high >= worlds.AFTER else numbers[1],
    )


# ---------------------------------------------------------------------------------------------------- brute force


@CAREFUL
@given(worlds.timelines(bases=1))
def test_control_is_exact(timeline):
    """On every day, every actor holds a base certainly just if it does in all worlds, and not just if in none."""
    for base in timeline.bases:
        chain = worlds.Chain(timeline, base)
        for at in worlds.WINDOW:
            expected = {actor.id: chain.held(actor, at) for actor in timeline.actors}
            found = {
                actor.id: ce.held_by(timeline, base.id, actor.id, worlds.day(at)).certainty
                for actor in timeline.actors
            }
            assert expected == found, (base.id, at)


@CAREFUL
@given(worlds.timelines(parted=True))
def test_control_of_parts_is_exact(timeline):
    """The same of a part of a base, which what happens to the whole may change or leave as it is."""
    part = timeline.bases[-1]
    chain = worlds.Chain(timeline, part)
    for at in worlds.WINDOW:
        expected = {actor.id: chain.held(actor, at) for actor in timeline.actors}
        found = {
            actor.id: ce.held_by(timeline, part.id, actor.id, worlds.day(at)).certainty
            for actor in timeline.actors
        }
        assert expected == found, at


@CAREFUL
@given(worlds.timelines())
def test_state_of_bases_is_exact(timeline):
    """A base's state lists every actor that may be named as its holder, each with the answer of all worlds."""
    chains = {base.id: worlds.Chain(timeline, base) for base in timeline.bases}
    for at in worlds.WINDOW:
        state = ce.state(timeline, worlds.day(at))
        for base_id, chain in chains.items():
            holders = chain.holders(at)
            answers = {actor.id: chain.held(actor, at) for actor in timeline.actors}
            listed = {held.actor.id: held.answer.certainty for held in state.bases[base_id].holders}
            assert {key: answers[key] for key in listed} == listed
            named = {
                whole.id for kind, who in holders if kind == "actor" for whole in chain.actors[who].lineage
            }
            assert named <= listed.keys()
            assert CERTAINLY not in {answers[key] for key in answers.keys() - listed.keys()}
            surely = CERTAINLY in answers.values() or holders == {("nobody", None)}
            assert (CERTAINLY if surely else POSSIBLY) is state.bases[base_id].certainty
            best = state.bases[base_id].best
            assert best in {"none", "unknown"} or answers[best] is (CERTAINLY if surely else POSSIBLY)


@CAREFUL
@given(worlds.timelines(bases=1))
def test_periods_are_exact(timeline):
    """Each period of control has the holders and the bounds of all worlds, and no change that counts is missing."""
    for base in timeline.bases:
        chain = worlds.Chain(timeline, base)
        expected = {
            milestone: (holders, bounds(since), bounds(until))
            for milestone, (holders, since, until) in chain.periods().items()
        }
        loose = {milestone.id for milestone in chain.loose}
        found = {
            period.milestone.id if period.milestone else None: (
                {as_holder(holder) for holder in period.holders},
                period.since,
                period.until,
            )
            for period in ce.control(timeline, base.id)
            if period.milestone is None or period.milestone.id not in loose
        }
        assert expected == found


@CAREFUL
@given(worlds.timelines())
def test_stretches_are_exact(timeline):
    """Phases, agreements and provisions run certainly just if they do in all worlds, and not just if in none."""
    for at in worlds.WINDOW:
        state = ce.state(timeline, worlds.day(at))
        found = {key: answer.certainty for part in PARTS[1:] for key, answer in getattr(state, part).items()}
        assert worlds.stretches_on(timeline, at) == found


@CAREFUL
@given(worlds.timelines())
def test_presence_is_exact(timeline):
    """Who was at a base follows from arrivals and departures alone, as in all worlds."""
    for at in worlds.WINDOW:
        state = ce.state(timeline, worlds.day(at))
        for base in timeline.bases:
            expected = {actor.id: worlds.presence(timeline, base, actor, at) for actor in timeline.actors}
            found = {present.actor.id: present.answer.certainty for present in state.bases[base.id].present}
            assert {key: answer for key, answer in expected.items() if answer is not None} == found


@CAREFUL
@given(worlds.timelines(bases=3), st.sampled_from(["handover", "takeover", "departure"]), st.data())
def test_tally_is_exact(timeline, kind, data):
    """A tally is the fewest and the most distinct sites of all worlds, and says of each base what they say."""
    actor = st.none() | st.sampled_from(timeline.actors)
    wanted = {"from_": data.draw(actor), "to": data.draw(actor)}
    at = data.draw(st.sampled_from(worlds.WINDOW))
    ids = {name: actor.id if actor else None for name, actor in wanted.items()}
    tally = ce.tally(timeline, kind, **ids, by=worlds.day(at))
    fewest, most, answers = worlds.counted(timeline, kind, wanted, at)
    assert {key: answer for key, answer in answers.items() if answer is not NOT} == dict(tally.bases)
    assert (fewest, most) == (tally.certain, tally.at_most)


# ---------------------------------------------------------------------------------------------------- other laws

MADE = {
    "small": samples.small,
    "full": samples.full,
    "hostile": samples.hostile,
    "iraq": lambda: ce.bundled("iraq"),
}
EXAMPLES = pytest.mark.parametrize("name", MADE)


def stripped(timeline):
    """The same without what anybody says to have happened, and without who held a base at first."""
    plain = ce.to_plain(timeline)
    for record in timeline.records():
        for name, description in ce.described(type(record)):
            value = getattr(record, name)
            if isinstance(value, ce.Claims):
                kept = ce.Claims([claim for claim in value if claim.basis is not ce.Basis.ACTUAL])
                plain[record.section][record.id].pop(description.key, None)
                if len(kept):
                    plain[record.section][record.id][description.key] = ce.to_value(kept)
            elif name == "holder":
                plain["bases"][record.id].pop("holder", None)
    return ce.parse(json.dumps(plain), "stripped.json")


def answers(state):
    """Every factual answer of a state."""
    for part in ("bases", "phases", "agreements", "provisions", "due", "elsewhere"):
        yield from getattr(state, part).values()
    for base in state.bases.values():
        yield from (item.answer for item in (*base.holders, *base.present))


def days_of(timeline):
    """Some days on which to look at a timeline: about each bound of each date, and far away."""
    dates = [claim.date for event in timeline.events() for claim in event.when if claim.date]
    bounds = {day for date in dates for day in (date.earliest, date.latest) if day}
    return sorted({dt.date(1, 1, 2), dt.date(9999, 12, 30), *sorted(bounds)[:: max(len(bounds) // 5, 1)]})


def assert_nothing_certain(timeline):
    """Without facts no base, phase, agreement or provision is certain on any day."""
    bare = stripped(timeline)
    for day in days_of(timeline):
        state = ce.state(bare, day)
        for part in PARTS:
            assert CERTAINLY not in {answer.certainty for answer in getattr(state, part).values()}
        held = [item.answer.certainty for base in state.bases.values() for item in base.holders]
        assert CERTAINLY not in held


@EXAMPLES
def test_no_fact_no_certainty(name):
    """Plans and forecasts alone make nothing certain, in the samples and in the bundled timeline."""
    assert_nothing_certain(MADE[name]())


@CAREFUL
@given(worlds.timelines())
def test_no_fact_no_certainty_anywhere(timeline):
    """Plans and forecasts alone make nothing certain, whatever else a timeline says."""
    assert_nothing_certain(timeline)


def known(timeline, known_by):
    """What a replay knows: each claim with its field, and the sources that it cites there."""
    view = View(timeline, known_by)
    found = {}
    for record in timeline.records():
        for name, _description in ce.described(type(record)):
            value = getattr(record, name)
            if isinstance(value, ce.Claims | ce.Values):
                seen = view.dates if isinstance(value, ce.Claims) else view.values
                field = seen(record, name)
                for claim in field:
                    key = (record.id, name, attrs.evolve(claim, cites=()))
                    found.setdefault(key, set()).update(source.id for source in claim.cites)
                if field and not len(field):
                    found[record.id, name, field.stated_absence] = set()
    return found


def assert_replay(timeline, first, later):
    """A later day knows all that an earlier one knew, and no day cites what was published after it."""
    before, after = known(timeline, first), known(timeline, later)
    assert before.keys() <= after.keys()
    assert all(sources <= after[key] for key, sources in before.items())
    for day in (first, later):
        for answer in answers(ce.state(timeline, later, known_by=day)):
            claims = (*answer.claims, *([answer.planned] if isinstance(answer, ce.Due) else []))
            assert all(source.published_by <= day for claim in claims for source in claim.cites)


@EXAMPLES
def test_replay(name):
    """A replay of the samples and of the bundled timeline never un-publishes and never cites a later source."""
    timeline = MADE[name]()
    days = sorted(day for source in timeline.sources if (day := source.published_by)) or [dt.date(2030, 1, 1)]
    for first, later in itertools.pairwise(days[:: max(len(days) // 6, 1)]):
        assert_replay(timeline, first, later)


@CAREFUL
@given(strategies.timelines(), strategies.days, strategies.days)
def test_replay_anywhere(timeline, one, other):
    """A replay of any timeline never un-publishes and never cites a later source."""
    assert_replay(timeline, min(one, other), max(one, other))


@CAREFUL
@given(worlds.timelines(), st.randoms(use_true_random=False), st.sampled_from(worlds.WINDOW))
def test_order_of_the_file(timeline, random, at):
    """The order of the milestones in the file changes nothing in the state, the periods or a tally."""
    milestones = list(timeline.milestones)
    random.shuffle(milestones)
    other = attrs.evolve(timeline, milestones=milestones)
    assert ce.state(timeline, worlds.day(at)) == ce.state(other, worlds.day(at))
    assert ce.tally(timeline, "handover") == ce.tally(other, "handover")
    for base in timeline.bases:
        assert ce.control(timeline, base.id) == ce.control(other, base.id)


def assert_open(state):
    """Every factual answer is possible, because the evidence has ended."""
    assert {(POSSIBLY, ce.Because.HORIZON)} >= {
        (answer.certainty, answer.because) for answer in answers(state)
    }


@CAREFUL
@given(worlds.timelines(horizon=True))
def test_horizon(timeline):
    """From the day after the evidence on every factual answer is possible, because of the horizon; before, none is."""
    until = timeline.evidence_until
    assert_open(ce.state(timeline, until + dt.timedelta(days=1)))
    assert_open(ce.state(timeline, until, known_by=until - dt.timedelta(days=1)))
    assert_open(ce.state(timeline, dt.date.max))
    assert ce.Because.HORIZON not in {answer.because for answer in answers(ce.state(timeline, until))}
    for actor in timeline.actors:
        after = ce.held_by(timeline, "base-0", actor.id, until + dt.timedelta(days=1))
        assert (POSSIBLY, ce.Because.HORIZON) == (after.certainty, after.because)


@CAREFUL
@given(worlds.timelines(), st.sampled_from(worlds.WINDOW), st.data())
def test_preferred_makes_nothing_certain(timeline, at, data):
    """Preferring any claim changes no certainty and no reason, only what is shown as best."""

    def prefer(field):
        chosen = data.draw(st.integers(0, max(len(field) - 1, 0)))
        items = [
            attrs.evolve(claim, rank="preferred") if place == chosen and claim.live else claim
            for place, claim in enumerate(field)
        ]
        return attrs.evolve(field, items=items)

    def preferring(record, *names):
        return attrs.evolve(record, **{name: prefer(getattr(record, name)) for name in names})

    other = attrs.evolve(
        timeline,
        milestones=[preferring(milestone, "when", "to") for milestone in timeline.milestones],
        phases=[preferring(phase, "start", "end") for phase in timeline.phases],
        agreements=[preferring(pact, "signed", "in_force", "ends") for pact in timeline.agreements],
    )
    before, after = ce.state(timeline, worlds.day(at)), ce.state(other, worlds.day(at))
    for part in PARTS:
        old, new = getattr(before, part), getattr(after, part)
        assert [(a.certainty, a.because) for a in old.values()] == [
            (a.certainty, a.because) for a in new.values()
        ]
    for base_id, base in before.bases.items():
        there = {held.actor.id: held.answer.certainty for held in after.bases[base_id].holders}
        for held in base.holders:
            assert there.get(held.actor.id, held.answer.certainty) is held.answer.certainty


@CAREFUL
@given(worlds.timelines(), st.sampled_from(worlds.WINDOW))
def test_answers_have_no_truth_value(timeline, at):
    """No answer can be used as a yes or a no by accident; a reason stands just beside what is only possible."""
    for answer in answers(ce.state(timeline, worlds.day(at))):
        with pytest.raises(TypeError, match="neither true nor false"):
            bool(answer)
        assert (answer.certainty is POSSIBLY) is (answer.because is not None)
