"""Mappings of the file to arguments for the model's constructors, with the place of each, and every mistake collected.

The model checks its own values and says which field is wrong; this adds where that field stands, puts a stand-in there
and goes on, so that one run finds every mistake, and one mistake is reported once.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, TypeVar

import attrs

from coalition_events.exceptions import Problem
from coalition_events.model import Absence, FieldError, Figure
from coalition_events.model.fields import Description, Form, described
from coalition_events.model.validators import DEEPEST, canonical_json, text_fault
from coalition_events.reading.guesses import Guesser, Words, did_you_mean
from coalition_events.reading.nodes import Listing, Node, Scalar, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from coalition_events.limits import Limits

    Reader = Callable[[Node, Description, str, type | None], Any]
    Pairs = dict[str, tuple[Scalar, Node]]

T = TypeVar("T")
MISSING: Final = object()
"""What a reader returns for a node whose mistake is reported."""
_ROOM: Final = 80  # characters of a key that stand in a path
_LONGEST_MESSAGE: Final = 600  # characters; a value that is quoted whole may have thousands
_REPEATS: Final = 10
_NUMERAL: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_MOST_DIGITS: Final = 40
_STAND_INS: Final[Mapping[str, Any]] = {
    "id": "stand-in",
    "title": "?",
    "name": "?",
    "text": "?",
    "kind": "other",
    "basis": "expected",  # no rule compares a forecast with anything
    "date": "0001-01-01",  # takes a clock time and lies before every source
    "value": Absence.UNKNOWN,
    "number": "all",
    "values": (Figure(number="all"),),
    "ordinal": 1,
    "latitude": 0,
    "longitude": 0,
    "revised": "0001-01-01",
}
"""What takes the place of a value that was refused, chosen so that nothing else is found wrong because of it."""


@attrs.frozen
class Keys:
    """The keys that a mapping may have: each with the attribute that it fills, and how it is read."""

    known: Mapping[str, tuple[str, Description]]
    owner: type | None = None
    others: tuple[str, ...] = ()
    """Keys that were taken out before, named when a misspelt one is near."""
    expected: str = ""
    """What to name when ``date`` is missing, which has three keys."""
    words: Words = attrs.field(init=False)

    @words.default
    def _find_words(self) -> Words:
        return Words((*self.known, *self.others))


@attrs.define
class Given:
    """What a mapping gives for a constructor, and where each argument stands."""

    node: Node
    path: str
    arguments: dict[str, Any] = attrs.field(factory=dict)
    places: dict[str, tuple[Node, str]] = attrs.field(factory=dict)
    meant: set[str] = attrs.field(factory=set)
    """Fields whose key is misspelt: that they are missing is the same mistake."""


_KEYS: Final[dict[type, Keys]] = {}


def keys_of(cls: type) -> Keys:
    """The keys of a class with described fields."""
    if cls not in _KEYS:
        known = {}
        for name, description in described(cls):
            for word in (description.key, *description.also):
                known[word] = (name, description)
        _KEYS[cls] = Keys(known, cls)
    return _KEYS[cls]


class TooManyProblemsError(Exception):
    """So many mistakes were met that more of them would help nobody."""


class MappingReader:
    """Collects problems and turns mappings into records; how a field's value is read is up to ``readers``."""

    def __init__(self, file: str, limits: Limits) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.readers: dict[Form, Reader] = {}
        self.met = 0
        """How often a mistake was met, the same one through several aliases too."""
        self.nearest = Guesser().nearest
        self._most = limits.problems * _REPEATS
        self._reported: set[tuple[int, int, str, str]] = set()

    def problem(self, node: Node, code: str, path: str, message: str, hint: str = "") -> None:
        """Report a mistake; one that is met again through an alias (``*name``) is still one.

        Raises :class:`TooManyProblemsError` at ten times as many as will be reported: each takes time and memory.
        """
        if self.met == self._most:
            raise TooManyProblemsError
        self.met += 1
        message = _cut(message)
        mistake = (node.line, node.column, code, message)
        if mistake not in self._reported:
            self._reported.add(mistake)
            self.problems.append(Problem(self.file, node.line, node.column, code, path, message, hint))

    def pairs(self, node: Table, path: str) -> Pairs:
        """Keys and values of a mapping; the second of two equal keys is reported and left out."""
        found: Pairs = {}
        for key, value in node.pairs:
            if fault := text_fault(key.text):
                self.problem(key, "bad-text", path, f"a key holds a {fault}")
            elif key.text in found:
                first = found[key.text][0].line
                message = f"{key.text!r} stands here twice, first in line {first}"
                self.problem(key, "duplicate-key", join(path, key.text), message)
            else:
                found[key.text] = (key, value)
        return found

    def given(self, pairs: Pairs, keys: Keys, path: str, node: Node) -> Given:
        """Arguments for a constructor; unknown and missing keys are reported."""
        given = self.optional(pairs, keys, path, node)
        self.require(given, keys)
        return given

    def optional(self, pairs: Pairs, keys: Keys, path: str, node: Node) -> Given:
        """The same without a look at what is missing."""
        given = Given(node, path)
        extra: list[tuple[str, str]] = []
        for word, (key, value) in pairs.items():
            here = join(path, word)
            if word in keys.known:
                self._take(given, keys, here, (key, value))
            elif word.startswith("x-") and keys.owner and "extra" in attrs.fields_dict(keys.owner):
                extra += [(word, text) for text in self._extra(value, here)]
            else:
                given.meant |= self._unknown_key(key, here, keys)
        if extra:
            given.arguments["extra"] = tuple(extra)
        return given

    def _take(self, given: Given, keys: Keys, here: str, pair: tuple[Scalar, Node]) -> None:
        key, value = pair
        name, description = keys.known[key.text]
        if name in given.places:
            self.problem(key, "duplicate-key", here, f"{key.text!r} and another key mean the same field")
            return
        given.places[name] = (value, here)
        read = self.value(value, description, here, keys.owner)
        if read is not MISSING:
            given.arguments[name] = read

    def _unknown_key(self, key: Scalar, here: str, keys: Keys) -> set[str]:
        near = self.nearest(key.text, keys.words)
        self.problem(key, "unknown-key", here, f"no key {key.text!r} here", did_you_mean(near))
        return {keys.known[near][0] if near in keys.known else near}

    def require(self, given: Given, keys: Keys) -> None:
        """Report what must be there and is not, and put stand-ins for it."""
        for name, description in keys.known.values():
            if not description.required or name in given.arguments:
                continue
            if name not in given.places and name not in given.meant:
                expected = keys.expected if name == "date" else repr(description.key)
                message = f"expected {expected}, found none"
                hint = "write 'unknown' if it is not known" if name == "date" else ""
                self.problem(given.node, "missing-key", join(given.path, description.key), message, hint)
            given.arguments[name] = _STAND_INS[name]

    def _extra(self, node: Node, path: str) -> Iterator[str]:
        """The value of an ``x-`` key as canonical JSON, or nothing where it is reported."""
        before = self.met
        value = self._plain(node, path, 0)
        if self.met == before:
            yield canonical_json(value)

    def _plain(self, node: Node, path: str, depth: int) -> Any:  # noqa: ANN401 - any JSON value
        """What JSON writes without quotes is that when it stands without quotes here."""
        if depth > DEEPEST:
            self.problem(
                node, "too-large", path, f"what stands under an 'x-' key is at most {DEEPEST} levels deep"
            )
            return None
        if isinstance(node, Listing):
            return [self._plain(item, f"{path}[{i}]", depth + 1) for i, item in enumerate(node.items)]
        if isinstance(node, Table):
            pairs = self.pairs(node, path).items()
            return {word: self._plain(value, join(path, word), depth + 1) for word, (_, value) in pairs}
        if fault := text_fault(node.text):
            self.problem(node, "bad-text", path, fault)
        if node.plain and _NUMERAL.fullmatch(node.text) and not _is_held(node.text):
            message = "a number that other readers of the file can't hold"
            self.problem(node, "out-of-range", path, message, "in quotes it is a text")
            return None
        return _plain_scalar(node)

    def construct(self, cls: Callable[..., T], given: Given) -> T:
        """The record; a field that it refuses is reported at its place and replaced, until it is content."""
        arguments = given.arguments
        while True:
            try:
                return cls(**arguments)
            except FieldError as error:
                node, path = given.places.get(error.field, (given.node, given.path))
                self.problem(node, error.code, path, error.message, error.hint)
                if error.field in _STAND_INS and arguments.get(error.field) != _STAND_INS[error.field]:
                    arguments[error.field] = _STAND_INS[error.field]
                else:
                    del arguments[error.field]

    def value(self, node: Node, description: Description, path: str, owner: type | None) -> Any:  # noqa: ANN401 - what the field takes
        """What the constructor takes for a field, or :data:`MISSING` where the node is reported already."""
        if self.is_empty(node, path):
            return MISSING
        return self.readers[description.form](node, description, path, owner)

    def is_empty(self, node: Node, path: str) -> bool:
        """Whether nothing stands where a value should, which is reported."""
        if not isinstance(node, Scalar) or not node.null:
            return False
        hint = "leave the key out, or write 'unknown' or 'none'"
        self.problem(node, "empty-value", path, "expected a value, found nothing", hint)
        return True


