"""Who may hold a base after each change of its control.

The changes are the milestones that pass control, and departures that leave a base behind. The day of a change belongs
to the receiver. What may be so on a day is found by :mod:`.courses`; here is what each change brings. The rules, each
with its reason: docs/explanation/state.md.
"""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, Any

import attrs

from coalition_events.asof.answers import DaySet, said, said_unknown
from coalition_events.asof.courses import Course
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
)
from coalition_events.relations import Certainty

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from coalition_events.asof.known import View


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
        if _is_part(self.actor, actor):
            return Certainty.CERTAINLY
        return Certainty.POSSIBLY if _is_part(actor, self.actor) else Certainty.NOT

    @property
    def unknown(self) -> bool:
        """Whether it is somebody, or nobody, of whom it is not known who."""
        return self.actor is None and not self.nobody

    @property
    def word(self) -> str:
        """The actor's id, ``none`` for nobody, ``unknown`` for somebody."""
        return self.actor.id if self.actor else "none" if self.nobody else "unknown"


def _related(holder: Holder, actor: Actor) -> bool:
    """Whether being held so may be being held by the actor."""
    return holder.is_within(actor) is not Certainty.NOT


def _is_part(actor: Actor, whole: Actor) -> bool:
    return any(other.id == whole.id for other in actor.lineage)


def top(actor: Actor) -> str:
    """The id of the actor at the end of the chain of ``part_of``."""
    return actor.lineage[-1].id


def _tops(values: Iterable[Actor | Absence]) -> frozenset[str]:
    """Whom a value surely excludes, whichever of its readings holds: the topmost actor that all of them share."""
    found = {top(value) if isinstance(value, Actor) else "" for value in values}
    return frozenset(found) if len(found) == 1 and "" not in found else frozenset()


NOBODY = Holder(nobody=True)


@attrs.frozen(kw_only=True)
class Change:
    """One link of the chain: the milestone, its possible days, and who gives or leaves, and who receives."""

    milestone: Milestone
    days: DaySet
    givers: tuple[Actor | Absence, ...]
    takers: tuple[Actor | Absence, ...]
    claims: tuple[Claim | Value[Any], ...]
    of_whole: bool
    """Whether it is one of a base that this one is part of, which may have left the part as it was."""
    next_takers: frozenset[str] = frozenset()
    """The topmost actor that takes the base next, if somebody surely does."""
    handing: frozenset[str] = frozenset()
    """The ids of leavers who hand the base over later: that ends their control, their departure does not."""
    later_givers: tuple[Actor, ...] = ()
    """Of such a change: who hands the part itself over later, and so had kept it."""

    @property
    def passes_control(self) -> bool:
        """Whether it passes control by itself; a departure only ends the control of one who has it."""
        return Passing.CONTROL in self.milestone.passes

    @property
    def disputed(self) -> bool:
        """Whether sources disagree on who receives, or on who leaves."""
        return len(self.takers) > 1 or (not self.passes_control and len(self.givers) > 1)

    def outcomes(self, holder: Holder) -> Iterator[Holder | None]:
        """Who may hold the base after it, if ``holder`` did before; ``None`` where it changes nothing."""
        if self.of_whole:
            yield None
            if not self._reaches(holder):
                return
        for giver in self.givers:
            if not self.passes_control:
                yield from self._left(holder, giver)
            else:
                yield from self._received({top(giver)} if isinstance(giver, Actor) else set())

    def _reaches(self, holder: Holder) -> bool:
        """Whether a change of the whole may be one of the part: if its holder is known, may give it and keeps none."""
        if holder.actor is None or any(_related(holder, giver) for giver in self.later_givers):
            return False
        givers = [giver for giver in self.givers if isinstance(giver, Actor)]
        return not givers or any(_related(holder, giver) for giver in givers)

    def _left(self, holder: Holder, leaver: Actor | Absence) -> Iterator[Holder | None]:
        """After one leaves: nothing changes unless the leaver may hold the base and hands it to nobody later.

        An unknown holder is taken to have been the leaver. If only a part of the holder leaves, or one whom nobody
        names, the holder may stay.
        """
        if isinstance(leaver, Actor):
            held = holder.is_within(leaver)
            if held is Certainty.NOT or leaver.id in self.handing:
                yield None
                return
            stays, gone = held is Certainty.POSSIBLY and not holder.unknown, {top(leaver)}
        elif leaver is Absence.NONE or holder.nobody:
            yield None
            return
        else:
            stays, gone = not holder.unknown, {top(holder.actor)} if holder.actor else set()
        yield from self._received(gone)
        if stays:
            yield None

    def _received(self, gone: set[str]) -> Iterator[Holder]:
        """Each taker; an unknown one is anyone or nobody but the one who is gone and the one who takes it next."""
        return _as_holders(self.takers, self.next_takers | gone)


def _as_holders(values: Iterable[Actor | Absence], besides: frozenset[str]) -> Iterator[Holder]:
    for value in values:
        if isinstance(value, Actor):
            yield Holder(value)
        else:
            yield NOBODY if value is Absence.NONE else Holder(besides=besides)


