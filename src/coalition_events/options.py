"""An exporter's options: from texts or values to an instance of its options class, every fault at once."""

from __future__ import annotations

import difflib
import math
import typing
from typing import TYPE_CHECKING, Any, Final

import attrs

from coalition_events.exceptions import OptionError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from coalition_events.hookspecs import Exporter


@attrs.frozen(kw_only=True)
class OptionInfo:
    """One option as its declaration says."""

    name: str
    type: type  # noqa: A003 - the word that people look for
    default: Any
    choices: tuple[Any, ...]
    help: str


def described_options(exporter: Exporter) -> tuple[OptionInfo, ...]:
    """The options of an exporter, in the order of their declaration."""
    types = typing.get_type_hints(exporter.options)
    defaults = exporter.options()
    return tuple(
        OptionInfo(
            name=str(field.alias),  # the name that its class takes: "_x" is given as "x"
            type=types.get(field.name, str),
            default=getattr(defaults, field.name),
            choices=tuple(field.metadata.get("choices", ())),
            help=str(field.metadata.get("help", "")),
        )
        for field in attrs.fields(exporter.options)
        if field.init
    )


def make_options(exporter: Exporter, given: Mapping[str, Any]) -> Any:  # noqa: ANN401 - the exporter's own class
    """The options instance for an export, from texts (``"12"``, ``"yes"``) or values of the declared types.

    :class:`OptionError` lists every fault, those that the class finds by itself (a :class:`ValueError`) included.
    """
    known = {info.name: info for info in described_options(exporter)}
    values: dict[str, Any] = {}
    faults = []
    for name, value in given.items():
        if name not in known:
            faults.append(_unknown(exporter, name, list(known)))
            continue
        try:
            values[name] = _convert(known[name], value)
        except ValueError as error:
            faults.append(f"option {name}={value!r} of {exporter.name}: {error}")
    if faults:
        raise OptionError(faults)
    try:
        return exporter.options(**values)
    except OptionError:
        raise
    except ValueError as error:
        reason = (
            error.args[0] if error.args else type(error).__name__
        )  # validators of attrs give more than a text
        raise OptionError([f"options of {exporter.name}: {reason}"]) from error


def _unknown(exporter: Exporter, name: str, known: list[str]) -> str:
    hint = _nearest(name, known) or f"it has {', '.join(known) or 'none'}"
    return f"{exporter.name} has no option {name!r}; {hint}"


def _nearest(word: str, known: list[str]) -> str:
    near = difflib.get_close_matches(word, known, n=1)
    return f"did you mean {near[0]!r}?" if near else ""


def _convert(info: OptionInfo, value: Any) -> Any:  # noqa: ANN401 - any option value
    converted = _READERS[info.type](value) if isinstance(value, str) else value
    if info.type is float and type(converted) is int:
        converted = float(converted)
    if type(converted) is not info.type:  # exactly: a bool is no number here
        raise ValueError(f"expected {_NAMES[info.type]}")
    if info.choices and converted not in info.choices:
        listed = list(map(str, info.choices))
        hint = _nearest(str(converted), listed)
        raise ValueError(f"expected one of {', '.join(listed)}" + (f"; {hint}" if hint else ""))
    return converted


def _read_flag(text: str) -> bool:
    if text.lower() not in _WORDS:
        raise ValueError(f"expected {_NAMES[bool]}")
    return _WORDS[text.lower()]


def _read_whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise ValueError(f"expected {_NAMES[int]}") from None


def _read_number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(f"expected {_NAMES[float]}")
    return number


_WORDS: Final = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_NAMES: Final[Mapping[type, str]] = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
}
_READERS: Final[Mapping[type, Callable[[str], Any]]] = {
    str: str,
    int: _read_whole,
    float: _read_number,
    bool: _read_flag,
}
