"""Escaping rules that exporters share: every text of a timeline may come from a stranger.

Part of the public face, so that a third-party format is as safe as the built-in ones.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

# patterns that are texts are compiled when the first text comes that has anything of theirs: few files have one
_BIDI: Final = "[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]"
_BREAKS: Final = "\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]"
_CONTROLS: Final = "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]"
_MARKDOWN: Final = tuple((sign, f"\\{sign}") for sign in r"\`*_[]<>|~&$#!:@^")
"""Each sign with its escape; the backslash first, so that none is escaped twice."""
_MARKDOWN_BYTES: Final = tuple((sign.encode(), escaped.encode()) for sign, escaped in _MARKDOWN)
_WWW: Final = re.compile(r"www(?=\.)", re.IGNORECASE)  # renderers differ on whether "WWW." begins a link
_WWW_BYTES: Final = re.compile(rb"www(?=\.)", re.IGNORECASE)
_MARKDOWN_START: Final = re.compile(r"(?:[-+=]|[0-9]{1,9}[.)])")
_MARKDOWN_STARTS: Final = re.compile(rb"\n(?:[-+=]|[0-9]{1,9}[.)])")
_NUMBER: Final = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
_FORMULA: Final = (
    r"(?:\A|(?<=[;\t\r\n])(?='*[ \u00a0]*[=+\-@＝＋－＠]))"  # noqa: RUF001 - full-width forms
    r"(?P<marks>'*)(?P<rest>[ \u00a0]*(?:[\t\r\n\0]|[=+\-@＝＋－＠][^;\t\r\n]*))"  # noqa: RUF001 - as above
)
"""What a spreadsheet may run, which begins a text or what stands behind a sign at which one of another country cuts."""
_FORMULA_WITHIN: Final = re.compile(r"[;\t\r\n]'*[ \u00a0]*[=+\-@＝＋－＠]")  # noqa: RUF001 - as above
FORMULA_BEGINS: Final = frozenset("'=+-@＝＋－＠ \u00a0\t\r\n\0")  # noqa: RUF001 - as above
"""A cell that begins with none of these begins with nothing that :func:`spreadsheet_cell` would change."""
_LINK_EDGES: Final = "".join(map(chr, range(0x21))) + "\u00a0"
_SAFE_LINK: Final = re.compile(
    r"(?:https?:|mailto:)[0-9A-Za-z%/:=&?~#+!$,;@()*\-._]*", re.IGNORECASE | re.ASCII
)
_LINK_BREAKS: Final = "[\t\r\n]"
_REFERENCE: Final = re.compile("(&#?[0-9A-Za-z]+);")
_REFERENCE_END: Final = r"\1%3B"
_SCHEMES: Final = frozenset({"http", "https", "mailto"})


def plain(text: str) -> str:
    """For people: line ends become LF, controls and direction overrides go. Right-to-left letters stay as they are."""
    # nearly every text; nothing that goes is printable
    if text.isprintable() or text.replace("\n", "").isprintable():
        return text
    return re.sub(_BIDI, "", re.sub(_CONTROLS, "", re.sub(_BREAKS, "\n", text)))


def one_line(text: str) -> str:
    """:func:`plain`, on one line, every run of white space a single space."""
    # no white space but single spaces
    if text.isprintable() and "  " not in text and text.strip(" ") == text:
        return text
    return " ".join(plain(text).split())


def markdown(text: str) -> str:
    """A text inside GitHub Markdown, in any place, shown letter for letter: no tag, link, list or table can begin."""
    line = one_line(text)
    for sign, escaped in _MARKDOWN:  # one after the other, which is quicker than a pattern that looks for all
        if sign in line:
            line = line.replace(sign, escaped)
    if "w." in line or "W." in line:
        line = _WWW.sub(lambda found: f"{found[0]}\\", line)
    if not line[:1].isalpha() and (start := _MARKDOWN_START.match(line)):
        end = start.end()
        return f"{line[: end - 1]}\\{line[end - 1 :]}"
    return line


def markdown_all(texts: Sequence[str]) -> list[str]:
    """:func:`markdown` of each of many texts, sooner: what is asked of a text is asked of all together, as one text."""
    lines = texts if _are_lines(texts) else [one_line(text) for text in texts]
    data = "\n".join(["", *lines]).encode()  # in bytes, where a sign of ASCII is found at once in any script
    for sign, escaped in _MARKDOWN_BYTES:
        if sign in data:
            data = data.replace(sign, escaped)
    if b"www." in data.lower():
        data = _WWW_BYTES.sub(rb"\g<0>\\", data)
    if _MARKDOWN_STARTS.search(data):
        data = _MARKDOWN_STARTS.sub(lambda found: found[0][:-1] + b"\\" + found[0][-1:], data)
    return data.decode().split("\n")[1:]


def _are_lines(texts: Sequence[str]) -> bool:
    """Whether :func:`one_line` would change none of them."""
    return (
        "".join(texts).isprintable() and "  " not in "\n".join(texts) and [*map(str.strip, texts)] == [*texts]
    )


def xml(text: str) -> str:
    """:func:`plain`, inside XML or HTML, in an element or in quotes: no tag, no reference and no quote can begin."""
    import html  # which brings a table of all references, and only two formats need it

    return html.escape(plain(text))


def spreadsheet_cell(text: str) -> str:
    """A text in a spreadsheet's cell: what would be run as a formula gets an apostrophe before it.

    Signs that begin one: ``= + - @`` and their full-width forms, at the start and behind each ``;``, TAB and line end,
    where a spreadsheet that takes these for separators begins a new cell; at the start also TAB, CR, LF and NUL. What
    parses as a number stays one: a longitude of ``-77.05`` is no formula. Where apostrophes stand already there is one
    more afterwards, so that :func:`spreadsheet_text` can undo it.
    """
    if text[:1] not in FORMULA_BEGINS and not formula_within(text):  # most cells
        return text
    return re.sub(_FORMULA, lambda found: _marked(found, f"'{found['marks']}"), text)


def formula_within(text: str) -> bool:
    """Whether :func:`spreadsheet_cell` may change a text behind its first sign: for a table that asks once of a row."""
    return _FORMULA_WITHIN.search(text) is not None if ";" in text or not text.isprintable() else False


def spreadsheet_text(cell: str) -> str:
    """The text from which :func:`spreadsheet_cell` made a cell."""
    return re.sub(_FORMULA, lambda found: _marked(found, found["marks"][1:]), cell)


def _marked(found: re.Match[str], marks: str) -> str:
    """What may be run, with these apostrophes before it; a number as it is."""
    is_number = re.fullmatch(_NUMBER, found["rest"].lstrip(" \u00a0"))
    return found[0] if is_number else f"{marks}{found['rest']}"


def link(url: str) -> str:
    """An address that is safe to link to, in ASCII; empty for any scheme but http, https and mailto.

    White space around it and line breaks or tabs inside it go, as in every browser, before the scheme is looked at.
    """
    if _SAFE_LINK.fullmatch(url):  # nearly every address: nothing of what follows would change it
        return url
    import urllib.parse  # not every format has links

    address = re.sub(_LINK_BREAKS, "", url.strip(_LINK_EDGES))
    try:
        scheme = urllib.parse.urlsplit(address).scheme
    except ValueError:  # such as a "[" that opens no IPv6 address
        return ""
    if scheme.lower() not in _SCHEMES:
        return ""
    return urllib.parse.quote(address, safe="%/:=&?~#+!$,;@()*[]-._", errors="replace")


def markdown_link(url: str) -> str:
    """An address inside Markdown, in any place, as a link that shows itself; plain text if not safe to link to.

    A ";" that could end a character reference is encoded: some renderers read ``&copy;`` in a link as a sign.
    """
    address = link(url)
    return f"<{_REFERENCE.sub(_REFERENCE_END, address)}>" if address else markdown(url)
