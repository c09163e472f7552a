"""JSON text to a tree: RFC 8259 with places; both of two equal keys are kept, and numbers as they are written."""

from __future__ import annotations

import json.decoder
import re
from typing import TYPE_CHECKING, Final, NoReturn

from coalition_events.exceptions import Problem
from coalition_events.reading.nodes import Listing, Meter, Node, Scalar, Table, stopped

if TYPE_CHECKING:
    from coalition_events.limits import Limits

_SPACES: Final = frozenset(" \t\r\n")
_SPACE: Final = re.compile(r"[ \t\r\n]*")
_LITERAL: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null")

_IN_LINES: Final = "a file with an object in each line is one whose name ends in .jsonl"


def compose_json(text: str, file: str, limits: Limits, line: int = 1, meter: Meter | None = None) -> Node:
    """The tree of a text, which begins in this line of the file; ``meter`` has counted what stands before it.

    Raises :class:`UnreadableInputError` where reading stopped.
    """
    return _JsonReader(text, file, meter or Meter(file, limits), line).read()


class _JsonReader:
    """RFC 8259 with places. Strings are read by the standard library's scanner; the rest is a walk over the text."""

    def __init__(self, text: str, file: str, meter: Meter, line: int) -> None:
        self.text, self.file = text, file
        self.meter = meter
        self.offset = 0
        self.line, self.line_start = line, 0

    def read(self) -> Node:
        """The whole text as one value."""
        opened: list[Listing | Table] = []
        keys: list[Scalar | None] = []
        self._skip()
        while True:
            node = self._start()
            if not isinstance(node, Scalar):
                self.meter.add_branch(len(opened) + 1, node.line, node.column)
            if opened:
                self._attach(opened[-1], keys, node)
            if isinstance(node, Listing | Table) and not self._closes(node):
                opened.append(node)
                keys.append(self._key() if isinstance(node, Table) else None)
                continue
            root = opened[0] if opened else node
            while opened and not self._continues(opened[-1]):
                opened.pop()
                keys.pop()
            if not opened:
                break
            keys[-1] = self._key() if isinstance(opened[-1], Table) else None
        if self.offset < len(self.text):
            begins_line = self.offset == self.line_start and self.text[self.offset] == "{"
            hint = _IN_LINES if begins_line and isinstance(root, Table) else ""
            self._stop("the document ends here, but more text follows", hint)
        return root

    def _skip(self) -> None:
        if self.text[self.offset : self.offset + 1] not in _SPACES:  # most often
            return
        match = _SPACE.match(self.text, self.offset)
        end = match.end() if match else self.offset
        if (last := self.text.rfind("\n", self.offset, end)) >= 0:
            self.line += self.text.count("\n", self.offset, end)
            self.line_start = last + 1
        self.offset = end

    def _stop(self, message: str, hint: str = "") -> NoReturn:
        column = self.offset - self.line_start + 1
        raise stopped(Problem(self.file, self.line, column, "syntax", "", f"not JSON: {message}", hint))

    def _start(self) -> Node:
        """A scalar, or the opening of a list or a table."""
        place = (self.line, self.offset - self.line_start + 1)
        head = self.text[self.offset : self.offset + 1]
        if head == '"':
            return self._string()
        if head in {"[", "{"}:
            self.offset += 1
            self._skip()
            return Listing([], *place) if head == "[" else Table([], *place)
        match = _LITERAL.match(self.text, self.offset)
        if match is None:
            self._stop(f"expected a value, found {head!r}" if head else "expected a value, found the end")
        self.offset = match.end()
        self._skip()
        return self._scalar(match[0], place, plain=True)

    def _string(self) -> Scalar:
        place = (self.line, self.offset - self.line_start + 1)
        try:
            text, self.offset = json.decoder.scanstring(self.text, self.offset + 1)  # type: ignore[attr-defined] # not in the stubs
        except json.JSONDecodeError as error:
            self.offset = error.pos
            self._stop(error.msg)
        self._skip()
        return self._scalar(text, place, plain=False)

    def _scalar(self, text: str, place: tuple[int, int], *, plain: bool) -> Scalar:
        self.meter.add_scalar(len(text), *place)
        return Scalar(text, *place, plain=plain)

    def _key(self) -> Scalar:
        if self.text[self.offset : self.offset + 1] != '"':
            self._stop("expected a key in double quotes")
        key = self._string()
        if self.text[self.offset : self.offset + 1] != ":":
            self._stop("expected ':' after the key")
        self.offset += 1
        self._skip()
        return key

    def _closes(self, node: Listing | Table) -> bool:
        if self.text[self.offset : self.offset + 1] != ("]" if isinstance(node, Listing) else "}"):
            return False
        self.offset += 1
        self._skip()
        return True

    def _continues(self, node: Listing | Table) -> bool:
        if self._closes(node):
            return False
        if self.text[self.offset : self.offset + 1] != ",":
            self._stop("expected ',' or the end of the list or object")
        self.offset += 1
        self._skip()
        return True

    @staticmethod
    def _attach(parent: Listing | Table, keys: list[Scalar | None], node: Node) -> None:
        if isinstance(parent, Listing):
            parent.items.append(node)
        elif (key := keys[-1]) is not None:
            parent.pairs.append((key, node))
