"""Claims: what somebody says, on what ground, with which sources; and what a field makes of several."""

from __future__ import annotations

import datetime as dt
import functools
import math
from typing import TYPE_CHECKING, Any, ClassVar, Final, Generic, TypeVar

import attrs

from coalition_events.dates import AnyDate, UncertainDate
from coalition_events.model import fields, validators
from coalition_events.model.comparing import Compared
from coalition_events.model.fields import DESCRIPTION, Description, Form
from coalition_events.model.sources import Actor, Source
from coalition_events.model.validators import FieldError
from coalition_events.model.vocabulary import Absence, Basis, Rank

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

T = TypeVar("T")


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Evidence(Compared):
    """What claims of both sorts share: who says it, when, where it can be read, and what the editors make of it.

    ``credibility`` is the Admiralty number, 1 (confirmed) to 6 (can't be judged).
    """

    as_written: str = fields.text("as_written", "the source's own words, a few of them")
    by: Actor | None = fields.reference("by", "actors", "who says so")
    said: UncertainDate | Absence | None = fields.date("said", "the day on which it was said or set")
    cites: tuple[Source, ...] = fields.references("cite", "sources", "where it can be read")
    credibility: int | None = attrs.field(
        default=None,
        validator=validators.check_whole(1, 6),
        metadata={
            DESCRIPTION: Description(form=Form.INTEGER, key="credibility", meaning="Admiralty scale, 1 to 6")
        },
    )
    note: str = fields.text("note", "how it was read, why it was rejected")
    rank: Rank = fields.word("rank", Rank, "the editors' view; a rejected claim needs a note", Rank.NORMAL)

    def __attrs_post_init__(self) -> None:
        """A claim is not set aside without a reason."""
        if self.rank is Rank.REJECTED and not self.note.strip():
            raise FieldError("rank", "rejected-needs-note", "a rejected claim needs a note that says why")

    @property
    def live(self) -> bool:
        """Whether it counts: every claim does that was not rejected."""
        return self.rank is not Rank.REJECTED

    @property
    def first_published(self) -> dt.date | None:
        """The earliest day by which one of its sources was surely out; ``None`` if none has a day."""
        return min((day for source in self.cites if (day := source.published_by)), default=None)

    @property
    def said_on(self) -> dt.date | None:
        """The last day on which it may have been said: as stated, else the earliest publication."""
        return self.said.latest if isinstance(self.said, UncertainDate) else self.first_published

    @property
    def roots(self) -> tuple[Source, ...]:
        """The roots of its sources, each once: as many independent witnesses as it has."""
        return tuple({source.root.id: source.root for source in self.cites}.values())

    @property
    def _weight(self) -> tuple[Any, ...]:
        """Sorts the better supported claim first; what nobody rated stands before what was rated as doubtful."""
        letters = [source.reliability or "C~" for source in self.cites]
        preferred = self.rank is Rank.PREFERRED
        return (not preferred, self.credibility or 3.5, min(letters, default="F~"), -len(self.roots))


def _check_source_days(instance: Claim, attribute: attrs.Attribute[Any], value: AnyDate | Absence) -> None:
    if value is Absence.LEFT_OUT and not instance.may_lack_date:
        raise FieldError(
            attribute.name, "missing-key", "expected a date, found none", "write 'unknown' or 'none'"
        )
    if not value or instance.basis is not Basis.ACTUAL or value.earliest is None:
        return
    for source in instance.cites:
        out = source.published_by
        if out is not None and value.earliest > out:
            message = f"{value} is said to have happened, but its source {source.id!r} was out by {out}"
            hint = "write 'planned:' or 'expected:' if the source foretells it"
            raise FieldError(attribute.name, "later-than-source", message, hint)


def _check_clock_time(instance: Claim, attribute: attrs.Attribute[str], value: str) -> None:
    if value == "":
        return
    validators.check_time(instance, attribute, value)
    date = instance.date
    if not (isinstance(date, UncertainDate) and date.precision == "day" and date.earliest == date.latest):
        raise FieldError(attribute.name, "bad-time", "a clock time needs a date known to the day")