def _is_held(number: str) -> bool:
    """Whether a number is neither so long nor so large that it would be changed on its way."""
    digits = number.lstrip("-")
    return not (digits.isdigit() and len(digits) > _MOST_DIGITS) and math.isfinite(float(number))


def _plain_scalar(node: Scalar) -> Any:  # noqa: ANN401 - any JSON scalar
    if not node.plain:
        return node.text
    if node.null:
        return None
    try:
        value = json.loads(node.text, parse_constant=str)
        canonical_json(value)
    except ValueError:
        return node.text
    return node.text if isinstance(value, str) else value


def join(path: str, word: str) -> str:
    """The path of a key within a mapping; a key of thousands of characters is cut, or every path below it had them."""
    word = _cut(word, _ROOM)
    return f"{path}.{word}" if path else word


def _cut(text: str, room: int = _LONGEST_MESSAGE) -> str:
    return text if len(text) <= room else f"{text[:room]}…"


def items_of(node: Node, path: str) -> list[tuple[Node, str]]:
    """The elements of a list with their paths; one element needs no list."""
    if isinstance(node, Listing):
        return [(item, f"{path}[{i}]") for i, item in enumerate(node.items)]
    return [(node, path)]


def name_of(node: Node) -> str:
    """What a node is, for people."""
    return "a text" if isinstance(node, Scalar) else "a list" if isinstance(node, Listing) else "a mapping"


def a(noun: str) -> str:
    """The noun with its article."""
    return f"a{'n' if noun[0] in 'aeiou' else ''} {noun}"
