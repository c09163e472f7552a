"""``formats``: what can be written, from metadata alone; one format's options; which plugins are broken."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import attrs

import coalition_events as ce
from coalition_events.cli.tables import table
from coalition_events.cli.text import print_json, print_lines

if TYPE_CHECKING:
    import argparse

_BROKEN = 5


def run(options: argparse.Namespace) -> int:
    """List formats or describe one; returns the exit code."""
    if options.name:
        _describe(options.name, as_json=options.json)
        return 0
    rows = [(info, ce.check_format(info) if options.check else info.problem) for info in ce.formats()]
    if options.json:
        print_json([_as_data(info, problem) for info, problem in rows])
    else:
        lines = [
            [
                info.name,
                " ".join(info.suffixes),
                f"{info.distribution} {_version(info)}",
                problem or info.summary,
            ]
            for info, problem in rows
        ]
        print(table(lines, ("format", "suffixes", "distribution", "")))
    broken = [f"{info}: {problem}" for info, problem in rows if problem] if options.check else []
    for line in broken:
        print(f"coalition-events: {line}", file=sys.stderr)
    return _BROKEN if broken else 0


def _version(info: ce.FormatInfo) -> str:
    return ce.__version__ if info.builtin else info.version


def _as_data(info: ce.FormatInfo, problem: str) -> dict[str, Any]:
    return {**attrs.asdict(info), "version": _version(info), "problem": problem, "builtin": info.builtin}


def _describe(name: str, *, as_json: bool) -> None:
    info = ce.by_name(name)
    exporter = ce.load_exporter(info)
    options = ce.described_options(exporter)
    if as_json:
        described = [{**attrs.asdict(option), "type": option.type.__name__} for option in options]
        features = [feature.value for feature in exporter.carries]
        print_json(
            {
                **_as_data(info, ""),
                "media_type": exporter.media_type,
                "options": described,
                "carries": features,
            }
        )
        return
    version = f"{info.distribution} {_version(info)}"
    print_lines([f"{exporter.name}: {exporter.description}"])
    print_lines([", ".join((exporter.media_type, *exporter.suffixes, version)), ""])
    rows = [[o.name, o.type.__name__, str(o.default), _help(o)] for o in options]
    print(table(rows, ("option", "type", "default", "")) if rows else "no options")
    print()
    print(table([[", ".join(exporter.carries) or "nothing without loss"]], ("carries",)))


def _help(option: ce.OptionInfo) -> str:
    choices = f"one of {', '.join(map(str, option.choices))}" if option.choices else ""
    return "; ".join(part for part in (option.help, choices) if part)
