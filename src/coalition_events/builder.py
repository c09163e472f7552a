"""Nodes to records, in one pass: every reference resolved, every mistake collected with its place.

The model checks its own values and says which field is wrong; this adds where that field stands, puts a stand-in there
and goes on, so that one run finds every mistake, and one mistake is reported once.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, TypeVar

import attrs

from coalition_events.countries import EXTENTS
from coalition_events.exceptions import Problem
from coalition_events.model import (
    KINDS,
    SCHEMA,
    Absence,
    Alias,
    Base,
    Citation,
    Claim,
    Claims,
    FieldError,
    Figure,
    Location,
    Phase,
    Record,
    Timeline,
    Value,
    Values,
)
from coalition_events.model.fields import Description, Form, canonical_json, described
from coalition_events.nodes import Listing, Node, Scalar, Table

T = TypeVar("T")
_ABSENCES: Final = frozenset({"unknown", "none"})
_NUMBER: Final = re.compile(r"[-+]?[0-9]{1,40}(?:\.[0-9]{0,40})?(?:[eE][-+]?[0-9]{1,3})?")
_SECTIONS: Final = {cls.section: cls for cls in KINDS}
_SINGULAR: Final = {section: section.removesuffix("s") for section in _SECTIONS}
_STAND_INS: Final[Mapping[str, Any]] = {
    "id": "bad-id",
    "title": "?",
    "name": "?",
    "text": "?",
    "kind": "other",
    "date": Absence.UNKNOWN,
    "value": Absence.UNKNOWN,
    "number": "all",
    "ordinal": 1,
    "latitude": 0,
    "longitude": 0,
    "revised": "0001-01-01",
}
_MISSING: Final = object()
_CLAIM_DATE: Final = Description(form=Form.DATE, key="date", absent=True)


def build(root: Node, file: str) -> tuple[Timeline | None, list[Problem]]:
    """The timeline and every mistake; no timeline where there is one."""
    builder = _Builder(file)
    timeline = builder.timeline(root)
    return (None if builder.problems else timeline), builder.problems


class _Builder:
    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.sections: dict[str, str] = {}  # id -> section
        self.records: dict[str, Record] = {}
        self.cyclic: set[int] = set()  # reference nodes that close a cycle, already reported

    def problem(self, node: Node, code: str, path: str, message: str, hint: str = "") -> None:
        self.problems.append(Problem(self.file, node.line, node.column, code, path, message, hint))

    # ------------------------------------------------------------------------------------------------ the file

    def timeline(self, root: Node) -> Timeline | None:
        if not isinstance(root, Table):
            self.problem(root, "wrong-type", "", "expected a mapping with the key 'schema'")
            return None
        pairs = self.pairs(root, "")
        if not self.schema(pairs, root):
            return None
        sections = {key: pairs.pop(key) for key in tuple(pairs) if key in _SECTIONS}
        tables = {key: self.section(key, node) for key, (_, node) in sections.items()}
        known = {description.key: (name, description) for name, description in described(Timeline)}
        known["id"] = ("id", Description(form=Form.TEXT, key="id", required=True))
        arguments, nodes = self.fields(pairs, known, "", root, others=_SECTIONS)
        for cls in KINDS:
            arguments[cls.section] = self.build_section(cls, tables.get(cls.section, {}))
        return self.construct(Timeline, arguments, nodes, "", root)

    def schema(self, pairs: dict[str, tuple[Scalar, Node]], root: Node) -> bool:
        _, node = pairs.pop("schema", (None, None))
        if node is None:
            self.problem(root, "missing-key", "schema", f"expected 'schema: {SCHEMA}', found none")
            return True
        text = node.text if isinstance(node, Scalar) else ""
        if text == SCHEMA:
            return True
        newer = re.fullmatch(r"coalition-events/([0-9]{1,6})", text)
        hint = "install a newer release of coalition-events to read it" if newer else f"write '{SCHEMA}'"
        self.problem(node, "unsupported-schema", "schema", f"{text!r} is not a schema that this release reads", hint)
        return False

    def section(self, name: str, node: Node) -> dict[str, tuple[Scalar, Node]]:
        """The records of a section by id; every id is known before any record is built."""
        if isinstance(node, Scalar) and node.null:
            return {}
        if not isinstance(node, Table):
            self.problem(node, "wrong-type", name, "expected a mapping from id to record")
            return {}
        table = self.pairs(node, name)
        for record_id, (key, _) in tuple(table.items()):
            if record_id in self.sections:
                other = self.sections[record_id]
                self.problem(key, "duplicate-id", f"{name}.{record_id}", f"the id {record_id!r} is already used in {other}")
                del table[record_id]
            else:
                self.sections[record_id] = name
        return table

    def build_section(self, cls: type[Record], table: dict[str, tuple[Scalar, Node]]) -> tuple[Record, ...]:
        for record_id in self.order(cls, table):
            key, node = table[record_id]
            record = self.record(cls, record_id, key, node, ordinal=list(table).index(record_id) + 1 if cls is Phase else 0)
            if record is not None:
                self.records[record_id] = record
        return tuple(self.records[record_id] for record_id in table if record_id in self.records)

    def order(self, cls: type[Record], table: dict[str, tuple[Scalar, Node]]) -> list[str]:
        """The ids of a section so that what is referred to comes first; a reference that closes a cycle is reported."""
        own = [description.key for _, description in described(cls) if cls.section in description.sections]
        needs = {record_id: list(_own_references(node, own)) for record_id, (_, node) in table.items()}
        done: dict[str, bool] = {}
        order: list[str] = []
        for start in table:
            stack = [(start, iter(needs[start]))] if start not in done else []
            done.setdefault(start, False)
            while stack:
                current, rest = stack[-1]
                for node, field in rest:
                    if done.get(node.text) is False and node.text in table:
                        self.cyclic.add(id(node))
                        message = f"{node.text!r} leads back to {current!r}"
                        self.problem(node, "cycle", f"{cls.section}.{current}.{field}", message)
                    elif node.text in table and node.text not in done:
                        done[node.text] = False
                        stack.append((node.text, iter(needs[node.text])))
                        break
                else:
                    done[current] = True
                    order.append(current)
                    stack.pop()
        return order

    # ------------------------------------------------------------------------------------------------ a record

    def record(self, cls: type[Record], record_id: str, key: Scalar, node: Node, *, ordinal: int) -> Record | None:
        path = f"{cls.section}.{record_id}"
        if isinstance(node, Scalar) and cls.section in {"actors", "bases"} and not node.null:
            node = Table([(Scalar("name", node.line, node.column, plain=True), node)], node.line, node.column)
        if not isinstance(node, Table):
            self.problem(node, "wrong-type", path, f"expected a mapping with the fields of a {_SINGULAR[cls.section]}")
            node = Table([], node.line, node.column)
            return self.construct(cls, {**_required(cls), "id": record_id}, {"id": (key, path)}, path, node)
        known: dict[str, tuple[str, Description]] = {}
        for name, description in described(cls):
            for word in (description.key, *description.also):
                known[word] = (name, description)
        arguments, nodes = self.fields(self.pairs(node, path), known, path, node, owner=cls)
        arguments["id"], nodes["id"] = record_id, (key, path)
        if ordinal:
            arguments.setdefault("ordinal", ordinal)
        record = self.construct(cls, arguments, nodes, path, node)
        if isinstance(record, Base):
            self.swapped(record, nodes.get("location", (node, path)))
        return record

    def fields(
        self,
        pairs: dict[str, tuple[Scalar, Node]],
        known: Mapping[str, tuple[str, Description]],
        path: str,
        owner_node: Node,
        *,
        owner: type | None = None,
        others: Iterable[str] = (),
    ) -> tuple[dict[str, Any], dict[str, tuple[Node, str]]]:
        """Arguments for a constructor, and where each stands; unknown and missing keys are reported."""
        arguments: dict[str, Any] = {}
        nodes: dict[str, tuple[Node, str]] = {}
        extra: list[tuple[str, str]] = []
        for word, (key, node) in pairs.items():
            here = f"{path}.{word}" if path else word
            if word.startswith("x-"):
                extra.append((word, canonical_json(self.plain(node, here))))
            elif word not in known:
                names = sorted({*known, *others})
                self.problem(key, "unknown-key", here, f"no key {word!r} here", _did_you_mean(word, names))
            else:
                name, description = known[word]
                if name in nodes:
                    self.problem(key, "duplicate-key", here, f"{word!r} and another key mean the same field")
                    continue
                nodes[name] = (node, here)
                value = self.value(node, description, here, owner)
                if value is not _MISSING:
                    arguments[name] = value
        if extra:
            arguments["extra"] = tuple(extra)
        for name, description in known.values():
            if description.required and name not in arguments:
                if name not in nodes:
                    missing = f"{path}.{description.key}" if path else description.key
                    self.problem(owner_node, "missing-key", missing, f"expected {description.key!r}, found none")
                arguments[name] = _STAND_INS.get(name, ())
        return arguments, nodes

    def construct(
        self, cls: type[T], arguments: dict[str, Any], nodes: Mapping[str, tuple[Node, str]], path: str, node: Node
    ) -> T | None:
        """The record; a field that it refuses is reported at its place and replaced, until it is content."""
        while True:
            try:
                return cls(**arguments)
            except FieldError as error:
                place, where = nodes.get(error.field, (node, path))
                self.problem(place, error.code, where, error.message, error.hint)
                optional = {field.name for field in attrs.fields(cls) if field.default is not attrs.NOTHING}  # type: ignore[arg-type] # every cls here is an attrs class
                if error.field in arguments and error.field in optional:
                    del arguments[error.field]
                elif error.field in _STAND_INS and arguments.get(error.field) != _STAND_INS[error.field]:
                    arguments[error.field] = _STAND_INS[error.field]
                else:
                    return None

    def swapped(self, base: Base, place: tuple[Node, str]) -> None:
        """Whether a point lies outside the base's country, and inside with its coordinates exchanged."""
        extent = EXTENTS.get(base.country)
        for claim in base.location:
            if extent and isinstance(claim.value, Location):
                latitude, longitude = claim.value.latitude, claim.value.longitude
                if not _inside(extent, latitude, longitude) and _inside(extent, longitude, latitude):
                    message = f"{latitude}, {longitude} is not in {base.country}, but {longitude}, {latitude} is"
                    self.problem(*place[:1], "probably-swapped", place[1], message, "exchange latitude and longitude")

    # ------------------------------------------------------------------------------------------------ values

    def value(self, node: Node, description: Description, path: str, owner: type | None) -> Any:  # noqa: ANN401
        """What the constructor takes for a field, or nothing where the node is reported already."""
        if isinstance(node, Scalar) and node.null:
            message = "expected a value, found nothing"
            self.problem(node, "empty-value", path, message, "leave the key out, or write 'unknown' or 'none'")
            return _MISSING
        return _READERS[description.form](self, node, description, path, owner)

    def text(self, node: Node, _description: Description, path: str, _owner: type | None = None) -> Any:  # noqa: ANN401
        if isinstance(node, Scalar):
            return node.text
        self.problem(node, "wrong-type", path, f"expected a text, found {_name_of(node)}")
        return _MISSING

    def number(self, node: Node, description: Description, path: str, _owner: type | None = None) -> Any:  # noqa: ANN401
        text = node.text if isinstance(node, Scalar) else ""
        whole = description.form is Form.INTEGER
        if isinstance(node, Scalar) and node.plain and _NUMBER.fullmatch(text) and not (whole and not text.isdigit()):
            return float(text) if any(mark in text for mark in ".eE") else int(text)
        shown = repr(text) if isinstance(node, Scalar) else _name_of(node)
        hint = "write it without quotes" if isinstance(node, Scalar) and not node.plain else ""
        self.problem(node, "not-a-number", path, f"expected a {'whole ' if whole else ''}number, found {shown}", hint)
        return _MISSING

    def boolean(self, node: Node, _description: Description, path: str, _owner: type | None = None) -> Any:  # noqa: ANN401
        if isinstance(node, Scalar) and node.plain and node.text in {"true", "false"}:
            return node.text == "true"
        self.problem(node, "wrong-type", path, "expected true or false")
        return _MISSING

    def date(self, node: Node, description: Description, path: str, _owner: type | None = None) -> Any:  # noqa: ANN401
        if (text := _date_text(node)) is None:
            self.problem(node, "wrong-type", path, f"expected a date, found {_name_of(node)}")
            return _MISSING
        if text in _ABSENCES and not description.absent:
            self.problem(node, "bad-date", path, f"{text!r} can't stand for this date", "leave the key out")
            return _MISSING
        return text

    def references(self, node: Node, description: Description, path: str, owner: type | None = None) -> Any:  # noqa: ANN401
        found = [self.refer(item, description, where, owner) for item, where in _items(node, path)]
        return tuple(record for record in found if record is not None)

    def reference(self, node: Node, description: Description, path: str, owner: type | None = None) -> Any:  # noqa: ANN401
        record = self.refer(node, description, path, owner)
        return _MISSING if record is None else record

    def refer(self, node: Node, description: Description, path: str, owner: type | None = None) -> Record | None:
        """The record that a node names, or ``None`` where the name is reported."""
        if not isinstance(node, Scalar):
            self.problem(node, "wrong-type", path, f"expected an id, found {_name_of(node)}")
            return None
        if id(node) in self.cyclic:
            return None
        allowed = description.sections or tuple(self.earlier(owner))
        section = self.sections.get(node.text)
        if section in allowed:
            return self.records.get(node.text)
        expected = _SINGULAR[allowed[0]] if len(allowed) == 1 else "record of an earlier section"
        if section is not None:
            message = f"{node.text!r} is a {_SINGULAR[section]}, expected a{'n' if expected[0] in 'aeiou' else ''} {expected}"
            self.problem(node, "wrong-kind-reference", path, message)
            return None
        names = [name for name, of in self.sections.items() if of in allowed]
        hint = _did_you_mean(node.text, names)
        self.problem(node, "unknown-reference", path, f"no {expected} {node.text!r}", hint)
        return None

    def earlier(self, owner: type | None) -> Iterator[str]:
        """The sections to which a field without sections of its own may refer."""
        for cls in KINDS:
            if cls is owner:
                return
            yield cls.section

    def words(self, node: Node, description: Description, path: str, owner: type | None = None) -> Any:  # noqa: ANN401
        found = [self.text(item, description, where, owner) for item, where in _items(node, path)]
        return tuple(word for word in found if word is not _MISSING)

    def cites(self, node: Node, _description: Description, path: str, owner: type | None = None) -> Any:  # noqa: ANN401
        cited = Description(form=Form.REFERENCES, key="cite", sections=("sources",))
        if not isinstance(node, Table):
            return (Citation("", self.references(node, cited, path)),)
        known = {description.key for _, description in described(owner)} - {"cite"} if owner else set()
        citations = []
        for field, (key, value) in self.pairs(node, path).items():
            if field in known:
                citations.append(Citation(field, self.references(value, cited, f"{path}.{field}")))
            else:
                self.problem(key, "unknown-key", f"{path}.{field}", f"no field {field!r} here", _did_you_mean(field, known))
        return tuple(citations)

    def aliases(self, node: Node, _description: Description, path: str, _owner: type | None = None) -> Any:  # noqa: ANN401
        known = {word: (word, Description(form=Form.TEXT, key=word, required=word == "text")) for word in ("text", "language")}
        found = []
        for item, where in _items(node, path):
            if isinstance(item, Table):
                arguments, nodes = self.fields(self.pairs(item, where), known, where, item)
            else:
                arguments, nodes = {"text": self.text(item, known["text"][1], where)}, {"text": (item, where)}
            if arguments["text"] is not _MISSING:
                found.append(self.construct(Alias, arguments, nodes, where, item))
        return tuple(alias for alias in found if alias is not None)

    def identifiers(self, node: Node, description: Description, path: str, _owner: type | None = None) -> Any:  # noqa: ANN401
        if not isinstance(node, Table):
            self.problem(node, "wrong-type", path, "expected a mapping from scheme to identifier")
            return _MISSING
        pairs = self.pairs(node, path).items()
        texts = [(scheme, self.text(value, description, f"{path}.{scheme}")) for scheme, (_, value) in pairs]
        return tuple((scheme, text) for scheme, text in texts if text is not _MISSING)

    # ------------------------------------------------------------------------------------------------ claims

    def dated(self, node: Node, description: Description, path: str, _owner: type | None = None) -> Any:  # noqa: ANN401
        if isinstance(node, Scalar) and node.text in _ABSENCES:
            return Claims((), Absence(node.text))
        if isinstance(node, Listing) and _date_text(node) is not None and len(node.items) == 1:
            return Claims(self.claims(node.items, Claim, [f"{path}[0]"]))
        items = _items(node, path)
        return Claims(self.claims([item for item, _ in items], Claim, [where for _, where in items]))

    def figures(self, node: Node, _description: Description, path: str, _owner: type | None = None) -> Any:  # noqa: ANN401
        items = _items(node, path)
        return self.claims([item for item, _ in items], Figure, [where for _, where in items])

    def claims(self, nodes: list[Node], cls: type[Claim], paths: list[str]) -> tuple[Any, ...]:
        found = [self.claim(node, cls, path) for node, path in zip(nodes, paths, strict=True)]
        return tuple(claim for claim in found if claim is not None)

    def claim(self, node: Node, cls: type[Claim], path: str) -> Claim | None:
        bare = "number" if cls is Figure else "date"
        if not isinstance(node, Table):
            if _date_text(node) is None:
                self.problem(node, "wrong-type", path, f"expected a claim, found {_name_of(node)}")
                return None
            key = Scalar(bare, node.line, node.column, plain=True)
            node = Table([(key, node)], node.line, node.column)
        pairs = self.pairs(node, path)
        basis = self.one_date(pairs, node, path, required=cls is Claim)
        known = {description.key: (name, description) for name, description in described(cls)}
        known |= {word: ("date", _CLAIM_DATE) for word in ("date", "planned", "expected")}
        arguments, nodes = self.fields(pairs, known, path, node)
        if basis:
            arguments["basis"] = basis
        if cls is Claim:
            arguments.setdefault("date", Absence.UNKNOWN)
        return self.construct(cls, arguments, nodes, path, node)

    def one_date(self, pairs: dict[str, tuple[Scalar, Node]], node: Node, path: str, *, required: bool) -> str:
        """The basis that the date's key carries; a claim has one date."""
        given = [word for word in ("date", "planned", "expected") if word in pairs]
        if not given and required:
            message = "expected one of 'date', 'planned' and 'expected', found none"
            self.problem(node, "missing-key", f"{path}.date", message, "write 'unknown' if it is not known")
        for word in given[1:]:
            key, _ = pairs.pop(word)
            message = f"a second date in one claim, after {given[0]!r}"
            self.problem(key, "duplicate-key", f"{path}.{word}", message, "write a list of two claims")
        if given and given[0] != "date" and "basis" in pairs:
            key, _ = pairs.pop("basis")
            self.problem(key, "duplicate-key", f"{path}.basis", f"{given[0]!r} says the basis already")
        return given[0] if given and given[0] != "date" else ""

    def valued(self, node: Node, description: Description, path: str, owner: type | None = None) -> Any:  # noqa: ANN401
        if isinstance(node, Scalar) and node.text in _ABSENCES:
            return Values((), Absence(node.text))
        found = [self.value_claim(item, description, where, owner) for item, where in _items(node, path)]
        return Values(tuple(claim for claim in found if claim is not None))

    def value_claim(self, node: Node, description: Description, path: str, owner: type | None) -> Value[Any] | None:
        known = {key.key: (name, key) for name, key in described(Value)}
        read: Callable[[Node, str], Any] = lambda value, where: self.refer(value, description, where, owner)  # noqa: E731
        if not description.sections:
            read = self.location
            if isinstance(node, Table) and "value" not in {key.text for key, _ in node.pairs}:
                node = _wrap_location(node)
        if not isinstance(node, Table):
            node = Table([(Scalar("value", node.line, node.column, plain=True), node)], node.line, node.column)
        pairs = self.pairs(node, path)
        key, value_node = pairs.pop("value", (None, None))
        arguments, nodes = self.fields(pairs, known, path, node, others=["value"])
        if value_node is None:
            self.problem(node, "missing-key", f"{path}.value", "expected 'value', found none")
            return None
        where = f"{path}.value" if isinstance(value_node, Table) or key is not None else path
        absent = isinstance(value_node, Scalar) and value_node.text in _ABSENCES
        value = Absence(value_node.text) if isinstance(value_node, Scalar) and absent else read(value_node, where)
        return None if value is None else self.construct(Value, {**arguments, "value": value}, nodes, path, node)

    def location(self, node: Node, path: str) -> Location | None:
        if not isinstance(node, Table):
            self.problem(node, "wrong-type", path, "expected a mapping with latitude and longitude")
            return None
        known = {description.key: (name, description) for name, description in described(Location)}
        arguments, nodes = self.fields(self.pairs(node, path), known, path, node)
        return self.construct(Location, arguments, nodes, path, node)

    # ------------------------------------------------------------------------------------------------ small things

    def pairs(self, node: Table, path: str) -> dict[str, tuple[Scalar, Node]]:
        """Keys and values of a mapping; the second of two equal keys is reported and left out."""
        found: dict[str, tuple[Scalar, Node]] = {}
        for key, value in node.pairs:
            if key.text in found:
                here = f"{path}.{key.text}" if path else key.text
                first = found[key.text][0].line
                self.problem(key, "duplicate-key", here, f"{key.text!r} stands here twice, first in line {first}")
            else:
                found[key.text] = (key, value)
        return found

    def plain(self, node: Node, path: str) -> Any:  # noqa: ANN401 - any JSON value
        """The value of an ``x-`` key. What JSON writes without quotes is that when written without quotes here."""
        if isinstance(node, Listing):
            return [self.plain(item, f"{path}[{i}]") for i, item in enumerate(node.items)]
        if isinstance(node, Table):
            return {word: self.plain(value, f"{path}.{word}") for word, (_, value) in self.pairs(node, path).items()}
        if not node.plain:
            return node.text
        if node.null:
            return None
        try:
            value = json.loads(node.text, parse_constant=str)
            canonical_json(value)
        except ValueError:
            return node.text
        return value if not isinstance(value, str | list | dict) else node.text


