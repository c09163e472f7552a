"""The JSON Schema (draft-07) of the timeline file, for editors that complete and underline YAML while it is typed.

It is made from the field descriptions of the model, so that a field added there is known to the editor. It is never
stricter than the reader, with two exceptions that help who types: a full day is written ``YYYY-MM-DD`` only, and a
bare year below 1000 needs quotes. It is often laxer, for a schema sees one value at a time: neither what a reference
leads to, nor which of two dates is earlier, nor how long a February is.

An editor's YAML reader types plain scalars, ours does not: where a text may stand, a number or ``true`` may, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, TypeAlias

from coalition_events.model import KINDS, SCHEMA, Claim, Figure, Location, Record, Timeline, Value
from coalition_events.model.fields import Description, Form, described

Schema: TypeAlias = dict[str, Any]
Maker: TypeAlias = Callable[[Description, str], Schema]

_MARKS: Final = "[?~%]?"
_DAY_OF_MONTH: Final = "|".join(
    f"{month}-(?:0[1-9]|[12][0-9]{last}|XX)"
    for month, last in (("(?:0[13578]|1[02])", "|3[01]"), ("(?:0[469]|11)", "|30"), ("02", ""))
)
_YEAR: Final = "(?!0000)[0-9]{4}"
_UNIT: Final = (
    rf"(?:[0-9]{{2}}XX|[0-9]{{3}}X|{_YEAR}(?:-(?:{_DAY_OF_MONTH}|0[1-9]|1[0-2]|3[3-6]|4[01]|XX(?:-XX)?))?)"
)
_FULL_DAY: Final = rf"{_YEAR}-(?:{_DAY_OF_MONTH.replace('|XX', '')})"
_CLOCK: Final = "T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:Z|[+-](?:[01][0-9]|2[0-3])(?::[0-5][0-9])?)?"
_RANGE: Final = rf"(?:{_UNIT}\.\.(?:{_UNIT})?|\.\.{_UNIT})"
_MOMENT: Final = rf"(?:{_UNIT}|{_FULL_DAY}{_CLOCK}){_MARKS}"
_ONE_DAY: Final = rf"(?:{_MOMENT}|{_RANGE}|\[{_RANGE}\])"
_END: Final = rf"{_UNIT}{_MARKS}"
_STRETCH: Final = rf"(?:{_END}/(?:{_END}|\.\.)?|(?:\.\.)?/{_END})"

# What YAML takes for a number or for true is a text all the same.
_TEXTS: Final = ["string", "number", "boolean"]
_IDS: Final = ["string", "integer", "boolean"]
_ABSENCES: Final = ["unknown", "none"]
_OWN_KEY: Final = "^x-[^\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f]*$"
_NO_CONTROLS: Final = "^[^\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f]*$"
_ID: Final = "^(?!(?:unknown|none|all)$)[a-z0-9-]+$"
_SHAPES: Final[Mapping[str, str]] = {  # of texts that may also be empty; a test holds them to the model
    "url": r"(?:[Hh][Tt][Tt][Pp][Ss]?://[^\s/?#]|[Mm][Aa][Ii][Ll][Tt][Oo]:\S)\S*",
    "country": "[A-Z]{2}",
    "region": "[A-Z]{2}-[A-Z0-9]{1,3}",
    "language": "[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*",
    "time": "(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?(?:Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])?",
    "timezone": "[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*",
}
_MESSAGE: Final = "patternErrorMessage"  # what editors show in place of a pattern; draft-07 lets it pass
_NUMBER: Final = r"[0-9]{1,12}(?:\.\.(?:[0-9]{1,12})?)?|\.\.[0-9]{1,12}|all"
_SOME_TEXT: Final = rf"^(?=[\s\S]*\S){_NO_CONTROLS[1:]}"
_LIMITS: Final[Mapping[str, tuple[int, int]]] = {
    "credibility": (1, 6),
    "ordinal": (1, 10_000),
    "latitude": (-90, 90),
    "longitude": (-180, 180),
    "accuracy_m": (0, 20_037_508),
}
_SPANS: Final = frozenset({"when"})  # dated fields whose claims may be stretches of days
_SINGULAR: Final = {cls.section: cls.section.removesuffix("s") for cls in KINDS}
_ONE_DATE: Final = ("date", "planned", "expected")


def json_schema() -> dict[str, Any]:
    """The schema of the whole file, made anew at each call; always the same."""
    sections = {cls.section: _section(cls) for cls in KINDS}
    head = {
        "schema": {"const": SCHEMA, "description": "the shape of this file"},
        "id": _refer("id", "the timeline's own id"),
    }
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "coalition-events timeline",
        "description": f"A timeline file, {SCHEMA}: dated, sourced claims about the end of a military mission.",
        **_object(
            {**head, **_properties(Timeline, "timeline"), **sections}, ["schema", "id", *_required(Timeline)]
        ),
        "definitions": {**_scalars(), **_claims(), **{_SINGULAR[cls.section]: _record(cls) for cls in KINDS}},
    }


# ---------------------------------------------------------------------------------------------------- small parts


def _refer(name: str, description: str = "") -> Schema:
    """A reference that may carry a description: draft-07 ignores everything that stands beside ``$ref`` itself."""
    reference = {"$ref": f"#/definitions/{name}"}
    return {"description": description, "allOf": [reference]} if description else reference


def _object(properties: Schema, required: Iterable[str] = (), *, extra: bool = True) -> Schema:
    """A mapping with these keys and, where the file takes them, keys that begin with ``x-``."""
    schema: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    if extra:
        schema["patternProperties"] = {_OWN_KEY: _refer("own", "your own: kept as it is and written back")}
    if needed := list(required):
        schema["required"] = needed
    return schema


def _one_or_more(item: Schema, description: str, *, least: int = 0) -> Schema:
    """One element needs no list."""
    listing: Schema = {"type": "array", "items": item}
    if least:
        listing["minItems"] = least
    return {"description": description, "anyOf": [item, listing]}


def _scalar(types: list[str], pattern: str, description: str) -> Schema:
    return {"type": types, "pattern": pattern, "description": description, _MESSAGE: f"not {description}"}


def _match(pattern: str, what: str) -> Schema:
    """A text that is wholly of this shape."""
    return {"type": "string", "pattern": f"^(?:{pattern})$", "description": what, _MESSAGE: f"not {what}"}


def _scalars() -> Schema:
    """The definitions of texts, ids and dates."""
    one_day = _match(_ONE_DAY, "a date: YYYY-MM-DD, YYYY-MM, YYYY, ..B, A.. or A..B")
    between = _match(_RANGE, "one day between two, A..B")
    bracketed = {"type": "array", "items": between, "minItems": 1, "maxItems": 1}
    year = {"type": "integer", "minimum": 1000, "maximum": 9999}
    return {
        "text": _scalar(_TEXTS, _NO_CONTROLS, "a text without control characters"),
        "required-text": _scalar(_TEXTS, _SOME_TEXT, "a text that is not empty"),
        "id": _scalar(_IDS, _ID, "an id: a-z, 0-9 and -"),
        "own": {"pattern": _NO_CONTROLS, "items": _refer("own"), "additionalProperties": _refer("own")},
        "absence": {"enum": _ABSENCES, "description": "unknown: not known; none: known not to apply"},
        "day": _match(_FULL_DAY, "a full day, YYYY-MM-DD"),
        "date": {"anyOf": [one_day, year, bracketed]},
        "span": _match(_STRETCH, "a stretch of days, A/B"),
        "number": {
            "anyOf": [
                _match(_NUMBER, "a number as stated: 6, 4..5, 10.., ..500 or all"),
                {"type": "integer", "minimum": 0, "maximum": 999_999_999_999},
            ],
        },
    }


# ---------------------------------------------------------------------------------------------------- claims


def _claims() -> Schema:
    """The definitions of claims: about one day, about one day or a stretch of days, about a number, about a value."""
    day = [_refer("date"), _refer("absence")]
    days = [_refer("date"), _refer("span"), _refer("absence")]
    return {
        "claim": _claim(Claim, day, "somebody's word on when something happened, is planned or is expected"),
        "span-claim": _claim(Claim, days, "the same, about one day or a stretch of days"),
        "figure": _claim(Figure, days, "a number that somebody states, as of a date that may be left out"),
        "value-claim": _value_claim(_refer("id")),
        "location-claim": _location_claim(),
        "dated": _dated_field("claim", day),
        "dated-span": _dated_field("span-claim", days),
    }


def _claim(cls: type[Claim], dates: list[Schema], description: str) -> Schema:
    meanings = {"date": "when", "planned": "the day that a party set", "expected": "the day of a forecast"}
    properties = {key: {"description": meanings[key], "anyOf": dates} for key in _ONE_DATE}
    one = {"oneOf": [{"required": [key]} for key in _ONE_DATE]}
    none = {"not": {"anyOf": one["oneOf"]}}
    return {
        "description": description,
        **_object({**properties, **_properties(cls, "claim")}, _required(cls), extra=False),
        # 'planned: D' says the basis already
        "dependencies": {key: {"not": {"required": ["basis"]}} for key in _ONE_DATE[1:]},
        **({"anyOf": [one, none]} if cls is Figure else one),
        **_rejected(),
    }


def _rejected() -> Schema:
    """A claim is not set aside without a reason."""
    return {
        "if": {"properties": {"rank": {"const": "rejected"}}, "required": ["rank"]},
        "then": {"required": ["note"], "properties": {"note": {"pattern": r"\S"}}},
    }


def _value_claim(value: Schema) -> Schema:
    taken = {"description": "the value, or an absence", "anyOf": [value, _refer("absence")]}
    return {
        "description": "somebody's word on an undated field",
        **_object({"value": taken, **_properties(Value, "claim")}, ["value"], extra=False),
        **_rejected(),
    }


def _location_claim() -> Schema:
    """A point, whose fields may stand beside those of its claim."""
    own = _properties(Location, "location")
    beside = {**own, **_properties(Value, "claim")}
    return {
        "description": "where it is, and who says so",
        "anyOf": [
            {**_object(beside, _required(Location), extra=False), **_rejected()},
            _value_claim(_object(own, _required(Location), extra=False)),
        ],
    }


def _dated_field(claim: str, dates: list[Schema]) -> Schema:
    item = {"anyOf": [*dates, _refer(claim)]}
    return {"anyOf": [*item["anyOf"], {"type": "array", "items": item}]}


# ---------------------------------------------------------------------------------------------------- records


def _section(cls: type[Record]) -> Schema:
    return {
        "type": ["object", "null"],
        "description": (cls.__doc__ or "").partition("\n")[0],
        "propertyNames": {"$ref": "#/definitions/id"},
        "additionalProperties": _refer(_SINGULAR[cls.section]),
    }


def _record(cls: type[Record]) -> Schema:
    name = _SINGULAR[cls.section]
    schema: Schema = {"title": name, **_object(_properties(cls, name), _required(cls)), **_once(cls)}
    if "name" in schema["properties"]:  # a bare text is the record's name
        return {"title": name, "anyOf": [_refer("required-text"), schema]}
    return schema


def _once(cls: type) -> Schema:
    """Of two keys that mean one field, as 'base' and 'bases' do, one alone may stand."""
    doubled = [[d.key, word] for _, d in described(cls) for word in d.also]
    return {"allOf": [{"not": {"required": pair}} for pair in doubled]} if doubled else {}


def _required(cls: type) -> list[str]:
    return [description.key for _, description in described(cls) if description.required]


def _properties(cls: type, kind: str) -> Schema:
    """The keys that a mapping of this kind may have."""
    keys: Schema = {}
    for _, description in described(cls):
        keys[description.key] = _field(description)
        for word in description.also:
            keys[word] = _field(description)
    if "cite" in keys and kind != "claim":
        keys["cite"] = _cite(cls, [key for key in keys if key != "cite"], keys["cite"]["description"])
    return keys


def _cite(cls: type, keys: list[str], meaning: str) -> Schema:
    """Sources of the record, or a mapping from its fields to their sources."""
    sources = _one_or_more(_refer("id"), "sources")
    by_field = {**_object(dict.fromkeys(keys, sources), extra=False), **_once(cls)}
    return {"description": meaning, "anyOf": [*sources["anyOf"], by_field]}


def _field(description: Description) -> Schema:
    """The schema of one field by its form."""
    return _MAKERS[description.form](description, description.meaning or _meaning(description))


def _text(description: Description, meaning: str) -> Schema:
    if name := description.pattern or (description.key if description.key in _SHAPES else ""):
        return _pattern(name, meaning)
    return _refer("required-text" if description.required else "text", meaning)


def _word(description: Description, meaning: str) -> Schema:
    return {"enum": [member.value for member in description.words or ()], "description": meaning}


def _amount(description: Description, meaning: str) -> Schema:
    low, high = _LIMITS[description.key]
    return {"type": description.form.value, "minimum": low, "maximum": high, "description": meaning}


def _date(description: Description, meaning: str) -> Schema:
    if description.absent:
        return {"description": meaning, "anyOf": [_refer("date"), _refer("absence")]}
    return _refer("date", meaning)


def _dated(description: Description, meaning: str) -> Schema:
    return _refer("dated-span" if description.key in _SPANS else "dated", meaning)


def _figures(_description: Description, meaning: str) -> Schema:
    return _one_or_more({"anyOf": [_refer("figure"), _refer("number")]}, meaning, least=1)


def _valued(description: Description, meaning: str) -> Schema:
    values = [_refer("id"), _refer("value-claim")] if description.sections else [_refer("location-claim")]
    return _one_or_more({"anyOf": [_refer("absence"), *values]}, meaning)


def _identifiers(_description: Description, meaning: str) -> Schema:
    return {
        "type": "object",
        "description": meaning,
        "propertyNames": {"minLength": 1},
        "additionalProperties": {"allOf": [_refer("text"), {"minLength": 1}]},
    }


def _aliases(_description: Description, meaning: str) -> Schema:
    keys = {"text": _refer("required-text"), "language": _pattern("language", "BCP 47 tag")}
    return _one_or_more({"anyOf": [_refer("required-text"), _object(keys, ["text"], extra=False)]}, meaning)


_MAKERS: Final[Mapping[Form, Maker]] = {
    Form.TEXT: _text,
    Form.WORD: _word,
    Form.WORDS: lambda description, meaning: _one_or_more(_word(description, "one of them"), meaning),
    Form.NUMBER: _amount,
    Form.INTEGER: _amount,
    Form.BOOLEAN: lambda _, meaning: {"type": "boolean", "description": meaning},
    Form.DAY: lambda _, meaning: _refer("day", meaning),
    Form.DATE: _date,
    Form.REFERENCE: lambda _, meaning: _refer("id", meaning),
    Form.REFERENCES: lambda _, meaning: _one_or_more(_refer("id"), meaning),
    Form.CITES: lambda _, meaning: _one_or_more(_refer("id"), meaning),
    Form.DATED: _dated,
    Form.VALUED: _valued,
    Form.FIGURES: _figures,
    Form.STATED_NUMBER: lambda _, meaning: _refer("number", meaning),
    Form.ALIASES: _aliases,
    Form.IDENTIFIERS: _identifiers,
}


def _pattern(name: str, meaning: str) -> Schema:
    pattern = f"^(?:{_SHAPES[name]})?$"
    return {"type": "string", "pattern": pattern, "description": meaning, _MESSAGE: f"not a {name}"}


def _meaning(description: Description) -> str:
    """For a field without a meaning of its own: what its vocabulary says, else its key in words."""
    if description.words is not None:
        return (description.words.__doc__ or "").partition("\n")[0].replace("`", "")
    return description.key.replace("_", " ")
