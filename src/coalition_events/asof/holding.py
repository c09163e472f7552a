"""Who controlled a base: a chain of changes of uncertain day, in known order.

The changes are the milestones that pass control, and departures that leave a base behind. Each has the days on which it
may have happened; their order tightens them; after any number of changes that can have happened by a day, the base is
with the receiver of the last. The day of a change belongs to the receiver. This is exact: see docs/explanation/state.md.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from coalition_events.asof.answers import (
    Answer,
    Because,
    DaySet,
    days_of,
    possible_counts,
    tightened,
    within_evidence,
)
from coalition_events.asof.known import View
from coalition_events.dates import Certainty
from coalition_events.model import (
    Absence,
    Actor,
    Base,
    Claim,
    Milestone,
    MilestoneKind,
    Passing,
    Timeline,
    Value,
    Values,
)


@attrs.frozen
class Holder:
    """One possibility of who held a base: an actor, nobody, or somebody of whom only some are excluded.

    ``actor`` is ``None`` for the last two; ``besides`` holds the ids of the topmost actors that it surely was not.
    """

    actor: Actor | None = attrs.field(default=None, eq=lambda actor: actor and actor.id)
    nobody: bool = False
    besides: frozenset[str] = frozenset()

    def is_within(self, actor: Actor) -> Certainty:
        """Whether being held so is being held by ``actor``: the holder itself or one that the holder is part of."""
        if self.nobody:
            return Certainty.NOT
        if self.actor is None:
            return Certainty.NOT if top(actor) in self.besides else Certainty.POSSIBLY
        if any(other.id == actor.id for other in self.actor.lineage):
            return Certainty.CERTAINLY
        part = any(other.id == self.actor.id for other in actor.lineage)
        return Certainty.POSSIBLY if part else Certainty.NOT

    @property
    def word(self) -> str:
        """The actor's id, ``none`` for nobody, ``unknown`` for somebody."""
        return self.actor.id if self.actor else "none" if self.nobody else "unknown"


def top(actor: Actor) -> str:
    """The id of the actor at the end of the chain of ``part_of``."""
    return actor.lineage[-1].id


NOBODY = Holder(nobody=True)


@attrs.frozen(kw_only=True)
class Change:
    """One link of the chain: the milestone, its possible days, and who may hold the base once it has happened."""

    milestone: Milestone
    days: DaySet
    holders: tuple[Holder, ...]
    disputed: bool = False
    """Whether sources name different receivers or leavers."""
    claims: tuple[Claim | Value[Any], ...] = ()
    conflict: bool = False
    """Whether its dates can't all be true."""


@attrs.frozen
class Chain:
    """All changes of one base in their order, with who held it before the first."""

    base: Base
    initial: tuple[Holder, ...]
    initial_claims: tuple[Value[Any], ...]
    changes: tuple[Change, ...]

    @property
    def days(self) -> tuple[DaySet, ...]:
        """The possible days of each change."""
        return tuple(change.days for change in self.changes)

    def possible(self, day: dt.date) -> tuple[int, ...]:
        """How many of the changes may have happened by the end of ``day``, in every way in which they can fall."""
        return possible_counts(self.days, day.toordinal())

    def holders_after(self, count: int) -> tuple[Holder, ...]:
        """Who may hold it once so many changes have happened."""
        return self.changes[count - 1].holders if count else self.initial


def chain_of(view: View, base: Base) -> Chain:
    """The chain of a base as far as it was known."""
    changes = _in_order(view, base)
    holder = view.values(base, "holder")
    initial = _as_holders(holder, frozenset())
    kept: list[Change] = []
    before = initial
    for place, (milestone, days) in enumerate(changes):
        after = _after(view, milestone, before, changes[place + 1 :])
        if after is None:
            continue
        claims = view.dates(milestone, "when")
        source = "from_" if milestone.kind is MilestoneKind.DEPARTURE else "to"
        values = view.values(milestone, source, source.rstrip("_"))
        kept.append(
            Change(
                milestone=milestone,
                days=days,
                holders=after,
                disputed=values.disputed,
                claims=(*claims.actual, *values.live),
                conflict=claims.disputed,
            )
        )
        before = after
    return Chain(base, initial, holder.live, tuple(kept))