_READERS: Final[Mapping[Form, Callable[..., Any]]] = {
    Form.TEXT: _Builder.text,
    Form.WORD: _Builder.text,
    Form.STATED_NUMBER: _Builder.text,
    Form.NUMBER: _Builder.number,
    Form.INTEGER: _Builder.number,
    Form.BOOLEAN: _Builder.boolean,
    Form.DAY: _Builder.date,
    Form.DATE: _Builder.date,
    Form.REFERENCE: _Builder.reference,
    Form.REFERENCES: _Builder.references,
    Form.WORDS: _Builder.words,
    Form.CITES: _Builder.cites,
    Form.ALIASES: _Builder.aliases,
    Form.IDENTIFIERS: _Builder.identifiers,
    Form.DATED: _Builder.dated,
    Form.VALUED: _Builder.valued,
    Form.FIGURES: _Builder.figures,
}


def _own_references(node: Node, keys: list[str]) -> Iterator[tuple[Scalar, str]]:
    """The scalars under ``keys`` that may be ids, in plain form and as ``value:``."""
    if not isinstance(node, Table):
        return
    for key, value in node.pairs:
        if key.text in keys:
            for item, _ in _items(value, ""):
                target = next((v for k, v in item.pairs if k.text == "value"), None) if isinstance(item, Table) else item
                if isinstance(target, Scalar):
                    yield target, key.text


