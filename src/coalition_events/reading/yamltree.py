"""YAML text to a tree, from libyaml's *events*.

Nothing turns ``NO`` into ``False``, ``2025-09`` into a number or ``1:30`` into 90, both of two equal keys are seen, and
every node has its line and column. Where libyaml is missing, PyYAML's own parser gives the same events, some twenty
times more slowly.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NoReturn

import attrs
import yaml

from coalition_events.exceptions import Problem
from coalition_events.reading.nodes import Listing, Meter, Node, Scalar, Table, stopped, unreadable

if TYPE_CHECKING:
    from coalition_events.limits import Limits

_LOADER: Final[Any] = getattr(yaml, "CLoader", yaml.Loader)
_TAGS: Final = frozenset({None, "!"})
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]")
_BLANK: Final = re.compile(r"(?:[ \t]*+(?:#[^\r\n]*+)?(?:\r\n?|\n))*+")
"""Lines before the document that are blank or a comment."""
_DIRECTIVE: Final = re.compile(r"%([^\r\n]*+)(?:\r\n?|\n|\Z)")
_VERSION: Final = re.compile(r"YAML[ \t]+1\.[12][ \t]*(?:[ \t]#.*)?")
_TOO_DEEP: Final = "maximum nesting depth"
"""What libyaml says, in some releases, of more than 1,000 levels; it may look that far ahead of what it tells."""
_TAIL: Final = re.compile(r"(?:\s++|\.\.\.(?=\s|\Z)|#[^\r\n]*+)*+")
"""What may follow the document."""


def compose_yaml(text: str, file: str, limits: Limits, loader: Any = _LOADER) -> Node:  # noqa: ANN401 - PyYAML has no types for it
    """The tree of the one document in a text; an empty table where there is none.

    Raises :class:`UnreadableInputError` where reading stopped.
    """
    _check_head(text, file)
    parser = None
    try:
        parser = loader(text)  # which looks at the first characters already
        return _Builder(text, file, limits).build(parser)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        message = error.problem or str(error)
        if _TOO_DEEP in message:
            deep = f"nested more deeply than the YAML parser goes; the limit is {limits.depth:,} levels"
            raise stopped(Problem(file, line, column, "too-large", "", deep)) from None
        raise stopped(Problem(file, line, column, "syntax", "", f"not YAML: {message}")) from None
    except yaml.reader.ReaderError as error:
        where = _CONTROLS.search(text)
        offset = where.start() if where else min(error.position, len(text))
        character = ord(text[offset]) if offset < len(text) else 0
        raise unreadable(file, text, offset, f"not YAML: the character U+{character:04X}") from None
    finally:
        if parser is not None:
            parser.dispose()


def _check_head(text: str, file: str) -> None:
    """Refuse directives before libyaml sees them: it compares each ``%TAG`` with all before it."""
    offset = _end_of_blank(text, 0)
    if (first := _DIRECTIVE.match(text, offset)) is not None and _VERSION.fullmatch(first[1]):
        offset = _end_of_blank(text, first.end())
    if text.startswith("%", offset):
        raise unreadable(
            file, text, offset, "a directive: a timeline has none but one '%YAML 1.1' or '%YAML 1.2'"
        )


def _end_of_blank(text: str, offset: int) -> int:
    blank = _BLANK.match(text, offset)
    return blank.end() if blank else offset


@attrs.define
class _Anchored:
    """What an anchor marks, and what an alias of it adds to the counts. ``height`` is that of its nesting."""

    node: Node
    nodes: int
    text: int
    height: int = 0
    finished: bool = False


@attrs.define
class _Open:
    """A list or a mapping whose end has not come; ``key`` waits for its value."""

    node: Listing | Table
    anchored: _Anchored | None
    key: Scalar | None = None
    height: int = 1


class _Builder:
    """Makes the tree with a stack of its own, so that depth is no matter for Python's."""

    def __init__(self, text: str, file: str, limits: Limits) -> None:
        self.text, self.file = text, file
        self.meter = Meter(file, limits)
        self.anchors: dict[str, _Anchored] = {}
        self.open: list[_Open] = []
        self.root: Node | None = None
        self.takers = {
            yaml.SequenceStartEvent: self._take_start,
            yaml.MappingStartEvent: self._take_start,
            yaml.SequenceEndEvent: self._take_end,
            yaml.MappingEndEvent: self._take_end,
            yaml.AliasEvent: self._take_alias,
            yaml.DocumentEndEvent: self._take_document_end,
        }

    def build(self, parser: Any) -> Node:  # noqa: ANN401 - PyYAML has no types for it
        """The root; a document that holds nothing is an empty table."""
        get_event, take_scalar, scalar = parser.get_event, self._take_scalar, yaml.ScalarEvent
        while True:
            event = get_event()
            kind = type(event)
            if kind is scalar:  # most often
                take_scalar(event)
            elif kind in self.takers:
                self.takers[kind](event)
            elif kind is yaml.StreamEndEvent:
                return self.root if self.root is not None else Table([], 1, 1)

    def _take_scalar(self, event: Any) -> None:  # noqa: ANN401 - PyYAML's events have no types
        mark, text = event.start_mark, event.value
        line, column = mark.line + 1, mark.column + 1
        if event.tag not in _TAGS:
            self._refuse_tag(event.tag, line, column)
        self.meter.add_scalar(len(text), line, column)
        node = Scalar(text, line, column, event.implicit[0])
        if event.anchor:
            self.anchors[event.anchor] = _Anchored(node, 1, len(text), finished=True)
        self._add(node)

    def _take_start(self, event: Any) -> None:  # noqa: ANN401 - as above
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        if event.tag not in _TAGS:
            self._refuse_tag(event.tag, line, column)
        kind = Listing if type(event) is yaml.SequenceStartEvent else Table
        node: Listing | Table = kind([], line, column)
        anchored = None
        if event.anchor:
            anchored = _Anchored(
                node, self.meter.nodes, self.meter.text
            )  # until now; the end takes the difference
            self.anchors[event.anchor] = anchored
        self._add(node)
        self.open.append(_Open(node, anchored))
        self.meter.add_branch(len(self.open), line, column)

    def _take_end(self, _event: Any) -> None:  # noqa: ANN401 - as above
        ended = self.open.pop()
        self._grow(ended.height)
        if (anchored := ended.anchored) is not None:
            anchored.nodes = self.meter.nodes - anchored.nodes
            anchored.text = self.meter.text - anchored.text
            anchored.height, anchored.finished = ended.height, True

    def _grow(self, height: int) -> None:
        """Tell the list or mapping that is open how high what stands in it is."""
        if self.open:
            self.open[-1].height = max(self.open[-1].height, height + 1)

    def _add(self, node: Node) -> None:
        if not self.open:
            self.root = node
            return
        parent = self.open[-1]
        holder = parent.node
        if type(holder) is Listing:
            holder.items.append(node)
        elif (key := parent.key) is not None and type(holder) is Table:
            holder.pairs.append((key, node))
            parent.key = None
        elif type(node) is Scalar:
            parent.key = node
        else:
            raise stopped(Problem(self.file, node.line, node.column, "syntax", "", "a key must be a text"))

    def _take_alias(self, event: Any) -> None:  # noqa: ANN401 - as above
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        anchored = self.anchors.get(event.anchor)
        if anchored is None:
            self._stop(line, column, f"no anchor '&{_short(event.anchor)}' stands before this alias")
        if not anchored.finished:
            self._stop(line, column, f"'*{_short(event.anchor)}' stands within itself")
        depth = len(self.open) + anchored.height
        self.meter.add_alias(anchored.nodes, anchored.text, depth, line, column)
        self._grow(anchored.height)
        self._add(anchored.node)

    def _take_document_end(self, event: Any) -> None:  # noqa: ANN401 - as above
        """Refuse a second document before libyaml sees its directives, see :func:`_check_head`."""
        tail = _TAIL.match(self.text, event.end_mark.index)
        if tail is not None and tail.end() < len(self.text):
            raise unreadable(
                self.file, self.text, tail.end(), "a second document: a timeline is one document"
            )

    def _refuse_tag(self, tag: str, line: int, column: int) -> NoReturn:
        self._stop(line, column, f"tag {_short(tag)!r}: a timeline has no tags")

    def _stop(self, line: int, column: int, message: str) -> NoReturn:
        raise stopped(Problem(self.file, line, column, "syntax", "", message))


def _short(name: str, room: int = 80) -> str:
    return name if len(name) <= room else f"{name[:room]}…"