def _in_order(view: View, base: Base) -> list[tuple[Milestone, DaySet]]:
    """What may change control, ordered by its days alone: the order of the file never matters; departures come first."""
    found = []
    for milestone in view.timeline.milestones:
        if base.id not in {other.id for other in milestone.bases}:
            continue
        if Passing.CONTROL not in milestone.passes and milestone.kind is not MilestoneKind.DEPARTURE:
            continue
        claims = view.dates(milestone, "when")
        if claims.actual:
            found.append((milestone, days_of(claims)))
    handed = [
        giver
        for milestone, _ in found
        if milestone.kind is MilestoneKind.HANDOVER
        for giver in _actors(view.values(milestone, "from_", "from"))
    ]
    kept = [(m, days) for m, days in found if Passing.CONTROL in m.passes or not _hands_over(view, m, handed)]
    return sorted(kept, key=lambda item: (item[1].anchor, item[1].last, Passing.CONTROL in item[0].passes, item[0].id))


def _hands_over(view: View, departure: Milestone, givers: list[Actor]) -> bool:
    """Whether one who leaves hands the base over in another milestone: then that one passes control."""
    leavers = _actors(view.values(departure, "from_", "from"))
    return any(related(leaver, giver) for leaver in leavers for giver in givers)


def related(a: Actor, b: Actor) -> bool:
    """Whether one of two actors is the other, or part of it."""
    return any(x.id == b.id for x in a.lineage) or any(x.id == a.id for x in b.lineage)


def _actors(values: Values[Any]) -> list[Actor]:
    return [value for value in values.distinct if isinstance(value, Actor)]


def _after(
    view: View, milestone: Milestone, before: tuple[Holder, ...], later: Iterable[tuple[Milestone, DaySet]]
) -> tuple[Holder, ...] | None:
    """Who may hold the base after a milestone; ``None`` for a departure of one who can't have held it."""
    leavers = _actors(view.values(milestone, "from_", "from"))
    excluded = frozenset(top(leaver) for leaver in leavers) if len(leavers) == 1 else frozenset()
    takers = next((_actors(view.values(m, "to")) for m, _ in later if Passing.CONTROL in m.passes), [])
    besides = excluded | (frozenset(top(taker) for taker in takers) if len(takers) == 1 else frozenset())
    received = _as_holders(view.values(milestone, "to"), besides)
    if Passing.CONTROL in milestone.passes:
        return received
    staying: list[Holder] = []
    leaving = False
    for holder in before:
        held = [holder.is_within(leaver) for leaver in leavers] or [Certainty.POSSIBLY]
        certain = len(held) == 1 and held[0] is Certainty.CERTAINLY
        possible = any(answer is not Certainty.NOT for answer in held)
        leaving = leaving or possible
        if not certain and not (possible and holder.actor is None and not holder.nobody):
            staying.append(holder)
    return _distinct([*staying, *received]) if leaving else None


def _as_holders(values: Values[Any], besides: frozenset[str]) -> tuple[Holder, ...]:
    """Each value as a possibility; none, or an unknown one, is anyone or nobody but the excluded."""
    found = []
    for value in values.distinct:
        if isinstance(value, Actor):
            found.append(Holder(value))
        else:
            found.append(NOBODY if value is Absence.NONE else Holder(besides=besides))
    return _distinct(found)


def _distinct(holders: Iterable[Holder]) -> tuple[Holder, ...]:
    return tuple(dict.fromkeys(holders))


# ---------------------------------------------------------------------------------------------------- answers


@attrs.frozen(kw_only=True)
class Held:
    """Whether one actor held a base."""

    actor: Actor
    answer: Answer


def possible_holders(chain: Chain, day: dt.date) -> tuple[Holder, ...]:
    """Everyone who may have held the base at the end of ``day``."""
    counts = chain.possible(day)
    return _distinct(holder for count in counts for holder in chain.holders_after(count))


def held_by(
    timeline: Timeline, base_id: str, actor_id: str, on: dt.date, known_by: dt.date | None = None
) -> Answer:
    """Whether an actor, or one that is part of it, held a base at the end of the day ``on``.

    Raises :class:`KeyError` for an unknown base or actor.
    """
    view = View(timeline, known_by)
    base, actor = timeline[base_id], timeline[actor_id]
    if not isinstance(base, Base) or not isinstance(actor, Actor):
        message = f"{base_id!r} is not a base, or {actor_id!r} not an actor"
        raise KeyError(message)
    return held_answer(view, chain_of(view, base), actor, on)


