"""Which formats the installed distributions offer, read from their metadata; no plugin is imported.

The allow-list acts before anything is looked at, and a distribution whose metadata can't be read hides no other.
"""

from __future__ import annotations

import functools
import importlib.machinery
import os
import re
import sys
from typing import TYPE_CHECKING, Final

import attrs

from coalition_events.catalogue import FormatInfo, normal

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator
    from importlib.metadata import Distribution, EntryPoint

GROUP: Final = "coalition_events.exporters"
SUFFIX_GROUP: Final = "coalition_events.suffixes"
ALLOW_VARIABLE: Final = "COALITION_EVENTS_PLUGINS"
"""Names of distributions, separated by commas: no other is looked at; empty: none at all."""

_NAME: Final = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9._+-]*"
)  # so that -O name:key=value can be read, and no path is made
_BAD_NAME: Final = "a format's name is made of letters, digits and . _ + -"


def allowed() -> frozenset[str] | None:
    """The distributions that may be discovered, or ``None`` for all."""
    listed = os.environ.get(ALLOW_VARIABLE)
    if listed is None:
        return None
    return frozenset(normal(name) for name in listed.split(",") if name.strip())


def installed() -> tuple[FormatInfo, ...]:
    """What the distributions that are allowed offer, in no order that means anything.

    Reading the metadata of all distributions takes longer than exporting a small timeline, so the answer is remembered
    for as long as nothing changes that it was read from: the allow-list, ``sys.path``, and the metadata folders in it
    with their ``entry_points.txt``. These are asked of the file system each time, which is a small part of the work,
    and not inferred from the times of the folders on the path: a plugin that is installed, replaced or removed while
    the process runs is seen at the next call, and a program that writes its outputs into such a folder loses nothing.
    Where something else than folders and zip files offers distributions, nothing is remembered.
    """
    names = allowed()
    if names is not None and not names:
        return ()
    if any(_finds_elsewhere(finder) for finder in sys.meta_path):
        return tuple(_read(names))
    return _remembered(names, _state())


@functools.lru_cache(maxsize=1)
def _remembered(names: frozenset[str] | None, _state: Hashable) -> tuple[FormatInfo, ...]:
    # imports go by the folders' times, and may overlook what came since the last reading
    if _remembered.cache_info().currsize:
        importlib.invalidate_caches()
    return tuple(_read(names))


def _finds_elsewhere(finder: object) -> bool:
    return finder is not importlib.machinery.PathFinder and hasattr(finder, "find_distributions")


def _state() -> tuple[Hashable, ...]:
    """All that the metadata on the path could be told apart by, without opening a file of it."""
    return tuple((place, tuple(_marks(place or os.curdir))) for place in sys.path)


def _marks(place: str) -> Iterator[Hashable]:
    try:
        with os.scandir(place) as entries:
            for entry in entries:
                if entry.name.lower().endswith("-info"):
                    listing = os.path.join(entry.path, "entry_points.txt")  # noqa: PTH118 - pathlib costs half a start-up
                    yield entry.name, entry.inode(), _mark(listing)
    except OSError:  # no folder, but perhaps a zip file
        yield _mark(place)


def _mark(path: str) -> Hashable:
    try:
        found = os.stat(path)  # noqa: PTH116 - as above
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


# ---------------------------------------------------------------------------------------------------- reading


def _read(names: frozenset[str] | None) -> Iterator[FormatInfo]:
    for distribution in _distributions(names):
        name, version, summary = (_metadata(distribution, key) for key in ("Name", "Version", "Summary"))
        blank = FormatInfo(
            name="?", suffixes=(), summary=summary, distribution=name or "unknown", version=version, module=""
        )
        try:
            entry_points = distribution.entry_points
            yield from _formats_of(
                blank, entry_points.select(group=GROUP), entry_points.select(group=SUFFIX_GROUP)
            )
        except (AttributeError, TypeError, ValueError):  # a line without "=", a line before all sections
            yield attrs.evolve(blank, problem="its entry_points.txt can't be read")


def _formats_of(
    blank: FormatInfo,
    formats: Iterable[EntryPoint],
    suffixes: Iterable[EntryPoint],
) -> list[FormatInfo]:
    """The formats of a distribution; a suffix belongs to the format that has the same module."""
    rows = [(row.name, row.value) for row in suffixes if row.name[:1] == "." and "/" not in row.name]
    return [
        attrs.evolve(
            blank,
            name=entry.name,
            suffixes=tuple(sorted({suffix for suffix, module in rows if module == entry.value})),
            module=entry.value,
            problem="" if _NAME.fullmatch(entry.name) else _BAD_NAME,
        )
        for entry in formats
    ]


def _distributions(names: frozenset[str] | None) -> Iterator[Distribution]:
    """The distributions with formats, each as an import would find it: the first of its name on the path."""
    import importlib.metadata  # it costs five bare start-ups, and no built-in format needs it

    candidates: dict[str, Distribution | None] = {}
    if names is not None:
        candidates = dict.fromkeys(names)
    else:
        for distribution in importlib.metadata.distributions():
            if _offers_formats(distribution):
                name = normal(_metadata(distribution, "Name")) or f"?{len(candidates)}"
                candidates.setdefault(name, distribution)
    for name, candidate in sorted(candidates.items()):
        try:
            first: Distribution | None = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            first = candidate  # its folder has another name than its metadata, or it is not installed
        if first is not None and _offers_formats(first):
            yield first


def _offers_formats(distribution: Distribution) -> bool:
    """Whether a distribution has formats, judged by its text: most have none, and one may be unreadable."""
    try:
        return GROUP in (distribution.read_text("entry_points.txt") or "")
    except ValueError:  # not UTF-8: no tool writes that, so whatever it is, it is no plugin
        return False


def _metadata(distribution: Distribution, key: str) -> str:
    """One line of a distribution's metadata; empty if that is missing or can't be read."""
    try:
        return " ".join(str(distribution.metadata[key] or "").split())
    except (KeyError, TypeError, ValueError, AttributeError, FileNotFoundError):  # by the Python release
        return ""
