"""Fields that hold claims about days, numbers, actors, bases and places, in their long forms and their short ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs

from coalition_events.model import Absence, Claim, Claims, Figure, Location, Record, Value, Values
from coalition_events.model.fields import Description, Form
from coalition_events.reading.fieldreader import ABSENCES, FieldReader, date_text
from coalition_events.reading.keys import Given, Keys, Path, keys_of
from coalition_events.reading.mappings import MISSING, items_of, name_of
from coalition_events.reading.nodes import Listing, Node, Scalar, Table

if TYPE_CHECKING:
    from coalition_events.limits import Limits
    from coalition_events.reading.keys import Pairs

_FORESEEN: Final = ("planned", "expected")
_DATES: Final = ("date", *_FORESEEN)


def _claim_keys(cls: type[Claim]) -> Keys:
    date = Description(form=Form.DATE, key="date", absent=True, required=not cls.may_lack_date)
    known = {**keys_of(cls).known, **dict.fromkeys(_DATES, ("date", date))}
    implied = {word: ("basis", word) for word in _FORESEEN}
    return Keys(known, cls, expected="one of 'date', 'planned' and 'expected'", implied=implied)


_CLAIM_KEYS: Final = {cls: _claim_keys(cls) for cls in (Claim, Figure)}
_VALUE_KEYS: Final = Keys(keys_of(Value).known, Value, others=("value",))
_PLACE_KEYS: Final = Keys(keys_of(Value).known, Value, others=("value", *keys_of(Location).known))


@attrs.frozen
class Point:
    """A location that was read without a fault, and where it stands."""

    location: Location
    node: Node
    path: Path


class ClaimReader(FieldReader):
    """Reads all that :class:`FieldReader` does, and claims. ``points`` holds the locations of the record being read."""

    def __init__(self, file: str, limits: Limits) -> None:
        super().__init__(file, limits)
        self.points: list[Point] = []
        self._bare_values: dict[str, Values[Any]] = {}
        self.readers |= {Form.DATED: self._dated, Form.VALUED: self._valued, Form.FIGURES: self._figures}

    # ------------------------------------------------------------------------------------------------ dates

    def _dated(self, node: Node, _description: Description, path: Path, _owner: type | None) -> Any:  # noqa: ANN401 - what the field takes
        """The claims; none of them if one has a fault, so that no rule compares what is left of them."""
        if isinstance(node, Scalar) and node.text in ABSENCES:
            return Claims((), Absence(node.text))
        before = self.met
        claims: list[Any]
        if isinstance(node, Listing) and date_text(node) is None:  # no unquoted brackets
            claims = [self._claim(item, Claim, (path, i)) for i, item in enumerate(node.items)]
        else:
            claims = [self._claim(node, Claim, path)]
        return Claims(claims) if self.met == before else MISSING

    def _figures(self, node: Node, _description: Description, path: Path, _owner: type | None) -> Any:  # noqa: ANN401 - as above
        before = self.met
        figures = [self._claim(item, Figure, where) for item, where in items_of(node, path)]
        return tuple(figures) if self.met == before else MISSING

    def _claim(self, node: Node, cls: type[Claim], path: Path) -> Claim | None:
        if not isinstance(node, Table):
            if self.is_empty(node, path):
                return None
            if date_text(node) is None:
                self.problem(node, "wrong-type", path, f"expected a claim, found {name_of(node)}")
                return None
            key = Scalar("number" if cls is Figure else "date", node.line, node.column, plain=True)
            node = Table([(key, node)], node.line, node.column)
        keys = _CLAIM_KEYS[cls]
        given = self.usual(node, keys, path) or self._unusual_claim(node, keys, path)
        if "date" in given.refused:
            given.arguments.setdefault("date", "0001-01-01")  # a clock time beside it is not to blame
        return self.construct(cls, given)

    def _unusual_claim(self, node: Table, keys: Keys, path: Path) -> Given:
        """What a claim gives about whose keys something may have to be said."""
        pairs = self.pairs(node, path)
        basis = self._one_date(pairs, path)
        given = self.given_of(pairs, keys, path, node)
        if basis:
            given.arguments["basis"] = basis
        return given

    def _one_date(self, pairs: Pairs, path: Path) -> str:
        """The basis that the date's key carries, if it carries one; what is too much is taken out."""
        stated = [word for word in _DATES if word in pairs]
        for word in stated[1:]:
            key, _ = pairs.pop(word)
            message = f"a second date in one claim, after {stated[0]!r}"
            self.problem(key, "duplicate-key", (path, word), message, "write a list of two claims")
        if not stated or stated[0] == "date":
            return ""
        if "basis" in pairs:
            key, _ = pairs.pop("basis")
            self.problem(key, "duplicate-key", (path, "basis"), f"{stated[0]!r} says the basis already")
        return stated[0]

    # ------------------------------------------------------------------------------------------------ values

    def _valued(self, node: Node, description: Description, path: Path, owner: type | None) -> Any:  # noqa: ANN401 - as above
        if isinstance(node, Scalar) and node.text in ABSENCES:
            return Values((), Absence(node.text))
        if isinstance(node, Scalar) and description.sections:
            return self._bare_value(self.refer(node, description, path, owner))
        found = [self._value_claim(item, description, where, owner) for item, where in items_of(node, path)]
        return Values(tuple(claim for claim in found if claim is not None))

    def _bare_value(self, record: Record | None) -> Values[Any]:
        """The claim that a bare reference makes, the same one wherever it stands."""
        if record is None:
            return Values()
        if record.id not in self._bare_values:
            self._bare_values[record.id] = Values((Value(value=record),))
        return self._bare_values[record.id]

    def _value_claim(
        self, node: Node, description: Description, path: Path, owner: type | None
    ) -> Value[Any] | None:
        if self.is_empty(node, path):
            return None
        if not isinstance(node, Table):
            given, value = Given(node, path), self._one_value(node, description, path, owner)
        else:
            pairs = self.pairs(node, path)
            if "value" in pairs or description.sections:
                given, value = self._long_value(pairs, node, description, path, owner)
            else:
                given, value = self._bare_location(pairs, node, path)
        if value is None:
            return None
        given.arguments["value"] = value
        return self.construct(Value, given)

    def _long_value(
        self, pairs: Pairs, node: Table, description: Description, path: Path, owner: type | None
    ) -> tuple[Given, Any]:
        """A claim with its value under ``value``."""
        _, inner = pairs.pop("value", (None, None))
        given = self.given_of(pairs, _VALUE_KEYS, path, node)
        where = (path, "value")
        if inner is not None:
            return given, self._one_value(inner, description, where, owner)
        if "value" not in given.meant:
            self.problem(node, "missing-key", where, "expected 'value', found none")
        return given, None

    def _bare_location(self, pairs: Pairs, node: Table, path: Path) -> tuple[Given, Location | None]:
        """A location whose fields stand beside those of its claim."""
        own = {word: pairs.pop(word) for word in keys_of(Location).known if word in pairs}
        given = self.given_of(pairs, _PLACE_KEYS, path, node)
        return given, self._location(own, node, path, given.meant)

    def _one_value(self, node: Node, description: Description, path: Path, owner: type | None) -> Any:  # noqa: ANN401 - as above
        if isinstance(node, Scalar) and node.text in ABSENCES:
            return Absence(node.text)
        if description.sections:
            return self.refer(node, description, path, owner)
        if self.is_empty(node, path):
            return None
        if not isinstance(node, Table):
            self.problem(node, "wrong-type", path, "expected a mapping with latitude and longitude")
            return None
        return self._location(self.pairs(node, path), node, path, frozenset())

    def _location(self, pairs: Pairs, node: Table, path: Path, meant: frozenset[str]) -> Location:
        before = self.met
        given = self.optional(pairs, keys_of(Location), path, node)
        given.meant |= meant
        self.require(given, keys_of(Location))
        location = self.construct(Location, given)
        if self.met == before and not meant:
            self.points.append(Point(location, node, path))
        return location
