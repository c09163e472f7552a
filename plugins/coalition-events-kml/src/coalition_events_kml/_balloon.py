"""Balloons: what opens when a placemark is clicked. HTML, in which every text of the timeline is a text and no more."""

from __future__ import annotations

import datetime as dt
import functools
from typing import TYPE_CHECKING, Any, Final

from coalition_events import (
    Absence,
    Actor,
    Alias,
    Claim,
    Figure,
    Form,
    Location,
    Rank,
    Record,
    Source,
    Span,
    UncertainDate,
    Value,
    describe,
    location_text,
    textsafe,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from coalition_events import Claims, Description, Reliability, Values

    from ._stated import Stated

    AnyClaim = Claim | Value[Any]
    Row = tuple[str, str]

_ABSENT: Final[Mapping[Absence | None, str]] = {
    Absence.LEFT_OUT: "",
    Absence.UNKNOWN: "not known",
    Absence.NONE: "none",
}
# members of an enum, which Python 3.11 looks up slowly
_NORMAL: Final = Rank.NORMAL
_WORDS: Final = Form.WORDS
_ADDRESSES: Final = frozenset({"url", "archive_url"})
_SHOWN_ELSEWHERE: Final = frozenset({"name", "title", "text", "summary"})
_LABELS: Final = {"cite": "Sources", "url": "Address", "archive_url": "Archived copy", "values": "Numbers"}


def balloon(title: str, summary: str, rows: Iterable[Row]) -> str:
    """A heading, the summary, and a table of labels and HTML. An empty row is left out."""
    filled = [f"{_opened(label)}{shown}</td></tr>" for label, shown in rows if shown]
    parts = (
        f"<h3>{escaped(title)}</h3>",
        f"<p>{escaped(summary)}</p>" if summary else "",
        f"<table>{''.join(filled)}</table>" if filled else "",
    )
    return "".join(parts)


@functools.lru_cache(maxsize=1024)
def _opened(label: str) -> str:
    """A row up to what is shown: labels are few."""
    return f"<tr><td><b>{escaped(label)}</b></td><td>"


def escaped(text: str) -> str:
    """A text inside HTML. ``$[`` would be taken for a placeholder of the balloon, so its bracket is spelt out."""
    return _short(text) if len(text) <= _SHORT else _escaped(text)


def _escaped(text: str) -> str:
    shown = textsafe.xml(text).replace("\n", "<br>")
    return shown.replace("$[", "$&#91;")


_SHORT: Final = 40
_short: Final = functools.lru_cache(maxsize=4096)(_escaped)
"""Labels, names, words and dates, which stand in many balloons; longer texts hardly ever come twice."""


def rows_of(record: Record, fields: Stated, without: Iterable[str] = ()) -> list[Row]:
    """A row for each of the fields that shows anything, in the order of the file."""
    left_out = {*_SHOWN_ELSEWHERE, *without}
    rows = [
        (_label(description.key), field_html(record, description, value))
        for description, value in fields
        if description.key not in left_out
    ]
    return [*rows, *((key, escaped(text)) for key, text in record.extra), ("Id", escaped(record.id))]


@functools.cache
def _label(key: str) -> str:
    """A field's key in words."""
    return _LABELS.get(key, key.replace("_", " ").capitalize())


def field_html(record: Record, description: Description, value: Any) -> str:  # noqa: ANN401 - any field
    """A field's value, every claim of one that holds claims."""
    shown = _FORMS.get(description.form)
    if shown is not None:
        return shown(value)
    if description.key in _ADDRESSES:
        return _link(value, value)
    if description.form is _WORDS and value == getattr(record, f"usual_{description.key}", ()):
        return ""
    return listed([_item(item) for item in value]) if isinstance(value, tuple) else _item(value)


def _item(value: object) -> str:
    if isinstance(value, UncertainDate | Span):
        return date_html(value)
    if isinstance(value, Record):
        return source_html(value) if isinstance(value, Source) else escaped(value.label)
    if isinstance(value, dt.date):
        return escaped(describe(UncertainDate.parse(value.isoformat())))
    if isinstance(value, Absence):
        return _ABSENT[value]
    return "" if value is None else escaped(str(value))


def _flag(value: bool) -> str:  # noqa: FBT001 - a field's value
    return "yes" if value else ""


def _aliases(aliases: tuple[Alias, ...]) -> str:
    return listed([_alias(alias.text, alias.language) for alias in aliases])


def _identifiers(identifiers: tuple[tuple[str, str | Absence], ...]) -> str:
    return listed([f"{escaped(scheme)}: {escaped(str(text))}" for scheme, text in identifiers])


def _alias(text: str, language: str) -> str:
    return (
        f'<span lang="{escaped(language)}">{escaped(text)}</span> ({escaped(language)})'
        if language
        else escaped(text)
    )


@functools.lru_cache(maxsize=4096)  # in the balloon of an event the same few dates are told again and again
def date_html(date: UncertainDate | Span) -> str:
    """A date in words, with its EDTF."""
    return f"{escaped(describe(date))} [{escaped(date.text)}]"


def listed(items: Sequence[str]) -> str:
    """One item as it is, several as a list."""
    return (
        items[0]
        if len(items) == 1
        else f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"
        if items
        else ""
    )


# ------------------------------------------------------------------------------------------------------ claims


def claims_html(claims: Claims | Values[Any] | tuple[Figure, ...]) -> str:
    """Every claim side by side, the rejected too, or the word of absence."""
    items: tuple[AnyClaim, ...] = tuple(claims)
    if not items:
        return _ABSENT.get(getattr(claims, "stated_absence", None), "")
    return listed([_claim(claim) for claim in items])


def _claim(claim: AnyClaim) -> str:
    said = _item(claim.said)
    parts = (
        _substance(claim),
        f"“{escaped(claim.as_written)}”" if claim.as_written else "",
        f"by {escaped(claim.by.label)}" if claim.by else "",
        f"said {said}" if said else "",
        f"credibility {claim.credibility}" if claim.credibility else "",
        "" if claim.rank is _NORMAL else f"<b>{claim.rank}</b>",
        f"note: {escaped(claim.note)}" if claim.note else "",
    )
    sources = "".join([f"<br>Source: {source_html(source)}" for source in claim.cites])
    return f"{'; '.join([part for part in parts if part])}{sources}"


def _substance(claim: AnyClaim) -> str:
    if isinstance(claim, Value):
        return _value(claim.value)
    date = _item(claim.date)
    dated = f"{claim.basis}: {date}" if date else str(claim.basis)
    timed = f"{dated}, {escaped(claim.time)}" if claim.time else dated
    return f"<b>{escaped(claim.number.text)}</b>; {timed}" if isinstance(claim, Figure) else timed


def _value(value: Actor | Location | Absence | Record) -> str:
    return escaped(location_text(value)) if isinstance(value, Location) else _item(value)


# ------------------------------------------------------------------------------------------------------ sources


def sources_html(sources: Iterable[Source]) -> str:
    """A list of sources, each with its link."""
    return listed([source_html(source) for source in sources])


def source_html(source: Source) -> str:
    """A source as a link, with what is needed to judge it."""
    root = source.root.label if source.repeats else ""
    return _source(source.url, source.label, source.publisher, source.published, source.reliability, root)


@functools.lru_cache(maxsize=1024)  # each stands in the balloon of an event two or three times
def _source(  # noqa: PLR0913, PLR0917 - what a source says, and not the source: what it repeats is equal by its id alone
    url: str, label: str, publisher: str, published: object, reliability: Reliability | None, root: str
) -> str:
    told = (
        escaped(publisher),
        _item(published),
        f"reliability {reliability}" if reliability else "",
        f"repeats {escaped(root)}" if root else "",
    )
    detail = ", ".join([part for part in told if part])
    linked = _link(url, label)
    return f"{linked} ({detail})" if detail else linked


def _link(url: str, text: str) -> str:
    """A link to an address that is safe to link to, else the text alone."""
    address = textsafe.link(url)
    return f'<a href="{textsafe.xml(address)}">{escaped(text)}</a>' if address else escaped(text)


def _citations(citations: tuple[Any, ...]) -> str:
    shown = []
    for citation in citations:
        prefix = f"{escaped(citation.field)}: " if citation.field else ""
        shown += [f"{prefix}{source_html(source)}" for source in citation.sources]
    return listed(shown)


_FORMS: Final[Mapping[Form, Callable[[Any], str]]] = {
    Form.DATED: claims_html,
    Form.VALUED: claims_html,
    Form.FIGURES: claims_html,
    Form.CITES: _citations,
    Form.ALIASES: _aliases,
    Form.IDENTIFIERS: _identifiers,
    Form.BOOLEAN: _flag,
}
