"""How wide a text of a drawing may be, and how it is wrapped: whoever looks has fonts that nobody knows here."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_SHARES: Final = {"iIjl.,'|! ": 0.38, "rtf()[]:;-/": 0.46, "w&+<=>~#^": 0.84, "mMW@%…—æÆœŒ": 1.0}
_CAPITAL: Final = 0.79
_OTHER: Final = 0.64
_BEYOND_LATIN: Final = 0.8
_FULL: Final = 1.05
_BOLDER: Final = 0.1
"""Widths in sizes of the font: those of DejaVu Sans and Verdana, the widest that a system is likely to have."""
_LAST_LATIN: Final = "\u024f"
_SHARE_OF: Final = {sign: share for signs, share in _SHARES.items() for sign in signs}


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of a text in a sans-serif font of a size, rather too much than too little."""
    return (
        sum(_share(sign) + (_BOLDER if bold else 0) for sign in text if not unicodedata.combining(sign))
        * size
    )


def _share(sign: str) -> float:
    if sign in _SHARE_OF:
        return _SHARE_OF[sign]
    if unicodedata.east_asian_width(sign) in {"W", "F"}:
        return _FULL
    if sign > _LAST_LATIN:
        return _BEYOND_LATIN
    return _CAPITAL if sign.isupper() else _OTHER


def wrapped(text: str, width: float, size: float, most: int, *, bold: bool = False) -> tuple[str, ...]:
    """A text on at most ``most`` lines; what does not fit is left to the title of the element, after an ellipsis."""

    def fits(line: str) -> bool:
        return text_width(line, size, bold=bold) <= width

    lines: list[str] = []
    for word in text.split():
        if lines and fits(f"{lines[-1]} {word}"):
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    shown = [line if fits(line) else _cut(line, fits) for line in lines[:most]]
    if len(lines) > most:
        shown[-1] = _cut(shown[-1], fits)
    return tuple(shown)


def _cut(line: str, fits: Callable[[str], bool]) -> str:
    """As many words of a line as fit before an ellipsis; of a word that does not fit alone, as many letters."""
    while line and not fits(f"{line}…"):
        line = line.rpartition(" ")[0] if " " in line else line[:-1]
    return f"{line.rstrip(' …')}…"
