"""The map: bases over a neutral outline, once for wide screens with names and once for narrow ones with numbers."""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING, Any, Final

import attrs

from coalition_events import Base, Location

from . import _outline
from ._marks import shape_path
from ._markup import EMPTY, Markup, el, join, number
from ._placing import Box, Label, Placer, Point, spread
from ._widths import text_width, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence


WIDE: Final = 820.0
NARROW: Final = 328.0
_SIZE: Final = 12.0
_MARK: Final = 7.0
_SMALLEST: Final = 2.4
"""Degrees that a map shows at least: the outline says nothing finer."""
_KM: Final = 111.32
"""Kilometres in a degree of latitude."""
_RATIOS: Final = (0.62, 0.86)
"""Height by width."""


@attrs.frozen
class View:
    """A window of degrees on a sheet: equirectangular, true to shape at its middle latitude."""

    window: _outline.Window
    width: float
    height: float

    @property
    def scale(self) -> float:
        """Units of the sheet in a degree of latitude."""
        return self.height / (self.window.north - self.window.south)

    def __call__(self, longitude: float, latitude: float) -> Point:
        across = self.width / (self.window.east - self.window.west)
        return ((longitude - self.window.west) * across, (self.window.north - latitude) * self.scale)

    def narrowed(self, width: float) -> View:
        """The same on a smaller sheet."""
        return attrs.evolve(self, width=width, height=self.height * width / self.width)


def located(bases: Sequence[Base]) -> list[tuple[Base, Location]]:
    """The bases that have a point, with it."""
    return [(base, base.point) for base in bases if base.point is not None]


def unrolled(longitudes: Sequence[float]) -> list[float]:
    """Longitudes on one stretch, however they lie around the 180th meridian: cut where the widest gap is."""
    ordered = sorted(set(longitudes))
    gaps = [(ordered[0] + 360 - ordered[-1], 0)]
    gaps += [(after - ordered[place], place + 1) for place, after in enumerate(ordered[1:])]
    start = ordered[max(gaps)[1]]
    return [longitude if longitude >= start else longitude + 360 for longitude in longitudes]


def view_of(points: Sequence[Point], width: float = WIDE) -> View:
    """The window around points, with room for labels at the edges."""
    longitudes, latitudes = zip(*points, strict=True)
    middle = ((min(longitudes) + max(longitudes)) / 2, (min(latitudes) + max(latitudes)) / 2)
    shrunk = max(math.cos(math.radians(middle[1])), 0.1)
    down = max((max(latitudes) - min(latitudes)) * 1.3, _SMALLEST)
    across = max((max(longitudes) - min(longitudes)) * 1.4, _SMALLEST / shrunk) * shrunk
    ratio = min(max(down / across, _RATIOS[0]), _RATIOS[1])
    down, across = max(down, across * ratio), max(across, down / ratio)
    if down > 170:  # noqa: PLR2004 - nearly from pole to pole: the whole world
        down, across = 170.0, 170.0 / ratio
    south = min(max(middle[1] - down / 2, -90.0), 90.0 - down)
    half = min(across / shrunk / 2, 180.0)
    window = _outline.Window(middle[0] - half, south, middle[0] + half, south + down)
    return View(window, width, width * ratio)


# ---------------------------------------------------------------------------------------------------- drawing


def _path(points: Sequence[Point], view: View) -> str:
    """A line in steps from point to point, without those that fall on the one before."""
    last, parts = None, []
    for point in points:  # a line that is a point on this sheet is left out
        x, y = (round(value * 10) for value in view(*point))
        if last is None:
            parts.append(f"M{number(x / 10)} {number(y / 10)}l")
        elif (x, y) != last:
            parts.append(f"{number((x - last[0]) / 10)} {number((y - last[1]) / 10)} ")
        last = (x, y)
    return "".join(parts).rstrip() if len(parts) > 1 else ""


@functools.lru_cache(maxsize=8)  # an edition after another has its map in the same place
def _outline_paths(view: View) -> tuple[str, str]:
    """Land and borders, cut a little outside the sheet, so that no cut is seen."""
    window = view.window.wider(0.02)
    coasts = "".join(f"{path}z" for ring in _outline.land(window) if (path := _path(ring, view)))
    return coasts, "".join(_path(piece, view) for piece in _outline.borders(window))


def locator(view: View) -> Markup:
    """Where the map lies, on a map of the lands around it."""
    window = view.window.wider(3.0)
    south, north = max(window.south, -90.0), min(window.north, 90.0)
    sheet = View(attrs.evolve(window, south=south, north=north), 200.0, 200.0)
    sheet = attrs.evolve(
        sheet, height=200.0 * view.height / view.width * (north - south) / (window.north - window.south)
    )
    coasts, lines = _outline_paths(sheet)
    left, top = sheet(view.window.west, view.window.north)
    right, bottom = sheet(view.window.east, view.window.south)
    return el(
        "svg",
        el("rect", class_="sea", width=sheet.width, height=sheet.height),
        el("path", d=coasts, class_="land"),
        el("path", d=lines, class_="borders"),
        el("rect", class_="here", x=left, y=top, width=right - left, height=bottom - top),
        viewBox=f"0 0 {number(sheet.width)} {number(sheet.height)}",
        role="img",
        aria_label="Where the map lies among the lands around it",
        class_="locator",
    )


