"""JSON text to a tree without places, by the standard library's decoder: for texts in which nothing is wrong.

Most files are right, and nobody asks for a place in them. The walk of :mod:`.jsontree` knows every place and costs five
times as much. So what is read here is the same tree with 0 for each line and column, or nothing: whatever is wrong, or
may be, is left to the walk, which alone says what and where.
"""

from __future__ import annotations

import json
import re
import sys
from typing import Any, Final, NoReturn

from coalition_events.limits import DEFAULT, Limits
from coalition_events.reading.nodes import KeyNodes, Listing, Node, Scalar, Table

_EDGE: Final = re.compile(r'(?<!\\)"')
"""A quote that no backslash precedes begins or ends a text: it never stands in one."""
_SAFE_RECURSION: Final = 10_000  # calls of the decoder within one another: some 1.5 MB of the stack
_MANY_KEYS: Final = 1_000


class QuickJson:
    """Reads any number of texts, one after another."""

    def __init__(self, limits: Limits = DEFAULT) -> None:
        self._limits = limits
        self._keys = KeyNodes(plain=False)
        self._heights: list[int] = []
        """How many levels, at most, each mapping has that is part of no other yet; inner ones are finished first."""
        self._lists = self._mappings = 0
        """The most lists within one another, and the most levels of a mapping, in the mapping that is being made."""
        self._decode = json.JSONDecoder(
            object_pairs_hook=self._table,
            parse_float=_literal,
            parse_int=_literal,
            parse_constant=_refuse,
        ).decode

    def read(self, text: str) -> Node:
        """The tree of a text that holds one JSON value, with 0 for each line and column.

        :class:`ValueError` if :func:`.jsontree.compose_json` has to read it, because it is not JSON, or is or may be
        beyond a limit: ``scalar``, ``nodes`` or ``depth``. The other limits are the caller's.
        """
        if (
            _may_be_longer(text, self._limits.scalar)
            or _may_have_more(text, self._limits.nodes)
            or sys.getrecursionlimit() > _SAFE_RECURSION
        ):
            raise ValueError
        if len(self._keys) > _MANY_KEYS:
            self._keys.clear()
        self._heights.clear()
        try:
            value = self._decode(text)
            self._lists = self._mappings = 0
            root: Node = self._node(value, 1)
        except RecursionError:
            raise ValueError from None
        depth = self._lists + self._mappings  # or less: they need not stand in one another
        if depth > self._limits.depth:
            raise ValueError
        return root

    def _table(self, pairs: list[tuple[str, Any]]) -> Table:
        keys, node = self._keys, self._node
        self._lists = self._mappings = 0
        found = [
            (keys[word], Scalar(value, 0, 0, False) if type(value) is str else node(value, 1))  # noqa: FBT003 - by name takes longer
            for word, value in pairs
        ]
        self._heights.append(1 + self._lists + self._mappings)
        return Table(found, 0, 0)

    def _node(self, value: Any, level: int) -> Any:  # noqa: ANN401 - a Node of what the decoder makes of a JSON value
        kind = type(value)
        if kind is str:
            return Scalar(value, 0, 0, plain=False)
        if kind is list:
            self._lists = max(self._lists, level)
            return Listing([self._node(item, level + 1) for item in value], 0, 0)
        if kind is Table:
            self._mappings = max(self._mappings, self._heights.pop())
        elif kind is not Scalar:
            return _literal("null" if value is None else "true" if value else "false")
        return value


def _literal(text: str) -> Scalar:
    return Scalar(text, 0, 0, plain=True)


def _refuse(_text: str) -> NoReturn:
    """Not a number: ``NaN`` and ``Infinity``, which the decoder would take."""
    raise ValueError


def _may_be_longer(text: str, limit: int) -> bool:
    """Whether some value may have more than ``limit`` characters: if one has, no edge lies in one of these pieces."""
    piece = (limit + 1) // 2
    return any(
        _EDGE.search(text, start, start + piece) is None for start in range(0, len(text) - piece + 1, piece)
    )


def _may_have_more(text: str, limit: int) -> bool:
    """Whether there may be more than ``limit`` nodes: each but the first comes after one of these characters."""
    return len(text) > limit and 1 + sum(text.count(mark) for mark in "[{,:") > limit
