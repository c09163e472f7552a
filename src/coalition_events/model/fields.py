"""How a field of a record is described once: its form in the file, its converter and its check.

Readers, writers, the JSON Schema and the loss ledger all walk these descriptions, so that a field is added in one place.
"""

from __future__ import annotations

import datetime as dt
import difflib
import enum
import json
import re
from collections.abc import Callable, Iterable
from typing import Any, Final

import attrs

from coalition_events.dates import AnyDate, DateError, Span, UncertainDate, parse_date
from coalition_events.model.vocabulary import Absence

_ID = re.compile(r"[a-z0-9-]+")
_RESERVED = frozenset({"unknown", "none", "all"})
# every control character but TAB and LF, DEL and the C1 block, and halves of surrogate pairs
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_URL = re.compile(r"(?:https?://[^\s/?#]|mailto:[^\s])[^\s]*", re.IGNORECASE)
_COUNTRY = re.compile(r"[A-Z]{2}")
_REGION = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?(?:Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])?")


class FieldError(ValueError):
    """A value that a record's field does not take. ``code`` is the problem's code, ``field`` the attribute's name."""

    def __init__(self, field: str, code: str, message: str, hint: str = "") -> None:
        self.field, self.code, self.message, self.hint = field, code, message, hint
        super().__init__(f"{field}: {message}" + (f"; {hint}" if hint else ""))


class Form(enum.Enum):
    """What a field looks like in the file."""

    TEXT = "text"
    NUMBER = "number"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    WORD = "word"
    DAY = "day"
    DATE = "date"
    REFERENCE = "reference"
    REFERENCES = "references"
    WORDS = "words"
    DATED = "dated"
    VALUED = "valued"
    ALIASES = "aliases"
    IDENTIFIERS = "identifiers"
    FIGURES = "figures"
    CITES = "cites"
    STATED_NUMBER = "stated-number"


@attrs.frozen(kw_only=True)
class Description:
    """One field: its key in the file, its form, the sections or words it draws on, and what a text must look like."""

    form: Form
    key: str
    also: tuple[str, ...] = ()
    """Other keys that mean the same (``base`` for ``bases``)."""
    sections: tuple[str, ...] = ()
    words: type[enum.StrEnum] | None = None
    pattern: str = ""
    meaning: str = ""
    absent: bool = False
    """Whether ``unknown`` and ``none`` may stand for a plain value."""
    required: bool = False


DESCRIPTION: Final = "coalition_events"


_DESCRIBED: dict[type, tuple[tuple[str, Description], ...]] = {}


def described(cls: type) -> tuple[tuple[str, Description], ...]:
    """``(attribute, description)`` of every field of a record that the file can hold, in the order of the file."""
    if cls not in _DESCRIBED:
        held = [field for field in attrs.fields(cls) if DESCRIPTION in field.metadata]
        held.sort(key=lambda field: field.inherited)  # a record's own fields before those that all have
        _DESCRIBED[cls] = tuple((field.name, field.metadata[DESCRIPTION]) for field in held)
    return _DESCRIBED[cls]


# ---------------------------------------------------------------------------------------------------- checks


def check_id(_instance: object, attribute: attrs.Attribute[str], value: str) -> None:
    """An id is ``[a-z0-9-]+`` and none of the words that mean an absence or everything."""
    if not _ID.fullmatch(value):
        raise FieldError(attribute.name, "bad-id", f"{value!r} is not an id", "write [a-z0-9-]+")
    if value in _RESERVED:
        raise FieldError(attribute.name, "bad-id", f"{value!r} has a meaning of its own and is not an id")


def text_fault(value: str) -> str:
    """What is wrong with a text, or nothing: control characters but TAB and LF, and lone surrogates are refused."""
    if (found := _FORBIDDEN.search(value)) is None:
        return ""
    what = "half a surrogate pair" if "\ud800" <= found[0] <= "\udfff" else "control character"
    return f"{what} U+{ord(found[0]):04X} at character {found.start() + 1}"


def check_text(_instance: object, attribute: attrs.Attribute[str], value: str) -> None:
    """Any text without control characters; left out is the empty text."""
    if not isinstance(value, str):
        raise FieldError(attribute.name, "wrong-type", f"expected a text, found {type(value).__name__}")
    if fault := text_fault(value):
        raise FieldError(attribute.name, "bad-text", fault)


def check_required_text(instance: object, attribute: attrs.Attribute[str], value: str) -> None:
    """A text that must not be empty."""
    check_text(instance, attribute, value)
    if not value.strip():
        raise FieldError(attribute.name, "missing-key", "expected a text, found none")


