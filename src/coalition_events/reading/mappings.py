"""Mappings of the file to arguments for the model's constructors, with the place of each, and every mistake collected.

The model checks its own values and says which field is wrong; this adds where that field stands, puts a stand-in there
and goes on, so that one run finds every mistake, and one mistake is reported once.
"""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any, Final, TypeVar

import attrs

from coalition_events.exceptions import Problem
from coalition_events.model import Absence, FieldError, Figure
from coalition_events.model.validators import DEEPEST, canonical_json, text_fault
from coalition_events.reading.guesses import Guesser, did_you_mean
from coalition_events.reading.keys import Given
from coalition_events.reading.nodes import NULLS, Listing, Node, Scalar, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from coalition_events.limits import Limits
    from coalition_events.model.fields import Description, Form
    from coalition_events.reading.keys import Keys, Pairs, Path, Step

    Reader = Callable[[Node, Description, Path, type | None], Any]

T = TypeVar("T")
MISSING: Final = object()
"""What a reader returns for a node whose mistake is reported."""
_ROOM: Final = 80  # characters of a key that stand in a path
_LONGEST_MESSAGE: Final = 600  # characters; a value that is quoted whole may have thousands
_REPEATS: Final = 10
_NUMERAL: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_MOST_DIGITS: Final = 40
_decode_plain: Final = json.JSONDecoder(parse_constant=str).decode
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
        self.most = limits.problems * _REPEATS
        """How often a mistake is met before reading stops."""
        self._reported: set[tuple[int, int, str, str]] = set()

    def problem(self, node: Node, code: str, path: Path, message: str, hint: str = "") -> None:
        """Report a mistake; one that is met again through an alias (``*name``) is still one.

        Raises :class:`TooManyProblemsError` at ten times as many as will be reported: each takes time and memory.
        """
        if self.met == self.most:
            raise TooManyProblemsError
        self.met += 1
        message = _cut(message)
        mistake = (node.line, node.column, code, message)
        if mistake not in self._reported:
            self._reported.add(mistake)
            self.problems.append(
                Problem(self.file, node.line, node.column, code, text_of(path), message, hint)
            )

    def pairs(self, node: Table, path: Path) -> Pairs:
        """Keys and values of a mapping; the second of two equal keys is reported and left out."""
        found: Pairs = {pair[0].text: pair for pair in node.pairs}
        if len(found) == len(node.pairs) and "".join(found).isprintable():  # then no key has a fault
            return found
        return self._faulty_pairs(node, path)

    def _faulty_pairs(self, node: Table, path: Path) -> Pairs:
        found: Pairs = {}
        for key, value in node.pairs:
            if fault := text_fault(key.text):
                self.problem(key, "bad-text", path, f"a key holds a {fault}")
            elif key.text in found:
                first = found[key.text][0].line
                message = f"{key.text!r} stands here twice, first in line {first}"
                self.problem(key, "duplicate-key", (path, key.text), message)
            else:
                found[key.text] = (key, value)
        return found

    def given(self, node: Table, keys: Keys, path: Path) -> Given:
        """Arguments for a constructor from all of a mapping; unknown and missing keys are reported."""
        return self.usual(node, keys, path) or self.given_of(self.pairs(node, path), keys, path, node)

    def usual(self, node: Table, keys: Keys, path: Path) -> Given | None:
        """The same if nothing is to be said about the keys, or else nothing."""
        steps, implied = keys.usual[tuple([key.text for key, _ in node.pairs])]
        if not steps:
            return None
        given = Given(node, path, keys, None, implied.copy())
        self._read(given, keys, zip(steps, node.pairs))  # noqa: B905 - they are as many, and a check is no faster than a field
        if given.refused:
            self.require(given, keys)
        return given

    def given_of(self, pairs: Pairs, keys: Keys, path: Path, node: Table) -> Given:
        """The same from what is left of a mapping."""
        given = self.optional(pairs, keys, path, node)
        self.require(given, keys)
        return given

    def optional(self, pairs: Pairs, keys: Keys, path: Path, node: Node) -> Given:
        """The same without a look at what is missing."""
        given = Given(node, path, keys, pairs)
        self._read(given, keys, self._known_of(given, pairs, keys))
        return given

    def _read(self, given: Given, keys: Keys, found: Iterable[tuple[Step, tuple[Scalar, Node]]]) -> None:
        """Read the fields of a mapping, one after the other."""
        arguments, path, owner, readers = given.arguments, given.path, keys.owner, self.readers
        for (word, name, about, is_text), (_, value) in found:
            if is_text and type(value) is Scalar and not (value.plain and value.text in NULLS):
                arguments[name] = value.text  # most often
                continue
            here = (path, word)
            empty = (
                type(value) is Scalar and value.plain and value.text in NULLS and self.is_empty(value, here)
            )
            read = MISSING if empty else readers[about.form](value, about, here, owner)
            if read is MISSING:
                given.refused |= {name}
            else:
                arguments[name] = read

    def _known_of(self, given: Given, pairs: Pairs, keys: Keys) -> Iterator[tuple[Step, tuple[Scalar, Node]]]:
        """What to read in a mapping with any keys; what is not to be read as a field is reported, or an ``x-`` key."""
        extra: list[tuple[str, str]] = []
        for word, (key, value) in pairs.items():
            here = (given.path, word)
            if word in keys.steps:
                name = keys.steps[word][1]
                if name in given.arguments or name in given.refused:
                    message = f"{word!r} and another key mean the same field"
                    self.problem(key, "duplicate-key", here, message)
                else:
                    yield keys.steps[word], (key, value)
            elif word.startswith("x-") and keys.owner and "extra" in attrs.fields_dict(keys.owner):
                extra += [(word, text) for text in self._extra(value, here)]
            else:
                given.meant |= self._unknown_key(key, here, keys)
        if extra:
            given.arguments["extra"] = tuple(extra)

    def _unknown_key(self, key: Scalar, here: Path, keys: Keys) -> set[str]:
        near = self.nearest(key.text, keys.words)
        self.problem(key, "unknown-key", here, f"no key {key.text!r} here", did_you_mean(near))
        return {keys.known[near][0] if near in keys.known else near}

    def require(self, given: Given, keys: Keys) -> None:
        """Report what must be there and is not, and put stand-ins for it."""
        for name, description in keys.required:
            if name in given.arguments:
                continue
            if name not in given.refused and name not in given.meant:
                expected = keys.expected if name == "date" else repr(description.key)
                message = f"expected {expected}, found none"
                hint = "write 'unknown' if it is not known" if name == "date" else ""
                self.problem(given.node, "missing-key", (given.path, description.key), message, hint)
            given.arguments[name] = _STAND_INS[name]

    def _extra(self, node: Node, path: Path) -> Iterator[str]:
        """The value of an ``x-`` key as canonical JSON, or nothing where it is reported."""
        before = self.met
        value = self._plain(node, path, 0)
        if self.met == before:
            yield canonical_json(value)

    def _plain(self, node: Node, path: Path, depth: int) -> Any:  # noqa: ANN401 - any JSON value
        """What JSON writes without quotes is that when it stands without quotes here."""
        if depth > DEEPEST:
            self.problem(
                node, "too-large", path, f"what stands under an 'x-' key is at most {DEEPEST} levels deep"
            )
            return None
        if isinstance(node, Listing):
            return [self._plain(item, (path, i), depth + 1) for i, item in enumerate(node.items)]
        if isinstance(node, Table):
            pairs = self.pairs(node, path).items()
            return {word: self._plain(value, (path, word), depth + 1) for word, (_, value) in pairs}
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
                node, path = given.place(error.field)
                self.problem(node, error.code, path, error.message, error.hint)
                if error.field in _STAND_INS and arguments.get(error.field) != _STAND_INS[error.field]:
                    arguments[error.field] = _STAND_INS[error.field]
                else:
                    del arguments[error.field]

    def is_empty(self, node: Node, path: Path) -> bool:
        """Whether nothing stands where a value should, which is reported."""
        if type(node) is not Scalar or not node.plain or node.text not in NULLS:
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
        value = _decode_plain(node.text)
    except ValueError:
        return node.text
    return node.text if isinstance(value, str) else value


def text_of(path: Path) -> str:
    """A path written out; a key of thousands of characters is cut, or every path below it had them."""
    steps: list[str | int] = []
    while not isinstance(path, str):
        path, step = path
        steps.append(step)
    for step in reversed(steps):
        path = f"{path}[{step}]" if isinstance(step, int) else _join(path, _cut(step, _ROOM))
    return path


def _join(path: str, word: str) -> str:
    return f"{path}.{word}" if path else word


def _cut(text: str, room: int = _LONGEST_MESSAGE) -> str:
    return text if len(text) <= room else f"{text[:room]}…"


def items_of(node: Node, path: Path) -> list[tuple[Node, Path]]:
    """The elements of a list with their paths; one element needs no list."""
    if isinstance(node, Listing):
        return [(item, (path, i)) for i, item in enumerate(node.items)]
    return [(node, path)]


def name_of(node: Node) -> str:
    """What a node is, for people."""
    return "a text" if isinstance(node, Scalar) else "a list" if isinstance(node, Listing) else "a mapping"


def a(noun: str) -> str:
    """The noun with its article."""
    return f"a{'n' if noun[0] in 'aeiou' else ''} {noun}"
