"""The text of a file to its tree: which of the two forms it is, and what holds for both."""

from __future__ import annotations

import re
from typing import Final

from coalition_events.limits import DEFAULT, Limits
from coalition_events.reading.jsontree import compose_json
from coalition_events.reading.nodes import Node, unreadable
from coalition_events.reading.yamltree import compose_yaml

_LOOKS_LIKE_JSON: Final = re.compile(r'\s*\{\s*["}]')
_HALF: Final = re.compile("[\ud800-\udfff]")


def compose(text: str, file: str, limits: Limits = DEFAULT) -> Node:
    """The tree of a document: JSON if the file's name says so or the text looks like it, else YAML.

    Raises :class:`UnreadableInputError` with the place where reading stopped. Takes time and memory in proportion to
    the text, and no more nodes, text and depth than ``limits`` allow.
    """
    text = text.removeprefix("\ufeff")
    if (half := _HALF.search(text)) is not None:
        raise unreadable(file, text, half.start(), "half a surrogate pair is not a character")
    looks_like_json = _LOOKS_LIKE_JSON.match(text) is not None
    if file.endswith(".json") or (looks_like_json and not file.endswith((".yaml", ".yml"))):
        return compose_json(text, file, limits)
    return compose_yaml(text, file, limits)