def date_field(default: Any = attrs.NOTHING) -> Any:  # noqa: ANN401 - an attrs field
    """The field ``date`` of a claim."""
    return attrs.field(converter=fields.as_date, validator=_check_source_days, default=default)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Claim(Evidence):
    """Somebody's word on when something happened, is planned or is expected.

    ``date`` is an uncertain date, a span, or an absence that is itself claimed; ``time`` the clock time as stated, with
    its offset if one was stated.
    """

    may_lack_date: ClassVar[bool] = False

    basis: Basis = fields.word("basis", Basis, "on what it rests", Basis.ACTUAL)
    date: AnyDate | Absence = date_field()
    time: str = fields.text(
        "time", "clock time, with offset if stated", check=_check_clock_time, pattern="time"
    )

    @property
    def instant(self) -> dt.datetime | None:
        """The moment, if a day and a clock time with its offset are stated; nothing is ever moved to UTC."""
        if isinstance(self.date, UncertainDate) and self.date.precision == "second":
            moment = dt.datetime.fromisoformat(self.date.text.rstrip("?~%"))
        elif self.time and isinstance(self.date, UncertainDate) and self.date.earliest:
            moment = dt.datetime.fromisoformat(f"{self.date.earliest}T{self.time}")
        else:
            return None
        return moment if moment.tzinfo is not None else None


def _check_value(_instance: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if value is None or value is Absence.LEFT_OUT:
        raise FieldError(
            attribute.name, "missing-key", "expected a value, found none", "write 'unknown' or 'none'"
        )


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Value(Evidence, Generic[T]):
    """Somebody's word on an undated field: a giver, a receiver, a holder, a place."""

    value: T | Absence = attrs.field(validator=_check_value, eq=fields.ids, repr=fields.print_ids)


E = TypeVar("E", bound=Evidence)


@attrs.frozen(kw_only=True)
class Reading:
    """Actual claims that can all be true at once: they share the days from ``earliest`` to ``latest``.

    Day numbers (``date.toordinal``), infinite where open. More than one reading of a field is a conflict.
    """

    earliest: float
    latest: float
    claims: tuple[Claim, ...]


def _kept(items: tuple[E, ...], kept: list[E]) -> tuple[E, ...]:
    """What is kept of items: the same tuple if all are, so that none of a million fields holds a copy."""
    return items if len(kept) == len(items) else tuple(kept)


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
        return _kept(self.items, [item for item in self.items if item.rank is not Rank.REJECTED])

    @functools.cached_property
    def _dated(self) -> tuple[tuple[Claim, ...], tuple[Claim, ...], tuple[Claim, ...]]:
        """The live claims that have a date by their basis, all from one walk: actual, planned, expected."""
        dated = [claim for claim in self.live if claim.date]
        actual, planned, expected = (
            _kept(self.items, [claim for claim in dated if claim.basis is basis])
            for basis in (Basis.ACTUAL, Basis.PLANNED, Basis.EXPECTED)
        )
        return actual, _by_age(planned), _by_age(expected)

    @property
    def actual(self) -> tuple[Claim, ...]:
        """Claims that it happened and when; the rejected and the undated left aside."""
        return self._dated[0]

    @property
    def denials(self) -> tuple[Claim, ...]:
        """Claims that it did not happen."""
        return tuple(
            [claim for claim in self.live if claim.date is Absence.NONE and claim.basis is Basis.ACTUAL]
        )

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
        live = self.live
        if len(live) <= 1:
            return live[0] if live else None
        for preference in (_rough_preference, _preference, _tie):  # each dearer to make than the one before
            ranked = [(preference(claim), claim) for claim in live]
            first = min([rank for rank, _ in ranked])
            live = tuple([claim for rank, claim in ranked if rank == first])
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
        """Whether the actual claims can't all be true of one day."""
        return len(self.live) > 1 and len(self.readings) > 1


def _range(date: AnyDate) -> tuple[float, float]:
    return date.bounds[0], date.bounds[-1]


_ORDER: Final = {Basis.ACTUAL: 0, Basis.PLANNED: 1, Basis.EXPECTED: 2}


def _rough_preference(claim: Claim) -> tuple[bool, bool, int]:
    """What decides between a plan and what came of it."""
    undated = not claim.date
    return (undated, claim.rank is not Rank.PREFERRED, 0 if undated else _ORDER[claim.basis])


def _preference(claim: Claim) -> tuple[Any, ...]:
    """What decides between claims of one :func:`_rough_preference`."""
    _, *weight = claim._weight  # noqa: SLF001 - the container ranks its own elements
    if not claim.date:
        return (weight,)
    newest = 0 if claim.basis is Basis.ACTUAL or claim.said_on is None else -claim.said_on.toordinal()
    low, high = _range(claim.date)
    width = high - low if math.isfinite(high - low) else math.inf
    return (newest, *weight, width, claim.date.sort_key)


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
        return _kept(self.items, [item for item in self.items if item.rank is not Rank.REJECTED])

    @functools.cached_property
    def best(self) -> T | Absence:
        """The value that a single-valued output shows: by rank, credibility, reliability, roots, order of the file."""
        live = self.live
        if len(live) > 1:
            return min(live, key=lambda item: (item.value is Absence.UNKNOWN, item._weight)).value  # noqa: SLF001 - its own elements
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
        return len(self.live) > 1 and len(self.distinct) > 1
