"""What the commands print: tables, and problems with the line they are in."""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
import textwrap
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final, NoReturn, TextIO

import coalition_events as ce


class UsageError(Exception):
    """The command line asks for something that can't be meant; exit code 2."""


def usage(message: str) -> NoReturn:
    """End with a usage error."""
    raise UsageError(message)


_STYLES: Final = {
    **dict.fromkeys(("certainly", "done"), "32"),
    **dict.fromkeys(("possibly", "planned", "due", "expected"), "33"),
    **dict.fromkeys(("overdue", "cancelled", "not"), "31"),
}


def _coloured() -> bool:
    """Whether the output is a terminal that shows colours and nobody asked for none."""
    wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return wanted and sys.stdout.isatty()


def _styled(padded: str, cell: str) -> str:
    style = _STYLES.get(cell)
    return f"\x1b[{style}m{padded}\x1b[0m" if style and _coloured() else padded


def source_path(source: str) -> str:
    """The path behind a SOURCE: a bundled timeline's file, or the source itself."""
    if source != "-" and "/" not in source and "." not in source and not os.path.exists(source):  # noqa: PTH110 - no pathlib at start-up
        return ce.bundled_path(source)
    return source


def load(source: str) -> ce.Timeline:
    """The timeline behind a SOURCE."""
    return load_with_places(source).timeline


def load_with_places(source: str) -> ce.Loaded:
    """The timeline behind a SOURCE, with the places of its parts."""
    path = source_path(source)
    return ce.load(ce.read_text(path), "<stdin>" if path == "-" else path)


def parse_day(text: str | None, name: str) -> dt.date | None:
    """A day from the command line; ``None`` stays."""
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        usage(f"{name} {text!r} is not a day: write YYYY-MM-DD")


def print_json(value: object) -> None:
    """Print a value as JSON."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def print_problems(problems: Iterable[ce.Problem], stream: TextIO) -> None:
    """Each problem as a compiler would: place, code, message, then the line with a caret."""
    lines: dict[str, list[str]] = {}
    for problem in problems:
        print(problem, file=stream)
        if problem.file not in lines:
            lines[problem.file] = _lines_of(problem.file)
        if 0 < problem.line <= len(lines[problem.file]):
            line = lines[problem.file][problem.line - 1]
            print(*_excerpt(line, problem.column), sep="\n", file=stream)


def _lines_of(file: str) -> list[str]:
    try:
        return ce.read_text(file).split("\n") if os.path.isfile(file) else []  # noqa: PTH113 - as above
    except ce.UnreadableInputError:
        return []


def _excerpt(line: str, column: int, width: int = 100) -> tuple[str, str]:
    """The line, cut around the column if it is long, and a caret under the column."""
    start = max(0, column - 1 - width // 2) if len(line) > width else 0
    shown = ce.textsafe.plain(line[start : start + width].replace("\t", " ")).rstrip("\n")
    before = sum(_width(character) for character in line[start : column - 1])
    return f"    {shown}", f"    {' ' * before}^"


def table(rows: Sequence[Sequence[str]], headings: Sequence[str], under: Sequence[str] = ()) -> str:
    """Columns under headings, as wide as their widest cell; the last one is wrapped to the terminal.

    ``under`` holds a text for each row, which stands below it, indented and wrapped.
    """
    cells = [[ce.textsafe.one_line(cell) for cell in row] for row in (headings, *rows)]
    widths = [max(_width(row[i]) for row in cells) for i in range(len(headings))]
    indent = sum(widths[:-1]) + 2 * (len(widths) - 1)
    lines = []
    for row, below in zip(cells, ("", *under) if under else [""] * len(cells), strict=True):
        padded = (_styled(_pad(cell, width), cell) for cell, width in zip(row[:-1], widths, strict=False))
        first, *rest = _wrapped(row[-1], indent) or [""]
        lines.append("  ".join((*padded, first)).rstrip())
        lines.extend(" " * indent + line for line in rest)
        lines.extend(f"    {line}" for line in _wrapped(ce.textsafe.one_line(below), 4))
    return "\n".join(lines)


def _wrapped(text: str, indent: int) -> list[str]:
    room = max(terminal_width() - indent, 24)
    return textwrap.wrap(text, room, break_long_words=False, break_on_hyphens=False)


def terminal_width() -> int:
    """The terminal's width, or 120 columns in a pipe."""
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns
    except (OSError, ValueError):
        return 120


def _pad(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _width(text: str) -> int:
    """Columns that a terminal needs: two for wide characters, none for combining ones."""
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )


def plural(number: int, noun: str) -> str:
    """ "1 claim", "2 claims", "3 bodies"."""
    if number == 1:
        return f"1 {noun}"
    return f"{number} {noun[:-1]}ies" if noun.endswith("y") else f"{number} {noun}s"
