"""YAML text to a tree without places, line by line: for the YAML that people and programs write most.

libyaml tells what it finds as objects of Python, one for each text, which takes most of the time of reading. And most
files need little of YAML: mappings and lists by indentation or in brackets, texts with and without quotes, ``|`` and
``>``, comments. What is read here is the tree that :mod:`.yamltree` makes, with 0 for each line and column, or nothing:
whatever is rarer, or wrong, or may be, is left to libyaml, which alone says what and where.
"""

from __future__ import annotations

import re
from typing import Final

from coalition_events.limits import DEFAULT, Limits
from coalition_events.reading.nodes import KeyNodes, Listing, Node, Scalar, Table
from coalition_events.reading.quickvalues import FIRST, KEY, Values

_LINE: Final = re.compile(
    rf"( *+(?:-(?: ++|(?=\n)))*+)(?:({KEY}):(?: ++|(?=\n)))?+(?:({FIRST}[^\n:#]*+)|([^\n]*+))\n"
)
"""Indentation with dashes, key, and a value: what is surely a text without quotes, or anything else."""
_START: Final = re.compile(r"(?: *+(?:#[^\n]*+)?\n)*+---\n")
_STRANGE: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
"""What libyaml refuses, takes for the end of a line, or treats in a way of its own."""
_UNQUOTED: Final = re.compile(rf"{FIRST}|-[^ ]")
_DASH: Final = Scalar("-", 0, 0, plain=True)
"""Waits in a list, as a key does in a mapping."""


def read_quickly(text: str, limits: Limits = DEFAULT) -> Table:
    """The tree of a text whose document is a mapping, with 0 for each line and column.

    :class:`ValueError` if :func:`.yamltree.compose_yaml` has to read it, because of what it holds or because it is or
    may be beyond a limit: ``scalar``, ``nodes`` or ``depth``. ``size`` is the caller's.
    """
    if (
        (not text.replace("\n", "").isprintable() and _STRANGE.search(text))
        or text.count("\n") + text.count(",") > limits.nodes  # memory would be full before nodes are counted
        or _may_be_longer(text, limits.scalar)
    ):
        raise ValueError
    start = _START.match(text)
    try:
        return _LineReader(text[start.end() :] if start else text, limits).tree()
    except RecursionError:  # of brackets within brackets
        raise ValueError from None


