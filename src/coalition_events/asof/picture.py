"""What a state answers, and what each of its answers rests on.

A :class:`Site`, a :class:`Stretch` and a :class:`Plan` each answer for one thing on any day. What does not depend on
the day they work out once, when they are first asked. ``fields`` are the dated fields on which the answer rests.
"""

from __future__ import annotations

import datetime as dt
import functools
import math
from collections.abc import Mapping

import attrs

from coalition_events.asof.answers import (
    ANY_DAY,
    Answer,
    DaySet,
    Range,
    best_bounds,
    bounds_of,
    ran_on,
    reason,
    said,
    spoken_of,
    within_evidence,
)
from coalition_events.asof.controlling import Held, control_answer
from coalition_events.asof.holding import Chain, chain_of, milestones_of
from coalition_events.asof.known import View
from coalition_events.asof.presence import Present, present_at
from coalition_events.model import (
    Agreement,
    Base,
    Claim,
    Claims,
    Event,
    Phase,
    Provision,
    Status,
)
from coalition_events.relations import Certainty


@attrs.frozen(kw_only=True)
class BaseState(Answer):
    """Who held a base; ``holders`` answers for each actor, ``present`` who was there, ``parts``: bases beneath it."""

    holders: tuple[Held, ...] = ()
    present: tuple[Present, ...] = ()
    parts: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Due(Answer):
    """A plan whose day had come, for something that had not surely happened.

    The answer says whether it was still outstanding. ``overdue``: the last day that the newest plan allows had passed.
    """

    overdue: bool
    planned: Claim


@attrs.frozen(kw_only=True)
class State:
    """What was so on the day ``on``, each answer with its certainty and the claims that it rests on.

    Keyed by record id, ``due`` by event id. ``elsewhere`` holds presence by movements that name no base, by actor id.
    ``left_out``: fields that a replay had to leave out, since nothing says when their claims were known.
    """

    on: dt.date
    known_by: dt.date | None
    horizon: dt.date | None
    bases: Mapping[str, BaseState]
    phases: Mapping[str, Answer]
    agreements: Mapping[str, Answer]
    provisions: Mapping[str, Answer]
    due: Mapping[str, Due]
    elsewhere: Mapping[str, Answer]
    left_out: tuple[tuple[str, str], ...] = ()


@attrs.frozen
class Site:
    """Who held a base, and who was there; ``parts``: the ids of the bases beneath it."""

    view: View
    base: Base
    parts: tuple[str, ...]

    @functools.cached_property
    def _chain(self) -> Chain:
        return chain_of(self.view, self.base)

    @property
    def fields(self) -> tuple[Claims, ...]:
        """The days of all that happened there, or at a base that it is part of."""
        found = milestones_of(self.view.timeline, self.base)
        return tuple(self.view.dates(milestone, "when") for milestone, _ in found)

    def on(self, day: dt.date) -> BaseState:
        """The answer for the end of a day."""
        answer, holders = control_answer(self.view, self._chain, day)
        return BaseState(
            certainty=answer.certainty,
            because=answer.because,
            best=answer.best,
            claims=answer.claims,
            holders=holders,
            present=present_at(self.view, self.base, day),
            parts=self.parts,
        )


@attrs.frozen
class Stretch:
    """Whether something with a first and a last day ran on a day."""

    view: View
    first: Claims
    last: Claims

    @classmethod
    def of(cls, view: View, record: Phase | Agreement | Provision) -> Stretch:
        """An agreement is in force from ``in_force``, or from ``signed`` where nothing is said of that."""
        if isinstance(record, Phase):
            return cls(view, view.dates(record, "start"), view.dates(record, "end"))
        first = view.dates(record, "in_force")
        if isinstance(record, Agreement) and not spoken_of(first):
            first = view.dates(record, "signed")
        return cls(view, first, view.dates(record, "ends"))

    @property
    def fields(self) -> tuple[Claims, ...]:
        """Its two ends."""
        return self.first, self.last

    @functools.cached_property
    def _days(self) -> tuple[DaySet, DaySet]:
        return self.view.days(self.first), self.view.ends(self.last)

    @functools.cached_property
    def _best(self) -> tuple[Range | None, Range | None]:
        return best_bounds(self.first), best_bounds(self.last)

    @functools.cached_property
    def _claims(self) -> tuple[Claim, ...]:
        return *said(self.first), *said(self.last)

    def on(self, day: dt.date) -> Answer:
        """The answer for a day; ``best`` says where it stood by the best claims."""
        certainty = ran_on(*self._days, day.toordinal())
        answer = Answer(
            certainty=certainty,
            because=reason(self._days) if certainty is Certainty.POSSIBLY else None,
            best=self._where(day.toordinal()),
            claims=self._claims,
        )
        return within_evidence(answer, beyond=self.view.beyond(day))

    def _where(self, day: int) -> str:
        """``before``, ``running``, ``over`` or ``unknown``, by the best claims alone."""
        begin, end = self._best
        if end and end[1] < day:
            return "over"
        if begin is None:
            return "unknown" if self._days[0] == ANY_DAY else "before"
        if begin[0] > day:
            return "before"
        return "running" if begin[1] <= day and (end is None or end[0] >= day) else "unknown"


@attrs.frozen
class Plan:
    """Whether the newest plan of an event had come by a day, and it had not surely happened or been called off."""

    view: View
    event: Event

    @functools.cached_property
    def _when(self) -> Claims:
        return self.view.dates(self.event.record, self.event.field)

    @functools.cached_property
    def _called_off(self) -> Claims:
        return self.view.dates(self.event.record, "cancelled")

    @property
    def exists(self) -> bool:
        """Whether there is any plan of it; without one, nothing of it is ever due."""
        return bool(self._when.planned)

    @property
    def fields(self) -> tuple[Claims, ...]:
        """When it was to happen or did, and when it was called off."""
        return self._when, self._called_off

    @functools.cached_property
    def _bounds(self) -> Range:
        """The day on which the plan comes, and its last.

        Without a first day it comes on the day on which it was set, or with its last day if that was earlier.
        """
        plan = self._when.planned[-1]
        opens, closes = bounds_of(plan)
        if math.isinf(opens) and plan.said_on is not None:
            opens = plan.said_on.toordinal()
        return min(opens, closes), closes

    @functools.cached_property
    def _done(self) -> tuple[DaySet, ...]:
        """When it may have happened, and when it may have been called off, if anybody says that it was."""
        happened = self.view.days(self._when)
        if attrs.evolve(self.event, cancelled=self._called_off).status() is Status.CANCELLED:
            return happened, self.view.days(self._called_off)
        return (happened,)

    @functools.cached_property
    def _claims(self) -> tuple[Claim, ...]:
        return *self._when.live, *self._called_off.live

    def on(self, day: dt.date) -> Due | None:
        """The answer for the end of a day, ``None`` if nothing of it was due."""
        comes, closes = self._bounds
        number = day.toordinal()
        if comes > number:
            return None
        outstanding = Certainty.CERTAINLY
        for days in self._done:
            outstanding &= ~days.happened_by(number)
        if outstanding is Certainty.NOT:
            return None
        overdue = closes < number
        answer = Answer(
            certainty=outstanding,
            because=reason(self._done) if outstanding is Certainty.POSSIBLY else None,
            best="overdue" if overdue else "due",
            claims=self._claims,
        )
        answer = within_evidence(answer, beyond=self.view.beyond(day))
        return Due(**attrs.asdict(answer, recurse=False), overdue=overdue, planned=self._when.planned[-1])
