"""What every record has, and the two kinds that everything else cites: sources and actors."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Final, TypeAlias

import attrs

from coalition_events.dates import UncertainDate
from coalition_events.model import fields, validators
from coalition_events.model.comparing import Compared
from coalition_events.model.fields import DESCRIPTION, Description, Form
from coalition_events.model.validators import FieldError
from coalition_events.model.vocabulary import Absence, ActorKind, Reliability


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Record(Compared):
    """What all nine kinds share. ``id`` is ``[a-z0-9-]+``, unique over the kinds of a timeline.

    ``summary`` and ``note`` are for people; ``revised`` is the day on which the entry last changed (``None``: the
    timeline's); ``extra`` holds the ``x-`` keys, each with its value as canonical JSON text.
    """

    section: ClassVar[str] = ""

    id: str = attrs.field(validator=validators.check_id)
    summary: str = fields.text("summary", "what the record is, in a sentence or two")
    note: str = fields.text("note", "a remark by the editors of the file")
    revised: dt.date | None = fields.day(
        "revised", "when the entry last changed; the timeline's day if left out"
    )
    extra: tuple[tuple[str, str], ...] = fields.extra()

    @property
    def label(self) -> str:
        """What to call the record in a heading or a table; never empty."""
        return self.id

    @property
    def names(self) -> tuple[str, ...]:
        """Every text under which :meth:`Timeline.find` finds the record."""
        return (self.label,)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Source(Record):
    """Where a claim was published. Sources that repeat one statement count as one: see :attr:`root`.

    ``published`` and ``accessed`` are uncertain dates without claims; ``reliability`` is the Admiralty letter.
    """

    section: ClassVar[str] = "sources"

    title: str = attrs.field(**fields.required_text("title", "of the document or page"))
    publisher: str = fields.text("publisher")
    url: str = fields.text("url", "http, https or mailto address", check=validators.check_url, pattern="url")
    archive_url: str = fields.text(
        "archive_url", "of an archived copy", check=validators.check_url, pattern="url"
    )
    published: UncertainDate | Absence | None = fields.date("published", "publication day", absent=True)
    accessed: UncertainDate | None = fields.date("accessed", "day on which it was read")
    language: str = fields.text("language", "BCP 47 tag", check=validators.check_language, pattern="language")
    reliability: Reliability | None = fields.word("reliability", Reliability, "Admiralty scale")
    repeats: Source | None = fields.reference(
        "repeats", "sources", "the source whose statement this one carries"
    )

    @property
    def label(self) -> str:
        """The title."""
        return self.title

    @property
    def root(self) -> Source:
        """The source at the end of the chain of ``repeats``: twelve copies of one statement have one root."""
        source = self
        while source.repeats is not None:
            source = source.repeats
        return source

    @property
    def published_by(self) -> dt.date | None:
        """The last day on which it may have been published, ``None`` if nothing is known."""
        return self.published.latest if isinstance(self.published, UncertainDate) else None


_check_source: Final = validators.check_reference("sources")


def _check_sources(instance: object, attribute: attrs.Attribute[Any], value: tuple[Source, ...]) -> None:
    for source in value:
        _check_source(instance, attribute, source)


@attrs.frozen
class Citation:
    """The sources of a record, or, with ``field``, of one of its fields (by its key in the file)."""

    field: str
    sources: tuple[Source, ...] = attrs.field(
        converter=fields.one_or_more, validator=_check_sources, eq=fields.ids, repr=fields.print_ids
    )


CitesInput: TypeAlias = "Source | Iterable[Source | Citation] | Mapping[str, Source | Iterable[Source]]"


def _read_citations(value: CitesInput) -> tuple[Citation, ...]:
    """From a source, several sources, a mapping of field to sources, or citations."""
    if type(value) is not tuple and isinstance(value, Mapping):
        return tuple(Citation(field, sources) for field, sources in value.items())
    items = fields.one_or_more(value)
    for item in items:
        if not isinstance(item, Citation):
            return (Citation("", items),)
    return items


def _check_citations(instance: object, field: str, citations: tuple[Citation, ...]) -> None:
    if len(citations) == 1 and not citations[0].field:  # most often
        return
    named = [citation.field for citation in citations]
    known = {description.key for _, description in fields.described(type(instance))} - {"cite"}
    if len(named) > 1 and "" in named:
        message = "sources are cited for all of a record or field by field, not both"
        raise FieldError(field, "wrong-type", message)
    for key in named:
        if key and key not in known:
            raise FieldError(field, "unknown-key", f"no field {key!r} that could be cited")
    if len(set(named)) < len(named):
        raise FieldError(field, "duplicate-key", "a field is cited twice")


def _read_cites(value: CitesInput, instance: object, field: attrs.Attribute[Any]) -> tuple[Citation, ...]:
    citations = _read_citations(value)
    if citations:
        _check_citations(instance, field.name, citations)
    return citations


def _cites() -> Any:  # noqa: ANN401 - an attrs field
    return attrs.field(
        default=(),
        converter=attrs.Converter(_read_cites, takes_self=True, takes_field=True),
        metadata={DESCRIPTION: Description(form=Form.CITES, key="cite", meaning="who says it")},
    )


@attrs.frozen(kw_only=True, eq=False, repr=False)
class CitedRecord(Record):
    """A record that names its sources: for all it says, or field by field."""

    cites: tuple[Citation, ...] = _cites()

    def sources_of(self, key: str) -> tuple[Source, ...]:
        """The sources of the field ``key``: those cited for it, else those cited for the record."""
        for citation in self.cites:
            if citation.field == key:
                return citation.sources
        return next((citation.sources for citation in self.cites if not citation.field), ())

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every source cited for the record or a field of it (claims have their own), each once."""
        return tuple({s.id: s for citation in self.cites for s in citation.sources}.values())


@attrs.frozen
class Alias:
    """Another name, in a language (BCP 47) if one is given."""

    text: str = attrs.field(validator=validators.check_required_text)
    language: str = attrs.field(default="", validator=validators.check_language)


def _read_aliases(value: Iterable[Alias | str] | Alias | str) -> tuple[Alias, ...]:
    """Aliases from texts and aliases; one needs no list."""
    items = (value,) if isinstance(value, Alias | str) else tuple(value)
    return tuple(item if isinstance(item, Alias) else Alias(item) for item in items)


as_aliases: Final = attrs.Converter(_read_aliases)


Identifier: TypeAlias = tuple[str, "str | Absence"]


def _read_identifiers(value: Iterable[Identifier] | Mapping[str, str | Absence]) -> tuple[Identifier, ...]:
    """``(scheme, text or absence)`` pairs; the words ``unknown`` and ``none`` become absences."""
    pairs = value.items() if isinstance(value, Mapping) else value
    return tuple((scheme, Absence(text) if text in ("unknown", "none") else text) for scheme, text in pairs)


as_identifiers: Final = attrs.Converter(_read_identifiers)


def _check_identifiers(
    _instance: object, attribute: attrs.Attribute[Any], value: tuple[Identifier, ...]
) -> None:
    for scheme, text in value:
        stated = text.value if isinstance(text, Absence) else text
        parts: tuple[object, ...] = (scheme, stated)
        for part in parts:
            if not isinstance(part, str) or not part or validators.text_fault(part):
                raise FieldError(attribute.name, "bad-text", f"identifier {scheme!r} has no plain text")
    if len({scheme for scheme, _ in value}) < len(value):
        raise FieldError(attribute.name, "duplicate-key", "a scheme stands here twice")


def aliases() -> Any:  # noqa: ANN401 - an attrs field
    """The field ``aliases``."""
    return attrs.field(
        default=(),
        converter=as_aliases,
        metadata={
            DESCRIPTION: Description(form=Form.ALIASES, key="aliases", meaning="other names, with language")
        },
    )


def identifiers(meaning: str) -> Any:  # noqa: ANN401 - an attrs field
    """The field ``identifiers``."""
    return attrs.field(
        default=(),
        converter=as_identifiers,
        validator=_check_identifiers,
        metadata={DESCRIPTION: Description(form=Form.IDENTIFIERS, key="identifiers", meaning=meaning)},
    )


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Actor(CitedRecord):
    """Who: a state, a force, a coalition, a committee, an armed group."""

    section: ClassVar[str] = "actors"

    name: str = attrs.field(**fields.required_text("name"))
    aliases: tuple[Alias, ...] = aliases()
    kind: ActorKind | None = fields.word("kind", ActorKind)
    country: str = fields.text(
        "country", "ISO 3166-1 alpha-2", check=validators.check_country, pattern="country"
    )
    part_of: Actor | None = fields.reference("part_of", "actors", "the actor it belongs to")
    led_by: Actor | None = fields.reference("led_by", "actors", "the actor that leads it")
    identifiers: tuple[Identifier, ...] = identifiers("scheme to identifier, such as wikidata")

    @property
    def label(self) -> str:
        """The name."""
        return self.name

    @property
    def names(self) -> tuple[str, ...]:
        """The name and the aliases."""
        return (self.name, *(alias.text for alias in self.aliases))

    @property
    def lineage(self) -> tuple[Actor, ...]:
        """Itself and every actor it is part of, from the nearest to the top."""
        chain = [self]
        while chain[-1].part_of is not None:
            chain.append(chain[-1].part_of)
        return tuple(chain)
