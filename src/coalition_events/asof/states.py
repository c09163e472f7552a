"""The state of everything on any day, and over all days."""

from __future__ import annotations

import datetime as dt
import functools
from typing import TYPE_CHECKING

import attrs

from coalition_events.asof.known import View
from coalition_events.asof.overtime import OverTime, breaks, joined, ranges_of
from coalition_events.asof.picture import Plan, Site, State, Stretch
from coalition_events.asof.presence import present_at
from coalition_events.model import MilestoneKind, Timeline
from coalition_events.relations import NO_MARGINS, Margins

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coalition_events.asof.answers import Answer
    from coalition_events.asof.overtime import Ranges
    from coalition_events.model import Agreement, Phase, Provision


@attrs.frozen(eq=False)
class States:
    """The state of a timeline on any day: :func:`state` for one who asks about more than one.

    ``known_by`` and ``margins`` are those of :func:`state`. What does not depend on the day is worked out once, when it
    is first needed.
    """

    timeline: Timeline
    known_by: dt.date | None = None
    margins: Margins = NO_MARGINS

    def on(self, day: dt.date) -> State:
        """What was so at the end of a day."""
        return State(
            on=day,
            known_by=self.known_by,
            horizon=self._view.horizon,
            bases={key: site.on(day) for key, site in self._bases.items()},
            phases={key: stretch.on(day) for key, stretch in self._phases.items()},
            agreements={key: stretch.on(day) for key, stretch in self._agreements.items()},
            provisions={key: stretch.on(day) for key, stretch in self._provisions.items()},
            due={key: due for key, plan in self._plans.items() if (due := plan.on(day)) is not None},
            elsewhere=self._elsewhere(day),
            left_out=self._left_out,
        )

    def over_time(self) -> OverTime:
        """Every answer for every day; each is worked out only for the days on which it may become another one."""
        view = self._view
        place = {record.id: number for number, record in enumerate(self.timeline.records())}
        plans = sorted(self._plans.items(), key=lambda item: place[item[1].event.record.id])
        due = {key: ranges_of(view, plan) for key, plan in plans}
        return OverTime(
            bases={key: ranges_of(view, site) for key, site in self._bases.items()},
            phases={key: ranges_of(view, stretch) for key, stretch in self._phases.items()},
            agreements={key: ranges_of(view, stretch) for key, stretch in self._agreements.items()},
            provisions={key: ranges_of(view, stretch) for key, stretch in self._provisions.items()},
            due={key: ranges for key, ranges in due.items() if ranges.answers != (None,)},
            elsewhere=self._elsewhere_over_time(),
        )

    def _elsewhere(self, day: dt.date) -> dict[str, Answer]:
        return {present.actor.id: present.answer for present in present_at(self._view, None, day)}

    def _elsewhere_over_time(self) -> dict[str, Ranges[Answer]]:
        """All actors at once: whoever moved rests on the same movements."""
        kinds = {MilestoneKind.ARRIVAL, MilestoneKind.DEPARTURE}
        moves = [one for one in self.timeline.milestones_at(None) if one.kind in kinds]
        fields = [self._view.dates(move, "when") for move in moves]
        found = [(day, self._elsewhere(day)) for day in breaks(self._view, fields)]
        moved = [actor.id for actor in self.timeline.actors if actor.id in found[0][1]]
        return {key: joined((day, answers[key]) for day, answers in found) for key in moved}

    @functools.cached_property
    def _view(self) -> View:
        return View(self.timeline, self.known_by, self.margins)

    @functools.cached_property
    def _bases(self) -> dict[str, Site]:
        parts: dict[str, list[str]] = {}
        for base in self.timeline.bases:
            if base.part_of is not None:
                parts.setdefault(base.part_of.id, []).append(base.id)
        return {
            base.id: Site(self._view, base, tuple(parts.get(base.id, ()))) for base in self.timeline.bases
        }

    @functools.cached_property
    def _phases(self) -> dict[str, Stretch]:
        return self._stretches(self.timeline.phases)

    @functools.cached_property
    def _agreements(self) -> dict[str, Stretch]:
        return self._stretches(self.timeline.agreements)

    @functools.cached_property
    def _provisions(self) -> dict[str, Stretch]:
        return self._stretches(self.timeline.provisions)

    def _stretches(self, records: Iterable[Phase | Agreement | Provision]) -> dict[str, Stretch]:
        return {record.id: Stretch.of(self._view, record) for record in records}

    @functools.cached_property
    def _plans(self) -> dict[str, Plan]:
        plans = {event.id: Plan(self._view, event) for event in self.timeline.events()}
        return {key: plan for key, plan in plans.items() if plan.exists}

    @functools.cached_property
    def _left_out(self) -> tuple[tuple[str, str], ...]:
        return self._view.undatable()


def state(
    timeline: Timeline, on: dt.date, known_by: dt.date | None = None, margins: Margins = NO_MARGINS
) -> State:
    """What was so at the end of the day ``on``; with ``known_by``, as far as it was known by then.

    ``margins``: by how many days a date marked ``~`` or ``?`` may be off, by its precision (twice that for ``%``); none
    unless given, since no source states them.

    Left, handed over, controlled, owned and used are five things, and none is inferred from another. After the end of
    the evidence every factual answer is ``possibly``; a plan whose day has passed never becomes a fact. To ask about
    many days, use :class:`States`.
    """
    return States(timeline, known_by, margins).on(on)
