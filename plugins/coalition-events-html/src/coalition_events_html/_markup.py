"""HTML that is built from elements: every text that is not markup already is escaped on its way in."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Final, TypeAlias

from coalition_events import textsafe

if TYPE_CHECKING:
    from collections.abc import Iterable


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


Child: TypeAlias = "str | Iterable[Child] | None"
Attribute: TypeAlias = "str | float | bool | None"
_VOID: Final = frozenset({"meta", "link", "input", "br"})
EMPTY: Final = Markup()


def text(value: str) -> Markup:
    """A text of the timeline: control characters and direction overrides go, all else is shown letter for letter."""
    return Markup(html.escape(textsafe.plain(value), quote=False))


def join(children: Iterable[Child], between: str = "") -> Markup:
    """Several pieces after one another, with a text between them."""
    parts = filter(None, map(_rendered, children))
    return Markup((str(text(between)) if between else "").join(parts))


def el(tag: str, *children: Child, **attributes: Attribute) -> Markup:
    """An element. ``class_`` is the attribute ``class``, ``data_day`` is ``data-day``.

    What is ``None`` or ``False`` is left out.
    """
    opening = f"<{tag}{''.join(_attributes(attributes))}>"
    if tag in _VOID:
        return Markup(opening)
    return Markup(f"{opening}{join(children)}</{tag}>")


def _attributes(attributes: Attributes) -> Iterable[str]:
    for name, value in attributes.items():
        key = name.rstrip("_").replace("_", "-")
        if value is True:
            yield f" {key}"
        elif value is not None and value is not False:
            shown = number(value) if isinstance(value, float | int) else html.escape(textsafe.plain(value))
            yield f' {key}="{shown}"'


def _rendered(child: Child) -> str:
    if child is None:
        return ""
    if isinstance(child, Markup):
        return child
    return text(child) if isinstance(child, str) else join(child)


def number(value: float) -> str:
    """A number with at most one decimal, as coordinates of drawings need; never ``-0``."""
    shown = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown


def name(value: str, language: str = "") -> Markup:
    """A name, kept apart from its surroundings, whichever way it is written."""
    return el("bdi", value, lang=language or None)


def listed(parts: Iterable[Child], word: str = "and") -> Markup:
    """``a, b and c``."""
    found = [part for part in map(_rendered, parts) if part]
    if len(found) < 2:  # noqa: PLR2004 - a list of one needs no joining word
        return Markup("".join(found))
    return Markup(f"{', '.join(found[:-1])} {word} {found[-1]}")


def link(url: str, shown: Child) -> Markup:
    """A link that leaves the page; no link at all where the address is not safe to follow."""
    address = textsafe.link(url)
    if not address:
        return join([shown])
    return el("a", shown, href=address, rel="noopener noreferrer", class_="out")


def items(children: Iterable[Child], **attributes: Attribute) -> Markup:
    """A list; nothing where it would be empty."""
    found = [el("li", child) for child in children]
    return el("ul", found, **attributes) if found else EMPTY


Attributes: TypeAlias = dict[str, Attribute]


def table(
    caption: str,
    header: tuple[str, ...],
    rows: Iterable[tuple[Child, ...]],
    row_attributes: Iterable[Attributes] = (),
) -> Markup:
    """A table whose first cells head their rows. Roles are stated, since narrow screens show its rows as blocks."""
    found = list(rows)
    if not found:
        return EMPTY
    given = list(row_attributes) or [{} for _ in found]
    head = el("tr", [el("th", title, scope="col", role="columnheader") for title in header], role="row")
    body = [_row(header, cells, more) for cells, more in zip(found, given, strict=True)]
    return el(
        "div",
        el(
            "table",
            el("caption", caption),
            el("thead", head, role="rowgroup"),
            el("tbody", body, role="rowgroup"),
            role="table",
        ),
        class_="table",
    )


def _row(header: tuple[str, ...], cells: tuple[Child, ...], more: Attributes) -> Markup:
    first = el("th", cells[0], scope="row", role="rowheader")
    rest = [
        cell
        if isinstance(cell, Markup) and cell.startswith("<td")
        else el("td", cell, role="cell", data_label=title)
        for title, cell in zip(header[1:], cells[1:], strict=True)
    ]
    return el("tr", first, rest, role="row", **more)
