"""Values that a field had or has, as ``diff`` tells them: in short, each claim with its sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import coalition_events as ce

if TYPE_CHECKING:
    from collections.abc import Callable


def went_and_came(change: ce.FieldChange) -> tuple[list[Any], list[Any]] | None:
    """Of a field with claims or several values, those that went and those that came; ``None`` for a plain field."""
    if not isinstance(change.old, list) and not isinstance(change.new, list):
        return None
    old, new = _as_list(change.old), _as_list(change.new)
    return [item for item in old if item not in new], [item for item in new if item not in old]


def _as_list(value: Any) -> list[Any]:  # noqa: ANN401 - plain data
    return value if isinstance(value, list) else [] if value is None else [value]


def in_words(value: Any, name: Callable[[str], str] = str) -> str:  # noqa: ANN401 - plain data
    """Plain data in words: a claim by its date, number or value and its sources, then all else that it says.

    ``name`` gives what is shown for the id of a record that a claim names.
    """
    if value is None:
        return "nothing"
    if isinstance(value, list):
        return ", ".join(in_words(item, name) for item in value)
    if not isinstance(value, dict):
        return str(value)
    rest = dict(value)
    basis, rank, cites = rest.pop("basis", ""), rest.pop("rank", ""), rest.pop("cite", [])
    for key in ("value", "by"):
        if isinstance(rest.get(key), str):
            rest[key] = name(rest[key])
    what = " as of ".join(in_words(rest.pop(key), name) for key in ("number", "value") if key in rest)
    if "date" in rest:
        date = _date_in_words(rest.pop("date"))
        what = f"{what} as of {date}" if what else date
    details = [f"{key} {in_words(item, name)}" for key, item in rest.items()]
    if not what:
        return ", ".join(details)
    about = f" ({', '.join(details)})" if details else ""
    sources = f" [{', '.join(map(name, cites))}]" if cites else ""
    return " ".join(part for part in (basis, what, f"({rank})" if rank else "") if part) + about + sources


def _date_in_words(text: str) -> str:
    return text if text in {"unknown", "none"} else ce.describe(ce.parse_date(text))
