"""Problems as workflow commands of GitHub Actions, which shows each beside its line in a pull request.

Of the format: docs.github.com, "Workflow commands for GitHub Actions"; the escapes are those of the official toolkit
(actions/toolkit, packages/core/src/command.ts).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import coalition_events as ce

if TYPE_CHECKING:
    from collections.abc import Iterable

_COMMANDS: Final = {ce.Level.ERROR.value: "error", ce.Level.NOTE.value: "notice"}
_IN_MESSAGE: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY: Final = _IN_MESSAGE | str.maketrans({":": "%3A", ",": "%2C"})


def print_annotations(found: Iterable[tuple[str, ce.Problem]]) -> None:
    """Print a command for each problem, by its level; nothing else, so that no text of a file can be one."""
    for level, problem in found:
        print(_annotation(level, problem))


def _annotation(level: str, problem: ce.Problem) -> str:
    place = {"line": problem.line, "col": problem.column} if problem.line else {}
    properties = {"file": problem.file, **place, "title": problem.code}
    listed = ",".join(f"{key}={str(value).translate(_IN_PROPERTY)}" for key, value in properties.items())
    text = ": ".join(part for part in (problem.path, problem.message) if part)
    text = f"{text}; {problem.hint}" if problem.hint else text
    return f"::{_COMMANDS[level]} {listed}::{ce.textsafe.plain(text).translate(_IN_MESSAGE)}"
