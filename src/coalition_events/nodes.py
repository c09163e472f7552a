"""YAML or JSON text to a tree of nodes that know their place; every scalar stays the text that was written.

YAML is read from libyaml's *events*: nothing turns ``NO`` into ``False``, ``2025-09`` into a number or ``1:30`` into
90, both of two equal keys are seen, and every node has its line and column. Where libyaml is missing, PyYAML's own
parser gives the same events.
"""

from __future__ import annotations

import json.decoder
import re
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeAlias

import attrs
import yaml

from coalition_events.exceptions import Problem, UnreadableInputError

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOADER: Final[Any] = getattr(yaml, "CLoader", yaml.Loader)
_NULLS: Final = frozenset({"", "~", "null"})


@attrs.define(eq=False)
class Scalar:
    """A text. ``plain`` tells whether it stood there without quotes, as numbers and ``true`` must."""

    text: str
    line: int
    column: int
    plain: bool

    @property
    def null(self) -> bool:
        """Whether nothing was written: an empty place, ``~`` or ``null`` without quotes."""
        return self.plain and self.text in _NULLS


@attrs.define(eq=False)
class Listing:
    """A list of nodes."""

    items: list[Node]
    line: int
    column: int


@attrs.define(eq=False)
class Table:
    """Keys and their nodes in the order of the file, equal keys included."""

    pairs: list[tuple[Scalar, Node]]
    line: int
    column: int


Node: TypeAlias = Scalar | Listing | Table


def compose(text: str, file: str) -> Node:
    """The tree of a document: JSON if the file's name says so or the text looks like it, else YAML.

    Raises :class:`UnreadableInputError` with the place where reading stopped.
    """
    text = text.removeprefix("\ufeff")
    if (half := re.search("[\ud800-\udfff]", text)) is not None:
        raise _unreadable(file, text, half.start(), "syntax", "half a surrogate pair is not a character")
    looks_like_json = re.match(r'\s*\{\s*["}]', text) is not None
    if file.endswith(".json") or (looks_like_json and not file.endswith((".yaml", ".yml"))):
        return _compose_json(text, file)
    return _compose_yaml(text, file)


def _unreadable(file: str, text: str, offset: int, code: str, message: str) -> UnreadableInputError:
    line = text.count("\n", 0, offset) + 1
    column = offset - text.rfind("\n", 0, offset)
    return _stopped(Problem(file, line, column, code, "", message))


def _stopped(problem: Problem) -> UnreadableInputError:
    return UnreadableInputError(str(problem), problem)


# ---------------------------------------------------------------------------------------------------- YAML


def _compose_yaml(text: str, file: str, loader: Any = _LOADER) -> Node:  # noqa: ANN401 - PyYAML has no types for it
    try:
        return _Builder(file).build(yaml.parse(text, Loader=loader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        message = error.problem or str(error)
        raise _stopped(Problem(file, line, column, "syntax", "", f"not YAML: {message}")) from None
    except yaml.reader.ReaderError as error:
        where = re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]", text)
        offset = where.start() if where else min(error.position, len(text))
        raise _unreadable(file, text, offset, "syntax", "not YAML: a control character") from None


class _Builder:
    """Makes the tree from events with a stack of its own, so that depth is no matter for Python's."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.anchors: dict[str, Node] = {}
        self.open: list[tuple[Listing | Table, Scalar | None]] = []
        self.unfinished: set[int] = set()
        self.root: Node | None = None

    def build(self, events: Iterator[Any]) -> Node:
        """The root; a document that holds nothing is an empty table."""
        for event in events:
            self._take(event)
        return self.root if self.root is not None else Table([], 1, 1)

    def _take(self, event: Any) -> None:  # noqa: ANN401 - PyYAML's events have no types
        if isinstance(event, yaml.ScalarEvent):
            self._refuse_tag(event)
            self._add(Scalar(event.value, *_place(event), plain=event.implicit[0]), event.anchor)
        elif isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            self._refuse_tag(event)
            kind = Listing if isinstance(event, yaml.SequenceStartEvent) else Table
            node: Listing | Table = kind([], *_place(event))
            self._add(node, event.anchor)
            self.unfinished.add(id(node))
            self.open.append((node, None))
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            self.unfinished.discard(id(self.open.pop()[0]))
        elif isinstance(event, yaml.AliasEvent):
            self._add_alias(event)
        elif isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            self._stop(event, "a second document: a timeline is one document")

    def _add(self, node: Node, anchor: str | None = None) -> None:
        if anchor:
            self.anchors[anchor] = node
        if not self.open:
            self.root = node
            return
        parent, key = self.open[-1]
        if isinstance(parent, Listing):
            parent.items.append(node)
        elif key is not None:
            parent.pairs.append((key, node))
            self.open[-1] = (parent, None)
        elif isinstance(node, Scalar):
            self.open[-1] = (parent, node)
        else:
            raise _stopped(Problem(self.file, node.line, node.column, "syntax", "", "a key must be a text"))

    def _add_alias(self, event: Any) -> None:  # noqa: ANN401 - as above
        if event.anchor not in self.anchors:
            self._stop(event, f"no anchor '&{event.anchor}' stands before this alias")
        node = self.anchors[event.anchor]
        if id(node) in self.unfinished:
            self._stop(event, f"'*{event.anchor}' stands within itself")
        self._add(node)

    def _refuse_tag(self, event: Any) -> None:  # noqa: ANN401 - as above
        if event.tag not in {None, "!"}:
            self._stop(event, f"tag {event.tag!r}: a timeline has no tags")

    def _stop(self, event: Any, message: str) -> NoReturn:  # noqa: ANN401 - as above
        raise _stopped(Problem(self.file, *_place(event), "syntax", "", message))


def _place(event: Any) -> tuple[int, int]:  # noqa: ANN401 - as above
    return event.start_mark.line + 1, event.start_mark.column + 1


# ---------------------------------------------------------------------------------------------------- JSON

_SPACE: Final = re.compile(r"[ \t\r\n]*")
_LITERAL: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null")


class _JsonReader:
    """RFC 8259 with places. Strings are read by the standard library's scanner; the rest is a walk over the text."""

    def __init__(self, text: str, file: str) -> None:
        self.text, self.file = text, file
        self.offset = 0
        self.line, self.line_start = 1, 0

    def read(self) -> Node:
        """The whole text as one value."""
        opened: list[Listing | Table] = []
        keys: list[Scalar | None] = []
        self._skip()
        while True:
            node = self._start()
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
            self._stop("the document ends here, but more text follows")
        return root

    def _skip(self) -> None:
        match = _SPACE.match(self.text, self.offset)
        end = match.end() if match else self.offset
        if (breaks := self.text.count("\n", self.offset, end)) > 0:
            self.line += breaks
            self.line_start = self.text.rfind("\n", self.offset, end) + 1
        self.offset = end

    def _stop(self, message: str) -> NoReturn:
        problem = Problem(
            self.file, self.line, self.offset - self.line_start + 1, "syntax", "", f"not JSON: {message}"
        )
        raise _stopped(problem)

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
        return Scalar(match[0], *place, plain=True)

    def _string(self) -> Scalar:
        place = (self.line, self.offset - self.line_start + 1)
        try:
            text, self.offset = json.decoder.scanstring(self.text, self.offset + 1)  # type: ignore[attr-defined] # not in the stubs
        except json.JSONDecodeError as error:
            self.offset = error.pos
            self._stop(error.msg)
        self._skip()
        return Scalar(text, *place, plain=False)

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


def _compose_json(text: str, file: str) -> Node:
    return _JsonReader(text, file).read()
