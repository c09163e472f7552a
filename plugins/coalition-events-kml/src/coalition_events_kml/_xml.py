"""Elements of KML, and the one place where a text becomes XML."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from coalition_events import textsafe

if TYPE_CHECKING:
    from collections.abc import Iterable

Node = ET.Element


def node(tag: str, content: str | Iterable[Node] = (), **attributes: str) -> Node:
    """Make an element with a text or with children.

    What XML 1.0 forbids (controls, lone surrogates, U+FFFE) is taken out of every text, and so are the marks that
    turn its direction round; ``]]>``, ``<`` and ``&`` are escaped when it is written.
    """
    element = ET.Element(tag, {key.rstrip("_"): _clean(value) for key, value in attributes.items()})
    if isinstance(content, str):
        element.text = _clean(content)
    else:
        element.extend(content)
    return element


def _clean(text: str) -> str:
    return textsafe.plain(text)


def written(element: Node, level: int = 0) -> str:
    """Write an element as indented text that ends with a line break."""
    ET.indent(element, space=" ", level=level)
    text = ET.tostring(element, encoding="unicode", short_empty_elements=True)
    return f"{' ' * level}{text}\n"
