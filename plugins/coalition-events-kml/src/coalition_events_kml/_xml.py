"""Elements of KML as lines in UTF-8, each in by a space a level, and the one place where a text becomes XML.

They are written as they are made: a tree of elements takes several times the memory of the file, and half of the time.
What XML 1.0 forbids (controls, lone surrogates, U+FFFE) is taken out of every text, and so are the marks that turn its
direction round; ``]]>``, ``<`` and ``&`` are escaped. Attributes are ids and words of ours, which need neither.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from coalition_events import textsafe

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def leaf(level: int, opening: str, text: str = "") -> bytes:
    """Write an element that holds a text. ``opening`` is its tag, and its attributes if it has any."""
    start, end, empty = _tags(level, opening)
    shown = _escaped(textsafe.plain(text).encode())
    return start + shown + end if shown else empty


def leaves(level: int, tag: str, texts: Mapping[str, str]) -> bytes:
    """Write an element for each text, with its name; there is at least one."""
    found = texts.values()
    if "".join(
        found
    ).isprintable():  # nearly always: nothing goes and no line ends, so all are escaped at once
        shown = _escaped("\n".join(found).encode()).split(b"\n")
    else:
        shown = [_escaped(textsafe.plain(text).encode()) for text in found]
    tags = _named(level, tag, tuple(texts))
    lines = [
        start + text + end if text else empty for (start, end, empty), text in zip(tags, shown, strict=True)
    ]
    return b"".join(lines)


def branch(level: int, opening: str, children: Iterable[bytes]) -> bytes:
    """Write an element that holds others, which are written at the next level."""
    if inside := b"".join(children):
        closing = f"{' ' * level}</{opening.partition(' ')[0]}>\n"
        return f"{' ' * level}<{opening}>\n".encode() + inside + closing.encode()
    return f"{' ' * level}<{opening} />\n".encode()


@functools.lru_cache(maxsize=512)  # of a few elements there are very many
def _tags(level: int, opening: str) -> tuple[bytes, bytes, bytes]:
    """What stands before and behind a text, and what stands there if it is empty."""
    pad, tag = " " * level, opening.partition(" ")[0]
    return f"{pad}<{opening}>".encode(), f"</{tag}>\n".encode(), f"{pad}<{opening} />\n".encode()


@functools.lru_cache(maxsize=256)  # many records fill the same fields
def _named(level: int, tag: str, names: tuple[str, ...]) -> list[tuple[bytes, bytes, bytes]]:
    return [_tags(level, f'{tag} name="{name}"') for name in names]


def _escaped(text: bytes) -> bytes:
    if b"&" in text:
        text = text.replace(b"&", b"&amp;")
    if b"<" in text:
        text = text.replace(b"<", b"&lt;")
    return text.replace(b">", b"&gt;") if b">" in text else text
