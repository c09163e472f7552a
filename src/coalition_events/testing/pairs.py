"""A pair of timelines that differ in one thing, and how the catalogue makes one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs

from coalition_events import Feature, Timeline, described

from .making import Claim, Figure, Location, Value
from .scene import SCENE, Cast, scene

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@attrs.frozen(kw_only=True)
class Pair:
    """Two timelines that differ in ``feature`` only: in ``key`` of ``record``; ``what`` says in which respect.

    ``needs`` is the name of a pair without which this one proves nothing: whether the note of a claim is shown can't be
    judged where the claim itself is not.
    """

    feature: Feature
    record: str
    section: str
    key: str
    what: str
    one: Timeline = attrs.field(repr=False)
    other: Timeline = attrs.field(repr=False)
    needs: str = ""

    @property
    def name(self) -> str:
        """``names: field.name``, with what differs in it where that needs words."""
        return f"{self.feature}: {self.record}.{self.key}" + (f": {self.what}" if self.what else "")


def swapped(  # noqa: PLR0913 - a row of the catalogue
    feature: Feature,
    record: str,
    field: str,
    one: Any,  # noqa: ANN401 - a value of any field
    other: Any,  # noqa: ANN401 - as above
    *,
    what: str = "",
    needs: str = "",
    key: str = "",
) -> Pair:
    """A pair whose ``field`` of ``record`` is ``one`` in the one timeline and ``other`` in the other."""
    timelines = [scene({record: {field: value}}) for value in _both_known(one, other)]
    owner = timelines[0] if record == SCENE else timelines[0][record]
    keys = {name: description.key for name, description in described(type(owner))}
    return Pair(
        feature=feature,
        record=record,
        section="timeline" if record == SCENE else type(timelines[0][record]).section,
        key=key or keys[field],
        what=what,
        one=timelines[0],
        other=timelines[1],
        needs=needs,
    )


def _both_known(*values: Any) -> Iterator[Any]:  # noqa: ANN401 - values of any field
    """The values, each with the records that the others name: else the timelines would differ in those too."""

    def make(cast: Cast, value: Any) -> Any:  # noqa: ANN401 - as above
        for other in values:
            cast.resolved(other)
        return cast.resolved(value)

    yield from (lambda cast, value=value: make(cast, value) for value in values)


def the(name: str) -> Callable[[Cast], Any]:
    """The record of that id, as the value of a field."""
    return lambda cast: cast[name]


def these(*names: str) -> Callable[[Cast], Any]:
    """The records of those ids, as the value of a field."""
    return lambda cast: [cast[name] for name in names]


def added(feature: Feature, record: str, field: str, value: Any, *, what: str = "") -> Pair:  # noqa: ANN401 - a value of any field
    """A pair whose ``field`` is left out in the one timeline and ``value`` in the other."""
    return swapped(feature, record, field, None, value, what=what or "left out or not")


def of_date(feature: Feature, record: str, field: str, one: str, other: str) -> Pair:
    """A pair whose dates differ."""
    claims = (Claim(date=date) for date in (one, other))
    return swapped(feature, record, field, *claims, what=f"{one} or {other}")


# ------------------------------------------------------------------------------------------------------ evidence


def _value_of(name: str) -> Callable[[Cast, dict[str, Any]], Any]:
    return lambda cast, more: Value(value=cast[name], **more)


_PLACE: Final[Any] = Location(latitude=33.5, longitude=42.5)
_PLACES: Final[tuple[tuple[str, str, Callable[[Cast, dict[str, Any]], Any]], ...]] = (
    ("handover", "when", lambda _, more: Claim(date="2030-04-12", **more)),
    ("phase-1", "end", lambda _, more: Claim(date="2030-04-20", **more)),
    ("pact", "signed", lambda _, more: Claim(date="2029-05-06", **more)),
    ("guests", "in_force", lambda _, more: Claim(date="2030-02-11", **more)),
    ("field", "location", lambda _, more: Value(value=_PLACE, **more)),
    ("alone-base", "location", lambda _, more: Value(value=_PLACE, **more)),
    ("field", "candidates", _value_of("south")),
    ("field", "holder", _value_of("east")),
    ("handover", "from_", _value_of("east")),
    ("handover", "to", _value_of("west")),
    ("several", "values", lambda _, more: Figure(number="4..5", **more)),
)
"""Where a claim stands alone."""
_BESIDE: Final[tuple[tuple[str, str, Callable[[Cast, dict[str, Any]], Any]], ...]] = (
    ("handover", "when", lambda _, more: _plan_beside(more)),
    ("phase-1", "end", lambda _, more: _plan_beside(more)),
    ("field", "location", lambda _, more: _place_beside(more)),
    ("handover", "from_", lambda cast, more: [_best(cast["east"]), Value(value=cast["west"], **more)]),
)
"""Where one stands beside another, which is the best."""


def _plan_beside(more: dict[str, Any]) -> list[Any]:
    return [Claim(date="2030-04-12", rank="preferred"), Claim(date="2029-12-07", basis="planned", **more)]


def _place_beside(more: dict[str, Any]) -> list[Any]:
    return [_best(_PLACE), Value(value=Location(latitude=33.75, longitude=42.75), **more)]


def _best(value: Any) -> Any:  # noqa: ANN401 - a record or a place
    return Value(value=value, rank="preferred")


def of_evidence(feature: Feature, attribute: str, one: Any, other: Any) -> Iterator[Pair]:  # noqa: ANN401 - a value of any field
    """Pairs whose claims differ in one attribute: where a claim stands alone, and where it stands beside another."""
    for places, beside in ((_PLACES, False), (_BESIDE, True)):
        for record, field, make in places:
            if beside and attribute == "rank":  # the best would change
                continue
            values = (_with(make, attribute, value) for value in _both_known(one, other))
            what = f"its {attribute}, beside another" if beside else f"its {attribute}"
            key = field.rstrip("_")
            needs = f"{Feature.ALTERNATIVES}: {record}.{key}: the claim beside" if beside else ""
            yield swapped(feature, record, field, *values, what=what, needs=needs)


def _with(make: Callable[[Cast, dict[str, Any]], Any], attribute: str, value: Any) -> Any:  # noqa: ANN401 - a value of any field
    return lambda cast: make(cast, {attribute: cast.resolved(value)})
