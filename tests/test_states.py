"""The state on any day, over all days, and how the work for it grows."""

from __future__ import annotations

import datetime as dt
import itertools
import sys

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

import coalition_events as ce
import samples
import strategies
import worlds

CAREFUL = settings(derandomize=True, max_examples=60, deadline=None, suppress_health_check=[*HealthCheck])
PARTS = ("bases", "phases", "agreements", "provisions", "due", "elsewhere")
MADE = {
    "full": samples.full,
    **{name: (lambda name=name: ce.bundled(name)) for name in ce.datasets()},
}
EXAMPLES = pytest.mark.parametrize("name", MADE)


def looked_up(course, day):
    """What ranges say of a day, in the form of a state; what is not due is left out there."""
    found = {part: {key: ranges.on(day) for key, ranges in getattr(course, part).items()} for part in PARTS}
    return {
        part: {key: answer for key, answer in answers.items() if answer is not None}
        for part, answers in found.items()
    }


def assert_equals_state(states, days):
    """On each day the ranges say what a state that is made for that day alone says, and no more."""
    course = states.over_time()
    for day in days:
        state = ce.state(states.timeline, day, states.known_by, states.margins)
        assert {part: dict(getattr(state, part)) for part in PARTS} == looked_up(course, day)


def about(days):
    """Each of the days with those before and after it, and the edges of the calendar."""
    numbers = {day.toordinal() + more for day in days for more in (-1, 0, 1)}
    inside = (number for number in numbers if dt.date.min.toordinal() <= number <= dt.date.max.toordinal())
    return [dt.date.min, *map(dt.date.fromordinal, sorted(inside)), dt.date.max]


# ---------------------------------------------------------------------------------------------------- all days


@CAREFUL
@given(worlds.timelines(), worlds.timelines(horizon=True))
def test_over_time_is_the_state_of_every_day(timeline, ending):
    """On every day of a window and around it, each answer over time is that of the state on that day."""
    window = [worlds.day(at) for at in range(-3, worlds.LENGTH + 3)]
    for one in (timeline, ending):
        assert_equals_state(ce.States(one), window)


@CAREFUL
@given(strategies.timelines(), st.none() | strategies.days, st.integers(0, 40))
def test_over_time_is_the_state_as_it_was_known(timeline, known_by, margin):
    """The same for arbitrary timelines, for a replay and with margins, around every day that a claim names."""
    states = ce.States(timeline, known_by, {"day": margin, "month": margin, "year": margin})
    dates = [
        claim.date
        for event in timeline.events()
        for claims in (event.when, event.cancelled)
        for claim in claims
        if claim.date
    ]
    bounds = {day for date in dates for day in (date.earliest, date.latest) if day}
    margins = {
        day + dt.timedelta(days=more)
        for day in bounds
        for more in (-margin, margin)
        if margin < day.toordinal() <= dt.date.max.toordinal() - margin
    }
    assert_equals_state(states, about(itertools.islice(sorted(bounds | margins), 12)))
    assert_equals_state(states, about(states.over_time().days[:12]))


