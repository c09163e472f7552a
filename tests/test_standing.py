"""Where an event stood on a day: by what had come by then, never by what was reported of later days."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest

import coalition_events as ce

DAY = dt.date(2030, 2, 1)
HORIZON = dt.date(2030, 12, 31)

CASES = {
    "done before": ([ce.Claim(date="2030-01-15")], "done"),
    "done on the day": ([ce.Claim(date="2030-02-01")], "done"),
    "reported of a later day": ([ce.Claim(date="2030-02-02")], "not-yet"),
    "reported of a month that has begun": ([ce.Claim(date="2030-02")], "possibly-done"),
    "one report of two": ([ce.Claim(date="2030-01"), ce.Claim(date="2030-03")], "possibly-done"),
    "planned": ([ce.Claim(date="2030-03", basis="planned")], "planned"),
    "the last day of the plan": ([ce.Claim(date="2030-02-01", basis="planned")], "planned"),
    "within the days of the plan": ([ce.Claim(date="2030-01..2030-03", basis="planned")], "planned"),
    "the plan has passed": ([ce.Claim(date="2030-01", basis="planned")], "overdue"),
    "the plan stands until it surely happened": (
        [ce.Claim(date="2030-03", basis="planned"), ce.Claim(date="2030-02")],
        "planned",
    ),
    "expected, and reported of a later day": (
        [ce.Claim(date="2030-03", basis="expected"), ce.Claim(date="[..2030-02-12]")],
        "expected",
    ),
    "the newest of two plans": (
        [
            ce.Claim(date="2030-01", basis="planned", said="2029-01-01"),
            ce.Claim(date="2030-03", basis="planned", said="2029-12-01"),
        ],
        "planned",
    ),
    "a plan without a last day": ([ce.Claim(date="2030-01..", basis="planned")], "planned"),
    "undated": (ce.Absence.UNKNOWN, "undated"),
}


def event(when, **fields):
    """Return the event of a milestone."""
    milestone = ce.Milestone(id="m", kind="other", when=when, **fields)
    (found,) = ce.Timeline(id="t", title="T", revised="2030-12-31", milestones=[milestone]).events()
    return found


@pytest.mark.parametrize("case", CASES)
def test_the_status_is_that_of_the_day(case):
    """What is reported of later days makes nothing done, and a plan stands until what was planned surely happened."""
    when, status = CASES[case]
    assert status == ce.status_on(event(when), DAY, HORIZON)


@pytest.mark.parametrize(
    ("cancelled", "status"),
    [
        ("2030-01-20", "cancelled"),
        ("2030-02-20", "planned"),
        ("2030-02", "cancelled"),
        (ce.Absence.UNKNOWN, "cancelled"),
        ([ce.Claim(date="2030-01-20"), ce.Claim(date="2030-02-20")], "cancelled"),
    ],
)
def test_called_off_from_the_day_on_which_it_may_have_been(cancelled, status):
    """A plan stands until some report has it called off, and from then on it does not."""
    planned = ce.Claim(date="2030-03", basis="planned")
    assert status == ce.status_on(event(planned, cancelled=cancelled), DAY, HORIZON)


def test_after_the_evidence_nothing_is_excluded():
    """Where the evidence ends before the day, what was not done by then is possibly done; what was done stays so."""
    horizon = dt.date(2030, 1, 20)
    later, earlier = event("2030-01-25").when, event("2030-01-15").when
    assert ce.Certainty.POSSIBLY is ce.happened_by(later, DAY, horizon)
    assert ce.Certainty.NOT is ce.happened_by(later, dt.date(2030, 1, 18), horizon)
    assert ce.Certainty.CERTAINLY is ce.happened_by(earlier, DAY, horizon)
    assert ce.Certainty.CERTAINLY is ce.happened_by(later, DAY, None)
    assert "possibly-done" == ce.status_on(event("2030-03"), DAY, horizon)
    assert "not-yet" == ce.status_on(event("2030-03"), DAY, None)


def test_what_nobody_dates_may_have_happened_unless_it_is_ahead():
    """Without a report, a plan has not happened, nor what is known not to have; of the rest nothing is known."""
    assert ce.Certainty.NOT is ce.happened_by(
        event(ce.Claim(date="2029", basis="planned")).when, DAY, HORIZON
    )
    assert ce.Certainty.NOT is ce.happened_by(event(ce.Absence.NONE).when, DAY, HORIZON)
    assert ce.Certainty.POSSIBLY is ce.happened_by(event(ce.Absence.UNKNOWN).when, DAY, HORIZON)
    some_day = [ce.Claim(date="2030-01", basis="planned"), ce.Claim(date="unknown")]
    assert ce.Certainty.POSSIBLY is ce.happened_by(event(some_day).when, DAY, HORIZON)
    unknown_plan = ce.Claim(date="unknown", basis="planned")
    assert ce.Certainty.NOT is ce.happened_by(event(unknown_plan).when, DAY, HORIZON)


def test_every_reason_has_words():
    """Each reason for an unsure answer is said in words of its own; a sure answer needs none."""
    assert {
        because.value: ce.describe_because(SimpleNamespace(because=because)) for because in ce.Because
    } == {
        "horizon": "the evidence ends before that day",
        "unknown": "a date or an actor is not known",
        "conflict": "sources give dates that cannot all be true",
        "disputed": "sources name different actors",
        "imprecise": "the dates are not known to the day",
    }
    assert "" == ce.describe_because(ce.Answer(certainty=ce.Certainty.CERTAINLY))


def test_an_answer_of_no_more_than_its_certainty():
    """An answer that only says how sure it is shows no value, gives no reason and rests on no claim."""
    answer = ce.Answer(certainty=ce.Certainty.NOT)
    assert ("", None, ()) == (answer.best, answer.because, answer.claims)
