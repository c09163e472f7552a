"""The formats that are known by name without looking at what is installed: built-in ones and this project's plugins.

The built-in ones need no metadata, so that nothing that is installed can put itself in their place. The plugins are
here for one purpose: to say how to install the one that somebody asks for.
"""

from __future__ import annotations

import re
from typing import Final

import attrs

OWN_DISTRIBUTION: Final = "coalition-events"


@attrs.frozen(kw_only=True)
class FormatInfo:
    """A format as its metadata shows it; nothing was imported.

    ``problem`` says why it can't be used, or is empty. One that is not ``installed`` is known by name only.
    """

    name: str
    suffixes: tuple[str, ...]
    summary: str
    distribution: str
    version: str
    module: str
    problem: str = ""
    installed: bool = True

    @property
    def full_name(self) -> str:
        """``distribution:name``, which names one format whoever else offers the name."""
        return f"{self.distribution}:{self.name}"

    @property
    def builtin(self) -> bool:
        """Whether it comes with the library."""
        return (
            BUILT_IN.get(self.name) == self
        )  # its distribution alone would not do: anybody can call theirs so

    def answers_to(self, name: str) -> bool:
        """Whether ``name`` is its name, or its full name however the distribution is spelt."""
        distribution, colon, short = name.rpartition(":")
        return short == self.name and (not colon or normal(distribution) == normal(self.distribution))

    def __str__(self) -> str:
        return " ".join(part for part in (self.distribution, self.version, f"[{self.name}]") if part)


def normal(distribution: str) -> str:
    """A distribution's name in the one spelling in which names are compared (PEP 503)."""
    return re.sub("[-_.]+", "-", distribution.strip()).lower()


def _own(name: str, module: str, suffixes: tuple[str, ...], summary: str) -> FormatInfo:
    return FormatInfo(
        name=name,
        suffixes=suffixes,
        summary=summary,
        distribution=OWN_DISTRIBUTION,
        version="",
        module=f"coalition_events.exporters.{module}",
    )


def _sibling(name: str, suffixes: tuple[str, ...], summary: str) -> FormatInfo:
    return FormatInfo(
        name=name,
        suffixes=suffixes,
        summary=summary,
        distribution=f"{OWN_DISTRIBUTION}-{name}",
        version="",
        module="",
        problem=f'not installed: pip install "{OWN_DISTRIBUTION}[{name}]"',
        installed=False,
    )


BUILT_IN: Final = {
    info.name: info
    for info in (
        _own("csv", "csv", (".csv",), "tables for spreadsheets, R, pandas and DuckDB"),
        _own(
            "geojson",
            "geojson",
            (".geojson",),
            "map layer of bases and events for QGIS, kepler.gl and the web",
        ),
        _own("ics", "ics", (".ics",), "calendar of milestones that updates in place"),
        _own("json", "json", (".json",), "the timeline file as JSON, lossless"),
        _own("jsonl", "jsonl", (".jsonl",), "JSON lines, a milestone a line, for files of any size"),
        _own("md", "markdown", (".md", ".markdown"), "briefing with footnoted sources"),
    )
}
SIBLINGS: Final = {
    info.name: info
    for info in (
        _sibling(
            "html", (".html",), "One page with map, timeline, state by day and sources, for any browser"
        ),
        _sibling(
            "kml", (".kml",), "Google Earth: folders and balloons, time spans as exact as their sources"
        ),
        _sibling("xlsx", (".xlsx",), "workbook with a sheet for each table, for Excel and LibreOffice"),
    )
}
"""The formats of this project's plugins, each an extra of the same name in ``pyproject.toml``; a test compares them."""
