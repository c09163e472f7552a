"""Fields that hold claims: what may be given for them, and what they refuse."""

from __future__ import annotations

import datetime as dt
import functools
import math
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

import attrs

from coalition_events.dates import AnyDate, Span, UncertainDate
from coalition_events.model import fields, validators
from coalition_events.model.claims import Claims, Values
from coalition_events.model.comparing import Compared
from coalition_events.model.evidence import Claim, Value
from coalition_events.model.fields import DESCRIPTION, Description, Form
from coalition_events.model.validators import FieldError
from coalition_events.model.vocabulary import Absence, Basis, PointKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def _number(key: str, low: float, high: float, meaning: str) -> dict[str, Any]:
    return {
        "validator": validators.check_range(low, high),
        "metadata": {DESCRIPTION: Description(form=Form.NUMBER, key=key, meaning=meaning, required=True)},
    }


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Location(Compared):
    """A point: WGS 84 degrees, how far off it may be in metres, and what it marks."""

    latitude: float = attrs.field(**_number("latitude", -90, 90, "degrees north, WGS 84"))
    longitude: float = attrs.field(**_number("longitude", -180, 180, "degrees east, WGS 84"))
    accuracy_m: float | None = attrs.field(
        default=None,
        validator=validators.check_range(0, 20_037_508),
        metadata={
            DESCRIPTION: Description(form=Form.NUMBER, key="accuracy_m", meaning="how far off, in metres")
        },
    )
    point: PointKind | None = fields.word("point", PointKind, "what the point marks")

    @property
    def near(self) -> bool:
        """Whether the point is near the site rather than on it."""
        return self.point is not None and self.point is not PointKind.SITE


# a field that is left out holds the same one in every record
_NO_CLAIMS: Final = Claims()
_NO_VALUES: Final[Values[Any]] = Values()

Bare: TypeAlias = "Claim | AnyDate | dt.date | str | Absence"
ClaimsInput: TypeAlias = "Claims | Bare | Iterable[Bare] | None"


def _read_claims(value: ClaimsInput) -> Claims:
    """A dated field from claims, one claim, a bare date or its text, an absence, or nothing."""
    if isinstance(value, Claims):
        return value
    if value is None or isinstance(value, Absence):
        return Claims((), Absence.LEFT_OUT if value is None else value)
    if isinstance(value, Claim):
        return Claims((value,))
    if isinstance(value, str | dt.date | UncertainDate | Span):
        claim = _as_claim(value)
        return Claims((), claim.date) if isinstance(claim.date, Absence) else Claims((claim,))
    return Claims(_as_claim(item) for item in value)


def _as_claim(value: Bare) -> Claim:
    """A claim itself, or the claim that a bare date stands for: the field's converter reads texts and days."""
    return value if isinstance(value, Claim) else Claim(date=cast("AnyDate", value))


def _read_values(value: Any) -> Values[Any]:  # noqa: ANN401 - any of the shapes that the docstring names
    """An undated field from value claims, one of them, a bare value, an absence, or nothing."""
    if isinstance(value, Values):
        return value
    if value is None or isinstance(value, Absence):
        return Values((), Absence.LEFT_OUT if value is None else value)
    if isinstance(value, list | tuple):
        return Values(tuple(item if isinstance(item, Value) else Value(value=item) for item in value))
    return Values((value if isinstance(value, Value) else Value(value=value),))


def _check_single_days(_instance: object, attribute: attrs.Attribute[Any], value: Claims) -> None:
    for claim in value.items:
        if claim.date and not isinstance(claim.date, UncertainDate):
            message = f"{claim.date} is a stretch of days, expected one day"
            raise FieldError(attribute.name, "bad-date", message, "one day between two is '[A..B]'")


def _check_order(start: str) -> Any:  # noqa: ANN401 - an attrs validator
    """The field must not surely lie before the field ``start``: actual against actual, planned against planned."""

    def check(instance: object, attribute: attrs.Attribute[Any], value: Claims) -> None:
        starts: Claims = getattr(instance, start)
        for basis in (Basis.ACTUAL, Basis.PLANNED):
            begins = min((date.bounds[0] for date in _live_dates(starts, basis)), default=-math.inf)
            ends = max((date.bounds[-1] for date in _live_dates(value, basis)), default=math.inf)
            if ends < begins:
                message = f"every {basis} date of {attribute.name!r} lies before every one of {start!r}"
                raise FieldError(attribute.name, "end-before-start", message)

    return check


def _live_dates(claims: Claims, basis: Basis) -> Iterator[AnyDate]:
    return (claim.date for claim in claims if claim.basis is basis and claim.live and claim.date)


@functools.cache
def _as_claims(*, spans: bool, after: str) -> Any:  # noqa: ANN401 - attrs.Converter has three type parameters too many
    checks = [] if spans else [_check_single_days]
    checks += [_check_order(after)] if after else []

    def convert(value: ClaimsInput, instance: object, field: attrs.Attribute[Any]) -> Claims:
        claims = value if type(value) is Claims else _read_claims(value)
        if claims.items:
            for check in checks:
                check(instance, field, claims)
        return claims

    return attrs.Converter(convert, takes_self=True, takes_field=True)


def dated(key: str, meaning: str, *, spans: bool = False, after: str = "") -> Any:  # noqa: ANN401 - an attrs field
    """A dated field; ``spans``: whether it takes stretches of days; ``after``: the field that it can't come before."""
    return attrs.field(
        default=_NO_CLAIMS,
        converter=_as_claims(spans=spans, after=after),
        metadata={DESCRIPTION: Description(form=Form.DATED, key=key, meaning=meaning)},
    )


@functools.cache
def _as_values(section: str) -> Any:  # noqa: ANN401 - as above
    check = validators.check_reference(section) if section else _check_location

    def convert(value: Any, instance: object, field: attrs.Attribute[Any]) -> Values[Any]:  # noqa: ANN401 - as above
        values = value if type(value) is Values else _read_values(value)
        for item in values.items:
            if type(item.value) is not Absence:
                check(instance, field, item.value)
        return values

    return attrs.Converter(convert, takes_self=True, takes_field=True)


def valued(key: str, section: str, meaning: str) -> Any:  # noqa: ANN401 - an attrs field
    """A field of value claims about records of ``section``, or, with none, about locations."""
    sections = (section,) if section else ()
    return attrs.field(
        default=_NO_VALUES,
        converter=_as_values(section),
        metadata={DESCRIPTION: Description(form=Form.VALUED, key=key, sections=sections, meaning=meaning)},
    )


def _check_location(_instance: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if not isinstance(value, Location):
        message = f"expected a Location, found {type(value).__name__}"
        raise FieldError(attribute.name, "wrong-type", message)
