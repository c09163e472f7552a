"""Who was where: from arrivals and departures alone. Control, ownership and use say nothing about presence."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs

from coalition_events.asof.answers import Answer, Because, DaySet, days_of, possible_counts, within_evidence
from coalition_events.asof.known import View
from coalition_events.dates import Certainty
from coalition_events.model import Actor, Base, Claim, Milestone, MilestoneKind, Value, Values


@attrs.frozen(kw_only=True)
class Present:
    """Whether an actor was there."""

    actor: Actor
    answer: Answer


@attrs.frozen(kw_only=True)
class _Movement:
    milestone: Milestone
    days: DaySet
    arrives: bool
    surely: bool
    claims: tuple[Claim | Value[Any], ...]
    conflict: bool


def present_at(view: View, base: Base | None, day: dt.date) -> tuple[Present, ...]:
    """Each actor that arrived at or left ``base``, or, with none, whose movements name no base at all."""
    actors: dict[str, Actor] = {}
    for milestone in _movements_at(view, base):
        for value in _moving(view, milestone).distinct:
            if isinstance(value, Actor):
                actors.setdefault(value.id, value)
    return tuple(Present(actor=actor, answer=_answer(view, base, actor, day)) for actor in actors.values())


def _movements_at(view: View, base: Base | None) -> list[Milestone]:
    kinds = {MilestoneKind.ARRIVAL, MilestoneKind.DEPARTURE}
    return [
        milestone
        for milestone in view.timeline.milestones
        if milestone.kind in kinds
        and (base.id in {other.id for other in milestone.bases} if base else not milestone.bases)
        and view.dates(milestone, "when").actual
    ]


def _moving(view: View, milestone: Milestone) -> Values[Any]:
    if milestone.kind is MilestoneKind.ARRIVAL:
        return view.values(milestone, "to")
    return view.values(milestone, "from_", "from")


def _answer(view: View, base: Base | None, actor: Actor, day: dt.date) -> Answer:
    movements = _chain(view, base, actor)
    counts = possible_counts([movement.days for movement in movements], day.toordinal())
    states: set[bool | None] = set()
    state: set[bool | None] = {None}
    for count in range(len(movements) + 1):
        if count:
            movement = movements[count - 1]
            state = {movement.arrives} if movement.surely else state | {movement.arrives}
        if count in counts:
            states |= state
    if states == {True}:
        certainty = Certainty.CERTAINLY
    else:
        certainty = Certainty.NOT if states == {False} else Certainty.POSSIBLY
    because = None
    if certainty is Certainty.POSSIBLY:
        conflict = Because.CONFLICT if any(m.conflict for m in movements) else Because.IMPRECISE
        disputed = Because.DISPUTED if any(not m.surely for m in movements) else conflict
        because = Because.UNKNOWN if None in states else disputed
    claims = tuple(claim for movement in movements for claim in movement.claims)
    answer = Answer(certainty=certainty, because=because, best="present" if True in states else "absent", claims=claims)
    return within_evidence(answer, beyond=view.beyond(day))


def _chain(view: View, base: Base | None, actor: Actor) -> list[_Movement]:
    found = []
    for milestone in _movements_at(view, base):
        values = _moving(view, milestone)
        named = [value for value in values.distinct if isinstance(value, Actor) and value.id == actor.id]
        if named:
            claims = view.dates(milestone, "when")
            found.append(
                _Movement(
                    milestone=milestone,
                    days=days_of(claims),
                    arrives=milestone.kind is MilestoneKind.ARRIVAL,
                    surely=len(values.distinct) == 1,
                    claims=(*claims.actual, *values.live),
                    conflict=claims.disputed,
                )
            )
    return sorted(found, key=lambda m: (m.days.anchor, m.days.last, m.arrives, m.milestone.id))
