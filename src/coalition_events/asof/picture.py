"""The state of everything on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import attrs

from coalition_events.asof.answers import (
    ANY_DAY,
    Answer,
    Because,
    days_of,
    ends_of,
    ran_on,
    reason,
    within_evidence,
)
from coalition_events.asof.holding import Held, chain_of, control_answer
from coalition_events.asof.known import View
from coalition_events.asof.presence import Present, present_at
from coalition_events.dates import Certainty
from coalition_events.model import Agreement, Base, Claim, Claims, Event, Phase, Provision, Timeline


@attrs.frozen(kw_only=True)
class BaseState(Answer):
    """Who held a base; ``holders`` answers for each actor, ``present`` who was there, ``parts`` are bases beneath it."""

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


def state(timeline: Timeline, on: dt.date, known_by: dt.date | None = None) -> State:
    """What was so at the end of the day ``on``; with ``known_by``, as far as it was known by then.

    Left, handed over, controlled, owned and used are five things, and none is inferred from another. After the end of
    the evidence every factual answer is ``possibly``; a plan whose day has passed never becomes a fact.
    """
    view = View(timeline, known_by)
    return State(
        on=on,
        known_by=known_by,
        horizon=view.horizon,
        bases={base.id: _base(view, base, on) for base in timeline.bases},
        phases={phase.id: _stretch(view, phase, "start", "end", on) for phase in timeline.phases},
        agreements={agreement.id: _agreement(view, agreement, on) for agreement in timeline.agreements},
        provisions={provision.id: _stretch(view, provision, "in_force", "ends", on) for provision in timeline.provisions},
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
        parts=tuple(part.id for part in view.timeline.bases if part.part_of is not None and part.part_of.id == base.id),
    )


def _agreement(view: View, agreement: Agreement, on: dt.date) -> Answer:
    """In force from ``in_force``, or from ``signed`` where nothing is said of that, to ``ends``, both included."""
    start = "in_force" if view.dates(agreement, "in_force") else "signed"
    return _stretch(view, agreement, start, "ends", on)


def _stretch(view: View, record: Phase | Agreement | Provision, start: str, end: str, on: dt.date) -> Answer:
    """Whether something with a first and a last day ran on a day; ``best`` says where it stood by the best claims."""
    first, last = view.dates(record, start), view.dates(record, end)
    begins, ends = days_of(first), ends_of(last)
    certainty = ran_on(begins, ends, on.toordinal())
    because = None
    if certainty is Certainty.POSSIBLY:
        because = reason((first, last), unknown=ANY_DAY in (begins, ends))
    answer = Answer(
        certainty=certainty,
        because=because,
        best=_best_of_stretch(first, last, on),
        claims=(*first.actual, *last.actual),
    )
    return within_evidence(answer, beyond=view.beyond(on))


def _best_of_stretch(first: Claims, last: Claims, on: dt.date) -> str:
    """``before``, ``running``, ``over`` or ``unknown``, by the best claims alone."""
    day = on.toordinal()
    begin, end = _best_bounds(first), _best_bounds(last)
    if end and end[1] < day:
        return "over"
    if begin is None:
        return "unknown" if ANY_DAY == days_of(first) else "before"
    if begin[0] > day:
        return "before"
    return "running" if begin[1] <= day and (end is None or end[0] >= day) else "unknown"


def _best_bounds(claims: Claims) -> tuple[float, float] | None:
    best = Claims(claims.actual).best
    return (best.date.bounds[0], best.date.bounds[-1]) if best is not None and best.date else None


def _due(view: View, event: Event, on: dt.date) -> Due | None:
    """The newest plan of an event that had come by the day, unless the event had surely happened."""
    claims = view.dates(event.record, event.field)
    if not claims.planned or view.dates(event.record, "cancelled"):
        return None
    plan = claims.planned[-1]
    day = on.toordinal()
    happened = days_of(claims).happened_by(day)
    opens = plan.date.bounds[0] if plan.date else day + 1
    closes = plan.date.bounds[-1] if plan.date else day
    overdue = closes < day
    come = overdue or opens <= day
    if not come or happened is Certainty.CERTAINLY:
        return None
    outstanding = ~happened
    because = reason((claims,), unknown=False) if outstanding is Certainty.POSSIBLY else None
    answer = Answer(certainty=outstanding, because=because, best="overdue" if overdue else "due", claims=tuple(claims.items))
    answer = within_evidence(answer, beyond=view.beyond(on))
    fields: dict[str, Any] = attrs.asdict(answer, recurse=False)
    return Due(**fields, overdue=overdue, planned=plan)
