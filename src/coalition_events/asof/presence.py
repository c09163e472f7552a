"""Who was where: from arrivals and departures alone. Control, ownership and use say nothing about presence.

Nor does the presence of a whole about that of its parts: an actor is asked about under the name that the sources use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs

from coalition_events.asof.answers import Answer, DaySet, agreed, said, said_unknown, within_evidence
from coalition_events.asof.courses import Course
from coalition_events.model import Actor, Base, Claim, Milestone, MilestoneKind, Value, Values
from coalition_events.relations import Certainty

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from coalition_events.asof.known import View


@attrs.frozen(kw_only=True)
class Present:
    """Whether an actor was there."""

    actor: Actor
    answer: Answer


@attrs.frozen(kw_only=True)
class _Movement:
    """An arrival or a departure of an actor, or, where sources name several, perhaps of another."""

    milestone: Milestone
    days: DaySet
    brings: str
    disputed: bool
    claims: tuple[Claim | Value[Any], ...]

    def outcomes(self, _state: str) -> Iterator[str | None]:
        yield self.brings
        if self.disputed:
            yield None


_CERTAINTIES: Final = {
    "present": Certainty.CERTAINLY,
    "absent": Certainty.NOT,
    "unknown": Certainty.POSSIBLY,
}


def present_at(view: View, base: Base | None, day: dt.date) -> tuple[Present, ...]:
    """Each actor that arrived at or left ``base``, or, with none, whose movements name no base at all."""
    actors = {
        value.id: value
        for milestone in _movements_at(view, base)
        for value in _moving(view, milestone).distinct
        if isinstance(value, Actor)
    }
    return tuple(Present(actor=actor, answer=_answer(view, base, actor, day)) for actor in actors.values())


def _movements_at(view: View, base: Base | None) -> Iterator[Milestone]:
    """In the order of their ids, so that the order of the file never matters."""
    for milestone in sorted(view.timeline.milestones_at(base), key=lambda milestone: milestone.id):
        if milestone.kind in {MilestoneKind.ARRIVAL, MilestoneKind.DEPARTURE}:
            when = view.dates(milestone, "when")
            if said_unknown(when) or (when.actual and not view.days(when).never):
                yield milestone


def _moving(view: View, milestone: Milestone) -> Values[Any]:
    if milestone.kind is MilestoneKind.ARRIVAL:
        return view.values(milestone, "to")
    return view.values(milestone, "from_")


def _answer(view: View, base: Base | None, actor: Actor, day: dt.date) -> Answer:
    dated, undated = _movements(view, base, actor)
    course = Course(("unknown",), dated, undated)
    states = course.states(day.toordinal())
    certainty = agreed(_CERTAINTIES[state] for state in states)
    because = None
    if certainty is Certainty.POSSIBLY:
        because = course.because(day.toordinal(), unknown="unknown" in states)
    answer = Answer(
        certainty=certainty,
        because=because,
        best=next(word for word in ("present", "absent", "unknown") if word in states),
        claims=tuple(claim for movement in (*dated, *undated) for claim in movement.claims),
    )
    return within_evidence(answer, beyond=view.beyond(day))


def _movements(
    view: View, base: Base | None, actor: Actor
) -> tuple[tuple[_Movement, ...], tuple[_Movement, ...]]:
    """Those of an actor in their order, departures first on ties; and those on a day that nobody knows."""
    dated: list[_Movement] = []
    undated: list[_Movement] = []
    for milestone in _movements_at(view, base):
        values, when = _moving(view, milestone), view.dates(milestone, "when")
        if any(isinstance(value, Actor) and value.id == actor.id for value in values.distinct):
            arrives = milestone.kind is MilestoneKind.ARRIVAL
            movement = _Movement(
                milestone=milestone,
                days=view.days(when),
                brings="present" if arrives else "absent",
                disputed=values.disputed,
                claims=(*said(when), *values.live),
            )
            (undated if said_unknown(when) else dated).append(movement)
    dated.sort(key=lambda one: (one.days.anchor, one.days.last, one.brings == "present", one.milestone.id))
    return tuple(dated), tuple(undated)
