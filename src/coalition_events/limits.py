"""How much a timeline file may hold: declared once, for the reader, the command line and the documentation."""

from __future__ import annotations

from typing import Any, Final, Literal, TypeAlias

import attrs

Name: TypeAlias = Literal["size", "depth", "nodes", "scalar", "records", "problems", "expansion"]


def _limit(default: int, unit: str, meaning: str) -> Any:  # noqa: ANN401 - attrs.field gives Any
    return attrs.field(
        default=default,
        validator=[attrs.validators.instance_of(int), attrs.validators.ge(1)],
        metadata={"unit": unit, "meaning": meaning},
    )


@attrs.frozen(kw_only=True)
class Limits:
    """What is refused before it can fill the memory or the day; each is a whole number from 1, both ends included.

    The defaults hold a timeline of 20,000 records with room to spare, and keep what the worst file takes below 500 MB.
    """

    size: int = _limit(
        25_000_000, "bytes", "the file; also all its texts in characters, with every alias written out"
    )
    depth: int = _limit(
        100, "levels of nesting", "lists and mappings within one another, through aliases too"
    )
    nodes: int = _limit(1_000_000, "nodes", "keys, values, lists and mappings, with every alias written out")
    scalar: int = _limit(100_000, "characters in one text", "a single key or value")
    records: int = _limit(50_000, "records", "all nine sections together")
    problems: int = _limit(
        1_000, "problems", "those reported; the others are counted, and at ten times as many reading stops"
    )

    expansion: int = _limit(
        200,
        "times its compressed size",
        "what a compressed file of lines stands for, once that is more than a megabyte",
    )

    def excess(self, name: Name, found: str) -> tuple[str, str]:
        """The message and the hint of a problem: what was found, what is allowed, and how to allow more."""
        limit = getattr(self, name)
        message = f"{found} {_UNITS[name]}; the limit is {limit:,}"
        return message, f"for a file that you trust, raise it: --limit {name}=N, in Python Limits({name}=N)"


_UNITS: Final[dict[str, str]] = {field.name: field.metadata["unit"] for field in attrs.fields(Limits)}
DEFAULT: Final = Limits()
