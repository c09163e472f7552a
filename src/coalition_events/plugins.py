"""Formats: found from metadata alone, loaded one at a time, verified against the contract.

Order never decides anything here. A plugin that is broken breaks its own format only, and says which moment failed:
load, contract or export. Built-in formats need no scan of what is installed, and their names can't be taken.
"""

from __future__ import annotations

import contextlib
import difflib
import importlib
import os
import re
import sys
from typing import TYPE_CHECKING, Any, Final

import attrs
import pluggy

from coalition_events import hookspecs
from coalition_events.contract import contract_fault
from coalition_events.exceptions import (
    AmbiguousFormatError,
    PluginContractError,
    PluginError,
    PluginLoadError,
    UnknownFormatError,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from importlib.metadata import Distribution, EntryPoint

    from coalition_events.hookspecs import Exporter

OWN_DISTRIBUTION: Final = "coalition-events"
GROUP: Final = "coalition_events.exporters"
SUFFIX_GROUP: Final = "coalition_events.suffixes"
ALLOW_VARIABLE: Final = "COALITION_EVENTS_PLUGINS"
"""Names of distributions, separated by commas: no other is looked at; empty: none at all."""


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
        return (
            BUILT_IN.get(self.name) == self
        )  # its distribution alone would not do: anybody can call theirs so

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
        _own(
            "geojson",
            "geojson",
            (".geojson",),
            "map layer of bases and events for QGIS, kepler.gl and the web",
        ),
        _own("ics", "ics", (".ics",), "calendar of milestones that updates in place"),
        _own("json", "json", (".json",), "the timeline file as JSON, lossless"),
        _own("md", "markdown", (".md", ".markdown"), "briefing with footnoted sources"),
    )
}


def found() -> tuple[FormatInfo, ...]:
    """Every format, built-in and installed, by name and distribution; imports none of them."""
    taken = [*BUILT_IN.values(), *_installed()]
    names = [info.name for info in taken]
    infos = (_with_conflict(info, names) for info in taken)
    return tuple(sorted(infos, key=lambda info: (info.name, not info.builtin, info.full_name)))


def _with_conflict(info: FormatInfo, names: list[str]) -> FormatInfo:
    if info.builtin or info.problem or names.count(info.name) == 1:
        return info
    if info.name in BUILT_IN:
        return attrs.evolve(info, problem=_RESERVED)
    return attrs.evolve(info, problem=_SHARED)


_NAME: Final = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9._+-]*"
)  # so that -O name:key=value can be read, and no path is made
_BAD_NAME: Final = "a format's name is made of letters, digits and . _ + -"
_RESERVED: Final = "the name belongs to a built-in format"
_SHARED: Final = "another distribution offers the name too: ask by full name"


def _installed() -> Iterator[FormatInfo]:
    """What the distributions that are allowed say of themselves; one that can't be read hides no other."""
    allowed = _allowed()
    if allowed is not None and not allowed:
        return
    for distribution in _distributions(allowed):
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


def _distributions(allowed: frozenset[str] | None) -> Iterator[Distribution]:
    """The distributions with formats, each as an import would find it: the first of its name on the path."""
    import importlib.metadata  # it costs five bare start-ups, and no built-in format needs it

    candidates: dict[str, Distribution | None] = {}
    if allowed is not None:
        candidates = dict.fromkeys(allowed)
    else:
        for distribution in importlib.metadata.distributions():
            if _offers_formats(distribution):
                name = _normal(_metadata(distribution, "Name")) or f"?{len(candidates)}"
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


def _allowed() -> frozenset[str] | None:
    """The distributions that may be discovered, or ``None`` for all."""
    listed = os.environ.get(ALLOW_VARIABLE)
    if listed is None:
        return None
    return frozenset(_normal(name) for name in listed.split(",") if name.strip())


def _normal(distribution: str) -> str:
    return re.sub("[-_.]+", "-", distribution.strip()).lower()  # PEP 503