def held_answer(view: View, chain: Chain, actor: Actor, day: dt.date) -> Answer:
    """The answer of :func:`held_by` from a chain that is made already."""
    answers = [holder.is_within(actor) for holder in possible_holders(chain, day)]
    if all(answer is Certainty.CERTAINLY for answer in answers):
        certainty = Certainty.CERTAINLY
    else:
        certainty = Certainty.NOT if all(a is Certainty.NOT for a in answers) else Certainty.POSSIBLY
    because = _because(chain, day) if certainty is Certainty.POSSIBLY else None
    answer = Answer(certainty=certainty, because=because, best=actor.id, claims=_claims(chain, day))
    return within_evidence(answer, beyond=view.beyond(day))


def control_answer(view: View, chain: Chain, day: dt.date) -> tuple[Answer, tuple[Held, ...]]:
    """Who held the base: the answer for the base, and for each actor that may have held it, itself or through a part."""
    holders = possible_holders(chain, day)
    actors = {actor.id: actor for holder in holders if holder.actor for actor in holder.actor.lineage}
    if any(holder.word == "unknown" for holder in holders) and (guess := _best(chain, day).actor):
        actors |= {actor.id: actor for actor in guess.lineage}
    held = tuple(Held(actor=actor, answer=held_answer(view, chain, actor, day)) for actor in actors.values())
    certain = [item.actor.id for item in held if item.answer.certainty is Certainty.CERTAINLY]
    empty = holders == (NOBODY,) and not view.beyond(day)
    best = _best(chain, day).word
    answer = Answer(
        certainty=Certainty.CERTAINLY if certain or empty else Certainty.POSSIBLY,
        because=None if certain or empty else _because(chain, day),
        best=best if best in certain or not certain else certain[0],
        claims=_claims(chain, day),
    )
    return within_evidence(answer, beyond=view.beyond(day)), held


def _best(chain: Chain, day: dt.date) -> Holder:
    """The holder after the last change whose best date has passed, and the giver of the next one where none is known."""
    counts = chain.possible(day)
    passed = max((n for n, change in enumerate(chain.changes, 1) if _passed(change, day)), default=0)
    count = passed if passed in counts else min(counts, key=lambda n: abs(n - passed))
    holder = chain.holders_after(count)[0]
    if holder.word == "unknown" and count < len(chain.changes):
        giver = chain.changes[count].milestone.from_.best
        if isinstance(giver, Actor) and top(giver) not in holder.besides:
            return Holder(giver)
    return holder


def _passed(change: Change, day: dt.date) -> bool:
    best = change.milestone.when.best
    return bool(best and best.date and best.date.bounds[-1] <= day.toordinal())


def _because(chain: Chain, day: dt.date) -> Because:
    counts = chain.possible(day)
    holders = possible_holders(chain, day)
    if any(holder.word == "unknown" for holder in holders):
        return Because.UNKNOWN
    if len(counts) == 1:
        return Because.DISPUTED
    undecided = chain.changes[min(counts) : max(counts)]
    return Because.CONFLICT if any(change.conflict for change in undecided) else Because.IMPRECISE


def _claims(chain: Chain, day: dt.date) -> tuple[Claim | Value[Any], ...]:
    """The claims about every change that the answer may rest on: the last that must have happened up to the next."""
    counts = chain.possible(day)
    changes = chain.changes[max(min(counts) - 1, 0) : max(counts) + 1]
    first = chain.initial_claims if min(counts) == 0 else ()
    return (*first, *(claim for change in changes for claim in change.claims))


@attrs.frozen(kw_only=True)
class Period:
    """A stretch of control: who may have held the base, and the bounds of its first day and of the change that ended it.

    Day numbers, infinite where there is no bound; ``until`` is infinite for a period that no change ended.
    """

    base: Base
    holders: tuple[Holder, ...]
    since: tuple[float, float]
    until: tuple[float, float]
    milestone: Milestone | None


def control(timeline: Timeline, base_id: str, known_by: dt.date | None = None) -> tuple[Period, ...]:
    """Every period of control of a base, in order. Raises :class:`KeyError` for an unknown base."""
    base = timeline[base_id]
    if not isinstance(base, Base):
        message = f"{base_id!r} is not a base"
        raise KeyError(message)
    return tuple(_periods(chain_of(View(timeline, known_by), base)))


def _periods(chain: Chain) -> Iterator[Period]:
    bounds = ((-math.inf, -math.inf), *tightened(chain.days), (math.inf, math.inf))
    for count in range(len(chain.changes) + 1):
        yield Period(
            base=chain.base,
            holders=chain.holders_after(count),
            since=bounds[count],
            until=bounds[count + 1],
            milestone=chain.changes[count - 1].milestone if count else None,
        )
