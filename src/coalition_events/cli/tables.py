"""Tables for people: columns that line up whatever the script, colours where the terminal has them."""

from __future__ import annotations

import itertools
import os
import sys
import unicodedata
from typing import TYPE_CHECKING, Final

import coalition_events as ce

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_IN_A_PIPE: Final = 120
_LEAST: Final = 24  # of the last column in a pipe
_GREEN, _YELLOW, _RED = "32", "33", "31"
_STYLES: Final = {
    **dict.fromkeys(("certainly", "done", "on time", "on the last day"), _GREEN),
    **dict.fromkeys(("possibly", "planned", "due", "expected", "still open"), _YELLOW),
    **dict.fromkeys(("overdue", "cancelled", "not"), _RED),
}
_BEGINNINGS: Final = {"late by at most ": _YELLOW, "late by ": _RED, "overdue, ": _RED, "due, ": _YELLOW}


def table(rows: Sequence[Sequence[str]], headings: Sequence[str], under: Sequence[str] = ()) -> str:
    """Columns under headings, wrapped to the terminal; in a pipe only the last one is, so that a row keeps its line.

    ``under`` holds a text for each row, which stands below it, indented and wrapped.
    """
    cells = [[ce.textsafe.one_line(cell) for cell in row] for row in (headings, *rows)]
    below = ["", *(ce.textsafe.one_line(text) for text in under or [""] * len(rows))]
    widths = _fitted(cells)
    lines: list[str] = []
    for row, text in zip(cells, below, strict=True):
        if widths:
            lines.extend(_in_columns(row, widths, coloured=row is not cells[0]))
        elif row is not cells[0]:
            lines.extend(_stacked(row, cells[0]))
        lines.extend(f"    {line}" for line in wrapped(text, (terminal_width() or _IN_A_PIPE) - 4))
    return "\n".join(lines)


def _fitted(cells: Sequence[Sequence[str]]) -> list[int]:
    """How wide each column is: as its widest cell, the widest ones cut down to what fits; empty if nothing does."""
    columns = list(zip(*cells, strict=True))
    widths = [max(map(width, column)) for column in columns]
    least = [max(width(word) for cell in column for word in (cell.split() or [""])) for column in columns]
    most = terminal_width()
    if not most:
        most = max(_IN_A_PIPE, sum(widths[:-1]) + 2 * (len(widths) - 1) + _LEAST)
        least = [*widths[:-1], 1]
    while sum(widths) + 2 * (len(widths) - 1) > most:
        room = [size if size > floor else 0 for size, floor in zip(widths, least, strict=True)]
        if not any(room):
            return []
        widths[room.index(max(room))] -= 1
    return widths


def _in_columns(row: Sequence[str], widths: Sequence[int], *, coloured: bool) -> Iterator[str]:
    parts = [wrapped(cell, size) for cell, size in zip(row, widths, strict=True)]
    padding = [*widths[:-1], 0]  # no blanks at the end of a line
    for line in itertools.zip_longest(*parts, fillvalue=""):
        padded = (
            _styled(part + " " * (size - width(part)), cell if coloured and part else "")
            for part, size, cell in zip(line, padding, row, strict=True)
        )
        yield "  ".join(padded).rstrip()


def _stacked(row: Sequence[str], headings: Sequence[str]) -> Iterator[str]:
    """A row without room for its columns: its first cell, then each other one behind its heading."""
    yield from wrapped(row[0], terminal_width())
    for heading, cell in zip(headings[1:], row[1:], strict=True):
        if cell:
            lead = f"{heading}: " if heading else ""
            for line in wrapped(f"{lead}{cell}", terminal_width() - 2):
                yield f"  {line.replace(cell, _styled(cell, cell))}"


def wrapped(text: str, room: int) -> list[str]:
    """The text in lines of at most ``room`` columns; a word that is longer stands alone."""
    lines: list[str] = []
    for word in text.split():
        if lines and width(lines[-1]) + 1 + width(word) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def paragraph(text: str) -> str:
    """A text wrapped to the terminal; in a pipe it stays one line."""
    room = terminal_width()
    return "\n".join(wrapped(text, room)) if room else text


def _styled(shown: str, cell: str) -> str:
    begun = (style for beginning, style in _BEGINNINGS.items() if cell.startswith(beginning))
    style = _STYLES.get(cell) or next(begun, "")
    return f"\x1b[{style}m{shown}\x1b[0m" if style and _coloured() else shown


def signed(line: str, sign: str) -> str:
    """A line about what came (``+``) in green, about what went (``-``) in red; any other as it is."""
    style = {"+": _GREEN, "-": _RED}.get(sign)
    return f"\x1b[{style}m{line}\x1b[0m" if style and _coloured() else line


def _coloured() -> bool:
    """Whether the output is a terminal that shows colours and nobody asked for none."""
    wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return wanted and sys.stdout is not None and sys.stdout.isatty()


def terminal_width() -> int:
    """The terminal's width; 0 where the output is none."""
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns
    except (AttributeError, OSError, ValueError):
        return 0


def width(text: str) -> int:
    """Columns that a terminal needs: two for wide characters, none for combining and invisible ones."""
    return sum(
        0
        if unicodedata.category(character) in {"Mn", "Me", "Cf"}
        else 2
        if unicodedata.east_asian_width(character) in "WF"
        else 1
        for character in text
    )
