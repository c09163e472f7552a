"""What a field makes of several claims: which is the best, which exclude one another, what the sources dispute."""

from __future__ import annotations

import datetime as dt
import functools
import math
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

import attrs

from coalition_events.model import fields
from coalition_events.model.evidence import Claim, Evidence, Value
from coalition_events.model.validators import FieldError
from coalition_events.model.vocabulary import Absence, Basis, Rank

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from coalition_events.dates import AnyDate

T = TypeVar("T")
E = TypeVar("E", bound=Evidence)


@attrs.frozen(kw_only=True)
class Reading:
    """Actual claims that can all be true at once: they share the days from ``earliest`` to ``latest``.

    Day numbers (``date.toordinal``), infinite where open. More than one reading of a field is a conflict.
    """

    earliest: float
    latest: float
    claims: tuple[Claim, ...]


# to look up a member in its enum takes longer than all that is asked of it here
_PREFERRED, _REJECTED = Rank.PREFERRED, Rank.REJECTED
_ACTUAL, _PLANNED, _EXPECTED = Basis.ACTUAL, Basis.PLANNED, Basis.EXPECTED


def _kept(items: tuple[E, ...], kept: list[E]) -> tuple[E, ...]:
    """What is kept of items: the same tuple if all are, so that none of a million fields holds a copy."""
    return items if len(kept) == len(items) else tuple(kept)


def _live(items: tuple[E, ...]) -> tuple[E, ...]:
    for item in items:
        if item.rank is _REJECTED:  # hardly ever
            return tuple([item for item in items if item.rank is not _REJECTED])
    return items


