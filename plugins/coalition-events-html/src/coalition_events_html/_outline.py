"""The neutral outline under the map: land, and the borders of the data, cut to a window of degrees."""

from __future__ import annotations

import functools
import itertools
import json
import math
from importlib import resources
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import attrs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Point: TypeAlias = tuple[float, float]
"""Longitude and latitude, in degrees."""


@attrs.frozen
class Window:
    """West, south, east and north, in degrees; ``east`` may lie beyond 180."""

    west: float
    south: float
    east: float
    north: float

    def wider(self, share: float) -> Window:
        """The same with a margin on each side, as a share of the whole."""
        across, down = (self.east - self.west) * share, (self.north - self.south) * share
        return Window(self.west - across, self.south - down, self.east + across, self.north + down)

    def meets(self, other: Window) -> bool:
        """Whether the two share anything, be it an edge."""
        return (
            other.west <= self.east
            and other.east >= self.west
            and other.south <= self.north
            and other.north >= self.south
        )

    def turned(self, degrees: float) -> Window:
        """The same after a turn of the globe."""
        return Window(self.west + degrees, self.south, self.east + degrees, self.north)


def _around(points: Sequence[Point]) -> Window:
    """The least window with all of these points in it."""
    longitudes, latitudes = [x for x, _ in points], [y for _, y in points]
    return Window(min(longitudes), min(latitudes), max(longitudes), max(latitudes))


@attrs.frozen
class _Line:
    """A ring or a border, with the window around it: most are far from any map, and that is seen at once."""

    points: list[Point]
    around: Window

    def turned(self, window: Window) -> Iterator[list[Point]]:
        """The points as they are, and a turn of the globe east or west, where that brings them into the window."""
        for turn in (-360.0, 0.0, 360.0):
            if window.meets(self.around.turned(turn)):
                yield [(x + turn, y) for x, y in self.points]


def _read() -> dict[str, Any]:
    found = resources.files(__package__ or "coalition_events_html").joinpath("outline.json")
    data: dict[str, Any] = json.loads(found.read_text(encoding="utf-8"))
    return data


_DATA: Final = _read()  # once, when the format is first used: an export itself reads no file
MADE_FROM: Final[str] = _DATA["made_from"]


def _arc(place: int) -> list[Point]:
    """A line of the data; ``~n`` is line ``n`` backwards."""
    flat: list[int] = _DATA["arcs"][~place if place < 0 else place]
    step: float = _DATA["step"]
    longitudes = itertools.accumulate(flat[::2])
    latitudes = itertools.accumulate(flat[1::2])
    points = [(x * step, y * step) for x, y in zip(longitudes, latitudes, strict=True)]
    return points[::-1] if place < 0 else points


@functools.cache
def _rings() -> tuple[_Line, ...]:
    """Every ring of land; worked out for the first map."""
    found = (_closed([point for arc in ring for point in _arc(arc)]) for ring in _DATA["rings"])
    return tuple(_Line(points, _around(points)) for points in found)


@functools.cache
def _borders() -> tuple[_Line, ...]:
    """Every border on land, likewise."""
    found = (_unrolled(_arc(arc)) for arc in _DATA["borders"])
    return tuple(_Line(points, _around(points)) for points in found)


def land(window: Window) -> Iterator[list[Point]]:
    """Every ring of land in the window, cut to it."""
    for ring in _rings():
        for turned in ring.turned(window):
            if len(kept := _clipped(turned, window)) > 2:  # noqa: PLR2004 - two points enclose nothing
                yield kept


def borders(window: Window) -> Iterator[list[Point]]:
    """Every border on land in the window, as far as it lies there."""
    for border in _borders():
        for turned in border.turned(window):
            yield from _pieces(turned, window)


def _unrolled(points: list[Point]) -> list[Point]:
    """A line without leaps over the 180th meridian: longitudes run on beyond it."""
    found: list[Point] = []
    for x, y in points:
        turns = round((found[-1][0] - x) / 360) if found else 0
        found.append((x + 360 * turns, y))
    return found


def _closed(ring: list[Point]) -> list[Point]:
    """A ring without leaps; one that goes around a pole is closed there."""
    points = _unrolled(ring)
    if abs(points[0][0] - points[-1][0]) > 180:  # noqa: PLR2004 - once around the globe
        pole = math.copysign(90.0, points[0][1])
        points += [(points[-1][0], pole), (points[0][0], pole)]
    return points


def _clipped(points: list[Point], window: Window) -> list[Point]:
    """A ring cut to the window, side by side (Sutherland and Hodgman)."""
    sides: tuple[tuple[Callable[[Point], bool], Callable[[Point, Point], Point]], ...] = (
        (lambda p: p[0] >= window.west, lambda a, b: _at_x(a, b, window.west)),
        (lambda p: p[0] <= window.east, lambda a, b: _at_x(a, b, window.east)),
        (lambda p: p[1] >= window.south, lambda a, b: _at_y(a, b, window.south)),
        (lambda p: p[1] <= window.north, lambda a, b: _at_y(a, b, window.north)),
    )
    for inside, meeting in sides:
        kept: list[Point] = []
        for before, after in zip([*points[-1:], *points[:-1]], points, strict=True):
            if inside(before) != inside(after):
                kept.append(meeting(before, after))
            if inside(after):
                kept.append(after)
        points = kept
    return points


def _at_x(a: Point, b: Point, x: float) -> Point:
    return (x, a[1] + (b[1] - a[1]) * (x - a[0]) / (b[0] - a[0]))


def _at_y(a: Point, b: Point, y: float) -> Point:
    return (a[0] + (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]), y)


def _pieces(points: list[Point], window: Window) -> Iterator[list[Point]]:
    """The stretches of a line that come into the window; each ends with the first point outside."""
    piece: list[Point] = []
    for before, after in itertools.pairwise(points):
        if window.meets(_around((before, after))):
            piece = piece or [before]
            piece.append(after)
        elif piece:
            yield piece
            piece = []
    if piece:
        yield piece
