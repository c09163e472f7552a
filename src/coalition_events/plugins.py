"""Formats: found from metadata alone, loaded one at a time, verified against the contract.

Order never decides anything here. A plugin that is broken breaks its own format only, and says which moment failed:
load, contract or export. Built-in formats need no scan of what is installed, and their names can't be taken.
"""

from __future__ import annotations

import contextlib
import difflib
import importlib
import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import attrs
import pluggy

from coalition_events import hookspecs
from coalition_events.exceptions import (
    AmbiguousFormatError,
    PluginContractError,
    PluginError,
    PluginLoadError,
    UnknownFormatError,
)
from coalition_events.hookspecs import API, Exporter, Feature

if TYPE_CHECKING:
    import importlib.metadata
    from collections.abc import Iterable

OWN_DISTRIBUTION: Final = "coalition-events"
GROUP: Final = "coalition_events.exporters"
SUFFIX_GROUP: Final = "coalition_events.suffixes"
ALLOW_VARIABLE: Final = "COALITION_EVENTS_PLUGINS"
"""Names of distributions, separated by commas: no other plugin is discovered; empty: none at all."""


@attrs.frozen(kw_only=True)
class FormatInfo:
    """A format as its metadata shows it; nothing was imported.

    ``problem`` says why it can't be used, or is empty.
    """

    name: str
    suffixes: tuple[str, ...]
    summary: str
    distribution: str
    version: str
    module: str
    problem: str = ""

    @property
    def full_name(self) -> str:
        """``distribution:name``, which names one format whoever else offers the name."""
        return f"{self.distribution}:{self.name}"

    @property
    def builtin(self) -> bool:
        """Whether it comes with the library."""
        return self.distribution == OWN_DISTRIBUTION

    def __str__(self) -> str:
        return " ".join(part for part in (self.distribution, self.version, f"[{self.name}]") if part)


def _own(name: str, module: str, suffixes: tuple[str, ...], summary: str) -> FormatInfo:
    return FormatInfo(
        name=name,
        suffixes=suffixes,
        summary=summary,
        distribution=OWN_DISTRIBUTION,
        version="",
        module=f"coalition_events.exporters.{module}",
    )


BUILT_IN: Final = {
    info.name: info
    for info in (
        _own("csv", "csv", (".csv",), "tables for spreadsheets, R, pandas and DuckDB"),
        _own("geojson", "geojson", (".geojson",), "map layer of bases and events for QGIS, kepler.gl and the web"),
        _own("ics", "ics", (".ics",), "calendar of milestones that updates in place"),
        _own("json", "json", (".json",), "the timeline file as JSON, lossless"),
        _own("md", "markdown", (".md", ".markdown"), "briefing with footnoted sources"),
    )
}


def found() -> tuple[FormatInfo, ...]:
    """Every format, built-in and installed, by name and distribution; imports none of them."""
    taken = [*BUILT_IN.values(), *_installed()]
    names = [info.name for info in taken]
    return tuple(
        sorted(
            (_with_conflict(info, names) for info in taken), key=lambda info: (info.name, not info.builtin, info.full_name)
        )
    )


def _with_conflict(info: FormatInfo, names: list[str]) -> FormatInfo:
    if info.builtin or names.count(info.name) == 1:
        return info
    if info.name in BUILT_IN:
        return attrs.evolve(info, problem="the name belongs to a built-in format")
    return attrs.evolve(info, problem="another distribution offers the name too: ask by full name")


def _installed() -> Iterator[FormatInfo]:
    """What the entry points of the distributions that are allowed say."""
    import importlib.metadata  # noqa: PLC0415 - it costs five bare start-ups, and no built-in format needs it

    allowed = _allowed()
    if allowed is not None and not allowed:
        return
    entry_points = importlib.metadata.entry_points()
    suffixes: dict[tuple[str, str], list[str]] = {}
    for entry in entry_points.select(group=SUFFIX_GROUP):
        suffixes.setdefault((_distribution(entry), entry.value), []).append(entry.name)
    for entry in entry_points.select(group=GROUP):
        distribution = _distribution(entry)
        if allowed is None or _normal(distribution) in allowed:
            yield FormatInfo(
                name=entry.name,
                suffixes=tuple(sorted(suffixes.get((distribution, entry.value), []))),
                summary=(entry.dist.metadata["Summary"] or "") if entry.dist else "",
                distribution=distribution,
                version=entry.dist.version if entry.dist else "",
                module=entry.value,
            )


def _allowed() -> frozenset[str] | None:
    """The distributions that may be discovered, or ``None`` for all."""
    listed = os.environ.get(ALLOW_VARIABLE)
    if listed is None:
        return None
    return frozenset(_normal(name) for name in listed.split(",") if name.strip())


def _normal(distribution: str) -> str:
    return distribution.strip().lower().replace("_", "-").replace(".", "-")


def _distribution(entry: importlib.metadata.EntryPoint) -> str:
    return str(entry.dist.name) if entry.dist else "unknown"


