"""What the commands print: tables, and problems with the line they are in."""

from __future__ import annotations

import json
import os
import sys
import textwrap
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TextIO

import coalition_events as ce


def source_path(source: str) -> str:
    """The path behind a SOURCE: a bundled timeline's file, or the source itself."""
    if source != "-" and "/" not in source and "." not in source and not os.path.exists(source):  # noqa: PTH110 - no pathlib at start-up
        return ce.bundled_path(source)
    return source


def load(source: str) -> ce.Timeline:
    """The timeline behind a SOURCE."""
    path = source_path(source)
    text = ce.read_text(path)
    return ce.parse(text, "<stdin>" if path == "-" else path)


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


def table(rows: Sequence[Sequence[str]], headings: Sequence[str]) -> str:
    """Columns under headings, as wide as their widest cell; the last one is wrapped to the terminal."""
    cells = [[ce.textsafe.one_line(cell) for cell in row] for row in (headings, *rows)]
    widths = [max(_width(row[i]) for row in cells) for i in range(len(headings))]
    indent = sum(widths[:-1]) + 2 * (len(widths) - 1)
    room = max(terminal_width() - indent, 24)
    lines = []
    for row in cells:
        start = "  ".join(_pad(cell, width) for cell, width in zip(row[:-1], widths, strict=False))
        first, *rest = textwrap.wrap(row[-1], room, break_long_words=False, break_on_hyphens=False) or [""]
        lines.append(f"{start}  {first}".rstrip() if len(row) > 1 else first)
        lines.extend(" " * indent + line for line in rest)
    return "\n".join(lines)


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
