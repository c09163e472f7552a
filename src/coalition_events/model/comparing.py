"""Equality, hash and ``repr`` of records and claims, written once.

attrs would write and compile the three for each class, which takes a third of the time in which the model is imported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs

if TYPE_CHECKING:
    from collections.abc import Callable

_COMPARED: Final[dict[type, tuple[tuple[str, Callable[[Any], Any] | None], ...]]] = {}


class Compared:
    """Compares by class and fields, as attrs does; what a field says of itself (``eq``, ``repr``) holds here too."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return self is other or _parts(self) == _parts(other)

    def __hash__(self) -> int:
        return hash((type(self), *_parts(self)))

    def __repr__(self) -> str:
        cls: Any = type(self)  # which is one of attrs'
        shown = (
            f"{field.name}={(field.repr if callable(field.repr) else repr)(getattr(self, field.name))}"
            for field in attrs.fields(cls)
            if field.repr
        )
        return f"{cls.__qualname__}({', '.join(shown)})"


def _parts(record: Compared) -> list[Any]:
    """What of a record is compared: its fields, references by their ids."""
    cls: Any = type(record)
    if cls not in _COMPARED:
        fields = attrs.fields(cls)
        _COMPARED[cls] = tuple((field.name, field.eq_key) for field in fields if field.eq)
    return [
        getattr(record, name) if key is None else key(getattr(record, name)) for name, key in _COMPARED[cls]
    ]
