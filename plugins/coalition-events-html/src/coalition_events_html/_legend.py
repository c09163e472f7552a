"""What stands beside the map: what its marks mean, and which bases it can't show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ._map import located
from ._marks import sample
from ._markup import EMPTY, Markup, el, join, name
from ._stateview import SHAPES, Groups
from ._words import plain_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition_events import Base

NOTICE: Final = (
    "Coasts and borders are drawn as Natural Earth has them, simplified. Many borders of the world are disputed; "
    "every one is drawn with the same line, and none of the lines takes a side."
)


def legend(groups: Groups, bases: Sequence[Base]) -> Markup:
    """What shapes, colours and lines mean."""
    rows = [
        el(
            "li",
            sample(f"h{place} sure"),
            name(actor.name),
            ", with what is part of it" if actor.id in groups.joined else "",
        )
        for place, actor in enumerate(groups.tops[:SHAPES])
    ]
    if len(groups.tops) > SHAPES:
        rows.append(el("li", sample(f"h{SHAPES} sure"), "other holders"))
    rows.append(
        el("li", sample("h0 sure"), sample("h0 unsure"), "filled: certain; hollow and dashed: not certain")
    )
    rows.append(el("li", sample("unknown unsure"), "holder not known"))
    rows.append(el("li", sample("nobody sure"), "held by nobody"))
    if any(point.near for _, point in located(bases)):
        rows.append(el("li", "(near): the point marks an airfield or a town, not the site itself"))
    rows.append(el("li", "circle: how far off a point may be"))
    return el("ul", rows, class_="legend")


def unlocated(bases: Sequence[Base], numbers: dict[str, int]) -> Markup:
    """The bases that no map can show, and why."""
    rows = [
        el("li", f"{numbers[base.id]} ", name(base.name), f": {_why(base)}")
        for base in bases
        if base.point is None
    ]
    return join([el("h3", "Not on the map"), el("ul", rows, class_="unlocated")]) if rows else EMPTY


def _why(base: Base) -> str:
    if base.candidates:
        return "not identified; the table has the sites that it may be"
    if base.part_of is not None and not base.location:
        return f"a part of {base.part_of.name}"
    why = plain_date(base.location.stated_absence, "no one place")
    return f"place {why}" if why != "not stated" else "no place stated"
