"""How many sites: what is known against what is stated. A stated number is never expanded to known members."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs

from coalition_events.asof.answers import days_of
from coalition_events.asof.known import View
from coalition_events.dates import Certainty
from coalition_events.model import Absence, Actor, Base, Count, Figure, Milestone, MilestoneKind, Timeline, Values


@attrs.frozen(kw_only=True)
class Tally:
    """Sites of which it is certain, and at most possible, that a milestone of a kind had happened.

    ``at_most`` counts what this timeline knows: a site that it does not hold is not among them. ``stated`` is the newest
    number that a source gives for the same, with the count that it stands in, and never mixed with the others.
    """

    certain: int
    at_most: int
    bases: tuple[tuple[str, Certainty], ...]
    stated: Figure | None = None
    count: Count | None = None


def tally(
    timeline: Timeline,
    kind: str | MilestoneKind,
    *,
    from_: str | None = None,
    to: str | None = None,
    by: dt.date | None = None,
) -> Tally:
    """Distinct bases, parts aside, at which a milestone of ``kind`` had happened by the end of the day ``by``.

    ``from_`` and ``to`` are ids of actors, matched through ``part_of``. Without ``by`` the end of the evidence counts.
    After the evidence no more is certain than at its end, and any base may have followed. Raises :class:`ValueError` for
    an unknown kind, :class:`KeyError` for an unknown actor.
    """
    view = View(timeline)
    wanted = MilestoneKind(kind)
    actors = {"from_": _actor(timeline, from_), "to": _actor(timeline, to)}
    horizon = view.horizon
    last = min((day for day in (by, horizon) if day is not None), default=dt.date.max)
    beyond = by is not None and horizon is not None and by > horizon
    answers = []
    for base in timeline.bases:
        if base.part_of is None:
            answer = _had(timeline, base, wanted, actors, last)
            answers.append((base, Certainty.POSSIBLY if beyond and answer is Certainty.NOT else answer))
    counted = {base.id for base, answer in answers if answer is not Certainty.NOT}
    certain = [base for base, answer in answers if answer is Certainty.CERTAINLY and not _maybe_another(base, counted)]
    count, figure = _stated(timeline, wanted, from_, to, last)
    return Tally(
        certain=len(certain),
        at_most=len(counted),
        bases=tuple((base.id, answer) for base, answer in answers if answer is not Certainty.NOT),
        stated=figure,
        count=count,
    )


def _actor(timeline: Timeline, actor_id: str | None) -> Actor | None:
    if actor_id is None:
        return None
    record = timeline[actor_id]
    if not isinstance(record, Actor):
        message = f"{actor_id!r} is not an actor"
        raise KeyError(message)
    return record


def _had(
    timeline: Timeline, base: Base, kind: MilestoneKind, actors: dict[str, Actor | None], day: dt.date
) -> Certainty:
    """Whether one of the base's milestones of the kind, between the actors, had happened."""
    answer = Certainty.NOT
    for milestone in timeline.milestones:
        if milestone.kind is kind and base.id in {other.id for other in milestone.bases}:
            happened = _happened(milestone, day)
            matches = [_is(getattr(milestone, name), actor) for name, actor in actors.items() if actor is not None]
            for match in matches:
                happened &= match
            answer |= happened
    return answer


def _happened(milestone: Milestone, day: dt.date) -> Certainty:
    return days_of(milestone.when).happened_by(day.toordinal()) if milestone.when.actual else Certainty.NOT


def _is(values: Values[Any], actor: Actor) -> Certainty:
    """Whether the one named is ``actor``, or part of it; somebody unknown may be."""
    answers = [_is_one(value, actor) for value in values.distinct]
    if all(answer is Certainty.CERTAINLY for answer in answers):
        return Certainty.CERTAINLY
    return Certainty.NOT if all(answer is Certainty.NOT for answer in answers) else Certainty.POSSIBLY


def _is_one(value: Actor | Absence, actor: Actor) -> Certainty:
    if isinstance(value, Absence):
        return Certainty.NOT if value is Absence.NONE else Certainty.POSSIBLY
    if any(other.id == actor.id for other in value.lineage):
        return Certainty.CERTAINLY
    return Certainty.POSSIBLY if any(other.id == value.id for other in actor.lineage) else Certainty.NOT


def _maybe_another(base: Base, counted: set[str]) -> bool:
    """Whether an unidentified site may be one that is counted already."""
    return any(isinstance(site, Base) and site.id in counted for site in base.candidates.distinct)


def _stated(
    timeline: Timeline, kind: MilestoneKind, from_: str | None, to: str | None, day: dt.date
) -> tuple[Count | None, Figure | None]:
    """The newest number that is stated of bases, between the same actors, no later than the day."""
    found = []
    for count in timeline.counts:
        if count.counted not in {"bases", f"bases {kind}", kind.value} or not _between(count, from_, to):
            continue
        for figure in count.values:
            when = figure.date.latest if figure.date else figure.said_on
            if figure.live and when is not None and when <= day:
                found.append((when, count.id, count, figure))
    if not found:
        return None, None
    _, _, count, figure = max(found, key=lambda item: item[:2])
    return count, figure


def _between(count: Count, from_: str | None, to: str | None) -> bool:
    pairs = ((count.from_, from_), (count.to, to))
    return all(wanted is None or (actor is not None and actor.id == wanted) for actor, wanted in pairs)
