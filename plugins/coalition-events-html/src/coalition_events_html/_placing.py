"""Where marks and labels of a map go: no label covers another one, a mark, or what leads to another label."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, TypeAlias

import attrs

from ._widths import text_width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Point: TypeAlias = tuple[float, float]
_TURNS: Final = 24
_GAPS: Final = (4, 10, 18, 28, 40, 54, 70, 90, 115, 145, 180)
_CALM: Final = 12  # a label no further off needs no line to its mark


@attrs.frozen
class Box:
    """A rectangle by its edges."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, point: Point, reach: float) -> Box:
        """The square around a point."""
        return cls(point[0] - reach, point[1] - reach, point[0] + reach, point[1] + reach)

    def meets(self, other: Box, apart: float = 0.0) -> bool:
        """Whether two boxes come closer than ``apart``."""
        return (
            self.left < other.right + apart
            and other.left < self.right + apart
            and self.top < other.bottom + apart
            and other.top < self.bottom + apart
        )

    def holds(self, other: Box) -> bool:
        """Whether the other one lies within this."""
        return (
            self.left <= other.left
            and self.right >= other.right
            and self.top <= other.top
            and self.bottom >= other.bottom
        )

    def nearest(self, point: Point) -> Point:
        """The point of the box that is nearest to another one."""
        return (min(max(point[0], self.left), self.right), min(max(point[1], self.top), self.bottom))

    def crossed(self, start: Point, end: Point) -> bool:
        """Whether a straight line goes through the box."""
        steps = max(int(math.dist(start, end) / 3), 1)
        return any(
            self.left < start[0] + (end[0] - start[0]) * step / steps < self.right
            and self.top < start[1] + (end[1] - start[1]) * step / steps < self.bottom
            for step in range(steps + 1)
        )


@attrs.frozen
class Label:
    """A text that stands somewhere: its box, and where the line to its mark ends, if it needs one."""

    lines: tuple[str, ...]
    box: Box
    leader: Point | None


def spread(points: Sequence[Point], apart: float, frame: Box) -> list[Point]:
    """The points, moved so far that none is nearer to another than ``apart``, as little as that takes."""
    moved = [(x + math.cos(i) * 0.01, y + math.sin(i) * 0.01) for i, (x, y) in enumerate(points)]
    for _ in range(300):
        calm = True
        for i in range(len(moved)):
            for j in range(i):
                (x1, y1), (x2, y2) = moved[i], moved[j]
                far = math.hypot(x1 - x2, y1 - y2) or 0.001
                if far < apart:
                    calm = False
                    push = (apart - far) / 2 + 0.05
                    dx, dy = (x1 - x2) / far * push, (y1 - y2) / far * push
                    moved[i], moved[j] = frame.nearest((x1 + dx, y1 + dy)), frame.nearest((x2 - dx, y2 - dy))
        if calm:
            break
    return moved


@attrs.frozen
class Placer:
    """Places labels one by one in a frame, around what stands there already."""

    frame: Box
    taken: list[Box]
    reach: float
    """How far a mark reaches from its middle."""
    lines: list[tuple[Point, Point]] = attrs.field(factory=list)

    def place_all(
        self, marks: Sequence[Point], texts: Sequence[tuple[str, ...]], size: float
    ) -> dict[int, Label]:
        """A label for each mark by its number, the most crowded marks first; without those that fit nowhere."""
        found: dict[int, Label] = {}
        crowded = sorted(range(len(marks)), key=lambda i: (-self._crowd(marks, i), marks[i][1], i))
        for i in crowded:
            if label := self._place(marks[i], texts[i], size):
                found[i] = label
                self.taken.append(label.box)
                if label.leader:
                    self.lines.append((marks[i], label.leader))
        return found

    def _crowd(self, marks: Sequence[Point], i: int) -> int:
        return sum(1 for other in marks if math.dist(marks[i], other) < 60)  # noqa: PLR2004 - about a label's width

    def _place(self, mark: Point, lines: tuple[str, ...], size: float) -> Label | None:
        if not lines:
            return None
        width, height = max(text_width(line, size) for line in lines), len(lines) * size * 1.2
        for gap in _GAPS:
            for box in self._around(mark, width, height, gap + self.reach):
                leader = box.nearest(mark) if gap > _CALM else None
                if self._free(mark, box, leader):
                    return Label(lines, box, leader)
        return None

    def _around(self, mark: Point, width: float, height: float, gap: float) -> Iterator[Box]:
        """Boxes around a mark, those to its right and left first: that is where a reader looks."""
        turns = sorted(range(_TURNS), key=lambda turn: (abs(math.sin(turn * math.tau / _TURNS)), turn))
        for turn in turns:
            angle = turn * math.tau / _TURNS
            x = mark[0] + math.cos(angle) * (gap + width / 2)
            y = mark[1] + math.sin(angle) * (gap + height / 2)
            yield Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)

    def _free(self, mark: Point, box: Box, leader: Point | None) -> bool:
        if not self.frame.holds(box) or any(box.meets(other, 2.0) for other in self.taken):
            return False
        if any(box.crossed(start, end) for start, end in self.lines):
            return False
        if leader is None:
            return True
        own = Box.around(mark, self.reach)
        return not any(other.crossed(mark, leader) for other in self.taken if not other.meets(own))
