"""Values of YAML that are not just one text on one line: in quotes or brackets, or under ``|`` and ``>``.

They are read where they stand, for :mod:`.quickyaml`. :class:`ValueError` means that libyaml has to read the file: what
stands here is rarer, or wrong, or may be.
"""

from __future__ import annotations

import functools
import itertools
import json
import re
from typing import TYPE_CHECKING, Final

from coalition_events.reading.nodes import Listing, Node, Scalar, Table

if TYPE_CHECKING:
    from coalition_events.limits import Limits

KEY: Final = r"\w[\w.-]{0,99}+"
FIRST: Final = r"[^\s\-?:,\[\]{}#&*!|>'\"%@`]"
"""What a text without quotes begins with. YAML allows a little more, which is rare."""

_QUOTED: Final = {"'": re.compile(r"'((?:[^']|'')*+)'"), '"': re.compile(r'"((?:[^"\\]|\\.)*+)"')}
_OTHER_ESCAPE: Final = re.compile(r'\\(?!["\\nt]|u(?![dD][89a-fA-F])[0-9a-fA-F]{4})')
"""What may be an escape that JSON does not know, or knows otherwise."""
_unescape: Final = json.JSONDecoder(strict=False).decode
_HEADERS: Final = frozenset({"|", "|-", ">", ">-"})
_BREAKS: Final = re.compile(r"\n(\n*+)")
_OUTDENTED: Final = re.compile(r"\n[^ \n]")
"""A line that goes on in the first column, where it might be the mark between documents."""
_END: Final = re.compile(r"(?: ++#[^\n]*+| *+)$", re.MULTILINE)

_RUN: Final = r"(?:[^\n:#,\[\]{}?]++|:(?![\s,\[\]{}?])|(?<=[^ ])#)"
_WITHIN: Final = re.compile(rf"(?:{FIRST}|-(?![\s,\[\]{{}}?])){_RUN}*+(?:\n ++{_RUN}++)*+")
"""A text without quotes within brackets."""
_WITHIN_KEY: Final = re.compile(rf"({KEY}):[ \n]++")
_GAP: Final = re.compile(r"[ \n]*+")
_AFTER: Final = re.compile(r"[ \n]*+(?:(,)[ \n]*+)?+")
_MEMBER: Final = re.compile(rf"({KEY}): ++({FIRST}[^\n:#,\[\]{{}}?]*+)(?:(,)[ \n]*+|(?=\}}))")
"""A key and a short text without quotes."""
_NAMES: Final = re.compile(rf"\[({KEY}(?:, {KEY})*+)\]")


