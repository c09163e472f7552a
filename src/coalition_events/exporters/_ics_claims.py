"""Claims in lines: who says it, when, in which words, where it can be read; and which records the lines name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from coalition_events import Absence, Actor, Basis, Location, Rank, Source, describe, rounded_degrees

from ._ics_sources import ABSENCE_WORDS, SourceTexts, inline, stated, told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from coalition_events import Base, Claim, Claims, Value, Values

_BASIS_WORDS: Final = {Basis.ACTUAL: "happened", Basis.PLANNED: "planned", Basis.EXPECTED: "expected"}
# to look up a member in its enum takes longer than to compare it
_LEFT_OUT: Final = Absence.LEFT_OUT
_NORMAL: Final = Rank.NORMAL
_PLANNED: Final = Basis.PLANNED


class Told:
    """What is told of sources and bases, worked out once for all entries of a calendar that name them."""

    def __init__(self) -> None:
        self._sources: dict[str, SourceTexts] = {}
        self._bases: dict[str, BaseTexts] = {}

    def source(self, source: Source) -> SourceTexts:
        """Give the texts of a source."""
        found = self._sources.get(source.id)
        if found is None:
            found = self._sources[source.id] = told(source)
        return found

    def base(self, base: Base) -> BaseTexts:
        """Give the lines of a base, with all that they name."""
        found = self._bases.get(base.id)
        if found is None:
            telling = Telling(self)
            lines = list(_base_lines(base, telling))
            found = self._bases[base.id] = BaseTexts(lines, telling.sources, {base.id, *telling.shows})
        return found


class BaseTexts(NamedTuple):
    """Where a base is and what it may be, in lines, and what they name: see :class:`Telling`."""

    lines: list[str]
    sources: dict[str, SourceTexts]
    shows: set[str]


class Telling:
    """Puts claims in lines, and remembers what the lines name.

    ``sources`` are by id and in the order in which they are named; ``shows`` are the ids of other records.
    """

    def __init__(self, told: Told) -> None:
        self.told = told
        self.sources: dict[str, SourceTexts] = {}
        self.shows: set[str] = set()

    def source(self, source: Source) -> SourceTexts:
        """Name a source."""
        found = self.sources.get(source.id)
        if found is None:
            found = self.sources[source.id] = self.told.source(source)
        return found

    def actors(self, actors: Iterable[Actor]) -> list[str]:
        """Name actors."""
        listed = list(actors)
        self.shows.update([actor.id for actor in listed])
        return [actor.name for actor in listed]

    def base(self, base: Base) -> list[str]:
        """Name a base, in lines."""
        lines, sources, shows = self.told.base(base)
        self.shows |= shows
        for source_id, texts in sources.items():
            self.sources.setdefault(source_id, texts)
        return lines

    def claims(self, label: str, claims: Claims) -> list[str]:
        """Live claims, then under their own headings the plans that others replaced and the rejected."""
        lines = []
        if claims.stated_absence is not _LEFT_OUT:
            lines.append(f"{label}: {ABSENCE_WORDS[claims.stated_absence]}")
        live, earlier, rejected = _sorted_out(claims)
        for heading, listed in ((label, live), ("Earlier plans", earlier), ("Rejected", rejected)):
            if listed:
                lines.append(f"{heading}:")
                lines += [f"- {self._claim(claim)}" for claim in listed]
        return lines

    def _claim(self, claim: Claim) -> str:
        words = describe(claim.date) if claim.date else f"date {stated(claim.date)}"
        clock = f", {claim.time}" if claim.time else ""
        return "; ".join([f"{words}{clock}, {_BASIS_WORDS[claim.basis]}", *self._evidence(claim)])

    def values(self, label: str, values: Values[Any]) -> list[str]:
        """What is said of a field without dates."""
        lines = []
        if values.stated_absence is not _LEFT_OUT:
            lines.append(f"{label}: {ABSENCE_WORDS[values.stated_absence]}")
        told = ["; ".join([self._value(item.value), *self._evidence(item)]) for item in values.items]
        if len(told) == 1:
            lines.append(f"{label}: {told[0]}")
        elif told:
            lines.append(f"{label}, as sources disagree:" if values.disputed else f"{label}:")
            lines += [f"- {line}" for line in told]
        return lines

    def _value(self, value: Actor | Base | Location | Absence) -> str:
        if isinstance(value, Actor):
            self.shows.add(value.id)
            return inline(value.name)
        if isinstance(value, Absence):
            return ABSENCE_WORDS[value]
        return _location_words(value) if isinstance(value, Location) else inline(value.name)

    def _evidence(self, claim: Claim | Value[Any]) -> list[str]:
        """Who says it, when, in which words, where it can be read, and what the editors make of it."""
        found: list[str] = []
        if claim.by is not None:
            found.append(f"says {self._value(claim.by)}")
        if claim.said is not None:
            found.append(f"said {stated(claim.said)}")
        if claim.as_written:
            found.append(f"as written: “{inline(claim.as_written)}”")
        if claim.cites:
            found.append(f"source: {', '.join([self.source(one).words for one in claim.cites])}")
        if claim.credibility is not None:
            found.append(f"credibility {claim.credibility} of 6")
        if claim.rank is not _NORMAL:
            found.append(claim.rank.value)
        if claim.note:
            found.append(f"note: {inline(claim.note)}")
        return found


def _sorted_out(claims: Claims) -> tuple[Iterable[Claim], Iterable[Claim], Iterable[Claim]]:
    """Live claims, plans that others replaced, rejected claims."""
    live = claims.live
    if len(live) == len(claims.items) == 1:  # most often
        return live, (), ()
    best = claims.best
    earlier = [claim for claim in claims.planned if claim is not best]
    if earlier:
        live = tuple(
            [claim for claim in live if claim is best or claim.basis is not _PLANNED or not claim.date]
        )
    return live, earlier, [claim for claim in claims.items if not claim.live]


def _base_lines(base: Base, telling: Telling) -> Iterator[str]:
    yield from telling.values(f"Position of {inline(base.name)}", base.location)
    yield from telling.values(f"What {inline(base.name)} may be", base.candidates)


def position(location: Location) -> tuple[str, str]:
    """Latitude and longitude in fixed point with six decimals (0.1 m), never ``-0.000000`` or ``1e-07``."""
    return f"{rounded_degrees(location.latitude):.6f}", f"{rounded_degrees(location.longitude):.6f}"


def _location_words(location: Location) -> str:
    marks = [] if location.point is None else [location.point.value + (", near it" if location.near else "")]
    if location.accuracy_m is not None:
        marks.append(f"off by up to {str(location.accuracy_m).removesuffix('.0')} m")
    point = ", ".join(position(location))
    return f"{point} ({'; '.join(marks)})" if marks else point
