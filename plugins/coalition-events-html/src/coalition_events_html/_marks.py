"""The marks of bases: a shape for each holder, so that nothing is told by colour alone."""

from __future__ import annotations

from typing import Final

from ._markup import Markup, el

SHAPE_PATHS: Final = (
    "M-7 0A7 7 0 1 0 7 0A7 7 0 1 0 -7 0Z",  # circle
    "M-6.3 -6.3H6.3V6.3H-6.3Z",  # square
    "M0 -8.8L8.8 0L0 8.8L-8.8 0Z",  # diamond
    "M0 -8L7.8 6H-7.8Z",  # triangle
    "M0 -8L7.6 -2.5L4.7 6.5H-4.7L-7.6 -2.5Z",  # pentagon
    "M0 8L-7.8 -6H7.8Z",  # triangle on its tip
    "M-4 -7H4L8 0L4 7H-4L-8 0Z",  # hexagon
    "M-2.6 -7.6H2.6V-2.6H7.6V2.6H2.6V7.6H-2.6V2.6H-7.6V-2.6H-2.6Z",  # cross: all other holders
)
_RING: Final = "M-7 0A7 7 0 1 0 7 0A7 7 0 1 0 -7 0Z"
UNKNOWN_PATH: Final = (
    f"{_RING}M-2.3 -1.5A2.3 2.3 0 1 1 0.9 0.6Q0 1.1 0 2.2M0 4.1V4.9"  # with a question mark in it
)
NOBODY_PATH: Final = f"{_RING}M-5 5L5 -5"


def shape_path(mark: str) -> str:
    """The shape of a mark by its class."""
    kind = mark.partition(" ")[0]
    if kind == "unknown":
        return UNKNOWN_PATH
    return NOBODY_PATH if kind == "nobody" else SHAPE_PATHS[int(kind[1:])]


def sample(mark: str) -> Markup:
    """A mark in the legend."""
    return el(
        "svg",
        el("path", d=shape_path(mark), class_="shape"),
        viewBox="-10 -10 20 20",
        class_=f"sample base {mark}",
        aria_hidden="true",
    )
