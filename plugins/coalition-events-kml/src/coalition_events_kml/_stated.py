"""The fields that a record states: of most records, most are left out."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from coalition_events import described

if TYPE_CHECKING:
    from collections.abc import Callable

    from coalition_events import Description, Record

Stated: TypeAlias = "list[tuple[Description, Any]]"
_Fields: TypeAlias = "tuple[Callable[[Record], tuple[Any, ...]], list[tuple[Description, object]]]"


def stated(record: Record) -> Stated:
    """Each field that may say anything, with its value, in the order of the file."""
    values, fields = _fields(type(record))
    return [
        (description, value)
        for (description, left_out), value in zip(fields, values(record), strict=True)
        if value is not left_out
    ]


_FIELDS: dict[type, _Fields] = {}


def _fields(cls: type[Record]) -> _Fields:
    """What finds the values of all fields, and beside each field the one value that all share who leave it out.

    ``False`` says something, and so does no ``revised``: that the entry is as old as the file.
    """
    if cls not in _FIELDS:
        defaults = {field.name: field.default for field in attrs.fields(cls) if field.name != "revised"}
        empty = {name: default for name, default in defaults.items() if not default and default is not False}
        names = [name for name, _ in described(cls)]
        beside = [(description, empty.get(name, attrs.NOTHING)) for name, description in described(cls)]
        _FIELDS[cls] = operator.attrgetter(*names), beside
    return _FIELDS[cls]
