"""Formats: chosen by name or suffix from metadata alone, loaded one at a time, verified against the contract.

Order never decides anything here. A plugin that is broken breaks its own format only, and says which moment failed:
load, contract or export. Built-in formats need no scan of what is installed, and their names can't be taken.
"""

from __future__ import annotations

import contextlib
import difflib
import importlib
import os
import sys
from typing import TYPE_CHECKING, Any, Final

import attrs
import pluggy

from coalition_events import discovery, hookspecs
from coalition_events.catalogue import BUILT_IN, SIBLINGS, FormatInfo, normal
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

    from coalition_events.hookspecs import Exporter

_RESERVED: Final = "the name belongs to a built-in format"
_SHARED: Final = "another distribution offers the name too: ask by full name"


def found() -> tuple[FormatInfo, ...]:
    """Every format, built-in and installed, by name and distribution; imports none of them."""
    taken = [*BUILT_IN.values(), *discovery.installed()]
    names = [info.name for info in taken]
    infos = (_with_conflict(info, names) for info in taken)
    return tuple(sorted(infos, key=lambda info: (info.name, not info.builtin, info.full_name)))


def _with_conflict(info: FormatInfo, names: list[str]) -> FormatInfo:
    if info.builtin or info.problem or names.count(info.name) == 1:
        return info
    if info.name in BUILT_IN:
        return attrs.evolve(info, problem=_RESERVED)
    return attrs.evolve(info, problem=_SHARED)


def absent_formats() -> tuple[FormatInfo, ...]:
    """The formats of this project's plugins that nobody offers here; ``problem`` says how to install each.

    Those that the allow-list leaves out are not looked for, so they are not called absent.
    """
    infos = found()
    names = {info.name for info in infos}
    return tuple(
        known
        for known in SIBLINGS.values()
        if known.name not in names and _is_allowed(known) and not _is_there(known, infos)
    )


def _is_allowed(known: FormatInfo) -> bool:
    names = discovery.allowed()
    return names is None or known.distribution in names


def _is_there(known: FormatInfo, infos: Iterable[FormatInfo]) -> bool:
    return known.distribution in {normal(info.distribution) for info in infos}


def _absence(known: FormatInfo) -> str:
    """Why a format that is known by name can't be had, and the way out."""
    if _is_allowed(known):
        return f"format {known.name!r} is {known.problem}"
    variable = f"{discovery.ALLOW_VARIABLE} (or --no-plugins)"
    return f"format {known.name!r} is left out: {variable} does not let {known.distribution} be used"


def by_name(name: str) -> FormatInfo:
    """The format called ``name`` or ``distribution:name``; built-in ones without looking at what is installed."""
    _, colon, short = name.rpartition(":")
    if short in BUILT_IN and BUILT_IN[short].answers_to(name):
        return BUILT_IN[short]
    infos = found()
    matching = [info for info in infos if info.answers_to(name)]
    if len(matching) == 1:
        if matching[0].problem not in {"", _SHARED}:
            raise UnknownFormatError(f"{matching[0]}: {matching[0].problem}; it can't be asked for")
        return matching[0]
    if matching:
        raise AmbiguousFormatError(_ambiguous(f"format {name!r}", matching))
    known = SIBLINGS.get(short)
    if known and known.answers_to(name) and not _is_there(known, infos):
        raise UnknownFormatError(_absence(known))
    names = sorted({info.full_name if colon else info.name for info in infos if info.module})
    near = difflib.get_close_matches(name, names if colon else [*names, *SIBLINGS.keys() - {short}], n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(names)}"
    raise UnknownFormatError(f"no format is called {name!r}; {hint}")


def by_suffix(path: str) -> FormatInfo:
    """The format that the longest known suffix of ``path`` decides; an unknown one is refused, never guessed."""
    file = os.path.basename(path).lower()  # noqa: PTH119 - pathlib costs half a start-up
    if (own := _longest(file, BUILT_IN.values())) and file.count(".") == 1:
        return own[0]
    everything = found()
    infos = [info for info in everything if info.problem in {"", _SHARED}]
    matching = _longest(file, infos)
    if len(matching) == 1 or (matching and matching[0].builtin):
        return matching[0]
    if matching:
        raise AmbiguousFormatError(_ambiguous(f"the suffix of {path!r}", matching))
    for absent in _longest(file, SIBLINGS.values()):
        if not _is_there(absent, everything):
            raise UnknownFormatError(_absence(absent))
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
    info: FormatInfo, error_class: type[PluginError], what: str, *, passing: tuple[type[Exception], ...] = ()
) -> Iterator[None]:
    """Whatever goes wrong inside is the plugin's, ``SystemExit`` included; what it prints goes to stderr.

    Only an interrupt by the user, an error that names its plugin already and one of the classes ``passing`` pass.
    """
    try:
        with contextlib.redirect_stdout(sys.stderr):
            yield
    except (KeyboardInterrupt, PluginError):
        raise
    except passing:
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
    if not info.installed:
        raise UnknownFormatError(_absence(info))
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
