from __future__ import annotations

import datetime as dt
import random
from bisect import bisect_right

import html_samples
import pytest
from html_reading import page_of

import coalition_events as ce

TIMELINES = {
    "full": html_samples.full,
    "hostile": html_samples.hostile,
    **{name: (lambda name=name: ce.bundled(name)) for name in ce.datasets()},
}
PARTS = ("bases", "phases", "agreements", "provisions", "due", "elsewhere")


def days_for(timeline: ce.Timeline, changes: list[int]) -> list[dt.date]:
    """Random days, every day of a change and the day before it, and the edges of the calendar."""
    chance = random.Random(f"{timeline.id}")  # noqa: S311 - a test's choice
    first, last = (min(changes), max(changes)) if changes else (700_000, 800_000)
    days = {chance.randint(first - 400, last + 400) for _ in range(40)}
    days |= {day - before for day in changes for before in (0, 1)}
    return [dt.date.min, *(dt.date.fromordinal(day) for day in sorted(days) if day > 1), dt.date.max]


def looked_up(data: dict, part: str, key: str, day: dt.date):
    """What the page's script finds for a day."""
    ranges = data["course"][part][key]
    place = bisect_right([start for start, _ in ranges], day.toordinal()) - 1
    return data["pool"][ranges[place][1]]


def plain(answer: ce.Answer) -> dict:
    """What must be in the page of an answer."""
    because = answer.because.value if answer.because else ""
    found = {"certainty": answer.certainty.value, "because": because, "best": answer.best}
    if isinstance(answer, ce.BaseState):
        found["holders"] = {held.actor.id: held.answer.certainty.value for held in answer.holders}
        found["present"] = {one.actor.id: one.answer.certainty.value for one in answer.present}
    if isinstance(answer, ce.Due):
        found["overdue"] = answer.overdue
    return found


@pytest.mark.parametrize("make", TIMELINES.values(), ids=TIMELINES)
def test_what_the_page_looks_up_is_the_state_that_the_library_gives(make):
    """On random days and around every change, each answer in the page is that of the library, and none is missing."""
    timeline = make()
    data = page_of(timeline).data
    for day in days_for(timeline, data["changes"]):
        state = ce.state(timeline, day)
        for part in PARTS:
            expected = getattr(state, part)
            for key in data["course"][part]:
                view = looked_up(data, part, key, day)
                if key not in expected:
                    assert view is None
                else:
                    assert plain(expected[key]).items() <= view.items(), (part, key, day)
            assert set(expected) <= set(data["course"][part])


def test_after_the_evidence_nothing_is_said_to_be_certain():
    """On the day after the evidence every base is marked as not certain."""
    timeline = html_samples.full()
    data = page_of(timeline).data
    after = timeline.evidence_until + dt.timedelta(days=1)
    assert {looked_up(data, "bases", base.id, after)["certainty"] for base in timeline.bases} == {"possibly"}
    assert all(looked_up(data, "bases", base.id, after)["mark"].endswith("unsure") for base in timeline.bases)


def test_the_slider_covers_every_change():
    """The first and the last day on which anything changes lie between the ends of the slider."""
    for make in TIMELINES.values():
        data = page_of(make()).data
        assert data["first"] <= min([data["start"], *data["changes"]])
        assert data["last"] >= max([data["start"], *data["changes"]])