def by_name(name: str) -> FormatInfo:
    """The format called ``name`` or ``distribution:name``; built-in ones without looking at what is installed."""
    if (own := BUILT_IN.get(name.removeprefix(f"{OWN_DISTRIBUTION}:"))) is not None:
        return own
    infos = found()
    matching = [info for info in infos if name in {info.name, info.full_name} and (info.builtin or info.name not in BUILT_IN)]
    if len(matching) == 1:
        return matching[0]
    if matching:
        raise AmbiguousFormatError(_ambiguous(f"format {name!r}", matching))
    names = sorted({info.name for info in infos})
    near = difflib.get_close_matches(name, names, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(names)}"
    message = f"no format is called {name!r}; {hint}"
    raise UnknownFormatError(message)


def by_suffix(path: str) -> FormatInfo:
    """The format that the longest known suffix of ``path`` decides; an unknown one is refused, never guessed."""
    file = os.path.basename(path).lower()  # noqa: PTH119 - pathlib costs half a start-up
    if (own := _longest(file, BUILT_IN.values())) and file.count(".") == 1:
        return own[0]
    infos = found()
    matching = _longest(file, infos)
    if len(matching) == 1 or (matching and matching[0].builtin):
        return matching[0]
    if matching:
        raise AmbiguousFormatError(_ambiguous(f"the suffix of {path!r}", matching))
    known = sorted({suffix for info in infos for suffix in info.suffixes})
    message = f"no format for {path!r}: its suffix is none of {', '.join(known)}; name the format with -f"
    raise UnknownFormatError(message)


def _longest(file: str, infos: Iterable[FormatInfo]) -> list[FormatInfo]:
    """The formats that share the longest suffix of a file's name, built-in ones first."""
    ends = [(suffix, info) for info in infos for suffix in info.suffixes if file.endswith(suffix.lower())]
    longest = max((len(suffix) for suffix, _ in ends), default=0)
    return sorted((info for suffix, info in ends if len(suffix) == longest), key=lambda info: not info.builtin)


def _ambiguous(what: str, infos: list[FormatInfo]) -> str:
    offers = " and ".join(str(info) for info in infos)
    return f"{what} is offered by {offers}; ask for one by its full name, such as -f {infos[0].full_name}"


# ---------------------------------------------------------------------------------------------------- loading


@contextlib.contextmanager
def blamed(
    info: FormatInfo, error_class: type[PluginError], what: str, *, passing: type[Exception] = PluginError
) -> Iterator[None]:
    """Whatever goes wrong inside is the plugin's, ``SystemExit`` included; what it prints goes to stderr.

    Only an interrupt by the user, an error that names its plugin already and one of class ``passing`` pass.
    """
    try:
        with contextlib.redirect_stdout(sys.stderr):
            yield
    except (KeyboardInterrupt, PluginError, passing):
        raise
    except BaseException as error:
        reason = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        raise error_class(str(info), f"{what} failed: {reason}") from error


def load(info: FormatInfo) -> Exporter:
    """Import one format's module and get its exporter, by the same door for built-in and third-party ones."""
    # a fresh manager each time: pluggy before 1.7 keeps a plugin registered that it has refused
    manager = pluggy.PluginManager(hookspecs.PROJECT)
    manager.add_hookspecs(hookspecs)
    with blamed(info, PluginLoadError, "importing it"):
        module = importlib.import_module(info.module)
    try:
        with contextlib.redirect_stdout(sys.stderr):
            manager.register(module)
            manager.check_pending()
    except pluggy.PluginValidationError as error:
        raise PluginContractError(str(info), str(error)) from error
    with blamed(info, PluginLoadError, "its hook"):
        results = manager.hook.coalition_events_exporter()
    if len(results) != 1:
        message = f"its module {info.module!r} must have one hook 'coalition_events_exporter' that returns an Exporter"
        raise PluginContractError(str(info), message)
    exporter = results[0]
    if fault := contract_fault(exporter, info):
        raise PluginContractError(str(info), fault)
    verified: Exporter = exporter
    return verified


def contract_fault(exporter: Any, info: FormatInfo) -> str:  # noqa: ANN401 - a plugin may return anything
    """What keeps an object from being the exporter that the metadata announces, or nothing."""
    if not isinstance(exporter, Exporter):
        return f"its hook returned {type(exporter).__name__}, expected an Exporter"
    declared: dict[str, Any] = attrs.asdict(exporter, recurse=False)
    if declared["api"] != API:
        return f"written for exporter API {exporter.api}; this release has API {API}"
    if exporter.name != info.name:
        return f"its exporter is called {exporter.name!r}, its entry point {info.name!r}"
    if not callable(declared["export"]):
        return "its 'export' can't be called"
    suffixes = declared["suffixes"]
    if not isinstance(suffixes, tuple) or not all(str(suffix).startswith(".") for suffix in suffixes):
        return "its suffixes must be a tuple of texts that begin with a dot"
    if not attrs.has(exporter.options):
        return "its 'options' must be an attrs class"
    if unknown := [str(feature) for feature in exporter.carries if feature not in tuple(Feature)]:
        return f"it carries unknown features: {', '.join(unknown)}"
    return ""


def check(info: FormatInfo) -> str:
    """Why a format can't be used, from its metadata or from loading it; empty if it can."""
    if info.problem:
        return info.problem
    try:
        load(info)
    except PluginError as error:
        return str(error).removeprefix(f"{info}: ")
    return ""
