"""A small invented mission, and copies of it that differ in one place: what every probe is made of.

The core is one handover with the phase, the agreement, the base and the actors that it needs. A change may name other
records of the cast, which then come in with all that they refer to. Ids that begin with ``alone`` are of records to
which nothing refers and which have no date: what a format holds of the others, it may forget of these.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from coalition_events import (
    Actor,
    Agreement,
    Base,
    Count,
    Milestone,
    Phase,
    Provision,
    Record,
    Source,
    Statement,
)

from .making import Claim, Figure, Location, make_timeline

if TYPE_CHECKING:
    import coalition_events as ce

Fields = Mapping[str, Any]
Changes = Mapping[str, Fields]
"""Record id (or :data:`SCENE`) to fields that are other than in the scene; a function is given the :class:`Cast`."""

SCENE: Final = "scene"
"""The id of the timeline."""

_CORE: Final = ("wire", "east", "west", "field", "pact", "phase-1", "handover")


class Cast(dict[str, Any]):
    """The records by id, each made when it is first asked for."""

    def __init__(self, changes: Changes) -> None:
        super().__init__()
        self._changes = changes

    def __missing__(self, record_id: str) -> Record:
        cls, make = _RECORDS[record_id]
        changed = self._changes.get(record_id, {})
        fields = {**make(self), **{name: self.resolved(value) for name, value in changed.items()}}
        self[record_id] = made = cls(id=record_id, **fields)
        return made

    def resolved(self, value: Any) -> Any:  # noqa: ANN401 - the value of any field
        """The value, or what a function makes of the cast."""
        return value(self) if callable(value) else value


def scene(changes: Changes | None = None) -> ce.Timeline:
    """The core with ``changes``, and with every record that they name."""
    changes = changes or {}
    cast = Cast(changes)
    for record_id in (*_CORE, *changes):
        if record_id != SCENE:
            _ = cast[record_id]
    sections: dict[str, list[Record]] = {}
    for record_id, (cls, _) in _RECORDS.items():
        if record_id in cast:
            sections.setdefault(cls.section, []).append(cast[record_id])
    head = {"title": "A small mission", "revised": "2031-07-04", "evidence_until": "2031-06-28"}
    changed = {name: cast.resolved(value) for name, value in changes.get(SCENE, {}).items()}
    return make_timeline(id=SCENE, **{**head, **changed}, **sections)


_RECORDS: Final[Mapping[str, tuple[type[Record], Callable[[Cast], Fields]]]] = {
    "wire": (Source, lambda _: {"title": "Wire report", "published": "2031-06-27"}),
    "book": (Source, lambda _: {"title": "A book", "published": "2031-06-26"}),
    "alone-source": (Source, lambda _: {"title": "A letter"}),
    "east": (Actor, lambda _: {"name": "East"}),
    "west": (Actor, lambda _: {"name": "West"}),
    "army": (Actor, lambda _: {"name": "The Army"}),
    "alone-actor": (Actor, lambda _: {"name": "The Committee"}),
    "field": (Base, lambda _: {"name": "North Field", "location": Location(latitude=33.5, longitude=42.5)}),
    "south": (Base, lambda _: {"name": "South Camp", "location": Location(latitude=32.5, longitude=45.5)}),
    "hill": (Base, lambda _: {"name": "The Hill"}),
    "alone-base": (Base, lambda _: {"name": "The Depot"}),
    "pact": (Agreement, lambda _: {"title": "The Pact", "signed": Claim(date="2029-05-06")}),
    "alone-agreement": (Agreement, lambda _: {"title": "The Exchange of Letters"}),
    "phase-1": (
        Phase,
        lambda cast: {
            "title": "The north",
            "ordinal": 1,
            "under": cast["pact"],
            "end": Claim(date="2030-04-20"),
        },
    ),
    "alone-phase": (Phase, lambda _: {"title": "The south", "ordinal": 2}),
    "guests": (
        Provision,
        lambda cast: {
            "text": "East may use the field",
            "bases": cast["field"],
            "in_force": Claim(date="2030-02-11"),
        },
    ),
    "alone-provision": (Provision, lambda _: {"text": "West may visit the hill"}),
    "handover": (
        Milestone,
        lambda cast: {
            "title": "The field passes",
            "kind": "handover",
            "bases": cast["field"],
            "from_": cast["east"],
            "to": cast["west"],
            "phases": cast["phase-1"],
            "when": Claim(date="2030-04-12", cites=cast["wire"]),
        },
    ),
    "alone-milestone": (Milestone, lambda _: {"title": "The last convoy", "kind": "departure"}),
    "several": (
        Count,
        lambda _: {"title": "Sites handed over", "values": Figure(number="4..5", date="2030-05-01")},
    ),
    "threat": (Statement, lambda _: {"text": "A threat persists"}),
    "calm": (Statement, lambda _: {"text": "No threat is left"}),
}