def _claim_tuple(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    return tuple(claims)


def _value_tuple(values: Iterable[Value[T]]) -> tuple[Value[T], ...]:
    return tuple(values)


def _check_items(cls: type) -> Any:  # noqa: ANN401 - an attrs validator
    """Every item is of ``cls``, and an absence of the whole field stands alone."""

    def check(
        instance: Claims | Values[Any], attribute: attrs.Attribute[Any], value: tuple[object, ...]
    ) -> None:
        if not value:
            return
        for item in value:
            if not isinstance(item, cls):
                message = f"expected a {cls.__name__}, found {type(item).__name__}"
                raise FieldError(attribute.name, "wrong-type", message)
        if instance.stated_absence is not Absence.LEFT_OUT:
            message = f"{str(instance.stated_absence)!r} can't stand beside claims"
            raise FieldError(attribute.name, "wrong-type", message, "make it a claim of its own")

    return check


@attrs.frozen(repr=False)
class Claims:
    """A dated field: every claim about it, in the order of the file, or the plain word that it is absent.

    What a field makes of its claims is asked again and again, for every day and every format: it is worked out once.
    """

    items: tuple[Claim, ...] = attrs.field(default=(), converter=_claim_tuple, validator=_check_items(Claim))
    stated_absence: Absence = attrs.field(default=Absence.LEFT_OUT)

    def __iter__(self) -> Iterator[Claim]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __bool__(self) -> bool:
        """Whether anything was said, be it that the date is unknown."""
        return bool(self.items) or self.stated_absence is not Absence.LEFT_OUT

    def __repr__(self) -> str:
        return f"Claims({', '.join(repr(item) for item in self.items) or self.stated_absence.name})"

    @functools.cached_property
    def live(self) -> tuple[Claim, ...]:
        """The claims that were not rejected."""
        return _live(self.items)

    @functools.cached_property
    def _dated(self) -> tuple[tuple[Claim, ...], tuple[Claim, ...], tuple[Claim, ...]]:
        """The live claims that have a date by their basis, all from one walk: actual, planned, expected."""
        dated: dict[Basis, list[Claim]] = {_ACTUAL: [], _PLANNED: [], _EXPECTED: []}
        for claim in self.live:
            if claim.date:
                dated[claim.basis].append(claim)
        actual, planned, expected = (_kept(self.items, claims) for claims in dated.values())
        return actual, _by_age(planned), _by_age(expected)

    @property
    def actual(self) -> tuple[Claim, ...]:
        """Claims that it happened and when; the rejected and the undated left aside."""
        return self._dated[0]

    @property
    def denials(self) -> tuple[Claim, ...]:
        """Claims that it did not happen."""
        return tuple([claim for claim in self.live if claim.basis is _ACTUAL and claim.date is Absence.NONE])

    @property
    def planned(self) -> tuple[Claim, ...]:
        """Plans, from the first set to the newest; those of unknown day first; equal days by their dates."""
        return self._dated[1]

    @property
    def expected(self) -> tuple[Claim, ...]:
        """Forecasts, from the first to the newest."""
        return self._dated[2]

    @property
    def absence(self) -> Absence | None:
        """Why there is no date, or ``None`` if a live claim gives one."""
        best = self.best
        if best is None:
            return self.stated_absence
        return best.date if isinstance(best.date, Absence) else None

    @functools.cached_property
    def best(self) -> Claim | None:
        """The one claim that a single-valued output shows; ``None`` if there is none at all.

        Dated before undated; a preferred one before all; then actual, the newest plan, the newest forecast; among
        actual ones by credibility, reliability, number of independent roots, precision, and the earlier. The order of
        the file never matters, and being best makes nothing more certain.
        """
        live = _live(self.items)
        if len(live) <= 1:
            return live[0] if live else None
        for preference in (_rough_preference, _preference, _tie):  # each dearer to make than the one before
            ranks = [preference(claim) for claim in live]
            first = min(ranks)
            live = tuple([claim for claim, rank in zip(live, ranks, strict=True) if rank == first])
            if len(live) == 1:
                break
        return live[0]

    @functools.cached_property
    def readings(self) -> tuple[Reading, ...]:
        """The maximal sets of actual claims that share a day, by their days; more than one is a conflict.

        A claim that it did not happen (``none``) shares the day "never" with its like and with what is open-ended.
        """
        claims = [(claim, *_range(claim.date)) for claim in self.actual if claim.date]
        claims += [(claim, math.inf, math.inf) for claim in self.denials]
        if len(claims) == 1:  # most often
            [(claim, low, high)] = claims
            return (Reading(earliest=low, latest=high, claims=(claim,)),)
        groups = {
            frozenset(i for i, (_, low, high) in enumerate(claims) if low <= start <= high)
            for _, start, _ in claims
        }
        maximal = [
            [claims[i] for i in sorted(group)]
            for group in groups
            if not any(group < other for other in groups)
        ]
        found = [
            Reading(
                earliest=max(low for _, low, _ in group),
                latest=min(high for _, _, high in group),
                claims=tuple(claim for claim, _, _ in group),
            )
            for group in maximal
        ]
        return tuple(sorted(found, key=lambda reading: (reading.earliest, reading.latest)))

    @property
    def disputed(self) -> bool:
        """Whether the actual claims can't all be true of one day: then there is more than one reading.

        They can if the last of their first days is no later than the first of their last days.
        """
        if len(self.items) <= 1:
            return False
        days: list[tuple[float, ...]] = [claim.date.bounds for claim in self.actual if claim.date]
        days += [(math.inf, math.inf) for _ in self.denials]
        return len(days) > 1 and max([bounds[0] for bounds in days]) > min([bounds[-1] for bounds in days])


def _range(date: AnyDate) -> tuple[float, float]:
    bounds = date.bounds
    return bounds[0], bounds[-1]


_ORDER: Final = {_ACTUAL: 0, _PLANNED: 1, _EXPECTED: 2}


def _rough_preference(claim: Claim) -> tuple[bool, bool, int]:
    """What decides between a plan and what came of it."""
    undated = not claim.date
    return (undated, claim.rank is not _PREFERRED, 0 if undated else _ORDER[claim.basis])


def _preference(claim: Claim) -> tuple[Any, ...]:
    """What decides between claims of one :func:`_rough_preference`."""
    support = claim._support  # noqa: SLF001 - the container ranks its own elements
    if not claim.date:
        return (support,)
    newest = 0 if claim.basis is _ACTUAL or claim.said_on is None else -claim.said_on.toordinal()
    low, high = _range(claim.date)
    return (newest, support, high - low, claim.date.sort_key)


def _by_age(claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    return tuple(sorted(claims, key=_age)) if len(claims) > 1 else claims


def _age(claim: Claim) -> tuple[Any, ...]:
    """Sorts the older plan or forecast first."""
    dated = claim.date.sort_key if claim.date else ()
    return (claim.said_on or dt.date.min, dated, _tie(claim))


def _tie(claim: Claim) -> tuple[str, ...]:
    """What tells two claims apart in the last resort, so that the order of the file never does."""
    return tuple(str(fields.ids(getattr(claim, field.name))) for field in attrs.fields(type(claim)))


@attrs.frozen(repr=False)
class Values(Generic[T]):
    """An undated field on which sources may disagree: every claim about it, or the plain word that it is absent."""

    items: tuple[Value[T], ...] = attrs.field(
        default=(), converter=_value_tuple, validator=_check_items(Value)
    )
    stated_absence: Absence = attrs.field(default=Absence.LEFT_OUT)

    def __iter__(self) -> Iterator[Value[T]]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __bool__(self) -> bool:
        """Whether anything was said, be it that the value is unknown."""
        return bool(self.items) or self.stated_absence is not Absence.LEFT_OUT

    def __repr__(self) -> str:
        return f"Values({', '.join(repr(item) for item in self.items) or self.stated_absence.name})"

    @functools.cached_property
    def live(self) -> tuple[Value[T], ...]:
        """The claims that were not rejected."""
        return _live(self.items)

    @functools.cached_property
    def best(self) -> T | Absence:
        """The value that a single-valued output shows: by rank, credibility, reliability, roots, order of the file."""
        live = _live(self.items)
        if len(live) > 1:
            return min(live, key=_value_preference).value
        return live[0].value if live else self.stated_absence

    @functools.cached_property
    def distinct(self) -> tuple[T | Absence, ...]:
        """The different live values, the best one first."""
        values: dict[Any, T | Absence] = {}
        for value in (self.best, *(item.value for item in self.live)):
            values.setdefault(fields.ids(value), value)
        return tuple(values.values())

    @property
    def disputed(self) -> bool:
        """Whether live claims name different values."""
        return len(self.items) > 1 and len(self.distinct) > 1


def _value_preference(item: Value[Any]) -> tuple[Any, ...]:
    return (item.value is Absence.UNKNOWN, item.rank is not _PREFERRED, item._support)  # noqa: SLF001 - as above