class _LineReader:
    """The lines of one text, how far they are read, and the block by indentation that the next one may belong to."""

    def __init__(self, text: str, limits: Limits) -> None:
        self.limits = limits
        self.lines: list[tuple[str, str, str, str]] = _LINE.findall(
            text if text[-1:] == "\n" else f"{text}\n"
        )
        self.row = 0
        """The next line."""
        self.keys = KeyNodes(plain=True)
        self.root = Table([], 0, 0)
        self.branches: list[Table | Listing] = [self.root]
        self.values = Values(text, limits, self.branches)
        self.column = 0
        """From 0, where the keys or the dashes of the block stand."""
        self.lead = ""
        """What a line begins with that has the next key of the mapping."""
        self.pairs: list[tuple[Scalar, Node]] | None = self.root.pairs
        self.items: list[Node] | None = None
        """The block is a mapping or a list; what it is not is ``None``."""
        self.waiting: Scalar | None = None
        """The key or the dash of the block whose value may follow on other lines."""
        self.around: list[tuple[int, str, list[tuple[Scalar, Node]] | None, list[Node] | None]] = []
        """The blocks that this one stands in, with their columns."""
        self.last: Scalar | None = None
        """The text without quotes that ends the line before, and may go on."""

    def tree(self) -> Table:
        """The root, once all lines are read."""
        lines, rows, keys = self.lines, len(self.lines), self.keys
        while self.row < rows:
            lead, word, plain, odd = lines[self.row]
            self.row += 1
            if word and lead == self.lead and self.pairs is not None:  # most often
                if self.waiting is not None:
                    self._fill()
                self.waiting = keys[word]
            elif word or "-" in lead:
                self._begin(lead, word)
            else:
                self._go_on(len(lead), plain or odd)
                continue
            self.last = None
            if plain:
                self.last = Scalar(plain.rstrip(" "), 0, 0, True)  # noqa: FBT003 - by name takes longer
                self._add(self.last)
            elif odd:
                self._value(odd)
        while self.around:
            self._close()
        self._fill()
        if not self.root.pairs or self._nodes() > self.limits.nodes:
            raise ValueError
        return self.root

    # ------------------------------------------------------------------------------------------------ lines

    def _begin(self, lead: str, word: str) -> None:
        """Go to where the dashes and the key of a line stand."""
        column = lead.find("-")
        while column >= 0:
            self._enter(column, Listing)
            self.waiting = _DASH
            column = lead.find("-", column + 1)
        if word:
            self._enter(len(lead), Table)
            self.waiting = self.keys[word]

    def _go_on(self, column: int, written: str) -> None:
        """Read a line without key and dash: nothing, a comment, or what belongs to the line before."""
        last, self.last = self.last, None
        if not written or written[0] == "#":
            return
        if column <= self.column:
            raise ValueError
        if last is None:
            self._value(written)
            return
        text, goes_on = _unquoted(written)
        parts = [last.text, text]
        while goes_on and self.row < len(self.lines):
            lead, word, plain, odd = self.lines[self.row]
            written = plain or odd
            if word or "-" in lead or not written or written[0] == "#" or len(lead) <= self.column:
                break
            text, goes_on = _unquoted(written)
            parts.append(text)
            self.row += 1
        last.text = self.values.scalar(" ".join(parts), plain=True).text

    def _value(self, written: str) -> None:
        """Read the value that begins with ``written``, the end of the line before ``row``."""
        mark = written[0]
        if mark == "#":
            return
        if self.waiting is None:
            raise ValueError
        value: Node
        if mark == "'" and written[-1] == "'" and written.count("'") == 2:  # noqa: PLR2004 - one at each end
            value = Scalar(written[1:-1], 0, 0, plain=False)  # most often
        elif mark in "|>":
            value, self.row = self.values.below(self.row, written, self.column)
        elif mark in "'\"{[":
            value, self.row = self.values.inline(self.row - 1, written, len(self.around) + 2)
        elif _UNQUOTED.match(written):
            text, goes_on = _unquoted(written)
            value = scalar = Scalar(text, 0, 0, plain=True)
            self.last = scalar if goes_on else None
        else:
            raise ValueError
        self._add(value)

    # ------------------------------------------------------------------------------------------------ blocks

    def _enter(self, column: int, kind: type[Table | Listing]) -> None:
        """Go to the block of that kind and column, which may be further out or yet to be opened."""
        while column < self.column and self.around:
            self._close()
        if column == self.column:
            if (self.pairs is None) is (kind is Listing):
                self._fill()
                return
            if kind is Table:  # a list may stand in the column of its key, but no mapping in that of its dash
                self._close_list(column)
                return
        if self.waiting is None or len(self.around) + 2 > self.limits.depth:
            raise ValueError
        around = (self.column, self.lead, self.pairs, self.items)
        node: Table | Listing
        if kind is Table:
            node = table = Table([], 0, 0)
            self._add(node)
            self.pairs, self.items, self.lead = table.pairs, None, " " * column
        else:
            node = listing = Listing([], 0, 0)
            self._add(node)
            self.pairs, self.items = None, listing.items
        self.around.append(around)
        self.branches.append(node)
        self.column = column

    def _close_list(self, column: int) -> None:
        if not self.around or self.around[-1][0] != column:
            raise ValueError
        self._close()

    def _close(self) -> None:
        self._fill()
        self.column, self.lead, self.pairs, self.items = self.around.pop()

    def _fill(self) -> None:
        """What waits in vain has nothing for its value."""
        if self.waiting is not None:
            self._add(Scalar("", 0, 0, plain=True))

    def _add(self, value: Node) -> None:
        """Put in the value of what waits."""
        if self.items is not None:
            self.items.append(value)
        elif self.pairs is not None and self.waiting is not None:
            self.pairs.append((self.waiting, value))
        self.waiting = None

    def _nodes(self) -> int:
        return 1 + sum(
            len(branch.items) if isinstance(branch, Listing) else 2 * len(branch.pairs)
            for branch in self.branches
        )


def _unquoted(written: str) -> tuple[str, bool]:
    """One line of a text without quotes, and whether the next may belong to it: no comment has ended it."""
    text, comment, _ = written.partition(" #")
    text = text.rstrip(" ")
    if ": " in text or text[-1:] == ":":  # a key, where none may be
        raise ValueError
    return text, not comment


def _may_be_longer(text: str, limit: int) -> bool:
    """Whether a line may have more than ``limit`` characters: if one has, it has all of one of these pieces."""
    piece = (limit + 1) // 2
    return any("\n" not in text[at : at + piece] for at in range(0, len(text) - piece + 1, piece))
