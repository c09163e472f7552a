"""``--limit``: how much of a file the command reads, and how many problems it shows."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Final

import attrs

import coalition_events as ce

if TYPE_CHECKING:
    from collections.abc import Iterable

_NUMBER: Final = re.compile("([0-9_]{1,18})([kMG]?)")
_TIMES: Final = {"": 1, "k": 10**3, "M": 10**6, "G": 10**9}
_NAMES: Final = tuple(field.name for field in attrs.fields(ce.Limits))
_LIMITS: Final[list[ce.Limits]] = [ce.Limits()]
"""One element: the limits of the command that runs."""


def limits() -> ce.Limits:
    """The limits that the command line sets."""
    return _LIMITS[0]


def set_limits(given: Iterable[str]) -> list[str]:
    """Take every ``NAME=VALUE``; returns what is wrong with those that can't be taken."""
    values: dict[str, int] = {}
    faults = [fault for text in given if (fault := _take(text, values))]
    _LIMITS[0] = ce.Limits(**values)
    return faults


def _take(text: str, values: dict[str, int]) -> str:
    name, equals, value = text.partition("=")
    if not equals:
        return f"--limit {text!r} is not NAME=VALUE, such as size=100M"
    if name not in _NAMES:
        near = difflib.get_close_matches(name, _NAMES, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(_NAMES)}"
        return f"--limit {text!r}: there is no limit {name!r}; {hint}"
    number = _NUMBER.fullmatch(value)
    digits = number[1].replace("_", "") if number else ""
    if number is None or not digits or int(digits) == 0:
        return f"--limit {text!r}: {value!r} is not a whole number from 1, such as 500, 50k, 100M or 1G"
    values[name] = int(digits) * _TIMES[number[2]]
    return ""


def more_in_words(more: int) -> str:
    """The line that stands for what is not shown."""
    return f"and {more:,} more; --limit problems=N shows N"
