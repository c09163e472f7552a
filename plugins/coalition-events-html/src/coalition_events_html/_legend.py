"""What stands beside the map: what its marks mean, and which bases it can't show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

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
_RING: Final = el(
    "svg",
    el("circle", r=8.5, class_="accuracy"),
    viewBox="-10 -10 20 20",
    class_="sample",
    aria_hidden="true",
)
_DIAMOND: Final = "M14 0l6 6l-6 6l-6 -6Z"


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
        rows.append(
            el(
                "li",
                el("span", "(near)", class_="sample"),
                "the point marks an airfield or a town, not the site itself",
            )
        )
    if any(point.accuracy_m for _, point in located(bases)):
        rows.append(el("li", _RING, "how far off a point may be"))
    return el("ul", rows, class_="legend")


def chart_legend(*, evidence: bool) -> Markup:
    """What bars, diamonds and arrows of the drawing of phases, plans and outcomes mean."""
    bar: dict[str, Any] = {"x": 1, "y": 1.5, "width": 26, "height": 9}
    rows = [
        (el("rect", class_="bar actual", **bar), "reported as done, on one of these days"),
        (el("rect", class_="bar planned", **bar), "planned"),
        (el("rect", class_="bar expected", **bar), "forecast"),
        (el("rect", class_="bar run", **bar), "a phase runs"),
        (el("rect", class_="bar run pale", **bar), "perhaps"),
        (el("path", d=_DIAMOND, class_="bar actual"), "a single day"),
        (el("path", d=_DIAMOND, class_="bar actual hollow"), "the source is unsure of the day"),
        (el("path", d="M10 0L18 6L10 12Z", class_="arrow"), "goes on, or has no bound on that side"),
    ]
    if evidence:
        rows.append((el("rect", class_="beyond", **bar), "after the end of the evidence"))
    keys = [
        el("li", el("svg", drawn, viewBox="0 0 28 12", class_="key", aria_hidden="true"), words)
        for drawn, words in rows
    ]
    return el("ul", keys, class_="chart-keys")


def unlocated(bases: Sequence[Base], numbers: dict[str, int]) -> Markup:
    """The bases that no map can show, and why."""
    rows = [
        el("li", figure(numbers[base.id]), name(base.name), f": {_why(base)}")
        for base in bases
        if base.point is None
    ]
    return join([el("h3", "Not on the map"), el("ul", rows, class_="unlocated")]) if rows else EMPTY


def figure(number: int) -> Markup:
    """The number of a base, before its name."""
    return join([el("span", str(number), class_="figure"), " "])


def _why(base: Base) -> str:
    if base.candidates:
        return "not identified; the table has the sites that it may be"
    if base.part_of is not None and not base.location:
        return f"a part of {base.part_of.name}"
    why = plain_date(base.location.stated_absence, "no one place")
    return f"place {why}" if why != "not stated" else "no place stated"
