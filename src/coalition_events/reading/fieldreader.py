"""The fields of a record that hold no claims: texts, numbers, words, references, and what cites what."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any, Final

from coalition_events.model import Alias, Citation, FieldError, Record
from coalition_events.model.fields import Description, Form, member
from coalition_events.model.validators import SECTIONS, earlier_sections, text_fault
from coalition_events.reading.guesses import Words, did_you_mean
from coalition_events.reading.keys import Given, Keys, keys_of
from coalition_events.reading.mappings import MISSING, MappingReader, a, items_of, name_of
from coalition_events.reading.nodes import NULLS, Listing, Node, Scalar, Table

if TYPE_CHECKING:
    from coalition_events.limits import Limits
    from coalition_events.reading.keys import Path

SINGULAR: Final = {section: section.removesuffix("s") for section in SECTIONS}
ABSENCES: Final = frozenset({"unknown", "none"})

_NUMBER: Final = re.compile(r"[-+]?[0-9]{1,40}(?:\.[0-9]{0,40})?(?:[eE][-+]?[0-9]{1,3})?")
_CITED: Final = Description(form=Form.REFERENCES, key="cite", sections=("sources",))
_ALIAS_KEYS: Final = Keys(
    {
        "text": ("text", Description(form=Form.TEXT, key="text", required=True)),
        "language": ("language", Description(form=Form.TEXT, key="language")),
    }
)


@functools.cache
def _citable(owner: type) -> Keys:
    """The keys that a mapping under ``cite`` may have."""
    return Keys({word: about for word, about in keys_of(owner).known.items() if word != "cite"})


class FieldReader(MappingReader):
    """``sections`` maps every id of the file to its section, ``records`` every id to what was built so far."""

    def __init__(self, file: str, limits: Limits) -> None:
        super().__init__(file, limits)
        self.sections: dict[str, str] = {}
        self.records: dict[str, Record] = {}
        self.broken: set[str] = set()  # sections whose ids are not all known: references there prove nothing
        self.cyclic: set[int] = set()  # reference nodes that close a cycle, already reported
        self._citations: dict[str, tuple[Citation, ...]] = {}
        self._ids: dict[tuple[str, ...], Words] = {}
        self.readers |= {
            Form.TEXT: self._text,
            Form.WORD: self._text,
            Form.STATED_NUMBER: self._text,
            Form.NUMBER: self._number,
            Form.INTEGER: self._number,
            Form.BOOLEAN: self._boolean,
            Form.DAY: self._date,
            Form.DATE: self._date,
            Form.REFERENCE: self._reference,
            Form.REFERENCES: self._references,
            Form.WORDS: self._words,
            Form.CITES: self._cites,
            Form.ALIASES: self._aliases,
            Form.IDENTIFIERS: self._identifiers,
        }

    def _text(self, node: Node, _description: Description, path: Path, _owner: type | None) -> Any:  # noqa: ANN401 - as above
        if self.is_empty(node, path):
            return MISSING
        if isinstance(node, Scalar):
            return node.text
        self.problem(node, "wrong-type", path, f"expected a text, found {name_of(node)}")
        return MISSING

    def _number(self, node: Node, description: Description, path: Path, _owner: type | None) -> Any:  # noqa: ANN401 - as above
        text = node.text if isinstance(node, Scalar) else ""
        plain = isinstance(node, Scalar) and node.plain
        whole = description.form is Form.INTEGER
        if plain and _NUMBER.fullmatch(text) and not (whole and not text.isdigit()):
            return float(text) if any(mark in text for mark in ".eE") else int(text)
        shown = repr(text) if isinstance(node, Scalar) else name_of(node)
        hint = "write it without quotes" if not plain and _NUMBER.fullmatch(text) else ""
        message = f"expected a {'whole ' if whole else ''}number, found {shown}"
        self.problem(node, "not-a-number", path, message, hint)
        return MISSING

    def _boolean(self, node: Node, _description: Description, path: Path, _owner: type | None) -> Any:  # noqa: ANN401 - as above
        if isinstance(node, Scalar) and node.plain and node.text in {"true", "false"}:
            return node.text == "true"
        self.problem(node, "wrong-type", path, "expected true or false, without quotes")
        return MISSING

    def _date(self, node: Node, description: Description, path: Path, _owner: type | None) -> Any:  # noqa: ANN401 - as above
        text = node.text if type(node) is Scalar else date_text(node)
        if text is None:
            self.problem(node, "wrong-type", path, f"expected a date, found {name_of(node)}")
            return MISSING
        if text in ABSENCES and not description.absent:
            self.problem(node, "bad-date", path, f"{text!r} can't stand for this date", "leave the key out")
            return MISSING
        return text

    def _words(self, node: Node, description: Description, path: Path, owner: type | None) -> Any:  # noqa: ANN401 - as above
        found = []
        for item, where in items_of(node, path):
            word = self._text(item, description, where, owner)
            try:
                found += (
                    [member(description.words, word, "")] if description.words and word is not MISSING else []
                )
            except FieldError as error:
                self.problem(item, error.code, where, error.message, error.hint)
        return tuple(found)

    def _aliases(self, node: Node, _description: Description, path: Path, _owner: type | None) -> Any:  # noqa: ANN401 - as above
        aliases = [self._alias(item, where) for item, where in items_of(node, path)]
        return tuple(alias for alias in aliases if alias is not None)

    def _alias(self, node: Node, path: Path) -> Alias | None:
        if isinstance(node, Table):
            return self.construct(Alias, self.given(node, _ALIAS_KEYS, path))
        text = self._text(node, _ALIAS_KEYS.known["text"][1], path, None)
        if text is MISSING:
            return None
        return self.construct(Alias, Given(node, path, arguments={"text": text}))

    def _identifiers(self, node: Node, description: Description, path: Path, owner: type | None) -> Any:  # noqa: ANN401 - as above
        if not isinstance(node, Table):
            self.problem(node, "wrong-type", path, "expected a mapping from scheme to identifier")
            return MISSING
        found = []
        for scheme, (_, value) in self.pairs(node, path).items():
            text = self._text(value, description, (path, scheme), owner)
            if text is not MISSING and (fault := text_fault(text) or ("" if text else "an empty text")):
                self.problem(value, "bad-text", (path, scheme), fault)
            elif text is not MISSING:
                found.append((scheme, text))
        return tuple(found)

    # ------------------------------------------------------------------------------------------------ references

    def _references(self, node: Node, description: Description, path: Path, owner: type | None) -> Any:  # noqa: ANN401 - as above
        if type(node) is not Listing:
            record = self.refer(node, description, path, owner)
            return () if record is None else (record,)
        found = [self.refer(item, description, (path, i), owner) for i, item in enumerate(node.items)]
        return tuple([record for record in found if record is not None])

    def _reference(self, node: Node, description: Description, path: Path, owner: type | None) -> Any:  # noqa: ANN401 - as above
        record = self.refer(node, description, path, owner)
        return MISSING if record is None else record

    def refer(self, node: Node, description: Description, path: Path, owner: type | None) -> Record | None:
        """The record that a node names, or ``None`` where the name is reported."""
        if type(node) is not Scalar:
            self.problem(node, "wrong-type", path, f"expected an id, found {name_of(node)}")
            return None
        if node.plain and node.text in NULLS and self.is_empty(node, path):
            return None
        if self.cyclic and id(node) in self.cyclic:
            return None
        allowed = description.sections or earlier_sections(owner or Record)
        if self.sections.get(node.text) in allowed:
            return self.records.get(node.text)
        self._unresolved(node, allowed, path)
        return None

    def _unresolved(self, node: Scalar, allowed: tuple[str, ...], path: Path) -> None:
        expected = SINGULAR[allowed[0]] if len(allowed) == 1 else "record of an earlier section"
        if (section := self.sections.get(node.text)) is not None:
            message = f"{node.text!r} is {a(SINGULAR[section])}, expected {a(expected)}"
            self.problem(node, "wrong-kind-reference", path, message)
        elif not self.broken.intersection(allowed):
            hint = did_you_mean(self.nearest(node.text, self._ids_of(allowed)))
            self.problem(node, "unknown-reference", path, f"no {expected} {node.text!r}", hint)

    def _ids_of(self, allowed: tuple[str, ...]) -> Words:
        """The ids of some sections, all of which are known before any record is read."""
        if allowed not in self._ids:
            self._ids[allowed] = Words(name for name, of in self.sections.items() if of in allowed)
        return self._ids[allowed]

    def _cites(self, node: Node, _description: Description, path: Path, owner: type | None) -> Any:  # noqa: ANN401 - as above
        if type(node) is Scalar:
            source = self.refer(node, _CITED, path, owner)
            return () if source is None else self._cited_alone(source)
        if not isinstance(node, Table):
            return (Citation("", self._references(node, _CITED, path, owner)),)
        keys = _citable(owner or Record)
        citations: dict[str, Citation] = {}
        for word, (key, value) in self.pairs(node, path).items():
            here = (path, word)
            if word not in keys.known:
                hint = did_you_mean(self.nearest(word, keys.words))
                self.problem(key, "unknown-key", here, f"no field {word!r} here", hint)
            elif (field := keys.known[word][1].key) in citations:
                self.problem(key, "duplicate-key", here, f"{word!r} and another key mean the same field")
            else:
                sources = () if self.is_empty(value, here) else self._references(value, _CITED, here, owner)
                citations[field] = Citation(field, sources)
        return tuple(citations.values())

    def _cited_alone(self, source: Record) -> tuple[Citation, ...]:
        """The citation of one source for a whole record: all records share it that cite the same one."""
        if source.id not in self._citations:
            self._citations[source.id] = (Citation("", source),)
        return self._citations[source.id]


def date_text(node: Node) -> str | None:
    """The text of a date; unquoted brackets, which YAML reads as a list of one text, mean themselves."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Listing) and len(node.items) == 1 and isinstance(item := node.items[0], Scalar):
        return f"[{item.text}]" if item.plain and ".." in item.text and "/" not in item.text else None
    return None
