"""Shared styles: a colour for each status, and for each holder on a day; no icon is fetched from anywhere.

Okabe and Ito's colours, which the colour-blind can tell apart. Colour is never the only sign: the line under each name
says the same in words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from coalition_events import Certainty

from ._xml import branch, leaf

if TYPE_CHECKING:
    from coalition_events import Timeline

_STATUS: Final = {
    "done": "#0072b2",
    "planned": "#e69f00",
    "overdue": "#d55e00",
    "expected": "#56b4e9",
    "undated": "#999999",
    "cancelled": "#000000",
    "not-yet": "#f0e442",
    "possibly-done": "#9ecae1",
}
_HOLDERS: Final = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#d55e00", "#56b4e9", "#f0e442")
"""For each topmost holder, in the order of the file; after these they come again."""
_BASE: Final = "#009e73"
_NOBODY: Final = "#000000"
_NOT_KNOWN: Final = "#8c8c8c"
PLAIN: Final = "style-plain"


class Look(NamedTuple):
    """A style: its id, its colour, how strong and how large."""

    id: str
    colour: str
    opaque: bool = True
    scale: float = 1.0


def look_of_status(status: str) -> Look:
    """The style of an event."""
    return Look(f"style-{status}", _STATUS[status], opaque=True, scale=0.8)


def looks_of_events() -> dict[str, Look]:
    """The styles of all events, by their ids."""
    looks = map(look_of_status, _STATUS)
    return {look.id: look for look in looks}


def look_of_base() -> Look:
    """The style of a base where no day is asked about."""
    return Look("style-base", _BASE)


def look_of_holder(timeline: Timeline, holder: str, certainty: Certainty) -> Look:
    """The style of a base on a day: the colour of its topmost holder; paler and smaller where it is not certain.

    ``holder`` is an actor's id, or one of the words ``none`` and ``unknown``, which no id can be.
    """
    sure, actors = certainty is Certainty.CERTAINLY, {actor.id: actor for actor in timeline.actors}
    if holder in actors:
        top = actors[holder].lineage[-1].id
        tops = [actor.id for actor in timeline.actors if actor.part_of is None]
        colour = _HOLDERS[tops.index(top) % len(_HOLDERS)]
    else:
        top, colour = holder, _NOBODY if holder == "none" else _NOT_KNOWN
    return Look(f"style-held-{top}-{certainty}", colour, opaque=sure, scale=1.1 if sure else 0.8)


def style(level: int, look: Look, *, labels: bool) -> bytes:
    """Write a style. The balloon shows the description alone: the reader's own would run the name as HTML."""
    colour = _kml_colour(look.colour, opaque=look.opaque)
    label = "1" if look.scale >= 1 else "0.8"
    parts = [
        _marking(level + 1, "IconStyle", colour, f"{look.scale:g}"),
        _marking(level + 1, "LabelStyle", colour, label if labels else "0"),
        *_common(level + 1),
    ]
    return branch(level, f'Style id="{look.id}"', parts)


def _marking(level: int, tag: str, colour: str, scale: str) -> bytes:
    return branch(level, tag, [leaf(level + 1, "color", colour), leaf(level + 1, "scale", scale)])


def plain_style(level: int) -> bytes:
    """The style of folders, and of what has no place on the map."""
    return branch(level, f'Style id="{PLAIN}"', _common(level + 1))


def _common(level: int) -> list[bytes]:
    return [
        branch(level, "BalloonStyle", [leaf(level + 1, "text", "$[description]")]),
        branch(level, "ListStyle", [leaf(level + 1, "listItemType", "check")]),
    ]


def _kml_colour(colour: str, *, opaque: bool) -> str:
    """Alpha, blue, green, red (OGC 07-147r2, 16.1)."""
    red, green, blue = colour[1:3], colour[3:5], colour[5:7]
    return f"{'ff' if opaque else '80'}{blue}{green}{red}"