class Values:
    """Reads the values in one text; ``branches`` takes every list and mapping that is made."""

    def __init__(self, text: str, limits: Limits, branches: list[Table | Listing]) -> None:
        self._text = text
        self._limits = limits
        self._branches = branches

    @functools.cached_property
    def _lines(self) -> list[str]:
        return self._text.split("\n")

    @functools.cached_property
    def _ends(self) -> list[int]:
        """Where the line after each one begins."""
        return list(itertools.accumulate(len(line) + 1 for line in self._lines))

    def inline(self, row: int, written: str, depth: int) -> tuple[Node, int]:
        """The value that begins with ``written``, the end of a line, and the row after it."""
        start = self._ends[row] - 1 - len(written)
        value, end = self._value(start, depth)
        if _END.match(self._text, end) is None or _OUTDENTED.search(self._text, start, end):
            raise ValueError
        return value, row + 1 + self._text.count("\n", start, end)

    def below(self, row: int, header: str, column: int) -> tuple[Node, int]:
        """The text under ``|`` or ``>`` from a line on, indented more than ``column``, and the row after it."""
        header, lines = header.rstrip(" "), self._lines
        first = lines[row] if row < len(lines) else ""
        width = len(first) - len(first.lstrip(" "))
        if header not in _HEADERS or width <= column or width == len(first):
            raise ValueError
        end = row
        while end < len(lines) and (lines[end].startswith(first[:width]) or not lines[end].strip(" ")):
            end += 1
        if end == len(lines) and lines[-1]:  # the last line has no break
            raise ValueError
        text = "\n".join([line[width:] for line in lines[row:end]]).rstrip("\n")
        if header[0] == ">":
            if "\n " in text:  # lines that are indented more are not folded
                raise ValueError
            text = _folded(text)
        return self.scalar(text if header[-1] == "-" else f"{text}\n", plain=False), end

    def scalar(self, text: str, *, plain: bool) -> Scalar:
        """A text that may have come from several lines, so that it may be beyond the limit."""
        if len(text) > self._limits.scalar:
            raise ValueError
        return Scalar(text, 0, 0, plain)

    def _value(self, start: int, depth: int) -> tuple[Node, int]:
        """The value that begins there, and where it ends."""
        mark = self._text[start : start + 1]
        if mark == "{":
            return self._mapping(start, depth)
        if mark == "[":
            return self._list(start, depth)
        quoted = mark in _QUOTED
        found = _matched(_QUOTED[mark] if quoted else _WITHIN, self._text, start)
        text = found[1] if quoted else found[0].rstrip(" ")
        if "\n" in text:
            first, *others, last = text.split("\n")
            lines = [first.rstrip(" "), *[line.strip(" ") for line in others], last.lstrip(" ")]
            text = _folded("\n".join(lines))
        if mark == "'":
            text = text.replace("''", "'")
        elif quoted and "\\" in text:
            if _OTHER_ESCAPE.search(text):
                raise ValueError
            text = _unescape(f'"{text}"')
        return self.scalar(text, plain=not quoted), found.end()

    def _mapping(self, start: int, depth: int) -> tuple[Table, int]:
        """The mapping in braces that begins there, ``depth`` levels down, and where it ends."""
        table = Table([], 0, 0)
        start = self._opened(table, start, depth)
        closed = self._text.startswith("}", start)
        while not closed:
            if (member := _MEMBER.match(self._text, start)) is not None:  # most often
                word, text, comma = member.groups()
                table.pairs.append((Scalar(word, 0, 0, True), Scalar(text.rstrip(" "), 0, 0, True)))  # noqa: FBT003 - by name takes longer
                start = member.end()
            else:
                key = _matched(_WITHIN_KEY, self._text, start)
                value, end = self._value(key.end(), depth + 1)
                table.pairs.append((Scalar(key[1], 0, 0, plain=True), value))
                after = _matched(_AFTER, self._text, end)
                comma, start = after[1], after.end()
            closed = not comma
        return table, self._closed("}", start)

    def _list(self, start: int, depth: int) -> tuple[Listing, int]:
        """The list in brackets that begins there, ``depth`` levels down, and where it ends."""
        listing = Listing([], 0, 0)
        names = _NAMES.match(self._text, start)
        start = self._opened(listing, start, depth)
        if names is not None:  # most often
            listing.items += [Scalar(word, 0, 0, True) for word in names[1].split(", ")]  # noqa: FBT003 - as above
            return listing, names.end()
        closed = self._text.startswith("]", start)
        while not closed:
            value, end = self._value(start, depth + 1)
            listing.items.append(value)
            after = _matched(_AFTER, self._text, end)
            closed, start = not after[1], after.end()
        return listing, self._closed("]", start)

    def _opened(self, node: Table | Listing, start: int, depth: int) -> int:
        """Count a list or a mapping; where the first thing in it begins."""
        if depth > self._limits.depth:
            raise ValueError
        self._branches.append(node)
        return _matched(_GAP, self._text, start + 1).end()

    def _closed(self, mark: str, start: int) -> int:
        """The place after what closes a list or a mapping."""
        if not self._text.startswith(mark, start):
            raise ValueError
        return start + 1


def _matched(pattern: re.Pattern[str], text: str, start: int) -> re.Match[str]:
    found = pattern.match(text, start)
    if found is None:
        raise ValueError
    return found


def _folded(text: str) -> str:
    """A break is a space; of several, one is left out."""
    return _BREAKS.sub(lambda breaks: breaks[1] or " ", text)
