"""What a record's field refuses: ids, texts, codes, numbers, references and the values of ``x-`` keys."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    import attrs

SECTIONS: Final = (
    "sources",
    "actors",
    "bases",
    "agreements",
    "phases",
    "provisions",
    "milestones",
    "counts",
    "statements",
)
"""The sections of a file in the order in which they may refer to one another: from a later one to an earlier."""

_ID = re.compile(r"[a-z0-9-]+")
_RESERVED = frozenset({"unknown", "none", "all"})
# every control character but TAB and LF, DEL and the C1 block, and halves of surrogate pairs
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_URL = re.compile(r"(?:(?i:https?)://[^\s/?#]|(?i:mailto):\S)\S*")
_COUNTRY = re.compile(r"[A-Z]{2}")
_REGION = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?(?:Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])?")


class FieldError(ValueError):
    """A value that a record's field does not take. ``code`` is the problem's code, ``field`` the attribute's name."""

    def __init__(self, field: str, code: str, message: str, hint: str = "") -> None:
        self.field, self.code, self.message, self.hint = field, code, message, hint
        super().__init__(f"{field}: {message}" + (f"; {hint}" if hint else ""))


def check_id(_instance: object, attribute: attrs.Attribute[str], value: str) -> None:
    """An id is ``[a-z0-9-]+`` and none of the words that mean an absence or everything."""
    if not isinstance(value, str):
        raise FieldError(attribute.name, "wrong-type", f"expected an id, found {type(value).__name__}")
    if not _ID.fullmatch(value):
        raise FieldError(attribute.name, "bad-id", f"{value!r} is not an id", "write [a-z0-9-]+")
    if value in _RESERVED:
        raise FieldError(attribute.name, "bad-id", f"{value!r} has a meaning of its own and is not an id")


def text_fault(value: str) -> str:
    """What is wrong with a text, or nothing: control characters but TAB and LF, and lone surrogates are refused."""
    if value.isprintable() or (found := _FORBIDDEN.search(value)) is None:  # the first is true of nearly all
        return ""
    what = "half a surrogate pair" if "\ud800" <= found[0] <= "\udfff" else "control character"
    return f"{what} U+{ord(found[0]):04X} at character {found.start() + 1}"


def check_text(_instance: object, attribute: attrs.Attribute[str], value: str) -> None:
    """Any text without control characters; left out is the empty text."""
    if type(value) is str and value.isprintable():  # nearly all are
        return
    if not isinstance(value, str):
        raise FieldError(attribute.name, "wrong-type", f"expected a text, found {type(value).__name__}")
    if fault := text_fault(value):
        raise FieldError(attribute.name, "bad-text", fault)


def check_required_text(instance: object, attribute: attrs.Attribute[str], value: str) -> None:
    """A text that must not be empty."""
    check_text(instance, attribute, value)
    if not value.strip():
        raise FieldError(attribute.name, "empty-value", "expected a text, found an empty one")


def _matching(
    pattern: re.Pattern[str], code: str, expected: str
) -> Callable[[object, attrs.Attribute[str], str], None]:
    def check(instance: object, attribute: attrs.Attribute[str], value: str) -> None:
        if value == "":
            return
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


def check_whole(low: int, high: int) -> Callable[[object, attrs.Attribute[Any], int | None], None]:
    """A whole number within ``low`` and ``high``, both included, or ``None``."""
    within = check_range(low, high)

    def check(instance: object, attribute: attrs.Attribute[Any], value: int | None) -> None:
        if value is None:
            return
        within(instance, attribute, value)
        if isinstance(value, float):
            raise FieldError(attribute.name, "not-a-number", f"expected a whole number, found {value!r}")

    return check


def check_switch(_instance: object, attribute: attrs.Attribute[bool], value: bool) -> None:  # noqa: FBT001 - its value
    """True or false, and nothing that is merely truthy."""
    if not isinstance(value, bool):
        raise FieldError(attribute.name, "wrong-type", f"expected true or false, found {value!r}")


DEEPEST: Final = 64
"""How many levels the value of an ``x-`` key may be nested; more would be a burden to every reader of the file."""


def check_extra(field: str, value: tuple[tuple[str, str], ...]) -> None:
    """Keys begin with ``x-``; each value is JSON text in the one form that :func:`canonical_json` writes."""
    for key, text in value:
        if not key.startswith("x-") or text_fault(key):
            raise FieldError(field, "unknown-key", f"{key!r} does not begin with 'x-'")
        try:
            plain = json.loads(text)
            canonical = canonical_json(plain)
        except (ValueError, RecursionError):
            canonical = ""
        if canonical != text:
            raise FieldError(field, "bad-text", f"the value of {key!r} is not canonical JSON")
        if fault := plain_fault(plain):
            raise FieldError(field, "bad-text", f"the value of {key!r}: {fault}")
    if len({key for key, _ in value}) < len(value):
        raise FieldError(field, "duplicate-key", "a key stands here twice")


def plain_fault(value: object) -> str:
    """What is wrong with JSON data, or nothing: every text and key in it is held to :func:`text_fault`."""
    waiting: list[tuple[object, int]] = [(value, 0)]
    while waiting:
        part, depth = waiting.pop()
        if depth > DEEPEST:
            return f"nested deeper than {DEEPEST} levels"
        if isinstance(part, str) and (fault := text_fault(part)):
            return fault
        if isinstance(part, dict):
            waiting += [(inner, depth + 1) for pair in part.items() for inner in pair]
        elif isinstance(part, list):
            waiting += [(inner, depth + 1) for inner in part]
    return ""


def canonical_json(value: object) -> str:
    """The one JSON text for a value: shortest separators, keys in their order, characters as themselves."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def earlier_sections(cls: type) -> tuple[str, ...]:
    """The sections to which a field of ``cls`` without a section of its own may refer."""
    return SECTIONS[: SECTIONS.index(getattr(cls, "section", ""))]


def check_reference(section: str) -> Callable[[object, attrs.Attribute[Any], Any], None]:
    """A record of one section, or ``None``; an empty ``section``: of any earlier one."""

    def check(instance: object, attribute: attrs.Attribute[Any], value: Any) -> None:  # noqa: ANN401 - to find out what it is
        if value is None or (section and getattr(value, "section", None) == section):  # most often
            return
        allowed = (section,) if section else earlier_sections(type(instance))
        if getattr(value, "section", None) not in allowed:
            expected = section or "records of earlier sections"
            message = f"expected {expected}, found {getattr(value, 'id', value)!r}"
            raise FieldError(attribute.name, "wrong-kind-reference", message)

    return check
