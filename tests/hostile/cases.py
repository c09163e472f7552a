"""What a hostile input is, and the parts from which most of them are made."""

from __future__ import annotations

from collections.abc import Callable

import attrs

HEAD = "schema: coalition-events/1\nid: a\ntitle: A\nrevised: 2030-01-01\n"
"""Four lines that make a timeline; what follows begins in line 5."""
JSON_HEAD = '{"schema": "coalition-events/1", "id": "a", "title": "A", "revised": "2030-01-01"'
"""The same in one line, without the brace at its end."""


@attrs.frozen
class Case:
    """One input: how the command must end, and the first problem that it must report, with its place if it has one."""

    name: str
    code: int
    problem: str
    place: tuple[int, int | None] | None
    """Line and column; no column where it depends on the release of the YAML parser."""
    make: Callable[[], str | bytes]
    suffix: str = ".yaml"

    def data(self) -> bytes:
        """The bytes of the file."""
        made = self.make()
        return made.encode("utf-8", "surrogatepass") if isinstance(made, str) else made


def many(pattern: str, number: int, first: int = 0) -> str:
    """A pattern written many times, with ``@`` for the number."""
    return "".join(pattern.replace("@", str(n)) for n in range(first, first + number))


def milestone(field: str) -> str:
    """A timeline whose one milestone has this field in line 8."""
    return f"{HEAD}milestones:\n  m:\n    kind: other\n    {field}\n"


def when(date: str) -> str:
    """A timeline whose one milestone has this text as its date, in column 11 of line 8."""
    return milestone(f"when: {date}")


def source(field: str) -> str:
    """A timeline whose one source has this field in line 7."""
    return f"{HEAD}sources:\n  s: {{title: S}}\n  t:\n    {field}\n    title: T\n"