def outline_defs(view: View) -> Markup:
    """The outline, once for both maps."""
    coasts, lines = _outline_paths(view)
    return el(
        "svg",
        el("defs", el("path", d=coasts, id="land"), el("path", d=lines, id="borders")),
        class_="defs",
        width="0",
        height="0",
        aria_hidden="true",
    )


def _scale_bar(view: View) -> tuple[Markup, Box]:
    """A bar of a round number of kilometres, true along the meridian and at the middle of the map."""
    unit = view.scale / _KM
    most = view.width / 4 / unit
    power = 10 ** math.floor(math.log10(most))
    km = next(step * power for step in (5, 2, 1) if step * power <= most)
    x, y = 10.0, view.height - 12
    length = km * unit
    words = f"{km:g} km"
    bar = el(
        "g",
        el("path", d=f"M{number(x)} {number(y - 4)}v4h{number(length)}v-4"),
        el("text", words, x=x + length + 6, y=y + 1),
        class_="scale",
    )
    return bar, Box(0, y - 12, x + length + 12 + text_width(words, _SIZE), view.height)


def drawing(
    bases: Sequence[Base], view: View, views: dict[str, dict[str, Any]], texts: Sequence[str], factor: float
) -> tuple[Markup, list[Base]]:
    """One map; ``texts`` label the bases. The bases whose label fits nowhere come back beside it."""
    points = located(bases)
    longitudes = unrolled([point.longitude for _, point in points])
    anchors = [view(x, point.latitude) for x, (_, point) in zip(longitudes, points, strict=True)]
    frame = Box(0, 0, view.width, view.height)
    reach = _MARK + 1.5
    inner = Box(reach + 2, reach + 2, view.width - reach - 2, view.height - reach - 2)
    marks = spread(anchors, 2 * reach, inner)
    bar, bar_box = _scale_bar(view)
    placer = Placer(
        Box(4, 4, view.width - 4, view.height - 4),
        [bar_box, *(Box.around(mark, reach) for mark in marks)],
        reach,
    )
    lines = [wrapped(text, 156, _SIZE, 4) for text in texts]
    labels = placer.place_all(marks, lines, _SIZE)
    spots = [
        Spot(base, point, anchor, mark, labels.get(i))
        for i, ((base, point), anchor, mark) in enumerate(zip(points, anchors, marks, strict=True))
    ]
    scaled = f"scale({factor:.5f})" if factor != 1 else None
    uses = [el("use", href=f"#{part}", class_=part, transform=scaled) for part in ("land", "borders")]
    svg = el(
        "svg",
        el("rect", class_="sea", width=frame.right, height=frame.bottom),
        uses,
        [_beneath(spot, view) for spot in spots],
        bar,
        [_above(spot, views[spot.base.id]["mark"]) for spot in spots],
        viewBox=f"0 0 {number(view.width)} {number(view.height)}",
        role="img",
        aria_label="Map of the bases. The table of bases says in words what it shows.",
    )
    return svg, [base for i, (base, _) in enumerate(points) if i not in labels]


@attrs.frozen
class Spot:
    """A base on the sheet: where its point lies, where its mark stands, and its label."""

    base: Base
    point: Location
    anchor: Point
    mark: Point
    label: Label | None


def _beneath(spot: Spot, view: View) -> Markup:
    """What lies beneath all marks: how far off the point may be, and the lines to mark and label."""
    anchor, mark, label = spot.anchor, spot.mark, spot.label
    below: list[Markup] = []
    radius = (spot.point.accuracy_m or 0) / 1000 * view.scale / _KM
    if radius > _MARK:
        below.append(el("circle", cx=anchor[0], cy=anchor[1], r=radius, class_="accuracy"))
    if math.dist(anchor, mark) > 2:  # noqa: PLR2004 - less can't be seen
        below.append(_line(anchor, mark, "pull"))
        below.append(el("circle", cx=anchor[0], cy=anchor[1], r=1.8, class_="anchor"))
    if label and label.leader:
        below.append(_line(mark, label.leader, "leader"))
    return join(below)


def _above(spot: Spot, mark: str) -> Markup:
    """The mark with its label, which the page's script changes with the day."""
    title = f"{spot.base.name}{' (near)' if spot.point.near else ''}"
    x, y = map(number, spot.mark)
    drawn = el(
        "g",
        el("title", title),
        el("path", d=shape_path(mark), class_="shape"),
        transform=f"translate({x} {y})",
    )
    words = _text(spot.label) if spot.label else EMPTY
    slot = f"bases {spot.base.id}"
    return el("g", drawn, words, class_=f"base {mark}", data_slot=slot, data_part="mark")


def _line(start: Point, end: Point, kind: str) -> Markup:
    return el(
        "path", d=f"M{number(start[0])} {number(start[1])}L{number(end[0])} {number(end[1])}", class_=kind
    )


def _text(label: Label) -> Markup:
    x = (label.box.left + label.box.right) / 2
    spans = [
        el("tspan", line, x=x, y=label.box.top + _SIZE * (0.95 + 1.2 * row))
        for row, line in enumerate(label.lines)
    ]
    return el("text", spans, class_="label")
