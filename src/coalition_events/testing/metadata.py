"""Checks of what a format says of itself, and of what its import brings along."""

from __future__ import annotations

import functools
import importlib.metadata
import re
import sys
from typing import TYPE_CHECKING, Final

import coalition_events as ce

if TYPE_CHECKING:
    from .subject import Subject

_MEDIA_TYPE: Final = re.compile(
    r"[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*(?:; ?[a-z0-9-]+=[A-Za-z0-9._-]+)*"  # RFC 6838, 4.2
)
_SUFFIX: Final = re.compile(r"(?:\.[A-Za-z0-9_+-]+)+")
_OWN: Final = "coalition-events"
_CORE: Final = frozenset({_OWN, "attrs", "pluggy"})
"""Distributions that every exporter has anyway: the public face needs them."""
_LONGEST: Final = 120  # characters of a description: it stands in a line of a table


def check_loads(subject: Subject) -> None:
    """The module can be imported, has one hook, and the hook returns an exporter for this API number."""
    _ = subject.exporter


def check_metadata(subject: Subject) -> None:
    """The format is found by its entry points, under a name of its own, with the suffixes that the exporter names."""
    info, exporter = subject.info, subject.exporter
    if info.problem:
        raise AssertionError(f"{info}: {info.problem}")
    if not info.builtin and info not in ce.formats():
        raise AssertionError(f"{info} is not among the formats that coalition_events.formats() finds")
    if sorted(info.suffixes) != sorted(set(exporter.suffixes)):
        raise AssertionError(
            f"the entry points of coalition_events.suffixes give {_words(info.suffixes)}, the exporter "
            f"{_words(exporter.suffixes)}: both must be the same, so that -o finds the format without an import"
        )
    if bad := [suffix for suffix in exporter.suffixes if not _SUFFIX.fullmatch(suffix)]:
        raise AssertionError(f"suffixes are a dot and letters, digits, _ + or -: not {_words(bad)}")


def _words(suffixes: tuple[str, ...] | list[str]) -> str:
    return ", ".join(map(repr, suffixes)) or "none"


def check_media_type(subject: Subject) -> None:
    """The media type is one: type/subtype, lower case, perhaps with parameters (RFC 6838)."""
    if not _MEDIA_TYPE.fullmatch(subject.exporter.media_type):
        raise AssertionError(
            f"{subject.exporter.media_type!r} is no media type such as 'text/plain' (RFC 6838)"
        )


def check_description(subject: Subject) -> None:
    """The description is one short line."""
    text = subject.exporter.description
    if not text.strip() or text != ce.textsafe.one_line(text) or len(text) > _LONGEST:
        raise AssertionError(
            f"the description must be one line of 1 to {_LONGEST} characters, found {text!r}"
        )


def check_imports(subject: Subject) -> None:
    """Importing the module imports the library of no other format: only what its distribution requires."""
    foreign = sorted(
        {fault for answer in subject.elsewhere for fault in _foreign(subject, answer["imported"])}
    )
    if foreign:
        raise AssertionError(
            f"importing {subject.info.module!r} imports {', '.join(foreign)}, which {subject.info.distribution!r} does "
            "not require: every command that uses the format would pay for it"
        )


def _foreign(subject: Subject, modules: list[str]) -> list[str]:
    allowed = _allowed(subject)
    found = []
    for module in modules:
        top = module.partition(".")[0]
        others = f"{_OWN.replace('-', '_')}.exporters."
        if module.startswith(others) and not subject.info.builtin:
            found.append(module)
        elif top not in sys.stdlib_module_names:
            homes = {_normal(name) for name in _homes().get(top, ())}
            if homes and not homes & allowed:
                found.append(top)
    return found


def _allowed(subject: Subject) -> frozenset[str]:
    """The distributions that the format's own requires, but for what it has through this library only."""
    wanted = [] if subject.info.builtin else [_normal(subject.info.distribution)]
    found = set(_CORE)
    while wanted:
        name = wanted.pop()
        if name not in found:
            found.add(name)
            wanted += _required(name)
    return frozenset(found)


def _required(distribution: str) -> list[str]:
    try:
        lines = importlib.metadata.requires(distribution) or []
    except importlib.metadata.PackageNotFoundError:
        return []
    return [_normal(found[0]) for line in lines if (found := re.match(r"[A-Za-z0-9._-]+", line))]


def _normal(distribution: str) -> str:
    return re.sub("[-_.]+", "-", distribution).lower()  # PEP 503


@functools.cache
def _homes() -> dict[str, list[str]]:
    """Every importable name with the distributions that have it."""
    return dict(importlib.metadata.packages_distributions())
