# ruff: noqa: INP001 - a script, no part of a package
"""Cuts the outline of the world that the map is drawn on from Natural Earth's data, as npm's `world-atlas` packs them.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python tools/cut_outline.py package/countries-50m.json src/coalition_events_html/outline.json

The same input gives the same bytes. Names and codes of countries are left behind on purpose: what is kept is where land
ends and where two countries of the data meet, and every such line is drawn alike.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

Point = tuple[int, int]
TOLERANCE = 0.01
"""Degrees by which a line may move when points are left out: a kilometre, less than the data itself is off."""
STEP = 0.004
"""Degrees of the grid on which the points lie."""


def arcs_of(topology: dict[str, Any]) -> list[list[Point]]:
    """Every line as grid points: the file holds differences on a grid of its own."""
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((round((x * scale[0] + shift[0]) / STEP), round((y * scale[1] + shift[1]) / STEP)))
        arcs.append(points)
    return arcs


def simplified(points: list[Point], tolerance: float) -> list[Point]:
    """The line with fewer points, none of the left-out ones further off than ``tolerance`` (Douglas and Peucker)."""
    keep = {0, len(points) - 1}
    waiting = [(0, len(points) - 1)]
    while waiting:
        first, last = waiting.pop()
        far, place = max(
            ((distance(points[i], points[first], points[last]), i) for i in range(first + 1, last)),
            default=(0.0, 0),
        )
        if far > tolerance:
            keep.add(place)
            waiting += [(first, place), (place, last)]
    return [point for place, point in enumerate(points) if place in keep]


def distance(point: Point, start: Point, end: Point) -> float:
    """How far a point lies from the stretch between two others."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    share = ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length if length else 0.0
    share = min(max(share, 0.0), 1.0)
    return math.hypot(point[0] - start[0] - share * dx, point[1] - start[1] - share * dy)


def rings_of(geometry: dict[str, Any]) -> Iterator[list[int]]:
    """The rings of an object as numbers of lines; ``~n`` is line ``n`` backwards."""
    if geometry["type"] == "GeometryCollection":
        for part in geometry["geometries"]:
            yield from rings_of(part)
    elif geometry["type"] == "Polygon":
        yield from geometry["arcs"]
    elif geometry["type"] == "MultiPolygon":
        for polygon in geometry["arcs"]:
            yield from polygon


def differences(points: list[Point]) -> list[int]:
    """The first point, then the steps from each to the next."""
    flat = list(points[0])
    for before, after in itertools.pairwise(points):
        flat += [after[0] - before[0], after[1] - before[1]]
    return flat


def cut(topology: dict[str, Any]) -> dict[str, Any]:
    """Land as rings of lines, and the numbers of the lines that are borders on land."""
    arcs = [simplified(points, TOLERANCE / STEP) for points in arcs_of(topology)]
    land = list(rings_of(topology["objects"]["land"]))
    uses = Counter(
        ~arc if arc < 0 else arc for ring in rings_of(topology["objects"]["countries"]) for arc in ring
    )
    coast = {~arc if arc < 0 else arc for ring in land for arc in ring}
    return {
        "made_from": "Natural Earth 4.1, 1:50m, public domain; world-atlas 2.0.2, countries-50m.json, ISC",
        "made_by": "tools/cut_outline.py",
        "step": STEP,
        "borders": sorted(arc for arc, times in uses.items() if times > 1 and arc not in coast),
        "rings": land,
        "arcs": [differences(points) for points in arcs],
    }


def main() -> None:
    """Read one file, write the other."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("topology", type=Path, help="countries-50m.json of world-atlas")
    parser.add_argument("output", type=Path)
    given = parser.parse_args()
    outline = cut(json.loads(given.topology.read_text(encoding="utf-8")))
    lines = [f'"{key}":{json.dumps(value, separators=(",", ":"))}' for key, value in outline.items()]
    given.output.write_text("{" + ",\n".join(lines) + "}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