def _items(node: Node, path: str) -> list[tuple[Node, str]]:
    """The elements of a list with their paths; one element needs no list."""
    if isinstance(node, Listing):
        return [(item, f"{path}[{i}]") for i, item in enumerate(node.items)]
    return [(node, path)]


def _date_text(node: Node) -> str | None:
    """The text of a date; unquoted brackets, which YAML reads as a list of one text, mean themselves."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Listing) and len(node.items) == 1 and isinstance(item := node.items[0], Scalar):
        return f"[{item.text}]" if item.plain and ".." in item.text and "/" not in item.text else None
    return None


def _wrap_location(node: Table) -> Table:
    """A location whose fields stand beside those of its claim, in the long form."""
    own = {description.key for _, description in described(Location)}
    inner = [(key, value) for key, value in node.pairs if key.text in own]
    outer = [(key, value) for key, value in node.pairs if key.text not in own]
    key = Scalar("value", node.line, node.column, plain=True)
    return Table([(key, Table(inner, node.line, node.column)), *outer], node.line, node.column)


def _inside(extent: tuple[float, float, float, float], latitude: float, longitude: float) -> bool:
    west, south, east, north = extent
    return west - 1 <= longitude <= east + 1 and south - 1 <= latitude <= north + 1


def _did_you_mean(word: str, names: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, sorted(names), n=1)
    return f"did you mean {near[0]!r}?" if near else ""


def _name_of(node: Node) -> str:
    return "a text" if isinstance(node, Scalar) else "a list" if isinstance(node, Listing) else "a mapping"


def _required(cls: type) -> dict[str, Any]:
    fields = [field.name for field in attrs.fields(cls) if field.default is attrs.NOTHING]
    return {name: _STAND_INS.get(name, ()) for name in fields}
