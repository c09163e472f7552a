"""What an exporter must be, checked when it is loaded: the contract of ``hookspecs``, asked of a living object."""

from __future__ import annotations

import typing
from typing import TYPE_CHECKING, Any, Final

import attrs

from coalition_events.hookspecs import API, OPTION_TYPES, Exporter, Feature

if TYPE_CHECKING:
    from collections.abc import Callable


def contract_fault(exporter: Any, name: str) -> str:  # noqa: ANN401 - a plugin may return anything
    """What keeps an object from being the exporter that its entry point ``name`` announces, or nothing.

    It may raise whatever the plugin's own classes raise.
    """
    if not isinstance(exporter, Exporter):
        return f"its hook returned {type(exporter).__name__}, expected an Exporter"
    declared: dict[str, Any] = attrs.asdict(exporter, recurse=False)  # whatever the annotations promise
    if declared["api"] != API:  # first: of another contract nothing else is known
        return f"written for exporter API {exporter.api}; this release has API {API}"
    if exporter.name != name:
        return f"its exporter is called {exporter.name!r}, its entry point {name!r}"
    fault = next((fault for key, check in _CHECKS for fault in [check(key, declared[key])] if fault), "")
    return fault or _overlap_fault(exporter)


def _text_fault(key: str, value: Any) -> str:  # noqa: ANN401 - as above
    return "" if isinstance(value, str) else f"its {key!r} must be a text"


def _call_fault(key: str, value: Any) -> str:  # noqa: ANN401 - as above
    return "" if callable(value) else f"its {key!r} can't be called"


def _call_or_none_fault(key: str, value: Any) -> str:  # noqa: ANN401 - as above
    return "" if value is None else _call_fault(key, value)


def _suffix_fault(key: str, value: Any) -> str:  # noqa: ANN401 - as above
    if isinstance(value, tuple) and all(isinstance(suffix, str) and suffix[:1] == "." for suffix in value):
        return ""
    return f"its {key!r} must be a tuple of texts that begin with a dot"


def _feature_fault(key: str, value: Any) -> str:  # noqa: ANN401 - as above
    if not isinstance(value, tuple):
        return f"its {key!r} must be a tuple of features"
    unknown = [str(feature) for feature in value if feature not in tuple(Feature)]
    return f"it carries unknown features: {', '.join(unknown)}" if unknown else ""


def _overlap_fault(exporter: Exporter) -> str:
    both = [str(feature) for feature in exporter.carries if feature in exporter.partly]
    return f"it carries both in full and in part: {', '.join(both)}" if both else ""


def _option_fault(key: str, value: Any) -> str:  # noqa: ANN401 - as above
    if not isinstance(value, type) or not attrs.has(value):
        return f"its {key!r} must be an attrs class"
    types = typing.get_type_hints(value)
    for field in attrs.fields(value):
        if field.init and types.get(field.name, str) not in OPTION_TYPES:
            words = ", ".join(kind.__name__ for kind in OPTION_TYPES)
            return f"the type of its option {field.alias!r} must be one of {words}"
    value()  # each option has a default, and its class takes it
    return ""


_CHECKS: Final[tuple[tuple[str, Callable[[str, Any], str]], ...]] = (
    ("media_type", _text_fault),
    ("description", _text_fault),
    ("export", _call_fault),
    ("parts", _call_or_none_fault),
    ("suffixes", _suffix_fault),
    ("carries", _feature_fault),
    ("partly", _feature_fault),
    ("options", _option_fault),
)
