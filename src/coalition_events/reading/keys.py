"""Which keys a mapping may have, which field each of them fills, and what a mapping gave."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

import attrs

from coalition_events.model.fields import Description, Form, described
from coalition_events.reading.guesses import Words
from coalition_events.reading.nodes import Node, Scalar, Table

Pairs: TypeAlias = dict[str, tuple[Scalar, Node]]
"""Keys and values of a mapping by the text of the key."""
Path: TypeAlias = "str | tuple[Path, str | int]"
"""A path as text, or a path with one more key or index: only the paths of problems are ever written out."""
_TEXTS: Final = frozenset({Form.TEXT, Form.WORD, Form.STATED_NUMBER})
"""What is read as the text that stands there."""
_MOST_USUAL: Final = 1_000  # sets of keys, each in one order
Step: TypeAlias = tuple[str, str, Description, bool]
"""How a field is read: key, attribute, description, and whether it is the text that stands there."""


@attrs.frozen
class Keys:
    """The keys that a mapping may have: each with the attribute that it fills, and how it is read."""

    known: Mapping[str, tuple[str, Description]]
    owner: type | None = None
    others: tuple[str, ...] = ()
    """Keys that were taken out before, named when a misspelt one is near."""
    expected: str = ""
    """What to name when ``date`` is missing, which has three keys."""
    implied: Mapping[str, tuple[str, str]] = attrs.field(factory=dict)
    """Keys that say a second thing: each with an attribute and what it then is."""
    words: Words = attrs.field(init=False)
    required: tuple[tuple[str, Description], ...] = attrs.field(init=False)
    steps: Mapping[str, Step] = attrs.field(init=False)
    usual: _Usual = attrs.field(init=False, repr=False, eq=False)
    """What to read in a mapping, by all its keys in their order; nothing where there is something to say about them."""

    @words.default
    def _find_words(self) -> Words:
        return Words((*self.known, *self.others))

    @required.default
    def _find_required(self) -> tuple[tuple[str, Description], ...]:
        return tuple((name, about) for name, about in self.known.values() if about.required)

    @steps.default
    def _find_steps(self) -> Mapping[str, Step]:
        return {word: (word, name, about, about.form in _TEXTS) for word, (name, about) in self.known.items()}

    @usual.default
    def _remember_usual(self) -> _Usual:
        return _Usual(self)


class _Usual(dict[tuple[str, ...], tuple[tuple[Step, ...], dict[str, Any]]]):
    """What mappings with the same keys have in common: the steps, and the arguments that follow from the keys alone.

    Most mappings of a file have one of a few sets of keys. What is known about the set need not be found out for each.
    """

    def __init__(self, keys: Keys) -> None:
        super().__init__()
        self._keys = keys

    def __missing__(self, words: tuple[str, ...]) -> tuple[tuple[Step, ...], dict[str, Any]]:
        keys = self._keys
        if not all(word in keys.steps for word in words):
            return (), {}
        steps = tuple([keys.steps[word] for word in words])
        implied = dict([keys.implied[word] for word in words if word in keys.implied])
        names = {name for _, name, _, _ in steps}.union(implied)
        if len(names) < len(steps) + len(implied) or not all(name in names for name, _ in keys.required):
            return (), {}
        if len(self) >= _MOST_USUAL:
            self.clear()
        self[words] = steps, implied
        return self[words]


@attrs.define
class Given:
    """What a mapping gives for a constructor, and where each argument stands."""

    node: Node
    path: Path
    keys: Keys | None = None
    pairs: Pairs | None = None
    """What was taken from the mapping, unless it is all of it."""
    arguments: dict[str, Any] = attrs.field(factory=dict)
    refused: frozenset[str] = frozenset()
    """Fields whose value is reported already."""
    meant: frozenset[str] = frozenset()
    """Fields whose key is misspelt: that they are missing is the same mistake."""
    id_node: Node | None = None
    """The key under which a record stands, which is its id."""

    def place(self, field: str) -> tuple[Node, Path]:
        """Where the argument for a field stands, or else the whole."""
        if field == "id" and self.id_node is not None:
            return self.id_node, self.path
        known = self.keys.known if self.keys else {}
        whole = self.node.pairs if isinstance(self.node, Table) else ()
        for key, value in whole if self.pairs is None else self.pairs.values():
            if key.text in known and known[key.text][0] == field:
                return value, (self.path, key.text)
        return self.node, self.path


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
