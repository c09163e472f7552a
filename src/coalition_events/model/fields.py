"""How a field of a record is described once: its form in the file, its converter and its check.

Readers, writers, the JSON Schema and the loss ledger all walk these descriptions: a field is added in one place.
"""

from __future__ import annotations

import datetime as dt
import difflib
import enum
import functools
from typing import TYPE_CHECKING, Any, Final

import attrs

from coalition_events.dates import AnyDate, DateError, Span, UncertainDate, parse_date
from coalition_events.model import validators
from coalition_events.model.validators import FieldError, check_reference, check_text
from coalition_events.model.vocabulary import Absence

if TYPE_CHECKING:
    from collections.abc import Iterable


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

    # by identity: it is looked up for every field that is read, and an Enum hashes its name anew each time
    __hash__ = object.__hash__


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


# ---------------------------------------------------------------------------------------------------- converters
# Each refuses what it can't make right: a validator besides would be one more call for every field of every record.
# Fields share them: attrs looks for the signature of each, which takes longer than all else in making a field.


def read_date(value: str | dt.date | AnyDate | Absence, field: attrs.Attribute[Any]) -> AnyDate | Absence:
    """A date, a span or an absence, from its text, a calendar day, or itself."""
    if isinstance(value, str):
        if value in {"unknown", "none"}:
            return Absence(value)
        try:
            return parse_date(value)
        except DateError as error:
            raise FieldError(field.name, "bad-date", str(error)) from None
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return parse_date(value.isoformat())
    if not isinstance(value, UncertainDate | Span | Absence):
        message = f"expected a date, found {type(value).__name__}"
        raise FieldError(
            field.name, "wrong-type", message, "write YYYY-MM-DD, and a clock time in its own field"
        )
    return value


def _read_single_date(
    value: str | dt.date | AnyDate | Absence | None, field: attrs.Attribute[Any]
) -> UncertainDate | Absence | None:
    date = None if value is None else read_date(value, field)
    if isinstance(date, Span):
        message = f"{date.text!r} is a stretch of days, expected one day"
        raise FieldError(field.name, "bad-date", message, "one day between two is '[A..B]'")
    return None if date is Absence.LEFT_OUT else date


def _read_present_date(
    value: str | dt.date | AnyDate | Absence | None, field: attrs.Attribute[Any]
) -> UncertainDate | None:
    if value is None:
        return None
    date = _read_single_date(value, field)
    if isinstance(date, Absence):
        message = f"{str(date)!r} can't stand for this date"
        raise FieldError(field.name, "bad-date", message, "leave it out")
    return date


def _read_day(value: str | dt.date | None, field: attrs.Attribute[Any]) -> dt.date | None:
    if value is None or (isinstance(value, dt.date) and not isinstance(value, dt.datetime)):
        return value
    date = _read_single_date(value, field)
    if not isinstance(date, UncertainDate) or date.precision != "day" or not date.known_to_the_day:
        raise FieldError(field.name, "bad-date", f"{value!r} is not a full day", "write YYYY-MM-DD")
    return date.earliest


as_single_date: Final = attrs.Converter(_read_single_date, takes_field=True)
"""A date or an absence, from its text, a calendar day, or itself; ``None`` stays."""
as_present_date: Final = attrs.Converter(_read_present_date, takes_field=True)
"""The same for those that take no absence either."""
as_day: Final = attrs.Converter(_read_day, takes_field=True)
"""A full calendar day from its ISO text; ``None`` stays."""


