"""Who controlled a base: whether one actor did, who may have, and every period of control."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import attrs

from coalition_events.asof.answers import Answer, agreed, best_bounds, within_evidence
from coalition_events.asof.holding import NOBODY, Chain, Change, Holder, chain_of, top
from coalition_events.asof.known import View
from coalition_events.model import Actor, Base, Milestone, Timeline
from coalition_events.relations import NO_MARGINS, Certainty, Margins

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator


@attrs.frozen(kw_only=True)
class Held:
    """Whether one actor held a base."""

    actor: Actor
    answer: Answer


def held_by(  # noqa: PLR0913, PLR0917 - each is a question of its own
    timeline: Timeline,
    base_id: str,
    actor_id: str,
    on: dt.date,
    known_by: dt.date | None = None,
    margins: Margins = NO_MARGINS,
) -> Answer:
    """Whether an actor, or one that is part of it, held a base at the end of the day ``on``.

    Raises :class:`KeyError` for an unknown base or actor.
    """
    view = View(timeline, known_by, margins)
    base, actor = timeline[base_id], timeline[actor_id]
    if not isinstance(base, Base) or not isinstance(actor, Actor):
        message = f"{base_id!r} is not a base, or {actor_id!r} not an actor"
        raise KeyError(message)
    return held_answer(view, chain_of(view, base), actor, on)


def held_answer(view: View, chain: Chain, actor: Actor, day: dt.date) -> Answer:
    """The answer of :func:`held_by` from a chain that is made already."""
    holders = chain.holders(day)
    certainty = agreed(holder.is_within(actor) for holder in holders)
    return _answer(view, chain, day, certainty, actor.id)


def _answer(view: View, chain: Chain, day: dt.date, certainty: Certainty, best: str) -> Answer:
    because = None
    if certainty is Certainty.POSSIBLY:
        unknown = any(holder.unknown for holder in chain.holders(day))
        because = chain.course.because(day.toordinal(), unknown=unknown)
    answer = Answer(certainty=certainty, because=because, best=best, claims=chain.claims(day))
    return within_evidence(answer, beyond=view.beyond(day))


def control_answer(view: View, chain: Chain, day: dt.date) -> tuple[Answer, tuple[Held, ...]]:
    """Who held the base: the answer for the base, and for each actor that may have held it, itself or through a part.

    Certain if it is for one actor at least, or if the base surely stood empty. Of a holder that nobody knows, only the
    one who gives the base next is named; that others may have held it is what ``unknown`` says.
    """
    holders = chain.holders(day)
    best = _best(view, chain, day)
    named = [holder.actor for holder in (*holders, best) if holder.actor is not None]
    actors = {actor.id: actor for one in named for actor in one.lineage}
    held = tuple(Held(actor=actor, answer=held_answer(view, chain, actor, day)) for actor in actors.values())
    sure = [
        actor.id
        for actor in actors.values()
        if all(h.is_within(actor) is Certainty.CERTAINLY for h in holders)
    ]
    certain = bool(sure) or holders == (NOBODY,)
    word = sure[0] if sure else best.word
    return _answer(view, chain, day, Certainty.CERTAINLY if certain else Certainty.POSSIBLY, word), held


def _best(view: View, chain: Chain, day: dt.date) -> Holder:
    """Who is to be shown: after the last change whose best date has passed, the giver of the next if none is known."""
    places = chain.course.places(day.toordinal())
    passed = [number for number, change in enumerate(chain.changes, 1) if _passed(view, change, day)]
    number = max(passed, default=0)
    place = min(places, key=lambda place: abs(place.last - number))
    if place.state.unknown and place.last < len(chain.changes):
        giver = view.values(chain.changes[place.last].milestone, "from_").best
        if isinstance(giver, Actor) and top(giver) not in place.state.besides:
            return Holder(giver)
    return place.state


def _passed(view: View, change: Change, day: dt.date) -> bool:
    bounds = best_bounds(view.dates(change.milestone, "when"))
    return bounds is not None and bounds[1] <= day.toordinal()


@attrs.frozen(kw_only=True)
class Period:
    """A stretch of control: who may have held the base, the bounds of its first day and of the change that ended it.

    Day numbers, infinite where there is no bound; ``until`` is infinite for a period that no change ended. A change on
    a day that nobody knows stands last, between infinite bounds.
    """

    base: Base
    holders: tuple[Holder, ...]
    since: tuple[float, float]
    until: tuple[float, float]
    milestone: Milestone | None


def control(
    timeline: Timeline, base_id: str, known_by: dt.date | None = None, margins: Margins = NO_MARGINS
) -> tuple[Period, ...]:
    """Every period of control of a base, in order. Raises :class:`KeyError` for an unknown base."""
    base = timeline[base_id]
    if not isinstance(base, Base):
        message = f"{base_id!r} is not a base"
        raise KeyError(message)
    return tuple(_periods(chain_of(View(timeline, known_by, margins), base)))


def _periods(chain: Chain) -> Iterator[Period]:
    base, course, before = chain.base, chain.course, (-math.inf, -math.inf)
    yield Period(base=base, holders=chain.initial, since=before, until=course.until(0), milestone=None)
    for number, change in enumerate(chain.changes, 1):
        holders, days = course.since(number)
        until = course.until(number)
        yield Period(base=base, holders=holders, since=days, until=until, milestone=change.milestone)
    states = dict.fromkeys(state for count in range(len(chain.changes) + 1) for state in course.after(count))
    whole = (-math.inf, math.inf)
    for change in chain.loose:
        found = dict.fromkeys(holder for state in states for holder in change.outcomes(state) if holder)
        yield Period(base=base, holders=tuple(found), since=whole, until=whole, milestone=change.milestone)
