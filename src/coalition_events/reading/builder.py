"""A tree of nodes to a timeline, in one pass: the file, its sections, the order within them, and each record."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import attrs

from coalition_events.countries import EXTENTS
from coalition_events.exceptions import Problem, UnreadableInputError
from coalition_events.model import KINDS, SCHEMA, Base, Milestone, Phase, Record, Timeline
from coalition_events.model.fields import Description, Form, described
from coalition_events.reading.claimreader import ClaimReader, Point
from coalition_events.reading.fieldreader import SINGULAR
from coalition_events.reading.guesses import did_you_mean
from coalition_events.reading.keys import Given, Keys, keys_of
from coalition_events.reading.mappings import TooManyProblemsError, items_of, name_of
from coalition_events.reading.nodes import Listing, Node, Scalar, Table, stopped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from coalition_events.limits import Limits
    from coalition_events.reading.keys import Pairs, Path

_SECTIONS: Final = {cls.section: cls for cls in KINDS}
_ID: Final = Description(form=Form.TEXT, key="id", required=True)
_FILE_KEYS: Final = Keys(
    {"id": ("id", _ID), **keys_of(Timeline).known}, Timeline, others=("schema", *_SECTIONS)
)
_OUTSIDE: Final = 1.0  # degrees by which a point may lie outside its country's box: an island, a base at sea


def build(root: Node, file: str, limits: Limits) -> tuple[Timeline | None, list[Problem]]:
    """The timeline and every mistake; no timeline where there is one. Too many records are not looked at."""
    builder = _Builder(file, limits)
    try:
        timeline = builder.timeline(root)
    except TooManyProblemsError:
        timeline = None
    return timeline, builder.reader.problems


def build_unplaced(root: Node, limits: Limits) -> Timeline | None:
    """The timeline of a tree without places; nothing at the first mistake, whose place somebody will want to know."""
    builder = _Builder("", limits)
    builder.reader.most = 0
    try:
        return builder.timeline(root)
    except (TooManyProblemsError, UnreadableInputError):
        builder.reader.records.clear()  # it is read again, and need not be held twice
        return None


class MilestoneBuilder:
    """Builds milestones one by one beside a head, the timeline that holds all that they may refer to.

    One that is made for trees without places raises :class:`TooManyProblemsError` at the first mistake.
    """

    def __init__(self, head: Timeline, file: str, limits: Limits, *, placed: bool) -> None:
        self._builder = _Builder(file, limits)
        if not placed:
            self._builder.reader.most = 0
        reader = self._builder.reader
        reader.sections.update((record.id, record.section) for record in head.records())
        reader.records.update((record.id, record) for record in head.records())
        self.problems = reader.problems
        self.problem = reader.problem

    def milestone(self, key: Scalar, node: Table) -> Milestone | None:
        """The milestone of that id; ``None`` where a problem was found."""
        before = self._builder.reader.met
        if self._builder.reader.sections.get(key.text):
            message = f"the id {key.text!r} is already used in {self._builder.reader.sections[key.text]}"
            self._builder.problem(key, "duplicate-id", ("milestones", key.text), message)
        milestone = self._builder.record(Milestone, key.text, key, node, 0)
        return milestone if self._builder.reader.met == before and isinstance(milestone, Milestone) else None


class _Builder:
    def __init__(self, file: str, limits: Limits) -> None:
        self.reader = ClaimReader(file, limits)
        self.problem = self.reader.problem
        self.limits = limits
        self.records = 0

    # ------------------------------------------------------------------------------------------------ the file

    def timeline(self, root: Node) -> Timeline | None:
        if not isinstance(root, Table):
            self.problem(
                root, "wrong-type", "", f"expected a mapping with the key 'schema', found {name_of(root)}"
            )
            return None
        self.mark_repeated_sections(root)
        pairs = self.reader.pairs(root, "")
        if not self.schema(pairs):
            return None
        tables = {name: self.section(name, node) for name, node in self.take_sections(pairs)}
        stated = pairs.pop("schema", None)
        given = self.reader.optional(pairs, _FILE_KEYS, "", root)
        if stated is None and "schema" not in given.meant:
            self.problem(root, "missing-key", "schema", f"expected 'schema: {SCHEMA}', found none")
        self.reader.require(given, _FILE_KEYS)
        for cls in KINDS:
            records = self.build_section(cls, tables.get(cls.section, {}))
            # records that a mistake has emptied would make the timeline complain
            if not self.reader.problems:
                given.arguments[cls.section] = records
        timeline = self.reader.construct(Timeline, given)
        return None if self.reader.problems else timeline

    def schema(self, pairs: Pairs) -> bool:
        """Whether the file is of this schema or names none; of another one, nothing else is worth a word."""
        if "schema" not in pairs:
            return True
        node = pairs["schema"][1]
        text = node.text if isinstance(node, Scalar) else ""
        if text == SCHEMA:
            return True
        newer = re.fullmatch(r"coalition-events/([0-9]{1,6})", text)
        hint = "install a newer release of coalition-events to read it" if newer else f"write {SCHEMA!r}"
        shown = repr(text) if isinstance(node, Scalar) else name_of(node)
        message = f"{shown} is not a schema that this release reads"
        self.problem(node, "unsupported-schema", "schema", message, hint)
        return False

    # ------------------------------------------------------------------------------------------------ sections

    def mark_repeated_sections(self, root: Table) -> None:
        """A section that stands here twice has ids that are not read: a reference to them is no second mistake."""
        words = [key.text for key, _ in root.pairs]
        self.reader.broken |= {name for name in _SECTIONS if words.count(name) > 1}

    def take_sections(self, pairs: Pairs) -> Iterator[tuple[str, Node]]:
        """Every section with its node, taken out of ``pairs``; a misspelt one is reported and read all the same."""
        for word in tuple(pairs):
            if word == "schema" or word in _FILE_KEYS.known:
                continue
            near = word if word in _SECTIONS else self.reader.nearest(word, _FILE_KEYS.words)
            if near not in _SECTIONS or (word != near and near in pairs):
                continue
            key, node = pairs.pop(word)
            if word != near:
                self.problem(key, "unknown-key", word, f"no key {word!r} here", did_you_mean(near))
            yield near, node

    def section(self, name: str, node: Node) -> Pairs:
        """The records of a section by id; every id is known before any record is built."""
        if isinstance(node, Scalar) and node.null:
            return {}
        if not isinstance(node, Table):
            self.problem(
                node, "wrong-type", name, f"expected a mapping from id to record, found {name_of(node)}"
            )
            self.reader.broken.add(name)
            return {}
        self.records += len(node.pairs)
        if self.records > self.limits.records:
            key, _ = node.pairs[self.limits.records - self.records]
            message, hint = self.limits.excess("records", f"{self.records:,} or more")
            raise stopped(Problem(self.reader.file, key.line, key.column, "too-large", name, message, hint))
        table = self.reader.pairs(node, name)
        for record_id, (key, _) in tuple(table.items()):
            if (other := self.reader.sections.setdefault(record_id, name)) != name:
                message = f"the id {record_id!r} is already used in {other}"
                self.problem(key, "duplicate-id", (name, record_id), message)
                del table[record_id]
        return table

    def build_section(self, cls: type[Record], table: Pairs) -> tuple[Record, ...]:
        places = {record_id: place for place, record_id in enumerate(table, 1)} if cls is Phase else {}
        for record_id in self.order(cls, table):
            key, node = table[record_id]
            self.reader.records[record_id] = self.record(cls, record_id, key, node, places.get(record_id, 0))
        return tuple([self.reader.records[record_id] for record_id in table])

    def order(self, cls: type[Record], table: Pairs) -> list[str]:
        """The ids of a section so that what is referred to comes first; a reference that closes a cycle is reported."""
        own = {description.key for _, description in described(cls) if cls.section in description.sections}
        if not own:
            return list(table)
        needs = {
            record_id: _own_references(node, own, f"{cls.section}.{record_id}")
            for record_id, (_, node) in table.items()
            if isinstance(node, Table) and not own.isdisjoint([key.text for key, _ in node.pairs])
        }
        if not needs:
            return list(table)
        done: dict[str, bool] = {}
        order: list[str] = []
        for start in table:
            waiting = [] if start in done else [start]
            while waiting:
                current = waiting[-1]
                done[current] = False
                below = self.next_needed(current, needs.get(current, ()), table, done)
                if below:
                    waiting.append(below)
                else:
                    done[current] = True
                    order.append(waiting.pop())
        return order

    def next_needed(
        self, current: str, needs: Iterable[tuple[Scalar, Path]], table: Pairs, done: dict[str, bool]
    ) -> str:
        """The next record that must be built before ``current``, or nothing."""
        for node, path in needs:
            if node.text not in table:
                continue
            if node.text not in done:
                return node.text
            if not done[node.text]:
                self.reader.cyclic.add(id(node))
                self.problem(node, "cycle", path, f"{node.text!r} leads back to {current!r}")
        return ""

    # ------------------------------------------------------------------------------------------------ a record

    def record(self, cls: type[Record], record_id: str, key: Scalar, node: Node, place: int) -> Record:
        path = f"{cls.section}.{record_id}"
        if isinstance(node, Table):
            given = self.reader.given(node, keys_of(cls), path)
        else:
            given = self.short_form(cls, node, path)
        given.arguments["id"], given.id_node = record_id, key
        if cls is Phase:
            given.arguments.setdefault("ordinal", place)
        record = self.reader.construct(cls, given)
        if self.reader.points and isinstance(record, Base):
            for point in self.reader.points:
                self.swapped(record.country, point)
            self.reader.points.clear()
        return record

    def short_form(self, cls: type[Record], node: Scalar | Listing, path: str) -> Given:
        """What a record gives that is no mapping; a bare text may be its name."""
        if isinstance(node, Scalar) and not node.null and "name" in attrs.fields_dict(cls):
            name = Scalar("name", node.line, node.column, plain=True)
            table = Table([(name, node)], node.line, node.column)
            return self.reader.given(table, keys_of(cls), path)
        message = f"expected a mapping with the fields of a {SINGULAR[cls.section]}, found {name_of(node)}"
        self.problem(node, "wrong-type", path, message)
        given = Given(node, path, meant=frozenset(name for name, _ in described(cls)))
        self.reader.require(given, keys_of(cls))
        return given

    def swapped(self, country: str, point: Point) -> None:
        """Report a point that lies outside the base's country, and inside with its coordinates exchanged."""
        extent = EXTENTS.get(country)
        latitude, longitude = point.location.latitude, point.location.longitude
        if extent and not _inside(extent, latitude, longitude) and _inside(extent, longitude, latitude):
            message = f"{latitude}, {longitude} is not in {country}, but {longitude}, {latitude} is"
            self.problem(
                point.node, "probably-swapped", point.path, message, "exchange latitude and longitude"
            )


def _own_references(node: Node, keys: set[str], path: Path) -> Iterator[tuple[Scalar, Path]]:
    """The scalars under ``keys`` that may be ids, in plain form and as ``value:``, with their paths."""
    held = reversed(node.pairs) if isinstance(node, Table) else ()
    pairs = {key.text: value for key, value in held if key.text in keys}
    for word in sorted(pairs):
        for item, where in items_of(pairs[word], (path, word)):
            if isinstance(item, Scalar):
                yield item, where
            elif isinstance(item, Table):
                values = [value for key, value in item.pairs if key.text == "value"]
                yield from ((value, (where, "value")) for value in values if isinstance(value, Scalar))


def _inside(extent: tuple[float, float, float, float], latitude: float, longitude: float) -> bool:
    west, south, east, north = extent
    within = west - _OUTSIDE <= longitude <= east + _OUTSIDE
    return within and south - _OUTSIDE <= latitude <= north + _OUTSIDE