def by_name(name: str) -> FormatInfo:
    """The format called ``name`` or ``distribution:name``; built-in ones without looking at what is installed."""
    distribution, colon, short = name.rpartition(":")
    if short in BUILT_IN and (not colon or _normal(distribution) == OWN_DISTRIBUTION):
        return BUILT_IN[short]
    infos = found()
    named = [info for info in infos if info.name == short]
    matching = [info for info in named if not colon or _normal(info.distribution) == _normal(distribution)]
    if len(matching) == 1:
        if matching[0].problem not in {"", _SHARED}:
            raise UnknownFormatError(f"{matching[0]}: {matching[0].problem}; it can't be asked for")
        return matching[0]
    if matching:
        raise AmbiguousFormatError(_ambiguous(f"format {name!r}", matching))
    names = sorted({info.full_name if colon else info.name for info in infos if info.module})
    near = difflib.get_close_matches(name, names, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(names)}"
    raise UnknownFormatError(f"no format is called {name!r}; {hint}")


def by_suffix(path: str) -> FormatInfo:
    """The format that the longest known suffix of ``path`` decides; an unknown one is refused, never guessed."""
    file = os.path.basename(path).lower()  # noqa: PTH119 - pathlib costs half a start-up
    if (own := _longest(file, BUILT_IN.values())) and file.count(".") == 1:
        return own[0]
    infos = [info for info in found() if info.problem in {"", _SHARED}]
    matching = _longest(file, infos)
    if len(matching) == 1 or (matching and matching[0].builtin):
        return matching[0]
    if matching:
        raise AmbiguousFormatError(_ambiguous(f"the suffix of {path!r}", matching))
    known = sorted({suffix for info in infos for suffix in info.suffixes})
    raise UnknownFormatError(
        f"no format for {path!r}: its suffix is none of {', '.join(known)}; name it with -f"
    )


def _longest(file: str, infos: Iterable[FormatInfo]) -> list[FormatInfo]:
    """The formats that share the longest suffix of a file's name, built-in ones first."""
    ends = [(suffix, info) for info in infos for suffix in info.suffixes if file.endswith(suffix.lower())]
    longest = max((len(suffix) for suffix, _ in ends), default=0)
    return sorted(
        (info for suffix, info in ends if len(suffix) == longest), key=lambda info: not info.builtin
    )


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
        raise error_class(str(info), f"{what} failed: {_reason(error)}") from error


def _reason(error: BaseException) -> str:
    name = type(error).__name__
    try:
        text = str(error)
    except Exception:  # noqa: BLE001 - somebody else's __str__ may raise anything
        text = ""
    return f"{name}: {text}" if text else name


def load_exporter(info: FormatInfo) -> Exporter:
    """Import one format's module and get its exporter, by the same door for built-in and third-party ones."""
    if not info.module:
        raise PluginContractError(str(info), info.problem)
    with blamed(info, PluginLoadError, "importing it"):
        module = importlib.import_module(info.module)
    results = _call_hook(info, module)
    if len(results) != 1:
        message = f"its module {info.module!r} must have one hook 'coalition_events_exporter' that returns an Exporter"
        raise PluginContractError(str(info), message)
    with blamed(info, PluginContractError, "checking its exporter"):
        fault = contract_fault(results[0], info.name)
    if fault:
        raise PluginContractError(str(info), fault)
    exporter: Exporter = results[0]
    return exporter


def _call_hook(info: FormatInfo, module: object) -> list[Any]:
    # a fresh manager each time: pluggy before 1.7 keeps a plugin registered that it has refused
    manager = pluggy.PluginManager(hookspecs.PROJECT)
    manager.add_hookspecs(hookspecs)
    with blamed(info, PluginContractError, "registering its hook"):
        try:
            manager.register(module)
            manager.check_pending()
        except pluggy.PluginValidationError as error:
            raise PluginContractError(str(info), " ".join(str(error).split())) from error
    with blamed(info, PluginLoadError, "its hook"):
        results: list[Any] = manager.hook.coalition_events_exporter()
    return results


def check_format(info: FormatInfo) -> str:
    """Why a format can't be used, from its metadata and from loading it; empty if it can."""
    fault = ""
    try:
        load_exporter(info)
    except PluginError as error:
        fault = error.message
    return "; ".join(dict.fromkeys(part for part in (info.problem, fault) if part))
