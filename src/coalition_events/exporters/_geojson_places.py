"""Where a feature is: its geometry, and what its properties say of its bases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from coalition_events import rounded_degrees

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from coalition_events import Base, Location, Record

    Name = Callable[[Record], str]


class Place(NamedTuple):
    """The place of events."""

    geometry: dict[str, Any] | None
    near: bool | None
    """Whether one of its points is near its base rather than on it; null where there is no point."""
    properties: dict[str, Any]


class Places:
    """Works out the place of bases once for all events there."""

    def __init__(self, name: Name) -> None:
        self._name = name
        self._found: dict[tuple[str, ...], Place] = {}

    def of(self, bases: tuple[Base, ...]) -> Place:
        """Find the place of events at these bases."""
        ids = tuple([base.id for base in bases])
        if ids not in self._found:
            self._found[ids] = self._place(bases)
        return self._found[ids]

    def _place(self, bases: tuple[Base, ...]) -> Place:
        points = [point for base in bases if (point := base.point)]
        near = any(point.near for point in points) if points else None
        named: dict[str, Any] = {}
        if bases:
            named["bases"] = [base.id for base in bases]
            named["base_names"] = [self._name(base) for base in bases]
        return Place(geometry(bases), near, {**named, "near": near})


def geometry(bases: Iterable[Base]) -> dict[str, Any] | None:
    """Make a point, several points, or null for what nobody located (RFC 7946, 3.2): no place is made up."""
    points = [_position(point) for base in bases if (point := base.point)]
    distinct = [point for place, point in enumerate(points) if point not in points[:place]]
    if len(distinct) > 1:
        return {"type": "MultiPoint", "coordinates": distinct}
    return {"type": "Point", "coordinates": distinct[0]} if distinct else None


def _position(point: Location) -> list[float]:
    """Longitude first (RFC 7946, 3.1.1)."""
    return [rounded_degrees(point.longitude), rounded_degrees(point.latitude)]
