"""Answers of ``state`` as outputs show them: who may have held a base, and on whose word an answer rests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition_events import Certainty, CitedRecord, Form, claim_text, described

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from coalition_events import Actor, Answer, BaseState, Claim, Record, Source, Timeline, Value

    AnyClaim = Claim | Value[Any]


def those(holders: BaseState, *certainties: Certainty) -> list[Actor]:
    """Find the actors that held a base as surely as one of these, itself or through a part."""
    return [held.actor for held in holders.holders if held.answer.certainty in certainties]


def others(base: BaseState) -> list[Actor]:
    """Find who else may have held a base, for a sentence.

    Whoever holds through a part is left out, unless a claim names it as well: held by the army is held by its state.
    """
    possible = those(base, Certainty.POSSIBLY)
    held = [held.actor for held in base.holders if held.actor.id == base.best] + possible
    above = {whole.id for actor in held for whole in actor.lineage[1:]}
    named = {getattr(getattr(claim, "value", None), "id", "") for claim in base.claims}
    return [
        actor for actor in possible if actor.id != base.best and (actor.id not in above or actor.id in named)
    ]


def holder_of(timeline: Timeline, answer: Answer) -> Record | None:
    """Find the actor behind the best answer; none for the words ``unknown`` and ``none``, which are no ids."""
    if answer.best not in timeline:
        return None
    return timeline[answer.best]


def distinct(claims: Iterable[AnyClaim]) -> tuple[AnyClaim, ...]:
    """Name each claim once, in the order in which the answers rest on them."""
    return tuple({id(claim): claim for claim in claims}.values())


class Origins:
    """Where each claim of a timeline stands.

    Claims of different fields may be equal, so they are told apart by what they are, not by what they say.
    """

    def __init__(self, timeline: Timeline) -> None:
        self._places: dict[int, tuple[Record, str]] = {}
        self.fields: dict[tuple[str, str], list[int]] = {}
        """The marks of all claims by record id and key."""
        for record in timeline.records():
            for name, description in described(type(record)):
                if description.form in {Form.DATED, Form.VALUED, Form.FIGURES}:
                    found: tuple[AnyClaim, ...] = tuple(getattr(record, name))
                    self._places |= {id(claim): (record, description.key) for claim in found}
                    self.fields[record.id, description.key] = [id(claim) for claim in found]

    def texts(self, claims: Iterable[AnyClaim], name: Callable[[Record], str]) -> str:
        """Join the claims, each once and each after the record and field that it is about."""
        return " | ".join(f"{self._place(claim)}{claim_text(claim, name)}" for claim in distinct(claims))

    def _place(self, claim: AnyClaim) -> str:
        if id(claim) not in self._places:
            return ""
        record, key = self._places[id(claim)]
        return f"{record.id}.{key}: "

    def sources(self, claims: Iterable[AnyClaim]) -> tuple[Source, ...]:
        """Find all their sources, each once; a claim without any has those that are cited for its field."""
        return tuple({source.id: source for claim in claims for source in self._sources(claim)}.values())

    def _sources(self, claim: AnyClaim) -> tuple[Source, ...]:
        if claim.cites or id(claim) not in self._places:
            return claim.cites
        record, key = self._places[id(claim)]
        return record.sources_of(key) if isinstance(record, CitedRecord) else ()
