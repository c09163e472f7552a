"""Lines of CSV as bytes (RFC 4180): what is quoted, and what is guarded against being run."""

from __future__ import annotations

import operator
import re
from typing import TYPE_CHECKING, Final

from coalition_events import textsafe

if TYPE_CHECKING:
    from collections.abc import Sequence

_QUOTED: Final = re.compile(r'[",;\t\r\n]|^\s|\s$')
"""RFC 4180, 2.6, and beyond it: a ";" or TAB, at which spreadsheets of other countries cut, and outer spaces."""
_FIRST: Final = operator.itemgetter(0)


def line(texts: Sequence[str], *, guard: bool) -> bytes:
    """One record. Whether any cell needs care is asked of the whole line: that costs less than to ask each.

    ``guard``: an apostrophe before a text that a spreadsheet would run.
    """
    joined = ",".join(texts)
    if not _are_plain(texts, joined):
        joined = ",".join([cell(text, guard=guard) for text in texts])
    elif ";" in joined or joined.count(",") >= len(texts):
        joined = ",".join(
            [_parted(text, guard=guard) if "," in text or ";" in text else text for text in texts]
        )
    return (joined + "\r\n").encode()


def _are_plain(texts: Sequence[str], joined: str) -> bool:
    """Whether commas and semicolons are all that may have to be looked after in these texts, joined with commas."""
    return (
        textsafe.FORMULA_BEGINS.isdisjoint(map(_FIRST, filter(None, texts)))  # among them are spaces
        and joined.isprintable()
        and '"' not in joined
        and " ," not in joined
        and not joined.endswith(" ")
    )


def _parted(text: str, *, guard: bool) -> str:
    """A cell of a plain text with commas or semicolons."""
    return cell(text, guard=True) if guard and textsafe.formula_within(text) else f'"{text}"'


def cell(text: str, *, guard: bool) -> str:
    """One cell, whatever is in it."""
    if not text.isprintable():  # a lone CR inside quotes breaks Papa Parse, and R reads it as LF
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    text = textsafe.spreadsheet_cell(text) if guard else text
    if not _QUOTED.search(text):
        return text
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