def _read_tuple(value: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(value)  # attrs is slow to find the signature of a built-in type


def one_or_more(value: Any) -> tuple[Any, ...]:  # noqa: ANN401 - whatever the field holds
    """One element needs no tuple."""
    if type(value) is tuple:
        return value
    if hasattr(value, "section") or isinstance(value, str):
        return (value,)
    return tuple(value)


as_plain_tuple: Final = attrs.Converter(_read_tuple)
"""What ``tuple`` does."""


@functools.cache
def as_references(section: str) -> Any:  # noqa: ANN401 - attrs.Converter has three type parameters too many
    """A tuple of records of ``section`` (empty: of any earlier one) from one or several."""
    check = check_reference(section)

    def convert(value: Any, instance: object, field: attrs.Attribute[Any]) -> tuple[Any, ...]:  # noqa: ANN401 - whatever it is given
        records = value if type(value) is tuple else one_or_more(value)
        for record in records:
            check(instance, field, record)
        return records

    return attrs.Converter(convert, takes_self=True, takes_field=True)


def member(words: type[enum.StrEnum], value: str | None, field: str) -> enum.StrEnum:
    """The member of a vocabulary that a word names; :class:`FieldError` names the nearest."""
    try:
        return words(value or "")
    except ValueError:
        listed = ", ".join(words)
        near = difflib.get_close_matches(str(value), list(words), n=1)
        hint = f"did you mean {str(near[0])!r}?" if near else ""
        raise FieldError(field, "unknown-kind", f"{value!r} is none of {listed}", hint) from None


@functools.cache
def as_word(words: type[enum.StrEnum], *, optional: bool) -> Any:  # noqa: ANN401 - attrs.Converter has two type parameters too many
    """A member of a closed vocabulary from its word; ``optional``: ``None`` stays."""
    known: dict[object, enum.StrEnum] = {word.value: word for word in words}

    def convert(value: str | None, field: attrs.Attribute[Any]) -> enum.StrEnum | None:
        if type(value) is words:
            return value
        if value is None and optional:
            return None
        return known[value] if type(value) is str and value in known else member(words, value, field.name)

    return attrs.Converter(convert, takes_field=True)


def as_words(words: type[enum.StrEnum]) -> Any:  # noqa: ANN401 - as above
    """A tuple of members, in the order of the vocabulary and each once."""

    def convert(value: Iterable[str] | str, field: attrs.Attribute[Any]) -> tuple[enum.StrEnum, ...]:
        if type(value) is tuple and (not value or (len(value) == 1 and type(value[0]) is words)):
            return value
        members = {member(words, word, field.name) for word in one_or_more(value)}
        return tuple(word for word in words if word in members)

    return attrs.Converter(convert, takes_field=True)


# ---------------------------------------------------------------------------------------------------- field makers
# mypy reads `x: T = text("…")` as a field with a default, which each of these is.


def _meta(form: Form, key: str, **more: Any) -> dict[str, Description]:  # noqa: ANN401 - the fields of Description
    return {DESCRIPTION: Description(form=form, key=key, **more)}


def text(key: str, meaning: str = "", *, check: Any = check_text, pattern: str = "") -> Any:  # noqa: ANN401 - attrs.field gives Any
    """An optional text."""
    meta = _meta(Form.TEXT, key, meaning=meaning, pattern=pattern)
    return attrs.field(default="", validator=check, metadata=meta)


def required_text(key: str, meaning: str = "") -> dict[str, Any]:
    """What ``attrs.field`` needs for a text that must be there."""
    return {
        "validator": validators.check_required_text,
        "metadata": _meta(Form.TEXT, key, meaning=meaning, required=True),
    }


def word(key: str, words: type[enum.StrEnum], meaning: str = "", default: Any = None) -> Any:  # noqa: ANN401 - attrs.field gives Any
    """A member of a closed vocabulary; ``None`` only where that is the default."""
    meta = _meta(Form.WORD, key, words=words, meaning=meaning)
    return attrs.field(default=default, converter=as_word(words, optional=default is None), metadata=meta)


def required_word(key: str, words: type[enum.StrEnum], meaning: str = "") -> Any:  # noqa: ANN401 - attrs.field gives Any
    """A member of a closed vocabulary that must be there."""
    meta = _meta(Form.WORD, key, words=words, meaning=meaning, required=True)
    return attrs.field(converter=as_word(words, optional=False), metadata=meta)


def ids(value: Any) -> Any:  # noqa: ANN401 - references in any of their shapes
    """What stands for references where they are compared and printed: their ids."""
    if isinstance(value, tuple):
        return tuple(ids(item) for item in value)
    return getattr(value, "id", value)


def print_ids(value: Any) -> str:  # noqa: ANN401 - references in any of their shapes
    """References in a ``repr``."""
    return repr(ids(value))


def reference(key: str, section: str, meaning: str = "") -> Any:  # noqa: ANN401 - attrs.field gives Any
    """One record of ``section``, or ``None``."""
    return attrs.field(
        default=None,
        validator=check_reference(section),
        eq=ids,
        repr=print_ids,
        metadata=_meta(Form.REFERENCE, key, sections=(section,), meaning=meaning),
    )


def references(key: str, section: str = "", meaning: str = "", *, also: tuple[str, ...] = ()) -> Any:  # noqa: ANN401 - attrs.field gives Any
    """A tuple of records of ``section`` (empty: of any)."""
    sections = (section,) if section else ()
    return attrs.field(
        default=(),
        converter=as_references(section),
        eq=ids,
        repr=print_ids,
        metadata=_meta(Form.REFERENCES, key, sections=sections, meaning=meaning, also=also),
    )


def _read_extra(value: Iterable[tuple[str, str]], field: attrs.Attribute[Any]) -> tuple[tuple[str, str], ...]:
    pairs = tuple(value)
    if pairs:
        validators.check_extra(field.name, pairs)
    return pairs


_as_extra: Final = attrs.Converter(_read_extra, takes_field=True)


def extra() -> Any:  # noqa: ANN401 - attrs.field gives Any
    """The ``x-`` keys, each with its value as canonical JSON text."""
    return attrs.field(default=(), converter=_as_extra)


def required_day(key: str, meaning: str = "") -> Any:  # noqa: ANN401 - attrs.field gives Any
    """A full day that must be there."""
    check = attrs.validators.instance_of(dt.date)
    meta = _meta(Form.DAY, key, meaning=meaning, required=True)
    return attrs.field(converter=as_day, validator=check, metadata=meta)


def day(key: str, meaning: str = "") -> Any:  # noqa: ANN401 - attrs.field gives Any
    """A full day or ``None``."""
    return attrs.field(default=None, converter=as_day, metadata=_meta(Form.DAY, key, meaning=meaning))


def date(key: str, meaning: str = "", *, absent: bool = False) -> Any:  # noqa: ANN401 - attrs.field gives Any
    """An :class:`UncertainDate` without claims, or ``None``; ``absent``: whether ``unknown`` and ``none`` may stand."""
    meta = _meta(Form.DATE, key, meaning=meaning, absent=absent)
    return attrs.field(default=None, converter=as_single_date if absent else as_present_date, metadata=meta)
