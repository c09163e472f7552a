"""The state of everything on a day."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping

import attrs

from coalition_events.asof.answers import (
    ANY_DAY,
    Answer,
    best_bounds,
    bounds_of,
    ran_on,
    reason,
    said,
    spoken_of,
    within_evidence,
)
from coalition_events.asof.controlling import Held, control_answer
from coalition_events.asof.holding import chain_of
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
    Timeline,
)
from coalition_events.relations import NO_MARGINS, Certainty, Margins


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


def state(
    timeline: Timeline, on: dt.date, known_by: dt.date | None = None, margins: Margins = NO_MARGINS
) -> State:
    """What was so at the end of the day ``on``; with ``known_by``, as far as it was known by then.

    ``margins``: by how many days a date marked ``~`` or ``?`` may be off, by its precision (twice that for ``%``); none
    unless given, since no source states them.

    Left, handed over, controlled, owned and used are five things, and none is inferred from another. After the end of
    the evidence every factual answer is ``possibly``; a plan whose day has passed never becomes a fact.
    """
    view = View(timeline, known_by, margins)
    return State(
        on=on,
        known_by=known_by,
        horizon=view.horizon,
        bases={base.id: _base(view, base, on) for base in timeline.bases},
        phases={phase.id: _stretch(view, phase, "start", "end", on) for phase in timeline.phases},
        agreements={agreement.id: _agreement(view, agreement, on) for agreement in timeline.agreements},
        provisions={
            provision.id: _stretch(view, provision, "in_force", "ends", on)
            for provision in timeline.provisions
        },
        due={event.id: due for event in timeline.events() if (due := _due(view, event, on)) is not None},
        elsewhere={present.actor.id: present.answer for present in present_at(view, None, on)},
        left_out=view.undatable(),
    )


def _base(view: View, base: Base, on: dt.date) -> BaseState:
    answer, holders = control_answer(view, chain_of(view, base), on)
    return BaseState(
        certainty=answer.certainty,
        because=answer.because,
        best=answer.best,
        claims=answer.claims,
        holders=holders,
        present=present_at(view, base, on),
        parts=tuple(
            part.id for part in view.timeline.bases if part.part_of is not None and part.part_of.id == base.id
        ),
    )


def _agreement(view: View, agreement: Agreement, on: dt.date) -> Answer:
    """In force from ``in_force``, or from ``signed`` where nothing is said of that, to ``ends``, both included."""
    start = "in_force" if spoken_of(view.dates(agreement, "in_force")) else "signed"
    return _stretch(view, agreement, start, "ends", on)


def _stretch(view: View, record: Phase | Agreement | Provision, start: str, end: str, on: dt.date) -> Answer:
    """Whether something with a first and a last day ran on a day; ``best`` says where it stood by the best claims."""
    first, last = view.dates(record, start), view.dates(record, end)
    begins, ends = view.days(first), view.ends(last)
    certainty = ran_on(begins, ends, on.toordinal())
    answer = Answer(
        certainty=certainty,
        because=reason((begins, ends)) if certainty is Certainty.POSSIBLY else None,
        best=_best_of_stretch(first, last, on, unknown=begins == ANY_DAY),
        claims=(*said(first), *said(last)),
    )
    return within_evidence(answer, beyond=view.beyond(on))


def _best_of_stretch(first: Claims, last: Claims, on: dt.date, *, unknown: bool) -> str:
    """``before``, ``running``, ``over`` or ``unknown``, by the best claims alone; ``unknown``: its start is."""
    day = on.toordinal()
    begin, end = best_bounds(first), best_bounds(last)
    if end and end[1] < day:
        return "over"
    if begin is None:
        return "unknown" if unknown else "before"
    if begin[0] > day:
        return "before"
    return "running" if begin[1] <= day and (end is None or end[0] >= day) else "unknown"


def _due(view: View, event: Event, on: dt.date) -> Due | None:
    """The newest plan of an event that had come by the day, unless it had surely happened or been called off.

    A plan without a first day comes on the day on which it was set, or with its last day if that was earlier.
    """
    claims = view.dates(event.record, event.field)
    called_off = view.dates(event.record, "cancelled")
    if not claims.planned:
        return None
    plan, day = claims.planned[-1], on.toordinal()
    opens, closes = bounds_of(plan)
    if math.isinf(opens) and plan.said_on is not None:
        opens = plan.said_on.toordinal()
    outstanding = ~view.days(claims).happened_by(day)
    fields = [view.days(claims)]
    if attrs.evolve(event, cancelled=called_off).status() is Status.CANCELLED:
        fields.append(view.days(called_off))
        outstanding &= ~fields[-1].happened_by(day)
    if min(opens, closes) > day or outstanding is Certainty.NOT:
        return None
    overdue = closes < day
    answer = Answer(
        certainty=outstanding,
        because=reason(fields) if outstanding is Certainty.POSSIBLY else None,
        best="overdue" if overdue else "due",
        claims=(*claims.live, *called_off.live),
    )
    answer = within_evidence(answer, beyond=view.beyond(on))
    return Due(**attrs.asdict(answer, recurse=False), overdue=overdue, planned=plan)
