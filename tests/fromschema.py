"""Documents made from a JSON Schema by Hypothesis, for the words of draft-07 that our own schema uses.

The library hypothesis-jsonschema would be the judge of choice; its last release does not run with today's Hypothesis
and needs a minute for this schema.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jsonschema
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable

IDS = ("a", "b", "c-1")  # few, so that references have a chance to lead somewhere
KNOWN = {
    *(
        "$schema",
        "title",
        "description",
        "patternErrorMessage",
        "definitions",
        "$ref",
        "const",
        "enum",
        "type",
    ),
    *("pattern", "minimum", "maximum", "minLength", "properties", "required", "additionalProperties"),
    *("patternProperties", "propertyNames", "items", "minItems", "maxItems"),
    *("anyOf", "allOf", "oneOf", "not", "if", "then", "dependencies"),
}
"""What the walk below knows; a schema with another word is refused, so that none is passed over."""


class Maker:
    """Makes documents of a schema; ``documents`` is the strategy."""

    def __init__(self, schema: dict[str, Any]) -> None:
        self.schema = schema
        self.made: dict[str, st.SearchStrategy[Any]] = {}
        self.parts: dict[int, st.SearchStrategy[Any]] = {}
        """The same of a part, by its identity: Hypothesis looks at each strategy when it meets it first."""
        self.makers: dict[str, Callable[[dict[str, Any]], st.SearchStrategy[Any]]] = {
            "$ref": lambda part: self.named(part["$ref"]),
            "const": lambda part: st.just(part["const"]),
            "enum": lambda part: st.sampled_from(part["enum"]),
            "properties": self.mapping,
            "anyOf": lambda part: st.one_of([self.of(one) for one in part["anyOf"]]),
            "allOf": self.all_of,
            "items": self.listing,
        }
        """The word that decides how a part is made -> how; the first that a part has counts."""
        self.documents = self.of(schema)

    def valid(self, schema: dict[str, Any], value: object) -> bool:
        """Whether the judge takes a value; the definitions come from the whole schema."""
        within = {**schema, "definitions": self.schema["definitions"]}
        return jsonschema.Draft7Validator(within).is_valid(value)

    def named(self, reference: str) -> st.SearchStrategy[Any]:
        """A definition, made once."""
        name = reference.removeprefix("#/definitions/")
        if name not in self.made:
            if name == "id":
                self.made[name] = st.sampled_from(IDS)
            else:
                self.made[name] = st.deferred(lambda: self.of(self.schema["definitions"][name]))
        return self.made[name]

    def of(self, schema: dict[str, Any]) -> st.SearchStrategy[Any]:
        """Values that a schema takes."""
        if id(schema) not in self.parts:
            self.parts[id(schema)] = self.fresh(schema)
        return self.parts[id(schema)]

    def fresh(self, schema: dict[str, Any]) -> st.SearchStrategy[Any]:
        """The same, made anew."""
        assert set(schema) <= KNOWN, f"the walk does not know {set(schema) - KNOWN}"
        for word, make in self.makers.items():
            if word in schema:
                return make(schema)
        return self.mapping(schema) if "object" in schema["type"] else self.scalar(schema)

    def listing(self, schema: dict[str, Any]) -> st.SearchStrategy[Any]:
        """A short list."""
        most = schema.get("maxItems", 2)
        return st.lists(self.of(schema["items"]), min_size=schema.get("minItems", 0), max_size=most)

    def all_of(self, schema: dict[str, Any]) -> st.SearchStrategy[Any]:
        """What the first takes, as far as the others do."""
        first, *others = schema["allOf"]
        return self.of(first).filter(lambda value: all(self.valid(other, value) for other in others))

    def scalar(self, schema: dict[str, Any]) -> st.SearchStrategy[Any]:
        """A text, a number or a switch."""
        types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        made = {
            "string": lambda: self.text(schema),
            "integer": lambda: st.integers(schema.get("minimum"), schema.get("maximum")),
            "number": lambda: st.floats(
                schema.get("minimum"), schema.get("maximum"), allow_nan=False, allow_infinity=False
            ),
            "boolean": st.booleans,
        }
        return st.one_of([made[name]() for name in types])

    def text(self, schema: dict[str, Any]) -> st.SearchStrategy[str]:
        """A text of the pattern; from a few letters where the pattern allows any."""
        letters = st.text("aZ 0ä…ع", min_size=1, max_size=6)
        pattern = schema.get("pattern")
        if pattern is None:
            return letters
        if self.valid(schema, "aZ 0ä") and self.valid(schema, "ع…"):
            return letters.filter(lambda text: self.valid(schema, text))
        made = st.from_regex(pattern, alphabet=ASCII).filter(lambda text: self.valid(schema, text))
        return made.filter(
            lambda text: "\n" not in text
        )  # Python's $ lets one stand behind it, ECMA's does not

    def mapping(self, schema: dict[str, Any]) -> st.SearchStrategy[Any]:
        """A mapping with the required keys, one set of alternatives, and a few of the others."""
        properties = schema.get("properties", {})
        if not properties:
            values = schema["additionalProperties"]
            names = self.of(schema["propertyNames"]) if "$ref" in schema["propertyNames"] else st.just("own")
            return st.dictionaries(names, self.of(values), max_size=3)
        branches = schema.get("oneOf") or [part for part in schema.get("anyOf", ()) if "oneOf" in part]
        branches = [inner for part in branches for inner in part.get("oneOf", [part])] or [{}]

        @st.composite
        def build(draw: st.DrawFn) -> dict[str, Any]:
            needed = {*schema.get("required", ()), *draw(st.sampled_from(branches)).get("required", ())}
            more = draw(st.sets(st.sampled_from(sorted(properties)), max_size=7))
            made = {key: draw(self.of(properties[key])) for key in properties if key in needed | more}
            if "patternProperties" in schema and draw(st.integers(0, 9)) == 0:
                made["x-own"] = draw(st.sampled_from(["text", ["a", {"b": "c"}]]))
            return made

        return build().filter(lambda value: self.valid(schema, value))


ASCII = st.characters(max_codepoint=126, min_codepoint=32)