@EXAMPLES
def test_over_time_is_the_state_of_real_timelines(name):
    """The same for the sample and the bundled timelines, around every day on which an answer changes."""
    states = ce.States(MADE[name]())
    days = about(states.over_time().days)
    assert_equals_state(states, days[:: max(len(days) // 40, 1)])


@EXAMPLES
def test_days_are_those_on_which_an_answer_changes(name):
    """On each of the days some answer is another one than on the day before, and neighbours in a range differ."""
    course = ce.States(MADE[name]()).over_time()
    for day in course.days:
        assert looked_up(course, day) != looked_up(course, day - dt.timedelta(days=1))
    for part in PARTS:
        for ranges in getattr(course, part).values():
            assert ranges.days[0] == dt.date.min
            assert list(ranges.days) == sorted(set(ranges.days))
            assert all(one != other for one, other in itertools.pairwise(ranges.answers))


@EXAMPLES
def test_each_part_is_in_the_order_of_the_file(name):
    """A table of periods has its rows in the order in which the records stand."""
    timeline = MADE[name]()
    place = {record.id: number for number, record in enumerate(timeline.records())}
    course = ce.States(timeline).over_time()
    for part in PARTS:
        found = [place[key.partition(".")[0]] for key in getattr(course, part)]
        assert found == sorted(found)


def test_what_looks_the_same_is_one_range():
    """A view of the answers that shows less has fewer ranges, and keeps the first day of each."""
    days = tuple(dt.date(2030, month, 1) for month in (1, 2, 3, 4))
    ranges = ce.Ranges(days, ("a", "A", "b", "a"))
    assert list(ranges.map(str.upper)) == [(days[0], "A"), (days[2], "B"), (days[3], "A")]
    assert len(ranges) == 4
    assert [ranges.on(day) for day in (days[0], dt.date(2030, 2, 28), days[3], dt.date.max)] == list("aAaa")


def test_a_plan_is_among_those_due_just_if_it_ever_is():
    """A plan has the days on which it was due, until it was called off; one that was kept before is not listed."""
    when = [ce.Claim(date="2030-06", basis="planned")]
    late = ce.Milestone(id="late", kind="meeting", when=when)
    kept = ce.Milestone(id="kept", kind="meeting", when=[*when, ce.Claim(date="2030-05")])
    off = ce.Milestone(id="off", kind="meeting", when=when, cancelled="2030-06-10")
    timeline = ce.Timeline(id="plans", title="Plans", revised="2031-01-01", milestones=[late, kept, off])
    due = ce.States(timeline).over_time().due
    assert [(day, getattr(answer, "best", None)) for day, answer in due["late"]] == [
        (dt.date.min, None),
        (dt.date(2030, 6, 1), "due"),
        (dt.date(2030, 7, 1), "overdue"),
    ]
    assert [(day, getattr(answer, "best", None)) for day, answer in due["off"]] == [
        (dt.date.min, None),
        (dt.date(2030, 6, 1), "due"),
        (dt.date(2030, 6, 10), None),
    ]
    assert list(due) == ["late", "off"]


def phase_over_time(start, end, **more):
    """What is said of one phase, as (first day, certainty, best)."""
    phase = ce.Phase(id="phase", ordinal=1, start=start, end=end)
    timeline = ce.Timeline(id="phases", title="Phases", revised="2031-01-01", phases=[phase])
    ranges = ce.States(timeline, **more).over_time().phases["phase"]
    return [(day.isoformat(), answer.certainty.value, answer.best) for day, answer in ranges]


def test_the_days_are_those_of_the_claims():
    """A phase changes on its first day and on the day after its last; margins add days, and move no best answer."""
    assert phase_over_time("2030-03-10~", "2030-05-20") == [
        ("0001-01-01", "not", "before"),
        ("2030-03-10", "certainly", "running"),
        ("2030-05-21", "not", "over"),
    ]
    assert phase_over_time("2030-03-10~", "2030-05-20", margins={"day": 7}) == [
        ("0001-01-01", "not", "before"),
        ("2030-03-03", "possibly", "before"),
        ("2030-03-10", "possibly", "running"),
        ("2030-03-17", "certainly", "running"),
        ("2030-05-21", "not", "over"),
    ]


def test_the_days_reach_the_edges_of_the_calendar():
    """The second day and the last one of the calendar are days like others, and nothing lies beyond."""
    assert phase_over_time("0001-01-02", "9999-12-30~", margins={"day": 1}) == [
        ("0001-01-01", "not", "before"),
        ("0001-01-02", "certainly", "running"),
        ("9999-12-30", "possibly", "running"),
        ("9999-12-31", "possibly", "over"),
    ]
    assert phase_over_time("0001-01-01~", "9999-12-31~", margins={"day": 400}) == [
        ("0001-01-01", "possibly", "running"),
        ("0002-02-05", "certainly", "running"),
        ("9998-11-27", "possibly", "running"),
    ]


# ---------------------------------------------------------------------------------------------------- one day


@EXAMPLES
def test_the_order_of_the_questions_does_not_matter(name):
    """What is remembered between days changes no answer: later days first, and each twice."""
    timeline = MADE[name]()
    states = ce.States(timeline, known_by=timeline.evidence_until)
    days = [dt.date(2026, 6, 1), dt.date(2024, 9, 27), dt.date(2026, 6, 1), dt.date(2030, 1, 1)]
    for day in days:
        assert ce.state(timeline, day, known_by=timeline.evidence_until) == states.on(day)


# ---------------------------------------------------------------------------------------------------- growth


def large(size):
    """A timeline of as many bases, each with its own milestones, and counts that name all of them."""
    source = ce.Source(id="source", title="Source", published="2030-12-31")
    east, west = ce.Actor(id="east", name="East"), ce.Actor(id="west", name="West")
    bases = [ce.Base(id=f"base-{n}", name=f"Base {n}", holder=east) for n in range(size)]
    milestones = [
        ce.Milestone(id=f"{kind}-{n}", kind=kind, bases=base, from_=east, to=west, when=when)
        for n, base in enumerate(bases)
        for kind, when in (
            ("handover", [ce.Claim(date="2030-01", basis="planned"), ce.Claim(date="2030-02", cites=source)]),
            ("departure", "2030-03"),
            ("arrival", "2030-04-05"),
        )
    ]
    count = ce.Count(
        id="count", title="Count", members=bases, values=[ce.Figure(number="1", date="2030-05-01")]
    )
    return ce.Timeline(
        id="large",
        title="Large",
        revised="2031-01-01",
        sources=[source],
        actors=[east, west],
        bases=bases,
        milestones=milestones,
        counts=[count],
    )


def calls(ask, timeline):
    """How many functions are called to answer."""
    found = itertools.count()
    before = sys.getprofile()
    sys.setprofile(lambda _frame, event, _argument: next(found) if event.endswith("call") else None)
    try:
        ask(timeline)
    finally:
        sys.setprofile(before)
    return next(found)


DAY = dt.date(2030, 2, 10)
QUESTIONS = {
    "state": lambda timeline: ce.state(timeline, DAY),
    "replayed": lambda timeline: ce.state(timeline, DAY, known_by=DAY),
    "over_time": lambda timeline: ce.States(timeline).over_time().days,
    "control": lambda timeline: [ce.control(timeline, base.id) for base in timeline.bases],
    "slippage": ce.slippage,
    "conflicts": ce.conflicts,
    "history": lambda timeline: [ce.history(timeline, base.id) for base in timeline.bases],
    "tally": lambda timeline: ce.tally(timeline, "handover"),
    "findings": ce.findings,
}


def test_the_milestones_at_a_base():
    """A base has its milestones in the order of the file, one at two bases is at both, and ``None`` has the rest."""
    here, there = ce.Base(id="here", name="Here"), ce.Base(id="there", name="There")
    both = ce.Milestone(id="both", kind="meeting", bases=[there, here])
    first = ce.Milestone(id="a-first", kind="meeting", bases=here)
    nowhere = ce.Milestone(id="nowhere", kind="meeting")
    made = {"bases": [here, there], "milestones": [both, nowhere, first]}
    timeline = ce.Timeline(id="places", title="Places", revised="2031-01-01", **made)
    assert timeline.milestones_at(here) == (both, first)
    assert timeline.milestones_at(there) == (both,)
    assert timeline.milestones_at(None) == (nowhere,)
    assert timeline.milestones_at(ce.Base(id="elsewhere", name="Elsewhere")) == ()


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_work_grows_with_the_timeline_and_no_faster(question):
    """Four times as many bases take at most about four times as many calls: nothing asks each about all the others."""
    ask = QUESTIONS[question]
    calls(ask, large(5))  # what is imported or compiled for the first question is not counted
    few, many = calls(ask, large(25)), calls(ask, large(100))
    assert many < 5 * few


def test_a_second_day_takes_less_than_the_first():
    """The chains and all else that does not depend on the day are made once."""
    states = ce.States(large(20))
    first = calls(lambda _timeline: states.on(DAY), None)
    second = calls(lambda _timeline: states.on(DAY + dt.timedelta(days=30)), None)
    assert second < first / 2


def test_nothing_is_worked_out_before_it_is_asked():
    """Making it for a large timeline costs no more than for a small one."""
    small, big = large(2), large(50)
    assert calls(ce.States, small) == calls(ce.States, big)
