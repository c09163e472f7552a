"""How many sites: what is known against what is stated. A stated number is never expanded to known members."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, Final

import attrs

from coalition_events.asof.answers import NEVER, agreed, said_unknown
from coalition_events.asof.known import View
from coalition_events.model import (
    Absence,
    Actor,
    Base,
    Basis,
    Count,
    Figure,
    Milestone,
    MilestoneKind,
    Timeline,
    Values,
)
from coalition_events.relations import NO_MARGINS, Certainty, Margins

_SITE: Final = re.compile(
    r"\b(?:air(?:base|field|port)|base|camp|facilit(?:y|ie)|garrison|headquarter|installation|location|(?:out)?post|"
    r"position|site|station)s?\b"
)
"""Words for what a base is; ``counted`` is a text of the editors' own."""


@attrs.frozen(kw_only=True)
class Tally:
    """Sites of which it is certain, and at most possible, that a milestone of a kind had happened.

    ``at_most`` counts what this timeline knows: a site that it does not hold is not among them. ``stated`` is the
    newest number that a source gives for the same, with the count that it stands in; it is never mixed with the others.
    """

    certain: int
    at_most: int
    bases: tuple[tuple[str, Certainty], ...]
    stated: Figure | None
    count: Count | None


def tally(  # noqa: PLR0913 - each is a question of its own
    timeline: Timeline,
    kind: str | MilestoneKind,
    *,
    from_: str | None = None,
    to: str | None = None,
    by: dt.date | None = None,
    margins: Margins = NO_MARGINS,
) -> Tally:
    """Distinct bases, parts aside, at which a milestone of ``kind`` had happened by the end of the day ``by``.

    ``from_`` and ``to`` are ids of actors, matched through ``part_of``. Without ``by`` the end of the evidence counts.
    What had happened by then stays so: after the evidence as much is certain as at its end, and any base may have
    followed. A site that nobody identified may be one of its candidates or a site of its own, so ``certain`` counts it
    only where it can't be one that is counted already. Raises :class:`ValueError` for an unknown kind,
    :class:`KeyError` for an unknown actor.
    """
    view = View(timeline, margins=margins)
    wanted = MilestoneKind(kind)
    actors = {"from_": _actor(timeline, from_), "to": _actor(timeline, to)}
    horizon = view.horizon
    last = min((day for day in (by, horizon) if day is not None), default=dt.date.max)
    beyond = by is not None and horizon is not None and by > horizon
    found = []
    for base in timeline.bases:
        if base.part_of is None:
            answer = _had(view, base, wanted, actors, last) | (
                Certainty.POSSIBLY if beyond else Certainty.NOT
            )
            if answer is not Certainty.NOT:
                found.append((base, answer))
    count, figure = _stated(timeline, wanted, actors, last)
    return Tally(
        certain=_fewest([base for base, answer in found if answer is Certainty.CERTAINLY]),
        at_most=len(found),
        bases=tuple((base.id, answer) for base, answer in found),
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
    view: View, base: Base, kind: MilestoneKind, actors: dict[str, Actor | None], day: dt.date
) -> Certainty:
    """Whether one of the base's milestones of the kind, between the actors, had happened."""
    answer = Certainty.NOT
    for milestone in view.timeline.milestones_at(base):
        if milestone.kind is kind:
            happened = _happened(view, milestone, day)
            for name, actor in actors.items():
                if actor is not None:
                    happened &= _is(getattr(milestone, name), actor)
            answer |= happened
    return answer


def _happened(view: View, milestone: Milestone, day: dt.date) -> Certainty:
    spoken = milestone.when.actual or said_unknown(milestone.when)
    return (view.days(milestone.when) if spoken else NEVER).happened_by(day.toordinal())


def _is(values: Values[Any], actor: Actor) -> Certainty:
    """Whether the one named is ``actor``, or part of it; somebody unknown may be."""
    return agreed(_is_one(value, actor) for value in values.distinct)


def _is_one(value: Actor | Absence, actor: Actor) -> Certainty:
    if isinstance(value, Absence):
        return Certainty.NOT if value is Absence.NONE else Certainty.POSSIBLY
    if any(other.id == actor.id for other in value.lineage):
        return Certainty.CERTAINLY
    return Certainty.POSSIBLY if any(other.id == value.id for other in actor.lineage) else Certainty.NOT


def _fewest(bases: list[Base]) -> int:
    """The least number of sites that these can be, if those that nobody identified are ones that stand here already."""
    every = [_sites(base) for base in bases]
    named = frozenset[str]().union(*(sites for sites in every if len(sites) == 1))
    open_ = sorted((sites for sites in every if not sites & named), key=sorted)
    return len(named) + _fewest_more(tuple(open_))


def _fewest_more(open_: tuple[frozenset[str], ...]) -> int:
    """The least number of sites of which each of the sets holds one: one more is chosen until no set is left open.

    Ways that leave the same sets open are one, so sets that share nothing cost no more than their number.
    """
    number, ways = 0, {open_}
    while () not in ways:
        number += 1
        ways = {tuple(sites for sites in way if site not in sites) for way in ways for site in way[0]}
    return number


def _sites(base: Base) -> frozenset[str]:
    """The sites that a base may be: itself, its candidates, each as a whole, and what those may be in turn."""
    found, waiting = {base.id}, [base]
    while waiting:
        for site in waiting.pop().candidates.distinct:
            if isinstance(site, Base) and (whole := _whole(site)).id not in found:
                found.add(whole.id)
                waiting.append(whole)
    return frozenset(found)


def _whole(base: Base) -> Base:
    return base if base.part_of is None else _whole(base.part_of)


def _stated(
    timeline: Timeline, kind: MilestoneKind, actors: dict[str, Actor | None], day: dt.date
) -> tuple[Count | None, Figure | None]:
    """The newest number that is stated of bases, between the same actors, no later than the day."""
    found: dict[tuple[dt.date, str, int], tuple[Count, Figure]] = {}
    for count in timeline.counts:
        if not _counts_sites(count, kind) or not _between(count, actors):
            continue
        for place, figure in enumerate(count.values):
            when = figure.date.latest if figure.date else figure.said_on
            if figure.live and figure.basis is Basis.ACTUAL and when is not None and when <= day:
                found[when, count.id, place] = count, figure
    return found[max(found)] if found else (None, None)


def _counts_sites(count: Count, kind: MilestoneKind) -> bool:
    """Whether sites or such milestones are counted: "bases and headquarters", "handovers", not "troops at bases"."""
    counted = re.split(r"\b(?:at|from|in|of|on|to|with)\b", count.counted.lower())[0]
    kinds = {word.removesuffix("s") for word in re.findall("[a-z]+", counted)}.intersection(MilestoneKind)
    return kind in kinds if kinds else _SITE.search(counted) is not None


def _between(count: Count, actors: dict[str, Actor | None]) -> bool:
    """Whether a count is of the same actors, exactly: a number stated of a part says nothing of the whole."""
    return all(
        wanted is None or (actor is not None and actor.id == wanted.id)
        for actor, wanted in ((count.from_, actors["from_"]), (count.to, actors["to"]))
    )
