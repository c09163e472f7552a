"""An exporter's options: from texts or values to an instance of its options class, every fault at once."""

from __future__ import annotations

import difflib
import typing
from collections.abc import Callable, Mapping
from typing import Any, Final

import attrs

from coalition_events.exceptions import OptionError
from coalition_events.hookspecs import Exporter

_WORDS: Final = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


@attrs.frozen(kw_only=True)
class OptionInfo:
    """One option as its declaration says."""

    name: str
    type: type
    default: Any
    choices: tuple[Any, ...]
    help: str


def described_options(exporter: Exporter) -> tuple[OptionInfo, ...]:
    """The options of an exporter, in the order of their declaration."""
    types = typing.get_type_hints(exporter.options)
    return tuple(
        OptionInfo(
            name=field.name,
            type=types.get(field.name, str),
            default=field.default,
            choices=tuple(field.metadata.get("choices", ())),
            help=str(field.metadata.get("help", "")),
        )
        for field in attrs.fields(exporter.options)
    )


def make_options(exporter: Exporter, given: Mapping[str, Any]) -> Any:  # noqa: ANN401 - the exporter's own class
    """The options instance for an export; :class:`OptionError` lists every fault."""
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
    return exporter.options(**values)


def _unknown(exporter: Exporter, name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"it has {', '.join(known) or 'none'}"
    return f"{exporter.name} has no option {name!r}; {hint}"


def _convert(info: OptionInfo, value: Any) -> Any:  # noqa: ANN401 - any option value
    reader: Callable[[str], Any] = _READERS.get(info.type, info.type)
    converted = reader(value) if isinstance(value, str) else value
    if info.type in _READERS and (type(converted) is not info.type and not (info.type is float and type(converted) is int)):
        message = f"expected {_NAMES[info.type]}"
        raise ValueError(message)
    if info.choices and converted not in info.choices:
        message = f"expected one of {', '.join(map(str, info.choices))}"
        raise ValueError(message)
    return converted


def _read_flag(text: str) -> bool:
    if text.lower() not in _WORDS:
        message = "expected true or false"
        raise ValueError(message)
    return _WORDS[text.lower()]


def _read_number(kind: type[int] | type[float]) -> Callable[[str], float]:
    def read(text: str) -> float:
        try:
            return kind(text)
        except ValueError:
            message = f"expected {_NAMES[kind]}"
            raise ValueError(message) from None

    return read


_NAMES: Final[Mapping[type, str]] = {str: "a text", int: "a whole number", float: "a number", bool: "true or false"}
_READERS: Final[Mapping[type, Callable[[str], Any]]] = {
    str: str,
    int: _read_number(int),
    float: _read_number(float),
    bool: _read_flag,
}
