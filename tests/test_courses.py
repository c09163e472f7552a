"""Changes in known order, by links that bring whatever a table says of the state before."""

from __future__ import annotations

import math

import attrs

from coalition_events.asof.answers import ANY_DAY, DaySet
from coalition_events.asof.courses import Course


@attrs.frozen
class Step:
    """A change that brings what ``after`` says of a state, and comes to nothing for any other."""

    days: DaySet
    after: dict[str, str] = attrs.field(eq=False)
    disputed: bool = False

    def outcomes(self, state):
        """The one outcome."""
        yield self.after.get(state)


def test_of_two_ways_to_a_place_the_earlier_counts():
    """What a loose change may bring early stays possible early, though a dated one may bring it later, too."""
    course = Course(
        initial=("start", "begin"),
        links=(
            Step(DaySet(((50, 60),)), {"begin": "late"}),
            Step(DaySet(((-math.inf, 100),)), {"start": "way", "late-way": "end"}),
        ),
        loose=(Step(ANY_DAY, {"late": "late-way", "way": "end"}),),
    )
    assert set(course.states(0)) == {"start", "begin", "way", "end"}
    assert set(course.states(70)) == {"start", "late", "late-way", "way", "end"}


def test_a_change_that_comes_to_nothing_has_no_days():
    """A change of which no world makes anything brings nothing on no day, and no change follows it."""
    course = Course(("start",), (Step(DaySet(((10, 20),)), {"elsewhere": "end"}),))
    never = (math.inf, math.inf)
    assert (course.since(1), course.until(0), course.until(1)) == (((), never), never, never)
    assert course.states(30) == ("start",)
