"""The text of a file to its tree: which of the three forms it is, and what holds for all."""

from __future__ import annotations

import re
from typing import Final

from coalition_events.limits import DEFAULT, Limits
from coalition_events.reading.jsontree import compose_json
from coalition_events.reading.lines import compose_lines, is_bulk
from coalition_events.reading.nodes import Node, unreadable
from coalition_events.reading.quickjson import QuickJson
from coalition_events.reading.quickyaml import read_quickly

_LOOKS_LIKE_JSON: Final = re.compile(r'\s*\{\s*["}]')
_HALF: Final = re.compile("[\ud800-\udfff]")


def compose(text: str, file: str, limits: Limits = DEFAULT) -> Node:
    """The tree of a document: JSON or JSON lines if the file's name says so or the text looks like it, else YAML.

    Raises :class:`UnreadableInputError` with the place where reading stopped. Takes time and memory in proportion to
    the text, and no more nodes, text and depth than ``limits`` allow.
    """
    text = text.removeprefix("\ufeff")
    if (half := _HALF.search(text)) is not None:
        raise unreadable(file, text, half.start(), "half a surrogate pair is not a character")
    if is_bulk(file):
        return compose_lines(text, file, limits)
    if _is_json(text, file):
        return compose_json(text, file, limits)
    from coalition_events.reading.yamltree import compose_yaml  # PyYAML weighs, and most files do without

    return compose_yaml(text, file, limits)


def compose_unplaced(text: str, file: str, limits: Limits) -> Node | None:
    """The same tree with 0 for every line and column, in a fraction of the time.

    ``None`` for a document that is JSON lines, that is YAML of a rarer kind, or in which something may be wrong.
    """
    if is_bulk(file):
        return None
    text = text.removeprefix("\ufeff")
    try:
        return QuickJson(limits).read(text) if _is_json(text, file) else read_quickly(text, limits)
    except ValueError:
        return None


def _is_json(text: str, file: str) -> bool:
    if file.endswith(".json"):
        return True
    return (
        not is_bulk(file)
        and not file.endswith((".yaml", ".yml"))
        and _LOOKS_LIKE_JSON.match(text) is not None
    )
