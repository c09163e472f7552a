"""``formats``: what can be written, from metadata alone; one format's options; which plugins are broken."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final

import attrs

import coalition_events as ce
from coalition_events.cli.tables import table
from coalition_events.cli.text import print_json, print_lines

if TYPE_CHECKING:
    import argparse

_BROKEN: Final = 5


def run(options: argparse.Namespace) -> int:
    """List formats, describe one or check them; returns the exit code."""
    if options.check:
        return _check(_offered(options.name), as_json=options.json)
    if options.name:
        _describe(options.name, as_json=options.json)
        return 0
    absent = ce.absent_formats()
    if options.json:
        print_json([_as_data(info, info.problem) for info in (*ce.formats(), *absent)])
    else:
        _print_table([(info, info.problem) for info in ce.formats()])
        if absent:
            names = [info.name for info in absent]
            extras = f"coalition-events[{','.join(names)}]"
            print_lines(["", f"not installed: {', '.join(names)}", f'pip install "{extras}"'])
    return 0


def _offered(name: str | None) -> list[ce.FormatInfo]:
    """All formats, or those of that name or full name: more than one if they clash, and none is left out for that."""
    if name is None:
        return list(ce.formats())
    return [info for info in ce.formats() if info.answers_to(name)] or [ce.by_name(name)]


def _check(infos: list[ce.FormatInfo], *, as_json: bool) -> int:
    rows = [(info, ce.check_format(info)) for info in infos]
    if as_json:
        print_json([{**_as_data(info, problem), **_loaded(info)} for info, problem in rows])
    else:
        _print_table(rows)
    broken = [f"{info}: {problem}" for info, problem in rows if problem]
    for line in broken:
        print(f"coalition-events: {line}", file=sys.stderr)
    return _BROKEN if broken else 0


def _print_table(rows: list[tuple[ce.FormatInfo, str]]) -> None:
    lines = [
        [info.name, " ".join(info.suffixes), f"{info.distribution} {_version(info)}", problem or info.summary]
        for info, problem in rows
    ]
    print(table(lines, ("format", "suffixes", "distribution", "")))


def _version(info: ce.FormatInfo) -> str:
    return ce.__version__ if info.builtin else info.version


def _as_data(info: ce.FormatInfo, problem: str) -> dict[str, Any]:
    return {**attrs.asdict(info), "version": _version(info), "problem": problem, "builtin": info.builtin}


def _loaded(info: ce.FormatInfo) -> dict[str, Any]:
    """What only the exporter itself can say; null for each if it can't be loaded."""
    try:
        exporter = ce.load_exporter(info)
    except ce.PluginError:
        return dict.fromkeys(("media_type", "options", "carries", "partly", "parts"))
    options = ce.described_options(exporter)
    return {
        "media_type": exporter.media_type,
        "options": [{**attrs.asdict(option), "type": option.type.__name__} for option in options],
        "carries": [feature.value for feature in exporter.carries],
        "partly": [feature.value for feature in exporter.partly],
        "parts": exporter.parts is not None,
    }


def _describe(name: str, *, as_json: bool) -> None:
    info = ce.by_name(name)
    exporter = ce.load_exporter(info)
    if as_json:
        print_json({**_as_data(info, info.problem), **_loaded(info)})
        return
    version = f"{info.distribution} {_version(info)}"
    print_lines([f"{exporter.name}: {exporter.description}"])
    print_lines([", ".join((exporter.media_type, *exporter.suffixes, version)), ""])
    rows = [[o.name, o.type.__name__, str(o.default), _help(o)] for o in ce.described_options(exporter)]
    print(table(rows, ("option", "type", "default", "")) if rows else "no options")
    print()
    print(table([[", ".join(exporter.carries) or "nothing without loss"]], ("carries",)))
    if exporter.partly:
        print()
        print(table([[", ".join(exporter.partly)]], ("in part",)))
    if exporter.parts:
        unless = ", unless an option needs the whole timeline" if rows else ""
        print_lines(["", f"written event by event{unless}: files of lines may be of any size"])


def _help(option: ce.OptionInfo) -> str:
    choices = f"one of {', '.join(map(str, option.choices))}" if option.choices else ""
    return "; ".join(part for part in (option.help, choices) if part)
