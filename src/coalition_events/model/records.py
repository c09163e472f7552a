"""Bases, agreements, phases, provisions, milestones, counts and statements."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

import attrs

from coalition_events.dates import AnyDate, UncertainDate
from coalition_events.model import fields, validators
from coalition_events.model.claimfields import Location, dated, valued
from coalition_events.model.claims import Claims, Values
from coalition_events.model.evidence import Claim, date_field
from coalition_events.model.fields import DESCRIPTION, Description, Form
from coalition_events.model.sources import (
    Actor,
    Alias,
    CitedRecord,
    Identifier,
    Record,
    aliases,
    identifiers,
)
from coalition_events.model.validators import FieldError
from coalition_events.model.vocabulary import (
    Absence,
    AgreementKind,
    BaseKind,
    MilestoneKind,
    Modality,
    Passing,
)

if TYPE_CHECKING:
    from collections.abc import Iterable


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Base(CitedRecord):
    """A site. Who controls it, owns it, is there and uses it are four questions; ``holder`` answers the first.

    ``part_of``: a part of another base, never counted as a site of its own. ``candidates``: the sites that an
    unidentified one may be. ``holder``: who held it before the first recorded change.
    """

    section: ClassVar[str] = "bases"

    name: str = attrs.field(**fields.required_text("name"))
    aliases: tuple[Alias, ...] = aliases()
    kind: BaseKind | None = fields.word("kind", BaseKind)
    country: str = fields.text(
        "country", "ISO 3166-1 alpha-2", check=validators.check_country, pattern="country"
    )
    region: str = fields.text("region", "ISO 3166-2", check=validators.check_region, pattern="region")
    location: Values[Location] = valued("location", "", "where it is")
    candidates: Values[Base] = valued("candidates", "bases", "the sites that it may be")
    part_of: Base | None = fields.reference("part_of", "bases", "the base of which it is a part")
    holder: Values[Actor] = valued("holder", "actors", "who held it before the first recorded change")
    identifiers: tuple[Identifier, ...] = identifiers("scheme to identifier: icao, iata, wikidata")

    @property
    def label(self) -> str:
        """The name."""
        return self.name

    @property
    def names(self) -> tuple[str, ...]:
        """The name and the aliases."""
        return (self.name, *(alias.text for alias in self.aliases))

    @property
    def point(self) -> Location | None:
        """The best location, or ``None`` where there is none."""
        best = self.location.best
        return None if isinstance(best, Absence) else best


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Agreement(CitedRecord):
    """What parties agreed on. In force from ``in_force`` (default ``signed``) to ``ends``, both days included."""

    section: ClassVar[str] = "agreements"

    title: str = fields.text("title")
    kind: AgreementKind | None = fields.word("kind", AgreementKind)
    parties: tuple[Actor, ...] = fields.references("parties", "actors")
    signed: Claims = dated("signed", "when it was signed or issued")
    in_force: Claims = dated("in_force", "when it came into force")
    ends: Claims = dated("ends", "its last day in force", after="signed")
    cancelled: Claims = dated("cancelled", "when it was called off")

    @property
    def label(self) -> str:
        """The title, else its kind in words."""
        if self.title:
            return self.title
        known = self.kind is not None and self.kind is not AgreementKind.OTHER
        return self.kind.value.replace("-", " ").capitalize() if self.kind and known else "Agreement"

    @property
    def names(self) -> tuple[str, ...]:
        """The title, if it has one."""
        return (self.title,) if self.title else ()


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Phase(CitedRecord):
    """An ordered stage of the mission. Nothing is inferred from one phase's end for the next one's start."""

    section: ClassVar[str] = "phases"

    title: str = fields.text("title")
    ordinal: int = attrs.field(
        validator=validators.check_whole(1, 10_000),
        metadata={
            DESCRIPTION: Description(form=Form.INTEGER, key="ordinal", meaning="1 for the first phase")
        },
    )
    final: bool = attrs.field(
        default=False,
        validator=validators.check_switch,
        metadata={DESCRIPTION: Description(form=Form.BOOLEAN, key="final", meaning="whether it is the last")},
    )
    area: str = fields.text("area", "where its operations take place")
    coordinated_from: str = fields.text("coordinated_from", "where they are coordinated")
    under: tuple[Agreement, ...] = fields.references("under", "agreements", "the agreements it rests on")
    start: Claims = dated("start", "its first day")
    end: Claims = dated("end", "its last day", after="start")
    cancelled: Claims = dated("cancelled", "when it was called off")

    @property
    def label(self) -> str:
        """The title, else its number."""
        return self.title or f"Phase {self.ordinal}"

    @property
    def names(self) -> tuple[str, ...]:
        """The title, if it has one."""
        return (self.title,) if self.title else ()


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Provision(CitedRecord):
    """What is permitted, obliged, planned or intended, for whom, where, and on what condition."""

    section: ClassVar[str] = "provisions"

    text: str = attrs.field(**fields.required_text("text", "what it provides, in own words"))
    modality: Modality | None = fields.word("modality", Modality)
    actors: tuple[Actor, ...] = fields.references("actors", "actors", "whom it concerns")
    bases: tuple[Base, ...] = fields.references("bases", "bases", "where")
    phases: tuple[Phase, ...] = fields.references("phases", "phases", "in which phases")
    under: Agreement | None = fields.reference("under", "agreements", "the agreement it stands in")
    condition: str = fields.text("condition", "'when necessary'")
    in_force: Claims = dated("in_force", "since when")
    ends: Claims = dated("ends", "its last day", after="in_force")
    cancelled: Claims = dated("cancelled", "when it was called off")

    @property
    def label(self) -> str:
        """The text."""
        return self.text


_PASSES_CONTROL = frozenset({MilestoneKind.HANDOVER, MilestoneKind.TAKEOVER})


def _passes_field() -> Any:  # noqa: ANN401 - an attrs field
    meta = {DESCRIPTION: Description(form=Form.WORDS, key="passes", words=Passing, meaning="what passes")}
    usual = attrs.Factory(lambda milestone: milestone.usual_passes, takes_self=True)
    return attrs.field(default=usual, converter=fields.as_words(Passing), metadata=meta)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Milestone(CitedRecord):
    """A dated happening. What passes with it is said by ``passes``, by default control for a handover or takeover."""

    section: ClassVar[str] = "milestones"

    title: str = fields.text("title")
    kind: MilestoneKind = fields.required_word("kind", MilestoneKind)
    when: Claims = dated("when", "when it happened, is planned or expected", spans=True)
    bases: tuple[Base, ...] = fields.references("bases", "bases", "where", also=("base",))
    from_: Values[Actor] = valued("from", "actors", "who gives or leaves")
    to: Values[Actor] = valued("to", "actors", "who receives or arrives")
    passes: tuple[Passing, ...] = _passes_field()
    actors: tuple[Actor, ...] = fields.references("actors", "actors", "others who take part")
    phases: tuple[Phase, ...] = fields.references("phases", "phases", "the phases it belongs to")
    agreements: tuple[Agreement, ...] = fields.references(
        "agreements", "agreements", "the agreements it rests on"
    )
    cancelled: Claims = dated("cancelled", "when it was called off")

    @property
    def usual_passes(self) -> tuple[Passing, ...]:
        """What passes with a milestone of this kind unless it says otherwise."""
        return (Passing.CONTROL,) if self.kind in _PASSES_CONTROL else ()

    @property
    def label(self) -> str:
        """The title, else its kind and its bases: "Handover of Ain al-Asad Air Base"."""
        if self.title:
            return self.title
        what = "Milestone" if self.kind is MilestoneKind.OTHER else self.kind.value.capitalize()
        return f"{what} of {', '.join(base.name for base in self.bases)}" if self.bases else what

    @property
    def names(self) -> tuple[str, ...]:
        """The title, if it has one."""
        return (self.title,) if self.title else ()


_STATED = re.compile(r"(?P<low>[0-9]{1,12})?(?:(?P<range>\.\.)(?P<high>[0-9]{1,12})?)?")


def _as_text(value: object) -> str:
    """What ``str`` does, see :mod:`.fields` for why it is not ``str``."""
    return str(value)


@attrs.frozen
class StatedNumber:
    """A number as stated, never expanded to known members: ``6``, ``4..5``, ``10..``, ``..500`` or ``all``."""

    text: str = attrs.field(converter=_as_text)
    at_least: int | None = attrs.field(init=False, eq=False)
    at_most: int | None = attrs.field(init=False, eq=False)

    @text.validator
    def _check(self, _attribute: attrs.Attribute[str], value: str) -> None:
        match = _STATED.fullmatch(value)
        if value != "all" and (match is None or not (match["low"] or match["high"])):
            message = f"{value!r} is not a stated number"
            raise FieldError("number", "not-a-number", message, "write 6, 4..5, 10.., ..500 or all")
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise FieldError("number", "out-of-range", f"{value!r} runs downwards")

    @at_least.default
    def _low(self) -> int | None:
        match = _STATED.fullmatch(self.text)
        return int(match["low"]) if match and match["low"] else None

    @at_most.default
    def _high(self) -> int | None:
        match = _STATED.fullmatch(self.text)
        if match is None or match["high"] is None:
            return self.at_least if match and not match["range"] else None
        return int(match["high"])

    def __str__(self) -> str:
        return self.text


def _as_stated(value: StatedNumber | str | int) -> StatedNumber:
    return value if isinstance(value, StatedNumber) else StatedNumber(str(value))


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Figure(Claim):
    """A number that somebody states, as of a date that may be left out."""

    may_lack_date: ClassVar[bool] = True

    date: AnyDate | Absence = date_field(Absence.LEFT_OUT)
    number: StatedNumber = attrs.field(
        converter=_as_stated,
        metadata={
            DESCRIPTION: Description(
                form=Form.STATED_NUMBER, key="number", meaning="the number", required=True
            )
        },
    )


def _as_figures(value: Figure | Iterable[Figure]) -> tuple[Figure, ...]:
    return (value,) if isinstance(value, Figure) else tuple(value)


def _check_some(_instance: object, attribute: attrs.Attribute[Any], value: tuple[Figure, ...]) -> None:
    if not value:
        raise FieldError(attribute.name, "missing-key", "expected at least one stated number, found none")


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Count(CitedRecord):
    """Stated numbers of something, and the records that are known to be among the counted."""

    section: ClassVar[str] = "counts"

    title: str = attrs.field(**fields.required_text("title"))
    counted: str = fields.text("counted", "what is counted: bases, personnel")
    from_: Actor | None = fields.reference("from", "actors", "who gives or leaves")
    to: Actor | None = fields.reference("to", "actors", "who receives")
    area: str = fields.text("area", "where")
    members: tuple[Record, ...] = fields.references("members", "", "records known to be among the counted")
    values: tuple[Figure, ...] = attrs.field(
        converter=_as_figures,
        validator=_check_some,
        metadata={
            DESCRIPTION: Description(form=Form.FIGURES, key="values", meaning="stated numbers", required=True)
        },
    )

    @property
    def label(self) -> str:
        """The title."""
        return self.title


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Statement(CitedRecord):
    """An undated or attributed fact: a judgement, a threat, an interest, an area of cooperation."""

    section: ClassVar[str] = "statements"

    text: str = attrs.field(**fields.required_text("text", "in own words"))
    by: Actor | None = fields.reference("by", "actors", "who says so; left out: the publication itself")
    about: tuple[Record, ...] = fields.references("about", "", "what it is about")
    said: UncertainDate | None = fields.date("said", "when it was said")
    contradicts: tuple[Statement, ...] = fields.references(
        "contradicts", "statements", "what it can't stand with"
    )

    @property
    def label(self) -> str:
        """The text."""
        return self.text
