"""What the commands read and print: sources, days, JSON, and problems with the line that they are in."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import os
import re
import sys
from typing import TYPE_CHECKING, Final, NoReturn, TextIO

import coalition_events as ce
from coalition_events.cli.limiting import limits
from coalition_events.cli.tables import width

if TYPE_CHECKING:
    from collections.abc import Iterable

_STDIN: Final = "<stdin>"
_BREAKS: Final = re.compile("\r\n|[\r\n\x85\u2028\u2029]")  # where YAML sees the end of a line
_FARTHEST: Final = 1_000_000
"""Lines; to find a later one for people would take longer than all the rest."""
_TEXTS: Final[dict[str, str]] = {}
"""What was read, by the name that stands in problems: standard input can't be read again to show a line of it."""


class UsageError(Exception):
    """The command line asks for something that can't be meant; exit code 2."""


def usage(message: str) -> NoReturn:
    """End with a usage error."""
    raise UsageError(message)


def file_name(source: str) -> str:
    """The name of a SOURCE in problems: a file's path, a bundled timeline's path, ``<stdin>``."""
    if source == "-":
        return _STDIN
    # a bundled name wins over a file or folder that is called so: './iraq' is the file
    is_path = "/" in source or "." in source or os.path.exists(source)  # noqa: PTH110 - no pathlib at start-up
    return source if is_path and source not in ce.datasets() else ce.bundled_path(source)


def load(source: str) -> ce.Timeline:
    """The timeline behind a SOURCE."""
    return load_with_places(source).timeline


def load_with_places(source: str) -> ce.Loaded:
    """The timeline behind a SOURCE, with the places of its parts."""
    name = file_name(source)
    _TEXTS.pop(name, None)
    text = _TEXTS[name] = ce.read_text("-" if source == "-" else name, limits=limits())
    return ce.load(text, name, limits=limits())


def parse_day(text: str, name: str) -> dt.date:
    """A day from the command line."""
    if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            usage(f"{name} {text!r}: there is no such day")
    usage(f"{name} {text!r} is not a day: write YYYY-MM-DD")


def parse_day_if_given(text: str | None, name: str) -> dt.date | None:
    """The same for an option; ``None`` stays."""
    return None if text is None else parse_day(text, name)


def day_in_words(day: dt.date) -> str:
    """A day as people write it, such as "1 February 2026"."""
    return ce.describe(ce.UncertainDate.parse(day.isoformat()))


def print_json(value: object) -> None:
    """Print a value as JSON; in ASCII where the output can't hold more, which is JSON still."""
    encoding = (getattr(sys.stdout, "encoding", None) or "ascii").lower().replace("-", "")
    print(json.dumps(value, ensure_ascii=encoding != "utf8", indent=2))


def print_lines(lines: Iterable[str]) -> None:
    """Print lines, each on one line whatever texts it holds, with the spaces that it begins with."""
    for line in lines:
        print(one_line(line))


def one_line(line: str) -> str:
    """A line that stays one whatever texts it holds, with the spaces that it begins with."""
    body = line.lstrip(" ")
    return line[: len(line) - len(body)] + ce.textsafe.one_line(body)


def print_problems(problems: Iterable[ce.Problem], stream: TextIO) -> None:
    """Each problem as a compiler would: place, code, message, then the line with a caret, unless it is blank."""
    found = list(problems)
    lines = {file: _lines(file, {one.line for one in found if one.file == file}) for file in _TEXTS}
    for problem in found:
        print(ce.textsafe.one_line(str(problem)), file=stream)
        line = lines.get(problem.file, {}).get(problem.line)
        if line and not line.isspace():
            print(*_excerpt(line, problem.column), sep="\n", file=stream)


def _lines(file: str, wanted: set[int]) -> dict[int, str]:
    """Some lines of a file by their numbers. The file is not cut into lines: millions of them would fill the memory."""
    text = _TEXTS[file].removeprefix("\ufeff")
    found, start, last = {}, 0, max((line for line in wanted if line <= _FARTHEST), default=0)
    ends = itertools.chain((end.span() for end in _BREAKS.finditer(text)), [(len(text), len(text))])
    for number, (end, after) in enumerate(itertools.islice(ends, last), 1):
        if number in wanted:
            found[number] = text[start:end]
        start = after
    return found


def _excerpt(line: str, column: int, room: int = 100) -> tuple[str, str]:
    """The line, cut around the column if it is long, and a caret under the column."""
    start = max(0, column - 1 - room // 2) if len(line) > room else 0
    shown = ce.textsafe.plain(line[start : start + room].replace("\t", " "))
    before = ce.textsafe.plain(line[start : column - 1].replace("\t", " "))
    return f"    {shown}".rstrip(), f"    {' ' * width(before)}^"


def plural(number: int, noun: str) -> str:
    """A number with its noun, "1 claim" or "2 claims"; every noun that is counted here takes an s."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
