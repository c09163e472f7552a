"""The tree of a YAML or JSON text: every scalar stays the text that was written, and every node knows its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NoReturn, TypeAlias

import attrs

from coalition_events.exceptions import Problem, UnreadableInputError

if TYPE_CHECKING:
    from coalition_events.limits import Limits, Name

NULLS: Final = frozenset({"", "~", "null"})
"""What means without quotes that nothing was written."""
_BREAKS: Final = "\n\r\x85\u2028\u2029"


@attrs.define(eq=False, weakref_slot=False)
class Scalar:
    """A text. ``plain`` tells whether it stood there without quotes, as numbers and ``true`` must."""

    text: str
    line: int
    column: int
    plain: bool

    @property
    def null(self) -> bool:
        """Whether nothing was written: an empty place, ``~`` or ``null`` without quotes."""
        return self.plain and self.text in NULLS


@attrs.define(eq=False, weakref_slot=False)
class Listing:
    """A list of nodes."""

    items: list[Node]
    line: int
    column: int


@attrs.define(eq=False, weakref_slot=False)
class Table:
    """Keys and their nodes in the order of the file, equal keys included."""

    pairs: list[tuple[Scalar, Node]]
    line: int
    column: int


Node: TypeAlias = Scalar | Listing | Table


class KeyNodes(dict[str, Scalar]):
    """A node for each key of a tree without places: one wherever the key stands, for nothing tells them apart."""

    def __init__(self, *, plain: bool) -> None:
        super().__init__()
        self.plain = plain

    def __missing__(self, word: str) -> Scalar:
        self[word] = Scalar(word, 0, 0, self.plain)
        return self[word]


class Meter:
    """Counts what a tree would hold if every alias were written out, and stops at the first node beyond a limit.

    An alias is the node that it names, so a tree takes no more memory than its text. But whoever walks it meets that
    node once for each alias, and those walks are what the counts bound.
    """

    def __init__(self, file: str, limits: Limits) -> None:
        self.file = file
        self.limits = limits
        self.most_nodes, self.most_text, self.longest = limits.nodes, limits.size, limits.scalar
        self.nodes = 0
        self.text = 0
        """Characters."""

    def add_scalar(self, length: int, line: int, column: int) -> None:
        """Count a text of ``length`` characters."""
        self.nodes += 1
        self.text += length
        if length > self.longest:
            self.refuse("scalar", f"{length:,}", line, column)
        if self.nodes > self.most_nodes or self.text > self.most_text:
            self._check(line, column)

    def add_branch(self, depth: int, line: int, column: int) -> None:
        """Count a list or a mapping within ``depth - 1`` others."""
        self.nodes += 1
        if depth > self.limits.depth:
            self.refuse("depth", f"{depth:,}", line, column)
        self._check(line, column)

    def add_alias(self, nodes: int, text: int, depth: int, line: int, column: int) -> None:
        """Count once more what an alias stands for, whose innermost list or mapping is at ``depth`` here."""
        self.nodes += nodes
        self.text += text
        if depth > self.limits.depth:
            self.refuse("depth", f"{depth:,}", line, column)
        self._check(line, column)

    def _check(self, line: int, column: int) -> None:
        if self.nodes > self.limits.nodes:
            self.refuse("nodes", f"more than {self.limits.nodes:,}", line, column)
        if self.text > self.limits.size:  # a small file can't get there without aliases
            self.refuse("size", f"with all aliases written out, more than {self.limits.size:,}", line, column)

    def refuse(self, name: Name, found: str, line: int, column: int) -> NoReturn:
        """Stop reading because a limit is exceeded."""
        raise stopped(Problem(self.file, line, column, "too-large", "", *self.limits.excess(name, found)))


def unreadable(file: str, text: str, offset: int, message: str) -> UnreadableInputError:
    """The error for a character of a text that can't be there."""
    line, column = place_of(text, offset)
    return stopped(Problem(file, line, column, "syntax", "", message))


def place_of(text: str, offset: int) -> tuple[int, int]:
    """Line and column, from 1, of a character; lines end where YAML sees their end."""
    breaks = sum(text.count(mark, 0, offset) for mark in _BREAKS) - text.count("\r\n", 0, offset)
    start = max(text.rfind(mark, 0, offset) for mark in _BREAKS) + 1
    return breaks + 1, offset - start + 1


def stopped(problem: Problem) -> UnreadableInputError:
    """The error that a single problem makes."""
    return UnreadableInputError(str(problem), problem)