def _matching(pattern: re.Pattern[str], code: str, expected: str) -> Callable[[object, attrs.Attribute[str], str], None]:
    def check(instance: object, attribute: attrs.Attribute[str], value: str) -> None:
        check_text(instance, attribute, value)
        if value and not pattern.fullmatch(value):
            raise FieldError(attribute.name, code, f"{value!r} is not {expected}")

    return check


check_url = _matching(_URL, "bad-url", "an http, https or mailto address")
check_language = _matching(_LANGUAGE, "bad-code", "a BCP 47 language tag such as 'ar' or 'ckb'")
check_country = _matching(_COUNTRY, "bad-code", "an ISO 3166-1 alpha-2 code such as 'IQ'")
check_region = _matching(_REGION, "bad-code", "an ISO 3166-2 code such as 'IQ-AN'")
check_time = _matching(_TIME, "bad-time", "a clock time HH:MM, HH:MM:SS, with an offset or without")


def check_range(low: float, high: float) -> Callable[[object, attrs.Attribute[Any], float | None], None]:
    """A number within ``low`` and ``high``, both included, or ``None``."""

    def check(_instance: object, attribute: attrs.Attribute[Any], value: float | None) -> None:
        if value is None:
            return
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise FieldError(attribute.name, "not-a-number", f"expected a number, found {value!r}")
        if not low <= value <= high:
            raise FieldError(attribute.name, "out-of-range", f"{value} is not within {low} and {high}")

    return check


def check_extra(_instance: object, attribute: attrs.Attribute[Any], value: tuple[tuple[str, str], ...]) -> None:
    """Keys begin with ``x-``; each value is JSON text in the one form that :func:`canonical_json` writes."""
    for key, text in value:
        if not key.startswith("x-") or text_fault(key):
            raise FieldError(attribute.name, "unknown-key", f"{key!r} does not begin with 'x-'")
        if canonical_json(json.loads(text)) != text:
            raise FieldError(attribute.name, "bad-text", f"the value of {key!r} is not canonical JSON")