@attrs.frozen
class Chain:
    """The changes of one base in their order, who held it before the first, and changes on a day that nobody knows."""

    base: Base
    initial: tuple[Holder, ...]
    initial_claims: tuple[Value[Any], ...]
    changes: tuple[Change, ...]
    loose: tuple[Change, ...]
    course: Course[Holder]

    @property
    def days(self) -> tuple[DaySet, ...]:
        """The possible days of each change."""
        return tuple(change.days for change in self.changes)

    def holders(self, day: dt.date) -> tuple[Holder, ...]:
        """Everyone who may have held the base at the end of ``day``."""
        return self.course.states(day.toordinal())

    def holders_after(self, count: int) -> tuple[Holder, ...]:
        """Who may hold it once so many changes are past."""
        return self.course.after(count)

    def claims(self, day: dt.date) -> tuple[Claim | Value[Any], ...]:
        """The claims on which the answer for ``day`` may rest."""
        from_first, which = self.course.about(day.toordinal())
        first = self.initial_claims if from_first else ()
        changes = (*self.changes[which], *self.loose)
        return (*first, *(claim for change in changes for claim in change.claims))


def chain_of(view: View, base: Base) -> Chain:
    """The chain of a base as far as it was known.

    A departure that can't end control is no link: its day then says nothing about the others.
    """
    holder = view.values(base, "holder")
    initial = tuple(_as_holders(holder.distinct, frozenset()))
    ordered, loose = _changes(view, base)
    course = Course(initial, ordered, loose)
    changes = tuple(change for number, change in enumerate(ordered, 1) if course.since(number)[0])
    return Chain(base, initial, holder.live, changes, loose, Course(initial, changes, loose))


def milestones_of(timeline: Timeline, base: Base) -> Iterator[tuple[Milestone, bool]]:
    """The milestones at a base, and those at bases that it is part of; each with whether it is one of the latter."""
    own = timeline.milestones_at(base)
    yield from ((milestone, False) for milestone in own)
    seen = {milestone.id for milestone in own}
    whole = base.part_of
    while whole is not None:
        for milestone in timeline.milestones_at(whole):
            if milestone.id not in seen:
                seen.add(milestone.id)
                yield milestone, True
        whole = whole.part_of


def _changes(view: View, base: Base) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
    """What may change control, by its days alone, departures first on ties; and what does so on an unknown day."""
    found, loose = [], []
    for milestone, of_whole in milestones_of(view.timeline, base):
        passes = Passing.CONTROL in milestone.passes
        if not (passes or milestone.kind is MilestoneKind.DEPARTURE):
            continue
        when = view.dates(milestone, "when")
        givers, takers = view.values(milestone, "from_"), view.values(milestone, "to")
        change = Change(
            milestone=milestone,
            days=view.days(when),
            givers=givers.distinct,
            takers=takers.distinct,
            claims=(*said(when), *takers.live, *givers.live),
            of_whole=of_whole,
        )
        if said_unknown(when):
            loose.append(change)
        elif when.actual and not change.days.never:
            found.append(change)
    found.sort(key=lambda one: (one.days.anchor, one.days.last, one.passes_control, one.milestone.id))
    loose.sort(key=lambda one: one.milestone.id)
    handovers = Handovers(found, loose)
    following: Change | None = None
    ordered = []
    for place in range(len(found) - 1, -1, -1):
        ordered.append(_among(found[place], following, handovers, place))
        if found[place].passes_control and not found[place].of_whole:
            following = found[place]
    return tuple(reversed(ordered)), tuple(_among(change, None, handovers, -math.inf) for change in loose)


def _among(change: Change, following: Change | None, handovers: Handovers, place: float) -> Change:
    """A change with what others say about it: who surely takes the base next, and who hands it over after a place."""
    leavers = (giver for giver in change.givers if isinstance(giver, Actor))
    return attrs.evolve(
        change,
        next_takers=_tops(following.takers) if following and not following.days.may_never else frozenset(),
        handing=frozenset(leaver.id for leaver in leavers if handovers.has_later(leaver, place)),
        later_givers=handovers.later(place) if change.of_whole else (),
    )


class Handovers:
    """Who hands a base over, each with the place of the last time in the order of the changes.

    One on an unknown day may come after any place.
    """

    def __init__(self, ordered: Sequence[Change], loose: Sequence[Change]) -> None:
        self._givers: dict[str, Actor] = {}
        self._of: dict[str, float] = {}
        self._within: dict[str, float] = {}
        for place, change in itertools.chain(enumerate(ordered), ((math.inf, change) for change in loose)):
            takes = change.milestone.kind is MilestoneKind.TAKEOVER
            if change.passes_control and not takes and not change.of_whole:
                for giver in change.givers:
                    if isinstance(giver, Actor):
                        self._givers[giver.id] = giver
                        self._of[giver.id] = place
                        self._within.update((whole.id, place) for whole in giver.lineage)

    def has_later(self, actor: Actor, place: float) -> bool:
        """Whether the actor, a part of it, or one that it is part of hands the base over after a place."""
        return self._within.get(actor.id, place) > place or any(
            self._of.get(whole.id, place) > place for whole in actor.lineage
        )

    def later(self, place: float) -> tuple[Actor, ...]:
        """Everyone who hands the base over after a place."""
        return tuple(giver for giver_id, giver in self._givers.items() if self._of[giver_id] > place)