def canonical_json(value: object) -> str:
    """The one JSON text for a value: shortest separators, keys in their order, characters as themselves."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def check_references(section: str) -> Callable[[object, attrs.Attribute[Any], Any], None]:
    """A record of one section, or a tuple of them, or none; an empty ``section`` takes any record."""

    def check(_instance: object, attribute: attrs.Attribute[Any], value: Any) -> None:  # noqa: ANN401 - a check
        for record in value if isinstance(value, tuple) else (value,):
            found = getattr(record, "section", None)
            if record is not None and (found is None or (section and found != section)):
                raise FieldError(attribute.name, "wrong-kind-reference", f"expected {section or 'records'}, found {record!r}")

    return check


# ---------------------------------------------------------------------------------------------------- converters


def _read_date(value: str | dt.date | AnyDate | Absence, field: attrs.Attribute[Any]) -> AnyDate | Absence:
    if isinstance(value, str):
        if value in {"unknown", "none"}:
            return Absence(value)
        try:
            return parse_date(value)
        except DateError as error:
            raise FieldError(field.name, "bad-date", str(error)) from None
    return parse_date(value.isoformat()) if isinstance(value, dt.date) else value


def _read_single_date(
    value: str | dt.date | AnyDate | Absence | None, field: attrs.Attribute[Any]
) -> UncertainDate | Absence | None:
    date = None if value is None else _read_date(value, field)
    if isinstance(date, Span):
        message = f"{date.text!r} is a stretch of days, expected one day"
        raise FieldError(field.name, "bad-date", message, "one day between two is '[A..B]'")
    return date


def _read_day(value: str | dt.date | None, field: attrs.Attribute[Any]) -> dt.date | None:
    if value is None or isinstance(value, dt.date):
        return value
    date = _read_single_date(value, field)
    if not isinstance(date, UncertainDate) or date.precision != "day" or not date.known_to_the_day:
        raise FieldError(field.name, "bad-date", f"{value!r} is not a full day", "write YYYY-MM-DD")
    return date.earliest


as_date: Final = attrs.Converter(_read_date, takes_field=True)
"""A date, a span or an absence, from its text, a calendar day, or itself."""
as_single_date: Final = attrs.Converter(_read_single_date, takes_field=True)
"""The same for fields that take no stretch of days; ``None`` stays."""
as_day: Final = attrs.Converter(_read_day, takes_field=True)
"""A full calendar day from its ISO text; ``None`` stays."""


def as_tuple(value: Any) -> tuple[Any, ...]:  # noqa: ANN401 - whatever the field holds
    """One element needs no tuple."""
    if hasattr(value, "section") or isinstance(value, str):
        return (value,)
    return tuple(value)


def _member(words: type[enum.StrEnum], value: str, field: attrs.Attribute[Any]) -> enum.StrEnum:
    try:
        return words(value)
    except ValueError:
        listed = ", ".join(words)
        near = difflib.get_close_matches(str(value), list(words), n=1)
        hint = f"did you mean {str(near[0])!r}?" if near else ""
        raise FieldError(field.name, "unknown-kind", f"{value!r} is none of {listed}", hint) from None


def as_word(words: type[enum.StrEnum]) -> Any:  # noqa: ANN401 - attrs.Converter has two type parameters too many
    """A member of a closed vocabulary from its word; ``None`` stays."""

    def convert(value: str | None, field: attrs.Attribute[Any]) -> enum.StrEnum | None:
        return None if value is None else _member(words, value, field)

    return attrs.Converter(convert, takes_field=True)


def as_words(words: type[enum.StrEnum]) -> Any:  # noqa: ANN401 - as above
    """A tuple of members, in the order of the vocabulary and each once."""

    def convert(value: Iterable[str] | str, field: attrs.Attribute[Any]) -> tuple[enum.StrEnum, ...]:
        members = {_member(words, word, field) for word in as_tuple(value)}
        return tuple(word for word in words if word in members)

    return attrs.Converter(convert, takes_field=True)


# ---------------------------------------------------------------------------------------------------- field makers
# mypy reads `x: T = text("…")` as a field with a default, which each of these is.


def _meta(form: Form, key: str, **more: Any) -> dict[str, Description]:  # noqa: ANN401 - the fields of Description
    return {DESCRIPTION: Description(form=form, key=key, **more)}


def text(key: str, meaning: str = "", *, check: Any = check_text, pattern: str = "") -> Any:  # noqa: ANN401
    """An optional text."""
    return attrs.field(default="", validator=check, metadata=_meta(Form.TEXT, key, meaning=meaning, pattern=pattern))


def required_text(key: str, meaning: str = "") -> dict[str, Any]:
    """What ``attrs.field`` needs for a text that must be there."""
    return {
        "validator": check_required_text,
        "metadata": _meta(Form.TEXT, key, meaning=meaning, required=True),
    }


def word(key: str, words: type[enum.StrEnum], meaning: str = "", default: Any = None) -> Any:  # noqa: ANN401
    """A member of a closed vocabulary."""
    meta = _meta(Form.WORD, key, words=words, meaning=meaning)
    return attrs.field(default=default, converter=as_word(words), metadata=meta)


def required_word(key: str, words: type[enum.StrEnum], meaning: str = "") -> Any:  # noqa: ANN401
    """A member of a closed vocabulary that must be there."""
    meta = _meta(Form.WORD, key, words=words, meaning=meaning, required=True)
    return attrs.field(converter=as_word(words), metadata=meta)


def ids(value: Any) -> Any:  # noqa: ANN401 - references in any of their shapes
    """What stands for references where they are compared and printed: their ids."""
    if isinstance(value, tuple):
        return tuple(ids(item) for item in value)
    return getattr(value, "id", value)


def print_ids(value: Any) -> str:  # noqa: ANN401 - references in any of their shapes
    """References in a ``repr``."""
    return repr(ids(value))


def reference(key: str, section: str, meaning: str = "") -> Any:  # noqa: ANN401
    """One record of ``section``, or ``None``."""
    return attrs.field(
        default=None,
        validator=check_references(section),
        eq=ids,
        repr=print_ids,
        metadata=_meta(Form.REFERENCE, key, sections=(section,), meaning=meaning),
    )


def references(key: str, section: str = "", meaning: str = "", *, also: tuple[str, ...] = ()) -> Any:  # noqa: ANN401
    """A tuple of records of ``section`` (empty: of any)."""
    sections = (section,) if section else ()
    return attrs.field(
        default=(),
        converter=as_tuple,
        validator=check_references(section),
        eq=ids,
        repr=print_ids,
        metadata=_meta(Form.REFERENCES, key, sections=sections, meaning=meaning, also=also),
    )


def required_day(key: str, meaning: str = "") -> Any:  # noqa: ANN401
    """A full day that must be there."""
    check = attrs.validators.instance_of(dt.date)
    return attrs.field(converter=as_day, validator=check, metadata=_meta(Form.DAY, key, meaning=meaning, required=True))


def day(key: str, meaning: str = "") -> Any:  # noqa: ANN401
    """A full day or ``None``."""
    return attrs.field(default=None, converter=as_day, metadata=_meta(Form.DAY, key, meaning=meaning))


def date(key: str, meaning: str = "", *, absent: bool = False) -> Any:  # noqa: ANN401
    """An :class:`UncertainDate` without claims, or ``None``."""
    meta = _meta(Form.DATE, key, meaning=meaning, absent=absent)
    return attrs.field(default=None, converter=as_single_date, metadata=meta)
